"""How cost grows over the three sizes: reading, one gap, the closure of broader, one plan; each size measured once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

import sswgraph as ssw
from benchmarks import jobs
from benchmarks.generate import SIZES
from benchmarks.measure import Figure, cpu
from sswgraph.exchange import examine
from sswgraph.graph import CompetencyGraph
from sswgraph.model.cycles import closure

DAY = date(2026, 11, 21)


def growth(size: str, repeats: int) -> Iterator[Figure]:
    """A line for each size, up to the one asked; the note holds seconds for each of the four jobs."""
    for name in list(SIZES)[: list(SIZES).index(size) + 1]:
        yield _measured(name)


def _measured(name: str) -> Figure:
    data = jobs._data(name)
    triples = 0

    def parse() -> None:
        nonlocal triples
        triples = sum(1 for _ in ox.parse(data, format=ox.RdfFormat.TURTLE))

    made: list[CompetencyGraph] = []

    def read() -> None:
        framework, report = examine(data, name)
        assert framework is not None, report
        made.append(CompetencyGraph([framework]))

    bare, mine = cpu(parse), cpu(read)
    graph, pairs = made[0], jobs._pairs(name, 20)
    first = cpu(lambda: [jobs._statuses(graph, *pair) for pair in pairs]) / len(pairs)
    again = cpu(lambda: [jobs._statuses(graph, *pair) for pair in pairs * 50]) / len(pairs) / 50
    parents = {c.id: c.broader for c in graph.competencies}
    walked = cpu(lambda: [closure([c], parents) for c in parents])
    gaps = [ssw.gap(graph, *pair) for pair in pairs[:5]]
    planned = cpu(lambda: [ssw.plan(graph, gap, as_of=DAY) for gap in gaps]) / len(gaps)
    note = f"{triples:,} triples; read {mine:.2f} s; gap {first * 1e6:.0f} µs at first, {again * 1e6:.0f} µs again; "
    note += f"closure of all {walked * 1e3:.0f} ms; plan {planned * 1e3:.1f} ms"
    return Figure(f"size '{name}': reading", "pyoxigraph's bare parse", "s", mine, bare, note=note)
