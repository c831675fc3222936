"""The rules that no single property can tell: references, evidence, cycles, notations, levels, tags.

``ontology/shapes.ttl`` states the same rules in SHACL where SHACL can; the codes are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sswgraph.exchange.builder import Built
from sswgraph.exchange.findings import Problems, place_of
from sswgraph.exchange.schema import BY_KIND, CLASSES, camel, expand
from sswgraph.exchange.triples import Groups
from sswgraph.messages import Message, country_problem, language_problem, message
from sswgraph.model import Framework
from sswgraph.model.cycles import find_cycles
from sswgraph.model.fields import EVIDENCE_FREE
from sswgraph.model.ids import framework_of, iri_of
from sswgraph.rules.topics import Topic, coverage

MAX_WORDS = 12
_CYCLES = {
    "broader": ("cycle-broader", "skos:broader"),
    "prerequisite": ("cycle-prerequisite", "ssw:prerequisite"),
    "includes": ("cycle-includes", "ssw:includes"),
}
_REACH = "ssw:listReach"
_TAGGED = ("first_language", "unreviewed_language", "language")
_NOTATION_FREE = frozenset(
    "source scope-rule obligation eligibility-condition supervision-arrangement open-question statement".split()
)
_NOTATION_WITHIN = {
    "module": "part_of",
    "performance-criterion": "criterion_of",
    "evidence-requirement": "evidence_for",
    "context": "scheme",
    "level": "scale",
}


def check(built: Built, groups: Groups, known: Mapping[str, str], problems: Problems) -> None:
    """Every rule over a whole framework; ``known`` are the elements of other frameworks by id, with their kind."""
    _references(built, groups, known, problems)
    _homes(built, problems)
    _evidence(built, problems)
    _acts(built, problems)
    _cycles(built, problems)
    _notations(built, problems)
    _levels(built, problems)
    _tags(built, problems)


def _references(built: Built, groups: Groups, known: Mapping[str, str], problems: Problems) -> None:
    framework = built.framework
    kinds = {node.id: node.kind for node in framework.elements}
    kinds.update(dict.fromkeys(built.evidence, "evidence"))
    kinds[framework.id] = "framework"
    loaded = {framework.id} | {name for name, kind in known.items() if kind == "framework"}
    wrong: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    external: dict[str, set[str]] = defaultdict(set)
    for prop, targets in built.targets:
        for target in targets:
            # Evidence becomes part of the value that cites it, so it must stand in the same file.
            inside = prop.field == "evidence"
            kind = kinds.get(target) or (None if inside else known.get(target))
            if kind is None:
                home = framework_of(target)
                if prop.field == "replaces":  # names what went out with an earlier edition
                    continue
                if inside or home in loaded:
                    wrong[prop.iri, iri_of(target)] = ("dangling-reference", {"to": target})
                elif home is not None:
                    external[home].add(target)
            elif prop.kinds and kind not in prop.kinds:
                said = {"to": target, "kind": kind, "wanted": prop.kinds}
                wrong[prop.iri, iri_of(target)] = ("wrong-kind", said)
    for home, outside in sorted(external.items()):
        problems.add("external-reference", severity="info", framework=home, n=len(outside))
    if wrong:
        _tell_references(wrong, groups, problems)


def _tell_references(
    wrong: Mapping[tuple[str, str], tuple[str, dict[str, Any]]], groups: Groups, problems: Problems
) -> None:
    """Who refers wrongly is looked up only when somebody does."""
    for name, said in groups.items():
        for predicate, term in said:
            found = wrong.get((predicate, str(getattr(term, "value", ""))))
            if found:
                problems.add(found[0], name, predicate, str(getattr(term, "value", "")), **found[1])


def _homes(built: Built, problems: Problems) -> None:
    prefix = built.framework.id + ":"
    for identifier in (*(node.id for node in built.framework.elements), *built.evidence):
        if not identifier.startswith(prefix) and framework_of(identifier) is not None:
            problems.add("wrong-framework", *place_of(identifier), framework=built.framework.id)


def _values(node: Any, field: str) -> tuple[str, ...]:
    value = getattr(node, field)
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _evidence(built: Built, problems: Problems) -> None:
    for node in built.framework.elements:
        if not node.evidence and node.kind not in EVIDENCE_FREE and node.id not in built.miscited:
            problems.add("no-evidence", *place_of(node.id))
    for cadre in _with(built, "list_reach"):
        if cadre.list_reach and not any(expand(_REACH) in one.concerns for one in cadre.evidence):
            problems.add(
                "reach-without-evidence", *place_of(cadre.id, expand(_REACH)), reach=f"ssw:{camel(cadre.list_reach)}"
            )
    for one in built.evidence.values():
        if one.basis == "stated" and not one.source:
            problems.add("no-source", *place_of(one.id))
        if one.basis == "derived" and not one.derived_from:
            problems.add("no-origin", *place_of(one.id))
        for lang, excerpt in one.excerpt.values:
            words = len(excerpt.split())
            if words > MAX_WORDS:
                problems.add("long-excerpt", iri_of(one.id), expand("ssw:excerpt"), excerpt, lang=lang, n=words)


def _acts(built: Built, problems: Problems) -> None:
    """An obligation that names nothing to do binds nobody."""
    obligations: list[Any] = list(built.by_class["Obligation"])
    for one in obligations:
        if not one.function and not one.act:
            problems.add("no-act", *place_of(one.id))


def _cycles(built: Built, problems: Problems) -> None:
    for field, (code, prop) in _CYCLES.items():
        leads_to = {n.id: getattr(n, field) for n in _with(built, field) if getattr(n, field)}
        for cycle in find_cycles(leads_to):
            problems.add(code, *place_of(cycle[0], expand(prop)), cycle=" -> ".join((*cycle, cycle[0])))


def _with(built: Built, field: str) -> Iterator[Any]:
    """The nodes of the classes that have a field."""
    for cls in CLASSES:
        if any(prop.field == field for prop in cls.properties):
            yield from built.by_class[cls.name]


def _notations(built: Built, problems: Problems) -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for node in _with(built, "notation"):
        notation = node.notation
        if not notation or node.kind in _NOTATION_FREE:
            continue
        for scope in _values(node, _NOTATION_WITHIN[node.kind]) if node.kind in _NOTATION_WITHIN else ("",):
            first = seen.setdefault((node.kind, scope, notation), node.id)
            if first != node.id:
                place = (iri_of(node.id), expand("skos:notation"), notation)
                problems.add("duplicate-notation", *place, notation=notation, other=first)


def _levels(built: Built, problems: Problems) -> None:
    scale_of: dict[str, str] = {}
    ranks: dict[tuple[str, int], str] = {}
    levels: list[Any] = list(built.by_class["ProficiencyLevel"])
    for level in levels:
        scale_of[level.id] = level.scale
        first = ranks.setdefault((level.scale, level.rank), level.id)
        if first != level.id:
            problems.add("duplicate-rank", *place_of(level.id, expand("ssw:rank")), other=first)
    competencies: list[Any] = list(built.by_class["Competency"])
    asked = {c.id: c.scale or built.framework.scale for c in competencies}
    for cls, prop in _LEVELLED:
        for node in built.by_class[cls.name]:
            level_id, wanted = getattr(node, prop.field), asked.get(getattr(node, "competency", ""))
            if level_id in scale_of and wanted and scale_of[level_id] != wanted:
                place = (iri_of(node.id), prop.iri, iri_of(level_id))
                problems.add("level-outside-scale", *place, level=level_id, scale=wanted)


# The classes that tie a level to a competency, with the property that does.
_LEVELLED = tuple(
    (cls, prop)
    for cls in CLASSES
    for prop in cls.properties
    if prop.kinds == ("level",) and any(other.field == "competency" for other in cls.properties)
)


def _tags(built: Built, problems: Problems) -> None:
    framework = built.framework
    for node in (framework, *_with(built, "jurisdiction")):
        for code in _values(node, "jurisdiction"):
            said = country_problem(code)
            if said:
                problems.add("jurisdiction", iri_of(node.id), expand("ssw:jurisdiction"), code, said=said)
    for field in _TAGGED:
        own = [framework] if hasattr(framework, field) else []
        for node in (*own, *_with(built, field)):
            for tag in _values(node, field):
                said = language_problem(tag)
                if said:
                    prop = next(p.iri for p in BY_KIND[node.kind].properties if p.field == field)
                    problems.add("language-tag", iri_of(node.id), prop, tag, said=said)


def advise_on_topics(framework: Framework, problems: Problems) -> None:
    """Name each topic that is expected of workers who meet children or survivors and that nothing mentions."""
    found = coverage(framework)
    if found.applies and not found.readable:
        problems.add("topics-not-read", iri_of(framework.id), severity="info")
    for topic in found.absent:
        said = advice(topic)
        problems.add("topic-absent", iri_of(framework.id), severity="info", said=said)


def advice(topic: Topic) -> Message:
    """That nothing mentions a topic: which words were looked for, and which source asks for it."""
    return message(
        "check.topic-absent",
        topic=message(f"topic.{topic.code}"),
        words=tuple(word.strip() for word in topic.words),
        asked=tuple(dict.fromkeys(f"{title} ({source})" for _, source, title in topic.asked_by)),
    )
