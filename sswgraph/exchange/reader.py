"""Reads a framework: syntax first, then every problem in one report, then a framework or nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import chain
from typing import Any

from pyoxigraph import NamedNode, RdfFormat

from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.exchange.builder import Builder, Built, note_unknown_classes
from sswgraph.exchange.compiled import collector_paused
from sswgraph.exchange.findings import Problems, syntax_result
from sswgraph.exchange.foreign import note_foreign
from sswgraph.exchange.guards import MAX_BYTES, encode_text, read_bytes
from sswgraph.exchange.registry import TURTLE, Format, framework_format, is_folder
from sswgraph.exchange.relative import absolute, display_iri, is_relative, relative
from sswgraph.exchange.residue import note_kept, note_missing_ends
from sswgraph.exchange.schema import SSW
from sswgraph.exchange.triples import Groups, blocks_of, framework_iri_of, name_own_nodes, parse_statements
from sswgraph.model import Framework, Report
from sswgraph.model.framework import judged
from sswgraph.model.ids import BASE, framework_of, id_of
from sswgraph.progress import Progress
from sswgraph.rules import advise as advised
from sswgraph.rules import relations, values


def read_framework(
    path: str | os.PathLike[str],
    *,
    known: Mapping[str, str] | None = None,
    base: str | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Progress = None,
) -> Framework:
    """The framework in a file or folder.

    Turtle (.ttl), N-Triples (.nt), JSON-LD (.jsonld), RDF/XML (.rdf, .owl, .xml), a workbook (.xlsx), or a folder of
    CSV files. Raises FileNotFoundError, UnknownFormatError, ParseError with file, line, column and hint, or
    InvalidFrameworkError with the report where it breaks rules.

    Args:
        path (str | PathLike): The file or folder.
        known (Mapping | None): By id, the kind of each element of the frameworks that it may refer to.
        base (str | None): The IRI against which relative IRIs are resolved.
        max_bytes (int): The size up to which a file is read, in bytes.
        progress (Callable | None): Called with (done, total) in rows of sheets.

    Returns:
        The framework.
    """
    if is_folder(path):
        return _or_raise(examine_folder(path, known=known, progress=progress))
    form = framework_format(path)
    data, file = read_bytes(path, max_bytes=max_bytes), os.fspath(path)
    return _or_raise(examine(data, file, known=known, base=base, form=form, progress=progress))


def parse_framework(
    data: bytes | str, *, file: str = "<text>", known: Mapping[str, str] | None = None, form: Format = TURTLE
) -> Framework:
    """The framework in a text; like :func:`read_framework`, without a file.

    Args:
        data (bytes | str): The text.
        file (str): What errors call it.
        known (Mapping | None): By id, the kind of each element of the frameworks that it may refer to.
        form (Format): Its format.

    Returns:
        The framework.

    Example:
        >>> from sswgraph.exchange import parse_framework
        >>> turtle = '''@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        ... <https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .'''
        >>> parse_framework(turtle).title.get("en")
        'An example'
    """
    return _or_raise(examine(encode_text(data, file), file, known=known, form=form))


def _or_raise(examined: tuple[Framework | None, Report]) -> Framework:
    framework, report = examined
    if framework is None:
        raise InvalidFrameworkError(report)
    return framework


def examine(
    data: bytes,
    file: str,
    *,
    known: Mapping[str, str] | None = None,
    form: Format = TURTLE,
    others: Mapping[str, Any] | None = None,
    base: str | None = None,
    advise: bool = False,
    progress: Progress = None,
) -> tuple[Framework | None, Report]:
    """The framework in the content of a file, with the report of everything found.

    Raises ParseError where it cannot be parsed.

    Args:
        data (bytes): The content.
        file (str): The name of the file, for errors.
        known (Mapping | None): By id, the kind of each element of the frameworks that it may refer to.
        form (Format): Its format.
        others (Mapping | None): The elements that it may refer to, by id.
        base (str | None): The IRI against which relative IRIs are resolved.
        advise (bool): Whether to include what breaks no rule: warnings, what is kept and not used, expected topics that
            are not mentioned.
        progress (Callable | None): Called with (done, total) in rows of sheets.

    Returns:
        The framework, None where it breaks a rule, and the report.
    """
    problems = Problems()
    checked = form.check(data, file)
    with collector_paused():
        if form.syntax is None:
            from sswgraph.exchange.workbook.check import examine_workbook

            framework = examine_workbook(checked, file, problems, known or {}, progress)
        else:
            framework = None if advise or base else _at_once(checked, form.syntax, problems, known or {})
            if framework is None:
                framework = _parsed(checked, form.syntax, file, problems, known or {}, base)
    return _examined(framework, problems, file, others, advise, checked if form is TURTLE else b"")


def examine_folder(
    path: str | os.PathLike[str],
    *,
    known: Mapping[str, str] | None = None,
    others: Mapping[str, Any] | None = None,
    advise: bool = False,
    progress: Progress = None,
) -> tuple[Framework | None, Report]:
    """The framework of a folder of CSV files with the report; see :func:`examine`. Raises ParseError."""
    from sswgraph.exchange.workbook.check import check_contents
    from sswgraph.exchange.workbook.folder import read_folder

    problems = Problems()
    framework = check_contents(read_folder(path, progress), problems, known or {})
    return _examined(framework, problems, os.fspath(path), others, advise)


def _examined(
    framework: Framework | None,
    problems: Problems,
    file: str,
    others: Mapping[str, Any] | None,
    advise: bool,
    turtle: bytes = b"",
) -> tuple[Framework | None, Report]:
    if framework is not None and (advise or problems.has_violations):
        note_kept(framework, problems.add)
    if advise and framework is not None:
        problems.take(advised(framework, others))
    report = problems.report(file, turtle)
    return (None if framework is None or problems.has_violations else judged(framework)), report


def _parsed(
    data: bytes, syntax: RdfFormat, file: str, problems: Problems, known: Mapping[str, str], base: str | None
) -> Framework | None:
    """The framework of all statements together; a function of its own, so that they are freed when it returns."""
    groups = parse_statements(data, syntax, file)
    if base is not None:
        _note_own(groups, base, problems)
    return build(groups, problems, known)


def _note_own(groups: Groups, base: str, problems: Problems) -> None:
    """Report relative IRIs that become ids of ours with this base: their meaning would depend on where the file is."""
    for name, said in groups.items():
        for place in ((name,), *((name, p, getattr(o, "value", "")) for p, o in said if type(o) is NamedNode)):
            if is_relative(place[-1]) and absolute(relative(place[-1]), base).startswith((BASE, SSW)):
                problems.add("relative-id", *place, value=display_iri(place[-1]))


def check_bytes(
    data: bytes,
    file: str,
    *,
    known: Mapping[str, str] | None = None,
    others: Mapping[str, Any] | None = None,
    base: str | None = None,
    form: Format = TURTLE,
    progress: Progress = None,
) -> Report:
    """Every finding about the content of a file, syntax errors included; see :func:`examine`."""
    try:
        return examine(data, file, known=known, others=others, base=base, form=form, advise=True, progress=progress)[1]
    except ParseError as error:
        return Report(file=file, results=(syntax_result(error),))


def check_folder(
    path: str | os.PathLike[str],
    *,
    known: Mapping[str, str] | None = None,
    others: Mapping[str, Any] | None = None,
    progress: Progress = None,
) -> Report:
    """Every finding about a folder of CSV files; see :func:`examine_folder`."""
    try:
        return examine_folder(path, known=known, others=others, advise=True, progress=progress)[1]
    except ParseError as error:
        return Report(file=os.fspath(path), results=(syntax_result(error),))


def build(groups: Groups, problems: Problems, known: Mapping[str, str]) -> Framework | None:
    """The framework of these statements; adds every problem to ``problems``."""
    iris = framework_iri_of(groups)
    if not iris:
        note_unknown_classes(groups, problems)
        if not problems.findings and note_foreign(groups, problems.add):
            problems.groups = groups
            return None
    if len(iris) != 1:
        several = [id_of(display_iri(iri)) if not iri.startswith("_:") else "[]" for iri in iris]
        problems.add("several-frameworks" if iris else "no-framework", *iris[1:2], found=several)
        return None
    if is_relative(iris[0]):
        problems.add("relative-id", iris[0], value=display_iri(iris[0]))
        return None
    if framework_of(id_of(iris[0])) is None or ":" in id_of(iris[0]):
        problems.add("bad-id", iris[0], value=iris[0] if not iris[0].startswith("_:") else "[]")
        return None
    groups, circular = name_own_nodes(groups, iris[0])
    for name in circular:
        problems.add("bad-id", name, value="[]")
    built = Builder(iris[0], problems).build(groups)
    _rules(built, problems, known)
    if problems.findings:
        problems.groups = groups
    return built.parts.framework


def _at_once(data: bytes, syntax: RdfFormat, problems: Problems, known: Mapping[str, str]) -> Framework | None:
    """The framework of a file that is read in one pass, keeping no statements.

    Returns:
        The framework; None where it has to be read with all statements together: blank nodes that are not elements of
        ours, subjects that occur twice, anything that breaks a rule.
    """
    blocks = blocks_of(data, syntax)
    first = next(blocks)
    iri = next(iter(first), "")
    if framework_iri_of(first) != (iri,) or is_relative(iri) or framework_of(id_of(iri)) is None or ":" in id_of(iri):
        return None
    own = Problems()
    built = Builder(iri, own).build_at_once(chain([first], blocks))
    if built is None:
        return None
    _rules(built, own, known)
    if any(finding.place for finding in own.findings):
        return None
    problems.findings += own.findings
    return built.parts.framework


def _rules(built: Built, problems: Problems, known: Mapping[str, str]) -> None:
    found = [finding for one in built.to_check for finding in values.check_node(one)]
    found += relations.check_relations(built.parts, known)
    problems.take(finding for finding in found if (finding.element, finding.field) not in built.invalid)
    note_missing_ends(built.parts.framework, known, problems.add)
