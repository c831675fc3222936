"""Other plans for the same question, the best first."""

from __future__ import annotations

from typing import Any

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import message
from sswgraph.model import Gap, Plan
from sswgraph.planning.answer import answered
from sswgraph.planning.optimise import Choice
from sswgraph.planning.problem import Desk, Puzzle
from sswgraph.planning.question import Question
from sswgraph.planning.settle import asked_of, settle


def alternatives(graph: CompetencyGraph, plan: Plan, k: int = 3) -> tuple[Plan, ...]:
    """The best other plans for the same question, the best first.

    Each closes as much as the plan does, can be carried out, and contains neither the plan nor an alternative before
    it: what is only the same with something more is no alternative. Each is proved as the plan is.

    Args:
        graph: What the plan was made from.
        plan: A plan of :func:`sswgraph.plan`.
        k: How many at most, from 1.

    Returns:
        The other plans; fewer than ``k`` where there are no more, or where the time limit ended the search for another,
        which the last one says in its notes.

    Raises:
        InputError: Where ``k`` is no number from 1, the plan does not carry its question, or the time limit ended the
            search before any other plan was found.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("za")
        >>> found = ssw.plan(g, ssw.gap(g, [], "za:social-auxiliary-worker"), as_of="2026-11-21")
        >>> all(len(one.open) == len(found.open) for one in ssw.alternatives(g, found, 2))
        True
    """
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise InputError(f"k is how many alternatives are wanted, from 1; not {k!r}.")
    desk = desk_of(graph, plan)
    asked = asked_of(desk)
    barred, found, stopped = [frozenset(plan.steps)], list[tuple[Puzzle, Choice]](), False
    while len(found) < k and barred[-1]:
        puzzle, choice = settle(desk, asked, barred)
        if not choice.possible or _left(puzzle, set(choice.order)) != _left(puzzle, set(plan.steps)):
            stopped = choice.timed_out
            break
        barred.append(frozenset(choice.order))
        found.append((puzzle, choice))
    if stopped and not found:
        raise InputError(
            f"The search stopped at the time limit of {desk.question.time_limit:g} seconds before another plan was "
            "found; whether there is one is not known. Plan again with a longer time_limit."
        )
    told = [()] * (len(found) - 1) + [(message("plan.search-stopped"),) if stopped else ()]
    options: dict[str, Any] = {"pace": plan.pace, "rpl": plan.rpl is not None}
    return tuple(answered(desk, asked, *one, notes=notes, **options) for one, notes in zip(found, told, strict=False))


def desk_of(graph: CompetencyGraph, plan: Plan) -> Desk:
    """The question that a plan answered, laid out again. Raises InputError where the plan does not carry it."""
    if not isinstance(plan, Plan) or not isinstance(plan.gap, Gap) or not isinstance(plan.question, Question):
        raise InputError("This needs a plan as sswgraph.plan gave it: only that carries its question.")
    return Desk(graph, plan.gap, plan.question)


def _left(puzzle: Puzzle, chosen: set[str]) -> tuple[int, int]:
    left = puzzle.left_open(chosen)
    optional = len(left & puzzle.optional)
    return len(left) - optional, optional
