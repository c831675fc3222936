"""How much of a page is shown: what people sign, or all of it."""

from __future__ import annotations

import io
import pickle
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

import sswgraph as ssw
from sswgraph.cli import FINE, USAGE, main
from sswgraph.errors import InputError
from sswgraph.messages import languages, message, pack, sentence
from sswgraph.model import Evidence, Text
from sswgraph.pages.blocks import (
    Annex,
    Aside,
    BasisText,
    Block,
    Details,
    Facts,
    Heading,
    LeftOpen,
    Listing,
    Named,
    NameList,
    Notice,
    Page,
    Paragraph,
    Reservation,
    Shortened,
    Table,
    Tagged,
)
from sswgraph.pages.detail import signed
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import Writer, texts
from sswgraph.render.markdown import markdown
from sswgraph.render.output import rendered
from tests.test_rules_role import function, rule
from tests.toy import cadre, graph

ROLE = "za:social-auxiliary-worker"
_ID = re.compile(r"\b(?:za|psw|cycw|generic|fn|tax):[a-z0-9-]+")


@cache
def _graph() -> ssw.CompetencyGraph:
    return ssw.load("za")


@cache
def _made(kind: str) -> Any:
    return ssw.curriculum(_graph(), ROLE) if kind == "curriculum" else ssw.document(_graph(), kind, ROLE)


def _signed(*blocks: Block) -> tuple[Block, ...]:
    return signed(Page("Title", "en", blocks)).blocks


def _table(rows: tuple[tuple[str, ...], ...], header: tuple[str, ...], **how: Any) -> Table:
    (made,) = [block for block in _signed(Table("", header, rows, **how)) if isinstance(block, Table)]
    return made


@pytest.mark.parametrize(
    ("block", "left"),
    [
        (Annex("Made from", (Paragraph("hash"),)), ()),
        (Aside("38 links"), ()),
        (Details("More", (Annex("", ()),)), ()),
        (Details("More", (Paragraph("a"), Aside("b"))), (Details("More", (Paragraph("a"),)),)),
        (Listing((Named("aide\nza:aide", "aide"),)), (Listing(("aide",)),)),
        (Listing((Tagged("rule\nza:rule", "rule"),)), (Listing(("rule",)),)),
        (Facts((("Id", Named("za:aide", "")), ("Name", "aide"))), (Facts((("Name", "aide"),)),)),
        (Shortened("", ("a",), (("b",),), short=(Paragraph("c"),)), (Paragraph("c"),)),
        (Notice("limit"), (Notice("limit"),)),
    ],
)
def test_what_is_for_those_who_check_it_is_left_out(block: Block, left: tuple[Block, ...]) -> None:
    assert _signed(block) == left


def test_ids_stay_only_where_two_texts_read_alike() -> None:
    alike = (Named("aide\nza:a", "aide"), Named("aide\nza:b", "aide"), Named("nurse\nza:c", "nurse"))
    assert _signed(Listing(alike)) == (Listing(("aide\nza:a", "aide\nza:b", "nurse")),)
    made = _table(tuple((one, "x") for one in alike), ("Role", "What"))
    assert [row[0] for row in made.rows] == ["aide\nza:a", "aide\nza:b", "nurse"]
    told = _table(tuple((one, str(n)) for n, one in enumerate(alike)), ("Role", "What"))
    assert [row[0] for row in told.rows] == ["aide", "aide", "nurse"]


@pytest.mark.parametrize("said", ["Call the line (tel:116)", "Call (sms:116: day and night)", "Groups (adults:1)"])
def test_brackets_of_a_rule_stay_whatever_they_look_like(said: str) -> None:
    assert _signed(Paragraph(said), Notice(said), Listing((said,))) == (Paragraph(said), Notice(said), Listing((said,)))
    made = graph(cadre("w"), rule("r", "identify-and-refer", label=Text.of(en=said)))
    for kind in ("role-card", "job-description", "referral-pathway"):
        text = markdown(page_of(ssw.document(made, kind, "t:w"), detail="sign")).replace("\\", "")
        assert said in text


@pytest.mark.parametrize("lang", languages())
def test_ids_in_a_sentence_of_ours_are_left_out_in_every_language(lang: str) -> None:
    near = message("open.near-close", module=Text.of(en="Course"), id="za:98890")
    said = Writer(lang).say(message("open.untaught-near", near=(near,)))
    (left,) = _signed(Paragraph(said))
    assert isinstance(left, Paragraph)
    assert ("za:98890" in said, "za:98890" in left.text, "(" in left.text) == (True, False, True)


