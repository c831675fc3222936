"""Cells as files hold them: escaped texts of workbooks, rows of CSV files, letters of columns."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import iterparse

from sswgraph.errors import MissingExtraError, ParseError

_SEPARATORS = ";,\t"
# How the format writes a character, and an underscore that would begin what looks like one.
_WRITTEN = re.compile(r"_x([0-9a-fA-F]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ONLY_BLANKS = re.compile(r'"+\s*"+')


@dataclass(frozen=True, slots=True)
class TextCell:
    """One field of a CSV file, with the attributes that a cell of a workbook has.

    Attributes:
        value: The text, None where the field is empty.
        column: The number of the column, counted from 1.
        data_type: The type as openpyxl names it, always 's' for text.
    """

    value: str | None
    column: int
    data_type: str = "s"

    @property
    def column_letter(self) -> str:
        """The letters of the column."""
        return column_letters(self.column)


def column_letters(column: int) -> str:
    """The letters of a column.

    Args:
        column (int): The number of the column, counted from 1.

    Returns:
        The letters.

    Example:
        >>> column_letters(1), column_letters(26), column_letters(27)
        ('A', 'Z', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_filled(cell: Any) -> bool:
    """Whether a cell of a workbook holds more than blanks."""
    return cell.value is not None and bool(str(cell.value).strip())


def value_text(value: Any) -> str:
    """The value of a cell as text, a whole number without a decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def csv_rows(text: str, file: str) -> list[list[str]]:
    """The rows of a CSV file, separated by semicolons, commas or tabs, whichever its first line has most.

    Args:
        text (str): The content of the file.
        file (str): The name of the file, for errors.

    Returns:
        The fields of each row.

    Raises:
        ParseError: The text is not CSV, such as a quotation mark that is never closed.
    """
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    try:
        return [*csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)]
    except csv.Error as error:
        raise ParseError(f"This is not valid CSV ({error}).", file=file, hint="Save it again as CSV UTF-8.") from None


def unescape(text: str) -> str:
    """A text of a workbook with its escapes replaced by the characters that they stand for.

    Args:
        text (str): The text, with escapes such as ``_x0041_``.

    Returns:
        The text.

    Example:
        >>> unescape("_x0041__x005F_x0041_, ax005F_b")
        'A_x0041_, ax005F_b'
    """
    return _WRITTEN.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def is_written_exactly(text: str) -> bool:
    """Whether a text is read back unchanged after XlsxWriter has written it."""
    if "_x" not in text and not _CONTROL.search(text):
        return True
    escaped = _WRITTEN.sub(lambda one: f"_x005F{one[0]}", text)
    return unescape(_CONTROL.sub(lambda one: f"_x{ord(one[0]):04X}_", escaped)) == text


def quote_blanks(text: str) -> str:
    """A text that is empty or only blanks, in quotation marks, since a cell of blanks counts as empty.

    Args:
        text (str): Any text.

    Returns:
        The text, in quotation marks where that is needed.

    Example:
        >>> [quote_blanks(text) for text in ("", "  ", "a")]
        ['""', '"  "', 'a']
    """
    return f'"{text}"' if not text.strip() or _ONLY_BLANKS.fullmatch(text) else text


def unquote_blanks(text: str) -> str:
    """The text that :func:`quote_blanks` was given.

    Args:
        text (str): The text of a cell.

    Returns:
        The text without these quotation marks.

    Example:
        >>> [unquote_blanks(quote_blanks(text)) for text in ("", "  ", '""', '"', '" "')]
        ['', '  ', '""', '"', '" "']
    """
    return text[1:-1] if _ONLY_BLANKS.fullmatch(text) else text


def open_workbook(data: bytes) -> Any:
    """A workbook opened by openpyxl for reading row by row, with its texts exactly as they are written.

    openpyxl itself drops part of some shared texts, and first builds objects for their formatting.

    Args:
        data (bytes): The .xlsx file, checked by :func:`sswgraph.sheets.guards.require_package`.

    Returns:
        The openpyxl workbook; the caller closes it.

    Raises:
        MissingExtraError: The extra ``excel`` is not installed.
    """
    try:
        from openpyxl.reader.excel import ExcelReader
    except ImportError:
        raise MissingExtraError("excel", "openpyxl") from None

    class Reader(ExcelReader):
        def read_strings(self) -> None:
            exact = _exact_strings(self.archive)
            if exact is None:
                super().read_strings()
            else:
                self.shared_strings = exact

    reader = Reader(io.BytesIO(data), read_only=True, keep_links=False)
    reader.read()
    return reader.wb


def _exact_strings(package: zipfile.ZipFile) -> list[str] | None:
    """The shared texts of a workbook, still escaped; None where it has no such part."""
    name = next((one for one in package.namelist() if one.lower().endswith("/sharedstrings.xml")), None)
    if name is None:
        return None
    texts: list[str] = []
    root = None
    for event, node in iterparse(io.BytesIO(package.read(name)), ("start", "end")):
        if root is None:
            root = node
        if event == "end" and node.tag.endswith("}si"):
            parts = [*node.iterfind("./{*}t"), *node.iterfind("./{*}r/{*}t")]  # without phonetic guides
            texts.append("".join(part.text or "" for part in parts))
            root.clear()
    return texts
