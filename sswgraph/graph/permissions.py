"""What authority a cadre has for each function.

Rules on a function apply to narrower ones, and an obligation is never forbidden (E9, M1).
"""

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
    """Return what :meth:`CompetencyGraph.permissions` returns.

    Args:
        graph: The graph.
        cadre: The id of the cadre.
        where: The place or places; None: those of the framework of the cadre.

    Returns:
        The permissions.

    Raises:
        InputError: If it is the id of an element of another kind.
    """
    element = graph[cadre]
    if element.kind != "cadre":
        raise InputError(f"{element.id} is a {element.kind}; only a cadre has permissions.")
    found = in_force(graph, element.id, places_of(graph, where, [element.id]))
    table = authorities(graph, element.id, found)
    named = {one.function for one in table}
    homes = {graph.home(one) for one in (*named, *closure([element.id], graph.index.includes))}
    silent = (f.id for f in graph.functions if graph.home(f.id) in homes and f.id not in named)
    return Permissions(
        cadre=element.id,
        label=element.label,
        rules=found.rules,
        functions=table,
        silent=tuple(silent),
        **rules_of(found),
    )


def authorities(graph: CompetencyGraph, cadre: str, found: InForce) -> tuple[FunctionAuthority, ...]:
    """Return an entry for each function that the cadre performs or a rule or obligation names, and for narrower."""
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
    followed, dropped = followed_by_decision([*rules, *on_all])
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


def followed_by_decision(rules: Sequence[Limit]) -> tuple[list[Limit], list[Limit]]:
    """Separate the rules on one act that are followed from those that a decision sets aside (J1).

    A rule that binds is always followed. Of the others, those that a decision keeps; where none is kept, all that no
    decision sets aside.

    Args:
        rules: The rules.

    Returns:
        The rules that are followed, and the others.
    """
    kept = [rule for rule in rules if rule.applies.followed]
    followed = [rule for rule in rules if rule.applies.binding or (rule in kept if kept else _is_open(rule))]
    return followed, [rule for rule in rules if rule not in followed]


def _is_open(rule: Limit) -> bool:
    return rule.applies.followed is not False


def reach_up(graph: CompetencyGraph, identifier: str) -> set[str]:
    """Return a function or competency and everything broader."""
    seen = {identifier}
    waiting = [identifier]
    while waiting:
        above = [one for one in getattr(graph.get(waiting.pop()), "broader", ()) if one not in seen]
        seen.update(above)
        waiting += above
    return seen


def done_alone(graph: CompetencyGraph, rules: Sequence[Limit]) -> list[Limit]:
    """Return the rules by which something is done independently: followed, and narrowed by no stricter rule."""
    alone = (one for one in rules if one.authority == "independent" and _is_open(one))
    return [one for one in alone if not is_narrowed(graph, one, rules)]


def is_narrowed(graph: CompetencyGraph, rule: Limit, rules: Sequence[Limit]) -> bool:
    """Whether a stricter rule concerns what this one allows, or all work of the role."""
    mine, of_all = subjects_of(graph, rule), is_blanket(graph[rule.id])
    for other in rules:
        theirs = subjects_of(graph, other)
        touched = of_all or mine & _reach(graph, theirs) or theirs & _reach(graph, mine)
        if other.authority != "independent" and (touched or is_blanket(graph[other.id])):
            return True
    return False


def subjects_of(graph: CompetencyGraph, rule: Limit) -> set[str]:
    """Return what a rule is about, with the members of the sets that it names."""
    return {member for named in rule.subjects for member in (named, *graph.members(named))}


def _reach(graph: CompetencyGraph, subjects: Iterable[str]) -> set[str]:
    """These and everything broader."""
    return {one for subject in subjects for one in reach_up(graph, subject)}
