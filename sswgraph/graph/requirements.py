"""What a target requires: which competencies at which levels, and how far the list goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.training import modules_done, package_of, stated_by, taught
from sswgraph.messages import Message, message
from sswgraph.model.codes import NECESSITIES
from sswgraph.model.cycles import closure
from sswgraph.model.levels import Levels
from sswgraph.model.results import Necessity


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target asks of one competency: the highest levels (several only where they cannot be compared)."""

    competency: str
    levels: tuple[str | None, ...]
    necessity: Necessity
    links: tuple[str, ...]
    sets: tuple[str, ...]


def asked_of(graph: CompetencyGraph, target: str) -> dict[str, Asked]:
    """Competency id -> what the target asks of it (L2, H4). Raises UnknownElementError, or InputError for no target."""
    element = graph[target]
    found: dict[str, list[tuple[str | None, str | None, str, tuple[str, ...]]]] = {}
    if element.kind == "cadre":
        for cadre in closure([element.id], graph.index.includes):
            for r in graph.index.requirements.get(cadre, ()):
                for competency, sets in graph.members(r.competency).items():
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


def complete(graph: CompetencyGraph, target: str) -> bool | None:
    """Whether the list of what a target requires is whole (O1); None where nobody says."""
    element = graph[target]
    if element.kind == "cadre":
        return effective(stated_reach(graph, cadre) for cadre in closure([element.id], graph.index.includes))
    return element.reach == "whole" if element.kind == "qualification" else True


def effective(reaches: Iterable[str | None]) -> bool | None:
    """Whole if the own list and those of all cadres included are whole; in part if any is; else not known.

    >>> effective(["whole", "whole"]), effective(["whole", None]), effective([None, "partial"])
    (True, None, False)
    """
    found = set(reaches)
    return False if "partial" in found else True if found == {"whole"} else None


def stated_reach(graph: CompetencyGraph, cadre: str) -> str | None:
    """How far a cadre's own list goes by its source: 'whole', 'partial', or None: no framework says it so far."""
    return None


def required(asked: Mapping[str, Asked]) -> int:
    """How many competencies are known to be required: essential ones, and those of unstated necessity."""
    return sum(1 for one in asked.values() if one.necessity != "optional")


def known_to_be_required(graph: CompetencyGraph, target: str) -> int:
    """The same for the id of a target."""
    return graph.remember(("required", target), lambda: required(asked_of(graph, target)))


def list_notes(graph: CompetencyGraph, target: str, held: tuple[str, ...] = ()) -> Iterator[Message]:
    """What must stand before every figure about a target: how far its list goes, and signs that it is incomplete.

    ``held``: the cadres held.
    """
    whole, n = complete(graph, target), known_to_be_required(graph, target)
    code = "lists.not-known" if whole is None else "lists.complete" if whole else "lists.incomplete"
    yield message(code, target=graph.label(target), n=n)
    if any(least < len(group) for least, group in package_of(graph, target).groups.each):
        yield message("lists.choice", target=graph.label(target))
    if whole is not True and n:
        for code, others in (("held", held), ("before", _leading_to(graph, target).difference(held))):
            for other in sorted(others):
                more = known_to_be_required(graph, other)
                if more > n:
                    names = {"target": graph.label(target), "other": graph.label(other)}
                    yield message(f"lists.fewer-than-{code}", fewer=n, more=more, **names)


def may_be_held(graph: CompetencyGraph, held: Iterable[str]) -> bool:
    """Whether the list of a cadre held is not known to be whole, so that what is missing may be held (O4)."""
    return any(complete(graph, cadre) is not True for cadre in held)


def _leading_to(graph: CompetencyGraph, target: str) -> set[str]:
    """The cadres and qualifications from which a stated progression leads to the target."""
    starts: dict[str, set[str]] = graph.remember("progressions", lambda: _starts(graph))
    return starts.get(target, set())


def _starts(graph: CompetencyGraph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for progression in graph.of_kind("progression"):
        start = graph.get(progression.start)
        if start is not None and start.kind in ("cadre", "qualification"):
            found.setdefault(progression.progresses_to, set()).add(start.id)
    return found
