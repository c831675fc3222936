"""Of each trio: what the new base did, what the adaptation did, and what that means for the adaptation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sswgraph.comparison.adapting import copied, rewritten
from sswgraph.comparison.belonging import spoken_of_elsewhere
from sswgraph.comparison.differing import only_lineage
from sswgraph.comparison.renaming import renamed
from sswgraph.comparison.sides import Sides
from sswgraph.comparison.three_way import divergences, one_sided, with_fields
from sswgraph.comparison.trios import LOCAL, NEW, OLD, Trio, Trios, in_order_of
from sswgraph.language import message
from sswgraph.model import Element, Evidence, Framework, Node, Text
from sswgraph.model.rebase import Divergence, Outcome, RebaseEntry, Verdict

# Rule E6: what the new base did with an element, what the adaptation did with it, and what comes of the two. Where
# both changed it to the same it is already the same; where they clash it is a conflict.
OUTCOME_OF: dict[tuple[str, str], Outcome] = {
    ("left alone", "left alone"): "already-the-same",
    ("left alone", "changed"): "keep-local",
    ("left alone", "dropped"): "keep-local",
    ("changed", "left alone"): "take-over",
    ("changed", "changed"): "combine",
    ("changed", "dropped"): "conflict",
    ("dropped", "left alone"): "orphan",
    ("dropped", "changed"): "orphan",
    ("dropped", "dropped"): "already-the-same",
    ("added", "without it"): "new-in-base",
    ("without it", "added"): "keep-local",
    ("added", "added"): "conflict",
}
OPTIONS: dict[Outcome, tuple[Verdict, ...]] = {
    "take-over": ("take-over", "keep", "defer"),
    "combine": ("combine", "take-over", "keep", "defer"),
    "conflict": ("keep", "take-over", "combine", "defer"),
    "orphan": ("keep", "drop", "defer"),
    "new-in-base": ("take-over", "drop", "defer"),
    "keep-local": ("keep",),
    "already-the-same": ("keep",),
}
DEFAULTS: dict[Outcome, Verdict] = {
    "take-over": "take-over",
    "combine": "combine",
    "new-in-base": "take-over",
    "keep-local": "keep",
    "already-the-same": "keep",
}


class Weighing:
    """Makes the entries of a merge plan, as far as one trio tells; ``sides`` gives names to what has none."""

    def __init__(self, trios: Trios, ours: Sides, theirs: Sides) -> None:
        self.trios, self.ours, self.theirs = trios, ours, theirs
        nodes = trios.nodes[LOCAL].values()
        plain = {one.id for node in nodes for one in node.evidence if self._is_plain(node)}
        self.taken = {*trios.nodes[LOCAL], *(one.id for node in nodes for one in node.evidence)} - plain
        self.taken |= set(trios.minted.values())

    def entries(self) -> list[RebaseEntry]:
        """The header, then one entry for each trio."""
        return [self._header(), *(self._entry(trio) for trio in in_order_of(self.trios.trios, self.trios.nodes))]

    def _header(self) -> RebaseEntry:
        old, new, local = self.trios.frameworks
        sides = [
            replace(renamed(side, names, local.id), elements=(), residue=_residue(side, names))
            for side, names in zip((old, new), self.trios.names, strict=True)
        ]
        here = replace(local, elements=(), residue=tuple(sorted(local.residue)))
        found = divergences(sides[0], sides[1], here)
        found = tuple(one for one in found if one.field not in ("label", "alt_label") or one.base == one.local)
        entry = self._regular(found, False, Trio([old.id], [new.id], [local.id]))
        return replace(entry, taken=(with_fields(here, found, "onto"),), combined=(with_fields(here, found, "merged"),))

    def _entry(self, trio: Trio) -> RebaseEntry:
        if not trio.local and all(self._is_elsewhere(side, one) for side in (OLD, NEW) for one in trio.sides[side]):
            return self._made(trio, "already-the-same", "elsewhere")
        kinds = {self.trios.nodes[side][one].kind for side, ids in enumerate(trio.sides) for one in ids}
        simple = all(len(ids) <= 1 for ids in trio.sides) and len(kinds) == 1
        match tuple(bool(ids) for ids in trio.sides):
            case (_, False, False) | (False, _, False) | (False, False, _):
                return self._alone(trio)
            case (True, False, True):
                return self._orphan(trio)
            case (True, True, False):
                return self._dropped_here(trio)
        if not simple:
            return self._regrouped(trio)
        local = self.trios.nodes[LOCAL][trio.local[0]]
        found = self._found(trio)
        redefined = self.trios.is_redefined(trio.onto[0])
        if not trio.base:
            outcome = OUTCOME_OF["added", "added"] if found else "already-the-same"
            entry = self._made(trio, outcome, "both-added" if found else "same-change", found)
        else:
            entry = self._regular(found, redefined, trio)
        return replace(
            entry,
            taken=(self._taken(trio, local, found, "onto"),),
            combined=(self._taken(trio, local, found, "merged"),),
        )

    def _is_elsewhere(self, side: int, one: str) -> bool:
        """Whether it speaks of the elements of another framework, so that no adaptation copies it (rule J2)."""
        home = self.trios.frameworks[side].id
        return bool(spoken_of_elsewhere(self.trios.nodes[side][one], home, {*self.trios.nodes[side], home}))

    def _found(self, trio: Trio) -> tuple[Divergence, ...]:
        local = self.trios.nodes[LOCAL][trio.local[0]]
        old = renamed(self.trios.nodes[OLD][trio.base[0]], self.trios.names[OLD], local.id) if trio.base else None
        new = renamed(self.trios.nodes[NEW][trio.onto[0]], self.trios.names[NEW], local.id) if trio.onto else None
        if new is None:
            assert old is not None
            return divergences(old, old, local)
        return divergences(old, new, local)

    def _regular(self, found: Sequence[Divergence], redefined: bool, trio: Trio) -> RebaseEntry:
        by_base = redefined or any(one.base != one.onto for one in found)
        by_local = any(one.base != one.local for one in found)
        if not redefined and all(one.onto == one.local for one in found):
            return self._made(trio, "already-the-same", "same-change" if found else "same", found)
        outcome = OUTCOME_OF["changed" if by_base else "left alone", "changed" if by_local else "left alone"]
        if not by_local:
            return self._made(trio, outcome, "redefined" if redefined else "taken", found)
        if not by_base:
            return self._made(trio, outcome, "kept", found)
        if redefined or any(one.clash for one in found):
            return self._made(trio, "conflict", "redefined-and-changed" if redefined else "clash", found)
        return self._made(trio, outcome, "combined", found)

    def _alone(self, trio: Trio) -> RebaseEntry:
        """What is left on one side only."""
        if trio.onto:
            made = tuple(self._copy(one) for one in trio.onto)
            found = one_sided("onto", self.trios.nodes[NEW][trio.onto[0]]) if len(trio.onto) == 1 else ()
            return replace(self._made(trio, OUTCOME_OF["added", "without it"], "new", found), taken=made)
        if trio.local:
            entry = self._made(trio, OUTCOME_OF["without it", "added"], "added-here")
            return replace(entry, options=("keep", "drop"))
        return self._made(trio, OUTCOME_OF["dropped", "dropped"], "gone-on-both")

    def _orphan(self, trio: Trio) -> RebaseEntry:
        nodes = self.trios.nodes
        simple = len(trio.base) == len(trio.local) == 1
        same_kind = simple and nodes[OLD][trio.base[0]].kind == nodes[LOCAL][trio.local[0]].kind
        found = self._found(trio) if same_kind else ()
        untouched = same_kind and not found
        outcome = OUTCOME_OF["dropped", "left alone" if untouched else "changed"]
        entry = self._made(trio, outcome, "orphan" if untouched else "orphan-changed", found)
        return replace(entry, default="drop") if untouched else entry

    def _dropped_here(self, trio: Trio) -> RebaseEntry:
        nodes = self.trios.nodes
        found: tuple[Divergence, ...] = ()
        changed = len(trio.base) != 1 or len(trio.onto) != 1
        if not changed:
            old = renamed(nodes[OLD][trio.base[0]], self.trios.names[OLD], trio.onto[0])
            new = renamed(nodes[NEW][trio.onto[0]], self.trios.names[NEW], trio.onto[0])
            changed = self.trios.is_redefined(trio.onto[0]) or old.kind != new.kind
            if not changed:
                found = tuple(replace(one, local=None, clash=True) for one in divergences(old, new, old))
        code = "dropped-here-changed" if changed or found else "dropped-here"
        outcome = OUTCOME_OF["changed" if changed or found else "left alone", "dropped"]
        entry = self._made(trio, outcome, code, found)
        return replace(entry, options=("keep", "take-over", "defer"), taken=tuple(self._copy(one) for one in trio.onto))

    def _regrouped(self, trio: Trio) -> RebaseEntry:
        """Several elements on one side, or another kind: split, merged or regrouped in the base, here, or both."""
        by_base = not self._is_unchanged(trio, OLD, NEW)
        by_local = not self._is_unchanged(trio, OLD, LOCAL)
        if not by_base:
            return self._made(trio, "keep-local", "regrouped-here")
        entry = self._made(trio, "conflict" if by_local else "take-over", "regrouped" if by_local else "regrouped-base")
        made = [self._copy(one) for one in trio.onto]
        gone = tuple(one for one in trio.local if one not in entry.becomes)
        taken = tuple(replace(one, replaces=gone) if isinstance(one, Element) else one for one in made)
        return replace(entry, taken=taken, options=("keep", "take-over", "defer"))

    def _is_unchanged(self, trio: Trio, first: int, second: int) -> bool:
        """Whether each element of one side has just one counterpart on the other, and says the same there."""
        names, nodes = (self.theirs if second == NEW else self.ours).names, self.trios.nodes
        if {names.get(one) for one in trio.sides[first]} != set(trio.sides[second]):
            return False
        for one in trio.sides[first]:
            old, new = nodes[first][one], nodes[second][names[one]]
            if old.kind != new.kind or (second == NEW and self.trios.is_redefined(new.id)):
                return False
            if divergences(renamed(old, names, new.id), new, new):
                return False
        return True

    def _taken(self, trio: Trio, local: Node, found: tuple[Divergence, ...], side: str) -> Node:
        """The element as it becomes: fields of one side, derived from the new base, under a new id if redefined."""
        new = trio.onto[0]
        made: dict[str, Any] = {"id": self.trios.minted[new]}
        made["derived_from"] = tuple(sorted({*local.derived_from, new} - (set(trio.base) - {new})))
        if self._is_plain(local):
            name = local.evidence[0].id if made["id"] == local.id else f"{made['id']}.from-base"
            made["evidence"] = (Evidence(id=name, basis="derived", derived_from=(new,)),)
        if made["id"] != local.id:
            made["replaces"] = (local.id,)
        return replace(with_fields(local, found, side), **made)

    def _is_plain(self, local: Node) -> bool:
        """Whether the evidence says no more than that the element was copied."""
        return len(local.evidence) == 1 and only_lineage(local.evidence, set(self.trios.of[LOCAL, local.id].base))

    def _copy(self, new: str) -> Node:
        return copied(self.trios.nodes[NEW][new], self.trios.names[NEW], self.trios.minted[new], self.taken)

    def _made(self, trio: Trio, outcome: Outcome, code: str, found: Sequence[Divergence] = ()) -> RebaseEntry:
        side = next(side for side in (LOCAL, NEW, OLD) if trio.sides[side])
        first = trio.sides[side][0]
        framework = self.trios.frameworks[side]
        node = framework if first == framework.id else self.trios.nodes[side][first]
        return RebaseEntry(
            key=trio.key,
            outcome=outcome,
            element=node.kind,
            label=self._label(node, side),
            reason=message(f"rebase.{code}"),
            base=tuple(trio.base),
            onto=tuple(trio.onto),
            local=tuple(trio.local),
            becomes=tuple(self.trios.minted.get(one, one) for one in trio.onto) if first != framework.id else (),
            divergences=tuple(found),
            default=DEFAULTS.get(outcome),
            options=OPTIONS[outcome],
        )

    def _label(self, node: Node, side: int) -> Text:
        if side == LOCAL:
            return self.ours.label(node, 1)
        return self.theirs.label(node, 1 if side == NEW else 0)


def _residue(framework: Framework, names: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(rewritten(line, names) for line in framework.residue))
