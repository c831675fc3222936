"""Countries compared through a reference: concepts, role beside role, what is to be added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from operator import attrgetter
from typing import Any, ClassVar, Literal

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.comparison import Tie
from sswgraph.model.framework import Framework
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Column, Shown, column, records
from sswgraph.model.text import Text

Has = Literal["same", "close", "wider", "narrower", "same-topic", "not-found", "not-read"]
Mark = Literal["stated", "near", "not-found", "not-read"]
Paper = Literal["a1", "a3"]
PAPERS: tuple[Paper, ...] = Paper.__args__  # type: ignore[attr-defined]
HAS: tuple[Has, ...] = Has.__args__  # type: ignore[attr-defined]
FOUND: tuple[Has, ...] = HAS[:5]
# A country has a concept where it has the same or something close; near is what is wider, narrower or on its topic.
_STATED = frozenset({"same", "close"})
# What must be done comes before how far anybody may go (rule M1).
BANDS = ("who", "does", "must", "how-far", "behind", "way-in", "way-on")


def mark_of(has: Has) -> Mark:
    """Return the mark for what a country has: stated, near, read and not found, not read.

    Returns:
        The mark.

    >>> [mark_of(one) for one in ("close", "wider", "not-found", "not-read")]
    ['stated', 'near', 'not-found', 'not-read']
    """
    if has == "not-found" or has == "not-read":
        return has
    return "stated" if has in _STATED else "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryColumn(Brief):
    """One column: a framework, or one role of it, with how far it was read.

    Attributes:
        id: The id of the framework or cadre asked for.
        label: Its name.
        framework: The id of the framework.
        places: The places it is made for, as ISO 3166 codes or UN M.49 areas.
        cadres: The ids of the roles that the reference has a counterpart of, by which a framework is represented.
        cadre_labels: Their names.
        tiers: Their tiers, as far as stated.
        statuses: Their professional statuses, as far as stated.
        pay: Their remuneration, as far as stated.
        reach: Whether the framework is encoded 'whole', 'partial' or 'opening-only'; None where not stated.
        functions: How many functions were read.
        competencies: How many competencies were read.
    """

    id: str
    label: Text
    framework: str
    places: tuple[str, ...] = ()
    cadres: tuple[str, ...] = ()
    cadre_labels: tuple[Text, ...] = ()
    tiers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    pay: tuple[str, ...] = ()
    reach: str | None = None
    functions: int = 0
    competencies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptCell(Brief):
    """What one country has for a concept.

    Attributes:
        has: How its elements relate to it, 'not-found' or 'not-read'.
        elements: The ids of these elements.
        labels: Their names.
        ties: What relates them to it.
    """

    has: Has
    elements: tuple[str, ...] = ()
    labels: tuple[Text, ...] = ()
    ties: tuple[Tie, ...] = ()

    @property
    def mark(self) -> Mark:
        """The mark for it: 'stated', 'near', 'not-found' or 'not-read'."""
        return mark_of(self.has)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"mark": self.mark}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRow(Brief):
    """A function or competency of the reference, with a cell for each column.

    Attributes:
        concept: The id of it.
        element: Its kind.
        label: Its name.
        domain: Of a competency, the id of the set it belongs to; otherwise None.
        domain_label: The name of that set; otherwise empty.
        cells: One for each column.
    """

    concept: str
    element: str
    label: Text
    domain: str | None = None
    domain_label: Text = Text()
    cells: tuple[ConceptCell, ...]

    @property
    def found(self) -> int:
        """How many columns have something for it."""
        return sum(cell.has in FOUND for cell in self.cells)

    @property
    def read(self) -> int:
        """How many columns were read for it."""
        return sum(cell.has != "not-read" for cell in self.cells)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"found": self.found, "read": self.read}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCell(Brief):
    """What one country says of its role.

    Attributes:
        mark: 'stated', 'near', 'not-found' or 'not-read'.
        said: What it says, in words.
        elements: The ids of the elements by which it says so.
        authorities: Of an act, how far the role may go with it.
        forces: Of an act, the forces of its rules, as far as stated.
        conditional: Of an act, whether any of its rules has conditions.
        due: Of an act, whether it must be done, which no rule forbids (rule M1).
        sources: The ids of the sources behind these elements.
    """

    mark: Mark
    said: tuple[Text | Message, ...] = ()
    elements: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    conditional: bool = False
    due: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow(Brief):
    """One line of the roles side by side.

    Attributes:
        band: Its band, one of ``BANDS``.
        code: What it is about: a code, or the id of an act.
        label: The same in words.
        cells: One for each column.
        asked: Whether it is an act that the reference asks every country about, or that is statutory or of high
            accountability, whoever says something of it.
        compiled: What the reference itself says, in no count; None where that was not asked for.
    """

    band: str
    code: str
    label: Text | Message
    cells: tuple[RoleCell, ...]
    asked: bool = False
    compiled: RoleCell | None = None

    @property
    def every_cell(self) -> tuple[RoleCell, ...]:
        """The cells of the countries, then that of the reference where there is one."""
        return self.cells if self.compiled is None else (*self.cells, self.compiled)

    @property
    def empty(self) -> bool:
        """Whether no column says anything."""
        return not any(cell.said for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAdd(Brief):
    """A function or competency that a country states and nothing relates to the reference: a candidate to add.

    Attributes:
        framework: The id of the framework of the country.
        id: The id of the element.
        element: Its kind.
        label: Its name.
        domains: The ids of the sets it belongs to.
    """

    framework: str
    id: str
    element: str
    label: Text
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountrySource(Brief):
    """A source behind what is stated about a role.

    Attributes:
        id: The id of the source.
        label: Its title.
    """

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat(Brief):
    """Of how many concepts of a domain each column has something.

    Attributes:
        domain: The id of the set; None for concepts in none.
        label: Its name.
        of: How many concepts it has.
        found: For each column, of how many it has something; None where it was not read.
    """

    domain: str | None
    label: Text
    of: int
    found: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Countries(Shown):
    """Countries side by side through a reference, which is a working list and no standard.

    Nothing here ranks countries by how alike they are: that would be a ranking by how much happened to be read.

    Attributes:
        reference: The id of the reference.
        reference_label: Its title.
        countries: What is compared, and how far each was read.
        notes: What a reader must know.
        sentences: What the worker must do, what all let the worker do, where they differ on how far, what nobody says.
        concepts: A row for each function and competency of the reference.
        roles: Role beside role, in bands.
        candidates: What a country states and the reference lacks.
        sources: The sources behind what is stated about the roles.
        with_reference: Whether each row of the roles also gives what the reference itself says.
        stamp: What the answer was made from.
        frameworks: The reference and the countries as they were compared, so that what is decided can be carried out;
            they are not shown.
    """

    kind: ClassVar[str] = "countries"
    reference: str
    reference_label: Text
    countries: tuple[CountryColumn, ...]
    notes: tuple[Message, ...] = ()
    sentences: tuple[Message, ...] = ()
    concepts: tuple[ConceptRow, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    candidates: tuple[ToAdd, ...] = ()
    sources: tuple[CountrySource, ...] = ()
    with_reference: bool = False
    stamp: Stamp
    frameworks: tuple[Framework, ...] = field(default=(), repr=False, compare=False, metadata={"plain": False})

    @property
    def wall(self) -> Wall:
        """The same as a sheet for the wall, on which a team decides."""
        return Wall(countries=self)

    def on_paper(self, paper: Paper) -> Wall:
        """Return the sheet for the wall, on one A1 or on four A3.

        Args:
            paper (Paper): 'a1' or 'a3'.

        Returns:
            The sheet.

        Raises:
            InputError: If it is another paper.
        """
        if paper not in PAPERS:
            raise InputError(f"A sheet for the wall is of {' or '.join(PAPERS)}, not '{paper}'.")
        return Wall(countries=self, paper=paper)

    @property
    def heat(self) -> tuple[Heat, ...]:
        """By domain, of how many concepts each column has something."""
        return tuple(self._heat())

    def _heat(self) -> Iterator[Heat]:
        for domain in dict.fromkeys(row.domain for row in self.concepts):
            rows = [row for row in self.concepts if row.domain == domain]
            cells = zip(*(row.cells for row in rows), strict=True)
            found = tuple(
                sum(cell.has in FOUND for cell in own) if any(cell.has != "not-read" for cell in own) else None
                for own in cells
            )
            yield Heat(domain=domain, label=rows[0].domain_label, of=len(rows), found=found)

    @property
    def in_most(self) -> tuple[str, ...]:
        """The concepts that more than half of the columns have something for, those that all have first."""
        rows = [row for row in self.concepts if 2 * row.found > len(self.countries)]
        return tuple(row.concept for row in sorted(rows, key=lambda row: -row.found))

    @property
    def in_one(self) -> tuple[str, ...]:
        """The concepts that one column alone has something for."""
        return tuple(row.concept for row in self.concepts if row.found == 1)

    def of_band(self, band: str) -> tuple[RoleRow, ...]:
        """The rows of one of the seven bands (``BANDS``), in their order."""
        return tuple(row for row in self.roles if row.band == band)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per concept, with a column for what each country has."""
        return records(self.columns(), self.concepts, lang)

    def columns(self) -> tuple[Column, ...]:
        """Its columns: the concept and its domain, then each country."""
        element = column("element", words="kind")
        own = (_has(place, one.id) for place, one in enumerate(self.countries))
        return (
            column("concept", "element", "id", label=attrgetter("label"), mark=element),
            element,
            column("label"),
            column("domain", type="id"),
            *own,
            column("found", type="number"),
            column("read", type="number"),
        )

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"heat": self.heat, "in_most": self.in_most, "in_one": self.in_one}


