"""A profile held against single requirements: directly, through mappings, or by the parts of a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.credit import Credit
from sswgraph.graph.levels import ORDER, Levels, Standing
from sswgraph.model import Holding, Profile


@dataclass(frozen=True, slots=True)
class Found:
    """One way to stand towards a competency ``of``: how good, by which holding or parts, through which mapping."""

    of: str
    competency: str
    standing: Standing
    level: str | None
    holding: Holding | None = None
    parts: tuple[Found, ...] = ()
    credit: Credit | None = None

    def walked(self) -> tuple[str, ...]:
        """The ids from what is held to what it is worth: roles, links, competencies, mappings."""
        own = self.holding.through if self.holding else tuple(i for part in self.parts for i in part.walked())
        return (*own, self.competency, *(self.credit.path if self.credit else ()), self.of)

    def uses(self) -> set[str]:
        """The competencies held that count here."""
        return {self.competency}.union(*(part.uses() for part in self.parts))


class Holder:
    """What a profile is worth towards requirements."""

    def __init__(self, graph: CompetencyGraph, profile: Profile, minimum_confidence: Decimal | None = None) -> None:
        self.graph, self.minimum = graph, minimum_confidence
        self.levels = Levels(graph.index.levels)
        self.held: dict[str, list[Holding]] = {}
        for holding in profile.holdings:
            self.held.setdefault(holding.competency, []).append(holding)
        self._known: dict[tuple[str, str | None, bool], Found | None] = {}

    def meets(self, competency: str, level: str | None) -> bool:
        """Whether the profile has this competency at this level, optional holdings left out."""
        found = self.best(competency, level)
        return found is not None and found.standing == "met"

    def best(self, competency: str, level: str | None, *, optional: bool = False) -> Found | None:
        """The best full holding: the competency itself, one that a mapping equals to it, or all parts of either.

        ``optional``: whether holdings that are only optional in today's role count (H3).
        """
        key = (competency, level, optional)
        if key not in self._known:
            self._known[key] = self._best(competency, level, optional, frozenset())
        return self._known[key]

    def near(self, competency: str, *, optional: bool = False) -> Found | None:
        """What is held that comes near: through a close, broad or narrow mapping, or as a part of the whole."""
        for credit in self._credits(competency):
            if not credit.full:
                for found in self._at(credit.source, None, optional, credit, frozenset()):
                    return replace(found, of=competency, standing="not-comparable", credit=credit)
        for part in self.parts(competency):
            some = self.best(part, None, optional=optional) or self.near(part, optional=optional)
            if some is not None:
                return replace(some, of=part, standing="not-comparable")
        return None

    def _best(self, competency: str, level: str | None, optional: bool, within: frozenset[str]) -> Found | None:
        found = self._at(competency, level, optional, None, within)
        for credit in self._credits(competency):
            if credit.full:
                found += [replace(f, of=competency) for f in self._at(credit.source, level, optional, credit, within)]
        return min(found, key=self._preference) if found else None

    def _at(
        self, competency: str, level: str | None, optional: bool, credit: Credit | None, within: frozenset[str]
    ) -> list[Found]:
        """What is held of one competency, itself or by all its parts."""
        found = [
            Found(competency, competency, self.levels.standing(h.level, level), h.level, holding=h, credit=credit)
            for h in self.held.get(competency, ())
            if optional or not h.optional
        ]
        whole = self._whole(competency, level, optional, credit, within)
        return [*found, whole] if whole else found

    def _whole(
        self, competency: str, level: str | None, optional: bool, credit: Credit | None, within: frozenset[str]
    ) -> Found | None:
        """All parts held give the whole, where the whole says that its parts are complete (C2)."""
        parts = self.parts(competency)
        if not parts or competency in within:
            return None
        found = [self._best(part, level, optional, within | {competency}) for part in parts]
        held = tuple(one for one in found if one is not None)
        if len(held) < len(parts):
            return None
        standing = max((one.standing for one in held), key=ORDER.__getitem__)
        lowest = self.levels.lowest([one.level for one in held])
        return Found(competency, competency, standing, lowest, parts=held, credit=credit)

    def parts(self, competency: str) -> tuple[str, ...]:
        """The parts of a competency that says they are complete; none where it does not."""
        complete = getattr(self.graph.get(competency), "parts_complete", None)
        return self.graph.index.narrower.get(competency, ()) if complete else ()

    def stands_alone(self, competency: str) -> bool:
        """Whether only holding this very competency counts for it: nothing maps to it, and it is no whole of parts."""
        return not self.parts(competency) and not self.graph.credits.into(competency)

    def _credits(self, competency: str) -> tuple[Credit, ...]:
        return self.graph.credits.into(competency, minimum=self.minimum)

    def _preference(self, found: Found) -> tuple[int, int, int, int, str, tuple[str, ...]]:
        """Better standing first, then fewer mappings, the higher level, what was not merely assumed, smaller ids."""
        steps = found.credit.steps if found.credit else 0
        assumed = int(found.holding is None or found.holding.basis == "assumed-from-cadre")
        rank = self.levels.rank(found.level)
        return (ORDER[found.standing], steps, -rank, assumed, found.competency, found.walked())
