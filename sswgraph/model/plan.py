"""What ``plan`` answers: modules in teaching order, what stays open and why, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sswgraph.messages import Message
from sswgraph.model.deferred import deferred
from sswgraph.model.elements import Number
from sswgraph.model.results import Condition, Limit, LinkCount, Stamp
from sswgraph.model.shown import Brief, Shown
from sswgraph.model.text import Text
from sswgraph.model.volumes import Volumes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedModule(Brief):
    """One module of a plan: what it closes, what it contributes to, its volumes, why it is there.

    ``last_enrolment``: the last day on which it can be begun, by its own dates and its qualifications' (P13).
    """

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
class OpenItem(Brief):
    """A competency that the plan leaves open, and why: untaught, closed, level-not-stated, optional, …

    ``near``: where nothing teaches it, the modules and qualifications that teach what comes near to it by a mapping.
    """

    competency: str
    label: Text
    why: str
    reason: Message
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedModule(Brief):
    """A module that would serve but is not on offer on the day of the plan (P13), and why.

    ``why``: not-begun, registration-ended, enrolment-ended or achievement-passed; ``day``: the date that says so;
    ``last_day``: the last day on which it could be begun, as far as known.
    """

    id: str
    label: Text
    why: str
    day: date
    last_day: date | None
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Brief):
    """How a plan stands to one qualification of the target: credits in the plan out of credits in all."""

    qualification: str
    label: Text
    credits_planned: Number | None
    credits_total: Number | None
    credits_not_read: Number | None
    complete: bool
    text: Message


@deferred("stamp")
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Shown):
    """The modules that close a gap at least cost, in teaching order, with what they leave open and the proof.

    ``modules`` are ids, ``steps`` the same with everything about them. ``hours`` are notional; None where all are
    unknown; ``at_least`` when totals are incomplete. ``objective`` is the value of what was minimised (None: unknown)
    and ``bound`` the solver's proof: no plan can have less. ``optimal``: both agree. ``ties_settled``: of the plans
    with equal value this is the first by the rules for ties (P9); a note says what ended the search where it is not.
    ``complete`` and ``required`` are those of the gap: unless it is True, all of this holds for what is known to be
    required.
    """

    kind: ClassVar[str] = "plan"
    target: str
    target_label: Text
    held_label: Text
    minimise: str
    as_of: date
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
    complete: bool | None = None
    required: int = 0
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
        """The ids of modules left out because they are not on offer on the day."""
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
