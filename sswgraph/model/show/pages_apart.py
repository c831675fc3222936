"""The page of two frameworks of which neither was made from the other: how they stand to each other, nobody accused.

How each protects comes first, then how much both have, then every element with both texts (rule E7).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sswgraph.model.blocks import Block, Facts, Notice, Page, Paragraph
from sswgraph.model.comparison import RELATIONS, Comparison
from sswgraph.model.show import pages_common as common
from sswgraph.model.show import pages_compare as parts

_MOST_NAMED = 2_000  # of what is the same; beyond, a page gives their number, and rows() the names


def apart_page(comparison: Comparison, lang: str = "en") -> Page:
    """Two frameworks without lineage side by side, as a page."""
    blocks = [
        *common.banners(comparison.notes, lang),
        *protection(comparison, lang),
        *_summary(comparison, lang),
        *_shares(comparison, lang),
        *_elements(comparison, lang),
        *common.trust(comparison.links, comparison.stamp, lang),
    ]
    return common.finished(parts.titled(comparison, lang), lang, blocks)


def protection(comparison: Comparison, lang: str, level: int = 2) -> Iterator[Block]:
    """How each of the two protects: where the second permits more, less or otherwise, and what only one states."""
    found = comparison.safety
    yield common.heading("protection", lang, level)
    if found:
        counts = Counter(one.code for one in found)
        yield Notice(common.fixed("protection.found", lang, n=len(found)))
        yield Facts(tuple((common.headed(_word(code, lang)), str(n)) for code, n in counts.items()))
    else:
        yield Paragraph(common.fixed("protection.none", lang))  # nothing good: perhaps neither states anything
    for code in dict.fromkeys(one.code for one in found):
        some = [one for one in found if one.code == code]
        header = [common.fixed("column.position", lang), common.fixed("column.difference", lang)]
        rows = [
            (
                str(number),
                parts.sentence_of(one, lang),
                parts.sided(one.before, one.base, lang),
                parts.sided(one.after, one.adapted, lang),
            )
            for number, one in enumerate(some, 1)
        ]
        caption = f"{common.headed(_word(code, lang))} ({len(some)})"
        yield common.table(caption, [*header, *_sides(comparison)], rows, (0,), lang)
    yield from parts.looked_at(comparison, lang)


def _word(code: str, lang: str) -> str:
    return common.term("relation" if code.startswith("only-") else "finding", code, lang)


def _sides(comparison: Comparison) -> list[str]:
    return [common.data(comparison.base), common.data(comparison.adapted)]


def _summary(comparison: Comparison, lang: str) -> Iterator[Block]:
    yield common.heading("summary", lang, 2)
    names = (
        ("first", comparison.base_label, comparison.base),
        ("second", comparison.adapted_label, comparison.adapted),
    )
    sides = [(common.fixed(f"fact.{name}", lang), common.named(label, one, lang)) for name, label, one in names]
    counts = [(common.headed(common.term("relation", one, lang)), str(n)) for one, n in comparison.summary.relations]
    yield Facts((*sides, *counts))
    yield from common.other_notes(comparison.notes, lang)


def _shares(comparison: Comparison, lang: str) -> Iterator[Block]:
    yield common.heading("shares-apart", lang, 2)
    same, first, second = (
        common.headed(common.term("relation", one, lang)) for one in ("same", "only-first", "only-second")
    )
    yield from parts.shared(comparison, [same, common.fixed("column.tied", lang), first, second], lang)
    yield from parts.volumes(comparison, _sides(comparison), lang)


def _elements(comparison: Comparison, lang: str) -> Iterator[Block]:
    """A table for each way in which elements stand to each other, with every aspect in which they differ."""
    known = parts.Known(comparison)
    yield common.heading("differences", lang, 2)
    yield from parts.invisible(comparison, lang)
    for relation in RELATIONS:
        entries = comparison.of_relation(relation)
        alike = [entry for entry in entries if not entry.changes]
        unlike = [entry for entry in entries if entry.changes]
        if relation.startswith("only-"):
            caption = parts.counted("relation", relation, len(entries), lang)
            yield from (parts.alone(entries, caption, lang),) if entries else ()
            continue
        if relation == "not-compared":
            alike, unlike = ([one for one in entries if one.no_counterpart is way] for way in (True, False))
        if unlike:
            caption = parts.counted("relation", relation, len(unlike), lang)
            yield parts.aspects(unlike, caption, lang, known, _sides(comparison), marked=False)
        if alike:
            caption = parts.counted("relation", relation, len(alike), lang)
            yield parts.names(alike, caption, lang) if len(alike) <= _MOST_NAMED else Paragraph(caption)
