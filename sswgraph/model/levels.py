"""How a level held compares with one asked: by rank on one scale, by stated equivalences across scales (rule L1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sswgraph.model import ProficiencyLevel

Standing = Literal["met", "raise", "not-comparable"]
ORDER: dict[str, int] = {"met": 0, "raise": 1, "not-comparable": 2}


class Levels:
    """The levels of a graph, compared pairwise."""

    __slots__ = ("_equivalent", "_levels")

    def __init__(self, levels: Mapping[str, ProficiencyLevel]) -> None:
        self._levels = levels
        pairs = {(level.id, other) for level in levels.values() for other in level.equivalent_level}
        pairs |= {(b, a) for a, b in pairs}
        self._equivalent = sorted((a, b) for a, b in pairs if a in levels and b in levels)

    def rank(self, level: str | None) -> int:
        """Return the rank of a level on its scale; -1 where it is not known."""
        return self._levels[level].rank if level is not None and level in self._levels else -1

    def standing(self, held: str | None, required: str | None) -> Standing:
        """Return whether a level held meets a level required; an unstated requirement is met by any holding."""
        if required is None or held == required:
            return "met"
        if held is None or held not in self._levels or required not in self._levels:
            return "not-comparable"
        here, there = self._levels[held], self._levels[required]
        if here.scale == there.scale:
            return "met" if here.rank >= there.rank else "raise"
        return self._across(here, there)

    def _across(self, held: ProficiencyLevel, required: ProficiencyLevel) -> Standing:
        found: Standing = "not-comparable"
        for a, b in self._equivalent:
            like_held, like_required = self._levels[a], self._levels[b]
            if like_held.scale != held.scale or like_required.scale != required.scale:
                continue
            if held.rank >= like_held.rank and like_required.rank >= required.rank:
                return "met"
            below = held.rank < like_held.rank or like_required.rank < required.rank
            if below and held.rank <= like_held.rank and like_required.rank <= required.rank:
                found = "raise"
        return found

    def lowest(self, levels: list[str | None]) -> str | None:
        """Return the level that all of these reach; None where one is unstated or two cannot be compared."""
        reached = [one for one in levels if one and all(self.standing(other, one) == "met" for other in levels)]
        return min(reached) if reached else None

    def highest(self, levels: set[str | None]) -> tuple[str | None, ...]:
        """Return those that no other one reaches, sorted; an unstated level only where there is no other."""
        stated = sorted(level for level in levels if level is not None)
        kept = [
            level
            for level in stated
            if not any(
                other != level
                and self.standing(other, level) == "met"
                and (self.standing(level, other) != "met" or other < level)
                for other in stated
            )
        ]
        return tuple(kept or stated) or (None,)
