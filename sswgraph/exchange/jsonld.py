"""JSON-LD in and out, with the bundled context only: nothing is ever fetched."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from sswgraph.errors import ParseError
from sswgraph.exchange.relative import ADDRESS, is_relative, refuse_relative, relative
from sswgraph.exchange.schema import SSW, TYPE, XSD, Class, Property
from sswgraph.exchange.statements import parts, property_terms
from sswgraph.exchange.triples import quads_of
from sswgraph.files import ontology_text
from sswgraph.model import Framework
from sswgraph.model.fields import Shape
from sswgraph.model.ids import iri_of

CONTEXT = "https://w3id.org/sswgraph/context.jsonld"
MAX_BYTES = 256_000_000
MAX_DEPTH = 64
# The base of names that no context explains, so that they are found and refused: JSON-LD drops them silently.
_UNNAMED = "https://unnamed.invalid/"
_KEYWORDS = {
    f"@{word}"
    for word in (
        "base container context direction graph id included index json language list nest none prefix protected "
        "reverse set type value version vocab"
    ).split()
}
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def checked_jsonld(data: bytes, file: str) -> bytes:
    """The statements of a document as N-Triples, with the bundled context written into it.

    Args:
        data (bytes): The document.
        file (str): Its name, for errors.

    Returns:
        The statements.

    Raises:
        ParseError: It is not JSON, refers to another external context, nests deeper than 64 levels, repeats a name in
            one object, or has an incomplete IRI or invalid language tag.
    """
    if len(data) > MAX_BYTES:
        raise ParseError(f"JSON-LD of more than {MAX_BYTES:,} bytes is not read.", file=file, hint="Use N-Triples.")
    _check_depth(data, file)
    try:
        document = json.loads(data, object_pairs_hook=_no_doubles)
    except json.JSONDecodeError as error:
        hint = "Look at this place in a text editor."
        raise ParseError(f"{error.msg}.", file=file, line=error.lineno, column=error.colno, hint=hint) from None
    except _Twice as error:
        raise ParseError(f"{error}.", file=file, hint="Keep one of them.") from None
    except (ValueError, RecursionError):
        problem = f"A number in it has more than {sys.get_int_max_str_digits():,} digits."
        raise ParseError(problem, file=file, hint="Write it as a text.") from None
    bundled = _bundled(document, file)
    whole = [_named(part) for part in bundled] if isinstance(bundled, list) else _named(bundled)
    return _statements(json.dumps(whole).encode(), data, file)


def _named(node: Any) -> Any:
    """The object with a base for names that its context does not explain."""
    if not isinstance(node, dict):
        return node
    return {**node, "@context": [{"@vocab": _UNNAMED}, *node.get("@context", [])]}


def _statements(whole: bytes, data: bytes, file: str) -> bytes:
    """The document as N-Triples.

    It is parsed as JSON-LD requires, and again with everything kept; where the two differ, what was dropped is looked
    for and reported, without a line where only the parser finds it.

    Args:
        whole (bytes): The document with its contexts.
        data (bytes): The file as it was given.
        file (str): Its name, for errors.

    Returns:
        The statements.

    Raises:
        ParseError: Something in it would be dropped.
    """
    from pyoxigraph import RdfFormat, serialize

    problem, text = "", b""
    try:
        quads = list(_quads(whole, lenient=False))
        text = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
        if len(quads) < sum(1 for _ in _quads(whole, lenient=True)):
            problem = "Something in it has no meaning in JSON-LD."
    except (SyntaxError, ValueError, OverflowError, MemoryError) as error:
        problem = f"{str(getattr(error, 'msg', error)).rstrip('.')}."
    if problem or _UNNAMED.encode() in text:
        with suppress(SyntaxError):
            for quad in _quads(whole, lenient=True):
                for term in (quad.subject, quad.predicate, quad.object):
                    _check_term(term, data, file)
    if problem:
        raise ParseError(problem, file=file, hint="Look at this name or value in a text editor.")
    return text


def _quads(whole: bytes, *, lenient: bool) -> Iterator[Any]:
    from pyoxigraph import RdfFormat, parse

    return parse(whole, format=RdfFormat.JSON_LD, base_iri=ADDRESS, without_named_graphs=True, lenient=lenient)


def _check_term(term: Any, data: bytes, file: str) -> None:
    """Report a term that JSON-LD would drop with all its statements, since it is not an IRI or language tag."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, Literal) and term.language is not None:
        given, problem, hint = term.language, "is not a valid language tag", "Write a tag such as en or fr."
        good = _is_one(lambda: Literal("", language=term.language))
    else:
        made = BlankNode if isinstance(term, BlankNode) else NamedNode
        iri = term.datatype.value if isinstance(term, Literal) else term.value
        given, problem, hint = relative(iri), "is not a complete IRI", f"Such as {iri_of('za:social-worker')}."
        if iri.startswith(_UNNAMED):
            given, problem, hint = iri.removeprefix(_UNNAMED), "is not explained by the context", f"Use {CONTEXT}."
        good = not iri.startswith(_UNNAMED) and _is_one(lambda: made(iri))
    if not good:
        quoted = json.dumps(given, ensure_ascii=False).encode(errors="replace")
        line = data.count(b"\n", 0, data.find(quoted)) + 1 if data.count(quoted) == 1 else None
        raise ParseError(f"'{given}' {problem}.", file=file, line=line, hint=hint)


def _is_one(make: Callable[[], Any]) -> bool:
    try:
        make()
    except ValueError:
        return False
    return True


