"""Builds the values of a framework from statements: one pass, every problem reported, nothing dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Triple

from sswgraph.exchange.findings import Problems
from sswgraph.exchange.relative import display_iri, is_relative
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
from sswgraph.exchange.terms import Converter, Ids, InvalidTerm, converter, reference, short, suggested_term
from sswgraph.exchange.triples import Groups, Object, label_anonymous, name_block, ntriples_lines
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
class _Conversion:
    """How the values of one property are converted, and into which field."""

    prop: Property
    convert: Converter
    field: str
    many: bool
    text: bool


def _conversion(prop: Property, convert: Converter) -> _Conversion:
    return _Conversion(prop, convert, prop.field, prop.many, prop.shape is Shape.TEXT)


@dataclass(slots=True)
class Built:
    """A framework, and what the rules for single values have still to look at.

    Attributes:
        parts: The framework with its elements by kind.
        to_check: The values that lack something or have too much of it.
        invalid: The id and field of each value that could not be converted, which is reported.
    """

    parts: Parts
    to_check: list[Any]
    invalid: set[tuple[str, str]]


class Builder:
    """Builds the framework of the statements, and adds every problem to ``problems``."""

    def __init__(self, iri: str, problems: Problems) -> None:
        self.problems = problems
        self.iri, self.scheme = iri, NamedNode(iri)
        self.ids = Ids(iri)
        self.residue: Groups = {}
        self.header: dict[str, Any] = {}
        self.by_kind: dict[str, list[Any]] = {cls.kind.name: [] for cls in CLASSES}
        self.evidence: dict[str, Evidence] = {}
        self.missing_evidence: list[tuple[str, str]] = []
        self.to_check: set[str] = set()
        self.invalid: set[tuple[str, str]] = set()
        self.conversions: dict[str, dict[str, _Conversion]] = {}

    def build(self, groups: Groups) -> Built:
        """The framework of all these statements."""
        waiting: list[tuple[str, Class]] = []
        for name, said in groups.items():
            cls = self._class_of(name, said)
            if cls is EVIDENCE:
                self._add(name, cls, said)
            elif cls is not None:
                waiting.append((name, cls))
        for name, cls in waiting:
            self._add(name, cls, groups[name])
        return self._built()

    def build_at_once(self, blocks: Iterable[Groups]) -> Built | None:
        """The same from statements as they are parsed, subject by subject, keeping none of them.

        Args:
            blocks (Iterable): The statements of one subject after another.

        Returns:
            The framework; None where this is not possible or there is a problem, which is then reported with its place
            from all statements together.
        """
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
                    self._add(name, cls, said)
            if self.problems.findings:
                return None
        if BlankNode in {type(term) for said in self.residue.values() for _, term in said}:
            return None
        built = self._built()
        return None if self.problems.findings else built

    def _add(self, name: str, cls: Class, said: list[tuple[str, Object]]) -> None:
        """Add the value of these statements; what it cites may come later."""
        fields = self._fields(name, cls, said)
        if cls is FRAMEWORK:
            self.header = fields
        elif cls is EVIDENCE:
            self.evidence[fields["id"]] = made(cls.model, fields)
        else:
            if cls is _STATEMENT:
                fields["value"], fields["datatype"] = self._stated(name, fields["value"])
            self.by_kind[cls.kind.name].append(made(cls.model, fields))

    def _attach_evidence(self) -> None:
        """Replace the ids of evidence by the evidence, once all of it is known."""
        used: set[str] = set()
        if "evidence" in self.header:
            self.header["evidence"] = self._evidence_of(self.header["id"], self.header["evidence"], used)
        for nodes in self.by_kind.values():
            for node in nodes:
                if node.evidence:
                    _put_evidence(node, self._evidence_of(node.id, node.evidence, used))
        for unused in sorted(self.evidence.keys() - used):
            self.problems.add("unused-evidence", iri_of(unused))

    def _evidence_of(self, holder: str, ids: tuple[str, ...], used: set[str]) -> tuple[Evidence, ...]:
        used.update(ids)
        found = tuple([self.evidence[one] for one in ids if one in self.evidence])
        if len(found) < len(ids):
            self.missing_evidence += [(iri_of(holder), one) for one in ids if one not in self.evidence]
        return found

    def _built(self) -> Built:
        self._attach_evidence()
        self._apply_inverses(self.by_kind)
        for nodes in self.by_kind.values():
            nodes.sort(key=attrgetter("id"))
        elements = tuple(node for nodes in self.by_kind.values() for node in nodes)
        residue = ntriples_lines(self.residue, label_anonymous(self.residue))
        framework = Framework(**self.header, elements=elements, residue=residue)
        self._note_missing_evidence(framework)
        return Built(Parts(framework, self.evidence, self.by_kind), self._values_to_check(framework), self.invalid)

    def _apply_inverses(self, by_kind: dict[str, list[Any]]) -> None:
        """Turn a statement from the other end (skos:narrower) into a value of the element that it is about."""
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

    def _note_missing_evidence(self, framework: Framework) -> None:
        """Report evidence that is not in the same file, since evidence is part of the value that cites it."""
        kinds = {node.id: node.kind for node in (framework, *framework.elements)} if self.missing_evidence else {}
        for name, target in self.missing_evidence:
            place = (name, _EVIDENCE_IRI, iri_of(target))
            if target in kinds:
                self.problems.add("wrong-kind", *place, to=target, kind=kinds[target], wanted=("evidence",))
            else:
                self.problems.add("dangling-reference", *place, to=target)
            self.invalid.add((id_of(name), "evidence"))

    def _values_to_check(self, framework: Framework) -> list[Any]:
        if not self.to_check:
            return []
        made: tuple[Any, ...] = (framework, *framework.elements, *self.evidence.values())
        return [one for one in made if one.id in self.to_check]

    def _conversions(self, cls: Class) -> dict[str, _Conversion]:
        made = self.conversions[cls.name] = dict(_lasting_conversions(cls.iri))
        for prop in cls.references:
            made[prop.iri] = _conversion(prop, reference(prop, self.ids))
        return made

    def _class_of(self, name: str, said: list[tuple[str, Object]]) -> Class | None:
        """The class of a subject by its first type of ours; None for residue and for types reported as unknown."""
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
            self.problems.add("unknown-term", name, TYPE, iri, term=short(iri), near=suggested_term(iri, BY_IRI))
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
        near = suggested_term(wrong, OWN_PROPERTIES, dict(said)[wrong])
        self.problems.add("unknown-term", name, wrong, term=short(wrong), near=near)

    def _fields(self, name: str, cls: Class, said: list[tuple[str, Object]]) -> dict[str, Any]:
        conversions = self.conversions.get(cls.name) or self._conversions(cls)
        fields: dict[str, Any] = {}
        several: dict[str, list[Any]] = {}
        texts: list[Property] = []
        types = 0
        invalid: set[str] = set()
        for predicate, term in said:
            conversion = conversions.get(predicate)
            if conversion is None:
                if predicate == TYPE:
                    types += 1
                elif not (predicate == IN_SCHEME and cls.concept and term == self.scheme):
                    self._add_other(name, cls, predicate, term)
                continue
            field = conversion.field
            try:
                value = conversion.convert(term)
            except InvalidTerm as error:
                token = str(getattr(term, "value", ""))
                self.problems.add(error.code, name, predicate, token, given=error.message)
                invalid.add(field)
                continue
            if field not in fields:
                fields[field] = (value,) if conversion.many else value
                if conversion.text:
                    texts.append(conversion.prop)
            elif field in several:
                several[field].append(value)
            elif conversion.many:
                several[field] = [*fields[field], value]
            elif fields[field] != value:
                self._too_many(name, conversion.prop.iri, (fields[field], value))
        for field, values in several.items():
            fields[field] = tuple(sorted(set(values)))
        if types > 1:
            self._more_types(name, cls, said)
        self._complete(name, cls, fields, texts, invalid)
        return fields

    def _complete(
        self, name: str, cls: Class, fields: dict[str, Any], texts: list[Property], invalid: set[str]
    ) -> None:
        """Add the id, turn wordings into texts, and fill in what is missing, so that the rules can report it."""
        try:
            identifier = self.ids[name]
        except InvalidTerm as error:
            self.problems.add(error.code, name, given=error.message)
            identifier = name
            self.invalid.add((name, "id"))
        fields["id"] = identifier
        for prop in texts:
            values = fields[prop.name]
            fields[prop.name] = Text(values)
            if prop.unique_language and len(values) > 1 and len(values) > len({tag for tag, _ in values}):
                self.to_check.add(identifier)
        if invalid:
            self.invalid.update((identifier, field) for field in invalid)
        if not cls.required_fields <= fields.keys():
            self.to_check.add(identifier)
            for prop in cls.required:
                fields.setdefault(prop.field, Text() if prop.shape is Shape.TEXT else () if prop.many else None)

    def _add_other(self, name: str, cls: Class, predicate: str, term: Object) -> None:
        """Report a property of ours that the class does not have; keep any other as residue."""
        if predicate.startswith(SSW):
            near = suggested_term(predicate, PROPERTIES[cls.name], term)
            code = "misplaced-term" if predicate in OWN_PROPERTIES else "unknown-term"
            self.problems.add(code, name, predicate, term=short(predicate), near=near, cls=cls.name)
            return
        self._keep(name, predicate, term)

    def _keep(self, name: str, predicate: str, term: Object) -> None:
        """Keep a foreign statement, unless it uses an unknown term of ours or quotes statements."""
        if type(term) is NamedNode and term.value.startswith(SSW) and term.value not in TERMS:
            near = suggested_term(term.value, VALUES)
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
                self.problems.add("relative-id", name, _RDF_OBJECT, value=display_iri(term.value))
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
def _lasting_conversions(iri: str) -> dict[str, _Conversion]:
    """The conversions that are the same for every file: all but references, whose ids depend on the framework."""
    cls = BY_IRI[iri]
    found = {p.iri: _conversion(p, converter(p)) for p in cls.properties if p not in cls.references}
    if cls is _STATEMENT:
        found[_RDF_OBJECT].convert = _unchanged
    return found


def note_unknown_classes(groups: Groups, problems: Problems) -> None:
    """Report unknown types of our namespace: in a file without a framework, one of them may be meant to be it."""
    for name, said in groups.items():
        for predicate, term in said:
            iri = term.value if predicate == TYPE and type(term) is NamedNode else ""
            if iri.startswith(SSW) and iri not in BY_IRI:
                problems.add("unknown-term", name, TYPE, iri, term=short(iri), near=suggested_term(iri, BY_IRI))


def _unchanged(term: Any) -> Any:
    return term
