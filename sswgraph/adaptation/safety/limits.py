"""Safeguards that are gone or weaker: duties (rule M3), limits, supervision, conditions, standards, assessments.

Whether one rule binds as firmly as another goes by its force, where it holds and its conditions (rules J1, J3, E9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from sswgraph.adaptation.correspondence import Sides
from sswgraph.adaptation.safety.authority import Acts, reach_of
from sswgraph.adaptation.safety.findings import Watch, is_looser, is_weaker_mode, qualified, term
from sswgraph.adaptation.safety.wording import (
    ADDRESSES,
    CONDITIONS,
    conditions_gained,
    conditions_lost,
    field_named,
    safeguard_texts,
)
from sswgraph.messages import message
from sswgraph.messages.places import WORLD, containing, within
from sswgraph.model import (
    EligibilityCondition,
    EthicalStandard,
    EvidenceRequirement,
    Node,
    Obligation,
    PerformanceCriterion,
    ScopeRule,
    SupervisionArrangement,
    Text,
)
from sswgraph.model.codes import FORCES, PERFORMING, place
from sswgraph.model.fields import BY_KIND, Shape
from sswgraph.model.volumes import parts_of

# By kind of safeguard: the finding for its loss, the field that names whom it binds, what it may cover less of.
SAFEGUARDS: dict[type[Node], tuple[str, str | None, tuple[str, ...]]] = {
    Obligation: ("obligation", "of_cadre", ("of_cadre", "function")),
    ScopeRule: ("limit", "cadre", ("function", "competency")),
    SupervisionArrangement: ("supervision", "supervisee", ("supervisee",)),
    EligibilityCondition: ("condition", "condition_of", ("condition_of",)),
    EthicalStandard: ("standard", None, ("concerns",)),
    EvidenceRequirement: ("assessment", None, ("evidence_for",)),
    PerformanceCriterion: ("criterion", None, ("criterion_of",)),
}
DETAILS = ("form", "frequency", "ratio", "contact_between", "preparation", "stand_in")
# Fields of which an empty list takes in everything of the kind.
_OF_ALL = frozenset({"concerns"})


def watch_safeguards(watch: Watch, here: Acts, there: Acts) -> None:
    """Every safeguard of the base: gone, covering less, or weaker in some way."""
    reach = _Reach(watch, here, there)
    for node in watch.sides.frameworks[0].elements:
        if not is_safeguard(node):
            continue
        name, bound, covers = SAFEGUARDS[type(node)]
        role = watch.names(getattr(node, bound), 0) if bound else ()
        after = watch.sides.counterparts(node.id)
        if not after:
            kept = reach.kept_otherwise(node, bound)
            if kept is not True:
                _gone(watch, node, name, bound, role, certain=kept is False)
            continue
        for field in covers:
            for certain, lost in reach.lost(node, after, field):
                watch.add_missing(f"{name}-covers-less", node, after, lost, certain=certain, role=role)
        for field in dict.fromkeys((*covers, *((bound,) if bound else ()))):
            _split_ends(watch, node, field, role)
        _of_rule(watch, node, after)
        _conditions(watch, node, after, role)
        _weaker(watch, node, after, role)


class _Reach:
    """What safeguards bind in effect: functions with what is narrower, and what another rule binds as strictly."""

    def __init__(self, watch: Watch, here: Acts, there: Acts) -> None:
        self.watch, self.here, self.there = watch, here, there

    def lost(self, node: Any, after: Sequence[Any], field: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
        """What a safeguard no longer binds: for certain, or not, where another binds it in other words."""
        said = {one: self._said_otherwise(node, one, field) for one in self._free(node, after, field)}
        for certain, answer in ((True, False), (False, None)):
            ends = tuple(one for one, same in said.items() if same is answer)
            if ends:
                yield certain, ends

    def _free(self, node: Any, after: Sequence[Any], field: str) -> tuple[str, ...]:
        """What its counterparts leave free: a function by name where all of it is free, otherwise its free leaves."""
        key = self.watch.sides.key
        ends = _several(getattr(node, field))
        if any(not getattr(one, field) for one in after) and field in _OF_ALL:
            return ()
        if field != "function":
            kept = {key(1, end) for one in after for end in _several(getattr(one, field))}
            return self._of_all(kept, field) if not ends else tuple(end for end in ends if key(0, end) not in kept)
        named = {end for one in after for end in _functions(one, self.there)}
        bound = {key(1, end) for end in (*named, *self.there.leaves(named))}
        found: list[str] = []
        for end in _functions(node, self.here):
            leaves = self.here.leaves([end])
            free = tuple(one for one in leaves if key(0, one) not in bound and self._is_bound(node, one) is not True)
            if key(0, end) not in bound or free:
                found += (end,) if free == leaves else free
        return tuple(dict.fromkeys(found))

    def _of_all(self, kept: set[Any], field: str) -> tuple[str, ...]:
        """Where every cadre was bound, those of the base that are not named now."""
        if field not in _OF_ALL:
            return ()
        return tuple(one for one in self.here.cadres if self.watch.sides.key(0, one) not in kept)

    def _said_otherwise(self, node: Any, end: str, field: str) -> bool | None:
        """Whether another safeguard says the same of an end; None where in other words or under other conditions."""
        own = self.watch.sides.counterparts(node.id)
        others = (one for one in self.watch.sides.frameworks[1].elements if one not in own)
        naming = (one for one in others if type(one) is type(node) and self._names(one, end, field))
        said = [says_the_same(self.watch.sides, node, one, field) for one in naming]
        ruled = field == "function" and worst(self._is_bound(node, one) for one in self.here.leaves([end]))
        return best([*said, False if ruled is False else None])

    def _names(self, other: Any, end: str, field: str) -> bool:
        """Whether a safeguard of the adaptation binds an end of the base: a function with all that is narrower."""
        key = self.watch.sides.key
        ends = _several(getattr(other, field))
        if field == "function":
            return {key(0, one) for one in self.here.leaves([end])} <= {key(1, one) for one in self.there.leaves(ends)}
        return key(0, end) in {key(1, one) for one in ends} or (field in _OF_ALL and not ends)

    def _is_bound(self, node: Any, function: str) -> bool | None:
        """Whether any rule binds the cadre of a limit as strictly and firmly; None where under other conditions.

        Where it may not act at all, a rule that let it act under a condition is not missed; neither is one that forbade
        what must be done and still must, since it forbade nothing (M1).

        Args:
            node: The limit.
            function: The function that it is about.

        Returns:
            Whether it is bound.
        """
        if not isinstance(node, ScopeRule):
            return False
        sides = self.watch.sides
        alike = self.there.by_key.get(sides.key(0, function), ())
        found = [(cadre.id, one) for cadre in sides.counterparts(node.cadre) for one in alike]
        due = self.here.is_due(node.cadre, function) and all(self.there.is_due(*one) for one in found)
        if found and due and node.authority == "not-permitted":
            return True
        if found and is_conditional(node) and all(self.there.authority(*one) is None for one in found):
            return True
        return bool(found) and worst(self._as_strict(node, *one) for one in found)

    def _as_strict(self, node: ScopeRule, cadre: str, function: str) -> bool | None:
        rules = (
            rule for rule in self.there.rules(cadre, function) if reach_of(rule.authority) >= reach_of(node.authority)
        )
        return best(is_as_firm(self.watch.sides, node, rule) for rule in rules)

    def kept_otherwise(self, node: Any, bound: str | None) -> bool | None:
        """Whether other safeguards say what one said that is gone; None where a person must judge.

        Args:
            node: The safeguard that is gone.
            bound: The field that names what it binds.

        Returns:
            Whether it is said; a limit also by rules that bind its cadre as strictly in all its functions.
        """
        field = bound or SAFEGUARDS[type(node)][2][0]
        ends = _several(getattr(node, field))
        said = worst(self._said_otherwise(node, one, field) for one in ends)
        if ends and said is not False:
            return said
        if not isinstance(node, ScopeRule) or node.competency or node.act or not node.function:
            return False
        if node.supervisor or node.supervision_mode or node.refer_to:
            return False
        leaves = self.here.leaves(node.function)
        if worst(self._is_bound(node, one) for one in leaves) is False:
            return False
        return True if is_conditional(node) and not any(self._may(node, one) for one in leaves) else None

    def _may(self, node: ScopeRule, function: str) -> bool:
        """Whether a rule's cadre may do a function at all in the adaptation."""
        alike = self.there.by_key.get(self.watch.sides.key(0, function), ())
        cadres = self.watch.sides.counterparts(node.cadre)
        return any(self.there.authority(cadre.id, one) is not None for cadre in cadres for one in alike)


