"""The cheapest simple paths in a network whose edges are priced when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

Edge = tuple[str, str]
Path = tuple[str, ...]


def cheapest_paths(
    edges: Iterable[Edge], price: Callable[[str, str], Fraction], source: str, target: str
) -> Iterator[Path]:
    """The simple paths from source to target, the cheapest first; of equal ones the smaller ids first.

    A price is asked for only where an edge is looked at. No path: nothing.

    >>> edges = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "a")]
    >>> list(cheapest_paths(edges, lambda start, end: Fraction(1), "a", "c"))
    [('a', 'c'), ('a', 'b', 'c')]
    """
    import networkx

    network: networkx.DiGraph[str] = networkx.DiGraph(sorted(set(edges)))
    if source not in network or target not in network:
        return
    weight: Any = lambda start, end, _: price(start, end)  # noqa: E731 - exact numbers, where networkx expects floats
    found = networkx.shortest_simple_paths(network, source, target, weight=weight)
    equal: list[Path] = []
    cost: Fraction | None = None
    try:
        for one in found:
            total = sum((price(u, v) for u, v in pairwise(one)), Fraction(0))
            if cost is not None and total != cost:
                yield from sorted(equal)
                equal = []
            cost = total
            equal.append(tuple(one))
    except networkx.NetworkXNoPath:
        pass
    yield from sorted(equal)
