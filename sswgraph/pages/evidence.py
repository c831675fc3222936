"""The page of an evidence report: who says it, what it rests on, who disagrees, how many origins attest it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sswgraph.model.provenance import Citation, Dissent, EvidenceReport, Ground, Origin
from sswgraph.model.text import Text, Wording
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph

_SAYS = ("basis", "source", "where", "words", "about", "from", "note")
_RESTS = ("element", "how", "basis", "source", "where", "words", "why")
_DIFFERS = ("kind", "about", "standing", "says", "date", "note", "source", "words")


def evidence_page(report: EvidenceReport, lang: str = "en") -> Page:
    """Who says one thing, as a page: reservations first, then its own evidence, and the way on to a source."""
    blocks: list[Block] = [Notice(common.say(note, lang)) for note in report.notes]
    blocks += [Facts(tuple(_facts(report, lang))), _heading("says", lang)]
    blocks += _table("says", _SAYS, [_said(one, lang) for one in report.citations], lang)
    if report.grounds:
        blocks.append(_heading("rests", lang))
        rows = [row for ground in report.grounds for row in _rests(ground, lang)]
        blocks += _table("rests", _RESTS, rows, lang)
    blocks.append(_heading("differs", lang))
    rows = [row for one in report.dissents for row in _differs(one, report.element, lang)]
    blocks += _table("differs", _DIFFERS, rows, lang)
    blocks += [*_origins(report, lang), *common.stamped(report.stamp, lang)]
    return common.finished(_words("title", lang, label=report.label), lang, blocks)


def _facts(report: EvidenceReport, lang: str) -> Iterable[tuple[str, str]]:
    yield common.fixed("field.kind", lang), common.term("kind", report.element_kind, lang)
    yield common.fixed("field.id", lang), common.data(report.element)
    if report.framework and report.framework != report.element:
        yield _words("fact.framework", lang), common.data(report.framework)
    if report.basis:
        yield _words("fact.basis", lang), common.term("basis", report.basis, lang)
    yield _words("fact.origins", lang), str(len(report.origins))


def _said(one: Citation, lang: str) -> tuple[str, ...]:
    return (
        common.term("basis", one.basis, lang),
        _source(one, lang),
        _where(one),
        quoted(one.excerpt, lang),
        common.data(", ".join(map(_local, one.concerns))) if one.concerns else _words("about-all", lang),
        common.data("; ".join(one.derived_from)),
        common.worded(one.note, lang),
    )


def _rests(ground: Ground, lang: str) -> Iterable[tuple[str, ...]]:
    """One row for each source that speaks of the element, or one where none does."""
    name = common.named(ground.label, ground.element, lang)
    if ground.label.languages == ("und",):
        name = common.data(ground.element)
    how, why = _how(ground, lang), _why(ground, lang)
    cited = [one for one in ground.citations if one.source]
    for one in cited:
        yield name, how, common.term("basis", one.basis, lang), _source(one, lang), _where(one), _quote(one, lang), why
    if not cited:
        bases = ", ".join(common.term("basis", b, lang) for b in sorted({one.basis for one in ground.citations}))
        yield name, how, bases, "", "", "", why


def _how(ground: Ground, lang: str) -> str:
    if ground.mapping is None or ground.attests or ground.via == "related":
        said = _words(f"via.{ground.via}", lang)
    elif ground.via.startswith("not-"):
        said = _words("via.not", lang)
    else:
        relation = common.data(ground.predicate).partition(":")[2]
        said = _words("via.beside", lang, relation=relation)
    return said if ground.step == 1 else f"{said}\n{_words('step', lang, n=ground.step, of=ground.of)}"


def _why(ground: Ground, lang: str) -> Wording:
    if ground.mapping is None:
        return common.data("")
    parts = [ground.comment, ground.predicate, ground.justification, common.term("basis", ground.mapping_basis, lang)]
    if ground.confidence is not None:
        parts.append(_words("confidence", lang, n=ground.confidence))
    first, *marks = [common.data(part) for part in parts if part]
    return Wording(f"{first}\n{' · '.join(marks)}")


def _differs(one: Dissent, asked: str, lang: str) -> Iterable[tuple[str, ...]]:
    said = f"{_local(one.predicate)}: {one.value}" if one.predicate else one.value or ""
    shared = (
        f"{_words(f'dissent.{one.kind}', lang)}\n{common.data(one.id)}",
        common.data(one.about if one.about != asked else ""),
        _words(f"standing.{one.standing}", lang) if one.standing else "",
        common.data(" ".join(filter(None, (said, common.worded(one.unit, lang))))),
        common.data(" · ".join(filter(None, (one.date, ", ".join(one.jurisdiction))))),
        common.worded(one.text, lang),
    )
    cited = [citation for citation in one.citations if citation.source]
    for citation in cited:
        yield *shared, _source(citation, lang), _quote(citation, lang)
    if not cited:
        yield *shared, "", ""


def _origins(report: EvidenceReport, lang: str) -> Iterable[Block]:
    yield _heading("origins", lang)
    if report.origins:
        yield Paragraph(_words("origins-lead", lang))
        yield Listing(tuple(_origin(one, lang) for one in report.origins))
        return
    yield Paragraph(_words("origins-none", lang))
    if report.inferred:
        yield Paragraph(_words("inferred-lead", lang))
        yield Listing(tuple(_origin(one, lang) for one in report.inferred))


def _origin(one: Origin, lang: str) -> str:
    sources = common.data("; ".join(one.sources))
    if not one.named:
        return _words("origin-unnamed", lang, sources=sources)
    return _words("origin", lang, label=one.label if one.label else one.id, sources=sources)


def _source(one: Citation, lang: str) -> str:
    return common.named(one.source_label, one.source, lang) if one.source else ""


def _where(one: Citation) -> Wording:
    return Wording("\n".join(common.data(part) for part in (one.locator, one.page) if part))


def _quote(one: Citation, lang: str) -> Wording:
    return quoted(one.excerpt, lang)


def quoted(excerpt: Text, lang: str) -> Wording:
    """The words of a source, in its own language, which stands below them; no other language is expected of them."""
    best = excerpt.best(lang)
    return Wording(f"{common.data(best)}\n{best.lang}" if best else "", best.lang)


def _local(iri: str | None) -> str:
    return (iri or "").rstrip("/#").replace("#", "/").rpartition("/")[2]


def _table(part: str, columns: Sequence[str], rows: Sequence[Sequence[str]], lang: str) -> list[Block]:
    if not rows:
        return [Paragraph(_words(f"{part}-none", lang))]
    header = [_words(f"column.{name}", lang) for name in columns]
    return [common.table(_words(f"caption.{part}", lang, n=len(rows)), header, rows, lang=lang)]


def _heading(part: str, lang: str) -> Heading:
    return Heading(2, _words(f"heading.{part}", lang))


def _words(code: str, lang: str, **parameters: Any) -> str:
    return common.words(f"evidence.{code}", lang, **parameters)
