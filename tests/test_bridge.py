"""To rdflib and back: the same statements as the written Turtle, and every problem told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rdflib
import rdflib.compare
from rdflib.namespace import RDF, SKOS

import sswgraph as ssw
from sswgraph.errors import EditionError, InvalidFrameworkError, ParseError, SswgraphError
from sswgraph.exchange import parse_framework, read_framework, write_framework
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Framework, Mapping, MappingSet, Text
from tests.loops import some
from tests.test_reading import HEAD, competency, module

ROOT = Path(__file__).parent.parent
XX = rdflib.Namespace("https://w3id.org/sswgraph/id/xx/")
SSW = rdflib.Namespace("https://w3id.org/sswgraph/ns#")


def as_rdflib(turtle: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle, format="turtle")


def given(body: str) -> Framework:
    return parse_framework(HEAD + body)


# Out


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(competency("c", '; skos:altLabel "a"@en , "b"@fr ; skos:broader yy:c'), id="texts"),
        pytest.param(
            module('; ssw:notionalHours 2.5 ; ssw:lastEnrolment "2020-01-01"^^xsd:date ; ssw:awardable true'),
            id="values",
        ),
        pytest.param(competency("c", '; ex:says "a\\n\\"b\\""@en , "c"@de , 1 , true , "x"^^ex:type'), id="residue"),
        pytest.param(competency("c", '; skos:notation "C1"'), id="strings"),
        pytest.param(competency("c", "; ex:p [ ex:q 1 ] , _:b . _:b ex:q 2"), id="blank nodes"),
    ],
)
def test_a_graph_for_rdflib_says_what_the_written_turtle_says(body: str) -> None:
    framework = given(body)
    assert rdflib.compare.isomorphic(CompetencyGraph([framework]).to_rdflib(), as_rdflib(write_framework(framework)))


def test_what_is_looked_up_in_rdflib_is_found() -> None:
    graph = CompetencyGraph([given(competency())]).to_rdflib()
    assert graph.value(XX["c"], SKOS.prefLabel) == rdflib.Literal("c", lang="en")
    assert (XX["c"], RDF.type, SSW["Competency"]) in graph


def test_plain_text_is_found_in_rdflib() -> None:
    graph = CompetencyGraph([given(competency("c", '; skos:notation "C1"'))]).to_rdflib()
    assert graph.value(predicate=SKOS.notation, object=rdflib.Literal("C1")) == XX["c"]


def test_every_framework_and_mapping_is_in_it_but_what_is_negated() -> None:
    rows = (
        Mapping(subject="xx:c", relation="covers", object="yy:c"),
        Mapping(subject="xx:c", relation="close", object="http://example.org/c", negated=True),
    )
    other = Framework(id="yy", label=Text.of(en="Y"))
    alone = CompetencyGraph([given(competency())]).to_rdflib()
    graph = CompetencyGraph([given(competency()), other], [MappingSet(id="m", mappings=rows)]).to_rdflib()
    added = set(graph) - set(alone)
    covers = (XX["c"], SSW["covers"], rdflib.URIRef("https://w3id.org/sswgraph/id/yy/c"))
    assert covers in added
    assert len(added) == 3


def test_the_graph_is_fresh_every_time() -> None:
    graph = CompetencyGraph([given(competency())])
    first = graph.to_rdflib()
    first.remove((None, None, None))
    assert len(first) == 0
    assert len(graph.to_rdflib()) > 0
    assert graph["xx:c"].label.get("en") == "c"


def test_prefixes_are_bound() -> None:
    bound = dict(CompetencyGraph([given(competency())]).to_rdflib().namespaces())
    assert str(bound["ssw"]) == str(SSW)
    assert str(bound["xx"]) == str(XX)


def test_blank_nodes_of_two_frameworks_stay_apart() -> None:
    first = given(competency("c", "; ex:p _:n0") + "_:n0 ex:q 1 .")
    second = parse_framework((HEAD + competency("c", "; ex:p _:n0") + "_:n0 ex:q 2 .").replace("/xx", "/zz"))
    graph = CompetencyGraph([first, second]).to_rdflib()
    assert len({node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)}) == 2


# In


def test_a_graph_of_rdflib_is_read_like_the_file_it_came_from() -> None:
    path = ROOT / "tests" / "data" / "valid" / "everything.ttl"
    assert ssw.read(rdflib.Graph().parse(path)).frameworks == (read_framework(path),)


@pytest.mark.slow
def test_what_goes_to_rdflib_comes_back(g: CompetencyGraph) -> None:
    for framework in some(g.frameworks):
        assert ssw.read(CompetencyGraph([framework]).to_rdflib()).frameworks == (framework,)


def test_spellings_of_numbers_survive_the_way_there_and_back() -> None:
    framework = given(competency("c", '; ex:n "01"^^xsd:integer , "1.50"^^xsd:decimal , "1"^^xsd:boolean'))
    assert ssw.read(CompetencyGraph([framework]).to_rdflib()).frameworks == (framework,)


def test_problems_are_told_without_lines() -> None:
    with pytest.raises(InvalidFrameworkError) as caught:
        ssw.read(as_rdflib(HEAD + competency("c", "; skos:broader xx:gone") + "xx:d a ssw:Cadre ; ssw:evidence xx:e ."))
    told = {(one.code, one.element, one.line) for one in caught.value.report.results}
    assert told == {("dangling-reference", "xx:c", None), ("missing-value", "xx:d", None)}


def test_an_empty_graph_holds_no_framework() -> None:
    with pytest.raises(InvalidFrameworkError, match="no framework"):
        ssw.read(rdflib.Graph())


def test_references_are_checked_against_the_base() -> None:
    base = CompetencyGraph([Framework(id="yy", label=Text.of(en="Y"))])
    graph = as_rdflib(HEAD + competency("c", "; skos:broader yy:gone"))
    assert "xx:c" in ssw.read(graph)
    with pytest.raises(InvalidFrameworkError, match="yy:gone"):
        ssw.read(graph, base=base)
    with pytest.raises(EditionError):
        ssw.read(as_rdflib(HEAD + competency()), base=ssw.read(as_rdflib(HEAD + competency())))


def test_own_blank_nodes_are_named_alike_from_rdflib_and_from_turtle() -> None:
    turtle = (
        HEAD + 'xx:c a ssw:Competency ; skos:prefLabel "c"@en ; ssw:evidence [ a ssw:Evidence ; ssw:basis ssw:Draft ] .'
    )
    assert ssw.read(as_rdflib(turtle)).frameworks == (parse_framework(turtle),)


FOREIGN = HEAD + competency("c", "; ex:p [ ex:says 1 ; ex:see [ ex:says 2 ] ] , [ ex:says 3 ]")
FAR = HEAD + competency("c", "; ex:p " + ", ".join("[ ex:see " * 10 + str(n) + " ]" * 10 for n in range(4)))
LINKS = "".join(f"_:{end}{n} ex:see _:{end}{n + 1} .\n" for end in "ab" for n in range(500))
LONG = HEAD + competency("c", "; ex:p _:a0 , _:b0") + LINKS + "_:a500 ex:says 1 . _:b500 ex:says 2 .\n"
ALIKE = HEAD + competency("c", "; ex:p " + ", ".join(["[ ex:see [ ex:says 2 ] , [ ex:see [] ] ]"] * 4))


@pytest.mark.slow
@pytest.mark.parametrize(
    "turtle",
    [
        FOREIGN,
        FAR,
        LONG,
        ALIKE,
    ],
    ids=["near", "far", "long", "alike"],
)
def test_foreign_blank_nodes_of_rdflib_are_numbered_alike_every_time(turtle: str) -> None:
    assert len({write_framework(ssw.read(as_rdflib(turtle)).frameworks[0]) for _ in range(6)}) == 1


BAD: dict[str, Any] = {
    "an IRI with a blank": (rdflib.URIRef("http://a b"), RDF.type, XX["thing"]),
    "a literal as subject": (rdflib.Literal("a"), RDF.type, XX["thing"]),
    "a blank node as predicate": (XX["thing"], rdflib.BNode("b"), XX["thing"]),
    "half a surrogate pair": (XX["thing"], SKOS.note, rdflib.Literal("\ud800")),
    "a variable": (XX["thing"], SKOS.note, rdflib.Variable("v")),
}


@pytest.mark.parametrize(
    "triple",
    BAD.values(),
    ids=BAD.keys(),
)
def test_what_no_file_could_hold_is_told(triple: Any) -> None:
    graph = as_rdflib(HEAD + competency())
    graph.add(triple)
    with pytest.raises((ParseError, InvalidFrameworkError)):
        ssw.read(graph)


@pytest.mark.parametrize("source", [None, 5, b"mine.ttl", 3.5])
def test_a_source_of_another_type_is_refused_in_plain_words(source: Any) -> None:
    with pytest.raises(SswgraphError):
        ssw.read(source)


def test_a_dataset_is_read_or_refused_in_plain_words() -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=HEAD + competency(), format="turtle")
    try:
        found = ssw.read(dataset)
    except SswgraphError:
        return
    assert "xx:c" in found
