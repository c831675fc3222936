"""Writing files: whole or not there, whatever happens on the way."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sswgraph.errors import InputError, OutputExistsError
from sswgraph.files import write_atomically

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
def test_a_link_to_a_file_counts_as_that_file(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("old.txt")
    with pytest.raises(OutputExistsError):
        write_atomically(tmp_path / "link.txt", b"new")
    assert (tmp_path / "old.txt").read_bytes() == b"old"
    write_atomically(tmp_path / "link.txt", b"new", overwrite=True)
    assert (tmp_path / "link.txt").read_bytes() == b"new"


@pytest.mark.skipif(not POSIX, reason="links need no rights on Posix")
def test_a_link_that_leads_nowhere_is_there(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("nowhere.txt")
    with pytest.raises(OutputExistsError):
        write_atomically(tmp_path / "link.txt", b"new")


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


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="null"):
        write_atomically(tmp_path / "a\0b", b"new")
    assert names(tmp_path) == []


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
