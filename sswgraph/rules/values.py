"""The rules that a single value can break: what a field may hold, by the table of fields.

A value of the wrong type is reported and left out, so that the rules over the whole framework can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sswgraph.messages import Message, language_problem, message
from sswgraph.model import Evidence, Framework, Node, Statement, Text
from sswgraph.model.fields import BY_KIND, Field, Shape
from sswgraph.model.ids import BASE, framework_of, keeps_its_iri
from sswgraph.model.volumes import DURATION
from sswgraph.rules.findings import Finding, violation

MAX_DIGITS = 18
_WHEN = re.compile(r"-?[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\ud800-\udfff]*\Z")
_DATATYPE = re.compile(
    r"(@[A-Za-z][A-Za-z0-9-]*|[^@\x00-\x20<>\"{}|\\^`\ud800-\udfff][^\x00-\x20<>\"{}|\\^`\ud800-\udfff]*)\Z"
)
_SHOWN = 80


def is_when(text: str) -> bool:
    """Whether this is a date as exact as known: 2015, 2015-09 or 2015-09-21."""
    if not _WHEN.match(text):
        return False
    try:
        return len(text) != 10 or bool(date.fromisoformat(text))
    except ValueError:
        return False


def check_values(framework: Framework) -> tuple[Framework, list[Finding]]:
    """Checks every value of a framework.

    Args:
        framework (Framework): The framework, which may hold values of a wrong type.

    Returns:
        The framework without values of a wrong type, and the findings.
    """
    findings = [*_of_id(framework, "")]
    given = framework.elements
    if not isinstance(given, tuple):
        findings.append(_wrong_type(framework, "elements", given, message("shape.tuple")))
        given = tuple(given) if isinstance(given, list) else ()
    nodes: list[Node] = []
    home = framework.id if isinstance(framework.id, str) else ""
    for node in given:
        if isinstance(node, Node) and node.kind in BY_KIND and not isinstance(node, Framework):
            findings += _of_id(node, home)
            if isinstance(node.id, str):
                nodes.append(_kept(node, findings))
        else:
            findings.append(_wrong_type(framework, "elements", node, message("shape.part")))
    residue = framework.residue
    if not isinstance(residue, tuple) or not all(isinstance(line, str) for line in residue):
        findings.append(_wrong_type(framework, "residue", residue, message("shape.line")))
    whole = replace(_kept(framework, findings), id=home, elements=tuple(nodes))
    return whole, findings


def wrong_types(framework: Framework) -> Iterator[tuple[str, str, str, str]]:
    """Values of another class than their field takes, with which no function could work.

    A draft may refer to what does not exist yet, lack evidence, or use terms outside a list: :func:`check_values`
    reports that.

    Args:
        framework (Framework): The framework.

    Yields:
        The id or place of an element, its field, the class that is expected, and the class that was given.

    Example:
        >>> [*wrong_types(Framework(id="xx", label="Example", jurisdiction=["UG"]))]
        [('xx', 'label', 'Text', 'str'), ('xx', 'jurisdiction', 'tuple', 'list')]
    """
    if not isinstance(framework.elements, tuple):
        yield str(framework.id), "elements", "tuple", type(framework.elements).__name__
    nodes = framework.elements if isinstance(framework.elements, (tuple, list)) else ()
    for place, node in enumerate((framework, *nodes)):
        name = f"elements[{place - 1}]" if place else "the framework"
        if not isinstance(node, Node) or node.kind not in BY_KIND:
            yield name, "", "an element such as Cadre", type(node).__name__
            continue
        if not isinstance(node.id, str):
            yield name, "id", "str", type(node.id).__name__
        else:
            name = node.id
        for one in BY_KIND[node.kind].fields:
            held = getattr(node, one.name)
            yield from ((name, one.name, wanted, type(value).__name__) for value, wanted in _odd(one, held))


def _odd(one: Field, held: Any) -> Iterator[tuple[Any, str]]:
    """The values of a field that are of another class than it takes, each with the expected class."""
    if one.shape is Shape.TEXT and one.name != "evidence":
        if not isinstance(held, Text):
            yield held, "Text"
        return
    if one.many and not isinstance(held, tuple):
        yield held, "tuple"
        return
    wanted: tuple[type, ...] = (Evidence,) if one.name == "evidence" else _CLASSES.get(one.shape, (str,))
    for value in held if one.many else () if held is None else (held,):
        if not isinstance(value, wanted):
            yield value, wanted[0].__name__


def check_node(node: Any) -> list[Finding]:
    """What the values of an element, header or piece of evidence break; its id is not checked."""
    findings: list[Finding] = []
    _kept(node, findings)
    return findings


def _kept(node: Any, findings: list[Finding]) -> Any:
    """The same value without values of a wrong type; adds what it breaks to ``findings``."""
    changed: dict[str, Any] = {}
    for one in BY_KIND[node.kind].fields:
        held = getattr(node, one.name)
        if _is_absent(one, held):
            if one.required:
                findings.append(violation("missing-value", node, one.name, cls=type(node).__name__))
            elif held == "":
                findings.append(_wrong_type(node, one.name, held, message("shape.reference")))
            continue
        if one.name == "evidence":
            kept: Any = _evidence(node, held, findings)
        elif one.shape is Shape.TEXT:
            kept = _text(node, one, held, findings)
        elif one.many:
            kept = _many(node, one, held, findings)
        else:
            kept = held if _fits(node, one, held, findings) else None
        if kept is not held:
            changed[one.name] = kept
    if isinstance(node, Statement) and not _is_datatype(node.datatype):
        findings.append(_wrong_type(node, "datatype", node.datatype, message("shape.datatype")))
        changed["datatype"] = "string"
    return replace(node, **changed) if changed else node


def _is_absent(one: Field, held: Any) -> bool:
    if isinstance(held, Text):
        return one.shape is Shape.TEXT and held.values == ()
    if one.many:
        return isinstance(held, tuple) and not held and one.shape is not Shape.TEXT
    return held is None or (one.shape is Shape.REFERENCE and isinstance(held, str) and not held)


def _evidence(node: Any, held: Any, findings: list[Finding]) -> tuple[Evidence, ...]:
    if not isinstance(held, tuple):
        findings.append(_wrong_type(node, "evidence", held, message("shape.tuple")))
        held = tuple(held) if isinstance(held, list) else ()
    kept = []
    for one in held:
        if isinstance(one, Evidence):
            findings += _of_id(one, "")
            if isinstance(one.id, str):
                kept.append(_kept(one, findings))
        else:
            findings.append(_wrong_type(node, "evidence", one, message("shape.evidence")))
    same = len(kept) == len(held) and all(one is other for one, other in zip(kept, held, strict=True))
    return held if same else tuple(kept)


def _text(node: Any, one: Field, held: Any, findings: list[Finding]) -> Text:
    pairs = held.values if isinstance(held, Text) else None
    if not isinstance(pairs, tuple) or not all(_is_wording(pair) for pair in pairs):
        findings.append(_wrong_type(node, one.name, held, message("shape.text")))
        return Text()
    for tag, text in pairs:
        if not tag:
            findings.append(violation("no-language-tag", node, one.name, text, value=_plain(text)))
        elif problem := language_problem(tag) or _with_capitals(tag):
            findings.append(violation("language-tag", node, one.name, text, problem=problem))
    if one.unique_language:
        for (tag, text), (next_tag, next_text) in pairwise(sorted(pairs)):
            if tag == next_tag:
                said = {"lang": tag, "texts": [text, next_text]}
                findings.append(violation("two-labels-in-one-language", node, one.name, next_text, **said))
    return held  # type: ignore[no-any-return]


def _with_capitals(tag: str) -> Message | None:
    """The problem of a tag with capitals, which no search would find."""
    return message("check.language-tag-capitals", tag=tag, near=tag.lower()) if tag != tag.lower() else None


def _is_datatype(given: Any) -> bool:
    """Whether this is a valid datatype of the value of a statement."""
    return isinstance(given, str) and bool(_DATATYPE.match(given))


def _is_wording(pair: Any) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(part, str) for part in pair)


def _many(node: Any, one: Field, held: Any, findings: list[Finding]) -> tuple[Any, ...]:
    if not isinstance(held, tuple):
        findings.append(_wrong_type(node, one.name, held, message("shape.tuple")))
        held = tuple(held) if isinstance(held, (list, set, frozenset)) else ()
    fit = [_fits(node, one, part, findings) for part in held]
    return held if all(fit) else tuple(part for part, good in zip(held, fit, strict=True) if good)


def _fits(node: Any, one: Field, value: Any, findings: list[Finding]) -> bool:
    """Whether a single value fits its field; if not, that is added to ``findings``."""
    if _TYPES[one.shape](value):
        if one.shape is Shape.CODE and value not in one.codes:
            findings.append(violation("wrong-code", node, one.name, value=_plain(value), allowed=", ".join(one.codes)))
        elif one.shape in (Shape.REFERENCE, Shape.IRI) and not is_id(value):
            findings.append(violation("bad-id", node, one.name, value=value))
        elif one.shape in (Shape.NUMBER, Shape.INTEGER) and value < 0:
            findings.append(violation("negative-number", node, one.name, value=str(value)))
        else:
            return True
    else:
        findings.append(_wrong_type(node, one.name, value, message(f"shape.{one.shape.name.lower()}")))
    return False


def _wrong_type(node: Any, name: str, value: Any, wanted: Message) -> Finding:
    return violation("wrong-datatype", node, name, value=_plain(value), wanted=wanted)


def _plain(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _of_id(value: Any, home: str) -> Iterator[Finding]:
    """Findings about the id of a framework, an element or a piece of evidence; ``home`` is the id of the framework."""
    id = value.id
    whole = isinstance(value, Framework)
    good = framework_of(id) == id if whole and isinstance(id, str) else is_id(id)
    if not good or (not whole and home and framework_of(id) is None and id.startswith(f"{home}:")):
        yield Finding("bad-id", id if isinstance(id, str) else None, value.kind, "id", parameters={"value": _plain(id)})


def is_id(id: Any) -> bool:
    """Whether this is a valid id: ``za:social-worker``, ``za``, or a complete IRI that is not one of ours."""
    if not isinstance(id, str):
        return False
    return framework_of(id) is not None or bool(_IRI.match(id) and not id.startswith(BASE) and keeps_its_iri(id))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    number = Decimal(value)
    return number.is_finite() and len(number.as_tuple().digits) <= MAX_DIGITS and _small(number)


def _small(number: Decimal) -> bool:
    return -MAX_DIGITS <= number.adjusted() <= MAX_DIGITS


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


_TYPES: dict[Shape, Callable[[Any], bool]] = {
    Shape.STRING: _is_text,
    Shape.CODE: _is_text,
    Shape.REFERENCE: _is_text,
    Shape.IRI: _is_text,
    Shape.DATE: lambda value: isinstance(value, date) and not isinstance(value, datetime),
    Shape.WHEN: lambda value: isinstance(value, str) and is_when(value),
    Shape.DURATION: lambda value: isinstance(value, str) and bool(DURATION.fullmatch(value)),
    Shape.NUMBER: _is_number,
    Shape.INTEGER: lambda value: _is_number(value) and isinstance(value, int),
    Shape.BOOLEAN: lambda value: isinstance(value, bool),
}
# The classes of values of a shape, including unusual numbers of a draft; str for all others.
_CLASSES: dict[Shape, tuple[type, ...]] = {
    Shape.DATE: (date,),
    Shape.NUMBER: (int, Decimal, float),
    Shape.INTEGER: (int, Decimal, float),
    Shape.BOOLEAN: (bool,),
}