def _functions(node: Any, acts: Acts) -> tuple[str, ...]:
    """The functions of a safeguard; a limit that names neither these nor a competency or act is one on all of them."""
    if isinstance(node, ScopeRule) and acts.is_on_all(node):
        return tuple(one for one in acts.functions if acts.is_leaf(one))
    return tuple(node.function)


def _of_rule(watch: Watch, node: Any, after: Sequence[Any]) -> None:
    """What every rule says of itself: its legal basis, its force, and where it holds."""
    fields = type(node).__dataclass_fields__
    if "legal_basis" not in fields:
        return
    watch.add_lost("legal-basis-gone", node, after, "legal_basis")
    what = term("kind", node.kind)
    for one in after:
        if has_less_force(node, one):
            was, now = term("force", node.force), term("force", one.force)
            watch.add("force-lowered", node, (one,), what=what, was=was, now=now)
    if is_place_lost(watch.sides, node, after):
        stated = node.jurisdiction or message("safety.not-stated")
        places = tuple(sorted({code for one in after for code in one.jurisdiction}))
        watch.add("place-lost", node, after, what=what, was=stated, now=places)


def _conditions(watch: Watch, node: Any, after: Sequence[Any], role: tuple[Text, ...]) -> None:
    """What was permitted under a condition and is now permitted without; what binds now under a condition only."""
    for name in conditions_lost(node, after):
        watch.add("permission-unconditional", node, after, role=role, field=field_named(name), text=getattr(node, name))
    gained = conditions_gained(node, after)
    for name in gained:
        said = {"field": field_named(name), "text": getattr(after[0], name)}
        watch.add("rule-excepted", node, after, what=term("kind", node.kind), **said)


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
            watch.add("split-uncovered", node, parts, role=role, lost=watch.names(bare, 1))


