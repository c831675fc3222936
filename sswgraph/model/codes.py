"""Closed lists of terms in the order in which the rules rank them (``docs/semantics.md``, Orders).

Whoever ranks, compares or sorts by one of these terms reads the order here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

FindingClass = Literal["protection-removed", "preparation-reduced", "unserved", "scope-widened"]

# The compilations that ship: working lists, no standards, to which what was read of countries is tied.
COMPILATIONS = ("cdw", "cycw", "generic", "psw", "social-protection")
# How far a worker may go with a function or competency, the widest first (rule E9).
AUTHORITIES = (
    "independent",
    "under-supervision",
    "assists",
    "delegated-only",
    "identify-and-refer",
    "not-permitted",
)
# The authorities by which the worker acts; the others forbid it or leave it to identifying and referring.
PERFORMING = frozenset(AUTHORITIES[:4])
# How closely work is supervised, the closest first.
SUPERVISION_MODES = ("direct", "indirect", "consultative")
# How qualified a cadre is, the most first: the status decides, then the tier.
PROFESSIONAL_STATUSES = ("professional", "para-professional", "volunteer")
TIERS = ("lead", "advanced", "basic", "entry", "volunteer")
# How a function is marked, the gravest first, and the marks that make it grave.
CRITICALITIES = ("statutory", "high-accountability", "routine")
GRAVE = frozenset(CRITICALITIES[:2])
# How firmly a requirement asks for a competency, the firmest first; what states nothing is 'not-stated'.
NECESSITIES = ("essential", "not-stated", "optional")
# Whose word a rule is, the strongest first (rule J1).
FORCES = ("law", "policy", "employer-rule", "guidance", "proposal")
# The forces that bind; the others advise, and what states none is not known to bind.
BINDING = frozenset(FORCES[:3])
# The standings of a framework that somebody has validated.
SETTLED = ("validated", "endorsed")
# What makes an obligation due.
TRIGGERS = (
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
)
# The triggers by which somebody has come to harm, or may.
HARM = frozenset(TRIGGERS[:5])
# The cases of which a paper has to say how they are reported (rule M2).
REPORTED = ("disclosure", "suspicion")
# What a change of safeguards means, the gravest first (rule E10).
FINDING_CLASSES: tuple[FindingClass, ...] = ("protection-removed", "preparation-reduced", "unserved", "scope-widened")
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
    """The place of a code in its order; behind all others where it is in none.

    >>> place(TIERS, "lead"), place(TIERS, None)
    (0, 5)
    """
    return order.index(code) if code in order else len(order)
