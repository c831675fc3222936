"""The plan: which modules close a gap at least cost, in teaching order, with what they leave open and the proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sswgraph.analysis.award import awards_of, not_read, packages_of
from sswgraph.analysis.choice import Choice, Puzzle, choose, teachable
from sswgraph.analysis.held import Held, resolve
from sswgraph.analysis.holder import Holder
from sswgraph.analysis.needs import Need, Teaching
from sswgraph.analysis.offers import Order, closed_on, last_enrolment, measure, volumes_of
from sswgraph.analysis.opening import Opening
from sswgraph.analysis.target import asked_of
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.language import Message, message
from sswgraph.model import (
    ClosedModule,
    Gap,
    GapItem,
    Number,
    Plan,
    PlannedModule,
    Profile,
    TrainingModule,
    Volumes,
)


def plan(
    graph: CompetencyGraph,
    gap: Gap,
    *,
    minimise: str = "hours",
    as_of: date | None = None,
    include_closed: bool = False,
    award: bool = False,
    optional: bool = False,
    budget: Number | None = None,
    time_limit: float = 10.0,
) -> Plan:
    """The cheapest modules that close a gap and can be carried out in the order given.

    ``minimise``: 'hours' (notional), a single kind ('contactHours', 'workplaceHours', …), 'credits', 'cost' or
    'modules'. ``as_of`` (today): modules closed to enrolment by then are left out, unless ``include_closed``.
    ``award``: only whole qualifications. ``optional``: also close what is optional. ``budget``: close as much as fits
    into this many of what is minimised. ``time_limit`` in seconds; what it cut says so. Exact by mixed-integer
    programming: ``optimal`` and ``bound`` are the proof. The rules (P) are in ``docs/semantics.md``.

    Raises InputError for a word that ``minimise`` does not know, or where different credit systems would be added.

    >>> import sswgraph as ssw
    >>> from datetime import date
    >>> g = ssw.load("za")
    >>> answer = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker")
    >>> ssw.plan(g, answer, as_of=date(2026, 11, 21)).optimal
    True
    """
    day = as_of if as_of is not None else date.today()
    if not isinstance(gap, Gap):
        raise InputError("plan takes a gap: plan(g, gap(g, held, target)).")
    if time_limit <= 0 or (budget is not None and budget < 0):
        raise InputError("time_limit must be more than 0 seconds, and a budget 0 or more.")
    desk = _Desk(graph, gap, day, include_closed)
    wanted = [item for item in gap.open if optional or item.necessity != "optional"]
    needs = desk.needs(wanted)
    puzzle = desk.puzzle(needs, minimise, award, budget)
    choice = choose(puzzle, time_limit=time_limit)
    return _written(
        desk, gap, needs, puzzle, choice, minimise, _options(as_of, include_closed, award, optional, budget)
    )


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


def _options(
    as_of: date | None, include_closed: bool, award: bool, optional: bool, budget: Number | None
) -> dict[str, object]:
    return {"include_closed": include_closed, "award": award, "optional": optional, "budget": budget}


@dataclass(slots=True)
class _Desk:
    """What is known before anything is chosen."""

    graph: CompetencyGraph
    gap: Gap
    day: date
    include_closed: bool
    holder: Holder = field(init=False)
    order: Order = field(init=False)
    teaching: Teaching = field(init=False)
    done: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.done = set(self.gap.profile.completed)
        self.holder = Holder(self.graph, self.gap.profile)
        self.order = Order(self.graph, self.holder, self.done)
        self.teaching = Teaching(self.graph, self.done)

    def needs(self, items: Iterable[GapItem]) -> list[Need]:
        """A need for each item, at every level that the target asks."""
        asked = asked_of(self.graph, self.gap.target)
        found = []
        for item in items:
            levels = asked[item.competency].levels if item.competency in asked else (item.required_level,)
            found += [
                self.need(item.competency, level) for level in levels if not self.holder.meets(item.competency, level)
            ]
        return found

    def need(self, competency: str, level: str | None) -> Need:
        parts = self.graph.index.narrower.get(competency, ())
        met = [part for part in parts if self.holder.meets(part, level)]
        return self.teaching.need(competency, level, met=met)

    def closed(self, module: str) -> date | None:
        """The day enrolment for a module closed, if it did and that counts."""
        return None if self.include_closed else closed_on(self.graph, self.graph[module], self.day)

    def puzzle(self, needs: list[Need], minimise: str, award: bool, budget: Number | None) -> Puzzle:
        """Everything that could serve these needs, and the rules that bind it."""
        entries: dict[str, list[Need]] = {}
        before: dict[str, set[str]] = {}
        along: dict[str, set[str]] = {}
        packages = packages_of(self.graph, self.done) if award else None
        waiting = sorted({m for need in needs for m in need.modules()})
        offered: list[TrainingModule] = []
        seen: set[str] = set()
        while waiting:
            identifier = waiting.pop()
            module = self.graph.get(identifier)
            if identifier in seen or module is None or module.kind != "module":
                continue
            seen.add(identifier)
            first, unmet = self.order.before(module)
            if unmet or self.closed(identifier):
                continue
            offered.append(module)
            before[identifier], along[identifier] = first, self.order.along(module)
            entries[identifier] = [self.need(c, level) for c, level in self.order.entries(module)]
            waiting += sorted(first | along[identifier] | {m for n in entries[identifier] for m in n.modules()})
            if packages is not None:
                waiting += sorted({m for compulsory, groups in packages.values() for m in _all(compulsory, groups)})
        volume = measure(minimise, offered)
        volumes = {m.id: volume(m) for m in offered}
        if budget is not None:
            volumes = {m: v for m, v in volumes.items() if v is not None}
        puzzle = Puzzle(needs=(), volume=volumes, before=before, along=along, entries=entries)
        possible = teachable(puzzle)
        puzzle.volume = {m: v for m, v in volumes.items() if m in possible}
        puzzle.needs = [need for need in needs if need.closed_by(possible)]
        puzzle.packages, puzzle.budget = packages, budget
        return puzzle


def _all(compulsory: frozenset[str], groups: Iterable[tuple[int, frozenset[str]]]) -> set[str]:
    return set(compulsory).union(*(group for _, group in groups))


def _written(
    desk: _Desk, gap: Gap, needs: list[Need], puzzle: Puzzle, choice: Choice, minimise: str, options: dict[str, object]
) -> Plan:
    graph = desk.graph
    modules = [graph[m] for m in choice.order]
    steps = _steps(desk, needs, puzzle, modules)
    unknown = tuple(m for m in choice.order if puzzle.volume[m] is None)
    partly = sorted({q for m in modules for q in m.part_of if graph.get(q) and graph[q].reach != "whole"})
    volumes, hours = _totals(modules)
    known = [Fraction(v) for m in choice.order if (v := puzzle.volume[m]) is not None]
    systems = [kind for kind in volumes if kind.startswith("credits:")]
    opening = Opening(graph, needs, puzzle, set(choice.order), desk.closed)
    return Plan(
        target=gap.target,
        target_label=gap.target_label,
        held_label=gap.held_label,
        minimise=minimise,
        as_of=desk.day,
        conditions=gap.conditions,
        limits=gap.limits,
        steps=steps,
        open=opening.items(gap),
        left_out=_left_out(desk, needs),
        awards=awards_of(graph, gap.target, set(choice.order), desk.done),
        volumes=volumes,
        hours=hours if hours is not None or modules else 0,
        credits=volumes[systems[0]] if len(systems) == 1 else (None if modules else 0),
        at_least=bool(unknown or partly or any(m.notional_hours is None for m in modules)),
        optimal=choice.optimal,
        objective=_number(sum(known, Fraction(0))) if known or not modules else None,
        bound=_number(choice.bound[1]) if choice.bound[0] == len(unknown) else 0,
        unknown_hours=tuple(m.id for m in modules if m.notional_hours is None),
        notes=_notes(desk, choice, modules, partly),
        links=graph.count_bases(
            link for need in needs for closer in need.working(set(choice.order)) for link in closer.links
        ),
        stamp=graph.stamp(minimise=minimise, as_of=desk.day.isoformat(), **options),
    )


def _steps(desk: _Desk, needs: list[Need], puzzle: Puzzle, modules: list[TrainingModule]) -> tuple[PlannedModule, ...]:
    graph, steps = desk.graph, []
    chosen, done = {m.id for m in modules}, set[str]()
    working = {id(n): {m for closer in n.working(chosen) for m in closer.modules} for n in needs}
    for module in modules:
        closed_before = {id(need) for need in needs if need.closed_by(done)}
        done.add(module.id)
        closes = tuple(dict.fromkeys(n.competency for n in needs if n.closed_by(done) and id(n) not in closed_before))
        serves = tuple(dict.fromkeys(n.competency for n in needs if module.id in working[id(n)]))
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
                last_enrolment=last_enrolment(graph, module),
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


def _totals(modules: list[TrainingModule]) -> tuple[Volumes, Number | None]:
    totals: dict[str, Fraction] = {}
    for module in modules:
        for kind, amount in volumes_of(module).totals:
            totals[kind] = totals.get(kind, Fraction(0)) + Fraction(amount)
    volumes = Volumes(tuple((kind, _number(total)) for kind, total in sorted(totals.items())))
    return volumes, volumes.get("notionalHours")


def _left_out(desk: _Desk, needs: list[Need]) -> tuple[ClosedModule, ...]:
    found = []
    for identifier in sorted({m for need in needs for m in need.modules()}):
        day = desk.closed(identifier)
        if day is not None:
            label = desk.graph.label(identifier)
            reason = message("plan.left-out-closed", date=day.isoformat(), module=label)
            found.append(ClosedModule(id=identifier, label=label, last_enrolment=day, reason=reason))
    return tuple(found)


def _notes(desk: _Desk, choice: Choice, modules: list[TrainingModule], partly: list[str]) -> tuple[Message, ...]:
    graph, notes = desk.graph, []
    if choice.timed_out:
        notes.append(message("plan.timed-out"))
    for qualification in partly:
        missing = not_read(graph, qualification)
        total = getattr(graph[qualification], "credits", None)
        known = missing is not None and missing > 0
        code = "plan.partly-read" if known else "plan.partly-encoded"
        notes.append(message(code, n=missing or 0, total=total or 0, what=graph.label(qualification)))
    undated = [m.id for m in modules if last_enrolment(graph, m) is None]
    if undated:
        notes.append(message("plan.enrolment-unknown", n=len(undated), modules=tuple(graph.label(m) for m in undated)))
    reopened = [m for m in modules if desk.include_closed and closed_on(graph, m, desk.day)]
    if reopened:
        notes.append(
            message("plan.closed-included", n=len(reopened), modules=tuple(graph.label(m.id) for m in reopened))
        )
    return tuple(notes)


def _number(value: Fraction) -> Number:
    from decimal import Decimal

    return int(value) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)
