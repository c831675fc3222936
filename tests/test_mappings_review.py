"""Mappings as a subject of reviews: what is open, what panels decide in a workbook, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages, sentence
from sswgraph.model import Mapping, MappingSet
from sswgraph.model.review import VERDICTS_OF
from tests import toy
from tests.loops import some
from tests.workbooks import fill

WHEN = "2026-11-28"


def world(*rows: Mapping, critical: bool = False) -> CompetencyGraph:
    """Somebody holds two competencies, and a role asks for two others."""
    return toy.graph(
        *(toy.competency(name) for name in ("held", "more")),
        toy.competency("asked", safety_critical=True if critical else None),
        toy.competency("wanted"),
        toy.cadre("role"),
        toy.requires("role", "asked"),
        toy.requires("role", "wanted"),
        *rows,
    )


CLOSE = toy.maps("held", "close", "asked")
WIDER = toy.maps("more", "narrow", "wanted")
HELD = {"t:held": None, "t:more": None}


def found(g: CompetencyGraph) -> Any:
    return ssw.mappings(g, ssw.gap(g, HELD, "t:role"))


def filled(path: Path, said: dict[str, dict[str, str]], lang: str = "en") -> None:
    """Fill a copy in as a ministry would, in the words of its language, and tick what was decided."""
    rows = {
        key: {**one, "verdict": sentence(f"review.verdict-{one['verdict']}", lang), "ticked": ""}
        for key, one in said.items()
    }
    fill(path, path, sentence("review.group-ministry", lang), rows)


def decided(tmp_path: Path, g: CompetencyGraph, *rows: dict[str, str], **more: Any) -> MappingSet:
    subject = found(g)
    path = ssw.write_review(subject, tmp_path / "ours.xlsx", overwrite=True)
    filled(path, dict(zip([row.mapping for row in subject.items], rows, strict=False)))
    made = ssw.apply_review(subject, ssw.read_review(path, subject), id="https://example.org/panel", **more)
    assert isinstance(made, MappingSet)
    return made


def certainties(g: CompetencyGraph, *sets: MappingSet) -> dict[str, str]:
    laid = g.with_mappings(*sets) if sets else g
    return {item.competency: item.certainty for item in ssw.gap(laid, HELD, "t:role").items}


def test_a_gap_names_the_mappings_that_stand_between() -> None:
    items = found(world(CLOSE, WIDER)).items
    assert [(one.held, one.relation, one.asked, one.closes) for one in items] == [
        ("t:held", "close", "t:asked", ("t:asked",)),
        ("t:more", "narrow", "t:wanted", ("t:wanted",)),
    ]


def test_a_mapping_stated_the_other_way_round_is_read_towards_what_is_asked() -> None:
    items = found(world(toy.maps("asked", "close", "held"), toy.maps("wanted", "broad", "more"))).items
    assert [(one.held, one.relation, one.asked) for one in items] == [
        ("t:held", "close", "t:asked"),
        ("t:more", "narrow", "t:wanted"),
    ]


DECISIONS = {
    "recognise": ("recognised", False, "certain"),
    "recognise-both": ("recognised", False, "certain"),
    "refuse": ("close", True, "open"),
    "same": ("exact", False, "certain"),
    "wider": ("narrow", False, "if-recognised"),
    "narrower": ("broad", False, "in-part"),
}


@pytest.mark.parametrize(("verdict", "expected"), DECISIONS.items())
def test_what_is_decided_counts_from_then_on(tmp_path: Path, verdict: str, expected: tuple[str, bool, str]) -> None:
    g = world(CLOSE)
    assert certainties(g)["t:asked"] == "if-recognised"
    made = decided(tmp_path, g, {"verdict": verdict, "reason": "Compared side by side."}, date=WHEN)
    relation, negated, certainty = expected
    assert {(row.relation, row.negated) for row in made.mappings} == {(relation, negated)}
    assert len(made.mappings) == (2 if verdict == "recognise-both" else 1)
    assert {(row.reviewer, row.date, row.comment) for row in made.mappings} == {
        ("ministry", WHEN, "Compared side by side.")
    }
    assert certainties(g, made)["t:asked"] == certainty


def test_every_decision_is_tried() -> None:
    assert {*DECISIONS, "close", "defer"} == set(VERDICTS_OF["mappings"])


def test_what_is_wider_can_be_recognised_one_way_only_and_what_is_close_both_ways(tmp_path: Path) -> None:
    g = world(toy.maps("held", "close", "asked"), toy.maps("more", "narrow", "wanted"))
    both = {"verdict": "recognise-both", "reason": "Why not."}
    with pytest.raises(InputError, match="'recognise-both' cannot be decided here"):
        decided(tmp_path, g, both, both, date=WHEN)


def test_the_set_survives_its_file_and_lies_on_top_of_what_ships(tmp_path: Path, g: CompetencyGraph) -> None:
    gap = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", "za:community-development-worker")
    subject = ssw.mappings(g, gap)
    path = ssw.write_review(subject, tmp_path / "ours.xlsx")
    filled(path, {one.mapping: {"verdict": "recognise", "reason": "Same unit."} for one in some(subject.items)})
    made = ssw.apply_review(subject, ssw.read_review(path, subject), id="https://example.org/panel", date=WHEN)
    assert isinstance(made, MappingSet)
    file = ssw.write_sssom(made, tmp_path / "panel.sssom.tsv")
    assert ssw.read_sssom(file).mappings == made.mappings
    laid = ssw.gap(ssw.read(file, base=g), gap.held[0], gap.target)
    assert (gap.summary.certain, gap.summary.if_recognised) == (0, 2)
    assert (laid.summary.certain, laid.summary.if_recognised) == (2, 0)


def test_what_is_safety_critical_stands_first_and_is_still_to_be_seen(tmp_path: Path) -> None:
    g = world(CLOSE, WIDER, critical=True)
    subject = found(g)
    review = ssw.read_review(ssw.write_review(subject, tmp_path / "ours.xlsx"), subject)
    assert [(row.key, bool(row.safety)) for row in review.lines] == [(CLOSE.id, True), (WIDER.id, False)]
    made = decided(tmp_path, g, {"verdict": "recognise", "reason": "Compared."}, date=WHEN)
    seen = {item.competency: item.to_be_seen for item in ssw.gap(g.with_mappings(made), HELD, "t:role").items}
    assert seen["t:asked"]


def test_nothing_is_made_without_a_reason_a_day_an_id_or_a_decision(tmp_path: Path) -> None:
    g = world(CLOSE)
    told = {"verdict": "recognise", "reason": "Compared."}
    with pytest.raises(InputError, match="no row is settled: it takes a decision, a reason"):
        decided(tmp_path, g, {"verdict": "recognise"}, date=WHEN)
    with pytest.raises(InputError, match="no row is settled"):
        decided(tmp_path, g, {"verdict": "defer", "reason": "Later."}, date=WHEN)
    with pytest.raises(InputError, match="Say the day of the decisions"):
        decided(tmp_path, g, told)
    with pytest.raises(InputError, match="'tomorrow' is not a day"):
        decided(tmp_path, g, told, date="tomorrow")
    with pytest.raises(InputError, match="take id, author, reviewer and date"):
        decided(tmp_path, g, told, date=WHEN, edition="2027")
    subject = found(g)
    path = ssw.write_review(subject, tmp_path / "no.xlsx")
    filled(path, {CLOSE.id: told})
    with pytest.raises(InputError, match="by an IRI of its own"):
        ssw.apply_review(subject, ssw.read_review(path, subject), date=WHEN)


def test_one_pair_is_not_both_recognised_and_refused(tmp_path: Path) -> None:
    other = replace(CLOSE, author="Amina", comment="Another voice.")
    g = world(CLOSE, other)
    both = ({"verdict": "recognise", "reason": "Yes."}, {"verdict": "refuse", "reason": "No."})
    subject = ssw.mappings(g)
    path = ssw.write_review(subject, tmp_path / "ours.xlsx")
    assert len(subject.items) == 2
    filled(path, dict(zip([one.mapping for one in subject.items], both, strict=True)))
    with pytest.raises(InputError, match=r"One pair is both refused and taken: No\. 1"):
        ssw.apply_review(subject, ssw.read_review(path, subject), id="https://example.org/panel", date=WHEN)


def test_of_frameworks_what_is_contested_comes_first_and_what_is_decided_is_left_out() -> None:
    denial = replace(WIDER, negated=True, author="Amina")
    settled = toy.maps("more", "close", "asked", reviewer="Panel", date=WHEN)
    g = world(CLOSE, WIDER, denial, settled)
    items = ssw.mappings(g, frameworks="t").items
    assert [(one.mapping.partition(" #")[0], bool(one.against)) for one in items] == [
        (WIDER.sentence, True),
        (CLOSE.sentence, False),
    ]


def test_bad_questions_are_refused(g: CompetencyGraph) -> None:
    toys = world(CLOSE)
    gap = ssw.gap(toys, HELD, "t:role")
    with pytest.raises(InputError, match="mappings takes gaps and plans, not str"):
        ssw.mappings(toys, "t:role")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="different targets"):
        ssw.mappings(toys, gap, ssw.gap(toys, HELD, "t:asked"))
    with pytest.raises(InputError, match="not both"):
        ssw.mappings(toys, gap, frameworks=["t"])
    with pytest.raises(UnknownElementError):
        ssw.mappings(g, frameworks=["nowhere"])


def test_nothing_to_decide_is_an_answer(tmp_path: Path) -> None:
    subject = found(world())
    assert "There is no mapping to decide on." in str(subject)
    assert ssw.read_review(ssw.write_review(subject, tmp_path / "none.xlsx"), subject).lines == ()


@pytest.mark.parametrize("lang", languages())
def test_a_copy_in_any_language_is_read(tmp_path: Path, lang: str) -> None:
    subject = found(world(CLOSE))
    path = ssw.write_review(subject, tmp_path / "ours.xlsx", lang=lang)
    filled(path, {CLOSE.id: {"verdict": "recognise", "reason": "Oui."}}, lang)
    review = ssw.read_review(path, subject)
    assert review.settled[0].verdicts == (("recognise", 1),)
