"""What the sheets of a workbook call the terms of the vocabulary, for what is found in it."""

from __future__ import annotations

from functools import cache

from sswgraph.exchange.schema import BY_KIND, CLASSES, camel
from sswgraph.exchange.terms import short
from sswgraph.exchange.workbook.layout import Column, code_word, heading, title
from sswgraph.messages import Terms

# Evidence that stands in the row itself has no column of this name; its first is the basis.
_COLUMNS = {"evidence": "basis"}


@cache
def words(kind: str, lang: str) -> Terms:
    """Headings for properties, names of sheets for classes, words of lists for codes; those of a kind go first.

    >>> words("obligation", "en").put_into("Add ssw:concernsAct to the ssw:Obligation.")
    "Add 'Act' to the 'Obligation'."
    """
    found: dict[str, str] = {}
    for cls in ((BY_KIND[kind],) if kind else ()) + CLASSES:
        found.setdefault(short(cls.iri), title(cls.kind.name, lang))
        for one in cls.properties:
            found.setdefault(short(one.iri), heading(Column(_COLUMNS.get(one.name, one.name)), lang))
            for code in one.codes:
                found.setdefault(f"ssw:{camel(code)}", code_word(one.name, code, lang))
    return Terms(tuple((term, f"'{word}'") for term, word in sorted(found.items())))
