"""How values show themselves: in one line as ``repr``, as a page by asking ``render``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any, ClassVar

from sswgraph.model.text import Text

_LINE = 240
_TEXT = 60
_FIRST = ("id", "label")
# What the subject is comes before these.
_LAST = frozenset({"obligations", "conditions", "limits", "rule_places", "rules_elsewhere", "unknown_places"})
_NAMED = 3  # so many ids are named, more are counted


class Brief:
    """The base of a dataclass whose ``repr`` is one line: ids, texts and numbers as they are, parts as their number.

    >>> from sswgraph.model import Cadre, Text
    >>> Cadre(id="za:social-worker", label=Text.of(en="social worker"), performs=("za:a", "za:b", "za:c", "za:d"))
    <Cadre id='za:social-worker', label='social worker', 4 performs>
    """

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        """Keep a dataclass from writing a ``__repr__`` of its own, which would show every field whole."""
        if "__repr__" not in vars(cls):
            cls.__repr__ = Brief.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        line = f"<{type(self).__name__}"
        for n, said in enumerate(_said(self)):
            if len(line) + len(said) > _LINE - len(", , …>"):
                return f"{line}, …>"
            line += f"{',' if n else ''} {said}"
        return f"{line}>"


def _said(value: Any) -> Iterator[str]:
    """What its fields hold, each in a few words; nothing of those that are empty."""
    for field in sorted(fields(value), key=lambda field: (field.name not in _FIRST, field.name in _LAST)):
        held = getattr(value, field.name) if field.repr else None
        if isinstance(held, Text):
            held = str(held)
        if isinstance(held, tuple) and held:
            yield _counted(field.name, held)
        elif isinstance(held, str) and held:
            yield f"{field.name}={_short(held)!r}"
        elif isinstance(held, Brief):
            yield f"{field.name}=<{next(_said(held), '')}>"
        elif isinstance(held, bool | int | float | Decimal | date):
            yield f"{field.name}={held}"


def _counted(name: str, parts: tuple[Any, ...]) -> str:
    ids = all(isinstance(part, str) for part in parts)
    if ids and len(parts) <= _NAMED:
        return f"{name}={tuple(map(_short, parts))}"
    return f"{len(parts)} {name.removesuffix('s') if len(parts) == 1 else name}"


def _short(text: str) -> str:
    return str(text) if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"


class Displayed:
    """What has a page: in a notebook it shows that, shortened, as HTML, Markdown and text."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """All forms at once: a notebook stores every one of them, whichever it shows."""
        found: dict[str, str] = render().notebook_forms(self)
        return found

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def _repr_markdown_(self) -> str:
        return self._repr_mimebundle_()["text/markdown"]


class Visible(Displayed, Brief):
    """A value with a page, and one line by ``repr``."""

    __slots__ = ()


class Shown(Visible):
    """What a result can do: show itself like any value, and all of it as text by ``str``."""

    __slots__ = ()
    kind: ClassVar[str]

    def __str__(self) -> str:
        return str(render().text_of(self))


def render() -> Any:
    """The room that renders, entered when a value is first shown: the one call that leads upwards."""
    return import_module("sswgraph.render.show")
