"""``why``: every way that was considered for a competency or a step of a plan, and where it broke."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.recognition import Credit
from sswgraph.messages import Message, message
from sswgraph.model import Plan
from sswgraph.model.plan import ConsideredWay, Why
from sswgraph.planning.candidates import Closer, Need
from sswgraph.planning.enrolment import closed_on, closure_told, place_of
from sswgraph.planning.plan import situation_of
from sswgraph.planning.problem import Problem, Situation
from sswgraph.planning.settle import ToClose, to_close
from sswgraph.planning.unmet import as_asked, nearby

_ORDER = (
    *"taken not-needed optional not-settled budget award not-together before volume excluded place date".split(),
    *"if-recognised contested".split(),
)


def why(graph: CompetencyGraph, plan: Plan, id: str) -> Why:
    """Every way that a plan considered for a competency, or with a module or programme, and where it broke.

    Args:
        graph (CompetencyGraph): What the plan was made from.
        plan (Plan): A plan of :func:`sswgraph.plan`.
        id (str): A competency that the target asks for, or a module or qualification.

    Returns:
        The answer in a sentence, and the ways.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: For another kind of element, or a plan that does not carry its question.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("za")
        >>> found = ssw.plan(g, ssw.gap(g, [], "za:social-auxiliary-worker"), as_of="2026-11-21")
        >>> ssw.why(g, found, found.steps[0]).ways[0].outcome
        'taken'
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    element = graph[id]
    if element.kind not in ("competency", "module", "qualification"):
        raise InputError(f"{element.id} is a {element.kind}; why explains a competency, a module or a qualification.")
    if not isinstance(plan, Plan):
        raise InputError("why takes a plan: why(g, plan(g, gap), id).")
    situation = situation_of(graph, plan)
    asked = to_close(situation)
    problem = situation.problem([need for need in asked.needs if need.competency not in asked.left], asked.optional)
    found = _Ways(situation, asked, problem, plan)
    ways = [way for way in found.all() if element.id in (way.competency, *way.steps)]
    ways.sort(key=lambda way: (way.competency, _rank(way.outcome), way.steps, way.links))
    of_step = element.kind != "competency"
    answer = _of_step(situation, plan, element.id, ways) if of_step else _of_competency(plan, element.id)

    return Why(
        id=element.id,
        label=graph.label(element.id),
        target=plan.target,
        target_label=plan.target_label,
        answer=answer,
        ways=tuple(ways),
        stamp=plan.stamp,
    )


def _rank(outcome: str) -> int:
    return _ORDER.index(outcome) if outcome in _ORDER else len(_ORDER)


def _of_competency(plan: Plan, competency: str) -> Message:
    closing = tuple(line.label for line in plan.lines if competency in (*line.closes, *line.serves))
    if closing:
        return message("why.closed", steps=closing)
    still = next((item.reason for item in plan.open if item.competency == competency), None)
    if still is not None:
        return message("why.open", reason=still)
    items = plan.gap.items if plan.gap else ()
    held = next((one for one in items if one.competency == competency and one.status == "met"), None)
    return message("why.held", reason=held.reason) if held else message("why.not-asked", target=plan.target_label)


def _of_step(situation: Situation, plan: Plan, step: str, ways: list[ConsideredWay]) -> Message:
    line = next((line for line in plan.lines if line.id == step), None)
    if line is not None:
        return message("why.taken", reason=line.reason)
    if step in situation.done:
        return message("why.done")
    if ways:
        return message("why.not-taken", reason=ways[0].reason)
    qualifies = plan.target in getattr(situation.graph[step], "qualifies_for", ())
    return message("why.qualifies", target=plan.target_label) if qualifies else message("why.serves-nothing")


