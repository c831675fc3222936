"""The fonts of a PDF: which there are, and what stands for a sign that none of them has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import fontpkg
import typst

from sswgraph.errors import InputError, MissingExtraError

# What every PDF is set in, and the package of the extra 'documents' that brings each.
FAMILIES = {"Noto Sans": "fontpkg-noto-sans", "IBM Plex Sans Arabic": "fontpkg-ibm-plex-sans-arabic"}
# For other scripts, used where installed: the extra 'fonts'. Others are found in the system where a style names them.
OF_SCRIPTS = {
    "Noto Sans Devanagari": "fontpkg-noto-sans-devanagari",
    "Hind Siliguri": "fontpkg-hind-siliguri",  # Bengali
    "Noto Sans Tamil": "fontpkg-noto-sans-tamil",
    "Noto Sans Telugu": "fontpkg-noto-sans-telugu",
    "Noto Sans Khmer": "fontpkg-noto-sans-khmer",
    "Noto Sans Thai": "fontpkg-noto-sans-thai",
    "Heebo": "fontpkg-heebo",  # Hebrew
}
OF_TYPST = "DejaVu Sans Mono"  # within Typst itself: boxes, stars, arrows
STAND_IN = "\ufffd"  # no empty box, which on a form is to be ticked
_NOT_DISPLAYED = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


class SignsWarning(UserWarning):
    """Some signs of a document are in no font, so that U+FFFD stands for them."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families in the order in which they are asked for a sign, folders they lie in, whether the system is searched."""

    families: tuple[str, ...]
    folders: tuple[str, ...]
    system: bool = False


@dataclass(slots=True)
class StandIns:
    """What no font has, and in which texts it was met: filled while a page is set."""

    lacking: frozenset[str] = frozenset()
    met: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def put(self, text: str, under: str) -> str:
        """The text with U+FFFD for each sign that no font has; noted with the heading that it stands under."""
        if text.isascii() or not self.lacking:
            return text
        pattern = "|".join(re.escape(one) for one in sorted(self.lacking, key=lambda one: (-len(one), one)))
        found: list[str] = []

        def stand(match: re.Match[str]) -> str:
            found.extend(match.group())
            return STAND_IN * len(_without_marks(match.group()))

        shown = re.sub(pattern, stand, text)
        if found:
            self.met.setdefault((under, shown), []).extend(found)
        return shown


def fonts(wanted: Iterable[str] = ()) -> Fonts:
    """The fonts of a document: those wanted first, then ours.

    Raises MissingExtraError without those of the extra, InputError for one wanted that is not to be found.
    """
    asked = tuple(dict.fromkeys(wanted))
    installed = {name: _folders(name) for name in dict.fromkeys((*asked, *FAMILIES, *OF_SCRIPTS))}
    for name, package in FAMILIES.items():
        if not installed[name]:
            raise MissingExtraError("documents", package)
    packed = [name for name, found in installed.items() if found]
    folders = sorted({folder for found in installed.values() for folder in found})
    elsewhere = [name for name in asked if not installed[name] and name != OF_TYPST]
    if elsewhere:
        there = set(typst.Fonts(include_system_fonts=True).families())
        for name in elsewhere:
            if name not in there:
                raise InputError(f"No font '{name}' is installed here. Install it, or name another under 'fonts'.")
    families = tuple(dict.fromkeys((*asked, *packed, OF_TYPST)))
    return Fonts(families, tuple(folders), bool(elsewhere))


def _folders(family: str) -> set[str]:
    """Where the files of a family lie that is installed as a package; none where it is not."""
    try:
        return {str(Path(file.path).parent) for file in fontpkg.family(family).files}
    except fontpkg.FontpkgError:
        return set()


def not_displayed(error: typst.TypstError) -> frozenset[str]:
    """The signs that Typst says no font has.

    >>> class Error:
    ...     diagnostic = 'error: the text `"\\\\u{17d2}"` could not be displayed with font `"Noto Sans"`'
    >>> not_displayed(Error()) == {"\u17d2"}
    True
    """
    return frozenset(
        _ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], text)
        for text in _NOT_DISPLAYED.findall(error.diagnostic)
    )


def code_points(signs: Iterable[str]) -> str:
    """Signs by their code points and names.

    >>> code_points("\u1797\u1797")
    'U+1797 KHMER LETTER PHO'
    """
    return ", ".join(f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip() for sign in dict.fromkeys(signs))


def _without_marks(text: str) -> str:
    """The signs of a text that take room of their own; the whole text where there is none."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] != "M") or text[:1]
