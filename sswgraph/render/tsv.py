"""Results as tables of tab-separated values, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from sswgraph.model import Alignment

_FORMULA = tuple("=+-@")
_TO_FILL = ("decision", "comment")


def tsv(value: Any, lang: str = "en") -> str:
    r"""The rows of a result under their names; an alignment has two more empty columns for whoever decides.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> from sswgraph.model import Stamp, Text
    >>> ends = {"subject": "xx", "object": "yy", "subject_label": Text(), "object_label": Text()}
    >>> tsv(Alignment(method="label", stamp=Stamp(version="1"), **ends))
    'decision\tcomment\n'

    Returns:
        The table.
    """
    rows: list[dict[str, Any]] = value.rows(lang)
    names = [*(rows[0] if rows else ()), *(_TO_FILL if isinstance(value, Alignment) else ())]
    out = io.StringIO()
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(names)
    table.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            text = " ".join(value.split())
            return f"'{text}" if text.startswith(_FORMULA) else text
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)
