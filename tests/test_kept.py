"""What a file says in other words than ours: relative IRIs, inverses, mappings, near misses, and what nothing uses."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rdflib import Graph

import sswgraph as ssw
from sswgraph.errors import InputError, InvalidFrameworkError, ParseError
from sswgraph.exchange import check_bytes, parse_framework, write_framework, write_jsonld
from sswgraph.exchange.registry import JSONLD, RDFXML
from sswgraph.exchange.relative import absolute, is_relative, relative
from sswgraph.exchange.residue import stated_matches
from sswgraph.exchange.schema import INVERSES, NAMESPACES, PROPERTIES, expand
from sswgraph.exchange.vocabularies import CLOSED, MEANT, correct_namespace
from sswgraph.model import Framework, Report
from sswgraph.model.fields import Shape
from tests import tables
from tests.loops import some

HEAD = """\
@prefix ssw: <https://w3id.org/sswgraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/> .
@prefix xx: <https://w3id.org/sswgraph/id/xx/> .
@prefix yy: <https://w3id.org/sswgraph/id/yy/> .
@prefix : <#> .
<https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en ; ssw:evidence xx:e .
xx:e a ssw:Evidence ; ssw:basis ssw:Draft .
"""
LINES = HEAD.count("\n")
SKOS = NAMESPACES["skos"]


def named(code: str, more: str = "", cls: str = "Competency") -> str:
    return f'xx:{code} a ssw:{cls} ; skos:prefLabel "{code}"@en ; ssw:evidence xx:e {more} .\n'


def read(body: str) -> Framework:
    return parse_framework(HEAD + body)


def check(body: str, **more: Any) -> Report:
    return check_bytes((HEAD + body).encode(), "mine.ttl", **more)


def found(body: str, *severities: str, **more: Any) -> list[tuple[str, str | None, int | None]]:
    wanted = severities or ("violation", "warning")
    results = [one for one in check(body, **more).results if one.severity in wanted]
    return [(one.code, one.element, one.line and one.line - LINES) for one in results]


# Relative IRIs

REFERENCES = [
    "#note",
    "",
    "other.pdf",
    "../up/a",
    "../../",
    "./",
    "/root",
    "/.//a",
    "?q=1#f",
    "./a:b",
    "a//b",
    "../a?b#c",
    "x%20y",
]


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_relative_iri_comes_back_as_it_stands_whatever_the_format(reference: str) -> None:
    body = named("a", f"; dcterms:relation <{reference}>") + f"<{reference}> dcterms:relation xx:a ."
    framework = read(body)
    assert framework.residue == tuple(
        sorted(
            (
                f"<https://w3id.org/sswgraph/id/xx/a> <http://purl.org/dc/terms/relation> <{reference}> .",
                f"<{reference}> <http://purl.org/dc/terms/relation> <https://w3id.org/sswgraph/id/xx/a> .",
            )
        )
    )
    assert parse_framework(write_framework(framework)) == framework
    assert parse_framework(write_jsonld(framework), form=JSONLD) == framework
    g = ssw.CompetencyGraph([framework])
    assert ssw.read(g.to_rdflib())["xx"] == framework
    assert {row["o"] for row in some(g.sparql("SELECT ?o { ?s dcterms:relation ?o }"))} == {"xx:a", f"<{reference}>"}  # type: ignore[arg-type]


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_relative_iri_is_the_shortest_that_resolves_to_the_same(reference: str) -> None:
    assert is_relative(absolute(reference))
    assert absolute(relative(absolute(reference))) == absolute(reference)


@given(st.text(alphabet="./?#:ab", max_size=10))
@settings(max_examples=300, deadline=None)
def test_any_reference_that_the_parser_takes_comes_back(reference: str) -> None:
    try:
        framework = read(f"ex:a dcterms:relation <{reference}> .")
    except ParseError:
        assume(False)
    assert parse_framework(write_framework(framework)) == framework
    assert ssw.read(ssw.CompetencyGraph([framework]).to_rdflib())["xx"] == framework


ENDS = ("xx:a", "xx:b", "yy:c", "ex:d", "<#e>", "_:f")
SAID = ("skos:narrower", "skos:broader", "prov:hadDerivation", "skos:exactMatch", "skos:altlabel", "dcterms:relation")


@given(st.lists(st.tuples(st.sampled_from(ENDS), st.sampled_from(SAID), st.sampled_from(ENDS)), max_size=8))
@settings(max_examples=200, deadline=None)
def test_whatever_is_kept_turned_or_taken_comes_back(said: list[tuple[str, str, str]]) -> None:
    body = named("a") + named("b") + "".join(f"{s} {p} {o} .\n" for s, p, o in said)
    try:
        framework = read(body)
    except InvalidFrameworkError as error:
        codes = {one.code for one in error.report.of_severity("violation")}
        assert codes <= {"cycle-broader", "relative-id", "wrong-datatype"}
        return
    assert parse_framework(write_framework(framework)) == framework
    assert parse_framework(write_jsonld(framework), form=JSONLD) == framework
    kept = sum("Match>" in line for line in framework.residue)
    assert len(ssw.CompetencyGraph([framework]).mappings) <= kept


def test_relative_predicates_types_and_datatypes_are_kept_in_turtle() -> None:
    framework = read(named("a", '; :p "x<https://relative.invalid/>"^^<#d> ; a :T'))
    assert [line.split(" ", 1)[1] for line in framework.residue] == [
        '<#p> "x<https://relative.invalid/>"^^<#d> .',
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <#T> .",
    ]
    assert parse_framework(write_framework(framework)) == framework
    with pytest.raises(InputError, match=r"JSON-LD takes no relative IRI as a datatype, such as <#d>\. Write Turtle"):
        write_jsonld(framework)


def test_n_triples_take_no_relative_iri(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="N-Triples takes no relative IRI, such as <#note>"):
        ssw.write(read(named("a", "; dcterms:relation :note")), tmp_path / "mine.nt")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["mine.ttl", "a b#c?d.ttl", "ünïcode-کتاب.ttl", os.fsdecode(b"latin-\xff.ttl"), "%41<x>.ttl"]
)
def test_bytes_do_not_depend_on_the_folder_or_the_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "deep" / name.removesuffix(".ttl")
    folder.mkdir(parents=True)
    text = HEAD + named("a", "; dcterms:relation :note , <../other.pdf>")
    (folder / name).write_text(text)
    (tmp_path / "mine.ttl").write_text(text)
    here, there = (ssw.read(path) for path in (tmp_path / "mine.ttl", folder / name))
    assert here["xx"] == there["xx"] == parse_framework(text)
    assert here.stamp() == there.stamp()


@pytest.mark.parametrize(
    ("body", "element", "line"),
    [
        ('<c> a ssw:Competency ; skos:prefLabel "c"@en ; ssw:evidence xx:e .', "<c>", 1),
        (named("a") + named("b", ";\n skos:broader :a"), "xx:b", 3),
        (named("a") + named("b", ";\n ssw:covers <a>"), "xx:b", 3),
        ("<https://w3id.org/sswgraph/id/xx>\n dcterms:license <LICENSE> .", "xx", 2),
        (
            "xx:s a ssw:Statement ; rdfs:label 's' ; ssw:evidence xx:e ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>"
            " xx:e ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> skos:note ;\n"
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <x> .",
            "xx:s",
            2,
        ),
    ],
)
def test_relative_ids_of_ours_are_refused_with_element_and_line(body: str, element: str, line: int) -> None:
    assert ("relative-id", element, line) in found(body)


def test_a_framework_with_a_relative_iri_is_refused() -> None:
    report = check_bytes(HEAD.replace("<https://w3id.org/sswgraph/id/xx>", "<>").encode(), "mine.ttl")
    assert [one.code for one in report.results] == ["relative-id"]
    assert str(report.results[0].message) == "<> is relative: what it names would change with the folder of the file."


def test_a_base_may_be_given_and_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(HEAD + named("a", "; dcterms:relation <b>"))
    assert ssw.read(path, base="http://example.org/x/")["xx"] == ssw.read(path)["xx"]
    assert ssw.check(path, base="http://example.org/x/").conforms
    with pytest.raises(InvalidFrameworkError, match="<b> is relative"):
        ssw.read(path, base="https://w3id.org/sswgraph/id/xx/")
    assert not ssw.check(path, base="https://w3id.org/sswgraph/id/xx/").conforms
    for wrong in ("mine", "../x", "http://a b/"):
        with pytest.raises(InputError, match="base is a CompetencyGraph or a whole IRI"):
            ssw.read(path, base=wrong)
    with pytest.raises(InputError, match="not int"):
        ssw.check(path, base=5)  # type: ignore[call-overload]


def test_a_base_in_the_file_makes_iris_whole() -> None:
    framework = parse_framework("@base <http://example.org/a/> .\n" + HEAD + named("a", "; dcterms:relation <b>"))
    assert framework.residue[0].endswith("<http://example.org/a/b> .")


RDF_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ssw="https://w3id.org/sswgraph/ns#"
 xmlns:dcterms="http://purl.org/dc/terms/">
<ssw:Framework rdf:about="https://w3id.org/sswgraph/id/xx"><dcterms:title xml:lang="en">An example</dcterms:title>
</ssw:Framework>
<rdf:Description rdf:ID="note"><dcterms:relation rdf:resource="other.pdf"/></rdf:Description></rdf:RDF>"""


