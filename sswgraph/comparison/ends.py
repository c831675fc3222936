"""What ties elements together pairs when all its ends do: requirements, outcomes, and rules with stated ends."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sswgraph.comparison.components import Component, Edge
from sswgraph.model import Node, Text

# Of each kind: the ends (all of them stated and paired), and what tells several between the same ends apart.
_ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "requirement": (("cadre", "competency"), ("level", "necessity", "for_function")),
    "function-need": (("function", "competency"), ("when_authority",)),
    "entry-requirement": (("module", "competency"), ("level",)),
    "outcome": (("outcome_of", "competency"), ("to_level", "extent")),
    "progression": (("start", "progresses_to"), ("progression_kind",)),
    "supervision-arrangement": (("supervisee", "supervisor"), ("supervision_mode",)),
    "eligibility-condition": (("condition_of", "condition_kind"), ()),
    "obligation": (("of_cadre", "trigger", "function", "act"), ("force", "within")),
    "scope-rule": (("cadre", "function", "competency", "act"), ("authority",)),
    "open-question": (("of_cadre", "function", "act"), ()),
}
_NOT_ENDS = frozenset({"condition_kind", "trigger"})


def ends_of(kind: str) -> tuple[str, ...]:
    """The fields by which elements of a kind pair: what they tie together."""
    return tuple(name for name in _ENDS.get(kind, ((), ()))[0] if name not in _NOT_ENDS)


def match_by_ends(components: list[Component], here: dict[str, Node], there: dict[str, Node]) -> None:
    """Join the single components of links between the same paired ends; several in one place go by likeness of what
    they say, then by id."""
    rows = _Rows(components)
    for old, new in rows.matches(here, there):
        left, right = rows.single_base[old], rows.single_adapted[new]
        left.adapted.append(new)
        left.edges.append(Edge(old, new, "ends"))
        right.adapted.clear()
    components[:] = [component for component in components if component.base or component.adapted]


def _named(node: Any) -> bool:
    """Whether a rule names elements that it is about, so that its words do not tell which act it means."""
    return bool(node.function or getattr(node, "competency", ()))


class _Rows:
    """The links without a counterpart, by kind and ends."""

    def __init__(self, components: list[Component]) -> None:
        self.single_base = {c.base[0]: c for c in components if not c.adapted}
        self.single_adapted = {c.adapted[0]: c for c in components if not c.base}
        self.number: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for place, component in enumerate(components):
            if component.base and component.adapted:
                self.number[0].update(dict.fromkeys(component.base, place))
                self.number[1].update(dict.fromkeys(component.adapted, place))

    def matches(self, here: dict[str, Node], there: dict[str, Node]) -> list[tuple[str, str]]:
        old = self._by_ends(self.single_base, here, 0)
        new = self._by_ends(self.single_adapted, there, 1)
        made: list[tuple[str, str]] = []
        for key in old.keys() & new.keys():
            left, right = sorted(old[key]), sorted(new[key])
            for said, one in list(left):
                like = next((other for other in right if other[0] == said), None)
                if like is not None:
                    made.append((one, like[1]))
                    left.remove((said, one))
                    right.remove(like)
            by_id = sorted(one for _, one in left), sorted(one for _, one in right)
            made += zip(*by_id, strict=False)
        return sorted(made)

    def _by_ends(
        self, single: dict[str, Component], nodes: dict[str, Node], side: int
    ) -> dict[tuple[Any, ...], list[tuple[str, str]]]:
        found: dict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
        for one in single:
            node = nodes[one]
            ends, says = _ENDS.get(node.kind, ((), ()))
            key = [self._key(getattr(node, name), side, name) for name in ends if name != "act" or not _named(node)]
            if key and None not in key and key[0] and any(key[1:]):
                said = [self._said(getattr(node, name), side) for name in says]
                found[(node.kind, *key)].append((repr(said), one))
        return found

    def _key(self, value: Any, side: int, name: str) -> Any:
        """The components at an end, as a set; None where one of them has no counterpart."""
        if name in _NOT_ENDS or isinstance(value, Text):
            return value
        ends = value if isinstance(value, tuple) else (value,)
        numbers = frozenset(self._number(one, side) for one in ends)
        return None if -1 in numbers else numbers

    def _number(self, one: str, side: int) -> int:
        """The component of an end; either side may name elements of the other one."""
        return self.number[side].get(one, self.number[1 - side].get(one, -1))

    def _said(self, value: Any, side: int) -> Any:
        if isinstance(value, tuple):
            return sorted(str(self.number[side].get(one, one)) for one in value)
        return str(self.number[side].get(value, value))
