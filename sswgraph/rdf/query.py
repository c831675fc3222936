"""SPARQL from users, in a process of its own: it cannot reach the network, change anything, or run for ever."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sswgraph.errors import QueryError
from sswgraph.model import Framework, MappingSet
from sswgraph.model.identity import BASE, id_of, iri_of
from sswgraph.rdf.schema import NAMESPACES

MAX_QUERY = 65_536
MAX_DEPTH = 60
MAX_ROWS = 1_000_000
# The tokens in which a keyword means nothing, as the grammar of SPARQL 1.1 has them; '\\.' is an escape in a name.
_NOISE = re.compile(
    r"""\#[^\r\n]*
      | "{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
      | <[^<>"{}|^`\\\x00-\x20]*> | \\.""",
    re.DOTALL | re.VERBOSE,
)
# Only what is plainly inside a variable or a prefixed name is let pass: a harmless query may be refused, no other run.
_FORBIDDEN = re.compile(
    r"(?<![?$:A-Za-z_-])(SERVICE|FROM|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)(?![A-Za-z_0-9-])",
    re.IGNORECASE,
)
_WORKER = "from sswgraph.rdf.query import _work; _work()"


def guard(query: str) -> None:
    """Refuse what must not run: QueryError with the reason.

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


def run_query(
    frameworks: Iterable[Framework],
    mapping_sets: Iterable[MappingSet],
    query: str,
    *,
    bindings: Mapping[str, object] | None = None,
    time_limit: float = 10.0,
) -> list[dict[str, Any]] | bool:
    """The answer to a guarded query over these frameworks; ids for IRIs of ours. Raises QueryError."""
    from sswgraph.rdf.bridge import to_quads

    guard(query)
    frameworks = tuple(frameworks)
    prefixes = {**NAMESPACES, **{f.id: f"{BASE}{f.id}/" for f in frameworks if f.id not in NAMESPACES}}
    triples = _ntriples(to_quads(frameworks, mapping_sets))
    order = {
        "query": query,
        "prefixes": prefixes,
        "bindings": {k.lstrip("?$"): _bound(v) for k, v in (bindings or {}).items()},
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _WORKER],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            input=json.dumps(order).encode() + b"\n" + triples,
            capture_output=True,
            timeout=time_limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        problem = f"The query took longer than {time_limit:g} seconds and was stopped."
        raise QueryError(f"{problem} Ask for less, or pass a larger time_limit.") from None
    if done.returncode:
        raise QueryError("The query could not be run: it needs too much memory or nests too deep.")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise QueryError(answer["error"])
    return bool(answer["ask"]) if "ask" in answer else list(answer["rows"])


def _ntriples(quads: list[Any]) -> bytes:
    from pyoxigraph import RdfFormat, Triple, serialize

    triples = (Triple(q.subject, q.predicate, q.object) for q in quads)
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _bound(value: object) -> list[Any]:
    if isinstance(value, str):
        iri = iri_of(value)
        is_iri = iri != value or re.match(r"[a-z][a-z0-9+.-]*:\S+\Z", value, re.IGNORECASE)
        return ["iri", iri] if is_iri else ["text", value]
    if isinstance(value, (bool, int, float)):
        return ["value", value]
    raise QueryError(f"A binding is an id, an IRI, a text or a number, not {type(value).__name__}.")


def _work() -> None:
    """What the process of its own does: reads its order and the statements, answers in JSON."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Variable

    _cap_memory()
    order = json.loads(sys.stdin.buffer.readline())
    store = Store()
    store.bulk_load(sys.stdin.buffer.read(), format=RdfFormat.N_TRIPLES)
    _close_the_door()
    made = {"iri": NamedNode, "text": Literal, "value": Literal}
    bound = {Variable(name): made[kind](value) for name, (kind, value) in order["bindings"].items()}
    try:
        print(json.dumps(_answer(_asked(store, order, bound))))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        print(json.dumps({"error": f"The query is not valid SPARQL: {error}"}))


def _asked(store: Any, order: dict[str, Any], bound: dict[Any, Any]) -> Any:
    """The answer with the values put in place of their variables, or, where one is not shown, joined to the pattern."""
    try:
        return store.query(order["query"], prefixes=order["prefixes"], substitutions=bound)
    except (SyntaxError, ValueError, RuntimeError):
        if not bound:
            raise
        names, values = " ".join(map(str, bound)), " ".join(map(str, bound.values()))
        joined = f"{order['query']}\nVALUES ({names}) {{ ({values}) }}"
        return store.query(joined, prefixes=order["prefixes"])


def _answer(found: Any) -> dict[str, Any]:
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(found, QueryBoolean):
        return {"ask": bool(found)}
    if not isinstance(found, QuerySolutions):
        return {"error": "Only SELECT and ASK are answered; use to_rdflib() to build new statements."}
    names = [variable.value for variable in found.variables]
    rows: list[dict[str, Any]] = []
    for solution in found:
        if len(rows) == MAX_ROWS:
            return {"error": f"The query has more than {MAX_ROWS:,} rows. Add a LIMIT."}
        rows.append({name: _plain(solution[name]) for name in names})
    return {"rows": rows}


def _plain(term: Any) -> Any:
    from pyoxigraph import Literal, NamedNode

    if term is None:
        return None
    if isinstance(term, NamedNode):
        return id_of(term.value)
    if isinstance(term, Literal):
        try:
            return _NATIVE.get(term.datatype.value.rpartition("#")[2], str)(term.value)
        except (ValueError, KeyError):  # a literal that is not what it says
            return term.value
    return str(term)


_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_NATIVE: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("integer", "int", "long"), int),
    **dict.fromkeys(("decimal", "double", "float"), float),
    "boolean": _TRUTH.__getitem__,
}


def _close_the_door() -> None:
    """No file and no socket can be opened from here on, whatever a query asks for."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _cap_memory(most: int = 8 * 2**30) -> None:
    try:
        import resource
    except ImportError:  # not on Windows, which has no such limit to set
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
