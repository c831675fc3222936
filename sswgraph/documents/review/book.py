"""One workbook in the making: its sheets by name and the sheets of rows. Text goes in as text, never as a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sswgraph.documents.review.columns import COLUMNS, FIRST, HEADER, OPEN, PLACE, ROWS_MARK, SHOWN, TICKED, header
from sswgraph.documents.review.rows import SAFETY, SECTIONS, Row, Rows, both_texts, change_of, named
from sswgraph.documents.review.styles import Styles, height_of
from sswgraph.model.review import VERDICTS_OF, ReviewDecision, Verdict
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.safe import clean, one_line, without_marks

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']+")
_MOST_IN_NAME, _A3 = 31, 8
_APART = frozenset({"lead-rows", "meaning-add", "meaning-keep", "meaning-keep-local"})
_TEXTS = ("wording", "reason", "dissent", "follow-up")
_ALLOWED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}


@dataclass(frozen=True, slots=True)
class Carried:
    """What is taken over from an earlier workbook: the answers about the group, and the decisions by row.

    ``changed``: rows whose texts changed since. ``gone``: key, name and decision of rows that are no longer there.
    ``lost``: how many rows the earlier workbook itself lacked.
    """

    asked: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, ReviewDecision] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    lost: int = 0
    gone: tuple[tuple[str, str, ReviewDecision], ...] = ()

    def ticked(self, row: Row) -> bool:
        """Whether the row stays ticked off: its texts must be what they were."""
        return row.key in self.decisions and self.decisions[row.key].ticked and row.key not in self.changed

    def filled(self, row: Row) -> dict[str, str]:
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
        self.title = self.words("title", **self.frameworks)
        self.lists: dict[str, str] = {}

    @property
    def frameworks(self) -> dict[str, Any]:
        """The labels of both sides, whatever the kind of result calls them."""
        return dict(zip(("base", "adapted"), (label for _, label in self.rows.sides), strict=True))

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Everything that can be decided in a review of this kind."""
        return VERDICTS_OF[self.result.kind]

    def own(self, code: str) -> str:
        """Words of which a merge plan, or a comparison without lineage, has others."""
        if self.result.kind == "rebase":
            return self.words(f"{code}-rebase")
        return self.apart(code) if code in _APART and self.result.kind == "comparison" else self.words(code)

    def apart(self, code: str, /, **parameters: Any) -> str:
        """Words that accuse nobody where neither of the two was made from the other."""
        return self.words(f"{code}-apart" if self.rows.apart else code, **parameters)

    def header(self, name: str) -> str:
        """What stands above a column."""
        return header(name, self.lang, self.rows.apart)

    def words(self, code: str, /, **parameters: Any) -> str:
        return clean(common.words(f"review.{code}", self.lang, **parameters))

    def write(self) -> None:
        from sswgraph.documents.review.start import write_lists, write_start
        from sswgraph.documents.review.views import write_paper, write_plenary

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
        from sswgraph.documents.review.columns import META

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
            return (self.apart if place == SAFETY else self.words)(f"place-{place}")
        return one_line(self.rows.label(place).best(self.lang)) or place

    def range_of(self, place: str, column: str) -> str:
        """The cells of a column on a sheet of rows, as formulas write them."""
        letter = chr(ord("A") + PLACE[column])
        last = FIRST + max(1, len(self.rows.of(place)))
        return f"'{self.sheets[place]}'!${letter}${FIRST + 1}:${letter}${last}"

    def word(self, kind: str, code: str) -> str:
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
        sheet.write_string(1, SHOWN[0], lead, self.styles["warning" if place == SAFETY and rows else "wrapped"])
        sheet.set_row(1, height_of((lead, width)))
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
        if found:
            return self.apart("lead-safety", n=found)
        if self.result.kind == "alignment":
            return self.words("none")
        looked_at = [common.say(one, self.lang) for one in getattr(self.result, "checked", ())]
        return "\n".join([self.apart("lead-safety-none"), *looked_at])

    def _write_row(self, sheet: Any, at: int, row: Row) -> None:
        styles, filled = self.styles, self.carried.filled(row)
        texts = {"element": clean(named(row, self.lang)), "change": self.change(row)}
        texts |= {name: clean(filled.get(name, "")) for name in _TEXTS}
        sheet.write_string(at, PLACE["key"], row.key)
        sheet.write_string(at, PLACE["print"], row.print)
        sheet.write_number(at, PLACE["number"], row.number, styles["number"])
        sheet.write_string(at, PLACE["ticked"], TICKED if self.carried.ticked(row) else OPEN, styles["tick"])
        marked = row.safety or row.key in self.carried.changed
        for name, text in texts.items():
            style = "open" if name in _TEXTS else "safety" if name == "change" and marked else "cell"
            sheet.write_string(at, PLACE[name], text, styles[style])
        for name, pieces in zip(("base", "adapted"), both_texts(row, self.rows, self.lang), strict=True):
            styles.write_marked(sheet, at, PLACE[name], pieces, "cell")
            texts[name] = "".join(text for _, text in pieces)
        sheet.write_string(at, PLACE["verdict"], self.word("verdict", filled.get("verdict", "")), styles["open"])
        sheet.write_string(at, PLACE["legal"], self.word("answer", filled.get("legal", "")), styles["open"])
        sheet.set_row(at, height_of(*((text, COLUMNS[PLACE[name]].width) for name, text in texts.items())))

    def change(self, row: Row) -> str:
        """What happened, and that the texts changed since the row was last decided on."""
        said = clean(change_of(row, self.lang))
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

    def _guide_verdicts(self, sheet: Any, rows: tuple[Row, ...]) -> None:
        """For each run of rows what can be decided on them. Where lists differ, they only warn.

        Sorting moves the rows and leaves the lists where they are; the reader knows which row admits what.
        """
        more = {"error_type": "warning"} if len({row.verdicts for row in rows}) > 1 else {}
        at = FIRST
        for verdicts, run in groupby(rows, key=lambda row: row.verdicts):
            end = at + len(list(run))
            sheet.data_validation(
                at, PLACE["verdict"], end - 1, PLACE["verdict"], self.choice(" ".join(verdicts), **more)
            )
            at = end


def _quoted(text: str) -> str:
    return text.replace('"', '""')