class _Ways:
    """The ways of all needs of a plan, each with what became of it."""

    def __init__(self, situation: Situation, asked: ToClose, problem: Problem, plan: Plan) -> None:
        self.situation, self.asked, self.problem, self.plan = situation, asked, problem, plan
        # What would do for what is optional and was not asked for, whatever it takes.
        freely = replace(situation.question, minimise="modules", budgets=(), include=(), award=False)
        left = [need for need in asked.needs if need.competency in asked.left]
        self.unasked = replace(situation, question=freely).problem(left)
        self.chosen = set(plan.steps)
        self.hopeful = replace(situation, hopeful=True).weighing

    def all(self) -> Iterator[ConsideredWay]:
        for need in self.asked.needs:
            for one in need.beneath():
                for closer in one.closers:
                    yield self._whole(need, closer)
                yield from self._broken(need, one)
            hoped = list(self._hoped(need))
            yield from hoped
            yield from self._near(need, {step for way in hoped for step in way.steps})

    def _way(
        self, need: Need, way: Iterable[str], outcome: str, links: tuple[str, ...] = (), **parameters: object
    ) -> ConsideredWay:
        return ConsideredWay(
            competency=need.competency,
            label=self.situation.graph.label(need.competency),
            steps=tuple(sorted(way)),
            links=links,
            outcome=outcome,
            reason=message(f"why.way-{outcome}", **parameters),
        )

    def _whole(self, need: Need, closer: Closer) -> ConsideredWay:
        """A way that would do: taken, not needed, or not to be had."""
        steps, problem = closer.modules, self.problem
        if closer.held_by(self.chosen):
            return self._way(need, steps, "taken", closer.links)
        missed = self._not_to_be_had(need, closer)
        if missed is not None:
            return missed
        if need.competency in self.asked.left:
            problem = self.unasked
        elif steps & self.situation.unmeasured:
            lacking = steps & self.situation.unmeasured
            return self._way(need, steps, "volume", closer.links, steps=self._labels(lacking))
        if not steps <= problem.volume.keys():
            lacking = steps - problem.volume.keys()
            return self._way(need, steps, "before", closer.links, steps=self._labels(lacking))
        return self._way(need, steps, self._unused(need), closer.links)

    def _not_to_be_had(self, need: Need, closer: Closer) -> ConsideredWay | None:
        """What keeps its steps from being taken at all: place, day, or that they were excluded; otherwise None."""
        graph, asked, steps = self.situation.graph, self.situation.question, closer.modules
        away = {step for step in steps if not asked.places.admit(place_of(graph, step))}
        if away:
            places = tuple(sorted({code for step in away for code in place_of(graph, step)}))
            return self._way(need, steps, "place", closer.links, places=places, steps=self._labels(away))
        known = [graph[step] for step in sorted(steps) if step in graph and not asked.include_closed]
        shut = {step.id: closure for step in known if (closure := closed_on(graph, step, asked.day))}
        if shut:
            told = closure_told(graph, next(iter(shut.values())), asked.day)
            day = asked.day.isoformat()
            return self._way(need, steps, "date", closer.links, steps=self._labels(shut), date=day, because=told)
        unwanted = steps & asked.exclude
        if unwanted:
            return self._way(need, steps, "excluded", closer.links, steps=self._labels(unwanted))
        return None

    def _unused(self, need: Need) -> str:
        if need.closed_by(self.chosen):
            return "not-needed"
        if need.competency in self.asked.left:
            return "optional"
        if not need.closed_by(self.problem.volume.keys()):
            return "part"
        if any(item.competency == need.competency and item.why == "not-settled" for item in self.plan.open):
            return "not-settled"
        if self.problem.ceilings:
            return "budget"
        return "award" if self.problem.packages is not None else "not-together"

    def _broken(self, need: Need, one: Need) -> Iterator[ConsideredWay]:
        """What teaches it without being enough."""
        for step in sorted(one.short):
            yield self._way(need, (step,), "level")
        for step in sorted(one.loose | one.unencoded):
            yield self._way(need, (step,), "part")

    def _hoped(self, need: Need) -> Iterator[ConsideredWay]:
        """What would do once mappings are recognised; none for what is safety-critical (C5, C6)."""
        hoped = self.hopeful.need(need.competency, need.level, optional=need.competency in self.asked.optional)
        into, minimum = self.situation.holder.credits.into, self.situation.holder.minimum
        credits = [credit for one in hoped.beneath() for credit in into(one.competency, minimum=minimum)]
        known = {(one.competency, closer.modules) for one in need.beneath() for closer in one.closers}
        for one in hoped.beneath():
            for closer in one.closers:
                if (one.competency, closer.modules) not in known:
                    known.add((one.competency, closer.modules))
                    missed = self._not_to_be_had(need, closer)
                    yield missed or self._short_of_recognition(need, closer, credits)

    def _short_of_recognition(self, need: Need, closer: Closer, credits: Iterable[Credit]) -> ConsideredWay:
        contested = self._contested(closer.links)
        if contested:
            return self._way(need, closer.modules, "contested", closer.links, mappings=contested)
        walked = next(one for one in credits if closer.links[-len(one.path) :] == one.path)
        return self._way(need, closer.modules, "if-recognised", closer.links, mappings=walked.to_recognise)

    def _near(self, need: Need, told: Collection[str]) -> Iterator[ConsideredWay]:
        seen = set(told)
        for outcome, credit in nearby(self.situation.graph, need.competency, **as_asked(self.situation.gap)):
            if outcome.outcome_of in seen:
                continue
            seen.add(outcome.outcome_of)
            links, contested = (outcome.id, *credit.path), self._contested(credit.path)
            if contested:
                yield self._way(need, (outcome.outcome_of,), "contested", links, mappings=contested)
            else:
                how = message(f"why.near-{credit.relation}")
                yield self._way(need, (outcome.outcome_of,), "near", links, how=how)

    def _contested(self, links: Iterable[str]) -> tuple[str, ...]:
        """Those of the links that some claim and others deny (C4)."""
        return tuple(one for one in links if self.situation.graph.voices.contests(one))

    def _labels(self, ids: Collection[str]) -> tuple[object, ...]:
        return tuple(self.situation.graph.label(one) for one in sorted(ids))
