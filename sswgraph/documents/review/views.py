"""Two more ways to look at the rows: those still open, for the plenary, and all of them, to tick on paper."""

from __future__ import annotations

from typing import Any

from sswgraph.documents.review.book import Book
from sswgraph.documents.review.columns import COLUMNS, FIRST, HEADER, OPEN, TICKED
from sswgraph.documents.review.rows import Row, both_texts, named
from sswgraph.documents.review.styles import height_of
from sswgraph.model.show.safe import clean

_WIDTH = {column.name: column.width for column in COLUMNS}
_SAID = ("number", "element", "change", "base", "adapted")
_PAPER_WIDTH = {**_WIDTH, "base": 48.0, "adapted": 48.0}
_REASON, _FOLLOW_UP, _BOX = 34, 18, 4.5
# Of the plenary view: hidden columns that count the open rows, then what is shown.
_OPEN_COUNT, _VERDICT, _SHEET = 0, 1, 2
_VIEW = (("number", 7.0), ("sheet", 26.0), ("element", 32.0), ("change", 32.0), ("base", 56.0), ("adapted", 56.0))
_VIEW_FROM = 3
_VIEW_HEIGHT = 84


def write_paper(book: Book, sheet: Any) -> None:
    """Every row with a box for each decision, for a room without a computer."""
    heading = book.words("place-paper")
    lead = book.words("lead-paper")
    first_box = len(_SAID)
    boxes = [book.word("verdict", verdict) for verdict in book.verdicts]
    after = [book.header("reason"), book.header("legal"), book.header("follow-up")]
    widths = [_PAPER_WIDTH[name] for name in _SAID] + [_BOX] * len(boxes) + [_REASON, 8, _FOLLOW_UP]
    sheet.write_string(0, 0, heading, book.styles["over"])
    sheet.merge_range(1, 0, 1, len(widths) - 1, "", book.styles["wrapped"])
    sheet.write_string(1, 0, lead, book.styles["wrapped"])
    sheet.set_row(1, height_of((lead, sum(widths))))
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    for at, word in enumerate([*(book.header(name) for name in _SAID), *boxes, *after]):
        turned = first_box <= at < first_box + len(boxes)
        sheet.write_string(HEADER, at, word, book.styles["turned" if turned else "head"])
    sheet.set_row(HEADER, 14 + 5.6 * max(len(word) for word in boxes))
    for at, row in enumerate(book.rows.rows, FIRST):
        _paper_row(book, sheet, at, row)
    sheet.freeze_panes(FIRST, 2)
    book.page(sheet, heading, repeat=HEADER)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _paper_row(book: Book, sheet: Any, at: int, row: Row) -> None:
    filled = book.carried.filled(row)
    sheet.write_number(at, 0, row.number, book.styles["number"])
    texts = {"element": named(row, book.lang), "change": book.change(row)}
    sheet.write_string(at, 1, texts["element"], book.styles["cell"])
    sheet.write_string(at, 2, texts["change"], book.styles["safety" if row.safety else "cell"])
    for place, pieces in enumerate(both_texts(row, book.rows, book.lang), 3):
        book.styles.write_marked(sheet, at, place, pieces, "cell")
        texts[_SAID[place]] = "".join(text for _, text in pieces)
    for place, verdict in enumerate(book.verdicts, len(_SAID)):
        box = TICKED if filled.get("verdict") == verdict else OPEN
        sheet.write_string(at, place, box if verdict in row.verdicts else "–", book.styles["box"])
    place = len(_SAID) + len(book.verdicts)
    sheet.write_string(at, place, clean(filled.get("reason", "")), book.styles["cell"])
    sheet.write_string(at, place + 1, TICKED if filled.get("legal") == "yes" else OPEN, book.styles["box"])
    sheet.write_string(at, place + 2, clean(filled.get("follow-up", "")), book.styles["cell"])
    cells = [(text, _PAPER_WIDTH[name]) for name, text in texts.items()]
    sheet.set_row(at, height_of(*cells, (filled.get("reason", ""), _REASON), least=44))


