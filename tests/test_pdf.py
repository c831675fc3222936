"""PDF documents, read back by pypdf: tagged for PDF/UA, in their language, whole; what no font has is listed."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

import sswgraph as ssw
from docs import make_contact_sheet
from sswgraph.errors import MissingExtraError
from sswgraph.graph import CompetencyGraph
from sswgraph.model.papers import PAPERS
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Picture, Table
from sswgraph.pages.page import page_of
from sswgraph.render.fonts import STAND_IN, SignsWarning
from sswgraph.render.output import rendered
from sswgraph.render.pdf import render
from sswgraph.render.pdf_tags import naming_cells, with_row_headers
from tests import samples
from tests.loops import some
from tests.test_word import IN_ARABIC, SENTENCES

ROOT = Path(__file__).parent.parent
AUXILIARY = "za:auxiliary-child-and-youth-care-worker"
CADRES = (AUXILIARY, "cycw:advanced", "psw:para-social-worker", "ug:para-social-worker")


def _read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def _text(data: bytes) -> str:
    """The text without spaces and line ends, since a table breaks ids wherever there is room."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in _read(data).pages))


def _page(lang: str, *blocks: Any) -> Page:
    return Page("Title", lang, blocks, "2026-11-21")


@pytest.mark.slow
@pytest.mark.parametrize(("cadre", "lang"), [*((c, "en") for c in CADRES), (AUXILIARY, "fr"), (AUXILIARY, "ar")])
def test_a_curriculum_is_tagged_in_its_language_and_whole(g: CompetencyGraph, cadre: str, lang: str) -> None:
    made = ssw.curriculum(g, cadre, lang=lang)
    data = rendered(made, "pdf", detail="full")
    root: Any = _read(data).trailer["/Root"]
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    if lang == "ar":  # what is read back of a page with two directions is in no certain order
        return
    said = _text(data)
    ids = [*(line.competency for line in made.competencies), *(one.module.id for one in made.modules)]
    for one in some([*ids, *(c.id for c in made.conditions), *(limit.id for limit in made.limits)]):
        assert one in said


def test_gap_and_plan_make_pdfs_too(g: CompetencyGraph) -> None:
    between = ssw.gap(g, AUXILIARY, "za:social-auxiliary-worker")
    way = ssw.plan(g, between, as_of=date(2026, 11, 21))
    for value in (between, way):
        assert "za:social-auxiliary-worker" in _text(rendered(value, "pdf", detail="full"))


@pytest.mark.parametrize(("day", "told"), [("", False), ("2026-11-21", True)])
def test_a_pdf_tells_the_day_of_its_data_and_no_other(day: str, told: bool) -> None:
    data = render(Page("Title", "en", (Paragraph("text"),), day))
    info: Any = _read(data).metadata or {}
    assert ("20261121" in str(info.get("/CreationDate"))) is told
    assert "1980" not in str(info)
    assert b">1980-" not in data
    assert "/Author" not in info


def test_every_block_and_every_shape_of_table_is_set() -> None:
    many = tuple(f"module-{n:02}" for n in range(12))
    blocks = (
        Notice("a plain notice", "plain"),
        Heading(2, "first"),
        Facts((("name", "value"),)),
        Listing(("one", "two"), ordered=True),
        Listing(("three",)),
        Table("list", ("a", "b"), (("x\nsmall", "1"),), (1,)),
        Heading(2, "second"),
        Paragraph("lead"),
        Table("matrix", ("c", *many), (("x", *["X"] * 12),), shape="matrix"),
        Heading(4, "deep"),
        Table("form", ("a", "b"), (("Name", ""),), shape="form"),
        Details("folded", (Paragraph("inside"),)),
        Heading(2, "third"),
    )
    data = render(_page("en", *blocks))
    said = _text(data)
    for word in ("aplainnotice", "value", "1.one", "three", "small", "module-11", "deep", "Name", "folded", "inside"):
        assert word in said
    shapes = [page.mediabox.width > page.mediabox.height for page in _read(data).pages]
    assert shapes == [False, True, False]


