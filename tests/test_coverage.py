"""Coverage: counts against a plain checker on random worlds, the tables of the rules, what ships, and bad input."""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.model import (
    ContextConcept,
    ContextScheme,
    Function,
    FunctionNeed,
    Node,
    ScopeRule,
    SupervisionArrangement,
    Text,
)
from sswgraph.model.coverage import Coverage
from sswgraph.pages.page import page_of
from tests import toy
from tests.loops import some
from tests.tables import code, codes, rows

DAY, OVER = "2026-11-21", date(2020, 1, 1)
AUTHORITIES = "independent under-supervision assists delegated-only identify-and-refer not-permitted".split()


def function(name: str, **fields: Any) -> Function:
    return Function(id=f"t:{name}", label=Text.of(en=name), evidence=toy.DRAFT, **fields)


def rule(cadre: str, authority: Any, *functions: str, **fields: Any) -> ScopeRule:
    ids = tuple(f"t:{one}" for one in sorted(functions))
    name = f"t:{cadre}.{authority}.{'-'.join(functions)}"
    return ScopeRule(id=name, cadre=f"t:{cadre}", authority=authority, function=ids, evidence=toy.DRAFT, **fields)


def arrangement(name: str, supervisee: str, *supervisors: str, **fields: Any) -> SupervisionArrangement:
    return SupervisionArrangement(
        id=f"t:{name}",
        supervisee=(f"t:{supervisee}",),
        supervisor=tuple(f"t:{one}" for one in sorted(supervisors)),
        evidence=toy.DRAFT,
        **fields,
    )


# A plain checker: a world is a few dicts, and everything is counted from them.


