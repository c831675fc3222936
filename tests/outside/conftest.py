"""Says which programs were found, and makes the documents once."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw

PROGRAMS = {
    "LibreOffice": ("soffice", "libreoffice"),
    "Chromium": ("chromium", "chromium-browser", "google-chrome"),
    "Poppler": ("pdftotext",),
    "veraPDF": ("verapdf",),
    "qpdf": ("qpdf",),
}
CADRES = ("za:social-auxiliary-worker", "psw:para-social-worker")
LANGUAGES = ("en", "fr", "ar")


def found(program: str) -> str | None:
    """The path of a program, by the first of its names that is there; of axe-core that which SSWGRAPH_AXE names.

    nbconvert and mkdocs are packages: pip install nbconvert, pip install ".[docs]".
    """
    if program == "axe-core":
        return os.environ.get("SSWGRAPH_AXE")
    if program in ("nbconvert", "mkdocs"):
        package = find_spec(program)
        return package.origin if package else None
    return next((path for name in PROGRAMS[program] if (path := shutil.which(name))), None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which of the programs are there; what needs another is left out."""
    for program in (*PROGRAMS, "axe-core", "nbconvert", "mkdocs"):
        terminalreporter.write_line(f"{program}: {found(program) or 'not found, its tests are left out'}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose program is not there, and count them as deselected."""
    left_out = [
        item
        for item in items
        for mark in item.iter_markers("needs")
        if not all(found(program) for program in mark.args)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*programs): programs without which the test is left out")


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], Path]:
    """The curriculum of a cadre in a language and a format, made once."""
    g = ssw.load()
    folder = tmp_path_factory.mktemp("documents")

    def made(cadre: str, lang: str, ending: str) -> Path:
        path = folder / f"{cadre.replace(':', '_')}_{lang}.{ending}"
        return path if path.exists() else ssw.save(ssw.curriculum(g, cadre, lang=lang), path, detail="full")

    return made


def shown(html: str, folder: Path, width: int, dark: bool) -> Any:
    """What a script in the page wrote into its title once the page was shown."""
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    path = folder / "audited.html"
    path.write_text(html, encoding="utf-8")
    command = [str(found("Chromium")), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/p"]
    command += [f"--window-size={width},900", "--virtual-time-budget=20000", "--dump-dom"]
    if dark:
        command.append("--blink-settings=preferredColorScheme=0")
    done = subprocess.run([*command, f"file://{path}"], capture_output=True, text=True, check=True, timeout=300)
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
    assert title
    return json.loads(unescape(title[1]))


class Office:
    """LibreOffice without a window, with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        self.command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]

    def convert(self, source: Path, ending: str, folder: Path) -> Path:
        """The file in another form, in this folder."""
        return self.convert_all([source], ending, folder)[0]

    def convert_all(self, sources: Sequence[Path], ending: str, folder: Path) -> list[Path]:
        """The files in another form, in this folder; the program is started once."""
        folder.mkdir(exist_ok=True)
        command = [*self.command, "--convert-to", ending, "--outdir", str(folder), *map(str, sources)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        made = [folder / f"{source.stem}.{ending}" for source in sources]
        assert all(one.is_file() for one in made), done.stdout + done.stderr
        return made


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    program = found("LibreOffice")
    assert program, "LibreOffice is not installed: apt-get install libreoffice-calc"
    return Office(program, tmp_path_factory.mktemp("profile"))
