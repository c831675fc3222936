"""The pages of the attestation matrix and of the completeness report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sswgraph.model.provenance import PLACES, SHARES, SOURCES, UNATTESTED, UNREAD, Attestation, Completeness
from sswgraph.model.results import LinkCount
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph
from sswgraph.pages.writer import Writer, data

COLUMNS = 8  # sources side by side


def attestation_page(matrix: Attestation, lang: str = "en") -> Page:
    """The matrix: what nothing attests first, then by country, then the sources; element by source folded away."""
    w = Writer(lang, "completeness")
    blocks: list[Block] = []
    bare = [item for item in matrix.items if not item.origins]
    if bare:
        blocks += [Heading(2, w.own("heading.unattested")), _lead(len(bare), w)]
        blocks.append(w.tabled(w.own("caption.rows", n=len(bare)), UNATTESTED, bare))
    if not matrix.items:
        blocks.append(Paragraph(w.own("none-of-kind")))
    if matrix.places:
        blocks += [Heading(2, w.own("heading.places")), *_by_place(matrix, w)]
    if matrix.sources:
        blocks += [Heading(2, w.own("heading.sources")), _sources(matrix, w)]
        blocks.append(Details(w.own("heading.matrix"), tuple(_matrix(matrix, w))))
    title = w.own("matrix.title", label=matrix.title)
    return w.finished(title, [*blocks, *w.stamped(matrix.stamp)])


def _lead(n: int, w: Writer) -> Notice:
    return Notice(w.own("unattested-lead", n=n))


def _matrix(matrix: Attestation, w: Writer) -> Iterable[Block]:
    """A table for every few sources, with the elements that any of them attests."""
    for start in range(0, len(matrix.sources), COLUMNS):
        names = [source.id for source in matrix.sources[start : start + COLUMNS]]
        lines = [item for item in matrix.items if any(name in names for name, _ in item.cells)]
        caption = w.own("caption.matrix", first=start + 1, last=start + len(names))
        yield w.tabled(caption, matrix.columns(start, start + COLUMNS), lines)


def _by_place(matrix: Attestation, w: Writer) -> Iterable[Block]:
    """How many independent origins of each country attest what: the totals, then element by country."""
    yield w.tabled(w.own("caption.places", n=len(matrix.places)), PLACES, matrix.places)
    lines = [item for item in matrix.items if item.origins]
    columns = [one for one in matrix.columns_by_place() if one.heading or one.title]
    yield replace(w.tabled(w.own("caption.by-place", n=len(lines)), columns, lines), shape="matrix")


def _sources(matrix: Attestation, w: Writer) -> Block:
    return w.tabled(w.own("caption.sources", n=len(matrix.sources)), SOURCES, enumerate(matrix.sources, 1))


def completeness_page(found: Completeness, lang: str = "en") -> Page:
    """The report: expected topics that are absent first, then figures, then what was not read."""
    w = Writer(lang, "completeness")
    blocks: list[Block] = [Heading(2, w.own("heading.advice"))]
    blocks += [Notice(w.say(said)) for said in found.advice]
    if not found.advice:
        blocks.append(Paragraph(w.own("advice-none" if found.looked_for else "advice-not-looked-for")))
    blocks += [Heading(2, w.own("heading.rests")), Facts(tuple(_facts(found, w)))]
    blocks.append(w.tabled(w.own("caption.shares"), SHARES, found.shares))
    blocks += [Heading(2, w.own("heading.attested")), _attested(found, w)]
    if found.unattested:
        blocks += [_lead(len(found.unattested), w), Listing(tuple(map(data, found.unattested)))]
    blocks += [Heading(2, w.own("heading.languages")), _languages(found, w)]
    blocks += [Heading(2, w.own("heading.known")), *_known(found, w)]
    blocks += [Heading(2, w.own("heading.unread")), *_unread(found, w)]
    title = w.own("title", label=found.title)
    return w.finished(title, [*blocks, *w.stamped(found.stamp)])


def _facts(found: Completeness, w: Writer) -> Iterable[tuple[str, str]]:
    total = _total(found.bases)
    if found.reach:
        yield w.own("fact.reach"), w.term("reach", found.reach)
    yield w.own("fact.elements"), str(total)
    for basis in ("stated", "derived", "draft"):
        yield w.own(f"fact.{basis}"), w.share(getattr(found.bases, basis), total)


def _total(bases: LinkCount) -> int:
    return bases.stated + bases.derived + bases.draft


def _attested(found: Completeness, w: Writer) -> Block:
    rows = [(str(origins), str(n)) for origins, n in found.attested]
    return _table(w.own("caption.attested"), ("origins", "elements"), rows, w, (1,))


def _languages(found: Completeness, w: Writer) -> Block:
    rows = [(f"{w.term('language', tag)} ({tag})", str(n), str(un)) for tag, n, un in found.languages]
    caption = w.own("caption.languages", n=found.named)
    return _table(caption, ("language", "named", "unreviewed"), rows, w, (1, 2))


def _known(found: Completeness, w: Writer) -> Iterable[Block]:
    rows = [(w.own(f"known.{one.name}"), str(one.known), str(one.total - one.known)) for one in found.known]
    yield _table(w.own("caption.known"), ("what", "known", "unknown"), rows, w, (1, 2))
    if found.facets:
        facets = [(_facet(name, w), str(n)) for name, n in found.facets]
        yield _table(w.own("caption.facets"), ("what", "count"), facets, w, (1,))


def _facet(name: str, w: Writer) -> str:
    return w.own("facet.not-stated") if name == "not-stated" else w.term("facet", name)


def _unread(found: Completeness, w: Writer) -> Iterable[Block]:
    if not found.unread:
        yield Paragraph(w.own("unread-none" if found.reach == "whole" else "unread-unknown"))
        return
    yield w.tabled(w.own("caption.unread", n=len(found.unread)), UNREAD, found.unread)


def _table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], w: Writer, numeric: Sequence[int] = ()
) -> Block:
    return w.table(caption, w.own_header(*columns), rows, numeric)
