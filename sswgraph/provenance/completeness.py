"""What a framework holds and what it lacks, and the attestation matrix: which source attests which element."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.origins import Origins, attesting
from sswgraph.graph.requirements import complete
from sswgraph.messages import Message, family, message
from sswgraph.model import (
    Attestation,
    AttestedPlace,
    AttestedRow,
    AttestedSource,
    BasisShare,
    Completeness,
    Element,
    Evidence,
    Framework,
    Known,
    Node,
    Unread,
)
from sswgraph.model.codes import HOURS, Kind, require_kind
from sswgraph.provenance.evidence import Link, links_by_end
from sswgraph.rules.topics import TopicsFound, advice, topics_found


def _has_volume(course: Any) -> bool:
    return any(getattr(course, name) is not None for name in ("credits", *HOURS.values()))


# The kinds of criterion that show mastery; None: not stated.
_SHOWN = (None, "performance-kind")
# What may be known of each kind of element: a name, and whether it is known.
_ASKED: dict[Kind, tuple[tuple[str, Callable[[Any], bool]], ...]] = {
    "function": (("criticality", lambda f: f.criticality is not None),),
    "requirement": (
        ("level", lambda r: r.level is not None),
        ("necessity", lambda r: r.necessity is not None),
    ),
    "outcome": (("level", lambda o: o.to_level is not None), ("extent", lambda o: o.extent is not None)),
    "module": (("volume", lambda m: _has_volume(m)),),
    "qualification": (
        ("volume", lambda q: _has_volume(q)),
        ("modules-whole", lambda q: q.reach == "whole"),
    ),
}


def completeness(graph: CompetencyGraph, framework: str) -> Completeness:
    """Report what a framework holds and what it lacks, with what its sources hold that was not read.

    Args:
        graph (CompetencyGraph): The graph.
        framework (str): The id of a framework in it.

    Returns:
        Elements by kind and by basis (stated, derived, draft); languages and what nobody reviewed in them; facets;
        levels, necessities and volumes known out of all; how many independent origins attest its elements, and which
        elements nothing attests (what is only related does not); what was not read; which expected topics nothing
        mentions.

    Raises:
        UnknownElementError: If the id is not in the graph.
        InputError: If it is not a framework.

    Example:
    >>> import sswgraph as ssw
    >>> found = ssw.completeness(ssw.load("za"), "za")
    >>> found.reach, found.bases.draft, [known.total for known in found.known if known.name == "module.volume"]
    ('partial', 0, [80])
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    asked = graph.framework(framework)
    nodes = [node for node in asked.elements if node.kind != "source"]
    named = [node for node in nodes if isinstance(node, Element)]
    origins, links = Origins(graph), links_by_end(graph.voices)
    rows = [attested_row(graph, node, origins, links) for node in named]
    topics = topics_found(asked)
    return Completeness(
        framework=asked.id,
        title=asked.title,
        reach=asked.reach,
        bases=graph.count_bases(node.id for node in nodes),
        shares=tuple(_shares(graph, nodes)),
        languages=tuple(_languages(named)),
        named=len(named),
        facets=tuple(sorted(Counter(c.facet or "not-stated" for c in _of(asked, "competency")).items())),
        known=(*_known(asked, named), *_lists(graph, asked)),
        attested=tuple(sorted(Counter(len(row.origins) for row in rows).items())),
        unattested=tuple(sorted(row.element for row in rows if not row.origins)),
        unread=tuple(_unread(asked)),
        advice=tuple(_advice(topics)),
        looked_for=topics.applies and topics.readable,
        stamp=graph.stamp(),
    )


def _of(framework: Framework, kind: Kind) -> tuple[Any, ...]:
    return framework.of_kind(kind)


def _shares(graph: CompetencyGraph, nodes: Iterable[Node]) -> Iterator[BasisShare]:
    by_kind: dict[str, list[str]] = {}
    for node in nodes:
        by_kind.setdefault(node.kind, []).append(node.id)
    for kind, found in sorted(by_kind.items()):
        yield BasisShare(kind=kind, count=len(found), bases=graph.count_bases(found))


def _languages(named: Iterable[Element]) -> Iterator[tuple[str, int, int]]:
    labelled: Counter[str] = Counter()
    unreviewed: Counter[str] = Counter()
    for node in named:
        spoken = {family(tag) for tag in node.label.languages}
        labelled.update(spoken)
        unreviewed.update(spoken & {family(tag) for tag in node.unreviewed_language})
    for tag in sorted(labelled):
        yield tag, labelled[tag], unreviewed[tag]


def _known(framework: Framework, named: Iterable[Element]) -> Iterator[Known]:
    elements = list(named)
    yield Known(name="definition", known=sum(bool(node.definition) for node in elements), total=len(elements))
    competencies = _of(framework, "competency")
    if competencies:
        criteria = [one for one in _of(framework, "performance-criterion") if one.criterion_kind in _SHOWN]
        judged = {name for criterion in criteria for name in criterion.criterion_of}
        facets = sum(one.facet is not None for one in competencies)
        yield Known(name="competency.facet", known=facets, total=len(competencies))
        with_criteria = sum(one.id in judged for one in competencies)
        yield Known(name="competency.criteria", known=with_criteria, total=len(competencies))
    functions = _of(framework, "function")
    if functions:
        stated = {need.function for need in _of(framework, "function-need")}
        with_needs = sum(bool(one.needs) or one.id in stated for one in functions)
        yield Known(name="function.needs", known=with_needs, total=len(functions))
    for kind, questions in _ASKED.items():
        parts = _of(framework, kind)
        for name, is_known in questions if parts else ():
            yield Known(name=f"{kind}.{name}", known=sum(map(is_known, parts)), total=len(parts))


