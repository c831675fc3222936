"""The workbook of a workshop on tasks: written, with suggestions once there are tasks, and read back row by row."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import Any

from sswgraph.authoring.tasks import faults_of, notes_of, with_suggestions
from sswgraph.errors import InputError, MissingExtraError, ParseError
from sswgraph.files import path_of
from sswgraph.messages import languages, sentence
from sswgraph.model.characters import clean
from sswgraph.model.workshop import IMPORTANCES, Task, TaskList, Workshop
from sswgraph.review.columns import META, is_tick
from sswgraph.review.copies import refuse
from sswgraph.sheets.guards import read_package
from sswgraph.sheets.styles import Styles, height_of

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
_FILLED = ("task", "by", "often", "importance", "function", "competencies", "decided")
_ROWS, _HEADER, _SHAPE, _MOST_PROBLEMS = 120, 5, 1, 200
_BRACKETED = re.compile(r"\[([^\[\]]+)\]\s*\Z")
_STEPS = 3


# Writing


def workshop_bytes(workshop: Workshop, lang: str, listed: Sequence[Task]) -> bytes:
    """The workbook as bytes, the same for the same input; ``listed`` are the tasks that are there already."""
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("excel", "xlsxwriter") from None
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"title": _words("title", lang), "created": datetime(2000, 1, 1)})
        _write(workbook, workshop, lang, listed)
    return stream.getvalue()


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
        sheet.set_row(row, height_of((text, 200)))
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
    remark = ""
    if one is not None:
        said |= {"task": one.text, "by": one.by, "often": one.often, "function": names.get(one.function, one.function)}
        said["competencies"] = "\n".join(names.get(each, each) for each in one.competencies)
        said["importance"] = _words(f"importance-{one.importance}", lang) if one.importance else ""
        said["decided"] = "x" if one.decided and not one.suggested else ""
        remarks = [fault.render(lang) for fault in one.faults]
        remarks += [_words("suggested", lang, score=f"{one.score:.2f}")] if one.suggested else []
        remark = "\n".join(remarks)
    for name, text in said.items():
        sheet.write_string(row, _PLACE[name], clean(text), styles["tick" if name == "decided" else "open"])
    sheet.write_string(row, _PLACE["remark"], clean(remark), styles["safety" if one and one.faults else "quiet"])
    widths = dict(COLUMNS)
    sheet.set_row(row, height_of(*((text, widths[name]) for name, text in {**said, "remark": remark}.items())))


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
            listed = _read(sheets, name, workshop, lang)
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
        notes=tuple(notes_of(listed, labels)),
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
        raise ParseError("This is no workbook of a workshop on tasks.", file=name, hint=hint) from None
    if of != workshop.kind:
        raise ParseError("This is no workbook of a workshop on tasks.", file=name, hint=hint)
    if base != workshop.base:
        raise InputError(
            f"{name} is of a workshop on '{base}', not on '{workshop.base}'. Read it with tasks(g, '{base}')."
        )
    return lang


def _read(sheets: Sequence[Any], file: str, workshop: Workshop, lang: str) -> list[Task]:
    problems: list[str] = []
    listed: list[Task] = []
    for sheet in sheets:
        columns: dict[int, str] = {}
        if sheet.title == META:
            continue
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if not columns:
                columns = _columns(cells)
                continue
            said = _row(cells, columns, f"{file}, sheet '{sheet.title}', row {number}", problems)
            if not any(said.values()):
                continue
            where = f"{file}, sheet '{sheet.title}', row {number}"
            task = _task(said, len(listed) + 1, workshop, lang, where, problems)
            listed.append(replace(task, sheet=sheet.title, row=number))
    refuse(problems[:_MOST_PROBLEMS])
    return listed


def _columns(cells: Sequence[Any]) -> dict[int, str]:
    """Which column is where, in any language, if this row is the one with the headings."""
    words = {_words(f"column-{name}", lang).casefold(): name for lang in languages() for name, _ in COLUMNS}
    found = {at: words.get(" ".join(str(cell.value or "").split()).casefold(), "") for at, cell in enumerate(cells)}
    known = {at: name for at, name in found.items() if name}
    return known if "task" in known.values() and len(known) > 2 else {}


def _row(cells: Sequence[Any], columns: dict[int, str], where: str, problems: list[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for at, cell in enumerate(cells):
        name = columns.get(at, "")
        if cell.value is None:
            continue
        if name in _FILLED and cell.data_type in ("f", "e"):
            problems.append(
                f"{where}, column {cell.column_letter}: this cell holds a formula or an error. Type the text."
            )
        elif name in _FILLED:
            said[name] = str(cell.value).strip()
        elif not name and str(cell.value).strip():
            problems.append(f"{where}, column {cell.column_letter}: this stands outside the table. Delete it.")
    return said


def _task(said: dict[str, str], number: int, workshop: Workshop, lang: str, where: str, problems: list[str]) -> Task:
    text = " ".join(said.get("task", "").split())
    importances = {_words(f"importance-{one}", each).casefold(): one for each in languages() for one in IMPORTANCES}
    importance = importances.get(said.get("importance", "").casefold())
    if said.get("importance") and importance is None:
        choice = ", ".join(_words(f"importance-{one}", lang) for one in IMPORTANCES)
        problems.append(f"{where}: '{said['importance'][:60]}' is not in the list. Choose one of: {choice}.")
    ticked = is_tick(said.get("decided", ""))
    if ticked is None:
        problems.append(f"{where}: '{said['decided'][:60]}' is no tick. Write 'x', or leave the cell empty.")
    if not text:
        problems.append(f"{where}: there is no task. Write down what is done, or clear the row.")
    known = _known(workshop)
    competencies = tuple(_found(line, known) for line in said.get("competencies", "").split("\n") if line.strip())
    return Task(
        number=number,
        text=text,
        by=" ".join(said.get("by", "").split()),
        often=said.get("often", ""),
        importance=importance,
        function=_found(said.get("function", ""), known),
        competencies=tuple(dict.fromkeys(competencies)),
        decided=bool(ticked),
        faults=faults_of(text, lang) if text else (),
    )


def _known(workshop: Workshop) -> dict[str, str]:
    """The ids of functions and competencies by themselves and by each of their names."""
    found: dict[str, str] = {}
    nodes: tuple[Any, ...] = (*workshop.framework.of_kind("function"), *workshop.framework.of_kind("competency"))
    for one in nodes:
        for said in (one.id, *(wording for _, wording in one.label.values)):
            found.setdefault(" ".join(said.split()).casefold(), one.id)
    return found


def _found(said: str, known: dict[str, str]) -> str:
    bracketed = _BRACKETED.search(said)
    text = " ".join((bracketed[1] if bracketed else said).split())
    return known.get(text.casefold(), text)


def places(listed: TaskList) -> Iterator[str]:
    """The rows that people decided on although they are no tasks, each with its place and what is wrong."""
    for one in listed.decided:
        for fault in one.faults:
            yield f"sheet '{one.sheet}', row {one.row}: {fault}"
