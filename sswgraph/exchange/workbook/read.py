"""A framework read from a workbook: by headings in any language, every problem with its sheet, row and column."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from typing import Any

from sswgraph.errors import MissingExtraError, ParseError
from sswgraph.exchange.workbook.cells import Misfit, meant
from sswgraph.exchange.workbook.layout import (
    ID,
    LISTS,
    OWNER,
    RESIDUE,
    Column,
    column_of,
    field_of,
    fields_of,
    kinds_by_title,
    plain,
)
from sswgraph.files import path_of
from sswgraph.messages import language_problem
from sswgraph.model import Evidence, Framework, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.evidence import Basis
from sswgraph.model.fields import BY_KIND, EVIDENCE, FRAMEWORK, Field, Kind, Shape
from sswgraph.model.ids import framework_of, id_of
from sswgraph.sheets.guards import read_package

_MOST_PROBLEMS = 200
_BRACKETED = re.compile(r"\[([^\[\]]+)\]\s*\Z")
# How the format writes characters that XML has not.
_ESCAPED = re.compile(r"_x(00[01][0-9A-F]|FFF[EF])_")
EXAMPLE = "#"  # an id that begins so marks a row that is not read


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: where, what, and what to do."""

    sheet: str
    row: int
    column: str
    said: str

    def __str__(self) -> str:
        return f"sheet '{self.sheet}', row {self.row}, column {self.column}: {self.said}"


@dataclass(slots=True)
class _Row:
    """One row: which kind, where it stands, and what its cells say, with the letter of each column."""

    kind: Kind
    sheet: str
    number: int
    cells: list[tuple[Column, Any, str]]
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Read:
    """What a workbook holds: the framework, or none where a problem stands in the way; where each element stands."""

    framework: Framework | None
    problems: list[Problem]
    places: dict[str, tuple[str, int]]


