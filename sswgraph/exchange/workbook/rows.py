"""Reads the sheets of a workbook as rows, and reports what does not belong on them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, islice
from typing import Any

from sswgraph.exchange.workbook.cells import QUOTED, either
from sswgraph.exchange.workbook.layout import (
    LISTS,
    MATRIX,
    RESIDUE,
    SHORT,
    SHOWN,
    START,
    WRITTEN,
    SheetColumn,
    column_field,
    heading,
    heading_language,
    kinds_by_title,
    near_heading,
    normalised,
    parse_heading,
    shows_base,
    title,
)
from sswgraph.exchange.workbook.matrix import MOST_ABOVE, Grid, grid_of, pairs_in, unreadable_cell
from sswgraph.messages import Message, language_problem, message
from sswgraph.model.codes import SAFEGUARDS
from sswgraph.model.fields import BY_KIND, FRAMEWORK, Kind, Shape
from sswgraph.progress import Counter, Progress
from sswgraph.sheets.cells import is_filled, unescape
from sswgraph.sheets.guards import LAST_ROW, merged_in, merged_problem

_MOST_PROBLEMS = 200
_MOST_NAMED = 4  # the most columns that a hint names
_MIN_HEADINGS = 3  # the fewest headings by which a kind is recognised
UNREAD = "#"  # begins the name of a sheet, or the id of a row, that is not read


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A problem with a cell.

    Attributes:
        sheet: The name of the sheet.
        row: The row, counted from 1.
        column: The letters of the column.
        message: What is wrong.
        fix: What to do, None where the message says it.
    """

    sheet: str
    row: int
    column: str
    message: Message
    fix: Message | None = None

    def __str__(self) -> str:
        where = message("cell.at-cell", sheet=self.sheet, row=self.row, column=self.column)
        return " ".join(str(one) for one in (where, self.message, self.fix) if one is not None)


@dataclass(slots=True)
class SheetRow:
    """One row of a sheet.

    Attributes:
        kind: The kind of its element.
        sheet: The name of the sheet.
        number: The number of the row.
        cells: The column, content and column letter of each filled cell.
        id: The id of its element, once it is known.
        values: The values of its fields, once they are read.
        beside: By column, the text of the base in the workbook of an adaptation.
        invalid: The fields whose cells could not be read.
    """

    kind: Kind
    sheet: str
    number: int
    cells: list[tuple[SheetColumn, Any, str]]
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    beside: dict[SheetColumn, str] = field(default_factory=dict)
    invalid: set[str] = field(default_factory=set)