def test_a_column_that_is_almost_empty_moves_into_the_first_cell_and_nothing_of_it_is_lost() -> None:
    rows = (("a", "until 2027", "x"), *((name, "–", "y") for name in "bcde"))
    made = _table(rows, ("What", "Limit", "Kind"))
    assert made.header == ("What", "Kind")
    assert made.rows[0] == ("a\nLimit: until 2027", "x")
    fuller = _table((*rows[:4], ("e", "until 2028", "y")), ("What", "Limit", "Kind"))
    assert fuller.header == ("What", "Limit", "Kind")
    form = _table(rows, ("What", "Limit", "Kind"), shape="form")
    assert form.header == ("What", "Limit", "Kind")


def test_what_every_row_says_is_said_once() -> None:
    made = _table((("a", "law", "1"), ("b", "law", "2"), ("c", "law", "3")), ("What", "Force", "n"))
    assert (made.caption, made.header) == ("Force: law", ("What", "n"))
    other = _table((("a", "law", "1"), ("b", "law", "2"), ("c", "policy", "3")), ("What", "Force", "n"))
    assert other.header == ("What", "Force", "n")


def test_what_a_row_rests_on_becomes_a_small_sign_with_a_legend() -> None:
    grounds = [BasisText("stated", ("stated",)), BasisText("derived", ("derived",)), BasisText("draft", ("draft",))]
    rows = tuple((Named(f"{n}\nza:{n}", str(n)), one) for n, one in enumerate(grounds))
    table, legend = _signed(Table("", ("What", "Basis"), rows))
    assert isinstance(table, Table)
    assert table.header == ("What",)
    assert table.rows == (("0",), ("1\u00a0°",), ("2\u00a0*",))
    assert legend == Paragraph(f"{sentence('detail.sign-derived')} {sentence('detail.sign-draft')}")


def test_all_reservations_become_one_box_of_three_sentences_after_what_must_be_done() -> None:
    said: list[Block] = [
        Reservation("a", sort="fixed-text"),
        Heading(2, "1. Must"),
        Notice("do"),
        Heading(3, "Rests on"),
    ]
    said += [Reservation("b", sort=one, about="A") for one in ("standing", "parts", "outcomes", "translation")]
    blocks = _signed(*said, Heading(2, "2. Rest"), Paragraph("x"))
    boxes = [n for n, block in enumerate(blocks) if isinstance(block, Notice) and block.text != "do"]
    assert boxes == [3]
    box = getattr(blocks[3], "text", "")
    assert box == " ".join(
        (
            sentence("detail.standing", titles="A"),
            sentence("detail.parts-and-outcomes"),
            sentence("detail.translation"),
        )
    )
    assert blocks[1] == Notice("do")


def test_a_box_never_stands_before_what_must_be_done() -> None:
    opening = Reservation("unreviewed", sort="fixed-text")
    blocks = _signed(opening, Heading(2, "1. Must"), Paragraph("do"), Heading(2, "2. Rest"), Paragraph("x"))
    assert [type(block) for block in blocks] == [Heading, Paragraph, Notice, Heading, Paragraph]


def _open(what: str) -> LeftOpen:
    return LeftOpen(f"To do: {what}.", "open", what, "To do: {what}.")


def test_what_is_left_open_stands_together_and_sections_of_nothing_else_go() -> None:
    blocks = _signed(
        *(Heading(2, "A"), Heading(3, "A1"), _open("a"), Heading(3, "A2"), Paragraph("x"), _open("b"), _open("c")),
        *(Heading(3, "A3"), _open("d"), Heading(2, "B"), _open("a"), Heading(3, "B1"), _open("a"), _open("e")),
    )
    assert [getattr(block, "text", "") for block in blocks] == [
        *("A", "A2", "x", "To do: b; c; a; d."),
        *("B", "To do: a; e."),
    ]


def test_a_numbered_chapter_of_which_nothing_is_left_says_where_it_is() -> None:
    blocks = _signed(Heading(2, "1. A"), Aside("x"), Heading(2, "2. B"), Paragraph("y"), Heading(2, "3. C"), Aside("z"))
    assert [getattr(block, "text", "") for block in blocks] == ["1. A", sentence("detail.in-full"), "2. B", "y"]


def test_names_stand_in_one_paragraph_in_their_language() -> None:
    names = tuple(Named(f"{one}\nza:{one}", one, "en", True) for one in ("aide", "nurse"))
    (made,) = _signed(NameList(names))
    assert made == Paragraph("aide; nurse")
    text: Any = getattr(made, "text", "")
    assert (text.lang, text.fell_back) == ("en", True)


