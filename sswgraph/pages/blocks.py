"""The block model: what a page is made of, whatever format it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal

from sswgraph.model.shown import Shown
from sswgraph.model.text import Run, Wording

Tone = Literal["plain", "warning", "good", "open"]
Shape = Literal["list", "matrix", "form", "beside"]
Size = Literal["normal", "large", "wall", "wall-a3"]
_EARLIEST = datetime(1980, 1, 1)


class Marked(Wording):
    """A wording of which some runs of words are marked, since they are not in the one it is shown beside.

    >>> text = Marked((("same", "a "), ("new", "family")), "en")
    >>> text, text.lang, text.runs[1]
    ('a family', 'en', ('new', 'family'))
    """

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, runs: tuple[Run, ...], lang: str = "") -> Marked:
        made = super().__new__(cls, "".join(text for _, text in runs), lang)
        assert isinstance(made, Marked)
        made.runs = runs
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Marked, (self.runs, self.lang))


class Figure(str):
    """A number or date as a page writes it, with its value for formats that have numbers and dates of their own.

    >>> text = Figure("12,5", 12.5)
    >>> text, text.value
    ('12,5', 12.5)
    """

    __slots__ = ("value",)
    value: int | float | Decimal | date

    def __new__(cls, text: str, value: int | float | Decimal | date) -> Figure:
        made = super().__new__(cls, text)
        made.value = value
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Figure, (str(self), self.value))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (title) to 4."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture(Paragraph):
    """A picture as SVG; the text says the same in words, and stands in its place where a format has no pictures."""

    svg: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A text that must not be overlooked: a limit, a banner, a reservation; ``open``: what somebody has to fill in."""

    text: str
    tone: Tone = "warning"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of short texts; numbered where order matters."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, such as totals."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header, with a caption; ``numeric`` marks the columns that hold numbers.

    ``shape``: a *matrix* has many narrow columns and stands on a page of its own width; a *form* has empty cells, to be
    filled in by hand; what stands *beside* each other are texts in columns of the same width. ``fresh``: on paper it
    begins a new sheet. ``groups``: named choices of rows, by their places, to which a screen can be narrowed.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    shape: Shape = "list"
    fresh: bool = False
    groups: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that a reader may unfold; on paper they are always there."""

    summary: str
    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Notice | Listing | Facts | Table | Details


@dataclass(frozen=True, slots=True)
class Page(Shown):
    """A titled sequence of blocks in one language; what stands before the first heading of level 2 is its cover.

    ``date`` (ISO 8601) is that of the data, written into files that carry a date, so that they stay the same. ``size``:
    *large* is what is carried or hung up and read at arm's length: one page, in the largest type that leaves it one;
    *wall* is one broad sheet (A1), whose headings stay in sight on a screen; *wall-a3* the same on sheets of A3.
    """

    kind: ClassVar[str] = "page"
    title: str
    lang: str
    blocks: tuple[Block, ...]
    date: str = ""
    size: Size = "normal"

    @property
    def on_wall(self) -> bool:
        """Whether it hangs on a wall, on whatever paper."""
        return self.size in ("wall", "wall-a3")

    @property
    def moment(self) -> datetime:
        """Its date for files, none of whose dates can lie before 1980; that day where it has none."""
        try:
            return max(_EARLIEST, datetime.fromisoformat(self.date))
        except ValueError:
            return _EARLIEST
