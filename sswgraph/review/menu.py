"""The menu as a review: its rows, and the adaptation that groups chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sswgraph.adaptation.adapt import free
from sswgraph.authoring.select import select, selection_from
from sswgraph.errors import InputError
from sswgraph.exchange import require_kept
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import Message, message
from sswgraph.model import Change, Evidence, Framework, Text
from sswgraph.model.authoring import Menu
from sswgraph.model.canonical import canonical
from sswgraph.model.comparison import Aspect
from sswgraph.model.review import VERDICTS_OF, Review, ReviewRow

ON_THE_MENU = "on-the-menu"
_GIVEN = {"cadre": "cadres", "function": "functions", "competency": "competencies"}
_TAKEN = ("take-over", "reword")
_TOLD = 20


def row_values(menu: Menu) -> Iterator[dict[str, Any]]:
    """What each row of the workbook says, in the order of the menu; ``place`` is left to the kind where it is empty."""
    labels = {one.id: one.label for one in menu.entries}
    for one in menu.entries:
        texts = (("label", one.label), ("definition", one.definition))
        safety: tuple[Message, ...] = ()
        if one.protects:
            names = tuple(labels.get(cadre) or cadre for cadre in one.with_cadres)
            safety = (message("review.menu-with", names=names) if names else message("review.menu-for-all"),)
        yield {
            "key": one.id,
            "place": "safety" if one.protects else one.domain,
            "element": one.element,
            "label": one.label,
            "change": ON_THE_MENU,
            "base": (one.id,),
            "domain": one.domain,
            "safety": safety,
            "aspects": tuple(Aspect(field=name, kind="dropped", base=text) for name, text in texts if text),
            "verdicts": VERDICTS_OF["menu"],
        }


def selected(menu: Menu, review: Review, *, id: str | None, jurisdiction: str | Iterable[str] | None) -> Framework:
    """The adaptation that groups chose from a menu; what they left open comes only where the choice needs it.

    Args:
        menu: The menu.
        review: What the copies say.
        id: The id of the adaptation.
        jurisdiction: Where it is to hold.

    Returns:
        The adaptation.

    Raises:
        InputError: Nothing was chosen, a row that the choice needs is left out without a reason, or no wording is
            proposed where another was decided on.
    """
    if not id or not jurisdiction:
        raise InputError("Say which adaptation is made, and where it is to hold: id='xx', jurisdiction='UG'.")
    settled = {row.key: row for row in review.settled}
    given: dict[str, Any] = {name: [] for name in _GIVEN.values()}
    for row in settled.values():
        if _verdict(row) in _TAKEN and row.element in _GIVEN:
            given[_GIVEN[row.element]].append(row.key)
    if not any(given.values()):
        said = "Nothing is chosen: no role, function or competency is settled with 'take over' or 'reword'."
        raise InputError(" ".join([said, *_waiting(review)]))
    needed = selection_from(menu.framework, given, {}).why
    left = [row for row in settled.values() if _verdict(row) == "drop" and row.key in needed]
    reworded = [row for row in settled.values() if _verdict(row) == "reword" and row.key in needed]
    unsaid = [
        f"No. {row.number} ({row.key}): left out without a reason; write it down."
        for row in left
        if not _reasons(row, review)
    ]
    unsaid += [
        f"No. {row.number} ({row.key}): no wording is proposed; write one."
        for row in reworded
        if not _wording(row, review)
    ]
    if unsaid:
        more = [f"… and {len(unsaid) - _TOLD} more."] if len(unsaid) > _TOLD else []
        raise InputError("\n".join([f"No adaptation is made ({len(unsaid)}):", *unsaid[:_TOLD], *more]))
    without = {row.key: "; ".join(text for _, text in _reasons(row, review)) for row in left}
    graph = CompetencyGraph()
    made = select(graph, menu.framework, **given, id=id, jurisdiction=jurisdiction, without=without)
    return _reworded(made, reworded, review)


def _waiting(review: Review) -> Iterable[str]:
    """The rows that are decided and not settled, and what they lack."""
    unticked = [row.number for row in review.waiting if review.wants(row) == "tick"]
    if unticked:
        rows = (
            f"Row No. {unticked[0]} is"
            if len(unticked) == 1
            else f"{len(unticked)} rows, from No. {min(unticked)} on, are"
        )
        yield f"{rows} decided, and not ticked off in the column 'Done' by every copy."
    if len(review.waiting) > len(unticked):
        yield f"On {len(review.waiting) - len(unticked)} more the copies do not agree."


def _verdict(row: ReviewRow) -> str:
    return row.verdicts[0][0]


def _reasons(row: ReviewRow, review: Review) -> tuple[tuple[str, str], ...]:
    said = {(review.copies[one.copy].lang, one.reason.strip()) for one in row.decisions if one.reason.strip()}
    return tuple(sorted(said))


def _wording(row: ReviewRow, review: Review) -> tuple[str, str] | None:
    said = {(review.copies[one.copy].lang, one.wording.strip()) for one in row.decisions if one.wording.strip()}
    return min(said) if said else None


def _reworded(made: Framework, rows: list[ReviewRow], review: Review) -> Framework:
    """The name of each reworded element in the words of the group, and the change on record."""
    nodes: dict[str, Any] = {node.id: node for node in made.elements}
    by_base = {origin: node.id for node in made.elements for origin in node.derived_from}
    taken = set(nodes)
    changes = []
    for row in rows:
        said, identifier = _wording(row, review), by_base.get(row.key)
        if said is None or identifier is None:
            continue
        node = nodes[identifier]
        name = "label" if node.label or not hasattr(node, "act") else "act"
        kept = tuple(value for value in getattr(node, name).values if value[0] != said[0])
        nodes[identifier] = replace(node, **{name: Text(tuple(sorted((*kept, said))))})
        change = free(f"{identifier}.change", taken)
        draft = Evidence(id=free(f"{change}.evidence", taken), basis="draft")
        changes.append(
            Change(
                id=change,
                change_kind="reworded",
                base=(row.key,),
                adaptation=(identifier,),
                rationale=Text(_reasons(row, review)),
                evidence=(draft,),
            )
        )
    return require_kept(canonical(replace(made, elements=(*nodes.values(), *changes))))
