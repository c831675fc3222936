"""What the verbs answer: values that hold ids, and reasons that become sentences when they are read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar, Literal

from sswgraph.messages import Message
from sswgraph.model.columns import Column, column, records
from sswgraph.model.deferred import deferred, waiting
from sswgraph.model.permissions import Ruled
from sswgraph.model.profile import Profile
from sswgraph.model.shown import Brief, Shown, Visible
from sswgraph.model.text import Text

Status = Literal["met", "raise", "missing", "partial", "not-comparable", "beyond"]
Necessity = Literal["essential", "optional", "not-stated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Visible):
    """One answer to a search: an element, the label that matched, and how well (0 to 1)."""

    id: str
    kind: str
    label: Text
    matched: str
    score: float


CANDIDATES = (
    column("id", "element", "id", label=attrgetter("label")),
    column("label"),
    column("kind", "kind", words="kind"),
    column("matched", "matched"),
    column("score", "score", "number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCount:
    """How many links a result rests on, by basis: stated, derived, draft."""

    stated: int = 0
    derived: int = 0
    draft: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSummary(Visible):
    """One framework in a list: what it is, its edition, its languages, and how many elements of each kind it has."""

    id: str
    title: Text
    jurisdiction: tuple[str, ...]
    edition: str | None
    status: str | None
    languages: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    bases: LinkCount

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"counts": dict(self.counts)}


def _count(code: str, kind: str) -> Column:
    return column(code, type="number", value=lambda summary: dict(summary.counts).get(kind, 0))


FRAMEWORKS = (
    column("id", "framework", "id", label=attrgetter("title")),
    column("title"),
    column("jurisdiction", "jurisdiction"),
    column("edition", "edition"),
    column("status", "standing", words="standing"),
    column("languages", "languages"),
    column("counts", "contents", code=""),
    _count("cadres", "cadre"),
    _count("functions", "function"),
    _count("competencies", "competency"),
    _count("qualifications", "qualification"),
    _count("modules", "module"),
    column("bases", "links", code=""),
    *(column(name, type="number", value=attrgetter(f"bases.{name}")) for name in ("stated", "derived", "draft")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a result was made from: library version, each framework's (id, edition, content hash), options used."""

    version: str
    frameworks: tuple[tuple[str, str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        keys = ("id", "edition", "digest")
        made_from = [dict(zip(keys, one, strict=True)) for one in self.frameworks]
        return {"frameworks": made_from, "options": dict(self.options)}


@dataclass(frozen=True, slots=True, kw_only=True)
class GapItem(Brief):
    """One competency: what is asked, what is held, and why it counts as it does.

    ``proof``: the ids walked, from what is held to what is asked: elements, requirements, outcomes, mappings, sets.
    """

    competency: str
    label: Text
    status: Status
    necessity: Necessity
    required_level: str | None
    held_level: str | None
    reason: Message
    proof: tuple[str, ...] = ()


GAP_ITEMS = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("label"),
    column("status", words="status"),
    column("necessity", "necessity", words="necessity"),
    column("required_level", "required"),
    column("held_level", "held-level"),
    column("reason", "why"),
    column("proof", type="id"),
)


@deferred("items", "notes", "links", "stamp")
@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Ruled, Shown):
    """What stands between what is held and a target: obligations, conditions and limits, then one item per competency.

    ``complete``: whether the list of what the target requires is known to be whole (True), known in part (False), or
    neither (None); without True an empty gap is no proof that nothing is missing. ``required``: how many competencies
    are known to be required, essential or of unstated necessity. ``held`` and ``target`` are the ids (or the words)
    they were given as; ``profile`` is what the held side was resolved to; ``notes`` say what a reader must know, such
    as 'assumed from the role; not assessed'.
    """

    kind: ClassVar[str] = "gap"
    held: tuple[str, ...]
    held_label: Text
    target: str
    target_label: Text
    complete: bool | None = None
    required: int = 0
    items: tuple[GapItem, ...] = ()
    notes: tuple[Message, ...] = ()
    profile: Profile = Profile()
    links: LinkCount = LinkCount()
    minimum_confidence: Decimal | None = None
    stamp: Stamp

    @property
    def statuses(self) -> dict[str, Status]:
        """Competency id -> status, for everything asked: by far quicker than ``items``, as no reasons are made."""
        weighing = waiting(self, "items")
        if weighing is not None:
            return weighing.statuses()  # type: ignore[no-any-return]
        return {item.competency: item.status for item in self.items if item.status != "beyond"}

    def of_status(self, *statuses: Status) -> tuple[GapItem, ...]:
        """The items with one of these statuses, in order of competency id."""
        return tuple(item for item in self.items if item.status in statuses)

    @property
    def met(self) -> tuple[GapItem, ...]:
        return self.of_status("met")

    @property
    def to_raise(self) -> tuple[GapItem, ...]:
        return self.of_status("raise")

    @property
    def missing(self) -> tuple[GapItem, ...]:
        return self.of_status("missing")

    @property
    def partial(self) -> tuple[GapItem, ...]:
        return self.of_status("partial")

    @property
    def not_comparable(self) -> tuple[GapItem, ...]:
        return self.of_status("not-comparable")

    @property
    def beyond(self) -> tuple[GapItem, ...]:
        return self.of_status("beyond")

    @property
    def open(self) -> tuple[GapItem, ...]:
        """What is not met: to raise, missing, partial or not comparable."""
        return self.of_status("raise", "missing", "partial", "not-comparable")

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per item: ``pandas.DataFrame(gap.rows())``."""
        return records(GAP_ITEMS, self.items, lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        counts = dict.fromkeys(("met", "raise", "missing", "partial", "not-comparable", "beyond"), 0)
        for item in self.items:
            counts[item.status] += 1
        return {"counts": counts}
