"""The commands coverage, routes, team and numbers, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.cli import FINDINGS, FINE, USAGE, main


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SSWGRAPH_LANG", raising=False)


def test_coverage_answers_what_the_library_does(g: ssw.CompetencyGraph, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "psw", "--where", "UG", "--cadre", "psw:lead", "--as-of", "2020-01-01", "--json"]) == FINE
    told = json.loads(capsys.readouterr().out)
    expected = ssw.to_plain(ssw.coverage(g, "psw", "UG", ["psw:lead"], as_of="2020-01-01"))
    assert told == expected
    assert told["single"]
    assert told["as_of"] == "2020-01-01"


def test_routes_answer_what_the_library_does(g: ssw.CompetencyGraph, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["routes", "psw:foundation", "--to", "psw:supervisor", "-k", "2", "--as-of", "2026-11-21", "--json"]
    assert main(asked) == FINE
    told = json.loads(capsys.readouterr().out)
    assert told == ssw.to_plain(ssw.routes(g, "psw:foundation", "psw:supervisor", 2, as_of="2026-11-21"))
    assert [route["kind"] for route in told["routes"]] == ["ladder", "any"]


def test_numbers_answer_and_none_is_a_finding(g: ssw.CompetencyGraph, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["numbers", "--where", "TZ", "--json"]) == FINE
    assert json.loads(capsys.readouterr().out) == ssw.to_plain(ssw.numbers(g, "TZ"))
    assert main(["numbers", "--where", "CH"]) == FINDINGS
    assert "it does not mean zero" in " ".join(capsys.readouterr().out.split())


def test_a_team_is_asked_as_in_the_library(g: ssw.CompetencyGraph, capsys: pytest.CaptureFixture[str]) -> None:
    target = "psw:para-social-worker"
    made = ["team", "--new", "--to", target, "--worker", "W01", "-o", "people.xlsx", "--lang", "sw"]
    assert main(made) == FINE
    assert main(made) == USAGE
    assert "--force" in capsys.readouterr().err
    asked = ["team", "people.xlsx", "--to", target, "--where", "UG", "--again-after", "6", "--as-of", "2026-11-21"]
    assert main([*asked, "--json"]) == FINE
    told = json.loads(capsys.readouterr().out)
    expected = ssw.team(g, "people.xlsx", target, where="UG", again_after=6, as_of="2026-11-21")
    assert told == ssw.to_plain(expected)
    assert told["silent"] == ["W01"]
    for ending in ("html", "xlsx", "tsv"):
        assert main([*asked, "-o", f"team.{ending}"]) == FINE


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["team", "people.csv"], "--to TARGET"),
        (["team", "--to", "psw:lead"], "--new"),
        (["team", "people.csv", "--to", "psw:lead", "--new"], "--new"),
        (["team", "people.csv", "--to", "psw:lead", "--worker", "W1"], "--new"),
        (["team", "--new", "--to", "psw:lead"], "-o people.xlsx"),
        (["routes", "psw:foundation", "psw:lead"], "--to psw:lead"),
        (["routes", "--to", "psw:lead"], "Name one role"),
        (["routes", "psw:lead", "--to", "psw:lead"], "Name another role"),
        (["routes", "psw:foundation", "--to", "psw:lead", "-k", "0"], "k"),
        (["coverage", "pws"], "psw"),
        (["coverage", "psw", "--where", "Uganda"], "UG"),
        (["numbers", "--where", "Uganda"], "UG"),
    ],
)
def test_bad_input_is_told_in_one_sentence(command: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("ending", ["html", "xlsx", "tsv", "md", "docx"])
def test_answers_are_saved_as_files(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "ug", "-o", f"c.{ending}"]) == FINE
    assert main(["routes", "psw:foundation", "--to", "psw:lead", "-o", f"r.{ending}"]) == FINE
    assert main(["numbers", "-o", f"n.{ending}"]) == FINE
    assert all((tmp_path / f"{name}.{ending}").stat().st_size > 200 for name in "crn")
