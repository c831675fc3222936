"""``numbers``: every figure on the workforce that the data give, with year, place and source."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import require_place, stated_places
from sswgraph.messages.places import WORLD, lies_in
from sswgraph.model import Number, Numbers, Statement, Text, WorkforceFigure
from sswgraph.model.codes import WORKFORCE_FIGURES
from sswgraph.model.evidence import best_basis

_EXTENT = "http://purl.org/dc/terms/extent"
_OURS = "https://w3id.org/sswgraph/ns#"


def numbers(graph: CompetencyGraph, where: str | None = None) -> Numbers:
    """Every figure on the workforce in the data: counts, ratios, caseloads, with year, place, unit and source.

    They are statements of a headcount, a caseload, workers for each supervisor or people for each worker; statements
    with a unit; and what is stated about the size of a cadre. None is added to another.

    Args:
        graph (CompetencyGraph): The graph to look at.
        where (str | None): A code of ISO 3166 ('UG', 'ZA-WC') or a UN M.49 area: figures of it and of what lies in it.
            None: all.

    Returns:
        The figures in order of place, cadre and year; a table that shows itself, with ``rows()``. None, where the data
        give none for the place: that is not known, and not zero.

    Raises:
        InputError: For an invalid code of a place; it names similar ones.

    Example:
        >>> import sswgraph as ssw
        >>> [(one.number, one.year) for one in ssw.numbers(ssw.load("ug")).figures]
        [(1178, '2013-07')]
    """  # noqa: DOC502 - require_place raises
    require_graph(graph)
    if where is not None:
        require_place(where)
    found = [_figure(graph, one) for one in graph.of_kind("statement") if _is_figure(graph, one)]
    kept = [one for one in found if where is None or any(lies_in(code, where) for code in one.places)]
    kept.sort(key=lambda one: (one.places, one.subject, one.year or "", one.id))
    return Numbers(where=where, figures=tuple(kept), stamp=graph.stamp(where=where))


def _is_figure(graph: CompetencyGraph, statement: Statement) -> bool:
    if statement.unit or statement.predicate.removeprefix(_OURS) in WORKFORCE_FIGURES:
        return True
    return statement.predicate == _EXTENT and getattr(graph.get(statement.subject), "kind", "") == "cadre"


def _figure(graph: CompetencyGraph, statement: Statement) -> WorkforceFigure:
    own = tuple(code for code in statement.jurisdiction if code != WORLD)
    sources = [one.source for one in statement.evidence if one.source]
    code = statement.predicate.removeprefix(_OURS)
    return WorkforceFigure(
        id=statement.id,
        subject=statement.subject,
        subject_label=graph.label(statement.subject),
        what=WORKFORCE_FIGURES.get(code, "extent" if statement.predicate == _EXTENT else "other"),
        number=_number(statement),
        text=statement.value,
        unit=statement.unit,
        year=statement.date,
        places=own or _around(graph, statement),
        place_stated=bool(own),
        standing=statement.standing,
        basis=best_basis(statement.evidence),
        sources=tuple(dict.fromkeys(sources)),
        source_labels=tuple(graph.label(one) for one in dict.fromkeys(sources)),
        note=statement.note if isinstance(statement.note, Text) else Text(),
    )


def _around(graph: CompetencyGraph, statement: Statement) -> tuple[str, ...]:
    """The places of whom it speaks, otherwise those of its own framework."""
    subject: Any = graph.get(statement.subject, statement)
    return stated_places(graph, subject) or stated_places(graph, statement)


def _number(statement: Statement) -> Number | None:
    """The figure as a number; None where a source gives it in words or as a range."""
    if statement.datatype not in ("integer", "decimal", "string"):
        return None
    try:
        value = Decimal(statement.value)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else value
