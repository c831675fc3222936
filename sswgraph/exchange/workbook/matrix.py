"""Requirements as a matrix: a column for each cadre, a row for each competency, a mark where it is required."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from sswgraph.exchange.workbook.layout import (
    MATRIX,
    SheetColumn,
    code_word,
    codes_by_word,
    column_fields,
    heading,
    normalised,
    parse_heading,
)
from sswgraph.messages import Message, message
from sswgraph.model import Requirement
from sswgraph.model.fields import BY_KIND, Field
from sswgraph.sheets.cells import is_filled, value_text

NEEDED, OPTIONAL = "x", "o"  # marks without a stated necessity, and optional; other necessities are written out
_TICKS = frozenset((NEEDED, "×", "✓", "✔"))
MOST_ABOVE = 5  # the most rows above the headings
FIELDS: dict[str, Field] = {
    name: column_fields(BY_KIND["requirement"])[name] for name in ("cadre", "competency", "level")
}
_CODES = column_fields(BY_KIND["requirement"])["necessity"].codes
Note = Callable[[str, int, str, Message, Message], None]


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One row of the matrix.

    Attributes:
        number: The number of the row.
        text: Its competency, as it is written.
        letter: The column of the competency.
        cells: By number of the column, the text of each cell and the letter of its column.
    """

    number: int
    text: str
    letter: str
    cells: dict[int, tuple[str, str]]


@dataclass(slots=True)
class Grid:
    """The content of the matrix sheet.

    Attributes:
        sheet: The name of the sheet.
        row: The row of the headings.
        heads: By number of the column, its heading and letter.
        lines: The rows below.
    """

    sheet: str
    row: int
    heads: dict[int, tuple[str, str]] = field(default_factory=dict)
    lines: list[RequirementRow] = field(default_factory=list)


def requirement_mark(one: Requirement, lang: str, named: Callable[[str], str]) -> str:
    """The mark of a requirement: its level, after its necessity where that is stated, or just a sign.

    Args:
        one (Requirement): The requirement.
        lang (str): The language of the word for the necessity.
        named (Callable): Gives the name of a level by its id.

    Returns:
        The text of the cell.
    """
    said = {None: NEEDED, "optional": OPTIONAL}.get(one.necessity) or code_word("necessity", str(one.necessity), lang)
    if one.level is None:
        return said
    name = named(one.level)
    alone = one.necessity is None and read_mark(name) == (None, name)
    return name if alone else f"{said}: {name}"


def read_mark(text: str) -> tuple[str | None, str]:
    """The necessity of a mark, and the name of its level.

    Args:
        text (str): The text of the cell.

    Returns:
        The code of the necessity, None where the mark states none; the level, empty where the mark names none.

    Example:
        >>> read_mark("x"), read_mark("O: Advanced"), read_mark("Advanced")
        ((None, ''), ('optional', 'Advanced'), (None, 'Advanced'))
    """
    known, code = _necessity(text)
    if known:
        return code, ""
    head, _, rest = text.partition(":")
    known, code = _necessity(head)
    return (code, rest.strip()) if known and rest.strip() else (None, text.strip())


def _necessity(text: str) -> tuple[bool, str | None]:
    said = normalised(text)
    code = "optional" if said == OPTIONAL else codes_by_word("necessity", _CODES).get(said)
    return said in _TICKS or code is not None, code


def offered_marks(lang: str) -> list[str]:
    """The choices of the drop-down of a cell, without the levels."""
    return [NEEDED, OPTIONAL, *(code_word("necessity", code, lang) for code in _CODES if code != "optional")]


def pair_line(cadre: str, competency: str) -> str:
    """The line by which the hidden sheet of lists records a mark of the matrix."""
    return f"{MATRIX} {cadre} {competency}"


def pairs_in(lines: Iterable[str]) -> set[tuple[str, str]]:
    """The cadre and competency of each mark that the sheet of lists records."""
    found = (line.split(" ") for line in lines if line.startswith(f"{MATRIX} "))
    return {(one[1], one[2]) for one in found if len(one) == 3}


def grid_of(sheet: Any, note: Note, text_of: Callable[[str], str], lang: str) -> Grid | None:
    """The content of the matrix sheet.

    Args:
        sheet (Any): The sheet, as openpyxl gives it.
        note (Callable): Records a problem: sheet, row, column, message, fix.
        text_of (Callable): Removes the escapes of a text.
        lang (str): The language of the headings.

    Returns:
        The content; None where the sheet is empty or has no headings, which is reported.
    """
    rows = sheet.iter_rows()
    top = [*islice(rows, MOST_ABOVE)]
    found = next(((at, cell.column) for at, row in enumerate(top) for cell in row if _is_corner(cell)), None)
    if found is None:
        if any(is_filled(cell) for row in chain(top, rows) for cell in row):
            fix = message("cell.matrix-corner", corner=heading(SheetColumn("competency"), lang))
            note(sheet.title, 1, "A", message("cell.no-headings"), fix)
        return None
    at, first = found
    made = Grid(sheet.title, at + 1)
    for cell in filter(is_filled, top[at]):
        if cell.column != first and _is_text(cell, sheet.title, at + 1, note):
            made.heads[cell.column] = (text_of(str(cell.value)).strip(), cell.column_letter)
    for number, row in enumerate(chain(top[at + 1 :], rows), at + 2):
        said = [cell for cell in row if is_filled(cell) and _is_text(cell, sheet.title, number, note)]
        cells = {cell.column: (text_of(value_text(cell.value)).strip(), cell.column_letter) for cell in said}
        text, letter = cells.pop(first, ("", "A"))
        if text or cells:
            made.lines.append(RequirementRow(number, text, letter, cells))
    return made


def _is_corner(cell: Any) -> bool:
    column = parse_heading("requirement", str(cell.value)) if is_filled(cell) else None
    return column is not None and column.field == "competency"


def _is_text(cell: Any, sheet: str, row: int, note: Note) -> bool:
    if cell.data_type not in ("f", "e"):
        return True
    note(sheet, row, cell.column_letter, *unreadable_cell(cell))
    return False


def unreadable_cell(cell: Any) -> tuple[Message, Message]:
    """The problem of a cell with a formula or an error, and its fix."""
    if cell.data_type == "f":
        return message("cell.formula"), message("cell.formula-fix")
    return message("cell.error", value=str(cell.value)), message("cell.correct-or-clear")
