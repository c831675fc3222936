"""Reads mapping sets from SSSOM tables: a YAML header in lines with #, then tab-separated rows."""

from __future__ import annotations

import csv
import io
import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from threading import Lock
from typing import Any, NoReturn

from pyoxigraph import NamedNode

from sswgraph.errors import ParseError
from sswgraph.exchange.guards import MAX_BYTES, read_bytes, require_utf8
from sswgraph.exchange.schema import NAMESPACES
from sswgraph.exchange.sssom.evidence import EXTENSIONS, mapping_evidence
from sswgraph.model import Mapping as Match
from sswgraph.model import MappingSet
from sswgraph.model.ids import BASE, id_of, iri_of, keeps_its_iri
from sswgraph.model.mapping import PREDICATES

MAX_HEADER = 65_536
MAX_DEPTH = 8
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*\Z")
# Line ends, which a header line cannot hold, and what another version of YAML reads as a number or a truth value.
_BREAK = re.compile("[\n\r\x85\u2028\u2029]")
_NOT_PLAIN = re.compile(r"[yn]\Z|[0-9.<+-]", re.IGNORECASE)


def read_header(text: str, file: str) -> dict[str, Any]:
    r"""The names and values of a header, with every scalar as the text that is written.

    Args:
        text (str): The lines without their '#'.
        file (str): The name of the table, for errors.

    Returns:
        The values by name.

    Raises:
        ParseError: The header is not YAML, uses anchors or tags, is longer than 65,536 characters or deeper than 8
            levels, or has an invalid name, prefix or value.

    Example:
        >>> text = "mapping_set_id: https://example.org/m\ncurie_map:\n  za: https://example.org/za/\n"
        >>> read_header(text, "mine.tsv")
        {'mapping_set_id': 'https://example.org/m', 'curie_map': {'za': 'https://example.org/za/'}}
    """
    if len(text) > MAX_HEADER:
        raise ParseError("The header is longer than 65,536 characters.", file=file, line=1, hint="Shorten it.")
    return _checked(_parse_yaml(text, file), file)


def _parse_yaml(text: str, file: str) -> dict[str, Any]:
    """The header as PyYAML reads it, every scalar as text: a version 1.10 is not a number."""
    import yaml

    try:
        depth = 0
        for token in yaml.scan(text):
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                raise ParseError("The header uses YAML anchors or tags.", file=file, line=1, hint="Write plain values.")
            depth += type(token).__name__.endswith(("SequenceStartToken", "MappingStartToken"))
            depth -= type(token).__name__.endswith("EndToken")
            if depth > MAX_DEPTH:
                hint = "Write '#name: value' lines."
                raise ParseError(f"The header nests deeper than {MAX_DEPTH}.", file=file, line=1, hint=hint)
        header = yaml.load(text, Loader=yaml.BaseLoader) or {}
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ParseError("The header is not YAML.", file=file, line=line, hint="Write '#name: value' lines.") from None
    if not isinstance(header, dict):
        raise ParseError(
            "The header is not a list of names and values.", file=file, line=1, hint="Write '#name: value'."
        )
    return header


def _checked(header: dict[str, Any], file: str) -> dict[str, Any]:
    curies = header.get("curie_map") or {}
    if not isinstance(curies, dict):
        raise ParseError(
            "curie_map is not a list of prefixes.", file=file, line=1, hint="Write '#  prefix: https://…'."
        )
    for name in (*header, *curies):
        if not _NAME.match(name):
            hint = "A name consists of letters, digits, '_', '-' and '.', and begins with a letter."
            raise ParseError(f"'{name}' is not a valid name in a header.", file=file, line=1, hint=hint)
    for prefix, iri in curies.items():
        if not isinstance(iri, str) or not _IRI.match(iri):
            problem = f"The prefix '{prefix}' is not declared as an IRI."
            raise ParseError(problem, file=file, line=1, hint=f"Write '#  {prefix}: https://…'.")
    for name, value in header.items():
        parts = value if isinstance(value, list) else [value]
        if name not in ("curie_map", "extension_definitions") and not all(isinstance(part, str) for part in parts):
            raise ParseError(f"The value of '{name}' is not text.", file=file, line=1, hint=f"Write '#{name}: text'.")
    return header


def write_header(header: Mapping[str, str | Mapping[str, str] | Sequence[Mapping[str, str]]]) -> list[str]:
    """The lines of a header without their '#'; the inverse of :func:`read_header`.

    Args:
        header (Mapping): The values by name.

    Returns:
        The lines.

    Example:
        >>> write_header({"mapping_set_id": "https://example.org/m", "mapping_set_version": "1.10"})
        ['mapping_set_id: https://example.org/m', "mapping_set_version: '1.10'"]
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes every text on one line, and quotes what YAML would not read as text."""

        def represent_text(self, text: str) -> yaml.ScalarNode:
            style = '"' if _BREAK.search(text) else "'" if _NOT_PLAIN.match(text) else None
            return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, Dumper.represent_text)
    text = yaml.dump(header, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=float("inf"))
    return str(text).splitlines()


