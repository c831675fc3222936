"""What a worker may do: each rule as it stands on the card, and each function by its strictest rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sswgraph.analysis.target import about
from sswgraph.graph import CompetencyGraph
from sswgraph.language import Message, message
from sswgraph.model import ScopeRule
from sswgraph.model.codes import AUTHORITIES, place
from sswgraph.model.cycles import closure
from sswgraph.model.role import Duty, RuleLine, Standing

# What an authority comes to on a paper that a worker carries.
STANDINGS: dict[str, Standing] = {
    "independent": "alone",
    "under-supervision": "supervised",
    "assists": "supervised",
    "delegated-only": "supervised",
    "identify-and-refer": "refer",
    "not-permitted": "never",
}


def rules_and_duties(graph: CompetencyGraph, cadre: str) -> tuple[tuple[RuleLine, ...], tuple[Duty, ...]]:
    """The rules of a cadre and of those it includes, strictest first, and its functions by id."""
    own = list(closure([cadre], graph.index.includes))
    found = {rule.id: rule for one in own for rule in graph.index.scope_rules.get(one, ())}
    rules = sorted(found.values(), key=lambda rule: (-place(AUTHORITIES, rule.authority), rule.id))
    performed = {f for one in own for f in graph[one].performs} | {f for rule in rules for f in rule.function}
    duties = tuple(_duty(graph, f, rules) for f in sorted(performed) if f in graph)
    deciding = {duty.function.id: duty.rules[:1] for duty in duties}
    lines = []
    for rule in rules:
        decides = tuple(f for f in rule.function if rule.id in deciding.get(f, ()))
        lines.append(_line(graph, rule, decides, rules))
    return tuple(lines), duties


def _line(graph: CompetencyGraph, rule: ScopeRule, decides: tuple[str, ...], rules: Sequence[ScopeRule]) -> RuleLine:
    standing = STANDINGS.get(rule.authority, "unknown")
    if standing == "alone" and _is_narrowed(graph, rule, rules):
        standing = "unknown"
    return RuleLine(
        rule=rule.id,
        standing=standing,
        text=_text(graph, rule),
        functions=decides,
        supervisor=rule.supervisor,
        refer_to=rule.refer_to,
        basis=graph.basis_of(rule.id),
    )


def _is_narrowed(graph: CompetencyGraph, rule: ScopeRule, rules: Sequence[ScopeRule]) -> bool:
    """Whether a stricter rule touches what this one allows, or all of the role's work."""
    mine = _subjects(graph, rule)
    for other in rules:
        theirs = _subjects(graph, other)
        if other.authority != "independent" and (
            not (theirs or other.act) or mine & _reach(graph, theirs) or theirs & _reach(graph, mine)
        ):
            return True
    return False


def _subjects(graph: CompetencyGraph, rule: ScopeRule) -> set[str]:
    return {*rule.function, *(one for named in rule.competency for one in (named, *graph.members(named)))}


def _reach(graph: CompetencyGraph, subjects: Iterable[str]) -> set[str]:
    """These and all of what they are part of."""
    seen = set(subjects)
    waiting = list(seen)
    while waiting:
        above = [one for one in getattr(graph.get(waiting.pop()), "broader", ()) if one not in seen]
        seen.update(above)
        waiting += above
    return seen


def _text(graph: CompetencyGraph, rule: ScopeRule) -> Message:
    """The rule in its own words; where it has none, what it is about after how far it goes."""
    if rule.label:
        return message("limit.as-worded", text=rule.label)
    return message("kinds.rule", how=message(f"show.authority.{rule.authority}"), about=about(graph, rule))


def _duty(graph: CompetencyGraph, function: str, rules: Sequence[ScopeRule]) -> Duty:
    """The function with the rules that name it or, being stricter than independent, something it is part of."""
    wider = _reach(graph, (function,))
    named = [r for r in rules if function in r.function or (r.authority != "independent" and wider & {*r.function})]
    strictest = named[0] if named else None
    standing = STANDINGS.get(strictest.authority, "unknown") if strictest is not None else "unknown"
    if strictest is not None and standing == "alone" and _is_narrowed(graph, strictest, rules):
        standing = "unknown"
    return Duty(
        function=graph[function],
        standing=standing,
        authority=strictest.authority if strictest is not None and standing != "unknown" else None,
        rules=tuple(rule.id for rule in named),
    )
