"""Reading and writing are inverses: read(write(f)) == f, no statement lost, the same bytes every time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from hypothesis import given, settings
from hypothesis import strategies as st

import sswgraph as ssw
from sswgraph.exchange import parse_framework, read_framework, write_framework, write_jsonld, write_ntriples
from sswgraph.exchange.registry import JSONLD, NTRIPLES
from sswgraph.model import (
    Cadre,
    Competency,
    ContextConcept,
    ContextScheme,
    Decision,
    Evidence,
    Framework,
    Node,
    Source,
    Statement,
    Text,
    TrainingModule,
)
from tests.test_reading import HEAD, competency, module

ROOT = Path(__file__).parent.parent
SHIPPED = sorted((ROOT / "frameworks").glob("*.ttl"))
VALID = sorted((ROOT / "tests" / "data" / "valid").glob("*.ttl"))
IN_SCHEME = ox.NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")
DRAFT = (Evidence(id="xx:e", basis="draft"),)


def triples(turtle: str | bytes) -> set[ox.Quad]:
    data = turtle.encode() if isinstance(turtle, str) else turtle
    return set(ox.parse(data, format=ox.RdfFormat.TURTLE))


def isomorphic(first: set[ox.Quad], second: set[ox.Quad]) -> bool:
    canonical = []
    for quads in (first, second):
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        canonical.append(set(dataset))
    return canonical[0] == canonical[1]


def framework(*elements: Node, **fields: Any) -> Framework:
    return Framework(**{"id": "xx", "label": Text.of(en="An example"), "elements": elements, **fields})


def again(value: Framework) -> Framework:
    return parse_framework(write_framework(value))


def assert_kept(value: Framework) -> None:
    """The value comes back from every format, and its bytes too."""
    turtle = write_framework(value)
    assert parse_framework(turtle) == value
    assert write_framework(parse_framework(turtle)) == turtle
    assert parse_framework(write_ntriples(value), form=NTRIPLES) == value
    assert parse_framework(write_jsonld(value), form=JSONLD) == value


# Files


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships_comes_back_byte_for_byte_and_through_every_format(path: Path) -> None:
    found = read_framework(path)
    assert found.id == path.stem
    assert write_framework(found).encode() == path.read_bytes()
    assert_kept(found)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships_has_no_blank_nodes(path: Path) -> None:
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in triples(path.read_bytes()))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_valid_files_come_back(path: Path) -> None:
    assert_kept(read_framework(path))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_what_was_written_is_isomorphic_to_what_is_written_next(path: Path) -> None:
    turtle = write_framework(read_framework(path))
    assert isomorphic(triples(turtle), triples(write_framework(parse_framework(turtle))))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_nothing_is_lost_and_only_the_scheme_is_added(path: Path) -> None:
    def named(quads: set[ox.Quad]) -> set[ox.Quad]:
        return {
            q for q in quads if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, (ox.NamedNode, ox.Literal))
        }

    source, written = named(triples(path.read_bytes())), named(triples(write_framework(read_framework(path))))
    assert source <= written
    inline = any(isinstance(quad.subject, ox.BlankNode) for quad in triples(path.read_bytes()))
    assert inline or {quad.predicate for quad in written - source} <= {IN_SCHEME}


def test_rdflib_sees_the_same_graph_in_a_small_file_and_in_what_is_written_from_it() -> None:
    path = ROOT / "tests" / "data" / "valid" / "small.ttl"
    source = rdflib.Graph().parse(path, format="turtle")
    written = rdflib.Graph().parse(data=write_framework(read_framework(path)), format="turtle")
    assert rdflib.compare.isomorphic(written, source)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_statements_makes_no_difference(seed: int) -> None:
    path = ROOT / "frameworks" / "za.ttl"
    lines = write_ntriples(read_framework(path)).splitlines()
    random.Random(seed).shuffle(lines)
    assert write_framework(parse_framework("\n".join(lines))).encode() == path.read_bytes()
    assert write_framework(parse_framework("\n".join(lines), form=NTRIPLES)).encode() == path.read_bytes()


DIGEST = """
import hashlib, sys
from pathlib import Path
from sswgraph.exchange import read_framework, read_sssom, write_framework, write_jsonld, write_ntriples, sssom_text
for name in sys.argv[1:]:
    path = Path(name)
    if path.suffix == ".tsv":
        print(path.name, hashlib.sha256(sssom_text(read_sssom(path)).encode()).hexdigest())
    else:
        found = read_framework(path)
        for write in (write_framework, write_ntriples, write_jsonld):
            print(path.name, hashlib.sha256(write(found).encode()).hexdigest())
