"""How levels compare, and which one a role asks: rules L1 to L3."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from random import Random

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.model import GapItem, Node
from tests.toy import cadre, competency, develops, graph, module, requires, scale

DAY = date(2026, 11, 21)


def asks(*requirements: Node, scales: tuple[list[Node], ...] = ()) -> CompetencyGraph:
    """A role 'target' that asks for the competency 'a' in these ways."""
    return graph(*scales, competency("a"), cadre("target"), *requirements)


def only_item(g: CompetencyGraph, level: str | None) -> GapItem:
    (item,) = ssw.gap(g, {"t:a": f"t:{level}" if level else None}, "t:target").items
    return item


def standing(scales: tuple[list[Node], ...], held: str | None, required: str | None) -> str:
    return only_item(asks(requires("target", "a", required), scales=scales), held).status


# L1: one level against another

ONE = (scale("s", 3),)
TIED = (scale("s", 3), scale("r", 3, {2: "s2"}))
TIED_FROM_THE_OTHER_END = (scale("s", 3, {2: "r2"}), scale("r", 3))
TIED_AT_BOTH_ENDS = (scale("s", 3), scale("r", 3, {1: "s1", 3: "s3"}))
TIED_BOTH_WAYS = (scale("s", 3, {2: "r2"}), scale("r", 3, {2: "s2"}))
UNTIED = (scale("s", 3), scale("r", 3))
IN_A_ROW = (scale("s", 3, {2: "r2"}), scale("r", 3), scale("q", 3, {2: "r2"}))


@pytest.mark.parametrize("required", [1, 2, 3])
@pytest.mark.parametrize("held", [1, 2, 3])
def test_on_one_scale_the_rank_decides(held: int, required: int) -> None:
    assert standing(ONE, f"s{held}", f"s{required}") == ("met" if held >= required else "raise")


@pytest.mark.parametrize("held", [None, "s1", "s3", "r1"])
def test_a_required_level_that_is_unstated_is_met_by_any_holding(held: str | None) -> None:
    assert standing(UNTIED, held, None) == "met"


def test_a_held_level_that_is_unstated_cannot_be_compared_and_says_so() -> None:
    item = only_item(asks(requires("target", "a", "s1"), scales=ONE), None)
    assert item.status == "not-comparable"
    assert "the level held is not known" in item.reason.render("en")


ACROSS = {
    (1, 1): "not-comparable",
    (1, 2): "raise",
    (1, 3): "raise",
    (2, 1): "met",
    (2, 2): "met",
    (2, 3): "raise",
    (3, 1): "met",
    (3, 2): "met",
    (3, 3): "not-comparable",
}


@pytest.mark.parametrize(("ranks", "expected"), ACROSS.items())
@pytest.mark.parametrize(("here", "there"), [("s", "r"), ("r", "s")])
@pytest.mark.parametrize("scales", [TIED, TIED_FROM_THE_OTHER_END, TIED_BOTH_WAYS])
def test_across_scales_a_stated_equivalence_decides_whichever_end_states_it(
    scales: tuple[list[Node], ...], here: str, there: str, ranks: tuple[int, int], expected: str
) -> None:
    assert standing(scales, f"{here}{ranks[0]}", f"{there}{ranks[1]}") == expected


TWO_TIES = {
    (1, 1): "met",  # s1 is r1
    (1, 2): "raise",  # s1 is r1, below r2
    (1, 3): "raise",
    (2, 1): "met",  # above s1, which is r1
    (2, 2): "not-comparable",  # between the ties on both scales
    (2, 3): "raise",  # below s3, which is r3
    (3, 1): "met",
    (3, 2): "met",
    (3, 3): "met",
}


@pytest.mark.parametrize(("ranks", "expected"), TWO_TIES.items())
def test_of_several_equivalences_each_may_decide(ranks: tuple[int, int], expected: str) -> None:
    assert standing(TIED_AT_BOTH_ENDS, f"s{ranks[0]}", f"r{ranks[1]}") == expected


@pytest.mark.parametrize(("held", "required"), [("s1", "r3"), ("s3", "r1"), ("s2", "r2"), ("r2", "s2")])
def test_without_an_equivalence_scales_cannot_be_compared(held: str, required: str) -> None:
    assert standing(UNTIED, held, required) == "not-comparable"


@pytest.mark.parametrize(("held", "required"), [("s2", "q2"), ("s3", "q1"), ("q2", "s2")])
def test_equivalences_are_not_chained(held: str, required: str) -> None:
    assert standing(IN_A_ROW, held, required) == "not-comparable"


@pytest.mark.parametrize("seed", range(20))
def test_a_higher_level_of_one_scale_never_stands_lower(seed: int) -> None:
    random = Random(seed)
    ties = dict(zip(sorted(random.sample(range(1, 6), 2)), ("s2", "s4"), strict=True))
    scales = (scale("s", 5), scale("r", 5, ties))
    order = {"raise": 0, "not-comparable": 1, "met": 2}
    for required in range(1, 6):
        reached = [order[standing(scales, f"r{held}", f"s{required}")] for held in range(1, 6)]
        assert reached == sorted(reached)


# L2: several requirements for one competency


def test_of_several_levels_the_highest_is_asked_and_the_item_names_every_requirement() -> None:
    several = [requires("target", "a", level) for level in ("s1", "s3", "s2")]
    item = only_item(asks(*several, scales=ONE), "s2")
    assert (item.status, item.required_level) == ("raise", "t:s3")
    assert {one.id for one in several} <= set(item.proof)


def test_a_stated_level_is_asked_before_an_unstated_one() -> None:
    g = asks(requires("target", "a", None), requires("target", "a", "s2"), scales=ONE)
    assert only_item(g, "s2").required_level == "t:s2"
    assert only_item(g, None).status == "not-comparable"


@pytest.mark.parametrize("held", ["s1", "s2", "r2", None])
def test_levels_that_cannot_be_compared_are_asked_both(held: str | None) -> None:
    g = asks(requires("target", "a", "s2"), requires("target", "a", "r2"), scales=UNTIED)
    assert only_item(g, held).status == "not-comparable"
    (item,) = ssw.gap(g, [{"t:a": "t:s2"}, {"t:a": "t:r3"}], "t:target").items
    assert item.status == "met"


@pytest.mark.parametrize("held", ["s2", "s3", "r2", "r3"])
def test_of_two_equivalent_levels_either_is_enough(held: str) -> None:
    g = asks(requires("target", "a", "s2"), requires("target", "a", "r2"), scales=TIED)
    assert only_item(g, held).status == "met"


@pytest.mark.parametrize("several", list(permutations(("essential", None, "optional"))))
def test_essential_comes_before_unstated_before_optional(several: tuple[str | None, ...]) -> None:
    expected = ["essential", "not-stated", "optional"]
    for left in range(3):
        ranked = sorted(several, key=("essential", None, "optional").index)[left:]
        g = asks(*(requires("target", "a", None, necessity) for necessity in ranked))
        assert only_item(g, None).necessity == expected[left]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("s1", "essential"), ("s3", "optional"), ("essential", "t:s1", "met")),
        (("s1", None), ("s3", "optional"), ("not-stated", "t:s1", "met")),
        (("s1", "essential"), ("s3", None), ("essential", "t:s3", "raise")),
        (("s3", "essential"), ("s1", "optional"), ("essential", "t:s3", "raise")),
        (("s1", "optional"), ("s3", "optional"), ("optional", "t:s3", "raise")),
        ((None, "essential"), ("s3", "optional"), ("essential", None, "met")),
    ],
)
def test_an_optional_level_raises_nothing_that_is_essential(
    first: tuple[str | None, str | None], second: tuple[str | None, str | None], expected: tuple[str, str | None, str]
) -> None:
    several = [requires("target", "a", *first), requires("target", "a", *second)]
    item = only_item(asks(*several, scales=ONE), "s2")
    assert (item.necessity, item.required_level, item.status) == expected
    assert {one.id for one in several} <= set(item.proof)


@pytest.mark.parametrize(("necessity", "planned"), [("essential", True), (None, True), ("optional", False)])
def test_unstated_necessity_plans_as_essential_and_shows_as_not_stated(necessity: str | None, planned: bool) -> None:
    g = graph(
        competency("a"), cadre("target"), requires("target", "a", None, necessity), module("m"), develops("m", "a")
    )
    answer = ssw.gap(g, [], "t:target")
    assert answer.items[0].necessity == (necessity or "not-stated")
    assert ssw.plan(g, answer, as_of=DAY).modules == (("t:m",) if planned else ())


def test_contradictory_equivalences_never_make_a_stated_level_unstated() -> None:
    circle = (scale("x", 3, {1: "y3"}), scale("y", 3, {1: "z3"}), scale("z", 3, {1: "x3"}))
    g = asks(*(requires("target", "a", level) for level in ("x2", "y2", "z2")), scales=circle)
    item = only_item(g, None)
    assert item.required_level is not None
    assert item.status == "not-comparable"


# L3: three things that are never read as one another


def test_a_qualification_level_is_no_proficiency() -> None:
    parts = [competency("a"), cadre("target"), requires("target", "a", "s1")]
    g = graph(*ONE, *parts, module("m", 10, qualification_level="NQF 8"), develops("m", "a"))
    assert [item.status for item in ssw.gap(g, "t:m", "t:target").items] == ["not-comparable"]
    answer = ssw.plan(g, ssw.gap(g, [], "t:target"), as_of=DAY)
    assert answer.modules == ()
    assert [item.why for item in answer.open] == ["level-not-stated"]


def test_a_tier_is_no_proficiency_and_includes_nothing() -> None:
    g = graph(
        *ONE,
        competency("a"),
        competency("b"),
        cadre("basic", tier="basic"),
        requires("basic", "b"),
        cadre("expert", tier="advanced"),
        requires("expert", "a"),
        cadre("target", tier="basic"),
        requires("target", "a", "s1"),
    )
    assert {item.competency: item.status for item in ssw.gap(g, "t:expert", "t:target").items} == {
        "t:a": "not-comparable"
    }
    assert [item.competency for item in ssw.gap(g, "t:expert", "t:basic").missing] == ["t:b"]


def test_a_level_of_mastery_is_no_qualification() -> None:
    g = graph(
        *ONE,
        competency("a"),
        competency("b"),
        cadre("target"),
        requires("target", "a"),
        module("m", 10, qualification_level="s3", prerequisite=("t:n",)),
        module("n", 10, qualification_level="s1"),
        develops("m", "a"),
        develops("n", "b", "s1"),
    )
    answer = ssw.plan(g, ssw.gap(g, {"t:b": None}, "t:target"), as_of=DAY)
    assert answer.modules == ("t:n", "t:m"), "holding b at an unknown level does not stand for what n brings"
