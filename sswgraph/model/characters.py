"""Text at the border: what must not reach a page, a file or a terminal is taken out, closed or isolated."""

from __future__ import annotations

import re
import unicodedata

from sswgraph.messages.tags import script
from sswgraph.model.text import Wording

NO_BREAK = "\u00a0"
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile("[\t\u2028\u2029]")
_RUN_OF_SPACES = re.compile("[ \n]+")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LEFT_TO_RIGHT = "\u200e"
_LETTER = re.compile(r"[^\W\d_]")
_ISOLATES = "\u2066\u2067\u2068"
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_RTL_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())


def clean(text: str) -> str:
    """The text without control characters, lone surrogates and non-characters, each shown as U+FFFD.

    Directional isolates are balanced, so that a text cannot turn round what stands after it. A wording stays one.

    >>> clean("bell\\x07, tab\\there")
    'bell\ufffd, tab here'
    """
    tidy = _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    tidy = _balanced(_FORBIDDEN.sub("\ufffd", tidy))
    return Wording(tidy, text.lang, text.fell_back) if isinstance(text, Wording) else tidy


def one_line(text: str) -> str:
    """The cleaned text with every run of spaces and line ends as one space: for labels, captions and cells.

    No-break spaces stay, since French sets them before its colons.

    >>> one_line("social \\n  worker")
    'social worker'
    """
    joined = _RUN_OF_SPACES.sub(" ", clean(text)).strip(" ")
    return Wording(joined, text.lang, text.fell_back) if isinstance(text, Wording) else joined


def fold(text: str) -> str:
    """Text without case, accents and doubled spaces.

    >>> fold("  Éducateur  spécialisé ")
    'educateur specialise'
    """
    if not text.isascii():  # what is has no accents
        text = "".join([c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)])
    return " ".join(text.casefold().split())


def isolate(text: str) -> str:
    """The text inside a directional isolate, where its letters or marks could turn round what stands beside it.

    >>> isolate("plain"), isolate("\u05d0") == "\u2068\u05d0\u2069"
    ('plain', True)
    """
    return f"{_FIRST_STRONG_ISOLATE}{_balanced(text)}{_POP_ISOLATE}" if is_directional(text) else text


def at_home(text: str, lang: str) -> str:
    """The text so that it keeps its own direction, and its last sign its place, on a page in this language.

    >>> at_home("plain.", "fr"), at_home("plain.", "ar") == "\u2068plain.\u200e\u2069"
    ('plain.', True)
    """
    if not text or is_directional(text) or not runs_right_to_left(lang):
        return isolate(text)
    return f"{_FIRST_STRONG_ISOLATE}{text}{_LEFT_TO_RIGHT}{_POP_ISOLATE}" if _LETTER.search(text) else text


def is_directional(text: str) -> bool:
    """Whether the text has letters that run right to left, or directional marks."""
    return not text.isascii() and bool(_BIDI.search(text) or _RIGHT_TO_LEFT.search(text))


def without_marks(text: str) -> str:
    """The text without directional marks, for places where nothing can be isolated."""
    return _BIDI.sub("", text)


def runs_right_to_left(lang: str) -> bool:
    """Whether a page in this language runs right to left.

    >>> runs_right_to_left("ar-SD"), runs_right_to_left("fr"), runs_right_to_left("uz-Arab")
    (True, False, True)
    """
    return script(lang) in _RTL_SCRIPTS


def columns(text: str) -> int:
    """How many columns the text takes in a terminal or a fixed-width file."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(sign) for sign in text)


def _columns_of(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _balanced(text: str) -> str:
    if text.isascii() or not any(sign in text for sign in (*_ISOLATES, _POP_ISOLATE)):
        return text
    kept, depth = [], 0
    for sign in text:
        if sign in _ISOLATES:
            depth += 1
        elif sign == _POP_ISOLATE:
            if depth == 0:
                continue
            depth -= 1
        kept.append(sign)
    return "".join(kept) + _POP_ISOLATE * depth
