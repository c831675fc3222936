"""Words of a comparison (rule E7): what accuses stands only where the second framework was made from the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.countries import compared_many
from sswgraph.adaptation.lineage import made_from
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages
from sswgraph.messages import wording as messages
from sswgraph.model import Change, Competency, Framework, Mapping, ScopeRule, Text
from sswgraph.model.comparison import KINDS, RELATIONS
from sswgraph.pages.page import page_of
from sswgraph.render.html import document
from tests import adapted as edits
from tests import rebased
from tests.loops import some
from tests.test_compare import _map, _two

# Weakened, weaker, lost, gone, no longer, before, dropped, deleted, loosened: as the six languages say it.
ACCUSING = {
    "en": r"weak\w*|los[est]\w*|gone|no longer|any more|before|dropped|loosen\w*|fell",
    "fr": r"affaibli\w*|plus faible\w*|faibli|perdu\w*|disparu\w*|ne \S+ plus|n’\S+ plus|avant|auparavant|supprimé\w*"
    r"|assoupli\w*",
    "es": r"debilit\w*|más débil\w*|perdi\w*|desapareci\w*|ya no|antes|suprimid\w*|relaj\w*",
    "pt": r"enfraquec\w*|mais frac\w*|perd\w*|desaparec\w*|já não|antes|suprimid\w*|afroux\w*",
    "ar": r"ضعف\w*|أضعف|فقد\w*|زالت?|لم يعد|لم تعد|قبل|سابقًا|محذوف\w*|تخفيف\w*",
    "sw": r"\w*dhoof\w*|\w*potea|\w*ondok\w*|\w*ondolew\w*|tena|kabla|awali|\w*legez\w*",
}
# What people are told to do with a workbook: it speaks of rows and decisions of theirs, of no framework.
_OF_PEOPLE = {
    "review.lead-plenary",
    "review.meaning-merge",
    "review.place-plenary",
    "review.section-silent",
    "review.step-7",
    "review.verdict-drop",
    "show.field.by",  # in Arabic 'on the part of'
    "show.source-kind.primary",  # in Arabic 'original'
}
# Quoted from a Change that a framework states of itself.
_QUOTED = {"show.change.dropped"}
_ACCUSES = {lang: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for lang, words in ACCUSING.items()}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The codes of every fixed text that is said: labels and quotations are none."""
    codes: set[str] = set()
    plain = messages._template

    def recording(code: str, lang: str) -> Any:
        found = plain(code, lang)
        codes.add(code)
        return found

    monkeypatch.setattr(messages, "_template", recording)
    yield codes
    monkeypatch.undo()


def _accusing(codes: set[str]) -> list[tuple[str, str, str]]:
    """The codes whose sentence accuses, in any of the languages."""
    assert codes
    found = []
    for code in sorted(codes):
        for lang in some(languages()):
            template = messages._template(code, lang)
            texts = template.values() if isinstance(template, dict) else [template]
            found += [(code, lang, text) for text in texts if _ACCUSES[lang].search(text)]
    return found


def test_the_words_are_found_where_they_stand() -> None:
    codes = {"safety.limit-removed", "safety.requirement-removed", "safety.limit-looser", "change.dropped"}
    shown = {code if code.startswith("safety") else f"show.{code}" for code in codes}
    assert {(code, lang) for code, lang, _ in _accusing(shown)} == {(c, lang) for c in shown for lang in languages()}


@pytest.mark.slow
def test_no_pair_that_ships_is_accused_without_lineage_or_with_the_adaptation_first(
    g: CompetencyGraph, said: set[str]
) -> None:
    """One pair in a hundred, and those along lineage; ``python -m tests.long.pairs`` takes all of them."""
    pairs = list(permutations(g.frameworks, 2))
    related = [pair for pair in pairs if {one.id for one in pair} == {"alliance", "cd"}]
    assert [(a.id, b.id) for a, b in accuse_nobody(g, [*pairs[::97], *related])] == [("alliance", "cd")]
    assert said >= {"show.protection.found", "show.relation.only-first", "compare.banner-other-way", "safety.only-one"}
    assert _accusing(said) == []


