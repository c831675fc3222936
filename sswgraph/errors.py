"""The errors of this library; each is also the nearest builtin, so that ordinary ``except`` clauses work.

::

    SswgraphError
    ├── ParseError(ValueError)             a file that cannot be read: file, line, column, hint
    ├── InvalidFrameworkError(ValueError)  a file that can be read and breaks rules: carries the whole report
    ├── EditionError(ValueError)           two frameworks of one id in one graph
    ├── LineageError(ValueError)           nothing says which elements of two frameworks correspond to each other
    ├── QueryError(ValueError)             a SPARQL query that is not allowed, malformed, or too slow
    ├── InputError(ValueError)             an argument or a profile that cannot be used as given
    ├── UnknownElementError(KeyError)      an id that is not there: carries the nearest ids
    │   └── LongIdError(InputError)        an id that is longer than any id
    ├── UnknownFormatError(LookupError)    a file ending that nothing writes
    ├── OutputExistsError(FileExistsError) a file that would be overwritten
    └── MissingExtraError(ImportError)     a part that is not installed: names the command that installs it
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

# What could command a terminal or turn round the text beside it: control characters, directional marks, line ends.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def harmless(text: str) -> str:
    r"""Return the text with what could do harm in a terminal or a log written out; errors quote a file's own words.

    Returns:
        The text.

    >>> harmless("red\x1b[31m")
    'red\\x1b[31m'
    """
    return _HARMFUL.sub(lambda found: ascii(found[0])[1:-1], text)


class SswgraphError(Exception):
    """The root: every error that this library raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(cls: type[SswgraphError], args: tuple[Any, ...], state: dict[str, Any]) -> SswgraphError:
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(state)
    return error


