"""Closed lists of terms in the order in which the rules rank them, and the kinds of elements.

Whatever ranks, compares or sorts by one of these terms reads the order here; ``docs/semantics.md`` has it under Orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sswgraph.errors import InputError

# The compilations that ship: working lists, not standards, to which the frameworks of countries are mapped.
COMPILATIONS = ("cdw", "cycw", "generic", "psw", "social-protection")
# How far a worker may go with a function or competency, the widest first (rule E9).
Authority = Literal[
    "independent", "under-supervision", "assists", "delegated-only", "identify-and-refer", "not-permitted"
]
AUTHORITIES: tuple[Authority, ...] = Authority.__args__  # type: ignore[attr-defined]
# The authorities by which the worker acts; the others forbid it or leave it to identifying and referring.
PERFORMING = frozenset(AUTHORITIES[:4])
# How closely work is supervised, the closest first.
SupervisionMode = Literal["direct", "indirect", "consultative"]
SUPERVISION_MODES: tuple[SupervisionMode, ...] = SupervisionMode.__args__  # type: ignore[attr-defined]
# How qualified a cadre is, the most first: the status decides, then the tier.
ProfessionalStatus = Literal["professional", "para-professional", "volunteer"]
PROFESSIONAL_STATUSES: tuple[ProfessionalStatus, ...] = ProfessionalStatus.__args__  # type: ignore[attr-defined]
Tier = Literal["lead", "advanced", "basic", "entry", "volunteer"]
TIERS: tuple[Tier, ...] = Tier.__args__  # type: ignore[attr-defined]
# How serious a function is, the most serious first, and the marks of those called grave in the rules.
Criticality = Literal["statutory", "high-accountability", "routine"]
CRITICALITIES: tuple[Criticality, ...] = Criticality.__args__  # type: ignore[attr-defined]
GRAVE = frozenset(CRITICALITIES[:2])
# How firmly a requirement asks for a competency, the firmest first; what states nothing is 'not-stated'.
NECESSITIES = ("essential", "not-stated", "optional")
# Whose word a rule is, the strongest first (rule J1).
Force = Literal["law", "policy", "employer-rule", "guidance", "proposal"]
FORCES: tuple[Force, ...] = Force.__args__  # type: ignore[attr-defined]
# The forces that bind; the others advise, and what states none is not known to bind.
BINDING = frozenset(FORCES[:3])
# The statuses of a framework that somebody has validated.
SETTLED = ("validated", "endorsed")
# What makes an obligation due.
Trigger = Literal[
    "immediate-danger",
    "disclosure",
    "suspicion",
    "harm-by-colleague",
    "sexual-exploitation",
    "conflict-of-interest",
    "confidential-information",
    "complaint",
    "beyond-training",
    "risk-to-self",
    "at-all-times",
]
TRIGGERS: tuple[Trigger, ...] = Trigger.__args__  # type: ignore[attr-defined]
# The triggers by which somebody has come to harm, or may.
HARM = frozenset(TRIGGERS[:5])
# The cases of which a paper has to say how they are reported (rule M2).
REPORTED = ("disclosure", "suspicion")
# What a change of safeguards means, the most serious first (rule E10).
FindingClass = Literal["protection-removed", "preparation-reduced", "unserved", "scope-widened"]
FINDING_CLASSES: tuple[FindingClass, ...] = FindingClass.__args__  # type: ignore[attr-defined]
# Kinds of volume that are hours, by the field of a module that holds them. No two kinds are ever added.
HOURS = {
    "notionalHours": "notional_hours",
    "contactHours": "contact_hours",
    "selfStudyHours": "self_study_hours",
    "practicalHours": "practical_hours",
    "workplaceHours": "workplace_hours",
    "assessmentHours": "assessment_hours",
}

# What a statement on the workforce counts, by its property, and the code that names it.
WORKFORCE_FIGURES = {
    "headcount": "headcount",
    "caseload": "caseload",
    "workersPerSupervisor": "workers-per-supervisor",
    "peoplePerWorker": "people-per-worker",
}
# The closed lists of single fields, which no rule ranks.
# How much of a framework, qualification or source was read or encoded.
Reach = Literal["whole", "partial", "opening-only"]
# How far a cadre's own list of requirements goes (rule O1).
ListReach = Literal["whole", "partial"]
# How far a framework has come.
FrameworkStatus = Literal["draft", "under-validation", "validated", "endorsed", "superseded", "withdrawn"]
# What a source is.
SourceKind = Literal["primary", "regulator", "international-instrument", "provider-reprint", "news", "secondary"]
# The systems in which credits are counted; credits of two systems are never added.
CreditSystem = Literal["saqa-credit", "nzqa-credit", "tvet-cdacc-credit", "ofqual-credit", "ects-credit"]
# How members of a cadre are paid.
Remuneration = Literal["paid", "stipend", "unpaid", "mixed"]
# The parts that members of a cadre play.
WorkforceRole = Literal["direct-care", "case-manager", "supervisor", "trainer", "administrator", "community-leader"]
# Whether a progression leads up a ladder or sideways on a lattice.
ProgressionKind = Literal["ladder", "lattice"]
# What a competency mainly is.
Facet = Literal["knowledge", "skill", "attitude-or-value", "behaviour"]
# What a criterion looks at; what is not acceptable must never be seen.
CriterionKind = Literal["performance-kind", "knowledge-kind", "attitude-kind", "not-acceptable"]
# What has to be fulfilled before work begins.
ConditionKind = Literal[
    "registration",
    "clearance",
    "appointment",
    "residence-or-election",
    "conduct",
    "induction",
    "learner",
    "education",
    "age",
    "language",
    "experience",
    "organisation-licence",
]
# The ends that supervision serves.
SupervisionPurpose = Literal["administrative", "educative", "supportive"]
# Which part of a programme a module is.
Component = Literal["knowledge", "practical", "workplace"]
# How firmly a source asks for a competency; without it: not stated.
StatedNecessity = Literal["essential", "optional", "suggested"]
# Whether a module alone brings learners to a competency.
Extent = Literal["whole", "part"]
# How a statement stands among its rivals.
Standing = Literal["prevailing", "competing", "misprint"]
# What a review decided about an element.
DecisionVerdict = Literal[
    "keep",
    "keep-with-local-wording",
    "reword",
    "merge",
    "split",
    "move",
    "drop",
    "add",
    "defer",
    "take-over",
    "combine",
]
# What an adaptation did to elements of its base.
StatedChange = Literal[
    "reworded",
    "translated",
    "moved",
    "split",
    "merged",
    "regrouped",
    "redefined",
    "raised",
    "lowered",
    "broadened",
    "narrowed",
    "dropped",
    "added",
]
# Which group of the language packs has the words for the codes of a field: ``authority`` is ``show.authority``.
WORDS = {
    "boolean": "boolean",
    "authority": "authority",
    "basis": "basis",
    "change_kind": "change",
    "component": "component",
    "condition_kind": "condition",
    "credit_system": "credit-system",
    "criterion_kind": "criterion",
    "criticality": "criticality",
    "extent": "extent",
    "facet": "facet",
    "force": "force",
    "list_reach": "reach",
    "necessity": "necessity",
    "professional_status": "professional",
    "progression_kind": "progression",
    "purpose": "purpose",
    "reach": "reach",
    "remuneration": "pay",
    "source_kind": "source-kind",
    "status": "standing",
    "standing": "version",
    "supervision_mode": "supervision",
    "tier": "tier",
    "trigger": "trigger",
    "verdict": "verdict",
    "when_authority": "authority",
    "workforce_role": "workforce",
}


def place(order: Sequence[str], code: str | None) -> int:
    """Return the place of a code in its order.

    Returns:
        Its place, from 0; the length of the order where it is not in it.

    >>> place(TIERS, "lead"), place(TIERS, None)
    (0, 5)
    """
    return order.index(code) if code in order else len(order)


Kind = Literal[
    "adoption",
    "cadre",
    "change",
    "competency",
    "competency-set",
    "context",
    "context-scheme",
    "conversion-rule",
    "decision",
    "eligibility-condition",
    "entry-requirement",
    "ethical-standard",
    "evidence",
    "evidence-requirement",
    "framework",
    "function",
    "function-need",
    "guiding-principle",
    "level",
    "module",
    "obligation",
    "open-question",
    "outcome",
    "packaging-rule",
    "performance-criterion",
    "progression",
    "qualification",
    "requirement",
    "scale",
    "scope-rule",
    "source",
    "statement",
    "supervision-arrangement",
    "validation-exercise",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
# What people write for a kind, in small letters and the singular.
MEANT: dict[Kind, str] = {
    "module": "module course unit lesson training subject",
    "cadre": "role occupation job worker position profession",
    "function": "task duty activity responsibility",
    "competency": "skill ability competence capability",
    "competency-set": "domain cluster area",
    "qualification": "certificate diploma degree award programme program",
    "scale": "scale",
    "outcome": "outcome objective",
    "performance-criterion": "criterion indicator standard",
    "scope-rule": "rule permission limit restriction scope",
    "eligibility-condition": "condition eligibility",
    "supervision-arrangement": "supervision",
    "guiding-principle": "principle value",
    "ethical-standard": "ethic",
}
# The kinds of elements that protect people.
SAFEGUARDS: frozenset[Kind] = frozenset(
    {"obligation", "scope-rule", "eligibility-condition", "supervision-arrangement", "ethical-standard"}
)


def protects(node: Any) -> bool:
    """Return whether an element is a safeguard, or a competency without which people may come to harm."""
    return node.kind in SAFEGUARDS or bool(getattr(node, "safety_critical", None))


def require_kind(kind: object) -> None:
    """Require a kind of elements.

    Raises:
        InputError: If it is none; the message names those that were probably meant.

    >>> require_kind("cadres")
    Traceback (most recent call last):
    sswgraph.errors.InputError: There is no kind 'cadres'. Did you mean 'cadre'?
    >>> require_kind("Role")
    Traceback (most recent call last):
    sswgraph.errors.InputError: There is no kind 'Role'. Did you mean 'cadre'?
    """
    if kind in KINDS:
        return
    asked = str(kind)[:100]
    near = _near(asked.lower().replace("_", "-").replace(" ", "-"))
    meant = f"Did you mean {' or '.join(repr(one) for one in near)}?" if near else f"Known: {', '.join(KINDS)}."
    raise InputError(f"There is no kind '{asked}'. {meant}")


def _near(asked: str) -> list[str]:
    """The kinds that were probably meant: by meaning first, then by letters."""
    from difflib import get_close_matches  # only for who mistypes

    single = asked if asked in KINDS else asked.removesuffix("s")
    meant: list[str] = [kind for kind in KINDS if single == kind or single in MEANT.get(kind, "").split()]
    return meant or list(get_close_matches(asked, KINDS, n=2))
