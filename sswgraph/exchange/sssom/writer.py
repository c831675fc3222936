"""Writes mapping sets as SSSOM tables; the inverse of :mod:`sswgraph.exchange.sssom.reader`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sswgraph.errors import InputError, ParseError
from sswgraph.exchange.guards import encode_text
from sswgraph.exchange.schema import NAMESPACES, expand
from sswgraph.exchange.sssom.evidence import EXTENSIONS, mapping_evidence, plain_cells, whole_cell
from sswgraph.exchange.sssom.reader import FIELDS, REQUIRED, curies_of, write_header
from sswgraph.files import path_of, write_atomically
from sswgraph.model import Mapping, MappingSet
from sswgraph.model.ids import iri_of
from sswgraph.model.mapping import PREDICATES, MappingRelation, order_of

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_modifier",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "author_label",
    "reviewer_label",
    "mapping_date",
    "comment",
    *EXTENSIONS,
)
_IDS = ("subject_id", "object_id", "derived_from", "evidence_source")


def write_sssom(mapping_set: MappingSet, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write a mapping set as an SSSOM table, which ``read`` and ``read_sssom`` read.

    The file is written whole or not at all. Raises OutputExistsError for a file that is there, and ParseError for a
    mapping that no table can hold.

    Args:
        mapping_set (MappingSet): The mappings.
        path (str | PathLike): The file; its name ends in .tsv, by convention in .sssom.tsv.
        overwrite (bool): Whether an existing file is replaced.

    Returns:
        The path of the file.

    Raises:
        InputError: The value is not a mapping set, or the name has another ending.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from sswgraph.exchange import read_sssom
        >>> with TemporaryDirectory() as folder:
        ...     written = write_sssom(MappingSet(id="https://example.org/m"), Path(folder, "m.sssom.tsv"))
        ...     read_sssom(written).id
        'https://example.org/m'
    """
    if not isinstance(mapping_set, MappingSet):
        raise InputError(f"write_sssom takes a MappingSet such as accept gives, not {type(mapping_set).__name__}.")
    target = path_of(path)
    if target.suffix.lower() != ".tsv":
        raise InputError(f"A mapping table ends in .sssom.tsv; {target.name} does not.")
    return write_atomically(target, encode_text(sssom_text(mapping_set), str(target)), overwrite=overwrite)


def sssom_text(mapping_set: MappingSet) -> str:
    r"""The set as an SSSOM table, sorted by subject, predicate and object; the inverse of :func:`parse_sssom`.

    Args:
        mapping_set (MappingSet): The mappings.

    Returns:
        The text.

    Example:
        >>> from sswgraph.model import Mapping
        >>> row = Mapping(subject="za:a", relation="close", object="ug:b")
        >>> print(sssom_text(MappingSet(id="https://example.org/m", mappings=(row,))).splitlines()[-1].split("\t"))
        ['za:a', 'skos:closeMatch', 'ug:b', 'semapv:ManualMappingCuration']
    """
    used = sorted(mapping_set.mappings, key=lambda m: (m.subject, PREDICATES[m.relation], *order_of(m)[2:]))
    needed = curies_of(used)
    curies = {**needed, **dict(mapping_set.prefixes), **{p: iri for p, iri in needed.items() if iri == p + ":"}}
    rows = [*(_row(mapping, curies) for mapping in used), *map(dict, mapping_set.unused)]
    columns = [*_COLUMNS, *sorted({key for row in rows for key in row} - set(_COLUMNS))]
    columns = [c for c in columns if c in REQUIRED or any(row.get(c) for row in rows)]
    lines = [f"#{line}" for line in write_header(_header(mapping_set, curies, columns))]
    lines += ["\t".join(map(_cell, columns))]
    lines += ["\t".join(_cell(row.get(column, "")) for column in columns) for row in rows]
    return "\n".join(lines) + "\n"


def _header(mapping_set: MappingSet, curies: dict[str, str], columns: list[str]) -> dict[str, Any]:
    named = {
        "mapping_set_id": mapping_set.id,
        "mapping_set_title": mapping_set.title,
        "mapping_set_description": mapping_set.description,
        "mapping_set_version": mapping_set.version,
        "license": mapping_set.licence,
    }
    slots = [*((c, EXTENSIONS[c]) for c in columns if c in EXTENSIONS), *mapping_set.extensions]
    return {
        **{name: value for name, value in named.items() if value is not None},
        **dict(mapping_set.header),
        "curie_map": dict(sorted(curies.items())),
        **({"extension_definitions": [{"slot_name": slot, "property": iri} for slot, iri in slots]} if slots else {}),
    }


def _row(mapping: Mapping, curies: dict[str, str]) -> dict[str, str]:
    row = {
        "subject_id": mapping.subject,
        "predicate_modifier": "Not" if mapping.negated else "",
        "predicate_id": _predicate(mapping.relation, curies),
        "object_id": mapping.object,
        "mapping_justification": mapping.justification,
        "confidence": "" if mapping.confidence is None else str(mapping.confidence),
        **{column: getattr(mapping, field) or "" for column, field in FIELDS.items()},
        **dict(mapping.other),
    }
    if mapping.evidence:
        row |= plain_cells(mapping.evidence[0])
        own = f"{mapping.subject}.{mapping.object}"
        if mapping_evidence(row, own, lambda identifier, _: identifier, _never) != mapping.evidence:
            row["evidence"] = whole_cell(mapping.evidence)
    for column in _IDS:
        row[column] = "|".join(_named(one, curies) for one in row.get(column, "").split("|") if one)
    return row


def _never(problem: str, hint: str) -> ParseError:
    return ParseError(problem, hint=hint)


def _named(identifier: str, curies: dict[str, str]) -> str:
    """An id as a prefixed name where the prefix is that of its framework, otherwise the complete IRI."""
    home = identifier.partition(":")[0]
    start, iri = f"{iri_of(home)}/", iri_of(identifier)
    return identifier if curies.get(home) == start and iri.startswith(start) else iri


def _predicate(relation: MappingRelation, curies: dict[str, str]) -> str:
    curie = PREDICATES[relation]
    prefix = curie.partition(":")[0]
    return curie if curies[prefix] == NAMESPACES[prefix] else expand(curie)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '\t\r\n"') else text
