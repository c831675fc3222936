"""Values as RDF statements, by the table of fields; every written format is made from these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from sswgraph.exchange.schema import BY_KIND, EVIDENCE, IN_SCHEME, SSW, TYPE, XSD, Class, Property, camel, expand
from sswgraph.exchange.triples import quads_of
from sswgraph.model import Evidence, Framework, MappingSet, Node, Text
from sswgraph.model.fields import Shape
from sswgraph.model.ids import iri_of
from sswgraph.model.mapping import PREDICATES
from sswgraph.model.voices import Voices

Term = NamedNode | Literal
node = cache(NamedNode)


def statements(framework: Framework, *, scope: str = "") -> Iterator[Triple]:
    """Every statement of a framework, including what is kept of other vocabularies.

    Args:
        framework (Framework): The framework.
        scope (str): Put before the labels of blank nodes, so that those of several frameworks stay apart.

    Yields:
        Each statement, possibly more than once.

    Example:
        >>> for triple in statements(Framework(id="xx", label=Text.of(en="An example"))):
        ...     print(triple.predicate.value.rpartition("/")[2], triple.object)
        22-rdf-syntax-ns#type <https://w3id.org/sswgraph/ns#Framework>
        title "An example"@en
    """
    scheme = NamedNode(iri_of(framework.id))
    for cls, value in parts(framework):
        subject = NamedNode(iri_of(value.id))
        yield Triple(subject, node(TYPE), node(cls.iri))
        if cls.concept:
            yield Triple(subject, node(IN_SCHEME), scheme)
        for prop, terms in property_terms(cls, value):
            predicate = node(prop.iri)
            for term in terms:
                yield Triple(subject, predicate, term)
    for quad in quads_of(framework.residue, scope):
        yield quad.triple


def combined_statements(frameworks: Iterable[Framework], mapping_sets: Iterable[MappingSet] = ()) -> Iterator[Triple]:
    """Every statement of the frameworks, and each mapping in force as one statement.

    Args:
        frameworks (Iterable): The frameworks.
        mapping_sets (Iterable): Their mapping sets.

    Yields:
        Each statement.

    Source:
        Rule C4: a mapping is stated as the relation that it counts as.
    """
    for framework in frameworks:
        yield from statements(framework, scope=framework.id)
    voices = Voices(mapping_sets)
    for m in voices.rows:
        if not m.negated and voices.state(m.id) != "overruled":
            predicate = node(expand(PREDICATES[voices.counts_as(m)]))
            yield Triple(NamedNode(iri_of(m.subject)), predicate, NamedNode(iri_of(m.object)))


def parts(framework: Framework) -> Iterator[tuple[Class, Framework | Node | Evidence]]:
    """The framework and its elements, each followed by the evidence that it is the first to cite."""
    seen: set[str] = set()
    for holder in (framework, *framework.elements):
        yield BY_KIND[holder.kind], holder
        for one in holder.evidence:
            if one.id not in seen:
                seen.add(one.id)
                yield EVIDENCE, one


def property_terms(cls: Class, value: Any) -> Iterator[tuple[Property, list[Term]]]:
    """Each property of a value that has values, with these as terms, in the order of the table."""
    for prop in cls.properties:
        found = getattr(value, prop.name)
        if found is None or found == ():
            continue
        if isinstance(found, Text):
            terms: list[Term] = [Literal(text, language=tag) for tag, text in found.values]
        elif cls.name == "Statement" and prop.name == "value":
            terms = [_stated(found, value.datatype)]
        elif prop.name == "evidence":
            terms = [NamedNode(iri_of(one.id)) for one in found]
        else:
            terms = [_term(one, prop) for one in (found if isinstance(found, tuple) else (found,))]
        if terms:
            yield prop, terms


def _term(value: Any, prop: Property) -> Term:
    if prop.shape is Shape.REFERENCE:
        return NamedNode(iri_of(value))
    if prop.shape is Shape.IRI:
        return NamedNode(value)
    if prop.shape is Shape.CODE:
        return node(SSW + camel(value))
    if prop.shape is Shape.DURATION:
        return _literal(value, "duration")
    if isinstance(value, bool):
        return _literal("true" if value else "false", "boolean")
    if isinstance(value, int | Decimal):
        whole = value == int(value)
        return _literal(str(int(value)), "integer") if whole else _literal(f"{Decimal(value).normalize():f}", "decimal")
    if isinstance(value, date):
        return _literal(value.isoformat(), "date")
    return Literal(value)


def _literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=node(XSD + datatype))


def _stated(value: str, datatype: str) -> Term:
    if datatype == "id":
        return NamedNode(iri_of(value))
    if datatype.startswith("@"):
        return Literal(value, language=datatype[1:])
    return Literal(value, datatype=node(datatype if ":" in datatype else XSD + datatype))
