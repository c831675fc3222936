"""Seeded frameworks in our own vocabulary, at the sizes that are measured; the same seed gives the same bytes.

*Even* is one language, own references only, every node named, links spread evenly. *Mixed* is as files of the field
are: labels in up to three languages and of uneven length, definitions, evidence in brackets, sources with a place in
them, statements, references to another framework, and a few cadres and modules with most of the links.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = """@prefix ssw: <https://w3id.org/sswgraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix b: <https://w3id.org/sswgraph/id/b/> .
@prefix a: <https://w3id.org/sswgraph/id/a/> .

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
_SOURCES = 40
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


def turtle(size: Size, seed: int = 1, *, mixed: bool = False) -> str:
    """The framework as Turtle text."""
    draw = random.Random(seed)
    return "".join((_Mixed if mixed else _Even)(size, draw).blocks())


class _Even:
    """Every node by its name, one language, links spread evenly."""

    def __init__(self, size: Size, draw: random.Random) -> None:
        self.size, self.draw = size, draw

    def blocks(self) -> Iterator[str]:
        size, draw = self.size, self.draw
        yield _HEAD
        for rank in range(1, LEVELS + 1):
            yield self.concept(
                f"level{rank}", "ProficiencyLevel", f"level {rank}", f"ssw:scale b:scale ; ssw:rank {rank}"
            )
        for n in range(size.competencies):
            extra = f"skos:broader b:c{draw.randrange(n)}" if n > 20 and n % 5 else "ssw:facet ssw:Skill"
            yield self.concept(f"c{n}", "Competency", self.name(n), extra)
        for n in range(size.cadres):
            yield self.concept(f"w{n}", "Cadre", self.name(n), "ssw:tier ssw:Basic")
        for n in range(size.modules):
            first = f"ssw:prerequisite b:m{draw.randrange(n)} ; " if n > 10 and n % 7 == 0 else ""
            extra = f"{first}ssw:notionalHours {draw.randrange(10, 400, 5)}"
            yield self.concept(f"m{n}", "TrainingModule", self.name(n), extra)
        for n in range(size.requirements):
            necessity = draw.choice(("Essential", "Optional"))
            level = f"ssw:atLevel b:level{draw.randint(1, LEVELS)} ; ssw:necessity ssw:{necessity}"
            ends = f"ssw:ofCadre b:w{self.owner(n, size.cadres)} ; ssw:requires b:c{self.skewed()}"
            yield self.link(f"r{n}", "Requirement", ends, level)
        for n in range(size.outcomes):
            level = f"ssw:toLevel b:level{draw.randint(2, LEVELS)} ; ssw:extent ssw:Whole"
            taught = f"ssw:outcomeOf b:m{self.owner(n, size.modules)} ; ssw:develops b:c{self.skewed()}"
            yield self.link(f"o{n}", "LearningOutcome", taught, level)

    def owner(self, n: int, owners: int) -> int:
        return n % owners

    def skewed(self) -> int:
        """Some competencies are asked for and taught far more often than others."""
        return int(self.size.competencies * self.draw.random() ** 2)

    def words(self, n: int) -> str:
        return " ".join(self.draw.choice(_WORDS) for _ in range(n))

    def name(self, n: int) -> str:
        return f"{self.words(3)} {n}"

    def labels(self, label: str) -> str:
        return f'skos:prefLabel "{label}"@en'

    def concept(self, code: str, cls: str, label: str, extra: str) -> str:
        scheme = "skos:inScheme <https://w3id.org/sswgraph/id/b>"
        return self.block(code, cls, f"{scheme} ;\n    {self.labels(label)} ;\n    {extra}")

    def link(self, code: str, cls: str, ends: str, extra: str) -> str:
        return self.block(code, cls, f"{ends} ;\n    {extra}")

    def block(self, code: str, cls: str, said: str) -> str:
        cited, apart = self.evidence(code)
        return f"b:{code} a ssw:{cls} ;\n    {said} ;\n    ssw:evidence {cited} .\n{apart}"

    def evidence(self, code: str) -> tuple[str, str]:
        """What stands where evidence is cited, and what stands behind the block."""
        return f"b:{code}.e", f"b:{code}.e a ssw:Evidence ; ssw:basis ssw:Draft .\n"


class _Mixed(_Even):
    """As files of the field are."""

    def blocks(self) -> Iterator[str]:
        yield from super().blocks()
        for n in range(_SOURCES):
            yield f'b:s{n} a ssw:Source ; dcterms:title "Source {n}"@en ; schema:url "https://example.org/{n}" .\n'
        for n in range(self.size.cadres):
            said = f"rdf:subject b:w{n} ; rdf:predicate ssw:headcount ; rdf:object {self.draw.randrange(9_000)}"
            yield self.block(f"st{n}", "Statement", said)

    def owner(self, n: int, owners: int) -> int:
        return int(owners * self.draw.random() ** 3)

    def name(self, n: int) -> str:
        return f"{self.words(self.draw.randint(1, 12))} {n}"

    def labels(self, label: str) -> str:
        said = ", ".join(f'"{label}"@{lang}' for lang in ("en", "fr", "ar")[: self.draw.randint(1, 3)])
        if self.draw.random() < 0.5:
            return f"skos:prefLabel {said}"
        return f'skos:prefLabel {said} ;\n    skos:definition "{self.words(self.draw.randint(5, 60))}"@en'

    def block(self, code: str, cls: str, said: str) -> str:
        outside = f" ;\n    prov:wasDerivedFrom a:{code}" if self.draw.random() < 0.3 else ""
        return super().block(code, cls, said + outside)

    def evidence(self, code: str) -> tuple[str, str]:
        where = f'dcterms:source b:s{self.draw.randrange(_SOURCES)} ; ssw:locator "page {self.draw.randrange(400)}"'
        said = f"a ssw:Evidence ; ssw:basis ssw:Stated ; {where}"
        if self.draw.random() < 0.5:
            return f"[ {said} ]", ""
        return f"b:{code}.e", f"b:{code}.e {said} .\n"
