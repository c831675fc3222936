"""A framework as Turtle, always the same bytes: sections in order, elements by id, properties in table order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode

from sswgraph.exchange.schema import BY_KIND, EVIDENCE, FRAMEWORK, NAMESPACES, XSD, Class
from sswgraph.exchange.statements import Term, parts, property_terms
from sswgraph.model import Evidence, Framework, Node
from sswgraph.model.fields import SECTIONS, Shape
from sswgraph.model.ids import BASE, framework_of, id_of, iri_of

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_BARE = frozenset({Shape.NUMBER, Shape.INTEGER, Shape.BOOLEAN})
_STRING = XSD + "string"
_PREFIXED = ("ssw", "dcterms", "owl", "prov", "rdf", "schema", "skos", "xsd")


def write_framework(framework: Framework) -> str:
    """The framework as Turtle in canonical form; :func:`sswgraph.exchange.parse_framework` reads the same value.

    Args:
        framework (Framework): The framework.

    Returns:
        The text.

    Example:
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
    """Evidence for the section of its own, which several cite or which is not named after its owner; and by owner."""
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
        identifier = id_of(iri)
        return self.of(identifier) if iri_of(identifier) == iri else f"<{iri}>"


def _ids(framework: Framework) -> Iterator[str]:
    for cls, value in parts(framework):
        yield from _ids_of(cls, value)


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
    for prop, terms in property_terms(cls, value):
        gap = " , " if prop.shape is not Shape.TEXT else " ,\n        "
        bare = prop.shape in _BARE
        lines.append(f"    {names.iri(prop.iri)} {gap.join(_written(term, names, bare=bare) for term in terms)}")
    return " ;\n".join(lines) + " .\n"


def _written(term: Term, names: _Names, *, bare: bool) -> str:
    """A term as Turtle; ``bare`` numbers and truth values have no quotation marks."""
    if isinstance(term, NamedNode):
        return names.iri(term.value)
    if term.language:
        return f"{_quoted(term.value)}@{term.language}"
    if bare:
        return term.value
    datatype = term.datatype.value
    if datatype == _STRING:
        return _quoted(term.value)
    return f"{_quoted(term.value)}^^{names.iri(datatype)}"


def _quoted(text: str) -> str:
    out = [_ESCAPES.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04X}") for c in text]
    return '"' + "".join(out) + '"'
