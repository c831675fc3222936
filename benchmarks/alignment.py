"""How well ``align`` finds what belongs together: ``python -m benchmarks.alignment``.

Nobody of this project chose which pairs are right: DIRECT's two versions (renamed skills keep their definition word for
word; skills of one name were defined anew), ESCO's preferred and alternative labels, and the English and French label
of one element of what ships. Beside ours stands rapidfuzz's plain token-set ratio over the same texts in the same run:
*first* is how often the right one leads (ties shared), *proposed* what is best in both directions.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

import sswgraph as ssw
from sswgraph.alignment.similarity import plain_words
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.search import fold
from sswgraph.model import Competency, Element, Framework, Text

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
Truth = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Found:
    """Of ``n`` right pairs: how many lead, how many are proposed, and what is proposed in all for their subjects."""

    n: int
    first: float
    right: int
    proposed: int

    def __add__(self, other: Found) -> Found:
        return Found(
            n=self.n + other.n,
            first=self.first + other.first,
            right=self.right + other.right,
            proposed=self.proposed + other.proposed,
        )

    def __str__(self) -> str:
        n = self.n or 1
        precision = self.right / (self.proposed or 1)
        return f"first {self.first / n:.3f}   proposed: recall {self.right / n:.3f} precision {precision:.3f}"


def ours(subject: Framework, object: Framework, truth: Truth) -> Found:
    """What ``align`` finds."""
    alignment = ssw.align(CompetencyGraph(), subject, object)
    led = {one.subject: one.object for one in alignment.suggestions if one.rank == 1}
    proposed = {one.subject: one.object for one in alignment.proposed}
    return Found(
        n=len(truth),
        first=sum(led.get(a) in right for a, right in truth.items()),
        right=sum(proposed.get(a) in right for a, right in truth.items()),
        proposed=sum(a in proposed for a in truth),
    )


def plain(subject: Framework, object: Framework, truth: Truth, field: str = "label") -> Found:
    """What rapidfuzz's token-set ratio finds over one text, kind by kind."""
    found = Found(0, 0.0, 0, 0)
    for kind in sorted({_element(node).kind for node in subject.elements}):
        here = [_element(node) for node in subject.elements if node.kind == kind]
        there = [_element(node) for node in object.elements if node.kind == kind]
        if here and there:
            scores = [[fuzz.token_set_ratio(_said(a, field), _said(b, field)) for b in there] for a in here]
            found += _best(scores, [a.id for a in here], [b.id for b in there], truth)
    return replace(found, n=len(truth))


def _best(scores: Sequence[Sequence[float]], here: Sequence[str], there: Sequence[str], truth: Truth) -> Found:
    first, right, proposed = 0.0, 0, 0
    columns = list(zip(*scores, strict=True))
    for a, row in zip(here, scores, strict=True):
        if a not in truth:
            continue
        leaders = [place for place, score in enumerate(row) if score == max(row)]
        first += sum(there[place] in truth[a] for place in leaders) / len(leaders)
        column = columns[leaders[0]]
        if len(leaders) == 1 and max(column) == max(row) and column.count(max(row)) == 1:
            proposed += 1
            right += there[leaders[0]] in truth[a]
    return Found(0, first, right, proposed)


def _element(node: Any) -> Element:
    assert isinstance(node, Element)
    return node


def _said(element: Element, field: str) -> str:
    return fold(" ".join(text for _, text in getattr(element, field).values))


def renamed(one: Framework, other: Framework) -> dict[str, frozenset[str]]:
    """Elements of one kind whose definitions agree word for word although their labels do not."""
    defined = defaultdict(set)
    for node in other.elements:
        defined[node.kind, tuple(plain_words(str(_element(node).definition)))].add(node.id)
    labels = {node.id: fold(str(_element(node).label)) for node in (*one.elements, *other.elements)}
    pairs = {a.id: defined.get((a.kind, tuple(plain_words(str(_element(a).definition)))), set()) for a in one.elements}
    return {a: frozenset(r) for a, r in pairs.items() if r and not any(labels[a] == labels[b] for b in r)}


