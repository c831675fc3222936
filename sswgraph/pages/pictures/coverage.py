"""A coverage as a matrix: functions down, cadres across, a mark and a letter in each cell."""

from __future__ import annotations

from collections.abc import Sequence

from sswgraph.graph import CompetencyGraph
from sswgraph.model.codes import GRAVE
from sswgraph.model.coverage import Coverage, CoverageCell, CoveredFunction, CoveringCadre
from sswgraph.pages.pictures.svg import INK, QUIET, RULE, SHADES, Canvas, Drawing, ink_on, wrapped
from sswgraph.pages.writer import Writer

MOST_ROWS, MOST_COLUMNS = 60, 24
_LEFT, _SIDE, _ROW, _HEAD, _LEGEND = 330.0, 34.0, 24.0, 150.0, 168.0
# The mark and shade of each kind of cell.
_MARKS = {
    "competent": ("●", SHADES[4]),
    "lacking": ("◐", SHADES[2]),
    "unknown": ("?", SHADES[1]),
    "refers": ("→", SHADES[0]),
    "barred": ("×", SHADES[0]),
}
_LETTERS = {
    "independent": "I",
    "under-supervision": "S",
    "assists": "A",
    "delegated-only": "D",
    "identify-and-refer": "R",
    "not-permitted": "N",
}
_ORDER = ("unserved", "referred", "single", "several", "unknown")


def coverage_drawing(found: Coverage, w: Writer, graph: CompetencyGraph | None = None) -> Drawing:
    """The matrix; where not all have room, high-risk functions and those that no cadre serves come first."""
    functions, cadres = _rows(found), _columns(found)
    width = max(_LEFT + _SIDE * max(len(cadres), 1) + 110, 760)
    canvas = Canvas(width, w.lang)
    of = w.say(found.title) if found.title else w.own("all-frameworks", n=len(found.frameworks))
    title = w.own("title.coverage", of=of)
    canvas.text(16, 26, wrapped(title, width - 32, 16, 1)[0], size=16, bold=True)
    more = ""
    if len(functions) < len(found.functions) or len(cadres) < len(found.cadres):
        every = {"all": len(found.functions), "every": len(found.cadres)}
        more = canvas.left_out(44, w.own("picture.cut", rows=len(functions), columns=len(cadres), **every))
    top = 40 + _HEAD
    for n, cadre in enumerate(cadres):
        said = wrapped(w.say(cadre.label), 145, 11, 1)[0]
        canvas.text(_LEFT + n * _SIDE + 18, top - 8, said, size=11, turned=True)
    _grid(canvas, top, len(functions), len(cadres))
    cells = {(one.function, one.cadre): one for one in found.matrix}
    for n, function in enumerate(functions):
        _row(canvas, w, top + n * _ROW, function, cadres, cells)
    bottom = top + len(functions) * _ROW
    _legend(canvas, w, bottom + 26)
    known = len(found.functions) - len(found.unknown)
    alternative = w.own(
        "alt.coverage",
        title=title,
        functions=len(found.functions),
        cadres=len(found.cadres),
        n=known,
        unserved=len(found.unserved),
        single=len(found.single),
        several=len(found.duplicated),
        referred=len(found.referred),
        unknown=len(found.unknown),
        unsafe=len(found.unsafe),
    )
    return canvas.drawing(bottom + _LEGEND, title, f"{alternative}{more}")


def _grid(canvas: Canvas, top: float, rows: int, columns: int) -> None:
    for n in range(rows + 1):
        canvas.line(_LEFT, top + n * _ROW, _LEFT + columns * _SIDE, top + n * _ROW, ink="#d8d3cc")
    for n in range(columns + 1):
        canvas.line(_LEFT + n * _SIDE, top, _LEFT + n * _SIDE, top + rows * _ROW, ink="#d8d3cc")


def _rows(found: Coverage) -> list[CoveredFunction]:
    if len(found.functions) <= MOST_ROWS:
        return list(found.functions)
    first = sorted(found.functions, key=lambda one: (one.criticality not in GRAVE, _ORDER.index(one.state)))
    return first[:MOST_ROWS]


def _columns(found: Coverage) -> list[CoveringCadre]:
    """The cadres with a cell in these rows; where not all have room, those with most cells."""
    rows = {one.function for one in _rows(found)}
    count = {cadre.cadre: 0 for cadre in found.cadres}
    for cell in found.matrix:
        count[cell.cadre] += cell.function in rows
    kept = sorted((one for one in found.cadres if count[one.cadre]), key=lambda one: -count[one.cadre])[:MOST_COLUMNS]
    return [one for one in found.cadres if one in kept]


def _row(
    canvas: Canvas,
    w: Writer,
    y: float,
    function: CoveredFunction,
    cadres: Sequence[CoveringCadre],
    cells: dict[tuple[str, str], CoverageCell],
) -> None:
    grave = function.criticality in GRAVE
    said = wrapped(w.say(function.label), _LEFT - 60, 12, 1)[0]
    if grave:
        canvas.text(16, y + 16, "!", bold=True)
    canvas.text(28, y + 16, said, bold=grave)
    for n, cadre in enumerate(cadres):
        x = _LEFT + n * _SIDE
        cell = cells.get((function.function, cadre.cadre))
        if cell is None:
            continue
        mark, fill = _MARKS[_kind(cell)]
        canvas.box(x, y, _SIDE, _ROW, fill=fill, edge=RULE)
        letter = _LETTERS.get(cell.authority or "", "")
        canvas.text(x + _SIDE / 2, y + 16, f"{mark}{letter}", size=12, anchor="middle", ink=ink_on(fill))
    state = w.own(f"state.{function.state}")
    canvas.text(
        _LEFT + len(cadres) * _SIDE + 8, y + 16, state, size=11, ink=QUIET if function.state != "unserved" else INK
    )


def _kind(cell: CoverageCell) -> str:
    if not cell.may:
        return "barred"
    if not cell.performed:
        return "refers"
    return {"yes": "competent", "no": "lacking", "unknown": "unknown"}[cell.competence]


def _legend(canvas: Canvas, w: Writer, y: float) -> None:
    for n, (kind, (mark, fill)) in enumerate(_MARKS.items()):
        canvas.box(16, y + n * 22, 22, 18, fill=fill, edge=RULE)
        canvas.text(27, y + n * 22 + 14, mark, anchor="middle", ink=ink_on(fill))
        canvas.text(48, y + n * 22 + 14, w.own(f"mark.{kind}"), size=11)
    for n, (authority, letter) in enumerate(_LETTERS.items()):
        canvas.text(420, y + n * 22 + 14, letter, bold=True)
        canvas.text(440, y + n * 22 + 14, w.term("authority", authority), size=11)
    canvas.text(600, y + 14, "!", bold=True)
    canvas.lines(614, y + 14, w.own("mark.grave"), 140, most=3, size=11)
