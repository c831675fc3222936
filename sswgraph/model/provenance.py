"""Evidence: who says something and who disagrees, which source attests what, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any, ClassVar

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.results import LinkCount, Stamp
from sswgraph.model.shown import Brief, Column, Shown, column, records
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Brief):
    """One piece of evidence with its source.

    Attributes:
        id: The id of the piece of evidence.
        element: The id of the element it is for.
        basis: 'stated', 'derived' or 'draft'.
        source: The id of the source; None where the basis is not stated.
        source_label: The title of the source; empty where there is none.
        page: The address of the source on the web; None where it has none.
        locator: Where in the source; None where not given.
        excerpt: At most twelve words of the source; empty where none are quoted.
        derived_from: The ids of what it was inferred from.
        concerns: The IRIs of the properties it concerns; empty where it concerns the whole.
        note: A remark on it; empty where there is none.
        origins: The ids of the documents behind the source.
    """

    id: str
    element: str
    basis: str
    source: str | None = None
    source_label: Text = Text()
    page: str | None = None
    locator: str | None = None
    excerpt: Text = Text()
    derived_from: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    note: Text = Text()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Brief):
    """Another element that one rests on, with its own evidence.

    Attributes:
        element: The id of this element.
        label: Its name.
        kind: Its kind; empty where it is not loaded.
        of: The id of the element that rests on it.
        step: How far it is from the one asked about; 1 is next to it.
        via: 'derived-from', 'end' (one of the two that a requirement, outcome or mapping joins), or the relation of the
            mapping, read from ``of``; 'not-…' for a denial.
        mapping: The id of the mapping; None without one.
        predicate: The predicate of the mapping, as a CURIE; None without one.
        justification: Why the mapping is held to be so; None without one.
        confidence: The confidence of the mapping, from 0 to 1; None where not stated.
        comment: A remark on the mapping; None where there is none.
        mapping_basis: On what the mapping rests; None without one.
        attests: Whether the mapping lets it attest the other.
        citations: Its own evidence.
    """

    element: str
    label: Text
    kind: str
    of: str
    step: int
    via: str
    mapping: str | None = None
    predicate: str | None = None
    justification: str | None = None
    confidence: Decimal | None = None
    comment: str | None = None
    mapping_basis: str | None = None
    attests: bool = False
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent(Brief):
    """Another version of something, or what was decided about versions.

    Attributes:
        id: The id of it.
        kind: 'statement', 'decision', 'change', 'review', 'replacement' or 'mapping' (a stated non-match).
        about: The id of the element it differs on.
        standing: Of a statement, 'prevailing', 'competing' or 'misprint'; otherwise None.
        predicate: Of a statement, the IRI of the property; otherwise None.
        value: The other value, the verdict, the kind of change or the other end of the mapping; None where there is
            none.
        unit: What a number counts; empty where not stated.
        date: When, in ISO 8601; None where not stated.
        jurisdiction: Where the value holds, as ISO 3166 codes or UN M.49 areas; empty where not stated.
        text: The note, rationale or label of it; empty where there is none.
        citations: Its own evidence.
    """

    id: str
    kind: str
    about: str
    standing: str | None = None
    predicate: str | None = None
    value: str | None = None
    unit: Text = Text()
    date: str | None = None
    jurisdiction: tuple[str, ...] = ()
    text: Text = Text()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Brief):
    """One independent document, with the sources read that repeat it.

    Attributes:
        id: The id of it.
        label: Its title.
        sources: The ids of the sources.
        named: False for the originals behind providers' reprints that do not name them: those of one framework count as
            one.
    """

    id: str
    label: Text
    sources: tuple[str, ...]
    named: bool = True


def _of_citation(name: str) -> Callable[[tuple[str, str, Citation]], Any]:
    return lambda line: getattr(line[2], name)


# The columns of evidence; a line is the relation, the mapping or other element, and the citation.
CITATIONS = (
    column("via", value=itemgetter(0)),
    column("through", type="id", value=itemgetter(1)),
    column("element", type="id", value=_of_citation("element")),
    column("basis", words="basis", value=_of_citation("basis")),
    column("source", type="id", value=_of_citation("source")),
    column("title", value=_of_citation("source_label")),
    *(column(name, value=_of_citation(name)) for name in ("page", "locator", "excerpt")),
    *(column(name, type="id", value=_of_citation(name)) for name in ("derived_from", "concerns", "origins")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReport(Shown):
    """Who says something, where, in which words and how; who disagrees; how many independent origins attest it.

    Attributes:
        element: The id of what was asked about.
        label: Its name.
        element_kind: Its kind.
        framework: The id of its framework; None where it is in none.
        basis: 'stated', 'derived' or 'draft'; None where it has no evidence.
        citations: Its own evidence.
        grounds: The elements that lead from it to a source, the nearest first.
        dissents: Other versions, decisions, changes, reviews and stated non-matches.
        origins: The origins that attest it, by themselves or through mappings.
        inferred: Where nothing attests it, the origins behind what it was derived from.
        notes: What a reader must know.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "evidence"
    element: str
    label: Text
    element_kind: str
    framework: str | None
    basis: str | None
    citations: tuple[Citation, ...] = ()
    grounds: tuple[Ground, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    origins: tuple[Origin, ...] = ()
    inferred: tuple[Origin, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per piece of evidence: the element's own, then that of each ground, then of each dissent."""
        parts = [("own", "", one) for one in self.citations]
        parts += [(ground.via, ground.mapping or "", one) for ground in self.grounds for one in ground.citations]
        parts += [(dissent.kind, dissent.id, one) for dissent in self.dissents for one in dissent.citations]
        return records(CITATIONS, parts, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedRow(Brief):
    """One element of a framework with what attests it.

    Attributes:
        element: The id of the element.
        label: Its name.
        kind: Its kind.
        basis: 'stated', 'derived' or 'draft'.
        cells: (source, how) in order, where how is 'stated' (its own evidence) or the relation of a mapping.
        origins: The ids of the independent origins that attest it.
        on_subject: The ids of elements that are only related to it, which attest nothing.
        places: (country or area, number of these origins) by code; the code is empty for those of which no place is
            known.
    """

    element: str
    label: Text
    kind: str
    basis: str
    cells: tuple[tuple[str, str], ...] = ()
    origins: tuple[str, ...] = ()
    on_subject: tuple[str, ...] = ()
    places: tuple[tuple[str, int], ...] = ()

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {
            "cells": [{"source": source, "how": how} for source, how in self.cells],
            "places": [{"place": place, "origins": n} for place, n in self.places],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedSource(Brief):
    """A column of the matrix: a source.

    Attributes:
        id: The id of the source.
        label: Its title.
        page: Its address on the web; None where it has none.
        origins: The ids of the origins it repeats.
        count: How many rows it attests.
    """

    id: str
    label: Text
    page: str | None
    origins: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedPlace(Brief):
    """A country or area, and what is attested from there.

    Attributes:
        place: Its code; empty for origins whose place is not known.
        origins: The ids of the origins of it, each once however often it is repeated.
        count: How many rows they attest.
    """

    place: str
    origins: tuple[str, ...]
    count: int


PLACES = (
    column("place", "completeness.column.place", "id", value=lambda one: one.place or None, absent="place-unknown"),
    column("origins", "completeness.column.origins", "number", value=lambda one: len(one.origins)),
    column("count", "completeness.column.attests", "number"),
)
_ATTESTED = (
    column("element", "completeness.column.element", "id", label=attrgetter("label")),
    column("label"),
    column("basis", words="basis"),
    column("origins", "completeness.column.origins", "number", value=lambda item: len(item.origins)),
)
UNATTESTED = (
    _ATTESTED[0],
    column("basis", "completeness.column.basis", words="basis"),
    column("on_subject", "completeness.column.beside", "id", value=lambda item: "; ".join(item.on_subject)),
)
# The columns of numbered sources.
SOURCES = (
    column("number", "completeness.column.number", "number", value=itemgetter(0)),
    column(
        "source",
        "completeness.column.source",
        "id",
        value=lambda line: line[1].id,
        label=lambda line: line[1].label,
    ),
    column("page", "completeness.column.address", value=lambda line: line[1].page),
    column("origins", "completeness.column.origins", "id", value=lambda line: "; ".join(line[1].origins)),
    column("count", "completeness.column.attests", "number", value=lambda line: line[1].count),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation(Shown):
    """The attestation matrix of a framework: its competencies (or another kind) by the sources that attest them.

    Attributes:
        framework: The id of the framework.
        title: Its title.
        of_kind: The kind of the elements.
        items: One row for each element.
        sources: One column for each source.
        places: The same by country or area, those that attest most first.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "attestation"
    framework: str
    title: Text
    of_kind: str
    items: tuple[AttestedRow, ...] = ()
    sources: tuple[AttestedSource, ...] = ()
    places: tuple[AttestedPlace, ...] = ()
    stamp: Stamp

    def rows_by_place(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per element, one key per country or area: how many of its origins are of it."""
        return records(self.columns_by_place(), self.items, lang)

    def columns_by_place(self) -> tuple[Column, ...]:
        """The columns of the matrix by country: the element, its origins, and each place."""
        return (*_ATTESTED, *(_of_place(one.place) for one in self.places))

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per element, one key per source: ``pandas.DataFrame(matrix.rows()).to_csv(...)``."""
        return records(self.columns(), self.items, lang)

    def columns(self, first: int = 0, last: int | None = None) -> tuple[Column, ...]:
        """Its columns: the element, and each source (or those from ``first`` to ``last``) under its number."""
        return (*_ATTESTED, *(_attesting(n, one.id) for n, one in list(enumerate(self.sources, 1))[first:last]))


def _of_place(place: str) -> Column:
    heading = "" if place else "show.place-unknown"
    return Column(
        code=place or "not-known",
        title=place,
        heading=heading,
        type="number",
        value=lambda item: dict(item.places).get(place),
    )


def _attesting(number: int, source: str) -> Column:
    def how(item: AttestedRow) -> tuple[str, ...]:
        return tuple(how for name, how in item.cells if name == source)

    return Column(
        code=source,
        title=str(number),
        words="completeness/how",
        value=how,
        plain=lambda item: " ".join(how(item)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisShare(Brief):
    """How many elements of one kind there are, and on what they rest.

    Attributes:
        kind: The kind.
        count: How many there are.
        bases: How many rest on what.
    """

    kind: str
    count: int
    bases: LinkCount


SHARES = (
    column("kind", "completeness.column.kind", words="kind"),
    column("count", "completeness.column.count", "number"),
    *(
        column(basis, f"completeness.fact.{basis}", "number", value=attrgetter(f"bases.{basis}"))
        for basis in ("stated", "derived", "draft")
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Brief):
    """Of how many things something is known.

    Attributes:
        name: What, such as 'module.volume'.
        known: Of how many it is known.
        total: How many there are.
    """

    name: str
    known: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Brief):
    """What a framework, source or qualification holds that is not encoded, or of which only a part was read.

    Attributes:
        element: The id of it.
        label: Its name.
        reach: How much of it was read; None where not stated.
        what: What is left out, in words; empty where nothing is named.
    """

    element: str
    label: Text
    reach: str | None
    what: Text


UNREAD = (
    column("element", "completeness.column.element", "id", label=attrgetter("label")),
    column("reach", "completeness.column.reach", words="reach"),
    column("what", "completeness.column.what"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness(Shown):
    """What a framework holds and what it lacks.

    Attributes:
        framework: The id of the framework.
        title: Its title.
        reach: How much of it is encoded; None where not stated.
        bases: On what its elements rest.
        shares: The same by kind of element.
        languages: (tag, elements named in it, those of them with wording that nobody reviewed).
        named: How many elements have names.
        facets: (facet, competencies), 'not-stated' among them.
        known: Levels, volumes and the like, known out of all.
        attested: (independent origins, elements that so many attest).
        unattested: The ids of the elements that nothing attests, being derived or draft.
        unread: What was not read.
        advice: The expected topics that nothing mentions.
        looked_for: Whether they were looked for, which is so where a role meets children or survivors.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "completeness"
    framework: str
    title: Text
    reach: str | None
    bases: LinkCount
    shares: tuple[BasisShare, ...] = ()
    languages: tuple[tuple[str, int, int], ...] = ()
    named: int = 0
    facets: tuple[tuple[str, int], ...] = ()
    known: tuple[Known, ...] = ()
    attested: tuple[tuple[int, int], ...] = ()
    unattested: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    advice: tuple[Message, ...] = ()
    looked_for: bool = True
    stamp: Stamp

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per kind of element: how many, and on what they rest."""
        framework = column("framework", value=lambda _: self.framework)
        return records((framework, *SHARES), self.shares, lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        languages = [{"tag": tag, "named": n, "unreviewed": unread} for tag, n, unread in self.languages]
        attested = [{"origins": origins, "elements": n} for origins, n in self.attested]
        return {"languages": languages, "facets": dict(self.facets), "attested": attested}
