"""Whether one rule binds as firmly as another: its force, where it holds, its conditions (rules J1, J3 and E9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sswgraph.adaptation.correspondence import Sides
from sswgraph.adaptation.safety.wording import CONDITIONS, safeguard_texts
from sswgraph.messages.places import WORLD, containing, within
from sswgraph.model import Node, ScopeRule, Text
from sswgraph.model.codes import FORCES, PERFORMING, place
from sswgraph.model.fields import BY_KIND, Shape

# What tells which element it is and on what it rests, not what it says.
_APART = frozenset({"id", "evidence", "derived_from", "replaces", "notation"})
# What may differ as long as a rule binds as firmly.
_FIRMNESS = frozenset({"force", "jurisdiction", *CONDITIONS})


def best(answers: Iterable[bool | None]) -> bool | None:
    """Yes if any is yes; else 'a person must judge' (None) if any is that."""
    found = set(answers)
    return True if True in found else None if None in found else False


def worst(answers: Iterable[bool | None]) -> bool | None:
    """No if any is no; else 'a person must judge' (None) if any is that."""
    found = set(answers)
    return False if False in found else None if None in found else True


def is_as_firm(sides: Sides, old: Any, new: Any) -> bool | None:
    """Whether a rule of the adaptation binds as firmly as one of the base, whatever both say of the act itself; None
    where its conditions are others, which no machine decides (J3)."""
    if has_less_force(old, new) or is_place_lost(sides, old, (new,)):
        return False
    return None if _has_other_conditions(old, new) else True


def has_less_force(old: Any, new: Any) -> bool:
    """Whether the force of a rule is lower, or no longer stated."""
    return bool(old.force) and place(FORCES, new.force) > place(FORCES, old.force)


def _has_other_conditions(old: Any, new: Any) -> bool:
    """Whether a rule may bind in fewer cases than another: under other conditions, or, where it permits, under none."""
    permits = isinstance(old, ScopeRule) and old.authority in PERFORMING
    texts = [(getattr(old, name), getattr(new, name)) for name in CONDITIONS]
    return any(_differ(was, now) for was, now in texts if now or permits)


def _differ(was: Text, now: Text) -> bool:
    return was != now and safeguard_texts(was, now).reworded


def is_place_lost(sides: Sides, old: Any, after: Sequence[Any]) -> bool:
    """Whether a rule holds no more at some place that the adaptation is for and where it held before.

    A rule without places holds where its framework does, so that it is lost nowhere. Places are compared by the
    countries in them: areas may overlap.
    """
    stated = [_places(one.jurisdiction) for one in after]
    if not all(stated):
        return False
    here = _places(sides.frameworks[1].jurisdiction)
    before = _places(old.jurisdiction) or _places(sides.frameworks[0].jurisdiction)
    if not before and not here:
        return True
    held = [one for code in before or here for one in within(code)]
    where = [one for one in held if not here or _lies_in(one, here)]
    where += [one for code in here for one in within(code) if before and _lies_in(one, before)]
    now = {code for codes in stated for code in codes}
    return any(not _lies_in(one, now) for one in where or held)


def _places(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code != WORLD)


def _lies_in(code: str, places: Iterable[str]) -> bool:
    return not set(places).isdisjoint(containing(code))


def says_the_same(sides: Sides, old: Node, new: Node, but: str) -> bool | None:
    """Whether a safeguard says what another says, one field apart; None where only wordings differ, or nothing tells
    what is meant."""
    if type(old) is not type(new):
        return False
    firm = is_as_firm(sides, old, new) if hasattr(old, "force") else True
    if firm is False:
        return False
    reworded = firm is None
    for field in BY_KIND[old.kind].fields:
        if field.name in _APART or field.name in _FIRMNESS or field.name == but:
            continue
        was, now = getattr(old, field.name), getattr(new, field.name)
        if field.shape is Shape.TEXT:
            reworded |= _differ(was, now)
        elif field.shape is Shape.REFERENCE:
            if sides.keys(0, was) != sides.keys(1, now):
                return False
        elif was != now:
            return False
    return None if reworded else True
