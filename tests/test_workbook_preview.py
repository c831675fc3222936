"""What reading a workbook would change, before it is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.errors import InputError, InvalidFrameworkError
from sswgraph.model import Framework
from sswgraph.model.preview import Preview
from sswgraph.pages.page import page_of
from tests.test_workbook import at
from tests.test_workbook_adaptation import row_of


@pytest.fixture(scope="module")
def own() -> Framework:
    return ssw.adapt(ssw.load("psw")["psw"], id="xx", jurisdiction="UG")


def previewed(own: Framework, folder: Path, change: Callable[[Workbook], None]) -> Preview:
    path = ssw.write(own, folder / "xx.xlsx")
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return ssw.preview(path, onto=own, base=ssw.load())


def several(workbook: Workbook) -> None:
    sheet = workbook["Competency"]
    row = row_of(sheet, "c-communication")
    at(workbook, "Competency", row, "Name (en)").value = "Talk and listen"
    at(workbook, "Competency", sheet.max_row + 1, "Name (en)").value = "Ride a bicycle"
    rules = workbook["Supervision arrangement"]
    rules.delete_rows(row_of(rules, "para-social-worker.supervision"))


def test_nothing_changed_is_said(own: Framework, tmp_path: Path) -> None:
    found = previewed(own, tmp_path, lambda workbook: None)
    assert (found.entries, found.unchanged) == ((), len(own))
    assert "Nothing would change." in str(found)


def test_drops_changes_and_adds_are_told_safeguards_first(own: Framework, tmp_path: Path) -> None:
    found = previewed(own, tmp_path, several)
    assert [(one.effect, one.id, one.protects) for one in found.entries] == [
        ("drop", "xx:para-social-worker.supervision", True),
        ("change", "xx:c-communication", False),
        ("add", "xx:ride-a-bicycle", False),
    ]
    assert found.entries[1].fields[0].field == "label"
    assert (found.entries[2].sheet, found.entries[0].sheet) == ("Competency", None)
    assert found.unchanged == len(own) - 2
    assert [note.code for note in found.notes] == ["preview.banner-safety"]
    assert {one.id for one in found.framework.elements} ^ {one.id for one in own.elements} == {
        "xx:para-social-worker.supervision",
        "xx:ride-a-bicycle",
    }


def test_an_id_changed_by_hand_is_told_by_its_place(own: Framework, tmp_path: Path) -> None:
    made = ssw.new("yy", title="Ours")
    path = ssw.write(made, tmp_path / "yy.xlsx")
    workbook = load_workbook(path)
    at(workbook, "Competency", 2, "Name (en)").value = "Listen"
    workbook.save(path)
    first = ssw.read(path)["yy"]
    workbook = load_workbook(ssw.write(first, path, overwrite=True))
    workbook["Competency"]["A2"].value = "lisen"
    workbook.save(path)
    found = ssw.preview(path, onto=first)
    assert [(one.effect, one.id) for one in found.entries] == [("drop", "yy:listen"), ("add", "yy:lisen")]
    (note,) = found.notes
    assert "sheet 'Competency', row 2" in str(note)


def test_a_rename_keeps_the_id_through_a_second_reading(tmp_path: Path) -> None:
    path = ssw.write(ssw.new("yy", title="Ours"), tmp_path / "yy.xlsx")
    for name in ("Listen", "Listen to a child", "Listen to children"):
        workbook = load_workbook(path)
        at(workbook, "Competency", 2, "Name (en)").value = name
        workbook.save(path)
        read = ssw.read(path)["yy"]
        ssw.write(read, path, overwrite=True)
    assert [one.id for one in read.elements] == ["yy:listen"]


def test_what_cannot_be_read_is_told_and_nothing_is_previewed(own: Framework, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Cadre", 2, "Tier").value = "highest"

    with pytest.raises(InvalidFrameworkError, match=r"sheet 'Cadre', row 2"):
        previewed(own, tmp_path, change)
    with pytest.raises(InputError, match="holds the framework 'xx', not 'psw'"):
        ssw.preview(ssw.write(own, tmp_path / "b.xlsx"), onto=ssw.load("psw")["psw"], base=ssw.load())
    with pytest.raises(InputError, match="takes a workbook"):
        ssw.preview(tmp_path / "x.ttl")


def test_the_page_and_the_rows_say_it(own: Framework, tmp_path: Path) -> None:
    found = previewed(own, tmp_path, several)
    said = str(found)
    assert said.index("xx:para-social-worker.supervision") < said.index("xx:c-communication")
    assert "Talk and listen" in said
    assert found.rows()[2]["row"] == found.entries[2].row
    assert ssw.to_plain(found)["counts"] == {"drop": 1, "change": 1, "add": 1}
    assert page_of(found, "fr").title.startswith("Ce que la lecture de")


def test_the_command_preview(own: Framework, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = ssw.write(own, tmp_path / "xx.ttl")
    path = ssw.write(own, tmp_path / "xx.xlsx")
    workbook = load_workbook(path)
    several(workbook)
    workbook.save(path)
    assert main(["preview", str(path), "--onto", str(old), "--json"]) == 0
    out = capsys.readouterr()
    assert json.loads(out.out)["counts"] == {"drop": 1, "change": 1, "add": 1}
    assert "--load" in out.err
