"""How a table is laid out where columns are counted: widths that fit, or one record after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sswgraph.model.blocks import Table
from sswgraph.model.show.safe import clean, columns

GAP = 2
_LONG_WORD = 24


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
