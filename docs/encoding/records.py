"""What is read from a sheet: units with their items, and the problems that a person must look at."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_WORDS = 12
FACETS = ("EL", "PC", "K", "S", "A", "B", "FN", "MO", "CO", "LV", "NT")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person must look at: the sheet, its line, a short code of the kind of problem, and what is wrong."""

    sheet: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.sheet}:{self.line}: {self.code}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a list: its own label, and the words of the source that prove it.

    ``facet`` is one of FACETS, or empty for a remark; ``cut`` says that the sentence goes on in the source;
    ``aside`` is what the label says in brackets at its end.
    """

    line: int
    code: str
    facet: str
    label: str
    excerpt: str
    page: str
    level: str = ""
    cut: bool = False
    definition: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit, standard or course of a sheet, with its items.

    ``own_title`` says that the title is the sheet's, since the source prints none.
    """

    sheet: str
    line: int
    framework: str
    code: str
    title: str
    own_title: bool
    level: str
    volume: str
    extent: str
    page: str
    items: tuple[Item, ...] = ()

    @property
    def key(self) -> str:
        """How a table names the unit: ``nz-nzqa | 18763 v3``."""
        return f"{self.framework} | {self.code}"


@dataclass(slots=True)
class Sheet:
    """A sheet as it was read."""

    name: str
    units: list[Unit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, line: int, code: str, message: str) -> None:
        self.problems.append(Problem(self.name, line, code, message))
