"""Values of fields as the texts, numbers and words of cells, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from sswgraph.exchange.workbook.layout import SheetColumn, code_word, codes_by_word, normalised
from sswgraph.messages import Message, languages, message, sentence
from sswgraph.model import Text
from sswgraph.model.fields import Field, Shape
from sswgraph.model.volumes import DURATION
from sswgraph.rules.values import MAX_DIGITS, is_when
from sswgraph.sheets.cells import quote_blanks, unquote_blanks, value_text

Cell = str | int | float | bool | None
Named = Callable[[str], str]
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WORDS = frozenset({Shape.TEXT, Shape.STRING, Shape.IRI, Shape.DURATION})  # shapes whose value may consist of blanks
_ESCAPES = {"n": "\n", "r": "\r"}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MIDNIGHT = re.compile(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(:00(\.0+)?)?\Z")  # how programs save a date as text
_ELSEWHERE = re.compile(r"(?P<first>[0-9]{1,2})(?P<sign>[./-])(?P<second>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})")
_LENGTH = re.compile(r"(?P<n>[0-9]{1,4})\s*(?P<unit>\D+)|(?P<before>\D+?)\s*(?P<after>[0-9]{1,4})")
_UNITS = {"hours": ("PT", 1, "H"), "days": ("P", 1, "D"), "weeks": ("P", 7, "D"), "months": ("P", 1, "M")}
_UNITS["years"] = ("P", 1, "Y")
QUOTED = 60  # the characters of a cell that a message quotes
# Read with a thousands separator in some languages, and with a decimal sign in others.
_THOUSAND_OR_DECIMAL = re.compile(r"(-?[1-9][0-9]{0,2})[.,]([0-9]{3})")


class InvalidCell(ValueError):
    """A cell whose content does not fit its field.

    Attributes:
        message: What is wrong.
        fix: What to write instead.
    """

    def __init__(self, message: Message, fix: Message) -> None:
        self.message, self.fix = message, fix
        super().__init__(f"{message} {fix}")


def to_cell(field: Field, column: SheetColumn, value: Any, lang: str, named: Named) -> Cell:
    """The content of a cell for a value.

    Args:
        field (Field): The field that the value belongs to.
        column (SheetColumn): The column; of a text it says which language and which wording.
        value (Any): The value of the field.
        lang (str): The language of the words for codes.
        named (Callable): Gives the name of an element by its id.

    Returns:
        A text or number, None for an empty cell.
    """
    if field.shape is Shape.TEXT:
        said = value.all(column.tag) if isinstance(value, Text) else ()
        return quote_blanks(said[column.turn]) if column.turn < len(said) else None
    if value is None or value == ():
        return None
    if field.many:
        return "\n".join(_one_of_many(field, one, lang, named) for one in value)
    return _single(field, value, lang, named)


def _one_of_many(field: Field, value: Any, lang: str, named: Named) -> str:
    said = str(_single(field, value, lang, named))
    if field.shape in (Shape.CODE, Shape.REFERENCE):
        return said
    said = said.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    said = f"\\{said}" if said[:1].isspace() else said
    return f"{said[:-1]}\\{said[-1]}" if said[-1:].isspace() else said


def _single(field: Field, value: Any, lang: str, named: Named) -> Cell:
    if field.shape is Shape.CODE:
        return code_word(field.name, value, lang)
    if field.shape is Shape.REFERENCE:
        return named(value)
    if isinstance(value, bool):
        return code_word("boolean", str(value).lower(), lang)
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, int):
        return value if abs(value) < 10**15 else str(value)
    return value.isoformat() if isinstance(value, date) else quote_blanks(str(value))


def from_cell(field: Field, cell: Any, found: Callable[[str, Field], str], lang: str = "en") -> Any:
    """The value of a field that a cell holds; the inverse of :func:`to_cell`.

    Raises InvalidCell where the content does not fit the field.

    Args:
        field (Field): The field.
        cell (Any): The content of the cell as openpyxl gives it.
        found (Callable): Gives the id that a name or id refers to; raises InvalidCell where there is none.
        lang (str): The language of the words that a message offers.

    Returns:
        The value, a tuple where the field takes several.
    """
    if field.many and field.shape is not Shape.TEXT:
        lines = [_line(line) for line in _text(cell).split("\n") if line.strip()]
        return tuple(_one(field, line, found, lang) for line in lines)
    return _one(field, cell, found, lang)


def _line(text: str) -> str:
    """A line without surrounding blanks, except one at its end after a backslash."""
    bare = text.strip()
    kept = (len(bare) - len(bare.rstrip("\\"))) % 2 == 1
    return bare + (text.lstrip()[len(bare) :][:1] or " ") if kept else bare


def _one(field: Field, cell: Any, found: Callable[[str, Field], str], lang: str) -> Any:
    match field.shape:
        case Shape.NUMBER | Shape.INTEGER:
            return _number(field, cell)
        case Shape.BOOLEAN:
            return _boolean(cell)
        case Shape.CODE:
            return _code(field, _text(cell), lang)
        case Shape.DATE:
            return _date(cell)
        case Shape.WHEN:
            return _when(cell)
        case Shape.REFERENCE:
            return found(_text(cell).strip(), field)
        case Shape.DURATION:
            return _length(_text(cell))
    text = _text(cell)
    if field.many and field.shape is not Shape.TEXT and "\\" in text:
        text = _ESCAPED.sub(lambda one: _ESCAPES.get(one[1], one[1]), text)
    return unquote_blanks(text) if field.shape in _WORDS else text


def _length(text: str) -> str:
    """A length of time in ISO 8601."""
    said = unquote_blanks(parse_duration(text))
    if not DURATION.fullmatch(said):
        raise InvalidCell(message("cell.no-length", text=text.strip()[:QUOTED]), message("cell.no-length-fix"))
    return said


def parse_duration(text: str) -> str:
    """A length of time in ISO 8601, from a number and a unit in any language.

    Args:
        text (str): What a person wrote, such as 24 hours.

    Returns:
        The duration; any other text as it is.

    Example:
        >>> [parse_duration(text) for text in ("24 hours", "saa 24", "2 semaines", "P1D", "soon")]
        ['PT24H', 'PT24H', 'P14D', 'P1D', 'soon']
    """
    found = _LENGTH.fullmatch(text.strip())
    unit = _units().get(normalised(found["unit"] or found["before"])) if found else None
    if found is None or unit is None:
        return text
    before, factor, behind = _UNITS[unit]
    return f"{before}{int(found['n'] or found['after']) * factor}{behind}"


@cache
def _units() -> dict[str, str]:
    said = {(lang, unit): sentence(f"workbook.units-{unit}", lang) for lang in languages() for unit in _UNITS}
    return {normalised(word): unit for (_, unit), words in said.items() for word in words.split(",")}


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not any((cell.hour, cell.minute, cell.second)) else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return value_text(cell)


def _number(field: Field, cell: Any) -> int | Decimal:
    said = _text(cell).strip()
    text = said.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if isinstance(cell, bool):
        raise InvalidCell(message("cell.no-number", text=str(cell)), message("cell.figures"))
    if isinstance(cell, (date, datetime)):
        raise InvalidCell(message("cell.date", text=text), message("cell.date-fix"))
    value = _decimal(said if any(map(str.isalpha, text)) else text, isinstance(cell, str))
    if value == value.to_integral_value():
        return int(value)
    if field.shape is Shape.INTEGER:
        raise InvalidCell(message("cell.no-whole", text=text[:QUOTED]), message("cell.no-whole-fix"))
    return value.normalize()


def _decimal(text: str, typed: bool) -> Decimal:
    """The number in a text; in ``typed`` text, a comma or point may separate thousands."""
    either = _THOUSAND_OR_DECIMAL.fullmatch(text) if typed else None
    if either:
        whole, part = either.groups()
        both = {"great": f"{whole}{part}", "small": f"{whole}.{part}"}
        raise InvalidCell(message("cell.thousand", text=text, **both), message("cell.thousand-fix", **both))
    if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
        text = text.replace(",", ".")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise InvalidCell(message("cell.no-number", text=text[:QUOTED]), message("cell.figures-only")) from None
    if not value.is_finite():
        raise InvalidCell(message("cell.no-number", text=text[:QUOTED]), message("cell.figures"))
    if value and not -MAX_DIGITS <= value.adjusted() < MAX_DIGITS:
        fix = message("cell.out-of-measure-fix", n=MAX_DIGITS)
        raise InvalidCell(message("cell.out-of-measure", text=text[:QUOTED]), fix)
    return value


def _boolean(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    known = codes_by_word("boolean", ("true", "false"))
    found = known.get(" ".join(_text(cell).split()).casefold())
    if found is None:
        raise InvalidCell(message("cell.yes-no", text=_text(cell)[:QUOTED]), message("cell.choose"))
    return found == "true"


def _code(field: Field, text: str, lang: str) -> str:
    found = codes_by_word(field.name, field.codes).get(" ".join(text.split()).casefold())
    if found is None:
        words = ", ".join(code_word(field.name, code, lang) for code in field.codes)
        raise InvalidCell(message("cell.not-in-list", text=text[:QUOTED]), message("cell.choose-one", words=words))
    return found


def _date(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _MIDNIGHT.sub("", _text(cell).strip())
    if _ISO.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise _no_day(text, ["2027-03-01"])


def _when(cell: Any) -> str:
    """A date as exact as known: a day, a month or a year."""
    text = _MIDNIGHT.sub("", _text(cell).strip())
    if not is_when(text):
        raise _no_day(text, ["2027-03-01", "2027-03", "2027"])
    return text


def _no_day(text: str, forms: Sequence[str]) -> InvalidCell:
    """The error for a date that is not in ISO 8601; offers the one or two dates that it can mean."""
    found = _ELSEWHERE.fullmatch(text)
    none = InvalidCell(message("cell.no-day", text=text[:QUOTED]), message("cell.write-as", forms=either(forms)))
    if not found:
        return none
    first, second, year = (int(part) for part in found.group("first", "second", "year"))
    orders = [(second, first)] if found["sign"] == "." else [(second, first), (first, second)]
    days = list(dict.fromkeys(f"{year:04}-{month:02}-{day:02}" for month, day in orders if month <= 12 and day <= 31))
    meant = [day for day in days if is_when(day)]
    if not meant:
        return none
    code = "cell.no-day-either" if len(meant) > 1 else "cell.no-day-form"
    return InvalidCell(message(code, text=text[:QUOTED]), message("cell.write-days", days=either(meant)))


def either(words: Sequence[str | Message]) -> str | Message:
    """Several words as alternatives in a message.

    Args:
        words (Sequence): The words, at least one.

    Returns:
        The only word, or a message that joins them with "or".

    Example:
        >>> str(either(["a", "b", "c"]))
        'a, b or c'
    """
    return words[0] if len(words) == 1 else message("cell.either", some=tuple(words[:-1]), last=words[-1])
