"""Needs, everything that could close them, and what must come before or along (rules P1, P3, P4, P11).

A *step* is a module, or a programme that is taken as one; both are called by their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import field
from typing import Any, Literal, get_args

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.training import Groups, PartGroup, bringing, excused, part_groups, plannable, programmes
from sswgraph.model import Number, Qualification, TrainingModule
from sswgraph.model.codes import HOURS
from sswgraph.shortfalls.matching import Holder

Course = TrainingModule | Qualification


@dataclass(frozen=True, slots=True)
class Closer:
    """Steps that close a need together (one, or all parts of a group), and the links that say so.

    ``groups``: for a qualification that has to be completed, also so many of each of its groups.
    """

    modules: frozenset[str]
    links: tuple[str, ...]
    qualification: str | None = None
    groups: Groups | None = None

    def held_by(self, chosen: Set[str]) -> bool:
        """Whether these steps are all that it takes."""
        return self.modules <= chosen and (self.groups is None or self.groups.filled(chosen))


@dataclass(slots=True, eq=False)
class Need:
    """One competency at one level: its closers, and for each whole that would do, a need for each part still missing.

    ``short``: modules that teach it, but without a level or to a lower one (P3); ``loose``: parts that belong to no
    qualification; ``unencoded``: programmes that teach it in part, and of which not all is known.
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
        """The needs for the missing parts of every whole that would do."""
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
        """By which closers these modules close it: the smallest that they hold, or those of its parts, or none."""
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


