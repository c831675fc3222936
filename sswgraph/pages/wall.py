"""Countries as a sheet for the wall: seven bands, marks, room for what is decided, sources at the foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sswgraph.model.countries import BANDS, Paper, RoleCell, RoleRow, Wall
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph, Size
from sswgraph.pages.countries import beside, how_far, in_cell, named
from sswgraph.pages.pictures.countries import MARKS
from sswgraph.pages.writer import Writer

_SIZES: dict[Paper, Size] = {"a1": "wall", "a3": "wall-a3"}
_BLANK = "_" * 80
_SOURCES = 3  # so many are numbered in a cell


def wall_page(wall: Wall, lang: str = "en") -> Page:
    """The sheet as a page: what is compared and decided before all, what it rests on at the foot."""
    w = Writer(lang, "countries")
    found = wall.countries
    lead, *notes = found.notes
    numbers = {one.id: n for n, one in enumerate(found.sources, 1)}
    blocks: list[Block] = [Notice(w.say(lead), "plain"), Listing(tuple(map(w.say, (*notes[:1], *found.sentences))))]
    blocks.append(Paragraph(w.own("marks", **{name.replace("-", "_"): mark for name, mark in MARKS.items()})))
    told = [band for band in BANDS if wall.of_band(band)]
    for number, band in enumerate(told):
        blocks += _band(wall, band, numbers, w, fresh=number % 2 == 0 and number > 0)
    if wall.left_out:
        blocks.append(Paragraph(w.own("left-out", n=wall.left_out)))
    if found.sources:
        blocks.append(Heading(3, w.own("heading.sources")))
        blocks.append(Paragraph(" · ".join(f"{n} {w.say(one.label)}" for n, one in enumerate(found.sources, 1))))
    page = w.finished(w.own("title"), [*blocks, *w.stamped(found.stamp)])
    return replace(page, size=_SIZES[wall.paper])


def _band(wall: Wall, band: str, numbers: dict[str, int], w: Writer, *, fresh: bool) -> Iterator[Block]:
    """A band as a table; on sheets of A3 two stand on each."""
    rows = wall.of_band(band)
    header = [w.own("column.act"), *beside(wall.countries, w)]
    lines = [(named(row, w), *(_cell(row, cell, numbers, w) for cell in row.every_cell)) for row in rows]
    yield replace(w.table(w.own(f"band-{band}"), header, lines), shape="beside", fresh=fresh and wall.paper == "a3")
    yield Facts(((w.own("we-decide"), _BLANK),))


def _cell(row: RoleRow, cell: RoleCell, numbers: dict[str, int], w: Writer) -> str:
    """The mark, what is said in a few words, and the numbers of the sources."""
    mark = MARKS[cell.mark]
    if not cell.said:
        return f"{mark} {w.own('silent' if row.band == 'how-far' and cell.mark == 'not-found' else cell.mark)}"
    said = how_far(cell, w) if row.band == "how-far" else in_cell(cell, w)
    every = [numbers[one] for one in cell.sources]
    cited = ", ".join(map(str, every[:_SOURCES])) + (" …" if len(every) > _SOURCES else "")
    text = f"{mark} {said}" + (f" [{cited}]" if cited else "")
    return Wording(text, said.lang, said.fell_back) if isinstance(said, Wording) else text
