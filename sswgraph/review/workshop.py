"""The workbook of a workshop on tasks: written, with suggestions once there are tasks, and read back row by row."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from sswgraph.authoring.tasks import FAULTS, faults_of, notes_of, with_suggestions
from sswgraph.errors import InputError, MissingExtraError, ParseError
from sswgraph.files import path_of
from sswgraph.messages import languages, sentence
from sswgraph.model import Text
from sswgraph.model.authoring import IMPORTANCES, Task, TaskList, Workshop
from sswgraph.model.codes import Kind
from sswgraph.model.text import clean
from sswgraph.review.columns import META, is_tick
from sswgraph.review.copies import refuse
from sswgraph.sheets.guards import merged_in, merged_problem, read_package
from sswgraph.sheets.styles import Styles, build_workbook, row_height

COLUMNS = (
    ("number", 6),
    ("task", 52),
    ("by", 24),
    ("often", 18),
    ("importance", 14),
    ("function", 40),
    ("competencies", 48),
    ("decided", 10),
    ("remark", 40),
)
_PLACE = {name: place for place, (name, _) in enumerate(COLUMNS)}
_FILLED = ("task", "by", "often", "importance", "function", "competencies", "decided", "remark")
_NAMES: dict[str, Kind] = {
    "function": "function",
    "competencies": "competency",
}  # the columns that name elements, with their kind
_OWN = "#"  # a sheet whose name begins so is somebody's own
_ROWS, _HEADER, _SHAPE, _MOST_PROBLEMS = 120, 5, 1, 200
_BRACKETED = re.compile(r"\[([^\[\]]+)\]\s*\Z")
_ANY = "@@"


@dataclass(frozen=True, slots=True)
class NamesOfKind:
    """The elements of one kind: ids by id and name, and the ids of all that is of other kinds."""

    kind: str
    ids: dict[str, list[str]]
    others: frozenset[str]


# Writing


def workshop_bytes(workshop: Workshop, lang: str, listed: Sequence[Task]) -> bytes:
    """The workbook as bytes, the same for the same input; ``listed`` are the tasks that are there already."""

    def fill(workbook: Any) -> str:
        _write(workbook, workshop, lang, listed)
        return _words("title", lang)

    return build_workbook(fill, datetime(2000, 1, 1))


def listed_before(workshop: Workshop, previous: str | os.PathLike[str] | None, lang: str) -> tuple[Task, ...]:
    """The tasks of an earlier workbook of the same workshop, with suggestions where a row names no function."""
    if previous is None:
        return ()
    return with_suggestions(workshop, read_tasks(previous, workshop).tasks, lang)


def _words(code: str, lang: str, **parameters: Any) -> str:
    return clean(sentence(f"workshop.{code}", lang, **parameters))


def _write(workbook: Any, workshop: Workshop, lang: str, listed: Sequence[Task]) -> None:
    styles, sheet = Styles(workbook), workbook.add_worksheet(_words("sheet", lang))
    if lang.partition("-")[0] == "ar":
        sheet.right_to_left()
    sheet.write_string(0, 1, _words("title", lang), styles["over"])
    lead = _words("lead-decide" if any(one.suggested for one in listed) else "lead-write", lang)
    for row, text in enumerate((lead, _words("lead-task", lang), _words("lead-competence", lang)), 1):
        sheet.merge_range(row, 1, row, 6, "", styles["wrapped"])
        sheet.write_string(row, 1, text, styles["wrapped"])
        sheet.set_row(row, row_height((text, 200)))
    for place, (name, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(_HEADER, place, _words(f"column-{name}", lang), styles["head"])
    names = _names(workshop, lang)
    for at in range(max(_ROWS, len(listed) + 40)):
        _write_row(sheet, styles, at, listed[at] if at < len(listed) else None, names, lang)
    last = _HEADER + max(_ROWS, len(listed) + 40)
    lists = _write_lists(workbook, workshop, lang, names)
    for name, source in lists.items():
        rule = {"validate": "list", "source": source, "error_type": "information"}
        sheet.data_validation(_HEADER + 1, _PLACE[name], last, _PLACE[name], rule)
    sheet.freeze_panes(_HEADER + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER)


def _write_row(sheet: Any, styles: Styles, at: int, one: Task | None, names: dict[str, str], lang: str) -> None:
    row = _HEADER + 1 + at
    sheet.write_number(row, 0, at + 1, styles["number"])
    said = dict.fromkeys(_FILLED, "")
    if one is not None:
        said |= {"task": one.text, "by": one.by, "often": one.often, "function": names.get(one.function, one.function)}
        said["competencies"] = "\n".join(names.get(each, each) for each in one.competencies)
        said["importance"] = _words(f"importance-{one.importance}", lang) if one.importance else ""
        said["decided"] = "x" if one.decided and not one.suggested else ""
        remarks = [fault.render(lang) for fault in one.faults]
        remarks += [_words("suggested", lang, score=f"{one.score:.2f}")] if one.suggested else []
        said["remark"] = "\n".join([*remarks, *([one.remark] if one.remark else [])])
    looks = {"decided": "tick", "remark": "safety" if one and one.faults else "quiet"}
    for name, text in said.items():
        sheet.write_string(row, _PLACE[name], clean(text), styles[looks.get(name, "open")])
    widths = dict(COLUMNS)
    sheet.set_row(row, row_height(*((text, widths[name]) for name, text in said.items())))


def _names(workshop: Workshop, lang: str) -> dict[str, str]:
    """By id, a function or competency as a cell names it."""
    nodes: tuple[Any, ...] = (*workshop.framework.of_kind("function"), *workshop.framework.of_kind("competency"))
    return {one.id: f"{' '.join(str(one.label.best(lang)).split())} [{one.id}]" for one in nodes}


def _write_lists(workbook: Any, workshop: Workshop, lang: str, names: dict[str, str]) -> dict[str, str]:
    sheet = workbook.add_worksheet(META)
    about = {"shape": _SHAPE, "of": workshop.kind, "lang": lang, "base": workshop.base}
    sheet.write_string(0, 0, META)
    sheet.write_string(0, 1, json.dumps(about))
    functions = [names[one.id] for one in workshop.framework.of_kind("function")]
    lists = {"function": functions, "importance": [_words(f"importance-{one}", lang) for one in IMPORTANCES]}
    found = {}
    for place, (name, said) in enumerate(lists.items(), 2):
        for row, text in enumerate(said):
            sheet.write_string(row, place, text)
        letter = chr(ord("A") + place)
        found.update({name: f"={META}!${letter}$1:${letter}${len(said)}"} if said else {})
    sheet.very_hidden()
    return found


# Reading


def read_tasks(path: str | os.PathLike[str], workshop: Workshop) -> TaskList:
    """The tasks of a workbook; raises InputError with every cell that means nothing, ParseError for another file."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError("excel", "openpyxl") from None
    name, data = path_of(path).name, read_package(path)
    try:
        with closing(load_workbook(io.BytesIO(data), read_only=True, keep_links=False)) as workbook:
            sheets = [one for one in workbook.worksheets if hasattr(one, "reset_dimensions")]
            for one in sheets:
                one.reset_dimensions()
            lang = _made_from(sheets, name, workshop)
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                merged = {one.title: [*merged_in(one, package)] for one in sheets}
            listed = _read(sheets, name, workshop, lang, merged)
    except (ParseError, InputError):
        raise
    except Exception as error:
        hint = "Open it, save it again as .xlsx, or ask for another copy."
        raise ParseError(f"This workbook is damaged ({type(error).__name__}).", file=name, hint=hint) from error
    labels: dict[str, Any] = {one.id: getattr(one, "label", None) for one in workshop.framework.of_kind("function")}
    return TaskList(
        base=workshop.base,
        base_label=workshop.base_label,
        lang=lang,
        tasks=tuple(listed),
        notes=tuple(notes_of(listed, labels, lang)),
        stamp=workshop.stamp,
    )


