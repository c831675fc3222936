"""What a document says and what the library says: the same figures, and nothing of the value lost on the way."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

import sswgraph as ssw
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import sentence
from sswgraph.model import Curriculum, EntryRequirement, Function, PerformanceCriterion, Text
from sswgraph.model.curriculum import function_numbers
from sswgraph.model.documents import Syllabus
from sswgraph.model.papers import PAPERS
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Block, Facts, Heading, Lines, Listing, Page, Paragraph, Table
from sswgraph.pages.detail import signed
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import texts
from sswgraph.render.output import rendered
from tests import toy
from tests.loops import some
from tests.test_detail import under_its_head

ROLES = ("psw:para-social-worker", "za:social-auxiliary-worker")
FIXED = {"induction-plan": {90}}  # days that the name of a paper has
_NUMBER = re.compile(r"\d+")
_POSITION = re.compile(r"^(\d+\.)+(\d+)? ?")


def _made(g: CompetencyGraph, kind: str, role: str) -> Any:
    return ssw.curriculum(g, role) if kind == "curriculum" else ssw.document(g, kind, role)


def _known(value: Any) -> set[int]:
    """Every number in the data, and how many of everything there are."""
    match value:
        case dict():
            return {n for one in value.values() for n in _known(one)}
        case list() | tuple():
            return {len(value)}.union(*map(_known, value))
        case None | bool():
            return set()
    return set(map(int, _NUMBER.findall(str(value))))


@pytest.mark.parametrize("role", ROLES)
def test_no_document_has_a_figure_that_the_library_has_not(g: CompetencyGraph, role: str) -> None:
    kinds = [kind for kind, row in PAPERS.items() if "cadre" in row.about]
    for kind in ("curriculum", "syllabus", *kinds):
        made = _made(g, kind, role)
        page = page_of(made, detail="sign")
        about = made if isinstance(made, Curriculum) else made.about
        places = set(function_numbers(about.functions).values())
        allowed = _known(to_plain(made)) | FIXED.get(kind, set()) | places
        for text in (page.title, *texts(page.blocks)):
            found = set(map(int, _NUMBER.findall(_POSITION.sub("", text))))
            assert found <= allowed, (kind, text, found - allowed)


def _facts(blocks: tuple[Block, ...]) -> dict[str, str]:
    return {name: value for block in blocks if isinstance(block, Facts) for name, value in block.pairs}


def _own(name: str, /, **parameters: Any) -> str:
    return sentence(f"curriculum.{name}", "en", **parameters)


@pytest.mark.parametrize("role", [*ROLES, "cd:para-social-worker", "ug:para-social-worker"])
def test_the_cover_counts_what_the_curriculum_has(g: CompetencyGraph, role: str) -> None:
    made = ssw.curriculum(g, role)
    blocks = page_of(made, detail="sign").blocks
    facts = _facts(blocks)
    about = facts[_own("fact-about")]
    counts = {"competencies": len(made.learnt), "modules": len(made.modules), "shells": len(made.shells)}
    counts["seen"] = sum(line.to_be_seen for line in made.learnt)
    for name, n in counts.items():
        assert (_own(f"about-{name}", n=n) in about) is (n > 0)
    never = sum(limit.authority == "not-permitted" for limit in made.limits)
    said = facts[_own("gate-permission")]
    figures = {"n": len(made.limits), "never": never, "chapter": 2}
    assert said == (_own("gate-permission-is", **figures) if made.limits else _own("gate-permission-none"))
    assert (str(len(made.obligations)) in facts[_own("gate-must")]) is bool(made.obligations)
    chapters = [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]
    assert chapters[1] == f"2. {_own('heading-profile')}"


def test_the_hours_of_the_modules_make_the_total_that_is_said(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, ROLES[1])
    blocks = page_of(made, detail="sign").blocks
    table = next(b for b in blocks if isinstance(b, Table) and b.caption.startswith(_own("caption-structure")))
    columns = [column for column in table.numeric if column]
    sums = [sum(int(row[column]) for row in table.rows) for column in columns]
    [(_, total)] = made.volumes
    assert sums == [int(amount) for _, amount in sorted(total.totals, key=lambda pair: pair[0] != "notionalHours")]
    [said] = [value for name, value in _facts(blocks).items() if name.startswith(_own("total", name=""))]
    assert [int(n) for n in _NUMBER.findall(said)] == sums


# Nothing of the value is lost


def _plainly(text: str) -> str:
    return re.sub(r"[\s\\\u2066-\u2069\u200e\u2060]+", "", text)


def _read(data: bytes, ending: str) -> str:
    if ending == "docx":
        return "".join(one.text or "" for one in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:t")))
    if ending == "pdf":
        pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
        return re.sub(r"Curriculum: [a-z ]+ · \d+ / \d+", "", "".join(pages))
    return unescape(re.sub(r"<[^>]+>", "", data.decode()))


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "md"])
@pytest.mark.parametrize("role", ROLES)
def test_everything_of_the_value_is_in_the_file_that_people_sign(g: CompetencyGraph, role: str, ending: str) -> None:
    made = ssw.curriculum(g, role)
    data = rendered(made, ending)
    said = _plainly(_read(data, ending))
    for line in some(made.learnt):
        wanted = (line.label, line.outcome, *(one.label for one in line.criteria))
        assert [one for one in wanted if _plainly(one.best("en")) not in said] == []
    names = [one.module.label.best("en") for one in made.modules] + [one.label.best("en") for one in made.functions]
    rules: tuple[Any, ...] = (*made.obligations, *made.conditions, *made.limits)
    assert [
        one for one in (*names, *(under_its_head(str(rule.text)) for rule in rules)) if _plainly(one) not in said
    ] == []
    assert rendered(ssw.curriculum(g, role), ending) == data


def test_a_criterion_is_said_once_and_what_is_not_acceptable_stands_apart(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, ROLES[0])
    page = page_of(made, detail="sign")
    items = [one for text in texts(page.blocks) for one in (text.items if isinstance(text, Lines) else (text,))]
    criteria = {one.id: one for line in made.learnt for one in line.criteria}.values()
    labels = [one.label.best("en") for one in criteria]
    names = {one.label for one in made.functions} | {one.label for one in made.competencies}
    for one in some(criteria):
        if one.label not in names and labels.count(one.label.best("en")) == 1:
            assert items.count(one.label.best("en")) == len(one.criterion_of), one.id
    lists = [block.items for block in page.blocks if isinstance(block, Listing)]
    never = {one.label.best("en") for one in criteria if one.criterion_kind == "not-acceptable"}
    assert never == {item for found in lists if never & {*found} for item in found}
    assert not [text for text in texts(page.blocks) if isinstance(text, Lines) and never & {*text.items}]


# What was not said, or said wrongly


def _criterion(name: str, kind: Any = None) -> PerformanceCriterion:
    label = Text.of(en=f"shows {name}")
    return PerformanceCriterion(
        id=f"t:{name}", label=label, criterion_of=("t:c",), criterion_kind=kind, evidence=toy.DRAFT
    )


def _taught(*more: Any) -> Curriculum:
    g = toy.graph(
        toy.cadre("w"),
        toy.competency("c"),
        toy.competency("before"),
        toy.requires("w", "c"),
        toy.qualification("q", qualifies_for=("t:w",)),
        toy.module("m", 40, part_of=("t:q",)),
        toy.develops("m", "c"),
        *more,
    )
    return ssw.curriculum(g, "t:w")


def test_criteria_that_no_module_has_stand_by_themselves() -> None:
    page = page_of(_taught(_criterion("one"), _criterion("no", "not-acceptable")), detail="sign")
    [table] = [b for b in page.blocks if isinstance(b, Table) and b.caption.startswith(_own("caption-criteria"))]
    assert [[getattr(cell, "items", ()) for cell in row[1:]] for row in table.rows] == [[("shows one",), ("shows no",)]]


def test_what_a_module_asks_before_it_begins_is_said() -> None:
    asked = EntryRequirement(id="t:e", module="t:m", competency="t:before", evidence=toy.DRAFT)
    for made, there in ((_taught(asked), True), (_taught(), False)):
        said = [text for text in texts(page_of(made).blocks) if text == _own("lead-entry-modules")]
        assert bool(said) is there
        listed = [item for b in page_of(made).blocks if isinstance(b, Listing) for item in b.items]
        assert ("m: before" in listed) is there


def test_what_every_module_lacks_is_said_once() -> None:
    made = _taught(toy.module("n", 20, part_of=("t:q",)))
    said = [text for text in texts(page_of(made, detail="sign").blocks) if _own("what-trainer") in text]
    assert [text.startswith(_own("open-each", what="")[:-1]) for text in said] == [True, False]


def test_functions_of_one_name_are_one_and_competencies_name_them_by_number() -> None:
    acts = [Function(id=f"t:f{n}", label=Text.of(en="visit"), needs=("t:c",), evidence=toy.DRAFT) for n in (1, 2)]
    other = Function(id="t:f3", label=Text.of(en="write"), needs=("t:c",), evidence=toy.DRAFT)
    assert function_numbers([*acts, other]) == {"t:f1": 1, "t:f2": 1, "t:f3": 2}
    page = page_of(_taught(*acts, other), detail="sign")
    assert next(b.items for b in page.blocks if isinstance(b, Listing) and b.ordered) == ("visit", "write")
    [table] = [b for b in page.blocks if isinstance(b, Table) and _own("column-function") in b.header]
    assert table.rows[0][table.header.index(_own("column-function"))] == "1, 2"


def test_a_name_that_is_no_outcome_is_not_passed_off_as_one() -> None:
    topic = toy.competency("topic")
    made = _taught(topic, toy.requires("w", "topic"), toy.develops("m", "topic"))
    assert not made.learnt[1].outcome
    blocks = page_of(made).blocks
    listed = [item for block in blocks if isinstance(block, Listing) for item in block.items]
    assert not [item for item in listed if item == "topic"]
    assert "topic" in _facts(blocks)[_own("fact-no-outcome")]


def test_a_syllabus_of_a_role_shows_the_modules_that_are_proposed(g: CompetencyGraph) -> None:
    made = ssw.document(g, "syllabus", ROLES[0])
    assert isinstance(made, Syllabus)
    blocks = page_of(made, detail="sign").blocks
    headings = [block.text for block in blocks if isinstance(block, Heading) and block.level == 4]
    assert len(headings) == len(made.about.shells) > 0
    assert "chapter 1" in _facts(blocks)[_own("gate-must")]


def test_each_of_several_qualifications_has_its_own_line_and_those_not_read_are_named() -> None:
    other = toy.qualification("r", qualifies_for=("t:w",), notation="R1", notional_hours=900)
    made = _taught(other)
    blocks = page_of(made).blocks
    lines = [value for b in blocks if isinstance(b, Facts) for name, value in b.pairs if name == "Qualification"]
    assert lines == ["q", "r; Code: R1; Notional hours: 900"]
    said = " ".join(texts(blocks))
    assert _own("modules-not-read", n=1, names=(Text.of(en="r"),)) in said
    assert "curriculum.several-qualifications" not in [note.code for note in made.notes]
    assert "curriculum.modules-not-read" not in [note.code for note in _taught().notes]


def test_what_nothing_teaches_of_a_plan_is_named_once() -> None:
    g = toy.graph(
        *(toy.cadre("w"), toy.competency("c"), toy.competency("d"), toy.requires("w", "c"), toy.requires("w", "d")),
        *(toy.module("m", 40), toy.develops("m", "c")),
    )
    made = ssw.curriculum(g, ssw.plan(g, ssw.gap(g, [], "t:w"), as_of=date(2026, 11, 28)))
    blocks = page_of(made, detail="sign").blocks
    [learnt] = [b for b in blocks if isinstance(b, Table) and b.caption.startswith(_own("caption-learnt", n=1))]
    assert [row[0] for row in learnt.rows] == ["c"]
    assert _own("learnt-open", n=1) in texts(blocks)


# A cell with several texts


def test_lines_of_a_cell_are_a_list_on_a_screen_and_keep_their_language() -> None:
    foreign = Wording("écoute", "fr", True)
    page = Page("Title", "en", (Table("", ("a", "b"), (("x", Lines(("asks", foreign))),)), Paragraph("end")))
    made = rendered(page, "html").decode()
    assert '<ul class="lines"><li>asks</li>' in made
    assert "<sup>[fr]</sup></li></ul>" in made
    for ending in ("docx", "pdf"):
        said = _read(rendered(page, ending), ending)
        assert "• asks" in said
        assert "[fr]" in said
    [table, _] = signed(page).blocks
    assert isinstance(table, Table)
    assert table.rows[0][1] == Lines(("asks", foreign))


def test_the_line_above_a_list_stays_with_it() -> None:
    page = Page("Title", "en", (Paragraph("Never"), Listing(("shouts",)), Paragraph("end")))
    body = docx.Document(io.BytesIO(rendered(page, "docx"))).paragraphs
    kept = {one.text: one.paragraph_format.keep_with_next for one in body}
    assert (kept["Never"], kept["end"]) == (True, None)
