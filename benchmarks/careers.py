"""Coverage of all that ships, and the best routes against networkx on the same network with every hop priced."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import networkx

import sswgraph as ssw
from benchmarks.measure import Figure, by_turns
from sswgraph.careers.routes import Network
from sswgraph.planning.enrolment import day_of

DAY = "2026-11-21"
ENDS = ("cycw:basic", "psw:para-social-worker")


def careers(size: str, repeats: int) -> Iterator[Figure]:
    g = ssw.load()
    mine, yours = by_turns(lambda: ssw.coverage(g), lambda: ssw.CompetencyGraph(g.frameworks, g.mapping_sets), repeats)
    note = f"{len(g.functions)} functions, {len(g.cadres)} cadres"
    yield Figure("coverage of all that ships", "making the graph", "s", mine, yours, note=note)

    def all_priced() -> list[tuple[str, ...]]:
        network = Network(g, *ENDS, None, day_of(DAY))
        *_, (_, edges) = network.rounds()
        priced: networkx.DiGraph[str] = networkx.DiGraph()
        priced.add_weighted_edges_from((start, end, network.price(start, end)) for start, end in edges)
        found = networkx.shortest_simple_paths(priced, *ENDS, weight="weight")
        return [tuple(path) for path in islice(found, 3)]

    assert {*all_priced()} == {route.stops for route in ssw.routes(g, *ENDS, as_of=DAY)}
    mine, yours = by_turns(lambda: ssw.routes(g, *ENDS, as_of=DAY), all_priced, repeats)
    yield Figure("3 best routes over all cadres", "networkx, all hops priced", "s", mine, yours, 1.0)
