"""Pages of the public names, from their docstrings, for the documentation site."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import sswgraph as ssw
from sswgraph import errors, model

_SECTIONS = ("Args", "Attributes", "Returns", "Raises", "Example", "Source")
_MODULES = {"errors": errors, "model": model}
_VALUES = ("CompetencyGraph", "Framework", "Holding", "Mapping", "MappingSet", "Profile", "Resolution", "Text")


def names() -> list[str]:
    """The public names that get a page each."""
    return [name for name in ssw.__all__ if not name.startswith("__")]


def pages() -> list[str]:
    """The addresses of the pages, in order."""
    return [f"api/{name}.md" for name in sorted(names(), key=str.casefold)]


def index() -> str:
    """Every public name with what it is for."""
    lines = ["# Python", "", "Everything is reached from `import sswgraph as ssw`; `help(ssw.gap)` says the same.", ""]
    for title, chosen in (("What one does", False), ("Values and errors", True)):
        lines += [f"## {title}", "", "| name | what it is for |", "|---|---|"]
        for name in sorted(names(), key=str.casefold):
            if (name in (*_VALUES, *_MODULES)) is chosen:
                first = plain(_doc(getattr(ssw, name)).partition("\n\n")[0].replace("\n", " "))
                lines.append(f"| [{name}]({name}.md) | {first.replace('|', chr(92) + '|')} |")
        lines.append("")
    return "\n".join(lines)


def page(address: str) -> str:
    """The page of one name: how it is called, what it says of itself, and what belongs to it."""
    name = address.removeprefix("api/").removesuffix(".md")
    value = getattr(ssw, name)
    if name in _MODULES:
        inside = [getattr(value, one) for one in sorted(_inside(value))]
        parts = [_described(one.__name__, one, 2) for one in inside if inspect.isclass(one)]
        return "\n\n".join([f"# {name}", markdown(_doc(value)), *parts]) + "\n"
    parts = [_described(name, value, 1)]
    if inspect.isclass(value):
        parts += [_described(f"{name}.{one}", member, 2) for one, member in _members(value)]
    return "\n\n".join(parts) + "\n"


def _inside(module: Any) -> list[str]:
    named = list(getattr(module, "__all__", ())) or [one for one in vars(module) if not one.startswith("_")]
    return [one for one in named if inspect.isclass(getattr(module, one)) and getattr(module, one).__doc__]


def _members(value: type) -> Iterator[tuple[str, Any]]:
    for name, member in vars(value).items():
        inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if not name.startswith("_") and inspect.isfunction(inner) and inner.__doc__:
            yield name, inner


def _doc(value: Any) -> str:
    return inspect.getdoc(value) or ""


def _described(name: str, value: Any, level: int) -> str:
    try:
        called = str(inspect.signature(value)).replace("'", "")
    except (TypeError, ValueError):
        called = ""
    shown = name + called
    if len(shown) > 90:
        shown = re.sub(r", (?=[\w*/]+(?::|,|\)|$| ))(?![^\[]*\])", ",\n    ", shown)
    return f"{'#' * level} {name}\n\n```python\n{shown}\n```\n\n{markdown(_doc(value))}"


def plain(text: str) -> str:
    """Code marks as Markdown has them.

    >>> plain("``read`` it, see :func:`gap`")
    '`read` it, see `gap`'
    """
    return re.sub(r":\w+:(`[^`]+`)", r"\1", text.replace("``", "`"))


def markdown(doc: str) -> str:
    """A docstring as Markdown: examples as code, sections as lists."""
    return "\n\n".join(part for block in _blocks(doc) if (part := _block(block)))


def _blocks(doc: str) -> Iterator[list[str]]:
    """Paragraphs; what is indented below a section or after '::' stays with it."""
    block: list[str] = []
    for line in doc.splitlines():
        opened = bool(block) and (block[0].rstrip(":") in _SECTIONS or block[0].endswith("::"))
        if (not line and not opened) or (opened and line and not line.startswith(" ") and not block[-1]):
            yield block
            block = [line] if line else []
        else:
            block.append(line)
    yield block


def _block(lines: list[str]) -> str:
    while lines and not lines[-1]:
        lines = lines[:-1]
    if not lines:
        return ""
    head, rest = lines[0], inspect.cleandoc("\n".join(["", *lines[1:]])).splitlines()
    if head.startswith(">>>"):
        return "\n".join(["```pycon", *lines, "```"])
    if head.rstrip(":") in _SECTIONS and head.endswith(":"):
        inner = _list(rest) if head in ("Args:", "Attributes:", "Raises:") else markdown("\n".join(rest))
        return f"**{head[:-1]}**\n\n{inner}"
    if lines[-1].endswith("::") or head.endswith("::"):
        said = [line for line in [head.removesuffix("::")] if line]
        return "\n\n".join([*map(plain, said), "\n".join(["```text", *rest, "```"])])
    return plain("\n".join(lines))


def _list(lines: list[str]) -> str:
    items: list[str] = []
    for line in lines:
        name, colon, said = line.partition(": ")
        if line.startswith(" ") and items:
            items[-1] += f" {line.strip()}"
        elif colon and re.fullmatch(r"[\w*. ]+", name):
            items.append(f"`{name}`: {said}")
        else:
            items.append(line)
    return "\n".join(f"- {plain(item)}" for item in items)
