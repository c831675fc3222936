"""A framework through a workbook and back, and what is said of a workbook that people changed."""

from __future__ import annotations

import csv
import dataclasses
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.errors import InputError, ParseError
from sswgraph.exchange.workbook.folder import read_folder
from sswgraph.exchange.workbook.layout import (
    DECIDED,
    ID,
    INLINE,
    OWNER,
    SHOWN,
    SheetColumn,
    code_word,
    codes_by_word,
    column_fields,
    heading,
    kinds_by_title,
    normalised,
    parse_heading,
    title,
)
from sswgraph.exchange.workbook.read import WorkbookContents, read_workbook
from sswgraph.exchange.workbook.write import framework_workbook
from sswgraph.messages import languages, pack
from sswgraph.model import (
    Cadre,
    Competency,
    EthicalStandard,
    Evidence,
    Framework,
    Obligation,
    Requirement,
    Source,
    Text,
    TrainingModule,
)
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import WORDS
from sswgraph.model.fields import KINDS
from sswgraph.testing import frameworks
from tests.loops import some

SMALL = Framework(
    id="xx",
    label=Text.of(en="Example", fr="Exemple"),
    first_language="en",
    elements=(
        Source(id="xx:source", label=Text.of(en="A guide")),
        Cadre(id="xx:aide", label=Text.of(en="Aide", fr="Aide"), performs=()),
        Competency(
            id="xx:listen",
            label=Text.of(en="Listen to a child"),
            evidence=(
                Evidence(id="xx:e1", basis="stated", source="xx:source", locator="p. 3", excerpt=Text.of(en="listens")),
            ),
        ),
        TrainingModule(id="xx:m1", label=Text.of(en="Listening"), credits=Decimal("2.5"), notional_hours=25),
        Requirement(id="xx:aide.listen", cadre="xx:aide", competency="xx:listen", necessity="essential"),
    ),
)


def through(framework: Framework, folder: Path, lang: str = "en") -> WorkbookContents:
    (folder / "x.xlsx").write_bytes(framework_workbook(framework, lang))
    return read_workbook(folder / "x.xlsx")


def saved(framework: Framework, folder: Path, sign: str, mark: str = "") -> Path:
    """Each sheet saved as CSV, numbers with a decimal comma where fields are set apart by semicolons."""
    folder.mkdir()
    for sheet in load_workbook(io.BytesIO(framework_workbook(framework))).worksheets:
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=sign)
        for row in sheet.iter_rows(values_only=True):
            said = ["" if cell is None else str(cell) for cell in row]
            numbers = [isinstance(cell, float) and sign == ";" for cell in row]
            writer.writerow([text.replace(".", ",") if n else text for text, n in zip(said, numbers, strict=True)])
        (folder / f"{sheet.title}.csv").write_text(mark + stream.getvalue(), encoding="utf-8", newline="")
    return folder


def changed(
    folder: Path, change: Callable[[Workbook], None], lang: str = "en", of: Framework = SMALL
) -> WorkbookContents:
    workbook = load_workbook(io.BytesIO(framework_workbook(of, lang)))
    change(workbook)
    workbook.save(folder / "changed.xlsx")
    return read_workbook(folder / "changed.xlsx")


def at(workbook: Workbook, sheet: str, row: int, name: str) -> Any:
    """The cell of a row below the heading of this name."""
    found = next(cell for cell in workbook[sheet][1] if cell.value == name)
    return workbook[sheet].cell(row, found.column)


def said(read: WorkbookContents) -> str:
    return "\n".join(map(str, read.problems))


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_every_shipped_framework_comes_back_as_it_was(lang: str, tmp_path: Path) -> None:
    for framework in some(ssw.load().frameworks[:: 1 if lang == "en" else 9]):
        read = through(framework, tmp_path, lang)
        assert said(read) == "", framework.id
        assert read.framework == framework, framework.id


@pytest.mark.slow
def test_made_up_frameworks_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("workbooks")

    @settings(max_examples=40, deadline=None)
    @given(frameworks(most=3))
    def holds(framework: Framework) -> None:
        read = through(framework, folder)
        assert said(read) == ""
        assert read.framework == framework

    holds()


ODD = [
    "",
    " ",
    "\n\t\u00a0",
    '"',
    '""',
    '"""',
    '" "',
    '"a"',
    "'1",
    "=1+1",
    "#",
    "-",
    "_x005F_",
    "_x0041_",
    "_x0041_ _x000D_",
    "ax005F_b",
    "_xD800_",
    "\x07\r\x1f",
    "\\n\\",
    " a ",
    "1,000",
    "TRUE",
    "Unit 1: listen [to]",
]


