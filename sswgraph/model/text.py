"""Texts in several languages, how two wordings differ, and text made safe for pages, files and terminals."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from sswgraph.frozen import dataclass
from sswgraph.messages.tags import family, nearest_tag, paired, script


class Wording(str):
    """A text as it was found: a string that knows its language and whether that is the one asked for.

    Attributes:
        lang: The tag of its language.
        fell_back: Whether it is of another language, or in another script, than the one asked for (rule T2).

    >>> word = Text.of(en="social worker").best("fr")
    >>> word, word.lang, word.fell_back
    ('social worker', 'en', True)
    """

    __slots__ = ("fell_back", "lang")
    lang: str
    fell_back: bool

    def __new__(cls, value: str, lang: str = "", fell_back: bool = False) -> Wording:
        """Make a wording of a string."""
        made = super().__new__(cls, value)
        made.lang = lang
        made.fell_back = fell_back
        return made

    def __reduce__(self) -> tuple[type[Wording], tuple[str, str, bool]]:
        return (Wording, (str(self), self.lang, self.fell_back))


@dataclass(frozen=True, slots=True)
class Text:
    """Wordings by language; several of one language where they are alternatives.

    Attributes:
        values: (tag, wording), sorted; tags are BCP 47 in small letters.

    >>> label = Text.of(en="community development worker", fr="agent de développement communautaire")
    >>> label.get("fr"), label.get("sw"), label.languages
    ('agent de développement communautaire', None, ('en', 'fr'))
    >>> str(label)
    'community development worker'
    """

    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **wordings: str) -> Text:
        """Return a text from ``en="…", fr="…"``.

        Args:
            **wordings (str): The wording of each language; an underscore stands for the hyphen of a tag (``pt_BR``).

        Returns:
            The text.

        Example:
        >>> Text.of(pt_BR="assistente social").languages
        ('pt-br',)
        """
        return cls(tuple(sorted((tag.replace("_", "-").lower(), text) for tag, text in wordings.items())))

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of its languages, in order."""
        return tuple(dict.fromkeys(tag for tag, _ in self.values))

    def get(self, lang: str) -> str | None:
        """Return the wording in exactly this language.

        Args:
            lang (str): The tag of the language.

        Returns:
            The first wording of it; None where there is none.
        """
        wanted = lang.lower()
        return next((text for tag, text in self.values if tag == wanted), None)

    def all(self, lang: str) -> tuple[str, ...]:
        """Return every wording in exactly this language.

        Args:
            lang (str): The tag of the language.

        Returns:
            The wordings, in order; empty where there are none.
        """
        wanted = lang.lower()
        return tuple(text for tag, text in self.values if tag == wanted)

    def best(self, lang: str = "en", home: str | None = None) -> Wording:
        """Return the nearest wording.

        In this order: the tag asked for; its base, then others of its family, in the same script; the same for English
        and for ``home``; the first by tag.

        Args:
            lang (str): The tag of the language asked for.
            home (str | None): The first language of the framework; None: none.

        Returns:
            The wording, which has fallen back where it is of another family or script; an empty text gives an empty
            one.

        Source:
            T2 in docs/semantics.md.

        >>> said = Text.of(ar="عامل", en_GB="social worker").best("en")
        >>> said, said.lang, said.fell_back
        ('social worker', 'en-gb', False)
        """
        asked = lang.lower()
        found = self.get(asked)
        if found is not None:
            return Wording(found, asked, False)
        if not self.values:
            return Wording("", lang)
        tag, kin = nearest_tag(asked, self.languages, home or "")
        return Wording(self.get(tag) or "", tag, not kin)

    def __str__(self) -> str:
        return str(self.best("en"))

    def __bool__(self) -> bool:
        return bool(self.values)


def says_something(text: Text) -> bool:
    """Return whether every wording has a letter or a digit: a blank or a dash names nobody.

    Returns:
        Whether it does; an empty text says nothing.

    >>> says_something(Text.of(en="116")), says_something(Text.of(en="Office", fr="-")), says_something(Text())
    (True, False, False)
    """
    return bool(text) and all(any(map(str.isalnum, wording)) for _, wording in text.values)


