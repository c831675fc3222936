"""One copy of a review workbook, read cell by cell: what people filled in, and what is wrong, told by its place."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sswgraph.errors import InputError, MissingExtraError, ParseError
from sswgraph.files import path_of
from sswgraph.model.review import VERDICTS_OF, ReviewDecision
from sswgraph.review.candidates import target_in
from sswgraph.review.columns import (
    ASKED,
    COLUMNS,
    FIRST,
    HEADER,
    META,
    PLACE,
    ROWS_MARK,
    SHAPE,
    START_MARK,
    choices,
    code_of,
    header,
    is_tick,
)
from sswgraph.sheets.guards import merged_in, merged_problem, read_package

_SLACK = 1_000  # rows that may have been inserted
_MOST_PROBLEMS, _TOLD = 200, 12
_NOT_OURS = "This is not a review workbook of sswgraph."
_ASK_AGAIN = "Give a file that write_review made, whatever its name is now."
_READ = [place for place, column in enumerate(COLUMNS) if column.open] + [PLACE["key"]]


@dataclass(slots=True)
class Copy:
    """What a copy says.

    Attributes:
        file: Its name.
        of: The kind of what is reviewed.
        version: The version that wrote it.
        lang: Its language.
        frameworks: Id, edition and digest of what was compared.
        rows: How many rows it was written with.
        apart: Whether neither side was made from the other.
        sides: The ids of both sides.
        asked: The answers about the group.
        decisions: What was filled in, by key of the row.
        prints: The fingerprint of each row.
        names: What each row is called.
        shown: The locked texts of each row.
        places: Sheet and row where the row of a key stands, for messages.
        group_cell: Where the group is named.
        problems: What is wrong, each with its place.
    """

    file: str
    of: str
    version: str
    lang: str
    frameworks: tuple[tuple[str, str | None, str], ...]
    rows: int
    apart: bool = False
    sides: tuple[str, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, ReviewDecision] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    group_cell: str = ""
    problems: list[str] = field(default_factory=list)

    def note(self, sheet: str, row: int, column: int, problem: str) -> None:
        """Note what is wrong with a cell; rows and columns are counted from 0 and named as a spreadsheet shows them."""
        place = f"sheet '{sheet}', row {row + 1}, column {_letter(column)}"
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(f"{self.file}, {place}: {problem}")


def read_copy(path: str | os.PathLike[str]) -> Copy:
    """Read a copy, with its problems listed but not raised.

    Args:
        path: The workbook.

    Returns:
        What the copy says.

    Raises:
        MissingExtraError: The extra ``excel`` is not installed.
        InputError: The file cannot be read.
        ParseError: The file is damaged, or not a review workbook.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError("excel", "openpyxl") from None
    name = path_of(path).name
    data = read_package(path)
    try:
        with closing(load_workbook(io.BytesIO(data), read_only=True, keep_links=False)) as workbook:
            return _copy(workbook, name, data)
    except (ParseError, InputError):
        raise
    except Exception as error:
        hint = "Open it, save it again as .xlsx, or ask for another copy."
        raise ParseError(f"This workbook is damaged ({type(error).__name__}).", file=name, hint=hint) from error


def refuse(problems: Sequence[str]) -> None:
    """Raise InputError with these problems, the first ones word for word; nothing where there are none."""
    if problems:
        more = [f"… and {len(problems) - _TOLD} more."] if len(problems) > _TOLD else []
        raise InputError("\n".join([*problems[:_TOLD], *more]))


def _copy(workbook: Any, name: str, data: bytes) -> Copy:
    sheets = [sheet for sheet in workbook.worksheets if hasattr(sheet, "reset_dimensions")]
    for sheet in sheets:
        sheet.reset_dimensions()
    copy = _made_from(next((sheet for sheet in sheets if sheet.title == META), None), name)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        merged = {sheet.title: [*merged_in(sheet, package)] for sheet in sheets}
    for sheet in sheets:
        first = [_text(cell) for cell in next(iter(sheet.iter_rows(min_row=1, max_row=1)), ())]
        if ROWS_MARK in first:
            _note_merged(copy, sheet.title, merged[sheet.title])
            _read_rows(copy, sheet)
        elif first[:1] == [START_MARK]:
            _read_start(copy, sheet)
    return copy


