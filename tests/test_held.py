"""What counts as held: rules H1 to H4."""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Holding, Node, Profile
from tests.toy import cadre, competency, competency_set, develops, graph, maps, module, qualification, requires, scale

WANTS = [cadre("target"), *(requires("target", c) for c in "abc"), *(competency(c) for c in "abc")]


def statuses(g: CompetencyGraph, held: Any, target: str = "t:target") -> dict[str, str]:
    return {item.competency: item.status for item in ssw.gap(g, held, target).items}


def met(g: CompetencyGraph, held: Any, target: str = "t:target") -> set[str]:
    return {item.competency.removeprefix("t:") for item in ssw.gap(g, held, target).met}


# H1: what can be held


def everyone() -> CompetencyGraph:
    return graph(
        *WANTS,
        cadre("worker"),
        requires("worker", "a"),
        qualification("certificate", reach="whole"),
        module("course", part_of=("t:certificate",)),
        develops("course", "b"),
        module("alone"),
        develops("alone", "c"),
        competency_set("pair", "a", "b"),
    )


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param("t:worker", "a", id="a cadre"),
        pytest.param("t:certificate", "b", id="a qualification, by its modules"),
        pytest.param("t:alone", "c", id="a module"),
        pytest.param("t:a", "a", id="a competency"),
        pytest.param("t:pair", "ab", id="a set"),
        pytest.param({"t:a": None, "t:c": None}, "ac", id="competencies with levels"),
        pytest.param(Profile(holdings=(Holding(competency="t:b"),)), "b", id="a profile"),
        pytest.param(Profile(completed=("t:alone",)), "c", id="a profile of modules completed"),
        pytest.param(["t:worker", "t:certificate", {"t:c": None}], "abc", id="a list of several kinds"),
        pytest.param(("t:worker", "t:worker"), "a", id="the same twice"),
        pytest.param(iter(["t:worker", "t:alone"]), "ac", id="anything that can be walked"),
        pytest.param([], "", id="nothing"),
        pytest.param({}, "", id="no competencies"),
        pytest.param(Profile(), "", id="an empty profile"),
    ],
)
def test_each_kind_of_thing_can_be_held(held: Any, expected: str) -> None:
    assert met(everyone(), held) == set(expected)


def test_an_element_itself_may_stand_for_its_id() -> None:
    g = everyone()
    assert met(g, g["t:worker"]) == {"a"}
    assert met(g, [g["t:worker"], g["t:alone"]]) == {"a", "c"}


def test_a_list_is_the_union_of_its_parts() -> None:
    g = everyone()
    single = [{"t:a": None}, "t:certificate", "t:alone"]
    assert met(g, single) == set().union(*(met(g, one) for one in single))


@pytest.mark.parametrize(("held", "status"), [("s1", "raise"), ("s2", "met"), ("s3", "met")])
def test_the_union_counts_at_the_highest_level_in_either_order(held: str, status: str) -> None:
    g = graph(scale("s", 3), competency("a"), cadre("target"), requires("target", "a", "s2"))
    low = {"t:a": "t:s1"}
    for both in ([low, {"t:a": f"t:{held}"}], [{"t:a": f"t:{held}"}, low]):
        assert statuses(g, both) == {"t:a": status}


@pytest.mark.parametrize(
    ("required", "held", "shown"),
    [
        pytest.param("s3", ("s1", "s2"), "t:s2", id="short of what is asked"),
        pytest.param("s2", ("s2", "s3"), "t:s3", id="more than is asked"),
        pytest.param("s3", ("s2", "s2"), "t:s2", id="the same twice"),
    ],
)
def test_the_level_shown_is_the_highest_of_the_union(required: str, held: tuple[str, str], shown: str) -> None:
    g = graph(scale("s", 3), competency("a"), cadre("target"), requires("target", "a", required))
    (item,) = ssw.gap(g, [{"t:a": f"t:{level}"} for level in held], "t:target").items
    assert item.held_level == shown


