"""``apply_changes``: the adaptation again, from its base and the comparison alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sswgraph.adaptation.adapt import renamed
from sswgraph.adaptation.compare import RESIDUE
from sswgraph.errors import EditionError, InputError
from sswgraph.exchange.schema import BY_KIND
from sswgraph.graph.graph import stamp_of
from sswgraph.model import Framework, Node
from sswgraph.model.canonical import canonical
from sswgraph.model.comparison import Comparison, Entry, Pair

# Aspects that say in words what others say in values.
_FOLLOWING = frozenset({"sets", "mapping", "kind"})


def apply_changes(base: Framework, comparison: Comparison) -> Framework:
    """The framework that a comparison was made with, built from its base and the changes found.

    In: the base and a comparison of it. Out: the other framework, equal to it (with its elements in canonical order,
    as they are read). Raises InputError for anything else, EditionError where the comparison was made from another
    base or another content of it.

    >>> import sswgraph as ssw
    >>> g = ssw.load("psw", "cycw")
    >>> apply_changes(g["psw"], ssw.compare(g, "psw", "cycw")) == g["cycw"]
    True
    """
    if not isinstance(base, Framework) or not isinstance(comparison, Comparison):
        raise InputError("apply_changes takes a Framework and a Comparison of it.")
    made_from, given = comparison.stamp.frameworks[0], stamp_of((base,)).frameworks[0]
    if made_from != given:
        first, second = (f"'{one[0]}', {one[1] or 'no edition'}, content {one[2]}" for one in (made_from, given))
        raise EditionError(f"The comparison was made from another base: {first}. Given was {second}.")
    nodes: dict[str, Node] = {node.id: node for node in base.elements}
    names = names_of(comparison.entries) | {comparison.base: comparison.adaptation}
    header, residue, elements = base, base.residue, []
    for entry in comparison.entries:
        if entry.element == "framework":
            header = _made(base, entry.pairs[0], names, entry)
        elif entry.element == RESIDUE:
            residue = _value(entry.pairs[0], RESIDUE)
        else:
            pairs = {pair.adaptation: pair for pair in reversed(entry.pairs) if pair.adaptation is not None}
            elements += [_made(nodes.get(pair.base or ""), pair, names, entry) for pair in pairs.values()]
    return canonical(replace(header, elements=tuple(elements), residue=residue))


def names_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Base id -> id in the adaptation, where one element stands for one."""
    single = (entry for entry in entries if len(entry.base) == len(entry.adaptation) == 1 and entry.element != RESIDUE)
    return {entry.base[0]: entry.adaptation[0] for entry in single}


def _made(old: Any, pair: Pair, names: Mapping[str, str], entry: Entry) -> Any:
    kinds = [aspect.adaptation for aspect in pair.aspects if aspect.field == "kind"]
    values = {aspect.field: aspect.adaptation for aspect in pair.aspects if aspect.field not in _FOLLOWING}
    assert pair.adaptation is not None
    if old is not None and not kinds:
        return replace(renamed(old, names, pair.adaptation), **values)
    model = BY_KIND[str(kinds[0]) if kinds else entry.element].model
    return model(id=pair.adaptation, **{name: value for name, value in values.items() if value is not None})


def _value(pair: Pair, field: str) -> tuple[str, ...]:
    value = next((aspect.adaptation for aspect in pair.aspects if aspect.field == field), None)
    return tuple(value) if isinstance(value, tuple) else ()
