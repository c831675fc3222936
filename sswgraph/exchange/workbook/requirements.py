"""The list of requirements and the matrix of one workbook, put together: a new mark is a requirement, and where the two
say different things, that is told by the cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sswgraph.exchange.workbook.cells import Misfit
from sswgraph.exchange.workbook.guidance import examples
from sswgraph.exchange.workbook.layout import Column
from sswgraph.exchange.workbook.matrix import FIELDS, NEEDED, Grid, Line, read_mark
from sswgraph.exchange.workbook.names import Names, bracketed
from sswgraph.exchange.workbook.rows import UNREAD, Row, Sheets, said_in
from sswgraph.messages import Message, message
from sswgraph.model.fields import BY_KIND

_KIND = BY_KIND["requirement"]
_SAYS = ("level", "necessity")
_AMONG_EXAMPLES = Misfit(message("cell.example"), message("cell.example-fix"))


class Matrix:
    """The matrix of a workbook beside its list.

    A mark that was there when the workbook was written belongs to a row of the list; without it, one of the two was
    taken away, and which is meant is asked. A mark that is new, and a row that is new, need nothing in the other.
    """

    def __init__(self, sheets: Sheets, names: Names, listed: Sequence[Row], dropped: Sequence[Row]) -> None:
        self.sheets, self.names = sheets, names
        self.pairs: dict[tuple[str, str], list[Row]] = {}
        self.whole = True  # whether every row of the list says who needs what
        for row in listed:
            pair = row.values.get("cadre"), row.values.get("competency")
            if pair[0] is None or pair[1] is None:
                self.whole = False
            else:
                self.pairs.setdefault((pair[0], pair[1]), []).append(row)
        self.dropped = {(self._id(row, "cadre"), self._id(row, "competency")) for row in dropped}
        self.seen: set[tuple[str, str]] = set()
        self.told: set[tuple[int, str]] = set()

    def new(self) -> Iterator[Row]:
        """The rows that marks make; whatever does not agree is told."""
        grid = self.sheets.grid
        if grid is None:
            return
        heads = {at: self._found(text, "cadre") for at, (text, _) in grid.heads.items()}
        self._tell_twice(grid, [(grid.row, letter, heads[at]) for at, (_, letter) in grid.heads.items()])
        lines = [(line, self._found(line.text, "competency")) for line in grid.lines]
        self._tell_twice(grid, [(line.number, line.letter, found) for line, found in lines])
        for line, competency in lines:
            for at in sorted(heads.keys() | line.cells.keys()):
                yield from self._cell(grid, line, competency, at, heads.get(at))
        self._tell_unseen(grid)

    def _id(self, row: Row, name: str) -> str:
        return self.names.full(bracketed(next((said for said, _ in said_in(row, name)), "")))

    def _found(self, text: str, name: str) -> str | Misfit:
        """The id that a heading means, also of what is dropped; else why it means none."""
        if text in examples("requirement"):
            return _AMONG_EXAMPLES
        full = self.names.full(bracketed(text))
        try:
            return full if full in self.names.dropped else self.names.found(text, FIELDS[name])
        except Misfit as misfit:
            return misfit

    def _tell_twice(self, grid: Grid, heads: Sequence[tuple[int, str, str | Misfit]]) -> None:
        seen: set[str] = set()
        for row, letter, found in heads:
            if isinstance(found, str) and found in seen:
                said = message("cell.twice", text=found)
                self.sheets.tell(grid.sheet, row, letter, said, message("cell.twice-fix"))
            if isinstance(found, str):
                seen.add(found)

    def _cell(
        self, grid: Grid, line: Line, competency: str | Misfit, at: int, cadre: str | Misfit | None
    ) -> Iterator[Row]:
        """One cell, against the rows of the list that say the same."""
        text, letter = line.cells.get(at, ("", grid.heads.get(at, ("", "A"))[1]))
        if isinstance(cadre, str) and isinstance(competency, str):
            self.seen.add((cadre, competency))
            if text:
                yield from self._marked(grid, line, letter, text, (cadre, competency))
            else:
                self._unmarked(grid, line, letter, (cadre, competency))
        elif text and not (cadre is _AMONG_EXAMPLES and competency is _AMONG_EXAMPLES):
            if cadre is None:
                outside = Misfit(message("cell.outside"), message("cell.delete-it"))
                self._tell_head(grid, line.number, letter, text, outside)
            else:
                self._tell_head(grid, grid.row, letter, grid.heads[at][0], cadre)
            if line.text:
                self._tell_head(grid, line.number, line.letter, line.text, competency)
            else:
                none = Misfit(message("cell.no-competency"), message("cell.no-competency-fix"))
                self._tell_head(grid, line.number, line.letter, "", none)

    def _tell_head(self, grid: Grid, row: int, letter: str, text: str, found: str | Misfit | None) -> None:
        """Say once of a heading that it means nothing; one that begins with '#' is somebody's own."""
        if isinstance(found, Misfit) and not text.startswith(UNREAD) and (row, letter) not in self.told:
            self.told.add((row, letter))
            self.sheets.tell(grid.sheet, row, letter, found.said, found.fix)

    def _unmarked(self, grid: Grid, line: Line, letter: str, pair: tuple[str, str]) -> None:
        rows = self.pairs.get(pair, [])
        if rows and pair in self.sheets.paired:
            said, fix = message("cell.mark-gone", place=_places(rows)), message("cell.mark-gone-fix", needed=NEEDED)
            self.sheets.tell(grid.sheet, line.number, letter, said, fix)

    def _marked(self, grid: Grid, line: Line, letter: str, text: str, pair: tuple[str, str]) -> Iterator[Row]:
        if pair in self.dropped or (pair in self.sheets.paired and {*pair} & self.names.dropped.keys()):
            return
        rows = self.pairs.get(pair, [])
        if not rows and pair in self.sheets.paired:
            if self.whole:
                fix = message("cell.clear-or-put-back")
                self.sheets.tell(grid.sheet, line.number, letter, message("cell.row-gone"), fix)
            return
        try:
            marks = [self._mark(one) for one in text.split("\n") if one.strip()]
        except Misfit as misfit:
            self.sheets.tell(grid.sheet, line.number, letter, misfit.said, misfit.fix)
            return
        if not rows:
            yield from (self._row(grid, line, letter, pair, mark) for mark in marks)
        elif not any(row.bad & {*_SAYS} for row in rows):
            listed = [tuple(row.values.get(name) for name in _SAYS) for row in rows]
            if Counter(listed) != Counter(marks):
                said = message("cell.not-same", text=text[:60], place=_places(rows))
                self.sheets.tell(grid.sheet, line.number, letter, said, message("cell.not-same-fix"))

    def _mark(self, text: str) -> tuple[str | None, str | None]:
        """The level and the necessity of a mark. Raises Misfit."""
        necessity, level = read_mark(text)
        if not level:
            return None, necessity
        try:
            return self.names.found(level, FIELDS["level"]), necessity
        except Misfit as misfit:
            raise Misfit(misfit.said, message("cell.without-level", fix=misfit.fix, needed=NEEDED)) from None

    @staticmethod
    def _row(grid: Grid, line: Line, letter: str, pair: tuple[str, str], mark: tuple[str | None, str | None]) -> Row:
        said = dict(zip(("cadre", "competency", *_SAYS), (*pair, *mark), strict=True))
        cells: list[tuple[Column, Any, str]] = [(Column(name), value, letter) for name, value in said.items() if value]
        return Row(_KIND, grid.sheet, line.number, cells)

    def _tell_unseen(self, grid: Grid) -> None:
        """A row of the list whose row or column of the matrix is gone."""
        for pair, rows in self.pairs.items():
            if pair in self.sheets.paired and pair not in self.seen:
                said = message("cell.line-gone", sheet=grid.sheet)
                self.sheets.tell(rows[0].sheet, rows[0].number, "A", said, message("cell.line-gone-fix"))


def _places(rows: Sequence[Row]) -> Message:
    return message("cell.place", sheet=rows[0].sheet, row=", ".join(str(row.number) for row in rows))