def _note_merged(copy: Copy, sheet: str, merged: Sequence[tuple[str, int, str, int]]) -> None:
    """Note merged cells: the decisions on all rows but the first would be lost in silence."""
    from openpyxl.utils import column_index_from_string

    for left, top, right, bottom in merged:
        if bottom > FIRST:
            copy.note(
                sheet,
                top - 1,
                column_index_from_string(left) - 1,
                " ".join(map(str, merged_problem(left, top, right, bottom))),
            )


def _made_from(sheet: Any, name: str) -> Copy:
    """What the hidden sheet says: which frameworks, which language, how many rows."""
    if sheet is None:
        raise ParseError(_NOT_OURS, file=name, hint=_ASK_AGAIN)
    cells: Sequence[Any] = next(iter(sheet.iter_rows(min_row=1, max_row=1, max_col=2)), ())
    try:
        said = json.loads(_text(cells[1]))
        if said["shape"] != SHAPE:
            hint = "Read it with the version of sswgraph that made it, or make it again."
            raise ParseError(f"This workbook has shape {said['shape']!s:.20}, not {SHAPE}.", file=name, hint=hint)
        frameworks = tuple((str(a), None if b is None else str(b), str(c)) for a, b, c in said["frameworks"])
        of, version, lang = (str(said[key]) for key in ("of", "version", "lang"))
        return Copy(name, of, version, lang, frameworks, int(said["rows"]), bool(said["apart"]), _sides(said))
    except (KeyError, IndexError, TypeError, ValueError) as error:
        if isinstance(error, ParseError):
            raise
        raise ParseError(f"{_NOT_OURS} Its hidden sheet '{META}' was changed.", file=name, hint=_ASK_AGAIN) from None


def _sides(said: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(one) for one in said.get("sides", ()))


def _read_start(copy: Copy, sheet: Any) -> None:
    for at, cells in enumerate(sheet.iter_rows(min_row=1, max_row=_SLACK, max_col=3)):
        name = _text(cells[0]) if cells else ""
        if name not in ASKED or len(cells) < 3:
            continue
        said = _typed(copy, sheet.title, at, 2, cells[2])
        if name == "group":
            copy.group_cell = f"sheet '{sheet.title}', row {at + 1}, column C"
            code = code_of("group", said) if said else ""
            if code is None:
                copy.note(sheet.title, at, 2, f"'{said[:60]}' is not a group. {choices_said('group', copy)}")
            said = code or ""
        copy.asked[name] = said


def _read_rows(copy: Copy, sheet: Any) -> None:
    """The rows of a sheet, as far as there can be any; text beyond them is noted once."""
    end = FIRST + copy.rows + _SLACK
    order: Sequence[int] = range(len(COLUMNS))
    told = False
    for at, cells in enumerate(sheet.iter_rows(min_row=1)):
        if not cells:
            continue
        if at == HEADER:
            order, own = _read_header(copy, sheet.title, cells)
            told = told or own
        outside = None if told else _outside(cells, 0 if at >= end else max(order) + 1)
        if outside is not None:
            problem = "This stands outside the table. Move it into a column for comments, or delete it."
            copy.note(sheet.title, at, outside, problem)
            told = True
        if at >= end and told:
            return
        problems = len(copy.problems)
        if FIRST <= at < end:
            _read_row(copy, sheet.title, at, [cells[place] for place in order if place < len(cells)])
        if told and max(order) >= len(COLUMNS):  # their places are only known once the table is whole again
            del copy.problems[problems:]


def _outside(cells: Sequence[Any], first: int) -> int | None:
    return next((at for at, cell in enumerate(cells[first:], first) if _text(cell)), None)


def _read_header(copy: Copy, sheet: str, cells: Sequence[Any]) -> tuple[Sequence[int], bool]:
    """Where the columns stand, and whether a group put others between them, which is one problem for the sheet."""
    wanted = [header(column.name, copy.lang, copy.apart, copy.of) for column in COLUMNS]
    found = [_text(cell) for cell in cells]
    order = _places(wanted, found)
    own = [at for at, text in enumerate(found) if text and at not in order] if order else []
    if own:
        names = ", ".join(f"'{found[at][:60]}' ({_letter(at)})" for at in own)
        fix = "Move what it says into a column of the table, and delete it."
        copy.note(sheet, HEADER, own[0], f"this is not a column of the workbook: {names}. {fix}")
    if order:
        return order, bool(own)
    for at, name in enumerate(wanted):
        there = found[at] if at < len(found) else ""
        if _plain(there) != _plain(name):
            copy.note(sheet, HEADER, at, f"the header is '{there[:60]}', not '{name}'. Put it back, and its column.")
    return range(len(COLUMNS)), False


