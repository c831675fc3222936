"""Seeded frameworks in our own vocabulary, at the sizes that are measured; the same seed gives the same bytes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = """@prefix ssw: <https://w3id.org/sswgraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix b: <https://w3id.org/sswgraph/id/b/> .

<https://w3id.org/sswgraph/id/b> a ssw:Framework ;
    dcterms:title "A benchmark framework"@en ;
    ssw:edition "1" .

b:scale a ssw:ProficiencyScale ;
    skos:inScheme <https://w3id.org/sswgraph/id/b> ;
    skos:prefLabel "levels"@en ;
    ssw:evidence b:scale.e .
b:scale.e a ssw:Evidence ; ssw:basis ssw:Draft .
"""
LEVELS = 4
_WORDS = (
    "assess support refer plan listen record report mobilise counsel supervise advocate family child youth community "
    "group household disability protection welfare referral case needs rights risk services network meeting data"
).split()


@dataclass(frozen=True)
class Size:
    """How many of each; requirements and outcomes are spread evenly."""

    name: str
    competencies: int
    cadres: int
    requirements: int
    modules: int
    outcomes: int


SIZES = {
    "shipped": Size("shipped", 90, 6, 60, 60, 90),
    "country": Size("country", 5_000, 500, 5_000, 1_500, 2_000),
    "esco": Size("esco", 14_000, 3_000, 130_000, 5_000, 25_000),
    "ten": Size("ten", 140_000, 30_000, 1_300_000, 50_000, 250_000),
}


def turtle(size: Size, seed: int = 1) -> str:
    """The framework as Turtle text."""
    return "".join(_blocks(size, random.Random(seed)))


def _blocks(size: Size, draw: random.Random) -> Iterator[str]:
    yield _HEAD
    for rank in range(1, LEVELS + 1):
        extra = f"ssw:scale b:scale ; ssw:rank {rank}"
        yield _concept(f"level{rank}", "ProficiencyLevel", f"level {rank}", extra)
    for n in range(size.competencies):
        extra = f"skos:broader b:c{draw.randrange(n)}" if n > 20 and n % 5 else "ssw:facet ssw:Skill"
        yield _concept(f"c{n}", "Competency", _name(draw, n), extra)
    for n in range(size.cadres):
        yield _concept(f"w{n}", "Cadre", _name(draw, n), "ssw:tier ssw:Basic")
    for n in range(size.modules):
        first = f"ssw:prerequisite b:m{draw.randrange(n)} ; " if n > 10 and n % 7 == 0 else ""
        extra = f"{first}ssw:notionalHours {draw.randrange(10, 400, 5)}"
        yield _concept(f"m{n}", "TrainingModule", _name(draw, n), extra)
    for n in range(size.requirements):
        necessity = draw.choice(("Essential", "Optional"))
        level = f"ssw:atLevel b:level{draw.randint(1, LEVELS)} ; ssw:necessity ssw:{necessity}"
        yield _link(
            f"r{n}", "Requirement", f"ssw:ofCadre b:w{n % size.cadres} ; ssw:requires b:c{_skewed(draw, size)}", level
        )
    for n in range(size.outcomes):
        level = f"ssw:toLevel b:level{draw.randint(2, LEVELS)} ; ssw:extent ssw:Whole"
        taught = f"ssw:outcomeOf b:m{n % size.modules} ; ssw:develops b:c{_skewed(draw, size)}"
        yield _link(f"o{n}", "LearningOutcome", taught, level)


def _skewed(draw: random.Random, size: Size) -> int:
    """Some competencies are asked for and taught far more often than others."""
    return int(size.competencies * draw.random() ** 2)


def _name(draw: random.Random, n: int) -> str:
    return f"{draw.choice(_WORDS)} {draw.choice(_WORDS)} {draw.choice(_WORDS)} {n}"


def _concept(code: str, cls: str, label: str, extra: str) -> str:
    return (
        f"b:{code} a ssw:{cls} ;\n    skos:inScheme <https://w3id.org/sswgraph/id/b> ;\n"
        f'    skos:prefLabel "{label}"@en ;\n    {extra} ;\n    ssw:evidence b:{code}.e .\n{_evidence(code)}'
    )


def _link(code: str, cls: str, ends: str, extra: str) -> str:
    return f"b:{code} a ssw:{cls} ;\n    {ends} ;\n    {extra} ;\n    ssw:evidence b:{code}.e .\n{_evidence(code)}"


def _evidence(code: str) -> str:
    return f"b:{code}.e a ssw:Evidence ; ssw:basis ssw:Draft .\n"
