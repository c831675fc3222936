"""The formats that a framework is read from and written to, by the ending of the file name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import RdfFormat, Triple, parse, serialize

from sswgraph.errors import UnknownFormatError
from sswgraph.exchange.guards import require_utf8
from sswgraph.exchange.relative import refuse_relative
from sswgraph.files import path_of
from sswgraph.model import Framework, MappingSet
from sswgraph.sheets.guards import require_package


def write_ntriples(framework: Framework) -> str:
    r"""The framework as sorted N-Triples lines, the same bytes for the same framework.

    Args:
        framework (Framework): The framework.

    Returns:
        The text.

    Example:
        >>> from sswgraph.model import Text
        >>> write_ntriples(Framework(id="xx", label=Text.of(en="An example"))).count(" .\n")
        2
    """
    from sswgraph.exchange.statements import statements

    return _lines(statements(framework))


def _lines(triples: Iterable[Triple]) -> str:
    text = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    refuse_relative(text, "N-Triples")
    lines = text.split("\n")
    return "".join(line + "\n" for line in sorted(set(lines)) if line)


def write_together(frameworks: Iterable[Framework], mapping_sets: Iterable[MappingSet], kind: str) -> str:
    r"""Several frameworks and the mappings between them in one text, the same bytes for the same content.

    A file that is read holds one framework, so nothing reads this text back.

    Args:
        frameworks (Iterable): The frameworks.
        mapping_sets (Iterable): Their mapping sets.
        kind (str): ``ntriples`` for sorted lines, or ``jsonld`` for expanded JSON-LD.

    Returns:
        The text.

    Example:
        >>> from sswgraph.model import Text
        >>> write_together([Framework(id="xx", label=Text.of(en="An example"))], [], "ntriples").count(" .\n")
        2
    """
    from sswgraph.exchange.statements import combined_statements

    lines = _lines(combined_statements(frameworks, mapping_sets))
    if kind == "ntriples":
        return lines
    triples = (quad.triple for quad in parse(lines.encode(), format=RdfFormat.N_TRIPLES))
    return (serialize(triples, format=RdfFormat.JSON_LD) or b"").decode() + "\n"


def _checked_jsonld(data: bytes, file: str) -> bytes:
    from sswgraph.exchange.jsonld import checked_jsonld

    return checked_jsonld(require_utf8(data, file), file)


def _checked_xml(data: bytes, file: str) -> bytes:
    from sswgraph.exchange.guards import checked_xml

    return checked_xml(require_utf8(data, file), file)


def _write_turtle(framework: Framework) -> str:
    from sswgraph.exchange.turtle import write_framework

    return write_framework(framework)


def _write_jsonld(framework: Framework) -> str:
    from sswgraph.exchange.jsonld import write_jsonld

    return write_jsonld(framework)


def _write_workbook(framework: Framework, lang: str = "en", **how: Any) -> bytes:
    from sswgraph.exchange.workbook.write import framework_workbook

    return framework_workbook(framework, lang, **how)


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        name: Its name for people.
        syntax: The RDF syntax of what ``check`` returns, None for a workbook.
        check: Refuses an unsafe file; takes the bytes and the name of the file, returns the bytes to parse.
        write: Writes a framework, None for a format that is only read; the writer of workbooks also takes a language.
    """

    name: str
    syntax: RdfFormat | None
    check: Callable[[bytes, str], bytes]
    write: Callable[..., str | bytes] | None = None


TURTLE = Format("Turtle", RdfFormat.TURTLE, require_utf8, _write_turtle)
NTRIPLES = Format("N-Triples", RdfFormat.N_TRIPLES, require_utf8, write_ntriples)
JSONLD = Format("JSON-LD", RdfFormat.N_TRIPLES, _checked_jsonld, _write_jsonld)
RDFXML = Format("RDF/XML", RdfFormat.RDF_XML, _checked_xml)
WORKBOOK = Format("Excel workbook", None, require_package, _write_workbook)
_SHEETS = (".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv", ".numbers")
BY_ENDING = {
    ".ttl": TURTLE,
    ".nt": NTRIPLES,
    ".jsonld": JSONLD,
    ".rdf": RDFXML,
    ".owl": RDFXML,
    ".xml": RDFXML,
    ".xlsx": WORKBOOK,
}


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a folder, which may hold the sheets of a framework, and has no ending of a file format."""
    folder = path_of(path)
    return folder.is_dir() and folder.suffix.lower() not in BY_ENDING


def framework_format(path: str | os.PathLike[str], *, writing: bool = False) -> Format:
    """The format for the ending of a file name.

    Args:
        path (str | PathLike): The file.
        writing (bool): Whether the format has to be one that can be written.

    Returns:
        The format.

    Raises:
        UnknownFormatError: There is no such format; the message lists the endings.

    Example:
        >>> framework_format("mine.ttl").name
        'Turtle'
    """
    known = {ending: one for ending, one in BY_ENDING.items() if one.write or not writing}
    ending = path_of(path).suffix.lower()
    found = known.get(ending)
    if found is None:
        verb = "written" if writing else "read"
        fix = " Save it as an Excel workbook (.xlsx)." if ending in _SHEETS and not writing else ""
        raise UnknownFormatError(f"{os.fspath(path)}: a framework is {verb} as {', '.join(known)}.{fix}")
    return found
