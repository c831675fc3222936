"""Pages as workbooks: what a page says on the first sheet, safety and limits first, and each table on its own sheet."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

import xlsxwriter

from sswgraph.documents.review.styles import Styles, height_of
from sswgraph.errors import InputError
from sswgraph.model.blocks import Block, Details, Facts, Heading, Listing, Marked, Notice, Page, Paragraph, Table
from sswgraph.model.show.pages_common import fixed
from sswgraph.model.show.safe import clean, runs_right_to_left

_MOST = 32_767  # signs in a cell, by the file format
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NAME = 31
_WIDEST, _NARROWEST = 60, 8
_A3, _A4 = 8, 9


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of an .xlsx workbook, the same for the same page; a template is not used.

    Every text goes in as text, never as a formula or link. Raises InputError where a text is longer than a cell holds.

    >>> render(Page("Title", "en", (Paragraph("=1+1"),)))[:2]
    b'PK'
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"title": clean(page.title)[:255], "author": "sswgraph", "created": _moment(page)})
        _Book(workbook, page).write()
    return stream.getvalue()


def _moment(page: Page) -> datetime:
    try:
        day = date.fromisoformat(page.date[:10])
    except ValueError:
        day = date(1980, 1, 1)
    return datetime.combine(max(day, date(1980, 1, 1)), datetime.min.time())


class _Book:
    """The sheets of one page."""

    def __init__(self, workbook: Any, page: Page) -> None:
        self.workbook, self.page = workbook, page
        self.styles = Styles(workbook)
        self.names: set[str] = set()
        self.first = self._sheet(fixed("heading.overview", page.lang))
        self.first.set_column(0, 0, 34)
        self.first.set_column(1, 1, 90)
        self.row = 0

    def write(self) -> None:
        self._line(self.page.title, "title", 24)
        self._blocks(self.page.blocks)

    def _sheet(self, name: str) -> Any:
        kept = _FORBIDDEN.sub(" ", clean(name)).strip() or "-"
        short, number = kept[:_NAME], 1
        while short.lower() in self.names:
            number += 1
            short = f"{kept[: _NAME - 1 - len(str(number))]} {number}"
        self.names.add(short.lower())
        sheet = self.workbook.add_worksheet(short)
        if runs_right_to_left(self.page.lang):
            sheet.right_to_left()
        return sheet

    def _blocks(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            match block:
                case Heading(level, text):
                    self._line(text, "over" if level < 3 else "heading", 20)
                case Paragraph(text):
                    self._line(text, "wrapped")
                case Notice(text):
                    self._line(text, "warning")
                case Listing(items, ordered):
                    for number, item in enumerate(items, 1):
                        self._line(f"{number}. {item}" if ordered else f"– {item}", "wrapped")
                case Facts(pairs):
                    for name, value in pairs:
                        self._pair(name, value)
                case Table():
                    self._table(block)
                case Details(summary, inner):
                    self._line(summary, "heading", 18)
                    self._blocks(inner)

    def _line(self, text: str, style: str, least: float = 15.0) -> None:
        self.first.merge_range(self.row, 0, self.row, 1, "", self.styles[style])
        _write(self.first, self.row, 0, text, self.styles, style)
        self.first.set_row(self.row, height_of((text, 124.0), least=least))
        self.row += 1

    def _pair(self, name: str, value: str) -> None:
        _write(self.first, self.row, 0, name, self.styles, "quiet")
        _write(self.first, self.row, 1, value, self.styles, "wrapped")
        self.first.set_row(self.row, height_of((name, 34.0), (value, 90.0)))
        self.row += 1

    def _table(self, table: Table) -> None:
        sheet = self._sheet(table.caption or fixed("table", self.page.lang))
        self.first.write_url(
            self.row, 0, f"internal:'{sheet.get_name()}'!A1", self.styles["link"], clean(table.caption)[:200]
        )
        self.row += 1
        widths = [self._width(table, column) for column in range(len(table.header))]
        for column, (name, width) in enumerate(zip(table.header, widths, strict=True)):
            sheet.set_column(column, column, width)
            _write(sheet, 0, column, name, self.styles, "turned" if table.shape == "matrix" and column else "head")
        if table.shape == "matrix":
            sheet.set_row(0, 140)
        for number, cells in enumerate(table.rows, 1):
            for column, text in enumerate(cells):
                if column in table.numeric and text.isascii() and text.isdigit():
                    sheet.write_number(number, column, int(text), self.styles["number"])
                else:
                    _write(
                        sheet,
                        number,
                        column,
                        text,
                        self.styles,
                        "open" if table.shape == "form" and not text else "cell",
                    )
            sheet.set_row(number, height_of(*zip(cells, widths, strict=True)))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(_A3 if sum(widths) > 150 else _A4)
        sheet.fit_to_pages(1, 0)
        if table.rows and table.shape == "list":
            sheet.autofilter(0, 0, len(table.rows), len(table.header) - 1)

    def _width(self, table: Table, column: int) -> float:
        if table.shape == "matrix" and column:
            return 4.5
        texts = [table.header[column], *(row[column] for row in table.rows)]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        return float(min(_WIDEST, max(_NARROWEST, longest + 2)))


def _write(sheet: Any, row: int, column: int, text: str, styles: Styles, style: str) -> None:
    if len(text) > _MOST:
        raise InputError(
            f"'{text[:40]}…' has {len(text):,} signs; a cell of a workbook holds {_MOST:,}. Save as .html."
        )
    pieces = [(kind, clean(part)) for kind, part in text.runs] if isinstance(text, Marked) else [("same", clean(text))]
    styles.write_marked(sheet, row, column, pieces, style)
