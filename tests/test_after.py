"""What is held once a plan is done, and that gap and plan agree about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Gap, Plan, Profile
from tests.loops import some
from tests.test_plan_exact import Case, award_case, build, held_by, plain_case, wild_case
from tests.toy import (
    cadre,
    competency,
    competency_set,
    develops,
    enters,
    graph,
    maps,
    module,
    qualification,
    requires,
    scale,
)

DAY = date(2026, 11, 21)
CADRES = (
    "za:auxiliary-child-and-youth-care-worker",
    "za:child-and-youth-care-worker",
    "za:community-development-practitioner",
    "za:community-development-worker",
    "za:social-auxiliary-worker",
    "za:social-worker",
)


def open_in(answer: Gap | Plan) -> set[str]:
    return {item.competency for item in answer.open}


def agree(g: CompetencyGraph, held: Any, target: str, **options: Any) -> Plan:
    """Plan, do it, look again: what is still open is what the plan said."""
    plan = ssw.plan(g, ssw.gap(g, held, target), as_of=DAY, **options)
    assert open_in(ssw.gap(g, ssw.after(g, held, plan), target)) == open_in(plan)
    return plan


def some_of(random: Random, things: Sequence[Any]) -> list[Any]:
    return [thing for thing in things if random.random() < 0.4]


# By hand


def two_steps() -> CompetencyGraph:
    return graph(
        scale("s", 3),
        *(competency(c) for c in "abc"),
        cadre("target"),
        requires("target", "a", "s2"),
        requires("target", "b"),
        requires("target", "c"),
        qualification("q", reach="whole"),
        module("m", 10, prerequisite=("t:n",), part_of=("t:q",)),
        module("n", 10, part_of=("t:q",)),
        develops("m", "a", "s3"),
        develops("m", "b", extent="part"),
        develops("n", "b", extent="part"),
    )


def test_after_a_plan_its_modules_are_done_and_have_taught_what_they_teach() -> None:
    g = two_steps()
    plan = agree(g, {"t:a": "t:s1"}, "t:target")
    profile = ssw.after(g, {"t:a": "t:s1"}, plan)
    assert profile.completed == ("t:m", "t:n")
    held = {(h.competency, h.level, h.basis) for h in profile.holdings}
    assert held == {
        ("t:a", "t:s1", "self-rated"),
        ("t:a", "t:s3", "certified"),
        ("t:b", None, "certified"),
    }
    assert open_in(plan) == {"t:c"}


def test_after_an_empty_plan_is_what_was_held() -> None:
    g = two_steps()
    plan = ssw.plan(g, ssw.gap(g, ["t:q", "t:c"], "t:target"), as_of=DAY)
    assert plan.modules == ()
    assert ssw.after(g, ["t:q", "t:c"], plan) == ssw.gap(g, ["t:q", "t:c"], "t:target").profile


def test_what_was_held_before_is_held_after_with_its_basis() -> None:
    g = graph(*two_steps().frameworks[0].elements, cadre("worker"), requires("worker", "c"))
    plan = agree(g, "t:worker", "t:target")
    profile = ssw.after(g, "t:worker", plan)
    assert ("t:c", "assumed-from-cadre") in {(h.competency, h.basis) for h in profile.holdings}


def test_the_profile_after_may_be_held_in_its_turn() -> None:
    g = two_steps()
    plan = agree(g, [], "t:target")
    profile = ssw.after(g, [], plan)
    assert isinstance(profile, Profile)
    assert ssw.gap(g, profile, "t:target").profile == profile
    assert ssw.after(g, profile, plan) == profile


def test_exemptions_count_alike_before_and_after() -> None:
    g = graph(
        *(competency(c) for c in "ab"),
        cadre("target"),
        requires("target", "a"),
        requires("target", "b"),
        module("m", 10, exempts=("t:n",)),
        module("n", 10, last_enrolment=date(2020, 1, 1)),
        develops("m", "a"),
        develops("n", "b"),
    )
    agree(g, [], "t:target")


def after_exemptions(first: str, second: str, third: str) -> str:
    """How a competency stands that the third module teaches, where the first exempts from the second, that from it."""
    g = graph(
        competency("a"),
        cadre("target"),
        requires("target", "a"),
        module(first, 10, exempts=(f"t:{second}",)),
        module(second, 10, exempts=(f"t:{third}",)),
        module(third, 10),
        develops(third, "a"),
    )
    (item,) = ssw.gap(g, f"t:{first}", "t:target").items
    return item.status


def test_exemptions_do_not_depend_on_the_order_of_ids() -> None:
    assert after_exemptions("m", "n", "o") == after_exemptions("o", "n", "m")


# At random


PUZZLES = [pytest.param(plain_case, id="plain"), pytest.param(award_case, id="qualifications")]


@pytest.mark.slow
@pytest.mark.parametrize("make", PUZZLES)
@pytest.mark.parametrize("options", [{}, {"budget": 15}, {"minimise": "modules"}, {"include_closed": True}], ids=str)
def test_the_gap_after_a_plan_leaves_open_what_the_plan_says(make: Any, options: dict[str, Any]) -> None:
    taken = 0
    for seed in range(40):
        case = make(seed)
        taken += len(agree(build(case), held_by(case), "t:target", **options).modules)
    assert taken > 20, "the puzzles do ask for training"


@pytest.mark.parametrize("make", PUZZLES)
def test_each_module_closes_what_the_plan_says_and_nothing_else(make: Any) -> None:
    for seed in range(30):
        case: Case = make(seed)
        g, held = build(case), held_by(case)
        answer = ssw.gap(g, held, "t:target")
        plan = ssw.plan(g, answer, as_of=DAY)
        left = open_in(answer)
        for position, step in enumerate(plan.lines, 1):
            now = open_in(ssw.gap(g, [*held, *plan.steps[:position]], "t:target"))
            assert left - now == set(step.closes)
            assert plan.closes(step.id) == step.closes
            left = now
        assert left == open_in(plan)


@pytest.mark.parametrize("make", PUZZLES)
def test_once_a_plan_is_done_there_is_nothing_more_to_plan(make: Any) -> None:
    for seed in range(40):
        case = make(seed)
        g, held = build(case), held_by(case)
        plan = agree(g, held, "t:target")
        again = agree(g, ssw.after(g, held, plan), "t:target")
        assert again.modules == ()
        assert open_in(again) == open_in(plan)
        assert again.hours == 0


def test_gap_and_plan_agree_with_everything_at_once() -> None:
    for seed in range(120):
        case = wild_case(seed)
        agree(build(case), held_by(case), "t:target")


@pytest.mark.parametrize("make", [*PUZZLES, pytest.param(wild_case, id="everything at once")])
def test_more_held_never_means_more_missing(make: Any) -> None:
    for seed in range(60):
        random = Random(seed)
        case = make(seed)
        g = build(case)
        things: list[Any] = [f"t:{name}" for name in case.courses]
        things += [{f"t:{name}": f"t:s{random.randint(1, 3)}"} for name in sorted(case.competencies)]
        few = some_of(random, things)
        many = [*few, *some_of(random, things)]
        less, more = ssw.gap(g, few, "t:target"), ssw.gap(g, many, "t:target")
        assert open_in(more) <= open_in(less)
        assert competencies(more.missing) <= competencies(less.missing)
        assert competencies(less.met) <= competencies(more.met)


def competencies(items: Iterable[Any]) -> set[str]:
    return {item.competency for item in items}


def mixed(seed: int) -> tuple[CompetencyGraph, list[Any]]:
    """Three scales, sets in circles, roles that ask several times, confidences, extents unstated; and what is held."""
    random = Random(seed)
    levels = [None, None, "s1", "s2", "s3", "r1", "r2", "r3", "p2"]
    ties = {rank: f"s{rank}" for rank in (1, 2, 3) if random.random() < 0.5}
    parts: list[Any] = [scale("s", 3), scale("r", 3, ties), scale("p", 2, {2: random.choice(["s2", "r2"])})]
    whole = random.random() < 0.5
    for name in "abcdfg":
        broader = ("t:a",) if whole and name in "bc" else ()
        parts.append(competency(name, broader=broader, parts_complete=True if whole and name == "a" else None))
    parts += [competency_set("k", "a", "b"), competency_set("l", "k", "d", "o"), competency_set("o", "l", "c")]
    for role in ("now", "target"):
        parts.append(cadre(role))
        for _ in range(random.randint(1, 7)):
            necessity = random.choice(["essential", None, "optional"])
            parts.append(requires(role, random.choice("abcdfgkl"), random.choice(levels), necessity))
    for tie in ("d covers a", "b exact d", "c close f", "g broad d", "d narrow f", "g covers c"):
        if random.random() < 0.4:
            parts.append(maps(*tie.split(), confidence=random.choice([None, Decimal("0.9"), Decimal("0.5")])))
    for name in ("q1", "q2"):
        parts.append(qualification(name, reach=random.choice(["whole", "partial", None])))
        if random.random() < 0.4:
            parts.append(develops(name, random.choice("abcdfg"), random.choice(levels)))
    for i in range(random.randint(2, 7)):
        part_of = tuple(f"t:{name}" for name in ("q1", "q2") if random.random() < 0.4)
        before = (random.choice(["t:m0", "t:m1", "t:q1"]),) if i > 1 and random.random() < 0.3 else ()
        exempts = ("t:m0",) if i and random.random() < 0.2 else ()
        hours = random.choice([None, 5, 10, 20])
        parts.append(module(f"m{i}", hours, part_of=part_of, prerequisite=before, exempts=exempts))
        for _ in range(random.randint(1, 3)):
            extent = random.choice(["whole", "whole", "part", None])
            parts.append(develops(f"m{i}", random.choice("abcdfgk"), random.choice(levels), extent))
        if random.random() < 0.3:
            parts.append(enters(f"m{i}", random.choice("abcdfgk"), random.choice(levels)))
    things: list[Any] = ["t:now", "t:m0", "t:q2", {"t:b": "t:s2"}, {"t:c": "t:r2"}, "t:k", "t:d"]
    return graph(*{getattr(part, "id", id(part)): part for part in parts}.values()), some_of(random, things)[:3]


@pytest.mark.slow
@pytest.mark.parametrize("minimum", [None, 0.5])
@pytest.mark.parametrize("options", [{}, {"optional": True}, {"budget": 15}, {"award": True}], ids=str)
def test_gap_and_plan_agree_on_levels_sets_and_confidence(options: dict[str, Any], minimum: float | None) -> None:
    for seed in range(40):
        g, held = mixed(seed)
        answer = ssw.gap(g, held, "t:target", minimum_confidence=minimum)
        plan = ssw.plan(g, answer, as_of=DAY, **options)
        assert plan.optimal
        left = open_in(answer)
        for position, step in enumerate(plan.lines, 1):
            done: list[Any] = [answer.profile, *plan.steps[:position]]
            now = open_in(ssw.gap(g, done, "t:target", minimum_confidence=minimum))
            assert left - now == set(step.closes), seed
            left = now
        assert left == open_in(plan), seed
        profile = ssw.after(g, held, plan)
        assert open_in(ssw.gap(g, profile, "t:target", minimum_confidence=minimum)) == left


def optional_whole(*more: Any) -> CompetencyGraph:
    """A whole that is optional for the target, of a part that is optional today and one that a module teaches."""
    return graph(
        competency("w", parts_complete=True),
        competency("a", broader=("t:w",)),
        competency("b", broader=("t:w",)),
        cadre("now"),
        requires("now", "a", None, "optional"),
        cadre("target"),
        requires("target", "w", None, "optional"),
        module("m", 10),
        develops("m", "b"),
        *more,
    )


def test_an_optional_part_of_an_optional_whole_need_not_be_taught() -> None:
    plan = agree(optional_whole(module("n", 10), develops("n", "a")), "t:now", "t:target", optional=True)
    assert plan.modules == ("t:m",)


@pytest.mark.parametrize("optional", [False, True])
def test_an_optional_whole_that_is_closed_by_the_way_is_not_open(optional: bool) -> None:
    agree(optional_whole(requires("target", "b")), "t:now", "t:target", optional=optional)


def test_what_is_asked_does_not_depend_on_what_is_held() -> None:
    for seed in range(30):
        case = plain_case(seed)
        g = build(case)
        asked = [
            {
                i.competency: (i.required_level, i.necessity)
                for i in ssw.gap(g, held, "t:target").items
                if i.status != "beyond"
            }
            for held in ([], held_by(case), sorted(f"t:{name}" for name in case.courses))
        ]
        assert asked[0].keys() == asked[1].keys() == asked[2].keys() == {f"t:{name}" for name in case.asked}
        assert asked[0] == asked[1] == asked[2]


# What ships


def pairs(g: CompetencyGraph) -> Iterator[tuple[Any, str]]:
    """Cadres two by two: all of South Africa, many of each other framework, and some across; and courses held."""
    homes: dict[str | None, list[str]] = {}
    for one in g.cadres:
        homes.setdefault(g.home(one.id), []).append(one.id)
    random = Random(2026)
    for home, several in sorted(homes.items(), key=str):
        both = [(here, there) for here in several for there in several]
        yield from both if home == "za" else random.sample(both, min(30, len(both)))
    everyone = [one.id for one in g.cadres]
    yield from ((random.choice(everyone), random.choice(everyone)) for _ in range(100))
    yield from ((held, target) for held in ((), "za:60209", "za:98890-km-01") for target in CADRES)
    yield from (((), target) for target in random.sample(everyone, min(60, len(everyone))))


@pytest.mark.slow
def test_for_the_cadres_that_ship_the_gap_after_a_plan_agrees(g: CompetencyGraph) -> None:
    planned = 0
    for held, target in some(pairs(g)):
        plan = agree(g, held, target)
        assert plan.optimal, (held, target)
        planned += bool(plan.modules)
    assert planned > 20


@pytest.mark.parametrize("held", [(), "za:60209", *CADRES])
def test_with_closed_modules_included_the_gap_after_a_plan_agrees(g: CompetencyGraph, held: Any) -> None:
    for target in CADRES:
        assert agree(g, held, target, include_closed=True).optimal


@pytest.mark.parametrize("target", CADRES)
def test_on_what_ships_each_module_closes_what_the_plan_says(g: CompetencyGraph, target: str) -> None:
    for held in ("za:60209", *CADRES):
        answer = ssw.gap(g, held, target)
        plan = ssw.plan(g, answer, as_of=DAY, include_closed=True)
        left = open_in(answer)
        for position, step in enumerate(plan.lines, 1):
            now = open_in(ssw.gap(g, [held, *plan.steps[:position]], target))
            assert left - now == set(step.closes)
            left = now
        assert left == open_in(plan)


def test_every_cadre_that_ships_holds_what_it_asks(g: CompetencyGraph) -> None:
    for one in some(g.cadres):
        assert not ssw.gap(g, one.id, one.id).open, one.id
        assert agree(g, one.id, one.id).modules == ()


@pytest.mark.parametrize("target", CADRES)
def test_on_what_ships_more_held_never_means_more_missing(g: CompetencyGraph, target: str) -> None:
    random = Random(len(target))
    things = [one.id for one in (*g.cadres, *g.qualifications, *g.modules)]
    for _ in range(25):
        few = random.sample(things, 2)
        many = [*few, *random.sample(things, 2)]
        less, more = ssw.gap(g, few, target), ssw.gap(g, many, target)
        assert open_in(more) <= open_in(less)
        assert competencies(more.missing) <= competencies(less.missing)
