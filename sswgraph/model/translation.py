"""A translation of a framework: each text with its source, and what translators wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from sswgraph.messages import Message, message
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Shown, column, records
from sswgraph.model.text import Text

# What a row does: a text is new, another one, now reviewed, as it was, or taken away.
Effect = Literal["new", "changed", "reviewed", "kept", "removed"]
EFFECTS: tuple[Effect, ...] = Effect.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText(Brief):
    """One text to be translated.

    ``key`` stays the same from one edition to the next, ``print`` changes with the source. ``turn``: which of several
    wordings, counted from 0; ``target``: what is there already, and ``reviewed`` whether a speaker has read it;
    ``protects``: it says what must be done or may not be done, or harms people where it is missing.
    """

    key: str
    element: str
    kind: str
    field: str
    turn: int
    label: Text
    source: str
    lang: str
    target: str = ""
    reviewed: bool = False
    protects: bool = False
    print: str = ""


def _named(text: SourceText) -> Message:
    """What the field of a text is called, with the language of its source."""
    return message(f"show.field.{text.field}", tag=text.lang)


TEXTS = (
    column("element", "element", "id", label=lambda one: one.label),
    column("field", "translation.column-field", value=lambda one: _named(one), plain=lambda one: one.field),
    column("source", "translation.column-source"),
    column("target", "translation.column-target"),
    column("reviewed"),
    column("protects"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation(Shown):
    """The texts of a framework to be translated into a language, those that protect people first.

    A subject of ``write_review``, ``read_review`` and ``apply_review``, which gives the framework with the translation.
    """

    kind: ClassVar[str] = "translation"
    base: str
    base_label: Text
    source: str
    to: str
    texts: tuple[SourceText, ...] = ()
    stamp: Stamp
    framework: Framework = field(repr=False, compare=False, metadata={"plain": False})

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each text."""
        return records(TEXTS, self.texts, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedText(Brief):
    """What a row of the workbook says: the text after it, by whom it was reviewed and when, and what that does."""

    text: SourceText
    after: str
    effect: Effect
    reviewer: str = ""
    date: str | None = None
    remark: str = ""


TRANSLATED = (
    column("element", "element", "id", value=lambda one: one.text.element, label=lambda one: one.text.label),
    column("field", "translation.column-field", value=lambda one: _named(one.text), plain=lambda one: one.text.field),
    column("effect", "translation.column-effect", words="translation/effect"),
    column("source", "translation.column-source", value=lambda one: one.text.source),
    column("after", "translation.column-target"),
    column("reviewer", "translation.column-reviewer"),
    column("date", "translation.column-date"),
    column("remark", "translation.column-remark"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated(Shown):
    """What translators wrote, row by row; nothing is changed by it."""

    kind: ClassVar[str] = "translated"
    base: str
    base_label: Text
    to: str
    texts: tuple[TranslatedText, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    @property
    def changes(self) -> tuple[TranslatedText, ...]:
        """The rows that change anything."""
        return tuple(one for one in self.texts if one.effect != "kept")

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each row that changes anything."""
        return records(TRANSLATED, self.changes, lang)
