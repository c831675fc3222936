"""The page of a preview: what reading a workbook would drop, change and add."""

from __future__ import annotations

from sswgraph.model.authoring import EFFECTS, Preview, PreviewEntry, PreviewField
from sswgraph.model.text import Text
from sswgraph.pages.blocks import Block, Facts, Heading, Notice, Page
from sswgraph.pages.element import value_of
from sswgraph.pages.writer import Writer, data, headed


def preview_page(found: Preview, lang: str = "en") -> Page:
    """What reading would do, what protects people first."""
    w = Writer(lang, "preview")
    counts = [(headed(w.term("effect", one)), str(len(found.of_effect(one)))) for one in EFFECTS]
    blocks: list[Block] = [*w.banners(found.notes)]
    if not found.entries:
        blocks.append(Notice(w.own("nothing"), "good"))
    blocks.append(Facts((*counts, (w.own("unchanged"), str(found.unchanged)))))
    blocks += w.other_notes(found.notes)
    for code, protects in (("protecting", True), ("others", False)):
        lines = [one for one in found.entries if one.protects is protects]
        if lines:
            blocks += [Heading(2, w.own(f"section-{code}")), _table(lines, w, w.own(f"section-{code}"))]
    return w.finished(w.own("title", file=data(found.file)), [*blocks, *w.stamped(found.stamp)])


def _table(lines: list[PreviewEntry], w: Writer, caption: str) -> Block:
    header = [*w.header("effect", "element", "changed"), w.own("column-place")]
    rows = [
        (
            headed(w.term("effect", one.effect)),
            w.named(one.label, one.id, w.term("kind", one.element)),
            data("\n".join(_said(part, w) for part in one.fields)),
            data(one.place or ""),
        )
        for one in lines
    ]
    return w.table(f"{caption} ({len(rows)})", header, rows)


def _said(part: PreviewField, w: Writer) -> str:
    """What a field says before and after; of what cannot be said on a line, such as evidence, that it changes."""
    name = headed(w.term("field", part.field)).partition(" (")[0]
    nothing = (None, (), Text())
    sides = ["–" if side in nothing else value_of(part.field, side, w, None) for side in (part.before, part.after)]
    return f"{name}: {sides[0]} → {sides[1]}" if all(sides) else name
