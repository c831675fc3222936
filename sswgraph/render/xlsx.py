"""Pages as a workbook (.xlsx): text on the first sheet, each table on one of its own; no text is ever a formula.

Numbers and dates of a result's columns are numbers and dates here too, so that they can be added up and sorted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sswgraph.errors import InputError
from sswgraph.model.text import Wording, clean, columns, runs_right_to_left
from sswgraph.pages.blocks import Block, Details, Facts, Figure, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.writer import fixed
from sswgraph.render.layout import naming_column, shares
from sswgraph.sheets.styles import build_workbook

_MOST_IN_A_CELL = 32_767
_A3, _A4, _UPRIGHT, _ACROSS, _NAMES = 8, 9, 90, 135, 28
_LINE, _HIGHEST = 15.0, 409.0  # points; the second is the most that a workbook allows
_MOST_NAME, _STEPS = 31, 8
_ID = re.compile(r"[\w.-]+:[^\s:]\S*")
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,6})?")
_NAME = re.compile(r"[\[\]:*?/\\']")
_DAYS = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
_DRAFT = "#8a1f11"
_GROUNDS = {"warning": "#fbf3e2", "good": "#edf5ef", "open": "#f1f4f6", "plain": "#ffffff"}


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of an .xlsx workbook; a template is not used.

    >>> render(Page("Title", "en", (Paragraph("text"),)))[:2]
    b'PK'

    Returns:
        The bytes.
    """

    def fill(workbook: Any) -> str:
        _Writer(workbook, page).write()
        return clean(page.title)

    made = build_workbook(fill, page.moment)
    return made if page.dated else _undated(made)


