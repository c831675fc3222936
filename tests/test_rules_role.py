"""Each row of the tables on papers that a worker carries: the code has the same row, and a paper says what it says."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.curricula.documents import STANDINGS
from sswgraph.messages import sentence
from sswgraph.model import Evidence, Function, RoleDocument, ScopeRule, Text
from sswgraph.model.codes import AUTHORITIES
from sswgraph.pages.blocks import Heading
from sswgraph.pages.page import page_of
from sswgraph.render.markdown import markdown
from tests.tables import code, rows
from tests.toy import DRAFT, cadre, graph

TABLE = {code(row[0]): code(row[2]) for row in rows("authority")}
# Under which heading of a card a rule of each standing stands.
HEADINGS = {one: one for one in ("alone", "supervised", "refer", "never", "unknown")}


def function(name: str, **fields: Any) -> Function:
    return Function(id=f"t:{name}", label=Text.of(en=name), evidence=DRAFT, **fields)


def rule(name: str, authority: Any, *functions: str, of: str = "w", **fields: Any) -> ScopeRule:
    named = tuple(f"t:{one}" for one in functions)
    given = {"label": Text.of(en=f"Rule {name}"), "evidence": DRAFT, **fields}
    return ScopeRule(id=f"t:{name}", cadre=f"t:{of}", authority=authority, function=named, **given)


def card(*parts: Any) -> RoleDocument:
    made = ssw.document(graph(*parts), "role-card", "t:w")
    assert isinstance(made, RoleDocument)
    return made


def standings(made: RoleDocument) -> dict[str, str]:
    return {duty.function.id: duty.standing for duty in made.duties}


def under(made: RoleDocument) -> dict[str, str]:
    """The text of the card under each of its headings, by the name of the heading."""
    blocks = page_of(made).blocks
    names = {sentence(f"kinds.heading-card-{name}"): name for name in ("must-now", "before", *HEADINGS.values())}
    found: dict[str, str] = {}
    now = ""
    for block in blocks:
        if isinstance(block, Heading):
            now = names.get(block.text.rpartition("\u00a0")[2], now)  # what stands before it is its shape
        found[now] = found.get(now, "") + str(block)
    return found


def test_the_standings_are_those_of_the_rules() -> None:
    assert TABLE == STANDINGS
    assert tuple(TABLE) == AUTHORITIES


@pytest.mark.parametrize("authority", TABLE)
def test_a_rule_stands_on_the_card_where_its_row_says(authority: str) -> None:
    made = card(cadre("w"), function("a"), rule("r", authority, "a"))
    assert [line.standing for line in made.rules] == [TABLE[authority]]
    assert standings(made) == {"t:a": TABLE[authority]}
    told = {name for name, text in under(made).items() if "Rule r" in text}
    assert told == {HEADINGS[TABLE[authority]]}


@pytest.mark.parametrize(("wider", "stricter"), list(combinations(AUTHORITIES, 2)))
def test_of_two_rules_the_stricter_decides_and_stands_first(wider: str, stricter: str) -> None:
    made = card(cadre("w"), function("a"), rule("a-wider", wider, "a"), rule("b-stricter", stricter, "a"))
    assert standings(made) == {"t:a": TABLE[stricter]}
    assert [line.rule for line in made.rules] == ["t:b-stricter", "t:a-wider"]
    assert [line.functions for line in made.rules] == [("t:a",), ()]


@pytest.mark.parametrize("stricter", AUTHORITIES[1:])
def test_nothing_is_done_alone_where_a_stricter_rule_touches_it(stricter: str) -> None:
    parts = [cadre("w"), function("a"), function("b"), function("whole"), function("part", broader=("t:whole",))]
    beside = card(*parts, rule("r", "independent", "a", "b"), rule("s", stricter, "b"))
    assert standings(beside) == {"t:a": "unknown", "t:b": TABLE[stricter]}
    assert {line.rule: line.standing for line in beside.rules}["t:r"] == "unknown"
    assert "Rule r" not in under(beside)["alone"]
    above = card(*parts, rule("r", "independent", "part"), rule("s", stricter, "whole"))
    assert standings(above)["t:part"] == TABLE[stricter]
    assert {line.rule: line.standing for line in above.rules}["t:r"] == "unknown"


def test_the_rules_of_a_cadre_that_is_included_bind_too() -> None:
    made = card(cadre("w", includes=("t:v",)), cadre("v"), function("a"), rule("r", "not-permitted", "a", of="v"))
    assert [line.rule for line in made.rules] == ["t:r"]
    assert standings(made) == {"t:a": "never"}


@pytest.mark.parametrize("authority", ["identify-and-refer", "not-permitted"])
def test_what_is_not_done_says_to_whom_to_refer_or_that_this_is_not_known(authority: str) -> None:
    parts = [cadre("w"), cadre("v"), function("a")]
    unknown, known = sentence("kinds.refer-to-unknown"), "v"
    section = TABLE[authority]
    said = under(card(*parts, rule("r", authority, "a")))[section]
    assert unknown in said
    said = under(card(*parts, rule("r", authority, "a", refer_to=("t:v",))))[section]
    assert sentence("kinds.refer-to", names=known) in said
    assert unknown not in said


@pytest.mark.parametrize(("basis", "sign"), [("stated", ""), ("derived", "°"), ("draft", "*")])
def test_a_rule_that_no_source_states_has_a_small_sign_with_a_legend(basis: Any, sign: str) -> None:
    law = Evidence(id="t:e", basis=basis)
    made = card(cadre("w"), function("a"), replace(rule("r", "not-permitted", "a"), evidence=(law,)))
    said = markdown(page_of(made)).replace("\\", "")
    found = [one for one in "°*" if f"Rule r\u00a0{one}" in said]
    assert "".join(found) == sign
    told = [one for one in ("derived", "draft") if sentence(f"detail.sign-{one}") in said]
    assert told == ([basis] if sign else [])
    assert "Rule r" in said
