"""A team as a heat map: a row for each worker in the order of codes, a column for each competency, a sign in each."""

from __future__ import annotations

from sswgraph.graph import CompetencyGraph
from sswgraph.model.team import Team, TeamCell, TeamCompetency, TeamState
from sswgraph.pages.pictures.svg import RULE, SHADES, Canvas, Drawing, ink_on, wrapped
from sswgraph.pages.writer import Writer, capitalised

MOST_ROWS, MOST_COLUMNS = 120, 40
_LEFT, _SIDE, _ROW, _HEAD = 150.0, 30.0, 22.0, 190.0
# Sign and shade of each state: the darker, the less is on record; what is not known has no shade.
_SIGNS: dict[TeamState, tuple[str, str]] = {
    "open": ("N", SHADES[4]),
    "in-part": ("P", SHADES[3]),
    "if-recognised": ("R", SHADES[2]),
    "certain": ("H", SHADES[1]),
    "not-known": ("?", SHADES[0]),
}


def team_drawing(team: Team, w: Writer, graph: CompetencyGraph | None = None) -> Drawing:
    """Safety-critical competencies stand on the left; workers have no totals and are not ranked."""
    workers, columns = team.workers[:MOST_ROWS], _columns(team)
    canvas = Canvas(max(_LEFT + _SIDE * len(columns) + 130, 760), w.lang)
    title = w.own("title", n=len(team.workers), target=team.target_label)
    canvas.text(16, 26, wrapped(title, canvas.width - 32, 16, 1)[0], size=16, bold=True)
    more = ""
    if len(workers) < len(team.workers) or len(columns) < len(team.competencies):
        every = {"all": len(team.workers), "every": len(team.competencies)}
        more = canvas.left_out(46, w.own("picture.cut", rows=len(workers), columns=len(columns), **every))
    top = 50 + _HEAD
    for n, one in enumerate(columns):
        name = wrapped(w.say(one.label), 195, 11, 1)[0]
        canvas.text(_LEFT + n * _SIDE + 18, top - 8, name, size=11, turned=True, bold=one.safety_critical)
    cells = {(cell.worker, cell.competency): cell for cell in team.cells}
    for n, worker in enumerate(workers):
        y = top + n * _ROW
        canvas.text(16, y + 15, wrapped(worker, _LEFT - 24, 12, 1)[0])
        for m, one in enumerate(columns):
            _cell(canvas, _LEFT + m * _SIDE, y, cells[worker, one.competency])
    bottom = top + len(workers) * _ROW + 16
    for n, (state, (sign, fill)) in enumerate(_SIGNS.items()):
        canvas.box(16, bottom + n * 22, 22, 18, fill=fill, edge=RULE)
        canvas.text(27, bottom + n * 22 + 14, sign, anchor="middle", ink=ink_on(fill))
        canvas.text(48, bottom + n * 22 + 14, capitalised(w.own(f"state.{state}")), size=11)
    canvas.text(27, bottom + len(_SIGNS) * 22 + 14, "!", bold=True, anchor="middle")
    canvas.text(48, bottom + len(_SIGNS) * 22 + 14, w.own("picture.seen"), size=11)
    said = "; ".join(_in_words(one, w) for one in columns)
    return canvas.drawing(bottom + (len(_SIGNS) + 1) * 22 + 12, title, f"{title}. {said}.{more}")


def _columns(team: Team) -> list[TeamCompetency]:
    """The competencies in order; where not all have room, the safety-critical ones and those most lacking."""
    order = sorted(team.competencies, key=lambda one: (not one.safety_critical, -len(one.open) - len(one.in_part)))
    kept = {one.competency for one in order[:MOST_COLUMNS]}
    shown = [one for one in team.competencies if one.competency in kept]
    return sorted(shown, key=lambda one: not one.safety_critical)


def _cell(canvas: Canvas, x: float, y: float, cell: TeamCell) -> None:
    sign, fill = _SIGNS[cell.state]
    canvas.box(x, y, _SIDE, _ROW, fill=fill, edge=RULE)
    mark = "!" if cell.to_be_seen or cell.again else ""
    canvas.text(x + _SIDE / 2, y + 15, f"{sign}{mark}", size=12, anchor="middle", ink=ink_on(fill))


def _in_words(one: TeamCompetency, w: Writer) -> str:
    """How many workers have which state in a competency."""
    counts: dict[TeamState, int] = {
        "open": len(one.open),
        "in-part": len(one.in_part),
        "if-recognised": len(one.if_recognised),
        "certain": len(one.certain),
        "not-known": len(one.not_known),
    }
    said = ", ".join(f"{w.own(f'state.{state}')} {n}" for state, n in counts.items() if n)
    return f"{w.say(one.label)}: {said}"
