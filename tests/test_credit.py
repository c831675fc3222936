"""What a mapping is worth: rules C1 to C5."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from itertools import product

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.recognition import Credits
from sswgraph.model import Competency, Gap, GapItem, Mapping, MappingSet, Node, Text
from sswgraph.planning import heuristic as greedy
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
    requires,
    scale,
)

FULL = ("exact", "covers")
CREDITS = ("exact", "covers", "close", "broad", "narrow")


def one_of(home: str, name: str = "c", **fields: object) -> Competency:
    """A competency of another framework than the toy one."""
    return Competency(id=f"{home}:{name}", label=Text.of(en=f"{home} {name}"), evidence=DRAFT, **fields)  # type: ignore[arg-type]


def mapped(subject: str, relation: str, object: str, **fields: object) -> Mapping:
    return Mapping(subject=subject, relation=relation, object=object, evidence=DRAFT, **fields)  # type: ignore[arg-type]


def world(homes: Iterable[str], *mappings: Mapping, extra: tuple[Node, ...] = ()) -> CompetencyGraph:
    """A framework with one competency 'c' for each name, all tied by these mappings."""
    frameworks = [
        framework(one_of(home), *(n for n in extra if n.id.startswith(f"{home}:")), id=home) for home in homes
    ]
    return CompetencyGraph(frameworks, [MappingSet(id="toy", mappings=mappings)])


def row(*relations: str, confidence: tuple[str | None, ...] = ()) -> CompetencyGraph:
    """Frameworks 0, 1, 2 … each tied to the next by one of these relations."""
    known = [Decimal(text) if text else None for text in (*confidence, *([None] * len(relations)))]
    ties = [mapped(f"f{i}:c", relation, f"f{i + 1}:c", confidence=known[i]) for i, relation in enumerate(relations)]
    return world([f"f{i}" for i in range(len(relations) + 1)], *ties)


def worth(g: CompetencyGraph, held: str, target: str, minimum: float | None = None) -> str:
    """Whether holding one competency gives full credit for another, some once it is recognised or in part, or none."""
    items = {i.competency: i for i in ssw.gap(g, held, target, minimum_confidence=minimum).items}
    worth = {"met": "full", "if-recognised": "partial", "in-part": "partial", "missing": "none"}
    return worth[items[target].status]


def answer_for(g: CompetencyGraph, held: str, target: str) -> tuple[Gap, GapItem]:
    answer = ssw.gap(g, held, target)
    return answer, next(item for item in answer.items if item.competency == target)


# C1: how chains compose

TABLE = {
    **{("exact", other): other for other in CREDITS},
    **{(other, "exact"): other for other in CREDITS},
    ("covers", "covers"): "covers",
    ("broad", "broad"): "broad",
    ("narrow", "narrow"): "narrow",
}


def by_hand(relations: tuple[str, ...]) -> str:
    """What a chain is worth, by the table above and nothing else."""
    found = reduce(lambda so_far, following: TABLE.get((so_far, following), ""), relations)
    return {"": "none", "exact": "full", "covers": "full"}.get(found, "partial")


@pytest.mark.parametrize(
    ("relation", "expected"), [*((r, "full") for r in FULL), *((r, "partial") for r in CREDITS[2:])]
)
def test_one_mapping_is_worth_what_its_relation_says(relation: str, expected: str) -> None:
    assert worth(row(relation), "f0:c", "f1:c") == expected


@pytest.mark.parametrize("relations", list(product(CREDITS, repeat=2)))
def test_two_mappings_compose_by_the_table(relations: tuple[str, str]) -> None:
    assert worth(row(*relations), "f0:c", "f2:c") == by_hand(relations)


@pytest.mark.parametrize("relations", list(product(CREDITS, repeat=3)))
def test_three_mappings_compose_by_the_table(relations: tuple[str, str, str]) -> None:
    assert worth(row(*relations), "f0:c", "f3:c") == by_hand(relations)


@pytest.mark.parametrize("relation", FULL)
def test_a_chain_has_at_most_three_steps(relation: str) -> None:
    g = row(*[relation] * 4)
    assert worth(g, "f0:c", "f3:c") == "full"
    assert worth(g, "f0:c", "f4:c") == "none"


@pytest.mark.parametrize(
    ("relation", "expected"),
    [("exact", "full"), ("close", "partial"), ("broad", "partial"), ("narrow", "partial"), ("covers", "none")],
)
def test_read_backwards_only_covering_is_lost(relation: str, expected: str) -> None:
    assert worth(row(relation), "f1:c", "f0:c") == expected


@pytest.mark.parametrize(("first", "second"), [("broad", "broad"), ("narrow", "narrow")])
def test_up_and_down_again_leads_nowhere(first: str, second: str) -> None:
    siblings = world(["a", "b", "c"], mapped("a:c", first, "b:c"), mapped("c:c", second, "b:c"))
    assert worth(siblings, "a:c", "c:c") == "none"
    assert worth(siblings, "a:c", "b:c") == "partial"


def test_two_without_a_counterpart_are_no_counterparts_of_each_other() -> None:
    nothing = "https://w3id.org/sssom/NoTermFound"
    rows = [Mapping(subject=one, relation="exact", object=nothing) for one in ("a:x", "b:y")]
    assert Credits(rows, (), {}).into("a:x") == ()


def test_broad_forward_is_narrow_backward() -> None:
    g = world(["a", "b", "c"], mapped("a:c", "broad", "b:c"), mapped("c:c", "narrow", "b:c"))
    assert worth(g, "a:c", "c:c") == "partial", "c is broader than b, which is broader than a"


def test_a_related_mapping_gives_no_credit() -> None:
    assert worth(row("related"), "f0:c", "f1:c") == "none"
    assert worth(row("exact", "related"), "f0:c", "f2:c") == "none"


def test_a_negated_mapping_gives_no_credit_in_either_direction() -> None:
    g = world(["a", "b"], mapped("a:c", "exact", "b:c", negated=True))
    assert worth(g, "a:c", "b:c") == worth(g, "b:c", "a:c") == "none"


@pytest.mark.parametrize("relation", CREDITS)
def test_a_competency_mapped_to_itself_gives_nothing_to_others(relation: str) -> None:
    g = world(["a", "b"], mapped("a:c", relation, "a:c"))
    assert worth(g, "b:c", "a:c") == "none"
    assert worth(g, "a:c", "a:c") == "full"


def test_mappings_in_a_circle_end() -> None:
    homes = ["a", "b", "c"]
    g = world(homes, *(mapped(f"{x}:c", "exact", f"{y}:c") for x, y in zip("abc", "bca", strict=True)))
    for held, target in product(homes, repeat=2):
        assert worth(g, f"{held}:c", f"{target}:c") == "full"


def test_of_several_ways_the_best_counts() -> None:
    ways = [mapped("a:c", "close", "b:c"), mapped("a:c", "exact", "x:c"), mapped("x:c", "covers", "b:c")]
    assert worth(world("abx", *ways), "a:c", "b:c") == "full"


def test_the_proof_walks_every_mapping_in_order() -> None:
    _, item = answer_for(row("exact", "covers"), "f0:c", "f2:c")
    walked = ("f0:c", "f0:c skos:exactMatch f1:c", "f1:c", "f1:c ssw:covers f2:c", "f2:c")
    assert item.proof[: len(walked)] == walked


def test_the_reason_names_what_is_held_and_on_which_basis_the_mapping_rests() -> None:
    _, item = answer_for(row("close"), "f0:c", "f1:c")
    said = item.reason.render("en")
    assert "f0 c" in said
    assert "draft" in said


@pytest.mark.parametrize(
    ("stated", "minimum", "expected"),
    [
        pytest.param(("0.95", "0.9"), 0.85, "full", id="the product 0.855 is enough"),
        pytest.param(("0.95", "0.9"), 0.86, "none", id="each alone would be enough, the product is not"),
        pytest.param(("0.95", None), None, "full", id="unstated passes where no minimum is asked"),
        pytest.param(("0.95", None), 0.1, "none", id="unstated does not pass a minimum"),
        pytest.param((None, None), 0.0, "none", id="unstated does not pass even the least minimum"),
        pytest.param(("0.1", "0.1"), None, "full", id="without a minimum any confidence passes"),
    ],
)
def test_confidence_multiplies(stated: tuple[str | None, ...], minimum: float | None, expected: str) -> None:
    assert worth(row("exact", "exact", confidence=stated), "f0:c", "f2:c", minimum) == expected


@pytest.mark.parametrize("relation", ["close", "broad", "narrow"])
def test_a_minimum_holds_for_partial_credit_too(relation: str) -> None:
    g = row(relation, confidence=("0.4",))
    assert worth(g, "f0:c", "f1:c", 0.3) == "partial"
    assert worth(g, "f0:c", "f1:c", 0.5) == "none"


@pytest.mark.parametrize("both", [0.1, 0.8, 0.9])
def test_a_confidence_equal_to_the_minimum_is_enough(both: float) -> None:
    assert worth(row("exact", confidence=(str(both),)), "f0:c", "f1:c", both) == "full"


@pytest.mark.parametrize("better", [None, "0.2"])
def test_a_way_that_is_not_trusted_hides_no_way_that_is(better: str | None) -> None:
    unsure = mapped("a:c", "exact", "b:c", confidence=Decimal(better) if better else None)
    sure = mapped("a:c", "covers", "b:c", confidence=Decimal("0.95"))
    assert worth(world("ab", unsure, sure), "a:c", "b:c", 0.9) == "full"


def test_a_short_way_that_is_not_trusted_hides_no_longer_one_that_is() -> None:
    ways = [("a", "b", "0.2"), ("a", "x", "0.99"), ("x", "b", "0.99")]
    ties = [mapped(f"{s}:c", "exact", f"{o}:c", confidence=Decimal(known)) for s, o, known in ways]
    assert worth(world("abx", *ties), "a:c", "b:c", 0.9) == "full"


def test_what_a_competency_covers_counts_without_any_mapping() -> None:
    g = graph(competency("a", covers=("t:b",)), competency("b", covers=("t:c",)), competency("c"))
    assert worth(g, "t:a", "t:b") == worth(g, "t:a", "t:c") == "full"
    assert worth(g, "t:c", "t:a") == "none"


# C2: full and partial credit, and wholes of parts


@pytest.mark.parametrize(("held", "status"), [("s1", "raise"), ("s2", "met"), (None, "not-comparable")])
@pytest.mark.parametrize("relation", FULL)
def test_full_credit_is_at_the_level_held(relation: str, held: str | None, status: str) -> None:
    parts = [*scale("s", 3), competency("a"), competency("b"), cadre("target"), requires("target", "b", "s2")]
    g = graph(*parts, mapped("t:a", relation, "t:b"))
    items = {i.competency: i for i in ssw.gap(g, {"t:a": f"t:{held}" if held else None}, "t:target").items}
    assert items["t:b"].status == status
    assert "t:a" not in items, "what counted for something is not beyond"


@pytest.mark.parametrize("relation", ["close", "broad", "narrow"])
def test_what_is_close_wider_or_narrower_is_never_certain_however_high_the_level(relation: str) -> None:
    parts = [*scale("s", 3), competency("a"), competency("b"), cadre("target"), requires("target", "b", "s1")]
    answer = ssw.gap(graph(*parts, mapped("t:a", relation, "t:b")), {"t:a": "t:s3"}, "t:target")
    status = "in-part" if relation == "broad" else "if-recognised"
    assert [(item.competency, item.status) for item in answer.items] == [("t:b", status)]
    words = {"close": "comes close to it", "broad": "is narrower", "narrow": "is wider"}
    reason = answer.items[0].reason.render("en")
    assert words[relation] in reason
    assert ("That is only a part of it" in reason) == (relation == "broad"), "what is held is narrower"
    assert ("have been recognised" in reason) == (relation != "broad")
    assert bool(answer.items[0].to_recognise) == (relation != "broad")


def test_two_uncertain_ways_make_no_certain_one() -> None:
    ties = [mapped("a:c", "close", "z:c"), mapped("b:c", "broad", "z:c")]
    assert ssw.gap(world("abz", *ties), ["a:c", "b:c"], "z:c").of_status("if-recognised")


def whole(complete: bool | None, *more: Node | list[Node] | Mapping) -> CompetencyGraph:
    """A competency 'w' of the parts 'a' and 'b'."""
    return graph(
        scale("s", 3),
        competency("w", parts_complete=complete),
        competency("a", broader=("t:w",)),
        competency("b", broader=("t:w",)),
        cadre("target"),
        requires("target", "w", "s2"),
        *more,
    )


def of_whole(g: CompetencyGraph, held: dict[str, str | None] | list[str]) -> GapItem:
    given = {f"t:{c}": f"t:{level}" if level else None for c, level in held.items()} if isinstance(held, dict) else held
    return next(item for item in ssw.gap(g, given, "t:target").items if item.competency == "t:w")


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        ("s2", "s2", "met"),
        ("s3", "s2", "met"),
        ("s3", "s1", "raise"),
        ("s1", "s1", "raise"),
        ("s3", None, "not-comparable"),
    ],
)
def test_all_parts_held_give_the_whole_as_far_as_the_weakest_part_goes(a: str, b: str | None, status: str) -> None:
    assert of_whole(whole(True), {"a": a, "b": b}).status == status


@pytest.mark.parametrize("complete", [None, False])
def test_all_parts_held_give_no_whole_that_does_not_say_that_they_complete_it(complete: bool | None) -> None:
    assert of_whole(whole(complete), {"a": "s3", "b": "s3"}).status in ("missing", "in-part")


def test_one_part_of_a_whole_is_a_part_of_it() -> None:
    item = of_whole(whole(True), {"a": "s3"})
    assert item.status == "in-part"
    assert "t:a" in item.proof


def test_the_whole_is_no_proof_of_a_part() -> None:
    g = whole(True, cadre("other"), requires("other", "a"))
    assert {i.competency: i.status for i in ssw.gap(g, {"t:w": "t:s3"}, "t:other").items}["t:a"] == "missing"


def test_a_part_held_through_a_mapping_counts_as_held() -> None:
    g = whole(True, competency("z"), mapped("t:z", "covers", "t:b"))
    assert of_whole(g, {"a": "s2", "z": "s2"}).status == "met"
    close = whole(True, competency("z"), mapped("t:z", "close", "t:b"))
    by_hope = of_whole(close, {"a": "s2", "z": "s2"})
    assert (by_hope.status, by_hope.to_recognise) == ("if-recognised", ("t:z skos:closeMatch t:b",))


@pytest.mark.parametrize("low", ["s1", None])
def test_the_whole_held_low_hides_no_parts_held_high(low: str | None) -> None:
    assert of_whole(whole(True), {"a": "s3", "b": "s3", "w": low}).status == "met"


def test_parts_of_parts_give_the_part_and_so_the_whole() -> None:
    g = graph(
        competency("w", parts_complete=True),
        competency("a", broader=("t:w",), parts_complete=True),
        competency("b", broader=("t:w",)),
        competency("a1", broader=("t:a",)),
        competency("a2", broader=("t:a",)),
        cadre("target"),
        requires("target", "w"),
    )
    assert of_whole(g, {"a1": None, "a2": None, "b": None}).status == "met"


def test_the_proof_of_a_whole_names_its_parts_and_how_they_are_held() -> None:
    g = whole(True, competency("z"), mapped("t:z", "exact", "t:b"), cadre("now"), requires("now", "a", "s2"))
    item = of_whole(g, ["t:now", "t:z"])
    assert {"t:now", "t:a", "t:b", "t:w", "t:z", "t:z skos:exactMatch t:b"} <= set(item.proof)


def test_the_reason_of_a_whole_speaks_of_its_parts() -> None:
    g = whole(True, cadre("worker"), requires("worker", "a", "s2"), requires("worker", "b", "s2"))
    item = of_whole(g, ["t:worker"])
    assert item.status == "met"
    assert not re.search(r"role of a\b", item.reason.render("en"))


@pytest.mark.parametrize("deep", [100, 2000])
def test_wholes_may_lie_deep_within_each_other(deep: int) -> None:
    inner = [competency(f"w{i}", broader=(f"t:w{i - 1}",), parts_complete=True) for i in range(1, deep)]
    last = f"w{deep - 1}"
    g = graph(
        competency("w0", parts_complete=True),
        *inner,
        cadre("target"),
        requires("target", "w0"),
        module("m", 10, prerequisite=("t:n",)),
        module("n", 5),
        develops("m", last),
    )
    assert ssw.gap(g, f"t:{last}", "t:target").met
    plan = ssw.plan(g, ssw.gap(g, [], "t:target"))
    assert (plan.modules, plan.closes("t:m"), plan.optimal) == (("t:n", "t:m"), ("t:w0",), True)
    assert ssw.gap(g, ssw.after(g, [], plan), "t:target").met


@pytest.mark.parametrize("few", [0, greedy._FEW])
def test_parts_that_many_wholes_share_are_looked_at_once(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty times two wholes of the same two parts: a million million ways from the top to the bottom."""
    monkeypatch.setattr(greedy, "_FEW", few)
    layers = [
        competency(f"{one}{i}", broader=(f"t:a{i - 1}", f"t:b{i - 1}") if i else (), parts_complete=True)
        for i in range(40)
        for one in "ab"
    ]
    taught = [module("m", 10), module("n", 5), develops("m", "a39"), develops("n", "b39"), develops("m", "a3")]
    g = graph(*layers, cadre("target"), requires("target", "a0"), *taught)
    answer = ssw.gap(g, "t:b39", "t:target")
    assert [item.status for item in answer.items] == ["in-part"]
    assert ssw.plan(g, answer).modules == ("t:m",)
    assert [item.status for item in ssw.gap(g, ["t:a39", "t:b39"], "t:target").items] == ["met"]
    assert set(ssw.plan(g, ssw.gap(g, [], "t:target")).modules) == {"t:m", "t:n"}


