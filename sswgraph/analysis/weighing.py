"""What is asked weighed against what is held: statuses at once, items with reason and proof when they are read."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from sswgraph.analysis.held import Resolved
from sswgraph.analysis.holder import Found, Holder
from sswgraph.analysis.lists import complete, required
from sswgraph.analysis.target import Asked, asked_of, conditions_of, limits_of
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.levels import ORDER, Levels
from sswgraph.language import Message, message
from sswgraph.model import GapItem, Profile
from sswgraph.model.later import Later
from sswgraph.model.results import Status

Held = tuple[str | None, ...] | None


class Standings(dict[tuple[Held, str | None], Status]):
    """Levels held and a level asked -> how they stand; each pair is worked out once a graph."""

    def __init__(self, levels: Levels) -> None:
        super().__init__()
        self.levels = levels

    def __missing__(self, pair: tuple[Held, str | None]) -> Status:
        held, asked = pair
        standing: Status = "missing"
        if held is not None:
            standing = min((self.levels.standing(one, asked) for one in held), key=ORDER.__getitem__)
        self[pair] = standing
        return standing


class TargetSide:
    """What a target asks, and before it its conditions and limits.

    ``plain``: what no mapping and no whole with parts bears on, so that a look-up answers it; ``involved``: the rest.
    """

    def __init__(self, graph: CompetencyGraph, target: str) -> None:
        self.conditions, self.limits = conditions_of(graph, target), limits_of(graph, target)
        self.asked = asked = asked_of(graph, target)
        self.complete, self.required = complete(graph, target), required(asked)
        holder = Holder(graph, Profile())
        simple = {c for c, one in asked.items() if len(one.levels) == 1 and holder.stands_alone(c)}
        self.plain = tuple((c, asked[c].levels[0], asked[c].necessity == "optional") for c in sorted(simple))
        self.involved = tuple(one for c, one in sorted(asked.items()) if c not in simple)


class HeldSide:
    """What is held, by competency: the levels of all holdings, and of those that are not optional in today's role."""

    def __init__(self, resolved: Resolved, profile: Profile | None = None) -> None:
        self.resolved, self.profile = resolved, profile or resolved.profile
        every: dict[str, list[str | None]] = {}
        firm: dict[str, list[str | None]] = {}
        for holding in self.profile.holdings:
            every.setdefault(holding.competency, []).append(holding.level)
            if not holding.optional:
                firm.setdefault(holding.competency, []).append(holding.level)
        self.every = {c: tuple(levels) for c, levels in every.items()}
        self.firm = {c: tuple(levels) for c, levels in firm.items()}


