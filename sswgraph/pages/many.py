"""The pages of many gaps at once: a matrix of roles, and many profiles towards one target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sswgraph.model.gaps import GAPS_ITEMS, MATRIX_ROLES, MODULES_DEMANDED, GapMatrix, Gaps
from sswgraph.model.shown import select_columns
from sswgraph.pages.blocks import Block, Details, Heading, Notice, Page, Paragraph
from sswgraph.pages.rules import answer_first, rules_first
from sswgraph.pages.writer import Writer, latest

_WIDE = 12  # so many columns stand beside each other on a page


def gap_matrix_page(matrix: GapMatrix, lang: str = "en") -> Page:
    """What stays open from role to role: what a number means, the numbers, and how far the list of each role goes."""
    w = Writer(lang, "gap-matrix")
    n = len(matrix.cadres)
    blocks: list[Block] = [Notice(w.own("lead")), *w.other_notes(matrix.notes)]
    if n:
        blocks += [Heading(2, w.own("heading.counts")), *_counts(matrix, w)]
        blocks.append(Heading(2, w.own("heading.roles")))
        blocks.append(w.tabled(w.own("caption.roles", n=n), MATRIX_ROLES, matrix.roles))
    return w.finished(w.own("title", n=n), [*blocks, *w.stamped(matrix.stamp)], date=latest(matrix.stamp))


def _counts(matrix: GapMatrix, w: Writer) -> Iterator[Block]:
    """The numbers, a table for so many columns as fit beside each other; none for roles of which nothing is known."""
    columns, lines = matrix.columns(), matrix.lines()
    known = [role.id for role in matrix.roles if not role.silent]
    n = len(known)
    for first in range(0, n, _WIDE):
        some = select_columns(columns, "cadre", *known[first : first + _WIDE])
        caption = w.own("caption.counts", first=first + 1, last=min(first + _WIDE, n), n=n)
        yield replace(w.tabled(caption, some, lines), shape="matrix")


def gaps_page(found: Gaps, lang: str = "en") -> Page:
    """Many profiles towards one target: what binds it first, then what is open for how many."""
    w = Writer(lang, "gaps")
    blocks: list[Block] = [
        answer_first(w, found, [_figures(found, w)]),
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


def _figures(found: Gaps, w: Writer) -> str:
    if not found.items:
        return w.own("answer.nothing-asked")
    needed = [one for one in found.items if one.necessity != "optional"]
    unsure = sum(one.certain < found.n for one in needed)
    return w.own("answer.items", n=found.n, required=len(needed), open=unsure)