def test_a_whole_is_not_made_up_of_what_it_makes_up_itself() -> None:
    """w is made up of a and b, and a is said to be exactly z, which is made up of w and c."""
    g = graph(
        competency("w", parts_complete=True),
        competency("a", broader=("t:w",)),
        competency("b", broader=("t:w",)),
        competency("z", parts_complete=True),
        competency("w2", broader=("t:z",)),
        competency("c", broader=("t:z",)),
        maps("a", "exact", "z"),
        maps("w2", "exact", "w"),
        module("m", 10),
        develops("m", "a"),
        module("n", 10),
        develops("n", "w"),
    )
    by_id = {held: {i.competency: i.status for i in ssw.gap(g, held, "t:a").items} for held in ("t:a", "t:z", "t:w2")}
    assert by_id["t:a"]["t:a"] == by_id["t:z"]["t:a"] == "met", "held itself, or what is exactly it"
    assert not ssw.gap(g, ["t:w", "t:c"], "t:a").met
    plan = ssw.plan(g, ssw.gap(g, ["t:c", "t:b"], "t:a"))
    assert plan.modules == ("t:m",)
    assert not ssw.gap(g, ssw.after(g, ["t:c", "t:b"], plan), "t:a").open


def test_a_whole_held_by_its_parts_counts_through_mappings() -> None:
    parts = [competency("w", parts_complete=True), competency("a", broader=("t:w",)), competency("b", broader=("t:w",))]
    for relation, expected in (("exact", "met"), ("covers", "met"), ("close", "if-recognised")):
        g = graph(*parts, competency("z"), mapped("t:w", relation, "t:z"))
        assert {i.competency: i.status for i in ssw.gap(g, ["t:a", "t:b"], "t:z").items}["t:z"] == expected
        assert ssw.gap(g, "t:a", "t:z").missing