def read_workbook(path: str | os.PathLike[str]) -> Read:
    """The framework of a workbook, with its problems listed but not raised; nothing is taken by halves.

    Raises ParseError for what is no workbook or a hostile one, MissingExtraError without the extra ``excel``.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError("excel", "openpyxl") from None
    name, data = path_of(path).name, read_package(path)
    try:
        with closing(load_workbook(io.BytesIO(data), read_only=True, keep_links=False)) as workbook:
            reader = _Reader()
            for sheet in workbook.worksheets:
                if hasattr(sheet, "reset_dimensions"):
                    sheet.reset_dimensions()
                    reader.sheet(sheet)
            return reader.made(name)
    except ParseError:
        raise
    except (OSError, MemoryError, KeyError, IndexError, AttributeError, TypeError, ValueError, SyntaxError) as error:
        hint = "Open it, save it again as .xlsx, or ask for another copy."
        raise ParseError(f"This workbook is damaged ({type(error).__name__}).", file=name, hint=hint) from error


class _Reader:
    """One workbook while it is read: first all rows, so that names can be found, then what they mean."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.header: _Row | None = None
        self.residue: list[str] = []
        self.problems: list[Problem] = []
        self.framework = ""

    def tell(self, sheet: str, row: int, column: str, said: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(sheet, row, column, said))

    # Sheets into rows

    def sheet(self, sheet: Any) -> None:
        kind = kinds_by_title().get(plain(sheet.title))
        if sheet.title == LISTS:
            return
        if kind is None:
            self._foreign(sheet)
        elif kind == RESIDUE:
            lines = [str(row[0].value) for row in sheet.iter_rows(max_col=1) if row and row[0].value]
            self.residue += [_ESCAPED.sub(lambda one: chr(int(one[1], 16)), line) for line in lines]
        elif kind == "framework":
            self._upright(sheet)
        else:
            self._table(sheet, BY_KIND[kind])

    def _foreign(self, sheet: Any) -> None:
        """A sheet of somebody's own is left alone; one whose name nearly is one of ours was probably renamed."""
        near = get_close_matches(plain(sheet.title), kinds_by_title(), n=1, cutoff=0.8)
        if near:
            self.tell(sheet.title, 1, "A", f"No kind of element is called so. Rename the sheet to '{near[0]}'.")

    def _upright(self, sheet: Any) -> None:
        cells: list[tuple[Column, Any, str]] = []
        for number, row in enumerate(sheet.iter_rows(max_col=2), 1):
            name = str(row[0].value).strip() if row and row[0].value is not None else ""
            column = column_of("framework", name) if name else None
            if name and column is None:
                self.tell(sheet.title, number, "A", f"'{name[:60]}' is no field of a framework. Delete the line.")
            elif column is not None and len(row) > 1 and row[1].value is not None:
                self._keep(cells, sheet.title, number, column, row[1])
        if self.header is not None:
            self.tell(sheet.title, 1, "A", "There are two sheets for the framework. Delete one of them.")
        self.header = _Row(FRAMEWORK, sheet.title, 1, cells)

    def _table(self, sheet: Any, kind: Kind) -> None:
        rows = sheet.iter_rows()
        columns = self._columns(sheet.title, kind, next(rows, ()))
        for number, row in enumerate(rows, 2):
            cells: list[tuple[Column, Any, str]] = []
            for cell in row:
                if cell.value is None:
                    continue
                column = columns.get(cell.column)
                if column is None:
                    if str(cell.value).strip() and cell.column not in columns:
                        self.tell(sheet.title, number, cell.column_letter, "This stands outside the table. Delete it.")
                else:
                    self._keep(cells, sheet.title, number, column, cell)
            if cells:
                self.rows.append(_Row(kind, sheet.title, number, cells))

    def _columns(self, sheet: str, kind: Kind, cells: Sequence[Any]) -> dict[int, Column | None]:
        found: dict[int, Column | None] = {}
        for cell in cells:
            text = "" if cell.value is None else str(cell.value)
            if not text.strip():
                continue
            column = column_of(kind.name, text)
            if column is not None and field_of(kind, column).shape is Shape.TEXT:
                column = self._tagged(sheet, cell, column)
            if column is not None and column in found.values():
                self.tell(sheet, 1, cell.column_letter, f"'{text[:60]}' is there twice. Delete one of the columns.")
            if column is None:
                self.tell(sheet, 1, cell.column_letter, self._no_column(kind, text))
            found[cell.column] = column
        return found

    def _tagged(self, sheet: str, cell: Any, column: Column) -> Column | None:
        problem = language_problem(column.tag) if column.tag else None
        if not column.tag:
            said = f"'{str(cell.value)[:60]}' needs a language: '{str(cell.value)[:60]} (en)'."
            self.tell(sheet, 1, cell.column_letter, said)
        elif problem is not None:
            self.tell(sheet, 1, cell.column_letter, str(problem))
        return column

    @staticmethod
    def _no_column(kind: Kind, text: str) -> str:
        from sswgraph.exchange.workbook.layout import fields_by_heading

        near = get_close_matches(plain(text), fields_by_heading(kind.name), n=1, cutoff=0.7)
        meant_ = f"Did you mean '{near[0]}'?" if near else "Move what it says into a note, and delete it."
        return f"'{text[:60]}' is no column of this sheet. {meant_}"

    def _keep(self, cells: list[tuple[Column, Any, str]], sheet: str, number: int, column: Column, cell: Any) -> None:
        if cell.data_type == "f":
            said = "The cell holds a formula, which is not read. Paste its value instead."
            self.tell(sheet, number, cell.column_letter, said)
        elif cell.data_type == "e":
            self.tell(sheet, number, cell.column_letter, f"The cell holds an error ({cell.value}). Mend or clear it.")
        elif not isinstance(cell.value, str):
            cells.append((column, cell.value, cell.column_letter))
        elif cell.value.strip():
            text = _ESCAPED.sub(lambda one: chr(int(one[1], 16)), cell.value)
            cells.append((column, text, cell.column_letter))

    # Rows into values

    def made(self, file: str) -> Read:
        if self.header is None:
            if not self.problems:
                hint = "Make one with: sswgraph new xx -o xx.xlsx, or write a framework as .xlsx."
                raise ParseError("This workbook has no sheet for a framework.", file=file, hint=hint)
            return Read(None, self.problems, {})
        own = next((cell for column, cell, _ in self.header.cells if column.field == ID), None)
        self.framework = str(own).strip() if own is not None else ""
        if framework_of(self.framework) != self.framework or not self.framework:
            self.tell(
                self.header.sheet, 1, "B", f"'{self.framework}' is no id of a framework. Write letters, such as 'xx'."
            )
            return Read(None, self.problems, {})
        self.header.id = self.framework
        kept = [row for row in self.rows if not self._is_example(row)]
        names = _Names(self.framework)
        places = self._identify(kept, names)
        made = [self._made(row, names) for row in kept if row.kind is not EVIDENCE]
        header = self._made(self.header, names)
        self._evidence(kept, names)
        if self.problems:
            return Read(None, self.problems, places)
        nodes = tuple(row.kind.model(id=row.id, **row.values) for row in made)
        framework = Framework(id=self.framework, elements=nodes, residue=tuple(self.residue), **header.values)
        return Read(canonical(framework), [], places)

    @staticmethod
    def _is_example(row: _Row) -> bool:
        return any(column.field == ID and str(cell).startswith(EXAMPLE) for column, cell, _ in row.cells)

    def _identify(self, rows: list[_Row], names: _Names) -> dict[str, tuple[str, int]]:
        """Give each row its id: the one that stands there, else one made from its name, else from its content."""
        places: dict[str, tuple[str, int]] = {self.framework: (self.header.sheet, 1)} if self.header else {}
        unnamed = []
        for row in rows:
            own = next(((str(cell).strip(), at) for column, cell, at in row.cells if column.field == ID), None)
            if own is None:
                unnamed.append(row)
                continue
            row.id = names.full(own[0])
            self._place(row, places, own[1])
        for row in unnamed:
            row.id = self._new_id(row, places)
            self._place(row, places, "A")
        for row in rows:
            names.learn(row)
        return places

    def _place(self, row: _Row, places: dict[str, tuple[str, int]], column: str) -> None:
        if row.kind is EVIDENCE:
            return
        if row.id in places:
            sheet, number = places[row.id]
            said = f"The id '{row.id}' stands in sheet '{sheet}', row {number}, too. Clear this one for a new element."
            self.tell(row.sheet, row.number, column, said)
        places[row.id] = (row.sheet, row.number)

    def _new_id(self, row: _Row, places: Mapping[str, Any]) -> str:
        name = next((str(cell) for column, cell, _ in row.cells if column.field == "label"), "")
        code = _slug(name) or "n-" + _digest([(one.field, one.tag, str(cell)) for one, cell, _ in row.cells])
        wanted = f"{self.framework}:{code}"
        if wanted in places:
            wanted = f"{self.framework}:{_slug(row.kind.name)}-{code}"
        turn = 2
        while wanted in places:
            wanted, turn = f"{self.framework}:{code}-{turn}", turn + 1
        return wanted

    def _made(self, row: _Row, names: _Names) -> _Row:
        texts: dict[str, list[tuple[str, str]]] = {}
        beside: dict[str, Any] = {}
        excerpts: list[tuple[str, str]] = []
        own = fields_of(row.kind)
        for column, cell, letter in row.cells:
            if column.field in (ID, OWNER):
                continue
            one = field_of(row.kind, column)
            try:
                value = meant(one, cell, names.found)
            except Misfit as misfit:
                self.tell(row.sheet, row.number, letter, str(misfit))
                continue
            if column.field not in own:
                excerpts += [(column.tag, value)] if column.field == "excerpt" else []
                beside.update({column.field: value} if column.field != "excerpt" else {})
            elif one.shape is Shape.TEXT:
                texts.setdefault(column.field, []).append((column.tag, value))
            else:
                row.values[column.field] = value
        row.values.update({name: Text(tuple(sorted(said))) for name, said in texts.items()})
        self._require(row)
        if row.kind is not EVIDENCE and (beside or excerpts):
            row.values["evidence"] = self._inline(row, beside, excerpts, names)
        return row

    def _require(self, row: _Row) -> None:
        for one in row.kind.fields:
            if one.required and one.name not in row.values and row.kind is not FRAMEWORK:
                self.tell(row.sheet, row.number, self._letter(row), f"The column '{one.name}' has to be filled in.")

    @staticmethod
    def _letter(row: _Row) -> str:
        return row.cells[0][2]

    def _inline(
        self, row: _Row, said: dict[str, Any], excerpts: list[tuple[str, str]], names: _Names
    ) -> tuple[Evidence, ...]:
        own = said.pop("evidence", None)
        basis: Basis = said.pop("basis", None) or ("stated" if said.get("source") else "draft")
        text = Text(tuple(sorted(excerpts)))
        identifier = names.full(own) if own else f"{row.id}.evidence"
        return (Evidence(id=identifier, basis=basis, excerpt=text, **said),)

    def _evidence(self, rows: list[_Row], names: _Names) -> None:
        """The rows of the sheet of evidence, each given to its owner."""
        owners = {row.id: row for row in rows if row.kind is not EVIDENCE}
        if self.header is not None:
            owners[self.framework] = self.header
        for row in (one for one in rows if one.kind is EVIDENCE):
            said, letter = next(((str(c), at) for column, c, at in row.cells if column.field == OWNER), ("", "A"))
            owner = owners.get(names.full(_bracketed(said)))
            if owner is None:
                self.tell(row.sheet, row.number, letter, f"'{said[:60]}' is no element of this workbook.")
                continue
            self._made(row, names)
            if "basis" in row.values:
                found = Evidence(id=row.id, **row.values)
                owner.values["evidence"] = (*owner.values.get("evidence", ()), found)


