"""The sheets of a workbook as rows: which column each cell stands in, and what no sheet of ours can hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, islice
from typing import Any

from sswgraph.exchange.workbook.cells import either
from sswgraph.exchange.workbook.escapes import unescaped
from sswgraph.exchange.workbook.layout import (
    LISTS,
    MATRIX,
    RESIDUE,
    SHORT,
    SHOWN,
    START,
    WRITTEN,
    Column,
    column_of,
    field_of,
    heading,
    is_beside,
    kinds_by_title,
    language_of,
    near_heading,
    plain,
    title,
)
from sswgraph.exchange.workbook.matrix import Grid, grid_of, no_text, pairs_in
from sswgraph.messages import Message, language_problem, message
from sswgraph.model.codes import SAFEGUARDS
from sswgraph.model.fields import BY_KIND, FRAMEWORK, Kind, Shape
from sswgraph.progress import Counter, Progress
from sswgraph.sheets.guards import LAST_ROW, merged_in, words_of

_MOST_PROBLEMS = 200
_FEW = 4
_SHOWN = 60  # so much of a cell is said
_TELLING = 3  # so many headings tell a kind
_ABOVE = 5  # so many lines may stand above the headings
UNREAD = "#"  # a sheet whose name, or a row whose id, begins so is not read


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: where, what, and what to do."""

    sheet: str
    row: int
    column: str
    said: Message
    fix: Message | None = None

    def __str__(self) -> str:
        where = message("cell.at-cell", sheet=self.sheet, row=self.row, column=self.column)
        return " ".join(str(one) for one in (where, self.said, self.fix) if one is not None)


@dataclass(slots=True)
class Row:
    """One row: which kind, where it stands, and what its cells say, with the letter of each column.

    ``beside``: what the base says, in the workbook of an adaptation; ``bad``: the fields whose cells mean nothing.
    """

    kind: Kind
    sheet: str
    number: int
    cells: list[tuple[Column, Any, str]]
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    beside: dict[Column, str] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)