def test_parts_that_are_optional_today_give_no_whole_that_is_essential_tomorrow() -> None:
    now = [cadre("now"), requires("now", "a", "s2", "optional"), requires("now", "b", "s2")]
    assert of_whole(whole(True, *now), ["t:now"]).status != "met"


def test_what_is_mapped_to_itself_says_nothing() -> None:
    itself = mapped("a:c", "exact", "a:c")
    other = one_of("a", "d")
    g = world("ab", mapped("b:c", "exact", "a:c"), itself, mapped("a:d", "close", "a:d"), extra=(other,))
    assert not g.credits.ambiguous, "it does not make a second one that 'a:c' would be exactly"
    assert [credit.source for credit in g.credits.into("a:c")] == ["b:c"]
    assert g.credits.into("a:d") == ()


# C3: exact to two elements of one framework


def doubled() -> CompetencyGraph:
    """'a:c' is exactly both 'b:c' and 'b:d'; and exactly 'z:c'."""
    ties = [mapped("a:c", "exact", f"b:{name}") for name in "cd"]
    return world("abz", *ties, mapped("a:c", "exact", "z:c"), extra=(one_of("b", "d"),))


@pytest.mark.parametrize("target", ["b:c", "b:d"])
def test_exact_to_two_elements_of_one_framework_counts_as_close(target: str) -> None:
    g = doubled()
    assert worth(g, "a:c", target) == "partial"
    assert worth(g, target, "a:c") == "partial"


