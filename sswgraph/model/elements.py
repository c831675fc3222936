"""The parts of a framework that people speak of: functions, competencies, cadres, modules, qualifications."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sswgraph.frozen import dataclass
from sswgraph.model.evidence import Element
from sswgraph.model.text import Text

Number = int | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Element):
    """What is done. ``needs``: competencies; ``criticality``, where stated: routine, high-accountability, statutory."""

    kind: ClassVar[str] = "function"
    broader: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    criticality: str | None = None
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency(Element):
    """What one must be able to do or know.

    ``facet``: knowledge, skill, attitude-or-value or behaviour, where plain. ``covers``: who can do this can do those.
    ``parts_complete``: whether its narrower competencies together are the whole of it. ``scale``: the levels it is
    measured on. ``safety_critical``: whether people are harmed where it is missing (safeguarding, reporting, limits …);
    ``outcome_text``: the learning outcome as a curriculum prints it.
    """

    kind: ClassVar[str] = "competency"
    facet: str | None = None
    safety_critical: bool | None = None
    outcome_text: Text = Text()
    broader: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    parts_complete: bool | None = None
    scale: str | None = None
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceCriterion(Element):
    """How one sees that a competency, module or function is mastered; the label is the criterion.

    ``criterion_kind``, where stated: performance-kind, knowledge-kind, attitude-kind or not-acceptable (what must never
    be seen: once is enough to be not yet competent).
    """

    kind: ClassVar[str] = "performance-criterion"
    criterion_of: tuple[str, ...] = ()
    criterion_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequirement(Element):
    """What a learner must show: how often (``count``), in which context, with which product, assessed how."""

    kind: ClassVar[str] = "evidence-requirement"
    evidence_for: tuple[str, ...] = ()
    count: int | None = None
    assessment_method: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencySet(Element):
    """A domain or set of competencies; it may include other sets."""

    kind: ClassVar[str] = "competency-set"
    includes: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre(Element):
    """A kind of worker. ``includes``: cadres whose requirements it takes in, only where a source says so.

    ``list_reach``: whether its own list of requirements is whole or partial; None: not known.
    """

    kind: ClassVar[str] = "cadre"
    performs: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    list_reach: str | None = None
    tier: str | None = None
    professional_status: str | None = None
    remuneration: str | None = None
    employer: Text = Text()
    workforce_role: tuple[str, ...] = ()
    regulator: Text = Text()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course(Element):
    """What a module and a qualification share: volumes by kind (hours, credits), levels, dates, recognition.

    ``duration``: from beginning to end, as xsd:duration ('P9M'); ``language``: of teaching; ``jurisdiction``: where it
    is offered, as ISO 3166 codes or UN M.49 areas.
    """

    qualification_level: str | None = None
    credits: Number | None = None
    credit_system: str | None = None
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
    """A module or unit standard. ``prerequisite``: all of them first; ``corequisite``: taken along.

    ``component``: knowledge, practical or workplace part; ``exempts``: holders need not take those.
    """

    kind: ClassVar[str] = "module"
    part_of: tuple[str, ...] = ()
    component: str | None = None
    prerequisite: tuple[str, ...] = ()
    corequisite: tuple[str, ...] = ()
    exempts: tuple[str, ...] = ()
    awardable: bool | None = None
    delivery: Text = Text()
    cost: Number | None = None
    cost_currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification(_Course):
    """A qualification. ``reach``: whether its modules are encoded whole or in part, and what is not."""

    kind: ClassVar[str] = "qualification"
    qualifies_for: tuple[str, ...] = ()
    reach: str | None = None
    not_encoded: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProficiencyScale(Element):
    """An ordered set of levels of mastery."""

    kind: ClassVar[str] = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProficiencyLevel(Element):
    """A level of mastery on one scale; ``equivalent_level`` names levels of other scales where stated."""

    kind: ClassVar[str] = "level"
    scale: str
    rank: int
    equivalent_level: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidingPrinciple(Element):
    """A principle for planning, developing or supporting the workforce."""

    kind: ClassVar[str] = "guiding-principle"
    theme: Text = Text()
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextScheme(Element):
    """A dimension to sort by: target group, age band, setting, issue, practice level, service category, stage."""

    kind: ClassVar[str] = "context-scheme"
    ordered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextConcept(Element):
    """One value of a context scheme; ``rank`` where the scheme is ordered."""

    kind: ClassVar[str] = "context"
    scheme: str
    rank: int | None = None
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionRule(Element):
    """How one kind of volume is reckoned from another, such as 1 SAQA credit = 10 notional hours."""

    kind: ClassVar[str] = "conversion-rule"
    credit_system: str
    hours_per_credit: Number
