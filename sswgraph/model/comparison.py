"""What comparisons of two and of many frameworks answer: entries, safety findings, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.codes import FINDING_CLASSES, FindingClass
from sswgraph.model.framework import Framework
from sswgraph.model.results import LinkCount, Stamp
from sswgraph.model.shown import Brief, Column, Shown, column, records
from sswgraph.model.text import Run, Text, Wording, invisible, one_line, text_runs
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
    """The weakest of the relations in which elements stand; wider and narrower together are the same topic.

    >>> weakest(["same", "close"]), weakest(["wider", "narrower"]), weakest(["same", "wider"])
    ('close', 'same-topic', 'wider')
    """
    found = set(relations)
    if {"wider", "narrower"} <= found:
        return "same-topic"
    return max(found, key=RELATIONS.index)


def gravest(kinds: Iterable[ChangeKind]) -> ChangeKind:
    """The gravest of these kinds (rule E5). Opposites of one gravity make something redefined; none: identical.

    >>> gravest(["translated", "moved"]), gravest(["broadened", "narrowed"]), gravest([])
    ('moved', 'redefined', 'identical')
    """
    found = set(kinds)
    for kind in KINDS:
        if kind in found:
            return "redefined" if MIRROR[kind] != kind and MIRROR[kind] in found else kind
    return "identical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One thing that differs: the field, what kind of change that is, and both values as they stand (None: nothing).

    Fields are those of the model, and three that follow from others: ``kind`` (the kind of element), ``sets`` (the
    sets that an element belongs to), ``mapping`` (two elements paired by a broad, narrow or covering mapping).
    """

    field: str
    kind: ChangeKind
    base: object = None
    adaptation: object = None

    @property
    def words(self) -> tuple[tuple[str, tuple[Run, ...]], ...]:
        """Of texts: by language, the runs of words that are the same, gone or new."""
        sides = [Text() if side is None else side for side in (self.base, self.adaptation)]
        if not all(isinstance(side, Text) for side in sides):
            return ()
        return text_runs(*sides)  # type: ignore[arg-type]

    @property
    def invisible(self) -> tuple[str, ...]:
        """In which invisible characters wordings differ that look the same, by the names of these characters."""
        return invisible(self.base, self.adaptation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(Brief):
    """What ties an element of the first framework to one of the second where there is no lineage (rule E8).

    ``by``: mapping, chain (of mappings) or concept (of the reference, to which both are tied); between a country and a
    reference also derivation. ``relation``: what the
    second is to the first. ``steps``: ids of the mappings in order from the first; ``through``: the elements between.
    ``confidence``: the product of what the steps state; None where any states none.
    """

    base: str
    adaptation: str
    by: str
    relation: Relation
    steps: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Across(Brief):
    """A function on one side and a competency on the other: who does the one is able to do the other, never the same.

    ``through``: the function of the reference and the competency that it needs; ``steps``: the mappings that tie the
    two to these, with what each says (``ties``).
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
    """Two elements that stand for each other, or one that has no counterpart.

    ``by``: change, derivation, iri, mapping, chain, concept (see :class:`Tie`) or ends (a requirement between two
    paired elements). ``changes``: every
    aspect that differs. ``carried``: what differs only because of the pairing itself, such as the derivation.
    """

    base: str | None
    adaptation: str | None
    by: str = ""
    changes: tuple[Aspect, ...] = ()
    carried: tuple[Aspect, ...] = ()

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        return (*self.changes, *self.carried)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Brief):
    """What became of elements of the base (or whence elements of the adaptation come).

    ``kind`` is what happened to them, and speaks along lineage only. ``relation`` is how they stand to each other,
    whoever came first, and is what is said where there is no lineage (rule E7); ``not-compared`` is also what speaks of
    an element of a third framework and belongs there.

    ``element``: their kind, also 'framework' (the header) and 'residue'. ``stated``: ids of the Changes and mappings
    that say so; a dropped or added element without any has silently no counterpart. ``reason``: their rationale.
    ``domains``: the sets that they belong to, a requirement or outcome through its competency; each by its id in the
    base, or, where the base has no counterpart of it, in the adaptation. ``ties``: without lineage, what ties the
    elements; ``other_ties``: what ties one of them to elements of other entries, by something that counts less.
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
        return tuple(aspect for pair in self.pairs for aspect in pair.changes)

    @property
    def no_counterpart(self) -> bool:
        return self.kind in ("dropped", "added")

    @property
    def kept(self) -> bool:
        return self.kind in KEPT

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"no_counterpart": self.no_counterpart}


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFinding(Brief):
    """One safeguard that is gone or weaker, or, without lineage, one difference in how the two frameworks protect.

    ``code``: which rule found it; said in words, with both texts. ``certain``: False where only a person can judge,
    such as a limit that was worded anew; without lineage nothing is certain, since nothing was changed. ``finding``:
    its class (rule E10), None without lineage. ``effects``: what the same cause weakens besides; ``base`` names the
    cause first, then what went with it. ``along``: what comes with a wider scope, such as supervision or training.
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
class Share:
    """How many entries of a domain (set), a cadre or a kind of element are kept, changed, dropped and added.

    Without lineage: how many are the same, tied otherwise, only in the first, and only in the second.
    """

    id: str
    label: Text
    kept: int = 0
    changed: int = 0
    dropped: int = 0
    added: int = 0

    @property
    def of_base(self) -> int:
        return self.kept + self.changed + self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageShare:
    """How many named elements have a label in a language, out of how many, on each side."""

    lang: str
    base: int
    base_total: int
    adaptation: int
    adaptation_total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts by kind of change and by relation, shares by kind of element, domain and cadre, languages, and volumes of
    modules."""

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

    ``lineage``: whether the second was made from the first (rule E7). Only then was anything changed, and is ``safety``
    what is gone or weaker; else it is a list of differences in how the two protect, and no word accuses either.
    ``checked`` says what ``safety`` looked at, also where it found nothing; ``unchecked`` what it could not look at, so
    that nobody may say that nothing is weaker (see :attr:`clear`). ``base_count`` and ``adaptation_count`` are
    the numbers of elements compared, header and residue included, by which :meth:`check` proves completeness.
    ``across``: without lineage, functions of one beside competencies of the other. ``reference``: the frameworks whose
    concepts may pair what nothing else does. ``frameworks``: the two as they were compared, so that what is decided
    about them can be carried out.
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
        """Whether it may be said that nothing that protects is gone or weaker: lineage, no finding of any kind, also
        none for a person, and nothing that could not be looked at."""
        return self.lineage and not self.safety and not self.unchecked

    @property
    def different(self) -> tuple[Entry, ...]:
        """Every entry that is compared and not identical."""
        compared = (entry for entry in self.entries if entry.relation != "not-compared")
        return tuple(entry for entry in compared if entry.kind != "identical")

    def of_relation(self, relation: Relation) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.relation == relation)

    def said_of(self, entry: Entry) -> str:
        """What is said of an entry: along lineage what happened to it, else how the two stand to each other."""
        return entry.kind if self.lineage and entry.relation != "not-compared" else entry.relation

    @property
    def invisible(self) -> tuple[tuple[Entry, Aspect], ...]:
        """The texts in which nothing but invisible characters differ: told, and nothing to decide about."""
        aspects = ((one, aspect) for one in self.entries for pair in one.pairs for aspect in pair.aspects)
        return tuple((one, aspect) for one, aspect in aspects if aspect.invisible)

    def check(self) -> tuple[str, ...]:
        """What is wrong with the completeness of this comparison: nothing, if no element is left out or there twice.

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
        """One plain dict per entry, for ``pandas.DataFrame``: along lineage with the classes of its safety findings,
        else with ``relation`` instead of ``kind``."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one adaptation did with an element, and which elements of its own it has for it. No kind: it has none.

    ``relation``: how the two stand to each other, which is what is said of a framework without ``lineage``.
    """

    kind: ChangeKind | None = None
    relation: Relation | None = None
    adaptation: tuple[str, ...] = ()
    lineage: bool = True

    @property
    def said(self) -> str | None:
        """What is said of it: what happened along lineage, else how the two stand to each other."""
        return self.kind if self.lineage and self.relation != "not-compared" else self.relation

    @property
    def kept(self) -> bool:
        return self.kind in KEPT if self.lineage else self.relation == "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow(Brief):
    """One element of the base (or, without ``base``, one that adaptations added) and a cell for each adaptation."""

    element: str
    label: Text
    base: str | None
    cells: tuple[Cell, ...]

    @property
    def kept_by_all(self) -> bool:
        return all(cell.kept for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """On how many rows two adaptations did the same, of those on which at least one of them has an element."""

    first: str
    second: str
    same: int
    of: int

    @property
    def share(self) -> float:
        return self.same / self.of if self.of else 1.0

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"share": round(self.share, 4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Shown):
    """Many adaptations of one base: a comparison of each, a row for every element, and who is near to whom."""

    kind: ClassVar[str] = "matrix"
    base: str
    base_label: Text
    adaptations: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    lines: tuple[MatrixRow, ...] = ()
    nearness: tuple[Nearness, ...] = ()
    stamp: Stamp

    @property
    def safety(self) -> tuple[tuple[str, tuple[SafetyFinding, ...]], ...]:
        """By adaptation: what protects less, or without lineage how the two protect otherwise."""
        return tuple((one.adaptation, one.safety) for one in self.comparisons)

    @property
    def lineage(self) -> bool:
        """Whether every one of them was made from the base."""
        return all(one.lineage for one in self.comparisons)

    @property
    def kept_by_all(self) -> tuple[str, ...]:
        """The elements of the base that every adaptation kept, or, without lineage, has as the same."""
        return tuple(row.base for row in self.lines if row.base is not None and row.kept_by_all)

    def only_in(self, adaptation: str) -> tuple[str, ...]:
        """The elements that this adaptation alone added."""
        place = self.adaptations.index(adaptation)
        added = [row for row in self.lines if row.base is None and sum(bool(cell.kind) for cell in row.cells) == 1]
        return tuple(one for row in added for one in row.cells[place].adaptation)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per element, with a column for each adaptation."""
        return records(self.columns(), self.lines, lang)

    def columns(self) -> tuple[Column, ...]:
        """Its columns: the element, and what each adaptation did with it."""
        element = column("element", words="kind")
        return (
            element,
            column("label"),
            column("base", "element", "id", label=attrgetter("label"), mark=element),
            *(_adapted(place, name) for place, name in enumerate(self.adaptations)),
        )


def _adapted(place: int, name: str) -> Column:
    return Column(
        code=name, title=Wording(one_line(name)), value=lambda row: row.cells[place].said, words="change relation"
    )
