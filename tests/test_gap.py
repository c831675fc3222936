"""The gap as a whole: what a target may be, plain answers to empty questions, what comes first, what ships."""

from __future__ import annotations

import doctest
import gc
import json
import re
import weakref
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    EligibilityCondition,
    Gap,
    Holding,
    Node,
    PackagingRule,
    Profile,
    ScopeRule,
    SupervisionArrangement,
    Text,
)
from tests.loops import some
from tests.toy import (
    DRAFT,
    cadre,
    competency,
    competency_set,
    develops,
    framework,
    graph,
    maps,
    module,
    qualification,
    requires,
    scale,
)

SEMANTICS = Path(__file__).parent.parent / "docs" / "semantics.md"


def said(answer: Gap) -> str:
    return " ".join(note.render("en") for note in answer.notes)


def six_ways() -> CompetencyGraph:
    """One requirement for each status."""
    return graph(
        scale("s", 3),
        scale("r", 3),
        *(competency(c) for c in "abcdfgh"),
        cadre("target"),
        requires("target", "a", "s2", "essential"),
        requires("target", "b", "s2", "essential"),
        requires("target", "c"),
        requires("target", "d", None, "optional"),
        requires("target", "h", "s1"),
        maps("f", "close", "d"),
    )


HELD = {"t:a": "t:s3", "t:b": "t:s1", "t:f": None, "t:g": "t:s1", "t:h": "t:r1"}


# What an answer holds


def test_each_competency_asked_or_held_has_one_item_with_its_status() -> None:
    answer = ssw.gap(six_ways(), HELD, "t:target")
    assert {item.competency: item.status for item in answer.items} == {
        "t:a": "met",
        "t:b": "raise",
        "t:c": "missing",
        "t:d": "if-recognised",
        "t:g": "beyond",
        "t:h": "not-comparable",
    }
    assert [item.competency for item in answer.items] == sorted(item.competency for item in answer.items)


def test_the_views_of_an_answer_divide_its_items() -> None:
    answer = ssw.gap(six_ways(), HELD, "t:target")
    hoped = answer.of_certainty("if-recognised")
    views = (answer.met, answer.to_raise, answer.missing, hoped, answer.not_comparable, answer.beyond)
    assert [len(view) for view in views] == [1] * 6
    assert set().union(*views) == set(answer.items)
    assert set(answer.open) == set(answer.items) - set(answer.met) - set(answer.beyond)


def test_what_is_held_through_a_mapping_is_used_and_not_beyond() -> None:
    assert "t:f" not in {item.competency for item in ssw.gap(six_ways(), HELD, "t:target").beyond}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_item_says_why_in_one_sentence_or_two(lang: str) -> None:
    for item in some(ssw.gap(six_ways(), HELD, "t:target").items):
        reason = item.reason.render(lang)
        assert reason.endswith(".")
        assert "{" not in reason
        assert len(reason) > 10


def test_every_proof_leads_to_its_competency_and_names_what_asks_for_it() -> None:
    g = six_ways()
    for item in some(ssw.gap(g, HELD, "t:target").items):
        assert item.competency in item.proof
        assert all(identifier in g for identifier in item.proof)
        asked = [link for link in item.proof if link.startswith("t:target.")]
        assert bool(asked) == (item.status != "beyond")


def test_levels_and_necessity_are_shown_as_they_are_asked_and_held() -> None:
    items = {item.competency: item for item in ssw.gap(six_ways(), HELD, "t:target").items}
    assert (items["t:b"].required_level, items["t:b"].held_level, items["t:b"].necessity) == (
        "t:s2",
        "t:s1",
        "essential",
    )
    assert (items["t:c"].required_level, items["t:c"].held_level, items["t:c"].necessity) == (None, None, "not-stated")
    assert items["t:d"].necessity == "optional"
    assert items["t:g"].held_level == "t:s1"


def test_rows_are_plain_and_one_per_item() -> None:
    answer = ssw.gap(six_ways(), HELD, "t:target")
    rows = answer.rows()
    assert [row["competency"] for row in rows] == [item.competency for item in answer.items]
    assert json.loads(json.dumps(rows)) == rows
    assert all(row["reason"] == item.reason.render("en") for row, item in zip(rows, answer.items, strict=True))


def test_the_same_question_has_the_same_answer() -> None:
    assert ssw.gap(six_ways(), HELD, "t:target") == ssw.gap(six_ways(), dict(reversed(HELD.items())), "t:target")


