"""The page of an alignment: that a person decides, how many of each, the pairs, what has no counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sswgraph.model.alignment import Alignment, NoCounterpart, Suggestion
from sswgraph.model.text import Text
from sswgraph.pages.blocks import Block, Facts, Page, Table
from sswgraph.pages.writer import Writer


def alignment_page(alignment: Alignment, lang: str = "en") -> Page:
    """What is suggested for two frameworks, as a page."""
    w = Writer(lang, "align")
    others = tuple(one for one in alignment.suggestions if not one.proposed)
    counts = (
        ("proposed", len(alignment.proposed)),
        ("others", len(others)),
        ("alone-subject", len(alignment.without("subject"))),
        ("alone-object", len(alignment.without("object"))),
        ("stated", len(alignment.stated)),
    )
    names = {"subject": alignment.subject_label, "object": alignment.object_label}
    blocks: list[Block] = [
        *w.banners(alignment.notes),
        w.heading("summary", 2),
        Facts(tuple((w.own(f"fact.{name}", **_only(name, names)), str(n)) for name, n in counts)),
        *w.other_notes(alignment.notes),
    ]
    for code, pairs in (("proposed", alignment.proposed), ("others", others)):
        if pairs:
            blocks.append(_pairs(pairs, w.own(f"caption.{code}", n=len(pairs)), w))
    for side in ("subject", "object"):
        alone = alignment.without(side)
        if alone:
            caption = w.own(f"caption.alone-{side}", n=len(alone), **_only(side, names))
            blocks.append(_alone(alone, caption, w))
    blocks += w.stamped(alignment.stamp)
    return w.finished(w.own("title", **names), blocks)


def _only(code: str, names: dict[str, Text]) -> dict[str, Text]:
    """The name that a sentence about one side takes."""
    return {side: name for side, name in names.items() if code.endswith(side)}


def _pairs(pairs: Sequence[Suggestion], caption: str, w: Writer) -> Table:
    header = [
        w.fixed("column.kind"),
        w.own("column.subject"),
        w.own("column.predicate"),
        w.own("column.object"),
        w.fixed("column.score"),
        w.own("column.margin"),
        w.fixed("column.why"),
    ]
    rows = [
        (
            w.term("kind", one.kind),
            w.named(one.subject_label, one.subject),
            w.own(f"relation.{one.relation}"),
            w.named(one.object_label, one.object),
            _figure(one.score, w),
            _figure(one.margin, w),
            w.say(one.reason),
        )
        for one in pairs
    ]
    return w.table(caption, header, rows, (4, 5))


def _alone(alone: Sequence[NoCounterpart], caption: str, w: Writer) -> Table:
    header = w.header("kind", "element", "why")
    rows = [(w.term("kind", one.kind), w.named(one.label, one.id), w.say(one.reason)) for one in alone]
    return w.table(caption, header, rows)


def _figure(score: float, w: Writer) -> str:
    """Two places, always: '0.90'."""
    figures = f"{Decimal(str(score)):.2f}"
    return figures.replace(".", ",") if w.number(Decimal("0.5")) == "0,5" else figures
