"""Writes a framework as a workbook: names and words in rows, drop-downs, hidden columns for what is rarely needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sswgraph.errors import InputError
from sswgraph.exchange.workbook.baseline import element_lines
from sswgraph.exchange.workbook.cells import Cell, to_cell
from sswgraph.exchange.workbook.guidance import EXAMPLE, example, help_of, instructions
from sswgraph.exchange.workbook.layout import (
    DECIDED,
    ID,
    INLINE,
    LISTS,
    MATRIX,
    OWNER,
    RESIDUE,
    SHORT,
    WRITTEN,
    SheetColumn,
    SheetLayout,
    base_elements,
    code_word,
    column_field,
    column_fields,
    heading,
    sheet_layouts,
    title,
)
from sswgraph.exchange.workbook.matrix import FIELDS, NEEDED, offered_marks, pair_line, requirement_mark
from sswgraph.messages import languages, sentence
from sswgraph.model import Evidence, Framework, Node, Requirement
from sswgraph.model.fields import EVIDENCE, Shape
from sswgraph.model.ids import iri_of
from sswgraph.model.text import clean
from sswgraph.progress import Counter, Progress
from sswgraph.sheets.cells import column_letters, is_written_exactly
from sswgraph.sheets.styles import build_workbook, row_height

_A3 = 8
_MOST_IN_A_CELL, _MOST_ROWS = 32_767, 1_048_576
_TECHNICAL = frozenset({ID, "evidence", "derived_from", "replaces"})
_WIDE = frozenset({Shape.TEXT, Shape.REFERENCE})
_MANY = 20_000  # sheets of so many rows get no empty cells and no heights of rows
_HIGHEST = 140.0  # the greatest height of a row, in points; not every program finds the height by itself
_SPARE, _SPARE_COLUMNS = 500, 20  # empty rows, and columns of the matrix, that also get drop-downs
_MOST_COLUMNS, _BLANKS = 16_384, 200_000  # columns of a sheet; empty cells of the matrix that get a format
_BAR = "|"  # between the cells of a row that are joined
_MOMENT = datetime(2000, 1, 1)


def framework_workbook(
    framework: Framework,
    lang: str = "en",
    *,
    base: Framework | None = None,
    full: bool = False,
    matrix: bool = False,
    published: bool = False,
    progress: Progress = None,
) -> bytes:
    """The workbook of a framework.

    Raises InputError for a text longer than a cell or more rows than a sheet may have, and MissingExtraError without
    the extra ``excel``.

    Args:
        framework (Framework): The framework.
        lang (str): The language of headings and of words for codes; English where there are none in this language.
        base (Framework | None): The base of an adaptation, whose texts are then shown beside its own, in grey.
        full (bool): Whether every sheet and column is shown, also those that are rarely needed.
        matrix (bool): Whether there is a matrix of requirements beside their list.
        published (bool): Whether it is a template for the items of a published document.
        progress (Callable | None): Called with (done, total) in rows.

    Returns:
        The bytes of the .xlsx file, the same for the same arguments.
    """
    own = lang.lower().partition("-")[0]
    counter = Counter(progress, 1 + len(framework.elements))

    def fill(workbook: Any) -> str:
        _Workbook(workbook, framework, own if own in languages() else "en", base, full, counter).write(
            matrix, published
        )
        return clean(str(framework.title))

    made = build_workbook(fill, _MOMENT)
    counter.finish()
    return made


class _Workbook:
    """A workbook while it is written."""

    def __init__(
        self, workbook: Any, framework: Framework, lang: str, base: Framework | None, full: bool, progress: Counter
    ) -> None:
        self.progress = progress
        self.workbook, self.framework, self.lang, self.base, self.full = workbook, framework, lang, base, full
        self.derived = base_elements(framework.elements, base) if base is not None else {}
        looks = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
        line = {"border": 1, "border_color": "#C4CCD3"}
        self.head = workbook.add_format({**looks, **line, "bold": True, "bg_color": "#E4EBF1", "valign": "vcenter"})
        self.text = workbook.add_format({**looks, **line, "num_format": "@"})
        self.number = workbook.add_format({**looks, **line, "num_format": "General"})
        self.grey = workbook.add_format({**looks, **line, "font_color": "#5F6B76", "bg_color": "#EFF2F4"})
        self.untouched = workbook.add_format({"font_color": "#5F6B76", "bg_color": "#EFF2F4"})
        self.example = workbook.add_format(
            {**looks, **line, "font_color": "#5F6B76", "italic": True, "num_format": "@"}
        )
        self.plain = workbook.add_format(looks)
        self.over = workbook.add_format({**looks, "bold": True, "font_size": 14, "font_color": "#1F4E79"})
        self.names = {node.id: node for node in framework.elements}
        self.choices: dict[str, list[str]] = {}

    def write(self, matrix: bool, published: bool) -> None:
        """Write every sheet."""
        self._start(published)
        marks: dict[tuple[str, str], list[str]] = {}
        sheets = [*sheet_layouts(self.framework, self.lang, self.base, published)]
        for sheet in sheets:
            if sheet.kind.name == "framework":
                self._header(sheet)
            else:
                self._rows(sheet)
            if matrix and sheet.kind.name == "requirement":
                marks = self._marks()
                self._matrix(marks)
        self._residue()
        kinds = [*(sheet.kind.name for sheet in sheets), *([RESIDUE] if self.framework.residue else [])]
        elements = element_lines(self.framework.elements, self._named)
        self._lists([*kinds, *([MATRIX] if matrix else []), *(pair_line(*pair) for pair in marks), *elements])

    # Sheets

    def _start(self, published: bool) -> None:
        """The first sheet: how to fill in the workbook."""
        made = self.workbook.add_worksheet(sentence("workbook.start", self.lang))
        made.set_column(0, 0, 110)
        made.hide_gridlines(2)
        if self.lang == "ar":
            made.right_to_left()
        made.write_string(0, 0, clean(str(self.framework.title.best(self.lang))) or self.framework.id, self.over)
        for row, line in enumerate(instructions(self.framework.id, self.lang, published), 2):
            made.write_string(row, 0, line, self.plain)
        made.activate()

    def _header(self, sheet: SheetLayout) -> None:
        """The framework's own sheet, with one field in each row."""
        made = self._sheet(sheet)
        made.set_column(0, 0, 34)
        made.set_column(1, 1, 90)
        inline = _inline(self.framework)
        for row, column in enumerate(sheet.columns):
            self._heading(made, row, 0, sheet, column)
            self._put(made, row, 1, sheet, column, self._value(self.framework, column, sheet, inline))
            short = column.field in SHORT or column.field == ID or self.full
            if not short and self._empty(self.framework, column, sheet):
                made.set_row(row, None, None, {"hidden": True})
            self._offer(made, (row, 1, row, 1), sheet, column)

    def _rows(self, sheet: SheetLayout) -> None:
        made = self._sheet(sheet)
        values = self._values_of(sheet)
        if len(values) >= _MOST_ROWS:
            raise InputError(f"A sheet holds {_MOST_ROWS - 1:,} rows; there are {len(values):,} of {sheet.kind.name}.")
        for place, column in enumerate(sheet.columns):
            self._heading(made, 0, place, sheet, column)
        used: set[int] = set()
        for row, (owner, value) in enumerate(values, 1):
            texts = [("", 1.0)]
            for place, (column, said) in enumerate(zip(sheet.columns, self._cells(owner, value, sheet), strict=True)):
                if said is not None:
                    used.add(place)
                    texts += [(str(said), _width(sheet, column))] if column.field not in _TECHNICAL else []
                if said is not None or len(values) < _MANY:
                    self._put(made, row, place, sheet, column, said)
            if sheet.kind is not EVIDENCE:
                self.progress()
            if sheet.shown and len(values) < _MANY:
                made.set_row(row, min(_HIGHEST, row_height(*texts)))
        shown = example(sheet.kind.name, self.lang) if sheet.shown and not values else {}
        for place, column in enumerate(sheet.columns):
            if shown:
                said = EXAMPLE if column.field == ID else shown.pop(column.field, None)
                made.write(1, place, said, self.example)
        self._finish(made, sheet, len(values), used)

    def _cells(self, owner: str, value: Any, sheet: SheetLayout) -> list[Cell]:
        """The cells of a row; the last one of an adapted element holds all others joined, as they were written."""
        inline = _inline(value) if isinstance(value, Node) else None
        said = [
            owner if column.field == OWNER else self._value(value, column, sheet, inline)
            for column in sheet.columns
            if column != WRITTEN
        ]
        if WRITTEN in sheet.columns:
            own = [one for column, one in zip(sheet.columns, said, strict=False) if not column.beside]
            together = _BAR.join("" if one is None else str(one) for one in own)
            said.append(together if value.id in self.derived and len(together) <= _MOST_IN_A_CELL else None)
        return said

    def _grey(self, made: Any, sheet: SheetLayout, rows: int) -> None:
        """Show a row in grey as long as it is as it was written."""
        if WRITTEN in sheet.columns and rows:
            own = [f"${column_letters(1 + at)}2" for at, column in enumerate(sheet.columns) if not column.beside]
            joined = f'&"{_BAR}"&'.join(own)
            rule = f"=EXACT(${column_letters(1 + sheet.columns.index(WRITTEN))}2,{joined})"
            looks = {"type": "formula", "criteria": rule, "format": self.untouched}
            made.conditional_format(1, 0, rows, len(sheet.columns) - 1, looks)

    def _keep_ids(self, made: Any, sheet: SheetLayout, rows: int) -> None:
        """Refuse typing over an id; the sheet is not protected, since a protected one cannot be sorted."""
        at = next((place for place, column in enumerate(sheet.columns) if column.field == ID), None)
        if at is not None and rows:
            words = {
                "error_title": title(sheet.kind.name, self.lang),
                "error_message": sentence("workbook.id", self.lang),
            }
            made.data_validation(1, at, rows, at, {"validate": "custom", "value": "=FALSE", **words})

    def _heading(self, made: Any, row: int, place: int, sheet: SheetLayout, column: SheetColumn) -> None:
        base = self.base.id if self.base is not None else ""
        made.write_string(row, place, heading(column, self.lang, base), self.head)
        said = help_of(sheet.kind, column, self.lang, base)
        if said:
            lines = sum(1 + len(line) // 44 for line in said.split("\n"))
            size = {"width": 300, "height": 12 + 16 * lines, "font_size": 9, "author": ""}
            made.write_comment(row, place, said, size)

    def _finish(self, made: Any, sheet: SheetLayout, rows: int, used: set[int]) -> None:
        looks = self.text if rows >= _MANY else None  # in place of empty cells with a format
        for place, column in enumerate(sheet.columns):
            needed = place in used or column.field in SHORT or column.field in DECIDED
            hidden = column == WRITTEN or (not self.full and (column.field in _TECHNICAL or not needed))
            made.set_column(place, place, _width(sheet, column), looks, {"hidden": True} if hidden else {})
            self._offer(made, (1, place, rows + _SPARE, place), sheet, column)
        self._grey(made, sheet, rows)
        self._keep_ids(made, sheet, rows)
        made.freeze_panes(1, 2 if len(sheet.columns) > 1 else 0)
        made.autofilter(0, 0, max(1, rows), len(sheet.columns) - 1)

    def _marks(self) -> dict[tuple[str, str], list[str]]:
        """By cadre and competency, the marks of the matrix, one for each requirement."""
        marks: dict[tuple[str, str], list[str]] = {}
        for one in self.framework.elements:
            if isinstance(one, Requirement):
                marks.setdefault((one.cadre, one.competency), []).append(requirement_mark(one, self.lang, self._named))
        return marks

    def _matrix(self, marks: dict[tuple[str, str], list[str]]) -> None:
        """The matrix of requirements: cadres in columns, competencies in rows."""
        of_kind = {kind: [n.id for n in self.framework.elements if n.kind == kind] for kind in ("cadre", "competency")}
        cadres = list(dict.fromkeys([*of_kind["cadre"], *sorted(cadre for cadre, _ in marks)]))
        competencies = list(dict.fromkeys([*of_kind["competency"], *sorted(one for _, one in marks)]))
        if len(cadres) >= _MOST_COLUMNS or len(competencies) >= _MOST_ROWS:
            raise InputError(f"A sheet holds {_MOST_COLUMNS - 1:,} cadres and {_MOST_ROWS - 1:,} competencies.")
        made = self._page(MATRIX)
        made.set_column(0, 0, 48)
        made.set_column(1, max(5, len(cadres)), 16)
        made.write_string(0, 0, heading(SheetColumn("competency"), self.lang), self.head)
        said = sentence("workbook.help-matrix", self.lang, needed=NEEDED, words=", ".join(offered_marks(self.lang)))
        made.write_comment(0, 0, said, {"width": 300, "height": 160, "font_size": 9, "author": ""})
        for place, cadre in enumerate(cadres, 1):
            self._string(made, 0, place, self._named(cadre), MATRIX, self.head)
        for row, competency in enumerate(competencies, 1):
            self._string(made, row, 0, self._named(competency), MATRIX)
            for place in range(1, 1 + len(cadres)) if len(cadres) * len(competencies) <= _BLANKS else ():
                made.write_blank(row, place, None, self.text)
        places = {one: at for at, one in enumerate(cadres, 1)}, {one: at for at, one in enumerate(competencies, 1)}
        for (cadre, competency), texts in marks.items():
            self._string(made, places[1][competency], places[0][cadre], "\n".join(texts), MATRIX)
        if not cadres and not competencies:
            shown = example("requirement", self.lang)
            for row, place, text in ((0, 1, shown["cadre"]), (1, 0, shown["competency"]), (1, 1, NEEDED)):
                made.write_string(row, place, text, self.example)
        levels = [self._named(node.id) for node in self.framework.elements if node.kind in FIELDS["level"].kinds]
        size = len(competencies) + _SPARE, max(len(cadres) + _SPARE_COLUMNS, 1)
        self._choose(made, (1, 1, *size), [*offered_marks(self.lang), *levels])
        made.freeze_panes(1, 1)

    def _sheet(self, sheet: SheetLayout) -> Any:
        made = self._page(sheet.kind.name)
        if sheet.kind.name != "framework":
            made.repeat_rows(0)
        if not (sheet.shown or self.full):
            made.hide()
        return made

    def _page(self, name: str) -> Any:
        made = self.workbook.add_worksheet(title(name, self.lang))
        if self.lang == "ar":
            made.right_to_left()
        made.set_landscape()
        made.set_paper(_A3)
        made.fit_to_pages(1, 0)
        return made

    def _values_of(self, sheet: SheetLayout) -> list[tuple[str, Any]]:
        if sheet.kind is not EVIDENCE:
            return [("", node) for node in self.framework.elements if node.kind == sheet.kind.name]
        nodes: Iterable[Any] = (self.framework, *self.framework.elements)
        return [(self._named(node.id), one) for node in nodes if not _inline(node) for one in node.evidence]

    def _residue(self) -> None:
        if not self.framework.residue:
            return
        made = self.workbook.add_worksheet(title(RESIDUE, self.lang))
        made.hide()
        for row, line in enumerate(self.framework.residue):
            self._string(made, row, 0, line, RESIDUE)

    def _lists(self, kinds: Sequence[str]) -> None:
        """Write the choices of drop-downs on a hidden sheet, since a list in a cell may have only 255 characters.

        Its first column records the sheets of the workbook, so that a deleted one is missed.
        """
        made = self.workbook.add_worksheet(LISTS)
        made.very_hidden()
        for place, said in enumerate((kinds, *self.choices.values())):
            for row, text in enumerate(said):
                made.write_string(row, place, text)

    # Cells

    def _value(self, value: Any, column: SheetColumn, sheet: SheetLayout, inline: Evidence | None) -> Cell:
        if column.field == ID:
            return self._code(value.id)
        if column.beside:
            value = self.derived.get(value.id)
            return (
                None
                if value is None
                else to_cell(
                    column_field(sheet.kind, column), column, getattr(value, column.field), self.lang, self._named
                )
            )
        if column.field in DECIDED and column.field not in column_fields(sheet.kind):
            return None
        if column.field in INLINE and sheet.kind is not EVIDENCE and column.field not in column_fields(sheet.kind):
            if inline is None:
                return None
            if column.field == "evidence":
                return self._code(inline.id)
            return to_cell(
                column_field(sheet.kind, column), column, getattr(inline, column.field), self.lang, self._named
            )
        held = getattr(value, column.field)
        return to_cell(column_field(sheet.kind, column), column, held, self.lang, self._named)

    def _empty(self, value: Any, column: SheetColumn, sheet: SheetLayout) -> bool:
        return self._value(value, column, sheet, _inline(value)) is None

    def _put(self, made: Any, row: int, place: int, sheet: SheetLayout, column: SheetColumn, said: Cell) -> None:
        style = self.grey if column.beside else self.text
        if isinstance(said, (int, float)) and not isinstance(said, bool):
            made.write_number(row, place, said, self.number)
        elif said is None:
            made.write_blank(row, place, None, style)
        else:
            self._string(made, row, place, str(said), f"{sheet.kind.name}, {column.field}", style)

    def _string(self, made: Any, row: int, place: int, text: str, what: str, style: Any = None) -> None:
        if len(text) > _MOST_IN_A_CELL:
            raise InputError(f"{what}: a text has {len(text):,} characters; a cell holds {_MOST_IN_A_CELL:,}.")
        if not is_written_exactly(text):
            said = f"{what}: '{text[:60]}' holds signs that mean other characters in a workbook."
            raise InputError(f"{said} Word the text otherwise.")
        made.write_string(row, place, text, style or self.text)

    def _code(self, identifier: str) -> str:
        """An id without that of the framework, if it is of this one."""
        return identifier.removeprefix(f"{self.framework.id}:")

    def _named(self, identifier: str) -> str:
        """The name of an element with its id in brackets."""
        node = self.names.get(identifier)
        label = getattr(node, "label", None)
        name = " ".join(str(label.best(self.lang)).split()) if label else ""
        if node is None and identifier != self.framework.id:
            return identifier if ":" in identifier else iri_of(identifier)
        return f"{name} [{self._code(identifier)}]" if name else self._code(identifier)

    def _offer(self, made: Any, place: Sequence[int], sheet: SheetLayout, column: SheetColumn) -> None:
        """Add a drop-down of choices, which does not forbid other words: reading reports what is wrong."""
        field = column_field(sheet.kind, column)
        if field.many or column.beside or column.field in (ID, OWNER, "evidence"):
            return
        if field.shape is Shape.CODE:
            said = [code_word(field.name, code, self.lang) for code in field.codes]
        elif field.shape is Shape.BOOLEAN:
            said = [code_word("boolean", code, self.lang) for code in ("true", "false")]
        elif field.shape is Shape.REFERENCE and field.kinds:
            said = [self._named(node.id) for node in self.framework.elements if node.kind in field.kinds]
        else:
            return
        if said:
            self._choose(made, place, said)

    def _choose(self, made: Any, place: Sequence[int], said: list[str]) -> None:
        key = "\n".join(said)
        self.choices.setdefault(key, said)
        letter = column_letters(2 + list(self.choices).index(key))
        made.data_validation(
            *place,
            {
                "validate": "list",
                "source": f"={LISTS}!${letter}$1:${letter}${len(said)}",
                "error_type": "information",
            },
        )


def _width(sheet: SheetLayout, column: SheetColumn) -> float:
    return 42.0 if column_field(sheet.kind, column).shape in _WIDE else 18.0


def _inline(value: Any) -> Evidence | None:
    """The evidence that fits in the row of its element: a single piece without details that need a sheet."""
    found = value.evidence
    if len(found) != 1 or value.kind in ("source", "evidence"):
        return None
    one: Evidence = found[0]
    simple = not (one.derived_from or one.concerns or one.note)
    return one if simple and all(len(one.excerpt.all(tag)) == 1 for tag in one.excerpt.languages) else None
