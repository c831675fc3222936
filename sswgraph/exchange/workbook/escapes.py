"""Texts that a cell cannot say as they are: characters that XML has not, what looks like them, and blanks only."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree.ElementTree import iterparse

# How the format writes a character, and an underscore that would begin what looks like one.
_WRITTEN = re.compile(r"_x([0-9a-fA-F]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ONLY_BLANKS = re.compile(r'"+\s*"+')


def unescaped(text: str) -> str:
    """A text with the characters that the format writes otherwise.

    >>> unescaped("_x0041__x005F_x0041_, ax005F_b")
    'A_x0041_, ax005F_b'
    """
    return _WRITTEN.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def comes_back(text: str) -> bool:
    """Whether a text is read as it was, once it was written as XlsxWriter writes it."""
    if "_x" not in text and not _CONTROL.search(text):
        return True
    made = _WRITTEN.sub(lambda one: f"_x005F{one[0]}", text)
    return unescaped(_CONTROL.sub(lambda one: f"_x{ord(one[0]):04X}_", made)) == text


def quoted(text: str) -> str:
    """A text of blanks only, or of none, between quotation marks, since a cell of blanks is an empty one.

    >>> [quoted(text) for text in ("", "  ", "a")]
    ['""', '"  "', 'a']
    """
    return f'"{text}"' if not text.strip() or _ONLY_BLANKS.fullmatch(text) else text


def unquoted(text: str) -> str:
    """The text that is quoted so.

    >>> [unquoted(quoted(text)) for text in ("", "  ", '""', '"', '" "')]
    ['', '  ', '""', '"', '" "']
    """
    return text[1:-1] if _ONLY_BLANKS.fullmatch(text) else text


def exact_strings(package: zipfile.ZipFile) -> list[str] | None:
    """The texts of a workbook as they are written, of which openpyxl would leave out a part; None where it has none."""
    name = next((one for one in package.namelist() if one.lower().endswith("/sharedstrings.xml")), None)
    if name is None:
        return None
    found: list[str] = []
    root = None
    for event, node in iterparse(io.BytesIO(package.read(name)), ("start", "end")):
        if root is None:
            root = node
        if event == "end" and node.tag.endswith("}si"):
            parts = [*node.iterfind("./{*}t"), *node.iterfind("./{*}r/{*}t")]  # not how it is pronounced
            found.append("".join(part.text or "" for part in parts))
            root.clear()
    return found
