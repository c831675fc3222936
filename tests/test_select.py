"""A choice from a framework brings what it needs, and no safeguard is left out in silence."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.lineage import not_copied
from sswgraph.cli import main
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    Evidence,
    Framework,
    Function,
    LearningOutcome,
    Obligation,
    Requirement,
    ScopeRule,
    SupervisionArrangement,
    Text,
    TrainingModule,
)
from sswgraph.model.evidence import LIST_REACH
from tests.loops import some


def draft(identifier: str) -> dict[str, Any]:
    return {"id": identifier, "evidence": (Evidence(id=f"{identifier}.e", basis="draft"),)}


def named(identifier: str) -> dict[str, Any]:
    return {**draft(identifier), "label": Text.of(en=identifier)}


BASE = Framework(
    id="bb",
    label=Text.of(en="Base"),
    first_language="en",
    elements=(
        Cadre(
            id="bb:aide",
            label=Text.of(en="aide"),
            performs=("bb:visit", "bb:teach"),
            list_reach="whole",
            evidence=(
                Evidence(id="bb:aide.e", basis="draft"),
                Evidence(id="bb:aide.reach", basis="draft", concerns=(LIST_REACH,)),
            ),
        ),
        Cadre(**named("bb:teacher"), performs=("bb:teach",)),
        Cadre(**named("bb:boss")),
        Function(**named("bb:visit"), needs=("bb:listen",)),
        Function(**named("bb:teach"), needs=("bb:explain",)),
        Competency(**named("bb:listen")),
        Competency(**named("bb:explain")),
        Competency(**named("bb:protect"), safety_critical=True),
        Competency(**named("bb:cook")),
        CompetencySet(**named("bb:set"), includes=("bb:explain", "bb:cook")),
        Requirement(**draft("bb:r1"), cadre="bb:aide", competency="bb:listen"),
        Requirement(**draft("bb:r2"), cadre="bb:aide", competency="bb:protect"),
        Requirement(**draft("bb:r3"), cadre="bb:teacher", competency="bb:explain"),
        Requirement(**draft("bb:r4"), cadre="bb:aide", competency="bb:cook"),
        Obligation(**named("bb:report"), of_cadre=("bb:aide",), act=Text.of(en="report"), trigger=("disclosure",)),
        ScopeRule(**draft("bb:no"), cadre="bb:aide", function=("bb:teach",), authority="not-permitted"),
        SupervisionArrangement(**draft("bb:sup"), supervisee=("bb:aide",), supervisor=("bb:boss",)),
        ScopeRule(**draft("bb:only"), cadre="bb:teacher", function=("bb:teach",), authority="assists"),
        TrainingModule(**named("bb:m1"), notional_hours=10),
        TrainingModule(**named("bb:m2"), notional_hours=10),
        LearningOutcome(**draft("bb:o1"), outcome_of="bb:m1", competency="bb:listen", extent="whole"),
        LearningOutcome(**draft("bb:o2"), outcome_of="bb:m2", competency="bb:cook", extent="whole"),
    ),
)
GRAPH = ssw.CompetencyGraph([BASE])


def codes(**given: Any) -> set[str]:
    made = ssw.select(GRAPH, "bb", id="xx", jurisdiction="UG", **given)
    return {one.id.removeprefix("xx:") for one in made.elements}


# By hand: who chooses this gets these, and no others.
@pytest.mark.parametrize(
    ("given", "there"),
    [
        (
            {"competencies": "bb:listen"},
            "aide boss listen protect r1 r2 report no sup teach m1 o1",
        ),
        ({"functions": ("bb:visit",)}, "visit aide boss listen protect r1 r2 report no sup teach m1 o1"),
        ({"competencies": "bb:explain"}, "teacher explain r3 only teach set"),
        ({"competencies": "explain"}, "teacher explain r3 only teach set"),
        (
            {"cadres": "bb:aide"},
            "aide boss visit teach listen protect cook r1 r2 r4 report no sup m1 m2 o1 o2 set",
        ),
        (
            {"domains": "bb:set"},
            "set explain cook teacher r3 only teach aide boss protect r2 r4 report no sup m2 o2",
        ),
    ],
    ids=["competency", "function", "other cadre", "code", "cadre", "domain"],
)
def test_what_a_choice_brings(given: dict[str, Any], there: str) -> None:
    assert codes(**given) == set(there.split())


def test_every_choice_from_every_framework_keeps_the_rules_and_all_safeguards_of_its_cadres() -> None:
    g = ssw.load()
    speaks = {"obligation": "of_cadre", "scope-rule": "cadre", "supervision-arrangement": "supervisee"}
    tried = [(f, f.of_kind("competency")[-1].id) for f in g.frameworks if f.of_kind("competency")]
    for base, competency in some(tried):
        made = ssw.select(g, base, competencies=competency, id="xx", jurisdiction="UG")
        cadres = {origin for one in made.of_kind("cadre") for origin in one.derived_from}
        kept = {origin for one in made.elements for origin in one.derived_from}
        kept |= {one for one, _ in not_copied(base, ("UG",))}  # what holds elsewhere only is not copied (J2)
        for node in base.elements:
            said: Any = getattr(node, speaks[node.kind]) if node.kind in speaks else ()
            if cadres & set((said,) if isinstance(said, str) else said):
                assert node.id in kept, (base.id, node.id)


def test_the_choice_is_an_adaptation_with_lineage() -> None:
    made = ssw.select(GRAPH, BASE, competencies="bb:listen", id="xx", jurisdiction="UG", title="Ours", lang="en")
    assert (made.adaptation_of, made.title.get("en"), made.status) == ("bb", "Ours", "draft")
    assert {origin for one in made.elements for origin in one.derived_from} <= {one.id for one in BASE.elements}
    found = ssw.compare(GRAPH, "bb", made)
    assert found.lineage
    assert not [one for one in found.safety if "bb:report" in one.base or "bb:sup" in one.base]


def test_a_list_that_was_cut_is_no_longer_whole() -> None:
    made = ssw.select(GRAPH, "bb", competencies="bb:listen", id="xx", jurisdiction="UG")
    (aide,) = [one for one in made.of_kind("cadre") if one.id == "xx:aide"]
    assert aide.list_reach is None  # type: ignore[attr-defined]
    assert aide.performs == ("xx:teach",)  # type: ignore[attr-defined]


def test_a_safeguard_is_left_out_only_with_a_reason_and_on_record() -> None:
    made = ssw.select(
        GRAPH, "bb", competencies="bb:listen", id="xx", jurisdiction="UG", without={"bb:sup": "Nobody supervises yet"}
    )
    assert "xx:sup" not in {one.id for one in made.elements}
    (change,) = made.of_kind("change")
    assert (change.change_kind, change.base) == ("dropped", ("bb:sup",))  # type: ignore[attr-defined]
    assert change.rationale.get("en") == "Nobody supervises yet"  # type: ignore[attr-defined]
    found = ssw.compare(GRAPH, "bb", made)
    assert any("bb:sup" in one.base for one in found.safety)


MORE = (
    ScopeRule(**draft("bb:two"), cadre="bb:aide", function=("bb:teach", "bb:visit"), authority="independent"),
    Obligation(**named("bb:see"), of_cadre=("bb:aide", "bb:teacher"), function=("bb:visit",), trigger=("suspicion",)),
)


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ("bb:teach", "bb:teach is named by bb:no, bb:only, bb:two. A safeguard would mean something else without"),
        ("bb:visit", "bb:visit is named by bb:see, bb:two."),
        ("bb:boss", "bb:boss is named by bb:sup."),
    ],
)
def test_what_a_safeguard_names_is_left_out_with_it_or_not_at_all(without: str, told: str) -> None:
    """An 'independent' without its function would hold for all that the role does, an obligation bind to nothing."""
    base = dataclasses.replace(BASE, elements=(*BASE.elements, *MORE))
    g = ssw.CompetencyGraph([base])
    left = {without: "Not here"}
    with pytest.raises(InputError, match=told):
        ssw.select(g, "bb", cadres="bb:aide", id="xx", jurisdiction="UG", without=left)
    left |= dict.fromkeys(("bb:no", "bb:only", "bb:two", "bb:see", "bb:sup"), "Nor this")
    made: Any = ssw.select(g, "bb", cadres="bb:aide", id="xx", jurisdiction="UG", without=left)
    assert {one.base[0] for one in made.of_kind("change")} == left.keys()


def test_a_safeguard_of_several_roles_goes_on_for_those_that_stay() -> None:
    base = dataclasses.replace(BASE, elements=(*BASE.elements, *MORE))
    left = {"bb:teacher": "We have none"}
    made: Any = ssw.select(
        ssw.CompetencyGraph([base]), "bb", domains="bb:set", id="xx", jurisdiction="UG", without=left
    )
    rules = {one.id: one for one in made.elements}
    assert rules["xx:see"].of_cadre == ("xx:aide",)
    assert rules["xx:two"].function == ("xx:teach", "xx:visit")
    assert "xx:only" not in rules


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ({}, InputError, "Nothing is selected"),
        ({"competencies": "bb:lisen"}, UnknownElementError, "Did you mean bb:listen"),
        (
            {"cadres": "bb:listen"},
            InputError,
            "bb:listen is a competency, and was given as cadres. Give it as",
        ),
        ({"cadres": 3}, InputError, "cadres is an id or several, not int"),
        ({"cadres": [3]}, UnknownElementError, "not int"),
        ({"competencies": "bb:sup"}, InputError, "are included with what they concern"),
        ({"cadres": "bb:aide", "without": {"bb:sup": " "}}, InputError, "Give the reason why bb:sup is left out"),
        ({"cadres": "bb:aide", "without": {"bb:aide": "no"}}, InputError, "both selected and left out"),
    ],
)
def test_what_cannot_be_chosen_is_told(given: dict[str, Any], error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        codes(**given)


def test_the_command_select_says_what_comes_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "xx.xlsx"
    given = ["select", "psw", "--competency", "psw:c-communication", "--id", "xx", "--jurisdiction", "UG"]
    assert main([*given, "-o", str(path)]) == 0
    said = capsys.readouterr().err
    assert "safeguards: psw:" in said
    assert f"then type: sswgraph compare psw {path}" in said
    assert ssw.read(path, base=ssw.load())["xx"].adaptation_of == "psw"
    assert main([*given, "-o", str(tmp_path / "b.xlsx"), "--without", "psw:para-social-worker.supervision"]) == 2
    assert "Give the reason for leaving it out" in capsys.readouterr().err
