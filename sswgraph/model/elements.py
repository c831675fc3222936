"""The main elements of a framework: functions, competencies, cadres, modules, qualifications, scales and contexts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sswgraph.frozen import dataclass
from sswgraph.model.codes import (
    Component,
    CreditSystem,
    CriterionKind,
    Criticality,
    Facet,
    ListReach,
    ProfessionalStatus,
    Reach,
    Remuneration,
    Tier,
    WorkforceRole,
)
from sswgraph.model.evidence import Element
from sswgraph.model.text import Text

Number = int | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Element):
    """What workers do; the fields of every element are those of :class:`Element`.

    Attributes:
        broader: The ids of the functions it is part of.
        needs: The ids of the competencies, or sets, that everybody needs who carries it out; empty where no need is
            stated.
        criticality: 'statutory', 'high-accountability' or 'routine'; None where no source says.
        context: The ids of the context values it belongs to.
    """

    kind: ClassVar[str] = "function"
    broader: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    criticality: Criticality | None = None
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency(Element):
    """What a worker must be able to do or know.

    Attributes:
        facet: 'knowledge', 'skill', 'attitude-or-value' or 'behaviour', where it is mainly one; None where that is not
            plain.
        safety_critical: Whether people come to harm where it is missing, so that it is to be seen in practice; None
            where not stated.
        outcome_text: The learning outcome as a curriculum prints it; empty where none is worded.
        broader: The ids of the competencies it is part of.
        covers: The ids of the competencies that whoever has this one also has.
        parts_complete: Whether its narrower competencies together are the whole of it; None where not stated.
        scale: The id of the scale it is measured on; None where not stated.
        context: The ids of the context values it belongs to.
    """

    kind: ClassVar[str] = "competency"
    facet: Facet | None = None
    safety_critical: bool | None = None
    outcome_text: Text = Text()
    broader: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    parts_complete: bool | None = None
    scale: str | None = None
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceCriterion(Element):
    """How an assessor sees that a competency, module or function is mastered; the label is the criterion.

    Attributes:
        criterion_of: The ids of the competencies, modules or functions.
        criterion_kind: 'performance-kind', 'knowledge-kind', 'attitude-kind' or 'not-acceptable' (must never be seen:
            once is enough to be not yet competent); None where not stated.
    """

    kind: ClassVar[str] = "performance-criterion"
    criterion_of: tuple[str, ...] = ()
    criterion_kind: CriterionKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequirement(Element):
    """What a learner must show, in which context and with which product; the label says it.

    Attributes:
        evidence_for: The ids of the competencies, modules or functions it is asked for.
        count: How many pieces or occasions are asked for; None where not stated.
        assessment_method: The IRIs of the ways of assessing it; empty where not stated.
    """

    kind: ClassVar[str] = "evidence-requirement"
    evidence_for: tuple[str, ...] = ()
    count: int | None = None
    assessment_method: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencySet(Element):
    """A domain or set of competencies.

    Attributes:
        includes: The ids of the competencies and sets that belong to it.
        context: The ids of the context values it belongs to.
    """

    kind: ClassVar[str] = "competency-set"
    includes: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre(Element):
    """A kind of worker, such as social workers; also called a role.

    Attributes:
        performs: The ids of the functions that its members carry out.
        includes: The ids of the cadres whose requirements it takes in; only where a source says so.
        list_reach: Whether its own list of requirements is 'whole' or 'partial'; None where not known (rule O1).
        tier: 'lead', 'advanced', 'basic', 'entry' or 'volunteer'; None where not stated.
        professional_status: 'professional', 'para-professional' or 'volunteer'; None where not stated.
        remuneration: 'paid', 'stipend', 'unpaid' or 'mixed'; None where not stated.
        employer: Who employs or engages its members; empty where not stated.
        workforce_role: The parts that its members play, such as 'direct-care' or 'supervisor'; empty where not stated.
        regulator: The body that registers or regulates its members; empty where not stated.
        context: The ids of the context values it belongs to.
    """

    kind: ClassVar[str] = "cadre"
    performs: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    list_reach: ListReach | None = None
    tier: Tier | None = None
    professional_status: ProfessionalStatus | None = None
    remuneration: Remuneration | None = None
    employer: Text = Text()
    workforce_role: tuple[WorkforceRole, ...] = ()
    regulator: Text = Text()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course(Element):
    """What a module and a qualification share.

    Attributes:
        qualification_level: The level in a qualifications framework, as worded ('NQF 5'); never read as proficiency
            (rule L3). None where not stated.
        credits: How many credits it is worth in its credit system; None where not stated.
        credit_system: The system, such as 'saqa-credit'; credits of two systems are never added. None where not stated.
        notional_hours: The hours that an average learner needs in all; None where not stated.
        contact_hours: The hours with a teacher, face to face or online; None where not stated.
        self_study_hours: The hours of own study; None where not stated.
        practical_hours: The hours of practice away from a workplace; None where not stated.
        workplace_hours: The hours at a workplace; None where not stated.
        assessment_hours: The hours of assessment, where counted apart; None where not stated.
        duration: How long it takes from beginning to end, as xsd:duration ('P9M'); None where not stated.
        duration_text: The same in the words of the source; empty where not stated.
        language: The languages of teaching, as BCP 47 tags; empty where not stated.
        jurisdiction: Where it is offered, as ISO 3166 codes or UN M.49 areas; empty where not stated.
        provider: Who offers it; empty where not stated.
        rpl_route: Whether and how it can be obtained by the recognition of prior learning; empty where no route is
            stated.
        registered_from: The first day of its registration with the qualifications authority; None where not stated.
        registered_to: The last day of that registration; None where not stated.
        last_enrolment: The last day on which learners may enrol; None where not known, which does not mean open.
        last_achievement: The last day on which enrolled learners may complete it; None where not known.
    """

    qualification_level: str | None = None
    credits: Number | None = None
    credit_system: CreditSystem | None = None
    notional_hours: Number | None = None
    contact_hours: Number | None = None
    self_study_hours: Number | None = None
    practical_hours: Number | None = None
    workplace_hours: Number | None = None
    assessment_hours: Number | None = None
    duration: str | None = None
    duration_text: Text = Text()
    language: tuple[str, ...] = ()
    jurisdiction: tuple[str, ...] = ()
    provider: Text = Text()
    rpl_route: Text = Text()
    registered_from: date | None = None
    registered_to: date | None = None
    last_enrolment: date | None = None
    last_achievement: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingModule(_Course):
    """A module or unit standard; volumes and dates are those that a qualification has too.

    Attributes:
        part_of: The ids of the qualifications it belongs to.
        component: The part of a programme it is: 'knowledge', 'practical' or 'workplace'; None where not stated.
        prerequisite: The ids of the modules and qualifications to be completed first, all of them.
        corequisite: The ids of the modules to be taken along with it.
        exempts: The ids of the modules that its holders need not take.
        awardable: Whether completing it by itself gives something that is certified; None where not stated.
        delivery: How it is taught; empty where not stated.
        cost: What it costs a learner, in ``cost_currency``; None where not stated.
        cost_currency: The currency as an ISO 4217 code; None where not stated.
    """

    kind: ClassVar[str] = "module"
    part_of: tuple[str, ...] = ()
    component: Component | None = None
    prerequisite: tuple[str, ...] = ()
    corequisite: tuple[str, ...] = ()
    exempts: tuple[str, ...] = ()
    awardable: bool | None = None
    delivery: Text = Text()
    cost: Number | None = None
    cost_currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification(_Course):
    """A qualification; volumes and dates are those that a module has too.

    Attributes:
        qualifies_for: The ids of the cadres whose work or registration it opens.
        reach: How much of it is encoded: 'whole', 'partial' or 'opening-only'; None where not stated.
        not_encoded: What of it is not encoded; empty where nothing is named.
    """

    kind: ClassVar[str] = "qualification"
    qualifies_for: tuple[str, ...] = ()
    reach: Reach | None = None
    not_encoded: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProficiencyScale(Element):
    """An ordered set of levels of mastery; the levels name their scale."""

    kind: ClassVar[str] = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProficiencyLevel(Element):
    """A level of mastery on one scale.

    Attributes:
        scale: The id of its scale.
        rank: Its place on the scale, the lowest number first; ranks of two scales cannot be compared (rule L1).
        equivalent_level: The ids of levels of other scales that a source holds to be the same.
    """

    kind: ClassVar[str] = "level"
    scale: str
    rank: int
    equivalent_level: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidingPrinciple(Element):
    """A principle for planning, developing or supporting the workforce.

    Attributes:
        theme: The heading under which the source puts it; empty where there is none.
        concerns: The ids of the elements it bears on.
    """

    kind: ClassVar[str] = "guiding-principle"
    theme: Text = Text()
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextScheme(Element):
    """A dimension to sort by: target group, age band, setting, issue, practice level, service category or stage.

    Attributes:
        ordered: Whether its values follow each other by rank, as the stages of a process do; None where not stated.
    """

    kind: ClassVar[str] = "context-scheme"
    ordered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextConcept(Element):
    """One value of a context scheme.

    Attributes:
        scheme: The id of its scheme.
        rank: Its place, the lowest number first; None where the scheme is not ordered.
        broader: The ids of the values it is part of.
    """

    kind: ClassVar[str] = "context"
    scheme: str
    rank: int | None = None
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionRule(Element):
    """How credits are converted into hours, such as 1 SAQA credit = 10 notional hours.

    Attributes:
        credit_system: The credit system, such as 'saqa-credit'.
        hours_per_credit: How many notional hours one credit stands for.
    """

    kind: ClassVar[str] = "conversion-rule"
    credit_system: CreditSystem
    hours_per_credit: Number
