"""Blocks -> PDF (PDF/UA-1) by Typst: text goes in as data, never as markup, and a warning is an error."""

from __future__ import annotations

import json
from datetime import UTC
from importlib import resources
from pathlib import Path
from typing import Any

import fontpkg
import typst

from sswgraph.errors import InputError, MissingExtraError
from sswgraph.model.characters import at_home, clean, runs_right_to_left
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Picture, Size, Table
from sswgraph.pages.writer import CONTENTS_FROM, COVER_FROM, UNDETERMINED, fixed, says_it_itself
from sswgraph.render.layout import LANDSCAPE, PORTRAIT, leads_to_wide, shares

FAMILIES = {"Noto Sans": "fontpkg-noto-sans", "IBM Plex Sans Arabic": "fontpkg-ibm-plex-sans-arabic"}
_SHARP = 144.0  # dots an inch, twice those of a screen
# Of each size that has to keep to so many sheets: how many, the points to try, its paper in millimetres.
_KEPT: dict[Size, tuple[int, tuple[float, ...], tuple[int, int]]] = {
    "large": (1, tuple(half / 2 for half in range(30, 15, -1)), (210, 297)),
    "wall": (1, tuple(range(26, 7, -1)), (841, 594)),
    "wall-a3": (4, tuple(range(16, 6, -1)), (420, 297)),
}


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of a tagged PDF; a template is not used.

    Raises InputError where the fonts lack a sign, and where Typst has a doubt; MissingExtraError without the fonts.

    >>> render(Page("Title", "en", (Paragraph("text"),)))[:5]
    b'%PDF-'
    """
    try:
        content = _page(page)
        if page.size in _KEPT:
            most, sizes, content["paper"] = _KEPT[page.size]
            fitting = (size for size in sizes if _pages({**content, "size": size}) <= most)
            content["size"] = next(fitting, sizes[-1])
        made, warnings = typst.compile_with_warnings(
            **_source(content),
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=page.moment.replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise InputError(f"No PDF can be made of this: {_said(error)}") from None
    if warnings:
        raise InputError(f"No PDF can be made of this: {_said(warnings[0])}")
    return bytes(made)


def in_our_font(svg: str) -> str:
    """A picture whose letters are those of the documents, so that it needs no font of the system."""
    return svg.replace('font-family="sans-serif"', f'font-family="{next(iter(FAMILIES))}"', 1)


def png(svg: str) -> bytes:
    """A picture of ours as PNG, at twice its size, for formats that cannot show SVG everywhere.

    Raises MissingExtraError without the fonts.

    >>> png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')[1:4]
    b'PNG'
    """
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    made = typst.compile(
        source.encode(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": in_our_font(svg)},
        format="png",
        ppi=_SHARP,
    )
    return bytes(made)


def _source(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "input": resources.files("sswgraph.render").joinpath("pdf.typ").read_bytes(),
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"page": json.dumps(content, ensure_ascii=False)},
    }


def _pages(content: dict[str, Any]) -> int:
    """How many pages this takes."""
    return int(json.loads(typst.query(**_source(content), selector="<pages>", field="value", one=True)))


def _said(problem: Any) -> str:
    hints = " ".join(problem.hints or ())
    return f"{problem.message}. {hints}".strip()


def _fonts() -> Any:  # typst asks that all of its inputs have one type
    folders: set[str] = set()
    for name, package in FAMILIES.items():
        try:
            folders.update(str(Path(file.path).parent) for file in fontpkg.family(name).files)
        except fontpkg.FamilyNotInstalled:
            raise MissingExtraError("documents", package) from None
    return sorted(folders)


def _page(page: Page) -> dict[str, Any]:
    blocks = list(page.blocks)
    first = next((n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 2), len(blocks))
    outlined = sum(isinstance(block, Heading) and block.level <= 3 for block in blocks)
    language, _, region = page.lang.partition("-")
    setter = _Setter(page.lang, broad=page.on_wall)
    return {
        "title": setter.text(page.title),
        "lang": language,
        "region": region.upper() if len(region) == 2 else None,
        "size": 10,
        "paper": (210, 297),
        "large": page.size == "large",
        "rtl": runs_right_to_left(page.lang),
        "fonts": [*FAMILIES, "DejaVu Sans Mono"],
        "turned": outlined >= COVER_FROM,
        "contents": fixed("page.contents", page.lang) if outlined >= CONTENTS_FROM and page.size == "normal" else None,
        "table": fixed("table", page.lang),
        "cover": setter.blocks(blocks[:first]),
        "parts": setter.parts(blocks[first:]),
    }


class _Setter:
    """Turns blocks into the data that the Typst source sets; no heading may skip a level (PDF/UA)."""

    def __init__(self, lang: str, *, broad: bool = False) -> None:
        self.lang, self.broad, self.level = lang, broad, 0

    def parts(self, blocks: list[Block]) -> list[dict[str, Any]]:
        """The blocks in stretches that stand upright or on their side."""
        parts: list[dict[str, Any]] = []
        for place, block in enumerate(blocks):
            wide = not self.broad and leads_to_wide(blocks[place:])
            if not parts or parts[-1]["wide"] != wide:
                parts.append({"wide": wide, "blocks": []})
            parts[-1]["blocks"] += self.blocks([block], wide=wide)
        return parts

    def blocks(self, blocks: list[Block] | tuple[Block, ...], *, wide: bool = False) -> list[dict[str, Any]]:
        return [self.block(block, wide) for block in blocks]

    def block(self, block: Block, wide: bool) -> dict[str, Any]:
        match block:
            case Heading(level, text):
                self.level = min(max(1, level - 1), self.level + 1)
                return {"kind": "heading", "level": self.level, "text": self.text(text)}
            case Picture(text, svg) if svg:
                return {"kind": "picture", "svg": in_our_font(svg), "alt": clean(text)}
            case Paragraph(text):
                return {"kind": "paragraph", "text": self.text(text)}
            case Notice(text, tone):
                return {"kind": "notice", "tone": tone, "text": self.text(text)}
            case Listing(items, ordered):
                return {"kind": "listing", "ordered": ordered, "items": [self.text(item) for item in items]}
            case Facts(pairs):
                return {"kind": "facts", "pairs": [[self.text(name), self.text(value)] for name, value in pairs]}
            case Table():
                return self.table(block, wide)
            case Details(summary, inside):
                shown = [] if says_it_itself(block) else self.text(summary)
                return {"kind": "details", "text": shown, "blocks": self.blocks(inside)}

    def table(self, table: Table, wide: bool) -> dict[str, Any]:
        return {
            "kind": "table",
            "shape": table.shape,
            "fresh": table.fresh,
            "caption": self.text(table.caption) if table.caption else [],
            "shares": shares(table, LANDSCAPE if wide else PORTRAIT),
            "numeric": list(table.numeric),
            "header": [self.text(name) for name in table.header],
            "rows": [[self.text(cell) for cell in row] for row in table.rows],
        }

    def text(self, text: str) -> list[dict[str, Any]]:
        """The lines of a text with the language of its first one, and whether that is another than asked."""
        first, *more = clean(text).split("\n")
        other = text.lang if isinstance(text, Wording) and text.lang not in ("", UNDETERMINED, self.lang) else None
        fell_back = isinstance(text, Wording) and text.fell_back and other is not None and bool(first)
        shown = at_home(first, self.lang) if isinstance(text, Wording) else first
        head = {"text": shown, "lang": other and other.partition("-")[0], "mark": other if fell_back else None}
        return [head, *({"text": line, "lang": None, "mark": None} for line in more)]
