"""The review workbook: every difference once, safety first; decisions come back as they were filled in."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.safety.codes import LISTED_ONLY
from sswgraph.errors import InputError, MissingExtraError, OutputExistsError
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages, message
from sswgraph.model import Text
from sswgraph.model.merge_plan import GROUPS
from sswgraph.model.review import STANDINGS, VERDICTS, VERDICTS_OF
from sswgraph.pages.blocks import Notice
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import words
from sswgraph.review.columns import ANSWERS, COLUMNS, FIRST, OPEN, PLACE, TICKED, choices, code_of
from sswgraph.review.rows import key_of, review_rows
from tests import samples
from tests.adapted import edit
from tests.loops import some
from tests.weakenings import BASE as WEAK
from tests.workbooks import ADDED, FORMULA, REWORDED, adapted, base, change, comparison, fill, rows

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ssw.review_workbook(comparison(), tmp_path_factory.mktemp("review") / "ours.xlsx")


def _key_of_loosened() -> str:
    return next(row.key for row in review_rows(comparison()).rows if row.safety)


# What stands in it


def test_every_difference_is_one_row_and_safety_comes_first(blank: Path) -> None:
    found = comparison()
    lines = ssw.read_review(blank, found).lines
    assert sorted(row.key for row in lines) == sorted(key_of(entry) for entry in found.different)
    assert [row.number for row in lines] == list(range(1, len(lines) + 1))
    assert [bool(row.safety) for row in lines] == sorted((bool(row.safety) for row in lines), reverse=True)
    assert lines[0].element == "supervision-arrangement"
    must = [one for one in found.safety if one.certain or one.code not in LISTED_ONLY]
    told = [text for one in must for text in (one.text, *one.effects, *one.along)]
    assert sum(len(row.safety) for row in lines) == len(told) > 0


def test_keys_are_those_of_one_element_each() -> None:
    for pair in (("psw", "cycw"), ("tz", "psw")):
        one, other = (ssw.load(name)[name] for name in pair)
        found = review_rows(compared(one, other)).rows
        assert len({row.key for row in found}) == len(found)


def test_each_domain_has_its_sheet(blank: Path) -> None:
    found = comparison()
    domains = {share.id: str(share.label) for share in found.summary.domains}
    sheets = load_workbook(blank).sheetnames
    for row in some(review_rows(found).rows):
        if row.domain and not row.safety:
            assert row.place == row.domain
            assert any(
                name.partition(" ")[2] == domains[row.domain][: 31 - len(name.partition(" ")[0]) - 1] for name in sheets
            )
    assert sheets[:2] == ["Start", "Safety"]
    reworded = next(row for row in review_rows(found).rows if row.key == REWORDED)
    assert reworded.domain == "psw:set-communication"


def test_what_ties_a_competency_belongs_to_its_domains() -> None:
    found = {entry.base[0]: entry for entry in comparison().entries if entry.base}
    sets = [one for one in base().elements if one.kind == "competency-set"]
    requirements = [one for one in base().elements if one.kind == "requirement"]
    assert requirements
    for one in requirements:
        competency = one.competency  # type: ignore[attr-defined]
        owners = {each.id for each in sets if competency in each.includes}  # type: ignore[attr-defined]
        assert set(found[one.id].domains) == owners == set(found[competency].domains)
    for each in some(sets):
        assert found[each.id].domains[0] == each.id


def test_the_differing_words_are_marked(blank: Path) -> None:
    workbook = load_workbook(blank, rich_text=True)
    sheet, row = rows(workbook)[REWORDED]
    marked = {name: sheet.cell(row, PLACE[name] + 1).value for name in ("base", "adaptation")}
    old = next(one for one in base().elements if one.id == REWORDED).label.get("en")  # type: ignore[attr-defined]
    assert old == "Communicate and listen actively"
    assert f"Name (en): {old}\nName (fr): " in str(marked["base"])
    assert "Name (en): Listen, and speak so that the other understands\n" in str(marked["adaptation"])
    gone = [str(part) for part in marked["base"] if getattr(part, "font", None) and part.font.strike]
    new = [str(part) for part in marked["adaptation"] if getattr(part, "font", None) and part.font.u]
    assert gone[0] == "Communicate"
    assert new[0] == "Listen,"
    assert not any("and" in part.split() for part in (*gone, *new)), "both sides have it"


def test_texts_are_never_formulas(tmp_path: Path) -> None:
    signs = ["+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "_x0041_", "1e5", "http://127.0.0.1"]
    hostile = [text for text in samples.HOSTILE if "\ud800" not in text]
    elements = [
        replace(ADDED, id=f"xx:n{number}", label=Text.of(en=text)) for number, text in enumerate([*hostile, *signs])
    ]
    made = adapted()
    found = compared(base(), replace(made, elements=(*made.elements, *elements)))
    path = ssw.review_workbook(found, tmp_path / "ours.xlsx")
    known = {"Start", "Plenary (open)"}
    for sheet in some(load_workbook(path).worksheets):
        for line in sheet.iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    assert sheet.title in known or (cell.row == 3 and "COUNTIF" in str(cell.value)), cell.coordinate
                    assert "cmd" not in str(cell.value)
    review = ssw.read_review(path, found)
    assert {row.key for row in review.lines} >= {one.id for one in elements}


def test_source_cells_are_locked_and_decisions_are_chosen_from_a_list(blank: Path) -> None:
    workbook = load_workbook(blank)
    for sheet, row in some(rows(workbook).values()):
        assert sheet.protection.sheet
        for at, column in enumerate(COLUMNS, 1):
            assert sheet.cell(row, at).protection.locked is not column.open
        lists = {str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation}
        assert lists == {"I", "D", "M"}
        hidden = sheet.column_dimensions["A"]
        assert (hidden.hidden, hidden.min, hidden.max) == (True, 1, 2)
    assert workbook["sswgraph"].sheet_state == "veryHidden"


def test_it_prints_on_a3_across_with_numbers_boxes_and_headers(blank: Path) -> None:
    workbook = load_workbook(blank)
    for sheet in some({sheet.title: sheet for sheet, _ in rows(workbook).values()}.values()):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
    paper = workbook["Paper form"]
    assert paper.print_title_rows == "$4:$4"
    assert [paper.cell(4, at).value for at in range(6, 15)] == [
        word for _, word in choices("verdict", "en", VERDICTS_OF["comparison"])
    ]
    assert [paper.cell(FIRST + 1, at).value for at in range(6, 15)] == [OPEN] * 9
    assert paper.cell(FIRST + 1, 1).value == 1


@pytest.mark.parametrize("lang", languages())
def test_words_of_the_lists_are_distinct_in_all_languages(lang: str) -> None:
    for kind, codes in (("verdict", VERDICTS), ("group", GROUPS), ("answer", ANSWERS)):
        assert [code_of(kind, word) for _, word in choices(kind, lang)] == list(codes)


def test_instructions_come_in_french(tmp_path: Path) -> None:
    path = ssw.review_workbook(comparison(), tmp_path / "ours.xlsx", lang="fr")
    workbook = load_workbook(path)
    assert workbook.sheetnames[:2] == ["Départ", "Protection"]
    said = [str(cell.value) for line in workbook["Départ"].iter_rows() for cell in line]
    assert any(text.startswith("1. Dites ci-dessus") for text in said)
    key = _key_of_loosened()
    filled = fill(path, tmp_path / "m.xlsx", "ministère", {key: {"verdict": "Conserver", "legal": "oui"}})
    decision = ssw.read_review(filled, comparison()).decisions[0]
    assert (decision.group, decision.verdict, decision.legal_check) == ("ministry", "keep", True)


@pytest.mark.parametrize(("lang", "remarks"), [("de", ["de"]), ("pt-BR", []), ("en", [])])
def test_the_first_sheet_says_where_fixed_text_is_in_english_instead(
    lang: str, remarks: list[str], tmp_path: Path
) -> None:
    start = load_workbook(ssw.review_workbook(comparison(), tmp_path / "ours.xlsx", lang=lang)).worksheets[0]
    said = [str(cell.value) for line in start.iter_rows() for cell in line]
    told = [text for text in said if text.startswith("The fixed text of this page is in English")]
    found = [text.partition("exist in ")[2].partition(" yet. Available languages: ar, en,") for text in told]
    assert [(name, bool(known)) for name, known, _ in found] == [(name, True) for name in remarks]


def test_nothing_different_still_says_what_was_looked_at(tmp_path: Path) -> None:
    found = compared(base(), base())
    path = ssw.review_workbook(found, tmp_path / "ours.xlsx")
    assert ssw.read_review(path, found).lines == ()
    lead = load_workbook(path)["Safety"]["C2"].value
    assert "Supervision arrangements" in lead


# Filling in and reading back

_ONE = {"verdict": "keep", "reason": "It protects", "ticked": ""}


def test_agreement_disagreement_and_silence(blank: Path, tmp_path: Path) -> None:
    loosened = _key_of_loosened()
    ministry = fill(
        blank, tmp_path / "m.xlsx", "ministry", {loosened: _ONE, REWORDED: {"verdict": "reword", "wording": "Listen"}}
    )
    workers = fill(
        blank,
        tmp_path / "w.xlsx",
        "worker",
        {
            loosened: _ONE,
            REWORDED: {"verdict": "reword", "wording": "Hear", "dissent": "Two of us"},
            "xx:new": {"verdict": "add", "follow-up": "The council"},
        },
    )
    review = ssw.read_review([ministry, workers], comparison())
    standing = {row.key: row.standing for row in review.lines}
    assert standing[loosened] == "agreed"
    assert standing[REWORDED] == "disagreed"
    assert standing["xx:new"] == "partly"
    assert {standing[key] for key in standing.keys() - {loosened, REWORDED, "xx:new"}} == {"silent"}
    assert [copy.group for copy in review.copies] == ["ministry", "worker"]
    one = next(one for one in review.decisions if one.dissent)
    assert (one.group, one.wording, one.reason, one.copy) == ("worker", "Hear", "", 1)
    assert [row.key for row in review.lines if row.ticked] == [loosened]
    assert {note.code for note in review.notes} == {"review.note-no-reason"}
    turned = ssw.read_review([workers, ministry], comparison())
    assert {row.key: row.standing for row in turned.lines} == standing


def test_the_order_of_rows_does_not_matter(blank: Path, tmp_path: Path) -> None:
    found = comparison()
    filled = fill(blank, tmp_path / "m.xlsx", "ministry", {REWORDED: _ONE, "xx:new": {"verdict": "add"}})

    def turn(workbook: Any) -> None:
        sheet = rows(workbook)["xx:new"][0]
        lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=FIRST + 1)]
        for at, line in enumerate(reversed(lines), FIRST + 1):
            for column, value in enumerate(line, 1):
                sheet.cell(at, column).value = value

    turned = change(filled, tmp_path / "t.xlsx", turn)
    assert len(ssw.read_review(filled, found).decisions) == 2
    assert ssw.read_review(turned, found).decisions == ssw.read_review(filled, found).decisions


_TYPED = st.text(st.characters(codec="utf-8", min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn")), max_size=40)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.fixed_dictionaries(dict.fromkeys(("wording", "reason", "dissent", "follow-up"), _TYPED)))
def test_whatever_is_typed_comes_back(texts: dict[str, str], blank: Path, tmp_path: Path) -> None:
    said = {REWORDED: {"verdict": "reword", **texts}}
    one = ssw.read_review(fill(blank, tmp_path / "m.xlsx", "employer", said), comparison()).decisions[0]
    back = (one.wording, one.reason, one.dissent, one.follow_up)
    assert back == tuple(texts[name].strip() for name in ("wording", "reason", "dissent", "follow-up"))


def test_what_was_ticked_off_stays_so_unless_its_texts_changed(blank: Path, tmp_path: Path) -> None:
    loosened = _key_of_loosened()
    said = {key: {**_ONE, "reason": f"About {key}"} for key in (loosened, REWORDED, "xx:new")}
    filled = fill(blank, tmp_path / "m.xlsx", "regulator", said)
    edited = adapted("Listen first")
    later = compared(base(), replace(edited, elements=tuple(one for one in edited.elements if one.id != "xx:new")))
    with pytest.raises(InputError, match="is a review of another comparison"):
        ssw.read_review(filled, later)
    again = ssw.review_workbook(later, tmp_path / "again.xlsx", previous=filled, lang="fr")
    review = ssw.read_review(again, later)
    ticked = {one.key: (one.ticked, one.verdict, one.reason) for one in review.decisions}
    assert ticked == {
        loosened: (True, "keep", f"About {loosened}"),
        REWORDED: (False, "keep", f"About {REWORDED}"),
    }
    assert review.copies[0].group == "regulator"
    workbook = load_workbook(again)
    sheet, row = rows(workbook)[REWORDED]
    assert "ont changé depuis" in sheet.cell(row, PLACE["change"] + 1).value
    start = "\n".join(str(cell.value) for line in workbook["Départ"].iter_rows() for cell in line)
    assert "About xx:new" in start
    assert FORMULA in start


def test_the_same_comparison_made_again_keeps_everything(blank: Path, tmp_path: Path) -> None:
    filled = fill(
        blank, tmp_path / "m.xlsx", "community", {REWORDED: {**_ONE, "dissent": "=no formula", "legal": "no"}}
    )
    again = ssw.review_workbook(comparison(), tmp_path / "again.xlsx", previous=filled)
    assert ssw.read_review(again, comparison()).decisions == ssw.read_review(filled, comparison()).decisions
    twice = ssw.review_workbook(comparison(), tmp_path / "twice.xlsx", previous=again)
    assert twice.read_bytes() == again.read_bytes()


def test_progress_and_plenary_count_what_is_open(blank: Path, tmp_path: Path) -> None:
    filled = fill(blank, tmp_path / "m.xlsx", "ministry", {REWORDED: _ONE})
    again = ssw.review_workbook(comparison(), tmp_path / "again.xlsx", previous=filled)
    total = len(comparison().different)
    workbook = load_workbook(again, data_only=True)
    start = [[cell.value for cell in line] for line in workbook["Start"].iter_rows()]
    everything = next(line for line in start if line[1] == "All")
    assert everything[2:6] == [total, 1, 1, total - 1]
    plenary = workbook["Plenary (open)"]
    shown = [plenary.cell(at, 4).value for at in range(FIRST + 1, FIRST + 1 + total)]
    number = next(row.number for row in review_rows(comparison()).rows if row.key == REWORDED)
    assert [one for one in shown if one not in ("", None)] == [n for n in range(1, total + 1) if n != number]


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, sswgraph as s; from tests.workbooks import comparison\n"
        "s.review_workbook(comparison(), sys.argv[1], lang='fr')"
    )
    made = []
    for seed in ("1", "77"):
        path = tmp_path / f"{seed}.xlsx"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
        subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, env=environment, check=True)
        made.append(path.read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as package:
        assert {member.date_time[:3] for member in package.infolist()} == {(1980, 1, 1)}
        assert b"2026-11-28T00:00:00Z" in package.read("docProps/core.xml")


# Around it


def test_a_file_that_is_there_is_kept(blank: Path) -> None:
    before = blank.read_bytes()
    with pytest.raises(OutputExistsError):
        ssw.review_workbook(comparison(), blank)
    assert ssw.review_workbook(comparison(), blank, overwrite=True).read_bytes() == before


def test_only_what_has_rows_can_be_reviewed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="compare_countries, align, rebase, mappings, menu or tasks gives"):
        ssw.review_workbook(base(), tmp_path / "ours.xlsx")
    with pytest.raises(InputError, match=r"ends in \.xlsx"):
        ssw.review_workbook(comparison(), tmp_path / "ours.xls")
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_its_name_is_told(blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"package xlsxwriter\. To install it, type.*pip install"):
        ssw.review_workbook(comparison(), tmp_path / "ours.xlsx")
    with pytest.raises(MissingExtraError, match=r"package openpyxl\. To install it, type.*pip install"):
        ssw.read_review(blank, comparison())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_a_review_shows_safety_before_all_else(lang: str, blank: Path, tmp_path: Path) -> None:
    said = {REWORDED: {**_ONE, "dissent": "The village", "legal": "yes", "follow-up": "The council"}}
    review = ssw.read_review(fill(blank, tmp_path / "m.xlsx", "ministry", said), comparison())
    texts = str(page_of(review, lang).blocks)
    if lang != "ar":  # where names from the data stand between signs of direction
        assert texts.index(review.lines[0].safety[0].render(lang)[:40]) < texts.index(REWORDED)
    for text in ("The village", "The council"):
        assert text in texts
    plain = to_plain(review, lang)
    assert plain["counts"] == {one: len(review.of_standing(one)) for one in STANDINGS}
    assert sum(plain["counts"].values()) == len(review.lines)
    for ending in some(ssw.formats()):
        assert ssw.save(review, tmp_path / f"r.{ending}", lang=lang).stat().st_size > 1000
    assert len(review.rows(lang)) == len(review.lines)


def _suggestions() -> Any:
    """What an alignment has, as far as a workbook needs it."""
    reason = message("gap.missing")
    one = SimpleNamespace(
        subject="psw:a",
        object="xx:a",
        kind="competency",
        subject_label=Text.of(en="cloud computing & optimisation"),
        object_label=Text.of(en="cloud computing"),
        relation="close",
        score=0.81,
        reason=reason,
    )
    nothing = SimpleNamespace(id="xx:b", kind="competency", label=Text.of(en="tea"), side="object", reason=reason)
    return SimpleNamespace(
        kind="alignment",
        subject="psw",
        object="xx",
        subject_label=Text.of(en="One"),
        object_label=Text.of(en="Other"),
        suggestions=(one,),
        no_counterpart=(nothing,),
        notes=(),
        stamp=comparison().stamp,
    )


def test_suggested_mappings_are_rows_too(tmp_path: Path) -> None:
    found = _suggestions()
    path = ssw.review_workbook(found, tmp_path / "ours.xlsx")
    filled = fill(path, tmp_path / "m.xlsx", "ministry", {"psw:a xx:a": _ONE})
    review = ssw.read_review(filled, found)
    assert [(row.key, row.change, row.standing) for row in review.lines] == [
        ("psw:a xx:a", "suggested", "agreed"),
        ("xx:b", "no-counterpart", "silent"),
    ]
    assert "suggested pair" in str(page_of(review).blocks).lower()
    with pytest.raises(InputError, match="is a review of another comparison"):
        ssw.read_review(path, comparison())


def test_ticks_are_known_in_every_way_people_make_them() -> None:
    from sswgraph.review.columns import is_tick

    assert [is_tick(sign) for sign in (TICKED, "x", "X", "oui", "true", "✔")] == [True] * 6
    assert [is_tick(sign) for sign in ("", OPEN, "no", "false")] == [False] * 4
    assert is_tick("perhaps") is None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"label": Text.of(en="Visit families at home")}, "review.safety-elsewhere"),
        ({"reach": "partial"}, "safety.unchecked-part"),
        ({}, None),
    ],
)
def test_a_review_says_that_nothing_is_weaker_only_of_what_is_clear(
    tmp_path: Path, fields: dict[str, Any], why: str | None
) -> None:
    first = replace(WEAK, **fields) if "reach" in fields else WEAK
    found = compared(first, edit(first, "p:f-visit", **fields) if "label" in fields else first)
    made = ssw.review_workbook(found, tmp_path / "ours.xlsx")
    review = ssw.read_review(made, found)
    sheet = load_workbook(made).worksheets[1]
    lead = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=3) for cell in row if cell.value)
    good = [block for block in page_of(review).blocks if isinstance(block, Notice) and block.tone == "good"]
    assert not any(row.safety for row in review.lines)
    assert [one.code for one in review.unclear] == ([why] if why else [])
    assert (review.clear, bool(good), "Nothing that protects" in lead) == ((why is None,) * 3)
    assert why is None or str(review.unclear[0]) in lead


def test_a_review_of_two_that_do_not_differ_calls_nothing_good() -> None:
    found = compared(WEAK, replace(WEAK, id="o"))
    assert (found.lineage, found.safety, found.clear) == (False, (), False)
    rows = review_rows(found)
    review = replace(samples.review(), lineage=False, clear=rows.clear, unclear=rows.unclear, lines=())
    blocks = page_of(review).blocks
    assert not any(isinstance(one, Notice) and one.tone == "good" for one in blocks)
    assert "No difference in how the two protect was found" in str(blocks)


@pytest.mark.parametrize("lang", languages())
def test_a_function_beside_a_competency_is_decided_in_words_of_its_own(
    lang: str, g: CompetencyGraph, tmp_path: Path
) -> None:
    found = ssw.compare(g, "cd", "ug")
    book = ssw.write_review(found, tmp_path / "both.xlsx", lang=lang)
    ours = {f"{one.function} {one.competency}" for one in found.across}
    assert ours
    assert ours <= rows(load_workbook(book)).keys()
    one, other = sorted(ours)[:2]
    needs, does_not = (words(f"review.verdict-{code}-across", lang) for code in ("keep", "drop"))
    said = {one: {"verdict": needs, "reason": "so", "ticked": ""}, other: {"verdict": does_not, "ticked": ""}}
    review = ssw.read_review(fill(book, tmp_path / "filled.xlsx", "worker", said), found)
    assert {row.key: row.verdicts for row in review.settled} == {one: (("keep", 1),), other: (("drop", 1),)}
    page = str(page_of(review, lang).blocks)
    assert needs in page
    assert words("review.column-change-apart", lang) in page
    assert words("review.column-change", lang) not in page
    with pytest.raises(InputError, match="cannot be decided here"):
        ssw.read_review(fill(book, tmp_path / "wrong.xlsx", "worker", {one: {"verdict": "merge"}}), found)
