"""Names that a package offers and imports only when one of them is first used (PEP 562), and classes by their names."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package.

    Args:
        package (str): The name of the package.
        homes (Mapping[str, str]): Name to the module of the package that it lives in.

    Returns:
        A function that imports what is asked for.

    >>> lazily("sswgraph.exchange", {"write_framework": "turtle"})("write_framework").__name__
    'write_framework'
    """

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(imported(f"{package}.{homes[name]}"), name)

    return find


def imported(module: str) -> Any:
    """A module by its name, without garbage collection meanwhile: nearly everything that an import makes stays."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return import_module(module)
    finally:
        if was_on:
            gc.enable()


def is_of(value: object, *classes: str) -> bool:
    """Whether a value is of one of these classes, none of which is imported: before its module is, nothing is of it.

    Args:
        value (object): The value.
        *classes (str): Classes, each with its module.

    Returns:
        Whether it is.

    >>> from sswgraph.model import Text
    >>> is_of(Text(), "sswgraph.model.text.Text"), is_of(Text(), "sswgraph.model.plan.Plan")
    (True, False)
    """
    homes = (one.rpartition(".") for one in classes)
    return any(isinstance(value, getattr(sys.modules.get(module), name, ())) for module, _, name in homes)
