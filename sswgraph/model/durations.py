"""Lengths of time as xsd:duration has them: 'PT24H', 'P3D', 'P9M'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from sswgraph.model.elements import Number

DURATION = re.compile(
    r"P(?=[0-9]|T)(?:(?P<years>[0-9]{1,9})Y)?(?:(?P<months>[0-9]{1,9})M)?(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?"
    r"(?:(?P<seconds>[0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?"
)


def parts_of(duration: str) -> Iterator[tuple[str, Number]]:
    """How many of each unit a duration names, the longest unit first; a text that is none has no parts.

    >>> list(parts_of("P1Y6M")), list(parts_of("PT24H")), list(parts_of("soon"))
    ([('years', 1), ('months', 6)], [('hours', 24)], [])
    """
    found = DURATION.fullmatch(duration)
    for unit, figures in found.groupdict().items() if found else ():
        if figures is not None:
            value = Decimal(figures)
            yield unit, int(value) if value == value.to_integral_value() else value
