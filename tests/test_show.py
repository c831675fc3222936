"""How results show themselves: pages, HTML, Markdown and plain text, also with texts that try to break out."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any, get_args

import pytest
from markdown_it import MarkdownIt

import sswgraph as ssw
from sswgraph import model
from sswgraph.errors import InputError
from sswgraph.messages import languages, message
from sswgraph.messages.wording import pack
from sswgraph.model import Cadre, FrameworkSummary, LinkCount, ScopeRule, Text, Volumes
from sswgraph.model.results import Necessity, Status
from sswgraph.model.text import clean, columns, isolate, runs_right_to_left
from sswgraph.pages.blocks import Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.element import element_page, show_plain
from sswgraph.pages.page import frameworks_page, page_of
from sswgraph.pages.writer import Writer, is_banner
from sswgraph.render.html import document, fragment
from sswgraph.render.markdown import markdown
from sswgraph.render.plain import WIDTH, plain
from tests import samples, toy
from tests.loops import some

TAGS = set(
    "a bdi body caption dd del details div dl dt h1 h2 h3 h4 head html ins li main meta nav ol p small span style "
    "summary sup table tbody td th thead title tr ul".split()
)
ATTRIBUTES = set(
    "aria-label charset class content dir href http-equiv id lang name role data-label scope tabindex".split()
)
OPENERS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


class Reader(HTMLParser):
    """Collects the tags, attributes and texts of a page, with how deep in <bdi> each text stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, int]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.texts.append((data, self.open.count("bdi")))

    @property
    def words(self) -> str:
        return " ".join("".join(text for text, _ in self.texts).split())


def _safe(page: str) -> Reader:
    """The page read back: well formed, only known tags and attributes, nothing that leads out of the file."""
    found = Reader(page)
    assert found.open == []
    for tag, attributes in found.tags:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
        assert (attributes.get("href") or "#").startswith("#")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", page)
    return found


def _bare(text: str) -> str:
    return " ".join(re.sub("[\u2066-\u2069]", "", clean(text)).split())


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_html_keeps_hostile_text_as_text(text: str) -> None:
    for value in some(samples.with_text(text)):
        for page in (fragment(page_of(value)), document(page_of(value))):
            found = _safe(page)
            assert _bare(text) in _bare(found.words)
            for said, depth in found.texts:
                assert depth > 0 or not any(sign in said for sign in OPENERS)


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_markdown_keeps_hostile_text_as_text(text: str) -> None:
    for value in some(samples.with_text(text)):
        written = markdown(page_of(value))
        made = MarkdownIt("commonmark").enable("table").render(written)
        assert not re.search(r"<(script|em|code|a|img|b)\b", made)
        assert made.count("<h1>") == 1
        assert "$" not in written.replace("\\$", "")
        found = Reader(made.replace("<br>", " ").replace("<hr>", ""))
        assert _bare(text) in _bare(found.words)


@pytest.mark.slow
@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_plain_text_keeps_its_width_and_its_direction(text: str) -> None:
    for value in some(samples.with_text(text)):
        for line in str(value).splitlines():
            assert columns(line) <= WIDTH
            opened = sum(line.count(sign) for sign in "\u2066\u2067\u2068")
            assert opened == line.count("\u2069")
            stripped = re.sub("\u2068.*\u2069", "", line)
            assert not any(sign in stripped for sign in OPENERS)


@pytest.mark.parametrize("name", ["gap", "plan"])
@pytest.mark.parametrize("lang", languages())
def test_conditions_and_limits_come_first_in_every_form(name: str, lang: str) -> None:
    page = page_of(samples.everything()[name], lang)
    for shown in (_safe(document(page)).words, markdown(page), " ".join(plain(page).split())):
        rule, limit = (shown.index(text) for text in ("Registered with the council", "Diagnose"))
        assert rule < limit < shown.index("xx:referral")


def test_banners_stand_above_conditions() -> None:
    assert is_banner(message("gap.banner-compiled"))
    assert not is_banner(message("limit.as-worded", text="An ordinary note"))


def test_a_gap_shows_counts_levels_reasons_notes_links_and_stamp() -> None:
    said = str(samples.gap())
    for words in (
        "What is missing: from helper to counsellor",
        "Open          1",
        "By documents  1",
        "xx:level-2",
        "Nothing that is known to be held gives credit for it.",
        "What is held in the role of helper is assumed from the role; it was not assessed.",
        "This result rests on 4 links (stated by a source: 1; derived: 2; draft: 1).",
        "No source states 3 of its 4 links",
        "Version of sswgraph",
        "2026 · abcdef",
    ):
        assert words in said


