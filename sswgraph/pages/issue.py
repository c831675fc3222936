"""That a paper is a draft, on every page of it, and why."""

from __future__ import annotations

from dataclasses import replace

from sswgraph.model.documents import RoleDocument
from sswgraph.pages.blocks import Annex, Listing, Page, Paragraph
from sswgraph.pages.writer import Writer


def as_draft(page: Page, document: RoleDocument, lang: str) -> Page:
    """The page with running words where the paper may not be issued, and what it lacks; a card has no room for that."""
    if not document.withheld:
        return page
    w = Writer(lang, "issue")
    reasons = tuple(w.say(one.why) for one in document.withheld)
    told = Annex(w.own("heading"), (Paragraph(w.own("lead")), Listing(reasons)))
    blocks = page.blocks if page.size == "large" else (*page.blocks, told)
    return replace(page, blocks=blocks, running=w.own("draft"))
