"""What comes before any training: whose rules hold where, what must be done, and how far a role may go.

Which rules there are, of whom and at which place, is collected elsewhere; here it is decided which of them count for a
cadre and a function, and in which order (rules E9, M1).
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
from sswgraph.model.codes import AUTHORITIES, BINDING, REPORTED, Authority, Force, SupervisionMode, Trigger, place
from sswgraph.model.ids import id_of
from sswgraph.model.shown import Brief, Shown, Visible, column, records
from sswgraph.model.text import Text

Reach = Literal["here", "general", "unsettled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability(Brief):
    """Whose rule it is, where it holds and under which conditions (rules J1, J3).

    Attributes:
        force: Whose word it is: 'law', 'policy', 'employer-rule', 'guidance' or 'proposal'; None where not stated.
        places: Where it is stated to hold, as ISO 3166 codes or UN M.49 areas; empty where not stated.
        reach: *here* (one of its places is, or contains, the place of the question), *general* (its sources bear out
            that it holds everywhere) or *unsettled* (where it holds is not stated).
        only_if: The source's condition under which it holds, which people judge; empty where there is none.
        unless: The source's condition under which it does not hold, which people judge; empty where there is none.
        decision: The id of the decision on whether a rule that does not bind is followed at the place; None where
            nobody decided.
        followed: What that decision says; None where nobody decided.
    """

    force: Force | None = None
    places: tuple[str, ...] = ()
    reach: Reach = "here"
    only_if: Text = Text()
    unless: Text = Text()
    decision: str | None = None
    followed: bool | None = None

    @property
    def binding(self) -> bool:
        """Whether it binds: a law, policy or employer's rule of which it is known that it holds."""
        return self.force in BINDING and self.reach != "unsettled"

    @property
    def conditional(self) -> bool:
        """Whether it has conditions."""
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
    """What must be done, as an obligation says it.

    Attributes:
        id: The id of the obligation.
        trigger: What makes it due, such as 'disclosure'.
        functions: The ids of the functions that must be carried out.
        act: What must be done, in words, where no function is that act; otherwise empty.
        text: What must be done, as a sentence.
        within: The longest time from the trigger, as xsd:duration ('PT24H'); None where not stated.
        report_to: The ids of the cadres to whose members it reports.
        names: The labels of these cadres.
        office: The office or post to which it reports; empty where none is named.
        contact: How those to whom it reports are reached; empty where not stated.
        channel: Whether it says to whom harm is reported and how they are reached (rule M2).
        applies: Whose rule it is and where it holds.
        basis: On what it rests: 'stated', 'derived' or 'draft'.
    """

    id: str
    trigger: tuple[Trigger, ...] = ()
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
    """What no training fulfils.

    Attributes:
        id: The id of the eligibility condition or supervision arrangement.
        kind: What has to be fulfilled, such as 'registration'; 'supervision' for an arrangement.
        text: The condition as a sentence.
        satisfied_by: The ids of qualifications, modules or cadres, any one of which fulfils it.
        applies: Whose rule it is and where it holds.
        basis: On what it rests: 'stated', 'derived' or 'draft'.
    """

    id: str
    kind: str
    text: Message
    satisfied_by: tuple[str, ...] = ()
    applies: Applicability = Applicability()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Visible):
    """How far a cadre may go, as a scope rule says it.

    Attributes:
        id: The id of the scope rule.
        subjects: The ids of the functions and competencies it concerns; empty where it is about an act in words or all
            the work.
        authority: How far the cadre may go, such as 'under-supervision'.
        text: The rule as a sentence.
        note: What its author remarks on it; empty where there is no remark.
        supervisor: The ids of the cadres that supervise.
        supervision_mode: 'direct', 'indirect' or 'consultative'; None where not stated.
        refer_to: The ids of the cadres to which a case is referred.
        due: The ids of functions that it would forbid and that must be done, and of a rule about all the work also of
            obligations that name no function: of these it forbids nothing (rule M1).
        applies: Whose rule it is and where it holds.
        basis: On what it rests: 'stated', 'derived' or 'draft'.
    """

    id: str
    subjects: tuple[str, ...]
    authority: Authority
    text: Message
    note: Text = Text()
    supervisor: tuple[str, ...] = ()
    supervision_mode: SupervisionMode | None = None
    refer_to: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    applies: Applicability = Applicability()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled(Brief):
    """What a result says before anything else: what must be done, the conditions and limits, and where they hold.

    Attributes:
        obligations: What must be done.
        conditions: What no training fulfils.
        limits: How far the role may go.
        rule_places: The places of the question, as ISO 3166 codes or UN M.49 areas; empty where nobody named one.
        rules_elsewhere: (place, number) of the rules that hold elsewhere and are left out here.
        unknown_places: Parts of countries among the places of the question that nothing loaded names, so that it is not
            known whether there are such parts.
    """

    obligations: tuple[ObligationInForce, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
    rule_places: tuple[str, ...] = ()
    rules_elsewhere: tuple[tuple[str, int], ...] = ()
    unknown_places: tuple[str, ...] = ()

    @property
    def channel(self) -> bool:
        """Whether it is known how harm is reported (rule M2).

        At every place of the question, both for harm that is disclosed and for harm that is suspected, an obligation
        without conditions names to whom it is reported and how they are reached.
        """
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
    """How far a cadre may go with one function, and the rules behind it.

    Attributes:
        function: The id of the function.
        label: Its name; empty where nothing is stated about it.
        authority: The strictest of all rules shown, which answers and papers follow until a decision settles it; None
            where no rule concerns the function: neither allowed nor forbidden.
        binding: The strictest of the rules that bind; None where none does.
        rules: The rules behind it, the strictest first.
        obligations: The ids of the obligations that ask for it.
        set_aside: The ids of rules that would forbid what must be done, and forbid nothing here (rule M1), and of those
            that by a decision are not followed.
        performed: Whether the cadre performs it.
    """

    function: str
    label: Text = Text()
    authority: Authority | None = None
    binding: Authority | None = None
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

    Attributes:
        cadre: The id of the cadre.
        label: Its name.
        rules: Every scope rule that holds, the strictest first, those that let the worker act alone included.
        functions: One entry for each function that the cadre performs or that a rule or obligation names, and for what
            is narrower.
        silent: The ids of the other functions of these frameworks, about which nothing is stated.
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
        """What is shown although where it holds is not stated: obligations, then conditions, then rules."""
        every: tuple[ObligationInForce | Condition | Limit, ...] = (*self.obligations, *self.conditions, *self.rules)
        return tuple(one for one in every if one.applies.reach == "unsettled")

    def of(self, function: Any) -> FunctionAuthority:
        """How far the cadre may go with a function.

        Args:
            function: The function or its id.

        Returns:
            The strictest authority with the rules behind it; authority None where no rule concerns it.

        Raises:
            UnknownElementError: For what is not a function of these frameworks; it names similar ones.

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
    def authority(self) -> Authority: ...


R = TypeVar("R", bound=_Rule)


def in_effect(
    about: Iterable[R], on_all: Iterable[R], *, performed: bool, due: bool
) -> tuple[tuple[R, ...], tuple[R, ...]]:
    """Return the rules that count for a cadre and a function, the strictest first, and those that are set aside.

    A term that is in no closed list has no rank and comes last.

    Args:
        about (Iterable[R]): Its rules on the function or on what is broader.
        on_all (Iterable[R]): Its rules about all its work, which count only where it performs the function or another
            rule concerns it.
        performed (bool): Whether it performs the function.
        due (bool): Whether an obligation asks for the function, which nothing then forbids.

    Returns:
        The rules that count, and those that would forbid what is due.

    Source:
        E9 and M1 in docs/semantics.md.

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


def authority_of(rules: Iterable[R]) -> Authority | None:
    """Return how far the strictest of these rules, in that order, lets the cadre go; None where no rule says it."""
    return next((rule.authority for rule in rules if rule.authority in AUTHORITIES), None)


def _strictest_first(rule: _Rule) -> tuple[int, str]:
    return -place(AUTHORITIES, rule.authority) if rule.authority in AUTHORITIES else 1, rule.id
