"""Countries as a sheet for the wall: seven bands, marks, room for what is decided, sources at the foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sswgraph.model.countries import BANDS, RoleCell, RoleRow, Wall
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.countries import how_far, in_cell, named
from sswgraph.pages.writer import Writer, data

# Colour only doubles the mark.
MARKS = {"stated": "\N{BLACK CIRCLE}", "near": "\N{CIRCLE WITH LEFT HALF BLACK}", "not-found": "\N{WHITE CIRCLE}",
         "not-read": "\N{SQUARE WITH UPPER RIGHT TO LOWER LEFT FILL}"}  # fmt: skip
_BLANK = "_" * 40
_SOURCES = 3  # so many are numbered in a cell


def wall_page(wall: Wall, lang: str = "en") -> Page:
    """The sheet as a page: what is compared and decided before all, what it rests on at the foot."""
    w = Writer(lang, "countries")
    found = wall.countries
    lead, *notes = found.notes
    numbers = {one.id: n for n, one in enumerate(found.sources, 1)}
    blocks: list[Block] = [Notice(w.say(lead), "plain"), Listing(tuple(map(w.say, (*notes[:1], *found.sentences))))]
    blocks.append(Paragraph(w.own("marks", **{name.replace("-", "_"): mark for name, mark in MARKS.items()})))
    for band in BANDS:
        blocks += _band(wall, band, numbers, w)
    if wall.left_out:
        blocks.append(Paragraph(w.own("left-out", n=wall.left_out)))
    if found.sources:
        blocks.append(Heading(3, w.own("heading.sources")))
        blocks.append(Listing(tuple(w.named(one.label, one.id) for one in found.sources), ordered=True))
    page = w.finished(w.own("title"), [*blocks, *w.stamped(found.stamp)])
    return replace(page, size="wall")


def _band(wall: Wall, band: str, numbers: dict[str, int], w: Writer) -> Iterator[Block]:
    rows = wall.of_band(band)
    if not rows:
        return
    header = [w.own("column.act"), *(data(one.id) for one in wall.countries.countries)]
    lines = [(named(row, w), *(_cell(row, cell, numbers, w) for cell in row.cells)) for row in rows]
    table = w.table(w.own(f"band-{band}"), header, lines)
    yield Table(table.caption, table.header, table.rows, shape="matrix")
    yield Facts(((w.own("we-decide"), _BLANK),))


def _cell(row: RoleRow, cell: RoleCell, numbers: dict[str, int], w: Writer) -> str:
    """The mark, what is said in a few words, and below it the numbers of the sources."""
    mark = MARKS[cell.mark]
    if not cell.said:
        return f"{mark} {w.own('silent' if row.band == 'how-far' and cell.mark == 'not-found' else cell.mark)}"
    said = how_far(cell, w) if row.band == "how-far" else in_cell(cell, w)
    every = [numbers[one] for one in cell.sources]
    below = ", ".join(map(str, every[:_SOURCES])) + (" …" if len(every) > _SOURCES else "")
    text = f"{mark} {said}" + (f"\n{below}" if below else "")
    return Wording(text, said.lang, said.fell_back) if isinstance(said, Wording) else text
