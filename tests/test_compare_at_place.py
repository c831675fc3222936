"""Two frameworks compared where something holds: what holds elsewhere is set apart, and nothing is lost (rule E11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.compare import apply_changes
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Cadre,
    Comparison,
    Competency,
    Evidence,
    Framework,
    LearningOutcome,
    Obligation,
    Qualification,
    ScopeRule,
    Text,
    TrainingModule,
)

DRAFT = (Evidence(id="aa:e", basis="draft"),)
MIRRORED = {"wider": "narrower", "narrower": "wider", "only-first": "only-second", "only-second": "only-first"}


def _named(name: str) -> dict[str, Any]:
    return {"label": Text.of(en=name), "evidence": (Evidence(id=f"aa:{name}.e", basis="draft"),)}


def _rule(name: str, **more: Any) -> ScopeRule:
    return ScopeRule(id=f"aa:{name}", cadre="aa:worker", authority="assists", function=(), **_named(name), **more)


def base() -> Framework:
    """A rule of no place, one of Kenya and one of Eastern Africa; a course of Kenya with its module and outcome."""
    parts = (
        Cadre(id="aa:worker", **_named("worker")),
        Competency(id="aa:c", **_named("c")),
        _rule("everywhere"),
        _rule("kenya", jurisdiction=("KE",)),
        _rule("east", jurisdiction=("014",)),
        Obligation(
            id="aa:duty",
            of_cadre=("aa:worker",),
            trigger=("suspicion",),
            act=Text.of(en="Report it"),
            jurisdiction=("KE",),
            **_named("duty"),
        ),
        Qualification(id="aa:course", jurisdiction=("KE",), **_named("course")),
        TrainingModule(id="aa:module", part_of=("aa:course",), **_named("module")),
        LearningOutcome(id="aa:outcome", outcome_of="aa:module", competency="aa:c", evidence=DRAFT),
    )
    return Framework(id="aa", elements=parts, **_named("aa"))


def _apart(found: Comparison) -> set[str]:
    entries = [entry for entry in found.entries if entry.relation == "not-compared" and entry.element != "framework"]
    return {one for entry in entries for one in (*entry.base, *entry.adaptation)}


def test_what_holds_or_exists_elsewhere_is_set_apart_with_what_hangs_on_it() -> None:
    g = CompetencyGraph([base()])
    mine = ssw.adapt(base(), id="xx", jurisdiction=["UG", "KE"])
    found = ssw.compare(g, "aa", mine, where="UG")
    wanted = {"kenya", "duty", "course", "module", "outcome"}
    assert _apart(found) == {f"{home}:{one}" for home in ("aa", "xx") for one in wanted}
    assert found.check() == ()
    assert [entry.element for entry in found.different] == ["framework"], "references to it mean the same on both sides"
    assert "aa:duty" in str(found.unchecked[-1])
    assert not found.clear
    assert apply_changes(base(), found) == mine
    assert _apart(ssw.compare(g, "aa", mine, where="KE")) == set()
    assert _apart(ssw.compare(g, "aa", mine)) == set()


def test_a_rule_whose_copy_holds_elsewhere_only_is_gone_here() -> None:
    mine = ssw.adapt(base(), id="xx", jurisdiction=["UG", "KE"])
    moved: tuple[Any, ...] = mine.elements
    moved = tuple(replace(one, jurisdiction=("KE",)) if one.id == "xx:everywhere" else one for one in moved)
    mine = replace(mine, elements=moved)
    found = ssw.compare(CompetencyGraph([base()]), "aa", mine, where="UG")
    (gone,) = [entry for entry in found.entries if entry.base == ("aa:everywhere",)]
    assert (gone.kind, gone.relation, gone.adaptation) == ("dropped", "only-first", ())
    assert "xx:everywhere" in _apart(found)
    assert found.check() == ()
    assert apply_changes(base(), found) == mine


@pytest.mark.parametrize(
    ("one", "other", "where"), [("ug", "za", "UG"), ("psw", "tz", ("TZ", "KE")), ("za", "za", "UG")]
)
def test_the_mirror_and_the_laws_hold_at_a_place(one: str, other: str, where: Any, g: CompetencyGraph) -> None:
    found, back = (ssw.compare(g, *ends, where=where) for ends in ((one, other), (other, one)))
    said = {(entry.base, entry.adaptation): MIRRORED.get(entry.relation, entry.relation) for entry in found.entries}
    assert said == {(entry.adaptation, entry.base): entry.relation for entry in back.entries}
    assert found.check() == ()
    assert apply_changes(g[one], found) == g[other]
    if one == other:
        assert (found.different, found.safety) == ((), ())


def test_of_two_countries_only_the_rules_of_the_place_are_compared(g: CompetencyGraph) -> None:
    found = ssw.compare(g, "ug", "za", where="UG")
    rules = {one.id for one in g["za"].elements if one.kind in ("scope-rule", "obligation")}
    assert rules
    assert rules <= _apart(found)
    assert not rules & {one for finding in found.safety for one in finding.adaptation}
    assert "hold or exist in ZA and not in UG" in " ".join(map(str, found.notes))


@pytest.mark.parametrize("where", [None, "anywhere", "001"])
def test_where_no_place_is_named_all_is_compared(where: Any, g: CompetencyGraph) -> None:
    assert ssw.compare(g, "ug", "tz", where=where) == ssw.compare(g, "ug", "tz")


def test_what_is_no_place_is_told(g: CompetencyGraph) -> None:
    with pytest.raises(InputError, match="where: "):
        ssw.compare(g, "ug", "za", where="Uganda")
