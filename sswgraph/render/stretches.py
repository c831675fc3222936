"""A text in stretches of one direction: foreign sentences stand apart, on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sswgraph.frozen import dataclass
from sswgraph.messages.tags import script
from sswgraph.model.text import Wording, at_home, clean, is_directional, runs_right_to_left, without_marks
from sswgraph.pages.blocks import BULLET, Lines
from sswgraph.pages.writer import UNDETERMINED

_SENTENCE = 7  # words from which a foreign text is more than a name
_ISOLATED = re.compile("\u2068([^\u2066-\u2069]*)\u2069")
_LETTER = re.compile(r"[^\W\d_]")
_DATE = re.compile(r"(?<![\w-])\d+(?:[-/–]\d+)+(?![\w-])")
_STOPS = re.compile("(?<=[\u0600-\u06ff\u2069])([,;])(?= )|([,;])(?= [\u0600-\u06ff\u2068])")
_ARABIC_STOPS = {",": "،", ";": "؛"}
_CLOSING = re.compile(r"[.,;:!?\s\u00a0]*(?:\[[\w-]+\])?[.\s\u00a0]*[°*]*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text, on a line of its own.

    Attributes:
        text: The part.
        lang: Its language tag where that is not the page's; empty otherwise.
        mark: The language tag to be named behind it; empty for none.
        small: Whether it is a further line, such as an id.
        apart: Whether it runs against the direction of the page.
        right_to_left: Its direction.
    """

    text: str
    lang: str = ""
    mark: str = ""
    small: bool = False
    apart: bool = False
    right_to_left: bool = False


def stretches(text: str, page_lang: str, *, block: bool = True) -> list[Stretch]:
    r"""The lines of a text on a page in this language.

    >>> for one in stretches("ملاحظة. \u2068May not assess any of the risks.\u2069 إحالة", "ar"):
    ...     print(one.apart, one.right_to_left, len(one.text))
    False True 7
    True False 32
    False True 5
    >>> stretches("إرشاد: \u2068A worker notices and refers all of the children.\u2069\u00a0°", "ar")[1].text
    'A worker notices and refers all of the children.\xa0°'

    Args:
        text (str): The text.
        page_lang (str): The language tag of the page.
        block (bool): Whether foreign sentences may stand apart.

    Returns:
        The stretches in order.
    """
    if isinstance(text, Lines):
        return [one for item in text.items for one in _behind_bullet(stretches(item, page_lang, block=block))]
    first, *more = clean(text).split("\n")
    home = runs_right_to_left(page_lang)
    lang = text.lang if isinstance(text, Wording) and text.lang not in ("", UNDETERMINED, page_lang) else ""
    mark = lang if lang and isinstance(text, Wording) and text.fell_back and first else ""
    whole = isinstance(text, Wording) and bool(lang) and _against(first, home)
    if block and whole:
        made = [Stretch(without_marks(first), lang, mark, apart=True, right_to_left=not home)]
    else:
        parts = _parts(first, home) if block else []
        shown = at_home(first, page_lang) if isinstance(text, Wording) else first
        shown = shown if lang else local_punctuation(shown, page_lang)
        parts = [one if one.apart else replace(one, text=local_punctuation(one.text, page_lang)) for one in parts]
        made = parts or [Stretch(shown, lang, mark, right_to_left=home)]
        if parts and mark:
            made[-1] = replace(made[-1], mark=mark)
    last = made[-1]
    return [*made, *(Stretch(line, small=True, apart=last.apart, right_to_left=last.right_to_left) for line in more)]


def _behind_bullet(item: list[Stretch]) -> list[Stretch]:
    return [replace(item[0], text=f"{BULLET} {item[0].text}"), *item[1:]]


def list_direction(texts: Iterable[str], page_lang: str) -> str:
    """The direction of a list in which every text begins apart, so that its bullets precede them; otherwise empty.

    >>> list_direction((Wording("May only assist.", "en", True),), "ar"), list_direction(("plain",), "ar")
    ('ltr', '')

    Returns:
        'ltr', 'rtl' or nothing.
    """
    first = [stretches(text, page_lang)[0] for text in texts]
    return ("rtl" if first[0].right_to_left else "ltr") if first and all(one.apart for one in first) else ""


def local_punctuation(text: str, page_lang: str) -> str:
    r"""A text on a page in Arabic script, with the commas of that script and dates in their own direction.

    >>> local_punctuation("نعم, لا", "ar") == "نعم، لا"
    True
    >>> local_punctuation("في 2026-11-28", "ar") == "في \u20662026-11-28\u2069"
    True

    Returns:
        The text; unchanged on other pages.
    """
    if not runs_right_to_left(page_lang):
        return text
    pieces = re.split("(\u2068[^\u2066-\u2069]*\u2069)", text)
    for place, piece in enumerate(pieces):
        if not piece.startswith("\u2068"):
            pieces[place] = _DATE.sub("\u2066\\g<0>\u2069", piece)
    made = "".join(pieces)
    return _STOPS.sub(lambda found: _ARABIC_STOPS[found[0]], made) if script(page_lang) == "arab" else made


def _parts(text: str, home: bool) -> list[Stretch]:
    """The text cut where a foreign sentence is isolated in it; nothing where there is none."""
    made: list[Stretch] = []
    before, place = "", 0
    for found in _ISOLATED.finditer(text):
        inside = without_marks(found.group(1))
        if not _against(inside, home) or len(inside.split()) < _SENTENCE:
            continue
        lead = before + text[place : found.start()]
        if _LETTER.search(without_marks(lead)):
            made.append(Stretch(lead.strip(), right_to_left=home))
            lead = ""
        closing = _CLOSING.match(text, found.end())
        ends = closing.end() if closing else found.end()
        after = text[found.end() : ends].rstrip(" ")
        if inside.endswith((".", "!", "?")):
            after = after.removeprefix(".")
        made.append(Stretch(lead.lstrip() + inside + after, apart=True, right_to_left=not home))
        before, place = "", ends
    rest = text[place:].strip()
    return [*made, Stretch(rest, right_to_left=home)] if made and rest else made


def _against(text: str, home: bool) -> bool:
    """Whether a text has letters and runs against the direction of the page."""
    return bool(_LETTER.search(text)) and is_directional(without_marks(text)) != home
