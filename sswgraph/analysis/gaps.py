"""The gap: what a target asks against what is held, one item per competency, each with its reason and proof."""

from __future__ import annotations

from collections.abc import Mapping

from sswgraph.analysis.held import Held, Resolved, resolve
from sswgraph.analysis.holder import Found, Holder
from sswgraph.analysis.levels import ORDER
from sswgraph.analysis.target import Asked, asked_of, conditions_of, limits_of
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.credit import Credit
from sswgraph.language import Message, message
from sswgraph.model import Gap, GapItem, Holding
from sswgraph.model.results import Status


def gap(graph: CompetencyGraph, held: Held, target: str, *, minimum_confidence: float | None = None) -> Gap:
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
    resolved = resolve(graph, held)
    element = graph[target]
    asked = asked_of(graph, element.id)
    weigher = _Weigher(graph, resolved.profile, minimum_confidence)
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
        stamp=graph.stamp(minimum_confidence=minimum_confidence),
    )


class _Weigher(Holder):
    """Makes the items of a gap."""

    def item(self, asked: Asked) -> GapItem:
        """The item for one requirement."""
        by_level = [(level, self.best(asked, level)) for level in asked.levels]
        level, found = max(by_level, key=lambda pair: ORDER[pair[1].standing] if pair[1] else 9)
        if found is None:
            found = self.whole_of_parts(asked)
        if found is None:
            return self._not_held(asked, level)
        self.used.add(found.holding.competency)
        status: Status = found.standing
        return GapItem(
            competency=asked.competency,
            label=self.graph.label(asked.competency),
            status=status,
            necessity=asked.necessity,
            required_level=level,
            held_level=found.holding.level,
            reason=self._why(status, asked, level, found),
            proof=_proof(found.holding, found.credit, asked),
        )

    def beyond(self, asked: Mapping[str, Asked]) -> list[GapItem]:
        """What is held, not asked, and was of no use for anything asked."""
        items = []
        for competency, holdings in sorted(self.held.items()):
            if competency in asked or competency in self.used:
                continue
            best = self.levels.highest({holding.level for holding in holdings})[0]
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

    def _not_held(self, asked: Asked, level: str | None) -> GapItem:
        some = self.something(asked)
        status: Status = "partial" if some else "missing"
        return GapItem(
            competency=asked.competency,
            label=self.graph.label(asked.competency),
            status=status,
            necessity=asked.necessity,
            required_level=level,
            held_level=some.holding.level if some else None,
            reason=self._why(status, asked, level, some),
            proof=_proof(some.holding, some.credit, asked) if some else _asked_by(asked),
        )

    def _why(self, status: Status, asked: Asked, level: str | None, found: Found | None) -> Message:
        level_label = self.graph.label(level) if level else message("gap.no-level")
        if found is None:
            return message("gap.missing" if asked.links else "gap.missing-plain", level=level_label)
        held_level = found.holding.level
        held = self.graph.label(held_level) if held_level else message("gap.level-unknown")
        where = self._where(asked, found)
        if status == "not-comparable" and held_level is None:
            return message("gap.held-level-unknown", where=where, level=level_label)
        return message(
            f"gap.{status}" if level or status != "met" else "gap.met-any", where=where, held=held, level=level_label
        )

    def _where(self, asked: Asked, found: Found) -> Message:
        """In words: which holding counts, through which mapping, from which role or course."""
        holder = self.graph.label(found.holding.through[0]) if found.holding.through else None
        basis = message(f"gap.basis-{found.holding.basis}", holder=holder or "")
        if found.credit is None:
            if found.holding.competency != asked.competency:
                return message("gap.by-part", part=self.graph.label(found.holding.competency), basis=basis)
            return basis
        link = self.graph.basis_of(found.credit.path[0])
        return message(
            f"gap.by-{found.credit.relation}",
            competency=self.graph.label(found.credit.source),
            basis=basis,
            link=message(f"gap.link-{link}"),
        )


def _proof(holding: Holding, credit: Credit | None, asked: Asked) -> tuple[str, ...]:
    walked = (*holding.through, holding.competency, *(credit.path if credit else ()), asked.competency)
    return tuple(dict.fromkeys((*walked, *reversed(asked.sets), *asked.links)))


def _asked_by(asked: Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys((asked.competency, *reversed(asked.sets), *asked.links)))


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
