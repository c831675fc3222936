"""What reading a workbook would do to an edition that is there: drop, change, add."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from sswgraph.messages import Message
from sswgraph.model.columns import column, records
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Shown
from sswgraph.model.text import Text

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
