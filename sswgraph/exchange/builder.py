"""Statements into values: one pass over the statements of each subject, every problem told, nothing dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Triple

from sswgraph.exchange.findings import Problems
from sswgraph.exchange.relative import is_relative, named
from sswgraph.exchange.schema import (
    BY_IRI,
    CLASSES,
    EVIDENCE,
    FRAMEWORK,
    IN_SCHEME,
    INVERSES,
    NAMESPACES,
    PROPERTIES,
    SSW,
    TERMS,
    TYPE,
    VALUES,
    XSD,
    Class,
    Property,
)
from sswgraph.exchange.terms import Converter, Ids, Misfit, converter, meant, reference, short
from sswgraph.exchange.triples import Groups, Object, label_anonymous, lines_of, name_block
from sswgraph.frozen import made
from sswgraph.model import Evidence, Framework, Text
from sswgraph.model.evidence import Node
from sswgraph.model.fields import Shape
from sswgraph.model.ids import framework_of, id_of, iri_of, keeps_its_iri
from sswgraph.rules.findings import Parts

OWN_PROPERTIES = {prop.iri for cls in CLASSES for prop in cls.properties if prop.iri.startswith(SSW)}
_RDF_OBJECT = NAMESPACES["rdf"] + "object"
_STATEMENT = BY_IRI[SSW + "Statement"]
_EVIDENCE_IRI = SSW + "evidence"
_put_evidence: Callable[[Any, Any], None] = vars(Node)["evidence"].__set__


@dataclass(slots=True)
class _How:
    """How the values of one property are taken: by which function, and into which field."""

    prop: Property
    convert: Converter
    field: str
    many: bool
    text: bool


def _how(prop: Property, convert: Converter) -> _How:
    return _How(prop, convert, prop.field, prop.many, prop.shape is Shape.TEXT)


@dataclass(slots=True)
class Built:
    """A framework, and what the rules over values have still to look at.

    ``doubtful``: what lacks something or has too much of it; ``bad``: the fields, by id, of which the statements hold
    what cannot be a value, which has been told.
    """

    parts: Parts
    doubtful: list[Any]
    bad: set[tuple[str, str]]


class Builder:
    """Makes the framework that the statements hold; every problem goes to ``problems``."""

    def __init__(self, iri: str, problems: Problems) -> None:
        self.problems = problems
        self.iri, self.scheme = iri, NamedNode(iri)
        self.ids = Ids(iri)
        self.residue: Groups = {}
        self.header: dict[str, Any] = {}
        self.by_kind: dict[str, list[Any]] = {cls.kind.name: [] for cls in CLASSES}
        self.evidence: dict[str, Evidence] = {}
        self.miscited: list[tuple[str, str]] = []
        self.doubtful: set[str] = set()
        self.bad: set[tuple[str, str]] = set()
        self.how: dict[str, dict[str, _How]] = {}

    def build(self, groups: Groups) -> Built:
        """The framework that all of these statements hold."""
        waiting: list[tuple[str, Class]] = []
        for name, said in groups.items():
            cls = self._class_of(name, said)
            if cls is EVIDENCE:
                self._take(name, cls, said)
            elif cls is not None:
                waiting.append((name, cls))
        for name, cls in waiting:
            self._take(name, cls, groups[name])
        return self._built()

    def build_at_once(self, blocks: Iterable[Groups]) -> Built | None:
        """The same while the statements come in, subject by subject, none of which is kept; None where that cannot be,
        or where there is anything to tell: whoever has all statements together tells it with its place."""
        seen: set[str] = set()
        nameless: set[str] = set()
        for block in blocks:
            named = block if len(block) == 1 else name_block(block, self.iri, nameless)
            for name, said in (named or {"": []}).items():
                cls = self._class_of(name, said)
                if name in seen or name[:2] in ("", "_:") or (cls is FRAMEWORK) != (name == self.iri):
                    return None
                seen.add(name)
                if cls is not None:
                    self._take(name, cls, said)
            if self.problems.findings:
                return None
        if BlankNode in {type(term) for said in self.residue.values() for _, term in said}:
            return None
        built = self._built()
        return None if self.problems.findings else built

    def _take(self, name: str, cls: Class, said: list[tuple[str, Object]]) -> None:
        """The value that these statements are, put where it belongs; what it cites may come later."""
        fields = self._fields(name, cls, said)
        if cls is FRAMEWORK:
            self.header = fields
        elif cls is EVIDENCE:
            self.evidence[fields["id"]] = made(cls.model, fields)
        else:
            if cls is _STATEMENT:
                fields["value"], fields["datatype"] = self._stated(name, fields["value"])
            self.by_kind[cls.kind.name].append(made(cls.model, fields))

    def _cite(self) -> None:
        """Evidence becomes part of the values that cite it, now that all is here; till then its ids stand there."""
        used: set[str] = set()
        if "evidence" in self.header:
            self.header["evidence"] = self._cited(self.header["id"], self.header["evidence"], used)
        for nodes in self.by_kind.values():
            for node in nodes:
                if node.evidence:
                    _put_evidence(node, self._cited(node.id, node.evidence, used))
        for unused in sorted(self.evidence.keys() - used):
            self.problems.add("unused-evidence", iri_of(unused))

    def _cited(self, holder: str, ids: tuple[str, ...], used: set[str]) -> tuple[Evidence, ...]:
        used.update(ids)
        found = tuple([self.evidence[one] for one in ids if one in self.evidence])
        if len(found) < len(ids):
            self.miscited += [(iri_of(holder), one) for one in ids if one not in self.evidence]
        return found

    def _built(self) -> Built:
        self._cite()
        self._turn(self.by_kind)
        for nodes in self.by_kind.values():
            nodes.sort(key=attrgetter("id"))
        elements = tuple(node for nodes in self.by_kind.values() for node in nodes)
        residue = lines_of(self.residue, label_anonymous(self.residue))
        framework = Framework(**self.header, elements=elements, residue=residue)
        self._tell_miscited(framework)
        return Built(Parts(framework, self.evidence, self.by_kind), self._doubtful(framework), self.bad)

    def _turn(self, by_kind: dict[str, list[Any]]) -> None:
        """What is said from the other end (skos:narrower) becomes a value of what it is said of, if that is here."""
        said = [(name, p, o) for name, pairs in self.residue.items() for p, o in pairs if p in INVERSES]
        if not said:
            return
        places = {node.id: (nodes, place) for nodes in by_kind.values() for place, node in enumerate(nodes)}
        more: dict[tuple[str, str], set[str]] = {}
        used: set[tuple[str, str, Object]] = set()
        for name, predicate, term in said:
            field, target = INVERSES[predicate], id_of(str(getattr(term, "value", "")))
            if type(term) is not NamedNode or id_of(name) not in places:
                continue
            if target in places and hasattr(places[target][0][0], field):
                more.setdefault((target, field), set()).add(id_of(name))
                used.add((name, predicate, term))
            elif target not in places and framework_of(target) == id_of(self.scheme.value):
                self.problems.add("dangling-reference", name, predicate, term.value, to=target)
        for (target, field), added in more.items():
            nodes, place = places[target]
            values = tuple(sorted({*getattr(nodes[place], field), *added}))
            nodes[place] = replace(nodes[place], **{field: values})
        for name in {name for name, _, _ in used}:
            self.residue[name] = [pair for pair in self.residue[name] if (name, *pair) not in used]

    def _tell_miscited(self, framework: Framework) -> None:
        """Evidence becomes part of the value that cites it, so it must stand in the same file."""
        kinds = {node.id: node.kind for node in (framework, *framework.elements)} if self.miscited else {}
        for name, target in self.miscited:
            place = (name, _EVIDENCE_IRI, iri_of(target))
            if target in kinds:
                self.problems.add("wrong-kind", *place, to=target, kind=kinds[target], wanted=("evidence",))
            else:
                self.problems.add("dangling-reference", *place, to=target)
            self.bad.add((id_of(name), "evidence"))

    def _doubtful(self, framework: Framework) -> list[Any]:
        if not self.doubtful:
            return []
        made: tuple[Any, ...] = (framework, *framework.elements, *self.evidence.values())
        return [one for one in made if one.id in self.doubtful]

    def _hows(self, cls: Class) -> dict[str, _How]:
        made = self.how[cls.name] = dict(_lasting_hows(cls.iri))
        for prop in cls.references:
            made[prop.iri] = _how(prop, reference(prop, self.ids))
        return made

    def _class_of(self, name: str, said: list[tuple[str, Object]]) -> Class | None:
        """The class of a subject by its first type of ours; None for what is not ours (residue) or wrong (told)."""
        unknown = False
        for predicate, term in said:
            if predicate == TYPE and type(term) is NamedNode:
                cls = BY_IRI.get(term.value)
                if cls is not None:
                    return cls
                unknown = unknown or self._is_unknown(name, term.value)
        if not unknown:
            self._not_ours(name, said)
        return None

    def _is_unknown(self, name: str, iri: str) -> bool:
        if iri.startswith(SSW) and iri not in BY_IRI:
            self.problems.add("unknown-term", name, TYPE, iri, term=short(iri), near=meant(iri, BY_IRI))
            return True
        return False

    def _not_ours(self, name: str, said: list[tuple[str, Object]]) -> None:
        own = [p for p, _ in said if p.startswith(SSW)]
        if not own:
            for predicate, term in said:
                self._keep(name, predicate, term)
            return
        wrong = next((p for p in own if p not in OWN_PROPERTIES), own[0])
        if wrong in OWN_PROPERTIES:
            self.problems.add("no-class", name, wrong, term=short(wrong))
            return
        near = meant(wrong, OWN_PROPERTIES, dict(said)[wrong])
        self.problems.add("unknown-term", name, wrong, term=short(wrong), near=near)

    def _fields(self, name: str, cls: Class, said: list[tuple[str, Object]]) -> dict[str, Any]:
        hows = self.how.get(cls.name) or self._hows(cls)
        fields: dict[str, Any] = {}
        several: dict[str, list[Any]] = {}
        texts: list[Property] = []
        types = 0
        bad: set[str] = set()
        for predicate, term in said:
            how = hows.get(predicate)
            if how is None:
                if predicate == TYPE:
                    types += 1
                elif not (predicate == IN_SCHEME and cls.concept and term == self.scheme):
                    self._other(name, cls, predicate, term)
                continue
            field = how.field
            try:
                value = how.convert(term)
            except Misfit as misfit:
                token = str(getattr(term, "value", ""))
                self.problems.add(misfit.code, name, predicate, token, said=misfit.message)
                bad.add(field)
                continue
            if field not in fields:
                fields[field] = (value,) if how.many else value
                if how.text:
                    texts.append(how.prop)
            elif field in several:
                several[field].append(value)
            elif how.many:
                several[field] = [*fields[field], value]
            elif fields[field] != value:
                self._too_many(name, how.prop.iri, (fields[field], value))
        for field, values in several.items():
            fields[field] = tuple(sorted(set(values)))
        if types > 1:
            self._more_types(name, cls, said)
        self._complete(name, cls, fields, texts, bad)
        return fields

    def _complete(self, name: str, cls: Class, fields: dict[str, Any], texts: list[Property], bad: set[str]) -> None:
        """The id, wordings as texts, and room for what is missing, so that the rules can tell it."""
        try:
            identifier = self.ids[name]
        except Misfit as misfit:
            self.problems.add(misfit.code, name, said=misfit.message)
            identifier = name
            self.bad.add((name, "id"))
        fields["id"] = identifier
        for prop in texts:
            values = fields[prop.name]
            fields[prop.name] = Text(values)
            if prop.unique_language and len(values) > 1 and len(values) > len({tag for tag, _ in values}):
                self.doubtful.add(identifier)
        if bad:
            self.bad.update((identifier, field) for field in bad)
        if not cls.required_fields <= fields.keys():
            self.doubtful.add(identifier)
            for prop in cls.required:
                fields.setdefault(prop.field, Text() if prop.shape is Shape.TEXT else () if prop.many else None)

    def _other(self, name: str, cls: Class, predicate: str, term: Object) -> None:
        """A property that the class has not: an error in our namespace, else residue."""
        if predicate.startswith(SSW):
            near = meant(predicate, PROPERTIES[cls.name], term)
            code = "misplaced-term" if predicate in OWN_PROPERTIES else "unknown-term"
            self.problems.add(code, name, predicate, term=short(predicate), near=near, cls=cls.name)
            return
        self._keep(name, predicate, term)

    def _keep(self, name: str, predicate: str, term: Object) -> None:
        """A foreign statement is kept; but it may not use a term of ours that there is not, nor quote statements."""
        if type(term) is NamedNode and term.value.startswith(SSW) and term.value not in TERMS:
            near = meant(term.value, VALUES)
            self.problems.add("unknown-term", name, predicate, term.value, term=short(term.value), near=near)
        elif type(term) is Triple:
            self.problems.add("triple-term", name, predicate)
        else:
            self.residue.setdefault(name, []).append((predicate, term))

    def _more_types(self, name: str, cls: Class, said: list[tuple[str, Object]]) -> None:
        for predicate, term in said:
            iri = term.value if predicate == TYPE and type(term) is NamedNode else cls.iri
            if iri in BY_IRI and iri != cls.iri:
                self._too_many(name, TYPE, (cls.name, BY_IRI[iri].name))
            elif iri not in BY_IRI and not self._is_unknown(name, iri):
                self._keep(name, predicate, term)

    def _too_many(self, name: str, iri: str, values: tuple[Any, ...]) -> None:
        shown = [str(value) for value in values]
        self.problems.add("too-many-values", name, iri, property=short(iri), values=shown)

    def _stated(self, name: str, term: Any) -> tuple[str | None, str]:
        """The value of a Statement as text, and how to read it."""
        if term is None:
            return None, "string"
        if isinstance(term, NamedNode):
            if is_relative(term.value):
                self.problems.add("relative-id", name, _RDF_OBJECT, value=named(term.value))
            elif not keeps_its_iri(term.value):
                self.problems.add("bad-id", name, _RDF_OBJECT, value=term.value)
            return id_of(term.value), "id"
        if isinstance(term, BlankNode) or not hasattr(term, "datatype"):
            self.problems.add("bad-id", name, _RDF_OBJECT, value="[]")
            return str(getattr(term, "value", term)), "string"
        if term.language:
            return term.value, "@" + term.language
        datatype = term.datatype.value
        local = datatype.removeprefix(XSD)
        return term.value, datatype if ":" in local or local[:1] in ("", "@") or local == "id" else local


@cache
def _lasting_hows(iri: str) -> dict[str, _How]:
    """What holds for every file: all but the references, whose ids hang on the framework."""
    cls = BY_IRI[iri]
    found = {p.iri: _how(p, converter(p)) for p in cls.properties if p not in cls.references}
    if cls is _STATEMENT:
        found[_RDF_OBJECT].convert = _as_it_is
    return found


def tell_unknown_classes(groups: Groups, problems: Problems) -> None:
    """Types of our namespace that are none: in a file without a framework, one of them may be meant to be it."""
    for name, said in groups.items():
        for predicate, term in said:
            iri = term.value if predicate == TYPE and type(term) is NamedNode else ""
            if iri.startswith(SSW) and iri not in BY_IRI:
                problems.add("unknown-term", name, TYPE, iri, term=short(iri), near=meant(iri, BY_IRI))


def _as_it_is(term: Any) -> Any:
    return term
