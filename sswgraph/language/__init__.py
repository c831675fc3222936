"""What a reader is told, in the reader's language: messages are codes with parameters until someone reads them."""

from sswgraph.language.messages import Message, is_reviewed, languages, message, pack, sentence
from sswgraph.language.tags import country_problem, language_problem

__all__ = ["Message", "country_problem", "is_reviewed", "language_problem", "languages", "message", "pack", "sentence"]
