"""Where a statement comes from: evidence, sources, competing statements, decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, get_args

from sswgraph.frozen import dataclass
from sswgraph.messages import family
from sswgraph.model.on_demand import OnDemand
from sswgraph.model.shown import Visible
from sswgraph.model.text import Text

Basis = Literal["stated", "derived", "draft"]
BASES: tuple[Basis, ...] = get_args(Basis)
# What evidence concerns that speaks of how far the list of a cadre goes (rule C10).
LIST_REACH = "https://w3id.org/sswgraph/ns#listReach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why an element, requirement, outcome, rule or mapping is held to be so.

    ``basis``: *stated* (a source says so), *derived* (inferred from what ``derived_from`` names), *draft* (this
    project's own proposal). ``excerpt``: at most twelve words of the source, in its own language. ``concerns``: the
    properties (IRIs) it speaks of, where not of the whole.
    """

    kind: ClassVar[str] = "evidence"
    id: str
    basis: Basis
    source: str | None = None
    locator: str | None = None
    excerpt: Text = Text()
    derived_from: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    note: Text = Text()


def best_basis(evidence: Iterable[Evidence]) -> Basis:
    """The best basis that a whole rests on: stated, derived, or draft (also where there is no evidence).

    What speaks of single properties counts only where nothing speaks of the whole.

    >>> best_basis([Evidence(id="e1", basis="draft"), Evidence(id="e2", basis="stated", concerns=("ssw:needs",))])
    'draft'
    """
    found = list(evidence)
    bases = {one.basis for one in found if not one.concerns} or {one.basis for one in found}
    if "stated" in bases:
        return "stated"
    return "derived" if "derived" in bases else "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(Visible, OnDemand):
    """What every part of a framework has: an id, evidence, what it was derived from, and a note."""

    kind: ClassVar[str] = "node"
    id: str
    evidence: tuple[Evidence, ...] = ()
    derived_from: tuple[str, ...] = ()
    note: Text = Text()

    @property
    def iri(self) -> str:
        from sswgraph.model.ids import iri_of

        return iri_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element(Node):
    """A part of a framework that has names of its own.

    ``notation`` is the human code ('KM-01'); ``replaces`` names what it took the place of; ``unreviewed_language``
    the languages whose wording nobody who speaks them has reviewed.
    """

    label: Text = Text()
    alt_label: Text = Text()
    definition: Text = Text()
    scope_note: Text = Text()
    notation: str | None = None
    replaces: tuple[str, ...] = ()
    unreviewed_language: tuple[str, ...] = ()


def is_unreviewed(node: object, lang: str) -> bool:
    """Whether nobody who speaks a language has reviewed the wording of an element in it (in its family, T2)."""
    return family(lang) in {family(tag) for tag in getattr(node, "unreviewed_language", ())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Element):
    """A document or page that was read. ``reach`` says how far; reprints and translations of one document count once.

    ``date`` and ``retrieved`` are ISO 8601, as exact as known ('2015', '2015-09', '2015-09-21').
    """

    kind: ClassVar[str] = "source"
    page: str | None = None
    publisher: str | None = None
    date: str | None = None
    retrieved: str | None = None
    licence: Text = Text()
    source_kind: str | None = None
    jurisdiction: tuple[str, ...] = ()
    reach: str | None = None
    not_encoded: Text = Text()
    reprint_of: tuple[str, ...] = ()
    translation_of: tuple[str, ...] = ()
    language: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Node):
    """One version of a value on which sources differ, or that holds at a date.

    ``value`` is text; ``datatype`` says how to read it: 'id', '@fr' (a wording), or 'string', 'integer', 'decimal',
    'date', 'boolean'. ``standing``: prevailing, competing or misprint. ``unit``: of what a number counts;
    ``jurisdiction``: where the value holds, as ISO 3166 codes or UN M.49 areas.
    """

    kind: ClassVar[str] = "statement"
    subject: str
    predicate: str
    value: str
    datatype: str = "string"
    unit: Text = Text()
    date: str | None = None
    jurisdiction: tuple[str, ...] = ()
    standing: str = "competing"
    unreviewed_language: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Node):
    """Why an element carries one of several stated values, or what a review decided about an element."""

    kind: ClassVar[str] = "decision"
    about: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    verdict: str | None = None
    rationale: Text = Text()
    by: str | None = None
    date: str | None = None
    unreviewed_language: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Node):
    """What an adaptation did to its base: ``base`` became ``adaptation`` (none: dropped; no base: added)."""

    kind: ClassVar[str] = "change"
    change_kind: str
    base: tuple[str, ...] = ()
    adaptation: tuple[str, ...] = ()
    rationale: Text = Text()
    by: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationExercise(Element):
    """An event at which a framework or a set was reviewed: what, where, when, how, by whom."""

    kind: ClassVar[str] = "validation-exercise"
    concerns: tuple[str, ...] = ()
    place: Text = Text()
    start: str | None = None
    end: str | None = None
    method: Text = Text()
    panel: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption(Element):
    """That somebody took a framework, set or document up: what, by whom, where, when; the definition says for what.

    ``jurisdiction``: ISO 3166 codes or UN M.49 areas; ``adopted_by``: the bodies by name, as the source has them.
    """

    kind: ClassVar[str] = "adoption"
    adopts: tuple[str, ...] = ()
    adopted_by: tuple[str, ...] = ()
    place: Text = Text()
    jurisdiction: tuple[str, ...] = ()
    date: str | None = None
