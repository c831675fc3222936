"""Plans: steps in teaching order, what stays open and why, and the proof; and why a step is in a plan or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.elements import Number
from sswgraph.model.permissions import Ruled
from sswgraph.model.results import Gap, LinkCount, Stamp
from sswgraph.model.shown import Brief, Shown, column, deferred, records
from sswgraph.model.text import NO_BREAK, Text
from sswgraph.model.volumes import Volumes

ClosureReason = Literal["not-begun", "registration-ended", "enrolment-ended", "achievement-passed"]
CLOSURE_REASONS: tuple[ClosureReason, ...] = ClosureReason.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep(Brief):
    """One step of a plan.

    Attributes:
        id: The id of the module or programme.
        label: Its name.
        programme: Whether it is a whole programme, taken as one step (rule P11), and not a module.
        notation: The code that people use for it; None where it has none.
        qualification: The ids of the qualifications it belongs to.
        component: 'knowledge', 'practical' or 'workplace'; None where not stated.
        level: Its level in a qualifications framework, as worded; None where not stated.
        place: Where it is offered: its own places, otherwise those of its qualifications or its framework (rule P12).
        language: The languages of teaching; of a module that states none, those of its qualifications.
        delivery: How it is taught; empty where not stated.
        provider: Who offers it; of a module that names none, who offers one of its qualifications.
        duration: How long it takes from beginning to end, as xsd:duration; None where not stated.
        volumes: Its volumes by kind, as far as they are stated.
        closes: The ids of the competencies that are closed once it is done.
        serves: The ids of the competencies to which it contributes, those it closes among them.
        begins: The first day on which it can be begun, by its own dates and those of its qualifications; None where not
            stated.
        last_enrolment: The last day on which it can be begun, by its own dates and those of its qualifications (rule
            P13); None where not known.
        prior_learning: Whether a route for the recognition of prior learning is stated for it.
        reason: Why it is there, in words.
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


# The columns of numbered steps; pages add a column for each kind of volume after the level.
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
    """A competency that the plan leaves open.

    Attributes:
        competency: The id of the competency.
        label: Its name.
        why: 'untaught', 'taught-in-part', 'level-too-low', 'level-not-stated', 'closed', 'blocked', 'elsewhere',
            'excluded', 'budget', 'hours-not-known', 'no-award', 'not-together', 'not-settled', 'unencoded' or
            'optional'.
        reason: The same in words.
        near: Where nothing teaches it, the ids of the modules and qualifications that teach what comes near to it by a
            mapping.
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
    """A competency that a plan would also close once mappings were recognised.

    Attributes:
        competency: The id of the competency.
        label: Its name.
        to_recognise: The ids of these mappings.
    """

    competency: str
    label: Text
    to_recognise: tuple[str, ...] = ()


ALSO_CLOSED = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("to_recognise", "to-recognise", "id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognisable(Brief):
    """A mapping that somebody would have to recognise.

    Attributes:
        mapping: The id of the mapping.
        closes: The ids of the competencies that it would help to close.
    """

    mapping: str
    closes: tuple[str, ...]


RECOGNISABLE = (
    column("mapping", "mapping", "id"),
    column("closes", "closes", "id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IfRecognised(Brief):
    """What a second plan would close beyond the first if mappings were recognised; empty where nothing would.

    Its totals are its own and are never added to those of the first. No safety-critical competency is in it: only
    seeing it in practice closes one.

    Attributes:
        closed: What it would also close.
        ranked: The mappings to recognise, those by which most is closed first.
        steps: The ids of all steps of the second plan.
        further: The ids of those that the first plan does not have.
        volumes: The totals of the second plan, by kind.
        hours: Its notional hours; None where all are unknown.
        at_least: Whether its totals are incomplete, so that more may be needed.
        optimal: Whether it is proved that no other plan does it with less.
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
        """The ids of what it would also close."""
        return tuple(one.competency for one in self.closed)

    @property
    def mappings(self) -> tuple[str, ...]:
        """The ids of the mappings, those by which most is closed first; ``gap(…, recognise=…)`` takes them."""
        return tuple(one.mapping for one in self.ranked)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"competencies": self.competencies, "mappings": self.mappings}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedModule(Brief):
    """A module that would serve but is not on offer on the day of the plan (rule P13).

    Attributes:
        id: The id of the module.
        label: Its name.
        why: 'not-begun', 'registration-ended', 'enrolment-ended' or 'achievement-passed'.
        day: The date that says so.
        last_day: The last day on which it could be begun; None where not known.
        reason: Why, in words.
    """

    id: str
    label: Text
    why: ClosureReason
    day: date
    last_day: date | None
    reason: Message


