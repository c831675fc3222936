"""Writes the keys and the examples of json.md: ``python -m docs.make_json``.

Keys and their descriptions come from the fields of the values and their docstrings, examples from values of the tests.
"""

from __future__ import annotations

import ast
import inspect
import json
import pkgutil
import re
import textwrap
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sswgraph import model, to_plain
from sswgraph.exchange import plain
from sswgraph.model.evidence import Node
from sswgraph.model.shown import Brief
from tests import samples

PAGE = Path(__file__).parent / "json.md"
_EXAMPLE = re.compile(r"(<!-- example: ([\w-]+) -->\n```json\n)(.*?)(```)", re.DOTALL)
_KEYS = re.compile(r"(<!-- keys: ([\w ,]+) -->\n)(.*?)(<!-- end of keys -->)", re.DOTALL)
_FIELD = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
# What answers beyond the fields have no property of their own.
_ADDED = {
    ("Gap", "counts"): "How many items have each status.",
    ("Gaps", "statuses"): "The statuses, in the order to which the numbers of `counts` refer.",
    ("Plan", "asked"): "What was held and asked, from which the plan can be asked again; None for a plan made by hand.",
    ("Comparison", "complete"): "Whether each element of both sides is in exactly one entry.",
    ("MergePlan", "complete"): "Whether each element of the three sides is in exactly one entry.",
    ("Preview", "counts"): "How many elements are dropped, changed and added.",
    ("Review", "counts"): "How many rows have each standing.",
    ("Wall", "bands"): "The rows of the sheet, by band.",
}
_IN_JSON = (("None", "`null`"), ("True", "`true`"), ("False", "`false`"))


def renewed(page: str) -> str:
    """The page with all keys and examples as they are now; the example of a profile, which people write, stays.

    >>> renewed("no keys, no examples")
    'no keys, no examples'
    """
    examples = samples.everything()

    def example(found: re.Match[str]) -> str:
        name = found[2]
        if name == "profile" or name not in examples:
            return found[0]
        return found[1] + json.dumps(to_plain(examples[name]), ensure_ascii=False, indent=2) + "\n" + found[4]

    described: set[type] = set()
    page = _EXAMPLE.sub(example, page)
    return _KEYS.sub(lambda found: found[1] + _tables(found[2].split(", "), described) + found[4], page)


def _tables(names: list[str], described: set[type]) -> str:
    """Tables of the keys of values, and of the values inside them that no earlier table describes."""
    by_name = values()
    waiting = [(by_name[name], "") for name in names]
    lines: list[str] = []
    for value, where in waiting:
        if value in described:
            continue
        described.add(value)
        if where or len(names) > 1:
            lines += [f"**{value.__name__}**{where}", ""]
        lines += ["| key | value |", "|---|---|"]
        lines += [f"| `{key}` | {_in_json(text)} |" for key, text in keys(value)]
        lines.append("")
        waiting += [(inner, f" (in `{key}`)") for key, inner in _inside(value)]
    return "\n".join(lines)


def values() -> dict[str, type]:
    """The values of the model that may stand in a result, by name.

    >>> values()["Plan"].__name__
    'Plan'
    """
    files = [import_module(f"{model.__name__}.{one.name}") for one in pkgutil.iter_modules(model.__path__)]
    return {
        value.__name__: value
        for file in files
        for value in vars(file).values()
        if inspect.isclass(value)
        and is_dataclass(value)
        and issubclass(value, Brief)
        and value.__module__ == file.__name__
    }


def keys(value: type) -> Iterator[tuple[str, str]]:
    """The keys of a value in JSON, in their order, with what they mean.

    >>> [key for key, _ in keys(values()["Demand"])][:2]
    ['id', 'label']
    """
    texts = _described(value)
    shown = [field.name for field in fields(value) if field.metadata.get("plain", True)]  # type: ignore[arg-type]
    shown.sort(key=lambda name: name not in plain._FIRST)
    for name in [*shown, *(name for name in _answered(value) if name not in shown)]:
        yield name, texts.get(name) or _ADDED.get((value.__name__, name)) or _first_line(getattr(value, name, None))


def _described(value: type) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in reversed(value.__mro__):
        section = re.search(r"^Attributes:\n((?: {4}.*\n?|\n)*)", inspect.cleandoc(one.__doc__ or ""), re.MULTILINE)
        found |= {name: " ".join(text.split()) for name, text in _FIELD.findall(section[1] if section else "")}
    return found


def _first_line(member: Any) -> str:
    return " ".join((inspect.getdoc(member) or "").partition("\n\n")[0].split())


def _answered(value: type) -> list[str]:
    """The keys that a value adds to its fields: those that its ``answers`` gives, here of the values of the tests."""
    for sample in samples.everything().values():
        if type(sample) is value and hasattr(sample, "answers"):
            return list(sample.answers())
    answers = getattr(value, "answers", None)
    if answers is None:
        return []
    tree = ast.parse(textwrap.dedent(inspect.getsource(answers)))
    returned = [one.value for one in ast.walk(tree) if isinstance(one, ast.Return) and isinstance(one.value, ast.Dict)]
    return [key.value for one in returned for key in one.keys if isinstance(key, ast.Constant)]


def _inside(value: type) -> Iterator[tuple[str, type]]:
    """The values of the model inside the fields of a value, with the key of the first field that has them."""
    hints = typing.get_type_hints(value)
    for field in fields(value):  # type: ignore[arg-type]
        if field.metadata.get("plain", True):
            for inner in _parts(hints[field.name]):
                if issubclass(inner, Brief) and not issubclass(inner, Node):
                    yield field.name, inner


def _parts(hint: Any) -> Iterator[type]:
    if inspect.isclass(hint) and not typing.get_args(hint):
        yield hint
    for one in typing.get_args(hint):
        yield from _parts(one)


def _in_json(text: str) -> str:
    for python, in_json in _IN_JSON:
        text = re.sub(rf"\b{python}\b", in_json, text)
    return text.replace("|", "\\|").replace("``", "`")


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