def test_the_first_answer_of_a_graph_counts_mappings_as_any_later_one_does() -> None:
    first = ssw.gap(six_ways(), HELD, "t:target").statuses
    items = ssw.gap(six_ways(), HELD, "t:target").items
    assert first == {item.competency: item.status for item in items if item.status != "beyond"}
    fresh = ssw.load()
    known = ssw.gap(fresh, "za:60209", "psw:para-social-worker").statuses
    assert "if-recognised" in known.values()
    assert "in-part" in known.values()
    assert {one.id for one in fresh.competencies if fresh.credits.into(one.id)} <= ssw.load().credits.targets


@pytest.mark.slow
def test_every_pair_of_roles_that_ship_has_the_same_status_quickly_and_with_reasons() -> None:
    g = ssw.load()
    for held in some(g.cadres[::9]):
        for target in g.cadres[::4]:
            quick = ssw.gap(g, held.id, target.id).statuses
            slow = ssw.gap(g, held.id, target.id).items
            assert quick == {item.competency: item.status for item in slow if item.status != "beyond"}


def test_a_set_of_ids_is_given_back_in_order() -> None:
    g = graph(*(competency(f"c{i:02}") for i in range(40)))
    ids = {f"t:c{i:02}" for i in range(40)}
    assert ssw.gap(g, ids, "t:c00").held == tuple(sorted(ids))


def test_an_answer_says_how_many_of_its_links_are_draft() -> None:
    answer = ssw.gap(six_ways(), HELD, "t:target")
    assert answer.links.draft == 6, "five requirements and one mapping"
    assert answer.links.stated == answer.links.derived == 0
    assert answer.stamp.frameworks[0][0] == "t"


# What a target may be


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("t:role", {"t:a": "t:s2"}),
        ("t:certificate", {"t:a": "t:s1", "t:b": None, "t:c": None}),
        ("t:c", {"t:c": None}),
        ("t:pair", {"t:a": None, "t:b": None}),
    ],
)
def test_a_target_is_a_cadre_a_qualification_a_competency_or_a_set(target: str, asked: dict[str, str | None]) -> None:
    g = graph(
        scale("s", 3),
        *(competency(c) for c in "abc"),
        cadre("role"),
        requires("role", "a", "s2"),
        qualification("certificate", reach="whole"),
        module("m", part_of=("t:certificate",)),
        develops("m", "a", "s1"),
        develops("m", "b", extent="part"),
        develops("certificate", "c"),
        competency_set("pair", "a", "b"),
    )
    answer = ssw.gap(g, [], target)
    assert {item.competency: item.required_level for item in answer.items} == asked
    assert answer == ssw.gap(g, [], g[target])


@pytest.mark.parametrize("target", ["t:m", "t:s1", "t:s", "t", "t:target.a.s2.essential"])
def test_nothing_else_is_a_target(target: str) -> None:
    with pytest.raises(InputError, match="target"):
        ssw.gap(graph(*six_ways().frameworks[0].elements, module("m")), [], target)


def test_an_unknown_target_names_the_nearest_ids() -> None:
    with pytest.raises(UnknownElementError) as caught:
        ssw.gap(six_ways(), [], "t:targte")
    assert "t:target" in caught.value.near
    assert isinstance(caught.value, KeyError)


@pytest.mark.parametrize("extent", ["whole", "part", None])
def test_what_a_qualification_states_is_asked_as_far_as_it_is_known(extent: str | None) -> None:
    g = graph(competency("a"), competency("b"), qualification("q", reach="partial"), develops("q", "a", extent=extent))
    answer = ssw.gap(g, "t:b", "t:q")
    assert [item.competency for item in answer.missing] == ["t:a"]
    assert answer.complete is False
    assert "The list of what ‘q’ requires is incomplete" in said(answer)
    assert "nothing to compare" not in said(answer)
    held = ssw.gap(g, "t:q", "t:q")
    assert [item.status for item in held.items] == ["met"], "whoever holds it has what it states"
    assert ssw.gap(g, "t:a", "t:q").met
    assert bool(ssw.gap(g, "t:q", "t:a").met) == (extent == "whole"), "but a part of it is no proof of the whole"


def test_a_qualification_encoded_whole_is_not_said_to_ask_for_more() -> None:
    g = graph(competency("a"), qualification("q", reach="whole"), develops("q", "a"))
    assert "partly encoded" not in said(ssw.gap(g, [], "t:q"))


