"""The process of queries: it reads the statements, then queries, and answers each in JSON.

It is run as a file, so that it starts quickly, and imports nothing of this library. Of one query nothing is kept for
the next but the statements.
"""

import json
import signal
import sys
from collections.abc import Callable
from typing import Any

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
)

MAX_ROWS = 1_000_000


def work() -> None:
    """Read the statements, then answer queries until the input ends."""
    cap_memory()
    store = Store()
    store.bulk_load(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())), format=RdfFormat.N_TRIPLES)
    close_the_door()
    for line in iter(sys.stdin.buffer.readline, b""):  # ends when whoever asks is gone
        order = json.loads(line)
        end_after(order["seconds"])
        print(json.dumps(answered(store, order)), flush=True)
        end_after(0)


def answered(store: Store, order: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a query, or what is wrong with it."""
    try:
        bound = {Variable(name): term_of(store, *said) for name, said in order["bindings"].items()}
        return answer_of(asked(store, order, bound))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return {"error": f"The query is not valid SPARQL: {error}"}


def end_after(seconds: float) -> None:
    """End this process after so many seconds (0: never), even where the process that started it is gone."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_REAL, min(seconds and seconds + 1, 1e6))


def term_of(store: Store, kind: str, value: Any, iri: str = "") -> Any:
    """Return a bound value as a term: what could be a name is one where the graph knows it, otherwise a text."""
    if kind == "iri":
        return NamedNode(iri)
    if kind == "name":
        try:
            node = NamedNode(iri)
        except ValueError:
            return Literal(value)
        said = store.quads_for_pattern(node, None, None), store.quads_for_pattern(None, None, node)
        if any(next(quads, None) for quads in (*said, store.quads_for_pattern(None, node, None))):
            return node
    return Literal(value)


def asked(store: Store, order: dict[str, Any], bound: dict[Any, Any]) -> Any:
    """Run a query with its values substituted, or, where a variable is not selected, joined to the pattern."""
    try:
        return store.query(order["query"], prefixes=order["prefixes"], substitutions=bound)
    except (SyntaxError, ValueError, RuntimeError):
        if not bound:
            raise
        names, values = " ".join(map(str, bound)), " ".join(map(str, bound.values()))
        joined = f"{order['query']}\nVALUES ({names}) {{ ({values}) }}"
        return store.query(joined, prefixes=order["prefixes"])


def answer_of(found: Any) -> dict[str, Any]:
    """Return the result of a query for JSON."""
    if isinstance(found, QueryBoolean):
        return {"ask": bool(found)}
    if not isinstance(found, QuerySolutions):
        return {"error": "Only SELECT and ASK are answered; use to_rdflib() to build new statements."}
    names = [variable.value for variable in found.variables]
    rows: list[dict[str, Any]] = []
    for solution in found:
        if len(rows) == MAX_ROWS:
            return {"error": f"The query has more than {MAX_ROWS:,} rows. Add a LIMIT."}
        rows.append({name: plain(solution[name]) for name in names})
    return {"rows": rows}


def plain(term: Any) -> Any:
    """Return a term for JSON; an IRI is in a list, so that it differs from a text."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return [term.value]
    if isinstance(term, Literal):
        try:
            return NATIVE.get(term.datatype.value.rpartition("#")[2], str)(term.value)
        except (ValueError, KeyError):  # a literal that is not what it says
            return term.value
    return str(term)


TRUTH = {"true": True, "1": True, "false": False, "0": False}
NATIVE: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("integer", "int", "long"), int),
    **dict.fromkeys(("decimal", "double", "float"), float),
    "boolean": TRUTH.__getitem__,
}


def close_the_door() -> None:
    """Prevent files and sockets from being opened from here on, whatever a query asks for."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def cap_memory(most: int = 8 * 2**30) -> None:
    """Limit the memory of this process, in bytes."""
    try:
        import resource
    except ImportError:  # not on Windows, which has no such limit to set
        return
    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed == resource.RLIM_INFINITY or allowed > most:  # where the machine allows less, that holds already
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    work()
