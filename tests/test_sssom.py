"""Mapping sets: what is read from SSSOM tables, what is refused, and that writing is the inverse of reading."""

from __future__ import annotations

from collections.abc import Mapping as Row
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import sswgraph as ssw
from sswgraph.errors import ParseError
from sswgraph.exchange import parse_sssom, read_sssom, sssom_text, write_sssom
from sswgraph.exchange.sssom.reader import read_header, write_header
from sswgraph.model import Evidence, Mapping, MappingSet, Text
from sswgraph.model.mapping import PREDICATES
from tests.loops import some

ROOT = Path(__file__).parent.parent
SHIPPED = sorted((ROOT / "frameworks" / "mappings").glob("*.sssom.tsv"))
SAMPLES = ROOT.parent / "shared" / "data" / "sssom" / "examples"
HEADER = "#mapping_set_id: https://example.org/set\n#curie_map:\n#  za: https://w3id.org/sswgraph/id/za/\n"
ROW = {
    "subject_id": "za:a",
    "predicate_id": "skos:exactMatch",
    "object_id": "za:b",
    "mapping_justification": "semapv:ManualMappingCuration",
}


def table(*rows: Row[str, str], header: str = HEADER) -> str:
    """A table of these rows; what a row does not say is as in ROW."""
    columns = list(dict.fromkeys(name for row in (ROW, *rows) for name in row))
    lines = ["\t".join(columns)]
    lines += ["\t".join(row.get(name, ROW.get(name, "")) for name in columns) for row in rows]
    return header + "\n".join(lines) + "\n"


def read(text: str) -> MappingSet:
    return parse_sssom(text.encode(), "mine.sssom.tsv")


def one(**cells: str) -> Mapping:
    (mapping,) = read(table(cells)).mappings
    return mapping


def refused(text: str) -> ParseError:
    with pytest.raises(ParseError) as caught:
        read(text)
    assert caught.value.file == "mine.sssom.tsv"
    assert caught.value.hint
    return caught.value


def again(value: MappingSet) -> MappingSet:
    return parse_sssom(sssom_text(value).encode())


def made(*mappings: Mapping, **fields: object) -> MappingSet:
    given_fields = {"id": "https://example.org/set", "mappings": mappings, **fields}
    return MappingSet(**given_fields)  # type: ignore[arg-type]


def mapping(**fields: object) -> Mapping:
    basics = {"subject": "za:a", "relation": "exact", "object": "za:b", "mapping_set": "https://example.org/set"}
    return Mapping(**{**basics, **fields})  # type: ignore[arg-type]


# Files


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships_comes_back_byte_for_byte(path: Path) -> None:
    found = read_sssom(path)
    assert found.mappings
    assert sssom_text(found).encode() == path.read_bytes()
    assert again(found) == found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_row_that_ships_has_a_basis(path: Path) -> None:
    assert all(row.evidence for row in read_sssom(path).mappings)


def attempt(path: Path) -> MappingSet | ParseError:
    try:
        return read_sssom(path)
    except ParseError as error:
        return error


def test_tables_that_others_wrote_are_read_or_refused_with_a_reason() -> None:
    samples = sorted(SAMPLES.glob("*.tsv")) if SAMPLES.is_dir() else []
    if not samples:
        pytest.skip("0 tables of others are here")
    found = {path: attempt(path) for path in samples}
    for path, result in some(found.items()):
        if isinstance(result, ParseError):
            assert (result.file, bool(result.line), bool(result.hint)) == (str(path), True, True)
        else:
            assert result.mappings
            assert again(result).mappings == result.mappings
    count = sum(isinstance(result, MappingSet) for result in found.values())
    assert count >= len(samples) / 2, f"{count} of {len(samples)} tables of others were read"


# What is read


def test_a_row_is_read_whole() -> None:
    found = one(
        confidence="0.80",
        comment="why",
        author_label="A",
        reviewer_label="R",
        mapping_date="2026-11-21",
        basis="derived",
        derived_from="za:y|za:x",
        evidence_source="za:source",
        evidence_locator="p. 3",
        evidence_excerpt="as it is said",
        subject_label="a",
    )
    assert found == Mapping(
        subject="za:a",
        relation="exact",
        object="za:b",
        confidence=Decimal("0.80"),
        comment="why",
        author="A",
        reviewer="R",
        date="2026-11-21",
        mapping_set="https://example.org/set",
        other=(("subject_label", "a"),),
        evidence=(
            Evidence(
                id="za:a.za:b",
                basis="derived",
                source="za:source",
                locator="p. 3",
                excerpt=Text.of(en="as it is said"),
                derived_from=("za:x", "za:y"),
                note=Text.of(en="why"),
            ),
        ),
    )


