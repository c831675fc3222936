"""The review workbook: first sheet, sheets of rows, plenary view, paper form; no text is ever a formula."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sswgraph._version import __version__
from sswgraph.messages import is_reviewed, pack
from sswgraph.model.review import VERDICTS_OF, ReviewDecision, Verdict, word_code
from sswgraph.model.text import clean, one_line, without_marks
from sswgraph.pages.writer import Writer, fixed
from sswgraph.review.candidates import CANDIDATE
from sswgraph.review.columns import (
    ASKED,
    COLUMNS,
    FIRST,
    HEADER,
    META,
    OPEN,
    PLACE,
    ROWS_MARK,
    SHAPE,
    SHOWN,
    START_MARK,
    TICKED,
    choices,
    header,
)
from sswgraph.review.rows import SAFETY, SECTIONS, Rows, SheetRow, both_texts, change_text, named_with_ids
from sswgraph.sheets.styles import Styles, row_height

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']+")
_MOST_IN_NAME, _A3 = 31, 8
_APART = frozenset({"lead-rows", "meaning-add", "meaning-drop", "meaning-keep", "meaning-keep-local"})
# Notes on what the pages of roles show, and the workbook does not.
_OF_ROLES = frozenset({"countries.kinds-differ", "countries.no-role", "countries.text-questions"})
_TEXTS = ("wording", "reason", "dissent", "follow-up")
_ALLOWED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}


@dataclass(frozen=True, slots=True)
class Carried:
    """What is taken over from an earlier workbook.

    Attributes:
        asked: The answers about the group.
        decisions: The decisions, by key of the row.
        changed: Keys of rows whose texts changed since.
        lost: How many rows the earlier workbook itself lacked.
        gone: Key, name and decision of rows that are no longer there.
    """

    asked: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, ReviewDecision] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    lost: int = 0
    gone: tuple[tuple[str, str, ReviewDecision], ...] = ()

    def ticked(self, row: SheetRow) -> bool:
        """Whether the row stays ticked off: its texts must be what they were."""
        return row.key in self.decisions and self.decisions[row.key].ticked and row.key not in self.changed

    def filled(self, row: SheetRow) -> dict[str, str]:
        """What people had filled in, by column, as codes and texts."""
        one = self.decisions.get(row.key)
        if one is None:
            return {}
        legal = {None: "", True: "yes", False: "no"}[one.legal_check]
        texts = {"wording": one.wording, "reason": one.reason, "dissent": one.dissent, "follow-up": one.follow_up}
        verdict = one.verdict if one.verdict in row.verdicts else ""
        return {"verdict": verdict or "", "legal": legal, **texts}


class Book:
    """A workbook being written, with everything its sheets need to know."""

    def __init__(self, workbook: Any, result: Any, rows: Rows, lang: str, carried: Carried) -> None:
        self.workbook, self.result, self.rows, self.lang, self.carried = workbook, result, rows, lang, carried
        self.styles = Styles(workbook)
        self.sheets = self._names()
        self.title = self.apart("title", **self.frameworks)
        self.lists: dict[str, str] = {}

    @property
    def frameworks(self) -> dict[str, Any]:
        """The labels of both sides, whatever the kind of result calls them."""
        return dict(zip(("base", "adaptation"), (label for _, label in self.rows.sides), strict=True))

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Everything that can be decided in a review of this kind."""
        return VERDICTS_OF[self.result.kind]

    def own(self, code: str) -> str:
        """Words of which this kind of review, or a comparison without lineage, has others."""
        if self._has(code):
            return self.words(f"{code}-{self.result.kind}")
        return self.apart(code) if code in _APART and self.result.kind == "comparison" else self.words(code)

    def apart(self, code: str, /, **parameters: Any) -> str:
        """Words that accuse nobody where neither of the two was made from the other, or nothing is compared."""
        if self._has(code):
            return self.words(f"{code}-{self.result.kind}", **parameters)
        apart = self.rows.apart and f"{code}-apart" in pack("en", "review")
        return self.words(f"{code}-apart" if apart else code, **parameters)

    def _has(self, code: str) -> bool:
        """Whether this kind of review has words of its own."""
        return f"{code}-{self.result.kind}" in pack("en", "review")

    def header(self, name: str) -> str:
        """What stands above a column."""
        return header(name, self.lang, self.rows.apart, self.result.kind)

    def words(self, code: str, /, **parameters: Any) -> str:
        """Words of the review in the language of the workbook."""
        return clean(Writer(self.lang).words(f"review.{code}", **parameters))

    def write(self) -> None:
        """Write every sheet."""
        made = {name: self.workbook.add_worksheet(sheet) for name, sheet in self.sheets.items()}
        write_lists(self, made["lists"])
        write_start(self, made["start"])
        for place in self.rows.places:
            self._write_rows(place, made[place])
        if self.rows.rows:
            write_plenary(self, made["plenary"])
            write_paper(self, made["paper"])
        made["start"].activate()

    def _names(self) -> dict[str, str]:
        """The name of every sheet: short enough, without forbidden signs, no two alike."""
        from sswgraph.review.columns import META

        names = {"start": self.words("sheet-start"), SAFETY: self.words("sheet-safety")}
        for number, place in enumerate(self.rows.places[1:], 1):
            names[place] = f"{number} {self.heading(place)}"
        if self.rows.rows:
            names |= {name: self.words(f"sheet-{name}") for name in ("plenary", "paper")}
        made: dict[str, str] = {}
        for key, name in names.items():
            tidy = " ".join(_NOT_IN_NAMES.sub(" ", without_marks(name)).split())
            made[key] = tidy[:_MOST_IN_NAME].rstrip() or key[:_MOST_IN_NAME]
        return {**made, "lists": META}

    def heading(self, place: str) -> str:
        """What a sheet of rows is about."""
        if place == SAFETY or place in SECTIONS:
            return self.apart(f"place-{place}")
        return one_line(self.rows.label(place).best(self.lang)) or place

    def range_of(self, place: str, column: str) -> str:
        """The cells of a column on a sheet of rows, as formulas write them."""
        letter = chr(ord("A") + PLACE[column])
        last = FIRST + max(1, len(self.rows.of(place)))
        return f"'{self.sheets[place]}'!${letter}${FIRST + 1}:${letter}${last}"

    def decision(self, row: SheetRow, verdict: str) -> str:
        """The words for a decision on a row, which fit what happened there."""
        return self.words(word_code(verdict, row.happened)) if verdict else ""

    def word_for(self, verdict: str) -> str:
        """The words for a decision that is explained: those of the rows where all of them have the same."""
        return self.words(word_code(verdict, CANDIDATE if self.result.kind == "countries" else ""))

    def target(self, element: str, said: str) -> str:
        """An element that a candidate is mapped to, by its id and name; anything else as it is."""
        found = self.rows.targets.get(element, {})
        return f"{said} · {one_line(found[said].best(self.lang))}" if said in found else said

    def word(self, kind: str, code: str) -> str:
        """The word for a code of a drop-down."""
        return self.words(f"{kind}-{code}") if code else ""

    def page(self, sheet: Any, heading: str, *, repeat: int | None = None) -> None:
        """A3 across, as wide as the page, the header on every page, page numbers at the foot."""
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        foot = f"{heading} · {self.title}".replace("&", "&&")
        sheet.set_footer(f"&L&8{foot[:180]}&R&8&P / &N")
        if repeat is not None:
            sheet.repeat_rows(repeat)

    def _write_rows(self, place: str, sheet: Any) -> None:
        rows = self.rows.of(place)
        heading = self.heading(place)
        sheet.write_string(0, 0, ROWS_MARK)
        sheet.write_string(0, SHOWN[0], heading, self.styles["over"])
        lead = self._lead(place)
        width = sum(column.width for column in COLUMNS)
        sheet.merge_range(1, SHOWN[0], 1, SHOWN[-1], "", self.styles["wrapped"])
        sheet.write_string(
            1, SHOWN[0], lead, self.styles["warning" if place == SAFETY and (rows or self.rows.unclear) else "wrapped"]
        )
        sheet.set_row(1, row_height((lead, width)))
        sheet.set_row(HEADER, 40)
        for at, column in enumerate(COLUMNS):
            shown = column.width and not (column.name == "wording" and self.result.kind == "rebase")
            sheet.set_column(at, at, column.width, None, {} if shown else {"hidden": True})
            sheet.write_string(HEADER, at, self.header(column.name), self.styles["head"])
        for number, row in enumerate(rows):
            self._write_row(sheet, FIRST + number, row)
        self._guide(sheet, place, len(rows))
        sheet.freeze_panes(FIRST, PLACE["change"])
        self.page(sheet, heading, repeat=HEADER)
        sheet.print_area(0, SHOWN[0], FIRST + max(0, len(rows) - 1), SHOWN[-1])
        sheet.protect("", _ALLOWED)

    def _lead(self, place: str) -> str:
        if place != SAFETY:
            return self.apart("lead-rows") if self.result.kind == "alignment" else self.own("lead-rows")
        found = len(self.rows.of(SAFETY))
        unclear = [clean(Writer(self.lang).say(one)) for one in self.rows.unclear]
        if found:
            return "\n".join([*unclear, self.apart("lead-safety", n=found)])
        if self.result.kind in ("alignment", "menu", "countries"):
            return self.words("none")
        looked_at = [Writer(self.lang).say(one) for one in getattr(self.result, "checked", ())]
        none = self.apart("lead-safety-none") if self.rows.clear or self.rows.apart else self.words("lead-looked-at")
        return "\n".join([*unclear, none, *looked_at])

    def _write_row(self, sheet: Any, at: int, row: SheetRow) -> None:
        styles, filled = self.styles, self.carried.filled(row)
        texts = {"element": clean(named_with_ids(row, self.lang)), "change": self.change(row)}
        texts |= {name: clean(filled.get(name, "")) for name in _TEXTS}
        texts["wording"] = self.target(row.element, texts["wording"])
        sheet.write_string(at, PLACE["key"], row.key)
        sheet.write_string(at, PLACE["print"], row.print)
        sheet.write_number(at, PLACE["number"], row.number, styles["number"])
        sheet.write_string(at, PLACE["ticked"], TICKED if self.carried.ticked(row) else OPEN, styles["tick"])
        marked = row.safety or row.key in self.carried.changed
        for name, text in texts.items():
            style = "open" if name in _TEXTS else "safety" if name == "change" and marked else "cell"
            sheet.write_string(at, PLACE[name], text, styles[style])
        for name, pieces in zip(("base", "adaptation"), both_texts(row, self.rows, self.lang), strict=True):
            styles.write_marked(sheet, at, PLACE[name], pieces, "cell")
            texts[name] = "".join(text for _, text in pieces)
        sheet.write_string(at, PLACE["verdict"], self.decision(row, filled.get("verdict", "")), styles["open"])
        sheet.write_string(at, PLACE["legal"], self.word("answer", filled.get("legal", "")), styles["open"])
        sheet.set_row(at, row_height(*((text, COLUMNS[PLACE[name]].width) for name, text in texts.items())))

    def change(self, row: SheetRow) -> str:
        """What happened, and that the texts changed since the row was last decided on."""
        said = clean(change_text(row, self.lang))
        return f"{self.words('changed-since')}\n{said}" if row.key in self.carried.changed else said

    def _guide(self, sheet: Any, place: str, count: int) -> None:
        """Drop-downs, the filter, grey for what is ticked off, and how many rows are."""
        last = FIRST + max(1, count) - 1
        done = sum(self.carried.ticked(row) for row in self.rows.of(place))
        counted = f'COUNTIF({self.range_of(place, "ticked")},"{TICKED}")'
        start, _, end = self.words("progress", done="[]", n=count).partition("[]")
        formula = f'="{_quoted(start)}"&{counted}&"{_quoted(end)}"'
        sheet.write_formula(2, SHOWN[0], formula, self.styles["heading"], f"{start}{done}{end}")
        if not count:
            return
        for name, source in (("legal", "answer"), ("ticked", "tick")):
            sheet.data_validation(FIRST, PLACE[name], last, PLACE[name], self.choice(source))
        self._guide_verdicts(sheet, self.rows.of(place))
        sheet.autofilter(HEADER, SHOWN[0], last, SHOWN[-1])
        ticked = f'=$D{FIRST + 1}="{TICKED}"'
        rule = {"type": "formula", "criteria": ticked, "format": self.styles["done"]}
        sheet.conditional_format(FIRST, SHOWN[0], last, SHOWN[-1], rule)

    def choice(self, source: str, **more: str) -> dict[str, str]:
        """The rule for a cell in which one chooses from a list."""
        told = {"error_title": self.words("choose"), "error_message": self.words("choose-from-list")}
        return {"validate": "list", "source": self.lists[source], **told, **more}

    def _guide_verdicts(self, sheet: Any, rows: tuple[SheetRow, ...]) -> None:
        """For each run of rows what can be decided on them. Where lists differ, they only warn.

        Sorting moves the rows and leaves the lists where they are; the reader knows which row admits what.
        """
        more = {"error_type": "warning"} if len({_list_of(row) for row in rows}) > 1 else {}
        at = FIRST
        for name, run in groupby(rows, key=_list_of):
            end = at + len(list(run))
            sheet.data_validation(at, PLACE["verdict"], end - 1, PLACE["verdict"], self.choice(name, **more))
            at = end
        at = FIRST
        for element, run in groupby(rows, key=lambda row: row.element):
            end = at + len(list(run))
            if element in self.rows.targets:
                chosen = self.choice(element, error_type="warning")
                sheet.data_validation(at, PLACE["wording"], end - 1, PLACE["wording"], chosen)
            at = end


