"""The mission's frameworks are there, and hold what their sources are known to hold."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import answerable
from sswgraph.model import Element
from sswgraph.provenance.evidence import links_by_end
from tests.loops import some

COMPILATIONS = ("generic", "cycw", "psw", "cdw", "social-protection")
FRAMEWORKS = (*COMPILATIONS, *"asean-sp alliance ug cd tz ke ph id au nz gb pg za wb who iacm in br gh".split())
# Encoded from fact sheets: competencies are named by the titles of units.
ENCODED = (
    "alliance-cpha ca caribbean cyc-net ee esco et europe gb-care-certificate gb-cd-nos-2023 gb-units gb-yw-nos-2019 "
    "iacd ifrc international-courses lk mw na ng np paho rw sg sl unicef us us-cyccb us-onet usp vn weact zm zw"
).split()
SEEDS = tuple(
    f"seed-{name}" for name in "case-management services health-facilities school-social-work workforce".split()
)
CADRES = (
    "psw:para-social-worker cycw:basic cycw:advanced cdw:community-development-worker generic:para-professional "
    "ug:para-social-worker cd:para-social-worker"
).split()
# Every name is there in French, modules and criteria too.
IN_FRENCH = (
    "cd rw unicef alliance-cpha iacm wb who ifrc gh ug tz ke zm mw sl ng et zw na ee "
    "international-courses paho europe iacd weact us-cyccb np lk sg usp pg "
    "au nz us gb gb-care-certificate gb-cd-nos-2023 gb-units gb-yw-nos-2019"
).split()


def steps(g: CompetencyGraph, scheme: str) -> list[str]:
    found = [node for node in g.of_kind("context") if node.scheme == scheme]
    return [node.id for node in sorted(found, key=lambda node: (node.rank is None, node.rank or 0, node.id))]


def test_the_frameworks_and_cadres_are_there(g: CompetencyGraph) -> None:
    assert {summary.id for summary in ssw.frameworks()} == {*FRAMEWORKS, *ENCODED, *SEEDS}
    assert [g[cadre].kind for cadre in CADRES] == ["cadre"] * len(CADRES)


@pytest.mark.parametrize(
    ("scheme", "n"),
    [
        ("wb:scheme-delivery-chain", 9),
        ("wb:scheme-delivery-chain-phases", 4),
        ("iacm:scheme-case-management-steps", 6),
        ("asean-sp:stages", 3),
        ("asean-sp:case-management-cycle", 5),
        ("seed-services:service-category", 3),
        ("seed-services:practice-level", 3),
        ("seed-health-facilities:deployment-models", 3),
        ("za:scheme-sassa-application", 4),
    ],
)
def test_schemes_have_as_many_stages_as_their_sources(scheme: str, n: int, g: CompetencyGraph) -> None:
    assert len(steps(g, scheme)) == n
    if g[scheme].ordered:
        assert [g[step].rank for step in steps(g, scheme)] == list(range(1, n + 1))


def test_sets_of_asean_include_sets(g: CompetencyGraph) -> None:
    included = {node.id: set(node.includes) for node in g["asean-sp"].of_kind("competency-set")}
    foundational = "asean-sp:set-foundational"
    for name in ("social-protection", "child-protection", "disability-inclusion", "active-ageing"):
        assert foundational in included[f"asean-sp:set-{name}"]
    assert "asean-sp:set-child-protection" in included["asean-sp:set-youth-work"]
    assert set(g.members(foundational)) <= set(g.members("asean-sp:set-youth-work"))


def test_the_lists_of_functions_of_asean_are_not_merged(g: CompetencyGraph) -> None:
    lists: dict[str, set[str]] = {name: set() for name in steps(g, "asean-sp:function-lists")}
    for function in g["asean-sp"].of_kind("function"):
        for context in set(function.context) & set(lists):
            lists[context].add(function.id)
    shared, headings = lists["asean-sp:list-lead-sentence"], lists["asean-sp:list-headings"]
    assert len(shared) == 6
    assert len([name for name in headings if ":f-heading-" in name]) == 5
    assert not any(one & other for one in lists.values() for other in lists.values() if one is not other)


def test_advantages_of_social_workers_in_health_facilities(g: CompetencyGraph) -> None:
    named = [node.id for node in g["seed-health-facilities"].of_kind("guiding-principle")]
    assert len([name for name in named if "p-advantage-" in name]) == 5


def test_the_axes_of_the_workforce(g: CompetencyGraph) -> None:
    axes = [node.id for node in g["seed-workforce"].of_kind("context-scheme") if "axis-" in node.id]
    assert len(axes) == 4
    assert all(len(steps(g, axis)) == 2 for axis in axes)


def test_editions_and_events_of_the_alliance(g: CompetencyGraph) -> None:
    alliance = g["alliance"]
    assert len(alliance.of_kind("validation-exercise")) == 7
    assert len(alliance.of_kind("adoption")) == 5
    numbered = sorted(int(node.notation) for node in alliance.of_kind("guiding-principle") if node.notation)
    assert numbered == list(range(8, 15))
    assert g["alliance:set-cycw"].includes == ("alliance:set-cycw-advanced", "alliance:set-cycw-basic")


@pytest.mark.parametrize("home", ["ke", "in", "br", "id", "gh", "za"])
def test_duty_lists_hang_on_a_cadre(home: str, g: CompetencyGraph) -> None:
    duties = {function for cadre in g[home].of_kind("cadre") for function in cadre.performs}
    assert len(duties) >= 10
    assert all(g[duty].kind == "function" for duty in duties)


def test_one_word_for_two_things_is_two_elements(g: CompetencyGraph) -> None:
    for words in ("case management", "para social worker"):
        found = [node for node in g.find(words, limit=40) if words in node.matched.casefold().replace("-", " ")]
        assert len({node.id for node in found}) >= 3
    assert "not" in str(g["wb:scheme-delivery-chain"].scope_note).casefold()
    assert "not" in str(g["za:scheme-sassa-application"].scope_note).casefold()


@pytest.mark.parametrize("cadre", [cadre for cadre in CADRES if cadre.partition(":")[0] in COMPILATIONS])
def test_limits_and_supervision_come_with_every_cadre(cadre: str, g: CompetencyGraph) -> None:
    assert g.index.scope_rules.get(cadre)
    assert g.index.supervision.get(cadre)
    page = str(ssw.gap(g, [], cadre))
    assert page.index("Conditions and limits") < page.index("In short") < page.index("Missing:")


@pytest.mark.parametrize("home", COMPILATIONS)
def test_a_function_names_what_it_needs_or_is_a_limit(home: str, g: CompetencyGraph) -> None:
    limits = {name for rule in g[home].of_kind("scope-rule") for name in rule.function}
    for function in some(g[home].of_kind("function")):
        bare = not function.needs and function.id not in limits
        assert not bare or function.scope_note, function.id
        assert all(g[need].kind in ("competency", "competency-set") for need in function.needs)


def test_cadres_are_tied_to_isco_and_esco(g: CompetencyGraph) -> None:
    objects = Counter(row.object.rpartition("/")[2] for row in g.mappings if "/isco/" in row.object)
    assert {f"C{code}" for code in (2635, 3412, 5311, 3353, 2422, 1344, 3253)} <= set(objects)
    assert any("/esco/occupation/" in row.object for row in g.mappings)


def test_labels_are_there_in_french(g: CompetencyGraph) -> None:
    """What a unit asks in detail too. The titles of Brazil's courses are printed in Portuguese alone."""
    missing = {
        (framework.id, node.kind)
        for framework in g.frameworks
        for node in framework.elements
        if isinstance(node, Element) and node.label and node.kind != "source" and "fr" not in node.label.languages
    }
    assert missing == {("br", "module"), ("br", "qualification")}
    assert all(framework.label.get("fr") for framework in g.frameworks if framework.id in (*COMPILATIONS, "cd", "za"))


