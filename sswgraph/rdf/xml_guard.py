"""RDF/XML at the door: one pass of expat over it, so that nothing in it can grow, nest without end, or fetch."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from sswgraph.errors import ParseError

MAX_DEPTH = 64
MAX_ENTITIES = 64
MAX_ENTITY = 1_000
GROWTH = 4
SLACK = 1_000_000


def checked_xml(data: bytes, file: str) -> bytes:
    """The same bytes if they are harmless XML: no outside document type or entity, few short entities of its own,
    64 levels at most, no text that grows to more than four times the file. Else ParseError with line and column."""
    _Guard(data, file).run()
    return data


class _Guard:
    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file = data, file
        self.depth = self.entities = self.seen = 0
        self.most = GROWTH * len(data) + SLACK
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
