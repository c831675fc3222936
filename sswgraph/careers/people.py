"""The people of a team, however they were given: by code, with what is held and what was rated as not held."""

from __future__ import annotations

import os
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from sswgraph.errors import InputError
from sswgraph.exchange.workbook.names import bracketed
from sswgraph.exchange.workbook.people import RATERS, Form, Rating, name_problem, people_bytes, read_people
from sswgraph.files import write_atomically
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import asked_of
from sswgraph.messages import language_problem
from sswgraph.model import Holding, Profile, Text
from sswgraph.model.characters import fold
from sswgraph.shortfalls.holdings import HOLDABLE, Held

People = Mapping[str, Held] | Iterable[Profile] | str | os.PathLike[str]
SEEN = ("assessed", "supervisor-rated")
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
        graph: What is known.
        target: The role or qualification that the team is to be held against.
        path: Where to write it; it ends in .xlsx.
        workers: Codes, never names; each then has a row for everything that is required.
        lang: The language of the sheet.
        overwrite: Whether a file that is there is replaced.

    Returns:
        The path.

    Raises:
        UnknownElementError: For a target that is not in the graph, with near ids.
        InputError: For what is no target, no language or no ending, for a code that may be a name, and for a target of
            which nothing is known to be required.
        OutputExistsError: Where a file is there and is not to be replaced.

    Example:
        >>> import sswgraph as ssw, tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ssw.new_team(ssw.load("psw"), "psw:foundation", Path(folder) / "people.xlsx").name
        'people.xlsx'
    """
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
    """Each competency that a target requires, its name and the levels asked, in order of id."""
    found = asked_of(graph, graph[target].id)
    return tuple((one, graph.label(one), tuple(filter(None, asked.levels))) for one, asked in found.items())


def members(graph: CompetencyGraph, people: People, target: str, day: date) -> tuple[Member, ...]:
    """The people in order of their codes. Raises InputError for what is no team, and for what may be a name."""
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
    """The ratings that count: of supervisors and assessors the last, else the worker's own; a 'no' before a 'yes'.

    What is dated inexactly, or not at all, is as late as it can be where it says no, and as early where it says yes.
    """
    firm = [one for one in said if one.rater in ("supervisor", "assessor")] or said
    if not firm:
        return []
    last = max(_moment(one) for one in firm)
    late = [one for one in firm if _moment(one) == last]
    return [one for one in late if not one.held][:1] or late


def _moment(one: Rating) -> date:
    return (earliest(one.date) or date.min) if one.held else (latest(one.date) or date.max)


def earliest(when: str | None) -> date | None:
    """The first day that a day, month or year can mean; None where it is none.

    >>> earliest("2026-03"), latest("2026-03"), earliest("soon")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31), None)
    """
    parts = _parts(when)
    return date(*(*parts, 1, 1)[:3]) if parts else None


def latest(when: str | None) -> date | None:
    """The last day that a day, month or year can mean; None where it is none."""
    parts = _parts(when)
    if not parts:
        return None
    year, month = (*parts, 12)[:2]
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def _parts(when: str | None) -> list[int]:
    """Year, and as far as they are known month and day; nothing where that is no date."""
    said = (when or "").split("-")
    if not all(part.isdecimal() and part.isascii() for part in said) or len(said) > 3 or len(said[0]) != 4:
        return []
    try:
        parts = [int(part) for part in said]
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return []
    return parts
