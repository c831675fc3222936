"""What a target requires: which competencies at which levels, and how complete the list is (O).

Also what the functions of a cadre suggest, compared with what it requires (F1, F2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.graph.in_force import in_force, places_of
from sswgraph.graph.permissions import authorities
from sswgraph.graph.training import groups_of, modules_done, stated_by, taught
from sswgraph.messages import Message, message
from sswgraph.model.codes import AUTHORITIES, GRAVE, NECESSITIES, Authority, place
from sswgraph.model.cycles import closure
from sswgraph.model.elements import Cadre, Function
from sswgraph.model.evidence import LIST_REACH, Evidence, best_basis
from sswgraph.model.levels import Levels
from sswgraph.model.permissions import FunctionAuthority
from sswgraph.model.results import Answerable, Necessity, SuggestedCompetency
from sswgraph.model.text import Text

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph
    from sswgraph.model import ProficiencyLevel, Requirement


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target requires of one competency.

    Attributes:
        competency: The id of the competency.
        levels: The ids of the highest levels, several where they cannot be compared; None where no level is stated.
        necessity: How necessary it is.
        links: The ids of the requirements or outcomes that say so.
        sets: The ids of the sets passed.
    """

    competency: str
    levels: tuple[str | None, ...]
    necessity: Necessity
    links: tuple[str, ...]
    sets: tuple[str, ...]


def stated_for(graph: CompetencyGraph, cadre: str) -> Iterator[tuple[str, Requirement, str, tuple[str, ...]]]:
    """Yield the requirements of a cadre and of those that it includes, for each competency that they stand for.

    Args:
        graph: The graph.
        cadre: The id of the cadre.

    Yields:
        The id of the cadre that requires it, the requirement, the id of the competency, and the ids of the sets passed.
    """
    includes = graph.index.includes
    for included in closure([cadre], includes) if cadre in includes else (cadre,):
        for requirement in graph.index.requirements.get(included, ()):
            if requirement.competency not in includes:  # as nearly always: it stands for itself
                yield included, requirement, requirement.competency, ()
                continue
            for competency, sets in graph.members(requirement.competency).items():
                yield included, requirement, competency, sets


Line = tuple[str | None, str | None, str, tuple[str, ...]]  # level, necessity, link, sets passed through


def asked_of(graph: CompetencyGraph, target: str) -> dict[str, Asked]:
    """Return, by competency, what a target requires of it (L2, H4); raises InputError for what is not a target."""
    return merged(graph.index.levels, asked_lines(graph, target))


def merged(known: Mapping[str, ProficiencyLevel], lines: Mapping[str, list[Line]]) -> dict[str, Asked]:
    """Return what the lines of each competency require together, in order of id."""
    levels = Levels(known)
    return {c: _merged(c, several, levels) for c, several in sorted(lines.items())}


def asked_lines(graph: CompetencyGraph, target: str) -> dict[str, list[Line]]:
    """Return, by competency, the lines of the list of a target that require it; raises as :func:`asked_of`."""
    element = graph[target]
    found: dict[str, list[Line]] = {}
    if element.kind == "cadre":
        for _, r, competency, sets in stated_for(graph, element.id):
            found.setdefault(competency, []).append((r.level, r.necessity, r.id, sets))
    elif element.kind == "qualification":
        for holding in taught(graph, modules_done(graph, [element.id])):
            links = [one for one in holding.through if one in graph and graph[one].kind == "outcome"]
            for link in links or [holding.competency]:
                found.setdefault(holding.competency, []).append((holding.level, None, link, ()))
        for holding in stated_by(graph, element.id):
            if holding.competency not in found:
                found[holding.competency] = [(holding.level, None, holding.through[1], holding.through[2:])]
    elif element.kind in ("competency", "competency-set"):
        for competency, sets in graph.members(element.id).items():
            found[competency] = [(None, None, competency, sets)]
    else:
        wanted = "a cadre, a qualification, a competency or a set of them"
        raise InputError(f"{element.id} is a {element.kind}; a target is {wanted}.")
    return found


def _merged(competency: str, several: list[Line], levels: Levels) -> Asked:
    if len(several) == 1:  # as nearly always
        ((level, necessity, link, sets),) = several
        links = () if link == competency else (link,)
        return Asked(competency, (level,), necessity or "not-stated", links, tuple(dict.fromkeys(sets)))  # type: ignore[arg-type]
    needs: set[Necessity] = {necessity or "not-stated" for _, necessity, _, _ in several}  # type: ignore[misc]
    # What is only optional at a higher level does not raise what is essential at a lower one.
    binding = [level for level, necessity, _, _ in several if necessity != "optional" or needs == {"optional"}]
    return Asked(
        competency=competency,
        levels=levels.highest(set(binding)),
        necessity=min(needs, key=NECESSITIES.index),
        links=tuple(sorted({link for _, _, link, _ in several} - {competency})),
        sets=tuple(dict.fromkeys(name for _, _, _, sets in several for name in sets)),
    )