class Sheets:
    """The rows of all sheets of one workbook, and every problem found so far."""

    def __init__(self, progress: Progress = None) -> None:
        self.done = Counter(progress)
        self.rows: list[Row] = []
        self.header: Row | None = None
        self.residue: list[tuple[str, int, str]] = []  # sheet, row, line
        self.problems: list[Problem] = []
        self.lang = "en"
        self.escaped = False  # whether texts are written as the format of workbooks writes them
        self.headings: dict[tuple[str, str], tuple[str, str]] = {}  # by sheet and field: letter and heading
        self.top: dict[str, int] = {}  # by sheet: the row of its headings
        self.hidden: set[str] = set()
        self.there: set[str] = {"framework"}  # the kinds that have a sheet
        self.written = set(SHOWN)  # the kinds that had a sheet when the workbook was written
        self.listed = False  # whether the workbook says so itself
        self.known = False  # whether any sheet is one of a framework, be it under another name
        self.grid: Grid | None = None  # who needs what, as a matrix
        self.lines: list[str] = []  # what the sheet of lists says was there when the workbook was written
        self.paired: set[tuple[str, str]] = set()  # where it had marks when it was written
        self.lost: list[tuple[str, int, str]] = []  # columns of safeguards that are not there: sheet, row, field

    def tell(self, sheet: str, row: int, column: str, said: Message, fix: Message | None = None) -> None:
        """Note a problem with a cell."""
        if sheet in self.hidden and row > 1:
            fix = message("cell.hidden", fix=fix or "")
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(sheet, row, column, said, fix))

    def take(self, workbook: Any, data: bytes) -> None:
        """Read every sheet of an open workbook, of which ``data`` are the bytes."""
        sheets = [one for one in workbook.worksheets if hasattr(one, "reset_dimensions")]
        self.escaped = True
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            rows = sum(min(sheet.max_row or 0, LAST_ROW) for sheet in sheets)
            for sheet in sheets:
                sheet.reset_dimensions()
                self._merged(sheet, package)
        self.take_sheets(sheets, rows)

    def take_sheets(self, sheets: Sequence[Any], rows: int) -> None:
        """Read all sheets, of a workbook or of something that has titles, rows and cells like one.

        ``rows``: about how many rows they have; each is read first, and understood afterwards.
        """
        self.done.expect(2 * rows)
        known = kinds_by_title()
        header = next((one.title for one in sheets if known.get(plain(one.title)) == "framework"), "")
        self.lang = language_of(header)
        for sheet in sheets:
            if not sheet.title.startswith(UNREAD):
                self._take(sheet, known.get(plain(sheet.title)))
        if self.header is not None:
            self._tell_lost()

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
            self.tell(sheet.title, 1, "A", message("cell.two-matrices"), message("cell.delete-one"))
        self.there.add(MATRIX)
        self.grid = grid_of(sheet, self.tell, self._text, self.lang)

    def _foreign(self, sheet: Any) -> None:
        """A sheet that no kind is called like is not read, so that whatever it holds would be lost in silence."""
        rows = sheet.iter_rows()
        top = [*islice(rows, _ABOVE)]
        if plain(sheet.title) in START or not any(_says(cell) for row in chain(top, rows) for cell in row):
            return
        near = get_close_matches(plain(sheet.title), kinds_by_title(), n=1, cutoff=0.7)
        kind = kinds_by_title()[near[0]] if near else self._kind_of(top)
        self.known = self.known or bool(kind)
        meant = message("cell.rename-sheet", title=title(kind, self.lang)) if kind else ""
        self.there |= {kind} if kind else set()  # that it is lost is told here
        fix = message("cell.no-kind-fix", meant=meant, sign=UNREAD)
        self.tell(sheet.title, 1, "A", message("cell.no-kind"), fix)

    def _kind_of(self, top: Sequence[Sequence[Any]]) -> str:
        """The kind whose sheet has just the headings that stand here, or nothing."""
        for row in top:
            said = [cell for cell in row if _says(cell)]
            found = [kind for kind in BY_KIND if all(self._known(BY_KIND[kind], cell) for cell in said)]
            if len(said) >= _TELLING and found:
                return next((kind for kind in SHOWN if kind in found), found[0])
        return ""

    def _tell_lost(self) -> None:
        """A sheet that is gone is told: without it the framework would say less, and nobody would see it."""
        for kind in sorted(self.written - self.there):
            fix = message("cell.sheet-gone-fix")
            self.tell(title(kind, self.lang), 1, "A", message("cell.sheet-gone"), fix)
        rows = {row.sheet for row in self.rows}
        for sheet, number, name in self.lost if self.listed else ():
            if sheet in rows:
                said = message("cell.column-gone", column=heading(Column(name), self.lang))
                self.tell(sheet, number, "A", said, message("cell.column-gone-fix"))

    def _merged(self, sheet: Any, package: zipfile.ZipFile) -> None:
        if plain(sheet.title) not in kinds_by_title():
            return
        for left, top, right, bottom in merged_in(sheet, package):
            if bottom > 1:
                self.tell(sheet.title, top, left, *words_of(left, top, right, bottom))

    def _upright(self, sheet: Any) -> None:
        cells: list[tuple[Column, Any, str]] = []
        bad: set[str] = set()
        seen: set[Column] = set()
        for number, row in enumerate(sheet.iter_rows(max_col=2), 1):
            name = str(row[0].value).strip() if row and row[0].value is not None else ""
            column = column_of("framework", name) if name else None
            if name and column is None:
                near = near_heading("framework", name, self.lang)
                fix = message("cell.did-you-mean", near=near) if near else message("cell.delete-line")
                self.tell(sheet.title, number, "A", message("cell.no-field", text=name[:_SHOWN]), fix)
            elif column is not None:
                if column in seen:
                    said = message("cell.twice", text=name[:_SHOWN])
                    self.tell(sheet.title, number, "A", said, message("cell.delete-one-line"))
                seen.add(column)
                self.headings[sheet.title, column.field] = (str(number), name)
                if len(row) > 1 and row[1].value is not None:
                    self._keep(cells, bad, sheet.title, number, column, row[1], str(number))
        if self.header is not None:
            self.tell(sheet.title, 1, "A", message("cell.two-frameworks"), message("cell.delete-one"))
        self.header = Row(FRAMEWORK, sheet.title, 1, cells, bad=bad)

    def _table(self, sheet: Any, kind: Kind) -> None:
        lines = sheet.iter_rows()
        top = [*islice(lines, _ABOVE)]
        first = next((at for at, row in enumerate(top) if self._is_heading(kind, row)), 0)
        if top and not any(self._known(kind, cell) for cell in top[first]):
            if any(cell.value is not None for row in top for cell in row):
                fix = message("cell.no-headings-fix", name=heading(Column("label", self.lang), self.lang))
                self.tell(sheet.title, 1, "A", message("cell.no-headings"), fix)
            return
        columns = self._columns(sheet.title, first + 1, kind, top[first] if top else ())
        for number, row in enumerate(chain(top[first + 1 :], lines), first + 2):
            self.done()
            made = Row(kind, sheet.title, number, [])
            for cell in row:
                if cell.value is not None:
                    self._cell(made, columns, cell)
            if made.cells or made.bad:
                self.rows.append(made)

    def _cell(self, row: Row, columns: dict[int, Column | None], cell: Any) -> None:
        column = columns.get(cell.column)
        if column is None:
            if cell.column not in columns and str(cell.value).strip():
                said, fix = message("cell.outside"), message("cell.outside-fix")
                self.tell(row.sheet, row.number, cell.column_letter, said, fix)
        elif column == WRITTEN:
            return
        elif column.beside:
            row.beside[Column(column.field, column.tag, column.turn)] = self._text(str(cell.value))
        else:
            self._keep(row.cells, row.bad, row.sheet, row.number, column, cell)

    @staticmethod
    def _known(kind: Kind, cell: Any) -> bool:
        return cell.value is not None and column_of(kind.name, str(cell.value)) is not None

    def _is_heading(self, kind: Kind, row: Sequence[Any]) -> bool:
        known = sum(self._known(kind, cell) for cell in row)
        return known > 1 or (known == 1 and sum(cell.value is not None for cell in row) == 1)

    def _columns(self, sheet: str, row: int, kind: Kind, cells: Sequence[Any]) -> dict[int, Column | None]:
        found: dict[int, Column | None] = {}
        self.top[sheet] = row
        for cell in filter(_says, cells):
            text = str(cell.value)
            column = column_of(kind.name, text)
            if column is not None and not column.beside:
                self.headings.setdefault((sheet, column.field), (cell.column_letter, text.strip()))
                self._tagged(sheet, row, kind, cell, column)
                if column in found.values():
                    said = message("cell.twice", text=text[:_SHOWN])
                    self.tell(sheet, row, cell.column_letter, said, message("cell.delete-one-column"))
            found[cell.column] = column
        ours = [column for column in found.values() if column is not None and not column.beside]
        there = {column.field for column in ours}
        spoken = {column.field for column in ours if column.tag in ("", self.lang)}
        strange = [cell for cell in filter(_says, cells) if found[cell.column] is None and not _is_own(cell)]
        for cell in strange:
            said = message("cell.no-column", text=str(cell.value)[:_SHOWN])
            self.tell(sheet, row, cell.column_letter, said, self._meant(kind, str(cell.value), there, spoken))
        if kind.name in SAFEGUARDS and not strange:  # a renamed one is told already
            wanted = [
                one.name for one in kind.fields if one.name in SHORT and one.name not in there and not one.required
            ]
            self.lost += [(sheet, row, name) for name in wanted]
        return found

    def _meant(self, kind: Kind, text: str, there: set[str], spoken: set[str]) -> Message:
        """What to do with a column that is none: the name that it probably had, since what it says would be lost.

        ``spoken``: of the fields that are ``there``, those that are in the language of the headings or in none.
        """
        near = near_heading(kind.name, text, self.lang)
        if near and not is_beside(text):
            return message("cell.did-you-mean", near=near)
        protects = kind.name in SAFEGUARDS
        lost = [
            one.name
            for one in kind.fields
            if one.name not in (spoken if one.required else there)
            and (one.required or (protects and one.name in SHORT))
        ]
        if not 0 < len(lost) <= _FEW:
            return message("cell.move", sign=UNREAD)
        named = either([f"'{heading(Column(name), self.lang)}'" for name in lost])
        return message("cell.name-column", columns=named)

    def _tagged(self, sheet: str, row: int, kind: Kind, cell: Any, column: Column) -> None:
        """A text says its language, and it is a language."""
        if field_of(kind, column).shape is not Shape.TEXT:
            return
        text = str(cell.value).strip()[:60]
        problem = language_problem(column.tag) if column.tag else None
        if not column.tag:
            fix = message("cell.no-language-fix", text=text)
            self.tell(sheet, row, cell.column_letter, message("cell.no-language", text=text), fix)
        elif problem is not None:
            self.tell(sheet, row, cell.column_letter, problem)

    def _text(self, text: str) -> str:
        return unescaped(text) if self.escaped else text

    def _keep(
        self,
        cells: list[tuple[Column, Any, str]],
        bad: set[str],
        sheet: str,
        number: int,
        column: Column,
        cell: Any,
        letter: str = "",
    ) -> None:
        kind, value, at = cell.data_type, cell.value, letter or cell.column_letter
        if kind in ("f", "e"):
            bad.add(column.field)
            self.tell(sheet, number, cell.column_letter, *no_text(cell))
        elif not isinstance(value, str):
            cells.append((column, value, at))
        elif value.strip():
            cells.append((column, self._text(value), at))


def said_in(row: Row, name: str) -> Iterator[tuple[str, str]]:
    """What the cells of a field say, with the letter of each."""
    return ((str(cell).strip(), letter) for column, cell, letter in row.cells if column.field == name)


def _is_own(cell: Any) -> bool:
    """Whether a heading says that its column is somebody's own, which is not read."""
    return str(cell.value).strip().startswith(UNREAD)


def _says(cell: Any) -> bool:
    return cell.value is not None and bool(str(cell.value).strip())


def _texts(sheet: Any) -> dict[int, str]:
    """What the first column of a sheet says, by row."""
    lines = enumerate(sheet.iter_rows(max_col=1), 1)
    return {number: str(row[0].value) for number, row in lines if row and row[0].value is not None}
