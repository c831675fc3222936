"""Statements into a Framework: syntax first, then every shape problem in one report, then a value or nothing."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, NamedNode

from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.language import message
from sswgraph.model import CheckResult, Evidence, Framework, Node, Report, Text
from sswgraph.model.identity import framework_of, id_of, iri_of, keeps_its_iri
from sswgraph.rdf import rules
from sswgraph.rdf.guards import as_utf8, read_bytes
from sswgraph.rdf.problems import Problems
from sswgraph.rdf.residue import lines_of
from sswgraph.rdf.schema import (
    BY_IRI,
    CLASSES,
    EVIDENCE,
    FRAMEWORK,
    IN_SCHEME,
    NAMESPACES,
    PROPERTIES,
    SSW,
    TYPE,
    Class,
    Property,
    Shape,
)
from sswgraph.rdf.triples import Groups, Object, framework_iri_of, label_anonymous, name_own_nodes, parse_turtle
from sswgraph.rdf.values import Misfit, convert, short

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS_OF_TERMS = {prop.iri for cls in CLASSES for prop in cls.properties if prop.iri.startswith(SSW)}
_ORDER = {cls.name: position for position, cls in enumerate(CLASSES)}
_RDF_OBJECT = NAMESPACES["rdf"] + "object"


def read_framework(path: str | os.PathLike[str], *, known: Mapping[str, str] | None = None) -> Framework:
    """The framework in a Turtle file.

    ``known``: id -> kind of every element of the frameworks it may refer to. Raises FileNotFoundError, ParseError
    (no Turtle: file, line, column, hint) or InvalidFrameworkError (breaks rules: the whole report).
    """
    return parse_framework(read_bytes(path), file=os.fspath(path), known=known)


def parse_framework(data: bytes | str, *, file: str = "<text>", known: Mapping[str, str] | None = None) -> Framework:
    """The framework in Turtle text; as :func:`read_framework`, without a file.

    >>> from sswgraph.rdf import parse_framework
    >>> turtle = '''@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
    ... <https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .'''
    >>> parse_framework(turtle).title.get("en")
    'An example'
    """
    raw = data.encode() if isinstance(data, str) else data
    framework, report = examine(raw, file, known=known)
    if framework is None:
        raise InvalidFrameworkError(report)
    return framework


def examine(data: bytes, file: str, *, known: Mapping[str, str] | None = None) -> tuple[Framework | None, Report]:
    """The framework, or None where a rule is broken, with the report of everything found. Raises ParseError."""
    data = as_utf8(data, file)
    with _collector_paused():
        groups = parse_turtle(data, file)
        problems = Problems()
        framework = build(groups, problems, known or {})
    report = problems.report(file, data.decode() if problems.findings else "")
    return (None if problems.grave else framework), report


def check_bytes(data: bytes, file: str, *, known: Mapping[str, str] | None = None) -> Report:
    """Everything found in a file, a syntax error included."""
    try:
        return examine(data, file, known=known)[1]
    except ParseError as error:
        result = CheckResult(
            code="syntax",
            severity="violation",
            message=message("check.syntax", problem=error.problem),
            mend=message("mend.syntax", hint=error.hint),
            line=error.line,
        )
        return Report(file=file, results=(result,))


def build(groups: Groups, problems: Problems, known: Mapping[str, str]) -> Framework | None:
    """The framework that these statements hold; every problem goes to ``problems``."""
    iris = framework_iri_of(groups)
    if len(iris) != 1:
        problems.add("several-frameworks" if iris else "no-framework", *iris[1:2], found=[id_of(i) for i in iris])
        return None
    if framework_of(id_of(iris[0])) is None or ":" in id_of(iris[0]):
        problems.add("bad-id", iris[0], value=iris[0])
        return None
    groups, circular = name_own_nodes(groups, iris[0])
    for name in circular:
        problems.add("bad-id", name, value=name)
    return _Builder(groups, iris[0], problems, known).framework()


@dataclass(slots=True)
class _Draft:
    """An element on its way: its class and the values found for each field."""

    cls: Class
    iri: str
    values: dict[str, list[Any]]


class _Builder:
    def __init__(self, groups: Groups, iri: str, problems: Problems, known: Mapping[str, str]) -> None:
        self.groups, self.iri, self.problems, self.known = groups, iri, problems, known
        self.residue: Groups = {}
        self.evidence: dict[str, Evidence] = {}
        self.cited: set[str] = set()

    def framework(self) -> Framework | None:
        drafts = [draft for name, said in self.groups.items() if (draft := self._draft(name, said))]
        for draft in drafts:
            if draft.cls is EVIDENCE:
                self.evidence[id_of(draft.iri)] = self._value(draft)
        nodes: list[Node] = []
        header: dict[str, Any] = {}
        for draft in drafts:
            if draft.cls is FRAMEWORK:
                header = self._fields(draft)
            elif draft.cls is not EVIDENCE:
                nodes.append(self._value(draft))
        for unused in sorted(self.evidence.keys() - self.cited):
            self.problems.add("unused-evidence", iri_of(unused))
        labels = label_anonymous(self.residue)
        framework = Framework(
            **header,
            elements=tuple(sorted(nodes, key=lambda node: (_ORDER[_CLASS_OF[node.kind]], node.id))),
            residue=lines_of(self.residue, labels),
        )
        rules.check(framework, self.evidence, self.known, self.problems)
        return framework

    def _draft(self, name: str, said: list[tuple[str, Object]]) -> _Draft | None:
        types = [v.value for p, v in said if p == TYPE and isinstance(v, NamedNode) and v.value.startswith(SSW)]
        classes = [BY_IRI[iri] for iri in types if iri in BY_IRI]
        for iri in types:
            if iri not in BY_IRI:
                near = _near(iri, BY_IRI)
                self.problems.add("unknown-term", name, TYPE, iri, term=short(iri), near=near)
        if not classes:
            self._not_ours(name, said, bool(types))
            return None
        if len(classes) > 1:
            self.problems.add("too-many-values", name, TYPE, property="a", values=[c.name for c in classes])
        if not keeps_its_iri(name):
            self.problems.add("bad-id", name, value=name)
        return self._sort_out(name, said, classes[0])

    def _not_ours(self, name: str, said: list[tuple[str, Object]], complained: bool) -> None:
        if complained:
            return
        own = [p for p, _ in said if p.startswith(SSW)]
        if own:
            code = "no-class" if all(p in _PARTS_OF_TERMS for p in own) else "unknown-term"
            wrong = next((p for p in own if p not in _PARTS_OF_TERMS), own[0])
            self.problems.add(code, name, wrong, term=short(wrong), near=_near(wrong, _PARTS_OF_TERMS))
            return
        self.residue.setdefault(name, []).extend(said)

    def _sort_out(self, name: str, said: list[tuple[str, Object]], cls: Class) -> _Draft:
        draft = _Draft(cls, name, {})
        properties = PROPERTIES[cls.name]
        for predicate, value in said:
            prop = properties.get(predicate)
            if prop is not None:
                self._take(draft, prop, value)
            elif (predicate == TYPE and isinstance(value, NamedNode) and value.value in BY_IRI) or (
                predicate == IN_SCHEME and cls.concept and isinstance(value, NamedNode) and value.value == self.iri
            ):
                continue
            elif predicate.startswith(SSW):
                near = _near(predicate, [iri for iri in properties if iri.startswith(SSW)])
                code = "unknown-term" if predicate not in _PARTS_OF_TERMS else "misplaced-term"
                self.problems.add(code, name, predicate, term=short(predicate), near=near, cls=cls.name)
            else:
                self.residue.setdefault(name, []).append((predicate, value))
        return draft

    def _take(self, draft: _Draft, prop: Property, value: Object) -> None:
        found = draft.values.setdefault(prop.field, [])
        if draft.cls.name == "Statement" and prop.iri == _RDF_OBJECT:
            if isinstance(value, NamedNode) and not keeps_its_iri(value.value):
                self.problems.add("bad-id", draft.iri, prop.iri, value=value.value)
            found.append(value)
            return
        try:
            found.append(convert(value, prop))
        except Misfit as misfit:
            token = value.value if isinstance(value, (NamedNode, BlankNode)) else getattr(value, "value", "")
            self.problems.add(misfit.code, draft.iri, prop.iri, str(token), said=misfit.message)
            found.append(None)

    def _value(self, draft: _Draft) -> Any:
        fields = self._fields(draft)
        if draft.cls.name == "Statement":
            fields["value"], fields["datatype"] = _stated(fields["value"])
        return draft.cls.model(**fields)

    def _fields(self, draft: _Draft) -> dict[str, Any]:
        fields: dict[str, Any] = {"id": id_of(draft.iri)}
        for prop in draft.cls.properties:
            found = [value for value in draft.values.get(prop.field, ()) if value is not None]
            if not found:
                if prop.required:
                    if not draft.values.get(prop.field):
                        self.problems.add("missing-value", draft.iri, property=short(prop.iri), cls=draft.cls.name)
                    fields[prop.field] = _EMPTY.get(prop.shape, "") if not prop.many else _many(prop, [])
            elif prop.field == "evidence":
                fields["evidence"] = self._cite(draft, prop, found)
            elif prop.many:
                fields[prop.field] = _many(prop, found)
                if prop.unique_language:
                    self._one_per_language(draft, prop, found)
            else:
                distinct = list(dict.fromkeys(found))
                if len(distinct) > 1:
                    self.problems.add(
                        "too-many-values",
                        draft.iri,
                        prop.iri,
                        property=short(prop.iri),
                        values=[str(v) for v in distinct],
                    )
                fields[prop.field] = distinct[0]
        return fields

    def _cite(self, draft: _Draft, prop: Property, found: list[str]) -> tuple[Evidence, ...]:
        cited = []
        for identifier in sorted(set(found)):
            self.cited.add(identifier)
            if identifier in self.evidence:
                cited.append(self.evidence[identifier])
            else:
                self.problems.add("dangling-reference", draft.iri, prop.iri, iri_of(identifier), to=identifier)
        return tuple(cited)

    def _one_per_language(self, draft: _Draft, prop: Property, found: list[tuple[str, str]]) -> None:
        tags = [tag for tag, _ in set(found)]
        for tag in sorted({tag for tag in tags if tags.count(tag) > 1}):
            texts = [text for t, text in sorted(set(found)) if t == tag]
            self.problems.add("two-labels-in-one-language", draft.iri, prop.iri, texts[1], lang=tag, texts=texts)


_CLASS_OF = {str(cls.model.kind): cls.name for cls in CLASSES}  # type: ignore[attr-defined]
_EMPTY: dict[Shape, Any] = {Shape.INTEGER: 0, Shape.NUMBER: 0}


def _many(prop: Property, found: list[Any]) -> Any:
    values = tuple(sorted(set(found)))
    return Text(values) if prop.shape is Shape.TEXT else values


def _stated(term: Any) -> tuple[str, str]:
    """The value of a Statement as text, and how to read it."""
    if isinstance(term, NamedNode):
        return id_of(term.value), "id"
    if isinstance(term, BlankNode) or not hasattr(term, "datatype"):
        return str(getattr(term, "value", term)), "string"
    if term.language:
        return term.value, "@" + term.language
    name = term.datatype.value
    xsd = NAMESPACES["xsd"]
    return term.value, name[len(xsd) :] if name.startswith(xsd) else name


def _near(iri: str, terms: Collection[str]) -> str:
    found = get_close_matches(iri, sorted(terms), n=1, cutoff=0.0)
    return short(found[0]) if found else ""


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No garbage collection while a file is read: nearly everything made stays, and looking for the rest is slow."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