def _several(ends: Any) -> tuple[str, ...]:
    return ends if isinstance(ends, tuple) else (ends,)


def _as_strict(node: Any, other: Any) -> bool:
    if isinstance(node, ScopeRule):
        return is_looser(node.authority, other.authority) is False
    return not isinstance(node, EligibilityCondition) or other.condition_kind == node.condition_kind


def is_safeguard(node: Node) -> bool:
    """Whether an element is a safeguard; a rule that lets its cadre act alone, and asks nothing more, is none."""
    if isinstance(node, ScopeRule):
        asks = node.supervisor or node.supervision_mode or node.refer_to
        return bool(node.authority != "independent" or asks or is_conditional(node))
    return type(node) in SAFEGUARDS


def is_conditional(rule: ScopeRule) -> bool:
    """Whether a rule lets its cadre act alone, but under conditions only."""
    return rule.authority == "independent" and bool(rule.only_if or rule.unless)


def _gone(watch: Watch, node: Node, name: str, bound: str | None, role: tuple[Text, ...], *, certain: bool) -> None:
    """A safeguard without a counterpart; reported together with all whom it binds where these are gone, too."""
    ends = _several(getattr(node, bound or SAFEGUARDS[type(node)][2][0]))
    sort = term("condition", node.condition_kind) if isinstance(node, EligibilityCondition) else ""
    cause = next((one for one in ends if watch.is_gone(one)), None) if watch.gone_with(ends) else None
    watch.add(f"{name}-removed", node, certain=certain, cause=cause, role=role, sort=sort)


def _weaker(watch: Watch, node: Node, after: tuple[Any, ...], role: tuple[Text, ...]) -> None:
    match node:
        case Obligation():
            watch_duty(watch, node, after, role)
        case ScopeRule():
            _limit(watch, node, after, role)
        case SupervisionArrangement():
            _supervision(watch, node, after, role)
        case EligibilityCondition():
            gained = watch.gained(node, after, "satisfied_by")
            if gained and node.satisfied_by:
                watch.add("condition-easier", node, after, role=role, gained=watch.names(gained, 1))
            if node.satisfied_by and not any(one.satisfied_by for one in after):
                lost = watch.names(node.satisfied_by, 0)
                watch.add("condition-unspecified", node, after, role=role, lost=lost)
            kinds = {one.condition_kind for one in after}
            if node.condition_kind not in kinds:
                others = tuple(term("condition", kind) for kind in sorted(kinds))
                watch.add(
                    "condition-differs", node, after, role=role, was=term("condition", node.condition_kind), now=others
                )
        case EvidenceRequirement():
            counts = [one.count for one in after]
            if node.count is not None and (None in counts or sum(counts) < node.count):
                now = message("safety.not-stated") if None in counts else sum(counts)
                watch.add("assessment-less-often", node, after, was=node.count, now=now)
            watch.add_lost("assessment-method-lost", node, after, "assessment_method")


