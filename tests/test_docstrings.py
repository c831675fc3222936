"""What ``help`` says of the public names: every parameter and every field, what comes back, and an example."""

from __future__ import annotations

import dataclasses
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph import model
from tests.loops import some


def functions() -> Iterator[tuple[str, Any]]:
    """The public functions, and the public methods of the values among the public names."""
    for name in ssw.__all__:
        value = getattr(ssw, name)
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value):
            for inner, member in vars(value).items():
                function = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
                if inspect.isfunction(function) and not inner.startswith("_"):
                    yield f"{name}.{inner}", function


def values() -> list[type]:
    """The values of the model that have fields."""
    files = [import_module(f"{model.__name__}.{one.name}") for one in pkgutil.iter_modules(model.__path__)]
    named = [value for file in files for value in vars(file).values() if inspect.isclass(value)]
    found = {one for one in named if dataclasses.is_dataclass(one) and not one.__name__.startswith("_")}
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


def section(doc: str, title: str) -> str:
    """What stands in a section of a docstring.

    >>> section("Sum.\\n\\nArgs:\\n    a (int): One.\\n\\nReturns:\\n    It.", "Args")
    '    a (int): One.'
    """
    found = re.search(rf"^{title}:\n((?:(?:[ ]+.*)?\n?)*)", inspect.cleandoc(doc), re.MULTILINE)
    return found.group(1).rstrip() if found else ""


def undescribed(function: Any) -> list[str]:
    """What the docstring of a function leaves out."""
    doc = function.__doc__ or ""
    args = section(doc, "Args")
    parameters = [name for name in inspect.signature(function).parameters if name not in ("self", "cls")]
    missing = [
        name for name in parameters if not re.search(rf"^ {{4}}\*{{0,2}}{name} \([^)]+.*\): \S", args, re.MULTILINE)
    ]
    if inspect.signature(function).return_annotation not in (None, "None") and not section(doc, "(?:Returns|Yields)"):
        missing.append("Returns")
    return missing


@pytest.mark.parametrize(("name", "function"), [*functions()])
def test_a_public_function_says_what_it_takes_and_gives(name: str, function: Any) -> None:
    assert not undescribed(function)


def test_each_public_function_shows_an_example() -> None:
    assert not [name for name, one in some(functions()) if "." not in name and ">>>" not in (one.__doc__ or "")]


@pytest.mark.parametrize("value", values(), ids=lambda one: one.__name__)
def test_a_public_value_describes_its_fields(value: type) -> None:
    fields = [one.name for one in dataclasses.fields(value) if not one.name.startswith("_")]
    inherited = [section(one.__doc__ or "", "Attributes") for one in value.__mro__]
    described = "\n".join(inherited)
    assert not [name for name in fields if not re.search(rf"^ {{4}}{name}: \S", described, re.MULTILINE)]
