"""A value as it shows itself: shortened in a notebook, whole as text."""

from __future__ import annotations

from typing import Any

from sswgraph.pages.page import page_of
from sswgraph.render.notebook import forms
from sswgraph.render.plain import plain


def notebook_forms(value: Any) -> dict[str, str]:
    """HTML, Markdown and text of a value for a notebook, by media type; each is shortened.

    >>> from sswgraph.model import Report
    >>> sorted(notebook_forms(Report(file="xx.ttl", results=())))
    ['text/html', 'text/markdown', 'text/plain']
    """
    return forms(page_of(value), rows=hasattr(value, "rows"))


def text_of(value: Any) -> str:
    """The whole page of a value as plain text."""
    return plain(page_of(value))
