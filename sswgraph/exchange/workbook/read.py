"""A framework read from a workbook: by headings in any language, every problem with its sheet, row and column."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from sswgraph.errors import MissingExtraError, ParseError
from sswgraph.exchange.residue import fault_of
from sswgraph.exchange.workbook.cells import Misfit, either, meant
from sswgraph.exchange.workbook.gone import CHANGE, DROPPED
from sswgraph.exchange.workbook.guidance import EXAMPLE, examples, is_choice
from sswgraph.exchange.workbook.kept import gone, moved, renamed, written_in
from sswgraph.exchange.workbook.layout import (
    DECIDED,
    ID,
    OWNER,
    Column,
    codes_by_word,
    field_of,
    fields_of,
    heading,
    plain,
)
from sswgraph.exchange.workbook.names import Names, bracketed
from sswgraph.exchange.workbook.requirements import Matrix
from sswgraph.exchange.workbook.rows import UNREAD, Problem, Row, Sheets, said_in
from sswgraph.exchange.workbook.words import words
from sswgraph.files import names_in, path_of
from sswgraph.messages import Message, Terms, message
from sswgraph.messages.tags import seems
from sswgraph.model import Change, Evidence, Framework, Node, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import SAFEGUARDS
from sswgraph.model.evidence import Basis
from sswgraph.model.fields import EVIDENCE, EVIDENCE_FREE, FRAMEWORK, Shape
from sswgraph.model.ids import framework_of
from sswgraph.progress import Progress
from sswgraph.sheets.guards import read_package

# Languages that are written in one script; a text in another script stands in the wrong column.
_SCRIPTS = {"ar": "ARABIC", **dict.fromkeys(("en", "es", "fr", "pt", "sw"), "LATIN")}
_FEW = 4


@dataclass(slots=True)
class Read:
    """What a workbook holds.

    ``framework``: none where a problem stands in the way; ``doubts``: what stands in nobody's way; ``made``: where ids
    were made from names, and ``keeps``: the command that keeps them; ``draft``: what
    could be read all the same, so that the rules can be asked too; ``missing``: kinds by id of what could not;
    ``repeated``: ids that two rows have;
    ``places``: by id of an element, and by (id, field), the sheet, the row and the column. ``gone``: safeguards whose
    rows are gone since the workbook was written, and whether each came from a base.
    """

    framework: Framework | None
    problems: list[Problem]
    places: dict[str, tuple[str, int]]
    doubts: list[Problem] = field(default_factory=list)
    draft: Framework | None = None
    missing: dict[str, str] = field(default_factory=dict)
    bad: set[tuple[str, str]] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    headings: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    lang: str = "en"
    made: tuple[tuple[str, int], ...] = ()
    keeps: str = ""
    gone: tuple[tuple[Problem, bool], ...] = ()

    def cell(self, identifier: str, name: str = "") -> tuple[str, int, str] | None:
        """Where a field of an element stands, or the element: sheet, row, column."""
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
        """What stands above a field of an element, in quotation marks; the name of the field where it has no column."""
        sheet = self.places.get(self.owners.get(identifier, identifier), ("", 0))[0]
        found = self.headings.get((sheet, name))
        return f"'{found[1] if found else heading(Column(name), self.lang)}'"

    def words(self, kind: str) -> Terms:
        """What the sheets call the terms of the vocabulary, in the language of the workbook."""
        return words(kind, self.lang)


def read_workbook(path: str | os.PathLike[str], progress: Progress = None) -> Read:
    """The framework of a workbook, with its problems listed but not raised; nothing is taken by halves.

    Raises ParseError for what is no workbook or a hostile one, MissingExtraError without the extra ``excel``.
    """
    return from_bytes(read_package(path), os.fspath(path), progress)


def from_bytes(data: bytes, name: str, progress: Progress = None) -> Read:
    """As :func:`read_workbook`, of bytes that have passed the guard; ``progress`` is told (done, in all) in rows."""
    try:
        from sswgraph.exchange.workbook.opened import opened
    except ImportError:
        raise MissingExtraError("excel", "openpyxl") from None
    try:
        with closing(opened(data)) as workbook:
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
        hint = "Open it, save it again as .xlsx, or ask for another copy."
        raise ParseError(
            f"This workbook is damaged ({type(error).__name__}).", file=path_of(name).name, hint=hint
        ) from error


def from_sheets(sheets: Sheets, name: str) -> Read:
    """What these sheets hold; ``name``: the path of the file, as it was given.

    Raises ParseError where there is no framework.
    """
    return _Reader(sheets).made(name)


class _Reader:
    """Rows into values: first all names, then what the cells mean, then who says so."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets, self.header = sheets, sheets.header
        self.names = Names("")
        self.places: dict[str, tuple[str, int]] = {}
        self.changes: list[Change] = []
        self.doubts: list[Problem] = []
        self.unnamed: tuple[tuple[str, int], ...] = ()  # sheet and row of what has an id that stands nowhere
        self.told: set[tuple[str, str]] = set()  # sheet and field of the columns whose lack is told
        self.file = ""
        self.written = written_in(sheets.lines)

    def tell(self, row: Row, letter: str, said: Message, fix: Message | None = None) -> None:
        """Note a problem with a cell of a row; on the sheet of the framework, whose fields are lines, a line."""
        if letter.isdigit():
            self.sheets.tell(row.sheet, int(letter), "B", said, fix)
        else:
            self.sheets.tell(row.sheet, row.number, letter, said, fix)

    def made(self, file: str) -> Read:
        self.file = file
        if self.header is None:
            if not (self.sheets.problems and self.sheets.known):
                hint = (
                    "Make one with: sswgraph new xx -o xx.xlsx, or write a framework as .xlsx. What was decided in a "
                    "menu or in a workbook of tasks becomes one with: sswgraph select --from, sswgraph tasks --from."
                )
                raise ParseError("This workbook has no sheet for a framework.", file=path_of(file).name, hint=hint)
            return Read(None, self.sheets.problems, {})
        own = next((said for said, _ in said_in(self.header, ID)), "")
        if framework_of(own) != own or not own:
            at = int(self.sheets.headings.get((self.header.sheet, ID), ("1", ""))[0])
            said = message("cell.no-framework-id", text=own)
            self.sheets.tell(self.header.sheet, at, "B", said, message("cell.no-framework-id-fix"))
            return Read(None, self.sheets.problems, {})
        self.header.id = own
        self.names = Names(own, self.sheets.lang)
        return self._read([row for row in self.sheets.rows if not self._is_example(row)])

    def _read(self, rows: list[Row]) -> Read:
        assert self.header is not None
        self._identify(rows)
        self.doubts += renamed(self.written, rows, self.places)
        self.doubts += moved(self.written, rows)
        every = [row for row in rows if row.kind.name == "requirement"]
        rows = [row for row in rows if row.kind is EVIDENCE or not self._is_dropped(row)]
        made = [self._made(row) for row in rows if row.kind is not EVIDENCE]
        self.sheets.done.finish()
        made += self._marked(every, [row for row in made if row.kind.name == "requirement"])
        header = self._made(self.header)
        self._evidence(rows)
        whole = [row for row in made if self._is_whole(row)]
        nodes: list[Node] = [row.kind.model(id=row.id, **row.values) for row in whole]
        framework = Framework(id=header.id, elements=(*nodes, *self.changes), **header.values)
        draft = canonical(replace(framework, residue=tuple(self._residue(framework))))
        problems = self.sheets.problems
        return Read(
            framework=None if problems else draft,
            problems=problems,
            places=self.places,
            doubts=self.doubts,
            draft=draft,
            missing={row.id: row.kind.name for row in made if not self._is_whole(row)},
            bad={(row.id, name) for row in (header, *made) for name in row.bad},
            repeated=self.names.repeated,
            headings=self.sheets.headings,
            owners={one.id: node.id for node in draft.elements for one in node.evidence},
            lang=self.sheets.lang,
            made=self.unnamed,
            keeps=self._keeps(header.id),
            gone=tuple(gone(self.written, self.places, self.names.dropped, self.sheets.lang)),
        )

    def _keeps(self, framework: str) -> str:
        """The command that writes what was read, with the ids that were made."""
        stem, dot, ending = self.file.rpartition(".")
        target = f"{stem}-with-ids.xlsx" if dot and ending.lower() == "xlsx" else f"{framework}-with-ids.xlsx"
        lang = f" --lang {self.sheets.lang}" if self.sheets.lang != "en" else ""
        instead = " --replace" if f"{framework}.ttl" in names_in("frameworks", ".ttl") else ""
        file, target = (f'"{name}"' if " " in name else name for name in (self.file, target))
        return f"sswgraph export {framework} --load {file}{instead} -o {target}{lang}"

    def _residue(self, framework: Framework) -> Iterator[str]:
        """The statements in other vocabularies; what is none, or says what a sheet says, is told."""
        holders: tuple[Any, ...] = (framework, *framework.elements)
        kinds = {one.id: one.kind for holder in holders for one in (holder, *holder.evidence)}
        for sheet, row, line in self.sheets.residue:
            said = fault_of(line, kinds)
            if said is not None:
                self.sheets.tell(sheet, row, "A", said, message("cell.no-statement-fix"))
            else:
                yield line

    # Ids

    def _identify(self, rows: list[Row]) -> None:
        """Give each row its id: the one that stands there, else one made from its name, else from its content."""
        assert self.header is not None
        self.places[self.header.id] = (self.header.sheet, 1)
        unnamed = []
        for row in rows:
            own = next(said_in(row, ID), None)
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

    def _marked(self, every: list[Row], listed: list[Row]) -> Iterator[Row]:
        """The requirements that the matrix has and the list has not."""
        kept = {*map(id, listed)}
        dropped = [row for row in every if id(row) not in kept]
        for row in Matrix(self.sheets, self.names, listed, dropped).new():
            row.id = self.names.new(row, self.places)
            self._place(row, "A")
            self.unnamed += ((row.sheet, row.number),)
            self.names.learn(row)
            yield self._made(row)

    def _place(self, row: Row, column: str) -> None:
        if row.kind is EVIDENCE:
            return
        if row.id in self.places:
            self.names.repeated.add(row.id)
            sheet, number = self.places[row.id]
            said = message("cell.same-id", id=row.id, place=message("cell.place", sheet=sheet, row=number))
            self.tell(row, column, said, message("cell.clear-id"))
        self.places[row.id] = (row.sheet, row.number)

    # Values

    def _made(self, row: Row) -> Row:
        self.sheets.done()
        texts: dict[str, list[tuple[str, str]]] = {}
        beside: dict[str, Any] = {}
        own = fields_of(row.kind)
        for column, cell, letter in row.cells:
            if column.field in (ID, OWNER) or (column.field in DECIDED and column.field not in own):
                continue
            one = field_of(row.kind, column)
            try:
                value = meant(one, cell, self.names.found, self.sheets.lang)
            except Misfit as misfit:
                row.bad.add(column.field)
                self.tell(row, letter, misfit.said, misfit.fix)
                continue
            if one.shape is Shape.TEXT:
                self._doubt_script(row, letter, column.tag, value)
                self._doubt_language(row, letter, column.tag, value)
                texts.setdefault(column.field, []).append((column.tag, value))
            else:
                (row.values if column.field in own else beside)[column.field] = value
        excerpt = Text(tuple(sorted(texts.pop("excerpt", ())))) if "excerpt" not in own else Text()
        row.values.update({name: Text(tuple(sorted(said))) for name, said in texts.items()})
        self._require(row)
        if row.kind is not EVIDENCE and row.kind.name != "source" and (beside or excerpt):
            row.values["evidence"] = self._inline(row, beside, excerpt)
        elif row.kind.name not in EVIDENCE_FREE and not next(said_in(row, ID), None):
            row.values["evidence"] = self._inline(row, {}, Text())
        return row

    def _require(self, row: Row) -> None:
        for one in row.kind.fields:
            if one.required and one.name not in row.values and row.kind is not FRAMEWORK and one.name not in row.bad:
                row.bad.add(one.name)
                if row.sheet in self.sheets.top and (row.sheet, one.name) not in self.sheets.headings:
                    self._tell_column(row.sheet, one.name)
                    continue
                missing = (row.cells[0][2] if row.cells else "A", heading(Column(one.name), self.sheets.lang))
                letter, said = self.sheets.headings.get((row.sheet, one.name), missing)
                self.tell(row, letter, message("cell.required", column=said), message("cell.fill-in"))

    def _tell_column(self, sheet: str, name: str) -> None:
        """A column that every row needs and that is not there is told once, where it belongs."""
        if (sheet, name) not in self.told:
            self.told.add((sheet, name))
            said = message("cell.column-gone", column=heading(Column(name), self.sheets.lang))
            self.sheets.tell(sheet, self.sheets.top[sheet], "A", said, message("cell.column-back"))

    def _doubt_language(self, row: Row, letter: str, tag: str, text: str) -> None:
        """A text that stands in the column of another language; the titles of documents are in any."""
        found = seems(text, tag) if row.kind.name != "source" else None
        if found is not None:
            at = (row.number, letter) if not letter.isdigit() else (int(letter), "B")
            said = message("cell.language", text=text[:30], found=found, tag=tag)
            self.doubts.append(Problem(row.sheet, *at, said, message("cell.script-fix")))

    def _doubt_script(self, row: Row, letter: str, tag: str, text: str) -> None:
        script = _SCRIPTS.get(tag.partition("-")[0]) if text.isascii() is False else None
        if script is None or "-" in tag:
            return
        letters = [unicodedata.name(sign, "") for sign in text if sign.isalpha()]
        if len(letters) > _FEW and not any(name.startswith(script) for name in letters):
            at = (row.number, letter) if not letter.isdigit() else (int(letter), "B")
            said = message("cell.script", text=text[:30], tag=tag)
            self.doubts.append(Problem(row.sheet, *at, said, message("cell.script-fix")))

    @staticmethod
    def _is_whole(row: Row) -> bool:
        return not any(one.required and one.name not in row.values for one in row.kind.fields)

    # Decisions of an adaptation

    def _is_dropped(self, row: Row) -> bool:
        """What was decided on a row, in the workbook of an adaptation, becomes a change; a dropped one goes."""
        said = [(c, cell, at) for c, cell, at in row.cells if c.field in DECIDED and c.field not in fields_of(row.kind)]
        if not said:
            return False
        code, reason = "", []
        for column, cell, letter in said:
            try:
                value = meant(field_of(row.kind, column), cell, self.names.found, self.sheets.lang)
            except Misfit as misfit:
                self.tell(row, letter, misfit.said, misfit.fix)
                return False
            if column.field == "rationale":
                reason.append((column.tag, value))
            else:
                code = value
        lines = [line for cell, _ in said_in(row, "derived_from") for line in cell.split("\n")]
        base = tuple(self.names.full(bracketed(line)) for line in lines) or self.written.bases(row.id)
        code = code or self._kind_of_change(row, bool(base))
        if not code:
            self.tell(row, said[0][2], message("cell.no-decision"), message("cell.choose-beside"))
            return False
        if code == DROPPED and not any(sign.isalnum() for _, text in reason for sign in text):
            self._ask_why(row, said[0][2])
        self._change(row, code, base, Text(tuple(sorted(reason))))
        return code == DROPPED

    def _ask_why(self, row: Row, letter: str) -> None:
        """What protects people is not dropped without a reason."""
        if row.kind.name not in SAFEGUARDS and not any(self._is_true(cell) for cell in row.cells):
            return
        column = Column("rationale", self._first_language())
        at, name = self.sheets.headings.get((row.sheet, column.field), (letter, heading(column, self.sheets.lang)))
        self.tell(row, at, message("cell.no-reason"), message("cell.no-reason-fix", column=name))

    @staticmethod
    def _is_true(cell: tuple[Column, Any, str]) -> bool:
        return (
            cell[0].field == "safety_critical"
            and codes_by_word("boolean", ("true", "false")).get(plain(str(cell[1]))) == "true"
        )

    def _first_language(self) -> str:
        assert self.header is not None
        return next((said for said, _ in said_in(self.header, "first_language")), self.sheets.lang)

    @staticmethod
    def _kind_of_change(row: Row, derived: bool) -> str:
        own = {column: str(cell) for column, cell, _ in row.cells}
        if any(own.get(column, "") != text for column, text in row.beside.items()):
            return "reworded"
        return "" if derived else "added"

    def _change(self, row: Row, code: str, base: tuple[str, ...], reason: Text) -> None:
        wanted, turn = f"{row.id}{CHANGE}", 2
        while wanted in self.places:
            wanted, turn = f"{row.id}{CHANGE}-{turn}", turn + 1
        self.places[wanted] = (row.sheet, row.number)
        if code == DROPPED:
            self.names.dropped[row.id] = message("cell.place", sheet=row.sheet, row=row.number)
            self.places.pop(row.id, None)  # two rows may have one id, which is told
        draft = Evidence(id=f"{wanted}.evidence", basis="draft")
        own = () if code == DROPPED else (row.id,)
        kind: Any = code
        self.changes.append(
            Change(id=wanted, change_kind=kind, base=base, adaptation=own, rationale=reason, evidence=(draft,))
        )

    # Who says so

    def _inline(self, row: Row, said: dict[str, Any], excerpt: Text) -> tuple[Evidence, ...]:
        """The evidence that stands in the row itself; what names no source is a draft."""
        own = said.pop("evidence", None)
        if not own and not said.keys() & {"basis", "source"} and (excerpt or said.get("locator")):
            said |= self._only_source(row)
        basis: Basis = said.pop("basis", None) or ("stated" if said.get("source") else "draft")
        identifier = self.names.full(own) if own else f"{row.id}.evidence"
        return (Evidence(id=identifier, basis=basis, excerpt=excerpt, **said),)

    def _only_source(self, row: Row) -> dict[str, str]:
        """What a page or words come from where no source is named: the only one that there is; else that is told."""
        sources = self.names.of_kind("source")
        if len(sources) == 1 and "source" not in row.bad:
            return {"source": sources[0]}
        if "source" not in row.bad:
            letter = next(at for column, _, at in row.cells if column.field in ("locator", "excerpt"))
            said = message("cell.no-source")
            fix = message("cell.fill-in-column", column=heading(Column("source"), self.sheets.lang))
            at = (row.number, letter) if not letter.isdigit() else (int(letter), "B")
            self.doubts.append(Problem(row.sheet, *at, said, fix))
        return {}

    def _evidence(self, rows: list[Row]) -> None:
        """The rows of the sheet of evidence, each given to its owner; that of an element that is gone goes with it."""
        owners = {row.id: row for row in rows if row.kind is not EVIDENCE}
        if self.header is not None:
            owners[self.header.id] = self.header
        for row in (one for one in rows if one.kind is EVIDENCE):
            said, letter = next(said_in(row, OWNER), ("", "A"))
            owner = owners.get(self.names.full(bracketed(said)))
            if owner is None:
                self._unowned(row, self.names.full(bracketed(said)), letter)
                continue
            self._made(row)
            if "basis" in row.values:
                found = Evidence(id=row.id, **row.values)
                owner.values["evidence"] = (*owner.values.get("evidence", ()), found)

    def _unowned(self, row: Row, owner: str, letter: str) -> None:
        """Evidence goes with the element that it is of; where its own id does not say so too, its owner may be a
        mistake, and is told."""
        if owner in self.names.dropped or (row.id.startswith(f"{owner}.") and next(said_in(row, ID), None)):
            return
        near = get_close_matches(owner, [i for i, kind in self.names.kinds.items() if kind != EVIDENCE.name], n=3)
        meant = message("cell.did-you-mean-ids", ids=either(near)) if near else ""
        self.tell(row, letter, message("cell.unowned", id=owner), message("cell.unowned-fix", near=meant))

    def _is_example(self, row: Row) -> bool:
        """Whether a row is not to be read. Who writes over our example means it; what is left of its words is told."""
        own = next((said for said, _ in said_in(row, ID)), "")
        if own != EXAMPLE:
            return own.startswith(UNREAD)
        ours = examples(row.kind.name)
        row.cells = [one for one in row.cells if one[0].field != ID]
        said = [one for one in row.cells if not is_choice(row.kind.name, one[0].field)]
        left = [one for one in said if str(one[1]) in ours]
        if len(left) == len(said):
            return True
        for column, _, letter in left:  # told once: what such a cell means is not asked
            self.tell(row, letter, message("cell.example"), message("cell.example-fix"))
            row.bad.add(column.field)
        row.cells = [one for one in row.cells if one not in left]
        return False
