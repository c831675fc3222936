"""Rebase: psw as a country adapted it, and psw itself in a new edition with one of each kind of change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.adapt import with_names
from sswgraph.adaptation.compare import compared
from sswgraph.cli import main
from sswgraph.editions.apply import parse_resolutions
from sswgraph.editions.merge_plan import rebase_plan
from sswgraph.errors import EditionError, InputError, InvalidFrameworkError, LineageError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Change,
    Decision,
    Framework,
    Holding,
    Mapping,
    MappingSet,
    MergeEntry,
    MergePlan,
    Profile,
    Resolution,
    ScopeRule,
    Text,
)
from sswgraph.pages.page import page_of
from sswgraph.render.html import document
from sswgraph.render.markdown import markdown
from sswgraph.testing import assert_round_trip
from tests import adapted as edits
from tests import rebased

WHY = Text.of(en="The council of 3 March said so.")
VERDICTS = {
    "xx:c-communication": "combine",
    "psw:c-disability": "keep",
    "xx:c-empowerment": "keep",
    "xx:req-empower": "keep",
    "xx:para-social-worker.req-empowerment": "drop",
    "xx:para-social-worker.rule-therapy": "keep",
}


@pytest.fixture(scope="module")
def plan() -> MergePlan:
    held = (Holding(competency="xx:c-case-management"), Holding(competency="psw:c-empowerment"))
    match = Mapping(subject="xx:c-case-management", relation="close", object="yy:manage")
    return rebase_plan(
        rebased.adaptation(),
        base=rebased.psw(),
        onto=rebased.newer(),
        mappings=[MappingSet(id="m", mappings=(match,))],
        profiles=[Profile(title="a worker", holdings=held)],
    )


def decisions(**more: Any) -> list[Resolution]:
    return [Resolution(entry=key, verdict=verdict, reason=WHY, **more) for key, verdict in VERDICTS.items()]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made(plan: MergePlan) -> Framework:
    said = decisions(by="Council of Social Workers", date="2027-03-03", group="regulator")
    return ssw.apply_rebase(plan, said, edition="2")


def entry(plan: MergePlan, key: str) -> MergeEntry:
    [found] = [one for one in plan.entries if one.key == key]
    return found


def node(framework: Framework, identifier: str) -> Any:
    [found] = [one for one in framework.elements if one.id == identifier]
    return found


def test_every_edit_has_its_outcome_and_nothing_else_has_one(plan: MergePlan) -> None:
    assert plan.check() == ()
    found = {one.key: one.outcome for one in plan.entries if one.outcome != "already-the-same"}
    assert found == {
        "xx:c-communication": "conflict",
        "psw:c-disability": "conflict",
        "xx:para-social-worker.rule-therapy": "conflict",
        "xx:c-empowerment": "orphan",
        "xx:para-social-worker.req-empowerment": "orphan",
        "xx:set-self": "orphan",
        "psw:c-online": "new-in-base",
        "psw:para-social-worker.req-online": "new-in-base",
        "xx:c-advocacy": "take-over",
        "xx:c-case-management": "take-over",
        "xx:para-social-worker.rule-counselling": "take-over",
        "xx:c-care": "combine",
        "xx:set-children-and-families": "combine",
        "xx:set-values": "combine",
        "xx:c-community": "keep-local",
        "xx:c-coordinate": "keep-local",
        "psw:para-social-worker.req-disability": "keep-local",
        "xx:c-phone": "keep-local",
        "xx:req-phone": "keep-local",
        "xx:req-empower": "keep-local",
    }
    assert {one.key for one in plan.open} == VERDICTS.keys()
    assert entry(plan, "xx:c-awareness").reason.code == "rebase.same-change"


def test_what_would_be_loosened_comes_first_and_waits(plan: MergePlan) -> None:
    certain = [[one for one in found if one.certain] for found in (plan.safety, plan.stricter)]
    assert [[one.code for one in found] for found in certain] == [["requirement-removed", "limit-looser"]] * 2
    assert certain[1][1].base == ("xx:para-social-worker.rule-counselling",)
    held = entry(plan, "xx:para-social-worker.rule-therapy")
    assert held.open
    assert str(held.safety[0].text).startswith("para social worker may go further than before")
    said = plan._repr_markdown_()
    assert said.index("may go further") < said.index("What needs a decision") < said.index("What needs no decision")


def test_texts_of_all_three_sides_with_the_words_that_differ(plan: MergePlan) -> None:
    [label] = entry(plan, "xx:c-communication").divergences
    assert label.clash
    assert [str(side) for side in (label.base, label.onto, label.local)] == [
        "Communicate and listen actively",
        "Communicate, listen and explain",
        "Talk and listen well",
    ]
    assert ("new", "explain") in dict(label.base_words)["en"]
    assert ("gone", "Communicate") in dict(label.local_words)["en"]
    both = {one.field: one for one in entry(plan, "xx:c-care").divergences}
    assert not any(one.clash for one in both.values())
    assert both.keys() == {"definition", "scope_note"}


def test_what_names_an_element_that_goes_is_listed(plan: MergePlan) -> None:
    assert entry(plan, "xx:c-empowerment").pointed_at_by == (
        "profile a worker",
        "xx:para-social-worker.req-empowerment",
        "xx:req-empower",
        "xx:set-values",
    )
    assert entry(plan, "xx:c-case-management").pointed_at_by == (
        "profile a worker",
        "xx:c-case-management skos:closeMatch yy:manage",
        "xx:f-case-management-approach",
        "xx:para-social-worker.req-case-management",
        "xx:set-support",
    )


def test_the_new_edition_is_as_decided(made: Framework) -> None:
    assert (made.edition, made.base_edition, made.adaptation_of, made.status) == ("2", rebased.NEWER, "psw", "draft")
    assert made.label == Text.of(en="Our para social workers")
    ids = {one.id for one in made.elements}
    assert {"xx:c-online", "xx:para-social-worker.req-online", "xx:c-case-support", "xx:c-empowerment"} <= ids
    assert not {"xx:c-disability", "xx:set-self", "xx:c-case-management"} & ids
    assert "xx:para-social-worker.req-empowerment" not in ids
    assert node(made, "xx:c-communication").label == Text.of(en="Talk and listen well")
    assert node(made, "xx:c-advocacy").label.get("es") == "Abogar"
    assert str(node(made, "xx:c-care").definition) == "Food, play and comfort."
    assert str(node(made, "xx:c-care").scope_note) == "Not medical care."
    assert {"xx:c-phone", "xx:c-online"} <= set(node(made, "xx:set-children-and-families").includes)
    assert not {"xx:c-disability", "psw:c-disability"} & set(node(made, "xx:set-values").includes)
    assert node(made, "xx:para-social-worker.rule-therapy").authority == "not-permitted"
    assert node(made, "xx:para-social-worker.rule-counselling").authority == "not-permitted"


def test_what_got_another_meaning_gets_another_id_and_is_pointed_at(made: Framework) -> None:
    found = node(made, "xx:c-case-support")
    assert (found.replaces, found.derived_from) == (("xx:c-case-management",), ("psw:c-case-support",))
    assert node(made, "xx:para-social-worker.req-case-management").competency == "xx:c-case-support"
    assert "xx:c-case-support" in node(made, "xx:set-support").includes


def test_provenance_is_on_record(made: Framework) -> None:
    said = {one.id: one for one in made.elements if isinstance(one, Decision)}
    assert {name: one.verdict for name, one in said.items()} == {
        f"xx:{key.partition(':')[2]}.decision": verdict for key, verdict in VERDICTS.items()
    }
    one = said["xx:c-communication.decision"]
    assert (one.about, one.rationale, one.date) == (("xx:c-communication",), WHY, "2027-03-03")
    assert one.by == "Council of Social Workers"
    assert "Stakeholder group: regulator." in str(one.note)
    changes = {(one.change_kind, one.base, one.adaptation) for one in made.elements if isinstance(one, Change)}
    assert changes == {
        ("reworded", ("psw:c-communication",), ("xx:c-communication",)),
        ("dropped", ("psw:c-disability",), ()),
        ("added", (), ("xx:c-empowerment",)),
        ("added", (), ("xx:req-empower",)),
        ("redefined", ("psw:para-social-worker.rule-therapy",), ("xx:para-social-worker.rule-therapy",)),
    }
    orphan = node(made, "xx:c-empowerment")
    assert orphan.derived_from == ()
    assert [one.basis for one in orphan.evidence] == ["draft"]
    assert "psw:c-empowerment in edition 2026-11-21 of psw" in str(orphan.evidence[0].note)


def test_the_new_edition_stands_beside_the_new_base(made: Framework, tmp_path: Path) -> None:
    assert_round_trip(made)
    ground = CompetencyGraph([rebased.newer()])
    ssw.write(made, tmp_path / "xx.ttl")
    assert ssw.read(tmp_path / "xx.ttl", base=ground)["xx"] == made
    found = compared(rebased.newer(), made)
    assert not [note for note in found.notes if "banner" in note.code]
    assert not [one for one in found.safety if one.certain and "therapy" in str(one.text)]
    again = rebase_plan(made, base=rebased.newer(), onto=rebased.newer())
    assert ssw.apply_rebase(again) == made


def test_a_profile_that_named_an_element_finds_it_under_its_old_id_or_not_at_all(made: Framework) -> None:
    g = CompetencyGraph([made])
    held = Profile(holdings=(Holding(competency="xx:c-communication"),))
    items = {item.competency: item.status for item in ssw.gap(g, held, "xx:para-social-worker").items}
    assert items["xx:c-communication"] == "met"
    assert items["xx:c-case-support"] == "missing"


def test_a_base_that_tightens_is_taken_over_unasked_and_one_that_loosens_never(plan: MergePlan) -> None:
    tighter, looser = (entry(plan, f"xx:para-social-worker.rule-{name}") for name in ("counselling", "therapy"))
    assert (tighter.default, looser.default) == ("take-over", None)
    taken = [one for one in decisions() if one.entry != looser.key]
    with pytest.raises(InputError, match=r"Waiting for a decision \(1\): xx:para-social-worker.rule-therapy"):
        ssw.apply_rebase(plan, taken)
    loosened = ssw.apply_rebase(plan, [*taken, Resolution(entry=looser.key, verdict="take-over", reason=WHY)])
    rule = node(loosened, looser.key)
    assert isinstance(rule, ScopeRule)
    assert rule.authority == "under-supervision"
    assert node(loosened, f"{looser.key}.decision").verdict == "take-over"


def test_no_decision_loosens_anything_on_the_quiet(plan: MergePlan) -> None:
    """A requirement that is new in the base is no safeguard of the adaptation yet; a rule of its own is."""
    calm = replace(
        plan, entries=tuple(replace(one, default=one.default or "take-over", safety=()) for one in plan.entries)
    )
    some = [one for one in decisions() if "rule-therapy" not in one.entry]
    with pytest.raises(
        InputError, match="would loosen a safeguard without a decision for it: para social worker may go further"
    ):
        ssw.apply_rebase(calm, some)


def _changed(**fields: Any) -> Callable[[list[Resolution]], list[Resolution]]:
    return lambda given: [replace(given[0], **fields), *given[1:]]


BAD: dict[str, tuple[Callable[[list[Resolution]], list[Any]], str]] = {
    "unknown entry": (_changed(entry="xx:c-comunication"), r"Decision 1 \(xx:c-comunication\).*Did you mean xx:c-comm"),
    "unknown verdict": (_changed(verdict="maybe"), r"'maybe' cannot be decided here. Possible: keep, take-over, comb"),
    "no reason": (_changed(reason=Text()), "the reason is missing"),
    "unknown group": (_changed(group="friends"), "'friends' is none of the stakeholder groups ministry, regulator"),
    "no date": (_changed(date="3 March"), "'3 March' is not a date; write it like 2027-03-01"),
    "no such day": (_changed(date="2027-02-30"), "'2027-02-30' is not a date"),
    "twice": (lambda given: [*given, given[0]], "decided twice"),
    "no decision at all": (lambda given: [*given, "keep"], "Decision 7: expected a Resolution, not str"),
    "left out": (lambda given: given[1:], r"Waiting for a decision \(1\): xx:c-communication"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_decision_is_told_before_anything_is_made(name: str, plan: MergePlan) -> None:
    spoil, said = BAD[name]
    with pytest.raises(InputError, match=said):
        ssw.apply_rebase(plan, spoil(decisions()))


def test_dropping_what_another_element_needs_says_about_which_to_decide_too(plan: MergePlan) -> None:
    some = [replace(one, verdict="drop") if one.entry == "xx:c-empowerment" else one for one in decisions()]
    with pytest.raises(
        InputError, match=r"xx:req-empower names xx:c-empowerment .*decide about xx:req-empower or xx:c-em"
    ):
        ssw.apply_rebase(plan, some)
    all_of_them = [replace(one, verdict="drop") if "empower" in one.entry else one for one in decisions()]
    made = ssw.apply_rebase(plan, all_of_them)
    assert not [one.id for one in made.elements if one.id in ("xx:c-empowerment", "xx:req-empower")]


def test_refusing_what_is_new_takes_away_what_names_it(plan: MergePlan) -> None:
    refused = Resolution(entry="psw:c-online", verdict="drop", reason=WHY)
    with pytest.raises(InputError, match=r"xx:para-social-worker.req-online names psw:c-online"):
        ssw.apply_rebase(plan, [*decisions(), refused])
    both = [refused, replace(refused, entry="psw:para-social-worker.req-online")]
    made = ssw.apply_rebase(plan, [*decisions(), *both])
    assert "xx:c-phone" in node(made, "xx:set-children-and-families").includes
    assert "xx:c-online" not in node(made, "xx:set-children-and-families").includes


def test_what_is_deferred_stays_as_it_is(plan: MergePlan) -> None:
    later = [Resolution(entry=one.key, verdict="defer", reason=WHY) for one in plan.open if "defer" in one.options]
    later.append(Resolution(entry="xx:req-empower", verdict="keep", reason=WHY))
    made, before = ssw.apply_rebase(plan, later), rebased.adaptation()
    for one in ("xx:c-communication", "xx:para-social-worker.rule-therapy"):
        assert node(made, one) == node(before, one)
    assert node(made, "xx:c-communication.decision").verdict == "defer"


def test_own_records_follow_what_they_tell_of() -> None:
    """A Change that was overruled or lost its element is gone; one that still holds is kept."""
    mine = rebased.adaptation()
    changes = [
        Change(
            id=f"xx:{n}.was",
            change_kind="reworded",
            base=(f"psw:{n}",),
            adaptation=(f"xx:{n}",),
            evidence=rebased.draft(f"xx:{n}.was"),
        )
        for n in ("c-communication", "c-community", "set-self")
    ]
    mine = replace(mine, elements=(*mine.elements, *changes))
    plan = rebase_plan(mine, base=rebased.psw(), onto=rebased.newer())
    taken = [replace(one, verdict="take-over") if "communication" in one.entry else one for one in decisions()]
    made = ssw.apply_rebase(plan, taken)
    assert [one.id for one in made.of_kind("change") if one.id.endswith(".was")] == ["xx:c-community.was"]


def test_another_edition_than_the_one_it_was_made_from_is_refused_and_the_right_one_named() -> None:
    mine, old, new = rebased.adaptation(), rebased.psw(), rebased.newer()
    with pytest.raises(
        EditionError,
        match=r"made from edition 2026-11-21 of 'psw'; base is edition 2027-01-01. That is the one given as onto",
    ):
        rebase_plan(mine, base=new, onto=old)
    with pytest.raises(EditionError, match=r"base is edition 2025. Give base=edition 2026-11-21 of 'psw'"):
        rebase_plan(mine, base=replace(old, edition="2025"), onto=new)


def test_editions_that_cannot_be_told_apart_are_noted() -> None:
    mine, old, new = rebased.adaptation(), rebased.psw(), rebased.newer()
    unnamed = rebase_plan(replace(mine, base_edition=None), base=old, onto=new)
    assert [note.code for note in unnamed.notes] == ["rebase.banner-edition-unknown"]
    same = rebase_plan(mine, base=old, onto=replace(new, edition=old.edition))
    assert [note.code for note in same.notes] == ["rebase.banner-same-edition"]


def test_without_lineage_or_mappings_both_ways_out_are_named() -> None:
    cycw, za = (ssw.load("cycw", "za")[name] for name in ("cycw", "za"))
    with pytest.raises(LineageError, match=r"'za' comes from 'cycw'. Either state it .*or give a mapping set"):
        rebase_plan(za, base=cycw, onto=cycw)


def test_mappings_do_where_lineage_is_missing() -> None:
    mine, old, new = rebased.adaptation(), rebased.psw(), rebased.newer()
    names = {one.id: "xx" + one.id[3:] for one in old.elements}
    bare = replace(
        mine,
        adaptation_of=None,
        base_edition=None,
        elements=tuple(replace(one, derived_from=(), evidence=rebased.draft(one.id)) for one in mine.elements),
    )
    rows = tuple(Mapping(subject=one, relation="exact", object=name) for one, name in sorted(names.items()))
    plan = rebase_plan(bare, base=old, onto=new, mappings=rows)
    assert plan.check() == ()
    assert entry(plan, "xx:c-communication").outcome == "conflict"
    assert entry(plan, "xx:c-advocacy").outcome == "take-over"
    assert plan.notes[0].code == "rebase.banner-no-adaptation"
    likely = tuple(replace(row, justification="semapv:LexicalMatching") for row in rows)
    with pytest.raises(LineageError):
        rebase_plan(bare, base=old, onto=new, mappings=likely)


def test_a_new_rule_that_lets_a_cadre_do_more_waits_also_where_only_the_function_is_reported() -> None:
    """To keep the function as it is does not let the rule pass."""
    old = rebased.edited(rebased.psw(), f_statutory={"criticality": "statutory"})
    rule = "psw:para-social-worker.rule-statutory"
    function = node(old, rule).function[0]
    old = replace(old, elements=tuple(n for n in old.elements if n.id != rule))
    allowed = ScopeRule(
        id="psw:new-rule",
        cadre="psw:para-social-worker",
        function=(function,),
        authority="independent",
        label=Text.of(en="May carry out statutory functions."),
        evidence=rebased.draft("psw:new-rule"),
    )
    new = rebased.edited(old, add=(allowed,), f_statutory={"label": Text.of(en="Do what the law asks")})
    plan = rebase_plan(ssw.adapt(old, id="xx", jurisdiction="UG"), base=old, onto=replace(new, edition="2027"))
    assert {one.code for one in plan.safety} == {"performer-first"}
    assert {"psw:new-rule", "xx:f-statutory"} <= {one.key for one in plan.open}
    keep = Resolution(entry="xx:f-statutory", verdict="keep", reason=WHY)
    refused = Resolution(entry="psw:new-rule", verdict="drop", reason=WHY)
    assert not [one for one in ssw.apply_rebase(plan, [keep, refused]).elements if one.id == "xx:new-rule"]
    quiet = replace(
        plan, entries=tuple(replace(e, default="take-over") for e in plan.entries if e.key == "psw:new-rule")
    )
    quiet = replace(
        plan, entries=tuple(replace(e, default="take-over") if e.key == "psw:new-rule" else e for e in plan.entries)
    )
    with pytest.raises(InputError, match="would loosen a safeguard without a decision for it"):
        ssw.apply_rebase(quiet, [keep])


def test_what_is_kept_asks_about_what_it_needs() -> None:
    """The requirement waits, since dropping it would loosen something; so does the competency that it would need."""
    plan = rebase_plan(ssw.adapt(rebased.psw(), id="xx", jurisdiction="UG"), base=rebased.psw(), onto=rebased.newer())
    both = [entry(plan, f"xx:{name}") for name in ("para-social-worker.req-empowerment", "c-empowerment")]
    assert [one.open for one in both] == [True, True]
    assert both[1].reason.code == "rebase.needed"
    made = ssw.apply_rebase(plan, [Resolution(entry=e.key, verdict="keep", reason=WHY) for e in plan.open])
    assert node(made, both[0].key).competency == both[1].key


def test_lineage_that_nobody_states_is_not_claimed() -> None:
    old, new = rebased.psw(), rebased.newer()
    mine = replace(ssw.adapt(old, id="xx", jurisdiction="UG"), adaptation_of="alliance", base_edition="2020")
    plan = rebase_plan(mine, base=old, onto=new)
    made = ssw.apply_rebase(plan, [Resolution(entry=e.key, verdict="keep", reason=WHY) for e in plan.open])
    assert (made.adaptation_of, made.base_edition) == ("alliance", "2020")
    assert node(made, "xx:c-online").derived_from == ("psw:c-online",)


def test_the_header_is_weighed_like_an_element_but_what_is_the_adaptations_own_stays() -> None:
    old, new, mine = rebased.psw(), rebased.newer(), rebased.adaptation()
    new = replace(
        new,
        label=Text.of(en="Renamed"),
        definition=Text.of(en="Another word for it."),
        licence=("https://example.org/l",),
    )
    calm = rebase_plan(mine, base=old, onto=new)
    assert [one.field for one in entry(calm, "xx").divergences] == ["definition", "licence"]
    assert entry(calm, "xx").outcome == "take-over"
    plan = rebase_plan(replace(mine, definition=Text.of(en="Ours.")), base=old, onto=new)
    assert (entry(plan, "xx").outcome, entry(plan, "xx").clashes) == ("conflict", ("definition",))
    made = ssw.apply_rebase(plan, [*decisions(), Resolution(entry="xx", verdict="combine", reason=WHY)])
    assert (made.definition, made.licence) == (Text.of(en="Ours."), ("https://example.org/l",))
    assert (made.label, made.jurisdiction) == (mine.label, ("UG",))
    assert node(made, "xx:framework.decision").about == ("xx",)


def test_an_element_kept_although_the_base_replaced_it_is_on_record_as_such() -> None:
    mine = rebased.edited(rebased.adaptation(), c_case_management={"label": Text.of(en="Manage cases our way")})
    plan = rebase_plan(mine, base=rebased.psw(), onto=rebased.newer())
    found = entry(plan, "xx:c-case-management")
    assert (found.outcome, found.open, found.reason.code) == ("conflict", True, "rebase.redefined-and-changed")
    made = ssw.apply_rebase(plan, [*decisions(), Resolution(entry=found.key, verdict="keep", reason=WHY)])
    assert str(node(made, found.key).label) == "Manage cases our way"
    assert node(made, "xx:para-social-worker.req-case-management").competency == found.key
    change = node(made, f"{found.key}.change")
    assert (change.change_kind, change.base, change.adaptation) == ("redefined", ("psw:c-case-support",), (found.key,))


def test_another_meaning_is_no_change_that_comes_together_with_a_local_one() -> None:
    mine = rebased.edited(rebased.adaptation(), c_case_management={"definition": Text.of(en="As our law has it.")})
    found = entry(rebase_plan(mine, base=rebased.psw(), onto=rebased.newer()), "xx:c-case-management")
    assert (found.outcome, found.open, found.clashes) == ("conflict", True, ())


@pytest.mark.docs
def test_the_command_is_documented_and_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    docs = Path(__file__).parent.parent / "docs"
    assert "`sswgraph rebase " in (docs / "command-line.md").read_text(encoding="utf-8")
    assert main(["rebase", "--help"]) == 0
    assert "--decisions FILE" in capsys.readouterr().out
    page = (docs / "json.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(\{\n  \"lang\".*?)```", page, re.DOTALL)
    assert parse_resolutions(example)[0].group == "regulator"


def test_what_is_no_framework_or_no_plan_is_refused() -> None:
    old = rebased.psw()
    with pytest.raises(InputError, match="rebase takes frameworks"):
        rebase_plan("xx", base=old, onto=old)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="'psw' is the base itself"):
        rebase_plan(old, base=old, onto=old)
    with pytest.raises(InputError, match="takes a plan"):
        ssw.apply_rebase(old)  # type: ignore[arg-type]


def test_a_result_that_breaks_a_rule_is_not_given() -> None:
    mine = rebased.edited(rebased.adaptation(), c_phone={"evidence": ()})
    plan = rebase_plan(mine, base=rebased.psw(), onto=rebased.newer())
    with pytest.raises(InvalidFrameworkError, match="xx:c-phone"):
        ssw.apply_rebase(plan, decisions())


@pytest.mark.slow
def test_a_local_element_that_took_the_code_of_a_new_one_keeps_it() -> None:
    mine = replace(
        rebased.adaptation(),
        elements=(*rebased.adaptation().elements, rebased.competency("xx:c-online", "Use a computer")),
    )
    plan = rebase_plan(mine, base=rebased.psw(), onto=rebased.newer())
    made = ssw.apply_rebase(plan, decisions())
    assert str(node(made, "xx:c-online").label) == "Use a computer"
    assert str(node(made, "xx:c-online-2").label) == "Keep children safe on the internet"
    assert node(made, "xx:para-social-worker.req-online").competency == "xx:c-online-2"


def test_a_split_in_the_base_is_taken_over_where_the_adaptation_left_the_element_alone() -> None:
    old = rebased.psw()
    parts = ("psw:c-play", "psw:c-write")
    split_up = tuple(rebased.competency(one, one[6:], replaces=("psw:c-record",)) for one in parts)
    nodes = (
        with_names(one, {"psw:c-record": "psw:c-write"}, one.id) for one in old.elements if one.id != "psw:c-record"
    )
    new = replace(old, edition="3", elements=(*nodes, *split_up))
    plan = rebase_plan(ssw.adapt(old, id="xx", jurisdiction="UG"), base=old, onto=new)
    assert plan.check() == ()
    split = entry(plan, "xx:c-record")
    assert (split.outcome, split.onto, split.becomes) == ("take-over", parts, ("xx:c-play", "xx:c-write"))
    made = ssw.apply_rebase(plan, [Resolution(entry=e.key, verdict="take-over", reason=WHY) for e in plan.open])
    assert node(made, "xx:c-write").replaces == ("xx:c-record",)
    assert "xx:c-write" in node(made, "xx:set-support").includes
    assert "xx:c-record" not in node(made, "xx:set-support").includes


def test_decisions_come_back_from_the_json_that_is_written(plan: MergePlan, tmp_path: Path) -> None:
    given = decisions(by="Council", date="2027-03", group="service-users")
    ssw.save(given, tmp_path / "decisions.json")
    assert list(ssw.read_resolutions(tmp_path / "decisions.json")) == given
    short = {"lang": "fr", "decisions": [{"entry": "xx:c-care", "verdict": "keep", "reason": "Ainsi."}]}
    assert parse_resolutions(json.dumps(short)) == (
        Resolution(entry="xx:c-care", verdict="keep", reason=Text.of(fr="Ainsi.")),
    )
    assert str(page_of(given).blocks[0]).count("keep") >= 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "decisions are an object such as"),
        ('{"decisions": 3}', "decisions are an object such as"),
        ('{"decisions": [}', "line 1, column 16: this is not JSON"),
        ('{"decisions": ["keep"]}', r"decisions\[0\]: expected an object"),
        ('{"decisions": [{"entry": "a", "verdict": "keep"}]}', r"decisions\[0\].reason is missing"),
        ('{"decisions": [{"entry": "a", "verdct": "keep"}]}', r"no field 'verdct'. Did you mean 'verdict'"),
        ('{"decisions": [{"entry": "a", "verdict": "keep", "reason": 3}]}', "reason: expected text"),
        ('{"decisions": [{"entry": 1, "verdict": "keep", "reason": "x"}]}', "entry: expected text"),
        (
            '{"decisions": [{"entry": "a", "verdict": "kep", "reason": "x"}]}',
            r"verdict: expected 'keep'.*, not \"kep\"",
        ),
        ('{"decisions": [], "decisions": []}', "'decisions' is repeated"),
        ('{"decisions": [], "lang": 3}', "lang: expected a language tag"),
    ],
)
def test_a_bad_file_of_decisions_is_told_by_place(text: str, said: str) -> None:
    with pytest.raises(InputError, match=f"mine.json.*{said}"):
        parse_resolutions(text, file="mine.json")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_plan_shows_itself_in_every_form(plan: MergePlan, lang: str) -> None:
    page = page_of(plan, lang)
    for said in (document(page), markdown(page), str(plan)):
        assert "xx:c-communication" in said
        assert "Talk and listen well" in said
    assert "<ins>" in document(page)
    plain = ssw.to_plain(plan, lang)
    assert list(plain)[:5] == ["result", "shape", "lang", "safety", "checked"]
    assert plain["complete"]
    assert plain["open"] == [one.key for one in plan.open]
    assert "taken" not in plain["entries"][0]
    json.dumps(plain)
    assert len(plan.rows(lang)) == len(plan.entries)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cycw", "id", "za"])
def test_on_what_ships_an_unchanged_base_changes_nothing(name: str) -> None:
    base = ssw.load(name)[name]
    assert isinstance(base, Framework)
    mine = ssw.adapt(base, id="xx", jurisdiction="UG")
    plan = rebase_plan(mine, base=base, onto=base)
    assert plan.check() == ()
    assert ssw.apply_rebase(plan) == mine


def test_a_plan_with_nothing_to_say_says_so() -> None:
    old = rebased.psw()
    said = str(rebase_plan(ssw.adapt(old, id="xx", jurisdiction="UG"), base=old, onto=old))
    assert "would loosen no safeguard" in said
    assert "Nothing needs a decision." in said


@pytest.mark.slow
def test_the_command_shows_the_plan_and_makes_the_edition(
    plan: MergePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ssw.write(rebased.adaptation(), "xx.ttl")
    ssw.write(rebased.newer(), "new.ttl")
    asked = ["rebase", "xx.ttl", "--base", str(rebased.BASE), "--onto", "new.ttl"]
    assert main([*asked, "-o", "plan.html"]) == 0
    assert "What would change" in Path("plan.html").read_text(encoding="utf-8")
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["open"] == [one.key for one in plan.open]
    assert main([*asked, "--apply", "-o", "made.ttl"]) == 2
    assert "Waiting for a decision (6)" in capsys.readouterr().err
    assert not Path("made.ttl").exists()
    ssw.save(decisions(), "said.json")
    assert main([*asked, "--decisions", "said.json", "--edition", "2", "-o", "made.ttl"]) == 0
    assert ssw.read("made.ttl")["xx"] == ssw.apply_rebase(plan, decisions(), edition="2")
    assert main(["rebase", "xx.ttl", "--base", "new.ttl", "--onto", str(rebased.BASE)]) == 2
    assert "wrong way round" in capsys.readouterr().err
    assert main(["rebase", "xx.ttl", "--base", "psv", "--onto", "psw"]) == 2
    assert "Did you mean" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after", "had", "outcome", "why"),
    [
        ("TZ", "TZ", False, "already-the-same", "holds-elsewhere"),
        ("TZ", "KE", False, "already-the-same", "holds-elsewhere"),
        ("TZ", "UG", False, "new-in-base", "moved-here"),
        ("UG", "TZ", False, "already-the-same", "moved-elsewhere"),
        ("UG", "TZ", True, "conflict", "loosens"),
        (None, "TZ", False, "already-the-same", "holds-elsewhere"),
        ("TZ", None, False, "already-the-same", "holds-elsewhere"),
    ],
)
def test_a_rule_that_holds_elsewhere_is_not_called_dropped(
    before: str | None, after: str | None, had: bool, outcome: str, why: str
) -> None:
    said: dict[str, Any] = {"cadre": "psw:para-social-worker", "authority": "assists", "evidence": (edits.DRAFT,)}
    rule = ScopeRule(id="psw:rule", label=Text.of(en="Assists at court"), act=Text.of(en="court"), **said)
    old, new = (
        edits.add(base, replace(rule, jurisdiction=(code,))) if code else base
        for base, code in ((rebased.psw(), before), (rebased.newer(), after))
    )
    mine = ssw.adapt(old, id="xx", jurisdiction="UG")
    mine = mine if had else edits.without(mine, "xx:rule")
    plan = rebase_plan(mine, base=old, onto=new)
    found = next(one for one in plan.entries if "psw:rule" in (*one.base, *one.onto))
    assert (found.outcome, found.reason.code) == (outcome, f"rebase.{why}")
    assert [one.id for one in found.taken] == (["xx:rule"] if outcome in ("new-in-base", "conflict") else [])
