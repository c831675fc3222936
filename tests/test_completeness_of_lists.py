"""Whether the list of what a target requires is known to be whole, and what may not be said where it is not (O)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.graph import requirements as lists
from sswgraph.messages import languages, message, sentence
from sswgraph.messages.wording import pack
from sswgraph.model import Evidence, Progression
from sswgraph.pages import plan as pages_plan
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Page, Table
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import Writer
from tests.toy import cadre, competency, competency_set, develops, graph, module, qualification, requires

DAY = date(2026, 11, 21)
PROOFS = ("at-least", "cut-short", "optimal", "unknown", "unknown-optimal")
# What may be said only where the list is known to be whole; and where it is not, each page has one of the others.
REASSURING = (*(f"show.proof.{one}" for one in PROOFS), "show.plan.none-needed", "lists.complete")
RESERVED = ("lists.not-known", "lists.incomplete", "gap.nothing-asked")


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of a page but headings, in order."""
    for block in blocks:
        match block:
            case Facts(pairs):
                yield from (part for pair in pairs for part in pair)
            case Listing(items):
                yield from items
            case Table():
                yield block.caption
                yield from (*block.header, *(cell for row in block.rows for cell in row))
            case Details():
                yield from texts(block.blocks)
            case Heading():
                pass
            case _:
                yield block.text


def pattern(code: str, lang: str) -> re.Pattern[str]:
    """What a sentence looks like whatever is filled in; signs of isolation and no-break spaces aside."""
    area, _, name = code.partition(".")
    template = pack(lang, area)[name]
    wordings = template.values() if isinstance(template, dict) else [template]
    parts = (
        "".join(".+?" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", one))
        for one in wordings
    )
    return re.compile("|".join(parts))


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text).replace("\u00a0", " ").replace("\n", " ")


def said(blocks: Iterable[Block], code: str, lang: str = "en") -> bool:
    wanted = pattern(code, lang)
    return any(wanted.search(plain(text)) for text in texts(blocks))


def summary_of(page: Page) -> tuple[list[Block], Facts | None]:
    """What stands between the heading 'In short' and the first figures, and these."""
    words = sentence("show.heading.summary", page.lang)
    start = next(at for at, block in enumerate(page.blocks) if isinstance(block, Heading) and block.text == words)
    before: list[Block] = []
    for block in page.blocks[start + 1 :]:
        if isinstance(block, Facts):
            return before, block
        before.append(block)
    return before, None


def roles(*parts: Any) -> CompetencyGraph:
    """Competencies a to d, a cadre 'today' that requires a and b, and what else is given."""
    return graph(
        *(competency(name) for name in "abcd"), cadre("today"), requires("today", "a"), requires("today", "b"), *parts
    )


# O1


@pytest.mark.parametrize(
    ("reaches", "expected"),
    [
        (["whole"], True),
        (["whole", "whole"], True),
        (["whole", None], None),
        ([None], None),
        ([None, None], None),
        (["partial"], False),
        (["whole", "partial"], False),
        ([None, "partial"], False),
    ],
)
def test_a_list_is_whole_only_with_those_of_all_cadres_included(
    reaches: list[str | None], expected: bool | None
) -> None:
    assert lists.effective(reaches) is expected


@pytest.mark.parametrize(
    ("own", "included", "expected"), [("whole", "whole", True), ("whole", None, None), (None, "partial", False)]
)
def test_what_the_data_will_say_of_a_cadre_reaches_gap_and_plan(
    monkeypatch: pytest.MonkeyPatch, own: str | None, included: str | None, expected: bool | None
) -> None:
    reaches = {"t:wide": own, "t:today": included}
    monkeypatch.setattr(lists, "stated_reach", lambda graph, cadre: reaches[cadre])
    g = roles(cadre("wide", includes=("t:today",)), requires("wide", "c"))
    answer = ssw.gap(g, ["t:a", "t:b", "t:c"], "t:wide")
    assert (answer.complete, answer.required) == (expected, 3)
    made = ssw.plan(g, answer, as_of=DAY)
    assert (made.complete, made.required) == (expected, 3)
    assert said(page_of(made, "en").blocks, "show.proof.optimal") is (expected is True)


