"""``menu``: a framework as a menu from which groups choose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import framework_in
from sswgraph.graph.graph import stamp_of
from sswgraph.model import Framework, Text
from sswgraph.model.authoring import Menu, MenuEntry
from sswgraph.model.codes import SAFEGUARDS

_CHOSEN = ("cadre", "function", "competency")


def menu(graph: CompetencyGraph, framework: str | Framework) -> Menu:
    """Make a menu of a framework: in a workbook, groups choose, reword, and give reasons for what they leave out.

    Args:
        graph (CompetencyGraph): The graph that holds the framework.
        framework (str | Framework): The framework, or its id.

    Returns:
        The menu, for ``write_review``, ``read_review`` and ``apply_review``.

    Raises:
        UnknownElementError: If the graph has no framework of this id.
        InputError: If it is not a framework, or an id of something else.

    Example:
        >>> import sswgraph as ssw
        >>> found = menu(ssw.load("psw"), "psw")
        >>> found.entries[0].protects, found.base
        (True, 'psw')
    """  # noqa: DOC502 - framework_in raises
    base = framework_in(graph, framework)
    entries = sorted(_entries(base), key=lambda one: (not one.protects, _place(one), one.domain, one.id))
    domains = tuple(dict.fromkeys(one.domain for one in entries if one.domain))
    return Menu(
        base=base.id,
        base_label=base.label,
        entries=tuple(entries),
        domains=domains,
        stamp=stamp_of((base,)),
        framework=base,
    )


def _place(one: MenuEntry) -> int:
    return _CHOSEN.index(one.element) if one.element in _CHOSEN else -1


def _entries(base: Framework) -> Iterator[MenuEntry]:
    domain: dict[str, str] = {}
    sets: tuple[Any, ...] = base.of_kind("competency-set")
    for one in sets:
        for member in one.includes:
            domain.setdefault(member, one.id)
    nodes: tuple[Any, ...] = base.elements
    for node in nodes:
        if node.kind in _CHOSEN or node.kind in SAFEGUARDS:
            yield MenuEntry(
                id=node.id,
                element=node.kind,
                label=node.label or getattr(node, "act", Text()) or getattr(node, "form", Text()),
                definition=node.definition,
                domain=domain.get(node.id, ""),
                protects=node.kind in SAFEGUARDS,
                with_cadres=tuple(_whom(node)) if node.kind in SAFEGUARDS else (),
            )


def _whom(node: Any) -> Iterator[str]:
    for name in ("of_cadre", "cadre", "supervisee", "condition_of", "concerns"):
        value = getattr(node, name, ())
        yield from (value,) if isinstance(value, str) else value
