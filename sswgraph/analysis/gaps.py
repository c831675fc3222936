"""The gap: what a target asks against what is held, one item per competency, each with its reason and proof."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sswgraph.analysis.held import Held, Resolved, resolve
from sswgraph.analysis.holder import Found, Holder
from sswgraph.analysis.levels import ORDER
from sswgraph.analysis.target import Asked, asked_of, conditions_of, limits_of
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.language import Message, message
from sswgraph.model import Gap, GapItem
from sswgraph.model.results import Status


def gap(graph: CompetencyGraph, held: Held, target: str, *, minimum_confidence: float | Decimal | None = None) -> Gap:
    """What stands between what is held and a target.

    ``held``: the id of a cadre, qualification, module, competency or set; a Profile; {competency id: level id or
    None}; or a list of these. ``target``: the id of a cadre, qualification, competency or set. ``minimum_confidence``
    (0 to 1): mappings that state less give no credit. Conditions and limits come first: competence is not permission.

    Raises UnknownElementError with near ids, and InputError for what cannot be held or aimed at. The rules (H, L, C)
    are in ``docs/semantics.md``.

    >>> import sswgraph as ssw
    >>> g = ssw.load("za")
    >>> answer = ssw.gap(g, "za:social-auxiliary-worker", "za:social-auxiliary-worker")
    >>> len(answer.missing), len(answer.limits) > 0
    (0, True)
    """
    minimum = _minimum(minimum_confidence)
    resolved = resolve(graph, held)
    element = graph[target]
    asked = asked_of(graph, element.id)
    weigher = _Weigher(graph, Holder(graph, resolved.profile, minimum))
    items = [weigher.item(one) for one in asked.values()]
    items += weigher.beyond(asked)
    items.sort(key=lambda item: item.competency)
    links = (identifier for item in items for identifier in item.proof)
    return Gap(
        held=resolved.given,
        held_label=resolved.label,
        target=element.id,
        target_label=graph.label(element.id),
        conditions=conditions_of(graph, element.id),
        limits=limits_of(graph, element.id),
        items=tuple(items),
        notes=(*resolved.notes, *_notes(graph, resolved, element.id, asked)),
        profile=resolved.profile,
        links=graph.count_bases(one for one in links if _is_link(graph, one)),
        minimum_confidence=minimum,
        stamp=graph.stamp(minimum_confidence=minimum),
    )


def _minimum(given: float | Decimal | None) -> Decimal | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, (int, float, Decimal)) or not 0 <= given <= 1:
        raise InputError(f"minimum_confidence is a number from 0 to 1, not {given!r}.")
    return Decimal(str(given))


class _Weigher:
    """Makes the items of a gap, and remembers what of the profile was of use."""

    def __init__(self, graph: CompetencyGraph, holder: Holder) -> None:
        self.graph, self.holder = graph, holder
        self.used: set[str] = set()

    def item(self, asked: Asked) -> GapItem:
        """The item for one requirement: of several levels that cannot be compared, the one that stands worst."""
        optional = asked.necessity == "optional"
        by_level = [(level, self.holder.best(asked.competency, level, optional=optional)) for level in asked.levels]
        level, found = max(by_level, key=lambda pair: ORDER[pair[1].standing] if pair[1] else 9)
        status: Status = found.standing if found else "missing"
        if found is None:
            found = self.holder.near(asked.competency, optional=optional)
            status = "partial" if found else "missing"
        if found is not None:
            self.used |= found.uses()
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

    def beyond(self, asked: Mapping[str, Asked]) -> list[GapItem]:
        """What is held, not asked, and was of no use for anything asked."""
        items = []
        for competency, holdings in sorted(self.holder.held.items()):
            if competency in asked or competency in self.used:
                continue
            best = self.holder.levels.highest({holding.level for holding in holdings})[0]
            items.append(
                GapItem(
                    competency=competency,
                    label=self.graph.label(competency),
                    status="beyond",
                    necessity="not-stated",
                    required_level=None,
                    held_level=best,
                    reason=message("gap.beyond"),
                    proof=tuple(dict.fromkeys((*holdings[0].through, competency))),
                )
            )
        return items

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
        return message(f"gap.{status}", where=where, held=held, level=level_label)

    def _where(self, asked: Asked, found: Found) -> Message:
        """In words: which holding counts, through which mapping, from which role or course."""
        basis = self._basis(found)
        if found.credit is None:
            if found.competency != asked.competency:
                return message("gap.by-part", part=self.graph.label(found.competency), basis=basis)
            return basis
        return message(
            f"gap.by-{found.credit.relation}",
            competency=self.graph.label(found.credit.source),
            basis=basis,
            link=message(f"gap.link-{self.graph.basis_of(found.credit.path[0])}"),
        )

    def _basis(self, found: Found) -> Message:
        if found.holding is None:
            return message("gap.basis-parts", parts=tuple(self.graph.label(one.competency) for one in found.parts))
        through = found.holding.through
        known = bool(through) and found.holding.basis in ("certified", "assumed-from-cadre")
        code = f"gap.basis-{found.holding.basis}" + (
            "" if known or found.holding.basis not in _OF_SOMEONE else "-plain"
        )
        return message(code, holder=self.graph.label(through[0]) if known else "")


_OF_SOMEONE = ("certified", "assumed-from-cadre")


def _is_link(graph: CompetencyGraph, identifier: str) -> bool:
    element = graph.get(identifier)
    return element is None or element.kind in ("requirement", "outcome", "mapping")


def _notes(graph: CompetencyGraph, resolved: Resolved, target: str, asked: Mapping[str, Asked]) -> list[Message]:
    """What a plain list of items would hide: nothing asked, nothing held, nothing that connects."""
    label = graph.label(target)
    if not asked:
        return [message("gap.nothing-asked", target=label)]
    if not resolved.profile.holdings:
        return [message("gap.nothing-held")]
    notes = []
    homes = {graph.home(h.competency) for h in resolved.profile.holdings}
    reached = {graph.home(c) for c in asked}
    reached |= {graph.home(credit.source) for c in asked for credit in graph.credits.into(c)}
    for home in sorted(filter(None, homes - reached)):
        notes.append(message("gap.unconnected", here=graph.label(home), target=label))
    ambiguous = sorted(graph.credits.ambiguous)
    if ambiguous:
        notes.append(message("gap.ambiguous", n=len(ambiguous), mappings=tuple(ambiguous[:3])))
    return notes