def test_exact_to_two_elements_of_one_framework_is_reported() -> None:
    answer, _ = answer_for(doubled(), "a:c", "b:c")
    said = " ".join(note.render("en") for note in answer.notes)
    assert "a:c skos:exactMatch b:c" in said
    assert "a:c skos:exactMatch b:d" in said
    assert "z:c" not in said


def test_exact_to_one_element_each_of_two_frameworks_stays_exact() -> None:
    assert worth(doubled(), "a:c", "z:c") == "full"
    answer, _ = answer_for(row("exact"), "f0:c", "f1:c")
    assert not [note for note in answer.notes if "exact" in note.render("en")]


def test_it_counts_from_either_end() -> None:
    ties = [mapped(f"b:{name}", "exact", "a:c") for name in "cd"]
    assert worth(world("ab", *ties, extra=(one_of("b", "d"),)), "b:c", "a:c") == "partial"


def test_the_same_pair_said_twice_is_one_pair() -> None:
    ties = [mapped("a:c", "exact", "b:c"), mapped("b:c", "exact", "a:c")]
    assert worth(world("ab", *ties), "a:c", "b:c") == "full"


def test_a_negated_mapping_makes_no_pair_ambiguous() -> None:
    ties = [mapped("a:c", "exact", "b:c"), mapped("a:c", "exact", "b:d", negated=True)]
    assert worth(world("ab", *ties, extra=(one_of("b", "d"),)), "a:c", "b:c") == "full"


