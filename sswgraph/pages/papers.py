"""The page of every kind of paper: its sections as the table of papers names them, obligations first."""

from __future__ import annotations

from dataclasses import replace

from sswgraph.model.documents import RoleDocument
from sswgraph.model.papers import PAPERS, Paper
from sswgraph.pages import curriculum as curriculum_end
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages.blocks import Annex, Block, Listing, Page, Paragraph
from sswgraph.pages.cover import issued_by
from sswgraph.pages.sections import card, career, chart, conduct, duties, forms, standard
from sswgraph.pages.sections.scope import RoleWriter, Section, before, how_far, must, no_channel
from sswgraph.pages.writer import Writer

SECTIONS: dict[str, Section] = {
    "must": Section(must),
    "before": Section(before),
    "how-far": Section(how_far),
    "limits": Section(curriculum_end.limits),
    "competencies": Section(curriculum_learning.competencies_in_short),
    "structure": Section(curriculum_learning.structure),
    "modules": Section(curriculum_learning.modules),
    "matrix": Section(curriculum_learning.matrix),
    "practice": Section(curriculum_learning.practice),
    "entry": Section(curriculum_end.entry),
    "ways-in": Section(curriculum_end.ways_in, "entry"),
    "safeguarding": Section(curriculum_end.safeguarding),
    "sources": Section(curriculum_end.sources),
    "approval": Section(curriculum_end.approval),
    **card.SECTIONS,
    **career.SECTIONS,
    **chart.SECTIONS,
    **conduct.SECTIONS,
    **duties.SECTIONS,
    **forms.SECTIONS,
    **standard.SECTIONS,
}


def paper_page(made: RoleDocument, lang: str) -> Page:
    """A paper as a page; a card of an unsettled role becomes a sheet of what has to be settled."""
    row = PAPERS[made.kind]
    w = RoleWriter(made, lang)
    title = f"title-{made.kind}"
    if not row.numbered and row.unsettled and not made.settled:
        row, title = replace(row, sections=row.unsettled, size="normal", short=True), "title-to-settle"
    page = w.finished(w.own(title, subject=w.role()), _blocks(w, row), date=w.made.date)
    return _as_draft(replace(page, size=row.size, landscape=row.landscape, contents=not row.short), made, lang)


def _blocks(w: RoleWriter, row: Paper) -> list[Block]:
    cover = list(SECTIONS[row.cover].body(w)) if row.cover else []
    blocks: list[Block] = [*(no_channel(w) if row.worker_facing else (*issued_by(w, w.made.date), *cover))]
    for number, name in enumerate(row.sections, 1):
        section = SECTIONS[name]
        if row.numbered:
            blocks.append(w.chapter(number, section.heading or name))
        blocks += section.body(w)
        if number == 1 and row.numbered:
            blocks += cover if row.worker_facing else ()
            blocks += curriculum_end.reservations(w) if row.reserved else ()
    return blocks


def _as_draft(page: Page, document: RoleDocument, lang: str) -> Page:
    """The page marked as a draft, with reasons, where the paper may not be issued; a card has no room for them."""
    if not document.withheld:
        return page
    w = Writer(lang, "issue")
    reasons = tuple(w.say(one.why) for one in document.withheld)
    told = Annex(w.own("heading"), (Paragraph(w.own("lead")), Listing(reasons)))
    blocks = page.blocks if page.size == "large" else (*page.blocks, told)
    return replace(page, blocks=blocks, running=w.own("draft"))