class _Names:
    """Which element a name or an id in a cell means."""

    def __init__(self, framework: str) -> None:
        self.framework = framework
        self.kinds: dict[str, str] = {framework: "framework"}
        self.by_name: dict[str, list[str]] = {}

    def full(self, code: str) -> str:
        """The whole id of a code of this framework, or of an IRI; what is a whole id stays."""
        if ":" in code:
            return id_of(code)
        return code if code == self.framework else f"{self.framework}:{code}"

    def learn(self, row: _Row) -> None:
        if row.kind is EVIDENCE:
            return
        self.kinds[row.id] = row.kind.name
        for column, cell, _ in row.cells:
            if column.field in ("label", "alt_label", "notation"):
                known = self.by_name.setdefault(_folded(str(cell)), [])
                known += [] if row.id in known else [row.id]

    def found(self, text: str, one: Field) -> str:
        """The id that a cell means: the one in brackets, an id, or the only element of a fitting kind with this name.

        Raises Misfit where there is none, or several.
        """
        code = _bracketed(text)
        if self.full(code) in self.kinds or ":" in code:
            return self.full(code)
        if "framework" in one.kinds and framework_of(code) == code:
            return code
        fitting = [i for i in self.by_name.get(_folded(text), ()) if not one.kinds or self.kinds[i] in one.kinds]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise Misfit(f"'{text[:60]}' is the name of several: {', '.join(fitting)}. Write the id of one of them.")
        among = {name: ids for name, ids in self.by_name.items() if any(self._fits(i, one) for i in ids)}
        near = get_close_matches(_folded(text), among, n=1, cutoff=0.6)
        hint = f"Did you mean '{among[near[0]][0]}'?" if near else f"Write it into its own sheet first: {_kinds(one)}."
        raise Misfit(f"Nothing here is called '{text[:60]}'. {hint}")

    def _fits(self, identifier: str, one: Field) -> bool:
        return not one.kinds or self.kinds[identifier] in one.kinds


def _kinds(one: Field) -> str:
    return " or ".join(one.kinds) or "any kind of element"


def _bracketed(text: str) -> str:
    found = _BRACKETED.search(text)
    return found[1].strip() if found else text.strip()


def _folded(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def _slug(text: str) -> str:
    """A code from a name: small letters, figures and hyphens, at most 60 characters."""
    return re.sub(r"[^a-z0-9]+", "-", _folded(text)).strip("-")[:60].strip("-")


def _digest(said: Sequence[tuple[str, ...]]) -> str:
    return sha256(repr(sorted(said)).encode()).hexdigest()[:16]
