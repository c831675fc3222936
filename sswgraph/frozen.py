"""Frozen values, cheap in two ways: their classes when a process begins, and they themselves when there are many.

The standard library writes out every method of a dataclass when its class is made, which took half of the time of
importing this library: :func:`dataclass` writes the constructor alone, once it pays. For readers, who make
values by the hundred thousand, there is a quicker way to make one than its constructor: :func:`made`.
"""

from __future__ import annotations

import dataclasses
import sys
from _thread import allocate_lock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from functools import partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

T = TypeVar("T")
_FEW = 8  # so many values are made before a constructor is written
_TWINS: dict[type, Callable[..., Any]] = {}
_PROCESSING = allocate_lock()

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, slots: bool = False, frozen: bool = False, kw_only: bool = False, eq: bool = True) -> Any:
        """As ``dataclasses.dataclass``; the constructor of a frozen one with slots is written once it pays.

        Args:
            slots: Whether values have slots.
            frozen: Whether fields cannot be set.
            kw_only: Whether fields are given by name only.
            eq: Whether values compare by their fields.

        Returns:
            The decorator.

        >>> @dataclass(frozen=True, slots=True)
        ... class Point:
        ...     x: int
        ...     y: int = 0
        >>> Point(1), Point(1) == Point(1, y=0), hash(Point(1)) == hash(Point(1))
        (Point(x=1, y=0), True, True)
        """
        if not (frozen and slots):
            return dataclasses.dataclass(slots=slots, frozen=frozen, kw_only=kw_only, eq=eq)

        def wrap(cls: type) -> type:
            with _thawed(cls):
                made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
            methods = {**_SHARED, "__init__": _Constructor(made), **(_comparing(made) if eq else {})}
            for name, method in methods.items():
                if vars(cls).get(name) is None:
                    setattr(made, name, method)
            made.__dataclass_params__.frozen = True
            return made

        return wrap


@contextmanager
def _thawed(cls: type) -> Iterator[None]:
    """Let the bases of a class pass for dataclasses that are not frozen.

    The standard library wants all of them to be frozen or none, and writes two methods more for each that is.
    """
    with _PROCESSING:
        bases = [vars(base)["__dataclass_params__"] for base in cls.__mro__ if "__dataclass_params__" in vars(base)]
        for one in bases:
            one.frozen = False
        try:
            yield
        finally:
            for one in bases:
                one.frozen = True


class _Constructor:
    """Stands for the ``__init__`` of a dataclass until it is looked up in the class, or several values are made.

    Writing the constructor takes as long as making a hundred values; of most classes, a command makes few.
    """

    __slots__ = ("_cls", "_left", "_needed", "_places", "_slots")

    def __init__(self, cls: type) -> None:
        self._cls = cls
        self._left = _FEW
        self._slots: dict[str, tuple[Callable[[Any, Any], None], Any]] = {}

    def __get__(self, instance: object, owner: type) -> Any:
        if instance is not None and self._left > 0:
            self._left -= 1
            return partial(self._fill, instance)
        written = _constructor(self._cls)
        self._cls.__init__ = written  # type: ignore[misc]
        return written.__get__(instance, owner)

    def _fill(self, value: Any, /, *by_place: Any, **by_name: Any) -> None:
        """Put every field into its slot, as the written constructor does; that one says what is wrong."""
        if not self._slots:
            self._look()
        given = dict(zip(self._places, by_place, strict=False)) | by_name
        known = self._needed <= given.keys() <= self._slots.keys()
        if not known or len(given) != len(by_place) + len(by_name):
            self.__get__(None, self._cls)(value, *by_place, **by_name)
            return
        for name, (put, default) in self._slots.items():
            put(value, given[name] if name in given else default())
        if hasattr(value, "__post_init__"):
            value.__post_init__()

    def _look(self) -> None:
        """Find where the fields go, which of them may be given by place, and which must be given."""
        every = fields(self._cls)
        self._places = [one.name for one in every if not one.kw_only]
        self._needed = {one.name for one in every if one.default is one.default_factory is MISSING}
        self._slots = {one.name: (getattr(self._cls, one.name).__set__, _maker(one)) for one in every}


