"""What two sides made of one value: taken together where they do not clash, field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from sswgraph.comparison.differing import is_blank
from sswgraph.comparison.renaming import FIELDS, LINEAGE
from sswgraph.model import Framework, Node, Text
from sswgraph.model.rebase import Divergence
from sswgraph.model.visible import looks_like

N = TypeVar("N", bound=Node)
# What an adaptation says of itself and never takes from its base.
OWN_OF_A_FRAMEWORK = frozenset(
    "notation jurisdiction first_language edition version issued publisher status status_by status_date".split()
)


def divergences(old: Node | None, new: Node, local: Node) -> tuple[Divergence, ...]:
    """Every field that is not the same on all sides; all of them speak of elements by the same ids."""
    found = []
    own = OWN_OF_A_FRAMEWORK if isinstance(local, Framework) else frozenset()
    names = (*FIELDS[local.kind], *(("residue",) if isinstance(local, Framework) else ()))
    for name in names:
        if name in LINEAGE or name in own:
            continue
        base = getattr(old, name) if old is not None else None
        onto, here = getattr(new, name), getattr(local, name)
        if onto != here or (old is not None and base != onto):
            merged, clash = merge(base, onto, here) if old is not None else (here, onto != here)
            found.append(Divergence(field=name, base=base, onto=onto, local=here, merged=merged, clash=clash))
    return tuple(found)


def one_sided(name: str, node: Node) -> tuple[Divergence, ...]:
    """Everything that an element says which is there on one side only: 'base', 'onto' or 'local'."""
    fields = [one for one in FIELDS[node.kind] if one not in LINEAGE]
    said = {one: getattr(node, one) for one in fields}
    return tuple(Divergence(field=one, **{name: value}) for one, value in said.items() if not is_blank(value))


def merge(base: Any, onto: Any, local: Any) -> tuple[Any, bool]:
    """Both changes together, and whether they clash; where they do, the local value stands.

    >>> merge(("a", "b"), ("a", "b", "c"), ("b",)), merge(1, 2, 3)
    ((('b', 'c'), False), (3, True))
    """
    if base == onto or onto == local or looks_like(base, onto) or looks_like(onto, local):
        return local, False
    if base == local or looks_like(base, local):
        return onto, False
    if isinstance(base, Text) and isinstance(onto, Text) and isinstance(local, Text):
        return _merged_texts(base, onto, local)
    if all(isinstance(side, tuple) for side in (base, onto, local)):
        together = (set(local) | (set(onto) - set(base))) - (set(base) - set(onto))
        return tuple(sorted(together)), False
    return local, True


def _merged_texts(base: Text, onto: Text, local: Text) -> tuple[Text, bool]:
    """Languages that either side added come together only if nobody reworded anything: a translation renders what
    stands beside it."""
    kept = all(base.all(tag) == side.all(tag) for side in (onto, local) for tag in base.languages)
    if not base or not kept or (set(onto.languages) & set(local.languages)) - set(base.languages):
        return local, True
    return Text(tuple(sorted({*onto.values, *local.values}))), False


def with_fields(node: N, found: tuple[Divergence, ...], side: str) -> N:
    """The element with its fields as they are on one side: 'onto' or 'merged'."""
    return replace(node, **{one.field: getattr(one, side) for one in found})
