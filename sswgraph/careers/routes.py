"""``routes``: the ways from one role to another, each step with its exact plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import inf

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import Where, in_force
from sswgraph.graph.in_force import places_of as rules_at
from sswgraph.graph.network import Edge, Path, cheapest_paths
from sswgraph.graph.requirements import known_to_be_required
from sswgraph.messages import Message, message
from sswgraph.model import Hop, Plan, Route, RouteQuestion, Routes
from sswgraph.model.careers import HopKind
from sswgraph.model.codes import Kind
from sswgraph.model.cycles import closure
from sswgraph.model.permissions import rules_of
from sswgraph.model.volumes import number
from sswgraph.planning.enrolment import day_of, place_of, places_named
from sswgraph.planning.plan import plan
from sswgraph.shortfalls.gap import gap

ROLES: tuple[Kind, ...] = ("cadre", "qualification")
_STATED: tuple[HopKind, ...] = ("ladder", "lattice")
# Notes of gaps that bear on the price of a hop (O3, O4).
_SIGNS = frozenset(["lists.fewer-than-held", "lists.fewer-than-before", "lists.may-be-held"])
_WEIGHT = 2**96  # more than any sum of what is weighed after it


def routes(
    graph: CompetencyGraph,
    source: str,
    target: str,
    k: int = 3,
    *,
    where: str | None = None,
    as_of: date | str | None = None,
) -> Routes:
    """The best routes from one role to another: by stated progressions first, then through any roles.

    Each hop is priced by the exact plan from one role to the next. Routes are ordered by the number of hops that no
    progression states; of hops to roles for which nothing is known to be required; of hops to roles whose list is not
    known to be complete; of competencies that nothing on offer closes; of steps with unknown hours, and hops with
    unknown hours and no step; then by notional hours, hops, and the sum of the positions of the stops in order of id. A
    step that several hops share counts once in the hours of a route.

    Args:
        graph (CompetencyGraph): The graph with both roles.
        source (str): The id of the cadre or qualification to begin with.
        target (str): The id of the cadre or qualification to reach.
        k (int): How many routes, at most.
        where (str | None): The place (a code such as 'UG') whose rules hold, where steps of plans are taken, and where
            roles are considered; without it, the places of the frameworks of source and target, and for rules first the
            hop's own.
        as_of (date | str | None): The day on which modules are to be on offer: a date or text such as '2026-11-21';
            without it, today.

    Returns:
        A tuple of routes, each with ``.hops``, ``.hours`` (notional) and ``.kind``; it shows itself as a page.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: Where source and target are the same, or one is neither a cadre nor a qualification; for a number
            of routes below 1; for an invalid place or day.

    Example:
        >>> import sswgraph as ssw
        >>> found = ssw.routes(ssw.load("psw"), "psw:foundation", "psw:lead", as_of="2026-11-21")
        >>> found[0].kind, found[0].stops
        ('ladder', ('psw:foundation', 'psw:para-social-worker', 'psw:lead'))
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    ends = [graph[one] for one in (source, target)]
    for one in ends:
        if one.kind not in ROLES:
            raise InputError(f"{one.id} is a {one.kind}; a route leads from a cadre or qualification to another.")
    start, goal = (one.id for one in ends)
    if start == goal:
        raise InputError(f"A route from {start} to itself has no step. Name another role to reach.")
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise InputError(f"k is a whole number of routes, 1 or more; not {k!r}.")
    network = Network(graph, start, goal, where, day_of(as_of))
    found = [network.route(path) for path in network.best(k)]
    ends_there = lead_nowhere(graph, {graph.home(start), graph.home(goal)})
    question = RouteQuestion(
        source=start,
        source_label=graph.label(start),
        target=goal,
        target_label=graph.label(goal),
        asked=k,
        among=network.places.named,
        lead_nowhere=ends_there,
        names=tuple((one, graph.label(one)) for one in ends_there),
        notes=tuple(_notes(graph, found, network.places.named)),
        stamp=graph.stamp(source=start, target=goal, k=k, where=where, as_of=network.day.isoformat()),
        **rules_of(in_force(graph, goal, rules_at(graph, where, [goal], [start]))),
    )
    return Routes(found, question)


