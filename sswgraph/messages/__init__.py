"""Sentences in the reader's language: messages are codes with parameters until somebody reads them."""

from sswgraph.messages.places import country_problem
from sswgraph.messages.tags import family, language_problem, nearest_tag, paired, require_language
from sswgraph.messages.wording import Message, Terms, is_reviewed, languages, message, pack, sentence

__all__ = [
    "Message",
    "Terms",
    "country_problem",
    "family",
    "is_reviewed",
    "language_problem",
    "languages",
    "message",
    "nearest_tag",
    "pack",
    "paired",
    "require_language",
    "sentence",
]
