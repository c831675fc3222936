"""A saved answer that was read back, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import field
from operator import attrgetter
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Shown, column, records
from sswgraph.model.text import Text

# What may change, what protects first: rules, then what is asked, planned or left open, then what it was made from.
AnswerPart = Literal[
    "obligation",
    "condition",
    "limit",
    "held",
    "item",
    "function",
    "step",
    "route",
    "open",
    "figure",
    "framework",
    "version",
]
PARTS: tuple[AnswerPart, ...] = AnswerPart.__args__  # type: ignore[attr-defined]
Difference = Literal["added", "gone", "changed"]

MADE_FROM = ("framework", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange(Brief):
    """One thing that is different from the saved answer.

    Attributes:
        part: What it is: an obligation, a condition, a limit, what is held, an item of a gap (of a coverage a cadre), a
            function, a step, a route, what stays open, a figure, a framework that it was made from, or the version of
            the library; one of ``PARTS``.
        change: 'added', 'gone' or 'changed'.
        id: The id of it, or the name of the figure.
        label: Its name; empty where it has none.
        field: Of what changed, the key in JSON; otherwise empty.
        before: What the saved answer says; None where it says nothing.
        after: What is so now; None where there is nothing.
    """

    part: AnswerPart
    change: Difference
    id: str
    label: Text = Text()
    field: str = ""
    before: Message | str | None = None
    after: Message | str | None = None


CHANGES = (
    column("part", "saved.column.part", words="saved/part"),
    column("change", "saved.column.change", words="saved/change"),
    column("id", "element", "id", label=attrgetter("label")),
    column("label"),
    column("field", "saved.column.field"),
    column("before", "saved.column.before", absent="empty"),
    column("after", "saved.column.after", absent="empty"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAnswer(Shown):
    """An answer that was saved as JSON, read back, and what has changed since.

    Attributes:
        answer: What it is: 'gap', 'plan', 'coverage' and so on.
        answer_lang: The language of its sentences.
        target: The id of what it is about; None where it does not say so.
        held_label: What is held, in words; empty where it does not say so.
        target_label: The name of what it is about; empty where it does not say so.
        compared: Whether it was compared with a graph; otherwise ``changes`` says nothing.
        asked_anew: Whether the question was asked again with the same options, as can be done for a gap, a plan, a
            coverage and routes. Otherwise ``changes`` knows only what it was made from, and what it says may have
            changed all the same.
        changes: What is different from then, what protects people first.
        notes: Why it was not asked again, and what such a comparison cannot see.
        text: The JSON as it was saved; it is not shown.
        renewed: The answer as it is now; None where it was not asked again. It is not shown.
        stamp: What it was made from.
    """

    kind: ClassVar[str] = "saved"
    answer: str
    answer_lang: str = "en"
    target: str | None = None
    held_label: Text = Text()
    target_label: Text = Text()
    compared: bool = False
    asked_anew: bool = False
    changes: tuple[AnswerChange, ...] = ()
    notes: tuple[Message, ...] = ()
    text: str = field(default="", repr=False, metadata={"plain": False})
    renewed: Any = field(default=None, repr=False, compare=False, metadata={"plain": False})
    stamp: Stamp

    @property
    def data(self) -> dict[str, Any]:
        """What the file says, as plain data; a new dict each time."""
        return dict(json.loads(self.text))

    @property
    def unchanged(self) -> bool | None:
        """Whether its rules, items, steps and figures are what they were, whatever it is made from now.

        None where it was not asked again, and so not known.
        """
        if any(one.part not in MADE_FROM for one in self.changes):
            return False
        return True if self.asked_anew else None

    def of_part(self, *parts: str) -> tuple[AnswerChange, ...]:
        """The changes of these parts."""
        return tuple(one for one in self.changes if one.part in parts)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"unchanged": self.unchanged}

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each change.

        Args:
            lang: The language of the texts.

        Returns:
            The rows, with the same keys in each.
        """
        return records(CHANGES, self.changes, lang)
