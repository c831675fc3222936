"""The course in a curriculum: of a plan, what closes, what is practice, one answer in all places, what is proposed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any, cast

import docx
import pytest
from docx.oxml.ns import qn

import sswgraph as ssw
from sswgraph.curricula.outlines import CHOICE, OUTLINES, RULES
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages, message, sentence
from sswgraph.model import (
    Cadre,
    Curriculum,
    Function,
    Obligation,
    PerformanceCriterion,
    Plan,
    ScopeRule,
    Syllabus,
    Text,
)
from sswgraph.model.results import CERTAINTY
from sswgraph.pages.page import page_of
from sswgraph.render.markdown import markdown
from sswgraph.render.output import rendered
from tests import toy
from tests.loops import some

AUXILIARY, TARGET = "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker"
DAY = date(2026, 11, 28)
MISSION = ("generic", "psw", "cycw", "cdw", "social-protection", "ug", "cd", "za")


def _said(made: Any, lang: str = "en") -> str:
    return re.sub(r"\s+", " ", markdown(page_of(made, lang)).replace("\\", ""))


def _in_word(made: Any) -> str:
    body = docx.Document(io.BytesIO(rendered(made, "docx"))).element.body
    return re.sub(r"\s+", " ", "".join(node.text or "" for node in body.iter(qn("w:t"))))


def _bridge() -> tuple[CompetencyGraph, Plan]:
    """A worker who holds one of three competencies, and modules for the two others; one belongs to an award."""
    g = toy.graph(
        toy.cadre("today"),
        toy.cadre("next"),
        *(toy.competency(name) for name in ("a", "b", "c", "d")),
        toy.requires("today", "a"),
        *(toy.requires("next", name) for name in ("a", "b", "c", "d")),
        toy.qualification("q", qualifies_for=("t:next",), reach="whole", notional_hours=900, notation="Q900"),
        *(toy.module(name, hours, part_of=("t:q",)) for name, hours in _HOURS.items()),
        toy.develops("ma", "a"),
        toy.develops("mb", "b"),
        toy.develops("mc", "c"),
    )
    return g, ssw.plan(g, ssw.gap(g, "t:today", "t:next"), as_of=DAY)


_HOURS = {"ma": 500, "mb": 300, "mc": 100}


def test_the_curriculum_of_a_plan_has_a_cover_and_one_total_of_its_own() -> None:
    g, way = _bridge()
    made = ssw.curriculum(g, way)
    role = ssw.curriculum(g, "t:next")
    assert way.hours == 400
    assert made.course is not None
    assert (made.course.volumes, made.volumes) == (way.volumes, (("", way.volumes),))
    assert made.qualifications == ()
    assert {one.module.id for one in role.modules} - {one.module.id for one in made.modules} == {"t:ma"}
    for said in (_said(made), _in_word(made)):
        assert "Q900" not in said
        assert "900" not in said.partition(sentence("curriculum.heading-approval"))[0].replace("in all", "")[
            :0
        ] + "".join(found for found in re.findall(r"Total of [^|]*?: [^-]*", said))
        assert sentence("curriculum.awards-nothing") in said
        assert sentence("curriculum.heading-presupposed") in said
        assert "lead to this role" not in said
    assert [line.competency for line in made.presupposed] == ["t:a"]
    assert [line.competency for line in made.learnt] == ["t:b", "t:c", "t:d"]


def test_a_plan_that_completes_an_award_says_so_and_nothing_else() -> None:
    g, _ = _bridge()
    way = ssw.plan(g, ssw.gap(g, [], "t:next"), as_of=DAY, award=True)
    made = ssw.curriculum(g, way)
    assert [q.id for q in made.qualifications] == [a.qualification for a in way.awards if a.complete]
    assert sentence("curriculum.awards-nothing") not in _said(made)


def test_a_plan_without_modules_has_a_curriculum_that_says_what_stays_open() -> None:
    g = toy.graph(toy.cadre("w"), toy.competency("c"), toy.requires("w", "c"))
    way = ssw.plan(g, ssw.gap(g, [], "t:w"), as_of=DAY)
    made = ssw.curriculum(g, way)
    assert (way.steps, made.modules, [line.state for line in made.competencies]) == ((), (), ["open"])
    assert sentence("curriculum.caption-open-open") in _said(made)


@pytest.mark.parametrize("framework", MISSION)
def test_curriculum_gap_and_plan_give_one_answer_for_every_role(g: CompetencyGraph, framework: str) -> None:
    for cadre in some(g[framework].of_kind("cadre")):
        made = ssw.curriculum(g, cadre.id)
        between = ssw.gap(g, [one.module.id for one in made.modules], cadre.id)
        words = {"certain": "taught"}
        stands = {c: words.get(CERTAINTY[s], CERTAINTY[s]) for c, s in between.statuses.items()}
        assert {line.competency: line.state for line in made.competencies} == stands
        way = ssw.plan(g, ssw.gap(g, [], cadre.id), as_of=DAY, include_closed=True)
        planned = ssw.curriculum(g, way)
        assert {line.competency for line in planned.untaught} == {item.competency for item in way.open}
        modules = set(way.modules)
        taught = {c for line in way.lines if line.id in modules for c in line.closes}
        for line in made.competencies:  # some roles are known to ask nothing
            if line.competency in taught:
                assert line.state == "taught" or set(line.elsewhere) & modules
            if line.state == "open":
                assert line.reason
                assert not line.taught_by


def test_what_comes_close_is_told_so_and_not_that_no_module_teaches_it() -> None:
    g = toy.graph(
        toy.cadre("w"),
        *(toy.competency(name) for name in ("asked", "near", "other")),
        toy.requires("w", "asked"),
        toy.qualification("q", qualifies_for=("t:w",)),
        toy.module("m", part_of=("t:q",)),
        toy.develops("m", "near"),
        toy.maps("near", "close", "asked"),
    )
    [line] = ssw.curriculum(g, "t:w").competencies
    between = ssw.gap(g, ["t:m"], "t:w")
    assert line.state == CERTAINTY[between.statuses["t:asked"]]
    assert line.state != "open"
    assert line.near == ("t:m",)
    said = _said(ssw.curriculum(g, "t:w"))
    assert sentence(f"curriculum.caption-open-{line.state}") in said
    assert sentence("curriculum.caption-open-open") not in said


def test_a_plan_that_takes_a_whole_programme_names_it_and_what_only_comes_close_says_so() -> None:
    g = toy.graph(
        toy.cadre("w"),
        *(toy.competency(name) for name in ("a", "b", "near")),
        toy.requires("w", "a"),
        toy.requires("w", "b"),
        toy.qualification("whole", notional_hours=300),
        toy.develops("whole", "a"),
        toy.develops("whole", "near"),
        toy.maps("near", "close", "b"),
    )
    way = ssw.plan(g, ssw.gap(g, [], "t:w"), as_of=DAY)
    made = ssw.curriculum(g, way)
    assert way.steps == ("t:whole",)
    assert made.course is not None
    assert made.course.programmes == ("t:whole",)
    [close] = [line for line in made.competencies if line.state != "taught"]
    assert (close.competency, close.state) == ("t:b", "if-recognised")
    assert close.reason is not None
    assert close.reason.code.startswith("gap.")
    assert sentence("curriculum.caption-open-open") not in _said(made)


def _closing(**dates: Any) -> CompetencyGraph:
    return toy.graph(
        toy.cadre("w"),
        toy.competency("c"),
        toy.requires("w", "c"),
        toy.qualification("old", qualifies_for=("t:w",), **dates),
        toy.qualification("new", replaces=("t:old",)),
        toy.module("m", part_of=("t:old",)),
        toy.develops("m", "c"),
    )


@pytest.mark.parametrize(
    ("last", "told"),
    [(date(2026, 12, 30), "closing"), (date(2026, 11, 27), "closed"), (date(2027, 11, 29), None), (None, None)],
)
def test_what_closes_within_a_year_is_said_with_what_replaces_it(last: date | None, told: str | None) -> None:
    g = _closing(last_enrolment=last)
    made = ssw.curriculum(g, "t:w", as_of=DAY)
    assert [(one.of, one.closed, one.replaced_by) for one in made.closing] == (
        [("t:old", told == "closed", ("t:new",))] if told and last else []
    )
    said = _said(made)
    if told and last:
        line = sentence(f"curriculum.{told}", what=Text.of(en="old"), date=last.isoformat())
        assert said.count(line) == 2  # on the cover and in the chapter of the programme
        assert sentence("curriculum.closing-replaced", names="new") in said


def test_the_day_is_that_of_the_data_unless_one_is_asked(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, TARGET)
    assert (made.as_of, [str(one.last) for one in made.closing]) == (DAY, ["2026-12-30"])
    assert ssw.curriculum(g, TARGET, as_of="2025-01-01").closing == ()
    paper = ssw.document(g, "module-descriptor", TARGET, as_of="2025-01-01")
    assert cast("Any", paper).about.as_of == date(2025, 1, 1)
    way = ssw.plan(g, ssw.gap(g, [], TARGET), as_of="2026-01-02")
    assert ssw.curriculum(g, way).as_of == date(2026, 1, 2)
    with pytest.raises(InputError, match="as_of"):
        ssw.curriculum(g, TARGET, as_of="soon")


def test_practice_in_the_course_is_no_placement() -> None:
    g = toy.graph(
        toy.cadre("w"),
        toy.qualification("q", qualifies_for=("t:w",), workplace_hours=460),
        toy.module("drill", 330, part_of=("t:q",), component="practical"),
        toy.module("ward", 460, part_of=("t:q",), component="workplace"),
    )
    said = _said(ssw.curriculum(g, "t:w"))
    placed, _, rest = said.partition(sentence("curriculum.lead-placement"))[2].partition(
        sentence("curriculum.lead-practical")
    )
    assert ("460" in placed, "330" in placed, "drill" in placed) == (True, False, False)
    assert "330" in rest


def _untaught(*more: Any, **role: Any) -> Curriculum:
    act = Function(id="t:f", label=Text.of(en="visit a family"), needs=("t:c",), evidence=toy.DRAFT)
    never = PerformanceCriterion(
        id="t:k", label=Text.of(en="Shouts"), criterion_of=("t:c",), criterion_kind="not-acceptable", evidence=toy.DRAFT
    )
    parts: list[Any] = [
        Cadre(id="t:w", label=Text.of(en="w"), performs=("t:f",), evidence=toy.DRAFT, **role),
        toy.competency("c", facet="skill", safety_critical=True),
        toy.competency("d"),
        toy.competency_set("one", "c"),
        toy.competency_set("two", "d"),
        toy.requires("w", "c"),
        toy.requires("w", "d"),
        act,
        never,
    ]
    return ssw.curriculum(toy.graph(*parts, *more), "t:w")


def test_a_shell_holds_what_the_data_say_and_sets_no_hours() -> None:
    rule = ScopeRule(
        id="t:r",
        cadre="t:w",
        authority="under-supervision",
        function=("t:f",),
        label=Text.of(en="r"),
        evidence=toy.DRAFT,
    )
    must = Obligation(
        id="t:o",
        of_cadre=("t:w",),
        trigger=("disclosure",),
        function=("t:f",),
        label=Text.of(en="o"),
        evidence=toy.DRAFT,
    )
    one, two = _untaught(rule, must).shells
    assert (one.competencies, one.functions, one.limits, one.obligations) == (("t:c",), ("t:f",), ("t:r",), ("t:o",))
    assert (one.not_acceptable, one.assessment[0]) == (("t:k",), "one-by-one")
    assert two.competencies == ("t:d",)
    made = _untaught(rule, must)
    said = _said(made)
    assert said.count(sentence("outline.shell-hours-open")) == 2
    assert said.index(sentence("outline.shell-obligations")) < said.index(sentence("outline.shell-outcomes"))
    assert said.index(sentence("outline.shell-limits")) < said.index(sentence("outline.shell-outcomes"))


def test_a_domain_of_which_something_is_taught_has_no_shell() -> None:
    made = _untaught(toy.module("m"), toy.develops("m", "c"))
    assert [shell.domain for shell in made.shells] == ["t:two"]
    every = _untaught(toy.module("m"), toy.develops("m", "c"), toy.module("n"), toy.develops("n", "d"))
    assert (every.shells, every.outline) == ((), None)


@pytest.mark.parametrize(
    ("role", "code", "why"),
    [
        ({"professional_status": "professional"}, None, ""),
        ({"professional_status": "volunteer"}, "volunteer", "volunteer"),
        ({"remuneration": "unpaid"}, "volunteer", "volunteer"),
        ({"workforce_role": ("supervisor",)}, "in-service", "supervisor"),
        ({"tier": "advanced"}, "certificate", "tier"),
        ({}, "para", "else"),
    ],
)
def test_the_outline_follows_from_the_role_and_says_why(role: dict[str, Any], code: str | None, why: str) -> None:
    found = _untaught(**role).outline
    assert (found and found.code) == code
    assert (found and found.why) == (message(f"outline.why-{why}") if code else None)


def test_a_long_qualification_asks_for_a_certificate_and_a_course_for_workers_is_in_service() -> None:
    def of(hours: int) -> str:
        found = _untaught(toy.qualification("q", qualifies_for=("t:w",), notional_hours=hours)).outline
        return found.code if found else ""

    assert (of(599), of(600)) == ("para", "certificate")
    g, way = _bridge()
    assert [shell.competencies for shell in ssw.curriculum(g, way).shells] == []
    bare = toy.graph(
        toy.cadre("v"),
        toy.cadre("w"),
        *(toy.competency(c) for c in "ab"),
        toy.requires("v", "a"),
        toy.requires("w", "a"),
        toy.requires("w", "b"),
        toy.competency_set("one", "b"),
    )
    found = ssw.curriculum(bare, ssw.plan(bare, ssw.gap(bare, "t:v", "t:w"), as_of=DAY)).outline
    assert found is not None
    assert found.code == "in-service"


def test_outlines_add_up_and_are_worded_in_every_language() -> None:
    assert {name: sum(one.hours for one in OUTLINES[name].sessions) for name in OUTLINES} == {
        "volunteer": 30,
        "para": 90,
        "in-service": 30,
        "certificate": 0,
    }
    assert sum(one.share for one in OUTLINES["certificate"].sessions) == 100
    assert {name for _, name in CHOICE if name} == OUTLINES.keys()
    for outline in some(OUTLINES.values()):
        assert any(one.assessed and "one-by-one" in one.methods for one in outline.sessions)
    made = _untaught()
    for lang in some(languages()):
        said = _said(made, lang)
        assert sentence("outline.lead", lang)[:40] in said
        for rule in RULES:
            assert sentence(f"outline.rule-{rule}", lang)[:30] in said


def test_modules_of_others_stand_in_an_annex_with_certainty_place_and_hours() -> None:
    made = _untaught(
        toy.competency("e"),
        toy.module("far", 77, jurisdiction=("ZA",)),
        toy.develops("far", "e"),
        toy.maps("e", "close", "c"),
    )
    [found] = made.elsewhere
    assert (found.competency, found.module, found.place) == ("t:c", "t:far", ("ZA",))
    assert found.certainty in ("if-recognised", "in-part")
    annex = _said(made).partition(sentence("curriculum.heading-elsewhere"))[2]
    assert "77" in annex
    assert "ZA" in annex


def test_what_nobody_knows_anything_of_has_a_curriculum_without_proposals() -> None:
    bare = ssw.curriculum(toy.graph(toy.cadre("w")), "t:w")
    assert (bare.shells, bare.outline, bare.elsewhere, bare.closing) == ((), None, (), ())
    alone = ssw.curriculum(toy.graph(toy.module("m")), "t:m")
    assert (alone.shells, alone.outline) == ((), None)
    assert sentence("curriculum.no-role") in _said(alone)
    for made in (bare, alone):
        assert rendered(made, "md")


def test_a_replaced_wording_of_a_plan_keeps_its_reasons() -> None:
    """A plan whose gap is not at hand still says what is open, and why."""
    g, way = _bridge()
    made = ssw.curriculum(g, replace(way, gap=None))
    assert {line.competency: line.state for line in made.competencies}["t:d"] == "open"


# The syllabus


def test_a_syllabus_has_one_unit_for_each_module_and_divides_no_hours() -> None:
    knows = PerformanceCriterion(
        id="t:k1", label=Text.of(en="Signs of harm"), criterion_of=("t:a",), criterion_kind="knowledge-kind",
        evidence=toy.DRAFT,
    )  # fmt: skip
    does = PerformanceCriterion(
        id="t:k2", label=Text.of(en="Listens"), criterion_of=("t:a",), criterion_kind="performance-kind",
        evidence=toy.DRAFT,
    )  # fmt: skip
    g = toy.graph(
        toy.cadre("w"),
        *(toy.competency(name) for name in "abc"),
        toy.requires("w", "a"),
        toy.qualification("q", qualifies_for=("t:w",)),
        toy.module("one", 40, part_of=("t:q",)),
        toy.module("two", 60, part_of=("t:q",)),
        toy.develops("one", "a"),
        toy.develops("two", "b"),
        toy.develops("two", "c"),
        knows,
        does,
    )
    planned = ssw.document(g, "syllabus", ssw.plan(g, ssw.gap(g, [], "t:w"), as_of=DAY))
    assert [unit.taught.module.id for unit in cast("Syllabus", planned).units] == ["t:one"]
    for subject in ("t:w", "t:q", ["t:one", "t:two"]):
        made = ssw.document(g, "syllabus", subject)
        assert isinstance(made, Syllabus)
        assert [unit.taught.module.id for unit in made.units] == ["t:one", "t:two"]
        one, two = made.units
        assert [(x.line.competency, dict(x.duration)) for x in one.outcomes] == [("t:a", {"notionalHours": 40})]
        assert [(x.line.competency, dict(x.duration)) for x in two.outcomes] == [("t:b", {}), ("t:c", {})]
        assert ([c.id for c in one.outcomes[0].content], [c.id for c in one.outcomes[0].criteria]) == (
            ["t:k1"],
            ["t:k2"],
        )
    said = _said(ssw.document(g, "syllabus", "t:one"))
    assert said.index(sentence("show.heading.obligations")) < said.index("Listens")
    assert "Signs of harm" in said
    assert sentence("curriculum.field-trainer") in said


def test_a_syllabus_of_what_nobody_teaches_leaves_the_modules_open() -> None:
    made = ssw.document(toy.graph(toy.cadre("w")), "syllabus", "t:w")
    assert isinstance(made, Syllabus)
    assert made.units == ()
    assert sentence("curriculum.what-modules") in _said(made)


@pytest.mark.parametrize("kind", ["role-card", "framework-handbook"])
def test_a_plan_is_no_subject_of_papers_about_roles(kind: str) -> None:
    g, way = _bridge()
    with pytest.raises(InputError, match="not about a plan"):
        ssw.document(g, kind, way)
