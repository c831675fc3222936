"""The graph for networkx, and the cheapest simple paths in a network whose edges are priced when first asked for.

Edges of the graph (a test checks this list):

cadre -requires-> competency or set (level, necessity), cadre -performs-> function, cadre -must-> function (trigger),
cadre -reports to-> cadre (trigger), function -needs-> competency (when_authority, where only some need it),
module or qualification -develops-> competency (level, extent), module -prerequisite-> module (dependent to required),
module -corequisite-> module, module -part of-> qualification, qualification -qualifies for-> cadre,
competency -broader-> competency (child to parent), competency -covers-> competency, set -includes-> member,
cadre -progresses-> cadre (way), cadre -supervised by-> cadre, and mappings (relation, confidence) between frameworks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sswgraph.model.codes import Kind

if TYPE_CHECKING:
    import networkx

    from sswgraph.graph.graph import CompetencyGraph


_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODES: tuple[Kind, ...] = ("cadre", "function", "competency", "competency-set", "module", "qualification")
_DIRECT: dict[Kind, tuple[tuple[str, str], ...]] = {
    "cadre": (("performs", "performs"), ("includes", "includes")),
    "function": (("needs", "needs"), ("broader", "broader")),
    "competency": (("broader", "broader"), ("covers", "covers")),
    "competency-set": (("includes", "includes"),),
    "module": (("prerequisite", "prerequisite"), ("corequisite", "corequisite"), ("part_of", "part-of")),
    "qualification": (("qualifies_for", "qualifies-for"),),
}


def to_networkx(graph: CompetencyGraph) -> networkx.MultiDiGraph[str]:
    """Make a MultiDiGraph. Nodes: ``kind``, ``label`` (English or nearest), ``framework``; edges: ``kind``."""
    import networkx

    out: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for kind in _NODES:
        for element in graph.of_kind(kind):
            out.add_node(element.id, kind=kind, label=str(element.label), framework=graph.home(element.id) or "")
    for kind, fields in _DIRECT.items():
        for element in graph.of_kind(kind):
            for field, name in fields:
                for target in getattr(element, field):
                    _edge(out, element.id, target, name)
    _linked(graph, out)
    return out


def _linked(graph: CompetencyGraph, out: networkx.MultiDiGraph[str]) -> None:
    for r in graph.of_kind("requirement"):
        _edge(out, r.cadre, r.competency, "requires", id=r.id, level=r.level, necessity=r.necessity)
    for n in graph.of_kind("function-need"):
        _edge(out, n.function, n.competency, "needs", id=n.id, when_authority=" ".join(n.when_authority))
    for due in graph.of_kind("obligation"):
        for cadre in due.of_cadre:
            for kind, ends in (("must", due.function), ("reports-to", due.report_to)):
                for end in ends:
                    _edge(out, cadre, end, kind, id=due.id, trigger=" ".join(due.trigger))
    for o in graph.of_kind("outcome"):
        _edge(out, o.outcome_of, o.competency, "develops", id=o.id, level=o.to_level, extent=o.extent)
    for p in graph.of_kind("progression"):
        _edge(out, p.start, p.progresses_to, "progresses", id=p.id, way=p.progression_kind)
    for s in graph.of_kind("supervision-arrangement"):
        for supervisee in s.supervisee:
            for supervisor in s.supervisor:
                _edge(out, supervisee, supervisor, "supervised-by", id=s.id)
    for m in graph.mappings:
        confidence = None if m.confidence is None else float(m.confidence)
        negated = True if m.negated else None
        state = None if graph.voices.state(m.id) == "in-force" else graph.voices.state(m.id)
        _edge(
            out,
            m.subject,
            m.object,
            "mapping",
            relation=m.relation,
            confidence=confidence,
            negated=negated,
            state=state,
        )


def _edge(out: networkx.MultiDiGraph[str], start: str, end: str, kind: str, **attributes: Any) -> None:
    for identifier in (start, end):
        if identifier not in out:
            out.add_node(identifier, kind="external", label=identifier, framework="")
    out.add_edge(start, end, kind=kind, **{key: value for key, value in attributes.items() if value is not None})


def to_graphml(graph: CompetencyGraph) -> str:
    """Return the network as GraphML, for Gephi, yEd or Cytoscape; characters that XML cannot hold become U+FFFD."""
    import networkx

    network = to_networkx(graph)
    for _, data in network.nodes(data=True):
        data["label"] = _NO_XML.sub("\ufffd", data["label"])
    lines: Any = networkx.generate_graphml(network)
    return "\n".join(lines) + "\n"


Edge = tuple[str, str]
Path = tuple[str, ...]


def cheapest_paths(
    edges: Iterable[Edge], price: Callable[[str, str], Fraction], source: str, target: str
) -> Iterator[Path]:
    """Yield the simple paths from source to target, the cheapest first; of equal ones the smaller ids first.

    Args:
        edges: The edges, each as (start, end).
        price: What gives the price of an edge; called only for edges that are looked at.
        source: The first node.
        target: The last node.

    Yields:
        The nodes of a path.

    Example:
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
