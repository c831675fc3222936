"""Mappings between frameworks, in the words of SSSOM: subject, predicate, object, justification, confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import ClassVar, Literal

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.model.evidence import Evidence
from sswgraph.model.on_demand import OnDemand
from sswgraph.model.shown import Visible

MappingRelation = Literal["exact", "close", "broad", "narrow", "related", "covers", "recognised"]
PREDICATES: dict[MappingRelation, str] = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
    "covers": "ssw:covers",
    "recognised": "ssw:recognisedFor",
}
NO_TERM = "https://w3id.org/sssom/NoTermFound"


def require_relation(given: object) -> None:
    """Require a relation of mappings.

    Raises:
        InputError: If it is none; the message names the nearest.

    >>> require_relation("skos:exactMatch")
    Traceback (most recent call last):
    sswgraph.errors.InputError: There is no relation 'skos:exactMatch'. Did you mean 'exact'?
    """
    if isinstance(given, str) and given in PREDICATES:
        return
    from difflib import get_close_matches

    words = {word: name for name, curie in PREDICATES.items() for word in (name, curie, curie.partition(":")[2])}
    asked = str(given).rpartition("#")[2].rpartition("/")[2]
    near = [words[one] for one in get_close_matches(asked, words, 1, 0.7)]
    meant = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(PREDICATES)}."
    raise InputError(f"There is no relation '{given}'. {meant}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping(Visible, OnDemand):
    """One row of a mapping set: its subject relates to its object.

    Several rows may say the same of the same ends: each is a *voice*, with its own justification, author, reviewer,
    date or confidence (rule C4).

    Attributes:
        subject: The id of the element on the left.
        relation: *exact*, *close*, *broad* (the object is broader than the subject), *narrow*, *related* (gives no
            credit), *covers* (who can do the subject can do the object) or *recognised* (it was decided that the
            subject counts for the object, rule C5).
        object: The id of the element on the right.
        justification: Why it is held to be so, as a term of SEMAPV.
        confidence: From 0 to 1; None where not stated.
        negated: Whether it denies the relation, as SSSOM's 'Not' does.
        comment: A remark; None where there is none.
        author: Who proposed it; None where not stated.
        reviewer: Who decided on it; None where nobody did or the header of its set says who.
        date: The day of the mapping or decision, in ISO 8601; None where not stated.
        mapping_set: The id of its set; empty for a row that is in none yet.
        evidence: The evidence for it.
        other: Further slots of SSSOM, as (name, value), which are kept.
        voice: A digest of its content that distinguishes it from others of the same sentence; empty where there is only
            one.

    Raises:
        InputError: If there is no such relation; the message names the nearest.

    Example:
    >>> Mapping(subject="za:a", relation="exact", object="ug:b").id
    'za:a skos:exactMatch ug:b'
    """

    kind: ClassVar[str] = "mapping"
    subject: str
    relation: MappingRelation
    object: str
    justification: str = "semapv:ManualMappingCuration"
    confidence: Decimal | None = None
    negated: bool = False
    comment: str | None = None
    author: str | None = None
    reviewer: str | None = None
    date: str | None = None
    mapping_set: str = ""
    evidence: tuple[Evidence, ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    voice: str = ""

    def __post_init__(self) -> None:
        require_relation(self.relation)
        for field in ("comment", "author", "reviewer", "date"):
            if getattr(self, field) == "":  # nothing said, however it was not said
                object.__setattr__(self, field, None)

    @property
    def links(self) -> bool:
        """Whether it relates its ends: it is not negated, and neither end is ``sssom:NoTermFound``."""
        return not self.negated and NO_TERM not in (self.subject, self.object)

    @property
    def id(self) -> str:
        """Its sentence; where several voices say it, with the sign of this one."""
        return f"{self.sentence} #{self.voice}" if self.voice else self.sentence

    @property
    def sentence(self) -> str:
        """The mapping as a sentence of three ids."""
        modifier = "not " if self.negated else ""
        return f"{self.subject} {modifier}{PREDICATES[self.relation]} {self.object}"


def voiced(rows: Iterable[Mapping]) -> tuple[Mapping, ...]:
    """Return the rows in their order, exact repeats once, with a sign on each of several that say one sentence.

    Returns:
        The rows; ``voice`` is set where a sentence occurs more than once.

    >>> row = Mapping(subject="za:a", relation="exact", object="ug:b")
    >>> len(voiced([row, row])), [len(one.voice) for one in voiced([row, replace(row, author="Amina")])]
    (1, [8, 8])
    """
    plain = [replace(row, voice="") if row.voice else row for row in rows]
    if len({row.sentence for row in plain}) == len(plain):
        return tuple(plain)
    kept = tuple(dict.fromkeys(plain))
    several = Counter(row.sentence for row in kept)
    signs = Counter((row.sentence, _sign(row)) for row in kept if several[row.sentence] > 1)
    return tuple(
        replace(row, voice=_sign(row, row.mapping_set if signs[row.sentence, _sign(row)] > 1 else ""))
        if several[row.sentence] > 1
        else row
        for row in kept
    )


def _sign(row: Mapping, of_set: str = "") -> str:
    """A short sign of what a voice says beside its sentence; ``of_set`` where that is the same in two sets."""
    import json  # only where several voices say one sentence

    said: list[object] = [
        row.justification,
        str(row.confidence),
        row.comment,
        row.author,
        row.reviewer,
        row.date,
        row.other,
        of_set,
    ]
    for one in row.evidence:
        said += [
            one.id,
            one.basis,
            one.source,
            one.locator,
            one.excerpt.values,
            one.derived_from,
            one.concerns,
            one.note.values,
        ]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:8]


def order_of(row: Mapping) -> tuple[str, str, str, bool, str, str]:
    """The place of a row in its set."""
    return (row.subject, row.relation, row.object, row.negated, row.date or "", row.voice)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSet(Visible, OnDemand):
    """A table of mappings with its header; rows are sorted by subject, relation and object, then by date and content.

    Attributes:
        id: The id or IRI of the set.
        title: Its title; None where it has none.
        description: What it is for; None where not stated.
        licence: The IRI of its licence; None where not stated.
        version: Its version; None where not stated.
        mappings: The rows.
        unused: Rows whose predicate nothing here uses, each as (column, cell) pairs; they are kept.
        header: Further slots of its header, as (name, value), such as who reviewed it.
        prefixes: The (prefix, IRI) pairs that its header declares beyond those that its rows need.
        extensions: The (slot, property) pairs that its header declares beyond those that its rows need.

    Example:
    >>> found = MappingSet(id="mine", mappings=(Mapping(subject="za:a", relation="close", object="ug:b"),))
    >>> found.mappings[0].mapping_set
    'mine'
    """

    kind: ClassVar[str] = "mapping-set"
    id: str
    title: str | None = None
    description: str | None = None
    licence: str | None = None
    version: str | None = None
    mappings: tuple[Mapping, ...] = ()
    unused: tuple[tuple[tuple[str, str], ...], ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()
    extensions: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        # A row that names no set is of this one: the same row in two sets is two voices, with two headers.
        own = (row if row.mapping_set else replace(row, mapping_set=self.id) for row in self.mappings)
        object.__setattr__(self, "mappings", tuple(sorted(voiced(own), key=order_of)))
        object.__setattr__(self, "unused", tuple(sorted(set(self.unused))))
