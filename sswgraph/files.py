"""Files that are whole or not there: each is written beside its place first, and put there in one step.

A symbolic link counts as the file that it leads to: that file is replaced, and the link stays. What is not an ordinary
file (a folder, a pipe, a device, a link that leads nowhere) is refused, whatever ``overwrite`` says.

Without ``overwrite`` the place is taken by a hard link, which the system makes only where nothing is there. Where a
file system has no hard links (FAT, exFAT, some network shares) an empty file is created exclusively and then replaced:
no other file is touched, but a reader may find it empty for a moment, and a crash at that moment leaves it so. Where a
file system has neither, the path is looked at once more and then taken; two programs that write it at the same moment
are not kept apart there.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from sswgraph.errors import InputError, OutputExistsError

# What a system says where it does not know how to create a file exclusively.
_NOT_KNOWN = frozenset(getattr(errno, name, 0) for name in ("EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"))
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def path_of(path: str | os.PathLike[str]) -> Path:
    """Return the path as a ``Path``.

    Returns:
        The path.

    Raises:
        InputError: If it is not a path, or has a NUL character.

    >>> path_of("mine.ttl").name
    'mine.ttl'
    """
    if not isinstance(path, (str, os.PathLike)):
        raise InputError(f"A path is a text or a pathlib.Path, not {type(path).__name__}.")
    if "\0" in os.fsdecode(path):
        raise InputError("A path cannot hold a NUL character. Leave it out.")
    return Path(path)


def read_ordinary(path: str | os.PathLike[str], most: int, what: str) -> bytes:
    """Return the bytes of a small ordinary file.

    Args:
        path (str | os.PathLike[str]): The path of the file.
        most (int): The number of bytes it may have.
        what (str): What the file is to be, for errors.

    Returns:
        The bytes.

    Raises:
        InputError: If it is a folder, a pipe or a device, or has more than ``most`` bytes.
    """
    file = path_of(path)
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{file} is {_kind(status.st_mode)}, no ordinary file. Give the path of {what}.")
    data = b""
    if status.st_size <= most:
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    if max(len(data), status.st_size) > most:
        raise InputError(f"{file}: {what} of more than {most // 1_000_000} MB is not read.")
    return data


def write_atomically(path: str | os.PathLike[str], data: bytes, *, overwrite: bool = False) -> Path:
    """Write a file; on any failure the old file stays whole and no temporary file is left.

    Args:
        path (str | os.PathLike[str]): The path of the file.
        data (bytes): What to write.
        overwrite (bool): Whether to replace a file that is there.

    Returns:
        The path as given.

    Raises:
        OutputExistsError: If the file exists and ``overwrite`` is False.
        InputError: If the folder is missing, or the path leads to what is not an ordinary file.
        OSError: If the system refuses.
    """  # noqa: DOC502 - the steps below raise
    given = path_of(path)
    target = _place(given, overwrite)
    beside, handle = _part(target)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if overwrite:
            _replace(beside, target)
        else:
            _take(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return given


def _place(given: Path, overwrite: bool) -> Path:
    """Where the file is to stand: behind a link, the file that it leads to."""
    if given.is_dir():
        raise InputError(f"{given} is a folder. Give the path of a file.")
    if not given.parent.is_dir():
        raise InputError(f"There is no folder {given.parent}. Make it first.")
    if not given.exists():
        if not given.is_symlink():
            return given
        wrong: type[Exception] = InputError if overwrite else OutputExistsError
        raise wrong(f"{given} is a symbolic link that leads nowhere. Remove it, or give another path.")
    mode = given.stat().st_mode
    if not stat.S_ISREG(mode):
        raise InputError(f"{given} is {_kind(mode)}, which no file can replace. Give the path of a file.")
    if not overwrite:
        raise _there(given)
    return given.resolve()


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def _part(target: Path) -> tuple[Path, int]:
    """A new file beside the target, open for writing."""
    start = os.fsdecode(os.fsencode(target.name)[:100])  # a name may have 255 bytes
    from secrets import token_hex

    name = target.parent / f".{start}.{token_hex(8)}.part"
    try:
        return name, os.open(name, _NEW, 0o666)
    except PermissionError as error:
        fix = "no file can be made in this folder. Choose another, or ask who owns it"
        raise PermissionError(error.errno, fix, str(target.parent)) from None


def _replace(beside: Path, target: Path) -> None:
    """Put the new file in the place of the old one, with its mode."""
    if target.exists():
        beside.chmod(target.stat().st_mode & 0o777)
    try:
        beside.replace(target)
    except PermissionError as error:
        where = "in Word or another program" if target.suffix.lower() == ".docx" else "if another program has it open"
        fix = f"the file cannot be replaced. Close it {where}, or choose another place"
        raise PermissionError(error.errno, fix, str(target)) from error


def _take(beside: Path, target: Path) -> None:
    """Give the new file its name, if nothing has that name at this moment."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise _there(target) from None
    except (OSError, AttributeError, NotImplementedError):  # no hard links here
        _reserve(target)
        try:
            beside.replace(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def _reserve(target: Path) -> None:
    """An empty file of this name, if nothing has it."""
    try:
        os.close(os.open(target, _NEW, 0o666))
    except FileExistsError:
        raise _there(target) from None
    except OSError as error:
        if error.errno not in _NOT_KNOWN:
            raise
        if os.path.lexists(target):
            raise _there(target) from None


def _there(path: Path) -> OutputExistsError:
    return OutputExistsError(f"{path} exists. Pass overwrite=True to replace it.")


_PACKAGE = Path(__file__).parent


def shipped(folder: str) -> Path:
    """Return a folder of shipped data: inside the installed package, or beside it in a checkout."""
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        if (root / folder).is_dir():
            return root / folder
    raise FileNotFoundError(f"The shipped folder '{folder}' is missing; install sswgraph again.")


def names_in(folder: str, ending: str) -> list[str]:
    """Return the names of the files in a shipped folder with this ending, sorted; none where there is no folder."""
    try:
        found = shipped(folder)
    except FileNotFoundError:
        return []
    return sorted(entry.name for entry in found.iterdir() if entry.name.endswith(ending))


def ontology_text(name: str) -> str:
    """Return one file of the ontology: 'ssw.ttl', 'shapes.ttl' or 'context.jsonld'."""
    return (shipped("ontology") / name).read_text(encoding="utf-8")