class World:
    """Functions, cadres, rules, needs, modules, all by bare names."""

    def __init__(self, seed: int) -> None:
        dice = Random(seed)
        self.competencies = [f"k{n}" for n in range(6)]
        self.functions = [f"f{n}" for n in range(6)]
        self.cadres = [f"c{n}" for n in range(4)]
        self.broader = {f: dice.sample(self.functions[:n], min(n, dice.choice([0, 0, 1]))) for n, f in self._numbered()}
        self.needs = {f: dice.sample(self.competencies, dice.choice([0, 1, 2])) for f in self.functions}
        self.marked: dict[str, dict[Any, list[str]]] = {
            f: {a: dice.sample(self.competencies, 1) for a in AUTHORITIES if dice.random() < 0.15}
            for f in self.functions
        }
        self.grave = {f: dice.choice([None, None, "high-accountability", "statutory"]) for f in self.functions}
        self.performs = {c: dice.sample(self.functions, dice.choice([0, 1, 2])) for c in self.cadres}
        self.includes = {
            c: dice.sample(self.cadres[:n], min(n, dice.choice([0, 0, 1]))) for n, c in enumerate(self.cadres)
        }
        self.requires = {
            c: {
                k: dice.choice(["essential", None, "optional"])
                for k in dice.sample(self.competencies, dice.choice([0, 2, 3]))
            }
            for c in self.cadres
        }
        self.rules = {
            (c, a): dice.sample(self.functions, 1) for c in self.cadres for a in AUTHORITIES if dice.random() < 0.2
        }
        shuffled = dice.sample(self.competencies, 4)
        self.exact = [(shuffled[0], shuffled[1])] if dice.random() < 0.7 else []
        self.teaches = {
            f"m{n}": {k: dice.choice(["whole", "part"]) for k in dice.sample(self.competencies, dice.choice([0, 1, 2]))}
            for n in range(3)
        }
        self.over = {m for m in self.teaches if dice.random() < 0.25}
        self.before = {m: dice.sample(list(self.teaches), dice.choice([0, 0, 1])) for m in self.teaches}

    def _numbered(self) -> list[tuple[int, str]]:
        return list(enumerate(self.functions))

    def graph(self) -> ssw.CompetencyGraph:
        parts: list[Any] = [toy.competency(k) for k in self.competencies]
        for f in self.functions:
            ids = {"broader": self.broader[f], "needs": self.needs[f]}
            given: dict[str, Any] = {name: tuple(f"t:{one}" for one in sorted(own)) for name, own in ids.items()}
            parts.append(function(f, criticality=self.grave[f], **given))
            parts += [
                FunctionNeed(
                    id=f"t:{f}.{a}.{k}", function=f"t:{f}", competency=f"t:{k}", when_authority=(a,), evidence=toy.DRAFT
                )
                for a, several in self.marked[f].items()
                for k in several
            ]
        for c in self.cadres:
            own = {"performs": self.performs[c], "includes": self.includes[c]}
            parts.append(toy.cadre(c, **{name: tuple(f"t:{one}" for one in sorted(few)) for name, few in own.items()}))
            parts += [toy.requires(c, k, None, necessity) for k, necessity in self.requires[c].items()]
        parts += [rule(c, a, *functions) for (c, a), functions in self.rules.items()]
        parts += [toy.maps(one, "exact", other) for one, other in self.exact]
        for m, outcomes in self.teaches.items():
            gone = {"last_enrolment": OVER} if m in self.over else {}
            before = tuple(f"t:{one}" for one in self.before[m] if one != m)
            parts.append(toy.module(m, 10, prerequisite=before, **gone))
            parts += [toy.develops(m, k, None, extent) for k, extent in outcomes.items()]
        return toy.graph(*parts)

    def up(self, f: str) -> set[str]:
        return {f}.union(*(self.up(one) for one in self.broader[f]))

    def with_included(self, c: str) -> set[str]:
        return {c}.union(*(self.with_included(one) for one in self.includes[c]))

    def leaves(self) -> list[str]:
        return [f for f in self.functions if not any(f in self.broader[other] for other in self.functions)]

    def authority(self, c: str, f: str) -> str | None:
        found = [a for (of, a), few in self.rules.items() if of in self.with_included(c) and self.up(f) & {*few}]
        return max(found, key=AUTHORITIES.index) if found else None

    def acts(self, c: str, f: str) -> bool:
        """Performs it, or has a share in it."""
        said = any(self.up(f) & {*self.performs[one]} for one in self.with_included(c))
        return said or self.authority(c, f) in AUTHORITIES[:4]

    def same(self, k: str) -> set[str]:
        return {k}.union(*({*pair} for pair in self.exact if k in pair))

    def list_of(self, c: str) -> set[str]:
        """What it requires, optional only apart."""
        return {k for one in self.with_included(c) for k, how in self.requires[one].items() if how != "optional"}

    def needed(self, f: str, a: str | None) -> set[str]:
        own = {*self.needs[f]} if a in (None, "independent", "under-supervision") else set()
        return own | {*self.marked[f].get(a or "", [])}

    def competence(self, c: str, f: str) -> tuple[str, set[str]]:
        needed, own = self.needed(f, self.authority(c, f)), self.list_of(c)
        if not needed or not own:
            return "unknown", set()
        lacking = {k for k in needed if not self.same(k) & own}
        return ("no" if lacking else "yes"), lacking

    def state(self, f: str) -> str:
        if not self.needs[f] and not self.marked[f]:
            return "unknown"
        allowed = [c for c in self.cadres if self.authority(c, f) != "not-permitted"]
        n = sum(self.acts(c, f) for c in allowed)
        if n:
            return "single" if n == 1 else "several"
        return "referred" if any(self.authority(c, f) for c in allowed) else "unserved"

    def required(self) -> set[str]:
        """By cadres, and by the functions without narrower ones."""
        needed = {
            k for f in self.leaves() for k in (*self.needs[f], *(one for few in self.marked[f].values() for one in few))
        }
        return needed.union(*(self.list_of(c) for c in self.cadres))

    def begun(self) -> set[str]:
        """The modules on offer that can be begun by somebody who holds nothing."""
        found: set[str] = set()
        open_ = self.teaches.keys() - self.over
        while more := {m for m in open_ - found if {*self.before[m]} - {m} <= found}:
            found |= more
        return found

    def teaching(self, k: str, extent: str) -> set[str]:
        return {m for m, outcomes in self.teaches.items() for one in self.same(k) if outcomes.get(one) == extent}

    def taught(self, k: str) -> str:
        whole = self.teaching(k, "whole")
        if whole & self.begun():
            return "taught"
        if whole:
            return "blocked" if whole - self.over else "closed"
        return "close" if self.teaching(k, "part") else "nothing"

    def anywhere(self) -> set[str]:
        needed = {
            k
            for f in self.functions
            for k in (*self.needs[f], *(one for few in self.marked[f].values() for one in few))
        }
        return needed.union(*(self.list_of(c) for c in self.cadres))


def bare(ids: Any) -> list[str]:
    return [one.partition(":")[2] for one in ids]


