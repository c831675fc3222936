"""Converts RDF terms to values of the shape of their property; reports what does not fit and never guesses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sswgraph.exchange.relative import display_iri, is_relative
from sswgraph.exchange.schema import NAMESPACES, SSW, TERMS, VALUES, XSD, Property, camel
from sswgraph.messages import Message, language_problem, message
from sswgraph.model.fields import Shape
from sswgraph.model.ids import BASE, framework_of, id_of, keeps_its_iri
from sswgraph.model.volumes import DURATION
from sswgraph.rules.values import MAX_DIGITS, is_when

Term = NamedNode | BlankNode | Literal | Triple
Converter = Callable[[Any], Any]
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}\Z")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})\Z")
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9-])?\Z")
_INTEGERS = frozenset(
    XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_NUMBERS = _INTEGERS | {XSD + "decimal"}
_WHENS = frozenset(XSD + name for name in ("string", "date", "gYear", "gYearMonth"))


class InvalidTerm(Exception):
    """A term that does not fit its property.

    Attributes:
        code: The code of the rule.
        message: What is wrong.
    """

    def __init__(self, code: str, **parameters: Any) -> None:
        self.code = code
        self.message: Message = message(f"check.{code}", **parameters)


class Ids(dict[str, str]):
    """By IRI, its id; an IRI whose id would not lead back to it raises InvalidTerm.

    Most IRIs of a file lie below that of a framework that it named before, so each is worked out once.
    """

    def __init__(self, framework_iri: str) -> None:
        super().__init__()
        self._prefixes = {framework_iri: framework_iri[len(BASE) :] + ":"}

    def __missing__(self, iri: str) -> str:
        home, _, code = iri.rpartition("/")
        if home in self._prefixes and _CODE.match(code):
            identifier = self[iri] = self._prefixes[home] + code
            return identifier
        identifier = id_of(iri)
        if is_relative(iri):
            raise InvalidTerm("relative-id", value=display_iri(iri))
        if iri.startswith(SSW) and iri not in TERMS:
            raise InvalidTerm("unknown-term", term=short(iri), near=suggested_term(iri, VALUES))
        if not keeps_its_iri(iri) or (iri.startswith(BASE) and identifier == iri):
            raise InvalidTerm("bad-id", value=iri)
        if framework_of(identifier) is not None and ":" in identifier:
            self._prefixes[home] = identifier.partition(":")[0] + ":"
        self[iri] = identifier
        return identifier


def converter(prop: Property) -> Converter:
    """The function that converts a term to the value of a property that is not a reference. It raises InvalidTerm."""
    return _MAKERS[prop.shape](prop)


def reference(prop: Property, ids: Ids) -> Converter:
    """The function that converts a term to the id that a property refers to. It raises InvalidTerm."""

    def convert(term: Any) -> str:
        if type(term) is not NamedNode:
            raise _invalid(prop, term)
        return ids[term.value]

    return convert


def _invalid(prop: Property, term: Any) -> InvalidTerm:
    wanted = message(f"shape.{prop.shape.name.lower()}")
    return InvalidTerm("wrong-datatype", property=short(prop.iri), value=term_text(term), wanted=wanted)


def _literal_of(prop: Property, datatypes: frozenset[str]) -> Callable[[Any], str]:
    def literal(term: Any) -> str:
        if type(term) is not Literal or term.datatype.value not in datatypes:
            raise _invalid(prop, term)
        return term.value

    return literal


def _text(prop: Property) -> Converter:
    good: set[str] = set()

    def convert(term: Any) -> tuple[str, str]:
        if type(term) is not Literal:
            raise _invalid(prop, term)
        language = term.language
        if term.direction is not None:
            raise InvalidTerm("base-direction", property=short(prop.iri), value=term_text(term))
        if language not in good:
            if not language:
                raise InvalidTerm("no-language-tag", property=short(prop.iri), value=term_text(term))
            problem = language_problem(language)
            if problem:
                raise InvalidTerm("language-tag", problem=problem)
            good.add(language)
        return (language, term.value)

    return convert


def _string(prop: Property) -> Converter:
    return _literal_of(prop, frozenset({XSD + "string"}))


def _date(prop: Property) -> Converter:
    literal = _literal_of(prop, frozenset({XSD + "date"}))

    def convert(term: Any) -> date:
        try:
            text = literal(term)
            return date.fromisoformat(text if is_when(text) else "")
        except ValueError:
            raise _invalid(prop, term) from None

    return convert


def _when(prop: Property) -> Converter:
    literal = _literal_of(prop, _WHENS)

    def convert(term: Any) -> str:
        text = literal(term)
        if not is_when(text):
            raise _invalid(prop, term)
        return text

    return convert


def _duration(prop: Property) -> Converter:
    literal = _literal_of(prop, frozenset({XSD + "duration"}))

    def convert(term: Any) -> str:
        text = literal(term)
        if not DURATION.fullmatch(text):
            raise _invalid(prop, term)
        return text

    return convert


def _number(prop: Property, datatypes: frozenset[str] = _NUMBERS) -> Converter:
    literal = _literal_of(prop, datatypes)

    def convert(term: Any) -> int | Decimal:
        text = literal(term)
        form = _INTEGER if term.datatype.value in _INTEGERS else _DECIMAL
        if not form.match(text):  # before Decimal, which would take a number of a million digits
            raise _invalid(prop, term)
        value = Decimal(text)
        if len(value.as_tuple().digits) > MAX_DIGITS or not -MAX_DIGITS <= value.adjusted() <= MAX_DIGITS:
            raise _invalid(prop, term)
        if value < 0:
            raise InvalidTerm("negative-number", property=short(prop.iri), value=text)
        return int(value) if value == value.to_integral_value() else value.normalize()

    return convert


def _integer(prop: Property) -> Converter:
    return _number(prop, _INTEGERS)


def _boolean(prop: Property) -> Converter:
    literal = _literal_of(prop, frozenset({XSD + "boolean"}))
    words = {"true": True, "1": True, "false": False, "0": False}

    def convert(term: Any) -> bool:
        try:
            return words[literal(term)]
        except KeyError:
            raise _invalid(prop, term) from None

    return convert


def _code(prop: Property) -> Converter:
    codes = {SSW + camel(code): code for code in prop.codes}

    def convert(term: Any) -> str:
        code = codes.get(term.value) if type(term) is NamedNode else None
        if code is None:
            allowed = ", ".join("ssw:" + camel(one) for one in prop.codes)
            raise InvalidTerm("wrong-code", property=short(prop.iri), value=term_text(term), allowed=allowed)
        return code

    return convert


def _iri(prop: Property) -> Converter:
    def convert(term: Any) -> str:
        if type(term) is not NamedNode:
            raise _invalid(prop, term)
        if is_relative(term.value):
            raise InvalidTerm("relative-id", value=display_iri(term.value))
        if term.value.startswith(SSW) and term.value not in TERMS:
            raise InvalidTerm("unknown-term", term=short(term.value), near=suggested_term(term.value, VALUES))
        if not keeps_its_iri(term.value):
            raise InvalidTerm("bad-id", value=term.value)
        return term.value

    return convert


def short(iri: str) -> str:
    """An IRI as people write it, such as ``ssw:needs`` or ``za:social-worker``; any other IRI as it is."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return id_of(display_iri(iri))


def suggested_term(iri: str, terms: Collection[str], value: Any = None) -> str:
    """The term that was probably meant as people write it, empty where none is similar."""
    from sswgraph.exchange.suggestions import nearest

    found = nearest(iri, terms, value)
    return short(found) if found else ""


def term_text(term: Any) -> str:
    """A term in a message, at most 80 characters."""
    if isinstance(term, BlankNode):
        return "[]"
    text = short(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))
    return text if len(text) <= 80 else text[:79] + "…"


_MAKERS: dict[Shape, Callable[[Property], Converter]] = {
    Shape.TEXT: _text,
    Shape.STRING: _string,
    Shape.DATE: _date,
    Shape.WHEN: _when,
    Shape.DURATION: _duration,
    Shape.NUMBER: _number,
    Shape.INTEGER: _integer,
    Shape.BOOLEAN: _boolean,
    Shape.CODE: _code,
    Shape.IRI: _iri,
}
