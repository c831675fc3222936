"""Where a plan may take its steps (rule P12), and whether a module is on offer on a day (P13).

A module is on offer by its own four dates and those of its qualifications.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime, timedelta

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import ANYWHERE, Where, named_places
from sswgraph.messages import Message, message
from sswgraph.messages.places import WORLD, lies_in
from sswgraph.model import Gap, Qualification, TrainingModule
from sswgraph.model.plan import CLOSURE_REASONS, ClosureReason

Course = TrainingModule | Qualification

_DURATION = re.compile(
    r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)


@dataclass(frozen=True, slots=True)
class Closure:
    """Why a module is not on offer: the first reason (of :data:`REASONS`), and the module's or qualification's date.

    ``last``: the last day on which the module was on offer; None where it has not begun, or nothing is known of it.
    ``first``: of what has not begun, the first day on which it will be; None where its dates leave none.
    """

    why: ClosureReason
    day: date
    of: str
    last: date | None = None
    first: date | None = None


def closed_on(graph: CompetencyGraph, module: Course, day: date) -> Closure | None:
    """Why a step is not on offer on a day, by itself or because none of its qualifications is; otherwise None."""
    takes = known_duration(module)
    found = list(_closures(module, day, takes))
    around = [list(_closures(one, day, takes)) if one else [] for one in _qualifications(graph, module)]
    if around and all(around):
        found.append(min((several[0] for several in around), key=_rank))
    if not found:
        return None
    first = min(found, key=_rank)
    if first.why == "not-begun":
        return replace(first, first=first_day(graph, module, day))
    return replace(first, last=last_day(graph, module))


def closure_told(graph: CompetencyGraph, closure: Closure, day: date) -> Message:
    """Why something is not on offer on a day, in words."""
    late = closure.why == "achievement-passed" and day <= closure.day
    code = f"plan.{'too-late' if late else closure.why}"
    return message(code, date=closure.day.isoformat(), what=graph.label(closure.of))


def last_day(graph: CompetencyGraph, module: Course) -> date | None:
    """The last day on which a step can be begun, by its own dates and its qualifications'; None where not known."""
    spans = list(_spans(graph, module))
    if any(last is None for _, last in spans):
        return None
    return max((last for first, last in spans if last and (first is None or first <= last)), default=None)


def first_day(graph: CompetencyGraph, module: Course, day: date) -> date | None:
    """The first day on which a step that is not over by this day can be begun; None where not known or none is left."""
    spans = [(first, last) for first, last in _spans(graph, module) if last is None or last >= max(first or day, day)]
    firsts = [first for first, _ in spans]
    return None if None in firsts else min((first for first in firsts if first), default=None)


def _spans(graph: CompetencyGraph, module: Course) -> Iterator[tuple[date | None, date | None]]:
    """The first and the last day on which a step can be begun in each of its qualifications, as far as known."""
    takes = known_duration(module)
    for one in _qualifications(graph, module) or [None]:
        both: list[Course] = [course for course in (module, one) if course]
        first = max((course.registered_from for course in both if course.registered_from), default=None)
        yield first, min((day for course in both if (day := _last(course, takes))), default=None)


def open_until(course: Course) -> date | None:
    """The last day on which one can enrol in a course by its own dates alone; None where not known."""
    return _last(course, getattr(course, "duration", None))


def edition_day(graph: CompetencyGraph) -> date | None:
    """The latest day after which an edition of the frameworks is named.

    Returns:
        The day; None where no edition is named after one.

    Example:
        >>> import sswgraph as ssw
        >>> str(edition_day(ssw.load("za")))
        '2026-11-28'
    """
    return max((day for framework in graph.frameworks if (day := _as_day(framework.edition))), default=None)


def known_duration(module: Course) -> str | None:
    """How long a module takes, as xsd:duration ('P9M'); None where that is not stated as a figure."""
    return getattr(module, "duration", None)


def successors(graph: CompetencyGraph) -> Mapping[str, tuple[str, ...]]:
    """Module or qualification → what says that it replaces it."""
    return graph.remember("successors", lambda: _successors(graph))


