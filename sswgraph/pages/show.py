"""The page of one element of a graph, with the names of what it points at and with what speaks of it."""

from __future__ import annotations

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import language_problem
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
    problem = language_problem(lang)
    if problem is not None:
        raise InputError(str(problem))
    element = graph[id]
    return element_page(element, lang, label=graph.label, related=graph.related(element.id))
