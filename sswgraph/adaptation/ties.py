"""What ties elements of two frameworks that have no lineage: mappings, chains, and concepts of a reference (rule E8).

For showing, never for credit: a concept that both are tied to says that they concern one thing, not that either counts
for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from sswgraph.graph.recognition import MAX_STEPS
from sswgraph.model import Framework, Node
from sswgraph.model import Mapping as Match
from sswgraph.model.comparison import Across, Relation, Tie, TieKind
from sswgraph.model.ids import framework_of
from sswgraph.model.voices import Voices

# What a mapping says of its two ends, read from the first to the second: 'broad' says that the second is the wider one.
OF_MAPPING: dict[str, Relation] = {
    "exact": "same",
    "close": "close",
    "broad": "wider",
    "narrow": "narrower",
    "covers": "narrower",
    "covered": "wider",
    "contested": "same-topic",
    "derived": "close",
}
PAIRING = frozenset({"exact", "close", "broad", "narrow", "covers"})
TURNED = {"broad": "narrow", "narrow": "broad", "covers": "covered"}
# Relations that compose with themselves; 'exact' keeps what it stands beside, all else gives no chain (rule C1).
_REPEATING = frozenset({"broad", "narrow", "covers", "covered"})
_COVERING = frozenset({"covers", "covered"})
_WAYS = ("mapping", "derivation", "chain", "concept")
# Wider and narrower are of one rank: which of the two frameworks comes first must not matter.
_RANK: dict[Relation, int] = {"same": 0, "close": 1, "wider": 2, "narrower": 2, "same-topic": 3}


@dataclass(frozen=True, slots=True)
class Step:
    """One mapping or derivation, read from one of its ends.

    Attributes:
        to: The other end.
        word: What the mapping says of the other end.
        match: The id of the mapping, or a sentence that says what was stated.
        confidence: How sure the mapping says it is; None where it does not say.
        by: 'mapping' or 'derivation'.
        against: Ids of the denials by which it is contested.
    """

    to: str
    word: str
    match: str
    confidence: Decimal | None = None
    by: TieKind = "mapping"
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way from an element to another.

    Attributes:
        tie: What it says of its two ends.
        against: Ids of the denials that speak against it.
        covering: Whether it rests on what one element covers, which does not exclude that the two are the same.
    """

    tie: Tie
    against: tuple[str, ...] = ()
    covering: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """The tie that counts between two elements, and what speaks against it.

    Attributes:
        tie: The tie that counts.
        opposed: Two ties that contradict each other, if there are any.
        against: Ids of denials.
    """

    tie: Tie
    opposed: tuple[Tie, Tie] | None = None
    against: tuple[str, ...] = ()


def through_concept(first: Relation, second: Relation) -> Relation:
    """How two elements relate to each other by a concept between them.

    Args:
        first: How the concept relates to the first.
        second: How the second relates to the concept.

    Returns:
        How the second relates to the first.

    Example:
        >>> [through_concept(*two) for two in (("same", "wider"), ("close", "close"), ("close", "wider"))]
        ['wider', 'close', 'same-topic']
    """
    if "same" in (first, second):
        return second if first == "same" else first
    return first if first == second else "same-topic"


class Steps:
    """The mappings in force between elements, and what elements say themselves to cover, walked from either end.

    Args:
        mappings: The mappings.
        frameworks: The frameworks whose elements may say what they cover.
        derived: Whether what elements were derived from counts too.
    """

    def __init__(self, mappings: Iterable[Match], frameworks: Iterable[Framework] = (), derived: bool = False) -> None:
        voices, known = Voices(mappings), tuple(frameworks)
        self._from: dict[str, list[Step]] = defaultdict(list)
        self._denied: dict[frozenset[str], tuple[str, ...]] = {}
        for match in voices.in_force():
            if match.relation in PAIRING and match.subject != match.object:
                self._tie(match.subject, match.relation, match.object, match.id, match.confidence, voices)
        for framework in known:
            for node in framework.elements:
                for covered in getattr(node, "covers", ()):
                    self._tie(node.id, "covers", covered, f"{node.id} ssw:covers {covered}", None, voices)
        for origin, step in derivations(known) if derived else ():
            self._from[origin].append(step)
        for row in voices.counting():
            if row.negated and row.relation != "recognised":
                ends = frozenset((row.subject, row.object))
                self._denied[ends] = (*self._denied.get(ends, ()), row.id)

    def _tie(self, subject: str, word: str, object: str, by: str, confidence: Decimal | None, voices: Voices) -> None:
        against = voices.denials_of(by)
        word = "contested" if against else word
        self._from[subject].append(Step(object, word, by, confidence, against=against))
        self._from[object].append(Step(subject, TURNED.get(word, word), by, confidence, against=against))

    def of(self, element: str) -> Sequence[Step]:
        """The single steps from an element."""
        return self._from.get(element, ())

    def starts(self) -> Collection[str]:
        """The elements from which any step leads."""
        return self._from.keys()

    def denials(self, one: str, other: str) -> tuple[str, ...]:
        """The mappings that deny that two elements match."""
        return self._denied.get(frozenset((one, other)), ())

    def ways(self, start: str) -> Iterator[Way]:
        """Where mappings lead, by one or by a chain that rule C1 knows; a chain that is denied says the same topic."""
        edge: list[tuple[tuple[Step, ...], str]] = [((), "exact")]
        for _ in range(MAX_STEPS):
            further = []
            for path, word in edge:
                for step in self.of(path[-1].to if path else start):
                    made = _composed(word, step.word)
                    if made is not None and step.to != start and all(step.to != one.to for one in path):
                        further.append(((*path, step), made))
            yield from (self._way(start, path, word) for path, word in further)
            edge = further

    def _way(self, start: str, path: tuple[Step, ...], word: str) -> Way:
        denials = self.denials(start, path[-1].to) if len(path) > 1 else ()
        against = tuple(sorted({*denials, *(one for step in path for one in step.against)}))
        tie = Tie(
            base=start,
            adaptation=path[-1].to,
            by="chain" if len(path) > 1 else path[0].by,
            relation="same-topic" if against else OF_MAPPING[word],
            steps=tuple(one.match for one in path),
            through=tuple(one.to for one in path[:-1]),
            confidence=_sure(path),
        )
        return Way(tie, against, word in _COVERING)

    def settled(self, start: str) -> dict[str, Settled]:
        """What mappings lead to, each with the tie that counts."""
        found: dict[str, list[Way]] = defaultdict(list)
        for way in self.ways(start):
            found[way.tie.adaptation].append(way)
        return {end: settle(found[end]) for end in sorted(found)}