def stated_ways(graph: CompetencyGraph) -> dict[Edge, tuple[HopKind, str]]:
    """(from, to) -> kind and id of the progression that states it; a ladder before a way sideways."""
    found: dict[Edge, tuple[HopKind, str]] = {}
    for kind in _STATED:
        for one in graph.of_kind("progression"):
            ends = (one.start, one.progresses_to)
            real = all(end in graph and graph[end].kind in ROLES for end in ends) and ends[0] != ends[1]
            if one.progression_kind == kind and real:
                found.setdefault(ends, (kind, one.id))
    return found


def lead_nowhere(graph: CompetencyGraph, frameworks: Iterable[str | None]) -> tuple[str, ...]:
    """The cadres of these frameworks from which no progression is stated."""
    wanted, starts = set(frameworks), {start for start, _ in stated_ways(graph)}
    return tuple(cadre.id for cadre in graph.cadres if graph.home(cadre.id) in wanted and cadre.id not in starts)


def _notes(graph: CompetencyGraph, found: list[Route], among: tuple[str, ...]) -> Iterator[Message]:
    """What a reader must know of all routes: none stated, lists that are not complete, proofs that were cut off."""
    if not among:
        yield message("careers.all-open")
    if found[0].kind == "any":
        yield message("careers.none-stated")
    hops = {(hop.start, hop.end): hop for route in found for hop in route.hops}.values()
    silent = dict.fromkeys(hop.end for hop in hops if not hop.required and hop.complete is not True)
    if silent:
        yield message("careers.nothing-required", cadres=_quoted(graph, silent), n=len(silent))
    unsure = dict.fromkeys(hop.end for hop in hops if hop.complete is not True)
    if unsure:
        yield message("careers.not-complete", cadres=_quoted(graph, unsure), n=len(unsure))
    signs = [note for hop in hops for note in hop.gap.notes if note.code in _SIGNS]
    yield from dict.fromkeys(signs)
    if not all(hop.plan.optimal for hop in hops):
        yield message("careers.not-proved")
    if any(len(route.hops) > 1 for route in found):
        yield message("careers.hop-by-hop")


def _quoted(graph: CompetencyGraph, ids: Iterable[str]) -> tuple[Message, ...]:
    """The names of roles, each in quotation marks, since some have a comma in them."""
    return tuple(message("careers.quoted", name=graph.label(one)) for one in ids)


