"""What reading a workbook would change, before it is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.errors import InputError, InvalidFrameworkError
from sswgraph.exchange.workbook.layout import LISTS
from sswgraph.model import Cadre, Evidence, Framework, Obligation, Text
from sswgraph.model.authoring import Preview
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
    assert [note.code for note in found.notes] == ["preview.banner-safety", "preview.note-made"]
    assert found.framework is None  # not before somebody says why


def with_reason(workbook: Workbook) -> None:
    """The same, with the rule marked as dropped, and why."""
    name = "Supervision arrangement"
    sheet = workbook[name]
    row = row_of(sheet, "para-social-worker.supervision")
    for place, (heading, text) in enumerate(
        (("Kind of change", "dropped"), ("Rationale (en)", "Nobody supervises yet")), sheet.max_column + 1
    ):
        sheet.cell(1, place).value = heading
        sheet.cell(row, place).value = text


def test_a_safeguard_goes_only_with_a_reason_which_stays_on_record(own: Framework, tmp_path: Path) -> None:
    found = previewed(own, tmp_path, with_reason)
    assert [(one.effect, one.id) for one in found.entries if one.protects] == [
        ("drop", "xx:para-social-worker.supervision")
    ]
    assert found.notes == ()
    assert found.framework is not None
    (change,) = found.framework.of_kind("change")
    assert change.rationale.get("en") == "Nobody supervises yet"  # type: ignore[attr-defined]
    assert set(found.framework.elements) - {change} < set(own.elements)


def test_an_edition_is_not_replaced_by_sheets_that_lack_its_safeguards(own: Framework, tmp_path: Path) -> None:
    g = ssw.load().with_framework(own)
    path = ssw.write(own, tmp_path / "xx.xlsx")
    workbook = load_workbook(path)
    several(workbook)
    workbook.save(path)
    with pytest.raises(InvalidFrameworkError, match="its row is gone"):
        ssw.read(path, base=g, replace=True)
    workbook.remove(workbook[LISTS])  # as other programs save it: it no longer says what it had
    workbook.save(path)
    with pytest.raises(
        InputError, match=r"lacks safeguards of the edition of 'xx' .* xx:para-social-worker.supervision"
    ):
        ssw.read(path, base=g, replace=True)
    workbook = load_workbook(ssw.write(own, path, overwrite=True))
    with_reason(workbook)
    workbook.save(path)
    assert "xx:para-social-worker.supervision" not in ssw.read(path, base=g, replace=True)
    other = ssw.write(ssw.new("xx", title="Another framework of this id"), tmp_path / "other.xlsx")
    assert len(ssw.read(other, base=g, replace=True)["xx"]) == 0


def test_a_safeguard_of_ones_own_is_dropped_with_a_reason_too(tmp_path: Path) -> None:
    """There is no base that the change could name: its id says what was dropped."""
    held: dict[str, Any] = {"evidence": (Evidence(id="yy:e", basis="draft"),)}
    rule = Obligation(
        id="yy:report",
        label=Text.of(en="Report"),
        act=Text.of(en="report"),
        trigger=("disclosure",),
        of_cadre=("yy:a",),
        **held,
    )
    aide = Cadre(id="yy:a", label=Text.of(en="aide"), evidence=(Evidence(id="yy:a.e", basis="draft"),))
    made = Framework(id="yy", label=Text.of(en="Ours"), first_language="en", elements=(aide, rule))
    path = ssw.write(made, tmp_path / "yy.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["Obligation"]
    for place, (heading, text) in enumerate(
        (("Kind of change", "dropped"), ("Rationale (en)", "None")), sheet.max_column + 1
    ):
        sheet.cell(1, place).value, sheet.cell(2, place).value = heading, text
    workbook.save(path)
    found = ssw.preview(path, onto=made)
    assert (found.notes, found.entries[0].id) == ((), "yy:report")
    assert found.framework is not None
    again = ssw.preview(ssw.write(found.framework, path, overwrite=True), onto=found.framework)
    assert again.entries == ()


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


def test_ids_that_were_made_are_told_and_kept_by_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    workbook = load_workbook(ssw.write(ssw.new("yy", title="Ours", lang="fr"), "yy.xlsx", lang="fr"))
    for row, name in ((2, "Écouter"), (3, "Parler")):
        at(workbook, "Compétence", row, "Nom (fr)").value = name
        workbook["Compétence"].cell(row, 1).value = None
    workbook.save("yy.xlsx")
    command = "sswgraph export yy --load yy.xlsx -o yy-with-ids.xlsx --lang fr"
    (told,) = ssw.preview("yy.xlsx").notes
    assert (told.code, dict(told.parameters)["n"]) == ("preview.note-made", 2)
    assert str(told).endswith(f"continue with: {command}")
    assert main(["check", "yy.xlsx"]) == 0
    assert "2 ids were made from names" in " ".join(capsys.readouterr().out.split())
    assert command in str(ssw.check("yy.xlsx"))
    assert main(command.split()[1:]) == 0
    workbook = load_workbook("yy-with-ids.xlsx")
    at(workbook, "Compétence", 2, "Nom (fr)").value = "Écouter un enfant"
    workbook.save("yy-with-ids.xlsx")
    found = ssw.preview("yy-with-ids.xlsx", onto=ssw.read("yy.xlsx")["yy"])
    assert [(one.effect, one.id) for one in found.entries] == [("change", "yy:ecouter")]
    assert found.notes == ()


def test_what_cannot_be_read_is_told_and_nothing_is_previewed(own: Framework, tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Cadre", 2, "Tier").value = "highest"

    with pytest.raises(InvalidFrameworkError, match=r"sheet 'Cadre', row 2"):
        previewed(own, tmp_path, change)
    with pytest.raises(InputError, match="holds the framework 'xx', not 'psw'"):
        ssw.preview(ssw.write(own, tmp_path / "b.xlsx"), onto=ssw.load("psw")["psw"], base=ssw.load())
    with pytest.raises(InputError, match="A path is a text"):
        ssw.preview(3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="takes a workbook"):
        ssw.preview(tmp_path / "x.ttl")


def test_of_many_problems_it_is_said_how_to_see_all(own: Framework, tmp_path: Path) -> None:
    path = ssw.write(own, tmp_path / "xx.xlsx")
    workbook = load_workbook(path)
    for row in range(2, 18):
        at(workbook, "Requirement", row, "Competency").value = "Nothing like it"
    workbook.save(path)
    with pytest.raises(InvalidFrameworkError) as error:
        ssw.preview(path, onto=own, base=ssw.load())
    assert str(error.value).endswith(f"… and 4 more. To see all of them: sswgraph check {path}")


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
    assert "--load" not in out.err
    workbook = load_workbook(ssw.write(own, path, overwrite=True))
    with_reason(workbook)
    workbook.save(path)
    assert main(["preview", str(path), "--onto", str(old)]) == 0
    assert "--load" in capsys.readouterr().err


def _exchange(workbook: Workbook, sheet: str, first: int, second: int, column: int = 1) -> None:
    one, other = (workbook[sheet].cell(row, column) for row in (first, second))
    one.value, other.value = other.value, one.value


def test_ids_that_changed_places_are_told_in_both_rows(own: Framework, tmp_path: Path) -> None:
    """All requirements of the one would have become those of the other, in silence."""
    path = ssw.write(own, tmp_path / "xx.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["Competency"]
    rows = [row_of(sheet, code) for code in ("c-communication", "c-trust")]
    _exchange(workbook, "Competency", *rows)
    workbook.save(path)
    found = [one for one in ssw.check(path, base=ssw.load()).of_severity("warning") if "'xx:c-trust'" in str(one)]
    assert sorted(one.row or 0 for one in found) == sorted(rows)
    assert {one.column for one in found} == {"A"}
    assert all("would now mean the other" in str(one) for one in found)
    assert any("Write 'xx:c-communication' there again" in str(one.fix) for one in found)


def test_a_name_that_is_new_or_that_its_element_keeps_is_told_of_nobody(own: Framework, tmp_path: Path) -> None:
    path = ssw.write(own, tmp_path / "xx.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["Competency"]
    one, other = (row_of(sheet, code) for code in ("c-communication", "c-trust"))
    at(workbook, "Competency", one, "Name (en)").value = "Talk and listen"
    name = at(workbook, "Competency", other, "Name (en)").value
    at(workbook, "Competency", one, "Definition (en)").value = name
    workbook.save(path)
    assert "would now mean the other" not in str(ssw.check(path, base=ssw.load()))


def test_an_id_written_over_another_is_told_with_the_one_that_was_there(own: Framework, tmp_path: Path) -> None:
    path = ssw.write(own, tmp_path / "xx.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["Competency"]
    row = row_of(sheet, "c-communication")
    sheet.cell(row, 1).value = "c-trust"
    workbook.save(path)
    report = ssw.check(path, base=ssw.load())
    (told,) = [one for one in report.of_severity("warning") if "would now mean the other" in str(one)]
    assert (told.row, "Write 'xx:c-communication' there again" in str(told.fix)) == (row, True)
    assert "Did you mean 'xx:c-trust'?" not in str(report)
