"""Totals of hours, credits and costs by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sswgraph.model.elements import Number


@dataclass(frozen=True, slots=True)
class Volumes(Mapping[str, Number]):
    """Totals by kind, never added to each other: ``volumes["notionalHours"]``, ``volumes["credits:saqa-credit"]``.

    Only kinds of which something is known are there.

    >>> Volumes((("notionalHours", 280),))["notionalHours"]
    280
    """

    totals: tuple[tuple[str, Number], ...] = ()

    def __getitem__(self, kind: str) -> Number:
        for name, total in self.totals:
            if name == kind:
                return total
        raise KeyError(kind)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.totals)

    def __len__(self) -> int:
        return len(self.totals)
