"""Whose rules hold where, what must be done, and how far a role may go: what stands before any training.

How far the rules that were found let a cadre go with a function, which of them count, and in which order (E9, M1):
which rules and duties there are, of whom and at which place, is for those who ask; here they come together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import product
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from sswgraph.errors import UnknownElementError
from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.messages.places import containing
from sswgraph.model.codes import AUTHORITIES, BINDING, REPORTED, place
from sswgraph.model.ids import id_of
from sswgraph.model.shown import Brief, Shown, Visible, column, records
from sswgraph.model.text import Text

Reach = Literal["here", "general", "unsettled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability(Brief):
    """Whose rule it is, where it holds and under which conditions (J1, J3).

    ``force``: one of ``FORCES``, or None where nobody says; ``places``: where it is stated to hold, as ISO 3166 codes
    or UN M.49 areas; ``reach``: *here* (one of its places is, or contains, the place of the question), *general* (its
    sources bear out that it holds everywhere) or *unsettled* (nobody says where it holds); ``only_if`` and ``unless``:
    the conditions of its source, which people judge; ``decision``: the id of what settles for the place whether a rule
    that does not bind is ``followed`` (J1), both None where nobody decided.
    """

    force: str | None = None
    places: tuple[str, ...] = ()
    reach: Reach = "here"
    only_if: Text = Text()
    unless: Text = Text()
    decision: str | None = None
    followed: bool | None = None

    @property
    def binding(self) -> bool:
        """Whether it binds: a law, policy or rule of an employer of which it is known that it holds."""
        return self.force in BINDING and self.reach != "unsettled"

    @property
    def conditional(self) -> bool:
        """Whether it is a rule with conditions."""
        return bool(self.only_if or self.unless)

    @property
    def opens(self) -> bool:
        """Whether it can be relied on as it stands: no proposal, without conditions, and known to hold."""
        return self.reach != "unsettled" and self.force != "proposal" and not self.conditional

    def covers(self, place: str) -> bool:
        """Whether it is known to hold at this place."""
        return self.reach == "general" or not set(containing(place)).isdisjoint(self.places)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"binding": self.binding}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationInForce(Visible):
    """What must be done: the id of an obligation, what makes it due, its wording, by when and to whom.

    ``names``: the labels of the cadres in ``report_to``. ``channel``: whether it says of harm to whom it is
    reported and how they are reached (M2).
    """

    id: str
    trigger: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    act: Text = Text()
    text: Message
    within: str | None = None
    report_to: tuple[str, ...] = ()
    names: tuple[Text, ...] = ()
    office: Text = Text()
    contact: Text = Text()
    channel: bool = False
    applies: Applicability = Applicability()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Visible):
    """What no training closes: the id of an eligibility condition or supervision arrangement, its kind and wording."""

    id: str
    kind: str
    text: Message
    satisfied_by: tuple[str, ...] = ()
    applies: Applicability = Applicability()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Visible):
    """How far a cadre may go with the functions or competencies in ``subjects``: a scope rule's id and what it says.

    ``note``: what its author remarks on it; ``due``: functions that it would forbid and that must be done, and of a
    rule about all the work also obligations that name no function; of them it forbids nothing (M1).
    """

    id: str
    subjects: tuple[str, ...]
    authority: str
    text: Message
    note: Text = Text()
    supervisor: tuple[str, ...] = ()
    supervision_mode: str | None = None
    refer_to: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    applies: Applicability = Applicability()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled(Brief):
    """What a result says before anything else: what must be done, the conditions and limits, and where they hold.

    ``rule_places``: the place of the question (none: nobody named one); ``rules_elsewhere``: places with the number of
    rules that hold there and are left out here; ``unknown_places``: parts of countries among the places of the question
    that nothing loaded names, so that it is not known whether there are such parts.
    """

    obligations: tuple[ObligationInForce, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
    rule_places: tuple[str, ...] = ()
    rules_elsewhere: tuple[tuple[str, int], ...] = ()
    unknown_places: tuple[str, ...] = ()

    @property
    def channel(self) -> bool:
        """Whether it is known how harm is reported (M2): at every place of the question, of what is told and of what
        is suspected, an obligation without conditions names to whom, and how they are reached."""
        ways = [one for one in self.obligations if one.channel and one.applies.opens]
        wanted = product(self.rule_places, REPORTED)
        return bool(self.rule_places) and all(
            any(case in one.trigger and one.applies.covers(place) for one in ways) for place, case in wanted
        )


_OF_RULES = ("obligations", "conditions", "limits", "rule_places", "rules_elsewhere", "unknown_places")


def rules_of(value: Any) -> dict[str, Any]:
    """The fields of a :class:`Ruled` value, to be handed on to another."""
    return {name: getattr(value, name) for name in _OF_RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionAuthority(Visible):
    """How far a cadre may go with one function, and the rules behind it, the strictest first.

    ``authority``: the strictest of all rules shown, which answers and papers follow until a decision settles it; None
    where no rule speaks of it: neither allowed nor forbidden. ``binding``: the strictest of the rules that bind.
    ``obligations``: what must be done with it; ``set_aside``: rules that would forbid what must be done, and forbid
    nothing here (M1), and those that by a decision are not followed.
    ``performed``: whether the cadre performs it.
    """

    function: str
    label: Text = Text()
    authority: str | None = None
    binding: str | None = None
    rules: tuple[Limit, ...] = ()
    obligations: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    performed: bool = False


FUNCTIONS = (
    column("function", "function", "id", label=lambda one: one.label),
    column("authority", "authority", words="authority", absent="authority.unknown"),
    column("binding", "binding", words="authority"),
    column("rules", "rules", "id", value=lambda one: tuple(rule.id for rule in one.rules)),
    column("obligations", "obligations", "id"),
    column("set_aside", type="id"),
    column("performed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions(Ruled, Shown):
    """What a cadre must do, what comes before its work, and how far it may go with each function at a place.

    ``rules``: every scope rule that holds, the strictest first, those that let the worker act alone included;
    ``functions``: one entry for each function that the cadre performs or a rule or obligation names, and for what is
    narrower; ``silent``: the other functions of these frameworks, of which nothing is said.
    """

    kind: ClassVar[str] = "permissions"
    cadre: str
    label: Text
    rules: tuple[Limit, ...] = ()
    functions: tuple[FunctionAuthority, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def by_authority(self) -> Mapping[str, tuple[Limit, ...]]:
        """The limits by authority, the strictest first; only the authorities that occur."""
        found = {code: tuple(one for one in self.limits if one.authority == code) for code in reversed(AUTHORITIES)}
        return {code: several for code, several in found.items() if several}

    @property
    def unsettled(self) -> tuple[ObligationInForce | Condition | Limit, ...]:
        """What is shown although nobody says where it holds: obligations, then conditions, then rules."""
        every: tuple[ObligationInForce | Condition | Limit, ...] = (*self.obligations, *self.conditions, *self.rules)
        return tuple(one for one in every if one.applies.reach == "unsettled")

    def of(self, function: Any) -> FunctionAuthority:
        """How far the cadre may go with a function.

        Args:
            function: The function or its id.

        Returns:
            The strictest authority with the rules behind it; authority None where no rule speaks of it.

        Raises:
            UnknownElementError: For what is no function of these frameworks, with near ids.

        Example:
            >>> import sswgraph as ssw
            >>> found = ssw.load("za").permissions("za:social-auxiliary-worker").of("za:sw-treatment-therapy")
            >>> found.authority, [rule.id for rule in found.rules]
            ('not-permitted', ['za:social-auxiliary-worker.rule-sw-treatment-therapy'])
        """
        asked = id_of(str(getattr(function, "id", function)))
        for one in self.functions:
            if one.function == asked:
                return one
        if asked in self.silent:
            return FunctionAuthority(function=asked)
        known = [one.function for one in self.functions] + list(self.silent)
        raise UnknownElementError(asked, get_close_matches(asked, known, 3, 0.5) or known[:3])

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each function.

        Args:
            lang: The language of the texts.

        Returns:
            The rows, with the same keys in each.
        """
        return records(FUNCTIONS, self.functions, lang)


