"""One RDF term into one Python value, as the property's shape asks; what does not fit is told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sswgraph.language import Message, language_problem, message
from sswgraph.model.identity import id_of, keeps_its_iri
from sswgraph.rdf.schema import SSW, XSD, Property, Shape, camel

Term = NamedNode | BlankNode | Literal | Triple
_WHEN = re.compile(r"-?\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")
_INTEGERS = frozenset(
    XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_WHENS = frozenset(XSD + name for name in ("string", "date", "gYear", "gYearMonth"))
MAX_DIGITS = 18


class Misfit(Exception):
    """A term that does not fit its property: the rule it breaks and what to say."""

    def __init__(self, code: str, **parameters: Any) -> None:
        self.code = code
        self.message: Message = message(f"check.{code}", **parameters)


def convert(term: Term, prop: Property) -> Any:
    """The Python value of a term: a tuple (language, text), str, int, Decimal, date, bool, or an id. Raises Misfit."""
    return _CONVERT[prop.shape](term, prop)


def _literal(term: Term, prop: Property, datatypes: frozenset[str]) -> str:
    if not isinstance(term, Literal) or term.datatype.value not in datatypes:
        raise Misfit("wrong-datatype", property=short(prop.iri), value=plain(term), wanted=prop.shape.value)
    return term.value


def _text(term: Term, prop: Property) -> tuple[str, str]:
    if not isinstance(term, Literal):
        raise Misfit("wrong-datatype", property=short(prop.iri), value=plain(term), wanted=prop.shape.value)
    if not term.language:
        raise Misfit("no-language-tag", property=short(prop.iri), value=plain(term))
    problem = language_problem(term.language)
    if problem:
        raise Misfit("language-tag", problem=problem)
    return (term.language, term.value)


def _string(term: Term, prop: Property) -> str:
    return _literal(term, prop, frozenset({XSD + "string"}))


def _date(term: Term, prop: Property) -> date:
    text = _literal(term, prop, frozenset({XSD + "date"}))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misfit("wrong-datatype", property=short(prop.iri), value=text, wanted=prop.shape.value) from None


def _when(term: Term, prop: Property) -> str:
    text = _literal(term, prop, _WHENS)
    try:
        if not _WHEN.match(text):
            raise ValueError(text)
        if len(text) == 10:
            date.fromisoformat(text)
    except ValueError:
        raise Misfit("wrong-datatype", property=short(prop.iri), value=text, wanted=prop.shape.value) from None
    return text


def _number(term: Term, prop: Property) -> int | Decimal:
    text = _literal(term, prop, _INTEGERS | {XSD + "decimal"})
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or len(text.lstrip("+-0")) > MAX_DIGITS:
        raise Misfit("wrong-datatype", property=short(prop.iri), value=text[:40], wanted=prop.shape.value)
    if value < 0:
        raise Misfit("negative-number", property=short(prop.iri), value=text)
    return int(value) if value == value.to_integral_value() else value.normalize()


def _integer(term: Term, prop: Property) -> int:
    if isinstance(term, Literal) and term.datatype.value not in _INTEGERS:
        raise Misfit("wrong-datatype", property=short(prop.iri), value=plain(term), wanted=prop.shape.value)
    value = _number(term, prop)
    if not isinstance(value, int):
        raise Misfit("wrong-datatype", property=short(prop.iri), value=plain(term), wanted=prop.shape.value)
    return value


def _boolean(term: Term, prop: Property) -> bool:
    text = _literal(term, prop, frozenset({XSD + "boolean"}))
    if text not in ("true", "false", "1", "0"):
        raise Misfit("wrong-datatype", property=short(prop.iri), value=text, wanted=prop.shape.value)
    return text in ("true", "1")


def _code(term: Term, prop: Property) -> str:
    if isinstance(term, NamedNode) and term.value.startswith(SSW):
        local = term.value[len(SSW) :]
        for code in prop.codes:
            if camel(code) == local:
                return code
    allowed = [f"ssw:{camel(code)}" for code in prop.codes]
    raise Misfit("wrong-code", property=short(prop.iri), value=plain(term), allowed=", ".join(allowed))


def _reference(term: Term, prop: Property) -> str:
    if not isinstance(term, NamedNode):
        raise Misfit("wrong-datatype", property=short(prop.iri), value=plain(term), wanted=prop.shape.value)
    if not keeps_its_iri(term.value):
        raise Misfit("bad-id", value=term.value)
    return id_of(term.value)


def _iri(term: Term, prop: Property) -> str:
    if not isinstance(term, NamedNode):
        raise Misfit("wrong-datatype", property=short(prop.iri), value=plain(term), wanted=prop.shape.value)
    return term.value


def short(iri: str) -> str:
    """An IRI as people write it: ``ssw:needs``, ``za:social-worker``; any other as it is."""
    from sswgraph.rdf.schema import NAMESPACES

    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return id_of(iri)


def plain(term: Term) -> str:
    """A term for a message: at most 80 characters of it."""
    text = short(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))
    return text if len(text) <= 80 else text[:79] + "…"


_CONVERT: dict[Shape, Callable[[Term, Property], Any]] = {
    Shape.TEXT: _text,
    Shape.STRING: _string,
    Shape.DATE: _date,
    Shape.WHEN: _when,
    Shape.NUMBER: _number,
    Shape.INTEGER: _integer,
    Shape.BOOLEAN: _boolean,
    Shape.CODE: _code,
    Shape.REFERENCE: _reference,
    Shape.IRI: _iri,
}
