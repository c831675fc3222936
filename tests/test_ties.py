"""Two frameworks without lineage through mappings, chains and concepts of a reference (rule E8)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.ties import through_concept
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Comparison, Competency, Framework, Function, Mapping, Text
from sswgraph.model.comparison import RELATIONS, Entry
from tests.loops import some
from tests.tables import code, rows

TURNED = {"wider": "narrower", "narrower": "wider", "only-first": "only-second", "only-second": "only-first"}


def _framework(name: str, *elements: str) -> Framework:
    nodes = [Competency(id=f"{name}:{one}", label=Text.of(en=one)) for one in elements]
    return Framework(id=name, label=Text.of(en=name), elements=tuple(nodes))


def _map(subject: str, relation: Any, object: str, confidence: str | None = None, negated: bool = False) -> Mapping:
    sure = None if confidence is None else Decimal(confidence)
    return Mapping(subject=subject, relation=relation, object=object, confidence=sure, negated=negated)


A, B = _framework("a", "x", "y"), _framework("b", "x", "y")


def _entry(found: Comparison, identifier: str) -> Entry:
    return next(one for one in found.entries if identifier in (*one.base, *one.adaptation))


def _relations(*matches: Mapping) -> dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, tuple[str, ...]]]:
    """What stands beside what, how, and by what; the mirror is checked on the way."""
    found, back = (compared(*sides, matches, reference=["r"]) for sides in ((A, B), (B, A)))
    mirrored = {(one.adaptation, one.base): TURNED.get(one.relation, one.relation) for one in back.entries}
    assert {(one.base, one.adaptation): one.relation for one in found.entries} == mirrored
    assert found.check() == back.check() == ()
    paired = [one for one in found.entries[1:] if one.base and one.adaptation]
    return {(one.base, one.adaptation): (one.relation, tuple(pair.by for pair in one.pairs)) for one in paired}


def test_relations_through_a_concept_are_those_of_the_rules() -> None:
    table = {(code(row[0]), code(row[1])): code(row[2]) for row in rows("to the concept")}
    for first, second in some(product(RELATIONS[:5], repeat=2)):
        assert through_concept(first, second) == table.get((first, second), "same-topic")


@pytest.mark.parametrize(
    ("first", "second", "relation", "by"),
    [
        ("exact", "exact", "same", "chain"),
        ("exact", "broad", "wider", "chain"),
        ("narrow", "narrow", "narrower", "chain"),
        ("close", "close", "close", "concept"),
        ("narrow", "broad", "same-topic", "concept"),
        ("close", "narrow", "same-topic", "concept"),
    ],
)
def test_a_concept_of_the_reference_pairs_what_makes_no_chain(first: str, second: str, relation: str, by: str) -> None:
    """Each mapping is read on the way from the first to the second."""
    (pair,) = _relations(_map("a:x", first, "r:c"), _map("r:c", second, "b:y")).items()
    assert pair == ((("a:x",), ("b:y",)), (relation, (by,)))


def test_only_concepts_of_the_reference_pair() -> None:
    assert not _relations(_map("a:x", "close", "other:c"), _map("b:y", "close", "other:c"))


def test_a_mapping_comes_before_a_chain_and_a_chain_before_a_concept() -> None:
    concept = [_map("a:x", "close", "r:c"), _map("b:x", "close", "r:c")]
    assert _relations(*concept) == {(("a:x",), ("b:x",)): ("close", ("concept",))}
    chain = [_map("a:x", "narrow", "r:d"), _map("r:d", "narrow", "b:y")]
    both = {(("a:x",), ("b:x", "b:y")): ("narrower", ("concept", "chain"))}
    assert _relations(*concept, *chain) == both  # the only tie of b:x, though not the best of a:x
    direct = _map("a:x", "broad", "b:x")
    assert _relations(*concept, direct) == {(("a:x",), ("b:x",)): ("wider", ("mapping",))}


def test_what_counts_less_is_named_with_the_entry() -> None:
    matches = [_map("a:x", "exact", "b:x"), _map("a:y", "exact", "b:y"), _map("a:x", "close", "b:y", "0.5")]
    found = compared(A, B, matches)
    assert [one.relation for one in found.entries[1:]] == ["same", "same"]
    for one in ("a:x", "a:y"):
        others = [(tie.base, tie.adaptation, tie.by, tie.confidence) for tie in _entry(found, one).other_ties]
        assert ("a:x", "b:y", "mapping", Decimal("0.5")) in others


def test_the_surer_of_two_ways_counts_and_confidence_multiplies() -> None:
    ways = [
        _map("a:x", "close", "r:c", "0.5"),
        _map("b:x", "close", "r:c", "0.5"),
        _map("a:x", "close", "r:d", "0.9"),
        _map("b:x", "close", "r:d", "0.8"),
    ]
    (tie,) = _entry(compared(A, B, ways, reference=["r"]), "a:x").ties
    assert (tie.through, tie.confidence) == (("r:d",), Decimal("0.72"))


def test_wider_and_narrower_that_contradict_are_the_same_topic_and_both_are_shown() -> None:
    matches = [_map("a:x", "broad", "b:x"), _map("a:x", "narrow", "b:x")]
    assert _relations(*matches) == {(("a:x",), ("b:x",)): ("same-topic", ("mapping",))}
    assert len(_entry(compared(A, B, matches), "a:x").ties[0].steps) == 2


def test_what_is_denied_is_the_same_topic_at_most() -> None:
    chain = [_map("a:x", "exact", "r:c"), _map("r:c", "exact", "b:x")]
    (said,) = _relations(*chain, _map("a:x", "exact", "b:x", negated=True)).values()
    assert said == ("same-topic", ("chain",))
    (said,) = _relations(*chain, _map("a:x", "exact", "r:c", negated=True)).values()
    assert said[0] == "same-topic"


def _notes(*matches: Mapping) -> dict[str, str]:
    found, back = (compared(*sides, matches, reference=["r"]) for sides in ((A, B), (B, A)))
    codes = ("compare.ties-opposed", "compare.ties-denied", "compare.contradiction")
    said, turned = ({one.code: str(one) for one in side.notes if one.code in codes} for side in (found, back))
    assert said.keys() == turned.keys()
    return said


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (_map("a:x", "exact", "b:x"), _map("a:x", "broad", "b:x"), "same-topic"),
        (_map("a:x", "broad", "b:x"), _map("b:x", "broad", "a:x"), "same-topic"),
        (_map("a:x", "exact", "b:x"), _map("a:x", "close", "b:x"), None),
        (_map("a:x", "exact", "b:x"), _map("a:x", "covers", "b:x"), None),
    ],
)
def test_mappings_that_contradict_each_other_are_named_and_none_is_preferred(
    first: Mapping, second: Mapping, relation: str | None
) -> None:
    ((got, _),) = _relations(first, second).values()
    said = _notes(first, second)
    assert got == (relation or "same")
    assert bool(said) is bool(relation)
    assert all(one.id in text for text in said.values() for one in (first, second))


def test_a_weaker_way_that_contradicts_the_one_that_counts_is_named() -> None:
    chain = [_map("a:x", "broad", "r:c"), _map("r:c", "exact", "b:x")]
    direct = _map("a:x", "exact", "b:x")
    assert _relations(*chain, direct) == {(("a:x",), ("b:x",)): ("same", ("mapping",))}
    assert list(_notes(*chain, direct)) == ["compare.ties-opposed"]


def test_two_ways_through_concepts_that_contradict_each_other_are_the_same_topic() -> None:
    through = [("a:x", "exact", "r:c"), ("b:x", "exact", "r:c"), ("a:x", "exact", "r:d"), ("r:d", "broad", "b:x")]
    assert [one[0] for one in _relations(*(_map(*one) for one in through)).values()] == ["same-topic"]
    assert list(_notes(*(_map(*one) for one in through))) == ["compare.ties-opposed"]


@pytest.mark.parametrize("denied", [("a:x", "b:x"), ("a:x", "r:c"), ("r:c", "a:x")])
def test_what_one_mapping_claims_and_another_denies_is_named(denied: tuple[str, str]) -> None:
    denial = _map(denied[0], "exact", denied[1], negated=True)
    said = _notes(_map("a:x", "exact", "r:c"), _map("r:c", "exact", "b:x"), denial)
    assert list(said) == ["compare.ties-denied"]
    assert denial.id in said["compare.ties-denied"]
    direct = _map("a:x", "exact", "b:x")
    assert list(_notes(direct, replace(direct, negated=True))) == ["compare.ties-denied"]


def test_a_reference_that_ties_nothing_is_named() -> None:
    codes = {one.code: str(one) for one in compared(A, B, (), reference=["r"]).notes}
    assert "no concept of r " in codes["compare.banner-nothing-pairs-through"]
    codes = {one.code: str(one) for one in compared(A, B, [_map("a:x", "exact", "b:x")], reference=["r"]).notes}
    assert "compare.reference-unused" in codes


def test_along_lineage_no_concept_pairs() -> None:
    matches = [_map("a:x", "close", "r:c"), _map("b:x", "close", "r:c")]
    child = Framework(id="b", label=Text.of(en="b"), adaptation_of="a", elements=B.elements)
    for sides in ((A, child), (child, A)):
        found = compared(*sides, matches, reference=["r"])
        assert not [one for one in found.entries[1:] if one.base and one.adaptation]
        assert (found.across, found.reference) == ((), ())


def test_a_function_here_stands_beside_a_competency_there() -> None:
    here = Framework(id="a", label=Text.of(en="a"), elements=(Function(id="a:f", label=Text.of(en="visits")),))
    able = Competency(id="r:able", label=Text.of(en="able"))
    needs = Function(id="r:f", label=Text.of(en="visits"), needs=("r:able",))
    reference = Framework(id="r", label=Text.of(en="r"), elements=(able, needs))
    matches = [_map("a:f", "close", "r:f", "0.9"), _map("r:able", "exact", "b:y", "0.5")]
    known = [here, B, reference]
    found, back = (compared(*sides, matches, known=known, reference=["r"]) for sides in ((here, B), (B, here)))
    (row,), (turned,) = found.across, back.across
    assert (row.base, row.adaptation, row.through) == ("a:f", "b:y", ("r:f", "r:able"))
    assert (row.ties, row.confidence) == (("close", "same"), Decimal("0.45"))
    assert (turned.base, turned.adaptation, turned.function) == ("b:y", "a:f", "a:f")
    assert not [one for one in found.entries[1:] if one.base and one.adaptation]
    assert not compared(here, B, matches, known=known, reference=[]).across


@pytest.mark.parametrize(("first", "second", "least", "across"), [("tz", "za", 15, 0), ("cd", "ug", 0, 10)])
def test_countries_that_ship_stand_side_by_side(
    first: str, second: str, least: int, across: int, g: CompetencyGraph
) -> None:
    found = ssw.compare(g, first, second)
    paired = [one for one in found.entries if one.base and one.adaptation and one.relation != "not-compared"]
    assert len(paired) >= least
    assert len(found.across) >= across
    assert all(len(row.steps) == len(row.through) == 2 for row in found.across)
    assert all(one.ties or one.pairs[0].by == "ends" for one in paired)
    assert ssw.apply_changes(g[first], found) == g[second]
    page = str(found)
    for step in [step for one in paired for tie in one.ties for step in tie.steps] + [
        step for row in found.across for step in row.steps
    ]:
        assert step.split(" ")[0] in page
    assert [one["by"] for one in found.rows() if one["by"]]


def test_without_a_reference_only_mappings_and_chains_pair(g: CompetencyGraph) -> None:
    found = ssw.compare(g, "tz", "za", reference=())
    ways = {pair.by for one in found.entries for pair in one.pairs}
    assert "concept" not in ways
    assert "chain" in ways
    assert ssw.compare(g, "tz", "za", reference="psw").reference == ("psw",)


@pytest.mark.parametrize(("given", "error"), [("pws", UnknownElementError), (5, InputError), ([5], InputError)])
def test_a_reference_that_is_none_is_refused(given: object, error: type[Exception], g: CompetencyGraph) -> None:
    with pytest.raises(error):
        ssw.compare(g, "tz", "za", reference=given)  # type: ignore[arg-type]