class Weighing(Later):
    """One side against the other; as the field ``items`` of a gap it gives way to the items once they are read."""

    def __init__(self, graph: CompetencyGraph, held: HeldSide, target: TargetSide, minimum: Decimal | None) -> None:
        self.graph, self.held, self.target, self.minimum = graph, held, target, minimum
        self._items: tuple[GapItem, ...] | None = None

    def statuses(self) -> dict[str, Status]:
        """Competency id -> status, for everything asked."""
        standings: Standings = self.graph.remember("standings", lambda: Standings(Levels(self.graph.index.levels)))
        firm, every = self.held.firm.get, self.held.every.get
        known = {c: standings[(every if opt else firm)(c), level] for c, level, opt in self.target.plain}
        if self.target.involved:
            for one in self.target.involved:
                known[one.competency] = self._stand(one)[0]
            known = {c: known[c] for c in sorted(known)}
        return known

    def items(self) -> tuple[GapItem, ...]:
        """One item per competency, in order of id, and what is held beyond."""
        if self._items is None:
            used: set[str] = set()
            items = [self._item(one, used) for one in self.target.asked.values()]
            items += self._beyond(used)
            self._items = tuple(sorted(items, key=lambda item: item.competency))
        return self._items

    make = items

    @cached_property
    def holder(self) -> Holder:
        return Holder(self.graph, self.held.profile, self.minimum)

    def _stand(self, asked: Asked) -> tuple[Status, str | None, Found | None]:
        """Status, level asked, what was found; of several levels that cannot be compared, the one that stands worst."""
        optional = asked.necessity == "optional"
        by_level = [(level, self.holder.best(asked.competency, level, optional=optional)) for level in asked.levels]
        level, found = max(by_level, key=lambda pair: ORDER[pair[1].standing] if pair[1] else 9)
        if found is not None:
            return found.standing, level, found
        found = self.holder.near(asked.competency, optional=optional)
        return "partial" if found else "missing", level, found

    def _item(self, asked: Asked, used: set[str]) -> GapItem:
        status, level, found = self._stand(asked)
        used |= found.uses() if found else set()
        walked = found.walked() if found else ()
        return GapItem(
            competency=asked.competency,
            label=self.graph.label(asked.competency),
            status=status,
            necessity=asked.necessity,
            required_level=level,
            held_level=found.level if found else None,
            reason=self._why(status, asked, level, found),
            proof=tuple(dict.fromkeys((*walked, asked.competency, *reversed(asked.sets), *asked.links))),
        )

    def _beyond(self, used: set[str]) -> list[GapItem]:
        """What is held, not asked, and was of no use for anything asked."""
        return [
            GapItem(
                competency=competency,
                label=self.graph.label(competency),
                status="beyond",
                necessity="not-stated",
                required_level=None,
                held_level=self.holder.levels.highest({holding.level for holding in holdings})[0],
                reason=message("gap.beyond"),
                proof=tuple(dict.fromkeys((*holdings[0].through, competency))),
            )
            for competency, holdings in sorted(self.holder.held.items())
            if competency not in self.target.asked and competency not in used
        ]

    def _why(self, status: Status, asked: Asked, level: str | None, found: Found | None) -> Message:
        level_label = self.graph.label(level) if level else message("gap.no-level")
        if found is None:
            return message("gap.missing", level=level_label)
        held = self.graph.label(found.level) if found.level else message("gap.level-unknown")
        where = self._where(asked, found)
        if status == "met" and level is None:
            return message("gap.met-any", where=where)
        if status == "not-comparable" and found.level is None:
            return message("gap.held-level-unknown", where=where, level=level_label)
        if status == "partial":
            # What is held of a part, or is narrower, is a part, however near: the whole is more.
            whole = found.credit is not None and found.of == asked.competency and found.credit.relation != "broad"
            return message(f"gap.partial-{found.credit.relation if found.credit and whole else 'part'}", where=where)
        return message(f"gap.{status}", where=where, held=held, level=level_label)

    def _where(self, asked: Asked, found: Found) -> Message:
        """In words: which holding counts, through which mapping, from which role or course."""
        basis = self._basis(found)
        if found.credit is None:
            if found.competency != asked.competency:
                return message("gap.by-part", part=self.graph.label(found.competency), basis=basis)
            return basis
        bases = {self.graph.basis_of(step) for step in found.credit.path[::2]}  # competencies stand between mappings
        where = message(
            f"gap.by-{found.credit.relation}",
            competency=self.graph.label(found.credit.source),
            basis=basis,
            link=message(f"gap.link-{next(one for one in _WEAKEST_FIRST if one in bases)}"),
        )
        if found.of != asked.competency:
            return message("gap.towards-part", part=self.graph.label(found.of), where=where)
        return where

    def _basis(self, found: Found) -> Message:
        if found.holding is None:
            return message("gap.basis-parts", parts=tuple(self.graph.label(one.competency) for one in found.parts))
        through, basis = found.holding.through, found.holding.basis
        known = bool(through) and basis in _OF_SOMEONE
        code = f"gap.basis-{basis}" + ("" if known or basis not in _OF_SOMEONE else "-plain")
        return message(code, holder=self.graph.label(through[0]) if known else "")


_OF_SOMEONE = ("certified", "assumed-from-cadre")
_WEAKEST_FIRST = ("draft", "derived", "stated")