def test_rdf_xml_and_json_ld_keep_relative_iris_as_turtle_does() -> None:
    turtle = read("").residue, read("<#note> dcterms:relation <other.pdf> .").residue
    assert parse_framework(RDF_XML, form=RDFXML).residue == turtle[1] != turtle[0]
    note = {"@id": "#note", "http://purl.org/dc/terms/relation": {"@id": "other.pdf"}}
    document = json.loads(write_jsonld(read("")))
    document["@graph"].append(note)
    assert parse_framework(json.dumps(document), form=JSONLD).residue == turtle[1]
    ours = RDF_XML.replace('rdf:about="https://w3id.org/sswgraph/id/xx"', 'rdf:about=""')
    assert [one.code for one in check_bytes(ours.encode(), "mine.rdf", form=RDFXML).results] == ["relative-id"]


# Inverses


@pytest.mark.parametrize(
    ("inverse", "field"),
    [("skos:narrower", "broader"), ("dcterms:isReplacedBy", "replaces"), ("prov:hadDerivation", "derived_from")],
)
def test_what_is_said_from_the_other_end_is_read(inverse: str, field: str) -> None:
    framework = read(named("a", f"; {inverse} xx:b , xx:c") + named("b") + named("c"))
    assert {node.id: getattr(node, field) for node in framework} == {"xx:a": (), "xx:b": ("xx:a",), "xx:c": ("xx:a",)}
    assert framework.residue == ()
    assert parse_framework(write_framework(framework)) == framework


