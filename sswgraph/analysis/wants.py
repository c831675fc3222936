"""What is wanted of a choice of modules, with sets of modules as whole numbers: one bit for each, in order of id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_

from sswgraph.analysis.needs import Closer
from sswgraph.analysis.packages import Groups


class Count:
    """A way to close a need in bits: a set of modules, and of each of some groups so many, each counting once (P14)."""

    def __init__(self, closer: Closer, groups: Groups, place: Mapping[str, int]) -> None:
        self.compulsory = bits(closer.modules, place)
        self.least = [(n - len(members & groups.done), bits(members, place)) for n, members in groups.each]
        self.shared = groups if groups.shared else None
        self.names = {place[module]: module for module in groups.modules}
        self.all = reduce(or_, (mask for _, mask in self.least), self.compulsory)

    def met(self, chosen: int) -> bool:
        if chosen & self.compulsory != self.compulsory:
            return False
        if any((chosen & mask).bit_count() < n for n, mask in self.least):
            return False
        return not self.shared or self.shared.filled({self.names[p] for p in places(chosen) if p in self.names})

    def steps(self, chosen: int) -> Iterator[int]:
        """Sets of which whatever meets this, and holds what is chosen, holds at least one."""
        if self.compulsory & ~chosen:
            yield self.compulsory
            return
        short = next((one for one in self.least if (chosen & one[1]).bit_count() < one[0]), (0, self.all))
        if short[0] == short[1].bit_count():
            yield short[1]
        else:
            yield from (1 << place for place in places(short[1] & ~chosen))


class Want:
    """A need in bits: the sets that close it alone, groups to choose from, and the wholes whose parts together do.

    ``counts``: only a qualification that has to be completed has them, and it is made up of no parts. ``wholes``: for
    each the places of its parts in ``beneath``, all parts of parts before what they are parts of.
    """

    __slots__ = ("beneath", "counts", "ways", "wholes")

    def __init__(
        self,
        ways: tuple[int, ...],
        counts: tuple[Count, ...],
        wholes: tuple[tuple[int, ...], ...],
        beneath: tuple[Want, ...],
    ) -> None:
        self.ways, self.counts, self.wholes, self.beneath = ways, counts, wholes, beneath

    def met(self, chosen: int) -> bool:
        for way in self.ways:
            if chosen & way == way:
                return True
        if self.counts and any(count.met(chosen) for count in self.counts):
            return True
        return bool(self.wholes) and self._made_up(self._parts(chosen))

    def modules(self) -> int:
        """All modules that may help to meet it."""
        found = reduce(or_, (count.all for count in self.counts), 0)
        return reduce(or_, self.steps(), found)

    def steps(self, chosen: int = 0) -> Iterator[int]:
        """What may be taken next: a set that closes it, or one that brings it, or an open part of it, nearer to that.

        Whatever closes it, and holds what is chosen, holds at least one of these.
        """
        yield from self.ways
        for count in self.counts:
            yield from count.steps(chosen)
        if self.wholes:
            met, seen = self._parts(chosen), set[int]()
            waiting = [place for parts in self.wholes for place in parts]
            while waiting:
                place = waiting.pop()
                if place not in seen and not met[place]:
                    seen.add(place)
                    yield from self.beneath[place].ways
                    waiting += [inner for parts in self.beneath[place].wholes for inner in parts]

    def _parts(self, chosen: int) -> list[bool]:
        met: list[bool] = []
        for part in self.beneath:
            met.append(any(chosen & way == way for way in part.ways) or part._made_up(met))
        return met

    def _made_up(self, met: list[bool]) -> bool:
        return any(all(met[place] for place in parts) for parts in self.wholes)


def bits(modules: Iterable[str], place: Mapping[str, int]) -> int:
    return sum(1 << place[module] for module in modules if module in place)


def places(chosen: int) -> Iterator[int]:
    """The positions of the bits of a number, smallest first.

    >>> list(places(0b10110))
    [1, 2, 4]
    """
    while chosen:
        lowest = chosen & -chosen
        yield lowest.bit_length() - 1
        chosen ^= lowest