def test_a_chain_through_an_ambiguous_mapping_is_a_chain_through_a_close_one() -> None:
    ties = [mapped("b:c", "exact", "y:c"), mapped("b:d", "close", "x:c")]
    both = [mapped("a:c", "exact", f"b:{name}") for name in "cd"]
    g = world("abxy", *both, *ties, extra=(one_of("b", "d"),))
    assert worth(g, "a:c", "y:c") == "partial"
    assert worth(g, "a:c", "x:c") == "none", "close after close gives nothing"


# Sets carry no credit of their own, their members do


@pytest.mark.parametrize("relation", CREDITS)
def test_a_mapping_from_or_to_a_set_gives_no_credit(relation: str) -> None:
    sets = [competency_set("pair", "a", "b"), *(competency(c) for c in "abz")]
    onto = graph(*sets, mapped("t:z", relation, "t:pair"))
    assert len(ssw.gap(onto, "t:z", "t:pair").missing) == 2
    from_it = graph(*sets, mapped("t:pair", relation, "t:z"))
    assert worth(from_it, "t:pair", "t:z") == "none"


def test_credit_goes_to_the_members_of_a_set_that_is_held_or_asked() -> None:
    g = graph(
        *(competency(c) for c in "abz"),
        competency_set("pair", "a", "b"),
        mapped("t:z", "covers", "t:a"),
        cadre("target"),
        requires("target", "pair"),
        module("m", 10),
        develops("m", "pair"),
    )
    assert {i.competency: i.status for i in ssw.gap(g, "t:z", "t:target").items} == {"t:a": "met", "t:b": "missing"}
    assert worth(g, "t:pair", "t:z") == "none"
