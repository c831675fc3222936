"""One French term for one thing: the glossary, and the French of the five compilations."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    for line in GLOSSARY.read_text(encoding="utf-8").replace("*", "").splitlines():
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
