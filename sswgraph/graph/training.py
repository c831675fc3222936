"""What modules and qualifications teach, and which modules are compulsory or elective (rules P1, P2, P14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sswgraph.frozen import dataclass
from sswgraph.model import Holding
from sswgraph.model.levels import Levels

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph


@dataclass(frozen=True)
class Groups:
    """Groups of elective modules, and how many of each are required; a module counts for at most one group (P14).

    Attributes:
        each: The groups, each with the number of modules required.
        done: Those of their modules that are done.
    """

    each: tuple[tuple[int, frozenset[str]], ...] = ()
    done: frozenset[str] = field(default=frozenset())

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules of all groups that are not done yet."""
        return frozenset().union(*(members for _, members in self.each)) - self.done

    @cached_property
    def shared(self) -> frozenset[str]:
        """The modules that are in more than one group, done or not."""
        times = Counter(module for _, members in self.each for module in members)
        return frozenset(module for module, n in times.items() if n > 1)

    def filled(self, chosen: Set[str]) -> bool:
        """Whether these modules and those done fill every group at once."""
        return not self.each or self.counted(chosen) == sum(least for least, _ in self.each)

    def counted(self, chosen: Set[str]) -> int:
        """Return the greatest number of places in the groups that these modules and those done can fill."""
        having = self._having(chosen)
        if self.shared:
            return len(_matched([least for least, _ in self.each], having))
        return sum(min(least, len(own)) for (least, _), own in zip(self.each, having, strict=True))

    def given(self, chosen: Set[str]) -> dict[str, int]:
        """Assign modules to groups, by position in ``each``, so that as many places as possible are filled."""
        return _matched([least for least, _ in self.each], self._having(chosen))

    def _having(self, chosen: Set[str]) -> list[list[str]]:
        have = self.done | chosen
        return [sorted(members & have) for _, members in self.each]

    def within(self, offered: Set[str]) -> Groups:
        """Return the groups with only these modules and those done."""
        return replace(self, each=tuple((least, members & (offered | self.done)) for least, members in self.each))

    def still_of_use(self) -> Groups:
        """Return the groups without the modules that fill no place beside those done."""
        filled = self.counted(frozenset())
        return self.within({module for module in self.modules if self.counted({module}) > filled})


class Package(NamedTuple):
    """What completes a qualification.

    Attributes:
        compulsory: The compulsory modules that are not done.
        groups: The groups of elective modules.
    """

    compulsory: frozenset[str]
    groups: Groups = Groups()

    @property
    def modules(self) -> frozenset[str]:
        """The modules that are compulsory or elective, and not done."""
        return self.compulsory | self.groups.modules

    def completed(self, chosen: Set[str]) -> bool:
        """Whether these modules complete the qualification."""
        return self.compulsory <= chosen and self.groups.filled(chosen)


def programmes(graph: CompetencyGraph) -> Mapping[str, frozenset[str]]:
    """Return the qualifications that can be one step (P11), each with the modules that its holders have done as well.

    Args:
        graph: The graph.

    Returns:
        The qualifications that are not encoded whole, or have no modules.
    """
    return graph.remember("programmes", lambda: _programmes(graph))


def _programmes(graph: CompetencyGraph) -> dict[str, frozenset[str]]:
    found = (q.id for q in graph.qualifications if q.reach != "whole" or not graph.index.modules_of.get(q.id))
    return {one: frozenset(modules_done(graph, (one,))) - {one} for one in found}


def bringing(graph: CompetencyGraph) -> Mapping[str, tuple[str, ...]]:
    """Return, by module, the programmes of which it is a compulsory part, so that each of them includes it (P11)."""
    return graph.remember("bringing", lambda: _bringing(graph))


def _bringing(graph: CompetencyGraph) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for programme, modules in sorted(programmes(graph).items()):
        for module in modules:
            found.setdefault(module, []).append(programme)
    return {module: tuple(several) for module, several in found.items()}


def groups_of(graph: CompetencyGraph, qualification: str) -> tuple[tuple[int, frozenset[str]], ...]:
    """The groups of modules of which a qualification requires some, each with how many at least."""
    rules = graph.index.packaging.get(qualification, ())
    return tuple((len({*one.group}) if one.at_least is None else one.at_least, frozenset(one.group)) for one in rules)


def package_of(graph: CompetencyGraph, qualification: str, done: Set[str] = frozenset()) -> Package:
    """Return what a qualification requires, whether it is encoded whole or not."""
    groups = groups_of(graph, qualification)
    chosen_from = frozenset().union(*(members for _, members in groups))
    modules = frozenset(graph.index.modules_of.get(qualification, ()))
    return Package(modules - chosen_from - done, Groups(groups, chosen_from & done))


def plannable(graph: CompetencyGraph, qualification: str, done: Set[str]) -> Package | None:
    """Return what remains to be done for a qualification that can be planned whole; None where it cannot."""
    encoded = getattr(graph.get(qualification), "reach", None) == "whole" and graph.index.modules_of.get(qualification)
    return package_of(graph, qualification, done) if encoded else None


def packages_of(graph: CompetencyGraph, done: Set[str]) -> dict[str, Package]:
    """Return the qualifications that can be planned whole, without what is done."""
    found = {q.id: plannable(graph, q.id, done) for q in graph.qualifications}
    return {name: package for name, package in found.items() if package is not None}


