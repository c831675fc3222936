"""To and from rdflib, for people who work with it; and all statements of several frameworks as N-Triples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from sswgraph.errors import InvalidFrameworkError
from sswgraph.model import Framework, MappingSet
from sswgraph.model.identity import iri_of
from sswgraph.model.mapping import PREDICATES
from sswgraph.rdf.problems import Problems
from sswgraph.rdf.reader import build
from sswgraph.rdf.residue import quads_of
from sswgraph.rdf.schema import expand
from sswgraph.rdf.triples import group
from sswgraph.rdf.writer import write_framework

if TYPE_CHECKING:
    import rdflib


def to_quads(frameworks: Iterable[Framework], mapping_sets: Iterable[MappingSet] = ()) -> list[ox.Quad]:
    """Every statement of the frameworks, and every mapping that is not negated as one statement."""
    quads: list[ox.Quad] = []
    for framework in frameworks:
        turtle = write_framework(framework).encode()
        found = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
        if framework.residue:
            kept = set(quads_of(framework.residue, ""))
            found = [quad for quad in found if not _has_blank(quad)]
            found += [q for q in quads_of(framework.residue, framework.id) if _has_blank(q) or q not in kept]
        quads += found
    for mappings in mapping_sets:
        for m in mappings.mappings:
            if not m.negated:
                predicate = ox.NamedNode(expand(PREDICATES[m.relation]))
                quads.append(ox.Quad(ox.NamedNode(iri_of(m.subject)), predicate, ox.NamedNode(iri_of(m.object))))
    return quads


def to_rdflib(frameworks: Iterable[Framework], mapping_sets: Iterable[MappingSet] = ()) -> rdflib.Graph:
    """A fresh rdflib.Graph with the project's prefixes bound."""
    import rdflib

    from sswgraph.model.identity import BASE
    from sswgraph.rdf.schema import NAMESPACES

    frameworks = tuple(frameworks)
    graph = rdflib.Graph()
    for prefix, namespace in NAMESPACES.items():
        graph.bind(prefix, namespace, replace=True)
    for framework in frameworks:
        graph.bind(framework.id, f"{BASE}{framework.id}/", replace=True)
    for quad in to_quads(frameworks, mapping_sets):
        graph.add((_to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object)))
    return graph


def from_rdflib(graph: rdflib.Graph, known: dict[str, str]) -> Framework:
    """The one framework in an rdflib.Graph. Raises InvalidFrameworkError with the report, which has no lines."""
    problems = Problems()
    triples = sorted(graph, key=lambda t: tuple(map(str, t)))
    quads = [ox.Quad(_from_rdflib(s), _from_rdflib(p), _from_rdflib(o)) for s, p, o in triples]
    framework = build(group(quads), problems, known)
    if framework is None or problems.grave:
        raise InvalidFrameworkError(problems.report("<rdflib.Graph>"))
    return framework


def _has_blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _to_rdflib(term: Any) -> Any:
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _from_rdflib(term: Any) -> Any:
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))
