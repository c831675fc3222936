"""The tour: the flagship question on real data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.errors import OutputExistsError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import as_worded
from sswgraph.journeys import GENERATOR, TARGETS, journeys, save_tour, tour_plain
from sswgraph.messages import languages
from sswgraph.pages.blocks import Block, Details, Heading, Page, Picture, Table
from sswgraph.planning.enrolment import edition_day
from sswgraph.render.html import document
from sswgraph.render.layout import without_details
from sswgraph.render.markdown import markdown
from sswgraph.render.plain import plain
from tests.loops import some
from tests.toy import framework

DAY = date(2026, 11, 21)
DATA = date(2026, 11, 28)
LATER = date(2027, 6, 1)


@pytest.fixture(scope="module")
def page(g: CompetencyGraph) -> Page:
    return ssw.tour(g, as_of=DAY)


@pytest.fixture(scope="module")
def said(page: Page) -> str:
    return " ".join(plain(page).split())


def words(rule: str) -> str:
    """How a rule begins."""
    return " ".join(rule.split())[:40]


def _tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """The tables of a page, those that are folded away included."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Details):
            yield from _tables(block.blocks)


def _parts(page: Page) -> tuple[str, str]:
    """The plain text of the two parts."""
    second = [block for block in page.blocks if isinstance(block, Heading) and block.level == 2][1]
    place = page.blocks.index(second)
    first, rest = Page("", page.lang, page.blocks[:place]), Page("", page.lang, page.blocks[place:])
    return " ".join(plain(first).split()), " ".join(plain(rest).split())


def test_conditions_and_limits_come_first_in_both_parts(g: CompetencyGraph, page: Page) -> None:
    for part, journey in some(zip(_parts(page), journeys(g, as_of=DAY), strict=True)):
        rules = [str(condition.text) for condition in journey.plan.conditions]
        rules += [str(as_worded(g, limit)) for limit in journey.plan.limits]
        assert rules
        before = part.index("Competence is not permission")
        places = [part.index(words(rule), before) for rule in rules]
        assert max(places) < part.index("The plan in short") < part.index("Steps ")


def test_what_is_credited_names_the_mapping_and_its_basis(g: CompetencyGraph, page: Page) -> None:
    between = journeys(g, as_of=DAY)[0].gap
    table = next(table for table in _tables(page.blocks) if "By which mapping" in table.header)
    assert len(table.rows) == len(between.of_status("met", "if-recognised", "in-part")) > 0
    assert any("Match" in row[-1] and "(derived)" in row[-1] for row in table.rows)


def test_the_modules_stand_in_teaching_order_with_their_volumes(g: CompetencyGraph, page: Page) -> None:
    way = journeys(g, as_of=DAY)[0].plan
    table = next(table for table in _tables(page.blocks) if "Notional hours" in table.header)
    assert [row[1].rpartition(" ")[2] for row in table.rows] == list(way.modules)
    hours = table.header.index("Notional hours")
    assert [row[hours] for row in table.rows] == [str(step.volumes["notionalHours"]) for step in way.lines]
    assert table.header.index("SAQA credits") in table.numeric


def test_everything_asked_for_is_open_or_credited_on_the_page(g: CompetencyGraph, page: Page) -> None:
    first, _ = _parts(page)
    for item in some(journeys(g, as_of=DAY)[0].gap.items):
        assert item.status == "beyond" or item.competency in first


def test_enrolment_proof_award_and_links_are_told(said: str) -> None:
    for words in (
        "open; closes on 2026-12-30",
        "Proved for what is known to be required: no plan can need less.",
        "Everything that ‘Occupational Certificate: Social",
        "assumed from the role; it was not assessed",
        "This result rests on",
        "derived:",
        "draft:",
    ):
        assert words in said


def test_the_second_part_takes_the_programme_whole_with_its_own_hours(page: Page) -> None:
    """Of 97708 not every module was read; taken as one step it has its own volume, which is known (P11)."""
    _, second = _parts(page)
    assert "Steps 1 " in second
    assert "Notional hours 1500" in second
    assert "SAQA credits 150" in second
    assert "at least" not in second


def test_on_a_terminal_it_is_the_answer_and_what_binds_it_in_short(g: CompetencyGraph, page: Page) -> None:
    short = plain(without_details(page))
    assert short.count("\n") <= 100
    assert plain(without_details(ssw.tour(g))).count("\n") <= 100
    one_line = " ".join(short.split())
    for journey in some(journeys(g, as_of=DAY)):
        assert all(words(str(due.text)) in one_line for due in journey.plan.obligations)
        assert all(words(str(condition.text)) in one_line for condition in journey.plan.conditions)
        assert f"limits {len(journey.plan.limits)}." in one_line
        assert all(words(str(as_worded(g, limit))) not in one_line for limit in journey.plan.limits)
    assert "Not among the acts listed: 10; Assists: 2; Under supervision: 9" in one_line
    assert "8 more steps follow" in one_line
    assert "Framework za" not in short
    assert "Framework za" in plain(page)
    assert "4 parts are collapsed" in short


