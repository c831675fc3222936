"""Frozen values made quickly: those that readers make by the hundred thousand.

The constructor of a frozen dataclass sets each field by a call of its own. A twin of the class, with the same slots and
without the lock, sets them directly; then the value changes its class and is frozen like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, field, fields, make_dataclass
from typing import Any, TypeVar

from sswgraph.model.evidence import Node

T = TypeVar("T")
_TWINS: dict[type, Callable[..., Any]] = {}
put_evidence: Callable[[Any, Any], None] = vars(Node)["evidence"].__set__


def made(cls: type[T], given: dict[str, Any]) -> T:
    """Return ``cls(**given)`` for a slotted frozen dataclass that does nothing more when it is made.

    Args:
        cls (type[T]): The class.
        given (dict[str, Any]): Its fields.

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
    named = [(one.name, Any, field(default=one.default)) for one in fields(cls) if one.default is not MISSING]
    needed = [(one.name, Any, field()) for one in fields(cls) if one.default is MISSING]
    like = make_dataclass("Twin", [*needed, *named], kw_only=True, eq=False, repr=False)
    open_ = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}  # both, or each goes the long way
    _TWINS[cls] = type(cls.__name__, (cls,), {"__slots__": (), "__init__": vars(like)["__init__"], **open_})
    return _TWINS[cls]
