"""The plan: rules P1 to P9, each computed by hand (P10 is in test_gap)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations, product
from random import Random
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import EligibilityCondition, Mapping, Node, PackagingRule, Plan, Text, TrainingModule
from sswgraph.model.codes import HOURS
from sswgraph.planning import heuristic as greedy
from sswgraph.planning.candidates import MINIMISE
from sswgraph.planning.enrolment import closed_on, first_day, last_day
from tests.loops import some
from tests.toy import (
    DRAFT,
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
BEFORE = date(2024, 6, 30)
LATER = date(2030, 1, 1)
SCALES = [*scale("s", 3)]
Part = Node | list[Node] | Mapping


def wants(*names: str, level: str | None = None) -> list[Node]:
    """A role 'target' that asks for these competencies."""
    return [cadre("target"), *(competency(n) for n in names), *(requires("target", n, level) for n in names)]


def planned(g: CompetencyGraph, held: Any = (), target: str = "t:target", **options: Any) -> Plan:
    options.setdefault("as_of", DAY)
    return ssw.plan(g, ssw.gap(g, held, target), **options)


def names(ids: Iterable[str]) -> list[str]:
    return [identifier.removeprefix("t:") for identifier in ids]


def why(plan: Plan) -> dict[str, str]:
    return {item.competency.removeprefix("t:"): item.why for item in plan.open}


def notes(plan: Plan) -> str:
    return " ".join(note.render("en") for note in plan.notes)


def whole_qualification(name: str, *modules: str, reach: str = "whole", hours: int = 10, **fields: Any) -> list[Node]:
    """A qualification and its modules, each of 10 hours."""
    return [
        qualification(name, reach=reach, **fields),
        *(module(m, hours, part_of=(f"t:{name}",)) for m in modules),
    ]


# P1: wholes and parts


def test_a_whole_outcome_closes_a_competency_alone() -> None:
    plan = planned(graph(*wants("a"), module("m", 10), develops("m", "a")))
    assert names(plan.modules) == ["m"]
    assert names(plan.closes("t:m")) == ["a"]
    assert plan.open == ()


def test_parts_close_a_competency_only_together() -> None:
    parts = [develops(m, "a", extent="part") for m in ("m", "n", "o")]
    plan = planned(graph(*wants("a"), *whole_qualification("q", "m", "n", "o", "unrelated"), *parts))
    assert names(plan.modules) == ["m", "n", "o"]
    assert [names(step.closes) for step in plan.lines] == [[], [], ["a"]]
    assert [names(step.serves) for step in plan.lines] == [["a"]] * 3
    assert plan.hours == 30


def test_a_handful_of_small_parts_of_several_qualifications_closes_nothing() -> None:
    sizes = {"m1": 1, "m2": 100, "n1": 1, "n2": 90}
    courses = [module(m, hours, part_of=(f"t:q{m[0]}",)) for m, hours in sizes.items()]
    parts = [develops(m, "a", extent="part") for m in sizes]
    plan = planned(graph(*wants("a"), qualification("qm"), qualification("qn"), *courses, *parts))
    assert names(plan.modules) == ["n1", "n2"], "91 hours; the two small ones are 2 hours and no competence"


def test_an_extent_that_is_not_stated_is_a_part() -> None:
    parts = [develops(m, "a", extent=None) for m in ("m", "n")]
    plan = planned(graph(*wants("a"), *whole_qualification("q", "m", "n"), *parts))
    assert names(plan.modules) == ["m", "n"]


@pytest.mark.parametrize("extent", ["part", None])
def test_a_part_of_no_qualification_closes_nothing_and_says_so(extent: str | None) -> None:
    plan = planned(graph(*wants("a"), module("m", 10), develops("m", "a", extent=extent)))
    assert plan.modules == ()
    assert why(plan) == {"a": "taught-in-part"}
    assert plan.untaught == ()


def test_a_module_of_two_qualifications_is_a_part_in_each() -> None:
    courses = [
        module("m", 10, part_of=("t:p", "t:q")),
        module("n", 90, part_of=("t:p",)),
        module("o", 50, part_of=("t:q",)),
    ]
    parts = [develops(m, "a", extent="part") for m in "mno"]
    plan = planned(graph(*wants("a"), qualification("p"), qualification("q"), *courses, *parts))
    assert names(plan.modules) == ["m", "o"]


@pytest.mark.parametrize(("hours", "expected"), [(15, ["whole"]), (25, ["m", "n"])])
def test_the_cheaper_of_a_whole_and_its_parts_is_taken(hours: int, expected: list[str]) -> None:
    parts = [develops(m, "a", extent="part") for m in "mn"]
    single = [module("whole", hours), develops("whole", "a")]
    assert names(planned(graph(*wants("a"), *whole_qualification("q", *"mn"), *parts, *single)).modules) == expected


def test_parts_already_done_need_not_be_done_again() -> None:
    parts = [develops(m, "a", extent="part") for m in "mno"]
    g = graph(*wants("a"), *whole_qualification("q", *"mno"), *parts)
    assert names(planned(g, "t:n").modules) == ["m", "o"]
    assert planned(g, ["t:m", "t:n", "t:o"]).modules == ()
    assert ssw.gap(g, ["t:m", "t:n"], "t:target").missing, "two of three parts are nothing yet"
    assert ssw.gap(g, ["t:m", "t:n", "t:o"], "t:target").met


def test_parts_of_a_set_are_parts_of_each_member() -> None:
    parts = [develops("m", "pair", extent="part"), develops("n", "a", extent="part")]
    g = graph(*wants("a", "b"), competency_set("pair", "a", "b"), *whole_qualification("q", *"mn"), *parts)
    plan = planned(g)
    assert names(plan.modules) == ["m", "n"]
    assert names(plan.closes("t:m")) == ["b"]
    assert names(plan.closes("t:n")) == ["a"]


@pytest.mark.parametrize(("asked", "expected"), [(None, ["m", "n"]), ("s1", ["m", "n"]), ("s2", []), ("s3", [])])
@pytest.mark.parametrize("taught", [("s1", "s3"), ("s3", "s1")])
def test_parts_together_reach_the_level_of_the_lowest(
    taught: tuple[str, str], asked: str | None, expected: list[str]
) -> None:
    parts = [develops(m, "a", level, "part") for m, level in zip("mn", taught, strict=True)]
    g = graph(*SCALES, *wants("a", level=asked), *whole_qualification("q", *"mn"), *parts)
    assert names(planned(g).modules) == expected
    assert bool(ssw.gap(g, ["t:m", "t:n"], "t:target").met) == bool(expected)


def test_what_a_whole_qualification_teaches_takes_all_its_modules() -> None:
    g = graph(*wants("a"), *whole_qualification("q", *"mno"), develops("q", "a"))
    assert names(planned(g).modules) == ["m", "n", "o"]
    assert names(planned(g, "t:m").modules) == ["n", "o"]
    assert planned(g, "t:q").modules == ()


def test_what_a_qualification_teaches_whole_that_is_not_encoded_whole_is_planned_as_one_step() -> None:
    g = graph(*wants("a"), *whole_qualification("q", *"mn", reach="partial"), develops("q", "a"))
    plan = planned(g)
    assert (plan.steps, plan.modules) == (("t:q",), ())
    assert plan.lines[0].programme
    assert names(plan.closes("t:q")) == ["a"]


def test_what_it_teaches_in_part_only_stays_open() -> None:
    g = graph(*wants("a"), *whole_qualification("q", *"mn", reach="partial"), develops("q", "a", extent="part"))
    assert why(planned(g)) == {"a": "unencoded"}


def test_whoever_has_a_qualification_has_what_it_teaches() -> None:
    g = graph(*wants("a"), *whole_qualification("q", *"mn", reach="partial"), develops("q", "a"))
    assert ssw.gap(g, "t:q", "t:target").met, "yet whoever has it has what it teaches"


def test_parts_on_two_scales_reach_what_each_of_them_reaches() -> None:
    scales = [*scale("s", 3, {1: "u1"}), *scale("r", 3, {1: "u1"}), *scale("u", 3)]
    parts = [develops("m", "a", "s3", "part"), develops("n", "a", "r3", "part")]
    g = graph(*scales, *wants("a", level="u1"), *whole_qualification("q", *"mn"), *parts)
    plan = planned(g)
    left = ssw.gap(g, ssw.after(g, [], plan), "t:target").open
    assert {item.competency for item in left} == {item.competency for item in plan.open}


# P2: awards


def with_award(*more: Part, **fields: Any) -> CompetencyGraph:
    """A qualification of 20 credits for the target: 'm' teaches what is asked, 'n' something else."""
    return graph(
        *wants("a"),
        competency("z"),
        qualification("q", reach="whole", credits=20, qualifies_for=("t:target",)),
        module("m", 120, part_of=("t:q",), credits=12, credit_system="saqa-credit"),
        module("n", 80, part_of=("t:q",), credits=8, credit_system="saqa-credit", **fields),
        develops("m", "a"),
        develops("n", "z"),
        *more,
    )


def registration(*satisfied_by: str) -> EligibilityCondition:
    return EligibilityCondition(
        id="t:registered",
        label=Text.of(en="registered"),
        evidence=DRAFT,
        condition_of=("t:target",),
        condition_kind="registration",
        satisfied_by=satisfied_by,
    )


def test_by_default_no_award_is_assumed_and_the_plan_shows_credits_out_of_credits() -> None:
    plan = planned(with_award())
    assert names(plan.modules) == ["m"]
    (award,) = plan.awards
    assert (award.qualification, award.credits_planned, award.credits_total, award.complete) == ("t:q", 12, 20, False)
    assert "12 of the 20" in award.text.render("en")
    assert "no award" in award.text.render("en")


def test_with_award_whole_qualifications_are_planned() -> None:
    plan = planned(with_award(), award=True)
    assert names(plan.modules) == ["m", "n"]
    (award,) = plan.awards
    assert (award.credits_planned, award.complete) == (20, True)


@pytest.mark.parametrize(("satisfied_by", "asked"), [(("t:q",), True), ((), False)])
def test_the_plan_says_whether_registration_asks_for_the_qualification(
    satisfied_by: tuple[str, ...], asked: bool
) -> None:
    (award,) = planned(with_award(registration(*satisfied_by))).awards
    assert ("Registration requires it" in award.text.render("en")) == asked
    assert ("not stated" in award.text.render("en")) != asked


def test_what_is_done_already_counts_for_the_award() -> None:
    (award,) = planned(with_award(), "t:n").awards
    assert (award.credits_planned, award.complete) == (20, True)
    (award,) = planned(with_award(), "t:q").awards
    assert "already held" in award.text.render("en")


def test_no_award_is_promised_of_a_qualification_encoded_in_part() -> None:
    g = graph(
        *wants("a"), *whole_qualification("q", "m", reach="partial", qualifies_for=("t:target",)), develops("m", "a")
    )
    (award,) = planned(g).awards
    assert not award.complete
    assert "cannot be said" in award.text.render("en")


def test_a_module_of_no_qualification_leads_to_no_award() -> None:
    g = with_award(competency("b"), requires("target", "b"), module("alone", 5), develops("alone", "b"))
    plan = planned(g, award=True)
    assert names(plan.modules) == ["m", "n"]
    assert why(plan) == {"b": "no-award"}
    assert names(planned(g).modules) == ["alone", "m"]


@pytest.mark.parametrize(("least", "expected"), [(1, ["m", "o"]), (2, ["m", "n", "o"]), (None, ["m", "n", "o", "p"])])
def test_of_a_group_as_many_modules_are_planned_as_the_packaging_asks(least: int | None, expected: list[str]) -> None:
    rule = PackagingRule(id="t:rule", qualification="t:q", group=("t:n", "t:o", "t:p"), at_least=least, evidence=DRAFT)
    sizes = {"m": 10, "n": 20, "o": 15, "p": 30}
    courses = [module(name, hours, part_of=("t:q",)) for name, hours in sizes.items()]
    g = graph(*wants("a"), qualification("q", reach="whole"), *courses, develops("m", "a"), rule)
    assert names(planned(g, award=True).modules) == expected


def test_a_module_done_already_counts_for_its_group() -> None:
    rule = PackagingRule(id="t:rule", qualification="t:q", group=("t:n", "t:o"), at_least=1, evidence=DRAFT)
    g = graph(*wants("a"), *whole_qualification("q", *"mno"), develops("m", "a"), rule)
    assert names(planned(g, "t:n", award=True).modules) == ["m"]


def test_of_two_qualifications_the_cheaper_is_planned_whole() -> None:
    dear = [*whole_qualification("p", "p1", "p2", "p3"), develops("p1", "a")]
    cheap = [*whole_qualification("q", "q1", "q2"), develops("q1", "a")]
    assert names(planned(graph(*wants("a"), *dear, *cheap), award=True).modules) == ["q1", "q2"]


def test_with_award_nothing_open_is_an_empty_plan() -> None:
    assert planned(with_award(), {"t:a": None}, award=True).modules == ()


def test_with_award_a_qualification_that_cannot_be_completed_is_not_planned() -> None:
    plan = planned(with_award(last_enrolment=BEFORE), award=True)
    assert plan.modules == ()
    assert names(item.competency for item in plan.open) == ["a"]


def test_with_award_and_a_budget_a_volume_that_is_not_known_stops_the_qualification() -> None:
    g = graph(*wants("a"), *whole_qualification("q", "m"), module("n", None, part_of=("t:q",)), develops("m", "a"))
    assert planned(g, award=True, budget=1000).modules == ()


def test_with_award_a_group_with_one_module_closed_is_filled_by_the_others() -> None:
    rule = PackagingRule(id="t:rule", qualification="t:q", group=("t:n", "t:o"), at_least=1, evidence=DRAFT)
    courses = [*whole_qualification("q", "m", "n"), module("o", 1, part_of=("t:q",), last_enrolment=BEFORE)]
    g = graph(*wants("a"), *courses, develops("m", "a"), rule)
    assert names(planned(g, award=True).modules) == ["m", "n"]


def test_decimal_credits_count_in_the_award() -> None:
    courses = [module("m", 75, part_of=("t:q",), credits=Decimal("7.5"), credit_system="saqa-credit")]
    g = graph(
        *wants("a"),
        qualification("q", reach="partial", credits=20, qualifies_for=("t:target",)),
        *courses,
        develops("m", "a"),
    )
    (award,) = planned(g).awards
    assert award.credits_planned == Decimal("7.5")
    assert award.credits_not_read == Decimal("12.5")


def test_credits_of_two_systems_are_not_added_in_the_award() -> None:
    courses = [
        module("m", 10, part_of=("t:q",), credits=12, credit_system="saqa-credit"),
        module("n", 10, part_of=("t:q",), credits=4, credit_system="ects-credit"),
    ]
    parts = [develops(m, "a", extent="part") for m in "mn"]
    g = graph(*wants("a"), qualification("q", reach="whole", credits=16, qualifies_for=("t:target",)), *courses, *parts)
    (award,) = planned(g).awards
    assert award.credits_planned != 16


def test_with_award_only_closed_modules_that_would_serve_are_listed() -> None:
    assert planned(with_award(last_enrolment=BEFORE), {"t:a": None}, award=True).closed == ()


# P3: levels of outcomes


@pytest.mark.parametrize(
    ("taught", "asked", "reason"),
    [
        (None, None, None),
        ("s1", None, None),
        ("s2", "s2", None),
        ("s3", "s2", None),
        ("s1", "s2", "level-too-low"),
        (None, "s1", "level-not-stated"),
    ],
)
@pytest.mark.parametrize("extent", ["whole", "part"])
def test_an_outcome_closes_what_it_reaches(
    taught: str | None, asked: str | None, reason: str | None, extent: str
) -> None:
    g = graph(*SCALES, *wants("a", level=asked), *whole_qualification("q", "m"), develops("m", "a", taught, extent))
    plan = planned(g)
    assert names(plan.modules) == ([] if reason else ["m"])
    assert why(plan) == ({"a": reason} if reason else {})
    assert plan.untaught == ()


def test_taught_without_a_level_is_said_to_be_so() -> None:
    plan = planned(graph(*SCALES, *wants("a", level="s1"), module("m", 10), develops("m", "a")))
    assert "level not stated" in plan.open[0].reason.render("en")


def test_what_nothing_teaches_is_untaught() -> None:
    plan = planned(graph(*wants("a", "b"), module("m", 10), develops("m", "b")))
    assert plan.untaught == ("t:a",)
    assert plan.modules == ("t:m",)


def test_levels_that_cannot_be_compared_are_each_to_be_reached() -> None:
    two = [*SCALES, *scale("r", 3)]
    asked = [cadre("target"), competency("a"), requires("target", "a", "s2"), requires("target", "a", "r2")]
    courses = [module("m", 10), develops("m", "a", "s2"), module("n", 10), develops("n", "a", "r3")]
    plan = planned(graph(*two, *asked, *courses))
    assert names(plan.modules) == ["m", "n"]
    assert plan.open == ()


def test_no_module_closes_what_the_plan_leaves_open() -> None:
    two = [*SCALES, *scale("r", 3)]
    asked = [cadre("target"), competency("a"), requires("target", "a", "s2"), requires("target", "a", "r2")]
    plan = planned(graph(*two, *asked, module("m", 10), develops("m", "a", "s2")))
    closed = {c for step in plan.lines for c in step.closes}
    assert not closed & {item.competency for item in plan.open}


@pytest.mark.parametrize("few", [0, greedy._FEW], ids=["solver", "search"])
def test_a_level_that_nothing_reaches_is_not_paid_for(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """P5: 'a' is asked at two levels that cannot be compared; what reaches one of them only is not taken for it."""
    monkeypatch.setattr(greedy, "_FEW", few)
    two = [*SCALES, *scale("r", 3)]
    asked = [*wants("b"), competency("a"), requires("target", "a", "s2"), requires("target", "a", "r3")]
    courses = [module("m", 10), develops("m", "a", "s2"), module("n", 10), develops("n", "a", "r2")]
    plan = planned(graph(*two, *asked, *courses, module("z", 20), develops("z", "b")))
    assert names(plan.modules) == ["z"]
    assert why(plan) == {"a": "level-too-low"}
    assert plan.objective == plan.bound == 20
    reached = planned(graph(*two, *asked, *courses, module("o", 5), develops("o", "a", "r3")))
    assert names(reached.modules) == ["m", "o"]
    assert why(reached) == {"b": "untaught"}


def test_each_competency_is_closed_by_one_module() -> None:
    two = [*SCALES, *scale("r", 3)]
    asked = [cadre("target"), competency("a"), requires("target", "a", "s2"), requires("target", "a", "r2")]
    courses = [module("m", 10), develops("m", "a", "s2"), module("n", 10), develops("n", "a", "r3")]
    plan = planned(graph(*two, *asked, *courses))
    assert [names(step.closes) for step in plan.lines] == [[], ["a"]]


# Credit and wholes of parts, seen from the plan (C1, C2)


@pytest.mark.parametrize(
    ("relation", "expected"), [("exact", ["m"]), ("covers", ["m"]), ("close", []), ("broad", []), ("narrow", [])]
)
def test_a_module_for_another_competency_closes_only_by_full_credit(relation: str, expected: list[str]) -> None:
    g = graph(*wants("a"), competency("b"), maps("b", relation, "a"), module("m", 10), develops("m", "b"))
    assert names(planned(g).modules) == expected


@pytest.mark.parametrize(("complete", "expected"), [(True, ["m", "n"]), (False, []), (None, [])])
def test_the_parts_of_a_whole_are_taught_apart_where_they_complete_it(
    complete: bool | None, expected: list[str]
) -> None:
    parts = [
        competency("w", parts_complete=complete),
        competency("a", broader=("t:w",)),
        competency("b", broader=("t:w",)),
    ]
    courses = [module("m", 10), module("n", 10), develops("m", "a"), develops("n", "b")]
    g = graph(*parts, cadre("target"), requires("target", "w"), *courses)
    assert names(planned(g).modules) == expected


def test_a_part_that_is_held_need_not_be_taught() -> None:
    parts = [competency("w", parts_complete=True), competency("a", broader=("t:w",)), competency("b", broader=("t:w",))]
    courses = [module("m", 10), module("n", 10), develops("m", "a"), develops("n", "b")]
    g = graph(*parts, cadre("target"), requires("target", "w"), *courses)
    assert names(planned(g, "t:a").modules) == ["n"]


def test_a_whole_of_which_one_part_is_untaught_is_untaught() -> None:
    parts = [competency("w", parts_complete=True), competency("a", broader=("t:w",)), competency("b", broader=("t:w",))]
    plan = planned(graph(*parts, cadre("target"), requires("target", "w"), module("m", 10), develops("m", "a")))
    assert plan.untaught == ("t:w",)


def test_a_plan_trusts_no_mapping_that_its_gap_did_not_trust() -> None:
    g = graph(
        *wants("a"),
        competency("b"),
        maps("b", "exact", "a", confidence=Decimal("0.3")),
        module("m", 10),
        develops("m", "b"),
        module("n", 50),
        develops("n", "a"),
    )
    strict = ssw.gap(g, [], "t:target", minimum_confidence=0.5)
    assert names(ssw.plan(g, strict, as_of=DAY).modules) == ["n"]
    held = ssw.gap(g, "t:b", "t:target", minimum_confidence=0.5)
    assert held.missing
    assert names(ssw.plan(g, held, as_of=DAY).modules) == ["n"]


# P4: what comes before and along


def chain(*more: Part, **fields: Any) -> CompetencyGraph:
    """'m' teaches what is asked; 'n' and 'o' must come before it."""
    return graph(
        *SCALES,
        *wants("a"),
        competency("b"),
        competency("c"),
        module("m", 10, prerequisite=("t:n", "t:o"), **fields),
        module("n", 10),
        module("o", 10),
        develops("m", "a"),
        develops("n", "b", "s2"),
        develops("o", "c"),
        *more,
    )


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param([], ["n", "o", "m"], id="all of several come first"),
        pytest.param(["t:n"], ["o", "m"], id="a module held"),
        pytest.param([{"t:b": "t:s2"}], ["o", "m"], id="the outcome held at its level"),
        pytest.param([{"t:b": "t:s3"}], ["o", "m"], id="the outcome held higher"),
        pytest.param([{"t:b": "t:s1"}], ["n", "o", "m"], id="the outcome held too low"),
        pytest.param([{"t:b": None}], ["n", "o", "m"], id="the outcome held at an unknown level"),
        pytest.param([{"t:b": "t:s2", "t:c": None}], ["m"], id="every outcome of both held"),
    ],
)
def test_prerequisites_are_satisfied_by_plan_by_module_or_by_what_is_held(held: Any, expected: list[str]) -> None:
    assert names(planned(chain(), held).modules) == expected


def test_a_prerequisite_is_satisfied_only_by_every_outcome_of_it() -> None:
    g = chain(competency("d"), develops("n", "d"))
    assert names(planned(g, {"t:b": "t:s2"}).modules) == ["n", "o", "m"]
    assert names(planned(g, {"t:b": "t:s2", "t:d": None}).modules) == ["o", "m"]


def test_a_prerequisite_without_outcomes_has_to_be_done() -> None:
    g = graph(*wants("a"), module("m", 10, prerequisite=("t:n",)), module("n", 10), develops("m", "a"))
    assert names(planned(g, "t:target").modules) == []
    assert names(planned(g).modules) == ["n", "m"]


def test_an_optional_skill_of_today_satisfies_no_prerequisite() -> None:
    now = [cadre("now"), requires("now", "b", "s2", "optional"), requires("now", "c")]
    assert names(planned(chain(*now), "t:now").modules) == ["n", "m"]


def test_prerequisites_of_prerequisites_come_first() -> None:
    courses = [module(f"m{i}", 10, prerequisite=(f"t:m{i - 1}",) if i else ()) for i in range(5)]
    g = graph(*wants("a"), *courses, develops("m4", "a"))
    assert names(planned(g).modules) == ["m0", "m1", "m2", "m3", "m4"]
    assert names(planned(g, "t:m3").modules) == ["m4"]


@pytest.mark.parametrize("missing", ["t:nowhere", "u:elsewhere"])
def test_a_prerequisite_that_cannot_be_had_blocks(missing: str) -> None:
    g = graph(*wants("a"), module("m", 10, prerequisite=(missing,)), develops("m", "a"))
    plan = planned(g)
    assert plan.modules == ()
    assert why(plan) == {"a": "blocked"}


@pytest.mark.parametrize(
    ("held", "expected"), [([], ["x", "y", "m"]), (["t:q"], ["m"]), (["t:x"], ["y", "m"]), (["t:b"], ["m"])]
)
def test_a_qualification_before_a_module(held: Any, expected: list[str]) -> None:
    first = [*whole_qualification("q", *"xy"), develops("q", "b"), competency("b")]
    g = graph(*wants("a"), module("m", 10, prerequisite=("t:q",)), develops("m", "a"), *first)
    assert names(planned(g, held).modules) == expected


def test_a_qualification_encoded_in_part_is_held_before_a_module_or_taken_as_one_step() -> None:
    first = whole_qualification("q", *"xy", reach="partial")
    g = graph(*wants("a"), module("m", 10, prerequisite=("t:q",)), develops("m", "a"), *first)
    assert names(planned(g).steps) == ["q", "m"]
    assert names(planned(g, "t:q").modules) == ["m"]


def test_a_qualification_before_a_module_is_planned_by_its_packaging() -> None:
    rule = PackagingRule(id="t:rule", qualification="t:q", group=("t:y", "t:z"), at_least=1, evidence=DRAFT)
    g = graph(
        *wants("a"), module("m", 10, prerequisite=("t:q",)), develops("m", "a"), *whole_qualification("q", *"xyz"), rule
    )
    assert names(planned(g).modules) == ["x", "y", "m"]


# P14: at least so many of a group


def electives(least: int, *hours: int, over: int = 0, groups: Iterable[tuple[int, str]] = ()) -> CompetencyGraph:
    """'m' (1 hour) teaches what is asked and asks for a qualification first: so many of its electives e00, e01, …

    ``over``: how many of them are closed, from the first; ``groups``: instead of one group, several by letter.
    """
    courses = [
        module(f"e{i:02}", h, part_of=("t:q",), last_enrolment=BEFORE if i < over else None)
        for i, h in enumerate(hours)
    ]
    found = [(n, [f"t:e{ord(c) - ord('a'):02}" for c in letters]) for n, letters in groups]
    rules = [
        PackagingRule(id=f"t:rule{i}", qualification="t:q", group=tuple(group), at_least=n, evidence=DRAFT)
        for i, (n, group) in enumerate(found or [(least, [c.id for c in courses])])
    ]
    first = [qualification("q", reach="whole"), *courses, *rules]
    return graph(*wants("a"), module("m", 1, prerequisite=("t:q",)), develops("m", "a"), *first)


@pytest.mark.parametrize("few", [0, greedy._FEW], ids=["solver", "search"])
@pytest.mark.parametrize(
    ("least", "hours", "over", "expected"),
    [
        pytest.param(5, [10] * 12, 0, 51, id="any 5 of 12 are 5 and not all 12"),
        pytest.param(5, [10] * 12, 3, 51, id="and any 5 of the 9 that are open"),
        pytest.param(5, range(1, 13), 3, 1 + 4 + 5 + 6 + 7 + 8, id="the smallest that are open"),
        pytest.param(20, range(40, 0, -1), 0, 1 + sum(range(1, 21)), id="20 of 40"),
        pytest.param(90, [7] * 180, 0, 1 + 90 * 7, id="90 of 180 that are all alike"),
        pytest.param(12, [10] * 12, 0, 121, id="all of them"),
    ],
)
def test_of_many_electives_before_a_module_the_cheapest_are_planned(
    least: int, hours: Iterable[int], over: int, expected: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(greedy, "_FEW", few)
    plan = planned(electives(least, *hours, over=over))
    assert (plan.objective, plan.bound, len(plan.modules)) == (expected, expected, least + 1)
    assert plan.optimal
    assert plan.ties_settled
    assert plan.open == ()


@pytest.mark.parametrize(("least", "over"), [(5, 8), (13, 0)])
def test_too_few_electives_on_offer_block(least: int, over: int) -> None:
    plan = planned(electives(least, *[10] * 12, over=over))
    assert plan.modules == ()
    assert why(plan) == {"a": "blocked"}


@pytest.mark.parametrize(
    ("groups", "hours", "expected"),
    [
        pytest.param([(1, "ab"), (1, "bc")], (10, 1, 30), ["e00", "e01"], id="one module fills one of two groups"),
        pytest.param(
            [(2, "ab"), (1, "bc")], (10, 1, 30), ["e00", "e01", "e02"], id="what all of a group takes is gone"
        ),
        pytest.param([(1, "ab"), (1, "cd")], (2, 1, 1, 2), ["e01", "e02"], id="groups apart"),
        pytest.param(
            [(1, "abc"), (1, "abc"), (1, "abc")], (1, 2, 3), ["e00", "e01", "e02"], id="the same group thrice"
        ),
        pytest.param([(1, "ab"), (1, "bc"), (1, "ca")], (1, 2, 3), ["e00", "e01", "e02"], id="three in a circle"),
        pytest.param([(1, "a"), (1, "ab"), (1, "abc")], (1, 1, 1), ["e00", "e01", "e02"], id="each within the next"),
    ],
)
def test_a_module_counts_for_one_group_only(groups: Any, hours: Iterable[int], expected: list[str]) -> None:
    g = electives(0, *hours, groups=groups)
    assert names(planned(g).modules) == [*expected, "m"]
    assert sorted(names(planned(g, [f"t:{one}" for one in expected[1:]]).modules)) == [expected[0], "m"]
    assert names(planned(g, [f"t:{one}" for one in expected]).modules) == ["m"]


def test_three_groups_that_two_modules_share_cannot_be_filled() -> None:
    assert why(planned(electives(0, 1, 1, groups=[(1, "ab"), (1, "ab"), (1, "ab")]))) == {"a": "blocked"}


def test_an_award_is_complete_when_its_groups_are_filled_by_different_modules() -> None:
    aimed = qualification("q", reach="whole", qualifies_for=("t:target",))
    courses = [module(name, 10, part_of=("t:q",)) for name in "xyz"]
    rules = [
        PackagingRule(
            id=f"t:{one}", qualification="t:q", group=tuple(f"t:{m}" for m in one), at_least=1, evidence=DRAFT
        )
        for one in ("xy", "yz")
    ]
    g = graph(*wants("a"), aimed, *courses, *rules, develops("y", "a"))
    assert [award.complete for award in planned(g).awards] == [False], "y fills one of the two groups"
    assert [award.complete for award in planned(g, "t:x").awards] == [True]
    whole = planned(g, award=True)
    assert names(whole.modules) == ["x", "y"]
    assert [award.complete for award in whole.awards] == [True]


def test_what_the_time_limit_cut_holds_enough_of_every_group() -> None:
    random = Random(5)
    hours = [random.randint(100, 199) for _ in range(120)]
    letters = [chr(ord("a") + i) for i in range(120)]
    groups = [(6, "".join(random.sample(letters, 40))) for _ in range(12)]
    plan = planned(electives(0, *hours, groups=groups), time_limit=0.01)
    assert plan.open == ()
    assert plan.bound is not None
    assert plan.objective is not None
    assert plan.bound <= plan.objective
    assert len(plan.modules) >= 12 * 6 + 1


def test_an_exemption_stands_for_a_module_before_others_and_proves_no_competence() -> None:
    excusing = module("x", 10, exempts=("t:n",))
    g = chain(excusing, requires("target", "b", "s1"))
    assert names(planned(g, "t:x").modules) == ["n", "o", "m"], "b is still to be learnt, and n teaches it"
    g = chain(excusing)
    assert names(planned(g, "t:x").modules) == ["o", "m"]
    assert not ssw.gap(g, "t:x", "t:b").met


def test_what_a_plan_itself_would_exempt_from_is_not_counted_on() -> None:
    g = chain(module("x", 1, exempts=("t:n", "t:o")), competency("z"), requires("target", "z"), develops("x", "z"))
    assert sorted(names(planned(g).modules)) == ["m", "n", "o", "x"]


def test_what_a_plan_teaches_stands_for_no_prerequisite_of_which_it_is_every_outcome() -> None:
    taught = [competency("p"), module("n", 100), develops("n", "p"), module("x", 1), develops("x", "p")]
    g = graph(*wants("a"), module("m", 10, prerequisite=("t:n",)), develops("m", "a"), *taught, requires("target", "p"))
    assert names(planned(g).modules) == ["n", "m"]
    assert names(planned(g, {"t:p": None}).modules) == ["m"], "held before the plan begins it does"


def test_corequisites_come_along_in_a_chain_and_around_a_circle() -> None:
    courses = [module(x, 10, corequisite=(f"t:{y}",)) for x, y in ("mn", "no", "om")]
    g = graph(*wants("a"), *courses, develops("m", "a"))
    assert names(planned(g).modules) == ["m", "n", "o"]
    assert names(planned(g, "t:o").modules) == ["m", "n"]


def test_a_corequisite_is_not_asked_the_other_way_round() -> None:
    g = graph(*wants("a"), module("m", 10), module("n", 10, corequisite=("t:m",)), develops("m", "a"))
    assert names(planned(g).modules) == ["m"]


def test_a_corequisite_brings_its_own_prerequisites() -> None:
    courses = [module("m", 10, corequisite=("t:n",)), module("n", 10, prerequisite=("t:o",)), module("o", 10)]
    assert names(planned(graph(*wants("a"), *courses, develops("m", "a"))).modules) == ["m", "o", "n"]


def test_a_module_whose_corequisite_cannot_be_had_is_not_offered() -> None:
    courses = [module("m", 10, corequisite=("t:n",)), module("n", 10, prerequisite=("t:nowhere",)), module("dear", 99)]
    g = graph(*wants("a"), *courses, develops("m", "a"), develops("dear", "a"))
    assert names(planned(g).modules) == ["dear"]


def test_the_steps_say_what_comes_before_and_what_comes_along() -> None:
    courses = [module("m", 10, prerequisite=("t:p",), corequisite=("t:w",)), module("p", 10), module("w", 10)]
    said = {s.id: s.reason.render("en") for s in planned(graph(*wants("a"), *courses, develops("m", "a"))).lines}
    assert "before" in said["t:p"]
    assert "together with" in said["t:w"]
    assert "closes" in said["t:m"]


# P5: a plan can be carried out


def test_the_order_is_topological_and_smallest_id_first() -> None:
    first = {"c": ("d",), "a": ("c",), "b": (), "d": (), "e2": ("b",)}
    courses = [module(f"m-{m}", 10, prerequisite=tuple(f"t:m-{p}" for p in before)) for m, before in first.items()]
    outcomes = [develops(f"m-{m}", f"k{m}") for m in first]
    g = graph(*wants(*(f"k{m}" for m in first)), *courses, *outcomes)
    assert names(planned(g).modules) == ["m-b", "m-d", "m-c", "m-a", "m-e2"]


@pytest.mark.parametrize(
    ("held", "expected"),
    [([], ["n", "m"]), ([{"t:b": "t:s2"}], ["m"]), ([{"t:b": "t:s1"}], ["n", "m"]), ([{"t:b": None}], ["n", "m"])],
)
def test_an_entry_level_is_held_or_taught_before(held: Any, expected: list[str]) -> None:
    courses = [module("m", 10), module("n", 10), develops("m", "a"), develops("n", "b", "s3"), enters("m", "b", "s2")]
    assert names(planned(graph(*SCALES, *wants("a"), competency("b"), *courses), held).modules) == expected


def test_an_entry_that_only_the_module_itself_teaches_is_never_met() -> None:
    g = graph(*wants("a"), competency("b"), module("m", 10), develops("m", "a"), develops("m", "b"), enters("m", "b"))
    assert planned(g).modules == ()
    assert why(planned(g)) == {"a": "blocked"}
    assert names(planned(g, "t:b").modules) == ["m"]


def test_an_entry_by_parts_asks_for_all_of_them_first() -> None:
    parts = [develops(m, "b", extent="part") for m in "no"]
    g = graph(
        *wants("a"),
        competency("b"),
        *whole_qualification("q", *"no"),
        *parts,
        module("m", 10),
        develops("m", "a"),
        enters("m", "b"),
    )
    assert names(planned(g).modules) == ["n", "o", "m"]


def circle(size: int, *more: Part) -> CompetencyGraph:
    """Modules m0 … that each ask at entry for what the next one teaches, around in a circle; k0 is asked."""
    rest = [competency(f"k{i}") for i in range(1, size)]
    courses = [module(f"m{i}", 10) for i in range(size)]
    outcomes = [develops(f"m{i}", f"k{i}") for i in range(size)]
    entries = [enters(f"m{i}", f"k{(i + 1) % size}") for i in range(size)]
    return graph(*wants("k0"), *rest, *courses, *outcomes, *entries, *more)


@pytest.mark.parametrize("size", [2, 3, 5])
def test_modules_that_feed_each_other_are_cut_off(size: int) -> None:
    plan = planned(circle(size))
    assert plan.modules == ()
    assert why(plan) == {"k0": "blocked"}
    assert plan.optimal


@pytest.mark.parametrize(
    ("size", "fed", "expected"), [(2, 1, ["x", "m0"]), (3, 2, ["x", "m1", "m0"]), (3, 1, ["x", "m0"])]
)
def test_a_circle_that_is_fed_from_outside_is_solved_again(size: int, fed: int, expected: list[str]) -> None:
    plan = planned(circle(size, module("x", 500), develops("x", f"k{fed}")))
    assert names(plan.modules) == expected
    assert plan.optimal
    assert plan.objective == plan.bound == plan.hours


def test_the_bound_of_a_circle_that_a_budget_cannot_feed_is_the_bound_of_what_is_left() -> None:
    plan = planned(circle(2, module("x", 500), develops("x", "k1")), budget=30)
    assert plan.modules == ()
    assert why(plan) == {"k0": "budget"}
    assert plan.optimal
    assert (plan.objective, plan.bound) == (0, 0), "before it was cut off the circle seemed to close k0 for 20"


def test_a_circle_is_entered_by_what_is_held() -> None:
    assert names(planned(circle(3), "t:k2").modules) == ["m1", "m0"]


FED = [
    *(competency(c) for c in ("k1", "k2", "k3")),
    *(module(m, hours) for m, hours in {"m": 1, "n": 1, "p": 1, "q": 50}.items()),
    develops("m", "a"),
    develops("m", "k3"),
    develops("n", "k2"),
    develops("p", "k1"),
    develops("q", "k3"),
    enters("m", "k1"),
    enters("m", "k2"),
    enters("n", "k3"),
]


def test_a_circle_with_a_second_entry_is_cut_off_and_solved_again() -> None:
    plan = planned(graph(*wants("a"), *FED), time_limit=0.5)
    assert names(plan.modules) == ["p", "q", "n", "m"]
    assert plan.optimal
    assert plan.bound == plan.objective == 53


def test_prerequisites_in_a_circle_block_and_do_not_hang() -> None:
    courses = [module("m", 10, prerequisite=("t:n",)), module("n", 10, prerequisite=("t:m",))]
    plan = planned(graph(*wants("a"), *courses, develops("m", "a")))
    assert plan.modules == ()
    assert why(plan) == {"a": "blocked"}


# P6: kinds of volume

KINDS = {
    "hours": "notional_hours",
    "notionalHours": "notional_hours",
    "contactHours": "contact_hours",
    "selfStudyHours": "self_study_hours",
    "practicalHours": "practical_hours",
    "workplaceHours": "workplace_hours",
    "assessmentHours": "assessment_hours",
    "credits": "credits",
    "cost": "cost",
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_minimised_alone(kind: str) -> None:
    units = {"credit_system": "saqa-credit", "cost_currency": "ZAR"}
    large = dict.fromkeys(KINDS.values(), 10)
    small = large | {KINDS[kind]: 3}
    courses = [module(name, f.pop("notional_hours"), **units, **f) for name, f in (("m", large), ("n", small))]
    g = graph(*wants("a"), *courses, develops("m", "a"), develops("n", "a"))
    plan = planned(g, minimise=kind)
    assert names(plan.modules) == ["n"]
    assert plan.objective == plan.bound == 3
    assert plan.minimise == kind


def test_what_can_be_minimised_is_every_kind_of_hours_and_four_words_more() -> None:
    """The closed list that editors offer is the one that is checked."""
    assert ("hours", *HOURS, "credits", "cost", "modules") == MINIMISE


def test_the_number_of_modules_can_be_minimised() -> None:
    courses = [module("big", 900), module("m", 1), module("n", 1)]
    outcomes = [develops("big", "a"), develops("big", "b"), develops("m", "a"), develops("n", "b")]
    g = graph(*wants("a", "b"), *courses, *outcomes)
    assert names(planned(g).modules) == ["m", "n"]
    plan = planned(g, minimise="modules")
    assert names(plan.modules) == ["big"]
    assert plan.objective == plan.bound == 1


def test_kinds_are_totalled_apart() -> None:
    courses = [
        module("m", 100, contact_hours=30, workplace_hours=70, credits=10, credit_system="saqa-credit"),
        module("n", 50, contact_hours=5, credits=4, credit_system="ects-credit"),
    ]
    plan = planned(graph(*wants("a", "b"), *courses, develops("m", "a"), develops("n", "b")))
    assert dict(plan.volumes) == {
        "notionalHours": 150,
        "contactHours": 35,
        "workplaceHours": 70,
        "credits:saqa-credit": 10,
        "credits:ects-credit": 4,
    }
    assert plan.hours == 150
    assert plan.credits is None, "two systems have no sum"


@pytest.mark.parametrize(
    ("kind", "unit", "values"),
    [
        ("credits", "credit_system", ("saqa-credit", "ects-credit")),
        ("credits", "credit_system", ("saqa-credit", None)),
        ("cost", "cost_currency", ("ZAR", "EUR")),
    ],
)
def test_credit_systems_and_currencies_are_never_added(
    kind: str, unit: str, values: tuple[str | None, str | None]
) -> None:
    courses = [module(m, 10, **{kind: 5, unit: value}) for m, value in zip("mn", values, strict=True)]
    g = graph(*wants("a", "b"), *courses, develops("m", "a"), develops("n", "b"))
    with pytest.raises(InputError, match="never added"):
        planned(g, minimise=kind)
    assert len(planned(g).modules) == 2


def test_hours_are_not_reckoned_from_credits_nor_from_their_parts() -> None:
    g = graph(*wants("a"), module("m", credits=10, credit_system="saqa-credit", contact_hours=30), develops("m", "a"))
    plan = planned(g)
    assert plan.hours is None
    assert "notionalHours" not in plan.volumes


@pytest.mark.parametrize("word", ["hour", "Hours", "time", "", "notional_hours"])
def test_an_unknown_word_to_minimise_is_refused_with_those_that_are_known(word: str) -> None:
    with pytest.raises(InputError, match="contactHours"):
        planned(graph(*wants("a")), minimise=word)


# P7: what is not known, and budgets


def test_one_module_of_unknown_volume_is_dearer_than_any_known() -> None:
    g = graph(*wants("a"), module("m"), module("n", 99_999), develops("m", "a"), develops("n", "a"))
    plan = planned(g)
    assert names(plan.modules) == ["n"]
    assert not plan.at_least


def test_fewest_unknown_volumes_first_then_least_known() -> None:
    courses = [module("m"), module("n"), module("o"), module("p", 50), module("r", 40)]
    outcomes = [develops("m", "a"), develops("n", "b"), develops("o", "a"), develops("o", "b")]
    known = [develops("p", "c"), develops("r", "c")]
    plan = planned(graph(*wants("a", "b", "c"), *courses, *outcomes, *known))
    assert names(plan.modules) == ["o", "r"]
    assert (plan.hours, plan.at_least, plan.unknown_hours) == (40, True, ("t:o",))
    assert plan.optimal
    assert plan.objective == plan.bound == 40


def test_all_unknown_is_none_and_not_zero() -> None:
    plan = planned(graph(*wants("a"), module("m"), develops("m", "a")))
    assert names(plan.modules) == ["m"]
    assert plan.hours is None
    assert plan.objective is None
    assert plan.credits is None
    assert plan.at_least
    assert plan.optimal
    assert dict(plan.volumes) == {}


def test_an_empty_plan_is_zero_and_whole() -> None:
    plan = planned(graph(*wants("a")), "t:a")
    assert plan.modules == ()
    assert (plan.hours, plan.credits, plan.objective, plan.bound) == (0, 0, 0, 0)
    assert not plan.at_least
    assert plan.optimal
    assert plan.open == ()


@pytest.mark.parametrize(
    ("stated", "at_least"),
    [
        ({"credits": 2, "credit_system": "saqa-credit"}, True),
        ({"contact_hours": 5}, True),
        ({"cost": 9, "cost_currency": "ZAR"}, True),
        ({}, False),
    ],
)
def test_a_total_to_which_a_module_adds_nothing_known_is_at_least(stated: dict[str, Any], at_least: bool) -> None:
    courses = [module("m", 10, **stated), module("n", 20), develops("m", "a"), develops("n", "b")]
    assert planned(graph(*wants("a", "b"), *courses)).at_least == at_least
    alone = planned(graph(*wants("a"), *courses[:1], develops("m", "a")))
    assert not alone.at_least


@pytest.mark.parametrize(("reach", "at_least"), [("whole", False), ("partial", True), (None, True)])
def test_totals_of_a_qualification_encoded_in_part_are_at_least(reach: str | None, at_least: bool) -> None:
    g = graph(
        *wants("a"),
        qualification("q", reach=reach, credits=50),
        module("m", 10, credits=7, part_of=("t:q",)),
        develops("m", "a"),
    )
    plan = planned(g)
    assert plan.at_least == at_least
    assert ("43" in notes(plan)) == at_least


@pytest.mark.parametrize(
    ("budget", "taken", "left"),
    [
        pytest.param(0, [], "abc", id="nothing fits into nothing"),
        pytest.param(9, [], "abc", id="less than the least"),
        pytest.param(10, ["m"], "bc", id="exactly one"),
        pytest.param(29, ["m"], "bc", id="one short of two"),
        pytest.param(30, ["m", "n"], "c", id="exactly two"),
        pytest.param(59, ["m", "n"], "c", id="one short of all"),
        pytest.param(60, ["m", "n", "o"], "", id="exactly all"),
        pytest.param(10**6, ["m", "n", "o"], "", id="more than all"),
        pytest.param(Decimal("29.999"), ["m"], "bc", id="a decimal"),
    ],
)
def test_under_a_budget_as_much_is_closed_as_fits(budget: Any, taken: list[str], left: str) -> None:
    courses = [module(m, hours) for m, hours in zip("mno", (10, 20, 30), strict=True)]
    outcomes = [develops(m, c) for m, c in zip("mno", "abc", strict=True)]
    plan = planned(graph(*wants(*"abc"), *courses, *outcomes), budget=budget)
    assert names(plan.modules) == taken
    assert why(plan) == dict.fromkeys(left, "budget")
    assert plan.optimal
    assert (plan.hours or 0) <= budget


TWO_SCALES = (scale("s", 3), scale("r", 3))


def at_two_levels(*more: Part) -> CompetencyGraph:
    """'a' is asked at two levels that cannot be compared, and 'b' once."""
    asked = [*wants("b"), competency("a"), requires("target", "a", "s2"), requires("target", "a", "r2")]
    return graph(*TWO_SCALES, *asked, module("z", 20), develops("z", "b"), *more)


@pytest.mark.parametrize("few", [0, greedy._FEW])
def test_a_budget_counts_what_is_asked_at_two_levels_once(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(greedy, "_FEW", few)
    both = [module("m", 15), module("n", 15), develops("m", "a", "s3"), develops("n", "a", "r3")]
    plan = planned(at_two_levels(*both), budget=30)
    assert (names(plan.modules), why(plan)) == (["z"], {"a": "budget"}), "one requirement for 20 rather than for 30"
    assert plan.optimal
    assert plan.objective == plan.bound == 20


def test_a_budget_is_not_spent_on_one_of_two_levels_where_the_other_cannot_be_had() -> None:
    plan = planned(at_two_levels(module("m", 5), develops("m", "a", "s3")), budget=100)
    assert (names(plan.modules), why(plan)) == (["z"], {"a": "level-too-low"})


def test_a_budget_closes_many_before_it_is_cheap() -> None:
    courses = [module("m", 50), module("n", 20), develops("m", "a"), develops("m", "b"), develops("n", "c")]
    plan = planned(graph(*wants(*"abc"), *courses), budget=50)
    assert names(plan.modules) == ["m"]


def test_under_a_budget_a_module_of_unknown_volume_is_not_taken() -> None:
    g = graph(*wants("a", "b"), module("m"), module("n", 10), develops("m", "a"), develops("n", "b"))
    plan = planned(g, budget=1000)
    assert names(plan.modules) == ["n"]
    assert why(plan) == {"a": "hours-not-known"}
    assert not plan.at_least
    assert names(planned(g).modules) == ["m", "n"]


def test_a_budget_counts_what_is_minimised() -> None:
    courses = [module("m", 500, contact_hours=10), module("n", 5, contact_hours=20)]
    g = graph(*wants("a", "b"), *courses, develops("m", "a"), develops("n", "b"))
    assert names(planned(g, minimise="contactHours", budget=10).modules) == ["m"]
    assert names(planned(g, minimise="hours", budget=10).modules) == ["n"]
    assert len(planned(g, minimise="modules", budget=2).modules) == 2


def test_a_budget_pays_for_prerequisites_and_corequisites() -> None:
    assert planned(chain(), budget=29).modules == ()
    assert len(planned(chain(), budget=30).modules) == 3
    assert names(planned(chain(), "t:n", budget=20).modules) == ["o", "m"]


def test_what_is_blocked_is_not_said_to_have_unknown_hours() -> None:
    g = graph(*wants("a"), module("m", 10, prerequisite=("t:nowhere",)), develops("m", "a"))
    assert why(planned(g, budget=100)) == {"a": "blocked"}


@pytest.mark.parametrize("options", [{"budget": -1}, {"time_limit": 0}, {"time_limit": -1}])
def test_impossible_budgets_and_limits_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        planned(graph(*wants("a")), **options)


def test_a_plan_needs_a_gap() -> None:
    with pytest.raises(InputError):
        ssw.plan(graph(*wants("a")), "t:target")  # type: ignore[arg-type]


def test_what_is_optional_is_planned_on_request_only() -> None:
    asked = [
        cadre("target"),
        competency("a"),
        competency("b"),
        requires("target", "a"),
        requires("target", "b", None, "optional"),
    ]
    g = graph(*asked, module("m", 10), module("n", 10), develops("m", "a"), develops("n", "b"))
    assert names(planned(g).modules) == ["m"]
    assert why(planned(g)) == {"b": "optional"}
    assert names(planned(g, optional=True).modules) == ["m", "n"]


def test_what_is_optional_and_closed_by_the_way_is_not_open() -> None:
    asked = [
        cadre("target"),
        competency("a"),
        competency("b"),
        requires("target", "a"),
        requires("target", "b", None, "optional"),
    ]
    plan = planned(graph(*asked, module("m", 10), develops("m", "a"), develops("m", "b")))
    assert names(plan.modules) == ["m"]
    assert plan.open == ()


# Why something stays open, where several reasons meet


def test_an_unknown_volume_is_no_reason_where_another_part_is_blocked() -> None:
    courses = [module("m", part_of=("t:q",)), module("n", 10, part_of=("t:q",), prerequisite=("t:nowhere",))]
    g = graph(*wants("a"), qualification("q"), *courses, *(develops(m, "a", extent="part") for m in "mn"))
    assert why(planned(g, budget=100)) == {"a": "blocked"}


def test_what_is_closed_is_no_reason_where_another_way_is_blocked() -> None:
    courses = [module("m", 10, last_enrolment=BEFORE), module("n", 10, prerequisite=("t:nowhere",))]
    plan = planned(graph(*wants("a"), *courses, develops("m", "a"), develops("n", "a")))
    assert why(plan) == {"a": "blocked"}
    assert plan.closed == ("t:m",)


@pytest.mark.parametrize(("taught", "reason"), [(None, "level-not-stated"), ("s1", "level-too-low")])
def test_a_whole_stays_open_for_the_reason_of_its_part(taught: str | None, reason: str) -> None:
    parts = [competency("w", parts_complete=True), competency("a", broader=("t:w",)), competency("b", broader=("t:w",))]
    courses = [module("m", 10), module("n", 10), develops("m", "a", "s3"), develops("n", "b", taught)]
    g = graph(*SCALES, *parts, cadre("target"), requires("target", "w", "s2"), *courses)
    assert why(planned(g)) == {"w": reason}


# P8: enrolment; P13: on offer on a day


@pytest.mark.parametrize(
    ("own", "qualifications", "offered"),
    [
        pytest.param(None, (), True, id="nothing known"),
        pytest.param(LATER, (), True, id="its own day is still to come"),
        pytest.param(DAY, (), True, id="today is its last day"),
        pytest.param(BEFORE, (), False, id="its own day is over"),
        pytest.param(None, (BEFORE,), False, id="its qualification is closed"),
        pytest.param(None, (DAY,), True, id="its qualification closes today"),
        pytest.param(None, (BEFORE, LATER), True, id="one of two qualifications is open"),
        pytest.param(None, (BEFORE, None), True, id="of one of two qualifications nothing is known"),
        pytest.param(None, (BEFORE, BEFORE), False, id="both qualifications are closed"),
        pytest.param(LATER, (BEFORE,), False, id="its qualification is closed before its own day"),
        pytest.param(BEFORE, (LATER,), False, id="it is closed though its qualification is open"),
    ],
)
def test_a_module_is_offered_until_its_last_day(
    own: date | None, qualifications: tuple[date | None, ...], offered: bool
) -> None:
    courses = [qualification(f"q{i}", reach="whole", last_enrolment=day) for i, day in enumerate(qualifications)]
    part_of = tuple(q.id for q in courses)
    g = graph(*wants("a"), *courses, module("m", 10, part_of=part_of, last_enrolment=own), develops("m", "a"))
    plan = planned(g)
    assert names(plan.modules) == (["m"] if offered else [])
    assert plan.closed == (() if offered else ("t:m",))
    assert why(plan) == ({} if offered else {"a": "closed"})
    assert names(planned(g, include_closed=True).modules) == ["m"]


YESTERDAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 22)
FOUR_DATES = {  # reason: the field, the day that closes (on the day asked), the last day that does not
    "not-begun": ("registered_from", TOMORROW, DAY),
    "registration-ended": ("registered_to", YESTERDAY, DAY),
    "enrolment-ended": ("last_enrolment", YESTERDAY, DAY),
    "achievement-passed": ("last_achievement", YESTERDAY, DAY),
}


def on_offer(own: dict[str, date], *around: dict[str, date]) -> Plan:
    """A plan where 'm' teaches what is asked, with these dates and qualifications of these dates."""
    courses = [qualification(f"q{i}", reach="whole", **fields) for i, fields in enumerate(around)]
    part_of = tuple(q.id for q in courses)
    return planned(graph(*wants("a"), *courses, module("m", 10, part_of=part_of, **own), develops("m", "a")))


@pytest.mark.parametrize("reason", FOUR_DATES)
def test_each_of_four_dates_of_a_module_and_of_its_qualification_closes_it(reason: str) -> None:
    name, closing, still = FOUR_DATES[reason]
    for closed in (on_offer({name: closing}), on_offer({}, {name: closing}), on_offer({name: still}, {name: closing})):
        assert closed.modules == ()
        assert why(closed) == {"a": "closed"}
        assert [(left.id, left.why, left.day) for left in closed.left_out] == [("t:m", reason, closing)]
        assert closing.isoformat() in closed.left_out[0].reason.render("en")
    for offered in (on_offer({name: still}), on_offer({}, {name: still}), on_offer({}, {name: closing}, {})):
        assert names(offered.modules) == ["m"]
        assert offered.left_out == ()
    assert planned(
        graph(*wants("a"), module("m", 10, **{name: closing}), develops("m", "a")), include_closed=True
    ).modules


@pytest.mark.parametrize(("first", "second"), [*combinations(FOUR_DATES, 2)])
def test_of_several_reasons_the_first_is_given(first: str, second: str) -> None:
    if (first, second) == ("registration-ended", "enrolment-ended"):
        return  # where a last day of enrolment is stated, it decides
    dates = [{FOUR_DATES[reason][0]: FOUR_DATES[reason][1]} for reason in (first, second)]
    for plan in (on_offer(dates[0] | dates[1]), on_offer(dates[1], dates[0]), on_offer({}, dates[1], dates[0])):
        assert [left.why for left in plan.left_out] == [first]


def test_enrolment_that_has_a_last_day_goes_on_until_then_after_registration_has_ended() -> None:
    assert names(on_offer({"registered_to": BEFORE, "last_enrolment": DAY}).modules) == ["m"]
    assert names(on_offer({}, {"registered_to": BEFORE, "last_enrolment": DAY}).modules) == ["m"]
    ended = on_offer({"registered_to": BEFORE, "last_enrolment": YESTERDAY})
    assert [(left.why, left.day) for left in ended.left_out] == [("enrolment-ended", YESTERDAY)]
    assert on_offer({"registered_to": BEFORE}, {"last_enrolment": DAY}).modules == (), "the module says nothing of it"


def test_of_several_qualifications_the_one_open_longest_and_begun_first_is_named() -> None:
    over = on_offer({}, {"last_enrolment": BEFORE}, {"last_enrolment": YESTERDAY})
    assert [(left.day, left.last_day) for left in over.left_out] == [(YESTERDAY, YESTERDAY)]
    coming = on_offer({}, {"registered_from": LATER}, {"registered_from": TOMORROW})
    assert [(left.why, left.day, left.last_day) for left in coming.left_out] == [("not-begun", TOMORROW, None)]
    assert "only from 2026-11-22" in coming.open[0].reason.render("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed(TrainingModule):
    """A module of which it is known how long it takes."""

    duration: str | None = None


@pytest.mark.parametrize(
    ("takes", "end", "offered"),
    [
        ("P30D", date(2026, 12, 21), True),
        ("P30D", date(2026, 12, 20), False),
        ("P9M", date(2027, 8, 21), True),
        ("P9M", date(2027, 8, 20), False),
        ("P1Y2M3D", date(2028, 1, 24), True),
        ("P1Y2M3D", date(2028, 1, 23), False),
        ("PT1H", date(2026, 11, 22), True),
        ("PT1H", DAY, False),
        (None, DAY, True),
        (None, YESTERDAY, False),
        ("P99999Y", LATER, False),
        ("P" + 400 * "9" + "Y", LATER, False),
        ("P9999999999D", LATER, False),
    ],
)
@pytest.mark.parametrize("where", ["module", "qualification"])
def test_what_can_no_longer_be_completed_in_time_is_not_on_offer(
    takes: str | None, end: date, offered: bool, where: str
) -> None:
    own: dict[str, Any] = {"last_achievement": end} if where == "module" else {}
    aim = qualification("q", reach="whole", last_achievement=None if own else end)
    timed = Timed(
        id="t:m", label=Text.of(en="m"), evidence=DRAFT, notional_hours=10, part_of=("t:q",), duration=takes, **own
    )
    plan = planned(graph(*wants("a"), aim, timed, develops("m", "a")))
    assert names(plan.modules) == (["m"] if offered else [])
    assert ("not stated as a number" in notes(plan)) == (offered and takes is None)
    if not offered:
        assert [(left.why, left.day) for left in plan.left_out] == [("achievement-passed", end)]
        assert ("no longer time" in plan.left_out[0].reason.render("en")) == (end >= DAY)
        assert plan.left_out[0].last_day is not None
        assert plan.left_out[0].last_day < DAY
    else:
        assert plan.lines[0].last_enrolment is not None
        assert plan.lines[0].last_enrolment >= DAY


def test_the_last_day_on_offer_is_the_last_on_which_it_can_be_planned() -> None:
    random = Random(3)
    days = [date(2026, 1, 1) + timedelta(days=random.randint(0, 400)) for _ in range(200)]
    seen = begun = 0
    for _ in range(60):
        fields = [
            {name: random.choice(days) for name, _, _ in FOUR_DATES.values() if random.random() < 0.4} for _ in "abc"
        ]
        aims = [qualification(f"q{i}", reach="whole", **one) for i, one in enumerate(fields[1:])]
        takes = random.choice([None, "P40D", "P2M", "P1M1D"])
        own: dict[str, Any] = {**fields[0], "part_of": tuple(q.id for q in aims[: random.randint(0, 2)])}
        timed = Timed(id="t:m", label=Text.of(en="m"), evidence=DRAFT, duration=takes, **own)
        g = graph(*aims, timed)
        every = [date(2025, 1, 1) + timedelta(days=i) for i in range(900)]
        last = last_day(g, timed)
        open_on = [day for day in every if closed_on(g, timed, day) is None]
        middle = date(2026, 7, 1)
        coming = next((day for day in open_on if day >= middle), None)
        closure = closed_on(g, timed, middle)
        if closure is not None and closure.why == "not-begun":
            begun += 1
            assert closure.first == coming
        elif coming is not None and first_day(g, timed, every[0]) is not None:
            assert first_day(g, timed, every[0]) == open_on[0]
        if last is None:
            assert not open_on or open_on[-1] == every[-1]
        else:
            seen += 1
            assert open_on[-1] == last
    assert seen > 20
    assert begun > 5


def test_a_step_begins_when_both_it_and_its_qualification_do() -> None:
    """Registration of the module begins in May, that of its qualification in June."""
    may, june = date(2025, 5, 1), date(2025, 6, 1)
    plan = on_offer({"registered_from": may}, {"registered_from": june})
    assert [line.begins for line in plan.lines] == [june]
    assert [line.begins for line in on_offer({}, {"registered_from": june}, {}).lines] == [None]
    coming = on_offer({"registered_from": TOMORROW}, {"registered_from": LATER})
    assert f"only from {LATER.isoformat()}" in coming.open[0].reason.render("en")
    never = on_offer({"registered_from": LATER}, {"registered_to": BEFORE})
    assert (never.open[0].why, never.open[0].reason.code) == ("closed", "open.no-day")


def test_what_closes_within_twelve_months_says_so_and_names_the_successor() -> None:
    def at(last: date, *replacing: Part, **fields: Any) -> Plan:
        aim = qualification("q", reach="whole", last_enrolment=last)
        return planned(
            graph(*wants("a"), aim, module("m", 10, part_of=("t:q",), **fields), develops("m", "a"), *replacing)
        )

    soon = notes(at(date(2027, 11, 21)))
    assert "less than a year from now, until 2027-11-21. The date is that of: q." in soon
    assert "replaces" not in soon
    assert "less than a year" not in notes(at(date(2027, 11, 22)))
    new = qualification("new", replaces=("t:q",))
    assert "‘new’ replaces ‘q’." in notes(at(DAY, new))
    assert "replaces" not in notes(at(LATER, new))
    own = notes(at(LATER, module("n", 99, replaces=("t:m",)), last_achievement=DAY))
    assert "until 2026-11-21. The date is that of: m." in own
    assert "‘n’ replaces ‘m’." in own


def test_of_two_qualifications_the_one_that_is_open_longer_says_until_when() -> None:
    courses = [qualification("p", last_enrolment=BEFORE), qualification("q", last_enrolment=TOMORROW)]
    taught = [module("m", 10, part_of=("t:p", "t:q")), develops("m", "a")]
    plan = planned(graph(*wants("a"), *courses, *taught))
    assert "until 2026-11-22. The date is that of: q." in notes(plan)
    assert plan.lines[0].last_enrolment == TOMORROW
    unknown = planned(graph(*wants("a"), courses[1], qualification("p"), *taught))
    assert "is not known: m." in notes(unknown)
    assert unknown.lines[0].last_enrolment is None


def test_where_all_has_closed_the_plan_of_the_last_open_day_is_offered() -> None:
    courses = [
        module("m", 10, prerequisite=("t:n",), last_enrolment=date(2026, 6, 30)),
        module("n", 10, last_enrolment=date(2026, 3, 31)),
        module("late", 10, registered_from=LATER),
        *(develops(m, c) for m, c in (("m", "a"), ("late", "b"))),
    ]
    g = graph(*wants("a", "b"), *courses)
    plan = planned(g)
    assert plan.modules == ()
    assert "--as-of 2026-03-31" in notes(plan), "on 2026-06-30 what comes before it had closed already"
    assert "as_of=date(2026, 3, 31)" in notes(plan)
    then = planned(g, as_of=date(2026, 3, 31))
    assert names(then.modules) == ["n", "m"]
    assert "--as-of" not in notes(then)
    assert "--as-of" not in notes(planned(g, as_of=date(2026, 4, 1), include_closed=True))
    assert "--as-of" not in notes(planned(g, as_of=date(2026, 6, 1), budget=5)), "it would close nothing then either"


def test_nothing_is_offered_where_nothing_was_ever_open() -> None:
    g = graph(*wants("a"), module("m", 10, registered_from=LATER), develops("m", "a"))
    assert planned(g).modules == ()
    assert "--as-of" not in notes(planned(g))


def test_the_day_decides() -> None:
    g = graph(*wants("a"), module("m", 10, last_enrolment=BEFORE), develops("m", "a"))
    assert names(planned(g, as_of=BEFORE).modules) == ["m"]
    assert planned(g, as_of=date(2024, 7, 1)).modules == ()
    assert ssw.plan(g, ssw.gap(g, [], "t:target")).as_of == date.today()


def test_what_is_closed_is_listed_with_its_day_and_another_way_is_taken() -> None:
    g = graph(
        *wants("a"), module("m", 10, last_enrolment=BEFORE), module("n", 90), develops("m", "a"), develops("n", "a")
    )
    plan = planned(g)
    assert names(plan.modules) == ["n"]
    assert [(left.id, left.why, left.day) for left in plan.left_out] == [("t:m", "enrolment-ended", BEFORE)]
    assert "2024-06-30" in plan.left_out[0].reason.render("en")
    assert plan.open == ()


def test_an_unknown_enrolment_date_is_told_and_not_called_open() -> None:
    courses = [module("m", 10), module("n", 10, last_enrolment=LATER), develops("m", "a"), develops("n", "b")]
    plan = planned(graph(*wants("a", "b"), *courses))
    assert "is not known: m." in notes(plan)
    assert [step.last_enrolment for step in plan.lines] == [None, LATER]


def test_a_closed_module_that_was_included_is_told() -> None:
    g = graph(*wants("a"), module("m", 10, last_enrolment=BEFORE), develops("m", "a"))
    assert "closed to enrolment" in notes(planned(g, include_closed=True))
    assert planned(g, include_closed=True).closed == ()


@pytest.mark.parametrize("tie", ["prerequisite", "corequisite", "entry"])
def test_what_is_closed_and_needed_before_or_along_is_listed(tie: str) -> None:
    ties: dict[str, Any] = {} if tie == "entry" else {tie: ("t:n",)}
    entry = [enters("m", "b")] if tie == "entry" else []
    courses = [module("m", 10, **ties), module("n", 10, last_enrolment=BEFORE), develops("m", "a"), develops("n", "b")]
    plan = planned(graph(*wants("a"), competency("b"), *courses, *entry))
    assert plan.modules == ()
    assert plan.closed == ("t:n",)


# P9: ties, proof, sameness


def test_of_equal_volumes_the_fewest_modules_are_taken() -> None:
    courses = [module("a1", 10), module("a2", 10), module("z", 20)]
    outcomes = [develops("a1", "a"), develops("a2", "b"), develops("z", "a"), develops("z", "b")]
    assert names(planned(graph(*wants("a", "b"), *courses, *outcomes)).modules) == ["z"]


def test_of_equal_numbers_the_smallest_sum_of_positions_is_taken() -> None:
    courses = [module(m, 10) for m in ("m1", "m2", "m3", "m4")]
    outcomes = [develops("m1", "a"), develops("m4", "a"), develops("m2", "b"), develops("m3", "b")]
    assert names(planned(graph(*wants("a", "b"), *courses, *outcomes)).modules) == ["m1", "m2"]


def test_what_is_idle_or_closed_does_not_disturb_the_order_of_ties() -> None:
    courses = [module(f"m{i}", 10, last_enrolment=BEFORE if i == 6 else None) for i in range(1, 7)]
    outcomes = [develops("m2", "a"), develops("m3", "b"), develops("m4", "a"), develops("m5", "b"), develops("m6", "a")]
    assert names(planned(graph(*wants("a", "b"), *courses, *outcomes)).modules) == ["m2", "m3"]


@pytest.mark.parametrize(("hours", "more"), [("0.1", "0.0001"), ("10.1234", "0.0001"), ("300000.25", "0.01")])
def test_decimal_volumes_are_exact(hours: str, more: str) -> None:
    one, a_little = Decimal(hours), Decimal(more)
    courses = [module("m", one), module("n", one + a_little), module("o", one)]  # type: ignore[arg-type]
    outcomes = [develops("m", "a"), develops("n", "a"), develops("n", "b"), develops("o", "b")]
    plan = planned(graph(*wants("a", "b"), *courses, *outcomes))
    assert names(plan.modules) == ["n"], "one module of both is no dearer than one for each"
    assert plan.hours == one + a_little
    assert plan.optimal
    assert plan.objective == plan.bound == plan.hours
    alone = planned(graph(*wants("a"), *courses, *outcomes))
    assert names(alone.modules) == ["m"], "a little cheaper is cheaper"


def test_what_the_time_limit_did_not_cut_does_not_say_so() -> None:
    courses = [module("m", 3 * 10**9), module("n", 3 * 10**9 + 1), module("o", 3 * 10**9)]
    outcomes = [develops("m", "a"), develops("n", "a"), develops("n", "b"), develops("o", "b")]
    plan = planned(graph(*wants("a", "b"), *courses, *outcomes), time_limit=60)
    assert names(plan.modules) == ["n"]
    assert "time limit" not in notes(plan)


def test_tenths_add_up() -> None:
    courses = [module("m", Decimal("0.1")), module("n", Decimal("0.2")), module("z", Decimal("0.3"))]  # type: ignore[arg-type]
    outcomes = [develops("m", "a"), develops("n", "b"), develops("z", "a"), develops("z", "b")]
    plan = planned(graph(*wants("a", "b"), *courses, *outcomes))
    assert names(plan.modules) == ["z"], "0.1 + 0.2 is 0.3, and one module is fewer"
    budget = planned(graph(*wants("a", "b"), *courses, *outcomes[:2]), budget=Decimal("0.3"))
    assert names(budget.modules) == ["m", "n"]


def crowd(seed: int, modules: int = 90, competencies: int = 45) -> CompetencyGraph:
    """Many modules that each teach four of many competencies: too much to prove in a blink."""
    random = Random(seed)
    asked = [f"c{i:02}" for i in range(competencies)]
    parts: list[Part] = [*wants(*asked)]
    for i in range(modules):
        parts.append(module(f"m{i:03}", random.randint(50, 99)))
        parts += [develops(f"m{i:03}", c) for c in random.sample(asked, 4)]
    return graph(*parts)


@pytest.mark.parametrize("options", [{}, {"budget": 600}])
def test_what_the_time_limit_cut_says_so_and_can_still_be_carried_out(options: dict[str, Any]) -> None:
    g = crowd(1)
    plan = planned(g, time_limit=0.001, **options)
    assert plan.optimal or "time limit" in notes(plan)
    assert not (plan.optimal and "time limit" in notes(plan))
    assert plan.objective is not None
    assert plan.bound is not None
    assert plan.bound <= plan.objective
    left = {item.competency for item in ssw.gap(g, ssw.after(g, [], plan), "t:target").open}
    assert left == {item.competency for item in plan.open}
    if not options:
        assert left == set(), "without a budget everything that can be closed is closed, proved or not"


def test_a_proved_plan_does_not_speak_of_time() -> None:
    plan = planned(chain())
    assert plan.optimal
    assert "time limit" not in notes(plan)


def test_the_order_of_the_parts_of_a_framework_does_not_matter() -> None:
    elements = list(crowd(2, 14, 8).frameworks[0].elements)
    first = planned(graph(*elements))
    for seed in range(5):
        Random(seed).shuffle(elements)
        again = planned(graph(*elements))
        assert (again.modules, again.objective, again.bound) == (first.modules, first.objective, first.bound)
        assert again.rows() == first.rows()


# What ships


def shipped(g: CompetencyGraph, held: Any, target: str, **options: Any) -> Plan:
    return ssw.plan(g, ssw.gap(g, held, target), as_of=DAY, **options)


AUXILIARY = "za:auxiliary-child-and-youth-care-worker"


def test_98890_is_three_knowledge_five_practical_and_four_workplace_modules_of_129_credits(g: CompetencyGraph) -> None:
    modules = [m for m in g.modules if "za:98890" in m.part_of]
    kinds = [m.id.removeprefix("za:98890-")[:2] for m in modules]
    assert sorted(kinds) == ["km"] * 3 + ["pm"] * 5 + ["wm"] * 4
    assert sum(m.credits or 0 for m in modules) == 129 == g["za:98890"].credits


def test_the_way_to_social_auxiliary_worker_is_proved_and_in_order(g: CompetencyGraph) -> None:
    plan = shipped(g, AUXILIARY, "za:social-auxiliary-worker")
    assert plan.optimal
    assert plan.objective == plan.bound == plan.hours
    assert plan.modules
    assert plan.limits
    assert plan.conditions
    assert plan.as_of == DAY
    assert {award.qualification for award in plan.awards} >= {"za:98890"}


@pytest.mark.parametrize("held", [(), AUXILIARY, "za:60209", "za:community-development-worker"])
def test_a_knowledge_module_comes_with_its_practice_or_no_award_follows(g: CompetencyGraph, held: Any) -> None:
    plan = shipped(g, held, "za:social-auxiliary-worker")
    (award,) = [award for award in plan.awards if award.qualification == "za:98890"]
    taken = {m.removeprefix("za:98890-") for m in plan.modules if m.startswith("za:98890-")}
    if taken & {"km-01", "km-02", "km-03"} and not any(m.startswith(("pm", "wm")) for m in taken):
        assert not award.complete
        assert "no award" in award.text.render("en")
    assert award.complete == (len(taken) == 12)
    assert award.credits_total == 129


def test_60209_has_been_closed_since_2024_06_30(g: CompetencyGraph) -> None:
    assert g["za:60209"].last_enrolment == BEFORE
    own = {m.id for m in g.modules if m.part_of == ("za:60209",)}
    assert own
    for target in some(g.cadres):
        assert not own & set(shipped(g, (), target.id).modules)
        if target.id.startswith("za:"):
            assert not own & set(shipped(g, AUXILIARY, target.id).modules)


def test_60209_is_listed_as_closed_and_planned_on_request(g: CompetencyGraph) -> None:
    plan = shipped(g, [], AUXILIARY)
    own = {m.id for m in g.modules if m.part_of == ("za:60209",)}
    assert own & set(plan.closed)
    assert all(left.last_day == left.day == BEFORE for left in plan.left_out if left.id in own)
    assert any(item.why == "closed" for item in plan.open)
    asked = shipped(g, [], AUXILIARY, include_closed=True)
    assert asked.steps == ("za:60209",), "taken as one step, since what it teaches itself is more than its modules do"
    assert not own & set(asked.closed)
    assert own & set(shipped(g, [], AUXILIARY, include_closed=True, exclude="za:60209").modules)
    assert len(asked.open) < len(plan.open)


def test_the_totals_of_97708_are_at_least_since_68_of_150_credits_were_not_read(g: CompetencyGraph) -> None:
    plan = shipped(g, AUXILIARY, "za:community-development-worker", exclude="za:97708")
    assert any(m.startswith("za:97708-") for m in plan.modules)
    assert plan.at_least
    assert "68 of the 150 credits" in notes(plan)
    (award,) = [award for award in plan.awards if award.qualification == "za:97708"]
    assert (award.credits_total, award.credits_not_read, award.complete) == (150, 68, False)


@pytest.mark.parametrize("award", [False, True])
def test_every_pair_of_south_african_cadres_has_a_plan(g: CompetencyGraph, award: bool) -> None:
    cadres = [one.id for one in g.cadres if one.id.startswith("za:")]
    for here, there in some(product(cadres, repeat=2)):
        plan = shipped(g, here, there, award=award)
        assert plan.optimal, (here, there)
        assert len(set(plan.modules)) == len(plan.modules)
        if here == there:
            assert plan.modules == ()


def test_a_plan_says_how_many_of_its_links_are_draft_or_derived(g: CompetencyGraph) -> None:
    links = shipped(g, AUXILIARY, "za:social-auxiliary-worker").links
    assert links.stated + links.derived + links.draft > 0
    assert "za" in {made_from[0] for made_from in shipped(g, AUXILIARY, "za:social-worker").stamp.frameworks}


@pytest.mark.parametrize("given", ["2026-13-01", "tomorrow", "", 20261121, 3.5], ids=repr)
def test_a_day_that_is_none_is_refused_with_how_to_write_one(given: Any) -> None:
    g = chain()
    with pytest.raises(InputError, match="as_of is a day, such as"):
        planned(g, "t:n", as_of=given)


def test_a_day_may_be_a_date_a_moment_or_text() -> None:
    g = chain()
    days = [DAY, DAY.isoformat(), datetime(DAY.year, DAY.month, DAY.day, 12)]
    assert {planned(g, "t:n", as_of=day).as_of for day in days} == {DAY}
