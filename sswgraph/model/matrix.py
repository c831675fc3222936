"""What a comparison of many adaptations answers: element by element, what each country did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sswgraph.model.brief import Brief
from sswgraph.model.comparison import KEPT, ChangeKind, Comparison, Relation, SafetyFinding
from sswgraph.model.results import Stamp
from sswgraph.model.show import Shown
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one adaptation did with an element, and which elements of its own it has for it. No kind: it has none.

    ``relation``: how the two stand to each other, which is what is said of a framework without ``lineage``.
    """

    kind: ChangeKind | None = None
    relation: Relation | None = None
    adapted: tuple[str, ...] = ()
    lineage: bool = True

    @property
    def said(self) -> str | None:
        """What is said of it: what happened along lineage, else how the two stand to each other."""
        return self.kind if self.lineage and self.relation != "not-compared" else self.relation

    @property
    def kept(self) -> bool:
        return self.kind in KEPT if self.lineage else self.relation == "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow(Brief):
    """One element of the base (or, without ``base``, one that adaptations added) and a cell for each adaptation."""

    element: str
    label: Text
    base: str | None
    cells: tuple[Cell, ...]

    @property
    def kept_by_all(self) -> bool:
        return all(cell.kept for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """On how many rows two adaptations did the same, of those on which at least one of them has an element."""

    first: str
    second: str
    same: int
    of: int

    @property
    def share(self) -> float:
        return self.same / self.of if self.of else 1.0

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"share": round(self.share, 4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Shown):
    """Many adaptations of one base: a comparison of each, a row for every element, and who is near to whom."""

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
        """By adaptation: what protects less, or without lineage how the two protect otherwise."""
        return tuple((one.adapted, one.safety) for one in self.comparisons)

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
        return tuple(one for row in added for one in row.cells[place].adapted)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per element, with a column for each adaptation."""
        return [
            {
                "element": row.element,
                "label": str(row.label.best(lang)),
                "base": row.base,
                **{name: cell.said for name, cell in zip(self.adaptations, row.cells, strict=True)},
            }
            for row in self.lines
        ]
