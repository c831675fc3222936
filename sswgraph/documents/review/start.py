"""The first sheet of a review workbook, what to do and how far one is; and the hidden one, what it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sswgraph
from sswgraph.documents.review.book import Book
from sswgraph.documents.review.columns import ASKED, META, OPEN, SHAPE, START_MARK, TICKED, choices
from sswgraph.documents.review.styles import height_of
from sswgraph.language import is_reviewed
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.safe import clean

_WIDTHS = (34, 14, 14, 14, 14)
_LAST = len(_WIDTHS)
_STEPS, _OWN_STEPS = 8, (4, 6)
_A4 = 9


def write_lists(book: Book, sheet: Any) -> None:
    """What the workbook was made from, for whoever reads it back, and the words of the drop-downs."""
    made_from = {
        "shape": SHAPE,
        "version": sswgraph.__version__,
        "lang": book.lang,
        "of": book.result.kind,
        "frameworks": [list(one) for one in book.result.stamp.frameworks],
        "rows": len(book.rows.rows),
        "apart": book.rows.apart,
    }
    sheet.write_string(0, 0, META)
    sheet.write_string(0, 1, json.dumps(made_from))
    lists = {kind: [word for _, word in choices(kind, book.lang)] for kind in ("group", "answer")}
    for verdicts in dict.fromkeys(row.verdicts for row in book.rows.rows):
        lists[" ".join(verdicts)] = [book.word("verdict", one) for one in verdicts]
    for column, (kind, words) in enumerate({**lists, "tick": [OPEN, TICKED]}.items(), 3):
        for row, word in enumerate(words):
            sheet.write_string(row, column, clean(word))
        letter = chr(ord("A") + column)
        book.lists[kind] = f"={META}!${letter}$1:${letter}${len(words)}"
    sheet.very_hidden()


def write_start(book: Book, sheet: Any) -> None:
    """Whose copy it is, how far one is, how to fill it in, what the decisions mean, what it was made from."""
    sheet.set_column(0, 0, 0, None, {"hidden": True})
    for place, width in enumerate(_WIDTHS, 1):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, START_MARK)
    at = _lines(book, sheet, 0, [("title", book.title), ("quiet", _editions(book)), *_warnings(book)])
    at = _asked(book, sheet, at + 1)
    at = _progress(book, sheet, at + 1)
    steps = [
        ("wrapped", f"{n}. {(book.own if n in _OWN_STEPS else book.words)(f'step-{n}')}") for n in range(1, _STEPS + 1)
    ]
    at = _lines(book, sheet, at + 1, [("heading", book.words("heading-steps")), *steps])
    at = _lines(book, sheet, at + 1, [("heading", book.words("heading-verdicts"))])
    for verdict in book.verdicts:
        meaning = book.own(f"meaning-{verdict}")
        sheet.write_string(at, 1, book.word("verdict", verdict), book.styles["head"])
        sheet.merge_range(at, 2, at, _LAST, "", book.styles["cell"])
        sheet.write_string(at, 2, meaning, book.styles["cell"])
        sheet.set_row(at, height_of((meaning, sum(_WIDTHS[1:]))))
        at += 1
    at = _lines(book, sheet, at + 1, _closing(book))
    sheet.print_area(0, 1, at - 1, _LAST)
    sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&8&P / &N")
    sheet.hide_gridlines(2)
    sheet.protect()


def _lines(book: Book, sheet: Any, at: int, lines: list[tuple[str, str]]) -> int:
    """Texts over the whole width, each as high as it needs."""
    for style, text in lines:
        sheet.merge_range(at, 1, at, _LAST, "", book.styles[style])
        sheet.write_string(at, 1, text, book.styles[style])
        big = {"title": 1.5, "heading": 1.3}.get(style, 1.0)
        sheet.set_row(at, height_of((text, sum(_WIDTHS) / big), line=12.6 * big))
        at += 1
    return at


def _editions(book: Book) -> str:
    return "\n".join(
        book.words("made-from", id=name, edition=edition or "–", digest=digest)
        for name, edition, digest in book.result.stamp.frameworks
    )


def _warnings(book: Book) -> Iterator[tuple[str, str]]:
    """What a reader must know first: reservations, and what became of an earlier workbook's decisions."""
    if not is_reviewed(book.lang):
        yield "warning", common.fixed("fixed-text-unreviewed", book.lang)
    for remark in common.in_english(book.lang):
        yield "warning", remark
    yield "warning", book.words("not-permission")
    for note in book.result.notes:
        yield "warning", common.say(note, book.lang)
    carried = book.carried
    if carried.decisions:
        yield "wrapped", book.words("carried", n=len(carried.decisions))
    if carried.changed:
        numbers = [str(row.number) for row in book.rows.rows if row.key in carried.changed]
        yield "warning", book.words("carried-changed", n=len(numbers), rows=numbers)
    if carried.lost:
        yield "warning", book.words("carried-lost", n=carried.lost)
    if carried.gone:
        yield "warning", book.words("carried-gone", n=len(carried.gone))
    for key, name, one in carried.gone:
        said = [book.word("verdict", one.verdict or ""), one.wording, one.reason, one.dissent, one.follow_up]
        yield "wrapped", clean(f"– {name or key} ({key}): {'; '.join(part for part in said if part)}")


