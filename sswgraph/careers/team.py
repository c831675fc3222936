"""``team``: how the workers of a team stand to one target, and what they need; nobody is ranked, nothing is summed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sswgraph.careers.people import SEEN, Member, People, earliest, members
from sswgraph.errors import InputError
from sswgraph.exchange.workbook.people import RATERS
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import Where
from sswgraph.messages import Message, message
from sswgraph.model import Demand, Gap, GapItem, Holding, Plan, Team, TeamCell, TeamCompetency
from sswgraph.model.levels import Levels
from sswgraph.model.permissions import rules_of
from sswgraph.model.profile import BASES
from sswgraph.model.team import TeamState
from sswgraph.planning.enrolment import day_of
from sswgraph.planning.plan import plan
from sswgraph.shortfalls.gap import gap
from sswgraph.shortfalls.many import proofs

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
    """Who of a team lacks what for a target, what is to be seen in practice, and how many need which module.

    What must be done, the conditions and the limits of the target come first. Workers stand under codes and in their
    order: nobody is ranked, and no worker has a total. What nobody recorded of a worker is *not known*, and counted
    apart from what is recorded as not held. The rules are in ``docs/semantics.md``.

    Args:
        graph: What is known.
        people: What each holds by code, as for :func:`sswgraph.gap`; or profiles with codes as titles; or the path of
            a workbook that :func:`sswgraph.new_team` wrote, or of a table (.csv) with the same headings.
        target: The id of a role, qualification or competency.
        where: The place whose rules hold and whose modules count, as for :func:`sswgraph.gap`.
        as_of: The day on which modules are on offer and what was seen counts; None: today.
        again_after: The months after which what is safety-critical is to be seen again. None: nobody gave an interval,
            so that nothing is due and nothing is up to date.

    Returns:
        A value with ``.cells`` (worker and competency), ``.lacking``, ``.unknown``, ``.to_be_seen``, ``.again``,
        ``.competencies``, ``.demand`` and ``rows()``.

    Raises:
        UnknownElementError: For an id that is not in the graph, with near ids.
        InputError: For a code that may be a name of a person, for no workers, and for a workbook with problems: all of
            them by sheet, row and column.
        ParseError: For a file that is no workbook or table.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw")
        >>> found = ssw.team(g, {"W01": "psw:foundation", "W02": []}, "psw:foundation", as_of="2026-11-21")
        >>> found.silent, {one.state for one in found.of_worker("W02")}
        (('W02',), {'not-known'})
    """
    if again_after is not None and not (type(again_after) is int and 0 < again_after <= _MOST_MONTHS):
        raise InputError(f"again_after is a number of months, such as 12; not {again_after!r}.")
    day = day_of(as_of)
    whole = gap(graph, [], target, where=where)
    several = members(graph, people, whole.target, day)
    found = proofs(graph, (one.held for one in several), whole.target, where=where)
    each = tuple(zip(several, found, strict=True))
    levels = Levels(graph.index.levels)
    cells = tuple(cell for member, one in each for cell in _cells(graph, member, one, levels, day, again_after))
    plans = _plans(graph, each, day)
    return Team(
        target=whole.target,
        target_label=whole.target_label,
        complete=whole.complete,
        required=whole.required,
        where=whole.where,
        as_of=day,
        again_after=again_after,
        workers=tuple(one.code for one in several),
        silent=tuple(m.code for m, one in each if not (one.profile.holdings or one.profile.completed or m.denied)),
        competencies=tuple(_competencies(graph, whole, cells, plans)),
        cells=cells,
        demand=_demand(cells, plans),
        notes=tuple(_notes(graph, whole, several)),
        stamp=graph.stamp(where=", ".join(whole.where) or None, as_of=day.isoformat(), again_after=again_after),
        **rules_of(whole),
    )


def _cells(
    graph: CompetencyGraph, member: Member, found: Gap, levels: Levels, day: date, months: int | None
) -> Iterator[TeamCell]:
    by_competency: dict[str, list[Holding]] = {}
    for holding in found.profile.holdings:
        by_competency.setdefault(holding.competency, []).append(holding)
    for item in found.items:
        if item.status == "beyond":
            continue
        own = sorted(by_competency.get(item.competency, ()), key=lambda one: BASES.index(one.basis))
        denied = member.denied.get(item.competency)
        state: TeamState = "not-known" if item.status == "missing" else item.certainty
        record = (own[0].basis, own[0].date) if own else (None, None)
        reason = message("team.nothing-recorded") if item.status == "missing" else item.reason
        to_be_seen = item.to_be_seen
        if denied is not None:
            state, record = "open", (RATERS[denied.rater or "self"], denied.date)
            said = item.status != "missing"
            reason = message("team.rated-not-but", why=reason) if said else message("team.rated-not")
            to_be_seen = _critical(graph, item.competency)
        seen, due, again = None, None, False
        if _critical(graph, item.competency) and not to_be_seen:
            seen, due, again = _seen(own, item, levels, day, months)
        yield TeamCell(
            worker=member.code,
            competency=item.competency,
            label=item.label,
            necessity=item.necessity,
            required_level=item.required_level,
            held_level=item.held_level,
            state=state,
            status=item.status,
            basis=record[0],
            rated=record[1],
            to_be_seen=to_be_seen,
            seen=seen,
            due=due,
            again=again,
            reason=reason,
        )


def _critical(graph: CompetencyGraph, competency: str) -> bool:
    return bool(getattr(graph.get(competency), "safety_critical", None))


def _seen(
    own: Sequence[Holding], item: GapItem, levels: Levels, day: date, months: int | None
) -> tuple[str | None, date | None, bool]:
    """When it was last seen at the level required, when it is to be seen again, and whether that is due."""
    seen = [h for h in own if h.basis in SEEN and levels.standing(h.level, item.required_level) == "met"]
    dated = [(first, one.date) for one in seen if (first := earliest(one.date)) is not None]
    last = max(dated, default=None)
    if months is None:
        return (last[1] if last else None), None, False
    if last is None:
        return None, None, True
    due = _later(last[0], months)
    return last[1], due, due <= day


def _later(day: date, months: int) -> date:
    """The same day so many months later; the first of the next month, where that month has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        years, month = divmod(day.month + months, 12)
        return date(day.year + years, month + 1, 1)


