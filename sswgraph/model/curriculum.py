"""Documents about roles and frameworks as values: everything they say, before it has a language or a format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import date as Day
from typing import ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.elements import (
    Cadre,
    EvidenceRequirement,
    Function,
    GuidingPrinciple,
    Number,
    PerformanceCriterion,
    Qualification,
    TrainingModule,
)
from sswgraph.model.evidence import Adoption, Evidence, Source, ValidationExercise
from sswgraph.model.framework import Framework
from sswgraph.model.permissions import Applicability, Ruled
from sswgraph.model.plan import Award
from sswgraph.model.relations import (
    EntryRequirement,
    EthicalStandard,
    LearningOutcome,
    OpenQuestion,
    Progression,
    ScopeRule,
    SupervisionArrangement,
)
from sswgraph.model.results import Certainty, LinkCount, Necessity, Stamp
from sswgraph.model.shown import Shown
from sswgraph.model.text import Text, Wording
from sswgraph.model.volumes import Volumes

TaughtState = Literal["taught", "held", "if-recognised", "in-part", "open"]
OutcomeFrom = Literal["module", "competency", "rule", "none"]


def function_numbers(functions: Iterable[Function]) -> dict[str, int]:
    """The number of each function in a list of them; functions of one name, of several frameworks, are one."""
    numbers: dict[str, int] = {}
    return {one.id: numbers.setdefault(one.label.best("en"), len(numbers) + 1) for one in functions}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyLine:
    """One competency of the profile: what is asked of it, its learning outcome, and which modules teach it.

    ``outcome`` is the sentence that a curriculum prints, in each language in which there is one; ``outcome_from`` says
    whose words it is: those of the *module* that teaches it, those of the *competency*, else made by *rule* from the
    name of the competency, and a draft; *none* where its name gives no sentence. ``outcome_basis``: the basis of these
    words. ``state``, as a gap has it once everything here is learnt: *taught*, *held* before the programme begins,
    *if-recognised* (what is taught here comes close), *in-part*, or *open*; unless it is taught or held, ``reason``
    says why and ``remedy`` what to do. ``taught_by``: the modules here that teach it or its equal; ``near``: those here
    that teach what only comes near to it; ``elsewhere``: the modules of other programmes that teach it or its equal.
    ``to_be_seen``: safety-critical, so that it is to be seen in practice
    before the worker does it alone.
    """

    competency: str
    label: Text
    facet: str | None
    levels: tuple[str, ...]
    necessity: Necessity
    functions: tuple[str, ...]
    domain: str | None
    outcome: Text
    outcome_from: OutcomeFrom
    outcome_basis: str
    criteria: tuple[PerformanceCriterion, ...]
    taught_by: tuple[str, ...]
    state: TaughtState
    near: tuple[str, ...]
    elsewhere: tuple[str, ...]
    reason: Message | None
    remedy: Message | None
    basis: str
    to_be_seen: bool = False

    def outcome_in(self, lang: str) -> Wording:
        """The outcome in a language, else in another one; empty where there is none, or where one by rule exists in
        another language only though the competency has a name in this one."""
        said = self.outcome.best(lang)
        by_rule_elsewhere = self.outcome_from == "rule" and said.fell_back and not self.label.best(lang).fell_back
        return Wording("") if by_rule_elsewhere else said


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtModule:
    """One module with what it teaches, how one sees that it was learnt, and what a learner must show.

    ``entry``: what a learner must be able to do before the module begins.
    """

    module: TrainingModule
    volumes: Volumes
    outcomes: tuple[LearningOutcome, ...]
    criteria: tuple[PerformanceCriterion, ...]
    evidence_asked: tuple[EvidenceRequirement, ...]
    entry: tuple[EntryRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtElsewhere:
    """A module that is not of this curriculum and teaches, or comes near to, what is not taught here.

    ``certainty``: as a gap has it for somebody who has done this module alone (C5); ``volumes``: of the whole module;
    ``place``: where it is offered (P12).
    """

    competency: str
    module: str
    label: Text
    certainty: Certainty
    place: tuple[str, ...]
    volumes: Volumes


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A qualification or module of a curriculum that is near its end, or past it (P13).

    ``last``: the last day on which it can be begun; ``closed``: whether that day has passed; ``replaced_by``: what says
    that it replaces it.
    """

    of: str
    label: Text
    last: Day
    last_achievement: Day | None
    closed: bool
    replaced_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCourse:
    """What the curriculum of a plan stands on: from what, to what, its totals, and how it stands to each award.

    ``volumes``, ``at_least``, ``weeks`` and ``pace`` are those of the plan; ``programmes``: those of its steps that are
    whole programmes; ``presupposed``: the modules that are done
    already.
    """

    held_label: Text
    target_label: Text
    steps: int
    programmes: tuple[str, ...]
    volumes: Volumes
    at_least: bool
    weeks: int | None
    pace: Number | None
    presupposed: tuple[str, ...]
    awards: tuple[Award, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleShell:
    """A module that is proposed here for a domain of which nothing is taught: a draft, whose hours are to be set.

    All fields but ``label`` hold ids or codes: its competencies, what shows that they are mastered and what must never
    be seen, the functions to practise, the obligations and limits that speak of them, and ways to assess it.
    """

    domain: str | None
    label: Text
    competencies: tuple[str, ...]
    criteria: tuple[str, ...]
    not_acceptable: tuple[str, ...]
    functions: tuple[str, ...]
    obligations: tuple[str, ...]
    limits: tuple[str, ...]
    assessment: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineSession:
    """One session of an outline: on which days, how long, what it holds, and by which methods; all of it proposed."""

    days: Message
    length: Message
    content: Message
    methods: tuple[str, ...]
    assessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseOutline:
    """A course that is proposed here where modules are still to be written: a draft, hours and days included.

    ``why``: why this one fits; ``ratio``: learners to trainers; ``field``: the supervised practice that follows;
    ``anchors``: the courses of others whose length or order it leans on, by name; ``rules``: how shells are made into
    modules.
    """

    code: str
    title: Message
    why: Message
    length: Message
    sessions: tuple[OutlineSession, ...]
    ratio: Message
    field: Message
    anchors: tuple[str, ...]
    rules: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipleLine:
    """A guiding principle, and what in the curriculum speaks to it; nothing where that is left to the ministry."""

    principle: GuidingPrinciple
    met: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum(Ruled, Shown):
    """A curriculum for a role, a plan, a qualification or modules; conditions and limits first.

    ``modules`` stand in teaching order; ``frameworks`` are the headers of what it draws on, without their elements;
    ``grounds`` pairs the id of each element with its evidence; ``labels`` names every id that occurs. ``date`` is the
    latest edition of the frameworks. ``as_of``: the day on which ``closing`` is told, by default the latest day that
    an edition is named after. ``course``: of a plan's curriculum, what it stands on. ``shells`` and ``outline`` are
    proposed here where nothing is taught; ``elsewhere`` are modules of others.
    """

    kind: ClassVar[str] = "curriculum"
    subject: tuple[str, ...]
    title: Message
    lang: str
    date: str
    notes: tuple[Message, ...] = ()
    cadres: tuple[Cadre, ...] = ()
    permitted: tuple[ScopeRule, ...] = ()
    supervision: tuple[SupervisionArrangement, ...] = ()
    functions: tuple[Function, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    progressions: tuple[Progression, ...] = ()
    competencies: tuple[CompetencyLine, ...] = ()
    modules: tuple[TaughtModule, ...] = ()
    volumes: tuple[tuple[str, Volumes], ...] = ()
    standards: tuple[EthicalStandard, ...] = ()
    principles: tuple[PrincipleLine, ...] = ()
    validations: tuple[ValidationExercise, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    grounds: tuple[tuple[str, Evidence], ...] = ()
    sources: tuple[Source, ...] = ()
    labels: tuple[tuple[str, Text], ...] = ()
    links: LinkCount = LinkCount()
    as_of: Day | None = None
    course: PlannedCourse | None = None
    closing: tuple[Closing, ...] = ()
    shells: tuple[ModuleShell, ...] = ()
    outline: CourseOutline | None = None
    elsewhere: tuple[TaughtElsewhere, ...] = ()
    stamp: Stamp

    @property
    def untaught(self) -> tuple[CompetencyLine, ...]:
        """The competencies that are neither held nor certain once everything here is learnt: open, in part, or only
        close to what is taught."""
        return tuple(line for line in self.competencies if line.state not in ("taught", "held"))

    @property
    def presupposed(self) -> tuple[CompetencyLine, ...]:
        """The competencies that are held before the programme begins."""
        return tuple(line for line in self.competencies if line.state == "held")

    @property
    def learnt(self) -> tuple[CompetencyLine, ...]:
        """The competencies that are not held before the programme begins."""
        return tuple(line for line in self.competencies if line.state != "held")

    def label(self, identifier: str) -> Text:
        """The label of an id that occurs here, or the id itself as a text."""
        return dict(self.labels).get(identifier) or Text((("und", identifier),))

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {
            "volumes": dict(self.volumes),
            "grounds": [{"element": element, "evidence": one} for element, one in self.grounds],
            "labels": dict(self.labels),
        }


Standing = Literal["never", "refer", "supervised", "alone", "unknown", "must"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule as the worker reads it.

    ``standing``: what it comes to; a rule that lets the worker act alone where another one is stricter comes to
    *unknown*, one that would forbid only what must be done to *must*: it forbids nothing. ``functions``: those it
    decides on, no other rule being stricter. ``prohibits``: of a rule of the standing *never*, whether it forbids;
    else it merely says that something is not among the acts listed for the role.
    """

    rule: str
    standing: Standing
    text: Message
    functions: tuple[str, ...]
    supervisor: tuple[str, ...]
    refer_to: tuple[str, ...]
    applies: Applicability
    basis: str
    prohibits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A function of the role and how far the worker may go with it, by its strictest rule.

    A function without a rule is *must* where an obligation names it, else *unknown*: neither allowed nor forbidden.
    """

    function: Function
    standing: Standing
    authority: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Why a paper may not be issued yet: a rule (None: all of it) and what it lacks."""

    why: Message
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerStep:
    """A step to the role or onward: the qualifications that lead to where it ends, and what comes before work there."""

    start: str
    end: str
    progression_kind: str
    note: Text = Text()
    qualifications: tuple[str, ...] = ()
    conditions: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDocument(Shown):
    """What a paper about a role, or about what it asks, is made from; ``kind``: one of the table of papers.

    ``about``: obligations, conditions, limits, supervision and profile of the role. ``standings`` pairs each competency
    with how far the worker may go with what it is for. ``questions``: what a country must settle about the role, or
    about roles that it is mapped to. ``steps``: the ways that lead to the role, and onward. ``withheld``: what keeps a
    paper that workers carry from being issued; with any of it, every page says DRAFT.
    """

    kind: str = field(metadata={"plain": False})  # type: ignore[misc]  # a result says its kind in JSON anyway
    about: Curriculum
    rules: tuple[RuleLine, ...] = ()
    duties: tuple[Duty, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    standings: tuple[tuple[str, tuple[Standing, ...]], ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    steps: tuple[CareerStep, ...] = ()

    @property
    def lang(self) -> str:
        """The language it will be shown in."""
        return self.about.lang

    @property
    def settled(self) -> bool:
        """Whether anything is known of what the worker must do or how far the work goes: an obligation, or a rule that
        decides. Else no card can be made of it, only a sheet of what is to be settled."""
        return bool(self.about.obligations) or any(line.standing not in ("unknown", "must") for line in self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyllabusOutcome:
    """One outcome of a module: its competency, its duration as far as known, what is to be known, and how one sees it.

    ``duration``: that of the module where this is its only outcome, else empty: nothing is divided.
    """

    line: CompetencyLine
    duration: Volumes
    content: tuple[PerformanceCriterion, ...]
    criteria: tuple[PerformanceCriterion, ...]
    not_acceptable: tuple[PerformanceCriterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyllabusUnit:
    """The syllabus of one module."""

    taught: TaughtModule
    outcomes: tuple[SyllabusOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllabus(Shown):
    """A syllabus for each module of a curriculum, with the fields that accreditors ask for."""

    kind: ClassVar[str] = "syllabus"
    about: Curriculum
    units: tuple[SyllabusUnit, ...] = ()

    @property
    def lang(self) -> str:
        """The language it will be shown in."""
        return self.about.lang


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRules(Ruled):
    """A cadre with what it must do, and the conditions and limits that no training lifts; ``notes``: how far the list
    of what it requires goes."""

    cadre: str
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook(Shown):
    """A whole framework, with the conditions and limits of each of its cadres; ``labels`` names every id it uses."""

    kind: ClassVar[str] = "framework-handbook"
    framework: Framework
    lang: str
    date: str
    roles: tuple[RoleRules, ...] = ()
    notes: tuple[Message, ...] = ()
    labels: tuple[tuple[str, Text], ...] = ()
    links: LinkCount = LinkCount()
    stamp: Stamp

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"labels": dict(self.labels)}
