"""The workbook of a team: who rated which competency of which worker, by code and never by name."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sswgraph.errors import MissingExtraError, ParseError
from sswgraph.exchange.plain import read_text
from sswgraph.exchange.workbook.cells import QUOTED, InvalidCell, from_cell
from sswgraph.exchange.workbook.names import bracketed
from sswgraph.files import path_of
from sswgraph.messages import languages, sentence
from sswgraph.model import Text
from sswgraph.model.fields import Field, Shape
from sswgraph.model.profile import HoldingBasis
from sswgraph.model.text import clean
from sswgraph.sheets.cells import TextCell, csv_rows, is_filled, value_text
from sswgraph.sheets.guards import read_package
from sswgraph.sheets.styles import Styles, build_workbook, row_height

RATERS: dict[str, HoldingBasis] = {"self": "self-rated", "supervisor": "supervisor-rated", "assessor": "assessed"}
COLUMNS = (("worker", 14), ("what", 60), ("held", 10), ("level", 30), ("rater", 16), ("date", 14), ("remark", 36))
_WIDE, _PLACE = dict(COLUMNS), {name: place for place, (name, _) in enumerate(COLUMNS)}
_NEEDED = ("worker", "what", "held")
_SAID = ("held", "level", "rater", "date")
_LISTS, _HEADER, _MORE, _MOST_ROWS = "sswgraph", 4, 200, 20_000
_OWN = "#"  # begins the name of a sheet of the user's own
_WHEN = Field("date", Shape.WHEN)
_CODE = re.compile(r"(?=.*[0-9])[^\W_][\w./-]{0,29}")
_NUMBER_OF_A_PERSON = re.compile(r"[0-9]{7}")


@dataclass(frozen=True, slots=True)
class Rating:
    """One row of the workbook.

    Attributes:
        worker: The code of the worker.
        what: What was rated, as it is written.
        held: Whether it is held, None in a row that nobody has filled in.
        level: The id or name of the level, None where the row has none.
        rater: The code of who rated it, a key of RATERS, None where the row has none.
        date: The date in ISO 8601, None where the row has none.
        place: Where the row is, for messages.
        columns: By column, where its cell is.
    """

    worker: str
    what: str
    held: bool | None
    level: str | None
    rater: str | None
    date: str | None
    place: str
    columns: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """Where the cell of a column is; the row where that cell is empty."""
        return self.columns.get(name, self.place)


@dataclass(frozen=True, slots=True)
class Form:
    """The content of an empty workbook.

    Attributes:
        target: The name of the target.
        competencies: The id and name of each competency that it requires.
        levels: The id and name of each level to choose from.
        workers: The codes of the workers.
    """

    target: Text
    competencies: tuple[tuple[str, Text], ...]
    levels: tuple[tuple[str, Text], ...] = ()
    workers: tuple[str, ...] = ()


def name_problem(code: object) -> str | None:
    """Why the code of a worker may be a name or a personal number, and is refused.

    Args:
        code (object): The code.

    Returns:
        The problem and its fix, None for a code that is accepted.

    Example:
        >>> name_problem("UG-07"), str(name_problem("Amina"))[:42]
        (None, "'Amina' may be a name. Give each worker a ")
    """
    said = str(code)
    fix = "Give each worker a code of letters and figures without blanks, such as W01; keep the list of names apart."
    if not _CODE.fullmatch(said):
        return f"'{said[:40]}' may be a name. {fix}"
    return f"'{said[:40]}' may be a telephone or identity number. {fix}" if _NUMBER_OF_A_PERSON.search(said) else None


# Writing


def people_bytes(form: Form, lang: str) -> bytes:
    """The empty workbook, the same bytes for the same form and language.

    Args:
        form (Form): The content.
        lang (str): The language of headings and words.

    Returns:
        The bytes of the .xlsx file, with a row for each worker and competency.
    """

    def fill(workbook: Any) -> str:
        title = _words("title-form", lang, target=form.target)
        _write(workbook, form, lang, title)
        return title

    return build_workbook(fill, datetime(2000, 1, 1))


def _words(code: str, lang: str, **parameters: Any) -> str:
    return clean(sentence(f"team.{code}", lang, **parameters))


def _write(workbook: Any, form: Form, lang: str, title: str) -> None:
    styles, sheet = Styles(workbook), workbook.add_worksheet(_words("sheet", lang))
    if lang.partition("-")[0] == "ar":
        sheet.right_to_left()
    shown = [name for name, _ in COLUMNS if name != "level" or form.levels]
    sheet.write_string(0, 0, title, styles["over"])
    for row in range(1, _HEADER):
        text = _words(f"help-{row}", lang)
        sheet.merge_range(row, 0, row, len(shown) - 1, "", styles["wrapped"])
        sheet.write_string(row, 0, text, styles["wrapped"])
        sheet.set_row(row, row_height((text, sum(_WIDE[name] for name in shown))))
    for place, name in enumerate(shown):
        sheet.set_column(place, place, _WIDE[name])
        sheet.write_string(_HEADER, place, _words(f"form-{name}", lang), styles["head"])
    named = [_named(one, lang) for one in form.competencies]
    filled = [(worker, what) for worker in form.workers for what in named]
    last = _HEADER + max(len(filled), 1) + _MORE
    for at in range(_HEADER + 1, last + 1):
        said = filled[at - _HEADER - 1] if at - _HEADER - 1 < len(filled) else ("", "")
        for place in range(len(shown)):
            sheet.write_string(at, place, said[place] if place < len(said) else "", styles["open"])
    for name, source in _write_lists(workbook, form, lang, named).items():
        if name in shown:
            rule = {"validate": "list", "source": source, "error_type": "information"}
            sheet.data_validation(_HEADER + 1, shown.index(name), last, shown.index(name), rule)
    sheet.freeze_panes(_HEADER + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER)


def _named(one: tuple[str, Text], lang: str) -> str:
    """The name of an element with its id in brackets, as in a cell and its drop-down."""
    identifier, label = one
    return clean(f"{' '.join(str(label.best(lang)).split())} [{identifier}]".strip())


def _write_lists(workbook: Any, form: Form, lang: str, named: list[str]) -> dict[str, str]:
    """Write the hidden sheet of choices; returns by column the range of its choices."""
    sheet = workbook.add_worksheet(_LISTS)
    lists = {
        "what": named,
        "held": [_words(f"held-{one}", lang) for one in ("yes", "no")],
        "level": [_named(one, lang) for one in form.levels],
        "rater": [_words(f"rater-{one}", lang) for one in RATERS],
    }
    found = {}
    for place, (name, said) in enumerate(lists.items()):
        for row, text in enumerate(said):
            sheet.write_string(row, place, text)
        letter = chr(ord("A") + place)
        found.update({name: f"={_LISTS}!${letter}$1:${letter}${len(said)}"} if said else {})
    sheet.very_hidden()
    return found


# Reading


def read_people(path: str | os.PathLike[str]) -> tuple[list[Rating], list[str]]:
    """The rows of a workbook (.xlsx) or of a CSV file, and every problem with its place.

    Raises OSError where there is no such file.

    Args:
        path (str | PathLike): The file; a .csv file is in UTF-8.

    Returns:
        The rows, and the problems as sentences.

    Raises:
        ParseError: The file is neither .xlsx nor .csv, or is damaged.
    """
    file = path_of(path)
    problems: list[str] = []
    match file.suffix.lower():
        case ".xlsx":
            return _from_workbook(read_package(file), file.name, problems), problems
        case ".csv":
            table = csv_rows(read_text(file, "the table of a team"), str(file))
            rows = [[TextCell(text or None, at) for at, text in enumerate(row, 1)] for row in table]
            return _from_rows(rows, file.name, problems), problems
    hint = "Make the workbook with: sswgraph team --new --to TARGET -o people.xlsx"
    raise ParseError("The table of a team ends in .xlsx or .csv.", file=file.name, hint=hint)


def _from_workbook(data: bytes, name: str, problems: list[str]) -> list[Rating]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError("excel", "openpyxl") from None
    found: list[Rating] = []
    try:
        with closing(load_workbook(io.BytesIO(data), read_only=True, keep_links=False)) as workbook:
            for sheet in workbook.worksheets:
                if hasattr(sheet, "reset_dimensions") and sheet.title != _LISTS and sheet.title[:1] != _OWN:
                    sheet.reset_dimensions()
                    rows = sheet.iter_rows(max_col=40, max_row=_MOST_ROWS + 1)
                    found += _from_rows(rows, f"{name}, sheet '{sheet.title}'", problems)
    except ParseError:
        raise
    except Exception as error:
        hint = "Open it, save it again as .xlsx, or ask for another copy."
        raise ParseError(f"This workbook is damaged ({type(error).__name__}).", file=name, hint=hint) from error
    return found


def _from_rows(rows: Iterable[Sequence[Any]], place: str, problems: list[str]) -> list[Rating]:
    """The ratings of one sheet, with headings in any language and any order."""
    columns: dict[int, str] = {}
    found: list[Rating] = []
    above = False
    for number, cells in enumerate(rows, 1):
        where = f"{place}, row {number}"
        if number > _MOST_ROWS:
            problems.append(f"{where}: at most {_MOST_ROWS:,} rows are read. Split the table.")
            break
        if not columns:
            columns = _columns(cells)
            problems += _strange(cells, columns, where)
            above |= any(cell.value is not None for cell in cells)
            continue
        said = dict(_texts(cells, columns, where, problems))
        if said:
            found += _rating(said, where, problems)
    if above and not columns:
        wanted = ", ".join(f"'{_words(f'form-{name}', 'en')}'" for name in _NEEDED)
        problems.append(
            f"{place}: the headings {wanted} are missing, so nothing is read. Put them back; if it is a sheet "
            f"of your own, begin its name with '{_OWN}'."
        )
    return found


@cache
def _headings() -> dict[str, str]:
    said = {_words(f"form-{name}", lang).casefold(): name for lang in languages() for name, _ in COLUMNS}
    return said | {name: name for name, _ in COLUMNS}


def _columns(cells: Sequence[Any]) -> dict[int, str]:
    """By place, the column of each heading, if this is the row of headings; '' for an unknown heading."""
    said = {at: " ".join(str(cell.value or "").split()).casefold() for at, cell in enumerate(cells)}
    found = {at: _headings().get(text, "") for at, text in said.items() if text}
    return found if set(_NEEDED) <= {*found.values()} else {}


def _strange(cells: Sequence[Any], columns: dict[int, str], where: str) -> Iterator[str]:
    named = [name for name in columns.values() if name]
    for at, name in columns.items():
        said = " ".join(str(cells[at].value).split())[:QUOTED]
        if not name:
            fix = "Its content would be lost: move it into the remarks, and delete the column."
            yield f"{where}, column {cells[at].column_letter}: '{said}' is not a heading of this table. {fix}"
        elif named.count(name) > 1:
            yield f"{where}, column {cells[at].column_letter}: '{said}' is repeated. Delete one."


def _texts(cells: Sequence[Any], columns: dict[int, str], where: str, problems: list[str]) -> Iterator[tuple[str, Any]]:
    """The content and place of each filled cell of a row, by column, without remarks."""
    for at, cell in enumerate(cells):
        if not is_filled(cell):
            continue
        place = f"{where}, column {cell.column_letter}"
        if at not in columns:
            problems.append(f"{place}: this is outside the table. Delete it.")
        elif cell.data_type in ("f", "e"):
            problems.append(f"{place}: this cell holds a formula or an error. Type the text.")
        elif columns[at] not in ("", "remark"):
            yield columns[at], (cell.value, place)


def _rating(said: dict[str, tuple[Any, str]], where: str, problems: list[str]) -> Iterator[Rating]:
    """The rating of a row; adds what is wrong with it to ``problems``."""
    before = len(problems)
    for name in ("worker", "what"):
        if name not in said:
            problems.append(f"{where}: '{_words(f'form-{name}', 'en')}' is empty. Fill it in, or clear the row.")
    if len(problems) > before:
        return
    worker, place = _plain(said["worker"][0]), said["worker"][1]
    problem = name_problem(worker)
    if problem:
        problems.append(f"{place}: {problem}")
    held = _choice(said, "held", ("yes", "no"), problems)
    rater = _choice(said, "rater", RATERS, problems)
    when = _meant(said, problems)
    if held is None and any(name in said for name in _SAID) and len(problems) == before:
        problems.append(f"{where}: say whether it is held: yes or no. A row without a rating is not known.")
    if len(problems) == before:
        level = bracketed(_plain(said["level"][0])) if "level" in said else None
        known = None if held is None else held == "yes"
        places = {name: where for name, (_, where) in said.items()}
        yield Rating(worker, _plain(said["what"][0]), known, level, rater, when, where, places)


def _plain(value: Any) -> str:
    """A cell as text; a whole number without a decimal point."""
    return " ".join(value_text(value).split())


def _choice(said: dict[str, tuple[Any, str]], name: str, codes: Iterable[str], problems: list[str]) -> str | None:
    """The code of a word of a list, in any language."""
    if name not in said:
        return None
    value, place = said[name]
    text, several = _plain(value).casefold(), tuple(codes)
    if isinstance(value, bool) and name == "held":
        return "yes" if value else "no"
    for code in several:
        if text in (code, *(_words(f"{name}-{code}", lang).casefold() for lang in languages())):
            return code
    choice = ", ".join(_words(f"{name}-{code}", "en") for code in several)
    problems.append(f"{place}: '{_plain(value)[:QUOTED]}' is not in the list. Choose one of: {choice}.")
    return None


def _meant(said: dict[str, tuple[Any, str]], problems: list[str]) -> str | None:
    if "date" not in said:
        return None
    value, place = said["date"]
    nothing: Callable[[str, Field], str] = lambda text, _: text  # noqa: E731
    try:
        return str(from_cell(_WHEN, value, nothing))
    except InvalidCell as error:
        problems.append(f"{place}: {error}")
        return None
