"""What ``why`` answers: every way that was considered for a competency or a step, and where it broke."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, ClassVar

from sswgraph.messages import Message
from sswgraph.model.columns import column, records
from sswgraph.model.deferred import deferred
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Shown
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredWay(Brief):
    """One way to a competency: the steps that would bring it together, and what became of it.

    Attributes:
        competency: What is asked for; ``label`` is its label.
        steps: The modules or programmes of this way.
        links: The outcomes and mappings that say that they bring it, as far as they do.
        outcome: 'taken'; 'not-needed' (it would do, another way is taken); else where it broke: 'level', 'part',
            'near' (only close, wider or narrower), 'if-recognised' (it counts once the mappings are recognised),
            'contested' (what it rests on is denied by others), 'place', 'date', 'excluded', 'volume', 'before',
            'not-together', 'budget', 'award'.
        reason: The same in words.
    """

    competency: str
    label: Text
    steps: tuple[str, ...]
    links: tuple[str, ...] = ()
    outcome: str
    reason: Message


WAYS = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("steps", "steps", "id"),
    column("outcome", "state", words="way"),
    column("reason", "why"),
    column("links", type="id"),
)


@deferred("stamp")
@dataclass(frozen=True, slots=True, kw_only=True)
class Why(Shown):
    """Why a competency is closed or stays open, or why a step is in a plan or not.

    Attributes:
        id: The competency or step that was asked about.
        answer: The answer in a sentence.
        ways: Every way that was considered, those taken first.
    """

    kind: ClassVar[str] = "why"
    id: str
    label: Text
    target: str
    target_label: Text
    answer: Message
    ways: tuple[ConsideredWay, ...] = ()
    stamp: Stamp

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per way."""
        return records(WAYS, self.ways, lang)
