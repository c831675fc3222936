"""Every aspect in which two paired elements differ, and of what kind each difference is (rule E5)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sswgraph.comparison.components import Edge
from sswgraph.comparison.renaming import FIELDS, LINEAGE, PROPERTIES, renamed
from sswgraph.comparison.sides import Sides
from sswgraph.model import Evidence, Framework, Node, Text
from sswgraph.model.comparison import Aspect, ChangeKind
from sswgraph.model.visible import looks_like, seen
from sswgraph.rdf.schema import Shape

# Rule E5: of what kind a difference is in these fields, whatever the two values are; for lineage see _of_lineage.
OF_FIELD: dict[str, ChangeKind] = {
    **dict.fromkeys(
        "definition form frequency ratio preparation theme value unit act only_if unless office contact "
        "contact_between".split(),
        "redefined",
    ),
    **dict.fromkeys(
        "broader part_of context scheme scale cadre module outcome_of qualification subject start progresses_to "
        "jurisdiction criterion_of evidence_for".split(),
        "moved",
    ),
    **dict.fromkeys(
        "edition version issued status status_by status_date retrieved".split(),
        "evidence-only",
    ),
    "necessity": "necessity-changed",
    "unreviewed_language": "translated",
    "first_language": "translated",
    "notation": "relabelled",
}
# And in all other fields, by what became of the value.
OF_VALUE: dict[str, ChangeKind] = {
    "list-gained": "broadened",
    "list-lost": "narrowed",
    "list-gained-and-lost": "redefined",
    "number-grown": "broadened",
    "number-fallen": "narrowed",
    "text-reworded": "relabelled",
    "text-in-other-languages": "translated",
    "anything-else": "redefined",
}
# Of these the label is no name but the very thing: the sentence of a rule, a standard or a criterion.
SENTENCES = frozenset(
    "obligation scope-rule eligibility-condition supervision-arrangement ethical-standard performance-criterion "
    "evidence-requirement guiding-principle open-question".split()
)
OF_MAPPING: dict[str, ChangeKind] = {
    "broad": "broadened",
    "narrow": "narrowed",
    "covers": "narrowed",
    "covered": "broadened",
}
_LEVELS = frozenset({"level", "to_level"})


def differences(base: Node, adapted: Node, sides: Sides, edge: Edge) -> tuple[tuple[Aspect, ...], tuple[Aspect, ...]]:
    """What changed between two paired elements, and what differs only because of the pairing."""
    if base.kind != adapted.kind:
        return tuple(_across_kinds(base, adapted)), ()
    expected = renamed(base, sides.names, adapted.id)
    changes: list[Aspect] = []
    carried: list[Aspect] = []
    if expected != adapted:
        for name in FIELDS[base.kind]:
            if getattr(expected, name) != getattr(adapted, name):
                old, new = getattr(base, name), getattr(adapted, name)
                kind = _kind(base, adapted, name, old, new, sides)
                (carried if kind is None else changes).append(
                    Aspect(field=name, kind=kind or "identical", base=old, adapted=new)
                )
    sets = sides.sets(base.id, adapted.id)
    if sets is not None:
        changes.append(Aspect(field="sets", kind="moved", base=sets[0], adapted=sets[1]))
    if edge.by == "mapping" and edge.relation in OF_MAPPING:
        kind = OF_MAPPING[edge.relation]
        changes.append(Aspect(field="mapping", kind=kind, base=base.id, adapted=adapted.id))
    return tuple(changes), tuple(carried)


def alone(node: Node, kind: ChangeKind) -> tuple[Aspect, ...]:
    """Everything that a dropped or added element says."""
    made = []
    for name in FIELDS[node.kind]:
        value = getattr(node, name)
        if not is_blank(value):
            sides = {"base": value} if kind == "dropped" else {"adapted": value}
            made.append(Aspect(field=name, kind=kind, **sides))
    return tuple(made)


def is_blank(value: object) -> bool:
    return value is None or value == () or value == Text()


def _across_kinds(base: Node, adapted: Node) -> Iterator[Aspect]:
    yield Aspect(field="kind", kind="redefined", base=base.kind, adapted=adapted.kind)
    for name in sorted({*FIELDS[base.kind], *FIELDS[adapted.kind]}):
        old, new = getattr(base, name, None), getattr(adapted, name, None)
        if not (is_blank(old) and is_blank(new)):
            yield Aspect(field=name, kind="redefined", base=old, adapted=new)


def _kind(base: Node, adapted: Node, name: str, old: Any, new: Any, sides: Sides) -> ChangeKind | None:
    """Of what kind a difference is; None where it only follows from the pairing."""
    if name in LINEAGE:
        return _of_lineage(base, adapted, name, old, new, sides)
    if isinstance(old, Text):
        return _of_text(base.kind, name, old, new)
    if looks_like(old, new):
        return None
    prop = PROPERTIES[base.kind].get(name)
    if prop is not None and prop.shape is Shape.REFERENCE:
        gone, come = sides.moved_ends(old, new)
        if not gone and not come:
            return None
        if name in _LEVELS:
            return _of_level(old, new, sides)
    else:
        gone, come = _lost_and_gained(old, new)
    if name in OF_FIELD:
        return OF_FIELD[name]
    if isinstance(old, tuple):
        became = "-and-".join(["gained"] * bool(come) + ["lost"] * bool(gone))
        return OF_VALUE[f"list-{became}"] if became else None
    if _is_number(old) and _is_number(new) and name != "rank":
        return OF_VALUE["number-grown" if new > old else "number-fallen"]
    return OF_VALUE["anything-else"]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _lost_and_gained(old: Any, new: Any) -> tuple[frozenset[Any], frozenset[Any]]:
    before = frozenset(old if isinstance(old, tuple) else (old,))
    after = frozenset(new if isinstance(new, tuple) else (new,))
    return before - after, after - before


def _of_text(kind: str, name: str, old: Text, new: Text) -> ChangeKind | None:
    """A wording changed, or only a language came or went; wordings that look the same are the same."""
    before, after = seen(old), seen(new)
    if before == after:
        return None
    if before and after and all(before[tag] == after[tag] for tag in before.keys() & after.keys()):
        return OF_VALUE["text-in-other-languages"]
    if name == "label" and kind in SENTENCES:
        return "redefined"
    return OF_FIELD.get(name, OF_VALUE["text-reworded"])


def _of_level(old: str | None, new: str | None, sides: Sides) -> ChangeKind:
    """Raised or lowered where the levels can be compared (rule L1); an unstated level is met by any holding."""
    if old is None or new is None:
        return "level-raised" if old is None else "level-lowered"
    found = sides.level_moves(old, new)
    if found == {"raised"}:
        return "level-raised"
    return "level-lowered" if found == {"lowered"} else "redefined"


def _of_lineage(base: Node, adapted: Node, name: str, old: Any, new: Any, sides: Sides) -> ChangeKind | None:
    """Derivation from the very counterpart, and evidence that says only this, is what every adaptation has."""
    if isinstance(base, Framework) and isinstance(adapted, Framework):
        related = adapted.adaptation_of == base.id or base.adaptation_of == adapted.id
        return None if related else "evidence-only"
    if name == "replaces":
        replaced = adapted.id in old or base.id in new
        return "redefined" if replaced and base.id != adapted.id else None
    if name == "derived_from":
        origins = sides.origins_of(base.id, adapted.id)
        return None if any(ends and set(ends) <= origins for ends in (old, new)) else "evidence-only"
    return _of_evidence(old, new, sides.origins_of(base.id, adapted.id), sides)


def _of_evidence(
    old: tuple[Evidence, ...], new: tuple[Evidence, ...], origins: set[str], sides: Sides
) -> ChangeKind | None:
    if any(only_lineage(evidence, origins) for evidence in (old, new)):
        return None
    before = {sides.said_of(one, 0) for one in old}
    after = {sides.said_of(one, 1) for one in new}
    return None if before == after else "evidence-only"


def only_lineage(evidence: tuple[Evidence, ...], origins: set[str]) -> bool:
    """Whether evidence says no more than that something comes from one of these."""
    return bool(evidence) and all(
        one.basis != "stated" and not one.source and one.derived_from and set(one.derived_from) <= origins
        for one in evidence
    )