class Sheets:
    """The rows of all sheets of a workbook, and every problem found so far."""

    def __init__(self, progress: Progress = None) -> None:
        self.done = Counter(progress)
        self.rows: list[SheetRow] = []
        self.header: SheetRow | None = None
        self.residue: list[tuple[str, int, str]] = []  # sheet, row, line
        self.problems: list[CellProblem] = []
        self.lang = "en"
        self.escaped = False  # whether texts have the escapes of the workbook format
        self.headings: dict[tuple[str, str], tuple[str, str]] = {}  # by sheet and field: letter and heading
        self.top: dict[str, int] = {}  # by sheet: the row of its headings
        self.hidden: set[str] = set()
        self.there: set[str] = {"framework"}  # the kinds that have a sheet
        self.written = set(SHOWN)  # the kinds that had a sheet when the workbook was written
        self.listed = False  # whether the workbook records them
        self.known = False  # whether any sheet belongs to a framework, even under another name
        self.grid: Grid | None = None  # the matrix of requirements
        self.lines: list[str] = []  # the lines of the sheet of lists, which record what was written
        self.paired: set[tuple[str, str]] = set()  # the marks of the matrix when it was written
        self.lost: list[tuple[str, int, str]] = []  # missing columns of safeguards: sheet, row, field

    def note(self, sheet: str, row: int, column: str, said: Message, fix: Message | None = None) -> None:
        """Record a problem with a cell."""
        if sheet in self.hidden and row > 1:
            fix = message("cell.hidden", fix=fix or "")
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(CellProblem(sheet, row, column, said, fix))

    def take(self, workbook: Any, data: bytes) -> None:
        """Read every sheet of an open workbook; ``data`` is the file."""
        sheets = [one for one in workbook.worksheets if hasattr(one, "reset_dimensions")]
        self.escaped = True
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            rows = sum(min(sheet.max_row or 0, LAST_ROW) for sheet in sheets)
            for sheet in sheets:
                sheet.reset_dimensions()
                self._merged(sheet, package)
        self.take_sheets(sheets, rows)

    def take_sheets(self, sheets: Sequence[Any], rows: int) -> None:
        """Read all sheets.

        Args:
            sheets (Sequence): Sheets of openpyxl, or objects with such titles, rows and cells.
            rows (int): About how many rows they have, for progress.
        """
        self.done.expect(2 * rows)
        known = kinds_by_title()
        header = next((one.title for one in sheets if known.get(normalised(one.title)) == "framework"), "")
        self.lang = heading_language(header)
        for sheet in sheets:
            if not sheet.title.startswith(UNREAD):
                self._take(sheet, known.get(normalised(sheet.title)))
        if self.header is not None:
            self._note_lost()

    def _take(self, sheet: Any, kind: str | None) -> None:
        self.known = self.known or kind is not None
        if sheet.sheet_state != "visible":
            self.hidden.add(sheet.title)
        if sheet.title == LISTS:
            self.listed = True
            lines = [*_texts(sheet).values()]
            self.written |= {*lines} & {*BY_KIND, RESIDUE, MATRIX}
            self.paired = pairs_in(lines)
            self.lines = lines
        elif kind is None:
            self._foreign(sheet)
        elif kind == RESIDUE:
            self.there.add(RESIDUE)
            self.residue += [(sheet.title, row, self._text(line)) for row, line in _texts(sheet).items()]
        elif kind == MATRIX:
            self._matrix(sheet)
        elif kind == "framework":
            self._upright(sheet)
        else:
            self.there.add(kind)
            self._table(sheet, BY_KIND[kind])

    def _matrix(self, sheet: Any) -> None:
        if MATRIX in self.there:
            self.note(sheet.title, 1, "A", message("cell.two-matrices"), message("cell.delete-one"))
        self.there.add(MATRIX)
        self.grid = grid_of(sheet, self.note, self._text, self.lang)

    def _foreign(self, sheet: Any) -> None:
        """Report a sheet with content whose name is not that of a kind: it would be lost without notice."""
        rows = sheet.iter_rows()
        top = [*islice(rows, MOST_ABOVE)]
        if normalised(sheet.title) in START or not any(is_filled(cell) for row in chain(top, rows) for cell in row):
            return
        near = get_close_matches(normalised(sheet.title), kinds_by_title(), n=1, cutoff=0.7)
        kind = kinds_by_title()[near[0]] if near else self._kind_of(top)
        self.known = self.known or bool(kind)
        meant = message("cell.rename-sheet", title=title(kind, self.lang)) if kind else ""
        self.there |= {kind} if kind else set()  # reported here, so not again as missing
        fix = message("cell.no-kind-fix", meant=meant, sign=UNREAD)
        self.note(sheet.title, 1, "A", message("cell.no-kind"), fix)

    def _kind_of(self, top: Sequence[Sequence[Any]]) -> str:
        """The kind whose sheet has exactly these headings, or an empty text."""
        for row in top:
            said = [cell for cell in row if is_filled(cell)]
            found = [kind for kind in BY_KIND if all(self._known(BY_KIND[kind], cell) for cell in said)]
            if len(said) >= _MIN_HEADINGS and found:
                return next((kind for kind in SHOWN if kind in found), found[0])
        return ""

    def _note_lost(self) -> None:
        """Report deleted sheets and columns: without them content would be lost without notice."""
        for kind in sorted(self.written - self.there):
            fix = message("cell.sheet-gone-fix")
            self.note(title(kind, self.lang), 1, "A", message("cell.sheet-gone"), fix)
        rows = {row.sheet for row in self.rows}
        for sheet, number, name in self.lost if self.listed else ():
            if sheet in rows:
                said = message("cell.column-gone", column=heading(SheetColumn(name), self.lang))
                self.note(sheet, number, "A", said, message("cell.column-gone-fix"))

    def _merged(self, sheet: Any, package: zipfile.ZipFile) -> None:
        if normalised(sheet.title) not in kinds_by_title():
            return
        for left, top, right, bottom in merged_in(sheet, package):
            if bottom > 1:
                self.note(sheet.title, top, left, *merged_problem(left, top, right, bottom))

    def _upright(self, sheet: Any) -> None:
        cells: list[tuple[SheetColumn, Any, str]] = []
        invalid: set[str] = set()
        seen: set[SheetColumn] = set()
        for number, row in enumerate(sheet.iter_rows(max_col=2), 1):
            name = str(row[0].value).strip() if row and row[0].value is not None else ""
            column = parse_heading("framework", name) if name else None
            if name and column is None:
                near = near_heading("framework", name, self.lang)
                fix = message("cell.did-you-mean", near=near) if near else message("cell.delete-line")
                self.note(sheet.title, number, "A", message("cell.no-field", text=name[:QUOTED]), fix)
            elif column is not None:
                if column in seen:
                    said = message("cell.twice", text=name[:QUOTED])
                    self.note(sheet.title, number, "A", said, message("cell.delete-one-line"))
                seen.add(column)
                self.headings[sheet.title, column.field] = (str(number), name)
                if len(row) > 1 and row[1].value is not None:
                    self._keep(cells, invalid, sheet.title, number, column, row[1], str(number))
        if self.header is not None:
            self.note(sheet.title, 1, "A", message("cell.two-frameworks"), message("cell.delete-one"))
        self.header = SheetRow(FRAMEWORK, sheet.title, 1, cells, invalid=invalid)

    def _table(self, sheet: Any, kind: Kind) -> None:
        lines = sheet.iter_rows()
        top = [*islice(lines, MOST_ABOVE)]
        first = next((at for at, row in enumerate(top) if self._is_heading(kind, row)), 0)
        if top and not any(self._known(kind, cell) for cell in top[first]):
            if any(cell.value is not None for row in top for cell in row):
                fix = message("cell.no-headings-fix", name=heading(SheetColumn("label", self.lang), self.lang))
                self.note(sheet.title, 1, "A", message("cell.no-headings"), fix)
            return
        columns = self._columns(sheet.title, first + 1, kind, top[first] if top else ())
        for number, row in enumerate(chain(top[first + 1 :], lines), first + 2):
            self.done()
            made = SheetRow(kind, sheet.title, number, [])
            for cell in row:
                if cell.value is not None:
                    self._cell(made, columns, cell)
            if made.cells or made.invalid:
                self.rows.append(made)

    def _cell(self, row: SheetRow, columns: dict[int, SheetColumn | None], cell: Any) -> None:
        column = columns.get(cell.column)
        if column is None:
            if cell.column not in columns and str(cell.value).strip():
                said, fix = message("cell.outside"), message("cell.outside-fix")
                self.note(row.sheet, row.number, cell.column_letter, said, fix)
        elif column == WRITTEN:
            return
        elif column.beside:
            row.beside[SheetColumn(column.field, column.tag, column.turn)] = self._text(str(cell.value))
        else:
            self._keep(row.cells, row.invalid, row.sheet, row.number, column, cell)

    @staticmethod
    def _known(kind: Kind, cell: Any) -> bool:
        return cell.value is not None and parse_heading(kind.name, str(cell.value)) is not None

    def _is_heading(self, kind: Kind, row: Sequence[Any]) -> bool:
        known = sum(self._known(kind, cell) for cell in row)
        return known > 1 or (known == 1 and sum(cell.value is not None for cell in row) == 1)

    def _columns(self, sheet: str, row: int, kind: Kind, cells: Sequence[Any]) -> dict[int, SheetColumn | None]:
        found: dict[int, SheetColumn | None] = {}
        self.top[sheet] = row
        for cell in filter(is_filled, cells):
            text = str(cell.value)
            column = parse_heading(kind.name, text)
            if column is not None and not column.beside:
                self.headings.setdefault((sheet, column.field), (cell.column_letter, text.strip()))
                self._tagged(sheet, row, kind, cell, column)
                if column in found.values():
                    said = message("cell.twice", text=text[:QUOTED])
                    self.note(sheet, row, cell.column_letter, said, message("cell.delete-one-column"))
            found[cell.column] = column
        ours = [column for column in found.values() if column is not None and not column.beside]
        there = {column.field for column in ours}
        spoken = {column.field for column in ours if column.tag in ("", self.lang)}
        strange = [cell for cell in filter(is_filled, cells) if found[cell.column] is None and not _is_own(cell)]
        for cell in strange:
            said = message("cell.no-column", text=str(cell.value)[:QUOTED])
            self.note(sheet, row, cell.column_letter, said, self._meant(kind, str(cell.value), there, spoken))
        if kind.name in SAFEGUARDS and not strange:  # a renamed column is reported already
            wanted = [
                one.name for one in kind.fields if one.name in SHORT and one.name not in there and not one.required
            ]
            self.lost += [(sheet, row, name) for name in wanted]
        return found

    def _meant(self, kind: Kind, text: str, there: set[str], spoken: set[str]) -> Message:
        """What to do with an unknown column: give it its probable name, since its content would be lost.

        Args:
            kind (Kind): The kind of the sheet.
            text (str): The heading.
            there (set): The fields that have a column.
            spoken (set): Those of them in the language of the headings, or without a language.

        Returns:
            The advice.
        """
        near = near_heading(kind.name, text, self.lang)
        if near and not shows_base(text):
            return message("cell.did-you-mean", near=near)
        protects = kind.name in SAFEGUARDS
        lost = [
            one.name
            for one in kind.fields
            if one.name not in (spoken if one.required else there)
            and (one.required or (protects and one.name in SHORT))
        ]
        if not 0 < len(lost) <= _MOST_NAMED:
            return message("cell.move", sign=UNREAD)
        named = either([f"'{heading(SheetColumn(name), self.lang)}'" for name in lost])
        return message("cell.name-column", columns=named)

    def _tagged(self, sheet: str, row: int, kind: Kind, cell: Any, column: SheetColumn) -> None:
        """Report a column of texts without a language, or with an invalid one."""
        if column_field(kind, column).shape is not Shape.TEXT:
            return
        text = str(cell.value).strip()[:QUOTED]
        problem = language_problem(column.tag) if column.tag else None
        if not column.tag:
            fix = message("cell.no-language-fix", text=text)
            self.note(sheet, row, cell.column_letter, message("cell.no-language", text=text), fix)
        elif problem is not None:
            self.note(sheet, row, cell.column_letter, problem)

    def _text(self, text: str) -> str:
        return unescape(text) if self.escaped else text

    def _keep(
        self,
        cells: list[tuple[SheetColumn, Any, str]],
        invalid: set[str],
        sheet: str,
        number: int,
        column: SheetColumn,
        cell: Any,
        letter: str = "",
    ) -> None:
        kind, value, at = cell.data_type, cell.value, letter or cell.column_letter
        if kind in ("f", "e"):
            invalid.add(column.field)
            self.note(sheet, number, cell.column_letter, *unreadable_cell(cell))
        elif not isinstance(value, str):
            cells.append((column, value, at))
        elif value.strip():
            cells.append((column, self._text(value), at))


def cells_of(row: SheetRow, name: str) -> Iterator[tuple[str, str]]:
    """The text and column letter of each cell of a field."""
    return ((str(cell).strip(), letter) for column, cell, letter in row.cells if column.field == name)


def _is_own(cell: Any) -> bool:
    """Whether a heading marks a column of the user's own, which is not read."""
    return str(cell.value).strip().startswith(UNREAD)


def _texts(sheet: Any) -> dict[int, str]:
    """The texts of the first column of a sheet, by row."""
    lines = enumerate(sheet.iter_rows(max_col=1), 1)
    return {number: str(row[0].value) for number, row in lines if row and row[0].value is not None}
