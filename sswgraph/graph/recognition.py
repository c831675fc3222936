"""What holding one competency is worth for another: mappings composed, at most three steps (rules C1 to C3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sswgraph.model import Competency
from sswgraph.model import Mapping as Match

MAX_STEPS = 3
# Rule C1. The relations, the best first, and what each is read backwards; covering gives nothing then.
RELATIONS = ("exact", "covers", "close", "broad", "narrow")
FULL = frozenset({"exact", "covers"})
INVERSE = {"exact": "exact", "close": "close", "broad": "narrow", "narrow": "broad"}
# What a chain of two is worth; what is not here gives no credit.
COMPOSED = {
    **{("exact", relation): relation for relation in RELATIONS},
    **{(relation, "exact"): relation for relation in RELATIONS},
    **{(relation, relation): relation for relation in ("covers", "broad", "narrow")},
}


@dataclass(frozen=True, slots=True)
class Credit:
    """Whoever holds ``source`` has, by ``relation``, something towards the competency asked for.

    ``path``: the mapping or competency ids walked, in order from ``source``. ``confidence``: the product of what is
    stated; None where any step states none.
    """

    source: str
    relation: str
    path: tuple[str, ...]
    steps: int
    confidence: Decimal | None = None

    @property
    def full(self) -> bool:
        return self.relation in FULL


@dataclass(frozen=True, slots=True)
class _Link:
    source: str
    relation: str
    via: str
    confidence: Decimal | None


def compose(first: str, second: str) -> str | None:
    """The relation of a chain of two, or None where it gives no credit.

    >>> compose("exact", "close"), compose("covers", "covers"), compose("close", "close"), compose("broad", "narrow")
    ('close', 'covers', None, None)
    """
    return COMPOSED.get((first, second))


class Credits:
    """The credit links of a graph, asked from the side of what is required."""

    __slots__ = ("_cache", "_into", "ambiguous")

    def __init__(self, matches: Iterable[Match], competencies: Iterable[Competency], home: Mapping[str, str]) -> None:
        stated = [m for m in matches if m.links and m.relation in RELATIONS and m.subject != m.object]
        self.ambiguous = _ambiguous(stated, home)
        self._into: dict[str, list[_Link]] = defaultdict(list)
        self._cache: dict[tuple[str, Decimal | None], tuple[Credit, ...]] = {}
        for match in stated:
            relation = "close" if match.id in self.ambiguous else match.relation
            self._into[match.object].append(_Link(match.subject, relation, match.id, match.confidence))
            if relation in INVERSE:
                self._into[match.subject].append(_Link(match.object, INVERSE[relation], match.id, match.confidence))
        for competency in competencies:
            for covered in competency.covers:
                via = f"{competency.id} ssw:covers {covered}"
                self._into[covered].append(_Link(competency.id, "covers", via, None))

    def __bool__(self) -> bool:
        return bool(self._into)

    def into(self, competency: str, *, minimum: Decimal | None = None) -> tuple[Credit, ...]:
        """What is worth something towards this competency: the best way from each source, best first.

        ``minimum``: only ways whose confidence is stated and reaches it.
        """
        if competency not in self._into:
            return ()
        key = (competency, minimum)
        if key not in self._cache:
            self._cache[key] = self._walk(competency, minimum)
        return self._cache[key]

    def _walk(self, competency: str, minimum: Decimal | None) -> tuple[Credit, ...]:
        best: dict[str, Credit] = {}
        edge: list[Credit] = [Credit(competency, "exact", (), 0, None)]
        for steps in range(1, MAX_STEPS + 1):
            reached: list[Credit] = []
            for so_far in edge:
                for link in self._into.get(so_far.source, ()):
                    relation = compose(link.relation, so_far.relation)
                    confidence = _times(link.confidence, so_far)
                    weak = minimum is not None and (confidence is None or confidence < minimum)
                    if relation is None or link.source == competency or weak:
                        continue
                    via = (link.via,) if so_far.steps == 0 else (link.via, so_far.source)
                    reached.append(Credit(link.source, relation, (*via, *so_far.path), steps, confidence))
            edge = reached
            for credit in reached:
                known = best.get(credit.source)
                if known is None or _order(credit) < _order(known):
                    best[credit.source] = credit
        return tuple(sorted(best.values(), key=_order))


def _order(credit: Credit) -> tuple[int, int, str, tuple[str, ...]]:
    return (RELATIONS.index(credit.relation), credit.steps, credit.source, credit.path)


def _times(confidence: Decimal | None, so_far: Credit) -> Decimal | None:
    if so_far.steps == 0:
        return confidence
    return None if confidence is None or so_far.confidence is None else confidence * so_far.confidence


def _ambiguous(matches: Iterable[Match], home: Mapping[str, str]) -> frozenset[str]:
    """The ids of exact mappings that tie one element to two of one framework: they count as close (C3)."""
    ends: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for match in matches:
        if match.relation == "exact":
            for here, there in ((match.subject, match.object), (match.object, match.subject)):
                ends[here, home.get(there, there)].add((there, match.id))
    several = [found for found in ends.values() if len({there for there, _ in found}) > 1]
    return frozenset(identifier for found in several for _, identifier in found)
