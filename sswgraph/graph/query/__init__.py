"""SPARQL queries of users, in a process of their own: no access to the network, no changes, a time limit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sswgraph.errors import QueryError
from sswgraph.exchange.relative import display_iri
from sswgraph.exchange.schema import NAMESPACES
from sswgraph.graph.query.asker import Asker
from sswgraph.model import Framework, MappingSet
from sswgraph.model.ids import BASE, id_of, iri_of

MAX_QUERY = 65_536
MAX_DEPTH = 60
# The tokens in which a keyword means nothing, as the grammar of SPARQL 1.1 has them; '\\.' is an escape in a name.
_NOISE = re.compile(
    r"""\#[^\r\n]*
      | "{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
      | <[^<>"{}|^`\\\x00-\x20]*> | \\.""",
    re.DOTALL | re.VERBOSE,
)
# Only what is plainly inside a variable or prefixed name is accepted: a harmless query may be refused, none other run.
_FORBIDDEN = re.compile(
    r"(?<![?$:A-Za-z_-])(SERVICE|FROM|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)(?![A-Za-z_0-9-])",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"\w+\Z")
_DIGITS = 1_000
_MOST = 10**_DIGITS
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NO_IRI = re.compile(r"""[\x00-\x20<>"{}|\\^`]""")


def guard(query: str) -> None:
    """Refuse a query that must not run.

    Args:
        query: The query.

    Raises:
        QueryError: If it is too long, nested too deep, or contains SERVICE, FROM or an update.

    Example:
    >>> guard("SELECT ?service WHERE { ?service a <http://x/SERVICE> }")
    >>> guard("SELECT * { SERVICE <http://x> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    sswgraph.errors.QueryError: SERVICE is not allowed: a query reads this graph and nothing else.
    """
    if len(query.encode()) > MAX_QUERY:
        raise QueryError("The query is longer than 64 KB. Pass long lists of values as bindings.")
    bare = _NOISE.sub(" ", query)
    found = _FORBIDDEN.search(bare)
    if found:
        raise QueryError(f"{found[1].upper()} is not allowed: a query reads this graph and nothing else.")
    depth = deepest = 0
    for character in bare:
        depth += (character in "{([") - (character in "})]")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise QueryError(f"The query nests brackets deeper than {MAX_DEPTH}. Make it flatter.")


def statements_of(frameworks: Iterable[Framework], mapping_sets: Iterable[MappingSet]) -> bytes:
    """Return the statements that are queried, as N-Triples."""
    from pyoxigraph import RdfFormat, serialize

    from sswgraph.exchange.statements import combined_statements

    return serialize(combined_statements(frameworks, mapping_sets), format=RdfFormat.N_TRIPLES) or b""


def run_query(
    asker: Asker,
    query: str,
    *,
    homes: Iterable[str] = (),
    bindings: Mapping[str, object] | None = None,
    time_limit: float = 10.0,
) -> list[dict[str, Any]] | bool:
    """Answer a query; IRIs of this library are returned as ids.

    Args:
        asker: The process that answers, with its statements.
        query: The query.
        homes: The ids of the frameworks, which may be used as prefixes.
        bindings: The values of variables.
        time_limit: In seconds.

    Returns:
        The rows of a SELECT, or the answer of an ASK.

    Raises:
        QueryError: If the query is refused, not valid, or takes too long.
    """
    if not isinstance(query, str) or not isinstance(bindings or {}, Mapping):
        raise QueryError("A query is a text; its bindings are a mapping from names of variables to values.")
    guard(query)
    order = {
        "query": query,
        "prefixes": {**NAMESPACES, **{home: f"{BASE}{home}/" for home in homes if home not in NAMESPACES}},
        "bindings": {str(k).lstrip("?$"): _bound(str(k), v, query) for k, v in (bindings or {}).items()},
    }
    answer = asker.ask(order, time_limit)
    if "error" in answer:
        raise QueryError(answer["error"])
    return bool(answer["ask"]) if "ask" in answer else [_row(row) for row in answer["rows"]]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: id_of(display_iri(value[0])) if isinstance(value, list) else value for name, value in row.items()}


def _bound(variable: str, value: object, query: str) -> list[Any]:
    """A value as the process receives it; a text is a name only where the graph knows it or it is an address."""
    name = variable.lstrip("?$")
    if not _VARIABLE.match(name):
        raise QueryError(f"'{variable}' is not a valid name of a variable. Use letters and digits.")
    if not re.search(rf"[?$]{name}(?!\w)", query):
        raise QueryError(f"A value is bound to ?{name}, and the query has no such variable.")
    if isinstance(value, int) and abs(value) >= _MOST:
        raise QueryError(f"The number bound to ?{name} has more than {_DIGITS} digits.")
    if isinstance(value, (bool, int, float)):
        return ["value", value]
    if not isinstance(value, str):
        raise QueryError(f"A binding is an id, an IRI, a text or a number, not {type(value).__name__}.")
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise QueryError(f"The text bound to ?{name} holds half of a surrogate pair. Remove it.")
    if not _ADDRESS.match(value):
        return ["name", value, iri_of(value)]
    if _NO_IRI.search(value):
        fix = "Remove spaces, quotation marks and brackets."
        raise QueryError(f"'{value}', bound to ?{name}, is not a valid IRI. {fix}")
    return ["iri", value, value]
