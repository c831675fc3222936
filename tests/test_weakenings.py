"""Every way to weaken a framework that is on the list is told, and nothing harmless is called certain (E9, E10)."""

from __future__ import annotations

from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.safety.codes import BY_NAME
from sswgraph.graph import CompetencyGraph
from sswgraph.model import SafetyFinding, Text
from sswgraph.model.codes import FINDING_CLASSES
from sswgraph.model.fields import BY_KIND
from tests.adapted import edit
from tests.weakenings import BASE, HARMLESS, OTHERS, SILENT_ONCE, Edit

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
    ("qualification", "qualifies_for"): "fewer ways lead to the role",
}


def test_whatever_is_emptied_is_told_or_stands_here_with_its_reason() -> None:
    told, silent = set(), set()
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