@pytest.mark.parametrize("home", IN_FRENCH)
def test_every_name_is_there_in_french_and_marked_as_not_reviewed(home: str, g: CompetencyGraph) -> None:
    named = [node for node in g[home].elements if isinstance(node, Element) and node.label and node.kind != "source"]
    assert [node.id for node in some(named) if not node.label.get("fr")] == []
    made = [node for node in named if node.label.get("en") and node.label.get("fr") != node.label.get("en")]
    assert [node.id for node in some(made) if "fr" not in node.unreviewed_language] == []


@pytest.mark.parametrize(
    ("cadre", "names"),
    [
        ("ee:youth-worker-6", "field-development management"),
        ("ee:youth-worker-4", "organise own-development public safe-environment"),
        ("europe:youth-worker", "coe-1.1 coe-1.2 coe-1.3 coe-1.4 coe-1.5"),
    ],
)
def test_youth_workers_require_what_their_pages_call_competences(cadre: str, names: str, g: CompetencyGraph) -> None:
    found = ssw.gap(g, [], cadre)
    assert answerable(g, cadre) == "stated"
    assert sorted(found.statuses) == [f"{g.home(cadre)}:c-{name}" for name in names.split()]
    assert found.complete is False  # each page says that there are more


def test_cadres_that_can_be_answered_for(g: CompetencyGraph) -> None:
    found = Counter(answerable(g, cadre.id) for cadre in g.cadres)
    assert found["stated"] >= 57
    assert found["stated"] + found["suggested"] >= 89