def _check_depth(data: bytes, file: str) -> None:
    depth = 0
    for character in _STRING.sub(b"", data):
        if character in b"{[":
            depth += 1
            if depth > MAX_DEPTH:
                raise ParseError(
                    f"The document nests deeper than {MAX_DEPTH}.", file=file, hint="Refer by @id instead."
                )
        elif character in b"}]":
            depth -= 1


class _Twice(ValueError):
    """A name is repeated in one object."""


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise _Twice(f"The name '{double}' is repeated in one object")
    return made


def _bundled(value: Any, file: str) -> Any:
    """The document with the bundled context in place of every reference to it (at most MAX_DEPTH levels)."""
    if isinstance(value, list):
        return [_bundled(part, file) for part in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for name, part in value.items():
        if name == "@context":
            made[name] = _contexts(part, file)
        elif name in ("@import", "@propagate"):
            raise ParseError(f"{name} is not read.", file=file, hint="Write the context into the file.")
        elif name.startswith("@") and name not in _KEYWORDS:
            raise ParseError(f"{name} is not a keyword of JSON-LD.", file=file, hint="Names do not begin with @.")
        else:
            made[name] = _bundled(part, file)
    return made


def _contexts(given: Any, file: str) -> list[Any]:
    """The contexts that a document names, as a list; null also gets the base of unexplained names."""
    if isinstance(given, list):
        return [part for one in given for part in _contexts(one, file)]
    if isinstance(given, str):
        if given != CONTEXT:
            hint = f"Write that context into the file, or use {CONTEXT}."
            raise ParseError(f"The context {given} lies outside the file and is not fetched.", file=file, hint=hint)
        return [_context()]
    if given is None:
        return [None, {"@vocab": _UNNAMED}]
    if isinstance(given, dict) and given.get("@vocab", "") is None:
        given = {**given, "@vocab": _UNNAMED}
    return [_bundled(given, file)]


@cache
def _context() -> dict[str, Any]:
    return dict(json.loads(ontology_text("context.jsonld"))["@context"])


def write_jsonld(framework: Framework) -> str:
    """The framework as JSON-LD with the bundled context, the same bytes for the same framework.

    Args:
        framework (Framework): The framework.

    Returns:
        The document; residue is in expanded form.

    Example:
        >>> from sswgraph.model import Text
        >>> made = json.loads(write_jsonld(Framework(id="xx", label=Text.of(en="An example"))))
        >>> made["@graph"][0]["type"], made["@graph"][0]["title"]
        ('Framework', {'en': 'An example'})
    """
    nodes = [_node(cls, value, framework) for cls, value in parts(framework)]
    document = {"@context": CONTEXT, "@graph": [*nodes, *_residue(framework)]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _node(cls: Class, value: Any, framework: Framework) -> dict[str, Any]:
    node: dict[str, Any] = {"id": iri_of(value.id), "type": cls.name}
    if cls.concept:
        node["inScheme"] = iri_of(framework.id)
    for prop, terms in property_terms(cls, value):
        name = re.split(r"[/#]", prop.iri)[-1]
        if cls.name == "Statement" and prop.name == "value":
            node[name] = _whole(terms[0])
        elif prop.shape is Shape.TEXT:
            node[name] = _by_language(prop, terms)
        else:
            found = [_short(prop, term) for term in terms]
            node[name] = found if prop.many else found[0]
    return node


def _by_language(prop: Property, terms: list[Any]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for term in terms:
        found.setdefault(term.language, []).append(term.value)
    return {tag: texts[0] if prop.unique_language else texts for tag, texts in found.items()}


def _short(prop: Property, term: Any) -> Any:
    """A term in the short form that the context allows, since it knows what each property takes."""
    if prop.shape is Shape.CODE:
        return term.value.removeprefix(SSW)
    if prop.shape is Shape.BOOLEAN:
        return term.value == "true"
    if prop.shape not in (Shape.NUMBER, Shape.INTEGER):
        return term.value
    whole = term.datatype.value == XSD + "integer"
    return {"@value": int(term.value)} if whole else {"@value": term.value, "@type": XSD + "decimal"}


def _whole(term: Any) -> dict[str, str]:
    """A term with its type or language, where the context does not know the property."""
    from pyoxigraph import NamedNode

    if isinstance(term, NamedNode):
        return {"@id": term.value}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return {"@value": term.value, "@type": term.datatype.value}


def _residue(framework: Framework) -> list[Any]:
    """Foreign statements in expanded form."""
    from pyoxigraph import RdfFormat, serialize

    quads = quads_of(framework.residue, "")
    made = serialize(quads, format=RdfFormat.JSON_LD) if quads else None
    return [_kept(node) for node in json.loads(made or b"[]")]


def _kept(node: dict[str, Any]) -> dict[str, Any]:
    """A node in expanded form, with relative IRIs as in the file; relative types become values of a property."""
    made: dict[str, Any] = {"@id": relative(node["@id"])}
    for name, values in node.items():
        if name == "@type" and any(is_relative(one) for one in values):
            made[TYPE] = [{"@id": relative(one)} for one in values]
        elif name != "@id":
            for value in values if name != "@type" else ():
                if "@id" in value:
                    value["@id"] = relative(value["@id"])
                refuse_relative(value.get("@type", ""), "JSON-LD", "as a datatype")
            refuse_relative(name, "JSON-LD", "as a property")
            made[name] = values
    return made