@pytest.mark.parametrize("seed", range(60))
def test_counts_are_those_of_a_plain_checker(seed: int) -> None:
    world = World(seed)
    found = ssw.coverage(world.graph())
    assert bare(one.function for one in found.functions) == world.leaves()
    for state, ids in {
        "unknown": found.unknown, "unserved": found.unserved, "single": found.single,
        "several": found.duplicated, "referred": found.referred,
    }.items():  # fmt: skip
        assert bare(ids) == [f for f in world.leaves() if world.state(f) == state], state
    expected = {
        (f, c): (
            world.acts(c, f),
            world.authority(c, f),
            world.authority(c, f) != "not-permitted",
            *world.competence(c, f),
        )
        for f, c in product(world.leaves(), world.cadres)
        if world.acts(c, f) or world.authority(c, f)
    }
    cells = {
        (one.function[2:], one.cadre[2:]): (one.performed, one.authority, one.may, one.competence, {*bare(one.lacks)})
        for one in found.matrix
    }
    assert cells == expected
    for one in some(found.functions):
        f = one.function[2:]
        acting = [c for c in world.cadres if world.acts(c, f) and world.authority(c, f) != "not-permitted"]
        assert bare(one.performers) == acting
        assert bare(one.competent) == [c for c in acting if world.competence(c, f)[0] == "yes"]
        refers = [c for c in world.cadres if world.authority(c, f) == "identify-and-refer" and not world.acts(c, f)]
        assert bare(one.referring) == refers
    unsafe = [
        key for key, (acts, _, may, known, _) in sorted(expected.items())
        if world.grave[key[0]] and acts and (not may or known == "no")
    ]  # fmt: skip
    assert [(one.function[2:], one.cadre[2:]) for one in found.unsafe] == unsafe
    assert bare(one.function for one in found.accountable) == [f for f in world.leaves() if world.grave[f]]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_taught_and_required_is_that_of_a_plain_checker(seed: int) -> None:
    world = World(seed)
    found = ssw.coverage(world.graph(), as_of=DAY)
    hows = {k: world.taught(k) for k in sorted(world.required())}
    assert found.taught == [*hows.values()].count("taught")
    assert {one.competency[2:]: one.how for one in found.untaught} == {
        k: how for k, how in hows.items() if how != "taught"
    }
    for one in found.untaught:
        if one.how in ("blocked", "closed"):
            whole = world.teaching(one.competency[2:], "whole")
            assert {*bare(one.near)} == (whole - world.over if one.how == "blocked" else whole)
    wanted = {one for k in world.anywhere() for one in world.same(k)}
    assert bare(found.unrequired) == [k for k in world.competencies if k not in wanted]
    assert bare(found.idle_modules) == [m for m, taught in world.teaches.items() if taught and not {*taught} & wanted]
    assert bare(found.silent_modules) == [m for m, taught in world.teaches.items() if not taught]


# The tables


def _cadres_in(state: str) -> list[Any]:
    """A world for a row of the table of states."""
    first = toy.cadre("a", performs=("t:f",))
    worlds: dict[str, list[Any]] = {
        "single": [first],
        "several": [first, toy.cadre("b", performs=("t:f",))],
        "referred": [toy.cadre("a"), rule("a", "identify-and-refer", "f")],
        "unserved": [toy.cadre("a", performs=("t:f",)), rule("a", "not-permitted", "f")],
    }
    return worlds[state]


@pytest.mark.parametrize("row", rows("state"), ids=lambda row: code(row[0]))
def test_states_are_as_the_table_says(row: tuple[str, ...]) -> None:
    state = code(row[0])
    parts = _cadres_in(state)
    with_needs = ssw.coverage(toy.graph(toy.competency("k"), function("f", needs=("t:k",)), *parts))
    assert with_needs.functions[0].state == state
    assert ssw.coverage(toy.graph(function("f"), *parts)).functions[0].state == "unknown"


@pytest.mark.parametrize("row", rows("share"), ids=lambda row: row[0])
def test_a_share_needs_what_the_table_says(row: tuple[str, ...]) -> None:
    only_marked = row[1].startswith("only")
    for share in some([*codes(row[0]), *([None] if row[0].startswith("no rule") else [])]):
        rules: list[Node] = [rule("a", share, "f")] if share else []
        asked: Any = (share or "assists",)
        marked = FunctionNeed(id="t:n", function="t:f", competency="t:m", when_authority=asked, evidence=toy.DRAFT)
        parts = [toy.competency("k"), toy.competency("m"), toy.competency("z"), function("f", needs=("t:k",)), marked]
        g = toy.graph(*parts, toy.cadre("a", performs=("t:f",)), toy.requires("a", "z"), *rules)
        (cell,) = ssw.coverage(g).matrix
        assert cell.lacks == (("t:m",) if only_marked else ("t:k", "t:m") if share else ("t:k",))


