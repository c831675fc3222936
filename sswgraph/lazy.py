"""Names that a package offers and imports only when one of them is first used (PEP 562)."""

from __future__ import annotations

import gc
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
