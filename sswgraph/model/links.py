"""What ties the parts of a framework together: requirements, outcomes, and the rules that come before any training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sswgraph.model.evidence import Element, Node
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Node):
    """A cadre requires a competency (or every competency of a set): at a level, essential or optional, where stated."""

    kind: ClassVar[str] = "requirement"
    cadre: str
    competency: str
    level: str | None = None
    necessity: str | None = None
    for_function: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRequirement(Node):
    """A module asks for a competency at a level before it can be begun."""

    kind: ClassVar[str] = "entry-requirement"
    module: str
    competency: str
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningOutcome(Node):
    """A module (or a whole qualification) develops a competency: to a level, as a *whole* or as a *part* of it."""

    kind: ClassVar[str] = "outcome"
    outcome_of: str
    competency: str
    to_level: str | None = None
    extent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRule(Element):
    """What a cadre may do, and how: competence is not permission.

    ``authority``: independent, under-supervision, assists, identify-and-refer, delegated-only or not-permitted;
    ``supervision_mode``: direct, indirect or consultative.
    """

    kind: ClassVar[str] = "scope-rule"
    cadre: str
    function: tuple[str, ...] = ()
    competency: tuple[str, ...] = ()
    authority: str
    supervisor: tuple[str, ...] = ()
    supervision_mode: str | None = None
    refer_to: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityCondition(Element):
    """What no training closes: registration, clearance, education, age, residence or election, language, experience.

    ``condition_of``: the cadre, qualification or module it guards; ``satisfied_by``: any one of these meets it.
    """

    kind: ClassVar[str] = "eligibility-condition"
    condition_of: tuple[str, ...] = ()
    condition_kind: str
    satisfied_by: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionArrangement(Element):
    """Who supervises whom: to which end (administrative, educative, supportive), how, how often, in which ratio."""

    kind: ClassVar[str] = "supervision-arrangement"
    supervisee: tuple[str, ...] = ()
    supervisor: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    form: Text = Text()
    supervision_mode: str | None = None
    frequency: Text = Text()
    ratio: Text = Text()
    preparation: Text = Text()
    legal_basis: tuple[str, ...] = ()


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
