"""Pages on a terminal: tables, weight and a little colour, as far as the terminal has them (NO_COLOR is honoured)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import Box
from rich.console import Console, ConsoleRenderable, Group, JustifyMethod
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from sswgraph.model.text import clean, without_marks
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Lines, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.writer import says_it_itself
from sswgraph.render.layout import GAP, column_widths, row_records

_WIDEST = 140
_RULE_UNDER_HEADER = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
_TONES = {"warning": "yellow", "good": "green", "plain": ""}


def display(page: Page, console: Console | None = None) -> None:
    """Print a page on the terminal, at most 140 columns wide."""
    target = console or Console(highlight=False, emoji=False, markup=False)
    target.width = min(target.width, _WIDEST)
    target.print(_text(page.title, "bold underline"))
    for block in page.blocks:
        target.print()
        target.print(_drawn(block, target.width))


def _drawn(block: Block, width: int) -> ConsoleRenderable:
    match block:
        case Heading(level, text):
            return _text(text, "bold cyan" if level <= 2 else "bold")
        case Paragraph(text):
            return _text(text)
        case Notice(text, tone):
            return _text(f"! {text}" if tone == "warning" else text, _TONES[tone])
        case Listing(items, ordered):
            marks = [f"{number}." if ordered else "-" for number in range(1, len(items) + 1)]
            return _grid(zip(marks, items, strict=True), "")
        case Facts(pairs):
            return _grid(pairs, "bold")
        case Table():
            return _table(block, width)
        case Details(summary, blocks):
            lead = [] if says_it_itself(block) else [_text(summary, "italic")]
            return Group(*lead, *(_drawn(part, width) for part in blocks))


def _table(table: Table, width: int) -> ConsoleRenderable:
    caption = _text(table.caption, "italic")
    widths = column_widths(table, width)
    if widths is None:
        return Group(caption, *(part for record in row_records(table) for part in _record(*record)))
    drawn = RichTable(box=_RULE_UNDER_HEADER, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for column, (name, room) in enumerate(zip(table.header, widths, strict=True)):
        justify: JustifyMethod = "right" if column in table.numeric else "left"
        drawn.add_column(_text(name, "bold"), justify=justify, overflow="fold", width=room)
    apart = any("\n" in cell for row in table.rows for cell in row)
    for number, row in enumerate(table.rows):
        if apart and number:
            drawn.add_row()
        drawn.add_row(*(_cell(cell) for cell in row))
    return Group(caption, drawn)


def _record(title: str, marks: str, pairs: Sequence[tuple[str, str]]) -> Iterable[ConsoleRenderable]:
    """One row of a table that is too wide for this terminal."""
    yield Text("")
    yield _text(title, "bold")
    if marks:
        yield Padding(_text(marks, "dim"), (0, 0, 0, GAP))
    yield Padding(_grid(pairs, ""), (0, 0, 0, GAP))


def _cell(cell: str) -> Text:
    first, *more = clean(cell).split("\n")
    text = _text(first)
    for line in more:
        text.append("\n" + without_marks(line), "" if isinstance(cell, Lines) else "dim")
    return text


def _grid(pairs: Iterable[tuple[str, str]], value_style: str) -> RichTable:
    grid = RichTable.grid(padding=(0, 2, 0, 0))
    grid.add_column()
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(_text(name), _text(value, value_style))
    return grid


def _text(text: str, style: str = "") -> Text:
    return Text(without_marks(clean(text)), style=style)
