"""The code in docs/ runs, and its links lead somewhere."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(DOCS.glob("*.md"))


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_framework_of_the_guide_conforms_and_its_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = DOCS / "frameworks.md"
    (tmp_path / "mine.ttl").write_text(_blocks(page, "turtle")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in _blocks(page, "python"):
        exec(compile(code, page.name, "exec"), names)
    assert "xx:listening" in names["mine"]  # type: ignore[operator]
    assert (tmp_path / "mine.ttl").read_text(encoding="utf-8").startswith("@prefix ssw:")


def test_the_code_of_the_page_on_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in _blocks(DOCS / "documents.md", "python"):
        exec(compile(code, "documents.md", "exec"), names)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "card.pdf",
        "ministry.docx",
        "needs.xlsx",
        "own.docx",
        "programme.docx",
        "programme.pdf",
        "to-review.docx",
    ]


def test_the_picture_shows_what_the_data_say() -> None:
    draw = runpy.run_path(str(DOCS / "pictures" / "make.py"))["draw"]
    assert (DOCS / "pictures" / "tour.svg").read_text(encoding="utf-8") == draw(), "run docs/pictures/make.py"
