"""What the chapters of a curriculum have in common: its words, names of ids, and what is left to the ministry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sswgraph.model.blocks import Block, Heading, Notice, Table
from sswgraph.model.curriculum import Curriculum
from sswgraph.model.show import pages_common as common
from sswgraph.model.text import Text, Wording


class Writer:
    """Writes the parts of one curriculum in one language."""

    def __init__(self, made: Curriculum, lang: str) -> None:
        self.made, self.lang, self.number = made, lang, 0

    def words(self, code: str, /, **parameters: Any) -> str:
        return common.words(f"curriculum.{code}", self.lang, **parameters)

    def field(self, name: str) -> str:
        return common.term("field", name, self.lang)

    def chapter(self, number: int, name: str) -> Heading:
        """The heading of a chapter; those inside it are numbered after it."""
        self.number = number
        return Heading(2, f"{number}. {self.words(f'heading-{name}')}")

    def heading(self, name: str, level: int = 3) -> Heading:
        return Heading(level, self.words(f"heading-{name}"))

    def missing(self, *names: str) -> Notice:
        """What is left to the ministry, in one notice."""
        what = "; ".join(self.words(f"what-{name}") for name in names)
        return Notice(self.words("open-what", what=what), "open")

    @cached_property
    def _labels(self) -> dict[str, Text]:
        return dict(self.made.labels)

    def label(self, identifier: str) -> Text:
        return self._labels.get(identifier) or Text((("und", identifier),))

    def name(self, identifier: str) -> Wording:
        """The label with its id below."""
        return common.named(self._labels.get(identifier, Text()), identifier, self.lang)

    def names(self, identifiers: Iterable[str]) -> str:
        """The labels on one line."""
        return common.data("; ".join(common.worded(self.label(one), self.lang) for one in identifiers))

    def text(self, text: Text) -> str:
        return common.worded(text, self.lang) if text else ""

    def line(self, label: Text, *more: Text | str | None) -> str:
        """A label with what is known beside it, as one item of a list."""
        parts = [self.text(one) if isinstance(one, Text) else one for one in more]
        known = ". ".join(part.rstrip(".") for part in parts if part)
        name = self.text(label)
        return common.data(f"{name}: {known}" if known else name)

    def levels(self, levels: Sequence[str]) -> str:
        return self.names(levels)

    def table(
        self,
        caption: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        missing: str = "",
        numeric: Sequence[int] = (),
        **parameters: Any,
    ) -> Iterable[Block]:
        """A table; where it has no row, what is left to the ministry."""
        if rows:
            yield common.table(self.words(caption, **parameters), header, rows, numeric, self.lang)
        elif missing:
            yield self.missing(missing)

    def form(self, caption: str, header: Sequence[str], first: Iterable[str]) -> Table:
        """A table to be filled in: the first cell of each row is given."""
        rows = tuple((cell, *("" for _ in header[1:])) for cell in first)
        return Table(self.words(caption), tuple(header), rows, shape="form")
