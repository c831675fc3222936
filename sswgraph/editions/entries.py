"""The entries of a merge plan: what the new base and the adaptation each did to an element (rule E6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sswgraph.adaptation.adapt import copied, free, local_part, rewritten, with_names
from sswgraph.adaptation.correspondence import Pairing, Sides, pair
from sswgraph.adaptation.diff import only_lineage
from sswgraph.adaptation.lineage import why_elsewhere
from sswgraph.editions.merge import divergences, one_sided, with_fields
from sswgraph.messages import Message, message
from sswgraph.model import Element, Evidence, Framework, Mapping, Node, Text
from sswgraph.model.evidence import LIST_REACH
from sswgraph.model.ids import framework_of
from sswgraph.model.merge_plan import Divergence, MergeEntry, Outcome, Verdict

OLD, NEW, LOCAL = range(3)
_Key = tuple[int, str]


@dataclass(slots=True)
class Trio:
    """Elements of the three sides that are connected."""

    base: list[str] = field(default_factory=list)
    onto: list[str] = field(default_factory=list)
    local: list[str] = field(default_factory=list)

    @property
    def sides(self) -> tuple[list[str], list[str], list[str]]:
        """The ids on the three sides: old base, new base, adaptation."""
        return self.base, self.onto, self.local

    @property
    def key(self) -> str:
        """The id by which an entry is known: of the adaptation, otherwise of either base."""
        return min(next(side for side in (self.local, self.onto, self.base) if side))


class Trios:
    """The connected components of three frameworks, and what each element is called in the adaptation.

    ``names[OLD]`` and ``names[NEW]`` lead from an element to its one counterpart in the adaptation; where there is none
    or several, both sides of the base refer to the element by the new base's id, so that they can be compared.
    ``minted`` holds the id that each element of the new base has in the adaptation once it is taken over.
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
                    yield (OLD, edge.base), (side, edge.adaptation)
        for new, local in self._both_added():
            yield (NEW, new), (LOCAL, local)

    def _both_added(self) -> Iterable[tuple[str, str]]:
        """What the new base and the adaptation pair without the old base."""
        for component in self.fresh.components:
            for edge in component.edges:
                if not (self._had(self.theirs, edge.base) or self._had(self.ours, edge.adaptation)):
                    yield edge.base, edge.adaptation

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
                if len(component.adaptation) == 1 or alike in component.adaptation:
                    found[one] = alike if alike in component.adaptation else component.adaptation[0]
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
            code = one[len(new.id) + 1 :] if framework_of(one) == new.id else local_part(one)
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


