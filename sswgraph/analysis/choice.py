"""Which modules to take: the cheapest set that closes every need and can be carried out (rules P1 to P9)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from sswgraph.analysis.needs import Need
from sswgraph.analysis.solver import Model, solve
from sswgraph.model import Number

_ONE_OBJECTIVE = 10**9


@dataclass(slots=True)
class Puzzle:
    """Everything the choice depends on, by module id.

    ``volume``: what is minimised (None: not known); ``before`` and ``along``: modules that must come first or too;
    ``entries``: needs that must be closed by other modules before one begins; ``packages``: for whole qualifications,
    the modules each obliges and its groups with the least number of each.
    """

    needs: Sequence[Need]
    volume: Mapping[str, Number | None]
    before: Mapping[str, set[str]] = field(default_factory=dict)
    along: Mapping[str, set[str]] = field(default_factory=dict)
    entries: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    packages: Mapping[str, tuple[frozenset[str], tuple[tuple[int, frozenset[str]], ...]]] | None = None
    budget: Number | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The modules in teaching order; whether proved; the least primary cost that any choice has, (unknown, volume)."""

    order: tuple[str, ...]
    optimal: bool
    bound: tuple[int, Fraction]
    closed: frozenset[int]
    timed_out: bool = False


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


def choose(puzzle: Puzzle, *, time_limit: float) -> Choice:
    """The best choice. Every need must be closable by what is on offer, unless there is a budget or packages."""
    deadline = time.monotonic() + time_limit
    writer = _Writer(puzzle)
    while True:
        chosen, optimal, bound = writer.solve(max(0.05, deadline - time.monotonic()))
        if chosen is None:
            chosen = _by_deletion(puzzle)
        order, stuck = replay(puzzle, chosen)
        if not stuck:
            closed = frozenset(i for i, need in enumerate(puzzle.needs) if need.closed_by(set(chosen)))
            return Choice(order, optimal, bound, closed, timed_out=not optimal)
        if time.monotonic() >= deadline:
            chosen = _by_deletion(puzzle)
            order, _ = replay(puzzle, chosen)
            closed = frozenset(i for i, need in enumerate(puzzle.needs) if need.closed_by(set(chosen)))
            return Choice(order, False, bound, closed, timed_out=True)
        writer.cut_off(set(order), set(stuck))


def _by_deletion(puzzle: Puzzle) -> set[str]:
    """Take everything, then leave out what is dearest as long as all stays closed: what is offered when time is up."""
    chosen = teachable(puzzle)
    if puzzle.budget is not None or puzzle.packages is not None:
        return set()
    wanted = [need for need in puzzle.needs if need.closed_by(chosen)]
    dearest = sorted(chosen, key=lambda m: (puzzle.volume[m] is not None, -(puzzle.volume[m] or 0), m))
    for module in dearest:
        rest = chosen - {module}
        along = all(puzzle.along.get(m, set()) <= rest for m in rest)
        if along and all(need.closed_by(rest) for need in wanted) and not replay(puzzle, rest)[1]:
            chosen = rest
    return chosen


