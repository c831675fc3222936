"""How two frameworks protect, side by side: what stands here instead of loosenings where there is no lineage (E7).

Neither of the two is the measure of the other, so each difference is told once and reads the same from both sides:
first how each limits the same act, then the rules and requirements that pair, then what only one of them states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sswgraph.adaptation.correspondence import Sides
from sswgraph.adaptation.safety.findings import is_looser, term
from sswgraph.adaptation.safety.report import WATCHED, checked_functions
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, Function, ScopeRule, Text
from sswgraph.model.codes import GRAVE
from sswgraph.model.comparison import KEPT, Aspect, Entry, SafetyFinding

ORDER = ("permits-more", "permits-less", "other-conditions", "differs", "only-first", "only-second")
_RULES = (
    "obligation scope-rule supervision-arrangement eligibility-condition ethical-standard evidence-requirement "
    "performance-criterion".split()
)
# Of other elements only these fields protect, and only where both frameworks have the element.
_FIELDS: dict[str, frozenset[str]] = {
    "requirement": frozenset({"level", "necessity"}),
    "entry-requirement": frozenset({"level"}),
    "outcome": frozenset({"to_level", "extent"}),
    "module": frozenset({"practical_hours", "workplace_hours", "assessment_hours", "component", "exempts"}),
    "qualification": frozenset({"qualification_level", "qualifies_for"}),
    "cadre": frozenset({"regulator", "professional_status", "tier"}),
    "function": frozenset({"criticality"}),
}
_KINDS = ("function", *_RULES, *(kind for kind in _FIELDS if kind != "function"))
_ROLE = {
    "obligation": "of_cadre",
    "scope-rule": "cadre",
    "supervision-arrangement": "supervisee",
    "eligibility-condition": "condition_of",
    "requirement": "cadre",
    "entry-requirement": "module",
    "outcome": "outcome_of",
}
_CONDITIONED = frozenset({"obligation", "scope-rule", "supervision-arrangement", "eligibility-condition"})
_NO_RULE = frozenset({"alt_label", "notation", "note"})
Found = tuple[str, Message]


def protection_of(sides: Sides, entries: Sequence[Entry]) -> tuple[tuple[SafetyFinding, ...], tuple[Message, ...]]:
    """Every difference in how two frameworks protect, and what was looked at, also where nothing was found.

    Args:
        sides: The two frameworks and their pairing.
        entries: One for each component of the pairing, in its order.

    Returns:
        The differences, and what was looked at.
    """
    view = _View(sides, entries)
    found = [one for entry in entries for one in view.of(entry)]
    found.sort(key=lambda one: (ORDER.index(one.code), _KINDS.index(one.element), one.base, one.adaptation))
    return tuple(found), tuple(_looked_at(sides))


class _View:
    """Both sides with names for what they say of each other."""

    def __init__(self, sides: Sides, entries: Sequence[Entry]) -> None:
        self.sides = sides
        self.ids = dict(zip(("first", "second"), (one.id for one in sides.frameworks), strict=True))
        self.acts: dict[int, Found | None] = {}
        self.reported: set[str] = set()
        paired = {one for entry in entries if not entry.no_counterpart for one in (*entry.base, *entry.adaptation)}
        for number, entry in enumerate(entries):
            if entry.element == "function" and not entry.no_counterpart:
                self._act(number, entry, paired)

    def of(self, entry: Entry) -> Iterator[SafetyFinding]:
        """What an entry says: of a function the act itself, of a rule how it differs, or that only one side has it."""
        if entry.element not in _KINDS or entry.relation == "not-compared":
            return
        found: list[Found] = []
        if entry.element == "function" and not entry.no_counterpart:
            act = self.acts[self._number(entry)]
            found += [act] if act else []
        if entry.no_counterpart:
            found += self._alone(entry)
        elif aspects := _protecting(entry):
            found.append(self._differs(entry, aspects))
        for code, text in found:
            yield SafetyFinding(
                code=code,
                element=entry.element,
                text=text,
                base=entry.base,
                adaptation=entry.adaptation,
                before=self._label(entry.base, 0),
                after=self._label(entry.adaptation, 1),
                certain=False,
            )

    def _number(self, entry: Entry) -> int:
        return int(self.sides.key(0, entry.base[0]))

    def _label(self, ids: tuple[str, ...], side: int) -> Text:
        return self.sides.label(self.sides.nodes[side][ids[0]], side) if ids else Text()

    def _act(self, number: int, entry: Entry, paired: set[str]) -> None:
        """How each limits the same act, by rules that stand for no rule of the other, and who performs a grave one."""
        rules = [self._rules_on(number, side, paired) for side in (0, 1)]
        said: list[list[tuple[str, str]]] = [[(rule.cadre, rule.authority) for rule in found] for found in rules]
        ways = [{way for _, way in one} for one in said]
        code = _verdicts(*ways) if all(ways) else None
        if all(ways):
            self.reported.update(
                rule.id for side in (0, 1) for rule in rules[side] if self._is_bare(rule, number, side)
            )
        if self._is_grave(entry):
            performers = [self._performers(number, side, rules[side]) for side in (0, 1)]
            who = [self.sides.keys(side, tuple(performers[side])) for side in (0, 1)]
            code = code or ("differs" if who[0] != who[1] else None)
            for one, found in zip(said, performers, strict=True):
                one += [(cadre, "performs") for cadre in found]
        told = [self._told(said[side], side) for side in (0, 1)]
        ends = dict(zip(("here", "there"), told, strict=True))
        self.acts[number] = (code, message(f"safety.act-{code}", act=entry.label, **ends, **self.ids)) if code else None

    def _told(self, said: Sequence[tuple[str, str]], side: int) -> Any:
        found = ((self.sides.named(cadre, side), _way(way)) for cadre, way in said)
        return tuple(message("safety.allowed", role=role, way=way) for role, way in found) or term("authority", None)

    def _rules_on(self, number: int, side: int, paired: set[str]) -> list[ScopeRule]:
        rules = (one for one in self.sides.nodes[side].values() if isinstance(one, ScopeRule) and one.id not in paired)
        return [rule for rule in rules if number in self.sides.keys(side, rule.function)]

    def _is_bare(self, rule: ScopeRule, number: int, side: int) -> bool:
        """Whether a rule says no more than how far its cadre may go in this one act."""
        more = rule.supervisor or rule.supervision_mode or rule.refer_to or rule.competency
        return not more and self.sides.keys(side, rule.function) == {number}

    def _is_grave(self, entry: Entry) -> bool:
        functions = [self.sides.nodes[0][one] for one in entry.base] + [
            self.sides.nodes[1][one] for one in entry.adaptation
        ]
        return any(isinstance(one, Function) and one.criticality in GRAVE for one in functions)

    def _performers(self, number: int, side: int, rules: Sequence[ScopeRule]) -> list[str]:
        ruled = {rule.cadre for rule in rules}
        cadres = (one for one in self.sides.nodes[side].values() if isinstance(one, Cadre) and one.id not in ruled)
        return [one.id for one in cadres if number in self.sides.keys(side, one.performs)]

    def _alone(self, entry: Entry) -> Iterator[Found]:
        side = 0 if entry.base else 1
        identifier = (entry.base or entry.adaptation)[0]
        node = self.sides.nodes[side][identifier]
        of_both = entry.element == "requirement" and self._is_paired(getattr(node, "cadre", ""), side)
        if (entry.element in _RULES and identifier not in self.reported) or of_both:
            only = self.ids["second" if side else "first"]
            yield entry.relation, message("safety.only-one", only=only, subject=self._subject(entry, node, side))

    def _is_paired(self, identifier: str, side: int) -> bool:
        component = self.sides.component(side, identifier)
        return component is not None and bool(component.base and component.adaptation)

    def _differs(self, entry: Entry, aspects: Sequence[Aspect]) -> Found:
        node: Any = self.sides.nodes[0][entry.base[0]]
        subject = self._subject(entry, node, 0)
        authority = next((one for one in aspects if one.field == "authority"), None)
        if authority is not None:
            ways = (str(authority.base), str(authority.adaptation))
            code, said = _verdict(*ways), dict(zip(("here", "there"), map(_way, ways), strict=True))
            return code, message(f"safety.act-{code}", act=subject, **said, **self.ids)
        fields = tuple(dict.fromkeys(_field(one.field) for one in aspects))
        only_words = all(isinstance(one.base, Text) or isinstance(one.adaptation, Text) for one in aspects)
        code = "other-conditions" if entry.element in _CONDITIONED and not only_words else "differs"
        return code, message(f"safety.apart-{code}", subject=subject, fields=fields, **self.ids)

    def _subject(self, entry: Entry, node: Any, side: int) -> Message:
        ends = getattr(node, _ROLE.get(entry.element, ""), ())
        role = tuple(self.sides.named(one, side) for one in (ends if isinstance(ends, tuple) else (ends,)))
        what = term("kind", entry.element)
        if entry.element in _FIELDS and entry.element not in _ROLE:
            role = (entry.label,)
        return message("safety.subject-of", what=what, role=role) if role else message("safety.subject", what=what)


def _protecting(entry: Entry) -> list[Aspect]:
    """The aspects of an entry by which the two protect differently."""
    wanted = _FIELDS.get(entry.element)
    changes = [one for one in entry.changes if one.kind not in KEPT and one.field not in _NO_RULE]
    return [one for one in changes if wanted is None or one.field in wanted]


def _verdict(here: str, there: str) -> str:
    """Whether the second permits more or less than the first; 'differs' where they cannot be ranked."""
    looser = is_looser(here, there)
    return "differs" if looser is None else "permits-more" if looser else "permits-less"


def _verdicts(here: set[str], there: set[str]) -> str | None:
    """The verdict on all that is stated about one act on each side: None where it is the same."""
    if here == there:
        return None
    return _verdict(*here, *there) if len(here) == len(there) == 1 else "differs"


def _way(way: str) -> Message | str:
    return message("safety.performs") if way == "performs" else term("authority", way)


def _field(name: str) -> Message | str:
    return message("show.field.name") if name == "label" else message(f"show.field.{name}")


def _looked_at(sides: Sides) -> Iterator[Message]:
    yield checked_functions(sides)
    ids = dict(zip(("first", "second"), (one.id for one in sides.frameworks), strict=True))
    for kinds in WATCHED.values():
        counts = [Counter(node.kind for node in side.elements) for side in sides.frameworks]
        paired = sum(node.kind in kinds and bool(sides.counterparts(node.id)) for node in sides.frameworks[0].elements)
        here, there = (sum(count[kind] for kind in kinds) for count in counts)
        what = tuple(term("kind", kind) for kind in kinds)
        yield message("safety.looked-at-both", what=what, n=here, m=there, paired=paired, **ids)
