"""``read_result``: an answer that was saved as JSON, read back, and what has changed since.

A coverage or routes are asked again with the options in their stamp; gaps and plans in ``planning/again``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from sswgraph.careers.coverage import coverage
from sswgraph.careers.routes import routes
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange.plain import SHAPE, parse_json, read_text, to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import Message, language_problem, message
from sswgraph.model import AnswerChange, Coverage, Plan, SavedAnswer, Stamp, Text
from sswgraph.model.careers import Routes
from sswgraph.model.papers import PAPERS
from sswgraph.model.saved import PARTS, AnswerPart
from sswgraph.planning.again import (
    answer_differences,
    changed,
    damaged,
    list_changes,
    of_stamp,
    renewed_answer,
    rule_changes,
    text_from_json,
)
from sswgraph.planning.enrolment import day_of

# Files of another kind that people may mistake for an answer, and what reads them.
_OTHERS = {"profile": "read_profile", "decision": "read_resolutions", "decisions": "read_resolutions"}
_STAMPED = (
    *PAPERS,
    *(
        "alignment attestation comparison completeness coverage curriculum evidence gap mappings matrix menu numbers "
        "plan preview rebase review routes tasks team tour why workshop"
    ).split(),
)


def read_result(
    path: str | os.PathLike[str], graph: CompetencyGraph | None = None, *, as_of: date | str | None = None
) -> SavedAnswer:
    """An answer that was saved as JSON, and what has changed since.

    With a graph, the saved stamp is compared with it: the version of the library, each framework with its edition and
    content. A gap, a plan, a coverage and routes are also asked again, with what was held then and the same
    options, the day among them; every rule, item and step that differs is listed, what protects first.

    Args:
        path (str | PathLike): A file that ``ssw.save(value, "file.json")`` or ``sswgraph … --json`` made.
        graph (CompetencyGraph | None): The graph to compare with. None: the answer is only read.
        as_of (date | str | None): For a plan the day to ask for; None: the day of the saved plan, so that only what is
            known differs.

    Returns:
        A value with ``.answer`` (which kind it is), ``.data``, ``.stamp``, ``.changes``, ``.unchanged``, ``.renewed``
        (the answer as it is now) and ``rows()``.

    Raises:
        OSError: Where there is no such file.
        InputError: For a file that is not a saved answer, has another shape or is damaged, with the place; for an
            invalid day, and for a day where the answer is not a plan.

    Example:
        >>> import sswgraph as ssw, tempfile
        >>> from pathlib import Path
        >>> g = ssw.load("psw")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = ssw.save(ssw.gap(g, "psw:foundation", "psw:lead"), Path(folder) / "answer.json")
        ...     found = ssw.read_result(file, g)
        >>> found.answer, found.unchanged
        ('gap', True)
    """  # noqa: DOC502 - reading raises
    file = os.fspath(path)
    text = read_text(path, "a saved answer")
    record = _record(parse_json(text, str(file), "a saved answer"), str(file))
    found = SavedAnswer(
        answer=record["result"],
        answer_lang=record["lang"],
        target=record["target"] if isinstance(record.get("target"), str) else None,
        held_label=text_from_json(record.get("held_label")),
        target_label=text_from_json(record.get("target_label")),
        text=text,
        stamp=_stamp(record, str(file)),
    )
    if as_of is not None and (found.answer != "plan" or graph is None):
        raise InputError(f"{file}: as_of is for a saved plan that is asked again; this is a {found.answer}.")
    if graph is None:
        return found
    return _compared(graph, found, record, as_of, str(file))


def _record(found: Any, file: str) -> dict[str, Any]:
    """The answer in a file, as far as every answer has the same form."""
    if not isinstance(found, dict) or not isinstance(found.get("result"), str):
        raise InputError(f"{file}: this is not an answer that sswgraph saved as JSON; its first key would be 'result'.")
    kind = found["result"]
    if kind in _OTHERS:
        raise InputError(f"{file}: this holds a {kind}, which is not an answer. Read it with ssw.{_OTHERS[kind]}.")
    if kind not in _STAMPED:
        near = get_close_matches(kind, _STAMPED, n=1)
        meant = f" Did you mean '{near[0]}'?" if near else ""
        why = "does not say what it was made from, so that nothing can be compared."
        raise InputError(f"{file}: a '{kind[:40]}' {why}{meant}")
    if found.get("shape") != SHAPE or isinstance(found.get("shape"), bool):
        shape = str(found.get("shape"))[:20]
        raise InputError(f"{file}: this has the shape {shape}; this version reads {SHAPE}. Ask again, and save it.")
    if language_problem(found.get("lang")) is not None:
        raise damaged(file, "lang", "a language tag")
    return found


def _stamp(record: Mapping[str, Any], file: str) -> Stamp:
    stamp = record.get("stamp")
    if not isinstance(stamp, dict) or not isinstance(stamp.get("version"), str):
        raise damaged(file, "stamp.version", "text")
    frameworks, options = stamp.get("frameworks"), stamp.get("options")
    if not isinstance(frameworks, list):
        raise damaged(file, "stamp.frameworks", "a list")
    keys = ("id", "edition", "digest")
    for n, one in enumerate(frameworks):
        if not isinstance(one, dict) or not all(isinstance(one.get(key), str) for key in keys):
            raise damaged(file, f"stamp.frameworks[{n}]", "an object with id, edition and digest")
    if not isinstance(options, dict) or not all(isinstance(value, str) for value in options.values()):
        raise damaged(file, "stamp.options", "an object of texts")
    made_from = tuple((one["id"], one["edition"], one["digest"]) for one in frameworks)
    return Stamp(version=stamp["version"], frameworks=made_from, options=tuple(sorted(options.items())))


def _compared(
    graph: CompetencyGraph, found: SavedAnswer, record: dict[str, Any], as_of: date | str | None, file: str
) -> SavedAnswer:
    changes: list[AnswerChange] = []
    notes: list[Message] = [message("saved.only-stamp")]
    renewed: Any = None
    if found.answer in ("gap", "plan"):
        renewed, changes, why = renewed_answer(
            graph, record, None if as_of is None else day_of(as_of).isoformat(), file
        )
        notes = [message("saved.not-asked", why=why)] if why else []
        if renewed is not None:
            changes += answer_differences(record, renewed, found.answer_lang, file)
    elif found.answer in ASKED:
        renewed, why = ask_again(graph, found.answer, found.stamp, file)
        notes = [message("saved.not-asked", why=why)] if why else []
        if renewed is not None:
            changes += differences(record, renewed, found.answer_lang, file)
    if isinstance(renewed, Plan) and as_of is None:
        notes.append(message("saved.day", date=renewed.as_of.isoformat()))
    changes += of_stamp(found.stamp, graph)
    return replace(
        found,
        compared=True,
        asked_anew=renewed is not None,
        changes=tuple(sorted(changes, key=lambda one: (PARTS.index(one.part), one.id, one.field))),
        notes=tuple(notes),
        renewed=renewed,
    )


ASKED = ("coverage", "routes")
# Of a coverage: which list has which part, the key that tells its entries apart, and what of them is compared.
_LISTS: tuple[tuple[str, AnswerPart, str, tuple[str, ...]], ...] = (
    ("functions", "function", "function", ("state", "performers", "competent", "referring", "criticality")),
    ("cadres", "item", "cadre", ("required", "complete")),
    ("unsupervised", "open", "cadre", ("why",)),
    ("untaught", "open", "competency", ("how", "near")),
)
_FIGURES = ("barred", "taught", "idle_modules", "silent_modules", "unrequired", "empty_stages", "unsafe", "unprepared")


def ask_again(graph: CompetencyGraph, kind: str, stamp: Stamp, file: str) -> tuple[Coverage | Routes | None, str]:
    """The answer as it is now, for the day of the saved one, and why it could not be asked again, if so."""
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


def differences(record: Mapping[str, Any], renewed: Coverage | Routes, lang: str, file: str) -> Iterator[AnswerChange]:
    """Every difference between a saved coverage or routes and the same asked again; InputError for a damaged file."""
    now = to_plain(renewed, lang)
    if isinstance(renewed, Routes):
        yield from rule_changes(record, now, file)
        before, after = ({"routes": list(_ways(found, file))} for found in (record, now))
        yield from list_changes(
            before, after, "routes", "route", "id", ("kind", "hours", "at_least", "complete", "place"), file
        )
        return
    for key, part, name, fields in _LISTS:
        yield from list_changes(record, now, key, part, name, fields, file)
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
