"""The plan: which steps close a gap at least cost, in teaching order, with what they leave open and the proof.

And other plans for the same question, the best first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import Where
from sswgraph.messages import Message, message
from sswgraph.model import Gap, Number, Plan, Profile
from sswgraph.model.volumes import is_number
from sswgraph.planning.answer import plan_of_choice
from sswgraph.planning.candidates import Minimise
from sswgraph.planning.optimise import ChosenSteps
from sswgraph.planning.problem import Problem, Situation
from sswgraph.planning.question import Budget, Question, question_of
from sswgraph.planning.settle import require_possible, settle, to_close
from sswgraph.shortfalls.holdings import Held, resolve


def plan(
    graph: CompetencyGraph,
    gap: Gap,
    *,
    where: Where = None,
    include: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    budget: Budget = None,
    minimise: Minimise = "hours",
    pace: Number | None = None,
    rpl: bool = False,
    award: bool = False,
    as_of: date | str | None = None,
    include_closed: bool = False,
    optional: bool = False,
    time_limit: float = 10.0,
) -> Plan:
    """The cheapest steps that close a gap and can be carried out in the order given.

    A step is a module, or a programme that is known only as a whole. Exact by branch and bound or by mixed-integer
    programming: ``optimal`` and ``bound`` are the proof. The rules (P) are in ``docs/semantics.md``.

    Args:
        graph (CompetencyGraph): The graph.
        gap (Gap): What is required and not held, from :func:`sswgraph.gap`.
        where (str | Iterable[str] | None): Where it may be learnt: a code such as 'UG', several of them, an area of UN
            M.49 with its members, or 'anywhere'. None: the place that the gap was asked for, otherwise the countries of
            what is held and of the target; all where none is named.
        include (str | Iterable[str]): Modules and qualifications that have to be in the plan.
        exclude (str | Iterable[str]): Modules and qualifications that may not be in it.
        budget (Number | Mapping | None): The most of what is minimised, or {kind of volume: the most of it}: as much is
            closed as fits, what is optional last.
        minimise (str): 'hours' (notional), a single kind ('contactHours', 'workplaceHours', …), 'credits', 'cost' or
            'modules'.
        pace (Number | None): Notional hours a week, more than 0; the plan then says how many weeks it takes.
        rpl (bool): Also give what remains where prior learning is recognised, as far as routes for that are stated.
        award (bool): Take only whole qualifications.
        as_of (date | str | None): The day on which steps have to be on offer; None: today.
        include_closed (bool): Also take what is not on offer on that day.
        optional (bool): Also close what is optional.
        time_limit (float): Seconds; a plan that it cut short says so.

    Returns:
        The plan.

    Raises:
        UnknownElementError: For ids in ``include`` or ``exclude`` that are not there; it names similar ones.
        InputError: For an invalid place, kind of volume, amount or day; where different credit systems would be added;
            and where options cannot be met together, which it names.

    Example:
        >>> import sswgraph as ssw
        >>> from datetime import date
        >>> g = ssw.load("za")
        >>> answer = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker")
        >>> found = ssw.plan(g, answer, as_of=date(2026, 11, 21), where="ZA", pace=10)
        >>> found.optimal, found.where
        (True, ('ZA',))
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    if pace is not None and (not is_number(pace) or not pace > 0):
        raise InputError(f"pace is how many hours a week there are, more than 0; not {pace!r}.")
    question = question_of(
        graph,
        gap,
        where=where,
        include=include,
        exclude=exclude,
        budget=budget,
        minimise=minimise,
        as_of=as_of,
        time_limit=time_limit,
        include_closed=include_closed,
        award=award,
        optional=optional,
    )
    situation = Situation(graph, gap, question)
    asked = to_close(situation)
    problem, choice = settle(situation, asked)
    require_possible(situation, choice)
    earlier = (
        ()
        if choice.order or choice.timed_out
        else _earlier(situation, lambda then: bool(settle(then, to_close(then))[1].order))
    )
    return plan_of_choice(situation, asked, problem, choice, pace=pace, rpl=rpl, notes=earlier)


