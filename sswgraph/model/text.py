"""Text in several languages, and what was chosen when one was asked for."""

from __future__ import annotations

from dataclasses import dataclass


class Wording(str):
    """A text as it was found: a string that knows its language and whether that is the one asked for.

    >>> word = Text.of(en="social worker").best("fr")
    >>> word, word.lang, word.fell_back
    ('social worker', 'en', True)
    """

    __slots__ = ("fell_back", "lang")
    lang: str
    fell_back: bool

    def __new__(cls, value: str, lang: str = "", fell_back: bool = False) -> Wording:
        made = super().__new__(cls, value)
        made.lang = lang
        made.fell_back = fell_back
        return made

    def __reduce__(self) -> tuple[type[Wording], tuple[str, str, bool]]:
        return (Wording, (str(self), self.lang, self.fell_back))


@dataclass(frozen=True, slots=True)
class Text:
    """Wordings by language tag (BCP 47), sorted; several of one language where they are alternatives.

    >>> label = Text.of(en="community development worker", fr="agent de développement communautaire")
    >>> label.get("fr"), label.get("sw"), label.languages
    ('agent de développement communautaire', None, ('en', 'fr'))
    >>> str(label)
    'community development worker'
    """

    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **wordings: str) -> Text:
        """A text from ``en="…", fr="…"``; an underscore stands for the hyphen of a tag (``pt_BR``)."""
        return cls(tuple(sorted((tag.replace("_", "-").lower(), text) for tag, text in wordings.items())))

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tag for tag, _ in self.values))

    def get(self, lang: str) -> str | None:
        """The wording in exactly this language, or None."""
        wanted = lang.lower()
        return next((text for tag, text in self.values if tag == wanted), None)

    def all(self, lang: str) -> tuple[str, ...]:
        """Every wording in exactly this language, in order."""
        wanted = lang.lower()
        return tuple(text for tag, text in self.values if tag == wanted)

    def best(self, lang: str = "en", home: str | None = None) -> Wording:
        """The nearest wording: asked, its base language, English, ``home`` (the framework's first), first by tag.

        An empty text gives an empty wording.
        """
        asked = lang.lower()
        for tag in (asked, asked.partition("-")[0], "en", home or ""):
            text = self.get(tag)
            if text is not None:
                return Wording(text, tag, tag not in (asked, asked.partition("-")[0]))
        if self.values:
            return Wording(self.values[0][1], self.values[0][0], True)
        return Wording("", lang)

    def __str__(self) -> str:
        return str(self.best("en"))

    def __bool__(self) -> bool:
        return bool(self.values)
