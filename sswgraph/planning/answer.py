"""A choice written out as a plan.

Its steps with what each is for, totals by kind of volume (rules P6, P7), whether it leads to an award (P2), what stays
open, what would close besides if mappings were recognised (C5), and notes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import asked_of as required_by
from sswgraph.graph.training import package_of, plannable
from sswgraph.messages import Message, message
from sswgraph.model import Award, ClosedModule, Gap, Number, Plan, PlannedStep, Qualification, Text, Volumes
from sswgraph.model.permissions import rules_of
from sswgraph.model.plan import (
    AlsoClosed,
    ElsewhereStep,
    IfRecognised,
    OpenItem,
    PlaceTotal,
    PriorLearning,
    Recognisable,
)
from sswgraph.model.shown import later
from sswgraph.model.volumes import number, volumes_of
from sswgraph.planning.candidates import Course, Need, measure
from sswgraph.planning.enrolment import closure_told, enrolment_notes, first_day, last_day, place_of
from sswgraph.planning.optimise import ChosenSteps
from sswgraph.planning.problem import Problem, Situation
from sswgraph.planning.question import Question
from sswgraph.planning.settle import ToClose, settle, to_close
from sswgraph.planning.unmet import OpenItems
from sswgraph.shortfalls.holdings import resolve, seen_from
from sswgraph.shortfalls.matching import Found, Holder


def plan_of_choice(
    situation: Situation,
    asked: ToClose,
    problem: Problem,
    choice: ChosenSteps,
    *,
    pace: Number | None = None,
    rpl: bool = False,
    notes: tuple[Message, ...] = (),
) -> Plan:
    """The plan of a choice, with these notes besides.

    What stays open and why, awards, what recognition would add and the count of links are made when first read.

    Returns:
        The plan.
    """
    graph, gap, question = situation.graph, situation.gap, situation.question
    steps: list[Course] = [graph[m] for m in choice.order]
    chosen = set(choice.order)
    lines = _lines(situation, asked.needs, problem, steps)
    opening = OpenItems(situation, asked.needs, asked.left, problem, chosen, settled=choice.fewest_open)
    brought = _brought(graph, steps, chosen | situation.done)
    prior = _prior_learning(graph, lines, steps) if rpl else None
    told = (*_place_note(situation, lines), *gap.notes, *_notes(situation, choice, steps), *_met(situation, brought))
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
        left_out=_left_out(situation),
        elsewhere=later(lambda: _elsewhere(situation, asked, chosen)),
        by_place=_by_place(graph, lines, steps),
        awards=later(lambda: awards_of(graph, gap.target, chosen, situation.done)),
        meets=tuple(c.id for c in gap.conditions if brought & set(c.satisfied_by)),
        **_figures(graph, steps, pace, unknown=any(problem.volume[one] is None for one in chosen)),
        rpl=prior,
        **_proof(situation, problem, choice),
        notes=(*told, *_rpl_note(graph, prior, lines), *notes),
        links=later(lambda: graph.count_bases(_links(asked, chosen))),
        if_recognised=later(lambda: closed_if_recognised(situation, choice.order, opening.items())),
        gap=gap,
        question=question,
        stamp=later(lambda: graph.stamp(**_options(question, gap, pace, rpl=rpl))),
    )


def _links(asked: ToClose, chosen: set[str]) -> Iterator[str]:
    return (link for need in asked.needs for closer in need.working(chosen) for link in closer.links)


def _figures(graph: CompetencyGraph, steps: Sequence[Course], pace: Number | None, *, unknown: bool) -> dict[str, Any]:
    """The totals, and the weeks they take; ``unknown``: whether some step has no volume of what is minimised."""
    volumes, hours, incomplete = totals_of(graph, steps)
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


def _proof(situation: Situation, problem: Problem, choice: ChosenSteps) -> dict[str, Any]:
    volume = measure(problem.minimise, ())
    left_out = {step for step in situation.unmeasured if volume(situation.graph[step]) is None}
    unknown = {step for step, amount in problem.volume.items() if amount is None}
    known = [Fraction(v) for m in choice.order if (v := problem.volume[m]) is not None]
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


def _lines(
    situation: Situation, needs: Sequence[Need], problem: Problem, steps: Sequence[Course]
) -> tuple[PlannedStep, ...]:
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
        reason = _reason(situation, problem, step.id, closes, serves, chosen)
        lines.append(_line(situation, step, closes, serves, reason))
    return tuple(lines)


def _line(
    situation: Situation, step: Course, closes: tuple[str, ...], serves: tuple[str, ...], reason: Message
) -> PlannedStep:
    graph = situation.graph
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
        begins=first_day(graph, step, situation.question.day) or step.registered_from,
        last_enrolment=last_day(graph, step),
        prior_learning=bool(step.rpl_route) or any(one.rpl_route for one in around),
        reason=reason,
    )


def _reason(
    situation: Situation,
    problem: Problem,
    step: str,
    closes: tuple[str, ...],
    serves: tuple[str, ...],
    chosen: set[str],
) -> Message:
    def labels(ids: Iterable[str]) -> tuple[object, ...]:
        return tuple(situation.graph.label(one) for one in ids)

    others = tuple(c for c in serves if c not in closes)
    if closes and others:
        return message("plan.closes-and-serves", closes=labels(closes), serves=labels(others))
    if closes:
        return message("plan.closes", closes=labels(closes))
    if serves:
        return message("plan.serves", serves=labels(serves))
    if step in situation.question.include:
        return message("plan.included")
    before = sorted(m for m in chosen if step in problem.before.get(m, ()))
    if before:
        return message("plan.before", modules=labels(before))
    along = sorted(m for m in chosen if step in problem.along.get(m, ()))
    return message("plan.along", modules=labels(along)) if along else message("plan.entry-or-award")


def _by_place(graph: CompetencyGraph, lines: Sequence[PlannedStep], steps: Sequence[Course]) -> tuple[PlaceTotal, ...]:
    found: dict[tuple[str, ...], list[Course]] = {}
    for line, step in zip(lines, steps, strict=True):
        found.setdefault(line.place, []).append(step)
    made = []
    for place, several in sorted(found.items()):
        volumes, _, at_least = totals_of(graph, several)
        made.append(PlaceTotal(place=place, steps=len(several), volumes=volumes, at_least=at_least))
    return tuple(made)


def _prior_learning(graph: CompetencyGraph, lines: Sequence[PlannedStep], steps: Sequence[Course]) -> PriorLearning:
    routes = {line.id for line in lines if line.prior_learning}
    volumes, hours, at_least = totals_of(graph, [step for step in steps if step.id not in routes])
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


def _met(situation: Situation, brought: set[str]) -> Iterator[Message]:
    """That a qualification which the plan brings is what a condition asks for (P11)."""
    for condition in situation.gap.conditions:
        for one in sorted(brought & set(condition.satisfied_by)):
            yield message("plan.meets", what=situation.graph.label(one), condition=condition.text)


def _elsewhere(situation: Situation, asked: ToClose, chosen: set[str]) -> tuple[ElsewhereStep, ...]:
    """What would help with what stays open, and is of another place."""
    if not situation.elsewhere:
        return ()
    serves: dict[str, dict[str, None]] = {}
    for need in asked.needs:
        if need.competency not in asked.left and not need.closed_by(chosen):
            for step in need.modules() & situation.elsewhere:
                serves.setdefault(step, {})[need.competency] = None
    return tuple(_away(situation, step, tuple(several)) for step, several in sorted(serves.items()))


def _away(situation: Situation, step: str, serves: tuple[str, ...]) -> ElsewhereStep:
    line = _line(situation, situation.graph[step], (), serves, message("plan.entry-or-award"))
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


def _left_out(situation: Situation) -> tuple[ClosedModule, ...]:
    found = []
    for identifier, closure in sorted(situation.closed.items()):
        found.append(
            ClosedModule(
                id=identifier,
                label=situation.graph.label(identifier),
                why=closure.why,
                day=closure.day,
                last_day=closure.last,
                reason=closure_told(situation.graph, closure, situation.question.day),
            )
        )
    return tuple(found)


def _place_note(situation: Situation, lines: Sequence[PlannedStep]) -> tuple[Message, ...]:
    """That no country was named, and from where the plan is drawn all the same (P12)."""
    if situation.question.where:
        return ()
    drawn = tuple(sorted({code for line in lines for code in line.place}))
    return (message("plan.banner-drawn", places=drawn) if drawn else message("plan.banner-no-place"),)


def _notes(situation: Situation, choice: ChosenSteps, steps: Sequence[Course]) -> tuple[Message, ...]:
    graph, notes = situation.graph, []
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
    return (*notes, *enrolment_notes(graph, steps, situation.question.day))


def totals_of(graph: CompetencyGraph, steps: Sequence[Course]) -> tuple[Volumes, Number | None, bool]:
    """The volumes by kind, the notional hours (None: all unknown), and whether totals are incomplete (P7)."""
    sums: dict[str, Fraction] = {}
    for step in steps:
        for kind, amount in volumes_of(step).totals:
            sums[kind] = sums.get(kind, Fraction(0)) + Fraction(amount)
    volumes = Volumes(tuple((kind, number(total)) for kind, total in sorted(sums.items())))
    hours = volumes.get("notionalHours")
    at_least = _incomplete(steps) or bool(partly_encoded(graph, steps))
    return volumes, hours if hours is not None or steps else 0, at_least


def _incomplete(steps: Sequence[Course]) -> bool:
    """Whether some total leaves out a step that does not state that kind of volume: hours, or what others state."""
    stated = [{kind.partition(":")[0] for kind in volumes_of(step)} for step in steps]
    return any(kinds != set[str]().union({"notionalHours"}, *stated) for kinds in stated)


def partly_encoded(graph: CompetencyGraph, steps: Sequence[Course]) -> list[str]:
    """The qualifications of modules taken of which not all is encoded; a programme taken whole has its own volume."""
    around = {q for step in steps for q in getattr(step, "part_of", ())}
    return sorted(q for q in around if graph.get(q) and graph[q].reach != "whole")


def not_read(graph: CompetencyGraph, qualification: str) -> Number | None:
    """The credits of a qualification that none of its encoded modules accounts for; None where not known."""
    total = getattr(graph.get(qualification), "credits", None)
    if total is None:
        return None
    modules = graph.index.modules_of.get(qualification, ())
    known = _credits(graph, modules, graph[qualification].credit_system) or 0
    return number(max(Fraction(0), Fraction(total) - Fraction(known)))


def awards_of(graph: CompetencyGraph, target: str, chosen: set[str], done: set[str]) -> tuple[Award, ...]:
    """A line for each qualification of the target that the plan touches, or that registration asks for."""
    element = graph[target]
    own = graph.index.qualifications_for.get(target, ()) if element.kind == "cadre" else ()
    if element.kind == "qualification":
        own = (target,)
    asked = {q for c in graph.index.conditions.get(target, ()) for q in c.satisfied_by}
    touched = chosen.union(*(getattr(graph[step], "part_of", ()) for step in chosen))
    wanted = [q for q in sorted({*own, *(q for q in asked if q in graph)}) if graph[q].kind == "qualification"]
    shown = [q for q in wanted if q in touched or q in asked or q in done or len(wanted) == 1]
    return tuple(_award(graph, graph[q], chosen, done, q in asked) for q in shown)


def _award(
    graph: CompetencyGraph, qualification: Qualification, chosen: set[str], done: set[str], asked: bool
) -> Award:
    modules = graph.index.modules_of.get(qualification.id, ())
    have = {m for m in modules if m in chosen or m in done}
    planned = _credits(graph, have, qualification.credit_system)
    whole = qualification.reach == "whole" and bool(modules)
    taken = qualification.id in done or qualification.id in chosen
    complete = taken or (whole and package_of(graph, qualification.id).completed(have))
    hours = _hours_of(graph, qualification, modules)
    return Award(
        qualification=qualification.id,
        label=qualification.label,
        hours_planned=hours if taken else _sum_of_hours(graph, have),
        hours_total=hours,
        credits_planned=qualification.credits if taken else planned,
        credits_total=qualification.credits,
        credits_not_read=not_read(graph, qualification.id),
        complete=complete,
        text=_text(qualification, planned, complete, whole, asked, qualification.id in done)
        if qualification.id in done or _says_what_it_teaches(graph, qualification, modules)
        else _text_of_unknown(qualification, asked),
    )


def _hours_of(graph: CompetencyGraph, qualification: Qualification, modules: Sequence[str]) -> Number | None:
    """The notional hours of a whole award: as stated, or of its modules where it is made up of those and no others."""
    if qualification.notional_hours is not None or qualification.reach != "whole" or not modules:
        return qualification.notional_hours
    return None if graph.index.packaging.get(qualification.id) else _sum_of_hours(graph, modules)


def _sum_of_hours(graph: CompetencyGraph, modules: Iterable[str]) -> Number | None:
    hours = [graph[m].notional_hours for m in modules]
    return None if None in hours else number(sum(map(Fraction, hours), Fraction(0)))


def _says_what_it_teaches(graph: CompetencyGraph, qualification: Qualification, modules: Sequence[str]) -> bool:
    return bool(modules or graph.index.outcomes_of.get(qualification.id) or not qualification.qualifies_for)


def _text_of_unknown(qualification: Qualification, asked: bool) -> Message:
    """That a qualification qualifies for the role, and what it teaches is not known (P11)."""
    registration = message("award.registration-asks" if asked else "award.registration-silent")
    return message("award.not-known", qualification=qualification.label, registration=registration)


def _credits(graph: CompetencyGraph, modules: Iterable[str], system: str | None) -> Number | None:
    """The credits of these modules, as far as known; None where none is known or their systems differ."""
    taken = [graph[m] for m in modules]
    known = [m for m in taken if m.credits is not None and system in (None, m.credit_system)]
    one_system = len({m.credit_system for m in known}) <= 1
    if (taken and not known) or not one_system:
        return None
    return number(sum((Fraction(m.credits) for m in known), Fraction(0)))


def _text(
    qualification: Qualification, planned: Number | None, complete: bool, whole: bool, asked: bool, held: bool
) -> Message:
    code = "held" if held else "complete" if complete else "not-complete" if whole else "not-encoded"
    return message(
        f"award.{code}",
        qualification=qualification.label,
        credits=_credited(qualification, planned),
        registration=message("award.registration-asks" if asked else "award.registration-silent"),
    )


def _credited(qualification: Qualification, planned: Number | None) -> Message:
    """How many of how many credits are in the plan or done, as far as both are known."""
    known = {"planned": planned, "total": qualification.credits}
    said = {name: amount for name, amount in known.items() if amount is not None}
    code = "-".join(("credits", *said)) if said else "credits-unknown"
    return message(f"award.{code}", qualification=qualification.label, **said)


def closed_if_recognised(situation: Situation, steps: Collection[str], still: Iterable[OpenItem]) -> IfRecognised:
    """What the best plan would close that this one does not, once every mapping that can be recognised were.

    The same question is settled once more, with needs that carry those ways too. ``steps`` are those of the plan as it
    stands, ``still`` what it leaves open. What they close for certain stays closed for certain: what recognition adds
    comes on top, within the same budget. No safety-critical competency is among what is closed so (C6).

    Returns:
        What would close, with the mappings to recognise; empty where nothing would.
    """
    graph = situation.graph
    hopeful = [item.competency for item in still if item.why != "optional" and not situation.critical(item.competency)]
    if not hopeful:
        return IfRecognised()
    then = replace(situation, hopeful=True)
    certain = [need for need in to_close(situation).needs if need.closed_by(set(steps))]
    problem, choice = settle(then, to_close(then), kept=certain)
    order = choice.order if choice.possible else tuple(steps)
    ways = _ways(situation, order, hopeful)
    closed = tuple(
        AlsoClosed(competency=one, label=graph.label(one), to_recognise=waiting) for one, waiting in ways.items()
    )
    if not closed:
        return IfRecognised()
    volumes, hours, incomplete = totals_of(graph, [graph[one] for one in order])
    unknown = any(problem.volume[one] is None for one in order)
    return IfRecognised(
        closed=closed,
        ranked=_ranked(closed),
        steps=order,
        further=tuple(one for one in order if one not in steps),
        volumes=volumes,
        hours=hours,
        at_least=unknown or incomplete,
        optimal=choice.optimal,
    )


def _ways(situation: Situation, order: tuple[str, ...], competencies: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Those of the competencies that are met once these modules are done, with the mappings to be recognised."""
    graph, gap = situation.graph, situation.gap
    learnt = seen_from(graph, resolve(graph, [gap.profile, *order]).profile, gap.target)
    holder = Holder(graph, learnt, gap.minimum_confidence, gap.recognise).hoping(
        lambda one: not situation.critical(one)
    )
    asked = required_by(graph, gap.target)
    found: dict[str, tuple[str, ...]] = {}
    for competency in competencies:
        optional = asked[competency].necessity == "optional"
        ways = [holder.best(competency, level, optional=optional) for level in asked[competency].levels]
        met = [way for way in ways if isinstance(way, Found) and way.standing == "met"]
        if len(met) == len(ways):
            found[competency] = tuple(dict.fromkeys(step for way in met for step in way.to_recognise()))
    return found


def _ranked(closed: tuple[AlsoClosed, ...]) -> tuple[Recognisable, ...]:
    """The mappings, first those by which most is closed."""
    takes: dict[str, list[str]] = {}
    for one in closed:
        for mapping in one.to_recognise:
            takes.setdefault(mapping, []).append(one.competency)
    order = sorted(takes, key=lambda mapping: (-len(takes[mapping]), mapping))
    return tuple(Recognisable(mapping=mapping, closes=tuple(takes[mapping])) for mapping in order)
