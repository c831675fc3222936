"""The basis of a Word document: styles, page, size of type, properties, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from math import ceil
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from sswgraph.model.text import clean, columns, runs_right_to_left
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.render.word.parts import element, field, paragraph, put_property, run
from sswgraph.render.word.place import Place

MARGIN = 1.3  # cm, of a page in large type
_WIDTH, _HEIGHT = 521.0, 785.0  # points; the height is not that of A4 alone, but what was seen to fit
_SIGN, _LINE = 0.475, 1.22  # of a letter: its width on average, with room for lines that break early; a line
_LARGEST, _SMALLEST = 15.0, 8.0
_POSTER = 9.0
WRITTEN = 22.0  # points, of a row to write in on such a page
NORMAL, SMALL = 10.5, 7.5


def scale(page: Page) -> float:
    """The size of type as a factor: for a page in large type the largest that is likely to fit on one page."""
    if page.size != "large":
        return 1.0
    if page.landscape:  # nothing here estimates a sheet on its side
        return _POSTER / NORMAL
    size = _LARGEST
    while size > _SMALLEST and _height(page, size) > _HEIGHT:
        size -= 0.5
    return size / NORMAL


def _height(page: Page, size: float) -> float:
    title = _text(page.title, 1.62 * size) + 6
    return title + sum(_tall(block, size) for block in page.blocks)


def _tall(block: Block, size: float) -> float:
    match block:
        case Heading(level, shown):
            return _text(shown, (1.25 if level <= 2 else 1.05) * size) + 9
        case Paragraph(shown):
            return _text(shown, size) + 3
        case Notice(shown):
            return _text(shown, size, 12) + 10
        case Listing(items):
            return sum(_text(item, size, 20) for item in items) + 3
        case Facts(pairs):
            cells = (max(_text(name, 0.86 * size, 350), _text(value, 0.86 * size, 170)) for name, value in pairs)
            return sum(cells) + 5 * len(pairs) + size
        case Table(_, header, rows):
            least = WRITTEN if block.shape == "form" else 0
            high = (_text(max(row, key=len, default=""), size, _WIDTH / 2) + 5 for row in rows)
            head = _text(max(header, key=len, default=""), size, _WIDTH / 2) + 5
            return head + sum(max(one, least) for one in high) + 20
        case Details(summary, inside):
            return _text(summary, size) + sum(_tall(inner, size) for inner in inside)


def _text(text: str, size: float, room: float = 0) -> float:
    """The height of a text beside something of this width; its further lines are in small type."""
    first, *more = clean(text).split("\n")
    small = sum(_lines(line, SMALL, room) for line in more)
    return (_lines(first, size, room) * size + small * SMALL) * _LINE


def _lines(text: str, size: float, room: float) -> int:
    signs = max(1.0, (_WIDTH - room) / (size * _SIGN))
    return max(1, ceil(columns(text) / signs))


FONT, ARABIC_FONT = "Calibri", "Arial"
_INK, _ACCENT = "1C1B1A", "1F4E66"
_HEADINGS = {"Title": 24, "Heading 1": 16, "Heading 2": 12.5, "Heading 3": 11}
_CLOSE_HEADINGS = {"Title": 17, "Heading 1": 13, "Heading 2": 11, "Heading 3": 10.5}  # on a page in large type
_NOTICES = {"Notice": ("FBF3E2", "8A5A00"), "Notice Good": ("EDF5EF", "2C6142"), "Notice Open": ("F1F4F6", "6F6A63")}
_NOTICES["Notice Plain"] = ("FFFFFF", "B8B2A8")


_TERMS = "{http://purl.org/dc/terms/}"


def new_document(page: Page) -> Any:
    """An empty document with the styles of this library."""
    document = Document()
    section = document.sections[0]
    # No sheet of Word is broader than 56 cm: what hangs on a wall stands on sheets of A3.
    broad = page.on_wall or (page.landscape and page.size == "large")
    high, wide = (Cm(29.7), Cm(42)) if broad else (Cm(21), Cm(29.7)) if page.landscape else (Cm(29.7), Cm(21))
    if page.landscape or page.on_wall:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = wide, high
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN if page.size == "large" else 2.2))
    normal = document.styles["Normal"]
    times = scale(page)
    _size(normal, NORMAL * times)
    normal.font.color.rgb = RGBColor.from_string(_INK)
    normal.paragraph_format.space_after = Pt(6)
    if page.size == "large":
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(3), 1.0
    for name, size in _headings(page).items():
        style = document.styles[name]
        before, after = (size / 2, 6) if page.size == "large" else (size, 12)
        _size(style, size * times, bold=True)
        style.font.color.rgb = RGBColor.from_string(_ACCENT if name != "Heading 3" else _INK)
        style.paragraph_format.space_before = Pt(0 if name == "Title" else before)
        style.paragraph_format.space_after = Pt(after if name == "Title" else after / 3)
        style.paragraph_format.keep_with_next = True
        _plain_font(style)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    caption = document.styles["Caption"]
    _size(caption, 9.5 * times)
    caption.font.bold, caption.font.italic = False, True
    caption.font.color.rgb = RGBColor.from_string(_INK)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(3)
    _plain_font(normal)
    _footer(document, page)
    return document


def complete_styles(document: Any, page: Page) -> None:
    """Add the styles that a template lacks, so that every block has one."""
    names = {style.name for style in document.styles}
    times = scale(page)
    for name in (*_HEADINGS, "Caption", "List Bullet", "List Paragraph", "Table Text", *_NOTICES, "TOC 1", "TOC 2"):
        if name in names:
            continue
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"] if "Normal" in names else None
        form = style.paragraph_format
        if name in _HEADINGS:
            _size(style, _headings(page)[name] * times, bold=True)
            form.keep_with_next = True
            level = int(name[-1]) - 1 if name != "Title" else 9
            style.element.get_or_add_pPr().append(element("outlineLvl", val=level))
        elif name in _NOTICES:
            form.space_before, form.space_after = Pt(4), Pt(6)
            _boxed(style, *_NOTICES[name], side="right" if runs_right_to_left(page.lang) else "left")
        elif name.startswith("List"):
            form.left_indent, form.first_line_indent = Cm(0.6), Cm(-0.4)
        elif name.startswith("TOC"):
            form.space_after = Pt(2)
            form.left_indent = Cm(0.6 * (int(name[-1]) - 1))
        else:
            _size(style, 9 * times)
            form.space_after = Pt(0)


def _headings(page: Page) -> dict[str, float]:
    return dict(_CLOSE_HEADINGS if page.size == "large" else _HEADINGS)


def _size(style: Any, points: float, *, bold: bool = False) -> None:
    """The size in half points, of scripts that run from right to left too."""
    points = round(points * 2) / 2
    style.font.size = Pt(points)
    properties = style.element.get_or_add_rPr()
    for old in (*properties.findall(qn("w:szCs")), *(properties.findall(qn("w:bCs")) if bold else ())):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(element("szCs", val=int(points * 2)))
    if bold:
        style.font.bold = True
        properties.find(qn("w:b")).addnext(element("bCs"))


def _boxed(style: Any, ground: str, edge: str, side: str) -> None:
    properties = style.element.get_or_add_pPr()
    borders = element("pBdr")
    borders.append(element(side, val="single", sz=18, space=8, color=edge))
    put_property(properties, borders)
    put_property(properties, element("shd", val="clear", color="auto", fill=ground))


def _plain_font(style: Any) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=ARABIC_FONT))


def speak(document: Any, page: Page) -> None:
    """Set the language, direction and properties of the document."""
    styles = document.styles.element
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is None:
        defaults = document.styles["Normal"].element.get_or_add_rPr()
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val=page.lang, eastAsia=page.lang, bidi=page.lang))
    core = document.core_properties
    core.title, core.language, core.author, core.last_modified_by = clean(page.title)[:255], page.lang, "", ""
    core.created = core.modified = page.moment
    for one in core._element.findall(f"{_TERMS}created") + core._element.findall(f"{_TERMS}modified"):
        if page.dated is None:
            core._element.remove(one)
    core.revision, core.comments, core.subject, core.keywords = 1, "", "", ""


def _footer(document: Any, page: Page) -> None:
    """The title and the number of the page."""
    style = document.styles["Footer"]
    _size(style, 8)
    old = document.sections[0].footer.paragraphs[0]._p
    made = paragraph(style.style_id, right_to_left=runs_right_to_left(page.lang))
    title = clean(page.title)
    made.append(run(title if len(title) <= 80 else title[:79] + "…"))
    made.append(run(" · "))
    made.extend(field("PAGE", "1"))
    made.append(run(" / "))
    made.extend(field("NUMPAGES", "1"))
    old.getparent().replace(old, made)


_DRAFT = "8A1F11"


def run_along(document: Any, page: Page) -> None:
    """Put the running words into every header, before what a template has there."""
    if not page.running:
        return
    if page.size == "large":
        document.sections[0].header_distance = Cm(0.6)
    first = document.sections[0]
    headers = [first.header]
    if first.different_first_page_header_footer:
        headers.append(first.first_page_header)
    if document.settings.odd_and_even_pages_header_footer:
        headers.append(first.even_page_header)
    for header in headers:
        made = header.paragraphs[0].insert_paragraph_before()
        made.alignment, made.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
        if runs_right_to_left(page.lang):
            put_property(made._p.get_or_add_pPr(), element("bidi"))
        words = made.add_run(clean(page.running))
        words.font.bold, words.font.size, words.font.color.rgb = True, Pt(9), RGBColor.from_string(_DRAFT)


def mirror(document: Any) -> None:
    """Set every section from right to left."""
    for section in document.sections:
        if section._sectPr.find(qn("w:bidi")) is None:
            grid = section._sectPr.find(qn("w:docGrid"))
            made = element("bidi")
            section._sectPr.append(made) if grid is None else grid.addprevious(made)


def packed(document: Any, page: Page, place: Place) -> bytes:
    """The file: the same bytes for the same document, dated as the page is, with what was put at its place."""
    loose = io.BytesIO()
    document.save(loose)
    when = page.moment.timetuple()[:6]
    made = io.BytesIO()
    with zipfile.ZipFile(loose) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            info = zipfile.ZipInfo(name, when)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            data = read.read(name)
            with written.open(info, "w") as part:
                part.writelines(place.spliced(data) if name == "word/document.xml" else (data,))
    return made.getvalue()
