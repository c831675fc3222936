"""What is wrong with a mapping table, or worth knowing: rows, ends that are not there, columns that nothing reads."""

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

# The slots of a mapping in SSSOM 1.0 and 1.1 that are kept as they are, and the one of ours that says who decided.
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
_COMPARED = 100  # so many ends get the nearest id; to look for it takes long in a large framework


def read_onto(path: str | os.PathLike[str], known: Mapping[str, str], *, max_bytes: int = MAX_BYTES) -> MappingSet:
    """The mapping set in a table whose ends must be there, where their framework is (rule R1).

    ``known``: id -> kind of every element of the frameworks that are loaded. Raises ParseError with the line of the
    first row whose end is not there, and else as :func:`sswgraph.read_sssom`.
    """
    file = os.fspath(path)
    table = parse_table(read_bytes(path, max_bytes=max_bytes), file)
    wrong = list(_dangling(table.mapping_set, known, table.lines, compared=1))
    if wrong:
        first, more = wrong[0], len(wrong) - 1
        further = f" So it is with {more} more; sswgraph check lists them." if more else ""
        raise ParseError(str(first.message) + further, file=file, line=first.line, hint=str(first.fix))
    return table.mapping_set


def check_table(
    data: bytes, file: str, *, known: Mapping[str, str] | None = None, beside: Iterable[MappingSet] = ()
) -> Report:
    """Everything found in a mapping table: every row that cannot be read, ends that are not there, ends in frameworks
    that are not loaded (counted), columns that are neither SSSOM's nor declared, what is contested. ``beside``: the
    mapping sets whose voices count too."""
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
    """The mapping set of the rows that can be read; an empty one where it is no table."""
    try:
        return parse_table(data, file, lambda _: None).mapping_set
    except ParseError:
        return MappingSet(id=file)


def check_mappings(
    mapping_set: MappingSet, *, known: Mapping[str, str] | None = None, beside: Iterable[MappingSet] = ()
) -> Report:
    """Everything found in a mapping set that is in memory, as a table with these rows would have it, without lines."""
    results = {*_amiss(mapping_set), *_dangling(mapping_set, known or {}, {}), *_external(mapping_set, known or {})}
    results.update(_unused(mapping_set, {}))
    results.update(_voices(mapping_set, {}, beside))
    if not mapping_set.mappings and not mapping_set.unused:
        results.add(_result("no-mappings", "warning"))
    return Report(file=mapping_set.id, results=tuple(sorted(results, key=sort_key)))


def _unused(mapping_set: MappingSet, lines: Mapping[tuple[tuple[str, str], ...], int]) -> Iterator[CheckResult]:
    """Rows whose predicate nothing here uses."""
    allowed = tuple(sorted(PREDICATES.values()))
    for row in mapping_set.unused:
        subject, predicate, object_ = (dict(row).get(name, "") for name in ("subject_id", "predicate_id", "object_id"))
        element = f"{subject} {predicate} {object_}"
        yield _result("unused-predicate", "warning", lines.get(row), element, term=predicate, allowed=allowed)


def _voices(mapping_set: MappingSet, lines: Mapping[str, int], beside: Iterable[MappingSet]) -> Iterator[CheckResult]:
    """What its rows and those beside it claim and deny of the same pairs, and what decisions lack."""
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
    lacking = [name for name, told in (("who", who), ("when", day), ("why", why)) if not told]
    if lacking:
        yield "recognition-incomplete", "warning", {"missing": ", ".join(lacking)}
    if among_others and not voices.claimed(row.subject, row.object):
        yield "recognition-unfounded", "warning", {}


def _amiss(mapping_set: MappingSet) -> Iterator[CheckResult]:
    """What no table could hold: ends that are no ids, a confidence that is none."""
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
