"""Pages as Markdown (CommonMark with tables), for notebooks, repositories and wikis."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sswgraph.model.text import clean, isolate, one_line
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.writer import fixed, says_it_itself

_SIGNS = re.compile(r"[\\`*_{}\[\]<>|~$&#]")
_LINE_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])")


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of a Markdown file; a template is not used."""
    return markdown(page).encode("utf-8", "backslashreplace")


def markdown(page: Page) -> str:
    r"""A page as Markdown; nothing in its texts can become markup, a formula or a link.

    >>> from sswgraph.pages.blocks import Page, Paragraph
    >>> print(markdown(Page("A | B", "en", (Paragraph("<b>no</b>"),))), end="")
    # A \| B
    <BLANKLINE>
    \<b\>no\</b\>

    Returns:
        The Markdown, with a line end.
    """
    running = f"**{_inline(page.running)}**" if page.running else ""
    parts = [running, f"# {_inline(page.title)}", *(_block(block, page.lang) for block in page.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _inline(text: str) -> str:
    """One line, in which every sign that could be markup is escaped."""
    escaped = _SIGNS.sub(r"\\\g<0>", isolate(one_line(text)))
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)


def _cell(text: str) -> str:
    return "<br>".join(_inline(line) for line in clean(text).split("\n"))


def _block(block: Block, lang: str) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {_inline(text)}"
        case Paragraph(text):
            return _inline(text)
        case Notice(text):
            return f"> {_inline(text)}"
        case Listing(items, ordered):
            marks = [f"{number}." if ordered else "-" for number in range(1, len(items) + 1)]
            return "\n".join(f"{mark} {_cell(item)}" for mark, item in zip(marks, items, strict=True))
        case Facts(pairs):
            lines = (fixed("pair", lang, name=_inline(name), value=_cell(value)) for name, value in pairs)
            return "\n".join(f"- {line}" for line in lines)
        case Table():
            return _table(block)
        case Details(summary, blocks):
            lead = [] if says_it_itself(block) else [f"**{_inline(summary)}**"]
            return "\n\n".join([*lead, *(_block(part, lang) for part in blocks)])


def _table(table: Table) -> str:
    rule = ["---:" if column in table.numeric else "---" for column in range(len(table.header))]
    lines = [_row(table.header), f"| {' | '.join(rule)} |", *(_row(row) for row in table.rows)]
    if table.caption:
        return f"**{_inline(table.caption)}**\n\n" + "\n".join(lines)
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"
