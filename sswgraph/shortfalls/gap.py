"""``gap``: what a target requires against what is held, with reason and proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import cast

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import ANYWHERE, Where, in_force, named_places, places_of
from sswgraph.graph.requirements import (
    Asked,
    Line,
    Suggested,
    asked_lines,
    complete,
    list_notes,
    may_be_held,
    merged,
    nothing_required,
    required,
    requires_none,
    suggested,
)
from sswgraph.messages import Message, message
from sswgraph.model import Gap, GapItem, Holding, LinkCount, Profile
from sswgraph.model.levels import ORDER, Levels
from sswgraph.model.permissions import rules_of
from sswgraph.model.results import STATUSES, Status
from sswgraph.model.shown import Later, later, unread_field
from sswgraph.model.volumes import is_number
from sswgraph.shortfalls.holdings import Held, HeldLine, Resolved, as_lines, resolve, seen_from
from sswgraph.shortfalls.matching import Found, Holder, related

HeldLevels = tuple[str | None, ...] | None
# Of several levels that cannot be compared the item shows the one that stands worst.
_WORSE = {name: n for n, name in enumerate(STATUSES)}
SEEN = ("assessed", "supervisor-rated")


class Standings(dict[tuple[HeldLevels, str | None], Status]):
    """Levels held and a level required -> how they stand; each pair is worked out once a graph."""

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
    The graph keeps it, and it does not hold the graph, which is gone with its last user.
    """

    def __init__(self, graph: CompetencyGraph, target: str) -> None:
        self.target, self.places = target, places_of(graph, None, [target])
        self._levels = graph.index.levels
        self._lines = lines = asked_lines(graph, target)
        self.complete = complete(graph, target)
        others = related(graph)
        plain, rest = [], dict[str, list[Line]]()
        for c, several in lines.items():
            if len(several) > 1 or c in others:
                rest[c] = several
            else:
                plain.append((c, several[0][0], several[0][1] == "optional"))
        involved = merged(self._levels, rest) if rest else {}
        simple = {c for c, one in involved.items() if c not in others and len(one.levels) == 1}
        plain += [(c, involved[c].levels[0], involved[c].necessity == "optional") for c in simple]
        self.plain = sorted(plain, key=itemgetter(0))
        self.involved = tuple(one for c, one in involved.items() if c not in simple)
        self.required = [optional for _, _, optional in plain].count(False) + required(self.involved)

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """Competency id -> what is asked of it, in order of id."""
        return merged(self._levels, self._lines)


class HeldSide:
    """What is held, by competency: the levels of all holdings, and of those that are not optional in today's role.

    The graph keeps that of its elements, and it does not hold the graph.
    """

    def __init__(self, resolved: Resolved) -> None:
        self.given, self.label, self.notes = resolved.given, resolved.label, resolved.notes
        self.cadres, self.completed = resolved.cadres, resolved.completed
        self._profile = resolved.profile if unread_field(resolved, "profile") is None else None
        self._places: tuple[str, ...] | None = None
        self._count(resolved.lines)

    def _count(self, lines: Iterable[HeldLine]) -> None:
        self.every = every = dict[str, tuple[str | None, ...]]()
        self.firm = firm = dict[str, tuple[str | None, ...]]()
        for competency, level, optional in lines:
            every[competency] = (*every[competency], level) if competency in every else (level,)
            if not optional:
                firm[competency] = (*firm[competency], level) if competency in firm else (level,)

    def profile(self, graph: CompetencyGraph) -> Profile:
        """What is held; of a cadre made when somebody asks for it."""
        if self._profile is None:
            self._profile = resolve(graph, self.given[0]).profile
        return self._profile

    def places(self, graph: CompetencyGraph) -> tuple[str, ...]:
        """The places of the roles, courses and competencies that are held (J1)."""
        if self._places is None:
            self._places = places_of(graph, None, (*self.cadres, *self.completed, *self.every))
        return self._places

    def towards(self, graph: CompetencyGraph, target: str) -> HeldSide:
        """The same as it counts towards a target, which may be held itself."""
        if target not in self.completed:
            return self
        made = copy(self)
        made._profile = seen_from(graph, self.profile(graph), target)
        made._count(as_lines(made._profile.holdings))
        return made


