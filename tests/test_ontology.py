"""The vocabulary, its JSON-LD context and the table of the library say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef

from sswgraph.exchange.schema import BY_KIND, CLASSES, IN_SCHEME, NAMESPACES, SSW, Property, camel
from sswgraph.model.fields import Shape

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
CONTEXT = ONTOLOGY / "context.jsonld"
SCHEMA = Namespace(NAMESPACES["schema"])
RESERVED = "Reserved: "
# A scheme and its members that no table closes: data may point to them.
OPEN_SCHEME = "AssessmentMethodScheme"

CLASS_NAMES = {cls.name for cls in CLASSES}
PROPERTIES = {prop.iri.removeprefix(SSW) for cls in CLASSES for prop in cls.properties if prop.iri.startswith(SSW)}
CODES = {
    prop.iri.removeprefix(SSW): tuple(camel(code) for code in prop.codes)
    for cls in CLASSES
    for prop in cls.properties
    if prop.codes
}
CODE_NAMES = {name for names in CODES.values() for name in names}
WRITTEN = sorted(
    path
    for folder, pattern in (("frameworks", "*.ttl"), ("frameworks", "*.tsv"), ("ontology", "*.ttl"), ("docs", "*.md"))
    for path in (ROOT / folder).rglob(pattern)
)


def scheme_of(prop: str) -> str:
    """The concept scheme of a property that takes codes: ``tier`` has ``TierScheme``."""
    return f"{prop[0].upper()}{prop[1:]}Scheme"


SCHEMES = {scheme_of(prop) for prop in CODES}
TABLE = CLASS_NAMES | PROPERTIES | CODE_NAMES | SCHEMES


VOCABULARY = Graph().parse(ONTOLOGY / "ssw.ttl", format="turtle")
DEFINED = sorted({str(s).removeprefix(SSW) for s in VOCABULARY.subjects() if str(s).startswith(SSW)} - {""})


def term(name: str) -> URIRef:
    return URIRef(SSW + name)


def values(name: str, predicate: URIRef) -> set[str]:
    return {str(value).removeprefix(SSW) for value in VOCABULARY.objects(term(name), predicate)}


def is_reserved(name: str) -> bool:
    return any(note.startswith(RESERVED) for note in values(name, SKOS.editorialNote))


def used_terms(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])ssw:([A-Za-z][A-Za-z0-9]*)", text))


# The vocabulary


def test_vocabulary_names_title_licence_and_version() -> None:
    said = {str(predicate).rpartition("/")[2].rpartition("#")[2] for predicate in VOCABULARY.predicates(URIRef(SSW))}
    assert (URIRef(SSW), RDF.type, OWL.Ontology) in VOCABULARY
    assert {"title", "description", "license", "versionInfo"} <= said


def test_vocabulary_has_no_blank_nodes() -> None:
    assert not [triple for triple in VOCABULARY if any(isinstance(node, BNode) for node in triple)]


def test_every_term_of_the_table_is_defined() -> None:
    assert sorted(TABLE - set(DEFINED)) == []


def test_every_defined_term_is_in_the_table_or_says_why_not() -> None:
    assert [name for name in DEFINED if name not in TABLE and not is_reserved(name)] == []


def test_nothing_in_the_table_is_marked_reserved() -> None:
    assert [name for name in DEFINED if name in TABLE and is_reserved(name)] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_term_in_writing_is_defined(path: Path) -> None:
    assert sorted(used_terms(path.read_text(encoding="utf-8")) - set(DEFINED)) == []


@pytest.mark.parametrize("name", DEFINED)
def test_term_has_labels_definition_and_home(name: str) -> None:
    languages = [label.language for label in VOCABULARY.objects(term(name), RDFS.label) if isinstance(label, Literal)]
    assert sorted(str(language) for language in languages) == ["en", "fr"]
    [definition] = VOCABULARY.objects(term(name), SKOS.definition)
    assert isinstance(definition, Literal)
    assert definition.language == "en"
    assert definition.endswith(".")
    assert values(name, RDFS.isDefinedBy) == {""}


def test_types() -> None:
    assert {name for name in DEFINED if str(OWL.Class) in values(name, RDF.type)} == CLASS_NAMES
    kinds = {str(OWL.ObjectProperty), str(OWL.DatatypeProperty)}
    of_rows = {"recognisedFor"}  # a predicate of mapping tables
    assert {name for name in DEFINED if kinds & values(name, RDF.type)} == PROPERTIES | of_rows
    for name in PROPERTIES:
        shapes = {prop.shape for cls in CLASSES for prop in cls.properties if prop.iri == SSW + name}
        refers = shapes <= {Shape.CODE, Shape.REFERENCE, Shape.IRI}
        assert values(name, RDF.type) == {str(OWL.ObjectProperty if refers else OWL.DatatypeProperty)}, name


@pytest.mark.parametrize("prop", sorted(CODES))
def test_code_list(prop: str) -> None:
    scheme = scheme_of(prop)
    assert values(scheme, RDF.type) == {str(SKOS.ConceptScheme)}
    members = {str(member).removeprefix(SSW) for member in VOCABULARY.subjects(SKOS.inScheme, term(scheme))}
    assert members == set(CODES[prop])
    for name in members:
        assert values(name, RDF.type) == {str(SKOS.Concept), str(OWL.NamedIndividual)}
        [notation] = values(name, SKOS.notation)
        assert camel(notation) == name


def test_open_list_is_reserved() -> None:
    members = {str(member).removeprefix(SSW) for member in VOCABULARY.subjects(SKOS.inScheme, term(OPEN_SCHEME))}
    assert len(members) > 5
    assert all(is_reserved(name) for name in members | {OPEN_SCHEME})


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_domain_and_range_agree_with_the_table(name: str) -> None:
    uses = [(cls, prop) for cls in CLASSES for prop in cls.properties if prop.iri == SSW + name]
    domain = values(name, RDFS.domain) | values(name, SCHEMA.domainIncludes)
    assert domain in (set(), {cls.name for cls, _ in uses})
    assert len(values(name, RDFS.domain)) <= 1
    kinds = {BY_KIND[kind].name for _, prop in uses for kind in prop.kinds}
    target = {kind for kind in values(name, RDFS.range) | values(name, SCHEMA.rangeIncludes) if kind in CLASS_NAMES}
    assert target in (set(), kinds)
    assert len(values(name, RDFS.range)) <= 1


@pytest.mark.parametrize(
    ("name", "predicate", "wanted"),
    [
        ("Framework", RDFS.subClassOf, {"skos:ConceptScheme"}),
        ("ContextScheme", RDFS.subClassOf, {"skos:ConceptScheme"}),
        ("Cadre", RDFS.subClassOf, {"skos:Concept"}),
        ("TrainingModule", RDFS.subClassOf, {"skos:Concept", "schema:Course"}),
        ("Source", RDFS.subClassOf, {"dcterms:BibliographicResource"}),
        ("Statement", RDFS.subClassOf, {"rdf:Statement"}),
        ("Change", RDFS.subClassOf, {"prov:Activity"}),
        ("ValidationExercise", RDFS.subClassOf, {"prov:Activity"}),
        ("Decision", RDFS.subClassOf, {"prov:Entity"}),
        ("adaptationOf", RDFS.subPropertyOf, {"prov:wasDerivedFrom"}),
    ],
)
def test_superiors(name: str, predicate: URIRef, wanted: set[str]) -> None:
    assert values(name, predicate) == {NAMESPACES[w.partition(":")[0]] + w.partition(":")[2] for w in wanted}


def test_what_is_a_concept_in_the_table_is_one_here() -> None:
    concepts = {cls.name for cls in CLASSES if cls.concept}
    assert {name for name in CLASS_NAMES if str(SKOS.Concept) in values(name, RDFS.subClassOf)} == concepts


# The JSON-LD context


def make_context() -> dict[str, Any]:
    """The context that the table gives: prefixes, classes, properties with their coercion, codes."""
    by_iri: dict[str, dict[str, list[str]]] = {}
    for cls in CLASSES:
        for prop in cls.properties:
            by_iri.setdefault(prop.iri, {}).setdefault(json.dumps(coercion(prop)), []).append(cls.name)
    usual: dict[str, Any] = {"inScheme": {"@id": short(IN_SCHEME), "@type": "@id"}}
    special: dict[str, dict[str, Any]] = {}
    for iri, ways in by_iri.items():
        (way, _), *others = sorted(ways.items(), key=lambda item: (-len(item[1]), item[1]))
        key = local(iri)
        assert key not in usual, f"two properties are called {key}"
        usual[key] = json.loads(way)
        for other, names in others:
            for name in names:
                special.setdefault(name, {})[key] = json.loads(other)
    context: dict[str, Any] = {"@version": 1.1, "@vocab": SSW}
    context |= dict(sorted(NAMESPACES.items()))
    context |= {"id": "@id", "type": "@type"}
    for name in sorted(CLASS_NAMES):
        context[name] = {"@id": f"ssw:{name}", "@context": special[name]} if name in special else f"ssw:{name}"
    context |= {key: usual[key] for key in sorted(usual, key=lambda key: (key.lower(), key))}
    context |= {name: f"ssw:{name}" for name in sorted(CODE_NAMES)}
    return {"@context": context}


def coercion(prop: Property) -> dict[str, Any]:
    datatypes = {
        Shape.DATE: "date",
        Shape.NUMBER: "decimal",
        Shape.INTEGER: "integer",
        Shape.BOOLEAN: "boolean",
        Shape.DURATION: "duration",
    }
    found: dict[str, Any] = {"@id": short(prop.iri)}
    if prop.shape is Shape.TEXT:
        found["@container"] = "@language" if prop.unique_language else ["@language", "@set"]
        return found
    if prop.shape in (Shape.REFERENCE, Shape.IRI):
        found["@type"] = "@id"
    elif prop.shape is Shape.CODE:
        found["@type"] = "@vocab"
    elif prop.shape in datatypes:
        found["@type"] = f"xsd:{datatypes[prop.shape]}"
    if prop.many:
        found["@container"] = "@set"
    return found


def short(iri: str) -> str:
    return next(f"{prefix}:{iri.removeprefix(ns)}" for prefix, ns in NAMESPACES.items() if iri.startswith(ns))


def local(iri: str) -> str:
    return short(iri).partition(":")[2]


def test_context_is_what_the_table_gives() -> None:
    assert CONTEXT.read_text(encoding="utf-8") == json.dumps(make_context(), indent=2, ensure_ascii=False) + "\n"


def test_context_reads_a_framework() -> None:
    document = make_context() | {
        "@graph": [
            {
                "id": "https://w3id.org/sswgraph/id/xx",
                "type": "Framework",
                "title": {"en": "An example"},
                "publisher": {"en": ["Example Service"]},
                "jurisdiction": ["ZA"],
            },
            {"id": "xx:source", "type": "Source", "title": {"en": "Handbook"}, "publisher": "Example Service"},
            {
                "id": "xx:listening",
                "type": "TrainingModule",
                "prefLabel": {"en": "Listening", "fr": "Écouter"},
                "credits": "2.5",
                "creditSystem": "SaqaCredit",
                "registeredFrom": "2020-07-01",
                "awardable": True,
                "prerequisite": ["xx:basics"],
            },
        ]
    }
    document["@context"] |= {"xx": "https://w3id.org/sswgraph/id/xx/"}
    turtle = """
        @prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @prefix xx: <https://w3id.org/sswgraph/id/xx/> .
        <https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en ;
            dcterms:publisher "Example Service"@en ; ssw:jurisdiction "ZA" .
        xx:source a ssw:Source ; dcterms:title "Handbook"@en ; dcterms:publisher "Example Service" .
        xx:listening a ssw:TrainingModule ; skos:prefLabel "Listening"@en , "Écouter"@fr ; ssw:credits 2.5 ;
            ssw:creditSystem ssw:SaqaCredit ; ssw:registeredFrom "2020-07-01"^^xsd:date ; ssw:awardable true ;
            ssw:prerequisite xx:basics .
    """
    read = {quad.triple for quad in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)}
    assert read == {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


def test_context_lets_no_typing_error_pass_in_silence() -> None:
    document = make_context() | {"id": "https://example.org/x", "perfoms": "https://example.org/y"}
    [quad] = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    assert quad.predicate.value == SSW + "perfoms"
