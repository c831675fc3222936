"""What groups decided on the rows of a review: agreement, disagreement and silence; nothing is chosen here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from sswgraph.language import Message
from sswgraph.model.results import Stamp
from sswgraph.model.show import Shown
from sswgraph.model.text import Text

Verdict = Literal["keep", "keep-local", "reword", "merge", "split", "move", "drop", "add", "defer"]
Group = Literal[
    "ministry",
    "regulator",
    "training-institution",
    "employer",
    "worker",
    "supervisor",
    "community",
    "service-users",
    "plenary",
]
Standing = Literal["disagreed", "silent", "partly", "agreed"]
VERDICTS: tuple[Verdict, ...] = Verdict.__args__  # type: ignore[attr-defined]
GROUPS: tuple[Group, ...] = Group.__args__  # type: ignore[attr-defined]
STANDINGS: tuple[Standing, ...] = Standing.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecision:
    """What one copy says of one row. No verdict: it was looked at or noted, not decided.

    ``copy``: the place of the copy among those read. ``wording``: the wording proposed. ``dissent``: who saw it
    otherwise, and why. ``legal_check``: whether one is needed (None: not said). ``ticked``: ticked off as reviewed.
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
class ReviewRow:
    """One difference or suggestion, with what each copy that was not silent says of it.

    ``key``: the id of its element, in the base if it is there. ``number``: as printed. ``change``: what happened to it.
    ``safety``: what was loosened by it. ``domain``: the set it belongs to, if any.
    """

    key: str
    number: int
    element: str
    label: Text
    change: str
    base: tuple[str, ...] = ()
    adapted: tuple[str, ...] = ()
    safety: tuple[Message, ...] = ()
    domain: Text = Text()
    copies: int
    decisions: tuple[ReviewDecision, ...] = ()

    @property
    def standing(self) -> Standing:
        """Whether the copies agree. Different wordings under one verdict are a disagreement; 'partly': some are silent.

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
class ReviewCopy:
    """One copy of the workbook: its file's name, whose it is, when and how that group worked, in which language."""

    file: str
    group: Group | None
    when: str = ""
    method: str = ""
    lang: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Shown):
    """The copies of a review workbook side by side: row by row who said what. Safety comes first, as in the workbook.

    ``of``: what was reviewed, 'comparison' or 'alignment'. Nothing is decided here: where groups disagree or are
    silent, people go on talking.
    """

    kind: ClassVar[str] = "review"
    of: str
    base: str
    adapted: str
    base_label: Text
    adapted_label: Text
    copies: tuple[ReviewCopy, ...]
    lines: tuple[ReviewRow, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    @property
    def decisions(self) -> tuple[ReviewDecision, ...]:
        """Every decision, row by row, then in the order of the copies."""
        return tuple(one for row in self.lines for one in row.decisions)

    def of_standing(self, *standings: Standing) -> tuple[ReviewRow, ...]:
        """The rows on which the copies stand so, in their order."""
        return tuple(row for row in self.lines if row.standing in standings)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per decision, and one without verdict for every row of which nobody says anything."""
        return [_plain(row, one, lang) for row in self.lines for one in row.decisions or (None,)]

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"counts": {standing: len(self.of_standing(standing)) for standing in STANDINGS}}


def _plain(row: ReviewRow, one: ReviewDecision | None, lang: str) -> dict[str, Any]:
    return {
        "number": row.number,
        "key": row.key,
        "element": row.element,
        "label": str(row.label.best(lang)),
        "change": row.change,
        "standing": row.standing,
        "group": one.group if one else None,
        "verdict": one.verdict if one else None,
        "wording": one.wording if one else "",
        "reason": one.reason if one else "",
        "dissent": one.dissent if one else "",
        "legal_check": one.legal_check if one else None,
        "follow_up": one.follow_up if one else "",
        "ticked": bool(one and one.ticked),
    }
