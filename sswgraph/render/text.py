"""Pages as files that are text: HTML and Markdown."""

from __future__ import annotations

from sswgraph.pages.blocks import Page


def html(page: Page, template: bytes | None = None) -> bytes:
    """A page as one HTML file, in a ministry's style where one is given (see render/style.py)."""
    from sswgraph.render.html import document
    from sswgraph.render.style import unpacked

    return document(page, look=unpacked(template)).encode("utf-8", "backslashreplace")


def markdown(page: Page, template: bytes | None = None) -> bytes:
    """A page as Markdown; a template is not used."""
    from sswgraph.render.markdown import markdown as written

    return written(page).encode("utf-8", "backslashreplace")
