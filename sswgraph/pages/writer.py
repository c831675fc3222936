"""What several pages say: names with ids, terms, numbers, notes, tables, what a page was made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sswgraph.messages import Message, is_reviewed, languages, pack, sentence
from sswgraph.model.elements import Number
from sswgraph.model.results import LinkCount, Stamp
from sswgraph.model.shown import Column, Columns
from sswgraph.model.text import NO_BREAK, Text, Wording, at_home, clean, one_line
from sswgraph.model.volumes import parts_of
from sswgraph.pages.blocks import (
    Annex,
    Aside,
    BasisText,
    Block,
    Details,
    Facts,
    Figure,
    Heading,
    Listing,
    Named,
    Notice,
    Page,
    Paragraph,
    Reservation,
    Shortened,
    Table,
    Tagged,
)

Label = Callable[[str], Text]
OwnWords = Mapping[str, Mapping[str, str]]
UNDETERMINED = "und"
CONTENTS_FROM = 4  # headings from which a table of contents is worth its room
MAY_BE_HELD = ("lists.may-be-held", "lists.may-be-held-incomplete")
# Small signs of what no source states, the same on every paper.
SIGNS = {"derived": "°", "draft": "*"}
_CERTAIN = ("lists.complete", "lists.requires-none")
_DOUBLE_SIGNS = re.compile(r"(?<=«) | (?=[:;?!»](?:\s|$|[.,)]))")
# What the banners of these codes are reservations about; any other banner stands for itself.
_SORTS = {
    "curriculum.banner-compilation": "standing",
    "curriculum.banner-framework": "standing",
    "curriculum.banner-derived": "parts",
    "kinds.banner-derived-parts": "parts",
    "curriculum.banner-outcomes": "outcomes",
    "curriculum.banner-translation": "translation",
}


class Writer:
    """Writes the texts of a page in one language; those that exist in English only are marked.

    >>> Writer("fr").fixed("column.why"), Writer("en", "evidence").own("heading.says")
    ('Pourquoi', 'Who says it')

    Attributes:
        lang: The language tag of the page.
        area: The area of the language packs with the page's own words.
        own_words: The page's own words by language and code, for a page that another package makes; None: the packs.
    """

    def __init__(self, lang: str, area: str = "show", *, own_words: OwnWords | None = None) -> None:
        self.lang, self.area, self.own_words = lang, area, own_words

    def words(self, code: str, /, **parameters: Any) -> str:
        """A fixed text by its full code; names among its parameters are isolated from the words around them."""
        return words(code, self.lang, **parameters)

    def fixed(self, code: str, /, **parameters: Any) -> str:
        """A fixed text of the area ``show``."""
        return words(f"show.{code}", self.lang, **parameters)

    def own(self, code: str, /, **parameters: Any) -> str:
        """A fixed text of the page's own area; the English one, marked, where its language lacks it."""
        if self.own_words is not None:
            return self._given(self.own_words, code, parameters)
        return self.of(self.area, code, parameters)

    def of(self, area: str, code: str, parameters: Mapping[str, Any]) -> str:
        """A fixed text of an area; the English one, marked, where the packs of the page's language lack it."""
        text = words(f"{area}.{code}", self.lang, **parameters)
        base = self.lang.partition("-")[0]
        return Wording(text, "en", True) if base in languages() and code not in pack(base, area) else text

    def _given(self, every: OwnWords, code: str, parameters: Mapping[str, Any]) -> str:
        """A text of another package's own words; KeyError where it is missing in English too."""
        tag = next((tag for tag in (self.lang, self.lang.partition("-")[0]) if code in every.get(tag, {})), "en")
        spoken = {name: _spoken(value, self.lang) for name, value in parameters.items()}
        text = _set(clean(every[tag][code].format_map(spoken)), self.lang)
        return Wording(text, "en", True) if tag == "en" != self.lang.partition("-")[0] else text

    def say(self, message: Message | Text) -> str:
        """A message (or a name) as words, with every text inside it isolated from the words around it."""
        return _set(one_line(_spoken(message, self.lang)), self.lang)

    def ruled(self, rule: Message | Text) -> str:
        """The words of a rule; those that are in another language than the page's are marked with it."""
        if isinstance(rule, Text):
            return self.worded(rule)
        found = (text.best(self.lang) for text in _labels(rule))
        fallen = sorted({text.lang for text in found if text.fell_back and text.lang != UNDETERMINED})
        said = self.say(rule)
        if len(rule.parameters) == 1 and fallen:
            return Wording(said, fallen[0], True)
        return f"{said}{NO_BREAK}[{', '.join(fallen)}]" if fallen else said

    def term(self, group: str, code: str | None) -> str:
        """The word for a code of a closed list; a code without one has spaces for hyphens; None is empty."""
        if not code:
            return ""
        try:
            return self.fixed(f"{group}.{code}")
        except KeyError:
            return data(code.replace("-", " "))

    def named(self, label: Text, identifier: str, *more: str | None) -> Wording:
        """A name with its id and other marks on a second line; the marks alone where there is no name."""
        marks = " · ".join(one_line(mark) for mark in (*more, identifier) if mark)
        wording = label.best(self.lang)
        if not wording:
            return Wording(marks)
        return Named(f"{one_line(wording)}\n{marks}", one_line(wording), wording.lang, wording.fell_back)

    def mark(self, identifier: str) -> Named:
        """An id alone, which documents to be signed leave out."""
        return Named(one_line(identifier), "")

    def named_by(self, identifiers: Sequence[str]) -> Wording:
        """Elements by their ids; writers that know their names give those to documents to be signed."""
        return data(", ".join(identifiers))

    def based(self, *codes: str) -> BasisText:
        """The words for these bases, as the basis of a row."""
        return BasisText(", ".join(self.term("basis", code) for code in codes), codes)

    def worded(self, text: Text) -> Wording:
        """The best wording on one line; several wordings of one language are joined by semicolons."""
        best = text.best(self.lang)
        every = "; ".join(one_line(wording) for wording in text.all(best.lang))
        return Wording(every, best.lang, best.fell_back)

    def number(self, value: Number | None) -> str:
        """A number in figures, with the language's decimal sign; empty for None.

        >>> [Writer("fr").number(one) for one in (Decimal("12.50"), 280, None)]
        ['12,5', '280', '']

        Returns:
            The figures.
        """
        return _figures(value, self.lang)

    def amount(self, value: Number | None, *, at_least: bool) -> str:
        """A total in figures: 'at least' where it is incomplete, 'not known' where nothing is known."""
        if value is None:
            return self.fixed("amount.unknown")
        return self.fixed("amount.at-least", n=self.number(value)) if at_least else self.number(value)

    def share(self, n: int, of: int) -> str:
        """A number with its share in whole per cent, rounded down: only all is 100, and only none is 0.

        >>> [Writer("en").share(n, 1000).replace(NO_BREAK, "~") for n in (1, 999)]
        ['1 (<1~%)', '999 (99~%)']

        Returns:
            The number and, in brackets, its share.
        """
        percent = 100 * n // of if of else 0
        return self.fixed("share", n=n, percent=percent if percent or n == 0 else "<1")

    def heading(self, code: str, level: int = 2) -> Heading:
        """A heading in the words of the area ``show``."""
        return Heading(level, self.fixed(f"heading.{code}"))

    def header(self, *names: str) -> list[str]:
        """The headings of these columns."""
        return [self.fixed(f"column.{name}") for name in names]

    def own_header(self, *names: str) -> list[str]:
        """The headings of these columns in the page's own words."""
        return [self.own(f"column.{name}") for name in names]

    def table(
        self, caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int] = ()
    ) -> Table:
        """A table without the columns that are empty in every row; a dash marks other empty cells.

        Args:
            caption (str): The caption.
            header (Sequence[str]): The headings; all of them stay where there is no row.
            rows (Iterable[Sequence[str]]): The cells of each row.
            numeric (Sequence[int]): The columns that hold numbers, counted from 0.

        Returns:
            The table.
        """
        filled = [tuple(row) for row in rows]
        kept = [column for column in range(len(header)) if not filled or any(row[column] for row in filled)]
        dash = self.fixed("empty")
        return Table(
            caption,
            tuple(header[column] for column in kept),
            tuple(tuple(row[column] or dash for column in kept) for row in filled),
            tuple(place for place, column in enumerate(kept) if column in numeric),
        )

    def tabled(self, caption: str, columns: Columns, lines: Iterable[Any]) -> Table:
        """A table of a result's lines under those of its columns that have a heading."""
        shown = [column for column in columns if column.heading or column.title]
        rows = [[self.cell(column, line, head=not n) for n, column in enumerate(shown)] for line in lines]
        numeric = [n for n, column in enumerate(shown) if column.type == "number"]
        return self.table(caption, [self.heading_of(column) for column in shown], rows, numeric)

    def heading_of(self, column: Column) -> str:
        """The heading of a column of a result."""
        if column.title:
            return column.title
        return self.words(column.heading) if "." in column.heading else self.fixed(f"column.{column.heading}")

    def cell(self, column: Column, line: Any, *, head: bool = False) -> str:
        """The text of a column in a line; a term in the first column of a table has a capital (``head``)."""
        value = column.value(line)
        if value is None and column.absent:
            return self.fixed(column.absent)
        if column.label is not None:
            mark = self.cell(column.mark, line) if column.mark is not None else None
            return self.named(column.label(line), value or "", mark)
        if column.words:
            codes = value if isinstance(value, tuple) else (value,)
            if column.words == "basis" and value:
                return self.based(*codes)
            said = ", ".join(self._word(column.words, code) for code in codes)
            return capitalised(said) if head else said
        said = self._value(value)
        if column.type == "id" and said:
            return Named(said, "", said.lang if isinstance(said, Wording) else "")
        return Figure(said, value) if column.type in ("number", "date") and value is not None else said

    def _word(self, groups: str, code: str | None) -> str:
        """The word for a code, from the first of these groups that has it."""
        if "/" in groups:
            return self.words(f"{groups.replace('/', '.')}.{code}") if code else ""
        first, _, other = groups.partition(" ")
        if code and other and f"{first}.{code}" not in pack("en", "show"):
            first = other
        return self.term(first, code)

    def _value(self, value: Any) -> str:
        match value:
            case Text():
                return self.worded(value)
            case Message():
                return self.say(value)
            case bool():
                return self.term("boolean", str(value).lower())
            case int() | Decimal():
                return self.number(value)
            case float():
                return _figures(f"{Decimal(str(value)):.2f}", self.lang)
            case LinkCount():
                counts = {"stated": value.stated, "derived": value.derived, "draft": value.draft}
                total = sum(counts.values())
                return self.fixed("links.short", **{basis: self.share(n, total) for basis, n in counts.items()})
            case date():
                return value.isoformat()
            case ((str(), int()), *_):
                return ", ".join(self.counted(kind, n) for kind, n in value if n)
            case tuple():
                return data(", ".join(value))
        return data(value)

    def counted(self, kind: str, n: int) -> str:
        """How many elements of a kind, in words: '5 cadres'."""
        try:
            return self.words(f"count.{kind}", n=n)
        except KeyError:
            return f"{n} {kind}"

    def length(self, duration: str) -> str:
        """A length of time (xsd:duration) in words; a text that is not a duration stands as it is."""
        parts = (self.words(f"count.{unit}", n=n) for unit, n in parts_of(duration))
        return " ".join(parts) or data(duration)

    def banners(self, notes: Iterable[Message]) -> tuple[Block, ...]:
        """The reservations about whole frameworks among these notes, as notices."""
        return tuple(_banner(self.say(note), note, self.lang) for note in notes if is_banner(note))

    def list_notes(self, notes: Iterable[Message]) -> tuple[Block, ...]:
        """The notes on how far the list of requirements goes, which precede every figure taken from it."""
        found = (note for note in notes if is_of_list(note) and note.code not in MAY_BE_HELD)
        return tuple(Notice(self.say(note), "plain" if note.code in _CERTAIN else "warning") for note in found)

    def missing(self, figure: str, notes: Iterable[Message]) -> str:
        """A number of things missing, with the remark that some may be held if the list of the role held has gaps."""
        said = [self.say(note) for note in notes if note.code in MAY_BE_HELD]
        return self.fixed("remarked", text=figure, remark=said[0]) if said and figure != "0" else figure

    def other_notes(self, notes: Iterable[Message]) -> tuple[Block, ...]:
        """The notes that are neither reservations nor about lists, as notices."""
        return tuple(Notice(self.say(note)) for note in notes if not is_banner(note) and not is_of_list(note))

    def trust(self, links: LinkCount, stamp: Stamp, level: int = 2) -> tuple[Block, ...]:
        """How many links are stated, derived or draft, and what the result was made from."""
        total = links.stated + links.derived + links.draft
        counts = self.fixed("links", n=total, stated=links.stated, derived=links.derived, draft=links.draft)
        blocks: list[Block] = [self.heading("trust", level), Aside(counts)]
        if links.derived or links.draft:
            said = self.fixed("links.own", n=links.derived + links.draft, total=total)
            blocks.append(Reservation(said, sort="parts"))
        return (*blocks, *self.stamped(stamp))

    def stamped(self, stamp: Stamp) -> tuple[Block, ...]:
        """The library version, every framework with edition and content hash, and the options used."""
        pairs = [(self.fixed("stamp.version"), data(stamp.version))]
        for identifier, edition, digest in stamp.frameworks:
            said = " · ".join(part for part in (edition, digest) if part)
            pairs.append((self.fixed("stamp.framework", id=identifier), data(said)))
        pairs += [(self.fixed("stamp.option", name=name), data(value)) for name, value in stamp.options]
        return (Annex(self.fixed("stamp"), (Facts(tuple(pairs)),)),)

    def in_english(self) -> tuple[str, ...]:
        """The remark that the fixed text is in English because it does not exist in this language; otherwise nothing.

        >>> Writer("fr-CD").in_english(), Writer("de").in_english()[0][:74]
        ((), 'The fixed text of this page is in English, since it does not exist in de y')

        Returns:
            The remark, or an empty tuple.
        """
        if {self.lang, self.lang.partition("-")[0]} & set(languages()):
            return ()
        return (self.fixed("fixed-text", asked=self.term("language", self.lang), known=", ".join(languages())),)

    def finished(self, title: str, blocks: Iterable[Block], *, date: str = "") -> Page:
        """The page: a notice first where its fixed text is unreviewed, and last which texts are in another language."""
        made = tuple(blocks)
        wordings = [text for text in texts(made) if isinstance(text, Wording)]
        fallen = sorted({text.lang for text in wordings if text.fell_back and text.lang != UNDETERMINED})
        closing: list[Block] = []
        if fallen:
            found = ", ".join(self.term("language", tag) for tag in fallen)
            closing.append(Paragraph(self.fixed("fell-back", asked=self.term("language", self.lang), found=found)))
        closing += map(Paragraph, self.in_english())
        opening = (
            () if is_reviewed(self.lang) else (Reservation(self.fixed("fixed-text-unreviewed"), sort="fixed-text"),)
        )
        return Page(one_line(title), self.lang, (*opening, *made, *closing), date)


