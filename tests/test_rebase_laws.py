"""Laws of rebase, for every base, edition and adaptation that Hypothesis draws."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.safety.codes import LISTED_ONLY
from sswgraph.editions.merge_plan import rebase_plan
from sswgraph.errors import InputError
from sswgraph.model import Change, Decision, Element, Framework, MergePlan, Node, Resolution, Text
from sswgraph.model.merge_plan import Verdict
from sswgraph.testing import assert_round_trip
from sswgraph.testing import editions as any_editions
from sswgraph.testing import frameworks as any_frameworks
from tests.adapted import in_uganda

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("SSWGRAPH_EXAMPLES", "25"))
law = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="SSWGRAPH_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def frameworks() -> st.SearchStrategy[Framework]:
    return any_frameworks().map(in_uganda)


def editions(framework: Framework, *, edition: str | None = None) -> st.SearchStrategy[Framework]:
    return any_editions(framework, edition=edition).map(in_uganda)


WHY = Text.of(en="decided in a test")


def adapted(base: Framework) -> Framework:
    return ssw.adapt(base, id="xx", jurisdiction="UG")


def taking_over(plan: MergePlan) -> list[Resolution]:
    """A decision for the new base on every entry that waits for one."""
    ways = {"orphan": "drop"}
    return [
        Resolution(entry=e.key, verdict=ways.get(e.outcome, "take-over"), reason=WHY)  # type: ignore[arg-type]
        for e in plan.open
    ]


def without_records(framework: Framework) -> dict[str, Node]:
    """The elements without the record of decisions, and without what was replaced, which a fresh copy cannot know."""
    found = {n.id: n for n in framework.elements if not isinstance(n, (Decision, Change))}
    return {i: replace(n, replaces=()) if isinstance(n, Element) else n for i, n in found.items()}


@law
@given(frameworks(), st.data())
def test_an_unchanged_base_changes_nothing(base: Framework, data: st.DataObject) -> None:
    mine = data.draw(editions(adapted(base)))
    assume(len(mine) or not len(base))
    plan = rebase_plan(mine, base=base, onto=base)
    assert plan.open == ()
    assert plan.safety == ()
    assert ssw.apply_rebase(plan) == mine


@law
@given(frameworks(), st.data())
def test_an_untouched_adaptation_becomes_a_copy_of_the_new_base(base: Framework, data: st.DataObject) -> None:
    newer = data.draw(editions(base, edition="2"))
    assume(len(newer))
    plan = rebase_plan(adapted(base), base=base, onto=newer)
    made = ssw.apply_rebase(plan, taking_over(plan))
    assert without_records(made) == without_records(adapted(newer))
    headers = [replace(one, elements=()) for one in (made, adapted(newer))]
    assert headers[0] == headers[1]


@law
@given(frameworks(), st.data())
def test_every_element_has_one_entry_and_nothing_is_loosened_unasked(base: Framework, data: st.DataObject) -> None:
    newer = data.draw(editions(base, edition="2"))
    mine = data.draw(editions(adapted(base)))
    assume(len(newer) and len(mine))
    plan = rebase_plan(mine, base=base, onto=newer)
    assert plan.check() == ()
    silent = [entry for entry in plan.entries if entry.safety and not entry.open]
    assert silent == []


@law
@given(frameworks(), st.data())
def test_any_decisions_give_a_whole_edition_or_nothing_in_any_order(base: Framework, data: st.DataObject) -> None:
    newer = data.draw(editions(base, edition="2"))
    mine = data.draw(editions(adapted(base)))
    assume(len(newer) and len(mine))
    plan = rebase_plan(mine, base=base, onto=newer)
    decisions = [Resolution(entry=e.key, verdict=data.draw(st.sampled_from(e.options)), reason=WHY) for e in plan.open]
    turned = data.draw(st.permutations(decisions))
    made = [_or_refusal(plan, some) for some in (decisions, turned)]
    assert made[0] == made[1]
    if isinstance(made[0], Framework):
        assert_round_trip(made[0])
        assert made[0].base_edition == "2"
        again = rebase_plan(made[0], base=newer, onto=newer)
        assert again.open == ()
        assert ssw.apply_rebase(again) == made[0]


@law
@given(frameworks(), st.data())
def test_who_keeps_everything_that_waits_loosens_nothing(base: Framework, data: st.DataObject) -> None:
    newer = data.draw(editions(base, edition="2"))
    mine = data.draw(editions(adapted(base)))
    assume(len(newer) and len(mine))
    plan = rebase_plan(mine, base=base, onto=newer)
    ways: dict[str, Verdict] = {"new-in-base": "defer"}
    kept = [Resolution(entry=e.key, verdict=ways.get(e.outcome, "keep"), reason=WHY) for e in plan.open]
    kept = [r if r.verdict in o.options else replace(r, verdict="defer") for r, o in zip(kept, plan.open, strict=True)]
    made = _or_refusal(plan, kept)
    holding = () if isinstance(made, str) else compared(mine, made).safety
    assert [one for one in holding if one.certain or one.code not in LISTED_ONLY] == []


def _or_refusal(plan: MergePlan, decisions: list[Resolution]) -> Framework | str:
    try:
        return ssw.apply_rebase(plan, decisions)
    except InputError as error:
        return str(error)
