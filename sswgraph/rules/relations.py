"""The rules over a whole framework: references, ids, evidence, cycles, notations, levels, tags, and contradictions.

``ontology/shapes.ttl`` states the same rules in SHACL where SHACL can; the codes are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sswgraph.messages import country_problem, language_problem
from sswgraph.model.cycles import closure, find_cycles
from sswgraph.model.evidence import LIST_REACH
from sswgraph.model.fields import EVIDENCE_FREE, KINDS, Field, Shape
from sswgraph.model.ids import framework_of
from sswgraph.rules.findings import KINDS_WITH, Finding, Parts, violation

MAX_WORDS = 12
_CYCLES = {"broader": "cycle-broader", "prerequisite": "cycle-prerequisite", "includes": "cycle-includes"}
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
# By kind, its references; evidence is part of the value that cites it.
_REFERENCES: dict[str, tuple[Field, ...]] = {
    kind.name: tuple(one for one in kind.fields if one.shape is Shape.REFERENCE and one.name != "evidence")
    for kind in KINDS
}
# The kinds with a level of a competency, and the field that holds the level.
_LEVELLED = tuple(
    (kind.name, one.name)
    for kind in KINDS
    for one in kind.fields
    if one.kinds == ("level",) and any(other.name == "competency" for other in kind.fields)
)


def check_relations(parts: Parts, known: Mapping[str, str]) -> Iterator[Finding]:
    """Every finding of the rules over a whole framework.

    Args:
        parts (Parts): The framework.
        known (Mapping): By id, the kind of each element of the frameworks that it may refer to.

    Yields:
        Each finding.
    """
    yield from _references(parts, known)
    yield from _homes(parts)
    yield from _evidence(parts)
    yield from _acts(parts)
    yield from _cycles(parts)
    yield from _notations(parts)
    yield from _levels(parts)
    yield from _tags(parts)
    yield from contradictions(parts)


def _references(parts: Parts, known: Mapping[str, str]) -> Iterator[Finding]:
    framework = parts.framework
    kinds = {node.id: node.kind for node in framework.elements}
    kinds.update(dict.fromkeys(parts.evidence, "evidence"))
    kinds[framework.id] = "framework"
    external: dict[str, set[str]] = defaultdict(set)
    for kind, nodes in ((framework.kind, (framework,)), ("evidence", parts.evidence.values()), *parts.by_kind.items()):
        for one in _REFERENCES[kind]:
            wrong: dict[str, tuple[str, dict[str, Any]]] = {}
            for target in _targets(nodes, one):
                there, home = kinds.get(target), None
                if there is None:  # not in another edition of this framework
                    home = framework_of(target)
                    there = known.get(target) if home != framework.id else None
                if there is None:
                    if one.name == "replaces":  # may name what an earlier edition had
                        continue
                    if home == framework.id or known.get(home or "") == "framework":
                        wrong[target] = ("dangling-reference", {"to": target})
                    elif home is not None:
                        external[home].add(target)
                elif one.kinds and there not in one.kinds:
                    wrong[target] = ("wrong-kind", {"to": target, "kind": there, "wanted": one.kinds})
            if wrong:  # their elements are looked up only if there are any
                yield from _wrongly(nodes, one, wrong)
    for home, outside in sorted(external.items()):
        said = {"framework": home, "n": len(outside)}
        yield Finding("external-reference", severity="info", parameters=said)


def _targets(nodes: Iterable[Any], one: Field) -> set[str]:
    targets: set[str] = set()
    if one.many:
        targets.update(*{getattr(node, one.name) for node in nodes})
    else:
        targets.update(getattr(node, one.name) for node in nodes)
        targets -= {None, ""}
    return targets


def _wrongly(nodes: Iterable[Any], one: Field, wrong: Mapping[str, tuple[str, dict[str, Any]]]) -> Iterator[Finding]:
    for node in nodes:
        for target in _values(node, one.name):
            if target in wrong:
                code, said = wrong[target]
                yield violation(code, node, one.name, target, **said)


def _values(node: Any, name: str) -> tuple[str, ...]:
    value = getattr(node, name)
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _homes(parts: Parts) -> Iterator[Finding]:
    """Elements whose id does not begin with that of their framework."""
    prefix = parts.framework.id + ":"
    nodes: Iterable[Any] = (*parts.framework.elements, *parts.evidence.values())
    for node in nodes:
        if not node.id.startswith(prefix) and framework_of(node.id) is not None:
            yield violation("wrong-framework", node, framework=parts.framework.id)


def _evidence(parts: Parts) -> Iterator[Finding]:
    for node in parts.framework.elements:
        if not node.evidence and node.kind not in EVIDENCE_FREE:
            yield violation("no-evidence", node, "evidence")
    for cadre in parts.having("list_reach"):
        if cadre.list_reach and not any(LIST_REACH in one.concerns for one in cadre.evidence):
            yield violation("reach-without-evidence", cadre, "list_reach", reach=cadre.list_reach)
    for one in parts.evidence.values():
        if one.basis == "stated" and not one.source:
            yield violation("no-source", one)
        if one.basis == "derived" and not one.derived_from:
            yield violation("no-origin", one)
        for lang, excerpt in one.excerpt.values:
            words = len(excerpt.split())
            if words > MAX_WORDS:
                yield violation("long-excerpt", one, "excerpt", excerpt, lang=lang, n=words)


def _acts(parts: Parts) -> Iterator[Finding]:
    """Obligations that name nothing to do, which bind nobody."""
    for one in parts.by_kind.get("obligation", ()):
        if not one.function and not one.act:
            yield violation("no-act", one)


def _cycles(parts: Parts) -> Iterator[Finding]:
    for name, code in _CYCLES.items():
        nodes = {node.id: node for node in parts.having(name) if getattr(node, name)}
        for cycle in find_cycles({id: getattr(node, name) for id, node in nodes.items()}):
            yield violation(code, nodes[cycle[0]], name, cycle=" -> ".join((*cycle, cycle[0])))


def _notations(parts: Parts) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], str] = {}
    for node in parts.having("notation"):
        notation = node.notation
        if not notation or node.kind in _NOTATION_FREE:
            continue
        for scope in _values(node, _NOTATION_WITHIN[node.kind]) if node.kind in _NOTATION_WITHIN else ("",):
            first = seen.setdefault((node.kind, scope, notation), node.id)
            if first != node.id:
                yield violation("duplicate-notation", node, "notation", notation, notation=notation, other=first)


def _levels(parts: Parts) -> Iterator[Finding]:
    scale_of: dict[str, str] = {}
    ranks: dict[tuple[str, int], str] = {}
    for level in parts.by_kind.get("level", ()):
        scale_of[level.id] = level.scale
        first = level.id if level.rank is None else ranks.setdefault((level.scale, level.rank), level.id)
        if first != level.id:
            yield violation("duplicate-rank", level, "rank", other=first)
    measured = {c.id: c.scale or parts.framework.scale for c in parts.by_kind.get("competency", ())}
    for kind, name in _LEVELLED:
        for node in parts.by_kind.get(kind, ()):
            level_id, wanted = getattr(node, name), measured.get(node.competency)
            if level_id in scale_of and wanted and scale_of[level_id] != wanted:
                yield violation("level-outside-scale", node, name, level_id, level=level_id, scale=wanted)


def _tags(parts: Parts) -> Iterator[Finding]:
    for node in (parts.framework, *parts.having("jurisdiction")):
        for code in _values(node, "jurisdiction"):
            said = country_problem(code)
            if said:
                yield Finding("jurisdiction", node.id, node.kind, "jurisdiction", code, message=said)
    for name in _TAGGED:
        own = [parts.framework] if "framework" in KINDS_WITH[name] else []
        for node in (*own, *parts.having(name)):
            for tag in _values(node, name):
                said = language_problem(tag)
                if said:
                    yield Finding("language-tag", node.id, node.kind, name, tag, message=said)


# Pairs of fields of which the first is not after the second.
DATES = (
    ("registered_from", "registered_to"),
    ("registered_from", "last_enrolment"),
    ("registered_from", "last_achievement"),
    ("registered_to", "last_achievement"),
    ("last_enrolment", "last_achievement"),
    ("start", "end"),
    ("date", "retrieved"),
)


def contradictions(parts: Parts) -> Iterator[Finding]:
    """What cannot be met whatever else is true: groups, orders, dates and levels that leave no way."""
    yield from _groups(parts)
    yield from _orders(parts)
    yield from _dates(parts)
    for one in parts.by_kind.get("competency", ()):
        if one.id in one.covers:
            yield violation("covers-itself", one, "covers", one.id)
    scales = {level.id: level.scale for level in parts.by_kind.get("level", ())}
    for level in parts.by_kind.get("level", ()):
        for other in level.equivalent_level:
            if level.scale and scales.get(other) == level.scale:
                yield violation("own-equivalent", level, "equivalent_level", other, to=other, scale=level.scale)


def _groups(parts: Parts) -> Iterator[Finding]:
    modules = {module.id: module for module in parts.by_kind.get("module", ())}
    for rule in parts.by_kind.get("packaging-rule", ()):
        members = len(set(rule.group))
        if rule.at_least is not None and members and rule.at_least > members:
            yield violation("group-too-small", rule, "at_least", asked=rule.at_least, n=members)
        for one in rule.group:
            within = modules[one].part_of if one in modules else ()
            if within and rule.qualification and rule.qualification not in within:
                yield violation("group-outside", rule, "group", one, to=one, qualification=rule.qualification)


def _orders(parts: Parts) -> Iterator[Finding]:
    """Modules that have to come both before another and along with it."""
    before = {module.id: module.prerequisite for module in parts.by_kind.get("module", ())}
    for module in parts.by_kind.get("module", ()):
        for other in module.corequisite:
            if module.id in closure(before.get(other, ()), before):
                yield violation("before-and-along", module, "corequisite", other, to=other)


def _dates(parts: Parts) -> Iterator[Finding]:
    for nodes in parts.by_kind.values():
        pairs = [pair for pair in DATES if nodes and all(hasattr(nodes[0], name) for name in pair)]
        for node in nodes if pairs else ():
            for name, later in pairs:
                first, last = getattr(node, name), getattr(node, later)
                if first is not None and last is not None and _is_after(first, last):
                    said = {"first": str(first), "last": str(last), "until": later}
                    yield violation("dates-upside-down", node, name, str(first), **said)


def _is_after(first: date | str, last: date | str) -> bool:
    """Whether one date is after another as far as both are known: 2015 is not after 2015-03."""
    if isinstance(first, str) and isinstance(last, str):
        known = min(len(first), len(last))
        return not first.startswith("-") and not last.startswith("-") and first[:known] > last[:known]
    return not isinstance(first, str) and not isinstance(last, str) and first > last


class LevelOrder:
    """Whether one level reaches another: by rank on a scale, by stated equivalences across scales.

    Source:
        Rule L1.
    """

    def __init__(self, parts: Parts, others: Mapping[str, Any]) -> None:
        own = parts.by_kind.get("level", ())
        self.levels: dict[str, Any] = {id: one for id, one in others.items() if one.kind == "level"}
        self.levels.update((level.id, level) for level in own)
        self.pairs = {pair for a in self.levels.values() for b in a.equivalent_level for pair in ((a.id, b), (b, a.id))}

    def reaches(self, held: str | None, wanted: str) -> bool:
        """Whether the level that is held reaches the one that is wanted."""
        if held is None or held == wanted:
            return held == wanted
        return self._at_least(held, wanted) or any(
            self._at_least(held, a) and self._at_least(b, wanted) for a, b in self.pairs
        )

    def leads_out(self, wanted: str) -> bool:
        """Whether a level or a higher one is equivalent to one that is not loaded, so that nothing is known."""
        return wanted not in self.levels or any(
            b not in self.levels and self._at_least(a, wanted) for a, b in self.pairs if a in self.levels
        )

    def _at_least(self, held: str, wanted: str) -> bool:
        if held == wanted:
            return True
        a, b = self.levels.get(held), self.levels.get(wanted)
        if a is None or b is None or a.scale != b.scale or a.rank is None or b.rank is None:
            return False
        return bool(a.rank >= b.rank)