def required(asked: Iterable[Asked]) -> int:
    """Count the competencies known to be required: essential ones, and those of unstated necessity."""
    return sum(1 for one in asked if one.necessity != "optional")


Reach = Literal["whole", "proposed", "partial"]
_TARGETS = ("cadre", "qualification", "competency", "competency-set")
_SENTENCES = {"whole": "complete", "proposed": "proposed", "partial": "incomplete", None: "not-known"}


def complete(graph: CompetencyGraph, target: str) -> bool | None:
    """Whether the list of what a target requires is complete (O1): True, False, or None where it is not known."""
    return {"whole": True, "partial": False}.get(list_reach(graph, target) or "")


def list_reach(graph: CompetencyGraph, target: str) -> Reach | None:
    """Return how complete the list of a target is, with those of the cadres that it includes; None: not known."""
    target = graph[target].id
    return graph.remember(("list-reach", target), lambda: effective(_reaches(graph, target)))


def _reaches(graph: CompetencyGraph, target: str) -> Iterator[Reach | None]:
    """How complete each list is that the list of a target consists of; None where it is not known."""
    element, index = graph[target], graph.index
    ends: set[str] = set()
    if element.kind == "cadre":
        own = closure([target], index.includes)
        stated = {stated_reach(graph, cadre) for cadre in own}
        yield from stated
        if not stated <= {"whole", "proposed"}:
            return  # it is not whole, wherever the ends lead
        for cadre in own:
            ends |= {one.competency for one in index.requirements.get(cadre, ()) if one.necessity != "optional"}
    elif element.kind == "qualification":
        yield "whole" if element.reach == "whole" else "partial"
        done = modules_done(graph, [target])
        ends |= {outcome.competency for one in done for outcome in index.outcomes_of.get(one, ())}
        ends |= {module for rule in index.packaging.get(target, ()) for module in rule.group}
        if not ends:
            yield None
    else:
        yield "whole"
        ends = {target}
    # What is not loaded may be a set of many, and of a set without members it is not known what it requires.
    if any(one not in graph or not graph.members(one) for one in closure(ends, index.includes)):
        yield None


def effective(reaches: Iterable[Reach | None]) -> Reach | None:
    """Combine how complete several lists are.

    Args:
        reaches: How complete each is.

    Returns:
        'partial' if any is; 'whole' if all are; 'proposed' if all are whole or proposed; otherwise None: not known.

    Example:
    >>> effective(["whole", "whole"]), effective(["whole", "proposed"]), effective([None, "partial"])
    ('whole', 'proposed', 'partial')
    >>> effective(["whole", None]) is None
    True
    """
    found = set(reaches)
    if None in found or "partial" in found:
        return "partial" if "partial" in found else None
    return "proposed" if "proposed" in found else "whole"


def stated_reach(graph: CompetencyGraph, cadre: str) -> Reach | None:
    """Return how complete the own list of a cadre is; None: not known, or not loaded."""
    node = graph.get(cadre)
    return own_reach(node) if isinstance(node, Cadre) else None


def own_reach(cadre: Cadre) -> Reach | None:
    """Return how complete the own list of a cadre is; one that only a draft calls whole is proposed."""
    if cadre.list_reach == "whole":
        return "whole" if best_basis(_evidence_of_reach(cadre)) != "draft" else "proposed"
    return "partial" if cadre.list_reach == "partial" else None


def _evidence_of_reach(cadre: Cadre) -> tuple[Evidence, ...]:
    return tuple(one for one in cadre.evidence if LIST_REACH in one.concerns)


def known_to_be_required(graph: CompetencyGraph, target: str) -> int:
    """Count the competencies that a target is known to require; see :func:`required`."""
    return graph.remember(("required", target), lambda: required(asked_of(graph, target).values()))


def requires_none(graph: CompetencyGraph, target: str) -> bool:
    """Whether a source states that a cadre requires no competency: its list is whole and empty."""
    if graph[target].kind != "cadre" or list_reach(graph, target) != "whole":
        return False
    return not known_to_be_required(graph, target)


def is_stated(graph: CompetencyGraph, target: str) -> bool:
    """Whether it is stated that a target requires something, or that it requires nothing."""
    return bool(asked_of(graph, target)) or requires_none(graph, target)


