"""Relative IRIs (rule R3): resolved while a file is read, kept and written as relative.

The parser resolves them against an address that no file has, so that values, digests and bytes do not depend on the
folder; steps such as "./" that change nothing are dropped.
"""

from __future__ import annotations

import re

from sswgraph.errors import InputError

_ROOT = "https://relative.invalid"
_TOP = _ROOT + "/"
_STEPS = 32  # the most steps up ('../') that are distinguished
_FOLDER = _TOP + "".join(f"up-{step}/" for step in range(_STEPS))
ADDRESS = _FOLDER + "file"
_TERM = re.compile(r"<([^<>]*)>")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PARTS = re.compile(r"([^:/?#]+:)(//[^/?#]*)?([^?#]*/)?([^/?#]*)(\?[^#]*)?(?:#.*)?", re.DOTALL)
_DATATYPE = re.compile(r'"\^\^<([^<>]*)>( \.)\Z')


def is_relative(iri: str) -> bool:
    """Whether the parser made this IRI from a relative one."""
    return iri.startswith(_TOP)


def relative(iri: str) -> str:
    """The shortest reference that resolves to this IRI, as it was in the file.

    Args:
        iri (str): The IRI that the parser gave.

    Returns:
        The reference; an IRI that was not relative stays as it is.

    Example:
        >>> relative(absolute("#note")), relative(absolute("../b/c.pdf?d")), relative(absolute("")), relative("urn:a")
        ('#note', '../b/c.pdf?d', '', 'urn:a')
    """
    if not is_relative(iri):
        return iri
    if iri == ADDRESS or iri.startswith((ADDRESS + "#", ADDRESS + "?")):
        return iri[len(ADDRESS) :]
    folder, up = _FOLDER, ""
    while not iri.startswith(folder):
        folder = folder[: folder.rindex("/", 0, -1) + 1]
        up += "../"
        if folder == _TOP:
            path = iri[len(_ROOT) :]
            return f"/.{path}" if path.startswith("//") else path  # '//' begins the name of a host
    rest = iri[len(folder) :]
    plain = not rest or rest[0] in "/?#" or ":" in re.split(r"[/?#]", rest, maxsplit=1)[0]
    return up + rest if up or not plain else "./" + rest


def display_iri(iri: str) -> str:
    """A relative IRI in angle brackets for a message; any other IRI as it is."""
    return f"<{relative(iri)}>" if is_relative(iri) else iri


def absolute(reference: str, address: str = ADDRESS) -> str:
    """A reference resolved against an address (RFC 3986, section 5.2); a complete IRI stays as it is."""
    if _SCHEME.match(reference):
        return reference
    scheme, host, folder, name, query = _PARTS.fullmatch(address).groups("")  # type: ignore[union-attr]
    if reference.startswith("//"):
        return scheme + reference
    path, tail = re.fullmatch(r"([^?#]*)(.*)", reference, re.DOTALL).groups()  # type: ignore[union-attr]
    if not path:
        return f"{scheme}{host}{folder}{name}{tail if tail[:1] == '?' else query + tail}"
    steps: list[str] = []
    *way, last = (path if path.startswith("/") else (folder or "/") + path).split("/")[1:]
    for step in (*way, *((last, "") if last in (".", "..") else (last,))):
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    return f"{scheme}{host}/{'/'.join(steps)}{tail}"


def refuse_relative(text: str, form: str, how: str = "") -> None:
    """Refuse a text with a relative IRI, in a format that does not allow them.

    Args:
        text (str): The text that would be written.
        form (str): The name of the format.
        how (str): The use that is not allowed, where only one is not.

    Raises:
        InputError: There is a relative IRI.
    """
    found = re.search(re.escape(_TOP) + r"[^<>]*", text)
    if found:
        place = f" {how}" if how else ""
        raise InputError(f"{form} takes no relative IRI{place}, such as <{relative(found[0])}>. Write Turtle (.ttl).")


def restore_relative(line: str) -> str:
    """A statement as an N-Triples line, with relative IRIs as in the file."""
    if _TOP not in line:
        return line
    subject, predicate, rest = line.split(" ", 2)
    if rest.startswith("<"):
        rest = _TERM.sub(_relative, rest)
    else:
        rest = _DATATYPE.sub(lambda found: f'"^^<{relative(found[1])}>{found[2]}', rest)
    return f"{_TERM.sub(_relative, subject)} {_TERM.sub(_relative, predicate)} {rest}"


def _relative(found: re.Match[str]) -> str:
    return f"<{relative(found[1])}>"
