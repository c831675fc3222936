"""Checks mapping tables: rows that cannot be read, ends that do not exist, columns that nothing reads."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sswgraph.errors import ParseError
from sswgraph.exchange.findings import fix_of, sort_key, syntax_result
from sswgraph.exchange.guards import MAX_BYTES, read_bytes
from sswgraph.exchange.sssom.reader import USED, MappingTable, parse_table
from sswgraph.messages import message
from sswgraph.model import CheckResult, MappingSet, Report
from sswgraph.model.ids import framework_of
from sswgraph.model.mapping import PREDICATES
from sswgraph.model.mapping import Mapping as Match
from sswgraph.model.report import Severity
from sswgraph.model.voices import Voices
from sswgraph.model.volumes import is_number
from sswgraph.rules.values import is_id

# Slots of SSSOM 1.0 and 1.1 that are kept as they are, and ours for the group that decided.
_KEPT = frozenset(
    """
    author_id cardinality_scope creator_id creator_label curation_rule curation_rule_text issue_tracker_item license
    mapping_cardinality mapping_provider mapping_source mapping_tool mapping_tool_id mapping_tool_version match_string
    object_category object_label object_match_field object_preprocessing object_source object_source_version
    object_type other predicate_label predicate_type publication_date record_id review_date reviewer_agreement
    reviewer_id see_also semantic_similarity_measure semantic_similarity_score similarity_measure similarity_score
    stakeholder_group
    subject_category subject_label subject_match_field subject_preprocessing subject_source subject_source_version
    subject_type
    """.split()
)
_COMPARED = 100  # the most ends for which a similar id is looked for, which is slow in a large framework


def read_onto(path: str | os.PathLike[str], known: Mapping[str, str], *, max_bytes: int = MAX_BYTES) -> MappingSet:
    """The mapping set in a table, whose ends must exist where their framework is loaded.

    Args:
        path (str | PathLike): The file.
        known (Mapping): By id, the kind of each element of the frameworks that are loaded.
        max_bytes (int): The size up to which it is read, in bytes.

    Returns:
        The mapping set.

    Raises:
        ParseError: An end does not exist, with the line of the first; otherwise as :func:`sswgraph.read_sssom`.

    Source:
        Rule R1.
    """
    file = os.fspath(path)
    table = parse_table(read_bytes(path, max_bytes=max_bytes), file)
    wrong = list(_dangling(table.mapping_set, known, table.lines, compared=1))
    if wrong:
        first, more = wrong[0], len(wrong) - 1
        further = f" The same holds for {more} more; sswgraph check lists them." if more else ""
        raise ParseError(str(first.message) + further, file=file, line=first.line, hint=str(first.fix))
    return table.mapping_set


def check_table(
    data: bytes, file: str, *, known: Mapping[str, str] | None = None, beside: Iterable[MappingSet] = ()
) -> Report:
    """Every finding about a mapping table.

    Rows that cannot be read, ends that do not exist, the number of ends in frameworks that are not loaded, columns that
    are neither of SSSOM nor declared, and contested mappings.

    Args:
        data (bytes): The table.
        file (str): Its name.
        known (Mapping | None): By id, the kind of each element of the frameworks that are loaded.
        beside (Iterable): Other mapping sets that claim or deny mappings.

    Returns:
        The report.
    """
    errors: list[ParseError] = []
    results: set[CheckResult] = set()
    try:
        table = parse_table(data, file, errors.append)
    except ParseError as error:
        errors.append(error)
    else:
        results.update(_dangling(table.mapping_set, known or {}, table.lines))
        results.update(_external(table.mapping_set, known or {}))
        results.update(_columns(table))
        results.update(_unused(table.mapping_set, table.unused))
        results.update(_voices(table.mapping_set, table.lines, beside))
        if not table.mapping_set.mappings and not table.unused and not errors:
            results.add(_result("no-mappings", "warning", table.line))
    results.update(map(syntax_result, errors))
    return Report(file=file, results=tuple(sorted(results, key=sort_key)))


def readable_table(data: bytes, file: str) -> MappingSet:
    """The mapping set of the rows that can be read; an empty one where the table cannot be read at all."""
    try:
        return parse_table(data, file, lambda _: None).mapping_set
    except ParseError:
        return MappingSet(id=file)


def check_mappings(
    mapping_set: MappingSet, *, known: Mapping[str, str] | None = None, beside: Iterable[MappingSet] = ()
) -> Report:
    """Every finding about a mapping set in memory, like those of a table with these rows but without lines.

    Args:
        mapping_set (MappingSet): The mapping set.
        known (Mapping | None): By id, the kind of each element of the frameworks that are loaded.
        beside (Iterable): Other mapping sets that claim or deny mappings.

    Returns:
        The report.
    """
    results = {*_invalid(mapping_set), *_dangling(mapping_set, known or {}, {}), *_external(mapping_set, known or {})}
    results.update(_unused(mapping_set, {}))
    results.update(_voices(mapping_set, {}, beside))
    if not mapping_set.mappings and not mapping_set.unused:
        results.add(_result("no-mappings", "warning"))
    return Report(file=mapping_set.id, results=tuple(sorted(results, key=sort_key)))


def _unused(mapping_set: MappingSet, lines: Mapping[tuple[tuple[str, str], ...], int]) -> Iterator[CheckResult]:
    """Rows whose predicate is not used."""
    allowed = tuple(sorted(PREDICATES.values()))
    for row in mapping_set.unused:
        subject, predicate, object_ = (dict(row).get(name, "") for name in ("subject_id", "predicate_id", "object_id"))
        element = f"{subject} {predicate} {object_}"
        yield _result("unused-predicate", "warning", lines.get(row), element, term=predicate, allowed=allowed)


def _voices(mapping_set: MappingSet, lines: Mapping[str, int], beside: Iterable[MappingSet]) -> Iterator[CheckResult]:
    """Contested pairs, and decisions that lack something."""
    others = [one for one in beside if one != mapping_set]
    own = {replace(row, voice=""): row.id for row in mapping_set.mappings}
    voices = Voices([mapping_set, *others])
    mine = {row.id: own[plain] for row in voices.rows if (plain := replace(row, voice="")) in own}
    for pair in voices.contested_pairs:
        here = [mine[one] for one in (*pair.claims, *pair.denials) if one in mine]
        if here:
            code = "decision-open-again" if pair.open_again else "contested-mapping"
            said = {"claim": ", ".join(pair.claims), "denials": ", ".join(pair.denials)}
            yield _result(code, "warning", lines.get(here[0]), here[0], **said)
    for row in (row for row in voices.rows if row.id in mine):
        for code, severity, said in _decided(row, voices, bool(others)):
            yield _result(code, severity, lines.get(mine[row.id]), mine[row.id], **said)
    kinds = {row.relation == "recognised" for row in mapping_set.mappings}
    first = next((row.id for row in mapping_set.mappings if row.relation == "recognised"), None)
    if len(kinds) > 1:
        yield _result("recognition-mixed", "warning", lines.get(first or ""), first)
    if mapping_set.mappings and all(row.negated for row in mapping_set.mappings):
        yield _result("only-denials", "info")


def _decided(row: Match, voices: Voices, among_others: bool) -> Iterator[tuple[str, Severity, dict[str, str]]]:
    """What a decision or recognition lacks."""
    who, day = voices.decided_by(row), voices.decided_on(row)
    if row.relation != "recognised" or row.negated:
        if who and not day:
            yield "decision-undated", "warning", {"who": who}
        return
    why = row.comment or any(one.note or one.excerpt for one in row.evidence)
    lacking = [name for name, stated in (("who", who), ("when", day), ("why", why)) if not stated]
    if lacking:
        yield "recognition-incomplete", "warning", {"missing": ", ".join(lacking)}
    if among_others and not voices.claimed(row.subject, row.object):
        yield "recognition-unfounded", "warning", {}


def _invalid(mapping_set: MappingSet) -> Iterator[CheckResult]:
    """What no table could hold: ends that are not ids, confidences outside 0 to 1."""
    for row in mapping_set.mappings:
        for column, end in (("subject_id", row.subject), ("object_id", row.object)):
            if not is_id(end):
                yield _result("bad-id", "violation", None, row.id, value=f"{column} '{end}'")
        given = row.confidence
        if given is not None and not (isinstance(given, Decimal) and is_number(given) and given <= 1):
            said = {"property": "confidence", "value": str(given), "wanted": message("shape.confidence")}
            yield _result("wrong-datatype", "violation", None, row.id, **said)


def _dangling(
    mapping_set: MappingSet, known: Mapping[str, str], lines: Mapping[str, int], compared: int = _COMPARED
) -> Iterator[CheckResult]:
    loaded = _loaded(known)
    near: dict[str, str] = {}
    rows = sorted(mapping_set.mappings, key=lambda row: lines.get(row.id, 0))
    for row in rows:
        for column, end in (("subject_id", row.subject), ("object_id", row.object)):
            home = framework_of(end)
            if home in loaded and end not in known:
                if end not in near:
                    ids = [i for i in known if framework_of(i) == home] if len(near) < compared else []
                    near[end] = _nearest(end, ids)
                said = {"to": end, "column": column, "framework": home, "near": near[end]}
                yield _result("missing-end", "violation", lines.get(row.id), row.id, **said)


def _external(mapping_set: MappingSet, known: Mapping[str, str]) -> Iterator[CheckResult]:
    loaded, outside = _loaded(known), defaultdict[str, set[str]](set)
    for row in mapping_set.mappings:
        for end in (row.subject, row.object):
            home = framework_of(end)
            if home is not None and home not in loaded:
                outside[home].add(end)
    for home, ends in outside.items():
        yield _result("external-reference", "info", framework=home, n=len(ends))


def _columns(table: MappingTable) -> Iterator[CheckResult]:
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
        fix=fix_of(code, parameters),
        element=element,
        line=line,
    )
