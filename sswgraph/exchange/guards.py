"""Refuses unsafe files before any parser sees them; neither this nor a parser opens a second file or a socket."""

from __future__ import annotations

import codecs
import os
import stat
from typing import NoReturn
from xml.parsers import expat

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
    """The bytes of one ordinary file; its content is not looked at.

    Raises FileNotFoundError, or another OSError, where there is no such file.

    Args:
        path (str | PathLike): The file.
        max_bytes (int): The size up to which it is read, in bytes.

    Returns:
        The bytes.

    Raises:
        ParseError: It is a folder or a device, or too large.
    """
    file = path_of(path)
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ParseError("This is not an ordinary file.", file=str(file), hint="Give the path of a file.")
    data = b""
    if status.st_size <= max_bytes:
        with file.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    if max(len(data), status.st_size) > max_bytes:
        problem = f"This file has {max(len(data), status.st_size):,} bytes; at most {max_bytes:,} are read."
        raise ParseError(problem, file=str(file), hint="Split it, or pass a larger max_bytes.")
    return data


def encode_text(text: bytes | str, file: str) -> bytes:
    """Text as UTF-8; bytes stay as they are.

    Args:
        text (bytes | str): The text.
        file (str): The name of the file, for errors.

    Returns:
        The bytes.

    Raises:
        ParseError: The text holds half of a surrogate pair, which no file can.
    """
    if isinstance(text, bytes):
        return text
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        problem = f"U+{ord(text[error.start]):04X} is half of a surrogate pair."
        raise ParseError(problem, file=file, line=line, hint="Remove it.") from None


def require_utf8(data: bytes, file: str) -> bytes:
    """The same bytes without a byte-order mark, if they are UTF-8 text.

    Args:
        data (bytes): The content of a file.
        file (str): Its name, for errors.

    Returns:
        The bytes.

    Raises:
        ParseError: They are empty, binary or in another encoding, which the message names.
    """
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


MAX_DEPTH = 64
MAX_ENTITIES = 64
MAX_ENTITY = 1_000
GROWTH = 4
SLACK = 1_000_000


def checked_xml(data: bytes, file: str) -> bytes:
    """The same bytes, if they are XML that is safe to parse.

    No external document type or entity, few and short entities of its own, at most 64 levels, and no text that grows to
    more than four times the file. Values of entities in single quotation marks are returned in double ones, the only
    ones that the parser takes.

    Args:
        data (bytes): The content of a file.
        file (str): Its name, for errors.

    Returns:
        The bytes. Raises ParseError with line and column otherwise.
    """
    guard = _Guard(data, file)
    guard.run()
    for first, last in reversed(guard.single):
        value = data[first + 1 : last].replace(b'"', b"&#34;")
        data = data[:first] + b'"' + value + b'"' + data[last + 1 :]
    return data


class _Guard:
    """The handlers of expat that refuse what is unsafe."""

    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file = data, file
        self.depth = self.entities = self.seen = 0
        self.most = GROWTH * len(data) + SLACK
        self.single: list[tuple[int, int]] = []  # the places of values in single quotation marks
        self.parser = expat.ParserCreate("utf-8")

    def run(self) -> None:
        """Parse the file."""
        parser = self.parser
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity
        parser.ExternalEntityRefHandler = self.outside
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            self.refuse(f"This is not well-formed XML: {said}.", "Look at this place in a text editor.", error.lineno)

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        """Refuse another encoding."""
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
            self.refuse(f"It says that it is written in {encoding}.", 'Save it as UTF-8 and say encoding="UTF-8".')

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        """Refuse an external document type."""
        if system or public:
            self.refuse("It refers to a document type outside the file.", "Remove the DOCTYPE line.")

    def entity(
        self,
        name: str,
        is_parameter: int,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        """Refuse an external, long or nested entity."""
        self.entities += 1
        if value is None or system or public or is_parameter:
            self.refuse(f"The entity '{name}' lies outside the file.", "Write its text where it is used.")
        elif "&" in value or len(value) > MAX_ENTITY or self.entities > MAX_ENTITIES:
            self.refuse(f"The entity '{name}' is too long or made of others.", "Write its text where it is used.")
        at = self.parser.CurrentByteIndex
        if self.data[at : at + 1] == b"'":
            self.single.append((at, self.data.index(b"'", at + 1)))

    def outside(self, context: str, base: str | None, system: str | None, public: str | None) -> int:
        """Refuse an external entity that is used."""
        self.refuse("It refers to a file outside itself.", "Copy what is needed into the file.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count the levels and the text."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"Elements nest deeper than {MAX_DEPTH}.", "Describe resources one after another.")
        self.grow(sum(len(value) for value in attributes.values()))

    def end(self, name: str) -> None:
        """Leave a level."""
        self.depth -= 1

    def text(self, text: str) -> None:
        """Count the text."""
        self.grow(len(text))

    def grow(self, length: int) -> None:
        """Refuse a text that grows without measure."""
        self.seen += length
        if self.seen > self.most:
            self.refuse("Its entities make the text grow without measure.", "Write their text where it is used.")

    def refuse(self, problem: str, hint: str, line: int | None = None) -> NoReturn:
        """Raise ParseError with line and column."""
        at = line if line is not None else self.parser.CurrentLineNumber
        raise ParseError(problem, file=self.file, line=at, column=self.parser.CurrentColumnNumber + 1, hint=hint)
