"""A table of text (CSV), as rows of cells like those of a sheet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from sswgraph.errors import ParseError

_SIGNS = ";,\t"


@dataclass(frozen=True, slots=True)
class TextCell:
    """One field of a table, with what a cell of a workbook has; columns are counted from 1."""

    value: str | None
    column: int
    data_type: str = "s"

    @property
    def column_letter(self) -> str:
        return letters_of(self.column)


def letters_of(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> letters_of(1), letters_of(26), letters_of(27)
    ('A', 'Z', 'AA')
    """
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def rows_of(text: str, file: str) -> list[list[str]]:
    """The rows of a table, whose fields are set apart by semicolons, commas or tabs, whichever its first line has most.

    Raises ParseError.
    """
    sign = max(_SIGNS, key=text.partition("\n")[0].count)
    try:
        return [*csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)]
    except csv.Error as error:
        raise ParseError(f"This is no CSV ({error}).", file=file, hint="Save it again as CSV UTF-8.") from None
