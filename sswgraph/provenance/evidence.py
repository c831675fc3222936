"""The evidence for one thing: its own, what it rests on until a source is reached, and who disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.origins import Origins, attesting
from sswgraph.messages import Message, message
from sswgraph.model import (
    Change,
    Citation,
    Decision,
    Dissent,
    Evidence,
    EvidenceReport,
    Ground,
    Source,
    Statement,
    Text,
    ValidationExercise,
)
from sswgraph.model import Mapping as Match
from sswgraph.model.codes import Kind
from sswgraph.model.evidence import best_basis
from sswgraph.model.ids import framework_of
from sswgraph.model.mapping import PREDICATES
from sswgraph.model.voices import Voices

# The relations of a mapping, read from its object.
BACKWARDS = {"broad": "narrow", "narrow": "broad", "covers": "covered-by"}
# The relations by which one element attests another; 'related' says only that both are about one subject.
ATTESTING = frozenset({"exact", "close", "covers", "covered-by", "broad", "narrow"})
_ENDS = {
    "requirement": ("cadre", "competency"),
    "function-need": ("function", "competency"),
    "entry-requirement": ("module", "competency"),
    "outcome": ("outcome_of", "competency"),
    "progression": ("start", "progresses_to"),
    "packaging-rule": ("qualification",),
    "mapping": ("subject", "object"),
}
_MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A mapping as seen from one of its ends.

    Attributes:
        mapping: The mapping.
        other: The id of the other end.
        relation: What it counts as, read from this end.
        overruled: Whether a decision overrules it (rule C4).
    """

    mapping: Match
    other: str
    relation: str
    overruled: bool = False

    @property
    def attests(self) -> bool:
        """Whether it lets the other end attest this one."""
        return not self.mapping.negated and not self.overruled and self.relation in ATTESTING


def links_by_end(voices: Voices) -> Mapping[str, tuple[Link, ...]]:
    """Return every mapping under both of its ends, with what it counts as; those overruled are marked (rule C4)."""
    found: dict[str, list[Link]] = {}
    for one in voices.rows:
        relation, overruled = voices.counts_as(one), voices.state(one.id) == "overruled"
        found.setdefault(one.subject, []).append(Link(one, one.object, relation, overruled))
        backwards = BACKWARDS.get(relation, relation)
        found.setdefault(one.object, []).append(Link(one, one.subject, backwards, overruled))
    return {end: tuple(sorted(links, key=lambda link: (link.mapping.id, link.other))) for end, links in found.items()}