# A subject for each kind of document; every other kind is about the auxiliary worker.
_SUBJECTS = {
    "module-descriptor": "za:social-auxiliary-worker",
    "syllabus": "za:98890-km-01",
    "framework-handbook": "psw",
}


def _document(g: CompetencyGraph, kind: str) -> Any:
    if kind == "curriculum":
        return ssw.curriculum(g, AUXILIARY, lang="ar")
    if kind == "comparison":
        return ssw.compare(g, "psw", "cd")
    between = ssw.gap(g, AUXILIARY, "za:social-auxiliary-worker")
    if kind in ("gap", "plan"):
        return between if kind == "gap" else ssw.plan(g, between, as_of=date(2026, 11, 21))
    return ssw.document(g, kind, _SUBJECTS.get(kind, AUXILIARY))


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Details):
            yield from _tables(block.blocks)


def _elements(node: Any) -> Iterator[Any]:
    """Every element of a tag tree, from its root down."""
    node = node.get_object()
    if isinstance(node, list):
        for part in node:
            yield from _elements(part)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node["/K"])


def _attributes(element: Any) -> dict[str, Any]:
    """What a cell says of its place in the table."""
    return next(dict(one.get_object()) for one in element["/A"] if one.get_object()["/O"] == "/Table")


def _assert_tables_are_tagged(value: Any) -> int:
    """Every table of the page is one in the tag tree: row by row, each cell with its header; how many there are."""
    tables = list(_tables(page_of(value).blocks))
    root: Any = _read(rendered(value, "pdf", detail="full")).trailer["/Root"]
    elements = list(_elements(root["/StructTreeRoot"]))
    found = Counter(element["/S"] for element in elements)
    assert found["/Table"] == found["/THead"] == found["/TBody"] == len(tables)
    assert found["/TR"] == sum(1 + len(table.rows) for table in tables)
    named = sum(column is not None for naming in naming_cells(page_of(value).blocks) for column in naming)
    assert found["/TH"] == sum(len(table.header) for table in tables) + named
    assert found["/TD"] == sum(len(row) for table in tables for row in table.rows) - named
    assert found["/Caption"] == sum(bool(table.caption) for table in tables)
    drawn = sum(isinstance(block, Picture) for block in page_of(value).blocks)
    assert found["/Figure"] == drawn, "no figure but pictures"
    heads = {element["/ID"]: _attributes(element)["/Scope"] for element in elements if element["/S"] == "/TH"}
    assert len(heads) == found["/TH"]
    assert Counter(heads.values())["/Row"] == named
    tree = root["/StructTreeRoot"].get("/IDTree", {"/Names": []})
    ids = [one for one in tree["/Names"] if isinstance(one, (str, bytes))]
    assert ids == sorted(heads), "the tree of names is sorted and whole"
    for row in (element for element in elements if element["/S"] == "/TR"):
        cells = [cell.get_object() for cell in row["/K"]]
        own = [c["/ID"] for c in cells if c["/S"] == "/TH" and heads[c["/ID"]] == "/Row"]
        for cell in (cell for cell in cells if cell["/S"] == "/TD"):
            column, *more = _attributes(cell)["/Headers"]
            assert heads[column] == "/Column"
            assert more == own
    return len(tables)


def test_the_cell_that_names_a_row_is_its_header_and_an_empty_one_is_none() -> None:
    table = Table("t", ("no", "what", "why"), (("1", "listen", "so"), ("2", "", "")), (0,))
    page = _page("en", Heading(2, "first"), Details("more", (table,)))
    assert _assert_tables_are_tagged(page) == 1
    data = rendered(page, "pdf")
    root: Any = _read(data).trailer["/Root"]
    elements = _elements(root["/StructTreeRoot"])
    rows = [[cell.get_object()["/S"] for cell in row["/K"]] for row in elements if row["/S"] == "/TR"]
    assert rows == [["/TH", "/TH", "/TH"], ["/TD", "/TH", "/TD"], ["/TD", "/TD", "/TD"]]
    assert with_row_headers(b"no PDF", [(0,)]) == b"no PDF"
    assert with_row_headers(data, []) == data


