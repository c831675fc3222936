"""Mapping sets out, as SSSOM tables: the inverse of :mod:`sswgraph.rdf.sssom`."""

from __future__ import annotations

import csv
import io
from typing import Any

from sswgraph.model import Mapping, MappingSet
from sswgraph.model.mapping import PREDICATES
from sswgraph.rdf.sssom import EXTENSIONS, FIELDS, OWN, REQUIRED, curies_of


def write_sssom(mapping_set: MappingSet) -> str:
    """The set as an SSSOM table, sorted by subject, predicate and object; the inverse of :func:`read_sssom`.

    >>> from sswgraph.model import Mapping
    >>> row = Mapping(subject="za:a", relation="close", object="ug:b")
    >>> print(write_sssom(MappingSet(id="https://example.org/m", mappings=(row,))).splitlines()[-1].split("\\t"))
    ['za:a', 'skos:closeMatch', 'ug:b', 'semapv:ManualMappingCuration']
    """
    used = mapping_set.mappings
    curies = {**curies_of(used), **dict(mapping_set.prefixes)}
    header: dict[str, Any] = {"mapping_set_id": mapping_set.id}
    named = (("title", mapping_set.title), ("description", mapping_set.description), ("version", mapping_set.version))
    header |= {f"mapping_set_{name}": value for name, value in named if value is not None}
    if mapping_set.licence:
        header["license"] = mapping_set.licence
    header |= dict(mapping_set.header)
    rows = [_row(mapping) for mapping in sorted(used, key=lambda m: (m.subject, PREDICATES[m.relation], m.object))]
    columns = [*_COLUMNS, *sorted({key for row in rows for key in row} - set(_COLUMNS))]
    columns = [c for c in columns if c in REQUIRED or any(row.get(c) for row in rows)]
    out = io.StringIO()
    out.write("".join(f"#{line}\n" for line in _yaml(header, curies, columns, mapping_set.extensions)))
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
    *OWN,
)


def _yaml(
    header: dict[str, Any], curies: dict[str, str], columns: list[str], others: tuple[tuple[str, str], ...]
) -> list[str]:
    import yaml

    extensions = [{"slot_name": c, "property": EXTENSIONS[c]} for c in columns if c in EXTENSIONS]
    extensions += [{"slot_name": slot, "property": iri} for slot, iri in others]
    body = {**header, "curie_map": dict(sorted(curies.items()))}
    if extensions:
        body["extension_definitions"] = extensions
    return str(yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=10_000)).rstrip("\n").split("\n")


def _row(mapping: Mapping) -> dict[str, str]:
    evidence = mapping.evidence[0] if mapping.evidence else None
    row = {
        "subject_id": mapping.subject,
        "predicate_modifier": "Not" if mapping.negated else "",
        "predicate_id": PREDICATES[mapping.relation],
        "object_id": mapping.object,
        "mapping_justification": mapping.justification,
        "confidence": "" if mapping.confidence is None else str(mapping.confidence),
        **{column: getattr(mapping, field) or "" for column, field in FIELDS.items()},
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
