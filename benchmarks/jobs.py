"""What is measured, against whom, and the bar of each; every peer's real code runs in the same run."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pyoxigraph as ox

import sswgraph as ssw
from benchmarks.generate import LEVELS, SIZES, turtle
from benchmarks.measure import Figure, by_turns, cpu, peak, process, processes
from sswgraph.adaptation.compare import compared
from sswgraph.catalogue import COMPILED
from sswgraph.exchange import examine, write_framework
from sswgraph.files import shipped
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Comparison, Framework
from sswgraph.model.cycles import closure

GAP = "import sswgraph as s; g = s.load(); s.gap(g, 'za:60209', 'za:social-auxiliary-worker')"
READ = "import sys; from sswgraph.exchange import read_framework; from sswgraph.graph import CompetencyGraph;"
READ += "CompetencyGraph([read_framework(sys.argv[1])])"
RDFLIB = "import sys, rdflib; rdflib.Graph().parse(sys.argv[1], format='turtle')"
TAB = "import os, sys; sys.argv[:] = ['sswgraph']; os.environ.update(_SSWGRAPH_COMPLETE='bash_complete',"
TAB += "COMP_WORDS='sswgraph show za:so', COMP_CWORD='2'); from sswgraph.cli import main; main()"


COMMANDS = {
    "sswgraph --version": (["--version"], 6.0),
    "sswgraph --help": (["--help"], 6.0),
    "sswgraph gap": (["gap", "--from-nothing", "--to", "za:social-auxiliary-worker"], 15.0),
    "sswgraph show": (["show", "za:social-auxiliary-worker"], 15.0),
    "sswgraph find": (["find", "report", "abuse"], 15.0),
    "sswgraph tour": (["tour"], 30.0),
}


def start_up(size: str, repeats: int) -> Iterator[Figure]:
    """To be run where the wheel is installed: a checkout has no compiled form."""
    mine, theirs = processes("import sswgraph", "pass", repeats * 3)
    yield Figure("import sswgraph", "python -c pass", "s", mine, theirs, 1.4)
    mine, theirs = processes(GAP, "import rdflib", repeats * 3)
    compiled = "compiled" if (shipped("frameworks").parent / COMPILED).is_file() else "from the texts"
    note = f"{len(ssw.frameworks())} frameworks ship, {compiled}"
    yield Figure("cold load() of everything + first gap", "import rdflib", "s", mine, theirs, 1.5, note=note)
    mine, theirs = processes(TAB, "pass", repeats)
    yield Figure("Tab after 'sswgraph show za:so'", "python -c pass", "s", mine, theirs, 6.0, note=compiled)
    for name, (arguments, bar) in COMMANDS.items():
        code = f"import sys; sys.argv[1:] = {arguments}; from sswgraph.cli import main; main()"
        mine, theirs = processes(code, "pass", repeats)
        yield Figure(name, "python -c pass", "s", mine, theirs, bar, note=compiled)


def reading(size: str, repeats: int) -> Iterator[Figure]:
    for mixed in (False, True):
        data, what = _data(size, mixed=mixed), "mixed" if mixed else "even"
        mine, theirs = by_turns(_reading(data), _parsing(data), repeats)
        note = f"{what}, {_parsing(data)():,} triples"
        yield Figure("Turtle to CompetencyGraph", "pyoxigraph's bare parse", "s", mine, theirs, 4.5, note=note)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "b.ttl")
        path.write_bytes(_data(size, mixed=True))
        slow, _ = process(RDFLIB, str(path))
        quick, _ = process(READ, str(path))
        note = "mixed, once"
        yield Figure("Turtle to CompetencyGraph", "rdflib's parse", "s", quick, slow, 6.0, at_most=False, note=note)
        memory = peak(READ, str(path)), peak(RDFLIB, str(path))
        yield Figure("peak memory of reading", "rdflib's parse", "KiB", memory[0], memory[1], 0.25, note=note)


def adaptation(size: str, repeats: int) -> Iterator[Figure]:
    """A country's copy, and the same file with every reference to the base turned into one to itself."""
    base = examine(_data(size), size)[0]
    assert base is not None
    outside = write_framework(ssw.adapt(base, id="xx", jurisdiction="UG"))
    inside = outside.replace(
        "@prefix b: <https://w3id.org/sswgraph/id/b/>", "@prefix b: <https://w3id.org/sswgraph/id/xx/>"
    )
    mine, theirs = by_turns(_reading(outside.encode()), _reading(inside.encode()), repeats)
    yield Figure("reading an adaptation", "its references turned inside", "s", mine, theirs, 1.1)


