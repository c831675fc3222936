"""Pages as files that are text: HTML and Markdown."""

from __future__ import annotations

from sswgraph.pages.blocks import Page


def html(page: Page, template: bytes | None = None) -> bytes:
    """A page as one HTML file; a template is not used."""
    from sswgraph.render.html import document

    return document(page).encode("utf-8", "backslashreplace")


def markdown(page: Page, template: bytes | None = None) -> bytes:
    """A page as Markdown; a template is not used."""
    from sswgraph.render.markdown import markdown as written

    return written(page).encode("utf-8", "backslashreplace")