def _made_from(sheets: Sequence[Any], name: str, workshop: Workshop) -> str:
    sheet = next((one for one in sheets if one.title == META), None)
    cells: Sequence[Any] = next(iter(sheet.iter_rows(min_row=1, max_row=1, max_col=2)), ()) if sheet is not None else ()
    hint = "Give the workbook that write_review made of tasks(...), whatever its name is now."
    try:
        said = json.loads(str(cells[1].value))
        of, base, lang = str(said["of"]), str(said["base"]), str(said["lang"])
    except (IndexError, KeyError, TypeError, ValueError):
        raise ParseError("This is not a workbook of a workshop on tasks.", file=name, hint=hint) from None
    if of != workshop.kind:
        raise ParseError("This is not a workbook of a workshop on tasks.", file=name, hint=hint)
    if base != workshop.base:
        raise InputError(
            f"{name} is of a workshop on '{base}', not on '{workshop.base}'. Read it with tasks(g, '{base}')."
        )
    return lang


def _read(
    sheets: Sequence[Any], file: str, workshop: Workshop, lang: str, merged: dict[str, list[tuple[str, int, str, int]]]
) -> list[Task]:
    from openpyxl.utils import get_column_letter

    problems: list[str] = []
    listed: list[Task] = []
    known = {name: _known(workshop, kind) for name, kind in _NAMES.items()}
    for sheet in sheets:
        columns: dict[int, str] = {}
        place = f"{file}, sheet '{sheet.title}'"
        if sheet.title == META or sheet.title.startswith(_OWN):
            continue
        above: list[Any] = []
        for number, cells in enumerate(sheet.iter_rows(), 1):
            where = f"{place}, row {number}"
            if not columns:
                columns = _columns(cells)
                above += [cell for cell in cells if cell.value is not None] if not columns else []
                problems += _strange(cells, columns, where, lang) if columns else []
                problems += _merged(merged[sheet.title], number, place) if columns else []
                continue
            said = _row(cells, columns, where, problems)
            if any(said.values()):
                at = _Places(where, {name: get_column_letter(place + 1) for place, name in columns.items()})
                task = _task(said, len(listed) + 1, known, lang, at, problems)
                listed.append(replace(task, sheet=sheet.title, row=number, column=at.letters.get("task", "")))
        if above and not columns:
            wanted = f"Put them back: '{_words('column-task', lang)}' above the tasks, and the others beside it"
            problems.append(
                f"{place}: there are no headings, so that nothing of this sheet is read. {wanted}. If it is a sheet of "
                f"your own, begin its name with '{_OWN}'."
            )
    refuse(problems[:_MOST_PROBLEMS])
    return listed


