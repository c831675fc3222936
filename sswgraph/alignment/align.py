"""``align``: suggested mappings between two frameworks, for a person to review (rules A1 to A6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import Any, Literal

from sswgraph.alignment.predicates import lonely, suggested
from sswgraph.alignment.similarity import Pairs, Read, Reader, rapidfuzz_likeness, words
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.graph import Mappings, digest_of, framework_in, mappings_in, stamp_of
from sswgraph.messages import Message, family, message
from sswgraph.model import Alignment, Element, Framework, Stamp, Text
from sswgraph.model import Mapping as Match
from sswgraph.model.characters import fold
from sswgraph.model.kinds import Kind
from sswgraph.model.voices import Voices
from sswgraph.progress import Counter, Told

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


def elements_of(framework: Framework, kind: Kind | None = None) -> dict[str, Element]:
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
            names[family(tag)][fold(name)] = None
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
        found[family(tag)] += words(wording)
    return {tag: " ".join(said) for tag, said in sorted(found.items()) if said}


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


Method = Literal["lexical", "label"]
METHODS: tuple[Method, ...] = Method.__args__  # type: ignore[attr-defined]


def align(
    graph: CompetencyGraph,
    subject: str | Framework,
    object: str | Framework,
    *,
    method: Method = "lexical",
    mappings: Mappings = None,
    kind: Kind | None = None,
    progress: Told = None,
) -> Alignment:
    """Suggest mappings between two frameworks, where none is stated. A person decides about every one.

    In: a graph; two frameworks, as ids in it or as values; the method: *lexical* ranks what is alike in names,
    definitions and place (TF-IDF over words and letter triples, with rapidfuzz's token sort ratio), *label* pairs equal
    labels only; the ``mappings`` to respect, by default all of the graph; one ``kind`` such as 'competency', else all
    that can bear names; a function that is told (done, in all) now and then. Out: an :class:`Alignment` in which every
    element of both sides is stated, in a suggestion, or without counterpart; only elements of one kind are paired.

    Raises UnknownElementError for an id that is no framework here, InputError for one framework on both sides or an
    unknown method, kind or mapping, MissingExtraError where *lexical* is asked and rapidfuzz is not installed.

    >>> from sswgraph.model import Competency, Text
    >>> one, other = (
    ...     Framework(id=f, label=Text.of(en=f), elements=(Competency(id=f"{f}:c", label=Text.of(en=name)),))
    ...     for f, name in (("xx", "Active listening"), ("yy", "active  listening"))
    ... )
    >>> found = align(CompetencyGraph(), one, other, method="label")
    >>> [(pair.subject, pair.relation, pair.object) for pair in found.proposed]
    [('xx:c', 'exact', 'yy:c')]
    """
    frameworks = (framework_in(graph, subject), framework_in(graph, object))
    if frameworks[0] == frameworks[1]:
        name = frameworks[0].id
        raise InputError(f"'{name}' is on both sides. Name two frameworks, or give another edition of it as a value.")
    _one_of("method", method, METHODS)
    _known_kind(kind, frameworks)
    spelling = rapidfuzz_likeness() if method == "lexical" else None
    sides = (elements_of(frameworks[0], kind), elements_of(frameworks[1], kind))
    rows = Voices(mappings_in(graph, mappings)).counting()
    stated, refused = stated_pairs(sides, rows), refused_pairs(sides, rows)
    done = frozenset(a for a, _ in stated), frozenset(b for _, b in stated)
    told = Counter(progress, (len(sides[0]) - len(done[0])) * (2 if spelling else 1) + len(sides[1]) - len(done[1]))
    suggestions, alone = [], []
    every = (read_side(sides[0], done[0]), read_side(sides[1], done[1]))
    reader = Reader([*every[0], *every[1]], spelling) if spelling else None
    for one_kind in sorted({read.element.kind for read in chain(*every)}):
        read = (_of_kind(every[0], one_kind), _of_kind(every[1], one_kind))
        pairs = Pairs(read, refused)
        if reader:
            pairs.by_likeness(reader, told)
        else:
            pairs.by_label(told)
        chosen = pairs.chosen()
        suggestions += [suggested(one_kind, pair, read) for pair in chosen]
        alone += list(lonely(one_kind, pairs, chosen, by_label=spelling is None))
    return Alignment(
        subject=frameworks[0].id,
        object=frameworks[1].id,
        subject_label=frameworks[0].label,
        object_label=frameworks[1].label,
        method=method,
        suggestions=tuple(suggestions),
        no_counterpart=tuple(alone),
        stated=stated,
        notes=_notes(frameworks, sides, stated),
        stamp=_stamp(graph, frameworks, method, kind),
    )


def _of_kind(reads: Sequence[Read], kind: str) -> list[Read]:
    return [read for read in reads if read.element.kind == kind]


def _one_of(what: str, given: str, known: Iterable[str]) -> None:
    every = tuple(known)
    if given not in every:
        near = get_close_matches(str(given), every, n=1)
        meant = f"Did you mean '{near[0]}'?" if near else f"Known here: {', '.join(every)}."
        raise InputError(f"There is no {what} '{given}'. {meant}")


def _known_kind(kind: str | None, frameworks: tuple[Framework, Framework]) -> None:
    if kind is not None:
        kinds = {element.kind for framework in frameworks for element in elements_of(framework).values()}
        _one_of("kind", kind, sorted(kinds | {"competency", "cadre", "function"}))


def _notes(
    frameworks: tuple[Framework, Framework], sides: tuple[Elements, Elements], stated: tuple[tuple[str, str], ...]
) -> tuple[Message, ...]:
    notes = [message("align.banner-suggestions")]
    notes += [message("align.empty", framework=f.id) for f, side in zip(frameworks, sides, strict=True) if not side]
    spoken = [{family(tag) for e in side.values() for tag in e.label.languages} for side in sides]
    if all(spoken) and not spoken[0] & spoken[1]:
        notes.append(message("align.no-shared-language"))
    if stated:
        notes.append(message("align.stated", n=len(stated)))
    return tuple(notes)


def _stamp(graph: CompetencyGraph, frameworks: tuple[Framework, Framework], method: str, kind: str | None) -> Stamp:
    """Made from the two frameworks only, whatever else is in the graph."""
    options = {"method": method, **({"kind": kind} if kind else {})}
    return stamp_of(frameworks, lambda f: graph.digest(f) if f in graph.frameworks else digest_of(f), **options)
