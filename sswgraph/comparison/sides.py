"""Two frameworks with their pairing: who stands for whom, which ends moved, which level is higher."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from sswgraph.comparison.components import Component
from sswgraph.comparison.pairing import Pairing
from sswgraph.graph.levels import Levels
from sswgraph.model import CompetencySet, Evidence, Framework, Node, ProficiencyLevel, Text
from sswgraph.model.visible import seen, visible

Key = int | str
HEADER = -1


class Sides:
    """What comparing asks of two frameworks and their pairing. Side 0 is the base, side 1 the adaptation."""

    def __init__(self, base: Framework, adapted: Framework, pairing: Pairing) -> None:
        self.frameworks = (base, adapted)
        self.nodes: tuple[dict[str, Node], dict[str, Node]] = (
            {node.id: node for node in base.elements},
            {node.id: node for node in adapted.elements},
        )
        self.pairing = pairing
        self.names = {**pairing.names, base.id: adapted.id}
        self._numbers: tuple[dict[str, int], dict[str, int]] = (
            {**pairing.of_base, base.id: HEADER},
            {**pairing.of_adapted, adapted.id: HEADER},
        )
        self._sets = (_memberships(base), _memberships(adapted))

    def key(self, side: int, identifier: str) -> Key:
        """The number of an element's component, which both sides share; an id outside stands for itself.

        Either side may name elements of the other one: an IRI means the same wherever it stands.
        """
        found = self._numbers[side].get(identifier)
        return self._numbers[1 - side].get(identifier, identifier) if found is None else found

    def keys(self, side: int, ends: Any) -> frozenset[Key]:
        """The components at the ends of a reference: of several, of one, or of none."""
        several = ends if isinstance(ends, tuple) else (ends,) if ends else ()
        return frozenset(self.key(side, one) for one in several)

    def moved_ends(self, old: Any, new: Any) -> tuple[frozenset[Key], frozenset[Key]]:
        """What a reference of the base pointed at and its counterpart does not, and the other way round."""
        before, after = self.keys(0, old), self.keys(1, new)
        return before - after, after - before

    def component(self, side: int, identifier: str) -> Component | None:
        number = self._numbers[side].get(identifier, HEADER)
        return None if number == HEADER else self.pairing.components[number]

    def counterparts(self, identifier: str) -> tuple[Any, ...]:
        """The elements of the adaptation that stand for an element of the base."""
        component = self.component(0, identifier)
        return tuple(self.nodes[1][one] for one in component.adapted) if component else ()

    def sources(self, identifier: str) -> tuple[Any, ...]:
        """The elements of the base that an element of the adaptation stands for."""
        component = self.component(1, identifier)
        return tuple(self.nodes[0][one] for one in component.base) if component else ()

    def origins_of(self, base: str, adapted: str) -> set[str]:
        """The ids that derivation from the counterpart may name."""
        component = self.component(0, base)
        ends = {base, adapted}
        return ends | {*component.base, *component.adapted} if component else ends

    def sets(self, base: str, adapted: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The sets that two paired elements belong to, where these are not the same."""
        old, new = self._sets[0].get(base, ()), self._sets[1].get(adapted, ())
        return None if self.keys(0, old) == self.keys(1, new) else (old, new)

    def said_of(self, one: Evidence, side: int) -> tuple[Any, ...]:
        """What a piece of evidence says, whatever its id."""
        source = self.keys(side, one.source)
        derived = self.keys(side, one.derived_from)
        locator, excerpt, note = (_seen(part) for part in (one.locator, one.excerpt, one.note))
        return (one.basis, source, locator, excerpt, derived, one.concerns, note)

    def level_moves(self, old: str, new: str) -> set[str]:
        """Whether the second level is raised, lowered or equal to the first; nothing where they cannot be compared.

        Each side has levels of its own; where both know the two levels and do not agree, both answers are there.
        """
        found = set()
        for levels, first, second in (
            (self._levels[0], old, self._back.get(new, new)),
            (self._levels[1], self.names.get(old, old), new),
            (self._levels[2], old, new),
        ):
            up, down = levels.standing(second, first) == "met", levels.standing(first, second) == "met"
            if up or down:
                found.add("equal" if up and down else "raised" if up else "lowered")
        return found

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of everything on both sides."""
        return frozenset({*self.nodes[0], *self.nodes[1], *(one.id for one in self.frameworks)})

    @cached_property
    def _back(self) -> dict[str, str]:
        return {new: old for old, new in self.names.items()}

    @cached_property
    def _levels(self) -> tuple[Levels, Levels, Levels]:
        sides: list[dict[str, ProficiencyLevel]] = [
            {one.id: one for one in framework.elements if isinstance(one, ProficiencyLevel)}
            for framework in self.frameworks
        ]
        both = {**sides[0], **sides[1]} if not sides[0].keys() & sides[1].keys() else {}
        return Levels(sides[0]), Levels(sides[1]), Levels(both)

    def label(self, node: Node, side: int) -> Text:
        """What an element is called: its label, else the names of what it ties together, else its id."""
        own = getattr(node, "label", None) or getattr(node, "rationale", None)
        if isinstance(own, Text) and own:
            return own
        ends = [self._named(getattr(node, name), side) for name in _TIES if hasattr(node, name)]
        return _joined([end for end in ends if end]) or Text((("und", node.id),))

    def named(self, identifier: str, side: int) -> Text:
        """The label behind an id on one side, or the id."""
        node = self.nodes[side].get(identifier) or self.nodes[1 - side].get(identifier)
        return getattr(node, "label", None) or Text((("und", identifier),))

    def _named(self, ends: Any, side: int) -> Text:
        several = ends if isinstance(ends, tuple) else (ends,) if ends else ()
        return _joined([self.named(one, side) for one in several], ", ")


_TIES = tuple(
    "cadre of_cadre supervisee module outcome_of qualification start competency function progresses_to subject".split()
)


def _joined(texts: list[Text], sign: str = " – ") -> Text:
    """Several names as one, in each language that one of them has."""
    if len(texts) < 2:
        return texts[0] if texts else Text()
    tags = sorted({tag for text in texts for tag in text.languages if tag != "und"}) or ["und"]
    return Text(tuple((tag, sign.join(text.best(tag) for text in texts)) for tag in tags))


def _seen(part: Any) -> Any:
    """A text or a string as it is seen, so that two can be compared and counted."""
    if isinstance(part, Text):
        return tuple(sorted((tag, *wordings) for tag, wordings in seen(part).items()))
    return visible(part) if isinstance(part, str) else part


def _memberships(framework: Framework) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for node in framework.elements:
        if isinstance(node, CompetencySet):
            for member in node.includes:
                found[member].append(node.id)
    return {member: tuple(sets) for member, sets in found.items()}
