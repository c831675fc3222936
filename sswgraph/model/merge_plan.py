"""Merge plans: what the new edition of a base means for an adaptation, and what people decide about its entries."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.comparison import SafetyFinding
from sswgraph.model.evidence import Node
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Shown, column, records
from sswgraph.model.text import Run, Text, text_runs

Outcome = Literal["conflict", "orphan", "new-in-base", "take-over", "combine", "keep-local", "already-the-same"]
OUTCOMES: tuple[Outcome, ...] = Outcome.__args__  # type: ignore[attr-defined]
Verdict = Literal["keep", "take-over", "combine", "drop", "defer"]
VERDICTS: tuple[Verdict, ...] = Verdict.__args__  # type: ignore[attr-defined]
# The verdicts that consent to a change; by the others the adaptation stays as it is.
CONSENTING = frozenset({"take-over", "combine", "drop"})
# Who decides: stakeholders rather than names; the plenary is all of them together.
Group = Literal[
    "ministry",
    "regulator",
    "training-institution",
    "employer",
    "worker",
    "supervisor",
    "community",
    "service-users",
    "plenary",
]
GROUPS: tuple[Group, ...] = Group.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence(Brief):
    """One field on three sides; a value is None where the element is not there.

    Attributes:
        field: Its name.
        base: The value in the old base.
        onto: The value in the new base.
        local: The value in the adaptation.
        merged: What both changes together give, unless they clash.
        clash: Whether base and adaptation both changed it, each in its own way.
    """

    field: str
    base: object = None
    onto: object = None
    local: object = None
    merged: object = None
    clash: bool = False

    @property
    def base_words(self) -> tuple[tuple[str, tuple[Run, ...]], ...]:
        """Of texts, by language: the words that the new base took out or put in."""
        return _words(self.base, self.onto)

    @property
    def local_words(self) -> tuple[tuple[str, tuple[Run, ...]], ...]:
        """Of texts, by language: the words that the adaptation took out or put in."""
        return _words(self.base, self.local)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"base_words": dict(self.base_words), "local_words": dict(self.local_words)}


def _words(before: object, after: object) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    sides = [Text() if side is None else side for side in (before, after)]
    return text_runs(*sides) if all(isinstance(side, Text) for side in sides) else ()  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEntry(Brief):
    """What the new base means for elements that correspond to each other.

    Attributes:
        key: What names the entry in decisions.
        outcome: 'conflict', 'orphan', 'new-in-base', 'take-over', 'combine', 'keep-local' or 'already-the-same'.
        element: The kind of the elements.
        label: Their name.
        reason: Why, in words.
        base: Their ids in the old base.
        onto: Their ids in the new base.
        local: Their ids in the adaptation.
        becomes: Their ids in the adaptation once the new base is taken over.
        safety: Safeguards that would be gone or weaker by it.
        divergences: The fields on which the three sides differ.
        default: What is done where nobody decides; None where somebody must.
        options: What can be decided.
        pointed_at_by: The ids of what refers to an element that is dropped or gets another id.
        taken: The elements that the verdict 'take-over' puts in place; they are not shown.
        combined: The elements that the verdict 'combine' puts in place; they are not shown.
    """

    key: str
    outcome: Outcome
    element: str
    label: Text
    reason: Message
    base: tuple[str, ...] = ()
    onto: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    becomes: tuple[str, ...] = ()
    safety: tuple[SafetyFinding, ...] = ()
    divergences: tuple[Divergence, ...] = ()
    default: Verdict | None = None
    options: tuple[Verdict, ...] = ()
    pointed_at_by: tuple[str, ...] = ()
    taken: tuple[Node, ...] = field(default=(), repr=False, metadata={"plain": False})
    combined: tuple[Node, ...] = field(default=(), repr=False, metadata={"plain": False})

    @property
    def open(self) -> bool:
        """Whether somebody must decide."""
        return self.default is None

    @property
    def clashes(self) -> tuple[str, ...]:
        """The fields that base and adaptation both changed, each in its own way."""
        return tuple(one.field for one in self.divergences if one.clash)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"open": self.open, "clashes": self.clashes}


MERGE_ENTRIES = (
    column("key", type="id"),
    column("outcome"),
    column("element", words="kind"),
    column("label"),
    *(column(name, type="id") for name in ("base", "onto", "local")),
    column("fields", words="field", value=lambda entry: tuple(one.field for one in entry.divergences)),
    column("loosens", value=lambda entry: tuple(one.text for one in entry.safety)),
    column("default"),
    column("reason"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan(Shown):
    """A merge plan of an adaptation onto a new edition of its base: what would be loosened first, then every entry.

    Nothing of ``safety`` or ``stricter`` happens unless somebody decides so or the plan says so.

    Attributes:
        adaptation: The id of the adaptation.
        label: Its title.
        base: The id of its base.
        base_edition: The edition of the base that was adapted; None where not stated.
        onto: The id of the new base.
        onto_edition: The edition of the new base; None where not stated.
        safety: Safeguards of the adaptation that are gone or weaker if the new base is taken over.
        stricter: Where the new base protects more than the adaptation does today.
        checked: What was looked at for both.
        notes: What a reader must know.
        entries: One for every element of each side.
        stamp: What the answer was made from.
        frameworks: The old base, the new base and the adaptation; they are not shown.
    """

    kind: ClassVar[str] = "rebase"
    adaptation: str
    label: Text
    base: str
    base_edition: str | None
    onto: str
    onto_edition: str | None
    safety: tuple[SafetyFinding, ...] = ()
    stricter: tuple[SafetyFinding, ...] = ()
    checked: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    entries: tuple[MergeEntry, ...] = ()
    stamp: Stamp
    frameworks: tuple[Framework, Framework, Framework] = field(repr=False, metadata={"plain": False})

    def of_outcome(self, *outcomes: Outcome) -> tuple[MergeEntry, ...]:
        """The entries of these outcomes, in their order."""
        return tuple(entry for entry in self.entries if entry.outcome in outcomes)

    @property
    def open(self) -> tuple[MergeEntry, ...]:
        """The entries that somebody must decide about."""
        return tuple(entry for entry in self.entries if entry.open)

    @property
    def changes(self) -> tuple[MergeEntry, ...]:
        """The entries with which the new edition differs from the adaptation, as far as nobody need decide."""
        return tuple(entry for entry in self.entries if entry.default in ("take-over", "combine", "drop"))

    @property
    def conflicts(self) -> tuple[MergeEntry, ...]:
        """The entries that base and adaptation both changed, each in its own way."""
        return self.of_outcome("conflict")

    @property
    def orphans(self) -> tuple[MergeEntry, ...]:
        """The entries whose element the new base no longer has."""
        return self.of_outcome("orphan")

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the completeness of this plan.

        Returns:
            Nothing, if each element of each side has one entry.

        >>> import sswgraph as ssw
        >>> g = ssw.load("psw")
        >>> ssw.rebase(g, ssw.adapt(g, "psw", id="xx", jurisdiction="UG"), "psw", "psw").check()
        ()
        """
        wrong = []
        for name, framework in zip(("base", "onto", "local"), self.frameworks, strict=True):
            found = Counter(one for entry in self.entries for one in getattr(entry, name))
            there = {framework.id, *(node.id for node in framework.elements)}
            wrong += [f"{name}: {one} is there {found[one]} times" for one in sorted(found) if found[one] > 1]
            wrong += [f"{name}: {one} is in no entry" for one in sorted(there - found.keys())]
            wrong += [f"{name}: {one} is no element" for one in sorted(found.keys() - there)]
        keys = Counter(entry.key for entry in self.entries)
        return (*wrong, *(f"{key} is the key of {n} entries" for key, n in sorted(keys.items()) if n > 1))

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per entry: ``pandas.DataFrame(plan.rows())``."""
        return records(MERGE_ENTRIES, self.entries, lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"complete": not self.check(), "open": [entry.key for entry in self.open]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Brief):
    """What somebody decided about one entry of a merge plan.

    Attributes:
        entry: The key of the entry.
        verdict: 'keep' the adaptation as it is, 'take-over' the new base, 'combine' both (the adaptation's where they
            clash), 'drop' the element, or 'defer' (it stays as it is for now).
        reason: Why.
        by: The person or body that decided, by name; None where a group did.
        date: When, in ISO 8601, as exact as known; None where not stated.
        group: The stakeholder group that decided, such as 'ministry'; None where it was none.

    Example:
    >>> Resolution(entry="xx:c-listen", verdict="keep", reason=Text.of(en="Local practice"), group="ministry").verdict
    'keep'
    """

    kind: ClassVar[str] = "resolution"
    entry: str
    verdict: Verdict
    reason: Text
    by: str | None = None
    date: str | None = None
    group: str | None = None