def accuse_nobody(
    g: CompetencyGraph, pairs: Iterable[tuple[Framework, Framework]]
) -> list[tuple[Framework, Framework]]:
    """Compare the pairs, which say of none without lineage what became of it; gives those along lineage."""
    along = []
    for base, adapted in some(pairs):
        if made_from(adapted, base, g.frameworks):
            along.append((base, adapted))
            continue
        found = compared(base, adapted, g.mapping_sets, known=g.frameworks)
        assert not found.lineage
        page_of(found)
        kinds = {row["relation"] for row in found.rows()}
        assert kinds <= set(RELATIONS)
        assert not kinds & set(KINDS)
    return along


@pytest.fixture(scope="module")
def psw() -> Framework:
    return edits.with_source(rebased.psw())


@pytest.fixture(scope="module")
def edited(psw: Framework) -> Framework:
    """An adaptation with one change of every kind, and with less protection."""
    made = edits.edited(psw)
    rule = "xx:para-social-worker.rule-statutory"
    return edits.edit(edits.without(made, "xx:para-social-worker.supervision"), rule, authority="independent")


# What is lineage


def test_derivation_is_read_through_the_frameworks_between(psw: Framework) -> None:
    said: dict[str, Any] = {"cadre": "psw:para-social-worker", "authority": "assists", "jurisdiction": ("TZ",)}
    psw = edits.add(psw, ScopeRule(id="psw:tz", label=Text.of(en="So in Tanzania"), evidence=(edits.DRAFT,), **said))
    first = ssw.adapt(psw, id="xx", jurisdiction="002")
    ends: dict[str, Any] = {"base": ("psw:c-self-care",), "adaptation": ("xx:a", "xx:b")}
    split = Change(id="xx:split", change_kind="split", evidence=(edits.DRAFT,), **ends)
    parts = [Competency(id=one, label=Text.of(en=one), evidence=(edits.DRAFT,)) for one in ends["adaptation"]]
    middle = edits.add(edits.without(first, "xx:c-self-care"), *parts, split)
    second = ssw.adapt(middle, id="zz", jurisdiction="KE")
    found = compared(psw, second, known=(middle,))
    assert found.lineage
    assert [one.code for one in found.unchecked if "elsewhere" in one.code] == ["safety.unchecked-elsewhere"]
    alone = [one for one in found.entries if one.no_counterpart and one.element != "change"]
    assert {one.relation for one in alone} == {"not-compared"}
    assert {entry.adaptation for entry in found.of_kind("split")} == {("zz:a", "zz:b")}
    kept = [entry for entry in found.of_kind("identical") if entry.element == "cadre"]
    assert kept
    assert all(pair.by == "derivation" for entry in kept for pair in entry.pairs)
    rule = "zz:para-social-worker.supervision"
    lost = compared(psw, edits.without(second, rule), known=(middle,)).safety
    assert "supervision-removed" in {one.code for one in lost} - {one.code for one in found.safety}
    apart = compared(psw, second)
    assert (apart.lineage, apart.of_kind("identical")) == (False, ()), "nothing tells what stands between"


def _framework(identifier: str, **fields: Any) -> Framework:
    return replace(_two("a", "b")[0], id=identifier, elements=(), **fields)


def test_lineage_leads_through_any_number_of_adaptations_and_editions() -> None:
    base, first = _framework("a"), _framework("b", adaptation_of="a")
    second = _framework("c", replaces=("b",))
    third = _framework("d", adaptation_of="c")
    known = (base, first, second, third)
    for child in (first, second, third):
        assert made_from(child, base, known)
        assert not made_from(base, child, known)
    assert not made_from(third, base)  # nothing tells what stands between
    sibling = _framework("e", adaptation_of="a")
    assert not made_from(sibling, first, (*known, sibling))
    ring = (_framework("f", adaptation_of="h"), _framework("h", adaptation_of="f"))
    assert made_from(*ring, ring)
    assert not made_from(ring[0], base, ring)


@pytest.mark.parametrize(
    ("old", "new", "along"),
    [
        ("2025", "2026", True),
        ("2026-11-21", "2025-01-01", False),
        ("2026", "2026", True),
        ("second", "first", True),  # no days: the first that is given is the first
        (None, "2026", True),
        ("2026", None, True),
    ],
)
def test_of_two_editions_the_earlier_was_not_made_from_the_later(old: str | None, new: str | None, along: bool) -> None:
    first, second = _framework("a", edition=old), _framework("a", edition=new)
    found = compared(first, second)
    assert found.lineage is along
    assert [note.code for note in found.notes] == ([] if along else ["compare.banner-editions-turned"])


