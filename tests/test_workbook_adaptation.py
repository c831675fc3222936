"""New frameworks and adaptations as workbooks: help, rows of example, what the base says, what was decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.errors import InputError, InvalidFrameworkError
from sswgraph.exchange.workbook.guidance import example, examples, is_choice
from sswgraph.exchange.workbook.layout import SHOWN, title
from sswgraph.messages import languages, sentence
from sswgraph.model import Cadre, Change, Evidence, Framework, ScopeRule, Text
from sswgraph.model.fields import BY_KIND
from tests.loops import some
from tests.test_workbook import at


def changed(path: Path, change: Callable[[Workbook], None]) -> Path:
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


# An empty framework


def test_new_is_an_empty_draft() -> None:
    made = ssw.new("xx", title="Référentiel", lang="fr", jurisdiction=("UG", "CD"))
    assert (made.title, made.first_language, made.jurisdiction) == (Text.of(fr="Référentiel"), "fr", ("CD", "UG"))
    assert (made.status, made.elements) == ("draft", ())
    assert ssw.check(made).conforms


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"id": "X X"}, "cannot be the id of a framework"),
        ({"id": "psw"}, r"A shipped framework has the id 'psw'.*replace=True \(--replace\)"),
        ({"title": " "}, "Give the title of the framework"),
        ({"lang": "français"}, "language"),
        ({"jurisdiction": "UK"}, "'UK' is not a valid country"),
        ({"jurisdiction": 3}, "jurisdiction is a code such as 'UG' or several, not int"),
        ({"jurisdiction": [3]}, "'3' is not a valid country"),
        ({"title": 3}, "title is a text, not int"),
        ({"edition": 3}, "edition is a text, not int"),
    ],
)
def test_what_cannot_be_begun_is_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        ssw.new(**{"id": "xx", "title": "Ours", **given})


@pytest.mark.parametrize("lang", languages())
def test_an_empty_workbook_is_read_as_the_empty_framework(lang: str, tmp_path: Path) -> None:
    made = ssw.new("xx", title="Ours", lang=lang)
    path = ssw.write(made, tmp_path / "xx.xlsx", lang=lang)
    assert ssw.check(path).results == ssw.check(made).results == ()
    assert ssw.read(path)["xx"] == made


def test_every_sheet_that_people_fill_is_there_with_help_and_an_example(tmp_path: Path) -> None:
    workbook = load_workbook(ssw.write(ssw.new("xx", title="Ours"), tmp_path / "xx.xlsx"))
    for kind in some(SHOWN):
        sheet = workbook[title(kind, "en")]
        assert sheet.sheet_state == "visible"
        said = example(kind, "en")
        assert set(said.values()) <= {cell.value for cell in sheet[2]}, kind
        assert any(cell.comment for cell in sheet[1]), kind
    assert workbook["Requirement"]["B1"].comment.text.endswith("This has to be filled in.")


@pytest.mark.parametrize("lang", languages())
def test_examples_are_in_the_language_of_the_workbook(lang: str) -> None:
    for kind in some(SHOWN):
        said = {text for name, text in example(kind, lang).items() if not is_choice(kind, name)}
        assert said <= examples(kind)
        assert lang == "en" or said.isdisjoint(example(kind, "en").values())


def test_an_example_has_whatever_a_row_must_have() -> None:
    for kind in some(SHOWN):
        assert {one.name for one in BY_KIND[kind].fields if one.required} <= set(example(kind, "en")), kind


@pytest.mark.parametrize("lang", languages())
def test_a_framework_of_the_rows_of_example_would_be_valid(lang: str, tmp_path: Path) -> None:
    path = ssw.write(ssw.new("xx", title="Ours", lang=lang), tmp_path / "xx.xlsx", lang=lang)
    lead = sentence("workbook.example", lang, text="")

    def take(workbook: Workbook) -> None:
        for kind in some(SHOWN):
            for cell in workbook[title(kind, lang)][2]:
                cell.value = None if cell.column == 1 else str(cell.value or "").replace(lead, "").strip() or None

    assert [str(one) for one in ssw.check(changed(path, take)).of_severity("violation")] == []


def test_who_writes_over_the_example_is_read(tmp_path: Path) -> None:
    path = ssw.write(ssw.new("xx", title="Ours"), tmp_path / "xx.xlsx")

    def over(workbook: Workbook) -> None:
        at(workbook, "Competency", 2, "Name (en)").value = "Listen to a child"

    (made,) = ssw.read(changed(path, over))["xx"].elements
    assert (made.id, made.evidence[0].basis) == ("xx:listen-to-a-child", "draft")


def test_what_is_left_of_the_example_is_told(tmp_path: Path) -> None:
    path = ssw.write(ssw.new("xx", title="Ours"), tmp_path / "xx.xlsx")

    def over(workbook: Workbook) -> None:
        at(workbook, "Cadre", 2, "Name (en)").value = "Case worker"
        at(workbook, "Cadre", 2, "Performs").value = None

    told = str(ssw.check(changed(path, over)))
    assert "sheet 'Cadre', row 2, column E: This is still the text of the example." in told
    assert "Nothing here is called 'Example:" not in told  # each cell is told once


def test_a_column_of_ones_own_is_not_read_and_any_other_is_told(tmp_path: Path) -> None:
    path = ssw.write(ssw.new("xx", title="Ours"), tmp_path / "xx.xlsx")

    def add(heading: str | None) -> Callable[[Workbook], None]:
        def change(workbook: Workbook) -> None:
            for sheet, name in (("Competency", "Listen"), ("Scope rule", None)):
                workbook[sheet].cell(1, 50).value, workbook[sheet].cell(2, 50).value = heading, "ours"
                if name:
                    at(workbook, sheet, 2, "Name (en)").value = name
                else:
                    workbook[sheet].delete_rows(2)

        return change

    assert ssw.check(changed(path, add("# our notes"))).conforms
    for heading, told in (("Colour", "begin its heading with '#'"), (None, "This is outside the table.")):
        report = ssw.check(changed(path, add(heading)))
        assert not report.conforms
        assert told in str(report)


def test_the_short_form_hides_what_few_need_and_the_full_form_shows_it(tmp_path: Path) -> None:
    made = ssw.new("xx", title="Ours")
    short, full = (
        load_workbook(ssw.write(made, tmp_path / f"{full}.xlsx", full=full))["Module"] for full in (False, True)
    )
    assert short.column_dimensions["A"].hidden
    assert sum(one.hidden for one in short.column_dimensions.values()) > 5
    assert not any(one.hidden for one in full.column_dimensions.values())


def test_the_command_new_says_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "xx.xlsx"
    assert main(["new", "xx", "--title", "Référentiel", "--lang", "fr", "-o", str(path)]) == 0
    assert f"Ensuite : remplissez-le, puis tapez : sswgraph check {path}" in capsys.readouterr().err
    assert main(["check", str(path)]) == 0
    assert main(["new", "xx", "--title", "Référentiel", "-o", str(path)]) == 2


# An adaptation

SAFE = next(one.id[4:] for one in ssw.load("psw")["psw"].of_kind("competency") if one.safety_critical)


@pytest.fixture(scope="module")
def psw() -> Framework:
    return ssw.load("psw")["psw"]  # type: ignore[no-any-return]


@pytest.fixture
def book(psw: Framework, tmp_path: Path) -> Path:
    own = ssw.adapt(psw, id="xx", jurisdiction="UG")
    return ssw.write(own, tmp_path / "xx.xlsx", base=psw)


def row_of(sheet: Any, code: str) -> int:
    return int(next(cell.row for cell in sheet["A"] if cell.value == code))


def test_nothing_decided_nothing_changed(psw: Framework, book: Path) -> None:
    assert ssw.read(book, base=ssw.load())["xx"] == ssw.adapt(psw, id="xx", jurisdiction="UG")


def test_the_base_stands_beside_and_is_not_read(psw: Framework, book: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Competency", 2, "psw · Name (en)").value = "Something else"

    assert at(load_workbook(book), "Competency", 2, "psw · Name (en)").fill.bgColor is not None
    assert ssw.read(changed(book, change), base=ssw.load())["xx"] == ssw.adapt(psw, id="xx", jurisdiction="UG")


def test_a_row_is_grey_until_any_cell_of_it_changes(book: Path) -> None:
    for sheet in (load_workbook(book)[name] for name in ("Competency", "Scope rule")):
        ((place, (rule,)),) = ((str(one.sqref), one.rules) for one in sheet.conditional_formatting)
        assert place.startswith("A2:")
        assert place.endswith(str(sheet.max_row))
        written, *own = re.findall(r"\$([A-Z]+)2", rule.formula[0])
        heads = {cell.coordinate.rstrip("1"): str(cell.value) for cell in sheet[1]}
        assert {*own} == {letter for letter, said in heads.items() if not said.startswith("psw · ")}
        for row in some(range(2, sheet.max_row + 1)):
            said = "|".join(str(sheet[f"{letter}{row}"].value or "") for letter in own)
            assert said == sheet[f"{written}{row}"].value
        assert sheet.column_dimensions[written].hidden


def test_nobody_types_over_an_id_and_rows_can_be_sorted(book: Path) -> None:
    sheet = load_workbook(book)["Competency"]
    assert not sheet.protection.sheet  # of a protected sheet Excel sorts no rows with a locked cell
    (rule,) = (one for one in sheet.data_validations.dataValidation if one.type == "custom")
    assert (rule.formula1, rule.errorStyle or "stop") == ("FALSE", "stop")
    assert str(rule.sqref) == f"A2:A{sheet.max_row}"


def test_what_was_decided_becomes_a_change_with_its_reason(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook["Competency"]
        row = row_of(sheet, "c-communication")
        at(workbook, "Competency", row, "Name (en)").value = "Listen, and speak so that the other understands"
        at(workbook, "Competency", row, "Rationale (en)").value = "Plain words were asked for"

    g = ssw.read(changed(book, change), base=ssw.load())
    (made,) = g["xx"].of_kind("change")
    assert isinstance(made, Change)
    assert (made.change_kind, made.base, made.adaptation) == (
        "reworded",
        ("psw:c-communication",),
        ("xx:c-communication",),
    )
    assert made.rationale.get("en") == "Plain words were asked for"


def test_a_dropped_safeguard_is_a_change_and_the_first_thing_that_compare_says(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        row = row_of(workbook["Supervision arrangement"], "para-social-worker.supervision")
        at(workbook, "Supervision arrangement", row, "Kind of change").value = "dropped"
        at(workbook, "Supervision arrangement", row, "Rationale (en)").value = "There are no supervisors"

    g = ssw.read(changed(book, change), base=ssw.load())
    assert "xx:para-social-worker.supervision" not in g
    found = ssw.compare(g, "psw", "xx")
    assert any("psw:para-social-worker.supervision" in one.base for one in found.safety)
    entry = next(one for one in found.entries if "psw:para-social-worker.supervision" in one.base)
    assert entry.kind == "dropped"


SUPERVISION = "para-social-worker.supervision"


def without_supervision(workbook: Workbook) -> Any:
    sheet = workbook["Supervision arrangement"]
    sheet.delete_rows(row_of(sheet, SUPERVISION))
    return sheet


def test_the_row_of_a_safeguard_that_is_gone_is_told(book: Path) -> None:
    changed(book, lambda workbook: without_supervision(workbook) and None)
    report = ssw.check(book, base=ssw.load())
    (found,) = report.of_severity("violation")
    assert (found.sheet, found.row, found.column) == ("Supervision arrangement", 1, "A")
    assert "This protects people, and its row is gone: " in str(found)
    assert f" [{SUPERVISION}]. Put the row back." in str(found)
    assert f"« {SUPERVISION} » sous « Id » (colonne masquée)" in found.render("fr")
    with pytest.raises(InvalidFrameworkError, match="its row is gone"):
        ssw.read(book, base=ssw.load())


def test_a_safeguard_whose_row_is_gone_is_left_out_by_a_row_that_says_why(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        sheet = without_supervision(workbook)
        row = sheet.max_row + 1
        said = {"Id": SUPERVISION, "Kind of change": "dropped", "Rationale (en)": "There are no supervisors"}
        for name, text in said.items():
            at(workbook, "Supervision arrangement", row, name).value = text

    g = ssw.read(changed(book, change), base=ssw.load())
    (made,) = g["xx"].of_kind("change")
    assert isinstance(made, Change)
    assert (made.change_kind, made.base) == ("dropped", (f"psw:{SUPERVISION}",))


def test_a_row_of_a_draft_of_ones_own_that_is_gone_is_a_warning(tmp_path: Path) -> None:
    draft = (Evidence(id="yy:a.e", basis="draft"),)
    rule = ScopeRule(
        id="yy:a", cadre="yy:c", act=Text.of(en="remove a child"), authority="not-permitted", evidence=draft
    )
    cadre = Cadre(id="yy:c", label=Text.of(en="Aide"), evidence=(Evidence(id="yy:c.e", basis="draft"),))
    own = replace(ssw.new("yy", title="Ours"), elements=(cadre, rule))
    path = changed(ssw.write(own, tmp_path / "yy.xlsx"), lambda workbook: workbook["Scope rule"].delete_rows(2))
    report = ssw.check(path)
    assert report.conforms
    assert any("its row is gone" in str(one) for one in report.of_severity("warning"))
    assert "its row is gone" not in str(ssw.check(ssw.write(own, tmp_path / "whole.xlsx")))


def test_an_id_that_was_changed_by_hand_is_told_at_its_cell(book: Path) -> None:
    rows = []

    def change(workbook: Workbook) -> None:
        sheet = workbook["Competency"]
        rows.append(row_of(sheet, "c-communication"))
        sheet.cell(rows[0], 1).value = "c-comunication"

    told = str(ssw.check(changed(book, change), base=ssw.load()))
    said = "The id 'xx:c-comunication' was not here when this workbook was written, and 'xx:c-communication' is missing"
    assert f"sheet 'Competency', row {rows[0]}, column A: {said} from this sheet" in told


@pytest.mark.parametrize("lang", languages())
def test_what_is_wrong_with_a_cell_is_said_in_the_language_asked(lang: str, tmp_path: Path) -> None:
    path = ssw.write(ssw.new("xx", title="Ours"), tmp_path / "xx.xlsx")

    def change(workbook: Workbook) -> None:
        at(workbook, "Module", 2, "Name (en)").value = "Listening"
        at(workbook, "Module", 2, "Credits").value = "many"
        workbook["Module"].cell(1, 60).value = "Colour"

    told = [one for one in ssw.check(changed(path, change)).results if one.severity == "violation"]
    english = {one.render() for one in told}
    assert len(english) > 2
    assert sentence("cell.no-number", lang, text="many") in " ".join(one.render(lang) for one in told)
    if lang != "en":
        assert english.isdisjoint(one.render(lang) for one in told)


@pytest.mark.parametrize("reason", [None, " - "])
def test_a_safeguard_is_not_dropped_without_a_reason(reason: str | None, book: Path) -> None:
    places = []

    def change(workbook: Workbook) -> None:
        for sheet, code in (("Supervision arrangement", "para-social-worker.supervision"), ("Competency", SAFE)):
            row = row_of(workbook[sheet], code)
            at(workbook, sheet, row, "Kind of change").value = "dropped"
            cell = at(workbook, sheet, row, "Rationale (en)")
            cell.value = reason
            places.append((sheet, row, cell.column_letter))

    told = str(ssw.check(changed(book, change), base=ssw.load()))
    for sheet, row, letter in some(places):
        said = "This protects people, and it is dropped without a reason. Say why in the column 'Rationale (en)'"
        assert f"sheet '{sheet}', row {row}, column {letter}: {said}" in told


def test_two_dropped_rows_of_one_id_are_told(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        for row in (2, 3):
            workbook["Source"].cell(row, 1).value = "twice"
        sheet = workbook["Competency"]
        for row in (2, 3):
            sheet.cell(row, 1).value = "twin"
            at(workbook, "Competency", row, "Kind of change").value = "dropped"

    assert "The id 'xx:twin' is also in sheet 'Competency', row 2." in str(
        ssw.check(changed(book, change), base=ssw.load())
    )


def test_what_names_a_dropped_row_is_told_by_its_place(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        row = row_of(workbook["Competency"], "c-communication")
        at(workbook, "Competency", row, "Kind of change").value = "dropped"

    told = str(ssw.check(changed(book, change), base=ssw.load()))
    assert "is dropped in sheet 'Competency', row" in told
    assert "Mark this row as dropped too, or choose another." in told
    assert "sheet 'Requirement', row" in told


def test_a_reason_without_a_decision_is_told(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Competency", 2, "Rationale (en)").value = "Because"

    told = str(ssw.check(changed(book, change), base=ssw.load()))
    assert "A reason is given, but no decision. Choose from the list" in told


def test_the_command_adapt_writes_the_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "xx.xlsx"
    assert main(["adapt", "psw", "--id", "xx", "--jurisdiction", "UG", "-o", str(path)]) == 0
    assert f"then type: sswgraph compare psw {path}" in capsys.readouterr().err
    assert any(str(cell.value).startswith("psw · ") for cell in load_workbook(path)["Cadre"][1])
    assert main(["compare", "psw", str(path)]) == 0
