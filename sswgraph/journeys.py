"""The tour: the library's main question answered on real data, as one page.

An auxiliary child and youth care worker in South Africa wants to become a social auxiliary worker: what is lacking,
what may be credited, which modules teach the rest, what stays closed. Then the same for a community development worker.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from sswgraph.errors import OutputExistsError
from sswgraph.files import path_of
from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import as_worded
from sswgraph.model import Gap, GapItem, Limit, Plan, Qualification, TrainingModule
from sswgraph.pages import gap as pages_gap
from sswgraph.pages import plan as pages_plan
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Picture
from sswgraph.pages.pictures.draw import drawing
from sswgraph.pages.rules import rules_first, said_first, where_missing
from sswgraph.pages.writer import Writer, capitalised, data, latest
from sswgraph.planning.enrolment import edition_day, open_until
from sswgraph.planning.plan import plan
from sswgraph.render.output import put
from sswgraph.shortfalls.gap import gap

HELD = "za:auxiliary-child-and-youth-care-worker"
TARGETS = ("za:social-auxiliary-worker", "za:community-development-worker")
_STEPS = 4  # so many of many steps stand in the plan in short
GENERATOR = "sswgraph tour"
_MARK = f'<meta name="generator" content="{GENERATOR}">'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """From what is held to a target: the gap, and the plan that closes it.

    Attributes:
        gap: The gap.
        plan: The plan that closes it.
    """

    gap: Gap
    plan: Plan


def journeys(
    graph: CompetencyGraph, *, as_of: date | str | None = None, include_closed: bool = False
) -> tuple[Journey, ...]:
    """Compute the two journeys of the tour.

    Args:
        graph: A graph with the South African framework.
        as_of: The day on which modules must be on offer; None: the day of the latest edition of the data.
        include_closed: Whether modules that are closed count.

    Returns:
        The journeys.

    Raises:
        UnknownElementError: If a role of the tour is not in the graph.
    """  # noqa: DOC502 - gap raises
    made, as_of = [], as_of or edition_day(graph)
    for target in TARGETS:
        between = gap(graph, HELD, target)
        made.append(Journey(gap=between, plan=plan(graph, between, as_of=as_of, include_closed=include_closed)))
    return tuple(made)


def tour(
    graph: CompetencyGraph, *, as_of: date | str | None = None, include_closed: bool = False, lang: str = "en"
) -> Page:
    """Make the page of the tour: two journeys of South African workers, with conditions and limits before any module.

    Args:
        graph (CompetencyGraph): A graph with the South African framework.
        as_of (date | str | None): The day on which modules must be on offer; None: the day of the latest edition of the
            data.
        include_closed (bool): Whether modules that are closed count.
        lang (str): The language, as a tag.

    Returns:
        The page; the tables behind each part are folded away.

    Raises:
        UnknownElementError: If a role of the tour is not in the graph.

    Example:
        >>> import sswgraph as ssw
        >>> page = ssw.tour(ssw.load("za"), as_of=date(2026, 11, 21))
        >>> page.lang, len(page.blocks) > 20
        ('en', True)
    """  # noqa: DOC502 - gap raises
    require_graph(graph)
    first, second = journeys(graph, as_of=as_of, include_closed=include_closed)
    w = Writer(lang, "tour")
    title = w.own("title", held=first.gap.held_label, target=first.gap.target_label)
    blocks = [
        Paragraph(w.own("lead", held=first.gap.held_label, target=first.gap.target_label)),
        *([] if as_of else [Paragraph(w.own("day-of-the-data", date=first.plan.as_of.isoformat()))]),
        *_part(graph, first, 1, w),
        *_part(graph, second, 2, w),
    ]
    return w.finished(title, blocks, date=latest(first.gap.stamp))


def tour_plain(
    graph: CompetencyGraph, *, as_of: date | str | None = None, include_closed: bool = False, lang: str = "en"
) -> dict[str, Any]:
    """Return the tour as plain data: ``parts``, each with its ``gap`` and ``plan`` as ``docs/json.md`` has them."""
    from sswgraph.exchange.plain import SHAPE, to_plain

    parts = [
        {"gap": to_plain(journey.gap, lang), "plan": to_plain(journey.plan, lang)}
        for journey in journeys(graph, as_of=as_of, include_closed=include_closed)
    ]
    return {"result": "tour", "shape": SHAPE, "lang": lang, "parts": parts}


def save_tour(page: Page, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write the tour as HTML; an earlier page of the tour is replaced, any other file only with ``overwrite``.

    Args:
        page: The page.
        path: The file.
        overwrite: Whether a file that is not a page of the tour may be replaced.

    Returns:
        The path.

    Raises:
        OutputExistsError: If there is such a file.
    """
    from sswgraph.render.html import document

    target = path_of(path)
    earlier = target.is_file()
    if earlier and not overwrite and not _is_own(target):
        fix = "Move it away, or name another file with -o"
        raise OutputExistsError(f"{target} exists and is not a page of the tour. {fix}.")
    return put(target, document(page, generator=GENERATOR), overwrite=overwrite or earlier)


