"""What the steps of a plan add up to, each kind of volume for itself (rules P6, P7)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sswgraph.graph import CompetencyGraph
from sswgraph.model import Number, Volumes
from sswgraph.model.volumes import number, volumes_of
from sswgraph.planning.candidates import Course


def totals(graph: CompetencyGraph, steps: Sequence[Course]) -> tuple[Volumes, Number | None, bool]:
    """The volumes by kind, the notional hours (None: all unknown), and whether totals are incomplete (P7)."""
    sums: dict[str, Fraction] = {}
    for step in steps:
        for kind, amount in volumes_of(step).totals:
            sums[kind] = sums.get(kind, Fraction(0)) + Fraction(amount)
    volumes = Volumes(tuple((kind, number(total)) for kind, total in sorted(sums.items())))
    hours = volumes.get("notionalHours")
    at_least = _incomplete(steps) or bool(partly_encoded(graph, steps))
    return volumes, hours if hours is not None or steps else 0, at_least


def _incomplete(steps: Sequence[Course]) -> bool:
    """Whether some total leaves out a step that does not state that kind of volume: hours, or what others state."""
    stated = [{kind.partition(":")[0] for kind in volumes_of(step)} for step in steps]
    return any(kinds != set[str]().union({"notionalHours"}, *stated) for kinds in stated)


def partly_encoded(graph: CompetencyGraph, steps: Sequence[Course]) -> list[str]:
    """The qualifications of modules taken of which not all is encoded; a programme taken whole has its own volume."""
    around = {q for step in steps for q in getattr(step, "part_of", ())}
    return sorted(q for q in around if graph.get(q) and graph[q].reach != "whole")
