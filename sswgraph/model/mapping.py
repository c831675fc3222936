"""Mappings between frameworks, in the words of SSSOM: subject, predicate, object, justification, confidence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sswgraph.model.brief import Brief
from sswgraph.model.evidence import Evidence

PREDICATES = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
    "covers": "ssw:covers",
}
NO_TERM = "https://w3id.org/sssom/NoTermFound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping(Brief):
    """One row of a mapping set: ``subject`` relates to ``object`` by ``relation`` (a key of ``PREDICATES``).

    *broad*: the object is broader than the subject; *covers*: who can do the subject can do the object; *related*
    gives no credit. ``negated``: SSSOM's 'Not', a stated non-match. ``confidence``: 0 to 1, or None where unstated.
    """

    kind: ClassVar[str] = "mapping"
    subject: str
    relation: str
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

    def __post_init__(self) -> None:
        for field in ("comment", "author", "reviewer", "date"):
            if getattr(self, field) == "":  # nothing said, however it was not said
                object.__setattr__(self, field, None)

    @property
    def links(self) -> bool:
        """Whether it ties its ends: not where SSSOM's 'Not' or ``sssom:NoTermFound`` says that nothing corresponds."""
        return not self.negated and NO_TERM not in (self.subject, self.object)

    @property
    def id(self) -> str:
        """The mapping as a sentence of three ids, which is also its id."""
        modifier = "not " if self.negated else ""
        return f"{self.subject} {modifier}{PREDICATES[self.relation]} {self.object}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSet(Brief):
    """A table of mappings with its header; rows sorted by subject, relation and object.

    ``prefixes`` and ``extensions``: those that the header declares beyond what the rows' own ids and slots need.
    """

    kind: ClassVar[str] = "mapping-set"
    id: str
    title: str | None = None
    description: str | None = None
    licence: str | None = None
    version: str | None = None
    mappings: tuple[Mapping, ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()
    extensions: tuple[tuple[str, str], ...] = ()
