"""Needs, everything that could close them, and what must come before or along (rules P1, P3, P4)."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import Any

from sswgraph.errors import InputError
from sswgraph.gaps.matching import Holder
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.training import Groups, PartGroup, excused, part_groups, plannable
from sswgraph.model import Number, TrainingModule
from sswgraph.model.codes import HOURS


@dataclass(frozen=True, slots=True)
class Closer:
    """Modules that close a need together (one, or all parts of a group), and the links that say so.

    ``groups``: for a qualification that has to be completed, also so many of each of its groups.
    """

    modules: frozenset[str]
    links: tuple[str, ...]
    qualification: str | None = None
    groups: Groups | None = None

    def held_by(self, chosen: Set[str]) -> bool:
        return self.modules <= chosen and (self.groups is None or self.groups.filled(chosen))


@dataclass(slots=True, eq=False)
class Need:
    """One competency at one level: its closers, and for each whole that would do, a need for each part still missing.

    ``short``: modules that teach it, but without a level or to a lower one (P3); ``loose``: parts that belong to no
    qualification; ``unencoded``: qualifications that teach it and whose modules are not all known.
    """

    competency: str
    level: str | None
    closers: list[Closer] = field(default_factory=list)
    wholes: list[tuple[Need, ...]] = field(default_factory=list)
    short: set[str] = field(default_factory=set)
    unstated: bool = False
    loose: set[str] = field(default_factory=set)
    unencoded: set[str] = field(default_factory=set)
    _beneath: tuple[Need, ...] = field(default=(), repr=False, compare=False)

    def parts(self) -> tuple[Need, ...]:
        return tuple(part for whole in self.wholes for part in whole)

    def beneath(self) -> tuple[Need, ...]:
        """This need after all that it may be made up of, each once, parts before what they are parts of."""
        if not self.wholes:
            return (self,)
        if not self._beneath:
            below: dict[int, Need] = {}
            waiting = [(self, False)]
            while waiting:
                need, entered = waiting.pop()
                if id(need) in below:
                    continue
                if entered:
                    below[id(need)] = need
                else:
                    waiting.append((need, True))
                    waiting += [(part, False) for part in reversed(need.parts())]
            self._beneath = tuple(below.values())
        return self._beneath

    def modules(self) -> set[str]:
        """Every module that takes part in closing it."""
        closers = [closer for need in self.beneath() for closer in need.closers]
        found = {module for closer in closers for module in closer.modules}
        return found.union(*(closer.groups.modules for closer in closers if closer.groups))

    def closed_by(self, chosen: Set[str]) -> bool:
        """Whether these modules (with all done before) close it."""
        if any(closer.held_by(chosen) for closer in self.closers):
            return True
        return bool(self.wholes) and id(self) in self._closed(chosen)

    def _closed(self, chosen: Set[str]) -> set[int]:
        closed: set[int] = set()
        for need in self.beneath():
            alone = any(closer.held_by(chosen) for closer in need.closers)
            if alone or any(all(id(part) in closed for part in whole) for whole in need.wholes):
                closed.add(id(need))
        return closed

    def working(self, chosen: set[str]) -> tuple[Closer, ...]:
        """By which closers these modules close it: the smallest that they hold, or those of its parts; else none."""
        closed = self._closed(chosen)
        found: dict[int, Closer] = {}
        waiting, seen = [self] if id(self) in closed else [], set[int]()
        while waiting:
            need = waiting.pop()
            if id(need) in seen:
                continue
            seen.add(id(need))
            held = [closer for closer in need.closers if closer.held_by(chosen)]
            if held:
                best = min(held, key=lambda closer: (len(closer.modules), sorted(closer.modules), closer.links))
                found[id(best)] = best
            else:
                whole = next(whole for whole in need.wholes if all(id(part) in closed for part in whole))
                waiting += reversed(whole)
        return tuple(found.values())


class Teaching:
    """Who teaches what, seen from a competency asked for at a level and from what is held already."""

    def __init__(self, graph: CompetencyGraph, holder: Holder, done: set[str]) -> None:
        self.graph, self.holder, self.done = graph, holder, done
        self.levels = holder.levels
        self._needs: dict[tuple[str, str | None, bool], Need] = {}
        self._groups = part_groups(graph)

    def need(self, competency: str, level: str | None, *, optional: bool = False) -> Need:
        """The need with everything that could close it, mappings of full credit and parts of wholes included.

        ``optional``: whether parts count as held that are only optional in today's role (H3).
        """
        for one in self.holder.beneath(competency):
            if (one, level, optional) not in self._needs:
                self._needs[one, level, optional] = self._need(one, level, optional)
        return self._needs[competency, level, optional]

    def _need(self, competency: str, level: str | None, optional: bool) -> Need:
        need = Need(competency, level)
        for credit in (None, *self.holder.full(competency)):
            source, path = (credit.source, credit.path) if credit else (competency, ())
            self._wholes(need, source, path)
            for group in self._groups.get(source, ()):
                self._group(need, group, path)
            parts = self.holder.parts(source, towards=competency)
            if parts:
                missing = [part for part in parts if not self.holder.meets(part, level, optional=optional)]
                need.wholes.append(tuple(self._needs[part, level, optional] for part in missing))
        return need

    def _wholes(self, need: Need, competency: str, path: tuple[str, ...]) -> None:
        for outcome in self.graph.index.outcomes_for.get(competency, ()):
            teacher = self.graph.get(outcome.outcome_of)
            if teacher is None or teacher.id in self.done:
                continue
            if teacher.kind == "qualification":
                if teacher.reach != "whole" or not self.graph.index.modules_of.get(teacher.id):
                    need.unencoded.add(teacher.id)
            elif outcome.extent == "whole":
                if self._reaches(need, outcome.to_level, {teacher.id}):
                    need.closers.append(Closer(frozenset({teacher.id}), (outcome.id, *path)))
            elif not teacher.part_of:
                need.loose.add(teacher.id)

    def _group(self, need: Need, group: PartGroup, path: tuple[str, ...]) -> None:
        modules = group.modules - self.done
        level = self.levels.lowest([level for _, _, level in group.parts])
        if modules and self._reaches(need, level, set(modules)):
            links = tuple(dict.fromkeys(outcome for _, outcome, _ in group.parts))
            need.closers.append(Closer(modules, (*links, *path), group.qualification))

    def _reaches(self, need: Need, level: str | None, modules: set[str]) -> bool:
        if self.levels.standing(level, need.level) == "met":
            return True
        need.short |= modules
        need.unstated |= level is None
        return False


MINIMISE = ("hours", *HOURS, "credits", "cost", "modules")


def measure(minimise: str, modules: list[TrainingModule]) -> Callable[[TrainingModule], Number | None]:
    """What a module counts when this is minimised; None where it is not known.

    Raises InputError for another word than those of :data:`MINIMISE`, and where credits of different systems (or
    costs in different currencies) would have to be added.
    """
    if minimise not in MINIMISE:
        raise InputError(f"minimise is one of {', '.join(MINIMISE)}; not {minimise!r}.")
    if minimise == "modules":
        return lambda module: 1
    field = {"hours": "notional_hours", **HOURS}.get(minimise, minimise)
    unit = {"credits": "credit_system", "cost": "cost_currency"}.get(minimise)
    if unit:
        units = sorted({str(getattr(m, unit) or "not stated") for m in modules if getattr(m, field) is not None})
        if len(units) > 1:
            raise InputError(f"These are never added to each other: {', '.join(units)}. Minimise hours or modules.")
    return lambda module: getattr(module, field)


class Order:
    """What has to be done before a module and along with it, given what is done and held already."""

    def __init__(self, graph: CompetencyGraph, holder: Holder, done: set[str]) -> None:
        self.graph, self.holder = graph, holder
        self.done = done | excused(graph, done)

    def before(self, module: TrainingModule) -> tuple[set[str], list[Need], set[str]]:
        """What is still to be done first: modules, whole qualifications, and what nothing here can satisfy (P4)."""
        first: set[str] = set()
        awards: list[Need] = []
        unmet: set[str] = set()
        for prerequisite in module.prerequisite:
            if self.satisfied(prerequisite):
                continue
            kind = getattr(self.graph.get(prerequisite), "kind", None)
            award = self._award(prerequisite, module.id) if kind == "qualification" else None
            if kind == "module":
                first.add(prerequisite)
            elif award is not None:
                awards.append(award)
            else:
                unmet.add(prerequisite)
        return first, awards, unmet

    def along(self, module: TrainingModule) -> set[str]:
        """The corequisites still to be taken."""
        return {c for c in module.corequisite if c not in self.done}

    def satisfied(self, prerequisite: str) -> bool:
        """Done already, or everything it teaches is held already."""
        if prerequisite in self.done:
            return True
        outcomes: tuple[Any, ...] = self.graph.index.outcomes_of.get(prerequisite, ())
        wanted = [(c, o.to_level) for o in outcomes for c in self.graph.members(o.competency)]
        return bool(wanted) and all(self.holder.meets(c, level) for c, level in wanted)

    def entries(self, module: TrainingModule) -> list[tuple[str, str | None]]:
        """The competencies and levels that a module asks for and the profile has not."""
        asked = {
            (competency, entry.level)
            for entry in self.graph.index.entries.get(module.id, ())
            for competency in self.graph.members(entry.competency)
        }
        missing = {(c, level) for c, level in asked if not self.holder.meets(c, level)}
        return sorted(missing, key=lambda entry: (entry[0], entry[1] or ""))

    def _award(self, qualification: str, module: str) -> Need | None:
        """A need that a qualification's own modules close; None where it cannot be completed before this module."""
        package = plannable(self.graph, qualification, self.done)
        if package is None or module in package.compulsory:
            return None
        groups = package.groups.within(package.groups.modules - {module}).still_of_use()
        if not groups.filled(groups.modules):
            return None
        return Need(
            qualification, None, [Closer(package.compulsory, (), qualification, groups if groups.each else None)]
        )
