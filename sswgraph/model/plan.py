"""What ``plan`` answers: steps in teaching order, what stays open and why, and the proof; and what ``why`` answers:
every way that was considered for a competency or a step, and where it broke.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, ClassVar

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.elements import Number
from sswgraph.model.permissions import Ruled
from sswgraph.model.results import Gap, LinkCount, Stamp
from sswgraph.model.shown import Brief, Shown, column, deferred, records
from sswgraph.model.text import NO_BREAK, Text
from sswgraph.model.volumes import Volumes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep(Brief):
    """One step of a plan: what it closes, what it contributes to, its volumes, where it is taught, why it is there.

    Attributes:
        programme: Whether it is a whole programme, taken as one step (P11), and not a module.
        place: Where it is offered: its own places, else those of its qualifications or its framework (P12).
        language: The languages of teaching; of a module that states none, those of its qualifications.
        begins: The first day on which it can be begun, by its own dates and its qualifications', where one is stated.
        last_enrolment: The last day on which it can be begun, by its own dates and its qualifications' (P13).
        prior_learning: Whether a route for the recognition of prior learning is stated for it.
    """

    id: str
    label: Text
    programme: bool = False
    notation: str | None
    qualification: tuple[str, ...]
    component: str | None
    level: str | None
    place: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    delivery: Text = Text()
    provider: Text = Text()
    duration: str | None = None
    volumes: Volumes
    closes: tuple[str, ...]
    serves: tuple[str, ...]
    begins: date | None = None
    last_enrolment: date | None
    prior_learning: bool = False
    reason: Message


def _step(name: str) -> Callable[[tuple[int, PlannedStep]], Any]:
    return lambda line: attrgetter(name)(line[1])


def _part(line: tuple[int, PlannedStep]) -> str | None:
    return "programme" if line[1].programme else line[1].component


def _credits(line: tuple[int, PlannedStep]) -> Number | None:
    return next((total for kind, total in line[1].volumes.items() if kind.startswith("credits:")), None)


# Of numbered steps. Pages have, after the level, a column for each kind of volume.
STEPS = (
    column("position", "position", "number", value=itemgetter(0)),
    column(
        "step",
        "step",
        "id",
        value=_step("id"),
        label=_step("label"),
        mark=column("notation", value=_step("notation")),
    ),
    column("notation", value=_step("notation")),
    column("label", value=_step("label")),
    column("component", "component", value=_part, plain=_step("component"), words="component"),
    column("programme", value=_step("programme")),
    column("qualification", type="id", value=_step("qualification")),
    column("level", "level", value=lambda line: (line[1].level or "").replace(" ", NO_BREAK), plain=_step("level")),
    column("hours", type="number", value=lambda line: line[1].volumes.get("notionalHours")),
    column("credits", type="number", value=_credits),
    column("place", "jurisdiction", value=_step("place")),
    column("language", "taught-in", value=_step("language")),
    column("delivery", "delivery", value=_step("delivery")),
    column("provider", "provider", value=_step("provider")),
    column("duration", value=_step("duration")),
    column("closes", type="id", value=_step("closes")),
    column("serves", type="id", value=_step("serves")),
    column("begins", "begins", "date", value=_step("begins")),
    column("last_enrolment", "last-enrolment", "date", value=_step("last_enrolment"), absent="date.unknown"),
    column("reason", "why", value=_step("reason")),
)
CLOSING = (
    column("id", "step", "id"),
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

    ``steps`` are all of the second plan, ``further`` those that the first has not; ``volumes``, ``hours`` and
    ``at_least`` are its own totals, which are never added to those of the first. No safety-critical competency is in
    it: nothing but seeing it in practice closes one.
    """

    closed: tuple[AlsoClosed, ...] = ()
    ranked: tuple[Recognisable, ...] = ()
    steps: tuple[str, ...] = ()
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
class ElsewhereStep(Brief):
    """A module or programme of another place, which would help to close what stays open and is never taken (P12)."""

    id: str
    label: Text
    programme: bool
    place: tuple[str, ...]
    language: tuple[str, ...]
    provider: Text
    last_enrolment: date | None
    serves: tuple[str, ...]


