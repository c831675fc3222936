"""Results as files: HTML, Markdown or JSON, whole or not there, the same bytes every time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sswgraph.errors import InputError, UnknownFormatError
from sswgraph.files import write_atomically
from sswgraph.model import Framework


def _html(value: Any, lang: str) -> str:
    from sswgraph.model.show.html import document
    from sswgraph.model.show.pages import page_of

    return document(page_of(value, lang))


def _markdown(value: Any, lang: str) -> str:
    from sswgraph.model.show.markdown import markdown
    from sswgraph.model.show.pages import page_of

    return markdown(page_of(value, lang))


def _json(value: Any, lang: str) -> str:
    from sswgraph.model.wire import to_plain

    return as_json(to_plain(value, lang))


_WRITERS: dict[str, Callable[[Any, str], str]] = {"html": _html, "json": _json, "md": _markdown}


def formats() -> tuple[str, ...]:
    """The formats that results can be saved in, which are also the endings of their files.

    >>> formats()
    ('html', 'json', 'md')
    """
    return tuple(sorted(_WRITERS))


def save(
    value: Any, path: str | os.PathLike[str], *, format: str | None = None, lang: str = "en", overwrite: bool = False
) -> Path:
    """Save a result as a file and give back its path.

    In: a gap, plan, report, list of frameworks or candidates, part of a framework, or page; the path, whose ending
    decides the format unless ``format`` names one; the language; whether a file that is there may be replaced. The
    file is written beside its place and put there whole, so that an older one survives any failure.

    Raises UnknownFormatError for an ending that nothing writes, OutputExistsError for a file that is there, InputError
    for a value that has no such form or a folder that is missing, OSError where the system refuses.

    >>> import tempfile
    >>> from sswgraph.model import Cadre, Text
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = save(Cadre(id="za:social-worker", label=Text.of(en="social worker")), Path(folder) / "cadre.md")
    ...     made.read_text(encoding="utf-8").splitlines()[0]
    '# social worker'
    """
    chosen = _format_of(value, Path(path), format)
    return put(path, _WRITERS[chosen](value, lang), overwrite=overwrite)


def put(path: str | os.PathLike[str], text: str, *, overwrite: bool = False) -> Path:
    """Write text as UTF-8 with plain line ends, whole or not at all. Raises what :func:`save` raises for paths."""
    target = Path(path)
    try:
        return write_atomically(target, text.encode("utf-8", "backslashreplace"), overwrite=overwrite)
    except PermissionError as error:
        mend = "Close it if another program has it open, or choose another place."
        raise PermissionError(error.errno, f"{target} cannot be written. {mend}") from error


def as_json(plain: dict[str, Any]) -> str:
    """Plain data as indented JSON with a line end.

    >>> print(as_json({"result": "gap"}), end="")
    {
      "result": "gap"
    }
    """
    return json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _format_of(value: Any, path: Path, format: str | None) -> str:
    asked = (format if format is not None else path.suffix).lower().removeprefix(".")
    if asked in _WRITERS:
        return asked
    if isinstance(value, Framework) and asked in ("ttl", "turtle"):
        raise InputError(f"A framework becomes Turtle with write(framework, {str(path)!r}).")
    known = ", ".join(f".{name}" for name in formats())
    what = f"Nothing here writes '{asked}'" if asked else f"{path.name} has no ending"
    raise UnknownFormatError(f"{what}. Known: {known}.")
