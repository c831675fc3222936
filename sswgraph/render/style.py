"""A ministry's own look for PDF and HTML: a small TOML file with its name, logo, colours and fonts."""

from __future__ import annotations

import base64
import json
import os
import re
import tomllib
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sswgraph.errors import InputError
from sswgraph.files import path_of, read_ordinary
from sswgraph.frozen import dataclass

ACCENT, GROUND = "#1f4e66", "#efece6"
# Colours of headings with a shape, which they only repeat; each at least 4.5 : 1 against white.
TONES = {
    "must": "#8a1f11",
    "alone": "#2c6142",
    "supervised": "#7a5200",
    "refer": "#1f4e8c",
    "never": "#5a1a5e",
    "unknown": "#5b5855",
}
MOST_STYLE, MOST_LOGO = 100_000, 5_000_000
_MOST_SIDE, _MOST_POINTS = 20_000, 25_000_000  # of a PNG, in pixels
_MOST_TEXT, _MOST_FONTS = 200, 8
_LEAST_CONTRAST = 4.5
_WHITE, _INK = "#ffffff", "#1c1b1a"
_KEYS = ("ministry", "logo", "fonts", "colours")
_COLOURS = ("headings", "table")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PNG = b"\x89PNG\r\n\x1a\n"
# What an SVG could run or fetch, and a logo does not need.
_ACTIVE = re.compile(
    rb"(?i)<!doctype|<!entity|<script|<foreignobject|\son\w+\s*=|href\s*=\s*[\"'](?!#|data:image/)|url\(\s*[\"']?(?!#)|@import"
)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style file says; every part may be empty.

    Attributes:
        ministry: The name of the ministry.
        logo: A PNG or SVG in base64.
        kind: *png* or *svg*; empty without a logo.
        headings: The colour of headings, such as "#1f4e66".
        table: The colour behind the headers of tables.
        fonts: Families to be searched before those of the library.
    """

    ministry: str = ""
    logo: str = ""
    kind: str = ""
    headings: str = ACCENT
    table: str = GROUND
    fonts: tuple[str, ...] = ()

    def packed(self) -> bytes:
        """The bytes that renderers take for a template."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    def shown(self) -> dict[str, Any]:
        """What Typst draws of it: a PNG as numbers, since Typst cannot read base64, an SVG as text."""
        data = base64.b64decode(self.logo)
        drawn: Any = data.decode("utf-8", "replace") if self.kind == "svg" else list(data)
        return {
            "ministry": self.ministry,
            "logo": drawn,
            "kind": self.kind,
            "headings": self.headings,
            "table": self.table,
        }


def unpacked(template: bytes | None) -> Style:
    """The style in these bytes; the library's own for None.

    >>> unpacked(Style(ministry="M").packed()).ministry, unpacked(None) == Style()
    ('M', True)

    Returns:
        The style.

    Raises:
        InputError: For bytes that are not a style.
    """
    if template is None:
        return Style()
    try:
        said = json.loads(template)
        return Style(**{**said, "fonts": tuple(said["fonts"])})
    except (ValueError, TypeError, KeyError):
        raise InputError("This template is not a style. For .pdf and .html give a style file (.toml).") from None


def read_style(path: str | os.PathLike[str]) -> Style:
    """Read a style file.

    Args:
        path (str | os.PathLike[str]): The .toml file.

    Returns:
        The style.

    Raises:
        InputError: For a file that is not TOML, an unknown key, or an unusable value; it names the key.
        FileNotFoundError: Where there is no such file.
        OSError: Where the system refuses.
    """  # noqa: DOC502 - read_ordinary raises
    data = read_ordinary(path, MOST_STYLE, "a style (.toml)")
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid TOML: {error}.") from None
    _known(said, _KEYS, "")
    colours = said.get("colours", {})
    if not isinstance(colours, dict):
        raise InputError("colours: a table of 'headings' and 'table' is needed, such as headings = \"#1f4e66\".")
    _known(colours, _COLOURS, "colours.")
    logo, kind = _logo(said["logo"], path_of(path).parent) if "logo" in said else ("", "")
    return Style(
        ministry=_text(said.get("ministry", ""), "ministry"),
        logo=logo,
        kind=kind,
        headings=_colour(colours.get("headings", ACCENT), "colours.headings", _WHITE),
        table=_colour(colours.get("table", GROUND), "colours.table", _INK),
        fonts=_fonts(said.get("fonts", [])),
    )


def _known(said: dict[str, Any], keys: tuple[str, ...], within: str) -> None:
    for key in said:
        if key not in keys:
            near = get_close_matches(key, keys, 1)
            meant = f" Did you mean '{within}{near[0]}'?" if near else ""
            known = ", ".join(within + one for one in keys)
            raise InputError(f"{within}{key}: unknown key in a style. Known: {known}.{meant}")


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise InputError(f"{key}: a text of at most {_MOST_TEXT} characters is needed.")
    return value.strip()


def _fonts(value: Any) -> tuple[str, ...]:
    if (
        not isinstance(value, list)
        or len(value) > _MOST_FONTS
        or not all(isinstance(one, str) and one for one in value)
    ):
        raise InputError(f'fonts: a list of at most {_MOST_FONTS} names is needed, such as ["Noto Sans Ethiopic"].')
    return tuple(value)


def _colour(value: Any, key: str, against: str) -> str:
    """A readable colour: of a heading on white, or behind the text of a table's header."""
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise InputError(f'{key}: a colour such as "#1f4e66" is needed.')
    found = contrast(value, against)
    if found < _LEAST_CONTRAST:
        on = "white paper" if against == _WHITE else "the text on it"
        raise InputError(f"{key}: {value} has a contrast of {found:.1f} to {on}; at least {_LEAST_CONTRAST} is needed.")
    return value.lower()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG): 1 to 21.

    >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)

    Returns:
        The ratio.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _logo(value: Any, folder: Path) -> tuple[str, str]:
    """The picture of a logo in base64, and its kind."""
    if not isinstance(value, str) or not value or Path(value).is_absolute():
        raise InputError("logo: the path of a PNG or SVG is needed, relative to the style file.")
    path = folder / value
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ("png", "svg"):
        raise InputError(f"logo: {value} is neither a PNG nor an SVG.")
    if not path.is_file():
        raise InputError(f"logo: {value} does not exist.")
    size = path.stat().st_size
    if size > MOST_LOGO:
        raise InputError(f"logo: {value} has {size / 1e6:,.1f} MB; at most {MOST_LOGO // 1_000_000} MB are allowed.")
    data = read_ordinary(path, MOST_LOGO, "a logo")
    wrong = _wrong_png(data) if kind == "png" else _wrong_svg(data)
    if wrong:
        raise InputError(f"logo: {value} {wrong}")
    return base64.b64encode(data).decode(), kind


def _wrong_png(data: bytes) -> str:
    if not data.startswith(_PNG) or len(data) < 24:
        return "is not a PNG."
    wide, high = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if not 0 < wide <= _MOST_SIDE or not 0 < high <= _MOST_SIDE or wide * high > _MOST_POINTS:
        return f"has {wide:,} × {high:,} pixels, which is more than a logo needs."
    return ""


def _wrong_svg(data: bytes) -> str:
    if b"<svg" not in data[:2000]:
        return "is not an SVG."
    return "contains a script, an entity or an external link, which is refused." if _ACTIVE.search(data) else ""
