"""Each row of the tables on comparison (E4, E5): the code has the same row, and a comparison says what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sswgraph.adaptation.adapt import LINEAGE
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.diff import KIND_OF_MAPPING, OF_FIELD, OF_VALUE, SENTENCES
from sswgraph.exchange.schema import BY_KIND, Property
from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    Evidence,
    Framework,
    Mapping,
    Node,
    ProficiencyLevel,
    Requirement,
    Text,
    TrainingModule,
)
from sswgraph.model.comparison import KINDS, MIRROR, ChangeKind, most_serious
from sswgraph.model.fields import Shape
from tests.adapted import add
from tests.loops import some
from tests.tables import code, codes, grid, rows, short

FIELDS = {field: code(row[1]) for row in rows("these fields, whatever they say") for field in codes(row[0])}
# Every field of every kind of element that a row of the table names.
PLACES = [
    (kind, prop)
    for kind, cls in BY_KIND.items()
    for prop in cls.properties
    if prop.field in OF_FIELD and kind != "evidence"
]


def value(prop: Property, number: int) -> Any:
    """The first, second or third value that a property can have."""
    made: dict[Shape, Any] = {
        Shape.TEXT: Text.of(en=f"words {number}"),
        Shape.DATE: date(2026, 1, 1 + number),
        Shape.WHEN: f"202{number}",
        Shape.NUMBER: number,
        Shape.INTEGER: number,
        Shape.BOOLEAN: number == 1,
        Shape.REFERENCE: f"b:end-{number}",
        Shape.IRI: f"https://example.org/{number}",
    }
    found = prop.codes[number] if prop.codes else made.get(prop.shape, f"s{number}")
    return (found,) if prop.many and prop.shape is not Shape.TEXT else found


def element(kind: str, **fields: Any) -> Any:
    """An element of a kind with what it must have."""
    cls = BY_KIND[kind]
    needed = {prop.field: value(prop, 1) for prop in cls.properties if prop.required}
    return cls.model(id="b" if kind == "framework" else "b:x", **{**needed, **fields})


def aspects(old: Node, new: Node, *beside: Node) -> dict[str, ChangeKind]:
    """Field -> kind of the aspect, where one element takes the place of another."""
    if isinstance(old, Framework) and isinstance(new, Framework):
        entries = compared(old, new).entries
    else:
        base, adapted = (Framework(id="b", elements=(*beside, node)) for node in (old, new))
        entries = compared(base, adapted).entries
    return {one.field: one.kind for entry in entries for one in entry.changes}


def became(old: Node, **fields: Any) -> dict[str, ChangeKind]:
    return aspects(old, replace(old, **fields))


# E5: by field


def test_the_kinds_of_fields_are_those_of_the_rules() -> None:
    assert FIELDS == OF_FIELD
    assert OF_FIELD.keys().isdisjoint(LINEAGE)
    assert {prop.field for _, prop in PLACES} == {*OF_FIELD}


@pytest.mark.parametrize(("kind", "prop"), PLACES, ids=lambda one: getattr(one, "field", one))
def test_another_value_of_a_field_is_of_the_kind_of_its_row(kind: str, prop: Property) -> None:
    before = element(kind, **{prop.field: value(prop, 0 if prop.codes else 1)})
    after = value(prop, 1 if prop.codes else 2)
    assert became(before, **{prop.field: after}) == {prop.field: FIELDS[prop.field]}


def test_the_sentences_are_those_of_the_rules() -> None:
    assert short("sentences, whose label is no name") == SENTENCES


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_another_sentence_is_another_meaning(kind: str) -> None:
    before = element(kind, label=Text.of(en="words 1"))
    assert became(before, label=Text.of(en="words 2")) == {"label": "redefined"}
    assert became(before, label=Text.of(en="words 1", fr="des mots")) == {"label": "translated"}


@pytest.mark.parametrize("kind", ["cadre", "competency", "competency-set", "function", "module", "qualification"])
def test_another_name_is_a_name(kind: str) -> None:
    assert became(element(kind), label=Text.of(en="words 2")) == {"label": "relabelled"}


@pytest.mark.parametrize("field", ["scope_note", "alt_label", "note"])
def test_a_note_is_no_definition(field: str) -> None:
    before = element("competency", **{field: Text.of(en="one")})
    assert became(before, **{field: Text.of(en="two")}) == {field: "relabelled"}
    assert became(before, definition=Text.of(en="two")) == {"definition": "redefined"}


def test_another_set_is_a_move() -> None:
    one = Competency(id="b:x")
    base = Framework(id="b", elements=(CompetencySet(id="b:s", includes=("b:x",)), CompetencySet(id="b:t"), one))
    moved = replace(base, elements=(CompetencySet(id="b:s"), CompetencySet(id="b:t", includes=("b:x",)), one))
    told = {entry.base: [aspect.kind for aspect in entry.changes] for entry in compared(base, moved).entries}
    assert told["b:x",] == ["moved"]


@pytest.mark.parametrize("field", ["form", "frequency", "ratio", "preparation"])
def test_how_somebody_is_supervised_is_no_mere_wording(field: str) -> None:
    before = element("supervision-arrangement", **{field: Text.of(en="one to five")})
    assert became(before, **{field: Text.of(en="one to ten")}) == {field: "redefined"}


def test_lineage_is_evidence_and_a_replacement_another_meaning() -> None:
    one = Competency(id="b:x", evidence=(Evidence(id="b:e", basis="stated", source="b:law"),))
    other = (Evidence(id="b:e", basis="stated", source="b:other"),)
    assert became(one, evidence=other) == {"evidence": "evidence-only"}
    assert became(one, derived_from=("c:x",)) == {"derived_from": "evidence-only"}
    assert became(Framework(id="b"), adaptation_of="c", base_edition="1") == {
        "adaptation_of": "evidence-only",
        "base_edition": "evidence-only",
    }
    base = Framework(id="b", elements=(Competency(id="b:x"),))
    newer = replace(base, elements=(Competency(id="b:y", replaces=("b:x",)),))
    told = [aspect.kind for entry in compared(base, newer).entries for aspect in entry.changes]
    assert told == ["redefined"]


# E5: by value

MODULE = TrainingModule(id="b:x", label=Text.of(en="a"), notional_hours=10, corequisite=("b:m", "b:n"))
LISTS = CompetencySet(id="b:x", label=Text.of(en="a"), includes=("b:m", "b:n"))
VALUES: dict[str, list[tuple[Node, str, Any]]] = {
    "list-gained": [(LISTS, "includes", ("b:m", "b:n", "b:o")), (MODULE, "corequisite", ("b:m", "b:n", "b:o"))],
    "list-lost": [(LISTS, "includes", ("b:m",)), (MODULE, "corequisite", ())],
    "list-gained-and-lost": [(LISTS, "includes", ("b:m", "b:o")), (MODULE, "corequisite", ("b:o",))],
    "number-grown": [(MODULE, "notional_hours", 11)],
    "number-fallen": [(MODULE, "notional_hours", 9)],
    "text-reworded": [(MODULE, "label", Text.of(en="b")), (MODULE, "label", Text.of(en="b", fr="a"))],
    "text-in-other-languages": [(MODULE, "label", Text.of(en="a", fr="b"))],
    "anything-else": [
        (MODULE, "component", "practical"),
        (MODULE, "notional_hours", None),
        (MODULE, "last_enrolment", date(2026, 1, 1)),
        (Cadre(id="b:x", tier="basic"), "tier", "advanced"),
        (Cadre(id="b:x"), "professional_status", "volunteer"),
        (element("scope-rule"), "authority", "not-permitted"),
        (element("function", criticality="routine"), "criticality", "statutory"),
        (element("level", rank=1), "rank", 2),
    ],
}


def test_the_kinds_of_values_are_those_of_the_rules() -> None:
    assert {code(row[0]): code(row[1]) for row in rows("in all other fields")} == OF_VALUE
    assert VALUES.keys() == OF_VALUE.keys()


@pytest.mark.parametrize("row", rows("in all other fields"), ids=lambda row: row[0])
def test_what_became_of_a_value_is_of_the_kind_of_its_row(row: tuple[str, str]) -> None:
    assert VALUES[code(row[0])]
    for before, field, after in VALUES[code(row[0])]:
        assert became(before, **{field: after}) == {field: code(row[1])}


@pytest.mark.parametrize("field", ["label", "definition", "scope_note"])
def test_the_same_letters_in_another_encoding_are_no_difference(field: str) -> None:
    before = element("competency", **{field: Text.of(fr="déléguer")})
    assert became(before, **{field: Text.of(fr="de\u0301le\u0301guer")}) == {}


# E5: levels

STATED = (
    *(ProficiencyLevel(id=f"b:s{n}", scale="b:s", rank=n) for n in (1, 2, 3)),
    ProficiencyLevel(id="b:r2", scale="b:r", rank=2, equivalent_level=("b:s2",)),
    ProficiencyLevel(id="b:q1", scale="b:q", rank=1),
)
LEVELS: dict[str, list[tuple[str | None, str | None]]] = {
    "stated, and not stated before": [(None, "b:s1")],
    "higher than before (L1)": [("b:s1", "b:s2"), ("b:s1", "b:r2")],
    "lower than before (L1)": [("b:s3", "b:s2"), ("b:s3", "b:r2")],
    "no longer stated": [("b:s1", None)],
    "not comparable, or equal on another scale": [("b:s1", "b:q1"), ("b:s2", "b:r2")],
}


@pytest.mark.parametrize("row", rows("of two levels"), ids=lambda row: row[0])
def test_another_level_is_of_the_kind_of_its_row(row: tuple[str, str]) -> None:
    assert LEVELS[row[0]]
    for old, new in LEVELS[row[0]]:
        before = Requirement(id="b:x", cadre="b:c", competency="b:k", level=old)
        assert aspects(before, replace(before, level=new), *STATED) == {"level": code(row[1])}
        outcome = element("outcome", to_level=old)
        assert aspects(outcome, replace(outcome, to_level=new), *STATED) == {"to_level": code(row[1])}


# E5: mappings


def test_the_kinds_of_mappings_are_those_of_the_rules() -> None:
    assert {code(row[0]): code(row[1]) for row in rows("paired by a mapping")} == KIND_OF_MAPPING


@pytest.mark.parametrize("row", rows("paired by a mapping"), ids=lambda row: row[0])
def test_a_pair_by_a_mapping_is_of_the_kind_of_its_row(row: tuple[str, str]) -> None:
    relation: Any = code(row[0])
    base = Framework(id="b", elements=(Competency(id="b:x"),))
    adapted = Framework(id="c", elements=(Competency(id="c:y"),))
    if relation == "covered":
        match = Mapping(subject="c:y", relation="covers", object="b:x")
    else:
        match = Mapping(subject="b:x", relation=relation, object="c:y")
    (entry,) = compared(base, adapted, [match]).entries[1:]
    assert (entry.kind, [aspect.field for aspect in entry.changes]) == (code(row[1]), ["mapping"])
    denied = compared(base, adapted, [replace(match, negated=True)]).entries[1:]
    assert [one.kind for one in denied] == ["dropped", "added"]


# E4 and the order of kinds


@pytest.mark.parametrize("shape", [key[1] for key in grid("base : adaptation")])
def test_how_many_stand_for_how_many_is_as_the_table_says(shape: str) -> None:
    many = {"1": 1, "n": 2, "m": 3, "0": 0}
    n, m = (many[one] for one in shape.split(" : "))
    base = Framework(id="b", elements=tuple(Competency(id=f"b:x{i}") for i in range(n)))
    origins = tuple(f"b:x{i}" for i in range(n))
    adapted = Framework(
        id="c", adaptation_of="b", elements=tuple(Competency(id=f"c:y{i}", derived_from=origins) for i in range(m))
    )
    (entry,) = compared(base, adapted).entries[1:]
    cell = grid("base : adaptation")["kind", shape]
    assert entry.kind == ("identical" if cell == "by its aspects" else cell)


def test_opposites_of_one_gravity_are_another_meaning_and_else_the_gravest_counts() -> None:
    for place, kind in some(enumerate(KINDS)):
        for other in KINDS[place:]:
            expected = "redefined" if MIRROR[kind] == other != kind else kind
            assert most_serious([other, kind]) == expected


def test_added_elements_are_none_of_the_others() -> None:
    base = Framework(id="b", elements=(Competency(id="b:x"),))
    told = {entry.adaptation: entry.kind for entry in compared(base, add(base, Competency(id="b:y"))).entries}
    assert (told["b:x",], told["b:y",]) == ("identical", "added")
