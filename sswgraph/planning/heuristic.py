"""A choice of steps in little time: the best where few ways have to be tried, otherwise a greedy one, thinned out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, reduce
from math import lcm
from operator import or_

from sswgraph.graph.training import Groups
from sswgraph.planning.candidates import Closer, Need
from sswgraph.planning.problem import Ceiling, Problem


class Count:
    """A way to close a need in bits: a set of modules, and of each of some groups so many, each counting once (P14)."""

    def __init__(self, closer: Closer, groups: Groups, place: Mapping[str, int]) -> None:
        self.compulsory = bits(closer.modules, place)
        self.least = [(n - len(members & groups.done), bits(members, place)) for n, members in groups.each]
        self.shared = groups if groups.shared else None
        self.names = {place[module]: module for module in groups.modules}
        self.all = reduce(or_, (mask for _, mask in self.least), self.compulsory)

    def met(self, chosen: int) -> bool:
        """Whether these steps are enough."""
        if chosen & self.compulsory != self.compulsory:
            return False
        if any((chosen & mask).bit_count() < n for n, mask in self.least):
            return False
        return not self.shared or self.shared.filled({self.names[p] for p in bits_of(chosen) if p in self.names})

    def steps(self, chosen: int) -> Iterator[int]:
        """Sets of which whatever meets this, and holds what is chosen, holds at least one."""
        if self.compulsory & ~chosen:
            yield self.compulsory
            return
        short = next((one for one in self.least if (chosen & one[1]).bit_count() < one[0]), (0, self.all))
        if short[0] == short[1].bit_count():
            yield short[1]
        else:
            yield from (1 << place for place in bits_of(short[1] & ~chosen))


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
        """Whether these steps meet it."""
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

        Yields:
            Sets of steps, as bits.
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
    """Steps as the bits of a number, each at its place; those without a place are left out."""
    return sum(1 << place[module] for module in modules if module in place)


def bits_of(chosen: int) -> Iterator[int]:
    """The positions of the bits of a number.

    Yields:
        The positions, smallest first.

    Example:
        >>> list(bits_of(0b10110))
        [1, 2, 4]
    """
    while chosen:
        lowest = chosen & -chosen
        yield lowest.bit_length() - 1
        chosen ^= lowest


_FEW = 300
Asked = list[tuple[int, Want]]


class Greedy:
    """Finds choices for one problem. ``wants``: everything that has to be met, each with the step that asks."""

    def __init__(self, problem: Problem) -> None:
        self.modules = sorted(problem.volume)
        self.place = {module: place for place, module in enumerate(self.modules)}
        self.prices = _prices(problem, self.modules)
        self.before = [self.bits(problem.before.get(m, ())) for m in self.modules]
        self.pulls = [self._pulled(problem, m) for m in self.modules]
        self.needs = [self._want(need, "") for need in problem.needs]
        self.must = [self._want(need, "") for need in problem.must]
        self.entries = self._wants_of(problem.entries, itself=False)
        self.beside = self._wants_of(problem.beside, itself=True)
        self.wants: Asked = [(0, want) for want in (*self.must, *self.needs)]
        for asked in (self.entries, self.beside):
            self.wants += [(1 << place, want) for place, wants in asked.items() for want in wants]
        self.apart = {self.place[p]: self.bits(own) for p, own in problem.apart.items()}
        self.barred = [self.bits(choice) for choice in problem.barred]
        self.ceilings = [_whole_numbers(ceiling, self.modules) for ceiling in problem.ceilings]
        self._problem = problem
        self._bound = bool(self.apart or self.barred or self.ceilings)
        self._asked = [need.competency for need in problem.needs]
        self._optional = problem.optional
        self._pulled_by: dict[int, int] = {}
        self._known: dict[int, tuple[int, ...]] = {}

    def _wants_of(self, asked: Mapping[str, Sequence[Need]], *, itself: bool) -> dict[int, list[Want]]:
        """For each step that has some, what it asks for; ``itself``: whether it may help to meet that."""
        having = (step for step in self.modules if asked.get(step))
        return {self.place[m]: [self._want(need, "" if itself else m) for need in asked[m]] for m in having}

    def allowed(self, chosen: int) -> bool:
        """Whether a choice keeps within every budget, takes no programme beside its modules, and is not barred.

        What is not allowed does not become so by adding to it.

        Returns:
            Whether it is allowed.
        """
        if not self._bound:
            return True
        if any(chosen >> programme & 1 and chosen & own for programme, own in self.apart.items()):
            return False
        if any(chosen & choice == choice for choice in self.barred):
            return False
        return all(sum(each[place] for place in bits_of(chosen)) <= most for most, each in self.ceilings)

    @cached_property
    def concerns(self) -> list[Asked]:
        """For each module the wants that it may help to meet."""
        found: list[Asked] = [[] for _ in self.modules]
        for owner, want in self.wants:
            for place in bits_of(want.modules()):
                found[place].append((owner, want))
        return found

    def bits(self, modules: Iterable[str]) -> int:
        """Steps of the problem as bits."""
        return bits(modules, self.place)

    def names(self, chosen: int) -> set[str]:
        """The ids of these steps."""
        return {self.modules[place] for place in bits_of(chosen)}

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

    def _pulled(self, problem: Problem, module: str) -> int:
        """A module with everything that it needs before or along, and what that needs in its turn."""
        if not problem.before.get(module) and not problem.along.get(module):
            return 1 << self.place[module]
        found, waiting = {module}, [module]
        while waiting:
            following = waiting.pop()
            new = (problem.before.get(following, set()) | problem.along.get(following, set())) - found
            found |= new
            waiting += new
        return self.bits(found)

    def worth(self, chosen: int) -> tuple[int, int, int, int, int]:
        """What is least in the best choice: needs left open, optional ones, price, number of steps, positions."""
        left = {name for name, want in zip(self._asked, self.needs, strict=True) if not want.met(chosen)}
        optional, count = len(left & self._optional), chosen.bit_count()
        return len(left) - optional, optional, self.price(chosen), count, sum(bits_of(chosen)) + count

    def price(self, chosen: int) -> int:
        """What these steps cost together."""
        total = 0
        while chosen:
            lowest = chosen & -chosen
            total += self.prices[lowest.bit_length() - 1]
            chosen ^= lowest
        return total

    def searched(self) -> int | None:
        """The best of the choices that close everything, if it takes few steps to prove it by branch and bound.

        What can be settled in one way only is settled first, so that where that suffices there is nothing to search.

        Returns:
            The choice; None where it takes more steps, or where not everything can be closed together.
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
                    ways = self._ways(want, chosen)
                    if self._bound:
                        ways = {way for way in ways if self.allowed(chosen | way)}
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
        return price, number, sum(bits_of(chosen))

    def first(self) -> int:
        """A choice from scratch; 0 where none is found that stands."""
        found = self.thin(self.repair(0))
        return found if self.stands(found) else 0

    def repair(self, chosen: int) -> int:
        """Adds what closes most for its price, until nothing is open or no more is allowed."""
        left = [want for owner, want in self.wants if (not owner or owner & chosen) and not want.met(chosen)]
        while left:
            closing: dict[int, int] = {}
            for want in left:
                for more in self._ways(want, chosen):
                    closing[more] = closing.get(more, 0) + 1
            offers = []
            for more, closed in closing.items():
                if self.allowed(chosen | more):
                    offers.append((self.price(more) / closed, more))
            if not offers:
                break
            more = min(offers)[1]
            chosen |= more
            left += [
                want for place in bits_of(more) for of in (self.entries, self.beside) for want in of.get(place, ())
            ]
            left = [want for want in left if not want.met(chosen)]
        return chosen

    def _ways(self, want: Want, chosen: int) -> set[int]:
        """What may be added for a want, each with all that it needs; where the choice does not matter, known once."""
        if want.counts or want.wholes:
            return {self._with_all(step) & ~chosen for step in want.steps(chosen)}
        known = self._known.get(id(want))
        if known is None:
            known = self._known[id(want)] = tuple({self._with_all(way) for way in want.ways})
        return {way & ~chosen for way in known}

    def _with_all(self, step: int) -> int:
        """A step with everything that its modules need before or along."""
        found = self._pulled_by.get(step)
        if found is None:
            found = self._pulled_by[step] = reduce(or_, (self.pulls[place] for place in bits_of(step)), 0)
        return found

    def thin(self, chosen: int) -> int:
        """Leaves out, dearest first, every module without which all that is closed stays closed."""
        met = {id(want) for owner, want in self.wants if not owner and want.met(chosen)}
        for place in sorted(bits_of(chosen), key=lambda p: -self.prices[p]):
            bit, rest = 1 << place, chosen & ~(1 << place)
            needed = any(self.pulls[other] & bit for other in bits_of(rest)) or any(
                (owner & rest if owner else id(want) in met) and not want.met(rest)
                for owner, want in self.concerns[place]
            )
            if not needed and self._runs(rest):
                chosen = rest
        return chosen

    def stands(self, chosen: int) -> bool:
        """Whether a choice can be carried out, and closes everything unless something may forbid that."""
        wanted = self.must if self._problem.bound else (*self.must, *self.needs)
        if not all(want.met(chosen) for want in wanted) or not self.allowed(chosen):
            return False
        taken = list(bits_of(chosen))
        if any(self.pulls[place] & ~chosen for place in taken):
            return False
        beside = (want for place in taken for want in self.beside.get(place, ()))
        return all(want.met(chosen) for want in beside) and self._runs(chosen)

    def _runs(self, chosen: int) -> bool:
        """Whether each module can be begun, after others of the choice."""
        waiting, done = list(bits_of(chosen)), 0
        while waiting:
            ready = [p for p in waiting if not self.before[p] & ~done and self._enters(p, done)]
            if not ready:
                return False
            done |= sum(1 << p for p in ready)
            waiting = [p for p in waiting if not done >> p & 1]
        return True

    def _enters(self, place: int, done: int) -> bool:
        return all(want.met(done) for want in self.entries.get(place, ()))


def _prices(problem: Problem, modules: list[str]) -> list[int]:
    """Volumes as whole numbers; one unknown volume is dearer than all known ones."""
    known = {m: v.as_integer_ratio() for m in modules if (v := problem.volume[m]) is not None}
    scale = lcm(1, *(below for _, below in known.values()))
    whole = {m: above * (scale // below) for m, (above, below) in known.items()}
    dearest = sum(whole.values()) + 1
    return [whole.get(m, dearest) for m in modules]


def _whole_numbers(ceiling: Ceiling, modules: list[str]) -> tuple[int, list[int]]:
    """A budget and what each step takes of it, as whole numbers of one unit."""
    ratios = [ceiling.each[m].as_integer_ratio() for m in modules]
    scale = lcm(1, *(below for _, below in ratios))
    return int(Fraction(ceiling.most) * scale), [above * (scale // below) for above, below in ratios]