@pytest.mark.parametrize("held", ["t:nobody", ["t:worker", "t:nobody"], {"t:nobody": None}, ""])
def test_an_unknown_id_names_itself(held: Any) -> None:
    with pytest.raises(UnknownElementError) as caught:
        ssw.gap(everyone(), held, "t:target")
    assert caught.value.identifier in ("t:nobody", "")


def test_an_unknown_id_names_its_neighbours() -> None:
    with pytest.raises(UnknownElementError) as caught:
        ssw.gap(everyone(), "t:workre", "t:target")
    assert "t:worker" in caught.value.near


@pytest.mark.parametrize(
    "held",
    [
        pytest.param("t:s1", id="a level"),
        pytest.param("t", id="a framework"),
        pytest.param({"t:target": None}, id="a cadre among competencies"),
        pytest.param({"t:a": "t:s9"}, id="a level that is not there"),
        pytest.param({"t:a": "t:b"}, id="a competency as a level"),
        pytest.param(3, id="a number"),
        pytest.param(None, id="nothing at all"),
        pytest.param([["t:a"]], id="a list in a list"),
        pytest.param(b"t:a", id="bytes"),
        pytest.param(Profile(completed=("t:target",)), id="a cadre as a completed course"),
    ],
)
def test_what_cannot_be_held_is_refused(held: Any) -> None:
    with pytest.raises(InputError):
        ssw.gap(graph(*WANTS, scale("s", 2)), held, "t:target")


def test_a_profile_cannot_have_completed_what_is_unknown() -> None:
    with pytest.raises(UnknownElementError):
        ssw.gap(graph(*WANTS), Profile(completed=("t:nowhere",)), "t:target")


def test_a_profile_cannot_hold_at_a_level_that_is_not_there() -> None:
    with pytest.raises(InputError):
        ssw.gap(graph(*WANTS), Profile(holdings=(Holding(competency="t:a", level="t:s9"),)), "t:target")


@pytest.mark.parametrize("member", ["t:a", "t:pair"])
def test_a_profile_may_name_a_competency_or_a_set(member: str) -> None:
    assert "a" in met(everyone(), Profile(holdings=(Holding(competency=member),)))


def test_a_qualification_of_which_nothing_is_encoded_proves_nothing_and_says_so() -> None:
    g = graph(*WANTS, qualification("certificate", reach="partial"))
    answer = ssw.gap(g, "t:certificate", "t:target")
    assert not answer.met
    assert "certificate" in " ".join(note.render("en") for note in answer.notes)


@pytest.mark.parametrize("extent", ["whole", "part", None])
@pytest.mark.parametrize(("reach", "all_of_it"), [("whole", True), ("partial", False), (None, False)])
@pytest.mark.parametrize("modules", [False, True])
def test_a_qualification_encoded_whole_is_held_with_all_that_it_states_with_or_without_modules(
    reach: str | None, all_of_it: bool, extent: str | None, modules: bool
) -> None:
    some = [module("m", part_of=("t:q",))] if modules else []
    pair = competency_set("pair", "b", "c")
    stated = [develops("q", "a", extent=extent), develops("q", "pair", extent=extent)]
    g = graph(*WANTS, pair, qualification("q", reach=reach), *some, *stated)
    assert met(g, "t:q") == (set("abc") if all_of_it or extent == "whole" else set())
    assert met(g, Profile(completed=("t:q",))) == met(g, "t:q")


def test_a_qualification_without_modules_is_held_and_planned_as_one_step() -> None:
    g = graph(*WANTS, qualification("q", reach="whole"), develops("q", "a", extent="part"))
    plan = ssw.plan(g, ssw.gap(g, [], "t:target"), as_of=date(2026, 11, 21))
    assert (plan.steps, plan.modules) == (("t:q",), ()), "its parts close together, since it is encoded whole (P11)"
    assert "t:a" not in {item.competency for item in plan.open}


