"""Each row of the tables on safety (E5, Orders): the code has the same row, and a comparison finds what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest

from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.correspondence import LIKENESS, is_likeness
from sswgraph.adaptation.safety.codes import CODES, PREPARING_CONDITIONS
from sswgraph.adaptation.safety.findings import is_looser, is_weaker_mode, qualified
from sswgraph.adaptation.safety.limits import DETAILS, SAFEGUARDS
from sswgraph.adaptation.safety.training import HOURS_OF_PRACTICE, HOURS_OF_TRAINING, PRACTICE
from sswgraph.adaptation.safety.wording import COURSE_TEXTS, MEANING
from sswgraph.model import (
    Cadre,
    Change,
    EligibilityCondition,
    Framework,
    Function,
    LearningOutcome,
    Mapping,
    Obligation,
    PackagingRule,
    Qualification,
    Requirement,
    SafetyFinding,
    ScopeRule,
    SupervisionArrangement,
    Text,
    TrainingModule,
)
from sswgraph.model.codes import (
    AUTHORITIES,
    CRITICALITIES,
    FINDING_CLASSES,
    GRAVE,
    PERFORMING,
    PROFESSIONAL_STATUSES,
    SUPERVISION_MODES,
    TIERS,
)
from tests.adapted import add, change, edit, without
from tests.tables import code, codes, rows, short
from tests.test_safety import BASE, EDITS
from tests.weakenings import BASE as WEAK
from tests.weakenings import OTHERS, SILENT_ONCE, Edit

Case = Callable[[], tuple[Framework, Framework]]


def findings(base: Framework, adapted: Framework, *mappings: Mapping) -> list[SafetyFinding]:
    return list(compared(base, adapted, mappings).safety)


def told(base: Framework, adapted: Framework, *mappings: Mapping) -> list[str]:
    return [one.code for one in findings(base, adapted, *mappings)]


def _text(words: str) -> Text:
    return Text.of(en=words)


# Orders


@pytest.mark.parametrize(("wider", "stricter"), list(combinations(AUTHORITIES, 2)))
def test_every_authority_goes_further_than_those_after_it(wider: str, stricter: str) -> None:
    assert is_looser(stricter, wider) is True
    assert is_looser(wider, stricter) is False
    assert told(edit(BASE, "b:limit", authority=stricter), edit(BASE, "b:limit", authority=wider))[:1] == [
        "limit-looser"
    ]


@pytest.mark.parametrize(("closer", "looser"), list(pairwise((*SUPERVISION_MODES, None))))
def test_every_mode_of_supervision_is_closer_than_those_after_it_and_than_none(closer: str, looser: str | None) -> None:
    assert is_weaker_mode(closer, looser)
    assert not is_weaker_mode(looser, closer)
    for safeguard in ("b:limit", "b:super"):
        base = edit(BASE, safeguard, supervision_mode=closer)
        assert told(base, edit(base, safeguard, supervision_mode=looser)) == ["supervision-looser"]


@pytest.mark.parametrize(("more", "less"), list(combinations(PROFESSIONAL_STATUSES, 2)))
def test_every_professional_status_is_more_qualified_than_those_after_it(more: Any, less: Any) -> None:
    high, low = (Cadre(id="b:x", professional_status=one) for one in (more, less))
    assert (qualified(low, high), qualified(high, low), qualified(high, high)) == ("less", "more", "equal")
    assert qualified(replace(low, tier="lead"), replace(high, tier="entry")) == "less"  # the tier decides nothing then
    base = edit(BASE, "b:pro", professional_status=more)
    assert told(base, edit(base, "b:pro", professional_status=less)) == ["performer-lowered"]


@pytest.mark.parametrize(("more", "less"), list(combinations(TIERS, 2)))
def test_every_tier_is_more_qualified_than_those_after_it_where_the_status_is_the_same(more: Any, less: Any) -> None:
    for status in (None, "professional"):
        high, low = (Cadre(id="b:x", tier=tier, professional_status=status) for tier in (more, less))
        assert (qualified(low, high), qualified(high, low)) == ("less", "more")


def test_what_only_one_of_two_cadres_states_leaves_open_which_is_more_qualified() -> None:
    high = Cadre(id="b:x", professional_status="professional", tier="lead")
    for field in ("professional_status", "tier"):
        nothing: dict[str, Any] = {field: None}
        silent = replace(high, **nothing)
        assert (qualified(silent, high), qualified(high, silent)) == ("unknown", "unknown")


@pytest.mark.parametrize("criticality", CRITICALITIES)
def test_a_grave_function_is_watched_and_a_routine_one_is_not(criticality: str) -> None:
    base = edit(BASE, "b:f-law", criticality=criticality)
    grave = criticality in GRAVE
    performed = edit(base, "b:para", performs=("b:f-law", "b:f-visit"))
    assert told(base, performed) == ["performer-less-qualified" if grave else "act-added"]
    assert told(base, edit(base, "b:f-law", criticality="routine")) == ["criticality-lowered"] * grave


@pytest.mark.parametrize("row", rows("authority"), ids=lambda row: row[0])
def test_an_authority_lets_a_worker_act_as_its_row_says(row: tuple[str, str, str]) -> None:
    acts = {"acts": True, "does not act": False}[row[1]]
    assert (code(row[0]) in PERFORMING) is acts
    named: Any = code(row[0])
    rule = ScopeRule(id="b:new", label=_text("."), cadre="b:para", function=("b:f-law",), authority=named)
    assert told(BASE, add(BASE, rule)) == ["performer-less-qualified"] * acts
    performs = edit(BASE, "b:para", performs=("b:f-law", "b:f-visit"))
    assert ("performer-less-qualified" in told(BASE, add(performs, rule))) is acts


# Safeguards


def test_the_safeguards_are_those_of_the_rules() -> None:
    table = {
        code(row[0]): (code(row[1]).removesuffix("-removed"), (*codes(row[2]), None)[0], codes(row[3]))
        for row in rows("safeguard")
    }
    assert table == {str(cls.kind): how for cls, how in SAFEGUARDS.items()}


DUTY = Obligation(
    id="b:duty",
    label=_text("Report"),
    of_cadre=("b:pro",),
    trigger=("suspicion",),
    function=("b:f-visit",),
    force="law",
)
GUARDED = add(BASE, DUTY)
SAFEGUARD = {node.kind: node for node in GUARDED.elements if node.id != "b:free"}


@pytest.mark.parametrize("row", rows("safeguard"), ids=lambda row: row[0])
def test_a_safeguard_that_is_gone_or_covers_less_is_told(row: tuple[str, str, str, str]) -> None:
    safeguard: Any = SAFEGUARD[code(row[0])]
    gone = change(GUARDED, lambda node: None if node.id == safeguard.id else node)
    assert told(GUARDED, gone) == [code(row[1])]
    assert codes(row[3])
    for field in codes(row[3]):
        base = edit(GUARDED, safeguard.id, **{field: (*getattr(safeguard, field), "b:another")})
        assert told(base, GUARDED) == [code(row[1]).replace("removed", "covers-less")], field


@pytest.mark.parametrize("row", rows("safeguard"), ids=lambda row: row[0])
def test_a_safeguard_goes_with_its_role_only_where_all_whom_it_binds_are_gone(row: tuple[str, ...]) -> None:
    if not codes(row[2]):
        return
    field, one, other = code(row[2]), "b:role-1", "b:role-2"
    roles = add(GUARDED, Cadre(id=one, label=_text("one")), Cadre(id=other, label=_text("two")))
    safeguard = SAFEGUARD[code(row[0])]
    many = isinstance(getattr(safeguard, field), tuple)
    base = edit(roles, safeguard.id, **{field: (one, other) if many else one})
    gone = {safeguard.id, one}
    kept = change(base, lambda node: None if node.id in gone else node)
    both = change(base, lambda node: None if node.id in {*gone, other} else node)
    assert code(row[1]) in told(base, kept) if many else "gone-with-role" in told(base, kept)
    assert "gone-with-role" in told(base, both)
    assert code(row[1]) not in told(base, both)


@pytest.mark.parametrize("detail", DETAILS)
def test_every_detail_of_supervision_is_watched(detail: str) -> None:
    who = detail == "stand_in"
    so, nothing, otherwise = (("b:pro",), (), ("b:helper",)) if who else (_text("so"), Text(), _text("otherwise"))
    base = edit(BASE, "b:super", **{detail: so})
    assert told(base, edit(base, "b:super", **{detail: nothing})) == ["supervision-detail-gone"]
    assert told(base, edit(base, "b:super", **{detail: otherwise})) == ["supervisor-added" if who else "worded-anew"]


def test_the_short_names_take_in_what_the_rules_say() -> None:
    assert short("grave functions") == GRAVE
    assert short("practical modules") == PRACTICE
    assert short("hours of practice") == {*HOURS_OF_PRACTICE}
    assert short("details of supervision") == {*DETAILS}
    assert short("texts of a course") == {*COURSE_TEXTS}
    assert short("hours of training") == {*HOURS_OF_TRAINING}
    assert short("conditions that prepare") == PREPARING_CONDITIONS
    assert short("what tells what is named") == {*MEANING}
    assert short("found by comparing texts") == {*LIKENESS}


@pytest.mark.parametrize("way", LIKENESS)
def test_what_was_found_by_likeness_hides_nothing_until_somebody_reviewed_it(way: str) -> None:
    guess = Mapping(subject="b:limit", relation="exact", object="b:other", justification=f"semapv:{way}")
    adapted = without(edit(BASE, "b:limit", id="b:other"), "b:f-visit")
    assert is_likeness(guess)
    assert "limit-removed" in told(BASE, adapted, guess)
    assert "limit-removed" not in told(BASE, adapted, replace(guess, reviewer="a person"))


@pytest.mark.parametrize(
    "said", [{"supervisor": ("b:pro",)}, {"supervision_mode": "direct"}, {"refer_to": ("b:pro",)}], ids=str
)
def test_a_permission_that_names_supervision_or_referral_protects_too(said: dict[str, Any]) -> None:
    gone = change(BASE, lambda node: None if node.id == "b:free" else node)
    assert told(BASE, gone) == []
    assert told(edit(BASE, "b:free", **said), gone) == ["limit-removed"]


@pytest.mark.parametrize("field", HOURS_OF_PRACTICE)
def test_every_kind_of_practice_is_watched_in_any_module(field: str) -> None:
    for component in (None, "knowledge", *sorted(PRACTICE)):
        base = edit(BASE, "b:m2", component=component, **{field: 9})
        assert told(base, edit(base, "b:m2", **{field: 8})) == ["practice-shorter"]
        assert told(base, edit(base, "b:m2", **{field: 10})) == []


@pytest.mark.parametrize("component", sorted(PRACTICE))
def test_a_practical_module_that_becomes_theory_is_gone(component: str) -> None:
    base = edit(BASE, "b:m1", component=component)
    assert told(base, edit(base, "b:m1", component="knowledge")) == ["practice-removed"]


@pytest.mark.parametrize("necessity", ["essential", None])
def test_whatever_is_not_optional_is_told_when_it_becomes_optional(necessity: str | None) -> None:
    base = edit(BASE, "b:r1", necessity=necessity)
    assert told(base, edit(base, "b:r1", necessity="optional")) == ["necessity-lowered"]


def test_a_set_is_asked_as_before_only_where_all_its_members_are() -> None:
    singly = [Requirement(id=f"b:s{n}", cadre="b:pro", competency=f"b:c{n}", necessity="essential") for n in (1, 2)]
    assert told(BASE, add(without(BASE, "b:r3"), *singly)) == []
    assert told(BASE, add(without(BASE, "b:r3"), singly[0])) == ["requirement-removed"]


def test_an_exemption_from_theory_is_told_like_one_from_practice() -> None:
    theory = TrainingModule(id="b:m3", label=_text("reading"), component="knowledge")
    base = add(BASE, theory)
    assert told(base, edit(base, "b:m1", exempts=("b:m3",))) == ["exemption-added"]
    assert told(base, edit(base, "b:m3", exempts=("b:m1",))) == ["exemption-added"]


# Findings: one case for each, and whether it is certain


def _by(element: str, base: Framework = BASE, **values: Any) -> Case:
    return lambda: (base, edit(base, element, **values))


def _gone(*elements: str) -> Case:
    return lambda: (BASE, change(BASE, lambda node: None if node.id in elements else node))


def _merged() -> tuple[Framework, Framework]:
    merged = Change(id="b:merged", change_kind="merged", base=("b:helper", "b:pro"), adaptation=("b:all",))
    worker = Cadre(id="b:all", label=_text("worker"), professional_status="professional", performs=("b:f-law",))
    kept = change(BASE, lambda node: None if node.id in ("b:helper", "b:pro") else node)
    return BASE, add(kept, worker, merged)


def _split() -> tuple[Framework, Framework]:
    parts = [Function(id=f"b:f-visit-{n}", label=_text(f"visit {n}")) for n in (1, 2)]
    split = Change(id="b:split", change_kind="split", base=("b:f-visit",), adaptation=tuple(one.id for one in parts))
    kept = change(BASE, lambda node: None if node.id == "b:f-visit" else node)
    once = edit(edit(kept, "b:limit", function=("b:f-visit-1",)), "b:para", performs=("b:f-visit-1", "b:f-visit-2"))
    return BASE, add(edit(once, "b:free", function=("b:f-visit-1", "b:f-visit-2")), *parts, split)


def _added() -> tuple[Framework, Framework]:
    rule = ScopeRule(id="b:new", label=_text("."), cadre="b:para", function=("b:f-visit",), authority="independent")
    return BASE, add(BASE, rule)


def _first() -> tuple[Framework, Framework]:
    base = edit(BASE, "b:pro", performs=())
    return base, edit(base, "b:para", performs=("b:f-law",))


def _packed() -> tuple[Framework, Framework]:
    rule = PackagingRule(id="b:pack", qualification="b:q", group=("b:m1", "b:m2"))
    base = add(BASE, Qualification(id="b:q", label=_text("certificate")), rule)
    return base, edit(base, "b:pack", at_least=1)


def _qualification(**fields: Any) -> Framework:
    return add(BASE, Qualification(id="b:q", label=_text("certificate"), **fields))


_EDITED: dict[str, Case] = {codes[0]: _by(element, **values) for element, values, codes in EDITS if len(codes) == 1}
CASES: dict[str, Case] = {
    **_EDITED,
    "performer-merged": _merged,
    "permission-added": _added,
    "limit-removed": _gone("b:limit"),
    "limit-differs": _by("b:limit", authority="as-the-chief-says"),
    "supervision-removed": _gone("b:super"),
    "condition-removed": _gone("b:clear"),
    "standard-removed": _gone("b:ethics"),
    "split-uncovered": _split,
    "assessment-removed": _gone("b:show"),
    "criterion-removed": _gone("b:crit"),
    "requirement-removed": _gone("b:r1"),
    "entry-removed": _gone("b:e1"),
    "outcome-removed": _gone("b:o1"),
    "award-lowered": _by("b:q", _qualification(qualification_level="NQF 5"), qualification_level="NQF 4"),
    "practice-not-asked": _packed,
    "gone-with-role": _gone("b:para", "b:limit"),
    "performer-first": _first,
    "qualifies-more": _by("b:q", _qualification(qualifies_for=("b:para",)), qualifies_for=("b:para", "b:pro")),
    "permission-unconditional": lambda: (edit(BASE, "b:free", only_if=_text("when trained for it")), BASE),
    "language-lost": lambda: (edit(BASE, "b:limit", label=Text.of(en="May not diagnose.", fr="Ne peut.")), BASE),
}


def _made(edited: Edit) -> Case:
    return lambda: (WEAK, edited(WEAK))


# Of the framework of tests/weakenings.py: what was tried there.
WEAKENED: dict[str, Case] = {
    name: _made(edited) for edited, name in {**SILENT_ONCE, **OTHERS}.values() if " " not in name
}


def test_the_findings_are_those_of_the_rules() -> None:
    certain = {"yes": True, "a person judges": False}
    table = [(code(row[0]), certain[row[1]], next(iter(codes(row[2])), None)) for row in rows("finding")]
    assert table == [(one.name, one.certain, one.finding) for one in CODES]  # in the same order
    assert {*CASES, *WEAKENED} == {one.name for one in CODES}
    assert tuple(dict.fromkeys(one.finding for one in CODES if one.finding)) == FINDING_CLASSES


@pytest.mark.parametrize("row", rows("finding"), ids=lambda row: row[0])
def test_every_finding_is_made_and_is_as_certain_as_its_row_says(row: tuple[str, ...]) -> None:
    base, adapted = {**WEAKENED, **CASES}[code(row[0])]()
    found = [one for one in findings(base, adapted) if one.code == code(row[0])]
    assert found
    assert {one.certain for one in found} == {row[1] == "yes"}
    classes = codes(row[2])
    assert {one.finding for one in found} <= {*(classes or FINDING_CLASSES), "preparation-reduced"}


def test_what_is_certain_comes_first_and_then_the_gravest() -> None:
    several = edit(edit(BASE, "b:limit", label=_text("Should not."), refer_to=()), "b:r1", necessity="optional")
    several = edit(several, "b:super", supervision_mode="consultative")
    assert told(BASE, several) == ["referral-removed", "supervision-looser", "necessity-lowered", "worded-anew"]


def test_nothing_is_found_where_nothing_was_loosened() -> None:
    assert told(GUARDED, GUARDED) == []
    kinds = {type(node) for node in GUARDED.elements}
    assert kinds >= {*SAFEGUARDS, LearningOutcome, EligibilityCondition, SupervisionArrangement}
