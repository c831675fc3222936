"""A question settled: the needs that a plan is asked to close, the one model, and its best choice.

Or the fewest wishes that already exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.graph.in_force import ANYWHERE
from sswgraph.planning.candidates import Need
from sswgraph.planning.enrolment import Closure, TeachingPlaces, place_of
from sswgraph.planning.optimise import ChosenSteps, choose
from sswgraph.planning.problem import Problem, Situation
from sswgraph.planning.question import Question


@dataclass(frozen=True, slots=True)
class ToClose:
    """The needs of a gap; ``left``: optional competencies that the plan is not asked to close; ``optional``: all."""

    needs: Sequence[Need]
    left: frozenset[str]
    optional: frozenset[str]


def to_close(situation: Situation) -> ToClose:
    """The needs of a gap, and which of them a plan is asked to close."""
    needs = situation.needs(situation.gap.open)
    optional = frozenset(item.competency for item in situation.gap.open if item.necessity == "optional")
    return ToClose(needs, optional if not situation.question.optional else frozenset(), optional)


def settle(
    situation: Situation, asked: ToClose, barred: Sequence[frozenset[str]] = (), kept: Sequence[Need] = ()
) -> tuple[Problem, ChosenSteps]:
    """The one model and its best choice.

    The needs carry all ways that may close them; ``barred``: choices that were given before; ``kept``: needs that are
    closed whatever it costs.

    Returns:
        The model, and the choice.
    """
    wanted: list[Need] = [need for need in asked.needs if need.competency not in asked.left]
    problem = situation.problem(wanted, asked.optional, kept)
    problem.barred = barred
    return problem, choose(problem, time_limit=situation.question.time_limit)


_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Wish:
    """One wish of a question: what it is about, which of several it is, and how it is told."""

    about: str
    which: str
    text: str


def require_possible(situation: Situation, choice: ChosenSteps) -> None:
    """Raise InputError, with the wishes in conflict, where no plan has what it must have or none was found in time."""
    if not situation.question.include:
        return
    for one in situation.question.include:
        if one in situation.done:
            raise InputError(f"include: {one} is done already; what is held is never planned again.")
    if choice.possible:
        return
    if choice.timed_out:
        raise InputError(
            f"The search stopped at the time limit of {situation.question.time_limit:g} seconds before any plan was "
            "found that has all that it must have; whether there is one is not known. Give it a longer time_limit."
        )
    wishes = list(_wishes(situation))
    for wish in tuple(wishes):
        rest = [other for other in wishes if other is not wish]
        if not _possible(situation, rest):
            wishes = rest
    told = "; ".join(wish.text for wish in wishes)
    if len(wishes) > 1:
        raise InputError(f"These wishes cannot be met together: {told}. Leave one of them out.")
    raise InputError(f"This cannot be in any plan: {told}. Something that it needs first is not to be had.")


def _wishes(situation: Situation) -> Iterator[_Wish]:
    asked = situation.question
    if not asked.include_closed:
        yield _Wish("day", "", _days(situation, f"as_of {asked.day.isoformat()}"))
    if not asked.places.open:
        yield _Wish("where", "", _places(situation, f"where {', '.join(asked.where)}"))
    if asked.award:
        yield _Wish("award", "", "award=True, which takes whole qualifications only")
    for kind, most in asked.budgets:
        yield _Wish("budget", kind, f"a budget of {most} {kind} (what states no {kind} is not taken)")
    for one in sorted(asked.exclude):
        yield _Wish("exclude", one, f"exclude {one}")
    for one in asked.include:
        yield _Wish("include", one, f"include {one}")


def _places(situation: Situation, words: str) -> str:
    away = [one for one in situation.question.include if one in situation.elsewhere]
    told = [f"{one} is of {', '.join(place_of(situation.graph, one))}" for one in away]
    return f"{words} ({'; '.join(told)}; where='{ANYWHERE}' opens all)" if told else words


def _days(situation: Situation, words: str) -> str:
    shut = {one: situation.closed[one] for one in situation.question.include if one in situation.closed}
    told = [f"{one} is not on offer then: {_closed(closure)}" for one, closure in shut.items()]
    return f"{words} ({'; '.join(told)}; include_closed=True takes it all the same)" if told else words


def _closed(closure: Closure) -> str:
    return f"{closure.why.replace('-', ' ')}, {closure.day.isoformat()}"


def _possible(situation: Situation, wishes: Sequence[_Wish]) -> bool:
    """Whether some choice may have all that these wishes ask for; what nobody asks for need not be closed."""
    left = {wish.about for wish in wishes}
    asked: Question = replace(
        situation.question,
        include=tuple(wish.which for wish in wishes if wish.about == "include"),
        exclude=frozenset(wish.which for wish in wishes if wish.about == "exclude"),
        budgets=tuple(
            b for b in situation.question.budgets if any(w.about == "budget" and w.which == b[0] for w in wishes)
        ),
        places=situation.question.places if "where" in left else TeachingPlaces((ANYWHERE,), open=True),
        include_closed="day" not in left,
        award="award" in left,
    )
    nothing: list[Need] = []
    choice = choose(Situation(situation.graph, situation.gap, asked).problem(nothing), time_limit=_SECONDS)
    return choice.possible or choice.timed_out
