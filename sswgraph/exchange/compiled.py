"""Frameworks and mapping sets as plain lists in JSON, which become values again without being parsed and checked.

What ships is Turtle and SSSOM; that is the truth. The packaging puts a compiled form beside it, which names the digest
of the text it was made from and a fingerprint of the classes; where either differs, the text is read.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from types import MemberDescriptorType
from typing import Any

from sswgraph.model import elements, evidence, framework, mapping, relations
from sswgraph.model.framework import Framework, judged
from sswgraph.model.mapping import MappingSet
from sswgraph.model.text import Text

FORM = 1
# Values in a row are what JSON has, or a list that begins with one of these letters.
_TEXT, _VALUE, _STRINGS, _TUPLE, _DATE, _DECIMAL = "t", "v", "s", "l", "d", "n"
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
    """The compiled form of several values in one file: a sign of its head, the head, and each value on a line.

    Args:
        values: By the name of the file that it was read from, each value and the SHA-256 digest of that file.

    Returns:
        The bytes of the pack, as :class:`Pack` reads them.
    """
    shapes: dict[tuple[str, ...], int] = {}
    lines, places, start = [], {}, 0
    for name, (value, digest) in values.items():
        line = json.dumps(_Writer(shapes).written(value), ensure_ascii=False, separators=(",", ":")).encode()
        places[name] = [digest, sha256(line).hexdigest(), start, len(line)]
        lines.append(line)
        start += len(line) + 1
    head = json.dumps({"classes": fingerprint(), "shapes": [list(one) for one in shapes], "places": places}).encode()
    return b"\n".join([sha256(head).hexdigest().encode(), head, *lines])


class _Writer:
    """Writes values as lists; which fields of a class differ from their defaults is a shape, written once."""

    def __init__(self, shapes: dict[tuple[str, ...], int]) -> None:
        self._shapes = shapes

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
        given = [one for one in fields(value) if getattr(value, one.name) != _default(one)]
        shape = (type(value).__name__, *(one.name for one in given))
        number = self._shapes.setdefault(shape, len(self._shapes))
        return [_VALUE, number, *(self.written(getattr(value, one.name)) for one in given)]


def _default(one: Field[Any]) -> Any:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else MISSING


class Pack:
    """A pack that was read; without bytes, or of other classes, or with a head that is not whole, it holds nothing."""

    def __init__(self, data: bytes = b"") -> None:
        begin, end = data.find(b"\n") + 1, data.find(b"\n", 65)
        sign, head, self._lines = data[: begin - 1], data[begin:end], memoryview(data)[end + 1 :]
        said = json.loads(head) if sha256(head).hexdigest().encode() == sign else {}
        self._places = said["places"] if said.get("classes") == fingerprint() else {}
        self._reader = _Reader(said["shapes"] if self._places else ())

    def value(self, name: str, digest: str) -> Framework | MappingSet | None:
        """The value of a file; None where there is none, where it is of another text, or not whole: read the text.

        Args:
            name: The name of the file, such as 'za.ttl'.
            digest: The SHA-256 digest of the text that the value is to be of.

        Returns:
            The value, equal to what reading that text gives, or None.
        """
        of, sign, start, length = self._places.get(name, ("", "", 0, 0))
        line = self._lines[start : start + length]
        if of != digest or sha256(line).hexdigest() != sign:
            return None
        value = self._reader.value(json.loads(bytes(line)))
        return judged(value) if isinstance(value, Framework) else value


class _Reader:
    def __init__(self, shapes: Iterable[list[str]]) -> None:
        known = _classes()
        self._shapes = [_shape(known[name], names) for name, *names in shapes]

    def value(self, row: list[Any]) -> Any:
        cls, defaults, setters = self._shapes[row[1]]
        made = object.__new__(cls)
        for put, value in defaults:
            put(made, value)
        read = self.read
        for put, value in zip(setters, row[2:], strict=True):
            put(made, read(value) if type(value) is list else value)
        return made

    def read(self, value: list[Any]) -> Any:
        letter = value[0]
        if letter == _TEXT:
            made = object.__new__(Text)
            _put_values(made, tuple(zip(value[1::2], value[2::2], strict=True)))
            return made
        if letter == _VALUE:
            return self.value(value)
        if letter == _STRINGS:
            return tuple(value[1:])
        if letter == _TUPLE:
            read = self.read
            return tuple([read(one) if type(one) is list else one for one in value[1:]])
        return date.fromisoformat(value[1]) if letter == _DATE else Decimal(value[1])


_put_values = vars(Text)["values"].__set__
_Put = Callable[[Any, Any], None]


def _shape(cls: type, names: list[str]) -> tuple[type, list[tuple[_Put, Any]], list[_Put]]:
    """How a value of these fields is made: its class, what stands at its default, and where the others go."""
    given, all_of_them = set(names), _slots(cls)
    rest = [put for name, put in all_of_them.items() if name not in given]
    return cls, rest, [all_of_them[name][0] for name in names]


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
