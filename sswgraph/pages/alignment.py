"""The page of an alignment: that a person decides, how many of each, the pairs, what has no counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sswgraph.model.alignment import Alignment, NoCounterpart, Suggestion
from sswgraph.model.text import Text
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Page, Table


def alignment_page(alignment: Alignment, lang: str = "en") -> Page:
    """What is suggested for two frameworks, as a page."""
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
        *common.banners(alignment.notes, lang),
        common.heading("summary", lang, 2),
        Facts(tuple((_words(f"fact.{name}", lang, **_only(name, names)), str(n)) for name, n in counts)),
        *common.other_notes(alignment.notes, lang),
    ]
    for code, pairs in (("proposed", alignment.proposed), ("others", others)):
        if pairs:
            blocks.append(_pairs(pairs, _words(f"caption.{code}", lang, n=len(pairs)), lang))
    for side in ("subject", "object"):
        alone = alignment.without(side)
        if alone:
            caption = _words(f"caption.alone-{side}", lang, n=len(alone), **_only(side, names))
            blocks.append(_alone(alone, caption, lang))
    blocks += common.stamped(alignment.stamp, lang)
    return common.finished(_words("title", lang, **names), lang, blocks)


def _only(code: str, names: dict[str, Text]) -> dict[str, Text]:
    """The name that a sentence about one side takes."""
    return {side: name for side, name in names.items() if code.endswith(side)}


def _pairs(pairs: Sequence[Suggestion], caption: str, lang: str) -> Table:
    header = [
        common.fixed("column.kind", lang),
        _words("column.subject", lang),
        _words("column.predicate", lang),
        _words("column.object", lang),
        common.fixed("column.score", lang),
        _words("column.margin", lang),
        common.fixed("column.why", lang),
    ]
    rows = [
        (
            common.term("kind", one.kind, lang),
            common.named(one.subject_label, one.subject, lang),
            _words(f"relation.{one.relation}", lang),
            common.named(one.object_label, one.object, lang),
            _figure(one.score, lang),
            _figure(one.margin, lang),
            common.say(one.reason, lang),
        )
        for one in pairs
    ]
    return common.table(caption, header, rows, (4, 5), lang)


def _alone(alone: Sequence[NoCounterpart], caption: str, lang: str) -> Table:
    header = [common.fixed(f"column.{name}", lang) for name in ("kind", "element", "why")]
    rows = [
        (
            common.term("kind", one.kind, lang),
            common.named(one.label, one.id, lang),
            common.say(one.reason, lang),
        )
        for one in alone
    ]
    return common.table(caption, header, rows, lang=lang)


def _figure(score: float, lang: str) -> str:
    """Two places, always: '0.90'."""
    figures = f"{Decimal(str(score)):.2f}"
    return figures.replace(".", ",") if common.number(Decimal("0.5"), lang) == "0,5" else figures


def _words(code: str, lang: str, **parameters: object) -> str:
    return common.words(f"align.{code}", lang, **parameters)
