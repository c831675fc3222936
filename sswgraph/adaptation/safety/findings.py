"""Every finding of the safety report in its order, and how it is worded (rule E5, Safety)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sswgraph.adaptation.correspondence import Sides
from sswgraph.adaptation.relations import is_foreign
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, Node, Text
from sswgraph.model.codes import AUTHORITIES, PROFESSIONAL_STATUSES, SUPERVISION_MODES, TIERS, place
from sswgraph.model.comparison import SafetyFinding

# Who may do what comes first, then the safeguards, then levels, training and practice.
# True: certain wherever lineage or a mapping tells what stands for what. False: only a person can judge.
FINDINGS: dict[str, bool] = {
    "performer-less-qualified": True,
    "performer-lowered": True,
    "performer-merged": True,
    "permission-added": True,
    "limit-removed": True,
    "limit-looser": True,
    "supervision-removed": True,
    "condition-removed": True,
    "standard-removed": True,
    "referral-removed": True,
    "split-uncovered": True,
    "limit-covers-less": True,
    "limit-other-role": True,
    "supervisor-lost": True,
    "supervision-looser": True,
    "supervision-covers-less": True,
    "supervision-purpose-lost": True,
    "supervision-detail-gone": True,
    "condition-easier": True,
    "condition-differs": True,
    "condition-covers-less": True,
    "standard-covers-less": True,
    "assessment-removed": True,
    "criterion-removed": True,
    "assessment-less-often": True,
    "assessment-method-lost": True,
    "assessment-covers-less": True,
    "criterion-covers-less": True,
    "requirement-removed": True,
    "level-lowered": True,
    "necessity-lowered": True,
    "entry-removed": True,
    "outcome-removed": True,
    "outcome-lowered": True,
    "award-lowered": True,
    "practice-removed": True,
    "practice-not-asked": True,
    "practice-shorter": True,
    "criticality-lowered": True,
    "criticality-gone": True,
    "legal-basis-gone": True,
    "regulator-gone": True,
    "gone-with-role": True,
    "performer-new": False,
    "performer-first": False,
    "limit-differs": False,
    "supervisor-added": False,
    "level-not-comparable": False,
    "rank-changed": False,
    "practice-not-stated": False,
    "exemption-added": False,
    "qualifies-more": False,
    "covers-more": False,
    "worded-anew": False,
    "language-lost": False,
}
ORDER = tuple(FINDINGS)
UNCERTAIN = frozenset(code for code, certain in FINDINGS.items() if not certain)


class Watch:
    """Collects what was found between two frameworks."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.found: list[SafetyFinding] = []

    def tell(
        self,
        code: str,
        base: Node | None,
        adaptation: Iterable[Node] = (),
        *,
        certain: bool = True,
        **said: Any,
    ) -> None:
        """Add a finding; ``said`` fills its sentence. What belongs to another framework is not theirs to lose."""
        after = tuple(adaptation)
        first = base or after[0]
        if base is not None and not after and is_foreign(base.id, 0, self.sides):
            return
        self.found.append(
            SafetyFinding(
                code=code,
                element=first.kind,
                text=message(f"safety.{code}", **said),
                base=(base.id,) if base is not None else (),
                adaptation=tuple(node.id for node in after),
                before=self.sides.label(base, 0) if base is not None else Text(),
                after=self.sides.label(after[0], 1) if after else Text(),
                certain=certain and code not in UNCERTAIN,
            )
        )

    def names(self, ids: Any, side: int) -> tuple[Text, ...]:
        several = ids if isinstance(ids, tuple) else (ids,) if ids else ()
        return tuple(self.sides.named(one, side) for one in several)

    def tell_lost(
        self,
        code: str,
        base: Node,
        adaptation: Iterable[Any],
        field: str,
        *,
        name: str = "lost",
        **said: Any,
    ) -> None:
        """Add a finding of what a field of the base names and no counterpart does."""
        nodes = tuple(adaptation)
        after = {key for node in nodes for key in self.sides.keys(1, getattr(node, field))}
        ends = getattr(base, field)
        several = ends if isinstance(ends, tuple) else (ends,)
        lost = tuple(one for one in several if self.sides.key(0, one) not in after)
        if lost:
            self.tell(code, base, nodes, **{**said, name: self.names(lost, 0)})

    def gained(self, base: Node, adaptation: Iterable[Any], field: str) -> tuple[str, ...]:
        """The ids of what a field of a counterpart names and the base does not."""
        before = self.sides.keys(0, getattr(base, field))
        ends = [one for node in adaptation for one in getattr(node, field)]
        return tuple(dict.fromkeys(one for one in ends if self.sides.key(1, one) not in before))

    def gone_with(self, roles: tuple[str, ...]) -> bool:
        """Whether roles are named and none of them has a counterpart."""
        known = [one for one in roles if one in self.sides.nodes[0]]
        return bool(known) and not any(self.sides.counterparts(one) for one in known)


def term(group: str, code: str | None) -> Message | str:
    """The word for a code, said in the reader's language."""
    return message(f"show.{group}.{code}") if code else message("safety.not-stated")


def is_looser(before: str, after: str) -> bool | None:
    """Whether an authority goes further than another (rule E9); None where one of them is not in the closed list."""
    if before == after:
        return False
    if not {before, after} <= {*AUTHORITIES}:
        return None
    return AUTHORITIES.index(after) < AUTHORITIES.index(before)


def is_weaker_mode(before: str | None, after: str | None) -> bool:
    """Whether a stated mode of supervision is gone or less close: direct, indirect, consultative."""
    return before is not None and place(SUPERVISION_MODES, after) > place(SUPERVISION_MODES, before)


def qualified(one: Cadre, than: Cadre) -> str:
    """Whether a cadre is 'less', 'equal' or 'more' qualified than another, or this is 'unknown'.

    The professional status decides, then the tier; neither is read off names or training.
    """
    for field, order in (("professional_status", PROFESSIONAL_STATUSES), ("tier", TIERS)):
        mine, other = getattr(one, field), getattr(than, field)
        if (mine is None) != (other is None):
            return "unknown"
        if mine != other:
            return "less" if place(order, mine) > place(order, other) else "more"
    return "equal" if one.professional_status or one.tier else "unknown"
