"""What a worker or a role holds."""

from __future__ import annotations

from difflib import get_close_matches
from typing import ClassVar, Literal

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.model.shown import Brief, Visible, column

HoldingBasis = Literal["certified", "assessed", "supervisor-rated", "self-rated", "assumed-from-cadre"]
BASES: tuple[HoldingBasis, ...] = HoldingBasis.__args__  # type: ignore[attr-defined]
_KNOWN = frozenset(BASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Brief):
    """One competency that is held.

    Attributes:
        competency: The id of the competency or set.
        level: The id of the level held; None where not known.
        basis: 'certified', 'assessed', 'supervisor-rated', 'self-rated' or 'assumed-from-cadre' (rule H2).
        date: When it was assessed, in ISO 8601, as exact as known; None where not stated.
        assessor: Who assessed it; None where not stated.
        optional: Whether the role that it is assumed from has it as optional (rule H3).
        through: The ids of the elements it was concluded from; empty where it was given as it is.

    Raises:
        InputError: If there is no such basis; the message names the nearest.

    Example:
    >>> Holding(competency="za:c-listen", basis="assessed", date="2026-03")
    <Holding competency='za:c-listen', basis='assessed', date='2026-03', optional=False>
    """

    competency: str
    level: str | None = None
    basis: HoldingBasis = "self-rated"
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
    """The competencies that a worker or role holds, and the modules and qualifications completed.

    Attributes:
        holdings: The competencies held.
        completed: The ids of the modules and qualifications completed.
        title: What the profile is called; never a person's name by itself. Empty where it has no title.

    Example:
    >>> Profile(holdings=(Holding(competency="za:c-listen"),), completed=("za:km-01",))
    <Profile 1 holding, completed=('za:km-01',)>
    """

    kind: ClassVar[str] = "profile"
    holdings: tuple[Holding, ...] = ()
    completed: tuple[str, ...] = ()
    title: str = ""
