"""Elements under other ids: what ``adapt`` writes, what ``compare`` expects, what ``apply_changes`` begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from sswgraph.model import Decision, Framework, Node, Statement
from sswgraph.rdf.schema import BY_KIND, CLASSES, Property, Shape

N = TypeVar("N", bound=Node)
LINEAGE = frozenset({"derived_from", "evidence", "replaces", "adaptation_of", "base_edition"})
# What happened to a framework stays with those to whom it happened: a copy was neither decided nor validated.
RECORDS = frozenset({"change", "validation-exercise", "adoption"})
FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(cls.model) if field.name not in ("id", "elements", "residue"))
    for kind, cls in BY_KIND.items()
}
PROPERTIES: dict[str, dict[str, Property]] = {
    kind: {prop.field: prop for prop in cls.properties} for kind, cls in BY_KIND.items()
}
REFERENCES: dict[str, tuple[tuple[str, bool], ...]] = {
    kind: tuple(
        (prop.field, prop.many)
        for prop in cls.properties
        if prop.shape is Shape.REFERENCE and prop.field not in LINEAGE
    )
    for kind, cls in BY_KIND.items()
}
_SECTION = {cls.model.kind: place for place, cls in enumerate(CLASSES)}  # type: ignore[attr-defined]


def is_record(node: Node) -> bool:
    """Whether a node tells what happened to elements, so that its references keep naming them."""
    return node.kind in RECORDS or (isinstance(node, Decision) and node.verdict is not None)


def renamed(node: N, names: Mapping[str, str], identifier: str) -> N:
    """The node under another id, its references to what ``names`` renames included; lineage is left as it is."""
    changed: dict[str, Any] = {"id": identifier} if identifier != node.id else {}
    if not is_record(node):
        for field, many in REFERENCES[node.kind]:
            value = getattr(node, field)
            if many:
                if any(one in names for one in value):
                    changed[field] = tuple(sorted({names.get(one, one) for one in value}))
            elif value in names:
                changed[field] = names[value]
        if isinstance(node, Statement) and node.datatype == "id" and node.value in names:
            changed["value"] = names[node.value]
    return replace(node, **changed) if changed else node


def in_order(framework: Framework) -> Framework:
    """The framework with its elements in canonical order: by class, then by id."""
    ordered = tuple(sorted(framework.elements, key=lambda node: (_SECTION[node.kind], node.id)))
    return framework if ordered == framework.elements else replace(framework, elements=ordered)