def test_the_header_is_read_and_what_is_not_known_is_kept() -> None:
    header = (
        HEADER + "#mapping_set_title: A title\n#license: https://example.org/l\n#creator_label: [A, B]\n#other: x\n"
    )
    found = read(table({}, header=header))
    assert (found.id, found.title, found.licence) == ("https://example.org/set", "A title", "https://example.org/l")
    assert found.header == (("creator_label", "A|B"), ("other", "x"))
    assert again(found) == found


@pytest.mark.parametrize(("relation", "predicate"), PREDICATES.items())
def test_every_predicate_is_known(relation: str, predicate: str) -> None:
    assert one(predicate_id=predicate).relation == relation


def test_predicates_are_known_by_their_iri_whatever_the_prefix() -> None:
    header = HEADER + "#  s: http://www.w3.org/2004/02/skos/core#\n"
    assert read(table({"predicate_id": "s:closeMatch"}, header=header)).mappings[0].relation == "close"
    iri = "http://www.w3.org/2004/02/skos/core#closeMatch"
    assert one(predicate_id=iri).relation == "close"
    moved = HEADER + "#  skos: http://example.org/not-skos#\n"
    other = read(table({}, header=moved))
    assert (other.mappings, [dict(row)["predicate_id"] for row in other.unused]) == ((), ["skos:exactMatch"])
    assert read(sssom_text(other)) == other


def test_foreign_identifiers_become_iris() -> None:
    header = HEADER + "#  hp: http://purl.obolibrary.org/obo/HP_\n"
    found = read(table({"subject_id": "hp:0000001", "object_id": "http://example.org/x"}, header=header)).mappings[0]
    assert (found.subject, found.object) == ("http://purl.obolibrary.org/obo/HP_0000001", "http://example.org/x")


def test_a_stated_non_match_is_one() -> None:
    assert one(predicate_modifier="Not").negated
    assert not one(predicate_modifier="").negated


def test_rows_are_sorted_whatever_their_order() -> None:
    rows = [{"object_id": f"za:{code}"} for code in "dbca"]
    assert read(table(*rows)) == read(table(*reversed(rows)))
    assert [row.object for row in read(table(*rows)).mappings] == ["za:a", "za:b", "za:c", "za:d"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end: str) -> None:
    text = table({"comment": "why"}, {"object_id": "za:c"})
    assert read(text.replace("\n", end)) == read(text)


def test_a_byte_order_mark_is_no_part_of_the_table() -> None:
    assert parse_sssom(b"\xef\xbb\xbf" + table({}).encode(), "mine.sssom.tsv") == read(table({}))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"a ""quoted"" word"', 'a "quoted" word'),
        ('say "hi" now', 'say "hi" now'),
        ('"a\tb"', "a\tb"),
        ('"a\nb"', "a\nb"),
        ("# no comment", "# no comment"),
        ("=1+1", "=1+1"),
        ("  blanks  ", "  blanks  "),
    ],
)
def test_quotes_tabs_and_line_ends_in_cells_are_read(cell: str, text: str) -> None:
    assert one(comment=cell).comment == text


def test_a_quote_that_is_never_closed_is_told() -> None:
    refused(table({"comment": '"never closed'}, {"object_id": "za:c"}))