def test_by_kind_of_target(g: CompetencyGraph) -> None:
    def known(target: str) -> tuple[bool | None, int]:
        answer = ssw.gap(g, [], target)
        made = ssw.plan(g, answer, as_of=DAY)
        assert (made.complete, made.required) == (answer.complete, answer.required)
        return answer.complete, answer.required

    assert known("psw:para-social-worker") == (None, 39)
    assert known("za:social-worker") == (None, 0)
    assert known("psw:c-trust") == (True, 1)
    assert known("asean-sp:set-foundational") == (True, 5)
    assert known("za:98890") == (True, 7)
    assert known("za:60209") == (False, 17)


def test_no_cadre_that_ships_is_called_complete(g: CompetencyGraph) -> None:
    assert len(g.cadres) > 100
    assert {lists.complete(g, one.id) for one in g.cadres} == {None}


def test_required_counts_members_of_sets_and_nothing_optional() -> None:
    g = roles(
        competency_set("pair", "c", "d"),
        cadre("next"),
        requires("next", "pair", necessity="essential"),
        requires("next", "a", necessity="optional"),
        requires("next", "b"),
    )
    assert ssw.gap(g, [], "t:next").required == 3


def test_a_choice_of_modules_is_told() -> None:
    from sswgraph.model import PackagingRule

    modules = [module(name, part_of=("t:q",)) for name in ("m1", "m2", "m3")]
    rule = PackagingRule(
        id="t:q.rule",
        qualification="t:q",
        group=("t:m2", "t:m3"),
        at_least=1,
        evidence=(Evidence(id="t:e", basis="draft"),),
    )
    g = roles(
        qualification("q", reach="whole"), *modules, rule, *(develops(m, c) for m, c in (("m1", "a"), ("m2", "b")))
    )
    answer = ssw.gap(g, [], "t:q")
    assert (answer.complete, answer.required) == (True, 1)
    assert [note.code for note in answer.notes][:2] == ["lists.complete", "lists.choice"]


# O2


def test_each_answer_says_how_far_the_list_goes_before_its_figures(g: CompetencyGraph) -> None:
    for target, code in (
        ("psw:para-social-worker", "lists.not-known"),
        ("za:98890", "lists.complete"),
        ("za:60209", "lists.incomplete"),
    ):
        answer = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", target)
        for value in (answer, ssw.plan(g, answer, as_of=DAY)):
            for lang in languages():
                before, figures = summary_of(page_of(value, lang))
                assert figures is not None
                assert said(before, code, lang), (target, value.kind, lang)


def test_no_page_about_any_pair_of_cadres_reassures(g: CompetencyGraph) -> None:
    """All pairs of cadres for which something is known to be required."""
    cadres = [one.id for one in g.cadres if lists.known_to_be_required(g, one.id)]
    pairs = [(held, target) for held in cadres for target in cadres]
    assert len(pairs) > 2000
    never = [pattern(code, "en") for code in REASSURING]
    reserved = [pattern(code, "en") for code in RESERVED]
    empty = 0
    for held, target in pairs:
        answer = ssw.gap(g, held, target)
        page = page_of(answer, "en")
        before = [plain(text) for text in texts(summary_of(page)[0])]
        assert any(one.search(text) for one in reserved for text in before), (held, target)
        found = [plain(text) for text in texts(page.blocks)]
        assert not any(one.search(text) for one in never for text in found), (held, target)
        missing = sum(status == "missing" for status in answer.statuses.values())
        assert (message("lists.may-be-held") in answer.notes) == bool(missing), (held, target)
        empty += held != target and not answer.open
    assert empty >= 90, "the answers that would reassure"


