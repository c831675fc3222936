"""What a plan leaves open, the one reason that matters most for each, and what comes near to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.recognition import Credit
from sswgraph.messages import Message, message
from sswgraph.model import Gap, LearningOutcome, OpenItem
from sswgraph.planning.candidates import Need
from sswgraph.planning.enrolment import place_of
from sswgraph.planning.problem import Problem, Situation


def nearby(
    graph: CompetencyGraph,
    competency: str,
    *,
    minimum: Decimal | None = None,
    without: Collection[str] = (),
    recognise: tuple[str, ...] = (),
) -> Iterator[tuple[LearningOutcome, Credit]]:
    """What teaches something that comes near to it, with how near it comes: the nearest first.

    ``without``: what is done already.

    Yields:
        The outcome that teaches it, with the credit that ties it.
    """
    for credit in graph.credits_if(recognise).into(competency, minimum=minimum):
        if not credit.full:
            for outcome in graph.index.outcomes_for.get(credit.source, ()):
                if outcome.outcome_of in graph and outcome.outcome_of not in without:
                    yield outcome, credit


def near_teachers(graph: CompetencyGraph, competency: str, **how: Any) -> dict[str, str]:
    """The modules and qualifications that teach what comes near to it, each with how near, as :func:`nearby` has it."""
    found: dict[str, str] = {}
    for outcome, credit in nearby(graph, competency, **how):
        found.setdefault(outcome.outcome_of, credit.relation)
    return found


def as_asked(gap: Gap) -> dict[str, Any]:
    """How far a gap reaches when it is asked what comes near."""
    return {"minimum": gap.minimum_confidence, "without": gap.profile.completed, "recognise": gap.recognise}


def why_untaught(graph: CompetencyGraph, near: dict[str, str]) -> Message:
    """That no module teaches a competency, and apart from that what comes near to it."""
    if not near:
        return message("open.untaught")
    named = (message(f"open.near-{how}", module=graph.label(one), id=one) for one, how in near.items())
    return message("open.untaught-near", near=tuple(named))


class OpenItems:
    """Says of each competency whether the chosen steps close it, and if not, why not.

    ``left``: competencies that are optional and were not asked of the plan; ``settled``: whether it is proved that no
    choice leaves open less.
    """

    def __init__(
        self,
        situation: Situation,
        needs: Iterable[Need],
        left: Collection[str],
        problem: Problem,
        chosen: set[str],
        *,
        settled: bool,
    ) -> None:
        self.situation, self.graph, self.left, self.problem, self.chosen = (
            situation,
            situation.graph,
            left,
            problem,
            chosen,
        )
        self.settled = settled
        self.needs: dict[str, list[Need]] = {}
        for need in needs:
            self.needs.setdefault(need.competency, []).append(need)

    def items(self) -> tuple[OpenItem, ...]:
        """The open items of the gap once the chosen steps are done, in order of competency."""
        found = []
        for item in self.situation.gap.open:
            still = [need for need in self.needs.get(item.competency, ()) if not need.closed_by(self.chosen)]
            if still and item.competency in self.left:
                found.append(self._item(item.competency, "optional", message("open.optional")))
            elif still:
                offered = set(self.problem.volume)
                why, reason = self._why(min(still, key=lambda n: n.closed_by(offered)))
                how = as_asked(self.situation.gap)
                near = near_teachers(self.graph, item.competency, **how) if why == "untaught" else {}
                told = why_untaught(self.graph, near) if near else reason
                found.append(self._item(item.competency, why, told, tuple(near)))
        return tuple(found)

    def _item(self, competency: str, why: str, reason: Message, near: tuple[str, ...] = ()) -> OpenItem:
        return OpenItem(competency=competency, label=self.graph.label(competency), why=why, reason=reason, near=near)

    def _why(self, need: Need) -> tuple[str, Message]:
        offered, steps = set(self.problem.volume), need.modules()
        if need.closed_by(offered):
            award = "not-together" if self.problem.packages is None else "no-award"
            code = "not-settled" if not self.settled else "budget" if self.problem.ceilings else award
            return code, message(f"open.{code}")
        if not need.closed_by(steps):
            return self._not_taught(need)
        here, away = steps & self.situation.closed.keys(), steps & self.situation.elsewhere
        if here and not need.closed_by(steps - here):
            return "closed", self._closed(need, steps - away)
        if not need.closed_by(steps - here - away):
            if here and need.closed_by(steps - away):
                return "closed", self._closed(need, steps - away)
            return "elsewhere", self._elsewhere(sorted(away))
        unwanted = steps & self.situation.question.exclude
        if not need.closed_by(steps - here - away - unwanted):
            return "excluded", message("open.excluded", modules=self._labels(sorted(unwanted)))
        unknown = steps & self.situation.unmeasured
        if unknown and need.closed_by(offered | unknown):
            return "hours-not-known", message("open.hours-not-known", modules=self._labels(sorted(unknown)))
        return "blocked", message("open.blocked", modules=self._labels(sorted(steps - offered)))

    def _elsewhere(self, steps: list[str]) -> Message:
        places = sorted({code for step in steps for code in place_of(self.graph, step)})
        return message("open.elsewhere", n=len(steps), modules=self._labels(steps), places=tuple(places))

    def _closed(self, need: Need, steps: set[str]) -> Message:
        """From when on what would close it is on offer; otherwise since when it is not any more."""
        shut = {step: self.situation.closed[step] for step in sorted(steps & self.situation.closed.keys())}
        coming = {step: closure.first for step, closure in shut.items() if closure.first is not None}
        for day in sorted(set(coming.values())):
            begun = [step for step, first in coming.items() if first <= day]
            if need.closed_by(steps - shut.keys() | set(begun)):
                return message("open.not-begun", modules=self._labels(begun), date=day.isoformat())
        over = {step: closure.last or closure.day for step, closure in shut.items() if closure.why != "not-begun"}
        if not over:
            return message("open.no-day", modules=self._labels(shut))
        return message("open.closed", modules=self._labels(over), date=max(over.values()).isoformat())

    def _not_taught(self, need: Need) -> tuple[str, Message]:
        """Why no modules at all would close it; for a whole, what is wrong with its first part that is not taught."""
        while not (need.short or need.unencoded or need.loose):
            part = next((part for part in need.parts() if not part.closed_by(part.modules())), None)
            if part is None:
                return "untaught", message("open.untaught")
            need = part
        if need.short:
            code = "level-not-stated" if need.unstated else "level-too-low"
            return code, message(f"open.{code}", modules=self._labels(sorted(need.short)))
        if need.unencoded:
            return "unencoded", message("open.unencoded", qualifications=self._labels(sorted(need.unencoded)))
        return "taught-in-part", message("open.taught-in-part", modules=self._labels(sorted(need.loose)))

    def _labels(self, ids: Iterable[str]) -> tuple[object, ...]:
        return tuple(self.graph.label(one) for one in ids)
