"""Documents about roles and frameworks as values: everything they say, before it has a language or a format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from sswgraph.messages import Message
from sswgraph.model.elements import (
    Cadre,
    EvidenceRequirement,
    Function,
    GuidingPrinciple,
    PerformanceCriterion,
    Qualification,
    TrainingModule,
)
from sswgraph.model.evidence import Adoption, Evidence, Source, ValidationExercise
from sswgraph.model.framework import Framework
from sswgraph.model.permissions import Applicability, Ruled
from sswgraph.model.relations import (
    EthicalStandard,
    LearningOutcome,
    OpenQuestion,
    Progression,
    ScopeRule,
    SupervisionArrangement,
)
from sswgraph.model.results import LinkCount, Necessity, Stamp
from sswgraph.model.shown import Shown
from sswgraph.model.text import Text
from sswgraph.model.volumes import Volumes

TaughtState = Literal["taught", "held", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyLine:
    """One competency of the profile: what is asked of it, its learning outcome, and which modules teach it.

    ``outcome`` is worded by rule from level and facet, so it is a draft. ``state``: *taught* by a module here, *held*
    before the programme begins, or *open*; ``remedy`` then says what to do, and ``elsewhere`` names the modules of
    other programmes that teach it or its equal. ``to_be_seen``: safety-critical, so that it is to be seen in practice
    before the worker does it alone.
    """

    competency: str
    label: Text
    facet: str | None
    levels: tuple[str, ...]
    necessity: Necessity
    functions: tuple[str, ...]
    domain: str | None
    outcome: Message
    criteria: tuple[PerformanceCriterion, ...]
    taught_by: tuple[str, ...]
    state: TaughtState
    elsewhere: tuple[str, ...]
    reason: Message | None
    remedy: Message | None
    basis: str
    to_be_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtModule:
    """One module with what it teaches, how one sees that it was learnt, and what a learner must show."""

    module: TrainingModule
    volumes: Volumes
    outcomes: tuple[LearningOutcome, ...]
    criteria: tuple[PerformanceCriterion, ...]
    evidence_asked: tuple[EvidenceRequirement, ...]


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
    latest edition of the frameworks. Learning outcomes are worded by rule and are drafts.
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
    stamp: Stamp

    @property
    def untaught(self) -> tuple[CompetencyLine, ...]:
        """The competencies that no module of this curriculum teaches and nobody holds yet."""
        return tuple(line for line in self.competencies if line.state == "open")

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
    about roles that it is mapped to. ``steps``: the ways that lead to the role, and onward.
    """

    kind: str = field(metadata={"plain": False})  # type: ignore[misc]  # a result says its kind in JSON anyway
    about: Curriculum
    rules: tuple[RuleLine, ...] = ()
    duties: tuple[Duty, ...] = ()
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


# Names for papers of one kind: their value is the same.
RoleCard = RoleDocument
JobDescription = RoleDocument
ModuleDescriptor = RoleDocument
TrainingNeeds = RoleDocument
SupervisionChecklist = RoleDocument
Logbook = RoleDocument


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
