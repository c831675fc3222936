"""What the modules of a plan add up to, each kind of volume for itself (rules P6, P7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sswgraph.graph import CompetencyGraph
from sswgraph.model import Number, TrainingModule, Volumes
from sswgraph.model.volumes import number, volumes_of


def totals(modules: Iterable[TrainingModule]) -> tuple[Volumes, Number | None]:
    """The total of each kind of volume, and the notional hours; None where no module states them."""
    found: dict[str, Fraction] = {}
    for module in modules:
        for kind, amount in volumes_of(module).totals:
            found[kind] = found.get(kind, Fraction(0)) + Fraction(amount)
    volumes = Volumes(tuple((kind, number(total)) for kind, total in sorted(found.items())))
    return volumes, volumes.get("notionalHours")


def incomplete(modules: Sequence[TrainingModule]) -> bool:
    """Whether some total leaves out a module that does not state that kind of volume: hours, or what others state."""
    stated = [{kind.partition(":")[0] for kind in volumes_of(module)} for module in modules]
    return any(kinds != set[str]().union({"notionalHours"}, *stated) for kinds in stated)


def partly_encoded(graph: CompetencyGraph, modules: Iterable[TrainingModule]) -> list[str]:
    """The qualifications of these modules that are not encoded whole."""
    return sorted({q for m in modules for q in m.part_of if graph.get(q) and graph[q].reach != "whole"})
