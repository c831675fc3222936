"""The page of one part of a framework: its names, its fields, what speaks of it, and the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from sswgraph.model.evidence import Change, Decision, Element, Evidence, Node, Statement
from sswgraph.model.framework import Framework
from sswgraph.model.mapping import Mapping
from sswgraph.model.relations import EligibilityCondition, Obligation, ScopeRule, SupervisionArrangement
from sswgraph.model.text import Text
from sswgraph.model.volumes import parts_of
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page

Part = Node | Mapping
CODES = {
    "authority": "authority",
    "basis": "basis",
    "change_kind": "change",
    "component": "component",
    "condition_kind": "condition",
    "credit_system": "credit-system",
    "criterion_kind": "criterion",
    "criticality": "criticality",
    "extent": "extent",
    "facet": "facet",
    "force": "force",
    "list_reach": "reach",
    "necessity": "necessity",
    "kind": "kind",
    "professional_status": "professional",
    "progression_kind": "progression",
    "reach": "reach",
    "source_kind": "source-kind",
    "status": "standing",
    "supervision_mode": "supervision",
    "trigger": "trigger",
    "when_authority": "authority",
}
DURATIONS = frozenset({"duration", "within"})
_APART = frozenset({"id", "label", "evidence", "elements", "residue", "not_encoded", "voice"})


def element_page(
    element: Part, lang: str = "en", *, label: common.Label | None = None, related: Sequence[Part] = ()
) -> Page:
    """One part of a framework as a page.

    In: the element; a function that gives the label of an id, if there is one; and the nodes that speak of it, such
    as its requirements. Out: a page with the rules about it first, obligations before limits, then its fields, what
    else speaks of it, evidence.
    """
    rules = sorted((node for node in related if _binds(node, element.id)), key=_not_an_obligation)
    others = [node for node in related if not _binds(node, element.id)]
    title = str(_title(element, lang))
    blocks: list[Block] = [*_reservations(element, lang)]
    if rules:
        blocks += [common.heading("conditions", lang, 2), Notice(common.fixed("conditions.lead", lang))]
        blocks += _grouped(rules, element.id, lang, label)
    blocks += [common.heading("about", lang, 2), Facts(tuple(_facts(element, lang, label)))]
    blocks += _contents(element, lang)
    if others:
        blocks += [common.heading("related", lang, 2), *_grouped(others, element.id, lang, label)]
    blocks += _evidence(element.evidence, lang, label)
    return common.finished(title, lang, blocks)


def _binds(node: Part, identifier: str) -> bool:
    """Whether a node is a rule for this element itself, and does not merely name it (as a supervisor, say)."""
    match node:
        case Obligation():
            return identifier in node.of_cadre
        case EligibilityCondition():
            return identifier in node.condition_of
        case ScopeRule():
            return identifier == node.cadre
        case SupervisionArrangement():
            return identifier in node.supervisee
    return False


def _not_an_obligation(node: Part) -> bool:
    """What must be done stands before what may not (rule M1)."""
    return not isinstance(node, Obligation)


def _title(element: Part, lang: str) -> str:
    return (element.label.best(lang) if isinstance(element, Element) else "") or element.id


def _reservations(element: Part, lang: str) -> Iterable[Block]:
    missing = getattr(element, "not_encoded", Text())
    if missing:
        yield Notice(common.fixed("not-encoded", lang, what=missing))
    if isinstance(element, Element) and lang in element.unreviewed_language:
        yield Notice(common.fixed("unreviewed", lang))


def _facts(element: Part, lang: str, label: common.Label | None) -> Iterable[tuple[str, str]]:
    yield common.fixed("field.kind", lang), common.term("kind", element.kind, lang)
    yield common.fixed("field.id", lang), common.data(element.id)
    if isinstance(element, Node):
        yield common.fixed("field.iri", lang), common.data(element.iri)
    if isinstance(element, Element):
        for tag, wording in element.label.values:
            yield common.fixed("field.label", lang, tag=tag), common.data(wording, tag)
    for field in fields(element):
        value = getattr(element, field.name)
        shown = "" if field.name in _APART else value_of(field.name, value, lang, label)
        if shown:
            yield common.term("field", field.name, lang), shown


def value_of(name: str, value: Any, lang: str, label: common.Label | None) -> str:
    """The value of a field in words; of what cannot be said on a line, such as evidence, nothing."""
    match value:
        case Text():
            return common.worded(value, lang)
        case bool():
            return common.term("boolean", str(value).lower(), lang)
        case int() | Decimal():
            return common.number(value, lang)
        case date():
            return value.isoformat()
        case str() if name in CODES:
            return common.term(CODES[name], value, lang)
        case str() if name in DURATIONS:
            return _length(value, lang)
        case str():
            return _reference(value, lang, label)
        case tuple() if name in CODES:
            return "; ".join(common.term(CODES[name], one, lang) for one in value)
        case tuple() if all(isinstance(one, str) for one in value):
            return common.data("; ".join(_reference(one, lang, label) for one in value))
    return ""


def _length(duration: str, lang: str) -> str:
    """A duration in words; one that is none stands as it is."""
    parts = (common.words(f"count.{unit}", lang, n=n) for unit, n in parts_of(duration))
    return " ".join(parts) or common.data(duration)


def _reference(identifier: str, lang: str, label: common.Label | None) -> str:
    found = label(identifier) if label else Text()
    name = common.worded(found, lang)
    return common.data(f"{name} ({identifier})" if name and name != identifier else identifier)


def _contents(element: Part, lang: str) -> list[Block]:
    if not isinstance(element, Framework) or not element.elements:
        return []
    counts: dict[str, int] = {}
    for part in element.elements:
        counts[part.kind] = counts.get(part.kind, 0) + 1
    pairs = tuple((common.term("kind", kind, lang), str(n)) for kind, n in sorted(counts.items()))
    return [common.heading("contents", lang, 2), Facts(pairs)]


def _grouped(nodes: Sequence[Part], subject: str, lang: str, label: common.Label | None) -> list[Block]:
    blocks: list[Block] = []
    for kind in dict.fromkeys(node.kind for node in nodes):
        lines = tuple(_line(node, subject, lang, label) for node in nodes if node.kind == kind)
        blocks += [Heading(3, f"{common.term('kind', kind, lang)} ({len(lines)})"), Listing(lines)]
    return blocks


def _line(node: Part, subject: str, lang: str, label: common.Label | None) -> str:
    """A related node on one line: its own name, or the other ends that it ties together."""
    wording = node.label.best(lang) if isinstance(node, Element) else ""
    match node:
        case Mapping():
            other = node.object if node.subject == subject else node.subject
            return common.data(f"{node.id}: {_reference(other, lang, label)}")
        case Statement():
            value = _reference(node.value, lang, label)
            said = " ".join(filter(None, (_local(node.predicate), "=", value, common.worded(node.unit, lang))))
            marks = (node.standing, ", ".join(node.jurisdiction), node.date)
            return common.data(f"{said} ({'; '.join(filter(None, marks))})")
        case Decision() | Change() if node.rationale:
            return common.worded(node.rationale, lang)
    if wording:
        return common.data(f"{wording} ({node.id})")
    parts = []
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name in _APART or isinstance(value, Text) or value == subject or value == (subject,):
            continue
        shown = value_of(field.name, value, lang, label)
        if shown:
            parts.append(shown)
    return common.data("; ".join(parts) or node.id)


def _local(iri: str) -> str:
    return re.split("[/#]", iri.rstrip("/#"))[-1]


def _evidence(evidence: tuple[Evidence, ...], lang: str, label: common.Label | None) -> list[Block]:
    if not evidence:
        return []
    header = [common.fixed(f"column.{name}", lang) for name in ("basis", "source", "place", "excerpt", "derived-from")]
    rows = [
        (
            common.term("basis", one.basis, lang),
            _reference(one.source, lang, label) if one.source else "",
            common.data(one.locator),
            common.worded(one.excerpt, lang),
            common.data("; ".join(one.derived_from)),
        )
        for one in evidence
    ]
    caption = common.fixed("caption.evidence", lang, n=len(rows))
    return [common.heading("evidence", lang, 2), common.table(caption, header, rows, lang=lang)]
