"""Many gaps at once: the same as one by one, for all that ships and for random worlds."""

from __future__ import annotations

import pickle
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.training import taught
from sswgraph.model import Holding, Profile
from sswgraph.model.gaps import Gaps
from sswgraph.model.results import STATUSES
from sswgraph.shortfalls.arrays import MOST_MB
from sswgraph.shortfalls.many import gathered
from sswgraph.testing import graphs
from tests.loops import some
from tests.toy import cadre, competency, develops, graph, maps, module, requires, scale

law = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def one_by_one(g: CompetencyGraph, held: Any, target: str) -> list[int]:
    return [STATUSES.index(status) for status in ssw.gap(g, held, target).statuses.values()]


def closes(g: CompetencyGraph, held: Any, module: str, target: str) -> bool:
    """Whether what a module teaches by itself closes something that is required and open."""
    lessons = Profile(holdings=tuple(taught(g, {module})))
    before = {item.competency for item in ssw.gap(g, held, target).open if item.necessity != "optional"}
    both = [*held, lessons] if isinstance(held, list) else [held, lessons]
    return bool(before - {item.competency for item in ssw.gap(g, both, target).open})


def require_same(g: CompetencyGraph, several: list[Any], target: str) -> Gaps:
    found = ssw.gaps(g, several, target)
    assert found.counts.tolist() == [one_by_one(g, held, target) for held in several]
    assert [one.competency for one in found.items] == list(ssw.gap(g, [], target).statuses)
    demand = {one.id: sum(closes(g, held, one.id, target) for held in several) for one in g.modules}
    assert found.demand == {module: n for module, n in demand.items() if n}
    assert ssw.gaps(g, found.profiles, target) == found
    return found


# The laws


@pytest.mark.slow
def test_the_matrix_of_all_that_ships_is_that_of_single_gaps(g: CompetencyGraph) -> None:
    found = ssw.gap_matrix(g)
    assert found.cadres == tuple(one.id for one in g.cadres)
    for place, held in enumerate(found.cadres):
        single = [sum(s != "met" for s in ssw.gap(g, held, aim).statuses.values()) for aim in found.cadres]
        assert found.counts[place].tolist() == single, held


@pytest.mark.slow
@law
@given(graphs(), st.data())
def test_the_matrix_of_random_worlds_is_that_of_single_gaps(g: CompetencyGraph, data: st.DataObject) -> None:
    chosen = data.draw(st.none() | st.lists(st.sampled_from([one.id for one in g.cadres]), unique=True))
    found = ssw.gap_matrix(g, chosen)
    for held, counts, optional in zip(found.cadres, found.counts.tolist(), found.optional.tolist(), strict=True):
        single = [ssw.gap(g, held, aim).open for aim in found.cadres]
        assert counts == [len(one) for one in single]
        assert optional == [sum(item.necessity == "optional" for item in one) for one in single]


@pytest.mark.slow
@law
@given(graphs(), st.data())
def test_gaps_of_random_worlds_are_those_of_single_gaps(g: CompetencyGraph, data: st.DataObject) -> None:
    targets = [e.id for e in (*g.cadres, *g.qualifications, *g.competencies, *g.of_kind("competency-set"))]
    things = [*targets, *(one.id for one in g.modules)]
    held = st.lists(st.sampled_from(things), max_size=3)
    holdings = st.builds(
        Holding,
        competency=st.sampled_from([one.id for one in g.competencies]),
        level=st.none() | st.sampled_from(sorted(g.index.levels)),
        optional=st.booleans(),
    )
    profiles = st.lists(holdings, max_size=4).map(lambda several: Profile(holdings=tuple(several)))
    several = data.draw(st.lists(held | profiles, max_size=3))
    target = data.draw(st.sampled_from(targets))
    require_same(g, [*several, target], target)


@pytest.mark.slow
def test_gaps_of_what_ships_are_those_of_single_gaps(g: CompetencyGraph) -> None:
    draw = Random(18)
    things = [one.id for one in (*g.cadres, *g.modules, *g.competencies, *g.qualifications)]
    asking = [one.id for one in (*g.cadres, *g.qualifications) if ssw.gap(g, [], one.id).statuses]
    for target in some(draw.sample(asking, 12)):
        several = [draw.sample(things, draw.randint(0, 4)) for _ in range(6)] + [target, []]
        found = ssw.gaps(g, several, target)
        assert found.counts.tolist() == [one_by_one(g, held, target) for held in several], target


# By hand


def world() -> CompetencyGraph:
    """A level to raise, a whole of two parts, a close and an exact mapping, what is only optional, a silent role."""
    return graph(
        *scale("s", 3),
        *(competency(name) for name in ("listen", "first", "second", "near", "sing")),
        competency("whole", parts_complete=True),
        competency("one", broader=("t:whole",)),
        competency("two", broader=("t:whole",)),
        maps("near", "close", "first"),
        maps("second", "exact", "listen"),
        cadre("a"),
        cadre("b"),
        cadre("silent"),
        requires("a", "listen", "s1"),
        requires("a", "one"),
        requires("b", "listen", "s2", "essential"),
        requires("b", "whole"),
        requires("b", "first"),
        requires("b", "sing", None, "optional"),
        module("m"),
        develops("m", "two"),
        module("n"),
        develops("n", "second", "s3"),
    )


