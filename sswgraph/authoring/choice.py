"""What a choice from a framework needs: what belongs to it, and the safeguards of every cadre in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal

from sswgraph.adaptation.adapt import REFERENCES, subject_of
from sswgraph.model import Framework, Node
from sswgraph.model.codes import SAFEGUARDS
from sswgraph.model.fields import BY_KIND

Why = Literal["chosen", "needed", "safeguard", "support"]
# Of each kind of statement: the fields that name whom it speaks of; it comes along with any of them.
_SPEAKS_OF: dict[str, tuple[str, ...]] = {
    "obligation": ("of_cadre",),
    "scope-rule": ("cadre",),
    "eligibility-condition": ("condition_of",),
    "supervision-arrangement": ("supervisee",),
    "ethical-standard": ("concerns",),
    "open-question": ("of_cadre",),
    "performance-criterion": ("criterion_of",),
    "evidence-requirement": ("evidence_for",),
    "guiding-principle": ("concerns",),
    "statement": ("subject",),
}
# Statements that stay only where all that they tie together is there.
_TIES: dict[str, tuple[str, ...]] = {
    "requirement": ("cadre", "competency"),
    "function-need": ("function", "competency"),
    "outcome": ("outcome_of", "competency"),
    "entry-requirement": ("module", "competency"),
    "progression": ("start", "progresses_to"),
    "packaging-rule": ("qualification", "group"),
}
# References without which what names them would mean something else: these come along, all others are left away.
_KEPT: dict[str, frozenset[str]] = {
    "cadre": frozenset({"includes"}),
    "function": frozenset({"broader"}),
    "module": frozenset({"prerequisite", "corequisite", "part_of"}),
    **{kind: frozenset(name for name, _ in REFERENCES[kind]) for kind in SAFEGUARDS},
}
_GROUND = frozenset({"level", "scale", "context", "context-scheme", "source"})


class Choice:
    """A choice from a framework while what it needs is gathered; ``why``: by id, what brought each element."""

    def __init__(self, framework: Framework, chosen: Iterable[str], without: Collection[str] = ()) -> None:
        self.framework, self.without = framework, frozenset(without)
        self.nodes: dict[str, Any] = {node.id: node for node in framework.elements}
        self.why: dict[str, Why] = {}
        self.chosen = frozenset(chosen)
        self.spoken: dict[str, list[Node]] = defaultdict(list)
        for node in framework.elements:
            for one in _named(node, _SPEAKS_OF.get(node.kind, ())):
                self.spoken[one].append(node)
        self.required = self._required()
        for one in sorted(self.chosen):
            self._bring(one, "chosen")
        self._settle()

    def _required(self) -> dict[str, set[str]]:
        """By cadre, what it requires itself; sets count with what they hold."""
        found: dict[str, set[str]] = defaultdict(set)
        for node in self.framework.elements:
            if node.kind == "requirement":
                one: Any = node
                found[one.cadre].update(self._members(one.competency))
        return found

    def _members(self, identifier: str) -> set[str]:
        found, ahead = set[str](), [identifier]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                node = self.nodes.get(one)
                ahead += node.includes if node is not None and node.kind == "competency-set" else ()
        return found

    def _bring(self, identifier: str, why: Why) -> None:
        """Take an element along, and what it cannot be without."""
        ahead: list[tuple[str, Why]] = [(identifier, why)]
        while ahead:
            one, because = ahead.pop()
            node = self.nodes.get(one)
            if node is None or one in self.why or one in self.without:
                continue
            self.why[one] = because
            ahead += [(other, "needed") for other in self._needs(node, one in self.chosen)]
            ahead += [(other, "support") for other in _named(node, _KEPT.get(node.kind, ()))]

    def _needs(self, node: Any, chosen: bool) -> Iterator[str]:
        if node.kind == "function" and chosen:
            yield from node.needs
            for one in self.framework.elements:
                if one.kind == "function-need" and one.function == node.id:  # type: ignore[attr-defined]
                    yield one.competency  # type: ignore[attr-defined]
        elif node.kind == "competency-set" and chosen:
            yield from sorted(self._members(node.id))
        elif node.kind == "cadre" and chosen:
            yield from sorted(self.required[node.id])
            yield from node.performs
            yield from node.includes

    def _settle(self) -> None:
        """Add what belongs to what is there, until nothing is added any more."""
        before = -1
        while before != len(self.why):
            before = len(self.why)
            self._cadres()
            for one in list(self.why):
                for node in self.spoken[one]:
                    self._bring(node.id, "safeguard" if node.kind in SAFEGUARDS else "support")
            self._ties()
        for node in self.framework.elements:  # what speaks of everybody
            if node.kind in SAFEGUARDS and not [*_named(node, _SPEAKS_OF[node.kind])]:
                self._bring(node.id, "safeguard")
        self._ground()

    def _cadres(self) -> None:
        """Every cadre that requires a competency of the choice, and what of its list is critical for safety."""
        there = {one for one in self.why if self.nodes[one].kind == "competency"}
        for cadre, asked in sorted(self.required.items()):
            if asked & there:
                self._bring(cadre, "needed")
            if cadre in self.why:
                for one in sorted(asked):
                    if getattr(self.nodes.get(one), "safety_critical", None):
                        self._bring(one, "safeguard")

    def _ties(self) -> None:
        """Statements of which both ends are there; modules that teach a competency of the choice, and sets of it."""
        for node in self.framework.elements:
            ends = [*_named(node, _TIES.get(node.kind, ()))]
            if ends and all(one in self.why or one not in self.nodes for one in ends):
                self._bring(node.id, "support")
            one: Any = node
            if node.kind == "outcome" and one.competency in self.why:
                self._bring(one.outcome_of, "support")
            if node.kind == "competency-set" and any(member in self.why for member in one.includes):
                self._bring(node.id, "support")

    def _ground(self) -> None:
        before = -1
        while before != len(self.why):
            before = len(self.why)
            for one in list(self.why):
                node = self.nodes[one]
                for other in _named(node, [name for name, _ in REFERENCES[node.kind]]):
                    if other in self.nodes and self.nodes[other].kind in _GROUND:
                        self._bring(other, "support")

    def torn(self) -> dict[str, tuple[str, ...]]:
        """By what is left out: the safeguards of the choice that name it and would mean another thing without it. Whom
        a safeguard speaks of may be fewer, since it goes with the last of them."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.why:
            node = self.nodes[one]
            if node.kind in SAFEGUARDS:
                names = _KEPT[node.kind] - {*_SPEAKS_OF[node.kind]}
                for end in self.without.intersection(_named(node, sorted(names))):
                    found[end].append(one)
        return {end: tuple(sorted(ids)) for end, ids in sorted(found.items())}

    # The framework of the choice

    def made(self) -> Framework:
        """The framework with what was chosen; a list from which something was left out is not whole any more."""
        kept = tuple(self._trimmed(node) for node in self.framework.elements if node.id in self.why)
        there = {*self.why, self.framework.id}
        spoken = (line for line in self.framework.residue if subject_of(line) in there)
        return replace(self.framework, elements=kept, residue=tuple(spoken))

    def _trimmed(self, node: Node) -> Node:
        changed: dict[str, Any] = {}
        for name, many in REFERENCES[node.kind]:
            value = getattr(node, name)
            ends = value if many else (value,) if value else ()
            left = tuple(one for one in ends if one in self.why or one not in self.nodes)
            if len(left) != len(ends):
                changed[name] = left if many else (left[0] if left else None)
        one: Any = node
        if node.kind == "cadre" and one.list_reach and not self.required[node.id] <= self.why.keys():
            changed["list_reach"] = None
        if node.kind == "competency" and one.parts_complete and self._lost("competency", "broader", node.id):
            changed["parts_complete"] = None
        if node.kind == "qualification" and one.reach == "whole" and self._lost("module", "part_of", node.id):
            changed["reach"] = "partial"
        return replace(node, **changed) if changed else node

    def _lost(self, kind: str, name: str, identifier: str) -> bool:
        """Whether something of this kind that names it was left out."""
        return any(
            node.kind == kind and node.id not in self.why and identifier in getattr(node, name)
            for node in self.framework.elements
        )


def _named(node: Node, names: Iterable[str]) -> Iterator[str]:
    known = {one.name for one in BY_KIND[node.kind].fields}
    for name in names:
        value = getattr(node, name) if name in known else None
        yield from value if isinstance(value, tuple) else (value,) if value else ()
