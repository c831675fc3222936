"""A workshop on daily tasks: what is done, by whom, and what one must be able to do for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from sswgraph.messages import Message
from sswgraph.model.columns import column, records
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Shown
from sswgraph.model.text import Text

Importance = Literal["high", "medium", "low"]
IMPORTANCES: tuple[Importance, ...] = Importance.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task, in the words of those who do it.

    ``by``: who does it; ``often``: how often, as worded; ``function`` and ``competencies``: ids in the framework that
    suggestions come from, or words of their own; ``suggested``: they were suggested and nobody has decided yet;
    ``decided``: people agreed on the row; ``faults``: what keeps it from being a task; ``remark``: what they remarked.
    """

    number: int
    text: str
    by: str = ""
    often: str = ""
    importance: Importance | None = None
    function: str = ""
    competencies: tuple[str, ...] = ()
    decided: bool = False
    suggested: bool = False
    score: float | None = None
    faults: tuple[Message, ...] = ()
    remark: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""

    @property
    def place(self) -> str:
        """Where it stands: 'Tasks, 4'."""
        return f"{self.sheet}, {self.row}"


TASKS = (
    column("number", type="number"),
    column("text"),
    column("by"),
    column("often"),
    column("importance"),
    column("function"),
    column("competencies"),
    column("decided"),
    column("suggested"),
    column("faults"),
    column("remark"),
    column("sheet"),
    column("row", type="number"),
    column("column"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop(Shown):
    """A workshop that suggests functions and competencies of one framework; ``write_review`` makes its workbook."""

    kind: ClassVar[str] = "workshop"
    base: str
    base_label: Text
    stamp: Stamp
    framework: Framework = field(repr=False, compare=False, metadata={"plain": False})

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """Nothing: tasks are written down in its workbook."""
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList(Shown):
    """What a workshop wrote down, row by row, with what is wrong with it; nothing is decided here."""

    kind: ClassVar[str] = "tasks"
    base: str
    base_label: Text
    lang: str
    tasks: tuple[Task, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    @property
    def decided(self) -> tuple[Task, ...]:
        """The rows on which people agreed."""
        return tuple(one for one in self.tasks if one.decided)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each task."""
        return records(TASKS, self.tasks, lang)
