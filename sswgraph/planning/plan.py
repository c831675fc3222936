"""The plan: which modules close a gap at least cost, in teaching order, with what they leave open and the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sswgraph.errors import InputError
from sswgraph.gaps.holdings import Held, resolve
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import Message, message
from sswgraph.model import ClosedModule, Gap, Number, Plan, PlannedModule, Profile, TrainingModule
from sswgraph.model.deferred import later
from sswgraph.model.permissions import rules_of
from sswgraph.model.volumes import is_number, number, volumes_of
from sswgraph.planning.award import awards_of, not_read
from sswgraph.planning.candidates import Need
from sswgraph.planning.enrolment import day_of, enrolment_notes, last_day
from sswgraph.planning.if_recognised import if_recognised
from sswgraph.planning.optimise import Choice, choose
from sswgraph.planning.problem import Desk, Puzzle
from sswgraph.planning.totals import incomplete, partly_encoded, totals
from sswgraph.planning.unmet import Opening


def plan(
    graph: CompetencyGraph,
    gap: Gap,
    *,
    minimise: str = "hours",
    as_of: date | str | None = None,
    include_closed: bool = False,
    award: bool = False,
    optional: bool = False,
    budget: Number | None = None,
    time_limit: float = 10.0,
) -> Plan:
    """The cheapest modules that close a gap and can be carried out in the order given.

    ``minimise``: 'hours' (notional), a single kind ('contactHours', 'workplaceHours', …), 'credits', 'cost' or
    'modules'. ``as_of`` (today): modules that are not on offer on that day are left out, unless ``include_closed``.
    ``award``: only whole qualifications. ``optional``: also close what is optional. ``budget``: close as much as fits
    into this many of what is minimised. ``time_limit`` in seconds; what it cut says so. Exact by mixed-integer
    programming: ``optimal`` and ``bound`` are the proof. The rules (P) are in ``docs/semantics.md``.

    Raises InputError for a word that ``minimise`` does not know, for what is no amount or no day, or where different
    credit systems would be added.

    >>> import sswgraph as ssw
    >>> from datetime import date
    >>> g = ssw.load("za")
    >>> answer = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker")
    >>> ssw.plan(g, answer, as_of=date(2026, 11, 21)).optimal
    True
    """
    if not isinstance(gap, Gap):
        raise InputError("plan takes a gap: plan(g, gap(g, held, target)).")
    if not is_number(time_limit, endless=True) or time_limit <= 0 or not (budget is None or is_number(budget)):
        raise InputError("time_limit must be more than 0 seconds, and a budget a finite number, 0 or more.")
    desk = Desk(graph, gap, day_of(as_of), include_closed)
    needs = desk.needs(gap.open)
    left = set() if optional else {item.competency for item in gap.open if item.necessity == "optional"}

    def chosen(desk: Desk) -> tuple[Puzzle, Choice]:
        wanted = [need for need in desk.needs(gap.open) if need.competency not in left]
        puzzle = desk.puzzle(wanted, minimise, award, budget)
        return puzzle, choose(puzzle, time_limit=time_limit)

    puzzle, choice = chosen(desk)
    earlier = () if choice.order else _earlier(desk, lambda then: bool(chosen(then)[1].order))
    options: dict[str, object] = {
        "include_closed": include_closed,
        "award": award,
        "optional": optional,
        "budget": budget,
    }
    if gap.recognise:
        options["recognise"] = ", ".join(gap.recognise)
    made = _written(desk, needs, left, puzzle, choice, minimise, options)
    still = tuple(item.competency for item in made.open if item.why != "optional")
    hoped = later(lambda: if_recognised(desk, chosen, made.modules, still))
    return replace(made, notes=(*made.notes, *earlier), if_recognised=hoped)


def after(graph: CompetencyGraph, held: Held, plan: Plan) -> Profile:
    """The profile once the plan is done: what is held, and what the plan's modules have taught.

    A gap from it to the plan's target leaves open exactly what ``plan.open`` says.

    >>> import sswgraph as ssw
    >>> g = ssw.load("za")
    >>> target = "za:social-auxiliary-worker"
    >>> learnt = ssw.after(g, [], ssw.plan(g, ssw.gap(g, [], target), include_closed=True))
    >>> len(ssw.gap(g, learnt, target).open)
    0
    """
    before = resolve(graph, held).profile
    return resolve(graph, [before, *plan.modules]).profile


def _written(
    desk: Desk,
    needs: list[Need],
    left: set[str],
    puzzle: Puzzle,
    choice: Choice,
    minimise: str,
    options: dict[str, object],
) -> Plan:
    graph, gap = desk.graph, desk.gap
    modules = [graph[m] for m in choice.order]
    steps = _steps(desk, needs, puzzle, modules)
    unknown = tuple(m for m in choice.order if puzzle.volume[m] is None)
    partly = partly_encoded(graph, modules)
    volumes, hours = totals(modules)
    known = [Fraction(v) for m in choice.order if (v := puzzle.volume[m]) is not None]
    systems = [kind for kind in volumes if kind.startswith("credits:")]
    opening = Opening(graph, needs, left, puzzle, set(choice.order), desk.closed)
    return Plan(
        target=gap.target,
        target_label=gap.target_label,
        held_label=gap.held_label,
        minimise=minimise,
        as_of=desk.day,
        **rules_of(gap),
        complete=gap.complete,
        required=gap.required,
        steps=steps,
        open=opening.items(gap),
        to_be_seen=tuple(item.competency for item in gap.to_be_seen),
        left_out=_left_out(desk),
        awards=awards_of(graph, gap.target, set(choice.order), desk.done),
        volumes=volumes,
        hours=hours if hours is not None or modules else 0,
        credits=volumes[systems[0]] if len(systems) == 1 else (None if modules else 0),
        at_least=bool(unknown or partly or incomplete(modules)),
        optimal=choice.optimal,
        objective=number(sum(known, Fraction(0))) if known or not modules else None,
        ties_settled=choice.settled,
        bound=number(choice.bound),
        unknown_hours=tuple(m.id for m in modules if m.notional_hours is None),
        notes=(*gap.notes, *_notes(desk, choice, modules, partly)),
        links=graph.count_bases(
            link for need in needs for closer in need.working(set(choice.order)) for link in closer.links
        ),
        stamp=later(lambda: graph.stamp(minimise=minimise, as_of=desk.day.isoformat(), **options)),
    )


def _steps(desk: Desk, needs: list[Need], puzzle: Puzzle, modules: list[TrainingModule]) -> tuple[PlannedModule, ...]:
    graph, steps = desk.graph, []
    chosen, done = {m.id for m in modules}, set[str]()
    never = {n.competency for n in needs if not n.closed_by(chosen)}
    waiting = [n for n in needs if n.closed_by(chosen)]
    serving = [(n.competency, {m for closer in n.working(chosen) for m in closer.modules}) for n in waiting]
    for module in modules:
        done.add(module.id)
        still = [n for n in waiting if not n.closed_by(done)]
        open_still = never.union(n.competency for n in still)
        closes = tuple(dict.fromkeys(n.competency for n in waiting if n.competency not in open_still))
        waiting = still
        serves = tuple(dict.fromkeys(competency for competency, modules in serving if module.id in modules))
        steps.append(
            PlannedModule(
                id=module.id,
                label=module.label,
                notation=module.notation,
                qualification=module.part_of,
                component=module.component,
                level=module.qualification_level,
                volumes=volumes_of(module),
                closes=closes,
                serves=serves,
                last_enrolment=last_day(graph, module),
                reason=_reason(graph, puzzle, module.id, closes, serves, chosen),
            )
        )
    return tuple(steps)


def _reason(
    graph: CompetencyGraph,
    puzzle: Puzzle,
    module: str,
    closes: tuple[str, ...],
    serves: tuple[str, ...],
    chosen: set[str],
) -> Message:
    def labels(ids: Iterable[str]) -> tuple[object, ...]:
        return tuple(graph.label(one) for one in ids)

    others = tuple(c for c in serves if c not in closes)
    if closes and others:
        return message("plan.closes-and-serves", closes=labels(closes), serves=labels(others))
    if closes:
        return message("plan.closes", closes=labels(closes))
    if serves:
        return message("plan.serves", serves=labels(serves))
    before = sorted(m for m in chosen if module in puzzle.before.get(m, ()))
    if before:
        return message("plan.before", modules=labels(before))
    along = sorted(m for m in chosen if module in puzzle.along.get(m, ()))
    return message("plan.along", modules=labels(along)) if along else message("plan.entry-or-award")


def _earlier(desk: Desk, closes: Callable[[Desk], bool]) -> tuple[Message, ...]:
    """Where nothing is on offer any more: the last day on which a plan would have closed something."""
    while days := [c.last for c in desk.closed.values() if c.last is not None and c.last < desk.day]:
        desk = replace(desk, day=max(days))
        if closes(desk):
            day = desk.day
            return (message("plan.last-open-day", date=day.isoformat(), year=day.year, month=day.month, day=day.day),)
    return ()


def _left_out(desk: Desk) -> tuple[ClosedModule, ...]:
    found = []
    for identifier, closure in sorted(desk.closed.items()):
        late = closure.why == "achievement-passed" and desk.day <= closure.day
        reason = message(
            f"plan.{'too-late' if late else closure.why}",
            date=closure.day.isoformat(),
            what=desk.graph.label(closure.of),
        )
        found.append(
            ClosedModule(
                id=identifier,
                label=desk.graph.label(identifier),
                why=closure.why,
                day=closure.day,
                last_day=closure.last,
                reason=reason,
            )
        )
    return tuple(found)


def _notes(desk: Desk, choice: Choice, modules: list[TrainingModule], partly: list[str]) -> tuple[Message, ...]:
    graph, notes = desk.graph, []
    if not choice.optimal:
        notes.append(message("plan.timed-out" if choice.timed_out else "plan.not-proved"))
    elif not choice.settled:
        notes.append(message("plan.ties-timed-out" if choice.timed_out else "plan.ties-not-proved"))
    for qualification in partly:
        missing = not_read(graph, qualification)
        total = getattr(graph[qualification], "credits", None)
        known = missing is not None and missing > 0
        code = "plan.partly-read" if known else "plan.partly-encoded"
        notes.append(message(code, n=missing or 0, total=total or 0, what=graph.label(qualification)))
    return (*notes, *enrolment_notes(graph, modules, desk.day))
