"""What a framework holds and what it lacks: elements, languages, facets, levels, volumes, bases, what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.origins import Origins
from sswgraph.graph.requirements import complete
from sswgraph.messages import Message, family, message
from sswgraph.model import BasisShare, Completeness, Element, Framework, Known, Node, Unread
from sswgraph.model.codes import HOURS, Kind
from sswgraph.provenance.attestation import attested_row
from sswgraph.provenance.evidence import links_by_end
from sswgraph.rules.topics import Coverage, advice, coverage


def _has_volume(course: Any) -> bool:
    return any(getattr(course, name) is not None for name in ("credits", *HOURS.values()))


# The kinds of criterion by which one sees that a competency is mastered, one of no stated kind included.
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
    """What a framework holds and what it lacks, in numbers, with what its sources hold that was not read.

    In: the id of a framework in ``g``. Out: elements by kind and by basis (stated, derived, draft); languages and
    what nobody reviewed in them; facets; levels, necessities and volumes known out of all; how many independent
    origins attest its elements, and which elements nothing attests (what is only related does not); what was not read;
    which expected topics nothing mentions. Raises UnknownElementError for an id that is not in ``g``, InputError for
    one that is no framework.

    >>> import sswgraph as ssw
    >>> found = ssw.completeness(ssw.load("za"), "za")
    >>> found.reach, found.bases.draft, [known.total for known in found.known if known.name == "module.volume"]
    ('partial', 0, [80])
    """
    asked = graph.framework(framework)
    nodes = [node for node in asked.elements if node.kind != "source"]
    named = [node for node in nodes if isinstance(node, Element)]
    origins, links = Origins(graph), links_by_end(graph.voices)
    rows = [attested_row(graph, node, origins, links) for node in named]
    topics = coverage(asked)
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
        told = {need.function for need in _of(framework, "function-need")}
        with_needs = sum(bool(one.needs) or one.id in told for one in functions)
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


def _advice(found: Coverage) -> Iterator[Message]:
    if found.applies and not found.readable:
        yield message("check.topics-not-read")
    yield from map(advice, found.absent)
