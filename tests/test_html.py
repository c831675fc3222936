"""Pages as HTML files: directions, what runs at the head of paper, rows on a phone, and a ministry's style."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Heading, Listing, Page, Paragraph, Table
from sswgraph.render.html import document
from sswgraph.render.output import rendered
from tests.loops import some
from tests.test_word import IN_ARABIC, SENTENCES


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


_HEAD = (1).to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))  # one grey dot
_DOT = _chunk(b"IHDR", _HEAD) + _chunk(b"IDAT", zlib.compress(b"\0\x50")) + _chunk(b"IEND", b"")
PNG = b"\x89PNG\r\n\x1a\n" + _DOT
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def _page(lang: str, *blocks: Any) -> Page:
    return Page("Title", lang, blocks, "2026-11-21")


def test_two_english_sentences_in_an_arabic_cell_are_blocks_of_their_own_direction() -> None:
    table = Table("جدول", ("قول", "عدد"), ((IN_ARABIC, "في 2026-11-21"),), (1,))
    made = document(_page("ar", table, Listing((Wording(SENTENCES[0], "en", True),))))
    for sentence in some(SENTENCES):
        assert f'<span class="apart" dir="ltr">{sentence}</span>' in made
    assert '<span class="apart" dir="rtl">إحالة، لا:</span>' in made
    assert (
        f'<ul dir="ltr">\n<li><span class="apart" dir="ltr" lang="en">{SENTENCES[0]}<sup>[en]</sup></span></li>' in made
    )
    assert "في \u20662026-11-21\u2069" in made
    assert 'class="apart"' not in document(_page("en", Table("t", ("a",), ((SENTENCES[0],),))))


def test_a_row_on_a_phone_names_its_cells_and_a_matrix_keeps_its_form() -> None:
    tables = [Table("t", ("what", "how <b>"), (("listen", "well"),), shape=shape) for shape in ("list", "matrix")]
    made = document(_page("en", *tables))
    assert '<td data-label="how &lt;b&gt;">well</td>' in made
    assert made.count("data-label=") == 2
    assert made.count('class="stacked"') == 1
    assert "@media (max-width: 600px)" in made


def test_what_runs_at_the_head_of_paper_cannot_leave_its_string() -> None:
    made = document(replace(_page("en"), running='DRAFT"; } </style><script>'))
    assert '<p class="running">DRAFT&#34;; } &lt;/style&gt;&lt;script&gt;</p>' in made
    assert re.search(r"@top-center \{ color: #8a1f11; content: \"(\\[0-9a-f]{6})+\";", made)
    assert "@top-center" not in document(_page("en"))


def _style(folder: Path, text: str, **files: bytes) -> Path:
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    path = folder / "style.toml"
    path.write_text(text, encoding="utf-8")
    return path


STYLE = 'ministry = "Ministry <of> Children"\nlogo = "{logo}"\n[colours]\nheadings = "#7a1f1f"\ntable = "#dde8dd"\n'


@pytest.mark.parametrize(("name", "data"), [("crest.png", PNG), ("crest.svg", SVG)], ids=["png", "svg"])
def test_a_style_gives_name_logo_and_colours_to_pdf_and_html(name: str, data: bytes, tmp_path: Path) -> None:
    path = _style(tmp_path, STYLE.format(logo=name), **{name.replace(".", "_"): data})
    page = _page("en", Heading(2, "One"), Paragraph("text"))
    made = rendered(page, "html", template=path).decode()
    assert "Ministry &lt;of&gt; Children" in made
    assert re.search(r'<img alt="" src="data:image/(png|svg\+xml);base64,', made)
    assert "img-src data:" in made
    assert "#7a1f1f" in made
    plain, styled = rendered(page, "pdf"), rendered(page, "pdf", template=path)
    assert styled != plain
    assert styled == rendered(page, "pdf", template=path)
    assert "img-src" not in document(page)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("= 1", "is not valid TOML"),
        ("mininstry = 'x'", "mininstry: unknown key.*Did you mean 'ministry'"),
        ("ministry = 1", "ministry: a text"),
        ("fonts = 'Noto Sans'", "fonts: a list"),
        ("fonts = ['No Such Sans']", "No font 'No Such Sans'"),
        ("colours = 'red'", "colours: a table"),
        ("[colours]\nlink = '#000000'", "colours.link: unknown key"),
        ("[colours]\nheadings = 'red'", "colours.headings: a colour such as"),
        ("[colours]\nheadings = '#777777'", r"colours.headings: #777777 has a contrast of 4\.5 to white"),
        ("[colours]\ntable = '#303030'", "colours.table: .* to the text on it"),
        ("logo = '/etc/crest.png'", "logo: the path of a PNG or SVG"),
        ("logo = 'crest.gif'", "neither a PNG nor an SVG"),
        ("logo = 'none.png'", "does not exist"),
        ("logo = 'large.png'", r"logo: large\.png has 6\.0 MB; at most 5 MB"),
        ("logo = 'bomb.png'", "90,000 × 90,000 pixels"),
        ("logo = 'text.png'", "is not a PNG"),
        ("logo = 'run.svg'", "a script, an entity or an external link"),
        ("logo = 'fetch.svg'", "a script, an entity or an external link"),
    ],
)
def test_a_style_that_cannot_be_used_is_told_by_its_key(text: str, problem: str, tmp_path: Path) -> None:
    wide = PNG[:16] + (90_000).to_bytes(4, "big") * 2 + PNG[24:]
    run = SVG.replace(b"<rect", b"<script>x</script><rect")
    fetch = SVG.replace(b"<rect", b'<image href="http://example.org/x.png"/><rect')
    path = _style(
        tmp_path, text, large_png=b"\0" * 6_000_000, bomb_png=wide, text_png=b"text", run_svg=run, fetch_svg=fetch
    )
    with pytest.raises(InputError, match=problem):
        ssw.save(_page("en"), tmp_path / "x.pdf", template=path)
    assert not (tmp_path / "x.pdf").exists()
