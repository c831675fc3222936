"""Many who hold something as arrays, and how all of them relate to a requirement at once.

The same rules as in :mod:`sswgraph.shortfalls.matching`, for everybody together: of several ways to one requirement the
least place in ``ORDER`` counts, of the parts of a whole the greatest, so that both are one pass over an array.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Profile
from sswgraph.model.levels import ORDER, Levels
from sswgraph.model.results import STATUSES
from sswgraph.shortfalls.holdings import HeldLine
from sswgraph.shortfalls.matching import Holder

MOST_MB = 1_000
_KEPT_MB = 200
ABSENT = len(ORDER)  # nothing that is held bears on it
_CODE = {status: code for code, status in enumerate(STATUSES)}
# A standing, or ABSENT, as the status that it is where nothing else counts.
_PLAIN = np.array([*(_CODE[standing] for standing in ORDER), _CODE["missing"]], np.uint8)  # type: ignore[index]
Array = Any  # of numpy, whose types say little more than that


def require_room(what: str, megabytes: float, advice: str) -> None:
    """Raise InputError, before anything is made, where so much would not be held in memory."""
    if megabytes > MOST_MB:
        raise InputError(f"{what} would take {megabytes:,.0f} MB; at most {MOST_MB:,} MB are made. {advice}")


class Holders:
    """What many hold, by competency: who, at which level, and whether it is only optional for them today.

    ``n``: how many they are; ``place`` and ``starts``: where a competency begins in ``rows`` (who), ``level`` (its
    place in ``levels``) and ``optional``; ``single``: nobody holds a competency twice; ``completed``: who has done
    what.
    """

    __slots__ = ("completed", "level", "levels", "n", "optional", "place", "rows", "single", "starts")

    def __init__(
        self,
        n: int,
        place: Mapping[str, int],
        levels: Sequence[str | None],
        columns: tuple[Array, Array, Array, Array],
        completed: Mapping[str, Array] | None = None,
    ) -> None:
        rows, competencies, level, optional = columns
        order = np.lexsort((rows, competencies))
        self.n, self.place, self.levels = n, dict(place), tuple(levels)
        self.rows, self.level, self.optional = rows[order], level[order], optional[order]
        sorted_by = competencies[order]
        self.starts = np.searchsorted(sorted_by, np.arange(len(place) + 1))
        again = (sorted_by[1:] == sorted_by[:-1]) & (self.rows[1:] == self.rows[:-1])
        self.single = not again.any()
        self.completed = dict(completed or {})

    def __len__(self) -> int:
        return self.n


class Gathering:
    """Takes in what is held, one after the other, and makes arrays of it."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self.levels: dict[str | None, int] = {None: 0}
        self.completed: dict[str, list[int]] = {}
        self.n = 0
        self._columns = array("i"), array("i"), array("i"), array("b")

    def add(self, held: Iterable[HeldLine], completed: Iterable[str] = ()) -> None:
        """The next one: (competency, level, optional) of each holding; sets are not competencies."""
        rows, competencies, levels, optionals = self._columns
        place, known, n = self.place, self.levels, self.n
        for competency, level, optional in held:
            rows.append(n)
            competencies.append(place.setdefault(competency, len(place)))
            levels.append(known.setdefault(level, len(known)))
            optionals.append(optional)
        for one in completed:
            self.completed.setdefault(one, []).append(n)
        self.n += 1

    def __len__(self) -> int:
        """How many holdings there are so far."""
        return len(self._columns[0])

    def made(self) -> Holders:
        """What was added, as arrays."""
        rows, competencies, levels = (np.array(one, np.int32) for one in self._columns[:3])
        optional = np.array(self._columns[3], bool)
        done = {one: np.array(who, np.int64) for one, who in self.completed.items()}
        return Holders(self.n, self.place, tuple(self.levels), (rows, competencies, levels, optional), done)


