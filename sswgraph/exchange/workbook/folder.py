"""A framework as a folder of CSV files, one for each sheet of a workbook: for those who have no office program."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sswgraph.errors import ParseError
from sswgraph.exchange.guards import as_utf8, read_bytes
from sswgraph.exchange.workbook.read import Read, from_sheets
from sswgraph.exchange.workbook.rows import Sheets
from sswgraph.exchange.workbook.table import TextCell, rows_of
from sswgraph.files import path_of
from sswgraph.progress import Progress

_MOST_FILES, _MOST_BYTES = 200, 50_000_000


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One file, with what a sheet of a workbook has."""

    title: str
    rows: list[list[str]]
    sheet_state: str = "visible"

    def iter_rows(self, max_col: int | None = None) -> Iterator[tuple[TextCell, ...]]:
        for row in self.rows:
            yield tuple(TextCell(text or None, at) for at, text in enumerate(row[:max_col], 1))


def read_folder(path: str | os.PathLike[str], progress: Progress = None) -> Read:
    """What a folder of CSV files holds: a file is a sheet and has its name, such as competency.csv.

    The files are UTF-8, with or without a byte-order mark; the fields are set apart by semicolons, commas or tabs,
    whichever the headings have most of; numbers may have a decimal comma.

    Args:
        path: The folder.
        progress: Told (done, in all) in rows.

    Returns:
        What was read, as of a workbook; the sheet of a problem is the name of the file.

    Raises:
        ParseError: There are no CSV files, too many of them, or one is not UTF-8 or no CSV.
    """
    folder = path_of(path)
    files = sorted(one for one in folder.iterdir() if one.suffix.lower() == ".csv" and not one.name.startswith("."))
    if not files or len(files) > _MOST_FILES:
        hint = "Give a folder with one file for each sheet, such as framework.csv and competency.csv."
        raise ParseError(f"This folder has {len(files)} CSV files.", file=folder.name, hint=hint)
    sheets = Sheets(progress)
    found = [_Sheet(file.stem, _rows(file)) for file in files]
    sheets.take_sheets(found, sum(len(one.rows) for one in found))
    return from_sheets(sheets, os.fspath(path))


def _rows(file: Path) -> list[list[str]]:
    data = read_bytes(file, max_bytes=_MOST_BYTES)
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return []  # a sheet without headings and rows, as programs save one that stays empty
    return rows_of(as_utf8(data, str(file)).decode(), str(file))
