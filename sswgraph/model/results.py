"""Gaps, search results and lists of frameworks; and what every result has: its count of links and its stamp."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message, message
from sswgraph.model.codes import Authority
from sswgraph.model.permissions import Ruled
from sswgraph.model.profile import Profile
from sswgraph.model.shown import Brief, Column, Shown, Visible, column, deferred, records, unread_field
from sswgraph.model.text import Text

Status = Literal["met", "if-recognised", "raise", "not-comparable", "in-part", "missing", "beyond"]
Certainty = Literal["certain", "if-recognised", "in-part", "open"]
# How certain an item of each status is, by the documents (rule C5).
CERTAINTY: dict[Status, Certainty] = {
    "met": "certain",
    "if-recognised": "if-recognised",
    "raise": "in-part",
    "not-comparable": "in-part",
    "in-part": "in-part",
    "missing": "open",
    "beyond": "certain",
}
# From the status that asks nothing more to the one that asks most; arrays hold the places in this list.
STATUSES: tuple[Status, ...] = ("met", "if-recognised", "raise", "not-comparable", "in-part", "missing")
Necessity = Literal["essential", "optional", "not-stated"]
Answerable = Literal["stated", "suggested", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Visible):
    """One result of a search.

    Attributes:
        id: The id of the element.
        kind: Its kind, such as 'cadre'.
        label: Its name.
        matched: The label that matched.
        score: How well it matches, from 0 to 1.
        answerable: Of a cadre, whether it can be answered what it requires: 'stated', 'suggested' by its functions, or
            'no'; None for other kinds.
    """

    id: str
    kind: str
    label: Text
    matched: str
    score: float
    answerable: Answerable | None = None


CANDIDATES = (
    column("id", "element", "id", label=attrgetter("label")),
    column("label"),
    column("kind", "kind", words="kind"),
    column("matched", "matched"),
    column("score", "score", "number"),
    column("answerable", "answerable", words="answerable"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCount(Brief):
    """How many links a result rests on, by basis.

    Attributes:
        stated: How many a source states.
        derived: How many were inferred.
        draft: How many are proposed here.
    """

    stated: int = 0
    derived: int = 0
    draft: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSummary(Visible):
    """One framework in a list.

    Attributes:
        id: The id of the framework.
        title: Its title.
        jurisdiction: The places it is made for, as ISO 3166 codes or UN M.49 areas.
        edition: Its edition, as its publisher names it; None where not stated.
        status: Its status, such as 'draft' or 'validated'; None where not stated.
        languages: The languages in which its elements are named, as tags.
        counts: (kind, number) of its elements.
        bases: On what its elements rest.
        answerable: Of how many of its cadres something is stated to be required.
    """

    id: str
    title: Text
    jurisdiction: tuple[str, ...]
    edition: str | None
    status: str | None
    languages: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    bases: LinkCount
    answerable: int = 0

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
    column("answerable", "answerable-cadres", "number"),
    _count("functions", "function"),
    _count("competencies", "competency"),
    _count("qualifications", "qualification"),
    _count("modules", "module"),
    column("bases", "links", code=""),
    *(column(name, type="number", value=attrgetter(f"bases.{name}")) for name in ("stated", "derived", "draft")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp(Brief):
    """What a result was made from.

    Attributes:
        version: The version of the library.
        frameworks: (id, edition, digest of the content) of each framework; the edition is empty where not stated.
        options: The (name, value) pairs of the options used.
    """

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
    """One competency: what is required, what is held, and why it counts as it does.

    Attributes:
        competency: The id of the competency.
        label: Its name.
        status: 'met', 'if-recognised', 'raise', 'not-comparable', 'in-part', 'missing' or 'beyond' (held and not
            asked).
        necessity: 'essential', 'optional' or 'not-stated'.
        required_level: The id of the level required; None where not stated.
        held_level: The id of the level held; None where nothing is held or the level is not known.
        reason: Why, in words.
        proof: The ids on the path from what is held to what is required: elements, requirements, outcomes, mappings,
            sets.
        to_recognise: The ids of the mappings that somebody has to recognise before it counts.
        contested: The ids of the mappings for and against it that are contested (rule C4).
        to_be_seen: Whether it is safety-critical and neither assessed nor rated by a supervisor: to be seen in practice
            before the worker does it alone.
    """

    competency: str
    label: Text
    status: Status
    necessity: Necessity
    required_level: str | None
    held_level: str | None
    reason: Message
    proof: tuple[str, ...] = ()
    to_recognise: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    to_be_seen: bool = False

    @property
    def certainty(self) -> Certainty:
        """How certain it is by the documents: 'certain', 'if-recognised', 'in-part' or 'open'."""
        return CERTAINTY[self.status]

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"certainty": self.certainty}


GAP_ITEMS = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("label"),
    column("status", words="status"),
    column("certainty", words="certainty"),
    column("to_be_seen", "to-be-seen", value=lambda item: "yes" if item.to_be_seen else "", words="to-be-seen"),
    column("necessity", "necessity", words="necessity"),
    column("required_level", "required"),
    column("held_level", "held-level"),
    column("reason", "why"),
    column("to_recognise", "to-recognise", "id"),
    column("contested", "contested", "id"),
    column("proof", type="id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedCompetency(Brief):
    """A competency that functions of a cadre need and nothing is known to require: suggested, never required (rule F1).

    Attributes:
        competency: The id of the competency.
        label: Its name.
        authority: The widest share of the cadre in one of the functions; None where no rule concerns it.
        functions: The ids of the functions of the cadre that need it.
        proof: The ids walked from a function to the one of another framework that names the need; empty where its own
            names it.
    """

    competency: str
    label: Text
    authority: Authority | None = None
    functions: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()


SUGGESTIONS = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("label"),
    column("authority", "share", words="authority", absent="share.no-rule"),
    column("functions", "needed-by", "id"),
    column("proof", type="id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSummary(Brief):
    """How many of the competencies required are of which certainty; the four are never added up.

    Those to be seen are safety-critical: to be seen in practice before the worker does them alone, whatever documents
    say. ``str`` gives the sentence.

    Attributes:
        certain: How many are certain.
        if_recognised: How many count once mappings are recognised.
        in_part: How many are held in part, or at a level that does not reach or cannot be compared.
        open: How many nothing that is held counts for.
        certain_to_be_seen: How many of the certain ones are to be seen.
        if_recognised_to_be_seen: How many of those that count once recognised are to be seen.
        in_part_to_be_seen: How many of those held in part are to be seen.
        open_to_be_seen: How many of the open ones are to be seen.
    """

    certain: int = 0
    if_recognised: int = 0
    in_part: int = 0
    open: int = 0
    certain_to_be_seen: int = 0
    if_recognised_to_be_seen: int = 0
    in_part_to_be_seen: int = 0
    open_to_be_seen: int = 0

    def counts(self) -> tuple[tuple[Certainty, int, int], ...]:
        """Each certainty with how many there are, and how many of them are to be seen in practice."""
        return (
            ("certain", self.certain, self.certain_to_be_seen),
            ("if-recognised", self.if_recognised, self.if_recognised_to_be_seen),
            ("in-part", self.in_part, self.in_part_to_be_seen),
            ("open", self.open, self.open_to_be_seen),
        )

    def said(self) -> tuple[Message, ...]:
        """Each number that is not zero, in words."""
        return tuple(
            message(
                "gap.count-to-be-seen" if seen else "gap.count",
                certainty=message(f"show.certainty.{certainty}"),
                n=n,
                seen=seen,
            )
            for certainty, n, seen in self.counts()
            if n
        )

    def __str__(self) -> str:
        return "; ".join(map(str, self.said()))


@deferred("items", "notes", "profile", "links", "stamp")
@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Ruled, Shown):
    """What is lacking between what is held and a target: obligations, conditions, limits, then one item per competency.

    Attributes:
        held: What is held, as ids or words, as it was given.
        held_label: What is held, in words.
        target: The id of the target.
        target_label: Its name.
        complete: Whether the list of what the target requires is known to be whole (True), known in part (False) or
            neither (None); unless it is True, an empty gap is no proof that nothing is missing (rule O1).
        required: How many competencies are known to be required, those of unstated necessity among them.
        items: The items, by id of the competency.
        notes: What a reader must know, such as 'assumed from the role; not assessed'.
        profile: What the held side was resolved to.
        links: How many links the answer rests on, by basis.
        minimum_confidence: The confidence that mappings had to reach, from 0 to 1; None where none was asked for.
        recognise: The ids of mappings that were taken as recognised, to try it out.
        where: The places that the question named, 'anywhere' among them; a plan made of the gap is for these unless it
            names others. Empty where it named none.
        suggested: What the functions of the target need and nothing requires, which is in no figure (rule F1); None
            where not asked for.
        not_needed: The ids of what is required and no function needs (rule F2); empty where not asked for.
        not_required: The ids of what functions of its own framework need and is not required (rule F2); empty where not
            asked for.
        stamp: What the answer was made from.
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
    recognise: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    suggested: tuple[SuggestedCompetency, ...] | None = None
    not_needed: tuple[str, ...] = ()
    not_required: tuple[str, ...] = ()
    stamp: Stamp

    @property
    def statuses(self) -> dict[str, Status]:
        """The status by competency id, of everything required; much quicker than ``items``: no reasons are made."""
        weighing = unread_field(self, "items")
        if weighing is not None:
            return weighing.statuses()  # type: ignore[no-any-return]
        return {item.competency: item.status for item in self.items if item.status != "beyond"}

    def of_status(self, *statuses: Status) -> tuple[GapItem, ...]:
        """The items with one of these statuses, in order of competency id."""
        return tuple(item for item in self.items if item.status in statuses)

    @property
    def met(self) -> tuple[GapItem, ...]:
        """The items that are met."""
        return self.of_status("met")

    @property
    def to_raise(self) -> tuple[GapItem, ...]:
        """The items held at a lower level than required."""
        return self.of_status("raise")

    @property
    def missing(self) -> tuple[GapItem, ...]:
        """The items that nothing held counts for."""
        return self.of_status("missing")

    def of_certainty(self, *certainties: Certainty) -> tuple[GapItem, ...]:
        """The required items with one of these certainties, in order of competency id."""
        return tuple(item for item in self.items if item.status != "beyond" and item.certainty in certainties)

    @property
    def to_be_seen(self) -> tuple[GapItem, ...]:
        """What is required and safety-critical, and was neither assessed nor rated by a supervisor."""
        return tuple(item for item in self.items if item.to_be_seen and item.status != "beyond")

    @property
    def summary(self) -> GapSummary:
        """How many of what is required are of which certainty, each with how many are to be seen in practice."""
        return _counted(item for item in self.items if item.status != "beyond" and item.necessity != "optional")

    @property
    def summary_optional(self) -> GapSummary:
        """The same of what is only optional for the target, which is in no figure of what is required."""
        return _counted(item for item in self.items if item.status != "beyond" and item.necessity == "optional")

    @property
    def not_comparable(self) -> tuple[GapItem, ...]:
        """The items whose levels cannot be compared."""
        return self.of_status("not-comparable")

    @property
    def beyond(self) -> tuple[GapItem, ...]:
        """What is held and not required."""
        return self.of_status("beyond")

    @property
    def open(self) -> tuple[GapItem, ...]:
        """What is not certain: to be recognised, to raise, not comparable, held in part, or missing."""
        return self.of_certainty("if-recognised", "in-part", "open")

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per item: ``pandas.DataFrame(gap.rows())``."""
        return records(GAP_ITEMS, self.items, lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        counts = dict.fromkeys(CERTAINTY, 0)
        for item in self.items:
            counts[item.status] += 1
        return {"counts": counts, "summary": self.summary, "summary_optional": self.summary_optional}


def _counted(items: Iterable[GapItem]) -> GapSummary:
    counts: dict[str, int] = {}
    for item in items:
        name = item.certainty.replace("-", "_")
        for key in (name, f"{name}_to_be_seen")[: 1 + item.to_be_seen]:
            counts[key] = counts.get(key, 0) + 1
    return GapSummary(**counts)
