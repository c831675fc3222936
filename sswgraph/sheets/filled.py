"""A workbook as bytes, in which no text is ever a formula, a link or a number."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sswgraph.errors import MissingExtraError

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MOST_IN_TITLE = 255


def filled(fill: Callable[[Any], str], created: datetime, *, author: str = "") -> bytes:
    """The bytes of a workbook that ``fill`` fills and names; the same for the same input.

    ``created``: the day in the file, so that it does not tell when it was made. Raises MissingExtraError without the
    extra ``excel``.

    >>> filled(lambda workbook: workbook.add_worksheet("One").name, datetime(2000, 1, 1))[:2]
    b'PK'
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("excel", "xlsxwriter") from None
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        told = {"title": fill(workbook)[:_MOST_IN_TITLE], "created": created}
        workbook.set_properties({**told, "author": author} if author else told)
    return stream.getvalue()
