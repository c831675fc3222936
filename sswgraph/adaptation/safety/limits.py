"""Safeguards that are gone or weaker: limits, referral, supervision, conditions, standards, assessments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sswgraph.adaptation.safety.findings import Watch, is_looser, is_weaker_mode, qualified, term
from sswgraph.messages import family, message
from sswgraph.model import (
    EligibilityCondition,
    EthicalStandard,
    EvidenceRequirement,
    Node,
    PerformanceCriterion,
    ScopeRule,
    SupervisionArrangement,
    Text,
)
from sswgraph.model.text import compared_texts

# Of each kind of safeguard: how its loss is called, the field that names whom it binds, and what it may cover less of.
SAFEGUARDS: dict[type[Node], tuple[str, str | None, tuple[str, ...]]] = {
    ScopeRule: ("limit", "cadre", ("function", "competency")),
    SupervisionArrangement: ("supervision", "supervisee", ("supervisee",)),
    EligibilityCondition: ("condition", "condition_of", ("condition_of",)),
    EthicalStandard: ("standard", None, ("concerns",)),
    EvidenceRequirement: ("assessment", None, ("evidence_for",)),
    PerformanceCriterion: ("criterion", None, ("criterion_of",)),
}
DETAILS = ("form", "frequency", "ratio", "preparation")
WORDINGS = ("label", "definition", "scope_note")


def watch_safeguards(watch: Watch) -> None:
    """Every safeguard of the base: gone, covering less, weaker in some way, or worded anew."""
    for node in watch.sides.frameworks[0].elements:
        how = SAFEGUARDS.get(type(node))
        if how is None or (isinstance(node, ScopeRule) and not _protects(node)):
            continue
        name, bound, covers = how
        role = watch.names(getattr(node, bound), 0) if bound else ()
        after = watch.sides.counterparts(node.id)
        if not after:
            _gone(watch, node, name, bound, role)
            continue
        for field in covers:
            if not _covers_all(after, field, name):
                watch.tell_lost(f"{name}-covers-less", node, after, field, role=role)
        for field in dict.fromkeys((*covers, *((bound,) if bound else ()))):
            _split_ends(watch, node, field, role)
        if "legal_basis" in type(node).__dataclass_fields__:
            watch.tell_lost("legal-basis-gone", node, after, "legal_basis")
        _weaker(watch, node, after, role)
        _worded_anew(watch, node, after)


def _split_ends(watch: Watch, node: Any, field: str, role: tuple[Text, ...]) -> None:
    """Where what a safeguard names was split: whether the parts are all named by one that is no weaker."""
    split = [parts for end in _several(getattr(node, field)) if len(parts := watch.sides.counterparts(end)) > 1]
    if not split:
        return
    alike = [one for one in watch.sides.frameworks[1].elements if type(one) is type(node) and _as_strict(node, one)]
    named = {end for one in alike for end in _several(getattr(one, field))}
    for parts in split:
        bare = tuple(part.id for part in parts if part.id not in named)
        if bare and len(bare) < len(parts):
            watch.tell("split-uncovered", node, parts, role=role, lost=watch.names(bare, 1))


def _several(ends: Any) -> tuple[str, ...]:
    return ends if isinstance(ends, tuple) else (ends,)


def _as_strict(node: Any, other: Any) -> bool:
    if isinstance(node, ScopeRule):
        return is_looser(node.authority, other.authority) is False
    return not isinstance(node, EligibilityCondition) or other.condition_kind == node.condition_kind


def _protects(rule: ScopeRule) -> bool:
    return bool(rule.authority != "independent" or rule.supervisor or rule.supervision_mode or rule.refer_to)


def _covers_all(after: Iterable[Any], field: str, name: str) -> bool:
    """A standard or an assessment that names nothing concerns everything."""
    return name == "standard" and any(not getattr(one, field) for one in after)


def _gone(watch: Watch, node: Node, name: str, bound: str | None, role: tuple[Text, ...]) -> None:
    ends = getattr(node, bound) if bound else ()
    if bound and watch.gone_with(_several(ends)):
        watch.tell("gone-with-role", node, role=role)
        return
    sort = term("condition", node.condition_kind) if isinstance(node, EligibilityCondition) else ""
    watch.tell(f"{name}-removed", node, role=role, sort=sort)


def _weaker(watch: Watch, node: Node, after: tuple[Any, ...], role: tuple[Text, ...]) -> None:
    match node:
        case ScopeRule():
            _limit(watch, node, after, role)
        case SupervisionArrangement():
            _supervision(watch, node, after, role)
        case EligibilityCondition():
            gained = watch.gained(node, after, "satisfied_by")
            if gained and node.satisfied_by:
                watch.tell("condition-easier", node, after, role=role, gained=watch.names(gained, 1))
            kinds = {one.condition_kind for one in after}
            if node.condition_kind not in kinds:
                others = tuple(term("condition", kind) for kind in sorted(kinds))
                watch.tell(
                    "condition-differs", node, after, role=role, was=term("condition", node.condition_kind), now=others
                )
        case EvidenceRequirement():
            counts = [one.count for one in after]
            if node.count is not None and (None in counts or sum(counts) < node.count):
                now = message("safety.not-stated") if None in counts else sum(counts)
                watch.tell("assessment-less-often", node, after, was=node.count, now=now)
            watch.tell_lost("assessment-method-lost", node, after, "assessment_method")


def _limit(watch: Watch, rule: ScopeRule, after: tuple[ScopeRule, ...], role: tuple[Text, ...]) -> None:
    for one in after:
        looser = is_looser(rule.authority, one.authority)
        said: dict[str, Any] = {
            "role": role,
            "was": term("authority", rule.authority),
            "now": term("authority", one.authority),
        }
        if looser is None:
            watch.tell("limit-differs", rule, (one,), **said)
        elif looser:
            watch.tell("limit-looser", rule, (one,), **said)
    now = tuple(name for one in after for name in watch.names(one.cadre, 1))
    watch.tell_lost("limit-other-role", rule, after, "cadre", name="role", now=now)
    watch.tell_lost("referral-removed", rule, after, "refer_to", role=role)
    _supervised(watch, rule, after, role)


def _supervised(watch: Watch, node: Any, after: tuple[Any, ...], role: tuple[Text, ...]) -> None:
    """By whom and how closely: what limits and supervision arrangements both say."""
    watch.tell_lost("supervisor-lost", node, after, "supervisor", role=role)
    for one in watch.gained(node, after, "supervisor") if node.supervisor else ():
        if not _as_qualified(watch, one, node.supervisor):
            watch.tell("supervisor-added", node, after, role=role, gained=watch.names(one, 1))
    for one in after:
        if is_weaker_mode(node.supervision_mode, one.supervision_mode):
            was, now = (term("supervision", mode) for mode in (node.supervision_mode, one.supervision_mode))
            watch.tell("supervision-looser", node, (one,), role=role, was=was, now=now)


def _as_qualified(watch: Watch, new: str, before: tuple[str, ...]) -> bool:
    """Whether a supervisor who is new is known to be at least as qualified as one of those before."""
    here, there = watch.sides.nodes
    if new not in there:
        return False
    return any(old in here and qualified(there[new], here[old]) in ("equal", "more") for old in before)  # type: ignore[arg-type]


def _supervision(
    watch: Watch, node: SupervisionArrangement, after: tuple[SupervisionArrangement, ...], role: tuple[Text, ...]
) -> None:
    _supervised(watch, node, after, role)
    purposes = set(node.purpose) - {one for other in after for one in other.purpose}
    if purposes:
        lost = tuple(term("purpose", one) for one in sorted(purposes))
        watch.tell("supervision-purpose-lost", node, after, role=role, lost=lost)
    for field in DETAILS:
        old = getattr(node, field)
        if old and not any(getattr(one, field) for one in after):
            watch.tell(
                "supervision-detail-gone", node, after, role=role, field=message(f"show.field.{field}"), text=old
            )


def _worded_anew(watch: Watch, node: Any, after: tuple[Any, ...]) -> None:
    """A sentence that was changed: whether it protects less, a machine cannot tell."""
    for field in (*WORDINGS, *DETAILS):
        old: Text = getattr(node, field, Text())
        if old and not any(_still_says(old, getattr(one, field)) for one in after):
            if field in DETAILS and not any(getattr(one, field) for one in after):
                continue
            watch.tell("worded-anew", node, after, what=term("kind", node.kind))
            return
    lost = [
        tag
        for field in (*WORDINGS, *DETAILS)
        for tag in getattr(node, field, Text()).languages
        if tag != "und" and (still := [text for one in after if (text := getattr(one, field))])
        if not any(family(tag) == family(other) for text in still for other in text.languages)
    ]
    if lost:
        watch.tell("language-lost", node, after, what=term("kind", node.kind), lost=tuple(dict.fromkeys(lost)))


def _still_says(old: Text, new: Text) -> bool:
    """Whether it says the same in a language that both have, and says nothing in any language newly (T2)."""
    how = compared_texts(old, new)
    return not how.reworded and not how.gained