@cache
def _headings() -> dict[str, str]:
    return {_words(f"column-{name}", lang).casefold(): name for lang in languages() for name, _ in COLUMNS}


def _columns(cells: Sequence[Any]) -> dict[int, str]:
    """Which column is where, in any language, if this row is the one with the headings; '' for one that is unknown."""
    said = {at: " ".join(str(cell.value or "").split()).casefold() for at, cell in enumerate(cells)}
    found = {at: _headings().get(text, "") for at, text in said.items() if text}
    return found if "task" in found.values() and len([*filter(None, found.values())]) > 2 else {}


def _strange(cells: Sequence[Any], columns: dict[int, str], where: str, lang: str) -> Iterator[str]:
    """Headings of no known column: what stands below them would be lost."""
    for at in (at for at, name in columns.items() if not name):
        text = " ".join(str(cells[at].value).split())
        near = get_close_matches(text.casefold(), _headings(), n=1, cutoff=0.6)
        missing = [_words(f"column-{name}", lang) for name in _FILLED if name not in columns.values()]
        meant = [_words(f"column-{_headings()[near[0]]}", lang)] if near else missing
        fix = f"Did you mean '{' or '.join(meant)}'?" if meant else "Move what it says into the remarks, and delete it."
        yield f"{where}, column {cells[at].column_letter}: '{text[:60]}' is not a heading of this table. {fix}"


def _merged(found: Sequence[tuple[str, int, str, int]], heading: int, place: str) -> Iterator[str]:
    """Merged cells below the headings: decisions on all tasks but the first would be lost."""
    for left, top, right, bottom in found:
        if bottom > heading:
            yield f"{place}, row {top}, column {left}: {' '.join(map(str, merged_problem(left, top, right, bottom)))}"


