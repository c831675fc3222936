"""What is asked of a plan beside the gap, checked once: day, places, wishes and budgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import Where
from sswgraph.model import Gap, Number
from sswgraph.model.volumes import is_number
from sswgraph.planning.candidates import MINIMISE
from sswgraph.planning.enrolment import TeachingPlaces, day_of, teaching_places

Budget = Number | Mapping[str, Number] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything that a plan depends on beside graph and gap.

    ``budgets``: kind of volume → the most of it; ``include``: steps and qualifications that have to be in it;
    ``exclude``: steps that may not be.
    """

    day: date
    places: TeachingPlaces
    minimise: str = "hours"
    include_closed: bool = False
    award: bool = False
    optional: bool = False
    budgets: tuple[tuple[str, Number], ...] = ()
    include: tuple[str, ...] = ()
    exclude: frozenset[str] = frozenset()
    time_limit: float = 10.0

    @property
    def where(self) -> tuple[str, ...]:
        """The places that were named."""
        return self.places.named


def question_of(
    graph: CompetencyGraph,
    gap: Gap,
    *,
    where: Where,
    include: str | Iterable[str],
    exclude: str | Iterable[str],
    budget: Budget,
    minimise: str,
    as_of: date | str | None,
    time_limit: float,
    **ways: bool,
) -> Question:
    """The question, checked as far as no plan is needed for that. Raises InputError."""
    if not isinstance(gap, Gap):
        raise InputError("plan takes a gap: plan(g, gap(g, held, target)).")
    if not is_number(time_limit, endless=True) or time_limit <= 0:
        raise InputError(f"time_limit must be more than 0 seconds, not {time_limit!r}.")
    wanted, unwanted = _steps(graph, include, "include"), _steps(graph, exclude, "exclude")
    both = sorted(set(wanted) & set(unwanted))
    if both:
        raise InputError(f"{', '.join(both)}: the same cannot be in include and in exclude.")
    shut = {m for one in unwanted for m in _taken_with(graph, one)}
    return Question(
        day=day_of(as_of),
        places=teaching_places(graph, gap, where),
        minimise=minimise,
        budgets=_budgets(budget, minimise),
        include=wanted,
        exclude=frozenset(shut),
        time_limit=time_limit,
        **ways,
    )


def _steps(graph: CompetencyGraph, given: str | Iterable[str], name: str) -> tuple[str, ...]:
    """Ids of modules and qualifications. Raises UnknownElementError, and InputError for other kinds."""
    several = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)
    found = [graph[one] for one in several]
    for one in found:
        if one.kind not in ("module", "qualification"):
            raise InputError(f"{name}: {one.id} is a {one.kind}; what can be taken is a module or a qualification.")
    return tuple(dict.fromkeys(one.id for one in found))


def _taken_with(graph: CompetencyGraph, identifier: str) -> tuple[str, ...]:
    """A step; for a qualification that is taken by its modules, those."""
    if getattr(graph[identifier], "reach", None) == "whole":
        return (identifier, *graph.index.modules_of.get(identifier, ()))
    return (identifier,)


def _budgets(budget: Budget, minimise: str) -> tuple[tuple[str, Number], ...]:
    if budget is None:
        return ()
    each = budget if isinstance(budget, Mapping) else {minimise: budget}
    found: dict[str, Number] = {}
    for kind, most in each.items():
        if kind not in MINIMISE:
            raise InputError(f"A budget is in {', '.join(MINIMISE)}; not in {kind!r}.")
        if not is_number(most):
            raise InputError(f"A budget is a finite number, 0 or more, not {most!r}.")
        named = "hours" if kind == "notionalHours" else kind
        found[named] = min(most, found.get(named, most))
    return tuple(sorted(found.items()))
