"""The exact choice of modules: a mixed-integer model, solved by HiGHS with proof (rules P1 to P9).

Several aims, one more important than the next, are weighed against each other in one objective as long as the solver's
arithmetic tells its values apart, and come one after another beyond that. The weights are as small as they can be: an
aim counts for one more than what all less important ones may reach in the best choice.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from itertools import accumulate
from math import gcd, lcm
from typing import Any

from sswgraph.frozen import dataclass
from sswgraph.graph.training import Groups, Package
from sswgraph.planning.candidates import Closer, Need
from sswgraph.planning.heuristic import Greedy
from sswgraph.planning.problem import Problem, replay, teachable

_EPS = 1e-6
_ROUNDED = 1e-3  # what rounding the decisions may take from a row with helpers; of decisions alone it is whole
_LARGEST = 10**9
_LONGEST = 10**12  # beyond it a double no longer tells a whole number from the next with enough to spare


@dataclass(slots=True)
class Model:
    """Variables between 0 and 1, and constraints ``lower <= sum(coefficient * variable)``.

    ``yes_or_no``: for each variable whether it is a decision; the others follow from those.
    """

    yes_or_no: list[bool] = field(default_factory=list)
    rows: list[tuple[int, dict[int, int]]] = field(default_factory=list)

    def decision(self) -> int:
        """A new variable that is yes or no; its number."""
        self.yes_or_no.append(True)
        return len(self.yes_or_no) - 1

    def helper(self) -> int:
        """A variable that is bounded above by decisions only, and so need not be kept whole by the solver."""
        self.yes_or_no.append(False)
        return len(self.yes_or_no) - 1

    def at_least(self, lower: int, coefficients: Mapping[int, int]) -> None:
        """A row: the sum of the variables, each so many times, is at least this."""
        self.rows.append((lower, {variable: c for variable, c in coefficients.items() if c}))

    def implies(self, variable: int, others: Iterable[int]) -> None:
        """If the variable is chosen, at least one of the others is."""
        coefficients = dict.fromkeys(others, 1)
        coefficients[variable] = coefficients.get(variable, 0) - 1
        self.at_least(0, coefficients)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be least: whole costs of decisions, and the most that it can be in the best choice.

    ``apart``: it is looked at only once the aims before it are settled.
    """

    costs: Mapping[int, int]
    most: int
    apart: bool = False

    def value(self, chosen: frozenset[int]) -> int:
        """What this aim is worth where these decisions are yes."""
        return sum(cost for variable, cost in self.costs.items() if variable in chosen)


@dataclass(frozen=True, slots=True)
class Solution:
    """The decisions chosen, None where none were found; for each aim the least it can be in the best choice.

    ``proved``: no choice is better in any aim; otherwise either ``timed_out``, or the numbers were too long to prove
    it.
    """

    chosen: frozenset[int] | None
    bounds: tuple[int, ...]
    proved: bool
    timed_out: bool


def minimise(model: Model, aims: Sequence[Aim], *, until: float, start: frozenset[int] | None = None) -> Solution:
    """The choice that is least by the first aim, of those the one that is least by the second, and so on.

    ``until``: the moment (of :func:`time.monotonic`) to stop at; ``start``: decisions that fit the model.

    Returns:
        The choice with a bound for each aim, and whether it is proved.
    """
    chosen, bounds, rows = start, list[int](), len(model.rows)
    proved, timed_out, waiting = True, False, list(aims)
    while waiting and proved:
        count, weights = _together(waiting)
        costs: dict[int, int] = {}
        for aim, weight in zip(waiting, weights, strict=False):
            for variable, cost in aim.costs.items():
                costs[variable] = costs.get(variable, 0) + weight * cost
        run = solve(model, costs, time_limit=until - time.monotonic(), start=chosen)
        chosen, proved, timed_out = chosen if run.chosen is None else run.chosen, run.proved, run.timed_out
        values = [aim.value(chosen) for aim in waiting[:count]] if chosen is not None else []
        bounds += values if proved else _shares(run.least, weights, values)
        for aim, value in zip(waiting, values, strict=False):
            model.at_least(-value, {variable: -cost for variable, cost in aim.costs.items()})
        del waiting[:count]
    del model.rows[rows:]
    return Solution(chosen, tuple(bounds + [0] * (len(aims) - len(bounds))), proved, timed_out)


