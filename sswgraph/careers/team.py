"""``team``: what the workers of a team hold, lack and need for one target; nobody is ranked, nothing is summed.

Workers are named by codes, with what is held and what was rated as not held.
"""

from __future__ import annotations

import os
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import Path

from sswgraph.errors import InputError
from sswgraph.exchange.workbook.names import bracketed
from sswgraph.exchange.workbook.people import RATERS, Form, Rating, name_problem, people_bytes, read_people
from sswgraph.files import write_atomically
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import Where
from sswgraph.graph.requirements import Asked, asked_of
from sswgraph.messages import Message, language_problem, message
from sswgraph.model import Demand, Gap, GapItem, Holding, Plan, Profile, Team, TeamCell, TeamCompetency, Text
from sswgraph.model.levels import Levels
from sswgraph.model.permissions import rules_of
from sswgraph.model.profile import BASES
from sswgraph.model.results import CERTAINTY, Status
from sswgraph.model.shown import later
from sswgraph.model.team import TeamState
from sswgraph.model.text import fold
from sswgraph.planning.enrolment import day_of
from sswgraph.planning.plan import plan
from sswgraph.shortfalls.gap import SEEN, TargetSide, gap, target_side, to_be_seen
from sswgraph.shortfalls.holdings import HOLDABLE, Held, resolve, seen_from
from sswgraph.shortfalls.many import statuses_of

_NOTHING, _RATED_NOT = message("team.nothing-recorded"), message("team.rated-not")
_ABOUT_LISTS = ("lists.", "gap.nothing-asked")
_MOST_MONTHS = 1_200


def team(
    graph: CompetencyGraph,
    people: People,
    target: str,
    *,
    where: Where = None,
    as_of: date | str | None = None,
    again_after: int | None = None,
) -> Team:
    """What each worker of a team lacks for a target, what must be seen in practice, and who needs which module.

    What must be done, the conditions and the limits of the target come first. Workers are listed by code, in that
    order: nobody is ranked, and no worker has a total. What is not recorded for a worker is *not known*, and counted
    apart from what is recorded as not held. The rules are in ``docs/semantics.md``.

    Args:
        graph (CompetencyGraph): The graph.
        people (Mapping | Iterable[Profile] | str | PathLike): What each holds by code, as for :func:`sswgraph.gap`; or
            profiles with codes as titles; or the path of a workbook that :func:`sswgraph.new_team` wrote, or of a table
            (.csv) with the same headings.
        target (str): The id of a role, qualification or competency.
        where (str | Iterable[str] | None): The place whose rules hold and whose modules count, as for
            :func:`sswgraph.gap`.
        as_of (date | str | None): The day on which modules are on offer and what was seen counts; None: today.
        again_after (int | None): The months after which what is safety-critical is to be seen again. None: nobody gave
            an interval, so that nothing is due and nothing is up to date.

    Returns:
        A value with ``.cells`` (worker and competency), ``.lacking``, ``.unknown``, ``.to_be_seen``, ``.again``,
        ``.competencies``, ``.demand`` and ``rows()``.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: For a code that may be a name of a person, for no workers, and for a workbook with problems: all of
            them by sheet, row and column.
        ParseError: For a file that is neither a workbook nor a table.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw")
        >>> found = ssw.team(g, {"W01": "psw:foundation", "W02": []}, "psw:foundation", as_of="2026-11-21")
        >>> found.silent, {one.state for one in found.of_worker("W02")}
        (('W02',), {'not-known'})
    """  # noqa: DOC502 - the graph and the reading of a workbook raise
    require_graph(graph)
    if again_after is not None and not (type(again_after) is int and 0 < again_after <= _MOST_MONTHS):
        raise InputError(f"again_after is a number of months, such as 12; not {again_after!r}.")
    day = day_of(as_of)
    places = where if where is None or isinstance(where, str) else tuple(where)
    whole = gap(graph, [], target, where=places)
    several = members_of(graph, people, whole.target, day)
    resolved = [resolve(graph, one.held) for one in several]
    aim = target_side(graph, whole.target)
    states = statuses_of(graph, resolved, aim)
    workers = [
        _Worker(graph, one, seen_from(graph, held.profile, whole.target), own, aim, places)
        for one, held, own in zip(several, resolved, states, strict=True)
    ]
    maker = _CellMaker(graph, aim, day, again_after)
    cells = tuple(cell for one in workers for cell in maker.cells(one))
    plans = _Plans(graph, workers, day)
    return Team(
        target=whole.target,
        target_label=whole.target_label,
        complete=whole.complete,
        required=whole.required,
        where=whole.where,
        as_of=day,
        again_after=again_after,
        workers=tuple(one.code for one in several),
        silent=tuple(one.member.code for one in workers if one.is_silent),
        competencies=tuple(_competencies(graph, whole, cells, plans)),
        cells=cells,
        demand=later(lambda: _demand(cells, plans)),
        notes=tuple(_notes(graph, whole, several)),
        stamp=later(
            lambda: graph.stamp(where=", ".join(whole.where) or None, as_of=day.isoformat(), again_after=again_after)
        ),
        **rules_of(whole),
    )


