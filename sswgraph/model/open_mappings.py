"""Mappings on which people decide: what would count by them, who says so, and who denies it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar

from sswgraph.messages import Message
from sswgraph.model.columns import column, records
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Shown
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMapping(Brief):
    """A mapping read from what is held to what is asked.

    ``relation``: *exact*, *close*, *narrow* (what is held is wider), *broad* (it is narrower), *covers* or
    *recognised*. ``closes``: the competencies of the gap or plan for which it counts once it is recognised;
    ``against``: the mappings that deny it; ``by`` and ``date``: who says it, and when; ``safety_critical``: what is
    asked harms people where it is missing.
    """

    mapping: str
    element: str
    held: str
    held_label: Text
    asked: str
    asked_label: Text
    relation: str
    closes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    confidence: Decimal | None = None
    by: str | None = None
    date: str | None = None
    comment: str | None = None
    safety_critical: bool = False


OPEN_MAPPINGS = (
    column("mapping", type="id"),
    column("held", "review.column-held", "id", label=attrgetter("held_label")),
    column("held_label"),
    column("relation", "review.column-relation", words="relation-held"),
    column("asked", "review.column-asked", "id", label=attrgetter("asked_label")),
    column("asked_label"),
    column("closes", "closes", "id"),
    column("against", "denials", "id"),
    column("confidence", "confidence", "number"),
    column("by", "review.column-by"),
    column("date"),
    column("safety_critical", value=lambda one: "yes" if one.safety_critical else "", words="to-be-seen"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMappings(Shown):
    """The mappings on which people may decide, those that matter most first.

    A subject of ``write_review``, ``read_review`` and ``apply_review``, which makes the mapping set of the decisions.
    ``held`` and ``target`` are those of the gap or plan that was asked about; empty where none was.
    """

    kind: ClassVar[str] = "mappings"
    held: str = ""
    held_label: Text = Text()
    target: str = ""
    target_label: Text = Text()
    items: tuple[OpenMapping, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each mapping."""
        return records(OPEN_MAPPINGS, self.items, lang)
