"""What a comparison says first: every safeguard that is gone or weaker, and nothing that is not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.safety.codes import ORDER
from sswgraph.adaptation.safety.findings import is_looser, is_weaker_mode, qualified
from sswgraph.adaptation.safety.protection import ORDER as APART
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages
from sswgraph.messages.wording import pack
from sswgraph.model import (
    Cadre,
    Change,
    Competency,
    CompetencySet,
    EligibilityCondition,
    EntryRequirement,
    EthicalStandard,
    EvidenceRequirement,
    Framework,
    Function,
    LearningOutcome,
    Mapping,
    PackagingRule,
    PerformanceCriterion,
    ProficiencyLevel,
    ProficiencyScale,
    Qualification,
    Requirement,
    ScopeRule,
    SupervisionArrangement,
    Text,
    TrainingModule,
)
from sswgraph.model.comparison import Comparison
from sswgraph.pages.blocks import Notice
from sswgraph.pages.page import page_of
from tests.adapted import DRAFT, add, change, edit, without
from tests.loops import some


def _en(words: str) -> Text:
    return Text.of(en=words)


BASE = Framework(
    id="b",
    label=_en("base"),
    elements=(
        ProficiencyScale(id="b:scale", label=_en("scale")),
        *(ProficiencyLevel(id=f"b:l{n}", label=_en(f"level {n}"), scale="b:scale", rank=n) for n in (1, 2, 3)),
        EthicalStandard(id="b:ethics", label=_en("Keep confidences"), concerns=("b:pro", "b:para")),
        Cadre(
            id="b:pro",
            label=_en("professional"),
            professional_status="professional",
            performs=("b:f-law",),
            regulator=_en("The council"),
        ),
        Cadre(id="b:para", label=_en("para"), professional_status="para-professional", performs=("b:f-visit",)),
        Cadre(id="b:helper", label=_en("helper")),
        Function(id="b:f-law", label=_en("take into care"), criticality="statutory"),
        Function(id="b:f-visit", label=_en("visit homes")),
        CompetencySet(id="b:set", label=_en("set"), includes=("b:c1", "b:c2")),
        *(Competency(id=f"b:c{n}", label=_en(f"competency {n}")) for n in (1, 2, 3)),
        PerformanceCriterion(id="b:crit", label=_en("Children are heard"), criterion_of=("b:c1",)),
        EvidenceRequirement(
            id="b:show",
            label=_en("Three logged visits"),
            evidence_for=("b:c1", "b:c2"),
            count=3,
            assessment_method=("https://w3id.org/sswgraph/ns#Observation",),
        ),
        ScopeRule(
            id="b:limit",
            label=_en("May not diagnose."),
            cadre="b:para",
            function=("b:f-visit",),
            competency=("b:c2",),
            authority="assists",
            supervisor=("b:pro",),
            supervision_mode="direct",
            refer_to=("b:pro",),
            legal_basis=("b:act",),
        ),
        ScopeRule(
            id="b:free", label=_en("May visit."), cadre="b:pro", function=("b:f-visit",), authority="independent"
        ),
        EligibilityCondition(
            id="b:clear",
            label=_en("Police clearance"),
            condition_of=("b:para", "b:pro"),
            condition_kind="clearance",
            satisfied_by=("b:pro",),
        ),
        SupervisionArrangement(
            id="b:super",
            label=_en("Works under a professional."),
            supervisee=("b:para", "b:helper"),
            supervisor=("b:pro",),
            purpose=("educative", "supportive"),
            supervision_mode="indirect",
            frequency=_en("weekly"),
        ),
        TrainingModule(
            id="b:m1", label=_en("placement"), component="workplace", notional_hours=100, credits=Decimal("10")
        ),
        TrainingModule(id="b:m2", label=_en("theory"), notional_hours=50, practical_hours=20, assessment_hours=5),
        Requirement(id="b:r1", cadre="b:para", competency="b:c1", level="b:l2", necessity="essential"),
        Requirement(id="b:r2", cadre="b:para", competency="b:c2"),
        Requirement(id="b:r3", cadre="b:pro", competency="b:set", necessity="essential"),
        EntryRequirement(id="b:e1", module="b:m2", competency="b:c3", level="b:l2"),
        LearningOutcome(id="b:o1", outcome_of="b:m2", competency="b:c1", to_level="b:l3"),
    ),
)


def found(adapted: Framework, *mappings: Mapping, base: Framework = BASE) -> list[str]:
    return [one.code for one in compared(base, adapted, mappings).safety]


def test_a_supervision_rule_deleted_from_south_africa_is_the_first_thing_that_is_said(g: CompetencyGraph) -> None:
    rule = "za:social-auxiliary-worker.supervision"
    comparison = compared(g["za"], without(g["za"], rule))
    (one,) = comparison.safety
    assert (one.code, one.base, one.adaptation) == ("supervision-removed", (rule,), ())
    assert one.before == g[rule].label
    assert one.certain
    for lang in some(languages()):
        page = str(page_of(comparison, lang).blocks)
        assert rule in page
    said = comparison._repr_markdown_()
    sentence = "A supervision arrangement for social auxiliary worker is gone."
    assert said.index("What was loosened") < said.index(sentence) < said.index("In short")
    assert list(ssw.to_plain(comparison))[3:5] == ["safety", "checked"]


@pytest.mark.parametrize("authority", ["under-supervision", "independent"])
def test_a_south_african_limit_that_is_loosened_is_found(authority: str, g: CompetencyGraph) -> None:
    rule = "za:auxiliary-child-and-youth-care-worker.rule-no-supervising"
    comparison = compared(g["za"], edit(g["za"], rule, authority=authority))
    (one,) = comparison.safety
    assert one.code == "limit-looser"
    assert "not permitted before" in str(one.text)


EDITS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("b:limit", {"authority": "not-permitted"}, []),
    ("b:limit", {"authority": "under-supervision"}, ["limit-looser"]),
    ("b:limit", {"authority": "delegated-only"}, []),  # one act each time told to: stricter than a standing part
    ("b:limit", {"refer_to": ()}, ["referral-removed"]),
    ("b:limit", {"refer_to": ("b:helper", "b:pro")}, ["referral-added"]),
    ("b:limit", {"supervisor": ()}, ["supervisor-lost"]),
    ("b:limit", {"supervisor": ("b:helper", "b:pro")}, ["supervisor-added"]),
    ("b:limit", {"supervision_mode": "consultative"}, ["supervision-looser"]),
    ("b:limit", {"supervision_mode": None}, ["supervision-looser"]),
    ("b:limit", {"competency": ()}, ["limit-covers-less"]),
    ("b:limit", {"cadre": "b:helper"}, ["limit-other-role"]),
    ("b:limit", {"legal_basis": ()}, ["legal-basis-gone"]),
    ("b:limit", {"label": _en("Should not diagnose.")}, ["worded-anew"]),
    ("b:pro", {"regulator": Text()}, ["regulator-gone"]),
    ("b:pro", {"regulator": _en("The board")}, ["regulator-differs"]),
    ("b:c1", {"covers": ("b:c2",)}, ["covers-more"]),
    ("b:m1", {"exempts": ("b:m2",)}, ["exemption-added"]),
    ("b:m1", {"prerequisite": ("b:m2",)}, []),
    ("b:limit", {"label": Text.of(en="May not diagnose.", fr="Ne peut diagnostiquer.")}, ["language-added"]),
    ("b:limit", {"scope_note": _en("Always.")}, ["worded-anew"]),
    ("b:limit", {"label": Text.of(fr="Ne peut diagnostiquer.")}, ["worded-anew"]),
    ("b:super", {"supervisor": ("b:helper",)}, ["supervisor-lost"]),
    ("b:super", {"supervisee": ("b:para",)}, ["supervision-covers-less"]),
    ("b:super", {"purpose": ("supportive",)}, ["supervision-purpose-lost"]),
    ("b:super", {"supervision_mode": "direct"}, []),
    ("b:super", {"supervision_mode": "consultative"}, ["supervision-looser"]),
    ("b:super", {"frequency": Text()}, ["supervision-detail-gone"]),
    ("b:super", {"frequency": _en("monthly")}, ["worded-anew"]),
    ("b:clear", {"condition_of": ("b:pro",)}, ["condition-covers-less"]),
    ("b:clear", {"satisfied_by": ("b:helper", "b:pro")}, ["condition-easier"]),
    ("b:clear", {"satisfied_by": ()}, ["condition-unspecified"]),
    ("b:clear", {"condition_kind": "age"}, ["condition-differs"]),
    ("b:ethics", {"concerns": ("b:pro",)}, ["standard-covers-less"]),
    ("b:ethics", {"concerns": ()}, []),
    ("b:ethics", {"label": _en("Keep most confidences")}, ["worded-anew"]),
    ("b:show", {"count": 2}, ["assessment-less-often"]),
    ("b:show", {"count": 4}, []),
    ("b:show", {"count": None}, ["assessment-less-often"]),
    ("b:show", {"assessment_method": ()}, ["assessment-method-lost"]),
    ("b:show", {"evidence_for": ("b:c1",)}, ["assessment-covers-less"]),
    ("b:crit", {"criterion_of": ("b:c3",)}, ["criterion-covers-less"]),
    ("b:r1", {"level": "b:l1"}, ["level-lowered"]),
    ("b:r1", {"level": None}, ["level-lowered"]),
    ("b:r1", {"level": "b:l3"}, []),
    ("b:r1", {"level": "x:other"}, ["level-not-comparable"]),
    ("b:r1", {"necessity": "optional"}, ["necessity-lowered"]),
    ("b:r2", {"necessity": "optional"}, ["necessity-lowered"]),
    ("b:e1", {"level": "b:l1"}, ["level-lowered"]),
    ("b:o1", {"to_level": "b:l1"}, ["outcome-lowered"]),
    ("b:l3", {"rank": 4}, ["rank-changed"]),
    ("b:m1", {"notional_hours": 60}, ["practice-shorter"]),
    ("b:m1", {"credits": 8}, ["practice-shorter"]),
    ("b:m1", {"notional_hours": None}, ["practice-not-stated"]),
    ("b:m1", {"notional_hours": 120}, []),
    ("b:m1", {"component": "knowledge"}, ["practice-removed"]),  # as long as before, but behind a desk
    ("b:m1", {"component": "practical"}, []),
    ("b:m2", {"component": "practical"}, []),
    ("b:m2", {"notional_hours": 10}, ["training-shorter"]),
    ("b:m2", {"practical_hours": 10}, ["practice-shorter"]),
    ("b:m2", {"assessment_hours": 1}, ["practice-shorter"]),
    ("b:f-law", {"criticality": "routine"}, ["criticality-lowered"]),
    ("b:f-law", {"criticality": None}, ["criticality-gone"]),
    ("b:f-law", {"criticality": "high-accountability"}, ["criticality-lowered"]),
    ("b:pro", {"professional_status": "para-professional"}, ["performer-lowered"]),
    ("b:para", {"performs": ("b:f-law", "b:f-visit")}, ["performer-less-qualified"]),
    ("b:helper", {"performs": ("b:f-law",)}, ["performer-new"]),
    ("b:helper", {"performs": ("b:f-law",), "professional_status": "professional"}, []),
    ("b:helper", {"performs": ("b:f-visit",)}, ["performer-new"]),  # not grave, but limited for others
    ("b:c1", {"definition": _en("What it is.")}, ["named-anew"]),
    ("b:c3", {"scale": "b:scale"}, ["named-anew"]),
]


@pytest.mark.parametrize(("element", "values", "codes"), EDITS)
def test_what_is_loosened_is_found_and_nothing_else(element: str, values: dict[str, Any], codes: list[str]) -> None:
    assert found(edit(BASE, element, **values)) == codes


@pytest.mark.parametrize(
    ("element", "codes"),
    [
        ("b:limit", ["limit-removed"]),
        ("b:free", []),  # a permission that is gone loosens nothing
        ("b:super", ["supervision-removed"]),
        ("b:clear", ["condition-removed"]),
        ("b:ethics", ["standard-removed"]),
        ("b:show", ["assessment-removed"]),
        ("b:crit", ["criterion-removed"]),
        ("b:r1", ["requirement-removed"]),
        ("b:r3", ["requirement-removed"]),
        ("b:m1", ["practice-removed"]),
        ("b:e1", ["entry-removed"]),
        ("b:o1", ["outcome-removed"]),
        ("b:c3", []),
    ],
)
def test_what_is_gone_is_found(element: str, codes: list[str]) -> None:
    assert found(change(BASE, lambda node: None if node.id == element else node)) == codes


def test_a_safeguard_that_goes_with_its_role_is_told_with_it() -> None:
    codes = found(change(BASE, lambda node: None if node.id in ("b:para", "b:limit", "b:crit") else node))
    assert codes == ["gone-with-role", "criterion-removed"]


def test_a_requirement_that_is_asked_otherwise_is_not_gone() -> None:
    by_set = edit(without(BASE, "b:r1", "b:r2"), "b:r3", cadre="b:para")
    assert found(by_set) == ["requirement-removed", "level-lowered"]  # the professional's; of c1 the level
    singly = [Requirement(id=f"b:s{n}", cadre="b:pro", competency=f"b:c{n}", necessity="essential") for n in (1, 2)]
    assert found(add(without(BASE, "b:r3"), *singly)) == []
    unstated = [replace(one, necessity=None) for one in singly]
    assert found(add(without(BASE, "b:r3"), *unstated)) == ["necessity-unstated"]
    only_one_is = [singly[0], unstated[1]]
    assert found(add(without(BASE, "b:r3"), *only_one_is)) == ["necessity-unstated"], "every member counts"


def test_a_rule_added_beside_a_stricter_one_is_a_permission() -> None:
    rule = ScopeRule(id="b:new", label=_en("May."), cadre="b:para", function=("b:f-visit",), authority="independent")
    assert found(add(BASE, rule)) == ["permission-added"]
    assert found(add(BASE, replace(rule, authority="not-permitted"))) == []
    assert found(add(BASE, replace(rule, cadre="b:helper"))) == ["performer-new"]


def test_what_is_narrower_is_bound_by_the_rule_on_what_is_broader() -> None:
    visit = Function(id="b:f-night-visit", label=_en("visit at night"), broader=("b:f-visit",))
    rule = ScopeRule(id="b:new", label=_en("May."), cadre="b:para", function=(visit.id,), authority="independent")
    assert found(add(BASE, visit, rule)) == ["permission-added"]
    assert found(add(BASE, visit, replace(rule, authority="not-permitted"))) == []
    both = add(BASE, visit, rule)
    assert found(both, base=both) == []  # the base has the exception itself
    assert found(edit(both, "b:new", authority="under-supervision"), base=both) == []


def test_the_same_letters_in_another_encoding_are_not_worded_anew() -> None:
    base = edit(BASE, "b:limit", label=Text.of(fr="Ne peut déléguer."))
    assert found(edit(base, "b:limit", label=Text.of(fr="Ne peut de\u0301le\u0301guer.")), base=base) == []


def test_a_rule_that_takes_in_another_cadre_or_subject_is_a_permission_too() -> None:
    assert found(edit(BASE, "b:free", cadre="b:para")) == ["permission-added"]
    assert found(edit(BASE, "b:free", competency=("b:c2",))) == []


def test_where_a_cadre_was_split_every_part_must_be_bound() -> None:
    parts = [Cadre(id=f"b:para-{n}", label=_en(f"part {n}"), professional_status="para-professional") for n in (1, 2)]
    split = Change(id="b:split", change_kind="split", base=("b:para",), adaptation=("b:para-1", "b:para-2"))

    def pointed(node: Any) -> Any:
        changed: dict[str, Any] = {}
        for field in ("cadre", "supervisee", "condition_of", "concerns"):
            value = getattr(node, field, None)
            if value == "b:para":
                changed[field] = "b:para-1"
            elif isinstance(value, tuple) and "b:para" in value:
                changed[field] = tuple(sorted({*value, "b:para-1", "b:para-2"} - {"b:para"}))
        return replace(node, **changed) if changed else node

    once = add(change(change(BASE, lambda node: None if node.id == "b:para" else node), pointed), *parts, split)
    comparison = compared(BASE, once)
    one, other = comparison.safety
    assert (other.code, other.base) == ("named-anew", ("b:para",))
    assert (one.code, one.base) == ("split-uncovered", ("b:limit",))
    assert "part 2" in str(one.text)
    limit = next(node for node in once.elements if node.id == "b:limit")
    both = add(once, replace(limit, id="b:limit-2", cadre="b:para-2"))  # type: ignore[call-arg]
    assert found(both) == ["named-anew"]
    weaker = add(once, replace(limit, id="b:limit-2", cadre="b:para-2", authority="independent"))  # type: ignore[call-arg]
    assert found(weaker) == ["split-uncovered", "permission-added", "named-anew"]


def test_a_cadre_merged_with_one_that_performs_a_grave_function_performs_it_too() -> None:
    merged = Change(id="b:merged", change_kind="merged", base=("b:helper", "b:pro"), adaptation=("b:all",))
    both = change(BASE, lambda node: None if node.id == "b:helper" else node)
    worker = Cadre(id="b:all", label=_en("worker"), professional_status="professional", performs=("b:f-law",))
    made = add(change(both, lambda node: None if node.id == "b:pro" else node), worker, merged)
    assert "performer-merged" in found(made)


def test_a_rule_can_let_a_cadre_perform_a_grave_function_and_another_can_forbid_it() -> None:
    rule = ScopeRule(id="b:new", label=_en("May."), cadre="b:para", function=("b:f-law",), authority="delegated-only")
    assert found(add(BASE, rule)) == ["performer-less-qualified"]
    performs = edit(BASE, "b:para", performs=("b:f-law", "b:f-visit"))
    assert found(add(performs, replace(rule, authority="not-permitted"))) == []


def test_nobody_named_before_is_told_apart() -> None:
    base = edit(BASE, "b:pro", performs=())
    assert found(edit(base, "b:para", performs=("b:f-law",)), base=base) == ["performer-first"]
    assert found(edit(base, "b:pro", performs=("b:f-law",)), base=base) == []


def test_the_same_is_found_in_a_country_copy() -> None:
    """An edit in the copy gives what the same edit gives in the base; that the copy has other ids changes nothing."""
    base = ssw.adapt(_with_evidence(BASE), id="c", jurisdiction="UG")
    copy = ssw.adapt(base, id="d", jurisdiction="UG-C")  # elsewhere the rules of the base do not hold
    for element, values, codes in EDITS:
        moved = {key: _moved(value) for key, value in values.items()}
        assert found(edit(copy, element.replace("b:", "d:"), **moved), base=base) == codes, (element, values)


def _with_evidence(framework: Framework) -> Framework:
    return change(framework, lambda node: replace(node, evidence=(replace(DRAFT, id="b:ev"),)))


def _moved(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_moved(one) for one in value)
    return value.replace("b:", "d:", 1) if isinstance(value, str) and value.startswith("b:") else value


def test_likeness_alone_hides_nothing() -> None:
    """A limit that only a text comparison pairs counts as gone; once somebody reviewed the pair, it does not."""
    other = edit(BASE, "b:limit", id="b:limit-anew")
    guess = Mapping(subject="b:limit", relation="exact", object="b:limit-anew", justification="semapv:LexicalMatching")
    ends = without(other, "b:f-visit")  # so that the rule does not pair by its ends
    assert "limit-removed" in found(ends, guess)
    kinds = {entry.base: entry.kind for entry in compared(BASE, ends, [guess]).entries}
    assert kinds["b:limit",] != "dropped"
    assert "limit-removed" not in found(ends, replace(guess, reviewer="a person"))
    assert "limit-removed" not in found(ends, replace(guess, justification="semapv:ManualMappingCuration"))


def test_an_empty_list_says_what_was_looked_at() -> None:
    comparison = compared(BASE, BASE)
    assert comparison.safety == ()
    said = [str(one) for one in comparison.checked]
    assert "2 of 4 functions on both sides are marked so; the others could not be checked." in said[0]
    assert "Limits, referral duties and permissions: 2 in the base, 2 of them with a counterpart." in said
    assert len(said) == 9
    page = str(comparison)
    assert "Nothing that protects was found to be gone or weaker." in page
    assert "Supervision arrangements: 1 in the base" in page


def _notices(comparison: Comparison) -> list[str]:
    return [one.tone for one in page_of(comparison).blocks if isinstance(one, Notice)]


def test_the_good_notice_stands_only_where_nothing_was_found_and_everything_was_looked_at() -> None:
    same = compared(BASE, BASE)
    assert (same.clear, "good" in _notices(same)) == (True, True)
    judged = compared(BASE, edit(BASE, "b:limit", label=_en("May hardly diagnose.")))
    assert [one.certain for one in judged.safety] == [False]
    assert "1 finding follows that a person must read" in str(judged)
    with_role = compared(BASE, without(BASE, "b:helper", "b:limit"))
    partly = compared(replace(BASE, reach="partial"), replace(BASE, reach="partial"))
    assert [one.code for one in partly.unchecked] == ["safety.unchecked-part"]
    bare = Framework(id="b", label=_en("bare"), elements=(Cadre(id="b:pro", label=_en("professional")),))
    nothing = compared(bare, bare)
    assert [one.code for one in nothing.unchecked] == ["safety.unchecked-nothing"]
    for one in (judged, with_role, partly, nothing):
        assert (one.clear, "good" in _notices(one)) == (False, False)
        assert "Nothing that protects was found" not in str(one)


def test_rules_that_hold_elsewhere_are_counted_before_anything_is_said() -> None:
    limit = ScopeRule(id="b:za", cadre="b:para", function=("b:f-visit",), authority="assists", jurisdiction=("ZA",))
    free = replace(limit, id="b:free-za", authority="independent", function=("b:f-law",))
    base = add(replace(BASE, jurisdiction=("001",)), limit, free)
    mine = ssw.adapt(base, id="xx", jurisdiction="KE")
    left_out = compared(base, mine)
    assert left_out.safety == (), "nobody is accused"
    (said,) = left_out.unchecked
    assert str(said).startswith("1 rule of b that protects holds in ZA only, so xx does not have it")
    page = str(left_out)
    assert page.index(str(said)[:40]) < page.index("This was looked at")
    assert "good" not in _notices(left_out)
    own = replace(limit, id="xx:own", cadre="xx:para", function=("xx:f-visit",), jurisdiction=("KE",))
    assert compared(base, add(mine, own)).unchecked == (), "a rule of Kenya stands in its place"


def test_every_finding_has_a_sentence_and_a_place_in_the_order() -> None:
    parts = (
        "checked-",
        "unchecked-",
        "not-stated",
        "looked-at-both",
        "act-differs",
        "act-permits",
        "apart-",
        "only-one",
        "allowed",
        "performs",
        "subject",
        "limited",
        "along-",
    )
    assert {code for code in pack("en", "safety") if not code.startswith(parts)} == set(ORDER)


def test_what_is_stricter_is_settled() -> None:
    assert is_looser("assists", "a word of their own") is None
    assert is_weaker_mode("direct", "indirect")
    assert not is_weaker_mode(None, "consultative")
    basic = Cadre(id="b:x", tier="basic")
    assert qualified(basic, replace(basic, tier="advanced")) == "less"
    assert qualified(basic, replace(basic, professional_status="professional")) == "unknown"
    assert qualified(Cadre(id="b:y"), Cadre(id="b:z")) == "unknown"


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"group": ("b:m2",)}, ["practice-not-asked"]),
        ({"at_least": 1}, ["practice-not-asked"]),
        ({"at_least": 2}, []),
    ],
)
def test_practice_that_a_qualification_no_longer_asks_of_everybody_is_found(
    values: dict[str, Any], codes: list[str]
) -> None:
    course = Qualification(id="b:q", label=_en("certificate"))
    base = add(BASE, course, PackagingRule(id="b:pack", qualification="b:q", group=("b:m1", "b:m2")))
    assert found(edit(base, "b:pack", **values), base=base) == codes


OTHER = replace(
    change(
        ssw.adapt(_with_evidence(BASE), id="o", jurisdiction="UG"),
        lambda node: replace(node, derived_from=(), evidence=()),
    ),
    adaptation_of=None,
)


def _mapped(*names: str) -> list[Mapping]:
    return [Mapping(subject=f"b:{one}", relation="exact", object=f"o:{one}", reviewer="a person") for one in names]


def test_without_lineage_nothing_is_weaker_but_the_two_protect_differently(g: CompetencyGraph) -> None:
    comparison = compared(g["psw"], g["tz"], g.mapping_sets)
    assert not comparison.lineage
    assert comparison.safety
    assert not any(one.certain for one in comparison.safety)
    assert {one.code for one in comparison.safety} <= set(APART)
    only = [one for one in comparison.safety if one.code == "only-first" and one.element == "scope-rule"]
    assert only
    assert all(str(one.text).endswith("only psw states this.") for one in only)
    for lang in some(languages()):
        shown = str(page_of(comparison, lang).blocks)
        assert all(end in shown for one in comparison.safety for end in (*one.base, *one.adaptation))


@pytest.mark.parametrize(
    ("element", "values", "code", "mirrored"),
    [
        ("o:limit", {"authority": "under-supervision"}, "permits-more", "permits-less"),
        ("o:limit", {"authority": "not-permitted"}, "permits-less", "permits-more"),
        ("o:limit", {"authority": "delegated-only"}, "permits-less", "permits-more"),
        ("o:limit", {"supervisor": ()}, "other-conditions", "other-conditions"),
        ("o:limit", {"refer_to": ()}, "other-conditions", "other-conditions"),
        ("o:limit", {"label": _en("Should not diagnose.")}, "differs", "differs"),
        ("o:super", {"supervision_mode": "consultative"}, "other-conditions", "other-conditions"),
        ("o:super", {"frequency": Text()}, "differs", "differs"),
        ("o:clear", {"condition_kind": "age"}, "other-conditions", "other-conditions"),
        ("o:ethics", {"concerns": ("o:pro",)}, "differs", "differs"),
        ("o:show", {"count": 2}, "differs", "differs"),
        ("o:r1", {"level": "o:l1"}, "differs", "differs"),
        ("o:r1", {"necessity": "optional"}, "differs", "differs"),
        ("o:m2", {"practical_hours": 10}, "differs", "differs"),
        ("o:f-law", {"criticality": "routine"}, "differs", "differs"),
        ("o:pro", {"regulator": Text()}, "differs", "differs"),
        ("o:pro", {"performs": ()}, "differs", "differs"),
        ("o:para", {"performs": ("o:f-law", "o:f-visit")}, "differs", "differs"),
        ("o:para", {"performs": ()}, None, None),  # no grave function
    ],
)
def test_without_lineage_each_difference_is_told_once_and_reads_the_same_from_both_sides(
    element: str, values: dict[str, Any], code: str | None, mirrored: str | None
) -> None:
    mappings = _mapped(*(node.id.removeprefix("b:") for node in BASE.elements))
    assert compared(BASE, OTHER, mappings).safety == ()
    other = edit(OTHER, element, **values)
    for sides, wanted in (((BASE, other), code), ((other, BASE), mirrored)):
        assert [one.code for one in compared(*sides, mappings).safety] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("element", "told"), [("limit", True), ("super", True), ("clear", True), ("ethics", True), ("show", True)]
)
def test_without_lineage_what_only_one_of_them_states_is_told_as_that(element: str, told: bool) -> None:
    mappings = _mapped(*(node.id.removeprefix("b:") for node in BASE.elements))
    other = without(OTHER, f"o:{element}")
    here, there = compared(BASE, other, mappings).safety, compared(other, BASE, mappings).safety
    assert ([one.code for one in here], [one.code for one in there]) == (["only-first"], ["only-second"])
    assert (
        told is str(here[0].text).endswith("only b states this.") is str(there[0].text).endswith("only b states this.")
    )


def test_how_each_limits_the_same_act_is_told_where_the_rules_themselves_do_not_pair() -> None:
    rule = ScopeRule(
        id="o:new", label=_en("May not."), cadre="o:helper", function=("o:f-law",), authority="not-permitted"
    )
    limits = without(add(OTHER, rule), "o:limit", "o:free")
    ours = ScopeRule(id="b:new", label=_en("May."), cadre="b:para", function=("b:f-law",), authority="assists")
    base = without(add(BASE, ours), "b:limit", "b:free")
    base, limits = (edit(one, f"{one.id}:pro", performs=()) for one in (base, limits))
    mappings = _mapped("f-law")
    for sides, code in (((base, limits), "permits-less"), ((limits, base), "permits-more")):
        acts = [one for one in compared(*sides, mappings).safety if one.element == "function"]
        assert [one.code for one in acts] == [code]
        for words in ("take into care", "helper (not permitted)", "para (assists)"):
            assert words in str(acts[0].text)
    told = [end for one in compared(base, limits, mappings).safety for end in (*one.base, *one.adaptation)]
    assert not {"b:new", "o:new"} & set(told)
    here, there = (edit(one, f"{one.id}:pro", performs=(f"{one.id}:f-law",)) for one in (base, limits))
    (act,) = [one for one in compared(here, there, mappings).safety if one.element == "function"]
    assert act.code == "permits-less"
    assert "professional (performs it)" in str(act.text)


def test_likeness_alone_pairs_nothing_in_how_two_frameworks_protect() -> None:
    guess = [replace(one, reviewer=None, justification="semapv:LexicalMatching") for one in _mapped("limit")]
    assert "other-conditions" not in [one.code for one in compared(BASE, OTHER, guess).safety]
    other = edit(OTHER, "o:limit", supervisor=())
    limits = [one for one in compared(BASE, other, guess).safety if "b:limit" in one.base]
    assert [one.code for one in limits] == ["only-first"]


def test_lineage_makes_of_a_difference_a_loss() -> None:
    empty = Framework(id="o", label=_en("other"))
    comparison = compared(BASE, empty)
    assert {one.code for one in comparison.safety} == {"only-first"}
    page = str(comparison)
    assert "No difference in how the two protect" not in page
    stated = compared(BASE, replace(empty, adaptation_of="b"))
    assert [one.code for one in stated.safety if one.certain]


def test_an_outcome_that_something_else_still_teaches_is_for_a_person_to_judge() -> None:
    other = LearningOutcome(id="b:o2", outcome_of="b:m1", competency="b:c1")
    for made, certain in ((without(BASE, "b:o1"), True), (add(without(BASE, "b:o1"), other), False)):
        (one,) = compared(BASE, made).safety
        assert (one.code, one.certain) == ("outcome-removed", certain)
    taught = add(without(BASE, "b:e1"), LearningOutcome(id="b:o2", outcome_of="b:m2", competency="b:c3"))
    (one,) = compared(BASE, taught).safety
    assert (one.code, one.certain) == ("entry-removed", False)


@pytest.mark.parametrize(
    ("now", "told"), [("NQF 4", [True]), ("NQF 6", []), ("NQF 5", []), ("Certificate", [False]), (None, [False])]
)
def test_a_lower_award_is_certain_only_where_but_its_number_fell(now: str | None, told: list[bool]) -> None:
    base = add(BASE, Qualification(id="b:q", label=_en("certificate"), qualification_level="NQF 5"))
    found = compared(base, edit(base, "b:q", qualification_level=now)).safety
    assert [one.certain for one in found if one.code == "award-lowered"] == told
    assert len(found) == len(told)


def test_a_qualification_that_leads_to_another_role_is_for_a_person_to_judge() -> None:
    base = add(BASE, Qualification(id="b:q", label=_en("certificate"), qualifies_for=("b:para",)))
    (one,) = compared(base, edit(base, "b:q", qualifies_for=("b:para", "b:pro"))).safety
    assert (one.code, one.certain) == ("qualifies-more", False)
    assert "professional" in str(one.text)
    assert found(edit(base, "b:q", qualifies_for=()), base=base) == []


def test_a_safeguard_that_lost_one_of_its_languages_is_for_a_person_to_judge() -> None:
    base = edit(BASE, "b:limit", label=Text.of(en="May not diagnose.", fr="Ne peut diagnostiquer."))
    (one,) = compared(base, BASE).safety
    assert (one.code, one.certain) == ("language-lost", False)
    assert "fr" in str(one.text)
    assert found(base) == ["language-added"]