def on_offer(packages: dict[str, Package], offered: set[str]) -> dict[str, Package]:
    """Return the packages that can be completed with what is offered, with only that in their groups."""
    return {
        name: Package(package.compulsory, package.groups.within(offered))
        for name, package in packages.items()
        if package.completed(offered)
    }


def _matched(least: list[int], having: list[list[str]]) -> dict[str, int]:
    """A largest bipartite matching of modules and places, one place more with each augmenting path between groups."""
    given: dict[str, int] = {}

    def one_more(group: int) -> bool:
        came: dict[int, tuple[int, str]] = {}
        waiting = [group]
        for at in waiting:
            for module in having[at]:
                if module not in given:
                    given[module] = at
                    while at != group:  # back along the path: each group passes one module on
                        at, module = came[at]
                        given[module] = at
                    return True
                if given[module] != group and given[module] not in came:
                    came[given[module]] = (at, module)
                    waiting.append(given[module])
        return False

    for group, places in enumerate(least):
        for _ in range(min(places, len(having[group]))):
            one_more(group)
    return given


def modules_done(graph: CompetencyGraph, completed: Iterable[str]) -> set[str]:
    """Return these modules and qualifications with the compulsory modules of the qualifications.

    Which elective modules of a group were taken is not known, unless all of them are required.

    Args:
        graph: The graph.
        completed: The ids of modules and qualifications.

    Returns:
        The ids.
    """
    done = set(completed)
    for identifier in tuple(done):
        compulsory, groups = package_of(graph, identifier)
        done.update(compulsory.union(*(members for least, members in groups.each if least >= len(members))))
    return done


def excused(graph: CompetencyGraph, done: Iterable[str]) -> set[str]:
    """Return the modules from which these exempt: they count as taken for what follows, and prove no competence."""
    return {one for identifier in done for one in getattr(graph.get(identifier), "exempts", ())}


def taught(graph: CompetencyGraph, done: set[str]) -> Iterator[Holding]:
    """Yield what the modules and qualifications done have taught: wholes, and parts where all are done (P1)."""
    for identifier in sorted(done):
        for outcome in graph.index.outcomes_of.get(identifier, ()):
            if outcome.extent == "whole":
                for competency, sets in graph.members(outcome.competency).items():
                    yield _certified(competency, outcome.to_level, (identifier, outcome.id, *sets))
    levels = Levels(graph.index.levels)
    for group in (group for several in part_groups(graph).values() for group in several):
        if (group.stated and group.qualification in done) or all(module in done for module, _, _ in group.parts):
            level = levels.lowest([level for _, _, level in group.parts])
            through = (group.qualification, *(outcome for _, outcome, _ in group.parts))
            yield _certified(group.competency, level, through)


def stated_by(graph: CompetencyGraph, qualification: str) -> Iterator[Holding]:
    """Yield what a qualification itself states to whatever extent: what it requires as a target, as far as known."""
    for outcome in graph.index.outcomes_of.get(qualification, ()):
        for competency, sets in graph.members(outcome.competency).items():
            yield _certified(competency, outcome.to_level, (qualification, outcome.id, *sets))


def _certified(competency: str, level: str | None, through: tuple[str, ...]) -> Holding:
    return Holding(competency=competency, level=level, basis="certified", through=through)


@dataclass(frozen=True, slots=True)
class PartGroup:
    """All parts that the modules of one qualification contribute to one competency.

    Attributes:
        qualification: The id of the qualification.
        competency: The id of the competency.
        parts: Each part as (id of the module, id of the outcome, id of the level; None where not stated).
        stated: Whether the qualification itself states it, so that holding it is enough.
    """

    qualification: str
    competency: str
    parts: tuple[tuple[str, str, str | None], ...]
    stated: bool = False

    @property
    def modules(self) -> frozenset[str]:
        """The modules that contribute; empty where the qualification has none and can only be held as a whole."""
        return frozenset(module for module, _, _ in self.parts) - {self.qualification}


def part_groups(graph: CompetencyGraph) -> dict[str, list[PartGroup]]:
    """Return the groups of modules that teach a competency only together (P1), by competency.

    They are the part outcomes of the modules of one qualification; and, where a qualification is encoded whole, all its
    modules for the outcomes that it states as a whole, or itself where it has no modules.

    Args:
        graph: The graph.

    Returns:
        By id of the competency, the groups in order of qualification.
    """
    return graph.remember("part groups", lambda: _part_groups(graph))


def _part_groups(graph: CompetencyGraph) -> dict[str, list[PartGroup]]:
    groups: dict[tuple[str, str, bool], list[tuple[str, str, str | None]]] = {}
    for qualification in sorted({*graph.index.modules_of, *(q.id for q in graph.qualifications)}):
        modules = graph.index.modules_of.get(qualification, ())
        for module in modules:
            for outcome in graph.index.outcomes_of.get(module, ()):
                if outcome.extent != "whole":
                    for competency in graph.members(outcome.competency):
                        part = (module, outcome.id, outcome.to_level)
                        groups.setdefault((qualification, competency, False), []).append(part)
        if getattr(graph.get(qualification), "reach", None) == "whole":
            for outcome in graph.index.outcomes_of.get(qualification, ()):
                for competency in graph.members(outcome.competency):
                    parts = [(one, outcome.id, outcome.to_level) for one in modules or (qualification,)]
                    groups.setdefault((qualification, competency, True), []).extend(parts)
    found: dict[str, list[PartGroup]] = {}
    for (qualification, competency, stated), several in sorted(groups.items()):
        found.setdefault(competency, []).append(PartGroup(qualification, competency, tuple(several), stated))
    return found