def test_a_status_that_does_not_occur_has_no_table() -> None:
    page = page_of(samples.gap(items=(samples.item("raise", "a"), samples.item("beyond", "b"))))
    captions = [block.caption for block in page.blocks if isinstance(block, Table)]
    assert "To be raised: 1 competency" in captions
    assert not [caption for caption in captions if caption.startswith(("Missing", "Met", "Held beyond"))]
    folded = [block.summary for block in page.blocks if isinstance(block, Details)]
    assert "Held beyond what is required: 1 competency" in folded


def test_an_empty_gap_says_so_and_that_no_rule_is_no_permission() -> None:
    said = str(samples.gap(items=(), conditions=(), limits=()))
    assert "There is nothing to compare" in said
    assert "That is no permission" in said


def test_a_plan_shows_totals_modules_open_left_out_award_and_proof() -> None:
    said = str(samples.plan())
    for words in (
        "at least 120",
        "at least 12.5",
        "KM-01",
        "2026-12-30",
        "It closes:",
        "no module teaches it",
        "Enrolment in ‘Old certificate’ ended on 2024-06-30.",
        "Certificate",
        "Proved for what was read and is known to be required: no plan can need less.",
        "lower bound:",
        "Enrolment looked at as of",
    ):
        assert words in said
    assert said.index("Notional hours") < said.index("SAQA credits")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"at_least": False, "complete": True}, "Proved: no plan can need less."),
        ({"at_least": False}, "Proved for what is known to be required: no plan can need less."),
        (
            {"at_least": False, "complete": False},
            "Minimised for what is known to be required: notional hours.",
        ),
        ({"optimal": False, "bound": 100}, "no plan can need less than 100."),
        (
            {"objective": None, "bound": None},
            "no step of this plan states the quantity minimised. Proved for what is known to be required: no plan that",
        ),
        ({"unmeasured": ("xx:other",)}, "Steps considered that do not state it: 1; a plan with them may need less."),
        (
            {"unmeasured": ("xx:km-01",)},
            "Not proved that no plan needs less: some steps of this plan do not state the quantity minimised.",
        ),
        ({"unmeasured": ("xx:other",), "optimal": False}, "Not proved: the search ended before it was certain."),
        ({"objective": None, "bound": None, "optimal": False}, "Not proved"),
        ({"unknown_hours": ("xx:km-01",)}, "1 module whose hours are not known"),
        ({"lines": (), "volumes": Volumes()}, "no module that would serve is open to enrolment"),
        ({"lines": (), "volumes": Volumes(), "left_out": ()}, "The plan holds no module."),
        ({"hours": None, "volumes": Volumes()}, "Notional hours not known"),
    ],
)
def test_what_is_not_certain_is_said(fields: dict[str, Any], words: str) -> None:
    text = str(samples.plan(**fields))
    assert words in text or words in " ".join(text.split())


def test_unknown_enrolment_is_not_open_and_an_unknown_number_is_not_zero() -> None:
    table = next(
        b
        for b in page_of(samples.plan(lines=(samples.step("m", last_enrolment=None),))).blocks
        if isinstance(b, Table) and "Step" in b.header
    )
    assert table.rows[0][table.header.index("Last enrolment")] == "not known"
    both = samples.plan(lines=(samples.step("a"), samples.step("b", volumes=Volumes())))
    table = next(block for block in page_of(both).blocks if isinstance(block, Table) and "Step" in block.header)
    assert table.rows[1][table.header.index("Notional hours")] == "–"


def test_a_name_and_its_value_are_joined_as_the_language_does() -> None:
    facts = (Facts((("Name", "value"), ("*", "a\nb"))),)
    assert "- Name: value\n- \\*: a<br>b\n" in markdown(Page("t", "en", facts))
    assert "- Nom\u00a0: value" in markdown(Page("t", "fr", (Facts((("Nom", "value"),)),)))


def test_columns_without_any_value_are_left_out() -> None:
    made = Writer("en").table("c", ("a", "b", "n"), [("1", "", ""), ("2", "", "3")], (2,))
    assert made.header == ("a", "n")
    assert made.rows == (("1", "–"), ("2", "3"))
    assert made.numeric == (1,)


def test_a_report_shows_line_rule_and_mend() -> None:
    said = str(page_of(samples.report()).blocks)
    for words in ("12", "no-evidence", "xx:referral", "The file does not conform."):
        assert words in said
    assert "The file conforms" in str(page_of(samples.report(results=())).blocks)


def test_an_element_page_puts_its_own_rules_first_and_others_after() -> None:
    own = ScopeRule(id="xx:r1", label=Text.of(en="May not diagnose"), cadre="xx:counsellor", authority="not-permitted")
    other = ScopeRule(
        id="xx:r2",
        label=Text.of(en="Supervised"),
        cadre="xx:helper",
        authority="assists",
        supervisor=("xx:counsellor",),
    )
    page = element_page(samples.cadre(), related=(own, other), label=lambda i: Text.of(en=i.upper()))
    said = plain(page)
    assert said.index("May not diagnose") < said.index("XX:LISTEN (xx:listen)") < said.index("Supervised")
    assert "xx:law" in said.lower()
    assert "Name (fr)" in said


