"""The fonts of a PDF: which are installed, and what replaces a sign that none of them has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import fontpkg
import typst

from sswgraph.errors import InputError, MissingExtraError

# The families of every PDF, and their packages in the extra 'documents'.
FAMILIES = {"Noto Sans": "fontpkg-noto-sans", "IBM Plex Sans Arabic": "fontpkg-ibm-plex-sans-arabic"}
# Families for other scripts, used where installed: the extra 'fonts'. A style may name others of the system.
OF_SCRIPTS = {
    "Noto Sans Devanagari": "fontpkg-noto-sans-devanagari",
    "Hind Siliguri": "fontpkg-hind-siliguri",  # Bengali
    "Noto Sans Tamil": "fontpkg-noto-sans-tamil",
    "Noto Sans Telugu": "fontpkg-noto-sans-telugu",
    "Noto Sans Khmer": "fontpkg-noto-sans-khmer",
    "Noto Sans Thai": "fontpkg-noto-sans-thai",
    "Heebo": "fontpkg-heebo",  # Hebrew
}
OF_TYPST = "DejaVu Sans Mono"  # built into Typst: boxes, stars, arrows
STAND_IN = "\ufffd"  # not an empty box, which on a form would be a box to tick
_NOT_DISPLAYED = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


class SignsWarning(UserWarning):
    """Some signs of a document are in no font, so that U+FFFD replaces them."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a document.

    Attributes:
        families: The families in the order in which they are searched for a sign.
        folders: The folders of their files.
        system: Whether the fonts of the system are searched too.
    """

    families: tuple[str, ...]
    folders: tuple[str, ...]
    system: bool = False


@dataclass(slots=True)
class StandIns:
    """The signs that no font has, and the texts that contain them; filled while a page is set.

    Attributes:
        lacking: The signs that no font has.
        met: The signs found, by heading and text.
    """

    lacking: frozenset[str] = frozenset()
    met: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def put(self, text: str, under: str) -> str:
        """The text with U+FFFD for each sign that no font has; the place is noted under its heading."""
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
    """The fonts of a document: the families asked for first, then those of the library.

    Args:
        wanted (Iterable[str]): The families asked for.

    Returns:
        The fonts.

    Raises:
        MissingExtraError: Without the fonts of the extra 'documents'.
        InputError: For a family that is not installed.
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
    """The folders of a family that is installed as a package; none where it is not."""
    try:
        return {str(Path(file.path).parent) for file in fontpkg.family(family).files}
    except fontpkg.FontpkgError:
        return set()


def not_displayed(error: typst.TypstError) -> frozenset[str]:
    r"""The signs that Typst says no font has.

    >>> class Error:
    ...     diagnostic = 'error: the text `"\\u{17d2}"` could not be displayed with font `"Noto Sans"`'
    >>> not_displayed(Error()) == {"\u17d2"}
    True

    Returns:
        The signs, single or in clusters.
    """
    return frozenset(
        _ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], text)
        for text in _NOT_DISPLAYED.findall(error.diagnostic)
    )


def code_points(signs: Iterable[str]) -> str:
    r"""Signs by their code points and names.

    >>> code_points("\u1797\u1797")
    'U+1797 KHMER LETTER PHO'

    Returns:
        Each sign once, separated by commas.
    """
    return ", ".join(f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip() for sign in dict.fromkeys(signs))


def _without_marks(text: str) -> str:
    """The signs of a text that take space of their own; the whole text where there are none."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] != "M") or text[:1]
