"""Messages: a code and its parameters, made into a sentence only when somebody reads it.

The sentences live in ``packs/<language>/<area>.json``, an area being what stands before the dot of a code: a sentence
with ``{parameters}``, or, where number matters, {"one": …, "other": …} chosen by the parameter ``n`` and the plural
rule of the language. A further language is a further folder; an area that it lacks is in English. ``pack.json`` beside
the areas says whether a speaker has reviewed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from sswgraph.frozen import dataclass

FALLBACK = "en"
_TERM = re.compile(r"\b[a-z]+:[A-Za-z]+\b")
_PACKS = Path(__file__).parent / "packs"


@runtime_checkable
class HasWordings(Protocol):
    """A value that has a wording per language, such as a label."""

    def best(self, lang: str) -> str:
        """Return the nearest wording for a language."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that is not written yet.

    Attributes:
        code: Its code: the area of the language pack, a dot and the name.
        parameters: (name, value), sorted by name.

    >>> from sswgraph.messages import message
    >>> str(message("count.modules", n=2))
    '2 modules'
    >>> message("count.modules", n=1).render("fr")
    '1 module'
    """

    code: str
    parameters: tuple[tuple[str, Any], ...] = ()

    def render(self, lang: str = FALLBACK) -> str:
        """Return the sentence in a language, otherwise in English; labels among the parameters follow that language."""
        return sentence(self.code, lang, **dict(self.parameters))

    def __str__(self) -> str:
        return self.render()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a reader calls the terms of a vocabulary, such as headings of a workbook.

    As the parameter ``terms`` of a message, these words take the place of the terms in its sentence.

    Attributes:
        words: (term, word).

    >>> str(message("fix.no-act", terms=Terms((("ssw:concernsAct", "'Act'"),))))
    "Add ssw:concernsFunction, or 'Act' with the act in words."
    """

    words: tuple[tuple[str, str], ...]

    def put_into(self, text: str) -> str:
        """Return the text with these words."""
        known = dict(self.words)
        return _TERM.sub(lambda found: known.get(found[0], found[0]), text)


def message(code: str, /, **parameters: Any) -> Message:
    """Return a message of this code; parameters are text, numbers, labels, other messages, or tuples of these."""
    frozen = {key: tuple(value) if isinstance(value, list) else value for key, value in parameters.items()}
    return Message(code, tuple(sorted(frozen.items())))


def sentence(code: str, lang: str = FALLBACK, /, **parameters: Any) -> str:
    """Return the sentence of a code, filled in.

    Args:
        code (str): The code.
        lang (str): The language, as a tag.
        **parameters (Any): The parameters of the sentence.

    Returns:
        The sentence; in English where the language has none.

    >>> sentence("count.modules", "fr", n=3)
    '3 modules'
    """
    template = _template(code, lang)
    if isinstance(template, dict):
        template = template.get(plural(parameters.get("n"), lang), template["other"])
    terms = parameters.get("terms")
    said = str(template).format_map({key: _spoken(value, lang) for key, value in parameters.items()}).strip()
    return terms.put_into(said) if isinstance(terms, Terms) else said


def languages() -> tuple[str, ...]:
    """Return the languages that fixed text exists in, by tag.

    Returns:
        The tags, sorted.

    >>> languages()
    ('ar', 'en', 'es', 'fr', 'pt', 'sw')
    """
    return tuple(sorted(entry.name for entry in _PACKS.iterdir() if entry.is_dir() and not entry.name.startswith("_")))


def is_reviewed(lang: str) -> bool:
    """Return whether speakers have reviewed the fixed text that this language gets, which may be the English one.

    Returns:
        Whether they have.

    >>> is_reviewed("fr"), is_reviewed("sw-KE"), is_reviewed("km")
    (True, False, True)
    """
    found = next((tag for tag in (lang.lower(), lang.lower().partition("-")[0]) if tag in languages()), FALLBACK)
    return bool(pack(found, "pack").get("reviewed", True))


@cache
def pack(lang: str, area: str) -> dict[str, Any]:
    """Return the sentences of one area in one language, by code without the area; empty where there are none."""
    import json

    file = _PACKS / lang / f"{area}.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _template(code: str, lang: str) -> Any:
    area, _, name = code.partition(".")
    for tag in (lang, lang.partition("-")[0], FALLBACK):
        if tag.isascii() and tag.replace("-", "").isalnum() and name in pack(tag, area):
            return pack(tag, area)[name]
    raise KeyError(f"no sentence for the code {code!r}")


def plural(n: Any, lang: str) -> str:
    """Return the plural category (CLDR) of a whole number.

    Languages that are not written here go by Babel, if it is installed.

    Returns:
        'zero', 'one', 'two', 'few', 'many' or 'other'.

    >>> plural(1, "en"), plural(0, "fr"), plural(11, "ar"), plural(None, "en")
    ('one', 'one', 'many', 'other')
    """
    base = lang.lower().partition("-")[0]
    if not isinstance(n, int):
        return "other"
    if base == "ar":
        few, many = 3 <= n % 100 <= 10, 11 <= n % 100 <= 99
        return ("zero", "one", "two")[n] if 0 <= n <= 2 else "few" if few else "many" if many else "other"
    if base in ("fr", "pt"):
        return "one" if n in (0, 1) else "other"
    if base in ("en", "es", "sw"):
        return "one" if n == 1 else "other"
    return _by_babel(n, base)


def _by_babel(n: int, base: str) -> str:
    try:
        from babel import Locale, UnknownLocaleError
    except ImportError:
        return "one" if n == 1 else "other"
    try:
        return str(Locale(base).plural_form(n))
    except (UnknownLocaleError, ValueError):
        return "one" if n == 1 else "other"


def _spoken(value: Any, lang: str) -> str:
    if isinstance(value, Message):
        return value.render(lang)
    if isinstance(value, str):
        return value
    if isinstance(value, HasWordings):
        return str(value.best(lang))
    if isinstance(value, Iterable):
        return ", ".join(_spoken(part, lang) for part in value)
    return str(value)