class _Writer:
    """Writes a puzzle as a model: one variable per module, per group of parts, per need."""

    def __init__(self, puzzle: Puzzle) -> None:
        self.puzzle = puzzle
        self.modules = sorted(puzzle.volume)
        known = {m: Fraction(v) for m, v in puzzle.volume.items() if v is not None}
        self.scale = lcm(1, *(f.denominator for f in known.values()))
        self.whole = {m: int(f * self.scale) for m, f in known.items()}
        self.model = Model()
        self.x = {m: self.model.variable() for m in self.modules}
        self.needs = [self._need(need) for need in puzzle.needs]
        self.open = [self._open(closed) for closed in self.needs]
        self._rules()
        self.ends = range(len(self.model.costs))

    def _need(self, need: Need, without: str | None = None) -> int:
        """A variable that may be chosen only if the need is closed (by modules other than ``without``)."""
        model, ways = self.model, []
        for closer in need.closers:
            if without in closer.modules or not closer.modules <= self.x.keys():
                continue
            if len(closer.modules) == 1:
                ways.append(self.x[next(iter(closer.modules))])
            else:
                group = model.variable()
                for module in sorted(closer.modules):
                    model.implies(group, [self.x[module]])
                ways.append(group)
        for parts in need.wholes:
            whole = model.variable()
            for part in parts:
                model.implies(whole, [self._need(part, without)])
            ways.append(whole)
        closed = model.variable()
        model.implies(closed, ways)
        return closed

    def _open(self, closed: int) -> int:
        """A variable that must be chosen if the need is not closed."""
        left = self.model.variable()
        self.model.at_least(1, {closed: 1, left: 1})
        return left

    def _rules(self) -> None:
        puzzle, model, x = self.puzzle, self.model, self.x
        for module in self.modules:
            for other in sorted(puzzle.before.get(module, set()) | puzzle.along.get(module, set())):
                model.implies(x[module], [x[other]])
            for need in puzzle.entries.get(module, ()):
                model.implies(x[module], [self._need(need, without=module)])
        if puzzle.budget is None and puzzle.packages is None:
            for closed in self.needs:
                model.at_least(1, {closed: 1})
        if puzzle.budget is not None:
            most = int(Fraction(puzzle.budget) * self.scale)
            model.at_least(-most, {x[m]: -self.whole[m] for m in self.modules})
        if puzzle.packages is not None:
            self._packages(puzzle.packages)

    def _packages(self, packages: Mapping[str, tuple[frozenset[str], tuple[tuple[int, frozenset[str]], ...]]]) -> None:
        takes: dict[str, list[int]] = {}
        for _, (compulsory, groups) in sorted(packages.items()):
            taken = self.model.variable()
            for module in sorted(compulsory):
                self.model.implies(taken, [self.x[module]])
            for least, group in groups:
                self.model.at_least(0, {taken: -least, **{self.x[m]: 1 for m in group}})
            for module in compulsory.union(*(group for _, group in groups)):
                takes.setdefault(module, []).append(taken)
        for module in self.modules:
            self.model.implies(self.x[module], takes.get(module, []))

    def cut_off(self, placed: set[str], stuck: set[str]) -> None:
        """These modules wait for each other: one of them is not taken, or something else feeds what they lack (P5)."""
        needs = [need for s in stuck for need in self.puzzle.entries.get(s, ()) if not need.closed_by(placed)]
        feeders = {module for need in needs for module in need.modules()} - placed - stuck
        coefficients = {self.x[m]: -1 for m in stuck} | {self.x[m]: 1 for m in feeders if m in self.x}
        self.model.at_least(1 - len(stuck), coefficients)

    def solve(self, time_limit: float) -> tuple[set[str] | None, bool, tuple[int, Fraction]]:
        """The chosen modules, whether proved, and the bound as (modules of unknown volume, volume)."""
        tiers = self._tiers()
        start = time.monotonic()
        sizes = [sum(tier.values()) + 1 for tier in tiers]
        weights = [1] * len(tiers)
        for i in range(len(tiers) - 2, -1, -1):
            weights[i] = weights[i + 1] * sizes[i + 1]
        if weights[0] * sizes[0] <= _ONE_OBJECTIVE:
            self._price({v: sum(w * t.get(v, 0) for w, t in zip(weights, tiers, strict=True)) for v in self.ends})
            solution = solve(self.model, time_limit=time_limit)
            least = solution.bound // weights[-3]
            unknown, volume = divmod(least, sizes[-3])
            bound = (unknown % sizes[-4], Fraction(volume, self.scale))
            return self._chosen(solution.chosen), solution.optimal, bound
        return self._one_after_another(tiers, start + time_limit)

    def _one_after_another(
        self, tiers: list[dict[int, int]], deadline: float
    ) -> tuple[set[str] | None, bool, tuple[int, Fraction]]:
        rows, chosen, optimal, leasts = len(self.model.rows), None, True, []
        for tier in tiers:
            self._price(tier)
            solution = solve(self.model, time_limit=max(0.05, deadline - time.monotonic()))
            leasts.append(solution.bound)
            if solution.chosen is not None:
                chosen = solution.chosen
            if not solution.optimal:
                optimal = False
                break
            self.model.at_least(-solution.bound, {v: -c for v, c in tier.items()})
        del self.model.rows[rows:]
        leasts += [0] * (len(tiers) - len(leasts))
        bound = (leasts[-4], Fraction(leasts[-3], self.scale))
        return self._chosen(chosen), optimal, bound

    def _tiers(self) -> list[dict[int, int]]:
        """What is minimised, most important first: needs left open, unknown volumes, volume, number, positions."""
        tiers = [
            {self.x[m]: 1 for m in self.modules if m not in self.whole},
            {self.x[m]: self.whole[m] for m in self.modules if m in self.whole},
            {self.x[m]: 1 for m in self.modules},
            {self.x[m]: position for position, m in enumerate(self.modules, 1)},
        ]
        if self.puzzle.budget is not None or self.puzzle.packages is not None:
            tiers.insert(0, dict.fromkeys(self.open, 1))
        return tiers

    def _price(self, costs: Mapping[int, int]) -> None:
        self.model.costs = [costs.get(v, 0) for v in self.ends]

    def _chosen(self, chosen: frozenset[int] | None) -> set[str] | None:
        return None if chosen is None else {m for m in self.modules if self.x[m] in chosen}
