"""Checks a workbook: reports every problem of its cells and every rule that its elements break at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sswgraph.exchange.findings import Problems
from sswgraph.exchange.residue import note_missing_ends
from sswgraph.exchange.workbook.read import WorkbookContents, from_bytes
from sswgraph.messages import message
from sswgraph.model import Framework, Report
from sswgraph.progress import Progress
from sswgraph.rules import check_rules
from sswgraph.rules.findings import Finding


def examine_workbook(
    data: bytes, file: str, problems: Problems, known: Mapping[str, str], progress: Progress = None
) -> Framework | None:
    """The framework of a workbook, or None where a problem prevents it.

    Args:
        data (bytes): The workbook, checked by :func:`sswgraph.sheets.guards.require_package`.
        file (str): The name of the file, for errors.
        problems (Problems): Takes every finding, with its sheet, row and column.
        known (Mapping): By id, the kind of each element of the frameworks that it may refer to.
        progress (Callable | None): Called with (done, total) in rows.

    Returns:
        The framework.
    """
    return check_contents(from_bytes(data, file, progress), problems, known)


def workbook_report(read: WorkbookContents, file: str, known: Mapping[str, str], *, compared: bool = False) -> Report:
    """Every problem of a workbook.

    Args:
        read (WorkbookContents): What was read from it.
        file (str): The name of the file.
        known (Mapping): By id, the kind of each element of the frameworks that it may refer to.
        compared (bool): Whether the caller compares it with the current edition and reports missing safeguards itself.

    Returns:
        The report.
    """
    problems = Problems()
    check_contents(replace(read, missing_safeguards=()) if compared else read, problems, known)
    return problems.report(file)


def check_contents(read: WorkbookContents, problems: Problems, known: Mapping[str, str]) -> Framework | None:
    """The framework of what was read, or None where a problem prevents it; adds every finding to ``problems``."""
    problems.workbook = read
    for one in read.problems:
        problems.add_cell((one.sheet, one.row, one.column), one.message, one.fix)
    for one in read.warnings:
        problems.add_cell((one.sheet, one.row, one.column), one.message, one.fix, severity="warning")
    for one, inherited in read.missing_safeguards:
        # An adaptation needs a reason to drop a safeguard of its base; a draft may change what is its own.
        problems.add_cell(
            (one.sheet, one.row, one.column), one.message, one.fix, severity="violation" if inherited else "warning"
        )
    if read.draft is None:
        return None
    if read.generated:
        n, (sheet, row) = len(read.generated), read.generated[0]
        said, fix = message("cell.ids-made", n=n), message("cell.ids-made-fix", command=read.keep_command)
        problems.add_cell((sheet, row, "A"), said, fix, severity="info")
    problems.take(one for one in check_rules(read.draft, {**known, **read.unread}) if not _follows(one, read))
    if read.framework is not None and not problems.has_violations:
        note_missing_ends(read.framework, known, problems.add)
    return read.framework


def _follows(finding: Finding, read: WorkbookContents) -> bool:
    """Whether a finding only follows from a cell that could not be read, which is reported already."""
    element = finding.element or ""
    twice = finding.code == "duplicate-id" and {element, read.owners.get(element)} & read.repeated
    return bool(twice) or finding.value in read.unread or (element, finding.field or "") in read.invalid
