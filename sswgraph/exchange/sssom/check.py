"""What is wrong with a mapping table, or worth knowing: rows, ends that are not there, columns that nothing reads."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sswgraph.errors import ParseError
from sswgraph.exchange.findings import mend_of, sort_key, syntax_result
from sswgraph.exchange.guards import MAX_BYTES, read_bytes
from sswgraph.exchange.sssom.reader import USED, Table, parse_table
from sswgraph.messages import message
from sswgraph.model import CheckResult, MappingSet, Report
from sswgraph.model.ids import framework_of
from sswgraph.model.report import Severity

# The slots of a mapping in SSSOM 1.0 and 1.1 that are kept as they are.
_KEPT = frozenset(
    """
    author_id cardinality_scope creator_id creator_label curation_rule curation_rule_text issue_tracker_item license
    mapping_cardinality mapping_provider mapping_source mapping_tool mapping_tool_id mapping_tool_version match_string
    object_category object_label object_match_field object_preprocessing object_source object_source_version
    object_type other predicate_label predicate_type publication_date record_id review_date reviewer_agreement
    reviewer_id see_also semantic_similarity_measure semantic_similarity_score similarity_measure similarity_score
    subject_category subject_label subject_match_field subject_preprocessing subject_source subject_source_version
    subject_type
    """.split()
)
_COMPARED = 100  # so many ends get the nearest id; to look for it takes long in a large framework


def read_onto(path: str | os.PathLike[str], known: Mapping[str, str], *, max_bytes: int = MAX_BYTES) -> MappingSet:
    """The mapping set in a table whose ends must be there, where their framework is (rule R1).

    ``known``: id -> kind of every element of the frameworks that are loaded. Raises ParseError with the line of the
    first row whose end is not there, and else as :func:`sswgraph.read_sssom`.
    """
    file = os.fspath(path)
    table = parse_table(read_bytes(path, max_bytes=max_bytes), file)
    wrong = list(_dangling(table, known, compared=1))
    if wrong:
        first, more = wrong[0], len(wrong) - 1
        further = f" So it is with {more} more; sswgraph check lists them." if more else ""
        raise ParseError(str(first.message) + further, file=file, line=first.line, hint=str(first.mend))
    return table.mapping_set


def check_table(data: bytes, file: str, *, known: Mapping[str, str] | None = None) -> Report:
    """Everything found in a mapping table: every row that cannot be read, ends that are not there, ends in frameworks
    that are not loaded (counted), columns that are neither SSSOM's nor declared."""
    errors: list[ParseError] = []
    results: set[CheckResult] = set()
    try:
        table = parse_table(data, file, errors.append)
    except ParseError as error:
        errors.append(error)
    else:
        found = (_dangling(table, known or {}), _external(table, known or {}), _columns(table))
        results.update(one for some in found for one in some)
        if not table.mapping_set.mappings and not errors:
            results.add(_result("no-mappings", "warning", table.line))
    results.update(map(syntax_result, errors))
    return Report(file=file, results=tuple(sorted(results, key=sort_key)))


def _dangling(table: Table, known: Mapping[str, str], compared: int = _COMPARED) -> Iterator[CheckResult]:
    loaded = _loaded(known)
    near: dict[str, str] = {}
    rows = sorted(table.mapping_set.mappings, key=lambda row: table.lines[row.id])
    for row in rows:
        for column, end in (("subject_id", row.subject), ("object_id", row.object)):
            home = framework_of(end)
            if home in loaded and end not in known:
                if end not in near:
                    ids = [i for i in known if framework_of(i) == home] if len(near) < compared else []
                    near[end] = _nearest(end, ids)
                said = {"to": end, "column": column, "framework": home, "near": near[end]}
                yield _result("missing-end", "violation", table.lines[row.id], row.id, **said)


def _external(table: Table, known: Mapping[str, str]) -> Iterator[CheckResult]:
    loaded, outside = _loaded(known), defaultdict[str, set[str]](set)
    for row in table.mapping_set.mappings:
        for end in (row.subject, row.object):
            home = framework_of(end)
            if home is not None and home not in loaded:
                outside[home].add(end)
    for home, ends in outside.items():
        yield _result("external-reference", "info", framework=home, n=len(ends))


def _columns(table: Table) -> Iterator[CheckResult]:
    declared = {slot for slot, _ in table.mapping_set.extensions}
    for place, column in enumerate(table.columns, 1):
        if column not in USED | _KEPT | declared:
            near = _nearest(column, USED | _KEPT)
            yield _result("unknown-column", "info", table.line, column=column, place=place, near=near)


def _loaded(known: Mapping[str, str]) -> frozenset[str]:
    return frozenset(name for name, kind in known.items() if kind == "framework")


def _nearest(word: str, words: Collection[str], cutoff: float = 0.6) -> str:
    from difflib import get_close_matches  # only for who mistypes: importing it takes longer than reading a file

    found = get_close_matches(word, sorted(words), n=1, cutoff=cutoff)
    return found[0] if found else ""


def _result(
    code: str, severity: Severity, line: int | None = None, element: str | None = None, **parameters: Any
) -> CheckResult:
    return CheckResult(
        code=code,
        severity=severity,
        message=message(f"check.{code}", element=element or "", **parameters),
        mend=mend_of(code, parameters),
        element=element,
        line=line,
    )