def _limit(watch: Watch, rule: ScopeRule, after: tuple[ScopeRule, ...], role: tuple[Text, ...]) -> None:
    for one in after:
        looser = is_looser(rule.authority, one.authority)
        said: dict[str, Any] = {
            "role": role,
            "was": term("authority", rule.authority),
            "now": term("authority", one.authority),
        }
        if looser is None:
            watch.add("limit-differs", rule, (one,), **said)
        elif looser:
            watch.add("limit-looser", rule, (one,), **said)
    now = tuple(name for one in after for name in watch.names(one.cadre, 1))
    watch.add_lost("limit-other-role", rule, after, "cadre", name="role", now=now)
    gained = watch.gained(rule, after, "refer_to") if rule.refer_to else ()
    if not watch.add_lost("referral-removed", rule, after, "refer_to", role=role):
        _no_as_qualified(watch, "referral-added", rule, after, rule.refer_to, gained, role)
    _supervised(watch, rule, after, role)


def _supervised(watch: Watch, node: Any, after: tuple[Any, ...], role: tuple[Text, ...]) -> None:
    """By whom and how closely: what limits and supervision arrangements both say."""
    before: tuple[str, ...] = node.supervisor
    gained = watch.gained(node, after, "supervisor") if before else ()
    better = bool(gained) and all(_as_qualified(watch, one, before) for one in gained)
    if not watch.add_lost("supervisor-lost", node, after, "supervisor", role=role, certain=not better):
        _no_as_qualified(watch, "supervisor-added", node, after, before, gained, role)
    instead: tuple[str, ...] = getattr(node, "stand_in", ())
    if instead:
        came = watch.gained(node, after, "stand_in")
        _no_as_qualified(watch, "supervisor-added", node, after, (*instead, *before), came, role)
    for one in after:
        if is_weaker_mode(node.supervision_mode, one.supervision_mode):
            was, now = (term("supervision", mode) for mode in (node.supervision_mode, one.supervision_mode))
            watch.add("supervision-looser", node, (one,), role=role, was=was, now=now)


def _no_as_qualified(
    watch: Watch,
    code: str,
    node: Any,
    after: tuple[Any, ...],
    before: tuple[str, ...],
    gained: tuple[str, ...],
    role: tuple[Text, ...],
) -> None:
    """Add a finding of supervisors who are new and not known to be as qualified as one of those before."""
    doubtful = tuple(one for one in gained if not _as_qualified(watch, one, before))
    if doubtful:
        watch.add(code, node, after, role=role, gained=watch.names(doubtful, 1))


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
        watch.add("supervision-purpose-lost", node, after, role=role, lost=lost)
    for field in DETAILS:
        old = getattr(node, field)
        if old and not any(getattr(one, field) for one in after):
            text = old if isinstance(old, Text) else watch.names(old, 0)
            field_name = message(f"show.field.{field}")
            watch.add("supervision-detail-gone", node, after, role=role, field=field_name, text=text)


