"""Frameworks as text for other tools: Turtle, N-Triples, JSON-LD or GraphML, one of them or all with their mappings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from sswgraph.errors import UnknownFormatError
from sswgraph.exchange.guards import encode_text
from sswgraph.files import path_of, write_atomically
from sswgraph.graph import CompetencyGraph

ALL = "all"
Format = Literal["graphml", "jsonld", "ntriples", "turtle"]
KINDS: tuple[Format, ...] = Format.__args__  # type: ignore[attr-defined]
_ENDINGS: dict[str, Format] = {".graphml": "graphml", ".jsonld": "jsonld", ".nt": "ntriples", ".ttl": "turtle"}


def export(
    graph: CompetencyGraph,
    path: str | os.PathLike[str],
    *,
    framework: str | None = None,
    format: Format | None = None,
    overwrite: bool = False,
) -> Path:
    """Write a whole graph with its mappings, or one framework of it, for other tools.

    Args:
        graph: The graph.
        path: The file. Its ending says the format: .graphml, .ttl, .nt or .jsonld.
        framework: The id of one framework; without it, everything.
        format: 'graphml', 'turtle', 'ntriples' or 'jsonld', where the ending does not say it.
        overwrite: Whether a file that is there may be replaced.

    Returns:
        The path; the file is whole or not there.

    Raises:
        UnknownElementError: For an id that is no framework here, with near ids.
        UnknownFormatError: For another ending or format.
        OutputExistsError: For a file that is there.
        InputError: For a folder that is missing.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     export(CompetencyGraph(), Path(folder, "all.graphml")).read_text()[:8]
        '<graphml'
    """
    target = path_of(path)
    text = exported(graph, ALL if framework is None else framework, format or format_of(target))
    return write_atomically(target, encode_text(text, str(target)), overwrite=overwrite)


def format_of(path: Path) -> Format:
    """The kind that the ending of a file asks for. Raises UnknownFormatError for another ending.

    >>> format_of(Path("za.graphml"))
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
