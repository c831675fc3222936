"""From where a plan may draw what it teaches (P12): each row of the table, and what each answer says of places."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.exchange.schema import BY_KIND
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import PLACELESS
from sswgraph.model import Plan
from sswgraph.model.framework import judged
from tests.loops import some
from tests.tables import rows
from tests.toy import cadre, competency, develops, framework, graph, module, qualification, requires

DAY = "2026-11-21"
PLACES = ("UG", "UG-C", "UG-W", "KE", "ZA", "014", "202", "002", "142", "001", "")
AROUND_UG = {"UG", "014", "202", "002", "001", ""}
EAST = {"UG", "UG-C", "UG-W", "KE", "014", "202", "002", "001", ""}
# By the first words of its row: what is asked in the framework's place or where=, and what is open.
ROWS: dict[str, list[tuple[tuple[str, ...], Any, set[str]]]] = {
    "a country, UG": [((), "UG", AROUND_UG | {"UG-C", "UG-W"}), (("UG",), None, AROUND_UG | {"UG-C", "UG-W"})],
    "a part of a country, UG-C": [((), "UG-C", AROUND_UG | {"UG-C"})],
    "an area in `where=`, 014": [((), "014", EAST)],
    "countries and areas by frameworks": [(("UG", "142"), None, AROUND_UG | {"UG-C", "UG-W"})],
    "areas by frameworks, no country": [(("014",), None, EAST), (("014", "001"), None, EAST)],
    "nothing (nothing held, target of 001)": [(("001",), None, set(PLACES)), ((), None, set(PLACES))],
    "`anywhere`, or 001 in `where=`": [(("UG",), "anywhere", set(PLACES)), (("UG",), ["001"], set(PLACES))],
}


def world(own: tuple[str, ...] = (), **more: Any) -> CompetencyGraph:
    """A role that asks for one competency for each place, each taught by a module of that place."""
    parts: list[Any] = [cadre("x")]
    for n, place in enumerate(PLACES):
        where = (place,) if place else ()
        parts += [competency(f"c{n}"), requires("x", f"c{n}"), module(f"m{n}", 1, jurisdiction=where, **more)]
        parts.append(develops(f"m{n}", f"c{n}"))
    return CompetencyGraph([judged(framework(*parts, jurisdiction=own))])


def planned(g: CompetencyGraph, held: Any = (), **options: Any) -> Plan:
    return ssw.plan(g, ssw.gap(g, held, "t:x"), as_of=DAY, **options)


def test_every_row_of_the_table_is_tried() -> None:
    assert [row[0] for row in rows("named")] == [*ROWS]


@pytest.mark.parametrize(("own", "where", "opened"), [one for row in ROWS.values() for one in row])
def test_what_is_named_opens_what_its_row_says(own: tuple[str, ...], where: Any, opened: set[str]) -> None:
    plan = planned(world(own), where=where)
    assert {PLACES[int(step.removeprefix("t:m"))] for step in plan.steps} == opened
    assert {PLACES[int(one.id.removeprefix("t:m"))] for one in plan.elsewhere} == set(PLACES) - opened
    assert {item.why for item in plan.open} <= {"elsewhere"}


def test_several_places_open_what_each_of_them_opens() -> None:
    both = {*planned(world(), where="KE").steps, *planned(world(), where="ZA").steps}
    assert set(planned(world(), where=("KE", "ZA")).steps) == both


@pytest.mark.parametrize("where", ["ZA", "014", "anywhere", ("KE", "ZA")])
def test_the_place_of_a_gap_is_that_of_all_that_is_made_of_it(where: Any) -> None:
    g = world(("UG",))
    answer = ssw.gap(g, [], "t:x", where=where)
    plan, told = ssw.plan(g, answer, as_of=DAY), planned(g, where=where)
    assert (plan.where, plan.steps, plan.elsewhere) == (told.where, told.steps, told.elsewhere)
    assert ssw.to_plain(plan)["stamp"] == ssw.to_plain(told)["stamp"]
    other = ssw.plan(g, answer, as_of=DAY, where="UG")
    assert (other.where, other.steps) == (("UG",), planned(g, where="UG").steps)
    for one in some(plan.gap.open if plan.gap else ()):
        ways = {way.outcome for way in ssw.why(g, plan, one.competency).ways}
        assert ways == {way.outcome for way in ssw.why(g, told, one.competency).ways}
    again = [one.where for one in ssw.alternatives(g, plan, 2)]
    assert again == [one.where for one in ssw.alternatives(g, told, 2)]


def test_where_takes_the_place_of_what_the_frameworks_name() -> None:
    plan = planned(world(("UG",)), where="ZA")
    assert plan.where == ("ZA",)
    assert "t:m4" in plan.steps
    assert "t:m0" not in plan.steps


def test_with_nothing_named_the_first_note_says_from_where_the_plan_is_drawn() -> None:
    plan = planned(world(("001",)))
    assert plan.where == ()
    assert plan.notes[0].code == "plan.banner-drawn"
    said = plan.notes[0].render("en")
    assert "No country is named: modules were taken from 001, 002, 014" in said
    assert "UG" in said
    first = str(plan).splitlines()[3]
    assert "No country is named" in first


def test_held_names_a_place_as_the_target_does() -> None:
    here = framework(cadre("h"), competency("k"), requires("h", "k"), id="u", jurisdiction=("UG",))
    parts = [judged(framework(*world().framework("t").elements, jurisdiction=("001",)))]
    moved = [element for element in here.elements if element.id.startswith("t:")]
    g = CompetencyGraph([*parts, judged(framework(*moved, id="u", jurisdiction=("UG",)))])
    plan = ssw.plan(g, ssw.gap(g, "t:h", "t:x"), as_of=DAY)
    assert plan.where == ("UG",)
    assert {item.why for item in plan.open} == {"elsewhere"}


def test_a_module_is_of_its_qualifications_places_before_its_framework() -> None:
    parts = [cadre("x"), competency("a"), requires("x", "a"), qualification("q", reach="whole", jurisdiction=("KE",))]
    g = CompetencyGraph(
        [judged(framework(*parts, module("m", 1, part_of=("t:q",)), develops("m", "a"), jurisdiction=("UG",)))]
    )
    assert [one.place for one in planned(g).elsewhere] == [("KE",)]
    assert planned(g, where="KE").steps == ("t:m",)


def by_hand(*without: str) -> CompetencyGraph:
    """The example of the rules: m1 of ZA, m2 of UG, m3 of no place and its prerequisite m4 of ZA, all teach a."""
    modules = {
        "m1": module("m1", 5, jurisdiction=("ZA",)),
        "m2": module("m2", 9, jurisdiction=("UG",)),
        "m3": module("m3", 7, prerequisite=("t:m4",)),
        "m4": module("m4", 1, jurisdiction=("ZA",)),
    }
    taught = [develops(m, "a") for m in ("m1", "m2", "m3") if m not in without]
    kept = [one for name, one in modules.items() if name not in without]
    return graph(cadre("x"), competency("a"), requires("x", "a"), *kept, *taught)


def test_the_example_of_the_rules() -> None:
    plan = planned(by_hand(), where="UG")
    assert plan.steps == ("t:m2",)
    assert plan.elsewhere == (), "nothing stays open that another place would close"
    without = planned(by_hand("m2"), where="UG")
    assert [item.why for item in without.open] == ["blocked"]
    assert [one.id for one in without.elsewhere] == ["t:m1"]
    assert [item.why for item in planned(by_hand("m2", "m3"), where="UG").open] == ["elsewhere"]


def test_what_is_closed_here_and_open_elsewhere_reads_closed_and_lists_both() -> None:
    parts = [cadre("x"), competency("a"), requires("x", "a"), develops("m", "a"), develops("n", "a")]
    away = module("n", 1, jurisdiction=("ZA",), language=("en",))
    from datetime import date

    g = graph(*parts, module("m", 1, jurisdiction=("UG",), last_enrolment=date(2020, 1, 1)), away)
    plan = planned(g, where="UG")
    assert [item.why for item in plan.open] == ["closed"]
    assert plan.closed == ("t:m",)
    assert [(one.id, one.place, one.language) for one in plan.elsewhere] == [("t:n", ("ZA",), ("en",))]


def test_totals_are_given_by_place() -> None:
    plan = planned(world(), where="014")
    by_place = {total.place: total for total in plan.by_place}
    assert by_place[("UG",)].steps == 1
    assert sum(total.steps for total in plan.by_place) == len(plan.steps)
    assert sum(total.volumes["notionalHours"] for total in plan.by_place) == plan.hours


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("Uganda", "write 'UG'"),
        ("UGA", "write 'UG'"),
        ("XX", "similar"),
        ("", "where"),
        ((), "names no place"),
        (["UG", 7], "7"),
        (7, "7"),
    ],
)
def test_a_place_that_is_none_is_refused_with_near_ones(where: Any, told: str) -> None:
    with pytest.raises(InputError, match="where") as error:
        planned(world(), where=where)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("place", "extent", "where", "why", "code"),
    [
        ("ZA", "whole", "UG", "elsewhere", "open.elsewhere"),
        ("ZA", "part", "UG", "taught-in-part", "open.taught-in-part"),
        ("ZA", "whole", "ZA", None, None),
        ("ZA", "whole", None, None, None),
    ],
)
def test_curriculum_plan_and_documents_give_one_answer(
    place: str, extent: str, where: Any, why: str | None, code: str | None
) -> None:
    parts = (cadre("x"), competency("c"), requires("x", "c"), module("m", 1, jurisdiction=(place,)))
    g = graph(*parts, develops("m", "c", extent=extent))
    assert [one.why for one in planned(g, where=where).open] == ([why] if why else [])
    papers = [ssw.document(g, kind, "t:x", where=where) for kind in ("training-needs", "job-description", "logbook")]
    for about in (ssw.curriculum(g, "t:x", where=where), *(one.about for one in papers)):  # type: ignore[attr-defined]
        [line] = about.competencies
        assert (line.reason and line.reason.code, line.elsewhere) == (code, ("t:m",) if code else ())
        assert not any(note.code == "curriculum.nothing-taught" for note in about.notes)
    [line] = ssw.curriculum(g, "t:x", where=where).competencies
    assert (str(line.reason) == "It is taught only elsewhere, in ZA: m.") is (why == "elsewhere")


def test_where_nothing_anywhere_teaches_it_the_modules_are_to_be_written() -> None:
    g = graph(cadre("x"), competency("c"), requires("x", "c"))
    made = ssw.curriculum(g, "t:x", where="UG")
    assert "curriculum.nothing-taught" in [note.code for note in made.notes]
    assert [str(line.reason) for line in made.competencies] == ["No module in the frameworks loaded teaches it."]


def test_curricula_take_the_same_places() -> None:
    g = world(("UG",))
    taught = {one.module.id for one in ssw.curriculum(g, "t:x").modules}
    assert taught == set(planned(g).steps)
    assert {one.module.id for one in ssw.curriculum(g, "t:x", where="ZA").modules} == set(planned(g, where="ZA").steps)


def test_kinds_called_placeless_name_no_place_of_their_own() -> None:
    for kind in some(PLACELESS):
        assert "jurisdiction" not in {field.name for field in fields(BY_KIND[kind].model)}, kind
