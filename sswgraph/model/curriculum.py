"""A curriculum as a value: everything that its document says, before it has a language or a format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from sswgraph.language import Message
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
from sswgraph.model.links import EthicalStandard, LearningOutcome, Progression, ScopeRule, SupervisionArrangement
from sswgraph.model.results import Condition, Limit, LinkCount, Necessity, Stamp
from sswgraph.model.show import Shown
from sswgraph.model.text import Text
from sswgraph.model.volumes import Volumes

TaughtState = Literal["taught", "held", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyLine:
    """One competency of the profile: what is asked of it, its learning outcome, and which modules teach it.

    ``outcome`` is worded by rule from level and facet, so it is a draft. ``state``: *taught* by a module here, *held*
    before the programme begins, or *open*; ``remedy`` then says what to do, and ``elsewhere`` names the modules of
    other programmes that teach it or its equal.
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
class Curriculum(Shown):
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
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
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
