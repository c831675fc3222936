"""The door: what is refused before any parser sees it. Nothing here or behind it opens a second file or a socket."""

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


def encode_text(text: bytes | str, file: str) -> bytes:
    """Text as UTF-8; a ParseError where it holds half of a surrogate pair, which no file can."""
    if isinstance(text, bytes):
        return text
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        problem = f"U+{ord(text[error.start]):04X} is half of a surrogate pair."
        raise ParseError(problem, file=file, line=line, hint="Remove it.") from None


def require_utf8(data: bytes, file: str) -> bytes:
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


MAX_DEPTH = 64
MAX_ENTITIES = 64
MAX_ENTITY = 1_000
GROWTH = 4
SLACK = 1_000_000


def checked_xml(data: bytes, file: str) -> bytes:
    """The same bytes if they are harmless XML: no outside document type or entity, few short entities of its own,
    64 levels at most, no text that grows to more than four times the file. Else ParseError with line and column.

    Values of entities in single quotation marks come back in double ones, the only ones that the parser takes.
    """
    guard = _Guard(data, file)
    guard.run()
    for first, last in reversed(guard.single):
        value = data[first + 1 : last].replace(b'"', b"&#34;")
        data = data[:first] + b'"' + value + b'"' + data[last + 1 :]
    return data


class _Guard:
    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file = data, file
        self.depth = self.entities = self.seen = 0
        self.most = GROWTH * len(data) + SLACK
        self.single: list[tuple[int, int]] = []  # where the values of entities stand that have single quotation marks
        self.parser = expat.ParserCreate("utf-8")

    def run(self) -> None:
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
            self.refuse(f"This is no well-formed XML: {said}.", "Look at this place in a text editor.", error.lineno)

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
            self.refuse(f"It says that it is written in {encoding}.", 'Save it as UTF-8 and say encoding="UTF-8".')

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
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
        self.entities += 1
        if value is None or system or public or is_parameter:
            self.refuse(f"The entity '{name}' lies outside the file.", "Write its text where it is used.")
        elif "&" in value or len(value) > MAX_ENTITY or self.entities > MAX_ENTITIES:
            self.refuse(f"The entity '{name}' is too long or made of others.", "Write its text where it is used.")
        at = self.parser.CurrentByteIndex
        if self.data[at : at + 1] == b"'":
            self.single.append((at, self.data.index(b"'", at + 1)))

    def outside(self, context: str, base: str | None, system: str | None, public: str | None) -> int:
        self.refuse("It refers to a file outside itself.", "Copy what is needed into the file.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"Elements nest deeper than {MAX_DEPTH}.", "Describe resources one after another.")
        self.grow(sum(len(value) for value in attributes.values()))

    def end(self, name: str) -> None:
        self.depth -= 1

    def text(self, text: str) -> None:
        self.grow(len(text))

    def grow(self, length: int) -> None:
        self.seen += length
        if self.seen > self.most:
            self.refuse("Its entities make it grow without measure.", "Write their text where it is used.")

    def refuse(self, problem: str, hint: str, line: int | None = None) -> NoReturn:
        at = line if line is not None else self.parser.CurrentLineNumber
        raise ParseError(problem, file=self.file, line=at, column=self.parser.CurrentColumnNumber + 1, hint=hint)