ELSEWHERE = (
    column("id", "step", "id", label=attrgetter("label")),
    column("place", "jurisdiction"),
    column("language", "taught-in"),
    column("provider", "provider"),
    column("last_enrolment", "last-enrolment", "date", absent="date.unknown"),
    column("serves", "serves", "id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTotal(Brief):
    """What of a plan is offered in one place: how many steps, and their volumes by kind."""

    place: tuple[str, ...]
    steps: int
    volumes: Volumes
    at_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorLearning(Brief):
    """What remains of a plan where every step with a stated route for prior learning is recognised.

    Whether that is so, the provider decides for each person. ``steps``: those with such a route; ``volumes``, ``hours``
    and ``at_least``: of the steps without one.
    """

    steps: tuple[str, ...]
    volumes: Volumes
    hours: Number | None
    at_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Brief):
    """How a plan stands to one qualification of the target: credits and hours in the plan out of those in all.

    ``hours_planned``: notional hours of the award that are in the plan or done; ``hours_total``: those of the whole
    award, as stated or, where it is encoded whole, of its modules. None where not known.
    """

    qualification: str
    label: Text
    hours_planned: Number | None = None
    hours_total: Number | None = None
    credits_planned: Number | None
    credits_total: Number | None
    credits_not_read: Number | None
    complete: bool
    text: Message


AWARDS = (
    column("qualification", "qualification", "id", label=attrgetter("label")),
    column("hours_planned", type="number"),
    column("hours_total", type="number"),
    column("credits_planned", "credits-planned", "number"),
    column("credits_total", "credits-total", "number"),
    column("credits_not_read", "credits-not-read", "number"),
    column("text", "award"),
)


@deferred("open", "elsewhere", "awards", "links", "if_recognised", "stamp")
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Ruled, Shown):
    """The steps that close a gap at least cost, in teaching order, with what they leave open and the proof.

    Attributes:
        lines: The steps, modules and whole programmes, with everything about them; ``steps`` are their ids.
        where: The places named; empty where none was, and all are open.
        elsewhere: What other places offer for what stays open; never taken.
        by_place: The totals of the plan by place.
        hours: Notional hours; None where all are unknown. ``at_least``: totals are incomplete.
        weeks: The weeks it takes at ``pace`` hours a week; ``weeks_shown`` shows the working.
        rpl: What remains where prior learning is recognised; None where it was not asked.
        meets: The conditions that ask for a qualification which this plan brings.
        objective: The value of what was minimised; None where it is not known.
        bound: The solver's proof: no plan that closes as much, with as few steps that do not state it, has less.
            ``optimal``: both agree.
        unmeasured: The steps considered, taken or not, that do not state what was minimised. Where there are some, it
            is not proved that no plan needs less: one with them may.
        ties_settled: Of the plans with equal value this is the first by the rules for ties (P9); a note says what
            ended the search where it is not.
        complete: As in the gap, like ``required``: unless it is True, all of this holds for what is known to be
            required.
        to_be_seen: What is asked and safety-critical, and has to be seen in practice before the worker does it alone,
            whatever the plan closes.
        if_recognised: What would be closed besides if mappings were recognised; solved when it is first read.
        gap: The gap that was asked about, and in ``question`` what was asked beside it; they are not shown.
    """

    kind: ClassVar[str] = "plan"
    target: str
    target_label: Text
    held_label: Text
    minimise: str
    as_of: date
    where: tuple[str, ...] = ()
    complete: bool | None = None
    required: int = 0
    lines: tuple[PlannedStep, ...] = ()
    open: tuple[OpenItem, ...] = ()
    to_be_seen: tuple[str, ...] = ()
    left_out: tuple[ClosedModule, ...] = ()
    elsewhere: tuple[ElsewhereStep, ...] = ()
    by_place: tuple[PlaceTotal, ...] = ()
    awards: tuple[Award, ...] = ()
    meets: tuple[str, ...] = ()
    volumes: Volumes = Volumes()
    hours: Number | None = None
    credits: Number | None = None
    at_least: bool = False
    pace: Number | None = None
    weeks: int | None = None
    weeks_shown: Message | None = None
    rpl: PriorLearning | None = None
    optimal: bool = False
    ties_settled: bool = False
    objective: Number | None = None
    bound: Number | None = None
    unmeasured: tuple[str, ...] = ()
    unknown_hours: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    links: LinkCount = LinkCount()
    if_recognised: IfRecognised = IfRecognised()
    gap: Gap | None = field(default=None, repr=False, compare=False, metadata={"plain": False})
    question: Any = field(default=None, repr=False, compare=False, metadata={"plain": False})
    stamp: Stamp

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of the steps, in teaching order; whole programmes are among them."""
        return tuple(line.id for line in self.lines)

    @property
    def modules(self) -> tuple[str, ...]:
        """The ids of the modules among the steps, in teaching order."""
        return tuple(line.id for line in self.lines if not line.programme)

    @property
    def untaught(self) -> tuple[str, ...]:
        """The competencies that no module teaches."""
        return tuple(item.competency for item in self.open if item.why == "untaught")

    @property
    def closed(self) -> tuple[str, ...]:
        """The ids of modules left out because they are not on offer on the day."""
        return tuple(module.id for module in self.left_out)

    def closes(self, step: str) -> tuple[str, ...]:
        """The competencies that are closed once this step is done (the last part of a group closes it)."""
        return next((line.closes for line in self.lines if line.id == step), ())

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per step, in teaching order."""
        return records(STEPS, enumerate(self.lines, 1), lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        found = {"steps": self.steps, "modules": self.modules, "untaught": self.untaught, "closed": self.closed}
        return {**found, "asked": self._asked()}

    def _asked(self) -> dict[str, object] | None:
        """What was asked, so that it can be asked anew; None where that is not known."""
        between, question = self.gap, self.question
        if between is None or question is None:
            return None
        own = ("held", "profile", "target", "recognise", "where", "minimum_confidence")
        asked = {name: getattr(question, name) for name in ("minimise", "where", "include", "time_limit")}
        asked |= {name: getattr(question, name) for name in ("include_closed", "award", "optional")}
        return {
            "gap": {name: getattr(between, name) for name in own},
            **asked,
            "as_of": question.day,
            "exclude": tuple(sorted(question.exclude)),
            "budget": dict(question.budgets),
            "pace": self.pace,
            "rpl": self.rpl is not None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredWay(Brief):
    """One way to a competency: the steps that would bring it together, and what became of it.

    Attributes:
        competency: What is asked for; ``label`` is its label.
        steps: The modules or programmes of this way.
        links: The outcomes and mappings that say that they bring it, as far as they do.
        outcome: 'taken'; 'not-needed' (it would do, another way is taken); else where it broke: 'level', 'part',
            'near' (only close, wider or narrower), 'if-recognised' (it counts once the mappings are recognised),
            'contested' (what it rests on is denied by others), 'place', 'date', 'excluded', 'volume', 'before',
            'not-together', 'budget', 'award'.
        reason: The same in words.
    """

    competency: str
    label: Text
    steps: tuple[str, ...]
    links: tuple[str, ...] = ()
    outcome: str
    reason: Message


WAYS = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("steps", "steps", "id"),
    column("outcome", "state", words="way"),
    column("reason", "why"),
    column("links", type="id"),
)


@deferred("stamp")
@dataclass(frozen=True, slots=True, kw_only=True)
class Why(Shown):
    """Why a competency is closed or stays open, or why a step is in a plan or not.

    Attributes:
        id: The competency or step that was asked about.
        answer: The answer in a sentence.
        ways: Every way that was considered, those taken first.
    """

    kind: ClassVar[str] = "why"
    id: str
    label: Text
    target: str
    target_label: Text
    answer: Message
    ways: tuple[ConsideredWay, ...] = ()
    stamp: Stamp

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per way."""
        return records(WAYS, self.ways, lang)
