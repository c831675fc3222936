"""Where an answer goes: the terminal, a pipe, or a file."""

from __future__ import annotations

import errno
import io
import os
import sys
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sswgraph.errors import OutputExistsError
from sswgraph.frozen import dataclass
from sswgraph.messages import sentence

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph
    from sswgraph.pages.blocks import Page
    from sswgraph.pages.detail import Detail

_PIPE_CLOSED = 141
Step = TypeVar("Step")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of every command that answers.

    Attributes:
        lang: The language of the answer.
        json: Whether it is printed as JSON.
        output: The file to write; None for the terminal.
        force: Whether that file may be replaced.
        full: Whether collapsed parts are printed too.
    """

    lang: str
    json: bool
    output: Path | None
    force: bool
    full: bool = False


def prepare_streams() -> None:
    """Make every stream writable: what a console cannot show becomes a question mark.

    A stream that is closed (``>&-``) is None in Python. Messages are then dropped; an answer is an error.
    """
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    if sys.stdout is None:
        sys.stdout = _Closed()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(ValueError, OSError):
                reconfigure(errors="replace")


class _Closed(io.StringIO):
    """Stands in for a stdout that is closed: nothing can be written there."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "It is closed, so the answer cannot be printed. Name a file with -o", "stdout")


def answer(options: Options, page: Callable[[], Page], plain: Callable[[], dict[str, Any]]) -> None:
    """Give an answer: into a file, as JSON, as tables on a terminal, otherwise as plain text."""
    if options.output is not None:
        save_answer(options, options.output, page, plain)
    elif options.json:
        write(_json_for(sys.stdout.encoding, plain()))
    else:
        show(page(), full=options.full)


def answer_result(
    options: Options, value: Any, *, detail: Detail | None = None, g: CompetencyGraph | None = None
) -> None:
    """Give a result of the library as an answer; a file, and on request the terminal, has what people sign."""
    from sswgraph.exchange.plain import to_plain
    from sswgraph.pages.page import page_of

    plain = partial(to_plain, value, options.lang)
    if drew_picture(options, value, g):
        return
    if options.output is not None:
        save_answer(options, options.output, lambda: value, plain, detail=detail)
    else:
        answer(options, lambda: page_of(value, options.lang, detail=detail or "full"), plain)


def drew_picture(options: Options, value: Any, g: CompetencyGraph | None) -> bool:
    """Write the picture of a result where the file of -o ends in .svg; whether it was written."""
    path = options.output
    if path is None or options.json or path.suffix.lower() != ".svg":
        return False
    from sswgraph.pages.pictures.draw import picture
    from sswgraph.render.output import put

    with refusing_to_replace(path):
        put(path, picture(value, options.lang, graph=g), overwrite=options.force)
    notify("saved", options.lang, path=str(path))
    return True


def show(page: Page, *, full: bool = False) -> None:
    """Print a page: with tables and colour on a terminal, otherwise as plain text; collapsed unless ``full``."""
    from sswgraph.render.layout import without_details

    page = page if full else without_details(page)
    if sys.stdout.isatty():
        from sswgraph.render.terminal import display

        display(page)
    else:
        from sswgraph.render.plain import plain

        write(plain(page))


def save_answer(
    options: Options,
    path: Path,
    page: Callable[[], Any],
    plain: Callable[[], dict[str, Any]],
    *,
    detail: Detail | None = None,
) -> None:
    """Write an answer (its page, or the value itself) to a file; ``--json`` or the ending .json gives JSON."""
    from sswgraph.render.output import as_json, put, save

    with refusing_to_replace(path):
        if options.json or path.suffix.lower() == ".json":
            put(path, as_json(plain()), overwrite=options.force)
        else:
            save(page(), path, lang=options.lang, detail=detail, overwrite=options.force)
    notify("saved", options.lang, path=str(path))


@contextmanager
def refusing_to_replace(path: Path) -> Iterator[None]:
    """Report an existing file in the words of the command line, and warnings without their line of code."""
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("default")
            yield
        for one in warned:
            print(one.message, file=sys.stderr)
    except OutputExistsError:
        raise OutputExistsError(f"{path} exists. Add --force to replace it, or name another file with -o.") from None


def notify(code: str, lang: str, **parameters: Any) -> None:
    """Say what was done, on stderr, so that it never mixes with an answer."""
    print(sentence(f"cli.{code}", lang, **parameters), file=sys.stderr)


def notify_written(options: Options, path: Path, **counts: int) -> None:
    """Say which file was written, and with --json how much it holds."""
    from sswgraph.exchange.plain import SHAPE

    notify("saved", options.lang, path=str(path))
    if options.json:
        said = {"result": "written", "shape": SHAPE, "lang": options.lang, "path": str(path), "counts": counts}
        write(_json_for(sys.stdout.encoding, said))


def write(text: str) -> None:
    """Write to stdout; where the reader has closed the pipe, end quietly."""
    with _quiet_end():
        sys.stdout.write(_for_console(sys.stdout.encoding, text))
        sys.stdout.flush()


def write_exactly(text: str) -> None:
    """Write the text of a file to stdout: outside a terminal as UTF-8 with plain line ends, whatever the console."""
    if sys.stdout.isatty():
        write(text)
        return
    with _quiet_end():
        sys.stdout.flush()
        if isinstance(sys.stdout, _Closed):
            sys.stdout.write(text)
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()


@contextmanager
def _quiet_end() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(_PIPE_CLOSED) from None


@contextmanager
def working(lang: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on a terminal while something slow is done; call what it gives with (done, total)."""
    if not sys.stderr.isatty():
        yield lambda _done, _in_all: None
        return
    from rich.console import Console

    with Console(stderr=True).status(sentence("cli.working", lang)) as status:
        yield lambda done, in_all: status.update(sentence("cli.working-on", lang, done=done, all=in_all))


def stepping(steps: Collection[Step], lang: str) -> Iterator[Step]:
    """The steps one by one, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(steps, sentence("cli.working", lang), total=len(steps), console=Console(stderr=True))


def _for_console(encoding: str, text: str) -> str:
    """The text; on a console with few characters without marks of no width, each of which would show as '?'."""
    if text.isascii() or _is_unicode(encoding):
        return text
    from sswgraph.model.text import columns

    return "".join(sign for sign in text if sign.isascii() or columns(sign))


def _is_unicode(encoding: str) -> bool:
    return (encoding or "utf-8").lower().replace("-", "").startswith("utf")


def _json_for(encoding: str, plain: dict[str, Any]) -> str:
    """JSON text; on a console with few characters the others are written as escapes, so that none is lost."""
    import json

    return json.dumps(plain, ensure_ascii=not _is_unicode(encoding), indent=2) + "\n"
