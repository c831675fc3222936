"""The code in docs/ runs, and its links lead somewhere."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

import sswgraph as ssw
from tests.loops import some

pytestmark = pytest.mark.docs

DOCS = Path(__file__).parent.parent / "docs"
LINKS = [
    pytest.param(page, target, id=f"{page.name} {target}")
    for page in sorted(DOCS.glob("*.md"))
    for target in dict.fromkeys(re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")))
]


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize(("page", "target"), LINKS)
def test_links_lead_somewhere(page: Path, target: str) -> None:
    assert (page.parent / target).exists()


def test_the_framework_of_the_guide_conforms_and_its_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = DOCS / "frameworks.md"
    (tmp_path / "mine.ttl").write_text(_blocks(page, "turtle")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in _blocks(page, "python"):
        exec(compile(code, page.name, "exec"), names)
    assert "xx:listening" in names["mine"]  # type: ignore[operator]
    assert (tmp_path / "mine.ttl").read_text(encoding="utf-8").startswith("@prefix ssw:")


def _pieces() -> list[str]:
    return _blocks(DOCS / "frameworks.md", "turtle")[1:]


def test_the_examples_of_the_terms_conform_and_say_what_they_are_for(tmp_path: Path) -> None:
    first, *pieces = _blocks(DOCS / "frameworks.md", "turtle")
    assert len(pieces) == 9
    path = tmp_path / "all.ttl"
    path.write_text("\n".join([first, *pieces]), encoding="utf-8")
    assert ssw.check(path).conforms, ssw.check(path)
    xx = ssw.read(path)["xx"]
    kinds = {node.kind for node in xx.elements}
    assert {
        "obligation",
        "scope-rule",
        "open-question",
        "function-need",
        "statement",
        "supervision-arrangement",
    } <= kinds
    g = ssw.CompetencyGraph([xx])
    assert g["xx:community-worker"].list_reach == "whole"
    must = g["xx:case-worker.must-report"]
    assert (must.trigger, must.within, must.force) == (("disclosure", "suspicion"), "PT24H", "law")
    assert g["xx:case-worker.rule-assess"].only_if.get("en") == "the worker has been trained for it"
    assert g["xx:referral.never-1"].criterion_kind == "not-acceptable"
    assert (g["xx:module-referral"].duration, g["xx:module-referral"].language) == ("P5D", ("en", "zu"))
    assert [one.jurisdiction for one in g.index.statements["xx:question-assess"]] == [("ZM",)]
    assert [one.id for one in g.index.suggested["xx:case-worker"]] == ["xx:case-worker.suggested-listening"]


def test_each_example_says_what_its_own_prefixes_declare() -> None:
    first = _blocks(DOCS / "frameworks.md", "turtle")[0]
    for piece in some(_pieces()):
        used = set(re.findall(r"(?<![\w:/<#-])([a-z]+):[a-zA-Z]", re.sub(r'"[^"]*"', "", piece)))
        assert used <= set(re.findall(r"@prefix ([a-z]+):", first + piece)), piece


def test_a_country_is_added_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = DOCS / "adding-a-country.md"
    monkeypatch.chdir(tmp_path)
    Path("tables").mkdir()
    for language, name in (("markdown", "sheet.md"), ("toml", "tables/xx.toml"), ("tsv", "xx.sssom.tsv")):
        (block,) = _blocks(page, language)
        Path(name).write_text(block, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["docs.encoding", "sheet.md", "--tables", "tables", "--out", "."])
    runpy.run_module("docs.encoding", run_name="__main__")
    assert capsys.readouterr().out.startswith("xx: cadre 1, competency 1, function 2, module 1, obligation 1")
    assert ssw.check("xx.ttl").conforms
    names: dict[str, object] = {}
    for code in _blocks(page, "python"):
        exec(compile(code, page.name, "exec"), names)
    said = capsys.readouterr().out
    must = "Reports any sign of harm to a child the same day to the district office."
    assert said.splitlines() == ["['Communicate and listen actively']", f"['{must}']"]


@pytest.mark.slow
def test_the_code_of_the_page_on_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in _blocks(DOCS / "documents.md", "python"):
        exec(compile(code, "documents.md", "exec"), names)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "annex.docx",
        "card.pdf",
        "ministry.docx",
        "needs.xlsx",
        "own.docx",
        "programme.docx",
        "programme.pdf",
        "to-review.docx",
        "to-sign.docx",
    ]


def test_the_picture_shows_what_the_data_say() -> None:
    draw = runpy.run_path(str(DOCS / "pictures" / "make.py"))["draw"]
    assert (DOCS / "pictures" / "tour.svg").read_text(encoding="utf-8") == draw(), "run docs/pictures/make.py"


def test_the_answers_for_planners_are_those_of_today() -> None:
    write = runpy.run_path(str(DOCS / "make_answers.py"))["write"]
    assert (DOCS / "answers.md").read_text(encoding="utf-8") == write(), "run docs/make_answers.py"
