"""``new``: an empty framework, to be completed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sswgraph.errors import InputError
from sswgraph.files import names_in
from sswgraph.messages import country_problem, family, language_problem, languages, sentence
from sswgraph.model import Framework, Source, Text
from sswgraph.model.ids import framework_of

_LONGEST = 100


def new(
    id: str,
    *,
    title: str | Text,
    lang: str = "en",
    jurisdiction: str | Iterable[str] = (),
    published: str | Text | None = None,
    edition: str | None = None,
    replace: bool = False,
) -> Framework:
    """Make an empty framework: a draft with a title, a language and a jurisdiction.

    Written as a workbook (``ssw.write(framework, "xx.xlsx")``), it has a sheet for everything that people complete.

    Args:
        id (str): The id of the framework, a few lower-case letters such as 'xx', with which all ids in it begin.
        title (str | Text): The title; a str is in ``lang``.
        lang (str): The language in which it is written first, as a tag such as 'en' or 'fr'.
        jurisdiction (str | Iterable[str]): Where it applies, as ISO 3166 codes such as 'UG' or UN M.49 areas such as
            '001'; empty: not stated.
        published (str | Text | None): The title of a published document whose items a holder of it enters. The document
            becomes their source, and the framework states that it must not be passed on. None: no such document.
        edition (str | None): The edition, of the document where there is one; None: not stated.
        replace (bool): Whether it may have the id of a shipped framework, in whose place it is then loaded.

    Returns:
        The framework.

    Raises:
        InputError: If the id, the title, the language or a code is not valid, or a shipped framework has the id.

    Example:
        >>> mine = new("xx", title="Cadre de compétences", lang="fr", jurisdiction="CD")
        >>> mine.title.get("fr"), mine.status, len(mine)
        ('Cadre de compétences', 'draft', 0)
    """
    require_id(id, replace)
    given = (
        ("title", title, str | Text),
        ("published", published, str | Text | None),
        ("edition", edition, str | None),
    )
    for parameter, value, wanted in given:
        if not isinstance(value, wanted):
            raise InputError(f"{parameter} is a text, not {type(value).__name__}.")
    if not isinstance(jurisdiction, Iterable):
        raise InputError(f"jurisdiction is a code such as 'UG' or several, not {type(jurisdiction).__name__}.")
    codes = (jurisdiction,) if isinstance(jurisdiction, str) else tuple(map(str, jurisdiction))
    for problem in filter(None, [language_problem(lang), *map(country_problem, codes)]):
        raise InputError(str(problem))
    label = title if isinstance(title, Text) else Text(((lang.lower(), title),)) if title.strip() else Text()
    if not label:
        raise InputError("Give the title of the framework: title='Competencies of community workers'.")
    said: dict[str, Any] = {}
    if published is not None:
        name = published if isinstance(published, Text) else Text(((lang.lower(), published),))
        if not str(name).strip():
            raise InputError("Give the title of the document: published='Title of the publication'.")
        tongue = family(lang) if family(lang) in languages() else "en"
        rights = Text(((tongue, sentence("workbook.published-rights", tongue)),))
        said = {"rights": rights, "elements": (Source(id=f"{id}:publication", label=name),)}
    return Framework(
        id=id,
        label=label,
        edition=edition,
        **said,
        first_language=lang.lower(),
        jurisdiction=tuple(sorted(set(codes))),
        status="draft",
    )


def require_id(id: str, replace: bool = False) -> None:
    """Check that this can be the id of a new framework.

    Args:
        id: The id.
        replace: Whether it may be that of a shipped framework.

    Raises:
        InputError: If it is not valid, or a shipped framework has it.
    """
    if not isinstance(id, str) or framework_of(id) != id or len(id) > _LONGEST:
        said = f"'{str(id)[:_LONGEST]}' cannot be the id of a framework."
        raise InputError(f"{said} Use at most {_LONGEST} lower-case letters, digits and '-', such as 'xx-2026'.")
    if not replace and f"{id}.ttl" in names_in("frameworks", ".ttl"):
        there = f"A shipped framework has the id '{id}', and a graph holds one framework of an id."
        raise InputError(f"{there} Choose another id, or pass replace=True (--replace) to load yours in its place.")