def test_of_a_qualification_held_no_module_of_a_choice_is_taken_for_done() -> None:
    rule = PackagingRule(id="t:rule", qualification="t:q", group=("t:n", "t:o"), at_least=1, evidence=DRAFT)
    modules = [module(m, 10, part_of=("t:q",)) for m in "mno"]
    outcomes = [develops(m, c) for m, c in zip("mno", "abc", strict=True)]
    names = [competency(c) for c in "abcd"]
    g = graph(*names, qualification("q", reach="whole"), *modules, *outcomes, develops("q", "d"), rule)
    profile = ssw.gap(g, "t:q", "t:q").profile
    assert profile.completed == ("t:m", "t:q")
    assert {holding.competency for holding in profile.holdings} == {"t:a", "t:d"}
    assert {i.competency: i.status for i in ssw.gap(g, "t:q", "t:q").items} == {"t:a": "met", "t:d": "met"}


# Plain answers to empty questions


def test_a_target_that_asks_nothing_says_so() -> None:
    answer = ssw.gap(graph(competency("a"), cadre("target")), "t:a", "t:target")
    assert not answer.open
    assert "nothing to compare" in said(answer)
    assert [item.status for item in answer.items] == ["beyond"]


@pytest.mark.parametrize("held", [[], {}, Profile(), "t:nobody"])
def test_nothing_held_is_said_and_not_left_to_be_guessed(held: Any) -> None:
    g = graph(competency("a"), cadre("target"), requires("target", "a"), cadre("nobody"))
    answer = ssw.gap(g, held, "t:target")
    assert [item.status for item in answer.items] == ["missing"]
    words = (
        "No competency is stated for the role held (nobody)"
        if held == "t:nobody"
        else "No competency is known to be held"
    )
    assert words in said(answer)


def test_something_held_is_not_called_nothing() -> None:
    g = graph(competency("a"), competency("b"), cadre("target"), requires("target", "a"))
    assert "No competency" not in said(ssw.gap(g, "t:b", "t:target"))


def foreign(name: str) -> Node:
    return replace(competency(name), id=f"u:{name}")


def two_countries(*mappings: Any) -> CompetencyGraph:
    here = framework(competency("a"), cadre("target"), requires("target", "a"))
    g = CompetencyGraph([here, framework(foreign("z"), id="u")])
    return g.with_mappings(ssw.MappingSet(id="toy", mappings=mappings)) if mappings else g


def test_a_framework_that_no_mapping_connects_is_named() -> None:
    answer = ssw.gap(two_countries(), ["u:z", "t:a"], "t:target")
    assert {item.competency: item.status for item in answer.items} == {"t:a": "met", "u:z": "beyond"}
    assert "No mapping connects" in said(answer)


def test_a_framework_that_a_mapping_connects_is_not_named() -> None:
    assert "No mapping connects" not in said(ssw.gap(two_countries(maps("u:z", "close", "a")), "u:z", "t:target"))


@pytest.mark.parametrize("minimum", [-0.1, 1.5, 90])
def test_a_minimum_confidence_lies_between_nothing_and_one(minimum: float) -> None:
    with pytest.raises(InputError):
        ssw.gap(six_ways(), HELD, "t:target", minimum_confidence=minimum)


# P10: competence is not permission


def guarded() -> CompetencyGraph:
    rule = ScopeRule(
        id="t:target.rule",
        label=Text.of(en="rule"),
        evidence=DRAFT,
        cadre="t:target",
        competency=("t:a",),
        authority="under-supervision",
    )
    registered = EligibilityCondition(
        id="t:target.registered",
        label=Text.of(en="Registered with the council"),
        evidence=DRAFT,
        condition_of=("t:target",),
        condition_kind="registration",
    )
    watched = SupervisionArrangement(
        id="t:target.watched", label=Text.of(en="Weekly talk"), evidence=DRAFT, supervisee=("t:target",)
    )
    free = replace(rule, id="t:target.free", competency=("t:b",), authority="independent")
    return graph(
        competency("a"),
        competency("b"),
        cadre("target"),
        cadre("other"),
        requires("target", "a"),
        requires("target", "b"),
        module("m", 10),
        develops("m", "a"),
        rule,
        free,
        registered,
        watched,
    )


def test_holding_everything_lifts_no_condition_and_no_limit() -> None:
    for held in ("t:target", (), ("t:a", "t:b")):
        answer = ssw.gap(guarded(), held, "t:target")
        assert {condition.id for condition in answer.conditions} == {"t:target.registered", "t:target.watched"}
        assert {limit.id for limit in answer.limits} == {"t:target.rule"}


def test_a_plan_carries_the_conditions_and_limits_of_its_gap() -> None:
    g = guarded()
    answer = ssw.gap(g, [], "t:target")
    plan = ssw.plan(g, answer)
    assert plan.conditions == answer.conditions != ()
    assert plan.limits == answer.limits != ()


