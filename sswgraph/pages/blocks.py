"""The block model: what a page is made of, whatever format it is written in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.model.shown import Shown
from sswgraph.model.text import Run, Wording

Tone = Literal["plain", "warning", "good", "open"]
Shape = Literal["list", "matrix", "form", "beside"]
Size = Literal["normal", "large", "wall", "wall-a3"]
BULLET = "•"
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


class Named(Wording):
    """A text with marks such as ids, of which a document that people sign shows the ``label`` only (pages/detail.py).

    As a string it is what the full page shows. An empty label: it is nothing but a mark.

    >>> text = Named("social worker\\nza:social-worker", "social worker", "en")
    >>> text.label, text.lang
    ('social worker', 'en')
    """

    __slots__ = ("label",)
    label: str

    def __new__(cls, full: str, label: str, lang: str = "", fell_back: bool = False) -> Named:
        made = super().__new__(cls, full, lang, fell_back)
        assert isinstance(made, Named)
        made.label = label
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Named, (str(self), self.label, self.lang, self.fell_back))


class Tagged(str):
    """The same of a text of our own, which is no wording of data.

    >>> Tagged("by a rule\\nza:rule-1", "by a rule").label
    'by a rule'
    """

    __slots__ = ("label",)
    label: str

    def __new__(cls, full: str, label: str) -> Tagged:
        made = super().__new__(cls, full)
        made.label = label
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Tagged, (str(self), self.label))


class Ground(str):
    """On what something rests, in words, with the ``codes``: a document that people sign has a small sign instead.

    >>> Ground("derived", ("derived",)).codes
    ('derived',)
    """

    __slots__ = ("codes",)
    codes: tuple[str, ...]

    def __new__(cls, text: str, codes: tuple[str, ...]) -> Ground:
        made = super().__new__(cls, text)
        made.codes = codes
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Ground, (str(self), self.codes))


class Lines(str):
    """Several texts of one cell, each on a line of its own behind a bullet.

    >>> text = Lines(("asks", "listens"))
    >>> text, text.items
    ('• asks\\n• listens', ('asks', 'listens'))
    """

    __slots__ = ("items",)
    items: tuple[str, ...]

    def __new__(cls, items: Iterable[str]) -> Lines:
        given = tuple(items)
        made = super().__new__(cls, "\n".join(f"{BULLET} {' '.join(one.split())}" for one in given))
        made.items = given
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Lines, (self.items,))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (title) to 4."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Shaped(Heading):
    """A heading that begins with a shape; the colour of its tone (render/style.py) only doubles it."""

    tone: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Aside(Paragraph):
    """Running text of the full page only, such as counts of links."""


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
class Reservation(Notice):
    """A reservation about the whole, of one of the sorts that a document people sign says in one box.

    ``sort``: *standing*, *parts*, *outcomes*, *translation* or *fixed-text*; ``about``: whose standing it is.
    """

    sort: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class LeftOpen(Notice):
    """What somebody has to fill in: a sentence (``{what}`` in its ``frame`` is what), and what it asks for."""

    asks: str = ""
    frame: str = "{what}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of short texts; numbered where order matters."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Names(Listing):
    """Names that stand in one paragraph in a document that people sign."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, such as totals."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header, with a caption; ``numeric`` marks the columns that hold numbers.

    ``shape``: a *matrix* has many narrow columns and stands on a page of its own width; a *form* has empty cells, to be
    filled in by hand; what stands *beside* each other are texts in columns of the same width. ``rated`` marks the
    columns of a form in which each row is given a rating. ``fresh``: on paper it begins a new sheet. ``groups``: named
    choices of rows, by their places, to which a screen can be narrowed.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    shape: Shape = "list"
    rated: tuple[int, ...] = ()
    fresh: bool = False
    groups: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that a reader may unfold; on paper they are always there."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Shortened(Table):
    """A table of the full page; a document that people sign has the blocks of ``short`` in its place."""

    short: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex(Details):
    """What belongs to the full page only: evidence element by element, content hashes, options, ids."""


Block = Heading | Paragraph | Notice | Listing | Facts | Table | Details


@dataclass(frozen=True, slots=True)
class Page(Shown):
    """A titled sequence of blocks in one language; what stands before the first heading of level 2 is its cover.

    ``date`` (ISO 8601) is that of the data, written into files that carry a date, so that they stay the same. ``size``:
    *large* is what is carried or hung up and read at arm's length: one page, in the largest type that leaves it one;
    *wall* is one broad sheet (A1), whose headings stay in sight on a screen; *wall-a3* the same on sheets of A3.
    ``running`` stands on every page of it. ``contents``: whether a long one has contents. ``landscape``: on the long
    side of paper, of A3 where it is large as well.
    """

    kind: ClassVar[str] = "page"
    title: str
    lang: str
    blocks: tuple[Block, ...]
    date: str = ""
    size: Size = "normal"
    running: str = ""
    contents: bool = True
    landscape: bool = False

    @property
    def has_contents(self) -> bool:
        """Whether contents would be worth their room on paper."""
        return self.size == "normal" and self.contents

    @property
    def dated(self) -> datetime | None:
        """The day of its data; the first of the year or month where no more is known, None where nothing is."""
        year, _, rest = self.date.partition("-")
        month, _, day = rest.partition("-")
        try:
            return datetime(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return None

    @property
    def on_wall(self) -> bool:
        """Whether it hangs on a wall, on whatever paper."""
        return self.size in ("wall", "wall-a3")

    @property
    def moment(self) -> datetime:
        """The same for members of files, whose dates cannot lie before 1980; that day where nothing is known."""
        return max(_EARLIEST, self.dated or _EARLIEST)
