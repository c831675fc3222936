"""Whose rule holds where, how far a cadre may go, and what must be done: the tables row by row, and random worlds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sswgraph as ssw
from sswgraph.adaptation.correspondence import Sides, pair
from sswgraph.adaptation.safety.authority import PERFORMS, Acts
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import country_problem
from sswgraph.messages.places import containing
from sswgraph.model import Decision, Evidence, Framework, Function, Obligation, Permissions, ScopeRule, Source, Text
from sswgraph.model.codes import AUTHORITIES, BINDING, FORCES, TRIGGERS
from sswgraph.model.framework import judged
from sswgraph.pages.page import page_of
from sswgraph.render.markdown import markdown
from tests.adapted import change
from tests.loops import some
from tests.tables import code, codes, rows
from tests.toy import DRAFT, cadre, competency, framework, graph

PLACES = rows("places of the rule")


def function(name: str, **fields: Any) -> Function:
    return Function(id=f"t:{name}", label=Text.of(en=name), evidence=DRAFT, **fields)


def rule(name: str, authority: Any, *functions: str, **fields: Any) -> ScopeRule:
    named = tuple(f"t:{one}" for one in functions)
    basics: dict[str, Any] = {"label": Text.of(en=f"Rule {name}"), "cadre": "t:w", "evidence": DRAFT, **fields}
    return ScopeRule(id=f"t:{name}", authority=authority, function=named, **basics)


def must(name: str, *functions: str, **fields: Any) -> Obligation:
    named = tuple(f"t:{one}" for one in functions)
    act = Text() if named else Text.of(en=f"act {name}")
    given = {"label": Text.of(en=f"Must {name}"), "trigger": ("disclosure",), "act": act, "evidence": DRAFT, **fields}
    return Obligation(id=f"t:{name}", of_cadre=("t:w",), function=named, **given)


def asked(*parts: Any, where: str | None = None) -> Permissions:
    return graph(cadre("w"), cadre("v"), *parts).permissions("t:w", where)


@pytest.mark.parametrize("row", PLACES, ids=lambda row: " | ".join(row))
def test_a_rule_holds_where_its_row_says(row: tuple[str, ...]) -> None:
    places, sources, where, how = (codes(cell) for cell in row)
    kinds = [one for one in sources if country_problem(one) is not None]
    cited = [
        Source(
            id=f"t:s{n}",
            label=Text.of(en=one),
            page=f"https://example.org/{n}",
            source_kind=one if one in kinds else "primary",  # type: ignore[arg-type]  # as the table has it
            jurisdiction=() if one in kinds else (one,),
        )
        for n, one in enumerate(sources)
    ]
    evidence = tuple(Evidence(id=f"t:e{n}", basis="stated", source=one.id) for n, one in enumerate(cited)) or DRAFT
    found = asked(
        function("a"),
        rule("r", "not-permitted", "a", jurisdiction=places, evidence=evidence),
        *cited,
        where=where[0] if where else None,
    )
    assert [one.applies.reach for one in found.rules] == list(how)
    assert [one for one, _ in found.rules_elsewhere] == ([] if how else sorted({*places} - {"001"}))


@pytest.mark.parametrize("where", ["ZA", "UG", None])
def test_a_rule_that_is_said_to_hold_everywhere_is_not_of_the_place_of_its_framework(where: str | None) -> None:
    charter = Source(
        id="t:s", label=Text.of(en="Charter"), page="https://example.org/", source_kind="international-instrument"
    )
    cited = (Evidence(id="t:e1", basis="stated", source="t:s"),)
    parts = [
        rule("general", "not-permitted", "a", jurisdiction=("001",), evidence=cited),
        rule("own", "not-permitted", "a", evidence=cited),
        rule("said-only", "not-permitted", "a", jurisdiction=("001",)),
    ]
    world = framework(cadre("w"), function("a"), charter, *parts, jurisdiction=("ZA",))
    found = CompetencyGraph([world]).permissions("t:w", where)
    reach = {one.id: one.applies.reach for one in found.rules}
    here = {} if where == "UG" else {"t:own": "here"}
    assert reach == {"t:general": "general", "t:said-only": "unsettled", **here}


@pytest.mark.parametrize("row", rows("force"), ids=lambda row: str(row[0]))
def test_a_force_binds_as_its_row_says_and_is_worded_so(row: tuple[str, ...]) -> None:
    force = code(row[0]) if row[0] != "none" else None
    [told] = asked(function("a"), rule("r", "not-permitted", "a", force=force, jurisdiction=("ZA",)), where="ZA").rules
    assert told.applies.binding is (row[1] == "yes")
    heads = {
        "as it is worded": "Not permitted" if force else "Not among",
        "by whom it is advised": "Advised: ",
        "proposed here": "Proposed here: ",
    }
    assert str(told.text).startswith(heads[row[2]])
    assert {code(one[0]) for one in rows("force") if one[0] != "none"} == {*FORCES}
    assert {code(one[0]) for one in rows("force") if one[1] == "yes"} == BINDING


def decision(about: str, verdict: Any, **more: Any) -> Decision:
    given = {"by": "Ministry", "date": "2026-11-28", "rationale": Text.of(en="Because."), **more}
    return Decision(id=f"t:d-{about}", about=(f"t:{about}",), verdict=verdict, evidence=DRAFT, **given)


def settled(*parts: Any, where: str | None = "UG", home: str = "UG") -> Permissions:
    """A cadre that performs an act, in a framework of one country, with these rules and decisions."""
    own = framework(function("a"), cadre("w", performs=("t:a",)), *parts, jurisdiction=(home,))
    return CompetencyGraph([own]).permissions("t:w", where)


@pytest.mark.parametrize("row", rows("force of a rule"), ids=lambda row: "-".join(map(str, row)))
def test_a_decision_settles_which_of_the_rules_that_do_not_bind_is_followed(row: tuple[str, ...]) -> None:
    force, mine, other = (code(cell) if cell else None for cell in row[:3])
    parts: list[Any] = [
        rule("r", "not-permitted", "a", force=force, jurisdiction=("UG",)),
        rule("o", "independent", "a", force="proposal", jurisdiction=("UG",)),
        *([decision("r", mine)] if mine else []),
        *([decision("o", other)] if other else []),
    ]
    found = settled(*parts)
    [entry] = found.functions
    assert ("t:r" in [one.id for one in entry.rules]) is (row[3] == "yes")
    assert ("t:r" in entry.set_aside) is (row[3] == "no")
    assert entry.authority == ("not-permitted" if row[3] == "yes" else "independent")
    assert {one.id for one in found.rules} == {"t:r", "t:o"}, "both are shown"
    told = next(str(one.text) for one in found.rules if one.id == "t:r")
    decided = mine in ("keep", "drop") and force != "law"
    assert ("Settled by Ministry (2026-11-28)" in told) is decided


def test_a_decision_settles_nothing_elsewhere_and_nothing_without_who_decided() -> None:
    guidance = rule("r", "not-permitted", "a", force="guidance", jurisdiction=("002",))
    dropped = decision("r", "drop")

    def authority(*parts: Any, **asking: Any) -> str | None:
        return settled(guidance, *parts, **asking).functions[0].authority

    assert authority(dropped) is None
    assert authority(dropped, where="KE") == "not-permitted"
    assert authority(dropped, home="KE") == "not-permitted"
    assert authority(decision("r", "drop", by=None)) == "not-permitted"
    later = replace(decision("r", "keep", date="2027-01-01"), id="t:d2")
    assert authority(dropped, later) == "not-permitted"
    assert authority(dropped, replace(later, date=None)) is None
    assert authority(dropped, replace(later, date="2026-11-28")) == "not-permitted", "two of one day that differ"


def test_what_is_not_followed_stands_on_no_paper(g: CompetencyGraph) -> None:
    guidance = rule("r", "not-permitted", "a", force="guidance", jurisdiction=("UG",))
    own = framework(function("a"), cadre("w", performs=("t:a",)), guidance, jurisdiction=("UG",))
    before, after = (
        CompetencyGraph([own]),
        CompetencyGraph([replace(own, elements=(*own.elements, decision("r", "drop")))]),
    )
    assert "Rule r" in str(ssw.document(before, "role-card", "t:w"))
    assert "Rule r" not in str(ssw.document(after, "role-card", "t:w"))


def test_what_is_most_urgent_stands_first_among_what_must_be_done() -> None:
    due = [must(f"m{n}", trigger=(trigger,)) for n, trigger in enumerate(reversed(TRIGGERS))]
    assert [one.trigger for one in asked(*due).obligations] == [(trigger,) for trigger in TRIGGERS]
    both = must("z", trigger=("at-all-times", "immediate-danger"))
    assert [one.id for one in asked(*due, both).obligations][:2] == [due[-1].id, "t:z"]


@pytest.mark.parametrize("row", rows("somebody to report to"), ids=lambda row: "".join(cell or "-" for cell in row))
def test_a_channel_is_known_where_its_row_says(row: tuple[str, ...]) -> None:
    somebody, office, contact, known = (cell == "yes" for cell in row)
    more: dict[str, Any] = {"report_to": ("t:v",)} if somebody else {}
    more |= {"office": Text.of(en="Office")} if office else {}
    more |= {"contact": Text.of(en="116")} if contact else {}
    more["trigger"] = ("disclosure", "suspicion")
    due = must("m", **more, force="law", jurisdiction=("ZA",))
    assert asked(due, where="ZA").channel is known
    assert not asked(due).channel
    assert not asked(due, where="UG").channel
    assert not asked(must("m", **more, force="law"), where="ZA").channel  # its place is not settled
    assert not asked(must("m", **more, force="proposal", jurisdiction=("ZA",)), where="ZA").channel
    other = must("m", **{**more, "trigger": ("conflict-of-interest",)}, force="law", jurisdiction=("ZA",))
    assert not asked(other, where="ZA").channel
    if more.get("report_to"):
        own = must("m", **{**more, "report_to": ("t:w",)}, force="law", jurisdiction=("ZA",))
        assert asked(own, where="ZA").channel is (office and contact)


HOW: dict[str, Any] = {"office": Text.of(en="Office"), "contact": Text.of(en="116"), "force": "law"}
BOTH = ("disclosure", "suspicion")


@pytest.mark.parametrize("none", ["", " ", "-", "\u2014 / \u2026", "\u200b"])
def test_an_office_or_contact_without_letter_or_digit_opens_no_channel(none: str) -> None:
    for name in ("office", "contact"):
        for text in (Text.of(en=none), Text.of(en="Office 1", fr=none)):
            due = must("m", **{**HOW, name: text}, trigger=BOTH, jurisdiction=("ZA",))
            assert not asked(due, where="ZA").channel


@pytest.mark.parametrize("trigger", [("disclosure",), ("suspicion",), ("immediate-danger", "sexual-exploitation")])
def test_how_to_report_has_to_be_known_of_what_is_told_and_of_what_is_suspected(trigger: tuple[str, ...]) -> None:
    here = {**HOW, "jurisdiction": ("ZA",)}
    due = must("m", **here, trigger=trigger)
    assert not asked(due, where="ZA").channel
    assert asked(due, must("n", **here, trigger=BOTH), where="ZA").channel
    assert asked(must("m", **here, trigger=BOTH[:1]), must("n", **here, trigger=BOTH[1:]), where="ZA").channel


@pytest.mark.parametrize("name", ["only_if", "unless"])
def test_a_channel_with_a_condition_lifts_no_blank(name: str) -> None:
    due = must("m", **HOW, trigger=BOTH, jurisdiction=("ZA",), **{name: Text.of(en="the child agrees")})
    assert not asked(due, where="ZA").channel


def test_of_several_places_a_channel_has_to_hold_at_each() -> None:
    here = must("m", **HOW, trigger=BOTH, jurisdiction=("ZA",))
    there = must("n", **HOW, trigger=BOTH, jurisdiction=("UG",))
    wide = must("n", **HOW, trigger=BOTH, jurisdiction=("002",))
    g = graph(cadre("w"), here)
    assert g.permissions("t:w", "ZA-WC").channel
    assert not g.permissions("t:w", ("ZA", "UG")).channel
    assert graph(cadre("w"), here, there).permissions("t:w", ("ZA", "UG")).channel
    assert graph(cadre("w"), wide).permissions("t:w", ("ZA", "UG")).channel


def test_who_takes_over_a_role_is_nobody_to_report_to_for_its_holder() -> None:
    told = {"report_to": ("t:lead",), "contact": Text.of(en="116"), "jurisdiction": ("ZA",), "trigger": BOTH}
    g = graph(cadre("w"), cadre("lead", includes=("t:w",)), must("m", **told))
    assert g.permissions("t:w", "ZA").channel
    assert not g.permissions("t:lead", "ZA").channel


def test_one_of_those_who_must_report_may_be_the_one_to_whom_the_others_do() -> None:
    told = {"report_to": ("t:head",), "contact": Text.of(en="116"), "jurisdiction": ("ZA",), "trigger": BOTH}
    everybody = replace(must("m", **told), of_cadre=("t:head", "t:w"))
    g = graph(cadre("w"), cadre("head"), everybody)
    assert g.permissions("t:w", "ZA").channel
    assert not g.permissions("t:head", "ZA").channel, "who reports to nobody else has no way to report"


def test_the_example_worked_by_hand() -> None:
    parts = (
        function("a"),
        rule("law", "under-supervision", "a", force="law", jurisdiction=("ZA",)),
        rule("guidance", "not-permitted", "a", force="guidance", jurisdiction=("002",)),
        rule("proposal", "independent", "a", force="proposal"),
    )
    there = {place: asked(*parts, where=place).of("t:a") for place in ("ZA", "UG", "BR")}
    assert {place: (one.authority, one.binding) for place, one in there.items()} == {
        "ZA": ("not-permitted", "under-supervision"),
        "UG": ("not-permitted", None),
        "BR": ("independent", None),
    }
    assert [one.id for one in there["ZA"].rules] == ["t:guidance", "t:law", "t:proposal"]
    assert [one.id for one in asked(*parts, where="BR").unsettled] == ["t:proposal"]
    assert asked(*parts).rules_elsewhere == (("002", 1), ("ZA", 1))


def test_the_place_of_a_question_is_asked_then_the_targets_then_what_is_held() -> None:
    here = framework(cadre("w"), rule("r", "assists", jurisdiction=("ZA",)), jurisdiction=("UG",))
    g = CompetencyGraph([here])
    assert g.permissions("t:w").rule_places == ("UG",)
    assert g.permissions("t:w", "ZA").rule_places == ("ZA",)
    assert (len(g.permissions("t:w").limits), len(g.permissions("t:w", "ZA").limits)) == (0, 1)
    held = Framework(id="h", label=Text.of(en="h"), jurisdiction=("KE",), elements=(_of("h"),))
    world = CompetencyGraph([framework(cadre("w"), jurisdiction=("001",)), held])
    assert ssw.gap(world, "h:w", "t:w").rule_places == ("KE",)
    assert ssw.gap(world, "h:w", "t:w", where="ZA").rule_places == ("ZA",)
    assert ssw.gap(world, [], "t:w").rule_places == ()


def _of(home: str) -> Any:
    from dataclasses import replace

    return replace(cadre("w"), id=f"{home}:w", evidence=(Evidence(id=f"{home}:e", basis="draft"),))


def test_a_part_of_a_country_that_nothing_names_is_told() -> None:
    parts = (cadre("w"), rule("r", "assists", jurisdiction=("ZA",)), rule("s", "assists", jurisdiction=("ZA-WC",)))
    g = graph(*parts)
    for where, unknown in (("ZA-XX", ("ZA-XX",)), ("ZA-WC", ()), ("ZA", ()), (("ZA-WC", "UG-C"), ("UG-C",))):
        made = (g.permissions("t:w", where), ssw.gap(g, [], "t:w", where=where), ssw.curriculum(g, "t:w", where=where))
        card = ssw.document(g, "role-card", "t:w", where=where)
        assert [one.unknown_places for one in (*made, card.about)] == [unknown] * 4  # type: ignore[attr-defined]
        for one in (*made, card):
            said = " ".join(str(one).split())
            assert ("Nothing that is loaded names" in said) is bool(unknown)
            assert not unknown or f"Nothing that is loaded names {unknown[0]}:" in said
    assert [one.id for one in g.permissions("t:w", "ZA-XX").rules] == ["t:r"]


def test_the_whole_world_is_no_place_of_a_question() -> None:
    how = {**HOW, "trigger": BOTH}
    law = Source(id="t:s", label=Text.of(en="s"), page="https://example.org/s", source_kind="international-instrument")
    general = must("m", **how, evidence=(Evidence(id="t:s.e", basis="stated", source="t:s"),))
    g = graph(cadre("w"), law, general, must("there", jurisdiction=("UG",)))
    assert g.permissions("t:w", "UG").channel
    world = g.permissions("t:w", "001")
    assert (world.rule_places, world.channel, world.rules_elsewhere) == ((), False, (("UG", 1),))
    assert g.permissions("t:w", ("001", "UG")).rule_places == ("UG",)
    for made in (ssw.gap(g, [], "t:w", where="001"), ssw.curriculum(g, "t:w", where="001")):
        assert made.rule_places == ()
    assert "001" not in str(ssw.document(g, "role-card", "t:w", where="001"))


def test_an_element_of_the_whole_world_belongs_to_the_place_of_its_framework() -> None:
    for own, found in (((), ["t:w"]), (("001",), ["t:w"]), (("ZA",), [])):
        parts = (cadre("w"), rule("r", "assists", jurisdiction=own))
        g = CompetencyGraph([framework(*parts, jurisdiction=("UG",))])
        assert [one.id for one in g.of_kind("scope-rule", where="UG")] == (["t:r"] if found else [])
        assert g.permissions("t:w", "UG").rules_elsewhere == (() if found else (("ZA", 1),))
    g = CompetencyGraph([framework(cadre("w"), rule("r", "assists", jurisdiction=("001",)))])
    assert [one.id for one in g.of_kind("scope-rule", where="001")] == ["t:r"]
    assert g.of_kind("scope-rule", where="UG") == ()


def test_what_must_be_done_is_never_forbidden() -> None:
    parts = (
        function("whole"),
        function("part", broader=("t:whole",)),
        function("other"),
        must("m", "part", jurisdiction=("ZA",)),
        rule("on-part", "not-permitted", "part", force="law", jurisdiction=("ZA",)),
        rule("on-whole", "not-permitted", "whole", force="law", jurisdiction=("ZA",)),
        rule("on-other", "not-permitted", "other", force="law", jurisdiction=("ZA",)),
    )
    found = asked(*parts, where="ZA")
    part = found.of("t:part")
    assert (part.authority, part.obligations, part.set_aside) == (None, ("t:m",), ("t:on-part", "t:on-whole"))
    assert found.of("t:whole").authority == found.of("t:other").authority == "not-permitted"
    said = {one.id: str(one.text) for one in found.limits}
    assert "This forbids nothing that must be done: part." in said["t:on-part"]
    assert "Not" not in said["t:on-part"]
    assert said["t:on-whole"].startswith("Not permitted.")
    assert "This forbids nothing that must be done: part." in said["t:on-whole"]
    assert "must be done" not in said["t:on-other"]
    assert asked(*parts, where="UG").of("t:part").authority is None  # neither the law nor the duty holds there


@pytest.mark.parametrize("performs", [(), ("t:a",)])
def test_a_rule_about_all_the_work_forbids_nothing_that_must_be_done(performs: tuple[str, ...]) -> None:
    parts = (
        function("a"),
        function("part", broader=("t:a",)),
        function("other"),
        must("m", "a"),
        must("words"),
        rule("all", "not-permitted", force="law"),
        rule("act", "not-permitted", act=Text.of(en="drive")),
        rule("skill", "not-permitted", competency=("t:c",)),
    )
    g = graph(cadre("w", performs=(*performs, "t:other")), competency("c"), *parts)
    found = g.permissions("t:w")
    limits = {one.id: one for one in found.limits}
    assert limits["t:all"].due == ("t:a", "t:part", "t:words")
    assert "This forbids nothing that must be done: a, part, act words." in str(limits["t:all"].text)
    assert not any("must be done" in str(limits[one].text) for one in ("t:act", "t:skill"))
    assert found.of("t:other").authority == "not-permitted"
    for one in ("t:a", "t:part"):
        assert found.of(one).authority is None
    card = ssw.document(g, "role-card", "t:w")
    assert "This forbids nothing that must be done: a, part, act words." in " ".join(str(card).split())


def test_conditions_of_the_source_stand_beside_the_rule_in_every_language() -> None:
    only, unless = Text.of(en="trained for it"), Text.of(fr="un professionnel est présent")
    [told] = asked(function("a"), rule("r", "assists", "a", only_if=only, unless=unless, force="law")).limits
    assert told.applies.conditional
    assert "With conditions: only if trained for it; unless un professionnel est présent." in str(told.text)
    page = markdown(page_of(asked(function("a"), rule("r", "assists", "a", unless=unless))))
    assert "un professionnel est présent" in page
    assert "[fr]" in page.replace("\\", "")


def test_of_a_function_that_is_not_there_the_near_ones_are_named() -> None:
    found = asked(function("answer"), function("drive"), rule("r", "assists", "answer"))
    assert (found.of("t:drive").authority, found.of(function("drive")).rules) == (None, ())
    with pytest.raises(UnknownElementError, match="t:answer"):
        found.of("t:anser")


@pytest.mark.parametrize("where", ["UX", "999", "Uganda", "ZA-", "za", "", 7, "ZA-WESTERN"])
def test_a_place_that_is_none_is_told(where: Any, g: CompetencyGraph) -> None:
    role = "psw:para-social-worker"
    asks: list[Callable[[], object]] = [
        lambda: g.permissions(role, where),
        lambda: ssw.gap(g, [], role, where=where),
        lambda: ssw.document(g, "role-card", role, where=where),
    ]
    for ask in asks:
        with pytest.raises(InputError, match=r"country|area|such as"):
            ask()


def test_what_is_no_cadre_has_no_permissions(g: CompetencyGraph) -> None:
    with pytest.raises(InputError, match="only a cadre has permissions"):
        g.permissions("za:60209")
    with pytest.raises(UnknownElementError, match="za:social-worker"):
        g.permissions("za:social-wroker")


# A plain checker: the rules of J1, M1 and E9 again, by sets of countries and without the library's code.
_IN = {
    "ZA": {"ZA", "018", "002"},
    "UG": {"UG", "014", "002"},
    "IN": {"IN", "034", "142"},
    "ZA-WC": {"ZA-WC", "ZA", "002"},
}
_ORDER = ["not-permitted", "identify-and-refer", "delegated-only", "assists", "under-supervision", "independent"]
_NAMES = "abcd"


@st.composite
def _worlds(draw: Any) -> dict[str, Any]:
    broader = {name: draw(st.sets(st.sampled_from(_NAMES[:n]), max_size=1)) for n, name in enumerate(_NAMES) if n}
    named = st.sets(st.sampled_from(_NAMES), max_size=2)
    places = st.sets(st.sampled_from(["ZA", "UG", "002", "142"]), max_size=2)
    force = st.sampled_from([*FORCES, None])
    rules = st.lists(st.tuples(st.sampled_from(AUTHORITIES), named, places, force), max_size=5)
    duties = st.lists(st.tuples(named, places), max_size=2)
    return {
        "broader": broader,
        "performs": draw(st.sets(st.sampled_from(_NAMES))),
        "rules": draw(rules),
        "duties": draw(duties),
        "where": draw(st.sampled_from([None, "ZA", "ZA-WC", "UG", "IN"])),
    }


def _above(world: dict[str, Any], name: str) -> set[str]:
    found = {name}
    for other in found.copy() | world["broader"].get(name, set()):
        if other != name:
            found |= _above(world, other)
    return found


def _by_hand(world: dict[str, Any], name: str) -> tuple[str | None, str | None, bool]:
    """Authority, binding authority, and whether an obligation names the function."""
    where, above = world["where"], _above(world, name)
    around = _IN.get(where, set())
    in_force = [one for one in world["rules"] if not one[2] or one[2] & around]
    due = any(above & named for named, places in world["duties"] if not places or places & around)
    on_it = [one for one in in_force if one[1] & above]
    if on_it or above & world["performs"]:
        on_it += [one for one in in_force if not one[1]]
    kept = [one for one in on_it if not (due and one[0] == "not-permitted")]
    bound = [one for one in kept if one[3] in ("law", "policy", "employer-rule") and one[2]]
    first = [min((_ORDER.index(one[0]) for one in some_), default=None) for some_ in (kept, bound)]
    authority, binding = (None if n is None else _ORDER[n] for n in first)
    return authority, binding, due


@settings(max_examples=150, deadline=None)
@given(_worlds())
def test_random_worlds_are_as_by_hand(world: dict[str, Any]) -> None:
    functions = [
        function(name, broader=tuple(f"t:{one}" for one in sorted(world["broader"].get(name, ())))) for name in _NAMES
    ]
    rules = [
        rule(f"r{n}", authority, *sorted(named), jurisdiction=tuple(sorted(places)), force=force)
        for n, (authority, named, places, force) in enumerate(world["rules"])
    ]
    duties = [
        must(f"m{n}", *sorted(named), jurisdiction=tuple(sorted(places)))
        for n, (named, places) in enumerate(world["duties"])
    ]
    performs = tuple(f"t:{one}" for one in sorted(world["performs"]))
    found = graph(cadre("w", performs=performs), *functions, *rules, *duties).permissions("t:w", world["where"])
    for name in _NAMES:
        one = found.of(f"t:{name}")
        assert (one.authority, one.binding, bool(one.obligations)) == _by_hand(world, name)


def test_every_country_lies_in_one_of_the_five_regions() -> None:
    countries = [a + b for a, b in product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=2) if country_problem(a + b) is None]
    assert len(countries) == 249
    five = {"002", "009", "019", "142", "150"}
    for one in some(countries):
        assert len(five.intersection(containing(one))) == (one != "AQ")
        assert containing(one)[-1] == "001"
    assert containing("GB-ENG") == ("GB-ENG", "GB", "154", "150", "001")


def test_without_a_place_what_ships_says_where_rules_hold(g: CompetencyGraph) -> None:
    found = g.permissions("psw:para-social-worker")
    assert (found.rule_places, found.rules_elsewhere) == ((), (("ZA", 1),))
    assert {one.applies.reach for one in found.obligations} == {"unsettled"}
    assert {one.applies.reach for one in found.limits} == {"unsettled"}
    assert "Elsewhere: 1 holds in ZA; to see it, name the place" in " ".join(str(found).split())
    assert len(g.permissions("psw:para-social-worker", "ZA").conditions) == len(found.conditions) + 1
    assert g.permissions("asean-sp:volunteer").rule_places == ("035",)
    assert g.permissions("asean-sp:volunteer", "PH").limits == g.permissions("asean-sp:volunteer").limits
    assert g.permissions("asean-sp:volunteer", "ZA").limits == ()


@pytest.mark.parametrize("asked", ["gap", "permissions"])
def test_who_names_another_place_is_told_where_rules_hold(asked: str) -> None:
    g = ssw.load("za")
    target = "za:social-worker"
    made: Any = ssw.gap(g, [], target, where="UG") if asked == "gap" else g.permissions(target, where="UG")
    text = " ".join(str(made).split())
    assert (made.conditions, made.limits) == ((), ())
    assert re.search(r"Elsewhere: [0-9]+ holds? in ZA", text)
    assert "it may be that none was read" not in text


# Safety compares by the same rules as permissions answers by


def agree(world: Framework) -> int:
    """How many pairs of a cadre and a function were asked in both ways, which gave the same."""
    acts, known = Acts(Sides(world, world, pair(world, world, ())), 0), CompetencyGraph([judged(world)])
    pairs = 0
    for who in acts.cadres:
        found = known.permissions(who)
        for what in acts.functions:
            one = found.of(what)
            assert acts.authority(who, what) == (one.authority or (PERFORMS if one.performed else None))
            assert [each.id for each in acts.rules(who, what)] == [each.id for each in one.rules]
            assert acts.is_due(who, what) == bool(one.obligations)
            pairs += 1
    return pairs


def test_safety_and_permissions_agree_on_who_may_do_what_in_all_that_ships(g: CompetencyGraph) -> None:
    found = [agree(everywhere(own(one))) for one in some(g.frameworks)]
    assert sum(found) > 0


def own(framework: Framework) -> Framework:
    """A framework without rules on cadres of others, which it does not answer for."""
    ids = {one.id for one in framework.elements}
    return change(framework, lambda node: None if getattr(node, "cadre", "") not in {"", *ids} else node)


def everywhere(framework: Framework) -> Framework:
    """With rules that hold wherever somebody asks: safety compares them as they stand, whatever their place (E9)."""
    placed = change(framework, lambda node: replace(node, jurisdiction=()) if isinstance(node, RULES) else node)
    return replace(placed, jurisdiction=("001",))


RULES = (ScopeRule, Obligation)


@pytest.mark.parametrize("seed", range(40))
def test_safety_and_permissions_agree_in_random_worlds(seed: int) -> None:
    random = Random(seed)
    names = [f"t:f{n}" for n in range(5)]
    cadres = [f"t:c{n}" for n in range(3)]
    parts: list[Any] = [function(f"f{n}", broader=tuple(random.sample(names[n + 1 :], n % 2))) for n in range(5)]
    for n in range(3):
        performs, below = tuple(sorted(random.sample(names, 2))), tuple(random.sample(cadres[n + 1 :], n % 2))
        parts.append(cadre(f"c{n}", performs=performs, includes=below))
    for n in range(5):
        about = [one[2:] for one in sorted(random.sample(names, n % 3))]
        act = Text() if about or n % 2 else Text.of(en="an act")
        parts.append(rule(f"r{n}", random.choice(AUTHORITIES), *about, cadre=random.choice(cadres), act=act))
    for n in range(2):
        duty = must(f"d{n}", random.choice(names)[2:])
        parts.append(replace(duty, of_cadre=(random.choice(cadres),)))
    assert agree(framework(*parts)) == 15
