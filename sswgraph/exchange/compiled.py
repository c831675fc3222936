"""Frameworks and mapping sets as plain lists in JSON, which become values again without being parsed and checked.

What ships is Turtle and SSSOM; that is the truth. The packaging puts a compiled form beside it, which names the digest
of the text it was made from and a fingerprint of the classes; where either differs, the text is read.
"""

from __future__ import annotations

import gc
import json
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import islice, repeat
from types import MemberDescriptorType
from typing import Any

from sswgraph.model import elements, evidence, framework, mapping, relations
from sswgraph.model.framework import Framework, judged
from sswgraph.model.mapping import MappingSet
from sswgraph.model.on_demand import PARTS, Contents, Part, Supplier, parts_of, put_supplier
from sswgraph.model.text import Text

FORM = 2
# In the texts of elements: a value by its fields, and the first of these. Within a line that is a piece of evidence.
_VALUE_ID = re.compile(rb'\["v",\d+,"([^"]*)"')
_LINE_END = ord("\n")
# Values in a row are what JSON has, or a list that begins with one of these letters.
_TEXT, _VALUE, _STRINGS, _TUPLE, _DATE, _DECIMAL = "t", "v", "s", "l", "d", "n"
# Beside texts: of any element the first of these; of mappings, all of which are asked for credit, whatever gives none.
_READ_LATER = ("evidence", "author", "comment", "justification", "mapping_set", "other")
_MODULES = (elements, evidence, framework, mapping, relations)


@cache
def _classes() -> dict[str, type]:
    """The classes of values, by name."""
    found = {name: one for module in _MODULES for name, one in vars(module).items() if isinstance(one, type)}
    return {name: one for name, one in sorted(found.items()) if is_dataclass(one) and one is not Text}


@cache
def fingerprint() -> str:
    """A sign of which classes and fields there are: another one means that a compiled form is of another edition."""
    said = [FORM, [[name, [one.name for one in fields(cls)]] for name, cls in _classes().items()]]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def packed(values: Mapping[str, tuple[Framework | MappingSet, str]]) -> bytes:
    """The compiled form of several values in one file: a sign of its head, the head, and each value in a few lines.

    The first line of a framework has its own fields and the ids of its elements; then each kind has a line with what
    ties its elements to others, a line for each element with its texts and its evidence, and one with its names. A
    mapping set has the same, its mappings being of one kind. So a reader need not make what nobody asks for.

    Args:
        values: By the name of the file that it was read from, each value and the SHA-256 digest of that file.

    Returns:
        The bytes of the pack, as :class:`Pack` reads them.
    """
    writer = _Writer()
    sections: list[bytes] = []
    places: dict[str, list[Any]] = {}
    start = 0
    for name, (value, digest) in values.items():
        section = writer.section(value)
        places[name] = [digest, sha256(section).hexdigest(), start, len(section)]
        sections.append(section)
        start += len(section) + 1
    head = _line({"classes": fingerprint(), "shapes": [list(one) for one in writer.shapes], "places": places})
    return b"\n".join([sha256(head).hexdigest().encode(), head, *sections])


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class _Writer:
    """Writes values as lists; which fields of a class differ from their defaults is a shape, written once."""

    def __init__(self) -> None:
        self.shapes: dict[tuple[str, ...], int] = {}

    def section(self, value: Framework | MappingSet) -> bytes:
        """A value: its own fields, the length of what is written of each kind, and that."""
        if isinstance(value, MappingSet):
            texts = [self.part(value.mappings, "")]
            heads: list[list[Any]] = [["mapping", *map(len, texts[0])]]
        else:
            parts = [*parts_of(value)]
            texts = [self.part(one.by_id.values(), one.names()) for one in parts]
            heads = [[one.kind, *map(len, three), *one.ids] for one, three in zip(parts, texts, strict=True)]
        own = self.row(value, (PARTS[value.kind],))
        return b"\n".join([_line([own, *heads]), *(one for three in texts for one in three)])

    def part(self, held: Collection[Any], names: str) -> tuple[bytes, bytes, bytes]:
        """What is written of one kind: what ties the elements to others, texts and evidence, names."""
        ties = _line([self.row(one, _texts_of(type(one))) for one in held])
        texts = b"\n".join(_line(self.row(one, _ties_of(type(one)))) for one in held)
        return ties, texts, names.encode()

    def written(self, value: Any) -> Any:
        if value is None or isinstance(value, (str, bool, int, float)):
            return value
        if isinstance(value, Text):
            return [_TEXT, *(part for one in value.values for part in one)]
        if isinstance(value, tuple):
            if all(type(one) is str for one in value):
                return [_STRINGS, *value]
            return [_TUPLE, *(self.written(one) for one in value)]
        if isinstance(value, date):
            return [_DATE, value.isoformat()]
        if isinstance(value, Decimal):
            return [_DECIMAL, str(value)]
        return self.row(value)

    def row(self, value: Any, left: Iterable[str] = ()) -> list[Any]:
        """A value by those of its fields that are not left and differ from their defaults."""
        given = [one for one in fields(value) if one.name not in left and getattr(value, one.name) != _default(one)]
        shape = (type(value).__name__, *left, "", *(one.name for one in given))
        number = self.shapes.setdefault(shape, len(self.shapes))
        return [_VALUE, number, *(self.written(getattr(value, one.name)) for one in given)]


