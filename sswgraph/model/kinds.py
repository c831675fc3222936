"""The kinds of elements, as a closed list: what ``of_kind``, ``find`` and others take."""

from __future__ import annotations

from typing import Any, Literal

from sswgraph.errors import InputError

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
# What people write for a kind, small and without plural.
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
# What protects people: what must be done, what may not be, what has to be there first, who looks on, what is right.
SAFEGUARDS: frozenset[Kind] = frozenset(
    {"obligation", "scope-rule", "eligibility-condition", "supervision-arrangement", "ethical-standard"}
)


def protects(node: Any) -> bool:
    """Whether an element is a safeguard, or a competency without which people may come to harm."""
    return node.kind in SAFEGUARDS or bool(getattr(node, "safety_critical", None))


def require_kind(kind: object) -> None:
    """Raises InputError for what is no kind, with those that were probably meant.

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
