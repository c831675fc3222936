"""A coverage or routes that were saved, asked anew by the options in their stamp, and what is another now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sswgraph.careers.coverage import coverage
from sswgraph.careers.routes import routes
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.model import AnswerChange, Coverage, Stamp, Text
from sswgraph.model.careers import Routes
from sswgraph.planning.again import changed, damaged, listed, ruled

ASKED = ("coverage", "routes")
# Of a coverage: which list has which part, the key that tells its entries apart, and what of them is compared.
_LISTS = (
    ("functions", "function", "function", ("state", "performers", "competent", "referring", "criticality")),
    ("cadres", "item", "cadre", ("required", "complete")),
    ("unsupervised", "open", "cadre", ("why",)),
    ("untaught", "open", "competency", ("how", "near")),
)
_FIGURES = ("barred", "taught", "idle_modules", "silent_modules", "unrequired", "empty_stages", "unsafe", "unprepared")


def ask_again(graph: CompetencyGraph, kind: str, stamp: Stamp, file: str) -> tuple[Coverage | Routes | None, str]:
    """The answer as it is now, for the day of then, and why it could not be asked anew, if so.

    Raises InputError for a damaged file.
    """
    asked = {name: None if value in ("None", "") else value for name, value in stamp.options}
    try:
        if kind == "coverage":
            cadres = (asked.get("cadres") or "").split()
            return coverage(graph, asked.get("framework"), asked.get("where"), cadres, as_of=asked.get("as_of")), ""
        k, ends = asked.get("k") or "", (asked.get("source") or "", asked.get("target") or "")
        if not k.isdigit():
            raise damaged(file, "stamp.options.k", "a number")
        return routes(graph, *ends, int(k), where=asked.get("where"), as_of=asked.get("as_of")), ""
    except UnknownElementError as error:
        return None, str(error)
    except InputError as error:
        if str(error).startswith(file):
            raise
        return None, str(error)


def otherwise(record: Mapping[str, Any], renewed: Coverage | Routes, lang: str, file: str) -> Iterator[AnswerChange]:
    """Every difference between a saved coverage or routes and the same asked anew; InputError for a damaged file."""
    now = to_plain(renewed, lang)
    if isinstance(renewed, Routes):
        yield from ruled(record, now, file)
        before, after = ({"routes": list(_ways(found, file))} for found in (record, now))
        yield from listed(
            before, after, "routes", "route", "id", ("kind", "hours", "at_least", "complete", "place"), file
        )
        return
    for key, part, name, fields in _LISTS:
        yield from listed(record, now, key, part, name, fields, file)
    for name in _FIGURES:
        if name in record and record[name] != now[name]:
            yield changed("figure", name, Text(), name, record[name], now[name])


def _ways(record: Mapping[str, Any], file: str) -> Iterator[dict[str, Any]]:
    """Each route by its stops, with its place among them."""
    found = record.get("routes")
    if not isinstance(found, list):
        raise damaged(file, "routes", "a list")
    for n, one in enumerate(found, 1):
        hops = one.get("hops") if isinstance(one, dict) else None
        if not isinstance(hops, list) or not hops or not all(isinstance(hop, dict) for hop in hops):
            raise damaged(file, f"routes[{n - 1}].hops", "a list")
        stops = (hops[0].get("start"), *(hop.get("end") for hop in hops))
        figures = {name: one.get(name) for name in ("kind", "hours", "at_least", "complete")}
        yield {"id": " > ".join(map(str, stops)), "place": n, **figures}
