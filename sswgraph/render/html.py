"""Pages as HTML: a fragment for notebooks, or a whole file that needs no network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sswgraph.model.text import Wording, clean, is_directional, runs_right_to_left
from sswgraph.pages.blocks import (
    Block,
    Details,
    Facts,
    Heading,
    Lines,
    Listing,
    Marked,
    Notice,
    Page,
    Paragraph,
    Picture,
    Shaped,
    Table,
)
from sswgraph.pages.writer import CONTENTS_FROM, UNDETERMINED, fixed
from sswgraph.render.layout import naming_column
from sswgraph.render.stretches import list_direction, local_punctuation, stretches
from sswgraph.render.style import ACCENT, GROUND, TONES, Style, unpacked

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_KINDS = (Heading, Paragraph, Picture, Notice, Listing, Facts, Table, Details)
_SCOPE = ".sswgraph"
# This excludes no element, but gives the rules the weight of an id: notebooks style tables by several classes.
_FIRM_SCOPE = f"{_SCOPE}:not(#_)"


def fragment(page: Page) -> str:
    """A page as a piece of HTML for a notebook, with its own scoped style, in the colours of the notebook's theme.

    >>> from sswgraph.pages.blocks import Page, Paragraph
    >>> "&lt;script&gt;" in fragment(Page("Title", "en", (Paragraph("<script>"),)))
    True

    Returns:
        The HTML.
    """
    return _render("fragment.html", page, style=_fragment_style())


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of an HTML file, in a ministry's style if there is one (render/style.py)."""
    return document(page, look=unpacked(template)).encode("utf-8", "backslashreplace")


def document(page: Page, *, generator: str = "sswgraph", look: Style | None = None) -> str:
    """A page as one HTML file: no network, a content security policy, styles for light, dark and paper.

    Args:
        page (Page): The page.
        generator (str): What is written into the head, so that a later run recognises its own pages.
        look (Style | None): A ministry's name, logo and colours; None: those of the library.

    Returns:
        The HTML.

    Example:
        >>> from sswgraph.pages.blocks import Page
        >>> '<html lang="ar" dir="rtl">' in document(Page("Title", "ar", ()))
        True
    """
    look = look or Style()
    style = _source("blocks.css") + _source("document.css") + _narrowing(page) + _colours(look)
    style += _tones(page) + _on_every_sheet(page.running)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    first = next((n for n, b in enumerate(page.blocks) if isinstance(b, Heading) and b.level == 2), len(page.blocks))
    chapters = [
        (_anchor(number), block.text)
        for number, block in enumerate(page.blocks)
        if isinstance(block, Heading) and block.level == 2
    ]
    return _render(
        "document.html",
        page,
        style=style,
        digest=digest,
        generator=generator,
        look=look,
        first=first,
        chapters=chapters if len(chapters) >= CONTENTS_FROM and not page.on_wall else [],
    )


def _colours(look: Style) -> str:
    """The colours of a ministry, on white only, for which their contrast was checked."""
    if (look.headings, look.table) == (ACCENT, GROUND):
        return ""
    headings = f"main.sswgraph h1, main.sswgraph h2, main.sswgraph h3 {{ color: {look.headings}; }}"
    header = f"main.sswgraph thead th {{ background: {look.table}; color: #1c1b1a; }}"
    return f"@media print, (prefers-color-scheme: light) {{ {headings} {header} }}\n"


def _tones(page: Page) -> str:
    """The bars beside headings with a shape, in the colour that repeats it; on white only."""
    if not any(isinstance(one, Shaped) for one in page.blocks):
        return ""
    rules = "".join(f"main .tone.{name} {{ border-inline-start-color: {colour}; }}\n" for name, colour in TONES.items())
    bar = "main .tone { border-inline-start: .4em solid; padding-inline-start: .5em; }"
    return f"@media print, (prefers-color-scheme: light) {{\n{bar}\n{rules}}}\n"


def _on_every_sheet(running: str) -> str:
    """The style that sets these words at the head of every sheet of paper; no sign in them can end the string."""
    if not running:
        return ""
    said = "".join(f"\\{ord(sign):06x}" for sign in clean(running).replace("\n", " "))
    return f'@page {{ @top-center {{ color: #8a1f11; content: "{said}"; font: bold 9pt Georgia, serif; }} }}\n'


def _narrowing(page: Page) -> str:
    """The style by which a screen can be narrowed to a group of rows, without a script; paper has all rows."""
    most = max((len(one.groups) for one in page.blocks if isinstance(one, Table)), default=0)
    rules = (
        f"  fieldset:has(.g{n}:checked) + .frame tbody tr:not(.g{n}) {{ display: none; }}\n" for n in range(1, most + 1)
    )
    return f"@media screen {{\n{''.join(rules)}}}\n" if most else ""


