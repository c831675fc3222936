"""Fields that are made when they are first read: whoever asks for statuses need not wait for reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

C = TypeVar("C", bound=type)
T = TypeVar("T")


class Later:
    """The value of a deferred field that nobody has read yet; ``make`` gives it."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def later(make: Callable[[], T]) -> T:
    """What ``make`` will give, to be put into a deferred field."""
    return cast("T", Later(make))


def deferred(*names: str) -> Callable[[C], C]:
    """A decorator for slotted dataclasses: these fields may be given ``later(…)``, and are still read as plain values.

    Comparing, hashing, printing, pickling and copying read the fields, so that nothing outside can tell the difference.
    """

    def wrap(cls: C) -> C:
        for name in names:
            setattr(cls, name, _Deferred(vars(cls)[name]))
        return cls

    return wrap


def waiting(value: object, name: str) -> Any:
    """The ``Later`` in a deferred field that has not been read yet; None once it has been."""
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
