"""Pages as PDF (PDF/UA-1) by Typst: text goes in as data, never as markup; a warning of Typst is an error."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from datetime import UTC
from importlib import resources
from typing import Any

import typst

from sswgraph.errors import InputError
from sswgraph.model.text import clean, runs_right_to_left, without_marks
from sswgraph.pages.blocks import (
    Block,
    Details,
    Facts,
    Heading,
    Listing,
    Notice,
    Page,
    Paragraph,
    Picture,
    Shaped,
    Size,
    Table,
)
from sswgraph.pages.writer import CONTENTS_FROM, fixed, says_it_itself
from sswgraph.render.fonts import FAMILIES, STAND_IN, Fonts, SignsWarning, StandIns, code_points, fonts, not_displayed
from sswgraph.render.layout import (
    LANDSCAPE,
    LONG_CONTENTS,
    MANY_CONTENTS,
    PORTRAIT,
    leads_to_list,
    leads_to_wide,
    shares,
)
from sswgraph.render.pdf_tags import naming_cells, with_row_headers
from sswgraph.render.stretches import Stretch, list_direction, stretches
from sswgraph.render.style import TONES, Style, unpacked

_TRIES = 5
_MOST_PLACES, _MOST_SHOWN, _MOST_NAMED = 100, 60, 6
_FEW_LINES = 0.4  # of the height of a page: a last page that ends above is worth saving
_SHARP = 144.0  # dots per inch, twice those of a screen
# For each size limited to some sheets: how many, the sizes of type to try in points, its paper in millimetres.
_KEPT: dict[Size, tuple[int, tuple[float, ...], tuple[int, int]]] = {
    "large": (1, tuple(half / 2 for half in range(30, 15, -1)), (210, 297)),
    "wall": (1, tuple(range(26, 7, -1)), (841, 594)),
    "wall-a3": (4, tuple(range(16, 6, -1)), (420, 297)),
}


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of a tagged PDF.

    A sign that no font has becomes U+FFFD; the last part of the document and a Python warning say which and where.

    >>> render(Page("Title", "en", (Paragraph("text"),)))[:5]
    b'%PDF-'

    Args:
        page (Page): The page.
        template (bytes | None): A ministry's style (render/style.py); None: the library's own.

    Returns:
        The bytes.

    Raises:
        InputError: Where Typst has any other warning.
        MissingExtraError: Without the fonts.
    """  # noqa: DOC502 - fonts raises
    style = unpacked(template)
    found = fonts(style.fonts)
    lacking: frozenset[str] = frozenset()
    for _ in range(_TRIES):
        stand_ins = StandIns(lacking)
        try:
            made = _compiled(page, style, found, stand_ins)
        except typst.TypstError as error:
            more = not_displayed(error)
            if more <= lacking:
                raise InputError(f"No PDF can be made of this: {_said(error)}") from None
            lacking |= more
            continue
        if lacking:
            warnings.warn(_warning_text(lacking), SignsWarning, stacklevel=2)
        return made
    raise InputError(
        "No PDF can be made of this: too many of its characters are in no font. Save it as .docx or .html."
    )


def _compiled(page: Page, style: Style, found: Fonts, stand_ins: StandIns) -> bytes:
    content = {**_page(page, stand_ins), "fonts": found.families, "style": style.shown()}
    if page.size in _KEPT:
        most, sizes, _ = _KEPT[page.size]
        content["size"] = next((size for size in sizes if _pages({**content, "size": size}, found) <= most), sizes[-1])
    elif content["close"]:
        content["size"] = _sparing(content, found)
    made, doubts = typst.compile_with_warnings(
        **_source(content, found),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=page.moment.replace(tzinfo=UTC),
    )
    if doubts:
        raise InputError(f"No PDF can be made of this: {_said(doubts[0])}")
    return with_row_headers(bytes(made), naming_cells(page.blocks))


def _warning_text(lacking: frozenset[str]) -> str:
    signs = sorted({sign for one in lacking for sign in one})
    shown = code_points(signs[:_MOST_NAMED]) + (
        f" and {len(signs) - _MOST_NAMED} more" if len(signs) > _MOST_NAMED else ""
    )
    return (
        f"No font has these characters: {shown}. In the PDF {STAND_IN} replaces them, and its last part says where. "
        "Install the extra 'fonts', or name a font of this system in a style file."
    )