def settle(ways: Iterable[Way]) -> Settled:
    """Of several ways between the same two elements the tie that counts, and what speaks against it.

    Where ways of the best sort contradict each other, the two elements are on the same topic and no more.

    Args:
        ways: At least one way.

    Returns:
        The tie, two ways that contradict each other if there are any, and the denials.
    """
    ordered = sorted(ways, key=lambda way: _order(way.tie))
    best = ordered[0].tie
    against = tuple(sorted({one for way in ordered if way.tie.by == best.by for one in way.against}))
    opposed = next((both for both in combinations(ordered, 2) if _contradict(*both)), None)
    if opposed is None:
        return Settled(best, against=against)
    one, other = ties = (opposed[0].tie, opposed[1].tie)
    if one.by == other.by == best.by:
        steps, through = tuple(sorted({*one.steps, *other.steps})), tuple(sorted({*one.through, *other.through}))
        best = replace(one, relation="same-topic", steps=steps, through=through, confidence=None)
    return Settled(best, ties, against)


def _contradict(one: Way, other: Way) -> bool:
    """Whether one says wider and the other narrower, or one says the same and the other does not."""
    relations = {one.tie.relation, other.tie.relation}
    sided = relations & {"wider", "narrower"}
    return len(sided) == 2 or (bool(sided) and "same" in relations and not (one.covering or other.covering))


def derivations(frameworks: Iterable[Framework]) -> Iterator[tuple[str, Step]]:
    """What was derived from each element, and back: the same if name and definition are, otherwise close."""
    nodes: dict[str, Any] = {node.id: node for one in frameworks for node in one.elements}
    for node in nodes.values():
        for origin in node.derived_from:
            other = nodes.get(origin)
            if other is not None and other.kind == node.kind:
                alike = all(getattr(node, name, None) == getattr(other, name, None) for name in ("label", "definition"))
                word, by = "exact" if alike else "derived", f"{node.id} prov:wasDerivedFrom {origin}"
                yield origin, Step(node.id, word, by, by="derivation")
                yield node.id, Step(origin, word, by, by="derivation")