def _row(cells: Sequence[Any], columns: dict[int, str], where: str, problems: list[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for at, cell in enumerate(cells):
        name = columns.get(at)
        if cell.value is None:
            continue
        if name in _FILLED and cell.data_type in ("f", "e"):
            problems.append(
                f"{where}, column {cell.column_letter}: this cell holds a formula or an error. Type the text."
            )
        elif name == "remark":
            said[name] = "\n".join(line for line in str(cell.value).strip().split("\n") if not _ours().fullmatch(line))
        elif name in _FILLED:
            said[name] = str(cell.value).strip()
        elif name is None and str(cell.value).strip():
            problems.append(f"{where}, column {cell.column_letter}: this stands outside the table. Delete it.")
    return said


@cache
def _ours() -> re.Pattern[str]:
    """What the workbook itself remarks on a row, in any language; all else in that column people wrote."""
    said = [
        re.escape(_words(code.removeprefix("workshop."), lang, word=_ANY, n=_ANY, score=_ANY)).replace(_ANY, ".*")
        for lang in languages()
        for code in (*FAULTS, "workshop.suggested")
    ]
    return re.compile("|".join(said))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a row stands, and the letters of its columns."""

    where: str
    letters: dict[str, str]

    def of(self, name: str) -> str:
        """Where a cell of it stands."""
        return f"{self.where}, column {self.letters[name]}"


def _task(
    said: dict[str, str], number: int, known: dict[str, NamesOfKind], lang: str, at: _Places, problems: list[str]
) -> Task:
    text = " ".join(said.get("task", "").split())
    importances = {_words(f"importance-{one}", each).casefold(): one for each in languages() for one in IMPORTANCES}
    importance = importances.get(said.get("importance", "").casefold())
    if said.get("importance") and importance is None:
        choice = ", ".join(_words(f"importance-{one}", lang) for one in IMPORTANCES)
        place = at.of("importance")
        problems.append(f"{place}: '{said['importance'][:60]}' is not in the list. Choose one of: {choice}.")
    ticked = is_tick(said.get("decided", ""))
    if ticked is None:
        place = at.of("decided")
        problems.append(f"{place}: '{said['decided'][:60]}' is not a tick. Write 'x', or leave the cell empty.")
    if not text:
        problems.append(f"{at.of('task')}: there is no task. Write down what is done, or clear the row.")
    lines = {name: [line for line in said.get(name, "").split("\n") if line.strip()] for name in _NAMES}
    named = {name: [_found(line, known[name], at.of(name), problems) for line in lines[name]] for name in _NAMES}
    function = named["function"] if len(lines["function"]) == 1 else [" ".join(said.get("function", "").split())]
    return Task(
        number=number,
        text=text,
        by=" ".join(said.get("by", "").split()),
        often=said.get("often", ""),
        importance=importance,
        function=function[0],
        competencies=tuple(dict.fromkeys(named["competencies"])),
        decided=bool(ticked),
        faults=faults_of(text, lang) if text else (),
        remark=said.get("remark", ""),
    )


def _known(workshop: Workshop, kind: Kind) -> NamesOfKind:
    """The functions, or competencies, by id and by each of their names, and the ids of other kinds."""
    found: dict[str, list[str]] = {}
    for one in workshop.framework.of_kind(kind):
        node: Any = one
        for said in dict.fromkeys(" ".join(said.split()).casefold() for said in (one.id, *_wordings(node.label))):
            found.setdefault(said, []).append(one.id)
    others = frozenset(one.id.casefold() for one in workshop.framework.elements if one.kind != kind)
    return NamesOfKind(kind, found, others)


def _wordings(label: Text) -> Iterator[str]:
    return (wording for _, wording in label.values)


def _found(said: str, known: NamesOfKind, where: str, problems: list[str]) -> str:
    """The id that a cell means, otherwise its own words; several elements, or one of another kind, are a problem."""
    bracketed = _BRACKETED.search(said)
    text = " ".join((bracketed[1] if bracketed else said).split())
    fitting = known.ids.get(text.casefold(), [])
    if len(fitting) > 1:
        problems.append(f"{where}: '{text[:60]}' is the name of several: {', '.join(fitting)}. Write the id of one.")
    if not fitting and text.casefold() in known.others:
        problems.append(f"{where}: '{text[:60]}' is no {known.kind}. Write it into its own column, or write a name.")
    return fitting[0] if fitting else text


def places(listed: TaskList) -> Iterator[str]:
    """The rows that people decided on although they are no tasks, each with its place and what is wrong."""
    for one in listed.decided:
        for fault in one.faults:
            yield f"sheet '{one.sheet}', row {one.row}, column {one.column}: {fault}"
