"""How a table is laid out where columns are counted: widths that fit, or one record after the other."""

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
PORTRAIT, LANDSCAPE = 95, 140  # letters between the margins
LONG_CONTENTS, MANY_CONTENTS = 25, 40  # entries that fill most of a page; that run over onto another
_LONG_WORD = 24
_NUMBER = 3
_MANY_ITEMS = 3  # times the room of a line that a cell with many items may wish
_PAIR = 2
_FIRST = 0.5  # of a column is what names a row wider than texts that stand beside each other


def without_details(page: Page) -> Page:
    """A page for a terminal: of what is folded away the headings only, and how to see it.

    The words of a picture are left out, since the tables say the same.

    >>> from sswgraph.pages.blocks import Paragraph
    >>> page = Page("Gap", "en", (Paragraph("Open: 2"), Details("Made from", (Paragraph("za 2026-11-28"),))))
    >>> for block in without_details(page).blocks[1:]:
    ...     print(block.text)
    + Made from
    One part is collapsed, marked +. To print it too, add --full.
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
    told = [Paragraph(sentence("cli.folded", page.lang, n=folded))] if folded else []
    return replace(page, blocks=(*blocks, *told))


def naming_column(table: Table) -> int:
    """The column that names a row: the first that holds no numbers."""
    return next((column for column in range(len(table.header)) if column not in table.numeric), 0)


def column_widths(table: Table, width: int) -> list[int] | None:
    """Each column at least as wide as its longest word, within reason; the rest by how much more each would like.

    None where even the longest words do not fit beside each other.

    >>> table = Table("", ("name", "why"), (("a", "because it is so"),))
    >>> column_widths(table, 16), column_widths(table, 8)
    ([4, 10], None)
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


def records(table: Table) -> list[tuple[str, str, Sequence[tuple[str, str]]]]:
    """The rows one by one: the name with the numbers before it, the second line of the name, the other columns."""
    naming = naming_column(table)
    made: list[tuple[str, str, Sequence[tuple[str, str]]]] = []
    for row in table.rows:
        first, _, marks = row[naming].partition("\n")
        title = " ".join([*(f"{cell}." for cell in row[:naming]), first])
        others = [pair for place, pair in enumerate(zip(table.header, row, strict=True)) if place > naming]
        made.append((title, marks, others))
    return made


def shares(table: Table, room: int = PORTRAIT) -> list[float]:
    """How much of a page's width, which holds ``room`` letters, each column gets: its longest word, then its wish.

    >>> shares(Table("", ("no", "what"), (("1", "a sentence of several words"),), (0,)), 40)
    [0.125, 0.875]
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
    """For each column the letters of its longest word, and how many more its longest line would like."""
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
    """The lines of a cell; what has many items would like the room of all of them."""
    return [" ".join(cell.items)] if isinstance(cell, Lines) else clean(cell).split("\n")


def is_wide(table: Table) -> bool:
    """Whether a table needs the long side of a page: a matrix, or a list whose words do not fit on the short side."""
    if len(table.header) < WIDE_FROM:
        return False
    return table.shape in ("matrix", "beside") or (table.shape == "list" and sum(_needs(table, PORTRAIT)[0]) > PORTRAIT)


def _form_shares(table: Table) -> list[float]:
    """A long text gets two to three times the room of a short one, a number less; what is to be filled in, by its
    heading."""
    cells = ["\n".join(row[column] for row in table.rows) for column in range(len(table.header))]
    longest = [max(columns(line) for line in cell.split("\n")) for cell in cells]
    wishes = [_form_wish(signs, columns(name)) for signs, name in zip(longest, table.header, strict=True)]
    if len(wishes) == _PAIR:  # the one that is to be filled in has room for a sentence
        wishes = [max(wish, _PAIR - 0.5) for wish in wishes]
    return [round(wish / sum(wishes), 3) for wish in wishes]


def _form_wish(signs: int, heading: int) -> float:
    if not signs:
        return 0.6 if heading <= 6 else 1.0 if heading < _LONG_WORD else 1.4
    if signs > _LONG_WORD:
        return min(3.0, max(2.0, signs / 20))
    return 0.4 if signs <= _NUMBER else 0.9


def leads_to_list(blocks: Sequence[Block]) -> bool:
    """Whether the first of these is the line above a list, which must not stand alone at the end of a page.

    >>> from sswgraph.pages.blocks import Listing
    >>> leads_to_list([Paragraph("Not acceptable"), Listing(("Shouts",))]), leads_to_list([Paragraph("a")])
    (True, False)
    """
    return type(blocks[0]) is Paragraph and len(blocks) > 1 and isinstance(blocks[1], Listing)


def leads_to_wide(blocks: Sequence[Block]) -> bool:
    """Whether a table that needs the long side of the page is next, after no more than its heading and its lead.

    They go with it, so that they do not stand alone on a page; what stands before its heading does not.
    """
    place = next((n for n, block in enumerate(blocks[: _MOST_LEAD + 1]) if isinstance(block, Table)), None)
    following = None if place is None else blocks[place]
    lead = list(blocks[: place or 0])
    while lead and isinstance(lead[0], Heading):
        lead.pop(0)
    leading = all(isinstance(block, (Paragraph, Facts, Notice)) for block in lead)
    return isinstance(following, Table) and leading and is_wide(following)
