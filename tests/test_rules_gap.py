"""Each row of the tables on holding, levels and credit (H, L, C): the code has the same row, and does what it says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.exchange.schema import BY_KIND
from sswgraph.graph.recognition import COMPOSED, FULL, INVERSE, RECOGNISABLE, RELATIONS
from sswgraph.model import (
    EligibilityCondition,
    Gap,
    GapItem,
    Holding,
    Mapping,
    Node,
    PackagingRule,
    Profile,
    ScopeRule,
    Text,
)
from sswgraph.model.codes import (
    AUTHORITIES,
    CRITICALITIES,
    FORCES,
    NECESSITIES,
    PROFESSIONAL_STATUSES,
    SUPERVISION_MODES,
    TIERS,
)
from sswgraph.model.evidence import BASES
from sswgraph.shortfalls.matching import PREFERENCES
from tests.tables import code, codes, grid, rows
from tests.toy import DRAFT, cadre, competency, develops, graph, maps, module, qualification, requires, scale

ORDERS = {
    "authority": (AUTHORITIES, "scope-rule", "authority"),
    "mode of supervision": (SUPERVISION_MODES, "supervision-arrangement", "supervision_mode"),
    "professional status": (PROFESSIONAL_STATUSES, "cadre", "professional_status"),
    "tier": (TIERS, "cadre", "tier"),
    "criticality": (CRITICALITIES, "function", "criticality"),
    "necessity": (NECESSITIES, "requirement", "necessity"),
    "force": (FORCES, "scope-rule", "force"),
    "basis": (BASES, "evidence", "basis"),
}


def item(answer: Gap, name: str = "a") -> GapItem:
    (found,) = [one for one in answer.items if one.competency == f"t:{name}"]
    return found


def said(subject: str, relation: str, object: str) -> Mapping:
    """A mapping; a recognition with who and when, without which it would only propose."""
    decided = {"reviewer": "A panel", "date": "2026-05-01"} if relation == "recognised" else {}
    return maps(subject, relation, object, **decided)


# Orders


def test_the_closed_lists_are_those_of_the_rules() -> None:
    assert {row[0]: codes(row[1]) for row in rows("list")} == {name: order for name, (order, _, _) in ORDERS.items()}


@pytest.mark.parametrize("name", ORDERS)
def test_a_file_can_say_every_term_of_a_closed_list_and_no_other(name: str) -> None:
    order, kind, field = ORDERS[name]
    (prop,) = [prop for prop in BY_KIND[kind].properties if prop.field == field]
    unranked = {"suggested"} if name == "necessity" else set()  # asks nothing, so that it has no place in the order
    assert {*prop.codes} - unranked == {*order} - {"not-stated"}


# H3


@pytest.mark.parametrize(("tomorrow", "held"), [(key[1], key) for key in grid("today ↓ tomorrow →")])
def test_what_is_required_today_counts_for_tomorrow_as_the_table_says(tomorrow: str, held: tuple[str, str]) -> None:
    asked = {"essential": "essential", "not stated": None, "optional": "optional"}
    today = [asked[one] for one in ("essential", "not stated", "optional") if one in held[0].split(" or ")]
    assert today
    for necessity in today:
        g = graph(
            competency("a"),
            cadre("now"),
            cadre("next"),
            requires("now", "a", None, necessity),
            requires("next", "a", None, asked[tomorrow]),
        )
        status = item(ssw.gap(g, "t:now", "t:next")).status
        assert status == {"held": "met", "not held": "missing"}[grid("today ↓ tomorrow →")[held]]


def test_of_a_group_to_choose_from_nothing_counts_as_done_unless_all_of_it_is_asked() -> None:
    for at_least, status in ((1, "missing"), (2, "met"), (None, "met")):
        rule = PackagingRule(id="t:p", qualification="t:q", group=("t:m", "t:n"), at_least=at_least, evidence=DRAFT)
        modules = [module(name, 1, part_of=("t:q",)) for name in "mn"]
        g = graph(competency("a"), qualification("q", reach="whole"), *modules, develops("m", "a"), rule)
        assert item(ssw.gap(g, "t:q", "t:a")).status == status


# L1, L2

ACROSS = "held ↓ required →"


@pytest.mark.parametrize("pair", grid(ACROSS))
def test_levels_of_two_scales_compare_as_the_table_says(pair: tuple[str, str]) -> None:
    held, required = pair
    g = graph(scale("s", 3, {2: "r2"}), scale("r", 3), competency("a"), cadre("x"), requires("x", "a", required))
    assert item(ssw.gap(g, {"t:a": f"t:{held}"}, "t:x")).status == grid(ACROSS)[pair].replace(" ", "-")


@pytest.mark.parametrize(("firm", "less"), list(pairwise(NECESSITIES)))
def test_of_several_requirements_the_firmest_counts(firm: str, less: str) -> None:
    said = {one: None if one == "not-stated" else one for one in NECESSITIES}
    both = [requires("x", "a", None, said[firm]), requires("x", "a", None, said[less])]
    g = graph(competency("a"), cadre("x"), *both)
    assert item(ssw.gap(g, [], "t:x")).necessity == firm


def test_what_is_optional_at_a_higher_level_raises_nothing() -> None:
    both = [requires("x", "a", "s1", "essential"), requires("x", "a", "s3", "optional")]
    g = graph(scale("s", 3), competency("a"), cadre("x"), *both)
    asked = item(ssw.gap(g, {"t:a": "t:s1"}, "t:x"))
    assert (asked.status, asked.required_level, asked.necessity) == ("met", "t:s1", "essential")


def test_of_levels_that_cannot_be_compared_the_one_that_stands_worst_is_shown() -> None:
    both = [requires("x", "a", "s2"), requires("x", "a", "r2")]
    g = graph(scale("s", 3), scale("r", 3), competency("a"), cadre("x"), *both)
    asked = item(ssw.gap(g, {"t:a": "t:s3"}, "t:x"))
    assert (asked.status, asked.required_level) == ("not-comparable", "t:r2")


# C1


def test_chains_compose_as_the_table_says() -> None:
    assert {pair: cell for pair, cell in grid("then →").items() if cell} == COMPOSED


def test_relations_rank_are_inverted_and_give_credit_as_the_table_says() -> None:
    table = rows("relation, the best first")
    assert tuple(row[0] for row in table) == RELATIONS
    assert {row[0]: row[1] for row in table if row[1]} == INVERSE
    assert {row[0] for row in table if row[2] == "full"} == FULL
    assert {row[0] for row in table if row[2] == "if recognised"} == RECOGNISABLE


@pytest.mark.parametrize("row", rows("relation, the best first"), ids=lambda row: row[0])
def test_a_mapping_gives_the_credit_of_its_row_in_both_directions(row: tuple[str, str, str]) -> None:
    relation, backwards, worth = row
    g = graph(competency("a"), competency("b"), said("a", relation, "b"))
    credit = {one[0]: one[2] for one in rows("relation, the best first")}
    status = {"full": "met", "if recognised": "if-recognised", "in part": "in-part", "": "missing"}
    assert item(ssw.gap(g, "t:a", "t:b"), "b").status == status[worth]
    assert item(ssw.gap(g, "t:b", "t:a"), "a").status == status[credit.get(backwards, "")]


@pytest.mark.parametrize(("better", "worse"), list(pairwise(RELATIONS)))
def test_of_two_ways_from_one_competency_the_better_relation_counts(better: str, worse: str) -> None:
    g = graph(competency("a"), competency("b"), said("a", worse, "b"), said("a", better, "b"))
    (credit,) = g.credits.into("t:b")
    assert credit.relation == better


@pytest.mark.parametrize(("stated", "status"), [("0.9", "met"), ("0.5", "missing"), (None, "missing")])
def test_a_mapping_passes_a_minimum_only_if_it_states_as_much(stated: str | None, status: str) -> None:
    sure = Decimal(stated) if stated else None
    g = graph(competency("a"), competency("b"), maps("a", "exact", "b", confidence=sure))
    assert item(ssw.gap(g, "t:a", "t:b", minimum_confidence=0.8), "b").status == status
    assert item(ssw.gap(g, "t:a", "t:b"), "b").status == "met"


# C2


@pytest.mark.parametrize(
    ("low", "status"), [("s1", "raise"), ("s2", "met"), ("r3", "not-comparable"), (None, "not-comparable")]
)
def test_a_whole_is_held_as_far_as_its_weakest_part(low: str | None, status: str) -> None:
    parts = [competency(name, broader=("t:a",)) for name in "bc"]
    asks = [cadre("x"), requires("x", "a", "s2")]
    g = graph(scale("s", 3), scale("r", 3), competency("a", parts_complete=True), *parts, *asks)
    held = {"t:b": "t:s3", "t:c": f"t:{low}" if low else None}
    assert item(ssw.gap(g, held, "t:x")).status == status


def test_a_whole_is_shown_at_the_level_of_its_weakest_part() -> None:
    parts = [competency(name, broader=("t:a",)) for name in "bc"]
    g = graph(scale("s", 3), competency("a", parts_complete=True), *parts)
    assert item(ssw.gap(g, {"t:b": "t:s3", "t:c": "t:s1"}, "t:a")).held_level == "t:s1"


# H1, H3 and P1: what has been taught, and what comes near


@pytest.mark.parametrize(
    ("done", "status", "level"),
    [(("t:m",), "missing", None), (("t:n",), "missing", None), (("t:m", "t:n"), "raise", "t:s1")],
)
def test_parts_prove_a_competency_only_together_and_at_the_lowest_of_their_levels(
    done: tuple[str, ...], status: str, level: str | None
) -> None:
    modules = [module(name, 1, part_of=("t:q",)) for name in "mn"]
    taught = [develops("m", "a", "s1", extent="part"), develops("n", "a", "s3", extent="part")]
    asks = [competency("a"), cadre("x"), requires("x", "a", "s2")]
    found = item(ssw.gap(graph(scale("s", 3), qualification("q"), *modules, *taught, *asks), list(done), "t:x"))
    assert (found.status, found.held_level) == (status, level)


@pytest.mark.parametrize(
    ("tomorrow", "status"), [("essential", "missing"), (None, "missing"), ("optional", "if-recognised")]
)
def test_what_is_optional_today_can_be_recognised_only_for_what_is_optional_tomorrow(
    tomorrow: str | None, status: str
) -> None:
    roles = [cadre("now"), cadre("next"), requires("now", "b", None, "optional"), requires("next", "a", None, tomorrow)]
    g = graph(competency("a"), competency("b"), *roles, maps("b", "close", "a"))
    assert item(ssw.gap(g, "t:now", "t:next")).status == status


# Preferences among proofs: in each world two ways lead to what is asked, and differ first in the row that is tried;
# what comes later in the table speaks for the other way.

World = tuple[list[Node | Mapping], list[Holding], str]


def _holding(name: str, level: str = "s2", basis: Any = "certified") -> Holding:
    return Holding(competency=f"t:{name}", level=f"t:{level}", basis=basis)


def _two_ways(b: Holding, z: Holding, told: str) -> World:
    """Two competencies, each with one mapping to what is asked."""
    return [competency("b"), competency("z"), maps("b", "covers", "a"), maps("z", "covers", "a")], [b, z], told


def _mappings() -> World:
    ways = [maps("b", "covers", "m"), maps("m", "covers", "a"), maps("z", "covers", "a")]
    held = [_holding("b", "s3"), _holding("z", basis="assumed-from-cadre")]
    return [*(competency(name) for name in "bmz"), *ways], held, "t:z"


def _recognitions() -> World:
    """From b through two mappings to be recognised, from z through one, of as many steps; b comes first otherwise."""
    ways = [maps("b", "narrow", "m"), maps("m", "narrow", "a"), maps("z", "exact", "n"), maps("n", "close", "a")]
    held = [_holding("b", "s3"), _holding("z", basis="assumed-from-cadre")]
    return [*(competency(name) for name in "bmnz"), *ways], held, "t:z"


def _path() -> World:
    held = [replace(_holding("a"), through=(f"t:{name}",)) for name in "nm"]
    return [module("m", 1), module("n", 1)], held, "t:m"


WORLDS: dict[str, World] = {
    "standing": ([competency("b"), maps("b", "covers", "a")], [_holding("a", "s1"), _holding("b", "s2")], "t:b"),
    "recognitions": _recognitions(),
    "mappings": _mappings(),
    "level": _two_ways(_holding("b"), _holding("z", "s3", "assumed-from-cadre"), "t:z"),
    "basis": _two_ways(_holding("b", basis="assumed-from-cadre"), _holding("z", basis="self-rated"), "t:z"),
    "competency": _two_ways(_holding("b"), _holding("z"), "t:b"),
    "path": _path(),
}


def test_the_preferences_among_ways_are_those_of_the_rules() -> None:
    assert tuple(code(row[0]) for row in rows("`preference`")) == tuple(PREFERENCES)


@pytest.mark.parametrize("preference", [code(row[0]) for row in rows("`preference`")])
def test_the_way_that_is_told_is_the_first_by_its_row(preference: str) -> None:
    parts, held, told = WORLDS[preference]
    g = graph(scale("s", 3), competency("a"), cadre("x"), requires("x", "a", "s2"), *parts)
    for holdings in (held, held[::-1]):
        found = item(ssw.gap(g, Profile(holdings=tuple(holdings)), "t:x"))
        wanted = "if-recognised" if preference == "recognitions" else "met"
        assert (found.status, found.proof[0]) == (wanted, told)


# What comes before any training


def test_limits_stand_from_the_strictest_to_the_widest() -> None:
    names = dict(zip("fedcba", AUTHORITIES, strict=True))  # so that the ids alone would put them the other way round
    limits = [
        ScopeRule(id=f"t:{name}", label=Text.of(en=name), cadre="t:x", authority=authority, evidence=DRAFT)
        for name, authority in names.items()
    ]
    told = [limit.authority for limit in ssw.gap(graph(cadre("x"), *limits), [], "t:x").limits]
    assert told == [*reversed(AUTHORITIES)][:-1]


@pytest.mark.parametrize("guarded", ["x", "under", "q"])
def test_a_condition_of_the_role_of_one_it_includes_and_of_its_qualification_is_told(guarded: str) -> None:
    clear = EligibilityCondition(
        id="t:clear", label=Text.of(en="clear"), condition_of=(f"t:{guarded}",), condition_kind="age", evidence=DRAFT
    )
    roles = [cadre("x", includes=("t:under",)), cadre("under"), qualification("q", qualifies_for=("t:x",))]
    assert [one.id for one in ssw.gap(graph(*roles, clear), [], "t:x").conditions] == ["t:clear"]


def test_conditions_that_follow_each_other_are_set_apart() -> None:
    """Some are sentences, others only a name."""
    guards = [
        EligibilityCondition(
            id=f"t:{name}", label=Text.of(en=said), condition_of=("t:x",), condition_kind="clearance", evidence=DRAFT
        )
        for name, said in (("a", "Police clearance"), ("b", "She is of age."), ("c", "A signed code"))
    ]
    told = str(ssw.gap(graph(cadre("x"), *guards), [], "t:x"))
    assert "No training gives: Police clearance. She is of age. A signed code" in " ".join(told.split())
