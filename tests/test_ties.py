"""Two frameworks without lineage through mappings, chains and concepts of a reference (rule E8)."""

from __future__ import annotations

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
