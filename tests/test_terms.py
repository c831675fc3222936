"""Obligations, conditions of rules, suggested requirements, needs by authority, kinds of criterion: kept and used."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.curricula.documents import rules_and_duties
from sswgraph.exchange import parse_framework, read_framework, write_framework
from sswgraph.exchange.schema import BY_KIND, CLASSES
from sswgraph.messages import languages
from sswgraph.messages.wording import pack
from sswgraph.model import (
    EligibilityCondition,
    EthicalStandard,
    Evidence,
    Framework,
    Function,
    FunctionNeed,
    Node,
    Obligation,
    OpenQuestion,
    PerformanceCriterion,
    ScopeRule,
    Source,
    SupervisionArrangement,
    Text,
)
from sswgraph.model.codes import FORCES, TRIGGERS
from sswgraph.model.volumes import DURATION, parts_of
from sswgraph.pages.blocks import Facts, Heading, Page
from sswgraph.pages.element import CODES, element_page, value_of
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import Writer
from sswgraph.render.plain import plain
from sswgraph.rules.topics import topics_found
from tests import toy
from tests.loops import some

NOTHING = ssw.CompetencyGraph()
EVERYTHING = Path(__file__).parent / "data" / "valid" / "everything.ttl"


@pytest.fixture(scope="module")
def everything() -> ssw.CompetencyGraph:
    return ssw.CompetencyGraph([read_framework(EVERYTHING)])


def must(name: str = "report", **more: Any) -> Obligation:
    basics: dict[str, Any] = {"of_cadre": ("t:w",), "trigger": ("disclosure",), "act": Text.of(en=name)}
    return Obligation(id=f"t:must-{name}", label=Text.of(en=name), evidence=toy.DRAFT, **{**basics, **more})


def limit(**more: Any) -> ScopeRule:
    basics: dict[str, Any] = {
        "id": "t:limit",
        "label": Text.of(en="limit"),
        "cadre": "t:w",
        "authority": "not-permitted",
    }
    return ScopeRule(evidence=toy.DRAFT, **{**basics, **more})


# Lists


def test_forces_stand_in_the_order_of_rule_j1() -> None:
    assert FORCES == ("law", "policy", "employer-rule", "guidance", "proposal")


@pytest.mark.parametrize("kind", ["obligation", "scope-rule", "eligibility-condition", "supervision-arrangement"])
def test_every_rule_says_whose_it_is_where_and_when(kind: str) -> None:
    named = {prop.field for prop in BY_KIND[kind].properties}
    assert {"force", "jurisdiction", "only_if", "unless", "legal_basis"} <= named


def test_the_fields_of_the_model_are_those_of_the_table() -> None:
    assert len(CLASSES) > 30
    for cls in CLASSES:
        own = {field.name for field in fields(cls.model)} - {"id", "elements", "residue", "datatype"}
        assert own == {prop.field for prop in cls.properties}, cls.name


# What is suggested is not asked


def suggested() -> list[Node]:
    parts = [toy.cadre("w"), toy.competency("asked"), toy.competency("extra"), toy.module("m", 10)]
    return [*parts, toy.requires("w", "asked"), toy.requires("w", "extra", necessity="suggested"), *taught()]


def taught() -> list[Node]:
    return [toy.develops("m", "asked"), toy.develops("m", "extra")]


def test_what_is_only_suggested_is_not_asked() -> None:
    g = toy.graph(suggested())
    assert [item.competency for item in ssw.gap(g, {}, "t:w").items] == ["t:asked"]
    assert {one for step in ssw.plan(g, ssw.gap(g, {}, "t:w")).lines for one in step.closes} == {"t:asked"}
    assert [line.competency for line in ssw.curriculum(g, "t:w").competencies] == ["t:asked"]


def test_what_is_only_suggested_for_a_role_is_not_held_by_it() -> None:
    other = [toy.cadre("v"), toy.requires("v", "extra", necessity="essential")]
    found = ssw.gap(toy.graph([*suggested(), *other]), "t:w", "t:v")
    assert [item.competency for item in found.open] == ["t:extra"]


def test_a_role_of_which_everything_is_suggested_asks_for_nothing() -> None:
    g = toy.graph(toy.cadre("w"), toy.competency("extra"), toy.requires("w", "extra", necessity="suggested"))
    assert ssw.gap(g, {}, "t:w").items == ()
    assert [one.id for one in g.of_kind("requirement")] == ["t:w.extra.none.suggested"], "it is kept"
    assert g.index.requirements == {}


@pytest.mark.parametrize("before", ["essential", None])
def test_an_asked_competency_that_is_only_suggested_now_is_a_loosening(before: str | None) -> None:
    base = toy.framework(toy.cadre("w"), toy.competency("c"), toy.requires("w", "c", necessity=before))
    asked = base.of_kind("requirement")[0]
    after = replace(base, edition="2", elements=(*base.elements[:-1], replace(asked, necessity="suggested")))  # type: ignore[call-arg]
    found = ssw.compare(NOTHING, base, after)
    assert "necessity-lowered" in {one.code for one in found.safety}


def test_dropping_what_was_only_suggested_is_no_loosening() -> None:
    base = toy.framework(toy.cadre("w"), toy.competency("c"), toy.requires("w", "c", necessity="suggested"))
    assert ssw.compare(NOTHING, base, replace(base, edition="2", elements=base.elements[:-1])).safety == ()


# Pages


def facts(page: Page) -> dict[str, str]:
    return {name: value for block in page.blocks if isinstance(block, Facts) for name, value in block.pairs}


@pytest.mark.parametrize("lang", languages())
def test_the_page_of_every_element_shows_every_field(everything: ssw.CompetencyGraph, lang: str) -> None:
    shown = 0
    for element in (everything["xx"], *everything["xx"].elements):
        found = facts(element_page(element, lang, label=everything.label))
        for field in fields(element):
            value = getattr(element, field.name)
            if field.name in ("id", "label", "evidence", "elements", "residue", "not_encoded") or value in (None, ()):
                continue
            if value != Text():
                assert found[pack(lang, "show")[f"field.{field.name}"]], f"{element.id}: {field.name}"
                shown += 1
    assert shown > 200


@pytest.mark.parametrize("lang", languages())
def test_every_code_that_a_page_shows_has_a_word_in_every_language(lang: str) -> None:
    checked = 0
    for prop in some(prop for cls in CLASSES for prop in cls.properties if prop.field in CODES):
        for code in some(prop.codes):
            value = (code,) if prop.many else code
            assert value_of(prop.field, value, Writer(lang), None) == pack(lang, "show")[f"{CODES[prop.field]}.{code}"]
            checked += 1
    assert checked > 70


def test_obligations_stand_before_limits_on_the_page_of_a_cadre(everything: ssw.CompetencyGraph) -> None:
    cadre = everything["xx:volunteer"]
    page = element_page(cadre, label=everything.label, related=everything.related(cadre.id))
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    assert headings.index("Obligation (1)") < headings.index("Scope rule (1)") < headings.index("About")


def test_an_obligation_is_told_in_words(everything: ssw.CompetencyGraph) -> None:
    found = facts(element_page(everything["xx:volunteer.must-1"], label=everything.label))
    assert found["When"] == "somebody tells of harm; suspicion of harm"
    assert found["Within"] == "12 hours"
    assert found["Contact"] == "116, day and night; the office beside the market"
    assert (found["Force"], found["Where"]) == ("law", "ZA")
    assert (found["Only if"], found["Unless"]) == ("the child is under 18", "it has been reported already")


def test_a_figure_is_shown_with_unit_place_and_date(everything: ssw.CompetencyGraph) -> None:
    cadre = everything["xx:volunteer"]
    page = element_page(cadre, label=everything.label, related=everything.related(cadre.id))
    text = plain(page, width=200)
    assert "headcount = 1250 volunteers (prevailing; ZA-GP; 2023)" in text


def test_evidence_tells_figures_and_answers_with_unit_and_place(everything: ssw.CompetencyGraph) -> None:
    [figure] = ssw.evidence(everything, "xx:volunteer").dissents[:1]
    assert (figure.value, str(figure.unit), figure.jurisdiction) == ("1250", "volunteers", ("ZA-GP",))


@pytest.mark.parametrize(
    ("duration", "english", "french"),
    [
        ("PT24H", "24 hours", "24 heures"),
        ("P1Y1M", "1 year 1 month", "1 an 1 mois"),
        ("PT0.5S", "0.5 seconds", "0,5 secondes"),
    ],
)
def test_durations_are_words(duration: str, english: str, french: str) -> None:
    assert value_of("within", duration, Writer("en"), None) == english
    assert value_of("duration", duration, Writer("fr"), None) == french
    assert value_of("duration", "soon", Writer("en"), None) == "soon"


@pytest.mark.parametrize("text", ["P", "PT", "P1DT", "P1W", "-P1D", "P1.5D", "PT1H2H", "24H", "P1S", "PT1.S"])
def test_what_is_no_duration_has_no_parts(text: str) -> None:
    assert not DURATION.fullmatch(text)
    assert list(parts_of(text)) == []


def test_a_criterion_that_is_not_acceptable_is_never_printed_as_one_to_be_met() -> None:
    never = PerformanceCriterion(
        id="t:k", label=Text.of(en="Promises secrecy."), evidence=toy.DRAFT, criterion_of=("t:c",),
        criterion_kind="not-acceptable",
    )  # fmt: skip
    nodes = [toy.cadre("w"), toy.competency("c"), toy.requires("w", "c"), never]
    made = ssw.curriculum(toy.graph(nodes), "t:w")
    text = " ".join(plain(page_of(made, "en")).split())
    warned = ("yet) Not acceptable - - c • ", "Not acceptable: once is enough for ‘not yet competent’ - ")
    bare = re.sub("-{2,}", "-", text)
    assert text.count("Promises secrecy.") == sum(bare.count(f"{one}Promises secrecy.") for one in warned) == 2


# Comparison and adaptation


def test_an_adaptation_renames_every_end_of_the_new_links(everything: ssw.CompetencyGraph) -> None:
    mine = ssw.adapt(everything["xx"], id="zz", jurisdiction="ZA")
    assert parse_framework(write_framework(mine)) == mine
    g = ssw.CompetencyGraph([mine])
    obligation = g["zz:volunteer.must-1"]
    assert (obligation.of_cadre, obligation.report_to) == (("zz:supervisor", "zz:volunteer"), ("zz:supervisor",))
    assert obligation.function == ("zz:family-support",)
    need = g["zz:home-visits.n1"]
    assert (need.function, need.competency) == ("zz:home-visits", "zz:record")
    assert g["zz:volunteer.v1"].stand_in == ("zz:supervisor",)
    assert g["zz:who-visits"].of_cadre == ("zz:volunteer",)
    assert g["zz:who-visits.a1"].subject == "zz:who-visits"
    found = ssw.compare(everything, "xx", mine)
    assert {entry.kind for entry in found.entries} <= {
        "identical",
        "moved",
        "evidence-only",
        "redefined",
        "dropped",
        "relabelled",
    }
    assert [
        entry
        for entry in found.of_kind("dropped")
        if entry.element not in ("change", "validation-exercise", "adoption")
    ] == []


def unrelated(*nodes: Node) -> tuple[Framework, Framework]:
    """The nodes in a framework, and under other ids in another: only the ends of their links can pair them."""
    shared: list[Node] = [
        toy.cadre("w"),
        toy.competency("c"),
        Function(id="t:f", label=Text.of(en="f"), evidence=toy.DRAFT),
    ]
    other = [replace(node, id=f"{node.id}-2") for node in nodes]
    return toy.framework(*shared, *nodes), toy.framework(*shared, *other, edition="2")


@pytest.mark.parametrize(
    "node",
    [
        must(),
        must(function=("t:f",), act=Text()),
        limit(act=Text.of(en="assess a family")),
        limit(function=("t:f",)),
        FunctionNeed(id="t:n", function="t:f", competency="t:c", when_authority=("assists",), evidence=toy.DRAFT),
        OpenQuestion(id="t:q", label=Text.of(en="Who?"), of_cadre=("t:w",), function=("t:f",), evidence=toy.DRAFT),
    ],
    ids=lambda node: f"{node.kind} {'act' if getattr(node, 'act', None) else 'function'}",
)
def test_links_pair_by_their_ends(node: Node) -> None:
    pairs = {(entry.base, entry.adaptation) for entry in ssw.compare(NOTHING, *unrelated(node)).entries}
    assert ((node.id,), (f"{node.id}-2",)) in pairs


@pytest.mark.parametrize(
    "other",
    [{"trigger": ("suspicion",)}, {"act": Text.of(en="something else")}],
    ids=["trigger", "act"],
)
def test_obligations_of_another_trigger_or_act_do_not_pair(other: dict[str, Any]) -> None:
    base, adapted = unrelated(must())
    changed = tuple(replace(one, **other) if one.kind == "obligation" else one for one in adapted.elements)
    kinds = {entry.kind for entry in ssw.compare(NOTHING, base, replace(adapted, elements=changed)).entries}
    assert {"dropped", "added"} <= kinds


@pytest.mark.parametrize("field", ["only_if", "unless"])
@pytest.mark.parametrize("kind", [ScopeRule, Obligation, EligibilityCondition, SupervisionArrangement, EthicalStandard])
def test_a_changed_condition_of_a_rule_is_another_rule(kind: type[Any], field: str) -> None:
    needed: dict[type[Any], dict[str, Any]] = {
        ScopeRule: {"cadre": "t:w", "authority": "assists"},
        Obligation: {"of_cadre": ("t:w",), "trigger": ("complaint",), "act": Text.of(en="act")},
        EligibilityCondition: {"condition_of": ("t:w",), "condition_kind": "learner"},
        SupervisionArrangement: {"supervisee": ("t:w",)},
        EthicalStandard: {},
    }
    rule = kind(id="t:r", label=Text.of(en="rule"), evidence=toy.DRAFT, **{field: Text.of(en="so")}, **needed[kind])
    base = toy.framework(toy.cadre("w"), rule)
    after = replace(base, edition="2", elements=(base.elements[0], replace(rule, **{field: Text.of(en="not so")})))
    [entry] = [entry for entry in ssw.compare(NOTHING, base, after).entries if entry.base == ("t:r",)]
    assert entry.kind == "redefined"
    assert [change.field for change in entry.changes] == [field]


# Other ways in and out


def test_needs_by_authority_and_obligations_are_edges() -> None:
    need = FunctionNeed(id="t:n", function="t:f", competency="t:c", when_authority=("assists",), evidence=toy.DRAFT)
    doing = Function(id="t:f", label=Text.of(en="f"), evidence=toy.DRAFT)
    nodes = [toy.cadre("w"), toy.cadre("v"), toy.competency("c"), doing, need]
    found = toy.graph(*nodes, must(function=("t:f",), report_to=("t:v",))).to_networkx().edges(data=True)
    assert sorted(found, key=str) == [
        ("t:f", "t:c", {"kind": "needs", "id": "t:n", "when_authority": "assists"}),
        ("t:w", "t:f", {"kind": "must", "id": "t:must-report", "trigger": "disclosure"}),
        ("t:w", "t:v", {"kind": "reports-to", "id": "t:must-report", "trigger": "disclosure"}),
    ]


def test_sparql_sees_obligations_conditions_and_needs(everything: ssw.CompetencyGraph) -> None:
    rows = everything.sparql(
        "SELECT ?o ?trigger ?within ?unless WHERE { ?o a ssw:Obligation ; ssw:trigger ?trigger ; ssw:within ?within ; "
        "ssw:unless ?unless }"
    )
    assert isinstance(rows, list)
    assert {row["trigger"] for row in rows} == {
        "https://w3id.org/sswgraph/ns#Disclosure",
        "https://w3id.org/sswgraph/ns#Suspicion",
    }
    asked = "ASK { ?n a ssw:FunctionNeed ; ssw:whenAuthority ssw:Assists ; ssw:needs xx:record }"
    assert everything.sparql(asked) is True


def test_a_function_whose_needs_hang_on_authority_counts_as_one_with_needs() -> None:
    need = FunctionNeed(id="t:n", function="t:f", competency="t:c", when_authority=("assists",), evidence=toy.DRAFT)
    doing = Function(id="t:f", label=Text.of(en="f"), evidence=toy.DRAFT)
    known = ssw.completeness(toy.graph(toy.competency("c"), doing, need), "t").known
    assert [(one.known, one.total) for one in known if one.name == "function.needs"] == [(1, 1)]


def test_what_is_not_acceptable_is_no_criterion_by_which_mastery_shows() -> None:
    def criterion(kind: Any) -> PerformanceCriterion:
        label = Text.of(en="x")
        return PerformanceCriterion(
            id="t:k", label=label, criterion_of=("t:c",), criterion_kind=kind, evidence=toy.DRAFT
        )

    found = []
    for kind in (None, "performance-kind", "knowledge-kind", "not-acceptable"):
        known = ssw.completeness(toy.graph(toy.competency("c"), criterion(kind)), "t").known
        found += [one.known for one in known if one.name == "competency.criteria"]
    assert found == [1, 1, 0, 0]


def test_triggers_are_those_of_the_table() -> None:
    [codes] = [prop.codes for prop in BY_KIND["obligation"].properties if prop.field == "trigger"]
    assert codes == TRIGGERS
    assert {"immediate-danger", "disclosure", "suspicion", "conflict-of-interest", "harm-by-colleague"} <= set(codes)


@pytest.mark.parametrize(("trigger", "absent"), [("disclosure", False), ("conflict-of-interest", True)])
def test_an_obligation_on_harm_carries_safeguarding(trigger: str, absent: bool) -> None:
    worker = toy.cadre("child and youth care worker")
    found = topics_found(toy.framework(worker, must("keep", trigger=(trigger,))))
    assert ("safeguarding" in {topic.code for topic in found.absent}) is absent


@pytest.mark.parametrize(("basis", "wanted"), [("draft", "draft"), ("stated", "derived")])
def test_a_copy_of_a_draft_reach_stays_a_draft(basis: Any, wanted: str) -> None:
    reach = Evidence(id="t:w.reach", basis=basis, source="t:s", concerns=("https://w3id.org/sswgraph/ns#listReach",))
    worker = replace(toy.cadre("w"), list_reach="whole", evidence=(*toy.DRAFT, reach))
    base = toy.framework(Source(id="t:s", label=Text.of(en="s")), worker)
    mine = ssw.adapt(base, id="zz", jurisdiction="UG")
    [copied] = mine.of_kind("cadre")
    assert [one.basis for one in copied.evidence if one.concerns] == [wanted]
    assert [entry.base for entry in ssw.compare(NOTHING, base, mine).of_kind("identical")] == [("t:s",), ("t:w",)]


# A rule on an act in words


@pytest.mark.parametrize(
    ("force", "said"),
    [("law", "Not permitted: assess a family."), (None, "assess a family: Not among the acts listed.")],
)
def test_a_limit_without_a_label_names_its_act(force: str | None, said: str) -> None:
    act = limit(label=Text(), act=Text.of(en="assess a family"), force=force)
    [told] = ssw.gap(toy.graph(toy.cadre("w"), act), {}, "t:w").limits
    assert str(told.text) == said


def test_a_limit_on_an_act_in_words_does_not_narrow_all_other_work() -> None:
    doing = Function(id="t:f", label=Text.of(en="f"), evidence=toy.DRAFT)
    alone = limit(id="t:alone", authority="independent", function=("t:f",))
    for other, wanted in ((limit(act=Text.of(en="assess a family")), "alone"), (limit(), "never")):
        _, [duty] = rules_and_duties(toy.graph(toy.cadre("w"), doing, alone, other), "t:w", None)
        assert duty.standing == wanted
