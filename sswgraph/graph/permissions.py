"""How far a cadre may go with each function: rules on broader functions come down, and what must be done is never
forbidden (E9, M1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sswgraph.errors import InputError
from sswgraph.graph.in_force import InForce, Where, in_force, is_blanket, places_of, reach_down
from sswgraph.model.cycles import closure
from sswgraph.model.permissions import FunctionAuthority, Limit, Permissions, authority_of, in_effect, rules_of

if TYPE_CHECKING:
    from sswgraph.graph.graph import CompetencyGraph


def permissions(graph: CompetencyGraph, cadre: str, where: Where) -> Permissions:
    """The value that :meth:`CompetencyGraph.permissions` gives."""
    element = graph[cadre]
    if element.kind != "cadre":
        raise InputError(f"{element.id} is a {element.kind}; permissions are those of a cadre.")
    found = in_force(graph, element.id, places_of(graph, where, [element.id]))
    table = authorities(graph, element.id, found)
    spoken = {one.function for one in table}
    homes = {graph.home(one) for one in (*spoken, *closure([element.id], graph.index.includes))}
    silent = (f.id for f in graph.functions if graph.home(f.id) in homes and f.id not in spoken)
    return Permissions(
        cadre=element.id,
        label=element.label,
        rules=found.rules,
        functions=table,
        silent=tuple(silent),
        **rules_of(found),
    )


def authorities(graph: CompetencyGraph, cadre: str, found: InForce) -> tuple[FunctionAuthority, ...]:
    """One entry for each function that the cadre performs or a rule or obligation names, and for what is narrower."""
    own = closure([cadre], graph.index.includes)
    performed = reach_down(graph, (f for one in own for f in graph[one].performs))
    named = {f for rule in found.rules for f in rule.subjects} | {f for due in found.obligations for f in due.functions}
    every = {f for f in reach_down(graph, (*performed, *named)) if f in graph and graph[f].kind == "function"}
    return tuple(_authority(graph, function, found, function in performed) for function in sorted(every))


def _authority(graph: CompetencyGraph, function: str, found: InForce, performed: bool) -> FunctionAuthority:
    above = reach_up(graph, function)
    rules = [rule for rule in found.rules if above.intersection(rule.subjects)]
    whole = [rule for rule in found.rules if is_blanket(graph[rule.id])]
    due = tuple(one.id for one in found.obligations if above.intersection(one.functions))
    on_all = whole if performed or rules else []
    followed, dropped = as_settled([*rules, *on_all])
    about, all_work = ([rule for rule in several if rule in followed] for several in (rules, on_all))
    kept, aside = in_effect(about, all_work, performed=bool(performed or rules), due=bool(due))
    return FunctionAuthority(
        function=function,
        label=graph.label(function),
        authority=authority_of(kept),
        binding=authority_of(rule for rule in kept if rule.applies.binding),
        rules=kept,
        obligations=due,
        set_aside=tuple(rule.id for rule in (*aside, *dropped)),
        performed=performed,
    )


def as_settled(rules: Sequence[Limit]) -> tuple[list[Limit], list[Limit]]:
    """Of rules on one act those that are followed, and those that are not since a decision settles it (J1).

    What binds is always followed. Of the rest those that a decision keeps; where none is kept, all that none drops.
    """
    kept = [rule for rule in rules if rule.applies.followed]
    followed = [rule for rule in rules if rule.applies.binding or (rule in kept if kept else _is_open(rule))]
    return followed, [rule for rule in rules if rule not in followed]


def _is_open(rule: Limit) -> bool:
    return rule.applies.followed is not False


def reach_up(graph: CompetencyGraph, identifier: str) -> set[str]:
    """A function or competency and all that it is part of."""
    seen = {identifier}
    waiting = [identifier]
    while waiting:
        above = [one for one in getattr(graph.get(waiting.pop()), "broader", ()) if one not in seen]
        seen.update(above)
        waiting += above
    return seen


def done_alone(graph: CompetencyGraph, rules: Sequence[Limit]) -> list[Limit]:
    """The rules by which something is done alone: followed, and narrowed by no stricter one."""
    alone = (one for one in rules if one.authority == "independent" and _is_open(one))
    return [one for one in alone if not is_narrowed(graph, one, rules)]


def is_narrowed(graph: CompetencyGraph, rule: Limit, rules: Sequence[Limit]) -> bool:
    """Whether a stricter rule touches what this one allows, or all of the role's work."""
    mine, of_all = subjects_of(graph, rule), is_blanket(graph[rule.id])
    for other in rules:
        theirs = subjects_of(graph, other)
        touched = of_all or mine & _reach(graph, theirs) or theirs & _reach(graph, mine)
        if other.authority != "independent" and (touched or is_blanket(graph[other.id])):
            return True
    return False


def subjects_of(graph: CompetencyGraph, rule: Limit) -> set[str]:
    """What a rule speaks of, with what is in the sets that it names."""
    return {member for named in rule.subjects for member in (named, *graph.members(named))}


def _reach(graph: CompetencyGraph, subjects: Iterable[str]) -> set[str]:
    """These and all of what they are part of."""
    return {one for subject in subjects for one in reach_up(graph, subject)}
