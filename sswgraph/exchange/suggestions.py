"""Suggests the term that was probably meant: by meaning, then by its words, last by its letters.

No suggestion is better than a wrong one: a property is suggested only where it takes the given value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from pyoxigraph import Literal

from sswgraph.exchange.schema import BY_KIND, CLASSES, XSD
from sswgraph.model.codes import MEANT
from sswgraph.model.fields import Shape

# What people write for a term, in lower case and singular; the first term that fits is suggested.
_MEANT = {
    name: meant.split()
    for meant, names in {
        **{BY_KIND[kind].name: words for kind, words in MEANT.items()},
        "ProficiencyLevel qualificationLevel atLevel toLevel entryLevel": "level",
        "ContextConcept context": "context setting",
        "Source source": "reference document citation publication",
        "notionalHours durationText": "hour totalhour learninghour studyhour duration length",
        "contactHours": "taughthour classhour classroomhour lecturehour",
        "practicalHours": "fieldhour placementhour",
        "cost": "price fee",
        "costCurrency": "currency",
        "credits": "creditpoint point",
        "prefLabel title": "name label title",
        "definition description": "description definition explanation",
        "altLabel alternative": "synonym",
        "notation": "code number",
        "jurisdiction": "country region",
        "develops": "teache teach",
        "requires needs": "require requirement need",
        "performs": "perform doe",
        "provider": "institution school university college",
        "publisher": "owner author issuer",
        "url": "link website web",
        "issued date": "published year",
        "prerequisite": "precondition before",
    }.items()
    for name in names.split()
}
_WORD = re.compile(r"[A-Z]?[^A-Z\W_]+|[A-Z]+(?![a-z])")
_LIKE = 0.7
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "int", "nonNegativeInteger"))
_SHAPES: dict[str, set[Shape]] = defaultdict(set)
for _cls in CLASSES:
    for _prop in _cls.properties:
        _SHAPES[_prop.iri].add(_prop.shape)


def nearest(iri: str, terms: Collection[str], value: Any = None) -> str | None:
    """The one of these terms that an IRI was probably meant to be.

    Args:
        iri (str): The unknown IRI.
        terms (Collection): The IRIs to choose from.
        value (Any): The value that the property was given; None for any other term.

    Returns:
        The IRI of the term, None where none is similar.

    Example:
        >>> from sswgraph.exchange.schema import BY_IRI, SSW
        >>> nearest(SSW + "Module", BY_IRI), nearest(SSW + "Evidense", BY_IRI), nearest(SSW + "Banana", BY_IRI)
        ('https://w3id.org/sswgraph/ns#TrainingModule', 'https://w3id.org/sswgraph/ns#Evidence', None)
    """
    able = sorted(term for term in terms if value is None or takes(term, value))
    asked = _local(iri)
    words = _words(asked)
    by_name = {_local(term): term for term in able}
    same = [name for name in by_name if _words(name) == words]
    meant = [name for key in ("".join(words), *words[-1:]) for name in _MEANT.get(key, ()) if name in by_name]
    part = [name for name in by_name if set(words) < set(_words(name))]
    part.sort(key=lambda name: (len(_words(name)), name))
    name = next(iter((*same, *meant, *part)), "") or most_similar(asked, by_name)
    return by_name.get(name)


def most_similar(name: str, names: Collection[str]) -> str:
    """The one of these names with the most similar spelling, empty where none is similar."""
    from difflib import get_close_matches  # rarely needed, and importing it takes longer than reading a file

    by_lower = {one.lower(): one for one in names}
    found = get_close_matches(name.lower(), by_lower, n=1, cutoff=_LIKE)
    return by_lower[found[0]] if found else ""


def _local(iri: str) -> str:
    return re.split(r"[#/:]", iri)[-1]


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without the s of a plural."""
    return tuple(re.sub(r"(?<=..)s\Z", "", word.lower()) for word in _WORD.findall(name))


def takes(term: str, value: Any) -> bool:
    """Whether a property takes such a value: a number, a date, a text, or a resource with an IRI."""
    shapes = _SHAPES.get(term, set())
    if not isinstance(value, Literal):
        return bool(shapes & {Shape.REFERENCE, Shape.IRI, Shape.CODE})
    if value.datatype.value in _NUMBERS or re.fullmatch(r"[0-9]+(\.[0-9]+)?", value.value):
        return bool(shapes & {Shape.NUMBER, Shape.INTEGER}) or (
            value.datatype.value not in _NUMBERS and bool(shapes & {Shape.STRING, Shape.WHEN})
        )
    if value.datatype.value == XSD + "boolean":
        return Shape.BOOLEAN in shapes
    if re.match(r"[0-9]{4}-[0-9]{2}", value.value):
        return bool(shapes & {Shape.DATE, Shape.WHEN, Shape.STRING})
    return bool(shapes & {Shape.TEXT, Shape.STRING})
