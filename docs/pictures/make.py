"""Draws docs/pictures/tour.svg from the shipped data: ``python docs/pictures/make.py``. A test holds it up to date."""

from __future__ import annotations

import textwrap
from datetime import date
from html import escape
from pathlib import Path

import sswgraph as ssw

HELD, TARGET = "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker"
DAY = date(2026, 11, 21)
WIDTH, MARGIN = 1000, 24
STYLE = """
  .page { fill: #ffffff } .ink { fill: #1c2733 } .soft { fill: #55636f }
  .box { fill: #eef3f7; stroke: #b8c6d1 } .first { fill: #fdf1e2; stroke: #d9a55c }
  .end { fill: #e6f1ea; stroke: #7fb394 }
  .line { stroke: #8fa1b0; stroke-width: 1.5; fill: none }
  text { font-family: system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; font-size: 13px }
  .head { font-size: 15px; font-weight: 600 } .small { font-size: 11.5px }
  @media (prefers-color-scheme: dark) {
    .page { fill: #12181e } .ink { fill: #e8eef3 } .soft { fill: #a9b7c3 }
    .box { fill: #1d2832; stroke: #3c4e5d } .first { fill: #33281a; stroke: #9a7440 }
    .end { fill: #1b2d23; stroke: #4c7a5f } .line { stroke: #6d8090 }
  }
"""


class Sheet:
    """Boxes and lines on a sheet that grows downwards."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def text(self, x: float, y: float, text: str, style: str = "ink") -> None:
        self.parts.append(f'<text x="{x:g}" y="{y:g}" class="{style}">{escape(text)}</text>')

    def box(self, x: float, y: float, width: float, height: float, style: str) -> None:
        self.parts.append(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" class="{style}"/>')

    def arrow(self, x1: float, y1: float, x2: float, y2: float) -> None:
        middle = (x1 + x2) / 2
        self.parts.append(
            f'<path d="M{x1:g} {y1:g} C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}" class="line" '
            'marker-end="url(#tip)"/>'
        )

    def svg(self, height: float, title: str) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img">'
        tip = (
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0 L8 4 L0 8 z" class="soft"/></marker></defs>'
        )
        page = f'<rect width="{WIDTH}" height="{height:g}" class="page"/>'
        return "\n".join(
            [head, f"<title>{escape(title)}</title><style>{STYLE}</style>{tip}{page}", *self.parts, "</svg>\n"]
        )


def draw() -> str:
    """The picture as SVG text: what comes first, the two roles, and the modules between them."""
    g = ssw.load("za")
    gap = ssw.gap(g, HELD, TARGET)
    plan = ssw.plan(g, gap, as_of=DAY)
    sheet = Sheet()
    forbidden = sum(limit.authority == "not-permitted" for limit in gap.limits)
    watched = sum(limit.authority in ("under-supervision", "assists") for limit in gap.limits)
    sheet.box(MARGIN, 20, WIDTH - 2 * MARGIN, 72, "first")
    sheet.text(MARGIN + 16, 44, "First: what no training changes", "ink head")
    first = f"registration · direct supervision by a social worker · {watched} rules 'only supervised or assisting'"
    sheet.text(MARGIN + 16, 70, f"{first} · {forbidden} acts not permitted")
    bottom = _columns(sheet, plan, 120)
    _role(sheet, MARGIN, 120, g.label(HELD).best("en"), "is assumed to hold", len(gap.profile.holdings), "")
    _role(
        sheet,
        WIDTH - MARGIN - 170,
        120,
        g.label(TARGET).best("en"),
        "asks",
        len(gap.items) - len(gap.beyond),
        "competencies",
    )
    sheet.arrow(MARGIN + 170, 165, 236, 165)
    sheet.arrow(WIDTH - 236, 165, WIDTH - MARGIN - 172, 165)
    proof = "proved least" if plan.optimal else f"at least {plan.bound}"
    total = f"{len(plan.modules)} modules · {plan.credits} credits · {plan.hours} notional hours · {proof}"
    sheet.text(240, bottom + 28, total, "ink head")
    sheet.text(
        240,
        bottom + 50,
        str(gap.summary),
        "soft",
    )
    return sheet.svg(bottom + 74, f"{total}; first: registration and supervision")


def _role(sheet: Sheet, x: float, y: float, label: str, verb: str, n: int, what: str) -> None:
    lines = textwrap.wrap(label, 18)
    sheet.box(x, y, 170, 54 + 19 * len(lines), "end")
    for number, line in enumerate(lines):
        sheet.text(x + 12, y + 24 + 19 * number, line, "ink head")
    sheet.text(x + 12, y + 34 + 19 * len(lines), f"{verb} {n} {what}".strip(), "soft small")


def _columns(sheet: Sheet, plan: ssw.model.Plan, top: float) -> float:
    width, bottom = 170.0, top
    for column, component in enumerate(("knowledge", "practical", "workplace")):
        x, y = 240 + column * (width + 5), top
        sheet.text(x + 2, y + 12, component, "soft")
        y += 22
        for step in (s for s in plan.lines if s.component == component):
            lines = textwrap.wrap(str(step.label), 25)[:4]
            height = 28 + 15 * len(lines)
            sheet.box(x, y, width, height, "box")
            credits = next((v for k, v in step.volumes.items() if k.startswith("credits")), "?")
            sheet.text(x + 9, y + 18, f"{step.notation} · {credits} credits", "ink small")
            for number, line in enumerate(lines):
                sheet.text(x + 9, y + 34 + 15 * number, line, "soft small")
            y += height + 6
        bottom = max(bottom, y)
    return bottom


if __name__ == "__main__":
    Path(__file__).with_name("tour.svg").write_text(draw(), encoding="utf-8", newline="\n")
