"""Which elements of two frameworks stand for each other (rule E4).

By Change and derivation, then by IRI, then by mappings; the connected components decide whether an element was kept,
split, merged or regrouped. What ties elements together (requirements, outcomes, rules) pairs when its ends do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sswgraph.comparison.components import Component, Edge, components, numbered
from sswgraph.comparison.ends import match_by_ends
from sswgraph.model import Change, Element, Framework, Mapping, Node

PAIRING = frozenset({"exact", "close", "broad", "narrow", "covers"})
_STRENGTH = ("exact", "close", "broad", "narrow", "covers", "covered", "")
LIKENESS = ("LexicalMatching", "LexicalSimilarityThresholdMatching", "SemanticSimilarityThresholdMatching")


@dataclass(slots=True)
class Pairing:
    """The components, and for every element the number of its component."""

    components: list[Component]
    of_base: dict[str, int]
    of_adapted: dict[str, int]
    contradictions: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        """Base id -> id in the adaptation, where one stands for one."""
        single = (c for c in self.components if len(c.base) == len(c.adapted) == 1)
        return {c.base[0]: c.adapted[0] for c in single}


def is_likeness(match: Mapping) -> bool:
    """Whether a mapping rests on likeness alone: found by comparing texts, and reviewed by nobody."""
    return match.reviewer is None and match.justification.rpartition(":")[2] in LIKENESS


def pair(base: Framework, adapted: Framework, mappings: Iterable[Mapping]) -> Pairing:
    """The components of two frameworks, in the order of the base, then of what was added."""
    here = {node.id: node for node in base.elements}
    there = {node.id: node for node in adapted.elements}
    edges: dict[tuple[str, str], Edge] = {}
    lineage = (*_lineage(base, adapted, here, there), *_common_origin(base, adapted))
    for edge in lineage:
        edges.setdefault((edge.base, edge.adapted), edge)
    left, right = _ends_of(edges)
    for one in here.keys() & there.keys():
        if one not in left or one not in right:
            edges.setdefault((one, one), Edge(one, one, "iri"))
    left, right = _ends_of(edges)
    contradictions = []
    for edge in sorted(_mapped(mappings, here, there), key=lambda edge: _STRENGTH.index(edge.relation)):
        if edge.base not in left and edge.adapted not in right and edge.relation:
            edges.setdefault((edge.base, edge.adapted), edge)
        elif edge.relation and (edge.base, edge.adapted) in edges:
            _say_how(edges, edge)
        elif _contradicts(edge, edges, left, right):
            contradictions.append(edge.stated[0])
    made = components(here, there, [edges[key] for key in sorted(edges)])
    match_by_ends(made, here, there)
    return Pairing(*numbered(made, here, there), tuple(sorted(set(contradictions))))


def _ends_of(edges: Iterable[tuple[str, str]]) -> tuple[set[str], set[str]]:
    pairs = list(edges)
    return {base for base, _ in pairs}, {adapted for _, adapted in pairs}


def own_changes(child: Framework) -> Iterator[Change]:
    """The Changes that a framework states of itself; a copied one tells the history of its base."""
    return (node for node in child.elements if isinstance(node, Change) and not node.derived_from)


def _said_there(node: Node, other: dict[str, Node]) -> tuple[str, ...]:
    """The origins that the other side states of the same element: its own history, no lineage between the two."""
    return _origins(other[node.id]) if node.id in other else ()


def _lineage(base: Framework, adapted: Framework, here: dict[str, Node], there: dict[str, Node]) -> Iterator[Edge]:
    """What either side says of its origin in the other. What points into one's own framework is no such lineage."""
    for child, own, other, mirrored in ((adapted, there, here, False), (base, here, there, True)):
        found = [
            Edge(old, new, "change", (change.id,))
            for change in own_changes(child)
            if change.id not in other
            for old in change.base
            if old in other and old not in own
            for new in change.adapted
            if new in own
        ]
        found += [
            Edge(old, node.id, "derivation")
            for node in child.elements
            for old in _origins(node)
            if old in other and old not in own and other[old].kind == node.kind and old not in _said_there(node, other)
        ]
        for edge in found:
            yield Edge(edge.adapted, edge.base, edge.by, edge.stated) if mirrored else edge


def _origins(node: Node) -> tuple[str, ...]:
    return (*node.derived_from, *(node.replaces if isinstance(node, Element) else ()))


def _common_origin(base: Framework, adapted: Framework) -> Iterator[Edge]:
    """Two adaptations of one framework: elements derived from the same element of it."""
    if base.id == adapted.id or base.adaptation_of is None or base.adaptation_of != adapted.adaptation_of:
        return
    prefix = base.adaptation_of + ":"
    by_origin: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in base.elements:
        for origin in node.derived_from:
            if origin.startswith(prefix):
                by_origin[origin, node.kind].append(node.id)
    for node in adapted.elements:
        for origin in node.derived_from:
            for sibling in by_origin.get((origin, node.kind), ()):
                yield Edge(sibling, node.id, "derivation")


def _mapped(mappings: Iterable[Mapping], here: dict[str, Node], there: dict[str, Node]) -> Iterator[Edge]:
    """The mappings between elements of one kind, in the direction of the comparison; negated ones without relation."""
    turned = {"broad": "narrow", "narrow": "broad", "covers": "covered"}
    for match in mappings:
        if match.relation not in PAIRING:
            continue
        relation = "" if match.negated else match.relation
        for old, new, said in (
            (match.subject, match.object, relation),
            (match.object, match.subject, turned.get(relation, relation)),
        ):
            if old in here and new in there and old != new and here[old].kind == there[new].kind:
                yield Edge(old, new, "mapping", (match.id,), said)


def _say_how(edges: dict[tuple[str, str], Edge], edge: Edge) -> None:
    """Lineage pairs them; a mapping of the same two says besides how they stand to each other."""
    paired = edges[edge.base, edge.adapted]
    if not paired.relation:
        edges[edge.base, edge.adapted] = replace(paired, relation=edge.relation)


def _contradicts(edge: Edge, edges: dict[tuple[str, str], Edge], left: set[str], right: set[str]) -> bool:
    """Whether lineage pairs these otherwise: an exact match of two that it pairs with others, a denial of a pair."""
    linked = (edge.base, edge.adapted) in edges
    if not edge.relation:
        return linked
    return edge.relation == "exact" and not linked and (edge.base in left or edge.adapted in right)
