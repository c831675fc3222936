"""Every finding of safety along lineage: its code, whether it is certain, and its class (rules E9 and E10).

Within a class the most serious stands first; the place of a code in this table is its place in every report.
"""

from __future__ import annotations

from dataclasses import dataclass

from sswgraph.model import EligibilityCondition, Node
from sswgraph.model.codes import FINDING_CLASSES, FindingClass, place


@dataclass(frozen=True, slots=True)
class Code:
    """A finding.

    Attributes:
        name: Its code.
        certain: Whether the data alone shows it, so that no person has to judge.
        finding: Its class; None where the kind of what was changed decides.
    """

    name: str
    certain: bool
    finding: FindingClass | None


PROTECTION, PREPARATION, UNSERVED, SCOPE = FINDING_CLASSES


def _of(finding: FindingClass | None, certain: str = "", judged: str = "") -> tuple[Code, ...]:
    return (
        *(Code(name, True, finding) for name in certain.split()),
        *(Code(name, False, finding) for name in judged.split()),
    )


CODES: tuple[Code, ...] = (
    *_of(
        PROTECTION,
        "obligation-removed obligation-delayed obligation-readdressed obligation-trigger-lost obligation-covers-less "
        "condition-removed supervision-removed standard-removed referral-removed limit-other-role split-uncovered "
        "supervisor-lost supervisor-lowered supervision-looser supervision-covers-less supervision-purpose-lost "
        "supervision-detail-gone condition-easier condition-differs condition-covers-less standard-covers-less "
        "criticality-lowered criticality-gone grave-act-gone safety-critical-gone critical-gone force-lowered "
        "legal-basis-gone regulator-gone "
        "includes-lost gone-with-role",
        "condition-unspecified principle-removed regulator-differs referral-added supervisor-added place-lost",
    ),
    *_of(
        PREPARATION,
        "requirement-removed competency-gone set-narrower level-lowered necessity-lowered entry-removed "
        "outcome-removed outcome-lowered assessment-removed criterion-removed assessment-less-often "
        "assessment-method-lost assessment-covers-less criterion-covers-less practice-removed practice-not-asked "
        "practice-shorter module-not-asked prerequisite-removed group-asks-fewer training-shorter "
        "conversion-lowered award-lowered",
        "module-gone necessity-unstated level-not-comparable rank-changed practice-not-stated training-not-stated "
        "duration-shorter course-differs exemption-added qualifies-more progression-added covers-more parts-complete "
        "equivalence-added extent-differs",
    ),
    *_of(UNSERVED, judged="act-unserved act-gone"),
    *_of(
        SCOPE,
        "performer-less-qualified performer-lowered performer-merged permission-added limit-removed limit-looser "
        "limit-covers-less",
        "permission-unconditional performer-new performer-first limit-differs permission-new act-added",
    ),
    *_of(None, judged="rule-excepted worded-anew language-lost language-added named-anew basis-lowered source-gone"),
)
BY_NAME = {one.name: one for one in CODES}
ORDER = tuple(BY_NAME)
# Where the kind of element decides the class: kinds on how workers are prepared, and on how far they may go.
CLASS_OF_KIND: dict[str, FindingClass] = {
    **dict.fromkeys(
        "performance-criterion evidence-requirement requirement entry-requirement outcome competency competency-set "
        "module qualification level scale conversion-rule progression".split(),
        PREPARATION,
    ),
    **dict.fromkeys(("scope-rule", "function"), SCOPE),
}
# Conditions on preparation; all others are about who may work with people.
PREPARING_CONDITIONS = frozenset({"education", "experience", "induction", "learner"})


# What nobody has to decide before an edition is made: no safeguard itself says less, and copies rest on drafts.
LISTED_ONLY = frozenset({"named-anew", "basis-lowered", "source-gone", "act-unserved"})


def class_of(code: str, node: Node) -> FindingClass:
    """The class of a finding about an element: for conditions by their kind, otherwise by code or kind of element."""
    if isinstance(node, EligibilityCondition) and node.condition_kind in PREPARING_CONDITIONS:
        return PREPARATION
    return BY_NAME[code].finding or CLASS_OF_KIND.get(node.kind, PROTECTION)


def rank_of(code: str, finding: FindingClass | None) -> tuple[int, int]:
    """The place of a finding in a report: its class, then its code."""
    return place(FINDING_CLASSES, finding), ORDER.index(code)