def _list_of(row: SheetRow) -> str:
    """The name of the list of what can be decided on a row, in words that fit it."""
    return " ".join((*row.verdicts, row.happened))


def _quoted(text: str) -> str:
    return text.replace('"', '""')


_WIDTHS = (34, 14, 14, 14, 14)
_LAST = len(_WIDTHS)
_STEPS = 8
_A4 = 9


def write_lists(book: Book, sheet: Any) -> None:
    """What the workbook was made from, for whoever reads it back, and the words of the drop-downs."""
    made_from = {
        "shape": SHAPE,
        "sides": [one for one, _ in book.rows.sides],
        "version": __version__,
        "lang": book.lang,
        "of": book.result.kind,
        "frameworks": [list(one) for one in book.result.stamp.frameworks],
        "rows": len(book.rows.rows),
        "apart": book.rows.apart,
    }
    sheet.write_string(0, 0, META)
    sheet.write_string(0, 1, json.dumps(made_from))
    lists = {kind: [word for _, word in choices(kind, book.lang)] for kind in ("group", "answer")}
    for name, first in {_list_of(one): one for one in book.rows.rows}.items():
        lists[name] = [book.decision(first, verdict) for verdict in first.verdicts]
    for element in book.rows.targets:
        lists[element] = [book.target(element, one) for one in book.rows.targets[element]]
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
    steps = [("wrapped", f"{n}. {book.own(f'step-{n}')}") for n in range(1, _STEPS + 1)]
    at = _lines(book, sheet, at + 1, [("heading", book.words("heading-steps")), *steps])
    at = _lines(book, sheet, at + 1, [("heading", book.words("heading-verdicts"))])
    for verdict in book.verdicts:
        meaning = book.own(f"meaning-{verdict}")
        sheet.write_string(at, 1, book.word_for(verdict), book.styles["head"])
        sheet.merge_range(at, 2, at, _LAST, "", book.styles["cell"])
        sheet.write_string(at, 2, meaning, book.styles["cell"])
        sheet.set_row(at, row_height((meaning, sum(_WIDTHS[1:]))))
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
        sheet.set_row(at, row_height((text, sum(_WIDTHS) / big), line=12.6 * big))
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
        yield "warning", fixed("fixed-text-unreviewed", book.lang)
    for remark in Writer(book.lang).in_english():
        yield "warning", remark
    yield "warning", book.words("not-permission")
    if book.rows.apart and book.result.kind == "comparison":
        yield "warning", book.words("record-only")
    for note in book.result.notes:
        if note.code not in _OF_ROLES:
            yield "warning", Writer(book.lang).say(note)
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
    checked = [("wrapped", f"– {Writer(book.lang).say(one)}") for one in getattr(book.result, "checked", ())]
    looked_at = [("heading", book.words("heading-checked")), *checked] if checked else []
    return [*looked_at, ("quiet", book.words("made-with", version=__version__))]