def _together(aims: Sequence[Aim]) -> tuple[int, list[int]]:
    """How many of these aims fit into one objective, at least one, and their weights."""
    size, count = aims[0].most + 1, 1
    while count < len(aims) and not aims[count].apart and size * (aims[count].most + 1) <= _LARGEST:
        size *= aims[count].most + 1
        count += 1
    weights = [1]
    for aim in reversed(aims[1:count]):
        weights.insert(0, weights[0] * (aim.most + 1))
    return count, weights


def _shares(least: int, weights: Sequence[int], values: Sequence[int]) -> list[int]:
    """What a bound of the weighed sum says of each aim: of the next one only where the one before is reached."""
    bounds = []
    for weight, value in zip(weights, values or [-1], strict=False):
        bounds.append(least // weight)
        if bounds[-1] != value:
            break
        least -= value * weight
    return bounds


@dataclass(frozen=True, slots=True)
class Run:
    """What one objective gave: the decisions found, a lower bound of any cost, whether that proves them."""

    chosen: frozenset[int] | None
    least: int
    proved: bool
    timed_out: bool


def solve(model: Model, costs: Mapping[int, int], *, time_limit: float, start: frozenset[int] | None = None) -> Run:
    """The cheapest decisions: one thread, no relative gap.

    Cost and bound are whole numbers recomputed from the rounded solution; the bound is the solver's, rounded up. Where
    the solver takes a total for small enough that is not, by a few parts in a thousand million, the decisions that are
    too many together are cut off (a cover inequality), and it starts again. Where it calls a choice the best whose cost
    is not what it says, it has mistaken the start, and begins without one.

    Returns:
        The decisions with a lower bound of any cost, and whether that proves them.
    """
    until = time.monotonic() + time_limit
    while True:
        run, near = _attempt(model, costs, until - time.monotonic(), start)
        covers = _covers(model, near) if near else []
        if covers:
            model.rows += covers
        elif start is None or run.proved or run.timed_out:
            return run
        else:
            start = None


def _attempt(
    model: Model, costs: Mapping[int, int], time_limit: float, start: frozenset[int] | None
) -> tuple[Run, list[float]]:
    """One run of the solver; and the rounded values, where it found some that do not keep every constraint."""
    import highspy
    import numpy as np

    if not model.yes_or_no:
        return Run(frozenset(), 0, True, False), []
    if time_limit <= 0:
        return Run(None, 0, False, True), []
    highs = _quiet()
    for name, value in {**_OPTIONS, **(_FROM_A_START if start is not None else {})}.items():
        highs.setOptionValue(name, value)
    highs.setOptionValue("time_limit", float(time_limit))
    highs.passModel(_lp(model, costs))
    if start is not None:
        decisions = np.flatnonzero(model.yes_or_no).astype(np.int32)
        highs.setSolution(len(decisions), decisions, np.array([float(v in start) for v in decisions]))
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    timed_out = status == highspy.HighsModelStatus.kTimeLimit
    bound = info.mip_dual_bound
    least = max(0, math.ceil(bound - min(0.5, _EPS + 1e-9 * abs(bound)))) if math.isfinite(bound) else 0
    if status == highspy.HighsModelStatus.kInfeasible:  # for the solver's arithmetic only: the start fits
        return Run(None, 0, False, False), []
    near = _rounded(model, highs.getSolution().col_value) if info.primal_solution_status == 2 else []
    if not near or _broken(model, near):
        return Run(None, least, False, timed_out), near
    chosen = frozenset(i for i, decision in enumerate(model.yes_or_no) if decision and near[i] > 0.5)
    cost = sum(cost for variable, cost in costs.items() if variable in chosen)
    proved = status == highspy.HighsModelStatus.kOptimal and least >= cost and cost <= _LONGEST
    return Run(chosen, min(least, cost), proved, timed_out), []


def _quiet() -> Any:
    """A solver that prints nothing."""
    # highspy 1.16 writes to stdout when it sets its callbacks, which it does before anyone can give it an option; to
    # redirect stdout would take it from every other thread.
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Quiet()  # type: ignore[no-untyped-call]


_OPTIONS: dict[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
    "mip_allow_cut_separation_at_nodes": False,
}
# With a good choice in hand, jumping for one and restarting cost more than they bring (docs/performance.md).
_FROM_A_START: dict[str, bool] = {"mip_heuristic_run_feasibility_jump": False, "mip_allow_restart": False}


def _lp(model: Model, costs: Mapping[int, int]) -> Any:
    import highspy
    import numpy as np

    lp = highspy.HighsLp()
    count, rows = len(model.yes_or_no), len(model.rows)
    lp.num_col_, lp.num_row_ = count, rows
    lp.col_cost_ = np.array([costs.get(variable, 0) for variable in range(count)], dtype=np.double)
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
    lp.row_lower_ = np.array([lower for lower, _ in model.rows], dtype=np.double)
    lp.row_upper_ = np.full(rows, highspy.kHighsInf)
    whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole if decision else free for decision in model.yes_or_no]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for _, row in model.rows)])
    lp.a_matrix_.index_ = np.array([i for _, row in model.rows for i in sorted(row)], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([row[i] for _, row in model.rows for i in sorted(row)], dtype=np.double)
    return lp


def _rounded(model: Model, values: Sequence[float]) -> list[float]:
    return [round(value) if decision else value for value, decision in zip(values, model.yes_or_no, strict=True)]


def _broken(model: Model, near: Sequence[float]) -> list[tuple[int, dict[int, int]]]:
    """The constraints that these values do not keep."""
    return [
        (lower, row)
        for lower, row in model.rows
        if sum(c * near[variable] for variable, c in row.items()) < lower - _ROUNDED
    ]


def _covers(model: Model, near: Sequence[float]) -> list[tuple[int, dict[int, int]]]:
    """For each total that is too large: of the fewest decisions that make it so, and those as large, one is left."""
    covers = []
    for lower, row in _broken(model, near):
        if all(c < 0 and model.yes_or_no[variable] for variable, c in row.items()):
            total, cover = 0, set[int]()
            for variable in sorted((v for v in row if near[v] > 0.5), key=lambda v: (row[v], v)):
                if total >= lower:
                    total += row[variable]
                    cover.add(variable)
            largest = min(row[variable] for variable in cover)
            wide = cover | {variable for variable in row if row[variable] <= largest}
            covers.append((1 - len(cover), dict.fromkeys(sorted(wide), -1)))
    return covers


Worth = tuple[int, int, int, Fraction]


@dataclass(frozen=True, slots=True)
class ChosenSteps:
    """The steps in teaching order, and what is proved of them.

    ``bound``: the least volume of any choice that leaves open as little and has as few steps of unknown volume;
    ``optimal``: it is reached; ``settled``: so are the rules for ties; ``fewest_open``: none leaves open less;
    ``timed_out``: the clock ended the search; ``possible``: False where no choice was found that has what it must have,
    which is to say that there is none unless the clock ended the search.
    """

    order: tuple[str, ...]
    bound: Fraction
    optimal: bool
    settled: bool
    fewest_open: bool = True
    timed_out: bool = False
    possible: bool = True


def choose(problem: Problem, *, time_limit: float) -> ChosenSteps:
    """The best choice of steps.

    Where everything can be closed in few ways, they are tried one by one. Otherwise a greedy choice comes first, then
    the exact search from there on; what cannot be begun in any order is cut off and the search goes on. Where time runs
    out, the better of the two is given.

    Returns:
        The steps in order, and what is proved of them.
    """
    began = time.monotonic()
    if not all(need.closed_by(problem.volume.keys()) for need in problem.must):
        return _NONE
    greedy = Greedy(problem)
    if problem.packages is None and (plain := greedy.searched()) is not None:
        chosen = greedy.names(plain)
        return ChosenSteps(replay(problem, chosen)[0], _reached(problem, chosen)[-1], True, True)
    best = 0 if problem.packages is not None else greedy.first()
    if not best and not problem.bound:
        best = greedy.thin(greedy.bits(teachable(problem)))
        best = best if greedy.stands(best) else 0
    writer = _Writer(problem, greedy.names(best), stands=greedy.stands(best))
    bound: Worth = (0, 0, 0, Fraction(0))
    while True:
        found = writer.solve(until=began + time_limit)
        bound = max(bound, writer.worth(found.bounds))
        order, stuck = replay(problem, writer.names(found.chosen))
        if found.timed_out or not stuck:
            break
        writer.cut_off(set(order), set(stuck))
    if found.chosen is None and not best and not found.timed_out:
        return _NONE
    if found.proved and not stuck:
        return ChosenSteps(order, bound[-1], True, True)
    standing = [one for one in (best, greedy.bits(order)) if not stuck and greedy.stands(one)]
    best = min(standing or [best], key=greedy.worth)
    reached = _reached(problem, greedy.names(best))
    least = bound[-1] if reached[:-1] == bound[:-1] else Fraction(0)
    order = replay(problem, greedy.names(best))[0]
    fewest = reached[:2] == bound[:2]
    return ChosenSteps(order, least, reached == bound, False, fewest, found.timed_out, greedy.stands(best))


_NONE = ChosenSteps((), Fraction(0), False, False, possible=False)


def primary(problem: Problem) -> tuple[Model, Mapping[int, int], Fraction]:
    """The model of a problem whose volumes are all known, what is least before ties are looked at, and its unit."""
    writer = _Writer(problem, set(), stands=False)
    return writer.model, {writer.x[m]: volume for m, volume in writer.whole.items()}, writer.unit


def _reached(problem: Problem, chosen: set[str]) -> Worth:
    """What matters before ties: what is left open, of it what is optional, steps of unknown volume, volume."""
    known = [Fraction(v) for m in chosen if (v := problem.volume[m]) is not None]
    left = problem.left_open(chosen)
    optional = len(left & problem.optional)
    return len(left) - optional, optional, len(chosen) - len(known), sum(known, Fraction(0))


class _Writer:
    """Writes a problem as a model: a decision for each module, a helper for each group of parts and each whole.

    Where ``start`` ``stands`` it can be carried out, and the best choice is no dearer, which keeps the weights of ties
    small; where it does not, nothing is known of the best one.
    """

    def __init__(self, problem: Problem, start: set[str], *, stands: bool) -> None:
        self.problem, self.start, self.stands = problem, start, stands
        self.modules = sorted(problem.volume)
        known = {m: Fraction(v) for m, v in problem.volume.items() if v is not None}
        self.unit = _common_unit(known.values())
        self.whole = {m: int(volume / self.unit) for m, volume in known.items()}
        self.model = Model()
        self.x = {m: self.model.decision() for m in self.modules}
        self.groups: dict[frozenset[str], int] = {}
        self.ways: dict[tuple[int, str], list[int]] = {}
        self.counts: dict[Closer, int] = {}
        self.turns: dict[tuple[int, str, int], int] = {}
        self.open: dict[str, int] = {}
        self._needs()
        self._rules()

    def _needs(self) -> None:
        """Every need is closed; where something may forbid that, it is closed or counted as open."""
        for need in self.problem.must:
            self.model.at_least(1, dict.fromkeys(self._ways(need), 1))
        for need in self.problem.needs:
            if not self.problem.bound:
                self.model.at_least(1, dict.fromkeys(self._ways(need), 1))
            else:
                if need.competency not in self.open:
                    self.open[need.competency] = self.model.decision()
                self.model.at_least(1, dict.fromkeys([*self._ways(need), self.open[need.competency]], 1))

    def _ways(self, need: Need, without: str = "") -> list[int]:
        """The variables of which one is enough to close a need (by modules other than ``without``)."""
        for one in need.beneath():
            if (id(one), without) not in self.ways:
                self.ways[id(one), without] = self._own_ways(one, without)
        return self.ways[id(need), without]

    def _own_ways(self, need: Need, without: str) -> list[int]:
        ways = []
        for closer in need.closers:
            if without not in closer.modules and closer.modules <= self.x.keys():
                ways.append(self._count(closer) if closer.groups else self._all(closer.modules))
        for parts in need.wholes:
            ways.append(self.model.helper())
            for part in parts:
                self.model.implies(ways[-1], self.ways[id(part), without])
        return ways

    def _all(self, modules: frozenset[str]) -> int:
        """The variable that says that all these modules are chosen; for one module its own."""
        if len(modules) == 1:
            return self.x[next(iter(modules))]
        if modules not in self.groups:
            self.groups[modules] = self.model.helper()
            for module in sorted(modules):
                self.model.implies(self.groups[modules], [self.x[module]])
        return self.groups[modules]

    def _rules(self) -> None:
        problem, model, x = self.problem, self.model, self.x
        for module in self.modules:
            for other in sorted(problem.before.get(module, set()) | problem.along.get(module, set())):
                model.implies(x[module], [x[other]])
            for need in problem.entries.get(module, ()):
                model.implies(x[module], self._ways(need, without=module))
            for need in problem.beside.get(module, ()):
                model.implies(x[module], self._ways(need))
        for programme, own in sorted(problem.apart.items()):
            for module in sorted(own):
                model.at_least(-1, {x[programme]: -1, x[module]: -1})
        for ceiling in problem.ceilings:
            unit = _common_unit(Fraction(ceiling.each[m]) for m in self.modules)
            taken = {x[m]: -int(Fraction(ceiling.each[m]) / unit) for m in self.modules}
            model.at_least(-int(Fraction(ceiling.most) / unit), taken)
        for choice in problem.barred:
            model.at_least(1 - len(choice), {x[m]: -1 for m in sorted(choice)})
        if problem.packages is not None:
            self._packages(problem.packages)

    def _packages(self, packages: Mapping[str, Package]) -> None:
        takes: dict[str, list[int]] = {}
        for _, package in sorted(packages.items()):
            taken = self.model.decision()
            self._complete(taken, *package)
            for module in package.modules:
                takes.setdefault(module, []).append(taken)
        for module in self.modules:
            self.model.implies(self.x[module], takes.get(module, []))

    def _count(self, closer: Closer) -> int:
        """The variable that says that all modules of a closer are chosen, and enough of each of its groups."""
        if closer not in self.counts:
            self.counts[closer] = self.model.decision()
            self._complete(self.counts[closer], closer.modules, closer.groups or Groups())
        return self.counts[closer]

    def _complete(self, taken: int, compulsory: frozenset[str], groups: Groups) -> None:
        """If this is chosen, so are all these modules and enough of each group.

        A module that stands in several groups has a decision for each of them, and counts for one (P14).
        """
        model, x, turns = self.model, self.x, dict[str, list[int]]()
        for module in sorted(compulsory):
            model.implies(taken, [x[module]])
        for group, (least, members) in enumerate(groups.each):
            alone = members - groups.shared
            counting = {x[module]: 1 for module in sorted(alone & x.keys())}
            for module in sorted((members & groups.shared) & (x.keys() | groups.done)):
                turn = self.turns[taken, module, group] = model.decision()
                turns.setdefault(module, []).append(turn)
                counting[turn] = 1
            model.at_least(0, {taken: -max(0, least - len(alone & groups.done)), **counting})
        for module, several in turns.items():
            done = module in groups.done
            model.at_least(-done, {**dict.fromkeys(several, -1), **({} if done else {x[module]: 1})})

    def cut_off(self, placed: set[str], stuck: set[str]) -> None:
        """These modules wait for each other: one of them is not taken, or something else feeds what they lack (P5)."""
        needs = [need for s in stuck for need in self.problem.entries.get(s, ()) if not need.closed_by(placed)]
        feeders = {module for need in needs for module in need.modules()} - placed - stuck
        coefficients = {self.x[m]: -1 for m in stuck} | {self.x[m]: 1 for m in feeders if m in self.x}
        self.model.at_least(1 - len(stuck), coefficients)

    def solve(self, *, until: float) -> Solution:
        """The best choice that the model allows."""
        start = frozenset(self._left() | self._counting() | {self.x[m] for m in self.start})
        return minimise(self.model, self._aims(), until=until, start=start if self.stands and self.start else None)

    def _counting(self) -> set[int]:
        """What the start says of groups: which of them it fills, and for which one a module counts there."""
        found = set()
        for closer, taken in self.counts.items():
            if closer.groups and closer.held_by(self.start):
                given = closer.groups.given(self.start).items()
                found |= {taken, *(self.turns[taken, *turn] for turn in given if (taken, *turn) in self.turns)}
        return found

    def names(self, chosen: frozenset[int] | None) -> set[str]:
        return {m for m in self.modules if chosen is not None and self.x[m] in chosen}

    def worth(self, bounds: Sequence[int]) -> Worth:
        """The bounds of the aims that come before ties."""
        left, optional, unknown, volume = bounds[:4]
        return left, optional, unknown, volume * self.unit

    def _left(self) -> set[int]:
        return {self.open[c] for c in self.problem.left_open(self.start) if c in self.open}

    def _aims(self) -> list[Aim]:
        """What is left open, and optional, steps of unknown volume, volume, number of steps, positions: least of each.

        What the first ones can be at most in the best choice is what they are in the start, as long as all before
        them are nought there; with so much volume only so many modules fit, and they have positions only so high.

        Returns:
            The aims, the first first.
        """
        x, whole, left = self.x, self.whole, len(self._left())
        known = self.stands and not left
        optional = {variable for c, variable in self.open.items() if c in self.problem.optional}
        unknown = [m for m in self.modules if m not in whole]
        volumes = sorted(whole.values())
        most_unknown = sum(m in self.start for m in unknown) if known else len(unknown)
        most = sum(volumes)
        if known and not most_unknown:
            most = sum(whole[m] for m in self.start)
        else:
            spent = [one.most for one in self.problem.ceilings if one.kind == self.problem.minimise]
            most = min([most, *(int(Fraction(one) / self.unit) for one in spent)])
        number = most_unknown + sum(total <= most for total in accumulate(volumes))
        alike = not unknown and len(set(volumes)) == 1
        highest = sum(range(len(self.modules) - number + 1, len(self.modules) + 1))
        aims = [
            Aim(dict.fromkeys(set(self.open.values()) - optional, 1), left),
            Aim(dict.fromkeys(optional, 1), len(optional)),
            Aim({x[m]: 1 for m in unknown}, most_unknown),
            Aim({x[m]: whole[m] for m in whole}, most),
            Aim({x[m]: 1 for m in self.modules}, number),
            Aim({x[m]: position for position, m in enumerate(self.modules, 1)}, highest, apart=alike),
        ]
        return [aim for aim in aims if aim is not aims[4] or not alike]


def _common_unit(volumes: Iterable[Fraction]) -> Fraction:
    """The largest amount of which all these are multiples."""
    several = [volume for volume in volumes if volume]
    if not several:
        return Fraction(1)
    return Fraction(gcd(*(v.numerator for v in several)), lcm(*(v.denominator for v in several)))
