"""Parses bytes into statements grouped by subject, and names blank nodes of our vocabulary by their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from sswgraph.errors import ParseError
from sswgraph.exchange.relative import ADDRESS, restore_relative
from sswgraph.exchange.schema import BY_IRI, FRAMEWORK, TYPE
from sswgraph.messages import language_problem
from sswgraph.model.ids import BASE

Subject = NamedNode | BlankNode | Triple
Object = NamedNode | BlankNode | Literal | Triple
Groups = dict[str, list[tuple[str, Object]]]
_LANGUAGE = re.compile(r"[\"']@([A-Za-z][A-Za-z0-9-]*)")
_NO_LABELS: dict[str, str] = {}
_ANONYMOUS = re.compile(r"[0-9a-f]{24,}\Z")


def parse_statements(data: bytes, syntax: RdfFormat, file: str) -> Groups:
    """The statements of a file by subject.

    Args:
        data (bytes): The file.
        syntax (RdfFormat): Its RDF syntax.
        file (str): Its name, for errors.

    Returns:
        The statements; subjects that are blank nodes begin with ``_:``.

    Raises:
        ParseError: The file is not in this syntax; with line and column.
    """
    try:
        return group_by_subject(parse(data, format=syntax, base_iri=ADDRESS, without_named_graphs=True))
    except SyntaxError as error:
        problem, hint = _explained(error, data)
        raise ParseError(problem, file=file, line=error.lineno, column=error.offset, hint=hint) from None
    except (MemoryError, ValueError, OverflowError):
        hint = "Look for a text or an IRI without an end."
        raise ParseError("A text or IRI in it is longer than can be read.", file=file, hint=hint) from None


def group_by_subject(quads: Iterable[Quad]) -> Groups:
    """Statements by subject, in their order."""
    groups: Groups = {}
    last, statements = "", groups.setdefault("", [])
    predicates = {TYPE: TYPE}
    for quad in quads:
        subject = quad.subject
        name = subject.value if type(subject) is NamedNode else "_:" + str(getattr(subject, "value", subject))
        if name != last:
            last, statements = name, groups.setdefault(name, [])
        predicate = quad.predicate.value
        statements.append((predicates.setdefault(predicate, predicate), quad.object))
    del groups[""]
    return groups


def blocks_of(data: bytes, syntax: RdfFormat) -> Iterator[Groups]:
    """The statements of a file as they are parsed, one subject at a time.

    Args:
        data (bytes): The file.
        syntax (RdfFormat): Its RDF syntax.

    Yields:
        The statements of a subject, with those of the blank nodes in its brackets. A file that cannot be parsed ends
        early, with an empty block.
    """
    block: Groups = {}
    last, said = "", list[tuple[str, Object]]()
    try:
        for quad in parse(data, format=syntax, base_iri=ADDRESS, without_named_graphs=True):
            subject = quad.subject
            named = type(subject) is NamedNode
            name = subject.value if named else "_:" + str(getattr(subject, "value", subject))
            if name != last:
                last = name
                if name in block:
                    said = block[name]
                else:
                    if named and block:
                        yield block
                        block = {}
                    said = block[name] = []
            said.append((quad.predicate.value, quad.object))
    except (SyntaxError, MemoryError, ValueError, OverflowError):
        block = {}
    yield block


def name_block(block: Groups, framework_iri: str, names: set[str]) -> Groups | None:
    """A block in which every blank node has the name that :func:`name_own_nodes` gives it.

    Args:
        block (Groups): The statements of one subject.
        framework_iri (str): The IRI of the framework, with which the names begin.
        names (set): The names given in earlier blocks, whose statements are left out; the new ones are added.

    Returns:
        The block; None where a node cannot be named from this block alone.
    """
    waiting = {name: said for name, said in block.items() if name[:2] == "_:"}
    if not all(map(_is_ours, waiting.values())):
        return None
    try:
        given = _names_by_content(waiting, framework_iri, _NO_LABELS.__getitem__)
    except KeyError:
        return None
    if len(given) < len(waiting):
        return None
    named: Groups = {}
    for owner, said in block.items():
        name = given.get(owner, owner)
        if name not in names:
            named[name] = _with_names(said, given)
    names.update(given.values())
    return named


def name_own_nodes(groups: Groups, framework_iri: str) -> tuple[Groups, tuple[str, ...]]:
    """The same statements with an IRI for every blank node of our vocabulary, made from its content.

    Args:
        groups (Groups): The statements of a file.
        framework_iri (str): The IRI of the framework, with which the names begin.

    Returns:
        The statements, and the blank nodes that refer back to themselves and so have no name.
    """
    waiting = {name: said for name, said in groups.items() if name[:2] == "_:" and _is_ours(said)}
    if not waiting:
        return groups, ()
    labels = label_anonymous(groups)
    names = _names_by_content(waiting, framework_iri, labels.__getitem__)
    named: Groups = {}
    for owner, said in groups.items():
        renamed = _with_names(said, names)
        target = named.setdefault(names.get(owner, owner), [])
        target.extend(statement for statement in renamed if owner not in names or statement not in target)
    return named, tuple(sorted("_:" + labels[name[2:]] for name in waiting.keys() - names.keys()))


def _names_by_content(waiting: Groups, framework_iri: str, label: Callable[[str], str]) -> dict[str, str]:
    """By blank node, a name from its content; ``label`` gives that of a node which is not among them."""
    names: dict[str, str] = {}
    users: dict[str, list[str]] = {}
    needs: dict[str, int] = {}
    ready: list[str] = []
    for name, said in waiting.items():
        inner = {"_:" + value.value for _, value in said if type(value) is BlankNode}
        for part in inner & waiting.keys() if inner else ():
            users.setdefault(part, []).append(name)
            needs[name] = needs.get(name, 0) + 1
        if name not in needs:
            ready.append(name)
    while ready:
        name = ready.pop()
        lines = [
            f"{predicate} {value}" if type(value) is not BlankNode else f"{predicate} {_renamed(value, names, label)}"
            for predicate, value in waiting[name]
        ]
        lines.sort()
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        names[name] = f"{framework_iri}/n-{digest[:16]}"
        for user in users.get(name, ()):
            needs[user] -= 1
            if not needs[user]:
                ready.append(user)
    return names


def _with_names(said: list[tuple[str, Object]], names: Mapping[str, str]) -> list[tuple[str, Object]]:
    if BlankNode not in [type(value) for _, value in said]:
        return said
    return [(p, _with_name(v, names) if type(v) is BlankNode else v) for p, v in said]


def _with_name(blank: BlankNode, names: Mapping[str, str]) -> Object:
    name = names.get("_:" + blank.value)
    return blank if name is None else NamedNode(name)


def label_anonymous(groups: Groups) -> dict[str, str]:
    """By label of a blank node, a stable one for what the parser numbered at random; written labels stay."""
    labels: dict[str, str] = {}
    seen = [name[2:] for name in groups if name.startswith("_:")]
    seen += [value.value for said in groups.values() for _, value in said if isinstance(value, BlankNode)]
    taken = {label for label in seen if not _ANONYMOUS.match(label)}
    free = (f"n{number}" for number in range(len(seen) + len(taken)) if f"n{number}" not in taken)
    for name, said in groups.items():
        for label in (name[2:] if name.startswith("_:") else "", *(_blank(value)[2:] for _, value in said)):
            if label and label not in labels:
                labels[label] = next(free) if _ANONYMOUS.match(label) else label
    return labels


def framework_iri_of(groups: Groups) -> tuple[str, ...]:
    """The IRIs of type ssw:Framework."""
    wanted = NamedNode(FRAMEWORK.iri)
    return tuple(name for name, said in groups.items() for p, value in said if p == TYPE and value == wanted)


def _is_ours(said: list[tuple[str, Object]]) -> bool:
    return any(p == TYPE and type(v) is NamedNode and v.value in BY_IRI for p, v in said)


def _blank(value: Object) -> str:
    return "_:" + value.value if isinstance(value, BlankNode) else ""


def _renamed(blank: BlankNode, names: Mapping[str, str], label: Callable[[str], str]) -> str:
    return names.get("_:" + blank.value) or "_:" + label(blank.value)


def _explained(error: SyntaxError, data: bytes) -> tuple[str, str]:
    """What is wrong with the syntax, and how to fix it."""
    said = re.sub(r"^Parser error (?:at|between) line .*?: ", "", str(error.msg))
    said = said[:1].upper() + said[1:]
    line = error.lineno
    if "subtag" in said and line:
        here = data.split(b"\n")[line - 1].decode()
        wrong = next((problem for tag in _LANGUAGE.findall(here) if (problem := language_problem(tag))), None)
        said = f"{wrong} {said}" if wrong else said
    return said.rstrip(".") + ".", _hint(said)


def _hint(said: str) -> str:
    lower = said.lower()
    if "dot is expected" in lower or "unexpected eof" in lower or "unexpected end" in lower:
        return "End each block with ' .' and separate its properties with ' ;'."
    if "prefix" in lower and "declared" in lower:
        return f"Add a line such as: @prefix za: <{BASE}za/> ."
    if "subtag" in lower or "language" in lower:
        return 'Write a language tag such as @en or @fr after the quotation mark: "text"@en.'
    if "iri" in lower:
        return "Write IRIs whole, between < and >, without spaces."
    return "Look at this place in a text editor."


def ntriples_lines(groups: Groups, labels: dict[str, str]) -> tuple[str, ...]:
    """The statements as sorted N-Triples lines.

    Args:
        groups (Groups): The statements by subject.
        labels (dict): By blank node, the label that it is written with.

    Returns:
        The lines.
    """
    triples = [
        Triple(_subject(name, labels), NamedNode(predicate), _object(value, labels))
        for name, said in groups.items()
        for predicate, value in said
    ]
    if not triples:
        return ()
    text = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    return tuple(sorted({restore_relative(line) for line in text.split("\n") if line}))


def quads_of(lines: Sequence[str], scope: str) -> list[Quad]:
    """The statements of residue lines.

    Args:
        lines (Sequence): The lines.
        scope (str): Put before the labels of blank nodes, so that those of several frameworks stay apart.

    Returns:
        The statements.
    """
    if not lines:
        return []
    data = "\n".join(lines).encode()
    try:
        quads = list(parse(data, format=RdfFormat.N_TRIPLES))
    except SyntaxError:  # relative IRIs, which N-Triples does not allow
        quads = list(parse(data, format=RdfFormat.TURTLE, base_iri=ADDRESS))
    return [Quad(_scoped(q.subject, scope), q.predicate, _scoped(q.object, scope)) if scope else q for q in quads]


def _scoped(term: Any, scope: str) -> Any:
    return BlankNode(f"{scope}-{term.value}") if isinstance(term, BlankNode) else term


def _subject(name: str, labels: dict[str, str]) -> NamedNode | BlankNode:
    return BlankNode(labels[name[2:]]) if name.startswith("_:") else NamedNode(name)


def _object(value: Object, labels: dict[str, str]) -> Object:
    return BlankNode(labels[value.value]) if isinstance(value, BlankNode) else value
