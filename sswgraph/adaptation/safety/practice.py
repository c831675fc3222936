"""Who performs grave functions, at which level roles must be competent, and how much practice training holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sswgraph.adaptation.correspondence import Component, Key
from sswgraph.adaptation.safety.findings import Watch, is_looser, qualified, term
from sswgraph.messages import message
from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    EntryRequirement,
    Function,
    LearningOutcome,
    PackagingRule,
    ProficiencyLevel,
    Requirement,
    ScopeRule,
)
from sswgraph.model.codes import GRAVE, PERFORMING
from sswgraph.model.cycles import closure

_NOT_ASKED = frozenset({"optional", "suggested"})
PRACTICE = frozenset({"practical", "workplace"})
HOURS_OF_PRACTICE = ("practical_hours", "workplace_hours", "assessment_hours")


def watch_functions(watch: Watch) -> None:
    """Whether a less qualified cadre may now perform a function of high accountability, or one laid down by statute."""
    before, after = _performers(watch, 0), _performers(watch, 1)
    critical: dict[Key, Function] = {}
    for side in (0, 1):
        for node in watch.sides.frameworks[side].elements:
            if isinstance(node, Function) and node.criticality in GRAVE:
                critical.setdefault(watch.sides.key(side, node.id), node)
    for key, function in critical.items():
        for cadre in after.get(key, ()):
            _performer(watch, function, cadre, before.get(key, []))
        for node in watch.sides.counterparts(function.id):
            if function.criticality in GRAVE and node.criticality not in (*GRAVE, None):
                watch.tell("criticality-lowered", function, (node,), function=function.label)
            elif node.criticality is None and function.id in watch.sides.nodes[0]:
                watch.tell("criticality-gone", function, (node,), function=function.label)
    _new_permissions(watch)


def _performers(watch: Watch, side: int) -> dict[Key, list[Cadre]]:
    """By function: the cadres that perform it, or are allowed to by a rule, unless a rule forbids it."""
    nodes = watch.sides.nodes[side]
    rules = [rule for rule in nodes.values() if isinstance(rule, ScopeRule)]
    pairs = [(one.id, f) for one in nodes.values() if isinstance(one, Cadre) for f in one.performs]
    pairs += [(rule.cadre, f) for rule in rules if rule.authority in PERFORMING for f in rule.function]
    forbidden = {(rule.cadre, f) for rule in rules if rule.authority not in PERFORMING for f in rule.function}
    found: dict[Key, list[Cadre]] = {}
    for identifier, function in sorted({*pairs} - forbidden):
        cadre = nodes.get(identifier)
        performers = found.setdefault(watch.sides.key(side, function), [])
        if isinstance(cadre, Cadre) and cadre not in performers:
            performers.append(cadre)
    return found


def _performer(watch: Watch, function: Function, cadre: Cadre, before: list[Cadre]) -> None:
    """A cadre that performs a grave function now: new to it, less qualified than it was, or merged with others."""
    sources = watch.sides.sources(cadre.id)
    said: dict[str, Any] = {"function": function.label, "grave": term("criticality", function.criticality)}
    if not any(one in before for one in sources):
        _new_performer(watch, function, cadre, before, said)
        return
    for one in sources:
        if one in before:
            if qualified(cadre, one) == "less":
                watch.tell("performer-lowered", one, (cadre,), role=cadre.label, **said)
        elif not any(qualified(one, other) in ("equal", "more") for other in before):
            watch.tell("performer-merged", one, (cadre,), role=one.label, now=cadre.label, **said)


def _new_performer(watch: Watch, function: Function, cadre: Cadre, before: list[Cadre], said: dict[str, Any]) -> None:
    verdicts = {qualified(cadre, other) for other in before}
    if verdicts & {"equal", "more"} or (not before and cadre.professional_status == "professional"):
        return
    others = tuple(other.label for other in before)
    base = function if function.id in watch.sides.nodes[0] else None
    if not before:
        watch.tell("performer-first", base, (cadre,), role=cadre.label, **said)
    else:
        code = "performer-less-qualified" if verdicts == {"less"} else "performer-new"
        watch.tell(code, base, (cadre,), role=cadre.label, others=others, **said)


def _new_permissions(watch: Watch) -> None:
    """What a rule newly says of a cadre and subject for which, or for what is broader, the base has a stricter rule."""
    strict: dict[tuple[Key, Key], ScopeRule] = {}
    of_rule: dict[str, set[tuple[Key, Key]]] = {}
    for cadre, subject, rule in _subjects(watch, 0):
        pair = cadre, watch.sides.key(0, subject)
        of_rule.setdefault(rule.id, set()).add(pair)
        known = strict.setdefault(pair, rule)
        if is_looser(known.authority, rule.authority) is False:
            strict[pair] = rule
    broader = {one.id: one.broader for one in watch.sides.nodes[1].values() if isinstance(one, Function | Competency)}
    told = set()
    for cadre, subject, rule in _subjects(watch, 1):
        pair = cadre, watch.sides.key(1, subject)
        said_before = any(pair in of_rule.get(one.id, ()) for one in watch.sides.sources(rule.id))
        wider = [(cadre, watch.sides.key(1, one)) for one in closure([subject], broader)]
        olds = [strict[one] for one in ([pair] if pair in strict else wider) if one in strict]
        old = next((one for one in olds if is_looser(one.authority, rule.authority) is not False), None)
        if old is None or said_before or rule.id in told:
            continue
        told.add(rule.id)
        said: dict[str, Any] = {"was": term("authority", old.authority), "now": term("authority", rule.authority)}
        watch.tell("permission-added", old, (rule,), role=watch.names(rule.cadre, 1), **said)


def _subjects(watch: Watch, side: int) -> Iterator[tuple[Key, str, ScopeRule]]:
    for rule in watch.sides.frameworks[side].elements:
        if isinstance(rule, ScopeRule):
            for subject in (*rule.function, *rule.competency):
                yield watch.sides.key(side, rule.cadre), subject, rule


def watch_levels(watch: Watch) -> None:
    """Whether a role needs less than before (a lower level, optional, not at all), or training reaches less."""
    asked, includes = _asked(watch), _includes(watch, 0)
    for node in watch.sides.frameworks[0].elements:
        after = watch.sides.counterparts(node.id)
        if isinstance(node, Requirement):
            said: dict[str, Any] = {"role": watch.names(node.cadre, 0), "competency": watch.names(node.competency, 0)}
            after = tuple(one for one in after if _same_ends(watch, node, one))
            if not after and node.necessity not in _NOT_ASKED:
                _not_asked(watch, node, asked, includes, said)
            for one in after:
                if one.necessity in _NOT_ASKED and node.necessity not in _NOT_ASKED:
                    watch.tell("necessity-lowered", node, (one,), **said)
            _level(watch, "level", node, after, said)
        elif isinstance(node, EntryRequirement):
            said = {"role": watch.names(node.module, 0), "competency": watch.names(node.competency, 0)}
            if not after and not watch.gone_with((node.module,)):
                taught = _teaches(watch, node.competency, watch.sides.key(0, node.module))
                watch.tell("entry-removed", node, certain=not taught, **said)
            _level(watch, "level", node, after, said)
        elif isinstance(node, LearningOutcome):
            said = {"role": watch.names(node.outcome_of, 0), "competency": watch.names(node.competency, 0)}
            if not after:
                taught = _teaches(watch, node.competency)
                watch.tell("outcome-removed", node, certain=not taught, **said)
            _level(watch, "to_level", node, after, said)
        elif isinstance(node, ProficiencyLevel):
            for one in after:
                if one.rank != node.rank:
                    watch.tell("rank-changed", node, (one,), was=node.rank, now=one.rank)


def _teaches(watch: Watch, competency: str, course: Key | None = None) -> bool:
    """Whether any course of the adaptation, or this one, develops a competency of the base."""
    key = watch.sides.key
    return any(
        key(1, one.competency) == key(0, competency) and course in (None, key(1, one.outcome_of))
        for one in watch.sides.frameworks[1].elements
        if isinstance(one, LearningOutcome)
    )


def _level(watch: Watch, field: str, node: Any, after: tuple[Any, ...], said: dict[str, Any]) -> None:
    old = getattr(node, field)
    for one in after if old is not None else ():
        new = getattr(one, field)
        if watch.sides.keys(0, old) == watch.sides.keys(1, new):
            continue
        moves = watch.sides.level_moves(old, new) if new is not None else {"lowered"}
        names: dict[str, Any] = {"was": watch.names(old, 0), "now": watch.names(new, 1) or message("safety.not-stated")}
        code = "outcome-lowered" if isinstance(node, LearningOutcome) else "level-lowered"
        if moves == {"lowered"}:
            watch.tell(code, node, (one,), **said, **names)
        elif not moves or "lowered" in moves:
            watch.tell("level-not-comparable", node, (one,), **said, **names)


def _asked(watch: Watch) -> dict[Key, set[Key]]:
    """By cadre: the competencies and sets that the adaptation asks for, the members of the sets included."""
    sides = watch.sides
    includes = _includes(watch, 1)
    found: dict[Key, set[Key]] = {}
    for node in sides.frameworks[1].elements:
        if isinstance(node, Requirement) and node.necessity != "suggested":
            members = closure([node.competency], includes)
            found.setdefault(sides.key(1, node.cadre), set()).update(sides.key(1, one) for one in members)
    return found


def _same_ends(watch: Watch, old: Requirement, new: Requirement) -> bool:
    """Whether the counterpart of a requirement still asks the same of the same role."""
    keys = watch.sides.keys
    return all(keys(0, getattr(old, end)) == keys(1, getattr(new, end)) for end in ("cadre", "competency"))


def _includes(watch: Watch, side: int) -> dict[str, tuple[str, ...]]:
    return {one.id: one.includes for one in watch.sides.nodes[side].values() if isinstance(one, CompetencySet)}


def _not_asked(
    watch: Watch, node: Requirement, asked: dict[Key, set[Key]], includes: dict[str, tuple[str, ...]], said: Any
) -> None:
    """A requirement without a counterpart, unless its role has none either, or another requirement asks the same."""
    if watch.gone_with((node.cadre,)):
        return
    here = asked.get(watch.sides.key(0, node.cadre), set())
    members = [one for one in closure([node.competency], includes) if one not in includes]
    wanted = {watch.sides.key(0, one) for one in members or [node.competency]}
    if watch.sides.key(0, node.competency) not in here and not wanted <= here:
        watch.tell("requirement-removed", node, **said)


def watch_practice(watch: Watch) -> None:
    """Whether practice, work at the workplace or assessment became shorter, or a practical module is gone."""
    for component in watch.sides.pairing.components:
        olds = [watch.sides.nodes[0][one] for one in component.base]
        if not olds or olds[0].kind not in ("module", "qualification"):
            continue
        news = [watch.sides.nodes[1][one] for one in component.adaptation]
        if not news and is_practical(olds[0]):
            watch.tell("practice-removed", olds[0], module=watch.sides.label(olds[0], 0))
        elif news:
            if any(_of_practice(one) for one in olds) and not any(is_practical(one) for one in news):
                watch.tell("practice-removed", olds[0], news, module=watch.sides.label(olds[0], 0))
            _shorter(watch, component, olds, news)
    for rule in watch.sides.frameworks[0].elements:
        after = watch.sides.counterparts(rule.id)
        if isinstance(rule, PackagingRule) and after:
            _not_asked_for(watch, rule, after)


def _not_asked_for(watch: Watch, rule: PackagingRule, after: tuple[PackagingRule, ...]) -> None:
    """Practical modules that a qualification still has but no longer asks of everybody."""
    now = [one for one in after if one.at_least is None or one.at_least >= len(one.group)]
    asked = {key for one in now for key in watch.sides.keys(1, one.group)}
    of_all = rule.at_least is None or rule.at_least >= len(rule.group)
    practical = [one for one in rule.group if is_practical(watch.sides.nodes[0].get(one))] if of_all else []
    lost = tuple(one for one in practical if watch.sides.counterparts(one) and watch.sides.key(0, one) not in asked)
    if lost:
        names: dict[str, Any] = {"qualification": watch.names(rule.qualification, 0), "lost": watch.names(lost, 0)}
        watch.tell("practice-not-asked", rule, after, **names)


def _of_practice(module: Any) -> bool:
    return getattr(module, "component", None) in PRACTICE


def is_practical(module: Any) -> bool:
    return _of_practice(module) or any(getattr(module, field, None) for field in HOURS_OF_PRACTICE)


def _shorter(watch: Watch, component: Component, olds: list[Any], news: list[Any]) -> None:
    practical = all(_of_practice(one) for one in olds)
    for field in (*HOURS_OF_PRACTICE, *(("notional_hours", "credits") if practical else ())):
        before = [getattr(one, field) for one in olds if getattr(one, field) is not None]
        after = [getattr(one, field) for one in news if getattr(one, field) is not None]
        said: dict[str, Any] = {
            "module": watch.sides.label(olds[0], 0),
            "field": message(f"show.field.{field}"),
            "was": sum(before),
        }
        if before and not after:
            watch.tell("practice-not-stated", olds[0], news, **said)
        elif before and sum(after) < sum(before):
            watch.tell("practice-shorter", olds[0], news, now=sum(after), **said)
