"""A quotation proves the very item it stands at: by a word stem of its names, or by its number."""

from __future__ import annotations

import pytest

from sswgraph.graph import CompetencyGraph
from sswgraph.model import Competency, Evidence, Text
from tests.loops import some
from tests.proofs import bears, stated_elements, without_proof

# Read one by one: the quotation bears the element, though it shares no word with its names. Why it does.
EXCEPTIONS = {
    "asean-sp:list-headings": "the quotations stand under the headings that the name counts",
    "ca:essential-skills-level-1": "the quotation is the row of levels, which have numbers for names",
    "ca:essential-skills-level-2": "the quotation is the row of levels, which have numbers for names",
    "ca:essential-skills-level-3": "the quotation is the row of levels, which have numbers for names",
    "ca:essential-skills-level-4": "the quotation is the row of levels, which have numbers for names",
    "id:c-p2k2-training": "'Diklat yang berlangsung selama 10 hari' is 'training that lasts ten days'",
    "id:f-pkh-advise": "'merekomendasikan … untuk menghentikan bantuan' is 'recommend … that the help be stopped'",
    "id:p2k2-training": "'Diklat yang berlangsung selama 10 hari' is 'training that lasts ten days'",
    "id:pendamping-pkh.rule-advise-only": "'merekomendasikan …' is 'recommend': nothing but that is said to be allowed",
    "seed-case-management:steps-4children": "the quotation lists the steps themselves",
    "seed-case-management:steps-joint-procedures": "the quotation lists what the procedures cover",
    "seed-health-facilities:countries": "the quotations name the projects, each in its country",
    "unicef:gbv-1": "'GBV' is gender-based violence",
    "wb:p-beyond": "'to intervene in other sectors' is to reach beyond social protection",
}
# How many stated elements have only quotations that prove something else. Each number may only fall: whoever mends
# quotations writes the smaller one here.
NOT_MORE = {
    "br": 2,
    "ca": 1,
    "esco": 1,
    "gb": 3,
    "gb-care-certificate": 1,
    "gb-units": 5,
    "lk": 2,
    "ng": 1,
    "sg": 1,
    "us": 1,
    "us-onet": 1,
    "zm": 1,
}
# How many named elements are stated by a source. The share above must not fall because these become fewer.
STATED = 4500


def test_a_quotation_proves_the_item_it_stands_at(g: CompetencyGraph) -> None:
    failing = {
        framework.id: [element.id for element, _ in without_proof(framework) if element.id not in EXCEPTIONS]
        for framework in some(g.frameworks)
    }
    more = {home: found for home, found in failing.items() if len(found) > NOT_MORE.get(home, 0)}
    assert more == {}


def test_what_is_stated_stays_stated(g: CompetencyGraph) -> None:
    assert sum(1 for framework in g.frameworks for _ in stated_elements(framework)) >= STATED


def test_exceptions_are_needed(g: CompetencyGraph) -> None:
    """An exception that is proved by now, or no longer there, is to be taken off the list."""
    failing = {element.id for framework in g.frameworks for element, _ in without_proof(framework)}
    assert sorted(EXCEPTIONS.keys() - failing) == []


@pytest.mark.parametrize(
    ("locator", "excerpt", "expected"),
    [
        ("page 3", "assesses what families need", True),
        ("page 3", "Élaborer l’évaluation", True),
        ("page 3", "unit 4.1 and others", True),
        ("L/505/9345, 4.1", "works with them", True),
        ("c, 9345-4", "works with them", True),
        ("elements 1.1 to 4.1", "works with them", False),
        ("L/505/9345, 4.2", "works with them", False),
        ("page 4", "works with them in 4 of 1 places", False),
        ("page 3", "the with and their", False),
        (None, "works with them", False),
    ],
)
def test_what_a_quotation_bears(locator: str | None, excerpt: str, expected: bool) -> None:
    evidence = Evidence(
        id="xx:e", basis="stated", source="xx:source", locator=locator, excerpt=Text((("und", excerpt),))
    )
    element = Competency(
        id="xx:c-l-505-9345-4",
        label=Text.of(en="Assess the needs of a family with their help", fr="Évaluer les besoins"),
        notation="L/505/9345 4.1",
        evidence=(evidence,),
    )
    assert bears(evidence, element) is expected