Run = tuple[Literal["same", "gone", "new"], str]
_WORD = re.compile(r"\w+|[^\w\s]|\s+")
_MOST = 2_000


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """Return two wordings as one sequence of runs.

    Runs that are same or gone give the first wording, those that are same or new the second. Of wordings above 2,000
    words only the common beginning and end are matched.

    Args:
        before (str): The first wording.
        after (str): The second.

    Returns:
        The runs.

    Source:
        The matching is that of Ratcliff and Obershelp (``difflib``).

    >>> word_runs("supports the child", "supports the family")
    (('same', 'supports the '), ('gone', 'child'), ('new', 'family'))
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    runs: list[Run] = [("same", "".join(old[:start])), *_middle(*middle)]
    runs.append(("same", "".join(old[len(old) - end :]) if end else ""))
    return tuple(_joined(runs))


def text_runs(before: Text, after: Text) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    """Return the runs by language, for each language in which two texts differ.

    Returns:
        (tag, runs); where the tags differ, that of the second text.

    >>> text_runs(Text.of(en="a child", fr="un enfant"), Text.of(en="a child", fr="une enfant"))
    (('fr', (('gone', 'un'), ('new', 'une'), ('same', ' enfant'))),)
    """
    pairs = (
        (new or old, "; ".join(before.all(old)), "; ".join(after.all(new)))
        for old, new in paired(before.languages, after.languages)
    )
    return tuple((tag, word_runs(old, new)) for tag, old, new in pairs if old != new)


def _common(old: list[str], new: list[str]) -> int:
    least = min(len(old), len(new))
    return next((place for place in range(least) if old[place] != new[place]), least)


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Neighbouring changes as one, also across a mere space between them."""
    gone = new = ""
    filled = [run for run in runs if run[1]]
    for place, (kind, text) in enumerate(filled):
        inside = 0 < place < len(filled) - 1 and "same" not in (filled[place - 1][0], filled[place + 1][0])
        if kind == "same" and not (inside and text.isspace()):
            yield from _changes(gone, new)
            gone = new = ""
            yield "same", text
        else:
            gone += text if kind != "new" else ""
            new += text if kind != "gone" else ""
    yield from _changes(gone, new)


def _changes(gone: str, new: str) -> Iterator[Run]:
    if gone:
        yield "gone", gone
    if new:
        yield "new", new


def _middle(old: list[str], new: list[str]) -> list[Run]:
    if max(len(old), len(new)) > _MOST:
        return [("gone", "".join(old)), ("new", "".join(new))]
    runs: list[Run] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(old[i:j])))
        else:
            runs += [("gone", "".join(old[i:j])), ("new", "".join(new[k:m]))]
    return runs


# By their name in messages: characters that are left out, and those that become a plain space or line break.
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
_UNSHAPED_TO = "\u058f"  # after it come scripts and pictures in which a joiner changes what is seen
_PLAIN = str.maketrans(
    {sign: None for signs in _LEFT_OUT.values() for sign in signs if sign not in _JOINERS}
    | {sign: " " for signs in _SPACES.values() for sign in signs}
    | {sign: "\n" for signs in _BREAKS.values() for sign in signs}
)
_SPACE_RUNS, _AROUND_BREAKS = re.compile(" +"), re.compile(" ?\n ?")
_JOINED = re.compile(rf"(?<![^\0-{_UNSHAPED_TO}])[{_JOINERS}]")