def in_document_font(svg: str) -> str:
    """A picture with the font of the documents, so that it needs none of the system."""
    return svg.replace('font-family="sans-serif"', f'font-family="{next(iter(FAMILIES))}"', 1)


def png(svg: str) -> bytes:
    """A picture of the library as PNG, at twice its size, for formats that cannot show SVG everywhere.

    >>> png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')[1:4]
    b'PNG'

    Returns:
        The bytes.
    """
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    made = typst.compile(
        source.encode(),
        font_paths=_folders(fonts()),
        ignore_system_fonts=True,
        sys_inputs={"svg": in_document_font(svg)},
        format="png",
        ppi=_SHARP,
    )
    return bytes(made)


def _source(content: dict[str, Any], found: Fonts) -> dict[str, Any]:
    return {
        "input": resources.files("sswgraph.render").joinpath("pdf.typ").read_bytes(),
        "font_paths": _folders(found),
        "ignore_system_fonts": not found.system,
        "sys_inputs": {"page": json.dumps(content, ensure_ascii=False)},
    }


def _folders(found: Fonts) -> Any:  # typst requires one type for all of its inputs
    return list(found.folders)


def _sparing(content: dict[str, Any], found: Fonts) -> float:
    """The size of type: half a point less where that saves a last page of a few lines."""
    pages, end = _extent(content, found)
    smaller = content["size"] - 0.5
    if pages > 1 and end < _FEW_LINES and _pages({**content, "size": smaller}, found) < pages:
        return float(smaller)
    return float(content["size"])


def _pages(content: dict[str, Any], found: Fonts) -> int:
    """The number of pages of the document."""
    return _extent(content, found)[0]


def _extent(content: dict[str, Any], found: Fonts) -> tuple[int, float]:
    """The number of pages, and where on the last of them the document ends, as a share of its height."""
    extent = json.loads(typst.query(**_source(content, found), selector="<extent>", field="value", one=True))
    return int(extent["pages"]), float(extent["end"])


def _said(problem: Any) -> str:
    hints = " ".join(problem.hints or ())
    return f"{problem.message}. {hints}".strip()


def _page(page: Page, stand_ins: StandIns) -> dict[str, Any]:
    blocks = list(page.blocks)
    first = next((n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 2), len(blocks))
    outlined = sum(isinstance(block, Heading) and block.level <= 3 for block in blocks) if page.contents else 0
    language, _, region = page.lang.partition("-")
    setter = _Setter(page.lang, stand_ins, broad=page.on_wall or page.landscape)
    return {
        "title": setter.text(page.title, block=False),
        "running": setter.text(page.running, block=False),
        "dated": page.dated is not None,
        "lang": language,
        "region": region.upper() if len(region) == 2 else None,
        "size": 10,
        "large": page.size == "large",
        "close": page.size != "large" and not page.contents,
        "paper": _paper(page),
        "rtl": runs_right_to_left(page.lang),
        "long": outlined >= LONG_CONTENTS,
        "turned": LONG_CONTENTS <= outlined <= MANY_CONTENTS,
        "contents": fixed("page.contents", page.lang) if outlined >= CONTENTS_FROM and page.has_contents else None,
        "table": fixed("table", page.lang),
        "colon": without_marks(fixed("pair", page.lang, name="x", value="x")).strip("x"),
        "cover": setter.blocks(blocks[:first]),
        "parts": setter.parts(blocks[first:]),
        "signs": _signs(stand_ins, page.lang),
    }


def _signs(stand_ins: StandIns, lang: str) -> dict[str, Any] | None:
    """The last part of a document with signs that no font has: which, and where."""
    if not stand_ins.met:
        return None
    met = list(stand_ins.met.items())
    items = [
        fixed("signs.item", lang, under=under or "–", text=_cut(shown), signs=_some(signs))
        for (under, shown), signs in met
    ]
    more = [fixed("signs.more", lang, n=len(items) - _MOST_PLACES)] if len(items) > _MOST_PLACES else []
    return {
        "title": fixed("signs.title", lang),
        "lead": fixed("signs.lead", lang, sign=STAND_IN),
        "items": [*items[:_MOST_PLACES], *more],
    }


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def _some(signs: list[str]) -> str:
    points = list(dict.fromkeys(signs))
    return code_points(points[:_MOST_NAMED]) + (" …" if len(points) > _MOST_NAMED else "")


