"""Safeguards of the current edition that a workbook drops without a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sswgraph.model import Change, Framework, Node
from sswgraph.model.codes import protects

DROPPED = "dropped"
CHANGE = ".change"  # suffix of the id of the Change that was decided on a row


def dropped_without_reason(there: Framework, made: Framework) -> Iterator[Node]:
    """The safeguards of the current edition that are not in the new one and were not dropped with a reason.

    Args:
        there (Framework): The current edition.
        made (Framework): The new edition, as read from a workbook.

    Yields:
        Each element of the current edition that is missing.
    """
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
