"""The order in which a framework is written into a file, whoever made the value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from sswgraph.model.evidence import Evidence, Node
from sswgraph.model.fields import BY_KIND, KINDS
from sswgraph.model.framework import Framework
from sswgraph.model.text import Text

N = TypeVar("N", Node, Framework, Evidence)
_PLACE = {kind.name: place for place, kind in enumerate(KINDS)}


def canonical(framework: Framework) -> Framework:
    """Return the framework as a file would give it back.

    Returns:
        It with elements by kind and id, and the values of each field in order, once.

    >>> from sswgraph.model import Text
    >>> canonical(Framework(id="xx", label=Text.of(en="Example"), jurisdiction=("ZA", "KE", "ZA"))).jurisdiction
    ('KE', 'ZA')
    """
    elements = tuple(sorted(map(_sorted, framework.elements), key=lambda node: (_PLACE[node.kind], node.id)))
    residue = tuple(sorted(set(framework.residue)))
    made = _sorted(framework)
    same = residue == made.residue and all(one is other for one, other in zip(elements, made.elements, strict=True))
    return made if same else replace(made, elements=elements, residue=residue)


def _sorted(node: N) -> N:
    changed: dict[str, Any] = {}
    for one in BY_KIND[node.kind].fields:
        held = getattr(node, one.name)
        if one.name == "evidence":
            kept: Any = tuple(sorted({one.id: _sorted(one) for one in held}.values(), key=lambda one: one.id))
        elif isinstance(held, Text):
            kept = held if len(held.values) < 2 else Text(tuple(sorted(set(held.values))))
        elif isinstance(held, tuple):
            kept = held if len(held) < 2 else tuple(sorted(set(held)))
        else:
            continue
        if kept != held:
            changed[one.name] = kept
    return replace(node, **changed) if changed else node
