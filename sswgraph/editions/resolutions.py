"""Resolutions of a merge plan, read back from the JSON that ``to_plain`` writes."""

from __future__ import annotations

import os
from typing import Any

from sswgraph.errors import InputError
from sswgraph.exchange.plain import known_keys, parse_json, read_text
from sswgraph.model.merge_plan import Resolution
from sswgraph.model.text import Text

_REQUIRED = ("entry", "verdict", "reason")


def read_resolutions(path: str | os.PathLike[str]) -> tuple[Resolution, ...]:
    """The decisions in a JSON file (UTF-8): ``{"decisions": [{"entry": …, "verdict": …, "reason": …}]}``.

    A reason is text in the language of the file (``lang``, else English), or texts by language. ``by``, ``date`` and
    ``group`` may be left out. Whether a verdict fits its entry, ``apply_rebase`` says. Raises FileNotFoundError, or
    InputError that names the file, the decision and what belongs there.

    >>> import json, tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "decisions.json"
    ...     one = {"entry": "xx:c-care", "verdict": "keep", "reason": "So said the council."}
    ...     _ = file.write_text(json.dumps({"decisions": [one]}), encoding="utf-8")
    ...     read_resolutions(file)[0].verdict
    'keep'
    """
    return parse_resolutions(read_text(path, "a list of decisions"), file=os.fspath(path))


def parse_resolutions(text: str, *, file: str = "decisions") -> tuple[Resolution, ...]:
    """The decisions in a JSON text; ``file`` is what errors call it. Raises InputError.

    >>> parse_resolutions('{"decisions": []}')
    ()
    """
    found = parse_json(text, file, "a list of decisions")
    rows = found.get("decisions") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise InputError(f'{file}: decisions are an object such as {{"decisions": []}}.')
    lang = found.get("lang", "en")
    if not isinstance(lang, str):
        raise InputError(f"{file}: lang: here belongs a language tag such as 'en'.")
    return tuple(_decision(row, f"decisions[{number}]", file, lang) for number, row in enumerate(rows))


def _decision(row: Any, where: str, file: str, lang: str) -> Resolution:
    if not isinstance(row, dict):
        raise InputError(f"{file}: {where}: here belongs an object.")
    given = {key: value for key, value in row.items() if value is not None}
    known_keys(given, Resolution, file, f"{where}: ")
    for name in _REQUIRED:
        if not given.get(name):
            raise InputError(f"{file}: {where}.{name} is missing.")
    reason = _text(given.pop("reason"), f"{where}.reason", file, lang)
    for name, value in given.items():
        if not isinstance(value, str):
            raise InputError(f"{file}: {where}.{name}: here belongs text.")
    return Resolution(**given, reason=reason)


def _text(value: Any, where: str, file: str, lang: str) -> Text:
    by_language = value if isinstance(value, dict) else {lang: value}
    rows = [(tag, text if isinstance(text, list) else [text]) for tag, text in by_language.items()]
    if not all(isinstance(text, str) for _, texts in rows for text in texts):
        raise InputError(f'{file}: {where}: here belongs text, or texts by language such as {{"en": "…"}}.')
    return Text(tuple(sorted((tag.lower(), text) for tag, texts in rows for text in texts)))