_WIDTH = {column.name: column.width for column in COLUMNS}
_SAID = ("number", "element", "change", "base", "adaptation")
_PAPER_WIDTH = {**_WIDTH, "base": 48.0, "adaptation": 48.0}
_REASON, _FOLLOW_UP, _BOX = 34, 18, 4.5
# Of the plenary view: hidden columns that count the open rows, then what is shown.
_OPEN_COUNT, _VERDICT, _SHEET = 0, 1, 2
_VIEW = (("number", 7.0), ("sheet", 26.0), ("element", 32.0), ("change", 32.0), ("base", 56.0), ("adaptation", 56.0))
_VIEW_FROM = 3
_VIEW_HEIGHT = 84


def write_paper(book: Book, sheet: Any) -> None:
    """Every row with a box for each decision, for a room without a computer."""
    heading = book.words("place-paper")
    lead = book.words("lead-paper")
    first_box = len(_SAID)
    boxes = [book.word_for(verdict) for verdict in book.verdicts]
    after = [book.header("reason"), book.header("legal"), book.header("follow-up")]
    widths = [_PAPER_WIDTH[name] for name in _SAID] + [_BOX] * len(boxes) + [_REASON, 8, _FOLLOW_UP]
    sheet.write_string(0, 0, heading, book.styles["over"])
    sheet.merge_range(1, 0, 1, len(widths) - 1, "", book.styles["wrapped"])
    sheet.write_string(1, 0, lead, book.styles["wrapped"])
    sheet.set_row(1, row_height((lead, sum(widths))))
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


def _paper_row(book: Book, sheet: Any, at: int, row: SheetRow) -> None:
    filled = book.carried.filled(row)
    sheet.write_number(at, 0, row.number, book.styles["number"])
    texts = {"element": named_with_ids(row, book.lang), "change": book.change(row)}
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
    sheet.set_row(at, row_height(*cells, (filled.get("reason", ""), _REASON), least=44))


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
        said = book.decision(row, book.carried.filled(row).get("verdict", ""))
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
            texts = {
                "sheet": book.sheets[row.place],
                "element": named_with_ids(row, book.lang),
                "change": book.change(row),
            }
            texts |= {"base": sides[0], "adaptation": sides[1]}
            texts["verdict"] = book.decision(row, book.carried.filled(row).get("verdict", ""))
        for place, name in enumerate([*(name for name, _ in _VIEW[1:]), "verdict"], _VIEW_FROM + 1):
            formula = f'=IF($D{at + 1}="","",INDEX({columns[name]},$D{at + 1})&"")'
            sheet.write_formula(at, place, formula, book.styles["view"], texts.get(name, ""))
        sheet.set_row(at, _VIEW_HEIGHT)