def done_by(day: date, duration: str) -> date:
    """The day on which what is begun on a day and takes so long is done; a part of a day counts as a whole one.

    Returns:
        The day; the last of the calendar where it lies beyond that.

    Example:
        >>> str(done_by(date(2026, 11, 30), "P1Y3M")), str(done_by(date(2026, 12, 30), "PT36H"))
        ('2028-02-29', '2027-01-01')
    """
    found = _DURATION.fullmatch(duration)
    years, months, *rest = (float(part or 0) for part in found.groups()) if found else (0.0,) * 6
    try:
        year, month = divmod(int(12 * years + months) + 12 * day.year + day.month - 1, 12)
        moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        takes = timedelta(**dict(zip(("days", "hours", "minutes", "seconds"), rest, strict=True)))
        return moved - (-takes // timedelta(days=1)) * timedelta(days=1)
    except (OverflowError, ValueError):
        return date.max


def enrolment_notes(graph: CompetencyGraph, modules: Sequence[Course], day: date) -> Iterator[Message]:
    """Notes on the dates of a plan's modules: unknown ones, what closes soon, what is closed already."""
    ends = {module.id: last_day(graph, module) for module in modules}
    yield from _told(graph, "enrolment-unknown", [module.id for module in modules if ends[module.id] is None])
    achieved = [_stated(graph, m, lambda one, _: one.last_achievement) for m in modules if known_duration(m) is None]
    yield from _told_of_dates(graph, "duration-unknown", [min(dates) for dates in achieved if dates])
    soon = [m for m in modules if (end := ends[m.id]) is not None and day <= end <= done_by(day, "P1Y")]
    closing = [next(one for one in _stated(graph, m, _last) if one[0] == ends[m.id]) for m in soon]
    yield from _told_of_dates(graph, "closing-soon", closing)
    for old in sorted({m.id for m in soon}.union(*(getattr(m, "part_of", ()) for m in soon))):
        for new in successors(graph).get(old, ()):
            yield message("plan.successor", old=graph.label(old), new=graph.label(new))
    yield from _told(graph, "closed-included", [m.id for m in modules if closed_on(graph, m, day)])


def _told(graph: CompetencyGraph, code: str, modules: Sequence[str]) -> Iterator[Message]:
    if modules:
        yield message(f"plan.{code}", n=len(modules), modules=tuple(graph.label(one) for one in modules))


def _told_of_dates(graph: CompetencyGraph, code: str, dates: Sequence[tuple[date, str]]) -> Iterator[Message]:
    """A sentence on as many modules as there are dates, which names the first date and the courses that state them."""
    if dates:
        names = tuple(graph.label(one) for one in dict.fromkeys(course for _, course in dates))
        yield message(f"plan.{code}", n=len(dates), date=min(dates)[0].isoformat(), courses=names)


def _stated(
    graph: CompetencyGraph, module: Course, of: Callable[[Course, str | None], date | None]
) -> list[tuple[date, str]]:
    """The dates of a kind that a module and its qualifications state, each with who states it."""
    courses: list[Course] = [module, *(one for one in _qualifications(graph, module) if one)]
    return [(day, one.id) for one in courses if (day := of(one, known_duration(module)))]


def day_of(given: date | str | None) -> date:
    """The day that ``as_of`` names: a date, or its text; without one, today.

    Returns:
        The day.

    Raises:
        InputError: For anything else.
    """
    if given is None:
        return date.today()
    if isinstance(given, datetime):
        return given.date()
    found = given if isinstance(given, date) else _as_day(given) if isinstance(given, str) else None
    if found is None:
        raise InputError(f"as_of is a day, such as date(2026, 11, 21) or '2026-11-21', not {given!r}.")
    return found


def _as_day(edition: str | None) -> date | None:
    try:
        return date.fromisoformat(edition or "")
    except ValueError:
        return None


def _qualifications(graph: CompetencyGraph, module: Course) -> list[Qualification | None]:
    around = [graph.get(name) for name in getattr(module, "part_of", ())]
    return [one if isinstance(one, Qualification) else None for one in around]


def _closures(course: Course, day: date, takes: str | None) -> Iterator[Closure]:
    """What keeps a course from being on offer, in order; where enrolment has a last day, it goes on until then."""
    if course.registered_from is not None and day < course.registered_from:
        yield Closure("not-begun", course.registered_from, course.id)
    if course.last_enrolment is None and course.registered_to is not None and course.registered_to < day:
        yield Closure("registration-ended", course.registered_to, course.id)
    if course.last_enrolment is not None and course.last_enrolment < day:
        yield Closure("enrolment-ended", course.last_enrolment, course.id)
    if course.last_achievement is not None and course.last_achievement < done_by(day, takes or "P0D"):
        yield Closure("achievement-passed", course.last_achievement, course.id)


def _last(course: Course, takes: str | None) -> date | None:
    """The last day on which what takes so long can be begun, as far as one course is asked."""
    reached = _latest_before(course.last_achievement, takes or "P0D") if course.last_achievement else None
    days = (course.last_enrolment or course.registered_to, reached)
    return min((day for day in days if day is not None), default=None)


def _latest_before(end: date, duration: str) -> date:
    """The last day from which so long a time ends by the end."""
    day = end - min(done_by(end, duration) - end, end - date.min)
    while done_by(day, duration) > end and day > date.min:
        day -= timedelta(days=1)
    while day < end and done_by(day + timedelta(days=1), duration) <= end:
        day += timedelta(days=1)
    return day


def _rank(closure: Closure) -> tuple[int, int]:
    """First the reason; of several that are not begun the first, of several that are over the last one."""
    day = closure.day.toordinal()
    return CLOSURE_REASONS.index(closure.why), day if closure.why == "not-begun" else -day


def _successors(graph: CompetencyGraph) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one in (*graph.qualifications, *graph.modules):
        for old in one.replaces:
            found.setdefault(old, []).append(one.id)
    return {old: tuple(sorted(new)) for old, new in found.items()}


@dataclass(frozen=True)
class TeachingPlaces:
    """The places that were named; ``open``: all are open, since none was named or 'anywhere' was asked.

    ``named``: what the question or its frameworks name; ``wide``: areas among them whose members are open.
    """

    named: tuple[str, ...] = ()
    wide: bool = False
    open: bool = False
    _known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def admit(self, codes: Iterable[str]) -> bool:
        """Whether something of one of these places may be taken; what is of no place may."""
        several = tuple(codes)
        return self.open or not several or any(self._admits(code) for code in several)

    def _admits(self, code: str) -> bool:
        if code not in self._known:
            self._known[code] = any(lies_in(named, code) or self._opens(named, code) for named in self.named)
        return self._known[code]

    def _opens(self, named: str, code: str) -> bool:
        """Whether a named place opens what lies in it: a country its parts, an area its members if areas are meant."""
        return lies_in(code, named) and (self.wide or not named.isdigit())


def teaching_places(graph: CompetencyGraph, gap: Gap, where: Where = None) -> TeachingPlaces:
    """The places of a question.

    Those it names, otherwise those that the gap named, otherwise the countries of what is held and of the target.

    Returns:
        The places.

    Raises:
        InputError: For an invalid code of a place; it names similar ones.
    """  # noqa: DOC502 - places_named raises
    asked = where if where is not None else gap.where or None
    return places_named(graph, (gap.target, *_held(graph, gap)) if asked is None else (), asked)


def places_named(graph: CompetencyGraph, ids: Iterable[str], where: Where = None) -> TeachingPlaces:
    """The places asked for, otherwise the countries of the frameworks of these ids.

    Where these name no country but areas, these with their members; where they name nothing, all.

    Returns:
        The places.
    """
    if where is not None:
        return _asked(where)
    homes = {graph.home(one) or "" for one in ids}
    named = {code for home in homes for code in getattr(graph.get(home), "jurisdiction", ()) if code != WORLD}
    countries = sorted(code for code in named if not code.isdigit())
    return TeachingPlaces(tuple(countries or sorted(named)), wide=not countries, open=not named)


def _asked(where: Where) -> TeachingPlaces:
    codes = named_places(where)
    return TeachingPlaces(codes, wide=True, open=WORLD in codes) if codes else TeachingPlaces((ANYWHERE,), open=True)


def _held(graph: CompetencyGraph, gap: Gap) -> Iterator[str]:
    """What is held: the ids given, and of a profile the elements that stand behind it."""
    yield from (one for one in gap.held if one in graph)
    yield from gap.profile.completed
    for holding in gap.profile.holdings:
        yield holding.through[0] if holding.through else holding.competency


def place_of(graph: CompetencyGraph, identifier: str) -> tuple[str, ...]:
    """The places of an element: its own, or else those of its qualifications, or of its framework (P12)."""
    element = graph.get(identifier)
    own = getattr(element, "jurisdiction", ())
    if own:
        return tuple(own)
    around = {code for q in getattr(element, "part_of", ()) for code in getattr(graph.get(q), "jurisdiction", ())}
    if around:
        return tuple(sorted(around))
    return tuple(getattr(graph.get(graph.home(identifier) or ""), "jurisdiction", ()))
