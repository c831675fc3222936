"""The blocks that a page is made of, whatever format it is written in."""

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
    """A wording in which some runs of words are marked because the wording beside it does not have them.

    >>> text = Marked((("same", "a "), ("new", "family")), "en")
    >>> text, text.lang, text.runs[1]
    ('a family', 'en', ('new', 'family'))

    Attributes:
        runs: The runs in order, each with *same*, *gone* or *new*.
    """

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, runs: tuple[Run, ...], lang: str = "") -> Marked:
        """Join the runs into a wording of this language."""
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

    Attributes:
        value: The number or date itself.
    """

    __slots__ = ("value",)
    value: int | float | Decimal | date

    def __new__(cls, text: str, value: int | float | Decimal | date) -> Figure:
        """Keep the value beside the text."""
        made = super().__new__(cls, text)
        made.value = value
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Figure, (str(self), self.value))


class Named(Wording):
    r"""A wording with marks such as ids, which documents to be signed leave out (pages/detail.py).

    As a string it is what the full page shows.

    >>> text = Named("social worker\nza:social-worker", "social worker", "en")
    >>> text.label, text.lang
    ('social worker', 'en')

    Attributes:
        label: The text without its marks; empty where it is nothing but a mark.
    """

    __slots__ = ("label",)
    label: str

    def __new__(cls, full: str, label: str, lang: str = "", fell_back: bool = False) -> Named:
        """Keep the label beside the full text."""
        made = super().__new__(cls, full, lang, fell_back)
        assert isinstance(made, Named)
        made.label = label
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Named, (str(self), self.label, self.lang, self.fell_back))


class Tagged(str):
    r"""A text of the library's own, not a wording of data, with marks that documents to be signed leave out.

    >>> Tagged("by a rule\nza:rule-1", "by a rule").label
    'by a rule'

    Attributes:
        label: The text without its marks.
    """

    __slots__ = ("label",)
    label: str

    def __new__(cls, full: str, label: str) -> Tagged:
        """Keep the label beside the full text."""
        made = super().__new__(cls, full)
        made.label = label
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Tagged, (str(self), self.label))


class BasisText(str):
    """The basis of a row in words; documents to be signed show a small sign instead.

    >>> BasisText("derived", ("derived",)).codes
    ('derived',)

    Attributes:
        codes: The bases: *stated*, *derived*, *draft*.
    """

    __slots__ = ("codes",)
    codes: tuple[str, ...]

    def __new__(cls, text: str, codes: tuple[str, ...]) -> BasisText:
        """Keep the codes beside the words."""
        made = super().__new__(cls, text)
        made.codes = codes
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (BasisText, (str(self), self.codes))


class Lines(str):
    r"""Several texts in one cell, each on a line of its own behind a bullet.

    >>> text = Lines(("asks", "listens"))
    >>> text, text.items
    ('• asks\n• listens', ('asks', 'listens'))

    Attributes:
        items: The texts without bullets.
    """

    __slots__ = ("items",)
    items: tuple[str, ...]

    def __new__(cls, items: Iterable[str]) -> Lines:
        """Set each text behind a bullet."""
        given = tuple(items)
        made = super().__new__(cls, "\n".join(f"{BULLET} {' '.join(one.split())}" for one in given))
        made.items = given
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (Lines, (self.items,))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        level: 1 (the title of the page) to 4; level 2 begins a chapter.
        text: The heading.
    """

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Shaped(Heading):
    """A heading that begins with a shape, such as the cross of what is never done.

    Attributes:
        tone: The standing whose colour repeats the shape (render/style.py); empty for none.
    """

    tone: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    Attributes:
        text: The text.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Aside(Paragraph):
    """Running text of the full page only, such as counts of links."""


@dataclass(frozen=True, slots=True)
class Picture(Paragraph):
    """A picture; its text says the same in words, and replaces it in formats that have no pictures.

    Attributes:
        svg: The picture as SVG.
    """

    svg: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A text that must not be overlooked: a limit, a banner, a reservation.

    Attributes:
        text: The text.
        tone: *warning*, *good*, *plain*, or *open* for what somebody has to fill in.
    """

    text: str
    tone: Tone = "warning"


@dataclass(frozen=True, slots=True)
class Reservation(Notice):
    """A reservation about the whole document; documents to be signed gather all of them in one box.

    Attributes:
        sort: *standing*, *parts*, *outcomes*, *translation* or *fixed-text*.
        about: The title of the framework that it is about; empty for the document.
    """

    sort: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class LeftOpen(Notice):
    """What somebody has to fill in.

    Attributes:
        asks: What is missing, in words.
        frame: The sentence, with ``{what}`` where the missing thing is named.
    """

    asks: str = ""
    frame: str = "{what}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of short texts.

    Attributes:
        items: The texts.
        ordered: Whether they are numbered, where order matters.
    """

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class NameList(Listing):
    """A list of names that documents to be signed run together in one paragraph."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, such as totals.

    Attributes:
        pairs: Each name with its value.
    """

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header, with a caption.

    Attributes:
        caption: The caption; empty for none.
        header: The headings of the columns.
        rows: The cells of each row, as many as there are headings.
        numeric: The columns that hold numbers, counted from 0.
        shape: *list*; *matrix* for many narrow columns, which take the long side of the page; *form* for empty cells
            to be filled in by hand; *beside* for texts in columns of equal width.
        rated: The columns of a form in which each row is given a rating.
        fresh: Whether it begins a new sheet of paper.
        groups: Named choices of rows, by their places, to which a screen can be narrowed.
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
    """Blocks that a reader may unfold; on paper they are always there.

    Attributes:
        summary: What stands on the fold.
        blocks: What is inside.
    """

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Shortened(Table):
    """A table of the full page for which documents to be signed have other blocks.

    Attributes:
        short: Those blocks; empty where the table is left out.
    """

    short: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex(Details):
    """What belongs to the full page only: evidence element by element, content hashes, options, ids."""


Block = Heading | Paragraph | Notice | Listing | Facts | Table | Details


@dataclass(frozen=True, slots=True)
class Page(Shown):
    """A titled sequence of blocks in one language; what precedes the first heading of level 2 is its cover.

    Attributes:
        title: The title.
        lang: The language tag of its fixed text.
        blocks: The blocks in order.
        date: The date of its data (ISO 8601), written into files that carry a date; empty where none is known.
        size: *normal*; *large* is one page to be carried or hung up, in the largest type that fits; *wall* is one
            sheet of A1, *wall-a3* the same on sheets of A3.
        running: What stands at the head of every sheet, such as that it is a draft.
        contents: Whether a long page has a table of contents.
        landscape: Whether the sheet is turned; A3 where it is also large.
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
        """Whether a table of contents is worth its room on paper."""
        return self.size == "normal" and self.contents

    @property
    def dated(self) -> datetime | None:
        """The day of its data, the first of the year or month where no more is known; None where nothing is known."""
        year, _, rest = self.date.partition("-")
        month, _, day = rest.partition("-")
        try:
            return datetime(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return None

    @property
    def on_wall(self) -> bool:
        """Whether it hangs on a wall."""
        return self.size in ("wall", "wall-a3")

    @property
    def moment(self) -> datetime:
        """The day of its data for members of archives, whose dates begin in 1980; 1980-01-01 where none is known."""
        return max(_EARLIEST, self.dated or _EARLIEST)
