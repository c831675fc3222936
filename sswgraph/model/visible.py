"""What of a text can be seen: two wordings may differ in characters that nobody sees, and that decide nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from sswgraph.model.text import Text

# By what is said of them: characters that are left out, and those that stand for a plain space or line break.
_LEFT_OUT = {
    "soft-hyphen": "\u00ad",
    "zero-width": "\u180e\u200b\u200c\u200d\u2060\ufeff",
    "direction-mark": "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "control": "".join(map(chr, [*range(9), 11, 12, *range(14, 32), *range(127, 133), *range(134, 160)])),
}
_SPACES = {
    "no-break-space": "\u00a0\u2007\u202f",
    "other-space": "\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000",
}
_BREAKS = {"line-break": "\r\u0085\u2028\u2029"}
_SIGNS = {sign: name for group in (_LEFT_OUT, _SPACES, _BREAKS) for name, signs in group.items() for sign in signs}
_JOINERS = "\u200c\u200d"
_SHAPING_FROM = "\u0590"  # from here on scripts and pictures in which a joiner changes what is seen
_PLAIN = str.maketrans(
    {sign: None for signs in _LEFT_OUT.values() for sign in signs if sign not in _JOINERS}
    | {sign: " " for signs in _SPACES.values() for sign in signs}
    | {sign: "\n" for signs in _BREAKS.values() for sign in signs}
)
_SPACE_RUNS, _AROUND_BREAKS = re.compile(" +"), re.compile(" ?\n ?")
_JOINED = re.compile(rf"(?<![{_SHAPING_FROM}-\U0010ffff])[{_JOINERS}]")


def visible(wording: str) -> str:
    """A wording as it is seen: in normal form C, single plain spaces, none outside, no characters without a sign.

    >>> visible("Case\\u00a0work "), visible("Case  wo\\u00adrk") == visible("Case work")
    ('Case work', True)
    """
    return unicodedata.normalize("NFC", _single_spaced(_plain(wording)))


def looks_like(one: object, other: object) -> bool:
    """Whether two texts, or two strings, look the same in every language."""
    if isinstance(one, Text) and isinstance(other, Text):
        return seen(one) == seen(other)
    return isinstance(one, str) and isinstance(other, str) and visible(one) == visible(other)


def seen(text: Text) -> dict[str, list[str]]:
    """What a text says in each language, as it is seen."""
    return {tag: sorted(visible(wording) for wording in text.all(tag)) for tag in text.languages}


def invisible(one: object, other: object) -> tuple[str, ...]:
    """In which invisible characters wordings differ that look the same, by the names of these characters.

    >>> invisible(Text.of(en="Case work"), Text.of(en="Case\\u00a0work")), invisible("a", "b")
    (('no-break-space',), ())
    """
    if isinstance(one, Text) and isinstance(other, Text):
        tags = (tag for tag in one.languages if tag in other.languages)
        pairs = [pair for tag in tags for pair in _alike(one.all(tag), other.all(tag))]
    else:
        pairs = [(one, other)] if isinstance(one, str) and isinstance(other, str) and looks_like(one, other) else []
    return tuple(dict.fromkeys(name for pair in pairs if pair[0] != pair[1] for name in _names(*pair)))


def _alike(olds: tuple[str, ...], news: tuple[str, ...]) -> list[tuple[str, str]]:
    """The wordings that look the same, each with its fellow."""
    by_look = {visible(wording): wording for wording in news}
    return [(old, by_look[look]) for old in olds if old not in news and (look := visible(old)) in by_look]


def _plain(wording: str) -> str:
    """With plain spaces and line breaks only, and without characters that have no sign."""
    return _JOINED.sub("", wording.replace("\r\n", "\n")).translate(_PLAIN)


def _single_spaced(wording: str) -> str:
    return _AROUND_BREAKS.sub("\n", _SPACE_RUNS.sub(" ", wording)).strip()


def _names(old: str, new: str) -> list[str]:
    counts = [Counter(_SIGNS[sign] for sign in wording if sign in _SIGNS) for wording in (old, new)]
    found = [name for name in dict.fromkeys(_SIGNS.values()) if counts[0][name] != counts[1][name]]
    plain = [_plain(wording) for wording in (old, new)]
    if len({unicodedata.normalize("NFC", one) for one in plain}) > 1:
        found.append("blanks")
    if len({_single_spaced(one) for one in plain}) > 1:
        found.append("normal-form")
    return found or sorted({*counts[0], *counts[1]})
