"""A profile held against single requirements: directly, through mappings, or by the parts of a whole."""

from __future__ import annotations

from dataclasses import dataclass

from sswgraph.analysis.levels import ORDER, Levels, Standing
from sswgraph.analysis.target import Asked
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.credit import Credit
from sswgraph.model import Holding, Profile


@dataclass(frozen=True, slots=True)
class Found:
    """One way to stand towards a requirement: how good, and through what."""

    standing: Standing
    holding: Holding
    credit: Credit | None = None


class Holder:
    """What a profile is worth towards requirements; ``used`` remembers the competencies that counted for something."""

    def __init__(self, graph: CompetencyGraph, profile: Profile, minimum_confidence: float | None = None) -> None:
        self.graph, self.minimum = graph, minimum_confidence
        self.levels = Levels(graph.index.levels)
        self.held: dict[str, list[Holding]] = {}
        for holding in profile.holdings:
            self.held.setdefault(holding.competency, []).append(holding)
        self.used: set[str] = set()

    def meets(self, competency: str, level: str | None) -> bool:
        """Whether the profile already has this competency at this level, essential holdings only."""
        asked = Asked(competency, (level,), "essential", (), ())
        found = self.best(asked, level) or self.whole_of_parts(asked)
        return found is not None and found.standing == "met"

    def best(self, asked: Asked, level: str | None) -> Found | None:
        """The best full holding: the competency itself, or one whose mapping gives full credit."""
        found = [
            Found(self.levels.standing(h.level, level), h, credit)
            for competency, credit in self._sources(asked.competency, full=True)
            for h in self.counting(competency, asked)
        ]
        return min(found, key=_preference) if found else None

    def _sources(self, competency: str, *, full: bool) -> list[tuple[str, Credit | None]]:
        credits = [c for c in self.graph.credits.into(competency) if c.full == full and self._trusted(c)]
        direct: list[tuple[str, Credit | None]] = [(competency, None)] if full else []
        return direct + [(credit.source, credit) for credit in credits]

    def _trusted(self, credit: Credit) -> bool:
        return self.minimum is None or (credit.confidence is not None and credit.confidence >= self.minimum)

    def counting(self, competency: str, asked: Asked) -> list[Holding]:
        """The holdings of a competency that count here: what is optional today proves nothing essential (H3)."""
        return [h for h in self.held.get(competency, ()) if not h.optional or asked.necessity == "optional"]

    def whole_of_parts(self, asked: Asked) -> Found | None:
        """All parts held give the whole, where the whole says that its parts are complete (C2)."""
        element = self.graph.get(asked.competency)
        parts = self.graph.index.narrower.get(asked.competency, ())
        if not parts or not getattr(element, "parts_complete", None):
            return None
        worst: Found | None = None
        for part in parts:
            of_part = Asked(part, asked.levels, asked.necessity, asked.links, asked.sets)
            by_level = [self.best(of_part, level) for level in asked.levels]
            if None in by_level:
                return None
            for found in by_level:
                assert found is not None
                self.used.add(found.holding.competency)
                if worst is None or _preference(found) > _preference(worst):
                    worst = found
        assert worst is not None
        whole = Holding(
            competency=asked.competency, level=worst.holding.level, basis=worst.holding.basis, through=parts
        )
        return Found(worst.standing, whole)

    def something(self, asked: Asked) -> Found | None:
        """What is held that comes near: by a close, broad or narrow mapping, or a part of the whole."""
        for competency, credit in self._sources(asked.competency, full=False):
            for holding in self.counting(competency, asked):
                self.used.add(competency)
                return Found("not-comparable", holding, credit)
        for part in self.graph.index.narrower.get(asked.competency, ()):
            if getattr(self.graph.get(asked.competency), "parts_complete", None):
                for holding in self.counting(part, asked):
                    self.used.add(part)
                    return Found("not-comparable", holding)
        return None


def _preference(found: Found) -> tuple[int, int, int, str, tuple[str, ...]]:
    steps = found.credit.steps if found.credit else 0
    own = 1 if found.holding.basis == "assumed-from-cadre" else 0
    return (ORDER[found.standing], steps, own, found.holding.competency, found.holding.through)
