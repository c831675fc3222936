"""Reads a framework from a folder of CSV files, one for each sheet of a workbook, where there is no office program."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sswgraph.errors import ParseError
from sswgraph.exchange.guards import read_bytes, require_utf8
from sswgraph.exchange.workbook.read import WorkbookContents, from_sheets
from sswgraph.exchange.workbook.rows import Sheets
from sswgraph.files import path_of
from sswgraph.progress import Progress
from sswgraph.sheets.cells import TextCell, csv_rows

_MOST_FILES, _MOST_BYTES = 200, 50_000_000


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One file, with the attributes that a sheet of a workbook has."""

    title: str
    rows: list[list[str]]
    sheet_state: str = "visible"

    def iter_rows(self, max_col: int | None = None) -> Iterator[tuple[TextCell, ...]]:
        """The rows as cells."""
        for row in self.rows:
            yield tuple(TextCell(text or None, at) for at, text in enumerate(row[:max_col], 1))


def read_folder(path: str | os.PathLike[str], progress: Progress = None) -> WorkbookContents:
    """What a folder of CSV files holds: each file is a sheet, named like it, such as competency.csv.

    The files are UTF-8, with or without a byte-order mark. Fields are separated by semicolons, commas or tabs,
    whichever the headings have most of; numbers may have a decimal comma.

    Args:
        path (str | PathLike): The folder.
        progress (Callable | None): Called with (done, total) in rows.

    Returns:
        What was read, as from a workbook; the sheet of a problem is the name of the file.

    Raises:
        ParseError: There are no CSV files or more than 200, or one of them is not UTF-8 or not CSV.
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
        return []  # an empty sheet, as programs save it
    return csv_rows(require_utf8(data, str(file)).decode(), str(file))
