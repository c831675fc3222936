"""Pages as plain text of fixed width, for a pipe, a log or an e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sswgraph.model.text import clean, columns, isolate
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.writer import says_it_itself
from sswgraph.render.layout import GAP, column_widths, row_records

WIDTH = 100
_GAP = " " * GAP
_BREAKABLE = "-./:"
_UNDERLINES = {1: "=", 2: "-", 3: "~"}


def plain(page: Page, width: int = WIDTH) -> str:
    """A page as text, wrapped at ``width`` columns; fixed text keeps to the characters of Windows code page 1252.

    >>> from sswgraph.pages.blocks import Facts, Page
    >>> print(plain(Page("Totals", "en", (Facts((("modules", "3"), ("notional hours", "280"))),))), end="")
    Totals
    ======
    <BLANKLINE>
    modules         3
    notional hours  280

    Returns:
        The text, with a line end.
    """
    parts = [_heading(1, page.title, width), *(_block(block, width) for block in page.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, width: int) -> str:
    match block:
        case Heading(level, text):
            return _heading(level, text, width)
        case Paragraph(text):
            return "\n".join(_lines(text, width))
        case Notice(text, tone):
            return "\n".join(_hung("! " if tone == "warning" else "", text, width))
        case Listing(items, ordered):
            marks = [f"{number}. " if ordered else "- " for number in range(1, len(items) + 1)]
            return "\n".join(line for mark, item in zip(marks, items, strict=True) for line in _hung(mark, item, width))
        case Facts(pairs):
            return _facts(pairs, width)
        case Table():
            return _table(block, width)
        case Details(summary, blocks):
            lead = [] if says_it_itself(block) else [_heading(4, summary, width)]
            return "\n\n".join([*lead, *(_block(part, width) for part in blocks)])


def _heading(level: int, text: str, width: int) -> str:
    lines = _lines(text, width)
    if level in _UNDERLINES:
        lines.append(_UNDERLINES[level] * max(columns(line) for line in lines))
    return "\n".join(lines)


def _hung(mark: str, text: str, width: int) -> list[str]:
    lines = _lines(text, width - len(mark))
    return [(mark if number == 0 else " " * len(mark)) + line for number, line in enumerate(lines)]


def _facts(pairs: Sequence[tuple[str, str]], width: int) -> str:
    names = min(max((columns(clean(name)) for name, _ in pairs), default=0), width // 2)
    widths = [names, width - names - len(_GAP)]
    lines = []
    for name, value in pairs:
        lines += _side_by_side([_lines(name, widths[0]), _lines(value, widths[1])], widths, ())
    return "\n".join(lines)


def _table(table: Table, width: int) -> str:
    lines = _lines(table.caption, width) if table.caption else []
    widths = column_widths(table, width)
    if widths is None:
        return "\n\n".join(["\n".join(lines), *_records(table, width)])
    lines += _row(table.header, widths, table.numeric)
    lines.append(_GAP.join("-" * w for w in widths))
    rows = [_row(row, widths, table.numeric) for row in table.rows]
    apart = any(len(row) > 1 for row in rows)
    for number, row in enumerate(rows):
        lines += ["", *row] if apart and number else row
    return "\n".join(lines)


def _records(table: Table, width: int) -> Iterable[str]:
    """A table that is too wide, row by row."""
    for title, marks, pairs in row_records(table):
        lines = [*_lines(title, width), *(_hung(_GAP, marks, width) if marks else ())]
        yield "\n".join([*lines, *(_GAP + line for line in _facts(pairs, width - len(_GAP)).split("\n"))])


def _row(cells: Sequence[str], widths: Sequence[int], numeric: Iterable[int]) -> list[str]:
    return _side_by_side([_lines(cell, width) for cell, width in zip(cells, widths, strict=True)], widths, numeric)


def _side_by_side(cells: Sequence[list[str]], widths: Sequence[int], numeric: Iterable[int]) -> list[str]:
    right = set(numeric)
    lines = []
    for number in range(max(len(cell) for cell in cells)):
        pieces = []
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            piece = cell[number] if number < len(cell) else ""
            space = " " * (width - columns(piece))
            pieces.append(space + piece if column in right else piece + space)
        lines.append(_GAP.join(pieces).rstrip())
    return lines


def _lines(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, each isolated; longer words are cut."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        line = ""
        for word in _words(paragraph, width):
            if line and columns(line) + 1 + columns(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return [isolate(line) for line in lines]


def _words(paragraph: str, width: int) -> Iterable[str]:
    """The words; one that is too long in pieces, cut after a hyphen or similar sign where there is one."""
    for word in filter(None, paragraph.split(" ")):
        while columns(word) > width:
            kept, used = 0, 0
            while kept < len(word) and used + columns(word[kept]) <= width:
                used += columns(word[kept])
                kept += 1
            kept = max((place + 1 for place in range(kept) if word[place] in _BREAKABLE), default=max(kept, 1))
            yield word[:kept]
            word = word[kept:]
        yield word
