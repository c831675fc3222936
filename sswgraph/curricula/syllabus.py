"""The syllabus of modules: for each, what its outcomes ask, hold and show, as far as the data say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sswgraph.curricula.build import curriculum
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import Where
from sswgraph.model import Curriculum, PerformanceCriterion
from sswgraph.model.curriculum import CompetencyLine, TaughtModule
from sswgraph.model.documents import Syllabus, SyllabusOutcome, SyllabusUnit
from sswgraph.model.volumes import Volumes


def syllabus_of(graph: CompetencyGraph, subject: Any, lang: str, where: Where, day: date | None) -> Syllabus:
    """A syllabus for each module that a curriculum of the subject holds; none where nothing is taught."""
    about = curriculum(graph, subject, lang=lang, where=where, as_of=day)
    modules = [one.module.id for one in about.modules]
    if not modules:
        return Syllabus(about=about)
    offered = curriculum(graph, modules, lang=lang, where=where, as_of=day)
    named = {**dict(offered.labels), **dict(about.labels)}
    units = tuple(_unit(one, offered) for one in about.modules)
    return Syllabus(about=replace(about, labels=tuple(sorted(named.items()))), units=units)


def _unit(taught: TaughtModule, offered: Curriculum) -> SyllabusUnit:
    direct = {outcome.competency for outcome in taught.outcomes}
    lines = [line for line in offered.competencies if taught.module.id in line.taught_by]
    own = [line for line in lines if line.competency in direct] or lines
    duration = taught.volumes if len(own) == 1 else Volumes()
    return SyllabusUnit(taught=taught, outcomes=tuple(_outcome(line, duration) for line in own))


def _outcome(line: CompetencyLine, duration: Volumes) -> SyllabusOutcome:
    def of(*kinds: str | None) -> tuple[PerformanceCriterion, ...]:
        return tuple(one for one in line.criteria if one.criterion_kind in kinds)

    return SyllabusOutcome(
        line=line,
        duration=duration,
        content=of("knowledge-kind"),
        criteria=of("performance-kind", "attitude-kind", None),
        not_acceptable=of("not-acceptable"),
    )
