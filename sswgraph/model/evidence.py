"""Where a statement comes from: evidence, sources, competing statements, decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, get_args

from sswgraph.frozen import dataclass
from sswgraph.messages import family
from sswgraph.model.codes import DecisionVerdict, Reach, SourceKind, Standing, StatedChange
from sswgraph.model.on_demand import OnDemand
from sswgraph.model.shown import Brief, Visible
from sswgraph.model.text import Text

Basis = Literal["stated", "derived", "draft"]
BASES: tuple[Basis, ...] = get_args(Basis)
# The property that evidence on how far the list of a cadre goes concerns (rule C10).
LIST_REACH = "https://w3id.org/sswgraph/ns#listReach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Brief):
    """Why an element, requirement, outcome, rule or mapping is held to be so.

    Attributes:
        id: The id of the piece of evidence.
        basis: *stated* (a source says so), *derived* (inferred from what ``derived_from`` names) or *draft* (proposed
            here).
        source: The id of the source; None where the basis is not stated.
        locator: Where in the source: section, page, item or row; None where not given.
        excerpt: At most twelve words of the source, verbatim and in its own language; empty where none are quoted.
        derived_from: The ids of what it was inferred from; empty unless the basis is derived.
        concerns: The IRIs of the properties it concerns; empty where it concerns the whole.
        note: A remark of whoever recorded it; empty where there is none.
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
    """Return the best basis that a whole rests on: stated, derived, or draft (also where there is no evidence).

    Evidence on single properties counts only where there is none on the whole.

    Returns:
        The first of 'stated', 'derived' and 'draft' that occurs.

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
    """What every part of a framework has: an id, evidence, what it was derived from, and a note.

    Attributes:
        id: The id, such as 'za:social-worker'; any other IRI is its own id.
        evidence: Why it is held to be so; empty where no evidence is given.
        derived_from: The ids of what it was made from, such as the element of the base that an adaptation took over.
        note: A remark on it; empty where there is none.
    """

    kind: ClassVar[str] = "node"
    id: str
    evidence: tuple[Evidence, ...] = ()
    derived_from: tuple[str, ...] = ()
    note: Text = Text()

    @property
    def iri(self) -> str:
        """The IRI of the id."""
        from sswgraph.model.ids import iri_of

        return iri_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element(Node):
    """A part of a framework that has names of its own.

    Attributes:
        label: The name, one wording at most in each language.
        alt_label: Other names, several in one language where there are several.
        definition: What it is, one wording at most in each language; empty where not defined.
        scope_note: How the name is used, and where not; empty where nothing is said.
        notation: The code that people use for it, such as 'KM-01'; None where it has none.
        replaces: The ids of the elements whose place it took.
        unreviewed_language: The language tags in which nobody who speaks the language has reviewed the wording.
    """

    label: Text = Text()
    alt_label: Text = Text()
    definition: Text = Text()
    scope_note: Text = Text()
    notation: str | None = None
    replaces: tuple[str, ...] = ()
    unreviewed_language: tuple[str, ...] = ()


def is_unreviewed(node: object, lang: str) -> bool:
    """Whether an element has wording in this language's family that no speaker has reviewed (rule T2)."""
    return family(lang) in {family(tag) for tag in getattr(node, "unreviewed_language", ())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Element):
    """A document or page that was read; reprints and translations of one document count as one origin.

    Attributes:
        page: Its address on the web; None where it has none.
        publisher: Who published it; None where not known.
        date: When it was published, in ISO 8601, as exact as known ('2015', '2015-09', '2015-09-21'); None where not
            known.
        retrieved: When it was read, in the same form; None where not recorded.
        licence: Under which terms it may be used; empty where not known.
        source_kind: 'primary', 'regulator', 'international-instrument', 'provider-reprint', 'news' or 'secondary'; None
            where not stated.
        jurisdiction: Where it speaks, as ISO 3166 codes or UN M.49 areas; empty where that is the place of its
            framework.
        reach: How much of it was read: 'whole', 'partial' or 'opening-only'; None where not stated.
        not_encoded: What of it was left out or could not be read; empty where nothing is named.
        reprint_of: The ids of the sources whose text it repeats.
        translation_of: The ids of the sources whose text it gives in another language.
        language: The languages it is written in, as BCP 47 tags; empty where not recorded.
    """

    kind: ClassVar[str] = "source"
    page: str | None = None
    publisher: str | None = None
    date: str | None = None
    retrieved: str | None = None
    licence: Text = Text()
    source_kind: SourceKind | None = None
    jurisdiction: tuple[str, ...] = ()
    reach: Reach | None = None
    not_encoded: Text = Text()
    reprint_of: tuple[str, ...] = ()
    translation_of: tuple[str, ...] = ()
    language: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Node):
    """One version of a value on which sources differ, or which holds on a date.

    Attributes:
        subject: The id of the element it is about.
        predicate: The IRI of the property whose value it gives.
        value: The value as text; ``datatype`` says how to read it.
        datatype: 'id' for an id, '@fr' (or another tag) for a wording, otherwise 'string', 'integer', 'decimal', 'date'
            or 'boolean'.
        unit: What a number counts, such as workers; empty where not stated.
        date: The day or year for which it holds, in ISO 8601, as exact as known; None where not stated.
        jurisdiction: Where the value holds, as ISO 3166 codes or UN M.49 areas; empty where that is the place of its
            framework.
        standing: How it stands among its rivals: 'prevailing', 'competing' or 'misprint' (a known error).
        unreviewed_language: The language tags in which nobody who speaks the language has reviewed the wording.
    """

    kind: ClassVar[str] = "statement"
    subject: str
    predicate: str
    value: str
    datatype: str = "string"
    unit: Text = Text()
    date: str | None = None
    jurisdiction: tuple[str, ...] = ()
    standing: Standing = "competing"
    unreviewed_language: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Node):
    """Why an element carries one of several stated values, or what a review decided about it.

    Attributes:
        about: The ids of the elements it settles something about.
        accepts: The ids of the statements whose values the element may carry.
        rejects: The ids of the statements whose values it may not carry; they stay on record.
        verdict: What a review decided, such as 'keep', 'reword' or 'drop'; None where it only chooses among statements.
        rationale: Why it was decided so.
        by: The person or body that decided, by name; None where not recorded.
        date: When it was decided, in ISO 8601, as exact as known; None where not recorded.
        unreviewed_language: The language tags in which nobody who speaks the language has reviewed the wording.
    """

    kind: ClassVar[str] = "decision"
    about: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    verdict: DecisionVerdict | None = None
    rationale: Text = Text()
    by: str | None = None
    date: str | None = None
    unreviewed_language: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Node):
    """What an adaptation did to elements of its base.

    Attributes:
        change_kind: What was done, such as 'reworded', 'split', 'dropped' or 'added'.
        base: The ids in the base that it started from; empty where something was added.
        adaptation: The ids in the adaptation that resulted; empty where something was dropped.
        rationale: Why it was changed; empty where not stated.
        by: The person or body that decided, by name; None where not recorded.
        date: When it was decided, in ISO 8601, as exact as known; None where not recorded.
    """

    kind: ClassVar[str] = "change"
    change_kind: StatedChange
    base: tuple[str, ...] = ()
    adaptation: tuple[str, ...] = ()
    rationale: Text = Text()
    by: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationExercise(Element):
    """An event at which a framework or a set of competencies was reviewed.

    Attributes:
        concerns: The ids of what was reviewed.
        place: Where it was held, in words; empty where not stated.
        start: When it began, in ISO 8601, as exact as known; None where not stated.
        end: When it ended, in the same form; None where not stated.
        method: How it was carried out; empty where not stated.
        panel: Who took part, by role and number and not by name; empty where not stated.
    """

    kind: ClassVar[str] = "validation-exercise"
    concerns: tuple[str, ...] = ()
    place: Text = Text()
    start: str | None = None
    end: str | None = None
    method: Text = Text()
    panel: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption(Element):
    """That somebody adopted a framework, set or document; the definition says for what purpose.

    Attributes:
        adopts: The ids of what was adopted.
        adopted_by: The bodies that adopted it, by name, as the source has them.
        place: Where, in words; empty where not stated.
        jurisdiction: Where, as ISO 3166 codes or UN M.49 areas; empty where not stated.
        date: When, in ISO 8601, as exact as known; None where not stated.
    """

    kind: ClassVar[str] = "adoption"
    adopts: tuple[str, ...] = ()
    adopted_by: tuple[str, ...] = ()
    place: Text = Text()
    jurisdiction: tuple[str, ...] = ()
    date: str | None = None
