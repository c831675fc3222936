"""The safety report of an adaptation: everything that protects less, gravest first, and what was looked at."""

from __future__ import annotations

import re
from typing import Any

from sswgraph.adaptation.correspondence import Sides
from sswgraph.adaptation.relations import is_foreign
from sswgraph.adaptation.safety.findings import ORDER, Watch
from sswgraph.adaptation.safety.limits import watch_safeguards
from sswgraph.adaptation.safety.practice import is_practical, watch_functions, watch_levels, watch_practice
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, Competency, Function, Qualification, TrainingModule
from sswgraph.model.codes import GRAVE
from sswgraph.model.comparison import SafetyFinding

_NUMBER = re.compile(r"\d+")


def watch_openings(watch: Watch) -> None:
    """What a counterpart lets in that the base does not, and what it no longer asks or names."""
    for node in watch.sides.frameworks[0].elements:
        after = tuple(one for one in watch.sides.counterparts(node.id) if one.kind == node.kind)
        if not after:
            continue
        match node:
            case TrainingModule():
                there = watch.sides.nodes[1]
                exempt = tuple(one for one in watch.gained(node, after, "exempts") if is_practical(there.get(one)))
                _opened(watch, "exemption-added", node, after, exempt)
                _award(watch, node, after)
            case Qualification():
                _opened(watch, "qualifies-more", node, after, watch.gained(node, after, "qualifies_for"))
                _award(watch, node, after)
            case Competency():
                _opened(watch, "covers-more", node, after, watch.gained(node, after, "covers"))
            case Cadre() if node.regulator and not any(one.regulator for one in after):
                watch.tell("regulator-gone", node, after, role=watch.sides.label(node, 0), text=node.regulator)


def _opened(watch: Watch, code: str, node: Any, after: tuple[Any, ...], gained: tuple[str, ...]) -> None:
    if gained:
        watch.tell(code, node, after, what=watch.sides.label(node, 0), gained=watch.names(gained, 1))


def _award(watch: Watch, node: Any, after: tuple[Any, ...]) -> None:
    """The level of an award is in a country's own words: it is lower for certain only where but its number fell."""
    was = node.qualification_level
    for one in after if was else ():
        now = one.qualification_level
        fell = _fell(was, now or "")
        if now != was and fell is not False:
            said: dict[str, Any] = {
                "what": watch.sides.label(node, 0),
                "was": was,
                "now": now or message("safety.not-stated"),
            }
            watch.tell("award-lowered", node, (one,), certain=fell is True, **said)


def _fell(was: str, now: str) -> bool | None:
    """Whether the only number of two wordings that are otherwise the same fell; None where they cannot be compared."""
    before, after = _NUMBER.findall(was), _NUMBER.findall(now)
    if len(before) != 1 or len(after) != 1 or _NUMBER.sub("", was) != _NUMBER.sub("", now):
        return None
    return int(after[0]) < int(before[0])


WATCHED = {
    "limits": ("scope-rule",),
    "supervision": ("supervision-arrangement",),
    "conditions": ("eligibility-condition",),
    "standards": ("ethical-standard",),
    "assessments": ("evidence-requirement", "performance-criterion"),
    "requirements": ("requirement", "entry-requirement", "outcome"),
    "practice": ("module", "qualification"),
}


def safety_of(sides: Sides) -> tuple[tuple[SafetyFinding, ...], tuple[Message, ...]]:
    """Everything that was loosened, and what was looked at, also where nothing was found."""
    watch = Watch(sides)
    watch_functions(watch)
    watch_safeguards(watch)
    watch_levels(watch)
    watch_practice(watch)
    watch_openings(watch)
    found = sorted(watch.found, key=lambda one: (not one.certain, ORDER.index(one.code), one.base, one.adaptation))
    return tuple(found), checked(sides)


def checked(sides: Sides) -> tuple[Message, ...]:
    """How many safeguards of the base were looked at, and how many of them have a counterpart."""
    said = [checked_functions(sides)]
    for name, kinds in WATCHED.items():
        nodes = [node for node in sides.frameworks[0].elements if node.kind in kinds]
        nodes = [node for node in nodes if sides.counterparts(node.id) or not is_foreign(node.id, 0, sides)]
        paired = sum(bool(sides.counterparts(node.id)) for node in nodes)
        said.append(message(f"safety.checked-{name}", n=len(nodes), paired=paired))
    return tuple(said)


def checked_functions(sides: Sides) -> Message:
    """How many functions are marked as grave, so that it could be looked at who performs them."""
    functions = [node for side in sides.frameworks for node in side.elements if isinstance(node, Function)]
    grave = sum(one.criticality in GRAVE for one in functions)
    return message("safety.checked-functions", n=grave, total=len(functions))
