"""Mapping sets in SSSOM's table form: a YAML header in '#' lines, then tab-separated rows.

https://mapping-commons.github.io/sssom/ ; two extension slots say the basis of a row and what it was derived from.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sswgraph.errors import ParseError
from sswgraph.model import Evidence, Mapping, MappingSet
from sswgraph.model.identity import id_of, iri_of
from sswgraph.model.mapping import PREDICATES
from sswgraph.model.text import Text
from sswgraph.rdf.guards import as_utf8, read_bytes
from sswgraph.rdf.schema import NAMESPACES

MAX_HEADER = 65_536
BUILT_IN = {
    **NAMESPACES,
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}
_RELATIONS = {NAMESPACES[p.partition(":")[0]] + p.partition(":")[2]: name for name, p in PREDICATES.items()}
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_BASES = ("stated", "derived", "draft")
FIELDS = {
    "comment": "comment",
    "author_label": "author",
    "reviewer_label": "reviewer",
    "mapping_date": "date",
}
OWN = ("basis", "derived_from", "evidence_source", "evidence_locator", "evidence_excerpt")
EXTENSIONS = {
    "basis": "ssw:basis",
    "derived_from": "prov:wasDerivedFrom",
    "evidence_source": "dcterms:source",
    "evidence_locator": "ssw:locator",
    "evidence_excerpt": "ssw:excerpt",
}


def read_sssom(path: str | os.PathLike[str]) -> MappingSet:
    """The mapping set in an SSSOM table (.sssom.tsv).

    Rows with a predicate that is not in :data:`sswgraph.model.mapping.PREDICATES` are refused with their row number,
    as are unknown prefixes and missing columns: ParseError with file, line and mend.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "mine.sssom.tsv")
    ...     head = "#curie_map:\\n#  za: https://w3id.org/sswgraph/id/za/"
    ...     names = "subject_id\\tpredicate_id\\tobject_id\\tmapping_justification"
    ...     row = "za:c-254177\\tskos:broadMatch\\tza:c-98890-data\\tsemapv:ManualMappingCuration"
    ...     _ = path.write_text("\\n".join([head, names, row]))
    ...     read_sssom(path).mappings[0].id
    'za:c-254177 skos:broadMatch za:c-98890-data'
    """
    return parse_sssom(read_bytes(path), os.fspath(path))


def parse_sssom(data: bytes, file: str = "<text>") -> MappingSet:
    """As :func:`read_sssom`, from bytes."""
    lines = [line + "\n" for line in as_utf8(data, file).decode().replace("\r\n", "\n").split("\n")]
    top = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = _header("".join(line[1:] for line in lines[:top]), file)
    declared = {str(k): str(v) for k, v in (header.get("curie_map") or {}).items()}
    set_id = str(header.get("mapping_set_id") or file)
    mappings = _rows("".join(lines[top:]), {**BUILT_IN, **declared}, set_id, file, top)
    kept = tuple((k, _text(v)) for k, v in sorted(header.items()) if k not in _HEADER and v is not None)
    own = curies_of(mappings)
    return MappingSet(
        id=set_id,
        title=_maybe(header, "mapping_set_title"),
        description=_maybe(header, "mapping_set_description"),
        licence=_maybe(header, "license"),
        version=_maybe(header, "mapping_set_version"),
        mappings=mappings,
        header=kept,
        prefixes=tuple(sorted((k, v) for k, v in declared.items() if own.get(k) != v)),
        extensions=_extensions(header, file),
    )


def _rows(text: str, names: dict[str, str], set_id: str, file: str, top: int) -> tuple[Mapping, ...]:
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    mappings: dict[str, Mapping] = {}
    try:
        columns = rows.fieldnames or ()
        _check_columns(columns, file, top + 1)
        for row in rows:
            line = top + rows.line_num
            mapping = _mapping(row, names, set_id, file, line)
            if mapping.id in mappings:
                raise ParseError(f"{mapping.id} stands here a second time.", file=file, line=line, hint="Keep one row.")
            mappings[mapping.id] = mapping
    except csv.Error:
        hint = 'Write a quotation mark inside a cell twice: "".'
        line = top + rows.line_num
        raise ParseError("A quotation mark is opened and never closed.", file=file, line=line, hint=hint) from None
    return tuple(sorted(mappings.values(), key=lambda m: (m.subject, m.relation, m.object, m.negated)))


def _check_columns(columns: Sequence[str], file: str, line: int) -> None:
    for column in REQUIRED:
        if column not in columns:
            hint = "An SSSOM table has the columns subject_id, predicate_id, object_id and mapping_justification."
            raise ParseError(f"There is no column {column}.", file=file, line=line, hint=hint)
    for column in columns:
        if list(columns).count(column) > 1:
            raise ParseError(f"The column {column} is there twice.", file=file, line=line, hint="Keep one of them.")


def _extensions(header: dict[str, Any], file: str) -> tuple[tuple[str, str], ...]:
    """The slots that others defined, with their property; our own are written where they are used."""
    given = header.get("extension_definitions") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        hint = "Write a list of slot_name and property."
        raise ParseError("extension_definitions is no list.", file=file, line=1, hint=hint)
    found = {str(one.get("slot_name", "")): str(one.get("property", "")) for one in given}
    return tuple(sorted((slot, iri) for slot, iri in found.items() if slot and slot not in EXTENSIONS))


_HEADER = {
    "mapping_set_id",
    "mapping_set_title",
    "mapping_set_description",
    "license",
    "mapping_set_version",
    "curie_map",
    "extension_definitions",
}


def _header(text: str, file: str) -> dict[str, Any]:
    import yaml

    if len(text) > MAX_HEADER:
        raise ParseError("The header is longer than 65,536 characters.", file=file, line=1, hint="Shorten it.")
    try:
        plain = not any(isinstance(t, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)) for t in yaml.scan(text))
        # Every scalar as it is written: a version 1.10 is no number.
        header = (yaml.load(text, Loader=yaml.BaseLoader) or {}) if plain else None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ParseError("The header is no YAML.", file=file, line=line, hint="Write '#name: value' lines.") from None
    if not plain:
        raise ParseError("The header uses YAML anchors or tags.", file=file, line=1, hint="Write plain values.")
    if not isinstance(header, dict) or not isinstance(header.get("curie_map") or {}, dict):
        raise ParseError("The header is no list of names and values.", file=file, line=1, hint="Write '#name: value'.")
    return header


def _mapping(row: dict[str, str], names: dict[str, str], set_id: str, file: str, line: int) -> Mapping:
    if None in row or None in row.values():
        raise ParseError("This row has not as many cells as the header.", file=file, line=line, hint="Check the tabs.")
    predicate = _expand(row["predicate_id"], names, "predicate_id", file, line)
    relation = _RELATIONS.get(predicate)
    if relation is None:
        hint = f"Use one of {', '.join(sorted(PREDICATES.values()))}."
        raise ParseError(f"The predicate {row['predicate_id']} is not known here.", file=file, line=line, hint=hint)
    ends = [id_of(_expand(row[end], names, end, file, line)) for end in ("subject_id", "object_id")]
    used = {*REQUIRED, *FIELDS, *OWN, "confidence", "predicate_modifier"}
    return Mapping(
        subject=ends[0],
        relation=relation,
        object=ends[1],
        justification=row["mapping_justification"],
        confidence=_confidence(row.get("confidence", ""), file, line),
        negated=_negated(row.get("predicate_modifier", ""), file, line),
        mapping_set=set_id,
        evidence=_evidence(row, names, ends, file, line),
        other=tuple(sorted((key, value) for key, value in row.items() if key not in used and value)),
        **{field: row.get(column) or None for column, field in FIELDS.items()},
    )


def _evidence(
    row: dict[str, str], names: dict[str, str], ends: list[str], file: str, line: int
) -> tuple[Evidence, ...]:
    basis = row.get("basis", "")
    if not basis:
        if any(row.get(column) for column in OWN):
            hint = "Add the column basis: stated, derived or draft."
            raise ParseError("This row has evidence without a basis.", file=file, line=line, hint=hint)
        return ()
    if basis not in _BASES:
        raise ParseError(f"The basis '{basis}' is not known.", file=file, line=line, hint="stated, derived or draft.")
    origins = [part for part in row.get("derived_from", "").split("|") if part]
    source = row.get("evidence_source", "")
    excerpt = row.get("evidence_excerpt", "")
    return (
        Evidence(
            id=f"{ends[0]}.{ends[1]}",
            basis=basis,  # type: ignore[arg-type]
            source=id_of(_expand(source, names, "evidence_source", file, line)) if source else None,
            locator=row.get("evidence_locator") or None,
            excerpt=Text((("en", excerpt),)) if excerpt else Text(),
            derived_from=tuple(sorted(id_of(_expand(one, names, "derived_from", file, line)) for one in origins)),
            note=Text((("en", row["comment"]),)) if row.get("comment") else Text(),
        ),
    )


def _expand(curie: str, names: dict[str, str], column: str, file: str, line: int) -> str:
    prefix, colon, local = curie.strip().partition(":")
    if colon and prefix in names:
        return names[prefix] + local
    if colon and local.startswith("//"):
        return curie.strip()
    hint = f"Add it to the curie_map of the header: '#  {prefix}: https://…'." if colon else "Write prefix:code."
    undeclared, shapeless = (
        f"The prefix '{prefix}' in {column} is not declared.",
        f"{column} '{curie}' is no identifier.",
    )
    problem = undeclared if colon else shapeless
    raise ParseError(problem, file=file, line=line, hint=hint)


def _negated(modifier: str, file: str, line: int) -> bool:
    """SSSOM knows one modifier, Not; another is refused, since to overlook it would turn the meaning round."""
    if modifier not in ("", "Not"):
        raise ParseError(
            f"The modifier '{modifier}' is not known.", file=file, line=line, hint="Write Not, or nothing."
        )
    return modifier == "Not"


def _confidence(text: str, file: str, line: int) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 1):
        raise ParseError(f"The confidence '{text}' is not between 0 and 1.", file=file, line=line, hint="Such as 0.8.")
    return value


def _maybe(header: dict[str, Any], name: str) -> str | None:
    return _text(header[name]) if header.get(name) is not None else None


def _text(value: Any) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)


def curies_of(mappings: Iterable[Mapping]) -> dict[str, str]:
    """The prefixes that the ids and slots of these rows need."""
    homes = sorted({i.partition(":")[0] for m in mappings for i in _ids(m) if iri_of(i) != i})
    curies = {home: iri_of(home) + "/" for home in homes}
    return curies | {p: BUILT_IN[p] for p in ("dcterms", "prov", "semapv", "skos", "ssw") if p not in curies}


def _ids(mapping: Mapping) -> tuple[str, ...]:
    evidence = mapping.evidence[0] if mapping.evidence else None
    return (mapping.subject, mapping.object, *(evidence.derived_from if evidence else ()))
