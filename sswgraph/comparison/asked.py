"""What a verb is asked about: frameworks as ids in the graph or as values, mappings given or those of the graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Framework, Mapping, MappingSet

Given = str | Framework
Mappings = Iterable[Mapping | MappingSet] | MappingSet | None


def framework_in(g: CompetencyGraph, given: Any) -> Framework:
    """The framework of this id, or the value itself, which may be another edition of one that is in the graph.

    Raises UnknownElementError with near ids, and InputError for anything else.
    """
    if isinstance(given, Framework):
        return given
    if not isinstance(given, str):
        raise InputError(f"A framework or the id of one is wanted, not {type(given).__name__}.")
    return g.framework(given)
