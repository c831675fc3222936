"""How far the list of what a target requires goes, and what has to stand beside every figure taken from it (O)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from sswgraph.graph.in_force import places_of
from sswgraph.graph.requirements import asked_of, required
from sswgraph.graph.suggested import suggested
from sswgraph.graph.training import modules_done, package_of
from sswgraph.messages import Message, message
from sswgraph.model.cycles import closure
from sswgraph.model.elements import Cadre
from sswgraph.model.evidence import LIST_REACH, Evidence, best_basis
from sswgraph.model.results import Answerable
from sswgraph.model.text import Text

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph

Reach = Literal["whole", "proposed", "partial"]
_TARGETS = ("cadre", "qualification", "competency", "competency-set")
_SENTENCES = {"whole": "complete", "proposed": "proposed", "partial": "incomplete", None: "not-known"}


def complete(graph: CompetencyGraph, target: str) -> bool | None:
    """Whether the list of what a target requires is whole (O1): True, False (in part), or None where nobody says."""
    return {"whole": True, "partial": False}.get(list_reach(graph, target) or "")


def list_reach(graph: CompetencyGraph, target: str) -> Reach | None:
    """How far the list of a target goes, with those of the cadres that it includes; None: not known."""
    target = graph[target].id
    return graph.remember(("list-reach", target), lambda: effective(_reaches(graph, target)))


def _reaches(graph: CompetencyGraph, target: str) -> Iterator[Reach | None]:
    """How far each list goes that a target's is made of; None for each end that leads to nothing known."""
    element, index = graph[target], graph.index
    ends: set[str] = set()
    if element.kind == "cadre":
        for cadre in closure([target], index.includes):
            yield stated_reach(graph, cadre)
            ends |= {one.competency for one in index.requirements.get(cadre, ()) if one.necessity != "optional"}
    elif element.kind == "qualification":
        yield "whole" if element.reach == "whole" else "partial"
        done = modules_done(graph, [target])
        ends |= {outcome.competency for one in done for outcome in index.outcomes_of.get(one, ())}
        ends |= {module for rule in index.packaging.get(target, ()) for module in rule.group}
        if not ends:
            yield None
    else:
        yield "whole"
        ends = {target}
    # What is not loaded may be a set of many, and of a set without members nobody says what it asks.
    if any(one not in graph or not graph.members(one) for one in closure(ends, index.includes)):
        yield None


def effective(reaches: Iterable[Reach | None]) -> Reach | None:
    """In part if any list is; whole if all are; proposed if all are whole, of some by our own proposal; else not known.

    >>> effective(["whole", "whole"]), effective(["whole", "proposed"]), effective([None, "partial"])
    ('whole', 'proposed', 'partial')
    >>> effective(["whole", None]) is None
    True
    """
    found = set(reaches)
    if None in found or "partial" in found:
        return "partial" if "partial" in found else None
    return "proposed" if "proposed" in found else "whole"


def stated_reach(graph: CompetencyGraph, cadre: str) -> Reach | None:
    """How far the own list of a cadre goes; not known where the cadre is not loaded."""
    node = graph.get(cadre)
    return own_reach(node) if isinstance(node, Cadre) else None


def own_reach(cadre: Cadre) -> Reach | None:
    """How far the own list of a cadre goes; one that only a draft calls whole is proposed."""
    if cadre.list_reach == "whole":
        return "whole" if best_basis(_evidence_of_reach(cadre)) != "draft" else "proposed"
    return "partial" if cadre.list_reach == "partial" else None


def _evidence_of_reach(cadre: Cadre) -> tuple[Evidence, ...]:
    return tuple(one for one in cadre.evidence if LIST_REACH in one.concerns)


def known_to_be_required(graph: CompetencyGraph, target: str) -> int:
    """How many competencies are known to be required: essential ones, and those of unstated necessity."""
    return graph.remember(("required", target), lambda: required(asked_of(graph, target)))


def requires_none(graph: CompetencyGraph, target: str) -> bool:
    """Whether a source says that a cadre requires no competency: its list is whole, and nothing is on it."""
    if graph[target].kind != "cadre" or list_reach(graph, target) != "whole":
        return False
    return not known_to_be_required(graph, target)


def answerable(graph: CompetencyGraph, identifier: str) -> Answerable:
    """Whether it can be answered what a target requires: 'stated' where something is, be it that it requires nothing;
    'suggested' where only the functions of a cadre say what it would need (F1).

    Raises UnknownElementError with near ids.
    """
    element = graph[identifier]
    if element.kind not in _TARGETS:
        return "no"
    if asked_of(graph, element.id) or requires_none(graph, element.id):
        return "stated"
    return "suggested" if suggested(graph, element.id, places_of(graph, None, [element.id])).items else "no"


def reach_notes(graph: CompetencyGraph, target: str) -> tuple[Message, ...]:
    """How far the list of a target goes; where nothing is stated to be required, that."""
    if answerable(graph, target) != "stated":
        return (message("gap.nothing-asked", target=graph.label(target)),)
    return tuple(list_notes(graph, target))


def list_notes(graph: CompetencyGraph, target: str, held: tuple[str, ...] = ()) -> Iterator[Message]:
    """What must stand before every figure about a target: how far its list goes, and signs that it is incomplete.

    ``held``: the cadres held.
    """
    reach, n = list_reach(graph, target), known_to_be_required(graph, target)
    if requires_none(graph, target):
        yield nothing_required(graph, target)
        return
    code = _SENTENCES[reach if n or reach != "proposed" else None]
    yield message(f"lists.{code}", target=graph.label(target), n=n)
    if any(least < len(group) for least, group in package_of(graph, target).groups.each):
        yield message("lists.choice", target=graph.label(target))
    if reach != "whole" and n:
        for code, others in (("held", held), ("before", _leading_to(graph, target).difference(held))):
            for other in sorted(others):
                more = known_to_be_required(graph, other)
                if more > n:
                    names = {"target": graph.label(target), "other": graph.label(other)}
                    yield message(f"lists.fewer-than-{code}", fewer=n, more=more, **names)


def nothing_required(graph: CompetencyGraph, cadre: str) -> Message:
    """That a cadre requires no competency, and who says so."""
    return message("lists.requires-none", target=graph.label(cadre), sources=_sources(graph, cadre))


def _sources(graph: CompetencyGraph, cadre: str) -> tuple[Text, ...]:
    """Who says how far the list goes: sources, what it was derived from, else the framework."""
    found: dict[str, None] = {}
    for own in closure([cadre], graph.index.includes):
        for one in _evidence_of_reach(graph[own]):
            ends = (one.source,) if one.source else one.derived_from
            found |= dict.fromkeys(ends or (graph.home(own) or own,))
    return tuple(graph.label(one) for one in found)


def may_be_held(graph: CompetencyGraph, held: Iterable[str]) -> Message | None:
    """That what is missing may be held, where the list of a cadre held is not whole, or not known to be (O4)."""
    found = {complete(graph, cadre) for cadre in held}
    if found <= {True}:
        return None
    return message("lists.may-be-held-incomplete" if False in found else "lists.may-be-held")


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
