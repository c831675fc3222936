"""What comes with a wider scope: supervision, training, ratio. Sharing tasks is a legitimate choice (rule E10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sswgraph.adaptation.correspondence import Sides
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, Node, Requirement, ScopeRule, SupervisionArrangement
from sswgraph.model.comparison import SafetyFinding


def with_what_comes_along(sides: Sides, found: tuple[SafetyFinding, ...]) -> tuple[SafetyFinding, ...]:
    """The findings; each one of a wider scope with what the adaptation adds for the same cadre."""
    if not any(one.finding == "scope-widened" for one in found):
        return found
    added = [one for one in sides.frameworks[1].elements if not sides.sources(one.id)]
    return tuple(
        replace(one, along=tuple(_along(sides, one, added))) if one.finding == "scope-widened" else one for one in found
    )


def _along(sides: Sides, finding: SafetyFinding, added: Sequence[Node]) -> Iterator[Message]:
    cadres = {cadre for one in finding.adaptation for cadre in _cadres(sides, one)}
    olds = (sides.nodes[0].get(one) for one in finding.base)
    cadres |= {new.id for one in olds if isinstance(one, ScopeRule) for new in sides.counterparts(one.cadre)}
    if not cadres:
        return
    rules = [sides.nodes[1].get(one) for one in finding.adaptation]
    supervised: list[ScopeRule | SupervisionArrangement] = [
        one for one in rules if isinstance(one, ScopeRule) and (one.supervisor or one.supervision_mode)
    ]
    supervised += [one for one in added if isinstance(one, SupervisionArrangement) and cadres & {*one.supervisee}]
    if supervised:
        names = tuple(dict.fromkeys(sides.named(end, 1) for one in supervised for end in one.supervisor))
        yield message("safety.along-supervision", names=names or message("safety.not-stated"))
    ratios = [one.ratio for one in supervised if isinstance(one, SupervisionArrangement) and one.ratio]
    if ratios:
        yield message("safety.along-ratio", text=ratios[0])
    learnt = [one for one in added if isinstance(one, Requirement) and one.cadre in cadres]
    if learnt:
        names = tuple(dict.fromkeys(sides.named(one.competency, 1) for one in learnt))
        yield message("safety.along-training", names=names)


def _cadres(sides: Sides, identifier: str) -> tuple[str, ...]:
    node = sides.nodes[1].get(identifier)
    if isinstance(node, ScopeRule):
        return (node.cadre,)
    return (identifier,) if isinstance(node, Cadre) else ()
