"""Small frameworks made in a few words, for tests that reason about rules rather than files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    EntryRequirement,
    Evidence,
    Framework,
    LearningOutcome,
    Mapping,
    MappingSet,
    Node,
    ProficiencyLevel,
    ProficiencyScale,
    Qualification,
    Requirement,
    Text,
    TrainingModule,
)
from sswgraph.model.framework import judged

DRAFT = (Evidence(id="t:e", basis="draft"),)


def cadre(name: str, **fields: Any) -> Cadre:
    return Cadre(id=f"t:{name}", label=Text.of(en=name), evidence=DRAFT, **fields)


def competency(name: str, **fields: Any) -> Competency:
    return Competency(id=f"t:{name}", label=Text.of(en=name), evidence=DRAFT, **fields)


def competency_set(name: str, *includes: str) -> CompetencySet:
    return CompetencySet(id=f"t:{name}", label=Text.of(en=name), evidence=DRAFT, includes=_ids(includes))


def scale(name: str, levels: int, equivalent: dict[int, str] | None = None) -> list[Node]:
    """A scale with the levels ``<name>1`` … ``<name>n``; ``equivalent`` maps a rank to a level of another scale."""
    ties = equivalent or {}
    made: list[Node] = [ProficiencyScale(id=f"t:{name}", label=Text.of(en=name), evidence=DRAFT)]
    for rank in range(1, levels + 1):
        equal = (f"t:{ties[rank]}",) if rank in ties else ()
        label = Text.of(en=f"{name}{rank}")
        made.append(
            ProficiencyLevel(
                id=f"t:{name}{rank}", label=label, evidence=DRAFT, scale=f"t:{name}", rank=rank, equivalent_level=equal
            )
        )
    return made


def requires(cadre_name: str, competency_name: str, level: str | None = None, necessity: Any = None) -> Node:
    return Requirement(
        id=f"t:{cadre_name}.{competency_name}.{level}.{necessity}".lower(),
        cadre=f"t:{cadre_name}",
        competency=f"t:{competency_name}",
        level=f"t:{level}" if level else None,
        necessity=necessity,
        evidence=DRAFT,
    )


def module(name: str, hours: int | None = None, **fields: Any) -> TrainingModule:
    return TrainingModule(id=f"t:{name}", label=Text.of(en=name), evidence=DRAFT, notional_hours=hours, **fields)


def qualification(name: str, **fields: Any) -> Qualification:
    return Qualification(id=f"t:{name}", label=Text.of(en=name), evidence=DRAFT, **fields)


def develops(teacher: str, competency_name: str, level: str | None = None, extent: Any = "whole") -> Node:
    return LearningOutcome(
        id=f"t:{teacher}.o.{competency_name}.{level}".lower(),
        outcome_of=f"t:{teacher}",
        competency=f"t:{competency_name}",
        to_level=f"t:{level}" if level else None,
        extent=extent,
        evidence=DRAFT,
    )


def enters(module_name: str, competency_name: str, level: str | None = None) -> Node:
    return EntryRequirement(
        id=f"t:{module_name}.in.{competency_name}".lower(),
        module=f"t:{module_name}",
        competency=f"t:{competency_name}",
        level=f"t:{level}" if level else None,
        evidence=DRAFT,
    )


def maps(subject: str, relation: Any, object: str, **fields: Any) -> Mapping:
    ends = [end if ":" in end else f"t:{end}" for end in (subject, object)]
    return Mapping(subject=ends[0], relation=relation, object=ends[1], evidence=DRAFT, **fields)


def framework(*parts: Node | list[Node], id: str = "t", **fields: Any) -> Framework:
    nodes: list[Node] = []
    for part in parts:
        nodes += part if isinstance(part, list) else [part]
    own = tuple(replace(one, id=f"{id}:e") for one in DRAFT)
    nodes = [replace(node, evidence=own) if node.evidence == DRAFT else node for node in nodes]
    return Framework(id=id, label=Text.of(en="Toy"), elements=tuple(nodes), **fields)


def graph(*parts: Node | list[Node] | Mapping) -> CompetencyGraph:
    """A graph of one framework 't' made of these parts, with the mappings among them as one set.

    The rules are not asked: a circle that runs through two frameworks breaks none, so the verbs are tried on circles.
    """
    mappings = tuple(part for part in parts if isinstance(part, Mapping))
    nodes = [part for part in parts if not isinstance(part, Mapping)]
    sets = [MappingSet(id="toy", mappings=mappings)] if mappings else []
    return CompetencyGraph([judged(framework(*nodes))], sets)


def _ids(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(f"t:{name}" for name in names))
