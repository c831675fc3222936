"""Word documents, read back by python-docx: whole, structured, in their direction, same bytes, templates guarded."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

import sswgraph as ssw
from sswgraph.errors import InputError, OutputExistsError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Text
from sswgraph.model.text import Wording, clean
from sswgraph.pages.blocks import Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.page import page_of
from sswgraph.render.output import rendered
from sswgraph.render.word import document as word
from sswgraph.render.word import styles
from sswgraph.render.word.document import render
from tests import samples
from tests.loops import some

ROOT = Path(__file__).parent.parent
AUXILIARY = "za:auxiliary-child-and-youth-care-worker"
CADRES = (AUXILIARY, "za:social-auxiliary-worker", "cycw:advanced", "psw:para-social-worker", "ug:para-social-worker")


def _read(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def _all_text(document: Any) -> str:
    texts = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))
    return " ".join(" ".join(texts).split())


def _words(text: str) -> str:
    return " ".join(clean(text).split())


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("cadre", CADRES)
def test_every_competency_module_condition_and_limit_is_read_back(g: CompetencyGraph, cadre: str, lang: str) -> None:
    made = ssw.curriculum(g, cadre, lang=lang)
    said = _all_text(_read(rendered(made, "docx", detail="full")))
    named = [(line.competency, line.label) for line in made.competencies]
    named += [(one.module.id, one.module.label) for one in made.modules]
    for identifier, label in some(named):
        assert identifier in said
        assert _words(label.best(lang)) in said
    for rule in some([*(c.id for c in made.conditions), *(limit.id for limit in made.limits)]):
        assert rule in said
    for text in some([*(c.text for c in made.conditions), *(limit.text for limit in made.limits)]):
        assert _words(re.sub("[\u2066-\u2069]", "", text.render(lang))).replace("\u00a0", " ")[:60] in said.replace(
            "\u00a0", " "
        )


def test_what_is_written_is_not_held_as_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[Any] = []

    def packed(document: Any, page: Page, place: Any) -> bytes:
        held.extend(document.element.body.iter())
        return styles.packed(document, page, place)

    monkeypatch.setattr(word, "base", SimpleNamespace(**{**vars(styles), "packed": packed}))
    rows = tuple((str(n), "text") for n in range(400))
    paragraphs = (Paragraph("text") for _ in range(400))
    read = _read(render(Page("Title", "en", (Table("Rows", ("n", "text"), rows), *paragraphs))))
    assert len(held) < 100
    assert len(read.tables[0].rows) == 401
    assert sum(one.text == "text" for one in read.paragraphs) == 400


def test_a_shipped_curriculum_has_real_headings_contents_captions_and_repeating_headers(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, AUXILIARY)
    page, document = page_of(made, detail="sign"), _read(rendered(made, "docx"))
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    wanted = [(f"Heading {b.level - 1}", clean(b.text)) for b in page.blocks if isinstance(b, Heading)]
    assert found == wanted
    fields = [node.text.strip() for node in document.element.body.iter(qn("w:instrText"))]
    assert [field.startswith("TOC ") for field in fields].count(True) == 1
    links = list(document.element.body.iter(qn("w:hyperlink")))
    assert ["".join(t.text for t in link.iter(qn("w:t"))) for link in links] == [
        text for name, text in wanted if name in ("Heading 1", "Heading 2")
    ]
    anchors = {node.get(qn("w:name")) for node in document.element.body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in links} <= anchors
    with_header = [table for table in document.tables if table._tbl.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(with_header) == sum(1 for field in fields if field.startswith("SEQ Table"))
    for table in with_header:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None


def _page(lang: str, *blocks: Any) -> Page:
    return Page("Title", lang, blocks, "2026-11-21")


def test_a_gap_is_dated_as_its_frameworks_are(g: CompetencyGraph) -> None:
    made = ssw.gap(g, AUXILIARY, "za:social-auxiliary-worker")
    assert _read(rendered(made, "docx")).core_properties.created.date().isoformat() == "2026-11-28"


def test_language_title_and_date_are_those_of_the_page() -> None:
    document = _read(render(_page("fr", Paragraph("Bonjour"))))
    core = document.core_properties
    assert (core.title, core.language, core.created.date().isoformat()) == ("Title", "fr", "2026-11-21")
    lang = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert lang.get(qn("w:val")) == "fr"


def test_nothing_of_another_program_and_no_day_that_is_none_is_left_in_a_document() -> None:
    data = render(replace(_page("en", Heading(2, "A"), Paragraph("b"), Listing(("c",))), date=""))
    package = zipfile.ZipFile(io.BytesIO(data))
    core, app = (package.read(f"docProps/{name}.xml").decode() for name in ("core", "app"))
    assert "1980" not in core
    assert "<dcterms:" not in core
    assert "sswgraph" not in core
    assert ("<Application>sswgraph</Application>" in app, "Macintosh" in app) == (True, False)
    assert not [name for name in package.namelist() if "thumbnail" in name or "customXml" in name]
    settings = package.read("word/settings.xml").decode()
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings
    document = _read(data)
    names = {style.name for style in document.styles}
    assert {"Title", "Heading 1", "Heading 4", "Normal", "List Bullet"} <= names
    assert len(names) < 30
    used = {one.get(qn("w:val")) for one in document.element.body.iter(qn("w:pStyle"))}
    assert used <= {style.style_id for style in document.styles}


@pytest.mark.parametrize(("said", "day"), [("2024", "2024-01-01"), ("2024-05", "2024-05-01"), ("2024-05-06", None)])
def test_a_day_of_which_only_the_year_or_month_is_known_is_its_first(said: str, day: str | None) -> None:
    core = _read(render(replace(_page("en"), date=said))).core_properties
    assert core.created.date().isoformat() == (day or said)
    assert core.author == ""


def test_arabic_runs_from_right_to_left_in_paragraphs_tables_and_sections() -> None:
    table = Table("جدول", ("اسم", "عدد"), (("أ", "1"),), (1,))
    document = _read(render(_page("ar", Heading(2, "عنوان"), Paragraph("نص"), table, Facts((("اسم", "قيمة"),)))))
    for paragraph in some(document.element.body.iter(qn("w:p"))):
        assert paragraph.pPr.find(qn("w:bidi")) is not None
    for found in some(document.tables):
        assert found._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    for section in some(document.sections):
        assert section._sectPr.find(qn("w:bidi")) is not None
    for text in some(document.element.body.iter(qn("w:t"))):
        if re.search("[\u0600-\u06ff]", text.text or ""):
            assert text.getparent().find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
    english = _read(render(_page("en", Paragraph("text"))))
    assert english.element.body.find(f".//{qn('w:bidi')}") is None


SENTENCES = ("May not assess any of the risks.", "Such assessment goes to a social worker (see there).")
IN_ARABIC = f"قاعدة. \u2068{SENTENCES[0]}\u2069 إحالة, لا: \u2068{SENTENCES[1]}\u2069"


def test_two_english_sentences_in_an_arabic_cell_stand_apart_from_left_to_right() -> None:
    table = Table("جدول", ("قول", "عدد"), ((IN_ARABIC, "12"), ("قول", "7")), (1,))
    items = Listing((Wording(f"{SENTENCES[0]}\nx:1", "en", True), "نعم"))
    document = _read(render(_page("ar", Heading(2, "عنوان"), table, items)))
    cells = document.tables[0].rows[1].cells
    found = [(p.text.strip(), p._p.pPr.find(qn("w:bidi")) is not None) for p in cells[0].paragraphs]
    assert found == [("قاعدة.", True), (SENTENCES[0], False), ("إحالة، لا:", True), (SENTENCES[1], False)]
    assert cells[1].paragraphs[0]._p.pPr.find(qn("w:jc")) is None, "a line that begins at the right ends there too"
    lines = [p for p in document.paragraphs if p.text.startswith((SENTENCES[0], "نعم"))]
    assert [p._p.pPr.find(qn("w:bidi")) is None for p in lines] == [True, False]
    assert lines[0].text == f"{SENTENCES[0]}\u00a0[en]\nx:1"


def test_a_wording_in_another_language_is_marked_and_says_so() -> None:
    document = _read(
        render(_page("fr", Paragraph(Wording("social worker", "en", True)), Paragraph(Wording("oui", "fr"))))
    )
    runs = [run for p in document.paragraphs for run in p.runs]
    marked = [run for run in runs if run.text.strip() == "[en]"]
    assert len(marked) == 1
    assert marked[0].font.superscript
    spoken = next(run for run in runs if run.text == "social worker")
    assert spoken._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "en"


def test_wide_matrices_stand_on_their_side_with_their_heading_and_the_rest_upright() -> None:
    wide = Table("m", ("c", *(f"module-{n}" for n in range(12))), (("x", *["X"] * 12),), shape="matrix")
    document = _read(
        render(
            _page("en", Paragraph("a"), Heading(2, "Matrix"), Paragraph("lead"), wide, Heading(2, "b"), Paragraph("c"))
        )
    )
    shapes = [section.page_width > section.page_height for section in document.sections]
    assert shapes == [False, True, False]
    ends = [p for p in document.element.body.iter(qn("w:p")) if p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    assert "Matrix" in "".join(t.text for p in document.paragraphs for t in p._p.iter(qn("w:t")))
    body = list(document.element.body)
    assert body.index(ends[0]) < next(n for n, p in enumerate(body) if "Matrix" in "".join(p.itertext()))
    assert document.tables[0]._tbl.find(f".//{qn('w:textDirection')}") is not None


def test_the_lead_of_a_wide_table_goes_with_it_and_what_stands_before_its_heading_does_not() -> None:
    wide = Table("m", ("c", *(f"module-{n}" for n in range(12))), (("x", *["X"] * 12),), shape="matrix")
    blocks = (Heading(2, "Before"), Notice("stays"), Heading(2, "Matrix"), Facts((("total", "12"),)), wide)
    body = list(_read(render(_page("en", *blocks))).element.body)
    ends = [n for n, node in enumerate(body) if node.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    words = ["".join(t.text for t in node.iter(qn("w:t"))) for node in body]
    assert words.index("stays") < ends[0] < words.index("Matrix") < words.index("total12") < ends[1]
    narrow = Table("t", tuple("abcdefgh"), (("word " * 6,) * 8,))
    assert len(_read(render(_page("en", Heading(2, "One"), narrow))).sections) == 1


def test_contents_take_a_page_only_where_they_fill_one() -> None:
    for n, breaks in ((12, 0), (30, 1), (80, 0)):
        document = _read(render(_page("en", *(Heading(2, f"h{i}") for i in range(n)))))
        assert len(list(document.element.body.iter(qn("w:br")))) == breaks


def test_forms_have_room_to_write_and_lists_begin_at_one() -> None:
    form = Table("f", ("a", "b"), (("Name", ""),), shape="form")
    document = _read(render(_page("en", form, Listing(("x", "y"), ordered=True), Listing(("z",), ordered=True))))
    assert document.tables[0].rows[1].height is not None
    assert [p.text for p in document.paragraphs if p.text[:1].isdigit()] == ["1. x", "2. y", "1. z"]


def test_large_type_is_larger_the_less_there_is() -> None:
    few, many = (replace(_page("en", *[Paragraph("word " * 60)] * n), size="large") for n in (2, 12))
    sizes = [_read(render(one)).styles["Normal"].font.size.pt for one in (_page("en", Paragraph("x")), few, many)]
    assert sizes[0] == 10.5 < sizes[2] < sizes[1] == 15


def test_details_and_notices_are_all_there() -> None:
    inner = Table("same", ("a",), (("1",),))
    blocks = (
        Details("more", (Paragraph("inside"),)),
        Details("same", (inner,)),
        *(Notice(t, t) for t in ("good", "open")),
    )
    document = _read(render(_page("en", *blocks)))
    texts = [p.text for p in document.paragraphs]
    assert "inside" in texts
    assert texts.count("same") == 0
    assert [p.style.name for p in document.paragraphs if p.text in ("good", "open")] == ["Notice Good", "Notice Open"]


@pytest.mark.slow
@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_hostile_texts_stay_texts(text: str) -> None:
    for value in some(samples.with_text(text)):
        data = rendered(value, "docx")
        assert _words(text) in _all_text(_read(data)).replace("\u2068", "").replace("\u2069", "") or _words(text) in (
            _all_text(_read(data))
        )


@pytest.mark.slow
def test_the_same_bytes_in_two_processes_seconds_apart(tmp_path: Path) -> None:
    code = f"import sys, sswgraph as s; g = s.load();s.save(s.curriculum(g, '{AUXILIARY}', lang='fr'), sys.argv[1])"
    made = []
    for seed in ("1", "77"):
        path = tmp_path / f"{seed}.docx"
        subprocess.run(
            [sys.executable, "-c", code, str(path)], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True
        )
        made.append(path.read_bytes())
        time.sleep(2.1)
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 11, 28)}


# Templates


def _template(change: Any = None) -> bytes:
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Ministry Sans"
    document.sections[0].header.paragraphs[0].text = "Ministry of Social Development"
    document.add_paragraph("This text is only an example.")
    if change:
        change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _with(data: bytes, name: str, content: bytes, *, replace: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            if not (replace and entry == name):
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return made.getvalue()


def test_a_template_gives_styles_and_header_and_loses_its_own_text(tmp_path: Path) -> None:
    path = tmp_path / "ministry.docx"
    path.write_bytes(_template())
    saved = ssw.save(samples.gap(), tmp_path / "x.docx", template=path, detail="full")
    document = docx.Document(str(saved))
    assert document.sections[0].header.paragraphs[0].text == "Ministry of Social Development"
    assert document.styles["Heading 1"].font.name == "Ministry Sans"
    said = _all_text(document)
    assert "only an example" not in said
    assert "xx:counsellor.rule-1" in said


def _with_place(*more: str) -> bytes:
    """A template with a cover page, the place for the document, and a closing page."""

    def change(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{title}}, {{date}}"
        first = document.paragraphs[0]
        first.text = ""
        for part in ("Cover of {{ti", "tle}} for {{pl", "ace}}"):
            first.add_run(part)
        document.add_page_break()
        for text in ("{{document}}", *more):
            document.add_paragraph(text)
        document.add_paragraph("Printed by the ministry.")

    return _template(change)


def test_a_template_says_where_the_document_goes_and_keeps_its_cover() -> None:
    wide = Table("m", ("c", *(f"module-{n}" for n in range(12))), (("x", *["X"] * 12),), shape="matrix")
    blocks = (Facts((("Where", "ZA"),)), Heading(2, "One"), wide, Heading(2, "Two"), Paragraph("the end"))
    document = _read(render(_page("en", *blocks), _with_place()))
    texts = [p.text for p in document.paragraphs if p.text.strip()]
    assert texts[0] == "Cover of Title for ZA"
    assert texts[-2:] == ["the end", "Printed by the ministry."]
    assert texts.index("Title") == 1
    assert "{{" not in _all_text(document)
    assert document.sections[0].footer.paragraphs[0].text == "Title, 2026-11-21"
    assert [s.page_width > s.page_height for s in document.sections] == [False, True, False]
    assert document.sections[0].header.paragraphs[0].text == "Ministry of Social Development"


def test_a_place_that_is_said_twice_or_in_a_table_is_told() -> None:
    with pytest.raises(InputError, match=r"contains \{\{document\}\} 2 times"):
        render(_page("en"), _with_place("{{document}}"))

    def in_a_table(document: Any) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{{document}}"

    def in_a_sentence(document: Any) -> None:
        document.add_paragraph("Here: {{document}}")

    for change in (in_a_table, in_a_sentence):
        with pytest.raises(InputError, match="a paragraph of its own"):
            render(_page("en"), _template(change))


def test_a_dotx_is_a_template_and_one_with_macros_is_none(tmp_path: Path) -> None:
    plain = _template()
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        types = archive.read("[Content_Types].xml")
    for kind, problem in (("template.main+xml", ""), ("macroEnabledTemplate.main+xml", "macros")):
        changed = types.replace(b"document.main+xml", kind.encode())
        path = tmp_path / "ministry.dotx"
        path.write_bytes(_with(plain, "[Content_Types].xml", changed, replace=True))
        if problem:
            with pytest.raises(InputError, match=problem):
                ssw.save(samples.gap(), tmp_path / "y.docx", template=path)
        else:
            saved = ssw.save(samples.gap(), tmp_path / "x.docx", template=path)
            assert docx.Document(str(saved)).styles["Heading 1"].font.name == "Ministry Sans"


def test_what_runs_at_the_head_of_every_page_stands_in_every_header() -> None:
    def first_page(document: Any) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "crest"

    page = replace(_page("en", Paragraph("x")), running="DRAFT – NOT FOR ISSUE")
    section = _read(render(page, _template(first_page))).sections[0]
    assert [p.text for p in section.header.paragraphs] == [page.running, "Ministry of Social Development"]
    assert [p.text for p in section.first_page_header.paragraphs] == [page.running, "crest"]
    assert _read(render(page)).sections[0].header.paragraphs[0].text == page.running


def test_a_template_without_our_styles_gets_them() -> None:
    def bare(document: Any) -> None:
        for style in list(document.styles):
            if style.name in ("Heading 1", "Heading 2", "Caption", "List Bullet", "Title", "Table Grid"):
                style.delete()

    document = _read(render(page_of(samples.gap()), _template(bare)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings
    outline = document.styles["Heading 1"].element.find(f".//{qn('w:outlineLvl')}")
    assert outline.get(qn("w:val")) == "0"


def _relations(target: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def _field(*parts: str) -> Any:
    """A field in the header, its instruction in one run or in several."""

    def change(document: Any) -> None:
        for part in parts:
            made = document.sections[0].header.paragraphs[0]._p.add_r()
            node = docx.oxml.OxmlElement("w:fldChar" if part in ("begin", "end") else "w:instrText")
            if part in ("begin", "end"):
                node.set(qn("w:fldCharType"), part)
            else:
                node.text = part
            made.append(node)

    return change


def test_a_template_without_page_size_or_section_gets_them() -> None:
    def bare(document: Any) -> None:
        body = document.element.body
        body.remove(body.sectPr)

    section = _read(render(page_of(samples.gap()), _template(bare))).sections[0]
    assert section.page_width > 0


def test_a_template_may_number_its_pages() -> None:
    data = _template(_field("begin", " PAGE ", "end"))
    header = _read(render(_page("en"), data)).sections[0].header
    assert "PAGE" in "".join(node.text for node in header._element.iter(qn("w:instrText")))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: b"", "not a .docx"),
        (lambda: b"PK\x03\x04 not really", "not a .docx"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "not a .docx"),
        (lambda: _template()[:3000], "not a .docx"),
        (lambda: _with(_template(), "word/vbaProject.bin", b"x"), "vbaProject"),
        (lambda: _with(_template(), "word/activeX/activeX1.xml", b"<x/>"), "activeX"),
        (lambda: _with(_template(), "word/embeddings/oleObject1.bin", b"x"), "embeddings"),
        (lambda: _with(_template(), "../../evil.xml", b"<x/>"), "refused"),
        (
            lambda: _with(_template(), "word/_rels/settings.xml.rels", _relations("http://example.org/x.dotm")),
            "external",
        ),
        (lambda: _with(_template(), "word/extra.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "entities"),
        (lambda: _template(_field('DDEAUTO c:\\\\windows "cmd"')), "field"),
        (lambda: _template(_field("begin", "DDE", "AUTO cmd", "end")), "field DDEAUTO"),
        (lambda: _template(_field("begin", "IF ", "begin", "INCLUDEPICTURE x", "end", "end")), "field INCLUDEPICTURE"),
        (lambda: _with(_template(), "word/_rels/a.xml.rels", _relations("http://example.org/hyperlink")), "external"),
        (lambda: _with(_template(), "word/_rels/a.xml.rels", _relations("x").decode().encode("utf-16")), "UTF-8"),
        (lambda: _template(_field('INCLUDETEXT "/etc/passwd"')), "field"),
        (lambda: _with(_template(), "word/document.xml", b"<broken", replace=True), "cannot be read as XML"),
        (lambda: _with(_template(), "word/document.xml", b"<other/>", replace=True), "cannot be read"),
    ],
)
def test_a_template_that_is_none_or_could_run_something_is_refused(make: Any, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(make())
    with pytest.raises(InputError, match=problem):
        ssw.save(samples.gap(), tmp_path / "x.docx", template=path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["t.docx"]


def test_a_template_of_another_kind_or_for_another_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"A template is for \.docx, \.html, \.pdf; \.md has none"):
        ssw.save(samples.gap(), tmp_path / "x.md", template=tmp_path / "t.docx")
    with pytest.raises(InputError, match=r"must be a \.toml"):
        ssw.save(samples.gap(), tmp_path / "x.html", template=tmp_path / "t.docx")
    with pytest.raises(InputError, match=r"must be a \.docx or \.dotx"):
        ssw.save(samples.gap(), tmp_path / "x.docx", template=tmp_path / "t.dotm")
    with pytest.raises(FileNotFoundError):
        ssw.save(samples.gap(), tmp_path / "x.docx", template=tmp_path / "t.docx")


def test_a_template_whose_parts_are_damaged_is_told() -> None:
    whole = _template()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        part = archive.getinfo("word/document.xml")
    begins = part.header_offset + 30 + len(part.filename)
    with pytest.raises(InputError, match="cannot be unpacked"):
        render(_page("en"), whole[:begins] + b"\xff" * 40 + whole[begins + 40 :])


def test_a_template_that_unpacks_to_too_much_is_refused() -> None:
    bomb = _with(_template(), "word/media/big.png", b"")
    made = io.BytesIO(bomb)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bigger.png", b"\0" * 100_000_001)
    with pytest.raises(InputError, match="unpacks to more"):
        render(_page("en"), made.getvalue())


def test_a_document_that_is_there_or_open_in_word_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"old")
    with pytest.raises(OutputExistsError):
        ssw.save(samples.gap(), path)

    def held(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError, match="Close it in Word"):
        ssw.save(samples.gap(), path, overwrite=True)
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_cadre_with_nothing_taught_and_a_label_that_is_missing_make_a_document() -> None:
    from tests import toy

    g = toy.graph(toy.cadre("w"), toy.competency("c"), toy.requires("w", "c"))
    nameless = toy.graph(toy.cadre("w", definition=Text.of(sw="maana")))
    for graph in (g, nameless):
        assert "To be completed by the ministry" in _all_text(_read(rendered(ssw.curriculum(graph, "t:w"), "docx")))


def test_no_empty_paragraph_stands_between_a_table_and_a_heading() -> None:
    """LibreOffice leaves a heading after one alone at the end of a page."""
    table = Table("", ("a",), (("b",),))
    page = Page("T", "en", (Heading(2, "One"), table, Heading(2, "Two"), table, table, Paragraph("end")))
    body = _read(render(page)).element.body
    kinds = ["table" if node.tag == qn("w:tbl") else bool("".join(node.itertext())) for node in body][:-1]
    assert kinds == [True, True, "table", True, "table", False, "table", False, True]
