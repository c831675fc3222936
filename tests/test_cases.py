"""Small inputs that go wrong in tools like this one, each with the answer that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.exchange import parse_framework, parse_sssom, read_sssom, sssom_text, write_framework
from sswgraph.model import Framework, Report

CASES = Path(__file__).parent.parent.parent / "shared" / "cases"
FILES = sorted(CASES.glob("r*.*")) + sorted(CASES.glob("s*.tsv"))
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="0 of 19 cases are here")
# What check finds: code and element, of violations and warnings.
FOUND: dict[str, set[tuple[str, str | None]]] = {
    "r01_relative_base.ttl": set(),
    "r02_empty_local.ttl": set(),
    "r04_two_titles.ttl": {("two-labels-in-one-language", one) for one in ("xx", "xx:a", "xx:s")},
    "r05_no_tag.ttl": {("no-language-tag", "xx"), ("no-language-tag", "xx:a")},
    "r06_regional_tag.ttl": set(),
    "r07_cycle_broader.ttl": {("cycle-broader", "xx:a")},
    "r09_decimals.ttl": set(),
    "r10_dangling.ttl": {("dangling-reference", "xx:r")},
    "r11_warn_only.ttl": set(),
    "r12_typo_property.ttl": {("missing-value", "xx:a"), ("near-miss", "xx:a"), ("unknown-term", "xx:b")},
    "r13_entities.rdf": {("foreign-skos", None)},
    "r15_foreign_skos.ttl": {("foreign-skos", "http://example.org/jobs/scheme")},
    "r16_typo_foreign.ttl": {("near-miss", "xx:a"), ("near-miss", "xx:m")},
    "r17_narrower_only.ttl": set(),
    "r19_rdfslabel.ttl": {("missing-value", "xx:p"), ("near-miss", "xx:p")},
    "s04_windows.sssom.tsv": {("syntax", None)},
    "s06_saved_as_comma.sssom.tsv": {("syntax", None)},
    "s07_owl.sssom.tsv": {("unused-predicate", "a:2 owl:equivalentClass b:2")},
}
# Whose answer rests on the rules about voices, and is tested with them.
ELSEWHERE = {"s01_two_justifications.sssom.tsv", "s08_claim_and_denial.sssom.tsv"}


def check(name: str) -> Report:
    return ssw.check(CASES / name)


def read(name: str) -> Framework:
    (found,) = ssw.read(CASES / name).frameworks
    return found


def told(name: str) -> list[str]:
    return [str(result) for result in check(name).results]


def test_every_case_is_looked_at() -> None:
    assert {file.name for file in FILES} == FOUND.keys() | ELSEWHERE


@pytest.mark.parametrize("name", FOUND)
def test_what_check_finds_in_a_case(name: str) -> None:
    found = {(one.code, one.element) for one in check(name).results if one.severity != "info"}
    assert found == FOUND[name]


@pytest.mark.parametrize("name", [name for name, found in FOUND.items() if not found and name.startswith("r")])
def test_what_is_read_comes_back(name: str) -> None:
    assert parse_framework(write_framework(read(name))) == read(name)


def test_r01_a_relative_iri_is_kept_as_it_stands() -> None:
    (line,) = read("r01_relative_base.ttl").residue
    assert line == "<#note> <http://purl.org/dc/terms/relation> <other.pdf> ."
    assert line in write_framework(read("r01_relative_base.ttl"))


def test_r02_an_empty_local_name_is_one() -> None:
    (line,) = read("r02_empty_local.ttl").residue
    assert line.endswith("<http://purl.org/dc/terms/relation> <https://w3id.org/sswgraph/id/xx/> .")


def test_r06_a_region_of_a_language_is_kept() -> None:
    g = ssw.read(CASES / "r06_regional_tag.ttl")
    assert g["xx:a"].label.values == (("ar", "استمع"), ("en-gb", "Organise care"), ("fr", "Organiser les soins"))


def test_r09_numbers_are_read_as_they_are_written() -> None:
    module = ssw.read(CASES / "r09_decimals.ttl")["xx:m"]
    assert (str(module.notional_hours), module.credits) == ("40.5", 10)
    assert sum("/terms/extent>" in line for line in read("r09_decimals.ttl").residue) == 3


def test_r11_a_file_with_remarks_only_conforms() -> None:
    assert check("r11_warn_only.ttl").conforms
    assert check("r11_warn_only.ttl").results


def test_r12_and_r19_the_missing_label_names_what_stands_there() -> None:
    (typo,) = [one for one in check("r12_typo_property.ttl").results if one.code == "missing-value"]
    assert str(typo.fix) == "skos:preflabel 'A' is there: write it as skos:prefLabel."
    (other,) = [one for one in check("r19_rdfslabel.ttl").results if one.code == "missing-value"]
    assert str(other.fix) == "rdfs:label 'Listen' is there: write it as skos:prefLabel."
    with pytest.raises(InvalidFrameworkError, match="rdfs:label 'Listen' is there"):
        read("r19_rdfslabel.ttl")


def test_r15_a_foreign_vocabulary_is_described_with_the_way_in() -> None:
    said = str(check("r15_foreign_skos.ttl"))
    assert "Concepts: 2; schemes: 1; labels by language: en (2); circles: 0; clashes: 0." in said
    assert "xx:code a ssw:Competency" in said
    assert "holds no framework" not in said


def test_r16_each_near_miss_is_named_with_its_line_and_what_was_meant() -> None:
    meant = {(one.line, str(one.fix)) for one in check("r16_typo_foreign.ttl").of_severity("warning")}
    assert meant == {
        (7, "Did you mean skos:altLabel?"),
        (7, "Did you mean skos:definition?"),
        (8, "Did you mean skos:definition?"),
    }
    assert told("r16_typo_foreign.ttl")[-1].startswith(
        "Kept but not used: dcterms:Description (1), skos:altlabel (1), skos:definiton (1)."
    )


def test_r17_a_hierarchy_written_downwards_is_read() -> None:
    g = ssw.read(CASES / "r17_narrower_only.ttl")
    assert g["xx:k"].broader == ("xx:p",)
    assert g["xx"].residue == ()


def test_s04_a_decimal_comma_is_named_as_such() -> None:
    (said,) = told("s04_windows.sssom.tsv")
    assert said == "line 5: The confidence '0,9' has a comma for its decimal point. Write 0.9. [syntax]"


@pytest.mark.parametrize("more", ["\t\t\t\t\t\t", "\t\t\t\t", "\t"])
def test_s04_empty_rows_and_unnamed_empty_columns_are_skipped(more: str) -> None:
    text = (CASES / "s04_windows.sssom.tsv").read_text().replace("0,9", "0.9")
    lines = text.splitlines()
    padded = "\r\n".join([*lines[:3], lines[3] + "\t\t", lines[4] + "\t\t", more, ""])
    table = parse_sssom(padded.encode())
    assert [(row.subject, str(row.confidence)) for row in table.mappings] == [("https://example.org/a/1", "0.9")]
    assert parse_sssom(sssom_text(table).encode()) == table
    with pytest.raises(ParseError, match="Column 6 has no name but contains 'x'"):
        parse_sssom("\n".join([*lines[:3], lines[3] + "\t", lines[4] + "\tx"]).encode())


def test_s06_a_table_of_commas_is_named_as_such() -> None:
    (said,) = told("s06_saved_as_comma.sssom.tsv")
    assert said.startswith("line 5: This table is separated by commas, not by tabs. Save it as text separated by tabs")


def test_s07_a_row_with_a_foreign_predicate_is_kept_and_comes_back() -> None:
    table = read_sssom(CASES / "s07_owl.sssom.tsv")
    assert [row.relation for row in table.mappings] == ["exact"]
    assert [dict(row)["predicate_id"] for row in table.unused] == ["owl:equivalentClass"]
    assert parse_sssom(sssom_text(table).encode(), str(CASES / "s07_owl.sssom.tsv")) == table
    assert len(ssw.CompetencyGraph([], [table]).mappings) == 1