def _asked(book: Book, sheet: Any, at: int) -> int:
    """Whose copy it is, when and how the group worked; the hidden first column tells which line is which."""
    for name in ASKED:
        answer = book.carried.asked.get(name, "")
        sheet.write_string(at, 0, name)
        sheet.write_string(at, 1, book.words(f"ask-{name}"), book.styles["head"])
        sheet.merge_range(at, 2, at, _LAST, "", book.styles["asked"])
        word = book.word("group", answer) if name == "group" else clean(answer)
        sheet.write_string(at, 2, word, book.styles["asked"])
        sheet.set_row(at, 30 if name == "method" else 18)
        if name == "group":
            sheet.data_validation(at, 2, at, 2, book.choice("group"))
        at += 1
    return at


def _progress(book: Book, sheet: Any, at: int) -> int:
    """Sheet by sheet: rows, decided, ticked off, open; counted by formulas, so that it goes on counting."""
    at = _lines(book, sheet, at, [("heading", book.words("heading-progress"))])
    for column, name in enumerate(("sheet", "rows", "decided", "ticked", "open"), 1):
        sheet.write_string(at, column, book.words(f"count-{name}"), book.styles["head"])
    first = at + 2
    for place in book.rows.places:
        at += 1
        rows = book.rows.of(place)
        decided = sum(bool(book.carried.filled(row).get("verdict")) for row in rows)
        ticked = sum(book.carried.ticked(row) for row in rows)
        target = f"internal:'{book.sheets[place]}'!C1"
        sheet.write_url(at, 1, target, book.styles["link"], clean(book.heading(place)))
        sheet.write_number(at, 2, len(rows), book.styles["number"])
        formulas = {
            3: (f'=COUNTIF({book.range_of(place, "verdict")},"?*")', decided),
            4: (f'=COUNTIF({book.range_of(place, "ticked")},"{TICKED}")', ticked),
            5: (f"=C{at + 1}-E{at + 1}", len(rows) - ticked),
        }
        for column, (formula, value) in formulas.items():
            sheet.write_formula(at, column, formula, book.styles["number"], value)
    at += 1
    sheet.write_string(at, 1, book.words("count-all"), book.styles["head"])
    filled = [book.carried.filled(row).get("verdict") for row in book.rows.rows]
    done = sum(book.carried.ticked(row) for row in book.rows.rows)
    sums = (len(filled), sum(map(bool, filled)), done, len(filled) - done)
    for column, value in enumerate(sums, 2):
        letter = chr(ord("A") + column)
        sheet.write_formula(at, column, f"=SUM({letter}{first}:{letter}{at})", book.styles["head"], value)
    return at + 1


def _closing(book: Book) -> list[tuple[str, str]]:
    checked = [("wrapped", f"– {common.say(one, book.lang)}") for one in getattr(book.result, "checked", ())]
    looked_at = [("heading", book.words("heading-checked")), *checked] if checked else []
    return [*looked_at, ("quiet", book.words("made-with", version=sswgraph.__version__))]
