"""The pages of docs/frameworks: they say what the data say today."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from docs.listing.pages import COMPILATIONS, index, pages, region_of
from sswgraph.graph import CompetencyGraph

FOLDER = Path(__file__).parent.parent / "docs" / "frameworks"


def test_every_page_is_up_to_date(g: CompetencyGraph) -> None:
    written = pages(g)
    assert sorted(path.name for path in FOLDER.glob("*")) == sorted(written)
    old = [name for name, text in written.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert old == [], "run python -m docs.listing"


def test_the_index_names_every_framework_once(g: CompetencyGraph) -> None:
    named = re.findall(r"\]\(([a-z0-9-]+)\.md\)", index(g))
    assert sorted(named) == sorted(framework.id for framework in g.frameworks)
    assert tuple(named[: len(COMPILATIONS)]) == COMPILATIONS


def test_links_between_pages_lead_somewhere(g: CompetencyGraph) -> None:
    targets = [re.findall(r"\]\(([^)<]+\.md)\)", text) for text in pages(g).values()]
    assert all(targets)
    assert [target for found in targets for target in found if not (FOLDER / target).exists()] == []


def test_a_page_says_how_far_its_framework_was_read_and_what_is_missing(g: CompetencyGraph) -> None:
    page = pages(g)["za.md"]
    za = g.framework("za")
    assert str(za.not_encoded.get("en")) in page
    assert str(za.rights.get("en")) in page
    assert f"| module | {len(za.of_kind('module'))} |" in page
    assert "No element is stated here" in pages(g)["psw.md"]


def test_a_place_in_no_region_is_told(g: CompetencyGraph) -> None:
    with pytest.raises(ValueError, match="za holds in AQ, which stands in no region"):
        region_of(replace(g.framework("za"), jurisdiction=("AQ",)))
