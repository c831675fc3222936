"""What a curriculum says of offers: what closes soon and what replaces it, and who else teaches what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sswgraph.graph import CompetencyGraph
from sswgraph.model import Qualification, TrainingModule
from sswgraph.model.curriculum import Closing, CompetencyLine, TaughtElsewhere
from sswgraph.model.results import CERTAINTY, Certainty
from sswgraph.model.volumes import volumes_of
from sswgraph.planning.enrolment import day_of, done_by, edition_day, last_day, place_of, successors
from sswgraph.planning.unmet import near_teachers
from sswgraph.shortfalls.gap import gap

_ORDER: tuple[Certainty, ...] = ("certain", "if-recognised", "in-part")


def day_asked(graph: CompetencyGraph, as_of: date | str | None) -> date | None:
    """The day asked for, otherwise the latest that an edition is named after; InputError for an invalid day."""
    return edition_day(graph) if as_of is None else day_of(as_of)


def closings(
    graph: CompetencyGraph, qualifications: Sequence[str], modules: Sequence[str], day: date | None
) -> tuple[Closing, ...]:
    """The qualifications and modules whose last day is past or within a year of a day.

    A module that only ends with a qualification already listed is not listed again.

    Args:
        graph (CompetencyGraph): The graph.
        qualifications (Sequence[str]): Ids of qualifications.
        modules (Sequence[str]): Ids of modules.
        day (date | None): The day; None: nothing is known to close.

    Returns:
        The closings, qualifications first.
    """
    if day is None:
        return ()
    found = [one for name in qualifications if (one := _closing(graph, graph[name], day))]
    listed = {one.of: one.last for one in found}
    for name in modules:
        module = graph[name]
        one = _closing(graph, module, day)
        if one and not any(listed.get(home, date.max) <= one.last for home in module.part_of):
            found.append(one)
    return tuple(found)


def _closing(graph: CompetencyGraph, course: TrainingModule | Qualification, day: date) -> Closing | None:
    last = last_day(graph, course)
    if last is None or last > done_by(day, "P1Y"):
        return None
    new = successors(graph)
    homes = (course.id, *getattr(course, "part_of", ()))
    return Closing(
        of=course.id,
        label=graph.label(course.id),
        last=last,
        last_achievement=course.last_achievement,
        closed=last < day,
        replaced_by=tuple(dict.fromkeys(one for home in homes for one in new.get(home, ()))),
    )


def taught_elsewhere(
    graph: CompetencyGraph, lines: Iterable[CompetencyLine], here: Sequence[str]
) -> tuple[TaughtElsewhere, ...]:
    """For what is not taught here, the modules of others that teach it or come near, the most certain first."""
    return tuple(
        one
        for line in lines
        if line.state not in ("taught", "held")
        for one in sorted(_others(graph, line, here), key=lambda one: (_ORDER.index(one.certainty), one.module))
    )


def _others(graph: CompetencyGraph, line: CompetencyLine, here: Sequence[str]) -> Iterator[TaughtElsewhere]:
    names = dict.fromkeys((*line.elsewhere, *near_teachers(graph, line.competency)))
    for name in names:
        if name in here or graph[name].kind != "module":
            continue
        certainty = _certainty(graph, name, line.competency)
        if certainty in _ORDER:
            yield TaughtElsewhere(
                competency=line.competency,
                module=name,
                label=graph.label(name),
                certainty=certainty,
                place=place_of(graph, name),
                volumes=volumes_of(graph[name]),
            )


def _certainty(graph: CompetencyGraph, module: str, competency: str) -> Certainty:
    """How certain a competency is for somebody who has completed a module and nothing else."""
    known: dict[tuple[str, str], Certainty] = graph.remember("certainty of modules", dict)
    if (module, competency) not in known:
        known[module, competency] = CERTAINTY[gap(graph, [module], competency).statuses[competency]]
    return known[module, competency]
