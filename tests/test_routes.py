"""Routes: k best by brute force on random worlds, prices by a plain checker, circles, what ships, and bad input."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from itertools import combinations, pairwise
from random import Random
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.model import Progression
from sswgraph.model.framework import judged
from sswgraph.pages.page import page_of
from tests import toy
from tests.loops import some
from tests.tables import rows

DAY = "2026-11-21"
Price = tuple[Any, ...]


def progression(start: str, end: str, kind: Any = "ladder") -> Progression:
    name = f"t:{start}.{kind}.{end}"
    return Progression(id=name, start=f"t:{start}", progresses_to=f"t:{end}", progression_kind=kind, evidence=toy.DRAFT)


class World:
    """Cadres with what they require, modules with what they teach, and stated ways, in circles too."""

    def __init__(self, seed: int) -> None:
        dice = Random(seed)
        self.cadres = [f"c{n}" for n in range(dice.choice([3, 4, 5]))]
        self.competencies = [f"k{n}" for n in range(4)]
        self.requires = {c: {*dice.sample(self.competencies, dice.choice([0, 1, 2, 3]))} for c in self.cadres}
        self.teaches = {f"m{n}": {*dice.sample(self.competencies, dice.choice([1, 2]))} for n in range(3)}
        self.hours: dict[str, int | None] = {m: dice.choice([None, 5, 10, 20]) for m in self.teaches}
        pairs = [(a, b) for a in self.cadres for b in self.cadres if a != b]
        self.stated = {pair: dice.choice(["ladder", "lattice"]) for pair in pairs if dice.random() < 0.25}

    def graph(self) -> ssw.CompetencyGraph:
        parts: list[Any] = [toy.competency(k) for k in self.competencies]
        parts += [toy.cadre(c) for c in self.cadres]
        parts += [toy.requires(c, k) for c, several in self.requires.items() for k in sorted(several)]
        parts += [toy.module(m, hours) for m, hours in self.hours.items()]
        parts += [toy.develops(m, k) for m, several in self.teaches.items() for k in sorted(several)]
        return toy.graph(*parts, *(progression(*pair, kind) for pair, kind in self.stated.items()))

    def plan(self, start: str, end: str) -> tuple[int, int, int, bool]:
        """Open competencies, modules of unknown hours, hours, whether any module: the cheapest of all choices."""
        lacking = self.requires[end] - self.requires[start]
        wanted = lacking & {k for several in self.teaches.values() for k in several}
        best = min(
            (sum(self.hours[m] is None for m in few), sum(self.hours[m] or 0 for m in few), len(few))
            for n in range(len(self.teaches) + 1)
            for few in combinations(self.teaches, n)
            if wanted <= {k for m in few for k in self.teaches[m]}
        )
        return len(lacking - wanted), best[0], best[1], bool(best[2])

    def price(self, path: tuple[str, ...]) -> Price:
        """The sums of the table of prices; no list of a cadre is known to be whole."""
        total = [0] * 8
        for start, end in pairwise(path):
            left, unknown, hours, any_module = self.plan(start, end)
            hop = (
                (start, end) not in self.stated,
                not self.requires[end],
                1,
                left,
                unknown if any_module else 1,  # without a module the hours are not known: no list is
                hours,
                1,
                self.cadres.index(end),
            )
            total = [a + b for a, b in zip(total, hop, strict=True)]
        return (*total, path)

    def reach(self, found: set[str], *, forward: bool) -> set[str]:
        """What stated ways lead to from these, or from what they lead to these."""
        more = {b if forward else a for a, b in self.stated if (a if forward else b) in found}
        return found if more <= found else self.reach(found | more, forward=forward)

    def paths(self, source: str, target: str) -> Iterator[tuple[str, ...]]:
        past = self.reach({target}, forward=True) | self.reach({source}, forward=False)

        def on(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
            for end in self.cadres:
                free = (path[-1], end) in self.stated or end == target or (self.requires[end] and end not in past)
                if end not in path and free:
                    yield from [(*path, end)] if end == target else on((*path, end))

        return on((source,))


@pytest.mark.parametrize("seed", range(80))
@pytest.mark.parametrize("k", [1, 3, 1_000])
def test_the_k_best_are_those_of_all_ways_there_are(seed: int, k: int) -> None:
    world = World(seed)
    source, target = world.cadres[0], world.cadres[-1]
    found = ssw.routes(world.graph(), f"t:{source}", f"t:{target}", k, as_of=DAY)
    expected = sorted(world.price(path) for path in world.paths(source, target))[:k]
    assert [tuple(one[2:] for one in route.stops) for route in found] == [price[-1] for price in expected]


@pytest.mark.parametrize("seed", range(80))
def test_every_price_is_that_of_a_plain_checker(seed: int) -> None:
    world = World(seed)
    found = ssw.routes(world.graph(), f"t:{world.cadres[0]}", f"t:{world.cadres[-1]}", 20, as_of=DAY)
    for route in some(found):
        stops = [one[2:] for one in route.stops]
        kinds = [world.stated.get(pair, "any") for pair in pairwise(stops)]
        assert [hop.kind for hop in route.hops] == kinds
        assert route.kind == next(kind for kind in ("any", "lattice", "ladder") if kind in kinds)
        for hop, (start, end) in zip(route.hops, pairwise(stops), strict=True):
            left, unknown, hours, any_module = world.plan(start, end)
            assert len(hop.open) == left
            assert sum(step.volumes.get("notionalHours") is None for step in hop.plan.lines) == unknown
            assert (hop.plan.hours or 0) == hours
            assert hop.hours == (hop.plan.hours if any_module else None)  # no list here is known to be whole
            assert hop.at_least
            assert hop.required == len(world.requires[end])
            assert hop.held == len(world.requires[end] & world.requires[start])
        taken = {step.removeprefix("t:") for hop in route.hops for step in hop.steps}
        known = any(hop.hours is not None for hop in route.hops)
        assert route.hours == (sum(world.hours[m] or 0 for m in taken) if known else None)
        assert route.at_least


def ladder() -> ssw.CompetencyGraph:
    """The example of the rules: helper, worker, leader."""
    parts: list[Any] = [toy.competency("a"), toy.competency("b")]
    parts += [toy.cadre(name) for name in ("helper", "worker", "leader", "clerk")]
    parts += [toy.requires("worker", "a"), toy.requires("leader", "a"), toy.requires("leader", "b")]
    parts += [toy.module("m", 20), toy.module("n", 30), toy.develops("m", "a"), toy.develops("n", "b")]
    return toy.graph(*parts, progression("helper", "worker"), progression("worker", "leader"))


def test_the_hand_example_of_routes() -> None:
    up, straight = ssw.routes(ladder(), "t:helper", "t:leader", as_of=DAY)
    assert [hop.hours for hop in up.hops] == [20, 30]
    assert (up.kind, up.hours, up.at_least, up.complete) == ("ladder", 50, True, None)
    assert (straight.kind, straight.stops, straight.hours) == ("any", ("t:helper", "t:leader"), 50)


def test_a_hop_onto_a_list_that_is_not_whole_is_never_free() -> None:
    (found,) = ssw.routes(ladder(), "t:leader", "t:worker", 1, as_of=DAY)
    assert (found.hops[0].plan.hours, found.hours, found.at_least) == (0, None, True)
    said = " ".join(str(ssw.routes(ladder(), "t:leader", "t:worker", as_of=DAY)).split())
    assert "hours not known" in said
    assert "It is not known whether the list of what its roles require is complete" in said


def test_a_list_that_is_known_to_be_incomplete_is_not_called_unknown() -> None:
    found = ssw.routes(ssw.load("asean-sp"), "asean-sp:volunteer", "asean-sp:social-worker", as_of=DAY)
    said = " ".join(str(found).split())
    assert found[0].complete is False
    assert "The list of what its roles require is known to be incomplete: each hop may take more than is shown." in said
    assert "It is not known whether the list of what its roles require" not in said


def test_a_way_on_which_nothing_is_known_to_be_lacking_is_not_the_cheaper_one() -> None:
    """What a hop onto a list that is not whole takes is not known: like a module of unknown hours, and not nothing."""
    parts: list[Any] = [*map(toy.competency, "ab"), *map(toy.cadre, ("start", "free", "taught", "end"))]
    asked = {"start": "a", "free": "a", "taught": "b", "end": "ab"}
    parts += [toy.requires(one, each) for one, several in asked.items() for each in several]
    parts += [toy.module("m", 20), toy.develops("m", "b"), toy.module("n", 1), toy.develops("n", "a")]
    ways = [progression("start", one) for one in ("free", "taught")]
    ways += [progression(one, "end") for one in ("free", "taught")]
    known, free = ssw.routes(toy.graph(*parts, *ways), "t:start", "t:end", 2, as_of=DAY)
    assert [hop.hours for hop in known.hops] == [20, 1]
    assert [hop.hours for hop in free.hops] == [None, 20]


def test_a_module_that_two_hops_take_is_counted_once() -> None:
    parts: list[Any] = [toy.competency("a"), toy.competency("b"), *map(toy.cadre, ("helper", "worker", "leader"))]
    parts += [toy.requires("worker", "a"), toy.requires("leader", "a"), toy.requires("leader", "b")]
    parts += [toy.module("m", 20), toy.develops("m", "a"), toy.develops("m", "b")]
    g = toy.graph(*parts, progression("helper", "worker"), progression("worker", "leader"))
    up = ssw.routes(g, "t:helper", "t:leader", as_of=DAY)[0]
    assert ([hop.hours for hop in up.hops], up.hours) == ([20, 20], 20)


def across() -> ssw.CompetencyGraph:
    """Roles of Uganda (first, last), Kenya (abroad) and no place (one, two); a module of 9 hours in Uganda and of 1 in
    Kenya teaches what 'two' requires. The ways lead from 'first' to 'last' over 'abroad', and over 'one' and 'two'."""

    def of(*places: str, cadres: str, rest: tuple[Any, ...] = ()) -> ssw.Framework:
        nodes = [toy.cadre(one) for one in cadres.split()]
        return judged(toy.framework(*nodes, *rest, id=f"t{len(places)}{cadres[0]}", jurisdiction=places))

    taught = (toy.competency("a"), toy.requires("two", "a"))
    ways = [("first", "abroad"), ("abroad", "last"), ("first", "one"), ("one", "two"), ("two", "last")]
    here = (toy.module("m", 9), toy.develops("m", "a"), *(progression(*way) for way in ways))
    away = (toy.module("n", 1), toy.develops("n", "a"))
    return ssw.CompetencyGraph(
        [
            of("UG", cadres="first last", rest=here),
            of("KE", cadres="abroad", rest=away),
            of(cadres="one two", rest=taught),
        ]
    )


def test_no_route_passes_a_role_of_another_place_and_every_step_is_of_the_place() -> None:
    found = ssw.routes(across(), "t:first", "t:last", as_of=DAY)
    assert found.question.among == ("UG",)
    assert all("t:abroad" not in route.stops for route in found)
    (hop,) = [hop for route in found for hop in route.hops if (hop.start, hop.end) == ("t:one", "t:two")]
    assert hop.steps == ("t:m",)
    assert [note.code for note in hop.plan.notes if note.code.startswith("plan.banner")] == []
    wide = ssw.routes(across(), "t:first", "t:last", 9, as_of=DAY, where="anywhere")
    assert any("t:abroad" in route.stops for route in wide)
    assert {hop.steps for route in wide for hop in route.hops if hop.end == "t:two"} == {("t:n",)}
    stop = ssw.routes(across(), "t:one", "t:two", as_of=DAY, where="KE")
    assert [route.hops[0].steps for route in stop[:1]] == [("t:n",)]


def test_a_hop_onto_a_whole_list_that_is_held_costs_nothing() -> None:
    whole = toy.qualification("q", reach="whole")
    parts: list[Any] = [toy.competency("a"), toy.cadre("worker"), toy.requires("worker", "a"), whole]
    g = toy.graph(*parts, toy.module("m", 20, part_of=("t:q",)), toy.develops("m", "a"))
    (found,) = ssw.routes(g, "t:worker", "t:q", 1, as_of=DAY)
    assert (found.hours, found.at_least, found.complete) == (0, False, True)


def test_the_sums_stand_in_the_order_of_the_table() -> None:
    assert [row[0] for row in rows("place")] == [str(n) for n in range(1, 9)]
    world = World(3)
    assert len(world.price((world.cadres[0], world.cadres[1]))) == len(rows("place")) + 1


def test_signs_of_an_incomplete_list_are_told_before_any_price(g: ssw.CompetencyGraph) -> None:
    found = ssw.routes(g, "asean-sp:volunteer", "asean-sp:social-worker", as_of=DAY)
    told = [note.code for note in found.question.notes]
    assert {"lists.fewer-than-held", "lists.may-be-held"} <= {*told}
    assert len(found.question.notes) == len({*found.question.notes})


def test_circles_of_progressions_do_not_hang() -> None:
    parts: list[Any] = [toy.cadre(name) for name in "abcd"]
    ways = [progression(*pair) for pair in ("ab", "ba", "bc", "cb", "ca", "ac")]
    found = ssw.routes(toy.graph(*parts, *ways), "t:a", "t:d", 10, as_of=DAY)
    assert [route.stops for route in found] == [("t:a", "t:d"), ("t:a", "t:b", "t:d"), ("t:a", "t:c", "t:d"),
                                                ("t:a", "t:b", "t:c", "t:d"), ("t:a", "t:c", "t:b", "t:d")]  # fmt: skip


def test_a_stop_that_nobody_states_requires_something_and_belongs_to_the_place(g: ssw.CompetencyGraph) -> None:
    found = ssw.routes(g, "ug:para-social-worker", "psw:para-social-worker", 12, where="UG", as_of=DAY)
    homes = {hop.end.partition(":")[0] for route in some(found) for hop in route.hops}
    assert homes <= {
        one.id for one in g.frameworks if {*one.jurisdiction} & {"UG", "001", "002"} or not one.jurisdiction
    }
    assert all(hop.required for route in found for hop in route.hops if hop.kind == "any")
    assert found.question.among == ("UG",)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("asean-sp:volunteer", "asean-sp:social-worker"),
        ("seed-workforce:residential-care-worker", "psw:para-social-worker"),
        ("cycw:basic", "cycw:advanced"),
        ("ug:para-social-worker", "psw:para-social-worker"),
        ("tz:btcsw", "tz:odsw"),
    ],
)
def test_the_ways_that_planners_ask_for_have_answers(source: str, target: str, g: ssw.CompetencyGraph) -> None:
    found = ssw.routes(g, source, target, as_of=DAY)
    assert 1 <= len(found) <= 3
    for route in some(found):
        assert (route.stops[0], route.stops[-1]) == (source, target)
        assert len({*route.stops}) == len(route.stops)
        for hop in some(route.hops):
            ruled = found.question.rule_places or None
            assert hop.gap in (ssw.gap(g, hop.start, hop.end), ssw.gap(g, hop.start, hop.end, where=ruled))
            assert hop.steps == ssw.plan(g, hop.gap, as_of=DAY, where=found.question.among or None).steps
            assert hop.conditions == hop.gap.conditions
            assert hop.hours is None or hop.at_least or hop.complete is True


def test_roles_that_lead_nowhere_are_those_without_a_stated_way_on() -> None:
    question = ssw.routes(ladder(), "t:helper", "t:leader", as_of=DAY).question
    assert question.lead_nowhere == ("t:clerk", "t:leader")


def test_routes_are_a_tuple_that_keeps_its_question() -> None:
    found = ssw.routes(ladder(), "t:helper", "t:leader", as_of=DAY)
    assert isinstance(found, tuple)
    assert found[:1].question == found.question
    again = pickle.loads(pickle.dumps(found))
    assert (again, again.question) == (found, found.question)
    assert [line["hours"] for line in found.rows()] == [20, 30, 50]
    assert page_of(found[:1]).title == page_of(found).title


def test_where_nothing_is_stated_or_known_the_answer_says_so() -> None:
    parts: list[Any] = [toy.cadre("a"), toy.qualification("q")]
    found = ssw.routes(toy.graph(*parts), "t:a", "t:q", as_of=DAY)
    assert len(found) == 1  # straight there, with nothing known
    told = [note.code for note in found.question.notes]
    expected = ["all-open", "none-stated", "nothing-required", "not-complete"]
    assert told == [f"careers.{one}" for one in expected]


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        (("t:helper", "t:helper"), InputError, "Name another role"),
        (("t:helper", "t:a"), InputError, "t:a is a competency"),
        (("t:helper", "t:leadr"), UnknownElementError, "t:leader"),
        (("t:helper", "t:leader", 0), InputError, "1 or more"),
        (("t:helper", "t:leader", True), InputError, "1 or more"),
        (("t:helper", "t:leader", 2.0), InputError, "1 or more"),
    ],
)
def test_bad_input_is_told_with_its_fix(given: tuple[Any, ...], error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        ssw.routes(ladder(), *given)


def test_a_place_that_there_is_not_and_a_day_that_is_none_are_told() -> None:
    with pytest.raises(InputError, match="UG"):
        ssw.routes(ladder(), "t:helper", "t:leader", where="Uganda")
    with pytest.raises(InputError, match="as_of is a day"):
        ssw.routes(ladder(), "t:helper", "t:leader", as_of="soon")
