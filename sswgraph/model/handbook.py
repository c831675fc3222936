"""A whole framework as a value: what its handbook says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sswgraph.language import Message
from sswgraph.model.framework import Framework
from sswgraph.model.results import Condition, Limit, LinkCount, Stamp
from sswgraph.model.show import Shown
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRules:
    """A cadre with the conditions and limits that no training lifts."""

    cadre: str
    conditions: tuple[Condition, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook(Shown):
    """A whole framework, with the conditions and limits of each of its cadres; ``labels`` names every id it uses."""

    kind: ClassVar[str] = "framework-handbook"
    framework: Framework
    lang: str
    date: str
    roles: tuple[RoleRules, ...] = ()
    notes: tuple[Message, ...] = ()
    labels: tuple[tuple[str, Text], ...] = ()
    links: LinkCount = LinkCount()
    stamp: Stamp

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"labels": dict(self.labels)}
