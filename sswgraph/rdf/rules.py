"""The rules that no single property can tell: references, evidence, cycles, notations, levels, tags.

``ontology/shapes.ttl`` states the same rules in SHACL where SHACL can; the codes are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sswgraph.language import country_problem, language_problem
from sswgraph.model import Evidence, Framework, Node
from sswgraph.model.cycles import find_cycles
from sswgraph.model.identity import framework_of, iri_of
from sswgraph.rdf.problems import Problems, place_of
from sswgraph.rdf.schema import BY_KIND, EVIDENCE, EVIDENCE_FREE, FRAMEWORK, Class, Shape, expand

MAX_WORDS = 12
_REFERENCES = {
    cls.name: tuple(prop for prop in cls.properties if prop.shape is Shape.REFERENCE and prop.field != "evidence")
    for cls in BY_KIND.values()
}
_CYCLES = {
    "broader": ("cycle-broader", "skos:broader"),
    "prerequisite": ("cycle-prerequisite", "ssw:prerequisite"),
    "includes": ("cycle-includes", "ssw:includes"),
}
_TAGGED = ("first_language", "unreviewed_language", "language")
_NOTATION_FREE = frozenset({"source", "scope-rule", "eligibility-condition", "supervision-arrangement", "statement"})
_NOTATION_WITHIN = {
    "module": "part_of",
    "performance-criterion": "criterion_of",
    "evidence-requirement": "evidence_for",
    "context": "scheme",
    "level": "scale",
}


def check(framework: Framework, evidence: Mapping[str, Evidence], known: Mapping[str, str], problems: Problems) -> None:
    """Every rule over a whole framework; ``known`` are the elements of other frameworks by id, with their kind."""
    kinds = {node.id: node.kind for node in framework.elements}
    kinds.update(dict.fromkeys(evidence, "evidence"))
    kinds[framework.id] = "framework"
    _references(framework, evidence, kinds, known, problems)
    _evidence(framework, evidence, problems)
    _cycles(framework, problems)
    _notations(framework, problems)
    _levels(framework, problems)
    _tags(framework, problems)


def _references(
    framework: Framework,
    evidence: Mapping[str, Evidence],
    kinds: Mapping[str, str],
    known: Mapping[str, str],
    problems: Problems,
) -> None:
    loaded = {framework.id} | {name for name, kind in known.items() if kind == "framework"}
    external: dict[str, int] = defaultdict(int)
    for cls, node in _everything(framework, evidence):
        own = framework_of(node.id)
        if own is not None and own != framework.id:
            problems.add("wrong-framework", *place_of(node.id), framework=framework.id)
        for prop in _REFERENCES[cls.name]:
            for target in _values(node, prop.field):
                kind = kinds.get(target) or known.get(target)
                if kind is None:
                    home = framework_of(target)
                    if home in loaded:
                        problems.add("dangling-reference", iri_of(node.id), prop.iri, iri_of(target), to=target)
                    elif home is not None:
                        external[home] += 1
                elif prop.kinds and kind not in prop.kinds:
                    place = (iri_of(node.id), prop.iri, iri_of(target))
                    problems.add("wrong-kind", *place, to=target, kind=kind, wanted=prop.kinds)
    for home, count in sorted(external.items()):
        problems.add("external-reference", severity="info", framework=home, n=count)


def _everything(framework: Framework, evidence: Mapping[str, Evidence]) -> Iterator[tuple[Class, Any]]:
    yield FRAMEWORK, framework
    for node in framework.elements:
        yield BY_KIND[node.kind], node
    for one in evidence.values():
        yield EVIDENCE, one


def _values(node: Any, field: str) -> tuple[str, ...]:
    value = getattr(node, field)
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _evidence(framework: Framework, evidence: Mapping[str, Evidence], problems: Problems) -> None:
    for node in framework.elements:
        if not node.evidence and node.kind not in EVIDENCE_FREE:
            problems.add("no-evidence", *place_of(node.id))
    for one in evidence.values():
        if one.basis == "stated" and not one.source:
            problems.add("no-source", *place_of(one.id))
        if one.basis == "derived" and not one.derived_from:
            problems.add("no-origin", *place_of(one.id))
        for lang, excerpt in one.excerpt.values:
            words = len(excerpt.split())
            if words > MAX_WORDS:
                problems.add("long-excerpt", iri_of(one.id), expand("ssw:excerpt"), excerpt, lang=lang, n=words)


def _cycles(framework: Framework, problems: Problems) -> None:
    for field, (code, prop) in _CYCLES.items():
        leads_to = {n.id: getattr(n, field) for n in framework.elements if getattr(n, field, ())}
        for cycle in find_cycles(leads_to):
            problems.add(code, *place_of(cycle[0], expand(prop)), cycle=" -> ".join((*cycle, cycle[0])))


def _notations(framework: Framework, problems: Problems) -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for node in framework.elements:
        notation = getattr(node, "notation", None)
        if not notation or node.kind in _NOTATION_FREE:
            continue
        for scope in _values(node, _NOTATION_WITHIN[node.kind]) if node.kind in _NOTATION_WITHIN else ("",):
            first = seen.setdefault((node.kind, scope, notation), node.id)
            if first != node.id:
                place = (iri_of(node.id), expand("skos:notation"), notation)
                problems.add("duplicate-notation", *place, notation=notation, other=first)


def _levels(framework: Framework, problems: Problems) -> None:
    scale_of = {level.id: getattr(level, "scale", "") for level in framework.of_kind("level")}
    asked = {c.id: getattr(c, "scale", None) or framework.scale for c in framework.of_kind("competency")}
    ranks: dict[tuple[str, int], str] = {}
    for level in framework.of_kind("level"):
        first = ranks.setdefault((scale_of[level.id], getattr(level, "rank", 0)), level.id)
        if first != level.id:
            problems.add("duplicate-rank", *place_of(level.id, expand("ssw:rank")), other=first)
    for node, field in _leveled(framework.elements):
        level_id = getattr(node, field)
        wanted = asked.get(getattr(node, "competency", ""))
        if level_id in scale_of and wanted and scale_of[level_id] != wanted:
            place = (iri_of(node.id), expand(_LEVEL_TERM[field]), iri_of(level_id))
            problems.add("level-outside-scale", *place, level=level_id, scale=wanted)


_LEVEL_TERM = {"level": "ssw:atLevel", "to_level": "ssw:toLevel"}


def _leveled(nodes: Iterable[Node]) -> Iterator[tuple[Node, str]]:
    for node in nodes:
        for field in _LEVEL_TERM:
            if getattr(node, field, None):
                yield node, field


def _tags(framework: Framework, problems: Problems) -> None:
    for code in framework.jurisdiction:
        said = country_problem(code)
        if said:
            problems.add("jurisdiction", iri_of(framework.id), expand("ssw:jurisdiction"), code, said=said)
    for node in (framework, *framework.elements):
        for field in _TAGGED:
            for tag in _values(node, field) if hasattr(node, field) else ():
                said = language_problem(tag)
                if said:
                    prop = next(p.iri for p in BY_KIND[node.kind].properties if p.field == field)
                    problems.add("language-tag", iri_of(node.id), prop, tag, said=said)