@pytest.mark.parametrize("sheets", ["workbook", "folder"])
def test_texts_that_a_cell_cannot_say_as_they_are_come_back(sheets: str, tmp_path: Path) -> None:
    nodes = tuple(
        TrainingModule(
            id=f"xx:m{n}",
            label=Text.of(en=text, fr=f"{text}{text}"),
            alt_label=Text((("en", text), ("en", f"x{text}"))),
            notation=text,
            language=tuple(sorted({text, "b"})),
            evidence=(Evidence(id=f"xx:m{n}.e", basis="draft", locator=text, excerpt=Text.of(en=text)),),
        )
        for n, text in enumerate(ODD)
        if sheets == "workbook" or not {"\r", "_"} & {*text}  # which openpyxl, by which the folder is made, changes
    )
    made = canonical(Framework(id="xx", label=Text.of(en=" "), edition='""', elements=nodes))
    read = through(made, tmp_path) if sheets == "workbook" else read_folder(saved(made, tmp_path / "xx", ";"))
    assert said(read) == ""
    assert read.framework == made


@pytest.mark.parametrize("text", ["_x0041_x0042_", "_x0041\x07", "_x005F_x0041_"])
def test_a_text_that_would_come_back_as_another_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="signs that mean other characters"):
        framework_workbook(Framework(id="xx", label=Text.of(en=text)))


