"""What the ways into a framework answer: a menu of what can be chosen and what comes along, what reading a workbook
would do to an edition that is there, a workshop on daily tasks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from sswgraph.messages import Message
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Shown, column, records
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One element of the menu.

    ``domain``: the set it belongs to; ``with_cadres``: of a safeguard, whom it comes with.
    """

    id: str
    element: str
    label: Text = Text()
    definition: Text = Text()
    domain: str = ""
    protects: bool = False
    with_cadres: tuple[str, ...] = ()


MENU = (
    column("id", "element", "id", label=lambda one: one.label),
    column("element", words="kind"),
    column("label"),
    column("definition", "definition"),
    column("domain", type="id"),
    column("protects"),
    column("with_cadres"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Shown):
    """What can be chosen from a framework: safeguards, cadres, functions, competencies by domain.

    Groups choose in a workbook (``write_review``), and ``apply_review`` makes the adaptation.
    """

    kind: ClassVar[str] = "menu"
    base: str
    base_label: Text
    entries: tuple[MenuEntry, ...] = ()
    domains: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp
    framework: Framework = field(repr=False, compare=False, metadata={"plain": False})

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each element of the menu."""
        return records(MENU, self.entries, lang)


Effect = Literal["drop", "change", "add"]
EFFECTS: tuple[Effect, ...] = Effect.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewField:
    """One field that would change: its name, what it says now, what the workbook says."""

    field: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewEntry:
    """One element that reading would drop, change or add.

    ``protects``: it is a safeguard (an obligation, a rule, a condition, an arrangement of supervision, an ethical
    standard), or a competency without which people may come to harm. ``sheet`` and ``row``: where it stands in the
    workbook, unless it is not there.
    """

    effect: Effect
    element: str
    id: str
    label: Text = Text()
    protects: bool = False
    fields: tuple[PreviewField, ...] = ()
    sheet: str | None = None
    row: int | None = None

    @property
    def place(self) -> str | None:
        """Where it stands, in short: 'Cadre, 4'."""
        return f"{self.sheet}, {self.row}" if self.sheet else None


PREVIEW = (
    column("effect", "effect", words="effect"),
    column("element", words="kind"),
    column("id", "element", "id", label=lambda one: one.label),
    column("protects"),
    column("fields", value=lambda one: tuple(part.field for part in one.fields)),
    column("sheet"),
    column("row", type="number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Shown):
    """What reading a workbook would drop, change and add; what protects people first. Nothing is done by it.

    ``framework``: what reading gives; None where a safeguard would go without a reason. ``onto``: the id of the edition
    that it was held against; ``unchanged``: how many elements stay as they are.
    """

    kind: ClassVar[str] = "preview"
    file: str
    onto: str
    title: Text
    entries: tuple[PreviewEntry, ...] = ()
    unchanged: int = 0
    notes: tuple[Message, ...] = ()
    stamp: Stamp
    framework: Framework | None = field(repr=False, compare=False, metadata={"plain": False})

    def of_effect(self, effect: Effect) -> tuple[PreviewEntry, ...]:
        """The entries that would be dropped, changed or added."""
        return tuple(one for one in self.entries if one.effect == effect)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each element that would be dropped, changed or added."""
        return records(PREVIEW, self.entries, lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"counts": {effect: len(self.of_effect(effect)) for effect in EFFECTS}}


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