def test_the_table_of_inverses_is_that_of_the_code() -> None:
    said = {(expand(tables.code(row[0])), tables.code(row[2])) for row in tables.rows("said by")}
    assert said == set(INVERSES.items())
    properties = [prop for found in PROPERTIES.values() for prop in found.values()]
    for _, meant, field in some(tables.rows("said by")):
        assert {prop.iri for prop in properties if prop.field == tables.code(field)} == {expand(tables.code(meant))}


def test_said_from_both_ends_it_is_one() -> None:
    assert read(named("a", "; skos:narrower xx:b") + named("b", "; skos:broader xx:a")) == read(
        named("a") + named("b", "; skos:broader xx:a")
    )


def test_an_inverse_breaks_the_rules_of_what_it_fills() -> None:
    assert found(named("a", "; skos:narrower xx:a")) == [("cycle-broader", "xx:a", 1)]
    assert found(named("a", ";\n skos:narrower xx:gone")) == [("dangling-reference", "xx:a", 2)]
    assert found(named("f", "; skos:narrower xx:a", "Function") + named("a")) == [("wrong-kind", "xx:a", 2)]


@pytest.mark.parametrize("target", ["ex:b", "yy:b", "xx:w", "[]", '"b"'])
def test_an_inverse_of_what_is_not_here_or_has_no_such_field_is_kept(target: str) -> None:
    framework = read(named("a", f"; skos:narrower {target}") + named("w", cls="Cadre"))
    assert len(framework.residue) == 1
    assert "skos:narrower (1)" in str(check(named("a", f"; skos:narrower {target}") + named("w", cls="Cadre")))


