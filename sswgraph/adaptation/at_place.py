"""What of two frameworks holds or exists at a place, so that nothing else is compared there (rules E11, J1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sswgraph.adaptation.correspondence import Component, Pairing
from sswgraph.adaptation.lineage import HOLDING, SPEAKS_OF
from sswgraph.messages import Message, message
from sswgraph.messages.places import WORLD, containing, overlapping
from sswgraph.model import Framework, Node

_EXISTING = frozenset({"module", "qualification"})
_NAMED = 12  # so many are named, more are counted
Places = tuple[str, ...]


def elsewhere(framework: Framework, here: Places) -> dict[str, Places]:
    """By id what holds or exists at other places only, with these: rules, training, and what speaks only of such.

    A rule holds at its places, else at those of its framework, and at what lies in them (J1); a module is where it
    says, else where its qualifications are, else where its framework is. What names no place is everywhere.
    """
    nodes = {node.id: node for node in framework.elements}
    around = {code for one in here for code in containing(one)}
    found: dict[str, Places] = {}
    for node in framework.elements:
        stated = tuple(code for code in _stated(node, nodes, framework) if code != WORLD)
        if (node.kind in HOLDING and stated and not around.intersection(stated)) or (
            node.kind in _EXISTING and stated and not any(overlapping(a, b) for a in stated for b in here)
        ):
            found[node.id] = stated
    waiting = bool(found)
    while waiting:
        more = {node.id: places for node in framework.elements if (places := _of_these(node, found))}
        waiting = bool(more)
        found |= more
    return found


def _stated(node: Node, nodes: Mapping[str, Node], framework: Framework) -> Places:
    own: Places = getattr(node, "jurisdiction", ())
    around = (getattr(nodes.get(one), "jurisdiction", ()) for one in getattr(node, "part_of", ()))
    return own or tuple(dict.fromkeys(code for places in around for code in places)) or framework.jurisdiction


def _of_these(node: Node, found: Mapping[str, Places]) -> Places:
    """The places of what a node speaks of, if it speaks only of what is elsewhere and is not told of yet."""
    if node.id in found:
        return ()
    fields = (getattr(node, name) for name in SPEAKS_OF.get(node.kind, ()))
    ends = [one for value in fields for one in (value if isinstance(value, tuple) else (value,))]
    if not ends or not all(one in found for one in ends):
        return ()
    return tuple(dict.fromkeys(code for one in ends for code in found[one]))


def without(framework: Framework, ids: Mapping[str, Places]) -> Framework:
    """The framework without these elements."""
    return replace(framework, elements=tuple(node for node in framework.elements if node.id not in ids))


def set_apart(pairing: Pairing, base: Mapping[str, Places], adaptation: Mapping[str, Places]) -> Iterator[Component]:
    """What is elsewhere, component by component: together where all of it is, else each element by itself."""
    for one in pairing.components:
        here, there = [end for end in one.base if end in base], [end for end in one.adaptation if end in adaptation]
        if (here, there) == (one.base, one.adaptation):
            yield one
            continue
        yield from (Component(base=[end]) for end in here)
        yield from (Component(adaptation=[end]) for end in there)


def told(found: Mapping[str, Places], framework: str, here: Places) -> Iterator[Message]:
    """What of a framework is not compared at these places, by where it holds instead."""
    by_place: dict[Places, list[str]] = {}
    for one, places in found.items():
        by_place.setdefault(places, []).append(one)
    for places, ids in by_place.items():
        shown = tuple(ids) if len(ids) <= _NAMED else (*ids[:_NAMED], "…")
        said = {"framework": framework, "places": places, "here": here, "found": shown}
        yield message("compare.not-here", n=len(ids), **said)
