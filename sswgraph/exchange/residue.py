"""What a framework keeps of other vocabularies: what is used after all, what was probably meant, and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from sswgraph.exchange.schema import BY_IRI, BY_KIND, NAMESPACES, PROPERTIES, SSW, TERMS, TYPE, Class, expand
from sswgraph.exchange.suggestions import most_similar, nearest, takes
from sswgraph.exchange.terms import short, term_text
from sswgraph.exchange.triples import group_by_subject, ntriples_lines, quads_of
from sswgraph.exchange.vocabularies import CLOSED, MEANT, correct_namespace, is_misspelt
from sswgraph.messages import Message, message
from sswgraph.model import Framework, MappingSet, Node, Text
from sswgraph.model import Mapping as Match
from sswgraph.model.fields import Shape
from sswgraph.model.ids import framework_of, id_of, iri_of
from sswgraph.model.mapping import PREDICATES

MATCHES = {expand(curie): relation for relation, curie in PREDICATES.items() if curie.startswith("skos:")}
UNSPECIFIED = "semapv:UnspecifiedMatching"
Said = tuple[str, str, Any]
Note = Callable[..., None]


def stated_matches(framework: Framework) -> MappingSet | None:
    """The SKOS mapping properties that a framework states between its elements and those of others.

    Args:
        framework (Framework): The framework.

    Returns:
        Mappings without a justification, None where there are none.

    Example:
        >>> kept = "<{}a> <http://www.w3.org/2004/02/skos/core#closeMatch> <http://example.org/b> ."
        >>> found = stated_matches(Framework(id="xx", residue=(kept.format("https://w3id.org/sswgraph/id/xx/"),)))
        >>> [(row.id, row.justification) for row in found.mappings]
        [('xx:a skos:closeMatch http://example.org/b', 'semapv:UnspecifiedMatching')]
    """
    if not any("Match> " in line for line in framework.residue):
        return None
    home = iri_of(framework.id)
    rows = tuple(
        Match(
            subject=id_of(subject),
            relation=MATCHES[predicate],
            object=id_of(term.value),
            justification=UNSPECIFIED,
            mapping_set=home,
        )
        for subject, predicate, term in _said(framework)
        if is_match(framework, subject, predicate, term)
    )
    return MappingSet(id=home, mappings=rows) if rows else None


def is_match(framework: Framework, subject: str, predicate: str, term: Any) -> bool:
    """Whether a statement maps between an element of the framework and something outside it."""
    if predicate not in MATCHES or type(term) is not NamedNode or subject.startswith("_:"):
        return False
    return (framework_of(id_of(subject)) == framework.id) != (framework_of(id_of(term.value)) == framework.id)


def note_missing_ends(framework: Framework, known: Mapping[str, str], note: Note) -> None:
    """Report stated mappings whose end is in a known framework that has no such element (rule R1)."""
    said = [one for one in _said(framework) if is_match(framework, *one)] if framework.residue else []
    there = {framework.id, *(node.id for node in framework.elements)} if said else set()
    for subject, predicate, term in said:
        for end in (id_of(subject), id_of(term.value)):
            home = framework_of(end) or ""
            if end not in there and (home == framework.id or (known.get(home) == "framework" and end not in known)):
                note("dangling-reference", subject, predicate, term.value, to=end)


def statement_problem(line: str, kinds: Mapping[str, str]) -> Message | None:
    """Why a line cannot be kept as a statement in another vocabulary.

    Args:
        line (str): The line.
        kinds (Mapping): By id, the kind of each element of the framework, whose own properties belong in its fields.

    Returns:
        The problem, None for a line that can be kept.

    Example:
        >>> statement_problem("<http://e.org/a> <http://e.org/b> <http://e.org/c> .", {})
        >>> print(statement_problem("listen", {}))
        This is not a single statement in N-Triples form.
    """
    quads = _quads(line)
    if len(quads) != 1 or Triple in (type(quads[0].subject), type(quads[0].object)):
        return message("cell.no-statement")
    subject, predicate, term = str(quads[0].subject.value), quads[0].predicate.value, quads[0].object
    kind = kinds.get(id_of(subject)) if type(quads[0].subject) is NamedNode else None
    value = term.value if type(term) is NamedNode else ""
    unknown = value.startswith(SSW) and (predicate == TYPE or value not in TERMS)
    if predicate.startswith(SSW) or unknown or (kind and predicate in PROPERTIES[BY_KIND[kind].name]):
        return message("cell.own-vocabulary", term=short(predicate))
    return None


def _quads(line: str) -> list[Any]:
    """The statements of a line, none where it is not valid N-Triples apart from relative IRIs."""
    with suppress(SyntaxError, ValueError):
        return list(parse(line.encode(), format=RdfFormat.N_TRIPLES))
    with suppress(SyntaxError, ValueError):
        quads = quads_of([line], "")
        labels = {
            term.value: term.value for one in quads for term in (one.subject, one.object) if type(term) is BlankNode
        }
        return quads if ntriples_lines(group_by_subject(quads), labels) == (line.strip(),) else []
    return []


def note_kept(framework: Framework, note: Note) -> None:
    """Report near misses, subjects that are not elements, mappings, and what nothing uses of what is kept."""
    if not framework.residue:
        return
    nodes: dict[str, Any] = {}
    for holder in (framework, *framework.elements):
        nodes[holder.id] = holder
        nodes.update((one.id, one) for one in holder.evidence)
    unused: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    others: dict[str, list[Said]] = {}
    for said in _said(framework):
        subject, predicate, _ = said
        if is_match(framework, *said):
            taken[short(predicate)] += 1
            continue
        unused[short(predicate)] += 1
        node = nodes.get(id_of(subject))
        if node is not None:
            _note_near(node, said, note)
        elif framework_of(id_of(subject)) == framework.id:
            others.setdefault(subject, []).append(said)
    for subject, all_said in others.items():
        _note_non_element(subject, all_said, note)
    if taken:
        note("taken-as-mappings", severity="info", n=taken.total(), counts=_counted(taken))
    if unused:
        note("kept", severity="info", n=unused.total(), counts=_counted(unused))


def _said(framework: Framework) -> Iterator[Said]:
    for quad in quads_of(framework.residue, ""):
        subject: Any = quad.subject
        yield ("_:" if isinstance(subject, BlankNode) else "") + subject.value, quad.predicate.value, quad.object


def _counted(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(f"{name} ({n})" for name, n in sorted(counts.items()))


def _note_near(node: Node, said: Said, note: Note) -> None:
    """Report a statement on an element that was probably meant for a property that is read."""
    subject, predicate, term = said
    cls = BY_KIND[node.kind]
    place = (subject, predicate, str(getattr(term, "value", "")))
    if predicate in MATCHES and type(term) is NamedNode:
        to = id_of(term.value)
        note("match-within", *place, severity="warning", term=short(predicate), to=to)
    elif predicate == TYPE:
        meant = _class_meant(term)
        if meant:
            note("near-miss", *place, severity="warning", term=short(term.value), near=short(meant))
        elif is_misspelt(term.value):
            note("no-such-term", *place, severity="warning", term=short(term.value), near=_real(term.value))
    else:
        meant = _property_meant(cls, predicate, term)
        if meant:
            if not _says_already(node, cls, meant, term):
                given = {"term": short(predicate), "near": short(meant), "value": term_text(term)}
                note("near-miss", *place, severity="warning", **given)
        elif is_misspelt(predicate):
            note("no-such-term", *place, severity="warning", term=short(predicate), near=_real(predicate))


def _note_non_element(subject: str, all_said: list[Said], note: Note) -> None:
    """Report a subject below the IRI of the framework that no class makes an element."""
    types = [term for _, predicate, term in all_said if predicate == TYPE and type(term) is NamedNode]
    near = next((short(found) for found in map(_class_meant, types) if found), "")
    note("no-element", subject, severity="warning", near=near, n=len(all_said))


def _class_meant(term: Any) -> str:
    iri = correct_namespace(term.value) if type(term) is NamedNode else ""
    return iri if iri in BY_IRI and iri != term.value else ""


def _property_meant(cls: Class, predicate: str, term: Any) -> str:
    """The property of this class that was probably meant: by namespace, by meaning, then by spelling."""
    properties = PROPERTIES[cls.name]
    iri = correct_namespace(predicate)
    if iri in properties:
        return iri if iri != predicate else ""
    by_field = {prop.field: prop for prop in cls.properties}
    for name in MEANT.get(iri, ()):
        if name in by_field and _fits(by_field[name].shape, by_field[name].iri, term):
            return by_field[name].iri
    if iri in MEANT:
        return ""
    namespace = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    same = [one for one in properties if one.startswith(namespace)] if namespace in NAMESPACES.values() else []
    if is_misspelt(iri) or (same and iri != predicate):
        able = [one for one in same if takes(one, term)]
        return _by_letters(iri, able) or nearest(iri, properties, term) or ""
    return next((one for one in same if one.lower() == iri.lower()), "")


def _fits(shape: Shape, iri: str, term: Any) -> bool:
    return takes(iri, term) if isinstance(term, Literal) else shape in (Shape.REFERENCE, Shape.IRI, Shape.STRING)


def _says_already(node: Any, cls: Class, meant: str, term: Any) -> bool:
    """Whether the property that is read holds this value too, so that nothing is lost."""
    held = getattr(node, PROPERTIES[cls.name][meant].field)
    value = str(getattr(term, "value", ""))
    if isinstance(held, Text):
        return value in {text for _, text in held.values}
    values = held if isinstance(held, tuple) else (held,)
    return value in values or id_of(value) in values


def _real(iri: str) -> str:
    """The term of the same vocabulary with the most similar spelling."""
    namespace = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    found = _by_letters(iri, [namespace + name for name in CLOSED[namespace]])
    return short(found) if found else ""


def _by_letters(iri: str, terms: Iterable[str]) -> str:
    """The most similarly spelled of these terms of the same vocabulary, empty where none is similar."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    by_name = {term[cut:]: term for term in sorted(terms)}
    return by_name.get(most_similar(iri[cut:], by_name), "")
