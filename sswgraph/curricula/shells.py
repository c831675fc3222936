"""Module shells: what a module has to hold where nothing teaches a domain, proposed here and to be written (D6)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sswgraph.curricula.outlines import outline_for
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Text
from sswgraph.model.curriculum import CompetencyLine, Curriculum, ModuleShell

# Ways to see that something of a kind was learnt, the first of them first; what is safety-critical is seen one by one.
_WAYS: dict[str, tuple[str, ...]] = {
    "knowledge": ("oral-questions", "local-cases"),
    "skill": ("role-play", "observed-practice"),
    "behaviour": ("role-play", "observed-practice"),
    "attitude-or-value": ("local-cases", "supervisor-report"),
    "": ("observed-practice",),
}


def proposed(graph: CompetencyGraph, made: Curriculum) -> dict[str, Any]:
    """The shells of a curriculum and the outline that fits, as its fields: nothing where every domain is taught."""
    if not made.cadres and made.course is None:
        return {}
    shells = tuple(_shells(graph, made))
    own = {cadre.id for cadre in made.cadres if cadre.id in made.subject}
    supervisors = {one for arrangement in graph.of_kind("supervision-arrangement") for one in arrangement.supervisor}
    roles = {role for cadre in made.cadres[:1] for role in cadre.workforce_role}
    supervises = bool(own & supervisors) or "supervisor" in roles
    return {"shells": shells, "outline": outline_for(made, supervises=supervises) if shells else None}


def _shells(graph: CompetencyGraph, made: Curriculum) -> Iterable[ModuleShell]:
    for domain, group in groupby(made.learnt, key=lambda line: line.domain):
        lines = list(group)
        if all(line.state == "open" for line in lines):
            yield _shell(graph, made, domain, lines)


def _shell(graph: CompetencyGraph, made: Curriculum, domain: str | None, lines: list[CompetencyLine]) -> ModuleShell:
    performed = {function.id for function in made.functions if any(function.id in c.performs for c in made.cadres)}
    needing = {one for line in lines for one in line.functions}
    own = {graph.home(line.competency) for line in lines}
    functions = sorted(needing & performed) or sorted(one for one in needing if graph.home(one) in own)
    subjects = {*functions, *(line.competency for line in lines)}
    criteria = [one for line in lines for one in line.criteria]
    ways = dict.fromkeys(way for line in lines for way in _WAYS.get(line.facet or "", _WAYS[""]))
    return ModuleShell(
        domain=domain,
        label=graph.label(domain) if domain else Text(),
        competencies=tuple(line.competency for line in lines),
        criteria=tuple(one.id for one in criteria if one.criterion_kind != "not-acceptable"),
        not_acceptable=tuple(one.id for one in criteria if one.criterion_kind == "not-acceptable"),
        functions=tuple(functions),
        obligations=tuple(one.id for one in made.obligations if subjects & set(one.functions)),
        limits=tuple(one.id for one in made.limits if subjects & set(one.subjects)),
        assessment=(*(("one-by-one",) if any(line.to_be_seen for line in lines) else ()), *ways),
    )
