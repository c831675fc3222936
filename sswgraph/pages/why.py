"""The page of ``why``: the answer, then every way that was considered and where it broke."""

from __future__ import annotations

from sswgraph.model.plan import WAYS, Why
from sswgraph.pages.blocks import Block, Page, Paragraph
from sswgraph.pages.writer import Writer, latest


def why_page(why: Why, lang: str = "en") -> Page:
    """Why a competency is closed or stays open, or why a step is in a plan or not."""
    w = Writer(lang)
    blocks: list[Block] = [Paragraph(w.say(why.answer))]
    if why.ways:
        blocks.append(w.heading("ways", 2))
        blocks.append(w.tabled(w.fixed("caption.ways", n=len(why.ways)), WAYS, why.ways))
    title = w.fixed("title.why", name=why.label, target=why.target_label)
    return w.finished(title, [*blocks, *w.stamped(why.stamp)], date=latest(why.stamp))
