"""A framework as a menu: what can be chosen from it, and what comes along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from sswgraph.messages import Message
from sswgraph.model.columns import column, records
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Shown
from sswgraph.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One element of the menu.

    ``domain``: the set it belongs to; ``with_cadres``: of a safeguard, whom it comes with.
    """

    id: str
    element: str
    label: Text = Text()
    definition: Text = Text()
    domain: str = ""
    protects: bool = False
    with_cadres: tuple[str, ...] = ()


MENU = (
    column("id", "element", "id", label=lambda one: one.label),
    column("element", words="kind"),
    column("label"),
    column("definition", "definition"),
    column("domain", type="id"),
    column("protects"),
    column("with_cadres"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Shown):
    """What can be chosen from a framework: safeguards, cadres, functions, competencies by domain.

    Groups choose in a workbook (``write_review``), and ``apply_review`` makes the adaptation.
    """

    kind: ClassVar[str] = "menu"
    base: str
    base_label: Text
    entries: tuple[MenuEntry, ...] = ()
    domains: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp
    framework: Framework = field(repr=False, compare=False, metadata={"plain": False})

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each element of the menu."""
        return records(MENU, self.entries, lang)
