"""A workbook opened by openpyxl, with its texts as they are written."""

from __future__ import annotations

import io
from typing import Any

from openpyxl.reader.excel import ExcelReader

from sswgraph.exchange.workbook.escapes import exact_strings


class _Reader(ExcelReader):
    """Reads the shared texts itself: openpyxl leaves out a part of some, and makes objects of all their looks first."""

    def read_strings(self) -> None:
        found = exact_strings(self.archive)
        if found is None:
            super().read_strings()
        else:
            self.shared_strings = found


def opened(data: bytes) -> Any:
    """The workbook of these bytes, to be read row by row, and closed by the caller."""
    reader = _Reader(io.BytesIO(data), read_only=True, keep_links=False)
    reader.read()
    return reader.wb
