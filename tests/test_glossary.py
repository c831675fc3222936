"""One term for one thing: the glossary, the French of the five compilations, and the fixed text in six languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from sswgraph.graph import CompetencyGraph
from sswgraph.messages import glossary
from sswgraph.model import Text
from tests.loops import some
from tests.proofs import tokens

GLOSSARY = Path(__file__).parent.parent / "docs" / "glossary.md"
COMPILATIONS = ("generic", "psw", "cycw", "cdw", "social-protection")
PROSE = ("label", "definition", "outcome_text", "scope_note", "note", "act", "form", "preparation")
# The French says it otherwise, and rightly so. Why.
OTHERWISE = {
    ("cdw:assistant", "supervisor"): "'sous supervision' is 'under a supervisor'",
    ("social-protection:c-grievance-procedure.p5", "complaint"): "'la boîte' is the complaints box named before",
}


def rows() -> list[tuple[str, str, tuple[str, ...]]]:
    """English, French, and what is not to be used."""
    return [*glossary.terms("fr")]


def test_the_page_shows_the_glossary() -> None:
    shown: dict[int, list[list[str]]] = {2: [], 3: []}
    page = GLOSSARY.read_text(encoding="utf-8").partition("## Six languages in the fixed text")[0]
    for line in page.replace("*", "").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "English":
            shown[len(cells)].append(cells)
    assert [(one, other, ", ".join(avoided)) for one, other, avoided in glossary.terms("fr")] == [*map(tuple, shown[3])]
    assert [*glossary.senses("fr")] == [*map(tuple, shown[2])]


def said(g: CompetencyGraph) -> Iterator[tuple[str, str, str]]:
    """All prose of the compilations with its French: of which element, English, French."""
    for name in COMPILATIONS:
        for node in g[name].elements:
            for field in PROSE:
                text = getattr(node, field, Text())
                english, french = text.get("en"), text.get("fr")
                if english and french and node.kind != "source":
                    yield node.id, english, french


def holds(text: str, term: str) -> bool:
    """Whether a French text holds a term: its words in order, each perhaps with another ending or others between.

    >>> holds("l'exploitation et les abus sexuels", "exploitation sexuelle")
    True
    """
    pattern = r".*?".join(rf"\b{word[: max(4, len(word) - 2)]}\w*" for word in tokens(term))
    return re.search(pattern, " ".join(tokens(text))) is not None


@cache
def exactly(text: str, term: str) -> bool:
    """Whether a text holds a term as it stands, or in the plural.

    >>> exactly("Tells beneficiaries how to complain", "beneficiary"), exactly("How to complain", "complaint")
    (True, False)
    """
    words = " ".join(tokens(term))
    stem = f"{words[:-1]}(?:y|ies)" if words.endswith("y") else f"{words}s?"
    return re.search(rf"\b{stem}\b", " ".join(tokens(text))) is not None


def test_one_french_term_for_one_thing() -> None:
    found = some(rows())
    assert len({english for english, _, _ in found}) == len(found)
    french: dict[str, list[str]] = {}
    for english, term, _ in found:
        french.setdefault(term, []).append(english)
    shared = {term: names for term, names in french.items() if len(names) > 1}
    assert shared == {"réclamation": ["complaint", "grievance"]}


@pytest.mark.parametrize(("english", "term", "avoided"), rows())
def test_the_compilations_keep_to_the_glossary(
    english: str, term: str, avoided: tuple[str, ...], g: CompetencyGraph
) -> None:
    other = [
        (name, french)
        for name, text, french in some(list(said(g)))
        if exactly(text, english) and not holds(french, term) and (name, english) not in OTHERWISE
    ]
    assert other == []
    used = [(name, word) for name, _, french in said(g) for word in avoided if exactly(french, word)]
    assert used == []


def test_exceptions_are_needed(g: CompetencyGraph) -> None:
    terms = {english: term for english, term, _ in rows()}
    needed = {
        (name, english)
        for name, text, french in said(g)
        for _, english in OTHERWISE
        if exactly(text, english) and not holds(french, terms[english])
    }
    assert needed == set(OTHERWISE)


# The fixed text in six languages.

LANGUAGES = ("fr", "es", "pt", "ar", "sw")
PACKS = Path(__file__).parent.parent / "sswgraph" / "messages" / "packs"
# (term, code of the sentence, '' for every language): the English word has another sense there, or the sentence goes
# round it. Why.
OTHER_SENSE = {
    ("role", "completeness.advice-not-looked-for", ""): "those of a framework are its cadres",
    ("cadre", "shape.part", ""): "names of classes",
    ("competency", "shape.part", ""): "names of classes",
    ("cadre", "careers.caption.referred", ""): "said without a subject",
    ("function", "review.step-1", ""): "what somebody is in a group",
    ("limit", "careers.not-proved", ""): "of time",
    ("limit", "plan.search-stopped", ""): "of time",
    ("limit", "plan.ties-timed-out", ""): "of time",
    ("limit", "plan.timed-out", ""): "of time",
    ("clearance", "workbook.example-condition", ""): "a certificate of the police",
    ("clearance", "curriculum.what-clearance", ""): "said as checks",
    ("refer", "check.dangling-reference", ""): "to an element",
    ("refer", "check.wrong-kind", ""): "to an element",
    ("refer", "fix.wrong-kind", ""): "to an element",
    ("report", "outline.assessment.supervisor-report", ""): "a paper",
    ("supervisor", "team.disputed", ""): "said as supervision",
    ("supervision", "team.no-ranking", ""): "said as supervisor",
    ("learner", "workbook.field-extent", ""): "said without a subject",
}
_NO_WORDS = re.compile(r"\{\w+\}|<[^>]*>|\S*https?://\S+|--?[a-z-]+|\b\w+:\w+|\b[A-Z]{2,}\b|framework/code")


@cache
def terms() -> dict[str, dict[str, tuple[str, ...]]]:
    """The table of six languages: by English term and language, the terms that it may have."""
    text = GLOSSARY.read_text(encoding="utf-8").partition("## Six languages in the fixed text")[2]
    table = text.partition("|---|---|---|---|---|---|\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {
        english: {
            lang: tuple(one.strip() for one in cell.split("/")) for lang, cell in zip(LANGUAGES, cells, strict=True)
        }
        for english, *cells in rows
    }


@cache
def sentences(lang: str) -> dict[str, str]:
    """Every sentence of a language by its code, with all its forms of number, without what is no word of it."""
    found = {}
    for file in sorted((PACKS / lang).glob("*.json")):
        for code, said in json.loads(file.read_text(encoding="utf-8")).items():
            if file.stem != "pack":
                text = " / ".join(said.values()) if isinstance(said, dict) else said
                found[f"{file.stem}.{code}"] = _NO_WORDS.sub(" ", text)
    return found


def says(text: str, term: str) -> bool:
    """Whether each word of a term is in a text, perhaps with something before it or another ending."""
    words = " ".join(tokens(text))
    return all(word[: max(4, len(word) - 2)] in words for word in tokens(term))


def alone(text: str, term: str) -> str:
    """A text without the longer terms of the glossary that begin or end with this one: there it has another sense.

    >>> alone("Practised by role play in each role", "role")
    'practised by in each role'
    """
    words = " ".join(tokens(text))
    for longer in terms():
        if longer != term and exactly(longer, term):
            words = re.sub(rf"\b{longer}s?\b ?", "", words)
    return words


def strays(
    english: Mapping[str, str], other: Mapping[str, str], term: str, allowed: tuple[str, ...], lang: str
) -> list[str]:
    """The sentences whose English holds the term while the other language holds none of those it may have."""
    return [
        f"{lang}: {code} holds '{term}' but none of {', '.join(allowed)}: {other[code]}"
        for code, text in english.items()
        if exactly(text, term)
        and exactly(alone(text, term), term)
        and not any(says(other[code], one) for one in allowed)
        and not {(term, code, ""), (term, code, lang)} & OTHER_SENSE.keys()
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fixed_text_keeps_to_the_glossary(lang: str) -> None:
    found = [
        stray
        for term, by_language in some(list(terms().items()))
        for stray in strays(sentences("en"), sentences(lang), term, by_language[lang], lang)
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("lang", ["en", *LANGUAGES])
def test_every_term_of_the_glossary_is_used(lang: str) -> None:
    texts = sentences(lang).values()
    allowed = {term: (term,) if lang == "en" else by_language[lang] for term, by_language in terms().items()}
    unused = [
        (term, one)
        for term, ones in some(list(allowed.items()))
        for one in ones
        if not any(says(t, one) for t in texts)
    ]
    assert unused == []


def test_what_keeps_not_to_the_glossary_is_named() -> None:
    english, french = {"a.b": "The roles here"}, {"a.b": "Les métiers ici"}
    (said,) = strays(english, french, "role", ("rôle",), "fr")
    assert said == "fr: a.b holds 'role' but none of rôle: Les métiers ici"
    assert strays(english, {"a.b": "Les rôles ici"}, "role", ("rôle",), "fr") == []


def test_a_term_within_a_longer_one_is_not_asked_for() -> None:
    english, spanish = {"a.b": "Seen in role play"}, {"a.b": "Visto en una dramatización"}
    assert strays(english, spanish, "role", ("rol",), "es") == []
    (said,) = strays(english, spanish, "role play", ("juego de roles",), "es")
    assert said.startswith("es: a.b holds 'role play' but none of juego de roles")


def test_no_post_is_said_for_a_role() -> None:
    """'puesto', 'posto' and 'poste' are said only where the English says post or job."""
    for lang, word in some([("es", "puestos?"), ("pt", "postos?"), ("fr", "métiers?")]):
        said = [
            code
            for code, text in sentences(lang).items()
            if re.search(rf"\b(?:el|del|los|o|do|os|le|du|les|un|um) {word}\b", text)
        ]
        assert [
            code for code in said if not re.search(r"\b(?:post|job)\b", sentences("en")[code], re.IGNORECASE)
        ] == [], lang


def test_exceptions_of_the_fixed_text_are_needed() -> None:
    needed = [
        any(
            not any(says(sentences(lang)[code], one) for one in terms()[term][lang])
            for lang in ([only] if only else LANGUAGES)
        )
        for term, code, only in some(list(OTHER_SENSE))
    ]
    assert all(needed), [key for key, used in zip(OTHER_SENSE, needed, strict=True) if not used]
