"""The page of one part of a framework: the rules on it, its names, its fields, what names it, and the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import in_force, in_words, places_of
from sswgraph.graph.permissions import permissions
from sswgraph.graph.requirements import reach_notes
from sswgraph.messages import Message, require_language
from sswgraph.model.codes import WORDS
from sswgraph.model.elements import Cadre
from sswgraph.model.evidence import Change, Decision, Element, Evidence, Node, Statement, is_unreviewed
from sswgraph.model.framework import Framework
from sswgraph.model.mapping import Mapping
from sswgraph.model.permissions import Permissions, Ruled, rules_of
from sswgraph.model.relations import (
    EligibilityCondition,
    EthicalStandard,
    Obligation,
    ScopeRule,
    SupervisionArrangement,
)
from sswgraph.model.results import Answerable
from sswgraph.model.text import Text
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page
from sswgraph.pages.rules import conditions_and_limits, rules_first, where_missing, with_id
from sswgraph.pages.writer import Label, Writer, data

Part = Node | Mapping
_RULES = (EligibilityCondition, EthicalStandard, Obligation, ScopeRule, SupervisionArrangement)
CODES = {**WORDS, "kind": "kind"}
DURATIONS = frozenset({"duration", "within"})
_APART = frozenset({"id", "label", "evidence", "elements", "residue", "not_encoded", "voice"})


def element_page(
    element: Part,
    lang: str = "en",
    *,
    label: Label | None = None,
    related: Sequence[Part] = (),
    ruled: Ruled | None = None,
    answerable: Answerable | int | None = None,
    notes: Sequence[Message] = (),
) -> Page:
    """One part of a framework as a page.

    Args:
        element (Part): The part.
        lang (str): The language tag of the page.
        label (Label | None): A function that gives the name of an id; None: ids stand alone.
        related (Sequence[Part]): The parts that name it, such as its requirements.
        ruled (Ruled | None): The rules in force for it; None: those that name it themselves.
        answerable (Answerable | int | None): Of a cadre, whether its requirements are known; of a framework, for how
            many cadres they are.
        notes (Sequence[Message]): How far the list of requirements goes.

    Returns:
        The page: rules first, obligations before limits, then fields, related parts, evidence.
    """
    w = Writer(lang)
    shown = _ids_of(ruled) if ruled is not None else {node.id for node in related if _binds(node, element.id)}
    rules = sorted((node for node in related if node.id in shown), key=_not_an_obligation)
    others = [node for node in related if node.id not in shown]
    title = str(_title(element, w))
    blocks: list[Block] = [*_reservations(element, w)]
    if ruled is not None:
        blocks += _in_force(w, element, ruled)
    elif rules:
        blocks += [w.heading("conditions", 2), Notice(w.fixed("conditions.lead"))]
        blocks += _grouped(rules, element.id, w, label)
    blocks += [w.heading("about", 2), *w.list_notes(notes), *w.other_notes(notes)]
    blocks.append(Facts((*_facts(element, w, label), *_answered(element, answerable, w))))
    blocks += _contents(element, w)
    if others:
        blocks += [w.heading("related", 2), *_grouped(others, element.id, w, label)]
    blocks += _evidence(element.evidence, w, label)
    return w.finished(title, blocks)


def _ids_of(ruled: Ruled) -> set[str]:
    every = (*ruled.obligations, *ruled.conditions, *ruled.limits, *getattr(ruled, "rules", ()))
    return {one.id for one in every}


def _in_force(w: Writer, element: Part, ruled: Ruled) -> Iterable[Block]:
    """Obligations, conditions and limits; for parts other than cadres only conditions, if there are any."""
    if isinstance(element, Cadre):
        yield from rules_first(w, ruled, asking=False)
    elif ruled.conditions or ruled.rules_elsewhere:
        yield w.heading("conditions", 2)
        yield Notice(w.fixed("conditions.lead"))
        yield from where_missing(w, ruled, asking=False)
        yield from conditions_and_limits(w, ruled.conditions, ()) if ruled.conditions else ()
    alone = [rule for rule in getattr(ruled, "rules", ()) if rule not in ruled.limits]
    if alone:
        yield Heading(3, f"{w.term('kind', 'scope-rule')} ({len(alone)})")
        yield Listing(tuple(with_id(w.ruled(rule.text), rule.id) for rule in alone))


def _binds(node: Part, identifier: str) -> bool:
    """Whether a part is a rule for this element, and does not merely name it (as a supervisor, say)."""
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
    """Sort key: obligations precede limits (M1)."""
    return not isinstance(node, Obligation)


def _title(element: Part, w: Writer) -> str:
    if isinstance(element, _RULES) and element.label:
        return w.say(in_words(element))
    return (element.label.best(w.lang) if isinstance(element, Element) else "") or element.id


def _reservations(element: Part, w: Writer) -> Iterable[Block]:
    missing = getattr(element, "not_encoded", Text())
    if missing:
        yield Notice(w.fixed("not-encoded", what=missing))
    if is_unreviewed(element, w.lang):
        yield Notice(w.fixed("unreviewed"))


def _facts(element: Part, w: Writer, label: Label | None) -> Iterable[tuple[str, str]]:
    yield w.fixed("field.kind"), w.term("kind", element.kind)
    yield w.fixed("field.id"), data(element.id)
    if isinstance(element, Node):
        yield w.fixed("field.iri"), data(element.iri)
    if isinstance(element, Element):
        for tag, wording in element.label.values:
            yield w.fixed("field.label", tag=tag), data(wording, tag)
    for field in fields(element):
        value = getattr(element, field.name)
        shown = "" if field.name in _APART else value_of(field.name, value, w, label)
        if shown:
            yield w.term("field", field.name), shown


def _answered(element: Part, answerable: Answerable | int | None, w: Writer) -> Iterable[tuple[str, str]]:
    if isinstance(answerable, str):
        yield w.fixed("column.answerable"), w.term("answerable", answerable)
    elif answerable is not None and isinstance(element, Framework):
        of = w.fixed("of", n=answerable, total=len(element.of_kind("cadre")))
        yield w.fixed("column.answerable-cadres"), of


def value_of(name: str, value: Any, w: Writer, label: Label | None) -> str:
    """The value of a field in words; empty for values that do not fit on a line, such as evidence."""
    match value:
        case Text():
            return w.worded(value)
        case bool():
            return w.term("boolean", str(value).lower())
        case int() | Decimal():
            return w.number(value)
        case date():
            return value.isoformat()
        case str() if name in CODES:
            return w.term(CODES[name], value)
        case str() if name in DURATIONS:
            return w.length(value)
        case str():
            return _reference(value, w, label)
        case tuple() if name in CODES:
            return "; ".join(w.term(CODES[name], one) for one in value)
        case tuple() if all(isinstance(one, str) for one in value):
            return data("; ".join(_reference(one, w, label) for one in value))
    return ""


def _reference(identifier: str, w: Writer, label: Label | None) -> str:
    found = label(identifier) if label else Text()
    name = w.worded(found)
    return data(f"{name} ({identifier})" if name and name != identifier else identifier)


def _contents(element: Part, w: Writer) -> list[Block]:
    if not isinstance(element, Framework) or not element.elements:
        return []
    counts: dict[str, int] = {}
    for part in element.elements:
        counts[part.kind] = counts.get(part.kind, 0) + 1
    pairs = tuple((w.term("kind", kind), str(n)) for kind, n in sorted(counts.items()))
    return [w.heading("contents", 2), Facts(pairs)]


def _grouped(nodes: Sequence[Part], subject: str, w: Writer, label: Label | None) -> list[Block]:
    blocks: list[Block] = []
    for kind in dict.fromkeys(node.kind for node in nodes):
        lines = tuple(_line(node, subject, w, label) for node in nodes if node.kind == kind)
        blocks += [Heading(3, f"{w.term('kind', kind)} ({len(lines)})"), Listing(lines)]
    return blocks


def _line(node: Part, subject: str, w: Writer, label: Label | None) -> str:
    """A related part on one line: its own name, or the other ends that it connects."""
    wording = node.label.best(w.lang) if isinstance(node, Element) else ""
    match node:
        case Mapping():
            other = node.object if node.subject == subject else node.subject
            return data(f"{node.id}: {_reference(other, w, label)}")
        case Statement():
            value = _reference(node.value, w, label)
            said = " ".join(filter(None, (_local(node.predicate), "=", value, w.worded(node.unit))))
            marks = (node.standing, ", ".join(node.jurisdiction), node.date)
            return data(f"{said} ({'; '.join(filter(None, marks))})")
        case Decision() | Change() if node.rationale:
            return w.worded(node.rationale)
    if wording and isinstance(node, _RULES):
        held = ", ".join(node.jurisdiction)
        return data(
            f"{w.ruled(in_words(node))} ({'; '.join(filter(None, (w.term('force', node.force), held, node.id)))})"
        )
    if wording:
        return data(f"{wording} ({node.id})")
    parts = []
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name in _APART or isinstance(value, Text) or value == subject or value == (subject,):
            continue
        shown = value_of(field.name, value, w, label)
        if shown:
            parts.append(shown)
    return data("; ".join(parts) or node.id)


def _local(iri: str) -> str:
    return re.split("[/#]", iri.rstrip("/#"))[-1]


def _evidence(evidence: tuple[Evidence, ...], w: Writer, label: Label | None) -> list[Block]:
    if not evidence:
        return []
    header = w.header("basis", "source", "place", "excerpt", "derived-from")
    rows = [
        (
            w.term("basis", one.basis),
            _reference(one.source, w, label) if one.source else "",
            data(one.locator),
            w.worded(one.excerpt),
            data("; ".join(one.derived_from)),
        )
        for one in evidence
    ]
    caption = w.fixed("caption.evidence", n=len(rows))
    return [w.heading("evidence", 2), w.table(caption, header, rows)]


def show(graph: CompetencyGraph, id: str, lang: str = "en") -> Page:
    """The page of an element: its rules first, then its fields, what names it, and the evidence.

    Args:
        graph (CompetencyGraph): The graph that has the element.
        id (str): Its id, its IRI, or the element itself.
        lang (str): The language tag of the page.

    Returns:
        A page, which shows itself in a notebook, with ``print`` and with ``save``.

    Raises:
        UnknownElementError: Where the graph has no such element; it names similar ids.
        InputError: For an invalid language tag.

    Example:
        >>> import sswgraph as ssw
        >>> ssw.show(ssw.load("za"), "za:social-worker").title
        'social worker'
    """  # noqa: DOC502 - require_language and the graph raise
    require_graph(graph)
    require_language(lang)
    element = graph[id]
    related = graph.related(element.id)
    said = _requirements(graph, element)
    return element_page(element, lang, label=graph.label, related=related, ruled=_ruled(graph, element), **said)


def show_plain(graph: CompetencyGraph, id: str, lang: str = "en") -> dict[str, Any]:
    """The content of :func:`show` as plain data."""
    require_language(lang)
    element = graph[id]
    said = _requirements(graph, element)
    notes = [{"code": note.code, "text": note.render(lang)} for note in said.pop("notes", ())]
    related = [{"kind": one.kind, "id": one.id} for one in graph.related(element.id)]
    found, plain = _ruled(graph, element), to_plain(element, lang)
    rules = {"permissions": to_plain(found, lang)} if isinstance(found, Permissions) else {}
    head = {name: plain[name] for name in ("result", "shape", "lang")}
    return {**head, **rules, **plain, **said, **({"notes": notes} if notes else {}), "related": related}


def _ruled(graph: CompetencyGraph, element: Any) -> Ruled | None:
    """The rules in force for a cadre, qualification or module, at the places of its framework."""
    if element.kind == "cadre":
        return permissions(graph, element.id, None)
    if element.kind in ("qualification", "module"):
        return Ruled(**rules_of(in_force(graph, element.id, places_of(graph, None, [element.id]))))
    return None


def _requirements(graph: CompetencyGraph, element: Any) -> dict[str, Any]:
    """Of a cadre whether its requirements are known and how far the list goes; of a framework for how many cadres."""
    if element.kind == "cadre":
        return {"answerable": graph.answerable(element.id), "notes": reach_notes(graph, element.id)}
    if element.kind == "framework":
        marks = [graph.answerable(cadre.id) for cadre in element.of_kind("cadre")]
        return {"answerable": marks.count("stated")} if marks else {}
    return {}