@pytest.mark.parametrize("lang", ["xx", "english", "e n", "", "fr-xx-yy", None, 7])
def test_what_is_no_language_is_refused(lang: Any) -> None:
    g = toy.graph(toy.cadre("x"))
    asks = (ssw.show, show_plain, lambda g, id, lang: ssw.document(g, "role-card", id, lang=lang))
    for ask in (*asks, lambda g, id, lang: ssw.curriculum(g, id, lang=lang)):
        with pytest.raises(InputError, match="is not a valid language tag"):
            ask(g, "t:x", lang)


def test_texts_that_fell_back_carry_their_language_and_are_told() -> None:
    page = page_of(samples.gap(), "fr")
    assert '<bdi class="name" lang="en">referral</bdi>' in fragment(page)
    assert "Certains noms et textes sont donnés en anglais" in plain(page)
    assert "shown in" not in plain(page_of(samples.gap(), "en"))


def test_a_language_without_fixed_text_says_so() -> None:
    assert "The fixed text of this page is in English" in plain(page_of(samples.gap(), "km"))


def test_french_pages_have_no_english_fixed_text_and_no_sign_that_begins_a_line() -> None:
    said = plain(page_of(samples.plan(), "fr"))
    assert "Plan de formation" in said
    assert "12,5" in said
    english = {text for text in pack("en", "show").values() if isinstance(text, str) and len(text) > 12}
    for text in some(english - {str(text) for text in pack("fr", "show").values()}):
        assert text not in said
    assert not re.search(r"(?m)^\s*[:;?»]", said)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_plain_text_can_be_shown_on_a_western_console(lang: str) -> None:
    for value in samples.everything().values():
        plain(page_of(value, lang)).encode("cp1252")


def test_every_code_of_a_closed_list_has_a_word() -> None:
    english = pack("en", "show")
    parts = [getattr(model, name) for name in model.__all__ if hasattr(getattr(model, name), "evidence")]
    kinds = {part.kind for part in parts} - {"node"}
    assert len(kinds) > 25
    for kind in kinds:
        assert f"kind.{kind}" in english
        assert kind in pack("en", "count")
    for status in some(get_args(Status)):
        assert {f"status.{status}", f"caption.{status}"} <= english.keys()
    assert {f"necessity.{necessity}" for necessity in get_args(Necessity)} <= english.keys()
    for authority in ("independent", "under-supervision", "assists", "identify-and-refer", "delegated-only"):
        assert f"authority.{authority}" in english


def test_every_field_of_an_element_has_a_name() -> None:
    named = pack("en", "show")
    for name in some(model.__all__):
        value = getattr(model, name)
        if isinstance(value, type) and issubclass(value, model.Node):
            for field in dataclasses.fields(value):
                told_apart = field.name in ("id", "evidence", "elements", "residue", "not_encoded")
                assert told_apart or f"field.{field.name}" in named, f"{name}.{field.name}"


def test_a_code_that_has_no_word_is_shown_in_plain() -> None:
    assert Writer("en").term("authority", "quite-new") == "quite new"


def test_what_has_no_page_is_an_input_error() -> None:
    with pytest.raises(InputError, match="type int has no page"):
        page_of(3)
    page = Page("t", "en", ())
    assert page_of(page) is page