@dataclass
class Network:
    """The roles that a route may pass, the hops between them, and what each hop costs."""

    graph: CompetencyGraph
    source: str
    target: str
    where: str | None
    day: date
    hops: dict[Edge, Hop] = field(default_factory=dict)
    prices: dict[Edge, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = places_named(self.graph, (self.source, self.target), self.where)
        ways = stated_ways(self.graph)
        self.stated: dict[Edge, tuple[HopKind, str | None]] = {
            ends: way for ends, way in ways.items() if all(map(self._is_here, ends))
        }
        self.forward: dict[str, list[str]] = {}
        self.backward: dict[str, list[str]] = {}
        for start, end in sorted(self.stated):
            self.forward.setdefault(start, []).append(end)
            self.backward.setdefault(end, []).append(start)
        beyond = {*closure([self.target], self.forward), *closure([self.source], self.backward)}
        able = {cadre.id for cadre in self.graph.cadres if self._can_be_stop(cadre.id)}
        self.stops = (able - beyond) | {self.target}
        names = sorted(one.id for kind in ROLES for one in self.graph.of_kind(kind))
        self.position = {name: n for n, name in enumerate(names)}

    def _can_be_stop(self, cadre: str) -> bool:
        """Whether a hop that nobody states may lead here: something is known to be required, and not elsewhere."""
        return bool(known_to_be_required(self.graph, cadre)) and self._is_here(cadre)

    def _is_here(self, role: str) -> bool:
        """Whether a route may pass a role: it is an end of it, or belongs to the place."""
        return role in (self.source, self.target) or self.places.admit(place_of(self.graph, role))

    def best(self, k: int) -> list[Path]:
        """The k best routes. Hops that nobody states are looked at only where those that are stated are too few."""
        found: list[Path] = []
        for most, edges in self.rounds():
            found = []
            for path in cheapest_paths(edges, self.price, self.source, self.target):
                if self._unstated(path) > most:
                    break  # of these, more edges may give better ones
                found.append(path)
                if len(found) == k:
                    return found
        return found

    def _unstated(self, path: Path) -> int:
        return sum(edge not in self.stated for edge in pairwise(path))

    def rounds(self) -> Iterator[tuple[float, set[Edge]]]:
        """All hops that routes with no, one, two hops that nobody states can take; at last all that there are."""
        ahead, behind = closure([self.source], self.forward), closure([self.target], self.backward)
        known = set(self.stated)
        yield 0, known
        known = known | self._between(ahead, self.stops.intersection(behind))
        yield 1, known
        reached = closure(sorted(self.stops), self.forward)
        known = known | self._between(ahead, self.stops) | self._between(reached, self.stops.intersection(behind))
        yield 2, known
        yield inf, known | self._between({*ahead, *reached}, self.stops)

    def _between(self, starts: Iterable[str], ends: Iterable[str]) -> set[Edge]:
        ways = {(start, end) for start in starts for end in ends if start != end and start != self.target}
        return ways - self.stated.keys()

    def price(self, start: str, end: str) -> Fraction:
        """What a hop costs, as one exact number: what is weighed first counts more than any sum of the rest."""
        if (start, end) in self.prices:
            return self.prices[start, end]
        hop = self.hop(start, end)
        parts: list[Fraction | int] = [
            hop.kind == "any",
            not hop.required and hop.complete is not True,
            hop.complete is not True,
            len(hop.open),
            len(hop.plan.unknown_hours) or hop.hours is None,
            Fraction(hop.plan.hours or 0),
            1,
            self.position[end],
        ]
        total = Fraction(0)
        for part in parts:
            total = total * _WEIGHT + part
        self.prices[start, end] = total
        return total

    def _ruled_by(self, start: str, end: str) -> Where:
        """The place whose rules hold on a hop, if not its own: ``where``; between roles of no place the route's."""
        if self.where is not None or rules_at(self.graph, None, [start, end]):
            return self.where
        return rules_at(self.graph, None, [self.target], [self.source]) or None

    def hop(self, start: str, end: str) -> Hop:
        """The hop from one role to another with its gap and plan, made once."""
        if (start, end) not in self.hops:
            self.hops[start, end] = self._priced(start, end)
        return self.hops[start, end]

    def _priced(self, start: str, end: str) -> Hop:
        graph = self.graph
        between = gap(graph, start, end, where=self._ruled_by(start, end))
        way = plan(graph, between, where=self.places.named or None, as_of=self.day)
        unstated: tuple[HopKind, str | None] = ("any", None)
        kind, progression = self.stated.get((start, end), unstated)
        left = tuple(item.competency for item in way.open if item.why != "optional")
        still = {item.competency for item in way.open}
        unsure = between.complete is not True or bool(left)
        return Hop(
            kind=kind,
            progression=progression,
            start=start,
            start_label=graph.label(start),
            start_tier=getattr(graph[start], "tier", None),
            end=end,
            end_label=graph.label(end),
            end_tier=getattr(graph[end], "tier", None),
            required=between.required,
            held=sum(item.necessity != "optional" for item in between.met),
            if_recognised=tuple(item.competency for item in between.of_status("if-recognised")),
            in_part=tuple(item.competency for item in between.of_status("in-part")),
            steps=way.steps,
            closed=tuple(item.competency for item in between.open if item.competency not in still),
            open=left,
            hours=way.hours if way.steps or not unsure else None,
            at_least=unsure or _more(way),
            complete=between.complete,
            obligations=between.obligations,
            conditions=between.conditions,
            limits=between.limits,
            gap=between,
            plan=way,
        )

    def route(self, path: Path) -> Route:
        """A path with its hops and their totals."""
        hops = tuple(self.hop(start, end) for start, end in pairwise(path))
        kinds = {hop.kind for hop in hops}
        steps = {line.id: line.volumes.get("notionalHours") for hop in hops for line in hop.plan.lines}
        hours = number(sum((Fraction(one) for one in steps.values() if one is not None), Fraction(0)))
        lists = {hop.complete for hop in hops}
        return Route(
            kind="any" if "any" in kinds else "lattice" if "lattice" in kinds else "ladder",
            hops=hops,
            hours=None if all(hop.hours is None for hop in hops) else hours,
            at_least=any(hop.at_least or hop.hours is None for hop in hops),
            complete=False if False in lists else None if None in lists else True,
        )


def _more(way: Plan) -> bool:
    return way.at_least or not way.optimal
