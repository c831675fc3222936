"""Blocks -> PDF (PDF/UA-1) by Typst: text goes in as data, never as markup, and a warning is an error."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import fontpkg
import typst

from sswgraph.errors import InputError
from sswgraph.model.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.model.show.pages_common import CONTENTS_FROM, UNDETERMINED, fixed, says_it_itself
from sswgraph.model.show.safe import at_home, clean, runs_right_to_left
from sswgraph.model.show.tables import leads_to_wide, shares
from sswgraph.model.text import Wording

FAMILIES = ("Noto Sans", "Noto Sans Arabic")
_PORTRAIT, _LANDSCAPE = 95, 140
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of a tagged PDF; a template is not used.

    Raises InputError where the fonts lack a sign, and where Typst has a doubt.

    >>> render(Page("Title", "en", (Paragraph("text"),)))[:5]
    b'%PDF-'
    """
    try:
        made, warnings = typst.compile_with_warnings(
            resources.files("sswgraph.documents").joinpath("pdf.typ").read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"page": json.dumps(_page(page), ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=_moment(page),
        )
    except typst.TypstError as error:
        raise InputError(f"No PDF can be made of this: {_said(error)}") from None
    if warnings:
        raise InputError(f"No PDF can be made of this: {_said(warnings[0])}")
    return bytes(made)


def _said(problem: Any) -> str:
    hints = " ".join(problem.hints or ())
    return f"{problem.message}. {hints}".strip()


def _fonts() -> list[str]:
    files = (file.path for name in FAMILIES for file in fontpkg.family(name).files)
    return sorted({str(Path(path).parent) for path in files})


def _moment(page: Page) -> datetime:
    try:
        return max(_EARLIEST, datetime.fromisoformat(page.date).replace(tzinfo=UTC))
    except ValueError:
        return _EARLIEST


def _page(page: Page) -> dict[str, Any]:
    blocks = list(page.blocks)
    first = next((n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 2), len(blocks))
    outlined = sum(isinstance(block, Heading) and block.level <= 3 for block in blocks)
    language, _, region = page.lang.partition("-")
    return {
        "title": _text(page.title, page.lang),
        "lang": language,
        "region": region.upper() if len(region) == 2 else None,
        "rtl": runs_right_to_left(page.lang),
        "fonts": list(FAMILIES),
        "contents": fixed("page.contents", page.lang) if outlined >= CONTENTS_FROM else None,
        "table": fixed("table", page.lang),
        "cover": _blocks(blocks[:first], page.lang),
        "parts": _parts(blocks[first:], page.lang),
    }


def _parts(blocks: list[Block], lang: str) -> list[dict[str, Any]]:
    """The blocks in stretches that stand upright or on their side."""
    parts: list[dict[str, Any]] = []
    for place, block in enumerate(blocks):
        wide = leads_to_wide(blocks[place:])
        if not parts or parts[-1]["wide"] != wide:
            parts.append({"wide": wide, "blocks": []})
        parts[-1]["blocks"] += _blocks([block], lang, wide=wide)
    return parts


def _blocks(blocks: list[Block] | tuple[Block, ...], lang: str, *, wide: bool = False) -> list[dict[str, Any]]:
    return [_block(block, lang, wide) for block in blocks]


def _block(block: Block, lang: str, wide: bool) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": max(1, level - 1), "text": _text(text, lang)}
        case Paragraph(text):
            return {"kind": "paragraph", "text": _text(text, lang)}
        case Notice(text, tone):
            return {"kind": "notice", "tone": tone, "text": _text(text, lang)}
        case Listing(items, ordered):
            return {"kind": "listing", "ordered": ordered, "items": [_text(item, lang) for item in items]}
        case Facts(pairs):
            return {"kind": "facts", "pairs": [[_text(name, lang), _text(value, lang)] for name, value in pairs]}
        case Table():
            return _table(block, lang, wide)
        case Details(summary, inside):
            shown = [] if says_it_itself(block) else _text(summary, lang)
            return {"kind": "details", "text": shown, "blocks": _blocks(inside, lang)}


def _table(table: Table, lang: str, wide: bool) -> dict[str, Any]:
    return {
        "kind": "table",
        "shape": table.shape,
        "caption": _text(table.caption, lang),
        "shares": shares(table, _LANDSCAPE if wide else _PORTRAIT),
        "numeric": list(table.numeric),
        "header": [_text(name, lang) for name in table.header],
        "rows": [[_text(cell, lang) for cell in row] for row in table.rows],
    }


def _text(text: str, lang: str) -> list[dict[str, Any]]:
    """The lines of a text with the language of its first one, and whether that is another than asked."""
    first, *more = clean(text).split("\n")
    other = text.lang if isinstance(text, Wording) and text.lang not in ("", UNDETERMINED, lang) else None
    fell_back = isinstance(text, Wording) and text.fell_back and other is not None and bool(first)
    shown = at_home(first, lang) if isinstance(text, Wording) else first
    head = {"text": shown, "lang": other and other.partition("-")[0], "mark": other if fell_back else None}
    return [head, *({"text": line, "lang": None, "mark": None} for line in more)]
