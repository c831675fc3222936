"""How a table is laid out where columns are counted: widths that fit, or one record after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sswgraph.messages import sentence
from sswgraph.model.text import clean, columns
from sswgraph.pages.blocks import (
    Block,
    Details,
    Facts,
    Heading,
    Lines,
    Listing,
    Notice,
    Page,
    Paragraph,
    Picture,
    Table,
)

GAP = 2
WIDE_FROM = 7
_MOST_LEAD = 3  # blocks before a table
PORTRAIT, LANDSCAPE = 95, 140  # characters between the margins
LONG_CONTENTS, MANY_CONTENTS = 25, 40  # entries that fill most of a page; more than one page
_LONG_WORD = 24
_NUMBER = 3
_MANY_ITEMS = 3  # lines that a cell with many items may wish for
_PAIR = 2
_FIRST = 0.5  # of a column: how much wider the naming column is than texts side by side


def without_details(page: Page) -> Page:
    """A page for a terminal: folded parts as headings only, with how to see them, and no words of pictures.

    >>> from sswgraph.pages.blocks import Paragraph
    >>> page = Page("Gap", "en", (Paragraph("Open: 2"), Details("Made from", (Paragraph("za 2026-11-28"),))))
    >>> for block in without_details(page).blocks[1:]:
    ...     print(block.text)
    + Made from
    One part is collapsed, marked +. To print it too, add --full.

    Returns:
        The shorter page.
    """
    blocks: list[Block] = []
    folded = 0
    for block in page.blocks:
        if isinstance(block, Picture):
            continue
        if isinstance(block, Details):
            blocks.append(Paragraph(f"+ {block.summary}"))
            folded += 1
        else:
            blocks.append(block)
    hint = [Paragraph(sentence("cli.folded", page.lang, n=folded))] if folded else []
    return replace(page, blocks=(*blocks, *hint))


def naming_column(table: Table) -> int:
    """The column that names a row: the first that does not hold numbers."""
    return next((column for column in range(len(table.header)) if column not in table.numeric), 0)


def column_widths(table: Table, width: int) -> list[int] | None:
    """The widths of columns: the longest word of each, then shares of the rest by what their lines would need.

    >>> table = Table("", ("name", "why"), (("a", "because it is so"),))
    >>> column_widths(table, 16), column_widths(table, 8)
    ([4, 10], None)

    Returns:
        The widths in characters; None where even the longest words do not fit side by side.
    """
    cells = [clean("\n".join([name, *column])) for name, *column in zip(table.header, *table.rows, strict=True)]
    liked = [max(columns(line) for line in cell.split("\n")) for cell in cells]
    room = width - GAP * (len(cells) - 1)
    if sum(liked) <= room:
        return liked
    least = [min(_LONG_WORD, max(1, *(columns(word) for word in re.split("[ \n]", cell)))) for cell in cells]
    if sum(least) > room:
        return None
    wishes = [like - need for like, need in zip(liked, least, strict=True)]
    spare = room - sum(least)
    return [need + spare * wish // max(1, sum(wishes)) for need, wish in zip(least, wishes, strict=True)]


def row_records(table: Table) -> list[tuple[str, str, Sequence[tuple[str, str]]]]:
    """The rows one by one: the name after its numbers, the second line of the name, and the other columns."""
    naming = naming_column(table)
    made: list[tuple[str, str, Sequence[tuple[str, str]]]] = []
    for row in table.rows:
        first, _, marks = row[naming].partition("\n")
        title = " ".join([*(f"{cell}." for cell in row[:naming]), first])
        others = [pair for place, pair in enumerate(zip(table.header, row, strict=True)) if place > naming]
        made.append((title, marks, others))
    return made


def shares(table: Table, room: int = PORTRAIT) -> list[float]:
    """The share of a page's width for each column: its longest word, then what its lines would need.

    >>> shares(Table("", ("no", "what"), (("1", "a sentence of several words"),), (0,)), 40)
    [0.125, 0.875]

    Args:
        table (Table): The table.
        room (int): The width of the page in characters.

    Returns:
        The shares, which add up to 1.
    """
    if table.shape == "matrix":
        narrow = min(0.06, 0.6 / max(1, len(table.header) - 1))
        return [1 - narrow * (len(table.header) - 1), *(narrow for _ in table.header[1:])]
    if table.shape == "beside":
        parts = len(table.header) + _FIRST
        return [(1 + _FIRST) / parts, *(1 / parts for _ in table.header[1:])]
    if table.shape == "form":
        return _form_shares(table)
    least, wishes = _needs(table, room)
    spare = max(0, room - sum(least))
    total = sum(wishes) or 1
    given = [need + spare * wish / total for need, wish in zip(least, wishes, strict=True)]
    return [round(one / sum(given), 3) for one in given]


def _needs(table: Table, room: int) -> tuple[list[int], list[int]]:
    """For each column the characters of its longest word, and how many more its longest line would need."""
    least, wishes = [], []
    for column, name in enumerate(table.header):
        cells = [name, *(row[column] for row in table.rows)]
        lines = [line for cell in cells for line in _wished(cell)]
        longest = max(columns(word) for line in lines for word in line.split(" "))
        least.append(min(_LONG_WORD, longest) + 3)
        most = _MANY_ITEMS * room if any(isinstance(cell, Lines) for cell in cells) else room
        wishes.append(0 if column in table.numeric else max(0, min(most, max(map(columns, lines))) - least[-1]))
    return least, wishes


def _wished(cell: str) -> list[str]:
    """The lines of a cell; a cell with many items would like the width of all of them."""
    return [" ".join(cell.items)] if isinstance(cell, Lines) else clean(cell).split("\n")


def is_wide(table: Table) -> bool:
    """Whether a table needs the long side of a page: a matrix, or a list whose words do not fit on the short side."""
    if len(table.header) < WIDE_FROM:
        return False
    return table.shape in ("matrix", "beside") or (table.shape == "list" and sum(_needs(table, PORTRAIT)[0]) > PORTRAIT)


def _form_shares(table: Table) -> list[float]:
    """Two to three shares for a long text, one for a short one, less for a number; blanks by their heading."""
    cells = ["\n".join(row[column] for row in table.rows) for column in range(len(table.header))]
    longest = [max(columns(line) for line in cell.split("\n")) for cell in cells]
    wishes = [_form_wish(signs, columns(name)) for signs, name in zip(longest, table.header, strict=True)]
    if len(wishes) == _PAIR:  # the blank one has room for a sentence
        wishes = [max(wish, _PAIR - 0.5) for wish in wishes]
    return [round(wish / sum(wishes), 3) for wish in wishes]


def _form_wish(signs: int, heading: int) -> float:
    if not signs:
        return 0.6 if heading <= 6 else 1.0 if heading < _LONG_WORD else 1.4
    if signs > _LONG_WORD:
        return min(3.0, max(2.0, signs / 20))
    return 0.4 if signs <= _NUMBER else 0.9


def leads_to_list(blocks: Sequence[Block]) -> bool:
    """Whether the first block is the line above a list, which must not stand alone at the end of a page.

    >>> from sswgraph.pages.blocks import Listing
    >>> leads_to_list([Paragraph("Not acceptable"), Listing(("Shouts",))]), leads_to_list([Paragraph("a")])
    (True, False)

    Returns:
        Whether it is.
    """
    return type(blocks[0]) is Paragraph and len(blocks) > 1 and isinstance(blocks[1], Listing)


def leads_to_wide(blocks: Sequence[Block]) -> bool:
    """Whether a table that needs the long side of the page follows after no more than its heading and lead.

    Heading and lead go with the table, so that they do not stand alone; what precedes the heading does not.

    Returns:
        Whether it does.
    """
    place = next((n for n, block in enumerate(blocks[: _MOST_LEAD + 1]) if isinstance(block, Table)), None)
    following = None if place is None else blocks[place]
    lead = list(blocks[: place or 0])
    while lead and isinstance(lead[0], Heading):
        lead.pop(0)
    leading = all(isinstance(block, (Paragraph, Facts, Notice)) for block in lead)
    return isinstance(following, Table) and leading and is_wide(following)
