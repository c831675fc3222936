"""The page of many adaptations: what each loosened, who is near to whom, and element by element what each did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sswgraph.model.blocks import Block, Details, Facts, Heading, Notice, Page, Table
from sswgraph.model.matrix import Matrix, MatrixRow
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.pages_compare import safety


def matrix_page(matrix: Matrix, lang: str = "en") -> Page:
    """A base and its adaptations, as a page."""
    blocks = [*_safety(matrix, lang), *_summary(matrix, lang), *_nearness(matrix, lang), *_lines(matrix, lang)]
    title = common.fixed("title.matrix", lang, base=matrix.base_label, n=len(matrix.adaptations))
    return common.finished(title, lang, [*blocks, *common.stamped(matrix.stamp, lang)])


def _safety(matrix: Matrix, lang: str) -> Iterator[Block]:
    for comparison in matrix.comparisons:
        name = common.fixed("safety.of", lang, name=comparison.adapted_label, id=comparison.adapted)
        yield Heading(2, name)
        yield from common.banners(comparison.notes, lang)
        found = list(safety(comparison, lang))[1:]
        yield from (block for block in found if isinstance(block, (Notice, Facts)))
        tables = (block for block in found if isinstance(block, Table))
        # A workbook names its sheets by their captions, apart from the heading that says whose they are.
        yield from (common.folded(replace(one, caption=f"{comparison.adapted} – {one.caption}")) for one in tables)
        looked_at = tuple(block for block in found if not isinstance(block, (Notice, Facts, Table)))
        yield Details(common.fixed("safety.looked-at-short", lang), looked_at)
        yield from common.other_notes(comparison.notes, lang)


def _summary(matrix: Matrix, lang: str) -> Iterator[Block]:
    yield common.heading("summary", lang, 2)
    pairs = [(common.fixed("fact.kept-by-all", lang), str(len(matrix.kept_by_all)))]
    pairs += [
        (common.fixed("fact.only-in", lang, id=name), str(len(matrix.only_in(name)))) for name in matrix.adaptations
    ]
    yield Facts(tuple(pairs))


def _nearness(matrix: Matrix, lang: str) -> Iterator[Block]:
    if matrix.nearness:
        header = [common.fixed(f"column.{name}", lang) for name in ("adaptation", "adaptation", "same", "percent")]
        rows = [
            (
                common.data(one.first),
                common.data(one.second),
                common.fixed("of-all", lang, n=one.same, total=one.of),
                str(round(100 * one.share)),
            )
            for one in matrix.nearness
        ]
        yield common.table(common.fixed("caption.nearness", lang), header, rows, (2, 3), lang)


def _lines(matrix: Matrix, lang: str) -> Iterator[Block]:
    yield common.heading("elements", lang, 2)
    kept = [row for row in matrix.lines if row.base is not None and row.kept_by_all]
    of_base = [row for row in matrix.lines if row.base is not None and not row.kept_by_all]
    added = [row for row in matrix.lines if row.base is None]
    for name, rows in (("not-kept-by-all", of_base), ("added", added)):
        if rows:
            yield _table(matrix, rows, common.fixed(f"caption.{name}", lang, n=len(rows)), lang)
    if kept:
        caption = common.fixed("caption.kept-by-all", lang, n=len(kept))
        yield Details(caption, (_table(matrix, kept, caption, lang),))


def _table(matrix: Matrix, rows: Sequence[MatrixRow], caption: str, lang: str) -> Table:
    header = [common.fixed("column.element", lang), *(common.data(name) for name in matrix.adaptations)]
    cells = [
        (
            common.named(row.label, row.base or "", lang, common.term("kind", row.element, lang)),
            *(common.term("change", cell.kind, lang) for cell in row.cells),
        )
        for row in rows
    ]
    return common.table(caption, header, cells, lang=lang)
