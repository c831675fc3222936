"""Frameworks as workbooks at the public doors: read, write, check, the command line; what is wrong, by its cell."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.errors import InvalidFrameworkError, ParseError, UnknownFormatError
from sswgraph.exchange.workbook.layout import SheetColumn, heading, title
from sswgraph.exchange.workbook.write import framework_workbook
from sswgraph.model import Framework, Report
from sswgraph.pages.page import page_of
from sswgraph.render.markdown import markdown
from tests.loops import some
from tests.test_workbook import at


@pytest.fixture(scope="module")
def gh() -> Framework:
    return ssw.load("gh")["gh"]  # type: ignore[no-any-return]


def changed(of: Framework, path: Path, change: Callable[[Workbook], None]) -> Path:
    workbook = load_workbook(io.BytesIO(framework_workbook(of)))
    change(workbook)
    workbook.save(path)
    return path


def breaking(workbook: Workbook) -> None:
    """A cell that means nothing, and a rule that is broken elsewhere."""
    at(workbook, "Cadre", 2, "Tier").value = "highest"
    at(workbook, "Competency", 3, "Basis").value = "stated"
    at(workbook, "Competency", 3, "Source").value = None


def test_read_and_write_take_a_workbook(gh: Framework, tmp_path: Path) -> None:
    path = ssw.write(gh, tmp_path / "gh.xlsx", lang="fr")
    assert load_workbook(path).worksheets[1].title == "Référentiel"
    assert ssw.read(path)["gh"] == gh


def test_check_tells_every_problem_at_once_each_with_its_cell(gh: Framework, tmp_path: Path) -> None:
    report = ssw.check(changed(gh, tmp_path / "gh.xlsx", breaking))
    grave = {(one.code, one.sheet, one.row) for one in report.of_severity("violation")}
    assert ("cell", "Cadre", 2) in grave
    assert any(sheet == "Competency" and row == 3 and code != "cell" for code, sheet, row in grave), grave
    for one in some(report.of_severity("violation")):
        assert one.line is None
        assert one.column
        assert one.cell == f"{one.sheet}!{one.column}{one.row}"
        assert f"sheet '{one.sheet}', row {one.row}, column {one.column}: " in str(one)


def test_a_finding_of_a_workbook_shows_its_cell_everywhere(gh: Framework, tmp_path: Path) -> None:
    path = changed(gh, tmp_path / "gh.xlsx", breaking)
    report: Report = ssw.check(path)
    row = next(one for one in report.rows() if one["code"] == "cell")
    assert (row["sheet"], row["row"], row["column"][:1].isalpha(), row["line"]) == ("Cadre", 2, True, None)
    assert row["cell"] == f"Cadre!{row['column']}2"
    plain = next(one for one in ssw.to_plain(report)["results"] if one["code"] == "cell")
    assert (plain["sheet"], plain["row"], plain["column"]) == (row["sheet"], row["row"], row["column"])
    assert row["cell"] in str(page_of(report))
    with pytest.raises(InvalidFrameworkError, match=r"sheet 'Cadre', row 2, column"):
        ssw.read(path)


def test_what_follows_from_a_cell_that_is_told_is_not_told_again(gh: Framework, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Requirement", 2, "Necessity").value = "perhaps"
        at(workbook, "Requirement", 3, "Competency").value = None

    report = ssw.check(changed(gh, tmp_path / "gh.xlsx", change))
    assert [(one.code, one.row) for one in report.of_severity("violation")] == [("cell", 2), ("cell", 3)]


def test_a_rule_speaks_of_the_heading_and_not_of_the_vocabulary(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Module", 2, "Registered from").value = "2027-03-01"
        at(workbook, "Module", 2, "Registered to").value = "2026-03-01"

    report = ssw.check(changed(ssw.load("za")["za"], tmp_path / "za.xlsx", change))
    (found,) = (one for one in report.results if one.code == "dates-upside-down")
    assert "'Registered from'" in str(found.message)
    assert found.sheet == "Module"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ("through 'Part of'", "which is a 'Cadre'; expected: 'Competency', 'Competency set'.")),
        ("fr", ("through 'Relève de'", "which is a 'Catégorie de personnel'; expected: 'Compétence'")),
    ],
)
def test_findings_speak_the_words_of_the_sheets(
    gh: Framework, lang: str, told: tuple[str, ...], tmp_path: Path
) -> None:
    workbook = load_workbook(io.BytesIO(framework_workbook(gh, lang)))
    at(workbook, title("competency", lang), 3, heading(SheetColumn("broader"), lang)).value = "c-ccpc-act-560"
    workbook[title("competency", lang)]["A3"].value = "c-ccpc-act-560"
    cadre = workbook[title("cadre", lang)]["A2"].value
    at(workbook, title("requirement", lang), 3, heading(SheetColumn("competency"), lang)).value = f"[{cadre}]"
    workbook.save(tmp_path / "gh.xlsx")
    report = ssw.check(tmp_path / "gh.xlsx")
    for said in (str(report), markdown(page_of(report)).replace("\\", "")):
        assert all(" ".join(part.split()) in " ".join(said.split()) for part in told), said
        assert not re.search(r"\b(ssw|skos|dcterms|prov):[a-z]", said)


def test_cells_that_are_merged_are_told(gh: Framework, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Requirement"].merge_cells("C2:C4")

    told = str(ssw.check(changed(gh, tmp_path / "gh.xlsx", change)))
    assert "sheet 'Requirement', row 2, column C: The cells C2 to C4 are merged; only the first is read." in told


def test_a_text_in_the_script_of_another_language_is_told(gh: Framework, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Competency", 2, "Name (en)").value = "الاستماع إلى الطفل"

    report = ssw.check(changed(gh, tmp_path / "gh.xlsx", change))
    told = str(report)
    assert report.conforms
    assert "is not written in the script of 'en'. Move it to the column of its own language" in told


def test_a_line_above_the_headings_does_no_harm(gh: Framework, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Competency"].insert_rows(1)
        workbook["Competency"]["A1"] = "Competencies of our country, first draft"

    assert ssw.read(changed(gh, tmp_path / "gh.xlsx", change))["gh"] == gh


def test_a_sheet_without_headings_is_told_once(gh: Framework, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Performance criterion"].delete_rows(1)
        workbook["Performance criterion"]["A1"] = "what"

    told = ssw.check(changed(gh, tmp_path / "gh.xlsx", change)).of_severity("violation")
    assert [str(one.message) for one in told] == ["This sheet has no headings, so nothing on it can be read."]


def test_a_row_with_the_id_of_another_framework_is_told(gh: Framework, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Source"]["A2"] = "psw:source"

    report = ssw.check(changed(gh, tmp_path / "gh.xlsx", change), base=ssw.load("psw"))
    found = next(one for one in report.results if one.code == "wrong-framework")
    assert (found.sheet, found.row) == ("Source", 2)


def test_a_day_that_is_a_number_is_told(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Module", 2, "Registered from").value = 45000

    told = str(ssw.check(changed(ssw.load("za")["za"], tmp_path / "za.xlsx", change)))
    assert "'45000' is not a valid date. Write it as 2027-03-01." in told


def test_a_deleted_row_takes_its_evidence_along(tmp_path: Path) -> None:
    own = ssw.adapt(ssw.load("gh")["gh"], id="xx", jurisdiction="GH")

    def change(workbook: Workbook) -> None:
        workbook["Performance criterion"].delete_rows(2)

    if not own.of_kind("performance-criterion"):
        pytest.skip("this framework has no criteria")
    read = ssw.read(changed(own, tmp_path / "xx.xlsx", change), base=ssw.load())["xx"]
    assert len(read.elements) == len(own.elements) - 1


@pytest.mark.parametrize("name", ["x.xlsm", "x.xls", "x.ods", "x.csv"])
def test_another_spreadsheet_is_told_how_to_be_saved(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UnknownFormatError, match="Save it as an Excel workbook"):
        ssw.read(tmp_path / name)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "This is not a workbook"),
        (b"PK\x03\x04 no zip", "This is not a workbook, or a damaged one. Open it in Excel"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "protected by a password or has the old .xls form"),
    ],
)
def test_what_is_no_workbook_is_a_finding_of_check_and_an_error_of_read(data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert told in str(ssw.check(path))
    with pytest.raises(ParseError, match=r"x\.xlsx"):
        ssw.read(path)


def test_a_workbook_without_a_framework_says_how_to_make_one(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(ParseError, match=r"sswgraph new xx -o xx\.xlsx"):
        ssw.read(tmp_path / "x.xlsx")


@pytest.mark.parametrize("subject", [ssw.menu, ssw.tasks])
def test_a_workbook_in_which_people_decide_is_no_framework_with_sheets_of_ones_own(
    subject: Callable[..., Any], tmp_path: Path
) -> None:
    """To begin the names of its sheets with '#' would be no help."""
    path = ssw.write_review(subject(ssw.load("psw"), "psw"), tmp_path / "x.xlsx")
    (found,) = ssw.check(path).results
    assert "This workbook has no sheet for a framework." in str(found.message)
    assert "sswgraph select --from, sswgraph tasks --from" in str(found.fix)


def test_the_command_line_checks_loads_and_exports_workbooks(
    gh: Framework, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = changed(gh, tmp_path / "bad.xlsx", breaking)
    assert main(["check", str(bad), "--json"]) == 1
    assert '"sheet": "Cadre"' in capsys.readouterr().out
    target = tmp_path / "gh.xlsx"
    assert main(["export", "gh", "-o", str(target)]) == 0
    assert ssw.read(target)["gh"] == gh
    capsys.readouterr()
    assert main(["frameworks", "--load", str(target), "--replace"]) == 0
    assert "gh" in capsys.readouterr().out
    assert main(["compare", "gh", str(target)]) == 0


def test_two_rows_with_one_id_are_told_once(gh: Framework, tmp_path: Path) -> None:
    path = ssw.write(gh, tmp_path / "gh.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["Function"]
    sheet["A3"].value = sheet["A2"].value
    workbook.save(path)
    found = [one for one in ssw.check(path, base=ssw.load()).results if one.sheet == "Function"]
    twice = [one for one in found if one.code in ("cell", "duplicate-id") and one.severity == "violation"]
    assert [(one.row, one.column) for one in twice] == [(3, "A")]