def evidence(graph: CompetencyGraph, identifier: str) -> EvidenceReport:
    """Report who says something, where, in which words and how; who disagrees; how many independent origins attest it.

    Args:
        graph (CompetencyGraph): The graph.
        identifier (str): The id of an element, requirement, outcome, rule, statement, source or framework, or of a
            mapping ('a skos:exactMatch b').

    Returns:
        Its own evidence, then the elements it rests on by mapping or derivation with theirs, the nearest first, until a
        source is reached; competing statements, decisions, changes, reviews and stated non-matches; the origins, where
        a document counts once however often it is repeated.

    Raises:
        UnknownElementError: If the id is not in the graph.
        InputError: If it is the id of a piece of evidence.

    Source:
        V4 in docs/semantics.md.

    Example:
    >>> import sswgraph as ssw
    >>> found = ssw.evidence(ssw.load("ug"), "ug:f-psw-assess")
    >>> found.basis, found.citations[0].source, str(found.citations[0].excerpt)
    ('stated', 'ug:source-mhpss-psw-manual', 'second line of response to OVC after the family system')
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    asked = graph[identifier]
    if isinstance(asked, Evidence):
        whose = next((node.id for f in graph.frameworks for node in (f, *f.elements) if asked in node.evidence), "")
        raise InputError(f"'{asked.id}' is itself a piece of evidence. Ask for what it is evidence of: {whose}")
    lookup = _Lookup(graph)
    citations = lookup.citations(asked)
    grounds = lookup.grounds(asked)
    dissents = tuple(lookup.dissents(asked.id, [ground.element for ground in grounds if ground.attests]))
    voices = [
        *asked.evidence,
        *(one for ground in grounds if ground.attests and ground.step == 1 for one in graph[ground.element].evidence),
    ]
    own = isinstance(asked, Source)
    attested = lookup.origins.of_source(asked.id) if own else lookup.origins.of_evidence(voices)
    behind = _behind(asked, grounds)
    cited = [one.source for one in citations] + [one.source for ground in grounds for one in ground.citations]
    return EvidenceReport(
        element=asked.id,
        label=_label(graph, asked),
        element_kind=asked.kind,
        framework=graph.home(asked.id),
        basis=best_basis(asked.evidence) if asked.evidence else None,
        citations=citations,
        grounds=grounds,
        dissents=dissents,
        origins=lookup.origins.with_sources(attested, cited),
        inferred=() if attested else lookup.origins.with_sources(behind, cited),
        notes=(*_notes(asked, attested, behind, dissents), *_absent(graph, grounds)),
        stamp=graph.stamp(),
    )


def _label(graph: CompetencyGraph, asked: Any) -> Text:
    if isinstance(asked, Match):
        return Text((("und", asked.id),))
    return graph.label(asked.id)


def _behind(asked: Any, grounds: tuple[Ground, ...]) -> frozenset[str]:
    """The origins of what an element was derived from: none for what is proposed here, or for a whole framework."""
    if asked.kind == "framework" or not any(one.basis == "derived" and not one.concerns for one in asked.evidence):
        return frozenset()
    premises = set(_premises(asked))
    premises |= {ground.element for ground in grounds if ground.of in premises}
    cited = [one for ground in grounds if ground.element in premises for one in ground.citations]
    return frozenset(origin for one in cited for origin in one.origins)


def _notes(
    asked: Any, attested: frozenset[str], behind: frozenset[str], dissents: tuple[Dissent, ...]
) -> Iterator[Message]:
    if asked.kind == "framework":
        yield message("evidence.framework", id=asked.id)
    elif asked.kind == "source":
        yield message("evidence.source")
    elif asked.evidence and best_basis(asked.evidence) == "draft":
        yield message("evidence.draft")
    elif not attested:
        yield message("evidence.inferred", n=len(behind)) if behind else message("evidence.none")
    elif len(attested) == 1:
        yield message("evidence.one-origin")
    if any(dissent.standing == "competing" for dissent in dissents):
        yield message("evidence.competing")


def _absent(graph: CompetencyGraph, grounds: tuple[Ground, ...]) -> Iterator[Message]:
    """That some of what it rests on cannot be looked into."""
    homes = {framework_of(ground.element) for ground in grounds if ground.element not in graph} - {None}
    if homes:
        yield message("evidence.not-loaded", frameworks=tuple(sorted(str(home) for home in homes)))


class _Lookup:
    """What is looked up in a graph while one answer is written."""

    def __init__(self, graph: CompetencyGraph) -> None:
        self.graph = graph
        self.origins = Origins(graph)
        self.links = links_by_end(graph.voices)

    def citations(self, node: Any) -> tuple[Citation, ...]:
        """The evidence of a node; a source is its own."""
        if isinstance(node, Source):
            return (self._cited(Evidence(id=node.id, basis="stated", source=node.id), node.id),)
        return tuple(self._cited(one, node.id) for one in node.evidence)

    def _cited(self, one: Evidence, whose: str) -> Citation:
        source = self.graph.get(one.source) if one.source else None
        return Citation(
            id=one.id,
            element=whose,
            basis=one.basis,
            source=one.source,
            source_label=self.graph.label(one.source) if one.source else Text(),
            page=getattr(source, "page", None),
            locator=one.locator,
            excerpt=one.excerpt,
            derived_from=one.derived_from,
            concerns=one.concerns,
            note=one.note,
            origins=tuple(sorted(self.origins.of_source(one.source))) if one.source else (),
        )

    def grounds(self, asked: Any) -> tuple[Ground, ...]:
        """What attests the element, and what else it rests on; without a source, what that rests on by derivation."""
        premises = _premises(asked)
        seen = {asked.id, *(one.source for one in asked.evidence if one.source)}
        found = sorted(self._next(asked, 1, seen), key=lambda ground: not ground.attests)
        behind = [ground for ground in found if ground.attests or ground.element in premises]
        reached = any(one.source for one in asked.evidence) or any(map(_has_source, behind))
        level = [] if reached else [ground for ground in found if ground.via == "end" or ground in behind]
        for step in range(2, _MOST_STEPS + 1):
            level = [
                further
                for ground in level
                if ground.kind
                for further in self._next(self.graph[ground.element], step, seen)
            ]
            sourced = [ground for ground in level if _has_source(ground)]
            found += sourced or level
            if sourced:
                break
            level = [ground for ground in level if ground.via in ("derived-from", "end")]
        return tuple(found)

    def _next(self, node: Any, step: int, seen: set[str | None]) -> Iterator[Ground]:
        ends = [getattr(node, field) for field in _ENDS.get(node.kind, ())]
        derived = sorted(_premises(node) - (set(ends) if node.kind == "mapping" else set()))
        links = [link for link in self.links.get(node.id, ()) if step == 1 or link.attests]
        fresh = [link for link in links if link.other not in seen]  # several mappings may lead to one element
        seen |= {link.other for link in fresh}
        for link in fresh:
            yield self._ground(link.other, node.id, step, link)
        for via, names in (("derived-from", derived), ("end", ends)):
            for name in names:
                if name not in seen:
                    seen.add(name)
                    yield self._ground(name, node.id, step, via)

    def _ground(self, name: str, of: str, step: int, by: Link | str) -> Ground:
        other = self.graph.get(name)
        citations = self.citations(other) if hasattr(other, "evidence") else ()
        shared: dict[str, Any] = {"element": name, "label": self.graph.label(name), "of": of, "step": step}
        shared |= {"kind": other.kind if other is not None else "", "citations": citations}
        if isinstance(by, str):
            return Ground(via=by, **shared)
        said = by.mapping
        return Ground(
            via=f"not-{by.relation}" if said.negated else by.relation,
            mapping=said.id,
            predicate=PREDICATES[said.relation],
            justification=said.justification,
            confidence=said.confidence,
            comment=said.comment,
            mapping_basis=self.graph.basis_of(said.id),
            attests=by.attests and any(attesting(one) for one in getattr(other, "evidence", ())),
            **shared,
        )

    def dissents(self, identifier: str, attesting: Iterable[str]) -> Iterator[Dissent]:
        """Every other version, what was decided about versions, and the versions of what attests the element."""
        kinds: tuple[Kind, ...] = ("statement", "decision", "change", "validation-exercise")
        for kind in kinds:
            for node in self.graph.of_kind(kind):
                found = _dissent(node, identifier)
                if found is not None:
                    yield Dissent(id=node.id, about=identifier, citations=self.citations(node), **found)
        for link in self.links.get(identifier, ()):
            if link.mapping.negated:
                text = Text((("und", link.mapping.comment),)) if link.mapping.comment else Text()
                yield Dissent(id=link.mapping.id, about=identifier, kind="mapping", value=link.other, text=text)
        for other in (node for f in self.graph.frameworks for node in f.elements):
            if identifier in getattr(other, "replaces", ()):
                yield Dissent(id=other.id, about=identifier, kind="replacement", text=self.graph.label(other.id))
        for name in sorted(set(attesting)):
            for said in self.graph.index.statements.get(name, ()):
                found = _dissent(said, name)
                if found is not None:
                    yield Dissent(id=said.id, about=name, citations=self.citations(said), **found)


def _has_source(ground: Ground) -> bool:
    return any(one.source for one in ground.citations)


def _premises(asked: Any) -> frozenset[str]:
    """What an element was inferred from: by its evidence, or as a whole."""
    return frozenset(
        (*getattr(asked, "derived_from", ()), *(name for one in asked.evidence for name in one.derived_from))
    )


def _dissent(node: Any, identifier: str) -> dict[str, Any] | None:
    """What a node says of competing versions of an element; None where it is about something else."""
    match node:
        case Statement() if node.subject == identifier:
            fields = ("standing", "predicate", "value", "unit", "date", "jurisdiction")
            return {"kind": "statement", "text": node.note, **{name: getattr(node, name) for name in fields}}
        case Decision() if identifier in (*node.about, *node.accepts, *node.rejects):
            return {"kind": "decision", "text": node.rationale, "value": node.verdict, "date": node.date}
        case Change() if identifier in (*node.base, *node.adaptation):
            return {"kind": "change", "text": node.rationale, "value": node.change_kind, "date": node.date}
        case ValidationExercise() if identifier in node.concerns:
            return {"kind": "review", "text": node.label, "date": node.start}
    return None
