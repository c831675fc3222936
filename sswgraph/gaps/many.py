"""Many who hold something, against one target: the one place where that is worked out."""

from __future__ import annotations

from collections.abc import Iterable

from sswgraph.gaps.gap import gap
from sswgraph.gaps.holdings import Held
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import Where
from sswgraph.model import Gap


def gaps(graph: CompetencyGraph, held: Iterable[Held], target: str, *, where: Where = None) -> tuple[Gap, ...]:
    """A gap for each of those given, in their order, as :func:`sswgraph.gap` gives it.

    Callers rely on nothing but this, so that all of them can be weighed at once without anybody noticing. The target
    is looked up once, since the graph remembers it.

    >>> import sswgraph as ssw
    >>> g = ssw.load("psw")
    >>> [len(one.missing) > 0 for one in gaps(g, ["psw:lead", "psw:foundation"], "psw:foundation")]
    [False, False]
    """
    places = where if where is None or isinstance(where, str) else tuple(where)
    return tuple(gap(graph, one, target, where=places) for one in held)
