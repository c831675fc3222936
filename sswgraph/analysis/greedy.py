"""A good choice of modules in little time: greedy, thinned out, then taken apart and mended again and again.

What is found can be carried out but proves nothing: it gives the exact search a head start, and goes on where that runs
out of time. The method is iterated greedy (Jacobs and Brusco 1995; Ruiz and Stützle 2007). Sets of modules are whole
numbers here, one bit for each module in order of id, since nearly all the work is to ask whether one set holds another.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property, reduce
from math import lcm
from operator import or_

from sswgraph.analysis.needs import Closer, Need
from sswgraph.analysis.puzzle import Puzzle
from sswgraph.analysis.wants import Count, Want, bits, places

_NOISE = 0.15
_TAKEN_OUT = (2, 6)
_FEW = 5000
Asked = list[tuple[int, Want]]


class Greedy:
    """Finds choices for one puzzle. ``wants``: the needs and the entries of modules, each with the module that asks."""

    def __init__(self, puzzle: Puzzle) -> None:
        self.modules = sorted(puzzle.volume)
        self.place = {module: place for place, module in enumerate(self.modules)}
        self.prices, self.budget = _prices(puzzle, self.modules)
        self.before = [self.bits(puzzle.before.get(m, ())) for m in self.modules]
        self.pulls = [self._pulled(puzzle, m) for m in self.modules]
        self.names_of_needs = [need.competency for need in puzzle.needs]
        self.needs = [self._want(need, "") for need in puzzle.needs]
        self.entries = {
            self.place[m]: [self._want(need, m) for need in puzzle.entries[m]]
            for m in self.modules
            if puzzle.entries.get(m)
        }
        self.wants: Asked = [(0, want) for want in self.needs]
        self.wants += [(1 << place, want) for place, wants in self.entries.items() for want in wants]
        self._pulled_by: dict[int, int] = {}
        self.draw = random.Random(0)

    @cached_property
    def concerns(self) -> list[Asked]:
        """For each module the wants that it may help to meet."""
        found: list[Asked] = [[] for _ in self.modules]
        for owner, want in self.wants:
            for place in places(want.modules()):
                found[place].append((owner, want))
        return found

    def bits(self, modules: Iterable[str]) -> int:
        return bits(modules, self.place)

    def names(self, chosen: int) -> set[str]:
        return {self.modules[place] for place in places(chosen)}

    def _want(self, need: Need, without: str) -> Want:
        """Modules do not feed their own entry, and what is not on offer closes nothing."""
        made: list[Want] = []
        place: dict[int, int] = {}
        for one in need.beneath():
            offered = [c for c in one.closers if without not in c.modules and c.modules <= self.place.keys()]
            ways = tuple(dict.fromkeys(self.bits(c.modules) for c in offered if not c.groups))
            wholes = tuple(tuple(place[id(part)] for part in parts) for parts in one.wholes)
            place[id(one)] = len(made)
            made.append(Want(ways, self._counts(offered), wholes, tuple(made) if one is need else ()))
        return made[-1]

    def _counts(self, closers: Iterable[Closer]) -> tuple[Count, ...]:
        within = [(closer, closer.groups.within(self.place.keys())) for closer in closers if closer.groups]
        return tuple(Count(closer, groups, self.place) for closer, groups in within if groups.filled(groups.modules))

    def _pulled(self, puzzle: Puzzle, module: str) -> int:
        """A module with everything that it needs before or along, and what that needs in its turn."""
        if not puzzle.before.get(module) and not puzzle.along.get(module):
            return 1 << self.place[module]
        found, waiting = {module}, [module]
        while waiting:
            following = waiting.pop()
            new = (puzzle.before.get(following, set()) | puzzle.along.get(following, set())) - found
            found |= new
            waiting += new
        return self.bits(found)

    def worth(self, chosen: int) -> tuple[int, int, int, int]:
        """What is least in the best choice: needs left open, price, number of modules, sum of positions."""
        left = {name for name, want in zip(self.names_of_needs, self.needs, strict=True) if not want.met(chosen)}
        return len(left), self.price(chosen), chosen.bit_count(), sum(places(chosen)) + chosen.bit_count()

    def price(self, chosen: int) -> int:
        total = 0
        while chosen:
            lowest = chosen & -chosen
            total += self.prices[lowest.bit_length() - 1]
            chosen ^= lowest
        return total

    def searched(self) -> int | None:
        """The best choice, if it takes few steps to prove it by branch and bound; else None.

        What can be settled in one way only is settled first, so that where that suffices there is nothing to search.
        """
        best: int | None = None
        worth: tuple[int, int, int] | None = None
        waiting, steps = [(0, self.wants)], 0
        while waiting and steps < _FEW:
            chosen, unmet, open_ways = self._settled(*waiting.pop())
            steps += 1 + sum(map(len, open_ways))
            if worth is not None and self._least(chosen, open_ways) >= worth:
                continue
            if not open_ways:
                if not self._runs(chosen):
                    return None
                best, worth = chosen, self._least(chosen, [])
            else:
                fewest: set[int] = min(open_ways, key=len)
                ways = sorted(fewest, key=lambda way: (self.price(way), way), reverse=True)
                waiting += [(chosen | way, unmet) for way in ways]
        return None if waiting else best

    def _settled(self, chosen: int, wants: Asked) -> tuple[int, Asked, list[set[int]]]:
        """A choice with all that it asks for in one way only; what is not met; for each open want, what to add."""
        while True:
            before, unmet, open_ways = chosen, Asked(), list[set[int]]()
            for owner, want in wants:
                if owner and not owner & chosen:
                    unmet.append((owner, want))
                elif not want.met(chosen):
                    ways = {self._with_all(step) & ~chosen for step in want.steps(chosen)}
                    if len(ways) == 1:
                        chosen |= ways.pop()
                    if not want.met(chosen):
                        unmet.append((owner, want))
                        open_ways.append(ways)
            wants = unmet
            if chosen == before:
                return chosen, unmet, open_ways

    def _least(self, chosen: int, open_ways: list[set[int]]) -> tuple[int, int, int]:
        """The least price, number and positions that a choice can come to: open wants that share no module add up."""
        price, number, counted = self.price(chosen), chosen.bit_count(), 0
        for ways in open_ways:
            together = reduce(or_, ways, 0)
            if not together & counted:
                counted |= together
                price += min(map(self.price, ways), default=0)
                number += min((way.bit_count() for way in ways), default=0)
        return price, number, sum(places(chosen))

    def first(self, *, until: float, patience: int) -> int:
        """A choice from scratch, bettered until ``patience`` attempts in a row were in vain; 0 where none is found."""
        found = self.thin(self.mend(0))
        return self.better(found, until=until, patience=patience) if self.stands(found) else 0

    def better(self, chosen: int, *, until: float, patience: int | None = None) -> int:
        """Takes a few modules out and mends what that opened, again and again; keeps what is no worse."""
        best, worth, vain = chosen, self.worth(chosen), 0
        while best and vain != patience and time.monotonic() < until:
            taken = list(places(best))
            out = sum(1 << p for p in self.draw.sample(taken, min(len(taken), self.draw.randint(*_TAKEN_OUT))))
            kept = sum(1 << p for p in taken if not self.pulls[p] & out)
            found = self.thin(self.mend(kept))
            vain += 1
            if self.stands(found) and (reached := self.worth(found)) <= worth:
                vain = 0 if reached < worth else vain
                best, worth = found, reached
        return best

    def mend(self, chosen: int) -> int:
        """Adds what closes most for its price, with a little chance, until nothing is open or nothing more fits."""
        left = [want for owner, want in self.wants if (not owner or owner & chosen) and not want.met(chosen)]
        while left:
            closing: dict[int, int] = {}
            for want in left:
                for more in {self._with_all(step) & ~chosen for step in want.steps(chosen)}:
                    closing[more] = closing.get(more, 0) + 1
            spent = self.price(chosen) if self.budget is not None else 0
            offers = []
            for more, closed in closing.items():
                price = self.price(more)
                if self.budget is None or spent + price <= self.budget:
                    offers.append((price / closed * (1 + _NOISE * self.draw.random()), more))
            if not offers:
                break
            more = min(offers)[1]
            chosen |= more
            left += [want for place in places(more) for want in self.entries.get(place, ())]
            left = [want for want in left if not want.met(chosen)]
        return chosen

    def _with_all(self, step: int) -> int:
        """A step with everything that its modules need before or along."""
        found = self._pulled_by.get(step)
        if found is None:
            found = self._pulled_by[step] = reduce(or_, (self.pulls[place] for place in places(step)), 0)
        return found

    def thin(self, chosen: int) -> int:
        """Leaves out, dearest first, every module without which all that is closed stays closed."""
        met = {id(want) for want in self.needs if want.met(chosen)}
        for place in sorted(places(chosen), key=lambda p: -self.prices[p]):
            bit, rest = 1 << place, chosen & ~(1 << place)
            needed = any(self.pulls[other] & bit for other in places(rest)) or any(
                (owner & rest if owner else id(want) in met) and not want.met(rest)
                for owner, want in self.concerns[place]
            )
            if not needed and self._runs(rest):
                chosen = rest
        return chosen

    def stands(self, chosen: int) -> bool:
        """Whether a choice can be carried out, and closes everything unless a budget excuses it."""
        if self.budget is None and not all(want.met(chosen) for want in self.needs):
            return False
        return not any(self.pulls[place] & ~chosen for place in places(chosen)) and self._runs(chosen)

    def _runs(self, chosen: int) -> bool:
        """Whether each module can be begun, after others of the choice."""
        waiting, done = list(places(chosen)), 0
        while waiting:
            ready = [p for p in waiting if not self.before[p] & ~done and self._enters(p, done)]
            if not ready:
                return False
            done |= sum(1 << p for p in ready)
            waiting = [p for p in waiting if not done >> p & 1]
        return True

    def _enters(self, place: int, done: int) -> bool:
        return all(want.met(done) for want in self.entries.get(place, ()))


def _prices(puzzle: Puzzle, modules: list[str]) -> tuple[list[int], int | None]:
    """Volumes as whole numbers, and the budget in the same unit; one unknown volume is dearer than all known ones."""
    known = {m: v.as_integer_ratio() for m in modules if (v := puzzle.volume[m]) is not None}
    scale = lcm(1, *(below for _, below in known.values()))
    whole = {m: above * (scale // below) for m, (above, below) in known.items()}
    dearest = sum(whole.values()) + 1
    budget = None if puzzle.budget is None else int(Fraction(puzzle.budget) * scale)
    return [whole.get(m, dearest) for m in modules], budget
