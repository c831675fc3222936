"""What a workbook holds, with every problem at once: of its cells, and of the rules that its elements break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sswgraph.exchange.findings import Problems
from sswgraph.exchange.residue import tell_ends
from sswgraph.exchange.workbook.read import Read, from_bytes
from sswgraph.messages import message
from sswgraph.model import Framework, Report
from sswgraph.progress import Progress
from sswgraph.rules import check
from sswgraph.rules.findings import Finding


def examined(
    data: bytes, file: str, problems: Problems, known: Mapping[str, str], progress: Progress = None
) -> Framework | None:
    """The framework of a workbook, or None where a cell stands in the way; every problem goes to ``problems``.

    Args:
        data: The bytes of the workbook, past the guard.
        file: Its name, for errors.
        problems: Takes every finding, with its sheet, row and column.
        known: id -> kind of every element of the frameworks that it may refer to.
        progress: Told (done, in all) in rows.

    Returns:
        The framework.

    Raises:
        ParseError: It is damaged, or holds no framework.
    """
    return judged_into(from_bytes(data, file, progress), problems, known)


def report_of(read: Read, file: str, known: Mapping[str, str], *, beside: bool = False) -> Report:
    """Everything that is wrong with what a workbook holds. ``beside``: it is put beside the edition that is there, so
    that whoever asks says which safeguards are gone."""
    problems = Problems()
    judged_into(replace(read, gone=()) if beside else read, problems, known)
    return problems.report(file)


def judged_into(read: Read, problems: Problems, known: Mapping[str, str]) -> Framework | None:
    """The framework of what was read, or None; every problem goes to ``problems``."""
    problems.workbook = read
    for one in read.problems:
        problems.add_cell((one.sheet, one.row, one.column), one.said, one.fix)
    for one in read.doubts:
        problems.add_cell((one.sheet, one.row, one.column), one.said, one.fix, severity="warning")
    for one, inherited in read.gone:
        # What came from a base is not left out by an adaptation without a reason; a draft of one's own may change.
        problems.add_cell(
            (one.sheet, one.row, one.column), one.said, one.fix, severity="violation" if inherited else "warning"
        )
    if read.draft is None:
        return None
    if read.made:
        n, (sheet, row) = len(read.made), read.made[0]
        said, fix = message("cell.ids-made", n=n), message("cell.ids-made-fix", command=read.keeps)
        problems.add_cell((sheet, row, "A"), said, fix, severity="info")
    problems.take(one for one in check(read.draft, {**known, **read.missing}) if not _follows(one, read))
    if read.framework is not None and not problems.grave:
        tell_ends(read.framework, known, problems.add)
    return read.framework


def _follows(finding: Finding, read: Read) -> bool:
    """Whether it is only said since a cell could not be read, which is told already."""
    element = finding.element or ""
    twice = finding.code == "duplicate-id" and {element, read.owners.get(element)} & read.repeated
    return bool(twice) or finding.value in read.missing or (element, finding.field or "") in read.bad
