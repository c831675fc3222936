"""A small mixed-integer model and its solution by HiGHS, with proof; the only place that knows https://highs.dev."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_EPS = 1e-6


@dataclass(slots=True)
class Model:
    """Yes-or-no variables with a whole-number cost each, and constraints ``lower <= sum(coefficient * variable)``."""

    costs: list[int] = field(default_factory=list)
    rows: list[tuple[int, dict[int, int]]] = field(default_factory=list)

    def variable(self, cost: int = 0) -> int:
        self.costs.append(cost)
        return len(self.costs) - 1

    def at_least(self, lower: int, coefficients: Mapping[int, int]) -> None:
        self.rows.append((lower, {variable: c for variable, c in coefficients.items() if c}))

    def implies(self, variable: int, others: Sequence[int]) -> None:
        """If the variable is chosen, at least one of the others is."""
        coefficients = dict.fromkeys(others, 1)
        coefficients[variable] = coefficients.get(variable, 0) - 1
        self.at_least(0, coefficients)


@dataclass(frozen=True, slots=True)
class Solution:
    """The variables chosen, or None where none was found in time; the proven lower bound of the cost; infeasibility."""

    chosen: frozenset[int] | None
    bound: int
    optimal: bool
    infeasible: bool = False


def solve(model: Model, *, time_limit: float) -> Solution:
    """The cheapest choice, proved where there was time: one thread, no relative gap.

    Cost and bound are whole numbers recomputed from the rounded solution; the bound is the solver's, rounded up.
    """
    import highspy

    if not model.costs:
        infeasible = any(lower > 0 for lower, _ in model.rows)
        return Solution(None if infeasible else frozenset(), 0, not infeasible, infeasible)
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in _OPTIONS.items():
        highs.setOptionValue(name, value)
    highs.setOptionValue("time_limit", max(0.01, float(time_limit)))
    highs.passModel(_lp(model))
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solution(None, 0, False, infeasible=True)
    values = highs.getSolution().col_value
    found = highs.getInfo().primal_solution_status == 2 and len(values) == len(model.costs)
    chosen = frozenset(i for i, value in enumerate(values) if value > 0.5) if found else None
    bound = highs.getInfo().mip_dual_bound
    least = max(0, math.ceil(bound - min(0.5, _EPS + 1e-9 * abs(bound)))) if math.isfinite(bound) else 0
    if chosen is None or not _holds(model, chosen):
        return Solution(None, least, optimal=False)
    cost = sum(model.costs[i] for i in chosen)
    optimal = status == highspy.HighsModelStatus.kOptimal and least >= cost
    return Solution(chosen, cost if optimal else min(least, cost), optimal)


_OPTIONS: dict[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
}


def _lp(model: Model) -> Any:
    import highspy
    import numpy as np

    lp = highspy.HighsLp()
    count, rows = len(model.costs), len(model.rows)
    lp.num_col_, lp.num_row_ = count, rows
    lp.col_cost_ = np.array(model.costs, dtype=np.double)
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
    lp.row_lower_ = np.array([lower for lower, _ in model.rows], dtype=np.double)
    lp.row_upper_ = np.full(rows, highspy.kHighsInf)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for _, row in model.rows)])
    lp.a_matrix_.index_ = np.array([i for _, row in model.rows for i in sorted(row)], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([row[i] for _, row in model.rows for i in sorted(row)], dtype=np.double)
    return lp


def _holds(model: Model, chosen: frozenset[int]) -> bool:
    return all(sum(c for i, c in row.items() if i in chosen) >= lower for lower, row in model.rows)
