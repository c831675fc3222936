"""Search for elements by name: case, accents and word order do not matter, and all candidates are given, best first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher, get_close_matches
from heapq import nsmallest
from typing import Any

from sswgraph.model import Candidate, Text
from sswgraph.model.text import fold

_WORD = re.compile(r"\w+")
_ENOUGH = 0.35
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


class NameIndex:
    """Every name of every element: ids, notations, labels and alternative labels in all languages."""

    __slots__ = ("_by_name", "_by_word", "_ids", "_known_of")

    def __init__(self, elements: Iterable[Any], known_of: Callable[[str], int]) -> None:
        self._known_of = known_of
        self._by_name: dict[str, dict[str, Any]] = defaultdict(dict)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._ids: list[str] = []
        for element in elements:
            self._ids.append(element.id)
            for name in _names_of(element):
                folded = fold(name)
                self._by_name[folded].setdefault(element.id, (element, name))
                for word in _WORD.findall(folded):
                    self._by_word[word].add(folded)

    def find(self, text: str) -> list[Candidate]:
        """The candidates for a text, best first; of equals the one that more is known of."""
        asked = " ".join(fold(text[:MAX_LENGTH]).split()[:MAX_WORDS])
        best: dict[str, Candidate] = {}
        for name in self._names_like(asked):
            score = _score(asked, name)
            if score < _ENOUGH:
                continue
            for identifier, (element, matched) in self._by_name[name].items():
                if identifier not in best or best[identifier].score < score:
                    label = getattr(element, "label", Text())
                    best[identifier] = Candidate(
                        id=identifier, kind=element.kind, label=label, matched=matched, score=score
                    )
        return sorted(best.values(), key=lambda c: (-c.score, _KIND_ORDER.get(c.kind, 9), -self._known_of(c.id), c.id))

    def near(self, identifier: str, limit: int = 3) -> tuple[str, ...]:
        """The ids that were probably meant: whose name is this text, that begin so, that look most like it."""
        named = [i for i, _ in sorted(self._by_name.get(fold(identifier), {}).items())]
        begun = sorted((i for i in self._ids if _is_beginning(identifier, i)), key=lambda i: (len(i), i))
        close = get_close_matches(identifier, self._ids, n=limit, cutoff=0.5) if len(begun) < limit else []
        if not (begun or close) and ":" not in identifier:
            close = [c.id for c in self.find(identifier)]
        return tuple(dict.fromkeys([*named, *begun, *close]))[:limit]

    def _names_like(self, asked: str) -> Iterable[str]:
        if asked in self._by_name:
            yield asked
        found: Counter[str] = Counter()
        for word in _WORD.findall(asked):
            spelled = [word] if word in self._by_word else []
            if len(word) > 2 or _UNSPACED.match(word):
                spelled += [known for known in self._by_word if known != word and _begins(word, known)]
            if not spelled:
                spelled = get_close_matches(word, self._by_word, n=3, cutoff=0.75)
            found.update(set().union(*(self._by_word[one] for one in spelled)))
        found.pop(asked, None)
        yield from nsmallest(MAX_NAMES, found, key=lambda name: (-found[name], len(name), name))


def _is_beginning(text: str, identifier: str) -> bool:
    """Whether an id, or what stands in it after the framework, begins like this."""
    return len(text) > 2 and (identifier.startswith(text) or identifier.partition(":")[2].startswith(text))


def _begins(word: str, known: str) -> bool:
    return word in known if _UNSPACED.match(word) else known.startswith(word)


_KIND_ORDER = {"cadre": 0, "qualification": 1, "competency": 2, "function": 3, "module": 4, "framework": 5}


def _names_of(element: Any) -> Iterable[str]:
    yield element.id
    code = element.id.partition(":")[2]
    if code:
        yield code.replace("-", " ")
    if getattr(element, "notation", None):
        yield element.notation
    for field in ("label", "alt_label"):
        for _, text in getattr(element, field, Text()).values:
            yield text


def _score(asked: str, name: str) -> float:
    if asked == name:
        return 1.0
    a, b = set(_WORD.findall(asked)), set(_WORD.findall(name))
    shared = len(a & b) + 0.8 * sum(1 for word in a - b if any(_begins(word, other) for other in b - a))
    overlap = shared / (len(a | b) or 1)
    coverage = shared / (len(a) or 1)
    likeness = SequenceMatcher(None, asked, name).ratio() if len(name) < 400 else overlap
    return round(min(0.99, max(0.6 * coverage + 0.4 * overlap, likeness)), 4)
