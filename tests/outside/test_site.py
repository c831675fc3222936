"""The documentation site is built by mkdocs, asks nobody else for anything, and can be searched from a folder."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.outside.conftest import found

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.needs("mkdocs")
def test_no_page_asks_anybody_else(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    for page in pages:
        text = page.read_text(encoding="utf-8")
        asked = re.findall(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=[\"']?(?:https?:)?//[^>]*", text)
        assert asked == [], page.name


@pytest.mark.needs("mkdocs")
def test_links_hold(site: Path) -> None:
    missing = set()
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue
        for link in re.findall(r'(?:href|src)="([^"#:]+)(?:#[^"]*)?"', page.read_text(encoding="utf-8")):
            if not (page.parent / unquote(unescape(link))).exists():
                missing.add((page.relative_to(site).as_posix(), link))
    assert missing == set()


@pytest.mark.needs("mkdocs", "Chromium")
def test_a_search_without_a_server_finds_pages(site: Path, tmp_path: Path) -> None:
    command = [str(found("Chromium")), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    address = f"{(site / 'api' / 'gap.html').as_uri()}?q=supervision"
    done = subprocess.run(
        [*command, "--virtual-time-budget=20000", "--dump-dom", address],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    said = re.search(r"(\d+) matching documents", done.stdout)
    assert said
    assert int(said[1]) > 10
