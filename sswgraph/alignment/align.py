"""``align``: mappings suggested between two frameworks, for a person to review (rules A1 to A6)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from itertools import chain
from typing import Any, Literal

from sswgraph.alignment.similarity import (
    CLEAR,
    LEAST,
    ElementRead,
    Pairs,
    RankedPair,
    Reader,
    plain_words,
    rapidfuzz_likeness,
    stems,
)
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import Mappings, framework_in, mappings_in
from sswgraph.graph.graph import digest_of, stamp_of
from sswgraph.messages import Message, family, message
from sswgraph.model import Alignment, Element, Framework, Stamp, Text
from sswgraph.model import Mapping as Match
from sswgraph.model.alignment import NoCounterpart, Side, Suggestion
from sswgraph.model.codes import Kind
from sswgraph.model.mapping import MappingRelation
from sswgraph.model.text import fold
from sswgraph.model.voices import Voices
from sswgraph.progress import Counter, Progress

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
    """The elements by id that can have a name: all but sources and links between others."""
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
    """The pairs that somebody rejected."""
    rows = chain.from_iterable(_both_ways(row) for row in mappings if row.negated)
    return frozenset((a, b) for a, b in rows if a in sides[0] and b in sides[1])


def _both_ways(row: Match) -> tuple[tuple[str, str], tuple[str, str]]:
    return (row.subject, row.object), (row.object, row.subject)


def read_side(elements: Elements, done: frozenset[str]) -> list[ElementRead]:
    """What is read of the elements that are not done yet, in order of id."""
    above = _containers(elements)
    return [
        _read(element, above.get(identifier, ()), elements)
        for identifier, element in sorted(elements.items())
        if identifier not in done
    ]


def _read(element: Element, above: Iterable[str], elements: Elements) -> ElementRead:
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for tag, name in chain(element.label.values, element.alt_label.values):
        if fold(name):
            names[family(tag)][fold(name)] = None
    places = [elements[identifier].label for identifier in above]
    return ElementRead(
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
        found[family(tag)] += plain_words(wording)
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
    progress: Progress = None,
) -> Alignment:
    """Suggest mappings between two frameworks, where none is stated. A person decides about each of them.

    Only elements of one kind are paired. The method *lexical* ranks what is alike in names, definitions and place, by
    TF-IDF over words and letter triples and by the token sort ratio of rapidfuzz; *label* pairs equal labels only.

    Args:
        graph (CompetencyGraph): The graph.
        subject (str | Framework): The first framework, as an id in the graph or a value.
        object (str | Framework): The second framework.
        method (str): 'lexical' or 'label'.
        mappings (Mapping | MappingSet | Iterable | None): The mappings to respect; by default all of the graph.
        kind (str | None): One kind of element, such as 'competency'; by default all that have names.
        progress (Callable[[int, int], object] | None): Called now and then with (done, total).

    Returns:
        The suggestions; every element of both sides is in a stated pair, in a suggestion, or listed without a
        counterpart.

    Raises:
        UnknownElementError: A framework is not in the graph.
        InputError: One framework is on both sides, or the method, the kind or a mapping is not valid.
        MissingExtraError: *lexical* is asked for and rapidfuzz is not installed.

    Source:
        Rules A1 to A6 in ``docs/semantics.md``.

    Example:
        >>> from sswgraph.model import Competency, Text
        >>> one, other = (
        ...     Framework(id=f, label=Text.of(en=f), elements=(Competency(id=f"{f}:c", label=Text.of(en=name)),))
        ...     for f, name in (("xx", "Active listening"), ("yy", "active  listening"))
        ... )
        >>> found = align(CompetencyGraph(), one, other, method="label")
        >>> [(pair.subject, pair.relation, pair.object) for pair in found.proposed]
        [('xx:c', 'exact', 'yy:c')]
    """  # noqa: DOC502 - the graph and the scores raise
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
        suggestions += [suggestion_of(one_kind, pair, read) for pair in chosen]
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


def _of_kind(reads: Sequence[ElementRead], kind: str) -> list[ElementRead]:
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


# Where one of these is stated on both sides and differs, equal wording does not make two elements the same.
_TELLING = (
    "facet",
    "authority",
    "supervision_mode",
    "condition_kind",
    "criterion_kind",
    "criticality",
    "tier",
    "professional_status",
    "component",
    "qualification_level",
    "rank",
    "count",
)
# Kinds in which one word more or less is another role, duty or right, so that likeness proves nothing.
_WARY = frozenset(
    "cadre eligibility-condition ethical-standard level obligation open-question qualification scope-rule "
    "supervision-arrangement".split()
)
_SAME_DEFINITION = 0.8  # share of words in common
_SIGNS = re.compile(r"[&/,;+]")
# 'a and b' is wider than 'a', while 'a of b' is narrower.
_AND = {
    "ar": {"و", "او"},
    "en": {"and", "or"},
    "es": {"e", "o", "u", "y"},
    "fr": {"et", "ou"},
    "pt": {"e", "ou"},
    "sw": {"au", "na"},
}
_SIDES: tuple[Side, Side] = ("subject", "object")


def suggestion_of(
    kind: str, pair: RankedPair, sides: tuple[Sequence[ElementRead], Sequence[ElementRead]]
) -> Suggestion:
    """The suggestion that a chosen pair makes."""
    one, other = sides[0][pair.subject], sides[1][pair.object]
    relation, why = _relation(one, other)
    return Suggestion(
        subject=one.id,
        object=other.id,
        kind=kind,
        subject_label=one.element.label,
        object_label=other.element.label,
        relation=relation,
        score=pair.scores.total,
        name_score=pair.scores.name,
        definition_score=pair.scores.definition,
        place_score=pair.scores.place,
        rank=pair.rank,
        margin=pair.margin,
        proposed=pair.proposed,
        reason=message("align.reason", why=why, standing=_standing(pair)),
    )


def _relation(one: ElementRead, other: ElementRead) -> tuple[MappingRelation, Message]:
    told_apart = _told_apart(one.element, other.element)
    if told_apart:
        return "related", told_apart
    same = _same_definition(one, other)
    shared = [lang for lang in one.names if lang in other.names]
    if shared and all(one.names[lang][0] == other.names[lang][0] for lang in shared):
        if same is False:
            return "close", message("align.same-name-only")
        return "exact", message("align.same-name")
    if one.element.kind in _WARY:
        return "related", message("align.wary")
    if same:
        return "close", message("align.same-definition")
    for lang in shared:
        wider = _wider(one.names[lang][0], other.names[lang][0], lang)
        if wider:
            return wider, message(f"align.{wider}-name")
    return "close", message("align.alike")


def _told_apart(one: Element, other: Element) -> Message | None:
    for field in _TELLING:
        here, there = getattr(one, field, None), getattr(other, field, None)
        if here is not None and there is not None and here != there:
            name = message(f"show.field.{field}")
            return message("align.told-apart", field=name, one=str(here), other=str(there))
    return None


def _same_definition(one: ElementRead, other: ElementRead) -> bool | None:
    """Whether the definitions say the same in nearly the same words; None where there are not two to compare."""
    shared = [lang for lang in one.definition if lang in other.definition]
    if not shared:
        return None
    pairs = [(set(stems(one.definition[lang])), set(stems(other.definition[lang]))) for lang in shared]
    return all(len(a & b) >= _SAME_DEFINITION * len(a | b) for a, b in pairs)


def _wider(one: str, other: str, lang: str) -> MappingRelation | None:
    """*broad* or *narrow* where all words of one name stand in the other: what the second is to the first."""
    parts = _parts(one, lang), _parts(other, lang)
    a, b = (set[str]().union(*found) for found in parts)
    if not (a < b or b < a) or not a or not b:
        return None
    first_is_long = b < a
    long, short = (parts[0], b) if first_is_long else (parts[1], a)
    joined = len(long) > len(parts[1 if first_is_long else 0])
    if joined and set[str]().union(*(part for part in long if part <= short)) == short:
        return "narrow" if first_is_long else "broad"
    if joined and not any(short <= part for part in long):
        return None  # 'network and application security' is neither simply wider nor narrower than 'network security'
    return "broad" if first_is_long else "narrow"


def _parts(name: str, lang: str) -> list[set[str]]:
    """The words of what a name joins by a sign or an 'and'."""
    parts: list[set[str]] = [set()]
    for piece in _SIGNS.split(name):
        parts.append(set())
        for word in plain_words(piece):
            if word in _AND.get(lang, ()):
                parts.append(set())
            else:
                parts[-1].add(word)
    return [part for part in parts if part]


def _standing(pair: RankedPair) -> Message:
    if pair.proposed:
        return message("align.ahead", margin=_figure(pair.margin))
    if pair.margin > -CLEAR:
        return message("align.level")
    return message("align.behind", margin=_figure(-pair.margin))


def lonely(kind: str, pairs: Pairs, chosen: Sequence[RankedPair], *, by_label: bool) -> Iterator[NoCounterpart]:
    """The elements in no chosen pair, each with the reason."""
    ends = ({pair.subject for pair in chosen}, {pair.object for pair in chosen})
    for side, name in enumerate(_SIDES):
        for place, read in enumerate(pairs.sides[side]):
            if place in ends[side]:
                continue
            best = None if by_label else pairs.best(side, place)
            nearest = pairs.sides[1 - side][best[0]] if best else None
            yield NoCounterpart(
                id=read.id,
                kind=kind,
                label=read.element.label,
                side=name,
                nearest=nearest.id if nearest else None,
                score=best[1] if best else None,
                reason=_lonely_for(read, nearest, best[1] if best else 0.0, bool(pairs.sides[1 - side]), by_label),
            )


def _lonely_for(
    read: ElementRead, nearest: ElementRead | None, score: float, any_there: bool, by_label: bool
) -> Message:
    if not read.names:
        return message("align.unnamed")
    if not any_there:
        return message("align.none-of-kind")
    if by_label:
        return message("align.none-of-name")
    if nearest is None:
        return message("align.none-like")
    if score >= LEAST:
        return message("align.none-taken", nearest=nearest.element.label, id=nearest.id, score=_figure(score))
    return message("align.none-near", nearest=nearest.element.label, id=nearest.id, score=_figure(score))


def _figure(score: float) -> Decimal:
    return Decimal(f"{score:.2f}")
