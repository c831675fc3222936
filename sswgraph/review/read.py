"""Copies of a review workbook, read back side by side; problems are named and nothing is chosen."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, overload

from sswgraph._version import __version__
from sswgraph.errors import InputError
from sswgraph.files import path_of
from sswgraph.messages import Message, message
from sswgraph.model.authoring import TaskList, Workshop
from sswgraph.model.review import Review, ReviewCopy, ReviewDecision, ReviewRow
from sswgraph.model.text import clean
from sswgraph.model.translation import Translated, Translation
from sswgraph.review.copies import Copy, choices_said, owned, read_copy, refuse
from sswgraph.review.mappings import RELATIONS
from sswgraph.review.rows import Rows, SheetRow, both_texts, named_with_ids, review_rows

_Given = str | os.PathLike[str]


@overload
def read_review(path: _Given | Iterable[_Given], subject: Workshop) -> TaskList: ...


@overload
def read_review(path: _Given | Iterable[_Given], subject: Translation) -> Translated: ...


@overload
def read_review(path: _Given | Iterable[_Given], subject: Any) -> Review: ...


def read_review(path: _Given | Iterable[_Given], subject: Any) -> Review | TaskList | Translated:
    """Read the copies of a review workbook side by side: where the groups agree, disagree and are silent.

    Rows are known by a hidden id, so they may be sorted. Nothing is decided and nothing is read in part. What the
    groups settled, ``apply_review`` carries out. Needs the extra ``excel``.

    Args:
        path (str | PathLike | Iterable[str | PathLike]): The workbook, or the copies of several groups, in any
            language; of a workshop or a translation one workbook.
        subject (Comparison | Countries | Alignment | MergePlan | OpenMappings | Menu | Workshop | Translation): The
            very value that the workbook was made from.

    Returns:
        The review; of a workshop (``tasks``) a TaskList, of a translation a Translated. What was settled is also there
        as ``apply_rebase`` takes it (``resolutions``) and ``accept`` (``accepted``, ``rejected``).

    Raises:
        InputError: Something is wrong in a copy: a decision that is unknown or not possible there, a row lost or
            doubled, a changed header or source text, a formula, text outside the table, no group, another comparison.
            Every problem is named with file, sheet, row, column and fix.
        ParseError: A file is not such a workbook, damaged, protected, with macros, or made to grow.
        MissingExtraError: The extra is not installed.
        OSError: The system refuses.

    Example:
        >>> import sswgraph as ssw, tempfile
        >>> from pathlib import Path
        >>> g = ssw.load("psw")
        >>> found = ssw.compare(g, "psw", ssw.adapt(g, "psw", id="xx", jurisdiction="UG"))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     review = read_review(ssw.write_review(found, Path(folder) / "ours.xlsx"), found)
        >>> [(row.element, row.verdicts) for row in review.lines]
        [('framework', ())]
    """  # noqa: DOC502 - read_copy raises
    listed: Any = path if isinstance(path, Iterable) and not isinstance(path, str) else [path]
    given = [path_of(one) for one in listed]
    if not given:
        raise InputError("Give at least one workbook: read_review('ours.xlsx', comparison).")
    if isinstance(subject, Workshop):
        return _tasks(given, subject)
    if isinstance(subject, Translation):
        return _translated(given, subject)
    rows = review_rows(subject)
    places = [path.resolve() for path in given]
    twice = next((path.name for path, n in Counter(places).items() if n > 1), None)
    if twice:
        raise InputError(f"{twice} is given twice. Give each copy once.")
    copies = [read_copy(path) for path in given]
    for copy in copies:
        _require_same(copy, subject)
    refuse(
        [
            problem
            for copy in copies
            for problem in (*copy.problems, *_against(copy, rows), *_nobodys(copy, len(copies)))
        ]
    )
    return _review(copies, rows, subject)


def _tasks(given: list[Path], workshop: Workshop) -> TaskList:
    from sswgraph.review.workshop import read_tasks

    if len(given) != 1:
        raise InputError("A workshop has one workbook. Copy the rows of all groups into one, and give that.")
    return read_tasks(given[0], workshop)


def _translated(given: list[Path], found: Translation) -> Translated:
    from sswgraph.review.translation import read_translation

    if len(given) != 1:
        raise InputError("A translation has one workbook. Copy the rows of all translators into one, and give that.")
    return read_translation(given[0], found)


def _require_same(copy: Copy, result: Any) -> None:
    if (copy.of, copy.frameworks) != (result.kind, result.stamp.frameworks):
        raise InputError(
            f"{copy.file} is a review of another {result.kind}: {_told(copy.frameworks)} ({copy.of}), not "
            f"{_told(result.stamp.frameworks)}. Read it with the one it was made from; to go on with this one, make a "
            "new workbook with previous= set to this file."
        )


def _told(frameworks: tuple[tuple[str, str | None, str], ...]) -> str:
    return " and ".join(f"{name} (edition {edition or '?'}, content {digest})" for name, edition, digest in frameworks)


def _against(copy: Copy, rows: Rows) -> list[str]:
    """What the copy lacks, has too much, or changed that was locked."""
    ours = {row.key: row for row in rows.rows}
    problems = []
    for key, (sheet, at) in copy.places.items():
        place = f"{copy.file}, sheet '{sheet}', row {at + 1}"
        if key not in ours:
            problems.append(f"{place}, column A: there is no row '{key[:80]}' in this {copy.of}. Delete the row.")
            continue
        problems += [f"{place}, column {letter}: {problem}" for letter, problem in _not_admitted(ours[key], copy, rows)]
        if copy.version == __version__:
            for letter in _changed(ours[key], rows, copy):
                fix = "Put it back, and write your wording into its own column."
                problems.append(f"{place}, column {letter}: this locked text was changed. {fix}")
    for row in rows.rows:
        if row.key not in copy.places:
            name = row.label.best(copy.lang)
            fix = "Copy it back from another copy, with its hidden columns A and B."
            problems.append(f"{copy.file}: row No. {row.number} ('{name}', {row.key}) is missing. {fix}")
    return problems


def _not_admitted(row: SheetRow, copy: Copy, rows: Rows) -> Iterator[tuple[str, str]]:
    """A decision that this row cannot have, by its column; also another wording or element, which nobody reads."""
    one = copy.decisions.get(row.key)
    if one is not None and one.verdict and one.verdict not in row.verdicts:
        yield "I", f"'{one.verdict}' cannot be decided here. {choices_said('verdict', copy, row.verdicts)}"
    if one is not None and one.wording and copy.of == "rebase":
        yield (
            "J",
            "a merge plan takes no other wording. Clear the cell; write it into the reason, then into the framework.",
        )
    if one is not None and one.wording and copy.of == "countries":
        if one.verdict and one.verdict not in RELATIONS:
            yield "J", f"'{one.verdict}' takes no element. Clear the cell, or decide how the two relate."
        elif one.wording not in rows.targets.get(row.element, {}):
            yield "J", f"'{one.wording[:80]}' is no {row.element} to choose here. Choose one from the list of the cell."


def _nobodys(copy: Copy, copies: int) -> Iterator[str]:
    """The problem of a copy that does not name its group, unless it is the only one and empty."""
    told = any(copy.group_cell and copy.group_cell in problem for problem in copy.problems)
    if (copy.decisions or copies > 1) and not copy.asked.get("group") and not told:
        place = copy.group_cell or "first sheet"
        yield f"{copy.file}, {place}: this does not say whose copy it is. Choose a group there."


def _changed(row: SheetRow, rows: Rows, copy: Copy) -> Iterable[str]:
    """The columns whose locked text is no longer what was written."""
    sides = ["".join(text for _, text in side) for side in both_texts(row, rows, copy.lang)]
    written = [clean(named_with_ids(row, copy.lang)), *sides]
    for letter, here, there in zip("EGH", written, copy.shown[row.key], strict=True):
        if here.split() != there.split():
            yield letter


def _review(copies: list[Copy], rows: Rows, result: Any) -> Review:
    said: dict[str, list[ReviewDecision]] = {}
    for number, copy in enumerate(copies):
        for decision in owned(copy, number):
            said.setdefault(decision.key, []).append(decision)
    lines = tuple(
        ReviewRow(
            key=row.key,
            number=row.number,
            element=row.element,
            label=row.label,
            change=row.change,
            base=row.base,
            adaptation=row.adaptation,
            safety=row.safety,
            domain=rows.label(row.domain),
            copies=len(copies),
            decisions=tuple(said.get(row.key, ())),
            happened=row.happened,
        )
        for row in rows.rows
    )
    (base, base_label), (adaptation, adaptation_label) = rows.sides
    return Review(
        of=result.kind,
        base=base,
        adaptation=adaptation,
        base_label=base_label,
        adaptation_label=adaptation_label,
        lineage=not rows.apart,
        clear=rows.clear,
        unclear=rows.unclear,
        copies=tuple(_whose(copy) for copy in copies),
        lines=lines,
        notes=_notes(
            copies, lines, _BANNERS.get(result.kind, "banner-safety-apart" if rows.apart else "banner-safety")
        ),
        stamp=result.stamp,
    )


def _whose(copy: Copy) -> ReviewCopy:
    asked = copy.asked
    group: Any = asked.get("group") or None
    return ReviewCopy(
        file=copy.file, group=group, when=asked.get("when", ""), method=asked.get("method", ""), lang=copy.lang
    )


_BANNERS = {"menu": "", "mappings": "", "countries": ""}  # what is left open there changes nothing that protects


def _notes(copies: list[Copy], lines: tuple[ReviewRow, ...], banner: str) -> tuple[Message, ...]:
    """What must not be overlooked: safety left open, groups that count more than once, decisions without a reason."""
    notes = []
    unsettled = [row for row in lines if banner and row.safety and row.standing != "agreed"]
    if unsettled:
        notes.append(message(f"review.{banner}", n=len(unsettled), rows=_numbers(unsettled)))
    groups = Counter(copy.asked.get("group") for copy in copies)
    for group, n in sorted((group, n) for group, n in groups.items() if group and n > 1):
        notes.append(message("review.note-group-twice", n=n, group=message(f"review.group-{group}")))
    unreasoned = [
        row for row in lines if any(one.verdict not in (None, "keep") and not one.reason for one in row.decisions)
    ]
    if unreasoned:
        notes.append(message("review.note-no-reason", n=len(unreasoned), rows=_numbers(unreasoned)))
    return tuple(notes)


def _numbers(rows: Iterable[ReviewRow], most: int = 20) -> tuple[str, ...]:
    numbers = [str(row.number) for row in rows]
    return (*numbers[:most], "…") if len(numbers) > most else tuple(numbers)
