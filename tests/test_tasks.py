"""From daily tasks to competencies: the workshop's workbook, suggestions, what is no task, the draft framework."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.authoring.tasks import FEWEST, faults_of, notes_of
from sswgraph.cli import main
from sswgraph.errors import InputError, ParseError
from sswgraph.messages import languages
from sswgraph.model import Competency, Evidence, Framework, Function, Text
from sswgraph.model.authoring import Task, TaskList, Workshop
from tests.loops import some

DONE = {"task": "Visit families at home", "by": "Aide", "often": "weekly", "importance": "high"}


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return ssw.tasks(ssw.load("psw"), "psw")


def fill(path: Path, *said: dict[str, Any]) -> Path:
    """Rows written below the headings, by the heading in English."""
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    names = "number task by often importance function competencies decided remark".split()
    first = next(row for row in range(1, 20) if sheet.cell(row, 2).value in ("Task", "Tâche")) + 1
    for at, cells in enumerate(said):
        for name, text in cells.items():
            sheet.cell(first + at, names.index(name) + 1).value = text
    workbook.save(path)
    return path


def written(workshop: Workshop, folder: Path, *said: dict[str, Any]) -> Path:
    return fill(ssw.write_review(workshop, folder / "tasks.xlsx"), *said)


@pytest.mark.parametrize("lang", languages())
def test_an_empty_workbook_has_no_tasks_in_any_language(workshop: Workshop, lang: str, tmp_path: Path) -> None:
    listed = ssw.read_review(ssw.write_review(workshop, tmp_path / "x.xlsx", lang=lang), workshop)
    assert isinstance(listed, TaskList)
    assert (listed.tasks, listed.lang) == ((), lang)


def test_tasks_are_read_as_they_were_written_down(workshop: Workshop, tmp_path: Path) -> None:
    (task,) = ssw.read_review(written(workshop, tmp_path, DONE), workshop).tasks
    assert (task.text, task.by, task.often, task.importance) == ("Visit families at home", "Aide", "weekly", "high")
    assert (task.decided, task.function, task.faults, task.place) == (False, "", (), "Tasks, 7")


def test_a_second_workbook_suggests_and_nobody_has_decided(workshop: Workshop, tmp_path: Path) -> None:
    path = written(workshop, tmp_path, {"task": "Assess what children need"}, {"task": "Repair the office printer now"})
    again = ssw.write_review(workshop, tmp_path / "decide.xlsx", previous=path)
    first, second = ssw.read_review(again, workshop).tasks
    assert first.function == "psw:f-assess"
    base: Any = {one.id: one for one in workshop.framework}[first.function]
    assert set(first.competencies) == set(base.needs)
    assert not first.decided
    assert second.text == "Repair the office printer now"


def test_what_was_written_down_is_not_overruled_by_a_suggestion(workshop: Workshop, tmp_path: Path) -> None:
    path = written(workshop, tmp_path, {"task": "Assess what children need", "function": "Our own duty"})
    (task,) = ssw.read_review(ssw.write_review(workshop, tmp_path / "d.xlsx", previous=path), workshop).tasks
    assert task.function == "Our own duty"


@pytest.mark.parametrize(
    ("text", "lang", "fault"),
    [
        ("Visit families at home", "en", None),
        ("Understand the needs of children", "en", "not-seen"),
        ("Documentation of cases", "en", "no-verb"),
        ("The monthly report", "en", "no-verb"),
        ("Report", "en", "too-short"),
        (" ".join(["Write"] * 26), "en", "too-long"),
        ("Rendre visite aux familles", "fr", None),
        ("S'occuper des enfants", "fr", None),
        ("Connaître la loi", "fr", "not-seen"),
        ("Feel what a child feels", "en", "not-seen"),
        ("Visites à domicile", "fr", "no-verb"),
        ("Visitar a las familias", "es", None),
        ("Visitas a domicilio", "es", "no-verb"),
        ("Visitar as famílias", "pt", None),
        ("Conhecer a lei", "pt", "not-seen"),
        ("Kutembelea familia nyumbani", "sw", None),
        ("Ripoti ya mwezi", "sw", "no-verb"),
        ("زيارة الأسر في منازلها", "ar", None),
        ("فهم القانون", "ar", "not-seen"),
    ],
)
def test_what_is_a_task(text: str, lang: str, fault: str | None) -> None:
    assert [one.code for one in faults_of(text, lang)] == ([f"workshop.fault-{fault}"] if fault else [])


def test_a_duty_has_six_to_twenty_tasks() -> None:
    def codes(n: int) -> list[str]:
        rows = [Task(number=at, text=f"Visit family {at}", function="f") for at in range(n)]
        return [note.code for note in notes_of(rows, {})]

    assert {n: codes(n) for n in (1, FEWEST - 1, FEWEST, 20, 21)} == {
        1: ["workshop.note-count"],
        5: ["workshop.note-count"],
        6: [],
        20: [],
        21: ["workshop.note-count"],
    }


@pytest.mark.parametrize(
    ("texts", "lang", "codes"),
    [
        (["Visit families at home", "visit  Families at home"], "en", ["note-twice"]),
        (["Home visits", "Visit families at home"], "en", ["note-verb"]),
        (["Rendre visite aux familles dans leur maison", "Visit the families"], "en", ["note-language"]),
        (["Visit the families with a teacher", "Rendre visite aux familles"], "fr", ["note-faults", "note-language"]),
        (["Kutembelea familia za kijiji", "Kuandika ripoti ya mwezi"], "sw", []),
        (["زيارة الأسر في منازلها"], "ar", []),
    ],
)
def test_people_are_asked_to_look_again(texts: list[str], lang: str, codes: list[str]) -> None:
    rows = [Task(number=n, text=text, faults=faults_of(text, lang)) for n, text in enumerate(texts)]
    assert [one.code for one in notes_of(rows, {}, lang)] == [f"workshop.{code}" for code in codes]


def test_the_functions_of_what_ships_begin_with_a_verb_that_is_known() -> None:
    cells = [one.label.get("en") for one in ssw.load("psw")["psw"].of_kind("function")]
    rows = [Task(number=n, text=str(text)) for n, text in enumerate(cells)]
    assert rows
    assert not [note for note in notes_of(rows, {}) if note.code == "workshop.note-verb"]


def test_what_was_decided_becomes_a_draft_with_the_tasks_as_evidence(workshop: Workshop, tmp_path: Path) -> None:
    path = written(
        workshop,
        tmp_path,
        {**DONE, "function": "Home visits", "competencies": "psw:c-communication\nRide a bicycle", "decided": "x"},
        {"task": "Write a report on each visit", "by": "aide", "function": "Home visits", "decided": "x"},
        {"task": "Repair the printer again", "by": "Aide"},
    )
    listed = ssw.read_review(path, workshop)
    made: Any = ssw.apply_review(workshop, listed, id="xx", jurisdiction="UG")
    nodes: dict[str, Any] = {one.id: one for one in made.elements}
    assert {one.kind for one in made.elements} == {"source", "cadre", "function", "competency", "requirement"}
    assert nodes["xx:aide"].performs == ("xx:home-visits",)
    assert nodes["xx:home-visits"].needs == ("xx:c-communication", "xx:ride-a-bicycle")
    assert [(one.locator, one.excerpt.get("en")) for one in nodes["xx:home-visits"].evidence] == [
        ("task 1", "Visit families at home"),
        ("task 2", "Write a report on each visit"),
    ]
    assert nodes["xx:c-communication"].derived_from == ("psw:c-communication",)
    for one in some([*made.of_kind("requirement")]):
        assert (one.evidence[0].basis, one.evidence[0].source) == ("stated", "xx:workshop")
    assert (made.status, made.adaptation_of) == ("draft", None)
    assert ssw.read(ssw.write(made, tmp_path / "xx.xlsx"), base=ssw.load())["xx"] == made


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {**DONE, "importance": "very"},
            "row 7, column E: 'very' is not in the list. Choose one of: high, medium, low.",
        ),
        ({**DONE, "decided": "perhaps"}, "row 7, column H: 'perhaps' is not a tick"),
        ({"by": "Aide"}, "row 7, column B: there is no task"),
        ({**DONE, "function": "psw:c-communication"}, "row 7, column F: 'psw:c-communication' is no function"),
        ({**DONE, "task": "=A1"}, r"row 7, column B: this cell holds a formula"),
    ],
)
def test_what_a_cell_cannot_mean_is_told_by_its_place(
    workshop: Workshop, said: dict[str, Any], told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        ssw.read_review(written(workshop, tmp_path, said), workshop)


def test_cells_that_are_merged_are_told(workshop: Workshop, tmp_path: Path) -> None:
    """One tick or one function beside several tasks would count for the first of them only."""
    path = written(workshop, tmp_path, {**DONE, "decided": "x"}, {**DONE, "task": "Write a report on each visit"})
    book = load_workbook(path)
    book.worksheets[0].merge_cells("H7:H8")
    book.save(path)
    with pytest.raises(InputError, match="row 7, column H: The cells H7 to H8 are merged; only the first is read"):
        ssw.read_review(path, workshop)


def test_functions_and_competencies_of_one_name_are_not_taken_for_each_other(tmp_path: Path) -> None:
    def node(cls: Any, code: str, name: str) -> Any:
        return cls(id=f"bb:{code}", label=Text.of(en=name), evidence=(Evidence(id=f"bb:{code}.e", basis="draft"),))

    base = Framework(
        id="bb",
        label=Text.of(en="Base"),
        elements=(
            *(node(cls, code, "Counselling") for cls, code in ((Competency, "c"), (Function, "f"))),
            *(node(Competency, code, "Listening") for code in ("l1", "l2")),
        ),
    )
    workshop = ssw.tasks(ssw.CompetencyGraph([base]), "bb")
    said = {**DONE, "function": "counselling", "competencies": "Counselling\nbb:l1"}
    (task,) = ssw.read_review(written(workshop, tmp_path, said), workshop).tasks
    assert (task.function, task.competencies) == ("bb:f", ("bb:c", "bb:l1"))
    for row, told in (
        (
            {"competencies": "Listening"},
            "column G: 'Listening' is the name of several: bb:l1, bb:l2. Write the id of one",
        ),
        ({"function": "Counselling [bb:c]"}, "row 7, column F: 'bb:c' is no function"),
        ({"competencies": "bb:f"}, "row 7, column G: 'bb:f' is no competency"),
    ):
        path = fill(ssw.write_review(workshop, tmp_path / "tasks.xlsx", overwrite=True), {**DONE, **row})
        with pytest.raises(InputError, match=told):
            ssw.read_review(path, workshop)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Task", "What we do", r"sheet 'Tasks': there are no headings, so that nothing of this sheet is read"),
        ("By whom", "By who", "row 6, column C: 'By who' is not a heading of this table. Did you mean 'By whom'"),
        ("How often", "Rhythm", "row 6, column D: 'Rhythm' is not a heading of this table. Did you mean 'How often'"),
    ],
)
def test_a_renamed_heading_loses_no_task(workshop: Workshop, old: str, new: str, told: str, tmp_path: Path) -> None:
    path = written(workshop, tmp_path, DONE)
    workbook = load_workbook(path)
    next(cell for cell in workbook["Tasks"][6] if cell.value == old).value = new
    workbook.save(path)
    with pytest.raises(InputError, match=told) as error:
        ssw.write_review(workshop, tmp_path / "again.xlsx", previous=path)
    assert "outside the table" not in str(error.value)


def test_remarks_of_people_stay_and_those_of_the_workbook_are_made_anew(workshop: Workshop, tmp_path: Path) -> None:
    path = written(
        workshop,
        tmp_path,
        {"task": "Assess what children need", "remark": "Ask the ministry"},
        {"task": "Knowledge of laws"},
        {"task": "Repair the office printer now", "remark": "Not ours"},
    )
    for turn in range(3):
        path = ssw.write_review(workshop, tmp_path / f"{turn}.xlsx", previous=path, lang=("en", "fr", "ar")[turn])
        cells = [str(row[8].value or "") for row in load_workbook(path).worksheets[0].iter_rows(min_row=7, max_row=9)]
        assert [cell.count("\n") <= 1 for cell in cells] == [True] * 3, cells
    listed = ssw.read_review(path, workshop)
    assert [one.remark for one in listed.tasks] == ["Ask the ministry", "", "Not ours"]
    assert "ministry" in str(listed)


def test_a_task_that_is_none_is_told_and_nothing_is_made(workshop: Workshop, tmp_path: Path) -> None:
    path = written(workshop, tmp_path, {**DONE, "decided": "x"}, {"task": "Knowledge of laws", "decided": "x"})
    listed = ssw.read_review(path, workshop)
    assert len(listed.tasks) == 2
    assert any(note.code == "workshop.note-faults" for note in listed.notes)
    with pytest.raises(InputError, match=r"sheet 'Tasks', row 8, column B: This is not a task"):
        ssw.apply_review(workshop, listed, id="xx", jurisdiction="UG")


def test_nothing_decided_and_another_workbook_are_told(workshop: Workshop, tmp_path: Path) -> None:
    path = written(workshop, tmp_path, DONE)
    with pytest.raises(InputError, match="No row is agreed"):
        ssw.apply_review(workshop, ssw.read_review(path, workshop), id="xx", jurisdiction="UG")
    with pytest.raises(InputError, match="is of a workshop on 'psw', not on 'gh'"):
        ssw.read_review(path, ssw.tasks(ssw.load("gh"), "gh"))
    with pytest.raises(ParseError, match="not a workbook of a workshop"):
        ssw.read_review(ssw.write(ssw.new("xx", title="Ours"), tmp_path / "n.xlsx"), workshop)
    with pytest.raises(InputError, match="A workshop has one workbook"):
        ssw.read_review([path, path], workshop)


def test_pages_say_what_is_wrong_first(workshop: Workshop, tmp_path: Path) -> None:
    listed = ssw.read_review(written(workshop, tmp_path, {"task": "Knowledge of laws"}), workshop)
    assert "One row is not a task: Tasks, 7." in str(listed)
    assert "begins with a verb" in str(workshop)
    assert ssw.to_plain(listed)["tasks"][0]["text"] == "Knowledge of laws"


def test_the_commands_lead_from_tasks_to_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, decide, draft = (tmp_path / f"{name}.xlsx" for name in ("tasks", "decide", "xx"))
    assert main(["tasks", "psw", "-o", str(path)]) == 0
    assert f"--previous {path}" in capsys.readouterr().err
    fill(path, {**DONE, "task": "Assess what children need"})
    assert main(["tasks", "psw", "--previous", str(path), "-o", str(decide)]) == 0
    assert f"--from {decide}" in capsys.readouterr().err
    fill(decide, {"decided": "x"})
    assert main(["tasks", "psw", "--from", str(decide), "--id", "xx", "--jurisdiction", "UG", "-o", str(draft)]) == 0
    told = capsys.readouterr().err
    assert told.index("No duty, limit or supervision follows from tasks") < told.index("then type: sswgraph check")
    assert main(["check", str(draft), "--base", "psw"]) == 0
    capsys.readouterr()
    assert main(["tasks", "psw", "--from", str(decide), "--json"]) == 0
    assert "Assess what children need" in capsys.readouterr().out
    again = ["--force", "--json"]
    assert main(["tasks", "psw", "--previous", str(path), "-o", str(decide), *again]) == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"tasks": 1}
    fill(decide, {"decided": "x"})
    given = ["tasks", "psw", "--from", str(decide), "--id", "xx", "--jurisdiction", "UG", "-o", str(draft), *again]
    assert main(given) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["result"], made["path"], made["counts"]["tasks"]) == ("written", str(draft), 1)
    menu = tmp_path / "menu.xlsx"
    assert main(["menu", "psw", "-o", str(menu), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["rows"] > 0
    assert load_workbook(menu).worksheets


def test_the_same_tasks_give_the_same_bytes_whatever_the_hash_seed(workshop: Workshop, tmp_path: Path) -> None:
    code = (
        "import sys, hashlib, sswgraph as ssw\n"
        "g = ssw.load('gh')\n"
        "w = ssw.tasks(g, 'gh')\n"
        "files = [ssw.write_review(w, sys.argv[1] + '/t.xlsx')]\n"
        "files.append(ssw.write_review(ssw.menu(g, 'gh'), sys.argv[1] + '/m.xlsx'))\n"
        "files.append(ssw.write(ssw.new('xx', title='Ours'), sys.argv[1] + '/n.xlsx'))\n"
        "print([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])"
    )
    said = set()
    for seed in ("1", "77"):
        folder = tmp_path / seed
        folder.mkdir()
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)}
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)], env=surroundings, capture_output=True, text=True, check=True
        )
        said.add(done.stdout)
    assert len(said) == 1