def after(graph: CompetencyGraph, held: Held, plan: Plan) -> Profile:
    """The profile once the plan is done: what is held, and what the plan's steps have taught.

    A gap from it to the plan's target leaves open exactly what ``plan.open`` says.

    Args:
        graph (CompetencyGraph): The graph.
        held (str | Profile | Mapping | Iterable): What was held before, as for :func:`sswgraph.gap`.
        plan (Plan): The plan that was carried out.

    Returns:
        The profile.

    Raises:
        InputError: If ``graph`` is not a graph, or ``plan`` is not a plan.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("za")
        >>> target = "za:social-auxiliary-worker"
        >>> learnt = ssw.after(g, [], ssw.plan(g, ssw.gap(g, [], target), include_closed=True))
        >>> len(ssw.gap(g, learnt, target).open)
        0
    """
    require_graph(graph)
    if not isinstance(plan, Plan):
        raise InputError("after takes a plan: after(g, held, plan(g, gap(g, held, target))).")
    before = resolve(graph, held).profile
    return resolve(graph, [before, *plan.steps]).profile


def _earlier(situation: Situation, closes: Callable[[Situation], bool]) -> tuple[Message, ...]:
    """Where nothing is on offer any more: the last day on which a plan would have closed something."""
    while days := [c.last for c in situation.closed.values() if c.last is not None and c.last < situation.question.day]:
        situation = replace(situation, question=replace(situation.question, day=max(days)))
        if closes(situation):
            day = situation.question.day
            return (message("plan.last-open-day", date=day.isoformat(), year=day.year, month=day.month, day=day.day),)
    return ()


def alternatives(graph: CompetencyGraph, plan: Plan, k: int = 3) -> tuple[Plan, ...]:
    """The best other plans for the same question, the best first.

    Each closes as much as the plan does, can be carried out, and contains neither the plan nor an alternative before
    it: a plan that only adds steps to another is not an alternative. Each is proved like the plan.

    Args:
        graph (CompetencyGraph): What the plan was made from.
        plan (Plan): A plan of :func:`sswgraph.plan`.
        k (int): How many at most, from 1.

    Returns:
        The other plans; fewer than ``k`` where there are no more, or where the time limit ended the search for another,
        which the last one says in its notes.

    Raises:
        InputError: Where ``k`` is not a whole number from 1, the plan does not carry its question, or the time limit
            ended the search before any other plan was found.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("za")
        >>> found = ssw.plan(g, ssw.gap(g, [], "za:social-auxiliary-worker"), as_of="2026-11-21")
        >>> all(len(one.open) == len(found.open) for one in ssw.alternatives(g, found, 2))
        True
    """
    require_graph(graph)
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise InputError(f"k is how many alternatives are wanted, from 1; not {k!r}.")
    situation = situation_of(graph, plan)
    asked = to_close(situation)
    barred, found, stopped = [frozenset(plan.steps)], list[tuple[Problem, ChosenSteps]](), False
    while len(found) < k and barred[-1]:
        problem, choice = settle(situation, asked, barred)
        if not choice.possible or _left(problem, set(choice.order)) != _left(problem, set(plan.steps)):
            stopped = choice.timed_out
            break
        barred.append(frozenset(choice.order))
        found.append((problem, choice))
    if stopped and not found:
        raise InputError(
            f"The search stopped at the time limit of {situation.question.time_limit:g} seconds before another plan "
            "was found; whether there is one is not known. Plan again with a longer time_limit."
        )
    told = [()] * (len(found) - 1) + [(message("plan.search-stopped"),) if stopped else ()]
    options: dict[str, Any] = {"pace": plan.pace, "rpl": plan.rpl is not None}
    return tuple(
        plan_of_choice(situation, asked, *one, notes=notes, **options) for one, notes in zip(found, told, strict=False)
    )


def situation_of(graph: CompetencyGraph, plan: Plan) -> Situation:
    """The situation of a plan's question. Raises InputError where the plan does not carry it."""
    if not isinstance(plan, Plan) or not isinstance(plan.gap, Gap) or not isinstance(plan.question, Question):
        raise InputError("This needs a plan as sswgraph.plan gave it: only that carries its question.")
    return Situation(graph, plan.gap, plan.question)


def _left(problem: Problem, chosen: set[str]) -> tuple[int, int]:
    left = problem.left_open(chosen)
    optional = len(left & problem.optional)
    return len(left) - optional, optional
