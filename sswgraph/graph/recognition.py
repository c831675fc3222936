"""What holding one competency is worth for another: mappings composed, at most three steps (rules C1 to C5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from sswgraph.frozen import dataclass
from sswgraph.model import Competency
from sswgraph.model import Mapping as Match
from sswgraph.model.voices import Voices

MAX_STEPS = 3
# Rule C1. The relations, the best first, and what each is read backwards; a full step of one direction gives nothing
# then. *Narrow*: what is held is wider than what is asked; *broad*: it is narrower.
RELATIONS = ("exact", "covers", "recognised", "close", "narrow", "broad")
FULL = frozenset({"exact", "covers", "recognised"})
RECOGNISABLE = frozenset({"close", "narrow"})
INVERSE = {"exact": "exact", "close": "close", "broad": "narrow", "narrow": "broad"}
# What a chain of two is worth; what is not here gives no credit.
COMPOSED = {
    **{("exact", relation): relation for relation in RELATIONS},
    **{(relation, "exact"): relation for relation in RELATIONS},
    **{(relation, relation): relation for relation in ("covers", "recognised", "broad", "narrow")},
    ("covers", "recognised"): "recognised",
    ("recognised", "covers"): "recognised",
}


@dataclass(frozen=True, slots=True)
class Credit:
    """What holding one competency counts towards the competency asked for.

    Attributes:
        source: The id of the competency that is held.
        relation: How it counts, one of ``RELATIONS``.
        path: The ids of mappings or competencies passed, in order from ``source``.
        steps: How many mappings were passed.
        confidence: The product of the confidences stated, from 0 to 1; None where any step states none.
        to_recognise: The ids of the mappings passed that give no full credit.
    """

    source: str
    relation: str
    path: tuple[str, ...]
    steps: int
    confidence: Decimal | None = None
    to_recognise: tuple[str, ...] = ()

    @property
    def full(self) -> bool:
        """Whether it counts in full."""
        return self.relation in FULL

    @property
    def recognisable(self) -> bool:
        """Whether it would count in full once the mappings passed are recognised."""
        return self.relation in RECOGNISABLE


class _Link(NamedTuple):
    source: str
    relation: str
    via: str
    confidence: Decimal | None
    to_recognise: tuple[str, ...] = ()


_VIA = attrgetter("via")


def compose(first: str, second: str) -> str | None:
    """Return the relation of a chain of two (C1).

    Args:
        first: The relation of the first step.
        second: The relation of the second step.

    Returns:
        The relation; None where the chain gives no credit.

    Example:
    >>> compose("exact", "close"), compose("covers", "covers"), compose("close", "close"), compose("broad", "narrow")
    ('close', 'covers', None, None)
    """
    return COMPOSED.get((first, second))


class Credits:
    """The credit that competencies give for others, asked from the side of what is required.

    Args:
        matches: The mappings, or the voices on them.
        competencies: The competencies, for what they cover.
        home: By id of an element, the id of its framework.
        recognise: What also counts as recognised: 'close', 'wider', or ids of mappings.
        undisputed: Whether denials of contested mappings are ignored.

    Attributes:
        voices: What each mapping counts for.
        ambiguous: The ids of exact mappings that count as close (C3).

    Source:
        C1 to C5 in docs/semantics.md.
    """

    __slots__ = (
        "_cache",
        "_claims",
        "_covering",
        "_disputed",
        "_first",
        "_into",
        "_recognise",
        "_trusted",
        "ambiguous",
        "voices",
    )

    def __init__(
        self,
        matches: Iterable[Match] | Voices,
        competencies: Iterable[Competency],
        home: Mapping[str, str],
        *,
        recognise: Iterable[str] = (),
        undisputed: bool = False,
    ) -> None:
        self.voices = matches if isinstance(matches, Voices) else Voices(matches)
        stated = [(i, m) for i, m in self.voices.claims() if m.relation in RELATIONS and m.subject != m.object]
        self._disputed = not undisputed
        exact = [(i, m) for i, m in stated if m.relation == "exact" and not (self._disputed and self.voices.against(i))]
        self.ambiguous = _ambiguous(exact, home)
        self._recognise = frozenset(recognise)
        self._cache: dict[tuple[str, Decimal | None], tuple[Credit, ...]] = {}
        self._claims: dict[str, list[tuple[str, Match]]] = defaultdict(list)
        for claim in stated:
            self._claims[claim[1].object].append(claim)
            if claim[1].relation in INVERSE:
                self._claims[claim[1].subject].append(claim)
        self._covering: dict[str, list[str]] = defaultdict(list)
        for competency in competencies:
            for covered in competency.covers:
                self._covering[covered].append(competency.id)
        self._into: dict[str, list[_Link]] = {}
        self._trusted: dict[str, tuple[_Link, ...]] = {}
        self._first: dict[str, tuple[_Link, ...]] = {}

    def _counted(self, identifier: str, match: Match) -> Iterator[tuple[str, str, str]]:
        """What a claim in force counts as, in each direction in which it counts."""
        stated = match.relation
        both: list[tuple[str, str, str]] = [(match.subject, match.object, stated)]
        if stated in INVERSE:
            both.append((match.object, match.subject, INVERSE[stated]))
        proposed = stated == "recognised" and not self.voices.is_recognition(match)
        weakened = proposed or (self._disputed and self.voices.against(identifier))
        for source, target, relation in both:
            if weakened:
                yield source, target, "broad" if relation == "broad" else "close"
            else:
                yield source, target, "close" if identifier in self.ambiguous else relation

    def _into_it(self, target: str) -> list[_Link]:
        """The links into a competency, made when they are first asked for."""
        if target not in self._into:
            links: list[_Link] = []
            for identifier, match in self._claims.get(target, ()):
                for source, other, relation in self._counted(identifier, match):
                    if other == target:
                        links += self._tied(source, relation, identifier, match.confidence)
            for source in self._covering.get(target, ()):
                denied = self._disputed and self.voices.against_covering(source, target)
                links += self._tied(source, "close" if denied else "covers", f"{source} ssw:covers {target}", None)
            self._into[target] = links
        return self._into[target]

    def _tied(self, source: str, relation: str, via: str, confidence: Decimal | None) -> Iterator[_Link]:
        """A link, and the one that it is besides where it counts as recognised."""
        yield _Link(source, relation, via, confidence, () if relation in FULL else (via,))
        asked = via in self._recognise or {"close": "close", "narrow": "wider"}.get(relation) in self._recognise
        if asked and relation in RECOGNISABLE:
            yield _Link(source, "recognised", via, confidence)

    def __bool__(self) -> bool:
        return bool(self._claims or self._covering)

    @property
    def targets(self) -> frozenset[str]:
        """The ids of the competencies towards which anything counts; the same whatever is recognised."""
        return frozenset((*self._claims, *self._covering))

    def into(self, competency: str, *, minimum: Decimal | None = None) -> tuple[Credit, ...]:
        """Find what counts towards a competency: the best path from each source, best first.

        Args:
            competency: The id of the competency.
            minimum: The least confidence, from 0 to 1: only paths whose confidence is stated and reaches it; None: all.

        Returns:
            The credits.
        """
        if competency not in self._claims and competency not in self._covering:
            return ()
        key = (competency, minimum)
        if key not in self._cache:
            self._cache[key] = self._walk(competency, minimum)
        return self._cache[key]

    def _links(self, target: str, minimum: Decimal | None) -> Iterable[_Link]:
        """The links into a competency; of voices that say the same only those that could be on the best path."""
        if minimum is None:
            if target not in self._first:
                # Voices that say the same are one way: that of the smallest id.
                links = sorted(self._into_it(target), key=_VIA, reverse=True)
                self._first[target] = tuple({(one.source, one.relation): one for one in links}.values())
            return self._first[target]
        if target not in self._trusted:
            self._trusted[target] = tuple(_surer(self._into_it(target)))
        return self._trusted[target]

    def _walk(self, competency: str, minimum: Decimal | None) -> tuple[Credit, ...]:
        best: dict[str, Credit] = {}
        edge: list[Credit] = [Credit(competency, "exact", (), 0, None)]
        for steps in range(1, MAX_STEPS + 1):
            reached: list[Credit] = []
            for so_far in edge:
                for link in self._links(so_far.source, minimum):
                    relation = compose(link.relation, so_far.relation)
                    confidence = _times(link.confidence, so_far)
                    weak = minimum is not None and confidence is not None and confidence < minimum
                    if relation is None or link.source == competency or weak:
                        continue
                    via = (link.via,) if so_far.steps == 0 else (link.via, so_far.source)
                    waiting = (*link.to_recognise, *so_far.to_recognise)
                    reached.append(Credit(link.source, relation, (*via, *so_far.path), steps, confidence, waiting))
            edge = reached
            for credit in reached:
                known = best.get(credit.source)
                if known is None or _order(credit) < _order(known):
                    best[credit.source] = credit
        return tuple(sorted(best.values(), key=_order))


def _surer(links: Iterable[_Link]) -> Iterator[_Link]:
    """Of links that say the same, in order of id, those that state more confidence than all before them."""
    surest: dict[tuple[str, str], Decimal] = {}
    for link in sorted(links, key=_VIA):
        key = (link.source, link.relation)
        if link.confidence is not None and (key not in surest or link.confidence > surest[key]):
            surest[key] = link.confidence
            yield link


def _order(credit: Credit) -> tuple[int, int, int, str, tuple[str, ...]]:
    """Best first: by relation, then by how much would have to be recognised, then by length and ids."""
    waiting = len(credit.to_recognise)
    return (RELATIONS.index(credit.relation), waiting, credit.steps, credit.source, credit.path)


def _times(confidence: Decimal | None, so_far: Credit) -> Decimal | None:
    if so_far.steps == 0:
        return confidence
    return None if confidence is None or so_far.confidence is None else confidence * so_far.confidence


def _ambiguous(exact: Iterable[tuple[str, Match]], home: Mapping[str, str]) -> frozenset[str]:
    """The ids of exact mappings that tie one element to two of one framework: they count as close (C3)."""
    ends: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for identifier, match in exact:
        for here, there in ((match.subject, match.object), (match.object, match.subject)):
            ends[here, home.get(there, there)].add((there, identifier))
    several = [found for found in ends.values() if len({there for there, _ in found}) > 1]
    return frozenset(identifier for found in several for _, identifier in found)
