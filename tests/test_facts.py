"""The data against the sheets of facts that they were made from, where these lie beside the project.

A fact is an address with the words quoted from there. What a sheet quotes from a source that is encoded stands in the
data; what the data quote stands in a sheet or seed text, or comes from a registered page that was read beyond them.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.origins import address
from tests.loops import some

SHARED = Path(__file__).parent.parent.parent / "shared"
SHEETS = sorted((SHARED / "sources").glob("*.md"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
FACT = re.compile(r'(https?://[^\s|)]+)[^"|]{0,40}?- "([^"]+)"')

# Facts of encoded sources that are not encoded themselves: about places, persons and papers outside the frameworks.
LEFT_OUT = {
    "Ethiopia, Nigeria, and Zambia",
    "building the country's social service workforce",
    "Required Knowledge and Required Skills per element",
    "based on research by Julie Drolet, Professor of Social Work",
    "levels 1, 2, 7, 8, 9 and 10",
    "Scotland’s Community Work qualification and Tanzania’s Advanced Diploma",
    "NATIONAL OCCUPATIONAL STANDARDS FOR COUNSELLING PSYCHOLOGIST LEVEL 5",
    "Mr. Charles P. Songcayawon-SWA",
    "It is illegal to sell this material for profit",  # terms of use: they stand with the source
    # Facts about a whole page: its elements are quoted each with words of their own.
    "comprises of 9 modules: 3 Basic, 4 Core and 2 Electives",
    "2,310 contact hours in the institution and 660 hours in the industry",
    "Need to list at least 4 statements for full (100%) score",
    "Nepali therapists selected 49 domains of therapeutic importance",
    "Provide psycho-social support",
    "Ratifica e reconhece as ocupações e as áreas de ocupações profissionais",
    "This material may be freely used for non-commercial purposes",
    "available under the Creative Commons Attribution 3.0 IGO license",
    "for every village with a population of 1000",
    "three contact hours per week for each unit",
}
# How many quotations come from registered pages that were read beyond the sheets. Each has its address.
BEYOND_THE_SHEETS = {
    "alliance": 18,
    "au": 36,
    "br": 26,
    "cd": 1,
    "ee": 2,
    "europe": 1,
    "gb": 11,
    "gh": 7,
    "iacm": 21,
    "id": 4,
    "in": 15,
    "international-courses": 2,
    "ke": 39,
    "mw": 1,
    "nz": 11,
    "pg": 1,
    "ph": 9,
    "seed-health-facilities": 1,
    "seed-workforce": 1,
    "tz": 14,
    "ug": 8,
    "wb": 12,
    "who": 5,
    "za": 40,
}


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


@cache
def facts() -> tuple[tuple[str, str], ...]:
    if not SHEETS:
        pytest.skip("0 of 4 sheets of facts are here")
    read = " ".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    return tuple((page.rstrip(".,;"), quoted) for page, quoted in FACT.findall(read))


def quotations(g: CompetencyGraph) -> dict[str, set[str]]:
    """What is quoted from each page, in plain letters, by its address."""
    found: dict[str, set[str]] = {}
    for framework in g.frameworks:
        for node in (framework, *framework.elements):
            for one in node.evidence:
                page = g[one.source].page if one.source else None
                if page:
                    found.setdefault(address(page), set()).update(plain(text) for _, text in one.excerpt.values)
    return found


def encoded(g: CompetencyGraph) -> list[tuple[str, str]]:
    registered = {address(source.page) for source in g.of_kind("source") if source.page}
    return [fact for fact in facts() if address(fact[0]) in registered]


@pytest.mark.parametrize("seed", range(5))
def test_ten_facts_drawn_at_random_stand_in_the_data(seed: int, g: CompetencyGraph) -> None:
    quoted = quotations(g)
    drawn = random.Random(seed).sample([fact for fact in encoded(g) if fact[1] not in LEFT_OUT], 10)
    for page, words in some(drawn):
        there = quoted.get(address(page), set())
        assert any(plain(words) in text or text in plain(words) for text in there if text), (page, words)


def test_what_is_left_out_of_encoded_sources_is_a_short_list(g: CompetencyGraph) -> None:
    quoted = quotations(g)
    missing = {
        words
        for page, words in encoded(g)
        if not any(plain(words) in text or text in plain(words) for text in quoted.get(address(page), ()) if text)
    }
    assert missing == LEFT_OUT
    assert len(encoded(g)) > 180


def test_what_is_quoted_was_read(g: CompetencyGraph) -> None:
    """Every quotation stands in a sheet or a seed text, or names a page at which anybody can read it."""
    if not facts():
        pytest.skip("0 facts are here")
    read = plain("".join(file.read_text(encoding="utf-8", errors="replace") for file in (*SHEETS, *SEEDS)))
    beyond: set[tuple[str, str, str]] = set()
    for framework in some(g.frameworks):
        for node in (framework, *framework.elements):
            for one in node.evidence:
                for _, text in one.excerpt.values:
                    if plain(text) not in read:
                        assert one.source, f"{one.id}: {text}"
                        assert g[one.source].page, f"{one.id}: {text}"
                        beyond.add((framework.id, one.source, text))
    counted = Counter(framework for framework, _, _ in beyond)
    assert {home: n for home, n in counted.items() if n > BEYOND_THE_SHEETS.get(home, 0)} == {}, sorted(beyond)


# Gaps and plans across frameworks


def test_a_gap_from_uganda_to_the_compilation(g: CompetencyGraph) -> None:
    found = ssw.gap(g, "ug:para-social-worker", "psw:para-social-worker")
    assert found.rule_places == ("UG",)
    assert {condition.kind for condition in found.conditions} == {"supervision", "education"}
    assert found.rules_elsewhere == (("ZA", 1),)  # South Africa's register binds nobody in Uganda
    assert "psw:para-social-worker.rule-identify-and-refer" in {limit.id for limit in found.limits}
    assert len(found.met) == 8
    assert {g.basis_of(step) for item in found.met for step in item.proof if ".req-" in step} == {"derived"}
    assert "gap.assumed" in " ".join(note.code for note in found.notes)
    assert str(found).index("Conditions and limits") < str(found).index("Missing")


@pytest.mark.parametrize(("held", "target", "competencies"), [("tz:btcsw", "tz:tcsw", 7), ("tz:tcsw", "tz:odsw", 11)])
def test_the_ladder_of_tanzania(held: str, target: str, competencies: int, g: CompetencyGraph) -> None:
    found = ssw.gap(g, held, target)
    way = ssw.plan(g, found, as_of=date(2026, 11, 21))
    assert len(found.missing) == competencies
    assert way.steps == (target,), (
        "encoded in part and of unknown volume, it is one unknown instead of one a module (P11)"
    )
    assert (way.open, way.optimal, way.at_least) == ((), True, True)
    assert way.unknown_hours == (target,)


def test_from_the_auxiliary_of_south_africa_to_the_advanced_worker(g: CompetencyGraph) -> None:
    found = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", "cycw:advanced")
    assert {condition.kind for condition in found.conditions} == {"registration", "clearance", "supervision"}
    limits = {"cycw:advanced.rule-own-limits", "cycw:basic.rule-under-supervision"}
    assert limits <= {limit.id for limit in found.limits}
    assert found.met == ()  # of the units only titles were read, not their criteria: nothing is certain
    assert found.of_certainty("if-recognised", "in-part")
    here = ssw.plan(g, found, as_of=date(2026, 11, 21))
    assert (here.where, here.steps) == (("ZA",), ()), "nothing in South Africa teaches it whole"
    assert here.elsewhere
    way = ssw.plan(g, found, as_of=date(2026, 11, 21), where="anywhere")
    assert way.modules
    assert 0 < len(way.open) < len(found.open)
    assert {item.why for item in way.open} <= {"untaught", "unencoded", "closed", "taught-in-part"}
