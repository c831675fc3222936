"""Many adaptations of one base: what each did with every element, and how alike they are."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar

from sswgraph.frozen import dataclass
from sswgraph.model.comparison import KEPT, ChangeKind, Comparison, Relation, SafetyFinding
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Column, Shown, column, records
from sswgraph.model.text import Text, Wording, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Brief):
    """What one adaptation did with an element.

    Attributes:
        kind: What happened to it; None where the adaptation has no element in this row.
        relation: How the two relate to each other, which is stated about a framework without lineage; None where it has
            none.
        adaptation: The ids of its own elements for it.
        lineage: Whether the adaptation was made from the base.
    """

    kind: ChangeKind | None = None
    relation: Relation | None = None
    adaptation: tuple[str, ...] = ()
    lineage: bool = True

    @property
    def said(self) -> str | None:
        """What is stated about it: what happened along lineage, otherwise how the two relate to each other."""
        return self.kind if self.lineage and self.relation != "not-compared" else self.relation

    @property
    def kept(self) -> bool:
        """Whether the meaning was kept; without lineage, whether the two are the same."""
        return self.kind in KEPT if self.lineage else self.relation == "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow(Brief):
    """One element of the base, or one that adaptations added.

    Attributes:
        element: Its kind.
        label: Its name.
        base: Its id in the base; None where adaptations added it.
        cells: One for each adaptation, in their order.
    """

    element: str
    label: Text
    base: str | None
    cells: tuple[Cell, ...]

    @property
    def kept_by_all(self) -> bool:
        """Whether every adaptation kept it."""
        return all(cell.kept for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness(Brief):
    """How alike two adaptations are.

    Attributes:
        first: The id of the one.
        second: The id of the other.
        same: On how many rows both did the same.
        of: How many rows there are on which at least one of them has an element.
    """

    first: str
    second: str
    same: int
    of: int

    @property
    def share(self) -> float:
        """The share of the rows on which both did the same, from 0 to 1; 1 where there are none."""
        return self.same / self.of if self.of else 1.0

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"share": round(self.share, 4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Shown):
    """Many adaptations of one base: a comparison of each, a row for every element, and how alike they are.

    Attributes:
        base: The id of the base.
        base_label: Its title.
        adaptations: The ids of the adaptations.
        comparisons: A comparison of each, in their order.
        lines: A row for every element.
        nearness: How alike each two of them are.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "matrix"
    base: str
    base_label: Text
    adaptations: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    lines: tuple[MatrixRow, ...] = ()
    nearness: tuple[Nearness, ...] = ()
    stamp: Stamp

    @property
    def safety(self) -> tuple[tuple[str, tuple[SafetyFinding, ...]], ...]:
        """By adaptation: what protects less, or without lineage how the two protect differently."""
        return tuple((one.adaptation, one.safety) for one in self.comparisons)

    @property
    def lineage(self) -> bool:
        """Whether every one of them was made from the base."""
        return all(one.lineage for one in self.comparisons)

    @property
    def kept_by_all(self) -> tuple[str, ...]:
        """The elements of the base that every adaptation kept, or, without lineage, has as the same."""
        return tuple(row.base for row in self.lines if row.base is not None and row.kept_by_all)

    def only_in(self, adaptation: str) -> tuple[str, ...]:
        """The elements that this adaptation alone added."""
        place = self.adaptations.index(adaptation)
        added = [row for row in self.lines if row.base is None and sum(bool(cell.kind) for cell in row.cells) == 1]
        return tuple(one for row in added for one in row.cells[place].adaptation)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per element, with a column for each adaptation."""
        return records(self.columns(), self.lines, lang)

    def columns(self) -> tuple[Column, ...]:
        """Its columns: the element, and what each adaptation did with it."""
        element = column("element", words="kind")
        return (
            element,
            column("label"),
            column("base", "element", "id", label=attrgetter("label"), mark=element),
            *(_adapted(place, name) for place, name in enumerate(self.adaptations)),
        )


def _adapted(place: int, name: str) -> Column:
    return Column(
        code=name, title=Wording(one_line(name)), value=lambda row: row.cells[place].said, words="change relation"
    )
