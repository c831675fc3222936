"""Texts that look the same: their difference is named, and nobody has to decide about it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages
from sswgraph.messages.wording import pack
from sswgraph.model import Competency, Framework, ScopeRule, Text
from sswgraph.model.text import _SIGNS, invisible, looks_like, visible
from tests.adapted import DRAFT, edit
from tests.loops import some
from tests.test_laws import law

ALIKE = [
    ("Case work", "Case\u00a0work", "no-break-space"),
    ("Case work", "Case\u202fwork", "no-break-space"),
    ("Case work", "Case\u2003work", "other-space"),
    ("Case work", "Case\twork", "other-space"),
    ("Case work", "Case\u200b work", "zero-width"),
    ("Case work", "Case\u200d work", "zero-width"),
    ("Case work", "\ufeffCase work", "zero-width"),
    ("Case work", "Case\u00ad work", "soft-hyphen"),
    ("Case work", "Case \u200ework", "direction-mark"),
    ("Case work", "Case \u0007work", "control"),
    ("Case\nwork", "Case\r\nwork", "line-break"),
    ("Case\nwork", "Case\u2028work", "line-break"),
    ("Case work", "Case  work", "blanks"),
    ("Case work", " Case work ", "blanks"),
    ("Écoute", unicodedata.normalize("NFD", "Écoute"), "normal-form"),
]
UNLIKE = [
    ("Case work", "Casework"),
    ("Case work", "case work"),
    ("Case work", "Case-work"),
    ("Case work", "Case\nwork"),
    ("Case\nwork", "Case\n\nwork"),
    ("Écoute", "Ecoute"),
    ("می‌خواهم", "میخواهم"),  # in Persian the joiner is seen
    ("x²", "x2"),
]


@pytest.mark.parametrize(("one", "other", "name"), ALIKE)
def test_what_looks_the_same_is_named_by_what_differs(one: str, other: str, name: str) -> None:
    for old, new in ((one, other), (other, one)):
        assert invisible(old, new) == (name,)
        assert invisible(Text.of(en=old), Text.of(en=new)) == (name,)
        assert looks_like(Text.of(en=old), Text.of(en=new))
    assert invisible(one, one) == ()
    for lang in some(languages()):
        assert f"sign-{name}" in pack(lang, "compare")


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_what_can_be_seen_is_a_difference(one: str, other: str) -> None:
    assert not looks_like(one, other)
    assert invisible(one, other) == invisible(Text.of(en=one), Text.of(en=other)) == ()


def test_every_sign_has_a_name_in_every_language() -> None:
    for lang in some(languages()):
        assert {f"sign-{name}" for name in (*_SIGNS.values(), "blanks", "normal-form")} <= pack(lang, "compare").keys()


@law
@given(st.text(max_size=40))
def test_what_is_seen_of_what_is_seen_is_the_same(wording: str) -> None:
    assert visible(visible(wording)) == visible(wording)
    assert looks_like(wording, visible(wording))


def _framework(identifier: str, **words: Any) -> Framework:
    rule = ScopeRule(
        id=f"{identifier}:rule", cadre="z:worker", authority="not-permitted", label=Text.of(en="May not decide alone.")
    )
    one = Competency(id=f"{identifier}:c", label=Text.of(en="Case work", fr="Suivi"), notation="C 1")
    return Framework(id=identifier, label=Text.of(en="F"), elements=(replace(one, **words), rule))


@pytest.mark.parametrize(("one", "other", "name"), ALIKE)
def test_it_is_named_and_kept_out_of_decisions(one: str, other: str, name: str, tmp_path: Path) -> None:
    base = _framework("a", label=Text.of(en=one, fr="Suivi"))
    newer = _framework("a", label=Text.of(en=other, fr="Suivi"))
    found = compared(base, newer)
    assert found.different == ()
    ((entry, aspect),) = found.invisible
    assert (entry.base, aspect.field, aspect.invisible) == (("a:c",), "label", (name,))
    (note,) = found.notes
    assert note.code == "compare.invisible"
    for lang in some(languages()):
        assert pack(lang, "compare")[f"sign-{name}"] in note.render(lang)
    assert "1 text in which only invisible characters differ" in str(found)
    assert ssw.apply_changes(base, found) == newer
    review = ssw.read_review(ssw.review_workbook(found, tmp_path / "ours.xlsx"), found)
    assert review.lines == ()


def test_a_safeguard_that_looks_the_same_was_not_worded_anew() -> None:
    base = _framework("a")
    newer = edit(base, "a:rule", label=Text.of(en="May\u00a0not  decide alone."))
    assert (compared(base, newer).safety, compared(base, newer).different) == ((), ())
    assert [one.code for one in compared(base, edit(base, "a:rule", label=Text.of(en="May decide."))).safety] == [
        "worded-anew"
    ]


def test_codes_and_evidence_that_look_the_same_need_no_decision() -> None:
    base = _framework("a", evidence=(replace(DRAFT, id="a:e", excerpt=Text.of(en="Hear the child.")),))
    for words in (
        {"notation": "C\u00a01"},
        {"evidence": (replace(DRAFT, id="a:e", excerpt=Text.of(en="Hear the\u00a0child.")),)},
    ):
        newer = edit(base, "a:c", **words)
        assert newer != base
        found = compared(base, newer)
        assert found.different == ()
        assert ssw.apply_changes(base, found) == newer


def test_beside_a_translation_that_was_added_it_is_named_too() -> None:
    base = _framework("a")
    found = compared(base, _framework("a", label=Text.of(en="Case\u00a0work", fr="Suivi", sw="Kazi")))
    assert [entry.kind for entry in found.different] == ["translated"]
    assert [aspect.invisible for _, aspect in found.invisible] == [("no-break-space",)]


def test_a_change_that_nobody_sees_clashes_with_nothing(g: CompetencyGraph) -> None:
    made = edit(ssw.adapt(g["psw"], id="xx", jurisdiction="UG"), "xx:c-trust", definition=Text.of(en="Our own words."))
    label = next(one.label for one in g["psw"].elements if isinstance(one, Competency) and one.id == "psw:c-trust")
    spaced = Text(tuple((tag, wording.replace(" ", "\u00a0")) for tag, wording in label.values))
    assert spaced != label
    newer = edit(replace(g["psw"], edition="2030"), "psw:c-trust", label=spaced)
    ours = edit(made, "xx:c-trust", label=Text.of(en="Trust, in our words"))
    plan = ssw.rebase(g, ours, "psw", newer)
    assert plan.open == ()
    kept: Any = next(node for node in ssw.apply_rebase(plan).elements if node.id == "xx:c-trust")
    assert kept.label == Text.of(en="Trust, in our words")
