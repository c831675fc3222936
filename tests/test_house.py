"""The architecture is kept by tools: layers, types, style, and the size of files and functions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.imports import SOURCES, circles, imports, parsed
from tests.loops import loops_over_nothing, some

ROOT = Path(__file__).parent.parent
MOST_LINES = 600
MOST_IN_A_FUNCTION = 45
IN_WORDS = {"apply_changes"}  # functions that the map names beside files


def _tool(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.types
def test_ruff_finds_nothing() -> None:
    _tool("ruff", "check", "sswgraph", "tests", "docs")


@pytest.mark.types
def test_ruff_would_format_nothing() -> None:
    _tool("ruff", "format", "--check", "sswgraph", "tests", "docs")


@pytest.mark.types
@pytest.mark.slow
def test_mypy_finds_nothing() -> None:
    _tool("mypy")


@pytest.mark.types
def test_layers_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_and_functions_are_short(file: Path) -> None:
    name = file.relative_to(ROOT).as_posix()
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES, f"{name} has {text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.body[0].lineno
            length = (node.end_lineno or start) - start + 1
            assert length <= MOST_IN_A_FUNCTION, f"{name}: {node.name} has {length} lines"


def test_no_files_import_each_other_in_a_circle() -> None:
    found = imports(parsed())
    assert "sswgraph.shortfalls.holdings" in found["sswgraph.shortfalls.gap"]
    assert circles(found) == set()


def test_the_map_of_the_house_names_files_that_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms, places = page[page.index("## Rooms") :].split("## Where is", 1)
    for row in some([line for line in rooms.splitlines() if line.startswith("| `") and "/` |" in line]):
        room, _, files = (cell.strip() for cell in row.strip("| ").split(" | "))
        folder = ROOT / "sswgraph" / room.strip("`")
        there = {one.stem for one in folder.rglob("*.py")} | {one.name for one in folder.rglob("*") if one.is_dir()}
        named = {one.rstrip("/") for one in re.findall(r"`([a-z_]+/?)`", files)}
        assert named - there - IN_WORDS == set(), room
    folders = [ROOT / name for name in ("sswgraph", "docs", "tests", "ontology")]
    every = {one.relative_to(ROOT).as_posix() for folder in folders for one in folder.rglob("*")}
    every |= {one.name for one in ROOT.iterdir()}
    for path in some(re.findall(r"`([a-z_/]+\.(?:py|yml))`", places)):
        assert any(file.endswith(f"/{path}") or file == path for file in every), path


def test_one_call_alone_leads_upwards() -> None:
    """A value that is shown asks ``render.show`` by name; nobody else below the pages imports by name what is above."""
    found = [
        f"{file.parent.name}/{file.name}"
        for room in some(("model", "messages", "sheets", "rules", "exchange", "graph", "adaptation", "planning"))
        for file in some((ROOT / "sswgraph" / room).rglob("*.py"))
        if "import_module(" in file.read_text(encoding="utf-8")
    ]
    assert found == ["model/shown.py"]


def test_no_loop_of_asserts_goes_over_nothing_unseen() -> None:
    found = {
        f"{file.name}:{line} {name}"
        for file in some((ROOT / "tests").rglob("test_*.py"))
        for name, line in loops_over_nothing(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert found == set(), "loop over some(...), of tests.loops"


@pytest.mark.parametrize(
    ("loop", "seen"),
    [
        ("for x in made():\n  assert x", False),
        ("for x in [y for y in (1, 2) if y]:\n  assert x", False),
        ("items = made()\n for x in items:\n  assert x", False),
        ("with open() as f:\n  for x in f:\n   assert x", False),
        ("assert other\n for x in made():\n  assert x", False),
        ("for x in some(made()):\n  assert x", True),
        ("for x in (1, 2):\n  assert x", True),
        ("for x, y in enumerate(['a', *made()]):\n  assert x", True),
        ("items = {'a': 1}\n for x in items.values():\n  assert x", True),
        ("items = made()\n assert len(items) == 2\n for x in items:\n  assert x", True),
        ("assert made()\n for x in made():\n  assert x", True),
        ("for x in made():\n  print(x)", True),
    ],
)
def test_a_loop_of_asserts_over_what_may_be_nothing_is_found(loop: str, seen: bool) -> None:
    assert bool([*loops_over_nothing(ast.parse(f"def test_it(made):\n {loop}"))]) is not seen


def test_nothing_tells_where_it_was_made() -> None:
    """No path of a machine, no package registry, no download address in anything that is committed."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    signs = ["/" + "work/", "/" + "root/", "/" + "home/", "index" + "-url", "/" + "simple/", "files.python" + "hosted"]
    for name in some(listed):
        file = ROOT / name
        facts = name.startswith(("docs/encoding/facts/", "docs/frameworks/"))  # public addresses, as in data
        if file.suffix in (".ttl", ".png", ".svg") or facts or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        for sign in signs:
            assert sign not in text, f"{name} holds {sign!r}"