def test_the_graph_tells_what_stands_between(g: CompetencyGraph) -> None:
    first = ssw.adapt(g["psw"], id="xx", jurisdiction="UG")
    second = ssw.adapt(first, id="yy", jurisdiction="KE")
    assert not ssw.compare(g, "psw", second).lineage
    assert ssw.compare(g.with_framework(first), "psw", second).lineage
    assert ssw.compare(g, first, second).lineage


def test_derivation_of_elements_a_common_iri_and_a_common_base_pair_but_are_no_lineage(psw: Framework) -> None:
    made = edits.adapted(psw)
    stranger = replace(made, adaptation_of=None, base_edition=None)
    for base, other, by in (
        (psw, stranger, "derivation"),
        (made, ssw.adapt(psw, id="yy", jurisdiction="KE"), "derivation"),
        (psw, replace(psw, id="zz"), "iri"),
    ):
        found = compared(base, other)
        assert not found.lineage
        assert by in {pair.by for entry in found.entries for pair in entry.pairs}
        assert found.notes[0].code == "compare.banner-no-lineage"
        assert found.safety == ()
        relations = {entry.relation for entry in found.entries if not entry.no_counterpart}
        assert relations == {"same", "not-compared"}  # the two headers are not compared


def test_the_adaptation_first_is_told_how_to_read_it(edited: Framework, psw: Framework) -> None:
    found = compared(edited, psw)
    note = found.notes[0]
    assert (found.lineage, note.code) == (False, "compare.banner-other-way")
    for lang in some(languages()):
        told = note.render(lang)
        assert 'compare(g, "psw", "xx")' in told
        assert "sswgraph compare psw xx" in told
    assert compared(psw, edited).lineage


# What is said instead


@pytest.mark.parametrize(
    ("relation", "said"),
    [("exact", "same"), ("close", "close"), ("broad", "wider"), ("narrow", "narrower"), ("covers", "narrower")],
)
def test_a_mapping_says_how_two_elements_stand(relation: str, said: str) -> None:
    base, adapted = _two("a", "b")
    found = compared(base, adapted, [_map("a:c0", relation, "b:c0")])
    assert [row["relation"] for row in found.rows() if "a:c0" in row["base"]] == [said]
    mirrored = {"wider": "narrower", "narrower": "wider"}
    back = compared(adapted, base, [_map("a:c0", relation, "b:c0")])
    assert [row["relation"] for row in back.rows() if "a:c0" in row["adaptation"]] == [mirrored.get(said, said)]
    alone = [
        row["relation"] for row in found.rows() if row["base"] in (["a:c1"], []) and row["element"] == "competency"
    ]
    assert alone == ["only-first", "only-second", "only-second"]


def test_of_several_the_weakest_is_said_and_wider_with_narrower_is_the_same_topic() -> None:
    base, adapted = _two("a", "b")
    for rows, said in (
        ([("a:c0", "exact", "b:c0"), ("a:c0", "close", "b:c1")], "close"),
        ([("a:c0", "broad", "b:c0"), ("a:c0", "narrow", "b:c1")], "same-topic"),
    ):
        found = compared(base, adapted, [_map(*row) for row in rows])
        assert [entry.relation for entry in found.entries if "a:c0" in entry.base] == [said]


def test_derivation_alone_says_the_same_only_where_nothing_else_is_said(psw: Framework) -> None:
    made = edits.edit(edits.adapted(psw), "xx:c-trust", definition=Text.of(en="Something else."))
    stated = {
        mappings: next(e.relation for e in compared(made, psw, list(mappings)).entries if e.base == ("xx:c-trust",))
        for mappings in ((), (Mapping(subject="xx:c-trust", relation="close", object="psw:c-trust"),))
    }
    assert list(stated.values()) == ["same-topic", "close"]
    alike = next(e for e in compared(made, psw).entries if e.base == ("xx:c-role",))
    assert alike.relation == "same"


def test_what_ties_elements_stands_as_the_weakest_of_them(psw: Framework) -> None:
    made = replace(edits.adapted(psw), adaptation_of=None)
    stranger = edits.change(made, lambda node: replace(node, derived_from=(), evidence=()))
    ends = [("psw:para-social-worker", "exact", "xx:para-social-worker"), ("psw:c-groups", "broad", "xx:c-groups")]
    found = compared(psw, stranger, [_map(*row) for row in ends])
    (entry,) = [e for e in found.entries for pair in e.pairs if pair.by == "ends" and e.element == "requirement"]
    assert (entry.base, entry.relation) == (("psw:para-social-worker.req-groups",), "wider")


