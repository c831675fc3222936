"""What a plan leaves open, and the one reason that matters most for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sswgraph.analysis.choice import Puzzle
from sswgraph.analysis.needs import Need
from sswgraph.graph import CompetencyGraph
from sswgraph.language import Message, message
from sswgraph.model import Gap, OpenItem


class Opening:
    """Says of each competency whether the chosen modules close it, and if not, why not."""

    def __init__(
        self,
        graph: CompetencyGraph,
        needs: Iterable[Need],
        puzzle: Puzzle,
        chosen: set[str],
        closed: Callable[[str], date | None],
    ) -> None:
        self.graph, self.puzzle, self.chosen, self.closed = graph, puzzle, chosen, closed
        self.needs: dict[str, list[Need]] = {}
        for need in needs:
            self.needs.setdefault(need.competency, []).append(need)

    def items(self, gap: Gap) -> tuple[OpenItem, ...]:
        """The open items of a gap once the chosen modules are done, in order of competency."""
        found = []
        for item in gap.open:
            needs = self.needs.get(item.competency)
            if needs is None:
                found.append(self._item(item.competency, "optional", message("open.optional")))
            for need in needs or ():
                if not need.closed_by(self.chosen):
                    found.append(self._item(item.competency, *self._why(need)))
                    break
        return tuple(found)

    def _item(self, competency: str, why: str, reason: Message) -> OpenItem:
        return OpenItem(competency=competency, label=self.graph.label(competency), why=why, reason=reason)

    def _why(self, need: Need) -> tuple[str, Message]:
        teachers = need.modules()
        if not teachers:
            return self._not_taught(need)
        closed = sorted(m for m in teachers if self.closed(m))
        if closed and not self._closable_without(need, set(closed)):
            day = max(d for m in closed if (d := self.closed(m)))
            return "closed", message("open.closed", modules=self._labels(closed), date=day.isoformat())
        if need.closed_by(set(self.puzzle.volume)):
            code = "budget" if self.puzzle.budget is not None else "no-award"
            return code, message(f"open.{code}")
        if self.puzzle.budget is not None and any(self._hours_unknown(m) for m in teachers):
            return "hours-not-known", message("open.hours-not-known", modules=self._labels(sorted(teachers)))
        return "blocked", message("open.blocked", modules=self._labels(sorted(teachers - set(self.puzzle.volume))))

    def _not_taught(self, need: Need) -> tuple[str, Message]:
        if need.short:
            code = "level-not-stated" if need.unstated else "level-too-low"
            return code, message(f"open.{code}", modules=self._labels(sorted(need.short)))
        if need.unencoded:
            return "unencoded", message("open.unencoded", qualifications=self._labels(sorted(need.unencoded)))
        if need.loose:
            return "taught-in-part", message("open.taught-in-part", modules=self._labels(sorted(need.loose)))
        return "untaught", message("open.untaught")

    def _closable_without(self, need: Need, closed: set[str]) -> bool:
        return need.closed_by(need.modules() - closed)

    def _hours_unknown(self, module: str) -> bool:
        return module not in self.puzzle.volume

    def _labels(self, ids: Iterable[str]) -> tuple[object, ...]:
        return tuple(self.graph.label(one) for one in ids)
