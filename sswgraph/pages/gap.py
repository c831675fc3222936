"""The pages of gaps: of one profile, of many towards one target, and from role to role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sswgraph.model.gaps import GAPS_ITEMS, MATRIX_ROLES, MODULES_DEMANDED, GapMatrix, Gaps
from sswgraph.model.results import GAP_ITEMS, SUGGESTIONS, Gap, GapItem, Status
from sswgraph.model.shown import select_columns
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import (
    Annex,
    Block,
    Details,
    Facts,
    Heading,
    Listing,
    Named,
    NameList,
    Notice,
    Page,
    Paragraph,
    Table,
)
from sswgraph.pages.rules import answer_first, rules_first
from sswgraph.pages.writer import (
    MAY_BE_HELD,
    Writer,
    capitalised,
    data,
    folded_away,
    is_of_list,
    latest,
    with_short_form,
)

STATUSES: tuple[Status, ...] = ("missing", "in-part", "raise", "not-comparable", "if-recognised", "met", "beyond")
_WIDE = 12  # columns side by side on a page


def gap_page(gap: Gap, lang: str = "en") -> Page:
    """What stands between what is held and the target."""
    w = Writer(lang)
    blocks = [
        *w.banners(gap.notes),
        answer_first(w, gap, _figures(gap, w)),
        *rules_first(w, gap),
        *summary(gap, w),
        *statuses(gap, w),
        *by_functions(gap, w),
        *paths(gap.items, w),
        *w.trust(gap.links, gap.stamp),
    ]
    title = w.fixed("title.gap", held=gap.held_label, target=gap.target_label)
    return w.finished(title, blocks, date=latest(gap.stamp))


def _figures(gap: Gap, w: Writer) -> list[str]:
    """How far the list goes, then how much of it is not met; of an empty list, why it is empty."""
    said = [w.say(note) for note in gap.notes if is_of_list(note) and note.code not in MAY_BE_HELD]
    if gap.required:
        return [*said, w.missing(w.fixed("answer.gap", n=gap.required, open=_unmet(gap)), gap.notes)]
    return said or [w.say(note) for note in gap.notes if note.code == "gap.nothing-asked"] or [w.fixed("gap.empty")]


def _unmet(gap: Gap) -> int:
    return sum(1 for item in gap.open if item.necessity != "optional")


def summary(gap: Gap, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """How far the list of requirements goes, how many competencies are of which certainty, and the other notes."""
    blocks: list[Block] = [w.heading("summary", level), *w.list_notes(gap.notes)]
    if gap.items:
        beyond = [(capitalised(w.term("status", "beyond")), str(n))] if (n := len(gap.beyond)) else []
        blocks.append(Facts((*certainties(gap, w), *beyond)))
    else:
        blocks.append(Paragraph(w.fixed("gap.empty")))
    return (*blocks, *w.other_notes(gap.notes))


def certainties(gap: Gap, w: Writer) -> tuple[tuple[str, str], ...]:
    """How many required competencies have which certainty, and how many are to be observed; optional ones last."""
    pairs = []
    for certainty, n, seen in gap.summary.counts():
        if n:
            figure = w.fixed("figure.to-be-seen", n=n, seen=seen) if seen else str(n)
            figure = w.missing(figure, gap.notes) if certainty == "open" else figure
            pairs.append((capitalised(w.term("certainty", certainty)), figure))
    if optional := gap.summary_optional.said():
        pairs.append((capitalised(w.term("necessity", "optional")), "; ".join(map(w.say, optional))))
    return tuple(pairs)


def statuses(gap: Gap, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """A table for each status that occurs; what exceeds the target is folded away, by name only where people sign."""
    if not gap.items:
        return ()
    blocks: list[Block] = [w.heading("competencies", level)]
    for status in STATUSES:
        items = gap.of_status(status)
        if not items:
            continue
        caption = w.fixed(f"caption.{status}", n=len(items))
        if status == "missing":
            caption = w.missing(caption, gap.notes)
        made = items_table(items, caption, w)
        if status == "beyond":
            names = NameList(tuple(w.named(item.label, item.competency) for item in items))
            blocks.append(folded_away(with_short_form(made, names)))
        else:
            blocks.append(made)
    return tuple(blocks)


def by_functions(gap: Gap, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """What the functions of the target suggest beside its requirements; nothing unless it was asked for."""
    if gap.suggested is None:
        return ()
    blocks: list[Block] = [w.heading("suggested", level), Notice(w.fixed("suggested.lead"), "plain")]
    if gap.suggested:
        blocks.append(w.tabled(w.fixed("caption.suggested", n=len(gap.suggested)), SUGGESTIONS, gap.suggested))
    elif all(note.code != "gap.functions-silent" for note in gap.notes):
        blocks.append(Paragraph(w.fixed("suggested.none")))
    labels = {item.competency: item.label for item in gap.items}
    labels |= {one.competency: one.label for one in gap.suggested}
    for code, ids in (("not-needed", gap.not_needed), ("not-required", gap.not_required)):
        if ids:
            blocks.append(Paragraph(w.fixed(f"suggested.{code}", n=len(ids))))
            blocks.append(Listing(tuple(_on_a_line(w.named(labels[one], one)) for one in ids)))
    return tuple(blocks)


def _on_a_line(text: Wording) -> Wording:
    """A name with its id on the same line."""
    made = text.replace("\n", " · ")
    return Named(made, text.label, text.lang, text.fell_back) if isinstance(text, Named) else Wording(made)


def items_table(items: tuple[GapItem, ...], caption: str, w: Writer) -> Table:
    """One row for each item: competency, necessity, level required, level held, and the reason for its status."""
    return w.tabled(caption, GAP_ITEMS, items)


def paths(items: tuple[GapItem, ...], w: Writer) -> tuple[Block, ...]:
    """The ids on the path of each item, folded away."""
    walked = [(data(item.competency), data(" › ".join(item.proof))) for item in items if item.proof]
    if not walked:
        return ()
    header = w.header("competency", "path")
    made = w.table(w.fixed("caption.paths", n=len(walked)), header, walked)
    return (Annex(made.caption, (made,)),)


def gap_matrix_page(matrix: GapMatrix, lang: str = "en") -> Page:
    """What stays open from role to role: the figures, what they mean, and how complete each list is."""
    w = Writer(lang, "gap-matrix")
    n = len(matrix.cadres)
    blocks: list[Block] = [Notice(w.own("lead")), *w.other_notes(matrix.notes)]
    if n:
        blocks += [Heading(2, w.own("heading.counts")), *_counts(matrix, w)]
        blocks.append(Heading(2, w.own("heading.roles")))
        blocks.append(w.tabled(w.own("caption.roles", n=n), MATRIX_ROLES, matrix.roles))
    return w.finished(w.own("title", n=n), [*blocks, *w.stamped(matrix.stamp)], date=latest(matrix.stamp))


def _counts(matrix: GapMatrix, w: Writer) -> Iterator[Block]:
    """The figures, a table for as many columns as fit; roles for which nothing is known are left out."""
    columns, lines = matrix.columns(), matrix.lines()
    known = [role.id for role in matrix.roles if not role.silent]
    n = len(known)
    for first in range(0, n, _WIDE):
        some = select_columns(columns, "cadre", *known[first : first + _WIDE])
        caption = w.own("caption.counts", first=first + 1, last=min(first + _WIDE, n), n=n)
        yield replace(w.tabled(caption, some, lines), shape="matrix")


def gaps_page(found: Gaps, lang: str = "en") -> Page:
    """Many profiles towards one target: its rules first, then what is open for how many."""
    w = Writer(lang, "gaps")
    blocks: list[Block] = [
        answer_first(w, found, [_items_open(found, w)]),
        *rules_first(w, found),
        Heading(2, w.own("heading.items")),
        *w.list_notes(found.notes),
        Notice(w.own("no-ranking"), "plain"),
        *w.other_notes(found.notes),
    ]
    if found.items:
        blocks.append(w.tabled(w.own("caption.items", n=len(found.items)), GAPS_ITEMS, found.items))
    if found.modules:
        made = w.tabled(w.own("caption.demand", n=len(found.modules)), MODULES_DEMANDED, found.modules)
        blocks += [Heading(2, w.own("heading.demand")), Paragraph(w.own("demand-lead")), Details(made.caption, (made,))]
    title = w.own("title", n=found.n, target=found.target_label)
    return w.finished(title, [*blocks, *w.stamped(found.stamp)], date=latest(found.stamp))


def _items_open(found: Gaps, w: Writer) -> str:
    if not found.items:
        return w.own("answer.nothing-asked")
    needed = [one for one in found.items if one.necessity != "optional"]
    unsure = sum(one.certain < found.n for one in needed)
    return w.own("answer.items", n=found.n, required=len(needed), open=unsure)
