"""Safeguards that reading a workbook would take away from the edition that is there, without anybody saying why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sswgraph.model import Change, Framework, Node
from sswgraph.model.codes import protects

DROPPED = "dropped"
CHANGE = ".change"  # the id of what was decided on a row is that of the row with this behind it


def without_a_reason(there: Framework, made: Framework) -> Iterator[Node]:
    """What protects people in the edition that is there, is not in the new one, and was not dropped with a reason."""
    kept, old = {node.id for node in made.elements}, {node.id for node in there.elements}
    changes: tuple[Any, ...] = made.of_kind("change")
    said = [one for one in changes if one.change_kind == DROPPED and one.rationale and one.id not in old]
    dropped = {_row_of(one) for one in said}
    bases = {base for one in said if _row_of(one) not in old for base in one.base}
    for node in there.elements:
        named = node.id in dropped or bases & {node.id, *node.derived_from}
        if protects(node) and node.id not in kept and not named:
            yield node


def _row_of(change: Change) -> str:
    return change.id.rpartition(CHANGE)[0]
