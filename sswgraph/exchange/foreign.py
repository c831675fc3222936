"""Reports on a SKOS vocabulary that is not a framework: its content, its conflicts, and how to bring it in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from sswgraph.exchange.schema import NAMESPACES, TYPE
from sswgraph.exchange.terms import short
from sswgraph.exchange.triples import Groups
from sswgraph.model.cycles import closure, find_cycles

SKOS = NAMESPACES["skos"]
_CONCEPT, _SCHEME = NamedNode(SKOS + "Concept"), NamedNode(SKOS + "ConceptScheme")
_LABELS = ("prefLabel", "altLabel", "hiddenLabel")
# Properties that only concepts have.
_OF_CONCEPTS = {SKOS + name for name in ("broader", "narrower", "related", "inScheme", "topConceptOf")}
Note = Callable[..., None]


def note_foreign(groups: Groups, note: Note) -> bool:
    """Report the content and conflicts of a SKOS vocabulary; False where the statements are none."""
    concepts = {name for name, said in groups.items() if any(_is_concept(p, o) for p, o in said)}
    schemes = [name for name, said in groups.items() if (TYPE, _SCHEME) in said]
    if not concepts and not schemes:
        return False
    concepts -= set(schemes)
    languages: Counter[str] = Counter()
    for name in concepts:
        labels: list[Any] = [o for p, o in groups[name] if p == SKOS + "prefLabel" and _is_text(o)]
        languages.update({label.language or "-" for label in labels})
    broader = _broader(groups)
    cycles = find_cycles(broader)
    clashes = [clash for name in sorted(concepts) for clash in _clashes(name, groups[name], broader)]
    note(
        "foreign-skos",
        *schemes[:1],
        n=len(concepts),
        schemes=len(schemes),
        languages=tuple(f"{tag} ({n})" for tag, n in sorted(languages.items())) or ("-",),
        cycles=len(cycles),
        clashes=len(clashes),
        example=min((name for name in concepts if not name.startswith("_:")), default="http://example.org/concept"),
    )
    for cycle in cycles:
        way = " -> ".join(map(short, (*cycle, cycle[0])))
        note("cycle-broader", cycle[0], SKOS + "broader", severity="warning", cycle=way)
    for code, name, predicate, value, given in clashes:
        note(code, name, SKOS + predicate, value, severity="warning", **given)
    return True


def _is_concept(predicate: str, value: object) -> bool:
    return (predicate == TYPE and value == _CONCEPT) or predicate in _OF_CONCEPTS


def _is_text(value: object) -> bool:
    return isinstance(value, Literal)


def _broader(groups: Groups) -> dict[str, set[str]]:
    """The broader concepts of each concept, stated from either end."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, said in groups.items():
        for predicate, value in said:
            if type(value) is NamedNode and predicate == SKOS + "broader":
                found[name].add(value.value)
            elif type(value) is NamedNode and predicate == SKOS + "narrower":
                found[value.value].add(name)
    return found


_Clash = tuple[str, str, str, str, dict[str, Any]]


def _clashes(name: str, said: list[tuple[str, Any]], broader: dict[str, set[str]]) -> Iterator[_Clash]:
    """Violations of SKOS: S13 and S14 on labels, S27 on related concepts, S46 on mappings."""
    texts = {one: {(o.language or "", o.value) for p, o in said if p == SKOS + one and _is_text(o)} for one in _LABELS}
    by_language: dict[str, list[str]] = defaultdict(list)
    for lang, text in sorted(texts["prefLabel"]):
        by_language[lang].append(text)
    for lang, found in by_language.items():
        if len(found) > 1:
            given: dict[str, Any] = {"lang": lang or "-", "texts": found}
            yield "two-labels-in-one-language", name, "prefLabel", found[1], given
    for lang, text in sorted(texts["prefLabel"] & (texts["altLabel"] | texts["hiddenLabel"])):
        given = {"property": "skos:altLabel", "value": text, "lang": lang or "-"}
        yield "repeated-label", name, "altLabel", text, given
    ends = {
        one: {o.value for p, o in said if p == SKOS + one and type(o) is NamedNode}
        for one in ("related", "exactMatch", "broadMatch", "narrowMatch", "relatedMatch")
    }
    for other in sorted(ends["related"]):
        if other in closure(broader.get(name, ()), broader) or name in closure(broader.get(other, ()), broader):
            given = {"to": short(other), "terms": ("skos:related", "skos:broader")}
            yield "skos-clash", name, "related", other, given
    for one in ("broadMatch", "narrowMatch", "relatedMatch"):
        for other in sorted(ends["exactMatch"] & ends[one]):
            yield "skos-clash", name, one, other, {"to": short(other), "terms": ("skos:exactMatch", f"skos:{one}")}
