"""How comparisons and matrices show themselves: safety first in every form, marked words, hostile texts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.countries import compared_many
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import message
from sswgraph.model import Aspect, Comparison, Text
from sswgraph.model.text import columns
from sswgraph.pages import comparison as pages_compare
from sswgraph.pages.blocks import Heading, Table
from sswgraph.pages.page import page_of
from sswgraph.render.html import document, fragment
from sswgraph.render.markdown import markdown
from sswgraph.render.plain import WIDTH, plain
from tests import samples
from tests.loops import some
from tests.test_show import OPENERS, Reader, _bare, _safe


def _forms(comparison: Comparison, lang: str) -> list[str]:
    page = page_of(comparison, lang)
    return [_safe(document(page)).words, _safe(fragment(page)).words, markdown(page), " ".join(plain(page).split())]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_was_loosened_comes_first_in_every_form(lang: str) -> None:
    heads = {"en": ("What was loosened", "In short"), "fr": ("Ce qui a été assoupli", "En bref")}[lang]
    for shown in some(_forms(samples.comparison(), lang)):
        assert shown.index("2025") < shown.rindex(heads[0]) < shown.index("May not diagnose") < shown.rindex(heads[1])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_empty_list_says_what_was_looked_at(lang: str) -> None:
    for shown in some(_forms(samples.comparison(safety=()), lang)):
        assert {"en": "Nothing that protects", "fr": "Rien de ce qui protège"}[lang] in shown
        assert {"en": "1 in the base, 0 of them", "fr": "1 dans la base, dont 0"}[lang] in shown


def test_what_a_person_must_judge_stands_apart() -> None:
    (first,) = samples.comparison().safety
    judged = replace(
        first, code="worded-anew", certain=False, text=message("safety.worded-anew", what="x", fields=("y",))
    )
    said = markdown(page_of(samples.comparison(safety=(first, judged))))
    assert said.index("1 safeguard gone or weaker") < said.index("1 change that a person must judge")


def test_differing_words_are_marked_and_others_are_not() -> None:
    page = document(page_of(samples.comparison()))
    assert "<ins>helping </ins>counsellor" in page
    assert "<del>" not in page.replace("<del></del>", "")


def test_of_lists_only_what_is_gone_or_new_is_shown(g: CompetencyGraph) -> None:
    copy = ssw.adapt(g["psw"], id="xx", jurisdiction="UG")
    sets = [one for one in copy.elements if one.id == "xx:set-communication"]
    smaller = replace(sets[0], includes=("xx:c-trust",))  # type: ignore[call-arg]
    edited = replace(copy, elements=tuple(smaller if one.id == smaller.id else one for one in copy.elements))
    page = markdown(page_of(compared(g["psw"], edited)))
    (row,) = [line for line in page.splitlines() if "| Includes |" in line]
    assert "psw:c-communication" in row
    assert "c-trust" not in row


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_hostile_texts_stay_texts(text: str) -> None:
    label = Text.of(en=text)
    aspects = (
        Aspect(field="label", kind="relabelled", base=samples.TARGET, adaptation=label),
        Aspect(field="notation", kind="relabelled", base=text, adaptation=None),
    )
    sample = samples.comparison()
    entry = replace(
        sample.entries[0], label=label, reason=label, pairs=(replace(sample.entries[0].pairs[0], changes=aspects),)
    )
    loosened = replace(sample.safety[0], before=label, text=message("safety.limit-removed", role=(label,)))
    value = replace(sample, entries=(entry,), safety=(loosened,), adaptation_label=label)
    for page in (fragment(page_of(value)), document(page_of(value))):
        found = _safe(page)
        assert _bare(text) in _bare(found.words)
        for said, depth in found.texts:
            assert depth > 0 or not any(sign in said for sign in OPENERS)
    made = MarkdownIt("commonmark").enable("table").render(markdown(page_of(value)))
    assert not re.search(r"<(script|em|code|a|img|b)\b", made)
    assert _bare(text) in _bare(Reader(made.replace("<br>", " ").replace("<hr>", "")).words)
    assert all(columns(line) <= WIDTH for line in str(value).splitlines())


def test_a_matrix_shows_safety_nearness_and_every_element(g: CompetencyGraph) -> None:
    matrix = compared_many(g["psw"], g["cd"], g["tz"], mappings=g.mapping_sets)
    shown = _safe(document(page_of(matrix))).words
    assert (
        shown.index("The two protect differently")
        < shown.index("Elements that all have as the same")
        < shown.index("How similar they are")
    )
    for node in some(g["psw"].elements):
        assert node.id in shown
    assert len(matrix.rows()) == len(matrix.lines)
    assert list(matrix.rows()[0]) == ["element", "label", "base", "cd", "tz"]


def test_rows_are_plain() -> None:
    rows = samples.comparison().rows("fr")
    assert rows[0]["label"] == "conseillère"
    assert rows[0]["fields"] == ["label"]
    assert rows[1]["kind"] == "dropped"


def test_of_very_many_identical_elements_only_the_number_is_shown(
    g: CompetencyGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = compared(g["cdw"], g["cdw"])
    n = len(found.entries)
    assert "cdw:" in markdown(page_of(found)).partition(f"Identical ({n})")[2]
    monkeypatch.setattr(pages_compare, "_MOST_NAMED", n - 1)
    shown = markdown(page_of(found))
    assert f"Identical \\({n}\\)" in shown or f"Identical ({n})" in shown
    assert "Competency · cdw:" not in shown


def test_the_first_sheet_of_a_workbook_counts_what_was_loosened_and_prints_on_pages_of_its_own_width(
    g: CompetencyGraph, tmp_path: Path
) -> None:
    found = compared_many(g["psw"], g["cd"], g["ug"], mappings=g.mapping_sets)
    book = load_workbook(ssw.save(found, tmp_path / "matrix.xlsx"))
    first = book.worksheets[0]
    said = [tuple(cell.value for cell in row) for row in first.iter_rows()]
    only = sum(one.code == "only-first" for one in found.comparisons[0].safety)
    assert only
    assert next(number for name, number in said if name == "Only in the first") == str(only)
    layout = first.sheet_properties.pageSetUpPr
    assert layout is not None
    assert layout.fitToPage
    assert (first.page_setup.fitToWidth or 1, first.page_setup.fitToHeight) == (1, 0)
    one_sided = [name for name in book.sheetnames if "Only in the first" in name]
    assert [name.split()[1] for name in one_sided] == ["cd", "ug"]


def test_the_report_of_a_workshop_begins_with_what_was_loosened() -> None:
    headings = [block.text for block in page_of(samples.review()).blocks if isinstance(block, Heading)]
    assert headings[:2] == ["Safety first", "Progress"]


def test_where_only_a_condition_changed_both_conditions_are_shown(g: CompetencyGraph) -> None:
    """The names of both sides are the same, so that the names alone would show no difference."""
    made = ssw.adapt(g["psw"], id="xx", jurisdiction="UG")
    rule: Any = next(node for node in made.of_kind("scope-rule") if getattr(node, "only_if", None))
    edited = replace(rule, only_if=Text.of(en="only if trained"))
    elements = tuple(edited if node.id == rule.id else node for node in made.elements)
    table = next(
        block
        for block in page_of(ssw.compare(g, "psw", replace(made, elements=elements))).blocks
        if isinstance(block, Table) and rule.id in block.rows[0][-1]
    )
    before, after = table.rows[0][-2:]
    assert "Only if: the worker has been trained for it" in before
    assert "Only if: only if trained" in after
