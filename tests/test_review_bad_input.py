"""Review workbooks that cannot be read: each told by sheet, row and column, with the mend; nothing is read in part."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.errors import InputError, ParseError
from sswgraph.review.columns import COLUMNS, FIRST, HEADER, PLACE
from sswgraph.sheets import guards as guard
from tests.workbooks import DROPPED, REWORDED, base, change, comparison, fill, rows

_ONE = {"verdict": "keep", "reason": "It protects"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that a ministry filled in, without any fault."""
    folder = tmp_path_factory.mktemp("review")
    blank = ssw.review_workbook(comparison(), folder / "ours.xlsx")
    return fill(blank, folder / "m.xlsx", "ministry", {REWORDED: _ONE, DROPPED: _ONE})


def _cell(key: str, column: str) -> Callable[[Workbook], Any]:
    def found(workbook: Workbook) -> Any:
        sheet, row = rows(workbook)[key]
        return sheet.cell(row, PLACE[column] + 1)

    return found


def _put(key: str, column: str, value: object) -> Callable[[Workbook], object]:
    return lambda workbook: setattr(_cell(key, column)(workbook), "value", value)


def _lose(workbook: Workbook) -> None:
    sheet, row = rows(workbook)["xx:more-1"]
    sheet.delete_rows(row)


def _double(workbook: Workbook) -> None:
    sheet, row = rows(workbook)["xx:more-1"]
    for column, cell in enumerate(sheet[row], 1):
        sheet.cell(sheet.max_row + (column == 1), column).value = cell.value


def _insert(workbook: Workbook) -> None:
    sheet, row = rows(workbook)["xx:more-1"]
    sheet.insert_rows(row)
    sheet.cell(row, PLACE["reason"] + 1).value = "And another thing"


def _rename_header(workbook: Workbook) -> None:
    rows(workbook)[REWORDED][0].cell(FIRST, PLACE["reason"] + 1).value = "Why"


def _swap_columns(workbook: Workbook) -> None:
    sheet = rows(workbook)[REWORDED][0]
    for row in range(FIRST, sheet.max_row + 1):
        one, other = (sheet.cell(row, PLACE[name] + 1) for name in ("reason", "dissent"))
        one.value, other.value = other.value, one.value


def _drop_sheet(workbook: Workbook) -> None:
    workbook.remove(rows(workbook)[REWORDED][0])


def _beside(workbook: Workbook) -> None:
    sheet, row = rows(workbook)[REWORDED]
    sheet.cell(row, 20).value = "beside"


def _far(workbook: Workbook) -> None:
    rows(workbook)[REWORDED][0]["XFD1048576"] = "far"


def _no_group(workbook: Workbook) -> None:
    start = workbook["Start"]
    next(line for line in start.iter_rows() if line[0].value == "group")[2].value = None


def _odd_group(workbook: Workbook) -> None:
    start = workbook["Start"]
    next(line for line in start.iter_rows() if line[0].value == "group")[2].value = "Mrs Example"


def _merge(workbook: Workbook) -> None:
    """One decision beside two rows: nobody decided the second in a cell of its own."""
    sheet, row = rows(workbook)[REWORDED]
    sheet.merge_cells(
        start_row=row, end_row=row + 1, start_column=PLACE["verdict"] + 1, end_column=PLACE["verdict"] + 1
    )


