"""The plan: of a pair of roles at full size, and on dense markets, against the bare solver on the same model."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from datetime import date

import sswgraph as ssw
from benchmarks import jobs
from benchmarks.dense import TARGET, Market, graph
from benchmarks.measure import Figure, cpu
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Gap, Plan
from sswgraph.planning.enrolment import teaching_places
from sswgraph.planning.optimise import primary, solve
from sswgraph.planning.problem import Problem, Situation
from sswgraph.planning.question import Question

DAY = date(2026, 11, 21)
SEEDS = range(1, 11)


def roles(size: str, repeats: int) -> Iterator[Figure]:
    made = jobs._graph(size)
    ours, bare, proved = [], [], 0
    pairs = jobs._pairs(size, repeats * 2)
    for held, target in pairs:
        gap = ssw.gap(made, held, target)
        assert gap.items  # made by now: the gap is what a plan begins with
        plans: list[Plan] = []
        ours.append(cpu(lambda gap=gap, plans=plans: plans.append(ssw.plan(made, gap, as_of=DAY))))  # type: ignore[misc]
        bare.append(_bare(made, gap, 60.0)[0])
        proved += plans[0].optimal
    note = f"{proved} of {len(pairs)} proved"
    yield Figure("plan of a pair of roles", "the bare solver", "s", _median(ours), _median(bare), 2.0, note=note)


def dense(size: str, repeats: int) -> Iterator[Figure]:
    ours, bare, proved = [], [], 0
    for seed in SEEDS:
        made = graph(Market(80, 150, seed))
        gap = ssw.gap(made, [], TARGET)
        ssw.plan(made, gap, as_of=DAY, time_limit=120.0)  # what a graph remembers is made once
        plans: list[Plan] = []
        ours.append(
            cpu(lambda g=made, gap=gap, plans=plans: plans.append(ssw.plan(g, gap, as_of=DAY, time_limit=120.0)))  # type: ignore[misc]
        )
        bare.append(_bare(made, gap, 120.0)[0])
        proved += plans[0].optimal
    note = f"{proved} of {len(ours)} proved"
    yield Figure("dense 80 x 150", "the bare solver, no tie-break", "s", _median(ours), _median(bare), 2.0, note=note)


def shipped(size: str, repeats: int) -> Iterator[Figure]:
    """An ordinary plan on what ships: every role that asks for something, from nothing and from another role."""
    made, ours, proved = ssw.load(), list[float](), 0
    targets = [cadre.id for cadre in made.cadres if ssw.gap(made, [], cadre.id).items]
    for held in ([], ["za:auxiliary-child-and-youth-care-worker"]):
        for target in targets:
            gap = ssw.gap(made, held, target)
            assert gap.items
            plans: list[Plan] = []
            ours.append(cpu(lambda gap=gap, plans=plans: plans.append(ssw.plan(made, gap, as_of=DAY))))  # type: ignore[misc]
            proved += plans[0].optimal
    note = f"{proved} of {len(ours)} proved"
    yield Figure("ordinary plan on what ships", "one millisecond", "s", _median(ours), 1e-3, 1.0, note=note)


def large(size: str, repeats: int) -> Iterator[Figure]:
    """What ten seconds give on 200 x 500, against what the bare solver finds in ten times that."""
    gaps, bounds = [], []
    for seed in list(SEEDS)[:3]:
        made = graph(Market(200, 500, seed))
        gap = ssw.gap(made, [], TARGET)
        plan = ssw.plan(made, gap, as_of=DAY, time_limit=10.0)
        _, best = _bare(made, gap, 100.0)
        assert plan.objective is not None
        gaps.append(float(plan.objective) / min(best, float(plan.objective)))
        bounds.append(f"{float(plan.bound or 0) / float(plan.objective):.2f}")
    note = "bound / value: " + ", ".join(bounds)
    yield Figure("dense 200 x 500 in 10 s (value)", "best known (100 s)", "h", _median(gaps), 1.0, 1.03, note=note)


PLAN_JOBS: dict[str, Callable[[str, int], Iterator[Figure]]] = {
    "plan": roles,
    "shipped": shipped,
    "dense": dense,
    "large": large,
}


def _bare(made: CompetencyGraph, gap: Gap, time_limit: float) -> tuple[float, float]:
    """CPU seconds of the bare solver on the model of the same problem without tie-break, and the volume it finds."""
    situation = Situation(made, gap, Question(day=DAY, places=teaching_places(made, gap)))
    problem: Problem = situation.problem(situation.needs([i for i in gap.open if i.necessity != "optional"]))
    model, costs, unit = primary(problem)
    found = []
    seconds = cpu(lambda: found.append(solve(model, costs, time_limit=time_limit)))
    chosen = found[0].chosen
    return seconds, float("inf") if chosen is None else float(
        unit * sum(cost for v, cost in costs.items() if v in chosen)
    )


def _median(values: list[float]) -> float:
    return statistics.median(values)