class ParseError(SswgraphError, ValueError):
    """A file that cannot be read as what it says it is.

    Attributes:
        problem: What is wrong.
        file: The name of the file; None where not known.
        line: The line, from 1; None where not known.
        column: The column, from 1; None where not known.
        hint: How to fix it; empty where nobody knows.

    >>> print(ParseError("A dot is expected.", file="mine.ttl", line=3, column=1, hint="End each block with ' .'"))
    mine.ttl, line 3, column 1: A dot is expected. End each block with ' .'
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str = "",
    ) -> None:
        self.problem, self.file, self.line, self.column, self.hint = problem, file, line, column, hint
        place = [file or "", f"line {line}" if line else "", f"column {column}" if column else ""]
        where = ", ".join(part for part in place if part)
        super().__init__(harmless(f"{where}: {problem} {hint}".strip() if where else f"{problem} {hint}".strip()))


class InvalidFrameworkError(SswgraphError, ValueError):
    """A file that breaks rules; the text shows the first problems.

    Attributes:
        report: The :class:`sswgraph.model.Report` with every problem and its line.
    """

    def __init__(self, report: Any) -> None:
        self.report = report
        super().__init__(report.summary())


class EditionError(SswgraphError, ValueError):
    """Two frameworks with one id in one graph, or another edition than was asked for.

    Attributes:
        problem: What is wrong, without how to fix it.
    """

    def __init__(self, problem: str, fix: str = "") -> None:
        self.problem = problem
        super().__init__(f"{problem} {fix}".strip())


class LineageError(SswgraphError, ValueError):
    """Nothing says which elements of two frameworks correspond to each other: neither lineage nor mappings.

    Attributes:
        child: The id of the one that would have been made from the other.
        parent: The id of the other.

    >>> str(LineageError("xx", "psw"))[:40]
    "Nothing says how 'xx' comes from 'psw'. "
    """

    def __init__(self, child: str, parent: str) -> None:
        self.child, self.parent = child, parent
        super().__init__(
            f"Nothing says how '{child}' comes from '{parent}'. Either state it in '{child}' (prov:wasDerivedFrom, as "
            "adapt() writes it, or ssw:Change), or give a mapping set between the two that people have reviewed "
            "(mappings=read_sssom(...))."
        )


class QueryError(SswgraphError, ValueError):
    """A SPARQL query that is not allowed here, malformed, or too slow."""


class InputError(SswgraphError, ValueError):
    """An argument or a profile that cannot be used as it was given."""


class UnknownElementError(SswgraphError, KeyError):
    """An id that is not in the graph.

    Attributes:
        identifier: The id.
        near: The ids that look most like it.
        kind: What was looked for: 'framework', or 'element' for anything.

    >>> print(UnknownElementError("kenya", ["ke"], kind="framework"))
    There is no framework 'kenya'. Did you mean ke?
    >>> print(UnknownElementError(None))
    An id is a text such as 'za:social-worker', not NoneType.
    """

    def __init__(self, identifier: object, near: Iterable[str] = (), *, kind: str = "element") -> None:
        self.identifier, self.near, self.kind = identifier, tuple(near), kind
        super().__init__(identifier)

    def __str__(self) -> str:
        if not isinstance(self.identifier, str):
            example = "za" if self.kind == "framework" else "za:social-worker"
            return f"An id is a text such as '{example}', not {type(self.identifier).__name__}."
        place = "" if self.kind == "framework" else " in this graph"
        return f"There is no {self.kind} {self.identifier!r}{place}. {self.hint}"

    @property
    def hint(self) -> str:
        """What was probably meant, or where to look."""
        if self.near:
            return f"Did you mean {' or '.join(self.near)}?"
        return "List them with frameworks()." if self.kind == "framework" else "See find() to search by name."


class LongIdError(UnknownElementError, InputError):
    """An id that is longer than any id can be.

    Attributes:
        most: The number of characters that an id has at most.

    >>> print(LongIdError("x" * 5_000, 1_000))
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' has 5,000 characters; no id has more than 1,000.
    """

    def __init__(self, identifier: str, most: int) -> None:
        super().__init__(identifier)
        self.most = most

    def __str__(self) -> str:
        start, length = str(self.identifier)[:40], len(str(self.identifier))
        return f"'{harmless(start)}…' has {length:,} characters; no id has more than {self.most:,}."


class UnknownFormatError(SswgraphError, LookupError):
    """A file ending or format name that nothing here writes."""


class OutputExistsError(SswgraphError, FileExistsError):
    """A file that exists already and was not to be overwritten."""


class MissingExtraError(SswgraphError, ImportError):
    """A part of the library whose packages are not installed.

    Attributes:
        extra: The name of the extra.
        package: The package that is missing.

    >>> str(MissingExtraError("excel", "openpyxl"))[:48]
    'This needs the package openpyxl. To install it, '
    """

    def __init__(self, extra: str, package: str) -> None:
        self.extra, self.package = extra, package
        super().__init__(f"This needs the package {package}. To install it, {_installing(extra, package)}")


def _installing(extra: str, package: str) -> str:
    """The command that brings an extra: in a checkout by its name, elsewhere by its packages, as no index has us."""
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        found = distribution("sswgraph")
    except PackageNotFoundError:
        return _in_folder(Path(__file__).parent.parent, extra, package, [])
    needed = [one.partition(";") for one in found.requires or ()]
    wanted = [name.strip() for name, _, when in needed if re.search(rf"extra == ['\"]{re.escape(extra)}['\"]", when)]
    packages = [name for name in wanted if not name.startswith("sswgraph")]
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    folder = url2pathname(urlsplit(origin.get("url", "")).path) if "dir_info" in origin else ""
    return _in_folder(Path(folder) if folder else None, extra, package, packages, origin.get("dir_info", {}))


def _in_folder(
    folder: Path | None, extra: str, package: str, packages: Iterable[str], how: Mapping[str, object] | None = None
) -> str:
    if folder is not None and (folder / "pyproject.toml").is_file():
        editable = "-e " if (how or {}).get("editable") else ""
        return f'type in the folder {folder}: pip install {editable}".[{extra}]"'
    return "type: pip install " + " ".join(f'"{one}"' for one in packages or [package])
