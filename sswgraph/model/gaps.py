"""Gaps of many at once, role by role or of many profiles against one target, as numpy arrays that cannot change."""

from __future__ import annotations

from dataclasses import field, fields
from operator import attrgetter
from typing import Any, ClassVar

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.permissions import Ruled
from sswgraph.model.results import CERTAINTY, STATUSES, Necessity, Stamp
from sswgraph.model.shown import Brief, Column, Shown, column, records
from sswgraph.model.text import Text, Wording


class Arrayed:
    """A result of which some fields are arrays: equal where all fields are."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(_same(getattr(self, one.name), getattr(other, one.name)) for one in _compared(self))

    def __hash__(self) -> int:
        values = (getattr(self, one.name) for one in _compared(self))
        return hash(tuple(one.tobytes() if hasattr(one, "tobytes") else one for one in values))


def _compared(result: Any) -> list[Any]:
    return [one for one in fields(result) if one.compare]


def _same(one: Any, other: Any) -> bool:
    if hasattr(one, "tobytes"):
        return bool(one.shape == other.shape and (one == other).all())
    return bool(one == other)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRole(Brief):
    """One cadre of a matrix, as a role that is held and as one that is aimed at.

    Attributes:
        id: The id of the cadre.
        label: Its name.
        asked: How many competencies are known to be required, including those that are optional.
        required: How many are known to be required without those.
        complete: As in a gap: whether the list is known to be whole (rule O1).
        silent: Whether nothing is known to be required and no source says that nothing is: nothing follows from an
            empty column.
    """

    id: str
    label: Text
    asked: int = 0
    required: int = 0
    complete: bool | None = None
    silent: bool = False


_COMPLETE: dict[bool | None, str] = {True: "whole", False: "in-part", None: "not-known"}
MATRIX_ROLES = (
    column("id", "cadres", "id", label=attrgetter("label")),
    column("required", "gap-matrix.column.required", "number", absent="amount.unknown",
           value=lambda one: None if one.silent else one.required),
    column("complete", "gap-matrix.column.complete", words="gap-matrix/complete",
           value=lambda one: _COMPLETE[one.complete], plain=attrgetter("complete")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GapMatrix(Arrayed, Shown):
    """How many items stay open when the cadre of a row becomes that of a column, each as :func:`sswgraph.gap` has it.

    A small number is no sign of a small step where the list of what a cadre requires is not known to be whole: see
    ``roles``. Competence is not permission: what binds a role is in its own gap.

    Attributes:
        cadres: The ids, in the order of rows and of columns.
        counts: Whole numbers, cadre by cadre: the items that are not certain (``len(gap.open)``).
        optional: How many of these are only optional for the cadre of the column, in the same shape.
        roles: What is known of each cadre: what it requires, and whether its list is whole.
        notes: What a reader must know.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "gap-matrix"
    cadres: tuple[str, ...]
    counts: Any = field(metadata={"plain": False})
    optional: Any = field(metadata={"plain": False})
    roles: tuple[MatrixRole, ...] = ()
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """Return one plain dict for each cadre, with a column for each that it could become.

        Args:
            lang (str): The language of the names, as a tag.

        Returns:
            The number of items that stay open, optional ones among them; None where nothing is known to be required.
        """
        return records(self.columns(), self.lines(), lang)

    def lines(self) -> list[tuple[MatrixRole, tuple[int | None, ...]]]:
        """Each cadre with its row of numbers; None where nothing is known to be required."""
        silent = [one.silent for one in self.roles]
        made = []
        for role, row in zip(self.roles, self.counts.tolist(), strict=True):
            made.append((role, tuple(None if no else n for no, n in zip(silent, row, strict=True))))
        return made

    def columns(self) -> tuple[Column, ...]:
        """Its columns: the cadre, and each that it could become."""
        head = Column(
            code="cadre", value=lambda line: line[0].id, type="id", heading="gap-matrix.column.from",
            label=lambda line: line[0].label,
        )  # fmt: skip
        name = Column(code="label", value=lambda line: line[0].label)
        return (head, name, *(_becoming(place, role) for place, role in enumerate(self.roles)))

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"counts": self.counts.tolist(), "optional": self.optional.tolist()}


