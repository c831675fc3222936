"""Who needs what as a matrix beside the list: written, read back, filled in, and told where the two do not agree."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.exchange.workbook.folder import read_folder
from sswgraph.exchange.workbook.layout import title
from sswgraph.exchange.workbook.read import WorkbookContents, read_workbook
from sswgraph.exchange.workbook.write import framework_workbook
from sswgraph.messages import languages
from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    Framework,
    ProficiencyLevel,
    ProficiencyScale,
    Requirement,
    Text,
)
from sswgraph.model.canonical import canonical
from sswgraph.testing import frameworks
from tests.loops import some
from tests.test_workbook import at, said

NAME = title("matrix", "en")
LEVEL, ODD = "Advanced", "o: x"
MANY = canonical(
    Framework(
        id="xx",
        label=Text.of(en="Example"),
        elements=(
            ProficiencyScale(id="xx:scale", label=Text.of(en="Scale")),
            ProficiencyLevel(id="xx:advanced", label=Text.of(en=LEVEL), scale="xx:scale", rank=2),
            ProficiencyLevel(id="xx:odd", label=Text.of(en=ODD), scale="xx:scale", rank=1),
            ProficiencyLevel(id="xx:x", label=Text.of(en="x"), scale="xx:scale", rank=3),
            Cadre(id="xx:aide", label=Text.of(en="Aide")),
            Cadre(id="xx:worker", label=Text.of(en="#1 worker")),
            Competency(id="xx:listen", label=Text.of(en="Listen")),
            Competency(id="xx:report", label=Text.of(en="Report harm")),
            Competency(id="xx:visit", label=Text.of(en="Visit")),
            CompetencySet(id="xx:set", label=Text.of(en="Ethics")),
            Requirement(id="xx:r1", cadre="xx:aide", competency="xx:listen"),
            Requirement(id="xx:r2", cadre="xx:aide", competency="xx:report", necessity="essential"),
            Requirement(id="xx:r3", cadre="xx:worker", competency="xx:listen", level="xx:advanced"),
            Requirement(id="xx:r4", cadre="xx:worker", competency="xx:report", level="xx:odd", necessity="optional"),
            Requirement(id="xx:r5", cadre="xx:worker", competency="xx:report", level="xx:odd"),
            Requirement(id="xx:r6", cadre="xx:worker", competency="xx:set", level="xx:x"),
            Requirement(id="xx:r7", cadre="yy:other", competency="xx:set", necessity="suggested"),
        ),
    )
)


def changed(
    folder: Path, change: Callable[[Workbook], object], lang: str = "en", of: Framework = MANY
) -> WorkbookContents:
    workbook = load_workbook(io.BytesIO(framework_workbook(of, lang, matrix=True)))
    change(workbook)
    workbook.save(folder / "changed.xlsx")
    return read_workbook(folder / "changed.xlsx")


def cell(workbook: Workbook, cadre: str, competency: str) -> Any:
    sheet = workbook[NAME]
    column = next(one.column or 0 for one in sheet[1] if f"[{cadre}]" in str(one.value))
    row = next(one.row for one in sheet["A"] if f"[{competency}]" in str(one.value))
    return sheet.cell(row, column)


def put(cadre: str, competency: str, text: str | None) -> Callable[[Workbook], object]:
    def change(workbook: Workbook) -> None:
        cell(workbook, cadre, competency).value = text

    return change


def test_a_cell_says_the_level_and_the_necessity() -> None:
    workbook = load_workbook(io.BytesIO(framework_workbook(MANY, matrix=True)))
    assert workbook.sheetnames.index(NAME) == workbook.sheetnames.index("Requirement") + 1
    assert [cell(workbook, "aide", one).value for one in ("listen", "report", "visit")] == ["x", "essential", None]
    assert cell(workbook, "worker", "listen").value == "Advanced [advanced]"
    assert cell(workbook, "worker", "report").value == "o: o: x [odd]\nx: o: x [odd]"
    assert NAME not in load_workbook(io.BytesIO(framework_workbook(MANY))).sheetnames


@pytest.mark.parametrize("lang", languages())
def test_it_comes_back_as_it_was(lang: str, tmp_path: Path) -> None:
    read = changed(tmp_path, lambda workbook: workbook, lang)
    assert said(read) == ""
    assert read.framework == MANY


@pytest.mark.slow
def test_shipped_frameworks_come_back_as_they_were(tmp_path: Path) -> None:
    for one in some([one for one in ssw.load().frameworks if one.of_kind("requirement")]):
        (tmp_path / "x.xlsx").write_bytes(framework_workbook(one, matrix=True))
        read = read_workbook(tmp_path / "x.xlsx")
        assert said(read) == "", one.id
        assert read.framework == one, one.id


@pytest.mark.slow
def test_made_up_frameworks_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("matrices")

    @settings(max_examples=25, deadline=None)
    @given(frameworks(most=4))
    def holds(framework: Framework) -> None:
        (folder / "x.xlsx").write_bytes(framework_workbook(framework, matrix=True))
        read = read_workbook(folder / "x.xlsx")
        assert said(read) == ""
        assert read.framework == framework

    holds()


@pytest.mark.parametrize(
    ("text", "level", "necessity"),
    [
        ("x", None, None),
        ("X ", None, None),
        ("✓", None, None),
        ("O", None, "optional"),
        ("essential", None, "essential"),
        ("lazima", None, "essential"),
        ("advanced", "xx:advanced", None),
        ("o: Advanced", "xx:advanced", "optional"),
        ("essential: Advanced [advanced]", "xx:advanced", "essential"),
    ],
)
def test_a_new_mark_becomes_a_requirement(text: str, level: str | None, necessity: str | None, tmp_path: Path) -> None:
    read = changed(tmp_path, put("aide", "visit", text))
    assert said(read) == ""
    assert read.framework is not None
    (made,) = (one for one in read.framework.of_kind("requirement") if one.id not in {n.id for n in MANY.elements})
    assert (made.cadre, made.competency, made.level, made.necessity) == ("xx:aide", "xx:visit", level, necessity)  # type: ignore[attr-defined]
    assert [one.basis for one in made.evidence] == ["draft"]
    assert len(read.generated) == 1
    assert {*read.framework.elements} - {made} == {*MANY.elements}


def test_a_new_row_of_the_list_needs_no_mark(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Requirement", 9, "Cadre").value = "Aide"
        at(workbook, "Requirement", 9, "Competency").value = "Visit"

    read = changed(tmp_path, change)
    assert said(read) == ""
    assert read.framework is not None
    assert len(read.framework.of_kind("requirement")) == 8


def test_new_columns_and_rows_by_name_and_in_any_order(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        at(workbook, "Cadre", 4, "Name (en)").value = "Supervisor"
        at(workbook, "Competency", 5, "Name (en)").value = "Coach"
        sheet = workbook[NAME]
        lines = [[one.value for one in row] for row in sheet.iter_rows(max_col=4)]
        sheet.delete_rows(1, sheet.max_row)
        sheet.append(["Who needs what, agreed on in May"])
        sheet.append([*lines[0], "supervisor", "Remarks", "# Ours"])
        for line in lines[:0:-1]:
            sheet.append(line)
        sheet.append(["coach", None, None, None, "x", None, "ask"])
        sheet.append(["Heading of a group"])

    read = changed(tmp_path, change)
    assert said(read) == ""
    assert read.framework is not None
    assert "xx:supervisor xx:coach" in {f"{r.cadre} {r.competency}" for r in read.framework.of_kind("requirement")}  # type: ignore[attr-defined]


def drop_row(number: int) -> Callable[[Workbook], object]:
    return lambda workbook: workbook["Requirement"].delete_rows(number)


def rename(workbook: Workbook) -> None:
    cell(workbook, "aide", "listen")
    workbook[NAME]["B1"].value = "Aids"


def twice(workbook: Workbook) -> None:
    workbook[NAME].append(["Listen", None, "x"])


def level_in_the_list(workbook: Workbook) -> None:
    at(workbook, "Requirement", 2, "Necessity").value = "essential"


def formula(workbook: Workbook) -> None:
    cell(workbook, "aide", "visit").value = '=IF(1,"x","")'


def delete_column(workbook: Workbook) -> None:
    workbook[NAME].delete_cols(2)


def outside(workbook: Workbook) -> None:
    workbook[NAME]["H2"].value = "x"


@pytest.mark.parametrize(
    ("change", "place", "told"),
    [
        (put("aide", "listen", None), (NAME, 2, "B"), "The list has this requirement (sheet 'Requirement', row 2)"),
        (drop_row(2), (NAME, 2, "B"), "the mark of a requirement whose row in the list is gone"),
        (put("aide", "listen", "o"), (NAME, 2, "B"), "'o' is not what the list says about this requirement (sheet"),
        (level_in_the_list, (NAME, 2, "B"), "'x' is not what the list says"),
        (put("worker", "report", "x"), (NAME, 3, "C"), "(sheet 'Requirement', row 5, 6)"),
        (put("aide", "visit", "perhaps"), (NAME, 4, "B"), "Nothing here is called 'perhaps'."),
        (put("aide", "visit", "-"), (NAME, 4, "B"), "Nothing here is called '-'."),
        (rename, (NAME, 1, "B"), "Nothing here is called 'Aids'. Did you mean 'xx:aide'?"),
        (twice, (NAME, 6, "A"), "'xx:listen' appears twice."),
        (formula, (NAME, 4, "B"), "The cell holds a formula, which is not read."),
        (delete_column, ("Requirement", 2, "A"), "no longer has the row or the column of this requirement"),
        (outside, (NAME, 2, "H"), "This is outside the table."),
        (lambda workbook: workbook[NAME].delete_rows(1), (NAME, 1, "A"), "This sheet has no headings"),
        (lambda workbook: workbook.remove(workbook[NAME]), (NAME, 1, "A"), "This sheet is missing"),
    ],
)
def test_what_does_not_agree_is_told_by_its_cell(
    change: Callable[[Workbook], object], place: tuple[str, int, str], told: str, tmp_path: Path
) -> None:
    read = changed(tmp_path, change)
    assert read.framework is None
    found = [f"{one.message!s} {one.fix!s}" for one in read.problems if (one.sheet, one.row, one.column) == place]
    assert len(found) == 1, said(read)
    assert told in found[0]


def test_a_requirement_that_was_dropped_in_the_list_needs_no_second_word(tmp_path: Path) -> None:
    base = ssw.load("gh")["gh"]
    made = ssw.adapt(base, id="xx", jurisdiction="UG")
    workbook = load_workbook(io.BytesIO(framework_workbook(made, base=base, matrix=True)))
    at(workbook, "Requirement", 2, "Kind of change").value = "dropped"
    at(workbook, "Requirement", 2, "Rationale (en)").value = "Not asked here."
    workbook.save(tmp_path / "xx.xlsx")
    read = read_workbook(tmp_path / "xx.xlsx")
    assert said(read) == ""
    assert read.framework is not None
    assert len(read.framework.of_kind("requirement")) == len(base.of_kind("requirement")) - 1


def test_an_empty_matrix_has_an_example_over_which_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "xx.xlsx"
    assert main(["new", "xx", "--title", "Ours", "--matrix", "-o", str(path)]) == 0
    assert said(read_workbook(path)) == ""
    workbook = load_workbook(path)
    at(workbook, "Cadre", 3, "Name (en)").value = "Aide"
    at(workbook, "Competency", 3, "Name (en)").value = "Listen"
    workbook[NAME]["A2"].value = "Listen"
    workbook.save(path)
    assert "sheet 'Who needs what', row 1, column B: This is still the text of the example." in said(
        read_workbook(path)
    )
    workbook[NAME]["B1"].value = "Aide"
    workbook.save(path)
    read = read_workbook(path)
    assert said(read) == ""
    assert read.framework is not None
    assert len(read.framework.of_kind("requirement")) == 1


def test_a_folder_may_hold_the_matrix(tmp_path: Path) -> None:
    for kind, text in {
        "framework": "Id,xx\nName (en),Ours\n",
        "cadre": "Name (en)\nAide\n",
        "competency": "Name (en),Source\nListen,\n",
        "matrix": "Competency,Aide\nListen,x\n",
    }.items():
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
    for kind in ("function", "performance-criterion", "requirement", "obligation", "scope-rule", "source", "outcome"):
        (tmp_path / f"{kind}.csv").write_text("", encoding="utf-8")
    for kind in ("supervision-arrangement", "eligibility-condition", "module", "qualification"):
        (tmp_path / f"{kind}.csv").write_text("", encoding="utf-8")
    read = read_folder(tmp_path)
    assert said(read) == ""
    assert read.framework is not None
    assert len(read.framework.of_kind("requirement")) == 1


def test_the_commands_that_write_a_workbook_write_the_matrix(tmp_path: Path) -> None:
    for at_, command in enumerate(
        (
            ["export", "gh"],
            ["adapt", "gh", "--id", "xx", "--jurisdiction", "UG"],
            ["select", "gh", "--cadre", "gh:leap-community-focal-person", "--id", "xx", "--jurisdiction", "UG"],
        )
    ):
        path = tmp_path / f"{at_}.xlsx"
        assert main([*command, "--matrix", "-o", str(path)]) == 0
        assert NAME in load_workbook(path).sheetnames


def test_more_cadres_than_a_sheet_has_columns_are_refused() -> None:
    cadres = tuple(Cadre(id=f"xx:c{n}", label=Text.of(en=f"Cadre {n}")) for n in range(16_384))
    with pytest.raises(ssw.errors.InputError, match="A sheet holds 16,383 cadres"):
        framework_workbook(replace(MANY, elements=cadres), matrix=True)
