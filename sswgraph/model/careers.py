"""Routes from role to role, each step with its plan; and figures on the workforce."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from operator import attrgetter, itemgetter
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.codes import Tier
from sswgraph.model.elements import Number
from sswgraph.model.lists import Listed
from sswgraph.model.permissions import Condition, Limit, ObligationInForce, Ruled
from sswgraph.model.plan import Plan
from sswgraph.model.results import Gap, Stamp
from sswgraph.model.shown import Brief, Columns, Shown, column, records
from sswgraph.model.text import Text

HopKind = Literal["ladder", "lattice", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop(Brief):
    """One step of a route: from one role to the next, with the exact plan for it.

    Attributes:
        kind: 'ladder' or 'lattice' where a progression is stated, otherwise 'any'.
        progression: The id of the stated progression; None where none is stated.
        start: The id of the role (or qualification) it leaves.
        start_label: Its name.
        start_tier: Its tier; None where not stated.
        end: The id of the role (or qualification) it reaches.
        end_label: Its name.
        end_tier: Its tier; None where not stated.
        required: How many competencies the next role is known to require.
        held: How many of them are met.
        if_recognised: The ids of those that count once mappings are recognised.
        in_part: The ids of those held only in part.
        steps: The ids of the steps of the plan, whole programmes among them, in teaching order.
        closed: The ids of the competencies that they close.
        open: The ids of the competencies that nothing on offer closes.
        hours: Notional hours. None where they are not known, and where no step is planned although the list of what is
            required is not known to be complete, or something stays open.
        at_least: Whether more hours may be needed.
        complete: Whether the list of what the next role requires is whole (rule O1); None where not known.
        obligations: What must be done in the next role.
        conditions: What no training fulfils.
        limits: How far the next role may go.
        gap: What the next role requires beyond this one; it is not shown.
        plan: What closes it; it is not shown.
    """

    kind: HopKind
    progression: str | None = None
    start: str
    start_label: Text
    start_tier: Tier | None = None
    end: str
    end_label: Text
    end_tier: Tier | None = None
    required: int = 0
    held: int = 0
    if_recognised: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    hours: Number | None = None
    at_least: bool = False
    complete: bool | None = None
    obligations: tuple[ObligationInForce, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
    gap: Gap = field(repr=False, metadata={"plain": False})
    plan: Plan = field(repr=False, metadata={"plain": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Brief):
    """One way from role to role.

    Attributes:
        kind: 'ladder' where every hop leads up a stated ladder; 'lattice' where every hop is stated and at least one
            leads sideways; 'any' where no progression states some hop.
        hops: The steps, in order.
        hours: The known notional hours of all hops together; None where none are known.
        at_least: Whether more hours may be needed.
        complete: Whether the lists of all roles on the way are whole (rule O1); None where not known.
    """

    kind: HopKind
    hops: tuple[Hop, ...]
    hours: Number | None = None
    at_least: bool = False
    complete: bool | None = None

    @property
    def stops(self) -> tuple[str, ...]:
        """The ids of the roles, from the first to the last."""
        return (self.hops[0].start, *(hop.end for hop in self.hops))

    @property
    def open(self) -> tuple[str, ...]:
        """The competencies that nothing on offer closes on some hop, each once."""
        return tuple(dict.fromkeys(one for hop in self.hops for one in hop.open))

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"stops": self.stops, "open": self.open}


Line = tuple[int, int, Route, Hop]


def _of(name: str) -> Callable[[Line], Any]:
    return lambda line: attrgetter(name)(line[3])


_COMPLETE = {True: "yes", False: "no", None: "not-known"}
# The columns of hops; a line is the number of the route, that of the hop, the route and the hop.
HOPS = (
    column("route", type="number", value=itemgetter(0)),
    column("route_kind", value=lambda line: line[2].kind),
    column("hop", "careers.column.hop", "number", value=itemgetter(1)),
    column("start", "careers.column.start", "id", value=_of("start"), label=_of("start_label")),
    column("start_label", value=_of("start_label")),
    column("end", "careers.column.end", "id", value=_of("end"), label=_of("end_label")),
    column("end_label", value=_of("end_label")),
    column("kind", "careers.column.way", value=_of("kind"), words="careers/way"),
    column("required", "careers.column.required", "number", value=_of("required")),
    column("held", "careers.column.held", "number", value=_of("held")),
    column("if_recognised", type="id", value=_of("if_recognised")),
    column("in_part", type="id", value=_of("in_part")),
    column("closed", "careers.column.closed", "number", value=lambda line: len(line[3].closed), plain=_of("closed")),
    column("open", "careers.column.open", "number", value=lambda line: len(line[3].open), plain=_of("open")),
    column("steps", "careers.column.steps", "number", value=lambda line: len(line[3].steps), plain=_of("steps")),
    column("hours", "careers.column.hours", "number", value=_of("hours"), absent="amount.unknown"),
    column("at_least", value=_of("at_least")),
    column("complete", "careers.column.complete", value=lambda line: _COMPLETE[line[3].complete],
           words="careers/complete", plain=_of("complete")),
    column("conditions", "careers.column.conditions", "number", value=lambda line: len(line[3].conditions),
           plain=lambda line: tuple(one.id for one in line[3].conditions)),
    column("limits", "careers.column.limits", "number", value=lambda line: len(line[3].limits),
           plain=lambda line: tuple(one.id for one in line[3].limits)),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteQuestion(Ruled):
    """What was asked of ``routes``, and what holds for all of its answers: first the rules for the target.

    Attributes:
        source: The id of the role it begins with.
        source_label: Its name.
        target: The id of the role it leads to.
        target_label: Its name.
        asked: How many routes were asked for.
        among: The countries in which stops were looked for that no progression names; empty: everywhere.
        lead_nowhere: The ids of the roles of both frameworks from which no progression is stated.
        names: (id, label) of these roles.
        notes: What a reader must know.
        stamp: What the answer was made from; None where nothing was asked.
    """

    kind: ClassVar[str] = "routes"
    source: str = ""
    source_label: Text = Text()
    target: str = ""
    target_label: Text = Text()
    asked: int = 0
    among: tuple[str, ...] = ()
    lead_nowhere: tuple[str, ...] = ()
    names: tuple[tuple[str, Text], ...] = field(default=(), repr=False, metadata={"plain": False})
    notes: tuple[Message, ...] = ()
    stamp: Stamp | None = None


class Routes(Listed[Route]):
    """The routes from one role to another, the best first: a tuple that is displayed as a page.

    Attributes:
        question: What was asked, and what holds for all of them.
    """

    kind = "routes"
    question: RouteQuestion

    def __new__(cls, found: Iterable[Route] = (), question: RouteQuestion | None = None) -> Routes:
        """Make the routes that answer a question."""
        made = super().__new__(cls, found)
        made.question = question or RouteQuestion()
        return made

    def __getitem__(self, place: Any) -> Any:
        """One route; or several, for a slice, with the same question."""
        found = super().__getitem__(place)
        return Routes(found, self.question) if isinstance(found, Routes) else found

    def columns(self) -> Columns:
        """The columns of a table of hops."""
        return HOPS

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each hop of each route.

        Args:
            lang: The language of the texts.

        Returns:
            The rows, with the same keys in each.
        """
        return records(HOPS, self.lines(), lang)

    def lines(self) -> list[Line]:
        """Each hop with the number of its route, its own number and its route."""
        return [(n, m, route, hop) for n, route in enumerate(self, 1) for m, hop in enumerate(route.hops, 1)]

    def __repr__(self) -> str:
        ways = ", ".join(" > ".join(route.stops) for route in self[:1])
        return f"<Routes {len(self)}{': ' if ways else ''}{ways}{', …' if len(self) > 1 else ''}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkforceFigure(Brief):
    """One figure on the workforce, as a source gives it.

    Attributes:
        id: The id of the statement.
        subject: The id of the element it is about.
        subject_label: Its name.
        what: 'headcount', 'caseload', 'workers-per-supervisor', 'people-per-worker', 'extent' (a size in words) or
            'other'.
        number: The figure; None where a source gives it in words or as a range.
        text: The figure as it is given.
        unit: What it counts; empty where not stated.
        year: The year or day that it holds for, in ISO 8601; None where not stated.
        places: Where it holds, as ISO 3166 codes or UN M.49 areas.
        place_stated: Whether the figure itself states its place; otherwise it is the place of its subject or framework.
        standing: 'prevailing', 'competing' or 'misprint'.
        basis: 'stated', 'derived' or 'draft'.
        sources: The ids of the sources.
        source_labels: Their titles, in the same order.
        note: A remark on it; empty where there is none.
    """

    id: str
    subject: str
    subject_label: Text
    what: str
    number: Number | None = None
    text: str = ""
    unit: Text = Text()
    year: str | None = None
    places: tuple[str, ...] = ()
    place_stated: bool = False
    standing: str = "competing"
    basis: str = "draft"
    sources: tuple[str, ...] = ()
    source_labels: tuple[Text, ...] = ()
    note: Text = Text()