def test_a_row_that_covers_names_an_item_of_the_unit_for_every_criterion(g: CompetencyGraph) -> None:
    """No safety-critical competency is covered, and no criterion that another row says to ask more than the item."""
    criteria = {one.id: one for one in g.of_kind("performance-criterion")}
    related = {frozenset((row.subject, row.object)) for row in g.mappings if row.relation == "related"}
    rows = [row for row in g.mappings if row.relation == "covers" and g.home(row.object) in COMPILATIONS]
    for row in some(rows):
        assert not g[row.object].safety_critical, row.object
        named = dict(re.findall(r"\b([pkan]\d+) (?:by|against) ([a-z\d., ]*[a-z\d])", row.comment or ""))
        asked = {name.rpartition(".")[2]: one for name, one in criteria.items() if row.object in one.criterion_of}
        assert named.keys() == asked.keys(), (row.object, named)
        for name, one in asked.items():
            read = [
                item
                for word in named[name].split(", ")
                for item in (f"{row.subject}.{word}", f"{row.subject.replace(':c-', ':crit-')}-{word}")
                if row.subject in getattr(criteria.get(item), "criterion_of", ())
            ]
            assert len(read) == named[name].count(",") + 1, (row.subject, row.object, name)
            turned = one.criterion_kind == "not-acceptable"
            assert turned or any(frozenset((one.id, item)) not in related for item in read), (row.object, name)


def test_a_function_and_its_need_are_tied_by_a_source_only_where_it_attests_both(g: CompetencyGraph) -> None:
    links = links_by_end(g.voices)
    attesting = {end: {link.other for link in found if link.attests} for end, found in links.items()}
    tied = [
        (function.id, need, one)
        for function in g.functions
        for one in function.evidence
        for words in re.findall(r"The same source attests the function and the competency: (.*)\.", str(one.note))
        for need in function.needs
        if f"; {g[need].label};" in f"; {words};"
    ]
    for function, need, one in some(tied):
        assert attesting[function] & attesting[need] & set(one.derived_from), (function, need)


def test_a_row_that_counts_criteria_counts_those_that_rest_on_the_unit(g: CompetencyGraph) -> None:
    criteria = g.of_kind("performance-criterion")
    unit_of = {one.id: {*one.criterion_of} for one in criteria}
    counted = [
        (row, re.match(r"(\d+) of (\d+) criteria (?:has|have) an item there", row.comment or "")) for row in g.mappings
    ]
    for row, said in some([(row, said) for row, said in counted if said and g.home(row.subject) in ("generic", "psw")]):
        asked = [one for one in criteria if row.subject in one.criterion_of]
        resting = [{source for evidence in one.evidence for source in evidence.derived_from} for one in asked]
        borne = [
            sources for sources in resting if any(row.object in unit_of.get(source, {source}) for source in sources)
        ]
        assert said.groups() == (str(len(borne)), str(len(asked))), (row.subject, row.object)


def test_nobody_has_a_compiled_competency_with_certainty_by_a_name_alone(g: CompetencyGraph) -> None:
    """Exact rows of compiled competencies go to those with the same criteria."""
    borne = {one for criterion in g.of_kind("performance-criterion") for one in criterion.criterion_of}
    rows = [row for row in g.mappings if row.relation == "exact" and {row.subject, row.object} & borne]
    assert [(row.subject, row.object) for row in some(rows) if not {row.subject, row.object} <= borne] == []


def test_the_certificate_of_ten_countries_is_not_offered_everywhere(g: CompetencyGraph) -> None:
    assert g["international-courses:repssi-certificate"].jurisdiction == ("014", "018")
