"""A value as it shows itself: shortened in a notebook, which stores every form of every output, and whole as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import fixed
from sswgraph.render.html import fragment
from sswgraph.render.markdown import markdown
from sswgraph.render.plain import plain

# How to get all of a result; readers put in the name of their own.
SAVE, PRINT, ROWS = 'ssw.save(result, "all.html")', "print(result)", "result.rows()"
# A dozen results in a notebook, each as HTML, Markdown and text, should take at most 300 KB.
ROOM = 16_500  # characters on a page, with those of its markup in HTML
ROOM_IN_MARKDOWN = 4_000  # few frontends show Markdown, all of them store it
LINES = 40
_MARKUP = 30  # characters that a cell takes in HTML beyond its text
_NOTICE = 80  # characters that the remark on a cut takes
_LEAST, _LEAST_FOLDED = 3, 1  # parts that every list keeps
_HEADINGS = 12
# Blocks with parts that can be left out: rows, items, pairs.
_List = Table | Listing | Facts


def notebook_forms(value: Any) -> dict[str, str]:
    """HTML, Markdown and text of a value for a notebook, by media type, all shortened.

    >>> from sswgraph.model import Report
    >>> sorted(notebook_forms(Report(file="xx.ttl", results=())))
    ['text/html', 'text/markdown', 'text/plain']

    Returns:
        The forms.
    """
    return forms(page_of(value), rows=hasattr(value, "rows"))


def text_of(value: Any) -> str:
    """The whole page of a value as plain text."""
    return plain(page_of(value))


def forms(page: Page, *, rows: bool = False) -> dict[str, str]:
    """The page as HTML, Markdown and text for a notebook; ``rows``: whether the value has ``rows()``."""
    short = shortened(page, rows=rows)
    return {
        "text/html": fragment(short),
        "text/markdown": markdown(shortened(page, ROOM_IN_MARKDOWN, rows=rows)),
        "text/plain": first_lines(short),
    }


def shortened(page: Page, room: int = ROOM, *, rows: bool = False) -> Page:
    """The page with as many parts of every list as there is room for; every cut is stated.

    >>> page = Page("Many", "en", (Listing(tuple(f"item {n}" for n in range(2000))),))
    >>> shortened(page).blocks[1].text
    'Shown here: 435 of 2000.'

    Args:
        page (Page): The page.
        room (int): The characters that there is room for; a shorter page stays as it is.
        rows (bool): Whether the value has ``rows()``, which the last notice then names.

    Returns:
        The shorter page.
    """
    if _size(page.blocks) <= room:
        return page
    kept = _kept(page.blocks, room)
    blocks = [made for block in page.blocks for made in _cut(block, kept, page.lang)]
    shown, left = _first(blocks, room)
    how = fixed("short.rows" if rows else "short.whole", page.lang, save=SAVE, text=PRINT, rows=ROWS)
    return replace(page, blocks=(*shown, *_not_shown(left, page.lang), Notice(how, "open")))


def first_lines(page: Page) -> str:
    """The page as text of at most ``LINES`` lines; the last says how to see all."""
    lines = plain(page).splitlines()
    if len(lines) <= LINES:
        return "\n".join(lines)
    return "\n".join([*lines[: LINES - 1], fixed("short.lines", page.lang, text=PRINT)])


def _parts(block: _List) -> Sequence[str | tuple[str, ...]]:
    match block:
        case Table():
            return block.rows
        case Listing():
            return block.items
        case Facts():
            return block.pairs


def _with(block: _List, n: int) -> _List:
    """The block with its first ``n`` parts."""
    match block:
        case Table():
            return replace(block, rows=block.rows[:n])
        case Listing():
            return replace(block, items=block.items[:n])
        case Facts():
            return replace(block, pairs=block.pairs[:n])


def _lists(blocks: Sequence[Block], folded: bool = False) -> Iterator[tuple[bool, _List]]:
    """Every list of the page in order, and whether it is folded away."""
    for block in blocks:
        if isinstance(block, Details):
            yield from _lists(block.blocks, True)
        elif isinstance(block, _List):
            yield folded, block


def _size(blocks: Sequence[Block], *, parts: bool = True) -> int:
    """The room that blocks take, with or without the parts of lists."""
    size = 0
    for block in blocks:
        match block:
            case Details():
                size += _signs(block.summary) + _size(block.blocks, parts=parts)
            case Table():
                size += _signs((block.caption, *block.header))
            case Heading() | Paragraph() | Notice():
                size += _signs(block.text)
        if parts and isinstance(block, _List):
            size += sum(map(_signs, _parts(block)))
    return size


def _signs(part: str | tuple[str, ...]) -> int:
    return len(part) + _MARKUP if isinstance(part, str) else sum(map(_signs, part))


def _kept(blocks: Sequence[Block], room: int) -> Iterator[int]:
    """How many parts of each list stay: a few of every one, then all of the first; folded ones come last."""
    lists = list(_lists(blocks))
    kept = [min(_LEAST_FOLDED if folded else _LEAST, len(_parts(block))) for folded, block in lists]
    spare = room - _size(blocks, parts=False) - _NOTICE * len(lists)
    spare -= sum(_taken(block, n) for (_, block), n in zip(lists, kept, strict=True))
    if spare < 0:
        return _halves(blocks, room)
    for place in sorted(range(len(lists)), key=lambda place: lists[place][0]):
        block, taken = lists[place][1], _taken(lists[place][1], kept[place])
        kept[place] = _fitting(block, taken + spare)
        spare -= _taken(block, kept[place]) - taken
    return iter(kept)


def _halves(blocks: Sequence[Block], room: int) -> Iterator[int]:
    """How many parts of each list stay on a long page: no list takes more than half of the room left for it."""
    for block in blocks:
        room -= _size((block,), parts=False)
        for _, one in _lists((block,)):
            n = max(_fitting(one, room // 2), min(_LEAST, len(_parts(one))))
            room -= _taken(one, n) + _NOTICE
            yield n


def _taken(block: _List, n: int) -> int:
    return sum(map(_signs, _parts(block)[:n]))


def _fitting(block: _List, room: int) -> int:
    """How many parts of a list fit into this room."""
    parts = _parts(block)
    return next((n for n, taken in enumerate(accumulate(map(_signs, parts))) if taken > room), len(parts))


def _cut(block: Block, kept: Iterator[int], lang: str) -> Iterator[Block]:
    """A block with so many of its parts, and, where some are left out, how many."""
    if isinstance(block, Details):
        yield replace(block, blocks=tuple(made for part in block.blocks for made in _cut(part, kept, lang)))
    elif isinstance(block, _List):
        n, total = next(kept), len(_parts(block))
        yield _with(block, n)
        if n < total:
            yield Notice(fixed("short.cut", lang, n=n, total=total), "open")
    else:
        yield block


def _first(blocks: Sequence[Block], room: int) -> tuple[Sequence[Block], Sequence[Block]]:
    """The blocks that there is room for, and the rest."""
    for place, block in enumerate(blocks):
        room -= _size((block,))
        if room < 0:
            while place and isinstance(blocks[place - 1], Heading):
                place -= 1
            return blocks[:place], blocks[place:]
    return blocks, ()


def _not_shown(blocks: Sequence[Block], lang: str) -> Iterator[Block]:
    """The headings of what is not shown."""
    names = [block.text for block in blocks if isinstance(block, Heading)]
    if names:
        shown = (*names[:_HEADINGS], *(["…"] if len(names) > _HEADINGS else []))
        yield Paragraph(fixed("short.left-out", lang, names=shown))
