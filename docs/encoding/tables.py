"""The hand-written tables: one TOML file per framework says what the units of the sheets become in it.

``[framework]`` is its header; ``[default."NAME"]`` how units of a framework of the sheets are taken in general;
``[[unit]]`` how one unit is (``from = "NAME | CODE"``), or a part of it (``items``); ``[[node]]`` an element written
by hand with its proof; ``[pages."ADDRESS"]`` what is known of a page. ``hosts.toml`` tells the kind of a page by its
host, ``left.toml`` which units are left out, and why, ``french.toml`` the French of labels.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docs.encoding.records import Problem, Unit
from sswgraph.exchange.schema import BY_KIND

SHAPES = (
    "standard",
    "unit",
    "course",
    "programme",
    "list",
    "cadre",
    "principles",
    "duties",
    "scale",
    "levels",
    "evidence",
)
KEYS = set(
    "from shape id title own_title notation definition scope_note note excerpt page tongue "
    "items leave topics by_verb kinds labels item_pages item_levels same element "
    "level levels scale hours volumes value_of values credit_system "
    "extent provider delivery place language part_of replaces".split()
)


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one framework."""

    name: str
    header: dict[str, Any]
    defaults: dict[str, dict[str, Any]]
    units: tuple[dict[str, Any], ...]
    nodes: tuple[dict[str, Any], ...]
    pages: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Tables:
    """Every table of a folder, with what holds for all."""

    tables: list[Table] = field(default_factory=list)
    hosts: dict[str, dict[str, Any]] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    french: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_tables(folder: Path) -> Tables:
    """The tables of a folder; what is no TOML, and a key that nothing reads, is a problem."""
    found = Tables()
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\(at line (\d+)", str(error))
            found.problems.append(Problem(path.name, int(place[1]) if place else 1, "table", str(error)))
            continue
        if path.stem == "hosts":
            found.hosts = data
        elif path.stem == "left":
            found.left = data["units"]
        elif path.stem == "french":
            found.french = data["labels"]
        else:
            found.problems += [Problem(path.name, 1, "table", words) for words in _wrong(data)]
            found.tables.append(_table(path.name, data))
    return found


def _wrong(data: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a table: keys that nothing reads, shapes and kinds that there are not."""
    for spec in (*data.get("unit", ()), *data.get("default", {}).values()):
        name = spec.get("from", "a default")
        unknown = sorted(set(spec) - KEYS)
        if unknown:
            yield f"Nothing reads {', '.join(unknown)} in {name}"
        if spec.get("shape", "unit") not in SHAPES:
            yield f"{name} has the shape {spec['shape']!r}; give one of {', '.join(SHAPES)}"
    for node in data.get("node", ()):
        if node.get("kind") not in BY_KIND or "id" not in node:
            yield f"A node needs an id and a kind of the model: {dict(node)}"


def _table(name: str, data: Mapping[str, Any]) -> Table:
    return Table(
        name,
        data["framework"],
        data.get("default", {}),
        tuple(data.get("unit", ())),
        tuple(node for node in data.get("node", ()) if node.get("kind") in BY_KIND and "id" in node),
        data.get("pages", {}),
    )


def claims(found: Tables, units: list[Unit]) -> tuple[dict[str, list[tuple[Unit, dict[str, Any]]]], list[Problem]]:
    """Per framework, the units it takes with how; what two tables or none take is a problem.

    A table that names a unit goes before one that takes all of its kind.
    """
    taken: dict[str, list[tuple[Unit, dict[str, Any]]]] = {table.header["id"]: [] for table in found.tables}
    problems: list[Problem] = []
    named = {(spec["from"], table.name) for table in found.tables for spec in table.units}
    seen: set[str] = set()
    for unit in units:
        seen.add(unit.key)
        by_name = [table for table in found.tables if (unit.key, table.name) in named]
        general = [table for table in found.tables if unit.framework in table.defaults]
        takers = by_name or general
        if unit.key in found.left:
            continue
        if len(takers) != 1:
            words = f"{unit.key} is taken by " + (" and ".join(table.name for table in takers) or "no table")
            problems.append(Problem(unit.sheet, unit.line, "no-table" if not takers else "two-tables", words))
            continue
        table = takers[0]
        default = table.defaults.get(unit.framework, {})
        specs = [spec for spec in table.units if spec["from"] == unit.key] or [{}]
        taken[table.header["id"]] += [(unit, default | spec) for spec in specs]
    for key, table_name in sorted(named):
        if key not in seen:
            problems.append(Problem(table_name, 1, "no-unit", f"No sheet has the unit {key}"))
    return taken, problems