class Weighing(Later):
    """One side against the other; as the field ``items`` of a gap it gives way to the items once they are read."""

    def __init__(
        self,
        graph: CompetencyGraph,
        held: HeldSide,
        target: TargetSide,
        minimum: Decimal | None,
        recognise: tuple[str, ...],
        *,
        undisputed: bool = False,
    ) -> None:
        self.graph, self.held, self.target, self.minimum, self.recognise = graph, held, target, minimum, recognise
        self.as_if_undisputed = undisputed
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
        """The profile, to be weighed against single requirements."""
        return Holder(self.graph, self.held.profile(self.graph), self.minimum, self.recognise, self.as_if_undisputed)

    @cached_property
    def hopeful(self) -> Holder:
        """The same, as it would be once every mapping that can be recognised is."""
        return self.holder.hoping(lambda _: True)

    @cached_property
    def undisputed(self) -> Weighing | None:
        """The same, had nobody denied what is contested; None where nothing is."""
        if not self.graph.contested:
            return None
        return Weighing(self.graph, self.held, self.target, self.minimum, self.recognise, undisputed=True)

    def _stand(self, asked: Asked) -> tuple[Status, str | None, Found | None]:
        """Status, level required, what was found; of several levels that cannot be compared, the worst."""
        optional = asked.necessity == "optional"
        ways = [(level, *self._way(asked.competency, level, optional)) for level in asked.levels]
        level, status, found = max(ways, key=lambda way: _WORSE[way[1]])
        return status, level, found

    def _way(self, competency: str, level: str | None, optional: bool) -> tuple[Status, Found | None]:
        """The most certain way to stand towards a competency at one level (C5)."""
        found = self.holder.best(competency, level, optional=optional)
        if found is not None and found.standing == "met":
            return "met", found
        hoped = self.hopeful.best(competency, level, optional=optional)
        if hoped is not None and hoped.standing == "met":
            return "if-recognised", hoped
        if found is not None:
            return found.standing, found
        near = self.holder.near(competency, optional=optional)
        return ("in-part", near) if near else ("missing", None)

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
            to_recognise=found.to_recognise() if found and status == "if-recognised" else (),
            contested=self._contested(asked, status, walked),
            to_be_seen=self._to_be_seen(asked.competency, asked.levels),
        )

    def _contested(self, asked: Asked, status: Status, walked: Sequence[str]) -> tuple[str, ...]:
        """What is claimed and who denies it, where that stands on the way, or was the way until it was denied."""
        if self.undisputed is None:
            return ()
        voices, steps = self.graph.voices, [*walked]
        before, _, found = self.undisputed._stand(asked)
        if before != status and found is not None:
            steps += found.walked()
        denied = [step for step in dict.fromkeys(steps) if voices.contests(step)]
        return tuple(dict.fromkeys(one for step in denied for one in (step, *voices.denials_of(step))))

    def _to_be_seen(self, competency: str, levels: Iterable[str | None]) -> bool:
        """Whether it is safety-critical, and nobody has seen it in practice at the level required (C6)."""
        if not getattr(self.graph.get(competency), "safety_critical", None):
            return False
        return to_be_seen(self.holder.levels, self.holder.held.get(competency, ()), levels)

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
                to_be_seen=self._to_be_seen(competency, (None,)),
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
        if status == "if-recognised":
            return message("gap.if-recognised", where=where)
        if status == "in-part":
            # What is held of a part, or is narrower, is a part, however near: the whole is more.
            whole = found.credit is not None and found.of == asked.competency and found.credit.relation != "broad"
            return message(f"gap.in-part-{'level' if whole else 'part'}", where=where, level=level_label)
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


def to_be_seen(levels: Levels, held: Iterable[Holding], asked: Iterable[str | None]) -> bool:
    """Whether nobody has seen a competency in practice at each level required, its holdings being these (C6)."""
    seen = [holding.level for holding in held if holding.basis in SEEN]
    return not all(any(levels.standing(one, level) == "met" for one in seen) for level in asked)


Recognise = str | Iterable[str]
_RECOGNISABLE = ("close", "wider")
_OF_SOMEONE = ("certified", "assumed-from-cadre")
_WEAKEST_FIRST = ("draft", "derived", "stated")