@pytest.mark.parametrize(("kind", "there"), [("curriculum", True), ("job-description", False)])
def test_only_long_documents_have_contents(kind: str, there: bool) -> None:
    assert page_of(_made(kind), detail="sign").contents is there
    assert page_of(_made(kind)).contents
    document = docx.Document(io.BytesIO(rendered(_made(kind), "docx")))
    assert ("TOC " in document.element.xml) is there
    assert "TOC " in docx.Document(io.BytesIO(rendered(_made(kind), "docx", detail="full"))).element.xml


@pytest.mark.parametrize(
    ("basis", "force", "head"),
    [
        ("derived", None, "Not among the acts listed: force not stated"),
        ("derived", "policy", "Not permitted: national policy"),
        ("stated", None, "Not permitted: force not stated"),
    ],
)
def test_limits_stand_in_lists_by_how_far_they_go_and_what_nobody_forbids_is_not_called_forbidden(
    basis: Any, force: str | None, head: str
) -> None:
    given: dict[str, Any] = {"evidence": (Evidence(id="t:x", basis=basis, source="t:s"),), "force": force}
    rules = [rule(name, "not-permitted", name, **given) for name in "ab"] + [rule("c", "assists", "c", **given)]
    made = ssw.curriculum(graph(cadre("w"), *map(function, "abc"), *rules), "t:w")
    blocks = page_of(made, detail="sign").blocks
    [found] = [n for n, block in enumerate(blocks) if getattr(block, "text", "").startswith(head)]
    under = blocks[found + 1]
    assert isinstance(under, Listing)
    assert len(under.items) == 2


def test_a_heading_under_which_nothing_is_left_goes_too() -> None:
    blocks = _signed(Heading(2, "A"), Heading(3, "B"), Aside("x"), Heading(2, "C"), Paragraph("y"), Heading(2, "D"))
    assert blocks == (Heading(2, "C"), Paragraph("y"))


@pytest.mark.parametrize(
    "text", [Named("a\nza:a", "a", "en", True), Tagged("a\nza:a", "a"), BasisText("derived", ("derived",))]
)
def test_marked_texts_survive_pickling(text: Any) -> None:
    found = pickle.loads(pickle.dumps(text))
    assert (str(found), type(found)) == (str(text), type(text))
    assert getattr(found, "label", None) == getattr(text, "label", None)
    assert getattr(found, "codes", None) == getattr(text, "codes", None)


def test_a_card_to_sign_has_no_ids() -> None:
    said = rendered(_made("role-card"), "md").decode()
    assert not _ID.search(said)
    assert "Role social auxiliary worker, made from South Africa" in said


@pytest.mark.parametrize("kind", ["curriculum", "job-description", "supervision-checklist", "training-needs"])
def test_a_document_is_saved_as_people_sign_it_unless_all_of_it_is_asked_for(kind: str) -> None:
    made = _made(kind)
    default, full = (rendered(made, "md").decode(), rendered(made, "md", detail="full").decode())
    assert default == rendered(made, "md", detail="sign").decode()
    assert full == markdown(page_of(made))
    assert len(default) < len(full)
    assert _ID.search(full)
    assert not _ID.search(default)
    assert not re.search(r"[0-9a-f]{16}", default)
    assert sentence("show.stamp") in full
    assert sentence("show.stamp") not in default


_OF_A_ROLE = ("job-description", "supervision-checklist", "training-needs", "logbook")


@pytest.mark.parametrize("kind", ["curriculum", *_OF_A_ROLE, "module-descriptor"])
def test_no_obligation_condition_or_limit_is_lost(kind: str) -> None:
    made: Any = _made(kind)
    about = made if kind == "curriculum" else made.about
    said = " ".join(markdown(page_of(made, detail="sign")).replace("\\", "").split())
    every: list[str] = [one.text.render("en") for one in (*about.obligations, *about.conditions)]
    limits = made.rules if kind in _OF_A_ROLE else about.limits
    every += [one.text.render("en") for one in limits]
    assert every
    for text in every:
        assert under_its_head(" ".join(text.split())) in said


def under_its_head(text: str) -> str:
    """A limit without the words for how far it goes, which stand above its list."""
    heads = (sentence(f"limit.{code}") for code in pack("en", "limit") if code.startswith("head-"))
    return next((text.removeprefix(head).strip() for head in heads if text.startswith(head)), text)


@pytest.mark.parametrize("kind", ["curriculum", "module-descriptor", "framework-handbook"])
def test_a_document_of_many_pages_has_a_cover_without_the_name_of_a_program(kind: str) -> None:
    made = ssw.document(_graph(), kind, "za") if kind == "framework-handbook" else _made(kind)
    blocks = page_of(made, detail="sign").blocks
    first = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2)
    said = " ".join(texts(blocks[:first]))
    for name in ("ministry", "logo", "sign-off", "edition", "review"):
        assert sentence(f"cover.{name}") in said
    assert "2026-11-28" in said
    assert "sswgraph" not in said