def test_a_document_needs_no_network_and_says_what_it_is() -> None:
    made = document(page_of(samples.plan()), generator='made by "us"')
    found = _safe(made)
    style = re.search("<style>(.*?)</style>", made, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(a["content"] for tag, a in found.tags if tag == "meta" and a.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|expression\(", style[1])
    assert ("html", {"lang": "en"}) in found.tags
    assert {"name": "generator", "content": 'made by "us"'} in [attributes for _, attributes in found.tags]
    assert ("a", {"class": "skip", "href": "#content"}) in found.tags
    anchors = {attributes["id"] for _, attributes in found.tags if "id" in attributes}
    assert {(a["href"] or "")[1:] for tag, a in found.tags if tag == "a"} <= anchors


def test_tables_can_be_read_aloud() -> None:
    found = _safe(document(page_of(samples.plan())))
    assert sum(tag == "caption" for tag, _ in found.tags) == sum(tag == "table" for tag, _ in found.tags) > 3
    scopes = [attributes.get("scope") for tag, attributes in found.tags if tag == "th"]
    assert set(scopes) == {"col", "row"}
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize(
    ("lang", "rtl"), [("ar", True), ("he-IL", True), ("fa", True), ("uz-Arab", True), ("uz", False), ("ku-Latn", False)]
)
def test_right_to_left_languages_run_right_to_left(lang: str, rtl: bool) -> None:
    assert runs_right_to_left(lang) is rtl
    page = page_of(samples.gap(), lang)
    assert (f'<html lang="{lang}" dir="rtl">' in document(page)) is rtl
    assert f'lang="{lang}" dir="{"rtl" if rtl else "ltr"}"' in fragment(page)


def test_a_hostile_language_tag_stays_in_its_attribute() -> None:
    _safe(document(Page("t", '"><script>', (Paragraph("p"),))))


def test_notebooks_get_html_markdown_and_text() -> None:
    for value in (samples.gap(), samples.plan(), samples.report()):
        assert value._repr_html_().startswith('<div class="sswgraph"')
        assert value._repr_markdown_().startswith("# ")
    assert str(samples.plan()).startswith("Training plan")
    assert ".sswgraph" in samples.gap()._repr_html_()
    style = samples.gap()._repr_html_().partition("<style>")[2].partition("</style>")[0]
    rules = re.findall(r"(?m)^([^@\s{}][^{}]*)\{", style)
    assert len(rules) > 30
    assert all(".sswgraph" in part for rule in rules for part in rule.split(",")), "a style leaks into the notebook"


def test_every_block_has_every_form() -> None:
    blocks = (
        Heading(2, "A heading"),
        Paragraph("A paragraph"),
        Notice("A notice", "good"),
        Listing(("first", "second"), ordered=True),
        Facts((("name", "value"),)),
        Table("A caption", ("h1", "h2"), (("a\nid", "1"), ("b", "22")), (1,)),
        Details("A summary", (Paragraph("folded"),)),
    )
    page = Page("Title", "en", blocks)
    for made in (document(page), markdown(page), plain(page)):
        for words in (
            "A heading",
            "A paragraph",
            "A notice",
            "second",
            "value",
            "A caption",
            "22",
            "A summary",
            "folded",
        ):
            assert words in made
    assert "1. first\n2. second" in plain(page)
    assert " 1\n" in plain(page)
    assert "| a<br>id | 1 |" in markdown(page)


def test_a_table_too_wide_for_its_place_is_written_row_by_row() -> None:
    table = Table("Two", ("No.", "Module", "Hours", "Why"), (("1", "Listening\nKM-01", "80", "because"),) * 2, (0, 2))
    wide, narrow = (plain(Page("t", "en", (table,)), width) for width in (60, 20))
    assert "No.  Module" in wide
    assert "1. Listening\n  KM-01\n  Hours  80\n  Why    because\n\n1. Listening" in narrow
    assert max(map(len, narrow.splitlines())) <= 20


def test_cleaning_closes_what_a_text_left_open() -> None:
    assert clean("a\u2067b") == "a\u2067b\u2069"
    assert clean("a\u2069b") == "ab"
    assert isolate("a\u202eb") == "\u2068a\u202eb\u2069"
    assert clean("\ud800\x00\ufffe") == "\ufffd" * 3


def test_numbers_and_links_keep_to_their_language() -> None:
    assert Writer("en").amount(None, at_least=True) == "not known"
    assert Writer("fr").amount(5, at_least=True) == "au moins 5"
    one = Writer("en").trust(LinkCount(stated=1), samples.STAMP)
    assert isinstance(one[1], Paragraph)
    assert one[1].text.startswith("This result rests on 1 link (")
    assert not any(isinstance(block, Notice) for block in one)


def test_dates_are_iso_in_every_language() -> None:
    for lang in some(languages()):
        assert date(2026, 12, 30).isoformat() in plain(page_of(samples.plan(), lang))


def test_an_element_without_a_label_is_named_by_its_id() -> None:
    assert page_of(Cadre(id="xx:nameless")).title == "xx:nameless"
    assert Writer("en").named(Text(), "xx:a", "KM-1") == "KM-1 · xx:a"


@pytest.mark.parametrize("lang", languages())
def test_a_share_above_nothing_is_never_none_and_keeps_to_its_sign(lang: str) -> None:
    assert Writer(lang).share(1, 1000) == "1 (<1\u00a0%)"
    assert Writer(lang).share(0, 1000) == "0 (0\u00a0%)"
    assert Writer(lang).share(999, 1000) == "999 (99\u00a0%)"
    assert Writer(lang).share(5, 5) == "5 (100\u00a0%)"
    fields: dict[str, Any] = {"jurisdiction": (), "edition": None, "status": None, "languages": (), "counts": ()}
    summary = FrameworkSummary(id="t", title=Text.of(en="T"), bases=LinkCount(stated=999, derived=1), **fields)
    page = frameworks_page((summary,), lang)
    assert "1 (&lt;1\u00a0%)" in document(page)
    assert "1 (<1\u00a0%)" in plain(page).replace("\n", " ")