def _texts_of(cls: type[Any]) -> tuple[str, ...]:
    """The fields of elements and mappings that are read when they are first asked for, as answers ask for few."""
    later = _READ_LATER if cls is mapping.Mapping else _READ_LATER[:1]
    return tuple(one.name for one in fields(cls) if one.type == "Text" or one.name in later)


def _ties_of(cls: type[Any]) -> tuple[str, ...]:
    texts = _texts_of(cls)
    return tuple(one.name for one in fields(cls) if one.name not in texts)


def _default(one: Field[Any]) -> Any:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else MISSING


class Pack:
    """A pack that was read; without bytes, or of other classes, or with a head that is not whole, it holds nothing."""

    def __init__(self, data: bytes = b"") -> None:
        begin, end = data.find(b"\n") + 1, data.find(b"\n", 65)
        sign, head, self._data, self._start = data[: begin - 1], data[begin:end], data, end + 1
        said = json.loads(head) if sha256(head).hexdigest().encode() == sign else {}
        self._places = said["places"] if said.get("classes") == fingerprint() else {}
        self._reader = _Reader(said["shapes"] if self._places else ())

    def value(self, name: str, digest: str) -> Framework | MappingSet | None:
        """The value of a file; None where there is none, where it is of another text, or not whole: read the text.

        Args:
            name: The name of the file, such as 'za.ttl'.
            digest: The SHA-256 digest of the text that the value is to be of.

        Returns:
            The value, equal to what reading that text gives, or None. Its parts are made when they are first asked for.
        """
        of, sign, start, length = self._places.get(name, ("", "", 0, 0))
        start += self._start
        if of != digest or sha256(memoryview(self._data)[start : start + length]).hexdigest() != sign:
            return None
        at = self._data.find(b"\n", start) + 1
        own, *kinds = json.loads(self._data[start:at])
        parts = []
        for kind, ties, texts, names, *ids in kinds:
            ends = at, at + ties, at + ties + 1 + texts, at + ties + texts + names + 2
            parts.append(_Stored(self._reader, kind, tuple(ids), self._data, ends))
            at = ends[-1] + 1
        value: Framework | MappingSet = self._reader.value(own, Contents(tuple(parts)))
        return judged(value) if isinstance(value, Framework) else value


class _Stored(Part):
    """The elements of one kind in a framework of a pack, or the mappings of a set."""

    __slots__ = ("_data", "_ends", "_reader", "_texts")

    def __init__(
        self, reader: _Reader, kind: str, ids: tuple[str, ...], data: bytes, ends: tuple[int, int, int, int]
    ) -> None:
        super().__init__(kind, ids)
        self._reader = reader
        self._data = data
        self._ends = ends  # in the data: where the ties begin; where they, the texts and the names end
        self._texts: dict[str, bytes] | None = None

    def nodes(self) -> list[Any]:
        with collector_paused():
            return self._reader.values(json.loads(str(self._written(0), "utf-8")), self)

    def _written(self, place: int) -> bytes:
        return self._data[self._ends[place] + (place > 0) : self._ends[place + 1]]

    def fill(self, value: Any) -> None:
        """Read the texts and the evidence of an element."""
        if self._texts is None:
            self._texts = dict(zip(self.ids or tuple(self.by_id), self._written(1).split(b"\n"), strict=True))
        self._reader.fill(value, json.loads(self._texts[value.id]))

    def holds(self, text: str) -> bool:
        """Whether a text stands in what ties the elements to others."""
        return self._data.find(_line(text), *self._ends[:2]) >= 0

    def names(self) -> str:
        return str(self._written(2), "utf-8")

    def evidence_ids(self) -> Iterator[str]:
        found = _VALUE_ID.finditer(self._data, *self._ends[1:3])
        return (match[1].decode() for match in found if self._data[match.start() - 1] != _LINE_END)


