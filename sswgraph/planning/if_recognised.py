"""What a plan would close besides if mappings were recognised: a second plan beside the first (rule C5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from sswgraph.graph.requirements import asked_of as required_by
from sswgraph.model.plan import AlsoClosed, IfRecognised, OpenItem, Recognisable
from sswgraph.planning.problem import Desk
from sswgraph.planning.settle import asked_of, settle
from sswgraph.planning.totals import totals
from sswgraph.shortfalls.holdings import resolve, seen_from
from sswgraph.shortfalls.matching import Found, Holder


def if_recognised(desk: Desk, steps: Collection[str], still: Iterable[OpenItem]) -> IfRecognised:
    """What the best plan would close that this one does not, once every mapping that can be recognised were.

    The same question is settled once more, with needs that carry those ways too. ``steps`` are those of the plan as it
    stands, ``still`` what it leaves open. What they close for certain stays closed for certain: what recognition adds
    comes on top, within the same budget. No safety-critical competency is among what is closed so (C6).
    """
    graph = desk.graph
    hopeful = [item.competency for item in still if item.why != "optional" and not desk.critical(item.competency)]
    if not hopeful:
        return IfRecognised()
    then = replace(desk, hopeful=True)
    certain = [need for need in asked_of(desk).needs if need.closed_by(set(steps))]
    puzzle, choice = settle(then, asked_of(then), kept=certain)
    order = choice.order if choice.possible else tuple(steps)
    ways = _ways(desk, order, hopeful)
    closed = tuple(
        AlsoClosed(competency=one, label=graph.label(one), to_recognise=waiting) for one, waiting in ways.items()
    )
    if not closed:
        return IfRecognised()
    volumes, hours, incomplete = totals(graph, [graph[one] for one in order])
    unknown = any(puzzle.volume[one] is None for one in order)
    return IfRecognised(
        closed=closed,
        ranked=_ranked(closed),
        steps=order,
        further=tuple(one for one in order if one not in steps),
        volumes=volumes,
        hours=hours,
        at_least=unknown or incomplete,
        optimal=choice.optimal,
    )


def _ways(desk: Desk, order: tuple[str, ...], competencies: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Those of the competencies that are met once these modules are done, with the mappings to be recognised."""
    graph, gap = desk.graph, desk.gap
    learnt = seen_from(graph, resolve(graph, [gap.profile, *order]).profile, gap.target)
    holder = Holder(graph, learnt, gap.minimum_confidence, gap.recognise).hoping(lambda one: not desk.critical(one))
    asked = required_by(graph, gap.target)
    found: dict[str, tuple[str, ...]] = {}
    for competency in competencies:
        optional = asked[competency].necessity == "optional"
        ways = [holder.best(competency, level, optional=optional) for level in asked[competency].levels]
        met = [way for way in ways if isinstance(way, Found) and way.standing == "met"]
        if len(met) == len(ways):
            found[competency] = tuple(dict.fromkeys(step for way in met for step in way.to_recognise()))
    return found


def _ranked(closed: tuple[AlsoClosed, ...]) -> tuple[Recognisable, ...]:
    """The mappings, first those by which most is closed."""
    takes: dict[str, list[str]] = {}
    for one in closed:
        for mapping in one.to_recognise:
            takes.setdefault(mapping, []).append(one.competency)
    order = sorted(takes, key=lambda mapping: (-len(takes[mapping]), mapping))
    return tuple(Recognisable(mapping=mapping, closes=tuple(takes[mapping])) for mapping in order)