LEFT_OUT = (column("id", "module", "id", label=attrgetter("label")), column("reason", "why"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereStep(Brief):
    """A module or programme of another place that would help to close what stays open; it is never taken (rule P12).

    Attributes:
        id: The id of the module or programme.
        label: Its name.
        programme: Whether it is a whole programme.
        place: Where it is offered, as ISO 3166 codes or UN M.49 areas.
        language: The languages of teaching; empty where not stated.
        provider: Who offers it; empty where not stated.
        last_enrolment: The last day on which it can be begun; None where not known.
        serves: The ids of the open competencies to which it would contribute.
    """

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
    """What of a plan is offered in one place.

    Attributes:
        place: The place, as codes; empty where none is known.
        steps: How many steps.
        volumes: Their totals by kind.
        at_least: Whether these totals are incomplete.
    """

    place: tuple[str, ...]
    steps: int
    volumes: Volumes
    at_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorLearning(Brief):
    """What remains of a plan if every step with a stated route for prior learning is recognised.

    Whether that is so, the provider decides for each person.

    Attributes:
        steps: The ids of the steps with such a route.
        volumes: The totals of the other steps, by kind.
        hours: The notional hours of the other steps; None where all are unknown.
        at_least: Whether these totals are incomplete.
    """

    steps: tuple[str, ...]
    volumes: Volumes
    hours: Number | None
    at_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Brief):
    """How far a plan leads to one qualification of the target.

    Attributes:
        qualification: The id of the qualification.
        label: Its name.
        hours_planned: Its notional hours that are in the plan or done; None where not known.
        hours_total: Its notional hours in all, as stated or, where it is encoded whole, of its modules; None where not
            known.
        credits_planned: Its credits that are in the plan or done; None where not known.
        credits_total: Its credits in all; None where not stated.
        credits_not_read: Its credits that none of its encoded modules accounts for; None where not known.
        complete: Whether the plan, with what is done, brings it.
        text: The same in words.
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
        target: The id of the target.
        target_label: Its name.
        held_label: What is held, in words.
        minimise: What was minimised: 'hours' (notional), another kind of hours, 'credits', 'cost' or 'modules'.
        as_of: The day on which modules have to be on offer.
        where: The places named, as codes; empty where none was named, and all are open.
        complete: As in the gap: unless it is True, all of this holds for what is known to be required (rule O1).
        required: As in the gap: how many competencies are known to be required.
        lines: The steps, modules and whole programmes; ``steps`` gives their ids.
        open: What stays open, and why.
        to_be_seen: The ids of what is required and safety-critical and has to be seen in practice before the worker
            does it alone, whatever the plan closes.
        left_out: The modules that would serve but are not on offer on the day.
        elsewhere: What other places offer for what stays open; never taken.
        by_place: The totals by place.
        awards: How far the plan leads to each qualification of the target.
        meets: The ids of the conditions that ask for a qualification which this plan brings.
        volumes: The totals by kind, which are never added to each other.
        hours: The notional hours; None where all are unknown.
        credits: The credits; None where not known or of several systems.
        at_least: Whether the totals are incomplete, so that more may be needed (rule P7).
        pace: The hours a week that were asked for; None where not asked for.
        weeks: The weeks it takes at this pace; None where not asked for or not known.
        weeks_shown: How the weeks were calculated; None where not asked for.
        rpl: What remains if prior learning is recognised; None where not asked for.
        optimal: Whether the value reached and the bound agree: the plan is proved to be least.
        ties_settled: Whether of the plans with equal value this is the first by the rules for ties (rule P9); a note
            says what ended the search where it is not.
        objective: The value of what was minimised; None where not known.
        bound: The solver's proof: no plan that closes as much, with as few steps that do not state it, has less. None
            where there is none.
        unmeasured: The ids of steps considered, taken or not, that do not state what was minimised; where there are
            some, a plan with them may need less.
        unknown_hours: The ids of the steps that state no notional hours.
        notes: What a reader must know.
        links: How many links the plan rests on, by basis.
        if_recognised: What would also be closed if mappings were recognised; solved when it is first read.
        gap: The gap that was asked about; None where not known. It is not shown.
        question: What was asked beside the gap; None where not known. It is not shown.
        stamp: What the answer was made from.
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
        """Return the ids of the competencies that are closed once this step is done; the last of a group closes it."""
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
    """One way to a competency: steps that would bring it together, and what became of it.

    Attributes:
        competency: The id of what is asked for.
        label: Its name.
        steps: The ids of the modules or programmes of this way.
        links: The ids of the outcomes and mappings by which they bring it, as far as they do.
        outcome: 'taken'; 'not-needed' (it would do, another way is taken); otherwise where it failed: 'level', 'part',
            'near' (only close, wider or narrower), 'if-recognised' (it counts once mappings are recognised),
            'contested' (others deny what it rests on), 'place', 'date', 'excluded', 'volume', 'before', 'not-together',
            'budget' or 'award'.
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
        id: The id of the competency or step that was asked about.
        label: Its name.
        target: The id of the target of the plan.
        target_label: Its name.
        answer: The answer in a sentence.
        ways: Every way that was considered, those taken first.
        stamp: What the answer was made from.
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