def test_no_kind_stands_on_a_page_without_lineage(edited: Framework, psw: Framework, said: set[str]) -> None:
    found = compared(edited, psw)
    kinds = {entry.kind for entry in found.entries}
    assert {"dropped", "added", "split", "merged", "redefined"} <= kinds
    page = document(page_of(found))
    assert "<del>" not in page
    assert "<ins>" not in page
    assert not {f"show.change.{kind}" for kind in KINDS} & said
    assert _accusing(said) == []
    assert ssw.apply_changes(edited, found) == psw
    for one in found.entries:
        assert one.base + one.adaptation
        assert found.said_of(one) in RELATIONS


def test_a_matrix_says_of_each_column_what_it_may(edited: Framework, psw: Framework, g: CompetencyGraph) -> None:
    matrix = compared_many(psw, edited, g["tz"], mappings=g.mapping_sets)
    assert [one.lineage for one in matrix.comparisons] == [True, False]
    rows = {row["base"]: row for row in matrix.rows() if row["base"]}
    assert (rows["psw:c-monitoring"]["xx"], rows["psw:c-awareness"]["xx"]) == ("dropped", "split")
    assert {row["xx"] for row in rows.values()} <= {*KINDS, "not-compared"}
    assert {row["tz"] for row in rows.values()} <= set(RELATIONS)
    assert "psw:c-monitoring" not in matrix.kept_by_all
    page = str(matrix)
    assert page.index("What Para social worker, adapted (xx) loosened") < page.index(
        "Elements that all have as the same"
    )


def test_a_matrix_without_lineage_accuses_nobody(g: CompetencyGraph, said: set[str]) -> None:
    matrix = compared_many(g["psw"], g["cd"], g["ug"], g["tz"], mappings=g.mapping_sets)
    page_of(matrix)
    assert not matrix.lineage
    assert _accusing(said) == []


def test_countries_beside_each_other_accuse_nobody(g: CompetencyGraph, said: set[str]) -> None:
    page_of(ssw.compare_countries(g, ["cd", "ug", "tz", "za", "ke", "gh"]))
    assert said >= {"countries.working-list", "countries.legend-how-far", "countries.nowhere"}
    assert _accusing(said) == []


# In a review


def _sheets(path: Path) -> list[list[str]]:
    return [
        [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
        for sheet in load_workbook(path).worksheets
    ]


def test_a_review_without_lineage_accuses_nobody(
    edited: Framework, psw: Framework, g: CompetencyGraph, said: set[str], tmp_path: Path
) -> None:
    for number, found in enumerate((compared(edited, psw), compared(g["psw"], g["tz"], g.mapping_sets))):
        path = ssw.review_workbook(found, tmp_path / f"{number}.xlsx")
        review = ssw.read_review(path, found)
        page_of(review)
        assert not review.lineage
        changes = {row.change for row in review.lines}
        assert "only-first" in changes
        assert changes <= set(RELATIONS) - {"not-compared"}
        assert any(row.safety for row in review.lines)
    assert "review.lead-safety-apart" in said
    assert {code for code, _, _ in _accusing(said)} <= _OF_PEOPLE | _QUOTED


def test_a_review_along_lineage_keeps_its_words(edited: Framework, psw: Framework, tmp_path: Path) -> None:
    path = ssw.review_workbook(compared(psw, edited), tmp_path / "ours.xlsx")
    assert any("by which a safeguard is gone or weaker" in text for sheet in _sheets(path) for text in sheet)
    review = ssw.read_review(path, compared(psw, edited))
    assert review.lineage
    assert {row.change for row in review.lines} <= set(KINDS)


@pytest.mark.parametrize("lang", languages())
def test_a_review_without_lineage_is_read_in_every_language(
    lang: str, edited: Framework, psw: Framework, tmp_path: Path
) -> None:
    found = compared(edited, psw)
    path = ssw.review_workbook(found, tmp_path / "ours.xlsx", lang=lang)
    assert len(ssw.read_review(path, found).lines) == len(found.different)
    again = ssw.review_workbook(found, tmp_path / "again.xlsx", lang=lang, previous=path)
    assert len(ssw.read_review(again, found).lines) == len(found.different)
