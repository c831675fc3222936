"""Which elements a workbook had when it was written, so that what is gone and what was renamed by hand is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from sswgraph.exchange.workbook.gone import DROPPED
from sswgraph.exchange.workbook.layout import ID, Column, code_word, heading, title
from sswgraph.exchange.workbook.rows import Problem, Row, said_in
from sswgraph.messages import message
from sswgraph.model import Node
from sswgraph.model.codes import protects
from sswgraph.model.text import fold

_ELEMENT, _SAFEGUARD, _NONE = "element", "safeguard", "-"
_BRACKETED = re.compile(r"\s*\[[^\[\]]*\]\Z")  # the id behind a name
_MANY = 20_000  # of so many elements only those that protect people are listed


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What protects people, as it was written: its kind, what it is called, and what it was derived from."""

    kind: str
    name: str
    bases: tuple[str, ...]


@dataclass(slots=True)
class Written:
    """The elements that a workbook had when it was written: kinds and names by id, and what protects people."""

    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    safeguards: dict[str, Safeguard] = field(default_factory=dict)

    def bases(self, identifier: str) -> tuple[str, ...]:
        """What a safeguard was derived from, where its row no longer says so."""
        return self.safeguards[identifier].bases if identifier in self.safeguards else ()


def lines_of(nodes: Iterable[Node], named: Callable[[str], str]) -> Iterator[str]:
    """What the sheet of lists says of the elements that are written."""
    listed = [*nodes]
    for node in listed:
        if protects(node):
            yield f"{_SAFEGUARD} {node.kind} {node.id} {','.join(node.derived_from) or _NONE} {named(node.id)}"
        elif len(listed) < _MANY:
            yield f"{_ELEMENT} {node.kind} {node.id} {named(node.id)}"


def written_in(lines: Iterable[str]) -> Written:
    """What the sheet of lists says of the elements that were written."""
    found = Written()
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


def gone(written: Written, there: Container[str], dropped: Container[str], lang: str) -> Iterator[tuple[Problem, bool]]:
    """The safeguards whose rows are gone, by their sheet, and whether each came from a base, whose adaptation this is.

    One that is marked as dropped with a reason is not gone: its row says so.
    """
    for identifier, one in sorted(written.safeguards.items()):
        if identifier not in there and identifier not in dropped:
            words = {
                "ids": heading(Column(ID), lang),
                "dropped": code_word("change_kind", DROPPED, lang),
                "decided": heading(Column("change_kind"), lang),
                "reason": heading(Column("rationale", lang), lang),
            }
            code = identifier.partition(":")[2]
            fix = message("cell.safeguard-gone-fix", id=code, **words)
            said = message("cell.safeguard-gone", name=one.name)
            yield Problem(title(one.kind, lang), 1, "A", said, fix), bool(one.bases)


def renamed(written: Written, rows: Iterable[Row], there: Mapping[str, object]) -> Iterator[Problem]:
    """Ids that were typed and are new, while another of the same kind is gone: it was probably changed by hand."""
    lost: dict[str, list[str]] = {}
    for identifier, kind in written.kinds.items():
        if identifier not in there:
            lost.setdefault(kind, []).append(identifier)
    for row in rows:
        typed = next(said_in(row, ID), None)
        if typed is not None and row.id not in written.kinds and lost.get(row.kind.name):
            (old,) = get_close_matches(row.id, lost[row.kind.name], n=1, cutoff=0)
            said = message("cell.id-changed", id=row.id, old=old)
            yield Problem(row.sheet, row.number, typed[1], said, message("cell.id-changed-fix", old=old))


def moved(written: Written, rows: Iterable[Row]) -> Iterator[Problem]:
    """Ids that stand before the name of another: two were put in each other's place, or rows sorted without theirs.

    A name that several had tells nothing, nor one that its element still has.
    """
    named = [(row, typed, _names(row)) for row in rows if (typed := next(said_in(row, ID), None)) is not None]
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
                yield Problem(row.sheet, row.number, typed[1], said, message("cell.id-moved-fix", other=other))
                break


def _names(row: Row) -> list[str]:
    return [_plain(str(cell)) for column, cell, _ in row.cells if column.field == "label"]


def _plain(name: str) -> str:
    return fold(" ".join(name.split()))
