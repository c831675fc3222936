"""How far lists go, over all pairs of cadres that ship and over random worlds, by a checker that shares no code (O)."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Evidence, Progression
from sswgraph.pages import plan as pages_plan
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import Writer
from tests.test_completeness_of_lists import REASSURING, pattern, plain, summary_of, texts
from tests.toy import DRAFT, cadre, competency, competency_set, develops, graph, qualification, requires

DAY = date(2026, 11, 21)
REACH = "https://w3id.org/sswgraph/ns#listReach"
SENTENCES = {True: "complete", False: "incomplete", None: "not-known", "proposed": "proposed"}


@dataclass
class World:
    """The bare facts that the rules are about, by id."""

    includes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reach: dict[str, tuple[str | None, frozenset[str]]] = field(default_factory=dict)
    asks: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    taught: dict[str, tuple[bool, frozenset[str]]] = field(default_factory=dict)
    steps: list[tuple[str, str]] = field(default_factory=list)

    def below(self, start: str, down: dict[str, tuple[str, ...]]) -> set[str]:
        found, waiting = set(), [start]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(down.get(one, ()))
        return found

    def number(self, target: str) -> int:
        """How many competencies are required: closure of sets, essential or not stated."""
        if target in self.taught:
            return len(self.taught[target][1])
        needed = set()
        for role in self.below(target, self.includes):
            for what, necessity in self.asks.get(role, []):
                if necessity != "optional":
                    needed |= {one for one in self.below(what, self.members) if one not in self.members}
        return len(needed)

    def whole(self, target: str) -> Any:
        """True, False, None, or 'proposed', which is None with a sentence of its own."""
        if target in self.taught:
            whole, brought = self.taught[target]
            return False if not whole else True if brought else None
        said = [self.reach.get(role, (None, frozenset())) for role in self.below(target, self.includes)]
        if any(reach == "partial" for reach, _ in said):
            return False
        if any(reach != "whole" for reach, _ in said) or self.blind(target):
            return None
        return True if all(bases & {"stated", "derived"} for _, bases in said) else "proposed"

    def blind(self, role: str) -> bool:
        """Whether a set that is required, or stands in one, holds nothing in the end."""
        below = self.below(role, self.includes)
        asked = (what for one in below for what, necessity in self.asks.get(one, []) if necessity != "optional")
        groups = {group for what in asked for group in self.below(what, self.members) if group in self.members}
        return any(self.below(group, self.members) <= self.members.keys() for group in groups)

    def notes(self, held: str | None, target: str, *, missing: bool) -> list[str]:
        """What O1, O3 and O4 let an answer say of lists, in order."""
        whole, n = self.whole(target), self.number(target)
        asked = n or any(
            not self.below(what, self.members) <= self.members.keys()
            for role in self.below(target, self.includes)
            for what, _ in self.asks.get(role, [])
        )
        if not n and whole is True and target not in self.taught:
            found = ["requires-none"]
        elif not asked:
            return []
        else:
            found = [SENTENCES[whole if n or whole != "proposed" else None]]
        if whole is not True and n:
            found += ["fewer-than-held"] * (held is not None and self.number(held) > n)
            before = {start for start, end in self.steps if end == target and start != held}
            found += ["fewer-than-before"] * sum(self.number(start) > n for start in before)
        if held is not None and missing and self.whole(held) is not True:
            found.append("may-be-held-incomplete" if self.whole(held) is False else "may-be-held")
        return found


def told(answer: Any) -> list[str]:
    return [note.code.removeprefix("lists.") for note in answer.notes if note.code.startswith("lists.")]


# Random worlds


def random_world(seed: int) -> tuple[CompetencyGraph, World]:
    chance, world = random.Random(seed), World()
    roles, things = [f"r{n}" for n in range(4)], [f"c{n}" for n in range(5)]
    parts: list[Any] = [competency(name) for name in things]
    for name in ("s0", "s1"):
        world.members[f"t:{name}"] = tuple(f"t:{one}" for one in sorted(chance.sample([*things, "s0", "s1"], 2)))
        parts.append(competency_set(name, *(one.removeprefix("t:") for one in world.members[f"t:{name}"])))
    for role in roles:
        reach = chance.choice(["whole", "whole", "partial", None])
        bases = frozenset(chance.sample(["stated", "derived", "draft"], chance.randint(1, 2))) if reach else frozenset()
        included = chance.sample(roles, chance.choice([0, 0, 1, 2]))
        world.reach[f"t:{role}"] = (reach, bases)
        world.includes[f"t:{role}"] = tuple(f"t:{one}" for one in included)
        spoken = tuple(spoke(role, basis) for basis in sorted(bases))
        made = cadre(role, list_reach=reach, includes=tuple(sorted(world.includes[f"t:{role}"])))
        parts.append(replace(made, evidence=(*spoken, Evidence(id=f"t:{role}.whole", basis="draft"))))
        for what in chance.sample([*things, "s0", "s1"], chance.choice([0, 0, 1, 2, 4])):
            necessity = chance.choice(["essential", "optional", None])
            world.asks.setdefault(f"t:{role}", []).append((f"t:{what}", necessity))
            parts.append(requires(role, what, necessity=necessity))
    taught = chance.sample(things, chance.randint(0, 4))
    whole = chance.random() < 0.5
    world.taught["t:q"] = (whole, frozenset(f"t:{one}" for one in taught))
    parts += [qualification("q", reach="whole" if whole else "partial"), *(develops("q", one) for one in taught)]
    for start, end in chance.sample(list(product([*roles, "q"], roles)), 4):
        world.steps.append((f"t:{start}", f"t:{end}"))
        parts.append(step(start, end))
    return graph(*parts), world


def spoke(role: str, basis: str) -> Evidence:
    grounds = {"derived": {"derived_from": ("t:c0",)}}.get(basis, {})
    return Evidence(id=f"t:{role}.{basis}", basis=basis, concerns=(REACH,), **grounds)  # type: ignore[arg-type]


def step(start: str, end: str) -> Progression:
    return Progression(
        id=f"t:{start}.to.{end}",
        start=f"t:{start}",
        progresses_to=f"t:{end}",
        progression_kind="ladder",
        evidence=tuple(replace(one, id=f"t:{start}.to.{end}.e") for one in DRAFT),
    )


def test_random_worlds_say_what_a_plain_reading_of_the_rules_says() -> None:
    seen: Counter[str] = Counter()
    for seed in range(150):
        g, world = random_world(seed)
        roles = sorted(world.reach)
        for held, target in product([None, *roles], [*roles, "t:q"]):
            answer = ssw.gap(g, [] if held is None else held, target)
            whole = world.whole(target)
            assert answer.complete is (None if whole == "proposed" else whole), (seed, target)
            assert answer.required == world.number(target), (seed, target)
            expected = world.notes(held, target, missing=bool(answer.missing))
            found = told(answer)
            if expected and held is not None and not answer.profile.holdings:
                expected += [code for code in world.notes(None, held, missing=False) if code == "requires-none"]
            assert Counter(found) == Counter(expected), (seed, held, target)
            assert found[:1] == expected[:1]
            seen.update(found)
    codes = "requires-none complete proposed incomplete not-known fewer-than-held fewer-than-before may-be-held"
    assert {*codes.split(), "may-be-held-incomplete"} <= set(seen), seen


# All pairs that ship


def shipped(g: CompetencyGraph) -> World:
    world = World()
    for one in g.cadres:
        bases = frozenset(e.basis for e in one.evidence if REACH in e.concerns)
        world.reach[one.id], world.includes[one.id] = (one.list_reach, bases), one.includes
    for asked in g.of_kind("requirement"):
        if asked.necessity != "suggested":
            world.asks.setdefault(asked.cadre, []).append((asked.competency, asked.necessity))
    world.members = {one.id: one.includes for one in g.of_kind("competency-set")}
    return world


def checked(g: CompetencyGraph, pairs: Iterable[tuple[str | None, str]]) -> int:
    """Look at the answers for these pairs; how many of them would reassure but for the mark of the list."""
    world, empty = shipped(g), 0
    marks = {code: pattern(f"lists.{code}", "en") for code in SENTENCES.values()}
    never = [pattern(code, "en") for code in REASSURING]
    for held, target in pairs:
        answer = ssw.gap(g, [] if held is None else held, target)
        missing = sum(status == "missing" for status in answer.statuses.values())
        expected = world.notes(held, target, missing=bool(missing))
        assert [code for code in told(answer) if code != "fewer-than-before"] == expected, (held, target)
        assert expected[0] in ("incomplete", "not-known", "proposed")
        page = page_of(answer, "en")
        before = [plain(text) for text in texts(summary_of(page)[0])]
        assert any(marks[expected[0]].search(text) for text in before), (held, target)
        found = [plain(text) for text in texts(page.blocks)]
        assert not any(one.search(text) for one in never for text in found), (held, target)
        empty += held != target and not answer.open
    return empty


def planned(g: CompetencyGraph, pairs: Iterable[tuple[str | None, str]]) -> None:
    world = shipped(g)
    never = [pattern(code, "en") for code in REASSURING]
    for held, target in pairs:
        made = ssw.plan(g, ssw.gap(g, [] if held is None else held, target), as_of=DAY)
        blocks = (*pages_plan.summary(made, Writer("en")), *pages_plan.proof(made, Writer("en")))
        found = [plain(text) for text in texts(blocks)]
        mark = pattern(f"lists.{SENTENCES[world.whole(target)]}", "en")
        assert any(mark.search(text) for text in found), (held, target)
        assert not any(one.search(text) for one in never for text in found), (held, target)
        least = re.compile(r"for what is known to be required|is known to be required:")
        assert any(least.search(text) for text in found), (held, target)


def pairs_of(g: CompetencyGraph) -> list[tuple[str | None, str]]:
    world = shipped(g)
    cadres = [one.id for one in g.cadres if world.number(one.id)]
    assert len(cadres) > 50
    return [(held, target) for held in (None, *cadres) for target in cadres]


def test_no_answer_about_a_pair_of_cadres_goes_without_its_mark(g: CompetencyGraph) -> None:
    assert checked(g, pairs_of(g)[::11]) >= 5


def test_no_plan_towards_a_cadre_goes_without_its_mark(g: CompetencyGraph) -> None:
    planned(g, pairs_of(g)[::41])


@pytest.mark.slow
def test_no_answer_about_any_pair_of_cadres_goes_without_its_mark(g: CompetencyGraph) -> None:
    assert checked(g, pairs_of(g)) >= 90, "the answers that would reassure"


@pytest.mark.slow
def test_no_plan_towards_any_cadre_goes_without_its_mark(g: CompetencyGraph) -> None:
    planned(g, pairs_of(g))
