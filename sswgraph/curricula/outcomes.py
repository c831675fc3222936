"""The lines of a curriculum: competencies and outcomes, modules and what they teach, principles and what meets them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sswgraph.curricula.wording import outcome_by_rule
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import Asked, asked_of
from sswgraph.messages import Message, message
from sswgraph.model import Plan, Text
from sswgraph.model.curriculum import (
    CompetencyLine,
    Curriculum,
    PrincipleLine,
    TaughtModule,
    TaughtState,
    function_numbers,
)
from sswgraph.model.evidence import best_basis
from sswgraph.model.results import CERTAINTY, Certainty
from sswgraph.model.volumes import volumes_of
from sswgraph.planning.enrolment import TeachingPlaces, place_of
from sswgraph.planning.unmet import near_teachers, why_untaught
from sswgraph.shortfalls.gap import gap
from sswgraph.shortfalls.holdings import resolve

PRINCIPLES = "alliance"
# The state of a line, by how certain it is for whoever has completed everything here.
_STATES: dict[Certainty, TaughtState] = {
    "certain": "taught",
    "if-recognised": "if-recognised",
    "in-part": "in-part",
    "open": "open",
}
_WORDS = "https://w3id.org/sswgraph/ns#outcomeText"  # evidence on the wording of an outcome concerns this


class Teaching:
    """What is required, which modules there are, and what is open once they are completed.

    Attributes:
        graph: The graph.
        modules: The ids of the modules in teaching order.
        target: The id of the role or qualification; None for modules alone.
        plan: The plan; None where there is none.
        qualifications: The ids of the qualifications.
        places: The places from which modules come.
        asked: What is required, by competency.
        teachers: The modules that teach each competency.
        states: How each competency stands once everything here is completed (D2).
        reasons: Why, unless it is taught.
    """

    def __init__(
        self,
        graph: CompetencyGraph,
        modules: tuple[str, ...],
        qualifications: tuple[str, ...],
        target: str | None,
        plan: Plan | None,
        places: TeachingPlaces,
    ) -> None:
        self.graph, self.modules, self.target, self.plan = graph, modules, target, plan
        self.qualifications, self.places = qualifications, places
        self.asked = asked_of(graph, target) if target is not None else self._offered()
        self.teachers = self._teachers()
        self.states, self.reasons = self._states()

    def _offered(self) -> dict[str, Asked]:
        outcomes = (o for m in self.modules for o in self.graph.index.outcomes_of.get(m, ()))
        links: dict[str, set[str]] = defaultdict(set)
        for outcome in outcomes:
            for competency in self.graph.members(outcome.competency):
                links[competency].add(outcome.id)
        return {c: Asked(c, (None,), "not-stated", tuple(sorted(found)), ()) for c, found in sorted(links.items())}

    def _teachers(self) -> dict[str, tuple[str, ...]]:
        """The modules here that teach a competency, or one that gives full credit for it."""
        direct: dict[str, list[str]] = defaultdict(list)
        for teacher in self.modules:
            for outcome in self.graph.index.outcomes_of.get(teacher, ()):
                for competency in self.graph.members(outcome.competency):
                    direct[competency].append(teacher)
        found = {}
        for competency in self.asked:
            equals = [credit.source for credit in self.graph.credits.into(competency) if credit.full]
            teachers = [t for one in (competency, *equals) for t in direct.get(one, ())]
            if self.plan is not None:
                steps = [s.id for s in self.plan.lines if competency in (*s.serves, *s.closes)]
                teachers = [*steps, *teachers]
            unique = set(teachers)
            found[competency] = tuple(t for t in self.modules if t in unique)
        return found

    def _states(self) -> tuple[dict[str, TaughtState], dict[str, Message]]:
        """How each competency stands when everything here is completed, and why, unless it is taught (D2)."""
        if self.plan is not None:
            return self._after(self.plan)
        if self.target is None:
            learnt = {holding.competency for holding in resolve(self.graph, list(self.modules)).profile.holdings}
            left = {c: message("curriculum.taught-in-part") for c in self.asked if c not in learnt}
            return {c: "in-part" if c in left else "taught" for c in self.asked}, left
        if not self.modules:
            return dict.fromkeys(self.asked, "open"), {one: self._untaught(one) for one in self.asked}
        done = gap(self.graph, list(self.modules), self.target)
        reasons = {i.competency: self._untaught(i.competency) if i.status == "missing" else i.reason for i in done.open}
        return {c: _STATES[CERTAINTY[done.statuses[c]]] for c in self.asked}, reasons

    def _after(self, plan: Plan) -> tuple[dict[str, TaughtState], dict[str, Message]]:
        """How each competency stands once a plan is completed; for those held before, through what."""
        reasons = {item.competency: item.reason for item in plan.open}
        if plan.gap is None:
            return {
                c: "open" if c in reasons else "taught" if self.teachers[c] else "held" for c in self.asked
            }, reasons
        before = plan.gap
        how: dict[str, Any] = {"recognise": before.recognise, "minimum_confidence": before.minimum_confidence}
        done = gap(self.graph, [before.profile, *plan.steps], plan.target, **how)
        held = {item.competency: item.reason for item in before.met}
        near = {item.competency: item.reason for item in done.of_certainty("if-recognised", "in-part")}
        states = {c: "held" if c in held else _STATES[CERTAINTY[done.statuses[c]]] for c in self.asked}
        return states, {**held, **reasons, **near}

    def _untaught(self, competency: str) -> Message:
        outcomes = self.graph.index.outcomes_for.get(competency, ())
        whole = sorted({o.outcome_of for o in outcomes} & set(self.qualifications))
        if whole:
            return message("open.unencoded", qualifications=tuple(self.graph.label(one) for one in whole))
        others = self.elsewhere(competency)
        if others:
            return self._others_teach(competency, others)
        return why_untaught(self.graph, near_teachers(self.graph, competency))

    def _others_teach(self, competency: str, others: tuple[str, ...]) -> Message:
        """That modules outside this curriculum teach it: only in part, in other places, or here as well."""
        near = [one for one in others if self.places.admit(place_of(self.graph, one))]
        named = tuple(map(self.graph.label, others))
        if near:
            return message("curriculum.untaught-here")
        if gap(self.graph, list(others), competency).open:
            return message("open.taught-in-part", modules=named)
        places = sorted({code for one in others for code in place_of(self.graph, one)})
        return message("open.elsewhere", n=len(others), modules=named, places=tuple(places))

    def elsewhere(self, competency: str) -> tuple[str, ...]:
        """The modules outside this curriculum that teach a competency, or one that gives full credit for it."""
        equals = [competency, *(credit.source for credit in self.graph.credits.into(competency) if credit.full)]
        outcomes = (o.outcome_of for one in equals for o in self.graph.index.outcomes_for.get(one, ()))
        here = set(self.modules)
        return tuple(sorted({t for t in outcomes if t not in here and self.graph[t].kind == "module"}))

    def near(self, competency: str) -> tuple[str, ...]:
        """The modules of this curriculum that teach what is near to a competency and does not count as it."""
        close = near_teachers(self.graph, competency)
        return tuple(one for one in self.modules if one in close and one not in self.teachers[competency])

    def links(self) -> Iterator[str]:
        """The requirements, outcomes and criteria that the curriculum rests on."""
        for competency, asked in self.asked.items():
            yield from (link for link in asked.links if link in self.graph)
            for teacher in self.teachers[competency]:
                yield from (outcome.id for outcome in self.graph.index.outcomes_of.get(teacher, ()))


def lines_of(teaching: Teaching) -> tuple[CompetencyLine, ...]:
    """One line for each competency, by domain, then by id."""
    graph = teaching.graph
    domains = graph.remember("domains", lambda: _domains(graph))
    criteria = graph.remember("criteria", lambda: _criteria(graph))
    needed: dict[str, set[str]] = defaultdict(set)
    for function in graph.functions:
        for competency in function.needs:
            needed[competency].add(function.id)
    for need in graph.of_kind("function-need"):
        needed[need.competency].add(need.function)
    for competency, asked in teaching.asked.items():
        for link in asked.links:
            needed[competency].update(getattr(graph.get(link), "for_function", ()))
    made = [
        _line(teaching, asked, domains.get(competency), tuple(criteria.get(competency, ())), needed[competency])
        for competency, asked in teaching.asked.items()
    ]
    return tuple(sorted(made, key=lambda line: (line.domain is None, line.domain or "", line.competency)))


def _line(
    teaching: Teaching, asked: Asked, domain: str | None, criteria: tuple[Any, ...], functions: set[str]
) -> CompetencyLine:
    graph, competency = teaching.graph, asked.competency
    teachers = teaching.teachers[competency]
    state, reason = teaching.states[competency], teaching.reasons.get(competency)
    certain = state in ("taught", "held")
    elsewhere = () if certain else teaching.elsewhere(competency)
    near = () if certain else teaching.near(competency)
    levels = tuple(level for level in asked.levels if level is not None)
    facet = getattr(graph.get(competency), "facet", None)
    label = graph.label(competency)
    return CompetencyLine(
        competency=competency,
        label=label,
        facet=facet,
        levels=levels,
        necessity=asked.necessity,
        functions=tuple(sorted(f for f in functions if f in graph)),
        domain=domain,
        **_outcome(graph, competency, teachers),
        criteria=criteria,
        taught_by=teachers,
        state=state,
        near=near,
        elsewhere=elsewhere,
        reason=reason,
        remedy=None if certain else _remedy(graph, state, elsewhere),
        basis=graph.basis_of(competency),
        to_be_seen=bool(getattr(graph.get(competency), "safety_critical", None)),
    )


def _remedy(graph: CompetencyGraph, state: TaughtState, elsewhere: tuple[str, ...]) -> Message:
    if state in ("if-recognised", "in-part"):
        return message(f"curriculum.remedy-{state}")
    if not elsewhere:
        return message("curriculum.remedy-write")
    return message("curriculum.remedy-elsewhere", names=tuple(graph.label(one) for one in elsewhere))


def _outcome(graph: CompetencyGraph, competency: str, teachers: tuple[str, ...]) -> dict[str, Any]:
    """The outcome of a competency: in the words of the first module that has any, its own, or by rule (D4)."""
    for module in teachers:
        for one in graph.index.outcomes_of.get(module, ()):
            if one.competency == competency and one.outcome_text:
                return {"outcome": one.outcome_text, "outcome_from": "module", "outcome_basis": _words_basis(one)}
    node = graph.get(competency)
    own = getattr(node, "outcome_text", Text())
    if own:
        return {"outcome": own, "outcome_from": "competency", "outcome_basis": _words_basis(node)}
    made = outcome_by_rule(graph.label(competency))
    return {"outcome": made, "outcome_from": "rule" if made else "none", "outcome_basis": "draft" if made else ""}


def _words_basis(node: Any) -> str:
    """The basis of the wording, from evidence about it, otherwise from all evidence."""
    speaking = [one for one in node.evidence if _WORDS in one.concerns]
    return best_basis(replace(one, concerns=()) for one in speaking) if speaking else best_basis(node.evidence)


def _domains(graph: CompetencyGraph) -> dict[str, str]:
    """The first set of the same framework, by id, that has the competency as a direct member."""
    found: dict[str, str] = {}
    for group in graph.of_kind("competency-set"):
        for member in group.includes:
            if graph.home(member) == graph.home(group.id):
                found.setdefault(member, group.id)
    return found


def _criteria(graph: CompetencyGraph) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for criterion in graph.of_kind("performance-criterion"):
        for subject in criterion.criterion_of:
            found[subject].append(criterion)
    return found


def modules_of(graph: CompetencyGraph, modules: Iterable[str]) -> tuple[TaughtModule, ...]:
    """Each module with its outcomes, its criteria and the evidence that a learner must show."""
    criteria = graph.remember("criteria", lambda: _criteria(graph))
    asked: dict[str, list[Any]] = defaultdict(list)
    for requirement in graph.of_kind("evidence-requirement"):
        for subject in requirement.evidence_for:
            asked[subject].append(requirement)
    return tuple(
        TaughtModule(
            module=graph[module],
            volumes=volumes_of(graph[module]),
            outcomes=graph.index.outcomes_of.get(module, ()),
            criteria=tuple(criteria.get(module, ())),
            evidence_asked=tuple(asked.get(module, ())),
            entry=graph.index.entries.get(module, ()),
        )
        for module in modules
    )


def principles_of(graph: CompetencyGraph, made: Curriculum) -> tuple[PrincipleLine, ...]:
    """Each guiding principle of the framework ``alliance``, with what in the curriculum meets it."""
    principles = [p for p in graph.of_kind("guiding-principle") if graph.home(p.id) == PRINCIPLES]
    return tuple(PrincipleLine(principle=p, met=tuple(_met(graph, p.id, made))) for p in principles)


def _met(graph: CompetencyGraph, principle: str, made: Curriculum) -> Iterator[Message]:
    """The data that meet a principle; for most principles only a ministry can say."""
    match principle.rpartition("principle-")[2]:
        case "08" | "09" as which:
            kind = "ladder" if which == "08" else "lattice"
            ends = {*(c.id for c in made.cadres), *(q.id for q in made.qualifications)}
            onward = [p.progresses_to for p in made.progressions if p.progression_kind == kind and p.start in ends]
            if onward:
                yield message(f"curriculum.met-{kind}", names=tuple(graph.label(one) for one in onward))
        case "10" if made.modules and made.competencies:
            yield message("curriculum.met-outcomes", n=len(made.competencies))
            if made.qualifications:
                yield message("curriculum.met-certificate", names=tuple(q.label for q in made.qualifications))
        case "13":
            ways = dict.fromkeys(one.module.delivery for one in made.modules if one.module.delivery)
            if ways:
                yield message("curriculum.met-delivery", names=tuple(ways))
        case "planning-a" if made.functions:
            yield message("curriculum.met-functions", n=len({*function_numbers(made.functions).values()}))
        case "planning-b" if any(c.definition for c in made.cadres):
            yield message("curriculum.met-definition")
        case "supporting-b":
            yield from (message(f"curriculum.met-{c.remuneration}") for c in made.cadres if c.remuneration)
        case "supporting-c" if made.supervision:
            yield message("curriculum.met-supervision", n=len(made.supervision))
        case "supporting-d" if any("supportive" in a.purpose for a in made.supervision):
            yield message("curriculum.met-support")
