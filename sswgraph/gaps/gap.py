"""``gap``: what a target requires against what is held, with reason and proof."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import cast

from sswgraph.errors import InputError
from sswgraph.gaps.holdings import Held, Resolved, resolve, seen_from
from sswgraph.gaps.matching import Found, Holder
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import in_force, places_of
from sswgraph.graph.requirements import (
    Asked,
    asked_of,
    complete,
    list_notes,
    may_be_held,
    required,
)
from sswgraph.messages import Message, message
from sswgraph.model import Gap, GapItem, LinkCount, Profile
from sswgraph.model.deferred import Later, later
from sswgraph.model.levels import ORDER, Levels
from sswgraph.model.permissions import rules_of
from sswgraph.model.results import Status
from sswgraph.model.volumes import is_number

HeldLevels = tuple[str | None, ...] | None


class Standings(dict[tuple[HeldLevels, str | None], Status]):
    """Levels held and a level asked -> how they stand; each pair is worked out once a graph."""

    def __init__(self, levels: Levels) -> None:
        super().__init__()
        self.levels = levels

    def __missing__(self, pair: tuple[HeldLevels, str | None]) -> Status:
        held, asked = pair
        standing: Status = "missing"
        if held is not None:
            standing = min((self.levels.standing(one, asked) for one in held), key=ORDER.__getitem__)
        self[pair] = standing
        return standing


class TargetSide:
    """What a target asks.

    ``plain``: what no mapping and no whole with parts bears on, so that a look-up answers it; ``involved``: the rest.
    """

    def __init__(self, graph: CompetencyGraph, target: str) -> None:
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


def gap(
    graph: CompetencyGraph,
    held: Held,
    target: str,
    *,
    minimum_confidence: float | Decimal | None = None,
    where: str | None = None,
) -> Gap:
    """What stands between what is held and a target.

    ``held``: the id of a cadre, qualification, module, competency or set; a Profile; {competency id: level id or
    None}; or a list of these. ``target``: the id of a cadre, qualification, competency or set. ``minimum_confidence``
    (0 to 1): mappings that state less give no credit. ``where``: the place whose rules hold, as a code of ISO 3166 or
    UN M.49; without it the countries or regions of the target's framework, else of what is held. Obligations,
    conditions and limits come first: competence is not permission.

    Raises UnknownElementError with near ids, and InputError for what cannot be held or aimed at, or is no place.
    The rules (H, L, C) are in ``docs/semantics.md``. Items, notes, the count of links and the stamp are made when they
    are first read.

    >>> import sswgraph as ssw
    >>> g = ssw.load("za")
    >>> answer = ssw.gap(g, "za:social-auxiliary-worker", "za:social-auxiliary-worker")
    >>> len(answer.missing), len(answer.limits) > 0
    (0, True)
    """
    minimum = _minimum(minimum_confidence)
    side = _held_side(graph, held)
    target = graph[target].id
    if target in side.resolved.profile.completed:
        side = HeldSide(side.resolved, seen_from(graph, side.resolved.profile, target))
    resolved = side.resolved
    aim = graph.remember(("target", target), lambda: TargetSide(graph, target))
    weighing = Weighing(graph, side, aim, minimum)
    rules = in_force(graph, target, places_of(graph, where, [target], _ids_held(resolved)))
    return Gap(
        held=resolved.given,
        held_label=resolved.label,
        target=target,
        target_label=graph.label(target),
        complete=aim.complete,
        required=aim.required,
        items=cast("tuple[GapItem, ...]", weighing),  # a Later, which the field takes
        notes=later(lambda: (*resolved.notes, *_notes(graph, resolved, target, weighing))),
        profile=resolved.profile,
        links=later(lambda: _links(graph, weighing)),
        minimum_confidence=minimum,
        stamp=later(lambda: graph.stamp(minimum_confidence=minimum, **({"where": where} if where else {}))),
        **rules_of(rules),
    )


def _ids_held(resolved: Resolved) -> tuple[str, ...]:
    """The roles, courses and competencies that are held."""
    profile = resolved.profile
    return (*resolved.cadres, *profile.completed, *(holding.competency for holding in profile.holdings))


def _minimum(given: float | Decimal | None) -> Decimal | None:
    if given is None:
        return None
    if not is_number(given) or given > 1:
        raise InputError(f"minimum_confidence is a number from 0 to 1, not {given!r}.")
    return Decimal(str(given))


def _held_side(graph: CompetencyGraph, held: Held) -> HeldSide:
    """Roles and courses are asked about again and again; profiles of people are not kept."""
    if isinstance(held, str):
        return graph.remember(("held", held), lambda: HeldSide(resolve(graph, held)))
    return HeldSide(resolve(graph, held))


def _links(graph: CompetencyGraph, weighing: Weighing) -> LinkCount:
    walked = (identifier for item in weighing.items() for identifier in item.proof)
    return graph.count_bases(one for one in walked if _is_link(graph, one))


def _is_link(graph: CompetencyGraph, identifier: str) -> bool:
    element = graph.get(identifier)
    return element is None or element.kind in ("requirement", "outcome", "mapping")


def _notes(graph: CompetencyGraph, resolved: Resolved, target: str, weighing: Weighing) -> list[Message]:
    """What a plain list of items would hide: how far it goes, nothing asked, nothing held, nothing that connects."""
    label, aim = graph.label(target), weighing.target
    if not aim.asked:
        return [message("gap.nothing-asked", target=label)]
    notes = list(list_notes(graph, target, resolved.cadres))
    if may_be_held(graph, resolved.cadres) and "missing" in weighing.statuses().values():
        notes.append(message("lists.may-be-held"))
    if not resolved.profile.holdings:
        roles = tuple(graph.label(cadre) for cadre in resolved.cadres)
        return [*notes, message("gap.nothing-stated", cadres=roles) if roles else message("gap.nothing-held")]
    homes = {graph.home(h.competency) for h in resolved.profile.holdings}
    reached = {graph.home(c) for c in aim.asked}
    reached |= {graph.home(credit.source) for c in aim.asked for credit in graph.credits.into(c)}
    for home in sorted(filter(None, homes - reached)):
        notes.append(message("gap.unconnected", here=graph.label(home), target=label))
    ambiguous = sorted(graph.credits.ambiguous)
    if ambiguous:
        notes.append(message("gap.ambiguous", n=len(ambiguous), mappings=tuple(ambiguous[:3])))
    return notes
