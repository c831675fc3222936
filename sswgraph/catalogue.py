"""Shipped frameworks and files of users: list, load, read, check, write."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, overload

from sswgraph import exchange
from sswgraph.errors import InputError, InvalidFrameworkError, ParseError
from sswgraph.exchange.compiled import Pack, collector_paused, packed
from sswgraph.exchange.guards import MAX_BYTES
from sswgraph.exchange.workbook.safeguards import dropped_without_reason
from sswgraph.files import names_in, path_of, shipped, write_atomically
from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.graph import kinds_of
from sswgraph.messages import message
from sswgraph.model import Framework, FrameworkSummary, LinkCount, MappingSet, Report
from sswgraph.model.evidence import best_basis
from sswgraph.model.framework import keeps_rules
from sswgraph.model.ids import require_short
from sswgraph.model.lists import Reports, Summaries
from sswgraph.model.report import CheckResult
from sswgraph.progress import Counter, Progress

if TYPE_CHECKING:
    import rdflib

    from sswgraph.exchange.registry import Format

# Frameworks with these findings cannot be written; what breaks another rule can, and is reported when it is read.
_UNWRITABLE = frozenset({"bad-id", "language-tag", "no-language-tag", "wrong-code", "wrong-datatype"})
_MAPPINGS = "frameworks/mappings"
COMPILED = "compiled.json"
_FILES = 5  # so many are read before progress is reported
_NAMED = 8  # so many safeguards are named, more are counted
Checked: TypeAlias = "str | os.PathLike[str] | Framework | MappingSet"


def frameworks() -> Summaries:
    """List the shipped frameworks.

    Returns:
        For each its id, title, jurisdiction, edition, status, languages, and counts by kind and by basis.

    Example:
    >>> "za" in [summary.id for summary in frameworks()]
    True
    """
    return summaries(load())


def load(*ids: str, progress: Progress = None) -> CompetencyGraph:
    """Load shipped frameworks as one graph, with the mappings between them.

    Args:
        *ids (str): Ids of frameworks; none: all that ship.
        progress (Progress): A function that is called now and then with (done, total), in frameworks; None: none.

    Returns:
        The graph.

    Raises:
        UnknownElementError: If no shipped framework has the id; the message names the nearest.
        InputError: If an id is not a str.

    Example:
    >>> load("za")["za:social-worker"].label.get("en")
    'social worker'
    """  # noqa: DOC502 - the graph raises
    present = {name.removesuffix(".ttl"): name for name in names_in("frameworks", ".ttl")}
    for wanted in ids:
        if not isinstance(wanted, str):
            given = type(wanted).__name__
            raise InputError(f"load takes ids of frameworks one by one, such as load('ke', 'za'), not {given}.")
        if wanted not in present:
            require_short(wanted)
            load().framework(wanted)  # raises UnknownElementError with near ids
    with collector_paused():
        return _graph_of([present[name] for name in sorted(set(ids or present))], progress)


def _graph_of(names: list[str], progress: Progress) -> CompetencyGraph:
    shipped_files, advance = _Shipped(), Counter(progress, len(names), _FILES)
    loaded = []
    for name in names:
        loaded.append(shipped_files.value(f"frameworks/{name}"))
        advance()
    sets = [shipped_files.value(f"{_MAPPINGS}/{name}")[0] for name in names_in(_MAPPINGS, ".sssom.tsv")]
    return CompetencyGraph([one for one, _ in loaded], sets, digests={one.id: digest[:16] for one, digest in loaded})


class _Shipped:
    """Reads shipped files. A value that was kept in memory or compiled is used only where the text has its digest."""

    _kept: ClassVar[dict[Path, tuple[str, Any]]] = {}  # values never change

    def __init__(self) -> None:
        self._root = shipped("frameworks").parent
        self._pack: Pack | None = None

    def value(self, name: str) -> tuple[Any, str]:
        """Return the value of a shipped file, such as 'frameworks/za.ttl', and the digest of the file."""
        path = self._root / name
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if self._kept.get(path, ("", None))[0] != digest:
            value = self._compiled().value(path.name, digest)
            self._kept[path] = digest, value if value is not None else _parsed(path.name, data)
        return self._kept[path][1], digest

    def _compiled(self) -> Pack:
        if self._pack is None:
            file = self._root / COMPILED
            self._pack = Pack(file.read_bytes() if file.is_file() else b"")
        return self._pack


def compiled() -> bytes:
    """Make the compiled form of all shipped files, for the packaging; see ``exchange/compiled.py``.

    Returns:
        The bytes of the file that an installed package has beside the texts.
    """
    names = [*(f"frameworks/{name}" for name in names_in("frameworks", ".ttl"))]
    names += [f"{_MAPPINGS}/{name}" for name in names_in(_MAPPINGS, ".sssom.tsv")]
    read = _Shipped()
    return packed({name.rpartition("/")[2]: read.value(name) for name in names})


def _parsed(name: str, data: bytes) -> Framework | MappingSet:
    return _framework(data, name) if name.endswith(".ttl") else exchange.parse_sssom(data, name)


def _framework(data: bytes, name: str) -> Framework:
    framework, report = exchange.examine(data, name)
    if framework is None:
        raise InvalidFrameworkError(report)
    return framework


def read(
    source: str | os.PathLike[str] | rdflib.Graph,
    *,
    base: CompetencyGraph | str | None = None,
    replace: bool = False,
    max_bytes: int = MAX_BYTES,
    progress: Progress = None,
) -> CompetencyGraph:
    """Read the framework of one file, or the mappings of a table, and add it to a graph.

    Args:
        source (str | os.PathLike[str] | rdflib.Graph): The path of a framework in Turtle (.ttl), N-Triples (.nt),
            JSON-LD (.jsonld), RDF/XML (.rdf, .owl, .xml), as a workbook (.xlsx) or a folder of CSV files; of a mapping
            table (.sssom.tsv); or a graph of rdflib. An id is not a path.
        base (CompetencyGraph | str | None): The graph to which it is added, to whose elements it may refer; or the IRI
            against which relative IRIs are resolved, which stay relative in the value. None: an empty graph.
        replace (bool): Whether the framework may replace the one with its id in ``base``, such as a shipped one.
        max_bytes (int): The greatest size of a file, in bytes (256 MB).
        progress (Progress): A function that is called now and then with (done, total), in rows of sheets; None: none.

    Returns:
        The graph with the framework or the mappings.

    Raises:
        FileNotFoundError: If there is no such file.
        UnknownFormatError: If no format has the ending of the file.
        ParseError: If the file cannot be parsed or is too large, or an end of a mapping is missing in its framework.
        InvalidFrameworkError: If the framework breaks rules, with the whole report.
        EditionError: If ``base`` has a framework of the same id and ``replace`` is not set.
        InputError: If ``source`` or ``base`` is something else, or sheets would drop a safeguard without a reason.

    Example:
    >>> import rdflib
    >>> turtle = '''@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
    ... <https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .'''
    >>> read(rdflib.Graph().parse(data=turtle, format="turtle"))["xx"].title.get("en")
    'An example'
    """  # noqa: DOC502 - the formats and the graph raise
    graph, address = _base_of(base)
    if not isinstance(source, (str, os.PathLike)):
        if not hasattr(source, "triples"):
            raise InputError(f"read takes a path or an rdflib.Graph, not {type(source).__name__}.")
        from sswgraph.exchange.rdflib_io import from_rdflib

        return _with_framework(graph, from_rdflib(source, kinds_in(graph)), replace)
    if _is_table(source):
        return graph.with_mappings(exchange.read_onto(source, kinds_in(graph), max_bytes=max_bytes))
    _require_path(source)
    made = exchange.read_framework(source, known=kinds_in(graph), base=address, max_bytes=max_bytes, progress=progress)
    if replace and _is_sheets(source):
        _require_safeguards(graph, made, os.fspath(source))
    return _with_framework(graph, made, replace)


@overload
def check(
    subject: Checked,
    *,
    base: CompetencyGraph | str | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Progress = None,
) -> Report: ...


@overload
def check(
    subject: list[Checked] | tuple[Checked, ...],
    *,
    base: CompetencyGraph | str | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Progress = None,
) -> Reports: ...


@overload
def check(
    subject: Checked,
    *more: Checked,
    base: CompetencyGraph | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Progress = None,
) -> Reports: ...


def check(
    subject: Checked | list[Checked] | tuple[Checked, ...],
    *more: Checked,
    base: CompetencyGraph | str | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Progress = None,
) -> Report | Reports:
    """Check frameworks and mapping sets against the rules.

    A file that is malformed, empty or in another encoding is a finding like any other; a value in memory gets the
    report of a file with the same content, without lines.

    Args:
        subject (Checked | list[Checked] | tuple[Checked, ...]): The path of a framework (a file or a folder of CSV
            files) or of a mapping table (.sssom.tsv), a Framework, a MappingSet, or a list of these.
        *more (Checked): Further ones, as if all were in a list. What mapping sets that are checked together claim and
            deny of the same pairs is reported for each of them.
        base (CompetencyGraph | str | None): The frameworks to which it may refer, with their mappings, or the IRI
            against which relative IRIs are resolved; what is in a list may also refer to the frameworks in it.
        max_bytes (int): The greatest size of a file, in bytes (256 MB).
        progress (Progress): A function that is called now and then with (done, total), in rows of sheets; None: none.

    Returns:
        The report: each finding with code, severity, element, message, correction, and its line, or in a workbook
        its sheet, row and column. Of several, a tuple of reports, displayed as one page.

    Raises:
        FileNotFoundError: If there is no such file.
        ParseError: If it is not an ordinary file, or too large.
        UnknownFormatError: If no format has its ending.
        InputError: If it is something else, or the id of a shipped framework.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "mine.ttl")
        ...     _ = path.write_text("@prefix ssw: <https://w3id.org/sswgraph/ns#> .")
        ...     report = check(path)
        >>> report.conforms, report.results[0].code, str(report.results[0].message)
        (False, 'no-framework', 'This file holds no framework.')
        >>> from sswgraph.model import Framework
        >>> [str(found.message) for found in check(Framework(id="xx")).results]
        ['xx has no dcterms:title, which every Framework must have.']
    """  # noqa: DOC502 - the formats raise
    many = isinstance(subject, (list, tuple))
    several = [*(subject if isinstance(subject, (list, tuple)) else [subject]), *more]
    context = _context(base, several, max_bytes)
    reports = Reports(_with_compiled(one, _report(one, context, max_bytes, progress)) for one in several)
    return reports if many or more else reports[0]


@dataclass(frozen=True, slots=True)
class _Context:
    """What a file is checked with: kinds and elements by id, mapping sets, and the IRI for relative IRIs."""

    known: dict[str, str]
    others: dict[str, Any]
    sets: list[MappingSet]
    address: str | None


def _context(base: object, several: list[Checked], max_bytes: int) -> _Context:
    graph, address = _base_of(base)
    kinds, others = kinds_in(graph), dict(graph.index.elements)
    for one in _frameworks_among(several, max_bytes):
        kinds.update(kinds_of([one]))
        nodes = (one, *(one.elements if isinstance(one.elements, tuple) else ()))
        others.update((node.id, node) for node in nodes if isinstance(getattr(node, "id", None), str))
    sets = [*_sets_among(several, max_bytes)]
    given = {one.id for one in sets}
    sets += [one for one in graph.mapping_sets if one.id not in given]
    return _Context(kinds, others, sets, address)


def _frameworks_among(several: list[Checked], max_bytes: int) -> Iterator[Framework]:
    """The frameworks among what is checked together, as far as they can be read; of files with one id none."""
    yield from (one for one in several if isinstance(one, Framework))
    if len(several) == 1:
        return
    files = [one for one in several if isinstance(one, (str, os.PathLike)) and not _is_table(one)]
    read = [found for one in files if (found := _readable(one, max_bytes)) is not None]
    yield from (one for one in read if sum(other.id == one.id for other in read) == 1)


def _readable(path: str | os.PathLike[str], max_bytes: int) -> Framework | None:
    """The framework of a file; None where it breaks rules, which its own report says."""
    _require_path(path)
    try:
        if exchange.is_folder(path):
            return exchange.examine_folder(path)[0]
        form = exchange.framework_format(path)
        return exchange.examine(exchange.read_bytes(path, max_bytes=max_bytes), os.fspath(path), form=form)[0]
    except ParseError:
        return None


def _sets_among(several: list[Checked], max_bytes: int) -> Iterator[MappingSet]:
    """The mapping sets among what is checked together, as far as they can be read."""
    tables = [one for one in several if isinstance(one, (str, os.PathLike)) and _is_table(one)]
    yield from (one for one in several if isinstance(one, MappingSet))
    if len(several) > 1:
        yield from (
            exchange.readable_table(exchange.read_bytes(one, max_bytes=max_bytes), os.fspath(one)) for one in tables
        )


def _base_of(base: object) -> tuple[CompetencyGraph, str | None]:
    """The graph that ``base`` is, or the IRI for relative IRIs."""
    if base is None or isinstance(base, CompetencyGraph):
        return base or CompetencyGraph(), None
    if not isinstance(base, str):
        raise InputError(f"base is a CompetencyGraph or an IRI, not {type(base).__name__}.")
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z", base):
        raise InputError(f"base is a CompetencyGraph or a whole IRI such as 'https://example.org/', not {base!r}.")
    return CompetencyGraph(), base


def _report(subject: Checked, context: _Context, max_bytes: int, progress: Progress) -> Report:
    others = context.known
    if isinstance(subject, Framework):
        return exchange.check_value(subject, known=others, others=context.others, advise=True)
    if isinstance(subject, MappingSet):
        return exchange.check_mappings(subject, known=others, beside=context.sets)
    if not isinstance(subject, (str, os.PathLike)):
        raise InputError(f"check takes a path, a Framework or a MappingSet, not {type(subject).__name__}.")
    table = _is_table(subject)
    _require_path(subject)
    if table:
        data = exchange.read_bytes(subject, max_bytes=max_bytes)
        return exchange.check_table(data, os.fspath(subject), known=others, beside=context.sets)
    if exchange.is_folder(subject):
        return exchange.check_folder(subject, known=others, others=context.others, progress=progress)
    form = exchange.framework_format(subject)
    data = exchange.read_bytes(subject, max_bytes=max_bytes)
    file = os.fspath(subject)
    how: dict[str, Any] = {"others": context.others, "base": context.address, "form": form, "progress": progress}
    return exchange.check_bytes(data, file, known=others, **how)


def _with_compiled(subject: Checked, report: Report) -> Report:
    """The report, and for a file that ships that its compiled form is not used, where that is so."""
    if not isinstance(subject, (str, os.PathLike)) or not _compiled_unused(path_of(subject).resolve()):
        return report
    said, fix = message("check.compiled-unused"), message("fix.compiled-unused")
    found = CheckResult(code="compiled-unused", severity="warning", message=said, fix=fix)

    return replace(report, results=tuple(sorted((*report.results, found), key=exchange.sort_key)))


def _compiled_unused(path: Path) -> bool:
    """Whether a file ships with a compiled form that is of another text or version, or not whole."""
    if not path.name.endswith((".ttl", ".sssom.tsv")) or not names_in("frameworks", ".ttl"):
        return False
    root = shipped("frameworks").parent.resolve()
    compiled_form = root / COMPILED
    if path.parent not in (root / "frameworks", root / _MAPPINGS) or not compiled_form.is_file():
        return False
    return Pack(compiled_form.read_bytes()).value(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) is None


def write(
    framework: Framework,
    path: str | os.PathLike[str],
    *,
    lang: str = "en",
    base: Framework | None = None,
    full: bool = False,
    matrix: bool = False,
    published: bool = False,
    overwrite: bool = False,
    progress: Progress = None,
) -> Path:
    """Write a framework in canonical form; the file is complete or not there.

    Args:
        framework (Framework): The framework.
        path (str | os.PathLike[str]): The file. Its ending decides the format: .ttl (Turtle), .nt (N-Triples), .jsonld
            (JSON-LD) or .xlsx (a workbook).
        lang (str): Of a workbook, the language of headings, help and lists.
        base (Framework | None): Of the workbook of an adaptation, its base, whose texts are then beside those of the
            adaptation, with a column for the decision on each row and one for the reason; None: without.
        full (bool): Of a workbook, whether all sheets and columns are shown, also those that few people need.
        matrix (bool): Of a workbook, whether requirements are also a matrix, with a column for each cadre.
        published (bool): Of a workbook, whether it is a template for the items of a published document, whose code,
            page and quotation then come first.
        overwrite (bool): Whether an existing file may be replaced.
        progress (Progress): Of a workbook, a function that is called now and then with (done, total), in rows; None:
            none.

    Returns:
        The path.

    Raises:
        UnknownFormatError: If no format has the ending.
        OutputExistsError: If the file exists.
        InputError: If it is not a framework, the folder does not exist, or a text fits no cell.
        InvalidFrameworkError: If the framework has values that no file can hold, such as a text as a date.
        MissingExtraError: If the extra ``excel`` is needed for a workbook and not installed.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     written = write(load("za")["za"], Path(folder, "copy.ttl"))
        ...     read(written)["za"] == load("za")["za"]
        True
    """  # noqa: DOC502 - the formats and files.py raise
    if not isinstance(framework, Framework):
        raise InputError(f"write takes a Framework such as load('za')['za'], not {type(framework).__name__}.")
    form = exchange.framework_format(path, writing=True)
    how = {"lang": lang, "base": base, "full": full, "matrix": matrix, "published": published, "progress": progress}
    return write_atomically(path, _written(form, framework, os.fspath(path), **how), overwrite=overwrite)


def _written(form: Format, framework: Framework, file: str, **how: Any) -> bytes:
    """The bytes of the file; raises InvalidFrameworkError for values that no file can hold."""
    assert form.write is not None
    report = Report(file=file) if keeps_rules(framework) else exchange.check_value(framework)
    if any(result.code in _UNWRITABLE for result in report.results):
        raise InvalidFrameworkError(report)
    if form.syntax is None:
        return exchange.encode_text(form.write(framework, **how), file)
    try:
        return exchange.encode_text(form.write(framework), file)
    except UnicodeEncodeError as error:  # half of a surrogate pair: ParseError
        return exchange.encode_text(error.object, file)


def summaries(graph: CompetencyGraph) -> Summaries:
    """Summarise each framework of a graph."""
    return Summaries(_summary(framework, graph) for framework in graph.frameworks)


def _summary(framework: Framework, graph: CompetencyGraph) -> FrameworkSummary:
    kinds: dict[str, int] = {}
    bases = {"stated": 0, "derived": 0, "draft": 0}
    languages: set[str] = set(framework.label.languages)
    for node in framework.elements:
        kinds[node.kind] = kinds.get(node.kind, 0) + 1
        languages.update(getattr(node, "label", framework.label).languages)
        if node.kind != "source":
            bases[best_basis(node.evidence)] += 1
    return FrameworkSummary(
        id=framework.id,
        title=framework.title,
        jurisdiction=framework.jurisdiction,
        edition=framework.edition,
        status=framework.status,
        languages=tuple(sorted(languages)),
        counts=tuple(sorted(kinds.items())),
        bases=LinkCount(**bases),
        answerable=sum(graph.answerable(cadre.id) == "stated" for cadre in framework.of_kind("cadre")),
    )


def kinds_in(graph: CompetencyGraph) -> dict[str, str]:
    """Return the kind of every element of a graph, by id."""
    return {identifier: value.kind for identifier, value in graph.index.elements.items()}


def _with_framework(graph: CompetencyGraph, made: Framework, replace: bool) -> CompetencyGraph:
    """The graph with a framework; where it replaces one, its references are looked up without that one (rule R1)."""
    there = replace and any(made.id == present.id for present in graph.frameworks)
    return (graph.without(made.id) if there else graph).with_framework(made)


def _is_sheets(path: str | os.PathLike[str]) -> bool:
    return path_of(path).suffix.lower() == ".xlsx" or path_of(path).is_dir()


def _require_safeguards(graph: CompetencyGraph, made: Framework, file: str) -> None:
    """Raise InputError where sheets drop safeguards of the edition that they replace, without a reason (rule W1)."""
    # A framework that shares no element with the one of its id is not an edition of it.
    there = next((one for one in graph.frameworks if one.id == made.id), None)
    if there is None or not {node.id for node in there.elements} & {node.id for node in made.elements}:
        return
    gone = sorted(node.id for node in dropped_without_reason(there, made))
    if gone:
        more = f" … and {len(gone) - _NAMED} more" if len(gone) > _NAMED else ""
        said = f"{file} lacks safeguards of the edition of '{made.id}' that it would replace, and nobody says why"
        fix = "Put their rows back, or mark them as dropped with a reason (columns 'Kind of change' and 'Rationale')."
        raise InputError(f"{said}: {', '.join(gone[:_NAMED])}{more}. {fix} See it with: sswgraph preview {file}")


def _is_table(path: str | os.PathLike[str]) -> bool:
    return path_of(path).suffix.lower() == ".tsv"


def _require_path(path: str | os.PathLike[str]) -> None:
    text = os.fspath(path)
    if text in {name.removesuffix(".ttl") for name in names_in("frameworks", ".ttl")} and not Path(text).exists():
        raise InputError(f"'{text}' is the id of a shipped framework, not a path. Type: load({text!r})")