def test_statuses_by_hand() -> None:
    g = world()
    found = require_same(g, ["t:a", "t:b", [], ["t:near", "t:sing"], {"t:second": "t:s3"}], "t:b")
    assert [one.competency for one in found.items] == ["t:first", "t:listen", "t:sing", "t:whole"]
    assert [[STATUSES[code] for code in row] for row in found.counts.tolist()] == [
        ["missing", "raise", "missing", "in-part"],
        ["met"] * 4,
        ["missing"] * 4,
        ["if-recognised", "missing", "met", "missing"],
        ["missing", "met", "missing", "missing"],
    ]
    # 'm' teaches the other part of the whole: only who has the first part can use it.
    assert found.demand == {"t:n": 3, "t:m": 1}
    listen = found.rows()[1]
    assert (listen["open"], listen["in_part"], listen["if_recognised"], listen["certain"]) == (2, 1, 0, 2)


def test_a_matrix_by_hand() -> None:
    g = world()
    found = ssw.gap_matrix(g)
    assert found.cadres == ("t:a", "t:b", "t:silent")
    assert found.counts.tolist() == [[0, 4, 0], [1, 0, 0], [2, 4, 0]]
    assert found.optional.tolist() == [[0, 1, 0], [0, 0, 0], [0, 1, 0]]
    assert [one.silent for one in found.roles] == [False, False, True]


def test_of_a_silent_role_no_number_is_told() -> None:
    found = ssw.gap_matrix(world())
    assert [row["t:silent"] for row in found.rows()] == [None, None, None]
    assert [note.code for note in found.notes] == [
        "gap-matrix.assumed",
        "gap-matrix.note-silent",
        "gap-matrix.note-not-whole",
    ]


def test_cadres_stand_in_the_order_asked_for() -> None:
    g = world()
    found = ssw.gap_matrix(g, ["t:b", "t:a", "t:b"])
    assert (found.cadres, found.counts.tolist()) == (("t:b", "t:a"), [[0, 1], [4, 0]])
    assert ssw.gap_matrix(g, []).counts.shape == (0, 0)
    assert ssw.gap_matrix(CompetencyGraph()).rows() == []
    assert ssw.gaps(g, [], "t:b").counts.shape == (0, 4)


# Values


def test_the_results_are_values() -> None:
    g = world()
    for made in (ssw.gap_matrix(g), ssw.gaps(g, ["t:a", []], "t:b")):
        again = pickle.loads(pickle.dumps(made))
        assert (again == made, hash(again) == hash(made)) == (True, True)
        with pytest.raises(ValueError, match="read-only"):
            made.counts[0, 0] = 7
        assert np.issubdtype(made.counts.dtype, np.integer)
        assert to_plain(made)["counts"] == made.counts.tolist()
    assert ssw.gap_matrix(g) != ssw.gap_matrix(g, ["t:a"])
    assert ssw.gap_matrix(g) == ssw.gap_matrix(world())


# What cannot be


@pytest.mark.parametrize("cadres", ["t:a", 5])
def test_cadres_are_a_list(cadres: Any) -> None:
    with pytest.raises(InputError, match="list of ids"):
        ssw.gap_matrix(world(), cadres)


def test_only_cadres_stand_in_a_matrix() -> None:
    with pytest.raises(InputError, match="t:listen is a competency"):
        ssw.gap_matrix(world(), ["t:listen"])
    with pytest.raises(UnknownElementError):
        ssw.gap_matrix(world(), ["t:nobody"])


@pytest.mark.parametrize("profiles", ["t:a", Profile(), {"t:listen": None}, 5])
def test_profiles_are_a_list(profiles: Any) -> None:
    with pytest.raises(InputError, match="profiles is a list"):
        ssw.gaps(world(), profiles, "t:b")


@pytest.mark.parametrize(
    "holding", [Holding(competency="t:gone"), Holding(competency="t:listen", level="t:s9"), Holding(competency="t:a")]
)
def test_what_cannot_be_held_is_told_as_for_one(holding: Holding) -> None:
    g, good = world(), Profile(holdings=(Holding(competency="t:listen"),))
    with pytest.raises((InputError, UnknownElementError)) as one:
        ssw.gap(g, Profile(holdings=(holding,)), "t:b")
    with pytest.raises(type(one.value)) as many:
        ssw.gaps(g, [good, Profile(holdings=(holding,))], "t:b")
    assert str(many.value) == str(one.value)


def test_what_would_not_fit_is_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    g, n = world(), 200_000_000
    monkeypatch.setattr("sswgraph.shortfalls.matrix._ids", lambda *_: range(n))
    with pytest.raises(InputError, match=r"320,000,000,000 MB; at most 1,000 MB"):
        ssw.gap_matrix(g)
    held = ssw.gaps(g, [[]], "t:b").profiles
    held.n = n
    with pytest.raises(InputError, match=r"2,400 MB; at most 1,000 MB"):
        ssw.gaps(g, held, "t:b")
    assert MOST_MB == 1_000


def test_profiles_that_would_not_fit_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sswgraph.shortfalls.many.gathered", lambda *_: pytest.fail("they are read"))
    with pytest.raises(InputError, match=r"200,000,000 profiles by 4 items would take 2,400 MB; at most 1,000 MB"):
        ssw.gaps(world(), range(200_000_000), "t:b")  # type: ignore[arg-type]
    monkeypatch.undo()
    monkeypatch.setattr("sswgraph.shortfalls.arrays.MOST_MB", 51 * 3 / 1e6)
    with pytest.raises(InputError, match="4 holdings would take"):
        gathered(world(), [Profile(holdings=(Holding(competency="t:listen"),))] * 4)