class _Reader:
    def __init__(self, shapes: Iterable[list[str]]) -> None:
        self._rows = list(shapes)
        self._shapes: dict[int, tuple[type, list[tuple[_Put, Any]], list[_Put]]] = {}

    def values(self, rows: list[list[Any]], supplier: Supplier) -> list[Any]:
        """The values of rows, in their order; the fields that are left of them are read from their supplier."""
        alike: dict[int, list[list[Any]]] = {}
        for row in rows:
            alike.setdefault(row[1], []).append(row)
        made = {number: self._alike(number, of_it, supplier) for number, of_it in alike.items()}
        return [next(made[row[1]]) for row in rows]

    def _alike(self, number: int, rows: list[list[Any]], supplier: Supplier) -> Iterator[Any]:
        """The values of rows of one shape, made field by field: one step of the interpreter for all of them."""
        cls, defaults, setters = self._shapes.get(number) or self._shape(number)
        made: list[Any] = [*map(object.__new__, repeat(cls, len(rows)))]
        for put, value in (*defaults, (put_supplier, supplier)):
            _for_all(map(put, made, repeat(value)))
        for put, column in zip(setters, islice(zip(*rows, strict=True), 2, None), strict=True):
            plain = list not in map(type, column)
            _for_all(map(put, made, column if plain else map(self._read_any, column)))
        return iter(made)

    def _read_any(self, value: Any) -> Any:
        return self.read(value) if type(value) is list else value

    def value(self, row: list[Any], supplier: Supplier | None = None) -> Any:
        """The value of a row; where fields of it are left, they are read from its supplier."""
        made: Any = object.__new__((self._shapes.get(row[1]) or self._shape(row[1]))[0])
        self.fill(made, row)
        if supplier is not None:
            put_supplier(made, supplier)
        return made

    def fill(self, made: Any, row: list[Any]) -> None:
        """Set the fields of a row, and those of its class that it neither has nor leaves to their defaults."""
        _, defaults, setters = self._shapes.get(row[1]) or self._shape(row[1])
        for put, value in defaults:
            put(made, value)
        read = self.read
        for put, value in zip(setters, row[2:], strict=True):
            put(made, read(value) if type(value) is list else value)

    def _shape(self, number: int) -> tuple[type, list[tuple[_Put, Any]], list[_Put]]:
        """How a value of these fields is made: its class, what stands at its default, and where the others go."""
        name, *rest_of_it = self._rows[number]
        cls = _classes()[name]
        given, slots = set(rest_of_it), _slots(cls)
        names = rest_of_it[rest_of_it.index("") + 1 :]
        rest = [put for name, put in slots.items() if name not in given]
        self._shapes[number] = found = cls, rest, [slots[name][0] for name in names]
        return found

    def read(self, value: list[Any]) -> Any:
        letter = value[0]
        if letter == _TEXT:
            text = object.__new__(Text)
            _put_values(text, tuple(zip(value[1::2], value[2::2], strict=True)))
            return text
        if letter == _VALUE:
            return self.value(value)
        if letter == _STRINGS:
            return tuple(value[1:])
        if letter == _TUPLE:
            read = self.read
            return tuple([read(one) if type(one) is list else one for one in value[1:]])
        return date.fromisoformat(value[1]) if letter == _DATE else Decimal(value[1])


_for_all: Callable[[Iterable[Any]], None] = deque[Any](maxlen=0).extend  # takes all steps, keeps nothing
_put_values = vars(Text)["values"].__set__
_Put = Callable[[Any, Any], None]


@cache
def _slots(cls: type) -> dict[str, tuple[_Put, Any]]:
    """By name of a field of a frozen value: what sets it (the slot itself), and what stands there by default."""
    members = [vars(base).items() for base in reversed(cls.__mro__)]
    puts = {name: slot.__set__ for one in members for name, slot in one if type(slot) is MemberDescriptorType}
    return {one.name: (puts[one.name], _default(one)) for one in fields(cls)}


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection while something is read: nearly everything made stays, and looking for the rest is slow.

    What was made is then counted among the old objects at once, as it would be after two more looks at all of it:
    freezing and thawing moves it there without a look. What somebody else has frozen is left alone.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
