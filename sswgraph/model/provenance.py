"""What is answered about evidence: who says it and who disagrees, which source attests what, what is not there."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any, ClassVar

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.results import LinkCount, Stamp
from sswgraph.model.shown import Column, Shown, column, records
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One piece of evidence with its source: who says it, where, in which words, on what basis.

    ``concerns``: the properties it speaks of, where not of the whole; ``origins``: the documents behind the source.
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
class Ground:
    """Another element that one rests on, with its own evidence.

    ``of``: the element that rests on it; ``step``: how far it is from the one asked for (1: next to it); ``via``:
    'derived-from', 'end' (one of the two that a requirement, outcome or mapping joins), or the relation of the mapping,
    read from ``of``; ``attests``: whether the mapping lets it speak for the other.
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
class Dissent:
    """Another version, or what was decided about versions: a statement, decision, change, review, replacement or
    stated non-match. ``about``: the element it differs on; ``standing``: prevailing, competing or misprint; ``value``,
    ``unit`` and ``jurisdiction`` as the version has them."""

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
class Origin:
    """One document that speaks for itself, with the sources read that repeat it.

    ``named`` is False for the originals behind providers' reprints that do not name them: those of one framework
    count as one.
    """

    id: str
    label: Text
    sources: tuple[str, ...]
    named: bool = True


def _of_citation(name: str) -> Callable[[tuple[str, str, Citation]], Any]:
    return lambda line: getattr(line[2], name)


# Of evidence with by what and through which element it speaks.
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
    """Who says one thing, where, in which words, how; who disagrees; how many independent origins attest it.

    ``origins`` attest it by themselves or through mappings; ``inferred`` are those behind what it was derived from,
    where nothing attests it. ``grounds`` lead from it to a source: nearest first.
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
class AttestedRow:
    """One element of a framework with what attests it.

    ``cells``: (source, how) in order, where how is 'stated' (its own evidence) or the relation of a mapping.
    ``on_subject``: elements that are only related to it, which attest nothing. ``places``: (country or area, how many
    of the origins are of it), by code; of those of which no place is known the code is empty.
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
class AttestedSource:
    """A column of the matrix: a source, the origins it repeats, and how many rows it attests."""

    id: str
    label: Text
    page: str | None
    origins: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedPlace:
    """A country or area: the origins of it, each once however often it is repeated, and how many rows they attest.

    ``place`` is empty for origins of which no place is known.
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
# Of numbered sources.
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

    ``places``: the same by country or area, those that attest most first.
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
class BasisShare:
    """How many elements of one kind there are, and on what they rest."""

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
class Known:
    """Of how many things something is known: ``name`` says what, ``known`` out of ``total``."""

    name: str
    known: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What a framework, source or qualification holds that is not encoded, or of which only a part was read."""

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

    ``shares``: elements by kind and basis, ``bases`` over all of them; ``languages``: (tag, elements named in it,
    of them with wording nobody reviewed); ``facets``: competencies by facet; ``known``: levels, volumes and the like,
    known out of all; ``attested``: (origins, elements) by number of independent origins; ``unattested``: those that
    nothing attests, being derived or draft; ``unread``: what was not read; ``advice``: expected topics that nothing
    mentions; ``looked_for``: whether they were looked for, which is so where a role meets children or survivors.
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
