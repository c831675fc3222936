"""Results show themselves: value -> blocks -> HTML, Markdown or plain text."""

from __future__ import annotations

from typing import ClassVar


class Shown:
    """What a result can do in a notebook: show itself as a table, as Markdown, or as plain text."""

    __slots__ = ()
    kind: ClassVar[str]

    def _repr_html_(self) -> str:
        from sswgraph.model.show.html import fragment
        from sswgraph.model.show.pages import page_of

        return fragment(page_of(self))

    def _repr_markdown_(self) -> str:
        from sswgraph.model.show.markdown import markdown
        from sswgraph.model.show.pages import page_of

        return markdown(page_of(self))

    def __str__(self) -> str:
        from sswgraph.model.show.pages import page_of
        from sswgraph.model.show.plain import plain

        return plain(page_of(self))