# Mappings that a framework states


def test_skos_mappings_between_frameworks_are_mappings_that_nobody_justified() -> None:
    body = named("a", "; skos:exactMatch yy:b ; skos:narrowMatch ex:c") + "ex:d skos:closeMatch xx:a ."
    g = ssw.CompetencyGraph([read(body)])
    assert [row.id for row in g.mappings] == [
        "http://example.org/d skos:closeMatch xx:a",
        "xx:a skos:exactMatch yy:b",
        "xx:a skos:narrowMatch http://example.org/c",
    ]
    assert {(row.justification, row.confidence, row.negated) for row in some(g.mappings)} == {
        ("semapv:UnspecifiedMatching", None, False)
    }
    assert {row.mapping_set for row in g.mappings} == {"https://w3id.org/sswgraph/id/xx"}
    assert [one.id for one in g.mapping_sets] == ["https://w3id.org/sswgraph/id/xx"]
    last = check(body).results[-1]
    assert (last.code, last.severity) == ("taken-as-mappings", "info")
    assert "skos:closeMatch (1), skos:exactMatch (1), skos:narrowMatch (1)" in str(last)
    assert "kept" not in [one.code for one in check(body).results]


def test_stated_mappings_come_back_and_go_with_their_framework() -> None:
    mine = read(named("a", "; skos:exactMatch yy:b"))
    assert parse_framework(write_framework(mine)) == mine
    g = ssw.CompetencyGraph([mine])
    assert g.with_framework(Framework(id="zz", label=mine.label)).mappings == g.mappings
    assert g.with_mappings().mappings == g.mappings
    assert g.without("xx").mappings == ()
    assert stated_matches(replace(mine, residue=())) is None


def test_a_stated_mapping_gives_credit() -> None:
    other = parse_framework(
        HEAD.replace("/id/xx", "/id/yy") + named("b").replace("ssw:evidence xx:e", "ssw:evidence xx:e")
    )
    g = ssw.CompetencyGraph([read(named("a", "; skos:exactMatch yy:b")), other])
    assert [item.status for item in ssw.gap(g, "xx:a", "yy:b").items] == ["met"]


def test_ends_of_stated_mappings_have_to_be_there() -> None:
    body = named("a", ";\n skos:exactMatch yy:b")
    assert found(body) == []
    assert found(body, known={"yy": "framework", "yy:b": "competency"}) == []
    assert found(body, known={"yy": "framework"}) == [("dangling-reference", "xx:a", 2)]
    assert found("xx:gone skos:exactMatch yy:b .")[0] == ("dangling-reference", "xx:gone", 1)
    with pytest.raises(InvalidFrameworkError, match="xx:gone"):
        read("xx:gone skos:exactMatch yy:b .")
    value = replace(read(named("a", "; skos:exactMatch yy:b")), elements=())
    assert [one.code for one in ssw.check(value).of_severity("violation")] == ["dangling-reference"]


def test_within_a_framework_nothing_is_mapped() -> None:
    body = named("a", ";\n skos:exactMatch xx:b") + named("b")
    assert found(body) == [("match-within", "xx:a", 2)]
    assert ssw.CompetencyGraph([read(body)]).mappings == ()


