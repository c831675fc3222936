"""Two versions of an element taken together, field by field, and the edition that verdicts make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sswgraph.adaptation.adapt import FIELDS, LINEAGE, PROPERTIES, REFERENCES, is_record, rewritten
from sswgraph.adaptation.diff import is_blank
from sswgraph.messages import family, is_reviewed, languages, sentence
from sswgraph.model import Change, Evidence, Framework, Node, Statement, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.merge_plan import Divergence, MergeEntry, MergePlan
from sswgraph.model.text import compared_texts, looks_like

N = TypeVar("N", bound=Node)
# What an adaptation says of itself and never takes from its base.
OWN_OF_A_FRAMEWORK = frozenset(
    "notation jurisdiction first_language edition version issued publisher status status_by status_date".split()
)


def divergences(old: Node | None, new: Node, local: Node) -> tuple[Divergence, ...]:
    """Every field that is not the same on all sides; all of them refer to elements by the same ids."""
    found = []
    own = OWN_OF_A_FRAMEWORK if isinstance(local, Framework) else frozenset()
    names = (*FIELDS[local.kind], *(("residue",) if isinstance(local, Framework) else ()))
    for name in names:
        if name in LINEAGE or name in own:
            continue
        base = getattr(old, name) if old is not None else None
        onto, here = getattr(new, name), getattr(local, name)
        if onto != here or (old is not None and base != onto):
            merged, clash = merge(base, onto, here) if old is not None else (here, onto != here)
            found.append(Divergence(field=name, base=base, onto=onto, local=here, merged=merged, clash=clash))
    return tuple(found)


def one_sided(name: str, node: Node) -> tuple[Divergence, ...]:
    """Everything that an element says which is there on one side only: 'base', 'onto' or 'local'."""
    fields = [one for one in FIELDS[node.kind] if one not in LINEAGE]
    said = {one: getattr(node, one) for one in fields}
    return tuple(Divergence(field=one, **{name: value}) for one, value in said.items() if not is_blank(value))


def merge(base: Any, onto: Any, local: Any) -> tuple[Any, bool]:
    """Both changes together, and whether they clash; where they do, the local value stands.

    Args:
        base: The value in the old base.
        onto: The value in the new base.
        local: The value in the adaptation.

    Returns:
        The value, and whether the two clash.

    Example:
        >>> merge(("a", "b"), ("a", "b", "c"), ("b",)), merge(1, 2, 3)
        ((('b', 'c'), False), (3, True))
    """
    if base == onto or onto == local or looks_like(base, onto) or looks_like(onto, local):
        return local, False
    if base == local or looks_like(base, local):
        return onto, False
    if isinstance(base, Text) and isinstance(onto, Text) and isinstance(local, Text):
        return _merged_texts(base, onto, local)
    if all(isinstance(side, tuple) for side in (base, onto, local)):
        together = (set(local) | (set(onto) - set(base))) - (set(base) - set(onto))
        return tuple(sorted(together)), False
    return local, True


def _merged_texts(base: Text, onto: Text, local: Text) -> tuple[Text, bool]:
    """Texts with the languages that either side added, unless somebody reworded: a translation follows its original."""
    kept = all(base.all(tag) == side.all(tag) for side in (onto, local) for tag in base.languages)
    ways = [compared_texts(base, side) for side in (onto, local)]
    added = [{family(tag) for tag in way.gained} for way in ways]
    if not base or not kept or any(way.reworded for way in ways) or added[0] & added[1]:
        return local, True
    return Text(tuple(sorted({*onto.values, *local.values}))), False


def with_fields(node: N, found: tuple[Divergence, ...], side: str) -> N:
    """The element with its fields as they are on one side: 'onto' or 'merged'."""
    return replace(node, **{one.field: getattr(one, side) for one in found})


Targets = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Lost:
    """A reference that leads nowhere now, or to several where one belongs.

    Attributes:
        node: The element that has it.
        field: Its field.
        target: Where it led.
        now: Where it leads now.
        fatal: Whether the element cannot do without it.
        kept: Whether the element is the adaptation's own, as it stood.
    """

    node: str
    field: str
    target: str
    now: tuple[str, ...] = ()
    fatal: bool = False
    kept: bool = False


class Assembly:
    """What verdicts make of a plan: ``framework``, and the references ``lost`` on the way."""

    def __init__(self, plan: MergePlan, verdicts: Mapping[str, str]) -> None:
        self.plan = plan
        self.base, self.onto, self.local = plan.frameworks
        self.lost: list[Lost] = []
        self.overruled: set[str] = set()
        self._new, self._own, gone = self._routes(verdicts)
        self._of_kept, self._of_taken = {**gone, **self._own}, {**gone, **self._new, **self._own}
        nodes: dict[str, Node] = {node.id: node for node in self.local.elements}
        nodes[self.local.id] = replace(self.local, elements=(), residue=tuple(sorted(self.local.residue)))
        made: list[Node] = []
        for entry in plan.entries:
            chosen = _chosen(entry, verdicts[entry.key])
            kept = chosen is None
            found = tuple(nodes[one] for one in entry.local) if chosen is None else chosen
            made += [one for one in (self._carried(node, kept) for node in found) if one is not None]
        header = made[0]
        assert isinstance(header, Framework)
        if self.local.adaptation_of == self.base.id:  # lineage that nobody states is not claimed
            header = replace(header, adaptation_of=self.onto.id, base_edition=self.onto.edition)
        self.framework = canonical(replace(header, elements=tuple(made[1:]), residue=self._residue(header)))

    def _routes(self, verdicts: Mapping[str, str]) -> tuple[Targets, Targets, Targets]:
        """Where references lead: to elements of the new base, of the adaptation, and of the old base that are gone."""
        there = {node.id for node in self.onto.elements}
        new: Targets = {}
        own: Targets = {}
        gone: Targets = {}
        for entry in self.plan.entries[1:]:
            verdict = verdicts[entry.key]
            takes = verdict in ("take-over", "combine")
            for one, name in zip(entry.onto, entry.becomes, strict=True):
                new[one] = (name,) if takes else () if verdict == "drop" else entry.local
            if takes and not set(entry.local) <= set(entry.becomes):
                own.update(dict.fromkeys(entry.local, entry.becomes))
            if verdict == "drop":
                own.update(dict.fromkeys(entry.local, ()))
            if verdict == "take-over" and entry.outcome == "conflict":
                self.overruled.update(entry.local)
            gone.update({one: entry.onto for one in entry.base if one not in there})
        return new, own, gone

    def _carried(self, node: Node, kept: bool) -> Node | None:
        """The element with its references as they lead now; None for a Change that lost what it is about."""
        record = is_record(node)
        routes: Targets = {} if record and (node.derived_from or not kept) else self._of_kept
        if not kept and not record:
            routes = self._of_taken
        before = len(self.lost)
        changed = self._references(node, routes, kept, record)
        overruled = isinstance(node, Change) and node.adaptation and set(node.adaptation) <= self.overruled
        if isinstance(node, Change) and not node.derived_from and (overruled or len(self.lost) > before):
            del self.lost[before:]
            return None
        if record:
            del self.lost[before:]
            for field, value in changed.items():
                if not value and PROPERTIES[node.kind][field].required:
                    changed[field] = (self.local.id,)
        changed["derived_from"] = self._ends(node.derived_from, self._of_kept)
        changed["evidence"] = tuple(self._evidence(one, self._of_kept) for one in node.evidence)
        same = all(getattr(node, name) == value for name, value in changed.items())
        return node if same else replace(node, **changed)

    def _references(self, node: Node, routes: Targets, kept: bool, record: bool) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for field, many in REFERENCES[node.kind]:
            value = getattr(node, field)
            ends = value if many else (value,) if value else ()
            moved = [one for one in ends if one in routes]
            if not moved:
                continue
            now, required = self._ends(ends, routes), PROPERTIES[node.kind][field].required
            if many:
                changed[field] = now
            elif len(now) <= 1:
                changed[field] = now[0] if now else None
            fatal = (required and not now) or (not many and len(now) > 1)
            gone = [one for one in moved if not routes[one] or (not many and len(now) > 1)]
            if fatal and not many and not now:
                changed.pop(field)
            self.lost += [Lost(node.id, field, one, now, fatal, kept) for one in gone]
        if isinstance(node, Statement) and node.datatype == "id" and len(routes.get(node.value, ())) == 1:
            changed["value"] = routes[node.value][0]
        return changed

    def _evidence(self, one: Evidence, routes: Targets) -> Evidence:
        """Evidence whose origin is gone: what was derived from it stands as the adaptation's own."""
        origins = self._ends(one.derived_from, routes)
        source = self._ends((one.source,) if one.source else (), routes)
        if (one.derived_from and not origins) or (one.source and not source):
            gone = one.derived_from if not origins else (one.source,)
            said = {"from": gone, "base": self.base.id, "edition": self.base.edition or "?"}
            note = in_every_language("rebase.was-derived", **said)
            return replace(one, basis="draft", source=None, derived_from=(), note=note)
        if origins == one.derived_from and source == ((one.source,) if one.source else ()):
            return one
        return replace(one, derived_from=origins, source=source[0] if source else None)

    @staticmethod
    def _ends(ends: tuple[str, ...], routes: Targets) -> tuple[str, ...]:
        if not any(one in routes for one in ends):
            return ends
        return tuple(sorted({now for one in ends for now in routes.get(one, (one,))}))

    def _residue(self, header: Framework) -> tuple[str, ...]:
        names = {one: now[0] for one, now in {**self._new, **self._own}.items() if len(now) == 1}
        return tuple(sorted({rewritten(line, names) for line in header.residue}))


def in_every_language(code: str, /, **said: Any) -> Text:
    """A sentence as a text, in each language whose fixed text a speaker has reviewed."""
    return Text(tuple((lang, sentence(code, lang, **said)) for lang in languages() if is_reviewed(lang)))


def _chosen(entry: MergeEntry, verdict: str) -> tuple[Node, ...] | None:
    """The elements that a verdict puts in place; None: those of the adaptation stay."""
    if verdict == "take-over":
        return entry.taken
    if verdict == "combine":
        return entry.combined
    return () if verdict == "drop" else None
