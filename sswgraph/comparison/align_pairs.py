"""Which pairs are suggested: ranked from both ends; how far a pair is ahead counts for more than its score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sswgraph.comparison.align_text import Read, Reader, Scores

LEAST, LEAST_ACROSS = 0.28, 0.16  # below this nothing is suggested; the second where no language is shared
SHARE = 0.7  # nor what has less than this share of the best score of either end: that end is spoken for
CLEAR = 0.03  # how far ahead of any other pair of either end a pair must be to be proposed
MOST = 5  # candidates for one element
_SAME = Scores(1.0, 1.0, None, None, across=False)
Told = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two elements by their places on the two sides, and how the pair stands among the others of both ends."""

    subject: int
    object: int
    scores: Scores
    rank: int
    margin: float

    @property
    def proposed(self) -> bool:
        return self.margin >= CLEAR


class Pairs:
    """Every pair of one kind that was weighed, and the choice among them."""

    def __init__(self, sides: tuple[Sequence[Read], Sequence[Read]], refused: frozenset[tuple[str, str]]) -> None:
        self.sides = sides
        self._refused = refused
        self._scores: dict[tuple[int, int], Scores] = {}
        self._ends: tuple[dict[int, list[tuple[int, int]]], ...] = ({}, {})

    def by_label(self, told: Told) -> Pairs:
        """Equal labels in one language, and nothing else."""
        labelled: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, read in enumerate(self.sides[1]):
            for tag, names in read.names.items():
                labelled[tag, names[0]].append(place)
            told()
        for place, read in enumerate(self.sides[0]):
            for tag, names in read.names.items():
                for other in labelled.get((tag, names[0]), ()):
                    self._weighed(place, other, _SAME)
            told()
        return self._ranked()

    def by_likeness(self, reader: Reader, told: Told) -> Pairs:
        """What the index finds from either side, weighed."""
        here, there = self.sides
        found: list[set[int]] = [set(near) for near in reader.near(here, there, told)]
        for b, near in enumerate(reader.near(there, here, told)):
            for a in near:
                found[a].add(b)
        for a, others in enumerate(found):
            for b in sorted(others):
                self._weighed(a, b, reader.weigh(here[a], there[b]))
            told()
        return self._ranked()

    def _weighed(self, a: int, b: int, scores: Scores) -> None:
        if (self.sides[0][a].id, self.sides[1][b].id) not in self._refused:
            self._scores[a, b] = scores

    def _ranked(self) -> Pairs:
        for end, ranked in enumerate(self._ends):
            for pair in self._scores:
                ranked.setdefault(pair[end], []).append(pair)
            for pairs in ranked.values():
                pairs.sort(key=lambda pair: (-self._scores[pair].total, pair))
        return self

    def best(self, side: int, place: int) -> tuple[int, float] | None:
        """What came nearest to an element, whether or not it is suggested: its place on the other side, the score."""
        pairs = self._ends[side].get(place)
        return (pairs[0][1 - side], self._scores[pairs[0]].total) if pairs else None

    def chosen(self) -> tuple[Pair, ...]:
        """The pairs to suggest, in order of subject and rank."""
        kept = [pair for pair in self._scores if self._fits(pair)]
        ranks: dict[int, int] = defaultdict(int)
        made = []
        for pair in sorted(kept, key=lambda pair: (pair[0], -self._scores[pair].total, pair[1])):
            ranks[pair[0]] += 1
            made.append(Pair(*pair, self._scores[pair], ranks[pair[0]], self._margin(pair)))
        return tuple(made)

    def _fits(self, pair: tuple[int, int]) -> bool:
        scores = self._scores[pair]
        least = LEAST_ACROSS if scores.across else LEAST
        leaders = [self._scores[self._ends[end][pair[end]][0]].total for end in (0, 1)]
        listed = any(pair in self._ends[end][pair[end]][:MOST] for end in (0, 1))
        return listed and scores.total >= max(least, SHARE * max(leaders))

    def _margin(self, pair: tuple[int, int]) -> float:
        """How far it is ahead of the best other pair of either end."""
        others = [next((p for p in self._ends[end][pair[end]] if p != pair), None) for end in (0, 1)]
        return round(self._scores[pair].total - max(self._scores[p].total if p else 0.0 for p in others), 4)
