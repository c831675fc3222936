"""The pages of the attestation matrix and of the completeness report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sswgraph.model.provenance import Attestation, AttestedRow, AttestedSource, Completeness
from sswgraph.model.results import LinkCount
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph

COLUMNS = 8  # so many sources stand side by side


def attestation_page(matrix: Attestation, lang: str = "en") -> Page:
    """The matrix as a page: what nothing attests first, then the sources by number, then element by source."""
    blocks: list[Block] = []
    bare = [item for item in matrix.items if not item.origins]
    if bare:
        blocks += [Heading(2, _words("heading.unattested", lang)), _lead(len(bare), lang), _bare(bare, lang)]
    if not matrix.items:
        blocks.append(Paragraph(_words("none-of-kind", lang)))
    if matrix.sources:
        blocks += [Heading(2, _words("heading.sources", lang)), _sources(matrix.sources, lang)]
        blocks += [Heading(2, _words("heading.matrix", lang)), *_matrix(matrix, lang)]
    title = _words("matrix.title", lang, label=matrix.title)
    return common.finished(title, lang, [*blocks, *common.stamped(matrix.stamp, lang)])


def _lead(n: int, lang: str) -> Notice:
    return Notice(_words("unattested-lead", lang, n=n))


def _bare(items: Sequence[AttestedRow], lang: str) -> Block:
    rows = [
        (
            common.named(item.label, item.element, lang),
            common.term("basis", item.basis, lang),
            common.data("; ".join(item.on_subject)),
        )
        for item in items
    ]
    return _table(_words("caption.rows", lang, n=len(rows)), ("element", "basis", "beside"), rows, lang)


def _sources(sources: Sequence[AttestedSource], lang: str) -> Block:
    rows = [
        (
            str(number),
            common.named(source.label, source.id, lang),
            common.data(source.page),
            common.data("; ".join(source.origins)),
            str(source.count),
        )
        for number, source in enumerate(sources, 1)
    ]
    columns = ("number", "source", "address", "origins", "attests")
    return _table(_words("caption.sources", lang, n=len(rows)), columns, rows, lang, (0, 4))


def _matrix(matrix: Attestation, lang: str) -> Iterable[Block]:
    """A table for every few sources, with the elements that any of them attests."""
    for start in range(0, len(matrix.sources), COLUMNS):
        names = [source.id for source in matrix.sources[start : start + COLUMNS]]
        numbers = range(start + 1, start + len(names) + 1)
        header = [_words("column.element", lang), _words("column.origins", lang), *map(str, numbers)]
        rows = [
            (
                common.named(item.label, item.element, lang),
                str(len(item.origins)),
                *(_cell(item, name, lang) for name in names),
            )
            for item in matrix.items
            if any(name in names for name, _ in item.cells)
        ]
        caption = _words("caption.matrix", lang, first=numbers[0], last=numbers[-1])
        yield common.table(caption, header, rows, (1,), lang)


def _cell(item: AttestedRow, source: str, lang: str) -> str:
    return ", ".join(_words(f"how.{how}", lang) for name, how in item.cells if name == source)


def completeness_page(found: Completeness, lang: str = "en") -> Page:
    """The report as a page: expected topics that are absent first, then numbers, then what was not read."""
    blocks: list[Block] = [Heading(2, _words("heading.advice", lang))]
    blocks += [Notice(common.say(said, lang)) for said in found.advice]
    if not found.advice:
        blocks.append(Paragraph(_words("advice-none", lang)))
    blocks += [Heading(2, _words("heading.rests", lang)), Facts(tuple(_facts(found, lang))), _shares(found, lang)]
    blocks += [Heading(2, _words("heading.attested", lang)), _attested(found, lang)]
    if found.unattested:
        blocks += [_lead(len(found.unattested), lang), Listing(tuple(map(common.data, found.unattested)))]
    blocks += [Heading(2, _words("heading.languages", lang)), _languages(found, lang)]
    blocks += [Heading(2, _words("heading.known", lang)), *_known(found, lang)]
    blocks += [Heading(2, _words("heading.unread", lang)), *_unread(found, lang)]
    title = _words("title", lang, label=found.title)
    return common.finished(title, lang, [*blocks, *common.stamped(found.stamp, lang)])


def _facts(found: Completeness, lang: str) -> Iterable[tuple[str, str]]:
    total = _total(found.bases)
    if found.reach:
        yield _words("fact.reach", lang), common.term("reach", found.reach, lang)
    yield _words("fact.elements", lang), str(total)
    for basis in ("stated", "derived", "draft"):
        yield _words(f"fact.{basis}", lang), common.share(getattr(found.bases, basis), total, lang)


def _total(bases: LinkCount) -> int:
    return bases.stated + bases.derived + bases.draft


def _shares(found: Completeness, lang: str) -> Block:
    rows = [
        (
            common.headed(common.term("kind", one.kind, lang)),
            *(str(n) for n in (one.count, one.bases.stated, one.bases.derived, one.bases.draft)),
        )
        for one in found.shares
    ]
    header = [_words("column.kind", lang), _words("column.count", lang)]
    header += [_words(f"fact.{basis}", lang) for basis in ("stated", "derived", "draft")]
    return common.table(_words("caption.shares", lang), header, rows, (1, 2, 3, 4), lang)


def _attested(found: Completeness, lang: str) -> Block:
    rows = [(str(origins), str(n)) for origins, n in found.attested]
    return _table(_words("caption.attested", lang), ("origins", "elements"), rows, lang, (1,))


def _languages(found: Completeness, lang: str) -> Block:
    rows = [(f"{common.term('language', tag, lang)} ({tag})", str(n), str(un)) for tag, n, un in found.languages]
    caption = _words("caption.languages", lang, n=found.named)
    return _table(caption, ("language", "named", "unreviewed"), rows, lang, (1, 2))


def _known(found: Completeness, lang: str) -> Iterable[Block]:
    rows = [(_words(f"known.{one.name}", lang), str(one.known), str(one.total - one.known)) for one in found.known]
    yield _table(_words("caption.known", lang), ("what", "known", "unknown"), rows, lang, (1, 2))
    if found.facets:
        facets = [(_facet(name, lang), str(n)) for name, n in found.facets]
        yield _table(_words("caption.facets", lang), ("what", "count"), facets, lang, (1,))


def _facet(name: str, lang: str) -> str:
    return _words("facet.not-stated", lang) if name == "not-stated" else common.term("facet", name, lang)


def _unread(found: Completeness, lang: str) -> Iterable[Block]:
    if not found.unread:
        yield Paragraph(_words("unread-none", lang))
        return
    rows = [
        (
            common.named(one.label, one.element, lang),
            common.term("reach", one.reach, lang),
            common.worded(one.what, lang),
        )
        for one in found.unread
    ]
    yield _table(_words("caption.unread", lang, n=len(rows)), ("element", "reach", "what"), rows, lang)


def _table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], lang: str, numeric: Sequence[int] = ()
) -> Block:
    return common.table(caption, [_words(f"column.{name}", lang) for name in columns], rows, numeric, lang)


def _words(code: str, lang: str, **parameters: Any) -> str:
    return common.words(f"completeness.{code}", lang, **parameters)