class Teachers:
    """Who teaches what, seen from a competency asked for at a level and from what is held already."""

    def __init__(self, graph: CompetencyGraph, holder: Holder, done: set[str]) -> None:
        self.graph, self.holder, self.done = graph, holder, done
        self.levels = holder.levels
        self._needs: dict[tuple[str, str | None, bool], Need] = {}
        self._groups = part_groups(graph)
        self._programmes, self._bringing = programmes(graph), bringing(graph)

    def need(self, competency: str, level: str | None, *, optional: bool = False) -> Need:
        """The need with everything that could close it, mappings of full credit and parts of wholes included.

        ``optional``: whether parts count as held that are only optional in today's role (H3).

        Returns:
            The need, made once for each competency and level.
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
        known = self.graph.index.elements.get
        for outcome in self.graph.index.outcomes_for.get(competency, ()):
            teacher = known(outcome.outcome_of)
            if teacher is None or teacher.id in self.done:
                continue
            programme = teacher.kind == "qualification"
            if programme and teacher.id not in self._programmes:
                continue  # what it states is brought by its modules together, as a group
            if outcome.extent == "whole":
                if self._reaches(need, outcome.to_level, {teacher.id}):
                    steps = (teacher.id, *self._bringing.get(teacher.id, ()))
                    need.closers += [Closer(frozenset({step}), (outcome.id, *path)) for step in steps]
            elif programme and teacher.reach != "whole":
                need.unencoded.add(teacher.id)
            elif not programme and not teacher.part_of:
                need.loose.add(teacher.id)

    def _group(self, need: Need, group: PartGroup, path: tuple[str, ...]) -> None:
        modules = group.modules - self.done
        if group.stated and not group.modules:
            modules = frozenset({group.qualification}) - self.done
        level = self.levels.lowest([level for _, _, level in group.parts])
        if not modules or not self._reaches(need, level, set(modules)):
            return
        links = (*dict.fromkeys(outcome for _, outcome, _ in group.parts), *path)
        need.closers.append(Closer(modules, links, group.qualification))
        touching = {p for module in modules for p in self._bringing.get(module, ())}
        whole = {programme for programme in touching if modules <= self._programmes[programme]}
        need.closers += [Closer(frozenset({programme}), links, group.qualification) for programme in sorted(whole)]
        if touching > whole:
            need.wholes.append(tuple(self.taken(module, links) for module in sorted(modules)))

    def taken(self, module: str, links: tuple[str, ...] = ()) -> Need:
        """That a module is done: taken on its own, or with a programme that it is a part of (P11)."""
        steps = (module, *(p for p in self._bringing.get(module, ()) if p not in self.done))
        return Need(module, None, [Closer(frozenset({step}), links) for step in steps])

    def _reaches(self, need: Need, level: str | None, modules: set[str]) -> bool:
        if self.levels.standing(level, need.level) == "met":
            return True
        need.short |= modules
        need.unstated |= level is None
        return False


# 'hours' are notional hours; then the kinds of hours of ``HOURS``, which are never added to each other.
Minimise = Literal[
    "hours",
    "notionalHours",
    "contactHours",
    "selfStudyHours",
    "practicalHours",
    "workplaceHours",
    "assessmentHours",
    "credits",
    "cost",
    "modules",
]
MINIMISE: tuple[Minimise, ...] = get_args(Minimise)


def measure(minimise: str, steps: Iterable[Course]) -> Callable[[Course], Number | None]:
    """What a step counts when this is minimised, or kept within a budget; None where it is not known.

    Returns:
        A function from a step to its amount.

    Raises:
        InputError: For another word than those of :data:`MINIMISE`, and where credits of different systems (or costs in
            different currencies) would have to be added.
    """
    if minimise not in MINIMISE:
        raise InputError(f"What is minimised or kept in a budget is one of {', '.join(MINIMISE)}; not {minimise!r}.")
    if minimise == "modules":
        return lambda step: 1
    field = {"hours": "notional_hours", **HOURS}.get(minimise, minimise)
    unit = {"credits": "credit_system", "cost": "cost_currency"}.get(minimise)
    if unit:
        known = [one for one in steps if getattr(one, field, None) is not None]
        units = sorted({str(getattr(one, unit) or "not stated") for one in known})
        if len(units) > 1:
            raise InputError(f"These are never added to each other: {', '.join(units)}. Ask for hours or modules.")
    return lambda step: getattr(step, field, None)


@dataclass(slots=True)
class Ahead:
    """What has to be done before a step, and along with it, that is not done yet.

    ``first``, ``along``: steps, all of them. ``needs``, ``beside``: needs before it and along with it, which more than
    one step may close. ``unmet``: what nothing here can satisfy. ``asked``: competencies at entry, with their levels.
    """

    first: set[str] = field(default_factory=set)
    along: set[str] = field(default_factory=set)
    needs: list[Need] = field(default_factory=list)
    beside: list[Need] = field(default_factory=list)
    unmet: set[str] = field(default_factory=set)
    asked: list[tuple[str, str | None]] = field(default_factory=list)


class Order:
    """What has to be done before a step and along with it, given what is done and held already."""

    def __init__(self, graph: CompetencyGraph, holder: Holder, teaching: Teachers, done: set[str]) -> None:
        self.graph, self.holder, self.teaching = graph, holder, teaching
        self.done = done | excused(graph, done)
        self._programmes, self._bringing = programmes(graph), bringing(graph)

    def ahead(self, step: Course) -> Ahead:
        """What comes before a module, or before a programme because one of its modules asks for it (P4, P11).

        What comes before or along inside a programme is its own affair.

        Returns:
            What is not done yet of it.
        """
        found = Ahead()
        inside = self._programmes.get(step.id, frozenset())
        modules: list[TrainingModule] = [self.graph[module] for module in sorted(inside)]
        if isinstance(step, TrainingModule):
            modules = [step]
        for prerequisite in dict.fromkeys(p for module in modules for p in module.prerequisite):
            if prerequisite not in inside and prerequisite != step.id and not self.satisfied(prerequisite):
                self._before(found, prerequisite, step.id)
        for other in dict.fromkeys(c for module in modules for c in module.corequisite):
            if other not in inside and other not in self.done:
                if other in self._bringing:
                    found.beside.append(self.teaching.taken(other))
                else:
                    found.along.add(other)
        found.asked = self._entries(step.id, modules)
        return found

    def _before(self, found: Ahead, prerequisite: str, step: str) -> None:
        """P4: a module or programme is taken, another qualification completed."""
        kind = getattr(self.graph.get(prerequisite), "kind", None)
        if kind == "module" and prerequisite in self._bringing:
            found.needs.append(self.teaching.taken(prerequisite))
        elif kind == "module":
            found.first.add(prerequisite)
        elif kind == "qualification" and prerequisite in self._programmes:
            own = step in self.graph.index.modules_of.get(prerequisite, ())
            (found.unmet if own else found.first).add(prerequisite)
        else:
            award = self.award(prerequisite, without=step) if kind == "qualification" else None
            if award is None:
                found.unmet.add(prerequisite)
            else:
                found.needs.append(award)

    def satisfied(self, prerequisite: str) -> bool:
        """Done already, or everything it teaches is held already."""
        if prerequisite in self.done:
            return True
        outcomes: tuple[Any, ...] = self.graph.index.outcomes_of.get(prerequisite, ())
        wanted = [(c, o.to_level) for o in outcomes for c in self.graph.members(o.competency)]
        return bool(wanted) and all(self.holder.meets(c, level) for c, level in wanted)

    def _entries(self, step: str, modules: Iterable[TrainingModule]) -> list[tuple[str, str | None]]:
        """What is asked at entry, at which level, that the profile has not and a programme does not bring itself."""
        asked = {
            (competency, entry.level)
            for module in modules
            for entry in self.graph.index.entries.get(module.id, ())
            for competency in self.graph.members(entry.competency)
        }
        missing = {(c, level) for c, level in asked if not self.holder.meets(c, level)}
        if step in self._programmes:
            missing = {(c, n) for c, n in missing if not self.teaching.need(c, n).closed_by({step})}
        return sorted(missing, key=lambda entry: (entry[0], entry[1] or ""))

    def award(self, qualification: str, *, without: str = "") -> Need | None:
        """A need that a qualification's own modules close; None where it cannot be completed before a module."""
        package = plannable(self.graph, qualification, self.done)
        if package is None or without in package.compulsory:
            return None
        groups = package.groups.within(package.groups.modules - {without}).still_of_use()
        if not groups.filled(groups.modules):
            return None
        return Need(
            qualification, None, [Closer(package.compulsory, (), qualification, groups if groups.each else None)]
        )