@pytest.mark.parametrize("kind", [*ssw.document_kinds(), "curriculum", "gap", "plan", "comparison"])
def test_the_tables_of_every_kind_of_document_are_tables_to_a_screen_reader(g: CompetencyGraph, kind: str) -> None:
    found = _assert_tables_are_tagged(_document(g, kind))
    row = PAPERS.get(kind)
    brief = row is not None and (row.short or row.size == "large")
    assert found >= (0 if brief else 4)


@pytest.mark.parametrize("name", sorted(samples.everything()))
def test_the_tables_of_every_result_are_tables_to_a_screen_reader(name: str) -> None:
    assert _assert_tables_are_tagged(samples.everything()[name]) > 0


def test_no_page_ends_in_a_heading_or_in_the_head_of_a_table() -> None:
    parts: list[Any] = []
    for n in range(60):
        rows = tuple(("cell", "text " * 9) for _ in range(2 + n % 5))
        parts += [Heading(2 + n % 2, f"heading {n}"), Paragraph("word " * (13 * (n % 7))), Heading(3, f"lower {n}")]
        parts += [Table(f"caption {n}", ("head", "of it"), rows)]
    pages = [one.extract_text().strip().split("\n") for one in _read(render(_page("en", *parts))).pages]
    assert len(pages) > 8
    for lines in some(pages[1:-1]):
        assert not re.fullmatch(r"(heading|lower) \d+|Table .*|head.*of it", lines[-2].strip()), lines[-3:]
        assert len(lines) > 10


@pytest.mark.docs
def test_the_contact_sheet_is_there_and_small_and_can_be_drawn(tmp_path: Path) -> None:
    assert 50_000 < make_contact_sheet.PICTURE.stat().st_size < make_contact_sheet.MOST_BYTES
    path = tmp_path / "role-card_x_en.pdf"
    path.write_bytes(render(_page("en", Paragraph("text"))))
    assert make_contact_sheet.sheet([[path], [path]], tmp_path)[1:4] == b"PNG"


def test_a_table_of_many_pages_is_one_table_with_one_header() -> None:
    rows = tuple((f"row {n}", "text " * 20) for n in range(200))
    page = _page("en", Heading(2, "first"), Table("long", ("a", "b"), rows))
    assert len(_read(rendered(page, "pdf")).pages) > 5
    assert _assert_tables_are_tagged(page) == 1


@pytest.mark.parametrize("shape", ["list", "matrix", "form"])
def test_a_table_of_every_shape_is_tagged_with_a_caption_or_without(shape: Any) -> None:
    header = ("competency", *(f"module {n}" for n in range(7)))
    row = ("listen", *["X"] * 6, "")
    tables = tuple(Table(caption, header, (row, row), shape=shape) for caption in ("", "captioned"))
    assert _assert_tables_are_tagged(_page("en", Heading(2, "first"), *tables, Details("more", tables))) == 4


@pytest.mark.parametrize(
    ("text", "code"), [("an emoji 😀", "U+1F600"), ("አማርኛ", "U+12A0"), ("a bullet \uf0b9", "U+F0B9")]
)
def test_a_sign_that_no_font_has_is_stood_in_for_and_listed(text: str, code: str, tmp_path: Path) -> None:
    page = _page("en", Heading(2, "Duties"), Table("t", ("a", "b"), (("one", text),)), Paragraph("the end"))
    with pytest.warns(SignsWarning, match=re.escape(code)):
        path = ssw.save(page, tmp_path / "x.pdf")
    said = "".join(one.extract_text() for one in _read(path.read_bytes()).pages)
    assert STAND_IN in said
    assert re.search(rf"Characters that no font has.*Duties: .*{re.escape(code)}", said, re.DOTALL)


def test_the_signs_that_are_lacking_are_told_at_most_a_hundred_times() -> None:
    lines = tuple(f"line {n} \u12a0" for n in range(120))
    with pytest.warns(SignsWarning):
        said = _text(render(replace(_page("en", Listing(lines)), running="DRAFT \u12a0")))
    assert said.count("U+12A0") == 100
    assert "and21moreplaces" in said


