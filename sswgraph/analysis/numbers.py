"""Exact sums of volumes: fractions inside, whole numbers or decimals outside."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from sswgraph.model import Number


def number(value: Fraction) -> Number:
    """A fraction as the number that people read: whole where it is, else a decimal.

    >>> number(Fraction(14, 2)), number(Fraction(15, 2))
    (7, Decimal('7.5'))
    """
    return int(value) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)


def is_number(given: object, *, endless: bool = False) -> bool:
    """Whether this is an amount: a number from 0, finite unless it may be ``endless``; neither NaN nor True.

    >>> is_number(7), is_number(Decimal("NaN")), is_number(float("inf")), is_number("7"), is_number(-1)
    (True, False, False, False, False)
    """
    if isinstance(given, bool) or not isinstance(given, (int, float, Decimal, Fraction)):
        return False
    if given.is_nan() if isinstance(given, Decimal) else given != given:
        return False
    return given >= 0 and (endless or not math.isinf(given))
