"""From an empty workbook to a checked framework, its gap, plan and role card, as somebody who knows Excel only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.cli import main
from tests.loops import some

ABLE = (
    "Listen to a child",
    "Notice signs of harm",
    "Report harm",
    "Visit a family safely",
    "Write down what was seen",
    "Refer to a service",
    "Keep what is told confidential",
    "Speak with a parent in anger",
    "Know one's own limits",
    "Prepare for supervision",
)
COURSES = ("Children first", "Home visits", "Writing and referring", "Working with a supervisor")
SHEETS: dict[str, list[dict[str, Any]]] = {
    "Source": [{"Name (en)": "Manual for aides, 2027"}],
    "Function": [{"Name (en)": "Visit families at home"}, {"Name (en)": "Decide that a child is removed"}],
    "Cadre": [
        {
            "Name (en)": "Family aide",
            "Performs": "Visit families at home",
            "Tier": "entry",
            "Source": "Manual for aides, 2027",
        },
        {"Name (en)": "Social worker"},
    ],
    "Competency": [
        {"Name (en)": name, "Source": "Manual for aides, 2027", "Place in the source": f"p. {page}"}
        for page, name in enumerate(ABLE, 4)
    ],
    "Requirement": [
        {"Cadre": "Family aide", "Competency": name, "Necessity": "essential", "Source": "Manual for aides, 2027"}
        for name in ABLE
    ],
    "Obligation": [
        {
            "Name (en)": "Report harm on the same day",
            "Cadre": "Family aide",
            "When": "disclosure",
            "Act (en)": "report harm to a child",
            "Within": "1 day",
            "Report to": "Social worker",
        }
    ],
    "Scope rule": [
        {
            "Cadre": "Family aide",
            "Function": "Decide that a child is removed",
            "Authority": "not permitted",
            "Refer to": "Social worker",
        }
    ],
    "Supervision arrangement": [
        {"Supervised": "Family aide", "Supervisor": "Social worker", "Frequency (en)": "every two weeks"}
    ],
    "Eligibility condition": [
        {"Name (en)": "Police clearance", "Condition of": "Family aide", "Kind of condition": "clearance"}
    ],
    "Module": [{"Name (en)": name, "Notional hours": 20 + 5 * at} for at, name in enumerate(COURSES)],
    "Learning outcome": [
        {"Outcome of": COURSES[at % 4], "Competency": name, "Extent": "whole", "Source": "Manual for aides, 2027"}
        for at, name in enumerate(ABLE)
    ],
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of ``sswgraph new``, filled in below its headings, over the rows of example."""
    target = tmp_path_factory.mktemp("first") / "xx.xlsx"
    assert main(["new", "xx", "--title", "Family aides", "--jurisdiction", "UG", "-o", str(target)]) == 0
    workbook = load_workbook(target)
    for name, said in SHEETS.items():
        sheet = workbook[name]
        columns: dict[Any, Any] = {cell.value: cell.column for cell in sheet[1]}
        for cell in sheet[2]:
            if cell.column != 1:
                cell.value = None
        for at, cells in enumerate(said, 2):
            for heading, text in cells.items():
                sheet.cell(at, columns[heading]).value = text
    workbook.save(target)
    return target


def test_it_is_valid_at_the_first_check(path: Path) -> None:
    report = ssw.check(path)
    assert [str(one) for one in report.of_severity("violation")] == []


def test_its_rows_are_elements_with_ids_from_their_names(path: Path) -> None:
    made = ssw.read(path)["xx"]
    assert {kind: len(made.of_kind(kind)) for kind in ("cadre", "competency", "module", "outcome")} == {
        "cadre": 2,
        "competency": 10,
        "module": 4,
        "outcome": 10,
    }
    (rule,) = made.of_kind("scope-rule")
    assert (rule.cadre, rule.authority) == ("xx:family-aide", "not-permitted")
    for one in some([*made.of_kind("competency")]):
        assert (one.evidence[0].basis, one.evidence[0].source) == ("stated", "xx:manual-for-aides-2027")


def test_it_answers_gap_and_plan_and_gives_a_role_card(path: Path, tmp_path: Path) -> None:
    g = ssw.read(path)
    gap = ssw.gap(g, [], "xx:family-aide")
    plan = ssw.plan(g, gap)
    assert set(plan.modules) == {
        f"xx:{name}" for name in ("children-first", "home-visits", "writing-and-referring", "working-with-a-supervisor")
    }
    card = ssw.document(g, "role-card", "xx:family-aide")
    said = str(card)
    assert "Decide that a child is removed" in said
    card_file = tmp_path / "card.html"
    assert main(["document", "role-card", "xx:family-aide", "--load", str(path), "-o", str(card_file)]) == 0
    assert card_file.is_file()


def test_the_turtle_of_the_page_is_what_the_workbook_says(path: Path, tmp_path: Path) -> None:
    """docs/my-first-framework.md shows the same rows as Turtle."""
    import re

    page = (Path(__file__).parent.parent / "docs" / "my-first-framework.md").read_text(encoding="utf-8")
    (turtle,) = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    (tmp_path / "xx.ttl").write_text(turtle, encoding="utf-8")
    assert ssw.check(tmp_path / "xx.ttl").conforms
    shown, made = ssw.read(tmp_path / "xx.ttl")["xx"], ssw.read(path)["xx"]
    ours = {one.id: one for one in made.elements}
    named = [one for one in shown.elements if one.id in ours]
    assert len(named) >= 7
    for one in some(named):
        for name in ("label", "performs", "needs", "notional_hours", "trigger", "within", "report_to", "authority"):
            assert getattr(one, name, None) == getattr(ours[one.id], name, None), (one.id, name)


def test_the_items_of_a_published_document_become_a_framework_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "yy.xlsx"
    command = ["new", "yy", "--title", "What was published", "--published", "A framework", "--edition", "2024"]
    assert main([*command, "-o", str(path)]) == 0
    workbook = load_workbook(path)
    shown = [sheet.title for sheet in workbook if sheet.sheet_state == "visible"]
    assert "Guiding principle" in shown
    assert not {"Obligation", "Module"} & {*shown}
    sheet = workbook["Competency"]
    first = ["Code", "Name (en)", "Place in the source", "Excerpt (en)", "Source"]
    assert [cell.value for cell in sheet[1]][1:6] == first
    for number, row in enumerate([("C1", "Listen to a child", "12", None), ("C2", "Write it down", None, None)], 2):
        for at in range(1, sheet.max_column + 1):
            sheet.cell(number, at).value = row[at - 2] if 2 <= at < 6 else None
    workbook.save(path)
    g = ssw.read(path, base=ssw.load("psw"))
    made = g["yy"]
    assert (made.edition, "not passed on" in str(made.rights)) == ("2024", True)
    (one, two) = made.of_kind("competency")
    assert (one.notation, one.evidence[0].basis, one.evidence[0].source) == ("C1", "stated", "yy:publication")
    assert (one.evidence[0].locator, two.evidence[0].basis) == ("12", "draft")
    assert "yy:listen-to-a-child" in {pair.subject for pair in ssw.align(g, "yy", "psw").proposed}


def test_a_template_of_a_published_document_needs_its_title_and_speaks_its_language() -> None:
    with pytest.raises(ssw.errors.InputError, match="title of the document"):
        ssw.new("yy", title="What was published", published=" ")
    assert "document publié" in str(
        ssw.new("yy", title="Titre", lang="fr-CD", published="Référentiel").rights.get("fr")
    )
    assert "published" in str(ssw.new("yy", title="Titel", lang="de", published="Rahmen").rights.get("en"))