def test_a_name_with_a_colon_is_a_name(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Qualification", 2, "Id").value = None
        at(workbook, "Qualification", 2, "Name (en)").value = "Level 4: care"
        at(workbook, "Qualification", 2, heading(SheetColumn("qualifies_for"), "en")).value = None
        at(workbook, "Module", 2, "Part of").value = "level 4: Care"
        at(workbook, "Requirement", 2, "Competency").value = "Unit 1: listen"

    (found,) = changed(tmp_path, change).problems
    assert str(found.message) == "Nothing here is called 'Unit 1: listen'."
    assert str(found.fix) == "Enter it on its own sheet first: 'Competency' or 'Competency set'."

    def whole(workbook: Workbook) -> None:
        change(workbook)
        at(workbook, "Competency", 2, "Name (en)").value = "Unit 1: listen"

    read = changed(tmp_path, whole)
    assert read.framework is not None
    assert read.framework.of_kind("module")[0].part_of == ("xx:level-4-care",)  # type: ignore[attr-defined]
    assert read.framework.of_kind("requirement")[0].competency == "xx:listen"  # type: ignore[attr-defined]


def test_a_name_that_is_the_id_of_another_kind_is_a_name_where_that_kind_fits(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Function", 2, "Id").value = "help"
        at(workbook, "Function", 2, "Name (en)").value = "Listen"
        at(workbook, "Function", 2, "Needs").value = None
        at(workbook, "Cadre", 2, "Performs").value = "listen"

    read = changed(tmp_path, change)
    assert said(read) == ""
    assert read.framework is not None
    assert read.framework.of_kind("cadre")[0].performs == ("xx:help",)  # type: ignore[attr-defined]


def test_the_same_framework_gives_the_same_bytes() -> None:
    assert framework_workbook(SMALL, "fr") == framework_workbook(SMALL, "fr")


def test_headings_mean_one_field_each_in_all_languages() -> None:
    for kind in some(KINDS):
        names = dict.fromkeys([ID, *([OWNER] if kind.name == "evidence" else INLINE), *column_fields(kind), *DECIDED])
        meant: dict[str, set[str]] = {}
        for name in names:
            for lang in languages():
                meant.setdefault(normalised(heading(SheetColumn(name), lang)), set()).add(name)
        assert {said: found for said, found in meant.items() if len(found) > 1} == {}, kind.name


def test_every_field_has_a_heading_in_every_language() -> None:
    """Evidence stands in columns of its own."""
    names = {field.name for kind in KINDS for field in kind.fields} - {"evidence"}
    assert {name for name in names for lang in languages() if f"field.{name}" not in pack(lang, "show")} == set()


def test_a_heading_says_its_language_and_its_turn() -> None:
    for kind, lang in some([(kind, lang) for kind in KINDS for lang in languages()]):
        columns = [SheetColumn(name, "fr", 1) for name in column_fields(kind)]
        assert [parse_heading(kind.name, heading(column, lang)) for column in columns] == columns


def test_names_of_sheets_and_words_for_codes_mean_one_thing_each() -> None:
    for lang in some(languages()):
        titles = [normalised(title(kind.name, lang)) for kind in KINDS]
        assert len(set(titles)) == len(titles)
        assert all(len(one) <= 31 for one in titles)
    for kind in some(KINDS):
        assert kinds_by_title()[normalised(kind.name)] == kind.name


def test_words_for_codes_mean_one_code_each() -> None:
    listed = [field for kind in KINDS for field in kind.fields if field.codes]
    for field, lang in some([(field, lang) for field in listed for lang in languages()]):
        meant = codes_by_word(field.name, field.codes)
        assert [meant[normalised(code_word(field.name, code, lang))] for code in field.codes] == list(field.codes)


def test_columns_and_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook["Module"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        sheet.delete_rows(1, sheet.max_row)
        for row in rows:
            sheet.append(row[::-1])

    assert changed(tmp_path, change).framework == SMALL


def test_a_new_row_gets_an_id_from_its_name(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Competency", 3, "Name (en)").value = "Écoute l'enfant"
        at(workbook, "Requirement", 3, "Cadre").value = "Aide"
        at(workbook, "Requirement", 3, "Competency").value = "écoute  l'enfant"

    read = changed(tmp_path, change)
    assert said(read) == ""
    assert read.framework is not None
    made: dict[str, Any] = {one.id: one for one in read.framework.elements}
    assert made["xx:ecoute-l-enfant"].label == Text.of(en="Écoute l'enfant")
    (asked,) = (one for one in made.values() if one.kind == "requirement" and one.id != "xx:aide.listen")
    assert (asked.cadre, asked.competency) == ("xx:aide", "xx:ecoute-l-enfant")
    assert changed(tmp_path, change).framework == read.framework


def test_a_renamed_element_keeps_its_id(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Competency", 2, "Name (en)").value = "Listen actively"

    read = changed(tmp_path, change)
    assert read.framework is not None
    assert {one.id for one in read.framework.elements} == {one.id for one in SMALL.elements}


def test_a_source_with_a_page_and_a_quotation_is_evidence_and_without_one_a_row_is_our_draft(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Competency", 3, "Name (en)").value = "Report harm"
        at(workbook, "Competency", 3, "Source").value = "A guide"
        at(workbook, "Competency", 3, "Place in the source").value = "p. 4"
        at(workbook, "Competency", 3, "Excerpt (en)").value = "reports harm"

    read = changed(tmp_path, change)
    assert read.framework is not None
    one = next(node for node in read.framework.elements if node.id == "xx:report-harm").evidence[0]
    assert (one.basis, one.source, one.locator, one.excerpt.get("en")) == (
        "stated",
        "xx:source",
        "p. 4",
        "reports harm",
    )


def test_several_names_on_one_line_are_told_with_what_to_do(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Function", 2, "Id").value = None
        at(workbook, "Function", 2, "Name (en)").value = "Help"
        at(workbook, "Function", 2, "Needs").value = "listen to a child, Report"

    (found,) = changed(tmp_path, change).problems
    assert str(found.fix) == "Write each on a line of its own (Alt+Enter begins one)."


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("24 hours", "PT24H"),
        ("24h", "PT24H"),
        ("1 day", "P1D"),
        ("2 semaines", "P14D"),
        ("3 MESES", "P3M"),
        ("1 año", "P1Y"),
        ("24 ساعة", "PT24H"),
        ("siku 3", "P3D"),
        ("P1D", "P1D"),
    ],
)
def test_a_length_of_time_may_be_said_in_words(text: str, meant: str, tmp_path: Path) -> None:
    read = _within(text, tmp_path)
    assert read.framework is not None
    assert read.framework.of_kind("obligation")[0].within == meant  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["2 Wochen", "5 m", "1.5 hours", 1, "soon"])
def test_what_is_no_length_of_time_is_told_with_its_unit(text: str | int, tmp_path: Path) -> None:
    (found,) = _within(text, tmp_path).problems
    assert str(found.message) == f"'{text}' is not a valid length of time."
    assert "its unit, such as '1 day'" in str(found.fix)


def _within(text: str | int, tmp_path: Path) -> WorkbookContents:
    def change(workbook: Workbook) -> None:
        at(workbook, "Obligation", 2, "Within").value = text

    named: dict[str, Any] = {"evidence": (Evidence(id="xx:o.e", basis="draft"),), "label": Text.of(en="Report")}
    duty = Obligation(id="xx:o", of_cadre=("xx:aide",), trigger=("disclosure",), act=Text.of(en="report"), **named)
    return changed(tmp_path, change, of=dataclasses.replace(SMALL, elements=(*SMALL.elements, duty)))


def test_the_command_that_keeps_ids_names_the_file_as_it_was_given(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Competency", 3, "Name (en)").value = "Report harm"

    keeps = changed(tmp_path, change).keep_command
    assert f"--load {tmp_path / 'changed.xlsx'} -o {tmp_path / 'changed-with-ids.xlsx'}" in keeps


def test_a_page_without_a_source_comes_from_the_only_one_and_else_is_told(tmp_path: Path) -> None:
    def one(workbook: Workbook) -> None:
        at(workbook, "Competency", 3, "Name (en)").value = "Report harm"
        at(workbook, "Competency", 3, "Place in the source").value = "p. 4"

    def several(workbook: Workbook) -> None:
        one(workbook)
        at(workbook, "Source", 3, "Name (en)").value = "Another guide"

    for change, basis, source, doubts in ((one, "stated", "xx:source", 0), (several, "draft", None, 1)):
        read = changed(tmp_path, change)
        assert read.framework is not None
        found = next(node for node in read.framework.elements if node.id == "xx:report-harm").evidence[0]
        assert (found.basis, found.source, found.locator) == (basis, source, "p. 4")
        assert len(read.warnings) == doubts
    assert str(read.warnings[0]).endswith("but no source; the row counts as a draft. Fill in the column 'Source'.")


def test_an_example_row_is_not_read(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Competency", 3, "Id").value = "#not yet"
        at(workbook, "Competency", 3, "Name (en)").value = "For example: listen"

    assert changed(tmp_path, change).framework == SMALL


@pytest.mark.parametrize(
    ("sheet", "column", "value", "told"),
    [
        ("Module", "Credits", "many", "'many' is not a number. Write it in figures, without a unit."),
        (
            "Module",
            "Credits",
            "1,000",
            "'1,000' may mean 1000 or 1.000. Write 1000 for the larger number, 1.0000 for the smaller",
        ),
        ("Module", "Credits", "12.500", "'12.500' may mean 12500 or 12.500."),
        ("Module", "Credits", "1e99999999", "'1e99999999' has too many digits. Write a number of at most 18 digits."),
        ("Module", "Credits", "1e-99999999", "'1e-99999999' has too many digits."),
        ("Module", "Credits", "9" * 19, "has too many digits."),
        (
            "Module",
            "Registered from",
            "05/01/2026",
            "'05/01/2026' can mean several dates. Write 2026-01-05 or 2026-05-01.",
        ),
        (
            "Module",
            "Registered from",
            "1.5.2026",
            "'1.5.2026' is not in a form in which dates are read here. Write 2026-05-01.",
        ),
        (
            "Module",
            "Registered from",
            "25/12/2026",
            "'25/12/2026' is not in a form in which dates are read here. Write 2026-12-25.",
        ),
        ("Module", "Registered from", "31/02/2026", "'31/02/2026' is not a valid date. Write it as 2027-03-01."),
        ("Source", "Date", "5.2026", "'5.2026' is not a valid date. Write it as 2027-03-01, 2027-03 or 2027."),
        ("Source", "Date", "01/05/2026", "'01/05/2026' can mean several dates. Write 2026-05-01 or 2026-01-05."),
        ("Module", "Credits", datetime(2027, 3, 1), "holds the date 2027-03-01. Format it as a number"),
        ("Module", "Credits", "=1+1", "The cell holds a formula, which is not read."),
        ("Module", "Registered from", "1 March", "'1 March' is not a valid date. Write it as 2027-03-01."),
        ("Module", "Part", "theory", "'theory' is not in the list. Choose one of: knowledge, practice, workplace."),
        (
            "Requirement",
            "Competency",
            "Listen to a chld",
            "Nothing here is called 'Listen to a chld'. Did you mean 'xx:listen'?",
        ),
        ("Requirement", "Cadre", "Listen to a child", "Nothing here is called 'Listen to a child'."),
        ("Requirement", "Cadre", None, "The column 'Cadre' has to be filled in."),
        ("Module", "Id", "listen", "The id 'xx:listen' is also in sheet 'Competency', row 2."),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_a_cell_cannot_mean_is_told_by_its_place(
    sheet: str, column: str, value: Any, told: str, tmp_path: Path
) -> None:
    place = []

    def change(workbook: Workbook) -> None:
        cell = at(workbook, sheet, 2, column)
        cell.value = value
        place.append(cell.column_letter)

    read = changed(tmp_path, change)
    assert told in said(read)
    if value is not None:
        assert f"sheet '{sheet}', row 2, column {place[0]}" in said(read)
    assert read.framework is None


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("12,5", Decimal("12.5")),
        ("1 200", 1200),
        (" 7 ", 7),
        ("3.0", 3),
        (4.0, 4),
        ("0.1", Decimal("0.1")),
        ("0,125", Decimal("0.125")),
        ("1.1250", Decimal("1.125")),
        (1.125, Decimal("1.125")),
        ("1000,5", Decimal("1000.5")),
        ("9" * 18, 10**18 - 1),
    ],
)
def test_numbers_as_people_write_them(value: Any, meant: Any, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Module", 2, "Credits").value = value

    read = changed(tmp_path, change)
    assert read.framework is not None
    assert read.framework.of_kind("module")[0].credits == meant  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", ["2026-05-01", datetime(2026, 5, 1), date(2026, 5, 1), "2026-05-01 00:00:00"])
def test_days_as_text_and_as_dates_are_read(value: Any, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Module", 2, "Registered from").value = value
        at(workbook, "Source", 2, "Date").value = value

    read = changed(tmp_path, change)
    assert said(read) == ""
    assert read.framework is not None
    nodes: dict[str, Any] = {one.id: one for one in read.framework.elements}
    assert (nodes["xx:m1"].registered_from, nodes["xx:source"].date) == (date(2026, 5, 1), "2026-05-01")


@pytest.mark.parametrize(("value", "meant"), [(2026, "2026"), ("2026-05", "2026-05")])
def test_a_month_or_a_year_is_read_where_a_day_need_not_be_known(value: Any, meant: str, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Source", 2, "Date").value = value

    read = changed(tmp_path, change)
    assert read.framework is not None
    assert read.framework.of_kind("source")[0].date == meant  # type: ignore[attr-defined]


XX, OURS = "https://w3id.org/sswgraph/id/xx/", "https://w3id.org/sswgraph/ns#"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("listen", "This is not a single statement in N-Triples form."),
        (12345, "This is not a single statement"),
        ("<" + "a" * 9_000, "This is not a single statement"),
        (f"@prefix ssw: <{OURS}> .", "This is not a single statement"),
        (f"@prefix s: <http://e.org/> . <{XX}listen> s:a s:b .", "This is not a single statement"),
        (
            "<http://e.org/a> <http://e.org/b> 'c' . <http://e.org/a> <http://e.org/b> 'd' .",
            "This is not a single statement",
        ),
        (f"<{XX}listen> <{OURS}safetyCritical> true .", "This is not a single statement"),
        (f'<{XX}listen> <{OURS}facet> "x" .', "of sswgraph's own vocabulary (ssw:facet)"),
        (f"<http://e.org/a> <{OURS}requires> <{XX}listen> .", "of sswgraph's own vocabulary (ssw:requires)"),
        (f"<{XX}n> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{OURS}ScopeRule> .", "(rdf:type)"),
        (f'<{XX}listen> <http://www.w3.org/2004/02/skos/core#prefLabel> "No"@en .', "(skos:prefLabel)"),
        (f"<{XX}e1> <http://purl.org/dc/terms/source> <{XX}other> .", "(dcterms:source)"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_the_sheet_of_other_vocabularies_may_not_hold(line: Any, told: str, tmp_path: Path) -> None:
    """Neither what no program can read, nor what says something that stands on the sheets."""
    good = f"<{XX}listen> <http://e.org/p> <https://w3id.org/sswgraph/ns#Obligation> ."

    def change(workbook: Workbook) -> None:
        sheet = workbook.create_sheet(title("residue", "en"))
        sheet.append([good])
        sheet.append([])
        sheet.append([line])

    (found,) = changed(tmp_path, change).problems
    assert told in str(found.message)
    assert (found.sheet, found.row, found.column) == (title("residue", "en"), 3, "A")


TRIGGER = heading(SheetColumn("trigger"), "en")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Act (en)", "Acts (en)", "Did you mean 'Act (en)'?"),
        (TRIGGER, f"{TRIGGER}ed", f"Did you mean '{TRIGGER}'?"),
        (TRIGGER, "On account of", f"If it is the missing column '{TRIGGER}', give it that name."),
        ("Only if (en)", "Except when", "If it is the missing column 'Only if', give it that name."),
    ],
)
def test_a_renamed_heading_above_a_safeguard_is_told_in_its_own_row(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Obligation", 1, old).value = new
        workbook["Obligation"].insert_rows(1, 2)

    (found,) = changed(tmp_path, change).problems
    assert (found.sheet, found.row, str(found.message)) == ("Obligation", 3, f"'{new}' is not a column of this sheet.")
    assert told in str(found.fix)


def test_a_lost_column_of_a_safeguard_is_told(tmp_path: Path) -> None:
    """Without its condition a rule would hold always; without its time an obligation would bind to no day."""
    draft = (Evidence(id="xx:o.e", basis="draft"),)
    duty = Obligation(
        id="xx:o",
        label=Text.of(en="Report"),
        of_cadre=("xx:aide",),
        act=Text.of(en="report"),
        trigger=("disclosure",),
        evidence=draft,
    )
    made = dataclasses.replace(SMALL, elements=(*SMALL.elements, duty))

    def lose(workbook: Workbook) -> None:
        sheet = workbook["Obligation"]
        for name in ("Only if (en)", heading(SheetColumn("within"), "en")):
            sheet.delete_cols(at(workbook, "Obligation", 1, name).column)

    found = changed(tmp_path, lose, of=made).problems
    assert [(one.sheet, one.row, str(one.message)) for one in found] == [
        (
            "Obligation",
            1,
            f"The column '{heading(SheetColumn(name), 'en')}' is missing, so nothing is read from it.",
        )
        for name in ("within", "only_if")
    ]

    def empty(workbook: Workbook) -> None:
        lose(workbook)
        workbook["Obligation"].delete_rows(2)  # the row of example

    assert changed(tmp_path, empty).framework == SMALL  # there is no row whose condition could be lost


def test_a_column_that_every_row_needs_is_told_once_with_the_name_that_it_had(tmp_path: Path) -> None:
    def rename(workbook: Workbook) -> None:
        at(workbook, "Competency", 1, "Name (en)").value = "What one can do"

    strange = changed(tmp_path, rename).problems[0]
    assert str(strange.fix).startswith("If it is the missing column 'Name', give it that name.")

    def lose(workbook: Workbook) -> None:
        workbook["Requirement"].delete_cols(at(workbook, "Requirement", 1, "Cadre").column)
        workbook["Requirement"].append(["another"])
        at(workbook, "Requirement", 3, "Competency").value = "Listen to a child"

    (told,) = [one for one in changed(tmp_path, lose).problems if one.sheet == "Requirement"]
    assert (told.row, str(told.fix)) == (1, "Put it back, with its contents.")
    assert str(told.message) == "The column 'Cadre' is missing, so nothing is read from it."


def test_a_line_of_the_framework_that_is_there_twice_is_told(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Framework"].append(["Edition", "2"])

    assert "'Edition' appears twice. Delete one of the lines." in said(changed(tmp_path, change))


def test_evidence_of_nobody_is_told_with_near_ids(tmp_path: Path) -> None:
    pieces = tuple(Evidence(id=f"xx:{code}", basis="draft") for code in ("listen.e1", "other"))
    made = dataclasses.replace(
        SMALL, elements=(Competency(id="xx:listen", label=Text.of(en="Listen"), evidence=pieces),)
    )

    def mistaken(workbook: Workbook) -> None:
        for row in (2, 3):
            at(workbook, "Piece of evidence", row, heading(SheetColumn(OWNER), "en")).value = "Listen [lisen]"

    told = changed(tmp_path, mistaken, of=made).problems
    assert [(one.row, str(one.message)) for one in told] == [
        (row, "'xx:lisen' is not an element of this workbook.") for row in (2, 3)
    ]
    assert str(told[0].fix).startswith("Did you mean xx:listen? If its row was deleted, delete this row too.")

    def deleted(workbook: Workbook) -> None:
        workbook["Competency"].delete_rows(2)

    (left,) = changed(tmp_path, deleted, of=made).problems  # of the other, its id says as well whose it was
    assert (left.row, str(left.message)) == (3, "'xx:listen' is not an element of this workbook.")


def test_a_text_in_the_column_of_another_language_is_told(tmp_path: Path) -> None:
    def mixed(workbook: Workbook) -> None:
        at(workbook, "Competency", 2, "Name (en)").value = "Écouter les enfants avec patience"
        at(workbook, "Source", 2, "Name (en)").value = "Guide pour les familles"  # the title of a document

    (found,) = changed(tmp_path, mixed).warnings
    told = "'Écouter les enfants avec patien' seems to be in 'fr', but is in the column for 'en'."
    assert (found.sheet, found.row, str(found.message)) == ("Competency", 2, told.replace("patien'", "patie'"))


@pytest.mark.parametrize("number", [b"2000000000", b"1", b"-5", b"2.5", b"&#50;"])
def test_a_row_out_of_order_is_refused_before_the_rows_between_are_made_up(number: bytes, tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(framework_workbook(SMALL))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            sheet = name.startswith("xl/worksheets/sheet")
            new.writestr(
                name, data.replace(b'<row r="2" ', b"<row spans='1:9'  r = '" + number + b"' ") if sheet else data
            )
    (tmp_path / "x.xlsx").write_bytes(made.getvalue())
    with pytest.raises(ParseError, match=r"A sheet has a row .* out of order"):
        read_workbook(tmp_path / "x.xlsx")


def test_a_column_of_ones_own_is_told(tmp_path: Path) -> None:
    def column(workbook: Workbook) -> None:
        sheet = workbook["Module"]
        sheet.cell(1, sheet.max_column + 1).value = "Credit"
        sheet.cell(1, sheet.max_column + 2).value = "Who phones"

    told = said(changed(tmp_path, column))
    assert "'Credit' is not a column of this sheet. Did you mean 'Credits'?" in told
    assert "'Who phones' is not a column of this sheet. Move its text into a note, and delete it." in told


def test_a_sheet_that_no_kind_is_called_like_is_told_unless_its_name_says_that_it_is_not_read(tmp_path: Path) -> None:
    def own(name: str, text: str) -> Callable[[Workbook], None]:
        def change(workbook: Workbook) -> None:
            workbook.create_sheet(name)["C90"] = text

        return change

    told = (
        "sheet 'Our to-do list', row 1, column A: No kind of element has this name, so nothing is read from this sheet."
    )
    assert f"{told} If it is a sheet of your own, begin its name with '#'." in said(
        changed(tmp_path, own("Our to-do list", "phone"))
    )
    assert changed(tmp_path, own("# Our to-do list", "phone")).framework == SMALL
    assert changed(tmp_path, own("Sheet1", " ")).framework == SMALL


@pytest.mark.parametrize(
    ("name", "lang", "told"),
    [
        ("Obligations", "en", "Rename it to 'Obligation'"),
        ("Duties", "en", "Rename it to 'Obligation'"),  # by its headings
        ("Obligationen", "fr", "Rename it to 'Obligation'"),
        ("Tareas", "es", "Rename it to 'Obligación'"),
    ],
)
def test_a_renamed_sheet_is_told_once_with_the_name_that_it_had(
    name: str, lang: str, told: str, tmp_path: Path
) -> None:
    def change(workbook: Workbook) -> None:
        workbook[title("obligation", lang)].title = name

    (found,) = changed(tmp_path, change, lang).problems
    assert (found.sheet, found.row) == (name, 1)
    assert told in str(found.fix)


@pytest.mark.parametrize("kind", [*SHOWN[:2], "obligation", "scope-rule", "ethical-standard", "evidence", "residue"])
def test_a_lost_sheet_is_told_though_nothing_points_to_it(kind: str, tmp_path: Path) -> None:
    named: dict[str, Any] = {"evidence": (Evidence(id="xx:s.e", basis="draft"),), "label": Text.of(en="Tell the truth")}
    line = "<https://w3id.org/sswgraph/id/xx/aide> <http://example.org/p> <http://example.org/o> ."
    made = Framework(
        id="xx", label=Text.of(en="Example"), elements=(EthicalStandard(id="xx:s", **named),), residue=(line,)
    )

    def lose(workbook: Workbook) -> None:
        del workbook[title(kind, "en")]

    def empty(workbook: Workbook) -> None:
        lose(workbook)
        workbook.create_sheet(title(kind, "en"))

    (found,) = changed(tmp_path, lose, of=made).problems
    assert (found.sheet, str(found.message)) == (
        title(kind, "en"),
        "This sheet is missing, so nothing is read from it.",
    )
    assert said(changed(tmp_path, empty, of=made)) == ""  # who leaves it empty says that there is nothing


def test_a_workbook_made_by_hand_lacks_the_sheets_that_people_fill(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "Framework"
    for row in (("Id", "xx"), ("Name (en)", "Example")):
        workbook["Framework"].append(row)
    workbook.save(tmp_path / "x.xlsx")
    assert {one.sheet for one in read_workbook(tmp_path / "x.xlsx").problems} == {title(kind, "en") for kind in SHOWN}


def test_a_lost_sheet_says_what_now_points_nowhere(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        del workbook["Competency"]

    told = said(changed(tmp_path, change))
    assert "sheet 'Requirement', row 2" in told
    assert "Nothing here is called 'Listen to a child [listen]'" in told


def test_without_the_sheet_of_the_framework_nothing_is_read(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        del workbook["Framework"]

    with pytest.raises(ParseError, match="has no sheet for a framework"):
        changed(tmp_path, change)


def test_cells_far_out_are_told(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Module"].cell(2, 500).value = "here"

    assert "This is outside the table. Write the heading of its column above it, or delete it." in said(
        changed(tmp_path, change)
    )


def test_a_text_too_long_for_a_cell_is_refused_when_it_is_written() -> None:
    long = Framework(id="xx", label=Text.of(en="x" * 32_768))
    with pytest.raises(InputError, match="a cell holds 32,767"):
        framework_workbook(long)


def test_reading_and_writing_say_how_much_is_done(tmp_path: Path) -> None:
    many = tuple(
        Competency(id=f"{one}", label=Text.of(en=one), evidence=(Evidence(id=f"{one}.e", basis="draft"),))
        for one in (f"xx:c{n:06}" for n in range(250))
    )
    made = Framework(id="xx", label=Text.of(en="Many"), elements=many)
    told: list[tuple[int, int]] = []

    def progress(done: int, in_all: int) -> None:
        told.append((done, in_all))

    def all_was_told() -> None:
        assert [done for done, _ in told] == sorted({done for done, _ in told})
        assert len(told) >= 3
        assert len({in_all for _, in_all in told}) == 1
        assert told[-1][0] == told[-1][1]
        told.clear()

    path = ssw.write(made, tmp_path / "x.xlsx", progress=progress)
    all_was_told()
    graph = ssw.read(path, progress=progress)
    all_was_told()
    assert ssw.check(path, progress=progress).conforms
    all_was_told()
    ssw.preview(path, onto=graph["xx"], progress=progress)
    all_was_told()
    ssw.read(saved(made, tmp_path / "folder", ";"), progress=progress)
    all_was_told()
    ssw.read(ssw.write(made, tmp_path / "x.ttl", progress=progress), progress=progress)
    assert told == []


def test_many_rows_are_written_without_empty_cells() -> None:
    """A column has the looks of its cells: 100,000 rows stay small enough to be opened."""
    many = tuple(Competency(id=f"xx:c{n:06}", label=Text.of(en=f"Competency {n}")) for n in range(20_000))
    made = framework_workbook(Framework(id="xx", label=Text.of(en="Many"), elements=many))
    sheet = next(one for one in load_workbook(io.BytesIO(made), read_only=True) if one.title == "Competency")
    assert {len([cell for cell in row if cell.value is not None]) for row in sheet.iter_rows(min_row=2)} == {2}
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert max(one.file_size for one in package.infolist()) < 4_000_000


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read_in_reasonable_time(tmp_path: Path) -> None:
    """A fifth of them, in the process time of a fifth of them with a machine that is busy otherwise."""
    import time

    many = tuple(
        Competency(id=f"xx:c{n:06}", label=Text.of(en=f"Competency number {n}"), definition=Text.of(en="What it is."))
        for n in range(20_000)
    )
    (tmp_path / "x.xlsx").write_bytes(framework_workbook(Framework(id="xx", label=Text.of(en="Many"), elements=many)))
    start = time.process_time()
    read = read_workbook(tmp_path / "x.xlsx")
    assert read.framework is not None
    assert len(read.framework.elements) == 20_000
    assert time.process_time() - start < 8


def test_every_closed_list_has_words_in_every_language() -> None:
    listed = {(field.name, code) for kind in KINDS for field in kind.fields for code in field.codes}
    for name, code in some(listed):
        for lang in languages():
            group = WORDS.get(name, "")
            assert f"{group}.{code}" in pack(lang, "show"), (name, code, lang)