class Weigher:
    """How everybody relates to single requirements.

    ``besides``: what some hold as well: who (an index of numpy), and what.
    """

    def __init__(
        self, graph: CompetencyGraph, held: Holders, besides: Sequence[tuple[Any, Iterable[HeldLine]]] = ()
    ) -> None:
        self.held, self.levels = held, Levels(graph.index.levels)
        self.sure = Holder(graph, Profile())  # nobody's: which ways there are, whoever is asked about
        self.hopeful = self.sure.hoping(lambda _: True)
        self._besides: dict[str, list[tuple[Any, str | None, bool]]] = {}
        for who, holdings in besides:
            for competency, level, optional in holdings:
                self._besides.setdefault(competency, []).append((who, level, optional))
        self._tables: dict[str | None, Array] = {}
        self._best: dict[tuple[bool, str, str | None, bool], Array] = {}

    def statuses(self, competency: str, levels: Iterable[str | None], optional: bool) -> Array:
        """The status of everybody as its place in ``STATUSES``; of several levels the one that stands worst."""
        self._forget()
        found = None
        for level in levels:
            one = self._status(competency, level, optional)
            found = one if found is None else np.maximum(found, one)
        return found

    def met(self, competency: str, levels: Iterable[str | None], optional: bool) -> Array:
        """Whether everybody has it for certain, at all of these levels."""
        self._forget()
        found = np.ones(self.held.n, bool)
        for level in levels:
            found &= self.best(self.sure, competency, level, optional) == ORDER["met"]
        return found

    def _forget(self) -> None:
        """What was worked out on the way is kept for the next question, as long as it is not much."""
        if len(self._best) * self.held.n > _KEPT_MB * 1e6:
            self._best.clear()

    def table(self, level: str | None) -> Array:
        """For each level that is held, how it relates to this one."""
        if level not in self._tables:
            standings = [ORDER[self.levels.standing(held, level)] for held in self.held.levels]
            self._tables[level] = np.array(standings, np.uint8)
        return self._tables[level]

    def _status(self, competency: str, level: str | None, optional: bool) -> Array:
        if self.sure.stands_alone(competency):
            return _PLAIN[self._own(competency, level, optional)]
        found = self.best(self.sure, competency, level, optional)
        hoped = self.best(self.hopeful, competency, level, optional) == ORDER["met"]
        status = _PLAIN[found]
        status[(found == ABSENT) & self._near(competency, optional)] = _CODE["in-part"]
        status[(found != ORDER["met"]) & hoped] = _CODE["if-recognised"]
        return status

    def best(self, holder: Holder, competency: str, level: str | None, optional: bool) -> Array:
        """As :meth:`Holder.best`: the place in ``ORDER`` of what everybody has towards it, or ABSENT."""
        hoping = holder is self.hopeful
        key = (hoping, competency, level, optional)
        if key not in self._best:
            for one in holder.beneath(competency):  # parts before what they are parts of
                if (hoping, one, level, optional) not in self._best:
                    sources = dict.fromkeys((one, *(credit.source for credit in holder.full(one))))
                    ways = [self._at(holder, source, level, optional, one) for source in sources]
                    self._best[hoping, one, level, optional] = _together(np.minimum, ways)
        return self._best[key]

    def _at(self, holder: Holder, competency: str, level: str | None, optional: bool, towards: str) -> Array:
        """What is held of one competency, itself or by all its parts, towards the one that is asked for."""
        own = self._own(competency, level, optional)
        parts = holder.parts(competency, towards=towards)
        if not parts:
            return own
        whole = _together(np.maximum, [self.best(holder, part, level, optional) for part in parts])
        return np.minimum(own, whole)

    def _own(self, competency: str, level: str | None, optional: bool) -> Array:
        found = np.full(self.held.n, ABSENT, np.uint8)
        place = self.held.place.get(competency)
        if place is not None:
            own = slice(self.held.starts[place], self.held.starts[place + 1])
            rows, standing = self.held.rows[own], self.table(level)[self.held.level[own]]
            if not optional and self.held.optional[own].any():
                firm = ~self.held.optional[own]
                rows, standing = rows[firm], standing[firm]
            if self.held.single:
                found[rows] = standing
            else:
                np.minimum.at(found, rows, standing)
        for who, held_level, only in self._besides.get(competency, ()):
            if optional or not only:
                found[who] = np.minimum(found[who], ORDER[self.levels.standing(held_level, level)])
        return found

    def _near(self, competency: str, optional: bool) -> Array:
        """As :meth:`Holder.near`: who holds something that comes near."""
        found = np.zeros(self.held.n, bool)
        waiting, seen = [competency], set[str]()
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            if one != competency:
                found |= self.best(self.sure, one, None, optional) != ABSENT
            for credit in self.sure.all_credits(one):
                if not credit.full:
                    found |= self._at(self.sure, credit.source, None, optional, one) != ABSENT
            waiting += self.sure.parts(one, towards=one)
        return found


def _together(join: Callable[[Array, Array], Array], several: Sequence[Array]) -> Array:
    found = several[0]
    for one in several[1:]:
        found = join(found, one)
    return found
