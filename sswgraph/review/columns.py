"""How a review workbook is laid out, for those who write and those who read it: columns, marks, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sswgraph.messages import languages, pack
from sswgraph.model.merge_plan import GROUPS
from sswgraph.model.review import VERDICTS, WORDED, word_code
from sswgraph.pages.writer import words

SHAPE = 1
META = "sswgraph"
ROWS_MARK, START_MARK = "sswgraph:rows", "sswgraph:start"
OPEN, TICKED = "☐", "☑"
HEADER, FIRST = 3, 4  # rows, counted from 0: the header, and the first row below it


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a sheet of rows: its name, its width in characters, whether people fill it in."""

    name: str
    width: float
    open: bool = False


COLUMNS = (
    SheetColumn("key", 0),
    SheetColumn("print", 0),
    SheetColumn("number", 6),
    SheetColumn("ticked", 8, True),
    SheetColumn("element", 28),
    SheetColumn("change", 27),
    SheetColumn("base", 44),
    SheetColumn("adaptation", 44),
    SheetColumn("verdict", 18, True),
    SheetColumn("wording", 28, True),
    SheetColumn("reason", 28, True),
    SheetColumn("dissent", 20, True),
    SheetColumn("legal", 9, True),
    SheetColumn("follow-up", 18, True),
)
PLACE = {column.name: place for place, column in enumerate(COLUMNS)}
SHOWN = [place for place, column in enumerate(COLUMNS) if column.width]
_OF_SIDES = frozenset({"change", "base", "adaptation"})
ASKED = ("group", "when", "method")
ANSWERS = ("yes", "no")


def header(name: str, lang: str, apart: bool = False, of: str = "") -> str:
    """What stands above a column; ``apart``: of two frameworks without lineage; ``of``: what is reviewed."""
    if f"column-{name}-{of}" in pack("en", "review"):
        return words(f"review.column-{name}-{of}", lang)
    return words(f"review.column-{name}{'-apart' if apart and name in _OF_SIDES else ''}", lang)


def choices(kind: str, lang: str, among: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The codes of a drop-down with their words: 'verdict', 'group' or 'answer'; all of them, or ``among`` these."""
    codes = {"verdict": VERDICTS, "group": GROUPS, "answer": ANSWERS}[kind]
    return [(code, words(f"review.{kind}-{code}", lang)) for code in among or codes]


def code_of(kind: str, said: str) -> str | None:
    """The code for a word in any language, or for the code itself; None for anything else.

    Args:
        kind: 'verdict', 'group' or 'answer'.
        said: The word.

    Returns:
        The code.

    Example:
        >>> code_of("verdict", "Conserver"), code_of("verdict", "keep"), code_of("verdict", "perhaps")
        ('keep', 'keep', None)
    """
    wanted = " ".join(said.split()).casefold()
    for lang in languages():
        fitting: Iterable[tuple[str, str]] = _fitting(lang) if kind == "verdict" else ()
        for code, word in (*choices(kind, lang), *fitting):
            if wanted in (word.casefold(), code):
                return code
    return None


def _fitting(lang: str) -> Iterator[tuple[str, str]]:
    """The codes of decisions with the words that fit what happened to an element."""
    for happened, verdicts in WORDED.items():
        yield from ((code, words(f"review.{word_code(code, happened)}", lang)) for code in verdicts)


def is_tick(said: str) -> bool | None:
    """Whether a box is ticked; None for what is neither a tick nor an empty box."""
    sign = said.strip().casefold()
    if sign in ("", OPEN, "false", "0", "-") or code_of("answer", sign) == "no":
        return False
    return True if sign in (TICKED, "☒", "✓", "✔", "x", "true", "1") or code_of("answer", sign) == "yes" else None
