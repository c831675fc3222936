"""The tables of docs/semantics.md, read row by row: what is written there is what the tests expect."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SEMANTICS = Path(__file__).parent.parent / "docs" / "semantics.md"
Row = tuple[str, ...]


@cache
def tables() -> dict[str, tuple[Row, ...]]:
    """The first cell of each table's header -> all its rows, header first. Two tables never begin alike."""
    found: dict[str, tuple[Row, ...]] = {}
    for block in re.findall(r"(?:^\|.*\|\n)+", SEMANTICS.read_text(encoding="utf-8"), re.MULTILINE):
        rows = tuple(tuple(cell.strip() for cell in line[1:-1].split("|")) for line in block.splitlines())
        assert set("".join(rows[1])) <= set("-:"), f"no table: {rows[0]}"
        assert len({len(row) for row in rows}) == 1, f"rows of several lengths: {rows[0]}"
        assert rows[0][0] not in found, f"two tables begin with {rows[0][0]!r}"
        found[rows[0][0]] = (rows[0], *rows[2:])
    return found


def rows(head: str) -> tuple[Row, ...]:
    """The rows of the table whose header begins with this, without the header."""
    found = tables()[head][1:]
    assert found
    return found


def grid(head: str) -> dict[tuple[str, str], str]:
    """(name of the row, name of the column) -> cell."""
    header, *others = tables()[head]
    return {(row[0], name): cell for row in others for name, cell in zip(header[1:], row[1:], strict=True)}


def codes(cell: str) -> tuple[str, ...]:
    """The terms that a cell names in code marks."""
    return tuple(re.findall(r"`([^`]+)`", cell))


def code(cell: str) -> str:
    """The one term that a cell names."""
    (found,) = codes(cell)
    return found


def short(name: str) -> set[str]:
    """The terms that a short name takes in."""
    (found,) = [codes(row[1]) for row in rows("short name") if row[0] == name]
    return {*found}
