"""What was not understood, kept word for word: foreign statements as sorted N-Triples lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from sswgraph.rdf.triples import Groups, Object


def lines_of(groups: Groups, labels: dict[str, str]) -> tuple[str, ...]:
    """The statements as sorted N-Triples lines, blank nodes under these labels."""
    triples = [
        Triple(_subject(name, labels), NamedNode(predicate), _object(value, labels))
        for name, said in groups.items()
        for predicate, value in said
    ]
    if not triples:
        return ()
    text = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    return tuple(sorted(set(text.split("\n")) - {""}))


def quads_of(lines: Iterable[str], scope: str) -> list[Quad]:
    """The statements behind residue lines; blank nodes get ``scope`` in their label, so that files stay apart."""
    quads = parse("\n".join(lines).encode(), format=RdfFormat.N_TRIPLES)
    return [Quad(_scoped(q.subject, scope), q.predicate, _scoped(q.object, scope)) for q in quads]


def _scoped(term: Any, scope: str) -> Any:
    return BlankNode(f"{scope}-{term.value}") if isinstance(term, BlankNode) else term


def _subject(name: str, labels: dict[str, str]) -> NamedNode | BlankNode:
    return BlankNode(labels[name[2:]]) if name.startswith("_:") else NamedNode(name)


def _object(value: Object, labels: dict[str, str]) -> Object:
    return BlankNode(labels[value.value]) if isinstance(value, BlankNode) else value
