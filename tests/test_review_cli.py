"""The commands of the review workbook, as a user types them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.cli import FINE, USAGE, main
from tests.loops import some
from tests.workbooks import ADDED, DROPPED, REWORDED, adapted, fill, rows

pytestmark = pytest.mark.slow

DOCS = (Path(__file__).parent.parent / "docs" / "command-line.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    ssw.write(adapted(), tmp_path / "xx.ttl")
    return tmp_path


def test_what_was_said_and_not_carried_out_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = folder / "xx.ttl"
    found = ssw.compare(ssw.read(mine, base=ssw.load("psw")), "psw", "xx")
    blank = ssw.write_review(found, folder / "blank.xlsx")
    put_back = {"verdict": "put it back", "reason": "The law asks for it", "ticked": ""}
    for group, verdict in (("ministry", "keep our change"), ("worker", "back to the base")):
        said = {DROPPED: put_back, REWORDED: {**put_back, "verdict": verdict}}
        fill(blank, folder / f"{group}.xlsx", group, {**said, ADDED.id: {"verdict": "keep what was added"}})
    copies = [str(folder / f"{group}.xlsx") for group in ("ministry", "worker")]
    numbers = {row.key: row.number for row in ssw.read_review(copies, found).lines}
    assert main(["review", "apply", *copies, "--load", str(mine), "-o", "made.ttl", "--edition", "2"]) == FINE
    told = capsys.readouterr().err
    assert f"Where the groups disagree: {numbers[REWORDED]}" in told
    assert f"Stated, but not yet settled: {numbers[ADDED.id]}" in told


@pytest.mark.docs
@pytest.mark.parametrize("name", ["review make", "review apply"])
def test_every_option_is_documented(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"`sswgraph {name}" in DOCS
    assert main([*name.split(), "--help"]) == FINE
    for option in some(set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help"}):
        assert option in DOCS, f"{option} of {name} is not documented"


@pytest.mark.docs
def test_the_documented_commands_run(folder: Path) -> None:
    block = re.search(r"```\n(sswgraph review.*?)```", DOCS, re.DOTALL)
    assert block
    for line in block[1].splitlines():
        assert main(line.split()[1:]) == FINE, line
    assert (folder / "report.html").is_file()


def test_a_group_fills_in_and_the_report_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "make", "psw", "xx.ttl", "-o", "ours.xlsx"]) == FINE
    fill(folder / "ours.xlsx", folder / "m.xlsx", "ministry", {REWORDED: {"verdict": "reword", "wording": "Hear"}})
    capsys.readouterr()
    for where in (["--of", "psw", "xx.ttl"], ["--load", "xx.ttl"]):
        assert main(["review", "apply", "m.xlsx", "ours.xlsx", *where, "--json"]) == USAGE
        assert "ours.xlsx, sheet 'Start', row" in capsys.readouterr().err
        assert main(["review", "apply", "m.xlsx", *where, "--json"]) == FINE
        made = json.loads(capsys.readouterr().out)
        assert made["counts"]["agreed"] == 1
        assert [one["wording"] for row in made["lines"] for one in row["decisions"]] == ["Hear"]


def test_a_new_edition_is_a_workbook_where_it_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who works in Excel needs no Turtle: what make prints reads the copies, and --edition makes the workbook."""
    assert main(["review", "make", "psw", "xx.ttl", "-o", "ours.xlsx"]) == FINE
    told = capsys.readouterr().err
    assert "then type: sswgraph review apply ours.xlsx --of psw xx.ttl" in told
    put_back = {"verdict": "put it back", "reason": "The law asks for it", "ticked": ""}
    fill(folder / "ours.xlsx", folder / "m.xlsx", "ministry", {DROPPED: put_back})
    again = ["review", "apply", "m.xlsx", "--of", "psw", "xx.ttl"]
    assert main([*again, "-o", "page.xlsx"]) == FINE
    assert not ssw.check(folder / "page.xlsx").conforms
    assert main([*again, "-o", "made.xlsx", "--edition", "2"]) == FINE
    made = ssw.read(folder / "made.xlsx", base=ssw.load("psw"))["xx"]
    assert made.edition == "2"
    assert [*made.of_kind("decision")]