@pytest.mark.parametrize(
    ("force", "there"), [("law", True), ("policy", False), ("guidance", False), ("proposal", False), (None, False)]
)
def test_the_legal_officer_is_told_what_is_law_and_nothing_else(force: str | None, there: bool) -> None:
    one = rule("r", "not-permitted", "a", force=force)
    made = ssw.document(graph(cadre("w"), function("a"), one), "job-description", "t:w")
    said = rendered(made, "md").decode()
    told = [line for line in said.split("\n") if line.startswith("To be checked by the legal officer")]
    assert [("Rule r" in line or "not permitted" in line.lower()) for line in told] == ([True] if there else [])


@pytest.mark.parametrize("detail", ["sign", "full"])
def test_nothing_is_said_of_a_basis_behind_which_nothing_stands(detail: str) -> None:
    said = rendered(ssw.curriculum(ssw.load("cdw"), "cdw:community-development-worker"), "md", detail=detail).decode()
    assert not re.search(r"\b(draft|derived|stated): *($|[;|])", said, re.MULTILINE)


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_no_option_and_no_code_of_the_world_is_read_in_a_plan(lang: str) -> None:
    made = ssw.plan(_graph(), ssw.gap(_graph(), [], ROLE, where="001"), as_of="2026-11-21", time_limit=2)
    said = rendered(made, "md", lang=lang).decode()
    assert "include_closed" not in said
    assert "001" not in said
    assert sentence("show.where.anywhere", lang) in said


def test_what_nobody_signs_stays_whole_and_a_page_can_be_cut() -> None:
    found = _graph()[ROLE]
    assert rendered(found, "md") == rendered(found, "md", detail="full")
    page = page_of(_made("job-description"))
    assert rendered(page, "md") == markdown(page).encode()
    assert rendered(page, "md", detail="sign") == markdown(signed(page)).encode()


def test_data_carry_everything_whatever_the_detail() -> None:
    made = _made("job-description")
    assert rendered(made, "json", detail="sign") == rendered(made, "json", detail="full")


def test_two_languages_stand_side_by_side_in_both_details() -> None:
    made = _made("job-description")
    short, full = (rendered(made, "md", lang="fr", beside="en", detail=one) for one in ("sign", "full"))
    assert 0 < len(short) < len(full)


@pytest.mark.parametrize("format", ["md", "json"])
@pytest.mark.parametrize("detail", ["short", "", "SIGN"])
def test_an_unknown_detail_is_refused_with_the_two_words(detail: str, format: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'sign' or 'full'"):
        ssw.save(_made("job-description"), tmp_path / f"x.{format}", detail=detail)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["gap", "plan", "curriculum", "document"])
def test_the_command_line_writes_both_details(command: str, tmp_path: Path) -> None:
    asked = {"curriculum": [ROLE], "document": ["job-description", ROLE]}.get(command, ["za:60209", "--to", ROLE])
    found = {}
    for name in ("", "sign", "full"):
        path = tmp_path / f"{command}{name}.md"
        assert main([command, *asked, *(["--detail", name] if name else []), "-o", str(path)]) == FINE
        found[name] = path.read_text(encoding="utf-8")
    assert found[""] == found["sign"]
    assert sentence("show.stamp") not in found["sign"]
    assert sentence("show.stamp") in found["full"]
    assert main([command, *asked, "--detail", "some", "-o", str(tmp_path / "x.md")]) == USAGE


def test_limits_to_sign_say_once_how_far_they_go_and_what_exceeds_the_target_is_named_on_two_pages() -> None:
    found = ssw.gap(ssw.load("za"), "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker")
    page = page_of(found, detail="sign")
    every = [*texts(page.blocks)]
    for code in ("head-not-listed", "head-under-supervision", "head-assists"):
        head = sentence(f"limit.{code}").rstrip(".")
        assert [text.startswith(f"{head}:") for text in every if head in text] == [True]
    pairs = [(one, two) for one, two in pairwise(page.blocks) if type(one) is Paragraph and isinstance(two, Listing)]
    assert sum(len(listed.items) for _, listed in pairs) == len(found.limits)
    beyond = next(block for block in page.blocks if isinstance(block, Details))
    assert all(str(item.label) in "".join(texts(beyond.blocks)) for item in found.beyond)
    assert len(pypdf.PdfReader(io.BytesIO(rendered(found, "pdf"))).pages) == 2
