"""What teaches something near to a competency that nothing teaches: close by a mapping, wider, or a part of it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sswgraph.graph import CompetencyGraph
from sswgraph.language import Message, message


def near_teachers(
    graph: CompetencyGraph, competency: str, *, minimum: Decimal | None = None, without: Collection[str] = ()
) -> dict[str, str]:
    """The modules and qualifications that teach what comes near to it, each with how near: the nearest first.

    ``without``: what is done already.
    """
    found: dict[str, str] = {}
    for credit in graph.credits.into(competency, minimum=minimum):
        if not credit.full:
            for outcome in graph.index.outcomes_for.get(credit.source, ()):
                if outcome.outcome_of in graph and outcome.outcome_of not in without:
                    found.setdefault(outcome.outcome_of, credit.relation)
    return found


def untaught(graph: CompetencyGraph, near: dict[str, str]) -> Message:
    """That no module teaches a competency, and apart from that what comes near to it."""
    if not near:
        return message("open.untaught")
    named = (message(f"open.near-{how}", module=graph.label(one), id=one) for one, how in near.items())
    return message("open.untaught-near", near=tuple(named))