def _places(wanted: Sequence[str], found: Sequence[str]) -> list[int]:
    """Where the wanted headers stand, if all of them are there in their order; otherwise nothing."""
    places: list[int] = []
    for name in wanted:
        at = places[-1] + 1 if places else 0
        place = next((n for n in range(at, len(found)) if _plain(found[n]) == _plain(name)), None)
        if place is None:
            return []
        places.append(place)
    return places


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _read_row(copy: Copy, sheet: str, at: int, cells: Sequence[Any]) -> None:
    row = [*cells, *[None] * (len(COLUMNS) - len(cells))]
    said = {COLUMNS[place].name: _typed(copy, sheet, at, place, row[place]) for place in _READ}
    key = said["key"]
    if not key:
        filled = next((place for place in range(len(COLUMNS)) if _text(row[place])), None)
        if filled is not None:
            problem = "this row has no id: it was inserted, or its hidden first cell was cleared."
            copy.note(sheet, at, filled, f"{problem} Write it into the row that it is about.")
        return
    if key in copy.places:
        there, line = copy.places[key]
        problem = f"this row is there twice, first in sheet '{there}', row {line + 1}. Delete one of them."
        copy.note(sheet, at, PLACE["number"], problem)
        return
    copy.places[key] = (sheet, at)
    copy.prints[key] = _text(row[PLACE["print"]])
    copy.shown[key] = tuple(_text(row[PLACE[name]]) for name in ("element", "base", "adaptation"))
    copy.names[key] = copy.shown[key][0].partition("\n")[0]
    decision = _decision(copy, sheet, at, said)
    if decision != ReviewDecision(key=key, group=None, copy=0):
        copy.decisions[key] = decision


def _decision(copy: Copy, sheet: str, at: int, said: dict[str, str]) -> ReviewDecision:
    codes: dict[str, str | None] = {}
    for name, kind in (("verdict", "verdict"), ("legal", "answer")):
        codes[name] = code_of(kind, said[name]) if said[name] else None
        if said[name] and codes[name] is None:
            what = "is not a decision" if kind == "verdict" else "is not an answer"
            copy.note(sheet, at, PLACE[name], f"'{said[name][:60]}' {what}. {choices_said(kind, copy)}")
    ticked = is_tick(said["ticked"])
    if ticked is None:
        copy.note(
            sheet, at, PLACE["ticked"], f"'{said['ticked'][:60]}' is not a tick. Choose from the list of the cell."
        )
    return ReviewDecision(
        key=said["key"],
        group=None,
        copy=0,
        verdict=codes["verdict"],  # type: ignore[arg-type]
        wording=target_in(said["wording"]) if copy.of == "countries" else said["wording"],
        reason=said["reason"],
        dissent=said["dissent"],
        legal_check={None: None, "yes": True, "no": False}[codes["legal"]],
        follow_up=said["follow-up"],
        ticked=bool(ticked),
    )


def choices_said(kind: str, copy: Copy, among: Sequence[str] = ()) -> str:
    """What can be chosen, in the language of the copy."""
    codes = among or (VERDICTS_OF.get(copy.of, ()) if kind == "verdict" else ())
    return f"Choose one of: {', '.join(word for _, word in choices(kind, copy.lang, codes))}."


def _typed(copy: Copy, sheet: str, row: int, column: int, cell: Any) -> str:
    """What was typed into a cell; a formula or an error is noted and counts as nothing."""
    kind = getattr(cell, "data_type", "n")
    if kind in ("f", "e") and _text(cell):
        what = "a formula" if kind == "f" else "an error value"
        copy.note(sheet, row, column, f"this cell holds {what}. Type the text itself, with an apostrophe before a '='.")
        return ""
    return _text(cell)


def _text(cell: Any) -> str:
    value = getattr(cell, "value", None)
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return (value.date() if value.time() == datetime.min.time() else value).isoformat()
        case date():
            return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def owned(copy: Copy, number: int) -> Iterator[ReviewDecision]:
    """The decisions of a copy, with whose they are and its place among those read."""
    for decision in copy.decisions.values():
        yield replace(decision, group=copy.asked.get("group") or None, copy=number)  # type: ignore[arg-type]
