"""What can be read of an element, and how alike two of them are: TF-IDF over words and letter triples, and rapidfuzz.

The weights of words are Salton's (term frequency times inverse document frequency, cosine); names are compared by whole
words and by their letter triples, so that inflection, spelling and related languages do not hide what is alike.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from sswgraph.errors import MissingExtraError
from sswgraph.model import Element
from sswgraph.model.text import fold

T = TypeVar("T")
Vector = dict[str, float]
Likeness = Callable[[str, str], float]
_WORD = re.compile(r"\w+")
_TRIPLE = 3
_STEM = 5  # letters of a word of running text that count, so that its ending does not matter
# Share of rapidfuzz in the likeness of two names; the rest is TF-IDF, which finds less across languages.
_SPELLING, _SPELLING_ACROSS = 0.3, 0.5
_MOST_NAMES = 12
_FLOOR = 0.3  # what a feature weighs that every text has
# How much each kind of likeness counts against a difference; they are combined as independent evidence. None counts
# in full, so that the others can still decide between elements of one name.
_TRUST_NAME = 0.8
_TRUST_DEFINITION = 0.8
_TRUST_PLACE = 0.3
_TRUST_NOTATION = 0.3


@dataclass(frozen=True, slots=True)
class ElementRead:
    """What is read of an element, by language: its names (the label first), its definition, the names of its place."""

    id: str
    element: Element
    names: Mapping[str, tuple[str, ...]]
    definition: Mapping[str, str]
    place: Mapping[str, str]
    notation: str


@dataclass(frozen=True, slots=True)
class Scores:
    """How alike two elements are, from 0 to 1.

    Attributes:
        total: Altogether.
        name: By names.
        definition: By definitions; None where there is nothing to compare.
        place: By what they belong to; None where there is nothing to compare.
        across: Whether they have no language in common.
    """

    total: float
    name: float
    definition: float | None
    place: float | None
    across: bool


def plain_words(text: str) -> list[str]:
    """The words of a text without case and accents.

    Args:
        text: The text.

    Returns:
        Its words, in order.

    Example:
        >>> plain_words("Conseil & Écoute")
        ['conseil', 'ecoute']
    """
    return _WORD.findall(fold(text))


def name_features(text: str) -> list[str]:
    """Whole words (marked '=') and letter triples over the edges of each word.

    Args:
        text: A name.

    Returns:
        Its features, in order.

    Example:
        >>> name_features("To go")
        ['=to', ' to', 'to ', '=go', ' go', 'go ']
    """
    found = []
    for word in plain_words(text):
        edged = f" {word} "
        found.append(f"={word}")
        found += [edged[i : i + _TRIPLE] for i in range(len(edged) - _TRIPLE + 1)]
    return found


def stems(text: str) -> list[str]:
    """The beginnings of the words of running text."""
    return [word[:_STEM] for word in plain_words(text)]


def rapidfuzz_likeness() -> Likeness:
    """Rapidfuzz's ratio of two names with their words in order of the alphabet, 0 to 1. Raises MissingExtraError."""
    try:
        from rapidfuzz import fuzz
    except ImportError as missing:
        raise MissingExtraError("match", "rapidfuzz") from missing

    return lambda one, other: fuzz.token_sort_ratio(one, other) / 100


class Space:
    """Texts of one kind (names, say) as vectors whose parts weigh the more the fewer texts have them."""

    __slots__ = ("_features", "_known", "_rarity")

    def __init__(self, texts: Iterable[str], features: Callable[[str], list[str]]) -> None:
        self._features = features
        self._known: dict[str, Vector] = {}
        counted: Counter[str] = Counter()
        n = 0
        for text in texts:
            n += 1
            counted.update(dict.fromkeys(features(text), 1))
        self._rarity = {feature: math.log((1 + n) / (1 + count)) + _FLOOR for feature, count in counted.items()}

    def vector(self, text: str) -> Vector:
        """The vector of a text, of length 1."""
        if text not in self._known:
            counts = Counter(self._features(text))
            raw = {feature: (1 + math.log(n)) * self._rarity[feature] for feature, n in counts.items()}
            self._known[text] = scaled(raw)
        return self._known[text]

    def likeness(self, one: str, other: str, _across: bool = False) -> float:
        """The cosine of two texts, 0 to 1."""
        if one == other:
            return 1.0
        a, b = self.vector(one), self.vector(other)
        return min(1.0, math.fsum([a[feature] * b[feature] for feature in a.keys() & b.keys()]))  # in any order


def scaled(vector: Vector, share: float = 1.0) -> Vector:
    """The vector at length 1, times a share."""
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
    return {feature: share * weight / length for feature, weight in vector.items()}


