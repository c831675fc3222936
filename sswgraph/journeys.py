"""The tour: the library's main question answered on real data, as one page.

An auxiliary child and youth care worker in South Africa wants to become a social auxiliary worker: what is lacking,
what may be credited, which modules teach the rest, what stays closed. Then the same for a community development worker.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sswgraph.errors import OutputExistsError
from sswgraph.files import path_of
from sswgraph.gaps.gap import gap
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Condition, Gap, GapItem, Limit, ObligationInForce, Plan, Qualification, TrainingModule
from sswgraph.pages import gap as pages_gap
from sswgraph.pages import plan as pages_plan
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph
from sswgraph.pages.rules import rules_first
from sswgraph.pages.writer import Writer, data, latest
from sswgraph.planning.enrolment import edition_day, open_until
from sswgraph.planning.plan import plan
from sswgraph.render.output import put

HELD = "za:auxiliary-child-and-youth-care-worker"
TARGETS = ("za:social-auxiliary-worker", "za:community-development-worker")
GENERATOR = "sswgraph tour"
_MARK = f'<meta name="generator" content="{GENERATOR}">'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One way from what is held to a target: the gap and the plan that closes it."""

    gap: Gap
    plan: Plan


def journeys(
    graph: CompetencyGraph, *, as_of: date | str | None = None, include_closed: bool = False
) -> tuple[Journey, ...]:
    """The two journeys of the tour. Raises UnknownElementError where the South African framework is not in ``g``."""
    made, as_of = [], as_of or edition_day(graph)
    for target in TARGETS:
        between = gap(graph, HELD, target)
        made.append(Journey(gap=between, plan=plan(graph, between, as_of=as_of, include_closed=include_closed)))
    return tuple(made)


def tour(
    graph: CompetencyGraph, *, as_of: date | str | None = None, include_closed: bool = False, lang: str = "en"
) -> Page:
    """The tour as a page.

    In: a graph with the South African framework; the day on which modules are to be on offer (by default the day of the
    data: their latest edition); whether closed modules count; the language. Out: a page, conditions and limits first in
    each of its two parts.
    Raises UnknownElementError where a role of the tour is not in the graph.

    >>> import sswgraph as ssw
    >>> page = ssw.tour(ssw.load("za"), as_of=date(2026, 11, 21))
    >>> page.lang, len(page.blocks) > 20
    ('en', True)
    """
    first, second = journeys(graph, as_of=as_of, include_closed=include_closed)
    w = Writer(lang, "tour")
    title = w.own("title", held=first.gap.held_label, target=first.gap.target_label)
    blocks = [
        Paragraph(w.own("lead", held=first.gap.held_label, target=first.gap.target_label)),
        *([] if as_of else [Paragraph(w.own("day-of-the-data", date=first.plan.as_of.isoformat()))]),
        *_whole(graph, first, w),
        *_short(graph, second, w),
    ]
    return w.finished(title, blocks, date=latest(first.gap.stamp))


def tour_plain(
    graph: CompetencyGraph, *, as_of: date | str | None = None, include_closed: bool = False, lang: str = "en"
) -> dict[str, Any]:
    """The tour as plain data: ``parts``, each with its ``gap`` and ``plan`` in the shapes of ``docs/json.md``."""
    from sswgraph.exchange.plain import SHAPE, to_plain

    parts = [
        {"gap": to_plain(journey.gap, lang), "plan": to_plain(journey.plan, lang)}
        for journey in journeys(graph, as_of=as_of, include_closed=include_closed)
    ]
    return {"result": "tour", "shape": SHAPE, "lang": lang, "parts": parts}