def test_a_basis_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"t:a: there is no basis 'certifed'\. Did you mean 'certified'\?"):
        Holding(competency="t:a", basis="certifed")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="A basis is one of certified, assessed"):
        Holding(competency="t:a", basis="xyz")  # type: ignore[arg-type]


@pytest.mark.parametrize("held", [[], {}, [{}]])
def test_nothing_held_has_a_name_in_every_language(held: Any) -> None:
    label = ssw.gap(graph(competency("a")), held, "t:a").held_label
    assert (label.get("en"), label.get("fr")) == ("nothing held", "aucun acquis")


def test_a_profile_without_a_title_is_called_a_profile() -> None:
    assert str(ssw.gap(graph(competency("a")), Profile(title="  "), "t:a").held_label) == "profile"


# H2: on what basis


def test_a_cadre_is_assumed_from_the_role_and_not_assessed() -> None:
    answer = ssw.gap(everyone(), "t:worker", "t:target")
    assert {holding.basis for holding in answer.profile.holdings} == {"assumed-from-cadre"}
    said = " ".join(note.render("en") for note in answer.notes)
    assert "assumed from the role" in said
    assert "not assessed" in said
    assert "assumed" in answer.met[0].reason.render("en")


@pytest.mark.parametrize(
    ("held", "basis"),
    [
        ("t:certificate", "certified"),
        ("t:alone", "certified"),
        ({"t:a": None}, "self-rated"),
        ("t:a", "self-rated"),
        (Profile(holdings=(Holding(competency="t:a", basis="supervisor-rated"),)), "supervisor-rated"),
        (Profile(holdings=(Holding(competency="t:a", basis="assessed"),)), "assessed"),
    ],
)
def test_everything_else_keeps_its_own_basis_and_is_not_called_assumed(held: Any, basis: str) -> None:
    answer = ssw.gap(everyone(), held, "t:target")
    assert {holding.basis for holding in answer.profile.holdings} == {basis}
    assert "assumed" not in " ".join(note.render("en") for note in answer.notes)


def test_the_note_names_each_role_that_was_assumed_once() -> None:
    g = graph(*WANTS, *(cadre(c) for c in ("one", "two")), requires("one", "a"), requires("two", "a"))
    notes = [note.render("en") for note in ssw.gap(g, ["t:one", "t:two", "t:one"], "t:target").notes]
    assumed = [note for note in notes if "not assessed" in note]
    assert len(assumed) == 2
    assert "one" in assumed[0]
    assert "two" in assumed[1]


def test_a_certificate_speaks_before_an_assumption() -> None:
    g = graph(*WANTS, cadre("worker"), requires("worker", "c"), module("alone"), develops("alone", "c"))
    item = next(i for i in ssw.gap(g, ["t:worker", "t:alone"], "t:target").items if i.competency == "t:c")
    assert "t:alone" in item.proof
    assert "t:worker" not in item.proof


@pytest.mark.parametrize(
    "basis",
    [
        "certified",
        "assessed",
        "supervisor-rated",
        "self-rated",
        "assumed-from-cadre",
    ],
)
def test_each_basis_of_a_profile_gives_a_whole_sentence(basis: Any) -> None:
    profile = Profile(holdings=(Holding(competency="t:a", basis=basis),))
    reason = ssw.gap(everyone(), profile, "t:target").met[0].reason.render("en")
    assert not reason.rstrip(".").endswith((" by", " of"))


# H3: what is essential, unstated or optional today


@pytest.mark.parametrize(("today", "tomorrow"), list(product(("essential", None, "optional"), repeat=2)))
def test_what_is_optional_today_counts_only_where_it_is_optional_tomorrow(
    today: str | None, tomorrow: str | None
) -> None:
    g = graph(
        competency("a"),
        cadre("now"),
        cadre("next"),
        requires("now", "a", None, today),
        requires("next", "a", None, tomorrow),
    )
    expected = "missing" if today == "optional" and tomorrow != "optional" else "met"
    assert statuses(g, "t:now", "t:next") == {"t:a": expected}


