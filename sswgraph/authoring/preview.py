"""``preview``: what reading a workbook would change in an edition."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sswgraph.errors import InputError, InvalidFrameworkError
from sswgraph.exchange.registry import is_folder
from sswgraph.exchange.workbook.check import workbook_report
from sswgraph.exchange.workbook.folder import read_folder
from sswgraph.exchange.workbook.read import WorkbookContents, read_workbook
from sswgraph.exchange.workbook.safeguards import dropped_without_reason
from sswgraph.files import path_of
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.graph import kinds_of, stamp_of
from sswgraph.messages import Message, message
from sswgraph.model import Framework, Node, Text
from sswgraph.model.authoring import EFFECTS, Preview, PreviewEntry, PreviewField
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import protects
from sswgraph.progress import Progress

_NO_FIELDS = frozenset({"id", "elements", "residue"})


def preview(
    path: str | os.PathLike[str],
    *,
    onto: Framework | None = None,
    base: CompetencyGraph | None = None,
    progress: Progress = None,
) -> Preview:
    """List what reading a workbook would drop, change and add, without changing anything.

    To apply it, read the workbook (``ssw.read(path, base=graph, replace=True)``) or use ``framework`` of the preview;
    neither is possible while a safeguard would be dropped without a reason. Elements are compared by id.

    Args:
        path (str | os.PathLike[str]): The workbook (.xlsx), or the folder of CSV files.
        onto (Framework | None): The current edition; None: everything is new.
        base (CompetencyGraph | None): The frameworks that it may refer to; None: none.
        progress (Progress): A function that is called now and then with (done, total), in rows; None: none.

    Returns:
        The preview: safeguards first, then what would be dropped, changed, added, each with its row.

    Raises:
        InvalidFrameworkError: If cells are not valid or rules are broken; the report lists each with its cell.
        InputError: If the workbook holds another framework than ``onto``, or ``path`` has another ending.
        ParseError: If it is not a workbook, or exceeds the limits of one.

    Example:
        >>> import sswgraph as ssw, tempfile
        >>> from pathlib import Path
        >>> za = ssw.load("za")["za"]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     found = preview(ssw.write(za, Path(folder, "za.xlsx")), onto=za)
        >>> found.entries, found.unchanged == len(za)
        ((), True)
    """  # noqa: DOC502 - read_workbook raises
    file = str(path_of(path))
    folder = is_folder(path)
    if not folder and path_of(path).suffix.lower() != ".xlsx":
        raise InputError(f"preview takes a workbook (.xlsx) or a folder of CSV files, not {path_of(path).name}.")
    if onto is not None and not isinstance(onto, Framework):
        raise InputError(f"onto is a Framework such as load('psw')['psw'], not {type(onto).__name__}.")
    opened = read_folder(path, progress) if folder else read_workbook(path, progress)
    known = kinds_of(base.frameworks) if base is not None else {}
    report = workbook_report(opened, file, known, compared=onto is not None)
    made = opened.framework
    if made is None or not report.conforms:
        raise InvalidFrameworkError(report)
    if onto is not None and onto.id != made.id:
        raise InputError(f"{file} holds the framework '{made.id}', not '{onto.id}'. Give the edition of '{made.id}'.")
    entries = sorted(_entries(canonical(onto) if onto is not None else None, made, opened.cell), key=_order)
    there = {node.id for node in onto.elements} if onto is not None else set()
    touched = {one.id for one in entries if one.effect != "add"} & there
    gone = sorted(node.id for node in dropped_without_reason(onto, made)) if onto is not None else []
    return Preview(
        file=file,
        onto=made.id,
        title=made.label,
        entries=tuple(entries),
        unchanged=len(there) - len(touched),
        notes=(*_notes(entries, gone), *_made(opened)),
        stamp=stamp_of((made,) if onto is None else (onto,)),
        framework=None if gone else made,
    )


def _order(one: PreviewEntry) -> tuple[Any, ...]:
    return not one.protects, EFFECTS.index(one.effect), one.element, one.id


def _entries(onto: Framework | None, made: Framework, cell_of: Any) -> Iterator[PreviewEntry]:
    old: dict[str, Node] = {} if onto is None else {node.id: node for node in (onto, *onto.elements)}
    new: dict[str, Node] = {node.id: node for node in (made, *made.elements)}
    for identifier in sorted(old.keys() | new.keys()):
        before, after = old.get(identifier), new.get(identifier)
        changed = tuple(_changed(before, after)) if before is not None and after is not None else ()
        if before is not None and after is not None and not changed:
            continue
        one: Any = after if after is not None else before
        place = cell_of(identifier) if after is not None else None
        yield PreviewEntry(
            effect="drop" if after is None else "add" if before is None else "change",
            element=one.kind,
            id=identifier,
            label=getattr(one, "label", Text()),
            protects=any(protects(n) for n in (before, after) if n is not None),
            fields=changed,
            sheet=place[0] if place else None,
            row=place[1] if place else None,
        )


def _changed(before: Node, after: Node) -> Iterator[PreviewField]:
    if before.kind != after.kind:
        yield PreviewField(field="kind", before=before.kind, after=after.kind)
        return
    for one in fields(before):
        if one.name not in _NO_FIELDS and getattr(before, one.name) != getattr(after, one.name):
            yield PreviewField(field=one.name, before=getattr(before, one.name), after=getattr(after, one.name))


def _notes(entries: list[PreviewEntry], gone: list[str]) -> Iterator[Message]:
    """What must not be overlooked: safeguards dropped without a reason, and ids that were probably edited."""
    if gone:
        yield message("preview.banner-safety", n=len(gone), ids=gone)
    added = {(one.element, str(one.label).casefold()): one for one in entries if one.effect == "add" and one.label}
    for old in entries:
        new = added.get((old.element, str(old.label).casefold())) if old.effect == "drop" else None
        if new is not None:
            yield message("preview.note-id", old=old.id, new=new.id, sheet=new.sheet, row=new.row)


def _made(opened: WorkbookContents) -> Iterator[Message]:
    """That ids were generated which the workbook does not hold, and how to keep them."""
    if opened.generated:
        sheet, row = opened.generated[0]
        yield message("preview.note-made", n=len(opened.generated), sheet=sheet, row=row, command=opened.keep_command)
