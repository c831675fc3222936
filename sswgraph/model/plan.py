"""What ``plan`` answers: modules in teaching order, what stays open and why, and the proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, ClassVar

from sswgraph.messages import Message
from sswgraph.model.characters import NO_BREAK
from sswgraph.model.columns import column, records
from sswgraph.model.deferred import deferred
from sswgraph.model.elements import Number
from sswgraph.model.permissions import Ruled
from sswgraph.model.results import LinkCount, Stamp
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


def _step(name: str) -> Callable[[tuple[int, PlannedModule]], Any]:
    return lambda line: attrgetter(name)(line[1])


def _credits(line: tuple[int, PlannedModule]) -> Number | None:
    return next((total for kind, total in line[1].volumes.items() if kind.startswith("credits:")), None)


# Of numbered modules. Pages have, after the level, a column for each kind of volume.
MODULES = (
    column("position", "position", "number", value=itemgetter(0)),
    column(
        "module",
        "module",
        "id",
        value=_step("id"),
        label=_step("label"),
        mark=column("notation", value=_step("notation")),
    ),
    column("notation", value=_step("notation")),
    column("label", value=_step("label")),
    column("component", "component", value=_step("component"), words="component"),
    column("qualification", type="id", value=_step("qualification")),
    column("level", "level", value=lambda line: (line[1].level or "").replace(" ", NO_BREAK), plain=_step("level")),
    column("hours", type="number", value=lambda line: line[1].volumes.get("notionalHours")),
    column("credits", type="number", value=_credits),
    column("closes", type="id", value=_step("closes")),
    column("serves", type="id", value=_step("serves")),
    column("last_enrolment", "last-enrolment", "date", value=_step("last_enrolment"), absent="date.unknown"),
    column("reason", "why", value=_step("reason")),
)
CLOSING = (
    column("id", "module", "id"),
    column("closes", "closes", "id"),
    column("serves", "serves", "id", value=lambda step: tuple(one for one in step.serves if one not in step.closes)),
)


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


OPEN = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("why", "state", words="open"),
    column("reason", "why"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoClosed(Brief):
    """A competency that a plan would close besides, once these mappings were recognised."""

    competency: str
    label: Text
    to_recognise: tuple[str, ...] = ()


ALSO_CLOSED = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("to_recognise", "to-recognise", "id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognisable(Brief):
    """A mapping that somebody would have to recognise, and the competencies that it would help to close."""

    mapping: str
    closes: tuple[str, ...]


RECOGNISABLE = (
    column("mapping", "mapping", "id"),
    column("closes", "closes", "id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IfRecognised(Brief):
    """What a second plan would close that the first does not, if mappings were recognised; nothing where it is empty.

    ``modules`` are all of the second plan, ``further`` those that the first has not; ``volumes``, ``hours`` and
    ``at_least`` are its own totals, which are never added to those of the first. No safety-critical competency is in
    it: nothing but seeing it in practice closes one.
    """

    closed: tuple[AlsoClosed, ...] = ()
    ranked: tuple[Recognisable, ...] = ()
    modules: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    volumes: Volumes = Volumes()
    hours: Number | None = 0
    at_least: bool = False
    optimal: bool = True

    @property
    def competencies(self) -> tuple[str, ...]:
        """The ids of what it would close besides."""
        return tuple(one.competency for one in self.closed)

    @property
    def mappings(self) -> tuple[str, ...]:
        """The ids of the mappings, first those by which most is closed; ``gap(…, recognise=…)`` takes them."""
        return tuple(one.mapping for one in self.ranked)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"competencies": self.competencies, "mappings": self.mappings}


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


LEFT_OUT = (column("id", "module", "id", label=attrgetter("label")), column("reason", "why"))


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


AWARDS = (
    column("qualification", "qualification", "id", label=attrgetter("label")),
    column("credits_planned", "credits-planned", "number"),
    column("credits_total", "credits-total", "number"),
    column("credits_not_read", "credits-not-read", "number"),
    column("text", "award"),
)


@deferred("if_recognised", "stamp")
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Ruled, Shown):
    """The modules that close a gap at least cost, in teaching order, with what they leave open and the proof.

    ``modules`` are ids, ``steps`` the same with everything about them. ``hours`` are notional; None where all are
    unknown; ``at_least`` when totals are incomplete. ``objective`` is the value of what was minimised (None: unknown)
    and ``bound`` the solver's proof: no plan can have less. ``optimal``: both agree. ``ties_settled``: of the plans
    with equal value this is the first by the rules for ties (P9); a note says what ended the search where it is not.
    ``complete`` and ``required`` are those of the gap: unless it is True, all of this holds for what is known to be
    required. ``to_be_seen``: what is asked and safety-critical, and has to be seen in practice before the worker does
    it alone, whatever the plan closes. ``if_recognised``: what would be closed besides if mappings were recognised;
    solved when it is first read.
    """

    kind: ClassVar[str] = "plan"
    target: str
    target_label: Text
    held_label: Text
    minimise: str
    as_of: date
    complete: bool | None = None
    required: int = 0
    steps: tuple[PlannedModule, ...] = ()
    open: tuple[OpenItem, ...] = ()
    to_be_seen: tuple[str, ...] = ()
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
    if_recognised: IfRecognised = IfRecognised()
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
        return records(MODULES, enumerate(self.steps, 1), lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"modules": self.modules, "untaught": self.untaught, "closed": self.closed}