def test_it_shows_the_plan_as_a_picture_and_says_the_same_in_words(page: Page) -> None:
    drawn = [block for block in page.blocks if isinstance(block, Picture)]
    assert len(drawn) == 2
    assert all(one.svg.startswith("<svg") and "1500" in one.text for one in drawn[1:])
    assert drawn[0].svg in document(page)


def test_what_is_only_not_listed_stands_apart_from_what_is_forbidden(g: CompetencyGraph, page: Page) -> None:
    first, _ = _parts(page)
    limits = [one for one in journeys(g, as_of=DAY)[0].plan.limits if one.authority == "not-permitted"]
    assert limits
    assert all("stated" not in one.basis for one in limits)
    assert f"Not among the acts listed: {len(limits)}" in first
    assert "Not permitted:" not in first


def test_no_closed_module_is_offered_unless_asked_for(g: CompetencyGraph) -> None:
    for journey in some(journeys(g, as_of=DAY)):
        assert not [m for m in journey.plan.modules if "za:60209" in g[m].part_of]


def test_without_a_day_it_looks_at_the_day_of_the_data_and_says_so(g: CompetencyGraph, said: str) -> None:
    """So that what it shows does not change with the calendar (after 2026-12-30 nothing would be on offer)."""
    assert max(framework.edition or "" for framework in g.frameworks) == DATA.isoformat()
    assert [journey.plan.as_of for journey in journeys(g)] == [DATA, DATA]
    pinned = " ".join(plain(ssw.tour(g)).split())
    sentence = "What is on offer is shown as of 2026-11-28, the date of the data."
    assert sentence in pinned
    assert sentence not in said
    assert [part["plan"]["as_of"] for part in tour_plain(g)["parts"]] == [DATA.isoformat()] * 2


def test_the_day_of_the_data_is_the_latest_edition_that_is_a_day() -> None:
    def day(*editions: str | None) -> date | None:
        made = [framework(id=f"f{i}", edition=edition) for i, edition in enumerate(editions)]
        return edition_day(CompetencyGraph(made))

    assert day("2026-01-31", "2026-11-21", "2025-12-31") == DAY
    assert day("2026", None, "2026-11-21", "third edition", "2026-13-01") == DAY
    assert day(None, "2027") is None
    assert day() is None


def test_what_closes_soon_is_told(said: str) -> None:
    assert "less than a year from now, the first until 2026-12-30" in said


def test_after_enrolment_has_closed_it_still_answers(g: CompetencyGraph) -> None:
    closed = " ".join(plain(ssw.tour(g, as_of=LATER)).split())
    assert "closed since 2026-12-30" in closed
    assert "On 2027-06-01 no module that would serve is open to enrolment" in closed
    assert "sswgraph tour --include-closed" in closed
    assert "--as-of 2026-12-30" in closed
    opened = " ".join(plain(ssw.tour(g, as_of=LATER, include_closed=True)).split())
    assert "12 steps, to be taken in this order" in opened
    assert "closed since 2026-12-30" in opened


@pytest.mark.parametrize("lang", [*languages(), "ar"])
def test_it_can_be_drawn_in_every_language_and_form(g: CompetencyGraph, lang: str) -> None:
    made = ssw.tour(g, as_of=DAY, lang=lang)
    assert made.lang == lang
    assert document(made).count("<table>") == markdown(made).count("| ---") > 5 or markdown(made)
    assert ('dir="rtl">' in document(made).partition("<head>")[0]) == (lang == "ar")


def test_french_is_french(g: CompetencyGraph) -> None:
    said = " ".join(plain(ssw.tour(g, as_of=DAY, lang="fr")).split())
    for words in ("Conditions et limites", "ouvertes", "La preuve"):
        assert words in said
    assert "at least" not in said


def test_without_the_south_african_framework_it_says_what_is_missing() -> None:
    with pytest.raises(UnknownElementError, match="auxiliary-child-and-youth-care-worker"):
        ssw.tour(CompetencyGraph())


def test_as_plain_data_it_has_a_gap_and_a_plan_for_each_part(g: CompetencyGraph) -> None:
    made = tour_plain(g, as_of=DAY)
    assert list(made) == ["result", "shape", "lang", "parts"]
    assert [part["plan"]["target"] for part in made["parts"]] == list(TARGETS)
    assert [part["plan"]["steps"] for part in made["parts"]][1] == ["za:97708"]
    json.dumps(made)


def test_only_a_page_of_its_own_is_replaced(page: Page, tmp_path: Path) -> None:
    path = save_tour(page, tmp_path / "tour.html")
    first = path.read_bytes()
    assert f'<meta name="generator" content="{GENERATOR}">'.encode() in first
    assert save_tour(page, path).read_bytes() == first
    other = ssw.save(page, tmp_path / "other.html")
    with pytest.raises(OutputExistsError, match="is not a page of the tour"):
        save_tour(page, other)
    assert f'content="{GENERATOR}"'.encode() not in other.read_bytes()
    save_tour(page, other, overwrite=True)
    assert other.read_bytes() == first
