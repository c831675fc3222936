"""How the elements of an entry stand to each other, whoever came first: what is said without lineage (rule E7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sswgraph.adaptation.correspondence import Component, Edge, Sides, ends_of
from sswgraph.adaptation.lineage import holding_elsewhere, why_elsewhere
from sswgraph.adaptation.ties import OF_MAPPING
from sswgraph.messages import Message
from sswgraph.model import Node
from sswgraph.model.comparison import KEPT, Entry, Pair, Relation, weakest


def related(entries: Sequence[Entry], sides: Sides) -> tuple[Entry, ...]:
    """The entries of the components, in their order, each with how its elements stand to each other.

    What ties elements together stands as the weakest of what it ties, so these come after all others.
    """
    components = sides.pairing.components
    known: dict[int, Relation] = {}
    ties = [any(edge.by == "ends" for edge in one.edges) for one in components]
    for later in (False, True):
        for number, component in enumerate(components):
            if ties[number] is later:
                known[number] = _relation(component, entries[number], sides, known)
    return tuple(replace(entry, relation=known[number]) for number, entry in enumerate(entries))


def is_foreign(identifier: str, side: int, sides: Sides) -> bool:
    """Whether no adaptation copies an element (rule J2). Two editions answer for all that they say."""
    return why_foreign(identifier, side, sides) is not None


def why_foreign(identifier: str, side: int, sides: Sides) -> Message | None:
    """Why not: it speaks only of elements of a third framework, or is a rule of a base that holds elsewhere."""
    home, other = sides.frameworks[side], sides.frameworks[1 - side]
    if home.id == other.id:
        return None
    return why_elsewhere(sides.nodes[side][identifier], home, sides.ids, _places(side, sides))


def places_elsewhere(node: Node, sides: Sides) -> tuple[str, ...]:
    """Where a rule of the base holds, if that is nowhere that its adaptation is for."""
    home, other = sides.frameworks
    return holding_elsewhere(node, home, _places(0, sides)) if home.id != other.id else ()


def _places(side: int, sides: Sides) -> tuple[str, ...]:
    """The places of the other framework if it was made from this one; none, and so no bar, if it was not."""
    return sides.frameworks[1 - side].jurisdiction if sides.made_from_other[1 - side] else ()


def _relation(component: Component, entry: Entry, sides: Sides, known: dict[int, Relation]) -> Relation:
    if component.base and component.adaptation:
        return weakest(
            _of_edge(edge, pair, sides, known) for edge, pair in zip(component.edges, entry.pairs, strict=True)
        )
    side = 0 if component.base else 1
    if is_foreign((component.base or component.adaptation)[0], side, sides):
        return "not-compared"
    return "only-second" if side else "only-first"


def _of_edge(edge: Edge, pair: Pair, sides: Sides, known: dict[int, Relation]) -> Relation:
    """A common IRI is the same; a mapping says what it is; derivation alone does not say how much of it was kept."""
    if edge.by == "iri":
        return "same"
    if edge.tie is not None:
        return edge.tie.relation
    if edge.relation:
        return OF_MAPPING[edge.relation]
    if edge.by == "ends":
        return _of_ends(sides.nodes[0][edge.base], sides, known)
    return "same" if all(aspect.kind in KEPT for aspect in pair.changes) else "same-topic"


def _of_ends(node: Any, sides: Sides, known: dict[int, Relation]) -> Relation:
    keys = [key for name in ends_of(node.kind) for key in sides.keys(0, getattr(node, name))]
    return weakest(["same", *(known[key] for key in keys if isinstance(key, int) and key in known)])
