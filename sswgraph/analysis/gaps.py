"""The gap: what a target asks against what is held; what no training closes comes first."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from sswgraph.analysis.held import Held, Resolved, resolve, seen_from
from sswgraph.analysis.lists import list_notes, may_be_held
from sswgraph.analysis.numbers import is_number
from sswgraph.analysis.weighing import HeldSide, TargetSide, Weighing
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.language import Message, message
from sswgraph.model import Gap, GapItem, LinkCount
from sswgraph.model.later import later


def gap(graph: CompetencyGraph, held: Held, target: str, *, minimum_confidence: float | Decimal | None = None) -> Gap:
    """What stands between what is held and a target.

    ``held``: the id of a cadre, qualification, module, competency or set; a Profile; {competency id: level id or
    None}; or a list of these. ``target``: the id of a cadre, qualification, competency or set. ``minimum_confidence``
    (0 to 1): mappings that state less give no credit. Conditions and limits come first: competence is not permission.

    Raises UnknownElementError with near ids, and InputError for what cannot be held or aimed at. The rules (H, L, C)
    are in ``docs/semantics.md``. Items, notes, the count of links and the stamp are made when they are first read.

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
    return Gap(
        held=resolved.given,
        held_label=resolved.label,
        target=target,
        target_label=graph.label(target),
        conditions=aim.conditions,
        limits=aim.limits,
        complete=aim.complete,
        required=aim.required,
        items=cast("tuple[GapItem, ...]", weighing),  # a Later, which the field takes
        notes=later(lambda: (*resolved.notes, *_notes(graph, resolved, target, weighing))),
        profile=resolved.profile,
        links=later(lambda: _links(graph, weighing)),
        minimum_confidence=minimum,
        stamp=later(lambda: graph.stamp(minimum_confidence=minimum)),
    )


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
