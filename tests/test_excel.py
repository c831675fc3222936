"""Workbooks, read back by openpyxl: every table whole, no text a formula, in their direction, the same bytes."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import openpyxl
import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model.characters import clean
from sswgraph.model.text import Wording
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
    forms = [block for block in page_of(made, detail="sign").blocks if isinstance(block, Table)]
    assert len(workbook.worksheets) == 1 + len(forms)
    for form, sheet in zip(forms, workbook.worksheets[1:], strict=True):
        assert [cell.value for cell in sheet[2]] == list(form.header)
        assert [row[0].value or "" for row in sheet.iter_rows(min_row=3)] == [clean(row[0]) for row in form.rows]
        assert sheet.freeze_panes == "B3"
    rated = [sheet for sheet in workbook.worksheets if sheet.max_column > 3 and "Worker" in str(sheet.cell(2, 3).value)]
    assert all(row[-1].value is None for sheet in rated for row in sheet.iter_rows(min_row=3))


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