def _banner(said: str, note: Message, lang: str) -> Notice:
    sort = _SORTS.get(note.code)
    if sort is None:
        return Notice(said)
    return Reservation(said, sort=sort, about=_spoken(dict(note.parameters).get("title", ""), lang))


def words(code: str, lang: str, /, **parameters: Any) -> str:
    """A fixed text by its full code; names among its parameters are isolated from the words around them."""
    spoken = {name: _spoken(value, lang) for name, value in parameters.items()}
    return _set(clean(sentence(code, lang, **spoken)), lang)


def fixed(code: str, lang: str, /, **parameters: Any) -> str:
    """A fixed text of the area ``show``."""
    return words(f"show.{code}", lang, **parameters)


def _labels(value: Any) -> Iterator[Text]:
    """Every name in a message, however deep."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Message):
        for _, part in value.parameters:
            yield from _labels(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _labels(part)


def _set(text: str, lang: str) -> str:
    """French sets a no-break space beside its double signs, so that none of them begins a line."""
    return _DOUBLE_SIGNS.sub(NO_BREAK, text) if lang.partition("-")[0] == "fr" else text


def _spoken(value: Any, lang: str) -> Any:
    if isinstance(value, Message):
        return sentence(value.code, lang, **{name: _spoken(part, lang) for name, part in value.parameters})
    if isinstance(value, Text):
        return at_home(one_line(value.best(lang)), lang)
    if isinstance(value, str):
        return at_home(one_line(value), lang)
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, Decimal):
        return _figures(value, lang)
    if isinstance(value, Iterable):
        return ", ".join(str(_spoken(part, lang)) for part in value)
    return value


def _figures(value: Number | str | None, lang: str) -> str:
    if value is None:
        return ""
    figures = str(value)
    if isinstance(value, Decimal):
        figures = f"{value:f}"
        figures = figures.rstrip("0").rstrip(".") if "." in figures else figures
    return figures.replace(".", ",") if lang.partition("-")[0] in ("fr", "es", "pt", "de") else figures


def capitalised(text: str) -> str:
    """The text with a capital, such as a term at the beginning of a line."""
    return text[:1].upper() + text[1:]


def data(text: str | None, lang: str = "") -> Wording:
    """A text that comes from data, on one line, as a wording of this language if it is known."""
    return Wording(one_line(text or ""), lang)


def is_banner(note: Message) -> bool:
    """Whether a note is a reservation about a whole framework, which stands at the very top."""
    return "banner" in note.code.partition(".")[2]


def is_of_list(note: Message) -> bool:
    """Whether a note says how far the list of requirements goes; it stands with the figures."""
    return note.code.startswith("lists.")


def latest(stamp: Stamp) -> str:
    """The latest edition among the frameworks that a result was made from: the date of its documents."""
    return max((edition for _, edition, _ in stamp.frameworks), default="")


def signed_text(text: str, codes: Iterable[str]) -> str:
    """The text with the small signs of its basis, where no source states it."""
    found = tuple(codes)
    signs = "" if "stated" in found else "".join(sign for basis, sign in SIGNS.items() if basis in found)
    return altered(text, lambda one: _after_first_line(one, f"{NO_BREAK}{signs}")) if signs else text


def _after_first_line(text: str, sign: str) -> str:
    first, broken, more = text.partition("\n")
    return f"{first}{sign}{broken}{more}"


def altered(text: str, change: Callable[[str], str]) -> str:
    """The text after a change, still a wording of its language with its marks apart."""
    match text:
        case Named():
            return Named(change(str(text)), change(text.label), text.lang, text.fell_back)
        case Tagged():
            return Tagged(change(str(text)), change(text.label))
        case Wording():
            return Wording(change(str(text)), text.lang, text.fell_back)
    return change(text)


def with_short_form(made: Table, *short: Block) -> Shortened:
    """The table, with the blocks that documents to be signed have instead."""
    return Shortened(made.caption, made.header, made.rows, made.numeric, made.shape, made.rated, short=short)


def without_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks; their tables are left out of documents to be signed, where a form that follows says the same."""
    for block in blocks:
        yield with_short_form(block) if isinstance(block, Table) else block


def folded_away(made: Table) -> Details:
    """A table that is folded away under its own caption."""
    return Details(made.caption, (made,))


def says_it_itself(block: Details) -> bool:
    """Whether the summary only repeats the caption of the one table inside."""
    return len(block.blocks) == 1 and getattr(block.blocks[0], "caption", None) == block.summary


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text in these blocks."""
    for block in blocks:
        match block:
            case Table():
                yield from block.header
                for row in block.rows:
                    yield from row
            case Facts():
                for pair in block.pairs:
                    yield from pair
            case Listing():
                yield from block.items
            case Details():
                yield from texts(block.blocks)
            case _:
                yield block.text
