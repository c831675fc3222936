"""What a choice of modules depends on, and in which order chosen modules can be begun (rules P4 and P5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sswgraph.analysis.needs import Need
from sswgraph.analysis.packages import Package
from sswgraph.model import Number


@dataclass(slots=True)
class Puzzle:
    """Everything the choice depends on, by module id.

    ``volume``: what is minimised (None: not known); ``before`` and ``along``: modules that must come first or too;
    ``entries``: needs that must be closed by other modules before one begins; ``packages``: what completes each
    whole qualification.
    """

    needs: Sequence[Need]
    volume: Mapping[str, Number | None]
    before: Mapping[str, set[str]] = field(default_factory=dict)
    along: Mapping[str, set[str]] = field(default_factory=dict)
    entries: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    packages: Mapping[str, Package] | None = None
    budget: Number | None = None


def teachable(puzzle: Puzzle) -> set[str]:
    """The modules that can be begun at all: what they need before, along and at entry is on offer as well."""
    on_offer = set(puzzle.volume)
    while True:
        order, stuck = replay(puzzle, on_offer)
        lacking = {m for m in order if not puzzle.along.get(m, set()) <= on_offer}
        if not stuck and not lacking:
            return on_offer
        on_offer -= set(stuck) | lacking


def replay(puzzle: Puzzle, chosen: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The chosen modules in an order in which each can be begun, smallest id first; and those that never can."""
    waiting = sorted(chosen)
    placed: list[str] = []
    done: set[str] = set()
    while waiting:
        ready = next((m for m in waiting if _can_begin(puzzle, m, done)), None)
        if ready is None:
            break
        waiting.remove(ready)
        placed.append(ready)
        done.add(ready)
    return tuple(placed), tuple(waiting)


def _can_begin(puzzle: Puzzle, module: str, done: set[str]) -> bool:
    if not puzzle.before.get(module, set()) <= done:
        return False
    return all(need.closed_by(done) for need in puzzle.entries.get(module, ()))
