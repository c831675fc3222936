"""The page of open mappings: on which people may decide, and what would count then."""

from __future__ import annotations

from sswgraph.model.alignment import OPEN_MAPPINGS, OpenMappings
from sswgraph.pages.blocks import Block, Notice, Page, Paragraph
from sswgraph.pages.writer import Writer


def mappings_page(found: OpenMappings, lang: str = "en") -> Page:
    """The mappings in the order of how much they would close."""
    w = Writer(lang, "review")
    blocks: list[Block] = [Notice(w.own("lead-rows-mappings"), "plain")]
    if found.items:
        blocks.append(w.tabled(w.own("caption-rows", n=len(found.items)), OPEN_MAPPINGS, found.items))
    else:
        blocks.append(Paragraph(w.own("mappings-none")))
    title = w.own("title-mappings", base=found.held_label or found.held, adaptation=found.target_label or found.target)
    return w.finished(title, [*blocks, *w.stamped(found.stamp)])
