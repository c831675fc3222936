"""What has to be closed, and everything that could close it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sswgraph.analysis.held import PartGroup, part_groups
from sswgraph.analysis.levels import Levels
from sswgraph.graph import CompetencyGraph


@dataclass(frozen=True, slots=True)
class Closer:
    """Modules that close a need together (one, or all parts of a group), and the links that say so."""

    modules: frozenset[str]
    links: tuple[str, ...]
    qualification: str | None = None


@dataclass(slots=True)
class Need:
    """One competency at one level: its closers, and where it is the whole of parts, a need for each part.

    ``short``: modules that teach it, but without a level or to a lower one (P3).
    """

    competency: str
    level: str | None
    closers: list[Closer] = field(default_factory=list)
    parts: tuple[Need, ...] = ()
    short: set[str] = field(default_factory=set)
    unstated: bool = False
    loose: set[str] = field(default_factory=set)
    unencoded: set[str] = field(default_factory=set)

    def modules(self) -> set[str]:
        """Every module that takes part in closing it."""
        own = {module for closer in self.closers for module in closer.modules}
        return own.union(*(part.modules() for part in self.parts))

    def closed_by(self, chosen: set[str] | frozenset[str]) -> bool:
        """Whether these modules (with all done before) close it."""
        if any(closer.modules <= chosen for closer in self.closers):
            return True
        return bool(self.parts) and all(part.closed_by(chosen) for part in self.parts)

    def working(self, chosen: set[str]) -> tuple[Closer, ...]:
        """By which closers these modules close it: the smallest that they hold, or those of its parts; else none."""
        held = [closer for closer in self.closers if closer.modules <= chosen]
        if held:
            return (min(held, key=lambda closer: (len(closer.modules), sorted(closer.modules), closer.links)),)
        if self.parts and all(part.closed_by(chosen) for part in self.parts):
            return tuple(closer for part in self.parts for closer in part.working(chosen))
        return ()


class Teaching:
    """Who teaches what, seen from a competency asked for at a level."""

    def __init__(self, graph: CompetencyGraph, done: set[str]) -> None:
        self.graph, self.done = graph, done
        self.levels = Levels(graph.index.levels)
        self._groups: dict[str, list[PartGroup]] = {}
        for group in part_groups(graph):
            self._groups.setdefault(group.competency, []).append(group)

    def need(self, competency: str, level: str | None, *, met: Iterable[str] = (), deep: bool = True) -> Need:
        """The need with its closers; ``met`` are competencies that count as held already (for wholes of parts)."""
        need = Need(competency, level)
        taught: list[tuple[str, tuple[str, ...]]] = [(competency, ())]
        taught += [(credit.source, credit.path) for credit in self.graph.credits.into(competency) if credit.full]
        for source, path in taught:
            self._wholes(need, source, path)
            for group in self._groups.get(source, ()):
                self._group(need, group, path)
        element = self.graph.get(competency)
        if deep and getattr(element, "parts_complete", None):
            parts = self.graph.index.narrower.get(competency, ())
            missing = [part for part in parts if part not in set(met)]
            need.parts = tuple(self.need(part, level, deep=False) for part in missing)
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
        modules = frozenset(module for module, _, _ in group.parts) - self.done
        if modules and all(self._reaches(need, level, {module}) for module, _, level in group.parts):
            links = tuple(dict.fromkeys(outcome for _, outcome, _ in group.parts))
            need.closers.append(Closer(modules, (*links, *path), group.qualification))

    def _reaches(self, need: Need, level: str | None, modules: set[str]) -> bool:
        if self.levels.standing(level, need.level) == "met":
            return True
        need.short |= modules
        need.unstated |= level is None
        return False
