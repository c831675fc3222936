"""Suggested mappings between two frameworks, for a person to review; and stated mappings that people may recognise."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.mapping import PREDICATES, MappingRelation
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Shown, column, records
from sswgraph.model.text import Text

Side = Literal["subject", "object"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion(Brief):
    """A pair that may be worth a mapping; nobody has decided anything about it.

    A reviewer may change ``relation``, ``confidence`` and ``comment`` with ``dataclasses.replace``.

    Attributes:
        subject: The id of the element of the first framework.
        object: The id of the element of the second.
        kind: The kind of both, such as 'competency'.
        subject_label: The name of the first.
        object_label: The name of the second.
        relation: The relation proposed, such as 'close'.
        score: How alike the two are, from 0 to 1, which is not a probability.
        name_score: The part of the score that comes from the names.
        definition_score: The part from the definitions; None where there is nothing to compare.
        place_score: The part from their place in the framework; None where there is nothing to compare.
        rank: Its place among the candidates of the subject, from 1.
        margin: How far it is ahead of the next best pair of either end; negative where another pair is ahead.
        proposed: Whether each end is the other's best, with nothing equal.
        reason: Why, in words.
        confidence: What a reviewer holds it to be worth, from 0 to 1; None where nobody said.
        comment: What a reviewer remarks; None where nobody did.
    """

    subject: str
    object: str
    kind: str
    subject_label: Text
    object_label: Text
    relation: MappingRelation
    score: float
    name_score: float
    definition_score: float | None = None
    place_score: float | None = None
    rank: int
    margin: float
    proposed: bool
    reason: Message
    confidence: Decimal | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCounterpart(Brief):
    """An element for which nothing on the other side fits.

    Attributes:
        id: The id of the element.
        kind: Its kind.
        label: Its name.
        side: The side it is on: 'subject' or 'object'.
        nearest: The id of what came nearest; None where nothing did.
        score: How alike the two are, from 0 to 1; None where nothing came near.
        reason: Why nothing fits, in words.
    """

    id: str
    kind: str
    label: Text
    side: Side
    nearest: str | None = None
    score: float | None = None
    reason: Message


def _end(side: str, name: str = "") -> Callable[[Suggestion | NoCounterpart], Any]:
    """The id (or label) on one side; of an element without a counterpart, there is none on the other side."""

    def found(one: Suggestion | NoCounterpart) -> Any:
        if isinstance(one, Suggestion):
            return getattr(one, side + name)
        return getattr(one, name[1:] or "id") if one.side == side else None

    return found


def _if_pair(name: str) -> Callable[[Suggestion | NoCounterpart], Any]:
    return lambda one: getattr(one, name, None)


# The columns of suggestions and of elements without a counterpart.
SUGGESTIONS = (
    column("kind", "kind", words="kind"),
    column("subject", "align.column.subject", "id", value=_end("subject"), label=attrgetter("subject_label")),
    column("subject_label", value=_end("subject", "_label")),
    column(
        "predicate",
        "align.column.predicate",
        value=_if_pair("relation"),
        words="align/relation",
        plain=lambda one: PREDICATES[one.relation] if isinstance(one, Suggestion) else None,
    ),
    column("object", "align.column.object", "id", value=_end("object"), label=attrgetter("object_label")),
    column("object_label", value=_end("object", "_label")),
    column("score", "score", "number"),
    column("margin", "align.column.margin", "number", value=_if_pair("margin")),
    column("rank", type="number", value=_if_pair("rank")),
    column("proposed", value=_if_pair("proposed")),
    column("reason", "why"),
)
ALONE = (
    column("kind", "kind", words="kind"),
    column("id", "element", "id", label=attrgetter("label")),
    column("reason", "why"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Shown):
    """Suggested mappings between two frameworks, where none is stated; a person decides about every one.

    Attributes:
        subject: The id of the first framework.
        object: The id of the second.
        subject_label: The title of the first.
        object_label: The title of the second.
        method: 'lexical' (names, definitions and place) or 'label' (equal names only).
        suggestions: The suggestions, in order of kind, subject and rank.
        no_counterpart: The elements that are in no suggestion.
        stated: Pairs of ids that a mapping, a derivation or one and the same id already relates; their ends are not
            looked at again.
        notes: What a reader must know.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "alignment"
    subject: str
    object: str
    subject_label: Text
    object_label: Text
    method: str
    suggestions: tuple[Suggestion, ...] = ()
    no_counterpart: tuple[NoCounterpart, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    @property
    def proposed(self) -> tuple[Suggestion, ...]:
        """The pairs in which each end is the other's best: every element is in at most one of them."""
        return tuple(suggestion for suggestion in self.suggestions if suggestion.proposed)

    def candidates(self, identifier: str) -> tuple[Suggestion, ...]:
        """The suggestions for an element of either side, best first; empty where there are none."""
        found = [one for one in self.suggestions if identifier in (one.subject, one.object)]
        return tuple(sorted(found, key=lambda one: (-one.score, one.subject, one.object)))

    def without(self, side: Side) -> tuple[NoCounterpart, ...]:
        """The elements of one side for which nothing fits, in order of kind and id."""
        return tuple(one for one in self.no_counterpart if one.side == side)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per suggestion, then one per element without a counterpart."""
        return records(SUGGESTIONS, [*self.suggestions, *self.no_counterpart], lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMapping(Brief):
    """A mapping on which people may decide, read from what is held to what is required.

    Attributes:
        mapping: The id of the mapping.
        element: The kind of both ends, such as 'competency'.
        held: The id of what is held.
        held_label: Its name.
        asked: The id of what is required.
        asked_label: Its name.
        relation: 'exact', 'close', 'narrow' (what is held is wider), 'broad' (it is narrower), 'covers' or
            'recognised'.
        closes: The ids of the competencies of the gap or plan for which it counts once it is recognised.
        against: The ids of the mappings that deny it.
        confidence: From 0 to 1; None where not stated.
        by: Who decided it, otherwise who proposed it; None where not stated.
        date: The day of that, in ISO 8601; None where not stated.
        comment: A remark; None where there is none.
        safety_critical: Whether people come to harm where what is required is missing.
    """

    mapping: str
    element: str
    held: str
    held_label: Text
    asked: str
    asked_label: Text
    relation: MappingRelation
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

    ``write_review``, ``read_review`` and ``apply_review`` take it; the last makes the mapping set of the decisions.

    Attributes:
        held: What is held, in the gap or plan that was asked about; empty where none was.
        held_label: The same in words; empty where none was.
        target: The id of the target of that gap or plan; empty where none was.
        target_label: Its name; empty where none was.
        items: The mappings.
        notes: What a reader must know.
        stamp: What the answer was made from.
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
