"""Progress: how much of something slow is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = "Callable[[int, int], None] | None"
_EVERY = 100


class Counter:
    """Reports how much is done, not too often, and the end.

    >>> said = []
    >>> counter = Counter(lambda done, in_all: said.append((done, in_all)), 250)
    >>> for _ in range(240):
    ...     counter()
    >>> counter.finish()
    >>> said
    [(100, 250), (200, 250), (250, 250)]
    """

    __slots__ = ("_all", "_done", "_every", "_report")

    def __init__(self, report: Progress, in_all: int = 0, every: int = _EVERY) -> None:
        self._report, self._all, self._done, self._every = report, in_all, 0, every

    def expect(self, in_all: int) -> None:
        """Set how many there are, where that is known later."""
        self._all = in_all

    def __call__(self) -> None:
        """Count one more."""
        self._done += 1
        if self._report and self._done <= self._all and (self._done % self._every == 0 or self._done == self._all):
            self._report(self._done, self._all)

    def finish(self) -> None:
        """Report the end, also where there were fewer than expected."""
        if self._report and self._done < self._all:
            self._report(self._all, self._all)
        self._done = self._all