class _Rule(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def authority(self) -> str: ...


R = TypeVar("R", bound=_Rule)


def in_effect(
    about: Iterable[R], on_all: Iterable[R], *, performed: bool, due: bool
) -> tuple[tuple[R, ...], tuple[R, ...]]:
    """The rules that count for a cadre and a function, the strictest first, and those that are set aside.

    ``about``: its rules on the function or what is broader; ``on_all``: those about all its work, which count only
    where it ``performed`` the function or another rule speaks of it. Where the function is ``due``, nothing forbids
    it. A term in no closed list ranks with nobody and comes last.

    >>> from sswgraph.model import ScopeRule
    >>> never = ScopeRule(id="x:never", cadre="x:c", function=("x:f",), authority="not-permitted")
    >>> helps = ScopeRule(id="x:helps", cadre="x:c", authority="assists")
    >>> [[rule.id for rule in rules] for rules in in_effect([never], [helps], performed=False, due=False)]
    [['x:never', 'x:helps'], []]
    >>> [[rule.id for rule in rules] for rules in in_effect([never], [helps], performed=False, due=True)]
    [['x:helps'], ['x:never']]
    >>> in_effect([], [helps], performed=False, due=False)
    ((), ())
    """
    found = {rule.id: rule for rule in about}
    if found or performed:
        found.update((rule.id, rule) for rule in on_all)
    aside = tuple(rule for rule in found.values() if due and rule.authority == "not-permitted")
    kept = sorted((rule for rule in found.values() if rule not in aside), key=_strictest_first)
    return tuple(kept), aside


def authority_of(rules: Iterable[R]) -> str | None:
    """How far the strictest of these rules, which stand in their order, lets go; None where no rule says it."""
    return next((rule.authority for rule in rules if rule.authority in AUTHORITIES), None)


def _strictest_first(rule: _Rule) -> tuple[int, str]:
    return -place(AUTHORITIES, rule.authority) if rule.authority in AUTHORITIES else 1, rule.id
