"""Rules that nobody could keep, and what is probably not meant: each finding, and what takes it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.exchange import parse_framework, write_framework
from sswgraph.model import (
    Competency,
    EntryRequirement,
    Evidence,
    Framework,
    LearningOutcome,
    Obligation,
    PackagingRule,
    ProficiencyLevel,
    ProficiencyScale,
    Qualification,
    Requirement,
    ScopeRule,
    Source,
    Text,
    TrainingModule,
)
from sswgraph.model.elements import Cadre, CompetencySet
from sswgraph.model.evidence import ValidationExercise
from sswgraph.rules.relations import DATES
from tests import tables
from tests.loops import some

DRAFT = (Evidence(id="xx:e", basis="draft"),)


def node(cls: Any, code: str, **fields: Any) -> Any:
    label = (
        {} if cls in (LearningOutcome, EntryRequirement, Requirement, PackagingRule) else {"label": Text.of(en=code)}
    )
    return cls(**{"id": f"xx:{code}", **label, "evidence": DRAFT, **fields})


def module(code: str, **fields: Any) -> TrainingModule:
    return node(TrainingModule, code, **fields)  # type: ignore[no-any-return]


def framework(*elements: Any, **fields: Any) -> Framework:
    return Framework(**{"id": "xx", "label": Text.of(en="Example"), "elements": elements, **fields})


def found(*elements: Any, base: Any = None, **fields: Any) -> list[tuple[str, str, str | None]]:
    """Violations and warnings of a value, which a file with the same content gets as well."""
    value = framework(*elements, **fields)
    results = [one for one in ssw.check(value, base=base).results if one.severity != "info"]
    assert all(str(one.fix) and "{" not in str(one) for one in results)
    return [(one.code, one.severity, one.element) for one in results]


WHOLE = {"extent": "whole"}
A, B = node(Competency, "a"), node(Competency, "b")
EQUAL = node(ProficiencyLevel, "t1", scale="xx:t", rank=1, equivalent_level=("xx:s2",))
Q, R = node(Qualification, "q"), node(Qualification, "r")
CADRE = node(Cadre, "w")
SCALE, OTHER = node(ProficiencyScale, "s"), node(ProficiencyScale, "t")
LOW, HIGH = (node(ProficiencyLevel, f"s{n}", scale="xx:s", rank=n) for n in (1, 2))


def due(code: str = "due", **fields: Any) -> Obligation:
    given = {"of_cadre": ("xx:w",), "act": Text.of(en="act"), "trigger": ("disclosure",), **fields}
    return node(Obligation, code, **given)  # type: ignore[no-any-return]


def packed(at_least: int | None, *group: str) -> PackagingRule:
    return node(PackagingRule, "p", qualification="xx:q", group=group, at_least=at_least)  # type: ignore[no-any-return]


def outcome(of: str, level: str | None = None, code: str = "o", **fields: Any) -> LearningOutcome:
    given = {"outcome_of": of, "competency": "xx:a", "to_level": level, **WHOLE, **fields}
    return node(LearningOutcome, code, **given)  # type: ignore[no-any-return]


def entry(level: str | None = None, competency: str = "xx:a") -> EntryRequirement:
    return node(EntryRequirement, "i", module="xx:m", competency=competency, level=level)  # type: ignore[no-any-return]


def needed(level: str | None, competency: str = "xx:a") -> Requirement:
    return node(Requirement, "n", cadre="xx:w", competency=competency, level=level)  # type: ignore[no-any-return]


M, N = module("m", part_of=("xx:q",)), module("n", part_of=("xx:q",))
SET = node(CompetencySet, "set", includes=("xx:a", "xx:b"))
CASES: dict[str, tuple[list[tuple[str, str, str | None]], tuple[Any, ...]]] = {
    "two of two can be done": ([], (Q, M, N, packed(2, "xx:m", "xx:n"))),
    "all of them can be done": ([], (Q, M, N, packed(None, "xx:m", "xx:n"))),
    "three of two cannot": ([("group-too-small", "violation", "xx:p")], (Q, M, N, packed(3, "xx:m", "xx:n"))),
    "a module that is named twice counts once": (
        [("group-too-small", "violation", "xx:p")],
        (Q, M, packed(2, "xx:m", "xx:m")),
    ),
    "a module of another qualification": (
        [("group-outside", "violation", "xx:p")],
        (Q, R, M, module("n", part_of=("xx:r",)), packed(1, "xx:m", "xx:n")),
    ),
    "a module of both": ([], (Q, R, M, module("n", part_of=("xx:q", "xx:r")), packed(1, "xx:m", "xx:n"))),
    "a module of which nothing is said": ([], (Q, M, module("n"), packed(1, "xx:m", "xx:n"))),
    "before one way and along the other": (
        [("before-and-along", "violation", "xx:m")],
        (module("m", corequisite=("xx:n",)), module("n", prerequisite=("xx:m",))),
    ),
    "before by way of a third, and along": (
        [("before-and-along", "violation", "xx:m")],
        (
            module("m", corequisite=("xx:n",)),
            module("n", prerequisite=("xx:o",)),
            module("o", prerequisite=("xx:m",)),
        ),
    ),
    "along both ways": ([], (module("m", corequisite=("xx:n",)), module("n", corequisite=("xx:m",)))),
    "before and along the same way": (
        [("twice-required", "warning", "xx:m")],
        (module("m", corequisite=("xx:n",), prerequisite=("xx:n",)), module("n")),
    ),
    "a competency covers itself": ([("covers-itself", "violation", "xx:a")], (replace(A, covers=("xx:a",)),)),
    "two cover each other": ([], (replace(A, covers=("xx:b",)), replace(B, covers=("xx:a",)))),
    "a level equal to another of its scale": (
        [("own-equivalent", "violation", "xx:s1")],
        (SCALE, replace(LOW, equivalent_level=("xx:s2",)), HIGH),
    ),
    "a level equal to itself": (
        [("own-equivalent", "violation", "xx:s1")],
        (SCALE, replace(LOW, equivalent_level=("xx:s1",))),
    ),
    "a level equal to one of another scale": (
        [],
        (SCALE, OTHER, LOW, node(ProficiencyLevel, "t1", scale="xx:t", rank=1, equivalent_level=("xx:s1",))),
    ),
    "an outcome without extent": (
        [("no-extent", "warning", "xx:o")],
        (A, M, Q, outcome("xx:m", extent=None)),
    ),
    "an entry that only the module itself brings": (
        [("entry-own", "warning", "xx:i")],
        (A, M, Q, outcome("xx:m"), entry()),
    ),
    "an entry that another brings": ([], (A, M, N, Q, outcome("xx:m"), outcome("xx:n", code="p"), entry())),
    "an entry that nothing brings": ([], (A, M, Q, entry())),
    "an entry level that another brings lower": (
        [("entry-own", "warning", "xx:i")],
        (A, M, N, Q, SCALE, LOW, HIGH, outcome("xx:m", "xx:s2"), outcome("xx:n", "xx:s1", "p"), entry("xx:s2")),
    ),
    "a level that an outcome reaches": (
        [],
        (A, M, Q, CADRE, SCALE, LOW, HIGH, outcome("xx:m", "xx:s2"), needed("xx:s1")),
    ),
    "a level that no outcome reaches": (
        [("level-unmet", "warning", "xx:n")],
        (A, M, Q, CADRE, SCALE, LOW, HIGH, outcome("xx:m", "xx:s1"), needed("xx:s2")),
    ),
    "a level that outcomes do not state": (
        [("level-unmet", "warning", "xx:n")],
        (A, M, Q, CADRE, SCALE, LOW, outcome("xx:m"), needed("xx:s1")),
    ),
    "a level that is reached by an equivalence": (
        [],
        (A, M, Q, CADRE, SCALE, OTHER, LOW, HIGH, EQUAL, outcome("xx:m", "xx:t1"), needed("xx:s2")),
    ),
    "a level that is equal to one elsewhere": (
        [],
        (A, CADRE, SCALE, replace(LOW, equivalent_level=("yy:l",)), needed("xx:s1")),
    ),
    "a level of a set of which one is not reached": (
        [("level-unmet", "warning", "xx:n")],
        (A, B, SET, M, Q, CADRE, SCALE, LOW, outcome("xx:m", "xx:s1"), needed("xx:s1", "xx:set")),
    ),
    "a level of a set that a set reaches": (
        [],
        (A, B, SET, M, Q, CADRE, SCALE, LOW, outcome("xx:m", "xx:s1", competency="xx:set"), needed("xx:s1", "xx:set")),
    ),
    "no level": ([], (A, CADRE, needed(None))),
    "a label repeated": (
        [("repeated-label", "warning", "xx:a")],
        (replace(A, alt_label=Text.of(en="a")),),
    ),
    "a label repeated in another language": ([], (replace(A, alt_label=Text.of(fr="a")),)),
    "a blank before": ([("outer-blanks", "warning", "xx:a")], (replace(A, label=Text.of(en=" a")),)),
    "a no-break space after": ([("outer-blanks", "warning", "xx:a")], (replace(A, alt_label=Text.of(en="b\u00a0")),)),
    "a space of no width after": ([("outer-blanks", "warning", "xx:a")], (replace(A, label=Text.of(en="b\u200b")),)),
    "a dash for an address": (
        [("no-address", "warning", "xx:due")],
        (CADRE, due(office=Text.of(en="-"), contact=Text.of(en="116"), jurisdiction=("UG",))),
    ),
    "harm at a place and nobody to tell": (
        [("nobody-to-report-to", "warning", "xx:due")],
        (CADRE, due(report_to=("xx:w",), jurisdiction=("UG",))),
    ),
    "harm at a place, told of by one cadre to another that must tell as well": (
        [("nobody-to-report-to", "warning", "xx:due")],
        (CADRE, node(Cadre, "v"), due(report_to=("xx:v",), jurisdiction=("UG",), of_cadre=("xx:v", "xx:w"))),
    ),
    "harm at no place and nobody to tell": ([], (CADRE, due())),
    "harm told of, and another duty says to whom": (
        [],
        (CADRE, due(jurisdiction=("UG",)), due("other", contact=Text.of(en="116"))),
    ),
    "harm suspected, and the other duty is for what is told": (
        [("nobody-to-report-to", "warning", "xx:due")],
        (CADRE, due(jurisdiction=("UG",), trigger=("suspicion",)), due("other", contact=Text.of(en="116"))),
    ),
    "no harm and nobody to tell": ([], (CADRE, due(jurisdiction=("UG",), trigger=("at-all-times",)))),
    "a blank inside": ([], (replace(A, label=Text.of(en="a b")),)),
}


@pytest.mark.parametrize("name", CASES)
def test_what_nobody_could_keep_or_mean_is_told_with_its_fix(name: str) -> None:
    wanted, elements = CASES[name]
    assert found(*elements) == wanted


@pytest.mark.parametrize("name", [name for name, (wanted, _) in CASES.items() if wanted])
def test_a_file_is_told_what_its_value_is_told_and_every_language_has_the_sentence(name: str) -> None:
    value = framework(*CASES[name][1])
    report = ssw.check(value)
    for one, lang in product(some(report.results), ("en", "fr", "es", "pt", "ar", "sw")):
        assert "{" not in one.message.render(lang) + one.fix.render(lang)
    if report.conforms:
        assert parse_framework(write_framework(value)).elements == tuple(sorted(value.elements, key=_order))
    else:
        with pytest.raises(InvalidFrameworkError) as caught:
            parse_framework(write_framework(value))
        assert {one.code for one in caught.value.report.of_severity("violation")} == {CASES[name][0][0][0]}


def _order(one: Any) -> tuple[int, str]:
    from sswgraph.model.fields import KINDS

    return [kind.name for kind in KINDS].index(one.kind), one.id


# Dates

DAYS = (date(2024, 1, 1), date(2025, 1, 1))


@pytest.mark.parametrize(("first", "last"), DATES)
def test_dates_that_are_upside_down_are_told(first: str, last: str) -> None:
    make: Callable[..., Any]
    days: tuple[Any, Any] = DAYS
    if first == "start":
        make, days = (lambda **fields: node(ValidationExercise, "v", **fields)), ("2024", "2025-01")
    elif first == "date":
        make, days = (lambda **fields: node(Source, "v", **fields)), ("2024", "2025-01-01")
    else:
        make = lambda **fields: module("v", **fields)  # noqa: E731
    assert found(make(**{first: days[0], last: days[1]})) == []
    assert found(make(**{first: days[0], last: days[0]})) == []
    assert found(make(**{first: days[1], last: days[0]})) == [("dates-upside-down", "violation", "xx:v")]
    assert found(make(**{first: days[1]})) == found(make(**{last: days[0]})) == []


def test_dates_are_compared_as_far_as_both_are_known() -> None:
    def source(issued: str, seen: str) -> Any:
        return node(Source, "v", date=issued, retrieved=seen)

    assert found(source("2025-03", "2025")) == found(source("2025", "2025-01-01")) == []
    assert found(source("2025-03", "2025-02-28")) == [("dates-upside-down", "violation", "xx:v")]
    assert found(source("-0300", "2025")) == []


def test_the_message_names_both_dates_and_properties() -> None:
    (one,) = ssw.check(framework(module("v", registered_from=DAYS[1], registered_to=DAYS[0]))).results
    assert str(one.message) == "xx:v: ssw:registeredFrom is 2025-01-01, which is after 2024-01-01 (ssw:registeredTo)."


# Places and conditions of rules


def source(code: str, *places: str, **fields: Any) -> Any:
    return node(Source, code, jurisdiction=places, evidence=(), **fields)


def rule(code: str = "rule", *sources: str, **fields: Any) -> Any:
    evidence = tuple(Evidence(id=f"xx:{code}.e{n}", basis="stated", source=one) for n, one in enumerate(sources))
    given = {"cadre": "xx:w", "act": Text.of(en="assess"), "authority": "not-permitted", "evidence": evidence or DRAFT}
    return node(ScopeRule, code, **{**given, **fields})


EVERYWHERE = {"jurisdiction": ("001",)}


@pytest.mark.parametrize(
    ("sources", "cited", "borne_out"),
    [
        ((), (), False),
        ((source("p", "ZA"),), ("xx:p",), False),
        ((source("p", "ZA"), source("q", "KE")), ("xx:p", "xx:q"), False),
        ((source("p", "ZA"), source("q", "PH")), ("xx:p", "xx:q"), True),
        ((source("p", "ZA"), source("q", "PH")), ("xx:p",), False),
        ((source("p", "035"), source("q", "GB-ENG")), ("xx:p", "xx:q"), True),
        ((source("p", "001"), source("q", "ZA")), ("xx:p", "xx:q"), False),
        ((source("p", "001", source_kind="international-instrument"),), ("xx:p",), True),
        ((source("p", "ZA"), source("q", "PH", reprint_of=("xx:p",))), ("xx:p", "xx:q"), False),
        ((), ("yy:elsewhere",), True),
    ],
)
def test_a_rule_that_is_said_to_hold_everywhere_needs_sources_that_bear_it_out(
    sources: tuple[Any, ...], cited: tuple[str, ...], borne_out: bool
) -> None:
    wanted = [] if borne_out else [("not-general", "warning", "xx:rule")]
    assert found(CADRE, *sources, rule("rule", *cited, **EVERYWHERE)) == wanted
    assert found(CADRE, *sources, rule("rule", *cited)) == []
    assert found(CADRE, *sources, rule("rule", *cited, jurisdiction=("ZA",))) == []


def test_a_source_that_names_no_place_has_that_of_its_framework() -> None:
    sources = (source("p"), source("q", "PH"))
    assert found(CADRE, *sources, rule("rule", "xx:p", "xx:q", **EVERYWHERE), jurisdiction=("ZA",)) == []


@pytest.mark.parametrize("condition", [{"only_if": Text.of(en="when trained")}, {"unless": Text.of(en="in danger")}])
def test_a_rule_that_rests_on_one_with_a_condition_repeats_the_condition(condition: dict[str, Text]) -> None:
    base = rule("base", **condition)
    derived = (Evidence(id="xx:rule.e", basis="derived", derived_from=("xx:base",)),)
    dropped = [("condition-dropped", "warning", "xx:rule")]
    assert found(CADRE, base, rule("rule", evidence=derived)) == dropped
    assert found(CADRE, base, rule("rule", derived_from=("xx:base",))) == dropped
    assert found(CADRE, base, rule("rule", evidence=derived, only_if=Text.of(en_GB="trained"))) == []
    assert found(CADRE, rule("base"), rule("rule", evidence=derived)) == []


def test_the_condition_of_a_rule_in_another_framework_is_seen_where_that_is_given() -> None:
    derived = (Evidence(id="xx:rule.e", basis="derived", derived_from=("asean-sp:para-social-worker.rule-x",)),)
    g = ssw.load("asean-sp")
    conditional = next(one for one in g.of_kind("scope-rule") if one.only_if or one.unless)
    mine = rule("rule", evidence=(replace(derived[0], derived_from=(conditional.id,)),))
    assert found(CADRE, mine) == []
    assert found(CADRE, mine, base=g) == [("condition-dropped", "warning", "xx:rule")]


# What docs/semantics.md says of them


def test_the_tables_of_warnings_violations_and_dates_are_those_of_the_code() -> None:
    told = {code for wanted, _ in CASES.values() for code, _, _ in wanted}
    warnings = {tables.code(row[0]) for row in tables.rows("warning")}
    violations = {tables.code(row[0]) for row in tables.rows("violation")}
    assert not warnings & violations
    here = {"not-general", "condition-dropped", "condition-not-worded", "empty-list", "dates-upside-down"}
    kept = {"near-miss", "no-such-term", "no-element", "match-within"}
    assert warnings | violations == told | here | kept
    severity = {code: severity for wanted, _ in CASES.values() for code, severity, _ in wanted}
    assert {code for code in told if severity[code] == "warning"} == warnings & told
    dates = {(tables.code(first), last) for first, later in tables.rows("the date") for last in tables.codes(later)}
    assert dates == set(DATES)


# What ships


def test_what_ships_trips_none_of_these() -> None:
    g = ssw.load()
    for value in some(g.frameworks):
        assert [one.code for one in ssw.check(value, base=g).of_severity("warning")] == [], value.id


# Tags and places that do not exist


@pytest.mark.parametrize("tag", ["en-Latn-Arab-Cyrl", "az-Latn-Cyrl-Arab-TR"])
def test_a_tag_of_three_scripts_is_none(tag: str) -> None:
    value = framework(replace(A, label=Text(((tag.lower(), "a"),))))
    assert [(one.code, one.element) for one in ssw.check(value).results if one.severity != "info"] == [
        ("language-tag", "xx:a")
    ]


def test_a_tag_of_three_scripts_in_a_file_is_named_with_its_line() -> None:
    with pytest.raises(ParseError, match="line 2, column 5: 'en-Latn-Arab-Cyrl' names 3 scripts"):
        parse_framework('<http://example.org/a> <http://example.org/b> "a"@fr ,\n"c"@en-Latn-Arab-Cyrl .')


@pytest.mark.parametrize("code", ["XX", "ZZ-1", "Nowhere", "00", "za", ""])
def test_a_place_that_does_not_exist_is_none(code: str) -> None:
    assert found(CADRE, rule("rule", jurisdiction=(code,))) == [("jurisdiction", "violation", "xx:rule")]
    assert ("jurisdiction", "violation", "xx") in found(jurisdiction=(code,))
