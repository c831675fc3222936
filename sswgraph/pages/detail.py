"""How much of a page is shown: all of it, or a document to be signed, without what only those who check it need."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal, get_args

from sswgraph.errors import InputError
from sswgraph.messages import languages, pack
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import (
    Annex,
    Aside,
    BasisText,
    Block,
    Details,
    Facts,
    Heading,
    LeftOpen,
    Lines,
    Listing,
    NameList,
    Notice,
    Page,
    Paragraph,
    Reservation,
    Shortened,
    Table,
)
from sswgraph.pages.writer import SIGNS, Writer, altered, signed_text, texts

Detail = Literal["sign", "full"]
DETAILS: tuple[Detail, ...] = get_args(Detail)
_CHAPTER = 2  # the level of a heading that begins a chapter
_MOST_TITLES = 3
_LONG = 14_000  # characters, some six pages, from which a document needs contents
_ALIKE_FROM = 3  # rows from which it is worth saying once what all of them say
_NUMBERED = re.compile(r"\d+\. ")
# An id in a sentence of the library, in brackets with how near it is; in right-to-left text with direction marks.
# Other brackets belong to the words of a rule or a contact, such as '(tel:116)', and stay.
_ID = r"[\u2066-\u2069\u200e]*[a-z][a-z0-9-]*:[A-Za-z0-9][\w./-]*[\u2066-\u2069\u200e]*"
_NEAR = ("near-broad", "near-close", "near-narrow")
_HOW_NEAR = {str(pack(lang, "open")[name]).rpartition(": ")[2].rstrip(")") for lang in languages() for name in _NEAR}
_IN_BRACKETS = re.compile(rf" \({_ID}\s?:\s({'|'.join(map(re.escape, sorted(_HOW_NEAR)))})\)")
_SAID = tuple(f"{sign} " for sign in SIGNS.values())
_SIGNED = re.compile(r"\u00a0([°*])(?=[\n;]|$)")


def require_detail(detail: str) -> None:
    """Raise InputError for an unknown detail."""
    if detail not in DETAILS:
        known = " or ".join(f"'{one}'" for one in DETAILS)
        raise InputError(f"detail is {known}, not {detail!r}: for documents to be signed, or all of it.")


def signed(page: Page) -> Page:
    r"""The page as a document to be signed; obligations, conditions, limits and dates all stay.

    Annexes are left out; ids too, unless two rows would read alike; and columns of bases, which become small signs. A
    column that is empty in four of five rows moves into the first cell of its rows. All reservations about the whole
    become one box of at most three sentences.

    >>> from sswgraph.pages.blocks import Named
    >>> page = Page("Role", "en", (Listing((Named("aide\nza:aide", "aide"),)), Annex("Made from", ())))
    >>> signed(page).blocks
    (Listing(items=('aide',), ordered=False),)

    Returns:
        The shorter page.
    """
    w = Writer(page.lang, "detail")
    blocks = list(_shown(page.blocks, w))
    said = [block for block in blocks if isinstance(block, Reservation)]
    place = _place_of_status(blocks)
    kept = [*_others(blocks[:place]), *_status(said, w), *_others(blocks[place:])]
    made = (*_led(_gathered(kept), w), *_legend(kept, page, w))
    return replace(page, blocks=made, contents=page.contents and sum(map(len, texts(made))) >= _LONG)


def _others(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if not isinstance(block, Reservation)]


def _shown(blocks: Iterable[Block], w: Writer) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Annex() | Aside():
                continue
            case Shortened():
                yield from _shown(block.short, w)
            case Table():
                yield from _table(block, w)
            case Facts():
                yield Facts(tuple((name, label(value)) for name, value in block.pairs if label(value)))
            case NameList():
                if names := _told_apart(block.items):
                    yield Paragraph(_run_on(names))
            case Listing():
                yield replace(block, items=_told_apart(block.items))
            case Details():
                if inside := tuple(_shown(block.blocks, w)):
                    yield replace(block, blocks=inside)
            case Notice() | Paragraph():
                yield replace(block, text=label(block.text))
            case _:
                yield block


def label(text: str) -> str:
    """The text without its marks; empty where it is nothing but a mark."""
    if isinstance(text, Lines):
        return Lines(map(label, text.items))
    own = getattr(text, "label", None)
    if own is not None:
        text = Wording(own, text.lang, text.fell_back) if isinstance(text, Wording) else str(own)
    return altered(text, _without_ids) if _IN_BRACKETS.search(text) else text


def _without_ids(text: str) -> str:
    return _IN_BRACKETS.sub(r" (\1)", text)


def _run_on(names: Sequence[str]) -> str:
    """The names on one line, marked as in another language where all of them are."""
    of = {(one.lang, one.fell_back) if isinstance(one, Wording) else ("", False) for one in names}
    lang, fell_back = of.pop() if len(of) == 1 else ("", False)
    return Wording("; ".join(" ".join(one.split("\n")) for one in names), lang, fell_back)


def _told_apart(texts: Sequence[str]) -> tuple[str, ...]:
    """The labels; those that read alike keep their marks."""
    labels = [label(text) for text in texts]
    times = Counter(labels)
    return tuple(text if times[one] > 1 else one for text, one in zip(texts, labels, strict=True) if one)


# Tables


def _table(table: Table, w: Writer) -> Iterator[Table]:
    """The table in short; nothing where it holds only marks."""
    dash = w.fixed("empty")
    names = _naming(table, dash)
    if names is None:
        return
    cells = [list(row) for row in table.rows]
    dropped = set()
    for column in range(len(table.header)):
        filled = [row[column] for row in table.rows if row[column] not in (dash, "")]
        if not filled or column == names:
            continue
        if all(isinstance(cell, BasisText) for cell in filled):
            dropped.add(column)
            for row, given in zip(cells, table.rows, strict=True):
                row[names] = signed_text(row[names], getattr(given[column], "codes", ()))
        elif all(getattr(cell, "label", None) == "" for cell in filled):
            dropped.add(column)
        elif table.shape == "list" and 5 * len(filled) <= len(table.rows):
            dropped.add(column)
            for row, given in zip(cells, table.rows, strict=True):
                if given[column] in filled:
                    pair = w.fixed("pair", name=table.header[column], value=label(given[column]))
                    row[names] = _with_line(row[names], pair)
    same = _same(table, dropped, names)
    caption = _captioned(table.caption, ((table.header[column], label(table.rows[0][column])) for column in same), w)
    dropped.update(same)
    kept = [column for column in range(len(table.header)) if column not in dropped]
    rows = _rows([[row[column] for column in kept] for row in cells])
    head = tuple(table.header[column] for column in kept)
    numeric, rated = (tuple(map(kept.index, {*marked} & {*kept})) for marked in (table.numeric, table.rated))
    yield replace(
        table, caption=caption, header=head, rows=rows, numeric=tuple(sorted(numeric)), rated=tuple(sorted(rated))
    )


def _same(table: Table, dropped: Iterable[int], names: int) -> list[int]:
    """The columns that say the same in every row, which the caption then says once; empty ones are to be filled in."""
    if table.shape == "matrix" or len(table.rows) < _ALIKE_FROM:
        return []
    others = [column for column in range(len(table.header)) if column not in (*dropped, names, *table.numeric)]
    return [column for column in others if table.rows[0][column] and len({row[column] for row in table.rows}) == 1]


def _captioned(caption: str, said: Iterable[tuple[str, str]], w: Writer) -> str:
    more = tuple(w.fixed("pair", name=name, value=value) for name, value in said)
    return altered(caption, lambda one: " · ".join(filter(None, (one, *more)))) if more else caption


def _naming(table: Table, dash: str) -> int | None:
    """The column that names a row: the first without numbers that holds more than marks; None where there is none."""
    if not table.rows:
        return 0
    columns = [column for column in range(len(table.header)) if column not in table.numeric]
    for column in columns:
        cells = {row[column] for row in table.rows}.difference({dash})
        if not cells or any(getattr(cell, "label", None) != "" for cell in cells):
            return column
    return None if columns else 0


def _rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The labels of each row; rows that read alike keep their marks."""
    labels = [tuple(label(cell) for cell in row) for row in rows]
    times = Counter(labels)
    return tuple(tuple(row) if times[one] > 1 else one for row, one in zip(rows, labels, strict=True))


