"""Values as plain data for JSON in the shape of ``docs/json.md``, and profiles read from JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sswgraph.errors import InputError
from sswgraph.files import read_ordinary
from sswgraph.lazy import is_of
from sswgraph.messages import Message, require_language
from sswgraph.model.evidence import Node
from sswgraph.model.mapping import Mapping as Match
from sswgraph.model.profile import Holding, Profile
from sswgraph.model.shown import Shown
from sswgraph.model.text import Text
from sswgraph.model.volumes import Volumes

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

SHAPE = 1
_Record = TypeVar("_Record")
_SIDES = ("held", "target", "subject", "object", "base", "adaptation")
# What a value, and a list of them, is called; the types of results are named, since few of them are imported at once.
_RESULTS = {
    "sswgraph.model.results.FrameworkSummary": "framework",
    "sswgraph.model.results.Candidate": "candidate",
    "sswgraph.model.profile.Profile": "profile",
    "sswgraph.model.merge_plan.Resolution": "decision",
    "sswgraph.model.mapping.Mapping": "element",
    "sswgraph.model.evidence.Node": "element",
}
_LISTS = {
    "sswgraph.model.results.FrameworkSummary": "frameworks",
    "sswgraph.model.results.Candidate": "candidates",
    "sswgraph.model.report.Report": "reports",
    "sswgraph.model.merge_plan.Resolution": "decisions",
}
_FIRST = ("obligations", "conditions", "limits", "safety", "checked", "unchecked")
_ONE_WORDING = frozenset(["label", "labels", "names", "title", "definition", *(f"{side}_label" for side in _SIDES)])
_MOST_BYTES = 10_000_000
_WANTED = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "dataclass_type": "an object",
    "string_type": "text",
    "tuple_type": "a list",
}


def to_plain(value: Any, lang: str | None = None) -> dict[str, Any]:
    """Any result or part of a framework as plain data that ``json.dumps`` takes.

    Args:
        value (Any): A result of any function, a report, framework summary, candidate, profile, page, any part of a
            framework, or a list of summaries, candidates or reports.
        lang (str | None): The language of sentences; None for that of a curriculum, otherwise English.

    Returns:
        A dict with keys in a fixed order, conditions, limits and safety first.

    Raises:
        InputError: The value has no JSON shape, or there are no texts in this language.

    Example:
        >>> to_plain(Profile(completed=("za:60209",)))
        {'result': 'profile', 'shape': 1, 'lang': 'en', 'holdings': [], 'completed': ['za:60209'], 'title': ''}
    """
    lang = lang or getattr(value, "lang", None) or "en"
    require_language(lang)
    if is_of(value, "sswgraph.model.careers.Routes"):
        head = {"result": value.kind, "shape": SHAPE, "lang": lang, **_of_fields(value.question, lang)}
        return {**head, value.kind: [_of_fields(route, lang) for route in value]}
    if isinstance(value, (list, tuple)):
        for model, name in _LISTS.items():
            if value and all(is_of(one, model) for one in value):
                return to_plain_list(name, value, lang)
    named = (name for model, name in _RESULTS.items() if is_of(value, model))
    result = value.kind if isinstance(value, Shown) else next(named, None)
    if result is None:
        raise InputError(f"A value of type {type(value).__name__} has no JSON shape.")
    return {"result": result, "shape": SHAPE, "lang": lang, **_of_fields(value, lang)}


def to_plain_list(name: str, values: Iterable[Any], lang: str = "en") -> dict[str, Any]:
    """Several results of one kind under one name.

    Args:
        name (str): The key of the list; ``reports`` adds whether all of them conform.
        values (Iterable): The results.
        lang (str): The language of sentences.

    Returns:
        The dict.

    Example:
        >>> to_plain_list("candidates", [])
        {'result': 'candidates', 'shape': 1, 'lang': 'en', 'candidates': []}
    """
    parts = list(values)
    verdict = {"conforms": all(report.conforms for report in parts)} if name == "reports" else {}
    return {"result": name, "shape": SHAPE, "lang": lang, **verdict, name: [_of_fields(part, lang) for part in parts]}


def _of_fields(value: Any, lang: str) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": value.kind} if isinstance(value, (Node, Match)) else {}
    if isinstance(value, (Node, Match)):
        plain["id"] = value.id
    shown = (field.name for field in fields(value) if field.metadata.get("plain", True))
    for name in sorted(shown, key=lambda name: name not in _FIRST):
        plain.setdefault(name, _plain(getattr(value, name), lang, name))
    plain.update(_plain(value.answers(), lang) if hasattr(value, "answers") else {})
    return plain


def _plain(value: Any, lang: str, name: str = "") -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return str(value) if isinstance(value, str) else value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case Text():
            return _wordings(value, one=name in _ONE_WORDING)
        case Message():
            return {"code": value.code, "text": value.render(lang)}
        case Volumes():
            return {kind: _plain(total, lang) for kind, total in value.totals}
        case dict():
            return {key: _plain(one, lang, name or key) for key, one in value.items()}
        case tuple() | list():
            return [_plain(one, lang, name) for one in value]
        case _ if is_dataclass(value):
            kind = {} if name != "blocks" else {"block": type(value).__name__.lower()}
            return {**kind, **_of_fields(value, lang)}
    raise InputError(f"A value of type {type(value).__name__} has no JSON shape.")


def _wordings(text: Text, *, one: bool) -> dict[str, Any]:
    """A text by language; labels and definitions have one wording for each language, other texts a list."""
    if one:
        return {tag: text.get(tag) for tag in text.languages}
    return {tag: list(text.all(tag)) for tag in text.languages}


def read_profile(path: str | os.PathLike[str]) -> Profile:
    """A profile from a JSON file in UTF-8.

    The file holds ``{"holdings": [{"competency": …, "level": …}], "completed": […]}``. Raises FileNotFoundError where
    there is no such file, and InputError with the file, the field and what was expected.

    Args:
        path (str | PathLike): The file.

    Returns:
        The profile.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "worker.json"
        ...     _ = file.write_text('{"completed": ["za:60209"]}', encoding="utf-8")
        ...     read_profile(file).completed
        ('za:60209',)
    """
    return parse_profile(read_text(path, "a profile"), file=os.fspath(path))


def parse_profile(text: str, *, file: str = "profile") -> Profile:
    """A profile from JSON text.

    Raises InputError with the field and what was expected.

    Args:
        text (str): The JSON.
        file (str): The name of the file, for errors.

    Returns:
        The profile.

    Example:
        >>> parse_profile('{"holdings": [{"competency": "za:c1", "basis": "assessed"}]}').holdings[0].basis
        'assessed'
    """
    record = _record(parse_json(text, file, "a profile"), file)
    holdings = record.get("holdings")
    for number, holding in enumerate(holdings if isinstance(holdings, list) else ()):
        if isinstance(holding, dict):
            _require_known_keys(holding, Holding, file, f"holdings[{number}]")
    return parse_record(Profile, record, file)


def read_text(path: str | os.PathLike[str], what: str) -> str:
    """The text of a small UTF-8 file.

    Raises FileNotFoundError where there is no such file.

    Args:
        path (str | PathLike): The file.
        what (str): What it should hold, for errors.

    Returns:
        The text.

    Raises:
        InputError: The file is too large or not UTF-8.
    """
    try:
        return read_ordinary(path, _MOST_BYTES, what).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: this is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None


def parse_json(text: str, file: str, what: str) -> Any:
    """The value of a JSON text.

    Args:
        text (str): The JSON.
        file (str): The name of the file, for errors.
        what (str): What it should hold, for errors.

    Returns:
        The value.

    Raises:
        InputError: The text is not JSON, nests too deep, or repeats a name in one object; with the place.
    """
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except InputError as error:
        raise InputError(f"{file}: {error}") from None
    except RecursionError:
        raise InputError(f"{file}: this is nested too deep to be {what}.") from None
    except ValueError as error:
        where = f"line {error.lineno}, column {error.colno}: " if isinstance(error, json.JSONDecodeError) else ""
        problem = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise InputError(f"{file}, {where}this is not JSON ({problem}).") from None


def _record(found: Any, file: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise InputError(f'{file}: a profile is an object such as {{"holdings": [], "completed": []}}.')
    if found.get("result", "profile") != "profile":
        raise InputError(f"{file}: this holds a {found['result']}, not a profile.")
    return {key: part for key, part in found.items() if key not in ("result", "shape", "lang")}


def _without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise InputError(f"'{next(name for name in names if names.count(name) > 1)}' is repeated.")
    return made


def parse_record(model: type[_Record], record: Mapping[str, Any], file: str, where: str = "") -> _Record:
    """A value of a dataclass from a JSON object, with every field checked by pydantic.

    Args:
        model (type): The dataclass.
        record (Mapping): The object.
        file (str): The name of the file, for errors.
        where (str): The place of the object in the file, for errors.

    Returns:
        The value.

    Raises:
        InputError: A field is unknown, missing or of the wrong type; the message names it and what was expected.
    """
    from pydantic import ValidationError

    _require_known_keys(record, model, file, where)
    try:
        return cast(_Record, _adapter(cast(Any, model)).validate_python(record))
    except ValidationError as error:
        raise InputError(f"{file}: {_first_problem(error, where)}") from None


def _require_known_keys(record: Mapping[str, Any], model: Any, file: str, where: str) -> None:
    known = [field.name for field in fields(model)]
    for key in record:
        if key not in known:
            near = get_close_matches(str(key), known, n=1)
            meant = f"Did you mean '{near[0]}'?" if near else f"Known here: {', '.join(known)}."
            place = f"{where}: " if where else ""
            raise InputError(f"{file}: {place}there is no field '{key}'. {meant}")


def _first_problem(error: ValidationError, where: str) -> str:
    problem = error.errors(include_url=False)[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem["loc"])
    where = (where + path).lstrip(".")
    if problem["type"] == "missing":
        return f"{where} is missing."
    if problem["type"] == "value_error":  # what the value itself refuses, in its own words
        return f"{where}: {problem['ctx']['error']}"
    given = json.dumps(problem["input"], ensure_ascii=False, default=str)
    if problem["type"] == "literal_error":
        return f"{where}: expected {problem['ctx']['expected']}, not {given[:60]}."
    wanted = _WANTED.get(problem["type"], problem["msg"].lower())
    return f"{where}: expected {wanted}, not {given if len(given) < 60 else given[:57] + '...'}."


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(model)
