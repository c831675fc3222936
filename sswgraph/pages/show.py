"""The page of one element of a graph, with the names of what it points at and with what speaks of it."""

from __future__ import annotations

from typing import Any

from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import in_force, places_of
from sswgraph.graph.permissions import permissions
from sswgraph.graph.requirements import reach_notes
from sswgraph.messages import require_language
from sswgraph.model.permissions import Permissions, Ruled, rules_of
from sswgraph.pages.blocks import Page
from sswgraph.pages.element import element_page


def show(graph: CompetencyGraph, id: str, lang: str = "en") -> Page:
    """The page of an element: its rules first, then its fields, what speaks of it, and the evidence.

    Args:
        graph: The graph that has the element.
        id: Its id, its IRI, or the value itself.
        lang: The language of the page.

    Returns:
        A page, which shows itself in a notebook, by ``print`` and by ``save``.

    Raises:
        UnknownElementError: Where the graph has no such element, with near ids.
        InputError: For what is no language tag.

    Example:
        >>> import sswgraph as ssw
        >>> ssw.show(ssw.load("za"), "za:social-worker").title
        'social worker'
    """
    require_language(lang)
    element = graph[id]
    related = graph.related(element.id)
    said = _requirements(graph, element)
    return element_page(element, lang, label=graph.label, related=related, ruled=_ruled(graph, element), **said)


def show_plain(graph: CompetencyGraph, id: str, lang: str = "en") -> dict[str, Any]:
    """The same as plain data: the rules in force, the element, how far its list of requirements goes, what names it."""
    require_language(lang)
    element = graph[id]
    said = _requirements(graph, element)
    notes = [{"code": note.code, "text": note.render(lang)} for note in said.pop("notes", ())]
    related = [{"kind": one.kind, "id": one.id} for one in graph.related(element.id)]
    found, plain = _ruled(graph, element), to_plain(element, lang)
    rules = {"permissions": to_plain(found, lang)} if isinstance(found, Permissions) else {}
    head = {name: plain[name] for name in ("result", "shape", "lang")}
    return {**head, **rules, **plain, **said, **({"notes": notes} if notes else {}), "related": related}


def _ruled(graph: CompetencyGraph, element: Any) -> Ruled | None:
    """What holds for an element that is entered or held, at the places of its framework."""
    if element.kind == "cadre":
        return permissions(graph, element.id, None)
    if element.kind in ("qualification", "module"):
        return Ruled(**rules_of(in_force(graph, element.id, places_of(graph, None, [element.id]))))
    return None


def _requirements(graph: CompetencyGraph, element: Any) -> dict[str, Any]:
    """Of a cadre: whether it can be answered what it requires, and how far the list goes; of a framework, how many."""
    if element.kind == "cadre":
        return {"answerable": graph.answerable(element.id), "notes": reach_notes(graph, element.id)}
    if element.kind == "framework":
        marks = [graph.answerable(cadre.id) for cadre in element.of_kind("cadre")]
        return {"answerable": marks.count("stated")} if marks else {}
    return {}
