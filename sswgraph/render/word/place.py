"""Where the text goes in a document: at the end, or where a ministry's template says ``{{document}}``.

Its XML goes into the file as it is made (:class:`Place`): as a tree it would take a hundred times the room.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from sswgraph.errors import InputError
from sswgraph.model.text import clean
from sswgraph.pages.blocks import Facts, Page
from sswgraph.pages.writer import fixed
from sswgraph.render.word.parts import element

MARK = "{{document}}"
_FILLED = re.compile(r"\{\{(title|date|place)\}\}")
_BLANK = "____________________"
_HERE = re.compile(rb'<w:here w:val="(\d+)"/>')
_POINTING = tuple(qn(f"w:{tag}") for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"))


class Place:
    """A place in the body, before which paragraphs and tables are put, and its section.

    What is put is written out at once and kept compressed; the body only holds marks of where it belongs (``w:here``).

    Attributes:
        body: The body.
        before: The element that follows the place.
        section: The properties of the section.
        landscape: Whether the page is turned here.
        styles: The ids of the styles that it names.
    """

    def __init__(self, document: Any, before: Any | None = None) -> None:
        body = document.element.body
        self.body, self.before = body, body[-1] if before is None else before
        following = self.before if self.before.tag == qn("w:sectPr") else None
        self.section = following if following is not None else _section_after(self.before)
        self.landscape = False
        self.styles: set[str] = set()
        self._around = document.element
        self._written: list[_Written] = []
        self._open: _Written | None = None
        self._held: Any = None

    def put(self, made: Any) -> None:
        """Put a paragraph or an empty table here, which nobody changes afterwards."""
        self._write(self._bytes(made))

    def put_table(self, table: Any, rows: Iterable[Any]) -> None:
        """Put a table here row by row; only one of them is held at a time."""
        whole = self._bytes(table)
        end = whole.rindex(b"</")
        self._write(whole[:end])
        for row in rows:
            self._write(self._bytes(row))
        self._write(whole[end:])

    def put_kept(self, made: Any) -> None:
        """Put a paragraph here that python-docx still has to find in the body: a picture, or the end of a section."""
        self._flush()
        self._open = None
        self.before.addprevious(made)

    def hold(self, made: Any) -> None:
        """Put a paragraph here unless it is dropped before anything follows."""
        self._flush()
        self._held = made

    def drop(self) -> None:
        """Leave out what is held."""
        self._held = None

    def spliced(self, data: bytes) -> Iterator[bytes]:
        """The XML of the document with what was put in its place."""
        self._flush()
        rest, waiting = 0, dict(enumerate(self._written))
        for found in _HERE.finditer(data):
            written = waiting.pop(int(found.group(1)), None)
            if written is not None:
                yield data[rest : found.start()]
                yield from written.read()
                rest = found.end()
        yield data[rest:]

    def _flush(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self.put(held)

    def _write(self, data: bytes) -> None:
        self._flush()
        if self._open is None:
            self.before.addprevious(element("here", val=len(self._written)))
            self._open = _Written()
            self._written.append(self._open)
        self._open.write(data)

    def _bytes(self, made: Any) -> bytes:
        """An element as it is written inside the document, which declares the namespaces."""
        self.styles.update(styles_named_in(made))
        around = etree.Element(self._around.tag, nsmap=self._around.nsmap)
        around.append(made)
        whole: bytes = etree.tostring(around, encoding="UTF-8", xml_declaration=False)
        """The element before the place."""
        return whole[whole.index(b">") + 1 : whole.rindex(b"</")]

    def turn(self, *, landscape: bool) -> None:
        """Continue on a new page, upright or turned; what came before ends its section as it was."""
        ended = deepcopy(self.section)
        _stand(ended, landscape=self.landscape)
        made, properties = element("p"), element("pPr")
        properties.append(ended)
        made.append(properties)
        self.put_kept(made)
        for once in ("titlePg", "type"):
            for found in self.section.findall(qn(f"w:{once}")):
                self.section.remove(found)
        self.landscape = landscape

    def room(self) -> int:
        """The width between the margins here, in twentieths of a point."""
        wide, high = _sides(self.section)
        margins = self.section.find(qn("w:pgMar"))
        inset = sum(int(float(margins.get(qn(f"w:{side}"), 0))) for side in ("left", "right"))
        return (max(wide, high) if self.landscape else wide) - inset

    def height(self) -> int:
        """The height between the margins here, in twentieths of a point."""
        wide, high = _sides(self.section)
        margins = self.section.find(qn("w:pgMar"))
        inset = sum(abs(int(float(margins.get(qn(f"w:{side}"), 0)))) for side in ("top", "bottom"))
        return (min(wide, high) if self.landscape else high) - inset


class _Written:
    """Bytes written one after the other, kept compressed until they are read."""

    def __init__(self) -> None:
        self._packer, self._packed = zlib.compressobj(1), list[bytes]()

    def write(self, data: bytes) -> None:
        self._packed.append(self._packer.compress(data))

    def read(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj()
        for one in (*self._packed, self._packer.flush()):
            yield unpacker.decompress(one)
        yield unpacker.flush()


def styles_named_in(root: Any) -> Iterator[str]:
    """The ids of the styles that something points at."""
    return (one.get(qn("w:val")) for one in root.iter(*_POINTING))


def marked_place(document: Any) -> Any | None:
    """The paragraph of a template that says where the document goes.

    Returns:
        The paragraph; None where there is none.

    Raises:
        InputError: Where there are several, or it is not a paragraph of its own in the text.
    """
    body = document.element.body
    found = [p for p in _paragraphs(document) if MARK in _text(p)]
    if not found:
        return None
    if len(found) > 1:
        raise InputError(f"The template contains {MARK} {len(found)} times. Keep it in one place.")
    paragraph = found[0]
    if paragraph.getparent() is not body or _text(paragraph).strip() != MARK:
        raise InputError(
            f"{MARK} in the template is not in a paragraph of its own in the text. Take it out of the table, "
            "box, header or sentence."
        )
    return paragraph


def emptied(document: Any, paragraph: Any) -> Any:
    """What follows the paragraph that marks the place, which is removed; the paragraph where it ends a section."""
    if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        for child in list(paragraph):
            if child.tag != qn("w:pPr"):
                paragraph.remove(child)
        return paragraph
    following = paragraph.getnext()
    paragraph.getparent().remove(paragraph)
    return following


def fill(document: Any, page: Page) -> None:
    """Write title, date and place where a template asks for them; a line to write on for what is unknown."""
    where = fixed("field.jurisdiction", page.lang)
    places = [
        value for block in page.blocks if isinstance(block, Facts) for name, value in block.pairs if name == where
    ]
    said = {"title": page.title, "date": page.date, "place": places[0] if places else ""}
    values = {name: clean(text).replace("\n", " ").strip() or _BLANK for name, text in said.items()}
    for paragraph in _paragraphs(document):
        if "{{" in _text(paragraph):
            while found := _FILLED.search(_text(paragraph)):
                _replace(list(paragraph.iter(qn("w:t"))), found.start(), found.end(), values[found.group(1)])


def _replace(texts: list[Any], start: int, end: int, value: str) -> None:
    """Put a value in place of some characters, which may stand in several runs; it gets the format of the first."""
    place = 0
    for node in texts:
        said = node.text or ""
        begins, ends = max(start - place, 0), min(end - place, len(said))
        if begins < ends:
            node.text = said[:begins] + value + said[ends:]
            node.set(qn("xml:space"), "preserve")
            value = ""
        place += len(said)


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph of the text, of tables and boxes in it, and of headers and footers."""
    yield from document.element.body.iter(qn("w:p"))
    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if re.match(r"/word/(header|footer)\d*\.xml$", name) and hasattr(part, "element"):
            yield from part.element.iter(qn("w:p"))


def _text(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def _section_after(node: Any) -> Any:
    """The properties of the section of an element, which stand at its end."""
    following: Iterable[Any] = (node, *node.itersiblings())
    for one in following:
        if one.tag == qn("w:sectPr"):
            return one
        own = one.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if own is not None:
            return own
    raise InputError("The template cannot be read as a .docx (it has no section). Save it again.")


def _sides(section: Any) -> tuple[int, int]:
    size = section.find(qn("w:pgSz"))
    return int(size.get(qn("w:w"))), int(size.get(qn("w:h")))


def _stand(section: Any, *, landscape: bool) -> None:
    if not landscape:
        return
    size = section.find(qn("w:pgSz"))
    short, long = sorted(_sides(section))
    size.set(qn("w:w"), str(long))
    size.set(qn("w:h"), str(short))
    size.set(qn("w:orient"), "landscape")
