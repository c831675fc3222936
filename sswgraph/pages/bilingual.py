"""Two languages of one page side by side, for those who review a translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Table
from sswgraph.pages.writer import UNDETERMINED, Writer, capitalised, data

Pair = tuple[str, str]


def beside(page: Page, other: Page) -> Page:
    """A page of what two pages of the same value say, in two languages on one row.

    Each chapter has every text once, in the order of the document, with room for a better wording. Texts without a
    language (numbers, ids) are left out; texts that were never translated stay, marked. A text that only one page has
    stands alone on its row.

    Args:
        page (Page): The page in the first language.
        other (Page): The page of the same value in the second language.

    Returns:
        The page, in the first language.
    """
    w, second = Writer(page.lang, "beside"), other.lang
    names = [capitalised(w.term("language", tag)) for tag in (w.lang, second)]
    header = (w.own("column-no"), *names, w.own("column-better"))
    blocks: list[Block] = [Notice(w.own("lead", lang=names[0], beside=names[1]))]
    seen: set[Pair] = set()
    number = 0
    for heading, pairs in _chapters(page, other):
        rows: list[tuple[str, ...]] = []
        for pair in pairs:
            key = (_first(pair[0]), _first(pair[1]))
            if key not in seen and _to_review(pair):
                seen.add(key)
                number += 1
                rows.append((str(number), _said(pair[0], w.lang), _said(_first_of(pair[1]), second), ""))
        if heading is not None and rows:
            blocks.append(heading)
        if rows:
            caption = w.own("caption", n=len(rows))
            blocks.append(Table(caption, header, tuple(rows), (0,), "form"))
    title = w.own("title", title=data(page.title), lang=names[0], beside=names[1])
    return replace(w.finished(title, blocks, date=page.date), running=page.running)


def _chapters(page: Page, other: Page) -> Iterator[tuple[Heading | None, list[Pair]]]:
    """The pairs of texts by chapter; those of the cover come first, under no heading."""
    heading: Heading | None = None
    pairs: list[Pair] = [(page.title, other.title)]
    for one, two in _aligned(page.blocks, other.blocks):
        if isinstance(one, Heading) and one.level == 2:
            yield heading, pairs
            heading, pairs = one, []
        pairs += _texts(one, two)
    yield heading, pairs


def _aligned(ones: tuple[Block, ...], others: tuple[Block, ...]) -> Iterator[tuple[Block | None, Block | None]]:
    """The blocks of both pages in order, those of the same form side by side."""
    matcher = SequenceMatcher(None, [_form(one) for one in ones], [_form(two) for two in others], autojunk=False)
    for _, start, end, begin, stop in matcher.get_opcodes():
        yield from zip_longest(ones[start:end], others[begin:stop])


def _form(block: Block) -> tuple[Any, ...]:
    """What two languages of one block have in common."""
    match block:
        case Heading(level, _):
            return (Heading, level)
        case Notice(_, tone):
            return (Notice, tone)
        case Table():
            return (Table, len(block.header), len(block.rows))
        case Details(_, inside):
            return (Details, *map(_form, inside))
    return (type(block),)


def _texts(one: Block | None, two: Block | None) -> Iterable[Pair]:
    if one is not None and two is not None and type(one) is not type(two):
        return [*_texts(one, None), *_texts(None, two)]
    return zip_longest(_parts(one), _parts(two), fillvalue="")


def _parts(block: Block | None) -> Iterator[str]:
    match block:
        case None:
            return
        case Table():
            yield from (block.caption, *block.header)
            for row in block.rows:
                yield from row
        case Facts(pairs):
            for name, value in pairs:
                yield from (name, value)
        case Listing(items, _):
            yield from items
        case Details(summary, inside):
            yield summary
            for part in inside:
                yield from _parts(part)
        case _:
            yield block.text


def _to_review(pair: Pair) -> bool:
    """Whether there is something to review: two wordings, or one that replaces a missing translation."""
    one, two = pair
    fell_back = isinstance(one, Wording) and one.fell_back and one.lang != UNDETERMINED
    return fell_back or _first(one) != _first(two)


def _first(text: str) -> str:
    return text.partition("\n")[0]


def _first_of(text: str) -> str:
    """The first line, without the id below it, still in its language."""
    if isinstance(text, Wording):
        return Wording(_first(text), text.lang, text.fell_back)
    return _first(text)


def _said(text: str, lang: str) -> str:
    """A text with its language: that of its page, unless it has another."""
    if isinstance(text, Wording) and text.lang:
        return text
    return Wording(text, lang)
