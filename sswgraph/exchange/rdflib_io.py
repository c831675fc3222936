"""Frameworks to and from rdflib graphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.exchange.findings import Problems
from sswgraph.exchange.reader import build
from sswgraph.exchange.relative import absolute, relative
from sswgraph.exchange.schema import XSD
from sswgraph.exchange.statements import combined_statements
from sswgraph.exchange.triples import group_by_subject
from sswgraph.model import Framework, MappingSet

if TYPE_CHECKING:
    import rdflib


def to_rdflib(frameworks: Iterable[Framework], mapping_sets: Iterable[MappingSet] = ()) -> rdflib.Graph:
    """A new rdflib.Graph with the prefixes of the project.

    Args:
        frameworks (Iterable): The frameworks.
        mapping_sets (Iterable): The mapping sets; each mapping in force becomes one statement.

    Returns:
        The graph.
    """
    import rdflib

    from sswgraph.exchange.schema import NAMESPACES
    from sswgraph.model.ids import BASE

    frameworks = tuple(frameworks)
    graph = rdflib.Graph()
    for prefix, namespace in NAMESPACES.items():
        graph.bind(prefix, namespace, replace=True)
    for framework in frameworks:
        graph.bind(framework.id, f"{BASE}{framework.id}/", replace=True)
    for triple in combined_statements(frameworks, mapping_sets):
        graph.add((_to_rdflib(triple.subject), _to_rdflib(triple.predicate), _to_rdflib(triple.object)))
    return graph


def from_rdflib(graph: rdflib.Graph, known: dict[str, str]) -> Framework:
    """The one framework in an rdflib.Graph.

    Args:
        graph (rdflib.Graph): The graph.
        known (dict): By id, the kind of each element of the frameworks that it may refer to.

    Returns:
        The framework.

    Raises:
        ParseError: The graph holds what no file could.
        InvalidFrameworkError: It breaks a rule; the report has no lines.
    """
    problems = Problems()
    triples = list(graph.triples((None, None, None)))
    signs = _signs(triples)
    triples.sort(key=lambda triple: tuple(signs.get(term) or repr(term) for term in triple))
    try:
        quads = [ox.Quad(*(_from_rdflib(term, signs) for term in triple)) for triple in triples]
    except (ValueError, TypeError, AttributeError) as error:
        hint = "Remove it from the graph."
        raise ParseError(f"The graph holds what no file could: {error}.", file="<rdflib.Graph>", hint=hint) from None
    framework = build(group_by_subject(quads), problems, known)
    if framework is None or problems.has_violations:
        raise InvalidFrameworkError(problems.report("<rdflib.Graph>"))
    return framework


def _signs(triples: list[Any]) -> dict[Any, str]:
    """By blank node, a label from what is stated about it and around it, since the labels of rdflib are random."""
    import rdflib

    about: dict[Any, list[tuple[Any, ...]]] = {}
    for triple in triples:
        blank = {term for term in (triple[0], triple[2]) if isinstance(term, rdflib.BNode)}
        said = tuple(term if term in blank else repr(term) for term in triple) if blank else ()
        for term in blank:
            about.setdefault(term, []).append(said)
    signs = _distinguished(about)
    seen: dict[str, int] = {}
    for node in sorted(signs, key=lambda one: (signs[one], str(one))):
        number = seen[signs[node]] = seen.get(signs[node], 0) + 1
        signs[node] += f"{number:08x}"
    return signs


def _distinguished(about: dict[Any, list[tuple[Any, ...]]]) -> dict[Any, str]:
    """By blank node, a sign from its statements, then from those of its neighbours, until no more nodes differ."""
    signs = _by_content(about)
    looks = sum(map(len, about.values()))
    for _ in range(min(_MOST_ROUNDS, 1 + _MOST_LOOKS // looks) if looks else 0):
        found = {node: _sign(node, said, signs) for node, said in about.items()}
        if len(set(found.values())) == len(set(signs.values())):
            counted = Counter(signs.values())
            alike = [node for node in signs if counted[signs[node]] > 1]
            if not alike:
                break
            # Whichever of them is marked, the others are distinguished by it.
            first = min(alike, key=lambda node: (signs[node], str(node)))
            found[first] = _digest("first of " + signs[first])
        signs = found
    return signs


def _by_content(about: dict[Any, list[tuple[Any, ...]]]) -> dict[Any, str]:
    """By blank node, a sign from its statements, the innermost first; empty for nodes in circles."""
    signs = dict.fromkeys(about, "")
    parts = {node: {o for s, _, o in said if s == node and o in about} for node, said in about.items()}
    owners: dict[Any, list[Any]] = {}
    for node, inner in parts.items():
        for part in inner:
            owners.setdefault(part, []).append(node)
    waits = {node: len(inner) for node, inner in parts.items()}
    ready = [node for node, number in waits.items() if not number]
    while ready:
        node = ready.pop()
        signs[node] = _sign(node, [triple for triple in about[node] if triple[0] == node], signs)
        for owner in owners.get(node, ()):
            waits[owner] -= 1
            if not waits[owner]:
                ready.append(owner)
    return signs


def _sign(node: Any, said: list[tuple[Any, ...]], signs: dict[Any, str]) -> str:
    statements = sorted(["_" if term == node else signs.get(term, term) for term in triple] for triple in said)
    return _digest(repr((signs[node], statements)))


def _digest(text: str) -> str:
    return sha256(text.encode(errors="replace")).hexdigest()[:32]


_MOST_ROUNDS, _MOST_LOOKS = 1_000, 200_000


def _to_rdflib(term: Any) -> Any:
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(relative(term.value))
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == XSD + "string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _from_rdflib(term: Any, signs: dict[Any, str]) -> Any:
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(absolute(str(term)))
    if isinstance(term, rdflib.BNode):
        if term not in signs:
            raise ValueError("a blank node as predicate")
        return ox.BlankNode(signs[term])
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))
