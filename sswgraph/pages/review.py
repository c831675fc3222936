"""The page of a review, also the report of a workshop: safety first, then what is not settled, then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sswgraph.model.characters import isolate, one_line
from sswgraph.model.comparison import RELATIONS
from sswgraph.model.merge_plan import OUTCOMES
from sswgraph.model.review import STANDINGS, Review, ReviewDecision, ReviewRow
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph, Table


def review_page(review: Review, lang: str = "en") -> Page:
    """The copies of a review side by side, as a page."""
    blocks = [
        *common.banners(review.notes, lang),
        Paragraph(_words("no-machine", lang)),
        *_safety(review, lang),
        *_standing(review, lang),
        *_by_standing(review, lang),
        *_remarks(review, lang),
        *_domains(review, lang),
        *_groups(review, lang),
        *_signing(review, lang),
        *common.stamped(review.stamp, lang),
    ]
    title = _words("page-title", lang, base=review.base_label, adaptation=review.adaptation_label)
    return common.finished(title, lang, blocks)


def _words(code: str, lang: str, /, **parameters: object) -> str:
    return common.words(f"review.{code}", lang, **parameters)


def _heading(code: str, lang: str) -> Heading:
    return Heading(2, _words(f"section-{code}", lang))


def _standing(review: Review, lang: str) -> Iterator[Block]:
    yield _heading("standing", lang)
    counts = [
        (common.headed(_words(f"standing-{one}", lang)), str(len(review.of_standing(one))))
        for one in reversed(STANDINGS)
    ]
    ticked = sum(row.ticked for row in review.lines)
    yield Facts(
        (*counts, (_words("count-ticked", lang), str(ticked)), (_words("count-all", lang), str(len(review.lines))))
    )
    yield from common.other_notes(review.notes, lang)


def _safety(review: Review, lang: str) -> Iterator[Block]:
    """Every row by which a safeguard was loosened, whatever was said of it."""
    yield _heading("safety", lang)
    rows = [row for row in review.lines if row.safety]
    if rows:
        yield _rows(rows, lang)
    else:
        word = "nothing-loosened" if review.lineage else "nothing-loosened-apart"
        yield Notice(_words("none" if review.of == "alignment" else word, lang), "good")


def _by_standing(review: Review, lang: str) -> Iterator[Block]:
    """The rows without a safeguard in them, what is least settled first."""
    for standing in STANDINGS:
        rows = [row for row in review.of_standing(standing) if not row.safety]
        if rows:
            yield _heading(standing, lang)
            yield common.folded(_rows(rows, lang)) if standing == "silent" else _rows(rows, lang)


def _rows(rows: Sequence[ReviewRow], lang: str) -> Table:
    names = ("number", "element", "change", "standing", "said")
    header = [_words(f"column-{name}", lang) for name in names]
    cells = [
        (
            str(row.number),
            common.named(row.label, row.key, lang, common.term("kind", row.element, lang)),
            _change(row, lang),
            _words(f"standing-{row.standing}", lang),
            "; ".join(_said(one, lang) for one in row.decisions),
        )
        for row in rows
    ]
    return common.table(_words("caption-rows", lang, n=len(rows)), header, cells, (0,), lang)


def change_word(change: str, lang: str) -> str:
    """What happened to an element, or how two stand to each other; what was suggested; what a new edition means."""
    if change in OUTCOMES:
        return common.words(f"rebase.outcome-{change}", lang)
    if change in RELATIONS:
        return common.term("relation", change, lang)
    return _words(change, lang) if change in ("suggested", "no-counterpart") else common.term("change", change, lang)


def _change(row: ReviewRow, lang: str) -> str:
    kind = change_word(row.change, lang)
    return "\n".join([common.headed(kind), *(common.say(one, lang) for one in row.safety)])


def _group(one: ReviewDecision, lang: str) -> str:
    return common.headed(_words(f"group-{one.group or 'none'}", lang))


def _said(one: ReviewDecision, lang: str) -> str:
    verdict = _words(f"verdict-{one.verdict}", lang) if one.verdict else _words("no-verdict", lang)
    parts = [_words("said", lang, group=_group(one, lang), verdict=verdict), one.wording, one.reason]
    return " – ".join(isolate(one_line(part)) for part in parts if part)


def _remarks(review: Review, lang: str) -> Iterator[Block]:
    """Dissent, legal checks, and who follows up: row by row, in the words of the groups."""
    for code, found in (
        ("dissent", [(row, one, one.dissent) for row in review.lines for one in row.decisions if one.dissent]),
        ("legal", [(row, one, one.reason) for row in review.lines for one in row.decisions if one.legal_check]),
        ("next", [(row, one, one.follow_up) for row in review.lines for one in row.decisions if one.follow_up]),
    ):
        yield _heading(code, lang)
        lines = tuple(
            common.data(f"{row.number}. {row.label.best(lang)} · {_group(one, lang)}{': ' if text else ''}{text}")
            for row, one, text in found
        )
        yield Listing(lines) if lines else Paragraph(_words("none", lang))


def _domains(review: Review, lang: str) -> Iterator[Block]:
    """How far each domain is."""
    names: dict[str, list[ReviewRow]] = {}
    for row in review.lines:
        names.setdefault(row.domain.best(lang) or _words("no-domain", lang), []).append(row)
    columns = [_words("column-domain", lang), _words("column-rows", lang)]
    header = [*columns, *(common.headed(_words(f"standing-{one}", lang)) for one in reversed(STANDINGS))]
    cells = [
        (
            name,
            str(len(rows)),
            *(str(sum(row.standing == standing for row in rows)) for standing in reversed(STANDINGS)),
        )
        for name, rows in names.items()
    ]
    if cells:
        yield _heading("domains", lang)
        yield common.table("", header, cells, (1, 2, 3, 4, 5), lang)


def _groups(review: Review, lang: str) -> Iterator[Block]:
    """Whose copies these are, when and how they worked, and how much each said."""
    yield _heading("groups", lang)
    header = [_words(f"column-{name}", lang) for name in ("group", "when", "method", "decided", "dropped", "file")]
    cells = []
    for number, copy in enumerate(review.copies):
        own = [one for one in review.decisions if one.copy == number]
        cells.append(
            (
                common.headed(_words(f"group-{copy.group or 'none'}", lang)),
                common.data(copy.when),
                common.data(copy.method),
                str(sum(one.verdict is not None for one in own)),
                str(sum(one.ticked for one in own)),
                common.data(copy.file),
            )
        )
    yield common.table("", header, cells, (3, 4), lang)


def _signing(review: Review, lang: str) -> Iterator[Block]:
    """Lines to sign on."""
    groups = dict.fromkeys(copy.group or "none" for copy in review.copies)
    header = (_words("column-group", lang), _words("column-signature", lang))
    yield _heading("sign", lang)
    yield Table("", header, tuple((common.headed(_words(f"group-{one}", lang)), " ") for one in groups))
