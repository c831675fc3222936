"""The columns of a result, listed once: pages, ``rows()``, tables of tab-separated values and workbooks follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from sswgraph.messages import Message, require_language
from sswgraph.model.text import Text

ColumnType = Literal["text", "number", "id", "date"]
Value = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a result: its code, a function that takes the value from a line of the result, and its type.

    A text can be a Text, a Message, a code of a closed list or words of a source; several are a tuple.

    Attributes:
        code: The key in ``rows()``; empty where only pages have the column.
        value: Takes the value from a line of the result.
        type: Text, number, id or date; numbers stand to the right and are numbers in a workbook.
        heading: The code of its heading in the language packs: ``why`` is ``show.column.why``, and one with a point in
            it is whole. Empty where only ``rows()`` has the column.
        title: A heading that is no fixed text, such as the id of a framework.
        words: The group of the language packs that has the words for a code: ``status`` is ``show.status``;
            ``align/relation`` is in another area, and of two groups the first that has the word says it.
        label: For an id: takes the label that stands above it on pages.
        mark: A column whose cell stands before the id on pages.
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
    """The column of a field: its code is the name of the field unless another is given, or none."""
    value = more.pop("value", None) or attrgetter(name)
    return Column(code=name if code is None else code, value=value, type=type, heading=heading, **more)


def chosen(columns: Columns, *codes: str) -> Columns:
    """The columns with these codes, in this order."""
    by_code = {one.code: one for one in columns}
    return tuple(by_code[code] for code in codes)


def records(columns: Columns, lines: Iterable[Any], lang: str) -> list[dict[str, Any]]:
    """One plain dict for each line, with the texts in this language.

    >>> records((column("real", "n", "number"),), [1, 2], "en")
    [{'real': 1}, {'real': 2}]
    """
    require_language(lang)
    kept = [one for one in columns if one.code]
    return [{one.code: plain((one.plain or one.value)(line), lang) for one in kept} for line in lines]


def plain(value: Any, lang: str) -> Any:
    """A value as text, number, truth value, None, or a list of these."""
    match value:
        case Text():
            return str(value.best(lang))
        case Message():
            return value.render(lang)
        case date():
            return value.isoformat()
        case tuple():
            return [plain(one, lang) for one in value]
    return value
