"""How long ``align`` takes where there are many elements, against rapidfuzz's own call for all pairs of names."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
from rapidfuzz import fuzz, process

import sswgraph as ssw
from benchmarks.generate import SIZES
from benchmarks.measure import Figure, by_turns
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Competency, Framework, Text

_SYLLABLES = "ba co di fe gu la me ni po ru sa te vi zo pra sti kel mon dar".split()


def aligning(size: str, repeats: int) -> Iterator[Figure]:
    """Two frameworks, the second with a word of each name changed; the peer gives the plain ratio of every pair.

    Always at the size of ESCO or more, since smaller ones take no time to speak of.
    """
    names = _names(max(SIZES[size].competencies, SIZES["esco"].competencies), random.Random(5))
    one, other = _framework("aa", [first for first, _ in names]), _framework("bb", [second for _, second in names])
    found: list[float] = []

    def ours() -> None:
        proposed = ssw.align(CompetencyGraph(), one, other).proposed
        found.append(sum(p.subject[3:] == p.object[3:] for p in proposed) / len(names))

    def theirs() -> None:
        process.cdist([one for one, _ in names], [two for _, two in names], scorer=fuzz.ratio, dtype=np.uint8)

    mine, yours = by_turns(ours, theirs, repeats)
    note = f"{len(names):,} x {len(names):,}, {found[0]:.0%} proposed rightly"
    yield Figure("align", "rapidfuzz's cdist(ratio)", "s", mine, yours, 7.0, note=note)


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
