"""Documents about roles and frameworks as values: all that they say, before it has a language or a format."""

from __future__ import annotations

from collections.abc import Iterable
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
from sswgraph.model.permissions import Ruled
from sswgraph.model.plan import Award
from sswgraph.model.relations import (
    EntryRequirement,
    EthicalStandard,
    LearningOutcome,
    Progression,
    ScopeRule,
    SupervisionArrangement,
)
from sswgraph.model.results import Certainty, LinkCount, Necessity, Stamp
from sswgraph.model.shown import Brief, Shown
from sswgraph.model.text import Text, Wording
from sswgraph.model.volumes import Volumes

TaughtState = Literal["taught", "held", "if-recognised", "in-part", "open"]
OutcomeFrom = Literal["module", "competency", "rule", "none"]


def function_numbers(functions: Iterable[Function]) -> dict[str, int]:
    """Return the number of each function in a list; functions of one name, of several frameworks, share a number."""
    numbers: dict[str, int] = {}
    return {one.id: numbers.setdefault(one.label.best("en"), len(numbers) + 1) for one in functions}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyLine(Brief):
    """One competency of the profile: what is required of it, its learning outcome, and which modules teach it.

    Attributes:
        competency: The id of the competency.
        label: Its name.
        facet: 'knowledge', 'skill', 'attitude-or-value' or 'behaviour'; None where not stated.
        levels: The ids of the levels required; empty where none is stated.
        necessity: 'essential', 'optional' or 'not-stated'.
        functions: The ids of the functions it serves.
        domain: The id of the set it belongs to; None where it is in none.
        outcome: The sentence that a curriculum prints, in each language in which there is one.
        outcome_from: Whose words it is: of the 'module' that teaches it, of the 'competency', made by 'rule' from the
            name of the competency (a draft), or 'none' where its name gives no sentence.
        outcome_basis: The basis of these words: 'stated', 'derived' or 'draft'.
        criteria: How an assessor sees that it is mastered.
        taught_by: The ids of the modules here that teach it or its equal.
        state: As a gap has it once everything here is learnt: 'taught', 'held' before the programme begins,
            'if-recognised' (what is taught here comes close), 'in-part' or 'open'.
        near: The ids of the modules here that teach what only comes near to it.
        elsewhere: The ids of the modules of other programmes that teach it or its equal.
        reason: Why it is neither taught nor held, in words; None where it is.
        remedy: What to do about it; None where it is taught or held.
        basis: On what the competency rests: 'stated', 'derived' or 'draft'.
        to_be_seen: Whether it is safety-critical, so that it is to be seen in practice before the worker does it alone.
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
        """Return the outcome in a language, otherwise in another one.

        Args:
            lang (str): The language, as a tag.

        Returns:
            The sentence; empty where there is none, or where one made by rule exists in another language only although
            the competency has a name in this one.
        """
        said = self.outcome.best(lang)
        by_rule_elsewhere = self.outcome_from == "rule" and said.fell_back and not self.label.best(lang).fell_back
        return Wording("") if by_rule_elsewhere else said


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtModule(Brief):
    """One module with what it teaches.

    Attributes:
        module: The module.
        volumes: Its volumes by kind, as far as they are stated.
        outcomes: What it teaches.
        criteria: How an assessor sees that it was learnt.
        evidence_asked: What a learner must show.
        entry: What a learner must hold before it begins.
    """

    module: TrainingModule
    volumes: Volumes
    outcomes: tuple[LearningOutcome, ...]
    criteria: tuple[PerformanceCriterion, ...]
    evidence_asked: tuple[EvidenceRequirement, ...]
    entry: tuple[EntryRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtElsewhere(Brief):
    """A module that is not of this curriculum and teaches, or comes near to, what is not taught here.

    Attributes:
        competency: The id of what is not taught here.
        module: The id of the module.
        label: Its name.
        certainty: As a gap has it for somebody who has done this module alone (rule C5).
        place: Where it is offered (rule P12).
        volumes: The volumes of the whole module, by kind.
    """

    competency: str
    module: str
    label: Text
    certainty: Certainty
    place: tuple[str, ...]
    volumes: Volumes


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Brief):
    """A qualification or module of a curriculum that is near its end, or past it (rule P13).

    Attributes:
        of: The id of it.
        label: Its name.
        last: The last day on which it can be begun.
        last_achievement: The last day on which it can be completed; None where not known.
        closed: Whether the last day has passed.
        replaced_by: The ids of what says that it replaces it.
    """

    of: str
    label: Text
    last: Day
    last_achievement: Day | None
    closed: bool
    replaced_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCourse(Brief):
    """The plan that a curriculum is made from.

    Attributes:
        held_label: What is held, in words.
        target_label: The name of the target.
        steps: How many steps it has.
        programmes: The ids of the steps that are whole programmes.
        volumes: Its totals by kind.
        at_least: Whether the totals are incomplete.
        weeks: The weeks it takes; None where not asked for or not known.
        pace: The hours a week that were asked for; None where not asked for.
        presupposed: The ids of the modules that are done already.
        awards: How far it leads to each qualification of the target.
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
class ModuleShell(Brief):
    """A module that is proposed for a domain in which nothing is taught: a draft, whose hours are to be set.

    Attributes:
        domain: The id of the domain; None for competencies in none.
        label: The name of the domain; empty where there is none.
        competencies: The ids of its competencies.
        criteria: The ids of what shows that they are mastered.
        not_acceptable: The ids of what must never be seen.
        functions: The ids of the functions to practise.
        obligations: The ids of the obligations that concern them.
        limits: The ids of the limits that concern them.
        assessment: The codes of ways to assess it.
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
class OutlineSession(Brief):
    """One session of an outline; all of it is proposed.

    Attributes:
        days: The days it is on.
        length: How long it takes.
        content: What it teaches.
        methods: The codes of its methods.
        assessed: Whether it ends with an assessment.
    """

    days: Message
    length: Message
    content: Message
    methods: tuple[str, ...]
    assessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseOutline(Brief):
    """A course that is proposed where modules are still to be written: a draft, hours and days included.

    Attributes:
        code: The code of the outline.
        title: What it is called.
        why: Why this one fits.
        length: How long it takes.
        sessions: Its sessions, in order.
        ratio: How many learners there are to a trainer.
        field: The supervised practice that follows.
        anchors: The courses of others whose length or order it follows, by name.
        rules: How shells are made into modules.
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
class PrincipleLine(Brief):
    """A guiding principle, and what in the curriculum meets it.

    Attributes:
        principle: The principle.
        met: What meets it, in words; empty where that is left to the ministry.
    """

    principle: GuidingPrinciple
    met: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum(Ruled, Shown):
    """A curriculum for a role, a plan, a qualification or modules; obligations, conditions and limits first.

    Attributes:
        subject: The ids of what it is about.
        title: Its title.
        lang: The language it will be shown in, as a tag.
        date: The latest edition of the frameworks it draws on; empty where none names one.
        notes: What a reader must know.
        cadres: The roles it is for, and those that they include.
        permitted: The rules that let the worker act alone.
        supervision: The arrangements of supervision that hold.
        functions: What the roles do, and what the competencies serve.
        qualifications: The qualifications that lead to the roles, or that it is about.
        progressions: The steps to and from these roles and qualifications.
        competencies: The profile.
        modules: The modules, in teaching order; empty in a document that shows none.
        volumes: (qualification, totals by kind) for each qualification; the id is empty for modules that belong to
            none, and for a plan.
        standards: The rules of conduct that hold.
        principles: The guiding principles.
        validations: The events at which it was reviewed.
        adoptions: Who adopted what it draws on.
        frameworks: The headers of the frameworks it draws on, without their elements.
        grounds: (element, evidence) for each element shown.
        sources: The sources of this evidence.
        labels: (id, label) for every id that occurs.
        links: How many links it rests on, by basis.
        as_of: The day as of which ``closing`` holds, by default the latest day that an edition is named after; None
            where there is none.
        course: Of a plan's curriculum, the plan; otherwise None.
        closing: The qualifications and modules that are near their end, or past it.
        shells: Modules proposed for domains in which nothing is taught.
        outline: A course proposed where modules are still to be written; None where none is.
        elsewhere: Modules of others that teach what is not taught here.
        stamp: What the answer was made from.
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
        """The competencies that are neither held nor certain once everything here is learnt.

        They are open, in part, or only close to what is taught.
        """
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
