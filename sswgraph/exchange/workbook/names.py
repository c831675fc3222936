"""Names of elements in cells, and ids for new rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from typing import Any

from sswgraph.exchange.workbook.cells import QUOTED, InvalidCell, either
from sswgraph.exchange.workbook.layout import title
from sswgraph.exchange.workbook.rows import SheetRow
from sswgraph.messages import Message, message
from sswgraph.model.fields import EVIDENCE, Field
from sswgraph.model.ids import framework_of, id_of
from sswgraph.model.text import fold

_BRACKETED = re.compile(r"\[([^\[\]]+)\]\s*\Z")
_BLANK = re.compile(r"\s")  # in no id or IRI, unlike in a name with a colon
_NAMING = ("label", "alt_label", "notation")


class ElementNames:
    """The elements of a workbook by id and by name.

    Attributes:
        kinds: By id, the kind of each element.
        by_name: By name, the ids of the elements that have it.
        dropped: By id, the place of each element that is marked as dropped.
        repeated: Ids that several rows have, so that their names are ambiguous.
    """

    def __init__(self, framework: str, lang: str = "en") -> None:
        self.framework, self.lang = framework, lang
        self.kinds: dict[str, str] = {framework: "framework"}
        self.by_name: dict[str, list[str]] = {}
        self.dropped: dict[str, Message] = {}
        self.repeated: set[str] = set()
        self._of_kind: dict[str, list[str]] = {}

    def full(self, code: str) -> str:
        """The full id of a code of this framework or of an IRI; a full id stays as it is."""
        if ":" in code:
            return id_of(code)
        return code if code == self.framework else f"{self.framework}:{code}"

    def of_kind(self, kind: str) -> list[str]:
        """The elements of a kind that are not dropped, once every row is known."""
        if kind not in self._of_kind:
            self._of_kind[kind] = [i for i, one in self.kinds.items() if one == kind and i not in self.dropped]
        return self._of_kind[kind]

    def learn(self, row: SheetRow) -> None:
        """Add a row by its id and names."""
        if row.kind is EVIDENCE:
            return
        self.kinds[row.id] = row.kind.name
        for column, cell, _ in row.cells:
            if column.field in _NAMING:
                known = self.by_name.setdefault(fold(str(cell)), [])
                known += [] if row.id in known else [row.id]

    def found(self, text: str, one: Field) -> str:
        """The id that a cell refers to.

        Args:
            text (str): The id, the id in brackets behind a name, or a name that one element of a fitting kind has.
            one (Field): The field, which says which kinds fit.

        Returns:
            The id.

        Raises:
            InvalidCell: No element has this name, several have it, or the element is dropped.
        """
        code = bracketed(text)
        full = self.full(code)
        if full in self.dropped:
            said = message("cell.dropped", text=text[:QUOTED], place=self.dropped[full])
            raise InvalidCell(said, message("cell.dropped-fix"))
        if full in self.kinds and (code != text.strip() or self._fits(full, one)):
            return full
        fitting = [i for i in self.by_name.get(fold(text), ()) if self._fits(i, one)]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting and (full in self.kinds or (":" in code and not _BLANK.search(code))):
            return full
        if "framework" in one.kinds and framework_of(code) == code:
            return code
        if fitting:
            raise InvalidCell(message("cell.several", text=text[:QUOTED], ids=fitting), message("cell.several-fix"))
        raise InvalidCell(message("cell.nothing-called", text=text[:QUOTED]), self._hint(text, one))

    def _hint(self, text: str, one: Field) -> Message:
        """What a name that nothing has was probably meant for, or where it has to be written first."""
        fitting = {name: [i for i in ids if self._fits(i, one)] for name, ids in self.by_name.items()}
        among = {name: ids for name, ids in fitting.items() if ids and self.repeated.isdisjoint(ids)}
        parts = [part for part in map(str.strip, re.split(r"[,;/]", text)) if part]
        if one.many and len(parts) > 1 and any(fold(part) in among for part in parts):
            return message("cell.one-a-line")
        near = get_close_matches(fold(text), among, n=1, cutoff=0.6)
        if near:
            return message("cell.did-you-mean", near=among[near[0]][0])
        sheets = [f"'{title(kind, self.lang)}'" for kind in one.kinds]
        return message("cell.write-first", sheets=either(sheets or [message("cell.that-of-its-kind")]))

    def _fits(self, identifier: str, one: Field) -> bool:
        return not one.kinds or self.kinds[identifier] in one.kinds

    def new(self, row: SheetRow, places: Mapping[str, Any]) -> str:
        """A free id for a row without one, made from its name, otherwise from its content."""
        name = next((str(cell) for column, cell, _ in row.cells if column.field == "label"), "")
        code = slug(name) or "n-" + _digest([(one.field, one.tag, str(cell)) for one, cell, _ in row.cells])
        wanted = f"{self.framework}:{code}"
        if wanted in places:
            code = f"{slug(row.kind.name)}-{code}"
            wanted = f"{self.framework}:{code}"
        turn = 2
        while wanted in places:
            wanted, turn = f"{self.framework}:{code}-{turn}", turn + 1
        return wanted


def bracketed(text: str) -> str:
    """The id in brackets behind a name, otherwise the text."""
    found = _BRACKETED.search(text)
    return found[1].strip() if found else text.strip()


def slug(text: str) -> str:
    """A code made from a name: lower-case letters, digits and hyphens.

    Args:
        text (str): The name.

    Returns:
        The code, at most 60 characters.

    Example:
        >>> slug("Écouter l'enfant")
        'ecouter-l-enfant'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60].strip("-")


def _digest(said: Sequence[tuple[str, ...]]) -> str:
    return sha256(repr(sorted(said)).encode()).hexdigest()[:16]
