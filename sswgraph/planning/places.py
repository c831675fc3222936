"""From where a plan may draw what it teaches (rule P12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import ANYWHERE, Where, named_places
from sswgraph.messages.places import WORLD, lies_in
from sswgraph.model import Gap


@dataclass(frozen=True)
class Places:
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


def places_of(graph: CompetencyGraph, gap: Gap, where: Where = None) -> Places:
    """The places of a question: those it names, else those that the gap named, else the countries of what is held and
    of the target.

    Raises:
        InputError: For what is no code of a place, with near ones.
    """
    asked = where if where is not None else gap.where or None
    return places_named(graph, (gap.target, *_held(graph, gap)) if asked is None else (), asked)


def places_named(graph: CompetencyGraph, ids: Iterable[str], where: Where = None) -> Places:
    """The places asked for, else the countries of the frameworks of these ids.

    Where these name no country but areas, these with their members; where they name nothing, all.
    """
    if where is not None:
        return _asked(where)
    homes = {graph.home(one) or "" for one in ids}
    named = {code for home in homes for code in getattr(graph.get(home), "jurisdiction", ()) if code != WORLD}
    countries = sorted(code for code in named if not code.isdigit())
    return Places(tuple(countries or sorted(named)), wide=not countries, open=not named)


def _asked(where: Where) -> Places:
    codes = named_places(where)
    return Places(codes, wide=True, open=WORLD in codes) if codes else Places((ANYWHERE,), open=True)


def _held(graph: CompetencyGraph, gap: Gap) -> Iterator[str]:
    """What is held: the ids given, and of a profile the elements that stand behind it."""
    yield from (one for one in gap.held if one in graph)
    yield from gap.profile.completed
    for holding in gap.profile.holdings:
        yield holding.through[0] if holding.through else holding.competency


def place_of(graph: CompetencyGraph, identifier: str) -> tuple[str, ...]:
    """The places of an element: its own, else those of its qualifications, else those of its framework (P12)."""
    element = graph.get(identifier)
    own = getattr(element, "jurisdiction", ())
    if own:
        return tuple(own)
    around = {code for q in getattr(element, "part_of", ()) for code in getattr(graph.get(q), "jurisdiction", ())}
    if around:
        return tuple(sorted(around))
    return tuple(getattr(graph.get(graph.home(identifier) or ""), "jurisdiction", ()))