"""


@pytest.mark.slow
def test_the_bytes_are_the_same_in_every_process() -> None:
    files = [*VALID, *SHIPPED[:2], *sorted((ROOT / "frameworks" / "mappings").glob("*.tsv"))[:1]]
    command = [sys.executable, "-c", DIGEST, *map(str, files)]
    printed = set()
    for seed in ("0", "1", "4711"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        printed.add(subprocess.run(command, capture_output=True, env=env, cwd=ROOT, check=True).stdout)
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) >= 3 * len(VALID)


# Texts that try to break out


HOSTILE = {
    "quotes": "\"double\" 'single' \"\"\"three\"\"\" '''three'''",
    "backslashes": "\\ \\\\ \\n \\u0041 \\",
    "ends in a backslash": "C:\\folder\\",
    "ends in a quote": 'he said "',
    "line ends": "one\ntwo\r\nthree\rfour\n",
    "tabs and blanks": "\t a \t",
    "turtle": '" . <http://example.org/a> a <http://example.org/B> . #',
    "comment": "# no comment",
    "controls": "".join(map(chr, [*range(1, 32), 127, *range(128, 160)])),
    "nul": "before\x00after",
    "separators": "a\u2028b\u2029c\x0bd\x0ce\x1cf\x85g",
    "bidi": "\u202eright to left\u202c \u2066isolated\u2069 \u200f",
    "invisible": "a\u200bb\u00adc\ufeffd\u2060e",
    "emoji": "👩🏽‍⚕️ 🇿🇦 😀",
    "combining alone": "\u0301 \u0308\u0327 e\u0301",
    "not characters": "\ufffe \uffff \U0001fffe \ufdd0",
    "last character": "\U0010ffff",
    "scripts": "社会福祉士 समाज कार्यकर्ता አገልግሎት أخصائي اجتماعي",
    "empty": "",
    "blank": " ",
    "language tag": '"@en',
    "datatype": '"^^xsd:integer',
    "long": "x" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_come_back_as_they_are(text: str) -> None:
    element = Competency(
        id="xx:c", label=Text((("en", text), ("fr", text))), note=Text((("en", text),)), evidence=DRAFT
    )
    assert_kept(framework(element, label=Text((("en", text),)), not_encoded=Text((("ar", text),))))


@pytest.mark.parametrize(
    "text",
    list(HOSTILE.values()),
    ids=HOSTILE.keys(),
)
def test_hostile_strings_come_back_as_they_are(text: str) -> None:
    source = Source(id="xx:s", label=Text.of(en="S"), page=text, publisher=text)
    element = Competency(id="xx:c", label=Text.of(en="c"), notation=text, evidence=DRAFT)
    assert_kept(framework(source, element, edition=text, version=text, base_edition=text))


def test_a_text_is_kept_in_the_form_it_was_given() -> None:
    composed, decomposed = unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")
    alternatives = Text((("fr", decomposed), ("fr", composed)))
    assert_kept(framework(Competency(id="xx:c", label=Text.of(en="c"), alt_label=alternatives, evidence=DRAFT)))


def test_half_a_surrogate_pair_cannot_be_written_and_leaves_no_file(tmp_path: Path) -> None:
    broken = framework(label=Text.of(en="half a pair \ud800"))
    with pytest.raises(ValueError, match="surrogate"):
        ssw.write(broken, tmp_path / "mine.ttl")
    assert list(tmp_path.iterdir()) == []


def test_half_a_surrogate_pair_is_an_error_of_this_library(tmp_path: Path) -> None:
    with pytest.raises(ssw.errors.SswgraphError):
        ssw.write(framework(label=Text.of(en="half a pair \ud800")), tmp_path / "mine.ttl")


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
TAGS = st.sampled_from(["ar", "en", "fr", "pt-br", "sw", "zh-hans"])


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(label=st.dictionaries(TAGS, TEXTS, min_size=1, max_size=3), notes=st.sets(st.tuples(TAGS, TEXTS), max_size=4))
def test_any_text_comes_back(label: dict[str, str], notes: set[tuple[str, str]]) -> None:
    element = Competency(
        id="xx:c", label=Text(tuple(sorted(label.items()))), note=Text(tuple(sorted(notes))), evidence=DRAFT
    )
    assert_kept(framework(element))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    text=TEXTS.filter(bool),
    hours=st.integers(0, 10**18 - 1) | st.decimals(0, 10**6, places=3),
    day=st.dates(),
    awardable=st.none() | st.booleans(),
)
def test_any_value_comes_back(text: str, hours: int | Decimal, day: date, awardable: bool | None) -> None:
    element = TrainingModule(
        id="xx:m",
        label=Text.of(en="m"),
        evidence=DRAFT,
        qualification_level=text,
        notional_hours=hours,
        last_enrolment=day,
        awardable=awardable,
    )
    found = again(framework(element))
    assert found == framework(element)
    assert again(found) == found


# Numbers, dates, statements


@pytest.mark.parametrize(
    ("given_value", "written"),
    [
        (0, "0"),
        (5, "5"),
        (Decimal("2.5"), "2.5"),
        (Decimal("0.1"), "0.1"),
        (Decimal("1E+2"), "100"),
        (Decimal("1E-7"), "0.0000001"),
        (10**17, "1" + "0" * 17),
    ],
)
def test_a_number_is_written_without_an_exponent(given_value: int | Decimal, written: str) -> None:
    value = framework(TrainingModule(id="xx:m", label=Text.of(en="m"), evidence=DRAFT, notional_hours=given_value))
    assert f"ssw:notionalHours {written} ;" in write_framework(value)
    assert again(value) == value


@pytest.mark.parametrize("twin", [Decimal("5.0"), Decimal("5.00")])
def test_equal_numbers_are_written_alike(twin: Decimal) -> None:
    value = framework(TrainingModule(id="xx:m", label=Text.of(en="m"), evidence=DRAFT, notional_hours=5))
    other = framework(TrainingModule(id="xx:m", label=Text.of(en="m"), evidence=DRAFT, notional_hours=twin))
    assert other == value
    assert write_framework(other) == write_framework(value)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)])
def test_dates_come_back(day: date) -> None:
    element = TrainingModule(id="xx:m", label=Text.of(en="m"), evidence=DRAFT, registered_from=day, last_enrolment=day)
    assert_kept(framework(element))


def statement(value: str, datatype: str) -> Statement:
    return Statement(
        id="xx:s",
        subject="xx:c",
        predicate="https://w3id.org/sswgraph/ns#credits",
        value=value,
        datatype=datatype,
        evidence=DRAFT,
    )


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("xx:c", "id"),
        ("xx", "id"),
        ("yy:elsewhere", "id"),
        ("http://example.org/a", "id"),
        ("https://w3id.org/sswgraph/ns#SaqaCredit", "id"),
        ("une formulation", "@fr"),
        ("xx:c", "string"),
        ("@fr", "string"),
        ("01", "integer"),
        ("1.50", "decimal"),
        ("2020-02-30", "date"),
        ("1E400", "double"),
        ("<b>", "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML"),
        ("x", "urn:a:b"),
        ("", "string"),
        ("", "@fr"),
        ("x", "a/b"),
        ("x", "é~"),
        ("x", "https://w3id.org/sswgraph/id/xx/c"),
        ("x", "cc:by"),
        ("x", "http://www.w3.org/2001/XMLSchema#id"),
        ("x", "http://www.w3.org/2001/XMLSchema#"),
        ("x", "http://www.w3.org/2001/XMLSchema#@fr"),
    ],
)
def test_a_stated_value_comes_back_as_it_was_said(value: str, datatype: str) -> None:
    target = Competency(id="xx:c", label=Text.of(en="c"), evidence=DRAFT)
    assert_kept(framework(target, statement(value, datatype)))


@pytest.mark.parametrize(
    "field",
    [
        "licence",
        "concerns",
        "predicate",
    ],
)
def test_an_iri_that_looks_like_an_id_is_refused_or_kept(field: str) -> None:
    body = {
        "licence": competency() + "<https://w3id.org/sswgraph/id/xx> dcterms:license <cc:by> .",
        "concerns": competency() + "xx:e ssw:concerns <cc:by> .",
        "predicate": competency()
        + "xx:s a ssw:Statement ; ssw:evidence xx:e ; rdf:subject xx:c ; rdf:predicate <cc:by> ; rdf:object 1 .",
    }[field]
    try:
        found = parse_framework(HEAD + body)
    except ssw.errors.InvalidFrameworkError:
        return
    assert again(found) == found


# Names that meet the writer's own


@pytest.mark.parametrize("name", ["ssw", "skos", "dcterms", "rdf", "xsd", "owl", "schema", "prov", "a", "x-1", "base"])
def test_a_framework_may_be_named_like_a_prefix(name: str) -> None:
    elements = (
        ContextScheme(id=f"{name}:scheme", label=Text.of(en="s"), evidence=(Evidence(id=f"{name}:e", basis="draft"),)),
        ContextConcept(
            id=f"{name}:concept",
            label=Text.of(en="c"),
            scheme=f"{name}:scheme",
            evidence=(Evidence(id=f"{name}:e", basis="draft"),),
        ),
    )
    assert_kept(framework(*elements, id=name))


@pytest.mark.parametrize(
    "code", ["a", "0", "1.2.3", "a-", "a--b", "98890-km-01", "a.b-c.1", "n-0123456789abcdef", "a" * 300]
)
def test_codes_of_every_form_come_back(code: str) -> None:
    element = Competency(
        id=f"xx:{code}", label=Text.of(en="c"), evidence=(Evidence(id=f"xx:{code}.e1", basis="draft"),)
    )
    assert_kept(framework(element))


def test_references_to_other_frameworks_and_iris_come_back() -> None:
    derived = ("http://example.org/a", "http://example.org/b(c)'d,e;f", "urn:a:b", "yy", "yy:c", "zz-top:x.1")
    element = Competency(id="xx:c", label=Text.of(en="c"), derived_from=derived, evidence=DRAFT)
    assert_kept(framework(element, adaptation_of="yy", licence=("http://example.org/a", "urn:a:b")))


def test_an_element_may_bear_a_foreign_iri() -> None:
    element = Cadre(id="http://example.org/cadre", label=Text.of(en="c"), evidence=DRAFT)
    assert_kept(framework(element))


# Residue


RESIDUE = (
    '<https://w3id.org/sswgraph/id/xx/c> <http://example.org/says> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    '<https://w3id.org/sswgraph/id/xx/c> <http://example.org/says> "a\\n\\"b\\""@en .',
    "<https://w3id.org/sswgraph/id/xx/c> <http://example.org/see> _:n0 .",
    "_:n0 <http://example.org/see> _:other .",
)


def test_residue_comes_back_word_for_word() -> None:
    element = Competency(id="xx:c", label=Text.of(en="c"), evidence=DRAFT)
    value = framework(element, residue=RESIDUE)
    assert_kept(value)
    assert isomorphic(
        triples("\n".join(RESIDUE)) | triples(write_framework(framework(element))), triples(write_framework(value))
    )


def test_residue_does_not_run_into_what_stands_before_it() -> None:
    found = framework(residue=("<http://example.org/a> <http://example.org/b> <http://example.org/c> .",))
    assert len(triples(write_framework(found))) == len(triples(write_framework(framework()))) + 1


# Evidence


def test_evidence_may_be_shared_and_its_own() -> None:
    shared = Evidence(id="xx:shared", basis="stated", source="xx:s", locator="p. 1", excerpt=Text.of(en="a", fr="b"))
    own = Evidence(
        id="xx:a.e1", basis="derived", derived_from=("xx:b", "yy:c"), concerns=("https://w3id.org/sswgraph/ns#facet",)
    )
    elements = (
        Source(id="xx:s", label=Text.of(en="S")),
        Competency(id="xx:a", label=Text.of(en="a"), evidence=(own, shared)),
        Competency(id="xx:b", label=Text.of(en="b"), evidence=(shared,)),
        Decision(id="xx:d", about=("xx:a",), rationale=Text.of(en="r"), evidence=(shared,)),
    )
    value = framework(*elements, evidence=(Evidence(id="xx:e", basis="draft"),))
    assert_kept(value)
    turtle = write_framework(value)
    assert turtle.index("xx:shared a ssw:Evidence") < turtle.index("xx:a a ssw:Competency") < turtle.index("xx:a.e1 a")


@cache
def za() -> Framework:
    return read_framework(ROOT / "frameworks" / "za.ttl")


def test_a_change_made_with_replace_comes_back() -> None:
    changed = replace(za(), edition='a "new" edition', label=Text.of(en="Other", sw="Nyingine"))
    assert again(changed) == changed
    assert again(changed) != za()


def test_reading_a_number_forgets_its_spelling_only() -> None:
    spelled = {'"05"^^xsd:integer', "5.0", "5.00", '"+5"^^xsd:integer'}
    assert len({write_framework(parse_framework(HEAD + module(f"; ssw:notionalHours {one}"))) for one in spelled}) == 1
