"""Writing files: whole or not there, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import random
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, OutputExistsError, ParseError, UnknownFormatError
from sswgraph.files import write_atomically
from sswgraph.review.copies import read_copy
from tests import samples

ROOT = Path(__file__).parent.parent
POSIX = os.name == "posix"


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_is_written_and_its_path_given_back(tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    assert write_atomically(path, b"one\r\n\x00two") == path
    assert path.read_bytes() == b"one\r\n\x00two"
    assert write_atomically(str(tmp_path / "empty.txt"), b"").read_bytes() == b""
    assert names(tmp_path) == ["empty.txt", "new.txt"]


def test_a_file_that_is_there_is_kept_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(b"old")
    with pytest.raises(OutputExistsError, match="overwrite=True") as caught:
        write_atomically(path, b"new")
    assert isinstance(caught.value, FileExistsError)
    assert path.read_bytes() == b"old"
    write_atomically(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["old.txt"]


def test_a_folder_that_is_missing_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        write_atomically(tmp_path / "missing" / "new.txt", b"")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="no folder"):
        write_atomically(tmp_path / "file" / "new.txt", b"")
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_folder_is_no_file(tmp_path: Path, overwrite: bool) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        write_atomically(tmp_path / "folder", b"", overwrite=overwrite)
    with pytest.raises(InputError, match="is a folder"):
        write_atomically("", b"", overwrite=overwrite)


@pytest.mark.skipif(not POSIX, reason="modes are those of Posix")
def test_the_mode_of_the_old_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(b"old")
    for mode in (0o600, 0o640, 0o755):
        path.chmod(mode)
        write_atomically(path, b"new", overwrite=True)
        assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(not POSIX or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            write_atomically(tmp_path / "old.txt", b"new", overwrite=True)
        assert names(tmp_path) == ["old.txt"]
        assert (tmp_path / "old.txt").read_bytes() == b"old"
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_when_the_system_fails_the_old_file_stays_and_nothing_else(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "old.txt"
    path.write_bytes(b"old")
    owner: object = os if failing == "fsync" else Path
    monkeypatch.setattr(owner, failing, fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new", overwrite=True)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["old.txt"]


def test_an_interruption_leaves_nothing_lying_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "new.txt", b"new")
    assert names(tmp_path) == []


@pytest.mark.skipif(not POSIX, reason="links need no rights on Posix")
def test_a_link_counts_as_the_file_that_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    old, link = tmp_path / "far" / "old.txt", tmp_path / "link.txt"
    old.write_bytes(b"old")
    link.symlink_to("far/old.txt")
    with pytest.raises(OutputExistsError):
        write_atomically(link, b"new")
    assert old.read_bytes() == b"old"
    assert write_atomically(link, b"new", overwrite=True) == link
    assert (link.is_symlink(), old.read_bytes()) == (True, b"new")
    assert (names(tmp_path), names(tmp_path / "far")) == (["far", "link.txt"], ["old.txt"])


@pytest.mark.skipif(not POSIX, reason="links need no rights on Posix")
@pytest.mark.parametrize("leads_to", ["nowhere.txt", "link.txt"])
def test_a_link_that_leads_nowhere_is_there_and_is_not_replaced(leads_to: str, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(leads_to)
    with pytest.raises(OutputExistsError):
        write_atomically(link, b"new")
    with pytest.raises(InputError, match="leads nowhere"):
        write_atomically(link, b"new", overwrite=True)
    assert (link.is_symlink(), names(tmp_path)) == (True, ["link.txt"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize("through_link", [True, False])
def test_a_pipe_is_refused(overwrite: bool, through_link: bool, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    target = tmp_path / "link.txt" if through_link else pipe
    if through_link:
        target.symlink_to("pipe.txt")
    with pytest.raises(InputError, match="is a pipe, which no file can replace"):
        write_atomically(target, b"new", overwrite=overwrite)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == sorted({"pipe.txt", target.name})


@pytest.mark.skipif(not POSIX, reason="no terminals of this kind here")
@pytest.mark.parametrize("overwrite", [True, False])
def test_a_device_is_refused(overwrite: bool, tmp_path: Path) -> None:
    master, slave = os.openpty()
    try:
        link = tmp_path / "terminal"
        link.symlink_to(os.ttyname(slave))
        with pytest.raises(InputError, match="is a device, which no file can replace"):
            write_atomically(link, b"new", overwrite=overwrite)
        assert stat.S_ISCHR(link.stat().st_mode)
        assert names(tmp_path) == ["terminal"]
    finally:
        os.close(master)
        os.close(slave)


RACER = """
import os, sys
from pathlib import Path
from sswgraph.errors import OutputExistsError
from sswgraph.files import write_atomically
if sys.argv[3] == "without links":
    def link(*_):
        raise OSError(95, "Operation not supported")
    os.link = link
won = 0
print("ready", flush=True)
sys.stdin.readline()
for number in range(300):
    try:
        write_atomically(Path(sys.argv[1], str(number)), sys.argv[2].encode())
        won += 1
    except OutputExistsError:
        pass
