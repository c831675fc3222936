"""What a plan would close besides if mappings were recognised: a second plan beside the first (rule C5)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from sswgraph.gaps.holdings import resolve, seen_from
from sswgraph.gaps.matching import Found, Holder
from sswgraph.graph.requirements import asked_of
from sswgraph.model.plan import AlsoClosed, IfRecognised, Recognisable
from sswgraph.planning.optimise import Choice
from sswgraph.planning.problem import Desk, Puzzle
from sswgraph.planning.totals import incomplete, partly_encoded, totals

Chosen = Callable[[Desk], tuple[Puzzle, Choice]]


def if_recognised(desk: Desk, chosen: Chosen, modules: Collection[str], still: Collection[str]) -> IfRecognised:
    """What the best plan would close that this one does not, once every mapping that can be recognised were.

    ``chosen`` solves the plan at a desk; ``modules`` are those of the plan as it stands, ``still`` what it leaves open.
    No safety-critical competency is among what is closed so (C6).
    """
    graph = desk.graph
    hopeful = [competency for competency in still if not desk.critical(competency)]
    if not hopeful:
        return IfRecognised()
    puzzle, choice = chosen(replace(desk, hopeful=True))
    ways = _ways(desk, choice.order, hopeful)
    closed = tuple(
        AlsoClosed(competency=one, label=graph.label(one), to_recognise=waiting) for one, waiting in ways.items()
    )
    if not closed:
        return IfRecognised()
    taken = [graph[one] for one in choice.order]
    volumes, hours = totals(taken)
    unknown = any(puzzle.volume[one] is None for one in choice.order)
    return IfRecognised(
        closed=closed,
        ranked=_ranked(closed),
        modules=choice.order,
        further=tuple(one for one in choice.order if one not in modules),
        volumes=volumes,
        hours=hours if hours is not None or taken else 0,
        at_least=unknown or bool(partly_encoded(graph, taken)) or incomplete(taken),
        optimal=choice.optimal,
    )


def _ways(desk: Desk, order: tuple[str, ...], competencies: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Those of the competencies that are met once these modules are done, with the mappings to be recognised."""
    graph, gap = desk.graph, desk.gap
    learnt = seen_from(graph, resolve(graph, [gap.profile, *order]).profile, gap.target)
    holder = Holder(graph, learnt, gap.minimum_confidence, gap.recognise).hoping(lambda one: not desk.critical(one))
    asked = asked_of(graph, gap.target)
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
