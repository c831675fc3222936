"""What the verbs answer: values that hold ids, and reasons that become sentences when they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from sswgraph.language import Message
from sswgraph.model.elements import Number
from sswgraph.model.later import deferred, waiting
from sswgraph.model.profile import Profile
from sswgraph.model.show import Shown
from sswgraph.model.text import Text
from sswgraph.model.volumes import Volumes

Status = Literal["met", "raise", "missing", "partial", "not-comparable", "beyond"]
Necessity = Literal["essential", "optional", "not-stated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One answer to a search: an element, the label that matched, and how well (0 to 1)."""

    id: str
    kind: str
    label: Text
    matched: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCount:
    """How many links a result rests on, by basis: stated, derived, draft."""

    stated: int = 0
    derived: int = 0
    draft: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSummary:
    """One framework in a list: what it is, its edition, its languages, and how many elements of each kind it has."""

    id: str
    title: Text
    jurisdiction: tuple[str, ...]
    edition: str | None
    status: str | None
    languages: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    bases: LinkCount

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"counts": dict(self.counts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What no training closes: the id of an eligibility condition or supervision arrangement, its kind and wording."""

    id: str
    kind: str
    text: Message
    satisfied_by: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How far a cadre may go with the functions or competencies in ``subjects``: a scope rule's id and what it says."""

    id: str
    subjects: tuple[str, ...]
    authority: str
    text: Message
    supervisor: tuple[str, ...] = ()
    supervision_mode: str | None = None
    refer_to: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a result was made from: library version, each framework's (id, edition, content hash), options used."""

    version: str
    frameworks: tuple[tuple[str, str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        keys = ("id", "edition", "digest")
        made_from = [dict(zip(keys, one, strict=True)) for one in self.frameworks]
        return {"frameworks": made_from, "options": dict(self.options)}


@dataclass(frozen=True, slots=True, kw_only=True)
class GapItem:
    """One competency: what is asked, what is held, and why it counts as it does.

    ``proof``: the ids walked, from what is held to what is asked: elements, requirements, outcomes, mappings, sets.
    """

    competency: str
    label: Text
    status: Status
    necessity: Necessity
    required_level: str | None
    held_level: str | None
    reason: Message
    proof: tuple[str, ...] = ()


@deferred("items", "notes", "links")
@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Shown):
    """What stands between what is held and a target: conditions and limits first, then one item per competency.

    ``held`` and ``target`` are the ids (or the words) they were given as; ``profile`` is what the held side was
    resolved to; ``notes`` say what a reader must know, such as 'assumed from the role; not assessed'.
    """

    kind: ClassVar[str] = "gap"
    held: tuple[str, ...]
    held_label: Text
    target: str
    target_label: Text
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
    items: tuple[GapItem, ...] = ()
    notes: tuple[Message, ...] = ()
    profile: Profile = Profile()
    links: LinkCount = LinkCount()
    minimum_confidence: Decimal | None = None
    stamp: Stamp

    @property
    def statuses(self) -> dict[str, Status]:
        """Competency id -> status, for everything asked: by far quicker than ``items``, as no reasons are made."""
        weighing = waiting(self, "items")
        if weighing is not None:
            return weighing.statuses()  # type: ignore[no-any-return]
        return {item.competency: item.status for item in self.items if item.status != "beyond"}

    def of_status(self, *statuses: Status) -> tuple[GapItem, ...]:
        """The items with one of these statuses, in order of competency id."""
        return tuple(item for item in self.items if item.status in statuses)

    @property
    def met(self) -> tuple[GapItem, ...]:
        return self.of_status("met")

    @property
    def to_raise(self) -> tuple[GapItem, ...]:
        return self.of_status("raise")

    @property
    def missing(self) -> tuple[GapItem, ...]:
        return self.of_status("missing")

    @property
    def partial(self) -> tuple[GapItem, ...]:
        return self.of_status("partial")

    @property
    def not_comparable(self) -> tuple[GapItem, ...]:
        return self.of_status("not-comparable")

    @property
    def beyond(self) -> tuple[GapItem, ...]:
        return self.of_status("beyond")

    @property
    def open(self) -> tuple[GapItem, ...]:
        """What is not met: to raise, missing, partial or not comparable."""
        return self.of_status("raise", "missing", "partial", "not-comparable")

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per item: ``pandas.DataFrame(gap.rows())``."""
        return [
            {
                "competency": item.competency,
                "label": str(item.label.best(lang)),
                "status": item.status,
                "necessity": item.necessity,
                "required_level": item.required_level,
                "held_level": item.held_level,
                "reason": item.reason.render(lang),
                "proof": list(item.proof),
            }
            for item in self.items
        ]

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        counts = dict.fromkeys(("met", "raise", "missing", "partial", "not-comparable", "beyond"), 0)
        for item in self.items:
            counts[item.status] += 1
        return {"counts": counts}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedModule:
    """One module of a plan: what it closes, what it contributes to, its volumes, its enrolment, why it is there."""

    id: str
    label: Text
    notation: str | None
    qualification: tuple[str, ...]
    component: str | None
    level: str | None
    volumes: Volumes
    closes: tuple[str, ...]
    serves: tuple[str, ...]
    last_enrolment: date | None
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """A competency that the plan leaves open, and why: untaught, closed, level-not-stated, optional, …"""

    competency: str
    label: Text
    why: str
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedModule:
    """A module that would serve but was left out, because enrolment closed on ``last_enrolment``."""

    id: str
    label: Text
    last_enrolment: date
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """How a plan stands to one qualification of the target: credits in the plan out of credits in all."""

    qualification: str
    label: Text
    credits_planned: Number | None
    credits_total: Number | None
    credits_not_read: Number | None
    complete: bool
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Shown):
    """The modules that close a gap at least cost, in teaching order, with what they leave open and the proof.

    ``modules`` are ids, ``steps`` the same with everything about them. ``hours`` are notional; None where all are
    unknown; ``at_least`` when totals are incomplete. ``objective`` is the value of what was minimised (None: unknown)
    and ``bound`` the solver's proof: no plan can have less. ``optimal``: both agree. ``ties_settled``: of the plans
    with equal value this is the first by the rules for ties (P9); a note says what ended the search where it is not.
    """

    kind: ClassVar[str] = "plan"
    target: str
    target_label: Text
    held_label: Text
    minimise: str
    as_of: date
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
    steps: tuple[PlannedModule, ...] = ()
    open: tuple[OpenItem, ...] = ()
    left_out: tuple[ClosedModule, ...] = ()
    awards: tuple[Award, ...] = ()
    volumes: Volumes = Volumes()
    hours: Number | None = None
    credits: Number | None = None
    at_least: bool = False
    optimal: bool = False
    ties_settled: bool = False
    objective: Number | None = None
    bound: Number | None = None
    unknown_hours: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    links: LinkCount = LinkCount()
    stamp: Stamp

    @property
    def modules(self) -> tuple[str, ...]:
        """The ids of the modules, in teaching order."""
        return tuple(step.id for step in self.steps)

    @property
    def untaught(self) -> tuple[str, ...]:
        """The competencies that no module teaches."""
        return tuple(item.competency for item in self.open if item.why == "untaught")

    @property
    def closed(self) -> tuple[str, ...]:
        """The ids of modules left out because they are closed to enrolment."""
        return tuple(module.id for module in self.left_out)

    def closes(self, module: str) -> tuple[str, ...]:
        """The competencies that are closed once this module is done (the last part of a group closes it)."""
        return next((step.closes for step in self.steps if step.id == module), ())

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per module, in teaching order."""
        return [
            {
                "position": position,
                "module": step.id,
                "notation": step.notation,
                "label": str(step.label.best(lang)),
                "component": step.component,
                "qualification": list(step.qualification),
                "level": step.level,
                "hours": step.volumes.get("notionalHours"),
                "credits": next((v for k, v in step.volumes.items() if k.startswith("credits:")), None),
                "closes": list(step.closes),
                "serves": list(step.serves),
                "last_enrolment": step.last_enrolment.isoformat() if step.last_enrolment else None,
                "reason": step.reason.render(lang),
            }
            for position, step in enumerate(self.steps, 1)
        ]

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"modules": self.modules, "untaught": self.untaught, "closed": self.closed}
