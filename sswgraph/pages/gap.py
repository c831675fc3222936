"""The page of a gap: conditions and limits, how much of what, then a table for each status with the reasons."""

from __future__ import annotations

from sswgraph.model.results import Gap, GapItem, Status
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Page, Paragraph, Table

STATUSES: tuple[Status, ...] = ("missing", "partial", "raise", "not-comparable", "met", "beyond")


def gap_page(gap: Gap, lang: str = "en") -> Page:
    """What stands between what is held and the target, as a page."""
    blocks = [
        *common.banners(gap.notes, lang),
        *common.conditions_and_limits(gap.conditions, gap.limits, lang),
        *summary(gap, lang),
        *statuses(gap, lang),
        *paths(gap.items, lang),
        *common.trust(gap.links, gap.stamp, lang),
    ]
    title = common.fixed("title.gap", lang, held=gap.held_label, target=gap.target_label)
    return common.finished(title, lang, blocks, date=common.latest(gap.stamp))


def summary(gap: Gap, lang: str, level: int = 2) -> tuple[Block, ...]:
    """How far the list of what is required goes, how many competencies have which status, and the other notes."""
    blocks: list[Block] = [common.heading("summary", lang, level), *common.list_notes(gap.notes, lang)]
    if gap.items:
        counts = {status: str(n) for status in STATUSES if (n := len(gap.of_status(status)))}
        counts |= {"missing": common.missing(counts["missing"], gap.notes, lang)} if "missing" in counts else {}
        pairs = [(common.headed(common.term("status", status, lang)), count) for status, count in counts.items()]
        blocks.append(Facts(tuple(pairs)))
    else:
        blocks.append(Paragraph(common.fixed("gap.empty", lang)))
    return (*blocks, *common.other_notes(gap.notes, lang))


def statuses(gap: Gap, lang: str, level: int = 2) -> tuple[Block, ...]:
    """A table for each status that occurs; what goes beyond the target is folded away."""
    if not gap.items:
        return ()
    blocks: list[Block] = [common.heading("competencies", lang, level)]
    for status in STATUSES:
        items = gap.of_status(status)
        if not items:
            continue
        caption = common.fixed(f"caption.{status}", lang, n=len(items))
        if status == "missing":
            caption = common.missing(caption, gap.notes, lang)
        made = items_table(items, caption, lang)
        blocks.append(common.folded(made) if status == "beyond" else made)
    return tuple(blocks)


def items_table(items: tuple[GapItem, ...], caption: str, lang: str) -> Table:
    """One row for each item: competency, necessity, level asked, level held, and why it counts as it does."""
    header = [
        common.fixed(f"column.{name}", lang) for name in ("competency", "necessity", "required", "held-level", "why")
    ]
    rows = [
        (
            common.named(item.label, item.competency, lang),
            common.term("necessity", item.necessity, lang),
            common.data(item.required_level),
            common.data(item.held_level),
            common.say(item.reason, lang),
        )
        for item in items
    ]
    return common.table(caption, header, rows, lang=lang)


def paths(items: tuple[GapItem, ...], lang: str) -> tuple[Block, ...]:
    """The ids walked for each item, folded away."""
    walked = [(common.data(item.competency), common.data(" › ".join(item.proof))) for item in items if item.proof]
    if not walked:
        return ()
    header = [common.fixed("column.competency", lang), common.fixed("column.path", lang)]
    made = common.table(common.fixed("caption.paths", lang, n=len(walked)), header, walked, lang=lang)
    return (common.folded(made),)
