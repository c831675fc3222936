"""Blocks -> a workbook (.xlsx): text on the first sheet, each table on one of its own; no text is ever a formula.

Numbers and dates of the columns of a result are numbers and dates here too, so that they can be added up and sorted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from sswgraph.errors import InputError
from sswgraph.model.characters import clean, columns, runs_right_to_left
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Block, Details, Facts, Figure, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.writer import fixed
from sswgraph.render.layout import shares
from sswgraph.sheets.filled import filled

_MOST_IN_A_CELL = 32_767
_A3, _A4, _UPRIGHT, _ACROSS, _NAMES = 8, 9, 90, 135, 28
_LINE, _HIGHEST = 15.0, 409.0  # points; the latter is the most that a workbook allows
_NAME = re.compile(r"[\[\]:*?/\\']")
_GROUNDS = {"warning": "#fbf3e2", "good": "#edf5ef", "open": "#f1f4f6", "plain": "#ffffff"}


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of an .xlsx workbook; a template is not used.

    Raises InputError for a text that is longer than a cell of a workbook may be.

    >>> render(Page("Title", "en", (Paragraph("text"),)))[:2]
    b'PK'
    """

    def fill(workbook: Any) -> str:
        _Writer(workbook, page).write()
        return clean(page.title)

    return filled(fill, page.moment, author="sswgraph")


class _Writer:
    """Puts the blocks of one page into one workbook."""

    def __init__(self, workbook: Any, page: Page) -> None:
        self.workbook, self.page = workbook, page
        self.right_to_left = runs_right_to_left(page.lang)
        self.row, self.tables = 0, 0
        self.formats: dict[str, Any] = {}
        self.names: set[str] = set()
        self.text = self.sheet(page.title)

    def write(self) -> None:
        self.text.set_column(0, 0, _NAMES)
        self.text.set_column(1, 1, _UPRIGHT - _NAMES)
        self.line(self.page.title, bold=True, font_size=16, font_color="#1f4e66")
        for block in self.page.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Heading(level, text):
                self.row += level <= 2
                self.line(text, bold=True, font_size=13 if level <= 2 else 11, font_color="#1f4e66")
            case Paragraph(text):
                self.line(text)
            case Notice(text, tone):
                self.line(text, bg_color=_GROUNDS[tone])
            case Listing(items, ordered):
                for number, item in enumerate(items, 1):
                    self.line(f"{number}. {_shown(item, self.page.lang)}" if ordered else item, indent=1)
            case Facts(pairs):
                for name, value in pairs:
                    self.put(self.text, self.row, 0, name, bold=True)
                    self.put(self.text, self.row, 1, value)
                    self.text.set_row(self.row, _height((name, value), (_NAMES, _UPRIGHT - _NAMES)))
                    self.row += 1
            case Table():
                self.table(block)
            case Details(summary, inside):
                self.line(summary, bold=True)
                for inner in inside:
                    self.block(inner)

    def line(self, text: str, **form: Any) -> None:
        """A text across both columns."""
        shown = self.checked(text)
        self.text.merge_range(self.row, 0, self.row, 1, "", self.form(**form))
        self.text.write_string(self.row, 0, shown, self.form(**form))
        size = form.get("font_size", 11) / 11
        self.text.set_row(self.row, _height((shown,), (_UPRIGHT / size,)) * size)
        self.row += 1

    def table(self, table: Table) -> None:
        """A table on a sheet of its own, and on the first one where to find it."""
        self.tables += 1
        name = f"{fixed('table', self.page.lang)} {self.tables}"
        self.line(f"{name}. {_shown(table.caption, self.page.lang)}", italic=True)
        sheet = self.sheet(f"{self.tables} {table.caption}")
        across = table.shape in ("matrix", "beside") or len(table.header) > 4
        if across:
            sheet.set_landscape()
        widths = [max(6.0, share * (_ACROSS if across else _UPRIGHT)) for share in shares(table)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.put(sheet, 0, 0, table.caption, wrap=False, bold=True)
        for column, heading in enumerate(table.header):
            self.put(sheet, 1, column, heading, bold=True, bg_color="#efece6", border=1)
        for number, row in enumerate(table.rows, 2):
            for column, cell in enumerate(row):
                self.put(sheet, number, column, cell, border=1)
            sheet.set_row(number, max(_LINE * (1 + (table.shape == "form")), _height(row, widths)))
        sheet.set_row(1, _height(table.header, widths))
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(1)
        if table.rows:
            sheet.autofilter(1, 0, 1 + len(table.rows), len(table.header) - 1)

    def sheet(self, title: str) -> Any:
        """A new sheet under as much of this title as a sheet's name may hold."""
        plain = _NAME.sub(" ", clean(title).partition("\n")[0])[:31].strip()
        name = plain if plain and plain.lower() not in self.names else f"{plain[:26]} {len(self.names) + 1}".strip()
        self.names.add(name.lower())
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(_A3 if self.page.on_wall else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        if self.right_to_left:
            sheet.right_to_left()
        return sheet

    def put(self, sheet: Any, row: int, column: int, text: str, *, wrap: bool = True, **form: Any) -> None:
        shown, made = self.checked(text), self.form(text_wrap=wrap, **form)
        value = text.value if isinstance(text, Figure) else None
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self.form(text_wrap=wrap, num_format="yyyy-mm-dd", **form))
        elif value is not None:
            sheet.write_number(row, column, value, made)
        elif shown:
            sheet.write_string(row, column, shown, made)
        else:
            sheet.write_blank(row, column, None, made)

    def checked(self, text: str) -> str:
        shown = _shown(text, self.page.lang)
        if len(shown) > _MOST_IN_A_CELL:
            most = f"{_MOST_IN_A_CELL:,}"
            raise InputError(
                f"A cell of a workbook holds {most} characters; here is one of {len(shown):,}. Save as .docx."
            )
        return shown

    def form(self, **wanted: Any) -> Any:
        key = repr(sorted(wanted.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"text_wrap": True, "valign": "top", **wanted})
        return self.formats[key]


def _height(cells: Iterable[str], widths: Iterable[float]) -> float:
    """How high a row must be, in points: not every program lets rows grow by themselves."""
    lines = (
        sum(1 + int(columns(line) * 1.15 / width) for line in clean(cell).split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(_HIGHEST, _LINE * max(lines, default=1))


def _shown(text: str, lang: str) -> str:
    """The text, with the language of one that is not in the language asked."""
    if isinstance(text, Wording) and text.fell_back and text.lang not in ("", "und", lang):
        first, more, rest = clean(text).partition("\n")
        return f"{first} [{text.lang}]{more}{rest}"
    return clean(text)
