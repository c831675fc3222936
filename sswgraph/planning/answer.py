"""A choice written out as a plan: its steps with what each is for, totals, what stays open, and what is to be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.training import plannable
from sswgraph.messages import Message, message
from sswgraph.model import ClosedModule, Gap, Number, Plan, PlannedStep, Text
from sswgraph.model.deferred import later
from sswgraph.model.permissions import rules_of
from sswgraph.model.plan import ElsewhereStep, PlaceTotal, PriorLearning
from sswgraph.model.volumes import number, volumes_of
from sswgraph.planning.award import awards_of, not_read
from sswgraph.planning.candidates import Course, Need, measure
from sswgraph.planning.enrolment import closure_told, enrolment_notes, first_day, last_day
from sswgraph.planning.if_recognised import if_recognised
from sswgraph.planning.optimise import Choice
from sswgraph.planning.places import place_of
from sswgraph.planning.problem import Desk, Puzzle
from sswgraph.planning.question import Question
from sswgraph.planning.settle import Asked
from sswgraph.planning.totals import partly_encoded, totals
from sswgraph.planning.unmet import Opening


def answered(
    desk: Desk,
    asked: Asked,
    puzzle: Puzzle,
    choice: Choice,
    *,
    pace: Number | None = None,
    rpl: bool = False,
    notes: tuple[Message, ...] = (),
) -> Plan:
    """The plan of a choice; what stays open and why, awards, what recognition would add and the count of links are made
    when first read.

    ``notes``: what is to be told besides.
    """
    graph, gap, question = desk.graph, desk.gap, desk.question
    steps: list[Course] = [graph[m] for m in choice.order]
    chosen = set(choice.order)
    lines = _lines(desk, asked.needs, puzzle, steps)
    opening = Opening(desk, asked.needs, asked.left, puzzle, chosen, settled=choice.fewest_open)
    brought = _brought(graph, steps, chosen | desk.done)
    prior = _prior_learning(graph, lines, steps) if rpl else None
    told = (*_place_note(desk, lines), *gap.notes, *_notes(desk, choice, steps), *_met(desk, brought))
    return Plan(
        target=gap.target,
        target_label=gap.target_label,
        held_label=gap.held_label,
        minimise=question.minimise,
        as_of=question.day,
        where=question.where,
        **rules_of(gap),
        complete=gap.complete,
        required=gap.required,
        lines=lines,
        open=later(opening.items),
        to_be_seen=tuple(item.competency for item in gap.to_be_seen),
        left_out=_left_out(desk),
        elsewhere=later(lambda: _elsewhere(desk, asked, chosen)),
        by_place=_by_place(graph, lines, steps),
        awards=later(lambda: awards_of(graph, gap.target, chosen, desk.done)),
        meets=tuple(c.id for c in gap.conditions if brought & set(c.satisfied_by)),
        **_figures(graph, steps, pace, unknown=any(puzzle.volume[one] is None for one in chosen)),
        rpl=prior,
        **_proof(desk, puzzle, choice),
        notes=(*told, *_rpl_note(graph, prior, lines), *notes),
        links=later(lambda: graph.count_bases(_links(asked, chosen))),
        if_recognised=later(lambda: if_recognised(desk, choice.order, opening.items())),
        gap=gap,
        question=question,
        stamp=later(lambda: graph.stamp(**_options(question, gap, pace, rpl=rpl))),
    )


def _links(asked: Asked, chosen: set[str]) -> Iterator[str]:
    return (link for need in asked.needs for closer in need.working(chosen) for link in closer.links)


def _figures(graph: CompetencyGraph, steps: Sequence[Course], pace: Number | None, *, unknown: bool) -> dict[str, Any]:
    """The totals, and the weeks they take; ``unknown``: whether some step has no volume of what is minimised."""
    volumes, hours, incomplete = totals(graph, steps)
    systems = [kind for kind in volumes if kind.startswith("credits:")]
    weeks = None if hours is None or pace is None else -(-Fraction(hours) // Fraction(pace))
    return {
        "volumes": volumes,
        "hours": hours,
        "credits": volumes[systems[0]] if len(systems) == 1 else (None if steps else 0),
        "at_least": incomplete or unknown,
        "pace": pace,
        "weeks": weeks,
        "weeks_shown": None if pace is None else _weeks_shown(hours, pace, weeks, incomplete),
        "unknown_hours": tuple(step.id for step in steps if step.notional_hours is None),
    }


def _proof(desk: Desk, puzzle: Puzzle, choice: Choice) -> dict[str, Any]:
    volume = measure(puzzle.minimise, ())
    left_out = {step for step in desk.unmeasured if volume(desk.graph[step]) is None}
    unknown = {step for step, amount in puzzle.volume.items() if amount is None}
    known = [Fraction(v) for m in choice.order if (v := puzzle.volume[m]) is not None]
    return {
        "optimal": choice.optimal,
        "ties_settled": choice.settled,
        "objective": number(sum(known, Fraction(0))) if known or not choice.order else None,
        "bound": number(choice.bound),
        "unmeasured": tuple(sorted(unknown | left_out)),
    }


def _options(question: Question, gap: Gap, pace: Number | None, *, rpl: bool) -> dict[str, object]:
    """Everything that was asked, for the stamp."""
    return {
        "minimise": question.minimise,
        "as_of": question.day.isoformat(),
        "include_closed": question.include_closed,
        "award": question.award,
        "optional": question.optional,
        "where": ", ".join(question.where) or None,
        "include": ", ".join(question.include) or None,
        "exclude": ", ".join(sorted(question.exclude)) or None,
        "budget": ", ".join(f"{kind}={most}" for kind, most in question.budgets) or None,
        "recognise": ", ".join(gap.recognise) or None,
        "minimum_confidence": gap.minimum_confidence,
        "pace": pace,
        "rpl": rpl,
        "time_limit": f"{question.time_limit:g}",
    }


def _lines(desk: Desk, needs: Sequence[Need], puzzle: Puzzle, steps: Sequence[Course]) -> tuple[PlannedStep, ...]:
    lines = []
    chosen, done = {step.id for step in steps}, set[str]()
    never = {n.competency for n in needs if not n.closed_by(chosen)}
    waiting = [n for n in needs if n.closed_by(chosen)]
    serving = [(n.competency, {m for closer in n.working(chosen) for m in closer.modules}) for n in waiting]
    for step in steps:
        done.add(step.id)
        still = [n for n in waiting if not n.closed_by(done)]
        open_still = never.union(n.competency for n in still)
        closes = tuple(dict.fromkeys(n.competency for n in waiting if n.competency not in open_still))
        waiting = still
        serves = tuple(dict.fromkeys(competency for competency, several in serving if step.id in several))
        reason = _reason(desk, puzzle, step.id, closes, serves, chosen)
        lines.append(_line(desk, step, closes, serves, reason))
    return tuple(lines)


def _line(desk: Desk, step: Course, closes: tuple[str, ...], serves: tuple[str, ...], reason: Message) -> PlannedStep:
    graph = desk.graph
    around = [graph[q] for q in getattr(step, "part_of", ()) if q in graph]
    return PlannedStep(
        id=step.id,
        label=step.label,
        programme=step.kind == "qualification",
        notation=step.notation,
        qualification=getattr(step, "part_of", ()),
        component=getattr(step, "component", None),
        level=step.qualification_level,
        place=place_of(graph, step.id),
        language=step.language or tuple(sorted({tag for one in around for tag in one.language})),
        delivery=getattr(step, "delivery", Text()),
        provider=step.provider or next((one.provider for one in around if one.provider), Text()),
        duration=step.duration,
        volumes=volumes_of(step),
        closes=closes,
        serves=serves,
        begins=first_day(graph, step, desk.question.day) or step.registered_from,
        last_enrolment=last_day(graph, step),
        prior_learning=bool(step.rpl_route) or any(one.rpl_route for one in around),
        reason=reason,
    )


def _reason(
    desk: Desk, puzzle: Puzzle, step: str, closes: tuple[str, ...], serves: tuple[str, ...], chosen: set[str]
) -> Message:
    def labels(ids: Iterable[str]) -> tuple[object, ...]:
        return tuple(desk.graph.label(one) for one in ids)

    others = tuple(c for c in serves if c not in closes)
    if closes and others:
        return message("plan.closes-and-serves", closes=labels(closes), serves=labels(others))
    if closes:
        return message("plan.closes", closes=labels(closes))
    if serves:
        return message("plan.serves", serves=labels(serves))
    if step in desk.question.include:
        return message("plan.included")
    before = sorted(m for m in chosen if step in puzzle.before.get(m, ()))
    if before:
        return message("plan.before", modules=labels(before))
    along = sorted(m for m in chosen if step in puzzle.along.get(m, ()))
    return message("plan.along", modules=labels(along)) if along else message("plan.entry-or-award")


def _by_place(graph: CompetencyGraph, lines: Sequence[PlannedStep], steps: Sequence[Course]) -> tuple[PlaceTotal, ...]:
    found: dict[tuple[str, ...], list[Course]] = {}
    for line, step in zip(lines, steps, strict=True):
        found.setdefault(line.place, []).append(step)
    made = []
    for place, several in sorted(found.items()):
        volumes, _, at_least = totals(graph, several)
        made.append(PlaceTotal(place=place, steps=len(several), volumes=volumes, at_least=at_least))
    return tuple(made)


def _prior_learning(graph: CompetencyGraph, lines: Sequence[PlannedStep], steps: Sequence[Course]) -> PriorLearning:
    routes = {line.id for line in lines if line.prior_learning}
    volumes, hours, at_least = totals(graph, [step for step in steps if step.id not in routes])
    having = tuple(line.id for line in lines if line.id in routes)
    return PriorLearning(steps=having, volumes=volumes, hours=hours, at_least=at_least)


def _rpl_note(graph: CompetencyGraph, prior: PriorLearning | None, lines: Sequence[PlannedStep]) -> tuple[Message, ...]:
    if prior is None or not lines:
        return ()
    if not prior.steps:
        return (message("plan.rpl-none"),)
    code = "unknown" if prior.hours is None else "hours"
    names = tuple(graph.label(one) for one in prior.steps)
    return (message(f"plan.rpl-{code}", n=len(prior.steps), steps=names, hours=prior.hours or 0),)


def _weeks_shown(hours: Number | None, pace: Number, weeks: int | None, at_least: bool) -> Message:
    if hours is None or weeks is None:
        return message("plan.weeks-unknown")
    return message(f"plan.weeks{'-at-least' if at_least else ''}", n=weeks, hours=hours, pace=pace)


def _brought(graph: CompetencyGraph, steps: Sequence[Course], have: set[str]) -> set[str]:
    """The qualifications that these steps bring: taken as one, or by all that they ask for."""
    around = {q for step in steps for q in getattr(step, "part_of", ())}
    packages = {q: plannable(graph, q, set()) for q in around}
    whole = {q for q, package in packages.items() if package is not None and package.completed(have)}
    return whole | {step.id for step in steps if step.kind == "qualification"}


def _met(desk: Desk, brought: set[str]) -> Iterator[Message]:
    """That a qualification which the plan brings is what a condition asks for (P11)."""
    for condition in desk.gap.conditions:
        for one in sorted(brought & set(condition.satisfied_by)):
            yield message("plan.meets", what=desk.graph.label(one), condition=condition.text)


def _elsewhere(desk: Desk, asked: Asked, chosen: set[str]) -> tuple[ElsewhereStep, ...]:
    """What would help with what stays open, and is of another place."""
    if not desk.elsewhere:
        return ()
    serves: dict[str, dict[str, None]] = {}
    for need in asked.needs:
        if need.competency not in asked.left and not need.closed_by(chosen):
            for step in need.modules() & desk.elsewhere:
                serves.setdefault(step, {})[need.competency] = None
    return tuple(_away(desk, step, tuple(several)) for step, several in sorted(serves.items()))


def _away(desk: Desk, step: str, serves: tuple[str, ...]) -> ElsewhereStep:
    line = _line(desk, desk.graph[step], (), serves, message("plan.entry-or-award"))
    return ElsewhereStep(
        id=step,
        label=line.label,
        programme=line.programme,
        place=line.place,
        language=line.language,
        provider=line.provider,
        last_enrolment=line.last_enrolment,
        serves=serves,
    )


def _left_out(desk: Desk) -> tuple[ClosedModule, ...]:
    found = []
    for identifier, closure in sorted(desk.closed.items()):
        found.append(
            ClosedModule(
                id=identifier,
                label=desk.graph.label(identifier),
                why=closure.why,
                day=closure.day,
                last_day=closure.last,
                reason=closure_told(desk.graph, closure, desk.question.day),
            )
        )
    return tuple(found)


def _place_note(desk: Desk, lines: Sequence[PlannedStep]) -> tuple[Message, ...]:
    """That no country was named, and from where the plan is drawn all the same (P12)."""
    if desk.question.where:
        return ()
    drawn = tuple(sorted({code for line in lines for code in line.place}))
    return (message("plan.banner-drawn", places=drawn) if drawn else message("plan.banner-no-place"),)


def _notes(desk: Desk, choice: Choice, steps: Sequence[Course]) -> tuple[Message, ...]:
    graph, notes = desk.graph, []
    if not choice.optimal:
        notes.append(message("plan.timed-out" if choice.timed_out else "plan.not-proved"))
    elif not choice.settled:
        notes.append(message("plan.ties-timed-out" if choice.timed_out else "plan.ties-not-proved"))
    for qualification in partly_encoded(graph, steps):
        missing = not_read(graph, qualification)
        total = getattr(graph[qualification], "credits", None)
        known = missing is not None and missing > 0
        code = "plan.partly-read" if known else "plan.partly-encoded"
        notes.append(message(code, n=missing or 0, total=total or 0, what=graph.label(qualification)))
    return (*notes, *enrolment_notes(graph, steps, desk.question.day))