def gap(
    graph: CompetencyGraph,
    held: Held,
    target: str,
    *,
    recognise: Recognise = (),
    where: Where = None,
    through_functions: bool = False,
    minimum_confidence: float | Decimal | None = None,
) -> Gap:
    """Compare what is held with what a target requires: obligations, conditions and limits, then each competency.

    Competence is not permission, so what must be done and what may not come first. Items, notes, the profile, the count
    of links and the stamp are made when they are first read.

    Args:
        graph (CompetencyGraph): The graph.
        held (str | Profile | Mapping | Iterable): The id of a cadre, qualification, module, competency or set; a
            profile; {competency id: level id or None}; or a list of these.
        target (str): The id of a cadre, qualification, competency or set.
        recognise (str | Iterable[str]): What to take as recognised, to try it out: 'close', 'wider' (what is held is
            wider than what is asked), or ids of mappings.
        where (str | Iterable[str] | None): The place whose rules hold, as a code of ISO 3166 or UN M.49, or several.
            None or 'anywhere': the countries or regions of the target's framework, otherwise of what is held.
        through_functions (bool): Whether to add what the functions of a cadre suggest (F1), beside what is required and
            never counted with it.
        minimum_confidence (float | Decimal | None): From 0 to 1: mappings that state less give no credit. None: all
            count.

    Returns:
        A value with ``.items`` (one for each competency, with reason and proof), ``.missing``, ``.open``, ``.limits``
        and ``rows()``; ``.statuses`` is quickest.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: For something that cannot be held, be a target or be recognised, and for an invalid place or
            confidence.

    Source:
        The rules H, L and C in docs/semantics.md.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("za")
        >>> answer = ssw.gap(g, "za:social-auxiliary-worker", "za:social-auxiliary-worker")
        >>> len(answer.missing), len(answer.limits) > 0
        (0, True)
    """  # noqa: DOC502 - the graph and the steps below raise
    require_graph(graph)
    minimum, taken = _minimum(minimum_confidence), recognisable(graph, recognise)
    given = _held_side(graph, held)
    target = graph[target].id
    aim = target_side(graph, target)
    weighing = Weighing(graph, given.towards(graph, target), aim, minimum, taken)
    named = named_places(where)
    places = places_of(graph, named) if named else aim.places or given.places(graph)
    hints = suggested(graph, target, places) if through_functions else None
    return Gap(
        held=given.given,
        held_label=given.label,
        target=target,
        target_label=graph.label(target),
        complete=aim.complete,
        required=aim.required,
        items=cast("tuple[GapItem, ...]", weighing),  # a Later, which the field takes
        notes=later(lambda: (*given.notes, *_notes(graph, given, target, weighing), *_silent(hints))),
        profile=later(lambda: given.profile(graph)),
        links=later(lambda: _links(graph, weighing)),
        minimum_confidence=minimum,
        recognise=taken,
        where=named or (() if where is None else (ANYWHERE,)),
        suggested=hints.items if hints else None,
        not_needed=hints.not_needed if hints else (),
        not_required=hints.not_required if hints else (),
        stamp=later(lambda: graph.stamp(minimum_confidence=minimum, **_tried(taken, named, through_functions))),
        **rules_of(in_force(graph, target, places)),
    )


def _silent(hints: Suggested | None) -> tuple[Message, ...]:
    """That nothing follows from functions, where none says what it needs: no sign that nothing more is needed."""
    return (message("gap.functions-silent"),) if hints is not None and hints.silent else ()


def _minimum(given: float | Decimal | None) -> Decimal | None:
    if given is None:
        return None
    if not is_number(given) or given > 1:
        raise InputError(f"minimum_confidence is a number from 0 to 1, not {given!r}.")
    return Decimal(str(given))


def recognisable(graph: CompetencyGraph, given: Recognise) -> tuple[str, ...]:
    """What is to be taken as recognised.

    A mapping can be recognised where it is in force and counts for less than the whole; 'broad' as seen from what is
    held cannot: no decision makes a part the whole (C2).

    Returns:
        The words and ids, each once, in order.

    Raises:
        InputError: For something that cannot be recognised.
    """
    asked = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    for one in asked:
        if not isinstance(one, str):
            raise InputError(f"recognise takes 'close', 'wider' or ids of mappings, not {type(one).__name__}.")
        if one in _RECOGNISABLE:
            continue
        mapping = graph.get(one)
        if getattr(mapping, "kind", None) != "mapping":
            voices = [row.id for row in graph.mappings if row.sentence == one]
            near = f" Several voices say so; name one: {', '.join(voices)}." if voices else ""
            raise InputError(f"recognise takes 'close', 'wider' or ids of mappings; {one!r} is none.{near}")
        state = graph.voices.state(one)
        if mapping.negated or mapping.relation == "related" or state == "overruled":
            why = "is overruled by a decision" if state == "overruled" else "claims nothing that could be recognised"
            raise InputError(f"'{one}' {why}. Recognise a mapping that is close, wider or contested.")
    return tuple(dict.fromkeys(sorted(asked)))


