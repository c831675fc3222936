"""The page of an evidence report: who says it, what it rests on, who disagrees, how many origins attest it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sswgraph.model.provenance import Citation, Dissent, EvidenceReport, Ground, Origin
from sswgraph.model.text import Text, Wording
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph
from sswgraph.pages.writer import Writer, data

_SAYS = ("basis", "source", "where", "words", "about", "from", "note")
_RESTS = ("element", "how", "basis", "source", "where", "words", "why")
_DIFFERS = ("kind", "about", "standing", "says", "date", "note", "source", "words")


def evidence_page(report: EvidenceReport, lang: str = "en") -> Page:
    """The evidence of one element: reservations first, then its own evidence, then the path to the sources."""
    w = Writer(lang, "evidence")
    blocks: list[Block] = [Notice(w.say(note)) for note in report.notes]
    blocks += [Facts(tuple(_facts(report, w))), _heading("says", w)]
    blocks += _table("says", _SAYS, [_said(one, w) for one in report.citations], w)
    if report.grounds:
        blocks.append(_heading("rests", w))
        rows = [row for ground in report.grounds for row in _rests(ground, w)]
        blocks += _table("rests", _RESTS, rows, w)
    blocks.append(_heading("differs", w))
    rows = [row for one in report.dissents for row in _differs(one, report.element, w)]
    blocks += _table("differs", _DIFFERS, rows, w)
    blocks += [*_origins(report, w), *w.stamped(report.stamp)]
    return w.finished(w.own("title", label=report.label), blocks)


def _facts(report: EvidenceReport, w: Writer) -> Iterable[tuple[str, str]]:
    yield w.fixed("field.kind"), w.term("kind", report.element_kind)
    yield w.fixed("field.id"), data(report.element)
    if report.framework and report.framework != report.element:
        yield w.own("fact.framework"), data(report.framework)
    if report.basis:
        yield w.own("fact.basis"), w.term("basis", report.basis)
    yield w.own("fact.origins"), str(len(report.origins))


def _said(one: Citation, w: Writer) -> tuple[str, ...]:
    return (
        w.term("basis", one.basis),
        _source(one, w),
        _where(one),
        quoted(one.excerpt, w),
        data(", ".join(map(_local, one.concerns))) if one.concerns else w.own("about-all"),
        data("; ".join(one.derived_from)),
        w.worded(one.note),
    )


def _rests(ground: Ground, w: Writer) -> Iterable[tuple[str, ...]]:
    """One row for each source about the element, or one where there is none."""
    name = w.named(ground.label, ground.element)
    if ground.label.languages == ("und",):
        name = data(ground.element)
    how, why = _how(ground, w), _why(ground, w)
    cited = [one for one in ground.citations if one.source]
    for one in cited:
        yield name, how, w.term("basis", one.basis), _source(one, w), _where(one), _quote(one, w), why
    if not cited:
        bases = ", ".join(w.term("basis", b) for b in sorted({one.basis for one in ground.citations}))
        yield name, how, bases, "", "", "", why


def _how(ground: Ground, w: Writer) -> str:
    if ground.mapping is None or ground.attests or ground.via == "related":
        said = w.own(f"via.{ground.via}")
    elif ground.via.startswith("not-"):
        said = w.own("via.not")
    else:
        relation = data(ground.predicate).partition(":")[2]
        said = w.own("via.beside", relation=relation)
    return said if ground.step == 1 else f"{said}\n{w.own('step', n=ground.step, of=ground.of)}"


def _why(ground: Ground, w: Writer) -> Wording:
    if ground.mapping is None:
        return data("")
    parts = [ground.comment, ground.predicate, ground.justification, w.term("basis", ground.mapping_basis)]
    if ground.confidence is not None:
        parts.append(w.own("confidence", n=ground.confidence))
    first, *marks = [data(part) for part in parts if part]
    return Wording(f"{first}\n{' · '.join(marks)}")


def _differs(one: Dissent, asked: str, w: Writer) -> Iterable[tuple[str, ...]]:
    said = f"{_local(one.predicate)}: {one.value}" if one.predicate else one.value or ""
    shared = (
        f"{w.own(f'dissent.{one.kind}')}\n{data(one.id)}",
        data(one.about if one.about != asked else ""),
        w.own(f"standing.{one.standing}") if one.standing else "",
        data(" ".join(filter(None, (said, w.worded(one.unit))))),
        data(" · ".join(filter(None, (one.date, ", ".join(one.jurisdiction))))),
        w.worded(one.text),
    )
    cited = [citation for citation in one.citations if citation.source]
    for citation in cited:
        yield *shared, _source(citation, w), _quote(citation, w)
    if not cited:
        yield *shared, "", ""


def _origins(report: EvidenceReport, w: Writer) -> Iterable[Block]:
    yield _heading("origins", w)
    if report.origins:
        yield Paragraph(w.own("origins-lead"))
        yield Listing(tuple(_origin(one, w) for one in report.origins))
        return
    yield Paragraph(w.own("origins-none"))
    if report.inferred:
        yield Paragraph(w.own("inferred-lead"))
        yield Listing(tuple(_origin(one, w) for one in report.inferred))


def _origin(one: Origin, w: Writer) -> str:
    sources = data("; ".join(one.sources))
    if not one.named:
        return w.own("origin-unnamed", sources=sources)
    return w.own("origin", label=one.label if one.label else one.id, sources=sources)


def _source(one: Citation, w: Writer) -> str:
    return w.named(one.source_label, one.source) if one.source else ""


def _where(one: Citation) -> Wording:
    return Wording("\n".join(data(part) for part in (one.locator, one.page) if part))


def _quote(one: Citation, w: Writer) -> Wording:
    return quoted(one.excerpt, w)


def quoted(excerpt: Text, w: Writer) -> Wording:
    """The words of a source in its own language, which is named below them."""
    best = excerpt.best(w.lang)
    return Wording(f"{data(best)}\n{best.lang}" if best else "", best.lang)


def _local(iri: str | None) -> str:
    return (iri or "").rstrip("/#").replace("#", "/").rpartition("/")[2]


def _table(part: str, columns: Sequence[str], rows: Sequence[Sequence[str]], w: Writer) -> list[Block]:
    if not rows:
        return [Paragraph(w.own(f"{part}-none"))]
    header = w.own_header(*columns)
    return [w.table(w.own(f"caption.{part}", n=len(rows)), header, rows)]


def _heading(part: str, w: Writer) -> Heading:
    return Heading(2, w.own(f"heading.{part}"))
