"""Results in a notebook: one line by ``repr``, shortened when shown, whole when printed or saved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InvalidFrameworkError
from sswgraph.exchange import check_bytes, parse_framework
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages
from sswgraph.messages.wording import pack
from sswgraph.model import Cadre, Text
from sswgraph.model.shown import Brief
from sswgraph.model.text import columns
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.page import page_of
from sswgraph.render.plain import WIDTH, plain
from sswgraph.render.show import LINES, PRINT, ROOM, ROWS, SAVE, first_lines, shortened
from tests import samples
from tests.test_reading import HEAD, competency

AUXILIARY = "za:auxiliary-child-and-youth-care-worker"
ROLE = "za:social-auxiliary-worker"
MOST = 300_000  # signs that the outputs of a notebook of twelve cells may take
LONGEST = 240  # columns of a repr
COUNTRIES = "['au', 'br', 'cd', 'gb', 'gh', 'id', 'in', 'ke', 'nz', 'pg', 'ph', 'tz', 'ug', 'za']"
# A notebook of twelve cells, as the README goes through them; what each ends with is shown.
CELLS = f"""
import sswgraph as ssw; g = ssw.load(); g
ssw.frameworks()
g.find("social auxiliary worker")
role = g["{ROLE}"]; role
gap = ssw.gap(g, "{AUXILIARY}", role.id); gap
gap.missing
plan = ssw.plan(g, gap, as_of=day); plan
ssw.gap(g, ssw.after(g, gap.held, plan), role.id)
ssw.evidence(g, role.id)
ssw.compare(g, "psw", "cd")
ssw.curriculum(g, role.id, lang="fr")
ssw.compare_many(g, "psw", {COUNTRIES})
"""
MANY = Page(
    "Many",
    "en",
    (
        Heading(2, "First"),
        Table("1000 rows", ("name", "why"), tuple((f"row {n}", f"because of {n}") for n in range(1000))),
        Heading(2, "Second"),
        Details("500 folded", (Listing(tuple(f"item {n}" for n in range(500))),)),
        Facts(tuple((f"name {n}", str(n)) for n in range(300))),
    ),
)


def _displayed(value: Any) -> dict[str, str]:
    """What a notebook keeps of a value: all of its forms, or, of what has none, its repr."""
    bundle = getattr(value, "_repr_mimebundle_", None)
    return bundle() if bundle else {"text/plain": repr(value)}


def _outputs(cells: Sequence[str]) -> Iterator[dict[str, str]]:
    names: dict[str, Any] = {"day": date(2026, 11, 21)}
    for cell in cells:
        statements, _, last = cell.rpartition("; ")
        exec(statements, names)
        yield _displayed(eval(last, names))


def _shown(value: Any) -> Iterator[str]:
    """A repr, and those of every value within."""
    if isinstance(value, Brief):
        yield repr(value)
        for field in fields(value):  # type: ignore[arg-type]
            yield from _shown(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _shown(part)


# One line


@pytest.mark.parametrize("name", sorted(samples.everything()))
def test_every_result_and_every_part_of_it_is_one_line(name: str) -> None:
    lines = list(_shown(samples.everything()[name]))
    assert lines
    for line in lines:
        assert re.fullmatch(r"<\w+ .+>", line)
        assert len(line) <= LONGEST


@pytest.mark.parametrize("kind", ssw.document_kinds())
def test_every_document_is_one_line(g: CompetencyGraph, kind: str) -> None:
    subject = "psw" if kind == "framework-handbook" else ROLE
    line = repr(ssw.document(g, kind, subject))
    assert subject in line
    assert len(line) <= LONGEST


def test_frameworks_and_elements_are_one_line_with_their_id(g: CompetencyGraph) -> None:
    assert len(g.frameworks) > 20
    for framework in g.frameworks:
        assert repr(framework).startswith(f"<Framework id='{framework.id}'")
        for node in (framework, *framework.elements):
            assert f"id='{node.id}'"[:60] in repr(node)
            assert len(repr(node)) <= LONGEST
            assert "\n" not in repr(node)
    assert len(repr(g)) < 400
    assert "\n" not in repr(g)


def test_a_repr_names_a_few_ids_and_counts_many() -> None:
    cadre = Cadre(id="xx:a", label=Text.of(en="helper"), performs=("xx:f",), includes=tuple("abcd"), tier=None)
    assert repr(cadre) == "<Cadre id='xx:a', label='helper', performs=('xx:f',), 4 includes>"
    gap = samples.gap()
    assert repr(gap).startswith("<Gap held=(")
    assert f"target='{gap.target}'" in repr(gap)
    assert f"{len(gap.items)} items" in repr(gap)


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_no_text_breaks_out_of_a_repr(text: str) -> None:
    line = repr(Cadre(id="xx:a", label=Text.of(en=text), definition=Text.of(en=text * 50)))
    assert line.isprintable()
    assert len(line) <= LONGEST


# Shortened


@pytest.mark.slow
def test_a_notebook_of_twelve_cells_stays_small() -> None:
    cells = CELLS.strip().split("\n")
    outputs = list(_outputs(cells))
    assert len(outputs) == 12
    assert sum("text/html" in output for output in outputs) == 11  # all but a plain tuple of a gap
    assert sum(len(text) for output in outputs for text in output.values()) <= MOST


def test_nothing_is_cut_of_the_answer_of_an_ordinary_gap(g: CompetencyGraph) -> None:
    gap = ssw.gap(g, AUXILIARY, ROLE)
    html = gap._repr_html_()
    seen = re.sub(r"<details>.*?</details>", "", html, flags=re.DOTALL)
    assert len(gap.limits) > 20
    for rule in (*[one.id for one in gap.conditions], *[one.id for one in gap.limits]):
        assert rule in seen
    for item in gap.open:
        assert item.competency in seen


@pytest.mark.parametrize("name", sorted(set(samples.everything()) - {"frameworks", "candidates", "element"}))
def test_a_small_result_is_shown_whole_in_every_form(name: str) -> None:
    value = samples.everything()[name]
    shown = value._repr_mimebundle_()
    assert list(shown) == ["text/html", "text/markdown", "text/plain"]
    assert shown["text/html"] == value._repr_html_()
    assert SAVE not in shown["text/html"].replace("&#34;", '"')
    lines = shown["text/plain"].split("\n")
    assert len(lines) <= LINES
    if name != "report":  # which has a text of its own
        whole = str(value).rstrip("\n").split("\n")
        assert lines == whole if len(whole) <= LINES else lines[:-1] == whole[: LINES - 1]


def test_a_long_result_says_how_to_see_all_of_it(g: CompetencyGraph, tmp_path: Path) -> None:
    found = ssw.compare(g, "psw", "cd")
    shown = found._repr_mimebundle_()
    html = shown["text/html"].replace("&#34;", '"')
    assert all(how in html for how in (SAVE, PRINT, ROWS))
    lines = shown["text/plain"].split("\n")
    assert len(lines) == LINES
    assert PRINT in lines[-1]
    assert max(map(columns, lines)) <= WIDTH
    assert str(found) == plain(page_of(found))
    assert len(str(found)) > 20 * len(shown["text/plain"])
    saved = ssw.save(found, tmp_path / "all.html").read_text(encoding="utf-8")
    assert len(saved) > 4 * len(html)
    assert SAVE not in saved.replace("&#34;", '"')


def test_only_what_has_rows_is_said_to_have_them(g: CompetencyGraph) -> None:
    made = ssw.document(g, "framework-handbook", "psw")
    assert not hasattr(made, "rows")
    assert PRINT in made._repr_markdown_().replace("\\", "")
    assert ROWS not in made._repr_markdown_().replace("\\", "")


def _lists(blocks: Sequence[Block]) -> Iterator[tuple[int, Block | None]]:
    """The lists of a page: how many parts each has, and what stands after it."""
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        match block:
            case Details():
                yield from _lists(block.blocks)
            case Table():
                yield len(block.rows), after
            case Listing():
                yield len(block.items), after
            case Facts():
                yield len(block.pairs), after


def test_every_cut_is_told_where_it_is() -> None:
    page = shortened(MANY)
    lists = list(_lists(page.blocks))
    assert len(lists) == 3
    for (n, after), total in zip(lists, (1000, 500, 300), strict=True):
        assert 1 <= n < total
        assert isinstance(after, Notice)
        assert after.text == f"Shown here: {n} of {total}."
    assert [block for block in page.blocks if isinstance(block, Heading)] == [MANY.blocks[0], MANY.blocks[2]]
    assert page.blocks[1] == Table("1000 rows", ("name", "why"), MANY.blocks[1].rows[: lists[0][0]])  # type: ignore[union-attr]


def test_what_comes_first_is_shown_before_what_follows_and_what_is_folded_comes_last() -> None:
    counts = [n for n, _ in _lists(shortened(MANY).blocks)]
    assert counts[0] > 100
    assert counts[1] == 1
    assert counts[2] < 10
    first = Listing(tuple(f"rule {n}" for n in range(40)))
    page = shortened(Page("t", "en", (first, *MANY.blocks)))
    assert page.blocks[0] == first


def test_a_page_of_too_many_parts_ends_with_the_names_of_those_not_shown() -> None:
    chapters = [(Heading(2, f"chapter {n}"), Paragraph("text " * 300)) for n in range(40)]
    limits = Table("limits", ("limit",), tuple((f"may not {n}",) for n in range(20)))
    page = shortened(Page("t", "en", (limits, *(block for chapter in chapters for block in chapter))))
    assert page.blocks[0] == limits
    *_, last, left, how = page.blocks
    assert isinstance(last, Paragraph), "no heading is left without what follows it"
    assert isinstance(left, Paragraph)
    shown = sum(isinstance(block, Heading) for block in page.blocks)
    assert 5 < shown < 20
    assert left.text.startswith(f"Not shown here: chapter {shown}, chapter {shown + 1}, ")
    assert left.text.endswith(", ….")
    assert isinstance(how, Notice)


def test_no_list_of_a_page_of_too_many_parts_takes_all_the_room() -> None:
    rules = Table("rules", ("rule",), tuple((f"may not {n} " + "x" * 60,) for n in range(1000)))
    blocks = [block for n in range(60) for block in (Heading(2, f"chapter {n}"), Paragraph("text " * 60), rules)]
    counts = [n for n, _ in _lists(shortened(Page("t", "en", tuple(blocks))).blocks)]
    assert counts[0] > 2 * counts[1] - 4 > 0
    assert len(counts) > 3
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("size", [10, 1_000, 100_000, 3_000_000])
def test_whatever_a_page_holds_it_is_no_longer_than_there_is_room(size: int) -> None:
    text = "a word " * (size // 7)
    for block in (Paragraph(text), Listing((text,) * 5), Table("", ("h",), ((text,),)), Facts((("name", text),))):
        shown = Page("t", "en", (Paragraph("first"), block, Paragraph("last")))._repr_mimebundle_()
        assert sum(map(len, shown.values())) < MOST / 12
        assert "first" in shown["text/html"]
        if size > ROOM:
            assert PRINT in shown["text/html"]
            assert PRINT in shown["text/plain"]


def test_a_page_that_has_room_is_not_touched() -> None:
    page = page_of(samples.plan())
    assert shortened(page) is page
    assert first_lines(Page("t", "en", ())) == "t\n="


@pytest.mark.parametrize("lang", languages())
def test_cuts_are_told_in_every_language(lang: str) -> None:
    english, own = pack("en", "show"), pack(lang, "show")
    said = " ".join(plain(shortened(Page("t", lang, MANY.blocks), rows=True)).split())
    for code in ("short.cut", "short.rows"):
        assert (own[code] == english[code]) is (lang == "en")
        start = str(own[code]).partition("{")[0].split()
        assert " ".join(start) in said.replace("\u00a0", " ")
    assert SAVE in re.sub("[\u2066-\u2069\u200e]", "", said)


def test_a_report_is_printed_whole_and_its_error_is_short() -> None:
    data = (HEAD + "".join(competency(f"c-{n}", '; ssw:facet "none"') for n in range(40))).encode()
    report = check_bytes(data, "mine.ttl")
    assert len(report.of_severity("violation")) >= 40
    assert len(str(report).split("\n")) == 1 + len(report.results)
    assert all(str(result) in str(report) for result in report.results)
    with pytest.raises(InvalidFrameworkError) as caught:
        parse_framework(data, file="mine.ttl")
    assert str(caught.value) == report.summary()
    assert len(report.summary().split("\n")) == 14
