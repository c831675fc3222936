"""Two languages side by side: every text once, in order, marked where it was never translated, in every format."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.model import Curriculum
from sswgraph.model.text import Wording
from sswgraph.pages.bilingual import beside
from sswgraph.pages.blocks import Heading, Notice, Page, Paragraph, Table
from sswgraph.pages.page import page_beside, page_of
from sswgraph.render.output import rendered
from tests.loops import some

CADRE = "za:social-auxiliary-worker"


@pytest.fixture(scope="module")
def made() -> Curriculum:
    return ssw.curriculum(ssw.load("za"), CADRE, lang="fr")


def _rows(page: Page) -> list[tuple[str, ...]]:
    return [row for block in page.blocks if isinstance(block, Table) for row in block.rows]


def test_each_text_stands_once_beside_its_translation(made: Curriculum) -> None:
    rows = _rows(page_beside(made, "fr", "en"))
    pairs = [(one.partition("\n")[0], two) for _, one, two, _ in rows]
    assert len(pairs) == len(set(pairs))
    assert [number for number, *_ in rows] == [str(n) for n in range(1, len(rows) + 1)]
    limits = [limit.text for limit in made.limits]
    said = [(text.render("fr").split(" :")[0][:20], text.render("en")[:20]) for text in limits]
    for french, english in some(said):
        assert any(one.startswith(french) and two.startswith(english) for one, two in pairs), english


def test_limits_are_the_first_chapter_to_review(made: Curriculum) -> None:
    page = page_beside(made, "fr", "en")
    chapters = [block.text for block in page.blocks if isinstance(block, Heading)]
    own = [block.text for block in page_of(made, "fr").blocks if isinstance(block, Heading) and block.level == 2]
    assert chapters[0] == own[0]
    assert chapters == [text for text in own if text in chapters]


def test_what_was_never_translated_stays_and_is_marked_and_what_has_no_language_goes(made: Curriculum) -> None:
    rows = _rows(page_beside(made, "ar", "en"))
    same = [one for _, one, two, _ in rows if one.partition("\n")[0] == two]
    assert same
    assert all(isinstance(one, Wording) and one.fell_back and one.lang == "en" for one in same)


def test_what_only_one_page_has_stands_alone() -> None:
    one = Page("T", "fr", (Notice("avis"), Heading(2, "Un"), Paragraph("a"), Paragraph("b")))
    other = Page("T2", "en", (Heading(2, "One"), Paragraph("c")))
    pairs = [row[1:3] for row in _rows(beside(one, other))]
    assert pairs == [("T", "T2"), ("avis", ""), ("Un", "One"), ("a", "c"), ("b", "")]


@pytest.mark.slow
def test_each_side_says_its_language_in_word_and_on_the_web(made: Curriculum) -> None:
    document = docx.Document(io.BytesIO(rendered(made, "docx", lang="ar", beside="en")))
    row = next(row for table in document.tables for row in table.rows if "Curriculum: " in row.cells[2].text)
    assert 'w:lang w:val="en"' in row.cells[2].paragraphs[0]._p.xml
    html = rendered(made, "html", lang="ar", beside="en").decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<span class="apart" dir="ltr" lang="en">Curriculum: ' in html
    assert rendered(made, "pdf", lang="fr", beside="en") == rendered(made, "pdf", lang="fr", beside="en")


@pytest.mark.parametrize(
    ("lang", "second", "ending", "said"),
    [
        ("fr", "FR", "html", "Two different languages are needed"),
        (None, "fr", "html", "Two different languages are needed"),
        ("fr", "eng lish", "html", "language"),
        ("fr", "en", "json", "Leave out 'beside'"),
    ],
)
def test_bad_input_is_refused_and_nothing_written(
    made: Curriculum, tmp_path: Path, lang: str | None, second: str, ending: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        ssw.save(made, tmp_path / f"x.{ending}", lang=lang, beside=second)
    assert not list(tmp_path.iterdir())


def test_a_page_has_one_language(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Two different languages"):
        ssw.save(Page("T", "fr", ()), tmp_path / "x.html", beside="en")
