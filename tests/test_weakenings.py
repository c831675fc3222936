"""Every way to weaken a framework that is on the list is told, and nothing harmless is called certain (E9, E10)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.safety.codes import BY_NAME
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Competency, Function, Requirement, SafetyFinding, ScopeRule, SupervisionArrangement, Text
from sswgraph.model.codes import FINDING_CLASSES
from sswgraph.model.fields import BY_KIND
from tests.adapted import edit
from tests.weakenings import BASE, HARMLESS, NODES, OTHERS, SILENT_ONCE, Edit, both, by, en, gone, new

GRAPH = CompetencyGraph([BASE])


def findings(edited: Edit) -> tuple[SafetyFinding, ...]:
    return ssw.compare(GRAPH, "p", edited(BASE)).safety


@pytest.mark.parametrize("title", [*SILENT_ONCE, *OTHERS])
def test_a_weakening_is_told_once_by_its_cause_and_as_certain_as_its_code(title: str) -> None:
    edited, code = {**SILENT_ONCE, **OTHERS}[title]
    found = findings(edited)
    assert [one.code for one in found] == code.split()
    assert [one.certain for one in found] == [BY_NAME[one].certain for one in code.split()]
    assert {one.finding for one in found} <= {*FINDING_CLASSES}


@pytest.mark.parametrize("title", HARMLESS)
def test_what_weakens_nothing_is_never_certain(title: str) -> None:
    assert [one.code for one in findings(HARMLESS[title]) if one.certain] == []


def test_the_examples_worked_by_hand() -> None:
    (one,) = findings(by("f-test", broader=()))
    assert (one.code, one.certain, one.finding) == ("limit-covers-less", True, "scope-widened")
    assert str(one.text) == "A limit of Para social worker no longer covers: Give a psychological test."
    said: dict[str, Any] = {"cadre": "p:para", "function": ("p:f-test",), "authority": "not-permitted"}
    rule = ScopeRule(id="p:ban", label=en("No"), force="law", **said)
    assert findings(both(by("f-test", broader=()), new(rule))) == ()
    (one,) = findings(by("m-ethics", part_of=()))
    assert (one.code, one.certain, one.finding) == ("module-not-asked", True, "preparation-reduced")
    (one,) = findings(gone("m-ethics", "o2"))
    assert (one.code, one.base, one.certain) == ("module-gone", ("p:m-ethics", "p:o2"), True)
    assert [str(text) for text in one.effects] == ["Ethics no longer teaches ‘Know the law’."]


def test_a_cadre_that_is_gone_is_one_finding_with_all_that_bound_it() -> None:
    found = findings(gone("vol", "removal"))
    assert [one.code for one in found if one.certain] == ["gone-with-role"]
    assert found[0].base[0] == "p:vol"
    assert {"p:removal", "p:super", "p:clear", "p:duty"} <= {*found[0].base}
    assert found[0].finding == "protection-removed"


def test_a_wider_scope_says_what_comes_along() -> None:
    extra = SupervisionArrangement(
        id="p:more", label=en("More"), supervisee=("p:para",), supervisor=("p:pro",), ratio=en("1 to 2")
    )
    asked = Requirement(id="p:r9", cadre="p:para", competency="p:c-a")
    wider = by("counselling", authority="independent")
    (bare,) = findings(wider)
    (one,) = findings(both(wider, new(extra, asked)))
    assert (bare.code, bare.finding, one.code, one.certain) == ("limit-looser", "scope-widened", "limit-looser", True)
    assert [text.code for text in bare.along] == ["safety.along-supervision"]
    assert [text.code for text in one.along] == [
        f"safety.along-{name}" for name in ("supervision", "ratio", "training")
    ]
    page = ssw.compare(GRAPH, "p", both(wider, new(extra, asked))(BASE))._repr_markdown_()
    assert "May do more" in page
    assert "1 to 2" in page


def test_only_a_weaker_basis_is_told_of_evidence() -> None:
    first, *others = NODES["p:limit"].evidence
    elsewhere = replace(first, locator="section 5", excerpt=en("may not"), note=en("Read again."))
    assert findings(by("limit", evidence=(elsewhere, *others))) == ()
    drawn = replace(first, id="p:ev-drawn")
    stated = edit(BASE, "p:f-diagnose", evidence=(drawn,))
    lowered = edit(BASE, "p:f-diagnose", evidence=(replace(drawn, basis="derived", derived_from=("p:limit",)),))
    (one,) = compared(stated, lowered).safety
    assert (one.code, one.base, one.certain) == ("basis-lowered", ("p:f-diagnose",), False)


def test_rows_and_json_tell_the_class_along_lineage_only() -> None:
    comparison = ssw.compare(GRAPH, "p", by("duty", within="P7D")(BASE))
    (row,) = [row for row in comparison.rows() if "p:duty" in row["base"]]
    assert row["finding"] == ["protection-removed"]
    assert ssw.to_plain(comparison)["safety"][0]["finding"] == "protection-removed"
    other = replace(BASE, id="o")
    apart = compared(BASE, other)
    assert not apart.lineage
    assert {one.finding for one in apart.safety} <= {None}
    assert all("finding" not in row for row in apart.rows())


@pytest.mark.parametrize("name", ["psw", "za", "social-protection", "asean-sp"])
def test_a_framework_compared_with_itself_or_its_copy_has_no_finding(name: str, g: CompetencyGraph) -> None:
    assert ssw.compare(g, name, name).safety == ()
    assert ssw.compare(g, name, ssw.adapt(g[name], id="xx", jurisdiction="UG")).safety == ()


# What can be emptied without a finding, by kind and field, and why nothing is weakened by it.
QUIET = {
    ("competency", "broader"): "a part that is no part any more proves less",
    ("context", "label"): "named by what a safeguard names, one step further on",
    ("context-scheme", "label"): "named by what a safeguard names, one step further on",
    ("scale", "label"): "named by what a safeguard names, one step further on",
    ("conversion-rule", "label"): "the figure says how many hours",
    ("ethical-standard", "concerns"): "it concerns everybody then",
    ("packaging-rule", "group"): "what stood in it is asked of everybody then",
    ("packaging-rule", "at_least"): "all of the group is asked then",
    ("scope-rule", "function"): "it limits all the work then, but for what must be done",
    ("qualification", "qualifies_for"): "fewer ways lead to the role",
}


def test_whatever_is_emptied_is_told_or_stands_here_with_its_reason() -> None:
    told: set[tuple[str, str]] = set()
    silent: set[tuple[str, str]] = set()
    for node in BASE.elements:
        for field in BY_KIND[node.kind].fields:
            value = getattr(node, field.name)
            draft = field.name == "evidence" and {one.basis for one in value} == {"draft"}  # no evidence is no less
            if (not isinstance(value, (tuple, Text)) and field.required) or not value or draft:
                continue
            empty: Any = Text() if isinstance(value, Text) else () if isinstance(value, tuple) else None
            found = compared(BASE, edit(BASE, node.id, **{field.name: empty})).safety
            (told if found else silent).add((node.kind, field.name))
    assert silent - told == QUIET.keys()
    assert len(told) > 70


def test_lengths_of_time_are_said_in_words() -> None:
    (one,) = findings(by("duty", within="P7D"))
    assert str(one.text) == "Para social worker, Volunteer may take longer over a duty: 24 hours before, 7 days now."
    assert findings(by("duty", within="P1D")) == ()  # as long in other words


CASES = Path(__file__).parent.parent.parent / "shared" / "cases" / "safety.md"


@pytest.mark.skipif(not CASES.is_file(), reason="the shared list of weakenings is not here")
def test_every_edit_of_the_shared_list_is_made_here() -> None:
    silent, harmless = CASES.read_text(encoding="utf-8").split("## Silent today")[1].split("## Harmless: never certain")
    for text, made in ((silent, SILENT_ONCE), (harmless, HARMLESS)):
        titles = [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]
        assert titles
        assert [one for one in titles if one not in made] == []


# What takes the place of a safeguard: only what is as strict and binds as firmly


@pytest.mark.parametrize(
    ("otherwise", "certain"),
    [
        ({}, None),
        ({"force": "guidance"}, True),
        ({"force": None}, True),
        ({"jurisdiction": ("KE",)}, True),
        ({"jurisdiction": ("ZM-09",)}, True),
        ({"jurisdiction": ("014",)}, None),
        ({"unless": en("a nurse is near")}, False),
        ({"authority": "assists"}, True),
    ],
    ids=str,
)
def test_only_a_rule_that_binds_as_firmly_takes_the_place_of_a_limit(
    otherwise: dict[str, Any], certain: bool | None
) -> None:
    base = by("limit", refer_to=())(BASE)
    test: Any = replace(NODES["p:limit"], id="p:ban", refer_to=(), function=("p:f-test",), evidence=(), **otherwise)
    found = compared(base, both(by("limit", function=("p:f-label",)), new(test))(base)).safety
    loosened = [one.certain for one in found if one.code == "limit-covers-less"]
    assert loosened == ([] if certain is None else [certain])
    whole = replace(test, function=("p:f-label", "p:f-test"))
    found = compared(base, both(gone("limit"), new(whole))(base)).safety
    assert [one.certain for one in found if one.code == "limit-removed"] == [bool(certain)]


@pytest.mark.parametrize(
    ("name", "field", "one"),
    [
        ("duty", "of_cadre", "vol"),
        ("super", "supervisee", "vol"),
        ("clear", "condition_of", "pro"),
        ("ethics", "concerns", "pro"),
    ],
)
def test_a_safeguard_that_is_split_by_whom_it_binds_has_lost_nothing(name: str, field: str, one: str) -> None:
    whole = NODES[f"p:{name}"]
    left = tuple(end for end in getattr(whole, field) if end != f"p:{one}")
    part = replace(whole, id="p:part", evidence=(), **{field: (f"p:{one}",)})
    rest = replace(part, id="p:rest", **{field: left})
    taken = by(name, **{field: left})
    assert [code.certain for code in findings(taken)] == [True]
    assert findings(both(taken, new(part))) == ()
    assert findings(both(gone(name), new(part, rest))) == ()
    assert findings(both(taken, new(replace(part, jurisdiction=("002",))))) == (), "it holds here all the same"
    worded = replace(part, label=en("In other words"))
    assert [code.certain for code in findings(both(taken, new(worded)))] == [False]
    weaker = replace(part, force="proposal") if whole.force else replace(part, jurisdiction=("ZM-09",))
    assert [code.certain for code in findings(both(taken, new(weaker)))] == [True]


def test_a_permission_protects_by_its_condition_as_long_as_the_act_may_be_done() -> None:
    only: Any = {"cadre": "p:para", "authority": "independent", "only_if": en("when trained for it")}
    visit = ScopeRule(id="p:may", function=("p:f-visit",), **only)
    diagnose = ScopeRule(id="p:may", function=("p:f-remove",), **only)

    def told(rule: ScopeRule, *edits: Edit) -> list[str]:
        base = new(rule)(BASE)
        return [one.code for one in compared(base, both(*edits)(base)).safety]

    assert told(visit, gone("may")) == ["limit-removed"], "she visits all the same"
    assert told(diagnose, gone("may")) == [], "she may not any more"
    assert told(visit, by("may", only_if=Text())) == ["permission-unconditional"]
    assert told(visit, by("may", only_if=en("when she wants"))) == ["worded-anew"]
    assert told(visit, by("may", unless=en("it is night"))) == ["worded-anew"]
    assert told(visit, by("may", only_if=Text(), authority="not-permitted")) == ["worded-anew"], "she may not at all"


@pytest.mark.parametrize(
    ("before", "after", "here", "lost"),
    [
        ("UG", "UG-C", "UG", True),
        ("002", "UG", "002", True),
        ("002", "UG", "UG", False),
        ("UG", "002", "UG", False),
        ("UG", "KE", "UG", True),
        ("ZA", "KE", "UG", True),
        ("", "UG", "UG", False),
        ("", "UG-C", "UG", True),
        ("003", "419", "029", False),
        ("003", "419", "019", True),
        ("002", "202", "ZA", False),
        ("", "UG", "", True),
    ],
)
def test_a_rule_is_lost_where_it_no_longer_holds_and_did(before: str, after: str, here: str, lost: bool) -> None:
    home = replace(by("limit", jurisdiction=(before,) if before else ())(BASE), jurisdiction=(here,) if here else ())
    found = compared(home, by("limit", jurisdiction=(after,))(home)).safety
    assert [one.code for one in found] == ["place-lost"] * lost


def test_what_nobody_asked_for_is_told_when_it_is_gone_if_it_is_marked() -> None:
    marked = new(
        Competency(id="p:c-x", label=en("Keep safe"), safety_critical=True),
        Function(id="p:f-x", label=en("Place a child"), criticality="statutory"),
    )(BASE)
    assert [(one.code, one.certain) for one in compared(marked, BASE).safety] == [
        ("grave-act-gone", True),
        ("critical-gone", True),
    ]
    plain = edit(edit(marked, "p:c-x", safety_critical=None), "p:f-x", criticality="routine")
    assert compared(plain, BASE).safety == ()


def test_what_is_added_is_told_only_where_it_opens_a_way_to_what_was_there() -> None:
    other = Competency(id="p:c-y", label=en("Sing"))
    added: dict[str, Any] = {"id": "p:c-x", "label": en("Sing and dance")}
    assert findings(new(other, Competency(**added, covers=("p:c-y",)))) == ()
    alone: Any = replace(_rule("independent"), competency=("p:c-law",))
    assert [one.code for one in findings(new(alone))] == ["permission-new"]
    assert findings(new(_rule("not-permitted"))) == ()
    known = new(replace(alone, id="p:known"))(BASE)
    assert compared(known, new(alone)(known)).safety == (), "the base says so already"


def _rule(authority: Any) -> ScopeRule:
    return ScopeRule(id="p:new", label=en("So"), cadre="p:vol", competency=("p:c-law",), authority=authority)


def test_a_limit_that_forbade_what_must_be_done_is_not_missed_for_certain() -> None:
    forbidden = replace(_rule("not-permitted"), competency=(), function=("p:f-report",))
    base = new(forbidden)(BASE)
    (one,) = compared(base, BASE).safety
    assert (one.code, one.certain) == ("limit-removed", False), "an obligation of the volunteer names it (M1)"
    found = compared(base, edit(BASE, "p:duty", of_cadre=("p:para",))).safety
    assert [(one.code, one.certain) for one in found] == [("obligation-covers-less", True), ("limit-removed", True)]
    (one,) = compared(edit(base, "p:duty", of_cadre=("p:para",)), edit(BASE, "p:duty", of_cadre=("p:para",))).safety
    assert (one.code, one.certain) == ("limit-removed", True)


def test_what_is_free_for_certain_is_told_apart_from_what_is_bound_in_other_words() -> None:
    whole = by("duty", of_cadre=("p:para", "p:pro", "p:vol"))(BASE)
    worded = replace(NODES["p:duty"], id="p:part", label=en("In other words"), of_cadre=("p:pro",), evidence=())
    found = compared(whole, both(by("duty", of_cadre=("p:para",)), new(worded))(whole)).safety
    assert [(one.certain, str(one.text)) for one in found] == [
        (True, "A duty no longer covers: Volunteer."),
        (False, "A duty no longer covers: Professional social worker."),
    ]
