"""What several pages say: labels with ids, terms, numbers, conditions and limits, links, the stamp."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from sswgraph.messages import Message, is_reviewed, languages, sentence
from sswgraph.model.characters import at_home, clean, one_line
from sswgraph.model.elements import Number
from sswgraph.model.results import Condition, Limit, LinkCount, Stamp
from sswgraph.model.text import Text, Wording
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph, Table

Label = Callable[[str], Text]
UNDETERMINED = "und"
CONTENTS_FROM = 4  # headings that make contents worth their room
COVER_FROM = 12  # headings that make a cover with the contents worth a page
NO_BREAK = "\u00a0"
MAY_BE_HELD = "lists.may-be-held"
_DOUBLE_SIGNS = re.compile(r"(?<=«) | (?=[:;?!»](?:\s|$|[.,)]))")


def words(code: str, lang: str, /, **parameters: Any) -> str:
    """A fixed text; labels among its parameters follow the page's language and are isolated."""
    spoken = {name: _spoken(value, lang) for name, value in parameters.items()}
    return _set(clean(sentence(code, lang, **spoken)), lang)


def fixed(code: str, lang: str, /, **parameters: Any) -> str:
    """A fixed text of the area ``show``."""
    return words(f"show.{code}", lang, **parameters)


def say(message: Message | Text, lang: str) -> str:
    """A message (or a label) as words, with every text inside it isolated from the words around it."""
    return _set(one_line(_spoken(message, lang)), lang)


def ruled(rule: Message | Text, lang: str) -> str:
    """The words of a condition or limit; what of them is not in the language asked is marked with the one it is in."""
    if isinstance(rule, Text):
        return worded(rule, lang)
    found = (text.best(lang) for text in _labels(rule))
    fallen = sorted({text.lang for text in found if text.fell_back and text.lang != UNDETERMINED})
    said = say(rule, lang)
    if len(rule.parameters) == 1 and fallen:
        return Wording(said, fallen[0], True)
    return f"{said}{NO_BREAK}[{', '.join(fallen)}]" if fallen else said


def _labels(value: Any) -> Iterator[Text]:
    """Every label in a message, however deep."""
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
        return number(value, lang)
    if isinstance(value, Iterable):
        return ", ".join(str(_spoken(part, lang)) for part in value)
    return value


def term(group: str, code: str | None, lang: str) -> str:
    """The word for a code of a closed list; a code that has none stands with spaces for hyphens; None is empty."""
    if not code:
        return ""
    try:
        return fixed(f"{group}.{code}", lang)
    except KeyError:
        return data(code.replace("-", " "))


def headed(text: str) -> str:
    """The text with a capital: a term that stands at the head of a line."""
    return text[:1].upper() + text[1:]


def data(text: str | None, lang: str = "") -> Wording:
    """A text that comes from data: a wording, in this language if it is known, on one line."""
    return Wording(one_line(text or ""), lang)


def named(label: Text, identifier: str, lang: str, *more: str | None) -> Wording:
    """A label with, on a second line, its id and what else tells it apart; an id alone where there is no label."""
    marks = " · ".join(one_line(mark) for mark in (*more, identifier) if mark)
    wording = label.best(lang)
    if not wording:
        return Wording(marks)
    return Wording(f"{one_line(wording)}\n{marks}", wording.lang, wording.fell_back)


def worded(text: Text, lang: str) -> Wording:
    """The best wording on one line; several of the chosen language are joined by semicolons."""
    best = text.best(lang)
    every = "; ".join(one_line(wording) for wording in text.all(best.lang))
    return Wording(every, best.lang, best.fell_back)


def number(value: Number | None, lang: str) -> str:
    """A number in figures, with the language's decimal sign; empty for None.

    >>> number(Decimal("12.50"), "en"), number(Decimal("12.50"), "fr"), number(280, "en"), number(None, "en")
    ('12.5', '12,5', '280', '')
    """
    if value is None:
        return ""
    figures = str(value)
    if isinstance(value, Decimal):
        figures = f"{value:f}"
        figures = figures.rstrip("0").rstrip(".") if "." in figures else figures
    return figures.replace(".", ",") if lang.partition("-")[0] in ("fr", "es", "pt", "de") else figures