FIGURES = (
    column("places", "careers.column.place", "id"),
    column("subject", "careers.column.cadre", "id", label=attrgetter("subject_label")),
    column("label", value=attrgetter("subject_label")),
    column("what", "careers.column.what", words="careers/what"),
    column("number", "careers.column.number", "number"),
    column("text", "careers.column.as-given", value=lambda one: one.text if one.number is None else "",
           plain=attrgetter("text")),
    column("unit", "careers.column.unit"),
    column("year", "careers.column.year", absent="not-stated"),
    column("standing", "careers.column.standing", words="careers/standing"),
    column("basis", words="basis"),
    column(
        "sources",
        "careers.column.source",
        "id",
        value=lambda one: ", ".join(one.sources),
        label=lambda one: one.source_labels[0] if len(one.sources) == 1 else Text(),
        plain=attrgetter("sources"),
    ),
    column("note", "careers.column.note"),
    column("place_stated"),
    column("id", type="id"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(Shown):
    """Every figure on the workforce that the data give, for one place or for all; none is added to another.

    Attributes:
        where: The place; None: everywhere.
        figures: The figures.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "numbers"
    where: str | None = None
    figures: tuple[WorkforceFigure, ...] = ()
    stamp: Stamp

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each figure.

        Args:
            lang: The language of the texts.

        Returns:
            The rows, with the same keys in each.
        """
        return records(FIGURES, self.figures, lang)
