"""Elements of two frameworks that hang together: the connected components of the edges between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sswgraph.model import Node


@dataclass(frozen=True, slots=True)
class Edge:
    """Why one element of the base stands for one of the adaptation: by what, and the ids that state it."""

    base: str
    adapted: str
    by: str
    stated: tuple[str, ...] = ()
    relation: str = ""


@dataclass(slots=True)
class Component:
    """Elements of both sides that hang together."""

    base: list[str] = field(default_factory=list)
    adapted: list[str] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


def components(here: dict[str, Node], there: dict[str, Node], edges: list[Edge]) -> list[Component]:
    above: dict[tuple[bool, str], tuple[bool, str]] = {}

    def root(key: tuple[bool, str]) -> tuple[bool, str]:
        while above.get(key, key) != key:
            above[key] = above.get(above[key], above[key])
            key = above[key]
        return key

    for edge in edges:
        above[root((True, edge.adapted))] = root((False, edge.base))
    made: dict[tuple[bool, str], Component] = defaultdict(Component)
    for one in here:
        made[root((False, one))].base.append(one)
    for one in there:
        made[root((True, one))].adapted.append(one)
    for edge in edges:
        made[root((False, edge.base))].edges.append(edge)
    return list(made.values())


def numbered(
    components: list[Component], here: dict[str, Node], there: dict[str, Node]
) -> tuple[list[Component], dict[str, int], dict[str, int]]:
    place = {one: n for n, one in enumerate(here)}
    more = {one: len(place) + n for n, one in enumerate(there)}
    ordered = sorted(components, key=lambda c: min(place[one] for one in c.base) if c.base else more[c.adapted[0]])
    for component in ordered:
        component.base.sort()
        component.adapted.sort()
    of_base = {one: n for n, component in enumerate(ordered) for one in component.base}
    of_adapted = {one: n for n, component in enumerate(ordered) for one in component.adapted}
    return ordered, of_base, of_adapted