BUILT_IN = {
    **NAMESPACES,
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}
_RELATIONS = {NAMESPACES[p.partition(":")[0]] + p.partition(":")[2]: name for name, p in PREDICATES.items()}
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
FIELDS = {
    "comment": "comment",
    "author_label": "author",
    "reviewer_label": "reviewer",
    "mapping_date": "date",
}
_HEADER_LINES = re.compile(r"(?:#[^\r\n]*(?:\r\n|\r|\n|\Z))*")
_LINE_END = re.compile(r"\r\n?|\n")
_LOCK = Lock()


def read_sssom(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> MappingSet:
    r"""The mapping set in an SSSOM table (.sssom.tsv).

    Rows with a predicate of another vocabulary, such as owl:equivalentClass, are kept in ``unused``. Raises
    FileNotFoundError, and ParseError with file, line and fix for misspelt predicates of SKOS or ours, undeclared
    prefixes and missing columns.

    Args:
        path (str | PathLike): The file.
        max_bytes (int): The size up to which it is read, in bytes.

    Returns:
        The mapping set.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "mine.sssom.tsv")
        ...     head = "#curie_map:\n#  za: https://w3id.org/sswgraph/id/za/"
        ...     names = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
        ...     row = "za:c-254177\tskos:broadMatch\tza:c-98890-data\tsemapv:ManualMappingCuration"
        ...     _ = path.write_text("\n".join([head, names, row]))
        ...     read_sssom(path).mappings[0].id
        'za:c-254177 skos:broadMatch za:c-98890-data'
    """
    return parse_sssom(read_bytes(path, max_bytes=max_bytes), os.fspath(path))


def parse_sssom(data: bytes, file: str = "<text>") -> MappingSet:
    """The mapping set in the bytes of a table; see :func:`read_sssom`."""
    return parse_table(data, file).mapping_set


@dataclass(frozen=True, slots=True)
class MappingTable:
    """A mapping set with the places of its parts in the file.

    Attributes:
        mapping_set: The mapping set.
        lines: By id of a mapping, its line.
        columns: The names of the columns.
        line: The line of the columns.
        unused: By row that is kept without being used, its line.
    """

    mapping_set: MappingSet
    lines: dict[str, int]
    columns: tuple[str, ...]
    line: int
    unused: dict[tuple[tuple[str, str], ...], int]


def _refuse(error: ParseError) -> NoReturn:
    raise error from None


def parse_table(data: bytes, file: str, note: Callable[[ParseError], object] = _refuse) -> MappingTable:
    """The mapping set in the bytes of a table with its places.

    Args:
        data (bytes): The table.
        file (str): Its name, for errors.
        note (Callable): Called with the error of each row that cannot be read; the default raises it.

    Returns:
        The table.

    Raises:
        ParseError: The table is empty, or its header or columns cannot be read.
    """
    if not data.removeprefix(BOM_UTF8).strip():
        hint = f"Begin with a line of columns: {', '.join(REQUIRED)}."
        raise ParseError("This table is empty.", file=file, hint=hint)
    text = require_utf8(data, file).decode()
    head = _HEADER_LINES.match(text)
    end = head.end() if head else 0
    lines = _LINE_END.split(text[:end])
    header = read_header("".join(line[1:] + "\n" for line in lines if line), file)
    declared = dict(header.get("curie_map") or {})
    set_id = _maybe(header, "mapping_set_id") or file
    made = _Rows({**BUILT_IN, **declared}, set_id, file)
    top = len([line for line in lines if line])
    columns, mappings = _rows(text[end:], made, top, note)
    kept = tuple((k, _text(v)) for k, v in sorted(header.items()) if k not in _HEADER)
    own = curies_of(mappings)
    mapping_set = MappingSet(
        id=set_id,
        title=_maybe(header, "mapping_set_title"),
        description=_maybe(header, "mapping_set_description"),
        licence=_maybe(header, "license"),
        version=_maybe(header, "mapping_set_version"),
        mappings=mappings,
        unused=tuple(row for row, _ in made.unused),
        header=kept,
        prefixes=tuple(sorted((k, v) for k, v in declared.items() if own.get(k) != v)),
        extensions=_extensions(header, file),
    )
    return MappingTable(mapping_set, made.lines_of(mapping_set.mappings), columns, top + 1, dict(made.unused))


def _rows(
    text: str, made: _Rows, top: int, note: Callable[[ParseError], object]
) -> tuple[tuple[str, ...], tuple[Match, ...]]:
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    mappings: list[Match] = []
    try:
        with _cells_of(len(text)):
            named = rows.fieldnames = [
                name.strip() or f"{_UNNAMED}{n}" for n, name in enumerate(rows.fieldnames or (), 1)
            ]
            _check_columns(named, made.file, top + 1)
            for row in rows:
                made.line = top + rows.line_num
                try:
                    filled = made.filled(row)
                    mappings += [made.mapping(filled)] if filled else []
                except _Unused:
                    made.unused.append((tuple(sorted((k, v) for k, v in row.items() if v)), made.line))
                except ParseError as error:
                    note(error)
    except csv.Error:
        made.line = top + rows.line_num
        note(
            made.refused(
                "A quotation mark is opened and never closed.", 'Write a quotation mark inside a cell twice: "".'
            )
        )
    return tuple(name for name in rows.fieldnames or () if not name.startswith(_UNNAMED)), tuple(mappings)


_UNNAMED = "\0"


class _Unused(Exception):
    """A row whose predicate is none of those that are used here."""


@contextmanager
def _cells_of(length: int) -> Iterator[None]:
    """The csv module reads cells of up to so many characters; its limit is one for the whole process."""
    with _LOCK:
        before = csv.field_size_limit()
        csv.field_size_limit(max(before, length))
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _check_columns(columns: Sequence[str], file: str, line: int) -> None:
    for sign, word in ((",", "commas"), (";", "semicolons")):
        if len(columns) == 1 and set(REQUIRED) <= {name.strip(' "') for name in columns[0].split(sign)}:
            hint = "Save it as text separated by tabs, with the ending .tsv."
            raise ParseError(f"This table is separated by {word}, not by tabs.", file=file, line=line, hint=hint)
    for column in REQUIRED:
        if column not in columns:
            hint = "An SSSOM table has the columns subject_id, predicate_id, object_id and mapping_justification."
            raise ParseError(f"There is no column {column}.", file=file, line=line, hint=hint)
    for column in columns:
        if list(columns).count(column) > 1:
            raise ParseError(f"The column {column} is repeated.", file=file, line=line, hint="Keep one of them.")


def _extensions(header: dict[str, Any], file: str) -> tuple[tuple[str, str], ...]:
    """The extension slots that others defined, with their property; ours are written where they are used."""
    given = header.get("extension_definitions") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        hint = "Write a list of slot_name and property."
        raise ParseError("extension_definitions is not a list.", file=file, line=1, hint=hint)
    found = [(one.get("slot_name", ""), one.get("property", "")) for one in given]
    if not all(isinstance(part, str) for pair in found for part in pair):
        hint = "Write a list of slot_name and property."
        raise ParseError("extension_definitions holds a value that is not text.", file=file, line=1, hint=hint)
    return tuple(sorted((slot, iri) for slot, iri in dict(found).items() if slot and slot not in EXTENSIONS))


_HEADER = {
    "mapping_set_id",
    "mapping_set_title",
    "mapping_set_description",
    "license",
    "mapping_set_version",
    "curie_map",
    "extension_definitions",
}


class _Rows:
    """Makes mappings of rows: what is needed to read a row, and to say where it is."""

    def __init__(self, names: dict[str, str], set_id: str, file: str) -> None:
        self.names, self.set_id, self.file, self.line = names, set_id, file, 0
        self.ids: dict[str, str] = {}
        self.read: list[tuple[Match, int]] = []
        self.unused: list[tuple[tuple[tuple[str, str], ...], int]] = []

    def refused(self, problem: str, hint: str) -> ParseError:
        return ParseError(problem, file=self.file, line=self.line, hint=hint)

    def filled(self, row: dict[str, Any]) -> dict[str, str] | None:
        """The row without empty columns that have no name; None for an empty row."""
        beyond = row.pop(None, ())  # type: ignore[call-overload]
        if not any(row.values()) and not any(beyond):
            return None
        if any(beyond) or None in row.values():
            raise self.refused("This row and the header differ in their number of cells.", "Check the tabs.")
        for name in [name for name in row if name.startswith(_UNNAMED)]:
            value = row.pop(name)
            if value.strip():
                column = name.removeprefix(_UNNAMED)
                raise self.refused(f"Column {column} has no name but contains '{value}'.", "Give it a name.")
        return row

    def mapping(self, row: dict[str, str]) -> Match:
        predicate = iri_of(self.expanded(row["predicate_id"], "predicate_id"))
        relation = _RELATIONS.get(predicate)
        if relation is None and not predicate.startswith((NAMESPACES["skos"], NAMESPACES["ssw"])):
            for end in ("subject_id", "object_id"):
                self.expanded(row[end], end)
            raise _Unused
        if relation is None:
            hint = f"Use one of {', '.join(sorted(PREDICATES.values()))}."
            raise self.refused(f"The predicate {row['predicate_id']} is not known here.", hint)
        ends = [self.expanded(row[end], end) for end in ("subject_id", "object_id")]
        values: dict[str, Any] = {field: row.get(column) or None for column, field in FIELDS.items()}
        made = Match(
            subject=ends[0],
            relation=relation,
            object=ends[1],
            justification=row["mapping_justification"],
            confidence=self.confidence(row.get("confidence", "")),
            negated=self.negated(row.get("predicate_modifier", "")),
            mapping_set=self.set_id,
            evidence=mapping_evidence(row, f"{ends[0]}.{ends[1]}", self.expanded, self.refused),
            other=tuple(sorted((key, value) for key, value in row.items() if key not in USED and value)),
            **values,
        )
        self.read.append((made, self.line))
        return made

    def lines_of(self, mappings: Iterable[Match]) -> dict[str, int]:
        """By id of a mapping, its line; of an exact repeat, the first."""
        places: dict[str, list[tuple[Match, int]]] = {}
        for row, line in self.read:
            places.setdefault(row.sentence, []).append((row, line))
        found = {}
        for one in mappings:
            (first, line), *more = places[one.sentence]
            plain = replace(one, voice="") if more else first
            found[one.id] = line if first == plain else next(line for row, line in more if row == plain)
        return found

    def expanded(self, curie: str, column: str) -> str:
        """The id of a prefixed name or a complete IRI, each worked out once."""
        if curie not in self.ids:
            self.ids[curie] = self.id_behind(curie, column)
        return self.ids[curie]

    def id_behind(self, curie: str, column: str) -> str:
        prefix, colon, local = curie.strip().partition(":")
        if colon and local.startswith("//"):
            iri = curie.strip()
        elif colon and prefix in self.names:
            iri = self.names[prefix] + local
        elif colon:
            hint = f"Add it to the curie_map of the header: '#  {prefix}: https://…'."
            raise self.refused(f"The prefix '{prefix}' in {column} is not declared.", hint)
        else:
            raise self.refused(f"{column} '{curie}' is not an identifier.", "Write prefix:code.")
        try:
            NamedNode(iri)
        except ValueError:
            raise self.refused(
                f"{column} '{curie}' is not a valid IRI.", "Write no spaces, quotation marks or brackets."
            ) from None
        if not keeps_its_iri(iri):
            raise self.refused(f"{column} '{curie}' would be read as an id of ours.", f"Those begin with {BASE}.")
        return id_of(iri)

    def negated(self, modifier: str) -> bool:
        """Whether the modifier is Not, the only one in SSSOM; another could reverse the meaning and is refused."""
        if modifier not in ("", "Not"):
            raise self.refused(f"The modifier '{modifier}' is not known.", "Write Not, or nothing.")
        return modifier == "Not"

    def confidence(self, text: str) -> Decimal | None:
        if not text:
            return None
        if re.fullmatch(r"[0-9]+,[0-9]+", text):
            right = text.replace(",", ".")
            raise self.refused(f"The confidence '{text}' has a comma for its decimal point.", f"Write {right}.")
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(-1)
        if not (value.is_finite() and 0 <= value <= 1):
            raise self.refused(f"The confidence '{text}' is not between 0 and 1.", "Such as 0.8.")
        return value


USED = {*REQUIRED, *FIELDS, *EXTENSIONS, "confidence", "predicate_modifier"}


def _maybe(header: dict[str, Any], name: str) -> str | None:
    return _text(header[name]) if name in header else None


def _text(value: str | list[str]) -> str:
    return "|".join(value) if isinstance(value, list) else value


def curies_of(mappings: Iterable[Match]) -> dict[str, str]:
    """The prefixes that these rows need: of frameworks, of slots, and of IRIs without //."""
    ids = {i for m in mappings for i in (m.subject, m.object, *_evidence_ids(m))}
    homes = sorted({i.partition(":")[0] for i in ids if iri_of(i) != i} - BUILT_IN.keys())
    schemes = sorted({i.partition(":")[0] for i in ids if iri_of(i) == i and i.partition(":")[2][:2] != "//"})
    curies = {home: iri_of(home) + "/" for home in homes} | {scheme: scheme + ":" for scheme in schemes}
    return curies | {prefix: BUILT_IN[prefix] for prefix in ("dcterms", "prov", "semapv", "skos", "ssw")}


def _evidence_ids(mapping: Match) -> tuple[str, ...]:
    return tuple(i for one in mapping.evidence[:1] for i in (*one.derived_from, one.source) if i)
