"""The neighbourhood of an element: what names it on the left, what it names on the right."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.pages.pictures.svg import QUIET, RULE, SHADES, Canvas, Drawing, wrapped
from sswgraph.pages.writer import Writer

MOST = 14  # on each side
_BOX, _HIGH, _GAP, _MIDDLE = 250.0, 40.0, 10.0, 130.0
_APART = frozenset({"id", "evidence", "residue", "elements", "label", "source"})

Neighbour = tuple[str, str]  # relation and name


def element_drawing(element: Any, w: Writer, graph: CompetencyGraph | None = None) -> Drawing:
    """The element between its neighbours; without a graph only what it names itself, by id."""
    label = w.say(element.label) if getattr(element, "label", None) else element.id
    outgoing, incoming = _outgoing(element, w, graph), _incoming(element, w, graph)
    canvas = Canvas(3 * _BOX + 2 * _MIDDLE + 32, w.lang)
    longest = max(len(outgoing[:MOST]), len(incoming[:MOST]), 1)
    height = 60 + longest * (_HIGH + _GAP)
    middle = 52 + (longest * (_HIGH + _GAP) - _GAP) / 2 - _HIGH / 2
    x = 16 + _BOX + _MIDDLE
    canvas.text(16, 26, wrapped(label, canvas.width - 32, 16, 1)[0], size=16, bold=True)
    _box(canvas, x, middle, label, SHADES[2])
    for n, (how, whom) in enumerate(incoming[:MOST]):
        y = 52 + n * (_HIGH + _GAP)
        _box(canvas, 16, y, whom, SHADES[0])
        canvas.arrow(16 + _BOX, y + _HIGH / 2, x, middle + _HIGH / 2)
        canvas.text(
            16 + _BOX + 6, y + _HIGH / 2 - 5, wrapped(how, _MIDDLE - 12, 10, 1)[0], size=10, ink=QUIET, over=True
        )
    for n, (how, whom) in enumerate(outgoing[:MOST]):
        y = 52 + n * (_HIGH + _GAP)
        _box(canvas, x + _BOX + _MIDDLE, y, whom, SHADES[0])
        canvas.arrow(x + _BOX, middle + _HIGH / 2, x + _BOX + _MIDDLE, y + _HIGH / 2)
        end = x + _BOX + _MIDDLE - 12
        said = wrapped(how, _MIDDLE - 20, 10, 1)[0]
        canvas.text(end, y + _HIGH / 2 - 5, said, size=10, ink=QUIET, anchor="end", over=True)
    left = max(len(incoming) - MOST, 0) + max(len(outgoing) - MOST, 0)
    more = canvas.left_out(height + 8, w.own("picture.more", n=left)) if left else ""
    said_in, said_out = (
        "; ".join(f"{how}: {whom}" for how, whom in side) for side in (incoming[:MOST], outgoing[:MOST])
    )
    said = w.own(
        "alt.element", label=label, incoming=said_in or w.fixed("empty"), outgoing=said_out or w.fixed("empty")
    )
    return canvas.drawing(height + 20, label, f"{said}{more}")


def _box(canvas: Canvas, x: float, y: float, label: str, fill: str) -> None:
    canvas.box(x, y, _BOX, _HIGH, fill=fill, edge=RULE)
    found = wrapped(label, _BOX - 16, 11, 2)
    for n, line in enumerate(found):
        place = y + (24 if len(found) == 1 else 17 + n * 14)
        canvas.text(x + _BOX / 2, place, line, size=11, anchor="middle")


def _outgoing(element: Any, w: Writer, graph: CompetencyGraph | None) -> list[Neighbour]:
    found = []
    for field in fields(element):
        value = getattr(element, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if field.name not in _APART and isinstance(one, str) and _is_id(one, graph):
                found.append((w.term("field", field.name), _name(one, w, graph)))
    return found


def _is_id(text: str, graph: CompetencyGraph | None) -> bool:
    if graph is not None:
        return text in graph
    home, _, code = text.partition(":")
    return bool(code) and " " not in text and "/" not in text and home.isascii()


def _incoming(element: Any, w: Writer, graph: CompetencyGraph | None) -> list[Neighbour]:
    if graph is None or element.id not in graph:
        return []
    return [(w.term("kind", one.kind), _name(one.id, w, graph)) for one in graph.related(element.id)]


def _name(identifier: str, w: Writer, graph: CompetencyGraph | None) -> str:
    return w.say(graph.label(identifier)) if graph is not None else identifier
