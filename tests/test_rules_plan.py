"""Each row of the tables on plans (P): the code has the same row, and a plan does what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import pack
from sswgraph.model import Award, Node, PackagingRule, Plan
from sswgraph.model.codes import HOURS
from tests.tables import code, codes, grid, rows
from tests.toy import DRAFT, cadre, competency, develops, graph, module, qualification, requires, scale

DAY = date(2026, 11, 21)
GONE = date(2026, 11, 20)


def asks(*names: str, level: str | None = None, necessity: str | None = None) -> list[Node]:
    """A role 'x' that asks for these competencies."""
    wanted = [requires("x", name, level, necessity) for name in names]
    return [cadre("x"), *(competency(name) for name in names), *wanted]


def planned(g: CompetencyGraph, held: Any = (), target: str = "t:x", **options: Any) -> Plan:
    return ssw.plan(g, ssw.gap(g, list(held), target), as_of=DAY, **options)


def course(*modules: str, reach: str = "whole", hours: int | None = 10, **fields: Any) -> list[Node]:
    """A qualification 'q' of these modules."""
    return [qualification("q", reach=reach, **fields), *(module(m, hours, part_of=("t:q",)) for m in modules)]


def teaching(**courses: tuple[int | None, str]) -> list[Node]:
    """Modules of these hours, each of which teaches these competencies."""
    made = [module(m, hours) for m, (hours, _) in courses.items()]
    return [*made, *(develops(m, competency) for m, (_, taught) in courses.items() for competency in taught)]


# P1


@pytest.mark.parametrize("row", rows("extent stated"), ids=lambda row: row[0])
def test_an_outcome_of_this_extent_closes_what_its_row_says(row: tuple[str, str, str, str]) -> None:
    extent = None if row[0] == "not stated" else row[0]
    own, other = develops("m", "a", extent=extent), develops("n", "a", extent="part")
    in_one = planned(graph(*asks("a"), *course("m", "n"), own, other)).modules
    assert in_one == {"yes": ("t:m",), "no": ("t:m", "t:n")}[row[1]]
    assert (in_one == ("t:m", "t:n")) is (row[2] == "yes")
    in_none = planned(graph(*asks("a"), module("m", 10), own)).modules
    assert in_none == {"yes": ("t:m",), "no": ()}[row[3]]


# P3

TAUGHT = "taught ↓ asked →"


@pytest.mark.parametrize("pair", grid(TAUGHT))
def test_what_is_taught_closes_what_is_asked_as_the_table_says(pair: tuple[str, str]) -> None:
    taught, asked = (None if one == "not stated" else one for one in pair)
    answer = planned(graph(scale("s", 2), *asks("a", level=asked), module("m", 1), develops("m", "a", taught)))
    cell = grid(TAUGHT)[pair]
    assert [one.why for one in answer.open] == [*codes(cell)]
    assert bool(answer.modules) == (cell == "closed")


# P6


def test_kinds_of_hours_are_those_of_the_rules() -> None:
    assert {code(row[0]): code(row[1]) for row in rows("kind of hours")} == HOURS


@pytest.mark.parametrize("kind", HOURS)
def test_each_kind_of_hours_is_totalled_and_minimised_apart(kind: str) -> None:
    others: dict[str, Any] = dict.fromkeys(HOURS.values(), 1)
    modules = [replace(module(m), **{**others, HOURS[kind]: hours}) for m, hours in (("m", 3), ("n", 2))]
    answer = planned(graph(*asks("a"), *modules, develops("m", "a"), develops("n", "a")), minimise=kind)
    assert (answer.modules, answer.volumes[kind], answer.objective) == (("t:n",), 2, 2)


# P9: two ways, of which the first is better by the row that is tried, and worse by all rows below it

BETTER: dict[str, tuple[list[Node], dict[str, Any], tuple[str, ...]]] = {
    "open": (teaching(m=(9, "a"), n=(8, "b"), o=(1, "b"), p=(10, "a")), {"budget": 10}, ("t:m", "t:o")),
    "unknown": (teaching(m=(None, "ab"), n=(1000, "ab")), {}, ("t:n",)),
    "volume": (teaching(m=(21, "ab"), n=(10, "a"), o=(10, "b")), {}, ("t:n", "t:o")),
    "modules": (teaching(m=(10, "a"), n=(10, "b"), z=(20, "ab")), {}, ("t:z",)),
    "positions": (teaching(m=(10, "ab"), n=(10, "ab"), o=(10, "ab")), {}, ("t:m",)),
}


@pytest.mark.parametrize("better", [code(row[0]) for row in rows("`of several plans`")])
def test_of_several_plans_the_better_one_by_its_row_is_given(better: str) -> None:
    parts, options, taken = BETTER[better]
    assert planned(graph(*asks("a", "b"), *parts), **options).modules == taken


def test_every_row_of_better_plans_is_tried() -> None:
    assert [code(row[0]) for row in rows("`of several plans`")] == [*BETTER]


# Why something stays open

TEACHES = develops("m", "a")


def apart() -> Plan:
    """What a group module alone teaches, where the programme that it belongs to has to be taken."""
    rule = PackagingRule(id="t:rule", qualification="t:q", group=("t:m", "t:n"), at_least=1, evidence=DRAFT)
    return planned(graph(*asks("a"), *course("m", "n", reach="partial"), rule, TEACHES), include="t:q")


REASONS: dict[str, Callable[[], Plan]] = {
    "optional": lambda: planned(graph(*asks("a", necessity="optional"), module("m", 1), TEACHES)),
    "budget": lambda: planned(graph(*asks("a"), module("m", 10), TEACHES), budget=9),
    "not-together": lambda: apart(),
    "not-settled": lambda: planned(graph(*asks("a"), *course("m"), TEACHES), award=True, time_limit=1e-9),
    "no-award": lambda: planned(graph(*asks("a"), module("m", 10), TEACHES), award=True),
    "level-not-stated": lambda: planned(graph(scale("s", 2), *asks("a", level="s1"), module("m", 1), TEACHES)),
    "level-too-low": lambda: planned(
        graph(scale("s", 2), *asks("a", level="s2"), module("m", 1), develops("m", "a", "s1"))
    ),
    "unencoded": lambda: planned(graph(*asks("a"), *course("m", reach="partial"), develops("q", "a", extent="part"))),
    "taught-in-part": lambda: planned(graph(*asks("a"), module("m", 1), develops("m", "a", extent="part"))),
    "untaught": lambda: planned(graph(*asks("a"))),
    "closed": lambda: planned(graph(*asks("a"), module("m", 1, last_enrolment=GONE), TEACHES)),
    "elsewhere": lambda: planned(graph(*asks("a"), module("m", 1, jurisdiction=("KE",)), TEACHES), where="UG"),
    "excluded": lambda: planned(graph(*asks("a"), module("m", 1), TEACHES), exclude="t:m"),
    "hours-not-known": lambda: planned(graph(*asks("a"), module("m"), TEACHES), budget=9),
    "blocked": lambda: planned(graph(*asks("a"), module("m", 1, prerequisite=("t:nowhere",)), TEACHES)),
}


def test_the_reasons_are_those_of_the_rules() -> None:
    told = [one for row in rows("`why`") for one in codes(row[0])]
    assert sorted(told) == sorted(REASONS)
    assert {*told} <= {*pack("en", "open")}


@pytest.mark.parametrize("why", [one for row in rows("`why`") for one in codes(row[0])])
def test_what_stays_open_says_why(why: str) -> None:
    assert [one.why for one in REASONS[why]().open] == [why]


# P2: awards


def award(held: tuple[str, ...], **fields: Any) -> Award:
    rule = PackagingRule(id="t:p", qualification="t:q", group=("t:m", "t:n"), at_least=1, evidence=DRAFT)
    parts = [*course("l", "m", "n", **fields), rule, *asks("a"), module("o", 1), develops("o", "a")]
    g = graph(*parts, qualification("other", qualifies_for=("t:x",)))
    (found,) = ssw.plan(g, ssw.gap(g, list(held), "t:q"), as_of=DAY).awards
    return found


@pytest.mark.parametrize(
    ("held", "complete"),
    [
        (("t:l",), False),  # nothing of the group
        (("t:m",), False),  # not what is obliged
        (("t:m", "t:n"), False),
        (("t:l", "t:n"), True),
        (("t:l", "t:m", "t:n"), True),
    ],
)
def test_an_award_is_complete_with_what_is_obliged_and_enough_of_each_group(
    held: tuple[str, ...], complete: bool
) -> None:
    assert award(held).complete is complete
    assert award(held, reach="partial").complete is False


@pytest.mark.parametrize(("system", "counted"), [("saqa-credit", 3), ("ects-credit", None)])
def test_only_credits_of_its_own_system_count_towards_an_award(system: str, counted: int | None) -> None:
    made = module("m", 10, part_of=("t:q",), credits=Decimal(3), credit_system=system)
    q = qualification("q", reach="whole", credits=9, credit_system="saqa-credit")
    g = graph(q, made, competency("a"), develops("m", "a"))
    (found,) = ssw.plan(g, ssw.gap(g, "t:m", "t:q"), as_of=DAY).awards
    assert found.credits_planned == counted


def test_no_award_is_planned_of_which_a_group_cannot_be_filled() -> None:
    group = PackagingRule(id="t:p", qualification="t:q", group=("t:m", "t:n"), at_least=2, evidence=DRAFT)
    whole = [qualification("q", reach="whole"), module("m", 1, part_of=("t:q",))]
    for day, taken in ((None, ("t:m", "t:n")), (GONE, ())):
        other = module("n", 1, part_of=("t:q",), last_enrolment=day)
        g = graph(*asks("a"), *whole, other, group, TEACHES)
        assert planned(g, award=True).modules == taken


def test_what_a_qualification_states_takes_all_its_modules_if_it_is_encoded_whole() -> None:
    for reach, taken in (("whole", ("t:m", "t:n")), ("partial", ()), ("opening-only", ())):
        answer = planned(graph(*asks("a"), *course("m", "n", reach=reach), develops("q", "a")))
        assert answer.modules == taken


@pytest.mark.parametrize(("reach", "at_least"), [("whole", False), ("partial", True)])
def test_totals_are_at_least_where_a_qualification_is_encoded_in_part(reach: str, at_least: bool) -> None:
    answer = planned(graph(*asks("a"), *course("m", reach=reach), TEACHES))
    assert (answer.hours, answer.at_least) == (10, at_least)


# P4 and P8


def test_a_prerequisite_that_teaches_nothing_has_to_be_done() -> None:
    first = module("first", 5)
    g = graph(*asks("a"), first, module("m", 1, prerequisite=("t:first",)), TEACHES)
    assert planned(g).modules == ("t:first", "t:m")
    assert planned(g, ["t:first"]).modules == ("t:m",)


@pytest.mark.parametrize(
    ("own", "of_qualifications", "offered"),
    [
        (GONE, (None,), False),
        (DAY, (None,), True),
        (None, (GONE,), False),
        (None, (DAY,), True),
        (None, (GONE, DAY), True),
        (None, (GONE, None), True),
        (None, (GONE, GONE), False),
        (DAY, (GONE,), False),
    ],
)
def test_enrolment_is_open_until_the_last_day_of_a_module_and_of_one_of_its_qualifications(
    own: date | None, of_qualifications: tuple[date | None, ...], offered: bool
) -> None:
    names = [f"q{number}" for number in range(len(of_qualifications))]
    several = [qualification(q, last_enrolment=day) for q, day in zip(names, of_qualifications, strict=True)]
    made = module("m", 1, part_of=tuple(f"t:{q}" for q in names), last_enrolment=own)
    assert bool(planned(graph(*asks("a"), *several, made, TEACHES)).modules) is offered
