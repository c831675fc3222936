"""The DIRECT framework of digital research competencies, read from its own files in two versions.

A skill becomes a competency; what DIRECT calls competencies (v1: subcategories) and domains (v1: categories), sets.
The data are CC BY 4.0 (github.com/direct-framework/digital-research-competencies-framework); tests read them in place.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sswgraph.model import Competency, CompetencySet, Evidence, Framework, Node, Source, Text

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "direct"
Row = Mapping[str, Any]


def first(folder: Path = DATA / "v1.0") -> Framework:
    """Version 1.0: one JSON file of categories, subcategories and skills, without identifiers of any kind."""
    tree = json.loads((folder / "skills-competencies-framework.json").read_text(encoding="utf-8"))
    return _framework("direct-one", "1.0", _branches(tree["categories"], ("subcategories", "skills")))


def second(folder: Path = DATA / "v2.0.0") -> Framework:
    """Version 2.0.0: a table for each of domains, competencies and skills, tied by slugs."""
    domains, competencies, skills = (
        _table(folder / f"{name}.csv") for name in ("competency_domain", "competency", "skill")
    )
    rows = [
        *(("domain", row, _children(competencies, "competency_domain", row)) for row in domains),
        *(("competency", row, _children(skills, "competency", row)) for row in competencies),
        *(("skill", row, ()) for row in skills),
    ]
    return _framework("direct-two", "2.0.0", rows)


def _branches(nodes: Iterable[Row], below: tuple[str, ...]) -> Iterator[tuple[str, Row, Iterable[str]]]:
    level = ("skill", "competency", "domain")[len(below)]
    for node in nodes:
        children = node[below[0]] if below else ()
        row = {"name": node["title"], "description": node["description"], "slug": _slug(node["title"])}
        yield level, row, [_slug(child["title"]) for child in children]
        yield from _branches(children, below[1:])


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _children(rows: Iterable[Row], column: str, parent: Row) -> list[str]:
    return [row["slug"] for row in rows if row[column] == parent["slug"]]


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def _framework(id: str, version: str, rows: Iterable[tuple[str, Row, Iterable[str]]]) -> Framework:
    below = {"domain": "competency", "competency": "skill"}
    nodes: list[Node] = [Source(id=f"{id}:source", label=Text.of(en=f"DIRECT {version}"))]
    for level, row, children in rows:
        code = f"{level}.{row['slug']}"
        named: dict[str, Any] = {
            "id": f"{id}:{code}",
            "label": Text.of(en=row["name"].strip()),
            "definition": Text.of(en=row["description"].strip()) if row["description"].strip() else Text(),
            "evidence": (Evidence(id=f"{id}:{code}.e", basis="stated", source=f"{id}:source", locator=level),),
        }
        if level == "skill":
            nodes.append(Competency(**named))
        else:
            includes = tuple(sorted(f"{id}:{below[level]}.{child}" for child in children))
            nodes.append(CompetencySet(includes=includes, **named))
    return Framework(id=id, label=Text.of(en=f"DIRECT {version}"), edition=version, elements=tuple(nodes))


def without(framework: Framework, field: str) -> Framework:
    """The same framework whose elements lack one text: 'label' or 'definition'."""
    bare: Any = {field: Text()}
    kept = [replace(node, **bare) if hasattr(node, field) else node for node in framework.elements]
    return replace(framework, elements=tuple(kept))