def test_an_optional_skill_gives_no_credit_through_a_mapping_either() -> None:
    g = graph(*WANTS, cadre("now"), requires("now", "b", None, "optional"), maps("b", "exact", "a"))
    assert statuses(g, "t:now")["t:a"] == "missing"


def test_an_optional_skill_is_held_at_its_level_only() -> None:
    parts = [*scale("s", 2), competency("a"), cadre("now"), requires("now", "a", "s1", "optional")]
    g = graph(*parts, cadre("next"), requires("next", "a", "s2", "optional"))
    assert statuses(g, "t:now", "t:next") == {"t:a": "raise"}


def test_what_is_optional_for_the_role_but_certified_counts() -> None:
    g = graph(*WANTS, cadre("now"), requires("now", "a", None, "optional"), module("course"), develops("course", "a"))
    assert statuses(g, ["t:now", "t:course"])["t:a"] == "met"


def random_cadre(random: Random, *, mixed: bool) -> list[Node | list[Node]]:
    """A cadre with requirements at random; ``mixed``: one competency may be asked several times, in several ways."""
    names = "abcdfg"
    parts: list[Node | list[Node]] = [scale("s", 3), scale("r", 3, {2: "s2"}), *(competency(c) for c in names)]
    parts += [cadre("x"), competency_set("ring", "chain", "a"), competency_set("chain", "ring", "b")]
    asked: dict[str, Node] = {}
    for name in [*names, *(names if mixed else ()), "ring"]:
        level = random.choice([None, "s1", "s2", "s3", "r1", "r2", "r3"])
        necessity = random.choice(["essential", None, "optional"])
        if name == "ring" and not mixed:
            continue
        one = requires("x", name, level, necessity)
        asked[one.id] = one
    return [*parts, *asked.values()]


@pytest.mark.parametrize("seed", range(25))
def test_a_role_held_against_itself_leaves_nothing_open(seed: int) -> None:
    answer = ssw.gap(graph(*random_cadre(Random(seed), mixed=False)), "t:x", "t:x")
    assert answer.items
    assert not answer.open
    assert not answer.beyond


def test_a_role_that_asks_twice_leaves_nothing_open_against_itself() -> None:
    g = graph(
        scale("s", 3),
        competency("a"),
        cadre("x"),
        requires("x", "a", "s2", "essential"),
        requires("x", "a", "s3", "optional"),
    )
    assert statuses(g, "t:x", "t:x") == {"t:a": "met"}


def test_roles_that_ask_the_same_in_several_ways_leave_nothing_open_against_themselves() -> None:
    for seed in range(100):
        assert not ssw.gap(graph(*random_cadre(Random(seed), mixed=True)), "t:x", "t:x").open, seed


def test_a_role_that_takes_in_another_holds_and_asks_what_both_do() -> None:
    g = graph(
        *WANTS,
        cadre("basic"),
        requires("basic", "a"),
        cadre("advanced", includes=("t:basic",)),
        requires("advanced", "b"),
    )
    assert met(g, "t:advanced") == {"a", "b"}
    assert statuses(g, "t:basic", "t:advanced") == {"t:a": "met", "t:b": "missing"}
    assert statuses(g, "t:advanced", "t:basic") == {"t:a": "met", "t:b": "beyond"}


@pytest.mark.parametrize("reach", ["whole", "partial", None])
@pytest.mark.parametrize("extent", ["whole", "part", None])
def test_a_qualification_held_against_itself_leaves_nothing_open(reach: str | None, extent: str | None) -> None:
    g = graph(
        competency("a"),
        competency("b"),
        qualification("q", reach=reach),
        develops("q", "a", extent=extent),
        module("m", part_of=("t:q",)),
        develops("m", "b", extent="part"),
    )
    assert not ssw.gap(g, "t:q", "t:q").open
    assert met(g, "t:q", "t:q") >= {"b"}