def same_name(one: Framework, other: Framework) -> dict[str, frozenset[str]]:
    """Elements of one kind with equal labels."""
    named = defaultdict(set)
    for node in other.elements:
        named[node.kind, fold(str(_element(node).label))].add(node.id)
    pairs = {a.id: named.get((a.kind, fold(str(_element(a).label))), set()) for a in one.elements}
    return {a: frozenset(right) for a, right in pairs.items() if right}


def esco(file: str, which: int, most: int = 1_000) -> tuple[Framework, Framework, dict[str, frozenset[str]]]:
    """Preferred labels on one side, one alternative label each on the other."""
    with (DATA / "tabiya-sample" / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    sides: tuple[list[Competency], list[Competency]] = ([], [])
    for row in rows:
        label = row["PREFERREDLABEL"].strip()
        others = [name for name in row["ALTLABELS"].split("\n") if name.strip() and fold(name) != fold(label)]
        if label and len(others) > which and len(sides[0]) < most:
            for id, side, name in zip(("aa", "bb"), sides, (label, others[which].strip()), strict=True):
                side.append(Competency(id=f"{id}:c{len(side)}", label=Text.of(en=name)))
    truth = {a.id: frozenset([b.id]) for a, b in zip(*sides, strict=True)}
    return _framework("aa", sides[0]), _framework("bb", sides[1]), truth


def in_two_languages(framework: Framework) -> tuple[Framework, Framework, dict[str, frozenset[str]]]:
    """English labels of what has both on one side, the French on the other; equal French labels are equally right."""
    both = [
        node
        for node in framework.elements
        if isinstance(node, Element) and node.kind != "source" and {"en", "fr"} <= set(node.label.languages)
    ]
    sides = []
    for id, lang in (("aa", "en"), ("bb", "fr")):
        bare: Any = [
            Competency(id=f"{id}:{n}-{node.kind}", label=Text(((lang, node.label.get(lang) or ""),)))
            for n, node in enumerate(both)
        ]
        sides.append(_framework(id, bare))
    right = defaultdict(set)
    for b in sides[1].elements:
        right[_said(_element(b), "label")].add(b.id)
    pairs = zip(sides[0].elements, sides[1].elements, strict=True)
    truth = {a.id: frozenset(right[_said(_element(b), "label")]) for a, b in pairs}
    return sides[0], sides[1], truth


def _framework(id: str, elements: Iterable[Element]) -> Framework:
    return Framework(id=id, label=Text.of(en=id), elements=tuple(elements))


def figures() -> Iterator[tuple[str, Found, Found]]:
    """What was compared, what ``align`` found, what the plain ratio found."""
    from tests import direct

    one, other = (replace(f, elements=f.elements[1:]) for f in (direct.first(), direct.second()))
    truth = renamed(one, other)
    names = direct.without(one, "definition"), direct.without(other, "definition")
    yield "DIRECT: renamed, by name and place", ours(*names, truth), plain(*names, truth)
    truth = same_name(one, other)
    defined = direct.without(one, "label"), direct.without(other, "label")
    yield "DIRECT: one name, by definition", ours(*defined, truth), plain(*defined, truth, "definition")
    for file in ("skills.csv", "skill_groups.csv", "occupations.csv"):
        for which in (0, 1):
            case = esco(file, which)
            yield f"ESCO {file}: alternative label {which + 1}", ours(*case), plain(*case)
    mine, yours = Found(0, 0.0, 0, 0), Found(0, 0.0, 0, 0)
    for framework in ssw.load().frameworks:
        case = in_two_languages(framework)
        mine, yours = mine + ours(*case), yours + plain(*case)
    yield "English and French of what ships", mine, yours


if __name__ == "__main__":
    for what, mine, yours in figures():
        print(f"{what}, n = {mine.n}\n    align            {mine}\n    token_set_ratio  {yours}", flush=True)
