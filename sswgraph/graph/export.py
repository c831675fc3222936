"""Frameworks as text for other tools: Turtle, N-Triples, JSON-LD or GraphML, one of them or all with their mappings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from sswgraph.errors import UnknownFormatError
from sswgraph.exchange.guards import encode_text
from sswgraph.files import path_of, write_atomically
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph

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
        graph (CompetencyGraph): The graph.
        path (str | os.PathLike[str]): The file. Its ending decides the format: .graphml, .ttl, .nt or .jsonld.
        framework (str | None): The id of one framework; None: everything.
        format (Format | None): 'graphml', 'turtle', 'ntriples' or 'jsonld'; None: as the ending decides.
        overwrite (bool): Whether an existing file may be replaced.

    Returns:
        The path; the file is complete or not there.

    Raises:
        UnknownElementError: If the graph has no framework of this id.
        UnknownFormatError: If the ending or the format is another.
        OutputExistsError: If the file exists.
        InputError: If the folder does not exist.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     export(CompetencyGraph(), Path(folder, "all.graphml")).read_text()[:8]
        '<graphml'
    """  # noqa: DOC502 - exported and write_atomically raise
    require_graph(graph)
    target = path_of(path)
    text = exported(graph, ALL if framework is None else framework, format or export_format(target))
    return write_atomically(target, encode_text(text, str(target)), overwrite=overwrite)


def export_format(path: Path) -> Format:
    """Return the format that the ending of a file stands for.

    Args:
        path: The file.

    Returns:
        The format.

    Raises:
        UnknownFormatError: If the ending is another.

    Example:
    >>> export_format(Path("za.graphml"))
    'graphml'
    """
    found = _ENDINGS.get(path.suffix.lower())
    if found is None:
        fix = "End the name in .ttl, .nt, .jsonld or .graphml, or give the format."
        raise UnknownFormatError(f"{path}: no format of export has this ending. {fix}")
    return found


def exported(graph: CompetencyGraph, framework: str, kind: str) -> str:
    """Return the text of one framework, or of all with their mappings, in a format.

    Turtle, N-Triples and JSON-LD of one framework are as ``write`` writes them.

    Args:
        graph: The graph.
        framework: The id of the framework, or 'all'.
        kind: The format, one of ``KINDS``.

    Returns:
        The text.

    Raises:
        UnknownElementError: If the graph has no framework of this id.
        UnknownFormatError: If there is no such format.

    Example:
    >>> from sswgraph.model import Framework, Text
    >>> exported(CompetencyGraph([Framework(id="xx", label=Text.of(en="Example"))]), "xx", "graphml")[:8]
    '<graphml'
    """  # noqa: DOC502 - the graph raises
    if kind not in KINDS:
        raise UnknownFormatError(f"There is no format of export '{kind}'. Known: {', '.join(KINDS)}.")
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
