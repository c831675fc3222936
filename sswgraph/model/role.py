"""Documents about a role as values: the card a worker carries, the job description, and forms to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from sswgraph.language import Message
from sswgraph.model.curriculum import Curriculum
from sswgraph.model.elements import Function
from sswgraph.model.show import Shown

Standing = Literal["never", "refer", "supervised", "alone", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule as the worker reads it.

    ``standing``: what it comes to; a rule that lets the worker act alone where another one is stricter comes to
    *unknown*. ``functions``: those it decides on, no other rule being stricter.
    """

    rule: str
    standing: Standing
    text: Message
    functions: tuple[str, ...]
    supervisor: tuple[str, ...]
    refer_to: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A function of the role and how far the worker may go with it, by its strictest rule.

    A function without a rule is *unknown*: neither allowed nor forbidden.
    """

    function: Function
    standing: Standing
    authority: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDocument(Shown):
    """What documents about a role are made from; ``about``: conditions, limits, supervision and profile of the role."""

    about: Curriculum
    rules: tuple[RuleLine, ...] = ()
    duties: tuple[Duty, ...] = ()

    @property
    def lang(self) -> str:
        """The language it will be shown in."""
        return self.about.lang


class RoleCard(RoleDocument):
    """One page that a worker carries: what to refer, what to do with the supervisor, what alone, what is not known."""

    __slots__ = ()
    kind: ClassVar[str] = "role-card"


class JobDescription(RoleDocument):
    """What the holder of a post does, may do and must bring."""

    __slots__ = ()
    kind: ClassVar[str] = "job-description"


class ModuleDescriptor(RoleDocument):
    """Modules one by one, as a training institution describes them."""

    __slots__ = ()
    kind: ClassVar[str] = "module-descriptor"


class TrainingNeeds(RoleDocument):
    """A form on which worker and supervisor rate each competency: for development, not for disciplinary use."""

    __slots__ = ()
    kind: ClassVar[str] = "training-needs"


class SupervisionChecklist(RoleDocument):
    """A form for one supervision session: limits kept, duties and competencies seen, what was agreed."""

    __slots__ = ()
    kind: ClassVar[str] = "supervision-checklist"


class Logbook(RoleDocument):
    """A form for field practice: what was done under whose supervision, and what it showed."""

    __slots__ = ()
    kind: ClassVar[str] = "logbook"
