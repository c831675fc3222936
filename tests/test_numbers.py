"""Figures on the workforce: which statements are some, for which place, and that none is lost or changed."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.model import Statement, Text
from tests import toy
from tests.loops import some

FRAMEWORKS = Path(__file__).parent.parent / "frameworks"
OURS = "https://w3id.org/sswgraph/ns#"
COUNTED = ("headcount", "caseload", "workersPerSupervisor", "peoplePerWorker")


def statement(name: str, predicate: str, value: str, **fields: Any) -> Statement:
    given: dict[str, Any] = {"subject": "t:worker", "evidence": toy.DRAFT, "datatype": "integer", **fields}
    return Statement(id=f"t:{name}", predicate=predicate, value=value, **given)


def test_every_figure_that_ships_is_there(g: ssw.CompetencyGraph) -> None:
    """Counted in the files themselves."""
    written = 0
    for file in some(FRAMEWORKS.glob("*.ttl")):
        text = file.read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=\S)", text)
        statements = [block for block in blocks if re.search(r"\ba ssw:Statement\b", block)]
        written += sum(
            bool(re.search(r"\bssw:unit\b", block) or re.search(rf"rdf:predicate ssw:(?:{'|'.join(COUNTED)})\b", block))
            for block in statements
        )
    found = ssw.numbers(g).figures
    assert sum(one.what != "extent" or bool(one.unit) for one in found) == written > 0


def test_figures_are_shown_as_their_sources_give_them(g: ssw.CompetencyGraph) -> None:
    found = {one.id: one for one in ssw.numbers(g, "TZ").figures}
    trained = found["tz:para-social-worker.s-headcount-2012"]
    assert (trained.number, str(trained.unit), trained.year, trained.places) == (
        4026,
        "para social workers trained",
        "2012",
        ("TZ",),
    )
    assert trained.sources == ("tz:source-twinning-psw",)
    words = found["tz:para-social-worker.s-count-2009"]
    assert (words.number, words.what, words.text[:22]) == (None, "extent", "92 para social workers")


def test_what_is_a_figure_and_what_is_none() -> None:
    extent = "http://purl.org/dc/terms/extent"
    parts: list[Any] = [toy.cadre("worker"), toy.module("m")]
    parts += [statement(name, OURS + name, "7") for name in COUNTED]
    parts += [
        statement("half", OURS + "caseload", "12.5", datatype="decimal"),
        statement("range", OURS + "caseload", "40 to 65", datatype="string"),
        statement("nan", OURS + "caseload", "NaN", datatype="string"),
        statement("unit", OURS + "other", "3", unit=Text.of(en="posts")),
        statement("size", extent, "many", datatype="@en"),
        statement("size-of-module", extent, "long", datatype="@en", subject="t:m"),
        statement("hours", OURS + "notionalHours", "30", subject="t:m"),
    ]
    found = {one.id: one.number for one in ssw.numbers(toy.graph(*parts)).figures}
    assert found == {
        "t:caseload": 7,
        "t:half": Decimal("12.5"),
        "t:headcount": 7,
        "t:nan": None,
        "t:peoplePerWorker": 7,
        "t:range": None,
        "t:size": None,
        "t:unit": 3,
        "t:workersPerSupervisor": 7,
    }


def test_a_place_has_its_own_and_what_lies_in_it() -> None:
    parts: list[Any] = [toy.cadre("worker")]
    parts += [statement(code.lower(), OURS + "headcount", "1", jurisdiction=(code,)) for code in ("UG", "ZA-WC", "002")]
    g = toy.graph(*parts)
    assert [one.id for one in ssw.numbers(g, "ZA").figures] == ["t:za-wc"]
    assert {one.id for one in ssw.numbers(g, "002").figures} == {"t:ug", "t:za-wc", "t:002"}
    assert {one.id for one in ssw.numbers(g).figures} == {"t:ug", "t:za-wc", "t:002"}
    assert all(one.place_stated for one in ssw.numbers(g).figures)


def test_no_figure_is_not_zero() -> None:
    found = ssw.numbers(toy.graph(toy.cadre("worker")), "UG")
    assert found.figures == ()
    assert "it does not mean zero" in " ".join(str(found).split())


def test_rows_are_a_table(g: ssw.CompetencyGraph) -> None:
    lines = some(ssw.numbers(g).rows("fr"))
    assert {tuple(line) for line in lines} == {tuple(lines[0])}
    assert all(line["sources"] for line in lines)
    assert [line["places"] for line in lines] == sorted(line["places"] for line in lines)


def test_what_is_no_place_is_told(g: ssw.CompetencyGraph) -> None:
    with pytest.raises(InputError, match="UG"):
        ssw.numbers(g, "Uganda")