def _reading(data: bytes) -> Callable[[], CompetencyGraph]:
    def read() -> CompetencyGraph:
        framework, report = examine(data, "b.ttl")
        assert framework is not None, report
        return CompetencyGraph([framework])

    return read


def _parsing(data: bytes) -> Callable[[], int]:
    return lambda: sum(1 for _ in ox.parse(data, format=ox.RdfFormat.TURTLE))


def one_gap(size: str, repeats: int) -> Iterator[Figure]:
    graph, pairs = _graph(size), _pairs(size, repeats * 4)
    store = ox.Store()
    store.bulk_load(_data(size), format=ox.RdfFormat.TURTLE)
    for held, target in pairs:
        assert _statuses(graph, held, target) == _asked(store, held, target), (held, target)

    def ask(answer: Callable[[str, str], object]) -> Callable[[], None]:
        def rounds() -> None:
            for held, target in pairs * 10:
                answer(held, target)

        return rounds

    def statuses(held: str, target: str) -> object:
        return _statuses(graph, held, target)

    def sparql(held: str, target: str) -> object:
        return _asked(store, held, target)

    def reasons(held: str, target: str) -> object:
        return ssw.gap(graph, held, target).items

    first = [pair for pair in dict.fromkeys(_pairs(size, 400)) if pair not in pairs]
    parts = [first[n::repeats] for n in range(repeats)]
    once = [
        by_turns(lambda: [statuses(*pair) for pair in part], lambda: [sparql(*pair) for pair in part], 1)  # noqa: B023
        for part in parts
    ]
    mine, yours = (median(sides) for sides in zip(*once, strict=True))
    note = f"{len(first)} pairs, each asked once"
    yield Figure("one gap, never asked before", "pyoxigraph's SPARQL", "s", mine, yours, 5.0, at_most=False, note=note)
    mine, yours = by_turns(ask(statuses), ask(sparql), repeats)
    note = f"{len(pairs)} pairs, the same answers"
    yield Figure("one gap, warm", "pyoxigraph's SPARQL", "s", mine, yours, 30.0, at_most=False, note=note)
    mine, yours = by_turns(ask(reasons), ask(sparql), repeats)
    note = "every reason and proof made too"
    yield Figure("one gap with its items", "pyoxigraph's SPARQL", "s", mine, yours, at_most=False, note=note)
    if size == "shipped":
        rdflib_graph = graph.to_rdflib()
        held, target = pairs[0]
        mine = cpu(lambda: [_statuses(graph, held, target) for _ in range(50)]) / 50
        slow = cpu(lambda: list(rdflib_graph.query(_query(held, target))))
        yield Figure("one gap, warm", "rdflib's SPARQL", "s", mine, slow, 300.0, at_most=False)


def broader(size: str, repeats: int) -> Iterator[Figure]:
    from scipy import sparse

    graph = _graph(size)
    parents = {c.id: c.broader for c in graph.competencies}
    place = {name: number for number, name in enumerate(parents)}
    pairs = [(place[child], place[parent]) for child, above in parents.items() for parent in above]

    def ours() -> None:
        for name in parents:
            closure([name], parents)

    def theirs() -> None:
        rows, columns = zip(*pairs, strict=True)
        step = sparse.csr_matrix(([True] * len(pairs), (rows, columns)), shape=(len(place), len(place)), dtype=bool)
        reached = step
        while True:
            further = reached + reached @ step
            if further.nnz == reached.nnz:
                return
            reached = further

    mine, yours = by_turns(ours, theirs, repeats)
    yield Figure("closure of broader, all", "scipy's sparse product", "s", mine, yours, 3.0)