def target_side(graph: CompetencyGraph, target: str) -> TargetSide:
    """What a target asks: kept, since targets are asked about again and again, and no more than the graph has."""
    known: dict[str, TargetSide] = graph.remember("target sides", dict)
    if target not in known:
        known[target] = TargetSide(graph, target)
    return known[target]


def _held_side(graph: CompetencyGraph, held: Held) -> HeldSide:
    """What is held: kept of elements of the graph, and of no profiles, which are of people."""
    if not isinstance(held, str):
        return HeldSide(resolve(graph, held))
    known: dict[str, HeldSide] = graph.remember("held sides", dict)
    element = graph[held].id
    if element not in known:
        known[element] = HeldSide(resolve(graph, element))
    return known[element]


def _links(graph: CompetencyGraph, weighing: Weighing) -> LinkCount:
    walked = (identifier for item in weighing.items() for identifier in item.proof)
    return graph.count_bases(one for one in walked if _is_link(graph, one))


def _is_link(graph: CompetencyGraph, identifier: str) -> bool:
    element = graph.get(identifier)
    return element is None or element.kind in ("requirement", "outcome", "mapping")


def _tried(recognise: tuple[str, ...], where: tuple[str, ...], through_functions: bool) -> dict[str, object]:
    """The options that a stamp names where they were given."""
    several = {name: ", ".join(given) for name, given in (("recognise", recognise), ("where", where)) if given}
    return several | ({"through_functions": True} if through_functions else {})


def _nothing_held(graph: CompetencyGraph, cadres: tuple[str, ...], *, asked: bool) -> list[Message]:
    """Why no competency is known to be held: of a role nothing is stated, or it requires none, or nothing was given."""
    notes = [nothing_required(graph, cadre) for cadre in cadres if requires_none(graph, cadre)]
    silent = tuple(graph.label(cadre) for cadre in cadres if not requires_none(graph, cadre))
    if silent:
        notes.append(message("gap.nothing-stated", cadres=silent))
    return notes or [message("gap.nothing-held")] * asked


def _notes(graph: CompetencyGraph, held: HeldSide, target: str, weighing: Weighing) -> list[Message]:
    """What a plain list of items would hide: how far it goes, nothing asked, nothing held, nothing that connects."""
    label, aim = graph.label(target), weighing.target
    if not aim.asked and not requires_none(graph, target):
        return [message("gap.nothing-asked", target=label)]
    notes = [message("gap.banner-tried", what=weighing.recognise)] if weighing.recognise else []
    notes += list_notes(graph, target, held.cadres)
    unknown = may_be_held(graph, held.cadres)
    if unknown is not None and "missing" in weighing.statuses().values():
        notes.append(unknown)
    if not held.profile(graph).holdings:
        return [*notes, *_nothing_held(graph, held.cadres, asked=bool(aim.asked))]
    homes = {graph.home(h.competency) for h in held.profile(graph).holdings if aim.asked}
    reached = {graph.home(c) for c in aim.asked}
    reached |= {graph.home(credit.source) for c in aim.asked for credit in graph.credits.into(c)}
    for home in sorted(filter(None, homes - reached)):
        notes.append(message("gap.unconnected", here=graph.label(home), target=label))
    contested = [pair for pair in graph.contested if not aim.asked.keys().isdisjoint((pair.subject, pair.object))]
    if contested:
        named = tuple(f"{pair.subject} – {pair.object}" for pair in contested[:3])
        notes.append(message("gap.contested", n=len(contested), pairs=named))
    ambiguous = sorted(graph.credits.ambiguous)
    if ambiguous:
        notes.append(message("gap.ambiguous", n=len(ambiguous), mappings=tuple(ambiguous[:3])))
    return notes