def _is_own(path: Path) -> bool:
    with path.open("rb") as stream:
        return _MARK in stream.read(4096)


def _part(graph: CompetencyGraph, journey: Journey, number: int, w: Writer) -> Iterable[Block]:
    """One journey: the answer, what binds it, its first steps; every rule and the tables behind it folded away."""
    between, way = journey.gap, journey.plan
    yield Heading(2, w.own("part", number=number, held=between.held_label, target=between.target_label))
    yield from w.banners((*between.notes, *way.notes))
    yield pages_plan.answer(way, w)
    yield from _binding(way, w)
    yield Details(w.own("heading.rules"), (*_in_words(graph, way, w), *rules_first(w, way, level=4)))
    yield Heading(3, w.own("heading.plan"))
    yield from _plan(graph, journey, w)
    yield Details(w.own("heading.behind"), tuple(_behind(graph, journey, w)))


def _binding(way: Plan, w: Writer) -> Iterable[Block]:
    """All obligations, then conditions that the answer has not yet named, and how many limits of each kind hold."""
    yield w.heading("obligations", 3)
    yield Notice(w.fixed("obligations.lead" if way.obligations else "obligations.none"))
    if way.obligations:
        yield Listing(tuple(w.ruled(due.text) for due in way.obligations))
    yield Notice(w.fixed("conditions.lead"))
    yield from where_missing(w, way)
    first = said_first(way)
    further = [condition for condition in way.conditions if condition not in first]
    if further:
        yield Listing(tuple(w.ruled(condition.text) for condition in further))
    counts = Counter(map(_how_far, way.limits))
    if counts:
        said = (w.fixed("pair", name=capitalised(w.term("authority", one)), value=str(n)) for one, n in counts.items())
        yield Paragraph(w.own("limits", limits="; ".join(said)))


def _in_words(graph: CompetencyGraph, way: Plan, w: Writer) -> Iterable[Block]:
    """Conditions and limits, a line each, limits by the authority that they leave."""
    if way.conditions:
        yield Listing(tuple(w.ruled(condition.text) for condition in way.conditions))
    for authority, limits in groupby(way.limits, _how_far):
        said = tuple(w.ruled(as_worded(graph, limit)) for limit in limits)
        yield Paragraph(w.fixed("pair", name=capitalised(w.term("authority", authority)), value=str(len(said))))
        yield Listing(said)


def _how_far(limit: Limit) -> str:
    """The authority of a limit; apart from it what is only not listed, and not forbidden."""
    return "not-listed" if limit.authority == "not-permitted" and "stated" not in limit.basis else limit.authority


def _plan(graph: CompetencyGraph, journey: Journey, w: Writer) -> Iterable[Block]:
    """What is held of what is required; where enrolment is closed; the first steps; what remains open; the award."""
    way = journey.plan
    shut = (q for q in _enrolled_in(graph, way) if not _is_open(graph[q], way.as_of))
    enrolment = ((w.say(graph.label(q)), _enrolment_state(graph[q], way.as_of, w)) for q in shut)
    yield Facts((*pages_gap.certainties(journey.gap, w), *enrolment))
    if way.lines:
        drawn = drawing(way, w.lang)
        yield Picture(drawn.alternative, drawn.svg)
        shown = len(way.lines) if len(way.lines) <= _STEPS + 1 else _STEPS
        yield Listing(tuple(w.say(line.label) for line in way.lines[:shown]), ordered=True)
        if shown < len(way.lines):
            yield Paragraph(w.own("more-steps", n=len(way.lines) - shown))
    else:
        yield from pages_plan.nothing(way, w)
        if way.left_out:
            yield Paragraph(w.own("closed-too"))
    if way.open:
        yield Paragraph(w.missing(w.fixed("caption.open", n=len(way.open)), way.notes))
        yield Listing(tuple(w.fixed("pair", name=item.label, value=item.reason) for item in way.open))
    yield from (Paragraph(w.say(award.text)) for award in way.awards)


