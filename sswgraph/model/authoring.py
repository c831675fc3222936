"""What comes before a framework is written: a menu to choose from, a preview of a workbook, a workshop on tasks."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Shown, column, records
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry(Brief):
    """One element of a menu.

    Attributes:
        id: The id of the element.
        element: Its kind.
        label: Its name, or what it says.
        definition: Its definition; empty where it has none.
        domain: The id of the set it belongs to; empty where it is in none.
        protects: Whether it is a safeguard, which comes along.
        with_cadres: Of a safeguard, the ids of the elements that it comes along with; otherwise empty.
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

    Attributes:
        base: The id of the framework.
        base_label: Its title.
        entries: The elements that can be chosen.
        domains: The ids of the sets of competencies.
        notes: What a reader must know.
        stamp: What the answer was made from.
        framework: The framework itself; it is not shown.
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
class PreviewField(Brief):
    """One field that would change.

    Attributes:
        field: Its name.
        before: What it says now; None where it says nothing.
        after: What the workbook says; None where it says nothing.
    """

    field: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewEntry(Brief):
    """One element that reading a workbook would drop, change or add.

    Attributes:
        effect: 'drop', 'change' or 'add'.
        element: Its kind.
        id: Its id.
        label: Its name; empty where it has none.
        protects: Whether it is a safeguard (an obligation, a rule, a condition, an arrangement of supervision, an
            ethical standard), or a competency without which people may come to harm.
        fields: The fields that would change; empty where it would be dropped or added.
        sheet: The sheet of the workbook it is on; None where it is not there.
        row: Its row there, from 1; None where it is not there.
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
        """Its sheet and row, such as 'Cadre, 4'; None where it is not in the workbook."""
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
    """What reading a workbook would drop, change and add, what protects people first; nothing is changed by it.

    Attributes:
        file: The name of the workbook.
        onto: The id of the edition that it was compared with.
        title: The title of the framework.
        entries: The elements that would be dropped, changed or added.
        unchanged: How many elements stay as they are.
        notes: What a reader must know.
        stamp: What the answer was made from.
        framework: What reading gives; None where a safeguard would be dropped without a reason. It is not shown.
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
class Task(Brief):
    """One task, in the words of those who do it.

    Attributes:
        number: Its number on the sheet.
        text: The task.
        by: Who does it; empty where nobody said.
        often: How often, as worded; empty where nobody said.
        importance: 'high', 'medium' or 'low'; None where nobody said.
        function: The id of the function it belongs to, or words of their own; empty where nobody said.
        competencies: The ids of the competencies it takes, or words of their own.
        decided: Whether people agreed on the row.
        suggested: Whether function and competencies were suggested and nobody has decided yet.
        score: How well the suggestion fits, from 0 to 1; None where nothing was suggested.
        faults: What keeps it from being worded as a task.
        remark: What people remarked; empty where they remarked nothing.
        sheet: The sheet of the workbook it is on; empty where it comes from none.
        row: Its row there, from 1; 0 where it comes from none.
        column: Its column there; empty where it comes from none.
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
        """Its sheet and row, such as 'Tasks, 4'."""
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
    """A workshop that suggests functions and competencies of one framework; ``write_review`` makes its workbook.

    Attributes:
        base: The id of the framework.
        base_label: Its title.
        stamp: What the answer was made from.
        framework: The framework itself; it is not shown.
    """

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
    """What a workshop wrote, row by row, with what is wrong with it; nothing is decided by it.

    Attributes:
        base: The id of the framework that suggestions come from.
        base_label: Its title.
        lang: The language of the workshop, as a tag.
        tasks: The tasks, in the order of the sheets.
        notes: What a reader must know.
        stamp: What the answer was made from.
    """

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
