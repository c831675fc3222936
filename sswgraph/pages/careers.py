"""The pages of routes and of figures on the workforce: the answer first, then the rules, then the detail."""

from __future__ import annotations

from collections.abc import Iterator

from sswgraph.model.careers import FIGURES, HOPS, Hop, Line, Numbers, Route, Routes
from sswgraph.model.plan import OPEN
from sswgraph.model.shown import column
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Picture
from sswgraph.pages.pictures.draw import drawing
from sswgraph.pages.pictures.routes import how
from sswgraph.pages.rules import answer_first, rules_first
from sswgraph.pages.writer import Writer, latest

_STEPS = (
    column("step", "step", "id", value=lambda step: step.id, label=lambda step: step.label),
    column("hours", "careers.column.hours", "number", value=lambda step: step.volumes.get("notionalHours"),
           absent="amount.unknown"),
    column("why", "why", value=lambda step: step.reason),
)  # fmt: skip


def routes_page(routes: Routes, lang: str = "en") -> Page:
    """The routes: the answer in two to four lines, then the rules for the target, then each route hop by hop."""
    w, question = Writer(lang, "careers"), routes.question
    title = w.own("title.routes", source=question.source_label, target=question.target_label)
    blocks = [
        answer_first(w, question, _figures(routes, w)),
        *rules_first(w, question),
        *_routes(routes, w),
        *_lead_nowhere(routes, w),
    ]
    stamp = question.stamp
    if stamp is None:
        return w.finished(title, blocks)
    return w.finished(title, [*blocks, *w.stamped(stamp)], date=latest(stamp))


def _figures(routes: Routes, w: Writer) -> list[str]:
    """The best route with its cost, and how complete that cost is."""
    if not routes:
        return [w.own("none")]
    price = f"{_hours(routes[0], w)}; {w.own('picture.open', n=len(routes[0].open))}"
    best = w.own("answer.best", route=_named(routes[0], w), how=how(routes[0], w), hours=price)
    said = {None: "answer.not-complete", False: "answer.incomplete"}.get(routes[0].complete)
    return [w.own("answer.routes", n=len(routes)), best, *([w.own(said)] if said else [])]


def _named(route: Route, w: Writer) -> str:
    labels = (route.hops[0].start_label, *(hop.end_label for hop in route.hops))
    return " > ".join(w.say(label) for label in labels)


def _hours(route: Route | Hop, w: Writer) -> str:
    if route.hours is None:
        return w.own("hours.not-known")
    code = "hours.at-least" if route.at_least else "hours.known"
    return w.own(code, hours=w.number(route.hours))


def _routes(routes: Routes, w: Writer) -> Iterator[Block]:
    if not routes:
        return
    yield Heading(2, w.own("heading.routes"))
    yield from (Notice(w.say(note)) for note in routes.question.notes)
    drawn = drawing(routes, w.lang)
    yield Picture(drawn.alternative, drawn.svg)
    lines = routes.lines()
    for n, route in enumerate(routes, 1):
        yield Heading(3, w.own("heading.route", number=n, route=_named(route, w)))
        facts = [(w.own("fact.way"), how(route, w)), (w.own("fact.hours"), _hours(route, w))]
        yield Facts((*facts, (w.own("fact.open"), str(len(route.open)))))
        own = [line for line in lines if line[0] == n]
        yield w.tabled(w.own("caption.hops", n=len(own)), HOPS, own)
        for line in own:
            yield from _detail(line, w)


def _detail(line: Line, w: Writer) -> Iterator[Block]:
    """What one hop teaches and what it leaves open."""
    hop, inside = line[3], list[Block]()
    if hop.plan.lines:
        inside.append(w.tabled(w.own("caption.steps", n=len(hop.plan.lines)), _STEPS, hop.plan.lines))
    if hop.plan.open:
        inside.append(w.tabled(w.own("caption.open", n=len(hop.plan.open)), OPEN, hop.plan.open))
    if inside:
        yield Details(w.own("hop", start=hop.start_label, end=hop.end_label), tuple(inside))


def _lead_nowhere(routes: Routes, w: Writer) -> Iterator[Block]:
    found = routes.question.lead_nowhere
    if found:
        yield Heading(2, w.own("heading.lead-nowhere"))
        yield Paragraph(w.own("lead-nowhere", n=len(found)))
        names = dict(routes.question.names)
        yield Listing(tuple(w.say(names[one]) if one in names else one for one in found))


def numbers_page(found: Numbers, lang: str = "en") -> Page:
    """The figures as a table, with a remark on what they do not say."""
    w = Writer(lang, "careers")
    title = w.own("title.numbers-of", place=found.where) if found.where else w.own("title.numbers")
    if not found.figures:
        blocks: list[Block] = [Notice(w.own("numbers.none"))]
    else:
        places = {place for one in found.figures for place in one.places}
        blocks = [
            Paragraph(w.own("numbers.answer", n=len(found.figures), places=len(places))),
            Notice(w.own("numbers.apart")),
            w.tabled(w.own("caption.figures", n=len(found.figures)), FIGURES, found.figures),
        ]
    return w.finished(title, [*blocks, *w.stamped(found.stamp)], date=latest(found.stamp))
