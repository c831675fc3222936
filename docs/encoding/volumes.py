"""Levels, hours and credits of a unit, as its line prints them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from docs.encoding.maker import proof
from sswgraph.model import Evidence, Text

if TYPE_CHECKING:
    from docs.encoding.work import Work

SPOKEN = {"selfStudy": "self_study", "total": "notional"}
UNTOLD = "-", "", "(n)", "(n); (n)"


def level(work: Work) -> str | None:
    """The qualification level in the words of the table; a level word that it does not know is told."""
    if "level" in work.spec:
        return str(work.spec["level"]) or None
    said = work.unit.level
    for word, level in work.spec.get("levels", {}).items():
        if re.match(rf"{re.escape(word)}(?![\w-])", said):
            return str(level)
    if said not in UNTOLD:
        work.maker.tell("level-word", f"The level {said[:60]!r} of {work.unit.code} stands on no scale")
    return None


def volumes(work: Work, owner: str) -> tuple[dict[str, Any], list[Evidence]]:
    """Hours by kind and credits, as printed; hours reckoned from credits are derived."""
    found, proofs = _printed(work), []
    by_item = work.spec.get("value_of", {})
    for item in work.unit.items:
        if item.code in by_item:
            named, value = by_item[item.code]
            found[named] = _number(value) if isinstance(value, (int, float)) else value
            proofs.append(work.evidence(owner, item, (f"ssw:{_camel(named)}",)))
    for named, value in work.spec.get("volumes", {}).items():
        found[named] = _number(value) if isinstance(value, (int, float)) else value
    if "duration_text" in found:
        found["duration_text"] = Text.of(en=found["duration_text"])
    rule = work.maker.rules.get(found.get("credit_system") or "")
    if rule and "credits" in found and "notional_hours" not in found:
        identifier, _, hours = rule.partition("=")
        found["notional_hours"] = found["credits"] * int(hours)
        proofs.append(
            proof(
                owner,
                origins=(work.id(identifier),),
                note="Reckoned from the credits.",
                concerns=("ssw:notionalHours",),
            )
        )
    return found, proofs


def _printed(work: Work) -> dict[str, Any]:
    """What the volume field of a unit prints: credits, and hours by kind; what is not plain is told."""
    said, spec = work.unit.volume, work.spec
    if said in UNTOLD or spec.get("volumes") is not None or spec.get("value_of"):
        return {}
    found: dict[str, Any] = {}
    credits = re.search(r"(?:^|[ ;])(\d+)(?: \w+)? ?(?:credits?|OfqualCredit|CATS|AgoredCredit)\b", said)
    if credits:
        if "credit_system" in spec:
            found |= {"credits": int(credits[1]), "credit_system": spec["credit_system"]}
        else:
            work.maker.tell("credits", f"The credits of {work.unit.code} belong to no system of the table")
    for kind, number in re.findall(r"(contact|selfStudy|workplace|total) (\d+(?:\.\d+)?)(?! \(b\))\b", said):
        if not re.search(rf"{kind} {re.escape(number)} \(b", said):
            found[f"{SPOKEN.get(kind, kind)}_hours"] = _number(float(number))
    hours = re.findall(r"(?<![\w.])(\d+(?:\.\d+)?) h\b", said)
    if len(hours) == 1 and "hours" in spec:
        found[f"{spec['hours']}_hours"] = _number(float(hours[0]))
    elif hours:
        work.maker.tell("hours", f"The kind of hours is not plain: {said[:70]!r}")
    elif not found and not credits:
        work.maker.tell("hours", f"No volume was read from {said[:70]!r}")
    return found


def _number(value: float) -> int | Decimal:
    return int(value) if float(value).is_integer() else Decimal(str(value))


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
