"""What the documentation site needs beside the Markdown of this folder: hooks that ``mkdocs.yml`` names.

The order of the pages stands here (``nav``). Pages are made of the tutorials, of the docstrings of every public name,
and of the README, the changes and the guide for contributors, which lie beside this folder. Files elsewhere that a page
points at travel with the site.
"""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docs import api, make_tutorials  # noqa: E402 (mkdocs does not look for modules where it is started)

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

DOCS = ROOT / "docs"
BESIDE = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
_LINK = re.compile(r"(\]\()([^)#:\s<>]+)((?:#[^)\s]*)?\))")
_FENCE = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)

Nav = list[Any]


def nav() -> Nav:
    """The pages of the site in their order."""
    tutorials = [f"tutorials/{path.stem}.md" for path in make_tutorials.notebooks()]
    frameworks = sorted(f"frameworks/{path.name}" for path in (DOCS / "frameworks").glob("*.md"))
    frameworks.remove("frameworks/README.md")
    return [
        {"Start": ["index.md", "offline.md", "changelog.md", "contributing.md"]},
        {"Tutorials": ["tutorials/README.md", *tutorials]},
        {
            "Guides": [
                "command-line.md",
                "documents.md",
                "my-first-framework.md",
                "frameworks.md",
                "adding-a-country.md",
                "encoding/README.md",
                "answers.md",
            ]
        },
        {"Reference": ["semantics.md", "json.md", "glossary.md", {"Python": ["api/index.md", *api.pages()]}]},
        {"Frameworks": ["frameworks/README.md", *frameworks]},
        {"The house": ["architecture.md", "adding.md", "performance.md"]},
    ]


def listed(part: Any) -> list[str]:
    """Every page of a part of the order."""
    if isinstance(part, str):
        return [part]
    return [page for inner in (part.values() if isinstance(part, dict) else part) for page in listed(inner)]


def generated() -> dict[str, str]:
    """The pages and pictures that are no files of this folder, by their address in the site."""
    made = {"api/index.md": api.index(), **{name: api.page(name) for name in api.pages()}}
    for path in make_tutorials.notebooks():
        text, pictures = make_tutorials.page(make_tutorials.read(path), path.stem)
        made[f"tutorials/{path.stem}.md"] = text
        made |= {f"tutorials/{name}": svg for name, svg in pictures.items()}
    return made | {page: (ROOT / name).read_text(encoding="utf-8") for name, page in BESIDE.items()}


def source(page: str) -> str:
    """Where the text of a page lies in the repository, which its links start from."""
    return next((name for name, at in BESIDE.items() if at == page), f"docs/{page}")


def leads_to(page: str, target: str) -> tuple[str, str | None]:
    """Where a link of a page leads within the site, and the file of the repository that has to travel there."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(source(page)), target))
    beside = None
    if found in BESIDE:
        place = BESIDE[found]
    elif found.startswith("docs/"):
        place = re.sub(r"\.ipynb$", ".md", found.removeprefix("docs/"))
    else:
        place, beside = f"files/{found}", found
    return posixpath.relpath(place, posixpath.dirname(page) or "."), beside


def relinked(markdown: str, page: str) -> str:
    """The page with links that hold in the site; code stays as it is."""

    def led(found: re.Match[str]) -> str:
        return found[1] + leads_to(page, found[2])[0] + found[3]

    parts = _FENCE.split(markdown)
    return "".join(part if part.startswith("```") else _LINK.sub(led, part) for part in parts)


def travelling(pages: dict[str, str]) -> set[str]:
    """The files outside of this folder that pages point at."""
    links = ((page, found[2]) for page, text in pages.items() for found in _LINK.finditer(_FENCE.sub("", text)))
    return {beside for page, target in links if (beside := leads_to(page, target)[1]) and (ROOT / beside).is_file()}


def on_config(config: MkDocsConfig) -> None:
    """Give the site its order and its version."""
    from sswgraph import __version__

    config.nav = nav()
    config.copyright = f"sswgraph {__version__}. Code: Apache-2.0. Vocabulary and frameworks: CC BY 4.0."


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is made."""
    from mkdocs.structure.files import File

    made = generated()
    written = {file.src_uri: file.content_string for file in files.documentation_pages()}
    for name, text in made.items():
        files.append(File.generated(config, name, content=text))
    for name in sorted(travelling({**written, **{name: text for name, text in made.items() if name.endswith(".md")}})):
        files.append(File.generated(config, f"files/{name}", abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links lead to where things are in the site."""
    return relinked(markdown, page.file.src_uri)
