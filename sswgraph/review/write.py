"""The review workbook, written: what to do, what safety found, a sheet per domain, the plenary view, the paper form."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sswgraph.errors import InputError
from sswgraph.files import path_of, write_atomically
from sswgraph.model.authoring import Workshop
from sswgraph.model.review import ReviewDecision
from sswgraph.model.translation import Translation
from sswgraph.review.rows import Rows, review_rows
from sswgraph.review.workbook import Book, Carried
from sswgraph.sheets.styles import build_workbook


def write_review(
    subject: Any,
    path: str | os.PathLike[str],
    *,
    lang: str = "en",
    previous: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
) -> Path:
    """Write what people decide on as a workbook (.xlsx), in which a group decides row by row.

    Of an earlier workbook decisions and ticks are carried over. A row whose texts changed since keeps its decision,
    loses its tick and says so; decisions on rows that are gone are listed. The same input gives the same bytes. Needs
    the extra ``excel``.

    Args:
        subject (Comparison | Countries | Alignment | MergePlan | OpenMappings | Menu | Workshop | Translation): What
            ``compare``, ``compare_countries``, ``align``, ``rebase``, ``mappings``, ``menu``, ``tasks`` or
            ``translation`` gave; of a merge plan each entry that waits is a row, of countries each candidate to add.
        path (str | PathLike): The file to write.
        lang (str): The language of instructions and drop-downs.
        previous (str | PathLike | None): An earlier workbook about the same frameworks.
        overwrite (bool): Whether a file that is there may be replaced.

    Returns:
        The path.

    Raises:
        InputError: The result, the ending, or the frameworks of ``previous`` do not fit, or ``read_review`` refuses it.
        MissingExtraError: The extra is not installed.
        OutputExistsError: The file is there.
        OSError: The system refuses.

    Example:
        >>> import sswgraph as ssw, tempfile
        >>> g = ssw.load("psw", "cycw")
        >>> found = ssw.compare(g, "psw", "cycw")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = ssw.write_review(found, Path(folder) / "ours.xlsx")
        ...     review = ssw.read_review(file, found)
        >>> len(review.lines) == len(found.different), {row.standing for row in review.lines}
        (True, {'silent'})
    """  # noqa: DOC502 - read_copy and write_atomically raise
    target = path_of(path)
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"A review workbook ends in .xlsx; {target.name} does not.")
    if isinstance(subject, Workshop):
        from sswgraph.review.workshop import listed_before, workshop_bytes

        listed = listed_before(subject, previous, lang)
        return write_atomically(target, workshop_bytes(subject, lang, listed), overwrite=overwrite)
    if isinstance(subject, Translation):
        from sswgraph.review.translation import lines_in, translation_bytes

        problems: list[str] = []
        before = lines_in(previous, subject, problems) if previous is not None else []
        if problems:
            from sswgraph.review.copies import refuse

            refuse(problems)
        return write_atomically(target, translation_bytes(subject, lang, target.name, before), overwrite=overwrite)
    rows = review_rows(subject)
    carried = _carried(subject, rows, previous)
    return write_atomically(target, workbook_bytes(subject, rows, lang, carried), overwrite=overwrite)


review_workbook = write_review


def workbook_bytes(result: Any, rows: Rows, lang: str, carried: Carried) -> bytes:
    """The workbook as bytes, the same for the same input."""

    def fill(workbook: Any) -> str:
        book = Book(workbook, result, rows, lang, carried)
        book.write()
        return book.title

    return build_workbook(fill, _day(result), author="sswgraph")


def _day(result: Any) -> datetime:
    """The latest edition that is a date: the file names what it was made of, not when it was made."""
    days = [date(1980, 1, 1)]
    for _, edition, _ in result.stamp.frameworks:
        try:
            days.append(date.fromisoformat(edition or ""))
        except ValueError:
            continue
    return datetime.combine(max(days), datetime.min.time())


def _carried(result: Any, rows: Rows, previous: str | os.PathLike[str] | None) -> Carried:
    if previous is None:
        return Carried()
    from sswgraph.review.copies import read_copy, refuse

    copy = read_copy(previous)
    refuse(copy.problems)
    ours = [name for name, _, _ in result.stamp.frameworks]
    theirs = [name for name, _, _ in copy.frameworks]
    if (ours, result.kind) != (theirs, copy.of):
        raise InputError(
            f"{copy.file} is a review of {' and '.join(theirs)} ({copy.of}), not of {' and '.join(ours)} "
            f"({result.kind}). Give an earlier workbook of these, or leave previous out."
        )
    prints = {row.key: row.print for row in rows.rows}
    filled: dict[str, ReviewDecision] = {key: one for key, one in copy.decisions.items() if key in prints}
    return Carried(
        asked=copy.asked,
        decisions=filled,
        changed=frozenset(key for key in filled if copy.prints[key] != prints[key]),
        lost=max(0, copy.rows - len(copy.places)),
        gone=tuple((key, copy.names[key], one) for key, one in copy.decisions.items() if key not in prints),
    )
