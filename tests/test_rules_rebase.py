"""Each row of the tables on rebase (E6): the code has the same row, and a plan does what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.editions.entries import DEFAULTS, OPTIONS, OUTCOME_OF
from sswgraph.editions.merge import OWN_OF_A_FRAMEWORK, merge
from sswgraph.editions.merge_plan import rebase_plan
from sswgraph.errors import InputError
from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    Framework,
    Function,
    MergeEntry,
    MergePlan,
    Resolution,
    ScopeRule,
    Text,
)
from sswgraph.model.merge_plan import CONSENTING, OUTCOMES, VERDICTS
from tests.adapted import add, edit, without
from tests.rebased import draft
from tests.tables import code, codes, grid, rows, short

DID = "base ↓ adaptation →"
WHY = Text.of(en="decided in a test")


def _text(words: str) -> Text:
    return Text.of(en=words)


def _competency(identifier: str, **fields: Any) -> Competency:
    return Competency(id=identifier, evidence=draft(identifier), **{"label": _text("a"), **fields})


def _named(of: type[Any], identifier: str, **fields: Any) -> Any:
    return of(id=identifier, label=_text(identifier), evidence=draft(identifier), **fields)


BASE = Framework(
    id="b",
    label=_text("base"),
    edition="1",
    jurisdiction=("001",),
    publisher=_text("A council"),
    elements=(
        _competency("b:kept"),
        _competency("b:x"),
        _named(CompetencySet, "b:set", includes=("b:kept", "b:x")),
        _named(Cadre, "b:worker"),
        _named(Function, "b:f"),
        _named(Function, "b:h"),
        _named(ScopeRule, "b:limit", cadre="b:worker", function=("b:f", "b:h"), authority="not-permitted"),
    ),
)
MINE = ssw.adapt(BASE, id="xx", jurisdiction="UG")
NEWER = replace(BASE, edition="2")


def rebased(onto: Framework, mine: Framework = MINE) -> MergePlan:
    plan = rebase_plan(mine, base=BASE, onto=onto)
    assert plan.check() == ()
    return plan


def entry(plan: MergePlan, *ids: str) -> MergeEntry:
    (found,) = [one for one in plan.entries if {*ids} & {*one.base, *one.onto, *one.local}]
    return found


def decided(plan: MergePlan, **verdicts: Any) -> Framework:
    """The plan carried out, with verdicts by the ids of the adaptation: ``limit="keep"``."""
    said = [Resolution(entry=f"xx:{one}", verdict=verdict, reason=WHY) for one, verdict in verdicts.items()]
    return ssw.apply_rebase(plan, said)


def value(framework: Framework, identifier: str) -> Any:
    found = [one for one in framework.elements if one.id == identifier]
    return found[0] if found else None


# What each side did with one element


def by_base(did: str) -> Framework:
    made = {
        "left alone": NEWER,
        "changed": edit(NEWER, "b:x", definition=_text("The base says what it is.")),
        "dropped": without(NEWER, "b:x"),
        "added": add(NEWER, _competency("b:new")),
        "without it": NEWER,
    }
    return made[did]


def by_adaptation(did: str, **new: Any) -> Framework:
    made = {
        "left alone": MINE,
        "changed": edit(MINE, "xx:x", scope_note=_text("Here.")),
        "dropped": without(MINE, "xx:x"),
        "added": add(MINE, _competency("xx:new", **new)),
        "without it": MINE,
    }
    return made[did]


CELLS = {pair: code(cell) for pair, cell in grid(DID).items() if cell}


def test_what_comes_of_what_both_did_is_that_of_the_rules() -> None:
    assert CELLS == OUTCOME_OF


def of(did: tuple[str, str]) -> MergeEntry:
    """The entry of an element with which both sides did this."""
    other = {"label": _text("another"), "derived_from": ("b:new",)} if did == ("added", "added") else {}
    plan = rebased(by_base(did[0]), by_adaptation(did[1], **other))
    return entry(plan, *(("b:new", "xx:new") if "added" in did else ("b:x", "xx:x")))


@pytest.mark.parametrize("did", CELLS)
def test_what_both_did_comes_to_what_the_table_says(did: tuple[str, str]) -> None:
    assert of(did).outcome == CELLS[did]


def test_what_both_changed_or_added_alike_is_the_same_already() -> None:
    both = {"definition": _text("The base says what it is.")}
    assert entry(rebased(by_base("changed"), edit(MINE, "xx:x", **both)), "b:x").outcome == "already-the-same"
    same = by_adaptation("added", derived_from=("b:new",))
    assert entry(rebased(by_base("added"), same), "b:new").outcome == "already-the-same"


def test_what_both_changed_differently_clashes() -> None:
    mine = edit(MINE, "xx:x", definition=_text("We say what it is."))
    found = entry(rebased(by_base("changed"), mine), "b:x")
    assert (found.outcome, found.clashes, found.default) == ("conflict", ("definition",), None)


@pytest.mark.parametrize(("did", "default"), [("left alone", "drop"), ("changed", None)])
def test_an_orphan_goes_by_default_only_where_the_adaptation_left_it_alone(did: str, default: str | None) -> None:
    assert entry(rebased(by_base("dropped"), by_adaptation(did)), "xx:x").default == default


# Outcomes


def test_outcomes_have_the_defaults_and_options_of_the_rules() -> None:
    table = {code(row[0]): ((*codes(row[1]), None)[0], codes(row[2])) for row in rows("outcome")}
    assert table == {outcome: (DEFAULTS.get(outcome), OPTIONS[outcome]) for outcome in OUTCOMES}


@pytest.mark.parametrize("did", CELLS)
def test_an_entry_offers_what_its_row_says(did: tuple[str, str]) -> None:
    alone: dict[tuple[str, str], tuple[str, ...]] = {("without it", "added"): ("keep", "drop")}
    alone |= {(base, "dropped"): ("keep", "take-over", "defer") for base in ("left alone", "changed")}
    table = {code(row[0]): codes(row[2]) for row in rows("outcome")}
    found = of(did)
    assert found.options == alone.get(did, table[found.outcome])


# Values

MERGED: dict[str, tuple[Any, Any, Any, Any]] = {
    "a list: either side added": (("a",), ("a", "b"), ("a", "c"), ("a", "b", "c")),
    "a list: the base took out": (("a", "b"), ("a",), ("a", "b", "c"), ("a", "c")),
    "a list: the adaptation took out": (("a", "b"), ("a", "b", "c"), ("a",), ("a", "c")),
    "a number, code or single reference: both changed it": (1, 2, 3, None),
    "a text: both added languages": (
        Text.of(en="a"),
        Text.of(en="a", fr="b"),
        Text.of(en="a", es="c"),
        Text.of(en="a", es="c", fr="b"),
    ),
    "a text: one reworded it, the other added a language": (
        Text.of(en="a"),
        Text.of(en="b"),
        Text.of(en="a", fr="c"),
        None,
    ),
    "a text: both added the same language": (Text.of(en="a"), Text.of(en="a", fr="b"), Text.of(en="a", fr="c"), None),
}


@pytest.mark.parametrize("row", rows("what one value became"), ids=lambda row: row[0])
def test_values_come_together_as_their_row_says(row: tuple[str, str]) -> None:
    base, onto, local, together = MERGED[row[0]]
    assert (together is None) is (row[1] == "clash")
    assert merge(base, onto, local) == ((local, True) if together is None else (together, False))
    if isinstance(base, Text):  # the other way round the same comes out, and a clash keeps what is the adaptation's
        assert merge(base, local, onto) == ((onto, True) if together is None else (together, False))


def test_a_member_that_the_new_base_took_out_of_a_set_goes_although_the_adaptation_added_another() -> None:
    onto = edit(NEWER, "b:set", includes=("b:kept",))
    mine = edit(add(MINE, _competency("xx:own")), "xx:set", includes=("xx:kept", "xx:own", "xx:x"))
    made = ssw.apply_rebase(rebased(onto, mine))
    assert value(made, "xx:set").includes == ("xx:kept", "xx:own")


# Verdicts


def test_the_verdicts_that_agree_are_those_of_the_rules() -> None:
    table = {code(row[0]): {"yes": True, "no": False}[row[2]] for row in rows("verdict")}
    assert [*table] == [*VERDICTS]
    assert {verdict for verdict, agrees in table.items() if agrees} == CONSENTING


STANDS = {
    "keep": ("We say.", "Here.", None),
    "take-over": ("They say.", None, "new"),
    "combine": ("We say.", "Here.", "new"),
    "defer": ("We say.", "Here.", None),
}


@pytest.mark.parametrize("verdict", STANDS)
def test_a_verdict_puts_in_place_what_its_row_says(verdict: str) -> None:
    onto = edit(NEWER, "b:x", definition=_text("They say."), notation="new")
    mine = edit(MINE, "xx:x", definition=_text("We say."), scope_note=_text("Here."))
    made = value(decided(rebased(onto, mine), x=verdict), "xx:x")
    assert (made.definition.get("en"), made.scope_note.get("en"), made.notation) == STANDS[verdict]


def test_what_is_dropped_is_gone_and_what_is_deferred_on_record() -> None:
    plan = rebased(by_base("dropped"), by_adaptation("changed"))
    assert value(decided(plan, x="drop"), "xx:x") is None
    deferred = decided(plan, x="defer")
    assert value(deferred, "xx:x").scope_note == _text("Here.")
    assert [one.verdict for one in deferred.of_kind("decision")] == ["defer"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("verdict", [code(row[0]) for row in rows("verdict") if code(row[0]) != "drop"])
def test_a_safeguard_is_loosened_only_by_a_verdict_that_agrees(verdict: str) -> None:
    """The new base drops a function that a limit names: whoever drops it has decided nothing about the limit."""
    mine = edit(MINE, "xx:limit", note=_text("Ours."))
    plan = rebased(edit(without(NEWER, "b:f"), "b:limit", function=("b:h",)), mine)
    assert {one.code for one in plan.safety} == {"limit-covers-less"}
    verdicts = {one.key.removeprefix("xx:"): "drop" if "drop" in one.options else verdict for one in plan.open}
    assert "limit" in verdicts
    agrees = {code(row[0]): row[2] == "yes" for row in rows("verdict")}
    given = {**verdicts, "f": "drop"}
    if agrees[verdict]:
        assert value(decided(plan, **given), "xx:limit").function == ("xx:h",)
    else:
        with pytest.raises(InputError, match="loosen a safeguard"):
            decided(plan, **given)


def test_a_safeguard_that_the_new_base_dropped_waits_although_the_adaptation_left_it_alone() -> None:
    plan = rebased(without(NEWER, "b:limit"))
    waiting = entry(plan, "xx:limit")
    assert (waiting.outcome, waiting.default, [one.code for one in waiting.safety]) == (
        "orphan",
        None,
        ["limit-removed"],
    )
    with pytest.raises(InputError, match="Waiting for a decision"):
        ssw.apply_rebase(plan)
    assert value(decided(plan, limit="drop"), "xx:limit") is None
    assert value(decided(plan, limit="keep"), "xx:limit") is not None


def test_what_an_element_of_the_adaptation_names_does_not_go_unasked() -> None:
    gone = without(NEWER, "b:x")
    assert entry(rebased(gone), "xx:x").default == "drop"
    needed = rebased(gone, add(MINE, _named(CompetencySet, "xx:ours", includes=("xx:kept", "xx:x"))))
    assert entry(needed, "xx:x").default is None


# What is the adaptation's own, and another meaning


def test_what_is_a_frameworks_own_is_that_of_the_rules() -> None:
    assert short("a framework's own") == OWN_OF_A_FRAMEWORK


@pytest.mark.parametrize("field", sorted(OWN_OF_A_FRAMEWORK - {"edition", "version", "issued"}))
def test_what_a_framework_says_of_itself_is_never_taken_over(field: str) -> None:
    values: dict[str, Any] = {"jurisdiction": ("KE",), "publisher": _text("Another"), "first_language": "fr"}
    onto = replace(NEWER, **{field: values.get(field, "draft" if field == "status" else "2026")})
    made = ssw.apply_rebase(rebased(onto), edition="2")
    assert getattr(made, field) in (getattr(MINE, field), "draft" if field == "status" else None)


def test_what_the_new_base_means_otherwise_replaces_what_it_was() -> None:
    onto = add(without(NEWER, "b:x"), _competency("b:y", label=_text("another"), replaces=("b:x",)))
    plan = rebased(onto)
    (key,) = {entry(plan, "b:y").key}
    made = decided(plan, **{key.removeprefix("xx:"): "take-over"})
    assert value(made, "xx:x") is None
    assert value(made, "xx:y").replaces == ("xx:x",)