# What is refused


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"object_id": "qq:b"}, "prefix 'qq' in object_id"),
        ({"subject_id": "noprefix"}, "subject_id 'noprefix'"),
        ({"subject_id": ""}, "subject_id"),
        ({"predicate_id": "skos:foo"}, "skos:foo"),
        ({"predicate_id": "ssw:cover"}, "ssw:cover"),
        ({"confidence": "1.01"}, "'1.01'"),
        ({"confidence": "-0.1"}, "'-0.1'"),
        ({"confidence": "0,8"}, "'0,8'"),
        ({"confidence": "high"}, "'high'"),
        ({"confidence": "inf"}, "'inf'"),
        ({"confidence": "1e999999999"}, "confidence"),
        ({"basis": "Stated"}, "'Stated'"),
        ({"basis": "draft", "derived_from": "qq:x"}, "derived_from"),
        ({"basis": "draft", "evidence_source": "qq:x"}, "evidence_source"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line(cells: dict[str, str], said: str) -> None:
    error = refused(table({"object_id": "za:first"}, cells))
    assert error.line == 6
    assert said in error.problem


@pytest.mark.parametrize(
    "cells",
    [
        {"confidence": "NaN"},
        {"confidence": "sNaN"},
        {"predicate_modifier": "not"},
        {"predicate_modifier": "NOT"},
        {"subject_id": "za:a b"},
        {"subject_id": "za:a> <http://example.org/x"},
        {"object_id": "http://a b"},
        {"subject_id": "x:b"},
    ],
)
def test_a_cell_that_means_nothing_is_refused(cells: dict[str, str]) -> None:
    refused(table(cells))


@pytest.mark.parametrize("column", ROW)
def test_a_missing_column_is_told(column: str) -> None:
    rest = {name: cell for name, cell in ROW.items() if name != column}
    error = refused(HEADER + "\t".join(rest) + "\n" + "\t".join(rest.values()) + "\n")
    assert error.problem == f"There is no column {column}."
    assert error.line == 4


def test_a_header_alone_is_no_table() -> None:
    assert "subject_id" in refused(HEADER).problem
    assert read(HEADER + "\t".join(ROW) + "\n").mappings == ()


def test_missing_and_extra_cells_are_told_with_their_line() -> None:
    for cells in (["za:a", "skos:exactMatch"], [*ROW.values(), "more"]):
        error = refused(HEADER + "\t".join(ROW) + "\n" + "\t".join(cells) + "\n")
        assert error.line == 5


def test_commas_do_not_part_columns() -> None:
    assert "separated by commas" in refused(table({}).replace("\t", ",")).problem


AMINA = {"author_label": "Amina", "confidence": "0.7"}
BEN = {"predicate_modifier": "Not", "reviewer_label": "Ben", "mapping_date": "2026-02-01", "confidence": "0.95"}


def test_several_voices_of_one_sentence_are_kept_and_told_apart_by_their_content() -> None:
    found = read(table(AMINA, {"author_label": "Chipo", "mapping_date": "2025-01-01"}, BEN)).mappings
    assert [one.author for one in found] == ["Amina", "Chipo", None]
    assert {one.sentence for one in found} == {"za:a skos:exactMatch za:b", "za:a not skos:exactMatch za:b"}
    amina, chipo, denial = found
    assert amina.id == f"za:a skos:exactMatch za:b #{amina.voice}" != chipo.id
    assert len(amina.voice) == len(chipo.voice) == 8
    assert denial.id == "za:a not skos:exactMatch za:b", "a voice that is alone needs no sign"


def test_the_sign_of_a_voice_hangs_on_nothing_but_its_content() -> None:
    chipo = {"author_label": "Chipo"}
    first = {one.author: one.id for one in read(table(AMINA, chipo)).mappings}
    second = {one.author: one.id for one in read(table({"object_id": "za:c"}, chipo, AMINA)).mappings if one.voice}
    assert first == second


def test_an_exact_repeat_is_one_voice() -> None:
    (only,) = read(table(AMINA, AMINA)).mappings
    assert only.id == "za:a skos:exactMatch za:b"
    assert made(mapping(), mapping()) == made(mapping())


def test_several_voices_come_back() -> None:
    value = read(table(AMINA, {**AMINA, "mapping_justification": "semapv:LexicalMatching"}, BEN, {"comment": "so"}))
    assert len(value.mappings) == 4
    assert again(value) == value
    assert sssom_text(again(value)) == sssom_text(value)


def test_a_set_made_by_hand_equals_the_one_that_is_read_from_it() -> None:
    value = made(mapping(author="Chipo"), mapping(author="Amina", date="2020"), mapping(author="Amina"))
    assert len({one.id for one in value.mappings}) == 3
    assert again(value) == value


def test_a_graph_keeps_the_voices_of_all_sets() -> None:
    sets = [made(mapping(mapping_set=name), id=name) for name in ("https://example.org/s1", "https://example.org/s2")]
    g = ssw.CompetencyGraph([], sets)
    assert len(g.mappings) == len({one.id for one in g.mappings}) == 2
    assert [g[one.id].mapping_set for one in g.mappings] == ["https://example.org/s1", "https://example.org/s2"]
    assert ssw.CompetencyGraph([], sets[:1]).mappings[0].id == "za:a skos:exactMatch za:b"
    edges = g.to_networkx().edges(data=True)
    assert [data["relation"] for *_, data in edges] == ["exact", "exact"]


def test_a_doubled_column_is_told() -> None:
    names, cells = "\t".join(ROW), "\t".join(ROW.values())
    refused(f"{HEADER}{names}\tsubject_id\n{cells}\tza:zzz\n")


def test_of_a_name_that_stands_twice_in_the_header_the_last_one_holds() -> None:
    header = HEADER + "#mapping_set_title: first\n#mapping_set_title: second\n"
    assert read(table({}, header=header)).title == "second"


# Nothing is lost


def test_evidence_without_a_basis_is_kept_or_told() -> None:
    try:
        found = read(table({"evidence_source": "za:s", "evidence_locator": "p. 3"}))
    except ParseError:
        return
    assert "p. 3" in sssom_text(found)


@pytest.mark.parametrize(
    "written", ["1.0.0", "1.10", "010", "12:30:45", "no", "1_000", "2024-01-01T00:00:00Z", "2026-11-21", "v1"]
)
def test_a_version_is_read_as_it_is_written(written: str) -> None:
    header = HEADER + f"#mapping_set_version: {written}\n"
    assert read(table({}, header=header)).version == written


def test_a_nested_header_value_is_kept_or_told() -> None:
    header = HEADER + "#other:\n#  a: 1\n"
    try:
        found = read(table({}, header=header))
    except ParseError:
        return
    assert "{'a': 1}" not in sssom_text(found)


def test_prefixes_of_other_columns_are_kept() -> None:
    header = HEADER + "#  orcid: https://orcid.org/\n"
    assert "https://orcid.org/" in sssom_text(read(table({"author_id": "orcid:0000-0001"}, header=header)))


def test_others_extension_definitions_are_kept() -> None:
    header = HEADER + "#extension_definitions:\n#  - slot_name: fizz\n#    property: http://example.org/fizz\n"
    assert "http://example.org/fizz" in sssom_text(read(table({"fizz": "1"}, header=header)))


def test_extension_slots_of_ours_are_defined_where_they_are_used() -> None:
    assert "extension_definitions" not in sssom_text(made(mapping()))
    evidence = Evidence(id="za:a.za:b", basis="draft")
    text = sssom_text(made(mapping(evidence=(evidence,))))
    assert "#- slot_name: basis\n#  property: ssw:basis\n" in text
    assert "derived_from" not in text


# Writing


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"negated": True},
        {"confidence": Decimal("0.80")},
        {"confidence": Decimal(0)},
        {"confidence": Decimal(1)},
        {"justification": "semapv:LexicalMatching"},
        {"other": (("fizz", "buzz"), ("subject_label", "a\tb"))},
        {"subject": "http://example.org/a", "object": "https://w3id.org/sswgraph/id/za/Not_An_Id"},
        {"subject": "owl:a", "object": "xsd:b"},
        {"evidence": (Evidence(id="za:a.za:b", basis="stated", source="za:s", locator='p. "3"'),)},
        {"evidence": (Evidence(id="za:a.za:b", basis="derived", derived_from=("http://example.org/x", "ug:x")),)},
        {"subject": "skos:a"},
        {"subject": "za", "object": "ug"},
        {"subject": "za:a", "object": "mailto:a@b"},
        {"comment": "a\r\nb", "author": "\r"},
        {"evidence": (Evidence(id="za:a.za:b", basis="stated", source="ug:s", locator=""),)},
        {"evidence": (Evidence(id="za:e", basis="draft", note=Text.of(en="a|b", fr="c")),), "comment": "why"},
        {"subject": "urn:x:y"},
        {"comment": "a\rb"},
        {"comment": "x" * 200_000},
        {"comment": ""},
        {"evidence": (Evidence(id="za:a.za:b", basis="stated", excerpt=Text.of(fr="mot")),)},
        {"evidence": (Evidence(id="za:a.za:b", basis="stated"), Evidence(id="za:a.za:c", basis="draft"))},
        {"evidence": (Evidence(id="za:a.za:b", basis="draft", concerns=("https://w3id.org/sswgraph/ns#facet",)),)},
    ],
)
def test_a_mapping_comes_back(fields: dict[str, object]) -> None:
    value = made(mapping(**fields))
    assert again(value) == value
    assert sssom_text(again(value)) == sssom_text(value)


