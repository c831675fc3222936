"""Reads a framework from a workbook: headings in any language, every problem with its sheet, row and column."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from sswgraph.errors import ParseError
from sswgraph.exchange.residue import statement_problem
from sswgraph.exchange.schema import BY_KIND, CLASSES, camel
from sswgraph.exchange.terms import short
from sswgraph.exchange.workbook.baseline import changed_ids, missing_safeguards, moved_ids, parse_element_lines
from sswgraph.exchange.workbook.cells import InvalidCell, either, from_cell
from sswgraph.exchange.workbook.guidance import EXAMPLE, examples, is_choice
from sswgraph.exchange.workbook.layout import (
    DECIDED,
    ID,
    OWNER,
    SheetColumn,
    code_word,
    codes_by_word,
    column_field,
    column_fields,
    heading,
    normalised,
    title,
)
from sswgraph.exchange.workbook.names import ElementNames, bracketed
from sswgraph.exchange.workbook.requirements import MatrixReader
from sswgraph.exchange.workbook.rows import UNREAD, CellProblem, SheetRow, Sheets, cells_of
from sswgraph.exchange.workbook.safeguards import CHANGE, DROPPED
from sswgraph.files import names_in, path_of
from sswgraph.messages import Message, Terms, languages, message
from sswgraph.messages.tags import seems
from sswgraph.model import Change, Evidence, Framework, Node, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import SAFEGUARDS
from sswgraph.model.evidence import Basis
from sswgraph.model.fields import EVIDENCE, EVIDENCE_FREE, FRAMEWORK, Shape
from sswgraph.model.ids import framework_of
from sswgraph.progress import Progress
from sswgraph.sheets.cells import open_workbook
from sswgraph.sheets.guards import read_package

# Languages that are written in one script; a text in another script is in the wrong column.
_SCRIPTS = {lang: "ARABIC" if lang == "ar" else "LATIN" for lang in languages()}
_MIN_LETTERS = 5  # a shorter text says nothing about its script
# Evidence in the row of an element has no column of its own name; its first column is the basis.
_TERM_COLUMNS = {"evidence": "basis"}


@dataclass(slots=True)
class WorkbookContents:
    """What was read from a workbook.

    Attributes:
        framework: The framework, None where a problem prevents it.
        problems: What is wrong with cells.
        places: By id of an element, its sheet and row.
        warnings: What is probably wrong with cells.
        draft: The framework of what could be read in spite of problems, so that the rules can be checked too.
        unread: By id, the kind of each element that could not be read.
        invalid: By id of an element, the fields whose cells could not be read.
        repeated: Ids that several rows have.
        headings: By sheet and field, the letter and the heading of its column.
        owners: By id of a piece of evidence, the id of its element.
        lang: The language of the headings.
        generated: The sheet and row of each element whose id was made from its name.
        keep_command: The command that writes the workbook with these ids.
        missing_safeguards: Safeguards whose rows were deleted since the workbook was written, and whether each came
            from a base.
    """

    framework: Framework | None
    problems: list[CellProblem]
    places: dict[str, tuple[str, int]]
    warnings: list[CellProblem] = field(default_factory=list)
    draft: Framework | None = None
    unread: dict[str, str] = field(default_factory=dict)
    invalid: set[tuple[str, str]] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    headings: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    lang: str = "en"
    generated: tuple[tuple[str, int], ...] = ()
    keep_command: str = ""
    missing_safeguards: tuple[tuple[CellProblem, bool], ...] = ()

    def cell(self, identifier: str, name: str = "") -> tuple[str, int, str] | None:
        """The sheet, row and column of a field of an element, or of the element itself; None where it has none."""
        if identifier in self.owners and identifier not in self.places:
            identifier, name = self.owners[identifier], name or "source"
        if identifier not in self.places:
            return None
        sheet, row = self.places[identifier]
        found = self.headings.get((sheet, name)) or self.headings.get((sheet, "label"))
        if found is not None and found[0].isdigit():
            return sheet, int(found[0]), "B"
        return sheet, row, found[0] if found else "A"

    def heading(self, identifier: str, name: str) -> str:
        """The heading of a field of an element in quotation marks; the name of the field where it has no column."""
        sheet = self.places.get(self.owners.get(identifier, identifier), ("", 0))[0]
        found = self.headings.get((sheet, name))
        return f"'{found[1] if found else heading(SheetColumn(name), self.lang)}'"

    def words(self, kind: str) -> Terms:
        """The headings and words that stand for terms of the vocabulary, in the language of the workbook."""
        return sheet_terms(kind, self.lang)


def read_workbook(path: str | os.PathLike[str], progress: Progress = None) -> WorkbookContents:
    """The framework of a workbook, with its problems listed but not raised.

    Raises OSError, ParseError for a file that is not a workbook or not safe to unpack, and MissingExtraError without
    the extra ``excel``.

    Args:
        path (str | PathLike): The .xlsx file.
        progress (Callable | None): Called with (done, total) in rows.

    Returns:
        What was read.
    """
    return from_bytes(read_package(path), os.fspath(path), progress)


def from_bytes(data: bytes, name: str, progress: Progress = None) -> WorkbookContents:
    """Like :func:`read_workbook`, from bytes that :func:`sswgraph.sheets.guards.require_package` has checked.

    Args:
        data (bytes): The workbook.
        name (str): The path of the file as it was given, for errors.
        progress (Callable | None): Called with (done, total) in rows.

    Returns:
        What was read.

    Raises:
        ParseError: The workbook is damaged, or has no sheet for a framework.
    """
    try:
        with closing(open_workbook(data)) as workbook:
            sheets = Sheets(progress)
            sheets.take(workbook, data)
            return from_sheets(sheets, name)
    except ParseError:
        raise
    except (
        OSError,
        MemoryError,
        LookupError,
        AttributeError,
        TypeError,
        ArithmeticError,
        ValueError,
        SyntaxError,
    ) as error:
        problem = f"This workbook is damaged ({type(error).__name__})."
        hint = "Open it, save it again as .xlsx, or ask for another copy."
        raise ParseError(problem, file=path_of(name).name, hint=hint) from error


def from_sheets(sheets: Sheets, name: str) -> WorkbookContents:
    """What these sheets hold; ``name`` is the path of the file as it was given."""
    return _Reader(sheets).read(name)


@cache
def sheet_terms(kind: str, lang: str) -> Terms:
    """The headings, sheet names and words that stand for terms of the vocabulary; those of one kind come first.

    Args:
        kind (str): The kind whose headings are preferred, empty for none.
        lang (str): The language of the workbook.

    Returns:
        The terms, to be replaced in messages.

    Example:
        >>> sheet_terms("obligation", "en").put_into("Add ssw:concernsAct to the ssw:Obligation.")
        "Add 'Act' to the 'Obligation'."
    """
    found: dict[str, str] = {}
    for cls in ((BY_KIND[kind],) if kind else ()) + CLASSES:
        found.setdefault(short(cls.iri), title(cls.kind.name, lang))
        for one in cls.properties:
            found.setdefault(short(one.iri), heading(SheetColumn(_TERM_COLUMNS.get(one.name, one.name)), lang))
            for code in one.codes:
                found.setdefault(f"ssw:{camel(code)}", code_word(one.name, code, lang))
    return Terms(tuple((term, f"'{word}'") for term, word in sorted(found.items())))


class _Reader:
    """Turns rows into values: first all names, then the cells, then the evidence."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets, self.header = sheets, sheets.header
        self.names = ElementNames("")
        self.places: dict[str, tuple[str, int]] = {}
        self.changes: list[Change] = []
        self.warnings: list[CellProblem] = []
        self.unnamed: tuple[tuple[str, int], ...] = ()  # sheet and row of each element without an id
        self.reported: set[tuple[str, str]] = set()  # sheet and field of missing columns that were reported
        self.file = ""
        self.written = parse_element_lines(sheets.lines)

    def note(self, row: SheetRow, letter: str, said: Message, fix: Message | None = None) -> None:
        """Record a problem with a cell of a row; on the framework's sheet, where fields are rows, with that row."""
        if letter.isdigit():
            self.sheets.note(row.sheet, int(letter), "B", said, fix)
        else:
            self.sheets.note(row.sheet, row.number, letter, said, fix)

    def read(self, file: str) -> WorkbookContents:
        """Everything that the sheets hold."""
        self.file = file
        if self.header is None:
            if not (self.sheets.problems and self.sheets.known):
                hint = (
                    "Make one with: sswgraph new xx -o xx.xlsx, or write a framework as .xlsx. What was decided in a "
                    "menu or in a workbook of tasks becomes one with: sswgraph select --from, sswgraph tasks --from."
                )
                raise ParseError("This workbook has no sheet for a framework.", file=path_of(file).name, hint=hint)
            return WorkbookContents(None, self.sheets.problems, {})
        own = next((said for said, _ in cells_of(self.header, ID)), "")
        if framework_of(own) != own or not own:
            at = int(self.sheets.headings.get((self.header.sheet, ID), ("1", ""))[0])
            said = message("cell.no-framework-id", text=own)
            self.sheets.note(self.header.sheet, at, "B", said, message("cell.no-framework-id-fix"))
            return WorkbookContents(None, self.sheets.problems, {})
        self.header.id = own
        self.names = ElementNames(own, self.sheets.lang)
        return self._read([row for row in self.sheets.rows if not self._is_example(row)])

    def _read(self, rows: list[SheetRow]) -> WorkbookContents:
        assert self.header is not None
        self._identify(rows)
        self.warnings += changed_ids(self.written, rows, self.places)
        self.warnings += moved_ids(self.written, rows)
        every = [row for row in rows if row.kind.name == "requirement"]
        rows = [row for row in rows if row.kind is EVIDENCE or not self._is_dropped(row)]
        made = [self._filled(row) for row in rows if row.kind is not EVIDENCE]
        self.sheets.done.finish()
        made += self._marked(every, [row for row in made if row.kind.name == "requirement"])
        header = self._filled(self.header)
        self._evidence(rows)
        whole = [row for row in made if self._is_whole(row)]
        nodes: list[Node] = [row.kind.model(id=row.id, **row.values) for row in whole]
        framework = Framework(id=header.id, elements=(*nodes, *self.changes), **header.values)
        draft = canonical(replace(framework, residue=tuple(self._residue(framework))))
        problems = self.sheets.problems
        return WorkbookContents(
            framework=None if problems else draft,
            problems=problems,
            places=self.places,
            warnings=self.warnings,
            draft=draft,
            unread={row.id: row.kind.name for row in made if not self._is_whole(row)},
            invalid={(row.id, name) for row in (header, *made) for name in row.invalid},
            repeated=self.names.repeated,
            headings=self.sheets.headings,
            owners={one.id: node.id for node in draft.elements for one in node.evidence},
            lang=self.sheets.lang,
            generated=self.unnamed,
            keep_command=self._keep_command(header.id),
            missing_safeguards=tuple(
                missing_safeguards(self.written, self.places, self.names.dropped, self.sheets.lang)
            ),
        )

    def _keep_command(self, framework: str) -> str:
        """The command that writes what was read with the ids that were generated."""
        stem, dot, ending = self.file.rpartition(".")
        target = f"{stem}-with-ids.xlsx" if dot and ending.lower() == "xlsx" else f"{framework}-with-ids.xlsx"
        lang = f" --lang {self.sheets.lang}" if self.sheets.lang != "en" else ""
        instead = " --replace" if f"{framework}.ttl" in names_in("frameworks", ".ttl") else ""
        file, target = (f'"{name}"' if " " in name else name for name in (self.file, target))
        return f"sswgraph export {framework} --load {file}{instead} -o {target}{lang}"

    def _residue(self, framework: Framework) -> Iterator[str]:
        """The statements in other vocabularies; reports lines that are none, or that repeat what a sheet says."""
        holders: tuple[Any, ...] = (framework, *framework.elements)
        kinds = {one.id: one.kind for holder in holders for one in (holder, *holder.evidence)}
        for sheet, row, line in self.sheets.residue:
            said = statement_problem(line, kinds)
            if said is not None:
                self.sheets.note(sheet, row, "A", said, message("cell.no-statement-fix"))
            else:
                yield line

    # Ids

    def _identify(self, rows: list[SheetRow]) -> None:
        """Give each row its id: the one in its cell, otherwise one made from its name, otherwise from its content."""
        assert self.header is not None
        self.places[self.header.id] = (self.header.sheet, 1)
        unnamed = []
        for row in rows:
            own = next(cells_of(row, ID), None)
            if own is None:
                unnamed.append(row)
                continue
            row.id = self.names.full(own[0])
            self._place(row, own[1])
        for row in unnamed:
            row.id = self.names.new(row, self.places)
            self._place(row, "A")
        self.unnamed = tuple((row.sheet, row.number) for row in unnamed if row.kind is not EVIDENCE)
        for row in rows:
            self.names.learn(row)

    def _marked(self, every: list[SheetRow], listed: list[SheetRow]) -> Iterator[SheetRow]:
        """The requirements that are in the matrix but not in the list."""
        kept = {*map(id, listed)}
        dropped = [row for row in every if id(row) not in kept]
        for row in MatrixReader(self.sheets, self.names, listed, dropped).new():
            row.id = self.names.new(row, self.places)
            self._place(row, "A")
            self.unnamed += ((row.sheet, row.number),)
            self.names.learn(row)
            yield self._filled(row)

    def _place(self, row: SheetRow, column: str) -> None:
        if row.kind is EVIDENCE:
            return
        if row.id in self.places:
            self.names.repeated.add(row.id)
            sheet, number = self.places[row.id]
            said = message("cell.same-id", id=row.id, place=message("cell.place", sheet=sheet, row=number))
            self.note(row, column, said, message("cell.clear-id"))
        self.places[row.id] = (row.sheet, row.number)

    # Values

    def _filled(self, row: SheetRow) -> SheetRow:
        self.sheets.done()
        texts: dict[str, list[tuple[str, str]]] = {}
        beside: dict[str, Any] = {}
        own = column_fields(row.kind)
        for column, cell, letter in row.cells:
            if column.field in (ID, OWNER) or (column.field in DECIDED and column.field not in own):
                continue
            one = column_field(row.kind, column)
            try:
                value = from_cell(one, cell, self.names.found, self.sheets.lang)
            except InvalidCell as error:
                row.invalid.add(column.field)
                self.note(row, letter, error.message, error.fix)
                continue
            if one.shape is Shape.TEXT:
                self._warn_script(row, letter, column.tag, value)
                self._warn_language(row, letter, column.tag, value)
                texts.setdefault(column.field, []).append((column.tag, value))
            else:
                (row.values if column.field in own else beside)[column.field] = value
        excerpt = Text(tuple(sorted(texts.pop("excerpt", ())))) if "excerpt" not in own else Text()
        row.values.update({name: Text(tuple(sorted(said))) for name, said in texts.items()})
        self._require(row)
        if row.kind is not EVIDENCE and row.kind.name != "source" and (beside or excerpt):
            row.values["evidence"] = self._inline(row, beside, excerpt)
        elif row.kind.name not in EVIDENCE_FREE and not next(cells_of(row, ID), None):
            row.values["evidence"] = self._inline(row, {}, Text())
        return row

    def _require(self, row: SheetRow) -> None:
        for one in row.kind.fields:
            if (
                one.required
                and one.name not in row.values
                and row.kind is not FRAMEWORK
                and one.name not in row.invalid
            ):
                row.invalid.add(one.name)
                if row.sheet in self.sheets.top and (row.sheet, one.name) not in self.sheets.headings:
                    self._note_column(row.sheet, one.name)
                    continue
                missing = (row.cells[0][2] if row.cells else "A", heading(SheetColumn(one.name), self.sheets.lang))
                letter, said = self.sheets.headings.get((row.sheet, one.name), missing)
                self.note(row, letter, message("cell.required", column=said), message("cell.fill-in"))

    def _note_column(self, sheet: str, name: str) -> None:
        """Report a required column that is missing, once."""
        if (sheet, name) not in self.reported:
            self.reported.add((sheet, name))
            said = message("cell.column-gone", column=heading(SheetColumn(name), self.sheets.lang))
            self.sheets.note(sheet, self.sheets.top[sheet], "A", said, message("cell.column-back"))

    def _warn_language(self, row: SheetRow, letter: str, tag: str, text: str) -> None:
        """Warn of a text in the column of another language; titles of documents may be in any."""
        found = seems(text, tag) if row.kind.name != "source" else None
        if found is not None:
            at = (row.number, letter) if not letter.isdigit() else (int(letter), "B")
            said = message("cell.language", text=text[:30], found=found, tag=tag)
            self.warnings.append(CellProblem(row.sheet, *at, said, message("cell.script-fix")))

    def _warn_script(self, row: SheetRow, letter: str, tag: str, text: str) -> None:
        """Warn of a text in a script in which the language of its column is not written."""
        script = _SCRIPTS.get(tag.partition("-")[0]) if text.isascii() is False else None
        if script is None or "-" in tag:
            return
        letters = [unicodedata.name(sign, "") for sign in text if sign.isalpha()]
        if len(letters) >= _MIN_LETTERS and not any(name.startswith(script) for name in letters):
            at = (row.number, letter) if not letter.isdigit() else (int(letter), "B")
            said = message("cell.script", text=text[:30], tag=tag)
            self.warnings.append(CellProblem(row.sheet, *at, said, message("cell.script-fix")))

    @staticmethod
    def _is_whole(row: SheetRow) -> bool:
        return not any(one.required and one.name not in row.values for one in row.kind.fields)

    # Decisions of an adaptation

    def _is_dropped(self, row: SheetRow) -> bool:
        """Whether a row of an adaptation is marked as dropped; what was decided on it becomes a Change."""
        said = [
            (c, cell, at) for c, cell, at in row.cells if c.field in DECIDED and c.field not in column_fields(row.kind)
        ]
        if not said:
            return False
        code, reason = "", []
        for column, cell, letter in said:
            try:
                value = from_cell(column_field(row.kind, column), cell, self.names.found, self.sheets.lang)
            except InvalidCell as error:
                self.note(row, letter, error.message, error.fix)
                return False
            if column.field == "rationale":
                reason.append((column.tag, value))
            else:
                code = value
        lines = [line for cell, _ in cells_of(row, "derived_from") for line in cell.split("\n")]
        base = tuple(self.names.full(bracketed(line)) for line in lines) or self.written.bases(row.id)
        code = code or self._kind_of_change(row, bool(base))
        if not code:
            self.note(row, said[0][2], message("cell.no-decision"), message("cell.choose-beside"))
            return False
        if code == DROPPED and not any(sign.isalnum() for _, text in reason for sign in text):
            self._ask_why(row, said[0][2])
        self._change(row, code, base, Text(tuple(sorted(reason))))
        return code == DROPPED

    def _ask_why(self, row: SheetRow, letter: str) -> None:
        """Report a safeguard that is dropped without a reason."""
        if row.kind.name not in SAFEGUARDS and not any(self._is_true(cell) for cell in row.cells):
            return
        column = SheetColumn("rationale", self._first_language())
        at, name = self.sheets.headings.get((row.sheet, column.field), (letter, heading(column, self.sheets.lang)))
        self.note(row, at, message("cell.no-reason"), message("cell.no-reason-fix", column=name))

    @staticmethod
    def _is_true(cell: tuple[SheetColumn, Any, str]) -> bool:
        return (
            cell[0].field == "safety_critical"
            and codes_by_word("boolean", ("true", "false")).get(normalised(str(cell[1]))) == "true"
        )

    def _first_language(self) -> str:
        assert self.header is not None
        return next((said for said, _ in cells_of(self.header, "first_language")), self.sheets.lang)

    @staticmethod
    def _kind_of_change(row: SheetRow, derived: bool) -> str:
        own = {column: str(cell) for column, cell, _ in row.cells}
        if any(own.get(column, "") != text for column, text in row.beside.items()):
            return "reworded"
        return "" if derived else "added"

    def _change(self, row: SheetRow, code: str, base: tuple[str, ...], reason: Text) -> None:
        wanted, turn = f"{row.id}{CHANGE}", 2
        while wanted in self.places:
            wanted, turn = f"{row.id}{CHANGE}-{turn}", turn + 1
        self.places[wanted] = (row.sheet, row.number)
        if code == DROPPED:
            self.names.dropped[row.id] = message("cell.place", sheet=row.sheet, row=row.number)
            self.places.pop(row.id, None)  # two rows may have the same id, which is reported
        draft = Evidence(id=f"{wanted}.evidence", basis="draft")
        own = () if code == DROPPED else (row.id,)
        kind: Any = code
        self.changes.append(
            Change(id=wanted, change_kind=kind, base=base, adaptation=own, rationale=reason, evidence=(draft,))
        )

    # Who says so

    def _inline(self, row: SheetRow, said: dict[str, Any], excerpt: Text) -> tuple[Evidence, ...]:
        """The evidence in the row itself; without a source it is a draft."""
        own = said.pop("evidence", None)
        if not own and not said.keys() & {"basis", "source"} and (excerpt or said.get("locator")):
            said |= self._only_source(row)
        basis: Basis = said.pop("basis", None) or ("stated" if said.get("source") else "draft")
        identifier = self.names.full(own) if own else f"{row.id}.evidence"
        return (Evidence(id=identifier, basis=basis, excerpt=excerpt, **said),)

    def _only_source(self, row: SheetRow) -> dict[str, str]:
        """The source of a locator or excerpt that names none: the only source there is; otherwise a warning."""
        sources = self.names.of_kind("source")
        if len(sources) == 1 and "source" not in row.invalid:
            return {"source": sources[0]}
        if "source" not in row.invalid:
            letter = next(at for column, _, at in row.cells if column.field in ("locator", "excerpt"))
            said = message("cell.no-source")
            fix = message("cell.fill-in-column", column=heading(SheetColumn("source"), self.sheets.lang))
            at = (row.number, letter) if not letter.isdigit() else (int(letter), "B")
            self.warnings.append(CellProblem(row.sheet, *at, said, fix))
        return {}

    def _evidence(self, rows: list[SheetRow]) -> None:
        """Give each row of the evidence sheet to its element; evidence of a dropped element is dropped with it."""
        owners = {row.id: row for row in rows if row.kind is not EVIDENCE}
        if self.header is not None:
            owners[self.header.id] = self.header
        for row in (one for one in rows if one.kind is EVIDENCE):
            said, letter = next(cells_of(row, OWNER), ("", "A"))
            owner = owners.get(self.names.full(bracketed(said)))
            if owner is None:
                self._unowned(row, self.names.full(bracketed(said)), letter)
                continue
            self._filled(row)
            if "basis" in row.values:
                found = Evidence(id=row.id, **row.values)
                owner.values["evidence"] = (*owner.values.get("evidence", ()), found)

    def _unowned(self, row: SheetRow, owner: str, letter: str) -> None:
        """Report evidence whose element is not there, unless that was dropped or its own id names the same element."""
        if owner in self.names.dropped or (row.id.startswith(f"{owner}.") and next(cells_of(row, ID), None)):
            return
        near = get_close_matches(owner, [i for i, kind in self.names.kinds.items() if kind != EVIDENCE.name], n=3)
        meant = message("cell.did-you-mean-ids", ids=either(near)) if near else ""
        self.note(row, letter, message("cell.unowned", id=owner), message("cell.unowned-fix", near=meant))

    def _is_example(self, row: SheetRow) -> bool:
        """Whether a row is not to be read; reports words of the example that are left in a row filled in over it."""
        own = next((said for said, _ in cells_of(row, ID)), "")
        if own != EXAMPLE:
            return own.startswith(UNREAD)
        ours = examples(row.kind.name)
        row.cells = [one for one in row.cells if one[0].field != ID]
        said = [one for one in row.cells if not is_choice(row.kind.name, one[0].field)]
        left = [one for one in said if str(one[1]) in ours]
        if len(left) == len(said):
            return True
        for column, _, letter in left:  # reported once: such a cell is not read
            self.note(row, letter, message("cell.example"), message("cell.example-fix"))
            row.invalid.add(column.field)
        row.cells = [one for one in row.cells if one not in left]
        return False
