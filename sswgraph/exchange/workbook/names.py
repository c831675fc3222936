"""Which element a cell means that names one, and the ids that new rows get."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from typing import Any

from sswgraph.exchange.workbook.cells import Misfit, either
from sswgraph.exchange.workbook.layout import title
from sswgraph.exchange.workbook.rows import Row
from sswgraph.messages import Message, message
from sswgraph.model.fields import EVIDENCE, Field
from sswgraph.model.ids import framework_of, id_of
from sswgraph.model.text import fold

_BRACKETED = re.compile(r"\[([^\[\]]+)\]\s*\Z")
_BLANK = re.compile(r"\s")  # no id and no IRI has one; a name with a colon may
_SHOWN = 60  # so much of a cell is said
_NAMING = ("label", "alt_label", "notation")


class Names:
    """The elements of a workbook by id and by name. ``dropped``: where those stand that are marked as dropped;
    ``repeated``: ids that several rows have, so that none of their names means them for sure."""

    def __init__(self, framework: str, lang: str = "en") -> None:
        self.framework, self.lang = framework, lang
        self.kinds: dict[str, str] = {framework: "framework"}
        self.by_name: dict[str, list[str]] = {}
        self.dropped: dict[str, Message] = {}
        self.repeated: set[str] = set()
        self._of_kind: dict[str, list[str]] = {}

    def full(self, code: str) -> str:
        """The whole id of a code of this framework, or of an IRI; what is a whole id stays."""
        if ":" in code:
            return id_of(code)
        return code if code == self.framework else f"{self.framework}:{code}"

    def of_kind(self, kind: str) -> list[str]:
        """The elements of a kind that are not dropped, once every row is known."""
        if kind not in self._of_kind:
            self._of_kind[kind] = [i for i, one in self.kinds.items() if one == kind and i not in self.dropped]
        return self._of_kind[kind]

    def learn(self, row: Row) -> None:
        """Know a row by its id and its names."""
        if row.kind is EVIDENCE:
            return
        self.kinds[row.id] = row.kind.name
        for column, cell, _ in row.cells:
            if column.field in _NAMING:
                known = self.by_name.setdefault(fold(str(cell)), [])
                known += [] if row.id in known else [row.id]

    def found(self, text: str, one: Field) -> str:
        """The id that a cell means: the one in brackets, an id, or the only element of a fitting kind with this name.

        Raises Misfit where there is none, or several.
        """
        code = bracketed(text)
        full = self.full(code)
        if full in self.dropped:
            said = message("cell.dropped", text=text[:_SHOWN], place=self.dropped[full])
            raise Misfit(said, message("cell.dropped-fix"))
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
            raise Misfit(message("cell.several", text=text[:_SHOWN], ids=fitting), message("cell.several-fix"))
        raise Misfit(message("cell.nothing-called", text=text[:_SHOWN]), self._hint(text, one))

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

    def new(self, row: Row, places: Mapping[str, Any]) -> str:
        """A free id for a row without one: made from its name, else from what it says."""
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
    """The id in brackets behind a name, else the text."""
    found = _BRACKETED.search(text)
    return found[1].strip() if found else text.strip()


def slug(text: str) -> str:
    """A code from a name: small letters, figures and hyphens, at most 60 characters.

    >>> slug("Écouter l'enfant")
    'ecouter-l-enfant'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60].strip("-")


def _digest(said: Sequence[tuple[str, ...]]) -> str:
    return sha256(repr(sorted(said)).encode()).hexdigest()[:16]