Plans = tuple[tuple[Member, Plan], ...]


def _plans(graph: CompetencyGraph, each: Sequence[tuple[Member, Gap]], day: date) -> Plans:
    """A plan for each worker; those of whom the same is held share one."""
    made: dict[object, Plan] = {}
    found = []
    for member, one in each:
        profile = one.profile
        same = (profile.completed, tuple((h.competency, h.level, h.basis, h.optional) for h in profile.holdings))
        if same not in made:
            made[same] = plan(graph, one, as_of=day)
        found.append((member, made[same]))
    return tuple(found)


def _competencies(
    graph: CompetencyGraph, whole: Gap, cells: Sequence[TeamCell], plans: Plans
) -> Iterator[TeamCompetency]:
    by_competency: dict[str, list[TeamCell]] = {}
    for cell in cells:
        by_competency.setdefault(cell.competency, []).append(cell)
    left: dict[str, list[str]] = {}
    for member, one in plans:
        for still in (item for item in one.open if item.why != "optional"):
            left.setdefault(still.competency, []).append(member.code)
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
            stays_open=tuple(left.get(item.competency, ())),
            **states,
        )


def _demand(cells: Sequence[TeamCell], plans: Plans) -> tuple[Demand, ...]:
    """The steps of all plans, those that most need first; who needs one only for what is not known stands apart too."""
    unknown = {(one.worker, one.competency) for one in cells if one.state == "not-known"}
    needing: dict[str, list[str]] = {}
    unsure: dict[str, list[str]] = {}
    serves: dict[str, set[str]] = {}
    lines = {line.id: line for _, one in plans for line in one.lines}
    for member, one in plans:
        for line in one.lines:
            needing.setdefault(line.id, []).append(member.code)
            purpose = {*line.serves, *line.closes}
            serves.setdefault(line.id, set()).update(purpose)
            if all((member.code, competency) in unknown for competency in purpose):
                unsure.setdefault(line.id, []).append(member.code)
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