# Near misses

ELSEWHERE = {
    "http://www.w3.org/2004/02/skos/core#altlabel": "skos:altLabel",
    "http://www.w3.org/2004/02/skos/core#definiton": "skos:definition",
    "http://www.w3.org/2004/02/skos/core/altLabel": "skos:altLabel",
    "https://www.w3.org/2004/02/skos/core#altLabel": "skos:altLabel",
    "http://www.w3.org/2008/05/skos#scopeNote": "skos:scopeNote",
    "http://purl.org/dc/terms/Replaces": "dcterms:replaces",
    "http://purl.org/dc/terms/Title": "skos:prefLabel",
    "http://purl.org/dc/terms/title": "skos:prefLabel",
    "http://purl.org/dc/elements/1.1/title": "skos:prefLabel",
    "http://purl.org/dc/elements/1.1/description": "skos:definition",
    "http://purl.org/dc/elements/1.1/identifier": "skos:notation",
    "http://www.w3.org/2000/01/rdf-schema#label": "skos:prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#comment": "skos:definition",
    "http://schema.org/name": "skos:prefLabel",
    "https://schema.org/description": "skos:definition",
    "http://xmlns.com/foaf/0.1/name": "skos:prefLabel",
    "http://www.w3.org/ns/prov#wasDerivedfrom": "prov:wasDerivedFrom",
    "http://w3id.org/sswgraph/ns#covers": "ssw:covers",
    "https://w3id.org/sswgraph/ns/covers": "ssw:covers",
}
LINKS = ("Replaces", "wasDerivedfrom", "covers")


@pytest.mark.parametrize(("iri", "meant"), ELSEWHERE.items())
def test_a_near_miss_is_a_warning_that_names_what_was_meant(iri: str, meant: str) -> None:
    value = "xx:b" if iri.endswith(LINKS) else '"other"@en' if "identifier" not in iri else '"other"'
    body = named("a", f";\n <{iri}> {value}") + named("b")
    assert found(body) == [("near-miss", "xx:a", 2)]
    (warning,) = check(body).of_severity("warning")
    assert str(warning.fix) == f"Did you mean {meant}?"
    assert check(body).conforms


@pytest.mark.parametrize(
    "said",
    [
        'skos:hiddenLabel "other"@en',
        'skos:example "other"@en',
        'skos:editorialNote "other"@en',
        "skos:related xx:b",
        "dcterms:relation ex:b",
        "dcterms:creator ex:b",
        'dcterms:modified "2020"',
        "prov:wasAttributedTo ex:b",
        'ex:altlabel "other"@en',
        'ex:prefLabel "other"@en',
        'rdfs:label "a"@en',  # the label says so already
        "a skos:Concept",
        "rdfs:label ex:b",
    ],
)
def test_what_others_mean_is_no_near_miss(said: str) -> None:
    body = named("a", f"; {said}") + named("b")
    assert found(body) == []
    assert [one.code for one in check(body).results if one.severity == "info"] == ["kept"]


@pytest.mark.parametrize(
    ("said", "fix"),
    [
        ("skos:exactMach yy:b", "Did you mean skos:exactMatch?"),
        ('skos:changenote "x"@en', "Did you mean skos:changeNote?"),
        ('dcterms:banana "x"', "Correct it, or remove it."),
        ("a skos:Concep", "Did you mean skos:Concept?"),
    ],
)
def test_a_term_that_a_vocabulary_does_not_have_is_told(said: str, fix: str) -> None:
    body = named("a", f";\n {said}")
    assert found(body) == [("no-such-term", "xx:a", 2)]
    assert str(check(body).of_severity("warning")[0].fix) == fix


