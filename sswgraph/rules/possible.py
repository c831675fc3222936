"""Rules that nobody could keep: groups, orders, dates and levels that leave no way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sswgraph.model.cycles import closure
from sswgraph.rules.findings import Finding, Parts, found

# Of each pair the first is not after the second, in a kind that has both.
DATES = (
    ("registered_from", "registered_to"),
    ("registered_from", "last_enrolment"),
    ("registered_from", "last_achievement"),
    ("registered_to", "last_achievement"),
    ("last_enrolment", "last_achievement"),
    ("start", "end"),
    ("date", "retrieved"),
)


def check(parts: Parts) -> Iterator[Finding]:
    """What cannot be kept, whatever else is true."""
    yield from _groups(parts)
    yield from _orders(parts)
    yield from _dates(parts)
    for one in parts.by_kind.get("competency", ()):
        if one.id in one.covers:
            yield found("covers-itself", one, "covers", one.id)
    scales = {level.id: level.scale for level in parts.by_kind.get("level", ())}
    for level in parts.by_kind.get("level", ()):
        for other in level.equivalent_level:
            if level.scale and scales.get(other) == level.scale:
                yield found("own-equivalent", level, "equivalent_level", other, to=other, scale=level.scale)


def _groups(parts: Parts) -> Iterator[Finding]:
    modules = {module.id: module for module in parts.by_kind.get("module", ())}
    for rule in parts.by_kind.get("packaging-rule", ()):
        members = len(set(rule.group))
        if rule.at_least is not None and members and rule.at_least > members:
            yield found("group-too-small", rule, "at_least", asked=rule.at_least, n=members)
        for one in rule.group:
            within = modules[one].part_of if one in modules else ()
            if within and rule.qualification and rule.qualification not in within:
                yield found("group-outside", rule, "group", one, to=one, qualification=rule.qualification)


def _orders(parts: Parts) -> Iterator[Finding]:
    """A module that has to come before another, and along with it as well."""
    before = {module.id: module.prerequisite for module in parts.by_kind.get("module", ())}
    for module in parts.by_kind.get("module", ()):
        for other in module.corequisite:
            if module.id in closure(before.get(other, ()), before):
                yield found("before-and-along", module, "corequisite", other, to=other)


def _dates(parts: Parts) -> Iterator[Finding]:
    for nodes in parts.by_kind.values():
        pairs = [pair for pair in DATES if nodes and all(hasattr(nodes[0], name) for name in pair)]
        for node in nodes if pairs else ():
            for name, later in pairs:
                first, last = getattr(node, name), getattr(node, later)
                if first is not None and last is not None and _is_after(first, last):
                    said = {"first": str(first), "last": str(last), "until": later}
                    yield found("dates-upside-down", node, name, str(first), **said)


def _is_after(first: date | str, last: date | str) -> bool:
    """Whether one date is after another, as far as both are known: 2015 is not after 2015-03."""
    if isinstance(first, str) and isinstance(last, str):
        known = min(len(first), len(last))
        return not first.startswith("-") and not last.startswith("-") and first[:known] > last[:known]
    return not isinstance(first, str) and not isinstance(last, str) and first > last


class Levels:
    """Whether one level reaches another (L1): by rank on one scale, by stated equivalences across scales."""

    def __init__(self, parts: Parts, others: Mapping[str, Any]) -> None:
        own = parts.by_kind.get("level", ())
        self.levels: dict[str, Any] = {id: one for id, one in others.items() if one.kind == "level"}
        self.levels.update((level.id, level) for level in own)
        self.pairs = {pair for a in self.levels.values() for b in a.equivalent_level for pair in ((a.id, b), (b, a.id))}

    def reaches(self, held: str | None, wanted: str) -> bool:
        if held is None or held == wanted:
            return held == wanted
        return self._at_least(held, wanted) or any(
            self._at_least(held, a) and self._at_least(b, wanted) for a, b in self.pairs
        )

    def leads_out(self, wanted: str) -> bool:
        """Whether a level, or one above it, is said to be equal to one that is not here, so that nothing is known."""
        return wanted not in self.levels or any(
            b not in self.levels and self._at_least(a, wanted) for a, b in self.pairs if a in self.levels
        )

    def _at_least(self, held: str, wanted: str) -> bool:
        if held == wanted:
            return True
        a, b = self.levels.get(held), self.levels.get(wanted)
        if a is None or b is None or a.scale != b.scale or a.rank is None or b.rank is None:
            return False
        return bool(a.rank >= b.rank)
