"""What a module counts, and what must come before it or along with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sswgraph.analysis.held import excused
from sswgraph.analysis.holder import Holder
from sswgraph.analysis.needs import Closer, Need
from sswgraph.analysis.packages import plannable
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Number, TrainingModule, Volumes
from sswgraph.model.codes import HOURS

MINIMISE = ("hours", *HOURS, "credits", "cost", "modules")


def volumes_of(module: TrainingModule) -> Volumes:
    """What is known of a module's volume, by kind; credits carry their system, costs their currency."""
    totals: list[tuple[str, Number]] = []
    for kind, field in HOURS.items():
        amount = getattr(module, field)
        if amount is not None:
            totals.append((kind, amount))
    if module.credits is not None:
        totals.append((f"credits:{module.credit_system or 'system-not-stated'}", module.credits))
    if module.cost is not None:
        totals.append((f"cost:{module.cost_currency or 'currency-not-stated'}", module.cost))
    return Volumes(tuple(totals))


def measure(minimise: str, modules: list[TrainingModule]) -> Callable[[TrainingModule], Number | None]:
    """What a module counts when this is minimised; None where it is not known.

    Raises InputError for another word than those of :data:`MINIMISE`, and where credits of different systems (or
    costs in different currencies) would have to be added.
    """
    if minimise not in MINIMISE:
        raise InputError(f"minimise is one of {', '.join(MINIMISE)}; not {minimise!r}.")
    if minimise == "modules":
        return lambda module: 1
    field = {"hours": "notional_hours", **HOURS}.get(minimise, minimise)
    unit = {"credits": "credit_system", "cost": "cost_currency"}.get(minimise)
    if unit:
        units = sorted({str(getattr(m, unit) or "not stated") for m in modules if getattr(m, field) is not None})
        if len(units) > 1:
            raise InputError(f"These are never added to each other: {', '.join(units)}. Minimise hours or modules.")
    return lambda module: getattr(module, field)


class Order:
    """What has to be done before a module and along with it, given what is done and held already."""

    def __init__(self, graph: CompetencyGraph, holder: Holder, done: set[str]) -> None:
        self.graph, self.holder = graph, holder
        self.done = done | excused(graph, done)

    def before(self, module: TrainingModule) -> tuple[set[str], list[Need], set[str]]:
        """What is still to be done first: modules, whole qualifications, and what nothing here can satisfy (P4)."""
        first: set[str] = set()
        awards: list[Need] = []
        unmet: set[str] = set()
        for prerequisite in module.prerequisite:
            if self.satisfied(prerequisite):
                continue
            kind = getattr(self.graph.get(prerequisite), "kind", None)
            award = self._award(prerequisite, module.id) if kind == "qualification" else None
            if kind == "module":
                first.add(prerequisite)
            elif award is not None:
                awards.append(award)
            else:
                unmet.add(prerequisite)
        return first, awards, unmet

    def along(self, module: TrainingModule) -> set[str]:
        """The corequisites still to be taken."""
        return {c for c in module.corequisite if c not in self.done}

    def satisfied(self, prerequisite: str) -> bool:
        """Done already, or everything it teaches is held already."""
        if prerequisite in self.done:
            return True
        outcomes: tuple[Any, ...] = self.graph.index.outcomes_of.get(prerequisite, ())
        wanted = [(c, o.to_level) for o in outcomes for c in self.graph.members(o.competency)]
        return bool(wanted) and all(self.holder.meets(c, level) for c, level in wanted)

    def entries(self, module: TrainingModule) -> list[tuple[str, str | None]]:
        """The competencies and levels that a module asks for and the profile has not."""
        asked = {
            (competency, entry.level)
            for entry in self.graph.index.entries.get(module.id, ())
            for competency in self.graph.members(entry.competency)
        }
        missing = {(c, level) for c, level in asked if not self.holder.meets(c, level)}
        return sorted(missing, key=lambda entry: (entry[0], entry[1] or ""))

    def _award(self, qualification: str, module: str) -> Need | None:
        """A need that a qualification's own modules close; None where it cannot be completed before this module."""
        package = plannable(self.graph, qualification, self.done)
        if package is None or module in package.compulsory:
            return None
        groups = package.groups.within(package.groups.modules - {module}).still_of_use()
        if not groups.filled(groups.modules):
            return None
        return Need(
            qualification, None, [Closer(package.compulsory, (), qualification, groups if groups.each else None)]
        )