def visible(wording: str) -> str:
    r"""Return a wording as it is seen.

    Returns:
        It in normal form C, with single plain spaces, none outside, and no characters without a sign.

    >>> visible("Case\u00a0work "), visible("Case  wo\u00adrk") == visible("Case work")
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


@dataclass(frozen=True, slots=True)
class Compared:
    """How two texts differ.

    Attributes:
        reworded: Whether a language that both have has another wording.
        lost: The tags of the languages that only the first has.
        gained: The tags of the languages that only the second has.
    """

    reworded: bool = False
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


def compared_texts(old: Text, new: Text) -> Compared:
    """Return how two texts differ, as they are seen; a language is a family (rule T2).

    Equal tags pair first, then what is left within a family. A second variety of a language that both have counts as
    another wording, and so does a text that only one side has.

    Returns:
        What differs.

    >>> compared_texts(Text.of(en="No"), Text.of(en_GB="Not"))
    Compared(reworded=True, lost=(), gained=())
    >>> compared_texts(Text.of(en="No"), Text.of(en="No", fr="Non"))
    Compared(reworded=False, lost=(), gained=('fr',))
    """
    before, after = seen(old), seen(new)
    if before == after:
        return Compared()
    shared = {family(tag) for tag in before} & {family(tag) for tag in after}
    pairs = paired(before, after)
    alone = [pair for pair in pairs if not all(pair)]
    reworded = not (before and after) or any(family(a or b) in shared for a, b in alone)
    return Compared(
        reworded=reworded or any(before[a] != after[b] for a, b in pairs if a and b),
        lost=tuple(a for a, _ in alone if a and family(a) not in shared),
        gained=tuple(b for _, b in alone if b and family(b) not in shared),
    )


def invisible(one: object, other: object) -> tuple[str, ...]:
    r"""Return in which invisible characters wordings differ that look the same.

    Returns:
        The names of these characters.

    >>> invisible(Text.of(en="Case work"), Text.of(en="Case\u00a0work")), invisible("a", "b")
    (('no-break-space',), ())
    """
    if isinstance(one, Text) and isinstance(other, Text):
        tags = paired(one.languages, other.languages)
        pairs = [pair for here, there in tags for pair in _alike(one.all(here), other.all(there))]
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


NO_BREAK = "\u00a0"
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Signs that Word writes for the symbol fonts of its bullets and boxes, and what they look like.
_OF_WORD = str.maketrans("\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\uf0fe\uf06f", "▪☐•▸→✓☑☐")
_LINE_ENDS = re.compile("[\t\u2028\u2029]")
_RUN_OF_SPACES = re.compile("[ \n]+")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LEFT_TO_RIGHT = "\u200e"
_LETTER = re.compile(r"[^\W\d_]")
_ISOLATES = "\u2066\u2067\u2068"
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_RTL_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())


def clean(text: str) -> str:
    r"""Return the text without control characters, lone surrogates and non-characters, each shown as U+FFFD.

    Directional isolates are balanced, so that a text cannot turn round what comes after it; a bullet of Word becomes a
    bullet. A wording stays one.

    Returns:
        The text.

    >>> clean("bell\x07, tab\there") == "bell\ufffd, tab here"
    True
    >>> clean("\uf0b7 item")
    '• item'
    """
    tidy = _LINE_ENDS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not tidy.isascii():
        tidy = tidy.translate(_OF_WORD)
    tidy = _balanced(_FORBIDDEN.sub("\ufffd", tidy))
    return Wording(tidy, text.lang, text.fell_back) if isinstance(text, Wording) else tidy


def one_line(text: str) -> str:
    r"""Return the cleaned text with every run of spaces and line ends as one space: for labels, captions and cells.

    No-break spaces stay, since French sets them before its colons.

    Returns:
        The text.

    >>> one_line("social \n  worker")
    'social worker'
    """
    joined = _RUN_OF_SPACES.sub(" ", clean(text)).strip(" ")
    return Wording(joined, text.lang, text.fell_back) if isinstance(text, Wording) else joined


def fold(text: str) -> str:
    """Return text without case, accents and doubled spaces.

    Returns:
        The text.

    >>> fold("  Éducateur  spécialisé ")
    'educateur specialise'
    """
    if not text.isascii():  # what is has no accents
        text = "".join([c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)])
    return " ".join(text.casefold().split())


def isolate(text: str) -> str:
    r"""Return the text inside a directional isolate, where it could turn round what is beside it.

    Returns:
        The text.

    >>> isolate("plain"), isolate("\u05d0") == "\u2068\u05d0\u2069"
    ('plain', True)
    """
    return f"{_FIRST_STRONG_ISOLATE}{_balanced(text)}{_POP_ISOLATE}" if is_directional(text) else text


def at_home(text: str, lang: str) -> str:
    r"""Return the text so that it keeps its own direction, and its last sign its place, on a page in this language.

    Returns:
        The text.

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
    """Return whether a page in this language runs right to left.

    Returns:
        Whether it does.

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
