"""What a release rests on: the changelog's form, one version in one place, and what the package says of itself."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import sswgraph as ssw

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


def faults(text: str) -> list[str]:
    """What is not in the form of Keep a Changelog."""
    lines = [line for line in text.splitlines() if line.startswith("#")]
    found = [] if lines[:2] == ["# Changelog", "## [Unreleased]"] else ["the head is another"]
    seen: list[str] = []
    for line in lines[1:]:
        release = re.fullmatch(r"## \[\d+\.\d+\.\d+\] - (\d{4}-\d\d-\d\d)", line)
        if release:
            date.fromisoformat(release[1])
        if line.startswith("## "):
            seen = []
            if not release and line != "## [Unreleased]":
                found.append(f"no release: {line}")
        elif line.removeprefix("### ") not in KINDS or line in seen:
            found.append(f"no kind of change, or twice: {line}")
        seen.append(line)
    return found


def test_the_changelog_keeps_its_form() -> None:
    assert faults(CHANGES) == []


def test_another_form_is_noticed() -> None:
    for change in ("# Changes", "## 0.1.0", "## [1.0.0] - today", "### Speed", "### Added\n### Added"):
        assert faults(f"# Changelog\n## [Unreleased]\n{change}\n"), change
    assert faults("# Changelog\n## [Unreleased]\n### Added\n## [1.0.0] - 2027-01-31\n### Added\n") == []


def test_the_version_stands_in_one_place() -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", ssw.__version__)
    listed = [ROOT / "pyproject.toml", *(ROOT / "sswgraph").rglob("*.py"), *(ROOT / "docs").rglob("*.py")]
    said = [path.relative_to(ROOT).as_posix() for path in listed if ssw.__version__ in path.read_text("utf-8")]
    assert {*said} - {"sswgraph/cli/__init__.py"} == {"sswgraph/_version.py"}  # the other is an example that runs


def test_the_package_claims_the_pythons_that_were_tried() -> None:
    """docs/offline.md says which; and no address is invented."""
    claimed = {name.rpartition(" ")[2] for name in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", name)}
    page = (ROOT / "docs" / "offline.md").read_text(encoding="utf-8")
    assert claimed == {"3.11", "3.12", "3.13"}
    assert "| Python 3.14 | not tried" in page
    assert all(f"| Python {one} |" in page for one in claimed - {"3.11"})
    assert PROJECT["requires-python"] == ">=3.11"
    assert "urls" not in PROJECT


def test_extras_that_the_pages_name_are_there() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {one for page in pages for found in re.findall(r"(?:\.|sswgraph)\[([a-z,]+)\]", page.read_text("utf-8"))
             for one in found.split(",")}  # fmt: skip
    assert {"all", "docs", "documents"} <= named <= set(PROJECT["optional-dependencies"])
