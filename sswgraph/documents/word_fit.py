"""How large the type of a Word document may be: nobody but Word lays it out, so what has to fit a page is estimated."""

from __future__ import annotations

from math import ceil

from sswgraph.model.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.model.show.safe import clean, columns

MARGIN = 1.3  # cm, of a page in large type
_WIDTH, _HEIGHT = 521.0, 785.0  # points; the height is not that of A4 alone, but what was seen to fit
_SIGN, _LINE = 0.475, 1.22  # of a letter: its width on average, with room for lines that break early; a line
_LARGEST, _SMALLEST = 15.0, 8.5
NORMAL, SMALL = 10.5, 7.5


def scale(page: Page) -> float:
    """The size of type against the usual one: for a page in large type the largest that is likely to leave it one."""
    if page.size == "normal":
        return 1.0
    size = _LARGEST
    while size > _SMALLEST and _height(page, size) > _HEIGHT:
        size -= 0.5
    return size / NORMAL


def _height(page: Page, size: float) -> float:
    title = _text(page.title, 1.62 * size) + 6
    return title + sum(_tall(block, size) for block in page.blocks)


def _tall(block: Block, size: float) -> float:
    match block:
        case Heading(level, shown):
            return _text(shown, (1.25 if level <= 2 else 1.05) * size) + 9
        case Paragraph(shown):
            return _text(shown, size) + 3
        case Notice(shown):
            return _text(shown, size, 12) + 10
        case Listing(items):
            return sum(_text(item, size, 20) for item in items) + 3
        case Facts(pairs):
            cells = (max(_text(name, 0.86 * size, 350), _text(value, 0.86 * size, 170)) for name, value in pairs)
            return sum(cells) + 5 * len(pairs) + size
        case Table(_, header, rows):
            return sum(_text(max(row, key=len, default=""), size, _WIDTH / 2) + 5 for row in (header, *rows)) + 20
        case Details(summary, inside):
            return _text(summary, size) + sum(_tall(inner, size) for inner in inside)


def _text(text: str, size: float, room: float = 0) -> float:
    """How high a text is beside something that takes some room; its further lines are in small type."""
    first, *more = clean(text).split("\n")
    small = sum(_lines(line, SMALL, room) for line in more)
    return (_lines(first, size, room) * size + small * SMALL) * _LINE


def _lines(text: str, size: float, room: float) -> int:
    signs = max(1.0, (_WIDTH - room) / (size * _SIGN))
    return max(1, ceil(columns(text) / signs))
