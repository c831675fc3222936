"""Totals of hours, credits and costs by kind, exact numbers, and lengths of time (xsd:duration)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from sswgraph.frozen import dataclass
from sswgraph.model.codes import HOURS
from sswgraph.model.elements import Number, Qualification, TrainingModule


@dataclass(frozen=True, slots=True)
class Volumes(Mapping[str, Number]):
    """Totals by kind, never added to each other: ``volumes["notionalHours"]``, ``volumes["credits:saqa-credit"]``.

    Attributes:
        totals: (kind, total); only kinds of which something is known.

    >>> Volumes((("notionalHours", 280),))["notionalHours"]
    280
    """

    totals: tuple[tuple[str, Number], ...] = ()

    def __getitem__(self, kind: str) -> Number:
        for name, total in self.totals:
            if name == kind:
                return total
        raise KeyError(kind)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.totals)

    def __len__(self) -> int:
        return len(self.totals)


def volumes_of(course: TrainingModule | Qualification) -> Volumes:
    """What is known of the volume of a course, by kind; credits carry their system, costs their currency."""
    totals: list[tuple[str, Number]] = []
    for kind, attribute in HOURS.items():
        amount = getattr(course, attribute)
        if amount is not None:
            totals.append((kind, amount))
    if course.credits is not None:
        totals.append((f"credits:{course.credit_system or 'system-not-stated'}", course.credits))
    if isinstance(course, TrainingModule) and course.cost is not None:
        totals.append((f"cost:{course.cost_currency or 'currency-not-stated'}", course.cost))
    return Volumes(tuple(totals))


def number(value: Fraction) -> Number:
    """Return a fraction as the number that people read.

    Returns:
        A whole number where it is one, otherwise a decimal.

    >>> number(Fraction(14, 2)), number(Fraction(15, 2))
    (7, Decimal('7.5'))
    """
    return int(value) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)


def is_number(given: object, *, endless: bool = False) -> bool:
    """Return whether this is an amount.

    Args:
        given (object): What was given.
        endless (bool): Whether it may be infinite.

    Returns:
        Whether it is a number from 0, neither NaN nor a truth value.

    >>> is_number(7), is_number(Decimal("NaN")), is_number(float("inf")), is_number("7"), is_number(-1)
    (True, False, False, False, False)
    >>> is_number(10**400), is_number(10**400, endless=True)
    (False, True)
    """
    if isinstance(given, bool) or not isinstance(given, (int, float, Decimal, Fraction)):
        return False
    if given.is_nan() if isinstance(given, Decimal) else given != given:
        return False
    return given >= 0 and (endless or _within_floats(given))


def _within_floats(given: float | Decimal | Fraction) -> bool:
    """Whether it is finite, also for the solver: whole numbers and decimals can be larger than any float."""
    try:
        return not math.isinf(float(given))
    except OverflowError:
        return False


DURATION = re.compile(
    r"P(?=[0-9]|T)(?:(?P<years>[0-9]{1,9})Y)?(?:(?P<months>[0-9]{1,9})M)?(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?"
    r"(?:(?P<seconds>[0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?"
)


def parts_of(duration: str) -> Iterator[tuple[str, Number]]:
    """Give the units that a duration names, the longest first; a text that is not a duration has none.

    Yields:
        (unit, number) for each.

    >>> list(parts_of("P1Y6M")), list(parts_of("PT24H")), list(parts_of("soon"))
    ([('years', 1), ('months', 6)], [('hours', 24)], [])
    """
    found = DURATION.fullmatch(duration)
    for unit, figures in found.groupdict().items() if found else ():
        if figures is not None:
            value = Decimal(figures)
            yield unit, int(value) if value == value.to_integral_value() else value