def test_a_target_without_conditions_has_none() -> None:
    answer = ssw.gap(guarded(), [], "t:other")
    assert answer.conditions == ()
    assert answer.limits == ()


@pytest.mark.parametrize("show", ["_repr_markdown_", "_repr_html_"])
def test_conditions_and_limits_come_first_when_a_result_is_shown(show: str) -> None:
    g = guarded()
    answer = ssw.gap(g, [], "t:target")
    for value, first_of_the_body in ((answer, "t:a"), (ssw.plan(g, answer), "t:m")):
        shown = getattr(value, show)()
        assert shown.index("t:target.registered") < shown.index(first_of_the_body)
        assert shown.index("t:target.rule") < shown.index(first_of_the_body)


# What ships


@pytest.mark.parametrize(
    "cadre_id",
    [
        "za:social-worker",
        "za:social-auxiliary-worker",
        "za:child-and-youth-care-worker",
        "za:auxiliary-child-and-youth-care-worker",
        "za:community-development-worker",
        "za:community-development-practitioner",
    ],
)
def test_the_cadres_that_ship_answer_for_themselves(g: CompetencyGraph, cadre_id: str) -> None:
    answer = ssw.gap(g, cadre_id, cadre_id)
    assert not answer.open
    assert not answer.missing
    assert answer.items or "nothing to compare" in said(answer)


def test_every_south_african_qualification_can_be_held(g: CompetencyGraph) -> None:
    for one in some(g.qualifications):
        if one.id.startswith("za:"):
            answer = ssw.gap(g, one.id, one.id)
            assert not answer.open, one.id
            assert answer.items or "not encoded" in said(answer)


def test_i_hold_60209_what_remains(g: CompetencyGraph) -> None:
    same = ssw.gap(g, "za:60209", "za:auxiliary-child-and-youth-care-worker")
    assert same.met
    assert all(holding.basis == "certified" for holding in same.profile.holdings)
    assert "za:254184" in same.profile.completed
    other = ssw.gap(g, "za:60209", "za:social-auxiliary-worker")
    assert other.items
    assert other.open
    assert other.limits
    assert other.conditions
    for item in other.met:
        assert "za:60209" in item.proof or set(item.proof) & {m.id for m in g.modules if "za:60209" in m.part_of}


def test_a_social_auxiliary_worker_may_not_do_everything_that_a_social_worker_does(g: CompetencyGraph) -> None:
    for held in ("za:social-worker", "za:60209", "za:social-auxiliary-worker"):
        assert ssw.gap(g, held, "za:social-auxiliary-worker").limits


def test_more_confidence_asked_never_gives_more_credit(g: CompetencyGraph) -> None:
    cadres = [one.id for one in g.cadres if one.id.startswith("za:")]
    for here, there in some(product(cadres, repeat=2)):
        lenient = ssw.gap(g, here, there)
        strict = ssw.gap(g, here, there, minimum_confidence=1.0)
        assert {i.competency for i in strict.met} <= {i.competency for i in lenient.met}


def test_certified_beats_assumed_and_a_profile_may_mix_countries_and_kinds(g: CompetencyGraph) -> None:
    worker = "za:auxiliary-child-and-youth-care-worker"
    mixed = Profile(holdings=(Holding(competency="za:c-60209-5", basis="assessed"),), completed=("za:254184",))
    alone = ssw.gap(g, worker, worker)
    both = ssw.gap(g, [worker, mixed], worker)
    assert {i.competency: i.status for i in both.items} == {i.competency: i.status for i in alone.items}


def test_a_graph_is_gone_with_its_last_user() -> None:
    """What a graph keeps of gaps does not hold the graph: two large ones would stand in memory for a while."""

    class Watched(CompetencyGraph):
        __slots__ = ("__weakref__",)

    g = Watched(six_ways().frameworks)
    gone = weakref.ref(g)
    gc.disable()
    try:
        answer = ssw.gap(g, "t:target", "t:target")
        assert answer.statuses
        del g
        assert answer.profile.holdings  # an answer keeps what it needs
        assert answer.items
        del answer
        assert gone() is None
    finally:
        gc.enable()


# The examples of docs/semantics.md


@pytest.mark.slow
@pytest.mark.docs
def test_the_examples_of_the_rules_are_true() -> None:
    blocks = re.findall(r"```python\n(.*?)```", SEMANTICS.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    runner = doctest.DocTestRunner(verbose=False)
    names: dict[str, Any] = {}
    for number, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, names, f"semantics.md, example {number}", str(SEMANTICS), 0)
        assert test.examples
        assert runner.run(test, clear_globs=False).failed == 0
        names = test.globs
