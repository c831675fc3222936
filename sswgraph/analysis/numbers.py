"""Exact sums of volumes: fractions inside, whole numbers or decimals outside."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from sswgraph.model import Number


def number(value: Fraction) -> Number:
    """A fraction as the number that people read: whole where it is, else a decimal.

    >>> number(Fraction(14, 2)), number(Fraction(15, 2))
    (7, Decimal('7.5'))
    """
    return int(value) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)