def test_that_no_edition_comes_of_two_countries_is_said_before_people_decide(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "make", "cd", "ug", "-o", "ours.xlsx"]) == FINE
    told = capsys.readouterr().err
    assert "no new edition follows from it, since neither was made from the other" in told
    start = [str(cell.value) for row in load_workbook(folder / "ours.xlsx")["Start"].iter_rows() for cell in row]
    assert any("no new edition follows from it" in text for text in start)
    assert main(["review", "make", "psw", "xx.ttl", "-o", "lineage.xlsx"]) == FINE
    assert "no new edition" not in capsys.readouterr().err


def test_make_says_as_json_what_was_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "make", "psw", "xx.ttl", "-o", "ours.xlsx", "--json"]) == FINE
    made = json.loads(capsys.readouterr().out)
    assert (made["result"], made["path"]) == ("written", "ours.xlsx")
    assert made["counts"] == {"rows": len(rows(load_workbook(folder / "ours.xlsx")))}


def test_what_cannot_be_done_is_said_in_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "make", "psw", "xx.ttl", "-o", "ours.xlsx"]) == FINE
    capsys.readouterr()
    for arguments, told in (
        (["make", "psw", "xx.ttl", "-o", "ours.xlsx"], "ours.xlsx exists. Add --force"),
        (["make", "psw", "xx.ttl"], "Name the workbook to write"),
        (["make", "psw", "xx.ttl", "-o", "ours.html"], "ends in .xlsx"),
        (["make", "psw", "nowhere", "-o", "a.xlsx"], "There is no framework 'nowhere'"),
        (["apply", "ours.xlsx"], "ours.xlsx is about psw and xx; xx is not loaded. Add --load with its file"),
        (["apply", "xx.ttl"], "not a workbook"),
        (["apply", "ours.xlsx", "--of", "psw", "cycw"], "is a review of another comparison"),
    ):
        assert main(["review", *arguments]) == USAGE, arguments
        assert told in capsys.readouterr().err
    assert sorted(file.name for file in folder.iterdir()) == ["ours.xlsx", "xx.ttl"]


def test_suggested_mappings_are_decided_in_a_workbook_and_become_a_set(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "make", "ug", "tz", "--align", "-o", "ours.xlsx"]) == FINE
    found = ssw.align(ssw.load(), "ug", "tz")
    rows = some([row for row in ssw.read_review(folder / "ours.xlsx", found).lines if row.change == "suggested"])
    kept = rows[0]
    said = {"verdict": "keep", "reason": "the same act"}
    fill(folder / "ours.xlsx", folder / "n.xlsx", "ministry", {kept.key: said})
    fill(folder / "ours.xlsx", folder / "m.xlsx", "ministry", {kept.key: {**said, "ticked": "yes"}})
    capsys.readouterr()
    decided = ["review", "apply", "m.xlsx", "-o", "decided.sssom.tsv"]
    assert main(decided) == USAGE
    assert "Add --set-id, --author, --reviewer, --date" in capsys.readouterr().err
    who = ["--set-id", "https://example.org/ug-tz", "--author", "group", "--reviewer", "ministry"]
    assert main([*decided, *who, "--date", "2027-03-01"]) == FINE
    assert main(["review", "apply", "n.xlsx", "-o", "open.sssom.tsv", *who, "--date", "2027-03-01"]) == USAGE
    assert "No mapping set is made, since no row is settled" in capsys.readouterr().err
    assert not (folder / "open.sssom.tsv").exists()
    made = ssw.read_sssom(folder / "decided.sssom.tsv")
    assert [(one.subject, one.object) for one in made.mappings] == [(kept.base[0], kept.adaptation[0])]
    assert main(["review", "make", "ug", "tz", "--align", "--onto", "psw", "-o", "a.xlsx"]) == USAGE
