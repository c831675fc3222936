"""Results as files: documents, pages and data, written whole or not at all, the same bytes every time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sswgraph.errors import InputError, MissingExtraError, UnknownFormatError
from sswgraph.files import path_of, read_ordinary, write_atomically
from sswgraph.model import Framework
from sswgraph.pages.blocks import Page

if TYPE_CHECKING:
    from sswgraph.pages.detail import Detail

Renderer = Callable[[Page, bytes | None], bytes]
GROUP = "sswgraph.renderers"
JSON = "json"
TSV = "tsv"  # only for what has rows()
SVG = "svg"  # only for what has a picture
_MOST_TEMPLATE = 20_000_000
# The formats that take a template, with its endings: a Word document, or a style (render/style.py).
_TEMPLATES = {"docx": (".docx", ".dotx"), "html": (".toml",), "pdf": (".toml",)}
# The function that renders each format; its module is imported when the format is first used.
_RENDERERS = {
    "docx": "sswgraph.render.word.document:render",
    "html": "sswgraph.render.html:render",
    "md": "sswgraph.render.markdown:render",
    "pdf": "sswgraph.render.pdf:render",
    "xlsx": "sswgraph.render.xlsx:render",
}
# For each module that may be missing, the extra that installs it, and its package.
_PACKAGES = {
    "docx": ("documents", "python-docx"),
    "fontpkg": ("documents", "fontpkg-noto-sans"),
    "lxml": ("documents", "python-docx"),
    "typst": ("documents", "typst"),
    "xlsxwriter": ("excel", "xlsxwriter"),
}


def formats() -> tuple[str, ...]:
    """The formats that results can be saved in, which are also the endings of their files.

    Other packages may add a format by an entry point of the group ``sswgraph.renderers``: a function that takes a page
    and the bytes of a template or None, and gives bytes. No format is loaded.

    Returns:
        The formats in alphabetical order.

    Example:
        >>> formats()
        ('docx', 'html', 'json', 'md', 'pdf', 'xlsx')
    """
    from importlib.metadata import entry_points

    return tuple(sorted({*_RENDERERS, JSON, *(point.name for point in entry_points(group=GROUP))}))


def save(
    value: Any,
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    template: str | os.PathLike[str] | None = None,
    lang: str | None = None,
    beside: str | None = None,
    detail: Detail | None = None,
    overwrite: bool = False,
) -> Path:
    """Save a result as a file.

    The file replaces an older one only when it is complete, so that any failure leaves the older one. The same value
    gives the same bytes.

    Args:
        value (Any): A result of any function, a report, a list of frameworks or candidates, a part of a framework, or a
            page.
        path (str | os.PathLike[str]): Where to write; its ending decides the format. A value with ``rows()`` can also
            be saved as .tsv; a picture, and any result that :func:`sswgraph.picture` draws, as .svg.
        format (str | None): One of :func:`formats`, whatever the ending; None: the ending decides.
        template (str | os.PathLike[str] | None): For .docx, a .docx or .dotx whose styles, page, header and footer are
            used; for .pdf and .html, a .toml with a ministry's name, logo, colours and fonts; None: the library's own.
        lang (str | None): The language tag of the document; None: that of a curriculum, otherwise English.
        beside (str | None): A second language tag, set beside the first text by text, for reviewers of a translation.
        detail (Detail | None): 'sign' for documents to be signed, 'full' with ids, evidence and what it was made from.
            None: 'sign' for curricula, the kinds of :func:`sswgraph.document_kinds`, gaps and plans, 'full' for the
            rest and for .xlsx. JSON and TSV always carry everything.
        overwrite (bool): Whether an existing file may be replaced.

    Returns:
        The path of the file.

    Raises:
        UnknownFormatError: For an ending that nothing writes.
        MissingExtraError: Where the packages of the format are not installed.
        OutputExistsError: For a file that exists.
        InputError: For a value that has no such form, an unknown detail, an unusable template, or a missing folder.
        OSError: Where the system refuses.

    Example:
        >>> import tempfile
        >>> from sswgraph.model import Cadre, Text
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     made = save(Cadre(id="za:social-worker", label=Text.of(en="social worker")), Path(folder) / "cadre.md")
        ...     made.read_text(encoding="utf-8").splitlines()[0]
        '# social worker'
    """  # noqa: DOC502 - _format_of, rendered and write_atomically raise
    chosen = _format_of(value, path_of(path), format)
    data = rendered(value, chosen, template=template, lang=lang, beside=beside, detail=detail)
    return write_atomically(path, data, overwrite=overwrite)


def rendered(
    value: Any,
    format: str,
    *,
    template: str | os.PathLike[str] | None = None,
    lang: str | None = None,
    beside: str | None = None,
    detail: str | None = None,
) -> bytes:
    """The bytes of a result in one of :func:`formats`.

    Args:
        value (Any): As for :func:`save`.
        format (str): The format.
        template (str | os.PathLike[str] | None): As for :func:`save`.
        lang (str | None): As for :func:`save`.
        beside (str | None): As for :func:`save`.
        detail (str | None): As for :func:`save`.

    Returns:
        The bytes.

    Raises:
        InputError: As for :func:`save`, and where the format has no templates or cannot have two languages.
        MissingExtraError: Where the packages of the format are not installed.
    """  # noqa: DOC502 - _renderer raises
    if template is not None and format not in _TEMPLATES:
        raise InputError(f"A template is for {', '.join(f'.{one}' for one in _TEMPLATES)}; .{format} has none.")
    if beside is not None and format in (JSON, TSV, SVG):
        raise InputError(f"Two languages side by side are for pages; .{format} has none. Leave out 'beside'.")
    if detail is not None:
        from sswgraph.pages.detail import require_detail

        require_detail(detail)
    if format == JSON:
        from sswgraph.exchange.plain import to_plain

        return _utf8(as_json(to_plain(value, lang)))
    if format == TSV:
        from sswgraph.render.tsv import tsv

        return _utf8(tsv(value, lang or getattr(value, "lang", None) or "en"))
    if format == SVG:
        from sswgraph.pages.pictures.draw import Svg, picture

        return _utf8(value if isinstance(value, Svg) else picture(value, lang or "en"))
    from sswgraph.pages.page import detail_of, page_beside, page_of

    shown = detail_of(value, detail or ("full" if format == "xlsx" else None))  # ids have their own column there
    page = page_of(value, lang, detail=shown)
    if beside is not None:
        page = page_beside(value, lang, beside, detail=shown)
    return _renderer(format)(page, None if template is None else _read(template, format))


def put(path: str | os.PathLike[str], text: str, *, overwrite: bool = False) -> Path:
    """Write text as UTF-8 with line feeds, whole or not at all; raises what :func:`save` raises for paths."""
    return write_atomically(path, _utf8(text), overwrite=overwrite)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def as_json(plain: dict[str, Any]) -> str:
    """Plain data as indented JSON.

    >>> print(as_json({"result": "gap"}), end="")
    {
      "result": "gap"
    }

    Returns:
        The JSON, with a line end.
    """
    return json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _renderer(format: str) -> Renderer:
    if format not in _RENDERERS:
        from importlib.metadata import entry_points

        found: Renderer = next(point for point in entry_points(group=GROUP) if point.name == format).load()
        return found
    module, _, name = _RENDERERS[format].partition(":")
    try:
        made: Renderer = getattr(import_module(module), name)
    except ImportError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _PACKAGES:
            raise
        raise MissingExtraError(*_PACKAGES[missing]) from None
    return made


def _read(template: str | os.PathLike[str], format: str) -> bytes:
    suffix, wanted = path_of(template).suffix.lower(), _TEMPLATES[format]
    if suffix not in wanted:
        raise InputError(f"{template} cannot be a template for .{format}, which must be a {' or '.join(wanted)}.")
    if format == "docx":
        return read_ordinary(template, _MOST_TEMPLATE, "a template (.docx)")
    from sswgraph.render.style import read_style

    return read_style(template).packed()


def _format_of(value: Any, path: Path, format: str | None) -> str:
    asked = (format if format is not None else path.suffix).lower().removeprefix(".")
    from sswgraph.pages.pictures.draw import Svg, has_picture

    possible = (SVG,) if isinstance(value, Svg) else formats()
    possible += (TSV,) * hasattr(value, "rows") + (SVG,) * has_picture(value)
    if asked in possible:
        return asked
    if isinstance(value, Framework) and asked in ("ttl", "turtle"):
        raise InputError(f"A framework becomes Turtle with write(framework, {str(path)!r}).")
    near = get_close_matches(asked, possible, 1)
    meant = f" Did you mean .{near[0]}?" if near else ""
    known = ", ".join(f".{name}" for name in possible)
    what = f"Nothing here writes '{asked}'" if asked else f"{path.name} has no ending"
    raise UnknownFormatError(f"{what}. Known: {known}.{meant}")