def save_tour(page: Page, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write the tour as HTML; an earlier page of the tour is replaced, any other file only with ``overwrite``.

    Raises OutputExistsError where the path holds something else, and what :func:`sswgraph.save` raises for paths.
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


def _whole(graph: CompetencyGraph, journey: Journey, w: Writer) -> Iterable[Block]:
    between, way = journey.gap, journey.plan
    yield Heading(2, w.own("part", number=1, held=between.held_label, target=between.target_label))
    yield from w.banners((*between.notes, *way.notes))
    yield from rules_first(w, way, level=3)
    yield from _credited(graph, between, w)
    yield from _open(between, w)
    yield Heading(3, w.own("heading.plan"))
    yield from pages_plan.summary(way, w)[1:]
    if not way.steps and way.left_out:
        yield Paragraph(w.own("closed-too"))
    yield from pages_plan.steps(way, w, level=3)
    yield from _enrolment(graph, way, w)
    yield from pages_plan.still_open(way, w, level=3)
    yield from pages_plan.left_out(way, w, level=3)
    yield from pages_plan.awards(way, w, level=3)
    yield from pages_plan.proof(way, w, level=3)
    yield from w.trust(way.links, way.stamp, level=3)


def _credited(graph: CompetencyGraph, between: Gap, w: Writer) -> Iterable[Block]:
    """What is held or may be credited, and by which mapping."""
    yield Heading(3, w.own("heading.credited"))
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
    yield Heading(3, w.own("heading.open"))
    caption = w.missing(w.own("caption.open", n=len(items)), between.notes)
    yield pages_gap.items_table(items, caption, w)


def _enrolment(graph: CompetencyGraph, way: Plan, w: Writer) -> Iterable[Block]:
    """Until when one can enrol in the qualifications of the plan and of what was left out."""
    rows = [
        (w.named(graph.label(identifier), identifier), _enrolment_state(graph[identifier], way.as_of, w))
        for identifier in _enrolled_in(graph, way)
    ]
    if rows:
        yield Heading(3, w.own("heading.enrolment"))
        header = [w.fixed("column.qualification"), w.own("column.enrolment")]
        caption = w.own("caption.enrolment", date=way.as_of.isoformat())
        yield w.table(caption, header, rows)


def _enrolled_in(graph: CompetencyGraph, way: Plan) -> tuple[str, ...]:
    steps = [graph[identifier] for identifier in (*way.steps, *way.closed)]
    return tuple(dict.fromkeys(q for step in steps for q in getattr(step, "part_of", ()) or (step.id,)))


def _enrolment_state(course: TrainingModule | Qualification, as_of: date, w: Writer) -> str:
    begins, last = course.registered_from, open_until(course)
    if begins is not None and as_of < begins:
        return w.own("enrolment.not-begun", date=begins.isoformat())
    if last is None:
        return w.own("enrolment.unknown")
    return w.own("enrolment.open" if last >= as_of else "enrolment.closed", date=last.isoformat())


def _short(graph: CompetencyGraph, journey: Journey, w: Writer) -> Iterable[Block]:
    """The same in a few lines."""
    between, way = journey.gap, journey.plan
    yield Heading(2, w.own("part", number=2, held=between.held_label, target=between.target_label))
    yield from w.banners((*between.notes, *way.notes))
    yield Notice(w.fixed("obligations.lead" if way.obligations else "obligations.none"))
    yield Notice(w.fixed("conditions.lead"))
    rules: tuple[ObligationInForce | Condition | Limit, ...] = (*way.obligations, *way.conditions, *way.limits)
    said = tuple(w.say(rule.text) for rule in rules)
    yield Listing(said) if said else Paragraph(w.fixed("conditions.none"))
    yield from w.list_notes(between.notes)
    yield Facts(
        (
            (w.own("fact.asked"), str(between.required)),
            *pages_gap.certainties(between, w),
            (w.fixed("fact.steps"), str(len(way.lines))),
            *pages_plan.totals(way, w),
            *pages_plan.hours_to_awards(way, w),
            (w.fixed("fact.open"), w.missing(str(len(way.open)), way.notes)),
            *(
                (data(str(graph.label(name))), _enrolment_state(graph[name], way.as_of, w))
                for name in _enrolled_in(graph, way)
            ),
        )
    )
    yield from w.other_notes((*between.notes, *way.notes))
    staying = [w.fixed("pair", name=item.label, value=item.reason) for item in way.open]
    yield Listing((*staying, *(w.say(award.text) for award in way.awards)))
    yield from pages_plan.proof(way, w, level=3)
    yield from w.trust(way.links, way.stamp, level=3)[:2]
