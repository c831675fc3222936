"""How far a cadre may go with each function: rules on broader functions come down, and what must be done is never
forbidden (E9, M1)."""

from __future__ import annotations

from collections.abc import Sequence
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