def amount(value: Number | None, lang: str, *, at_least: bool) -> str:
    """A total in figures: 'at least' where it is incomplete, 'not known' where nothing is known."""
    if value is None:
        return fixed("amount.unknown", lang)
    return fixed("amount.at-least", lang, n=number(value, lang)) if at_least else number(value, lang)


def heading(code: str, lang: str, level: int) -> Heading:
    return Heading(level, fixed(f"heading.{code}", lang))


def table(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int] = (), lang: str = "en"
) -> Table:
    """A table without the columns in which every cell is empty; in the others an empty cell shows a dash."""
    filled = [tuple(row) for row in rows]
    kept = [column for column in range(len(header)) if any(row[column] for row in filled)]
    dash = fixed("empty", lang)
    return Table(
        caption,
        tuple(header[column] for column in kept),
        tuple(tuple(row[column] or dash for column in kept) for row in filled),
        tuple(place for place, column in enumerate(kept) if column in numeric),
    )


def conditions_and_limits(
    conditions: Sequence[Condition], limits: Sequence[Limit], lang: str, level: int = 2
) -> tuple[Block, ...]:
    """What no training lifts; it stands before everything else."""
    blocks: list[Block] = [heading("conditions", lang, level), Notice(fixed("conditions.lead", lang))]
    if not conditions and not limits:
        blocks.append(Paragraph(fixed("conditions.none", lang)))
    if conditions:
        header = [fixed(f"column.{name}", lang) for name in ("kind", "condition", "satisfied-by", "basis")]
        rows = [
            (
                term("condition", condition.kind, lang),
                _with_id(ruled(condition.text, lang), condition.id),
                data(", ".join(condition.satisfied_by)),
                _bases(condition.basis, lang),
            )
            for condition in conditions
        ]
        blocks.append(table(fixed("caption.conditions", lang, n=len(rows)), header, rows, lang=lang))
    if limits:
        header = [fixed(f"column.{name}", lang) for name in ("limit", "basis")]
        said = [(_with_id(ruled(limit.text, lang), limit.id), _bases(limit.basis, lang)) for limit in limits]
        blocks.append(table(fixed("caption.limits", lang, n=len(said)), header, said, lang=lang))
    return tuple(blocks)


def _with_id(text: str, identifier: str) -> str:
    both = f"{text}\n{one_line(identifier)}"
    return Wording(both, text.lang, text.fell_back) if isinstance(text, Wording) else both


def _bases(bases: Iterable[str], lang: str) -> str:
    return ", ".join(term("basis", basis, lang) for basis in bases)


def is_banner(note: Message) -> bool:
    """Whether a note is a reservation about the whole framework, which stands at the very top."""
    return "banner" in note.code.partition(".")[2]


def banners(notes: Iterable[Message], lang: str) -> tuple[Block, ...]:
    return tuple(Notice(say(note, lang)) for note in notes if is_banner(note))


def is_of_list(note: Message) -> bool:
    """Whether a note says how far the list of what is required goes; it stands with the figures."""
    return note.code.startswith("lists.")


def list_notes(notes: Iterable[Message], lang: str) -> tuple[Block, ...]:
    """How far the list of what is required goes: before every figure that is taken from it."""
    found = (note for note in notes if is_of_list(note) and note.code != MAY_BE_HELD)
    return tuple(Notice(say(note, lang), "plain" if note.code == "lists.complete" else "warning") for note in found)


def missing(figure: str, notes: Iterable[Message], lang: str) -> str:
    """A number of things missing; beside it that some may be held, where the list of the role held is not complete."""
    said = [say(note, lang) for note in notes if note.code == MAY_BE_HELD]
    return fixed("remarked", lang, text=figure, remark=said[0]) if said and figure != "0" else figure


