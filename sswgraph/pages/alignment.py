"""The pages of an alignment and of open mappings: a person decides on each."""

from __future__ import annotations

from sswgraph.model.alignment import ALONE, OPEN_MAPPINGS, SUGGESTIONS, Alignment, OpenMappings
from sswgraph.model.text import Text
from sswgraph.pages.blocks import Block, Facts, Notice, Page, Paragraph
from sswgraph.pages.writer import Writer


def alignment_page(alignment: Alignment, lang: str = "en") -> Page:
    """The suggestions for two frameworks: how many, the pairs, and what has no counterpart."""
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
            blocks.append(w.tabled(w.own(f"caption.{code}", n=len(pairs)), SUGGESTIONS, pairs))
    for side in ("subject", "object"):
        alone = alignment.without(side)
        if alone:
            caption = w.own(f"caption.alone-{side}", n=len(alone), **_only(side, names))
            blocks.append(w.tabled(caption, ALONE, alone))
    blocks += w.stamped(alignment.stamp)
    return w.finished(w.own("title", **names), blocks)


def _only(code: str, names: dict[str, Text]) -> dict[str, Text]:
    """The name that a sentence about one side takes."""
    return {side: name for side, name in names.items() if code.endswith(side)}


def mappings_page(found: OpenMappings, lang: str = "en") -> Page:
    """The mappings that people may decide on, in the order of how much each would close."""
    w = Writer(lang, "review")
    blocks: list[Block] = [Notice(w.own("lead-rows-mappings"), "plain")]
    if found.items:
        blocks.append(w.tabled(w.own("caption-rows", n=len(found.items)), OPEN_MAPPINGS, found.items))
    else:
        blocks.append(Paragraph(w.own("mappings-none")))
    title = w.own("title-mappings", base=found.held_label or found.held, adaptation=found.target_label or found.target)
    return w.finished(title, [*blocks, *w.stamped(found.stamp)])
