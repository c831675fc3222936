"""The page of a coverage: the answer in a few lines, what is unsafe, then what nobody serves, supervises or teaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sswgraph.model.coverage import (
    BARRED,
    FUNCTIONS,
    LANGUAGES,
    MATRIX,
    STAGES,
    SUPERVISORS,
    UNSUPERVISED,
    UNTAUGHT,
    Coverage,
)
from sswgraph.model.shown import Column, Columns, Value
from sswgraph.pages.blocks import Block, Details, Heading, Notice, Page, Paragraph, Picture, Table
from sswgraph.pages.pictures.draw import drawing
from sswgraph.pages.writer import Writer, latest


def coverage_page(found: Coverage, lang: str = "en") -> Page:
    """A coverage as a page."""
    w = Writer(lang, "careers")
    of = w.say(found.title) if found.title else w.own("all-frameworks", n=len(found.frameworks))
    title = w.own("title.coverage", of=of)
    if found.where:
        title = w.own("title.coverage-at", of=of, place=found.where)
    blocks = [
        *_answer(found, w),
        *(Notice(w.say(note)) for note in found.notes if note.code != "careers.no-functions"),
        *_grave(found, w),
        *_functions(found, w),
        *_matrix(found, w),
        *_supervision(found, w),
        *_teaching(found, w),
        *_others(found, w),
        *w.stamped(found.stamp),
    ]
    return w.finished(title, blocks, date=latest(found.stamp))


def _naming(found: Coverage, w: Writer, columns: Columns, **fields: str) -> list[Column]:
    """These columns, and after the first two one for each of these fields, with its cadres by name."""
    known = {one.cadre: one.label for one in found.supervisors} | {one.cadre: one.label for one in found.cadres}

    def named(field: str) -> Value:
        return lambda line: "; ".join(w.say(known[one]) if one in known else one for one in getattr(line, field))

    more = [Column(value=named(field), heading=f"careers.column.{heading}") for field, heading in fields.items()]
    return [*columns[:2], *more, *columns[2:]]


def _answer(found: Coverage, w: Writer) -> Iterator[Block]:
    if not found.functions:
        yield Notice(w.own("no-functions"))
    else:
        known = len(found.functions) - len(found.unknown)
        counts = {"unserved": found.unserved, "single": found.single, "several": found.duplicated}
        said = {name: len(ids) for name, ids in counts.items()}
        yield Paragraph(
            w.own("answer.functions", n=known, unknown=len(found.unknown), referred=len(found.referred), **said)
        )
        grave, safe = len(found.accountable), sum(bool(one.competent) for one in found.accountable)
        if grave:
            yield Paragraph(w.own("answer.grave", n=grave, competent=safe, unsafe=len(found.unsafe)))
    if found.taught or found.untaught:
        how = Counter(one.how for one in found.untaught)
        counted = {"shut": how["blocked"] + how["closed"], "close": how["close"], "nothing": how["nothing"]}
        total = found.taught + len(found.untaught)
        day = found.as_of.isoformat()
        yield Paragraph(w.own("answer.taught", n=total, taught=found.taught, date=day, **counted))
    if found.cadres:
        unnamed = sum(one.why == "not-named" for one in found.unsupervised)
        numbers = {
            "n": unnamed,
            "total": len(found.cadres),
            "unknown": len(found.unsupervised) - unnamed,
            "supervisors": len(found.supervisors),
            "bare": len(found.supervising_unlisted),
            "unprepared": len(found.unprepared),
        }
        yield Paragraph(w.own("answer.supervision", **numbers))


def _grave(found: Coverage, w: Writer) -> Iterator[Block]:
    """High-risk functions first: who carries them out without the competence needed, and acts open to nobody."""
    if found.accountable or found.barred:
        yield Heading(2, w.own("heading.grave"))
    if found.unsafe:
        yield Notice(w.own("unsafe-lead"))
        by_id = {one.function: one for one in found.functions}
        lines = [(by_id[cell.function], cell) for cell in found.unsafe]
        yield w.tabled(w.own("caption.unsafe", n=len(lines)), MATRIX, lines)
    if found.accountable:
        caption = w.own("caption.accountable", n=len(found.accountable))
        yield w.tabled(caption, _performed(found, w), found.accountable)
    if found.barred:
        yield Notice(w.own("barred-lead"))
        yield w.tabled(
            w.own("caption.barred", n=len(found.barred)), _naming(found, w, BARRED, cadres="barred"), found.barred
        )


def _performed(found: Coverage, w: Writer) -> list[Column]:
    return _naming(found, w, FUNCTIONS, performers="performers", competent="competent", referring="referring")


def _functions(found: Coverage, w: Writer) -> Iterator[Block]:
    """A table for each state that occurs, functions without a cadre first."""
    if not found.functions:
        return
    yield Heading(2, w.own("heading.functions"))
    for state in ("unserved", "referred", "single", "several", "unknown"):
        own = [one for one in found.functions if one.state == state]
        if own:
            made = w.tabled(w.own(f"caption.{state}", n=len(own)), _performed(found, w), own)
            yield Details(made.caption, (made,)) if state in ("several", "unknown") else made


def _matrix(found: Coverage, w: Writer) -> Iterator[Block]:
    if found.matrix:
        yield Heading(2, w.own("heading.matrix"))
        drawn = drawing(found, w.lang)
        yield Picture(drawn.alternative, drawn.svg)
        made = w.tabled(w.own("caption.matrix", n=len(found.matrix)), MATRIX, found.lines())
        yield Details(made.caption, (made,))


def _supervision(found: Coverage, w: Writer) -> Iterator[Block]:
    if not found.unsupervised and not found.supervisors:
        return
    yield Heading(2, w.own("heading.supervision"))
    if found.unsupervised:
        yield w.tabled(w.own("caption.unsupervised", n=len(found.unsupervised)), UNSUPERVISED, found.unsupervised)
    if found.supervisors:
        columns = _naming(found, w, SUPERVISORS, supervises="supervises")
        yield w.tabled(w.own("caption.supervisors", n=len(found.supervisors)), columns, found.supervisors)


def _teaching(found: Coverage, w: Writer) -> Iterator[Block]:
    ids = {"idle": found.idle_modules, "silent": found.silent_modules, "unrequired": found.unrequired}
    if found.untaught or any(ids.values()):
        yield Heading(2, w.own("heading.teaching"))
    if found.untaught:
        caption = w.own("caption.untaught", n=len(found.untaught), date=found.as_of.isoformat())
        yield w.tabled(caption, UNTAUGHT, found.untaught)
    for name, several in ids.items():
        if several:
            made = _named(found, w, w.own(f"caption.{name}", n=len(several)), several)
            yield Details(made.caption, (made,))


def _named(found: Coverage, w: Writer, caption: str, ids: Iterable[str]) -> Table:
    names = dict(found.names)
    return w.table(caption, w.header("element"), [(w.named(names[one], one),) for one in ids])


def _others(found: Coverage, w: Writer) -> Iterator[Block]:
    if found.empty_stages:
        yield Heading(2, w.own("heading.stages"))
        yield w.tabled(w.own("caption.stages", n=len(found.empty_stages)), STAGES, found.empty_stages)
    if any(n < total for _, n, total in found.languages):
        yield Heading(2, w.own("heading.languages"))
        yield w.tabled(w.own("caption.languages"), LANGUAGES, found.languages)