def _render(template: str, page: Page, **values: Any) -> str:
    from markupsafe import Markup

    values["style"] = Markup(values["style"])
    values["direction"] = "rtl" if runs_right_to_left(page.lang) else "ltr"
    return _environment().get_template(template).render(page=page, blocks=_view(page.blocks), **values)


def _view(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """The blocks as the templates need them: with the name of their kind, an anchor and their parts."""
    return [
        {
            "kind": _kind(block),
            "block": block,
            "anchor": _anchor(number),
            "parts": _view(block.blocks) if isinstance(block, Details) else (),
        }
        for number, block in enumerate(blocks)
    ]


def _kind(block: Block) -> str:
    """The name of the kind of block that the templates know."""
    return next(kind.__name__.lower() for kind in type(block).__mro__ if kind in _KINDS)


def _anchor(number: int) -> str:
    return f"s{number}"


def _marked(text: str, page_lang: str = "") -> Markup:
    """Escaped text; text from data in ``<bdi>`` with its language, marked where that is not the page's."""
    from markupsafe import Markup

    if isinstance(text, Marked):
        return _runs(text, page_lang)
    first, *more = clean(text).split("\n")
    made = Markup("{}").format(local_punctuation(first, page_lang))
    if isinstance(text, Wording):
        lang = Markup(' lang="{}"').format(text.lang) if text.lang and text.lang != page_lang else Markup("")
        made = Markup('<bdi class="name"{}>{}</bdi>').format(
            lang, first if lang else local_punctuation(first, page_lang)
        )
        if lang and text.fell_back and text.lang != UNDETERMINED and first:
            made += Markup("<sup>[{}]</sup>").format(text.lang)
    elif runs_right_to_left(page_lang) or is_directional(first):
        made = Markup("<bdi>{}</bdi>").format(local_punctuation(first, page_lang))
    for line in more:
        made += Markup('<small><bdi dir="ltr">{}</bdi></small>').format(line)
    return made


def _spoken(text: str, page_lang: str = "") -> Markup:
    """As :func:`_marked`; a foreign sentence is a block of its own, in its own direction."""
    from markupsafe import Markup

    if isinstance(text, Lines):
        items = (Markup("<li>{}</li>").format(_spoken(one, page_lang)) for one in text.items)
        return Markup('<ul class="lines">{}</ul>').format(Markup("").join(items))
    lines = [] if isinstance(text, Marked) or not text else stretches(text, page_lang)
    if not any(one.apart for one in lines):
        return _marked(text, page_lang)
    made = Markup("")
    for one in lines:
        way = "rtl" if one.right_to_left else "ltr"
        lang = Markup(' lang="{}"').format(one.lang) if one.lang else Markup("")
        mark = Markup("<sup>[{}]</sup>").format(one.mark) if one.mark else Markup("")
        if one.small:
            made += Markup('<small dir="{}"><bdi dir="ltr">{}</bdi></small>').format(way, one.text)
        else:
            made += Markup('<span class="apart" dir="{}"{}>{}{}</span>').format(way, lang, one.text, mark)
    return made


def _drawn(picture: Picture) -> Markup:
    """A picture as it was drawn: the code of pictures escapes every text in it."""
    from markupsafe import Markup

    return Markup(picture.svg)


def _runs(text: Marked, page_lang: str) -> Markup:
    """A wording with dropped and new words marked, each run escaped and closed by itself."""
    from markupsafe import Markup

    tags = {"gone": Markup("<del>{}</del>"), "new": Markup("<ins>{}</ins>"), "same": Markup("{}")}
    made = Markup("").join(tags[kind].format(clean(run).replace("\n", " ")) for kind, run in text.runs)
    lang = Markup(' lang="{}"').format(text.lang) if text.lang and text.lang != page_lang else Markup("")
    return Markup('<bdi class="name"{}>{}</bdi>').format(lang, made)


def _classes(groups: Sequence[tuple[str, tuple[int, ...]]], row: int) -> str:
    """The groups that a row of a table is in, as the style names them."""
    return " ".join(f"g{number}" for number, (_, places) in enumerate(groups, 1) if row in places)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sswgraph.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(marked=_marked, spoken=_spoken, clean=clean, drawn=_drawn)
    environment.globals.update(
        list_direction=list_direction, naming_column=naming_column, fixed=fixed, classes=_classes
    )
    return environment


@cache
def _fragment_style() -> str:
    """The style that every output of a notebook carries, without unnecessary spaces."""
    style = (_source("blocks.css") + _source("fragment.css")).replace(_SCOPE, _FIRM_SCOPE)
    return re.sub(r"\n\s+|(?<=[,;{]) ", "", style)


@cache
def _source(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0]
