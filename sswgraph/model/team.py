"""A team against one target: who lacks what, what is to be seen in practice, and how many need which module."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.elements import Number
from sswgraph.model.permissions import Ruled
from sswgraph.model.results import Necessity, Stamp, Status
from sswgraph.model.shown import Brief, Shown, column, deferred, records
from sswgraph.model.text import Text

# 'not-known': nothing that was recorded of the worker bears on it; 'open': recorded as not held.
TeamState = Literal["certain", "if-recognised", "in-part", "open", "not-known"]
STATES: tuple[TeamState, ...] = ("open", "in-part", "not-known", "if-recognised", "certain")


@deferred("held_level", "reason")
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCell(Brief):
    """One worker and one competency that the target requires.

    Attributes:
        worker: The code of the worker.
        competency: The id of the competency.
        label: Its name.
        necessity: 'essential', 'optional' or 'not-stated'.
        required_level: The id of the level required; None where not stated.
        held_level: The id of the level held; None where nothing is held or the level is not known.
        state: The certainty of the gap, but 'open' only where it is recorded as not held, and 'not-known' where nothing
            is recorded. A rating as not held comes before what documents say.
        status: The status in the worker's gap.
        basis: On what the record of this very competency rests; None where there is none.
        rated: The day of that record, as exact as known; None where there is none.
        to_be_seen: Whether it is safety-critical and not yet seen in practice at the level required.
        seen: The last day on which it was seen, where it is safety-critical, as exact as known; otherwise None.
        due: The day from which it is to be seen again; None where no interval was given, or the day is not known.
        again: Whether it is due to be seen again on the day of the answer; also where no day is known.
        reason: Why, in words.
    """

    worker: str
    competency: str
    label: Text
    necessity: Necessity
    required_level: str | None = None
    held_level: str | None = None
    state: TeamState
    status: Status
    basis: str | None = None
    rated: str | None = None
    to_be_seen: bool = False
    seen: str | None = None
    due: date | None = None
    again: bool = False
    reason: Message


CELLS = (
    column("worker", "team.column.worker", "id"),
    column("competency", "competency", "id", label=attrgetter("label")),
    column("label"),
    column("state", "team.column.state", words="team/state"),
    column("status", words="status"),
    column("to_be_seen", "to-be-seen", value=lambda one: "yes" if one.to_be_seen else "", words="to-be-seen",
           plain=attrgetter("to_be_seen")),
    column("necessity", "necessity", words="necessity"),
    column("required_level", "required"),
    column("held_level", "held-level"),
    column("basis", "basis", words="holding"),
    column("rated", "team.column.rated"),
    column("seen"),
    column("due", type="date"),
    column("again"),
    column("reason", "why"),
)  # fmt: skip
TO_BE_SEEN = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("workers", "team.column.workers", value=attrgetter("to_be_seen")),
)
AGAIN = (
    column("worker", "team.column.worker", "id"),
    column("competency", "competency", "id", label=attrgetter("label")),
    column("seen", "team.column.seen", absent="not-stated"),
    column("due", "team.column.due", "date", absent="date.unknown"),
)


@deferred("stays_open")
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCompetency(Brief):
    """One competency that the target requires, with the codes of the workers by what is known of them.

    Attributes:
        competency: The id of the competency.
        label: Its name.
        necessity: 'essential', 'optional' or 'not-stated'.
        safety_critical: Whether people come to harm where it is missing.
        open: Those of whom it is recorded as not held.
        in_part: Those who hold it in part, or at a level that does not reach or cannot be compared.
        not_known: Those of whom nothing is recorded that bears on it.
        if_recognised: Those for whom it counts once mappings are recognised.
        certain: Those for whom it is certain.
        to_be_seen: Those who have still to be seen in practice.
        stays_open: Those whose plan leaves it open, although it is required.
    """

    competency: str
    label: Text
    necessity: Necessity
    safety_critical: bool = False
    open: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    if_recognised: tuple[str, ...] = ()
    certain: tuple[str, ...] = ()
    to_be_seen: tuple[str, ...] = ()
    stays_open: tuple[str, ...] = ()


COMPETENCIES = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("necessity", "necessity", words="necessity"),
    column("open", "team.column.open"),
    column("in_part", "team.column.in-part"),
    column("if_recognised", "team.column.if-recognised"),
    column("not_known", "team.column.not-known", "number", value=lambda one: len(one.not_known)),
    column("certain", "team.column.certain", "number", value=lambda one: len(one.certain)),
)
STAYS_OPEN = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("workers", "team.column.workers", value=attrgetter("stays_open")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand(Brief):
    """One step of training, and the workers whose plan has it.

    Attributes:
        id: The id of the module or programme.
        label: Its name.
        programme: Whether it is a whole programme.
        hours: Its notional hours; None where not stated.
        place: Where it is offered, as ISO 3166 codes or UN M.49 areas.
        last_enrolment: The last day on which it can be begun; None where not known.
        serves: The ids of the competencies to which it contributes.
        workers: The codes of the workers.
        only_unknown: The codes of those who need it only for what is not known of them, and may hold it already.
    """

    id: str
    label: Text
    programme: bool = False
    hours: Number | None = None
    place: tuple[str, ...] = ()
    last_enrolment: date | None = None
    serves: tuple[str, ...] = ()
    workers: tuple[str, ...]
    only_unknown: tuple[str, ...] = ()


DEMAND = (
    column("step", "step", "id", value=attrgetter("id"), label=attrgetter("label")),
    column("n", "team.column.needed", "number", value=lambda one: len(one.workers)),
    column("unknown", "team.column.only-unknown", "number", value=lambda one: len(one.only_unknown)),
    column("workers", "team.column.workers"),
    column("hours", "careers.column.hours", "number", absent="amount.unknown"),
    column("place", "jurisdiction"),
    column("last_enrolment", "last-enrolment", "date", absent="date.unknown"),
)


@deferred("demand", "stamp")
@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Ruled, Shown):
    """The workers of a team against one target: what must be done and the limits first, then who lacks what.

    Workers are in the order of their codes. No worker has a total, and none is ranked by what they hold: competence is
    not permission, and no list of what is required is known to be the whole of the work.

    Attributes:
        target: The id of the target.
        target_label: Its name.
        complete: As in a gap: whether the list of what the target requires is known to be whole (rule O1).
        required: As in a gap: how many competencies are known to be required.
        where: The places that the question named; empty where it named none.
        as_of: The day of the answer.
        again_after: The months after which what is safety-critical is to be seen again; None: no interval was given, so
            that nothing is due and nothing is called up to date.
        workers: The codes of all workers.
        silent: The codes of those of whom nothing is recorded.
        competencies: What the target requires, with the workers by what is known of them.
        cells: One for each worker and competency, by worker, then by competency.
        demand: The steps of all plans, those that most workers need first.
        notes: What a reader must know.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "team"
    target: str
    target_label: Text
    complete: bool | None = None
    required: int = 0
    where: tuple[str, ...] = ()
    as_of: date
    again_after: int | None = None
    workers: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    competencies: tuple[TeamCompetency, ...] = ()
    cells: tuple[TeamCell, ...] = ()
    demand: tuple[Demand, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    @property
    def lacking(self) -> tuple[TeamCell, ...]:
        """What is recorded as not held, or only in part; what is only optional too."""
        return tuple(one for one in self.cells if one.state in ("open", "in-part"))

    @property
    def unknown(self) -> tuple[TeamCell, ...]:
        """Of what nothing is recorded: neither held nor lacking."""
        return tuple(one for one in self.cells if one.state == "not-known")

    @property
    def to_be_seen(self) -> tuple[TeamCell, ...]:
        """What is safety-critical and has to be seen in practice before the worker does it alone."""
        return tuple(one for one in self.cells if one.to_be_seen)

    @property
    def again(self) -> tuple[TeamCell, ...]:
        """What was seen in practice and is due to be seen again."""
        return tuple(one for one in self.cells if one.again)

    def of_worker(self, code: str) -> tuple[TeamCell, ...]:
        """The cells of one worker."""
        return tuple(one for one in self.cells if one.worker == code)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each worker and competency.

        Args:
            lang: The language of the texts.

        Returns:
            The rows, with the same keys in each.
        """
        return records(CELLS, self.cells, lang)
