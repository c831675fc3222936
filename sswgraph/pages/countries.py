"""The page of countries side by side and the sheet for the wall: concepts by country, then role beside role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sswgraph.messages import Message
from sswgraph.model.countries import BANDS, FOUND, ConceptRow, Countries, CountryColumn, Paper, RoleCell, RoleRow, Wall
from sswgraph.model.text import Text, Wording
from sswgraph.pages.blocks import Block, Facts, Figure, Heading, Listing, Notice, Page, Paragraph, Picture, Size, Table
from sswgraph.pages.pictures.countries import MARKS
from sswgraph.pages.pictures.draw import drawing
from sswgraph.pages.writer import Writer, capitalised, data

Groups = tuple[tuple[str, tuple[int, ...]], ...]
WORDS = 12  # in a cell of the sheet for the wall
_FEW = 6  # in a cell of the page, whose columns are narrow
_NAMED = 5  # candidates of each country that are named
# Notes that come before anything else.
_FIRST = frozenset(
    {"countries.kinds-differ", "countries.not-tied", "compare.editions-differ", "compare.editions-unknown"}
)
_COMPARED = frozenset({"name", "standing"})  # rows of the first table of a page
_LABEL, _ROW, _ROLE = 62, 40, 26  # characters of a name in a table
SIGNS = {"same": "=", "close": "~", "wider": ">", "narrower": "<", "same-topic": "*", "not-found": "–", "not-read": "?"}
_SIZES: dict[Paper, Size] = {"a1": "wall", "a3": "wall-a3"}
_BLANK = "_" * 80
_SOURCES = 3  # sources numbered in a cell


def countries_page(found: Countries, lang: str = "en") -> Page:
    """Countries side by side through a reference: sentences, the matrix of concepts, role beside role."""
    w = Writer(lang, "countries")
    lead, *notes = found.notes
    first = [one for one in notes if one.code in _FIRST]
    blocks: list[Block] = [Notice(w.say(lead), "plain")]
    blocks += [Listing(tuple(w.say(one) for one in (*first, *found.sentences)))]
    blocks += [Paragraph("; ".join(_titles(found, w))), _compared(found, w)]
    blocks += [
        *_drawn(found, w),
        *_concepts(found, w),
        _heat(found, w),
        *(Paragraph(w.say(one)) for one in notes if one not in first),
    ]
    blocks += [*_roles(found, w), *_candidates(found, w), *w.stamped(found.stamp)]
    return w.finished(w.own("title"), blocks)


def _names(found: Countries) -> list[str]:
    return [data(one.id) for one in found.countries]


def _titles(found: Countries, w: Writer) -> list[str]:
    """What each column is called, with the id that stands above it."""
    return [
        w.own("caption.of-country", name=_cut(w.worded(one.label), _ROLE), n=data(one.id)) for one in found.countries
    ]


def _side_headings(found: Countries, w: Writer) -> list[str]:
    """The headings of roles side by side: the countries, and the reference if it is among them."""
    own = [w.own("column.compiled", name=data(found.reference))] if found.with_reference else []
    return [*_names(found), *own]


def _drawn(found: Countries, w: Writer) -> Iterator[Picture]:
    if found.concepts:
        drawn = drawing(found, w.lang)
        yield Picture(drawn.alternative, drawn.svg)


def _heat(found: Countries, w: Writer) -> Table:
    """Of how many concepts of each domain each country has something."""
    rows = []
    for one in found.heat:
        name = _cut(w.worded(one.label)) if one.label else w.own("functions")
        counts = (SIGNS["not-read"] if n is None else Figure(str(n), n) for n in one.found)
        rows.append((name, Figure(str(one.of), one.of), *counts))
    header = [w.own("heading.heat"), w.own("column.of"), *_names(found)]
    return w.table(w.own("caption.heat"), header, rows, tuple(range(1, len(header))))


def _concepts(found: Countries, w: Writer) -> Iterator[Block]:
    """The matrix: each function and competency of the reference, and what each country has."""
    for kind, name in (("function", "functions"), ("competency", "competencies")):
        lines = [row for row in found.concepts if row.element == kind]
        if lines:
            header = [w.own("column.concept"), *_names(found), w.own("column.found"), w.own("column.read")]
            caption, signs = w.own(f"caption.{name}", n=len(lines)), [_signs(row, w) for row in lines]
            made = w.table(caption, header, signs, (len(header) - 2, len(header) - 1))
            yield replace(made, shape="matrix", groups=_concept_groups(found, lines, w))
    yield Paragraph(w.own("legend"))


def _signs(row: ConceptRow, w: Writer) -> tuple[str, ...]:
    counts = (Figure(str(n), n) for n in (row.found, row.read))
    return (_cut(w.worded(row.label)), *(SIGNS[cell.has] for cell in row.cells), *counts)


def _concept_groups(found: Countries, rows: Sequence[ConceptRow], w: Writer) -> Groups:
    """What most have, what only one has, what none has, what each has: choices for a screen."""
    most, one = set(found.in_most), set(found.in_one)
    groups = [
        (w.own("group.most"), [row.concept in most for row in rows]),
        (w.own("group.one"), [row.concept in one for row in rows]),
        (w.own("group.none"), [not row.found for row in rows]),
    ]
    for n, name in enumerate(_names(found)):
        groups.append((w.own("group.has", name=name), [row.cells[n].has in FOUND for row in rows]))
    return _groups(groups)


def _role_groups(found: Countries, rows: Sequence[RoleRow], w: Writer) -> Groups:
    """Where countries differ, and where each says something: choices for a screen."""
    differ = [len({cell.said for cell in row.cells if cell.said}) > 1 for row in rows]
    groups = [(w.own("group.differ"), differ)]
    for n, name in enumerate(_names(found)):
        groups.append((w.own("group.says", name=name), [bool(row.cells[n].said) for row in rows]))
    return _groups(groups)


def _groups(groups: Sequence[tuple[str, Sequence[bool]]]) -> Groups:
    """The groups that contain any row, with the places of their rows."""
    placed = ((name, tuple(place for place, inside in enumerate(are_in) if inside)) for name, are_in in groups)
    return tuple((name, places) for name, places in placed if places)


def _compared(found: Countries, w: Writer) -> Table:
    """What each column is and how far it was read, before anything is stated about what a country has."""
    header = [w.own(f"column.{name}") for name in ("country", "roles", "standing")]
    header += [capitalised(w.term("kind", "function")), capitalised(w.term("kind", "competency")), w.own("column.read")]
    rows = [
        (
            data(one.id),
            _cut(_roles_of(one, w), _ROLE),
            _cut(_status_tier_pay(one, w), _ROLE),
            Figure(str(one.functions), one.functions),
            Figure(str(one.competencies), one.competencies),
            w.own(f"reach.{one.reach if one.reach in ('whole', 'partial') else 'unknown'}"),
        )
        for one in found.countries
    ]
    return w.table(w.own("heading.compared"), header, rows, (3, 4))


def _roles_of(one: CountryColumn, w: Writer) -> str:
    return "; ".join(w.worded(label) for label in one.cadre_labels) or w.own("unread")


def _status_tier_pay(one: CountryColumn, w: Writer) -> str:
    """Status, tier and pay of the roles of a column, as far as they are stated."""
    codes = (("professional", one.statuses), ("tier", one.tiers), ("pay", one.pay))
    return ", ".join(w.term(group, code) for group, found in codes for code in found) or w.own("not-stated")


def _roles(found: Countries, w: Writer) -> Iterator[Block]:
    """A table for each band; rows on which no country says anything are named below it."""
    yield Heading(2, w.own("heading.roles"))
    for band in BANDS:
        rows = [row for row in found.of_band(band) if row.code not in _COMPARED]
        told = [row for row in rows if not row.empty]
        name = w.own(f"band-{band}")
        if told:
            header = [w.own("column.act"), *_side_headings(found, w)]
            lines = [
                (_cut(_row_name(row, w), _ROW), *(_narrow_cell(cell, band, w) for cell in row.every_cell))
                for row in told
            ]
            yield replace(w.table(name, header, lines), shape="beside", groups=_role_groups(found, told, w))
        if told and band == "how-far":
            yield Paragraph(w.own("legend-how-far"))
        silent = [_row_name(row, w) for row in rows if row.empty]
        if silent:
            yield Paragraph(w.own("nowhere", band=name, rows="; ".join(silent)))


def _row_name(row: RoleRow, w: Writer) -> str:
    """The name of a row of the roles."""
    return w.worded(row.label) if isinstance(row.label, Text) else capitalised(w.say(row.label))


def _narrow_cell(cell: RoleCell, band: str, w: Writer) -> str:
    """The text of a cell in narrow columns; of functions only whether there is one: the matrix has them."""
    if band == "does" and cell.said:
        return w.own(f"does.{cell.mark}")
    if band == "how-far" and cell.said:
        return _scope_in_words(cell, w)
    return _cell_text(cell, w, _FEW)


def _scope_in_words(cell: RoleCell, w: Writer) -> str:
    """How far a role may go with an act, in few words; with force and conditions, where they are stated."""
    ways = [w.own("must-do")] if cell.due else []
    ways += [w.own(f"far.{one}") for one in cell.authorities]
    ways = ways or [w.own("does.stated")]
    marks = [w.term("force", one) for one in cell.forces]
    marks += [w.own("with-conditions")] if cell.conditional else []
    return ", ".join(ways) + (f" ({', '.join(marks)})" if marks else "")


def _cell_text(cell: RoleCell, w: Writer, most: int = WORDS) -> str:
    """What a country says, in at most so many words; a sign where it says nothing."""
    if not cell.said:
        return SIGNS["not-read"] if cell.mark == "not-read" else SIGNS["not-found"]
    said = [_worded(one, w) for one in cell.said]
    first = _short(said[0], most)
    more = f" {w.own('more', n=len(said) - 1)}" if len(said) > 1 else ""
    text = f"{first}{more}"
    return Wording(text, first.lang, first.fell_back) if isinstance(first, Wording) else text


def _worded(one: Text | Message, w: Writer) -> str:
    return w.worded(one) if isinstance(one, Text) else w.say(one)


def _cut(text: str, most: int = _LABEL) -> str:
    """A name that fits on one line of a matrix; ``rows()`` has all of it."""
    short = text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
    return Wording(short, text.lang, text.fell_back) if isinstance(text, Wording) else short


def _short(text: str, most: int) -> str:
    words = text.split(" ")
    short = text if len(words) <= most else f"{' '.join(words[:most])} …"
    return Wording(short, text.lang, text.fell_back) if isinstance(text, Wording) else short


def _candidates(found: Countries, w: Writer) -> Iterator[Block]:
    """What nothing ties to the reference, by country, for whoever maintains the reference."""
    if found.candidates:
        yield Heading(2, w.own("heading.candidates"))
    for name in dict.fromkeys(one.framework for one in found.candidates):
        lines = [one for one in found.candidates if one.framework == name]
        said = [_cut(w.worded(one.label)) for one in lines[:_NAMED]]
        more = len(lines) - len(said)
        text = "; ".join([*said, w.own("more", n=more)] if more else said)
        yield Paragraph(f"{w.own('caption.of-country', name=data(name), n=len(lines))}: {text}")


def wall_page(wall: Wall, lang: str = "en") -> Page:
    """The sheet for the wall: what is compared and decided first, the sources at the foot."""
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
    """A band as a table; two of them fit on a sheet of A3."""
    rows = wall.of_band(band)
    names = [w.named(one.label, one.id) for one in wall.countries.countries]
    header = [w.own("column.act"), *names, *_side_headings(wall.countries, w)[len(names) :]]
    lines = [(_row_name(row, w), *(_cell(row, cell, numbers, w) for cell in row.every_cell)) for row in rows]
    yield replace(w.table(w.own(f"band-{band}"), header, lines), shape="beside", fresh=fresh and wall.paper == "a3")
    yield Facts(((w.own("we-decide"), _BLANK),))


def _cell(row: RoleRow, cell: RoleCell, numbers: dict[str, int], w: Writer) -> str:
    """The mark, what is said in a few words, and the numbers of the sources."""
    mark = MARKS[cell.mark]
    if not cell.said:
        return f"{mark} {w.own('silent' if row.band == 'how-far' and cell.mark == 'not-found' else cell.mark)}"
    said = _scope_in_words(cell, w) if row.band == "how-far" else _cell_text(cell, w)
    every = [numbers[one] for one in cell.sources]
    cited = ", ".join(map(str, every[:_SOURCES])) + (" …" if len(every) > _SOURCES else "")
    text = f"{mark} {said}" + (f" [{cited}]" if cited else "")
    return Wording(text, said.lang, said.fell_back) if isinstance(said, Wording) else text
