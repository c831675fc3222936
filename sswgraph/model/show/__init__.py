"""Results show themselves: value -> blocks -> HTML, Markdown or plain text."""

from __future__ import annotations

from typing import Any, ClassVar

from sswgraph.model.brief import Brief


class Shown(Brief):
    """What a result can do: in a notebook, show itself shortened as HTML, Markdown and text; ``str`` is all of it."""

    __slots__ = ()
    kind: ClassVar[str]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """All forms at once: a notebook stores every one of them, whichever it shows."""
        from sswgraph.model.show.notebook import forms
        from sswgraph.model.show.pages import page_of

        return forms(page_of(self), rows=hasattr(self, "rows"))

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def _repr_markdown_(self) -> str:
        return self._repr_mimebundle_()["text/markdown"]

    def __str__(self) -> str:
        from sswgraph.model.show.pages import page_of
        from sswgraph.model.show.plain import plain

        return plain(page_of(self))