class _Worker:
    """One worker: what is held, by competency, and how that relates to everything asked; the gap when it is wanted."""

    def __init__(
        self,
        graph: CompetencyGraph,
        member: Member,
        profile: Profile,
        statuses: Sequence[Status],
        aim: TargetSide,
        where: Where,
    ) -> None:
        self.graph, self.member, self.aim, self.where = graph, member, aim, where
        self.statuses = dict(zip(aim.asked, statuses, strict=True))
        self.is_silent = not (profile.holdings or profile.completed or member.denied)
        self.holdings: dict[str, list[Holding]] = {}
        for holding in profile.holdings:
            self.holdings.setdefault(holding.competency, []).append(holding)

    @cached_property
    def gap(self) -> Gap:
        """The gap of this worker alone, with reasons and proof."""
        return gap(self.graph, self.member.held, self.aim.target, where=self.where)

    @cached_property
    def items(self) -> dict[str, GapItem]:
        return {item.competency: item for item in self.gap.items}


class _CellMaker:
    """Makes the cells of a worker, as they stand on a day, with the months after which something is seen again."""

    def __init__(self, graph: CompetencyGraph, aim: TargetSide, day: date, months: int | None) -> None:
        self.levels, self.day, self.months = Levels(graph.index.levels), day, months
        self.columns = [(one, graph.label(c), _critical(graph, c)) for c, one in aim.asked.items()]

    def cells(self, worker: _Worker) -> Iterator[TeamCell]:
        return (self._cell(worker, *column) for column in self.columns)

    def _cell(self, worker: _Worker, asked: Asked, label: Text, critical: bool) -> TeamCell:
        competency, status = asked.competency, worker.statuses[asked.competency]
        own = sorted(worker.holdings.get(competency, ()), key=lambda one: BASES.index(one.basis))
        denied = worker.member.denied.get(competency)
        known = status != "missing"
        several = known and len(asked.levels) > 1
        required_level = worker.items[competency].required_level if several else asked.levels[0]
        unseen = critical and (denied is not None or to_be_seen(self.levels, own, asked.levels))
        seen, due, again = (None, None, False)
        if critical and not unseen:
            seen, due, again = self._seen(own, required_level)
        state: TeamState = CERTAINTY[status] if known else "not-known"
        record: tuple[str | None, str | None] = (own[0].basis, own[0].date) if own else (None, None)
        if denied is not None:
            state, record = "open", (RATERS[denied.rater or "self"], denied.date)
        return TeamCell(
            worker=worker.member.code,
            competency=competency,
            label=label,
            necessity=asked.necessity,
            required_level=required_level,
            held_level=later(lambda: worker.items[competency].held_level) if known else None,
            state=state,
            status=status,
            basis=record[0],
            rated=record[1],
            to_be_seen=unseen,
            seen=seen,
            due=due,
            again=again,
            reason=_reason(worker, competency, known=known, denied=denied is not None),
        )

    def _seen(self, own: Sequence[Holding], required: str | None) -> tuple[str | None, date | None, bool]:
        """When it was last seen at the level required, when it is to be seen again, and whether that is due."""
        seen = [one for one in own if one.basis in SEEN and self.levels.standing(one.level, required) == "met"]
        dated = [(first, one.date) for one in seen if (first := earliest(one.date)) is not None]
        last = max(dated, default=None)
        if self.months is None:
            return (last[1] if last else None), None, False
        if last is None:
            return None, None, True
        due = _later(last[0], self.months)
        return last[1], due, due <= self.day