def _has(place: int, name: str) -> Column:
    return Column(code=name, title=name, value=lambda row: row.cells[place].has, words="has")


def best_of(found: tuple[Tie, ...]) -> Has:
    """Return the best relation of a country to a concept by several ties; wider and narrower are on its topic."""
    relations = {tie.relation for tie in found}
    if {"wider", "narrower"} <= relations and not relations & _STATED:
        return "same-topic"
    return next(one for one in FOUND if one in relations)


# The number of rows of each band that a sheet for the wall has at most: 36 in all.
_ON_THE_WALL = {"who": 4, "does": 7, "must": 3, "how-far": 12, "behind": 3, "way-in": 6, "way-on": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall(Shown):
    """Countries as a sheet for the wall: at most 36 rows in seven bands, with room for what is decided.

    Attributes:
        countries: What is shown.
        paper: 'a1' for one sheet of A1, 'a3' for four of A3 with two bands on each.
    """

    kind: ClassVar[str] = "wall"
    countries: Countries
    paper: Paper = "a1"

    def of_band(self, band: str) -> tuple[RoleRow, ...]:
        """Return the rows of a band that are on the wall, in their order.

        The acts that are asked about come first, then those of which most countries say something.

        Args:
            band (str): One of ``BANDS``.

        Returns:
            The rows.
        """
        rows = self.countries.of_band(band)
        ranked = sorted(rows, key=lambda row: (not row.asked, -sum(bool(cell.said) for cell in row.cells)))
        found = ranked[: _ON_THE_WALL[band]]
        return tuple(row for row in rows if row in found)

    @property
    def left_out(self) -> int:
        """How many rows are not on the wall."""
        return len(self.countries.roles) - sum(len(self.of_band(band)) for band in BANDS)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"bands": {band: [row.code for row in self.of_band(band)] for band in BANDS}, "left_out": self.left_out}
