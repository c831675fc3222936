"""The sections that show competencies: the chart of a role on one sheet, and the form of an observation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sswgraph.model.curriculum import CompetencyLine
from sswgraph.model.documents import Standing
from sswgraph.model.elements import PerformanceCriterion
from sswgraph.model.papers import PAPERS
from sswgraph.pages.blocks import Annex, Aside, Block, Listing, Notice, Paragraph, Table
from sswgraph.pages.rules import where_missing
from sswgraph.pages.sections.card import origin, rules_listed, unknown
from sswgraph.pages.sections.forms import who_and_when
from sswgraph.pages.sections.scope import (
    SHAPES,
    STANDINGS,
    RoleWriter,
    Section,
    due_item,
    rules_set_aside,
    split_prohibitions,
)
from sswgraph.pages.writer import capitalised, data, with_short_form, without_tables

_CELLS = 7  # competencies in a row of the chart
_CRITERIA, _FEWER = 6, 4  # criteria on a form of one competency; for each of several
_SEEN_OR_NOT = ("criterion", "seen-yes", "seen-no", "remarks")
_BAD = "not-acceptable"


def must_brief(w: RoleWriter) -> Iterator[Block]:
    """The obligations as a list under a heading of their own."""
    yield w.section("must", 2)
    yield from must_listed(w)


def must_listed(w: RoleWriter) -> Iterator[Block]:
    """The obligations as a list."""
    due = w.made.obligations
    yield Listing(tuple(due_item(w, one) for one in due)) if due else Notice(w.own("must-none"))
    yield from rules_set_aside(w)


def _chart(w: RoleWriter) -> Iterator[Block]:
    """Areas as rows and competencies as cells, each with the shape of how far the worker goes with it."""
    yield w.section("chart", 2)
    yield from w.list_notes(w.made.notes)
    if not w.made.competencies:
        yield w.left_open("competencies")
        return
    yield Paragraph("   ".join(f"{w.shape(one)} {w.own(f'shape-{one}')}" for one in SHAPES))
    standings = dict(w.document.standings)
    rows: list[tuple[str, ...]] = []
    for area, lines in _areas(w).items():
        for start in range(0, len(lines), _CELLS):
            cells = [_cell(w, line, standings) for line in lines[start : start + _CELLS]]
            rows.append((area, *cells, *("" for _ in range(_CELLS - len(cells)))))
    widest = max(sum(bool(cell) for cell in row) for row in rows)
    header = (w.own("column-area"), *(str(number) for number in range(1, widest)))
    yield Table(w.own("caption-chart", n=len(w.made.competencies)), header, tuple(row[:widest] for row in rows))


def _areas(w: RoleWriter) -> dict[str, list[CompetencyLine]]:
    """The competencies by domain; those without one by the first function they serve."""
    found: dict[str, list[CompetencyLine]] = defaultdict(list)
    own = {duty.function.id for duty in w.document.duties}
    for line in w.made.competencies:
        function = next((one for one in line.functions if one in own), None)
        home = line.domain or function
        found[w.names([home]) if home else capitalised(w.own("heading-no-domain"))].append(line)
    return found


def _cell(w: RoleWriter, line: CompetencyLine, standings: dict[str, tuple[Standing, ...]]) -> str:
    shapes = "".join(w.shape(one) for one in SHAPES if one in standings.get(line.competency, ("unknown",)))
    return data(f"{shapes} {w.worded(line.label)}")


def _chart_limits(w: RoleWriter) -> Iterator[Block]:
    """Conditions and rules in short below the chart: what is on the wall must not hide them."""
    yield w.section("before", 2)
    yield from before_brief(w)
    yield w.section("how-far", 2)
    yield from rules_brief(w)
    yield from _close(w)


def rules_brief(w: RoleWriter, *, naming: bool = True) -> Iterator[Block]:
    """The rules of each standing as a list, then what no rule decides; ``naming``: with their functions."""
    if not w.document.rules and not w.document.duties:
        yield w.left_open("rules")
    for standing in STANDINGS:
        lines, _ = w.of_standing(standing)
        if lines:
            yield w.shaped(standing, standing, 3)
            forbidding, unlisted = split_prohibitions(standing, lines)
            yield from rules_listed(w, standing, forbidding, 4, naming=naming)
            if unlisted:
                yield Paragraph(w.own("unlisted-lead"))
                yield from rules_listed(w, standing, unlisted, 4)
    yield from unknown(w, 3)


def before_brief(w: RoleWriter) -> Iterator[Block]:
    """The conditions that precede any work, as a list."""
    yield from where_missing(w, w.made, asking=False)
    said = [w.condition(one) for one in w.made.conditions]
    yield Listing(tuple(said)) if said else Paragraph(w.own("conditions-unknown"))


def _close(w: RoleWriter) -> Iterator[Block]:
    yield Notice(w.own("card-close-paper"))
    yield origin(w)
    if PAPERS[w.document.kind].traced:
        yield from (one for one in w.trust(w.made.links, w.made.stamp) if isinstance(one, Annex | Aside))


def observed(w: RoleWriter) -> list[CompetencyLine]:
    """The safety-critical competencies of a role; all of them where none is marked."""
    every = list(w.made.competencies)
    return [line for line in every if line.to_be_seen] or every


def _observation(w: RoleWriter) -> Iterator[Block]:
    """Four to six criteria for each competency, to be ticked as seen or not; blank rows where no source gives any."""
    yield who_and_when(w, "worker", "observer", "date")
    lines = observed(w)
    if not lines:
        yield w.left_open("competencies")
        return
    if w.made.cadres:
        yield from w.list_notes(w.made.notes)
    tables = [(line, _criteria(w, line, _CRITERIA if len(lines) == 1 else _FEWER)) for line in lines]
    full = [w.filled(w.worded(line.label), _SEEN_OR_NOT, rows or [("",)] * 4) for line, rows in tables]
    if len(lines) == 1 or not all(rows for _, rows in tables):
        yield from full
    else:
        rows = [(w.worded(line.label), *row) for line, every in tables for row in every]
        together = w.filled(w.own("heading-observed"), ("competency", *_SEEN_OR_NOT), rows)
        yield with_short_form(full[0], together)
        yield from without_tables(full[1:])
    if not all(rows for _, rows in tables):
        yield w.left_open("criteria")


def _criteria(w: RoleWriter, line: CompetencyLine, most: int) -> list[tuple[str]]:
    return [(w.worded(one.label),) for one in _good(line.criteria)[:most]]


def _good(criteria: Sequence[PerformanceCriterion]) -> list[PerformanceCriterion]:
    """The criteria of good practice, what is done before what is known."""
    wanted = [one for one in criteria if one.criterion_kind != _BAD]
    return sorted(wanted, key=lambda one: one.criterion_kind not in ("performance-kind", None))


def _not_acceptable(w: RoleWriter) -> Iterator[Block]:
    """What must never be seen: once is enough to be not yet competent."""
    yield Notice(w.own("lead-not-acceptable"))
    bad = {one.id: one for line in observed(w) for one in line.criteria if one.criterion_kind == _BAD}
    rows = [(w.worded(one.label),) for one in bad.values()]
    if not rows:
        yield w.left_open("not-acceptable")
    yield w.blanks("not-acceptable", ("criterion", "seen-once", "remarks"), rows or [("",)] * 3)


def _next_step(w: RoleWriter) -> Iterator[Block]:
    rows = [(w.own(f"step-{one}"),) for one in ("verdict", "well", "practise", "when", "until-then")]
    yield w.blanks("next-step", ("what", "entry"), rows)


SECTIONS: dict[str, Section] = {
    "before-brief": Section(before_brief, "before"),
    "close": Section(_close, "trust"),
    "limits-brief": Section(rules_brief, "how-far"),
    "chart": Section(_chart),
    "chart-limits": Section(_chart_limits),
    "chart-must": Section(must_brief),
    "must-listed": Section(must_listed, "must"),
    "next-step": Section(_next_step),
    "not-acceptable": Section(_not_acceptable),
    "observed": Section(_observation),
}