def test_an_element_without_a_class_of_ours_is_told() -> None:
    assert found('xx:c a skos:Concept ; skos:prefLabel "c"@en .') == [("no-element", "xx:c", 1)]
    (one,) = check('xx:c a <http://w3id.org/sswgraph/ns#Cadre> ; skos:prefLabel "c"@en .').of_severity("warning")
    assert str(one.fix) == "Did you mean: a ssw:Cadre?"
    (near,) = check(named("c", "; a <https://w3id.org/sswgraph/ns/Competency>")).of_severity("warning")
    assert (near.code, str(near.fix)) == ("near-miss", "Did you mean ssw:Competency?")


def test_near_misses_are_told_of_headers_and_evidence_too() -> None:
    body = '<https://w3id.org/sswgraph/id/xx> skos:definition "x"@en . xx:e dcterms:creator ex:a ; skos:notes "x"@en .'
    assert {(code, element) for code, element, _ in found(body)} == {("near-miss", "xx"), ("near-miss", "xx:e")}
    fixes = {str(one.fix) for one in check(body).of_severity("warning")}
    assert fixes == {"Did you mean dcterms:description?", "Did you mean skos:note?"}


def test_near_misses_of_what_is_read_from_open_vocabularies_are_told() -> None:
    head = '<https://w3id.org/sswgraph/id/xx> <http://www.w3.org/2002/07/owl#versioninfo> "1" .'
    page = 'xx:s a ssw:Source ; dcterms:title "s"@en ; <https://schema.org/URL> "https://example.org/" .'
    assert {str(one.fix) for one in check(head + page).of_severity("warning")} == {
        "Did you mean owl:versionInfo?",
        "Did you mean schema:url?",
    }
    other = "<http://www.w3.org/2002/07/owl#versionIRI> ex:v ; <https://schema.org/about> ex:a ."
    assert check(f"<https://w3id.org/sswgraph/id/xx> {other}").of_severity("warning") == ()


RESPELT: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "plural": "{}s".format,
    "a letter less": lambda name: name[:2] + name[3:],
}
READ = [p.iri for p in PROPERTIES["TrainingModule"].values() if p.shape is Shape.TEXT and p.iri.startswith(SKOS)]


@pytest.mark.parametrize("respelling", RESPELT)
def test_every_text_of_skos_that_is_read_has_its_near_misses(respelling: str) -> None:
    for iri in some(READ):
        miss = SKOS + RESPELT[respelling](iri.removeprefix(SKOS))
        body = named("m", f'; <{miss}> "other"@en', "TrainingModule")
        (one,) = check(body).of_severity("warning")
        assert (one.code, str(one.fix)) == ("near-miss", f"Did you mean skos:{iri.removeprefix(SKOS)}?")


def test_the_lists_of_vocabularies_hold_what_is_read_and_every_meaning_can_be_had() -> None:
    read_here = {iri for properties in PROPERTIES.values() for iri in properties}
    for iri in some(sorted(read_here)):
        space = next((one for one in CLOSED if iri.startswith(one)), None)
        assert space is None or iri.removeprefix(space) in CLOSED[space], iri
    fields = {prop.field for properties in PROPERTIES.values() for prop in properties.values()}
    for iri, names in some(MEANT.items()):
        assert set(names) <= fields, iri
    for namespace in some(NAMESPACES.values()):
        assert correct_namespace(namespace + "x") == namespace + "x"


def test_a_value_is_told_what_its_file_is_told() -> None:
    body = (
        named("a", '; skos:altlabel "x"@en ; skos:exactMatch yy:b ; skos:hiddenLabel "h"@en') + "xx:n skos:note 'n' ."
    )
    from_file = {replace(one, line=None) for one in check(body).results}
    assert from_file == set(ssw.check(read(body)).results)
    assert len(from_file) == 4