def test_no_plan_towards_a_cadre_reassures(g: CompetencyGraph) -> None:
    targets = [one.id for one in g.cadres if lists.known_to_be_required(g, one.id)]
    pairs = [(held, target) for held in ([], *targets) for target in targets]
    assert len(pairs) > 2000
    not_known = pattern("lists.not-known", "en")
    never = [pattern(code, "en") for code in REASSURING]
    for held, target in pairs:
        made = ssw.plan(g, ssw.gap(g, held, target), as_of=DAY)
        blocks = (*pages_plan.summary(made, Writer("en")), *pages_plan.proof(made, Writer("en")))
        found = [plain(text) for text in texts(blocks)]
        assert any(not_known.search(text) for text in found), (held, target)
        assert not any(one.search(text) for one in never for text in found), (held, target)
        assert any("for what is known to be required" in text or "is known to be required:" in text for text in found)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("proof", PROOFS)
def test_every_proof_has_words_for_a_list_that_is_not_whole(proof: str, lang: str) -> None:
    whole, known = (pack(lang, "show")[f"proof.{proof}{end}"] for end in ("", "-known"))
    assert known != whole
    assert set(re.findall(r"\{\w+\}", known)) == set(re.findall(r"\{\w+\}", whole))


def test_documents_about_a_role_say_how_far_its_list_goes(g: CompetencyGraph) -> None:
    role = "za:social-auxiliary-worker"
    made = ssw.plan(g, ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", role), as_of=DAY)
    kinds = ("training-needs", "job-description", "logbook", "supervision-checklist")
    documents = [ssw.curriculum(g, role), ssw.curriculum(g, made), *(ssw.document(g, kind, role) for kind in kinds)]
    for value in documents:
        assert said(page_of(value, "en").blocks, "lists.not-known"), value.kind
    assert said(page_of(ssw.curriculum(g, "za:60209"), "en").blocks, "lists.incomplete")
    alone = page_of(ssw.curriculum(g, ["za:98890-km-01"]), "en").blocks
    assert not any(said(alone, code) for code in (*RESERVED, "lists.complete")), "modules answer to no list"


def test_the_tour_says_it_in_both_parts(g: CompetencyGraph) -> None:
    found = [plain(text) for text in texts(ssw.tour(g, as_of=DAY).blocks)]
    assert sum(bool(pattern("lists.not-known", "en").search(text)) for text in found) >= 2
    assert not any(pattern(code, "en").search(text) for code in REASSURING for text in found)


def test_json_holds_the_field_and_the_sentence(g: CompetencyGraph) -> None:
    answer = ssw.gap(g, "asean-sp:volunteer", "asean-sp:social-worker")
    for value in (answer, ssw.plan(g, answer, as_of=DAY)):
        data = ssw.to_plain(value)
        assert (data["complete"], data["required"]) == (None, 5)
        assert {"lists.not-known", "lists.fewer-than-held"} <= {note["code"] for note in data["notes"]}


# O3


def test_fewer_than_the_role_held_is_said_before_the_figures(g: CompetencyGraph) -> None:
    answer = ssw.gap(g, "asean-sp:volunteer", "asean-sp:social-worker")
    for value in (answer, ssw.plan(g, answer, as_of=DAY)):
        before, figures = summary_of(page_of(value, "en"))
        assert figures is not None
        assert said(before, "lists.fewer-than-held")
    told = next(note for note in answer.notes if note.code == "lists.fewer-than-held")
    assert "5 for ‘social worker’, but 6 for ‘volunteer’" in str(told)


def step(start: str, end: str) -> Progression:
    evidence = (Evidence(id="t:e", basis="draft"),)
    return Progression(
        id=f"t:{start}.to.{end}",
        start=f"t:{start}",
        progresses_to=f"t:{end}",
        progression_kind="ladder",
        evidence=evidence,
    )


def codes(g: CompetencyGraph, held: Any, target: str) -> list[str]:
    return [note.code for note in ssw.gap(g, held, target).notes if note.code.startswith("lists.fewer")]


def test_fewer_than_what_leads_to_it_is_said_whatever_is_held() -> None:
    course = [qualification("q", reach="partial"), *(develops("q", name) for name in "abc")]
    g = roles(cadre("next"), requires("next", "c"), *course, step("today", "next"), step("q", "next"))
    assert codes(g, [], "t:next") == ["lists.fewer-than-before"] * 2
    assert codes(g, "t:today", "t:next") == ["lists.fewer-than-held", "lists.fewer-than-before"], "each is named once"
    assert codes(g, [], "t:today") == []


def test_a_list_known_in_part_and_one_of_optional_things_only() -> None:
    g = roles(
        qualification("q", reach="partial"), develops("q", "c"), cadre("next"), requires("next", "c", None, "optional")
    )
    assert codes(g, "t:today", "t:q") == ["lists.fewer-than-held"]
    assert ssw.gap(g, "t:today", "t:next").required == 0
    assert codes(g, "t:today", "t:next") == [], "both have to be above zero"


def test_as_many_as_the_role_held_is_no_sign() -> None:
    g = roles(cadre("next"), requires("next", "c"), requires("next", "d"), step("today", "next"))
    assert codes(g, "t:today", "t:next") == []


def test_zero_has_its_own_answer() -> None:
    g = roles(cadre("none"), step("today", "none"), step("none", "today"))
    answer = ssw.gap(g, "t:today", "t:none")
    assert (answer.complete, answer.required) == (None, 0)
    assert [note.code for note in answer.notes] == ["gap.assumed", "gap.nothing-asked"]
    from_none = ssw.gap(g, "t:none", "t:today")
    expected = ["gap.assumed", "lists.not-known", "lists.may-be-held", "gap.nothing-stated"]
    assert [note.code for note in from_none.notes] == expected


def test_a_whole_list_is_no_sign_however_short() -> None:
    g = roles()
    assert ssw.gap(g, "t:today", "t:a").complete is True
    assert codes(g, "t:today", "t:a") == []


# O4


def test_what_is_missing_may_be_held_where_the_list_of_the_role_held_is_not_complete() -> None:
    g = roles(cadre("next"), requires("next", "a"), requires("next", "c"))
    page = page_of(ssw.gap(g, "t:today", "t:next"), "en")
    beside = "The list of the role held is not complete; some of these may be held."
    _, figures = summary_of(page)
    assert figures is not None
    assert ("Open", f"1. {beside}") in figures.pairs
    assert f"Missing: 1 competency. {beside}" in list(texts(page.blocks))
    planned = page_of(ssw.plan(g, ssw.gap(g, "t:today", "t:next"), as_of=DAY), "en")
    _, figures = summary_of(planned)
    assert figures is not None
    assert ("Competencies that stay open", f"1. {beside}") in figures.pairs


def test_it_is_said_only_beside_something_missing_and_only_of_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    g = roles(cadre("next"), requires("next", "a"), requires("next", "c"))
    told = message("lists.may-be-held")
    assert told in ssw.gap(g, "t:today", "t:next").notes
    assert told in ssw.gap(g, ["t:c", "t:today"], "t:d").notes
    assert told not in ssw.gap(g, "t:today", "t:today").notes
    assert told not in ssw.gap(g, ["t:a", "t:b"], "t:next").notes
    learnt = ssw.after(g, "t:today", ssw.plan(g, ssw.gap(g, "t:today", "t:next"), as_of=DAY))
    assert told in ssw.gap(g, learnt, "t:next").notes, "a profile still stands on the role that it was assumed from"
    monkeypatch.setattr(lists, "stated_reach", lambda graph, cadre: "whole")
    again = roles(cadre("next"), requires("next", "a"), requires("next", "c"))
    assert told not in ssw.gap(again, "t:today", "t:next").notes
