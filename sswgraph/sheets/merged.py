"""Cells that are merged: only the first of them holds anything, so that the others would be lost in silence."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from sswgraph.messages import Message, message

_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')


def merged_in(sheet: Any, package: zipfile.ZipFile) -> Iterator[tuple[str, int, str, int]]:
    """The first column and row and the last of each range that is merged, of a sheet that is read row by row."""
    path = str(getattr(sheet, "_worksheet_path", ""))
    found = _MERGED.findall(package.read(path)) if path in package.namelist() else []
    for left, top, right, bottom in found:
        yield left.decode(), int(top), right.decode(), int(bottom)


def words_of(left: str, top: int, right: str, bottom: int) -> tuple[Message, Message]:
    """What is said of such a range, and what to do."""
    return message("cell.merged", first=f"{left}{top}", last=f"{right}{bottom}"), message("cell.merged-fix")
