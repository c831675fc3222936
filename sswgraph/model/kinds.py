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
    """
    if kind in KINDS:
        return
    from difflib import get_close_matches

    asked = str(kind)[:100]
    near = get_close_matches(asked.lower().replace("_", "-").replace(" ", "-"), KINDS, n=2)
    meant = f"Did you mean {' or '.join(repr(one) for one in near)}?" if near else f"Known: {', '.join(KINDS)}."
    raise InputError(f"There is no kind '{asked}'. {meant}")
