"""The handbook of a framework: all of its parts, with the rules of each role."""

from __future__ import annotations

from dataclasses import fields, replace

from sswgraph.analysis.target import conditions_of, limits_of
from sswgraph.graph import CompetencyGraph
from sswgraph.language import Message, message
from sswgraph.model import Framework, Node, Text
from sswgraph.model.handbook import Handbook, RoleRules

_SETTLED = ("validated", "endorsed")


def handbook(graph: CompetencyGraph, framework: str, lang: str) -> Handbook:
    """A framework with the rules of its cadres. Raises what :func:`framework_of` raises."""
    found = graph.framework(framework)
    nodes = found.elements
    links = graph.count_bases(node.id for node in nodes)
    return Handbook(
        framework=replace(found, residue=()),
        lang=lang,
        date=found.edition or "",
        roles=tuple(
            RoleRules(cadre=node.id, conditions=conditions_of(graph, node.id), limits=limits_of(graph, node.id))
            for node in found.of_kind("cadre")
        ),
        notes=_notes(found, links.derived + links.draft, lang),
        labels=_labels(graph, nodes),
        links=links,
        stamp=graph.stamp(subject=found.id, lang=lang),
    )


def _notes(framework: Framework, own: int, lang: str) -> tuple[Message, ...]:
    notes = []
    if framework.status not in _SETTLED:
        code = "curriculum.banner-compilation" if framework.derived_from else "curriculum.banner-framework"
        notes.append(message(code, title=framework.label))
    if own:
        notes.append(message("kinds.banner-derived-parts", n=own))
    base = lang.partition("-")[0]
    if unreviewed := sum(1 for node in framework.elements if base in getattr(node, "unreviewed_language", ())):
        notes.append(message("curriculum.banner-translation", n=unreviewed))
    return tuple(notes)


def _labels(graph: CompetencyGraph, nodes: tuple[Node, ...]) -> tuple[tuple[str, Text], ...]:
    """The label of every part and of everything that a part names."""
    seen = {node.id for node in nodes}
    for node in nodes:
        for field in fields(node):
            value = getattr(node, field.name)
            seen.update(one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))
    known = (one for one in seen if ":" in one and one in graph and getattr(graph[one], "label", None))
    return tuple((one, graph.label(one)) for one in sorted(known))
