"""How long ``align`` takes where there are many elements, against weighing every pair by one plain ratio."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rapidfuzz import fuzz

import sswgraph as ssw
from benchmarks.generate import SIZES
from benchmarks.measure import Figure, cpu
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Competency, Framework, Text

_SYLLABLES = "ba co di fe gu la me ni po ru sa te vi zo pra sti kel mon dar".split()
_SAMPLE = 50


def aligning(size: str, repeats: int) -> Iterator[Figure]:
    """Two frameworks, the second with a word of each name changed; the plain ratio runs for a sample, scaled up.

    Always at the size of ESCO or more, since smaller ones take no time to speak of.
    """
    names = _names(max(SIZES[size].competencies, SIZES["esco"].competencies), random.Random(5))
    one, other = _framework("aa", [first for first, _ in names]), _framework("bb", [second for _, second in names])
    found: list[float] = []

    def ours() -> None:
        proposed = ssw.align(CompetencyGraph(), one, other).proposed
        found.append(sum(p.subject[3:] == p.object[3:] for p in proposed) / len(names))

    def theirs() -> None:
        for first, _ in names[:_SAMPLE]:
            max(fuzz.token_set_ratio(first, second) for _, second in names)

    mine, yours = cpu(ours), cpu(theirs) * len(names) / min(_SAMPLE, len(names))
    note = f"{len(names):,} x {len(names):,}, {found[0]:.0%} proposed rightly; the peer for a sample, scaled up"
    yield Figure("align", "rapidfuzz, every pair", "s", mine, yours, 1.0, note=note)


def _names(n: int, draw: random.Random) -> list[tuple[str, str]]:
    vocabulary = ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))) for _ in range(2_000)]
    made = []
    for _ in range(n):
        name = draw.choices(vocabulary, k=draw.randint(3, 5))
        changed = name.copy()
        changed[draw.randrange(len(name))] = draw.choice(vocabulary)
        made.append((" ".join(name), " ".join(changed)))
    return made


def _framework(id: str, names: list[str]) -> Framework:
    elements = tuple(Competency(id=f"{id}:c{n}", label=Text.of(en=name)) for n, name in enumerate(names))
    return Framework(id=id, label=Text.of(en=id), elements=elements)
