"""What groups decided on the rows of a review: agreement, disagreement and silence; nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.merge_plan import GROUPS, Group, Resolution
from sswgraph.model.merge_plan import VERDICTS as MERGE_VERDICTS
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Column, Shown, column, records
from sswgraph.model.text import Text

Verdict = Literal[
    "keep", "keep-local", "reword", "merge", "split", "move", "drop", "add", "defer", "take-over", "combine",
    "recognise", "recognise-both", "refuse", "same", "close", "wider", "narrower",
]  # fmt: skip
Standing = Literal["disagreed", "silent", "partly", "agreed"]
Want = Literal["agreement", "verdict", "reason", "tick"]
VERDICTS: tuple[Verdict, ...] = Verdict.__args__  # type: ignore[attr-defined]
# What can be decided, by what is reviewed: of a merge plan what ``apply_rebase`` carries out, else all the rest.
_OF_DIFFERENCES: tuple[Verdict, ...] = VERDICTS[: VERDICTS.index("take-over")]
_OF_MAPPINGS: tuple[Verdict, ...] = (*VERDICTS[VERDICTS.index("recognise") :], "defer")
VERDICTS_OF: dict[str, tuple[Verdict, ...]] = {
    "comparison": _OF_DIFFERENCES,
    "alignment": _OF_DIFFERENCES,
    "rebase": MERGE_VERDICTS,
    "menu": ("take-over", "reword", "drop", "defer"),
    "mappings": _OF_MAPPINGS,
    "countries": ("add", "same", "close", "wider", "narrower", "drop", "defer"),
}
# Decisions whose wording depends on the row: along lineage on what happened, so that dropping an element cannot be
# mistaken for dropping its change; without lineage, for a function of one side beside a competency of the other; for
# what a country states and a reference lacks.
WORDED: dict[str, tuple[Verdict, ...]] = {
    "added": ("add", "drop"),
    "dropped": ("keep", "drop"),
    "changed": ("keep", "add", "drop"),
    "across": ("keep", "drop"),
    "candidate": ("add", "same", "close", "wider", "narrower", "drop"),
}
STANDINGS: tuple[Standing, ...] = Standing.__args__  # type: ignore[attr-defined]


def situation(element: str, base: tuple[str, ...], adaptation: tuple[str, ...]) -> str:
    """Return what happened to an element along lineage.

    Returns:
        'added', 'dropped' or 'changed'; nothing for what a framework says of itself.

    >>> situation("obligation", ("psw:duty",), ()), situation("framework", ("psw",), ("xx",))
    ('dropped', '')
    """
    if element in ("framework", "residue"):
        return ""
    return "changed" if base and adaptation else "dropped" if base else "added"


def word_code(verdict: str, happened: str) -> str:
    """Return the code of the words for a decision on a row where this happened.

    Returns:
        The name of a message.

    >>> word_code("drop", "dropped"), word_code("defer", "dropped"), word_code("drop", "")
    ('verdict-drop-dropped', 'verdict-defer', 'verdict-drop')
    """
    return f"verdict-{verdict}-{happened}" if verdict in WORDED.get(happened, ()) else f"verdict-{verdict}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecision(Brief):
    """What one copy says of one row.

    Attributes:
        key: The key of the row.
        group: The stakeholder group of the copy; None where it names none.
        copy: The place of the copy among those read, from 0.
        verdict: What was decided; None where the row was only looked at or noted.
        wording: The wording proposed; empty where none is.
        reason: Why; empty where not stated.
        dissent: Who disagreed, and why; empty where nobody did.
        legal_check: Whether one is needed; None where not said.
        follow_up: What is to be done next; empty where nothing is named.
        ticked: Whether the row was ticked off as reviewed.
    """

    key: str
    group: Group | None
    copy: int
    verdict: Verdict | None = None
    wording: str = ""
    reason: str = ""
    dissent: str = ""
    legal_check: bool | None = None
    follow_up: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow(Brief):
    """One difference, suggestion or entry of a merge plan, with what each copy says of it.

    Attributes:
        key: The id of its element, in the base if it is there; of a merge plan, the key of the entry.
        number: Its number, as printed.
        element: The kind of its element.
        label: The name of its element.
        change: What happened to it; without lineage, how the two relate to each other.
        base: Its ids in the base.
        adaptation: Its ids in the adaptation.
        safety: What was loosened by it; without lineage, how the two protect differently.
        domain: The name of the set it belongs to; empty where it is in none.
        copies: How many copies were read.
        decisions: What each copy that was not silent says.
        happened: Along lineage, whether it was 'added', 'dropped' or 'changed'; 'across' for a function beside a
            competency, 'candidate' for what a country states and a reference lacks; otherwise empty. Decisions are
            worded by it.
    """

    key: str
    number: int
    element: str
    label: Text
    change: str
    base: tuple[str, ...] = ()
    adaptation: tuple[str, ...] = ()
    safety: tuple[Message, ...] = ()
    domain: Text = Text()
    copies: int
    decisions: tuple[ReviewDecision, ...] = ()
    happened: str = ""

    @property
    def standing(self) -> Standing:
        """Whether the copies agree: 'agreed', 'partly' (some are silent), 'disagreed' or 'silent'.

        Different wordings under one verdict are a disagreement.

        >>> one = ReviewDecision(key="x", group="worker", copy=0, verdict="drop")
        >>> said = {"copies": 2, "decisions": (one,)}
        >>> ReviewRow(key="x", number=1, element="cadre", label=Text(), change="added", **said).standing
        'partly'
        """
        spoken = [one for one in self.decisions if one.verdict]
        if not spoken:
            return "silent"
        wordings = {" ".join(one.wording.split()) for one in spoken} - {""}
        if len({one.verdict for one in spoken}) > 1 or len(wordings) > 1:
            return "disagreed"
        return "agreed" if len(spoken) == self.copies else "partly"

    @property
    def verdicts(self) -> tuple[tuple[Verdict, int], ...]:
        """How many copies gave which verdict."""
        counts = Counter(one.verdict for one in self.decisions)
        return tuple((verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict])

    @property
    def ticked(self) -> bool:
        """Whether every copy ticked it off."""
        return bool(self.copies) and sum(one.ticked for one in self.decisions) == self.copies

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"standing": self.standing, "verdicts": dict(self.verdicts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCopy(Brief):
    """One copy of a review workbook.

    Attributes:
        file: The name of its file.
        group: The stakeholder group it belongs to; None where it names none.
        when: When the group worked, as it wrote it; empty where it did not.
        method: How the group worked; empty where it did not say.
        lang: The language of the copy, as a tag.
    """

    file: str
    group: Group | None
    when: str = ""
    method: str = ""
    lang: str = "en"


def _decided(name: str, nothing: object = None) -> Callable[[tuple[ReviewRow, ReviewDecision | None]], Any]:
    return lambda line: getattr(line[1], name) if line[1] else nothing


def _of_row(name: str) -> Column:
    return column(name, value=lambda line: getattr(line[0], name))


# The columns of decisions; a line is a row and what one group says of it, or None.
DECISIONS = (
    *(_of_row(name) for name in ("number", "key", "element", "label", "change", "standing")),
    *(column(name, value=_decided(name)) for name in ("group", "verdict")),
    *(column(name, value=_decided(name, "")) for name in ("wording", "reason", "dissent")),
    column("legal_check", value=_decided("legal_check")),
    column("follow_up", value=_decided("follow_up", "")),
    column("ticked", value=_decided("ticked", False)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Shown):
    """The copies of a review workbook side by side, row by row; safety comes first, as in the workbook.

    Nothing is decided here: where groups disagree or are silent, people go on talking.

    Attributes:
        of: What was reviewed: 'comparison', 'alignment', 'rebase' (a merge plan), 'menu', 'mappings' or
            'countries' (candidates for a reference).
        base: The id of the first side.
        adaptation: The id of the second side.
        base_label: The title of the first side.
        adaptation_label: The title of the second side.
        lineage: Whether the second was made from the first, so that anything was changed.
        clear: Whether it may be said that nothing that protects is gone or weaker.
        unclear: Why that may not be said; empty where it may.
        copies: The copies, in the order in which they were given.
        lines: The rows.
        notes: What a reader must know.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "review"
    of: str
    base: str
    adaptation: str
    base_label: Text
    adaptation_label: Text
    lineage: bool = True
    clear: bool = False
    unclear: tuple[Message, ...] = ()
    copies: tuple[ReviewCopy, ...]
    lines: tuple[ReviewRow, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    @property
    def decisions(self) -> tuple[ReviewDecision, ...]:
        """Every decision, row by row, then in the order of the copies."""
        return tuple(one for row in self.lines for one in row.decisions)

    def of_standing(self, *standings: Standing) -> tuple[ReviewRow, ...]:
        """Return the rows with one of these standings, in their order."""
        return tuple(row for row in self.lines if row.standing in standings)

    def wants(self, row: ReviewRow) -> Want | None:
        """Return what a row still waits for.

        Copies that gave no verdict are not counted against it, as long as they ticked the row off.

        Args:
            row (ReviewRow): The row.

        Returns:
            'verdict', 'agreement', 'reason' (of a merge plan, mappings and countries) or 'tick'; None where it is
            settled.
        """
        if row.standing == "silent":
            return "verdict"
        if row.standing == "disagreed":
            return "agreement"
        if self.of in ("rebase", "mappings", "countries") and not any(
            one.verdict and one.reason for one in row.decisions
        ):
            return "reason"
        return None if row.ticked else "tick"

    @property
    def settled(self) -> tuple[ReviewRow, ...]:
        """The rows on which everybody who spoke agrees and that are ticked off."""
        return tuple(row for row in self.lines if self.wants(row) is None)

    @property
    def waiting(self) -> tuple[ReviewRow, ...]:
        """The rows on which somebody decided, and that are not settled yet."""
        return tuple(row for row in self.lines if self.wants(row) not in (None, "verdict"))

    @property
    def open(self) -> tuple[ReviewRow, ...]:
        """The other rows: nobody has decided on them yet."""
        return tuple(row for row in self.lines if self.wants(row) is not None)

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        """Of a merge plan, what was settled, as :func:`sswgraph.apply_rebase` takes it.

        The reasons of all who decided are in the languages of their copies. ``group`` is the stakeholder group where
        it was one, otherwise ``by`` names the groups; ``date`` is the last day they give, where each gives one like
        2027-03-01.
        """
        return tuple(self._resolution(row) for row in self.settled) if self.of == "rebase" else ()

    def _resolution(self, row: ReviewRow) -> Resolution:
        spoken = [one for one in row.decisions if one.verdict]
        groups = [group for group in GROUPS if any(one.group == group for one in spoken)]
        alone = len(groups) == 1 and groups[0] != "plenary"
        days = [self.copies[one.copy].when for one in spoken]
        return Resolution(
            entry=row.key,
            verdict=spoken[0].verdict,  # type: ignore[arg-type]
            reason=Text(tuple(sorted({(self.copies[one.copy].lang, one.reason) for one in spoken if one.reason}))),
            by=None if alone else ", ".join(groups) or None,
            date=max(days) if all(map(_is_day, days)) else None,
            group=groups[0] if alone else None,
        )

    @property
    def accepted(self) -> tuple[tuple[str, str], ...]:
        """Of an alignment, the suggested pairs settled with *keep*, as :func:`sswgraph.accept` takes them."""
        return self._pairs("keep")

    @property
    def rejected(self) -> tuple[tuple[str, str], ...]:
        """Of an alignment, the suggested pairs settled with *drop*."""
        return self._pairs("drop")

    def _pairs(self, verdict: Verdict) -> tuple[tuple[str, str], ...]:
        suggested = [row for row in self.settled if row.change == "suggested"]
        return tuple((row.base[0], row.adaptation[0]) for row in suggested if row.verdicts[0][0] == verdict)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per decision, and one without verdict for every row about which nobody says anything."""
        return records(DECISIONS, [(row, one) for row in self.lines for one in row.decisions or (None,)], lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        counts = {standing: len(self.of_standing(standing)) for standing in STANDINGS}
        return {"counts": counts, "open": [row.key for row in self.open]}


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