class Ties:
    """Every tie between two frameworks by mappings, chains and concepts of a reference, and which of them count.

    Args:
        base: The first framework.
        adaptation: The second framework.
        mappings: The mappings.
        reference: The ids of the frameworks whose concepts may tie the two.
        known: The frameworks that say what covers what, and which function of the reference needs what.
    """

    def __init__(
        self,
        base: Framework,
        adaptation: Framework,
        mappings: Iterable[Match],
        reference: Collection[str],
        known: Iterable[Framework] = (),
    ) -> None:
        self._here = {node.id: node for node in base.elements}
        self._there = {node.id: node for node in adaptation.elements}
        frameworks = {one.id: one for one in (*known, base, adaptation)}
        self._steps = Steps(mappings, frameworks.values())
        own = {base.id, adaptation.id}
        self._reference = {one for one in reference if one not in own}
        self._frameworks = [one for one in frameworks.values() if one.id in self._reference]

    def best(self, left: Collection[str], right: Collection[str]) -> tuple[list[Settled], list[Settled]]:
        """The ties that are the best of one of their ends, and all others; none of what is paired already."""
        found: dict[tuple[str, str], list[Way]] = defaultdict(list)
        for way in (*self._along(), *self._through()):
            if way.tie.base not in left and way.tie.adaptation not in right:
                found[way.tie.base, way.tie.adaptation].append(way)
        pairs = {key: settle(ways) for key, ways in found.items()}
        kept: set[tuple[str, str]] = set()
        for end in (0, 1):
            firsts: dict[str, tuple[str, str]] = {}
            for key in sorted(pairs, key=lambda key: _order(pairs[key].tie)):
                firsts.setdefault(key[end], key)
            kept.update(firsts.values())
        return [pairs[key] for key in sorted(kept)], [pairs[key] for key in sorted(pairs.keys() - kept)]

    def _pairs(self, one: str, other: str) -> bool:
        return one != other and one in self._here and other in self._there and self._kind(one) == self._kind(other)

    def _kind(self, one: str) -> str:
        node = self._here.get(one) or self._there[one]
        return node.kind

    def _along(self) -> Iterator[Way]:
        """By mappings, and by chains of them that rule C1 knows; each chain once, from the base."""
        for start in self._here.keys() & self._steps.starts():
            yield from (way for way in self._steps.ways(start) if self._pairs(start, way.tie.adaptation))

    def _through(self) -> Iterator[Way]:
        """By a concept of the reference to which both are tied directly."""
        for concept in self._steps.starts():
            if framework_of(concept) not in self._reference:
                continue
            steps = self._steps.of(concept)
            for first in steps:
                for second in steps if first.to in self._here else ():
                    if self._pairs(first.to, second.to):
                        yield _by_concept(concept, first, second, self._steps.denials(first.to, second.to))

    def across(self) -> tuple[Across, ...]:
        """What is a function on one side and a competency on the other: who does it there is able to here."""
        found: dict[tuple[str, str], Across] = {}
        for function, competency in self._needs():
            for does, able in ((self._here, self._there), (self._there, self._here)):
                for first in _ends(self._steps.of(function), does, "function"):
                    for second in _ends(self._steps.of(competency), able, "competency"):
                        row = _across(function, competency, first, second, does, able, does is self._here)
                        known = found.get((row.function, row.competency))
                        if known is None or _across_order(row) < _across_order(known):
                            found[row.function, row.competency] = row
        return tuple(found[key] for key in sorted(found))

    def _needs(self) -> Iterator[tuple[str, str]]:
        """Which function of the reference needs which competency."""
        for framework in self._frameworks:
            for node in framework.elements:
                if node.kind == "function":
                    yield from ((node.id, one) for one in node.needs)  # type: ignore[attr-defined]
                elif node.kind == "function-need":
                    yield node.function, node.competency  # type: ignore[attr-defined]


def _composed(first: str, second: str) -> str | None:
    """The word for a chain of two (rule C1), or None where they make none."""
    if first == "exact":
        return second
    if second == "exact" or (first == second and first in _REPEATING):
        return first
    return None


def _ends(steps: Iterable[Step], nodes: Mapping[str, Node], kind: str) -> list[Step]:
    return [one for one in steps if one.to in nodes and nodes[one.to].kind == kind and one.word != "contested"]


def _sure(steps: Iterable[Step]) -> Decimal | None:
    """How sure all of these together are: the product of what each states; None where any states nothing."""
    product = Decimal(1)
    for step in steps:
        if step.confidence is None:
            return None
        product *= step.confidence
    return product


def _by_concept(concept: str, first: Step, second: Step, denials: tuple[str, ...]) -> Way:
    to_concept = TURNED.get(first.word, "covers" if first.word == "covered" else first.word)
    against = tuple(sorted({*denials, *first.against, *second.against}))
    tie = Tie(
        base=first.to,
        adaptation=second.to,
        by="concept",
        relation="same-topic" if against else through_concept(OF_MAPPING[to_concept], OF_MAPPING[second.word]),
        steps=(first.match, second.match),
        through=(concept,),
        confidence=_sure((first, second)),
    )
    return Way(tie, against, bool({first.word, second.word} & _COVERING))


def _order(tie: Tie) -> tuple[Any, ...]:
    """The better tie first, whichever of the two frameworks comes first."""
    return (
        _WAYS.index(tie.by),
        _RANK[tie.relation],
        len(tie.steps),
        *_surest(tie.confidence),
        tuple(sorted((tie.base, tie.adaptation))),
        tuple(sorted(tie.through)),
        tuple(sorted(tie.steps)),
    )


def _surest(confidence: Decimal | None) -> tuple[bool, Decimal]:
    return confidence is None, -(confidence or Decimal(0))


def _across(
    function: str,
    competency: str,
    first: Step,
    second: Step,
    does: Mapping[str, Any],
    able: Mapping[str, Any],
    of_base: bool,
) -> Across:
    return Across(
        base=first.to if of_base else second.to,
        adaptation=second.to if of_base else first.to,
        function=first.to,
        competency=second.to,
        function_label=does[first.to].label,
        competency_label=able[second.to].label,
        through=(function, competency),
        steps=(first.match, second.match),
        confidence=_sure((first, second)),
        ties=(OF_MAPPING[first.word], OF_MAPPING[second.word]),
    )


def _across_order(row: Across) -> tuple[Any, ...]:
    ranks = [_RANK[one] for one in row.ties]
    return max(ranks), sum(ranks), *_surest(row.confidence), row.through, row.steps
