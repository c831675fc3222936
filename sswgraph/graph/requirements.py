"""What a target requires: which competencies at which levels, and how far the list goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sswgraph.errors import InputError
from sswgraph.graph.training import modules_done, stated_by, taught
from sswgraph.model.codes import NECESSITIES
from sswgraph.model.cycles import closure
from sswgraph.model.levels import Levels
from sswgraph.model.results import Necessity

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph
    from sswgraph.model import Requirement


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target asks of one competency: the highest levels (several only where they cannot be compared)."""

    competency: str
    levels: tuple[str | None, ...]
    necessity: Necessity
    links: tuple[str, ...]
    sets: tuple[str, ...]


def stated_for(graph: CompetencyGraph, cadre: str) -> Iterator[tuple[str, Requirement, str, tuple[str, ...]]]:
    """Every requirement of a cadre and of those that it includes, for each competency that it stands for: of which of
    these cadres it is, the requirement, the competency, and the sets passed through."""
    for included in closure([cadre], graph.index.includes):
        for requirement in graph.index.requirements.get(included, ()):
            for competency, sets in graph.members(requirement.competency).items():
                yield included, requirement, competency, sets


def asked_of(graph: CompetencyGraph, target: str) -> dict[str, Asked]:
    """Competency id -> what the target asks of it (L2, H4). Raises UnknownElementError, or InputError for no target."""
    element = graph[target]
    found: dict[str, list[tuple[str | None, str | None, str, tuple[str, ...]]]] = {}
    if element.kind == "cadre":
        for _, r, competency, sets in stated_for(graph, element.id):
            found.setdefault(competency, []).append((r.level, r.necessity, r.id, sets))
    elif element.kind == "qualification":
        for holding in taught(graph, modules_done(graph, [element.id])):
            links = [one for one in holding.through if one in graph and graph[one].kind == "outcome"]
            for link in links or [holding.competency]:
                found.setdefault(holding.competency, []).append((holding.level, None, link, ()))
        for holding in stated_by(graph, element.id):
            if holding.competency not in found:
                found[holding.competency] = [(holding.level, None, holding.through[1], holding.through[2:])]
    elif element.kind in ("competency", "competency-set"):
        for competency, sets in graph.members(element.id).items():
            found[competency] = [(None, None, competency, sets)]
    else:
        wanted = "a cadre, a qualification, a competency or a set of them"
        raise InputError(f"{element.id} is a {element.kind}; a target is {wanted}.")
    levels = Levels(graph.index.levels)
    return {c: _merged(c, several, levels) for c, several in sorted(found.items())}


def _merged(
    competency: str, several: list[tuple[str | None, str | None, str, tuple[str, ...]]], levels: Levels
) -> Asked:
    if len(several) == 1:  # as nearly always
        ((level, necessity, link, sets),) = several
        links = () if link == competency else (link,)
        return Asked(competency, (level,), necessity or "not-stated", links, tuple(dict.fromkeys(sets)))  # type: ignore[arg-type]
    needs: set[Necessity] = {necessity or "not-stated" for _, necessity, _, _ in several}  # type: ignore[misc]
    # What is only optional at a higher level does not raise what is essential at a lower one.
    binding = [level for level, necessity, _, _ in several if necessity != "optional" or needs == {"optional"}]
    return Asked(
        competency=competency,
        levels=levels.highest(set(binding)),
        necessity=min(needs, key=NECESSITIES.index),
        links=tuple(sorted({link for _, _, link, _ in several} - {competency})),
        sets=tuple(dict.fromkeys(name for _, _, _, sets in several for name in sets)),
    )


def required(asked: Mapping[str, Asked]) -> int:
    """How many competencies are known to be required: essential ones, and those of unstated necessity."""
    return sum(1 for one in asked.values() if one.necessity != "optional")
