"""A framework as a menu: groups choose in a workbook, and the adaptation is made of what they settled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.errors import InputError
from sswgraph.messages import languages
from sswgraph.model.authoring import Menu
from sswgraph.model.review import Review
from tests.loops import some
from tests.test_select import GRAPH
from tests.workbooks import fill, rows

Said = dict[str, dict[str, str]]


@pytest.fixture
def menu() -> Menu:
    return ssw.menu(GRAPH, "bb")


def reviewed(menu: Menu, folder: Path, said: Said) -> Review:
    path = ssw.write_review(menu, folder / "menu.xlsx")
    ticked = {key: {**cells, "ticked": "x"} for key, cells in said.items()}
    return ssw.read_review(fill(path, folder / "filled.xlsx", "ministry", ticked), menu)


def test_the_menu_has_safeguards_first_and_competencies_by_domain(menu: Menu) -> None:
    assert [(one.id, one.protects) for one in menu.entries[:4]] == [
        ("bb:no", True),
        ("bb:only", True),
        ("bb:report", True),
        ("bb:sup", True),
    ]
    assert {one.id: one.domain for one in menu.entries if one.element == "competency"} == {
        "bb:cook": "bb:set",
        "bb:explain": "bb:set",
        "bb:listen": "",
        "bb:protect": "",
    }


@pytest.mark.parametrize("lang", languages())
def test_the_workbook_is_in_every_language_and_nothing_is_decided_in_it(menu: Menu, lang: str, tmp_path: Path) -> None:
    path = ssw.write_review(menu, tmp_path / "menu.xlsx", lang=lang)
    assert set(rows(load_workbook(path))) == {one.id for one in menu.entries}
    found = ssw.read_review(path, menu)
    assert {one.standing for one in some(found.lines)} == {"silent"}


def test_what_was_settled_becomes_the_adaptation(menu: Menu, tmp_path: Path) -> None:
    review = reviewed(
        menu,
        tmp_path,
        {
            "bb:listen": {"verdict": "reword", "wording": "Hear a child out", "reason": "Plain words"},
            "bb:sup": {"verdict": "drop", "reason": "Nobody supervises yet"},
            "bb:cook": {"verdict": "drop"},
        },
    )
    made: Any = ssw.apply_review(menu, review, id="xx", jurisdiction="UG")
    nodes: dict[str, Any] = {one.id: one for one in made.elements}
    assert nodes["xx:listen"].label.get("en") == "Hear a child out"
    assert {"xx:aide", "xx:report", "xx:no"} <= nodes.keys()
    assert not {"xx:sup", "xx:cook"} & nodes.keys()
    assert {(one.change_kind, one.base) for one in made.of_kind("change")} == {
        ("reworded", ("bb:listen",)),
        ("dropped", ("bb:sup",)),
    }
    assert made.adaptation_of == "bb"


def test_a_safeguard_of_which_nobody_speaks_comes_along(menu: Menu, tmp_path: Path) -> None:
    review = reviewed(menu, tmp_path, {"bb:listen": {"verdict": "take over"}})
    made: Any = ssw.apply_review(menu, review, id="xx", jurisdiction="UG")
    assert {"xx:sup", "xx:report", "xx:no"} <= {one.id for one in made.elements}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Nothing is chosen"),
        ({"bb:listen": {"verdict": "take over"}, "bb:sup": {"verdict": "drop"}}, "left out without a reason"),
        ({"bb:listen": {"verdict": "reword"}}, "no wording is proposed"),
        ({"bb:listen": {"verdict": "merge"}}, "cannot be decided here"),
    ],
)
def test_what_cannot_be_carried_out_is_told_and_nothing_is_made(
    menu: Menu, said: Said, told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        ssw.apply_review(menu, reviewed(menu, tmp_path, said), id="xx", jurisdiction="UG")


def test_rows_that_are_decided_and_not_ticked_off_are_named(
    menu: Menu, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = ssw.write_review(menu, tmp_path / "menu.xlsx")
    said = {"bb:listen": {"verdict": "take over"}, "bb:explain": {"verdict": "take over"}}
    review = ssw.read_review(fill(path, tmp_path / "filled.xlsx", "ministry", said), menu)
    told = r"Nothing is chosen.* 2 rows, from No\. \d+ on, are decided, and not ticked off"
    with pytest.raises(InputError, match=told):
        ssw.apply_review(menu, review, id="xx", jurisdiction="UG")
    base = ssw.write(GRAPH["bb"], tmp_path / "bb.ttl")
    assert main(["menu", "bb", "--load", str(base), "-o", str(tmp_path / "made.xlsx")]) == 0
    half = {**said, "bb:listen": {"verdict": "take over", "ticked": "x"}}
    filled = fill(tmp_path / "made.xlsx", tmp_path / "half.xlsx", "ministry", half)
    command = ["select", "bb", "--load", str(base), "--from", str(filled), "--id", "xx", "--jurisdiction", "UG"]
    assert main([*command, "-o", str(tmp_path / "xx.ttl")]) == 0
    assert "1 row is decided but not carried out: No. " in capsys.readouterr().err


def test_the_adaptation_needs_an_id_and_a_place(menu: Menu, tmp_path: Path) -> None:
    review = reviewed(menu, tmp_path, {"bb:listen": {"verdict": "take over"}})
    with pytest.raises(InputError, match="id='xx', jurisdiction='UG'"):
        ssw.apply_review(menu, review)
    with pytest.raises(InputError, match="leave all else out"):
        ssw.apply_review(menu, review, id="xx", jurisdiction="UG", edition="2")


def test_the_commands_menu_and_select(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = tmp_path / "menu.xlsx", tmp_path / "xx.xlsx"
    assert main(["menu", "psw", "-o", str(path)]) == 0
    assert f"sswgraph select psw --from {path}" in capsys.readouterr().err
    said = {"psw:c-communication": {"verdict": "take over", "ticked": "x"}}
    filled = fill(path, tmp_path / "filled.xlsx", "ministry", said)
    assert main(["select", "psw", "--from", str(filled), "--id", "xx", "--jurisdiction", "UG", "-o", str(target)]) == 0
    assert "xx:c-communication" in ssw.read(target, base=ssw.load())
    assert main(["menu", "psw", "--json"]) == 0
    assert '"result": "menu"' in capsys.readouterr().out
