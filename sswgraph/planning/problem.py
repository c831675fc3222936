"""The problem that a plan solves, and the order in which modules can be begun (rules P4, P5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sswgraph.gaps.matching import Holder
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import asked_of
from sswgraph.graph.training import Package, on_offer, packages_of
from sswgraph.model import Gap, GapItem, Number, TrainingModule
from sswgraph.model.cycles import closure
from sswgraph.planning.candidates import Need, Order, Teaching, measure
from sswgraph.planning.enrolment import Closure, closed_on


@dataclass(slots=True)
class Puzzle:
    """Everything the choice depends on, by module id.

    ``volume``: what is minimised (None: not known); ``before`` and ``along``: modules that must come first or too;
    ``entries``: needs that must be closed by other modules before one begins; ``packages``: what completes each
    whole qualification.
    """

    needs: Sequence[Need]
    volume: Mapping[str, Number | None]
    before: Mapping[str, set[str]] = field(default_factory=dict)
    along: Mapping[str, set[str]] = field(default_factory=dict)
    entries: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    packages: Mapping[str, Package] | None = None
    budget: Number | None = None


def teachable(puzzle: Puzzle) -> set[str]:
    """The modules that can be begun at all: what they need before, along and at entry is on offer as well."""
    on_offer = set(puzzle.volume)
    while True:
        order, stuck = replay(puzzle, on_offer)
        lacking = {m for m in order if not puzzle.along.get(m, set()) <= on_offer}
        if not stuck and not lacking:
            return on_offer
        on_offer -= set(stuck) | lacking


def replay(puzzle: Puzzle, chosen: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The chosen modules in an order in which each can be begun, smallest id first; and those that never can."""
    waiting = sorted(chosen)
    placed: list[str] = []
    done: set[str] = set()
    while waiting:
        ready = next((m for m in waiting if _can_begin(puzzle, m, done)), None)
        if ready is None:
            break
        waiting.remove(ready)
        placed.append(ready)
        done.add(ready)
    return tuple(placed), tuple(waiting)


def _can_begin(puzzle: Puzzle, module: str, done: set[str]) -> bool:
    if not puzzle.before.get(module, set()) <= done:
        return False
    return all(need.closed_by(done) for need in puzzle.entries.get(module, ()))


@dataclass(slots=True)
class Desk:
    """What is known before anything is chosen; ``closed``: modules that would serve and are not on offer, and why.

    ``hopeful``: needs are also closed by what would count once mappings were recognised, safety-critical ones excepted
    (C5, C6); what comes before or at entry is never met so.
    """

    graph: CompetencyGraph
    gap: Gap
    day: date
    include_closed: bool
    hopeful: bool = False
    done: set[str] = field(init=False)
    holder: Holder = field(init=False)
    order: Order = field(init=False)
    teaching: Teaching = field(init=False)
    weighing: Teaching = field(init=False)
    closed: dict[str, Closure] = field(init=False)

    def __post_init__(self) -> None:
        self.done = set(self.gap.profile.completed)
        self.holder = Holder(self.graph, self.gap.profile, self.gap.minimum_confidence, self.gap.recognise)
        self.order = Order(self.graph, self.holder, self.done)
        self.teaching = Teaching(self.graph, self.holder, self.done)
        self.weighing = self.teaching
        if self.hopeful:
            hoping = self.holder.hoping(lambda competency: not self.critical(competency))
            self.weighing = Teaching(self.graph, hoping, self.done)
        self.closed = {}

    def critical(self, competency: str) -> bool:
        """Whether people are harmed where it is missing; no recognition closes it (C6)."""
        return bool(getattr(self.graph.get(competency), "safety_critical", None))

    def needs(self, items: Iterable[GapItem]) -> list[Need]:
        """A need for each item, at every level that the target asks and the profile does not meet."""
        asked = asked_of(self.graph, self.gap.target)
        found = []
        for item in items:
            levels = asked[item.competency].levels if item.competency in asked else (item.required_level,)
            optional = item.necessity == "optional"
            for level in levels:
                best = self.weighing.holder.best(item.competency, level, optional=optional)
                if best is None or best.standing != "met":
                    found.append(self.weighing.need(item.competency, level, optional=optional))
        return found

    def puzzle(self, needs: list[Need], minimise: str, award: bool, budget: Number | None) -> Puzzle:
        """Everything on offer that could serve these needs, and the rules that bind it."""
        packages = packages_of(self.graph, self.done) if award else None
        puzzle = Puzzle(needs=(), volume={}, before={}, along={}, entries={})
        offered = self._gather(needs, puzzle, packages)
        volume = measure(minimise, offered)
        volumes = {m.id: volume(m) for m in offered}
        puzzle.volume = {m: v for m, v in volumes.items() if v is not None or budget is None}
        possible = teachable(puzzle)
        puzzle.volume = {m: v for m, v in puzzle.volume.items() if m in possible}
        short = {need.competency for need in needs if not need.closed_by(possible)}
        puzzle.needs = [need for need in needs if need.competency not in short]
        puzzle.packages = None if packages is None else on_offer(packages, possible)
        puzzle.budget = budget
        return puzzle

    def _gather(self, needs: list[Need], puzzle: Puzzle, packages: dict[str, Package] | None) -> list[TrainingModule]:
        """The open modules that could serve, those they need before or along, and so on; their rules are noted."""
        before, along, entries = dict(puzzle.before), dict(puzzle.along), dict(puzzle.entries)
        waiting = {m for need in needs for m in need.modules()}
        if packages is not None:
            waiting = waiting.union(*(package.modules for package in packages.values()))
        offered: dict[str, TrainingModule] = {}
        seen: set[str] = set()
        while waiting:
            identifier = waiting.pop()
            seen.add(identifier)
            module = self.graph.get(identifier)
            if module is None or module.kind != "module":
                continue
            closure = None if self.include_closed else closed_on(self.graph, module, self.day)
            if closure is not None:
                self.closed[identifier] = closure
                continue
            first, awards, unmet = self.order.before(module)
            if unmet:
                continue
            offered[identifier] = module
            before[identifier], along[identifier] = first, self.order.along(module)
            asked = [self.teaching.need(competency, level) for competency, level in self.order.entries(module)]
            entries[identifier] = [*awards, *asked]
            ahead = {m for need in entries[identifier] for m in need.modules()}
            waiting |= (first | along[identifier] | ahead) - seen
        puzzle.before, puzzle.along, puzzle.entries = before, along, entries
        if packages is not None:
            self._forget_what_serves_nothing(needs, puzzle, packages)
        return [offered[identifier] for identifier in sorted(offered)]

    def _forget_what_serves_nothing(self, needs: list[Need], puzzle: Puzzle, packages: dict[str, Package]) -> None:
        """Keeps, of the closed modules of whole qualifications, those that belong with a module that would serve."""
        leads_to = {
            module: puzzle.before[module] | puzzle.along[module] | {m for need in entries for m in need.modules()}
            for module, entries in puzzle.entries.items()
        }
        for package in packages.values():
            for module in (mates := package.modules):
                leads_to[module] = leads_to.get(module, set()) | mates
        serving = set(closure({m for need in needs for m in need.modules()}, leads_to))
        self.closed = {module: closure for module, closure in self.closed.items() if module in serving}
