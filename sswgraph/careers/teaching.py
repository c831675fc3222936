"""What is required and not taught, taught and not required; stages without a function; names in which language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import asked_of
from sswgraph.model import Cadre, Competency, Function, TrainingModule
from sswgraph.model.coverage import Stage, Taught, UntaughtCompetency
from sswgraph.planning.candidates import Need
from sswgraph.planning.enrolment import Places, place_of
from sswgraph.planning.problem import Desk
from sswgraph.planning.question import Question
from sswgraph.planning.unmet import near_teachers
from sswgraph.shortfalls.gap import gap

# What a scheme of stages is called: a journey, cycle or chain, or the steps of something.
_JOURNEY = re.compile(r"\b(?:journey|cycle|chain|steps|parcours|cha[iî]ne|[ée]tapes|ciclo|cadena|cadeia|pasos)\b", re.I)


class Teachings:
    """What these cadres and functions require, and what modules at these places do about it on a day."""

    def __init__(
        self, graph: CompetencyGraph, cadres: Sequence[Cadre], functions: Sequence[Function], places: Places, day: date
    ) -> None:
        self.graph, self.places, self.day = graph, places, day
        self.required = _required(graph, cadres, functions)
        everywhere = _required(graph, graph.cadres, graph.functions)
        self.full, self.some = set(everywhere), set(everywhere)
        for one in everywhere:
            for credit in graph.credits.into(one):
                self.some.add(credit.source)
                if credit.full:
                    self.full.add(credit.source)

    def untaught(self) -> Iterator[UntaughtCompetency]:
        """The competencies that no module teaches for certain which is at the place, on offer, and can be begun.

        A plan for somebody who holds nothing knows which those are (P4, P12, P13).
        """
        wanted = sorted(self.required)
        if not wanted:
            return
        desk = Desk(self.graph, gap(self.graph, [], wanted[0]), Question(day=self.day, places=self.places))
        needs = [desk.teaching.need(competency, None) for competency in wanted]
        possible = desk.puzzle(needs).volume.keys()
        for need in needs:
            if not need.closed_by(possible):
                how, near = self._why(need, desk.closed.keys())
                yield UntaughtCompetency(
                    competency=need.competency,
                    label=self.graph.label(need.competency),
                    safety_critical=getattr(self.graph.get(need.competency), "safety_critical", None),
                    how=how,
                    near=near,
                )

    def _why(self, need: Need, closed: Set[str]) -> tuple[Taught, tuple[str, ...]]:
        """Whether what would do cannot be begun, or is closed, or whether something comes close; and what that is."""
        here = set(filter(self._is_here, need.modules()))
        if need.closed_by(here - closed):
            return "blocked", tuple(sorted(here - closed))
        if need.closed_by(here):
            return "closed", tuple(sorted(here & closed))
        near = self._near(need)
        return "close" if near else "nothing", near

    def _near(self, need: Need) -> tuple[str, ...]:
        """What teaches it only in part, as a whole of which the modules are not known, or something near to it."""
        found = set(near_teachers(self.graph, need.competency))
        for one in need.beneath():
            found |= one.loose | one.short | one.unencoded | one.modules()
        return tuple(sorted(filter(self._is_here, found)))

    def _is_here(self, course: str) -> bool:
        """Whether it is offered at one of the places (P12)."""
        return self.places.admit(place_of(self.graph, course))

    def idle(self, modules: Iterable[TrainingModule]) -> tuple[str, ...]:
        """The modules with stated outcomes of which nobody requires any, be it through a mapping."""
        index = self.graph.index
        teaching = {one.id: {o.competency for o in index.outcomes_of.get(one.id, ())} for one in modules}
        return tuple(
            module
            for module, outcomes in teaching.items()
            if outcomes and not any(self.some.intersection(self.graph.members(one)) for one in outcomes)
        )

    def unrequired(self, competencies: Iterable[Competency]) -> tuple[str, ...]:
        """The competencies that nobody requires: neither itself, nor what it fully counts for, nor a part of it."""
        narrower = self.graph.index.narrower
        return tuple(
            one.id for one in competencies if one.id not in self.full and self.full.isdisjoint(narrower.get(one.id, ()))
        )


def _required(graph: CompetencyGraph, cadres: Iterable[Cadre], functions: Iterable[Function]) -> set[str]:
    """What cadres require, unless it is only optional, and what functions state as needed."""
    found = {c for cadre in cadres for c, one in asked_of(graph, cadre.id).items() if one.necessity != "optional"}
    for function in functions:
        marked = (one.competency for one in graph.index.function_needs.get(function.id, ()))
        found.update(member for need in (*function.needs, *marked) for member in graph.members(need))
    return {one for one in found if one in graph}


def empty_stages(graph: CompetencyGraph, functions: Iterable[Function]) -> Iterator[Stage]:
    """The stages of journeys, cycles and chains without a function, where other stages of the same have some."""
    used = {context for function in functions for context in function.context}
    for scheme in graph.of_kind("context-scheme"):
        if any(_JOURNEY.search(wording) for _, wording in scheme.label.values):
            stages = [one for one in graph.of_kind("context") if one.scheme == scheme.id]
            if any(one.id in used for one in stages):
                for one in stages:
                    if one.id not in used:
                        yield Stage(stage=one.id, label=one.label, scheme=scheme.id, scheme_label=scheme.label)


def languages(elements: Sequence[Any]) -> tuple[tuple[str, int, int], ...]:
    """(tag, elements with a name in it, all elements) for each language that any of them is named in."""
    named: dict[str, int] = {}
    for one in elements:
        for tag in one.label.languages:
            named[tag] = named.get(tag, 0) + 1
    return tuple((tag, n, len(elements)) for tag, n in sorted(named.items()))
