"""Routes as strips: the roles of each in lanes by tier, the most qualified on top, with the cost of each hop."""

from __future__ import annotations

from sswgraph.graph import CompetencyGraph
from sswgraph.model.careers import Hop, Route, Routes
from sswgraph.model.codes import TIERS
from sswgraph.pages.pictures.svg import QUIET, RULE, SHADES, Canvas, Drawing, wrapped
from sswgraph.pages.writer import Writer

_LEFT, _BOX, _STEP, _LANE, _HIGH = 110.0, 160.0, 320.0, 66.0, 48.0
MOST = 6  # routes
_SIGNS = {"ladder": "↑", "lattice": "↔", "any": "?"}


def routes_drawing(routes: Routes, w: Writer, graph: CompetencyGraph | None = None) -> Drawing:
    """The first few routes, each in a strip of its own."""
    shown, left, question = routes[:MOST], len(routes[MOST:]), routes.question
    title = w.own("title.routes", source=question.source_label, target=question.target_label)
    longest = max((len(route.hops) for route in routes[:MOST]), default=1)
    canvas = Canvas(_LEFT + longest * _STEP + _BOX + 24, w.lang)
    canvas.text(16, 26, wrapped(title, canvas.width - 32, 16, 1)[0], size=16, bold=True)
    tiers = {tier for route in shown for hop in route.hops for tier in (hop.start_tier, hop.end_tier)}
    lanes: list[str | None] = [tier for tier in TIERS if tier in tiers] + ([None] if None in tiers else [])
    y, in_words = 52.0, []
    for number, route in enumerate(shown, 1):
        in_words.append(_strip(canvas, w, y, number, route, lanes))
        y += 40 + len(lanes) * _LANE
    for n, (kind, sign) in enumerate(_SIGNS.items()):
        canvas.text(16 + n * 230, y + 14, f"{sign}  {w.own(f'way.{kind}')}", size=11, ink=QUIET)
    text = " ".join(in_words) if in_words else w.own("none")
    more = canvas.left_out(y + 34, w.own("picture.more", n=left)) if left else ""
    return canvas.drawing(y + (50 if left else 30), title, f"{title}. {text}{more}")


def _strip(canvas: Canvas, w: Writer, y: float, number: int, route: Route, lanes: list[str | None]) -> str:
    """Draw one route, and return the words that say the same."""
    canvas.text(16, y + 12, w.own("picture.route", number=number, how=how(route, w)), bold=True)
    top = y + 22
    for n, tier in enumerate(lanes):
        canvas.line(16, top + n * _LANE, canvas.width - 16, top + n * _LANE, ink="#d8d3cc")
        name = w.own(f"tier.{tier}") if tier else w.own("tier.not-stated")
        canvas.lines(16, top + n * _LANE + 20, name, _LEFT - 24, size=11)
    height = {tier: top + n * _LANE + (_LANE - _HIGH) / 2 for n, tier in enumerate(lanes)}
    first = route.hops[0]
    _role(canvas, _LEFT, height[first.start_tier], w.say(first.start_label), first.start)
    said = []
    for n, hop in enumerate(route.hops):
        x = _LEFT + (n + 1) * _STEP
        _role(canvas, x, height[hop.end_tier], w.say(hop.end_label), hop.end)
        y1, y2 = height[hop.start_tier] + _HIGH / 2, height[hop.end_tier] + _HIGH / 2
        canvas.arrow(x - _STEP + _BOX, y1, x, y2, dashed=hop.kind == "any")
        price = _price(hop, w)
        middle = x - (_STEP - _BOX) / 2
        canvas.text(middle, (y1 + y2) / 2 - 8, f"{_SIGNS[hop.kind]} {price[0]}", size=11, anchor="middle", over=True)
        canvas.text(middle, (y1 + y2) / 2 + 16, price[1], size=11, anchor="middle", ink=QUIET, over=True)
        way = w.own(f"way.{hop.kind}")
        said.append(f"{w.say(hop.start_label)} > {w.say(hop.end_label)} ({way}; {'; '.join(price)})")
    return w.own("alt.route", number=number, hops=", ".join(said))


def how(route: Route, w: Writer) -> str:
    """How a route goes, in words."""
    none_stated = all(hop.kind == "any" for hop in route.hops)
    return w.own("way.any" if none_stated else f"route.{route.kind}")


def _role(canvas: Canvas, x: float, y: float, label: str, identifier: str) -> None:
    """The name of a role on up to two lines, and its id, since different roles may have one name."""
    canvas.box(x, y, _BOX, _HIGH, fill=SHADES[1], edge=RULE)
    found = wrapped(label, _BOX - 16, 12, 2)
    for n, line in enumerate(found):
        canvas.text(x + _BOX / 2, y + (22 if len(found) == 1 else 15 + n * 14), line, anchor="middle")
    canvas.text(x + _BOX / 2, y + _HIGH - 6, wrapped(identifier, _BOX - 8, 9, 1)[0], size=9, anchor="middle", ink=QUIET)


def _price(hop: Hop, w: Writer) -> tuple[str, str]:
    """The hours, and how many competencies stay open."""
    if hop.hours is None:
        hours = w.own("picture.hours-not-known")
    else:
        hours = w.own("picture.at-least" if hop.at_least else "picture.hours", hours=w.number(hop.hours))
    return hours, w.own("picture.open", n=len(hop.open))
