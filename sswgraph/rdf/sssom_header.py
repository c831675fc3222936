"""The header of an SSSOM table: names and values in YAML, of which what we write ourselves is a small part.

That part is read here line by line, which is quick; PyYAML is loaded only for a header that is written otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sswgraph.errors import ParseError

MAX_HEADER = 65_536
MAX_DEPTH = 8
# Letters and signs that YAML takes as they are; what else it takes for a line end or refuses is written as an escape.
_SIGN = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_PLAIN = re.compile(rf"(?!.*(?:: | \#))[A-Za-z0-9(/<_.](?:[{_SIGN}]*(?![ :])[{_SIGN}])?\Z")
_SINGLE = re.compile(rf"'((?:(?!')[{_SIGN}]|'')*)'\Z")
_DOUBLE = re.compile(rf'"(?:(?!["\\])[{_SIGN}]|\\["\\nrt]|\\u(?!d[89a-f])[0-9a-f]{{4}})*"\Z')
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_LINE = re.compile(r"(  |- )?([A-Za-z_][A-Za-z0-9_.-]{0,99}):(?: (.*))?\Z", re.DOTALL)
_NESTED: dict[str, type] = {"curie_map": dict, "extension_definitions": list}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*\Z")
# Words that other readers of YAML take for something else than text; so too whatever begins like a number.
_NO_TEXT = re.compile(r"(?:y|n|yes|no|true|false|on|off|null)\Z|[0-9.<]", re.IGNORECASE)


def read_header(text: str, file: str) -> dict[str, Any]:
    """The names and values of a header: every scalar as the text that it is written as.

    ``text``: the lines without their '#'. Raises ParseError for what is no YAML, for anchors and tags, for what is
    longer than 65,536 characters or nests deeper than 8, and for a name, a prefix or a value that is none.

    >>> read_header("mapping_set_id: https://example.org/m\\ncurie_map:\\n  za: https://example.org/za/\\n", "mine.tsv")
    {'mapping_set_id': 'https://example.org/m', 'curie_map': {'za': 'https://example.org/za/'}}
    """
    if len(text) > MAX_HEADER:
        raise ParseError("The header is longer than 65,536 characters.", file=file, line=1, hint="Shorten it.")
    header = read_small(text)
    return _checked(read_yaml(text, file) if header is None else header, file)


def read_small(text: str) -> dict[str, Any] | None:
    """The header, if it is written as :func:`write_header` writes; else None."""
    header: dict[str, Any] = {}
    inside: Any = None
    for line in text.removesuffix("\n").split("\n") if text else ():
        found = _LINE.match(line)
        if not found:
            return None
        indent, name, value = found.groups()
        if value is None and not indent and name in _NESTED:
            inside = header[name] = _NESTED[name]()
            continue
        scalar = _scalar(value or "")
        if scalar is None:
            return None
        if not indent:
            inside, header[name] = None, scalar
        elif isinstance(inside, list) and (inside or indent == "- "):
            inside += [{}] if indent == "- " else []
            inside[-1][name] = scalar
        elif isinstance(inside, dict) and indent == "  ":
            inside[name] = scalar
        else:
            return None
    return None if {} in header.values() or [] in header.values() else header


def _scalar(value: str) -> str | None:
    if _PLAIN.match(value):
        return value
    if _SINGLE.match(value):
        return value[1:-1].replace("''", "'")
    if not _DOUBLE.match(value):
        return None
    import json

    return str(json.loads(value))


def read_yaml(text: str, file: str) -> dict[str, Any]:
    """The header by PyYAML, every scalar as it is written: a version 1.10 is no number."""
    import yaml

    try:
        depth = 0
        for token in yaml.scan(text):
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                raise ParseError("The header uses YAML anchors or tags.", file=file, line=1, hint="Write plain values.")
            depth += type(token).__name__.endswith(("SequenceStartToken", "MappingStartToken"))
            depth -= type(token).__name__.endswith("EndToken")
            if depth > MAX_DEPTH:
                hint = "Write '#name: value' lines."
                raise ParseError(f"The header nests deeper than {MAX_DEPTH}.", file=file, line=1, hint=hint)
        header = yaml.load(text, Loader=yaml.BaseLoader) or {}
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ParseError("The header is no YAML.", file=file, line=line, hint="Write '#name: value' lines.") from None
    if not isinstance(header, dict):
        raise ParseError("The header is no list of names and values.", file=file, line=1, hint="Write '#name: value'.")
    return header


def _checked(header: dict[str, Any], file: str) -> dict[str, Any]:
    curies = header.get("curie_map") or {}
    if not isinstance(curies, dict):
        raise ParseError("curie_map is no list of prefixes.", file=file, line=1, hint="Write '#  prefix: https://…'.")
    for name in (*header, *curies):
        if not _NAME.match(name):
            hint = "A name is of letters, digits, '_', '-' and '.', and begins with a letter."
            raise ParseError(f"'{name}' is no name for a header.", file=file, line=1, hint=hint)
    for prefix, iri in curies.items():
        if not isinstance(iri, str) or not _IRI.match(iri):
            problem = f"The prefix '{prefix}' stands for no IRI."
            raise ParseError(problem, file=file, line=1, hint=f"Write '#  {prefix}: https://…'.")
    for name, value in header.items():
        parts = value if isinstance(value, list) else [value]
        if name not in ("curie_map", "extension_definitions") and not all(isinstance(part, str) for part in parts):
            raise ParseError(f"'{name}' holds no text.", file=file, line=1, hint=f"Write '#{name}: text'.")
    return header


def write_header(header: Mapping[str, str | Mapping[str, str] | Sequence[Mapping[str, str]]]) -> list[str]:
    """The lines of a header, without their '#': the inverse of :func:`read_header`.

    >>> write_header({"mapping_set_id": "https://example.org/m", "mapping_set_version": "1.10"})
    ['mapping_set_id: https://example.org/m', "mapping_set_version: '1.10'"]
    """
    lines = []
    for name, value in header.items():
        if isinstance(value, str):
            lines.append(f"{name}: {_written(value)}")
            continue
        lines.append(f"{name}:")
        if isinstance(value, Mapping):
            lines += [f"  {key}: {_written(text)}" for key, text in value.items()]
            continue
        for one in value:
            lines += [f"{'  ' if n else '- '}{key}: {_written(text)}" for n, (key, text) in enumerate(one.items())]
    return lines


def _written(text: str) -> str:
    if _PLAIN.match(text) and not _NO_TEXT.match(text):
        return text
    quoted = "'" + text.replace("'", "''") + "'"
    if _SINGLE.match(quoted):
        return quoted
    signs = re.sub(
        rf"[^{_SIGN}]", lambda sign: f"\\u{ord(sign[0]):04x}", text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{signs}"'
