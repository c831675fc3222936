"""A canvas for boxes, lines and words as SVG, without scripts, style sheets or external resources.

Colours only repeat what letters, numbers and kinds of line say, so that a picture can be read in black and white.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from sswgraph.model.text import clean, columns, runs_right_to_left

INK, QUIET, RULE, PAPER = "#1c1b1a", "#5b5855", "#8d8780", "#ffffff"
# From light to dark, distinguishable by lightness alone.
SHADES = ("#ffffff", "#dfe8ee", "#a9c3d3", "#4b7690", "#1f4e66")
_WIDE = 0.5  # average width of a letter, as a share of the size of type

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture.

    Attributes:
        svg: The SVG text.
        alternative: The words that say the same.
    """

    svg: str
    alternative: str


@dataclass
class Canvas:
    """The parts of a picture, from top to bottom.

    Attributes:
        width: The width in SVG units.
        lang: The language tag of its words.
        parts: The SVG elements drawn so far.
    """

    width: float
    lang: str = "en"
    parts: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, said: str, *, size: float = 12, bold: bool = False, ink: str = INK,
        anchor: Anchor = "start", turned: bool = False, over: bool = False,
    ) -> None:  # fmt: skip
        """Words on one line with this baseline; ``turned``: slanting upwards; ``over``: on white, over lines."""
        if over:
            wide = text_width(said, size) + 4
            left = {"start": x - 2, "middle": x - wide / 2, "end": x - wide + 2}[anchor]
            self.box(left, y - size, wide, size * 1.25, edge=PAPER)
        weight = ' font-weight="bold"' if bold else ""
        turn = f' transform="rotate(-60 {_n(x)} {_n(y)})"' if turned else ""
        place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="{ink}"'
        self.parts.append(f"<text {place}{weight}{turn}>{self._said(said)}</text>")

    def lines(self, x: float, y: float, said: str, width: float, *, most: int = 2, size: float = 12) -> int:
        """Words on up to ``most`` lines; gives how many there are."""
        found = wrapped(said, width, size, most)
        for n, line in enumerate(found):
            self.text(x, y + n * size * 1.25, line, size=size)
        return len(found)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str = PAPER, edge: str = RULE,
        dashed: bool = False, thick: float = 1,
    ) -> None:  # fmt: skip
        """A rectangle."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        size = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        self.parts.append(f'<rect {size} fill="{fill}" stroke="{edge}" stroke-width="{_n(thick)}"{dash}/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, *, ink: str = RULE, dashed: bool = False) -> None:
        """A straight line."""
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self.parts.append(f'<line {ends} stroke="{ink}" stroke-width="1.2"{dash}/>')

    def arrow(self, x1: float, y1: float, x2: float, y2: float, *, dashed: bool = False) -> None:
        """A curve between two boxes, with a tip at its end."""
        middle = (x1 + x2) / 2
        dash = ' stroke-dasharray="6 4"' if dashed else ""
        bend = f"M{_n(x1)} {_n(y1)} C{_n(middle)} {_n(y1)} {_n(middle)} {_n(y2)} {_n(x2 - 7)} {_n(y2)}"
        self.parts.append(f'<path d="{bend}" fill="none" stroke="{INK}" stroke-width="1.4"{dash}/>')
        tip = f"M{_n(x2)} {_n(y2)} l-8 -4 v8 z"
        self.parts.append(f'<path d="{tip}" fill="{INK}"/>')

    def left_out(self, y: float, said: str) -> str:
        """A line that says what has no room; gives it for the alternative text."""
        self.text(16, y, said, size=11, ink=QUIET)
        return f" {said}."

    def drawing(self, height: float, title: str, alternative: str) -> Drawing:
        """The picture, with its title and its alternative text inside."""
        size = f'width="{_n(self.width)}" height="{_n(height)}" viewBox="0 0 {_n(self.width)} {_n(height)}"'
        lang = f'xml:lang="{escape(self.lang)}" direction="ltr"'  # of the layout, not of the words
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif" {lang}>'
        described = f"<title>{self._said(title)}</title>\n<desc>{self._said(alternative)}</desc>"
        ground = f'<rect x="0" y="0" width="{_n(self.width)}" height="{_n(height)}" fill="{PAPER}"/>'
        return Drawing("\n".join([head, described, ground, *self.parts, "</svg>\n"]), clean(alternative))

    def _said(self, text: str) -> str:
        """Words without markup, each in the direction of its language."""
        plain = escape(" ".join(clean(str(text)).split()), quote=True)
        return f"\u2067{plain}\u2069" if runs_right_to_left(self.lang) else plain


def wrapped(said: str, width: float, size: float = 12, most: int = 2) -> list[str]:
    """Words in lines of this width; an ellipsis ends the last where there are more.

    >>> wrapped("one two three four", 45, 12, 2)
    ['one two', 'three…']

    Returns:
        At most ``most`` lines.
    """
    text = " ".join(clean(said).split())
    room = max(4, int(width / (size * _WIDE)))
    found = textwrap.wrap(text, room, break_long_words=True) or [""]
    if len(found) > most:
        rest = " ".join(found[most - 1 :])
        found = [*found[: most - 1], f"{rest[: room - 1].rstrip()}…"]
    return found


def ink_on(fill: str) -> str:
    """The ink that can be read on a fill."""
    return PAPER if fill in SHADES[3:] else INK


def text_width(said: str, size: float = 12) -> float:
    """About how wide words are, in SVG units."""
    return columns(said) * size * _WIDE


def _n(value: float) -> str:
    """A number as short as possible, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")
