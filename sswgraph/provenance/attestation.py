"""The attestation matrix: which source attests which element of a framework, by itself or through a mapping."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.origins import Origins, attesting
from sswgraph.model import Attestation, AttestedPlace, AttestedRow, AttestedSource, Element, Evidence, Node
from sswgraph.model.codes import Kind, require_kind
from sswgraph.provenance.evidence import Link, links_by_end


def attestation(graph: CompetencyGraph, framework: str, *, kind: Kind = "competency") -> Attestation:
    """Which source attests which competency of a framework, and how many independent origins do.

    In: the id of a framework in ``g``; the ``kind`` of element in the rows ('function', 'cadre', 'scope-rule', …).
    Out: one row per element, one column per source, and the same by country or area (``places``), where each origin
    counts once however often it is repeated. A source attests an element that states it ('stated'), or one that
    is mapped to an element which it states: exact, close, covers, broad or narrow. What is only related attests nothing
    and is listed apart. Raises UnknownElementError for an id that is not in the graph, InputError for one that is no
    framework, or for a kind of which the framework has no named element.

    >>> import sswgraph as ssw
    >>> matrix = ssw.attestation(ssw.load(), "psw")
    >>> row = next(row for row in matrix.items if row.element == "psw:c-assess")
    >>> row.cells[0], len(row.origins)
    (('asean-sp:source-guidance', 'close'), 5)
    """
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
    """Each place with the origins of it, those that attest most elements first, what is of no known place last."""
    found: dict[str, set[str]] = defaultdict(set)
    counts = Counter[str]()
    for item in items:
        counts.update(place for place, _ in item.places)
        for origin in item.origins:
            for place in _of(graph, origin):
                found[place].add(origin)
    ordered = sorted(found, key=lambda place: (not place, -counts[place], place))
    return tuple(AttestedPlace(place=one, origins=tuple(sorted(found[one])), count=counts[one]) for one in ordered)


def _counted(graph: CompetencyGraph, origins: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(place for origin in origins for place in _of(graph, origin)).items()))


def _of(graph: CompetencyGraph, origin: str) -> tuple[str, ...]:
    """The countries or areas of an origin: its own, else those of its framework (V4); empty where neither says any."""
    own: tuple[str, ...] = getattr(graph.get(origin), "jurisdiction", ())
    home: Any = graph.get(graph.home(origin) or origin.partition(":")[0])
    codes = own or getattr(home, "jurisdiction", ())
    return tuple(dict.fromkeys(code.partition("-")[0] for code in codes)) or ("",)


def attested_row(
    graph: CompetencyGraph, node: Node, origins: Origins, links: Mapping[str, tuple[Link, ...]]
) -> AttestedRow:
    """What attests one element: its own stated evidence, and what is stated of the elements mapped to it."""
    cells = {(source, "stated") for source in _stating(node.evidence)}
    voices: list[Evidence] = list(node.evidence)
    beside: list[str] = []
    for link in links.get(node.id, ()):
        told: tuple[Evidence, ...] = getattr(graph.get(link.other), "evidence", ())
        if link.attests:
            cells |= {(source, link.relation) for source in _stating(told)}
            voices += told
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
