"""All statements of frameworks and mappings, as RDF quads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sswgraph.exchange.schema import expand
from sswgraph.exchange.triples import quads_of
from sswgraph.exchange.turtle import write_framework
from sswgraph.model import Framework, MappingSet
from sswgraph.model.ids import iri_of
from sswgraph.model.mapping import PREDICATES

if TYPE_CHECKING:
    pass


def to_quads(frameworks: Iterable[Framework], mapping_sets: Iterable[MappingSet] = ()) -> list[ox.Quad]:
    """Every statement of the frameworks, and every mapping that is not negated as one statement."""
    quads: list[ox.Quad] = []
    for framework in frameworks:
        turtle = write_framework(framework).encode()
        found = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
        if framework.residue:  # blank nodes of two frameworks stay apart
            scoped = [quad for quad in quads_of(framework.residue, framework.id) if _has_blank(quad)]
            found = [quad for quad in found if not _has_blank(quad)] + scoped
        quads += found
    for mappings in mapping_sets:
        for m in mappings.mappings:
            if not m.negated:
                predicate = ox.NamedNode(expand(PREDICATES[m.relation]))
                quads.append(ox.Quad(ox.NamedNode(iri_of(m.subject)), predicate, ox.NamedNode(iri_of(m.object))))
    return quads


def _has_blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
