"""Frameworks from the units of sheets and the tables: each as one canonical Turtle file, always the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sswgraph as ssw
from docs.encoding.maker import Maker, made
from docs.encoding.records import Problem, Sheet, Unit
from docs.encoding.shapes import take
from docs.encoding.sources import Sources
from docs.encoding.tables import Table, Tables, claims
from sswgraph.errors import InvalidFrameworkError
from sswgraph.exchange import parse_framework, write_framework
from sswgraph.exchange.schema import BY_KIND, Property, expand
from sswgraph.model import Element, Evidence, Framework, Node, Source, Text
from sswgraph.model.fields import Shape

EDITION = "2026-11-28"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
RIGHTS = (
    "The licence covers the wording and arrangement made here; titles, codes and short quotations remain under their "
    "sources' own terms. {terms}Compiled by sswgraph from public sources, exactly as far as these were read. Not a "
    "publication of the bodies cited, nor endorsed by them."
)
PROOF = {"page", "excerpt", "locator", "basis", "from", "why", "tongue", "concerns", "kind"}


def encode(sheets: list[Sheet], tables: Tables, shipped: Path) -> tuple[list[Framework], list[Problem]]:
    """The frameworks that the tables make of the sheets, and everything a person must look at.

    A table with ``merge = true`` adds to the framework of its id that lies in ``shipped``.
    """
    problems = [*tables.problems, *(problem for sheet in sheets for problem in sheet.problems)]
    taken, found = claims(tables, [unit for sheet in sheets for unit in sheet.units])
    problems += found
    frameworks = []
    for table in tables.tables:
        framework, told = _framework(table, taken[table.header["id"]], tables, shipped)
        frameworks += [framework] if framework else []
        problems += told
    return frameworks, problems


def _framework(
    table: Table, units: list[tuple[Unit, dict[str, Any]]], tables: Tables, shipped: Path
) -> tuple[Framework | None, list[Problem]]:
    head = table.header
    base = None
    if head.get("merge"):
        base = parse_framework((shipped / f"{head['id']}.ttl").read_text(encoding="utf-8"))
    present = [node for node in base.elements if isinstance(node, Source)] if base else []
    sources = Sources(head["id"], tables.hosts, table.pages, present)
    maker = Maker(head["id"], sources, head.get("rules", {}))
    maker.nodes = {node.id: node for node in base.elements} if base else {}
    for written in table.nodes:
        maker.at = table.name, 1
        maker.add(_written(maker, written))
    for unit, spec in units:
        take(maker, unit, spec)
    problems = [*maker.problems, *_untaken(units)]
    maker.nodes = {name: _in_french(node, tables.french) for name, node in maker.nodes.items()}
    elements = (*(source for source in sources.made.values()), *maker.nodes.values())
    whole = replace(_header(head, base), elements=elements)
    try:
        return parse_framework(write_framework(whole)), problems
    except InvalidFrameworkError as error:
        broken = [Problem(table.name, 1, result.code, str(result.message)) for result in error.report.results]
        return None, [*problems, *broken]


def _in_french(node: Node, french: dict[str, str]) -> Node:
    """An element with the French of its label beside the English, where the table has it; it is unreviewed."""
    if not isinstance(node, Element) or node.label.get("fr") or (node.label.get("en") or "") not in french:
        return node
    label = Text(tuple(sorted((*node.label.values, ("fr", french[str(node.label)])))))
    return replace(node, label=label, unreviewed_language=(*node.unreviewed_language, "fr"))


def _untaken(units: list[tuple[Unit, dict[str, Any]]]) -> Iterator[Problem]:
    """Items of a unit that is split into parts, and that no part takes."""
    by_key: dict[str, list[tuple[Unit, dict[str, Any]]]] = {}
    for unit, spec in units:
        by_key.setdefault(f"{unit.line} {unit.key}", []).append((unit, spec))
    for parts in by_key.values():
        unit = parts[0][0]
        if any("items" not in spec for _, spec in parts):  # one part takes all
            continue
        taken = {code for _, spec in parts for code in (*spec["items"], *spec.get("leave", ()))}
        for item in unit.items:
            if not any(item.code == one or (one.endswith("*") and item.code.startswith(one[:-1])) for one in taken):
                yield Problem(
                    unit.sheet, item.line, "item-left", f"No part of {unit.key} takes {item.code} {item.label}"
                )


def _header(head: dict[str, Any], base: Framework | None) -> Framework:
    """The header of a framework: of the one that ships with what the table says anew, or made of the table."""
    terms = f"{head['terms']} " if "terms" in head else ""
    given: dict[str, Any] = {"edition": EDITION}
    if base is None:
        given |= {
            "jurisdiction": tuple(head["jurisdiction"]),
            "first_language": head.get("first_language", "en"),
            "licence": (LICENCE,),
            "rights": Text.of(en=RIGHTS.format(terms=terms)),
            "status": "draft",
            "reach": "partial",
        }
    for name, key in (("label", "title"), ("definition", "description"), ("not_encoded", "not_encoded")):
        if key in head:
            given[name] = _text(head[key])
    return replace(base, **given) if base else Framework(id=head["id"], **given)


def _text(value: str | dict[str, str]) -> Text:
    return Text.of(**value) if isinstance(value, dict) else Text.of(en=value)


def _written(maker: Maker, written: dict[str, Any]) -> Node:
    """An element that stands in a table: its fields by their names, and its proof."""
    cls = BY_KIND[written["kind"]]
    name = f"{maker.framework}:{written['id']}"
    values: dict[str, Any] = {"id": name, "evidence": _proof(name, written, maker.sources)}
    known = {prop.field: prop for prop in cls.properties}
    for field, value in written.items():
        if field in PROOF or field == "id":
            continue
        if field == "datatype":
            values[field] = value
        elif field in known:
            values[field] = _value(maker.framework, known[field], value)
        else:
            maker.tell("no-field", f"{name} has no {field}")
    node: Node = made(cls.model, **values)
    return node


def _value(framework: str, prop: Property, value: Any) -> Any:
    if prop.shape is Shape.TEXT:
        return _text(value)
    if prop.shape is Shape.REFERENCE:
        found = tuple(
            one if ":" in one else f"{framework}:{one}" for one in ([value] if isinstance(value, str) else value)
        )
        return found if prop.many else found[0]
    if prop.shape is Shape.IRI:
        return expand(value) if isinstance(value, str) and not prop.many else tuple(expand(one) for one in value)
    return tuple(value) if prop.many else value


def _proof(owner: str, written: dict[str, Any], sources: Sources) -> tuple[Evidence, ...]:
    if not {"page", "from", "basis"} & set(written):
        return ()  # a field for an element that is there
    home = owner.partition(":")[0]
    basis = written.get("basis", "stated" if "page" in written else "derived")
    excerpt = written.get("excerpt", "")
    one = Evidence(
        id=f"{owner}.e1",
        basis=basis,
        source=sources.of(written["page"]) if "page" in written else None,
        locator=written.get("locator"),
        excerpt=Text(((written.get("tongue", "en"), excerpt),)) if excerpt else Text(),
        derived_from=tuple(name if ":" in name else f"{home}:{name}" for name in written.get("from", ())),
        concerns=tuple(expand(name) for name in written.get("concerns", ())),
        note=Text.of(en=written["why"]) if "why" in written else Text(),
    )
    return (one,)


def write(frameworks: list[Framework], folder: Path) -> None:
    """Each framework as FOLDER/ID.ttl."""
    for framework in frameworks:
        ssw.write(framework, folder / f"{framework.id}.ttl", overwrite=True)
