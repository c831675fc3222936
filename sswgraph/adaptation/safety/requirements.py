"""What roles, entries and training in effect require and teach, through sets and included cadres (rule E9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sswgraph.adaptation.correspondence import Key, Sides
from sswgraph.adaptation.safety.authority import Acts
from sswgraph.adaptation.safety.findings import Watch, term
from sswgraph.messages import message
from sswgraph.model import (
    Competency,
    CompetencySet,
    EntryRequirement,
    LearningOutcome,
    ProficiencyLevel,
    Requirement,
)
from sswgraph.model.cycles import closure

_NOT_ASKED = frozenset({"optional", "suggested"})


@dataclass(frozen=True, slots=True)
class Ask:
    """That a cadre must be able to do something: by which requirement, through which sets."""

    requirement: Requirement
    competency: str
    sets: tuple[str, ...]


class CadreNeeds:
    """What the cadres of one side need: competencies that are not a set, by what they stand for."""

    def __init__(self, sides: Sides, acts: Acts) -> None:
        self.sides, self.side, self.acts = sides, acts.side, acts
        nodes = sides.nodes[acts.side].values()
        self.includes = {one.id: one.includes for one in nodes if isinstance(one, CompetencySet)}
        self._own: dict[str, list[Requirement]] = {}
        for node in nodes:
            if isinstance(node, Requirement) and node.necessity != "suggested":
                self._own.setdefault(node.cadre, []).append(node)
        self._of: dict[str, dict[Key, list[Ask]]] = {}

    def of(self, cadre: str) -> dict[Key, list[Ask]]:
        """Everything asked of a cadre, also as one that includes others."""
        found = self._of.get(cadre)
        if found is None:
            found = self._of[cadre] = {}
            for who in self.acts.included(cadre):
                for one in self._own.get(who, ()):
                    for member in self.members(one.competency):
                        ask = Ask(one, member, () if member == one.competency else (one.competency,))
                        found.setdefault(self.sides.key(self.side, member), []).append(ask)
        return found

    def members(self, competency: str) -> tuple[str, ...]:
        """The competencies of a set and of its sets; a competency itself, and a set in which there is nothing."""
        found = tuple(one for one in closure([competency], self.includes) if one not in self.includes)
        return found or (competency,)

    @cached_property
    def holders(self) -> dict[str, tuple[str, ...]]:
        """By member: the sets of this side that name it."""
        found: dict[str, list[str]] = {}
        for one, members in self.includes.items():
            for member in members:
                found.setdefault(member, []).append(one)
        return {member: tuple(sets) for member, sets in found.items()}


def watch_requirements(watch: Watch, here: CadreNeeds, there: CadreNeeds) -> None:
    """Whether a role needs less than before: not at all, only as an option, or at a lower level."""
    for node in watch.sides.frameworks[0].elements:
        if isinstance(node, Requirement):
            _requirement(watch, node, here, there)
    _in_effect(watch, here, there)


def _requirement(watch: Watch, node: Requirement, here: CadreNeeds, there: CadreNeeds) -> None:
    said: dict[str, Any] = {"role": watch.names(node.cadre, 0), "competency": watch.names(node.competency, 0)}
    if node.competency in here.includes and here.members(node.competency) == (node.competency,):
        said["certain"] = False  # an empty set requires nothing, as far as is known (H4)
    binds = node.necessity not in _NOT_ASKED
    cadres = watch.sides.counterparts(node.cadre)
    if watch.is_gone(node.cadre):
        if binds:
            watch.add("requirement-removed", node, cause=node.cadre, **said)
        return
    after = tuple(one for one in watch.sides.counterparts(node.id) if _same_ends(watch, node, one))
    members = [watch.sides.key(0, one) for one in here.members(node.competency)]
    asks = [there.of(cadre.id).get(one, []) for cadre in cadres for one in members]
    if after:
        for one in after:
            others = [[ask for ask in several if ask.requirement.id != one.id] for several in asks]
            _weaker(watch, node, (one,), others, said)
    elif asks and all(asks):
        taken = {ask.requirement.id: ask.requirement for several in asks for ask in several}
        _weaker(watch, node, tuple(taken.values()), asks, said)
    elif binds:
        cause = node.competency if watch.is_gone(node.competency) else None
        watch.add("requirement-removed", node, cause=cause, **said)


def _weaker(
    watch: Watch, node: Requirement, now: tuple[Requirement, ...], others: list[list[Ask]], said: dict[str, Any]
) -> None:
    """What took the place of a requirement and asks less, unless others ask each competency as much."""
    binds = node.necessity not in _NOT_ASKED
    optional = tuple(one for one in now if one.necessity in _NOT_ASKED)
    unstated = tuple(one for one in now if one.necessity is None)
    if binds and optional and not _asked_as_before(others):
        watch.add("necessity-lowered", node, optional, **said)
        return
    if node.necessity == "essential" and unstated and not _all(others, _is_essential):
        watch.add("necessity-unstated", node, unstated, **said)
    if not _all(others, lambda ask: _reaches(watch, node, ask)):
        lower = tuple(one for one in now if one.necessity not in _NOT_ASKED or not binds)
        watch_level(watch, "level", node, lower[:1], said)


def _is_essential(ask: Ask) -> bool:
    return ask.requirement.necessity == "essential"


def _all(asks: list[list[Ask]], wanted: Any) -> bool:
    return bool(asks) and all(any(wanted(ask) for ask in several) for several in asks)


def _asked_as_before(asks: list[list[Ask]]) -> bool:
    """Whether every competency of a requirement is asked, and not only as an option."""
    return _all(asks, lambda ask: ask.requirement.necessity not in _NOT_ASKED)


def _reaches(watch: Watch, node: Requirement, ask: Ask) -> bool:
    """Whether what is asked elsewhere is as much as a requirement of the base, its level included."""
    one = ask.requirement
    if one.necessity in _NOT_ASKED and node.necessity not in _NOT_ASKED:
        return False
    if node.level is None or watch.sides.keys(0, node.level) == watch.sides.keys(1, one.level):
        return True
    return one.level is not None and watch.sides.level_moves(node.level, one.level) <= {"raised", "equal"}


def _same_ends(watch: Watch, old: Requirement, new: Requirement) -> bool:
    """Whether the counterpart of a requirement still asks the same of the same role."""
    keys = watch.sides.keys
    return all(keys(0, getattr(old, end)) == keys(1, getattr(new, end)) for end in ("cadre", "competency"))


def _in_effect(watch: Watch, here: CadreNeeds, there: CadreNeeds) -> None:
    """What a cadre needs no more although no requirement is the cause: a set or an included cadre that asks less."""
    told = {end for one in watch.reported() for end in (*one.base, *one.adaptation)}
    sets: dict[str, list[str]] = {}
    for cadre in here.acts.cadres:
        for now in watch.sides.counterparts(cadre):
            asked = there.of(now.id)
            lost = [
                ask
                for key, asks in here.of(cadre).items()
                if not _asked_as_before([asked.get(key, [])])
                for ask in asks
                if ask.requirement.necessity not in _NOT_ASKED and ask.requirement.id not in told
            ]
            through = _no_longer_included(watch, here, there, cadre, now.id)
            names = tuple(dict.fromkeys(ask.competency for ask in lost if ask.requirement.cadre in through))
            rules = [one for one in through if _binds_something(watch, one)]
            if names or rules:
                lost_names = watch.names(names or tuple(rules), 0)
                node = here.acts.cadres[cadre]
                watch.add(
                    "includes-lost", node, (now,), role=node.label, cadres=watch.names(through, 0), lost=lost_names
                )
            for ask in lost:
                if ask.sets and ask.requirement.cadre not in through:
                    for one in _narrowed(watch, here, there, ask):
                        sets.setdefault(one, []).append(ask.competency)
    for one, members in sets.items():
        narrower = watch.sides.nodes[0][one]
        what, gone = watch.sides.label(narrower, 0), watch.names(tuple(dict.fromkeys(members)), 0)
        watch.add("set-narrower", narrower, watch.sides.counterparts(one), what=what, lost=gone)


def _no_longer_included(watch: Watch, here: CadreNeeds, there: CadreNeeds, cadre: str, now: str) -> tuple[str, ...]:
    """The cadres that one included and its counterpart does not, although they are still there."""
    kept = {watch.sides.key(1, one) for one in there.acts.included(now)}
    lost = (one for one in here.acts.included(cadre) if watch.sides.key(0, one) not in kept)
    return tuple(one for one in lost if watch.sides.counterparts(one))


_BINDING = (("scope-rule", "cadre"), ("eligibility-condition", "condition_of"), ("obligation", "of_cadre"))


def _binds_something(watch: Watch, cadre: str) -> bool:
    """Whether a rule that protects binds a cadre, and so whoever includes it."""
    fields = dict(_BINDING)
    rules = (one for one in watch.sides.nodes[0].values() if getattr(one, "authority", None) != "independent")
    ends = (getattr(one, fields[one.kind]) for one in rules if one.kind in fields)
    return any(cadre in (one if isinstance(one, tuple) else (one,)) for one in ends)


def _narrowed(watch: Watch, here: CadreNeeds, there: CadreNeeds, ask: Ask) -> Iterable[str]:
    """The sets, among those by which something was asked, that no longer name a member."""
    inside = closure(ask.sets, here.includes)
    for one in here.holders.get(ask.competency, ()):
        after = watch.sides.counterparts(one) if one in inside else ()
        if after and not any(watch.sides.key(0, ask.competency) in watch.sides.keys(1, two.includes) for two in after):
            yield one
    for one in inside:
        for member in here.includes.get(one, ()):
            if member in here.includes and member in inside:
                after = watch.sides.counterparts(one)
                if after and not any(watch.sides.key(0, member) in watch.sides.keys(1, two.includes) for two in after):
                    yield one


def watch_competencies(watch: Watch) -> None:
    """Marks that are gone, also with what they marked, and what newly counts as able to do something."""
    parts = [_parts(watch, side) for side in (0, 1)]
    for node in watch.sides.frameworks[0].elements:
        after = tuple(one for one in watch.sides.counterparts(node.id) if one.kind == node.kind)
        if not after:
            if isinstance(node, Competency) and node.safety_critical and not watch.sides.counterparts(node.id):
                watch.add("critical-gone", node, what=watch.sides.label(node, 0))
            continue
        if isinstance(node, Competency):
            _competency(watch, node, after, parts)
        elif isinstance(node, ProficiencyLevel):
            for one in after:
                if one.rank != node.rank:
                    watch.add("rank-changed", node, (one,), was=node.rank, now=one.rank)
            gained = watch.gained(node, after, "equivalent_level")
            if gained:
                what = watch.sides.label(node, 0)
                watch.add("equivalence-added", node, after, what=what, gained=watch.names(gained, 1))


def _competency(
    watch: Watch, node: Competency, after: tuple[Competency, ...], parts: list[dict[Key, set[Key]]]
) -> None:
    what = watch.sides.label(node, 0)
    if node.safety_critical and not any(one.safety_critical for one in after):
        watch.add("safety-critical-gone", node, after, what=what)
    gained = watch.gained(node, after, "covers")
    if gained:
        watch.add("covers-more", node, after, what=what, gained=watch.names(gained, 1))
    key = watch.sides.key(0, node.id)
    before, now = parts[0].get(key, set()), parts[1].get(key, set())
    if any(one.parts_complete for one in after) and (not node.parts_complete or before - now):
        watch.add("parts-complete", node, after, what=what)


def _parts(watch: Watch, side: int) -> dict[Key, set[Key]]:
    found: dict[Key, set[Key]] = {}
    for node in watch.sides.nodes[side].values():
        for wider in node.broader if isinstance(node, Competency) else ():
            found.setdefault(watch.sides.key(side, wider), set()).add(watch.sides.key(side, node.id))
    return found


def watch_taught(watch: Watch) -> None:
    """Whether a module can be begun with less, or brings learners less far."""
    taught = _taught(watch)
    for node in watch.sides.frameworks[0].elements:
        after = watch.sides.counterparts(node.id)
        if isinstance(node, EntryRequirement):
            said: dict[str, Any] = {"role": watch.names(node.module, 0), "competency": watch.names(node.competency, 0)}
            if not after and not watch.is_gone(node.module):
                kept = (watch.sides.key(0, node.competency), watch.sides.key(0, node.module)) in taught
                watch.add("entry-removed", node, certain=not kept, cause=_cause(watch, node.competency), **said)
            watch_level(watch, "level", node, after, said)
        elif isinstance(node, LearningOutcome):
            said = {"role": watch.names(node.outcome_of, 0), "competency": watch.names(node.competency, 0)}
            if not after:
                kept = any(key == watch.sides.key(0, node.competency) for key, _ in taught)
                cause = _cause(watch, node.outcome_of, node.competency)
                watch.add("outcome-removed", node, certain=not kept, cause=cause, **said)
            watch_level(watch, "to_level", node, after, said)
            for one in after:
                if one.extent != node.extent:
                    was, now = (_extent(end.extent) for end in (node, one))
                    watch.add("extent-differs", node, (one,), **said, was=was, now=now)


def _extent(extent: str | None) -> Any:
    return term("extent", extent)


def _cause(watch: Watch, *ends: str) -> str | None:
    return next((one for one in ends if watch.is_gone(one)), None)


def _taught(watch: Watch) -> set[tuple[Key, Key]]:
    """What courses of the adaptation develop, each with its course."""
    key = watch.sides.key
    outcomes = (one for one in watch.sides.frameworks[1].elements if isinstance(one, LearningOutcome))
    return {(key(1, one.competency), key(1, one.outcome_of)) for one in outcomes}


def watch_level(watch: Watch, field: str, node: Any, after: tuple[Any, ...], said: dict[str, Any]) -> None:
    """A level that is lower now, not stated any more, or cannot be compared."""
    old = getattr(node, field)
    for one in after if old is not None else ():
        new = getattr(one, field)
        if watch.sides.keys(0, old) == watch.sides.keys(1, new):
            continue
        moves = watch.sides.level_moves(old, new) if new is not None else {"lowered"}
        names: dict[str, Any] = {"was": watch.names(old, 0), "now": watch.names(new, 1) or message("safety.not-stated")}
        code = "outcome-lowered" if isinstance(node, LearningOutcome) else "level-lowered"
        if moves == {"lowered"}:
            watch.add(code, node, (one,), **said, **names)
        elif not moves or "lowered" in moves:
            watch.add("level-not-comparable", node, (one,), **said, **names)
