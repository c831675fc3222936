"""Writing a file so that it is whole or not there: beside it first, then in its place."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sswgraph.errors import InputError, OutputExistsError


def write_atomically(path: str | os.PathLike[str], data: bytes, *, overwrite: bool = False) -> Path:
    """Write ``data``; on any failure the old file stays whole and nothing is left lying about.

    Raises OutputExistsError where the file exists and ``overwrite`` is False, InputError where the folder is missing
    or the path is a folder, OSError where the system refuses.
    """
    target = Path(path)
    if target.is_dir():
        raise InputError(f"{target} is a folder. Give the path of a file.")
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}. Make it first.")
    if os.path.lexists(target) and not overwrite:
        raise OutputExistsError(f"{target} exists. Pass overwrite=True to replace it.")
    start = os.fsdecode(os.fsencode(target.name)[:100])  # a name may have 255 bytes
    name = target.parent / f".{start}.{secrets.token_hex(8)}.part"
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            name.chmod(target.stat().st_mode & 0o777)
        name.replace(target)
    except BaseException:
        name.unlink(missing_ok=True)
        raise
    return target
