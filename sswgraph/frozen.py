"""Frozen values, cheap in two ways: their classes when a process begins, and they themselves when there are many.

The standard library writes out every method of a dataclass when its class is made, which took half of the time of
importing this library: :func:`dataclass` writes them when they are first used. The constructor of a frozen dataclass
sets each field by a call of its own: :func:`made` does without, for readers that make values by the hundred thousand.
"""

from __future__ import annotations

import dataclasses
from _thread import allocate_lock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False, eq: bool = True) -> Callable[[type], type]:
        """As ``dataclasses.dataclass`` with these options; its methods are written out when one is first used.

        Args:
            frozen: Always true.
            slots: Always true.
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
        assert frozen
        assert slots

        def wrap(cls: type) -> type:
            names = [name for name in _METHODS if eq or name not in ("__eq__", "__hash__")]
            own = {name for name in names if vars(cls).get(name) is not None}
            with _thawed(cls):
                made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
            options = {"frozen": True, "kw_only": kw_only, "eq": eq}
            for name in names:
                if name not in own:
                    setattr(made, name, _Unwritten(made, name, options))
            for name, method in _SHARED.items():
                if name not in vars(made):
                    setattr(made, name, method)
            made.__dataclass_params__.frozen = True
            return made

        return wrap


T = TypeVar("T")
_TWINS: dict[type, Callable[..., Any]] = {}
_METHODS = ("__init__", "__repr__", "__eq__", "__hash__")
_PROCESSING = allocate_lock()


class _Unwritten:
    """Stands for a method of a dataclass until it is first looked up."""

    __slots__ = ("_cls", "_name", "_options")

    def __init__(self, cls: type, name: str, options: dict[str, bool]) -> None:
        self._cls, self._name, self._options = cls, name, options

    def __get__(self, instance: object, owner: type) -> Any:
        written = _written(self._cls, self._options)
        for name in _METHODS:
            if isinstance(vars(self._cls).get(name), _Unwritten):
                setattr(self._cls, name, written[name])
        return written[self._name].__get__(instance, owner)


def _written(cls: type, options: dict[str, bool]) -> dict[str, Any]:
    """The methods of a dataclass as the standard library writes them, taken from a class of the same fields."""
    given = fields(cls)
    body: dict[str, Any] = {"__module__": cls.__module__, "__qualname__": cls.__qualname__}
    body["__annotations__"] = {one.name: one.type for one in given}
    for one in given:
        said = ("default", "default_factory", "init", "repr", "hash", "compare", "kw_only")
        body[one.name] = dataclasses.field(**{name: getattr(one, name) for name in said})
    if hasattr(cls, "__post_init__"):
        body["__post_init__"] = None  # that there is one; which one, the value says
    return dict(vars(dataclasses.dataclass(**options)(type(cls.__name__, (), body))))


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