def _critical(graph: CompetencyGraph, competency: str) -> bool:
    return bool(getattr(graph.get(competency), "safety_critical", None))


def _reason(worker: _Worker, competency: str, *, known: bool, denied: bool) -> Message:
    """Why a cell stands as it does; of what is recorded the reason of the worker's gap, made when it is read."""
    if not known:
        return _RATED_NOT if denied else _NOTHING
    if denied:
        return later(lambda: message("team.rated-not-but", why=worker.items[competency].reason))
    return later(lambda: worker.items[competency].reason)


def _later(day: date, months: int) -> date:
    """The same day so many months later; the first of the next month, where that month has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        years, month = divmod(day.month + months, 12)
        return date(day.year + years, month + 1, 1)


class _Plans:
    """A plan for each worker, made when somebody asks what is needed; those of whom the same is held share one."""

    def __init__(self, graph: CompetencyGraph, workers: Sequence[_Worker], day: date) -> None:
        self.graph, self.workers, self.day = graph, workers, day

    @cached_property
    def each(self) -> tuple[tuple[str, Plan], ...]:
        """The code of each worker with the plan."""
        made: dict[object, Plan] = {}
        found = []
        for one in self.workers:
            profile = one.gap.profile
            same = (profile.completed, tuple((h.competency, h.level, h.basis, h.optional) for h in profile.holdings))
            if same not in made:
                made[same] = plan(self.graph, one.gap, as_of=self.day)
            found.append((one.member.code, made[same]))
        return tuple(found)

    @cached_property
    def left_open(self) -> dict[str, list[str]]:
        """Competency id -> the workers whose plan leaves it open, although it is required."""
        left: dict[str, list[str]] = {}
        for code, one in self.each:
            for still in (item for item in one.open if item.why != "optional"):
                left.setdefault(still.competency, []).append(code)
        return left

    def leaving_open(self, competency: str) -> tuple[str, ...]:
        return tuple(self.left_open.get(competency, ()))


def _competencies(
    graph: CompetencyGraph, whole: Gap, cells: Sequence[TeamCell], plans: _Plans
) -> Iterator[TeamCompetency]:
    by_competency: dict[str, list[TeamCell]] = {}
    for cell in cells:
        by_competency.setdefault(cell.competency, []).append(cell)
    for item in whole.items:
        own = by_competency[item.competency]
        states = {
            state.replace("-", "_"): tuple(one.worker for one in own if one.state == state)
            for state in ("open", "in-part", "not-known", "if-recognised", "certain")
        }
        yield TeamCompetency(
            competency=item.competency,
            label=item.label,
            necessity=item.necessity,
            safety_critical=_critical(graph, item.competency),
            to_be_seen=tuple(one.worker for one in own if one.to_be_seen),
            stays_open=later(partial(plans.leaving_open, item.competency)),
            **states,
        )


def _demand(cells: Sequence[TeamCell], plans: _Plans) -> tuple[Demand, ...]:
    """The steps of all plans, those that most need first; who needs one only for what is not known stands apart too."""
    unknown = {(one.worker, one.competency) for one in cells if one.state == "not-known"}
    needing: dict[str, list[str]] = {}
    unsure: dict[str, list[str]] = {}
    serves: dict[str, set[str]] = {}
    lines = {line.id: line for _, one in plans.each for line in one.lines}
    for code, one in plans.each:
        for line in one.lines:
            needing.setdefault(line.id, []).append(code)
            purpose = {*line.serves, *line.closes}
            serves.setdefault(line.id, set()).update(purpose)
            if all((code, competency) in unknown for competency in purpose):
                unsure.setdefault(line.id, []).append(code)
    made = []
    for step in sorted(needing, key=lambda step: (-len(needing[step]), step)):
        line = lines[step]
        made.append(
            Demand(
                id=step,
                label=line.label,
                programme=line.programme,
                hours=line.volumes.get("notionalHours"),
                place=line.place,
                last_enrolment=line.last_enrolment,
                serves=tuple(sorted(serves[step])),
                workers=tuple(needing[step]),
                only_unknown=tuple(unsure.get(step, ())),
            )
        )
    return tuple(made)


def _notes(graph: CompetencyGraph, whole: Gap, several: Sequence[Member]) -> Iterator[Message]:
    """How far the list of what is required goes, and where raters say different things."""
    yield from (note for note in whole.notes if note.code.startswith(_ABOUT_LISTS))
    for member in several:
        if member.disputed:
            names = tuple(graph.label(one) for one in member.disputed)
            yield message("team.disputed", worker=member.code, competencies=names)


People = Mapping[str, Held] | Iterable[Profile] | str | os.PathLike[str]
MOST = 2_000
_TOLD = 30


@dataclass(frozen=True, slots=True)
class Member:
    """One worker: the code, what is held, what was rated as not held, and where raters say different things."""

    code: str
    held: Held
    denied: Mapping[str, Rating] = field(default_factory=dict)
    disputed: tuple[str, ...] = ()


def new_team(
    graph: CompetencyGraph,
    target: str,
    path: str | os.PathLike[str],
    *,
    workers: Iterable[str] = (),
    lang: str = "en",
    overwrite: bool = False,
) -> Path:
    """Write the empty workbook of a team: one sheet, with lists to choose from, for what :func:`sswgraph.team` reads.

    Args:
        graph (CompetencyGraph): The graph.
        target (str): The role or qualification that the team is compared with.
        path (str | PathLike): Where to write it; it ends in .xlsx.
        workers (Iterable[str]): Codes, never names; each then has a row for everything that is required.
        lang (str): The language of the sheet.
        overwrite (bool): Whether a file that is there is replaced.

    Returns:
        The path.

    Raises:
        UnknownElementError: For a target that is not in the graph; it names similar ones.
        InputError: For something that cannot be a target, an invalid language or ending, a code that may be a name, and
            a target for which nothing is known to be required.
        OutputExistsError: Where a file is there and is not to be replaced.

    Example:
        >>> import sswgraph as ssw, tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ssw.new_team(ssw.load("psw"), "psw:foundation", Path(folder) / "people.xlsx").name
        'people.xlsx'
    """  # noqa: DOC502 - the graph and the writing raise
    require_graph(graph)
    problem = language_problem(lang)
    if problem is not None:
        raise InputError(str(problem))
    if Path(path).suffix.lower() != ".xlsx":
        raise InputError(f"The workbook of a team ends in .xlsx, not '{Path(path).suffix}'.")
    codes = [str(one) for one in ([workers] if isinstance(workers, str) else workers)]
    _refuse([problem for problem in map(name_problem, codes) if problem])
    asked = asked_names(graph, target)
    if not asked:
        raise InputError(f"Nothing is known to be required for '{target}', so that nothing can be rated.")
    used = {level for _, _, levels in asked for level in levels}
    scales = {graph.index.levels[one].scale for one in used}
    levels = [one for one in graph.index.levels.values() if one.scale in scales]
    form = Form(
        target=graph.label(target),
        competencies=tuple((competency, label) for competency, label, _ in asked),
        levels=tuple((one.id, one.label) for one in sorted(levels, key=lambda one: (one.scale, one.rank, one.id))),
        workers=tuple(dict.fromkeys(codes)),
    )
    return write_atomically(path, people_bytes(form, lang), overwrite=overwrite)


def asked_names(graph: CompetencyGraph, target: str) -> tuple[tuple[str, Text, tuple[str, ...]], ...]:
    """Each competency that a target requires, its name and the levels required, in order of id."""
    found = asked_of(graph, graph[target].id)
    return tuple((one, graph.label(one), tuple(filter(None, asked.levels))) for one, asked in found.items())


def members_of(graph: CompetencyGraph, people: People, target: str, day: date) -> tuple[Member, ...]:
    """The workers in order of their codes. Raises InputError where there are none, and for codes that may be names."""
    if isinstance(people, (str, os.PathLike)):
        found = _rated(graph, people, target, day)
    else:
        found = [Member(code, held) for code, held in _given(people)]
        _refuse([problem for problem in (name_problem(one.code) for one in found) if problem])
    alike: dict[str, list[str]] = {}
    for code in sorted(one.code for one in found):
        alike.setdefault(code.casefold(), []).append(code)
    fix = "Write the code of one worker in one way."
    _refuse([f"{' and '.join(codes)} may be the same worker. {fix}" for codes in alike.values() if len(codes) > 1])
    if not found:
        raise InputError("There is no worker in this team. Give a code and what is held, or a workbook with rows.")
    if len(found) > MOST:
        raise InputError(f"A team has at most {MOST:,} workers; these are {len(found):,}. Ask for each team by itself.")
    return tuple(sorted(found, key=lambda one: one.code))


def _given(people: object) -> list[tuple[str, Held]]:
    if isinstance(people, Mapping):
        return [(str(code), held) for code, held in people.items()]
    given = list(people) if isinstance(people, Iterable) else [people]
    several = [one for one in given if isinstance(one, Profile)]
    if len(several) < len(given):
        raise InputError("A team is {code: what is held}, a list of profiles with codes as titles, or a workbook.")
    codes = [one.title.strip() for one in several]
    twice = sorted({code for code in codes if codes.count(code) > 1 and code})
    if twice or not all(codes):
        told = f" Several have: {', '.join(twice)}." if twice else ""
        raise InputError(f"Each profile of a team needs a code of its own as title.{told}")
    return list(zip(codes, several, strict=True))


def _refuse(problems: list[str]) -> None:
    if problems:
        more = [f"… and {len(problems) - _TOLD} more."] if len(problems) > _TOLD else []
        raise InputError("\n".join([*problems[:_TOLD], *more]))


# From a workbook


def _rated(graph: CompetencyGraph, path: str | os.PathLike[str], target: str, day: date) -> list[Member]:
    ratings, problems = read_people(path)
    names = {fold(str(label.best(tag))): competency for competency, label, _ in asked_names(graph, target)
             for tag in label.languages}  # fmt: skip
    by_worker: dict[str, dict[str, list[Rating]]] = {}
    for one in ratings:
        found = _element(graph, one, names, problems)
        _checked(graph, one, found, day, problems)
        by_worker.setdefault(one.worker, {}).setdefault(found, []).append(one)
    _refuse(problems)
    return [_member(graph, code, rated) for code, rated in by_worker.items()]


def _element(graph: CompetencyGraph, one: Rating, names: Mapping[str, str], problems: list[str]) -> str:
    """The id of what was rated: the one in brackets, an id, or the name of something required."""
    said = bracketed(one.what)
    if said in graph and graph[said].kind in HOLDABLE:
        if graph[said].kind == "cadre":
            problems.append(
                f"{one.at('what')}: '{said}' is a role. Rate competencies, or name modules and qualifications."
            )
        return said
    if fold(one.what) in names:
        return names[fold(one.what)]
    near = get_close_matches(said, [*names.values(), *names], n=1)
    meant = f"Did you mean '{near[0]}'?" if near else "Choose from the list, or write an id."
    problems.append(f"{one.at('what')}: nothing that can be held is called '{one.what[:80]}'. {meant}")
    return said


def _checked(graph: CompetencyGraph, one: Rating, found: str, day: date, problems: list[str]) -> None:
    kind = getattr(graph.get(found), "kind", "")
    if one.level is not None and one.level not in graph.index.levels:
        known = ", ".join(sorted(graph.index.levels)[:12]) or "none: leave it empty"
        problems.append(f"{one.at('level')}: there is no level '{one.level[:60]}'. Levels here: {known}.")
    if one.held is False and one.level is not None:
        fix = "Say yes with the level that is held, or leave the level empty."
        problems.append(f"{one.at('level')}: a level beside 'no' may mean two things. {fix}")
    if one.held is False and kind == "competency-set":
        fix = "Rate its competencies one by one."
        problems.append(f"{one.at('what')}: '{found}' is a set; a 'no' does not say which of it is lacking. {fix}")
    if one.held is not None and one.rater is None and kind in ("competency", "competency-set"):
        problems.append(f"{one.place}: say who rated it: the worker, the supervisor or an assessor.")
    first = earliest(one.date)
    if first is not None and first > day:
        problems.append(f"{one.at('date')}: {one.date} lies after {day.isoformat()}, the day that is asked about.")


def _member(graph: CompetencyGraph, code: str, rated: Mapping[str, list[Rating]]) -> Member:
    holdings: list[Holding] = []
    completed: list[str] = []
    denied: dict[str, Rating] = {}
    disputed: list[str] = []
    for what, several in sorted(rated.items()):
        said = [one for one in several if one.held is not None]
        counting = _counting(said)
        if len({one.held for one in said}) > 1:
            disputed.append(what)
        if not counting:
            continue
        if not counting[0].held:
            denied[what] = counting[0]
        elif graph[what].kind in ("module", "qualification"):
            completed.append(what)
        else:
            holdings += [
                Holding(competency=what, level=one.level, basis=RATERS[one.rater or "self"], date=one.date)
                for one in counting
            ]
    profile = Profile(holdings=tuple(holdings), completed=tuple(completed), title=code)
    return Member(code, profile, denied, tuple(disputed))


def _counting(said: list[Rating]) -> list[Rating]:
    """The ratings that count: the last of supervisors and assessors, otherwise the worker's; 'no' before 'yes' (G5)."""
    firm = [one for one in said if one.rater in ("supervisor", "assessor")] or said
    if not firm:
        return []
    last = max(_moment(one) for one in firm)
    late = [one for one in firm if _moment(one) == last]
    return [one for one in late if not one.held][:1] or late


def _moment(one: Rating) -> date:
    """The day of a rating: where it is not exact, of a 'no' the last possible one, of a 'yes' the first."""
    return (earliest(one.date) or date.min) if one.held else (latest_day(one.date) or date.max)


def earliest(when: str | None) -> date | None:
    """The first day that a day, month or year can mean.

    Args:
        when (str | None): A date, as exactly as it is known.

    Returns:
        The day; None where it is not a date.

    Example:
        >>> earliest("2026-03"), latest_day("2026-03"), earliest("soon")
        (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31), None)
    """
    parts = _parts(when)
    return date(*(*parts, 1, 1)[:3]) if parts else None


def latest_day(when: str | None) -> date | None:
    """The last day that a day, month or year can mean; None where it is not a date."""
    parts = _parts(when)
    if not parts:
        return None
    year, month = (*parts, 12)[:2]
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def _parts(when: str | None) -> list[int]:
    """Year, and as far as they are known month and day; nothing where it is not a date."""
    said = (when or "").split("-")
    if not all(part.isdecimal() and part.isascii() for part in said) or len(said) > 3 or len(said[0]) != 4:
        return []
    try:
        parts = [int(part) for part in said]
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return []
    return parts
