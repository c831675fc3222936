"""What ties elements of two frameworks that have no lineage: mappings, chains, and concepts of a reference (rule E8).

For showing, never for credit: a concept that both are tied to says that they speak of one thing, not that either counts
for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
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
_WAYS = ("mapping", "chain", "concept")
# Wider and narrower are of one rank: which of the two frameworks comes first must not matter.
_RANK: dict[Relation, int] = {"same": 0, "close": 1, "wider": 2, "narrower": 2, "same-topic": 3}


@dataclass(frozen=True, slots=True)
class Step:
    """One mapping, read from where one stands: to whom, by what, and how sure it says it is; or a derivation."""

    to: str
    word: str
    match: str
    confidence: Decimal | None = None
    by: TieKind = "mapping"


def through_concept(first: Relation, second: Relation) -> Relation:
    """How two elements stand to each other by a concept between them.

    >>> [through_concept(*two) for two in (("same", "wider"), ("close", "close"), ("close", "wider"))]
    ['wider', 'close', 'same-topic']
    """
    if "same" in (first, second):
        return second if first == "same" else first
    return first if first == second else "same-topic"


def steps_of(mappings: Iterable[Match], frameworks: Iterable[Framework] = ()) -> dict[str, list[Step]]:
    """From each element, the mappings in force that it is an end of, and what elements say themselves to cover."""
    voices = Voices(mappings)
    found: dict[str, list[Step]] = defaultdict(list)

    def tie(subject: str, word: str, object: str, by: str, confidence: Decimal | None) -> None:
        found[subject].append(Step(object, word, by, confidence))
        found[object].append(Step(subject, TURNED.get(word, word), by, confidence))

    for match in voices.in_force():
        if match.relation in PAIRING and match.subject != match.object:
            word = "contested" if voices.against(match.id) else match.relation
            tie(match.subject, word, match.object, match.id, match.confidence)
    for framework in frameworks:
        for node in framework.elements:
            for covered in getattr(node, "covers", ()):
                word = "contested" if voices.against_covering(node.id, covered) else "covers"
                tie(node.id, word, covered, f"{node.id} ssw:covers {covered}", None)
    return found


def reached(start: str, steps: Mapping[str, Sequence[Step]]) -> Iterator[tuple[tuple[Step, ...], str]]:
    """What mappings lead to, by one or by a chain that rule C1 knows, with the word for the whole way."""
    edge: list[tuple[tuple[Step, ...], str]] = [((), "exact")]
    for _ in range(MAX_STEPS):
        further = []
        for path, word in edge:
            for step in steps.get(path[-1].to if path else start, ()):
                made = _composed(word, step.word)
                if made is not None and step.to != start and all(step.to != one.to for one in path):
                    further.append(((*path, step), made))
        yield from further
        edge = further


def derivations(frameworks: Iterable[Framework]) -> Iterator[tuple[str, Step]]:
    """From each element, what was derived from it, and back: the same where name and definition are, else close."""
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
    """Every tie between two frameworks by mappings, chains and concepts of ``reference``, and which of them count.

    ``known``: the frameworks that say what covers what, and which function of the reference needs what.
    """

    def __init__(
        self,
        base: Framework,
        adaptation: Framework,
        mappings: Iterable[Match],
        reference: Collection[str],
        known: Iterable[Framework] = (),
    ) -> None:
        rows = list(mappings)
        self._here = {node.id: node for node in base.elements}
        self._there = {node.id: node for node in adaptation.elements}
        frameworks = {one.id: one for one in (*known, base, adaptation)}
        self._steps = steps_of(rows, frameworks.values())
        own = {base.id, adaptation.id}
        self._reference = {one for one in reference if one not in own}
        self._frameworks = [one for one in frameworks.values() if one.id in self._reference]
        self._denied = {frozenset((one.subject, one.object)) for one in rows if one.negated}

    def best(self, left: Collection[str], right: Collection[str]) -> tuple[list[Tie], list[Tie]]:
        """The ties that are the best of one of their ends, and all others; none of what is paired already."""
        pairs: dict[tuple[str, str], Tie] = {}
        for tie in self._all(left, right):
            known = pairs.get((tie.base, tie.adaptation))
            if known is None:
                pairs[tie.base, tie.adaptation] = tie
            elif tie.by == known.by == "mapping" and {tie.relation, known.relation} == {"wider", "narrower"}:
                steps = tuple(sorted({*tie.steps, *known.steps}))
                pairs[tie.base, tie.adaptation] = replace(known, relation="same-topic", steps=steps, confidence=None)
            elif _order(tie) < _order(known):
                pairs[tie.base, tie.adaptation] = tie
        kept: set[tuple[str, str]] = set()
        for end in (0, 1):
            firsts: dict[str, tuple[str, str]] = {}
            for key in sorted(pairs, key=lambda key: _order(pairs[key])):
                firsts.setdefault(key[end], key)
            kept.update(firsts.values())
        return [pairs[key] for key in sorted(kept)], [pairs[key] for key in sorted(pairs.keys() - kept)]

    def _all(self, left: Collection[str], right: Collection[str]) -> Iterator[Tie]:
        for tie in (*self._along(), *self._through()):
            if tie.base in left or tie.adaptation in right:
                continue
            yield replace(tie, relation="same-topic") if self._is_denied(tie) else tie

    def _is_denied(self, tie: Tie) -> bool:
        return tie.by != "mapping" and frozenset((tie.base, tie.adaptation)) in self._denied

    def _pairs(self, one: str, other: str) -> bool:
        return one != other and one in self._here and other in self._there and self._kind(one) == self._kind(other)

    def _kind(self, one: str) -> str:
        node = self._here.get(one) or self._there[one]
        return node.kind

    def _along(self) -> Iterator[Tie]:
        """By mappings, and by chains of them that rule C1 knows; each chain once, from the base."""
        for start in self._here.keys() & self._steps.keys():
            for path, word in reached(start, self._steps):
                if self._pairs(start, path[-1].to):
                    yield tie_of(start, path, word)

    def _concepts(self) -> Iterator[str]:
        return (one for one in self._steps if framework_of(one) in self._reference)

    def _through(self) -> Iterator[Tie]:
        """By a concept of the reference to which both are tied directly."""
        for concept in self._concepts():
            steps = self._steps[concept]
            for first in steps:
                for second in steps if first.to in self._here else ():
                    if self._pairs(first.to, second.to):
                        yield _by_concept(concept, first, second)

    def across(self) -> tuple[Across, ...]:
        """What is a function on one side and a competency on the other: who does it there is able to here."""
        found: dict[tuple[str, str], Across] = {}
        for function, competency in self._needs():
            for does, able in ((self._here, self._there), (self._there, self._here)):
                for first in _ends(self._steps.get(function, ()), does, "function"):
                    for second in _ends(self._steps.get(competency, ()), able, "competency"):
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


def tie_of(start: str, path: tuple[Step, ...], word: str) -> Tie:
    """What a way by one mapping or a chain of them says of its two ends."""
    return Tie(
        base=start,
        adaptation=path[-1].to,
        by="chain" if len(path) > 1 else path[0].by,
        relation=OF_MAPPING[word],
        steps=tuple(one.match for one in path),
        through=tuple(one.to for one in path[:-1]),
        confidence=_sure(path),
    )


def _by_concept(concept: str, first: Step, second: Step) -> Tie:
    to_concept = TURNED.get(first.word, "covers" if first.word == "covered" else first.word)
    return Tie(
        base=first.to,
        adaptation=second.to,
        by="concept",
        relation=through_concept(OF_MAPPING[to_concept], OF_MAPPING[second.word]),
        steps=(first.match, second.match),
        through=(concept,),
        confidence=_sure((first, second)),
    )


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
