"""Who is supervised by nobody that is named, and who supervises with which preparation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import asked_of
from sswgraph.model import Cadre, SupervisionArrangement, Text
from sswgraph.model.coverage import Competence, Supervisor, Unsupervised

# The act of supervising in names of competencies, and supervision in names of sets of them: by words, in the languages
# in which frameworks name them so far.
_SUPERVISING = re.compile(r"\bsupervis(?:e|es|er|ar|ionar|ing)\b|\bencadrer\b", re.IGNORECASE)
_SUPERVISION = re.compile(r"\bsupervis", re.IGNORECASE)


def unsupervised(graph: CompetencyGraph, cadres: Sequence[Cadre], where: str | None) -> Iterator[Unsupervised]:
    """The cadres for which nothing in force at the place names a supervisor."""
    for cadre in cadres:
        arrangements, named, told = _supervision(graph, cadre.id, where)
        if not named:
            why: str = "not-named" if arrangements or told else "not-known"
            yield Unsupervised(cadre=cadre.id, label=cadre.label, why=why)  # type: ignore[arg-type]


def supervisors(graph: CompetencyGraph, cadres: Sequence[Cadre], where: str | None) -> Iterator[Supervisor]:
    """Whoever is named as supervisor of one of these cadres, in order of id."""
    supervises: dict[str, set[str]] = {}
    prepared: dict[str, list[Text]] = {}
    for cadre in cadres:
        arrangements, named, _ = _supervision(graph, cadre.id, where)
        for supervisor in named:
            supervises.setdefault(supervisor, set()).add(cadre.id)
        for one in arrangements:
            for supervisor in one.supervisor if one.preparation else ():
                prepared.setdefault(supervisor, []).append(one.preparation)
    of_supervising = _competencies(graph)
    for supervisor, whom in sorted(supervises.items()):
        element = graph.get(supervisor)
        asked = asked_of(graph, supervisor) if element is not None and element.kind == "cadre" else {}
        found = tuple(sorted(of_supervising.intersection(asked)))
        listed: Competence = "yes" if found else "no" if asked else "unknown"
        yield Supervisor(
            cadre=supervisor,
            label=graph.label(supervisor),
            supervises=tuple(sorted(whom)),
            competencies=found,
            listed=listed,
            preparation=next(iter(prepared.get(supervisor, ())), Text()),
        )


def _supervision(
    graph: CompetencyGraph, cadre: str, where: str | None
) -> tuple[list[SupervisionArrangement], set[str], bool]:
    """What is in force: the arrangements, the supervisors that they and rules name, whether a rule asks for some."""
    rules = graph.permissions(cadre, where)
    arrangements = [graph[one.id] for one in rules.conditions if one.kind == "supervision"]
    arrangements = [one for one in arrangements if isinstance(one, SupervisionArrangement)]
    named = {one for arrangement in arrangements for one in arrangement.supervisor}
    named |= {one for rule in rules.rules for one in rule.supervisor}
    told = any(rule.authority == "under-supervision" for rule in rules.rules)
    return arrangements, named - {cadre}, told


def _competencies(graph: CompetencyGraph) -> set[str]:
    """The competencies of supervising others, by their names and by the names of their sets."""
    found = {one.id for one in graph.competencies if _named(one.label, _SUPERVISING)}
    for group in graph.of_kind("competency-set"):
        if _named(group.label, _SUPERVISION):
            found |= graph.members(group.id).keys()
    return found


def _named(label: Text, words: re.Pattern[str]) -> bool:
    values: Iterable[tuple[str, str]] = label.values
    return any(words.search(wording) for _, wording in values)
