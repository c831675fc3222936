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
from sswgraph.model import Condition, Gap, GapItem, Limit, Plan, Qualification, TrainingModule
from sswgraph.pages import gap as pages_gap
from sswgraph.pages import plan as pages_plan
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph
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


def journeys(graph: CompetencyGraph, *, as_of: date | None = None, include_closed: bool = False) -> tuple[Journey, ...]:
    """The two journeys of the tour. Raises UnknownElementError where the South African framework is not in ``g``."""
    made, as_of = [], as_of or edition_day(graph)
    for target in TARGETS:
        between = gap(graph, HELD, target)
        made.append(Journey(gap=between, plan=plan(graph, between, as_of=as_of, include_closed=include_closed)))
    return tuple(made)


def tour(graph: CompetencyGraph, *, as_of: date | None = None, include_closed: bool = False, lang: str = "en") -> Page:
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
    title = _words("title", lang, held=first.gap.held_label, target=first.gap.target_label)
    blocks = [
        Paragraph(_words("lead", lang, held=first.gap.held_label, target=first.gap.target_label)),
        *([] if as_of else [Paragraph(_words("day-of-the-data", lang, date=first.plan.as_of.isoformat()))]),
        *_whole(graph, first, lang),
        *_short(graph, second, lang),
    ]
    return common.finished(title, lang, blocks, date=common.latest(first.gap.stamp))


def tour_plain(
    graph: CompetencyGraph, *, as_of: date | None = None, include_closed: bool = False, lang: str = "en"
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


def _whole(graph: CompetencyGraph, journey: Journey, lang: str) -> Iterable[Block]:
    between, way = journey.gap, journey.plan
    yield Heading(2, _words("part", lang, number=1, held=between.held_label, target=between.target_label))
    yield from common.banners((*between.notes, *way.notes), lang)
    yield from common.conditions_and_limits(way.conditions, way.limits, lang, level=3)
    yield from _credited(graph, between, lang)
    yield from _open(between, lang)
    yield Heading(3, _words("heading.plan", lang))
    yield from pages_plan.summary(way, lang)[1:]
    if not way.steps and way.left_out:
        yield Paragraph(_words("closed-too", lang))
    yield from pages_plan.modules(way, lang, level=3)
    yield from _enrolment(graph, way, lang)
    yield from pages_plan.still_open(way, lang, level=3)
    yield from pages_plan.left_out(way, lang, level=3)
    yield from pages_plan.awards(way, lang, level=3)
    yield from pages_plan.proof(way, lang, level=3)
    yield from common.trust(way.links, way.stamp, lang, level=3)


def _credited(graph: CompetencyGraph, between: Gap, lang: str) -> Iterable[Block]:
    """What is held or may be credited, and by which mapping."""
    yield Heading(3, _words("heading.credited", lang))
    yield from common.list_notes(between.notes, lang)
    yield from common.other_notes(between.notes, lang)
    items = between.of_status("met", "partial")
    if not items:
        yield Notice(_words("nothing-credited", lang))
        return
    names = ("competency", "state", "why")
    header = [*(common.fixed(f"column.{name}", lang) for name in names), _words("column.mapping", lang)]
    rows = [
        (
            common.named(item.label, item.competency, lang),
            common.term("status", item.status, lang),
            common.say(item.reason, lang),
            _mappings(graph, item, lang),
        )
        for item in items
    ]
    yield common.table(_words("caption.credited", lang, n=len(rows)), header, rows, lang=lang)


def _mappings(graph: CompetencyGraph, item: GapItem, lang: str) -> str:
    walked = [step for step in item.proof if " " in step]
    return common.data("; ".join(f"{step} ({common.term('basis', graph.basis_of(step), lang)})" for step in walked))


def _open(between: Gap, lang: str) -> Iterable[Block]:
    items = between.of_status("missing", "raise", "not-comparable")
    if not items:
        return
    yield Heading(3, _words("heading.open", lang))
    caption = common.missing(_words("caption.open", lang, n=len(items)), between.notes, lang)
    yield pages_gap.items_table(items, caption, lang)


def _enrolment(graph: CompetencyGraph, way: Plan, lang: str) -> Iterable[Block]:
    """Until when one can enrol in the qualifications of the plan and of what was left out."""
    rows = [
        (common.named(graph.label(identifier), identifier, lang), _enrolment_state(graph[identifier], way.as_of, lang))
        for identifier in _enrolled_in(graph, way)
    ]
    if rows:
        yield Heading(3, _words("heading.enrolment", lang))
        header = [common.fixed("column.qualification", lang), _words("column.enrolment", lang)]
        caption = _words("caption.enrolment", lang, date=way.as_of.isoformat())
        yield common.table(caption, header, rows, lang=lang)


def _enrolled_in(graph: CompetencyGraph, way: Plan) -> tuple[str, ...]:
    modules = [graph[identifier] for identifier in (*way.modules, *way.closed)]
    return tuple(dict.fromkeys(q for module in modules for q in module.part_of or (module.id,)))


def _enrolment_state(course: TrainingModule | Qualification, as_of: date, lang: str) -> str:
    begins, last = course.registered_from, open_until(course)
    if begins is not None and as_of < begins:
        return _words("enrolment.not-begun", lang, date=begins.isoformat())
    if last is None:
        return _words("enrolment.unknown", lang)
    return _words("enrolment.open" if last >= as_of else "enrolment.closed", lang, date=last.isoformat())


def _short(graph: CompetencyGraph, journey: Journey, lang: str) -> Iterable[Block]:
    """The same in a few lines."""
    between, way = journey.gap, journey.plan
    yield Heading(2, _words("part", lang, number=2, held=between.held_label, target=between.target_label))
    yield from common.banners((*between.notes, *way.notes), lang)
    yield Notice(common.fixed("conditions.lead", lang))
    rules: tuple[Condition | Limit, ...] = (*way.conditions, *way.limits)
    said = tuple(common.say(rule.text, lang) for rule in rules)
    yield Listing(said) if said else Paragraph(common.fixed("conditions.none", lang))
    yield from common.list_notes(between.notes, lang)
    lacking = str(len(between.of_status("missing", "raise", "not-comparable")))
    yield Facts(
        (
            (_words("fact.asked", lang), str(len(between.items) - len(between.beyond))),
            (_words("fact.credited", lang), str(len(between.met) + len(between.partial))),
            (_words("fact.lacking", lang), common.missing(lacking, between.notes, lang)),
            (common.fixed("fact.modules", lang), str(len(way.steps))),
            *pages_plan.totals(way, lang),
            (common.fixed("fact.open", lang), common.missing(str(len(way.open)), way.notes, lang)),
            *(
                (common.data(str(graph.label(name))), _enrolment_state(graph[name], way.as_of, lang))
                for name in _enrolled_in(graph, way)
            ),
        )
    )
    yield from common.other_notes((*between.notes, *way.notes), lang)
    staying = [common.fixed("pair", lang, name=item.label, value=item.reason) for item in way.open]
    yield Listing((*staying, *(common.say(award.text, lang) for award in way.awards)))
    yield from pages_plan.proof(way, lang, level=3)
    yield from common.trust(way.links, way.stamp, lang, level=3)[:2]


def _words(code: str, lang: str, **parameters: Any) -> str:
    return common.words(f"tour.{code}", lang, **parameters)
