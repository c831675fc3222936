"""Who needs what as a matrix: a cadre in each column, a competency in each row, a mark where one needs the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from sswgraph.exchange.workbook.layout import (
    MATRIX,
    Column,
    code_word,
    codes_by_word,
    column_of,
    fields_of,
    heading,
    plain,
)
from sswgraph.messages import Message, message
from sswgraph.model import Requirement
from sswgraph.model.fields import BY_KIND, Field

NEEDED, OPTIONAL = "x", "o"  # where nothing is said of the necessity, and where it is optional; else its word stands
_TICKS = frozenset((NEEDED, "×", "✓", "✔"))
_ABOVE = 5  # so many lines may stand above the headings
FIELDS: dict[str, Field] = {name: fields_of(BY_KIND["requirement"])[name] for name in ("cadre", "competency", "level")}
_CODES = fields_of(BY_KIND["requirement"])["necessity"].codes
Tell = Callable[[str, int, str, Message, Message], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the matrix: what stands before it, and by number of the column what a cell says, with its letter."""

    number: int
    text: str
    letter: str
    cells: dict[int, tuple[str, str]]


@dataclass(slots=True)
class Grid:
    """What the matrix of a workbook says. ``heads``: by number of the column its heading, with its letter."""

    sheet: str
    row: int
    heads: dict[int, tuple[str, str]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


def mark_of(one: Requirement, lang: str, named: Callable[[str], str]) -> str:
    """What a cell says of a requirement: its level, and where it matters its necessity before it; else a sign."""
    said = {None: NEEDED, "optional": OPTIONAL}.get(one.necessity) or code_word("necessity", str(one.necessity), lang)
    if one.level is None:
        return said
    name = named(one.level)
    alone = one.necessity is None and read_mark(name) == (None, name)
    return name if alone else f"{said}: {name}"


def read_mark(text: str) -> tuple[str | None, str]:
    """The necessity and the words for the level of a mark.

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
    said = plain(text)
    code = "optional" if said == OPTIONAL else codes_by_word("necessity", _CODES).get(said)
    return said in _TICKS or code is not None, code


def offered(lang: str) -> list[str]:
    """What the drop-down of a cell offers before the levels."""
    return [NEEDED, OPTIONAL, *(code_word("necessity", code, lang) for code in _CODES if code != "optional")]


def pair_line(cadre: str, competency: str) -> str:
    """How the sheet of lists says that the matrix had a mark here when it was written."""
    return f"{MATRIX} {cadre} {competency}"


def pairs_in(lines: Iterable[str]) -> set[tuple[str, str]]:
    """The marks that the sheet of lists names."""
    found = (line.split(" ") for line in lines if line.startswith(f"{MATRIX} "))
    return {(one[1], one[2]) for one in found if len(one) == 3}


def grid_of(sheet: Any, tell: Tell, text_of: Callable[[str], str], lang: str) -> Grid | None:
    """What a sheet says; nothing where it is empty, or where it has no headings, which is told."""
    rows = sheet.iter_rows()
    top = [*islice(rows, _ABOVE)]
    found = next(((at, cell.column) for at, row in enumerate(top) for cell in row if _is_corner(cell)), None)
    if found is None:
        if any(_says(cell) for row in chain(top, rows) for cell in row):
            fix = message("cell.matrix-corner", corner=heading(Column("competency"), lang))
            tell(sheet.title, 1, "A", message("cell.no-headings"), fix)
        return None
    at, first = found
    made = Grid(sheet.title, at + 1)
    for cell in filter(_says, top[at]):
        if cell.column != first and _is_text(cell, sheet.title, at + 1, tell):
            made.heads[cell.column] = (text_of(str(cell.value)).strip(), cell.column_letter)
    for number, row in enumerate(chain(top[at + 1 :], rows), at + 2):
        said = [cell for cell in row if _says(cell) and _is_text(cell, sheet.title, number, tell)]
        cells = {cell.column: (text_of(_figure(cell.value)).strip(), cell.column_letter) for cell in said}
        text, letter = cells.pop(first, ("", "A"))
        if text or cells:
            made.lines.append(Line(number, text, letter, cells))
    return made


def _is_corner(cell: Any) -> bool:
    column = column_of("requirement", str(cell.value)) if _says(cell) else None
    return column is not None and column.field == "competency"


def _is_text(cell: Any, sheet: str, row: int, tell: Tell) -> bool:
    if cell.data_type not in ("f", "e"):
        return True
    tell(sheet, row, cell.column_letter, *no_text(cell))
    return False


def no_text(cell: Any) -> tuple[Message, Message]:
    """What is said of a formula or an error, and what to do."""
    if cell.data_type == "f":
        return message("cell.formula"), message("cell.formula-fix")
    return message("cell.error", value=str(cell.value)), message("cell.correct-or-clear")


def _figure(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _says(cell: Any) -> bool:
    return cell.value is not None and bool(str(cell.value).strip())