def _with_line(text: str, line: str) -> str:
    """The text with a further line, its marks kept apart."""
    return altered(text, lambda one: f"{one}\n{line}")


# Reservations, legend, headings


def _place_of_status(blocks: Sequence[Block]) -> int:
    """Where the box of reservations stands: at the first of them, but never before the obligations."""
    chapters = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2]
    chapters = [*chapters, len(blocks), len(blocks)]
    early = (
        n
        for n, block in enumerate(blocks[: chapters[1]])
        if isinstance(block, Reservation) and block.sort != "fixed-text"
    )
    begins = next((block for block in blocks if not isinstance(block, Notice)), None)
    is_heading = isinstance(begins, Heading) and begins.level == 2
    return next(early, chapters[1] if is_heading else chapters[0])


def _status(said: Sequence[Reservation], w: Writer) -> Iterator[Block]:
    """One box for all reservations: who has validated the source, what is proposed, whose wording is unreviewed."""
    sorts = {one.sort for one in said}
    sentences = []
    if titles := tuple(dict.fromkeys(one.about for one in said if one.sort == "standing")):
        named = "; ".join(titles[:_MOST_TITLES])
        if len(titles) > _MOST_TITLES:
            named = w.own("more", what=named, n=len(titles) - _MOST_TITLES)
        sentences.append(w.own("standing", titles=named))
    if sorts >= {"parts", "outcomes"}:
        sentences.append(w.own("parts-and-outcomes"))
    elif sorts & {"parts", "outcomes"}:
        sentences.append(w.own("parts" if "parts" in sorts else "outcomes"))
    if sorts & {"translation", "fixed-text"}:
        sentences.append(w.own("translation"))
    if sentences:
        yield Notice(" ".join(sentences))


