"""Pictures: well-formed, alone, safe, the same bytes, and saying in words what they draw."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from pypdf import PdfReader

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownFormatError
from sswgraph.messages import languages
from sswgraph.model import Text
from sswgraph.model.coverage import MATRIX
from sswgraph.pages.blocks import Heading, Page, Paragraph, Picture
from sswgraph.pages.pictures import countries, gap, plan, routes
from sswgraph.pages.pictures.coverage import MOST_COLUMNS, MOST_ROWS
from sswgraph.pages.pictures.svg import SHADES, ink_on
from sswgraph.render.output import rendered
from tests import samples
from tests.loops import some

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("countries", "coverage", "routes", "gap", "plan", "team", "element")
DAY = "2026-11-21"


def _sample(kind: str, text: str) -> Any:
    between, way = samples.with_text(text)
    made: dict[str, Any] = {"countries": samples.countries(reference_label=Text.of(en=text))}
    made |= {"coverage": samples.coverage(text), "routes": samples.routes(text), "gap": between, "plan": way}
    made["team"] = samples.team(text)
    return made.get(kind, samples.cadre())


def _words(svg: str) -> str:
    return " ".join(" ".join(part.itertext()) for part in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_becomes_markup_and_nothing_comes_from_elsewhere(kind: str, text: str) -> None:
    drawn = ssw.picture(_sample(kind, text))
    root = ElementTree.fromstring(drawn)
    tags = {part.tag.removeprefix(SVG) for part in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "text", "path", "line"}
    names = {name for part in root.iter() for name in part.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name in ("style", "src", "class")]
    assert not re.search(r"url\(|@import|<!", drawn)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_has_a_title_and_words_that_say_the_same(kind: str, lang: str) -> None:
    root = ElementTree.fromstring(ssw.picture(_sample(kind, "listening"), lang))
    assert root.get("role") == "img"
    assert [part.tag for part in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    title, told = (str(part.text) for part in list(root)[:2])
    assert title.strip("\u2067\u2069")
    assert len(told) > len(title)


def test_words_tell_what_is_drawn(g: ssw.CompetencyGraph) -> None:
    found = ssw.coverage(g, "psw")
    drawn = ssw.picture(found)
    told = str(list(ElementTree.fromstring(drawn))[1].text)
    assert f"with one cadre: {len(found.single)}; with several: {len(found.duplicated)}" in told
    words = _words(drawn)
    assert words.count("one cadre") == len(found.single)
    assert words.count("several cadres") == len(found.duplicated)
    assert len(re.findall(r"●(?! its)[SIADR]?(?= )", words)) >= sum(cell.competence == "yes" for cell in found.matrix)


def test_marks_are_letters_too_and_can_be_read_on_their_ground() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        darker, lighter = sorted((light(one), light(other)))
        return (lighter + 0.05) / (darker + 0.05)

    assert [light(one) for one in SHADES] == sorted((light(one) for one in SHADES), reverse=True)
    for shade in SHADES:
        assert contrast(shade, ink_on(shade)) >= 4.5


def test_a_picture_of_everything_says_what_has_no_room(g: ssw.CompetencyGraph) -> None:
    found = ssw.coverage(g)
    words = _words(ssw.picture(found))
    assert f"Shown: {MOST_ROWS} of {len(found.functions)} functions, {MOST_COLUMNS} of {len(found.cadres)}" in words
    assert words.count("!") >= len(found.accountable)
    assert f"Shown: {MOST_ROWS} of {len(found.functions)} functions" in _told(ssw.picture(found))


def _told(svg: str) -> str:
    """The alternative text."""
    return str(list(ElementTree.fromstring(svg))[1].text)


def _many(kind: str, n: int) -> Any:
    """A result with so many rows."""
    if kind == "gap":
        return samples.gap(items=tuple(replace(samples.gap().items[0], competency=f"x{i}:a") for i in range(n)))
    if kind == "plan":
        return samples.plan(lines=tuple(samples.step(f"m{i}") for i in range(n)))
    found = samples.routes()
    return type(found)([*found][:1] * n, found.question)


@pytest.mark.parametrize(("kind", "most"), [("gap", gap.MOST), ("plan", plan.MOST), ("routes", routes.MOST)])
def test_what_has_no_room_is_counted_in_the_picture_and_in_its_words(kind: str, most: int) -> None:
    for n in (most - 1, most):
        drawn = ssw.picture(_many(kind, n))
        assert "Not drawn" not in drawn
    for n in (most + 1, most + 7):
        drawn = ssw.picture(_many(kind, n))
        assert f"Not drawn: {n - most} more" in _words(drawn)
        assert _told(drawn).endswith(f" Not drawn: {n - most} more.")
        heights = [float(part.get("y", 0)) for part in ElementTree.fromstring(drawn).iter(f"{SVG}text")]
        assert max(heights) < float(ElementTree.fromstring(drawn).get("height", 0))


def test_the_marks_of_countries_say_what_their_shades_say_and_the_words_count_them(g: ssw.CompetencyGraph) -> None:
    found = ssw.compare_countries(g, ["cd", "ug"])
    drawn = ssw.picture(found)
    words, told = _words(drawn), _told(drawn)
    for mark, sign in some(countries.MARKS.items()):
        cells = [cell for row in found.concepts for cell in row.cells if cell.mark == mark]
        assert words.count(sign) == len(cells) + 1, "one stands in the legend"
    for place, name in enumerate(("cd", "ug")):
        near = sum(row.cells[place].mark == "near" for row in found.concepts)
        assert f"{name}: " in told
        assert f"wider, narrower or on its topic {near}" in told.partition(f"{name}: ")[2].partition(" – ")[0]


def test_countries_and_concepts_without_room_are_counted() -> None:
    one = samples.countries()
    wide = countries.MOST_COLUMNS + 2
    row = one.concepts[0]
    rows = tuple(replace(row, concept=f"xx:{n}", cells=(row.cells[0],) * wide) for n in range(countries.MOST_LINES + 3))
    drawn = ssw.picture(samples.countries(countries=(one.countries[0],) * wide, concepts=rows))
    assert "Not drawn: 6 more" in _words(drawn), "two countries, and four concepts: a line is that of the domain"


def test_a_gap_is_drawn_by_domain_where_a_graph_is_given(g: ssw.CompetencyGraph) -> None:
    between = ssw.gap(g, "psw:foundation", "psw:lead")
    assert "Work in the community" in _words(ssw.picture(between, graph=g))
    assert "Work in the community" not in _words(ssw.picture(between))


def test_an_element_is_drawn_with_what_speaks_of_it(g: ssw.CompetencyGraph) -> None:
    words = _words(ssw.picture(g["psw:supervisor"], graph=g))
    assert "Supervise para social workers" in words
    assert "lead para social worker" not in _words(ssw.picture(g["psw:supervisor"]))


@pytest.mark.slow
def test_the_bytes_are_the_same_whatever_the_hash_seed() -> None:
    code = (
        "import sys, hashlib, sswgraph as s; g = s.load('psw', 'asean-sp', 'za')\n"
        "c, r = s.coverage(g), s.routes(g, 'psw:foundation', 'asean-sp:social-worker', 5, as_of='2026-11-21')\n"
        "p = s.gap(g, [], 'za:social-auxiliary-worker'); w = s.plan(g, p, as_of='2026-11-21')\n"
        "said = [s.picture(c), s.picture(r), s.picture(p, graph=g), s.picture(w), s.picture(g['psw:lead'], graph=g)]\n"
        "said += [str(c), str(r), str(s.to_plain(c)), str(s.to_plain(r)), str(s.to_plain(s.numbers(g)))]\n"
        "t = s.team(g, {'W2': [], 'W1': 'psw:foundation'}, 'psw:lead', as_of='2026-11-21')\n"
        "said += [s.picture(t), str(t), str(s.to_plain(t))]\n"
        "print(hashlib.sha256(''.join(said).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(found) == 1


@pytest.mark.parametrize("kind", ["countries", "coverage", "routes", "team"])
def test_pages_in_html_have_the_picture_and_others_its_words(kind: str) -> None:
    value = _sample(kind, "<b>listening</b>")
    html = rendered(value, "html").decode()
    assert ssw.picture(value) in html
    assert "<b>listening" not in html
    assert html.count("<svg") == 1
    told = str(list(ElementTree.fromstring(ssw.picture(value)))[1].text)
    assert " ".join(told.split())[:60] in " ".join(str(value).split())


def test_the_rows_of_the_picture_are_those_of_the_table() -> None:
    found = samples.coverage()
    assert [line["function"] for line in found.rows()] == ["xx:listen", "xx:listen", "xx:visit", "xx:write"]
    assert len(MATRIX) == len(found.rows()[0])


@pytest.mark.parametrize(
    ("value", "told"),
    [(samples.report(), "no picture of a report"), ("psw", "no picture of a str"), (None, "no picture of a NoneType")],
)
def test_what_has_no_picture_is_told(value: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        ssw.picture(value)


def test_what_is_no_language_is_told() -> None:
    with pytest.raises(InputError, match="english"):
        ssw.picture(samples.gap(), "english")


TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="900"><rect width="100" height="900"/></svg>'


def test_a_picture_is_saved_by_its_ending(tmp_path: Path) -> None:
    g = ssw.load("psw")
    gap = ssw.gap(g, [], "psw:foundation")
    drawn = ssw.picture(gap, "fr")
    for value, name in ((gap, "gap.svg"), (drawn, "drawn.svg")):
        assert ssw.save(value, tmp_path / name, lang="fr").read_text(encoding="utf-8") == drawn
    with pytest.raises(UnknownFormatError, match=r"Known: .*\.svg\."):
        ssw.save(gap, tmp_path / "gap.png")
    with pytest.raises(UnknownFormatError, match="Nothing here writes 'svg'"):
        ssw.save(ssw.frameworks(), tmp_path / "list.svg")
    with pytest.raises(InputError, match="graph is a CompetencyGraph"):
        ssw.picture(gap, graph="psw")  # type: ignore[arg-type]


@pytest.mark.parametrize("svg", [None, TALL])
def test_pictures_stand_in_pdf_and_word_with_the_words_that_say_the_same(svg: str | None, tmp_path: Path) -> None:
    said = "A plan: first, 20 hours; second, 30 hours"
    drawn = Picture(said, svg or ssw.picture(ssw.coverage(ssw.load("psw"), "psw", as_of="2026-11-28")))
    page = Page("Title", "en", (Heading(2, "Picture"), drawn, Paragraph("After it.")), "2026-11-28")
    pdf = ssw.save(page, tmp_path / "a.pdf")
    assert pdf.read_bytes() == ssw.save(page, tmp_path / "b.pdf").read_bytes()
    reader: Any = PdfReader(pdf)
    assert len(reader.pages) <= 3
    assert said in "".join(_alternatives(reader.trailer["/Root"]["/StructTreeRoot"]))
    word = ssw.save(page, tmp_path / "a.docx")
    assert word.read_bytes() == ssw.save(page, tmp_path / "b.docx").read_bytes()
    document = docx.Document(str(word))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == said
    section: Any = document.sections[0]
    assert shape.height <= section.page_height - section.top_margin - section.bottom_margin
    assert shape.width <= section.page_width - section.left_margin - section.right_margin


def _alternatives(part: Any) -> Iterator[str]:
    """The alternative texts of figures in the tag tree of a PDF."""
    part = part.get_object() if hasattr(part, "get_object") else part
    if isinstance(part, list):
        for one in part:
            yield from _alternatives(one)
    elif isinstance(part, dict):
        if part.get("/S") == "/Figure":
            yield str(part.get("/Alt", ""))
        yield from _alternatives(part.get("/K", []))
