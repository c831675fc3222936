"""What ties the parts of a framework together: requirements, outcomes, and the rules that come before any training."""

from __future__ import annotations

from typing import ClassVar

from sswgraph.frozen import dataclass
from sswgraph.model.evidence import Element, Node
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Node):
    """A cadre requires a competency (or every competency of a set): at a level, essential or optional, where stated.

    ``necessity`` *suggested*: the source says that it can be included; it is never counted as required.
    """

    kind: ClassVar[str] = "requirement"
    cadre: str
    competency: str
    level: str | None = None
    necessity: str | None = None
    for_function: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionNeed(Node):
    """A function needs a competency of those who carry it out with one of these shares of authority.

    What everybody needs who carries the function out stands at the function itself, in ``needs``.
    """

    kind: ClassVar[str] = "function-need"
    function: str
    competency: str
    when_authority: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRequirement(Node):
    """A module asks for a competency at a level before it can be begun."""

    kind: ClassVar[str] = "entry-requirement"
    module: str
    competency: str
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningOutcome(Node):
    """A module (or a whole qualification) develops a competency: to a level, as a *whole* or as a *part* of it.

    ``outcome_text``: the outcome as a curriculum prints it, where the module words it otherwise than the competency.
    """

    kind: ClassVar[str] = "outcome"
    outcome_of: str
    competency: str
    to_level: str | None = None
    extent: str | None = None
    outcome_text: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule(Element):
    """What every rule may say of itself: whose it is, where it holds, and under which conditions.

    ``force``: one of ``FORCES``; ``jurisdiction``: ISO 3166 codes or UN M.49 areas; ``only_if`` and ``unless``: the
    source's own conditions, which no machine decides; ``legal_basis``: the sources that lay the rule down.
    """

    force: str | None = None
    jurisdiction: tuple[str, ...] = ()
    only_if: Text = Text()
    unless: Text = Text()
    legal_basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(_Rule):
    """What members of a cadre must do, whatever else they may do; it stands before every limit.

    ``of_cadre``: whom it binds; ``trigger``: one or several of ``TRIGGERS``; what must be done is a ``function``, or an
    ``act`` in words; ``within``: the time it leaves, as xsd:duration ('PT24H'); to whom it is reported: cadres
    (``report_to``), an ``office``, and how that is reached (``contact``).
    """

    kind: ClassVar[str] = "obligation"
    of_cadre: tuple[str, ...] = ()
    trigger: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    act: Text = Text()
    within: str | None = None
    report_to: tuple[str, ...] = ()
    office: Text = Text()
    contact: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRule(_Rule):
    """What a cadre may do, and how: competence is not permission.

    ``authority``: independent, under-supervision, assists, identify-and-refer, delegated-only or not-permitted;
    ``act``: the act in words, where no cadre here performs it; ``supervision_mode``: direct, indirect or consultative.
    """

    kind: ClassVar[str] = "scope-rule"
    cadre: str
    function: tuple[str, ...] = ()
    competency: tuple[str, ...] = ()
    act: Text = Text()
    authority: str
    supervisor: tuple[str, ...] = ()
    supervision_mode: str | None = None
    refer_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityCondition(_Rule):
    """What no training closes: registration, clearance, appointment, education, age, election, conduct signed …

    ``condition_of``: the cadre, qualification or module it guards; ``condition_kind``: of which kind it is;
    ``satisfied_by``: any one of these meets it.
    """

    kind: ClassVar[str] = "eligibility-condition"
    condition_of: tuple[str, ...] = ()
    condition_kind: str
    satisfied_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionArrangement(_Rule):
    """Who supervises whom: to which end (administrative, educative, supportive), how, how often, in which ratio.

    ``stand_in``: who covers while the supervisor is away; ``contact_between``: how a worker is helped between meetings.
    """

    kind: ClassVar[str] = "supervision-arrangement"
    supervisee: tuple[str, ...] = ()
    supervisor: tuple[str, ...] = ()
    stand_in: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    form: Text = Text()
    supervision_mode: str | None = None
    frequency: Text = Text()
    ratio: Text = Text()
    contact_between: Text = Text()
    preparation: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class EthicalStandard(_Rule):
    """A rule of conduct, and the cadres and competencies it binds."""

    kind: ClassVar[str] = "ethical-standard"
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion(Element):
    """What a country must settle; the label is the question.

    ``of_cadre``: whom it is about; ``function`` or ``act``: what it is about. Each known answer is a
    ``Statement`` about the question, with the predicate ``ssw:answer`` and the place where it holds.
    """

    kind: ClassVar[str] = "open-question"
    of_cadre: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    act: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progression(Node):
    """A way from one cadre or qualification to the next: up a ladder, or sideways on the lattice."""

    kind: ClassVar[str] = "progression"
    start: str
    progresses_to: str
    progression_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagingRule(Node):
    """Which modules a qualification asks for: all of the group, or at least ``at_least`` of them."""

    kind: ClassVar[str] = "packaging-rule"
    qualification: str
    group: tuple[str, ...] = ()
    at_least: int | None = None
