"""What stands to be aligned in a framework, and what can be read of each element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from sswgraph.comparison.align_text import Read, words
from sswgraph.graph.search import fold
from sswgraph.model import Element, Framework, Text
from sswgraph.model import Mapping as Match

Elements = Mapping[str, Element]
# Fields that say where an element belongs.
_UPWARDS = (
    "broader",
    "part_of",
    "criterion_of",
    "evidence_for",
    "scheme",
    "scale",
    "cadre",
    "of_cadre",
    "condition_of",
    "supervisee",
)


def elements_of(framework: Framework, kind: str | None = None) -> dict[str, Element]:
    """The elements by id that can bear a name: all but sources and what only ties others together."""
    return {
        node.id: node
        for node in framework.elements
        if isinstance(node, Element) and node.kind != "source" and kind in (None, node.kind)
    }


def stated_pairs(sides: tuple[Elements, Elements], mappings: Iterable[Match]) -> tuple[tuple[str, str], ...]:
    """The pairs that are tied already: by a mapping in either direction, by derivation, or by one and the same id."""
    one, other = sides
    pairs = {(identifier, identifier) for identifier in one if identifier in other}
    for row in mappings:
        if row.links:
            pairs |= {(a, b) for a, b in _both_ways(row) if a in one and b in other}
    pairs |= {(origin, element.id) for element in other.values() for origin in element.derived_from if origin in one}
    pairs |= {(element.id, origin) for element in one.values() for origin in element.derived_from if origin in other}
    return tuple(sorted(pairs))


def refused_pairs(sides: tuple[Elements, Elements], mappings: Iterable[Match]) -> frozenset[tuple[str, str]]:
    """The pairs that somebody looked at and said no to."""
    rows = chain.from_iterable(_both_ways(row) for row in mappings if row.negated)
    return frozenset((a, b) for a, b in rows if a in sides[0] and b in sides[1])


def _both_ways(row: Match) -> tuple[tuple[str, str], tuple[str, str]]:
    return (row.subject, row.object), (row.object, row.subject)


def read_side(elements: Elements, done: frozenset[str]) -> list[Read]:
    """What is read of the elements that are not done yet, in order of id."""
    above = _containers(elements)
    return [
        _read(element, above.get(identifier, ()), elements)
        for identifier, element in sorted(elements.items())
        if identifier not in done
    ]


def _read(element: Element, above: Iterable[str], elements: Elements) -> Read:
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for tag, name in chain(element.label.values, element.alt_label.values):
        if fold(name):
            names[_language(tag)][fold(name)] = None
    places = [elements[identifier].label for identifier in above]
    return Read(
        id=element.id,
        element=element,
        names={tag: tuple(found) for tag, found in sorted(names.items())},
        definition=_joined([element.definition, element.scope_note]),
        place=_joined(places),
        notation=fold(element.notation or ""),
    )


def _joined(texts: Iterable[Text]) -> dict[str, str]:
    """Several texts as one for each language, only the words."""
    found: dict[str, list[str]] = defaultdict(list)
    for tag, wording in chain.from_iterable(text.values for text in texts):
        found[_language(tag)] += words(wording)
    return {tag: " ".join(said) for tag, said in sorted(found.items()) if said}


def _language(tag: str) -> str:
    """The language of a tag, without region and script: 'pt' for 'pt-br'."""
    return tag.partition("-")[0]


def _containers(elements: Elements) -> dict[str, tuple[str, ...]]:
    """What each element stands in: what is broader, the sets and courses it is in, what it is a rule or sign of."""
    above: dict[str, dict[str, None]] = defaultdict(dict)
    for identifier, element in elements.items():
        for field in _UPWARDS:
            for container in _ids(getattr(element, field, None)):
                above[identifier][container] = None
        for part in _ids(getattr(element, "includes", None)):
            above[part][identifier] = None
    return {part: tuple(sorted(c for c in found if c in elements)) for part, found in above.items()}


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from value
