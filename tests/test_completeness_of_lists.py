"""Whether the list of what a target requires is known to be whole, and what may not be said where it is not (O)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph import requirements as lists
from sswgraph.messages import languages, message, sentence
from sswgraph.messages.wording import pack
from sswgraph.model import Cadre, Evidence, Progression, Source, Text
from sswgraph.model.evidence import LIST_REACH
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Page, Table
from sswgraph.pages.page import page_of
from tests.loops import some
from tests.tables import codes, rows
from tests.toy import (
    DRAFT,
    cadre,
    competency,
    competency_set,
    develops,
    framework,
    graph,
    module,
    qualification,
    requires,
)

DAY = date(2026, 11, 21)
COMPILED = ("cdw", "cycw", "generic", "psw", "social-protection")
PROOFS = ("among-known", "at-least", "cut-short", "optimal", "unknown", "unknown-optimal", "with-unknown")
# What may be said only where the list is known to be whole; and where it is not, each page has one of the others.
REASSURING = (*(f"show.proof.{one}" for one in PROOFS), "show.plan.none-needed", "lists.complete")
RESERVED = ("lists.not-known", "lists.incomplete", "lists.proposed", "gap.nothing-asked")


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
        (["whole"], "whole"),
        (["whole", "whole"], "whole"),
        (["whole", "proposed"], "proposed"),
        (["proposed"], "proposed"),
        (["proposed", None], None),
        (["whole", None], None),
        ([None], None),
        ([None, None], None),
        (["partial"], "partial"),
        (["whole", "partial"], "partial"),
        (["proposed", "partial"], "partial"),
        ([None, "partial"], "partial"),
    ],
)
def test_a_list_goes_as_far_as_those_of_all_cadres_included(reaches: list[Any], expected: str | None) -> None:
    assert lists.effective(reaches) == expected


def goes(name: str, reach: str | None, *bases: str, **fields: Any) -> Cadre:
    """A cadre whose list goes so far, on evidence of these bases."""
    source = {"stated": {"source": "t:law"}, "derived": {"derived_from": ("t:a",)}, "draft": {}}
    spoken = [
        Evidence(id=f"t:{name}.e{n}", basis=basis, concerns=(LIST_REACH,), **source[basis])  # type: ignore[arg-type]
        for n, basis in enumerate(bases)
    ]
    return replace(cadre(name, list_reach=reach, **fields), evidence=tuple(spoken) or DRAFT)


LAW = Source(id="t:law", label=Text.of(en="the law"))
WHOLE, OWN, PART, SILENT = ("whole", "stated"), ("whole", "draft"), ("partial", "stated"), (None,)


@pytest.mark.parametrize(
    ("own", "included", "expected", "code"),
    [
        (WHOLE, WHOLE, True, "complete"),
        (WHOLE, ("whole", "derived"), True, "complete"),
        (WHOLE, ("whole", "draft", "stated"), True, "complete"),
        (WHOLE, OWN, None, "proposed"),
        (OWN, OWN, None, "proposed"),
        (OWN, SILENT, None, "not-known"),
        (WHOLE, SILENT, None, "not-known"),
        (SILENT, PART, False, "incomplete"),
        (OWN, PART, False, "incomplete"),
        (WHOLE, ("partial", "draft"), False, "incomplete"),
    ],
)
def test_what_the_data_say_of_a_cadre_reaches_gap_and_plan(
    own: Any, included: Any, expected: bool | None, code: str
) -> None:
    parts = [*(competency(name) for name in "abc"), LAW, *(requires("today", one) for one in "ab")]
    g = graph(*parts, goes("today", *included), goes("wide", *own, includes=("t:today",)), requires("wide", "c"))
    answer = ssw.gap(g, ["t:a", "t:b", "t:c"], "t:wide")
    assert [note.code for note in answer.notes] == [f"lists.{code}"]
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


def asks(link: Any, competency_id: str) -> Any:
    """The same requirement or outcome, of another competency."""
    return replace(link, competency=competency_id)


def _outside(*, in_a_set: bool) -> list[Any]:
    """A list that a source calls whole: one competency here, and one of a framework that is not loaded."""
    beyond = "t:both" if in_a_set else "zz:c"
    both = replace(competency_set("both"), includes=("t:a", "zz:c"))
    return [both, goes("next", *WHOLE), asks(requires("next", "both"), beyond), requires("next", "b")]


@pytest.mark.parametrize(
    ("target", "parts", "required"),
    [
        ("t:none", [competency_set("none")], 0),
        ("t:outer", [competency_set("none"), competency_set("outer", "a", "none")], 1),
        ("t:both", _outside(in_a_set=True), 2),
        ("t:next", _outside(in_a_set=True), 3),
        ("t:next", _outside(in_a_set=False), 2),
        ("t:next", [competency_set("none"), goes("next", *WHOLE), requires("next", "none")], 0),
        ("t:q", [qualification("q", reach="whole")], 0),
        ("t:q", [qualification("q", reach="whole"), asks(develops("q", "a"), "zz:c")], 1),
    ],
)
def test_what_leads_to_nothing_known_is_never_called_whole(target: str, parts: list[Any], required: int) -> None:
    g = roles(*parts)
    for held in ([], ["t:a", "t:b", "t:c", "t:d"]):
        answer = ssw.gap(g, held, target)
        assert (answer.complete, answer.required) == (None, required)
        codes = [note.code for note in answer.notes]
        assert ("lists.not-known" if required else "gap.nothing-asked") in codes
        assert "lists.complete" not in codes
        assert not said(page_of(answer, "en").blocks, "lists.complete")
    assert g.answerable(target) == ("stated" if required else "no")


def test_an_optional_set_without_members_leaves_a_whole_list_whole() -> None:
    g = roles(competency_set("none"), goes("next", *WHOLE), requires("next", "none", necessity="optional"))
    assert [note.code for note in ssw.gap(g, [], "t:next").notes] == ["lists.requires-none"]


@pytest.mark.parametrize("held", [[], "t:today"])
@pytest.mark.parametrize("of", [WHOLE, OWN, SILENT])
def test_of_nothing_required_no_share_is_told(held: Any, of: Any) -> None:
    for optional in ((), (requires("next", "c", necessity="optional"),)):
        answer = ssw.gap(roles(goes("next", *of), *optional), held, "t:next")
        assert answer.required == 0
        blocks = page_of(answer, "en").blocks
        assert not said(blocks, "show.answer.gap")
        codes = ("lists.requires-none", "lists.not-known", "gap.nothing-asked")
        assert any(said(blocks[:2], code) for code in codes), "the answer above the rules says why"


def test_no_cadre_that_ships_is_called_complete(g: CompetencyGraph) -> None:
    assert len(g.cadres) > 100
    assert {lists.complete(g, one.id) for one in g.cadres} == {None, False}
    assert {one.id.partition(":")[0] for one in g.cadres if lists.list_reach(g, one.id) == "proposed"} == set(COMPILED)


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
        ("psw:para-social-worker", "lists.proposed"),
        ("za:social-auxiliary-worker", "lists.not-known"),
        ("asean-sp:volunteer", "lists.incomplete"),
        ("za:98890", "lists.complete"),
        ("za:60209", "lists.incomplete"),
    ):
        answer = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", target)
        for value in (answer, ssw.plan(g, answer, as_of=DAY)):
            for lang in languages():
                before, figures = summary_of(page_of(value, lang))
                assert figures is not None
                assert said(before, code, lang), (target, value.kind, lang)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("proof", PROOFS)
def test_every_proof_has_words_for_a_list_that_is_not_whole(proof: str, lang: str) -> None:
    whole, known = (pack(lang, "show")[f"proof.{proof}{end}"] for end in ("", "-known"))
    assert known != whole
    assert set(re.findall(r"\{\w+\}", known)) == set(re.findall(r"\{\w+\}", whole))


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("proof", ["unknown-optimal", "with-unknown"])
def test_what_is_proved_of_steps_without_hours_is_proved_for_what_is_known(proof: str, lang: str) -> None:
    texts = pack(lang, "show")
    proved, for_what_is_known = (texts[f"proof.optimal{end}"].partition(":")[0] + ":" for end in ("", "-known"))
    assert proved in texts[f"proof.{proof}"]
    assert proved not in texts[f"proof.{proof}-known"]
    assert for_what_is_known in texts[f"proof.{proof}-known"]


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
        assert (data["complete"], data["required"]) == (False, 5)
        assert {"lists.incomplete", "lists.fewer-than-held"} <= {note["code"] for note in data["notes"]}


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


def fewer(g: CompetencyGraph, held: Any, target: str) -> list[str]:
    return [note.code for note in ssw.gap(g, held, target).notes if note.code.startswith("lists.fewer")]


def test_fewer_than_what_leads_to_it_is_said_whatever_is_held() -> None:
    course = [qualification("q", reach="partial"), *(develops("q", name) for name in "abc")]
    g = roles(cadre("next"), requires("next", "c"), *course, step("today", "next"), step("q", "next"))
    assert fewer(g, [], "t:next") == ["lists.fewer-than-before"] * 2
    assert fewer(g, "t:today", "t:next") == ["lists.fewer-than-held", "lists.fewer-than-before"], "each is named once"
    assert fewer(g, [], "t:today") == []


def test_a_list_known_in_part_and_one_of_optional_things_only() -> None:
    g = roles(
        qualification("q", reach="partial"), develops("q", "c"), cadre("next"), requires("next", "c", None, "optional")
    )
    assert fewer(g, "t:today", "t:q") == ["lists.fewer-than-held"]
    assert ssw.gap(g, "t:today", "t:next").required == 0
    assert fewer(g, "t:today", "t:next") == [], "both have to be above zero"


def test_as_many_as_the_role_held_is_no_sign() -> None:
    g = roles(cadre("next"), requires("next", "c"), requires("next", "d"), step("today", "next"))
    assert fewer(g, "t:today", "t:next") == []


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
    assert fewer(g, "t:today", "t:a") == []


# O4


@pytest.mark.parametrize(
    ("of", "beside"),
    [
        (SILENT, "The list of the role held is not known to be complete; some of these may be held."),
        (OWN, "The list of the role held is not known to be complete; some of these may be held."),
        (PART, "The list of the role held is not complete; some of these may be held."),
    ],
)
def test_what_is_missing_may_be_held_where_the_list_of_the_role_held_is_not_whole(of: Any, beside: str) -> None:
    g = graph(*step_up(goes("today", *of)))
    page = page_of(ssw.gap(g, "t:today", "t:next"), "en")
    _, figures = summary_of(page)
    assert figures is not None
    assert ("Open", f"1. {beside}") in figures.pairs
    assert f"Missing: 1 competency. {beside}" in list(texts(page.blocks))
    planned = page_of(ssw.plan(g, ssw.gap(g, "t:today", "t:next"), as_of=DAY), "en")
    _, figures = summary_of(planned)
    assert figures is not None
    assert ("Competencies that stay open", f"1. {beside}") in figures.pairs


def test_the_table_of_own_lists_holds_row_by_row() -> None:
    terms = {"ssw:Whole": "whole", "ssw:Partial": "partial"}
    said = {"whole": "whole", "proposed": "proposed", "partial": "in part", None: "not known"}
    for reach, bases, own in some(rows("`ssw:listReach`")):
        named = terms.get("".join(codes(reach)))
        spoken = {"stated or derived": ["stated", "derived"], "draft": ["draft"], "": []}.get(
            bases, ["stated", "derived", "draft"]
        )
        for known in [[basis] for basis in spoken] or [[]]:
            made = goes("one", named, *known)
            assert said[lists.own_reach(made)] == own, (reach, known)


def step_up(today: Cadre) -> list[Any]:
    """This cadre 'today', which requires a and b, and a cadre 'next' that requires a and c."""
    asked = [requires(*pair) for pair in (("today", "a"), ("today", "b"), ("next", "a"), ("next", "c"))]
    return [*(competency(name) for name in "abcd"), LAW, today, cadre("next"), *asked]


def test_of_several_roles_held_the_one_known_to_be_incomplete_decides() -> None:
    g = graph(*step_up(goes("today", *SILENT)), goes("part", *PART), goes("full", *WHOLE))
    for held, expected in (
        (["t:today", "t:part"], "lists.may-be-held-incomplete"),
        (["t:today", "t:full"], "lists.may-be-held"),
        (["t:full"], None),
    ):
        told = {note.code for note in ssw.gap(g, held, "t:next").notes if "may-be-held" in note.code}
        assert told == ({expected} if expected else set()), held


def test_it_is_said_only_beside_something_missing_and_only_of_roles() -> None:
    g = graph(*step_up(goes("today", *SILENT)))
    told = message("lists.may-be-held")
    assert told in ssw.gap(g, "t:today", "t:next").notes
    assert told in ssw.gap(g, ["t:c", "t:today"], "t:d").notes
    assert told not in ssw.gap(g, "t:today", "t:today").notes
    assert told not in ssw.gap(g, ["t:a", "t:b"], "t:next").notes
    learnt = ssw.after(g, "t:today", ssw.plan(g, ssw.gap(g, "t:today", "t:next"), as_of=DAY))
    assert told in ssw.gap(g, learnt, "t:next").notes, "a profile still stands on the role that it was assumed from"
    again = graph(*step_up(goes("today", *WHOLE)))
    assert not any("may-be-held" in note.code for note in ssw.gap(again, "t:today", "t:next").notes)


# A list that is whole and empty


def test_a_list_that_a_source_calls_whole_and_empty_is_an_answer() -> None:
    g = graph(*step_up(goes("today", *SILENT)), goes("none", *WHOLE))
    answer = ssw.gap(g, "t:today", "t:none")
    assert (answer.complete, answer.required, answer.open) == (True, 0, ())
    said = "‘none’ requires no competency (the law)."
    assert [plain(str(note)) for note in answer.notes if note.code != "gap.assumed"] == [said]
    made = ssw.plan(g, answer, as_of=DAY)
    documents = (ssw.curriculum(g, "t:none"), ssw.document(g, "job-description", "t:none"), ssw.show(g, "t:none"))
    for value in (answer, made, *documents):
        found = [plain(text) for text in texts(page_of(value, "en").blocks)]
        assert said in found, value
        assert not any(pattern("gap.nothing-asked", "en").search(text) for text in found), value
    assert (g.answerable("t:none"), g.answerable("t:next")) == ("stated", "stated")


def test_a_role_held_that_requires_nothing_is_no_gap_in_what_was_read() -> None:
    g = graph(*step_up(goes("today", *SILENT)), goes("none", *WHOLE))
    assert [note.code for note in ssw.gap(g, "t:none", "t:next").notes] == [
        "gap.assumed",
        "lists.not-known",
        "lists.requires-none",
    ]


@pytest.mark.parametrize("of", [OWN, PART, SILENT])
def test_an_empty_list_that_no_source_calls_whole_is_no_answer(of: Any) -> None:
    g = graph(*step_up(goes("today", *SILENT)), goes("none", *of))
    answer = ssw.gap(g, "t:today", "t:none")
    assert answer.complete is not True
    assert [note.code for note in answer.notes] == ["gap.assumed", "gap.nothing-asked"]
    assert g.answerable("t:none") == "no"


def test_a_whole_list_that_includes_others_is_empty_only_with_them() -> None:
    none = goes("none", *WHOLE, includes=("t:today",))
    g = graph(*step_up(goes("today", *WHOLE)), none)
    assert [note.code for note in ssw.gap(g, [], "t:none").notes] == ["lists.complete", "gap.nothing-held"]


# Which cadres can be answered for


def test_answerable_by_kind(g: CompetencyGraph) -> None:
    expected = {
        "psw:para-social-worker": "stated",
        "za:social-worker": "no",
        "za:98890": "stated",
        "psw:c-trust": "stated",
        "asean-sp:set-foundational": "stated",
        "za:98890-km-01": "no",
        "za": "no",
    }
    assert {one: g.answerable(one) for one in expected} == expected
    with pytest.raises(UnknownElementError):
        g.answerable("za:nobody")


def test_what_is_answerable_is_what_a_gap_answers(g: CompetencyGraph) -> None:
    assert len(g.cadres) > 100
    for one in g.cadres:
        silent = "gap.nothing-asked" in {note.code for note in ssw.gap(g, [], one.id).notes}
        assert (g.answerable(one.id) != "stated") == silent, one.id
        suggested = ssw.gap(g, [], one.id, through_functions=True).suggested
        assert (g.answerable(one.id) == "suggested") == (silent and bool(suggested)), one.id


def test_find_marks_cadres_and_counts_them(g: CompetencyGraph) -> None:
    found = g.find(kind="cadre", limit=None)
    marks = [one.answerable for one in found]
    n = marks.count("stated")
    assert 40 < n < len(found) == len(g.cadres)
    assert {row["answerable"] for row in found.rows()} == {"stated", "suggested", "no"}
    told = f"Roles with a list of what they require: {n} of {len(found)}."
    assert any(told in plain(text) for text in texts(page_of(found, "en").blocks))
    assert {one.answerable for one in g.find("referral", kind="competency")} == {None}


def test_frameworks_and_show_mark_cadres_and_count_them(g: CompetencyGraph) -> None:
    summaries = ssw.frameworks()
    n = sum(one.answerable for one in summaries)
    assert n == [g.answerable(one.id) for one in g.cadres].count("stated")
    assert n == sum(row["answerable"] for row in summaries.rows())
    told = f"Roles with a list of what they require: {n} of {len(g.cadres)}."
    for value in (summaries, g):
        assert any(told in plain(text) for text in texts(page_of(value, "en").blocks)), value
    za = next(one for one in summaries if one.id == "za")
    cadres = dict(za.counts)["cadre"]
    assert ("Answerable roles", f"{za.answerable} of {cadres}") in facts(ssw.show(g, "za"))
    shown = ssw.show(g, "psw:para-social-worker")
    assert ("What it requires", "listed") in facts(shown)
    assert said(shown.blocks, "lists.proposed")
    silent = ssw.show(g, "za:social-worker")
    assert ("What it requires", "not listed") in facts(silent)
    assert said(silent.blocks, "gap.nothing-asked")


def facts(page: Page) -> list[tuple[str, str]]:
    found = [pair for block in page.blocks if isinstance(block, Facts) for pair in block.pairs]
    return [(plain(name), plain(value)) for name, value in found]


# Other answers with figures


def test_completeness_counts_lists_and_those_that_are_whole(g: CompetencyGraph) -> None:
    known = {one.name: (one.known, one.total) for one in ssw.completeness(g, "asean-sp").known}
    cadres = [one for one in g.cadres if one.id.startswith("asean-sp:")]
    n = [g.answerable(one.id) for one in cadres].count("stated")
    assert known["cadre.requirements"] == (n, len(cadres)) == (12, 19)
    assert known["cadre.list-whole"] == (0, 19)


def test_a_comparison_says_how_many_lists_are_not_known_to_be_whole(g: CompetencyGraph) -> None:
    notes = {note.code: plain(str(note)) for note in ssw.compare(g, "psw", "asean-sp").notes}
    n = len({one.cadre for one in g.of_kind("requirement") if one.id.startswith(("psw:", "asean-sp:"))})
    assert n > 15
    assert f"the lists of {n} of {n} roles with requirements are not known to be complete" in notes["compare.lists"]
    whole = framework(competency("a"), LAW, goes("full", *WHOLE), requires("full", "a"))
    assert "compare.lists" not in {note.code for note in ssw.compare(graph(), whole, whole).notes}


def test_the_handbook_says_it_of_each_role(g: CompetencyGraph) -> None:
    blocks = page_of(ssw.document(g, "framework-handbook", "asean-sp"), "en").blocks
    found = [plain(text) for text in texts(blocks)]
    assert sum(bool(pattern("lists.incomplete", "en").search(text)) for text in found) >= 12
