"""Writes a workbook as bytes, with formats by name.

No text ever becomes a formula, a link or a number.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sswgraph.errors import MissingExtraError

_INK, _QUIET, _LINE, _HEAD, _ACCENT = "#1A1A1A", "#5F6B76", "#C4CCD3", "#E4EBF1", "#1F4E79"
_GONE, _NEW, _WARN, _FILL = "#A61C1C", "#14612F", "#FFF1D0", "#FFFDF2"
_HIGHEST = 408.0
_BASE = {"font_name": "Arial", "font_size": 10, "font_color": _INK, "valign": "top"}
_CELL = {**_BASE, "text_wrap": True, "border": 1, "border_color": _LINE}
_FORMATS: dict[str, dict[str, Any]] = {
    "plain": _BASE,
    "wrapped": {**_BASE, "text_wrap": True},
    "title": {**_BASE, "text_wrap": True, "font_size": 14, "bold": True, "font_color": _ACCENT},
    "over": {**_BASE, "font_size": 14, "bold": True, "font_color": _ACCENT},
    "heading": {**_BASE, "font_size": 12, "bold": True, "font_color": _ACCENT},
    "quiet": {**_BASE, "font_color": _QUIET, "text_wrap": True},
    "warning": {**_BASE, "text_wrap": True, "bg_color": _WARN},
    "head": {**_CELL, "bold": True, "bg_color": _HEAD, "valign": "vcenter"},
    "turned": {**_CELL, "bold": True, "bg_color": _HEAD, "rotation": 90, "valign": "vcenter", "align": "center"},
    "cell": _CELL,
    "number": {**_CELL, "align": "center", "num_format": "0"},
    "safety": {**_CELL, "bg_color": _WARN},
    "open": {**_CELL, "locked": False, "bg_color": _FILL, "num_format": "@"},
    "tick": {**_CELL, "locked": False, "bg_color": _FILL, "align": "center", "font_size": 13},
    "box": {**_CELL, "align": "center", "font_size": 13},
    "asked": {**_CELL, "locked": False, "bg_color": _FILL, "bold": True},
    "link": {**_CELL, "font_color": _ACCENT, "underline": 1},
    "view": {**_BASE, "text_wrap": True},
    "view-number": {**_BASE, "align": "center"},
    "run-name": {"font_name": "Arial", "font_size": 10, "font_color": _QUIET},
    "run-same": {"font_name": "Arial", "font_size": 10, "font_color": _INK},
    "run-gone": {"font_name": "Arial", "font_size": 10, "font_color": _GONE, "font_strikeout": True},
    "run-new": {"font_name": "Arial", "font_size": 10, "font_color": _NEW, "bold": True, "underline": 1},
    "done": {"font_color": _QUIET, "bg_color": "#EFF2F4"},
    "lined": {"border": 1, "border_color": _LINE},
}


class Styles:
    """The formats of one workbook, by name."""

    def __init__(self, workbook: Any) -> None:
        self._made = {name: workbook.add_format(looks) for name, looks in _FORMATS.items()}

    def __getitem__(self, name: str) -> Any:
        return self._made[name]

    def write_marked(self, sheet: Any, row: int, column: int, pieces: Iterable[tuple[str, str]], style: str) -> None:
        """Write a cell of text whose pieces are marked as name, same, gone or new.

        Args:
            sheet (Any): The sheet.
            row (int): Its row, counted from 0.
            column (int): Its column, counted from 0.
            pieces (Iterable): The mark and text of each piece.
            style (str): The name of the format of the cell.
        """
        kept = [(kind, text) for kind, text in pieces if text]
        if len(kept) < 2:
            sheet.write_string(row, column, "".join(text for _, text in kept), self[style])
            return
        parts = [part for kind, text in kept for part in (self[f"run-{kind}"], text)]
        sheet.write_rich_string(row, column, *parts, self[style])


def row_height(*cells: tuple[str, float], line: float = 12.6, least: float = 15.0) -> float:
    """The height of a row for texts in cells of given widths, which not every program finds by itself.

    Args:
        *cells (tuple): The text and width, in characters, of each cell.
        line (float): The height of a line, in points.
        least (float): The least height, in points.

    Returns:
        The height in points.
    """
    lines = max(sum(1 + len(part) // max(1, int(width * 1.18)) for part in text.split("\n")) for text, width in cells)
    return min(_HIGHEST, max(least, 4 + line * lines))


_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MOST_IN_TITLE = 255


def build_workbook(fill: Callable[[Any], str], created: datetime, *, author: str = "") -> bytes:
    """The bytes of a workbook, the same for the same content.

    Args:
        fill (Callable): Fills the workbook, and returns its title.
        created (datetime): The date of creation in the file, fixed so that the bytes do not depend on the clock.
        author (str): The author in the file, none where empty.

    Returns:
        The bytes of the .xlsx file.

    Raises:
        MissingExtraError: The extra ``excel`` is not installed.

    Example:
        >>> build_workbook(lambda workbook: workbook.add_worksheet("One").name, datetime(2000, 1, 1))[:2]
        b'PK'
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("excel", "xlsxwriter") from None
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        properties = {"title": fill(workbook)[:_MOST_IN_TITLE], "created": created}
        workbook.set_properties({**properties, "author": author} if author else properties)
    return stream.getvalue()
