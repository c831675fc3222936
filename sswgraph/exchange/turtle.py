"""A Framework into Turtle, always the same bytes: sections in one order, elements by id, properties in table order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sswgraph.exchange.schema import (
    BY_KIND,
    EVIDENCE,
    FRAMEWORK,
    NAMESPACES,
    SSW,
    XSD,
    Class,
    Property,
    Shape,
    camel,
)
from sswgraph.model import Evidence, Framework, Node, Text
from sswgraph.model.fields import SECTIONS
from sswgraph.model.ids import BASE, framework_of, iri_of

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_PREFIXED = ("ssw", "dcterms", "owl", "prov", "rdf", "schema", "skos", "xsd")


def write_framework(framework: Framework) -> str:
    """The framework as Turtle in canonical form; :func:`sswgraph.exchange.parse_framework` gives the same value back.

    >>> from sswgraph.model import Framework, Text
    >>> print(write_framework(Framework(id="xx", label=Text.of(en="An example"))).splitlines()[-2:])
    ['<https://w3id.org/sswgraph/id/xx> a ssw:Framework ;', '    dcterms:title "An example"@en .']
    """
    names = _Names(framework)
    parts = ["\n".join(names.declarations()) + "\n"]
    shared, owned = _evidence_by_place(framework)
    blocks: dict[str, list[str]] = {section: [] for section in SECTIONS}
    blocks["framework"].append(_block(FRAMEWORK, framework, names))
    blocks["framework"] += [_block(EVIDENCE, one, names) for one in owned.get(framework.id, ())]
    blocks["evidence"] += [_block(EVIDENCE, one, names) for one in shared]
    for node in framework.elements:
        cls = BY_KIND[node.kind]
        blocks[cls.section].append(_block(cls, node, names))
        blocks[cls.section] += [_block(EVIDENCE, one, names) for one in owned.get(node.id, ())]
    parts += [f"# {section.capitalize()}\n\n" + "\n".join(blocks[section]) for section in SECTIONS if blocks[section]]
    if framework.residue:
        parts.append("# Kept from other vocabularies\n\n" + "\n".join(framework.residue) + "\n")
    return "\n".join(parts)


def _evidence_by_place(framework: Framework) -> tuple[list[Evidence], dict[str, list[Evidence]]]:
    """Evidence that several cite, or that is not named after its owner, stands apart; the rest after its owner."""
    holders: list[Framework | Node] = [framework, *framework.elements]
    uses = Counter(one.id for node in holders for one in node.evidence)
    shared: dict[str, Evidence] = {}
    owned: dict[str, list[Evidence]] = {}
    for node in holders:
        for one in node.evidence:
            if uses[one.id] == 1 and one.id.startswith(node.id + "."):
                owned.setdefault(node.id, []).append(one)
            else:
                shared[one.id] = one
    return [shared[key] for key in sorted(shared)], owned


class _Names:
    """Prefixed names, with the prefixes that this framework's text needs."""

    def __init__(self, framework: Framework) -> None:
        self.used: set[str] = set()
        self.framework = framework
        self.own_iri = iri_of(framework.id)

    def declarations(self) -> Iterator[str]:
        homes = {framework_of(identifier) for identifier in _ids(self.framework)} | {framework_of(self.framework.id)}
        for prefix in _PREFIXED:
            yield f"@prefix {prefix}: <{NAMESPACES[prefix]}> ."
        self.used = {home for home in homes if home and home not in NAMESPACES}
        for home in sorted(self.used):
            yield f"@prefix {home}: <{BASE}{home}/> ."

    def of(self, identifier: str) -> str:
        home, colon, code = identifier.partition(":")
        if colon and home in self.used and framework_of(identifier) == home:
            return f"{home}:{code}"
        return f"<{iri_of(identifier)}>"

    def iri(self, iri: str) -> str:
        for prefix in _PREFIXED:
            local = iri[len(NAMESPACES[prefix]) :]
            if iri.startswith(NAMESPACES[prefix]) and local.isascii() and local.isalnum():
                return f"{prefix}:{local}"
        from sswgraph.model.ids import id_of

        return self.of(id_of(iri))


def _ids(framework: Framework) -> Iterator[str]:
    seen_evidence: set[str] = set()
    for node in (framework, *framework.elements):
        yield from _ids_of(BY_KIND[node.kind], node)
        for one in node.evidence:
            if one.id not in seen_evidence:
                seen_evidence.add(one.id)
                yield from _ids_of(EVIDENCE, one)


def _ids_of(cls: Class, value: Any) -> Iterator[str]:
    yield value.id
    for prop in cls.properties:
        if prop.shape is Shape.REFERENCE and prop.field != "evidence":
            found = getattr(value, prop.field)
            yield from (found if isinstance(found, tuple) else (found,) if found else ())
    if cls.name == "Statement" and value.datatype == "id":
        yield value.value


def _block(cls: Class, value: Any, names: _Names) -> str:
    lines = [f"{names.of(value.id)} a ssw:{cls.name}"]
    if cls.concept:
        lines.append(f"    skos:inScheme <{names.own_iri}>")
    for prop in cls.properties:
        objects = list(_objects(cls, value, prop, names))
        if objects:
            gap = " , " if prop.shape is not Shape.TEXT else " ,\n        "
            lines.append(f"    {names.iri(prop.iri)} {gap.join(objects)}")
    return " ;\n".join(lines) + " .\n"


def _objects(cls: Class, value: Any, prop: Property, names: _Names) -> Iterable[str]:
    found = getattr(value, prop.field)
    if found is None or found == ():
        return ()
    if prop.field == "evidence":
        return (names.of(one.id) for one in found)
    if isinstance(found, Text):
        return (f"{_quoted(text)}@{tag}" for tag, text in found.values)
    if cls.name == "Statement" and prop.field == "value":
        return (_stated(found, value.datatype, names),)
    return (_term(one, prop, names) for one in (found if isinstance(found, tuple) else (found,)))


def _term(value: Any, prop: Property, names: _Names) -> str:
    if prop.shape is Shape.REFERENCE:
        return names.of(value)
    if prop.shape is Shape.IRI:
        return names.iri(value)
    if prop.shape is Shape.CODE:
        return f"ssw:{camel(value)}"
    if prop.shape is Shape.DURATION:
        return f"{_quoted(value)}^^xsd:duration"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(
            int(value) if value == value.to_integral_value() else value.normalize(), "f" if value % 1 else "d"
        )
    if isinstance(value, date):
        return f'"{value.isoformat()}"^^xsd:date'
    return _quoted(value)


def _stated(value: str, datatype: str, names: _Names) -> str:
    if datatype == "id":
        return names.iri(value) if value.startswith(SSW) else names.of(value)
    if datatype.startswith("@"):
        return _quoted(value) + datatype
    if datatype == "string":
        return _quoted(value)
    if datatype.isascii() and datatype.isalnum():
        return f"{_quoted(value)}^^xsd:{datatype}"
    return f"{_quoted(value)}^^<{datatype if ':' in datatype else XSD + datatype}>"


def _quoted(text: str) -> str:
    out = [_ESCAPES.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04X}") for c in text]
    return '"' + "".join(out) + '"'
