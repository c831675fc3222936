"""What ships with the library, and reading what does not: list, load, read, check, write."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
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
from sswgraph.model import Framework, FrameworkSummary, LinkCount, MappingSet, Report
from sswgraph.model.evidence import best_basis
from sswgraph.model.framework import keeps_rules
from sswgraph.model.ids import require_short
from sswgraph.model.lists import Reports, Summaries
from sswgraph.progress import Counter, Progress

if TYPE_CHECKING:
    import rdflib

    from sswgraph.exchange.registry import Format

# What breaks another rule can be written, and is told when it is read or checked.
_UNWRITABLE = frozenset({"bad-id", "language-tag", "no-language-tag", "wrong-code", "wrong-datatype"})
_MAPPINGS = "frameworks/mappings"
COMPILED = "compiled.json"
_FILES = 5  # read at a time, before it is told
_NAMED = 8
Checked: TypeAlias = "str | os.PathLike[str] | Framework | MappingSet"


def frameworks() -> Summaries:
    """The shipped frameworks: id, title, jurisdiction, edition, status, languages, counts by kind and by basis.

    >>> "za" in [summary.id for summary in frameworks()]
    True
    """
    return summaries(load())


def load(*ids: str, progress: Progress = None) -> CompetencyGraph:
    """The shipped frameworks as one graph: all of them, or those named, with the mappings between them.

    Args:
        ids: Ids of frameworks; without any, all that ship.
        progress: A function that is told (done, in all) in frameworks, now and then.

    Raises:
        UnknownElementError: For an id that does not ship.

    >>> load("za")["za:social-worker"].label.get("en")
    'social worker'
    """
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
    read, told = _Shipped(), Counter(progress, len(names), _FILES)
    loaded = []
    for name in names:
        loaded.append(read.value(f"frameworks/{name}"))
        told()
    sets = [read.value(f"{_MAPPINGS}/{name}")[0] for name in names_in(_MAPPINGS, ".sssom.tsv")]
    return CompetencyGraph([one for one, _ in loaded], sets, digests={one.id: digest[:16] for one, digest in loaded})


class _Shipped:
    """Reads what ships. The text is the truth: what was kept, or compiled, from another text is not used."""

    _kept: ClassVar[dict[Path, tuple[str, Any]]] = {}  # values never change

    def __init__(self) -> None:
        self._root = shipped("frameworks").parent
        self._pack: Pack | None = None

    def value(self, name: str) -> tuple[Any, str]:
        """The value of a shipped file, such as 'frameworks/za.ttl', and the digest of the file."""
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
    """The compiled form of everything that ships, for the packaging; see ``exchange/compiled.py``.

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
    """A graph with the framework of one file, or the mappings of a table (.sssom.tsv), on top of ``base``.

    ``source`` is a path, never an id, to Turtle (.ttl), N-Triples (.nt), JSON-LD (.jsonld), RDF/XML (.rdf, .owl, .xml)
    a workbook (.xlsx) or a folder of CSV files, or it is an rdflib.Graph. ``base`` may also be an IRI, against which
    relative IRIs of the file are read; they stay relative in the value, and those that would be ids of ours are
    refused. Raises FileNotFoundError, UnknownFormatError, ParseError (also for a file of more than ``max_bytes``, 256
    MB, and for a mapping whose end is not in its framework, though that is in ``base``), InvalidFrameworkError with the
    whole report, or EditionError if ``base`` has a framework of the same id. With ``replace`` the new one takes its
    place: an own edition of a framework that ships. Sheets may not take its place while a
    safeguard of it would go without a reason (InputError). ``progress`` is told (done, in all) in rows of sheets.

    >>> import rdflib
    >>> turtle = '''@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
    ... <https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .'''
    >>> read(rdflib.Graph().parse(data=turtle, format="turtle"))["xx"].title.get("en")
    'An example'
    """
    ground, address = _ground(base)
    if not isinstance(source, (str, os.PathLike)):
        if not hasattr(source, "triples"):
            raise InputError(f"read takes a path or an rdflib.Graph, not {type(source).__name__}.")
        from sswgraph.exchange.rdflib_io import from_rdflib

        return _on_top(ground, from_rdflib(source, known(ground)), replace)
    if _is_table(source):
        return ground.with_mappings(exchange.read_onto(source, known(ground), max_bytes=max_bytes))
    _no_id(source)
    made = exchange.read_framework(source, known=known(ground), base=address, max_bytes=max_bytes, progress=progress)
    if replace and _is_sheets(source):
        _require_safeguards(ground, made, os.fspath(source))
    return _on_top(ground, made, replace)


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
    """Everything that is wrong with a framework or mapping set, or worth knowing: code, severity, element, place,
    message, fix. The place is a line, or in a workbook ``sheet``, ``row`` and ``column``.

    A malformed file, an empty one, or one in another encoding is a finding like any other; a value in memory gets the
    report that a file with the same content would get, without lines.

    Args:
        subject: the path of a framework (a file or a folder of CSV files) or of a mapping table (.sssom.tsv),
            a Framework, a MappingSet, or a list of these.
        more: further ones, as if all were in a list. What mapping sets that are checked together claim and deny of the
            same pairs is told for each of them.
        base: the frameworks it may refer to, with their mappings, or the IRI against which relative IRIs are read;
            what is in a list may refer to the frameworks in it as well.
        max_bytes: the longest file that is read (256 MB).
        progress: a function that is told (done, in all) in rows of sheets, now and then.

    Returns:
        The report, or for several one report each: a tuple that shows itself as one page, with ``conforms`` and
        ``rows()`` over all of them.

    Raises:
        FileNotFoundError: there is no file.
        ParseError: it is no ordinary file, or a longer one.
        UnknownFormatError: its ending is none that is read.
        InputError: it is none of these, or the id of a framework that ships.

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
    """
    many = isinstance(subject, (list, tuple))
    several = [*(subject if isinstance(subject, (list, tuple)) else [subject]), *more]
    beside = _beside(base, several, max_bytes)
    reports = Reports(_report(one, beside, max_bytes, progress) for one in several)
    return reports if many or more else reports[0]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the file that is checked: elements by id, their kinds, mapping sets, and the address it is
    read against."""

    known: dict[str, str]
    others: dict[str, Any]
    sets: list[MappingSet]
    address: str | None


def _beside(base: object, several: list[Checked], max_bytes: int) -> _Beside:
    graph, address = _ground(base)
    kinds, others = known(graph), dict(graph.index.elements)
    for one in _frameworks_among(several, max_bytes):
        kinds.update(kinds_of([one]))
        nodes = (one, *(one.elements if isinstance(one.elements, tuple) else ()))
        others.update((node.id, node) for node in nodes if isinstance(getattr(node, "id", None), str))
    sets = [*_sets_among(several, max_bytes)]
    given = {one.id for one in sets}
    sets += [one for one in graph.mapping_sets if one.id not in given]
    return _Beside(kinds, others, sets, address)


def _frameworks_among(several: list[Checked], max_bytes: int) -> Iterator[Framework]:
    """The frameworks among what is checked together, as far as they can be read; of files with one id none, since in
    one edition what only another has is missing all the same."""
    yield from (one for one in several if isinstance(one, Framework))
    if len(several) == 1:
        return
    files = [one for one in several if isinstance(one, (str, os.PathLike)) and not _is_table(one)]
    read = [found for one in files if (found := _readable(one, max_bytes)) is not None]
    yield from (one for one in read if sum(other.id == one.id for other in read) == 1)


def _readable(path: str | os.PathLike[str], max_bytes: int) -> Framework | None:
    """The framework of a file; None where it has none that keeps the rules, which its own report says."""
    _no_id(path)
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


def _ground(base: object) -> tuple[CompetencyGraph, str | None]:
    """What ``base`` stands for: frameworks, or the address that relative IRIs are read against."""
    if base is None or isinstance(base, CompetencyGraph):
        return base or CompetencyGraph(), None
    if not isinstance(base, str):
        raise InputError(f"base is a CompetencyGraph or an IRI, not {type(base).__name__}.")
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z", base):
        raise InputError(f"base is a CompetencyGraph or a whole IRI such as 'https://example.org/', not {base!r}.")
    return CompetencyGraph(), base


def _report(subject: Checked, beside: _Beside, max_bytes: int, progress: Progress) -> Report:
    others = beside.known
    if isinstance(subject, Framework):
        return exchange.check_value(subject, known=others, others=beside.others, advise=True)
    if isinstance(subject, MappingSet):
        return exchange.check_mappings(subject, known=others, beside=beside.sets)
    if not isinstance(subject, (str, os.PathLike)):
        raise InputError(f"check takes a path, a Framework or a MappingSet, not {type(subject).__name__}.")
    table = _is_table(subject)
    _no_id(subject)
    if table:
        data = exchange.read_bytes(subject, max_bytes=max_bytes)
        return exchange.check_table(data, os.fspath(subject), known=others, beside=beside.sets)
    if exchange.is_folder(subject):
        return exchange.check_folder(subject, known=others, others=beside.others, progress=progress)
    form = exchange.framework_format(subject)
    data = exchange.read_bytes(subject, max_bytes=max_bytes)
    file = os.fspath(subject)
    how: dict[str, Any] = {"others": beside.others, "base": beside.address, "form": form, "progress": progress}
    return exchange.check_bytes(data, file, known=others, **how)


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
    """Write a framework in canonical form; the file is whole or not there.

    Args:
        framework: The framework.
        path: The file. Its ending says the format: .ttl (Turtle), .nt (N-Triples), .jsonld (JSON-LD) or .xlsx (a
            workbook).
        lang: Of a workbook, the language of headings, help and lists; other formats have none.
        base: Of the workbook of an adaptation, what it was made from: its texts then stand beside those of the
            adaptation, and each row has a column for what was decided and one for the reason.
        full: Of a workbook, whether every sheet and column is shown, also what few people need.
        matrix: Of a workbook, whether who needs what also stands as a matrix, a cadre in each column.
        published: Of a workbook, whether it is a template for the items of a published document: their code, page and
            words stand first.
        overwrite: Whether a file that is there may be replaced.
        progress: Of a workbook, a function that is told (done, in all) in rows, now and then.

    Returns:
        The path.

    Raises:
        UnknownFormatError: For another ending.
        OutputExistsError: For a file that is there.
        InputError: For a folder that is missing, or a text that no cell can hold.
        InvalidFrameworkError: Where the framework holds what no file can, such as a date that is a text.
        MissingExtraError: For a workbook without the extra ``excel``.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     written = write(load("za")["za"], Path(folder, "copy.ttl"))
        ...     read(written)["za"] == load("za")["za"]
        True
    """
    if not isinstance(framework, Framework):
        raise InputError(f"write takes a Framework such as load('za')['za'], not {type(framework).__name__}.")
    form = exchange.framework_format(path, writing=True)
    how = {"lang": lang, "base": base, "full": full, "matrix": matrix, "published": published, "progress": progress}
    return write_atomically(path, _written(form, framework, os.fspath(path), **how), overwrite=overwrite)


def _written(form: Format, framework: Framework, file: str, **how: Any) -> bytes:
    """The bytes of the file. Raises InvalidFrameworkError where the framework holds what no file can."""
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
    """What a list shows of each framework of a graph."""
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


def known(graph: CompetencyGraph) -> dict[str, str]:
    """The kind of every element of a graph, by id."""
    return {identifier: value.kind for identifier, value in graph.index.elements.items()}


def _on_top(ground: CompetencyGraph, made: Framework, replace: bool) -> CompetencyGraph:
    """The framework on this ground. Where it replaces one, what only that one has was not meant by its references: they
    are looked up in the framework itself (rule R1)."""
    there = replace and any(made.id == present.id for present in ground.frameworks)
    return (ground.without(made.id) if there else ground).with_framework(made)


def _is_sheets(path: str | os.PathLike[str]) -> bool:
    return path_of(path).suffix.lower() == ".xlsx" or path_of(path).is_dir()


def _require_safeguards(ground: CompetencyGraph, made: Framework, file: str) -> None:
    """Raise where sheets no longer have safeguards of the edition that they would replace, without a reason (rule W1).
    A framework that shares nothing with the one of its id is no edition of it."""
    there = next((one for one in ground.frameworks if one.id == made.id), None)
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


def _no_id(path: str | os.PathLike[str]) -> None:
    text = os.fspath(path)
    if text in {name.removesuffix(".ttl") for name in names_in("frameworks", ".ttl")} and not Path(text).exists():
        raise InputError(f"'{text}' is the id of a shipped framework, not a path. Type: load({text!r})")
