"""What a person or a role holds."""

from __future__ import annotations

from difflib import get_close_matches
from typing import ClassVar

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.model.shown import Brief, Visible, column

BASES = ("certified", "assessed", "supervisor-rated", "self-rated", "assumed-from-cadre")
_KNOWN = frozenset(BASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Brief):
    """One competency held: at a level (None: not known), on a basis, when and by whom assessed.

    ``optional``: the role it is assumed from has it as optional. ``through``: the elements it was read off. Raises
    InputError for a basis that is none of :data:`BASES`.
    """

    competency: str
    level: str | None = None
    basis: str = "self-rated"
    date: str | None = None
    assessor: str | None = None
    optional: bool = False
    through: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.basis, str) or self.basis not in _KNOWN:
            near = get_close_matches(str(self.basis), BASES, n=1)
            meant = f"Did you mean '{near[0]}'?" if near else f"A basis is one of {', '.join(BASES)}."
            raise InputError(f"{self.competency}: there is no basis {self.basis!r}. {meant}")


HOLDINGS = (
    column("competency", "competency", "id"),
    column("level", "level", "id"),
    column("basis", "basis", words="holding"),
    column("date", "evidence.column.date"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Visible):
    """The competencies held, and the modules and qualifications completed (ids); never a person's name by itself."""

    kind: ClassVar[str] = "profile"
    holdings: tuple[Holding, ...] = ()
    completed: tuple[str, ...] = ()
    title: str = ""
