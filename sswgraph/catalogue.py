"""What ships with the library, and reading what does not: list, load, read, check, write."""

from __future__ import annotations

import hashlib
import os
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from sswgraph.errors import EditionError, InputError, InvalidFrameworkError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Framework, FrameworkSummary, LinkCount, MappingSet, Report
from sswgraph.rdf import check_bytes, examine, parse_sssom, read_bytes, read_sssom, write_framework

if TYPE_CHECKING:
    import rdflib


def frameworks() -> tuple[FrameworkSummary, ...]:
    """The shipped frameworks: id, title, jurisdiction, edition, status, languages, counts by kind and by basis.

    >>> "za" in [summary.id for summary in frameworks()]
    True
    """
    return tuple(summarise(framework) for framework in load().frameworks)


def load(*ids: str) -> CompetencyGraph:
    """The shipped frameworks as one graph: all of them, or those named, with the mappings between them.

    Raises UnknownElementError for an id that does not ship.

    >>> load("za")["za:social-worker"].label.get("en")
    'social worker'
    """
    shipped = {name.removesuffix(".ttl"): name for name in _names("frameworks", ".ttl")}
    for wanted in ids:
        if wanted not in shipped:
            raise UnknownElementError(wanted, sorted(shipped)[:3])
    loaded: list[Framework] = []
    digests: dict[str, str] = {}
    for name in sorted(set(ids or shipped)):
        data = (_data("frameworks") / shipped[name]).read_bytes()
        framework, report = examine(data, shipped[name])
        if framework is None:
            raise InvalidFrameworkError(report)
        loaded.append(framework)
        digests[framework.id] = hashlib.sha256(data).hexdigest()[:16]
    return CompetencyGraph(loaded, _mapping_sets(), digests=digests)


def read(source: str | os.PathLike[str] | rdflib.Graph, *, base: CompetencyGraph | None = None) -> CompetencyGraph:
    """A graph with the framework of one file (Turtle, or a mapping table .sssom.tsv) on top of ``base``.

    ``source`` is a path, never an id, or an rdflib.Graph. Raises FileNotFoundError, ParseError,
    InvalidFrameworkError with the whole report, or EditionError if ``base`` has a framework of the same id.

    >>> import rdflib
    >>> turtle = '''@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
    ... <https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .'''
    >>> read(rdflib.Graph().parse(data=turtle, format="turtle"))["xx"].title.get("en")
    'An example'
    """
    ground = base if base is not None else CompetencyGraph()
    if not isinstance(source, (str, os.PathLike)):
        from sswgraph.rdf.bridge import from_rdflib

        return _on_top(ground, from_rdflib(source, known(ground)))
    if os.fspath(source).endswith(".tsv"):
        return ground.with_mappings(read_sssom(source))
    _no_id(source)
    data = read_bytes(source)
    framework, report = examine(data, os.fspath(source), known=known(ground))
    if framework is None:
        raise InvalidFrameworkError(report)
    return _on_top(ground, framework)


def check(path: str | os.PathLike[str], *, base: CompetencyGraph | None = None) -> Report:
    """Everything that is wrong with a Turtle file, or worth knowing: code, severity, element, line, message, mend.

    ``base`` holds the frameworks it may refer to. A malformed file is a finding like any other; a file that is not
    there raises FileNotFoundError, one that is no text at all ParseError.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "mine.ttl")
    ...     _ = path.write_text("@prefix ssw: <https://w3id.org/sswgraph/ns#> .")
    ...     report = check(path)
    >>> report.conforms, report.results[0].code, str(report.results[0].message)
    (False, 'no-framework', 'This file holds no framework.')
    """
    _no_id(path)
    return check_bytes(read_bytes(path), os.fspath(path), known=known(base) if base is not None else None)


def write(framework: Framework, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write a framework as Turtle in canonical form, and give the path back; the file is whole or not there.

    Raises OutputExistsError where it exists and ``overwrite`` is False, InputError where the folder is missing.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     written = write(load("za")["za"], Path(folder, "copy.ttl"))
    ...     read(written)["za"] == load("za")["za"]
    True
    """
    from sswgraph.files import write_atomically

    return write_atomically(path, write_framework(framework).encode(), overwrite=overwrite)


def summarise(framework: Framework) -> FrameworkSummary:
    """What a list shows of a framework."""
    kinds: dict[str, int] = {}
    bases = {"stated": 0, "derived": 0, "draft": 0}
    languages: set[str] = set(framework.label.languages)
    for node in framework.elements:
        kinds[node.kind] = kinds.get(node.kind, 0) + 1
        languages.update(getattr(node, "label", framework.label).languages)
        found = {one.basis for one in node.evidence}
        if node.kind != "source":
            bases[next((basis for basis in ("stated", "derived") if basis in found), "draft")] += 1
    return FrameworkSummary(
        id=framework.id,
        title=framework.title,
        jurisdiction=framework.jurisdiction,
        edition=framework.edition,
        status=framework.status,
        languages=tuple(sorted(languages)),
        counts=tuple(sorted(kinds.items())),
        bases=LinkCount(**bases),
    )


def known(graph: CompetencyGraph) -> dict[str, str]:
    """The kind of every element of a graph, by id."""
    return {identifier: value.kind for identifier, value in graph.index.elements.items()}


def _on_top(ground: CompetencyGraph, framework: Framework) -> CompetencyGraph:
    for present in ground.frameworks:
        if present.id == framework.id:
            editions = (
                f"{present.edition or 'no edition'} is loaded, {framework.edition or 'no edition'} is in the file"
            )
            problem = f"The framework '{framework.id}' is there already ({editions})."
            raise EditionError(f"{problem} Read it without that one: base.without({framework.id!r}).")
    return ground.with_framework(framework)


def _no_id(path: str | os.PathLike[str]) -> None:
    text = os.fspath(path)
    if text in {name.removesuffix(".ttl") for name in _names("frameworks", ".ttl")} and not Path(text).exists():
        raise InputError(f"'{text}' is the id of a shipped framework, not a path. Type: load({text!r})")


def _mapping_sets() -> list[MappingSet]:
    folder = _data("frameworks") / "mappings"
    return [parse_sssom((folder / name).read_bytes(), name) for name in _names("frameworks/mappings", ".sssom.tsv")]


def _names(folder: str, ending: str) -> list[str]:
    found = _data(folder)
    return sorted(entry.name for entry in found.iterdir() if entry.name.endswith(ending)) if found.is_dir() else []


def _data(folder: str) -> Traversable:
    """A folder of shipped data: inside the installed package, or beside it in a checkout."""
    here = resources.files("sswgraph")
    for root in (here / "_data", Path(str(here)).parent):
        place: Traversable = root
        for part in folder.split("/"):
            place = place / part
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The shipped folder '{folder}' is missing; install sswgraph again.")