def test_check_ends_with_a_summary_of_what_is_kept_and_not_used() -> None:
    body = named("a", '; skos:hiddenLabel "x"@en , "y"@en ; dcterms:relation ex:b') + 'ex:b skos:hiddenLabel "z"@en .'
    last = check(body).results[-1]
    assert (last.code, last.severity, last.element) == ("kept", "info", None)
    assert str(last.message) == "Kept but not used: dcterms:relation (1), skos:hiddenLabel (3)."
    assert "kept" not in [one.code for one in check(named("a")).results]


# Vocabularies of others


def foreign(body: str) -> Report:
    head = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <http://example.org/> .\n"
    return check_bytes((head + body).encode(), "mine.ttl")


def test_a_foreign_vocabulary_is_counted() -> None:
    report = foreign(
        "ex:s a skos:ConceptScheme . ex:t a skos:ConceptScheme ."
        'ex:a skos:inScheme ex:s ; skos:prefLabel "a"@en , "un"@fr .\n'
        'ex:b a skos:Concept ; skos:prefLabel "b"@en , "b" . ex:c skos:topConceptOf ex:t .'
    )
    said = "Concepts: 3; schemes: 2; labels by language: - (1), en (2), fr (1); circles: 0; clashes: 0."
    assert said in str(report.results[0])
    assert not report.conforms


@pytest.mark.parametrize(
    ("body", "code", "element"),
    [
        ("ex:a skos:broader ex:b . ex:b skos:broader ex:a .", "cycle-broader", "http://example.org/a"),
        ("ex:a skos:narrower ex:b . ex:a skos:broader ex:b .", "cycle-broader", "http://example.org/a"),
        (
            'ex:a skos:broader ex:b ; skos:prefLabel "x"@en , "y"@en .',
            "two-labels-in-one-language",
            "http://example.org/a",
        ),
        (
            'ex:a skos:broader ex:b ; skos:prefLabel "x"@en ; skos:altLabel "x"@en .',
            "repeated-label",
            "http://example.org/a",
        ),
        ("ex:a skos:broader ex:b ; skos:related ex:c . ex:b skos:broader ex:c .", "skos-clash", "http://example.org/a"),
        (
            "ex:a skos:broader ex:b ; skos:exactMatch ex:c ; skos:broadMatch ex:c .",
            "skos-clash",
            "http://example.org/a",
        ),
    ],
)
def test_what_clashes_in_a_foreign_vocabulary_is_named_with_its_line(body: str, code: str, element: str) -> None:
    report = foreign(body)
    assert [(one.code, one.element, one.line) for one in report.of_severity("warning")] == [(code, element, 2)]
    counted = "circles: 1; clashes: 0" if code == "cycle-broader" else "circles: 0; clashes: 1"
    assert counted in str(report.results[0])


def test_residue_that_is_no_statement_is_told() -> None:
    for line in ("garbage", "<http://a/b> Match> "):
        value = Framework(id="xx", label=read("").label, residue=(line,))
        assert [one.code for one in ssw.check(value).results] == ["wrong-datatype"]
        with pytest.raises(InvalidFrameworkError, match="takes a line of N-Triples"):
            ssw.CompetencyGraph([value])


def test_other_statements_are_still_no_framework() -> None:
    assert [one.code for one in foreign("ex:a ex:b ex:c .").results] == ["no-framework"]


def test_the_way_in_can_be_gone() -> None:
    fix = str(foreign("ex:a a skos:Concept .").results[0].fix)
    header = fix.partition("begin with ")[2].partition(" and write")[0]
    element = fix.partition("such as ")[2].partition(" Or leave")[0]
    prefixes = HEAD.partition("<https://w3id.org/sswgraph/id/xx> a")[0]
    framework = parse_framework(prefixes + header + "\n" + element)
    (row,) = ssw.CompetencyGraph([framework]).mappings
    assert row.id == "xx:code skos:exactMatch http://example.org/a"


def test_an_rdflib_graph_may_hold_relative_iris() -> None:
    graph = Graph().parse(data=HEAD.replace("@prefix : <#> .\n", "") + named("a"), format="turtle")
    assert ssw.read(graph)["xx"].residue == ()
