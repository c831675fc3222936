"""A small mixed-integer model and its solution by HiGHS, with proof; the only place that knows https://highs.dev.

Several aims, one more important than the next, are weighed against each other in one objective as long as the solver's
arithmetic tells its values apart, and come one after another beyond that. The weights are as small as they can be: an
aim counts for one more than what all less important ones may reach in the best choice.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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
        self.yes_or_no.append(True)
        return len(self.yes_or_no) - 1

    def helper(self) -> int:
        """A variable that is bounded above by decisions only, and so need not be kept whole by the solver."""
        self.yes_or_no.append(False)
        return len(self.yes_or_no) - 1

    def at_least(self, lower: int, coefficients: Mapping[int, int]) -> None:
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
        return sum(cost for variable, cost in self.costs.items() if variable in chosen)


@dataclass(frozen=True, slots=True)
class Solution:
    """The decisions chosen, None where none were found; for each aim the least it can be in the best choice.

    ``proved``: no choice is better in any aim; else either ``timed_out``, or the numbers were too long to prove it.
    """

    chosen: frozenset[int] | None
    bounds: tuple[int, ...]
    proved: bool
    timed_out: bool


def minimise(model: Model, aims: Sequence[Aim], *, until: float, start: frozenset[int] | None = None) -> Solution:
    """The choice that is least by the first aim, of those the one that is least by the second, and so on.

    ``until``: the moment (of :func:`time.monotonic`) to stop at; ``start``: decisions that fit the model.
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
    for name, value in _OPTIONS.items():
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
    """A solver that prints nothing: highspy 1.16 greets on stdout when it sets its callbacks, which it does before
    anyone can give it an option. To redirect stdout would take it from every other thread."""
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
