"""How values are displayed: a line as ``repr``, a page by ``render``; columns of results; fields made when first read.

Columns are listed once for each result: pages, ``rows()``, tables of tab-separated values and workbooks follow them.
Deferred fields spare whoever asks for statuses the time that reasons take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from importlib import import_module
from operator import attrgetter
from typing import Any, ClassVar, Literal, TypeVar, cast

from sswgraph.frozen import dataclass
from sswgraph.messages import Message, require_language
from sswgraph.model.text import Text

C = TypeVar("C", bound=type)
T = TypeVar("T")


class Later:
    """The value of a deferred field that nobody has read yet; ``make`` gives it."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def later(make: Callable[[], T]) -> T:
    """Return what ``make`` will give, for a deferred field."""
    return cast("T", Later(make))


def deferred(*names: str) -> Callable[[C], C]:
    """Return a decorator for slotted dataclasses whose named fields may be given ``later(…)``.

    Such a field is read as a plain value: comparing, hashing, printing, pickling and copying read it, so that nothing
    outside can see the difference.

    Args:
        *names (str): The names of the fields.

    Returns:
        The decorator.
    """

    def wrap(cls: C) -> C:
        for name in names:
            setattr(cls, name, _Deferred(vars(cls)[name]))
        return cls

    return wrap


def unread_field(value: object, name: str) -> Any:
    """Return the ``Later`` in a deferred field that has not been read yet; None once it has been."""
    held = vars(type(value))[name].slot.__get__(value)
    return held if isinstance(held, Later) else None


class _Deferred:
    """Stands before a slot, and puts the value in the place of its ``Later`` at the first reading."""

    __slots__ = ("slot",)

    def __init__(self, slot: Any) -> None:
        self.slot = slot

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        if instance is None:
            return self
        value = self.slot.__get__(instance)
        if isinstance(value, Later):
            value = value.make()
            self.slot.__set__(instance, value)
        return value

    def __set__(self, instance: object, value: Any) -> None:
        self.slot.__set__(instance, value)


ColumnType = Literal["text", "number", "id", "date"]
Value = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a result.

    A text can be a Text, a Message, a code of a closed list or words of a source; several are a tuple.

    Attributes:
        code: The key in ``rows()``; empty where only pages have the column.
        value: Takes the value from a line of the result.
        type: 'text', 'number', 'id' or 'date'; numbers are set to the right and are numbers in a workbook.
        heading: The code of its heading in the language packs: ``why`` is ``show.column.why``, and one with a point in
            it is whole. Empty where only ``rows()`` has the column.
        title: A heading that is not a fixed text, such as the id of a framework.
        words: The group of the language packs that has the words for a code: ``status`` is ``show.status``;
            ``align/relation`` is in another area, and of two groups the first that has the word says it.
        label: For an id: takes the label that is above it on pages.
        mark: A column whose cell comes before the id on pages.
        absent: The code of what pages say where there is no value.
        plain: Takes the value for ``rows()`` where that is another one.
    """

    code: str = ""
    value: Value
    type: ColumnType = "text"
    heading: str = ""
    title: str = ""
    words: str = ""
    label: Value | None = None
    mark: Column | None = None
    absent: str = ""
    plain: Value | None = None


Columns = Sequence[Column]


def column(name: str, heading: str = "", type: ColumnType = "text", *, code: str | None = None, **more: Any) -> Column:
    """Return the column of a field; its code is the name of the field unless another is given."""
    value = more.pop("value", None) or attrgetter(name)
    return Column(code=name if code is None else code, value=value, type=type, heading=heading, **more)


def select_columns(columns: Columns, *codes: str) -> Columns:
    """Return the columns with these codes, in this order."""
    by_code = {one.code: one for one in columns}
    return tuple(by_code[code] for code in codes)


def records(columns: Columns, lines: Iterable[Any], lang: str) -> list[dict[str, Any]]:
    """Return one plain dict for each line, with the texts in this language.

    Args:
        columns (Columns): The columns; those without a code are left out.
        lines (Iterable[Any]): The lines of the result.
        lang (str): The language of the texts, as a tag.

    Returns:
        The rows, with the same keys in each.

    >>> records((column("real", "n", "number"),), [1, 2], "en")
    [{'real': 1}, {'real': 2}]
    """
    require_language(lang)
    kept = [one for one in columns if one.code]
    return [{one.code: plain_value((one.plain or one.value)(line), lang) for one in kept} for line in lines]


def plain_value(value: Any, lang: str) -> Any:
    """Return a value as text, number, truth value, None, or a list of these."""
    match value:
        case Text():
            return str(value.best(lang))
        case Message():
            return value.render(lang)
        case date():
            return value.isoformat()
        case tuple():
            return [plain_value(one, lang) for one in value]
    return value


_LINE = 240
_TEXT = 60
_FIRST = ("id", "label")
# Fields that come after those that say what the value is about.
_LAST = frozenset({"obligations", "conditions", "limits", "rule_places", "rules_elsewhere", "unknown_places"})
NAMED = 3  # so many ids are named, more are counted


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
        if isinstance(held, Text | Message):
            held = str(held)
        if isinstance(held, tuple) and held:
            yield _counted(field.name, held)
        elif isinstance(held, str) and held:
            yield f"{field.name}={short(held)!r}"
        elif isinstance(held, Brief):
            yield f"{field.name}=<{next(_said(held), '')}>"
        elif isinstance(held, bool | int | float | Decimal | date):
            yield f"{field.name}={held}"


def _counted(name: str, parts: tuple[Any, ...]) -> str:
    ids = all(isinstance(part, str) for part in parts)
    if ids and len(parts) <= NAMED:
        return f"{name}={tuple(map(short, parts))}"
    one = name if name.endswith("ss") else name.removesuffix("s")
    return f"{len(parts)} {one if len(parts) == 1 else name}"


def short(text: str) -> str:
    """Return a text as a line has room for it."""
    return str(text) if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"


class Displayed:
    """What has a page, which a notebook shows shortened, as HTML, Markdown and text."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Return all forms at once: a notebook stores every one of them, whichever it shows."""
        found: dict[str, str] = rendering().notebook_forms(self)
        return found

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def _repr_markdown_(self) -> str:
        return self._repr_mimebundle_()["text/markdown"]


class Visible(Displayed, Brief):
    """A value with a page, and one line by ``repr``."""

    __slots__ = ()


class Shown(Visible):
    """A result: it is displayed like any value, and ``str`` gives all of it as text."""

    __slots__ = ()
    kind: ClassVar[str]

    def __str__(self) -> str:
        return str(rendering().text_of(self))


def rendering() -> Any:
    """Return the module that renders, imported when a value is first displayed: the one call that leads upwards."""
    return import_module("sswgraph.render.show")