def test_a_prefix_that_stands_for_something_else_is_not_used() -> None:
    header = (
        HEADER.replace("id/za/", "id/ug/")
        + "#  skos: http://example.org/\n#  s: http://www.w3.org/2004/02/skos/core#\n"
    )
    found = read(
        table({"predicate_id": "s:exactMatch", "object_id": "https://w3id.org/sswgraph/id/za/b"}, header=header)
    )
    assert (found.mappings[0].subject, found.mappings[0].object) == ("ug:a", "za:b")
    assert again(found) == found


def test_the_cell_of_all_evidence_says_what_the_columns_beside_it_say() -> None:
    two = (Evidence(id="za:a.za:b", basis="stated"), Evidence(id="za:a.za:c", basis="draft"))
    text = sssom_text(made(mapping(evidence=two)))
    assert "differs from the columns" in refused(text.replace("\tstated\t", "\tdraft\t")).problem
    for wrong in ("{", "[]", "[1]", '[{"id": 1}]', '[{"id": "za:a", "basis": "no"}]'):
        cells = {"basis": "stated", "evidence": '"' + wrong.replace('"', '""') + '"'}
        assert "evidence" in refused(table(cells)).problem


SCALARS = st.text(st.characters(codec="utf-8"), max_size=30)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), SCALARS), SCALARS)
def test_a_header_is_read_as_it_was_written(values: dict[str, str], other: str) -> None:
    slots = [{"slot_name": other, "property": "http://x/"}]
    values = {name: value for name, value in values.items() if name not in ("curie_map", "extension_definitions")}
    header: dict[str, Any] = {**values, "curie_map": {"za": "http://x/"}, "extension_definitions": slots}
    text = "\n".join(write_header(header)) + "\n"
    assert read_header(text, "mine.tsv") == yaml.load(text, Loader=yaml.BaseLoader)
    assert read_header(text, "mine.tsv") == header