def _behind(graph: CompetencyGraph, journey: Journey, w: Writer) -> Iterable[Block]:
    """The tables behind the answer: what is credited and lacking, every step, what it rests on."""
    between, way = journey.gap, journey.plan
    parts = (
        (w.own("heading.credited"), _credited(graph, between, w)),
        (w.own("heading.open"), _open(between, w)),
        (
            w.own("heading.steps"),
            (
                *pages_plan.summary(way, w, level=4)[1:],
                *pages_plan.steps(way, w, level=4),
                *_enrolment(graph, way, w),
                *pages_plan.still_open(way, w, level=4),
                *pages_plan.left_out(way, w, level=4),
                *pages_plan.awards(way, w, level=4),
                *pages_plan.proof(way, w, level=4),
            ),
        ),
        (w.fixed("heading.trust"), w.trust(way.links, way.stamp, level=4)[1:]),
    )
    for heading, blocks in parts:
        if made := tuple(blocks):
            yield Details(heading, made)


def _credited(graph: CompetencyGraph, between: Gap, w: Writer) -> Iterable[Block]:
    """What is held or may be credited, and by which mapping."""
    yield from w.list_notes(between.notes)
    yield from w.other_notes(between.notes)
    items = between.of_status("met", "if-recognised", "in-part")
    if not items:
        yield Notice(w.own("nothing-credited"))
        return
    names = ("competency", "state", "why")
    header = [*w.header(*names), w.own("column.mapping")]
    rows = [
        (
            w.named(item.label, item.competency),
            w.term("status", item.status),
            w.say(item.reason),
            _mappings(graph, item, w),
        )
        for item in items
    ]
    yield w.table(w.own("caption.credited", n=len(rows)), header, rows)


def _mappings(graph: CompetencyGraph, item: GapItem, w: Writer) -> str:
    walked = [step for step in item.proof if " " in step]
    return data("; ".join(f"{step} ({w.term('basis', graph.basis_of(step))})" for step in walked))


def _open(between: Gap, w: Writer) -> Iterable[Block]:
    items = between.of_status("missing", "raise", "not-comparable")
    if not items:
        return
    caption = w.missing(w.own("caption.open", n=len(items)), between.notes)
    yield pages_gap.items_table(items, caption, w)


def _enrolment(graph: CompetencyGraph, way: Plan, w: Writer) -> Iterable[Block]:
    """Until when one can enrol in the qualifications of the plan and of what was left out."""
    rows = [
        (w.named(graph.label(identifier), identifier), _enrolment_state(graph[identifier], way.as_of, w))
        for identifier in _enrolled_in(graph, way)
    ]
    if rows:
        yield Heading(4, w.own("heading.enrolment"))
        header = [w.fixed("column.qualification"), w.own("column.enrolment")]
        caption = w.own("caption.enrolment", date=way.as_of.isoformat())
        yield w.table(caption, header, rows)


def _enrolled_in(graph: CompetencyGraph, way: Plan) -> tuple[str, ...]:
    steps = [graph[identifier] for identifier in (*way.steps, *way.closed)]
    return tuple(dict.fromkeys(q for step in steps for q in getattr(step, "part_of", ()) or (step.id,)))


def _is_open(course: TrainingModule | Qualification, as_of: date) -> bool:
    begins, last = course.registered_from, open_until(course)
    return last is not None and last >= as_of and (begins is None or begins <= as_of)


def _enrolment_state(course: TrainingModule | Qualification, as_of: date, w: Writer) -> str:
    begins, last = course.registered_from, open_until(course)
    if begins is not None and as_of < begins:
        return w.own("enrolment.not-begun", date=begins.isoformat())
    if last is None:
        return w.own("enrolment.unknown")
    return w.own("enrolment.open" if last >= as_of else "enrolment.closed", date=last.isoformat())