def test_the_hand_example_of_competence() -> None:
    parts: list[Any] = [toy.competency(name) for name in "abcd"]
    parts += [function("f", needs=("t:a", "t:b"), criticality="statutory"), toy.maps("b", "exact", "d")]
    parts += [toy.cadre(name, performs=("t:f",)) for name in ("helper", "trainee", "worker", "unknown")]
    parts += [
        toy.requires(*pair)
        for pair in (("helper", "a"), ("helper", "c"), ("trainee", "a"), ("worker", "a"), ("worker", "d"))
    ]
    parts += [rule("helper", "under-supervision", "f"), rule("trainee", "assists", "f")]
    found = ssw.coverage(toy.graph(*parts))
    assert {cell.cadre: cell.competence for cell in found.matrix} == {
        "t:helper": "no",
        "t:trainee": "unknown",
        "t:unknown": "unknown",
        "t:worker": "yes",
    }
    assert {code(row[0]) for row in rows("known of the competence")} == {cell.competence for cell in found.matrix}
    assert [(cell.cadre, cell.lacks) for cell in found.unsafe] == [("t:helper", ("t:b",))]
    assert found.functions[0].competent == ("t:worker",)


def test_what_is_taught_is_of_a_day_and_can_be_begun() -> None:
    parts: list[Any] = [toy.cadre("x"), *(toy.competency(k) for k in "abdef"), *(toy.requires("x", k) for k in "abdef")]
    parts += [toy.module("m", 1, last_enrolment=OVER), toy.develops("m", "a"), toy.develops("m", "b", extent="part")]
    parts += [toy.module("n", 1, prerequisite=("t:m",)), toy.develops("n", "d"), toy.module("z", 1)]
    g = toy.graph(*parts, toy.develops("z", "e"))
    found = ssw.coverage(g, as_of=DAY)
    assert {one.competency: one.how for one in found.untaught} == {
        "t:a": "closed", "t:b": "close", "t:d": "blocked", "t:f": "nothing"
    }  # fmt: skip
    assert {one.how for one in found.untaught} == {code(row[0]) for row in rows("`how`")}
    said = " ".join(str(found).split())
    assert (
        "taught by what is on offer on 2026-11-21 and can be begun: 1; taught only by what is closed or cannot" in said
    )
    assert "no module teaches for certain on 2026-11-21 (4)" in said
    then = ssw.coverage(g, as_of="2020-01-01")
    assert (then.as_of, then.taught, len(then.untaught)) == (OVER, 3, 2)
    assert ssw.to_plain(then)["stamp"]["options"]["as_of"] == "2020-01-01"


# Places, supervision, stages


def test_what_is_forbidden_to_all_who_are_known_is_barred_where_it_holds() -> None:
    law = {"force": "law", "jurisdiction": ("UG",)}
    parts = [function("f"), function("g"), toy.cadre("a", performs=("t:g",)), toy.cadre("b")]
    g = toy.graph(*parts, rule("a", "not-permitted", "f", "g", **law), rule("b", "assists", "g", **law))
    found = ssw.coverage(g)
    assert [(act.function, act.place, act.cadres) for act in found.barred] == [("t:f", "UG", ("t:a",))]
    assert [(act.function, act.place) for act in ssw.coverage(g, "t", where="UG").barred] == [("t:f", "UG")]
    assert ssw.coverage(g, "t", where="KE").barred == ()
    assert [cell.authority for cell in ssw.coverage(g, "t", where="KE").matrix] == [None]


def test_supervisors_and_those_without_are_told_apart() -> None:
    parts: list[Any] = [toy.cadre(name) for name in ("aide", "boss", "chief", "nobody", "trainee")]
    parts += [toy.competency("k"), toy.competency("s"), toy.competency_set("supervision", "s")]
    parts += [toy.requires("boss", "s"), toy.requires("chief", "k")]
    parts += [arrangement("one", "aide", "boss", preparation=Text.of(en="four days")), arrangement("two", "trainee")]
    parts += [arrangement("three", "boss", "chief")]
    found = ssw.coverage(toy.graph(*parts))
    assert [(one.cadre, one.why) for one in found.unsupervised] == [
        ("t:chief", "not-known"),
        ("t:nobody", "not-known"),
        ("t:trainee", "not-named"),
    ]
    told = [(one.cadre, one.supervises, one.listed, str(one.preparation)) for one in found.supervisors]
    assert told == [("t:boss", ("t:aide",), "yes", "four days"), ("t:chief", ("t:boss",), "no", "")]
    assert found.unprepared == found.supervising_unlisted == ("t:chief",)


