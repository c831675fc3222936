"""Review workbooks for tests: an adaptation edited by hand, and copies filled in as a group would do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.model import Comparison, Competency, Evidence, Framework, Text
from sswgraph.review.columns import FIRST, PLACE, ROWS_MARK, START_MARK, TICKED

REWORDED, DROPPED = "psw:c-communication", "psw:para-social-worker.supervision"
FORMULA = "=1+1 and @more"
ADDED = Competency(id="xx:new", label=Text.of(en=FORMULA), evidence=(Evidence(id="xx:new.e", basis="draft"),))
MORE = tuple(replace(ADDED, id=f"xx:more-{number}", label=Text.of(en=f"More {number}")) for number in range(3))


@cache
def base() -> Framework:
    return ssw.load("psw")["psw"]  # type: ignore[no-any-return]


def adapted(wording: str = "Listen, and speak so that the other understands") -> Framework:
    """The base adapted: one wording changed, one supervision arrangement dropped, four competencies added."""
    made = ssw.adapt(base(), id="xx", jurisdiction="UG")
    reworded = "xx" + REWORDED[3:]
    kept = [
        replace(one, label=Text.of(en=wording, fr="Écouter")) if one.id == reworded else one  # type: ignore[call-arg]
        for one in made.elements
        if one.id != "xx" + DROPPED[3:]
    ]
    return replace(made, elements=(*kept, ADDED, *MORE))


@cache
def comparison(wording: str = "Listen, and speak so that the other understands") -> Comparison:
    return compared(base(), adapted(wording))


def rows(workbook: Workbook) -> dict[str, tuple[Any, int]]:
    """Where each row stands, by its id."""
    found = {}
    for sheet in workbook.worksheets:
        if sheet["A1"].value == ROWS_MARK:
            for row in range(FIRST + 1, sheet.max_row + 1):
                found[str(sheet.cell(row, 1).value)] = (sheet, row)
    return found


def change(source: Path, target: Path, edit: Callable[[Workbook], object]) -> Path:
    """A copy of a workbook, edited."""
    workbook = load_workbook(source, rich_text=True)
    edit(workbook)
    workbook.save(target)
    return target


def fill(source: Path, target: Path, group: str, said: Mapping[str, Mapping[str, str]]) -> Path:
    """A copy filled in by a group: by id of the row, by name of the column, what was typed; 'ticked' ticks it off."""

    def edit(workbook: Workbook) -> None:
        start = next(sheet for sheet in workbook.worksheets if sheet["A1"].value == START_MARK)
        for row in range(1, 30):
            if start.cell(row, 1).value == "group":
                start.cell(row, 3).value = group
        places = rows(workbook)
        for key, cells in said.items():
            sheet, row = places[key]
            for name, text in cells.items():
                cell = sheet.cell(row, PLACE[name] + 1)
                cell.value = TICKED if name == "ticked" else text
                cell.data_type = "s"

    return change(source, target, edit)
