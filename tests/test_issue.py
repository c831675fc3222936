"""Which papers that workers carry may be issued: a table of cases, and what every page of a draft says."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

import sswgraph as ssw
from sswgraph.curricula.issue import may_be_issued
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages, sentence
from sswgraph.model import Adoption, Decision, Evidence, Framework, Obligation, RoleDocument, Text
from sswgraph.model.framework import judged
from sswgraph.model.papers import PAPERS
from sswgraph.pages.page import page_of
from sswgraph.render.markdown import markdown
from sswgraph.render.output import rendered
from tests.loops import some
from tests.test_rules_role import function, rule
from tests.toy import cadre, competency, framework, qualification

_STATED = (Evidence(id="t:s", basis="stated", source="t:act"),)
_DERIVED = (Evidence(id="t:e", basis="derived"),)
_LAW: dict[str, Any] = {"force": "law", "jurisdiction": ("UG",), "evidence": _STATED}
_DRAFT = sentence("issue.draft")


def _must(**fields: Any) -> Obligation:
    given = {"label": Text.of(en="Reports harm"), "evidence": (Evidence(id="t:e", basis="draft"),), **fields}
    return Obligation(id="t:must", of_cadre=("t:w",), trigger=("disclosure",), **given)


def _decided(*rules: str, verdict: Any = "keep", by: str = "Ministry", **fields: Any) -> Decision:
    return Decision(id=f"t:d-{verdict}", about=rules, verdict=verdict, by=by, **fields)


def _adopted(*what: str, by: tuple[str, ...] = ("Ministry",), jurisdiction: tuple[str, ...] = ("UG",)) -> Adoption:
    return Adoption(id="t:a", label=Text.of(en="Taken up"), adopts=what, adopted_by=by, jurisdiction=jurisdiction)


def _made(*parts: Any, where: str | None = "UG", kind: str = "role-card", **fields: Any) -> RoleDocument:
    given = {"jurisdiction": ("UG",), "status": "draft", **fields}
    others = [part for part in parts if isinstance(part, Framework)]
    nodes = [part for part in parts if not isinstance(part, Framework)]
    graph = CompetencyGraph([judged(one) for one in (framework(cadre("w"), function("a"), *nodes, **given), *others)])
    made = ssw.document(graph, kind, "t:w", where=where)
    assert isinstance(made, RoleDocument)
    if kind != "module-descriptor":
        assert may_be_issued(graph, made) == (not made.withheld)
    return made


_BOTH = ("t:must", "t:r")
_UNSETTLED = (_must(), rule("r", "not-permitted", "a"))
_SETTLED_BY_LAW = (_must(**_LAW), rule("r", "not-permitted", "a", **_LAW))
_ELSEWHERE = framework(_decided(*_BOTH), id="ke", jurisdiction=("KE",))
_OF_THE_PLACE = framework(replace(_decided(*_BOTH), id="ug:d"), id="ug", jurisdiction=("UG",))
_OF_A_DRAFT = framework(
    replace(rule("r", "not-permitted", "a"), id="ug:r"), id="ug", jurisdiction=("UG",), status="draft"
)
_DUTY_OF_A_DRAFT = framework(replace(_must(), id="ug:must"), id="ug", jurisdiction=("UG",), status="draft")
# The parts of a framework of Uganda, its fields, and the rules that keep the paper from being issued.
_CASES: dict[str, tuple[tuple[Any, ...], dict[str, Any], tuple[str | None, ...]]] = {
    "nothing settled": (_UNSETTLED, {}, _BOTH),
    "validated there": (_UNSETTLED, {"status": "validated"}, ()),
    "endorsed there": (_UNSETTLED, {"status": "endorsed"}, ()),
    "validated for the whole world": (_UNSETTLED, {"status": "validated", "jurisdiction": ("001",)}, _BOTH),
    "validated for its region": (_UNSETTLED, {"status": "validated", "jurisdiction": ("014",)}, ()),
    "validated elsewhere": (_UNSETTLED, {"status": "validated", "jurisdiction": ("KE",)}, (None,)),
    "law there": (_SETTLED_BY_LAW, {}, ()),
    "law for a part of it": ((_must(**_LAW), rule("r", "not-permitted", "a")), {}, ("t:r",)),
    "law that nobody states": (
        (_must(**{**_LAW, "evidence": (Evidence(id="t:e", basis="derived"),)}),),
        {},
        ("t:must",),
    ),
    "policy only": ((_must(**_LAW | {"force": "policy"}),), {}, ("t:must",)),
    "kept by a decision": ((*_UNSETTLED, _decided(*_BOTH)), {}, ()),
    "kept in part": ((*_UNSETTLED, _decided("t:r")), {}, ("t:must",)),
    "kept by nobody by name": ((*_UNSETTLED, _decided(*_BOTH, by="")), {}, _BOTH),
    "kept by those who compiled it": ((*_UNSETTLED, _decided(*_BOTH, by="sswgraph")), {}, _BOTH),
    "put off": ((*_UNSETTLED, _decided(*_BOTH, verdict="defer")), {}, _BOTH),
    "to be merged": ((*_UNSETTLED, _decided(*_BOTH, verdict="merge")), {}, _BOTH),
    "to be put elsewhere": ((*_UNSETTLED, _decided(*_BOTH, verdict="move")), {}, _BOTH),
    "dropped": ((*_UNSETTLED, _decided("t:must", verdict="drop")), {}, _BOTH),
    "decided elsewhere": ((*_UNSETTLED, _ELSEWHERE), {}, _BOTH),
    "decided in a framework of the place": ((*_UNSETTLED, _OF_THE_PLACE), {}, ()),
    "rules adopted": ((*_UNSETTLED, _adopted(*_BOTH)), {}, ()),
    "framework adopted": ((*_UNSETTLED, _adopted("t")), {}, ()),
    "adopted by nobody by name": ((*_UNSETTLED, _adopted("t", by=())), {}, _BOTH),
    "adopted elsewhere": ((*_UNSETTLED, _adopted("t", jurisdiction=("KE",))), {}, _BOTH),
    "kept by a blank": ((*_UNSETTLED, _decided(*_BOTH, by=" ")), {}, _BOTH),
    "kept by those who compiled it, in capitals": ((*_UNSETTLED, _decided(*_BOTH, by=" SSWgraph")), {}, _BOTH),
    "adopted by a dash": ((*_UNSETTLED, _adopted("t", by=("–",))), {}, _BOTH),
    "adopted by those who compiled it": ((*_UNSETTLED, _adopted("t", by=("sswgraph",))), {}, _BOTH),
    "framework adopted, a rule put off": (
        (*_UNSETTLED, _adopted("t"), _decided("t:must", verdict="defer")),
        {},
        ("t:must",),
    ),
    "framework adopted, a rule disputed": (
        (*_UNSETTLED, _adopted("t"), _decided("t:must"), _decided("t:must", verdict="drop")),
        {},
        ("t:must",),
    ),
    "validated there, a rule of a draft": ((*_UNSETTLED, _OF_A_DRAFT), {"status": "validated"}, ("ug:r",)),
    "validated there, a duty of a draft": ((*_UNSETTLED, _DUTY_OF_A_DRAFT), {"status": "validated"}, ("ug:must",)),
    "no rule known": ((), {}, (None,)),
    "validated there, no rule known": ((), {"status": "validated"}, (None,)),
}


@pytest.mark.parametrize("case", _CASES)
def test_a_paper_may_be_issued_only_where_each_rule_on_it_is_settled(case: str) -> None:
    parts, fields, lacking = _CASES[case]
    made = _made(*parts, **fields)
    assert tuple(one.rule for one in made.withheld) == lacking
    assert page_of(made).running == (_DRAFT if lacking else "")


def test_an_adoption_that_a_framework_of_elsewhere_tells_settles_nothing() -> None:
    told = framework(replace(_adopted("t"), id="x:a"), id="x")
    assert len(_made(*_UNSETTLED, told).withheld) == 2


@pytest.mark.parametrize("status", ["draft", "validated"])
def test_where_no_place_is_named_nobody_can_have_settled_it(status: str) -> None:
    made = _made(*_SETTLED_BY_LAW, where=None, jurisdiction=(), status=status)
    assert [one.why.code for one in made.withheld] == ["issue.no-place"]


def test_what_was_decided_against_is_said_so() -> None:
    made = _made(*_UNSETTLED, _decided("t:must", verdict="drop"))
    assert [one.why.code for one in made.withheld] == ["issue.dropped", "issue.unsettled"]


@pytest.mark.parametrize("kind", [kind for kind, row in PAPERS.items() if row.worker_facing])
def test_every_paper_for_workers_is_marked(kind: str) -> None:
    assert page_of(_made(*_UNSETTLED, kind=kind)).running == _DRAFT
    assert page_of(_made(*_SETTLED_BY_LAW, kind=kind)).running == ""


def test_those_who_compiled_it_take_no_limit_off_a_paper() -> None:
    for by, there in (("sswgraph", True), ("Ministry", False)):
        made = _made(*_UNSETTLED, _decided("t:r", verdict="drop", by=by))
        assert ("t:r" in [line.rule for line in made.rules]) is there


@pytest.mark.parametrize(("kind", "subject"), [("observation-form", "t:c"), ("record-of-learning", "t:q")])
def test_a_paper_about_what_is_no_role_is_marked_too(kind: str, subject: str) -> None:
    parts = (cadre("w"), competency("c"), qualification("q", qualifies_for=("t:w",)), *_UNSETTLED, function("a"))
    for status, running in (("draft", _DRAFT), ("validated", "")):
        graph = CompetencyGraph([judged(framework(*parts, jurisdiction=("UG",), status=status))])
        made = ssw.document(graph, kind, subject, where="UG")
        assert isinstance(made, RoleDocument)
        assert page_of(made).running == running
        assert ("t:r" in [one.rule for one in made.withheld]) is (kind == "record-of-learning" and running != "")


def test_what_is_not_carried_by_workers_is_not_marked() -> None:
    assert page_of(_made(*_UNSETTLED, kind="module-descriptor")).running == ""


def test_the_full_version_says_which_rule_lacks_what_and_the_one_to_sign_does_not() -> None:
    made = _made(*_UNSETTLED, kind="job-description")
    reasons = [one.why.render("en") for one in made.withheld]
    assert ["Reports harm" in one for one in reasons] == [True, False]
    for detail, there in (("full", True), ("sign", False)):
        said = markdown(page_of(made, detail=detail)).replace("\\", "")
        assert [one in said for one in reasons] == [there, there]
        assert said.startswith(f"**{_DRAFT}**\n")


def _documents() -> list[RoleDocument]:
    g = ssw.load("psw")
    found = [ssw.document(g, kind, "psw:para-social-worker") for kind in ("job-description", "role-card")]
    return [one for one in found if isinstance(one, RoleDocument)]


def test_every_page_of_a_pdf_and_every_sheet_says_it() -> None:
    for made in some(_documents()):
        pages = pypdf.PdfReader(io.BytesIO(rendered(made, "pdf"))).pages
        assert [_DRAFT in page.extract_text().replace("\n", " ") for page in pages] == [True] * len(pages)
        sheets: Any = openpyxl.load_workbook(io.BytesIO(rendered(made, "xlsx"))).worksheets
        assert {sheet.oddHeader.center.text for sheet in sheets} == {_DRAFT}
        assert sheets[0]["A1"].value == _DRAFT
    assert len(pages) == 1  # the card


@pytest.mark.parametrize("own", [False, True])
def test_every_section_of_a_word_document_has_it_in_its_header_a_template_too(own: bool, tmp_path: Any) -> None:
    made, template = _documents()[0], tmp_path / "ministry.docx"
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ministry"
    document.sections[0].different_first_page_header_footer = True
    document.save(str(template))
    read = docx.Document(io.BytesIO(rendered(made, "docx", template=template if own else None)))
    for section in some(read.sections):
        headers = [section.header, *([section.first_page_header] if own else [])]
        assert [_DRAFT in [p.text for p in header.paragraphs] for header in headers] == [True] * len(headers)
    assert ("Ministry" in [p.text for p in read.sections[0].header.paragraphs]) is own


def test_a_page_in_a_browser_says_it_on_screen_and_on_every_sheet_and_cannot_be_broken_out_of() -> None:
    html = rendered(_documents()[0], "html").decode()
    assert f'<p class="running">{_DRAFT}</p>' in html
    assert "@top-center" in html
    hostile = replace(page_of(_documents()[0]), running='</style><script>"}')
    said = rendered(hostile, "html").decode()
    assert "<script>" not in said
    assert said.count("</style>") == 1


@pytest.mark.parametrize("lang", languages())
def test_it_is_said_in_every_language(lang: str) -> None:
    page = page_of(_documents()[0], lang)
    assert page.running == sentence("issue.draft", lang)
    assert (lang == "en") == (page.running == _DRAFT)


def test_two_languages_side_by_side_say_it_too() -> None:
    made = _documents()[1]
    assert isinstance(made, RoleDocument)
    assert rendered(made, "md", lang="fr", beside="en").decode().startswith(f"**{sentence('issue.draft', 'fr')}**")


def test_a_page_without_running_words_has_no_header() -> None:
    page = replace(page_of(_documents()[0]), running="")
    package = zipfile.ZipFile(io.BytesIO(rendered(page, "docx")))
    assert not [name for name in package.namelist() if "header" in name]
    assert "@top-center" not in rendered(page, "html").decode()
