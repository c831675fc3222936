"""Translations of a framework: each text with its source, and what translators wrote."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message, message
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Shown, column, records
from sswgraph.model.text import Text

# What a row does to a text.
Effect = Literal["new", "changed", "reviewed", "kept", "removed"]
EFFECTS: tuple[Effect, ...] = Effect.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText(Brief):
    """One text to be translated.

    Attributes:
        key: What names the text, which stays the same from one edition to the next.
        element: The id of its element.
        kind: The kind of the element.
        field: The field it is in.
        turn: Which of several wordings of the field it is, from 0.
        label: The name of the element.
        source: The text to be translated.
        lang: The language of the source, as a tag.
        target: The translation that is there already; empty where there is none.
        reviewed: Whether a speaker has reviewed that.
        protects: Whether it says what must or may not be done, or people come to harm where it is missing.
        print: A digest of the source, which changes with it.
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

    ``write_review``, ``read_review`` and ``apply_review`` take it; the last gives the framework with the translation.

    Attributes:
        base: The id of the framework.
        base_label: Its title.
        source: The language to translate from, as a tag.
        to: The language to translate into, as a tag.
        texts: The texts.
        stamp: What the answer was made from.
        framework: The framework itself; it is not shown.
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
    """What a row of the workbook says of a text.

    Attributes:
        text: The text.
        after: The translation as the workbook has it.
        effect: What that does: 'new', 'changed', 'reviewed', 'kept' or 'removed'.
        reviewer: Who reviewed it; empty where nobody did.
        date: When it was reviewed, in ISO 8601; None where not stated.
        remark: A remark; empty where there is none.
    """

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
    """What translators wrote, row by row; nothing is changed by it.

    Attributes:
        base: The id of the framework.
        base_label: Its title.
        to: The language of the translation, as a tag.
        texts: The rows.
        notes: What a reader must know.
        stamp: What the answer was made from.
    """

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
