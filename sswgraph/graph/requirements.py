"""What a target requires: competencies, and before them conditions and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sswgraph.errors import InputError
from sswgraph.graph.training import modules_done, stated_by, taught
from sswgraph.messages import Message, message
from sswgraph.model import Condition, Limit, ScopeRule, SupervisionArrangement, Text
from sswgraph.model.codes import AUTHORITIES, NECESSITIES, place
from sswgraph.model.cycles import closure
from sswgraph.model.levels import Levels
from sswgraph.model.results import Necessity

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph

_CONDITIONS = tuple(
    "registration clearance appointment conduct induction learner supervision age education experience language".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target asks of one competency: the highest levels (several only where they cannot be compared)."""

    competency: str
    levels: tuple[str | None, ...]
    necessity: Necessity
    links: tuple[str, ...]
    sets: tuple[str, ...]


def asked_of(graph: CompetencyGraph, target: str) -> dict[str, Asked]:
    """Competency id -> what the target asks of it (L2, H4). Raises UnknownElementError, or InputError for no target."""
    element = graph[target]
    found: dict[str, list[tuple[str | None, str | None, str, tuple[str, ...]]]] = {}
    if element.kind == "cadre":
        for cadre in closure([element.id], graph.index.includes):
            for r in graph.index.requirements.get(cadre, ()):
                for competency, sets in graph.members(r.competency).items():
                    found.setdefault(competency, []).append((r.level, r.necessity, r.id, sets))
    elif element.kind == "qualification":
        for holding in taught(graph, modules_done(graph, [element.id])):
            links = [one for one in holding.through if one in graph and graph[one].kind == "outcome"]
            for link in links or [holding.competency]:
                found.setdefault(holding.competency, []).append((holding.level, None, link, ()))
        for holding in stated_by(graph, element.id):
            if holding.competency not in found:
                found[holding.competency] = [(holding.level, None, holding.through[1], holding.through[2:])]
    elif element.kind in ("competency", "competency-set"):
        for competency, sets in graph.members(element.id).items():
            found[competency] = [(None, None, competency, sets)]
    else:
        wanted = "a cadre, a qualification, a competency or a set of them"
        raise InputError(f"{element.id} is a {element.kind}; a target is {wanted}.")
    levels = Levels(graph.index.levels)
    return {c: _merged(c, several, levels) for c, several in sorted(found.items())}


def _merged(
    competency: str, several: list[tuple[str | None, str | None, str, tuple[str, ...]]], levels: Levels
) -> Asked:
    needs: set[Necessity] = {necessity or "not-stated" for _, necessity, _, _ in several}  # type: ignore[misc]
    # What is only optional at a higher level does not raise what is essential at a lower one.
    binding = [level for level, necessity, _, _ in several if necessity != "optional" or needs == {"optional"}]
    return Asked(
        competency=competency,
        levels=levels.highest(set(binding)),
        necessity=min(needs, key=NECESSITIES.index),
        links=tuple(sorted({link for _, _, link, _ in several} - {competency})),
        sets=tuple(dict.fromkeys(name for _, _, _, sets in several for name in sets)),
    )


def conditions_of(graph: CompetencyGraph, target: str) -> tuple[Condition, ...]:
    """What no training closes: eligibility for the cadre, for its qualifications, and supervision."""
    own = list(closure([target], graph.index.includes))
    qualifications = sorted({q for cadre in own for q in graph.index.qualifications_for.get(cadre, ())})
    found: dict[str, Condition] = {}
    for guarded in (*own, *qualifications):
        for condition in graph.index.conditions.get(guarded, ()):
            text = _with_guard(graph, condition.label, guarded, target)
            found.setdefault(
                condition.id,
                Condition(
                    id=condition.id,
                    kind=condition.condition_kind,
                    text=text,
                    satisfied_by=condition.satisfied_by,
                    basis=_bases(graph, condition.id),
                ),
            )
    for cadre in own:
        for arrangement in graph.index.supervision.get(cadre, ()):
            text = _supervised(graph, arrangement)
            basis = _bases(graph, arrangement.id)
            found[arrangement.id] = Condition(id=arrangement.id, kind="supervision", text=text, basis=basis)
    return tuple(sorted(found.values(), key=lambda c: (place(_CONDITIONS, c.kind), c.id)))


def limits_of(graph: CompetencyGraph, target: str) -> tuple[Limit, ...]:
    """How far the target may go with each function or competency: what it may not do at all first."""
    found = []
    for cadre in closure([target], graph.index.includes):
        for rule in graph.index.scope_rules.get(cadre, ()):
            if rule.authority != "independent":
                found.append(_limit(graph, rule, (*rule.function, *rule.competency)))
    return tuple(sorted(found, key=lambda limit: (-place(AUTHORITIES, limit.authority), limit.id)))


def _limit(graph: CompetencyGraph, rule: ScopeRule, subjects: tuple[str, ...]) -> Limit:
    return Limit(
        id=rule.id,
        subjects=subjects,
        authority=rule.authority,
        text=_said(graph, rule),
        supervisor=rule.supervisor,
        supervision_mode=rule.supervision_mode,
        refer_to=rule.refer_to,
        basis=_bases(graph, rule.id),
    )


def _said(graph: CompetencyGraph, rule: ScopeRule) -> Message:
    """The rule in its own words where it has some, with its note; else made from what it says."""
    if rule.label:
        refer = _to_whom(graph, rule.refer_to) if rule.refer_to else ""
        head = message(f"limit.head-{rule.authority}")
        return message("limit.worded", head=head, text=rule.label, note=rule.note, refer=refer)
    return message(
        f"limit.{rule.authority}",
        subject=about(graph, rule),
        supervisor=_by_whom(graph, rule.supervisor, rule.supervision_mode),
        refer=_to_whom(graph, rule.refer_to),
    )


def about(graph: CompetencyGraph, rule: ScopeRule) -> tuple[Text, ...]:
    """What a rule speaks of: functions, competencies, the act in words; else all that the cadre does."""
    named = tuple(graph.label(one) for one in (*rule.function, *rule.competency))
    return (*named, *((rule.act,) if rule.act else ())) or (graph.label(rule.cadre),)


def _by_whom(graph: CompetencyGraph, supervisors: tuple[str, ...], mode: str | None) -> Message:
    if not supervisors:
        return message("limit.supervisor-not-stated")
    names = tuple(graph.label(one) for one in supervisors)
    return message(f"limit.supervisor-{mode}" if mode else "limit.supervisor", names=names)


def _to_whom(graph: CompetencyGraph, refer_to: tuple[str, ...]) -> Message:
    if not refer_to:
        return message("limit.refer-not-stated")
    return message("limit.refer", names=tuple(graph.label(one) for one in refer_to))


def _supervised(graph: CompetencyGraph, arrangement: SupervisionArrangement) -> Message:
    if arrangement.label:
        return message("limit.as-worded", text=arrangement.label)
    return message("limit.supervised", supervisor=_by_whom(graph, arrangement.supervisor, arrangement.supervision_mode))


def _with_guard(graph: CompetencyGraph, label: object, guarded: str, target: str) -> Message:
    if guarded == target:
        return message("limit.as-worded", text=label)
    return message("limit.to-enter", text=label, what=graph.label(guarded))


def _bases(graph: CompetencyGraph, identifier: str) -> tuple[str, ...]:
    return (graph.basis_of(identifier),)


def required(asked: Mapping[str, Asked]) -> int:
    """How many competencies are known to be required: essential ones, and those of unstated necessity."""
    return sum(1 for one in asked.values() if one.necessity != "optional")
