"""docs/adding.md: what another package adds, installed as the page says and used by the public functions."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages
from sswgraph.pages.blocks import Heading, Page
from sswgraph.pages.writer import Writer
from tests.loops import some

pytestmark = pytest.mark.docs
PAGE = (Path(__file__).parent.parent / "docs" / "adding.md").read_text(encoding="utf-8")
ROLE = "psw:para-social-worker"
BROKEN = 'def nothing(graph, subject, lang):\n    return "no page"\n'


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package of the page, as an installer would leave it."""
    code = "\n".join(some(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)))
    points = "\n".join(some(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))).replace("project.entry-points.", "")
    points = re.sub(r'\["(.*?)"\]', r"[\1]", points).replace('"', "")
    points = points.replace("[sswgraph.documents]\n", "[sswgraph.documents]\nbroken = my_package:nothing\n")
    (tmp_path / "my_package.py").write_text(f"{code}\n\n{BROKEN}", encoding="utf-8")
    info = tmp_path / "my_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield tmp_path
    sys.modules.pop("my_package", None)


def test_a_kind_is_listed_without_being_loaded_and_makes_a_page(installed: Path, g: CompetencyGraph) -> None:
    assert "home-visit" in ssw.document_kinds()
    assert "my_package" not in sys.modules
    page = ssw.document(g, "home-visit", ROLE)
    assert isinstance(page, Page)
    assert page.title == "Before a home visit: para social worker"
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    assert headings == ["What must be done", "Conditions and limits", "What may be done on a visit"]
    for ending in ("html", "md", "json"):
        assert ssw.save(page, installed / f"page.{ending}").stat().st_size > 1000


def test_what_a_language_lacks_stands_in_english_and_is_marked(installed: Path, g: CompetencyGraph) -> None:
    page = ssw.document(g, "home-visit", ROLE, lang="fr")
    assert isinstance(page, Page)
    assert page.title.startswith("Avant une visite à domicile")
    (tasks,) = [block.text for block in page.blocks if isinstance(block, Heading) and block.text.startswith("What may")]
    assert (getattr(tasks, "lang", ""), getattr(tasks, "fell_back", False)) == ("en", True)
    assert "anglais" in str(page).splitlines()[-1]


def test_bad_subjects_and_kinds_are_told(installed: Path, g: CompetencyGraph) -> None:
    with pytest.raises(UnknownElementError):
        ssw.document(g, "home-visit", "psw:nobody")
    with pytest.raises(InputError, match="Did you mean 'home-visit'"):
        ssw.document(g, "home-visits", ROLE)
    with pytest.raises(InputError, match=r"my_package:nothing.*returned a str; it must return a page"):
        ssw.document(g, "broken", ROLE)
    with pytest.raises(InputError, match="language"):
        ssw.document(g, "home-visit", ROLE, lang="not a language")


def test_a_format_is_listed_and_writes_every_document(installed: Path, g: CompetencyGraph) -> None:
    assert "gmi" in ssw.formats()
    made = ssw.save(ssw.document(g, "home-visit", ROLE), installed / "page.gmi").read_text(encoding="utf-8")
    assert made.startswith("# Before a home visit: para social worker\n")
    assert "## Conditions and limits" in made


def test_without_the_package_there_is_neither(g: CompetencyGraph) -> None:
    assert "home-visit" not in ssw.document_kinds()
    assert "gmi" not in ssw.formats()


def test_own_words_fall_back_text_by_text_and_know_regions() -> None:
    words = {"en": {"one": "One {n}", "two": "Two"}, "fr": {"one": "Un {n}"}}
    assert Writer("fr-CD", own_words=words).own("one", n=1) == "Un 1"
    fell = Writer("fr-CD", own_words=words).own("two")
    assert (fell, getattr(fell, "fell_back", False)) == ("Two", True)
    assert not getattr(Writer("en", own_words=words).own("two"), "fell_back", False)
    with pytest.raises(KeyError):
        Writer("en", own_words=words).own("three")


def test_nothing_that_ships_falls_back() -> None:
    for lang in some(languages()):
        assert not getattr(Writer(lang, "kinds").own("rules-none"), "fell_back", False)
