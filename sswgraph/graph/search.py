"""Search for elements by name: case, accents and word order do not matter, and all candidates are given, best first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from heapq import nsmallest
from typing import Any, NamedTuple

from sswgraph.messages.places import country_named
from sswgraph.model import Candidate, Framework, Text
from sswgraph.model.on_demand import names_of
from sswgraph.model.results import Answerable
from sswgraph.model.text import fold

_WORD = re.compile(r"\w+")
_ENOUGH = 0.35
_FEW = 3  # so many ids are suggested
# What is looked at of a long text: nobody's name is longer, and each word costs a look at all names.
MAX_LENGTH = 1_000
MAX_WORDS = 30
# Of all names that share a word with what is asked, so many are weighed: first those with most of its words, then the
# shortest.
MAX_NAMES = 1_000
# Scripts that set no space between words: two signs are the beginning of a name, or a part of it.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2}"
)


class Hit(NamedTuple):
    """An element that a search found, how similar its name is, and which of its names: a candidate before it is read.

    Attributes:
        id: The id of the element.
        kind: Its kind.
        score: How well it matches, from 0 to 1.
        place: The place of the name among those of the element.
    """

    id: str
    kind: str
    score: float = 1.0
    place: int = 0


def candidate(element: Any, hit: Hit, answerable: Answerable | None = None) -> Candidate:
    """The candidate of a hit."""
    matched = [*names_of(element)][hit.place]
    label = getattr(element, "label", Text())
    return Candidate(id=hit.id, kind=hit.kind, label=label, matched=matched, score=hit.score, answerable=answerable)


class NameIndex:
    """Every name of every element: ids, notations, labels and alternative labels in all languages.

    It is one text with a line for each element, which is scanned: searches are rare, and shipped frameworks have this
    text already.

    Args:
        lines: The lines of names of the elements (:func:`~sswgraph.model.on_demand.name_line`).
        kind_of: Returns the kind of an element.
        known_of: Returns how many relations of an element are known.
    """

    __slots__ = ("_kind_of", "_known_of", "_text")

    def __init__(
        self, lines: Iterable[str], kind_of: Callable[[str], str | None], known_of: Callable[[str], int]
    ) -> None:
        self._text = "\n" + "".join(f"{line}\n" for line in lines if line)
        self._kind_of = kind_of
        self._known_of = known_of

    def find(self, text: str) -> list[Hit]:
        """Return what a text may mean, best first; of equals first the one of which more is known."""
        asked = " ".join(fold(text[:MAX_LENGTH]).split()[:MAX_WORDS])
        best: dict[str, tuple[float, int]] = {}
        for name, elements in self._names_like(asked).items():
            score = _score(asked, name)
            for identifier, place in elements.items() if score >= _ENOUGH else ():
                if identifier not in best or best[identifier][0] < score:
                    best[identifier] = score, place
        found = [Hit(one, self._kind_of(one) or "", *how) for one, how in best.items()]
        return sorted(
            found, key=lambda hit: (-hit.score, _KIND_ORDER.get(hit.kind, 9), -self._known_of(hit.id), hit.id)
        )

    def near(self, identifier: str, limit: int = 3) -> tuple[str, ...]:
        """Return the ids probably meant: those with this name, those that begin like it, the most similar."""
        ids = [line.partition("\t")[0] for line in self._text.split("\n")[1:-1]]
        named = sorted(self._named(fold(identifier)))
        begun = sorted((i for i in ids if _is_beginning(identifier, i)), key=lambda i: (len(i), i))
        close = get_close_matches(identifier, ids, n=limit, cutoff=0.5) if len(begun) < limit else []
        if not (begun or close) and ":" not in identifier:
            close = [c.id for c in self.find(identifier)]
        return tuple(dict.fromkeys([*named, *begun, *close]))[:limit]

    def _names_like(self, asked: str) -> dict[str, dict[str, int]]:
        """The names to weigh, each with the elements that have it, and which of their names it is."""
        alike = {asked: named} if (named := self._named(asked)) else {}
        shared: Counter[str] = Counter()
        found: dict[str, dict[str, int]] = {}
        for word in _WORD.findall(asked):
            names = self._with(word, whole=len(word) < 3 and not _UNSPACED.match(word))
            if not names:
                for one in get_close_matches(word, self._words(), n=3, cutoff=0.75):
                    names |= self._with(one, whole=True)
            shared.update(names.keys())
            found |= names
        shared.pop(asked, None)
        best = nsmallest(MAX_NAMES, shared, key=lambda name: (-shared[name], len(name), name))
        return alike | {name: found[name] for name in best}

    def _named(self, name: str) -> dict[str, int]:
        """The elements that have this very name."""
        ends = (at for at in self._places(f"\t{name}") if self._text[at + len(name) + 1] in "\t\n") if name else ()
        return self._at(at + 1 for at in ends).get(name, {})

    def _with(self, word: str, *, whole: bool) -> dict[str, dict[str, int]]:
        """The names with a word, or with one that begins like it, as :meth:`_at` gives them."""
        text, places = self._text, self._places(word)
        if whole or not _UNSPACED.match(word):
            places = (at for at in places if not _in_word(text[at - 1]))
        if whole:
            places = (at for at in places if not _in_word(text[at + len(word)]))
        return self._at(places)

    def _places(self, part: str) -> Iterator[int]:
        at = self._text.find(part)
        while at >= 0:
            yield at
            at = self._text.find(part, at + 1)

    def _at(self, places: Iterable[int]) -> dict[str, dict[str, int]]:
        """The names that stand at these places, each with the elements that have it, and which of their names it is."""
        text = self._text
        found: dict[str, dict[str, int]] = {}
        for at in places:
            start, end = text.rfind("\n", 0, at) + 1, text.index("\n", at)
            identifier, *before = text[start:at].split("\t")
            if before:  # otherwise it is in the id, which is not a name
                name = before[-1] + text[at:end].partition("\t")[0]
                found.setdefault(name, {}).setdefault(identifier, len(before) - 1)
        return found

    def _words(self) -> set[str]:
        return {word for line in self._text.split("\n") for word in _WORD.findall(line.partition("\t")[2])}


def near_frameworks(asked: object, frameworks: Iterable[Framework]) -> tuple[str, ...]:
    """The ids of the frameworks probably meant: of another case, of this country, or alike; all of few."""
    if not isinstance(asked, str) or not asked:
        return ()
    country = country_named(asked)
    ids = [one.id for one in frameworks]
    same = [one for one in ids if one == asked.lower()]
    there = [one.id for one in frameworks if country and country in one.jurisdiction]
    there.sort(key=lambda one: (country is None or one != country.lower(), one))
    alike = there or get_close_matches(asked.lower(), ids) or (ids if len(ids) <= _FEW else [])
    return tuple(dict.fromkeys([*same, *alike]))[:_FEW]


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _is_beginning(text: str, identifier: str) -> bool:
    """Whether an id, or the part after its framework, begins like this."""
    return len(text) > 2 and (identifier.startswith(text) or identifier.partition(":")[2].startswith(text))


def _begins(word: str, known: str) -> bool:
    return word in known if _UNSPACED.match(word) else known.startswith(word)


_KIND_ORDER = {"cadre": 0, "qualification": 1, "competency": 2, "function": 3, "module": 4, "framework": 5}


def _score(asked: str, name: str) -> float:
    if asked == name:
        return 1.0
    a, b = set(_WORD.findall(asked)), set(_WORD.findall(name))
    shared = len(a & b) + 0.8 * sum(1 for word in a - b if any(_begins(word, other) for other in b - a))
    overlap = shared / (len(a | b) or 1)
    coverage = shared / (len(a) or 1)
    by_words = 0.6 * coverage + 0.4 * overlap
    # No likeness is greater than where the longer text has all signs of the shorter: then there is nothing to compare.
    alike = len(name) < 400 and 2 * min(len(asked), len(name)) / (len(asked) + len(name)) > by_words
    likeness = SequenceMatcher(None, asked, name).ratio() if alike else by_words
    return round(min(0.99, max(by_words, likeness)), 4)