def _undated(workbook: bytes) -> bytes:
    """The workbook without dates in its properties, which would not be those of its data."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for member in read.infolist():
            data = read.read(member)
            written.writestr(member, _DAYS.sub(b"", data) if member.filename == "docProps/core.xml" else data)
    return made.getvalue()


class _Writer:
    """Puts the blocks of one page into one workbook."""

    def __init__(self, workbook: Any, page: Page) -> None:
        self.workbook, self.page = workbook, page
        self.right_to_left = runs_right_to_left(page.lang)
        self.row, self.tables = 0, 0
        self.formats: dict[str, Any] = {}
        self.names: set[str] = set()
        self.scale_cells = ""
        self.text = self.sheet(page.title)

    def write(self) -> None:
        """Write the whole page."""
        self.text.set_column(0, 0, _NAMES)
        self.text.set_column(1, 1, _UPRIGHT - _NAMES)
        if self.page.running:
            self.line(self.page.running, bold=True, font_color=_DRAFT)
        self.line(self.page.title, bold=True, font_size=16, font_color="#1f4e66")
        for block in self.page.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """Write one block."""
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
        """A table on a sheet of its own, and on the first sheet where to find it."""
        self.tables += 1
        name = f"{fixed('table', self.page.lang)} {self.tables}"
        caption = table.caption or ", ".join(table.header)
        self.line(f"{name}. {_shown(caption, self.page.lang)}", italic=True)
        sheet = self.sheet(caption, f"{self.tables} ")
        shown = with_ids_apart(table)
        across = table.shape in ("matrix", "beside") or len(shown.header) > 4
        if across:
            sheet.set_landscape()
        widths = [max(6.0, share * (_ACROSS if across else _UPRIGHT)) for share in shares(shown)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.put(sheet, 0, 0, caption, wrap=False, bold=True)
        for column, heading in enumerate(shown.header):
            self.put(sheet, 1, column, heading, bold=True, bg_color="#efece6", border=1)
        numeric = _number_columns(shown)
        for number, row in enumerate(shown.rows, 2):
            for column, cell in enumerate(row):
                self.put(sheet, number, column, _figure(cell) if column in numeric else cell, border=1)
            sheet.set_row(number, max(_LINE * (1 + (table.shape == "form")), _height(row, widths)))
        sheet.set_row(1, _height(shown.header, widths))
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(1)
        if shown.rows:
            sheet.autofilter(1, 0, 1 + len(shown.rows), len(shown.header) - 1)
            self.rate(sheet, shown)

    def rate(self, sheet: Any, table: Table) -> None:
        """A list to choose ratings from, and below each column of them how many are given.

        No source states a scale, so that the list is what the ministry fills in on a sheet of its own.
        """
        if not table.rated:
            return
        scale, last, below = self.scale(), 1 + len(table.rows), 2 + len(table.rows)
        self.put(sheet, below, 0, fixed("workbook.rated", self.page.lang, n=len(table.rows)), bold=True)
        for column in table.rated:
            choice = {"validate": "list", "source": scale, "error_type": "information"}
            choice["input_message"] = fixed("workbook.scale-hint", self.page.lang)[:255]
            sheet.data_validation(2, column, last, column, choice)
            cells = f"{chr(ord('A') + column)}3:{chr(ord('A') + column)}{last + 1}"
            sheet.write_formula(below, column, f"=COUNTA({cells})", self.form(bold=True, border=1), 0)

    def scale(self) -> str:
        """The cells with the steps of the rating scale, on a sheet that is made once."""
        if not self.scale_cells:
            title = fixed("workbook.scale", self.page.lang)
            sheet = self.sheet(title)
            sheet.set_column(0, 0, _UPRIGHT / 2)
            self.put(sheet, 0, 0, title, bold=True)
            self.put(sheet, 1, 0, fixed("workbook.scale-hint", self.page.lang))
            for row in range(2, 2 + _STEPS):
                self.put(sheet, row, 0, "", border=1)
            self.scale_cells = f"='{sheet.get_name()}'!$A$3:$A${2 + _STEPS}"
        return self.scale_cells

    def sheet(self, title: str, lead: str = "") -> Any:
        """A new sheet, named by as many words of this title as fit, after its number."""
        name = sheet_name(f"{lead}{title}", self.names)
        self.names.add(name.lower())
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(_A3 if self.page.on_wall else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        if self.page.running:
            sheet.set_header(f"&C{clean(self.page.running).replace('&', '&&')}")
        if self.right_to_left:
            sheet.right_to_left()
        return sheet

    def put(self, sheet: Any, row: int, column: int, text: str, *, wrap: bool = True, **form: Any) -> None:
        """Write one cell, as a number or date where it is one."""
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
        """The text of a cell; InputError where it is longer than a cell may be."""
        shown = _shown(text, self.page.lang)
        if len(shown) > _MOST_IN_A_CELL:
            most = f"{_MOST_IN_A_CELL:,}"
            raise InputError(
                f"A cell of a workbook holds at most {most} characters; one here has {len(shown):,}. Save as .docx."
            )
        return shown

    def form(self, **wanted: Any) -> Any:
        """The format of a cell, made once for all cells that share it."""
        key = repr(sorted(wanted.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"text_wrap": True, "valign": "top", **wanted})
        return self.formats[key]


def sheet_name(title: str, taken: Collection[str] = ()) -> str:
    """A name for a sheet: the whole words of a title that fit into 31 characters, and a number where it is taken.

    >>> sheet_name("7 Ratings: skills and behaviour of the worker"), sheet_name("a/b", ("a b",))
    ('7 Ratings skills and behaviour', 'a b 2')

    Returns:
        The name.
    """
    plain = " ".join(_NAME.sub(" ", clean(title).partition("\n")[0]).split())
    name, number = _whole_words(plain, _MOST_NAME), 1
    while not name or name.lower() in taken:
        number += 1
        name = f"{_whole_words(plain, _MOST_NAME - 1 - len(str(number)))} {number}".strip()
    return name


def _whole_words(text: str, most: int) -> str:
    """As many whole words as fit; a longer first word is cut."""
    if len(text) <= most:
        return text
    cut = text[: most + 1].rpartition(" ")[0] or text[:most]
    return cut.rstrip(" ,;.–-(")


def with_ids_apart(table: Table) -> Table:
    r"""The table with the ids below the names of its rows in a column of their own, right beside them.

    >>> with_ids_apart(Table("", ("what", "how"), (("listen\nx:c-1", "well"),))).rows
    (('listen', 'x:c-1', 'well'),)

    Returns:
        The table; unchanged where no name has an id.
    """
    column = naming_column(table)
    cells = [row[column].partition("\n") for row in table.rows]
    if not any(_ID.fullmatch(clean(below)) for _, _, below in cells):
        return table
    head = (*table.header[: column + 1], "id", *table.header[column + 1 :])
    rows = []
    for row, (name, _, below) in zip(table.rows, cells, strict=True):
        split = (_as_said(row[column], name), below) if _ID.fullmatch(clean(below)) else (row[column], "")
        rows.append((*row[:column], *split, *row[column + 1 :]))
    moved = [tuple(one + (one > column) for one in marked) for marked in (table.numeric, table.rated)]
    return replace(table, header=head, rows=tuple(rows), numeric=moved[0], rated=moved[1])


def _as_said(text: str, part: str) -> str:
    return Wording(part, text.lang, text.fell_back) if isinstance(text, Wording) else part


def _number_columns(table: Table) -> set[int]:
    """The columns of numbers: those marked, and in a form one that counts its rows."""
    counting = tuple(str(number) for number in range(1, len(table.rows) + 1))
    counted = {column for column in range(len(table.header)) if tuple(row[column] for row in table.rows) == counting}
    return {*table.numeric, *(counted if table.rows else ())}


def _figure(text: str) -> str:
    """The text as a figure where it is one number, with either decimal sign; a range or words stay text."""
    if isinstance(text, Figure) or not _NUMBER.fullmatch(text):
        return text
    value = Decimal(text.replace(",", "."))
    return Figure(text, int(value) if value == value.to_integral_value() else float(value))


def _height(cells: Iterable[str], widths: Iterable[float]) -> float:
    """The height of a row in points: not every program lets rows grow by themselves."""
    lines = (
        sum(1 + int(columns(line) * 1.15 / width) for line in clean(cell).split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(_HIGHEST, _LINE * max(lines, default=1))


def _shown(text: str, lang: str) -> str:
    """The text, followed by its language where that is not the page's."""
    if isinstance(text, Wording) and text.fell_back and text.lang not in ("", "und", lang):
        first, more, rest = clean(text).partition("\n")
        return f"{first} [{text.lang}]{more}{rest}"
    return clean(text)
