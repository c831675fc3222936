"""How far the rules that were found let a cadre go with a function: which of them count, and in which order (E9, M1).

Which rules and duties there are, of whom and at which place, is for those who ask; here they come together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from sswgraph.model.codes import AUTHORITIES, place


class _Rule(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def authority(self) -> str: ...


R = TypeVar("R", bound=_Rule)


def in_effect(
    about: Iterable[R], on_all: Iterable[R], *, performed: bool, due: bool
) -> tuple[tuple[R, ...], tuple[R, ...]]:
    """The rules that count for a cadre and a function, the strictest first, and those that are set aside.

    ``about``: its rules on the function or what is broader; ``on_all``: those about all its work, which count only
    where it ``performed`` the function or another rule speaks of it. Where the function is ``due``, nothing forbids
    it. A term in no closed list ranks with nobody and comes last.

    >>> from sswgraph.model import ScopeRule
    >>> never = ScopeRule(id="x:never", cadre="x:c", function=("x:f",), authority="not-permitted")
    >>> helps = ScopeRule(id="x:helps", cadre="x:c", authority="assists")
    >>> [[rule.id for rule in rules] for rules in in_effect([never], [helps], performed=False, due=False)]
    [['x:never', 'x:helps'], []]
    >>> [[rule.id for rule in rules] for rules in in_effect([never], [helps], performed=False, due=True)]
    [['x:helps'], ['x:never']]
    >>> in_effect([], [helps], performed=False, due=False)
    ((), ())
    """
    found = {rule.id: rule for rule in about}
    if found or performed:
        found.update((rule.id, rule) for rule in on_all)
    aside = tuple(rule for rule in found.values() if due and rule.authority == "not-permitted")
    kept = sorted((rule for rule in found.values() if rule not in aside), key=_strictest_first)
    return tuple(kept), aside


def authority_of(rules: Iterable[R]) -> str | None:
    """How far the strictest of these rules, which stand in their order, lets go; None where no rule says it."""
    return next((rule.authority for rule in rules if rule.authority in AUTHORITIES), None)


def _strictest_first(rule: _Rule) -> tuple[int, str]:
    return -place(AUTHORITIES, rule.authority) if rule.authority in AUTHORITIES else 1, rule.id
