"""Frameworks as text for other tools: Turtle, N-Triples, JSON-LD or GraphML, one of them or all with their mappings."""

from __future__ import annotations

from pathlib import Path

from sswgraph.errors import UnknownFormatError
from sswgraph.graph import CompetencyGraph

ALL = "all"
KINDS = ("graphml", "jsonld", "ntriples", "turtle")
_ENDINGS = {".graphml": "graphml", ".jsonld": "jsonld", ".nt": "ntriples", ".ttl": "turtle"}


def kind_of(path: Path) -> str:
    """The kind that the ending of a file asks for. Raises UnknownFormatError for another ending.

    >>> kind_of(Path("za.graphml"))
    'graphml'
    """
    kind = _ENDINGS.get(path.suffix.lower())
    if kind is None:
        fix = "End the name in .ttl, .nt, .jsonld or .graphml, or name the format."
        raise UnknownFormatError(f"{path}: the ending does not say what is to be exported. {fix}")
    return kind


def exported(graph: CompetencyGraph, framework: str, kind: str) -> str:
    """The text of one framework (by its id), or of ``all`` of them with their mappings, as one of ``KINDS``.

    Turtle, N-Triples and JSON-LD of one framework are as ``write`` writes them. Raises UnknownElementError for an id
    that is no framework of ``g``, UnknownFormatError for another kind.

    >>> from sswgraph.model import Framework, Text
    >>> exported(CompetencyGraph([Framework(id="xx", label=Text.of(en="Example"))]), "xx", "graphml")[:8]
    '<graphml'
    """
    if kind not in KINDS:
        raise UnknownFormatError(f"Nothing here exports '{kind}'. Known: {', '.join(KINDS)}.")
    chosen = None if framework == ALL else graph.framework(framework)
    if kind == "graphml":
        from sswgraph.graph.network import to_graphml

        return to_graphml(graph if chosen is None else CompetencyGraph([chosen]))
    if chosen is not None:
        from sswgraph import exchange as rdf

        writers = {"turtle": rdf.write_framework, "ntriples": rdf.write_ntriples, "jsonld": rdf.write_jsonld}
        return writers[kind](chosen)
    if kind == "turtle":
        return str(graph.to_rdflib().serialize(format="turtle"))
    from sswgraph.exchange import write_together

    return write_together(graph.frameworks, graph.mapping_sets, kind)
