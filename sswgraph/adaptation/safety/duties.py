"""What must be done: a duty that is delayed, addressed to somebody else, or due in fewer cases (rule M3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sswgraph.adaptation.safety.findings import Watch, term
from sswgraph.adaptation.safety.wording import ADDRESSES, safeguard_texts
from sswgraph.messages import message
from sswgraph.model import Obligation, Text
from sswgraph.model.volumes import parts_of

_SECONDS = {"years": 31_557_600, "months": 2_629_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def length_of(duration: str | None) -> Decimal | None:
    """How long a length of time is, in seconds, a year being 365.25 days; None where it cannot be read.

    >>> length_of("PT24H") == length_of("P1D"), length_of("soon"), length_of(None)
    (True, None, None)
    """
    parts = list(parts_of(duration)) if duration else []
    return sum((Decimal(amount) * _SECONDS[unit] for unit, amount in parts), Decimal(0)) if parts else None


def said_length(duration: str | None) -> Any:
    """A length of time in words, such as '24 hours'; as it stands where it cannot be read, and 'not stated'."""
    parts = tuple(message(f"count.{unit}", n=n) for unit, n in parts_of(duration)) if duration else ()
    return parts or duration or message("safety.not-stated")


def watch_duty(watch: Watch, duty: Obligation, after: tuple[Obligation, ...], role: tuple[Text, ...]) -> None:
    """A duty that is still there: its time, whom it is addressed to, and when it is due."""
    for one in after:
        _delayed(watch, duty, one, role)
    triggers = {trigger for one in after for trigger in one.trigger}
    lost = tuple(term("trigger", one) for one in duty.trigger if one not in triggers)
    if lost:
        watch.tell("obligation-trigger-lost", duty, after, role=role, lost=lost)
    _addressed(watch, duty, after, role)


def _delayed(watch: Watch, duty: Obligation, one: Obligation, role: tuple[Text, ...]) -> None:
    was, now = length_of(duty.within), length_of(one.within)
    said: dict[str, Any] = {"role": role, "was": said_length(duty.within), "now": said_length(one.within)}
    if duty.within != one.within and (was is None or now is None or now > was):
        # A time that stands where none stood may be longer or shorter than what was meant.
        watch.tell("obligation-delayed", duty, (one,), certain=duty.within is not None, **said)


def _addressed(watch: Watch, duty: Obligation, after: tuple[Obligation, ...], role: tuple[Text, ...]) -> None:
    """To whom it is reported: one of those before is named no more, or an office or contact is another one."""
    named = {key for one in after for key in watch.sides.keys(1, one.report_to)}
    lost = [end for end in duty.report_to if watch.sides.key(0, end) not in named]
    other = [field for field in ADDRESSES if _is_other(getattr(duty, field), after, field)]
    if lost or other:
        was = (*watch.names(tuple(lost), 0), *(getattr(duty, field) for field in other))
        watch.tell("obligation-readdressed", duty, after, role=role, lost=was)
        return
    gained = watch.gained(duty, after, "report_to") if duty.report_to else ()
    if gained:
        watch.tell("referral-added", duty, after, role=role, gained=watch.names(gained, 1))


def _is_other(old: Text, after: tuple[Obligation, ...], field: str) -> bool:
    return bool(old) and not any(not safeguard_texts(old, getattr(one, field)).reworded for one in after)
