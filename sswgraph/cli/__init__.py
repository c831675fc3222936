"""The command line ``sswgraph``. Each command asks the library; none computes anything itself.

Exit codes: 0 answered; 1 findings (a check found violations, a search found nothing); 2 usage or input that cannot be
used; 70 a fault of this program; 130 stopped by Ctrl-C; 141 the reader of a pipe closed it.
"""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence

from sswgraph.errors import SswgraphError, UnknownElementError

FINE, FINDINGS, USAGE, FAULT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 70, 130, 141
_SEARCH = "Search by name with: sswgraph find WORDS"
_OBJECTS = 100_000  # so many are made before the first look for those that nobody needs
TRACEBACK = "SSWGRAPH_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    An error becomes one sentence on stderr, without a traceback. A fault of this program says where to report it, and
    shows the traceback where the environment variable ``SSWGRAPH_TRACEBACK`` is set.

    Args:
        arguments (Sequence[str] | None): The words after ``sswgraph``; by default those of the process.

    Returns:
        The exit code, as in ``docs/command-line.md``.

    Example:
        >>> main(["--version"])
        sswgraph 0.1.0
        0
    """
    if arguments is None:  # the process ends with this command, so its objects need not be collected
        atexit.register(gc.freeze)
        gc.set_threshold(_OBJECTS)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except UnknownElementError as error:
        look = "List them with: sswgraph frameworks" if error.kind == "framework" else _SEARCH
        return _refused(str(error) if error.near else str(error).replace(error.hint, look))
    except SswgraphError as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(_of_system(error))
    except RecursionError:
        return _refused("The input is nested too deeply to be read.")
    except Exception as error:
        return _fault(error)


def _run(arguments: Sequence[str] | None) -> int:
    import click  # imported here, so that Ctrl-C is quiet from the first moment

    from sswgraph.cli.options import application
    from sswgraph.cli.output import prepare_streams

    prepare_streams()
    try:
        code = application.main(args=arguments, prog_name="sswgraph", standalone_mode=False)
    except click.ClickException as error:
        error.show(file=sys.stderr)
        return USAGE
    except click.Abort:
        return INTERRUPTED
    except SystemExit:  # click leaves so where the reader of its help closed the pipe
        return PIPE_CLOSED
    return code if isinstance(code, int) else FINE


def _refused(sentence: str) -> int:
    print(f"sswgraph: {sentence}", file=sys.stderr)
    return USAGE


def _fault(error: Exception) -> int:
    """Report a fault of this program: what it is, whom to tell, and what to send."""
    import os
    import platform
    import traceback

    from sswgraph._version import __version__

    if os.environ.get(TRACEBACK):
        traceback.print_exc()
    where = f"{type(error).__name__}; sswgraph {__version__}, Python {platform.python_version()}, {platform.system()}"
    print(
        f"sswgraph: This is a fault of sswgraph and not of what you typed ({where}). Report it to those from whom "
        "you have sswgraph: send them this line, the command, and what it prints with the environment variable "
        f"{TRACEBACK} set to 1. Read it before you send it: it can contain text from your files.",
        file=sys.stderr,
    )
    return FAULT


def _of_system(error: OSError) -> str:
    """The message of the operating system without its number, such as 'mine.ttl: No such file or directory.'."""
    if error.strerror is None:
        return str(error)
    said = error.strerror.rstrip(".")
    return f"{error.filename}: {said}." if error.filename else f"{said}."
