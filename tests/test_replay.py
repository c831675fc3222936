"""Every plan on what ships, replayed by a plain checker that shares no code with the planner."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Plan
from tests.loops import some

DAY = date(2026, 11, 28)
WAYS: list[dict[str, Any]] = [
    {},
    {"where": "UG"},
    {"where": ("002",)},
    {"where": "anywhere", "include_closed": True},
    {"where": "anywhere", "budget": {"hours": 600}},
    {"where": "anywhere", "award": True},
]
INSIDE = {"UG": {"UG", "014", "202", "002", "001"}}


def done_with(g: CompetencyGraph, steps: Any) -> set[str]:
    """These steps, and what programmes among them bring: the modules in no group."""
    found = set(steps)
    for step in steps:
        if g[step].kind == "qualification":
            chosen_from = {m for rule in g.of_kind("packaging-rule") if rule.qualification == step for m in rule.group}
            found |= {m.id for m in g.modules if step in m.part_of} - chosen_from
    return found


def broken(g: CompetencyGraph, plan: Plan, held: Any, options: dict[str, Any]) -> list[str]:
    """What is wrong with a plan, in words; nothing where it can be carried out as it says."""
    wrong, before = [], set(ssw.gap(g, held, plan.target).profile.completed)
    left = {item.competency for item in ssw.gap(g, held, plan.target).open}
    for n, step in enumerate(plan.steps):
        element, done = g[step], before | done_with(g, plan.steps[:n])
        inside = done_with(g, [step])
        for module in (g[m] for m in sorted(inside) if g[m].kind == "module"):
            known = {h.competency for h in ssw.gap(g, [*_list(held), *plan.steps[:n]], plan.target).profile.holdings}
            for first in set(module.prerequisite) - inside - done:
                taught = {o.competency for o in g.of_kind("outcome") if o.outcome_of == first}
                members = {m.id for m in g.modules if first in m.part_of}
                if not (taught and taught <= known) and not (members and members <= done):
                    wrong.append(f"{step} needs {first} first")
            wrong += [f"{step} needs {c} along" for c in set(module.corequisite) - done_with(g, plan.steps) - before]
        if any(q in plan.steps for q in getattr(element, "part_of", ())):
            wrong.append(f"{step} stands beside its own programme")
        places = set(element.jurisdiction) or {p for q in getattr(element, "part_of", ()) for p in g[q].jurisdiction}
        places = places or set(g[g.home(step) or ""].jurisdiction)
        if options.get("where") == "UG" and not any(p in INSIDE["UG"] or p.startswith("UG-") for p in places):
            wrong.append(f"{step} is of {places}")
        if not options.get("include_closed") and element.last_enrolment and element.last_enrolment < DAY:
            wrong.append(f"{step} is closed")
        now = {i.competency for i in ssw.gap(g, [*_list(held), *plan.steps[: n + 1]], plan.target).open}
        if left - now != set(plan.closes(step)):
            wrong.append(f"{step} closes {sorted(left - now)}, not {plan.closes(step)}")
        left = now
    if left != {item.competency for item in plan.open}:
        wrong.append(f"what stays open is {sorted(left)}")
    hours = [g[step].notional_hours for step in plan.steps]
    if plan.hours is not None and sum(h for h in hours if h is not None) != plan.hours:
        wrong.append(f"{plan.hours} hours are {hours}")
    if "budget" in options and sum(h or 0 for h in hours) > options["budget"]["hours"]:
        wrong.append("over budget")
    return wrong


def _list(held: Any) -> list[Any]:
    return [held] if isinstance(held, str) else list(held)


@pytest.mark.slow
@pytest.mark.parametrize("options", WAYS, ids=str)
def test_every_plan_on_what_ships_can_be_carried_out_as_it_says(g: CompetencyGraph, options: dict[str, Any]) -> None:
    targets = [cadre.id for cadre in g.cadres if g.index.requirements.get(cadre.id)]
    starts: list[Any] = [[], "za:auxiliary-child-and-youth-care-worker"]
    taken = 0
    for target in some(targets):
        for held in starts:
            plan = ssw.plan(g, ssw.gap(g, held, target), as_of=DAY, **options)
            assert broken(g, plan, held, options) == [], (target, held)
            assert plan.optimal
            taken += len(plan.steps)
    assert taken > 5 or options.get("where") == "UG"
