"""What functions take beside a graph: frameworks, by value or id, and mappings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sswgraph.errors import InputError
from sswgraph.graph.graph import CompetencyGraph
from sswgraph.model import Framework, MappingSet
from sswgraph.model import Mapping as Match
from sswgraph.model.framework import keeps_rules

_TOLD = 3  # so many wrong values are named, more are counted
Given = str | Framework
Mappings = Iterable[Match | MappingSet] | MappingSet | None


def require_graph(given: Any) -> None:
    """Raise InputError for a first argument that is not a graph."""
    if not isinstance(given, CompetencyGraph):
        raise InputError(f"The first argument is a graph, such as load('za'), not {type(given).__name__}.")


def mappings_in(graph: CompetencyGraph, given: Any) -> tuple[Match | MappingSet, ...]:
    """Return the mappings given; those of the graph where None is given, and InputError is raised for anything else."""
    require_graph(graph)
    if given is None:
        return graph.mapping_sets
    many = isinstance(given, Iterable) and not isinstance(given, (str, MappingSet))
    rows = list(given) if many else [given]
    for one in rows:
        if not isinstance(one, (Match, MappingSet)):
            raise InputError(f"mappings are Mapping or MappingSet values, not {type(one).__name__}.")
    return tuple(rows)


def framework_in(graph: CompetencyGraph, given: Any) -> Framework:
    """Return the framework of this id, or the framework given, which may be another edition of one in the graph.

    Args:
        graph: The graph.
        given: The framework, or its id.

    Returns:
        The framework; a draft may break rules other than those on the types of fields.

    Raises:
        UnknownElementError: If the graph has no framework of this id.
        InputError: If it is something else, or a framework with values of other types than its fields take.
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    if isinstance(given, Framework):
        _require_shape(given)
        return given
    if not isinstance(given, str):
        raise InputError(f"A framework or the id of one is wanted, not {type(given).__name__}.")
    return graph.framework(given)


def _require_shape(framework: Framework) -> None:
    """Raise InputError for a framework with values of other types than its fields take; what was read has none."""
    if keeps_rules(framework):
        return
    from sswgraph.rules.values import wrong_types

    odd = [*wrong_types(framework)]
    if odd:
        named = "; ".join(
            f"{element}: {field} takes {wanted}, not {given}" if field else f"{element} is {given}, not {wanted}"
            for element, field, wanted, given in odd[:_TOLD]
        )
        more = f"; and {len(odd) - _TOLD} more" if len(odd) > _TOLD else ""
        raise InputError(f"The framework {framework.id!r} holds values of the wrong type: {named}{more}.")
