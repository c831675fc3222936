"""The relations between elements: requirements, outcomes, progressions, and the rules that come before any training."""

from __future__ import annotations

from typing import ClassVar

from sswgraph.frozen import dataclass
from sswgraph.model.codes import (
    Authority,
    ConditionKind,
    Extent,
    Force,
    ProgressionKind,
    StatedNecessity,
    SupervisionMode,
    SupervisionPurpose,
    Trigger,
)
from sswgraph.model.evidence import Element, Node
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Node):
    """That a cadre requires a competency, or every competency of a set.

    Attributes:
        cadre: The id of the cadre.
        competency: The id of the competency or set.
        level: The id of the level it is needed at; None where not stated.
        necessity: 'essential', 'optional' or 'suggested' (the source says that it can be included: never counted as
            required, rule H3); None where not stated.
        for_function: The ids of the functions for whose sake it is needed; empty where not stated.
    """

    kind: ClassVar[str] = "requirement"
    cadre: str
    competency: str
    level: str | None = None
    necessity: StatedNecessity | None = None
    for_function: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionNeed(Node):
    """That those who carry a function out with a given authority need a competency.

    What everybody needs who carries the function out is in ``needs`` of the function itself.

    Attributes:
        function: The id of the function.
        competency: The id of the competency or set.
        when_authority: The authorities with which it is needed, such as 'identify-and-refer'.
    """

    kind: ClassVar[str] = "function-need"
    function: str
    competency: str
    when_authority: tuple[Authority, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRequirement(Node):
    """That a learner must hold a competency before a module begins.

    Attributes:
        module: The id of the module.
        competency: The id of the competency or set.
        level: The id of the level at which it must be held; None where not stated.
    """

    kind: ClassVar[str] = "entry-requirement"
    module: str
    competency: str
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningOutcome(Node):
    """That a module, or a whole qualification, develops a competency.

    Attributes:
        outcome_of: The id of the module or qualification.
        competency: The id of the competency or set.
        to_level: The id of the level that learners reach; None where not stated.
        extent: Whether it brings learners to the 'whole' of the competency or to a 'part'; None where not stated.
        outcome_text: The outcome as a curriculum prints it, where the module words it otherwise than the competency;
            else empty.
    """

    kind: ClassVar[str] = "outcome"
    outcome_of: str
    competency: str
    to_level: str | None = None
    extent: Extent | None = None
    outcome_text: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule(Element):
    """What every rule may say of itself.

    Attributes:
        force: Whose word it is: 'law', 'policy', 'employer-rule', 'guidance' or 'proposal' (rule J1); None where nobody
            says.
        jurisdiction: Where it holds, as ISO 3166 codes or UN M.49 areas; empty where not stated.
        only_if: The source's own condition under which it holds, which people judge; empty where there is none.
        unless: The source's own condition under which it does not hold, which people judge; empty where there is none.
        legal_basis: The ids of the sources that lay it down.
    """

    force: Force | None = None
    jurisdiction: tuple[str, ...] = ()
    only_if: Text = Text()
    unless: Text = Text()
    legal_basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(_Rule):
    """What members of a cadre must do, whatever else they may do; it comes before every limit (rule M1).

    What must be done is a function, or an act in words.

    Attributes:
        of_cadre: The ids of the cadres it binds.
        trigger: What makes it due, such as 'disclosure' or 'suspicion'.
        function: The ids of the functions that must be carried out.
        act: What must be done, in words, where no function here is that act; otherwise empty.
        within: The longest time from the trigger, as xsd:duration ('PT24H'); None where not stated.
        report_to: The ids of the cadres to whose members it reports.
        office: The office or post to which it reports, where that is not a cadre; otherwise empty.
        contact: How those to whom it reports are reached; empty where not stated.
    """

    kind: ClassVar[str] = "obligation"
    of_cadre: tuple[str, ...] = ()
    trigger: tuple[Trigger, ...] = ()
    function: tuple[str, ...] = ()
    act: Text = Text()
    within: str | None = None
    report_to: tuple[str, ...] = ()
    office: Text = Text()
    contact: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRule(_Rule):
    """What a cadre may do, and how: competence is not permission.

    Attributes:
        cadre: The id of the cadre.
        function: The ids of the functions it concerns.
        competency: The ids of the competencies or sets it concerns; a rule that names neither nor an act is about all
            the work.
        act: The act in words, where no function here is that act; otherwise empty.
        authority: 'independent', 'under-supervision', 'assists', 'delegated-only', 'identify-and-refer' or
            'not-permitted' (rule E9).
        supervisor: The ids of the cadres that supervise; empty where none is named.
        supervision_mode: 'direct', 'indirect' or 'consultative'; None where not stated.
        refer_to: The ids of the cadres to which a case is referred; empty where none is named.
    """

    kind: ClassVar[str] = "scope-rule"
    cadre: str
    function: tuple[str, ...] = ()
    competency: tuple[str, ...] = ()
    act: Text = Text()
    authority: Authority
    supervisor: tuple[str, ...] = ()
    supervision_mode: SupervisionMode | None = None
    refer_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityCondition(_Rule):
    """What no training fulfils: registration, clearance, appointment, age, a signed code of conduct and the like.

    Attributes:
        condition_of: The ids of the cadres, qualifications or modules it guards.
        condition_kind: What has to be fulfilled, such as 'registration' or 'clearance'.
        satisfied_by: The ids of qualifications, modules or cadres, any one of which fulfils it; empty where none does.
    """

    kind: ClassVar[str] = "eligibility-condition"
    condition_of: tuple[str, ...] = ()
    condition_kind: ConditionKind
    satisfied_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionArrangement(_Rule):
    """Who supervises whom, and how.

    Attributes:
        supervisee: The ids of the cadres whose members are supervised.
        supervisor: The ids of the cadres whose members supervise; empty where none is named.
        stand_in: The ids of the cadres that cover while the supervisor is away.
        purpose: The ends it serves: 'administrative', 'educative', 'supportive'; empty where not stated.
        form: Whether it is individual, in a group, among peers or on site, in words; empty where not stated.
        supervision_mode: 'direct', 'indirect' or 'consultative'; None where not stated.
        frequency: How often it takes place, in words; empty where not stated.
        ratio: How many workers one supervisor supervises, in words; empty where not stated.
        contact_between: How a worker reaches help between meetings; empty where not stated.
        preparation: What supervisors must have learnt or done first; empty where not stated.
    """

    kind: ClassVar[str] = "supervision-arrangement"
    supervisee: tuple[str, ...] = ()
    supervisor: tuple[str, ...] = ()
    stand_in: tuple[str, ...] = ()
    purpose: tuple[SupervisionPurpose, ...] = ()
    form: Text = Text()
    supervision_mode: SupervisionMode | None = None
    frequency: Text = Text()
    ratio: Text = Text()
    contact_between: Text = Text()
    preparation: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class EthicalStandard(_Rule):
    """A rule of conduct.

    Attributes:
        concerns: The ids of the cadres and competencies it bears on.
    """

    kind: ClassVar[str] = "ethical-standard"
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion(Element):
    """What a country must settle; the label is the question.

    Each known answer is a :class:`Statement` about the question, with the predicate ``ssw:answer`` and the place where
    it holds.

    Attributes:
        of_cadre: The ids of the cadres it is about.
        function: The ids of the functions it is about.
        act: The act in words, where no function here is that act; otherwise empty.
    """

    kind: ClassVar[str] = "open-question"
    of_cadre: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    act: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progression(Node):
    """A step from one cadre or qualification to the next.

    Attributes:
        start: The id of the cadre or qualification that it leaves.
        progresses_to: The id of the one that it reaches.
        progression_kind: 'ladder' (up, to a higher one) or 'lattice' (sideways, to one of another line).
    """

    kind: ClassVar[str] = "progression"
    start: str
    progresses_to: str
    progression_kind: ProgressionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagingRule(Node):
    """Which modules a qualification asks for.

    Attributes:
        qualification: The id of the qualification.
        group: The ids of the modules of the group.
        at_least: How many of the group must be completed; None: all of them.
    """

    kind: ClassVar[str] = "packaging-rule"
    qualification: str
    group: tuple[str, ...] = ()
    at_least: int | None = None