@pytest.mark.parametrize(
    "text", ["ភាសាខ្មែរ", "ภาษาไทย", "বাংলা", "हिन्दी क्षेत्र", "தமிழ்", "తెలుగు", "עברית", "☐ • \uf0b7 ✓ ★"]
)
def test_scripts_of_the_extra_and_signs_of_forms_are_drawn(text: str) -> None:
    assert STAND_IN not in _text(render(_page("en", Paragraph(text), Notice(text), Heading(2, text))))


def test_what_runs_at_the_head_of_every_page_does() -> None:
    page = replace(_page("en", *(Paragraph("word " * 400) for _ in range(4))), running="DRAFT – NOT FOR ISSUE")
    pages = _read(render(page)).pages
    assert len(pages) > 1
    assert all("DRAFT – NOT FOR ISSUE" in one.extract_text() for one in pages)


_SET = [text for text in samples.HOSTILE if not re.search("[\u0590-\u05ff\U00010000-\U0010ffff]", text)]


@pytest.mark.parametrize("text", _SET, ids=range(len(_SET)))
def test_hostile_texts_are_set_and_never_markup(text: str) -> None:
    data = render(_page("en", Heading(2, text), Paragraph(text), Table(text, (text,), ((text,),)), Listing((text,))))
    if text.isascii() and len(text) < 100 and text.isprintable():
        assert _text(data).count(re.sub(r"\s+", "", text)) >= 4


def test_without_its_fonts_no_pdf_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sswgraph.render.fonts.FAMILIES", {"No Such Sans": "fontpkg-no-such-sans"})
    with pytest.raises(MissingExtraError, match=r"fontpkg-no-such-sans.*pip install"):
        render(_page("en"))


def test_large_type_is_as_large_as_leaves_one_page() -> None:
    few, many = (_page("en", *(Paragraph("word " * 60) for _ in range(n))) for n in (2, 12))
    for page in (few, many):
        data = render(replace(page, size="large"))
        assert len(_read(data).pages) == 1
        assert data != render(page)


def test_a_short_paper_is_set_a_little_smaller_where_that_saves_a_page_of_a_few_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pages(lines: int) -> int:
        page = _page("en", *(Paragraph("A line of the paper.") for _ in range(lines)))
        return len(_read(render(replace(page, contents=False))).pages)

    assert (pages(45), pages(60)) == (1, 2)
    monkeypatch.setattr("sswgraph.render.pdf._FEW_LINES", 0)
    assert (pages(45), pages(60)) == (2, 2)


def test_text_is_data_for_typst_too() -> None:
    text = '#sys.version $x$ *bold* _i_ `raw` #read("/etc/passwd") <label> @ref \\ // /* -- ... ~'
    assert re.sub(r"\s+", "", text) in _text(render(_page("en", Paragraph(text))))


def test_arabic_is_set_with_latin_words_in_between() -> None:
    data = render(_page("ar", Paragraph("نص عربي"), Paragraph(Wording("social worker.", "en", True))))
    said = "".join(page.extract_text() for page in _read(data).pages)
    assert "[en]" in said
    assert re.search("[\u0600-\u06ff\ufb50-\ufeff]", said)


def test_two_english_sentences_in_an_arabic_cell_never_interleave() -> None:
    table = Table("جدول", ("قول", "عدد"), ((IN_ARABIC, "12"),), (1,))
    said = "".join(one.extract_text() for one in _read(render(_page("ar", table, Paragraph(IN_ARABIC)))).pages)
    for sentence in some(SENTENCES):
        assert sum(sentence in line for line in said.split("\n")) == 2


@pytest.mark.slow
def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    code = f"import sys, sswgraph as s; s.save(s.curriculum(s.load(), '{AUXILIARY}', lang='ar'), sys.argv[1])"
    made = []
    for seed in ("1", "77"):
        path = tmp_path / f"{seed}.pdf"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, env=environment, check=True)
        made.append(path.read_bytes())
    assert made[0] == made[1]
