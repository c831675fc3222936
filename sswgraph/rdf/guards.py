"""The door: what is refused before any parser sees it. Nothing here or behind it opens a second file or a socket."""

from __future__ import annotations

import codecs
import os
import stat

from sswgraph.errors import ParseError
from sswgraph.files import path_of

MAX_BYTES = 256_000_000
_HEAD = 4
_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def read_bytes(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of one ordinary file, at most ``max_bytes``; what they hold is looked at by who takes them.

    Raises FileNotFoundError (or another OSError) where there is no such file, ParseError where it is no ordinary
    file or too large.
    """
    file = path_of(path)
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ParseError("This is no ordinary file.", file=str(file), hint="Give the path of a file.")
    data = b""
    if status.st_size <= max_bytes:
        with file.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    if max(len(data), status.st_size) > max_bytes:
        problem = f"This file has {max(len(data), status.st_size):,} bytes; at most {max_bytes:,} are read."
        raise ParseError(problem, file=str(file), hint="Split it, or pass a larger max_bytes.")
    return data


def as_bytes(text: bytes | str, file: str) -> bytes:
    """Text as UTF-8; a ParseError where it holds half of a surrogate pair, which no file can."""
    if isinstance(text, bytes):
        return text
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        problem = f"U+{ord(text[error.start]):04X} is half of a surrogate pair."
        raise ParseError(problem, file=file, line=line, hint="Remove it.") from None


def as_utf8(data: bytes, file: str) -> bytes:
    """The same bytes without a byte-order mark, if they are UTF-8; else a ParseError that says what they are."""
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            raise ParseError(f"This file is {name}.", file=file, line=1, hint="Save it as UTF-8.")
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise ParseError("This file is empty.", file=file, hint="Give a file that holds a framework.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        problem = f"Byte 0x{data[error.start]:02X} is not UTF-8; this looks like {_likely(data, error.start)}."
        raise ParseError(problem, file=file, line=line, column=column, hint="Save the file as UTF-8.") from None
    if b"\x00" in data:
        raise ParseError("This is a binary file.", file=file, hint="Give a text file.")
    return data


def _likely(data: bytes, at: int) -> str:
    return "Windows-1252" if 0x80 <= data[at] <= 0x9F else "Latin-1 or Windows-1252"
