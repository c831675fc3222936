"""What gap and plan say in words: each sentence is true of what it speaks of, and has an end."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages, sentence
from sswgraph.messages.wording import pack
from sswgraph.model import Evidence, Mapping
from sswgraph.pages.blocks import Notice
from sswgraph.pages.page import page_of
from sswgraph.planning.answer import _credited
from tests.toy import cadre, competency, develops, graph, maps, module, qualification, requires

DAY = date(2026, 11, 21)


def roles(*parts: Any) -> CompetencyGraph:
    """Competencies a to d, a cadre 'today' that requires a and b, and what else is given."""
    return graph(
        *(competency(name) for name in "abcd"), cadre("today"), requires("today", "a"), requires("today", "b"), *parts
    )


def reason(g: CompetencyGraph, held: Any, competency: str) -> str:
    return str(next(item.reason for item in ssw.gap(g, held, competency).items if item.competency == competency))


# Partial credit


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (
            "close",
            "‘c’ comes close to it (draft mapping). It is held by the worker's own account. It counts once the",
        ),
        (
            "narrow",
            "‘c’, which is held, is wider (draft mapping). It is held by the worker's own account. It counts once",
        ),
        (
            "broad",
            "‘c’, which is held, is narrower (draft mapping). It is held by the worker's own account. That is only",
        ),
    ],
)
def test_close_wider_and_narrower_have_their_own_words(relation: str, words: str) -> None:
    g = roles(maps("c", relation, "a"))
    assert reason(g, "t:c", "t:a").startswith(words)
    assert ("part of it" in reason(g, "t:c", "t:a")) == (relation == "broad")


def test_the_mapping_is_read_from_the_side_of_what_is_held() -> None:
    g = roles(maps("a", "broad", "c"))
    assert "is wider" in reason(g, "t:c", "t:a"), "c is broader than a"
    assert "is narrower" in reason(g, "t:a", "t:c")


@pytest.mark.parametrize("relation", ["exact", "close", "narrow"])
def test_what_comes_near_to_a_part_is_said_of_the_part(relation: str) -> None:
    whole = competency("whole", parts_complete=True)
    parts = [competency(name, broader=("t:whole",)) for name in ("p", "q")]
    g = graph(whole, *parts, competency("c"), maps("c", relation, "p"))
    told = reason(g, "t:c", "t:whole")
    assert told.startswith("Towards ‘p’, which is a part of it: ‘c’")
    assert told.endswith("That is only a part of it; the rest is not known to be held.")


def test_a_chain_is_as_good_as_its_weakest_mapping() -> None:
    stated = (Evidence(id="t:s", basis="stated", source="t:law"),)
    first = Mapping(subject="t:c", relation="exact", object="t:b", evidence=stated)
    g = roles(first, maps("b", "covers", "a"))
    assert "(stated mapping)" in reason(g, "t:c", "t:b")
    assert "(draft mapping)" in reason(g, "t:c", "t:a")


# The award


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("total", [None, 120])
@pytest.mark.parametrize("planned", [None, 0, 12])
def test_credits_that_are_not_known_have_a_sentence_of_their_own(
    planned: int | None, total: int | None, lang: str
) -> None:
    told = _credited(qualification("q", credits=total), planned).render(lang)
    shown = [int(number) for number in re.findall(r"\d+", told)]
    assert sorted(shown) == sorted(number for number in (planned, total) if number is not None)
    assert "None" not in told
    assert "q" in told


def test_an_unknown_total_reads_as_a_sentence() -> None:
    course = [qualification("q", reach="partial", qualifies_for=("t:today",)), module("m", part_of=("t:q",))]
    g = roles(*course)
    (award,) = ssw.plan(g, ssw.gap(g, [], "t:today"), as_of=DAY).awards
    assert str(award.text).startswith("Credits of ‘q’ in the plan or done: 0, of a total that is not known.")


# The sentences of a plan


def test_a_plan_without_modules_says_why() -> None:
    def empty(world: CompetencyGraph, held: Any, target: str) -> set[str]:
        page = page_of(ssw.plan(world, ssw.gap(world, held, target), as_of=DAY), "en").blocks
        names = ("empty", "none-needed", "none-needed-known", "nothing-asked")
        notices = [block.text for block in page if isinstance(block, Notice)]
        return {name for name in names if sentence(f"show.plan.{name}") in notices}

    toy = roles(cadre("none"))
    assert empty(toy, "t:today", "t:today") == {"none-needed-known"}
    assert empty(toy, "t:today", "t:none") == {"nothing-asked"}
    assert empty(toy, ["t:a"], "t:a") == {"none-needed"}
    assert empty(toy, [], "t:today") == {"empty"}


@pytest.mark.parametrize(("relation", "words"), [("close", "close"), ("narrow", "wider"), ("broad", "a part of it")])
def test_what_comes_near_is_told_apart_from_what_teaches(relation: str, words: str) -> None:
    """The module teaches c; where a is narrower than c, it teaches something wider than a."""
    g = roles(module("m"), develops("m", "c"), maps("c", relation, "a"))
    made = ssw.plan(g, ssw.gap(g, [], "t:today"), as_of=DAY)
    near = {item.competency: item.near for item in made.open}
    assert near == {"t:a": ("t:m",), "t:b": ()}
    assert {item.why for item in made.open} == {"untaught"}
    reasons = {item.competency: str(item.reason) for item in made.open}
    assert reasons["t:b"] == "No module in the frameworks loaded teaches it."
    assert reasons["t:a"].startswith(reasons["t:b"])
    assert reasons["t:a"].endswith(f"m (t:m: {words}).")


def test_psw_has_modules_that_come_near(g: CompetencyGraph) -> None:
    made = ssw.plan(g, ssw.gap(g, [], "psw:para-social-worker"), as_of=DAY)
    near = [item for item in made.open if item.near]
    assert len(near) > 10
    for item in near:
        assert item.why == "untaught"
        assert all(f"({one}: " in str(item.reason) for one in item.near)


def test_what_is_done_already_is_not_named_as_near() -> None:
    g = roles(module("m"), develops("m", "c"), maps("c", "close", "a"))
    made = ssw.plan(g, ssw.gap(g, "t:m", "t:today"), as_of=DAY)
    assert [(item.competency, item.near) for item in made.open] == [("t:a", ()), ("t:b", ())]


def test_a_curriculum_does_not_deny_what_another_programme_teaches(g: CompetencyGraph) -> None:
    lines = [line for line in ssw.curriculum(g, "psw:para-social-worker").untaught if line.elsewhere]
    assert lines
    assert {line.reason.code for line in lines if line.reason} <= {"curriculum.untaught-here", "open.unencoded"}


@pytest.mark.parametrize("lang", languages())
def test_every_reason_for_staying_open_has_a_word(lang: str) -> None:
    reasons = "blocked budget closed hours-not-known level-not-stated level-too-low no-award optional taught-in-part"
    for why in (*reasons.split(), "unencoded", "untaught"):
        assert f"open.{why}" in pack(lang, "show"), why
