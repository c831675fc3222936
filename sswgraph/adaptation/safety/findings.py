"""What was found between two frameworks, how it is worded, and which findings have one cause (rule E9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sswgraph.adaptation.correspondence import Sides
from sswgraph.adaptation.diff import is_foreign
from sswgraph.adaptation.safety.codes import BY_NAME, class_of, rank_of
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, Node, Text
from sswgraph.model.codes import AUTHORITIES, PROFESSIONAL_STATUSES, SUPERVISION_MODES, TIERS, place
from sswgraph.model.comparison import SafetyFinding

# By kind: the finding for the loss of an element that took others along and has none of its own.
_HEADS = {
    "cadre": ("gone-with-role", "role"),
    "competency": ("competency-gone", "competency"),
    "competency-set": ("competency-gone", "competency"),
    "function": ("act-gone", "function"),
    "module": ("module-gone", "module"),
    "qualification": ("module-gone", "module"),
}


class Watch:
    """Collects what was found between two frameworks."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.found: list[SafetyFinding] = []
        self._caused: dict[str, list[SafetyFinding]] = {}

    def add(
        self,
        code: str,
        base: Node | None,
        adaptation: Iterable[Node] = (),
        *,
        certain: bool = True,
        cause: str | None = None,
        **said: Any,
    ) -> None:
        """Add a finding, unless it is about what belongs to another framework.

        Args:
            code: Its code.
            base: The element of the base; None where there is none.
            adaptation: The elements of the adaptation.
            certain: Whether no person has to judge.
            cause: The element of the base that is gone and took this along; all of one cause are one finding.
            said: What fills its sentence.
        """
        after = tuple(adaptation)
        first = base or after[0]
        if base is not None and not after and is_foreign(base.id, 0, self.sides):
            return
        made = SafetyFinding(
            code=code,
            element=first.kind,
            text=message(f"safety.{code}", **said),
            base=(base.id,) if base is not None else (),
            adaptation=tuple(node.id for node in after),
            before=self.sides.label(base, 0) if base is not None else Text(),
            after=self.sides.label(after[0], 1) if after else Text(),
            certain=certain and BY_NAME[code].certain,
            finding=class_of(code, first),
        )
        (self.found if cause is None else self._caused.setdefault(cause, [])).append(made)

    def result(self, *, apart: bool = False) -> tuple[SafetyFinding, ...]:
        """All findings: what is certain first, then by class, then the most serious.

        Args:
            apart: Whether each stands on its own, for whoever decides about each element; otherwise there is one for
                each cause.

        Returns:
            The findings.
        """
        found = list(self.reported())
        if not apart:
            found = [one for one in self.found if one.adaptation or one.base[0] not in self._caused]
            found += [self._headed(cause, effects) for cause, effects in self._caused.items()]
        found.sort(key=lambda one: (not one.certain, rank_of(one.code, one.finding), one.base, one.adaptation))
        return tuple(found)

    def _headed(self, cause: str, effects: list[SafetyFinding]) -> SafetyFinding:
        """What is gone, with everything that it took along."""
        node = self.sides.nodes[0][cause]
        own = [one for one in self.found if one.base[:1] == (cause,) and not one.adaptation]
        code, name = _HEADS[node.kind]
        head = own[0] if own else self._lost(code, name, node)
        several = [*own[1:], *effects]
        return replace(
            head,
            base=tuple(dict.fromkeys((cause, *(end for one in several for end in one.base)))),
            certain=head.certain or any(one.certain for one in several),
            finding=min(
                (one.finding for one in (head, *several) if one.finding), key=lambda one: rank_of(head.code, one)
            ),
            effects=tuple(dict.fromkeys(one.text for one in several)),
        )

    def _lost(self, code: str, name: str, node: Node) -> SafetyFinding:
        label = self.sides.label(node, 0)
        return SafetyFinding(
            code=code,
            element=node.kind,
            text=message(f"safety.{code}", **{name: label}),
            base=(node.id,),
            before=label,
            certain=BY_NAME[code].certain,
            finding=class_of(code, node),
        )

    def is_effect(self, causes: Iterable[str], text: Message) -> bool:
        """Whether something follows from what was reported of one of these elements; then it is said there."""
        ends = set(causes)
        for number, one in enumerate(self.found):
            if ends & {*one.base, *one.adaptation}:
                self.found[number] = replace(one, effects=tuple(dict.fromkeys((*one.effects, text))))
                return True
        return False

    def reported(self) -> Iterator[SafetyFinding]:
        """Everything found so far, whatever its cause."""
        yield from self.found
        for effects in self._caused.values():
            yield from effects

    def is_gone(self, identifier: str) -> bool:
        """Whether an element of the base has no counterpart, and its loss can be reported on its own."""
        node = self.sides.nodes[0].get(identifier)
        known = node is not None and node.kind in _HEADS and not self.sides.counterparts(identifier)
        return known and not is_foreign(identifier, 0, self.sides)

    def names(self, ids: Any, side: int) -> tuple[Text, ...]:
        """The names of elements of one side."""
        several = ids if isinstance(ids, tuple) else (ids,) if ids else ()
        return tuple(self.sides.named(one, side) for one in several)

    def add_lost(
        self,
        code: str,
        base: Node,
        adaptation: Iterable[Any],
        field: str,
        *,
        name: str = "lost",
        **said: Any,
    ) -> bool:
        """Add a finding of what a field of the base names and no counterpart does; say whether there is any."""
        nodes = tuple(adaptation)
        after = {key for node in nodes for key in self.sides.keys(1, getattr(node, field))}
        ends = getattr(base, field)
        several = ends if isinstance(ends, tuple) else (ends,)
        lost = tuple(one for one in several if self.sides.key(0, one) not in after)
        if lost:
            self.add(code, base, nodes, **{**said, name: self.names(lost, 0)})
        return bool(lost)

    def add_missing(
        self, code: str, base: Node, nodes: tuple[Any, ...], lost: tuple[str, ...], *, certain: bool = True, **said: Any
    ) -> None:
        """Add a finding of what something no longer binds: certain for what is still there, otherwise with its loss."""
        there = tuple(one for one in lost if not self.is_gone(one))
        if there:
            self.add(code, base, nodes, certain=certain, **said, lost=self.names(there, 0))
        for one in lost:
            if one not in there:
                self.add(code, base, nodes, certain=False, cause=one, **said, lost=self.names(one, 0))

    def gained(self, base: Node, adaptation: Iterable[Any], field: str) -> tuple[str, ...]:
        """The ids of what a field of a counterpart names and the base does not."""
        before = self.sides.keys(0, getattr(base, field))
        ends = [one for node in adaptation for one in getattr(node, field)]
        return tuple(dict.fromkeys(one for one in ends if self.sides.key(1, one) not in before))

    def gone_with(self, roles: tuple[str, ...]) -> bool:
        """Whether roles are named and none of them has a counterpart."""
        known = [one for one in roles if one in self.sides.nodes[0]]
        return bool(known) and not any(self.sides.counterparts(one) for one in known)


def term(group: str, code: str | None) -> Message | str:
    """The word for a code, said in the reader's language."""
    return message(f"show.{group}.{code}") if code else message("safety.not-stated")


def is_looser(before: str, after: str) -> bool | None:
    """Whether an authority goes further than another (rule E9); None where one of them is not in the closed list."""
    if before == after:
        return False
    if not {before, after} <= {*AUTHORITIES}:
        return None
    return AUTHORITIES.index(after) < AUTHORITIES.index(before)


def is_weaker_mode(before: str | None, after: str | None) -> bool:
    """Whether a stated mode of supervision is gone or less close: direct, indirect, consultative."""
    return before is not None and place(SUPERVISION_MODES, after) > place(SUPERVISION_MODES, before)


def qualified(one: Cadre, than: Cadre) -> str:
    """'less', 'equal', 'more' or 'unknown': how a cadre is qualified beside another, by status, then tier."""
    for field, order in (("professional_status", PROFESSIONAL_STATUSES), ("tier", TIERS)):
        mine, other = getattr(one, field), getattr(than, field)
        if (mine is None) != (other is None):
            return "unknown"
        if mine != other:
            return "less" if place(order, mine) > place(order, other) else "more"
    return "equal" if one.professional_status or one.tier else "unknown"
