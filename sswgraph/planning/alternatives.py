"""Other plans for the same question, the best first."""

from __future__ import annotations

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Gap, Plan
from sswgraph.planning.answer import answered
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
        The other plans; fewer than ``k`` where there are no more.

    Raises:
        InputError: Where ``k`` is no number from 1, or the plan does not carry its question.

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
    barred, found = [frozenset(plan.steps)], list[Plan]()
    while len(found) < k and barred[-1]:
        puzzle, choice = settle(desk, asked, barred)
        if not choice.possible or _left(puzzle, set(choice.order)) != _left(puzzle, set(plan.steps)):
            break
        barred.append(frozenset(choice.order))
        found.append(answered(desk, asked, puzzle, choice, pace=plan.pace, rpl=plan.rpl is not None))
    return tuple(found)


def desk_of(graph: CompetencyGraph, plan: Plan) -> Desk:
    """The question that a plan answered, laid out again. Raises InputError where the plan does not carry it."""
    if not isinstance(plan, Plan) or not isinstance(plan.gap, Gap) or not isinstance(plan.question, Question):
        raise InputError("This needs a plan as sswgraph.plan gave it: only that carries its question.")
    return Desk(graph, plan.gap, plan.question)


def _left(puzzle: Puzzle, chosen: set[str]) -> tuple[int, int]:
    left = puzzle.left_open(chosen)
    optional = len(left & puzzle.optional)
    return len(left) - optional, optional
