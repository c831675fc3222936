"""The pages of a translation, and of what translators wrote."""

from __future__ import annotations

from sswgraph.model.translation import TEXTS, TRANSLATED, Translated, Translation
from sswgraph.pages.blocks import Block, Notice, Page
from sswgraph.pages.writer import Writer


def translation_page(found: Translation, lang: str = "en") -> Page:
    """The texts to be translated, those that protect people first."""
    w = Writer(lang, "translation")
    blocks: list[Block] = [Notice(w.own("lead"), "plain")]
    for code, protects in (("sheet-protects", True), ("sheet-texts", False)):
        lines = [one for one in found.texts if one.protects is protects]
        if lines:
            blocks.append(w.tabled(f"{w.own(code)} ({len(lines)})", TEXTS, lines))
    return w.finished(w.own("title", base=found.base_label, to=found.to), [*blocks, *w.stamped(found.stamp)])


def translated_page(found: Translated, lang: str = "en") -> Page:
    """What is still missing, and what the rows change."""
    w = Writer(lang, "translation")
    blocks: list[Block] = [*w.other_notes(found.notes)]
    if found.changes:
        blocks.append(w.tabled(f"{w.own('column-effect')} ({len(found.changes)})", TRANSLATED, found.changes))
    return w.finished(w.own("title", base=found.base_label, to=found.to), [*blocks, *w.stamped(found.stamp)])
