"""What a framework says of another one's elements belongs there: no adaptation copies it (rule J2)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.lineage import HOLDING, not_copied
from sswgraph.exchange import parse_framework, write_framework
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import applicability
from sswgraph.messages.places import containing
from sswgraph.model import (
    Cadre,
    Competency,
    EligibilityCondition,
    Evidence,
    Framework,
    LearningOutcome,
    Node,
    Progression,
    Requirement,
    ScopeRule,
    SupervisionArrangement,
    Text,
)
from tests.adapted import add, edit, without

DRAFT = (Evidence(id="a:draft", basis="draft"),)
_RULE: dict[str, Any] = {"label": Text.of(en="May not."), "evidence": DRAFT}
OURS: tuple[Node, ...] = (
    Cadre(id="a:worker", label=Text.of(en="worker"), evidence=DRAFT),
    Competency(id="a:c", label=Text.of(en="c"), evidence=DRAFT),
)
THEIRS: tuple[Node, ...] = (
    Requirement(id="a:r-theirs", cadre="b:worker", competency="a:c", evidence=DRAFT),
    ScopeRule(id="a:s-theirs", cadre="b:worker", competency=("a:c",), authority="not-permitted", **_RULE),
    SupervisionArrangement(id="a:v-theirs", supervisee=("b:worker",), supervisor=("a:worker",), **_RULE),
    EligibilityCondition(id="a:e-theirs", condition_of=("b:worker",), condition_kind="age", **_RULE),
    LearningOutcome(id="a:o-theirs", outcome_of="b:module", competency="a:c", evidence=DRAFT),
    Progression(id="a:p-theirs", start="b:worker", progresses_to="c:worker", progression_kind="ladder", evidence=DRAFT),
)
BOTH: tuple[Node, ...] = (
    Requirement(id="a:r-ours", cadre="a:worker", competency="b:c", evidence=DRAFT),
    SupervisionArrangement(id="a:v-both", supervisee=("a:worker", "b:worker"), **_RULE),
    Progression(id="a:p-both", start="b:worker", progresses_to="a:worker", progression_kind="ladder", evidence=DRAFT),
    Requirement(id="a:r-iri", cadre="http://example.org/worker", competency="a:c", evidence=DRAFT),
)
BASE = parse_framework(
    write_framework(Framework(id="a", label=Text.of(en="A"), elements=(*OURS, *THEIRS, *BOTH), evidence=DRAFT))
)


@pytest.mark.parametrize("node", THEIRS, ids=lambda node: str(node.kind))
def test_what_speaks_of_anothers_elements_only_is_left_out_and_told(node: Node) -> None:
    told = {one: str(why) for one, why in not_copied(BASE)}
    home = "b:module" if node.kind == "outcome" else "b:worker"
    assert told[node.id].startswith(f"is about {home}")
    made = ssw.adapt(BASE, id="xx", jurisdiction="UG")
    assert "xx" + node.id[1:] not in {one.id for one in made.elements}


def test_what_speaks_of_its_own_elements_too_is_copied() -> None:
    assert {one for one, _ in not_copied(BASE)} == {node.id for node in THEIRS}
    made = ssw.adapt(BASE, id="xx", jurisdiction="UG")
    assert {node.id for node in made.elements} == {"xx" + node.id[1:] for node in (*OURS, *BOTH)}


def test_what_is_left_out_is_nobodys_loss_and_the_copy_can_be_made_again() -> None:
    made = ssw.adapt(BASE, id="xx", jurisdiction="UG")
    found = compared(BASE, made)
    assert found.lineage
    assert (found.safety, found.check()) == ((), ())
    assert {entry.base for entry in found.different} == {("a",)}
    elsewhere = found.of_relation("not-compared")
    assert {one for entry in elsewhere for one in entry.base} == {node.id for node in THEIRS}
    assert {row["kind"] for row in found.rows() if set(row["base"]) & {node.id for node in THEIRS}} == {"not-compared"}
    assert "dropped" not in dict(found.summary.kinds)
    assert not any(share.dropped for share in (*found.summary.elements, *found.summary.cadres))
    assert ssw.apply_changes(BASE, found) == made
    page = str(found)
    assert "Not compared (6)" in page
    assert "Dropped" not in page.partition("Every difference")[2]
    notes = [str(note) for note in found.notes]
    assert sum("belongs to b" in note for note in notes) == 3  # of the worker, of both workers, of the module


def test_a_copy_that_has_it_all_the_same_is_compared() -> None:
    """An adaptation made by hand, or by an earlier version."""
    copied = replace(THEIRS[1], id="xx:s-theirs", derived_from=("a:s-theirs",))
    made = add(ssw.adapt(BASE, id="xx", jurisdiction="UG"), copied)
    looser = edit(made, "xx:s-theirs", authority="independent")
    assert [one.code for one in compared(BASE, looser).safety] == ["limit-looser"]


def test_two_editions_answer_for_all_that_they_say() -> None:
    newer = without(replace(BASE, edition="2030"), "a:s-theirs")
    assert [one.code for one in compared(BASE, newer).safety] == ["limit-removed"]


def test_an_adaptation_of_what_ships_leaves_the_lists_of_other_countries_as_they_are(g: CompetencyGraph) -> None:
    made = ssw.adapt(g["psw"], id="xx", jurisdiction="KE")
    both = g.with_framework(made)
    for name in ("ug", "cd", "tz"):
        for cadre in g[name].of_kind("cadre"):
            before, after = (ssw.gap(one, [], cadre.id) for one in (g, both))
            assert len(before.items) == len(after.items)
            proofs = [Counter(str(item) for item in one.items) for one in (before, after)]
            assert proofs[0] == proofs[1]
    assert ssw.gap(g, [], "ug:para-social-worker").items


def test_a_rule_of_one_country_does_not_become_one_of_the_whole_region(g: CompetencyGraph) -> None:
    region = ssw.adapt(g["za"], id="xx", jurisdiction="002")
    rules = [node for node in region.elements if node.kind in HOLDING]
    assert len(rules) > 30
    assert {getattr(node, "jurisdiction", ()) for node in rules} == {("ZA",)}
    within = ssw.adapt(g["za"], id="yy", jurisdiction="ZA-WC")
    assert {getattr(node, "jurisdiction", ()) for node in within.elements if node.kind in HOLDING} == {()}
    assert ssw.compare(g, "za", region).safety == ()
    laid = g.with_framework(region)
    assert len(laid.permissions("xx:social-auxiliary-worker", "ZA").limits) == 21
    assert laid.permissions("xx:social-auxiliary-worker", "KE").limits == ()


def test_a_new_edition_of_the_base_brings_nothing_that_belongs_elsewhere(g: CompetencyGraph) -> None:
    made = ssw.adapt(BASE, id="xx", jurisdiction="UG")
    more = ScopeRule(id="a:s-new", cadre="b:worker", competency=("a:c",), authority="assists", **_RULE)
    newer = edit(
        add(without(replace(BASE, edition="2030"), "a:r-theirs"), more), "a:e-theirs", condition_kind="clearance"
    )
    plan = ssw.rebase(g, made, BASE, newer)
    elsewhere = [entry for entry in plan.entries if entry.key.endswith(("-theirs", "s-new"))]
    assert {entry.outcome for entry in elsewhere} == {"already-the-same"}
    assert len(elsewhere) == len(THEIRS) + 1
    assert plan.open == ()
    assert plan.check() == ()
    assert {node.id for node in ssw.apply_rebase(plan).elements} == {node.id for node in made.elements}


def test_the_command_lists_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(write_framework(BASE), encoding="utf-8")
    command = [sys.executable, "-m", "sswgraph", "adapt", str(tmp_path / "a.ttl"), "--id", "xx", "--jurisdiction", "KE"]
    made = subprocess.run(
        [*command, "-o", str(tmp_path / "xx.ttl")], env=dict(os.environ), capture_output=True, text=True, check=True
    )
    told = [line for line in made.stderr.splitlines() if line.startswith("Left out: ")]
    assert len(told) == len(not_copied(BASE)) > 1
    assert any(line.endswith("is about b:worker and belongs to b.") for line in told)


def test_a_rule_of_an_area_that_overlaps_with_that_of_an_adaptation_is_copied() -> None:
    limit = ScopeRule(id="b:l", cadre="b:c", act=Text.of(en="x"), authority="assists", jurisdiction=("003",))
    base = Framework(id="b", label=Text.of(en="b"), elements=(Cadre(id="b:c", label=Text.of(en="c")), limit))
    assert [one for one, _ in not_copied(base, ["419"])] == [], "Mexico lies in both"
    assert [one for one, _ in not_copied(base, ["005"])] == ["b:l"]


def test_a_rule_that_is_said_to_hold_everywhere_is_copied_from_the_framework_of_a_country() -> None:
    own = ScopeRule(id="b:l", cadre="b:c", act=Text.of(en="x"), authority="assists")
    everywhere = replace(own, id="b:m", jurisdiction=("001",))
    nodes = (Cadre(id="b:c", label=Text.of(en="c")), own, everywhere)
    base = Framework(id="b", label=Text.of(en="b"), elements=nodes, jurisdiction=("ZA",))
    assert [one for one, _ in not_copied(base, ["UG"])] == ["b:l"]


_PLACES: tuple[tuple[str, ...], ...] = ((), ("KE",), ("014",), ("014", "KE"), ("014", "ZA"), ("KE", "UG"), ("KE-30",))


@pytest.mark.parametrize("home", _PLACES, ids="-".join)
@pytest.mark.parametrize("stated", _PLACES, ids="-".join)
def test_a_copy_holds_in_the_adaptation_s_countries_where_its_rule_does_and_nowhere_that_it_does_not(
    home: tuple[str, ...], stated: tuple[str, ...]
) -> None:
    """Also where a region and a country stand together, and where the adaptation is for more than either (J1, J2)."""
    rule = ScopeRule(id="a:rule", cadre="a:worker", authority="not-permitted", jurisdiction=stated, **_RULE)
    framework = Framework(
        id="a",
        label=Text.of(en="a"),
        evidence=DRAFT,
        jurisdiction=home,
        elements=(*OURS, replace(rule, evidence=DRAFT)),
    )
    for codes in (("UG",), ("KE",), ("014",), ("014", "KE"), ("018", "UG"), ("002",)):
        mine = ssw.adapt(framework, id="xx", jurisdiction=codes)
        g = CompetencyGraph([framework, mine])
        (copy,) = mine.of_kind("scope-rule") or (None,)
        for country in ("KE", "UG", "TZ", "ZA", "NG"):
            within = any(code in containing(country) for code in codes)
            held = applicability(g, rule, (country,)) is not None
            holds = copy is not None and applicability(g, copy, (country,)) is not None
            assert holds is held if within else held or not holds, (codes, country)
