"""``compare_many``: many adaptations of one base side by side, element by element."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from sswgraph.adaptation.compare import compared, given_mappings
from sswgraph.adaptation.correspondence import pair
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.graph import Given, Mappings, framework_in, mappings_in, stamp_of
from sswgraph.model import Framework, Mapping, MappingSet
from sswgraph.model.comparison import Cell, Comparison, Entry, Matrix, MatrixRow, Nearness

_NOT_THERE = frozenset({None, "dropped", "only-first", "not-compared"})
_HEADS = frozenset({"framework", "residue"})


def compared_many(
    base: Framework,
    *adaptations: Framework,
    mappings: Iterable[Mapping | MappingSet] | MappingSet = (),
    known: Iterable[Framework] = (),
) -> Matrix:
    """The matrix of a base and several adaptations, as :func:`sswgraph.compare_many` describes it.

    Raises InputError where there is no adaptation, or two have one id.
    """
    if not adaptations:
        raise InputError("Give at least one adaptation: compare_many(g, base, [first, second]).")
    ids = [getattr(one, "id", None) for one in adaptations]
    for name in ids:
        if ids.count(name) > 1:
            raise InputError(f"Two adaptations have the id '{name}'. Give one of them another, or compare them apart.")
    given = (mappings,) if isinstance(mappings, MappingSet) else tuple(mappings)
    others = (*adaptations, *known)
    comparisons = tuple(compared(base, one, given, known=others) for one in adaptations)
    lines = (*_of_base(comparisons), *_added(adaptations, comparisons, given_mappings("compare_many", (), given)))
    names = tuple(one.id for one in adaptations)
    return Matrix(
        base=base.id,
        base_label=base.label,
        adaptations=names,
        comparisons=comparisons,
        lines=lines,
        nearness=_nearness(names, lines, [one.lineage for one in comparisons]),
        stamp=stamp_of((base, *adaptations)),
    )


def _of_base(comparisons: Sequence[Comparison]) -> list[MatrixRow]:
    found = [
        {one: entry for entry in comparison.entries if entry.element not in _HEADS for one in entry.base}
        for comparison in comparisons
    ]
    made = []
    for one, entry in found[0].items():
        cells = tuple(
            Cell(
                kind=entries[one].kind,
                relation=entries[one].relation,
                adaptation=entries[one].adaptation,
                lineage=comparison.lineage,
            )
            for entries, comparison in zip(found, comparisons, strict=True)
        )
        label = next((e.label for entries in found if len((e := entries[one]).base) == 1), entry.label)
        made.append(MatrixRow(element=entry.element, label=label, base=one, cells=cells))
    return made


def _added(
    adaptations: Sequence[Framework], comparisons: Sequence[Comparison], mappings: list[Mapping]
) -> list[MatrixRow]:
    """What was added: one row for what several added, as far as anything but likeness pairs it."""
    entries: dict[tuple[int, str], Entry] = {
        (place, one): entry
        for place, comparison in enumerate(comparisons)
        for entry in comparison.entries
        if entry.kind == "added" and entry.element not in _HEADS
        for one in entry.adaptation
    }
    groups = {key: [key] for key in entries}
    for i, j in combinations(range(len(adaptations)), 2):
        for component in pair(adaptations[i], adaptations[j], mappings).components:
            keys = [(i, one) for one in component.base] + [(j, one) for one in component.adaptation]
            known = [key for key in keys if key in groups]
            if component.base and component.adaptation and known:
                merged = list(dict.fromkeys(key for one in known for key in groups[one]))
                groups.update(dict.fromkeys(merged, merged))
    made, seen = [], set[tuple[int, str]]()
    for key, members in groups.items():
        if key not in seen:
            seen.update(members)
            ids = [tuple(sorted(one for place, one in members if place == n)) for n in range(len(adaptations))]
            cells = tuple(
                Cell(kind="added", relation="only-second", adaptation=own, lineage=comparison.lineage)
                if own
                else Cell()
                for own, comparison in zip(ids, comparisons, strict=True)
            )
            made.append(MatrixRow(element=entries[key].element, label=entries[key].label, base=None, cells=cells))
    return made


def _nearness(names: Sequence[str], lines: Sequence[MatrixRow], lineage: Sequence[bool]) -> tuple[Nearness, ...]:
    """For every two adaptations, nearest first: by what both did, or, unless both have lineage, by how both stand."""
    made = []
    for i, j in combinations(range(len(names)), 2):
        did = "kind" if lineage[i] and lineage[j] else "relation"
        pairs = [(getattr(row.cells[i], did), getattr(row.cells[j], did)) for row in lines]
        concerned = [both for both in pairs if not set(both) <= _NOT_THERE]
        same = sum(a == b for a, b in concerned)
        made.append(Nearness(first=names[i], second=names[j], same=same, of=len(concerned)))
    return tuple(sorted(made, key=lambda one: (-one.share, one.first, one.second)))


def compare_many(
    graph: CompetencyGraph, base: Given, adaptations: Iterable[Given], mappings: Mappings = None
) -> Matrix:
    """The matrix of a base and several adaptations, with a comparison of each.

    In: as for :func:`compare`. Out: a :class:`Matrix`: a row for every element of the base, then for every element
    that was added; added elements share a row where lineage, IRI or a mapping pairs them. Two adaptations are the
    nearer, the larger the share of rows on which they did the same, of those on which one of them has something.

    Raises what :func:`compare` raises, and InputError where there is no adaptation, or two have one id.

    >>> import sswgraph as ssw
    >>> g = ssw.load("psw", "ug", "tz")
    >>> [len(line.cells) for line in ssw.compare_many(g, "psw", ["ug", "tz"]).lines[:1]]
    [2]
    """
    if isinstance(adaptations, (str, Framework)):
        raise InputError("adaptations is a list of frameworks or their ids: compare_many(g, base, [first, second]).")
    rows = mappings_in(graph, mappings)
    others = [framework_in(graph, one) for one in adaptations]
    return compared_many(framework_in(graph, base), *others, mappings=rows, known=graph.frameworks)
