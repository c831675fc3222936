"""Where the text goes in a document: at the end, or where a ministry's template says ``{{document}}``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn

from sswgraph.errors import InputError
from sswgraph.model.text import clean
from sswgraph.pages.blocks import Facts, Page
from sswgraph.pages.writer import fixed
from sswgraph.render.word.parts import element

MARK = "{{document}}"
_FILLED = re.compile(r"\{\{(title|date|place)\}\}")
_BLANK = "____________________"


class Place:
    """A place in the body, before which paragraphs and tables are put, and its section.

    Attributes:
        body: The body.
        before: The element that follows the place.
        section: The properties of the section.
        landscape: Whether the page is turned here.
    """

    def __init__(self, document: Any, before: Any | None = None) -> None:
        body = document.element.body
        self.body, self.before = body, body[-1] if before is None else before
        following = self.before if self.before.tag == qn("w:sectPr") else None
        self.section = following if following is not None else _section_after(self.before)
        self.landscape = False

    def put(self, made: Any) -> None:
        """Put an element at the place."""
        self.before.addprevious(made)

    def last(self) -> Any:
        """The element before the place."""
        return self.before.getprevious()

    def turn(self, *, landscape: bool) -> None:
        """Continue on a new page, upright or turned; what came before ends its section as it was."""
        ended = deepcopy(self.section)
        _stand(ended, landscape=self.landscape)
        made, properties = element("p"), element("pPr")
        properties.append(ended)
        made.append(properties)
        self.put(made)
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