class Reader:
    """Finds what may be like an element, and weighs pairs; what is rare is learned from ``every`` element."""

    def __init__(self, every: Sequence[ElementRead], spelling: Likeness) -> None:
        self._spelling = spelling
        self._names = Space((name for read in every for name in chain(*read.names.values())), name_features)
        self._definitions = Space((text for read in every for text in read.definition.values()), stems)
        self._places = Space((text for read in every for text in read.place.values()), name_features)

    def near(
        self, sides: tuple[Sequence[ElementRead], Sequence[ElementRead]], told: Callable[[], None]
    ) -> tuple[list[list[int]], list[list[int]]]:
        """For each element of either side the few of the other that share the rarest features with it, best first."""
        from sswgraph.alignment.postings import Bags, Postings, vocabulary_of

        here, there = ([self.bag(read) for read in side] for side in sides)
        vocabulary = vocabulary_of(here, there)
        bags = Bags(here, vocabulary), Bags(there, vocabulary)

        def nearest(asked: Bags, index: Postings) -> Iterator[list[int]]:
            for n in range(asked.n):
                told()
                yield index.nearest(asked, n)

        return list(nearest(bags[0], Postings(bags[1]))), list(nearest(bags[1], Postings(bags[0])))

    def bag(self, read: ElementRead) -> Vector:
        """Everything that is read of an element as one vector, for the index: names before definitions."""
        bag: Vector = defaultdict(float)
        for name in chain(*read.names.values()):
            for feature, weight in self._names.vector(name).items():
                bag[feature] = max(bag[feature], weight)
        bag = scaled(bag)
        for text in read.definition.values():
            for feature, weight in self._definitions.vector(text).items():
                bag[f"~{feature}"] = weight / 2
        bag |= {f"=={name}": 1.0 for name in chain(*read.names.values())}  # the same name is always found
        return bag

    def weigh(self, one: ElementRead, other: ElementRead) -> Scores:
        """How alike two elements are; either order gives the same."""
        name = _by_language(one.names, other.names, self._alike_names)
        definition = _by_language(one.definition, other.definition, self._definitions.likeness)
        place = _by_language(one.place, other.place, self._places.likeness)
        # Running text always has some words in common; it weighs less beside names than where it stands alone.
        told = (definition or 0.0) ** (1 if name is None else 2)
        doubt = (1 - _TRUST_NAME * (name or 0.0)) * (1 - _TRUST_DEFINITION * told)
        # The same place or code makes nothing more alike, but decides between several that are alike.
        doubt *= 1 - _TRUST_PLACE * (place or 0.0) * (1 - doubt)
        if one.notation and one.notation == other.notation:
            doubt *= 1 - _TRUST_NOTATION * (1 - doubt)
        across = not any(lang in other.names for lang in one.names)
        return Scores(round(1 - doubt, 4), round(name or 0.0, 4), _rounded(definition), _rounded(place), across)

    def _alike_names(self, one: tuple[str, ...], other: tuple[str, ...], across: bool) -> float:
        """The best pair of names in which at least one is the label."""
        spelling = _SPELLING_ACROSS if across else _SPELLING
        pairs = [(one[0], name) for name in other[:_MOST_NAMES]] + [(name, other[0]) for name in one[1:_MOST_NAMES]]
        return max(self._alike(a, b, spelling) for a, b in pairs)

    def _alike(self, one: str, other: str, spelling: float) -> float:
        if one == other:
            return 1.0
        a, b = sorted((one, other))
        return (1 - spelling) * self._names.likeness(a, b) + spelling * self._spelling(a, b)


def _by_language(one: Mapping[str, T], other: Mapping[str, T], alike: Callable[[T, T, bool], float]) -> float | None:
    """The mean over the languages that both have; where they share none, the best across languages."""
    if not one or not other:
        return None
    shared = [lang for lang in one if lang in other]
    if shared:
        return math.fsum(alike(one[lang], other[lang], False) for lang in shared) / len(shared)
    return max(alike(a, b, True) for a in one.values() for b in other.values())


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)


LEAST, LEAST_ACROSS = 0.28, 0.16  # below this nothing is suggested; the second where no language is shared
SHARE = 0.7  # nor a pair with less than this share of the best score of either end
CLEAR = 0.03  # how far ahead of any other pair of either end a pair must be to be proposed
MOST = 5  # candidates for one element
_SAME = Scores(1.0, 1.0, None, None, across=False)
Told = Callable[[], None]


@dataclass(frozen=True, slots=True)
class RankedPair:
    """Two elements by their places on the two sides, and how the pair stands among the others of both ends."""

    subject: int
    object: int
    scores: Scores
    rank: int
    margin: float

    @property
    def proposed(self) -> bool:
        """Whether each is the best of the other."""
        return self.margin >= CLEAR


class Pairs:
    """Every pair of one kind that was weighed, and the choice among them."""

    def __init__(
        self, sides: tuple[Sequence[ElementRead], Sequence[ElementRead]], refused: frozenset[tuple[str, str]]
    ) -> None:
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
        from_here, from_there = reader.near(self.sides, told)
        found: list[set[int]] = [set(near) for near in from_here]
        for b, near in enumerate(from_there):
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
        """The nearest element on the other side, whether or not it is suggested: its place and the score."""
        pairs = self._ends[side].get(place)
        return (pairs[0][1 - side], self._scores[pairs[0]].total) if pairs else None

    def chosen(self) -> tuple[RankedPair, ...]:
        """The pairs to suggest, in order of subject and rank."""
        kept = [pair for pair in self._scores if self._fits(pair)]
        ranks: dict[int, int] = defaultdict(int)
        made = []
        for pair in sorted(kept, key=lambda pair: (pair[0], -self._scores[pair].total, pair[1])):
            ranks[pair[0]] += 1
            made.append(RankedPair(*pair, self._scores[pair], ranks[pair[0]], self._margin(pair)))
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
