"""A question settled: the needs that a plan is asked to close, the one model, and its best choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sswgraph.planning.candidates import Need
from sswgraph.planning.optimise import Choice, choose
from sswgraph.planning.problem import Desk, Puzzle


@dataclass(frozen=True, slots=True)
class Asked:
    """The needs of a gap; ``left``: optional competencies that the plan is not asked to close; ``optional``: all."""

    needs: Sequence[Need]
    left: frozenset[str]
    optional: frozenset[str]


def asked_of(desk: Desk) -> Asked:
    """The needs of a gap, and which of them a plan is asked to close."""
    needs = desk.needs(desk.gap.open)
    optional = frozenset(item.competency for item in desk.gap.open if item.necessity == "optional")
    return Asked(needs, optional if not desk.question.optional else frozenset(), optional)


def settle(
    desk: Desk, asked: Asked, barred: Sequence[frozenset[str]] = (), kept: Sequence[Need] = ()
) -> tuple[Puzzle, Choice]:
    """The one model and its best choice.

    The needs carry all ways that may close them; ``barred``: choices that were given before; ``kept``: needs that are
    closed whatever it costs.
    """
    wanted: list[Need] = [need for need in asked.needs if need.competency not in asked.left]
    puzzle = desk.puzzle(wanted, asked.optional, kept)
    puzzle.barred = barred
    return puzzle, choose(puzzle, time_limit=desk.question.time_limit)
