"""Lists such as the cadres of a graph: tuples that are displayed as tables and give ``rows()``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Any, SupportsIndex, TypeVar, overload

from sswgraph.errors import harmless
from sswgraph.model.evidence import best_basis
from sswgraph.model.report import FINDINGS, Report
from sswgraph.model.results import CANDIDATES, FRAMEWORKS, Candidate, FrameworkSummary
from sswgraph.model.shown import NAMED, Columns, Displayed, column, records, rendering, short
from sswgraph.model.text import Text
from sswgraph.model.voices import CONTESTED, ContestedPair

T = TypeVar("T")
_APART = frozenset({"id", "label", "definition", "evidence", "elements", "residue", "voice"})


class Listed(Displayed, tuple[T, ...]):
    """A tuple that is displayed as a table: one line by ``repr``, a table in a notebook, all of it by ``str``.

    It equals a tuple of the same values, and a slice of it is of its kind. ``pandas.DataFrame(table.rows())`` takes it.

    >>> found = Candidates([Candidate(id="xx:a", kind="cadre", label=Text.of(en="aide"), matched="aide", score=0.9)])
    >>> found, found[:1] == (found[0],), found.rows()[0]["score"]
    (<Candidates 1: xx:a>, True, 0.9)
    """

    __slots__ = ()

    def columns(self) -> Columns:
        """Return the columns of the table."""
        raise NotImplementedError

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """Return one plain dict for each value, for ``pandas.DataFrame``.

        Args:
            lang (str): The language of the texts, as a tag.

        Returns:
            The rows, with the same keys in each.
        """
        return records(self.columns(), self, lang)

    @overload
    def __getitem__(self, place: SupportsIndex) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> Listed[T]: ...

    def __getitem__(self, place: SupportsIndex | slice) -> T | Listed[T]:
        if isinstance(place, slice):
            return type(self)(tuple.__getitem__(self, place))
        return tuple.__getitem__(self, place)

    def __repr__(self) -> str:
        ids = [short(str(getattr(one, "id", one))) for one in self[:NAMED]]
        named = ", ".join(ids) + (", …" if len(self) > NAMED else "")
        return f"<{type(self).__name__} {len(self)}{': ' if ids else ''}{named}>"

    def __str__(self) -> str:
        return str(rendering().text_of(self))


class Candidates(Listed[Candidate]):
    """The results of a search, best first.

    Attributes:
        total: How many there are in all; more than are in the list where it was cut short.
        answerable: (cadres of which it can be answered what they require, cadres) among all of them.
    """

    total: int
    answerable: tuple[int, int]

    def __new__(
        cls, found: Iterable[Candidate] = (), total: int | None = None, answerable: tuple[int, int] = (0, 0)
    ) -> Candidates:
        """Make the list of results."""
        made = super().__new__(cls, found)
        made.total = len(made) if total is None else total
        made.answerable = answerable
        return made

    def columns(self) -> Columns:
        """Return the columns of a search."""
        return CANDIDATES

    def __repr__(self) -> str:
        n, counted = len(self), super().__repr__()
        return counted if self.total == n else counted.replace(f" {n}", f" {n} of {self.total}", 1)


class Summaries(Listed[FrameworkSummary]):
    """Frameworks in short: edition, status, languages, what is in each."""

    __slots__ = ()

    def columns(self) -> Columns:
        """Return the columns of a list of frameworks."""
        return FRAMEWORKS


class Reports(Listed[Report]):
    """The reports on what was checked together: one page, one table of all findings.

    Attributes:
        conforms: Whether all of them conform.

    Example:
        >>> found = Reports([Report(file="a.ttl"), Report(file="b.ttl")])
        >>> found, found.conforms, found.rows()
        (<Reports 2: a.ttl, b.ttl>, True, [])
    """

    __slots__ = ()

    @property
    def conforms(self) -> bool:
        """Whether all of them conform."""
        return all(report.conforms for report in self)

    def columns(self) -> Columns:
        """Return the columns of findings."""
        return FINDINGS

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each finding of each report, the file first, for ``pandas.DataFrame``."""
        return [row for report in self for row in report.rows(lang)]

    def __repr__(self) -> str:
        files = [harmless(report.file) for report in self[:NAMED]]
        named = ", ".join(files) + (", …" if len(self) > NAMED else "")
        return f"<Reports {len(self)}{': ' if files else ''}{named}>"


class ContestedPairs(Listed[ContestedPair]):
    """Pairs of which some mappings claim what others deny, by their ends."""

    __slots__ = ()

    def columns(self) -> Columns:
        """Return the columns of contested pairs."""
        return CONTESTED


MAPPINGS = (
    column("subject", "align.column.subject", "id"),
    column("predicate", "align.column.predicate", value=attrgetter("relation"), words="align/relation"),
    column("object", "align.column.object", "id"),
    column(
        "negated",
        "denied",
        value=lambda one: "true" if one.negated else "",
        words="boolean",
        plain=attrgetter("negated"),
    ),
    column("confidence", "confidence", "number"),
    column("justification"),
    column("basis", "basis", value=lambda one: best_basis(one.evidence), words="basis"),
    column("mapping_set", type="id"),
)
_ELEMENTS = (
    column("id", "element", "id", label=lambda one: getattr(one, "label", Text())),
    column("label", value=lambda one: getattr(one, "label", Text())),
    column("definition", "definition", value=lambda one: getattr(one, "definition", Text())),
    column("basis", "basis", value=lambda one: best_basis(one.evidence), words="basis"),
)


class Elements(Listed[T]):
    """Parts of frameworks, such as the cadres of a graph; a row has every field but evidence."""

    __slots__ = ()

    def columns(self) -> Columns:
        """Return the columns of the fields that occur; of mappings, those of a mapping table."""
        kinds: dict[Any, None] = dict.fromkeys(map(type, self))
        if [kind.kind for kind in kinds] == ["mapping"]:
            return MAPPINGS
        names = dict.fromkeys(field.name for kind in kinds for field in fields(kind))
        more = [name for name in names if name not in _APART]
        return (*_ELEMENTS, *(column(name, value=_field(name)) for name in more))


def _field(name: str) -> Callable[[Any], Any]:
    return lambda one: getattr(one, name, None)
