"""Many gaps at once: a matrix of roles against scipy's bare product, many profiles against numpy's bare gather."""

from __future__ import annotations

import random
from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time

import numpy as np

import sswgraph as ssw
from benchmarks import jobs
from benchmarks.generate import LEVELS, SIZES
from benchmarks.measure import Figure, by_turns, cpu
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Holding, Profile
from sswgraph.model.levels import ORDER
from sswgraph.model.results import STATUSES

_PROFILES, _EACH = 100_000, 30
_WORKERS, DAY = 1_000, "2026-11-21"


def many(size: str, repeats: int) -> Iterator[Figure]:
    yield from _matrix(jobs._graph(size), repeats)
    yield from _profiles(jobs._graph(size), SIZES[size].competencies, repeats)
    yield from _team(jobs._graph(size), repeats)


def _team(graph: CompetencyGraph, repeats: int) -> Iterator[Figure]:
    """A team against one role, each worker with a list of their own; then the plans of a few, which a team makes when
    somebody asks what is needed."""
    target = graph.cadres[0].id
    asked = ssw.gap(graph, [], target).items
    draw = random.Random(7)
    people = {
        f"W{n:04}": {one.competency: one.required_level for one in draw.sample(asked, len(asked) // 2)}
        for n in range(_WORKERS)
    }

    def singly() -> list[object]:
        return [ssw.gap(graph, held, target).items for held in people.values()]

    mine, yours = by_turns(lambda: ssw.team(graph, people, target, as_of=DAY).cells, singly, repeats)
    note = f"{_WORKERS:,} workers, {len(asked)} items, {mine:.2f} s"
    yield Figure("team against a role", "a gap of each with its items", "s", mine, yours, note=note)
    few = ssw.team(graph, dict(list(people.items())[:20]), target, as_of=DAY)
    yield Figure("what a team of 20 needs", "its cells", "s", cpu(lambda: few.demand), mine / 50, note="once")


def querying(size: str, repeats: int) -> Iterator[Figure]:
    """Queries over what ships, by the clock, since another process answers: the first of a graph, and the next ones."""
    query = "SELECT ?code { ?m ssw:partOf za:98890 ; skos:notation ?code } ORDER BY ?code"

    def timed(graph: CompetencyGraph) -> float:
        start = perf_counter()
        assert graph.sparql(query, time_limit=60)
        return perf_counter() - start

    graph = ssw.load()
    first = timed(graph)
    later = median(timed(graph) for _ in range(repeats * 10))
    yield Figure("second query on what ships", "5 ms by the clock", "s", later, 0.005, 1.0, note=f"first {first:.2f} s")


def _matrix(graph: CompetencyGraph, repeats: int) -> Iterator[Figure]:
    """All pairs of roles. The peer has its two sparse matrices made, one for what is held at which level and optional
    or not, one for what is asked, and multiplies them; ours too has its arrays made, and then again from nothing."""
    from scipy import sparse

    ids = [cadre.id for cadre in graph.cadres]
    rank = {one.id: one.rank for one in graph.of_kind("level")}
    place = {one.id: n for n, one in enumerate(graph.competencies)}
    held: dict[tuple[int, int], None] = {}
    asked: list[tuple[int, int]] = []
    for who, cadre in enumerate(ids):
        best: dict[tuple[str, bool], int] = {}
        for r in graph.index.requirements.get(cadre, ()):
            key = r.competency, r.necessity == "optional"
            best[key] = max(best.get(key, 0), rank[r.level] if r.level else 0)
            for level in range(1, (rank[r.level] if r.level else 0) + 1):
                feature = (place[r.competency] * LEVELS + level - 1) * 2
                held[who, feature + 1] = None
                if r.necessity != "optional":
                    held[who, feature] = None
        for (competency, optional), level in best.items():
            if not optional or (competency, False) not in best:
                asked.append((who, (place[competency] * LEVELS + level - 1) * 2 + optional))
    shape = len(ids), len(place) * LEVELS * 2
    has = sparse.csr_matrix((np.ones(len(held), np.int32), tuple(zip(*held, strict=True))), shape=shape)
    asks = sparse.csr_matrix((np.ones(len(asked), np.int32), tuple(zip(*asked, strict=True))), shape=shape)
    total = np.bincount([who for who, _ in asked], minlength=len(ids))
    columns = asks.T.tocsr()

    graph.stamp()  # written out once, for every answer
    first = cpu(lambda: ssw.gap_matrix(graph))
    counts = ssw.gap_matrix(graph).counts
    assert (total - (has @ columns).toarray() == counts).all()
    mine, yours = by_turns(lambda: ssw.gap_matrix(graph), lambda: total - (has @ columns).toarray(), repeats * 3)
    note = f"{len(ids):,} x {len(ids):,}, the same numbers, arrays made on both sides"
    yield Figure("gaps between all roles", "scipy's sparse product", "s", mine, yours, 1.5, note=note)
    yield Figure("the same from nothing", "scipy's product, arrays made", "s", first, yours, note="once")


def _profiles(graph: CompetencyGraph, n: int, repeats: int) -> Iterator[Figure]:
    """Profiles of thirty against one role. The peer has a level or none for each profile and competency as an array,
    and takes for each what is asked the status from a table."""
    draw = random.Random(7)
    target = graph.cadres[0].id
    asked = ssw.gap(graph, [], target).items
    own = [item.competency for item in asked]
    several = []
    for _ in range(_PROFILES):
        held = {*draw.sample(own, len(own) // 2), *(f"b:c{draw.randrange(n)}" for _ in range(_EACH))}
        holdings = (Holding(competency=c, level=f"b:level{draw.randint(1, LEVELS)}") for c in sorted(held)[:_EACH])
        several.append(Profile(holdings=tuple(holdings)))
    start = process_time()
    found = ssw.gaps(graph, several, target)
    first = process_time() - start
    places = {c: k for k, c in enumerate(own)}
    levels = np.zeros((_PROFILES, len(own)), np.int8)  # 0: not held
    for who, profile in enumerate(several):
        for holding in profile.holdings:
            if holding.competency in places:
                levels[who, places[holding.competency]] = int(str(holding.level)[-1])
    code = {status: n for n, status in enumerate(STATUSES)}
    table = np.full((LEVELS + 1, len(own)), code["missing"], np.uint8)
    for k, item in enumerate(asked):
        for level in range(1, LEVELS + 1):
            met = level >= int(str(item.required_level)[-1])
            table[level, k] = code["met" if met else "raise"]
    items = np.arange(len(own))
    assert (table[levels, items] == found.counts).all()
    assert set(ORDER) < set(STATUSES)
    profiles = found.profiles

    def theirs() -> None:
        statuses = table[levels, items]
        for column in statuses.T:
            np.bincount(column, minlength=len(STATUSES))

    mine, yours = by_turns(lambda: ssw.gaps(graph, profiles, target), theirs, repeats * 3)
    note = f"{_PROFILES:,} profiles of {_EACH}, {len(own)} items, the same statuses, profiles read once"
    yield Figure("many profiles against a role", "numpy's gather", "s", mine, yours, 2.0, note=note)
    yield Figure("the same, reading the profiles", "numpy's gather, arrays made", "s", first, yours, note="once")
