"""What a cadre's functions suggest that it should be able to do, and how that stands to what is required (F1, F2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sswgraph.graph.in_force import in_force
from sswgraph.graph.permissions import authorities
from sswgraph.graph.requirements import asked_of
from sswgraph.model.codes import AUTHORITIES, GRAVE, place
from sswgraph.model.cycles import closure
from sswgraph.model.elements import Function
from sswgraph.model.permissions import FunctionAuthority
from sswgraph.model.results import Suggestion

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph

# Who only does this much of a function needs what is marked for that share, and nothing else.
_SHARES = frozenset(AUTHORITIES) - {"independent", "under-supervision"}
# By what a function is like another: the better first.
_TIES = ("exact", "close")


@dataclass(frozen=True, slots=True)
class Needed:
    """A competency that a function needs, with the share of the cadre in it and what was walked to know it."""

    competency: str
    function: str
    authority: str | None
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the functions of a cadre suggest.

    ``silent``: none of them says what it needs; ``not_needed``: what is required and no function needs;
    ``not_required``: what the functions of the cadre's own framework need and is not required (F2).
    """

    items: tuple[Suggestion, ...] = ()
    silent: bool = True
    not_needed: tuple[str, ...] = ()
    not_required: tuple[str, ...] = ()


def suggested(graph: CompetencyGraph, target: str, places: tuple[str, ...]) -> Suggested:
    """What the functions of a cadre suggest at these places; nothing for a target that is no cadre."""
    return graph.remember(("suggested", target, places), lambda: _suggested(graph, target, places))


def _suggested(graph: CompetencyGraph, target: str, places: tuple[str, ...]) -> Suggested:
    element = graph[target]
    if element.kind != "cadre":
        return Suggested()
    asked = set(asked_of(graph, element.id))
    needed = list(_needed(graph, element.id, places))
    every: dict[str, list[Needed]] = {}
    for one in needed:
        every.setdefault(_standing_for(graph, one.competency, (*asked, *every)), []).append(one)
    items = tuple(_suggestion(graph, c, several) for c, several in every.items() if c not in asked)
    if not asked or not needed:
        return Suggested(tuple(sorted(items, key=_by_share)), silent=not needed)
    homes = {graph.home(cadre) for cadre in closure([element.id], graph.index.includes)}
    own = {c for c, several in every.items() if any(graph.home(one.function) in homes for one in several)}
    return Suggested(
        tuple(sorted(items, key=_by_share)),
        silent=False,
        not_needed=tuple(sorted(asked.difference(every))),
        not_required=tuple(sorted(own - asked)),
    )


def _needed(graph: CompetencyGraph, cadre: str, places: tuple[str, ...]) -> Iterator[Needed]:
    """What each function needs that the cadre, or one that it includes, performs, in order of function."""
    own = closure([cadre], graph.index.includes)
    standing = {one.function: one for one in authorities(graph, cadre, in_force(graph, cadre, places))}
    for name in sorted({f for one in own if one in graph for f in graph[one].performs}):
        function = graph.get(name)
        if isinstance(function, Function) and (entry := standing.get(name)) is not None:
            yield from _needs_of(graph, function, entry)


def _needs_of(graph: CompetencyGraph, function: Function, entry: FunctionAuthority) -> Iterator[Needed]:
    """What a function needs itself, if it names anything; else what the functions need that it is tied to."""
    if entry.authority == "not-permitted":
        return
    if stated_needs(graph, function):
        for competency in needs_for(graph, function, entry.authority):
            yield Needed(competency, function.id, entry.authority)
        return
    for other, through in _alike(graph, function):
        for competency in needs_for(graph, other, entry.authority):
            yield Needed(competency, function.id, entry.authority, through)


def _alike(graph: CompetencyGraph, function: Function) -> Iterable[tuple[Function, tuple[str, ...]]]:
    """The functions that name needs and to which this one maps (C1): exact before close, then fewest steps, all of one
    framework (smallest id); for a grave function exact only."""
    ties = _TIES[:1] if function.criticality in GRAVE else _TIES
    found: dict[tuple[int, int, str], list[tuple[Function, tuple[str, ...]]]] = {}
    for credit in graph.credits.into(function.id):
        other = graph.get(credit.source)
        if credit.relation in ties and isinstance(other, Function) and stated_needs(graph, other):
            key = (ties.index(credit.relation), credit.steps, graph.home(other.id) or "")
            found.setdefault(key, []).append((other, (function.id, *reversed(credit.path), other.id)))
    return sorted(found[min(found)], key=lambda pair: pair[0].id) if found else ()


def _standing_for(graph: CompetencyGraph, competency: str, before: Iterable[str]) -> str:
    """The competency, or the one among those before it to which it is exactly tied."""
    known = set(before)
    if competency in known:
        return competency
    tied = (credit.source for credit in graph.credits.into(competency) if credit.relation == "exact")
    return min(known.intersection(tied), default=competency)


def _suggestion(graph: CompetencyGraph, competency: str, several: list[Needed]) -> Suggestion:
    widest = min((one.authority for one in several), key=_share)
    return Suggestion(
        competency=competency,
        label=graph.label(competency),
        authority=widest,
        functions=tuple(sorted({one.function for one in several})),
        proof=next((one.through for one in several if one.through), ()),
    )


def _share(authority: str | None) -> int:
    """No rule counts as the whole act."""
    return place(AUTHORITIES, authority) if authority else -1


def _by_share(one: Suggestion) -> tuple[int, str]:
    return _share(one.authority), one.competency


def needs_for(graph: CompetencyGraph, function: Function, authority: str | None) -> tuple[str, ...]:
    """The competencies that a function states as needed by whoever has this share in it, in order of id."""
    marked = [one for one in graph.index.function_needs.get(function.id, ()) if authority in one.when_authority]
    named = [one.competency for one in marked] + ([] if authority in _SHARES else list(function.needs))
    return _members(graph, named)


def stated_needs(graph: CompetencyGraph, function: Function) -> tuple[str, ...]:
    """All competencies that a function states as needed, whatever the share."""
    marked = graph.index.function_needs.get(function.id, ())
    return _members(graph, (*function.needs, *(one.competency for one in marked)))


def _members(graph: CompetencyGraph, named: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({member for one in named for member in graph.members(one)}))
