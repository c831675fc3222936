"""Whether a plan leads to an award: credits in it out of credits in all, and what registration asks (rule P2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.training import package_of
from sswgraph.messages import Message, message
from sswgraph.model import Award, Number, Qualification
from sswgraph.model.volumes import number


def not_read(graph: CompetencyGraph, qualification: str) -> Number | None:
    """The credits of a qualification that none of its encoded modules accounts for; None where not known."""
    total = getattr(graph.get(qualification), "credits", None)
    if total is None:
        return None
    modules = graph.index.modules_of.get(qualification, ())
    known = _credits(graph, modules, graph[qualification].credit_system) or 0
    return number(max(Fraction(0), Fraction(total) - Fraction(known)))


def awards_of(graph: CompetencyGraph, target: str, chosen: set[str], done: set[str]) -> tuple[Award, ...]:
    """A line for each qualification of the target that the plan touches, or that registration asks for."""
    element = graph[target]
    own = graph.index.qualifications_for.get(target, ()) if element.kind == "cadre" else ()
    if element.kind == "qualification":
        own = (target,)
    asked = {q for c in graph.index.conditions.get(target, ()) for q in c.satisfied_by}
    touched = chosen.union(*(getattr(graph[step], "part_of", ()) for step in chosen))
    wanted = [q for q in sorted({*own, *(q for q in asked if q in graph)}) if graph[q].kind == "qualification"]
    shown = [q for q in wanted if q in touched or q in asked or q in done or len(wanted) == 1]
    return tuple(_award(graph, graph[q], chosen, done, q in asked) for q in shown)


def _award(
    graph: CompetencyGraph, qualification: Qualification, chosen: set[str], done: set[str], asked: bool
) -> Award:
    modules = graph.index.modules_of.get(qualification.id, ())
    have = {m for m in modules if m in chosen or m in done}
    planned = _credits(graph, have, qualification.credit_system)
    whole = qualification.reach == "whole" and bool(modules)
    taken = qualification.id in done or qualification.id in chosen
    complete = taken or (whole and package_of(graph, qualification.id).completed(have))
    hours = _hours_of(graph, qualification, modules)
    return Award(
        qualification=qualification.id,
        label=qualification.label,
        hours_planned=hours if taken else _sum_of_hours(graph, have),
        hours_total=hours,
        credits_planned=qualification.credits if taken else planned,
        credits_total=qualification.credits,
        credits_not_read=not_read(graph, qualification.id),
        complete=complete,
        text=_text(qualification, planned, complete, whole, asked, qualification.id in done)
        if qualification.id in done or _says_what_it_teaches(graph, qualification, modules)
        else _text_of_unknown(qualification, asked),
    )


def _hours_of(graph: CompetencyGraph, qualification: Qualification, modules: Sequence[str]) -> Number | None:
    """The notional hours of a whole award: as stated, or of its modules where it is made up of those and no others."""
    if qualification.notional_hours is not None or qualification.reach != "whole" or not modules:
        return qualification.notional_hours
    return None if graph.index.packaging.get(qualification.id) else _sum_of_hours(graph, modules)


def _sum_of_hours(graph: CompetencyGraph, modules: Iterable[str]) -> Number | None:
    hours = [graph[m].notional_hours for m in modules]
    return None if None in hours else number(sum(map(Fraction, hours), Fraction(0)))


def _says_what_it_teaches(graph: CompetencyGraph, qualification: Qualification, modules: Sequence[str]) -> bool:
    return bool(modules or graph.index.outcomes_of.get(qualification.id) or not qualification.qualifies_for)


def _text_of_unknown(qualification: Qualification, asked: bool) -> Message:
    """That a qualification qualifies for the role, and what it teaches is not known (P11)."""
    registration = message("award.registration-asks" if asked else "award.registration-silent")
    return message("award.not-known", qualification=qualification.label, registration=registration)


def _credits(graph: CompetencyGraph, modules: Iterable[str], system: str | None) -> Number | None:
    """The credits of these modules, as far as known; None where none is known or their systems differ."""
    taken = [graph[m] for m in modules]
    known = [m for m in taken if m.credits is not None and system in (None, m.credit_system)]
    one_system = len({m.credit_system for m in known}) <= 1
    if (taken and not known) or not one_system:
        return None
    return number(sum((Fraction(m.credits) for m in known), Fraction(0)))


def _text(
    qualification: Qualification, planned: Number | None, complete: bool, whole: bool, asked: bool, held: bool
) -> Message:
    code = "held" if held else "complete" if complete else "not-complete" if whole else "not-encoded"
    return message(
        f"award.{code}",
        qualification=qualification.label,
        credits=_credited(qualification, planned),
        registration=message("award.registration-asks" if asked else "award.registration-silent"),
    )


def _credited(qualification: Qualification, planned: Number | None) -> Message:
    """How many of how many credits are in the plan or done, as far as both are known."""
    known = {"planned": planned, "total": qualification.credits}
    said = {name: amount for name, amount in known.items() if amount is not None}
    code = "-".join(("credits", *said)) if said else "credits-unknown"
    return message(f"award.{code}", qualification=qualification.label, **said)