def other_notes(notes: Iterable[Message], lang: str) -> tuple[Block, ...]:
    return tuple(Notice(say(note, lang)) for note in notes if not is_banner(note) and not is_of_list(note))


def trust(links: LinkCount, stamp: Stamp, lang: str, level: int = 2) -> tuple[Block, ...]:
    """How many links are stated, derived or draft, and what the result was made from."""
    total = links.stated + links.derived + links.draft
    counts = fixed("links", lang, n=total, stated=links.stated, derived=links.derived, draft=links.draft)
    blocks: list[Block] = [heading("trust", lang, level), Paragraph(counts)]
    if links.derived or links.draft:
        blocks.append(Notice(fixed("links.own", lang, n=links.derived + links.draft, total=total)))
    return (*blocks, *stamped(stamp, lang))


def stamped(stamp: Stamp, lang: str) -> tuple[Block, ...]:
    """The library version, every framework with edition and content hash, and the options used."""
    pairs = [(fixed("stamp.version", lang), data(stamp.version))]
    pairs += [
        (
            fixed("stamp.framework", lang, id=identifier),
            data(" · ".join(part for part in (edition, digest) if part)),
        )
        for identifier, edition, digest in stamp.frameworks
    ]
    pairs += [(fixed("stamp.option", lang, name=name), data(value)) for name, value in stamp.options]
    return (Details(fixed("stamp", lang), (Facts(tuple(pairs)),)),)


def latest(stamp: Stamp) -> str:
    """The latest edition of the frameworks that a result was made from: the date of its documents."""
    return max((edition for _, edition, _ in stamp.frameworks), default="")


def share(n: int, of: int, lang: str) -> str:
    """A number with its share in whole per cent, rounded down, so that only all of them make 100 and only none 0.

    >>> share(1, 1000, "en").replace(chr(160), "~"), share(999, 1000, "en").replace(chr(160), "~")
    ('1 (<1~%)', '999 (99~%)')
    """
    percent = 100 * n // of if of else 0
    return fixed("share", lang, n=n, percent=percent if percent or n == 0 else "<1")


def folded(made: Table) -> Details:
    """A table that is folded away under its own caption."""
    return Details(made.caption, (made,))


def says_it_itself(block: Details) -> bool:
    """Whether the summary only repeats the caption of the one table inside."""
    return len(block.blocks) == 1 and getattr(block.blocks[0], "caption", None) == block.summary


def in_english(lang: str) -> tuple[str, ...]:
    """The remark that the fixed text is in English, where it does not exist in this language; else nothing.

    >>> in_english("fr-CD"), in_english("de")[0][:74]
    ((), 'The fixed text of this page is in English, since it does not exist in de y')
    """
    if {lang, lang.partition("-")[0]} & set(languages()):
        return ()
    return (fixed("fixed-text", lang, asked=term("language", lang, lang), known=", ".join(languages())),)


def finished(title: str, lang: str, blocks: Iterable[Block], *, date: str = "") -> Page:
    """The page: first a notice where nobody has reviewed its fixed text, last a line on what is in another language."""
    made = tuple(blocks)
    wordings = [text for text in _texts(made) if isinstance(text, Wording)]
    fallen = sorted({text.lang for text in wordings if text.fell_back and text.lang != UNDETERMINED})
    closing: list[Block] = []
    if fallen:
        found = ", ".join(term("language", tag, lang) for tag in fallen)
        closing.append(Paragraph(fixed("fell-back", lang, asked=term("language", lang, lang), found=found)))
    closing += map(Paragraph, in_english(lang))
    opening = () if is_reviewed(lang) else (Notice(fixed("fixed-text-unreviewed", lang)),)
    return Page(one_line(title), lang, (*opening, *made, *closing), date)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
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
                yield from _texts(block.blocks)
            case _:
                yield block.text
