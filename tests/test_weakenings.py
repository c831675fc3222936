"""Every way to weaken a framework that is on the list is told, and nothing harmless is called certain (E9, E10)."""

from __future__ import annotations

import pytest

import sswgraph as ssw
from sswgraph.adaptation.safety.codes import BY_NAME
from sswgraph.graph import CompetencyGraph
from sswgraph.model import SafetyFinding
from sswgraph.model.codes import FINDING_CLASSES
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