def test_a_stage_of_a_journey_without_a_function_is_told_and_no_other_concept() -> None:
    def scheme(name: str, label: str) -> list[Any]:
        own = ContextScheme(id=f"t:{name}", label=Text.of(en=label), evidence=toy.DRAFT)
        each = [
            ContextConcept(id=f"t:{name}-{n}", label=Text.of(en=f"{name} {n}"), scheme=own.id, evidence=toy.DRAFT)
            for n in (1, 2)
        ]
        return [own, *each]

    parts = [*scheme("cycle", "Case management cycle"), *scheme("group", "Target groups"), *scheme("chain", "Chain")]
    g = toy.graph(*parts, function("f", context=("t:cycle-1", "t:group-1")))
    assert [(one.stage, one.scheme) for one in ssw.coverage(g).empty_stages] == [("t:cycle-2", "t:cycle")]


def test_languages_count_what_is_named_in_each() -> None:
    both = Function(id="t:f", label=Text.of(en="visit", fr="visiter"), evidence=toy.DRAFT)
    assert ssw.coverage(toy.graph(both, toy.cadre("a"))).languages == (("en", 2, 2), ("fr", 1, 2))


def test_cadres_may_be_chosen() -> None:
    parts = [toy.competency("k"), function("f", needs=("t:k",))]
    parts += [toy.cadre("a", performs=("t:f",)), toy.cadre("b", performs=("t:f",))]
    g = toy.graph(*parts)
    assert ssw.coverage(g).duplicated == ("t:f",)
    assert ssw.coverage(g, cadres=["t:b"]).single == ("t:f",)


# What ships, and bad input


def test_every_framework_that_ships_gives_an_answer(g: ssw.CompetencyGraph) -> None:
    for framework in some(g.frameworks):
        found = ssw.coverage(g, framework.id)
        states = [one.state for one in found.functions]
        apart = (found.unserved, found.single, found.duplicated, found.referred, found.unknown)
        assert sorted(one for ids in apart for one in ids) == [one.function for one in found.functions]
        assert all((state == "unknown") is (not one.needs) for state, one in zip(states, found.functions, strict=True))
        assert page_of(found).title
        if not states:
            assert [note.code for note in found.notes if note.code == "careers.no-functions"]


def test_rows_have_each_cell_and_each_function_without_one(g: ssw.CompetencyGraph) -> None:
    found = ssw.coverage(g, "ug")
    lines = some(found.rows())
    assert len([line for line in lines if line["cadre"]]) == len(found.matrix)
    assert {line["function"] for line in lines} == {one.function for one in found.functions}
    assert {tuple(line) for line in lines} == {tuple(lines[0])}


def test_the_page_begins_with_the_answer_and_says_what_is_not_known(g: ssw.CompetencyGraph) -> None:
    said = str(ssw.coverage(g, "psw"))
    start = said[:1200]
    assert "Functions that state what they need: 27" in start
    assert "For 6 other functions it is not stated what they need" in " ".join(start.split())
    assert "what is shown as lacking may be held" in " ".join(said.split())


def test_a_framework_without_functions_gets_a_plain_answer(g: ssw.CompetencyGraph) -> None:
    found = ssw.coverage(g, "alliance")
    assert isinstance(found, Coverage)
    assert (found.functions, found.matrix, found.rows()) == ((), (), [])
    assert "No function is encoded here" in str(found)


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ({"framework": "pws"}, UnknownElementError, "psw"),
        ({"framework": "psw:foundation"}, InputError, "not a framework"),
        ({"where": "Uganda"}, InputError, "UG"),
        ({"cadres": "psw:foundation"}, InputError, r"cadres=\['psw:foundation'\]"),
        ({"cadres": ["psw:f-assess"]}, InputError, "kind 'function'"),
        ({"as_of": "soon"}, InputError, "as_of is a day"),
        ({"cadres": ["psw:fundation"]}, UnknownElementError, "psw:foundation"),
    ],
)
def test_bad_input_is_told_with_its_fix(
    given: dict[str, Any], error: type[Exception], told: str, g: ssw.CompetencyGraph
) -> None:
    with pytest.raises(error, match=told):
        ssw.coverage(g, **given)