def _paper(page: Page) -> tuple[int, int]:
    """Width and height of the paper in millimetres."""
    if page.landscape:
        return (420, 297) if page.size == "large" else (297, 210)
    return _KEPT[page.size][2] if page.size in _KEPT else (210, 297)


class _Setter:
    """Turns blocks into the data that the Typst source sets; no heading may skip a level (PDF/UA)."""

    def __init__(self, lang: str, stand_ins: StandIns, *, broad: bool = False) -> None:
        self.lang, self.broad, self.level, self.stand_ins, self.under = lang, broad, 0, stand_ins, ""

    def parts(self, blocks: list[Block]) -> list[dict[str, Any]]:
        """The blocks in upright and turned parts; in one part where the whole page is broad."""
        if self.broad:
            return [{"wide": False, "blocks": self.blocks(blocks, wide=True)}]
        parts: list[dict[str, Any]] = []
        for place, block in enumerate(blocks):
            wide = leads_to_wide(blocks[place:])
            if not parts or parts[-1]["wide"] != wide:
                parts.append({"wide": wide, "blocks": []})
            parts[-1]["blocks"].append(self.led(block, blocks[place:], wide))
        return parts

    def blocks(self, blocks: list[Block] | tuple[Block, ...], *, wide: bool = False) -> list[dict[str, Any]]:
        """Blocks as data."""
        return [self.led(block, blocks[place:], wide) for place, block in enumerate(blocks)]

    def led(self, block: Block, following: Sequence[Block], wide: bool) -> dict[str, Any]:
        """A block as data, which stays with the list below it where it is the line above one."""
        made = self.block(block, wide)
        return {**made, "sticky": True} if leads_to_list(following) else made

    def block(self, block: Block, wide: bool) -> dict[str, Any]:
        match block:
            case Heading(level, text):
                self.level = min(max(1, level - 1), self.level + 1)
                shown = self.text(text, block=False)
                self.under = shown[0]["text"] if shown else ""
                colour = TONES.get(block.tone, "") if isinstance(block, Shaped) else ""
                return {"kind": "heading", "level": self.level, "text": shown, "colour": colour}
            case Picture(text, svg) if svg:
                return {"kind": "picture", "svg": self.drawn(svg), "alt": clean(text)}
            case Paragraph(text):
                return {"kind": "paragraph", "text": self.text(text)}
            case Notice(text, tone):
                return {"kind": "notice", "tone": tone, "text": self.text(text)}
            case Listing(items, ordered):
                way = list_direction(items, self.lang)
                return {"kind": "listing", "ordered": ordered, "items": [self.text(item) for item in items], "way": way}
            case Facts(pairs):
                return {"kind": "facts", "pairs": [self.pair(*pair) for pair in pairs]}
            case Table():
                return self.table(block, wide)
            case Details(summary, inside):
                shown = [] if says_it_itself(block) else self.text(summary, block=False)
                return {"kind": "details", "text": shown, "blocks": self.blocks(inside)}

    def table(self, table: Table, wide: bool) -> dict[str, Any]:
        return {
            "kind": "table",
            "shape": table.shape,
            "fresh": table.fresh,
            "caption": self.text(table.caption, block=False) if table.caption else [],
            "shares": shares(table, LANDSCAPE if wide else PORTRAIT),
            "numeric": list(table.numeric),
            "header": [self.text(name, block=False) for name in table.header],
            "rows": [[self.text(cell) for cell in row] for row in table.rows],
        }

    def drawn(self, svg: str) -> str:
        return in_document_font(self.stand_ins.put(svg, self.under))

    def pair(self, name: str, value: str) -> list[list[dict[str, Any]]]:
        return [self.text(name, block=False), self.text(value, block=False)]

    def text(self, text: str, *, block: bool = True) -> list[dict[str, Any]]:
        """The stretches of a text as data, with U+FFFD for each sign that no font has."""
        return [self.stretch(one) for one in stretches(text, self.lang, block=block)] if text else []

    def stretch(self, one: Stretch) -> dict[str, Any]:
        shown = self.stand_ins.put(one.text, self.under)
        language = one.lang.partition("-")[0] or None
        side = ("rtl" if one.right_to_left else "ltr") if one.apart else None
        return {"text": shown, "lang": language, "mark": one.mark or None, "small": one.small, "apart": side}