class EntryMaker:
    """Makes the entries of a merge plan, as far as one trio tells; ``sides`` gives names to what has none."""

    def __init__(self, trios: Trios, ours: Sides, theirs: Sides) -> None:
        self.trios, self.ours, self.theirs = trios, ours, theirs
        nodes = trios.nodes[LOCAL].values()
        plain = {one.id for node in nodes for one in node.evidence if self._is_plain(node)}
        self.taken = {*trios.nodes[LOCAL], *(one.id for node in nodes for one in node.evidence)} - plain
        self.taken |= set(trios.minted.values())

    def entries(self) -> list[MergeEntry]:
        """The header, then one entry for each trio."""
        return [self._header(), *(self._entry(trio) for trio in in_order_of(self.trios.trios, self.trios.nodes))]

    def _header(self) -> MergeEntry:
        old, new, local = self.trios.frameworks
        sides = [
            replace(with_names(side, names, local.id), elements=(), residue=_residue(side, names))
            for side, names in zip((old, new), self.trios.names, strict=True)
        ]
        here = replace(local, elements=(), residue=tuple(sorted(local.residue)))
        found = divergences(sides[0], sides[1], here)
        found = tuple(one for one in found if one.field not in ("label", "alt_label") or one.base == one.local)
        entry = self._regular(found, False, Trio([old.id], [new.id], [local.id]))
        return replace(entry, taken=(with_fields(here, found, "onto"),), combined=(with_fields(here, found, "merged"),))

    def _entry(self, trio: Trio) -> MergeEntry:
        if not trio.local and (entry := self._of_elsewhere(trio)):
            return entry
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

    def _of_elsewhere(self, trio: Trio) -> MergeEntry | None:
        """What no adaptation copies (rule J2), or did not copy before the new base moved it to another place."""
        before, now = ([self._elsewhere(side, one) for one in trio.sides[side]] for side in (OLD, NEW))
        latest = now or before
        if all(latest):
            codes = {one.code for one in latest if one is not None}
            places = {code for one in latest if one is not None for code in dict(one.parameters).get("places", ())}
            moved = bool(now) and not all(before)
            code = "moved-elsewhere" if moved else "holds-elsewhere"
            if codes != {"compare.holds-elsewhere"}:
                return self._made(trio, "already-the-same", "elsewhere")
            return self._made(trio, "already-the-same", code, places=tuple(sorted(places)))
        if before and all(before):
            entry = self._made(trio, OUTCOME_OF["added", "without it"], "moved-here")
            return replace(entry, taken=tuple(self._copy(one) for one in trio.onto))
        return None

    def _elsewhere(self, side: int, one: str) -> Message | None:
        """Why no adaptation copies it: it concerns other frameworks, or holds elsewhere (rule J2)."""
        home, local = self.trios.frameworks[side], self.trios.frameworks[LOCAL]
        known = {*self.trios.nodes[side], home.id}
        return why_elsewhere(self.trios.nodes[side][one], home, known, local.jurisdiction)

    def _found(self, trio: Trio) -> tuple[Divergence, ...]:
        local = self.trios.nodes[LOCAL][trio.local[0]]
        old = with_names(self.trios.nodes[OLD][trio.base[0]], self.trios.names[OLD], local.id) if trio.base else None
        new = with_names(self.trios.nodes[NEW][trio.onto[0]], self.trios.names[NEW], local.id) if trio.onto else None
        if new is None:
            assert old is not None
            return divergences(old, old, local)
        return divergences(old, new, local)

    def _regular(self, found: Sequence[Divergence], redefined: bool, trio: Trio) -> MergeEntry:
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

    def _alone(self, trio: Trio) -> MergeEntry:
        """What is left on one side only."""
        if trio.onto:
            made = tuple(self._copy(one) for one in trio.onto)
            found = one_sided("onto", self.trios.nodes[NEW][trio.onto[0]]) if len(trio.onto) == 1 else ()
            return replace(self._made(trio, OUTCOME_OF["added", "without it"], "new", found), taken=made)
        if trio.local:
            entry = self._made(trio, OUTCOME_OF["without it", "added"], "added-here")
            return replace(entry, options=("keep", "drop"))
        return self._made(trio, OUTCOME_OF["dropped", "dropped"], "gone-on-both")

    def _orphan(self, trio: Trio) -> MergeEntry:
        nodes = self.trios.nodes
        simple = len(trio.base) == len(trio.local) == 1
        same_kind = simple and nodes[OLD][trio.base[0]].kind == nodes[LOCAL][trio.local[0]].kind
        found = self._found(trio) if same_kind else ()
        untouched = same_kind and not found
        outcome = OUTCOME_OF["dropped", "left alone" if untouched else "changed"]
        entry = self._made(trio, outcome, "orphan" if untouched else "orphan-changed", found)
        return replace(entry, default="drop") if untouched else entry

    def _dropped_here(self, trio: Trio) -> MergeEntry:
        nodes = self.trios.nodes
        found: tuple[Divergence, ...] = ()
        changed = len(trio.base) != 1 or len(trio.onto) != 1
        if not changed:
            old = with_names(nodes[OLD][trio.base[0]], self.trios.names[OLD], trio.onto[0])
            new = with_names(nodes[NEW][trio.onto[0]], self.trios.names[NEW], trio.onto[0])
            changed = self.trios.is_redefined(trio.onto[0]) or old.kind != new.kind
            if not changed:
                found = tuple(replace(one, local=None, clash=True) for one in divergences(old, new, old))
        code = "dropped-here-changed" if changed or found else "dropped-here"
        outcome = OUTCOME_OF["changed" if changed or found else "left alone", "dropped"]
        entry = self._made(trio, outcome, code, found)
        return replace(entry, options=("keep", "take-over", "defer"), taken=tuple(self._copy(one) for one in trio.onto))

    def _regrouped(self, trio: Trio) -> MergeEntry:
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
            if divergences(with_names(old, names, new.id), new, new):
                return False
        return True

    def _taken(self, trio: Trio, local: Node, found: tuple[Divergence, ...], side: str) -> Node:
        """The element as it becomes: fields of one side, derived from the new base, under a new id if redefined."""
        new = trio.onto[0]
        made: dict[str, Any] = {"id": self.trios.minted[new]}
        made["derived_from"] = tuple(sorted({*local.derived_from, new} - (set(trio.base) - {new})))
        if self._is_plain(local):
            whole = next(one for one in local.evidence if LIST_REACH not in one.concerns)
            name = whole.id if made["id"] == local.id else f"{made['id']}.from-base"
            made["evidence"] = (Evidence(id=name, basis="derived", derived_from=(new,)),)
        if made["id"] != local.id:
            made["replaces"] = (local.id,)
        return replace(with_fields(local, found, side), **made)

    def _is_plain(self, local: Node) -> bool:
        """Whether the evidence says no more than that the element was copied."""
        whole = [one for one in local.evidence if LIST_REACH not in one.concerns]
        return len(whole) == 1 and only_lineage(local.evidence, set(self.trios.of[LOCAL, local.id].base))

    def _copy(self, new: str) -> Node:
        return copied(self.trios.nodes[NEW][new], self.trios.names[NEW], self.trios.minted[new], self.taken)

    def _made(
        self, trio: Trio, outcome: Outcome, code: str, found: Sequence[Divergence] = (), **said: Any
    ) -> MergeEntry:
        side = next(side for side in (LOCAL, NEW, OLD) if trio.sides[side])
        first = trio.sides[side][0]
        framework = self.trios.frameworks[side]
        node = framework if first == framework.id else self.trios.nodes[side][first]
        return MergeEntry(
            key=trio.key,
            outcome=outcome,
            element=node.kind,
            label=self._label(node, side),
            reason=message(f"rebase.{code}", **said),
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