print(won, flush=True)
"""


@pytest.mark.parametrize("system", ["with links", "without links"])
def test_two_programs_that_write_one_path_do_not_replace_each_other(system: str, tmp_path: Path) -> None:
    """Each path is written once in all: who wins keeps the file, and its bytes are those of who won."""
    command = [sys.executable, "-c", RACER, str(tmp_path)]
    pipe = subprocess.PIPE
    racers = [
        subprocess.Popen([*command, name, system], stdin=pipe, stdout=pipe, cwd=ROOT, text=True) for name in ("a", "b")
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    won = [int(racer.communicate()[0]) for racer in racers]
    held = [(tmp_path / str(number)).read_bytes() for number in range(300)]
    assert won == [held.count(b"a"), held.count(b"b")]
    assert sum(won) == len(names(tmp_path)) == 300


@pytest.mark.parametrize("lacking", ["link", "link and exclusive creation", "link in Python"])
def test_a_file_system_that_knows_less_still_takes_a_file(
    lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    creating = os.open

    def create(path: Any, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_EXCL and not str(path).endswith(".part"):
            refuse()
        return creating(path, flags, mode)

    if lacking == "link in Python":
        monkeypatch.delattr(os, "link")
    else:
        monkeypatch.setattr(os, "link", refuse)
    if "exclusive" in lacking:
        monkeypatch.setattr(os, "open", create)
    path = tmp_path / "new.txt"
    assert write_atomically(path, b"new").read_bytes() == b"new"
    with pytest.raises(OutputExistsError):
        write_atomically(path, b"newer")
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["new.txt"])


def test_a_failure_after_the_name_was_taken_gives_it_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", fail)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(tmp_path / "new.txt", b"new")
    assert names(tmp_path) == []


def test_a_folder_in_which_no_file_can_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "a hidden name")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError, match="no file can be made in this folder") as caught:
        write_atomically(tmp_path / "new.txt", b"new")
    assert caught.value.filename == str(tmp_path)


@pytest.mark.skipif(not POSIX, reason="names are measured in bytes on Posix")
@pytest.mark.parametrize(
    "name",
    [
        "x" * 255,
        "x" * 100,
        "a b 'c' \"d\" \\ * ? \n.txt",
        ".hidden",
        "社" * 40,
        "社" * 80,
        "😀" * 60,
    ],
)
def test_a_name_that_the_system_takes_is_taken(name: str, tmp_path: Path) -> None:
    assert write_atomically(tmp_path / name, b"new").read_bytes() == b"new"
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("path", ["a\0b.ttl", "a\0b.xlsx", "a\0/b.json", "\0", b"a.ttl", 5])
def test_what_is_no_path_is_refused_wherever_a_path_goes(path: Any, tmp_path: Path) -> None:
    given = tmp_path / path if isinstance(path, str) else path
    g = ssw.load("psw", "cycw")
    framework, compared = g["psw"], ssw.compare(g, "psw", "cycw")
    verbs: list[Callable[[Any], object]] = [
        lambda path: write_atomically(path, b"new"),
        lambda path: write_atomically(path, b"new", overwrite=True),
        lambda path: ssw.save(samples.gap(), path, format="json"),
        lambda path: ssw.save(samples.gap(), tmp_path / "x.docx", template=path),
        lambda path: ssw.write(framework, path),
        ssw.read,
        ssw.check,
        ssw.read_profile,
        ssw.read_resolutions,
        ssw.read_sssom,
        lambda path: ssw.review_workbook(compared, path),
        lambda path: ssw.read_review(path, compared),
    ]
    for verb in verbs:
        with pytest.raises((InputError, UnknownFormatError)):
            verb(given)
    assert names(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_no_reader_waits_for_a_pipe(tmp_path: Path) -> None:
    for ending in ("docx", "json", "xlsx", "ttl", "tsv"):
        os.mkfifo(tmp_path / f"pipe.{ending}")
    readers: list[tuple[Callable[..., object], str]] = [
        (lambda path: ssw.save(samples.gap(), tmp_path / "new.docx", template=path), "docx"),
        (ssw.read_profile, "json"),
        (ssw.read_resolutions, "json"),
        (read_copy, "xlsx"),
        (ssw.read, "ttl"),
        (ssw.check, "ttl"),
        (ssw.read_sssom, "tsv"),
    ]
    for reader, ending in readers:
        with pytest.raises((InputError, ParseError), match="ordinary file"):
            reader(tmp_path / f"pipe.{ending}")
    assert not (tmp_path / "new.docx").exists()


OLD, NEW = b"old " * 1_000_000, b"new!" * 1_000_000
WRITER = """
import sys
from sswgraph.files import write_atomically
new = b"new!" * 1_000_000
print("ready", flush=True)
while True:
    write_atomically(sys.argv[1], new, overwrite=True)
"""


@pytest.mark.slow
def test_a_writer_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    waits = random.Random(1)
    for _ in range(12):
        path.write_bytes(OLD)
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline().strip() == b"ready"
            time.sleep(waits.uniform(0, 0.02))
            writer.kill()
        assert path.read_bytes() in (OLD, NEW)
    leftover = [name for name in names(tmp_path) if name != "file.txt"]
    assert all(name.startswith(".file.txt.") and name.endswith(".part") for name in leftover)


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(OLD)
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        started = time.monotonic()
        seen = set()
        while time.monotonic() < started + 0.5 or (NEW not in seen and time.monotonic() < started + 20):
            seen.add(path.read_bytes())
        writer.kill()
    assert NEW in seen
    assert seen <= {OLD, NEW}