def answerable(graph: CompetencyGraph, identifier: str) -> Answerable:
    """Return what :meth:`CompetencyGraph.answerable` returns.

    Args:
        graph: The graph.
        identifier: The id of the element.

    Returns:
        'stated', 'suggested' or 'no'.
    """
    element = graph[identifier]
    if element.kind not in _TARGETS:
        return "no"
    if is_stated(graph, element.id):
        return "stated"
    return "suggested" if suggested(graph, element.id, places_of(graph, None, [element.id])).items else "no"


def reach_notes(graph: CompetencyGraph, target: str) -> tuple[Message, ...]:
    """Say how complete the list of a target is, or that nothing is stated to be required."""
    if answerable(graph, target) != "stated":
        return (message("gap.nothing-asked", target=graph.label(target)),)
    return tuple(list_notes(graph, target))


def list_notes(graph: CompetencyGraph, target: str, held: tuple[str, ...] = ()) -> Iterator[Message]:
    """Say what must precede every figure about a target: how complete its list is, and signs that it is incomplete.

    Args:
        graph: The graph.
        target: The id of the target.
        held: The ids of the cadres held.

    Yields:
        The sentences.
    """
    reach, n = list_reach(graph, target), known_to_be_required(graph, target)
    if requires_none(graph, target):
        yield nothing_required(graph, target)
        return
    code = _SENTENCES[reach if n or reach != "proposed" else None]
    yield message(f"lists.{code}", target=graph.label(target), n=n)
    if any(least < len(group) for least, group in groups_of(graph, target)):
        yield message("lists.choice", target=graph.label(target))
    if reach != "whole" and n:
        for code, others in (("held", held), ("before", _leading_to(graph, target).difference(held))):
            for other in sorted(others):
                more = known_to_be_required(graph, other)
                if more > n:
                    names = {"target": graph.label(target), "other": graph.label(other)}
                    yield message(f"lists.fewer-than-{code}", fewer=n, more=more, **names)


def nothing_required(graph: CompetencyGraph, cadre: str) -> Message:
    """Say that a cadre requires no competency, and who states it."""
    return message("lists.requires-none", target=graph.label(cadre), sources=_sources(graph, cadre))


def _sources(graph: CompetencyGraph, cadre: str) -> tuple[Text, ...]:
    """Who states how complete the list is: sources, what it was derived from, otherwise the framework."""
    found: dict[str, None] = {}
    for own in closure([cadre], graph.index.includes):
        for one in _evidence_of_reach(graph[own]):
            ends = (one.source,) if one.source else one.derived_from
            found |= dict.fromkeys(ends or (graph.home(own) or own,))
    return tuple(graph.label(one) for one in found)


def may_be_held(graph: CompetencyGraph, held: Iterable[str]) -> Message | None:
    """Say that what is missing may be held, where the list of a cadre held is not known to be whole (O4)."""
    found = {complete(graph, cadre) for cadre in held}
    if found <= {True}:
        return None
    return message("lists.may-be-held-incomplete" if False in found else "lists.may-be-held")


def _leading_to(graph: CompetencyGraph, target: str) -> set[str]:
    """The cadres and qualifications from which a stated progression leads to the target."""
    starts: dict[str, set[str]] = graph.remember("progressions", lambda: _starts(graph))
    return starts.get(target, set())