_SHEET = r"m\.xlsx, sheet '[^']+', row \d+, column "
_FAULTS: dict[str, tuple[Callable[[Workbook], object], str]] = {
    "lost": (_lose, r"row No\. \d+ \('More 1', xx:more-1\) is missing\. Copy it back"),
    "lost sheet": (_drop_sheet, r"psw:c-communication\) is missing\. Copy it back"),
    "doubled": (_double, _SHEET + r"C: this row is there twice, first in sheet '.*', row \d+\. Delete one"),
    "inserted": (_insert, _SHEET + "K: this row has no id: .* Write it into the row"),
    "foreign row": (_put("xx:more-1", "key", "za:other"), r"column A: there is no row 'za:other' in this comparison"),
    "unknown decision": (
        _put(REWORDED, "verdict", "perhaps"),
        _SHEET + r"I: 'perhaps' is not a decision\. Choose one of: keep,",
    ),
    "unknown answer": (
        _put(REWORDED, "legal", "maybe"),
        _SHEET + r"M: 'maybe' is not an answer\. Choose one of: yes, no",
    ),
    "unknown tick": (_put(REWORDED, "ticked", "later"), _SHEET + "D: 'later' is not a tick"),
    "header": (_rename_header, _SHEET + "K: the header is 'Why', not 'Reason'. Put it back"),
    "columns": (_swap_columns, _SHEET + "K: the header is 'Dissent', not 'Reason'"),
    "formula": (_put(REWORDED, "reason", "=1+1"), _SHEET + "K: this cell holds a formula. Type the text itself"),
    "formula as decision": (_put(REWORDED, "verdict", "=B1"), _SHEET + "I: this cell holds a formula"),
    "formula as id": (_put(REWORDED, "key", "=B1"), _SHEET + "A: this cell holds a formula"),
    "error": (_put(REWORDED, "reason", "#REF!"), _SHEET + "K: this cell holds an error value"),
    "source text": (
        _put(REWORDED, "base", "Our words"),
        r"row \d+, column G: this locked text was changed\. Put it back",
    ),
    "merged": (_merge, _SHEET + r"I: The cells I\d+ to I\d+ are merged; only the first is read\. Unmerge them"),
    "beside": (_beside, _SHEET + "T: This stands outside the table"),
    "far": (_far, "row 1048576, column XFD: This stands outside the table"),
    "no group": (_no_group, r"row \d+, column C: this does not say whose copy it is\. Choose a group there"),
    "odd group": (_odd_group, _SHEET + r"C: 'Mrs Example' is not a group\. Choose one of: ministry,"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", _FAULTS)
def test_a_fault_is_told_by_its_place_with_the_mend(name: str, filled: Path, tmp_path: Path) -> None:
    edit, told = _FAULTS[name]
    path = change(filled, tmp_path / "m.xlsx", edit)
    with pytest.raises(InputError, match=told):
        ssw.read_review(path, comparison())


def test_the_copy_without_faults_is_read(filled: Path) -> None:
    assert len(ssw.read_review(filled, comparison()).decisions) == 2


_OWN_COLUMNS: dict[str, tuple[Callable[[Any], object], str]] = {
    "first": (lambda sheet: _own_column(sheet, 1), "'Our notes' (A)"),
    "among the hidden": (lambda sheet: _own_column(sheet, 2), "'Our notes' (B)"),
    "in between": (lambda sheet: _own_column(sheet, PLACE["reason"] + 1), "'Our notes' (K)"),
    "last": (lambda sheet: _own_column(sheet, len(COLUMNS) + 1), "'Our notes' (O)"),
}


def _own_column(sheet: Any, at: int) -> None:
    sheet.insert_cols(at)
    sheet.cell(HEADER + 1, at).value = "Our notes"
    for row in range(FIRST + 1, sheet.max_row + 1):
        sheet.cell(row, at).value = f"note {row}"


@pytest.mark.parametrize("name", _OWN_COLUMNS)
@pytest.mark.parametrize("everywhere", [False, True])
def test_a_column_of_ones_own_is_told_in_one_sentence(
    name: str, everywhere: bool, filled: Path, tmp_path: Path
) -> None:
    edit, told = _OWN_COLUMNS[name]
    found: list[str] = []

    def with_own(workbook: Workbook) -> None:
        sheets = {sheet.title: sheet for sheet, _ in rows(workbook).values()}
        assert len(sheets) > 1
        found.extend(list(sheets)[: None if everywhere else 1])
        for title in found:
            edit(sheets[title])

    path = change(filled, tmp_path / "m.xlsx", with_own)
    with pytest.raises(InputError) as error:
        ssw.read_review(path, comparison())
    said = str(error.value).splitlines()
    assert len(said) == len(found)
    for title, line in zip(sorted(found), sorted(said), strict=True):
        assert f"sheet '{title}'" in line
        assert f"this is not a column of the workbook: {told}. Move what it says" in line
    with pytest.raises(InputError, match="not a column of the workbook"):
        ssw.review_workbook(comparison(), tmp_path / "again.xlsx", previous=path)


def test_notes_beside_the_table_are_told_once(filled: Path, tmp_path: Path) -> None:
    def beside(workbook: Workbook) -> None:
        sheet = rows(workbook)[REWORDED][0]
        for row in range(1, sheet.max_row + 1):
            if row != HEADER + 1:
                sheet.cell(row, len(COLUMNS) + 3).value = f"note {row}"

    with pytest.raises(InputError) as error:
        ssw.read_review(change(filled, tmp_path / "m.xlsx", beside), comparison())
    (said,) = str(error.value).splitlines()
    assert "column Q: This stands outside the table" in said


@pytest.mark.slow
def test_the_faults_of_all_copies_are_told_at_once(filled: Path, tmp_path: Path) -> None:
    paths = [
        change(filled, tmp_path / f"{name}.xlsx", _put(key, "verdict", name))
        for name, key in (("first", REWORDED), ("second", DROPPED), ("third", "xx:new"))
    ]
    with pytest.raises(InputError) as told:
        ssw.read_review([*paths, filled], comparison())
    assert [line.partition(",")[0] for line in str(told.value).splitlines()] == [
        "first.xlsx",
        "second.xlsx",
        "third.xlsx",
    ]


def test_what_cannot_be_read_is_not_carried_over_either(filled: Path, tmp_path: Path) -> None:
    path = change(filled, tmp_path / "m.xlsx", _put(REWORDED, "verdict", "perhaps"))
    with pytest.raises(InputError, match="'perhaps' is not a decision"):
        ssw.review_workbook(comparison(), tmp_path / "again.xlsx", previous=path)
    other = compared(base(), ssw.load("cycw")["cycw"])
    with pytest.raises(InputError, match=r"is a review of psw and xx .* not of psw and cycw"):
        ssw.review_workbook(other, tmp_path / "again.xlsx", previous=filled)
    assert not (tmp_path / "again.xlsx").exists()


def test_a_row_that_the_earlier_workbook_lacks_begins_empty_and_this_is_said(filled: Path, tmp_path: Path) -> None:
    path = change(filled, tmp_path / "m.xlsx", _lose)
    again = ssw.review_workbook(comparison(), tmp_path / "again.xlsx", previous=path)
    assert len(ssw.read_review(again, comparison()).decisions) == 2
    said = [str(line[1].value) for line in load_workbook(again)["Start"].iter_rows()]
    assert "1 row was missing from the earlier workbook; it begins empty here." in said


def test_one_copy_counts_once(filled: Path) -> None:
    with pytest.raises(InputError, match=r"m\.xlsx is given twice"):
        ssw.read_review([filled, filled.parent / "." / filled.name], comparison())
    with pytest.raises(InputError, match="at least one"):
        ssw.read_review([], comparison())


@pytest.mark.slow
def test_a_cell_at_the_far_end_costs_no_memory(filled: Path, tmp_path: Path) -> None:
    path = change(filled, tmp_path / "m.xlsx", _far)
    start = time.perf_counter()
    with pytest.raises(InputError):
        ssw.read_review(path, comparison())
    assert time.perf_counter() - start < 20
    tracemalloc.start()
    with pytest.raises(InputError):
        ssw.read_review(path, comparison())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


# Files that are no such workbook


def _packed(source: Path, target: Path, **parts: bytes) -> Path:
    """A copy of a package with some parts replaced or added; '__' stands for '/', '_dot_' for '.'."""
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member not in named:
                new.writestr(member, old.read(member))
        for member, data in named.items():
            new.writestr(member, data)
    return target


def _refused(path: Path, told: str) -> None:
    with pytest.raises(ParseError, match=told) as error:
        ssw.read_review(path, comparison())
    assert str(error.value).startswith(path.name)


@pytest.mark.parametrize("data", [b"", b"No;Decision\n1;keep\n", b"PK\x03\x04 torn", b"<html></html>", b"%PDF-1.7"])
def test_what_is_no_workbook(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(data)
    _refused(path, "not a workbook, or a damaged one")


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    _refused(tmp_path, "ordinary file")
    with pytest.raises(FileNotFoundError):
        ssw.read_review(tmp_path / "none.xlsx", comparison())


def test_a_workbook_of_another_kind(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "m.xlsx")
    _refused(tmp_path / "m.xlsx", "not a review workbook of sswgraph")
    with zipfile.ZipFile(tmp_path / "m.docx", "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    _refused(tmp_path / "m.docx", "not an Excel workbook")


def test_an_encrypted_or_old_workbook(tmp_path: Path, filled: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    _refused(path, r"protected by a password or has the old \.xls form\. Take the password off")
    data = bytearray(filled.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    _refused(path, "encrypted")


def test_a_workbook_with_macros(filled: Path, tmp_path: Path) -> None:
    _refused(_packed(filled, tmp_path / "a.xlsx", xl__vbaProject_dot_bin=b"x"), r"holds macros.* Save it as \.xlsx")
    with zipfile.ZipFile(filled) as package:
        kinds = package.read("[Content_Types].xml").replace(b"sheet.main", b"sheet.macroEnabled.main")
    _refused(_packed(filled, tmp_path / "b.xlsm", **{"[Content_Types]_dot_xml": kinds}), "holds macros")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MAX_UNPACKED", 2_000_000)
    bomb = _packed(filled, tmp_path / "m.xlsx", xl__media__big_dot_bin=bytes(3_000_000))
    assert bomb.stat().st_size < 200_000
    _refused(bomb, "would unpack to more than 2,000,000 bytes")
    monkeypatch.undo()
    many = {f"xl__media__{number}": b"" for number in range(guard.MAX_MEMBERS)}
    _refused(_packed(filled, tmp_path / "n.xlsx", **many), "1,000 parts")
    monkeypatch.setattr(guard, "MAX_BYTES", 1_000)
    _refused(filled, "at most 1,000 are read")


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', "declares entities"),
        (b'<?xml version="1.0"?>' + b" " * (1 << 20) + b"<!DOCTYPE x><x/>", "declares entities"),
        ('<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16"), "is not UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-7"?><x/>', "is not UTF-8"),
        (b"<worksheet><sheetData><row", "damaged"),
    ],
)
def test_xml_that_hides_or_grows(part: bytes, told: str, filled: Path, tmp_path: Path) -> None:
    _refused(_packed(filled, tmp_path / "m.xlsx", xl__worksheets__sheet2_dot_xml=part), told)


@pytest.mark.parametrize("said", ['{"shape": 1}', "[", "null", '{"shape": 2}', "", '{"shape": 1, "frameworks": [1]}'])
def test_a_hidden_sheet_that_was_changed(said: str, filled: Path, tmp_path: Path) -> None:
    path = change(filled, tmp_path / "m.xlsx", lambda workbook: setattr(workbook["sswgraph"]["B1"], "value", said))
    _refused(path, "has shape 2" if "2" in said else "hidden sheet 'sswgraph' was changed")


def test_a_workbook_in_a_language_without_words_of_its_own(tmp_path: Path) -> None:
    path = ssw.review_workbook(comparison(), tmp_path / "ours.xlsx", lang="sw")
    said = {REWORDED: {**_ONE, "verdict": "conserver", "legal": "oui"}}
    one = ssw.read_review(fill(path, tmp_path / "m.xlsx", "employeur", said), comparison()).decisions[0]
    assert (one.group, one.verdict, one.legal_check) == ("employer", "keep", True)


def test_torn_files_never_raise_anything_else(filled: Path, tmp_path: Path) -> None:
    data = filled.read_bytes()
    path = tmp_path / "m.xlsx"
    for size in range(0, len(data), len(data) // 40):
        path.write_bytes(data[:size])
        with pytest.raises(ParseError):
            ssw.read_review(path, comparison())
    for at in range(50, len(data), len(data) // 60):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        with suppress(ParseError, InputError):
            ssw.read_review(path, comparison())


def test_a_review_opens_no_other_file(filled: Path, opened_files: list[str]) -> None:
    ssw.read_review(filled, comparison())
    opened_files.clear()
    ssw.read_review(str(filled), comparison())
    mine = [file for file in opened_files if not file.endswith((".py", ".pyc", ".json"))]
    assert set(mine) <= {str(filled)}
