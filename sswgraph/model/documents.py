"""Documents other than curricula as values: papers about roles, syllabuses, handbooks."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.codes import Authority
from sswgraph.model.curriculum import CompetencyLine, Curriculum, TaughtModule
from sswgraph.model.elements import Function, PerformanceCriterion
from sswgraph.model.framework import Framework
from sswgraph.model.permissions import Applicability, Ruled
from sswgraph.model.relations import OpenQuestion
from sswgraph.model.results import LinkCount, Stamp
from sswgraph.model.shown import Brief, Shown
from sswgraph.model.text import Text
from sswgraph.model.volumes import Volumes

Standing = Literal["never", "refer", "supervised", "alone", "unknown", "must"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine(Brief):
    """One rule as the worker reads it.

    Attributes:
        rule: The id of the rule.
        standing: What it comes to: 'never', 'refer', 'supervised', 'alone', 'unknown' (it lets the worker act alone
            where another one is stricter) or 'must' (it would forbid only what must be done, and forbids nothing).
        text: The rule as a sentence.
        functions: The ids of the functions it decides on, no other rule being stricter.
        supervisor: The ids of the cadres that supervise.
        refer_to: The ids of the cadres to which a case is referred.
        applies: Whose rule it is and where it holds.
        basis: On what it rests: 'stated', 'derived' or 'draft'.
        prohibits: Whether a rule that comes to 'never' forbids; otherwise it merely says that something is not among
            the acts listed for the role.
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
class Duty(Brief):
    """A function of the role and how far the worker may go with it, by its strictest rule.

    Attributes:
        function: The function.
        standing: What the rules come to; without a rule it is 'must' where an obligation names the function, else
            'unknown': neither allowed nor forbidden.
        authority: The strictest authority; None where no rule concerns it.
        rules: The ids of the rules.
    """

    function: Function
    standing: Standing
    authority: Authority | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld(Brief):
    """Why a paper may not be issued yet.

    Attributes:
        why: What is missing.
        rule: The id of the rule that lacks it; None: the paper as a whole.
    """

    why: Message
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerStep(Brief):
    """A step to the role or onward.

    Attributes:
        start: The id of the cadre or qualification that it leaves.
        end: The id of the one that it reaches.
        progression_kind: 'ladder' or 'lattice'.
        note: A remark on it; empty where there is none.
        qualifications: The ids of the qualifications that lead to where it ends.
        conditions: What comes before work there, as sentences.
    """

    start: str
    end: str
    progression_kind: str
    note: Text = Text()
    qualifications: tuple[str, ...] = ()
    conditions: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDocument(Shown):
    """A paper about a role, or about what it asks, as a value.

    Attributes:
        kind: Its kind, one of the table of papers.
        about: Obligations, conditions, limits, supervision and profile of the role.
        rules: The rules as the worker reads them.
        duties: The functions of the role and how far the worker may go with each.
        withheld: What keeps a paper that workers carry from being issued; with any of it, every page says DRAFT.
        standings: (competency, how far the worker may go with what it is for).
        questions: What a country must settle about the role, or about roles that it is mapped to.
        steps: The ways that lead to the role, and onward.
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
        """Whether anything is known of what the worker must do or how far the work goes.

        That takes an obligation, or a rule that decides; without it only a sheet of what is to be settled can be made.
        """
        return bool(self.about.obligations) or any(line.standing not in ("unknown", "must") for line in self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyllabusOutcome(Brief):
    """One outcome of a module.

    Attributes:
        line: Its competency.
        duration: The volumes of the module where this is its only outcome; otherwise empty: nothing is divided.
        content: What is to be known.
        criteria: How an assessor sees that it is mastered.
        not_acceptable: What must never be seen.
    """

    line: CompetencyLine
    duration: Volumes
    content: tuple[PerformanceCriterion, ...]
    criteria: tuple[PerformanceCriterion, ...]
    not_acceptable: tuple[PerformanceCriterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyllabusUnit(Brief):
    """The syllabus of one module.

    Attributes:
        taught: The module with what it teaches.
        outcomes: Its outcomes.
    """

    taught: TaughtModule
    outcomes: tuple[SyllabusOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllabus(Shown):
    """A syllabus for each module of a curriculum, with the fields that accreditors ask for.

    Attributes:
        about: The curriculum.
        units: One for each module, in teaching order.
    """

    kind: ClassVar[str] = "syllabus"
    about: Curriculum
    units: tuple[SyllabusUnit, ...] = ()

    @property
    def lang(self) -> str:
        """The language it will be shown in."""
        return self.about.lang


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRules(Ruled):
    """A cadre with what it must do, and the conditions and limits that no training lifts.

    Attributes:
        cadre: The id of the cadre.
        notes: How far the list of what it requires goes.
    """

    cadre: str
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook(Shown):
    """A whole framework, with the conditions and limits of each of its cadres.

    Attributes:
        framework: The framework, without statements in other vocabularies.
        lang: The language it will be shown in, as a tag.
        date: Its edition; empty where not stated.
        roles: Its cadres with their rules.
        notes: What a reader must know.
        labels: (id, label) for every id that occurs.
        links: How many links it rests on, by basis.
        stamp: What the answer was made from.
    """

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