def _legend(blocks: Sequence[Block], page: Page, w: Writer) -> Iterator[Block]:
    """What the small signs mean, once; a page in large type, or a line that begins with the sign, says it already."""
    if page.size == "large":
        return
    every = list(texts(blocks))
    said_there = {line[0] for text in every for line in text.split("\n") if line[:2] in _SAID}
    found = {sign for text in every for sign in _SIGNED.findall(text)} - said_there
    said = [w.own(f"sign-{basis}") for basis, sign in SIGNS.items() if sign in found]
    if said:
        yield Paragraph(" ".join(said))


def _gathered(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with what is left open in one box under each heading; a section of nothing else ends its chapter."""
    kept: list[Block] = []
    later: list[LeftOpen] = []
    for section in _sections(blocks):
        head, inside = section[:1], section[1:]
        if isinstance(head[0], Heading) and head[0].level <= _CHAPTER:
            kept = _with_later(kept, later)
            later = []
        if inside and isinstance(head[0], Heading) and head[0].level > _CHAPTER and all(map(_is_left_open, inside)):
            later += [block for block in inside if isinstance(block, LeftOpen)]
            continue
        for _, several in groupby(section, key=_is_left_open):
            run = list(several)
            opened = [one for one in run if isinstance(one, LeftOpen)]
            kept += _together(opened) if opened else run
    return _with_later(kept, later)


def _with_later(kept: list[Block], later: Sequence[LeftOpen]) -> list[Block]:
    """The blocks of a chapter, with what its sections leave open in one box at the end."""
    before = kept[-1] if kept and later else None
    if isinstance(before, LeftOpen):
        return [*kept[:-1], *_together([before, *later])]
    return [*kept, *_together(later)]


def _is_left_open(block: Block) -> bool:
    return isinstance(block, LeftOpen)


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks from heading to heading."""
    section: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _together(several: Sequence[LeftOpen]) -> Iterator[Block]:
    for frame, group in groupby(several, key=lambda one: one.frame):
        alike = list(group)
        asks = "; ".join(dict.fromkeys(one.asks for one in alike))
        yield replace(alike[0], text=frame.replace("{what}", asks), asks=asks)


def _led(blocks: Sequence[Block], w: Writer) -> list[Block]:
    """The blocks without empty sections; an empty numbered chapter says where it stands in full."""
    kept: list[Block] = []
    for block in reversed(blocks):
        following = kept[-1] if kept else None
        if isinstance(block, Heading) and (
            following is None or (isinstance(following, Heading) and following.level <= block.level)
        ):
            if following is None or not _NUMBERED.match(block.text):
                continue
            kept.append(Paragraph(w.own("in-full")))
        kept.append(block)
    return kept[::-1]
