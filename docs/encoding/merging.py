"""Two records of one element become one: what was empty is filled, proofs are gathered, differences are told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from sswgraph.model import Evidence, Node, Text

EMPTY = (None, (), Text())


def united(present: Node, other: Node, differing: list[tuple[str, Any, Any]]) -> Node:
    """An element with what another record adds: fields that were empty, and evidence that is new.

    A field with two values keeps the first; both are told in ``differing``.
    """
    changed: dict[str, Any] = {}
    if type(present) is type(other):
        for one in fields(present):
            kept, new = getattr(present, one.name), getattr(other, one.name)
            if one.name in ("id", "evidence") or new in EMPTY or new == kept:
                continue
            if kept in EMPTY or (one.name == "label" and "not read)" in str(kept)):
                changed[one.name] = new
            elif isinstance(kept, tuple):
                changed[one.name] = (*kept, *(value for value in new if value not in kept))
            elif str(new).casefold() != str(kept).casefold():
                differing.append((one.name, kept, new))
    seen = {_said(one) for one in present.evidence}
    proofs = (*present.evidence, *(one for one in other.evidence if _said(one) not in seen))
    return replace(present, **changed, evidence=numbered(present.id, proofs))


def _said(one: Evidence) -> tuple[object, ...]:
    return one.basis, one.source, one.excerpt, one.concerns, one.derived_from, one.note if not one.excerpt else None


def numbered(owner: str, proofs: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Evidence with ids of its own: the first with an id keeps it, every other gets the next free one of its owner."""
    used: set[str] = set()
    found: list[Evidence] = []
    waiting = list(proofs)
    taken = {one.id for one in waiting if not re.fullmatch(re.escape(owner) + r"\.e\d+", one.id)}
    for one in waiting:
        name = one.id
        if name in used and name not in taken:
            number = 1
            while f"{owner}.e{number}" in used | {other.id for other in waiting}:
                number += 1
            name = f"{owner}.e{number}"
        if name not in used:
            used.add(name)
            found.append(replace(one, id=name))
    return tuple(found)
