"""A plan over time: a bar for each step in its order, as long as its notional hours."""

from __future__ import annotations

from sswgraph.graph import CompetencyGraph
from sswgraph.model.plan import Plan
from sswgraph.pages.pictures.svg import QUIET, RULE, SHADES, Canvas, Drawing, ink_on, text_width, wrapped
from sswgraph.pages.writer import Writer

MOST = 60
_LEFT, _LONG, _ROW, _TOP, _UNKNOWN = 330.0, 560.0, 26.0, 60.0, 28.0


def plan_drawing(plan: Plan, w: Writer, graph: CompetencyGraph | None = None) -> Drawing:
    """Each step begins where the one before it ends; a step of unknown hours is dashed, with a question mark."""
    title = w.fixed("title.plan", held=plan.held_label, target=plan.target_label)
    steps, left = plan.lines[:MOST], len(plan.lines[MOST:])
    canvas = Canvas(_LEFT + _LONG + 90, w.lang)
    canvas.text(16, 26, wrapped(title, canvas.width - 32, 16, 1)[0], size=16, bold=True)
    hours = [step.volumes.get("notionalHours") for step in steps]
    unknown = sum(one is None for one in hours)
    total = float(sum(one for one in hours if one is not None))
    scale = max(_LONG - unknown * _UNKNOWN, 40) / total if total else 0.0
    x, said = _LEFT, []
    for n, (step, amount) in enumerate(zip(steps, hours, strict=True)):
        y = _TOP + n * _ROW
        name = f"{n + 1}  {w.say(step.label)}"
        canvas.text(16, y + 17, wrapped(name, _LEFT - 24, 12, 1)[0])
        canvas.line(_LEFT, y + _ROW, _LEFT + _LONG, y + _ROW, ink="#e4dfd8")
        wide = _UNKNOWN if amount is None else max(float(amount) * scale, 2)
        fill = SHADES[0] if amount is None else SHADES[3]
        canvas.box(x, y + 4, wide, _ROW - 8, fill=fill, edge=RULE, dashed=amount is None)
        figure = "?" if amount is None else w.number(amount)
        inside = text_width(figure) + 6 < wide
        place = x + wide / 2 if inside else x + wide + 4
        ink = ink_on(fill) if inside else QUIET
        canvas.text(place, y + 17, figure, size=11, anchor="middle" if inside else "start", ink=ink)
        x += wide
        said.append(f"{name}: {w.own('hours.not-known') if amount is None else figure}")
    bottom = _TOP + max(len(steps), 1) * _ROW
    sum_of = w.amount(plan.hours, at_least=plan.at_least)
    foot = w.own("picture.plan", hours=sum_of, steps=len(plan.lines), n=len(plan.open))
    canvas.text(16, bottom + 22, foot, size=11, ink=QUIET)
    more = canvas.left_out(bottom + 40, w.own("picture.more", n=left)) if left else ""
    alternative = f"{title}. {'; '.join(said)}{'. ' if said else ''}{foot}{'.' if left else ''}{more}"
    return canvas.drawing(bottom + (58 if left else 40), title, alternative)
