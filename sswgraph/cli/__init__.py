"""The command line ``sswgraph``: thin, and honest in its exit codes.

0: answered. 1: findings (a check found violations, a search found nothing). 2: usage or input that cannot be used.
70: a fault of this program. 130: stopped by Ctrl-C. 141: the reader of a pipe went away.
"""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence

from sswgraph.errors import SswgraphError, UnknownElementError

FINE, FINDINGS, USAGE, FAULT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 70, 130, 141
_OBJECTS = 100_000  # so many are made before the first look for those that nobody needs
TRACEBACK = "SSWGRAPH_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    In: the arguments, else those of the process. Errors become one sentence on stderr, without a traceback; that of
    a fault of this program says whom to tell, and shows one where ``SSWGRAPH_TRACEBACK`` is set.

    >>> main(["--version"])
    sswgraph 0.1.0
    0
    """
    if arguments is None:  # the process ends with this command: then nobody need look through all it made once more
        atexit.register(gc.freeze)
        gc.set_threshold(_OBJECTS)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except UnknownElementError as error:
        fix = "" if error.near else " Search by name with: sswgraph find WORDS"
        return _refused(str(error).removesuffix(" See find() to search by name.") + fix)
    except SswgraphError as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(_of_system(error))
    except RecursionError:
        return _refused("The input is nested too deep to be read.")
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
    except SystemExit:  # so click leaves where the reader of its help has gone away
        return PIPE_CLOSED
    return code if isinstance(code, int) else FINE


def _refused(sentence: str) -> int:
    print(f"sswgraph: {sentence}", file=sys.stderr)
    return USAGE


def _fault(error: Exception) -> int:
    """A fault of this program: what it is, whom to tell, and what to send."""
    import os
    import platform
    import traceback

    from sswgraph._version import __version__

    if os.environ.get(TRACEBACK):
        traceback.print_exc()
    where = f"{type(error).__name__}; sswgraph {__version__}, Python {platform.python_version()}, {platform.system()}"
    print(
        f"sswgraph: This is a fault of sswgraph and not of what you typed ({where}). Tell those from whom you have "
        f"sswgraph, and send them this line, the command, and what it prints with the environment variable {TRACEBACK} "
        "set to 1. Look through it first: it can hold words from your files.",
        file=sys.stderr,
    )
    return FAULT


def _of_system(error: OSError) -> str:
    """What the operating system said, without numbers: 'mine.ttl: No such file or directory.'"""
    if error.strerror is None:
        return str(error)
    said = error.strerror.rstrip(".")
    return f"{error.filename}: {said}." if error.filename else f"{said}."
