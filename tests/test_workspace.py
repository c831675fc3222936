"""A workspace: own frameworks, decisions, place, language and day, said once; and what cannot be one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.cli import FINE, USAGE, main
from sswgraph.errors import EditionError, InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Framework, Mapping, MappingSet
from tests.loops import some

SAYS = 'frameworks = ["xx.ttl"]\nmappings = ["m.sssom.tsv"]\nplace = "UG"\nlanguage = "fr"\nday = 2026-11-21\n'


@pytest.fixture(scope="module")
def own(g: CompetencyGraph) -> Framework:
    return ssw.adapt(g["psw"], id="xx", jurisdiction="UG")


@pytest.fixture
def folder(tmp_path: Path, own: Framework) -> Path:
    return made(tmp_path / "ours", own)


def made(folder: Path, own: Framework, says: str = SAYS) -> Path:
    folder.mkdir()
    ssw.write(own, folder / "xx.ttl")
    row = Mapping(subject="xx:c-communication", relation="close", object="za:social-worker")
    ssw.write_sssom(MappingSet(id="https://example.org/m", mappings=(row,)), folder / "m.sssom.tsv")
    (folder / "workspace.toml").write_text(says, encoding="utf-8")
    return folder


def test_what_a_workspace_says_is_said_once(folder: Path) -> None:
    ours = ssw.workspace(folder)
    assert "xx" in ours.graph
    assert "za" in ours.graph
    assert any(one.subject == "xx:c-communication" for one in ours.graph.mappings)
    assert (ours.place, ours.language, ours.day) == ("UG", "fr", date(2026, 11, 21))
    found = ours.find(kind="cadre", here=True, limit=None)
    assert "xx:para-social-worker" in [one.id for one in found]
    homes = {ours.graph.framework(ours.graph.home(one.id) or "").jurisdiction for one in some(found)}
    assert homes == {("UG",)}
    assert len(ours.find("worker", limit=None)) > len(ours.find("worker", here=True, limit=None))


def test_its_day_and_language_stand_in_plan_and_curriculum(folder: Path) -> None:
    ours = ssw.workspace(folder)
    gap = ours.gap("za:60209", "za:social-auxiliary-worker")
    assert dict(ours.plan(gap).stamp.options)["as_of"] == "2026-11-21"
    elsewhere = ours.gap([], gap.target, where="KE")
    assert (ours.plan(elsewhere).where, ours.plan(elsewhere, where="ZA").where) == (("KE",), ("ZA",))
    assert ours.curriculum("za:social-auxiliary-worker").lang == "fr"


def test_an_empty_file_is_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "workspace.toml").write_text("")
    ours = ssw.workspace(tmp_path)
    assert (ours.place, ours.language, ours.day) == (None, "en", None)
    with pytest.raises(InputError, match="states no place"):
        ours.find("worker", here=True)


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ('frameworks = ["x.ttl"]', r"names x\.ttl, which is not in .*Did you mean xx\.ttl"),
        ('mappings = ["none.sssom.tsv"]', r"names none\.sssom\.tsv, which is not in"),
        ('framework = ["xx.ttl"]', "'framework' is not a setting of a workspace. Did you mean 'frameworks'"),
        ('frameworks = "xx.ttl"', "frameworks: expected a list of file names"),
        ("frameworks = [7]", "frameworks: expected a list of file names"),
        ('frameworks = ["m.sssom.tsv"]', "m.sssom.tsv belongs under 'mappings'"),
        ('mappings = ["xx.ttl"]', "xx.ttl belongs under 'frameworks'"),
        ('place = "Uganda"', "place: 'Uganda'"),
        ('language = "french!"', "language: "),
        ('day = "2026-11-21"', "day: expected a day such as 2026-11-21"),
        ("day = 2026-11-21T10:00:00", "day: expected a day"),
        ("place = UG", r"this is not valid TOML: .*line 1"),
        ("replace = 1", "replace: expected true or false"),
    ],
)
def test_what_a_workspace_cannot_say_is_told_with_the_file(
    says: str, told: str, tmp_path: Path, own: Framework
) -> None:
    with pytest.raises(InputError, match=told) as caught:
        ssw.workspace(made(tmp_path / "ours", own, says))
    assert "workspace.toml" in str(caught.value)


def test_two_frameworks_with_one_id_are_refused(tmp_path: Path, own: Framework) -> None:
    one, other = (
        made(tmp_path / "a", own, 'frameworks = ["xx.ttl"]'),
        made(tmp_path / "b", own, 'frameworks = ["xx.ttl"]'),
    )
    with pytest.raises(
        EditionError, match=r"'xx' is in two files: .*a.xx\.ttl and .*b.xx\.ttl\. .*leave one of them out"
    ):
        ssw.workspace(one, other)
    both = made(tmp_path / "c", own, 'frameworks = ["xx.ttl", "xx.ttl"]\nreplace = true')
    with pytest.raises(EditionError, match="'xx' is in two files"):
        ssw.workspace(both)
    (tmp_path / "b" / "workspace.toml").write_text('place = "TZ"\nlanguage = "sw"')
    (tmp_path / "a" / "workspace.toml").write_text('frameworks = ["xx.ttl"]\nplace = "UG"')
    ours = ssw.workspace(one, other)
    assert (ours.place, ours.language) == ("UG", "sw")


def test_an_own_edition_of_what_ships_says_that_it_replaces(tmp_path: Path, own: Framework, g: CompetencyGraph) -> None:
    folder = made(tmp_path / "ours", own, 'frameworks = ["psw.ttl"]')
    ssw.write(g["psw"], folder / "psw.ttl")
    with pytest.raises(EditionError, match=r"psw\.ttl: .*replace = true"):
        ssw.workspace(folder)
    (folder / "workspace.toml").write_text('frameworks = ["psw.ttl"]\nreplace = true')
    assert ssw.workspace(folder).graph["psw"] == g["psw"]


def test_a_folder_without_the_file_is_none(tmp_path: Path) -> None:
    for wrong, told in ((tmp_path, "is not a workspace"), (tmp_path / "none", "There is no folder")):
        with pytest.raises(InputError, match=told):
            ssw.workspace(wrong)
    with pytest.raises(InputError, match="Name the folder"):
        ssw.workspace()


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_on_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with_it = ("--workspace", str(folder))
    code, out, _ = _run(capsys, *with_it, "show", "xx:para-social-worker", "--json")
    assert (code, json.loads(out)["id"]) == (FINE, "xx:para-social-worker")
    code, out, _ = _run(capsys, *with_it, "find", "--here", "--kind", "cadre", "--json")
    ids = [one["id"] for one in json.loads(out)["candidates"]]
    assert (code, "xx:para-social-worker" in ids) == (FINE, True)
    code, out, _ = _run(capsys, *with_it, "plan", "za:60209", "--to", "za:social-auxiliary-worker", "--json")
    plan: dict[str, Any] = json.loads(out)
    assert (plan["lang"], dict(plan["stamp"]["options"])["as_of"]) == ("fr", "2026-11-21")
    code, out, _ = _run(capsys, *with_it, "adapt", "psw", "--id", "yy")
    assert (code, '"UG"' in out) == (FINE, True)
    assert _run(capsys, "adapt", "psw", "--id", "yy")[0] == USAGE
    assert "needs a workspace" in _run(capsys, "find", "worker", "--here")[2]
    code, _, err = _run(capsys, "--workspace", str(tmp_path / "none"), "frameworks")
    assert (code, "There is no folder" in err) == (USAGE, True)
