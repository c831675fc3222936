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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    In: the arguments, else those of the process. Errors become one sentence on stderr, without a traceback; only a
    fault of this program shows one.

    >>> main(["--version"])
    sswgraph 0.1.0
    0
    """
    if arguments is None:  # the process ends with this command: then nobody need look through all it made once more
        atexit.register(gc.freeze)
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
    except Exception:
        import traceback

        traceback.print_exc()
        return FAULT


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


def _of_system(error: OSError) -> str:
    """What the operating system said, without numbers: 'mine.ttl: No such file or directory.'"""
    if error.strerror is None:
        return str(error)
    said = error.strerror.rstrip(".")
    return f"{error.filename}: {said}." if error.filename else f"{said}."
