"""Countries as a heat map: concepts down, countries across, a mark in each cell that its shade only repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sswgraph.graph import CompetencyGraph
from sswgraph.model.countries import ConceptRow, Countries, Mark
from sswgraph.pages.pictures.svg import INK, QUIET, RULE, SHADES, Canvas, Drawing, ink_on, text_width, wrapped
from sswgraph.pages.writer import Writer, data

# Colour only repeats the mark.
MARKS: dict[Mark, str] = {
    "stated": "\N{BLACK CIRCLE}",
    "near": "\N{CIRCLE WITH LEFT HALF BLACK}",
    "not-found": "\N{WHITE CIRCLE}",
    "not-read": "\N{SQUARE WITH UPPER RIGHT TO LOWER LEFT FILL}",
}
_FILLS: dict[Mark, str] = {"stated": SHADES[4], "near": SHADES[2], "not-found": SHADES[0], "not-read": SHADES[1]}
_CODES: dict[Mark, str] = {
    "stated": "mark.stated",
    "near": "mark.near",
    "not-found": "not-found",
    "not-read": "not-read",
}
MOST_LINES, MOST_COLUMNS = 120, 16  # lines of both panels
_NAME, _SIDE, _ROW, _HEAD, _GAP = 280.0, 34.0, 15.0, 22.0, 24.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a panel: a concept with its marks, or a domain with how many of its concepts each country has."""

    label: str
    row: ConceptRow | None = None
    counts: tuple[str, ...] = ()


def countries_drawing(found: Countries, w: Writer, graph: CompetencyGraph | None = None) -> Drawing:
    """Domain by domain, on two panels; countries without room are counted below."""
    shown = found.countries[:MOST_COLUMNS]
    every = list(_lines(found, w))
    lines = every[:MOST_LINES]
    half = -(-len(lines) // 2)
    panels = [one for one in (lines[:half], lines[half:]) if one]
    wide = _NAME + _SIDE * len(shown)
    canvas = Canvas(max(32 + wide * len(panels) + _GAP * (len(panels) - 1), 760), w.lang)
    title = w.own("title.picture", reference=found.reference_label)
    canvas.text(16, 26, wrapped(title, canvas.width - 32, 16, 1)[0], size=16, bold=True)
    for number, panel in enumerate(panels):
        _panel(canvas, 16 + number * (wide + _GAP), panel, [data(one.id) for one in shown])
    bottom = 36 + _HEAD + half * _ROW
    _legend(canvas, w, bottom + 14)
    left_out = sum(line.row is not None for line in every[MOST_LINES:]) + len(found.countries) - len(shown)
    more = ""
    if left_out:
        more = canvas.left_out(bottom + 52, w.of("careers", "picture.more", {"n": left_out}))
    return canvas.drawing(bottom + (66 if left_out else 48), title, f"{title}. {_in_words(found, w)}{more}")


def _lines(found: Countries, w: Writer) -> Iterator[_Line]:
    for one in found.heat:
        counts = tuple("?" if n is None else f"{n}/{one.of}" for n in one.found)
        yield _Line(w.say(one.label) if one.label else w.own("functions"), counts=counts)
        yield from (_Line(w.say(row.label), row) for row in found.concepts if row.domain == one.domain)


def _panel(canvas: Canvas, left: float, lines: Sequence[_Line], names: Sequence[str]) -> None:
    top = 36.0
    for n, name in enumerate(names):
        said = wrapped(name, _SIDE * 1.4, 11, 1)[0]
        canvas.text(left + _NAME + (n + 0.5) * _SIDE, top + 16, said, size=11, bold=True, anchor="middle")
    for place, line in enumerate(lines):
        y = top + _HEAD + place * _ROW
        head = line.row is None
        canvas.text(left, y + 11, wrapped(line.label, _NAME - 20, 11, 1)[0], size=11, bold=head)
        for n in range(len(names)):
            x = left + _NAME + n * _SIDE
            if line.row is None:
                canvas.text(x + _SIDE / 2, y + 11, line.counts[n], size=10, ink=QUIET, anchor="middle")
                continue
            mark = line.row.cells[n].mark
            canvas.box(x, y, _SIDE, _ROW, fill=_FILLS[mark], edge=RULE)
            canvas.text(x + _SIDE / 2, y + 12, MARKS[mark], size=13, anchor="middle", ink=ink_on(_FILLS[mark]))


def _legend(canvas: Canvas, w: Writer, y: float) -> None:
    x = 16.0
    for mark, sign in MARKS.items():
        canvas.box(x, y, 22, 18, fill=_FILLS[mark], edge=RULE)
        canvas.text(x + 11, y + 14, sign, anchor="middle", ink=ink_on(_FILLS[mark]))
        canvas.text(x + 28, y + 14, w.own(_CODES[mark]), size=11, ink=INK)
        x += 44 + text_width(w.own(_CODES[mark]), 12.5)


def _in_words(found: Countries, w: Writer) -> str:
    """The marks of each country counted: what the cells say, in words."""
    said = []
    for place, one in enumerate(found.countries):
        marks = [row.cells[place].mark for row in found.concepts]
        counts = "; ".join(f"{w.own(_CODES[mark])} {marks.count(mark)}" for mark in MARKS if mark in marks)
        said.append(w.of("show", "pair", {"name": data(one.id), "value": counts}))
    return " – ".join(said) + "."
