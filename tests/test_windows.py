"""What is different on Windows, as far as it can be tried elsewhere; docs/offline.md says what cannot.

Consoles of few characters: tests/test_cli.py. Line ends: of Turtle tests/test_reading.py, of SSSOM tests/test_sssom.py.
Semicolons, decimal commas and CRLF as Excel writes them: tests/test_csv_folder.py.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.cli import FINE, main
from tests.test_workbook import saved

ROOT = Path(__file__).parent.parent
HELD, TARGET = "psw:foundation", "psw:para-social-worker"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where Windows puts files: a path with spaces, accents, an apostrophe and letters of another script."""
    place = tmp_path / "Mes documents" / "Élève d’été (2) وثائق"
    place.mkdir(parents=True)
    return place


@pytest.mark.slow
def test_every_format_is_written_and_read_in_a_folder_with_spaces_and_accents(folder: Path) -> None:
    g = ssw.load("psw")
    own = ssw.adapt(g["psw"], id="xx", jurisdiction="UG")
    for ending in ("ttl", "xlsx"):
        path = ssw.write(own, folder / f"mon référentiel.{ending}")
        assert ssw.check(path).conforms
        assert ssw.read(path, base=g)["xx"] == own
    gap = ssw.gap(g, HELD, TARGET)
    card = ssw.document(g, "role-card", TARGET, lang="ar")
    for ending in ("html", "json", "xlsx"):
        assert ssw.save(gap, folder / f"écart à combler.{ending}").stat().st_size > 0
    for ending in ("docx", "pdf"):
        assert ssw.save(card, folder / f"بطاقة الدور.{ending}").stat().st_size > 0
    assert ssw.read_result(folder / "écart à combler.json", g).target == TARGET
    assert ssw.read(saved(g["psw"], folder / "feuilles csv", ";"))["psw"] == g["psw"]


def test_commands_take_paths_with_spaces_and_accents(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = str(folder / "mon référentiel.xlsx")
    assert main(["adapt", "psw", "--id", "xx", "--jurisdiction", "UG", "-o", made]) == FINE
    answer = str(folder / "écart.json")
    assert main(["gap", "xx:foundation", "--to", "xx:para-social-worker", "--load", made, "-o", answer]) == FINE
    assert json.loads(Path(answer).read_text(encoding="utf-8"))["target"] == "xx:para-social-worker"
    assert main(["check", str(folder / "pas là.ttl")]) != FINE
    assert "pas là.ttl" in capsys.readouterr().err


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_that_people_write_may_end_their_lines_as_windows_does(end: str, tmp_path: Path) -> None:
    g = ssw.load("psw")

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_bytes(text.replace("\n", end).encode())
        return path

    profile = write("p.json", '{\n "holdings": [\n  {"competency": "psw:c-communication"}\n ]\n}\n')
    assert [one.competency for one in ssw.read_profile(profile).holdings] == ["psw:c-communication"]
    ssw.save(ssw.gap(g, HELD, TARGET), tmp_path / "gap.json")
    kept = write("kept.json", (tmp_path / "gap.json").read_text(encoding="utf-8"))
    assert ssw.read_result(kept, g).target == TARGET
    decisions = write("d.json", '{\n "decisions": []\n}\n')
    assert ssw.read_resolutions(decisions) == ()
    ssw.write(ssw.adapt(g["psw"], id="xx", jurisdiction="UG"), tmp_path / "xx.ttl")
    write("workspace.toml", 'frameworks = ["xx.ttl"]\nplace = "UG"\n')
    assert "xx" in {framework.id for framework in ssw.workspace(tmp_path).graph.frameworks}


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_stream_that_writes_lines_as_windows_does_changes_no_data(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(*arguments: str) -> bytes:
        written = io.BytesIO()
        stream = io.TextIOWrapper(written, encoding="cp1252", newline="\r\n")
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", stream)
            assert main([*arguments]) == FINE
            stream.flush()
        return written.getvalue()

    assert said("export", "rw") == (ROOT / "frameworks" / "rw.ttl").read_bytes()
    assert json.loads(said("gap", HELD, "--to", TARGET, "--lang", lang, "--json"))["target"] == TARGET
    shown = said("gap", HELD, "--to", TARGET, "--lang", lang).decode("cp1252")
    assert shown.count("\r\n") > 20
    assert "\r\r" not in shown


TRIED = """
import sys, warnings
warnings.filterwarnings("error", category=EncodingWarning, module=r"sswgraph(\\.|$)")
from sswgraph.cli import main
from sswgraph.files import write_atomically
import locale
assert locale.getpreferredencoding(False).lower() not in ("utf-8", "utf8"), locale.getpreferredencoding(False)
for command in COMMANDS:
    code = main(command)
    assert code == 0, (command, code)
"""


@pytest.mark.slow
def test_no_file_is_read_or_written_in_the_encoding_of_the_machine(tmp_path: Path) -> None:
    """As on a Windows whose own encoding is not UTF-8; Python is asked to refuse what would go by it."""
    (tmp_path / "mine.json").write_text('{"holdings": [{"competency": "psw:c-communication"}]}', encoding="utf-8")
    commands = [
        ["adapt", "psw", "--id", "xx", "--jurisdiction", "UG", "-o", "xx.ttl"],
        ["adapt", "psw", "--id", "xx", "--jurisdiction", "UG", "-o", "xx.xlsx"],
        ["check", "xx.ttl"],
        ["gap", "--profile", "mine.json", "--to", "xx:para-social-worker", "--load", "xx.ttl", "-o", "gap.json"],
        ["again", "gap.json", "--load", "xx.ttl"],
        ["gap", HELD, "--to", TARGET, "--lang", "ar", "-o", "gap.html"],
        ["document", "role-card", TARGET, "--lang", "ar", "-o", "card.docx"],
        ["document", "role-card", TARGET, "--lang", "ar", "-o", "card.pdf"],
    ]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    code = TRIED.replace("COMMANDS", repr(commands))
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", code],
        cwd=tmp_path, env=surroundings, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    page = (tmp_path / "gap.html").read_text(encoding="utf-8")
    assert 'lang="ar"' in page