@pytest.mark.parametrize("text", ["y", "No", "null", "1.10", "12e03", "+1", "1 or 2", "2020-01-01", "0o17"])
def test_what_another_version_of_yaml_reads_as_no_text_is_quoted(text: str) -> None:
    assert write_header({"title": text}) == [f"title: '{text}'"]


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c",
        "two\nlines",
        "tab\there",
        "\x07 bell",
        "😀 \u202e bidi",
        "no",
        "~",
        "123",
        "1.10",
        "2020-01-01",
        "&anchor",
        "*alias",
        "!tag",
        "- dash",
        " blanks ",
        "\ufeffmark",
        '"quoted"',
        "x" * 20_000,
        "",
        "line\u2028end",
        "next\x85line",
    ],
)
def test_hostile_header_values_come_back(text: str) -> None:
    value = made(mapping(), title=text, description=text, header=(("other", text),))
    assert again(value) == value


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
SOME = WORDS.filter(bool)
ENDS = (
    "za:a skos:b za ug urn:x:y mailto:a@b http://example.org/a doi:10.1/2 x-1:c https://w3id.org/sswgraph/id/za/No_Id"
)
IDS = st.sampled_from(ENDS.split())
MANY = st.lists(IDS, max_size=2, unique=True).map(lambda ids: tuple(sorted(ids)))
TEXTS = st.dictionaries(st.sampled_from(["en", "fr", "de-1996"]), WORDS, max_size=2).map(
    lambda wordings: Text(tuple(sorted(wordings.items())))
)
EVIDENCE = st.builds(
    Evidence,
    id=IDS,
    basis=st.sampled_from(["stated", "derived", "draft"]),
    source=st.none() | IDS,
    locator=st.none() | WORDS,
    excerpt=TEXTS,
    derived_from=MANY,
    concerns=st.sampled_from([(), ("http://example.org/a", "https://w3id.org/sswgraph/ns#facet")]),
    note=TEXTS,
)
MAPPINGS = st.builds(
    Mapping,
    subject=IDS,
    relation=st.sampled_from(sorted(PREDICATES)),
    object=IDS,
    justification=SOME,
    confidence=st.none() | st.decimals(0, 1, places=3),
    negated=st.booleans(),
    comment=st.none() | WORDS,
    author=st.none() | WORDS,
    reviewer=st.none() | WORDS,
    date=st.sampled_from([None, "2025-06-30", "2026-01-01"]),
    mapping_set=st.just("https://example.org/set"),
    evidence=st.lists(EVIDENCE, max_size=2).map(tuple),
    other=SOME.map(lambda text: (("subject_label", text),)),
)


# Of two ends only, so that several voices say one sentence.
VOICES = st.builds(
    mapping,
    author=st.sampled_from([None, "Amina", "Ben"]),
    confidence=st.sampled_from([None, Decimal("0.5")]),
    date=st.sampled_from([None, "2026-01-01"]),
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(MAPPINGS | VOICES, max_size=4), st.none() | WORDS, WORDS)
def test_any_mapping_set_comes_back(mappings: list[Mapping], title: str | None, other: str) -> None:
    value = made(*mappings, title=title, header=(("other", other),))
    assert again(value) == value
    assert sssom_text(again(value)) == sssom_text(value)


def test_the_public_names_are_these() -> None:
    assert ssw.read_sssom is read_sssom
    assert ssw.write_sssom is write_sssom
