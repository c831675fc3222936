"""The page of many adaptations: what each loosened, who is near to whom, and element by element what each did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sswgraph.model.blocks import Block, Details, Facts, Heading, Notice, Page, Table
from sswgraph.model.matrix import Cell, Matrix, MatrixRow
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.pages_apart import protection
from sswgraph.model.show.pages_compare import safety


def matrix_page(matrix: Matrix, lang: str = "en") -> Page:
    """A base and its adaptations, as a page."""
    blocks = [*_safety(matrix, lang), *_summary(matrix, lang), *_nearness(matrix, lang), *_lines(matrix, lang)]
    name = "title.matrix" if matrix.lineage else "title.matrix-apart"
    title = common.fixed(name, lang, base=matrix.base_label, n=len(matrix.adaptations))
    return common.finished(title, lang, [*blocks, *common.stamped(matrix.stamp, lang)])


def _safety(matrix: Matrix, lang: str) -> Iterator[Block]:
    for comparison in matrix.comparisons:
        names = {"base": comparison.base_label, "name": comparison.adapted_label, "id": comparison.adapted}
        yield Heading(2, common.fixed("safety.of" if comparison.lineage else "safety.of-apart", lang, **names))
        yield from common.banners(comparison.notes, lang)
        found = list((safety if comparison.lineage else protection)(comparison, lang))[1:]
        yield from (block for block in found if isinstance(block, (Notice, Facts)))
        tables = (block for block in found if isinstance(block, Table))
        # A workbook names its sheets by their captions, apart from the heading that says whose they are.
        yield from (common.folded(replace(one, caption=f"{comparison.adapted} – {one.caption}")) for one in tables)
        looked_at = tuple(block for block in found if not isinstance(block, (Notice, Facts, Table)))
        yield Details(common.fixed("safety.looked-at-short", lang), looked_at)
        yield from common.other_notes(comparison.notes, lang)


def _summary(matrix: Matrix, lang: str) -> Iterator[Block]:
    yield common.heading("summary", lang, 2)
    kept, only = ("kept-by-all", "only-in") if matrix.lineage else ("same-in-all", "only-there")
    pairs = [(common.fixed(f"fact.{kept}", lang), str(len(matrix.kept_by_all)))]
    pairs += [
        (common.fixed(f"fact.{only}", lang, id=name), str(len(matrix.only_in(name)))) for name in matrix.adaptations
    ]
    yield Facts(tuple(pairs))


def _nearness(matrix: Matrix, lang: str) -> Iterator[Block]:
    if matrix.nearness:
        side = "adaptation" if matrix.lineage else "framework"
        header = [common.fixed(f"column.{name}", lang) for name in (side, side, "same", "percent")]
        rows = [
            (
                common.data(one.first),
                common.data(one.second),
                common.fixed("of-all", lang, n=one.same, total=one.of),
                str(round(100 * one.share)),
            )
            for one in matrix.nearness
        ]
        caption = "caption.nearness" if matrix.lineage else "caption.nearness-apart"
        yield common.table(common.fixed(caption, lang), header, rows, (2, 3), lang)


def _lines(matrix: Matrix, lang: str) -> Iterator[Block]:
    yield common.heading("elements", lang, 2)
    kept = [row for row in matrix.lines if row.base is not None and row.kept_by_all]
    of_base = [row for row in matrix.lines if row.base is not None and not row.kept_by_all]
    added = [row for row in matrix.lines if row.base is None]
    words = ("not-kept-by-all", "added", "kept-by-all")
    if not matrix.lineage:
        words = ("not-same-in-all", "not-in-first", "same-in-all")
    for name, rows in zip(words[:2], (of_base, added), strict=True):
        if rows:
            yield _table(matrix, rows, common.fixed(f"caption.{name}", lang, n=len(rows)), lang)
    if kept:
        caption = common.fixed(f"caption.{words[2]}", lang, n=len(kept))
        yield Details(caption, (_table(matrix, kept, caption, lang),))


def _cell(cell: Cell, lang: str) -> str:
    return common.term("change" if cell.said == cell.kind else "relation", cell.said, lang)


def _table(matrix: Matrix, rows: Sequence[MatrixRow], caption: str, lang: str) -> Table:
    header = [common.fixed("column.element", lang), *(common.data(name) for name in matrix.adaptations)]
    cells = [
        (
            common.named(row.label, row.base or "", lang, common.term("kind", row.element, lang)),
            *(_cell(cell, lang) for cell in row.cells),
        )
        for row in rows
    ]
    return common.table(caption, header, cells, lang=lang)
