"""A framework as a folder of CSV files, as spreadsheets of several countries save them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.errors import ParseError
from tests.test_workbook import SMALL, saved


@pytest.mark.parametrize(("sign", "mark"), [(",", ""), (";", "\ufeff"), ("\t", "")])
def test_a_folder_is_read_as_the_workbook(sign: str, mark: str, tmp_path: Path) -> None:
    for framework in (ssw.load("gh")["gh"], ssw.load("za")["za"]):
        folder = saved(framework, tmp_path / framework.id, sign, mark)
        assert ssw.read(folder, base=ssw.load().without(framework.id))[framework.id] == framework


def test_a_decimal_comma_is_a_number(tmp_path: Path) -> None:
    folder = saved(SMALL, tmp_path / "xx", ";")
    assert "2,5" in (folder / "Module.csv").read_text(encoding="utf-8")
    report = ssw.check(folder)
    assert {one.code for one in report.of_severity("violation")} == {"no-evidence"}  # SMALL itself has none
    from sswgraph.exchange.workbook.folder import read_folder

    read = read_folder(folder)
    assert read.framework is not None
    assert read.framework.of_kind("module")[0].credits == Decimal("2.5")  # type: ignore[attr-defined]


def test_a_problem_is_told_by_file_row_and_column(tmp_path: Path) -> None:
    folder = saved(ssw.load("gh")["gh"], tmp_path / "gh", ",")
    file = folder / "Requirement.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("[", "[no-such-")
    file.write_text("\n".join(lines), encoding="utf-8")
    found = ssw.check(folder).of_severity("violation")[0]
    assert (found.code, found.sheet, found.row) == ("cell", "Requirement", 2)


def test_a_folder_is_previewed_like_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A safeguard would go without a reason: it is told, and nothing is given to read."""
    own = ssw.adapt(ssw.load("psw")["psw"], id="xx", jurisdiction="UG")
    folder = saved(own, tmp_path / "xx", ";", "\ufeff")
    same = ssw.preview(folder, onto=own, base=ssw.load())
    assert (same.entries, same.framework) == ((), own)
    rules = folder / "Supervision arrangement.csv"
    rules.write_text(rules.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    found = ssw.preview(folder, onto=own, base=ssw.load())
    assert {(one.effect, one.element, one.protects) for one in found.entries} == {
        ("drop", "supervision-arrangement", True)
    }
    assert found.framework is None
    edition = ssw.write(own, tmp_path / "xx.ttl")
    assert main(["preview", str(folder), "--onto", str(edition)]) == 0
    assert "Supervision arrangement" in capsys.readouterr().out


def test_what_is_no_such_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ParseError, match="This folder has 0 CSV files"):
        ssw.read(tmp_path / "empty")
    assert "one file for each sheet" in str(ssw.check(tmp_path / "empty"))
    folder = saved(SMALL, tmp_path / "xx", ",")
    (folder / "Cadre.csv").write_bytes("Id,Name (en)\r\nx,Aide sociale à l’enfance\r\n".encode("cp1252"))
    with pytest.raises(ParseError, match="UTF-8"):
        ssw.read(folder)