def write_plenary(book: Book, sheet: Any) -> None:
    """The rows that are not ticked off, found by formulas: a row leaves this sheet as soon as it is ticked."""
    heading = book.words("place-plenary")
    last = FIRST + len(book.rows.rows)
    sheet.write_string(0, _VIEW_FROM, heading, book.styles["over"])
    sheet.write_string(1, _VIEW_FROM, book.words("lead-plenary"), book.styles["plain"])
    sheet.set_column(0, _VIEW_FROM - 1, 0, None, {"hidden": True})
    for at, (name, width) in enumerate((*_VIEW, ("verdict", 18.0)), _VIEW_FROM):
        sheet.set_column(at, at, width)
        word = book.words("count-sheet") if name == "sheet" else book.header(name)
        sheet.write_string(HEADER, at, word, book.styles["head"])
    _count_open(book, sheet)
    _show_open(book, sheet, last)
    number = f"$D{FIRST + 1}"
    rule = {"type": "formula", "criteria": f'={number}<>""', "format": book.styles["lined"]}
    sheet.conditional_format(FIRST, _VIEW_FROM, last - 1, _VIEW_FROM + len(_VIEW), rule)
    sheet.freeze_panes(FIRST, _VIEW_FROM + 1)
    book.page(sheet, heading, repeat=HEADER)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _count_open(book: Book, sheet: Any) -> None:
    """Hidden: how many rows are open up to this one, its decision so far, and its sheet; looked up by its number."""
    count = 0
    for at, row in enumerate(book.rows.rows, FIRST):
        count += not book.carried.ticked(row)
        found = f"MATCH({row.number},{book.range_of(row.place, 'number')},0)"
        ticked = f'IFERROR(INDEX({book.range_of(row.place, "ticked")},{found})="{TICKED}",FALSE)'
        before = f"A{at}+" if at > FIRST else ""
        sheet.write_formula(at, _OPEN_COUNT, f"={before}IF({ticked},0,1)", None, count)
        verdict = f'=IFERROR(INDEX({book.range_of(row.place, "verdict")},{found})&"","")'
        said = book.word("verdict", book.carried.filled(row).get("verdict", ""))
        sheet.write_formula(at, _VERDICT, verdict, None, said)
        sheet.write_string(at, _SHEET, book.sheets[row.place])


def _show_open(book: Book, sheet: Any, last: int) -> None:
    paper = book.sheets["paper"]
    columns = {"sheet": f"$C${FIRST + 1}:$C${last}", "verdict": f"$B${FIRST + 1}:$B${last}"}
    for place, name in enumerate(_SAID):
        letter = chr(ord("A") + place)
        columns[name] = f"'{paper}'!${letter}${FIRST + 1}:${letter}${last}"
    still = [row for row in book.rows.rows if not book.carried.ticked(row)]
    for number in range(len(book.rows.rows)):
        at = FIRST + number
        row = still[number] if number < len(still) else None
        match = f'=IFERROR(MATCH({number + 1},$A${FIRST + 1}:$A${last},0),"")'
        sheet.write_formula(at, _VIEW_FROM, match, book.styles["view-number"], row.number if row else "")
        texts: dict[str, str] = {}
        if row is not None:
            sides = ["".join(text for _, text in side) for side in both_texts(row, book.rows, book.lang)]
            texts = {"sheet": book.sheets[row.place], "element": named(row, book.lang), "change": book.change(row)}
            texts |= {"base": sides[0], "adapted": sides[1]}
            texts["verdict"] = book.word("verdict", book.carried.filled(row).get("verdict", ""))
        for place, name in enumerate([*(name for name, _ in _VIEW[1:]), "verdict"], _VIEW_FROM + 1):
            formula = f'=IF($D{at + 1}="","",INDEX({columns[name]},$D{at + 1})&"")'
            sheet.write_formula(at, place, formula, book.styles["view"], texts.get(name, ""))
        sheet.set_row(at, _VIEW_HEIGHT)
