"""The test suites of the W3C for Turtle, N-Triples and RDF/XML, through our own reading door."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from sswgraph.errors import ParseError
from sswgraph.exchange.registry import framework_format
from sswgraph.exchange.relative import absolute, is_relative, relative
from sswgraph.exchange.triples import parse_statements
from tests.loops import some

SUITES = Path(__file__).parent.parent.parent / "shared" / "data" / "w3c"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
pytestmark = pytest.mark.skipif(not SUITES.is_dir(), reason="0 of 549 tests of the W3C are here")

# What is refused by rule, whatever a suite says: a file without anything in it is no framework, and a NUL makes a file
# a binary one (docs/semantics.md, R4).
BY_RULE = {
    "rdf-turtle": {
        "LITERAL1_ascii_boundaries.ttl",
        "LITERAL1_all_controls.ttl",
        "LITERAL_LONG1_ascii_boundaries.ttl",
        "LITERAL2_ascii_boundaries.ttl",
        "LITERAL_LONG2_ascii_boundaries.ttl",
        "turtle-syntax-file-01.ttl",
    },
    "rdf-n-triples": {"literal_ascii_boundaries.nt", "nt-syntax-file-01.nt"},
    "rdf-xml": set(),
}
# XML literals: the parser does not write them in exclusive canonical form.
FAILS = {"rdf-turtle": set(), "rdf-n-triples": set(), "rdf-xml": {"xml-canon/test001.rdf", "xml-canon/test002.rdf"}}
SIZES = {"rdf-turtle": 313, "rdf-n-triples": 70, "rdf-xml": 166}


@cache
def manifest(suite: str) -> tuple[tuple[str, str, str, str], ...]:
    """Of each test: its kind, its input, its expected result if any, and the address that its input stands at."""
    home = f"http://manifest.example/{suite}/"
    graph = Graph().parse(SUITES / suite / "manifest.ttl", publicID=home + "manifest.ttl")
    base = str(next(graph.objects(None, MF.assumedTestBase), home))
    found = []
    for node in graph.subjects(MF.name, None):
        kind = str(graph.value(node, RDF.type)).partition("#")[2]
        name = str(graph.value(node, MF.action)).removeprefix(home)
        found.append((kind, name, str(graph.value(node, MF.result) or "").removeprefix(home), base + name))
    return tuple(sorted(found))


def statements(path: Path, address: str) -> Graph:
    """What the door reads, with relative IRIs resolved afterwards against the address that the suite gives the file."""
    form = framework_format(path)
    assert form.syntax is not None
    groups = parse_statements(form.check(path.read_bytes(), path.name), form.syntax, path.name)
    graph = Graph()
    for name, said in groups.items():
        subject = BNode(name[2:]) if name.startswith("_:") else resolved(name, address)
        for predicate, value in said:
            graph.add((subject, resolved(predicate, address), term(value, address)))
    return graph


def resolved(iri: str, address: str) -> URIRef:
    return URIRef(absolute(relative(iri), address) if is_relative(iri) else iri)


def term(value: Any, address: str) -> Any:
    if isinstance(value, ox.NamedNode):
        return resolved(value.value, address)
    if isinstance(value, ox.BlankNode):
        return BNode(value.value)
    if value.language:
        return Literal(value.value, lang=value.language)
    return Literal(value.value, datatype=URIRef(value.datatype.value), normalize=False)


def wrong(suite: str) -> Iterator[str]:
    """The inputs of the tests that do not come out as the suite says."""
    for kind, name, result, address in manifest(suite):
        try:
            read = statements(SUITES / suite / name, address)
        except ParseError:
            if "Negative" not in kind:
                yield name
        else:
            if "Negative" in kind or (result and not isomorphic(read, statements(SUITES / suite / result, address))):
                yield name


@pytest.mark.parametrize("suite", SIZES)
def test_a_suite_of_the_w3c_is_passed_but_for_what_is_documented(suite: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "rdflib.term")  # which tells every literal that is not what its datatype says
    assert len(manifest(suite)) == SIZES[suite]
    assert set(wrong(suite)) == BY_RULE[suite] | FAILS[suite]


@pytest.mark.parametrize("suite", [suite for suite in SIZES if BY_RULE[suite]])
def test_what_is_refused_by_rule_is_refused_with_that_reason(suite: str) -> None:
    kinds = {name: kind for kind, name, _, _ in manifest(suite)}
    for name in some(sorted(BY_RULE[suite])):
        assert "Negative" not in kinds[name]
        with pytest.raises(ParseError) as caught:
            statements(SUITES / suite / name, "http://example.org/")
        empty = not (SUITES / suite / name).read_bytes().strip()
        assert caught.value.problem == ("This file is empty." if empty else "This is a binary file.")