def _starts(graph: CompetencyGraph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for progression in graph.of_kind("progression"):
        start = graph.get(progression.start)
        if start is not None and start.kind in ("cadre", "qualification"):
            found.setdefault(progression.progresses_to, set()).add(start.id)
    return found


# A cadre with only this authority for a function needs what is marked for that share, and nothing else.
_SHARES = frozenset(AUTHORITIES) - {"independent", "under-supervision"}
# The relations by which a function is like another, best first.
_TIES = ("exact", "close")


@dataclass(frozen=True, slots=True)
class Needed:
    """A competency that a function needs.

    Attributes:
        competency: The id of the competency.
        function: The id of the function.
        authority: The authority of the cadre for the function; None where no rule states one.
        through: The ids passed from the function, where a mapped function names it; otherwise empty.
    """

    competency: str
    function: str
    authority: Authority | None
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the functions of a cadre suggest (F2).

    Attributes:
        items: The competencies that they need and that are not required.
        silent: Whether no function states what it needs.
        not_needed: The ids of competencies that are required and that no function needs.
        not_required: The ids of competencies that functions of the framework of the cadre need and that are not
            required.
    """

    items: tuple[SuggestedCompetency, ...] = ()
    silent: bool = True
    not_needed: tuple[str, ...] = ()
    not_required: tuple[str, ...] = ()


def suggested(graph: CompetencyGraph, target: str, places: tuple[str, ...]) -> Suggested:
    """Return what the functions of a cadre suggest at these places; nothing for a target of another kind."""
    return graph.remember(("suggested", target, places), lambda: _suggested(graph, target, places))


def _suggested(graph: CompetencyGraph, target: str, places: tuple[str, ...]) -> Suggested:
    element = graph[target]
    if element.kind != "cadre":
        return Suggested()
    asked = set(asked_of(graph, element.id))
    needed = list(_needed(graph, element.id, places))
    every: dict[str, list[Needed]] = {}
    for one in needed:
        every.setdefault(_standing_for(graph, one.competency, (*asked, *every)), []).append(one)
    items = tuple(_suggestion(graph, c, several) for c, several in every.items() if c not in asked)
    if not asked or not needed:
        return Suggested(tuple(sorted(items, key=_by_share)), silent=not needed)
    homes = {graph.home(cadre) for cadre in closure([element.id], graph.index.includes)}
    own = {c for c, several in every.items() if any(graph.home(one.function) in homes for one in several)}
    return Suggested(
        tuple(sorted(items, key=_by_share)),
        silent=False,
        not_needed=tuple(sorted(asked.difference(every))),
        not_required=tuple(sorted(own - asked)),
    )


def _needed(graph: CompetencyGraph, cadre: str, places: tuple[str, ...]) -> Iterator[Needed]:
    """What the functions need that the cadre, or one that it includes, performs, in order of function."""
    own = closure([cadre], graph.index.includes)
    standing = {one.function: one for one in authorities(graph, cadre, in_force(graph, cadre, places))}
    for name in sorted({f for one in own if one in graph for f in graph[one].performs}):
        function = graph.get(name)
        if isinstance(function, Function) and (entry := standing.get(name)) is not None:
            yield from _needs_of(graph, function, entry)


def _needs_of(graph: CompetencyGraph, function: Function, entry: FunctionAuthority) -> Iterator[Needed]:
    """What a function itself needs, if it names anything; otherwise what the functions need to which it is mapped."""
    if entry.authority == "not-permitted":
        return
    if stated_needs(graph, function):
        for competency in needs_for(graph, function, entry.authority):
            yield Needed(competency, function.id, entry.authority)
        return
    for other, through in _alike(graph, function):
        for competency in needs_for(graph, other, entry.authority):
            yield Needed(competency, function.id, entry.authority, through)


def _alike(graph: CompetencyGraph, function: Function) -> Iterable[tuple[Function, tuple[str, ...]]]:
    # Exact before close, then fewest steps, all of one framework (C1); a function of high criticality by exact only.
    ties = _TIES[:1] if function.criticality in GRAVE else _TIES
    found: dict[tuple[int, int, str], list[tuple[Function, tuple[str, ...]]]] = {}
    for credit in graph.credits.into(function.id):
        other = graph.get(credit.source)
        if credit.relation in ties and isinstance(other, Function) and stated_needs(graph, other):
            key = (ties.index(credit.relation), credit.steps, graph.home(other.id) or "")
            found.setdefault(key, []).append((other, (function.id, *reversed(credit.path), other.id)))
    return sorted(found[min(found)], key=lambda pair: pair[0].id) if found else ()


def _standing_for(graph: CompetencyGraph, competency: str, before: Iterable[str]) -> str:
    """The competency, or one of those before it to which an exact mapping ties it."""
    known = set(before)
    if competency in known:
        return competency
    tied = (credit.source for credit in graph.credits.into(competency) if credit.relation == "exact")
    return min(known.intersection(tied), default=competency)


def _suggestion(graph: CompetencyGraph, competency: str, several: list[Needed]) -> SuggestedCompetency:
    widest = min((one.authority for one in several), key=_share)
    return SuggestedCompetency(
        competency=competency,
        label=graph.label(competency),
        authority=widest,
        functions=tuple(sorted({one.function for one in several})),
        proof=next((one.through for one in several if one.through), ()),
    )


def _share(authority: str | None) -> int:
    """The order of an authority; no rule counts as the whole function."""
    return place(AUTHORITIES, authority) if authority else -1


def _by_share(one: SuggestedCompetency) -> tuple[int, str]:
    return _share(one.authority), one.competency


def needs_for(graph: CompetencyGraph, function: Function, authority: str | None) -> tuple[str, ...]:
    """Return the competencies that a function states as needed with this authority for it, in order of id."""
    marked = [one for one in graph.index.function_needs.get(function.id, ()) if authority in one.when_authority]
    named = [one.competency for one in marked] + ([] if authority in _SHARES else list(function.needs))
    return _members(graph, named)


def stated_needs(graph: CompetencyGraph, function: Function) -> tuple[str, ...]:
    """Return all competencies that a function states as needed, whatever the authority."""
    marked = graph.index.function_needs.get(function.id, ())
    return _members(graph, (*function.needs, *(one.competency for one in marked)))


def _members(graph: CompetencyGraph, named: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({member for one in named for member in graph.members(one)}))
