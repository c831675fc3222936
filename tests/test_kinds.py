"""Role cards, job descriptions and the other kinds: whole, limits first, nothing guessed, read back in Word and PDF."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import sentence
from sswgraph.messages import wording as messages
from sswgraph.messages.wording import pack
from sswgraph.model import Element, Function, Handbook, RoleDocument, ScopeRule, Text
from sswgraph.model.papers import PAPERS
from sswgraph.model.text import clean
from sswgraph.pages.blocks import Heading, Listing, Notice, Page, Table
from sswgraph.pages.page import page_of
from sswgraph.pages.sections import scope as role_words
from sswgraph.render.markdown import markdown
from sswgraph.render.output import rendered
from tests import samples, toy
from tests.loops import some

ROOT = Path(__file__).parent.parent
CADRES = (
    "za:auxiliary-child-and-youth-care-worker",
    "cycw:advanced",
    "psw:para-social-worker",
    "ug:para-social-worker",
)
OF_A_ROLE = tuple(kind for kind, row in PAPERS.items() if row.about[0] == "cadre")
# Of those whose sections are alike one is written as a file.
FILED = ("role-card", "job-description", "training-needs", "logbook", "code-of-conduct", "competency-chart")
LANGUAGES = ("en", "fr")


def _plainly(text: str) -> str:
    """The text without spaces, isolates and escapes, since a table breaks lines wherever there is room."""
    return re.sub(r"[\s\\\u2066-\u2069\u200e]+", "", text)


def _said(page: Page) -> str:
    return _plainly(markdown(page))


def _in_word(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    return _plainly("".join(node.text or "" for node in body.iter(qn("w:t"))))


def _in_pdf(data: bytes) -> str:
    return _plainly("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))


def _made(g: CompetencyGraph, kind: str, subject: str, lang: str = "en") -> RoleDocument:
    made = ssw.document(g, kind, subject, lang=lang)
    assert isinstance(made, RoleDocument)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILED)
@pytest.mark.parametrize("cadre", CADRES)
def test_every_limit_and_condition_is_read_back_in_word(g: CompetencyGraph, kind: str, cadre: str) -> None:
    for lang in LANGUAGES:
        made = _made(g, kind, cadre, lang)
        said = _in_word(rendered(made, "docx", detail="full"))
        for rule in made.rules:
            assert _plainly(rule.text.render(lang)) in said
        for condition in made.about.conditions:
            assert _plainly(condition.text.render(lang)) in said
        if "must" in PAPERS[kind].sections:
            for identifier in [*(limit.id for limit in made.about.limits), *(c.id for c in made.about.conditions)]:
                assert identifier in said


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILED)
def test_every_limit_is_read_back_in_pdf(g: CompetencyGraph, kind: str) -> None:
    for cadre in CADRES:
        made = _made(g, kind, cadre)
        data = rendered(made, "pdf")
        said = _in_pdf(data)
        for rule in made.rules:
            assert _plainly(str(rule.text)) in said
        root: Any = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cadre_has_a_page_of_every_kind(g: CompetencyGraph, lang: str) -> None:
    """Each cadre with a few kinds in turn, so that each kind is made of many cadres."""
    for number, cadre in enumerate(some(g.cadres)):
        for kind in OF_A_ROLE[(number + LANGUAGES.index(lang)) % 8 :: 8]:
            page = page_of(ssw.document(g, kind, cadre.id, lang=lang))
            assert page.lang == lang
            assert str(cadre.label.best(lang)) in page.title


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_is_one_page_in_large_type(g: CompetencyGraph, lang: str) -> None:
    settled = [cadre for cadre in CADRES if _made(g, "role-card", cadre).settled]
    for cadre in some([*settled, "za:social-auxiliary-worker", "social-protection:social-protection-administrator"]):
        card = _made(g, "role-card", cadre, lang)
        assert page_of(card).size == "large"
        assert len(pypdf.PdfReader(io.BytesIO(rendered(card, "pdf"))).pages) == 1


def test_where_nothing_is_settled_there_is_no_card_but_a_sheet_of_what_is_to_be_settled(g: CompetencyGraph) -> None:
    made = _made(g, "role-card", "ug:para-social-worker")
    assert {duty.standing for duty in made.duties} == {"unknown"}
    assert not made.settled
    page = page_of(made)
    assert page.size == "normal"
    assert page.title.startswith(sentence("papers.title-to-settle", subject="para-social worker"))
    said = _said(page)
    assert _plainly(sentence("kinds.must-none")) in said
    assert _plainly(sentence("kinds.heading-card-alone")) not in said
    forms = [block for block in page.blocks if isinstance(block, Table) and block.shape == "form"]
    questions, functions, _ = forms
    asked = [str(one.label) for one in made.questions]
    assert len(asked) > len({*asked})  # two frameworks ask the same
    assert [row[0] for row in questions.rows] == list(dict.fromkeys(asked))
    assert len(made.questions) > 5
    assert [row[0] for row in functions.rows] == [str(duty.function.label) for duty in made.duties]
    assert len(functions.header) == 6


def test_a_function_without_a_rule_is_neither_allowed_nor_forbidden() -> None:
    card = _card(
        toy.cadre("w", performs=("t:a", "t:b")), _function("a"), _function("b"), _rule("r", "not-permitted", "b")
    )
    said = _said(page_of(card))
    unknown = said.index(_plainly(sentence("kinds.heading-card-unknown")))
    assert said.index(_plainly(sentence("kinds.card-ask"))) < said.index("-a", unknown)
    assert _plainly(sentence("kinds.card-alone-none")) in said
    assert _plainly(sentence("papers.card-close")) in said


def _function(name: str, **fields: Any) -> Function:
    return Function(id=f"t:{name}", label=Text.of(en=name), evidence=toy.DRAFT, **fields)


def _rule(name: str, authority: Any, *functions: str, **fields: Any) -> ScopeRule:
    named = tuple(f"t:{one}" for one in functions)
    return ScopeRule(id=f"t:{name}", cadre="t:w", authority=authority, function=named, evidence=toy.DRAFT, **fields)


def _card(*parts: Any) -> RoleDocument:
    card = ssw.document(toy.graph(*parts), "role-card", "t:w")
    assert isinstance(card, RoleDocument)
    return card


def test_the_strictest_rule_decides() -> None:
    functions = [_function(name) for name in ("a", "b", "c", "d", "f")]
    card = _card(
        toy.cadre("w", performs=tuple(one.id for one in functions)),
        *functions,
        _rule("r1", "independent", "a", "b"),
        _rule("r2", "under-supervision", "b", "c"),
        _rule("r3", "not-permitted", "c"),
        _rule("r4", "independent", "d"),
    )
    assert {duty.function.id: duty.standing for duty in card.duties} == {
        "t:a": "unknown",  # the rule that allows it is narrowed by r2, which speaks of b
        "t:b": "supervised",
        "t:c": "never",
        "t:d": "alone",
        "t:f": "unknown",
    }
    assert {line.rule: line.standing for line in card.rules}["t:r1"] == "unknown"
    assert {line.rule: line.functions for line in card.rules}["t:r2"] == ("t:b",)


def test_a_limit_on_the_whole_binds_its_parts_and_no_permission_does() -> None:
    card = _card(
        toy.cadre("w", performs=("t:part", "t:piece")),
        _function("whole"),
        _function("part", broader=("t:whole",)),
        _function("wide"),
        _function("piece", broader=("t:wide",)),
        _rule("r1", "not-permitted", "whole"),
        _rule("r2", "independent", "wide"),
    )
    standings = {duty.function.id: duty.standing for duty in card.duties}
    assert (standings["t:part"], standings["t:piece"]) == ("never", "unknown")


def test_a_limit_on_all_work_leaves_nothing_to_be_done_alone() -> None:
    card = _card(
        toy.cadre("w", performs=("t:a",)),
        _function("a"),
        _rule("r1", "independent", "a"),
        _rule("r2", "under-supervision"),
    )
    assert [duty.standing for duty in card.duties] == ["supervised"]
    assert "alone" not in {line.standing for line in card.rules}


def test_rules_without_words_say_what_they_are_about_and_to_whom_to_refer() -> None:
    rule = _rule("r", "identify-and-refer", "a", refer_to=("t:v",))
    said = markdown(page_of(_card(toy.cadre("w"), toy.cadre("v"), _function("a"), rule)))
    assert "a: identifies and refers" in said
    assert "I refer it to: v" in said


def test_a_module_descriptor_has_the_limits_of_the_role_and_its_modules(g: CompetencyGraph) -> None:
    made = ssw.document(g, "module-descriptor", ["za:98890-km-01", "za:98890-wm-01"])
    said = _in_word(rendered(made, "docx", detail="full"))
    limits = ssw.curriculum(g, "za:98890").limits
    assert limits
    for limit in limits:
        assert limit.id in said
    assert said.index(limits[0].id) < said.index("za:98890-km-01")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_leaves_room_for_every_competency_and_is_not_for_discipline(g: CompetencyGraph, lang: str) -> None:
    for kind in ("training-needs", "supervision-checklist", "logbook"):
        made = _made(g, kind, CADRES[0], lang)
        forms = [b for b in page_of(made).blocks if isinstance(b, Table) and b.shape == "form"]
        rows = {row[0].partition("\n")[2]: row for form in forms for row in form.rows}
        assert made.about.competencies
        for line in made.about.competencies:
            assert rows[line.competency][-1] == ""
        if kind != "logbook":
            assert _plainly(sentence("kinds.not-disciplinary", lang)) in _said(page_of(made))


def test_training_needs_put_attitudes_before_knowledge_before_skills(g: CompetencyGraph) -> None:
    said = _said(page_of(_made(g, "training-needs", "cycw:advanced")))
    captions = [
        _plainly(sentence("kinds.caption-rating", kind=sentence(f"curriculum.kind-{kind}")))
        for kind in ("attitude", "knowledge", "skill", "none")
    ]
    there = [said.find(caption) for caption in captions if caption in said]
    assert len(there) > 1
    assert there == sorted(there)
    assert _plainly(sentence("kinds.repeated")) in said


@pytest.mark.parametrize("kind", ["job-description", "supervision-checklist", "logbook"])
def test_what_is_not_permitted_is_named_and_has_no_row_among_the_duties(g: CompetencyGraph, kind: str) -> None:
    made = _made(g, kind, "za:social-auxiliary-worker")
    never = [duty.function.id for duty in made.duties if duty.standing == "never"]
    tables = [b for b in page_of(made).blocks if isinstance(b, Table)]
    cells = {cell.partition("\n")[2] for table in tables for row in table.rows for cell in row}
    assert {d.function.id for d in made.duties} - {*never} <= cells
    assert len(never) == 10
    assert not cells & set(never)
    for identifier in never:
        assert _plainly(identifier) in _said(page_of(made))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("framework", "lang"), [("psw", "en"), ("psw", "fr"), ("za", "en"), ("cycw", "en"), ("ug", "fr")]
)
def test_a_handbook_holds_every_part_of_its_framework(g: CompetencyGraph, framework: str, lang: str) -> None:
    made = ssw.document(g, "framework-handbook", framework, lang=lang)
    assert isinstance(made, Handbook)
    said = _in_word(rendered(made, "docx", detail="full"))
    for node in made.framework.elements:
        assert _plainly(node.id) in said
        if isinstance(node, Element) and node.label:
            assert _plainly(clean(str(node.label.best(lang)))) in said.replace("\u00a0", "")
    headings = [b.text for b in page_of(made).blocks if isinstance(b, Heading) and b.level == 2]
    assert headings[0] == f"1. {sentence('show.heading.conditions', lang)}"
    for role in made.roles:
        ids = [condition.id for condition in role.conditions] + [limit.id for limit in role.limits]
        assert [one for one in ids if one not in said] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ssw.document_kinds())
def test_every_kind_is_plain_data(g: CompetencyGraph, kind: str) -> None:
    for subject in some(["za"] if kind == "framework-handbook" else CADRES):
        plain = to_plain(ssw.document(g, kind, subject, lang="fr"))
        assert plain["result"] == kind
        assert json.loads(json.dumps(plain)) == plain


def test_every_framework_has_a_handbook(g: CompetencyGraph) -> None:
    for framework in some(g.frameworks):
        page = page_of(ssw.document(g, "framework-handbook", framework.id))
        assert str(framework.label.best("en"))[:20] in page.title


@pytest.mark.parametrize(
    ("kind", "subject", "error", "words"),
    [
        ("rolecard", CADRES[0], InputError, r"Did you mean 'role-card'\?"),
        ("gap-report", CADRES[0], InputError, r"save\(gap\("),
        ("role-card", "za:60209", InputError, "about a cadre"),
        ("role-card", CADRES, InputError, "about one cadre"),
        ("role-card", None, InputError, "about one cadre, not about None"),
        ("job-description", [], InputError, "about one cadre"),
        ("role-card", "psw:para-social-wroker", UnknownElementError, "psw:para-social-worker"),
        ("module-descriptor", ["za:60209", "za:98890"], InputError, "each must be that of a module"),
        ("module-descriptor", [], InputError, "modules"),
        ("competency-chart", "psw:c-report", InputError, "A competency-chart is about a cadre"),
        ("observation-form", "za:60209", InputError, "An observation-form is about a cadre or a competency"),
        ("induction-plan", CADRES, InputError, "An induction-plan is about one cadre; 4 ids were given"),
        ("record-of-learning", "psw:c-report", InputError, "is a competency. A record-of-learning is about a cadre or"),
        ("framework-handbook", "zaa", UnknownElementError, "za"),
        ("framework-handbook", CADRES[0], InputError, "not a framework"),
        ("framework-handbook", ["za", "psw"], InputError, "about one framework"),
    ],
)
def test_bad_questions_are_told(
    g: CompetencyGraph, kind: str, subject: Any, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        ssw.document(g, kind, subject)


def test_a_language_that_is_none_is_told(g: CompetencyGraph) -> None:
    with pytest.raises(InputError):
        ssw.document(g, "role-card", CADRES[0], lang="en us")


_SET = [text for text in samples.HOSTILE if not re.search("[\u0590-\u05ff\ud800-\udfff\U00010000-\U0010ffff]", text)]


@pytest.mark.slow
@pytest.mark.parametrize("text", _SET, ids=range(len(_SET)))
def test_hostile_texts_make_correct_documents(text: str) -> None:
    label = Text((("en", text),))
    cadre = toy.cadre("w", performs=("t:a",))
    function = Function(id="t:a", label=label, evidence=toy.DRAFT, definition=label)
    rule = _rule("r", "not-permitted", "a", label=label)
    graph = toy.graph(cadre, function, rule)
    for kind in some(FILED):
        made = ssw.document(graph, kind, "t:w")
        for format in ("docx", "pdf", "html", "md"):
            data = rendered(made, format)
            assert b"<script>" not in data


@pytest.mark.slow
def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys, sswgraph as s; g = s.load(); folder = sys.argv[1];"
        "d = s.document(g, 'role-card', 'psw:para-social-worker', lang='fr');"
        "h = s.document(g, 'framework-handbook', 'ug');"
        "c = s.curriculum(g, 'ug:para-social-worker');"
        "[s.save(v, f'{folder}/{v.kind}.{e}') for v in (d, h, c) for e in ('docx', 'pdf', 'xlsx', 'json')]"
    )
    for seed in ("1", "77"):
        (tmp_path / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], cwd=ROOT, env=environment, check=True)
    names = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert len(names) == 12
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "77" / name).read_bytes(), name


@pytest.mark.parametrize("kind", ssw.document_kinds())
def test_json_puts_what_is_known_of_the_subject_first(g: CompetencyGraph, kind: str) -> None:
    plain = ssw.to_plain(ssw.document(g, kind, "ug" if kind == "framework-handbook" else "psw:para-social-worker"))
    assert plain["result"] == kind
    if kind != "framework-handbook":
        assert list(plain["about"])[:3] == ["obligations", "conditions", "limits"]
    json.dumps(plain)


def test_the_fixed_text_of_a_language_without_it_is_english_and_marked(
    g: CompetencyGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"[en]" not in rendered(_made(g, "job-description", CADRES[2]), "html")
    for module in (role_words, messages):
        monkeypatch.setattr(
            module, "pack", lambda lang, area: {} if (lang, area) == ("sw", "kinds") else pack(lang, area)
        )
    assert b"<sup>[en]</sup>" in rendered(_made(g, "job-description", CADRES[2], "sw"), "html")


def test_a_card_says_by_shape_what_each_section_is_and_ends_with_whom_to_ask(g: CompetencyGraph) -> None:
    page = page_of(_made(g, "role-card", "psw:para-social-worker"))
    headings = [block.text for block in page.blocks if isinstance(block, Heading) and block.level == 2]
    shaped = [text[0] for text in headings if text[1] == "\u00a0"]
    assert shaped == ["!", "!", "\u25cf", "\u25d0", "\u2192", "\u2715"]
    due = next(block for block in page.blocks if isinstance(block, Listing))
    assert not any(item.startswith("Proposed here") for item in due.items)
    assert all("*" in item for item in due.items)
    last = [block for block in page.blocks if isinstance(block, Notice)][-2]
    assert last.text == sentence("papers.card-close")
    turned = page_of(_made(g, "role-card", "psw:para-social-worker", "ar"))
    assert any(isinstance(block, Heading) and block.text.startswith("\u2190") for block in turned.blocks)
