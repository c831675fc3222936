"""Mapping sets in SSSOM's table form: a YAML header in '#' lines, then tab-separated rows.

https://mapping-commons.github.io/sssom/ ; two extension slots say the basis of a row and what it was derived from.
"""

from __future__ import annotations

import csv
import io
import os
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
_BUILT_IN = {
    **NAMESPACES,
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}
_RELATIONS = {NAMESPACES[p.partition(":")[0]] + p.partition(":")[2]: name for name, p in PREDICATES.items()}
_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_BASES = ("stated", "derived", "draft")
_FIELDS = {
    "comment": "comment",
    "author_label": "author",
    "reviewer_label": "reviewer",
    "mapping_date": "date",
}
_OWN = ("basis", "derived_from", "evidence_source", "evidence_locator", "evidence_excerpt")
_EXTENSIONS = {
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
    names = {**_BUILT_IN, **{str(k): str(v) for k, v in (header.get("curie_map") or {}).items()}}
    set_id = str(header.get("mapping_set_id") or file)
    rows = csv.DictReader(io.StringIO("".join(lines[top:]), newline=""), delimiter="\t")
    columns = rows.fieldnames or ()
    for column in _REQUIRED:
        if column not in columns:
            hint = "An SSSOM table has the columns subject_id, predicate_id, object_id and mapping_justification."
            raise ParseError(f"There is no column {column}.", file=file, line=top + 1, hint=hint)
    mappings: dict[str, Mapping] = {}
    for row in rows:
        line = top + rows.line_num
        mapping = _mapping(row, names, set_id, file, line)
        if mapping.id in mappings:
            raise ParseError(f"{mapping.id} stands here a second time.", file=file, line=line, hint="Keep one row.")
        mappings[mapping.id] = mapping
    kept = tuple((str(k), _text(v)) for k, v in sorted(header.items()) if k not in _HEADER and v is not None)
    return MappingSet(
        id=set_id,
        title=_maybe(header, "mapping_set_title"),
        description=_maybe(header, "mapping_set_description"),
        licence=_maybe(header, "license"),
        version=_maybe(header, "mapping_set_version"),
        mappings=tuple(sorted(mappings.values(), key=lambda m: (m.subject, m.relation, m.object, m.negated))),
        header=kept,
    )


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
        header = (yaml.safe_load(text) or {}) if plain else None
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
    used = {*_REQUIRED, *_FIELDS, *_OWN, "confidence", "predicate_modifier"}
    return Mapping(
        subject=ends[0],
        relation=relation,
        object=ends[1],
        justification=row["mapping_justification"],
        confidence=_confidence(row.get("confidence", ""), file, line),
        negated=row.get("predicate_modifier", "") == "Not",
        mapping_set=set_id,
        evidence=_evidence(row, names, ends, file, line),
        other=tuple(sorted((key, value) for key, value in row.items() if key not in used and value)),
        **{field: row.get(column) or None for column, field in _FIELDS.items()},
    )


def _evidence(
    row: dict[str, str], names: dict[str, str], ends: list[str], file: str, line: int
) -> tuple[Evidence, ...]:
    basis = row.get("basis", "")
    if not basis:
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


def _confidence(text: str, file: str, line: int) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value <= 1:
        raise ParseError(f"The confidence '{text}' is not between 0 and 1.", file=file, line=line, hint="Such as 0.8.")
    return value


def _maybe(header: dict[str, Any], name: str) -> str | None:
    return _text(header[name]) if header.get(name) is not None else None


def _text(value: Any) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)


def write_sssom(mapping_set: MappingSet) -> str:
    """The set as an SSSOM table, sorted by subject, predicate and object; the inverse of :func:`read_sssom`.

    >>> from sswgraph.model import Mapping
    >>> row = Mapping(subject="za:a", relation="close", object="ug:b")
    >>> print(write_sssom(MappingSet(id="https://example.org/m", mappings=(row,))).splitlines()[-1].split("\\t"))
    ['za:a', 'skos:closeMatch', 'ug:b', 'semapv:ManualMappingCuration']
    """
    used = mapping_set.mappings
    homes = sorted({i.partition(":")[0] for m in used for i in _ids(m) if iri_of(i) != i})
    curies = {home: iri_of(home) + "/" for home in homes}
    curies |= {p: _BUILT_IN[p] for p in ("dcterms", "prov", "semapv", "skos", "ssw") if p not in curies}
    header: dict[str, Any] = {"mapping_set_id": mapping_set.id}
    named = (("title", mapping_set.title), ("description", mapping_set.description), ("version", mapping_set.version))
    header |= {f"mapping_set_{name}": value for name, value in named if value is not None}
    if mapping_set.licence:
        header["license"] = mapping_set.licence
    header |= dict(mapping_set.header)
    rows = [_row(mapping) for mapping in sorted(used, key=lambda m: (m.subject, PREDICATES[m.relation], m.object))]
    columns = [*_COLUMNS, *sorted({key for row in rows for key in row} - set(_COLUMNS))]
    columns = [c for c in columns if c in _REQUIRED or any(row.get(c) for row in rows)]
    out = io.StringIO()
    out.write("".join(f"#{line}\n" for line in _yaml(header, curies, columns)))
    table = csv.DictWriter(out, columns, restval="", extrasaction="ignore", delimiter="\t", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()


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
    *_OWN,
)


def _yaml(header: dict[str, Any], curies: dict[str, str], columns: list[str]) -> list[str]:
    import yaml

    extensions = [{"slot_name": c, "property": _EXTENSIONS[c]} for c in columns if c in _EXTENSIONS]
    body = {**header, "curie_map": dict(sorted(curies.items()))}
    if extensions:
        body["extension_definitions"] = extensions
    return str(yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=10_000)).rstrip("\n").split("\n")


def _ids(mapping: Mapping) -> tuple[str, ...]:
    evidence = mapping.evidence[0] if mapping.evidence else None
    return (mapping.subject, mapping.object, *(evidence.derived_from if evidence else ()))


def _row(mapping: Mapping) -> dict[str, str]:
    evidence = mapping.evidence[0] if mapping.evidence else None
    row = {
        "subject_id": mapping.subject,
        "predicate_modifier": "Not" if mapping.negated else "",
        "predicate_id": PREDICATES[mapping.relation],
        "object_id": mapping.object,
        "mapping_justification": mapping.justification,
        "confidence": "" if mapping.confidence is None else str(mapping.confidence),
        **{column: getattr(mapping, field) or "" for column, field in _FIELDS.items()},
        **dict(mapping.other),
    }
    if evidence:
        row |= {
            "basis": evidence.basis,
            "derived_from": "|".join(evidence.derived_from),
            "evidence_source": evidence.source or "",
            "evidence_locator": evidence.locator or "",
            "evidence_excerpt": str(evidence.excerpt),
        }
    return row
