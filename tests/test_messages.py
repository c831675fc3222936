"""Fixed text: every code that the code uses has a sentence, and every language has all of them."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from sswgraph.messages import is_reviewed, languages, message, sentence
from sswgraph.messages.wording import plural
from sswgraph.model import Text
from sswgraph.review.columns import choices, code_of
from tests.loops import some

ROOT = Path(__file__).parent.parent / "sswgraph"
PACKS = ROOT / "messages" / "packs"
AREAS = sorted(file.stem for file in (PACKS / "en").glob("*.json"))
_CODE = re.compile(rf"""(?<![\w/])["']({"|".join(AREAS)})\.([a-z][a-z0-9-]*)["']""")


def _pack(lang: str, area: str) -> dict[str, Any]:
    return dict(json.loads((PACKS / lang / f"{area}.json").read_text(encoding="utf-8")))


def _names(template: Any) -> set[str]:
    texts = template.values() if isinstance(template, dict) else [template]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


CATEGORIES = {"ar": ("zero", "one", "two", "few", "many", "other")}


@pytest.mark.parametrize("lang", [lang for lang in languages() if lang != "en"])
def test_a_language_has_every_sentence_with_the_same_parameters(lang: str) -> None:
    areas = {file.stem for file in (PACKS / lang).glob("*.json")} - {"pack"}
    assert areas == set(AREAS)
    for area in sorted(areas):
        english, other = _pack("en", area), _pack(lang, area)
        assert sorted(other.keys() - english.keys()) == [], f"{lang}/{area}.json: no message has these"
        assert sorted(english.keys() - other.keys()) == [], f"{lang}/{area}.json: messages without a sentence"
        for code, template in english.items():
            assert _names(other[code]) - {"n"} == _names(template) - {"n"}, code
            assert isinstance(other[code], dict) == isinstance(template, dict), code
            if isinstance(template, dict):
                assert set(other[code]) <= set(CATEGORIES.get(lang, ("one", "other"))), code
                assert "other" in other[code], code


@pytest.mark.parametrize("kind", ["answer", "group", "verdict"])
@pytest.mark.parametrize("lang", languages())
def test_a_word_of_a_list_means_one_thing_in_all_languages(kind: str, lang: str) -> None:
    for code, word in some(choices(kind, lang)):
        assert code_of(kind, word) == code, word


def test_packs_that_no_speaker_has_reviewed_say_so() -> None:
    assert [lang for lang in languages() if not is_reviewed(lang)] == ["ar", "es", "pt", "sw"]
    assert is_reviewed("fr-CD")
    assert is_reviewed("km")
    assert not is_reviewed("pt-BR")


@pytest.mark.parametrize("lang", [*languages(), "pl", "cy", "ru", "ja"])
def test_plural_forms_are_those_of_babel(lang: str) -> None:
    from babel import Locale

    for n in (*range(130), 1_001, 2_003):
        assert plural(n, lang) == Locale(lang).plural_form(n), n
    assert plural(None, lang) == "other"


def test_every_code_in_the_source_has_a_sentence() -> None:
    homes = ROOT / "__init__.py"  # its table of rooms reads like codes
    for file in some(file for file in ROOT.rglob("*.py") if file != homes):
        for area, code in _CODE.findall(file.read_text(encoding="utf-8")):
            known = code in _pack("en", area) or f"{area}.{code}" in _pack("en", "show")
            assert known, f"{file.name}: {area}.{code}"


@cache
def _said_in_source() -> tuple[frozenset[str], re.Pattern[str]]:
    """Every text in the code, and one pattern for all texts that it puts together around what it is given."""
    texts, patterns = set(), set()
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
                if len("".join(filter(None, parts))) > 2:  # else it would stand for anything
                    patterns.add("".join(".+" if part is None else re.escape(part) for part in parts))
    return frozenset(texts), re.compile("|".join(sorted(patterns)))


def _is_asked_for(area: str, code: str) -> bool:
    """Whether something in the code can ask for a sentence: by its code, or by a code put together."""
    texts, pattern = _said_in_source()
    names = (code, f"{area}.{code}")
    head, _, tail = code.partition(".")
    return any(name in texts or pattern.fullmatch(name) for name in names) or (bool(tail) and {head, tail} <= texts)


def test_no_sentence_is_kept_that_nothing_asks_for() -> None:
    """As far as the code tells: where it puts any code behind an area, as `gap.{code}`, every one counts as asked."""
    unasked = [f"{area}.{code}" for area in some(AREAS) for code in _pack("en", area) if not _is_asked_for(area, code)]
    assert [code for code in unasked if not code.startswith("pack.")] == []
    assert not _is_asked_for("careers", "by-nobody-asked")
    assert not _is_asked_for("kinds", "by-nobody-asked")


# What is not known is not complete (O2), the silence of the rules forbids nothing, and doing proves no competence (E8).
_TOO_MUCH = ("nothing is missing", "not allowed for that reason", "who does the one is able")


def test_no_sentence_says_more_than_is_known() -> None:
    """Nor is a rule called general whose place is not settled, and which is shown everywhere (J1)."""
    every = json.dumps([_pack("en", area) for area in AREAS]).casefold()
    assert [phrase for phrase in _TOO_MUCH if phrase in every] == []
    show = _pack("en", "show")
    assert "generally" not in show["place.missing-here"]
    for code in ("place.missing", "place.missing-elsewhere"):
        assert "rules whose place is not settled" in show[code]


def test_fixed_text_can_be_shown_on_a_western_console() -> None:
    """English and French sentences hold no character outside cp1252, so that an old terminal shows them."""
    for lang in ("en", "fr"):
        for area in AREAS:
            json.dumps(_pack(lang, area), ensure_ascii=False).encode("cp1252")


def test_labels_in_a_message_follow_its_language() -> None:
    said = message("plan.closes", closes=(Text.of(en="listening", fr="écoute"), Text.of(en="referral")))
    assert str(said) == "It closes: listening, referral."
    assert said.render("fr") == "Il permet d’acquérir : écoute, referral."


def test_a_language_without_sentences_falls_back_to_english() -> None:
    assert sentence("count.modules", "km", n=2) == sentence("count.modules", "en", n=2)
    assert sentence("count.modules", "fr-CD", n=2) == sentence("count.modules", "fr", n=2)
    assert sentence("count.modules", "../../etc", n=2) == sentence("count.modules", "en", n=2)


def test_braces_in_a_value_are_not_a_template() -> None:
    assert str(message("plan.closes", closes=("{0} {x} {{ 7*7 }}",))) == "It closes: {0} {x} {{ 7*7 }}."


def test_french_zero_and_one_are_singular() -> None:
    assert sentence("count.modules", "fr", n=0) == "0 module"
    assert sentence("count.modules", "en", n=0) == "0 modules"
