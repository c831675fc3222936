"""How much was kept, changed, dropped and added: by kind of element, domain and cadre; languages and volumes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sswgraph.comparison.sides import Key, Sides
from sswgraph.model import CompetencySet, Element, Framework, Number, TrainingModule, Volumes
from sswgraph.model.comparison import KINDS, RELATIONS, Entry, LanguageShare, Share, Summary
from sswgraph.model.cycles import closure
from sswgraph.model.text import Text

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
_HOURS = {
    "notional_hours": "notionalHours",
    "contact_hours": "contactHours",
    "self_study_hours": "selfStudyHours",
    "practical_hours": "practicalHours",
    "workplace_hours": "workplaceHours",
    "assessment_hours": "assessmentHours",
}


def summary_of(sides: Sides, entries: tuple[Entry, ...], lineage: bool) -> Summary:
    """The counts of a comparison; ``entries`` end with one for each component of the pairing, in its order."""
    of_components = entries[len(entries) - len(sides.pairing.components) :]
    kinds = Counter(entry.kind for entry in entries if entry.relation != "not-compared" or not lineage)
    relations = Counter(entry.relation for entry in entries)
    by_kind: dict[str, list[Entry]] = {}
    for entry in of_components:
        by_kind.setdefault(entry.element, []).append(entry)
    base, adapted = sides.frameworks
    return Summary(
        kinds=tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        relations=tuple((relation, relations[relation]) for relation in RELATIONS if relations[relation]),
        elements=tuple(_share(kind, Text(), found, lineage) for kind, found in sorted(by_kind.items())),
        domains=_shares(sides, of_components, "competency-set", _members(sides), lineage),
        cadres=_shares(sides, of_components, "cadre", _ties(sides), lineage),
        languages=_languages(base, adapted),
        base_volumes=volumes_of(base),
        adapted_volumes=volumes_of(adapted),
    )


def domains_of(sides: Sides) -> list[tuple[str, ...]]:
    """For each component: the sets that its elements belong to, in the order of the sets."""
    components = sides.pairing.components
    owners: dict[Key, list[str]] = {}
    members = _members(sides)
    for number in sorted(key for key in members if isinstance(key, int)):
        name = (components[number].base or components[number].adapted)[0]
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


def volumes_of(framework: Framework) -> Volumes:
    """The known volumes of all modules by kind, never added to each other."""
    totals: dict[str, Number] = {}
    for node in framework.elements:
        if isinstance(node, TrainingModule):
            known = [(name, getattr(node, field)) for field, name in _HOURS.items()]
            known.append((f"credits:{node.credit_system or 'unknown'}", node.credits))
            for name, value in known:
                if value is not None:
                    totals[name] = totals.get(name, 0) + value
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
            made.append(_share((entry.base or entry.adapted)[0], entry.label, parts, lineage))
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
    """The requirements, obligations, limits, conditions, supervision and open questions of each cadre on either side,
    by component."""
    found: dict[Key, set[Key]] = {}
    for side, framework in enumerate(sides.frameworks):
        for node in framework.elements:
            if node.kind in _OF_CADRE:
                for cadre in sides.keys(side, getattr(node, _OF_CADRE[node.kind])):
                    found.setdefault(cadre, set()).add(sides.key(side, node.id))
    return found


def _languages(base: Framework, adapted: Framework) -> tuple[LanguageShare, ...]:
    counts = []
    for framework in (base, adapted):
        labels = [node.label for node in framework.elements if isinstance(node, Element) and node.kind != "source"]
        named = [label for label in labels if label]
        counts.append((len(named), Counter(tag for label in named for tag in label.languages)))
    (base_total, here), (adapted_total, there) = counts
    return tuple(
        LanguageShare(
            lang=tag,
            base=here[tag],
            base_total=base_total,
            adapted=there[tag],
            adapted_total=adapted_total,
        )
        for tag in sorted({*here, *there})
    )
