"""The page of a review, also the report of a workshop: safety first, then what is not settled, then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sswgraph.model.comparison import RELATIONS
from sswgraph.model.merge_plan import OUTCOMES
from sswgraph.model.review import STANDINGS, Review, ReviewDecision, ReviewRow, word_code
from sswgraph.model.text import isolate, one_line
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.writer import Writer, capitalised, data, folded_away

_SAID = ("suggested", "no-counterpart", "on-the-menu", "stated-mapping", "across", "candidate")
_TITLED = ("menu", "mappings", "countries")  # with a title of their own


def review_page(review: Review, lang: str = "en") -> Page:
    """The copies of a review side by side."""
    w = Writer(lang, "review")
    blocks = [
        *w.banners(review.notes),
        Paragraph(w.own("no-machine")),
        *_safety(review, w),
        *_standing(review, w),
        *_by_standing(review, w),
        *_remarks(review, w),
        *_domains(review, w),
        *_groups(review, w),
        *_signing(review, w),
        *w.stamped(review.stamp),
    ]
    code = f"page-title-{review.of}" if review.of in _TITLED else "page-title"
    title = w.own(code, base=review.base_label, adaptation=review.adaptation_label)
    return w.finished(title, blocks)


def _heading(code: str, w: Writer) -> Heading:
    return Heading(2, w.own(f"section-{code}"))


def _standing(review: Review, w: Writer) -> Iterator[Block]:
    yield _heading("standing", w)
    counts = [(capitalised(w.own(f"standing-{one}")), str(len(review.of_standing(one)))) for one in reversed(STANDINGS)]
    ticked = sum(row.ticked for row in review.lines)
    yield Facts((*counts, (w.own("count-ticked"), str(ticked)), (w.own("count-all"), str(len(review.lines)))))
    yield from w.other_notes(review.notes)


def _is_apart(review: Review) -> bool:
    """Whether two frameworks were compared of which neither was made from the other."""
    return review.of == "comparison" and not review.lineage


def _safety(review: Review, w: Writer) -> Iterator[Block]:
    """Every row that loosens a safeguard, whatever was decided on it."""
    yield _heading("safety", w)
    rows = [row for row in review.lines if row.safety]
    yield from (Notice(w.say(one)) for one in review.unclear)
    if rows:
        yield _rows(rows, w, _is_apart(review))
    elif review.clear:
        yield Notice(w.own("nothing-loosened"), "good")
    elif not review.unclear:  # not a good result: perhaps neither states anything, or nothing was compared
        yield Paragraph(w.own("nothing-loosened-apart" if _is_apart(review) else "none"))


def _by_standing(review: Review, w: Writer) -> Iterator[Block]:
    """The rows without safeguards, the least settled first."""
    for standing in STANDINGS:
        rows = [row for row in review.of_standing(standing) if not row.safety]
        if rows:
            yield _heading(standing, w)
            table = _rows(rows, w, _is_apart(review))
            yield folded_away(table) if standing == "silent" else table


def _rows(rows: Sequence[ReviewRow], w: Writer, apart: bool = False) -> Table:
    names = ("number", "element", "change-apart" if apart else "change", "standing", "said")
    header = [w.own(f"column-{name}") for name in names]
    cells = [
        (
            str(row.number),
            w.named(row.label, row.key, w.term("kind", row.element)),
            _change(row, w),
            w.own(f"standing-{row.standing}"),
            "; ".join(_said(one, row.happened, w) for one in row.decisions),
        )
        for row in rows
    ]
    return w.table(w.own("caption-rows", n=len(rows)), header, cells, (0,))


def change_word(change: str, w: Writer) -> str:
    """The word for a change, a relation between two elements, a suggestion, or an outcome of a new edition."""
    if change in OUTCOMES:
        return w.words(f"rebase.outcome-{change}")
    if change in RELATIONS:
        return w.term("relation", change)
    return w.words(f"review.{change}") if change in _SAID else w.term("change", change)


def _change(row: ReviewRow, w: Writer) -> str:
    kind = change_word(row.change, w)
    return "\n".join([capitalised(kind), *(w.say(one) for one in row.safety)])


def _group(one: ReviewDecision, w: Writer) -> str:
    return capitalised(w.own(f"group-{one.group or 'none'}"))


def _said(one: ReviewDecision, happened: str, w: Writer) -> str:
    verdict = w.own(word_code(one.verdict, happened)) if one.verdict else w.own("no-verdict")
    parts = [w.own("said", group=_group(one, w), verdict=verdict), one.wording, one.reason]
    return " – ".join(isolate(one_line(part)) for part in parts if part)


def _remarks(review: Review, w: Writer) -> Iterator[Block]:
    """Dissent, legal checks, and who follows up: row by row, in the words of the groups."""
    for code, found in (
        ("dissent", [(row, one, one.dissent) for row in review.lines for one in row.decisions if one.dissent]),
        ("legal", [(row, one, one.reason) for row in review.lines for one in row.decisions if one.legal_check]),
        ("next", [(row, one, one.follow_up) for row in review.lines for one in row.decisions if one.follow_up]),
    ):
        yield _heading(code, w)
        lines = tuple(
            data(f"{row.number}. {row.label.best(w.lang)} · {_group(one, w)}{': ' if text else ''}{text}")
            for row, one, text in found
        )
        yield Listing(lines) if lines else Paragraph(w.own("none"))


def _domains(review: Review, w: Writer) -> Iterator[Block]:
    """How far each domain is settled."""
    names: dict[str, list[ReviewRow]] = {}
    for row in review.lines:
        names.setdefault(row.domain.best(w.lang) or w.own("no-domain"), []).append(row)
    columns = [w.own("column-domain"), w.own("column-rows")]
    header = [*columns, *(capitalised(w.own(f"standing-{one}")) for one in reversed(STANDINGS))]
    cells = [
        (
            name,
            str(len(rows)),
            *(str(sum(row.standing == standing for row in rows)) for standing in reversed(STANDINGS)),
        )
        for name, rows in names.items()
    ]
    if cells:
        yield _heading("domains", w)
        yield w.table("", header, cells, (1, 2, 3, 4, 5))


def _groups(review: Review, w: Writer) -> Iterator[Block]:
    """Whose copies these are, when and how each group worked, and how much it decided."""
    yield _heading("groups", w)
    header = [w.own(f"column-{name}") for name in ("group", "when", "method", "decided", "dropped", "file")]
    cells = []
    for number, copy in enumerate(review.copies):
        own = [one for one in review.decisions if one.copy == number]
        cells.append(
            (
                capitalised(w.own(f"group-{copy.group or 'none'}")),
                data(copy.when),
                data(copy.method),
                str(sum(one.verdict is not None for one in own)),
                str(sum(one.ticked for one in own)),
                data(copy.file),
            )
        )
    yield w.table("", header, cells, (3, 4))


def _signing(review: Review, w: Writer) -> Iterator[Block]:
    """Lines to sign on."""
    groups = dict.fromkeys(copy.group or "none" for copy in review.copies)
    header = (w.own("column-group"), w.own("column-signature"))
    yield _heading("sign", w)
    yield Table("", header, tuple((capitalised(w.own(f"group-{one}")), " ") for one in groups))
