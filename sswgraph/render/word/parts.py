"""Parts of a Word document that python-docx cannot make: directions, fields, borders, contents, bookmarks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sswgraph.model.text import clean, is_directional
from sswgraph.render.stretches import Stretch, stretches

QUIET = "5B5855"
_RULE = "B8B2A8"
# The order in which paragraph properties must stand (ECMA-376, CT_PPrBase), as far as they are set here.
_ORDER = tuple(
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind jc rPr sectPr".split()
)


def element(tag: str, /, **attributes: object) -> Any:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def put_property(properties: Any, made: Any) -> None:
    """Put a paragraph property where the schema requires it, instead of one of the same name."""
    name = made.tag.partition("}")[2]
    for old in properties.findall(made.tag):
        properties.remove(old)
    later = {qn(f"w:{one}") for one in _ORDER[_ORDER.index(name) + 1 :]}
    following = next((child for child in properties if child.tag in later), None)
    if following is None:
        properties.append(made)
    else:
        following.addprevious(made)


def paragraph(style: str = "", *, right_to_left: bool = False, keep: bool = False, align: str = "") -> Any:
    """An empty paragraph: its style by id, whether it stays with the next one, its direction and alignment."""
    made = element("p")
    properties = element("pPr")
    if style:
        properties.append(element("pStyle", val=style))
    if keep:
        properties.append(element("keepNext"))
    if right_to_left:
        properties.append(element("bidi"))
    if align:
        properties.append(element("jc", val=align))
    made.append(properties)
    return made


def write(paragraph: Any, text: str, lang: str, *, bold: bool = False) -> None:
    """Put a text into one paragraph: its first line, further lines small; another language is marked."""
    for one in stretches(text, lang, block=False):
        put_stretch(paragraph, one, bold=bold)


def put_stretch(paragraph: Any, one: Stretch, *, bold: bool = False) -> None:
    """Put a stretch of a text at the end of a paragraph, a small one on a line of its own."""
    if one.small:
        paragraph.append(run(one.text, small=True, broken=True))
        return
    paragraph.append(run(one.text, lang=one.lang, bold=bold))
    if one.mark:
        paragraph.append(run(f"\u00a0[{one.mark}]", raised=True))


def coloured(paragraph: Any, colour: str) -> None:
    """Give the runs of a paragraph a colour of their own."""
    for one in paragraph.iter(qn("w:r")):
        properties = one.find(qn("w:rPr"))
        if properties is None:
            properties = element("rPr")
            one.insert(0, properties)
        bold = sum(child.tag in (qn("w:b"), qn("w:bCs")) for child in properties)
        properties.insert(bold, element("color", val=colour.lstrip("#").upper()))


def run(
    text: str, *, lang: str = "", bold: bool = False, raised: bool = False, small: bool = False, broken: bool = False
) -> Any:
    """A run of text; ``broken``: on a line of its own."""
    made = element("r")
    properties = element("rPr")
    if bold:
        properties.extend((element("b"), element("bCs")))
    if small:
        properties.extend((element("color", val=QUIET), element("sz", val=15), element("szCs", val=15)))
    if raised:
        properties.append(element("vertAlign", val="superscript"))
    if is_directional(text):
        properties.append(element("rtl"))
    if lang:
        properties.append(element("lang", val=lang, bidi=lang))
    if len(properties):
        made.append(properties)
    if broken:
        made.append(element("br"))
    made.append(_text("t", text))
    return made


def _text(tag: str, text: str) -> Any:
    made = element(tag)
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def _mark(kind: str) -> Any:
    made = element("r")
    made.append(element("fldChar", fldCharType=kind))
    return made


def _instruction(text: str) -> Any:
    made = element("r")
    made.append(_text("instrText", f" {text} "))
    return made


def field(instruction: str, shown: str) -> list[Any]:
    """The runs of a field with what it shows until Word updates it."""
    return [_mark("begin"), _instruction(instruction), _mark("separate"), run(shown), _mark("end")]


def bookmark(paragraph: Any, number: int) -> None:
    """Name a heading, so that the contents lead to it."""
    paragraph.insert(1, element("bookmarkStart", id=number, name=anchor(number)))
    paragraph.append(element("bookmarkEnd", id=number))


def anchor(number: int) -> str:
    """The name of the bookmark of a heading."""
    return f"_Toc{number:09}"


def contents(paragraphs: list[Any], entries: Iterable[tuple[str, int]]) -> None:
    """Fill paragraphs with the contents: one field over all of them, each entry a link that is there already."""
    for paragraph, (text, number) in zip(paragraphs, entries, strict=True):
        link = element("hyperlink", anchor=anchor(number), history=1)
        link.append(run(clean(text)))
        paragraph.append(link)
    opening = [_mark("begin"), _instruction('TOC \\o "1-2" \\h \\z \\u'), _mark("separate")]
    for place, made in enumerate(opening, 1):
        paragraphs[0].insert(place, made)
    paragraphs[-1].append(_mark("end"))


def new_page() -> Any:
    """A page break."""
    made = element("r")
    made.append(element("br", type="page"))
    return made


def table(widths: list[int], caption: str, *, right_to_left: bool, header: bool, boxed: bool = False) -> Any:
    """An empty table: borders (``boxed``: vertical ones too), widths in twentieths of a point, alternative text."""
    made, properties = element("tbl"), element("tblPr")
    if right_to_left:
        properties.append(element("bidiVisual"))
    properties.append(element("tblW", w=sum(widths), type="dxa"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        drawn = boxed or side in ("top", "bottom", "insideH")
        borders.append(element(side, val="single" if drawn else "nil", sz=4, space=0, color=_RULE))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, room in (("top", 40), ("left", 70), ("bottom", 40), ("right", 70)):
        margins.append(element(side, w=room, type="dxa"))
    properties.append(margins)
    properties.append(element("tblLook", val="04A0" if header else "0480", firstRow=int(header), firstColumn=1))
    if caption:
        properties.extend(element(name, val=caption[:255]) for name in ("tblCaption", "tblDescription"))
    grid = element("tblGrid")
    grid.extend(element("gridCol", w=width) for width in widths)
    made.extend((properties, grid))
    return made


def row(cells: Iterable[tuple[list[Any], int]], *, header: bool = False, height: int = 0, upright: bool = False) -> Any:
    """A row of cells, each its paragraphs and its width; it is never cut, and a header repeats on every page."""
    made, properties = element("tr"), element("trPr")
    properties.append(element("cantSplit"))
    if height:
        properties.append(element("trHeight", val=height, hRule="atLeast"))
    if header:
        properties.append(element("tblHeader"))
    made.append(properties)
    for place, (content, width) in enumerate(cells):
        cell, form = element("tc"), element("tcPr")
        form.append(element("tcW", w=width, type="dxa"))
        if header:
            form.append(element("shd", val="clear", color="auto", fill="EFECE6"))
        if upright and place:
            form.append(element("textDirection", val="btLr"))
        if header:
            form.append(element("vAlign", val="bottom"))
        cell.extend((form, *content))
        made.append(cell)
    return made
