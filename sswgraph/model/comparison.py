"""Comparisons of two frameworks and of many: entries, safety findings, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from decimal import Decimal
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.codes import FINDING_CLASSES, FindingClass
from sswgraph.model.framework import Framework
from sswgraph.model.results import LinkCount, Stamp
from sswgraph.model.shown import Brief, Shown, column, records
from sswgraph.model.text import Run, Text, invisible, text_runs
from sswgraph.model.volumes import Volumes

ChangeKind = Literal[
    "dropped",
    "added",
    "split",
    "merged",
    "regrouped",
    "redefined",
    "level-raised",
    "level-lowered",
    "necessity-changed",
    "moved",
    "broadened",
    "narrowed",
    "relabelled",
    "translated",
    "evidence-only",
    "identical",
]
KINDS: tuple[ChangeKind, ...] = ChangeKind.__args__  # type: ignore[attr-defined]
KEPT: tuple[ChangeKind, ...] = ("translated", "evidence-only", "identical")
Relation = Literal["same", "close", "wider", "narrower", "same-topic", "only-first", "only-second", "not-compared"]
RELATIONS: tuple[Relation, ...] = Relation.__args__  # type: ignore[attr-defined]
TieKind = Literal["mapping", "chain", "concept", "derivation"]
TIED: tuple[Relation, ...] = ("close", "wider", "narrower", "same-topic")
_OPPOSITES: tuple[tuple[ChangeKind, ChangeKind], ...] = (
    ("dropped", "added"),
    ("split", "merged"),
    ("level-raised", "level-lowered"),
    ("broadened", "narrowed"),
)
MIRROR: dict[ChangeKind, ChangeKind] = {kind: kind for kind in KINDS}
MIRROR.update(dict(_OPPOSITES) | {b: a for a, b in _OPPOSITES})


def weakest(relations: Iterable[Relation]) -> Relation:
    """Return the weakest of the relations between elements; wider and narrower together are the same topic.

    Args:
        relations (Iterable[Relation]): The relations, at least one.

    Returns:
        One of ``RELATIONS``.

    >>> weakest(["same", "close"]), weakest(["wider", "narrower"]), weakest(["same", "wider"])
    ('close', 'same-topic', 'wider')
    """
    found = set(relations)
    if {"wider", "narrower"} <= found:
        return "same-topic"
    return max(found, key=RELATIONS.index)


def most_serious(kinds: Iterable[ChangeKind]) -> ChangeKind:
    """Return the most serious of these kinds of change (rule E5).

    Opposites of one rank make something redefined.

    Args:
        kinds (Iterable[ChangeKind]): The kinds.

    Returns:
        One of ``KINDS``; 'identical' where there are none.

    >>> most_serious(["translated", "moved"]), most_serious(["broadened", "narrowed"]), most_serious([])
    ('moved', 'redefined', 'identical')
    """
    found = set(kinds)
    for kind in KINDS:
        if kind in found:
            return "redefined" if MIRROR[kind] != kind and MIRROR[kind] in found else kind
    return "identical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect(Brief):
    """One field that differs.

    Attributes:
        field: The field: one of the model, or 'kind' (the kind of element), 'sets' (the sets that an element belongs
            to) or 'mapping' (two elements paired by a broad, narrow or covering mapping).
        kind: What kind of change that is.
        base: The value in the base; None where it has none.
        adaptation: The value in the adaptation; None where it has none.
    """

    field: str
    kind: ChangeKind
    base: object = None
    adaptation: object = None

    @property
    def words(self) -> tuple[tuple[str, tuple[Run, ...]], ...]:
        """Of texts, by language: the runs of words that are the same, gone or new."""
        sides = [Text() if side is None else side for side in (self.base, self.adaptation)]
        if not all(isinstance(side, Text) for side in sides):
            return ()
        return text_runs(*sides)  # type: ignore[arg-type]

    @property
    def invisible(self) -> tuple[str, ...]:
        """The names of the invisible characters in which wordings differ that look the same."""
        return invisible(self.base, self.adaptation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(Brief):
    """What relates an element of the first framework to one of the second where there is no lineage (rule E8).

    Attributes:
        base: The id of the element of the first.
        adaptation: The id of the element of the second.
        by: 'mapping', 'chain' (of mappings) or 'concept' (of the reference, to which both are related); between a
            country and a reference also 'derivation'.
        relation: What the second is to the first.
        steps: The ids of the mappings, in order from the first.
        through: The ids of the elements between.
        confidence: The product of what the steps state, from 0 to 1; None where any states none.
    """

    base: str
    adaptation: str
    by: TieKind
    relation: Relation
    steps: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Across(Brief):
    """A function on one side and a competency on the other: what workers do, and what they are able to do.

    Attributes:
        base: The id of the one in the first framework.
        adaptation: The id of the other in the second.
        function: The id of the one that is a function.
        competency: The id of the one that is a competency.
        function_label: The name of the function.
        competency_label: The name of the competency.
        through: The ids of the function of the reference and of the competency that it needs.
        steps: The ids of the mappings that relate the two to these.
        ties: What each of these mappings says.
        confidence: The product of what the steps state, from 0 to 1; None where any states none.
    """

    base: str
    adaptation: str
    function: str
    competency: str
    function_label: Text
    competency_label: Text
    through: tuple[str, ...]
    steps: tuple[str, ...]
    ties: tuple[Relation, ...]
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Brief):
    """Two elements that correspond to each other, or one that has no counterpart.

    Attributes:
        base: The id in the base; None where it was added.
        adaptation: The id in the adaptation; None where it was dropped.
        by: 'change', 'derivation', 'iri', 'mapping', 'chain' or 'concept' (see :class:`Tie`), or 'ends' (a requirement
            between two paired elements); empty where nothing pairs it.
        changes: Every field that differs.
        carried: What differs only because of the pairing itself, such as the derivation.
    """

    base: str | None
    adaptation: str | None
    by: str = ""
    changes: tuple[Aspect, ...] = ()
    carried: tuple[Aspect, ...] = ()

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """All that differs."""
        return (*self.changes, *self.carried)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Brief):
    """What became of elements of the base, or where elements of the adaptation come from.

    Attributes:
        kind: What happened to them, along lineage only.
        relation: How they relate to each other, whichever came first; this is said where there is no lineage (rule E7).
            'not-compared' is also what concerns an element of a third framework and belongs there.
        element: Their kind; also 'framework' (the header) and 'residue'.
        label: Their name.
        base: Their ids in the base; empty where they were added.
        adaptation: Their ids in the adaptation; empty where they were dropped.
        pairs: The pairs, one for each two elements that correspond to each other.
        stated: The ids of the Changes and mappings that say so; a dropped or added element without any has no
            counterpart and nobody says why.
        reason: The rationale of these; empty where none is given.
        domains: The ids of the sets that they belong to, a requirement or outcome through its competency; in the base,
            or in the adaptation where the base has no counterpart.
        ties: Without lineage, what relates the elements.
        other_ties: What relates one of them to elements of other entries, by something that counts less.
    """

    kind: ChangeKind
    relation: Relation
    element: str
    label: Text
    base: tuple[str, ...] = ()
    adaptation: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    stated: tuple[str, ...] = ()
    reason: Text = Text()
    domains: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    other_ties: tuple[Tie, ...] = ()

    @property
    def changes(self) -> tuple[Aspect, ...]:
        """Every field that differs, pair by pair."""
        return tuple(aspect for pair in self.pairs for aspect in pair.changes)

    @property
    def no_counterpart(self) -> bool:
        """Whether it was dropped or added."""
        return self.kind in ("dropped", "added")

    @property
    def kept(self) -> bool:
        """Whether the meaning was kept: translated, other evidence only, or identical."""
        return self.kind in KEPT

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"no_counterpart": self.no_counterpart}


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFinding(Brief):
    """One safeguard that is gone or weaker; without lineage, one difference in how the two frameworks protect.

    Attributes:
        code: Which rule found it.
        element: The kind of the safeguard.
        text: The finding in words.
        base: The ids in the base: the cause first, then what was dropped with it.
        adaptation: The ids in the adaptation.
        before: The text in the base; empty where there is none.
        after: The text in the adaptation; empty where there is none.
        certain: False where only a person can judge, such as a limit with a new wording; without lineage nothing is
            certain, since nothing was changed.
        finding: Its class (rule E10); None without lineage.
        effects: What the same cause also weakens.
        along: What comes with a wider scope, such as supervision or training.
    """

    code: str
    element: str
    text: Message
    base: tuple[str, ...] = ()
    adaptation: tuple[str, ...] = ()
    before: Text = Text()
    after: Text = Text()
    certain: bool = True
    finding: FindingClass | None = None
    effects: tuple[Message, ...] = ()
    along: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Brief):
    """How many entries of a domain (set), a cadre or a kind of element were kept, changed, dropped and added.

    Attributes:
        id: The id of the domain or cadre, or the kind of element.
        label: Its name.
        kept: How many were kept; without lineage, how many are the same.
        changed: How many were changed; without lineage, how many are related otherwise.
        dropped: How many were dropped; without lineage, how many are only in the first.
        added: How many were added; without lineage, how many are only in the second.
    """

    id: str
    label: Text
    kept: int = 0
    changed: int = 0
    dropped: int = 0
    added: int = 0

    @property
    def of_base(self) -> int:
        """How many of them the base has."""
        return self.kept + self.changed + self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageShare(Brief):
    """How many named elements have a label in a language, on each side.

    Attributes:
        lang: The language, as the tag of its family (rule T2).
        base: How many in the base.
        base_total: Out of how many.
        adaptation: How many in the adaptation.
        adaptation_total: Out of how many.
    """

    lang: str
    base: int
    base_total: int
    adaptation: int
    adaptation_total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Brief):
    """The figures of a comparison.

    Attributes:
        kinds: (kind of change, number of entries).
        relations: (relation, number of entries).
        elements: The shares by kind of element.
        domains: The shares by domain.
        cadres: The shares by cadre.
        languages: The languages of both sides.
        base_volumes: The hours and credits of all modules of the base, by kind.
        adaptation_volumes: The same of the adaptation.
    """

    kinds: tuple[tuple[ChangeKind, int], ...] = ()
    relations: tuple[tuple[Relation, int], ...] = ()
    elements: tuple[Share, ...] = ()
    domains: tuple[Share, ...] = ()
    cadres: tuple[Share, ...] = ()
    languages: tuple[LanguageShare, ...] = ()
    base_volumes: Volumes = Volumes()
    adaptation_volumes: Volumes = Volumes()

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"kinds": dict(self.kinds), "relations": dict(self.relations)}


ENTRIES = (
    column("element", words="kind"),
    column("label"),
    column("base", type="id"),
    column("adaptation", type="id"),
    column("fields", words="field", value=lambda entry: tuple(dict.fromkeys(one.field for one in entry.changes))),
    column("stated", type="id"),
    column("reason"),
)


TIED_BY = (
    column(
        "by", "tied-by", words="tied-by", value=lambda entry: tuple(sorted({one.by for one in entry.pairs if one.by}))
    ),
    column("through", type="id", value=lambda entry: tuple(sorted({end for one in entry.ties for end in one.through}))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Shown):
    """Two frameworks side by side: what protects less first, then an entry for every element of both.

    Attributes:
        base: The id of the first framework.
        adaptation: The id of the second.
        base_label: The title of the first.
        adaptation_label: The title of the second.
        lineage: Whether the second was made from the first (rule E7). Only then was anything changed.
        safety: Along lineage what is gone or weaker; otherwise the differences in how the two protect, and no word
            accuses either.
        checked: What ``safety`` looked at, also where it found nothing.
        unchecked: What it could not look at, so that nobody may say that nothing is weaker (see :attr:`clear`).
        notes: What a reader must know.
        summary: The figures.
        entries: One for every element of both, header and residue included.
        across: Without lineage, functions of one beside competencies of the other.
        reference: The ids of the frameworks whose concepts may pair what nothing else does.
        base_count: How many elements of the base were compared, header and residue included.
        adaptation_count: The same of the adaptation; by both numbers :meth:`check` proves completeness.
        links: How many links the pairs rest on, by basis.
        stamp: What the answer was made from.
        frameworks: The two as they were compared, so that what is decided can be carried out; they are not shown.
    """

    kind: ClassVar[str] = "comparison"
    base: str
    adaptation: str
    base_label: Text
    adaptation_label: Text
    lineage: bool
    safety: tuple[SafetyFinding, ...] = ()
    checked: tuple[Message, ...] = ()
    unchecked: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    summary: Summary = Summary()
    entries: tuple[Entry, ...] = ()
    across: tuple[Across, ...] = ()
    reference: tuple[str, ...] = ()
    base_count: int = 0
    adaptation_count: int = 0
    links: LinkCount
    stamp: Stamp
    frameworks: tuple[Framework, ...] = field(default=(), repr=False, compare=False, metadata={"plain": False})

    def of_kind(self, *kinds: ChangeKind) -> tuple[Entry, ...]:
        """The entries of these kinds, in their order."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    @property
    def clear(self) -> bool:
        """Whether it may be said that nothing that protects is gone or weaker.

        That takes lineage, no finding of any kind, also none for a person, and nothing that could not be looked at.
        """
        return self.lineage and not self.safety and not self.unchecked

    @property
    def different(self) -> tuple[Entry, ...]:
        """Every entry that is compared and not identical."""
        compared = (entry for entry in self.entries if entry.relation != "not-compared")
        return tuple(entry for entry in compared if entry.kind != "identical")

    def of_relation(self, relation: Relation) -> tuple[Entry, ...]:
        """The entries with this relation, in their order."""
        return tuple(entry for entry in self.entries if entry.relation == relation)

    def said_of(self, entry: Entry) -> str:
        """Return the code of an entry: along lineage what happened to it, otherwise how the two are related."""
        return entry.kind if self.lineage and entry.relation != "not-compared" else entry.relation

    @property
    def invisible(self) -> tuple[tuple[Entry, Aspect], ...]:
        """The texts that differ in nothing but invisible characters: there is nothing to decide about them."""
        aspects = ((one, aspect) for one in self.entries for pair in one.pairs for aspect in pair.aspects)
        return tuple((one, aspect) for one, aspect in aspects if aspect.invisible)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the completeness of this comparison.

        Returns:
            Nothing, if no element is left out or there twice.

        >>> import sswgraph as ssw
        >>> g = ssw.load("psw", "cycw")
        >>> ssw.compare(g, "psw", "cycw").check()
        ()
        """
        wrong: list[str] = []
        for side, count in (("base", self.base_count), ("adaptation", self.adaptation_count)):
            found = Counter((e.element == "residue", one) for e in self.entries for one in getattr(e, side))
            wrong += [f"{side}: {one} is there {n} times" for (_, one), n in sorted(found.items()) if n > 1]
            if len(found) != count:
                wrong.append(f"{side}: {count} elements were compared, {len(found)} have an entry")
        for entry in self.entries:
            for side in ("base", "adaptation"):
                paired = {getattr(pair, side) for pair in entry.pairs} - {None}
                if paired != set(getattr(entry, side)):
                    wrong.append(f"{side}: the pairs of {entry.base} and {entry.adaptation} are incomplete")
        return tuple(wrong)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """Return one plain dict per entry, for ``pandas.DataFrame``.

        Args:
            lang (str): The language of the texts, as a tag.

        Returns:
            The rows: along lineage with the classes of their safety findings, otherwise with ``relation`` instead of
            ``kind``.
        """
        said = column("kind" if self.lineage else "relation", value=self.said_of)
        if not self.lineage:
            return records((said, *ENTRIES, *TIED_BY), self.entries, lang)
        classes: dict[tuple[int, str], list[FindingClass]] = {}
        for one in self.safety:
            for end in (*((0, end) for end in one.base), *((1, end) for end in one.adaptation)):
                classes.setdefault(end, []).extend((one.finding,) if one.finding else ())

        def found(entry: Entry) -> tuple[FindingClass, ...]:
            ends = (*((0, end) for end in entry.base), *((1, end) for end in entry.adaptation))
            own = {name for end in ends for name in classes.get(end, ())}
            return () if entry.element == "residue" else tuple(one for one in FINDING_CLASSES if one in own)

        return records((said, column("finding", words="finding", value=found), *ENTRIES), self.entries, lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"complete": not self.check(), "clear": self.clear}
