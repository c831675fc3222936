"""In what two corresponding elements differ, and how they relate to each other (rules E5 and E7); figures and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sswgraph.adaptation.adapt import FIELDS, LINEAGE, PROPERTIES, with_names
from sswgraph.adaptation.correspondence import Component, Edge, Key, Sides, end_fields
from sswgraph.adaptation.lineage import holding_elsewhere, why_elsewhere
from sswgraph.adaptation.ties import OF_MAPPING
from sswgraph.messages import Message, family
from sswgraph.model import (
    CompetencySet,
    Element,
    Evidence,
    Framework,
    Node,
    Number,
    TrainingModule,
    Volumes,
)
from sswgraph.model.comparison import (
    KEPT,
    KINDS,
    RELATIONS,
    Aspect,
    ChangeKind,
    Entry,
    LanguageShare,
    Pair,
    Relation,
    Share,
    Summary,
    weakest,
)
from sswgraph.model.cycles import closure
from sswgraph.model.fields import Shape
from sswgraph.model.text import Text, compared_texts, looks_like
from sswgraph.model.volumes import volumes_of

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
# Of these the label is not a name but the content: the sentence of a rule, a standard or a criterion.
SENTENCES = frozenset(
    "obligation scope-rule eligibility-condition supervision-arrangement ethical-standard performance-criterion "
    "evidence-requirement guiding-principle open-question".split()
)
KIND_OF_MAPPING: dict[str, ChangeKind] = {
    "broad": "broadened",
    "narrow": "narrowed",
    "covers": "narrowed",
    "covered": "broadened",
}
TIED = frozenset({"mapping", "chain", "concept"})
_LEVELS = frozenset({"level", "to_level"})


def aspects_between(
    base: Node, adaptation: Node, sides: Sides, edge: Edge
) -> tuple[tuple[Aspect, ...], tuple[Aspect, ...]]:
    """What changed between two paired elements, and what differs only because of the pairing."""
    if base.kind != adaptation.kind:
        return tuple(_across_kinds(base, adaptation)), ()
    expected = with_names(base, sides.names, adaptation.id)
    changes: list[Aspect] = []
    carried: list[Aspect] = []
    if expected != adaptation:
        for name in FIELDS[base.kind]:
            if getattr(expected, name) != getattr(adaptation, name):
                old, new = getattr(base, name), getattr(adaptation, name)
                kind = _kind(base, adaptation, name, old, new, sides)
                (carried if kind is None else changes).append(
                    Aspect(field=name, kind=kind or "identical", base=old, adaptation=new)
                )
    sets = sides.sets(base.id, adaptation.id)
    if sets is not None:
        changes.append(Aspect(field="sets", kind="moved", base=sets[0], adaptation=sets[1]))
    if edge.by in TIED and edge.relation in KIND_OF_MAPPING:
        kind = KIND_OF_MAPPING[edge.relation]
        changes.append(Aspect(field="mapping", kind=kind, base=base.id, adaptation=adaptation.id))
    return tuple(changes), tuple(carried)


def aspects_of_one(node: Node, kind: ChangeKind) -> tuple[Aspect, ...]:
    """Everything that a dropped or added element says."""
    made = []
    for name in FIELDS[node.kind]:
        value = getattr(node, name)
        if not is_blank(value):
            sides = {"base": value} if kind == "dropped" else {"adaptation": value}
            made.append(Aspect(field=name, kind=kind, **sides))
    return tuple(made)


def is_blank(value: object) -> bool:
    """Whether a field holds nothing."""
    return value is None or value == () or value == Text()


def _across_kinds(base: Node, adaptation: Node) -> Iterator[Aspect]:
    yield Aspect(field="kind", kind="redefined", base=base.kind, adaptation=adaptation.kind)
    for name in sorted({*FIELDS[base.kind], *FIELDS[adaptation.kind]}):
        old, new = getattr(base, name, None), getattr(adaptation, name, None)
        if not (is_blank(old) and is_blank(new)):
            yield Aspect(field=name, kind="redefined", base=old, adaptation=new)


def _kind(base: Node, adaptation: Node, name: str, old: Any, new: Any, sides: Sides) -> ChangeKind | None:
    """Of what kind a difference is; None where it only follows from the pairing."""
    if name in LINEAGE:
        return _of_lineage(base, adaptation, name, old, new, sides)
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
    """A reworded text, or one in other languages; wordings that look the same are the same."""
    if looks_like(old, new):
        return None
    if not compared_texts(old, new).reworded:
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


def _of_lineage(base: Node, adaptation: Node, name: str, old: Any, new: Any, sides: Sides) -> ChangeKind | None:
    """Derivation from the counterpart itself, and evidence that says only this, is no difference."""
    if isinstance(base, Framework) and isinstance(adaptation, Framework):
        return None if base.id != adaptation.id and any(sides.made_from_other) else "evidence-only"
    if name == "replaces":
        replaced = adaptation.id in old or base.id in new
        return "redefined" if replaced and base.id != adaptation.id else None
    if name == "derived_from":
        origins = sides.origins_of(base.id, adaptation.id)
        return None if any(ends and set(ends) <= origins for ends in (old, new)) else "evidence-only"
    return _of_evidence(old, new, sides.origins_of(base.id, adaptation.id), sides)


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


# By which fields a link belongs to a cadre.
_OF_CADRE = {
    "requirement": "cadre",
    "obligation": "of_cadre",
    "scope-rule": "cadre",
    "open-question": "of_cadre",
    "supervision-arrangement": "supervisee",
    "eligibility-condition": "condition_of",
}
# By which fields something belongs to a competency, and so to its domains.
_OF_COMPETENCY = ("competency", "criterion_of", "evidence_for")


def summary_of(sides: Sides, entries: tuple[Entry, ...], lineage: bool) -> Summary:
    """The counts of a comparison; ``entries`` end with one for each component of the pairing, in its order."""
    of_components = entries[len(entries) - len(sides.pairing.components) :]
    kinds = Counter(entry.kind for entry in entries if entry.relation != "not-compared" or not lineage)
    relations = Counter(entry.relation for entry in entries)
    by_kind: dict[str, list[Entry]] = {}
    for entry in of_components:
        by_kind.setdefault(entry.element, []).append(entry)
    base, adaptation = sides.frameworks
    return Summary(
        kinds=tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        relations=tuple((relation, relations[relation]) for relation in RELATIONS if relations[relation]),
        elements=tuple(_share(kind, Text(), found, lineage) for kind, found in sorted(by_kind.items())),
        domains=_shares(sides, of_components, "competency-set", _members(sides), lineage),
        cadres=_shares(sides, of_components, "cadre", _ties(sides), lineage),
        languages=_languages(base, adaptation),
        base_volumes=_volumes(base),
        adaptation_volumes=_volumes(adaptation),
    )


def domains_of(sides: Sides) -> list[tuple[str, ...]]:
    """For each component: the sets that its elements belong to, in the order of the sets."""
    components = sides.pairing.components
    owners: dict[Key, list[str]] = {}
    members = _members(sides)
    for number in sorted(key for key in members if isinstance(key, int)):
        name = (components[number].base or components[number].adaptation)[0]
        for member in {number, *members[number]}:
            owners.setdefault(member, []).append(name)
    ends: list[set[Key]] = [set() for _ in components]
    for side, framework in enumerate(sides.frameworks):
        for node in framework.elements:
            found = ends[int(sides.key(side, node.id))]
            found.update(key for field in _OF_COMPETENCY for key in sides.keys(side, getattr(node, field, ())))
    return [
        tuple(
            dict.fromkeys([*owners.get(number, ()), *sorted(name for end in through for name in owners.get(end, ()))])
        )
        for number, through in enumerate(ends)
    ]


def _volumes(framework: Framework) -> Volumes:
    """The known volumes of all modules by kind, never added to each other, and without what they cost."""
    totals: dict[str, Number] = {}
    for node in framework.elements:
        for kind, amount in volumes_of(node).totals if isinstance(node, TrainingModule) else ():
            if not kind.startswith("cost:"):
                totals[kind] = totals.get(kind, 0) + amount
    return Volumes(tuple(sorted(totals.items())))


def _share(identifier: str, label: Text, entries: Iterable[Entry], lineage: bool) -> Share:
    found = Counter(
        entry.kind if entry.no_counterpart else "kept" if _is_kept(entry, lineage) else "changed"
        for entry in entries
        if entry.relation != "not-compared"
    )
    return Share(id=identifier, label=label, **found)


def _is_kept(entry: Entry, lineage: bool) -> bool:
    return entry.kept if lineage else entry.relation == "same"


def _shares(
    sides: Sides, entries: tuple[Entry, ...], kind: str, belonging: dict[Key, set[Key]], lineage: bool
) -> tuple[Share, ...]:
    made = []
    for number, entry in enumerate(entries):
        if entry.element == kind and belonging.get(number):
            parts = [entries[key] for key in sorted(k for k in belonging[number] if isinstance(k, int))]
            made.append(_share((entry.base or entry.adaptation)[0], entry.label, parts, lineage))
    return tuple(made)


def _members(sides: Sides) -> dict[Key, set[Key]]:
    """The competencies below each set on either side, by component."""
    found: dict[Key, set[Key]] = {}
    for side, framework in enumerate(sides.frameworks):
        includes = {one.id: one.includes for one in framework.elements if isinstance(one, CompetencySet)}
        for one in includes:
            members = {sides.key(side, member) for member in closure([one], includes) if member not in includes}
            found.setdefault(sides.key(side, one), set()).update(members)
    return found


def _ties(sides: Sides) -> dict[Key, set[Key]]:
    """By cadre, the components of what belongs to it on either side: requirements, rules, conditions, questions."""
    found: dict[Key, set[Key]] = {}
    for side, framework in enumerate(sides.frameworks):
        for node in framework.elements:
            if node.kind in _OF_CADRE:
                for cadre in sides.keys(side, getattr(node, _OF_CADRE[node.kind])):
                    found.setdefault(cadre, set()).add(sides.key(side, node.id))
    return found


def _languages(base: Framework, adaptation: Framework) -> tuple[LanguageShare, ...]:
    counts = []
    for framework in (base, adaptation):
        labels = [node.label for node in framework.elements if isinstance(node, Element) and node.kind != "source"]
        named = [label for label in labels if label]
        counts.append((len(named), Counter(tag for label in named for tag in {*map(family, label.languages)})))
    (base_total, here), (adaptation_total, there) = counts
    return tuple(
        LanguageShare(
            lang=tag,
            base=here[tag],
            base_total=base_total,
            adaptation=there[tag],
            adaptation_total=adaptation_total,
        )
        for tag in sorted({*here, *there})
    )


def related(entries: Sequence[Entry], sides: Sides) -> tuple[Entry, ...]:
    """The entries of the components, in their order, each with how its elements relate to each other.

    What ties elements together stands as the weakest of what it ties, so these come after all others.

    Args:
        entries: One for each component of the pairing.
        sides: The two frameworks and their pairing.

    Returns:
        The entries with their relations.
    """
    components = sides.pairing.components
    known: dict[int, Relation] = {}
    ties = [any(edge.by == "ends" for edge in one.edges) for one in components]
    for later in (False, True):
        for number, component in enumerate(components):
            if ties[number] is later:
                known[number] = _relation(component, entries[number], sides, known)
    return tuple(replace(entry, relation=known[number]) for number, entry in enumerate(entries))


def is_foreign(identifier: str, side: int, sides: Sides) -> bool:
    """Whether no adaptation copies an element (rule J2). Two editions answer for all that they say."""
    return why_foreign(identifier, side, sides) is not None


def why_foreign(identifier: str, side: int, sides: Sides) -> Message | None:
    """Why no adaptation copies an element: it is about a third framework only, or a rule that holds elsewhere."""
    home, other = sides.frameworks[side], sides.frameworks[1 - side]
    if home.id == other.id:
        return None
    return why_elsewhere(sides.nodes[side][identifier], home, sides.ids, _places(side, sides))


def places_elsewhere(node: Node, sides: Sides) -> tuple[str, ...]:
    """Where a rule of the base holds, if that is nowhere that its adaptation is for."""
    home, other = sides.frameworks
    return holding_elsewhere(node, home, _places(0, sides)) if home.id != other.id else ()


def _places(side: int, sides: Sides) -> tuple[str, ...]:
    """The places of the other framework if it was made from this one, otherwise none."""
    return sides.frameworks[1 - side].jurisdiction if sides.made_from_other[1 - side] else ()


def _relation(component: Component, entry: Entry, sides: Sides, known: dict[int, Relation]) -> Relation:
    if component.base and component.adaptation:
        return weakest(
            _of_edge(edge, pair, sides, known) for edge, pair in zip(component.edges, entry.pairs, strict=True)
        )
    side = 0 if component.base else 1
    if is_foreign((component.base or component.adaptation)[0], side, sides):
        return "not-compared"
    return "only-second" if side else "only-first"


def _of_edge(edge: Edge, pair: Pair, sides: Sides, known: dict[int, Relation]) -> Relation:
    """A common IRI says the same, a mapping what it states; derivation does not say how much was kept."""
    if edge.by == "iri":
        return "same"
    if edge.tie is not None:
        return edge.tie.relation
    if edge.relation:
        return OF_MAPPING[edge.relation]
    if edge.by == "ends":
        return _of_ends(sides.nodes[0][edge.base], sides, known)
    return "same" if all(aspect.kind in KEPT for aspect in pair.changes) else "same-topic"


def _of_ends(node: Any, sides: Sides, known: dict[int, Relation]) -> Relation:
    keys = [key for name in end_fields(node.kind) for key in sides.keys(0, getattr(node, name))]
    return weakest(["same", *(known[key] for key in keys if isinstance(key, int) and key in known)])
