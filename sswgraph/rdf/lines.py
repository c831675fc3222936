"""On which line of a Turtle file something stands; asked only when there is something to report.

The parser gives no places for what it read, so a second, small pass over the tokens of the file finds them again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from urllib.parse import urljoin

from sswgraph.rdf.schema import TYPE

_TOKEN = re.compile(
    r"""(?P<skip>[ \t\r\n]+|\#[^\r\n]*)
      | (?P<string>"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                  |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
      | (?P<mark>\^\^|[;,.\[\]()]|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<word>(?:\\.|[^\s;,\[\]()<>"'\#\\])+)""",
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n?|\n")


class Places:
    """The lines of subjects, of their properties, and of single values.

    >>> places = Places('@prefix a: <http://a/> .\\na:s a:p a:o ;\\n  a:q a:r .')
    >>> places.line("http://a/s", "http://a/q"), places.line("http://a/s"), places.line("http://a/none")
    (3, 2, None)
    """

    def __init__(self, turtle: str) -> None:
        self._lines: dict[tuple[str, ...], int] = {}
        said: dict[str, set[tuple[str, str]]] = {}
        for terms, lines, is_name in _triples(turtle):
            for length, line in enumerate(lines, 1):
                self._lines.setdefault(terms[:length], line)
            if terms[0].startswith(_NAMELESS):
                names = said.setdefault(terms[0], set())
                names.update([(terms[1], terms[2])] if is_name else [])
        self._nameless: dict[frozenset[tuple[str, str]], str] = {}
        for subject, names in said.items():  # of two that name the same things nobody can say which one is meant
            known = self._nameless.setdefault(frozenset(names), subject)
            self._nameless[frozenset(names)] = known if known == subject else ""

    def nameless(self, said: frozenset[tuple[str, str]]) -> str:
        """The subject, for :meth:`line`, of the block ``[] …`` that names just these things by these properties, or
        nothing."""
        return self._nameless.get(said, "")

    def line(self, subject: str, predicate: str | None = None, value: str | None = None) -> int | None:
        """The line of the value, else of the property, else of the subject, else None."""
        keys = [(subject, predicate or "", value or ""), (subject, predicate or ""), (subject,)]
        return next((self._lines[key] for key in keys if key in self._lines), None)


def _tokens(turtle: str) -> Iterator[tuple[str, str, int]]:
    at, line = 0, 1
    while at < len(turtle):
        found = _TOKEN.match(turtle, at)
        if not found:
            at += 1
            continue
        kind, text = str(found.lastgroup), found.group()
        if kind == "word" and text.endswith(".") and not text.endswith("\\."):
            text = text.rstrip(".")
            yield kind, text, line
            yield "mark", ".", line
        elif kind != "skip":
            yield kind, text, line
        line += len(_LINE_END.findall(found.group()))
        at = found.end()


_BASE = "@base"
_NAMELESS = "["


def _triples(turtle: str) -> Iterator[tuple[tuple[str, ...], tuple[int, ...], bool]]:
    """Subject, predicate, value of what stands at the top level, their lines, and whether the value is a name; what
    brackets hold is passed over, but for those that stand as a subject; where they are the value, it is left out."""
    prefixes: dict[str, str] = {}
    terms: list[str] = []
    lines: list[int] = []
    directive: list[str] = []
    depth = 0
    blocks = count()
    for kind, text, line in _tokens(turtle):
        if depth == 0 and not terms and (text in ("@prefix", "@base") or text.upper() in ("PREFIX", "BASE")):
            directive = [text]
        elif directive:
            directive.append(text)
            ends = len(directive) == (3 if "prefix" in directive[0].lower() else 2)
            if ends:
                prefixes[directive[1] if len(directive) == 3 else _BASE] = _term(kind, text, prefixes)
                directive = []
        elif text == "[" and not depth and not terms:
            terms, lines = [f"{_NAMELESS}{next(blocks)}"], [line]
        elif text == "]" and not depth:
            del terms[1:], lines[1:]
        elif text in ("[", "("):
            if len(terms) == 2 and not depth:
                yield tuple(terms), tuple(lines), False
            depth += 1
        elif text in ("]", ")"):
            depth -= 1
        elif depth or text in (",", "^^") or text.startswith("@"):
            continue
        elif text in (".", ";"):
            del terms[0 if text == "." else 1 :], lines[0 if text == "." else 1 :]
        else:
            terms[2:] = [TYPE if text == "a" and len(terms) == 1 else _term(kind, text, prefixes)]
            lines[2:] = [line]
            if len(terms) == 3:
                yield tuple(terms), tuple(lines), kind == "iri" or (kind == "word" and ":" in text)


def _term(kind: str, text: str, prefixes: dict[str, str]) -> str:
    if kind == "iri":
        return urljoin(prefixes.get(_BASE, ""), text[1:-1])
    if kind == "string":
        return text.strip("\"'")
    prefix, colon, local = text.partition(":")
    return prefixes.get(prefix + colon, prefix + colon) + local.replace("\\", "") if colon else text
