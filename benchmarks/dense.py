"""Seeded training markets that are hard to plan for: every competency is taught by many modules, each teaching many.

Modules have prerequisites, corequisites and entry requirements; some competencies are taught in parts that count only
together, and some are wholes that all their parts make up. The same seed gives the same graph.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Cadre,
    Competency,
    EntryRequirement,
    Evidence,
    Framework,
    LearningOutcome,
    Node,
    Qualification,
    Requirement,
    Text,
    TrainingModule,
)

TARGET = "d:role"
_DRAFT = (Evidence(id="d:e", basis="draft"),)
_PER_QUALIFICATION = 5


@dataclass(frozen=True)
class Market:
    """How many competencies are asked for, by how many modules they are taught, and how volumes are drawn.

    ``volumes``: 'free' (any, whatever is taught), 'fair' (about as much as is taught), 'few' (tens
    from 20 to 120), 'same' (each the same).
    """

    competencies: int
    modules: int
    seed: int
    volumes: str = "free"

    @property
    def name(self) -> str:
        return f"{self.competencies} x {self.modules}, seed {self.seed}"


def graph(market: Market) -> CompetencyGraph:
    """The market as a graph: the role :data:`TARGET` requires all competencies."""
    draw = random.Random(f"{market.competencies} {market.modules} {market.seed} {market.volumes}")
    nodes = [*_asked(market, draw), *_taught(market, draw)]
    return CompetencyGraph([Framework(id="d", label=Text.of(en="Dense"), elements=tuple(nodes))])


def _asked(market: Market, draw: random.Random) -> Iterator[Node]:
    """The role, what it requires, and every tenth competency as the whole of two or three others."""
    yield Cadre(id=TARGET, label=Text.of(en="role"), evidence=_DRAFT)
    broader: dict[int, list[str]] = {}
    for whole in range(0, market.competencies, 10):
        for part in draw.sample([n for n in range(market.competencies) if n % 10], draw.choice((2, 3))):
            broader.setdefault(part, []).append(_competency(whole))
    for n in range(market.competencies):
        yield Competency(
            id=_competency(n),
            label=Text.of(en=f"competency {n}"),
            broader=tuple(sorted(broader.get(n, ()))),
            parts_complete=True if n % 10 == 0 else None,
            evidence=_DRAFT,
        )
        yield Requirement(id=f"d:r{n:03}", cadre=TARGET, competency=_competency(n), evidence=_DRAFT)


def _taught(market: Market, draw: random.Random) -> Iterator[Node]:
    """The modules, five to a qualification, each developing 5 to 15 competencies."""
    for first in range(0, market.modules, _PER_QUALIFICATION):
        members = range(first, min(first + _PER_QUALIFICATION, market.modules))
        qualification = Qualification(
            id=f"d:q{first:03}", label=Text.of(en=f"qualification {first}"), reach="whole", evidence=_DRAFT
        )
        yield qualification
        in_parts = draw.sample(range(market.competencies), 4)
        for n in members:
            whole = set(draw.sample(range(market.competencies), draw.randint(5, 15)))
            part = {c for c in in_parts if draw.random() < 0.5}
            yield replace(_module(market, n, len(whole), draw), part_of=(qualification.id,))
            for c in sorted(whole | part):
                yield LearningOutcome(
                    id=f"d:o{n:03}.{c:03}",
                    outcome_of=f"d:m{n:03}",
                    competency=_competency(c),
                    extent="part" if c in part else "whole",
                    evidence=_DRAFT,
                )
            if draw.random() < 0.05:
                asked = draw.randrange(market.competencies)
                yield EntryRequirement(
                    id=f"d:m{n:03}.in", module=f"d:m{n:03}", competency=_competency(asked), evidence=_DRAFT
                )


def _module(market: Market, n: int, outcomes: int, draw: random.Random) -> TrainingModule:
    hours = {
        "free": draw.randrange(10, 400, 5),
        "fair": outcomes * draw.randrange(8, 13),
        "few": draw.randrange(20, 130, 10),
        "same": 40,
    }
    first = draw.sample(range(n), draw.choice((1, 1, 2))) if n > 2 and draw.random() < 0.15 else []
    along = draw.sample(range(market.modules), 1) if draw.random() < 0.05 else []
    return TrainingModule(
        id=f"d:m{n:03}",
        label=Text.of(en=f"module {n}"),
        notional_hours=hours[market.volumes],
        prerequisite=tuple(sorted(f"d:m{m:03}" for m in first)),
        corequisite=tuple(f"d:m{m:03}" for m in along if m != n),
        evidence=_DRAFT,
    )


def _competency(n: int) -> str:
    return f"d:c{n:03}"
