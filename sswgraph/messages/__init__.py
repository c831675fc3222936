"""What a reader is told, in the reader's language: messages are codes with parameters until someone reads them."""

from sswgraph.messages.places import country_problem
from sswgraph.messages.tags import language_problem
from sswgraph.messages.wording import Message, is_reviewed, languages, message, pack, sentence

__all__ = ["Message", "country_problem", "is_reviewed", "language_problem", "languages", "message", "pack", "sentence"]