def comparing(size: str, repeats: int) -> Iterator[Figure]:
    """Two frameworks of 14,000 elements: a country's copy, and another content under the same ids."""
    data = _data("country")
    base = examine(data, "country")[0]
    assert base is not None
    copy = write_framework(ssw.adapt(base, id="xx", jurisdiction="UG")).encode()
    for name, other in (("a copy", copy), ("all edited", turtle(SIZES["country"], seed=2).encode())):
        adapted = examine(other, name)[0]
        assert adapted is not None

        def ours(adapted: Framework = adapted) -> Comparison:
            return compared(base, adapted)

        def theirs(other: bytes = other) -> list[CompetencyGraph]:
            frameworks = [examine(one, "country")[0] for one in (data, other)]
            return [CompetencyGraph([one]) for one in frameworks if one is not None]

        found = ours()
        assert found.check() == ()
        mine, yours = by_turns(ours, theirs, repeats)
        note = f"{name}: {len(base):,} elements each, {len(found.different):,} entries differ"
        yield Figure("compare two frameworks", "loading both", "s", mine, yours, 3.0, note=note)


JOBS: dict[str, Callable[[str, int], Iterator[Figure]]] = {
    "start-up": start_up,
    "reading": reading,
    "adaptation": adaptation,
    "gap": one_gap,
    "broader": broader,
    "compare": comparing,
}


@cache
def _data(size: str, *, mixed: bool = False) -> bytes:
    return turtle(SIZES[size], mixed=mixed).encode()


@cache
def _graph(size: str) -> CompetencyGraph:
    framework, report = examine(_data(size), size)
    assert framework is not None, report
    return CompetencyGraph([framework])


def _pairs(size: str, n: int) -> list[tuple[str, str]]:
    draw, cadres = random.Random(7), SIZES[size].cadres
    return [(f"b:w{draw.randrange(cadres)}", f"b:w{draw.randrange(cadres)}") for _ in range(n)]


def _statuses(graph: CompetencyGraph, held: str, target: str) -> dict[str, str]:
    return dict(ssw.gap(graph, held, target).statuses)


def _query(held: str, target: str) -> str:
    """The requirements of both roles with necessity and rank; the statuses follow from them as rules H3, L1, L2 say."""
    return f"""PREFIX ssw: <https://w3id.org/sswgraph/ns#> PREFIX b: <https://w3id.org/sswgraph/id/b/>
    SELECT ?c ?need ?rank ?held ?heldRank WHERE {{
      ?r a ssw:Requirement ; ssw:ofCadre {target} ; ssw:requires ?c ; ssw:necessity ?need ; ssw:atLevel/ssw:rank ?rank .
      OPTIONAL {{ ?h a ssw:Requirement ; ssw:ofCadre {held} ; ssw:requires ?c ;
                  ssw:necessity ?held ; ssw:atLevel/ssw:rank ?heldRank . }}
    }}"""


def _asked(store: ox.Store, held: str, target: str) -> dict[str, str]:
    asked: dict[str, list[tuple[bool, int]]] = {}
    has: dict[str, list[tuple[bool, int]]] = {}
    solutions: Any = store.query(_query(held, target))
    for row in solutions:
        name = "b:" + row["c"].value.rpartition("/")[2]
        asked.setdefault(name, []).append((row["need"].value.endswith("Optional"), int(row["rank"].value)))
        if row["held"] is not None:
            has.setdefault(name, []).append((row["held"].value.endswith("Optional"), int(row["heldRank"].value)))
    return {name: _standing(wanted, has.get(name, [])) for name, wanted in asked.items()}


def _standing(wanted: list[tuple[bool, int]], held: list[tuple[bool, int]]) -> str:
    binding = [rank for optional, rank in wanted if not optional]
    needed = max(binding or [rank for _, rank in wanted])
    counting = [rank for optional, rank in held if not optional or not binding]
    if not counting:
        return "missing"
    return "met" if max(counting) >= needed else "raise"


assert LEVELS > 1
