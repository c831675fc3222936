"""Ids and IRIs: ``za:social-worker`` is ``…/id/za/social-worker``; any other IRI is its own id."""

from __future__ import annotations

import re

from sswgraph.errors import LongIdError

BASE = "https://w3id.org/sswgraph/id/"
MAX_LENGTH = 1_000
_FRAMEWORK = r"[a-z][a-z0-9-]*"
_CODE = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9-])?"
_ELEMENT_ID = re.compile(rf"({_FRAMEWORK}):({_CODE})\Z")
_FRAMEWORK_ID = re.compile(rf"{_FRAMEWORK}\Z")
_ELEMENT_PATH = re.compile(rf"({_FRAMEWORK})/({_CODE})\Z")
# A framework cannot bear the name of a URI scheme: its ids could not be distinguished from IRIs of that scheme.
SCHEMES = frozenset(
    [
        "about",
        "blob",
        "cid",
        "data",
        "did",
        "doi",
        "file",
        "ftp",
        "geo",
        "hdl",
        "http",
        "https",
        "info",
        "isbn",
        "jar",
        "javascript",
        "ldap",
        "mailto",
        "mid",
        "news",
        "ni",
        "nih",
        "oid",
        "sftp",
        "sip",
        "sms",
        "ssh",
        "tag",
        "tel",
        "urn",
        "uuid",
        "view-source",
        "ws",
        "wss",
        "xmpp",
    ]
)


def id_of(iri: str) -> str:
    """Return the short id of an IRI.

    Returns:
        The id; an IRI that is not of this project is its own id.

    >>> id_of("https://w3id.org/sswgraph/id/za/98890-km-01"), id_of("https://w3id.org/sswgraph/id/za")
    ('za:98890-km-01', 'za')
    >>> id_of("http://data.europa.eu/esco/isco/C3412")
    'http://data.europa.eu/esco/isco/C3412'
    """
    if iri.startswith(BASE):
        path = iri[len(BASE) :]
        if _ELEMENT_PATH.match(path):
            return path.replace("/", ":", 1)
        if _FRAMEWORK_ID.match(path):
            return path
    return iri


def iri_of(identifier: str) -> str:
    """Return the IRI of an id: the inverse of :func:`id_of`.

    Returns:
        The IRI.

    >>> iri_of("za:98890-km-01"), iri_of("za")
    ('https://w3id.org/sswgraph/id/za/98890-km-01', 'https://w3id.org/sswgraph/id/za')
    """
    found = _ELEMENT_ID.match(identifier)
    if found and found[1] not in SCHEMES:
        return f"{BASE}{found[1]}/{found[2]}"
    if _FRAMEWORK_ID.match(identifier) and identifier not in SCHEMES:
        return BASE + identifier
    return identifier


def framework_of(identifier: str) -> str | None:
    """Return the framework an id belongs to by its form.

    Returns:
        The id of the framework; None for any other IRI.

    >>> framework_of("za:social-worker"), framework_of("http://example.org/x")
    ('za', None)
    """
    found = _ELEMENT_ID.match(identifier)
    if found:
        return found[1] if found[1] not in SCHEMES else None
    return identifier if _FRAMEWORK_ID.match(identifier) and identifier not in SCHEMES else None


def require_short(identifier: str) -> None:
    """Raise LongIdError for what is too long to be anybody's id."""
    if len(identifier) > MAX_LENGTH:
        raise LongIdError(identifier, MAX_LENGTH)


def keeps_its_iri(iri: str) -> bool:
    """Return whether the id of this IRI leads back to it; a foreign IRI that looks like one of our ids does not."""
    return iri_of(id_of(iri)) == iri
