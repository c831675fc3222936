"""Three sides at once: which elements of the old base, the new base and the adaptation stand for each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sswgraph.comparison.adapting import code_of, free
from sswgraph.comparison.pairing import Pairing, pair
from sswgraph.model import Element, Framework, Mapping, Node
from sswgraph.model.identity import framework_of

OLD, NEW, LOCAL = range(3)
_Key = tuple[int, str]


@dataclass(slots=True)
class Trio:
    """Elements of the three sides that hang together."""

    base: list[str] = field(default_factory=list)
    onto: list[str] = field(default_factory=list)
    local: list[str] = field(default_factory=list)

    @property
    def sides(self) -> tuple[list[str], list[str], list[str]]:
        return self.base, self.onto, self.local

    @property
    def key(self) -> str:
        return min(next(side for side in (self.local, self.onto, self.base) if side))


class Trios:
    """The connected components of three frameworks, and what each element is called in the adaptation.

    ``names[OLD]`` and ``names[NEW]`` lead from an element to its one counterpart in the adaptation; where there is none
    or several, both sides of the base speak of the element by the new base's id, so that they can be compared.
    ``minted``: the id that each element of the new base has in the adaptation once it is taken over.
    """

    def __init__(self, frameworks: tuple[Framework, Framework, Framework], mappings: Iterable[Mapping]) -> None:
        self.frameworks = frameworks
        self.nodes: tuple[dict[str, Node], ...] = tuple(
            {node.id: node for node in framework.elements} for framework in frameworks
        )
        given = tuple(mappings)
        old, new, local = frameworks
        self.ours, self.theirs = pair(old, local, given), pair(old, new, given)
        self.fresh = pair(new, local, given)
        self.trios = self._joined()
        self.of: dict[_Key, Trio] = {
            (side, one): trio for trio in self.trios for side, ids in enumerate(trio.sides) for one in ids
        }
        self.names = self._names()
        self.minted = self._minted()

    def _joined(self) -> list[Trio]:
        above: dict[_Key, _Key] = {}

        def root(key: _Key) -> _Key:
            while above.get(key, key) != key:
                above[key] = above.get(above[key], above[key])
                key = above[key]
            return key

        for first, second in self._edges():
            above[root(second)] = root(first)
        made: dict[_Key, Trio] = {}
        for side, nodes in enumerate(self.nodes):
            for one in nodes:
                made.setdefault(root((side, one)), Trio()).sides[side].append(one)
        for trio in made.values():
            for ids in trio.sides:
                ids.sort()
        return list(made.values())

    def _edges(self) -> Iterable[tuple[_Key, _Key]]:
        for pairing, side in ((self.ours, LOCAL), (self.theirs, NEW)):
            for component in pairing.components:
                for edge in component.edges:
                    yield (OLD, edge.base), (side, edge.adapted)
        for new, local in self._both_added():
            yield (NEW, new), (LOCAL, local)

    def _both_added(self) -> Iterable[tuple[str, str]]:
        """What the new base and the adaptation pair without the old base."""
        for component in self.fresh.components:
            for edge in component.edges:
                if not (self._had(self.theirs, edge.base) or self._had(self.ours, edge.adapted)):
                    yield edge.base, edge.adapted

    @staticmethod
    def _had(pairing: Pairing, identifier: str) -> bool:
        return bool(pairing.components[pairing.of_adapted[identifier]].base)

    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        old, new, local = self.frameworks
        ours, theirs = self._first_of_several(), self.theirs.names
        of_old = {**theirs, **ours, old.id: local.id}
        of_new = {there: ours[one] for one, there in theirs.items() if one in ours}
        single = {new: one for new, one in self._both_added() if len(self.of[NEW, new].local) == 1}
        of_new.update({there: one for there, one in single.items() if len(self.of[LOCAL, one].onto) == 1})
        return of_old, {**of_new, new.id: local.id}

    def _first_of_several(self) -> dict[str, str]:
        """Old base -> adaptation; of an element that was split here, the part that kept its code."""
        old, _, local = self.frameworks
        found: dict[str, str] = {}
        for component in self.ours.components:
            for one in component.base:
                alike = local.id + one[len(old.id) :]
                if len(component.adapted) == 1 or alike in component.adapted:
                    found[one] = alike if alike in component.adapted else component.adapted[0]
        return found

    def _minted(self) -> dict[str, str]:
        new, local = self.frameworks[NEW], self.frameworks[LOCAL]
        taken = {*self.nodes[LOCAL], *(one.id for node in local.elements for one in node.evidence)}
        made: dict[str, str] = {}
        plain = [node.id for node in new.elements if framework_of(node.id) == new.id]
        foreign = [node.id for node in new.elements if framework_of(node.id) != new.id]
        for one in (*plain, *foreign):
            name = self.names[NEW].get(one)
            if name is not None and not self.is_redefined(one):
                made[one] = name
                continue
            code = one[len(new.id) + 1 :] if framework_of(one) == new.id else code_of(one)
            wanted = f"{local.id}:{code}"
            made[one] = wanted if wanted in self.of[NEW, one].local else free(wanted, taken)
        return made

    def is_redefined(self, new: str) -> bool:
        """Whether an element of the new base says that it took the place of its counterpart in the old one (E1)."""
        node = self.nodes[NEW][new]
        return isinstance(node, Element) and bool(set(node.replaces) & set(self.of[NEW, new].base))


def in_order_of(trios: Sequence[Trio], nodes: tuple[dict[str, Node], ...]) -> list[Trio]:
    """The trios in the order of the old base, then of what the new base and the adaptation added."""
    places = [{one: place for place, one in enumerate(side)} for side in nodes]

    def place(trio: Trio) -> tuple[int, int]:
        side = next(number for number, ids in enumerate(trio.sides) if ids)
        return side, min(places[side][one] for one in trio.sides[side])

    return sorted(trios, key=place)
