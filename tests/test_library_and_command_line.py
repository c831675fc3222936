"""What the command line can do, the library can; and what the library can do, the command line can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

import sswgraph as ssw
from sswgraph.cli import FINDINGS, FINE, USAGE, main
from sswgraph.cli.options import frameworks_like, ids_like, kinds_like
from sswgraph.errors import InputError, OutputExistsError, UnknownElementError, UnknownFormatError
from sswgraph.graph import CompetencyGraph
from tests import toy
from tests.loops import some

ROLE = "za:social-auxiliary-worker"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_graph_or_one_framework_is_exported(tmp_path: Path) -> None:
    g = ssw.load("psw", "cycw")
    whole = ssw.export(g, tmp_path / "all.graphml")
    assert whole.read_text(encoding="utf-8") == g.to_graphml()
    one = ssw.export(g, tmp_path / "psw.ttl", framework="psw")
    assert ssw.read(one)["psw"] == g["psw"]
    assert ssw.export(g, tmp_path / "all.dat", format="ntriples").read_text(encoding="utf-8").startswith("<http")
    with pytest.raises(OutputExistsError):
        ssw.export(g, whole)
    with pytest.raises(UnknownFormatError, match=r"\.csv: no format of export has this ending"):
        ssw.export(g, tmp_path / "all.csv")
    with pytest.raises(UnknownElementError, match="psw"):
        ssw.export(g, tmp_path / "x.ttl", framework="pswx")


def test_what_speaks_of_an_element_is_in_the_graph(g: CompetencyGraph, capsys: pytest.CaptureFixture[str]) -> None:
    related = g.related(ROLE)
    assert {"requirement", "scope-rule"} <= {one.kind for one in some(related)}
    told = json.loads(run(capsys, "show", ROLE, "--json")[1])["related"]
    assert told == [{"kind": one.kind, "id": one.id} for one in related]
    with pytest.raises(UnknownElementError):
        g.related("za:nobody")


def test_reports_on_several_files_are_one_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    ssw.write(ssw.load("psw")["psw"], good)
    bad.write_text("@prefix ssw: <https://w3id.org/sswgraph/ns#> .", encoding="utf-8")
    found = ssw.check([good, bad])
    assert not found.conforms
    assert found[0].conforms
    assert {Path(row["file"]).name for row in found.rows() if row["severity"] == "violation"} == {"bad.ttl"}
    code, out, _ = run(capsys, "check", str(good), str(bad), "--json")
    assert code == FINDINGS
    assert json.loads(out) == ssw.to_plain(found)
    code, out, _ = run(capsys, "check", str(good), str(bad))
    assert out.startswith("Check of 2 files")
    assert str(found).startswith("Check of 2 files")
    assert "Check of 2 files" in ssw.save(found, tmp_path / "both.md").read_text(encoding="utf-8")
    assert [one.get("file") for one in ssw.check(bad).rows()] == [str(bad)]


def test_gap_and_plan_from_nothing(g: CompetencyGraph, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "gap", "--from-nothing", "--to", ROLE, "--json")
    items = [one["competency"] for one in json.loads(out)["items"]]
    assert code == FINE
    assert items == [one.competency for one in some(ssw.gap(g, [], ROLE).items)]
    assert run(capsys, "gap", "za:60209", "--from-nothing", "--to", ROLE)[0] == USAGE
    assert "--from-nothing" in run(capsys, "gap", "--to", ROLE)[2]


def test_minimum_confidence_and_optional_are_options(capsys: pytest.CaptureFixture[str]) -> None:
    ask = ("za:60209", "--to", ROLE, "--minimum-confidence", "0.9", "--json")
    assert json.loads(run(capsys, "gap", *ask)[1])["minimum_confidence"] in (0.9, "0.9")
    assert run(capsys, "gap", "za:60209", "--to", ROLE, "--minimum-confidence", "2")[0] == USAGE
    code, out, _ = run(capsys, "plan", *ask, "--optional", "--as-of", "2026-11-21")
    assert (code, dict(json.loads(out)["stamp"]["options"])["optional"]) == (FINE, "True")


def test_another_plan_and_what_is_held_after_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = [toy.cadre("x"), toy.competency("a"), toy.requires("x", "a"), toy.module("m1", 5), toy.module("m2", 9)]
    taught = [toy.develops("m1", "a"), toy.develops("m2", "a")]
    file, later = ssw.write(toy.framework(*parts, *taught), tmp_path / "t.ttl"), tmp_path / "later.json"
    ask = ("plan", "--to", "t:x", "--load", str(file), "--where", "anywhere", "--json")
    assert json.loads(run(capsys, *ask)[1])["steps"] == ["t:m1"]
    code, out, _ = run(capsys, *ask, "--alternative", "1", "--profile-after", str(later))
    assert (code, json.loads(out)["steps"]) == (FINE, ["t:m2"])
    assert ssw.read_profile(later).completed == ("t:m2",)
    assert run(capsys, *ask, "--profile-after", str(later))[0] == USAGE, "the file is there"
    assert "other plans found that close as much: 1." in run(capsys, *ask, "--alternative", "2")[2]


def test_many_profiles_stand_against_one_target(
    g: CompetencyGraph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "worker.json"
    profile.write_text('{"completed": ["za:254177"]}', encoding="utf-8")
    code, out, _ = run(capsys, "gaps", "za:60209", "--profile", str(profile), "--to", ROLE, "--json")
    told = ssw.to_plain(ssw.gaps(g, ["za:60209", ssw.read_profile(profile)], ROLE))
    assert (code, json.loads(out)) == (FINE, told)
    assert "Name the profiles" in run(capsys, "gaps", "--to", ROLE)[2]


def test_a_picture_goes_into_a_file(g: CompetencyGraph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gap, part = tmp_path / "gap.svg", tmp_path / "role.svg"
    run(capsys, "gap", "za:60209", "--to", ROLE, "-o", str(gap))
    assert gap.read_text(encoding="utf-8") == ssw.picture(ssw.gap(g, "za:60209", ROLE), graph=g)
    run(capsys, "show", ROLE, "-o", str(part))
    assert part.read_text(encoding="utf-8") == ssw.picture(g[ROLE], graph=g)
    assert "exists. Add --force" in run(capsys, "show", ROLE, "-o", str(part))[2]
    code, _, err = run(capsys, "evidence", ROLE, "-o", str(tmp_path / "e.svg"))
    assert code == USAGE
    assert "picture" in err


def test_find_takes_kind_and_place(g: CompetencyGraph, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "find", "--kind", "cadre", "--where", "UG", "--limit", "500", "--json")
    ids = [one["id"] for one in json.loads(out)["candidates"]]
    assert (code, ids) == (FINE, [one.id for one in g.of_kind("cadre", where="UG")])
    wrongs = ((("--kind", "cadres"), "Did you mean 'cadre'"), (("--where", "Uganda"), "not a valid country"))
    for wrong, told in (*wrongs, ((), "Name what")):
        code, _, err = run(capsys, "find", *wrong)
        assert code == USAGE
        assert told in err


def test_the_shell_completes_ids(capsys: pytest.CaptureFixture[str]) -> None:
    parameter: Any = click.Argument(["held"])
    found = ids_like(click.Context(click.Command("gap")), parameter, "za:social-a")
    assert ROLE in found
    assert all(one.startswith("za:social-a") for one in found)
    offered = frameworks_like(click.Context(click.Command("adapt")), parameter, "ps")
    assert [one.value for one in offered] == ["psw"]
    assert [one.type for one in frameworks_like(click.Context(click.Command("adapt")), parameter, "my-")] == ["file"]
    assert kinds_like(click.Context(click.Command("find")), parameter, "mod") == ["module"]
    assert 'COMP_WORDBREAKS="${COMP_WORDBREAKS//:}"' in run(capsys, "completion", "bash")[1]
    assert "COMP_WORDBREAKS//" not in run(capsys, "completion", "zsh")[1]


def test_an_sssom_table_is_written_and_read(tmp_path: Path) -> None:
    made = ssw.MappingSet(id="https://example.org/m")
    assert ssw.read_sssom(ssw.write_sssom(made, tmp_path / "m.sssom.tsv")) == made
    with pytest.raises(OutputExistsError):
        ssw.write_sssom(made, tmp_path / "m.sssom.tsv")
    with pytest.raises(InputError, match=r"ends in \.sssom\.tsv"):
        ssw.write_sssom(made, tmp_path / "m.csv")
    with pytest.raises(InputError, match="takes a MappingSet"):
        ssw.write_sssom([], tmp_path / "n.sssom.tsv")  # type: ignore[arg-type]