def _lists(graph: CompetencyGraph, framework: Framework) -> Iterator[Known]:
    """Of how many cadres it can be answered what they require, and of how many the list is whole (O1)."""
    cadres = _of(framework, "cadre")
    if cadres:
        marks = [graph.answerable(one.id) for one in cadres]
        yield Known(name="cadre.requirements", known=marks.count("stated"), total=len(cadres))
        whole = sum(complete(graph, one.id) is True for one in cadres)
        yield Known(name="cadre.list-whole", known=whole, total=len(cadres))


def _unread(framework: Framework) -> Iterator[Unread]:
    """The framework itself, then its qualifications, then its sources: what of them is not encoded or was not read."""
    for node in (framework, *_of(framework, "qualification"), *_of(framework, "source")):
        if node.not_encoded or node.reach not in (None, "whole"):
            yield Unread(element=node.id, label=node.label, reach=node.reach, what=node.not_encoded)


def _advice(found: TopicsFound) -> Iterator[Message]:
    if found.applies and not found.readable:
        yield message("check.topics-not-read")
    yield from map(advice, found.absent)


def attestation(graph: CompetencyGraph, framework: str, *, kind: Kind = "competency") -> Attestation:
    """Report which source attests which element of a framework, and how many independent origins do.

    A source attests an element that states it, or one that is mapped to an element which it states: exact, close,
    covers, broad or narrow. What is only related attests nothing and is listed apart. The same is given by country or
    area, where each origin counts once however often it is repeated.

    Args:
        graph (CompetencyGraph): The graph.
        framework (str): The id of a framework in it.
        kind (Kind): The kind of element in the rows, such as 'function' or 'scope-rule'.

    Returns:
        One row per element, one column per source.

    Raises:
        UnknownElementError: If the id is not in the graph.
        InputError: If it is not a framework, or has no named element of this kind.

    Source:
        V4 in docs/semantics.md.

    Example:
    >>> import sswgraph as ssw
    >>> matrix = ssw.attestation(ssw.load(), "psw")
    >>> row = next(row for row in matrix.items if row.element == "psw:c-assess")
    >>> row.cells[0], len(row.origins)
    (('asean-sp:source-guidance', 'close'), 5)
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    require_kind(kind)
    asked = graph.framework(framework)
    kinds = sorted({node.kind for node in asked.elements if isinstance(node, Element) and node.kind != "source"})
    if kind not in kinds and kind != "competency":
        raise InputError(f"The framework '{asked.id}' has nothing of the kind '{kind}'. It has: {', '.join(kinds)}.")
    origins, links = Origins(graph), links_by_end(graph.voices)
    rows = (attested_row(graph, node, origins, links) for node in asked.of_kind(kind))
    items = tuple(replace(row, places=_counted(graph, row.origins)) for row in rows)
    cited = sorted({source for item in items for source, _ in item.cells})
    return Attestation(
        framework=asked.id,
        title=asked.title,
        of_kind=kind,
        items=items,
        sources=tuple(
            AttestedSource(
                id=source,
                label=graph.label(source),
                page=getattr(graph.get(source), "page", None),
                origins=tuple(sorted(origins.of_source(source))),
                count=sum(any(name == source for name, _ in item.cells) for item in items),
            )
            for source in cited
        ),
        places=_places(graph, items),
        stamp=graph.stamp(kind=kind),
    )


def _places(graph: CompetencyGraph, items: Iterable[AttestedRow]) -> tuple[AttestedPlace, ...]:
    """The places with the origins of each, those that attest most elements first, what is of no known place last."""
    found: dict[str, set[str]] = defaultdict(set)
    counts = Counter[str]()
    for item in items:
        counts.update(place for place, _ in item.places)
        for origin in item.origins:
            for place in _places_of(graph, origin):
                found[place].add(origin)
    ordered = sorted(found, key=lambda place: (not place, -counts[place], place))
    return tuple(AttestedPlace(place=one, origins=tuple(sorted(found[one])), count=counts[one]) for one in ordered)


def _counted(graph: CompetencyGraph, origins: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(place for origin in origins for place in _places_of(graph, origin)).items()))


def _places_of(graph: CompetencyGraph, origin: str) -> tuple[str, ...]:
    """The countries or areas of an origin: its own, otherwise those of its framework (V4); empty without either."""
    own: tuple[str, ...] = getattr(graph.get(origin), "jurisdiction", ())
    home: Any = graph.get(graph.home(origin) or origin.partition(":")[0])
    codes = own or getattr(home, "jurisdiction", ())
    return tuple(dict.fromkeys(code.partition("-")[0] for code in codes)) or ("",)


def attested_row(
    graph: CompetencyGraph, node: Node, origins: Origins, links: Mapping[str, tuple[Link, ...]]
) -> AttestedRow:
    """Return what attests one element: its own stated evidence, and what is stated of the elements mapped to it."""
    cells = {(source, "stated") for source in _stating(node.evidence)}
    voices: list[Evidence] = list(node.evidence)
    beside: list[str] = []
    for link in links.get(node.id, ()):
        given: tuple[Evidence, ...] = getattr(graph.get(link.other), "evidence", ())
        if link.attests:
            cells |= {(source, link.relation) for source in _stating(given)}
            voices += given
        elif not link.mapping.negated and link.relation == "related" and not link.overruled:
            beside.append(link.other)
    return AttestedRow(
        element=node.id,
        label=graph.label(node.id),
        kind=node.kind,
        basis=graph.basis_of(node.id),
        cells=tuple(sorted(cells)),
        origins=tuple(sorted(origins.of_evidence(voices))),
        on_subject=tuple(sorted(set(beside))),
    )


def _stating(evidence: Iterable[Evidence]) -> set[str]:
    return {one.source for one in evidence if attesting(one) and one.source is not None}
