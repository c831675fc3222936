"""Workbooks, read back by openpyxl: every table whole, no text a formula, in their direction, the same bytes."""

from __future__ import annotations

import io
import re
import time
import zipfile
from typing import Any

import openpyxl
import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model.text import Wording, clean
from sswgraph.pages.blocks import Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.page import page_of
from sswgraph.render.output import rendered
from sswgraph.render.xlsx import render
from tests import samples
from tests.loops import some


def _read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def _cells(workbook: Any) -> list[Any]:
    return [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_training_needs_become_a_workbook_with_room_for_each_rating(g: CompetencyGraph) -> None:
    made = ssw.document(g, "training-needs", "cycw:advanced")
    workbook = _read(rendered(made, "xlsx"))
    forms = [block for block in page_of(made).blocks if isinstance(block, Table)]
    sheets = [sheet for sheet in workbook.worksheets[1:] if sheet.title != "Scale of ratings"]
    assert len(sheets) == len(workbook.worksheets) - 2 == len(forms)
    for form, sheet in some(zip(forms, sheets, strict=True)):
        assert [cell.value for cell in sheet[2] if cell.value != "id"] == list(form.header)
        firsts = [row[0].value for row in sheet.iter_rows(min_row=3, max_row=2 + len(form.rows))]
        assert [str(first or "") for first in firsts] == [clean(row[0]).partition("\n")[0] for row in form.rows]
        assert sheet.freeze_panes == "B3"
    rated = [(form, sheet) for form, sheet in zip(forms, sheets, strict=True) if form.rated]
    assert len(rated) > 1
    for form, sheet in some(rated):
        assert sheet["B2"].value == "id"
        last = 2 + len(form.rows)
        letters = [chr(ord("A") + column + 1) for column in form.rated]  # after that of the ids
        asked = [str(one.sqref) for one in sheet.data_validations.dataValidation]
        cells = [f"{letter}3:{letter}{last}" if last > 3 else f"{letter}3" for letter in letters]
        assert asked == cells
        assert {one.formula1 for one in sheet.data_validations.dataValidation} == {"'Scale of ratings'!$A$3:$A$10"}
        for letter in some(letters):
            assert sheet[f"{letter}{last + 1}"].value == f"=COUNTA({letter}3:{letter}{last})"
            assert all(sheet[f"{letter}{row}"].value is None for row in range(3, last + 1))


def test_numbers_can_be_summed_and_ids_stand_apart() -> None:
    rows = (("1", Wording("Listen\nxx:c-1", "fr"), "280"), ("2", "Speak", "12,5"), ("3", "Write\nxx:c-3", "4–6"))
    sheet = _read(render(Page("T", "fr", (Table("t", ("no.", "what", "hours"), rows, (0, 2)),)))).worksheets[1]
    assert [cell.value for cell in sheet[2]] == ["no.", "what", "id", "hours"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert found == [[1, "Listen", "xx:c-1", 280], [2, "Speak", None, 12.5], [3, "Write", "xx:c-3", "4–6"]]
    counted = Table("t", ("No.", "code"), (("1", "007"), ("2", "98890")), shape="form")
    sheet = _read(render(Page("T", "en", (counted,)))).worksheets[1]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [[1, "007"], [2, "98890"]]


def test_names_of_sheets_are_whole_words(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, "za:social-auxiliary-worker")
    names = _read(rendered(made, "xlsx")).sheetnames
    blocks = [inner for block in page_of(made).blocks for inner in getattr(block, "blocks", (block,))]
    captions = [clean(block.caption) for block in blocks if isinstance(block, Table)]
    said = {word for text in (*captions, clean(page_of(made).title)) for word in re.split(r"[\s:,;()/\[\]*?']+", text)}
    for name in some(names):
        assert len(name) <= 31
        assert set(name.replace(",", "").split()) - {str(n) for n in range(99)} <= said


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_no_text_is_a_formula_a_link_or_lost(text: str) -> None:
    blocks = (Paragraph(text), Facts(((text, text),)), Listing((text,)), Table(text, (text,), ((text,),)))
    for cell in some(_cells(_read(render(Page(text, "en", blocks))))):
        assert cell.data_type == "s"
        assert cell.hyperlink is None


def test_every_block_is_there() -> None:
    blocks = (
        Heading(2, "head"),
        Notice("notice"),
        Listing(("one",), ordered=True),
        Details("more", (Paragraph("inside"), Table("t", ("a",), ()))),
        Paragraph(Wording("name", "en", True)),
    )
    said = [cell.value for cell in _cells(_read(render(Page("Title", "fr", blocks, "2026-11-21"))))]
    for word in ("Title", "head", "notice", "1. one", "more", "inside", "name [en]"):
        assert word in said


def test_arabic_runs_from_right_to_left_and_names_of_sheets_never_clash() -> None:
    tables = tuple(Table("[a/b]: " + "long " * 9, ("x",), (("1",),)) for _ in range(3))
    workbook = _read(render(Page("عنوان", "ar", tables)))
    assert all(sheet.sheet_view.rightToLeft for sheet in workbook.worksheets)
    assert len({name.lower() for name in workbook.sheetnames}) == 4


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    render(Page("t", "en", (Paragraph("x" * 32_767),)))
    with pytest.raises(InputError, match=r"32,767"):
        render(Page("t", "en", (Paragraph("x" * 32_768),)))


def test_the_same_bytes_seconds_apart(g: CompetencyGraph) -> None:
    made = ssw.document(g, "training-needs", "psw:para-social-worker", lang="fr")
    first = rendered(made, "xlsx")
    time.sleep(2.1)
    assert rendered(made, "xlsx") == first


@pytest.mark.parametrize(("day", "told"), [("", False), ("2026-11-21", True)])
def test_a_workbook_tells_the_day_of_its_data_and_no_other(day: str, told: bool) -> None:
    data = render(Page("Title", "en", (Paragraph("text"),), day))
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert ("2026-11-21" in core) is told
    assert "1980" not in core
    assert "sswgraph" not in core
    assert _read(data).worksheets[0]["A1"].value == "Title"
