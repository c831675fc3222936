"""The terms of the field in two languages: one term for one thing, and those that are chosen by their sense."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_FROM = "en"  # the language in which the terms are given


@cache
def _tables() -> dict[str, dict[str, list[list[str]]]]:
    """By language: the terms, each with what is not to be used, and the senses (``glossary.json``)."""
    text = Path(__file__).with_name("glossary.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def terms(lang: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the terms of a language.

    Returns:
        (English, term, what is not to be used for it); empty where there is no glossary.

    >>> terms("fr")[0]
    ('para professional', 'para-professionnel', ('paraprofessionnel',))
    """
    rows = _tables().get(lang, {}).get("terms", [])
    return tuple(
        (one, other, tuple(word.strip() for word in avoided.split(",") if word)) for one, other, avoided in rows
    )


def senses(lang: str) -> tuple[tuple[str, str], ...]:
    """Return English words whose translation depends on their sense.

    Returns:
        (English with its sense, term); empty where there is no glossary.

    >>> dict(senses("fr"))["refer a person"]
    'orienter (never référer)'
    """
    return tuple((one, other) for one, other in _tables().get(lang, {}).get("senses", []))


def terms_between(source: str, to: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the terms from one language into another, one of them English; what is not to be used is of the second."""
    if source == _FROM:
        return (*terms(to), *((one, other, ()) for one, other in senses(to)))
    return tuple((other, one, ()) for one, other, _ in terms(source)) if to == _FROM else ()
