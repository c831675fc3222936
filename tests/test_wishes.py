"""Programmes as steps, wishes, budgets, alternatives, pace, prior learning, and why: each computed by hand."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from inspect import signature
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import EligibilityCondition, Node, PackagingRule, Plan, Text
from sswgraph.planning.enrolment import closed_on
from tests.test_plan_exact import offers_case, solved, wishes_of
from tests.toy import DRAFT, cadre, competency, develops, enters, graph, maps, module, qualification, requires

DAY = date(2026, 11, 21)


def wants(*names: str) -> list[Node]:
    return [cadre("x"), *(competency(n) for n in names), *(requires("x", n) for n in names)]


def planned(g: CompetencyGraph, held: Any = (), recognised: tuple[str, ...] = (), **options: Any) -> Plan:
    return ssw.plan(g, ssw.gap(g, held, "t:x", recognise=recognised), **{"as_of": DAY, **options})


def names(ids: Iterable[str]) -> list[str]:
    return [one.removeprefix("t:") for one in ids]


def open_of(plan: Plan) -> dict[str, str]:
    return {item.competency.removeprefix("t:"): item.why for item in plan.open}


# P11


def partly(*modules: str, hours: int | None = 100, **fields: Any) -> list[Node]:
    parts = [module(m, 10, part_of=("t:q",)) for m in modules]
    return [qualification("q", reach="partial", notional_hours=hours, **fields), *parts]


def test_the_example_of_the_rules() -> None:
    both = [*partly("m"), develops("q", "a"), develops("m", "b")]
    assert names(planned(graph(*wants("a", "b"), *both)).steps) == ["q"]
    assert names(planned(graph(*wants("b"), competency("a"), *both)).steps) == ["m"]


def test_the_volume_of_a_programme_stands_for_that_of_its_modules() -> None:
    plan = planned(graph(*wants("a", "b"), *partly("m"), develops("q", "a"), develops("m", "b")))
    assert (plan.hours, plan.at_least, plan.objective) == (100, False, 100)
    unknown = planned(graph(*wants("a", "b"), *partly("m", hours=None), develops("q", "a"), develops("m", "b")))
    assert (names(unknown.steps), unknown.hours, unknown.at_least, unknown.unknown_hours) == (
        ["q"],
        None,
        True,
        ("t:q",),
    )


@pytest.mark.parametrize(("hours", "taken"), [(15, ["q"]), (25, ["m", "n"]), (None, ["m", "n"])])
def test_the_modules_or_the_programme_whichever_takes_less(hours: int | None, taken: list[str]) -> None:
    parts = [*partly("m", "n", hours=hours), develops("m", "a"), develops("n", "b")]
    assert names(planned(graph(*wants("a", "b"), *parts)).steps) == taken


@pytest.mark.parametrize(("reach", "closed"), [("whole", True), ("partial", False), (None, False)])
def test_parts_of_a_programme_close_together_only_where_it_is_encoded_whole(reach: str | None, closed: bool) -> None:
    parts = [qualification("q", reach=reach, notional_hours=5), develops("q", "a", extent="part")]
    plan = planned(graph(*wants("a"), *parts))
    assert (names(plan.steps), open_of(plan)) == ((["q"], {}) if closed else ([], {"a": "unencoded"}))


def test_a_programme_that_only_qualifies_closes_nothing_and_meets_the_condition() -> None:
    asks = EligibilityCondition(
        id="t:c",
        condition_kind="registration",
        label=Text.of(en="holds q"),
        condition_of=("t:x",),
        satisfied_by=("t:q",),
        evidence=DRAFT,
    )
    g = graph(*wants("a"), qualification("q", qualifies_for=("t:x",)), asks)
    assert planned(g).steps == ()
    plan = planned(g, include="t:q")
    assert names(plan.steps) == ["q"]
    assert open_of(plan) == {"a": "untaught"}
    assert plan.meets == ("t:c",)
    (award,) = plan.awards
    assert "qualifies for the role; what it teaches is not known" in award.text.render("en")
    assert "is what this condition requires: holds q" in str(plan)
    said = ssw.why(g, planned(g), "t:q").answer.render("en")
    assert said == "It qualifies for ‘x’; what it teaches is not known."


def test_what_comes_before_a_programme_binds_and_what_comes_along_inside_is_its_own_affair() -> None:
    inside = [
        module("m", 10, part_of=("t:q",), prerequisite=("t:p",), corequisite=("t:n",)),
        module("n", 10, part_of=("t:q",), prerequisite=("t:m",)),
    ]
    q = qualification("q", reach="partial", notional_hours=20)
    g = graph(*wants("a"), competency("e"), q, *inside, module("p", 3), develops("q", "a"), enters("m", "e"))
    assert open_of(planned(g)) == {"a": "blocked"}, "nobody teaches what m asks for at entry"
    taught = graph(*wants("a"), competency("e"), q, *inside, module("p", 3), develops("q", "a"), develops("p", "e"))
    assert names(planned(taught).steps) == ["p", "q"]


def test_a_programme_counts_as_its_modules_for_what_comes_after() -> None:
    after = module("z", 5, prerequisite=("t:m",))
    g = graph(*wants("a", "b"), *partly("m"), after, develops("q", "a"), develops("z", "b"))
    assert names(planned(g).steps) == ["q", "z"]
    assert names(planned(graph(*wants("b"), *partly("m"), after, develops("z", "b"))).steps) == ["m", "z"]


def test_a_group_to_choose_from_is_not_brought_and_excludes_the_programme() -> None:
    rule = PackagingRule(id="t:r", qualification="t:q", group=("t:m", "t:n"), at_least=1, evidence=DRAFT)
    g = graph(*wants("a", "b"), *partly("m", "n"), rule, develops("q", "a"), develops("m", "b"))
    plan = planned(g)
    assert len(plan.open) == 1
    assert {item.why for item in plan.open} == {"not-together"}


def test_what_the_plan_says_and_the_profile_after_it_agree() -> None:
    g = graph(*wants("a", "b", "d"), *partly("m", "n"), develops("q", "a"), develops("m", "b"))
    plan = planned(g, include="t:q")
    left = ssw.gap(g, ssw.after(g, [], plan), "t:x")
    assert [item.competency for item in left.open] == [item.competency for item in plan.open] == ["t:d"]


def test_the_stamp_of_a_plan_says_everything_that_was_asked() -> None:
    """Each argument of the verb, and what the gap was asked with that the plan depends on."""
    asked: dict[str, Any] = {
        "pace": 8,
        "rpl": True,
        "time_limit": 4.5,
        "budget": {"hours": 30},
        "include": "t:m1",
        "exclude": "t:m2",
    }
    more: dict[str, Any] = {
        "where": "UG",
        "minimise": "hours",
        "award": False,
        "include_closed": True,
        "optional": True,
    }
    g = market()
    plan = ssw.plan(g, ssw.gap(g, [], "t:x", minimum_confidence=0.5), as_of=DAY, **asked, **more)
    said = dict(plan.stamp.options)
    expected = {"as_of": "2026-11-21", "minimum_confidence": "0.5", "recognise": "None", "budget": "hours=30"}
    assert said == {**{name: str(value) for name, value in {**asked, **more}.items()}, **expected}
    assert {*signature(ssw.plan).parameters} - {"graph", "gap"} <= {*said}
    other = ssw.alternatives(g, planned(g, pace=8, rpl=True), 1)[0]
    assert (dict(other.stamp.options)["pace"], dict(other.stamp.options)["rpl"]) == ("8", "True")


# What is proved beside unknown volumes


@pytest.mark.parametrize(
    ("taught", "options", "taken", "unmeasured", "told"),
    [
        ({"m": ("a", 9), "n": ("b", 5)}, {}, ["m", "n"], [], "no plan can need less."),
        ({"m": ("a", 9), "n": ("b", 5), "u": ("ab", None)}, {}, ["m", "n"], ["u"], "a plan with them may need less."),
        (
            {"m": ("a", 9), "u": ("b", None)},
            {},
            ["m", "u"],
            ["u"],
            "some steps of this plan do not state the quantity minimised.",
        ),
        ({"u": ("ab", None)}, {}, ["u"], ["u"], "no step of this plan states the quantity minimised."),
        ({"m": ("ab", 9), "u": ("ab", None)}, {"budget": 10}, ["m"], ["u"], "a plan with them may need less."),
        ({"m": ("ab", 9), "u": ("ab", None)}, {"minimise": "modules"}, ["m"], [], "no plan can need less."),
    ],
)
def test_that_no_plan_can_need_less_is_said_only_where_every_step_considered_states_its_volume(
    taught: dict[str, tuple[str, int | None]],
    options: dict[str, Any],
    taken: list[str],
    unmeasured: list[str],
    told: str,
) -> None:
    parts = [module(name, hours) for name, (_, hours) in taught.items()]
    plan = planned(
        graph(*wants("a", "b"), *parts, *(develops(m, c) for m, (cs, _) in taught.items() for c in cs)), **options
    )
    assert (names(plan.steps), names(plan.unmeasured), plan.optimal) == (taken, unmeasured, True)
    said = " ".join(str(plan).split())
    assert told in said
    assert ("no plan can need less" in said) is (not unmeasured)


# Wishes


def market() -> CompetencyGraph:
    """m1 (5 hours, 4 contact) and m2 (9, 1) teach a; m3 (7, unknown) teaches b; m4 (2) needs m3 and teaches d."""
    first, second = (replace(module(m, h), contact_hours=c) for m, h, c in (("m1", 5, 4), ("m2", 9, 1)))
    later = module("m4", 2, prerequisite=("t:m3",))
    taught = [develops("m1", "a"), develops("m2", "a"), develops("m3", "b"), develops("m4", "d")]
    return graph(*wants("a", "b", "d"), first, second, module("m3", 7), later, *taught)


def test_include_and_exclude() -> None:
    assert names(planned(market()).steps) == ["m1", "m3", "m4"]
    assert names(planned(market(), include="t:m2").steps) == ["m2", "m3", "m4"]
    plan = planned(market(), exclude=["t:m1", "t:m3"])
    assert names(plan.steps) == ["m2"]
    assert open_of(plan) == {"b": "excluded", "d": "blocked"}
    assert planned(market(), include="t:m2").lines[0].reason.code == "plan.closes"


def test_what_was_asked_for_and_serves_nothing_says_so() -> None:
    plan = planned(graph(*wants("a"), module("m", 1), module("n", 1), develops("m", "a")), include="t:n")
    assert [line.reason.code for line in plan.lines] == ["plan.closes", "plan.included"]


def test_a_whole_qualification_is_included_by_all_that_completes_it() -> None:
    rule = PackagingRule(id="t:r", qualification="t:w", group=("t:y", "t:z"), at_least=1, evidence=DRAFT)
    parts = [module(m, h, part_of=("t:w",)) for m, h in (("v", 3), ("y", 9), ("z", 2))]
    g = graph(*wants("a"), module("m", 1), develops("m", "a"), qualification("w", reach="whole"), *parts, rule)
    assert names(planned(g, include="t:w").steps) == ["m", "v", "z"]
    assert names(planned(g, include=["t:w", "t:y"]).steps) == ["m", "v", "y"]


def test_budgets_of_several_kinds_bind_at_once() -> None:
    assert open_of(planned(market(), budget={"contactHours": 4})) == {"b": "hours-not-known", "d": "hours-not-known"}
    assert names(planned(market(), budget={"contactHours": 3}).steps) == ["m2"]
    assert names(planned(market(), budget={"contactHours": 3, "hours": 8}).steps) == []
    assert names(planned(market(), budget=Decimal("12")).steps) == ["m3", "m4"]


def test_what_is_essential_comes_before_what_is_optional() -> None:
    asked = [cadre("x"), competency("a"), competency("b"), requires("x", "a", None, "optional"), requires("x", "b")]
    g = graph(*asked, module("m", 1), module("n", 10), develops("m", "a"), develops("n", "b"))
    assert names(planned(g, budget=10, optional=True).steps) == ["n"]
    assert names(planned(g, budget=11, optional=True).steps) == ["m", "n"]


def test_a_time_limit_is_told_as_one_and_not_as_something_impossible() -> None:
    parts = [qualification("q", reach="whole"), module("m", 3, part_of=("t:q",)), module("n", 4, part_of=("t:q",))]
    g = graph(*wants("a"), *parts, develops("m", "a"), develops("n", "a"))
    at_once: dict[str, Any] = {"award": True, "time_limit": 1e-9}
    assert names(planned(g, award=True, include="t:q").steps) == ["m", "n"]
    with pytest.raises(InputError, match=r"at the time limit of 1e-09 seconds .*whether there is one is not known"):
        planned(g, include="t:q", **at_once)
    stopped = planned(g, **at_once)
    assert (stopped.steps, open_of(stopped), stopped.optimal) == ((), {"a": "not-settled"}, False)
    assert {way.outcome for way in ssw.why(g, stopped, "t:a").ways} == {"not-settled"}
    assert "plan.last-open-day" not in [note.code for note in stopped.notes]
    full = planned(g, award=True)
    with pytest.raises(InputError, match=r"stopped at the time limit .* before another plan was found"):
        ssw.alternatives(g, replace(full, question=replace(full.question, time_limit=1e-9)))
    short = planned(market(), time_limit=1e-9)
    (other,) = ssw.alternatives(market(), short, 3)
    assert other.notes[-1].code == "plan.search-stopped"
    assert "plan.search-stopped" not in [n.code for n in ssw.alternatives(market(), planned(market()), 3)[-1].notes]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"include": "t:m1", "exclude": "t:m1"}, "cannot be in include and in exclude"),
        ({"include": "t:m4", "budget": 8}, "together: a budget of 8 hours .*; include t:m4"),
        ({"include": "t:m4", "exclude": "t:m3"}, "together: exclude t:m3; include t:m4"),
        ({"include": "t:m3", "budget": {"contactHours": 9}}, "states no contactHours"),
        ({"include": "t:x"}, "is a cadre"),
        ({"budget": {"days": 5}}, "not in 'days'"),
        ({"budget": {"hours": -1}}, "0 or more, not -1"),
        ({"budget": "ten"}, "0 or more, not 'ten'"),
        ({"pace": 0}, "more than 0; not 0"),
        ({"pace": -3}, "more than 0"),
        ({"pace": True}, "more than 0"),
        ({"minimise": "days"}, "not 'days'"),
    ],
)
def test_what_cannot_be_is_refused_and_says_what_is_in_conflict(options: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        planned(market(), **options)


def test_what_is_not_there_is_refused_with_near_ids() -> None:
    with pytest.raises(UnknownElementError, match="t:m1"):
        planned(market(), include="t:m11")


@pytest.mark.parametrize("given", [7, None, [7]])
def test_what_is_no_id_is_refused(given: Any) -> None:
    with pytest.raises(UnknownElementError):
        planned(market(), include=given)


def test_an_element_may_be_given_for_its_id() -> None:
    g = market()
    assert planned(g, include=g["t:m2"]).steps == planned(g, include="t:m2").steps


def test_only_the_wishes_in_conflict_are_named() -> None:
    with pytest.raises(InputError) as error:
        planned(market(), include=["t:m4", "t:m1"], exclude=["t:m3", "t:m2"], budget=100, where="UG")
    said = str(error.value)
    assert "t:m3" in said
    assert "t:m4" in said
    for other in ("t:m1", "t:m2", "budget", "where"):
        assert other not in said


@pytest.mark.parametrize(
    ("fields", "options", "told"),
    [
        ({"last_enrolment": date(2024, 6, 30)}, {}, "not on offer then: enrolment ended, 2024-06-30; include_closed"),
        ({"jurisdiction": ("KE",)}, {"where": "UG"}, "t:m is of KE; where='anywhere' opens all"),
        ({"prerequisite": ("t:nowhere",)}, {}, "This cannot be in any plan: include t:m"),
    ],
)
def test_a_step_that_cannot_be_had_says_why(fields: dict[str, Any], options: dict[str, Any], told: str) -> None:
    g = graph(*wants("a"), module("m", 1, **fields), develops("m", "a"))
    with pytest.raises(InputError, match=told):
        planned(g, include="t:m", **options)


def test_what_is_done_already_is_not_included_again() -> None:
    with pytest.raises(InputError, match="done already"):
        planned(market(), "t:m1", include="t:m1")


def test_a_programme_and_its_own_module_cannot_both_be_included() -> None:
    with pytest.raises(InputError, match="together: include t:q; include t:m"):
        planned(graph(*wants("a"), *partly("m"), develops("q", "a")), include=["t:q", "t:m"])


def test_a_group_that_asks_for_more_than_it_has_cannot_be_completed() -> None:
    rule = PackagingRule(id="t:r", qualification="t:w", group=("t:y",), at_least=2, evidence=DRAFT)
    g = graph(
        *wants("a"), qualification("w", reach="whole"), module("y", 1, part_of=("t:w",)), develops("y", "a"), rule
    )
    assert names(planned(g).steps) == ["y"]
    assert open_of(planned(g, award=True)) == {"a": "no-award"}
    with pytest.raises(InputError, match="include t:w"):
        planned(g, include="t:w")


def test_a_curriculum_of_a_programme_shows_its_modules_and_its_own_volume() -> None:
    g = graph(*wants("a", "b"), *partly("m", "n"), develops("q", "a"), develops("m", "b"))
    made = ssw.curriculum(g, planned(g))
    assert [one.module.id for one in made.modules] == ["t:m", "t:n"]
    assert [one.id for one in made.qualifications] == ["t:q"]
    assert {home: dict(volumes) for home, volumes in made.volumes} == {"": {"notionalHours": 100}}


# Alternatives


def test_alternatives_are_the_next_best_and_contain_nothing_better() -> None:
    plan = planned(market())
    found = ssw.alternatives(market(), plan, 5)
    assert [names(one.steps) for one in found] == [["m2", "m3", "m4"]]
    assert found[0].objective == 18
    assert ssw.alternatives(market(), found[0], 1)[0].steps == plan.steps


def test_alternatives_close_as_much_and_keep_to_the_wishes() -> None:
    plan = planned(market(), budget=13)
    assert [names(one.steps) for one in ssw.alternatives(market(), plan, 3)] == [["m1", "m3"]]
    assert planned(market(), exclude="t:m2").steps
    assert ssw.alternatives(market(), planned(market(), exclude="t:m2"), 3) == ()


def test_alternatives_of_nothing_are_none() -> None:
    assert ssw.alternatives(market(), planned(market(), ["t:a", "t:b", "t:d"]), 3) == ()


@pytest.mark.parametrize("k", [0, -1, 1.5, True, "3"])
def test_a_number_of_alternatives_that_is_none_is_refused(k: Any) -> None:
    with pytest.raises(InputError, match="from 1"):
        ssw.alternatives(market(), planned(market()), k)


def test_a_plan_that_was_saved_and_read_as_a_value_keeps_its_question() -> None:
    plan = pickle.loads(pickle.dumps(planned(market())))
    assert len(ssw.alternatives(market(), plan, 1)) == 1
    with pytest.raises(InputError, match="carries its question"):
        ssw.alternatives(market(), replace(plan, question=None), 1)


# Pace and prior learning


@pytest.mark.parametrize(("pace", "weeks"), [(1, 14), (5, 3), (7, 2), (Decimal("2.5"), 6), (100, 1)])
def test_weeks_are_hours_by_pace_rounded_up_with_the_working(pace: Any, weeks: int) -> None:
    plan = planned(market(), pace=pace)
    assert plan.weeks == weeks
    assert plan.weeks_shown is not None
    assert f"14 notional hours ÷ {pace} hours a week" in plan.weeks_shown.render("en")


def test_weeks_of_unknown_hours_are_not_known_and_of_some_at_least() -> None:
    g = graph(*wants("a", "b"), module("m", 10), module("n"), develops("m", "a"), develops("n", "b"))
    plan = planned(g, pace=4)
    assert plan.weeks == 3
    assert "At least 3 weeks" in str(plan)
    none = planned(graph(*wants("b"), module("n"), develops("n", "b")), pace=4)
    assert none.weeks is None
    assert "no step states its notional hours" in str(none)
    assert planned(g).weeks_shown is None


def test_prior_learning_counts_only_where_a_route_is_stated() -> None:
    route = Text.of(en="Assessment of portfolios")
    g = graph(
        *wants("a", "b"), module("m", 10, rpl_route=route), module("n", 3), develops("m", "a"), develops("n", "b")
    )
    plan = planned(g, rpl=True)
    assert plan.hours == 13
    assert plan.rpl is not None
    assert (plan.rpl.steps, plan.rpl.hours) == (("t:m",), 3)
    assert "3 notional hours remain" in " ".join(str(plan).split())
    assert planned(g).rpl is None
    none = planned(market(), rpl=True)
    assert none.rpl is not None
    assert none.rpl.steps == ()
    assert "No route for the recognition of prior learning is stated" in str(none)


# Why


def outcomes(g: CompetencyGraph, plan: Plan, identifier: str) -> dict[str, str]:
    return {" ".join(names(way.steps)): way.outcome for way in ssw.why(g, plan, identifier).ways}


def test_why_lists_every_way_and_where_it_broke() -> None:
    old = module("old", 1, last_enrolment=date(2020, 1, 1))
    away, blocked = module("away", 1, jurisdiction=("KE",)), module("stuck", 1, prerequisite=("t:nowhere",))
    modules = [old, away, blocked, module("m", 5), module("n", 9), module("out", 1), module("p", 1), module("near", 1)]
    whole = [develops(m, "a") for m in ("old", "away", "stuck", "m", "n", "out")]

    g = graph(
        *wants("a"), competency("k"), *modules, *whole, develops("p", "a", extent="part"), develops("near", "k"),
        maps("k", "broad", "a"),
    )  # fmt: skip
    plan = planned(g, where="UG", exclude="t:out")
    assert outcomes(g, plan, "t:a") == {
        "m": "taken",
        "n": "not-needed",
        "stuck": "before",
        "out": "excluded",
        "away": "place",
        "old": "date",
        "p": "part",
        "near": "near",
    }
    assert ssw.why(g, plan, "t:a").answer.render("en") == "The plan closes it with: m."
    assert outcomes(g, plan, "t:away") == {"away": "place"}
    assert "Offered elsewhere, in KE" in ssw.why(g, plan, "t:away").answer.render("en")
    assert "2020-01-01" in str(ssw.why(g, plan, "t:old"))


def test_of_several_steps_only_those_are_called_closed_that_are_on_the_day() -> None:
    whole = qualification("q", reach="whole")
    modules = [module("m", 1, part_of=("t:q",), last_enrolment=date(2020, 1, 1)), module("n", 1, part_of=("t:q",))]
    modules += [module("next", 1, registered_from=date(2030, 1, 1)), module("p", 1, last_enrolment=date(2020, 1, 1))]
    parts = [develops(one, "a", extent="part") for one in "mn"]
    g = graph(*wants("a", "b"), whole, *modules, *parts, develops("next", "b"), develops("p", "b"))
    plan = planned(g)
    told = "It is not in the plan. Not on offer on 2026-11-21, the day of the plan: m. "
    told += "Enrolment in ‘m’ ended on 2020-01-01."
    assert [ssw.why(g, plan, one).answer.render("en") for one in ("t:m", "t:n")] == [told, told]
    begins = ssw.why(g, plan, "t:b").answer.render("en")
    assert begins == "The plan leaves it open. What teaches it is on offer only from 2030-01-01: next."
    both = graph(*wants("a"), whole, modules[0], replace(modules[1], registered_from=date(2030, 1, 1)), *parts)
    over = ssw.why(both, planned(both), "t:a").answer.render("en")
    assert over == "The plan leaves it open. What teaches it has not been on offer since 2020-01-01: m."


def test_what_was_not_asked_for_is_not_called_blocked() -> None:
    optional = [cadre("x"), competency("a"), requires("x", "a", None, "optional")]
    modules = [
        module("m", 1),
        module("n", 1, prerequisite=("t:nowhere",)),
        module("o", 1, last_enrolment=date(2020, 1, 1)),
    ]
    g = graph(*optional, *modules, *(develops(one, "a") for one in "mno"))
    assert outcomes(g, planned(g), "t:a") == {"m": "optional", "n": "before", "o": "date"}


@pytest.mark.parametrize(
    ("fields", "options", "outcome"),
    [
        ({}, {}, "if-recognised"),
        ({"last_enrolment": date(2020, 1, 1)}, {}, "date"),
        ({"last_enrolment": date(2020, 1, 1)}, {"include_closed": True}, "if-recognised"),
        ({"jurisdiction": ("KE",)}, {"where": "UG"}, "place"),
        ({}, {"exclude": "t:m"}, "excluded"),
    ],
)
def test_what_recognition_would_not_help_is_told_first(fields: dict[str, Any], options: Any, outcome: str) -> None:
    g = graph(*wants("a"), competency("k"), module("m", 1, **fields), develops("m", "k"), maps("k", "close", "a"))
    assert outcomes(g, planned(g, **options), "t:a") == {"m": outcome}


def test_no_way_is_called_closed_that_is_on_offer_and_none_open_that_is_not() -> None:
    """Each reason against the days themselves; ways of which more is to be told first are left out."""
    wrong, closed = [], 0
    for seed in range(20):
        case = offers_case(seed)
        g, answer, plan = solved(case, **wishes_of(case, seed)._replace(include=()).options())
        courses: list[Any] = [*g.modules, *g.qualifications]
        shut = {one.id for one in courses if closed_on(g, one, plan.as_of)}
        ways = [way for item in answer.open for way in ssw.why(g, plan, item.competency).ways]
        ways = [way for way in ways if way.outcome not in ("place", "level", "part", "near")]
        wrong += [way for way in ways if bool(shut & {*way.steps}) is not (way.outcome == "date")]
        closed += sum(way.outcome == "date" for way in ways)
    assert not wrong
    assert closed > 5


@pytest.mark.parametrize(
    ("relation", "critical", "outcome"),
    [
        ("exact", False, "taken"),
        ("close", False, "if-recognised"),
        ("narrow", False, "if-recognised"),
        ("broad", False, "near"),
        ("close", True, "near"),
        ("denied", False, "contested"),
        ("denied", True, "contested"),
    ],
)
def test_why_tells_what_recognition_would_do_and_what_is_contested(relation: str, critical: bool, outcome: str) -> None:
    claims = [maps("k", "exact" if relation == "denied" else relation, "a")]
    claims += [maps("k", "exact", "a", negated=True)] if relation == "denied" else []
    asked = competency("a", safety_critical=True if critical else None)
    g = graph(cadre("x"), asked, requires("x", "a"), competency("k"), module("m", 1), develops("m", "k"), *claims)
    [way] = ssw.why(g, planned(g), "t:a").ways
    assert (way.outcome, way.steps) == (outcome, ("t:m",))
    assert claims[0].id in way.links, "whoever decides finds the mapping"
    if outcome in ("if-recognised", "contested"):
        assert claims[0].id in way.reason.render("en")
    counting = planned(g, recognised=(claims[0].id,)) if outcome == "if-recognised" else None
    assert counting is None or outcomes(g, counting, "t:a") == {"m": "taken"}


def test_why_tells_of_parts_that_recognition_would_bring() -> None:
    parts = [competency(name, broader=("t:w",)) for name in "ab"]
    taught = [module("m", 1), develops("m", "a"), module("n", 1), develops("n", "k")]
    asks = [cadre("x"), requires("x", "w"), competency("w", parts_complete=True)]
    g = graph(*asks, *parts, competency("k"), *taught, maps("k", "close", "b"))
    assert outcomes(g, planned(g), "t:w") == {"m": "part", "n": "if-recognised"}


def test_why_of_what_is_held_not_asked_or_serves_nothing() -> None:
    g = graph(*wants("a", "b"), competency("k"), module("m", 5), module("z", 1), develops("m", "a"))
    plan = planned(g, ["t:b"])
    assert ssw.why(g, plan, "t:b").answer.code == "why.held"
    assert ssw.why(g, plan, "t:k").answer.code == "why.not-asked"
    assert ssw.why(g, plan, "t:z").answer.code == "why.serves-nothing"
    assert ssw.why(g, plan, "t:m").answer.code == "why.taken"
    assert ssw.why(g, planned(g, ["t:m"]), "t:m").answer.code == "why.done"


@pytest.mark.parametrize(("options", "outcome"), [({"budget": 1}, "budget"), ({"award": True}, "award")])
def test_why_names_the_budget_and_the_award(options: dict[str, Any], outcome: str) -> None:
    g = graph(*wants("a"), module("m", 5), develops("m", "a"))
    plan = planned(g, **options)
    assert outcomes(g, plan, "t:a") == {"m": outcome}
    assert ssw.why(g, plan, "t:a").answer.code == "why.open"
    assert ssw.why(g, plan, "t:a").rows()[0]["outcome"] == outcome


def test_why_of_another_kind_or_id_is_refused() -> None:
    with pytest.raises(InputError, match="is a cadre"):
        ssw.why(market(), planned(market()), "t:x")
    with pytest.raises(UnknownElementError):
        ssw.why(market(), planned(market()), "t:nothing")