_SECONDS = {"years": 31_557_600, "months": 2_629_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def length_of(duration: str | None) -> Decimal | None:
    """How long a length of time is, in seconds, a year being 365.25 days; None where it cannot be read.

    Args:
        duration: A duration of ISO 8601, such as 'PT24H'.

    Returns:
        The seconds.

    Example:
        >>> length_of("PT24H") == length_of("P1D"), length_of("soon"), length_of(None)
        (True, None, None)
    """
    parts = list(parts_of(duration)) if duration else []
    return sum((Decimal(amount) * _SECONDS[unit] for unit, amount in parts), Decimal(0)) if parts else None


def said_length(duration: str | None) -> Any:
    """A length of time in words, such as '24 hours'; as it stands where it cannot be read, and 'not stated'."""
    parts = tuple(message(f"count.{unit}", n=n) for unit, n in parts_of(duration)) if duration else ()
    return parts or duration or message("safety.not-stated")


def watch_duty(watch: Watch, duty: Obligation, after: tuple[Obligation, ...], role: tuple[Text, ...]) -> None:
    """A duty that is still there: its time, whom it is addressed to, and when it is due."""
    for one in after:
        _delayed(watch, duty, one, role)
    triggers = {trigger for one in after for trigger in one.trigger}
    lost = tuple(term("trigger", one) for one in duty.trigger if one not in triggers)
    if lost:
        watch.add("obligation-trigger-lost", duty, after, role=role, lost=lost)
    _addressed(watch, duty, after, role)


def _delayed(watch: Watch, duty: Obligation, one: Obligation, role: tuple[Text, ...]) -> None:
    was, now = length_of(duty.within), length_of(one.within)
    said: dict[str, Any] = {"role": role, "was": said_length(duty.within), "now": said_length(one.within)}
    if duty.within != one.within and (was is None or now is None or now > was):
        # A time limit where none was stated may be longer or shorter than what was meant.
        watch.add("obligation-delayed", duty, (one,), certain=duty.within is not None, **said)


def _addressed(watch: Watch, duty: Obligation, after: tuple[Obligation, ...], role: tuple[Text, ...]) -> None:
    """To whom it is reported: one of those before is no longer named, or an office or contact changed."""
    named = {key for one in after for key in watch.sides.keys(1, one.report_to)}
    lost = [end for end in duty.report_to if watch.sides.key(0, end) not in named]
    other = [field for field in ADDRESSES if _is_other(getattr(duty, field), after, field)]
    if lost or other:
        was = (*watch.names(tuple(lost), 0), *(getattr(duty, field) for field in other))
        watch.add("obligation-readdressed", duty, after, role=role, lost=was)
        return
    gained = watch.gained(duty, after, "report_to") if duty.report_to else ()
    if gained:
        watch.add("referral-added", duty, after, role=role, gained=watch.names(gained, 1))


def _is_other(old: Text, after: tuple[Obligation, ...], field: str) -> bool:
    return bool(old) and not any(not safeguard_texts(old, getattr(one, field)).reworded for one in after)


# Fields that identify an element and say what it rests on, not what it says.
_APART = frozenset({"id", "evidence", "derived_from", "replaces", "notation"})
# What may differ as long as a rule binds as firmly.
_FIRMNESS = frozenset({"force", "jurisdiction", *CONDITIONS})


def best(answers: Iterable[bool | None]) -> bool | None:
    """Yes if any is yes; otherwise 'a person must judge' (None) if any is that."""
    found = set(answers)
    return True if True in found else None if None in found else False


def worst(answers: Iterable[bool | None]) -> bool | None:
    """No if any is no; otherwise 'a person must judge' (None) if any is that."""
    found = set(answers)
    return False if False in found else None if None in found else True


def is_as_firm(sides: Sides, old: Any, new: Any) -> bool | None:
    """Whether a rule binds as firmly as one of the base; None where people must judge its conditions (J3)."""
    if has_less_force(old, new) or is_place_lost(sides, old, (new,)):
        return False
    return None if _has_other_conditions(old, new) else True


def has_less_force(old: Any, new: Any) -> bool:
    """Whether the force of a rule is lower, or no longer stated."""
    return bool(old.force) and place(FORCES, new.force) > place(FORCES, old.force)


def _has_other_conditions(old: Any, new: Any) -> bool:
    """Whether a rule may bind in fewer cases than another: under other conditions, or, where it permits, under none."""
    permits = isinstance(old, ScopeRule) and old.authority in PERFORMING
    texts = [(getattr(old, name), getattr(new, name)) for name in CONDITIONS]
    return any(_differ(was, now) for was, now in texts if now or permits)


def _differ(was: Text, now: Text) -> bool:
    return was != now and safeguard_texts(was, now).reworded


def is_place_lost(sides: Sides, old: Any, after: Sequence[Any]) -> bool:
    """Whether a rule no longer holds at some place that the adaptation is for and where it held before.

    A rule without places holds where its framework does, so it is lost nowhere. Places are compared by the countries in
    them, since areas may overlap.

    Args:
        sides: The two frameworks.
        old: The rule of the base.
        after: What stands for it in the adaptation.

    Returns:
        Whether a place is lost.
    """
    stated = [_places(one.jurisdiction) for one in after]
    if not all(stated):
        return False
    here = _places(sides.frameworks[1].jurisdiction)
    before = _places(old.jurisdiction) or _places(sides.frameworks[0].jurisdiction)
    if not before and not here:
        return True
    held = [one for code in before or here for one in within(code)]
    where = [one for one in held if not here or _lies_in(one, here)]
    where += [one for code in here for one in within(code) if before and _lies_in(one, before)]
    now = {code for codes in stated for code in codes}
    return any(not _lies_in(one, now) for one in where or held)


def _places(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code != WORLD)


def _lies_in(code: str, places: Iterable[str]) -> bool:
    return not set(places).isdisjoint(containing(code))


def says_the_same(sides: Sides, old: Node, new: Node, but: str) -> bool | None:
    """Whether a safeguard says what another says, one field apart; None where only the wordings differ."""
    if type(old) is not type(new):
        return False
    firm = is_as_firm(sides, old, new) if hasattr(old, "force") else True
    if firm is False:
        return False
    reworded = firm is None
    for field in BY_KIND[old.kind].fields:
        if field.name in _APART or field.name in _FIRMNESS or field.name == but:
            continue
        was, now = getattr(old, field.name), getattr(new, field.name)
        if field.shape is Shape.TEXT:
            reworded |= _differ(was, now)
        elif field.shape is Shape.REFERENCE:
            if sides.keys(0, was) != sides.keys(1, now):
                return False
        elif was != now:
            return False
    return None if reworded else True
