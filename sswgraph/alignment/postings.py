"""What is near to what, by the features that they share: for each feature who has it, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

# Work for one element: how many entries of the index are looked at, rarest features first, and how many are weighed.
LOOKS = 2_500
WEIGHED = 12
Array = Any  # of numpy, whose types say little more than that


class Bags:
    """The features of several elements with their weights, one element after the other.

    Those of element *n* begin at ``starts[n]``. Features are numbers, in order of the alphabet.
    """

    __slots__ = ("features", "n", "starts", "vocabulary", "weights")

    def __init__(self, bags: Sequence[Mapping[str, float]], vocabulary: Mapping[str, int]) -> None:
        lengths = [len(bag) for bag in bags]
        total = sum(lengths)
        self.n, self.vocabulary = len(bags), len(vocabulary)
        self.starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        self.features = np.fromiter((vocabulary[feature] for bag in bags for feature in bag), np.int64, total)
        self.weights = np.fromiter((weight for bag in bags for weight in bag.values()), np.float64, total)


def vocabulary_of(*sides: Sequence[Mapping[str, float]]) -> dict[str, int]:
    """A number for each feature, in order of the alphabet.

    Args:
        sides: By element, its features and their weights, for each side.

    Returns:
        The numbers by feature.

    Example:
        >>> vocabulary_of([{"b": 1.0}], [{"a": 1.0, "b": 0.5}])
        {'a': 0, 'b': 1}
    """
    return {feature: n for n, feature in enumerate(sorted({f for side in sides for bag in side for f in bag}))}


class Postings:
    """Who has which feature, those that the fewest have first."""

    __slots__ = ("_lengths", "_rank", "_starts", "_where", "_worth", "n")

    def __init__(self, bags: Bags) -> None:
        self.n = bags.n
        lengths = np.bincount(bags.features, minlength=bags.vocabulary)
        rarest = np.argsort(lengths, kind="stable")  # of as many, in order of the alphabet
        self._rank = np.empty_like(rarest)
        self._rank[rarest] = np.arange(len(rarest))
        self._lengths = lengths[rarest]
        self._starts = np.cumsum(self._lengths) - self._lengths
        order = np.argsort(self._rank[bags.features], kind="stable")
        self._where = np.repeat(np.arange(bags.n), np.diff(bags.starts))[order]
        self._worth = bags.weights[order]

    def nearest(self, asked: Bags, n: int) -> list[int]:
        """The few that share the rarest features with an element, best first; of equals the one met first."""
        own = slice(asked.starts[n], asked.starts[n + 1])
        rank = self._rank[asked.features[own]]
        order = np.argsort(rank)
        rank, weights = rank[order], asked.weights[own][order]
        lengths = self._lengths[rank]
        looked = np.cumsum(lengths)
        first = int(np.searchsorted(looked, 0, "right"))  # features that nobody here has
        if first == len(rank):
            return []
        last = max(first + 1, int(np.searchsorted(looked, LOOKS, "right")))
        lengths, looked = lengths[first:last], looked[first:last]
        take = np.repeat(self._starts[rank[first:last]] - looked + lengths, lengths) + np.arange(looked[-1])
        where = self._where[take]
        likeness = np.bincount(where, self._worth[take] * np.repeat(weights[first:last], lengths), self.n)
        return _best(likeness, where)


def _best(likeness: Array, where: Array) -> list[int]:
    """The places of the greatest; of equals the one that stands first in ``where``."""
    found = np.flatnonzero(likeness)
    worth = likeness[found]
    if len(found) > WEIGHED:
        least = np.partition(worth, len(worth) - WEIGHED)[len(worth) - WEIGHED]
        found, worth = found[worth >= least], worth[worth >= least]
    order = np.argsort(-worth, kind="stable")
    places: list[int] = found[order].tolist()
    ranked: list[float] = worth[order].tolist()
    if len(set(ranked)) < len(ranked):
        met = {place: int((where == place).argmax()) for place in places}
        places = [place for _, _, place in sorted((-one, met[p], p) for one, p in zip(ranked, places, strict=True))]
    return places[:WEIGHED]