def _becoming(place: int, role: MatrixRole) -> Column:
    return Column(
        code=role.id, title=Wording(role.id), value=lambda line: line[1][place], type="number", absent="amount.unknown"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsItem(Brief):
    """One competency that the target requires, and for how many profiles it has which certainty by the documents.

    Attributes:
        competency: The id of the competency.
        label: Its name.
        necessity: 'essential', 'optional' or 'not-stated'.
        required_levels: The ids of the levels required; empty where none is stated.
        certain: For how many it is certain.
        if_recognised: For how many it counts once mappings are recognised.
        in_part: For how many it is held in part, or at a level that does not reach or cannot be compared.
        open: For how many nothing that was given bears on it; whether they hold it is not known.
    """

    competency: str
    label: Text
    necessity: Necessity
    required_levels: tuple[str | None, ...] = ()
    certain: int = 0
    if_recognised: int = 0
    in_part: int = 0
    open: int = 0


GAPS_ITEMS = (
    column("competency", "competency", "id", label=attrgetter("label")),
    column("label"),
    column("necessity", "necessity", words="necessity"),
    column("required_levels", code="required_levels"),
    column("open", "gaps.column.open", "number"),
    column("in_part", "gaps.column.in-part", "number"),
    column("if_recognised", "gaps.column.if-recognised", "number"),
    column("certain", "gaps.column.certain", "number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleDemand(Brief):
    """One module, and for how many profiles it would close an open item that is required.

    Attributes:
        id: The id of the module.
        label: Its name.
        n: The number of profiles.
    """

    id: str
    label: Text
    n: int


MODULES_DEMANDED = (
    column("id", "module", "id", label=attrgetter("label")),
    column("n", "gaps.column.n", "number"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps(Arrayed, Ruled, Shown):
    """Many profiles against one target: what must be done and the limits first, then one line for each item.

    Nobody is ranked and no profile has a total. ``ssw.gap(graph, profiles[n], target)`` gives the reasons and the proof
    for one of them.

    Attributes:
        target: The id of the target.
        target_label: Its name.
        complete: As in a gap: whether the list of what the target requires is known to be whole (rule O1).
        required: As in a gap: how many competencies are known to be required.
        where: The places that the question named; empty where it named none.
        items: What the target asks, in order of id.
        counts: Profile by item: the place in ``STATUSES`` of its status in the gap of that profile (0 'met', 1
            'if-recognised', 2 'raise', 3 'not-comparable', 4 'in-part', 5 'missing').
        modules: The modules that would close something, those that would do so for most first.
        notes: What a reader must know.
        profiles: What is held, as arrays; ``gaps`` takes it for another target, so that it is read once.
        stamp: What the answer was made from.
    """

    STATUSES: ClassVar[tuple[str, ...]] = STATUSES
    kind: ClassVar[str] = "gaps"
    target: str
    target_label: Text
    complete: bool | None = None
    required: int = 0
    where: tuple[str, ...] = ()
    items: tuple[GapsItem, ...] = ()
    counts: Any = field(metadata={"plain": False})
    modules: tuple[ModuleDemand, ...] = ()
    notes: tuple[Message, ...] = ()
    profiles: Any = field(default=None, compare=False, repr=False, metadata={"plain": False})
    stamp: Stamp

    @property
    def n(self) -> int:
        """How many profiles there are."""
        return int(self.counts.shape[0])

    @property
    def demand(self) -> dict[str, int]:
        """The number of profiles by module id, for which it would close an open item that is required.

        It counts what a module teaches whole and on its own, beside what is held, wherever and whenever it is on offer;
        what has to come before it is left aside. :func:`sswgraph.plan` settles that for one, :func:`sswgraph.team` for
        a team.
        """
        return {one.id: one.n for one in self.modules}

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """Return one plain dict for each item, with how many profiles have it of which certainty.

        Args:
            lang (str): The language of the texts, as a tag.

        Returns:
            The rows, in the order of the items, for ``pandas.DataFrame``.
        """
        return records(GAPS_ITEMS, self.items, lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"n": self.n, "statuses": STATUSES, "counts": self.counts.tolist(), "demand": self.demand}


CERTAINTIES = tuple(CERTAINTY[one] for one in STATUSES)
