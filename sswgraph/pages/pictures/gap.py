"""A gap by domain: how many competencies of each domain have which status, as numbers on shades."""

from __future__ import annotations

from collections import Counter

from sswgraph.graph import CompetencyGraph
from sswgraph.model.results import Gap, GapItem
from sswgraph.pages.pictures.svg import QUIET, RULE, SHADES, Canvas, Drawing, ink_on, wrapped
from sswgraph.pages.writer import Writer, capitalised

MOST = 40
_LEFT, _SIDE, _ROW, _TOP = 330.0, 96.0, 28.0, 96.0
_ORDER = ("missing", "raise", "not-comparable", "in-part", "if-recognised", "met")


def gap_drawing(gap: Gap, w: Writer, graph: CompetencyGraph | None = None) -> Drawing:
    """A row for each domain, a column for each status that occurs; what exceeds the target is left out."""
    title = w.fixed("title.gap", held=gap.held_label, target=gap.target_label)
    items = [item for item in gap.items if item.status != "beyond"]
    counts: dict[str, Counter[str]] = {}
    for item in items:
        for domain in _domains(item, w, graph):
            counts.setdefault(domain, Counter())[item.status] += 1
    statuses = [one for one in _ORDER if any(one in count for count in counts.values())]
    every = sorted(counts.items(), key=lambda pair: (-pair[1]["missing"], pair[0]))
    rows, left = every[:MOST], len(every[MOST:])
    canvas = Canvas(max(_LEFT + _SIDE * len(statuses) + 24, 760), w.lang)
    canvas.text(16, 26, wrapped(title, canvas.width - 32, 16, 1)[0], size=16, bold=True)
    for n, status in enumerate(statuses):
        canvas.lines(_LEFT + n * _SIDE + 4, 66, capitalised(w.term("status", status)), _SIDE - 8, size=11)
    most = max((n for _, count in rows for n in count.values()), default=1)
    for n, (domain, count) in enumerate(rows):
        y = _TOP + n * _ROW
        canvas.text(16, y + 18, wrapped(domain, _LEFT - 24, 12, 1)[0])
        for m, status in enumerate(statuses):
            fill = SHADES[-(-count[status] * (len(SHADES) - 1) // most)] if count[status] else SHADES[0]
            canvas.box(_LEFT + m * _SIDE, y, _SIDE, _ROW, fill=fill, edge=RULE)
            if count[status]:
                x = _LEFT + m * _SIDE + _SIDE / 2
                canvas.text(x, y + 18, str(count[status]), anchor="middle", bold=True, ink=ink_on(fill))
    bottom = _TOP + len(rows) * _ROW
    unsure = w.own("complete.yes" if gap.complete else "complete.no" if gap.complete is False else "complete.not-known")
    canvas.text(16, bottom + 24, w.own("picture.list", complete=unsure), size=11, ink=QUIET)
    said = [f"{domain}: " + ", ".join(f"{w.term('status', s)} {count[s]}" for s in statuses if count[s])
            for domain, count in rows]  # fmt: skip
    more = canvas.left_out(bottom + 42, w.own("picture.more", n=left)) if left else ""
    return canvas.drawing(bottom + (58 if left else 40), title, f"{title}. {'; '.join(said)}.{more}")


def _domains(item: GapItem, w: Writer, graph: CompetencyGraph | None) -> list[str]:
    """The sets that contain the competency; its framework where there is no set or no graph."""
    if graph is None or item.competency not in graph:
        return [item.competency.partition(":")[0]]
    sets = [one for one in graph.of_kind("competency-set") if item.competency in one.includes]
    if not sets:
        return [w.say(graph.label(graph.home(item.competency) or item.competency))]
    return sorted({w.say(one.label) for one in sets})
