"""The elements that a workbook had when it was written, to find rows that were deleted and ids that were changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from sswgraph.exchange.workbook.layout import ID, SheetColumn, code_word, heading, title
from sswgraph.exchange.workbook.rows import CellProblem, SheetRow, cells_of
from sswgraph.exchange.workbook.safeguards import DROPPED
from sswgraph.messages import message
from sswgraph.model import Node
from sswgraph.model.codes import protects
from sswgraph.model.text import fold

_ELEMENT, _SAFEGUARD, _NONE = "element", "safeguard", "-"
_BRACKETED = re.compile(r"\s*\[[^\[\]]*\]\Z")  # the id behind a name
_MANY = 20_000  # of so many elements only the safeguards are listed


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A safeguard as it was written.

    Attributes:
        kind: Its kind.
        name: Its name, with its id in brackets.
        bases: The ids of what it was derived from.
    """

    kind: str
    name: str
    bases: tuple[str, ...]


@dataclass(slots=True)
class WrittenElements:
    """The elements that a workbook had when it was written.

    Attributes:
        kinds: By id, the kind of each element.
        names: By id, the name of each element that had one.
        safeguards: By id, each safeguard.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    safeguards: dict[str, Safeguard] = field(default_factory=dict)

    def bases(self, identifier: str) -> tuple[str, ...]:
        """What a safeguard was derived from when the workbook was written; empty for anything else."""
        return self.safeguards[identifier].bases if identifier in self.safeguards else ()


def element_lines(nodes: Iterable[Node], named: Callable[[str], str]) -> Iterator[str]:
    """The lines by which the hidden sheet of lists records the elements of a workbook.

    Args:
        nodes (Iterable): The elements.
        named (Callable): Gives the name of an element by its id.

    Yields:
        A line for each element; of very many elements only for the safeguards.
    """
    listed = [*nodes]
    for node in listed:
        if protects(node):
            yield f"{_SAFEGUARD} {node.kind} {node.id} {','.join(node.derived_from) or _NONE} {named(node.id)}"
        elif len(listed) < _MANY:
            yield f"{_ELEMENT} {node.kind} {node.id} {named(node.id)}"


def parse_element_lines(lines: Iterable[str]) -> WrittenElements:
    """The inverse of :func:`element_lines`."""
    found = WrittenElements()
    for line in lines:
        parts = line.split(" ", 3 if line.startswith(_ELEMENT) else 4)
        if len(parts) > 2 and parts[0] in (_ELEMENT, _SAFEGUARD):
            found.kinds[parts[2]] = parts[1]
            if _BRACKETED.search(parts[-1]):
                found.names[parts[2]] = _BRACKETED.sub("", parts[-1])
        if len(parts) == 5 and parts[0] == _SAFEGUARD:
            bases = () if parts[3] == _NONE else tuple(parts[3].split(","))
            found.safeguards[parts[2]] = Safeguard(parts[1], parts[4], bases)
    return found


def missing_safeguards(
    written: WrittenElements, there: Container[str], dropped: Container[str], lang: str
) -> Iterator[tuple[CellProblem, bool]]:
    """The safeguards whose rows were deleted.

    Args:
        written (WrittenElements): What the workbook had when it was written.
        there (Container): The ids that have a row now.
        dropped (Container): The ids whose rows are marked as dropped, with a reason.
        lang (str): The language of the headings.

    Yields:
        A problem on the sheet of each, and whether the safeguard came from the base of this adaptation.
    """
    for identifier, one in sorted(written.safeguards.items()):
        if identifier not in there and identifier not in dropped:
            words = {
                "ids": heading(SheetColumn(ID), lang),
                "dropped": code_word("change_kind", DROPPED, lang),
                "decided": heading(SheetColumn("change_kind"), lang),
                "reason": heading(SheetColumn("rationale", lang), lang),
            }
            code = identifier.partition(":")[2]
            fix = message("cell.safeguard-gone-fix", id=code, **words)
            said = message("cell.safeguard-gone", name=one.name)
            yield CellProblem(title(one.kind, lang), 1, "A", said, fix), bool(one.bases)


def changed_ids(
    written: WrittenElements, rows: Iterable[SheetRow], there: Mapping[str, object]
) -> Iterator[CellProblem]:
    """Ids that are new while another of the same kind is missing: probably edited by hand.

    Args:
        written (WrittenElements): What the workbook had when it was written.
        rows (Iterable): The rows it has now.
        there (Mapping): The ids that have a row now.

    Yields:
        A problem at each such id.
    """
    lost: dict[str, list[str]] = {}
    for identifier, kind in written.kinds.items():
        if identifier not in there:
            lost.setdefault(kind, []).append(identifier)
    for row in rows:
        typed = next(cells_of(row, ID), None)
        if typed is not None and row.id not in written.kinds and lost.get(row.kind.name):
            (old,) = get_close_matches(row.id, lost[row.kind.name], n=1, cutoff=0)
            said = message("cell.id-changed", id=row.id, old=old)
            yield CellProblem(row.sheet, row.number, typed[1], said, message("cell.id-changed-fix", old=old))


def moved_ids(written: WrittenElements, rows: Iterable[SheetRow]) -> Iterator[CellProblem]:
    """Ids that are beside the name of another element: swapped, or left in place when the rows were sorted.

    Names that several elements had, and names that their element still has, are no evidence.

    Args:
        written (WrittenElements): What the workbook had when it was written.
        rows (Iterable): The rows it has now.

    Yields:
        A problem at each such id.
    """
    named = [(row, typed, _names(row)) for row in rows if (typed := next(cells_of(row, ID), None)) is not None]
    named = [one for one in named if one[2]]
    folded = {identifier: _plain(name) for identifier, name in written.names.items()}
    keeps = {row.id for row, _, names in named if folded.get(row.id) in names}
    often = Counter((written.kinds[identifier], name) for identifier, name in folded.items())
    owner = {(written.kinds[identifier], name): identifier for identifier, name in folded.items()}
    for row, typed, names in named:
        if row.id not in folded or folded[row.id] in names:
            continue
        for key in ((row.kind.name, name) for name in names):
            if often[key] == 1 and owner[key] != row.id and owner[key] not in keeps:
                name, old, other = written.names[owner[key]], written.names[row.id], owner[key]
                said = message("cell.id-moved", id=row.id, old=old, name=name, other=other)
                yield CellProblem(row.sheet, row.number, typed[1], said, message("cell.id-moved-fix", other=other))
                break


def _names(row: SheetRow) -> list[str]:
    return [_plain(str(cell)) for column, cell, _ in row.cells if column.field == "label"]


def _plain(name: str) -> str:
    return fold(" ".join(name.split()))
