"""The documentation site: every page has its place in it, and links hold. That it builds: tests/outside."""

from __future__ import annotations

import posixpath
import re

import pytest

import sswgraph as ssw
from docs import api, make_site
from tests.loops import some

pytestmark = pytest.mark.docs

DOCS = make_site.DOCS
NOT_PAGES = ("encoding/facts/", "encoding/specifications/")  # data, which the site leaves out
MADE = make_site.generated()
FILES = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
PAGES = {name for name in FILES if not name.startswith(NOT_PAGES)} | {name for name in MADE if name.endswith(".md")}


def _text(page: str) -> str:
    return MADE[page] if page in MADE else (DOCS / page).read_text(encoding="utf-8")


def test_every_page_has_one_place_and_every_place_a_page() -> None:
    placed = make_site.listed(make_site.nav())
    assert sorted(placed) == sorted(PAGES)
    assert len(placed) > 100


def test_what_is_made_takes_the_place_of_no_file() -> None:
    assert not set(MADE) & {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*")}


def test_links_of_every_page_hold_in_the_site() -> None:
    texts = {page: make_site.relinked(_text(page), page) for page in PAGES}
    beside = {f"files/{name}" for name in make_site.travelling({page: _text(page) for page in PAGES})}
    assert {"files/ontology/ssw.ttl", "files/sswgraph/pages/blocks.py"} <= beside
    there = (
        {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*") if path.suffix != ".ipynb"} | set(MADE) | beside
    )
    missing = []
    for page, text in texts.items():
        outside_code = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)#:\s<>]+)(?:#[^)\s]*)?\)", outside_code):
            if posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) not in there:
                missing.append((page, target))
    assert missing == []


@pytest.mark.parametrize(
    ("page", "target", "place"),
    [
        ("index.md", "docs/semantics.md", "semantics.md"),
        ("index.md", "CONTRIBUTING.md", "contributing.md"),
        ("index.md", "ontology/ssw.ttl", "files/ontology/ssw.ttl"),
        ("frameworks.md", "../ontology/ssw.ttl", "files/ontology/ssw.ttl"),
        ("frameworks/README.md", "../adding-a-country.md", "../adding-a-country.md"),
        ("tutorials/README.md", "4-careers.ipynb", "4-careers.md"),
        ("tutorials/4-careers.md", "../semantics.md", "../semantics.md"),
    ],
)
def test_a_link_leads_to_where_things_are_in_the_site(page: str, target: str, place: str) -> None:
    assert make_site.leads_to(page, target)[0] == place


def test_links_in_code_stay_as_they_are() -> None:
    said = "[a](docs/a.md)\n\n```\n[a](docs/a.md)\n```\n"
    assert make_site.relinked(said, "index.md") == "[a](a.md)\n\n```\n[a](docs/a.md)\n```\n"


@pytest.mark.parametrize("name", [name for name in ssw.__all__ if not name.startswith("__")])
def test_every_public_name_has_a_page_that_says_what_it_is(name: str) -> None:
    text = MADE[f"api/{name}.md"]
    heading, _, rest = text.partition("\n")
    assert heading == f"# {name}"
    assert len(rest) > 80
    outside_code = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    assert ">>>" not in outside_code
    assert "``" not in outside_code
    assert f"]({name}.md)" in MADE["api/index.md"]


def test_a_docstring_becomes_markdown() -> None:
    doc = "Adds.\n\nArgs:\n    a: One\n        number.\n    b: ``Two``.\n\n"
    doc += "Example:\n    >>> 1 + 1\n    2\n\nLast::\n\n    as\n      is"
    assert api.markdown(doc) == (
        "Adds.\n\n**Args**\n\n- `a`: One number.\n- `b`: `Two`.\n\n**Example**\n\n```pycon\n>>> 1 + 1\n2\n```\n\n"
        "Last\n\n```text\nas\n  is\n```"
    )
    assert api.plain("``read`` it, see :func:`gap`") == "`read` it, see `gap`"


def test_the_style_and_the_worker_are_files_of_the_site() -> None:
    import yaml

    config = yaml.safe_load((make_site.ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    named = [*config["extra_css"], *config["extra"]["polyfills"]]
    assert all((DOCS / name).is_file() for name in some(named))
    assert config["theme"]["font"] is False
    assert not re.search(r"https?://", (make_site.ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
