"""The review workbook through LibreOffice: filled in, recalculated and saved there, printed there, and read back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.errors import ParseError
from sswgraph.review.columns import COLUMNS, FIRST, PLACE
from tests.loops import some
from tests.outside.conftest import Office
from tests.workbooks import DROPPED, FORMULA, REWORDED, comparison, fill, rows

SAID = {
    REWORDED: {
        "verdict": "reword",
        "wording": "=Listen\nand speak",
        "reason": "+ 'words' & <signs>",
        "ticked": "",
    },
    DROPPED: {"verdict": "keep", "reason": "Elle protège ; التنسيق 😀", "dissent": "@two of us", "legal": "yes"},
    "xx:new": {"verdict": "add", "follow-up": "0042", "ticked": ""},
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, office: Office) -> tuple[Path, Path]:
    """A copy as it was filled in, and as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("office")
    blank = ssw.review_workbook(comparison(), folder / "ours.xlsx")
    filled = fill(blank, folder / "m.xlsx", "ministry", SAID)
    return filled, office.convert(filled, "xlsx", folder / "saved")


def test_every_decision_comes_back_as_it_was_filled_in(saved: tuple[Path, Path]) -> None:
    before, after = (ssw.read_review(path, comparison()) for path in saved)
    assert len(after.decisions) == len(SAID)
    assert after.decisions == before.decisions
    assert after.copies[0].group == "ministry"


def test_a_workbook_fresh_from_libreoffice_is_carried_over(saved: tuple[Path, Path], tmp_path: Path) -> None:
    again = ssw.review_workbook(comparison(), tmp_path / "again.xlsx", previous=saved[1], lang="fr")
    assert ssw.read_review(again, comparison()).decisions == ssw.read_review(saved[1], comparison()).decisions


def test_the_formulas_count_what_was_filled_in(saved: tuple[Path, Path]) -> None:
    """They stood at nothing when the workbook was written; LibreOffice has calculated them anew."""
    workbook = load_workbook(saved[1], data_only=True)
    total = len(comparison().different)
    everything = next(line for line in workbook["Start"].iter_rows(values_only=True) if line[1] == "All")
    assert everything[2:6] == (total, 3, 2, total - 2)
    plenary = workbook["Plenary (open)"]
    shown = [plenary.cell(at, 4).value for at in range(FIRST + 1, FIRST + 1 + total)]
    numbers = {row.key: row.number for row in ssw.read_review(saved[1], comparison()).lines}
    closed = {numbers[REWORDED], numbers["xx:new"]}
    assert [one for one in shown if one not in ("", None)] == [n for n in range(1, total + 1) if n not in closed]
    first = [plenary.cell(FIRST + 1, at).value for at in range(5, 11)]
    assert first[0] == "Safety"
    assert first[-1] == "keep"


def test_what_guards_the_sheets_is_still_there(saved: tuple[Path, Path]) -> None:
    workbook = load_workbook(saved[1])
    for sheet, row in some(rows(workbook).values()):
        assert sheet.protection.sheet
        assert {at for at, column in enumerate(COLUMNS, 1) if not sheet.cell(row, at).protection.locked} == {
            at for at, column in enumerate(COLUMNS, 1) if column.open
        }
        assert len(sheet.data_validations.dataValidation) >= 3
        assert sheet.print_title_rows == "$4:$4"
        assert int(sheet.page_setup.paperSize) == 8
    sheet, row = rows(workbook)["xx:new"]
    cell = sheet.cell(row, PLACE["adaptation"] + 1)
    assert cell.data_type == "s"
    assert FORMULA in cell.value


def test_it_prints_with_its_headers_on_every_page(office: Office, tmp_path: Path) -> None:
    found = compared(*(ssw.load(name)[name] for name in ("psw", "cycw")))
    data = office.convert(ssw.review_workbook(found, tmp_path / "ours.xlsx"), "pdf", tmp_path / "pdf").read_bytes()
    boxes = [
        tuple(round(float(one)) for one in box.split()[2:]) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", data)
    ]
    assert len(boxes) > 20
    assert set(boxes) <= {(595, 842), (1191, 842)}, "A4 for the first sheet, A3 across for all others"
    assert boxes.count((1191, 842)) > len(boxes) - 4


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_other_forms_that_libreoffice_saves_are_refused(
    ending: str, saved: tuple[Path, Path], office: Office, tmp_path: Path
) -> None:
    made = office.convert(saved[0], ending, tmp_path / ending)
    assert zipfile.is_zipfile(made) == (ending == "ods")
    with pytest.raises(ParseError, match=r"Save it as 'Excel Workbook|save it as 'Excel Workbook"):
        ssw.read_review(made, comparison())