def _maker(one: dataclasses.Field[Any]) -> Callable[[], Any]:
    return one.default_factory if one.default_factory is not MISSING else lambda: one.default


def _constructor(cls: type) -> Any:
    """The ``__init__`` of a frozen dataclass, which puts every field into its slot."""
    known: dict[str, Any] = {"_made_": object()}
    by_name: list[str] = []
    by_place: list[str] = []
    lines: list[str] = []
    for one in fields(cls):
        name, given = one.name, one.name
        known[f"_put_{name}"] = getattr(cls, name).__set__
        if one.default_factory is not MISSING:
            known[f"_make_{name}"] = one.default_factory
            given = f"_make_{name}() if {name} is _made_ else {name}"
        if one.default is not MISSING:
            known[f"_default_{name}"] = one.default
        default = f"=_default_{name}" if one.default is not MISSING else "=_made_" if given != name else ""
        (by_name if one.kw_only else by_place).append(f"{name}{default}")
        lines.append(f"  _put_{name}(self, {given})")
    if hasattr(cls, "__post_init__"):
        lines.append("  self.__post_init__()")
    parameters = ", ".join(["self", *by_place, *(["*", *by_name] if by_name else [])])
    body = "\n".join([f"def _writer({', '.join(known)}):", f" def __init__({parameters}):", *(lines or ["  pass"])])
    found: dict[str, Any] = {}
    exec(f"{body}\n return __init__", vars(sys.modules[cls.__module__]), found)
    written = found["_writer"](**known)
    written.__annotations__ = {**{one.name: one.type for one in fields(cls)}, "return": None}
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


def _comparing(cls: type) -> dict[str, Any]:
    """How values are compared and hashed: by their fields, as a tuple."""
    names = [one.name for one in fields(cls) if one.compare]
    get: Callable[[Any], Any] = attrgetter(*names) if names else lambda value: ()
    key = get if len(names) != 1 else lambda value: (get(value),)

    def __eq__(self: Any, other: Any) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(key(self))

    return {"__eq__": __eq__, "__hash__": __hash__}


@recursive_repr()
def _repr(value: Any) -> str:
    said = ", ".join(f"{one.name}={getattr(value, one.name)!r}" for one in fields(value) if one.repr)
    return f"{type(value).__qualname__}({said})"


def _no_setting(value: object, name: str, given: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deleting(value: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(value: Any) -> list[Any]:
    return [getattr(value, one.name) for one in fields(value)]


def _set_state(value: Any, state: list[Any]) -> None:
    for one, held in zip(fields(value), state, strict=True):
        object.__setattr__(value, one.name, held)


_SHARED = {
    "__repr__": _repr,
    "__setattr__": _no_setting,
    "__delattr__": _no_deleting,
    "__getstate__": _state,
    "__setstate__": _set_state,
}


def made(cls: type[T], given: dict[str, Any]) -> T:
    """``cls(**given)`` for a slotted frozen dataclass that does nothing more when it is made.

    Args:
        cls: The class.
        given: By name, what differs from the defaults of the fields.

    Returns:
        The value.

    >>> from sswgraph.model import Evidence
    >>> made(Evidence, {"id": "xx:e", "basis": "draft"}) == Evidence(id="xx:e", basis="draft")
    True
    """
    value = (_TWINS.get(cls) or _twin(cls))(**given)
    value.__class__ = cls
    frozen: T = value
    return frozen


def _twin(cls: type) -> Callable[..., Any]:
    """A class with the same slots and without the lock, which a value has until it is whole."""
    of = dataclasses.field
    named = [(one.name, Any, of(default=one.default)) for one in fields(cls) if one.default is not MISSING]
    needed = [(one.name, Any, of()) for one in fields(cls) if one.default is MISSING]
    like = dataclasses.make_dataclass("Twin", [*needed, *named], kw_only=True, eq=False, repr=False)
    open_ = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}  # both, or each goes the long way
    _TWINS[cls] = type(cls.__name__, (cls,), {"__slots__": (), "__init__": vars(like)["__init__"], **open_})
    return _TWINS[cls]