def test_a_qualification_of_parts_on_several_levels_leaves_nothing_open_against_itself() -> None:
    g = graph(
        scale("s", 3),
        competency("a"),
        qualification("q", reach="whole"),
        *(module(m, part_of=("t:q",)) for m in "mn"),
        develops("m", "a", "s1", "part"),
        develops("n", "a", "s3", "part"),
    )
    assert statuses(g, "t:q", "t:q") == {"t:a": "met"}


# H4: sets


def nested(*more: Node | list[Node]) -> CompetencyGraph:
    return graph(
        *(competency(c) for c in "abc"),
        competency_set("outer", "inner", "a"),
        competency_set("inner", "b", "outer"),
        *more,
    )


def test_requiring_a_set_is_requiring_each_member_of_its_closure() -> None:
    g = nested(cadre("target"), requires("target", "outer", None, "essential"))
    answer = ssw.gap(g, "t:a", "t:target")
    assert {item.competency: item.status for item in answer.items} == {"t:a": "met", "t:b": "missing"}
    assert {item.necessity for item in answer.items} == {"essential"}


def test_holding_a_set_is_holding_each_member_of_its_closure() -> None:
    g = nested(cadre("target"), *(requires("target", c) for c in "abc"))
    assert statuses(g, "t:outer") == {"t:a": "met", "t:b": "met", "t:c": "missing"}
    assert statuses(g, "t:inner") == {"t:a": "met", "t:b": "met", "t:c": "missing"}


def test_a_role_that_requires_a_set_holds_its_members() -> None:
    g = nested(cadre("now"), requires("now", "outer"), cadre("target"), requires("target", "b"))
    assert statuses(g, "t:now") == {"t:a": "beyond", "t:b": "met"}


def test_a_set_held_at_a_level_gives_each_member_at_that_level() -> None:
    g = nested(scale("s", 3), cadre("target"), requires("target", "a", "s2"), requires("target", "b", "s3"))
    assert statuses(g, {"t:outer": "t:s2"}) == {"t:a": "met", "t:b": "raise"}


def test_a_set_is_never_an_item() -> None:
    g = nested(cadre("target"), requires("target", "outer"))
    for held in ("t:outer", "t:inner", "t:target", ()):
        for target in ("t:outer", "t:inner", "t:target"):
            shown = {item.competency for item in ssw.gap(g, held, target).items}
            assert shown == {"t:a", "t:b"}


def test_the_proof_names_the_sets_passed_through_on_both_sides() -> None:
    g = nested(cadre("target"), requires("target", "outer"), cadre("now"), requires("now", "inner"))
    items = {item.competency: item for item in ssw.gap(g, [], "t:target").items}
    assert {"t:outer", "t:inner"} <= set(items["t:b"].proof)
    assert "t:inner" not in items["t:a"].proof
    held = {item.competency: item for item in ssw.gap(g, "t:now", "t:b").items}
    assert "t:inner" in held["t:b"].proof
    assert "t:outer" not in held["t:b"].proof


def test_a_set_and_its_member_asked_apart_are_one_item_at_the_higher_level() -> None:
    g = nested(scale("s", 3), cadre("target"), requires("target", "outer", "s1"), requires("target", "b", "s3"))
    levels = {item.competency: item.required_level for item in ssw.gap(g, [], "t:target").items}
    assert levels == {"t:a": "t:s1", "t:b": "t:s3"}


def test_a_module_that_develops_a_set_develops_its_members() -> None:
    g = nested(cadre("target"), *(requires("target", c) for c in "abc"), module("course"), develops("course", "outer"))
    assert met(g, "t:course") == {"a", "b"}


def test_an_empty_set_asks_nothing() -> None:
    g = graph(competency("a"), competency_set("none"), cadre("target"), requires("target", "none"))
    answer = ssw.gap(g, "t:a", "t:target")
    assert not answer.open
    assert [item.status for item in answer.items] == ["beyond"]
