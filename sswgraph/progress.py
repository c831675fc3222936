"""Progress: how much of something slow is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Told: TypeAlias = "Callable[[int, int], None] | None"
_EVERY = 100


class Counter:
    """Tells how much is done, not too often, and the end.

    >>> said = []
    >>> counter = Counter(lambda done, in_all: said.append((done, in_all)), 250)
    >>> for _ in range(240):
    ...     counter()
    >>> counter.finish()
    >>> said
    [(100, 250), (200, 250), (250, 250)]
    """

    __slots__ = ("_all", "_done", "_every", "_told")

    def __init__(self, told: Told, in_all: int = 0, every: int = _EVERY) -> None:
        self._told, self._all, self._done, self._every = told, in_all, 0, every

    def expect(self, in_all: int) -> None:
        """Say how many there are, where that is known later."""
        self._all = in_all

    def __call__(self) -> None:
        """One more is done."""
        self._done += 1
        if self._told and self._done <= self._all and (self._done % self._every == 0 or self._done == self._all):
            self._told(self._done, self._all)

    def finish(self) -> None:
        """All is done, also where there were fewer than expected."""
        if self._told and self._done < self._all:
            self._told(self._all, self._all)
        self._done = self._all
