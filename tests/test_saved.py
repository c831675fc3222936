"""Saved answers: read back, asked anew as they were asked, and every difference told, what protects first."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.cli import FINDINGS, FINE, USAGE, main
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Holding, Plan, Profile, SavedAnswer, ScopeRule, Text
from sswgraph.model.saved import PARTS
from tests import toy
from tests.loops import some

DAY = "2026-11-21"
ZA = "za:social-auxiliary-worker"
PSW = "psw:para-social-worker"


def saved(value: Any, folder: Path, **more: Any) -> Path:
    return ssw.save(value, folder / "answer.json", overwrite=True, **more)


def told(found: SavedAnswer) -> list[tuple[str, str, str, str]]:
    return [(one.part, one.change, one.id, one.field) for one in found.changes]


PROFILE = Profile(
    holdings=(
        Holding(competency="psw:c-assess", basis="assessed", date="2026-01-05"),
        Holding(competency="psw:c-values", level=None, basis="self-rated"),
    ),
    completed=("za:254177",),
)


@pytest.mark.parametrize(
    ("held", "target", "more"),
    [
        ([], ZA, {}),
        ("za:60209", ZA, {"where": "ZA"}),
        (["psw:foundation", "za:254177"], PSW, {"where": ["UG", "KE"], "recognise": ["close", "wider"]}),
        ({"psw:c-assess": None}, PSW, {"through_functions": True, "where": "anywhere"}),
        (["psw:foundation", "psw:c-assess"], PSW, {"minimum_confidence": 0.5}),
        (PROFILE, PSW, {}),
        (["za:60209", replace(PROFILE, title="W07")], ZA, {}),
        (replace(PROFILE, title="psw:lead"), PSW, {}),
        (replace(PROFILE, title="za:60209", completed=()), ZA, {}),
    ],
)
@pytest.mark.parametrize("lang", ["en", "sw"])
def test_the_same_question_has_the_same_answer(
    held: Any, target: str, more: Any, lang: str, g: CompetencyGraph, tmp_path: Path
) -> None:
    between = ssw.gap(g, held, target, **more)
    found = ssw.read_result(saved(between, tmp_path, lang=lang), g)
    assert (found.answer, found.target, found.unchanged, told(found)) == ("gap", target, True, [])
    assert found.renewed.items == between.items
    assert found.renewed.suggested == between.suggested
    assert found.data["target"] == target
    if lang == "sw":
        return
    way = ssw.plan(g, between, as_of=DAY)
    again = ssw.read_result(saved(way, tmp_path), g)
    assert (again.answer, again.unchanged, told(again)) == ("plan", True, [])
    assert (again.renewed.steps, again.renewed.open) == (way.steps, way.open)


@pytest.mark.parametrize(
    "more",
    [
        {"where": "ZA", "include": ["za:98890-km-01"], "exclude": ["za:98890-pm-01"], "pace": 10, "rpl": True},
        {"where": "anywhere", "budget": 500},
        {"where": ["ZA", "KE"], "budget": {"hours": 900, "modules": 4}, "optional": True},
        {"minimise": "credits", "include_closed": True, "time_limit": 5},
        {"award": True},
    ],
)
def test_a_plan_is_asked_with_the_options_of_then(more: Any, g: CompetencyGraph, tmp_path: Path) -> None:
    way = ssw.plan(g, ssw.gap(g, "za:254177", ZA), as_of=DAY, **more)
    found = ssw.read_result(saved(way, tmp_path), g)
    assert (found.unchanged, told(found)) == (True, [])
    assert isinstance(found.renewed, Plan)
    assert (found.renewed.stamp, found.renewed.steps) == (way.stamp, way.steps)


def test_what_is_held_after_a_plan_is_held_again(g: CompetencyGraph, tmp_path: Path) -> None:
    learnt = ssw.after(g, "psw:foundation", ssw.plan(g, ssw.gap(g, "psw:foundation", PSW), as_of=DAY))
    found = ssw.read_result(saved(ssw.gap(g, learnt, PSW), tmp_path), g)
    assert (found.unchanged, told(found)) == (True, [])


# What changes


def base() -> list[Any]:
    return [
        toy.cadre("worker"),
        toy.competency("listen"),
        toy.competency("write"),
        *toy.scale("s", 2),
        toy.requires("worker", "listen", "s1"),
        toy.module("m1", 10, last_enrolment=date(2027, 1, 31)),
        toy.develops("m1", "listen", "s1"),
        toy.module("m2", 30),
        toy.develops("m2", "listen", "s2"),
        toy.develops("m2", "write"),
    ]


def without(*ids: str) -> Callable[[list[Any]], list[Any]]:
    return lambda parts: [one for one in parts if one.id not in ids]


def in_place(id: str, **fields: Any) -> Callable[[list[Any]], list[Any]]:
    return lambda parts: [replace(one, **fields) if one.id == id else one for one in parts]


RULE = ScopeRule(
    id="t:rule", cadre="t:worker", act=Text.of(en="Diagnose"), authority="not-permitted", evidence=toy.DRAFT
)
ASKED = "t:worker.listen.s1.none"


@pytest.mark.parametrize(
    ("change", "of_gap", "of_plan"),
    [
        (
            lambda parts: [*parts, toy.requires("worker", "write")],
            [("item", "added", "t:write", ""), ("figure", "changed", "required", "required")],
            [
                ("step", "gone", "t:m1", ""),
                ("step", "added", "t:m2", ""),
                ("figure", "changed", "hours", "hours"),
                ("figure", "changed", "required", "required"),
            ],
        ),
        (
            in_place(ASKED, level="t:s2"),
            [("item", "changed", "t:listen", "required_level")],
            [
                ("step", "gone", "t:m1", ""),
                ("step", "added", "t:m2", ""),
                ("figure", "changed", "hours", "hours"),
            ],
        ),
        (
            in_place("t:listen", safety_critical=True),
            [("item", "changed", "t:listen", "to_be_seen")],
            [("figure", "changed", "to_be_seen", "to_be_seen")],
        ),
        (lambda parts: [*parts, RULE], [("limit", "added", "t:rule", "")], [("limit", "added", "t:rule", "")]),
        (
            in_place("t:m1", last_enrolment=date(2027, 2, 28)),
            [],
            [("step", "changed", "t:m1", "last_enrolment")],
        ),
        (
            without("t:m1", "t:m1.o.listen.s1", "t:m2.o.listen.s2"),
            [],
            [
                ("step", "gone", "t:m1", ""),
                ("open", "added", "t:listen", ""),
                ("figure", "changed", "credits", "credits"),
                ("figure", "changed", "hours", "hours"),
            ],
        ),
    ],
)
def test_every_difference_is_told(change: Any, of_gap: Any, of_plan: Any, tmp_path: Path) -> None:
    before, after = toy.graph(*base()), toy.graph(*change(base()))
    between = ssw.gap(before, [], "t:worker")
    for value, expected in ((between, of_gap), (ssw.plan(before, between, as_of=DAY), of_plan)):
        found = ssw.read_result(saved(value, tmp_path), after)
        assert [one for one in told(found) if one[0] != "framework"] == expected
        assert ("framework", "changed", "t", "digest") in told(found)
        assert found.unchanged is (not expected)
        assert [PARTS.index(one.part) for one in found.changes] == sorted(PARTS.index(o.part) for o in found.changes)


def test_a_rule_that_goes_or_is_another_is_told_in_its_words(tmp_path: Path) -> None:
    with_rule = toy.graph(*base(), RULE)
    path = saved(ssw.gap(with_rule, [], "t:worker"), tmp_path)
    (gone, _) = ssw.read_result(path, toy.graph(*base())).changes
    assert (gone.part, gone.change, gone.after) == ("limit", "gone", None)
    assert "Diagnose" in str(gone.before)
    other = replace(RULE, act=Text.of(en="Diagnose an illness"))
    (words, *_) = ssw.read_result(path, toy.graph(*base(), other)).changes
    assert (words.part, words.field) == ("limit", "text")
    assert "Diagnose an illness" in str(words.after)
    page = " ".join(str(ssw.read_result(path, toy.graph(*base(), other))).split())
    assert page.index("no longer holds") < page.index("Diagnose an illness") < page.index("What it was made from")


def test_what_was_held_and_is_no_longer_known_is_told(tmp_path: Path) -> None:
    before = toy.graph(*base())
    held = Profile(
        holdings=(Holding(competency="t:listen", level="t:s1"), Holding(competency="t:write")), completed=("t:m1",)
    )
    path = saved(ssw.gap(before, held, "t:worker"), tmp_path)
    gone = without("t:m1", "t:m1.o.listen.s1", "t:write", "t:m2.o.write.none", "t:s", "t:s1", "t:s2")
    parts = [one for one in gone(base()) if one.id not in (ASKED, "t:m2", "t:m2.o.listen.s2")]
    found = ssw.read_result(path, toy.graph(*parts, toy.requires("worker", "listen")))
    assert [one.id for one in found.of_part("held")] == ["t:m1", "t:s1", "t:write"]
    assert found.asked_anew
    assert [item.status for item in found.renewed.items] == ["met"]
    assert found.unchanged is False


def test_a_role_that_was_held_counts_as_it_is_now(tmp_path: Path) -> None:
    before = toy.graph(*base(), toy.cadre("helper"), toy.requires("helper", "listen", "s1"))
    path = saved(ssw.gap(before, "t:helper", "t:worker"), tmp_path)
    after = toy.graph(*base(), toy.cadre("helper"), toy.requires("helper", "write"))
    changes = {one.id: (str(one.before), str(one.after)) for one in ssw.read_result(path, after).of_part("item")}
    assert changes["t:listen"] == ("met", "missing")
    gone = ssw.read_result(path, toy.graph(*base()))
    assert [one.id for one in gone.of_part("held")] == ["t:helper"]


def test_what_cannot_be_asked_anew_is_told_and_never_called_unchanged(g: CompetencyGraph, tmp_path: Path) -> None:
    path = saved(ssw.gap(toy.graph(*base()), [], "t:worker"), tmp_path)
    found = ssw.read_result(path, g)
    assert (found.asked_anew, found.unchanged, found.renewed) == (False, None, None)
    assert "no element 't:worker'" in str(found.notes[0])
    assert ("framework", "gone", "t", "") in told(found)
    plain = json.loads(path.read_text(encoding="utf-8"))
    way = ssw.plan(toy.graph(*base()), ssw.gap(toy.graph(*base()), [], "t:worker"), as_of=DAY)
    old = {**ssw.to_plain(way), "asked": None}
    (tmp_path / "old.json").write_text(json.dumps(old), encoding="utf-8")
    assert "older version" in str(ssw.read_result(tmp_path / "old.json", toy.graph(*base())).notes[0])
    assert plain["held"] == []


def test_a_coverage_is_asked_anew(tmp_path: Path) -> None:
    before = ssw.load("psw")
    path = saved(ssw.coverage(before, "psw", as_of=DAY), tmp_path)
    same = ssw.read_result(path, before)
    assert (same.asked_anew, same.unchanged, same.changes) == (True, True, ())
    psw: Any = before["psw"]
    less = tuple(replace(one, performs=()) if one.kind == "cadre" else one for one in psw.elements)
    found = ssw.read_result(path, ssw.CompetencyGraph([replace(psw, elements=less)]))
    fewer = [one for one in found.of_part("function") if one.field == "performers"]
    assert fewer
    assert all(str(one.before) != str(one.after) for one in fewer)
    assert "state" in {one.field for one in found.of_part("function")}
    assert "function" in str(found)


def test_routes_are_asked_anew(tmp_path: Path) -> None:
    before = ssw.load("psw")
    path = saved(ssw.routes(before, "psw:foundation", "psw:lead", as_of=DAY), tmp_path)
    same = ssw.read_result(path, before)
    assert (same.asked_anew, same.unchanged, same.changes) == (True, True, ())
    psw: Any = before["psw"]
    ways = tuple(one for one in psw.elements if one.kind != "progression")
    found = ssw.read_result(path, ssw.CompetencyGraph([replace(psw, elements=ways)]))
    told = [(one.change, one.field) for one in found.of_part("route")]
    assert ("changed", "kind") in told or {"gone", "added"} & {change for change, _ in told}
    without = tuple(one for one in psw.elements if one.id != "psw:obligation-report")
    rules = ssw.read_result(path, ssw.CompetencyGraph([replace(psw, elements=without)])).of_part("obligation")
    assert [(one.id, one.change) for one in rules] == [("psw:obligation-report", "gone")]


def test_what_a_saved_coverage_was_about_may_be_gone(tmp_path: Path) -> None:
    path = saved(ssw.coverage(toy.graph(*base()), "t", as_of=DAY), tmp_path)
    found = ssw.read_result(path, ssw.load("psw"))
    assert not found.asked_anew
    assert "could not be asked again" in str(found.notes[0])


@pytest.mark.parametrize("made", [lambda g: ssw.team(g, {"W1": []}, "t:worker")])
def test_of_other_answers_the_stamp_is_compared(made: Any, tmp_path: Path) -> None:
    before = toy.graph(*base())
    path = saved(made(before), tmp_path)
    same = ssw.read_result(path, before)
    assert (same.compared, same.asked_anew, same.unchanged, same.changes) == (True, False, None, ())
    assert "was not asked again" in " ".join(str(same).split())
    (changed,) = ssw.read_result(path, toy.graph(*base(), RULE)).changes
    assert (changed.part, changed.field) == ("framework", "digest")


def test_without_a_graph_nothing_is_said_about_changes(tmp_path: Path) -> None:
    found = ssw.read_result(saved(ssw.gap(toy.graph(*base()), [], "t:worker"), tmp_path))
    assert (found.compared, found.unchanged) == (False, None)
    assert "not known" in str(found)
    assert str(found.target_label) == "worker"


def test_editions_and_the_version_are_compared(tmp_path: Path) -> None:
    old, new = (toy.framework(*base(), edition=edition) for edition in ("2026", "2027"))
    plain = ssw.to_plain(ssw.gap(CompetencyGraph([old]), [], "t:worker"))
    plain["stamp"]["version"] = "0.0.1"
    path = tmp_path / "old.json"
    path.write_text(json.dumps(plain), encoding="utf-8")
    found = ssw.read_result(path, CompetencyGraph([new]))
    assert [(one.part, one.field, one.before, one.after) for one in found.changes] == [
        ("framework", "edition", "2026", "2027"),
        ("version", "version", "0.0.1", ssw.__version__),
    ]
    assert found.unchanged is True


def test_a_plan_may_be_asked_for_another_day(tmp_path: Path) -> None:
    g = toy.graph(*base())
    path = saved(ssw.plan(g, ssw.gap(g, [], "t:worker"), as_of=DAY), tmp_path)
    assert "is another question" in str(ssw.read_result(path, g).notes[0])
    later = ssw.read_result(path, g, as_of="2027-02-01")
    assert later.notes == ()
    assert ("step", "gone", "t:m1", "") in told(later)
    with pytest.raises(InputError, match="as_of"):
        ssw.read_result(path, g, as_of="soon")
    with pytest.raises(InputError, match="saved plan"):
        ssw.read_result(saved(ssw.gap(g, [], "t:worker"), tmp_path), g, as_of=DAY)


# What is none


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ('{"result": ', "not JSON"),
        ('{"result": "gap", "result": "gap"}', "repeated"),
        ("[]", "not an answer"),
        ('{"items": []}', "not an answer"),
        ('{"result": "profile", "holdings": []}', "read_profile"),
        ('{"result": "decisions"}', "read_resolutions"),
        ('{"result": "gpa"}', "Did you mean 'gap'"),
        ('{"result": "gap"}', "shape None"),
        ('{"result": "gap", "shape": 2}', "shape 2"),
        ('{"result": "gap", "shape": true}', "shape True"),
        ('{"result": "gap", "shape": 1}', "lang"),
        ('{"result": "gap", "shape": 1, "lang": "en"}', r"stamp\.version"),
    ],
)
def test_what_is_no_saved_answer_is_told(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as error:
        ssw.read_result(path)
    assert "answer.json" in str(error.value)


@pytest.mark.slow
def test_damage_anywhere_is_a_clear_error_or_a_difference(tmp_path: Path) -> None:
    g = toy.graph(*base(), RULE)
    between = ssw.gap(g, {"t:write": None}, "t:worker")
    path = tmp_path / "answer.json"
    for value in (between, ssw.plan(g, between, as_of=DAY)):
        whole = json.dumps(ssw.to_plain(value))
        for place in some(_places(json.loads(whole))):
            for junk in (None, "x", [1], {"a": [None]}):
                made = json.loads(whole)
                _put(made, place, junk)
                path.write_text(json.dumps(made), encoding="utf-8")
                assert "answer.json" in _read(path, g)


def _read(path: Path, g: CompetencyGraph) -> str:
    """What is told of a file: the error, or that it is shown."""
    try:
        found = ssw.read_result(path, g)
    except InputError as error:
        return str(error)
    return f"{path.name}: {found} {ssw.to_plain(found)}"


def _places(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every key down to the third level; of lists the first entry."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    found = [(*before, key) for key, _ in pairs]
    if len(before) < 2:
        for key, part in value.items() if isinstance(value, dict) else enumerate(value[:1]):
            found += _places(part, (*before, key)) if isinstance(part, (dict, list)) else []
    return found


def _put(value: Any, place: tuple[Any, ...], junk: Any) -> None:
    for key in place[:-1]:
        value = value[key]
    value[place[-1]] = junk


def test_the_command_says_what_the_library_does(
    g: CompetencyGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    saved(ssw.gap(g, "psw:foundation", PSW), tmp_path)
    assert main(["again", "answer.json", "--json"]) == FINE
    assert json.loads(capsys.readouterr().out) == ssw.to_plain(ssw.read_result("answer.json", g))
    plain = json.loads(Path("answer.json").read_text(encoding="utf-8"))
    plain["items"].pop()
    Path("other.json").write_text(json.dumps(plain), encoding="utf-8")
    assert main(["again", "other.json", "-o", "told.html"]) == FINDINGS
    assert main(["again", "answer.json", "--as-of", DAY]) == USAGE
    assert main(["again", "nowhere.json"]) == USAGE
