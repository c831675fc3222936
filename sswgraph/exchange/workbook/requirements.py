"""Combines the list of requirements of a workbook with its matrix, and reports where the two disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sswgraph.exchange.workbook.cells import QUOTED, InvalidCell
from sswgraph.exchange.workbook.guidance import examples
from sswgraph.exchange.workbook.layout import SheetColumn
from sswgraph.exchange.workbook.matrix import FIELDS, NEEDED, Grid, RequirementRow, read_mark
from sswgraph.exchange.workbook.names import ElementNames, bracketed
from sswgraph.exchange.workbook.rows import UNREAD, SheetRow, Sheets, cells_of
from sswgraph.messages import Message, message
from sswgraph.model.fields import BY_KIND

_KIND = BY_KIND["requirement"]
_SAYS = ("level", "necessity")
_AMONG_EXAMPLES = InvalidCell(message("cell.example"), message("cell.example-fix"))


class MatrixReader:
    """Reads the matrix of a workbook against its list.

    A mark that was there when the workbook was written belongs to a row of the list. Where only one of the two is
    left, the user is asked which is meant. A new mark needs no row, and a new row no mark.
    """

    def __init__(
        self, sheets: Sheets, names: ElementNames, listed: Sequence[SheetRow], dropped: Sequence[SheetRow]
    ) -> None:
        self.sheets, self.names = sheets, names
        self.pairs: dict[tuple[str, str], list[SheetRow]] = {}
        self.whole = True  # whether every row of the list names its cadre and competency
        for row in listed:
            pair = row.values.get("cadre"), row.values.get("competency")
            if pair[0] is None or pair[1] is None:
                self.whole = False
            else:
                self.pairs.setdefault((pair[0], pair[1]), []).append(row)
        self.dropped = {(self._id(row, "cadre"), self._id(row, "competency")) for row in dropped}
        self.seen: set[tuple[str, str]] = set()
        self.reported: set[tuple[int, str]] = set()

    def new(self) -> Iterator[SheetRow]:
        """The requirements that only the matrix has; reports every disagreement."""
        grid = self.sheets.grid
        if grid is None:
            return
        heads = {at: self._found(text, "cadre") for at, (text, _) in grid.heads.items()}
        self._note_twice(grid, [(grid.row, letter, heads[at]) for at, (_, letter) in grid.heads.items()])
        lines = [(line, self._found(line.text, "competency")) for line in grid.lines]
        self._note_twice(grid, [(line.number, line.letter, found) for line, found in lines])
        for line, competency in lines:
            for at in sorted(heads.keys() | line.cells.keys()):
                yield from self._cell(grid, line, competency, at, heads.get(at))
        self._note_unseen(grid)

    def _id(self, row: SheetRow, name: str) -> str:
        return self.names.full(bracketed(next((said for said, _ in cells_of(row, name)), "")))

    def _found(self, text: str, name: str) -> str | InvalidCell:
        """The id that a heading refers to, even if it is dropped; otherwise the problem with it."""
        if text in examples("requirement"):
            return _AMONG_EXAMPLES
        full = self.names.full(bracketed(text))
        try:
            return full if full in self.names.dropped else self.names.found(text, FIELDS[name])
        except InvalidCell as error:
            return error

    def _note_twice(self, grid: Grid, heads: Sequence[tuple[int, str, str | InvalidCell]]) -> None:
        seen: set[str] = set()
        for row, letter, found in heads:
            if isinstance(found, str) and found in seen:
                said = message("cell.twice", text=found)
                self.sheets.note(grid.sheet, row, letter, said, message("cell.twice-fix"))
            if isinstance(found, str):
                seen.add(found)

    def _cell(
        self, grid: Grid, line: RequirementRow, competency: str | InvalidCell, at: int, cadre: str | InvalidCell | None
    ) -> Iterator[SheetRow]:
        """The requirements of one cell that the list does not have."""
        text, letter = line.cells.get(at, ("", grid.heads.get(at, ("", "A"))[1]))
        if isinstance(cadre, str) and isinstance(competency, str):
            self.seen.add((cadre, competency))
            if text:
                yield from self._marked(grid, line, letter, text, (cadre, competency))
            else:
                self._unmarked(grid, line, letter, (cadre, competency))
        elif text and not (cadre is _AMONG_EXAMPLES and competency is _AMONG_EXAMPLES):
            if cadre is None:
                outside = InvalidCell(message("cell.outside"), message("cell.delete-it"))
                self._note_head(grid, line.number, letter, text, outside)
            else:
                self._note_head(grid, grid.row, letter, grid.heads[at][0], cadre)
            if line.text:
                self._note_head(grid, line.number, line.letter, line.text, competency)
            else:
                none = InvalidCell(message("cell.no-competency"), message("cell.no-competency-fix"))
                self._note_head(grid, line.number, line.letter, "", none)

    def _note_head(self, grid: Grid, row: int, letter: str, text: str, found: str | InvalidCell | None) -> None:
        """Report once a heading that refers to nothing, unless it begins with '#'."""
        if isinstance(found, InvalidCell) and not text.startswith(UNREAD) and (row, letter) not in self.reported:
            self.reported.add((row, letter))
            self.sheets.note(grid.sheet, row, letter, found.message, found.fix)

    def _unmarked(self, grid: Grid, line: RequirementRow, letter: str, pair: tuple[str, str]) -> None:
        rows = self.pairs.get(pair, [])
        if rows and pair in self.sheets.paired:
            said, fix = message("cell.mark-gone", place=_places(rows)), message("cell.mark-gone-fix", needed=NEEDED)
            self.sheets.note(grid.sheet, line.number, letter, said, fix)

    def _marked(
        self, grid: Grid, line: RequirementRow, letter: str, text: str, pair: tuple[str, str]
    ) -> Iterator[SheetRow]:
        if pair in self.dropped or (pair in self.sheets.paired and {*pair} & self.names.dropped.keys()):
            return
        rows = self.pairs.get(pair, [])
        if not rows and pair in self.sheets.paired:
            if self.whole:
                fix = message("cell.clear-or-put-back")
                self.sheets.note(grid.sheet, line.number, letter, message("cell.row-gone"), fix)
            return
        try:
            marks = [self._mark(one) for one in text.split("\n") if one.strip()]
        except InvalidCell as error:
            self.sheets.note(grid.sheet, line.number, letter, error.message, error.fix)
            return
        if not rows:
            yield from (self._row(grid, line, letter, pair, mark) for mark in marks)
        elif not any(row.invalid & {*_SAYS} for row in rows):
            listed = [tuple(row.values.get(name) for name in _SAYS) for row in rows]
            if Counter(listed) != Counter(marks):
                said = message("cell.not-same", text=text[:QUOTED], place=_places(rows))
                self.sheets.note(grid.sheet, line.number, letter, said, message("cell.not-same-fix"))

    def _mark(self, text: str) -> tuple[str | None, str | None]:
        """The level and the necessity of a mark. Raises InvalidCell."""
        necessity, level = read_mark(text)
        if not level:
            return None, necessity
        try:
            return self.names.found(level, FIELDS["level"]), necessity
        except InvalidCell as error:
            raise InvalidCell(error.message, message("cell.without-level", fix=error.fix, needed=NEEDED)) from None

    @staticmethod
    def _row(
        grid: Grid, line: RequirementRow, letter: str, pair: tuple[str, str], mark: tuple[str | None, str | None]
    ) -> SheetRow:
        said = dict(zip(("cadre", "competency", *_SAYS), (*pair, *mark), strict=True))
        cells: list[tuple[SheetColumn, Any, str]] = [
            (SheetColumn(name), value, letter) for name, value in said.items() if value
        ]
        return SheetRow(_KIND, grid.sheet, line.number, cells)

    def _note_unseen(self, grid: Grid) -> None:
        """Report rows of the list whose row or column of the matrix was deleted."""
        for pair, rows in self.pairs.items():
            if pair in self.sheets.paired and pair not in self.seen:
                said = message("cell.line-gone", sheet=grid.sheet)
                self.sheets.note(rows[0].sheet, rows[0].number, "A", said, message("cell.line-gone-fix"))


def _places(rows: Sequence[SheetRow]) -> Message:
    return message("cell.place", sheet=rows[0].sheet, row=", ".join(str(row.number) for row in rows))
